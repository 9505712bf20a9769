/* One definition against a schema: its formulas typed, its closed lists and literals checked, what it reads and of
   which kind it is. What it needs of other definitions comes later (operands.c). */
#include "measure/definition.h"

#include "base/error.h"
#include "formula/program.h"
#include <math.h>
#include <string.h>

enum { MAX_CREDIT = 8 };

/* A definition under compilation. */
typedef struct job {
    dsi_arena *arena;
    const dscore_schema *schema;
    const dsi_source *source; /* NULL: derived */
    dscore_indicator *out;
    dscore_error *err;
} job;

/* Name the member where an error that was just set belongs. */
static dscore_status at(const job *j, const char *member, dscore_status status)
{
    dsi_error_path(j->err, "indicators.%.100s.%s", j->out->record.id, member);
    return status;
}

static dscore_status compile_text(
    const job *j, const char *member, const char *text, bool row_only, const dsi_node **out)
{
    dsi_scope scope = {.schema = j->schema,
        .source = j->source,
        .parameters = j->out->record.parameters,
        .parameter_count = j->out->record.parameter_count,
        .row_only = row_only};
    dsi_node *node = NULL;
    dscore_status status = dsi_formula_compile(j->arena, text, (int64_t)strlen(text), &scope, &node, j->err);
    if (status != DSCORE_OK) {
        return at(j, member, status);
    }
    if (row_only ? node->type != DSCORE_TYPE_BOOLEAN
                 : node->type != DSCORE_TYPE_NUMBER && node->type != DSCORE_TYPE_DURATION) {
        return at(j, member,
            dsi_fail(j->err, DSCORE_E_TYPE, DSCORE_CODE_DEFINITION_TYPE,
                row_only ? "a condition must yield a boolean" : "a formula must yield a number or a duration"));
    }
    if (!row_only && node->level != DSI_LEVEL_CELL) {
        return at(j, member,
            dsi_fail(j->err, DSCORE_E_TYPE, DSCORE_CODE_DEFINITION_TYPE,
                "an indicator's formula must hold an aggregate, such as mean(...), or an operand, such as [tickets]"));
    }
    *out = node;
    return DSCORE_OK;
}

/* ---- parameters ----------------------------------------------------------------------------- */

static double number_of(const dsi_node *literal)
{
    return literal->op == DSI_OP_NUMBER ? literal->u.number : (double)literal->u.integer;
}

static dscore_status parse_bound(
    dsi_arena *arena, const dsi_parameter *p, const char *text, dsi_node **out, dscore_error *err)
{
    *out = NULL;
    if (text == NULL || text[0] == '\0') {
        return DSCORE_OK;
    }
    return dsi_literal_parse(arena, text, (int64_t)strlen(text), p->type, out, err);
}

dscore_status dsi_parameter_parse(
    dsi_arena *arena, const dsi_parameter *p, const char *literal, dsi_node **out, dscore_error *err)
{
    dsi_node *value = NULL;
    dsi_node *min = NULL;
    dsi_node *max = NULL;
    dscore_status status = dsi_literal_parse(arena, literal, (int64_t)strlen(literal), p->type, &value, err);
    if (status == DSCORE_OK) {
        status = parse_bound(arena, p, p->min, &min, err);
    }
    if (status == DSCORE_OK) {
        status = parse_bound(arena, p, p->max, &max, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if ((min != NULL && number_of(value) < number_of(min)) || (max != NULL && number_of(value) > number_of(max))) {
        return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_PARAMETER_RANGE,
            "parameter %.60s is %.60s, but must be %s%.40s%s%s%.40s", p->name, literal, min != NULL ? "at least " : "",
            min != NULL ? p->min : "", min != NULL && max != NULL ? " and " : "", max != NULL ? "at most " : "",
            max != NULL ? p->max : "");
    }
    *out = value;
    return DSCORE_OK;
}

static dscore_status check_parameter(const job *j, const dsi_parameter *p)
{
    if (!dsi_is_identifier(p->name)) {
        return dsi_fail(j->err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_NAME,
            "a parameter is named [a-z][a-z0-9_]*, not '%.60s'", p->name);
    }
    if (p->type < DSCORE_TYPE_NUMBER || p->type > DSCORE_TYPE_TEXT) {
        return dsi_fail(j->err, DSCORE_E_TYPE, DSCORE_CODE_DEFINITION_TYPE,
            "parameter %.60s needs a type: number, duration, instant, boolean or text", p->name);
    }
    bool is_ordered = p->type <= DSCORE_TYPE_INSTANT;
    if (!is_ordered && (p->min[0] != '\0' || p->max[0] != '\0')) {
        return dsi_fail(j->err, DSCORE_E_TYPE, DSCORE_CODE_DEFINITION_TYPE,
            "parameter %.60s is a text or boolean, which have no min and max", p->name);
    }
    const char *texts[] = {p->default_value, p->min, p->max};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        dsi_node *value = NULL;
        if (texts[i][0] != '\0') {
            dscore_status status = dsi_parameter_parse(j->arena, p, texts[i], &value, j->err);
            if (status != DSCORE_OK) {
                return status;
            }
        }
    }
    return DSCORE_OK;
}

