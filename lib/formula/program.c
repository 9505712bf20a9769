/* The graph of row expressions: equal subtrees are one expression, whatever formula they come from. */
#include "formula/expression.h"
#include "formula/parse.h"

#include "base/hash.h"

#include <math.h>
#include <string.h>

dsi_program *dsi_program_new(dsi_arena *arena, const dsi_source *source, const dsi_reading *readings)
{
    dsi_program *p = dsi_arena_alloc(arena, (int64_t)sizeof *p);
    if (p == NULL) {
        return NULL;
    }
    const int32_t fields = source->field_count;
    p->arena = arena;
    p->source = source;
    p->readings = dsi_arena_alloc(arena, (fields + 1) * (int64_t)sizeof *p->readings);
    p->derives = dsi_arena_alloc(arena, (fields + 1) * (int64_t)sizeof *p->derives);
    if (p->readings == NULL || p->derives == NULL) {
        return NULL;
    }
    if (fields > 0) {
        memcpy(p->readings, readings, (size_t)fields * sizeof *readings);
    }
    for (int32_t f = 0; f < fields; f++) {
        const int32_t count = source->fields[f].derive_count;
        p->derives[f].count = count;
        if (count == 0) {
            continue;
        }
        p->derives[f].expressions = dsi_arena_alloc(arena, count * (int64_t)sizeof(int32_t));
        if (p->derives[f].expressions == NULL) {
            return NULL;
        }
        for (int32_t k = 0; k < count; k++) {
            p->derives[f].expressions[k] = -1;
        }
    }
    return p;
}

bool dsi_expression_is_literal(const dsi_expression *e)
{
    return e->op >= DSI_OP_NUMBER_INT && e->op <= DSI_OP_BOOLEAN;
}

/* ---- equal expressions ----------------------------------------------------------------------- */

static uint64_t hash_of(const dsi_expression *e)
{
    uint64_t h = dsi_hash64_int((uint64_t)e->op * 1024 + (uint64_t)e->function, (uint64_t)e->type);
    h = dsi_hash64_int((uint64_t)(int64_t)e->field, h);
    if (e->argc > 0) {
        h = dsi_hash64(e->args, e->argc * (int64_t)sizeof *e->args, h);
    }
    if (e->op == DSI_OP_TEXT) {
        return dsi_hash64(e->u.text.p, e->u.text.n, h);
    }
    if (e->op == DSI_OP_NUMBER) {
        uint64_t bits = 0;
        memcpy(&bits, &e->u.number, sizeof bits);
        return dsi_hash64_int(bits, h);
    }
    return dsi_expression_is_literal(e) ? dsi_hash64_int((uint64_t)e->u.integer, h) : h;
}

static bool same(const dsi_expression *a, const dsi_expression *b)
{
    if (a->op != b->op || a->function != b->function || a->type != b->type || a->field != b->field ||
        a->argc != b->argc) {
        return false;
    }
    if (a->argc > 0 && memcmp(a->args, b->args, (size_t)a->argc * sizeof *a->args) != 0) {
        return false;
    }
    if (a->op == DSI_OP_TEXT) {
        return a->u.text.n == b->u.text.n && memcmp(a->u.text.p, b->u.text.p, (size_t)a->u.text.n) == 0;
    }
    if (a->op == DSI_OP_NUMBER) {
        return memcmp(&a->u.number, &b->u.number, sizeof a->u.number) == 0;
    }
    return !dsi_expression_is_literal(a) || a->u.integer == b->u.integer;
}

/* The place of e in the table: that of an equal one, or the free one where it would go. */
static int32_t slot_of(const dsi_program *p, const dsi_expression *e)
{
    const uint64_t mask = (uint64_t)p->table_size - 1;
    uint64_t slot = hash_of(e) & mask;
    while (p->table[slot] >= 0 && !same(p->items[p->table[slot]], e)) {
        slot = (slot + 1) & mask;
    }
    return (int32_t)slot;
}

/* Room for one more expression; the old arrays stay in the arena. */
static bool make_room(dsi_program *p)
{
    if (p->count < p->capacity) {
        return true;
    }
    const int32_t capacity = p->capacity == 0 ? 64 : p->capacity * 2;
    dsi_expression **items = dsi_arena_alloc(p->arena, capacity * (int64_t)sizeof *items);
    int32_t *table = dsi_arena_alloc(p->arena, 2 * (int64_t)capacity * (int64_t)sizeof *table);
    if (items == NULL || table == NULL) {
        return false;
    }
    if (p->count > 0) {
        memcpy(items, p->items, (size_t)p->count * sizeof *items);
    }
    p->items = items;
    p->capacity = capacity;
    p->table = table;
    p->table_size = 2 * capacity;
    for (int32_t i = 0; i < p->table_size; i++) {
        table[i] = -1;
    }
    for (int32_t i = 0; i < p->count; i++) {
        table[slot_of(p, items[i])] = i;
    }
    return true;
}

/* One element that stands for every row. */
static void make_constant(dsi_expression *e)
{
    dsi_vector *v = &e->constant;
    v->constant = true;
    switch (e->op) {
    case DSI_OP_NUMBER:
        v->kind = DSI_DOUBLE;
        v->v.f = &e->u.number;
        break;
    case DSI_OP_TEXT:
        v->kind = DSI_STRING;
        v->v.s = &e->u.text;
        break;
    case DSI_OP_BOOLEAN:
        e->boolean = e->u.integer != 0 ? 1 : 0;
        v->kind = DSI_BOOL;
        v->v.b = &e->boolean;
        break;
    default:
        v->kind = DSI_INT;
        v->v.i = &e->u.integer;
        break;
    }
}

