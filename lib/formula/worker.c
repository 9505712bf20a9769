/* Evaluation of a block: each expression once, on first demand, into memory that was laid out for it beforehand. */
#include "formula/expression.h"
#include "formula/kernel.h"
#include "formula/parse.h"

#include <string.h>

/* What is known of an expression in this block. */
typedef struct result {
    dsi_vector vector;
    const uint8_t *mask; /* rows that depend on now; NULL = none */
    uint32_t stamp;      /* valid if it equals the worker's */
    uint32_t steady;     /* valid in all blocks if it equals the worker's turn */
    bool uses_period;    /* itself or through a stand-in */
    bool is_literal;
    void *values; /* its memory; a dsi_scratch for a field */
    uint8_t *status;
    uint8_t *own_mask; /* NULL if it never depends on now */
    int64_t *plain;    /* of what may be raw: memory for its plain values */
    dsi_vector plain_vector;
    uint32_t plain_stamp;         /* plain_vector is valid if it equals the worker's */
    const dsi_kernel_row *kernel; /* of an operation */
} result;

struct dsi_worker {
    dscore_allocator allocator;
    const dsi_program *program;
    int64_t bytes;
    result *results;
    uint32_t stamp;
    uint32_t turn; /* 0 = none */
    /* operands of the kernel that runs */
    const dsi_vector **args;
    const uint8_t **masks;
    int32_t *types;
    bool *literals;
    /* the block */
    const dscore_table *table;
    const int32_t *choices;
    const dsi_settings *settings;
    dsi_ahead *ahead; /* NULL = none */
    const int32_t *periods;
    int64_t first;
    int32_t n;
    int64_t now_least;
    bool took_now; /* some result has a mask */
    uint8_t ones[DSI_BLOCK];
    uint8_t temp_status[DSI_BLOCK];
    int64_t temp[3][DSI_BLOCK];
};

/* ---- memory ---------------------------------------------------------------------------------- */

enum { ALIGNMENT = 16 };