static dscore_status check_parameters(const job *j)
{
    const dsi_record *r = &j->out->record;
    for (int32_t i = 0; i < r->parameter_count; i++) {
        dscore_status status = check_parameter(j, &r->parameters[i]);
        for (int32_t k = 0; k < i && status == DSCORE_OK; k++) {
            if (strcmp(r->parameters[i].name, r->parameters[k].name) == 0) {
                status = dsi_fail(j->err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_TWICE,
                    "parameter %.60s is there twice", r->parameters[i].name);
            }
        }
        if (status != DSCORE_OK) {
            dsi_error_path(j->err, "indicators.%.100s.parameters.%.60s", r->id, r->parameters[i].name);
            return status;
        }
    }
    return DSCORE_OK;
}

/* ---- closed lists --------------------------------------------------------------------------- */

static dscore_status check_words(const job *j)
{
    const dsi_record *r = &j->out->record;
    if (!dsi_is_identifier(r->id)) {
        return at(j, "id",
            dsi_fail(j->err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_NAME,
                "the id of an indicator is [a-z][a-z0-9_]*, not '%.60s'", r->id));
    }
    if (dsi_unit_index(r->unit) < 0) {
        return at(j, "unit",
            dsi_fail(j->err, DSCORE_E_FORMAT, DSCORE_CODE_UNIT,
                "the unit is one of %%, s, count, points, ratio, per_day, per_hour, per_month, per_10000, days, hours, "
                "minutes, money, not '%.40s'",
                r->unit));
    }
    if (dsi_better_index(r->better) < 0) {
        return at(j, "better",
            dsi_fail(j->err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_WORD,
                "better is one of higher, lower, band, none, not '%.40s'", r->better));
    }
    if (isnan(r->domain_min) || isnan(r->domain_max) || r->domain_min > r->domain_max) {
        return at(j, "domain",
            dsi_fail(j->err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_WORD,
                "the least value of the domain must not be above its greatest"));
    }
    if (r->min_n < 1) {
        return at(
            j, "min_n", dsi_fail(j->err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_WORD, "min_n must be 1 or more"));
    }
    return DSCORE_OK;
}

/* Does the formula judge spans by the clock? */
static bool has_clock(const dsi_node *node)
{
    static const int32_t calls[] = {DSI_FN_ELAPSED, DSI_FN_WITHIN};
    static const int32_t aggregates[] = {DSI_AGG_KM_QUANTILE, DSI_AGG_KM_WITHIN};
    if (node == NULL) {
        return false;
    }
    for (size_t i = 0; i < 2; i++) {
        if (dsi_formula_uses(node, DSI_OP_CALL, calls[i]) || dsi_formula_uses(node, DSI_OP_AGGREGATE, aggregates[i])) {
            return true;
        }
    }
    return false;
}

/* Does it read a span that has a twin on the business clock? Then a clock may be said, and need not. */
static bool may_have_clock(const job *j)
{
    const dscore_indicator *out = j->out;
    return dsi_formula_has_clock(j->source, out->formula) || dsi_formula_has_clock(j->source, out->where) ||
           dsi_formula_has_clock(j->source, out->observations);
}

static dscore_status check_clock(const job *j)
{
    dscore_indicator *out = j->out;
    bool clock = has_clock(out->formula) || has_clock(out->where) || has_clock(out->observations);
    const char *given = out->record.clock;
    if (given[0] == '\0') {
        out->record.clock = clock ? "calendar" : "none";
        return DSCORE_OK;
    }
    bool is_none = strcmp(given, "none") == 0;
    if (!is_none && strcmp(given, "calendar") != 0 && strcmp(given, "business") != 0) {
        return at(j, "clock",
            dsi_fail(j->err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_WORD,
                "the clock is calendar, business or none, not '%.40s'", given));
    }
    if (is_none == clock && !(!is_none && may_have_clock(j))) {
        return at(j, "clock",
            dsi_fail(j->err, DSCORE_E_TYPE, DSCORE_CODE_DEFINITION_WORD,
                clock ? "the formula holds elapsed or within: its clock is calendar or business"
                      : "the formula holds neither elapsed nor within: its clock is none"));
    }
    return DSCORE_OK;
}