/* The id of an equal expression, or of a copy of e that is added. */
static dscore_status intern(dsi_program *p, const dsi_expression *e, int32_t *out, dscore_error *err)
{
    if (!make_room(p)) {
        return dsi_fail_memory(err);
    }
    const int32_t slot = slot_of(p, e);
    if (p->table[slot] >= 0) {
        *out = p->table[slot];
        return DSCORE_OK;
    }
    dsi_expression *copy = dsi_arena_alloc(p->arena, (int64_t)sizeof *copy);
    if (copy == NULL) {
        return dsi_fail_memory(err);
    }
    *copy = *e;
    if (e->op == DSI_OP_TEXT) {
        copy->u.text.p = dsi_arena_text(p->arena, e->u.text.p, e->u.text.n);
        if (copy->u.text.p == NULL) {
            return dsi_fail_memory(err);
        }
    }
    p->items[p->count] = copy;
    p->table[slot] = p->count;
    *out = p->count++;
    if (dsi_expression_is_literal(copy)) {
        make_constant(copy);
    }
    return DSCORE_OK;
}

/* ---- adding ---------------------------------------------------------------------------------- */

typedef struct builder {
    dsi_program *program;
    int32_t clock;
    dscore_error *err;
} builder;

static dscore_status fail_unsupported(const builder *b, const char *what)
{
    return dsi_fail(b->err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_FORMULA_UNSUPPORTED,
        "%s needs a business calendar or a time zone, which this version does not have", what);
}

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

static dscore_status make_call(const builder *b, const dsi_node *node, dsi_expression *e)
{
    e->function = node->function;
    switch (node->function) {
    case DSI_FN_HOUR_OF:
    case DSI_FN_WEEKDAY_OF:
    case DSI_FN_IS_OPEN:
    case DSI_FN_BUSINESS_TIME:
        return fail_unsupported(b, dsi_function_row_of(node->function)->form);
    case DSI_FN_CALENDAR_TIME:
        e->function = DSI_FN_ELAPSED;
        break;
    case DSI_FN_ELAPSED:
    case DSI_FN_WITHIN:
        if (b->clock == DSI_CLOCK_BUSINESS) {
            return fail_unsupported(b, node->function == DSI_FN_ELAPSED ? "elapsed(a, b) on the business clock"
                                                                        : "within(a, b, limit) on the business clock");
        }
        e->flags = node->function == DSI_FN_WITHIN ? DSI_USES_NOW : 0;
        break;
    case DSI_FN_MET:
    case DSI_FN_NOW:
        e->flags = DSI_USES_NOW;
        break;
    case DSI_FN_PERIOD_START:
    case DSI_FN_PERIOD_END:
        e->flags = DSI_USES_NOW | DSI_USES_PERIOD;
        break;
    default:
        break;
    }
    return DSCORE_OK;
}

static dscore_status add(const builder *b, const dsi_node *node, int32_t *out);

static dscore_status add_arguments(const builder *b, const dsi_node *node, dsi_expression *e)
{
    if (node->argc == 0) {
        return DSCORE_OK;
    }
    int32_t *args = dsi_arena_alloc(b->program->arena, node->argc * (int64_t)sizeof *args);
    if (args == NULL) {
        return dsi_fail_memory(b->err);
    }
    for (int32_t i = 0; i < node->argc; i++) {
        const dscore_status status = add(b, node->args[i], &args[i]);
        if (status != DSCORE_OK) {
            return status;
        }
        e->flags |= b->program->items[args[i]]->flags;
    }
    e->args = args;
    e->argc = node->argc;
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
        e.field = node->u.field;
        e.flags = b->program->derives[e.field].flags;
        break;
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
        status = make_call(b, node, &e);
        if (status == DSCORE_OK) {
            status = add_arguments(b, node, &e);
        }
        break;
    default:
        status = add_arguments(b, node, &e);
        break;
    }
    return status == DSCORE_OK ? intern(b->program, &e, out, b->err) : status;
}

dscore_status dsi_program_add(
    dsi_program *program, const dsi_node *node, int32_t clock, int32_t *out, dscore_error *err)
{
    const builder b = {program, clock, err};
    return add(&b, node, out);
}

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
    return DSCORE_OK;
}

/* ---- asking ---------------------------------------------------------------------------------- */

int32_t dsi_program_count(const dsi_program *program)
{
    return program->count;
}

int32_t dsi_program_type(const dsi_program *program, int32_t expression)
{
    return program->items[expression]->type;
}

bool dsi_program_uses_period(const dsi_program *program, int32_t expression)
{
    return (program->items[expression]->flags & DSI_USES_PERIOD) != 0;
}

bool dsi_program_uses_now(const dsi_program *program, int32_t expression)
{
    return (program->items[expression]->flags & DSI_USES_NOW) != 0;
}

bool dsi_program_reads(const dsi_program *program, int32_t expression, int32_t field)
{
    const dsi_expression *e = program->items[expression];
    if (e->op == DSI_OP_FIELD) {
        return e->field == field;
    }
    for (int32_t i = 0; i < e->argc; i++) {
        if (dsi_program_reads(program, e->args[i], field)) {
            return true;
        }
    }
    return false;
}
