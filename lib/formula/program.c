/* The graph of row expressions: equal subtrees are one expression, whatever formula they come from. */
#include "formula/expression.h"
#include "formula/parse.h"

#include "base/hash.h"

#include <math.h>
#include <string.h>

dsi_program *dsi_program_new(
    dsi_arena *arena, const dsi_source *source, const dsi_reading *readings, int32_t calendar_field)
{
    dsi_program *p = dsi_arena_alloc(arena, (int64_t)sizeof *p);
    if (p == NULL) {
        return NULL;
    }
    const int32_t fields = source->field_count;
    p->arena = arena;
    p->loops = dsi_loops_best();
    p->source = source;
    p->calendar_field = calendar_field;
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

dscore_status dsi_program_intern(dsi_program *p, const dsi_expression *e, int32_t *out, dscore_error *err)
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

bool dsi_program_uses_start(const dsi_program *program, int32_t expression)
{
    return (program->items[expression]->flags & DSI_USES_START) != 0;
}

bool dsi_program_uses_now(const dsi_program *program, int32_t expression)
{
    return (program->items[expression]->flags & DSI_USES_NOW) != 0;
}

bool dsi_program_uses_calendar(const dsi_program *program, int32_t expression)
{
    return (program->items[expression]->flags & DSI_USES_CALENDAR) != 0;
}

bool dsi_program_uses_zone(const dsi_program *program, int32_t expression)
{
    return (program->items[expression]->flags & DSI_USES_ZONE) != 0;
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
