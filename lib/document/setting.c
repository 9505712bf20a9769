/* Settings of a card's items, typed when the card is read: a mistake shows before any data does. */
#include "document/setting.h"

#include <string.h>

const char *dsi_indicator_name_at(const void *catalog, int32_t i)
{
    const dscore_indicator *indicator = dscore_catalog_at(catalog, i);
    return indicator == NULL ? NULL : indicator->record.id;
}

const char *dsi_source_name_at(const void *schema, int32_t i)
{
    const dscore_schema *s = schema;
    return i < s->source_count ? s->sources[i].name : NULL;
}

const char *dsi_field_name_at(const void *source, int32_t i)
{
    const dsi_source *s = source;
    return i < s->field_count ? s->fields[i].name : NULL;
}

bool dsi_need_indicator(dsi_reader *r, const dsi_at *at, const dscore_catalog *catalog, const dscore_indicator **out)
{
    const char *id = NULL;
    if (!dsi_need_text(r, at, &id)) {
        return false;
    }
    *out = dscore_catalog_find(catalog, id);
    return *out != NULL || dsi_complain_nearest(r, at, DSI_SAY_NO_INDICATOR, id, dsi_indicator_name_at, catalog);
}

/* ---- parameters ----------------------------------------------------------------------------- */

/* `say "hello"` -> `"say \"hello\""` in the formula language. */
static const char *quoted(dsi_reader *r, const char *text)
{
    dsi_text out;
    dsi_text_init(&out, &r->allocator);
    dsi_text_add(&out, "\"");
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\') {
            dsi_text_add(&out, "\\");
        }
        dsi_text_add_bytes(&out, *p == '\n' ? "\\n" : p, *p == '\n' ? 2 : 1);
    }
    dsi_text_add(&out, "\"");
    const char *kept = out.failed ? NULL : dsi_arena_text(&r->arena, out.data, out.length);
    dsi_text_free(&out);
    return kept;
}

const char *dsi_literal_of(dsi_reader *r, const dsi_at *at, int32_t type, const char *unit)
{
    const char *literal = NULL;
    double number = 0;
    if (json_is_boolean(at->json)) {
        literal = json_is_true(at->json) ? "true" : "false";
    } else if (json_is_number(at->json)) {
        char buffer[40];
        dsi_print_double(json_number_value(at->json), buffer);
        literal = dsi_arena_text(&r->arena, buffer, -1);
    } else if (!json_is_string(at->json)) {
        (void)dsi_complain_type(
            r, at, "a number, true, false or text such as \"20s\"", "数字、true、false 或形如 \"20s\" 的文本");
        return NULL;
    } else if (type == DSCORE_TYPE_TEXT && json_string_value(at->json)[0] != '"') {
        literal = quoted(r, json_string_value(at->json));
    } else if (type == DSCORE_TYPE_NUMBER && unit != NULL && strcmp(unit, "%") == 0) {
        if (!dsi_need_percent(r, at, &number)) {
            return NULL;
        }
        char buffer[40];
        dsi_print_double(number, buffer);
        literal = dsi_arena_text(&r->arena, buffer, -1);
    } else {
        literal = dsi_arena_text(&r->arena, json_string_value(at->json), -1);
    }
    if (literal == NULL) {
        (void)dsi_complain_memory(r);
    }
    return literal;
}

static const dsi_parameter *find_parameter(const dsi_record *record, const char *name)
{
    for (int32_t i = 0; i < record->parameter_count; i++) {
        if (strcmp(record->parameters[i].name, name) == 0) {
            return &record->parameters[i];
        }
    }
    return NULL;
}

static const char *parameter_name_at(const void *ctx, int32_t i)
{
    const dsi_record *record = ctx;
    return i < record->parameter_count ? record->parameters[i].name : NULL;
}