/* ---- placement and credit ------------------------------------------------------------------- */

static dscore_status compile_placement(const job *j)
{
    dsi_record *r = &j->out->record;
    if (r->placement[0] == '\0') {
        if (dsi_source_field_index(j->source, "created_at") < 0) {
            return at(j, "placement",
                dsi_fail(j->err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_WORD,
                    "source %.60s has no created_at: say where a row belongs, such as event(period_start)",
                    j->source->name));
        }
        r->placement = "event(created_at)";
    }
    dscore_status status = dsi_placement_parse(r->placement, j->source, &j->out->placement, j->err);
    return status == DSCORE_OK ? status : at(j, "placement", status);
}

static bool can_be_key(const dsi_field *field)
{
    return field->type == DSCORE_TYPE_TEXT || field->type == DSCORE_TYPE_BOOLEAN ||
           (field->type == DSCORE_TYPE_NUMBER && (field->flags & DSCORE_FIELD_INTEGER) != 0);
}

static dscore_status compile_credit(const job *j)
{
    static const char *const agent[] = {"agent"};
    dsi_record *r = &j->out->record;
    if (r->credit_count == 0 && dsi_source_field_index(j->source, "agent") >= 0) {
        r->credit = agent;
        r->credit_count = 1;
    }
    if (r->credit_count > MAX_CREDIT) {
        return at(j, "credit",
            dsi_fail(
                j->err, DSCORE_E_LIMIT, DSCORE_CODE_DEFINITION_WORD, "credit names at most %d fields", MAX_CREDIT));
    }
    int32_t *fields = dsi_arena_alloc(j->arena, (int64_t)sizeof *fields * (r->credit_count + 1));
    if (fields == NULL) {
        return dsi_fail_memory(j->err);
    }
    for (int32_t i = 0; i < r->credit_count; i++) {
        fields[i] = dsi_source_field_index(j->source, r->credit[i]);
        if (fields[i] < 0) {
            return at(j, "credit", dsi_fail_no_field(j->err, j->source, r->credit[i]));
        }
        if (!can_be_key(&j->source->fields[fields[i]])) {
            return at(j, "credit",
                dsi_fail(j->err, DSCORE_E_TYPE, DSCORE_CODE_DEFINITION_TYPE,
                    "field %.60s cannot name a subject: credit takes texts, booleans and integers", r->credit[i]));
        }
    }
    j->out->credit = fields;
    return DSCORE_OK;
}

/* ---- what it reads -------------------------------------------------------------------------- */

typedef struct field_set {
    uint8_t *seen; /* one a field of the source */
    int32_t *list;
    int32_t count;
} field_set;

static void add_field(field_set *set, int32_t field)
{
    if (field >= 0 && set->seen[field] == 0) {
        set->seen[field] = 1;
        set->list[set->count++] = field;
    }
}

static void visit_field(void *ctx, const dsi_node *node)
{
    if (node->op == DSI_OP_FIELD) {
        add_field(ctx, node->u.field);
    }
}

