/* From trees to the graph: what a tree means on a clock, which hidden operands its functions take, and what each
   expression depends on. */
#include "formula/expression.h"
#include "formula/parse.h"

#include <math.h>
#include <string.h>

/* ---- the clock of a tree --------------------------------------------------------------------- */

int32_t dsi_field_on_clock(const dsi_source *source, int32_t field, int32_t clock)
{
    const dsi_field *info = &source->fields[field];
    if (clock != DSI_CLOCK_BUSINESS || info->business == NULL || info->business[0] == '\0') {
        return field;
    }
    const int32_t twin = dsi_source_field_index(source, info->business);
    return twin >= 0 && source->fields[twin].type == info->type ? twin : -1;
}

bool dsi_formula_has_clock(const dsi_source *source, const dsi_node *node)
{
    if (node == NULL || source == NULL) {
        return false;
    }
    switch (node->function) {
    case DSI_FN_ELAPSED:
    case DSI_FN_WITHIN:
    case DSI_AGG_KM_QUANTILE:
    case DSI_AGG_KM_WITHIN:
        return true;
    case DSI_FN_DOMAIN_MIN: /* these name a field and do not read it */
    case DSI_FN_DOMAIN_MAX:
    case DSI_FN_TOTAL:
        return false;
    default:
        break;
    }
    if (node->op == DSI_OP_FIELD && node->u.field >= 0) {
        return dsi_field_on_clock(source, node->u.field, DSI_CLOCK_BUSINESS) != node->u.field;
    }
    for (int32_t i = 0; i < node->argc; i++) {
        if (dsi_formula_has_clock(source, node->args[i])) {
            return true;
        }
    }
    return dsi_formula_has_clock(source, node->where);
}

/* ---- adding ---------------------------------------------------------------------------------- */

typedef struct builder {
    dsi_program *program;
    int32_t clock;
    dscore_error *err;
} builder;

/* domain_min(f), domain_max(f): a literal of the type of the field, or absent without a bound. */
static void make_domain(const builder *b, const dsi_node *node, dsi_expression *e)
{
    const dsi_reading *reading = &b->program->readings[node->args[0]->u.field];
    const double bound = node->function == DSI_FN_DOMAIN_MIN ? reading->domain_min : reading->domain_max;
    const bool is_duration = node->type == DSCORE_TYPE_DURATION;
    const double value = is_duration ? rint(bound * 1e6) : bound;
    if (!(fabs(value) < 9e18)) {
        e->op = DSI_OP_ABSENT;
    } else if (is_duration || (fabs(value) < 1e15 && value == rint(value))) {
        e->op = is_duration ? DSI_OP_DURATION : DSI_OP_NUMBER_INT;
        e->u.integer = (int64_t)value;
    } else {
        e->op = DSI_OP_NUMBER;
        e->u.number = value;
    }
}

/* Functions whose meaning is fixed by the clock, and what each call depends on. */
static const struct {
    int32_t function;
    int32_t on_calendar, on_business; /* what it becomes */
    int32_t flags;                    /* beside the calendar of what becomes a business function */
} calls[] = {
    /* clang-format off */
    {DSI_FN_ELAPSED,       DSI_FN_ELAPSED,       DSI_FN_BUSINESS_TIME,    0},
    {DSI_FN_CALENDAR_TIME, DSI_FN_ELAPSED,       DSI_FN_ELAPSED,          0},
    {DSI_FN_BUSINESS_TIME, DSI_FN_BUSINESS_TIME, DSI_FN_BUSINESS_TIME,    0},
    {DSI_FN_IS_OPEN,       DSI_FN_IS_OPEN,       DSI_FN_IS_OPEN,          0},
    {DSI_FN_WITHIN,        DSI_FN_WITHIN,        DSI_FN_BUSINESS_WITHIN,  DSI_USES_NOW},
    {DSI_FN_KM_SPAN,       DSI_FN_KM_SPAN,       DSI_FN_BUSINESS_KM_SPAN, DSI_USES_NOW},
    {DSI_FN_MET,           DSI_FN_MET,           DSI_FN_MET,              DSI_USES_NOW},
    {DSI_FN_NOW,           DSI_FN_NOW,           DSI_FN_NOW,              DSI_USES_NOW},
    {DSI_FN_PERIOD_START,  DSI_FN_PERIOD_START,  DSI_FN_PERIOD_START,     DSI_USES_NOW | DSI_USES_PERIOD | DSI_USES_START},
    {DSI_FN_PERIOD_END,    DSI_FN_PERIOD_END,    DSI_FN_PERIOD_END,       DSI_USES_NOW | DSI_USES_PERIOD},
    {DSI_FN_HOUR_OF,       DSI_FN_HOUR_OF,       DSI_FN_HOUR_OF,          DSI_USES_ZONE},
    {DSI_FN_WEEKDAY_OF,    DSI_FN_WEEKDAY_OF,    DSI_FN_WEEKDAY_OF,       DSI_USES_ZONE},
    {DSI_FN_DATE_OF,       DSI_FN_DATE_OF,       DSI_FN_DATE_OF,          DSI_USES_ZONE},
    /* clang-format on */
};