static bool read_parameter(dsi_reader *r, const dsi_at *at, const dsi_record *record, dsi_card_parameter *out)
{
    const dsi_parameter *parameter = find_parameter(record, at->key);
    if (parameter == NULL) {
        return dsi_complain_nearest(r, at, DSI_SAY_NO_PARAMETER, at->key, parameter_name_at, record);
    }
    out->name = at->key;
    out->literal = dsi_literal_of(r, at, parameter->type, parameter->unit);
    if (out->literal == NULL) {
        return false;
    }
    dsi_node *node = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_parameter_parse(&r->arena, parameter, out->literal, &node, &lower) == DSCORE_OK) {
        return true;
    }
    lower.path[0] = '\0';
    lower.column = 0;
    return dsi_complain_lower(r, at, &lower);
}

static bool read_parameters(
    dsi_reader *r, const dsi_at *at, const dsi_at *item, const dsi_record *record, dsi_card_item *out)
{
    const bool given = at->json != NULL;
    if (given && !dsi_need_object(r, at)) {
        return false;
    }
    dsi_card_parameter *parameters = dsi_arena_alloc(
        &r->arena, ((int64_t)record->parameter_count + 1 + (given ? (int64_t)json_object_size(at->json) : 0)) *
                       (int64_t)sizeof *parameters);
    if (parameters == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (void *i = given ? json_object_iter(at->json) : NULL; i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at parameter = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        fine = read_parameter(r, &parameter, record, &parameters[out->parameter_count++]) && fine;
    }
    for (int32_t i = 0; i < record->parameter_count; i++) {
        const dsi_parameter *p = &record->parameters[i];
        const bool is_given = given && json_object_get(at->json, p->name) != NULL;
        if (!is_given && (p->default_value == NULL || p->default_value[0] == '\0')) {
            fine = dsi_complain1(r, given ? at : item, DSI_SAY_PARAMETER_NEEDED, p->name);
        }
    }
    out->parameters = parameters;
    return fine;
}

/* ---- the others ----------------------------------------------------------------------------- */

static const dsi_source *source_named(const dscore_schema *schema, const char *name)
{
    const int32_t index = dsi_schema_source_index(schema, name);
    return index < 0 ? NULL : &schema->sources[index];
}

static bool read_where(
    dsi_reader *r, const dsi_at *at, const dscore_indicator *indicator, const dsi_source *source, dsi_card_item *out)
{
    if (!dsi_need_text(r, at, &out->where)) {
        return false;
    }
    const dsi_scope scope = {
        indicator->catalog->schema, source, indicator->record.parameters, indicator->record.parameter_count, true};
    dsi_node *node = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_formula_compile(&r->arena, out->where, (int64_t)strlen(out->where), &scope, &node, &lower) != DSCORE_OK) {
        lower.path[0] = '\0';
        return dsi_complain_lower(r, at, &lower);
    }
    const dsi_word words[] = {
        {"a condition (true or false)", "条件(真或假)"}, {"a formula of another type", "其他类型的公式"}};
    return node->type == DSCORE_TYPE_BOOLEAN || dsi_complain(r, at, DSI_SAY_TYPE, words, 2);
}

static bool read_placement(dsi_reader *r, const dsi_at *at, const dsi_source *source, dsi_card_item *out)
{
    dsi_placement placement;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (!dsi_need_text(r, at, &out->placement)) {
        return false;
    }
    if (dsi_placement_parse(out->placement, source, &placement, &lower) == DSCORE_OK) {
        return true;
    }
    lower.path[0] = '\0';
    return dsi_complain_lower(r, at, &lower);
}

/* A field, or a list of them; kept as one text with commas. */
static bool read_credit(dsi_reader *r, const dsi_at *at, const dsi_source *source, dsi_card_item *out)
{
    const bool is_list = json_is_array(at->json);
    if (!is_list && !json_is_string(at->json)) {
        return dsi_complain_type(r, at, "a field or a list of fields", "字段或字段列表");
    }
    if (is_list && dsi_is_empty(at)) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    dsi_text list;
    dsi_text_init(&list, &r->allocator);
    bool fine = true;
    const int64_t count = is_list ? (int64_t)json_array_size(at->json) : 1;
    for (int64_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at element = is_list ? dsi_element_at(at, i) : *at;
        const char *name = NULL;
        if (!dsi_need_text(r, &element, &name)) {
            fine = false;
            continue;
        }
        if (source != NULL && dsi_source_field_index(source, name) < 0) {
            fine = dsi_complain_nearest(r, &element, DSI_SAY_NO_FIELD, name, dsi_field_name_at, source);
        }
        dsi_text_add(&list, i > 0 ? "," : "");
        dsi_text_add(&list, name);
    }
    out->credit = list.failed || list.data == NULL ? NULL : dsi_arena_text(&r->arena, list.data, list.length);
    if (fine && out->credit == NULL) {
        fine = dsi_complain_memory(r);
    }
    dsi_text_free(&list);
    return fine && dsi_reader_goes_on(r);
}