static dscore_status collect_needs(const job *j)
{
    dscore_indicator *out = j->out;
    field_set set = {.seen = dsi_arena_alloc(j->arena, (int64_t)j->source->field_count + 1)};
    set.list = dsi_arena_alloc(j->arena, (int64_t)sizeof(int32_t) * ((int64_t)j->source->field_count + 1));
    if (set.seen == NULL || set.list == NULL) {
        return dsi_fail_memory(j->err);
    }
    const dsi_node *trees[] = {out->formula, out->where, out->observations};
    for (size_t i = 0; i < sizeof trees / sizeof trees[0]; i++) {
        if (trees[i] != NULL) {
            dsi_formula_walk(trees[i], visit_field, &set);
        }
    }
    add_field(&set, out->placement.from);
    if (out->placement.open) {
        add_field(&set, out->placement.until);
    }
    out->needs = set.list;
    out->need_count = set.count;
    return DSCORE_OK;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static dscore_status compile_observations(const job *j)
{
    dscore_indicator *out = j->out;
    dsi_record *r = &out->record;
    if (strcmp(r->observations, "none") == 0) {
        out->no_minimum = true;
        return DSCORE_OK;
    }
    if (r->observations[0] != '\0') {
        dscore_status status = compile_text(j, "observations", r->observations, false, &out->observations);
        if (status == DSCORE_OK && out->observations->type != DSCORE_TYPE_NUMBER) {
            status = at(j, "observations",
                dsi_fail(j->err, DSCORE_E_TYPE, DSCORE_CODE_DEFINITION_TYPE, "observations must yield a number"));
        }
        return status;
    }
    dscore_status status = dsi_default_observations(j->arena, j->source, out->formula, &out->observations);
    if (status != DSCORE_OK || out->observations == NULL) {
        return status == DSCORE_OK ? status : dsi_fail_memory(j->err);
    }
    dsi_text text;
    dsi_text_init(&text, &j->arena->allocator);
    dsi_formula_print(&text, out->observations);
    r->observations = text.failed ? NULL : dsi_arena_text(j->arena, text.data, text.length);
    dsi_text_free(&text);
    return r->observations == NULL ? dsi_fail_memory(j->err) : DSCORE_OK;
}

static dscore_status compile_sourced(job *j)
{
    dscore_indicator *out = j->out;
    dscore_status status = compile_text(j, "formula", out->record.formula, false, &out->formula);
    if (status == DSCORE_OK && out->record.where[0] != '\0') {
        status = compile_text(j, "where", out->record.where, true, &out->where);
    }
    if (status == DSCORE_OK && out->record.exclude[0] != '\0') {
        status = compile_text(j, "exclude", out->record.exclude, true, &out->exclude);
    }
    if (status == DSCORE_OK) {
        status = compile_placement(j);
    }
    if (status == DSCORE_OK) {
        status = compile_credit(j);
    }
    if (status == DSCORE_OK) {
        status = compile_observations(j);
    }
    if (status == DSCORE_OK) {
        status = check_clock(j);
    }
    if (status == DSCORE_OK && out->record.base[0] != '\0') {
        status = at(j, "base",
            dsi_fail(j->err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_MEMBER, "only a derived indicator has a base"));
    }
    return status == DSCORE_OK ? collect_needs(j) : status;
}

/* A derived indicator takes rows, filters and observations from its operands. */
static dscore_status compile_derived(job *j)
{
    const dsi_record *r = &j->out->record;
    const char *const members[][2] = {{"placement", r->placement}, {"clock", r->clock}, {"where", r->where},
        {"exclude", r->exclude}, {"observations", r->observations},
        {"credit", r->credit_count > 0 ? r->credit[0] : ""}};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (members[i][1][0] != '\0') {
            return at(j, members[i][0],
                dsi_fail(j->err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_MEMBER,
                    "a derived indicator (no source) has no %s of its own", members[i][0]));
        }
    }
    j->out->source = -1;
    j->out->base = -1;
    return compile_text(j, "formula", r->formula, false, &j->out->formula);
}

dscore_status dsi_indicator_compile(
    dsi_arena *arena, const dscore_schema *schema, const dsi_record *record, dscore_indicator *out, dscore_error *err)
{
    out->record = *record;
    job j = {.arena = arena, .schema = schema, .out = out, .err = err};
    dscore_status status = check_words(&j);
    if (status == DSCORE_OK) {
        status = check_parameters(&j);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (record->source[0] == '\0') {
        status = compile_derived(&j);
    } else {
        out->source = dsi_schema_source_index(schema, record->source);
        if (out->source < 0) {
            return at(&j, "source", dsi_fail_no_source(err, schema, record->source));
        }
        j.source = &schema->sources[out->source];
        status = compile_sourced(&j);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (out->formula->type == DSCORE_TYPE_DURATION && strcmp(record->unit, "s") != 0) {
        return at(&j, "unit",
            dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_DEFINITION_TYPE,
                "the formula yields a duration: its unit is s; hours(...) or minutes(...) make a number of it"));
    }
    out->kind = dsi_formula_kind(out->formula);
    return DSCORE_OK;
}

dscore_status dsi_record_check(const dscore_schema *schema, const dsi_record *record, dscore_error *err)
{
    dsi_arena arena;
    dsi_arena_init(&arena, &schema->arena.allocator);
    dsi_record copy;
    dscore_indicator indicator = {0};
    dscore_status status = dsi_record_copy(&arena, record, &copy)
                               ? dsi_indicator_compile(&arena, schema, &copy, &indicator, err)
                               : dsi_fail_memory(err);
    dsi_arena_free(&arena);
    return status;
}