/* Functions that take the calendar of the row: a hidden last operand where a field names it. */
static bool takes_calendar(int32_t function)
{
    return function == DSI_FN_BUSINESS_TIME || function == DSI_FN_BUSINESS_WITHIN ||
           function == DSI_FN_BUSINESS_KM_SPAN || function == DSI_FN_IS_OPEN;
}

static void make_call(const builder *b, int32_t function, dsi_expression *e)
{
    e->function = function;
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        if (calls[i].function == function) {
            e->function = b->clock == DSI_CLOCK_BUSINESS ? calls[i].on_business : calls[i].on_calendar;
            e->flags = calls[i].flags;
            break;
        }
    }
    e->flags |= takes_calendar(e->function) ? DSI_USES_CALENDAR : 0;
}

static dscore_status add(const builder *b, const dsi_node *node, int32_t *out);

static dscore_status add_field(const builder *b, int32_t field, int32_t *out)
{
    dsi_expression e;
    memset(&e, 0, sizeof e);
    e.op = DSI_OP_FIELD;
    e.type = b->program->source->fields[field].type;
    e.field = field;
    e.flags = b->program->derives[field].flags;
    return dsi_program_intern(b->program, &e, out, b->err);
}

/* The field of a node, or its twin on the business clock. */
static dscore_status add_read(const builder *b, const dsi_node *node, int32_t *out)
{
    const dsi_source *source = b->program->source;
    const int32_t field = dsi_field_on_clock(source, node->u.field, b->clock);
    if (field >= 0) {
        return add_field(b, field, out);
    }
    const dsi_field *info = &source->fields[node->u.field];
    const dscore_status status = dsi_fail(b->err, DSCORE_E_FIELD_MISSING, DSCORE_CODE_FORMULA_TWIN,
        "on the business clock `%s` is read from the field `%s`, which %s does not have as %s", info->name,
        info->business, source->name, dsi_type_name(info->type));
    dsi_error_path(b->err, "%s.%s", source->name, info->business);
    return status;
}

/* The operands of a node, and the hidden one of its function. */
static dscore_status add_arguments(const builder *b, dsi_node *const *nodes, int32_t count, dsi_expression *e)
{
    const bool by_row = e->op == DSI_OP_CALL && b->program->calendar_field >= 0 && takes_calendar(e->function);
    const int32_t argc = count + (by_row ? 1 : 0);
    if (argc == 0) {
        return DSCORE_OK;
    }
    int32_t *args = dsi_arena_alloc(b->program->arena, argc * (int64_t)sizeof *args);
    if (args == NULL) {
        return dsi_fail_memory(b->err);
    }
    for (int32_t i = 0; i < argc; i++) {
        const dscore_status status =
            i < count ? add(b, nodes[i], &args[i]) : add_field(b, b->program->calendar_field, &args[i]);
        if (status != DSCORE_OK) {
            return status;
        }
        e->flags |= b->program->items[args[i]]->flags;
    }
    e->args = args;
    e->argc = argc;
    return DSCORE_OK;
}