static const char *clock_at(const void *ctx, int32_t i)
{
    static const char *const clocks[] = {"calendar", "business"};
    (void)ctx;
    return i < DSI_COUNT(clocks) ? clocks[i] : NULL;
}

static bool read_clock(dsi_reader *r, const dsi_at *at, dsi_card_item *out)
{
    if (!dsi_need_text(r, at, &out->clock)) {
        return false;
    }
    return strcmp(out->clock, "calendar") == 0 || strcmp(out->clock, "business") == 0 ||
           dsi_complain_choice(r, at, out->clock, clock_at, NULL);
}

/* Another source must have the fields that the indicator's formula reads. */
static bool check_on_source(
    dsi_reader *r, const dsi_at *at, const dscore_indicator *indicator, const dsi_source *source)
{
    const dsi_record *record = &indicator->record;
    const dsi_scope scope = {indicator->catalog->schema, source, record->parameters, record->parameter_count, false};
    dsi_node *node = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_formula_compile(&r->arena, record->formula, (int64_t)strlen(record->formula), &scope, &node, &lower) ==
        DSCORE_OK) {
        return true;
    }
    lower.column = 0; /* of the indicator's formula, which does not stand here */
    lower.path[0] = '\0';
    return dsi_complain_lower(r, at, &lower);
}

bool dsi_read_settings(dsi_reader *r, const dsi_at *at, const dscore_indicator *indicator,
    const dsi_item_settings *settings, dsi_card_item *out)
{
    const dscore_schema *schema = indicator->catalog->schema;
    const dsi_source *source = source_named(schema, indicator->record.source);
    bool fine = read_parameters(r, settings->parameters, at, &indicator->record, out);
    if (settings->clock->json != NULL && dsi_reader_goes_on(r)) {
        fine = read_clock(r, settings->clock, out) && fine;
    }
    if (settings->source->json != NULL && dsi_reader_goes_on(r)) {
        fine = dsi_need_text(r, settings->source, &out->source) && fine;
        const dsi_source *other = out->source == NULL ? NULL : source_named(schema, out->source);
        if (out->source != NULL && other == NULL) {
            fine =
                dsi_complain_nearest(r, settings->source, DSI_SAY_NO_SOURCE, out->source, dsi_source_name_at, schema);
        }
        if (other != NULL) {
            fine = check_on_source(r, settings->source, indicator, other) && fine;
        }
        source = other == NULL ? source : other;
    }
    const dsi_at *of_rows[] = {settings->where, settings->placement};
    for (int32_t i = 0; i < DSI_COUNT(of_rows) && source == NULL; i++) {
        if (of_rows[i]->json != NULL) {
            const dsi_word words[] = {dsi_word_of(of_rows[i]->key),
                {"indicators over the rows of a source", "按行计算的指标"}, {"a derived one", "派生指标"}};
            return dsi_complain(r, of_rows[i], DSI_SAY_NOT_FOR, words, 3);
        }
    }
    if (settings->where->json != NULL && dsi_reader_goes_on(r)) {
        fine = read_where(r, settings->where, indicator, source, out) && fine;
    }
    if (settings->placement->json != NULL && dsi_reader_goes_on(r)) {
        fine = read_placement(r, settings->placement, source, out) && fine;
    }
    if (settings->credit->json != NULL && dsi_reader_goes_on(r)) {
        fine = read_credit(r, settings->credit, source, out) && fine;
    }
    return fine && dsi_reader_goes_on(r);
}