/* A part of one large allocation: with base NULL only its size is counted. */
static void *carve(char *base, int64_t *used, int64_t size)
{
    const int64_t at = *used;
    *used += (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return base == NULL ? NULL : base + at;
}

static int64_t value_bytes(const dsi_expression *e)
{
    switch (e->type) {
    case DSCORE_TYPE_BOOLEAN:
        return DSI_BLOCK;
    case DSCORE_TYPE_TEXT: {
        const int64_t text = DSI_BLOCK * (int64_t)sizeof(dsi_string);
        const int64_t whole = DSI_BLOCK * (int64_t)sizeof(int64_t);
        return text > whole ? text : whole; /* a key of integers */
    }
    default:
        return DSI_BLOCK * (int64_t)sizeof(int64_t);
    }
}

/* Lay the worker out in memory at base; the bytes it takes. */
static int64_t lay_out(const dsi_program *program, char *base)
{
    int64_t used = 0;
    dsi_worker *w = carve(base, &used, (int64_t)sizeof(dsi_worker));
    int32_t most = 1;
    for (int32_t id = 0; id < program->count; id++) {
        most = program->items[id]->argc > most ? program->items[id]->argc : most;
    }
    result *results = carve(base, &used, (program->count + 1) * (int64_t)sizeof(result));
    void *args = carve(base, &used, most * (int64_t)sizeof(const dsi_vector *));
    void *masks = carve(base, &used, most * (int64_t)sizeof(const uint8_t *));
    void *types = carve(base, &used, most * (int64_t)sizeof(int32_t));
    void *literals = carve(base, &used, most * (int64_t)sizeof(bool));
    if (base != NULL) {
        w->program = program;
        w->results = results;
        w->args = args;
        w->masks = masks;
        w->types = types;
        w->literals = literals;
    }
    for (int32_t id = 0; id < program->count; id++) {
        const dsi_expression *e = program->items[id];
        if (dsi_expression_is_literal(e)) {
            if (base != NULL) {
                results[id].is_literal = true;
            }
            continue;
        }
        const bool field = e->op == DSI_OP_FIELD;
        void *values = carve(base, &used, field ? (int64_t)sizeof(dsi_scratch) : value_bytes(e));
        void *status = field ? NULL : carve(base, &used, DSI_BLOCK);
        const bool uses_now = !field && dsi_program_uses_now(program, id);
        void *mask = uses_now ? carve(base, &used, DSI_BLOCK) : NULL;
        const bool may_be_raw = e->op == DSI_OP_CALL && e->function == DSI_FN_ELAPSED;
        int64_t *plain = may_be_raw ? carve(base, &used, DSI_BLOCK * (int64_t)sizeof(int64_t)) : NULL;
        if (base != NULL) {
            results[id].values = values;
            results[id].status = status;
            results[id].own_mask = mask;
            results[id].plain = field ? ((dsi_scratch *)values)->values : plain;
            results[id].uses_period = dsi_program_uses_period(program, id);
            results[id].kernel = dsi_kernel_of(e->op, e->function);
        }
    }
    return used;
}

dsi_worker *dsi_worker_new(const dscore_allocator *allocator, const dsi_program *program)
{
    const int64_t bytes = lay_out(program, NULL);
    char *base = dsi_alloc_zero(allocator, bytes);
    if (base == NULL) {
        return NULL;
    }
    (void)lay_out(program, base);
    dsi_worker *w = (dsi_worker *)(void *)base;
    w->allocator = *allocator;
    w->bytes = bytes;
    w->stamp = 1;
    memset(w->ones, 1, sizeof w->ones);
    return w;
}

void dsi_worker_free(dsi_worker *worker)
{
    if (worker != NULL) {
        const dscore_allocator allocator = worker->allocator;
        dsi_release(&allocator, worker, worker->bytes);
    }
}

int64_t dsi_worker_bytes(const dsi_worker *worker)
{
    return worker->bytes;
}

void dsi_worker_turn(dsi_worker *worker)
{
    if (++worker->turn == 0) { /* wrapped: old turns would look new */
        for (int32_t id = 0; id < worker->program->count; id++) {
            worker->results[id].steady = 0;
        }
        worker->turn = 1;
    }
}

void dsi_worker_ahead(dsi_worker *worker, dsi_ahead *ahead)
{
    worker->ahead = ahead;
}

void dsi_worker_block(dsi_worker *worker, const dscore_table *table, const int32_t *choices,
    const dsi_settings *settings, int64_t first, int32_t n)
{
    worker->table = table;
    worker->choices = choices;
    worker->settings = settings;
    worker->periods = NULL;
    worker->first = first;
    worker->n = n;
    worker->now_least = INT64_MIN;
    worker->took_now = false;
    if (++worker->stamp == 0) { /* wrapped: old stamps would look new */
        for (int32_t id = 0; id < worker->program->count; id++) {
            worker->results[id].stamp = 0;
            worker->results[id].plain_stamp = 0;
        }
        worker->stamp = 1;
    }
}

void dsi_worker_periods(dsi_worker *worker, const int32_t *periods)
{
    worker->periods = periods;
    for (int32_t id = 0; id < worker->program->count; id++) {
        if (worker->results[id].uses_period) {
            worker->results[id].stamp = 0;
        }
    }
}

bool dsi_worker_took_now(const dsi_worker *worker)
{
    return worker->took_now;
}

const uint8_t *dsi_worker_now_of(const dsi_worker *worker, int32_t expression)
{
    const result *r = expression < 0 ? NULL : &worker->results[expression];
    return r == NULL || r->stamp != worker->stamp ? NULL : r->mask;
}

int64_t dsi_worker_now_least(const dsi_worker *worker)
{
    return worker->now_least;
}

/* ---- leaves ---------------------------------------------------------------------------------- */

static const uint8_t all_missing[1] = {DSI_MISSING};
static const uint8_t beyond_years[1] = {DSI_BAD_OVERFLOW}; /* an instant that no kernel may meet (D6) */
static const int64_t nothing[2] = {0, 0};
static const dsi_string empty_text = {"", 0};

/* Missing in every row. */
static void set_absent(result *r, int32_t type)
{
    static const int32_t kinds[] = {DSI_INT, DSI_INT, DSI_INT, DSI_INT, DSI_BOOL, DSI_STRING};
    memset(&r->vector, 0, sizeof r->vector);
    r->vector.kind = kinds[type];
    r->vector.constant = true;
    r->vector.status = all_missing;
    r->vector.v.i = nothing;
    if (type == DSCORE_TYPE_TEXT) {
        r->vector.v.s = &empty_text;
    }
    r->mask = NULL;
}

static dscore_status eval(dsi_worker *w, int32_t id, dscore_error *err);

/* The result without rawness, beside the raw one. */
static const dsi_vector *plain_of(const dsi_worker *w, int32_t id)
{
    result *r = &w->results[id];
    if (r->vector.width == 0) {
        return &r->vector;
    }
    if (r->plain_stamp != w->stamp) {
        r->plain_vector = r->vector;
        dsi_vector_plain(&r->plain_vector, w->program->loops, r->vector.constant ? 1 : w->n, r->plain);
        r->plain_stamp = w->stamp;
    }
    return &r->plain_vector;
}

static dscore_status eval_field(dsi_worker *w, const dsi_expression *e, result *r, dscore_error *err)
{
    const int32_t choice = w->choices[e->field];
    r->mask = NULL;
    if (choice == DSI_CHOICE_BOUND) {
        dsi_gather_raw(w->table, e->field, &w->program->readings[e->field], w->first, w->n, w->program->loops, w->ahead,
            r->values, &r->vector);
        return DSCORE_OK;
    }
    const dsi_derive *derive = &w->program->derives[e->field];
    const int32_t stand_in = choice >= 0 && choice < derive->count ? derive->expressions[choice] : -1;
    if (stand_in < 0) {
        set_absent(r, e->type);
        return DSCORE_OK;
    }
    const dscore_status status = eval(w, stand_in, err);
    if (status == DSCORE_OK) {
        r->vector = *plain_of(w, stand_in);
        r->mask = w->results[stand_in].mask;
        dsi_confine(
            &w->program->readings[e->field], w->program->loops, r->vector.constant ? 1 : w->n, r->values, &r->vector);
    }
    return status;
}

static void eval_now(const dsi_worker *w, result *r)
{
    set_absent(r, DSCORE_TYPE_INSTANT);
    if (w->settings->has_now) {
        const bool is_readable = dsi_is_instant(w->settings->now);
        r->vector.status = is_readable ? NULL : beyond_years;
        r->vector.v.i = is_readable ? &w->settings->now : nothing;
        r->mask = w->ones;
    }
}

/* One end of a period: open ends and ends in the future are now; an open start is missing. */
static uint8_t end_of_period(const dsi_settings *settings, int32_t period, bool is_end, int64_t *out, bool *uses_now)
{
    *uses_now = false;
    *out = 0;
    if (period < 0 || period >= settings->period_count) {
        return DSI_MISSING;
    }
    const int64_t edge = settings->edges[period + (is_end ? 1 : 0)];
    const bool open = edge == (is_end ? INT64_MAX : INT64_MIN);
    *uses_now = settings->has_now && edge > settings->now;
    const int64_t instant = *uses_now ? settings->now : edge;
    if (dsi_is_instant(instant)) {
        *out = instant;
        return DSI_PRESENT;
    }
    return open && !*uses_now ? DSI_MISSING : DSI_BAD_OVERFLOW;
}

static void eval_period(dsi_worker *w, const dsi_expression *e, result *r)
{
    const bool is_end = e->function == DSI_FN_PERIOD_END;
    int64_t *out = r->values;
    bool any = false;
    uint8_t absent = 0;
    const int32_t n = w->periods == NULL ? 1 : w->n;
    for (int32_t i = 0; i < n; i++) {
        bool uses_now = false;
        r->status[i] = end_of_period(w->settings, w->periods == NULL ? 0 : w->periods[i], is_end, &out[i], &uses_now);
        r->own_mask[i] = uses_now;
        if (w->settings->has_now && !uses_now && r->status[i] == DSI_PRESENT && out[i] > w->now_least) {
            w->now_least = out[i];
        }
        absent |= r->status[i];
        any = any || uses_now;
    }
    memset(&r->vector, 0, sizeof r->vector);
    r->vector.kind = DSI_INT;
    r->vector.constant = w->periods == NULL;
    r->vector.status = absent == 0 ? NULL : r->status;
    r->vector.v.i = out;
    r->mask = !any ? NULL : w->periods == NULL ? w->ones : r->own_mask;
}

/* ---- operations ------------------------------------------------------------------------------ */

/* A key column holds integers where text is meant, or the other way round (D12). */
static dscore_status fail_kind(const dsi_worker *w, const dsi_expression *e, dscore_error *err)
{
    const dsi_program *p = w->program;
    for (int32_t i = 0; i < e->argc; i++) {
        const dsi_expression *a = p->items[e->args[i]];
        if (a->op != DSI_OP_FIELD || a->type != DSCORE_TYPE_TEXT) {
            continue;
        }
        const bool text = w->results[e->args[i]].vector.kind == DSI_STRING;
        const dscore_status status = dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_KEY_KIND,
            "the key `%s` is bound as %s, and a formula sets it beside %s", p->source->fields[a->field].name,
            text ? "text" : "integers", text ? "integers" : "text");
        dsi_error_path(err, "%s.%s", p->source->name, p->source->fields[a->field].name);
        return status;
    }
    return dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_FORMULA_KEY_KIND, "a formula sets a key of integers beside text");
}

