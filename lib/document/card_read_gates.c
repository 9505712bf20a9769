/* Reading the gates of a scorecard, and whom and which period it is meant for. */
#include "document/card_document.h"

#include <string.h>

static const dsi_choice GATE_MISSING[] = {{"IGNORE", 0}, {"APPLY", 1}, {NULL, 0}};
static const dsi_choice GATE_OP[] = {
    {">=", DSI_CMP_GE}, {">", DSI_CMP_GT}, {"<=", DSI_CMP_LE}, {"<", DSI_CMP_LT}, {NULL, 0}};
static const dsi_choice GATE_ON[] = {{"VALUE", DSI_GATE_ON_VALUE}, {"POINTS", DSI_GATE_ON_POINTS}, {NULL, 0}};

typedef struct gate_parts {
    dsi_gate gate;
    int32_t missing;
    dsi_at threshold;
} gate_parts;
#define GATE(member) offsetof(gate_parts, gate.member)
static const dsi_member GATE[] = {{"name", DSI_M_NAME, false, GATE(name_en), GATE(name_zh), NULL},
    {"item", DSI_M_TEXT, true, GATE(item), 0, NULL}, {"on", DSI_M_CHOICE, false, GATE(on), 0, GATE_ON},
    {"op", DSI_M_CHOICE, true, GATE(op), 0, GATE_OP},
    {"threshold", DSI_M_JSON, true, offsetof(gate_parts, threshold), 0, NULL},
    {"scope", DSI_M_TEXT, false, GATE(scope), 0, NULL}, {"cap", DSI_M_NUMBER, false, GATE(cap), 0, NULL},
    {"missing", DSI_M_CHOICE, false, offsetof(gate_parts, missing), 0, GATE_MISSING},
    {"notes", DSI_M_IGNORED, false, 0, 0, NULL}};

/* The unit that a gate's threshold is in; NULL = unknown. */
static const char *unit_of_gate(const dscore_catalog *catalog, const dsi_card_spec *card, const dsi_gate *gate)
{
    if (gate->on == DSI_GATE_ON_POINTS) {
        return "points";
    }
    for (int32_t i = 0; i < card->item_count && gate->item != NULL; i++) {
        const dsi_card_item *item = &card->items[i];
        if (item->indicator != NULL && strcmp(item->alias, gate->item) == 0) {
            const dscore_indicator *indicator = dscore_catalog_find(catalog, item->indicator);
            return indicator == NULL ? NULL : indicator->record.unit;
        }
    }
    return NULL;
}

static bool read_gate(
    dsi_reader *r, const dsi_at *at, const dscore_catalog *catalog, const dsi_card_spec *card, dsi_gate *out)
{
    gate_parts parts;
    memset(&parts, 0, sizeof parts);
    parts.gate.on = DSI_GATE_ON_VALUE;
    bool fine = dsi_read_members(r, at, GATE, DSI_COUNT(GATE), &parts);
    if (parts.threshold.json != NULL && dsi_reader_goes_on(r)) {
        r->unit = unit_of_gate(catalog, card, &parts.gate);
        fine = dsi_need_threshold(r, &parts.threshold, &parts.gate.threshold) && fine;
        r->unit = NULL;
    }
    parts.gate.applies_if_missing = parts.missing == 1;
    *out = parts.gate;
    return fine;
}

bool dsi_read_gates(dsi_reader *r, const dsi_at *at, const dscore_catalog *catalog, dsi_card_spec *out)
{
    if (!dsi_need_array(r, at)) {
        return false;
    }
    const int32_t count = (int32_t)json_array_size(at->json);
    dsi_gate *gates = dsi_arena_alloc(&r->arena, ((int64_t)count + 1) * (int64_t)sizeof *gates);
    if (gates == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (int32_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at entry = dsi_element_at(at, i);
        fine = read_gate(r, &entry, catalog, out, &gates[i]) && fine;
    }
    out->gates = gates;
    out->gate_count = count;
    return fine;
}

typedef struct subject_parts {
    dsi_at by;
    const char *per;
} subject_parts;
static const dsi_member SUBJECT[] = {{"by", DSI_M_JSON, false, offsetof(subject_parts, by), 0, NULL},
    {"per", DSI_M_TEXT, false, offsetof(subject_parts, per), 0, NULL}};

/* One key, or a list of them. */
static bool read_keys(dsi_reader *r, const dsi_at *at, dsi_card_spec *out)
{
    const bool is_list = json_is_array(at->json);
    const int32_t count = is_list ? (int32_t)json_array_size(at->json) : 1;
    const char **keys = dsi_arena_alloc(&r->arena, ((int64_t)count + 1) * (int64_t)sizeof *keys);
    if (keys == NULL) {
        return dsi_complain_memory(r);
    }
    if (!is_list && !json_is_string(at->json)) {
        return dsi_complain_type(r, at, "a key or a list of keys", "一个键或键的列表");
    }
    bool fine = true;
    for (int32_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at entry = is_list ? dsi_element_at(at, i) : *at;
        fine = dsi_need_id(r, &entry, &keys[i]) && fine;
    }
    out->keys = keys;
    out->key_count = count;
    return fine;
}

bool dsi_read_subject(dsi_reader *r, const dsi_at *at, dsi_card_spec *out)
{
    subject_parts parts;
    memset(&parts, 0, sizeof parts);
    dsi_at place;
    bool fine = dsi_read_members(r, at, SUBJECT, DSI_COUNT(SUBJECT), &parts);
    if (parts.per != NULL && parts.per[0] == '\0' && dsi_member_at(at, "per", &place)) {
        fine = dsi_complain(r, &place, DSI_SAY_EMPTY_TEXT, NULL, 0);
    }
    out->per = parts.per;
    if (parts.by.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_keys(r, &parts.by, out) && fine;
    }
    return fine;
}