static dscore_status add(const builder *b, const dsi_node *node, int32_t *out)
{
    dsi_expression e;
    memset(&e, 0, sizeof e);
    e.op = node->op;
    e.type = node->type;
    e.field = -1;
    dscore_status status = DSCORE_OK;
    switch (node->op) {
    case DSI_OP_NUMBER:
        e.u.number = node->u.number;
        break;
    case DSI_OP_TEXT:
        e.u.text.p = node->u.text.p;
        e.u.text.n = node->u.text.n;
        break;
    case DSI_OP_NUMBER_INT:
    case DSI_OP_DURATION:
    case DSI_OP_INSTANT:
    case DSI_OP_BOOLEAN:
        e.u.integer = node->u.integer;
        break;
    case DSI_OP_FIELD:
        return add_read(b, node, out);
    case DSI_OP_PARAMETER:
    case DSI_OP_OPERAND:
    case DSI_OP_AGGREGATE:
        return dsi_fail(
            b->err, DSCORE_E_INTERNAL, DSCORE_CODE_NONE, "a row expression holds a parameter or an aggregate");
    case DSI_OP_CALL:
        if (node->function == DSI_FN_DOMAIN_MIN || node->function == DSI_FN_DOMAIN_MAX) {
            make_domain(b, node, &e);
            break;
        }
        make_call(b, node->function, &e);
        status = add_arguments(b, node->args, node->argc, &e);
        break;
    default:
        status = add_arguments(b, node->args, node->argc, &e);
        break;
    }
    return status == DSCORE_OK ? dsi_program_intern(b->program, &e, out, b->err) : status;
}

dscore_status dsi_program_add(
    dsi_program *program, const dsi_node *node, int32_t clock, int32_t *out, dscore_error *err)
{
    const builder b = {program, clock, err};
    return add(&b, node, out);
}

dscore_status dsi_program_add_km(
    dsi_program *program, const dsi_node *node, int32_t clock, int32_t *out_span, int32_t *out_event, dscore_error *err)
{
    const builder b = {program, clock, err};
    dsi_node *const operands[3] = {node->args[0], node->args[1], node->argc == 4 ? node->args[3] : NULL};
    dsi_expression span;
    memset(&span, 0, sizeof span);
    span.op = DSI_OP_CALL;
    span.type = DSCORE_TYPE_DURATION;
    span.field = -1;
    make_call(&b, DSI_FN_KM_SPAN, &span);
    dscore_status status = add_arguments(&b, operands, node->argc == 4 ? 3 : 2, &span);
    if (status == DSCORE_OK) {
        status = dsi_program_intern(program, &span, out_span, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_expression event;
    memset(&event, 0, sizeof event);
    event.op = DSI_OP_IS_PRESENT;
    event.type = DSCORE_TYPE_BOOLEAN;
    event.field = -1;
    status = add_arguments(&b, &operands[1], 1, &event);
    return status == DSCORE_OK ? dsi_program_intern(program, &event, out_event, err) : status;
}

/* ---- stand-ins ------------------------------------------------------------------------------- */

/* One pass of what the fields and operands of expressions use, upwards; did anything change? */
static bool spread_flags(dsi_program *p)
{
    bool is_changed = false;
    for (int32_t id = 0; id < p->count; id++) {
        dsi_expression *e = p->items[id];
        int32_t flags = e->op == DSI_OP_FIELD ? p->derives[e->field].flags : 0;
        for (int32_t i = 0; i < e->argc; i++) {
            flags |= p->items[e->args[i]]->flags;
        }
        is_changed |= (flags & ~e->flags) != 0;
        e->flags |= flags;
    }
    for (int32_t f = 0; f < p->source->field_count; f++) {
        dsi_derive *derive = &p->derives[f];
        for (int32_t k = 0; k < derive->count; k++) {
            const int32_t flags = derive->expressions[k] < 0 ? 0 : p->items[derive->expressions[k]]->flags;
            is_changed |= (flags & ~derive->flags) != 0;
            derive->flags |= flags;
        }
    }
    return is_changed;
}

dscore_status dsi_program_add_derive(
    dsi_program *program, int32_t field, int32_t k, const dsi_node *node, dscore_error *err)
{
    if (field < 0 || field >= program->source->field_count || k < 0 || k >= program->derives[field].count) {
        return dsi_fail(err, DSCORE_E_INTERNAL, DSCORE_CODE_NONE, "a stand-in that its field does not have");
    }
    int32_t id = -1;
    const dscore_status status = dsi_program_add(program, node, DSI_CLOCK_CALENDAR, &id, err);
    if (status != DSCORE_OK) {
        return status;
    }
    program->derives[field].expressions[k] = id;
    if ((program->items[id]->flags & ~program->derives[field].flags) != 0) {
        while (spread_flags(program)) {
        }
    }
    /* To know the calendar of a row one would need the calendar of the row. */
    const int32_t naming = program->calendar_field;
    if (naming >= 0 && (program->derives[naming].flags & DSI_USES_CALENDAR) != 0) {
        const dsi_field *info = &program->source->fields[naming];
        return dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_CIRCULAR,
            "`%s` names the calendar of a row, and what stands in for it needs a calendar", info->name);
    }
    return DSCORE_OK;
}