/* The rows of any operand that depend on now. */
static const uint8_t *join_masks(const dsi_worker *w, const dsi_expression *e, uint8_t *own)
{
    const uint8_t *joined = NULL;
    for (int32_t i = 0; i < e->argc; i++) {
        const uint8_t *mask = w->masks[i];
        if (mask == NULL || mask == joined) {
            continue;
        }
        if (joined == NULL || mask == w->ones) {
            joined = mask;
        } else if (joined != w->ones) {
            for (int32_t row = 0; row < w->n; row++) {
                own[row] = joined[row] | mask[row];
            }
            joined = own;
        }
    }
    return joined;
}

static dscore_status run_kernel(dsi_worker *w, const dsi_expression *e, result *r, dscore_error *err)
{
    bool constant = true;
    for (int32_t i = 0; i < e->argc; i++) {
        const dsi_expression *a = w->program->items[e->args[i]];
        const result *operand = &w->results[e->args[i]];
        w->args[i] = &operand->vector;
        w->masks[i] = operand->mask;
        w->types[i] = a->type;
        w->literals[i] = operand->is_literal;
        constant = constant && operand->vector.constant;
    }
    r->mask = join_masks(w, e, r->own_mask);
    dsi_kernel k = {e->op, e->function, e->type, constant ? 1 : w->n, constant, e->argc, w->args, w->types, w->literals,
        w->masks, w->settings, w->program->loops, r->values, r->status, r->own_mask, &w->now_least,
        {w->temp[0], w->temp[1], w->temp[2]}, w->temp_status, false, &r->vector, r->mask};
    if (r->kernel == NULL) {
        return dsi_fail(err, DSCORE_E_INTERNAL, DSCORE_CODE_NONE, "an operation without a kernel");
    }
    k.wants_plain = !r->kernel->takes_raw;
    bool meet = r->kernel->takes_raw && r->kernel->run(&k);
    if (k.wants_plain) {
        for (int32_t i = 0; i < e->argc; i++) {
            w->args[i] = plain_of(w, e->args[i]);
        }
        meet = r->kernel->run(&k);
    }
    if (!meet) {
        return fail_kind(w, e, err);
    }
    r->mask = k.out_mask;
    if (constant && r->mask != NULL) {
        r->mask = r->mask[0] != 0 ? w->ones : NULL;
    }
    return DSCORE_OK;
}

