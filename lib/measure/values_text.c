/* What values say about their items: how the question was put, and what was found in the tables it was put to. */
#include "measure/values_build.h"

#include "measure/plan_draft.h"

#include <string.h>

static const char *keep(dscore_values *values, dsi_text *text)
{
    const char *copy =
        text->failed ? NULL : dsi_arena_text(&values->arena, text->data == NULL ? "" : text->data, text->length);
    dsi_text_free(text);
    return copy;
}

static const char *placement_text(const dscore_plan *plan, const dsi_item *item, const int32_t *choices)
{
    const dsi_placement *placement = &plan->frames[item->frame].placement;
    const bool is_unbound = choices != NULL && choices[placement->from] == DSI_CHOICE_ABSENT;
    return plan->placement_optional && is_unbound ? "" : item->placement_text;
}

static bool has_subject(const dscore_values *values)
{
    for (int32_t k = 0; k < values->key_count; k++) {
        if (strcmp(values->plan->query->keys[values->keys[k]], "subject") == 0) {
            return true;
        }
    }
    return false;
}

static const char *credit_text(dscore_values *values, const dsi_item *item, const int32_t *choices)
{
    const dscore_plan *plan = values->plan;
    const dsi_source *source = plan->sources[plan->frames[item->frame].source].source;
    if (choices == NULL || !has_subject(values)) {
        return "";
    }
    dsi_text text;
    dsi_text_init(&text, &plan->arena.allocator);
    for (int32_t i = 0; i < item->credit_count; i++) {
        if (choices[item->credit[i]] != DSI_CHOICE_ABSENT) {
            dsi_text_addf(&text, "%s%s", text.length > 0 ? "," : "", source->fields[item->credit[i]].name);
        }
    }
    return keep(values, &text);
}

/* `is_resolved = resolved_at is present; ...` */
static const char *choices_text(dscore_values *values, const dsi_item *item, const int32_t *choices)
{
    const dscore_plan *plan = values->plan;
    const dsi_source *source = plan->sources[plan->frames[item->frame].source].source;
    if (choices == NULL) {
        return "";
    }
    uint8_t *marks = dsi_alloc_zero(&plan->arena.allocator, source->field_count);
    if (marks == NULL) {
        return NULL;
    }
    dsi_item_reads(plan, item, choices, marks);
    dsi_text text;
    dsi_text_init(&text, &plan->arena.allocator);
    for (int32_t f = 0; f < source->field_count; f++) {
        if (marks[f] != 0 && choices[f] >= 0) {
            dsi_text_add(&text, text.length > 0 ? "; " : "");
            dsi_text_add(&text, source->fields[f].name);
            dsi_text_add(&text, " = ");
            dsi_text_add(&text, source->fields[f].derive[choices[f]]);
        }
    }
    dsi_release(&plan->arena.allocator, marks, source->field_count);
    return keep(values, &text);
}

/* `calendar = support (1a2b3c4d)`: a name may be anything, the beginning of the hash tells which content it was. */
static void add_calendar(dsi_text *text, const char *key, const dscore_calendar *calendar)
{
    dsi_text_add(text, text->length > 0 ? "; " : "");
    dsi_text_add(text, "calendar");
    if (key[0] != '\0') {
        dsi_text_add(text, " of ");
        dsi_text_add(text, key);
    }
    const char *name = dscore_calendar_name(calendar);
    dsi_text_add(text, " = ");
    dsi_text_add(text, name);
    dsi_text_add(text, name[0] != '\0' ? " (" : "(");
    dsi_text_addf(text, "%.8s)", dscore_calendar_hash(calendar));
}

/* The zone and the calendars that the item depends on; UTC is the default and not named. */
static void add_clocks(dsi_text *text, const dscore_plan *plan, const dsi_item *item)
{
    const dsi_clocks *clocks = &plan->clocks;
    if ((item->uses_zone || plan->query->has_rule) && clocks->zone != NULL) {
        dsi_text_add(text, text->length > 0 ? "; zone = " : "zone = ");
        dsi_text_add(text, dscore_zone_name(clocks->zone));
    }
    if ((item->calendars & DSI_CALENDAR_DEFAULT) != 0) {
        add_calendar(text, "", clocks->calendar);
    }
    for (int32_t i = 0; i < clocks->named_count && (item->calendars & DSI_CALENDAR_NAMED) != 0; i++) {
        add_calendar(text, clocks->named[i].name, clocks->named[i].calendar);
    }
}

/* The audits of the sources behind an item, each once. */
static void add_audits(dsi_text *text, const dscore_values *values, const dsi_item *item, uint8_t *seen)
{
    const dscore_plan *plan = values->plan;
    for (int32_t i = 0; i < item->operand_count; i++) {
        add_audits(text, values, &plan->items[item->operands[i]], seen);
    }
    if (item->derived) {
        return;
    }
    const int32_t source = plan->frames[item->frame].source;
    const char *audit = values->audits[source];
    if (seen[source] == 0 && audit != NULL && audit[0] != '\0') {
        dsi_text_addf(text, "%saudit of %s: ", text->length > 0 ? "; " : "", plan->sources[source].name);
        dsi_text_add(text, audit);
    }
    seen[source] = 1;
}

static const char *policies_text(dscore_values *values, const dsi_item *item)
{
    static const char *const negatives[] = {"", "signed", "clamp", "fail"};
    const dscore_query *query = values->plan->query;
    const struct {
        const char *name, *value;
        bool is_set;
    } policies[] = {
        {"negative", negatives[query->negative], query->negative != DSI_NEGATIVE_EXCLUDE},
        {"invalid", "fail", query->invalid_fails},
        {"absent", "missing", query->absent_is_missing},
        {"standing_filter", "off", query->standing_filter_off},
        {"quantiles", "sketch", query->quantiles_sketched},
    };
    dsi_text text;
    dsi_text_init(&text, &values->plan->arena.allocator);
    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
        if (policies[i].is_set) {
            dsi_text_addf(&text, "%s%s = %s", text.length > 0 ? "; " : "", policies[i].name, policies[i].value);
        }
    }
    add_clocks(&text, values->plan, item);
    const dscore_allocator *a = &values->plan->arena.allocator;
    const int64_t bytes = (int64_t)values->plan->source_count + 1;
    uint8_t *seen = dsi_alloc_zero(a, bytes);
    if (seen == NULL) {
        dsi_text_free(&text);
        return NULL;
    }
    add_audits(&text, values, item, seen);
    dsi_release(a, seen, bytes);
    return keep(values, &text);
}

bool dsi_values_describe(dscore_values *values, const dscore_state *state, int32_t index)
{
    const dscore_plan *plan = values->plan;
    const dsi_item *item = &plan->items[index];
    const char **texts = values->items[index].texts;
    texts[0] = "";
    texts[DSCORE_ITEM_ALIAS] = item->alias;
    texts[DSCORE_ITEM_INDICATOR] = item->indicator->record.id;
    texts[DSCORE_ITEM_HASH] = item->indicator->hash;
    texts[DSCORE_ITEM_UNIT] = item->indicator->record.unit;
    texts[DSCORE_ITEM_FILTER] = item->filter_text;
    texts[DSCORE_ITEM_CLOCK] = item->clock;
    texts[DSCORE_ITEM_PARAMETERS] = item->parameters_text;
    texts[DSCORE_ITEM_POLICIES] = policies_text(values, item);
    texts[DSCORE_ITEM_SOURCE] = texts[DSCORE_ITEM_PLACEMENT] = texts[DSCORE_ITEM_CREDIT] = texts[DSCORE_ITEM_CHOICES] =
        "";
    if (!item->derived) {
        const int32_t source = plan->frames[item->frame].source;
        const int32_t *choices = dsi_state_choices(state, source);
        texts[DSCORE_ITEM_SOURCE] = plan->sources[source].name;
        texts[DSCORE_ITEM_PLACEMENT] = placement_text(plan, item, choices);
        texts[DSCORE_ITEM_CREDIT] = credit_text(values, item, choices);
        texts[DSCORE_ITEM_CHOICES] = choices_text(values, item, choices);
    }
    return texts[DSCORE_ITEM_POLICIES] != NULL && texts[DSCORE_ITEM_CREDIT] != NULL &&
           texts[DSCORE_ITEM_CHOICES] != NULL;
}