static dscore_status eval_call(dsi_worker *w, const dsi_expression *e, result *r, dscore_error *err)
{
    for (int32_t i = 0; i < e->argc; i++) {
        const dscore_status status = eval(w, e->args[i], err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    return run_kernel(w, e, r, err);
}

static bool is_at_hand(const dsi_worker *w, const result *r)
{
    return r->stamp == w->stamp || (r->steady == w->turn && w->turn != 0);
}

/* Does a result that was just made depend on nothing that blocks of a turn differ in? */
static bool is_steady(const dsi_worker *w, const dsi_expression *e, const result *r)
{
    if (e->op == DSI_OP_FIELD) {
        const int32_t choice = w->choices[e->field];
        const dsi_derive *derive = &w->program->derives[e->field];
        const int32_t stand_in = choice >= 0 && choice < derive->count ? derive->expressions[choice] : -1;
        return choice != DSI_CHOICE_BOUND && (stand_in < 0 || w->results[stand_in].steady == w->turn);
    }
    bool is = r->own_mask == NULL && !r->uses_period && !(e->op == DSI_OP_CALL && e->function == DSI_FN_NOW);
    for (int32_t i = 0; i < e->argc && is; i++) {
        is = w->results[e->args[i]].steady == w->turn;
    }
    return is;
}

static dscore_status eval(dsi_worker *w, int32_t id, dscore_error *err)
{
    const dsi_expression *e = w->program->items[id];
    result *r = &w->results[id];
    if (is_at_hand(w, r)) {
        return DSCORE_OK;
    }
    dscore_status status = DSCORE_OK;
    r->plain_stamp = 0;
    if (r->is_literal) {
        r->vector = e->constant;
    } else if (e->op == DSI_OP_FIELD) {
        status = eval_field(w, e, r, err);
    } else if (e->op == DSI_OP_ABSENT) {
        set_absent(r, e->type);
    } else if (e->op == DSI_OP_CALL && e->function == DSI_FN_NOW) {
        eval_now(w, r);
    } else if (e->op == DSI_OP_CALL && (e->function == DSI_FN_PERIOD_START || e->function == DSI_FN_PERIOD_END)) {
        eval_period(w, e, r);
    } else {
        status = eval_call(w, e, r, err);
    }
    w->took_now = w->took_now || r->mask != NULL;
    r->stamp = status == DSCORE_OK ? w->stamp : 0;
    r->steady = status == DSCORE_OK && w->turn != 0 && is_steady(w, e, r) ? w->turn : 0;
    return status;
}

dscore_status dsi_worker_eval_raw(dsi_worker *worker, int32_t expression, const dsi_vector **out, dscore_error *err)
{
    result *r = &worker->results[expression];
    const dscore_status status = is_at_hand(worker, r) ? DSCORE_OK : eval(worker, expression, err);
    *out = NULL;
    if (status != DSCORE_OK) {
        return status;
    }
    *out = &r->vector;
    return DSCORE_OK;
}

dscore_status dsi_worker_eval(dsi_worker *worker, int32_t expression, const dsi_vector **out, dscore_error *err)
{
    const dscore_status status = dsi_worker_eval_raw(worker, expression, out, err);
    if (status == DSCORE_OK) {
        *out = plain_of(worker, expression);
    }
    return status;
}
