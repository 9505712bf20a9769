/* if, coalesce, least, greatest, clamp: a value out of several, in one representation for all of them. Whole numbers
   stay whole, decimals stay exact among decimals and whole numbers, anything with a double becomes double. */
#include "formula/kernel.h"

#include "base/wide.h"

#include <string.h>

/* The representation of the result. */
typedef struct shape {
    int32_t kind, scale;
} shape;

static int32_t rank_of(int32_t kind)
{
    return kind == DSI_DOUBLE ? 2 : kind == DSI_DECIMAL ? 1 : 0;
}

/* What operands [first, argc) have in common; false if texts and integers of a key meet. */
static bool common_shape(const dsi_kernel *k, int32_t first, shape *out)
{
    out->kind = 0;
    out->scale = 0;
    for (int32_t i = first; i < k->argc; i++) {
        const dsi_vector *v = k->args[i];
        if (dsi_is_absent(v)) {
            continue;
        }
        const bool numeric = v->kind <= DSI_DECIMAL;
        if (out->kind == 0) {
            out->kind = v->kind;
        } else if (out->kind != v->kind && (!numeric || out->kind > DSI_DECIMAL)) {
            return false;
        } else if (rank_of(v->kind) > rank_of(out->kind)) {
            out->kind = v->kind;
        }
        if (v->kind == DSI_DECIMAL && v->scale > out->scale) {
            out->scale = v->scale;
        }
    }
    if (out->kind == 0) {
        out->kind = k->args[first]->kind;
    }
    return true;
}

static size_t size_of(int32_t kind)
{
    return kind == DSI_BOOL ? sizeof(uint8_t) : kind == DSI_STRING ? sizeof(dsi_string) : sizeof(int64_t);
}

/* An operand in the common shape. */
typedef struct view {
    const void *values;
    const uint8_t *status; /* NULL = all present */
    bool constant;
} view;

/* Decimals and whole numbers at one scale; what does not fit is invalid. */
static void rescale(dsi_kernel *k, const dsi_vector *v, int32_t scale, view *out)
{
    const int32_t n = v->constant ? 1 : k->n;
    const int64_t power = dsi_power10(scale - (v->kind == DSI_DECIMAL ? v->scale : 0));
    int64_t *values = k->temp[0];
    for (int32_t i = 0; i < n; i++) {
        k->temp_status[i] = dsi_status_at(v, i);
        values[i] = 0;
        if (k->temp_status[i] == DSI_PRESENT && !dsi_mul_checked(v->v.i[i], power, &values[i])) {
            k->temp_status[i] = DSI_BAD_OVERFLOW;
        }
    }
    out->values = values;
    out->status = k->temp_status;
}

static view view_of(dsi_kernel *k, const dsi_vector *v, const shape *s)
{
    view out = {v->v.i, v->status, v->constant};
    if (dsi_is_absent(v) || v->kind == s->kind) {
        if (v->kind == DSI_DECIMAL && s->kind == DSI_DECIMAL && v->scale != s->scale) {
            rescale(k, v, s->scale, &out);
        }
        return out;
    }
    if (s->kind == DSI_DOUBLE) {
        out.values = dsi_as_double(v, k->n, k->temp[0]);
    } else {
        rescale(k, v, s->scale, &out);
    }
    return out;
}

static uint8_t status_at(const view *v, int32_t i)
{
    return v->status == NULL ? (uint8_t)DSI_PRESENT : v->status[v->constant ? 0 : i];
}

#define TAKE_ROWS(type)                                                                                                \
    do {                                                                                                               \
        type *restrict out = k->values;                                                                                \
        const type *in = v->values;                                                                                    \
        if (v->constant) {                                                                                             \
            const type x = in[0];                                                                                      \
            for (int32_t i = 0; i < k->n; i++) {                                                                       \
                out[i] = pick[i] != 0 ? x : out[i];                                                                    \
            }                                                                                                          \
        } else {                                                                                                       \
            for (int32_t i = 0; i < k->n; i++) {                                                                       \
                out[i] = pick[i] != 0 ? in[i] : out[i];                                                                \
            }                                                                                                          \
        }                                                                                                              \
    } while (0)

/* int64 and double alike: eight bytes, chosen by a mask and not by a branch, as picks follow no pattern. */
static void take_words(const dsi_kernel *k, const view *v, const uint8_t *restrict pick)
{
    const char *in = v->values;
    const size_t step = v->constant ? 0 : sizeof(uint64_t);
    char *restrict out = k->values;
    for (int32_t i = 0; i < k->n; i++) {
        const uint64_t mask = 0 - (uint64_t)pick[i]; /* 0 or all ones */
        uint64_t x;
        uint64_t y;
        memcpy(&x, in + (size_t)i * step, sizeof x);
        memcpy(&y, out + (size_t)i * sizeof y, sizeof y);
        y = (x & mask) | (y & ~mask);
        memcpy(out + (size_t)i * sizeof y, &y, sizeof y);
    }
}

/* Take the values of the rows that are picked (1, not 0). */
static void take(const dsi_kernel *k, const view *v, int32_t kind, const uint8_t *pick)
{
    switch (kind) {
    case DSI_BOOL:
        TAKE_ROWS(uint8_t);
        break;
    case DSI_STRING:
        TAKE_ROWS(dsi_string);
        break;
    default:
        take_words(k, v, pick);
        break;
    }
}

/* A byte a row: which rows take their value from the operand at hand. */
static uint8_t *picks(const dsi_kernel *k)
{
    return (uint8_t *)k->temp[1];
}

static void finish(dsi_kernel *k, const shape *s)
{
    dsi_kernel_result(k, s->kind, k->status);
    k->out->scale = s->scale;
}

/* Which rows of an operand depend on now? */
static uint8_t mask_at(const dsi_kernel *k, int32_t argument, int32_t i)
{
    return k->masks[argument] == NULL ? 0 : k->masks[argument][i];
}

/* ---- if -------------------------------------------------------------------------------------- */

/* Which rows of the condition are true (1), false (0) or absent (2). */
static const uint8_t *verdicts(const dsi_kernel *k)
{
    const dsi_vector *c = k->args[0];
    uint8_t *verdict = (uint8_t *)k->temp[2];
    if (c->constant) {
        const uint8_t one = dsi_status_at(c, 0) != DSI_PRESENT ? 2 : c->v.b[0] != 0;
        memset(verdict, one, (size_t)k->n);
        return verdict;
    }
    for (int32_t i = 0; i < k->n; i++) {
        verdict[i] = c->v.b[i] != 0;
    }
    for (int32_t i = 0; c->status != NULL && i < k->n; i++) {
        verdict[i] = c->status[i] != DSI_PRESENT ? 2 : verdict[i];
    }
    return verdict;
}

static void take_branch(dsi_kernel *k, const uint8_t *restrict verdict, int32_t argument, uint8_t when, const shape *s)
{
    const view v = view_of(k, k->args[argument], s);
    uint8_t *restrict pick = picks(k);
    for (int32_t i = 0; i < k->n; i++) {
        pick[i] = verdict[i] == when;
    }
    take(k, &v, s->kind, pick);
    uint8_t *restrict status = k->status;
    for (int32_t i = 0; i < k->n; i++) {
        const uint8_t taken = v.status == NULL ? (uint8_t)DSI_PRESENT : v.status[v.constant ? 0 : i];
        const uint8_t mask = (uint8_t)(0 - pick[i]);
        status[i] = (uint8_t)((taken & mask) | (status[i] & (uint8_t)~mask));
    }
    for (int32_t i = 0; k->masks[argument] != NULL && i < k->n; i++) {
        k->mask[i] |= (uint8_t)(pick[i] & k->masks[argument][i]);
    }
}

/* One of two whole numbers where every row has its condition: no branch a row. False: it is not so simple. */
static bool choose_constants(dsi_kernel *k)
{
    const dsi_vector *c = k->args[0];
    bool is_simple = k->argc == 3 && !k->constant && !c->constant && c->status == NULL && k->out_mask == NULL;
    for (int32_t i = 1; i < k->argc && is_simple; i++) {
        const dsi_vector *v = k->args[i];
        is_simple = v->constant && v->kind == DSI_INT && v->width == 0 && dsi_status_at(v, 0) == DSI_PRESENT;
    }
    if (!is_simple) {
        return false;
    }
    const int64_t x = k->args[1]->v.i[0], y = k->args[2]->v.i[0];
    int64_t *restrict out = k->values;
    for (int32_t i = 0; i < k->n; i++) {
        out[i] = y ^ ((x ^ y) & -(int64_t)(c->v.b[i] != 0));
    }
    dsi_kernel_result(k, DSI_INT, NULL);
    return true;
}

bool dsi_kernel_if(dsi_kernel *k)
{
    shape s;
    if (choose_constants(k)) {
        return true;
    }
    if (!common_shape(k, 1, &s)) {
        return false;
    }
    const dsi_vector *c = k->args[0];
    const uint8_t *verdict = verdicts(k);
    for (int32_t i = 0; i < k->n; i++) {
        k->status[i] = DSI_MISSING; /* no else */
    }
    for (int32_t i = 0; c->status != NULL && i < k->n; i++) {
        k->status[i] = verdict[i] == 2 ? dsi_status_at(c, i) : (uint8_t)DSI_MISSING;
    }
    for (int32_t i = 0; k->mask != NULL && i < k->n; i++) {
        k->mask[i] = mask_at(k, 0, i);
    }
    memset(k->values, 0, (size_t)k->n * size_of(s.kind));
    take_branch(k, verdict, 1, 1, &s);
    if (k->argc == 3) {
        take_branch(k, verdict, 2, 0, &s);
    }
    finish(k, &s);
    k->out_mask = k->out_mask == NULL ? NULL : k->mask;
    return true;
}

/* ---- coalesce -------------------------------------------------------------------------------- */

bool dsi_kernel_coalesce(dsi_kernel *k)
{
    shape s;
    if (!common_shape(k, 0, &s)) {
        return false;
    }
    memset(k->values, 0, (size_t)k->n * size_of(s.kind));
    memset(k->status, DSI_PENDING, (size_t)k->n);
    if (k->mask != NULL) {
        memset(k->mask, 0, (size_t)k->n);
    }
    for (int32_t argument = 0; argument < k->argc; argument++) {
        const view v = view_of(k, k->args[argument], &s);
        uint8_t *restrict pick = picks(k);
        uint8_t *restrict status = k->status;
        for (int32_t i = 0; k->masks[argument] != NULL && i < k->n; i++) {
            k->mask[i] |= (uint8_t)((status[i] != DSI_PRESENT) & k->masks[argument][i]);
        }
        for (int32_t i = 0; i < k->n; i++) {
            const uint8_t offered = v.status == NULL ? (uint8_t)DSI_PRESENT : v.status[v.constant ? 0 : i];
            const uint8_t worst = offered > status[i] ? offered : status[i];
            pick[i] = (status[i] != DSI_PRESENT) & (offered == DSI_PRESENT);
            const uint8_t absent = (uint8_t)((status[i] != DSI_PRESENT) & (offered != DSI_PRESENT));
            status[i] = (uint8_t)(worst & (uint8_t)(0 - absent));
        }
        take(k, &v, s.kind, pick);
    }
    finish(k, &s);
    k->out_mask = k->out_mask == NULL ? NULL : k->mask;
    return true;
}

/* ---- least, greatest, clamp ------------------------------------------------------------------ */

static void keep_least(const dsi_kernel *k, const view *v, const shape *s)
{
    if (s->kind == DSI_DOUBLE) {
        double *restrict out = k->values;
        const double *in = v->values;
        for (int32_t i = 0; i < k->n; i++) {
            const double x = in[v->constant ? 0 : i];
            out[i] = x < out[i] ? x : out[i];
        }
        return;
    }
    int64_t *restrict out = k->values;
    const int64_t *in = v->values;
    for (int32_t i = 0; i < k->n; i++) {
        const int64_t x = in[v->constant ? 0 : i];
        out[i] = x < out[i] ? x : out[i];
    }
}

static void keep_greatest(const dsi_kernel *k, const view *v, const shape *s)
{
    if (s->kind == DSI_DOUBLE) {
        double *restrict out = k->values;
        const double *in = v->values;
        for (int32_t i = 0; i < k->n; i++) {
            const double x = in[v->constant ? 0 : i];
            out[i] = x > out[i] ? x : out[i];
        }
        return;
    }
    int64_t *restrict out = k->values;
    const int64_t *in = v->values;
    for (int32_t i = 0; i < k->n; i++) {
        const int64_t x = in[v->constant ? 0 : i];
        out[i] = x > out[i] ? x : out[i];
    }
}

bool dsi_kernel_extreme(dsi_kernel *k)
{
    shape s;
    for (int32_t i = 0; i < k->argc; i++) {
        if (dsi_is_absent(k->args[i])) {
            return dsi_kernel_absent(k);
        }
    }
    if (!common_shape(k, 0, &s)) {
        return false;
    }
    memset(k->status, DSI_PRESENT, (size_t)k->n);
    for (int32_t argument = 0; argument < k->argc; argument++) {
        const view v = view_of(k, k->args[argument], &s);
        for (int32_t i = 0; v.status != NULL && i < k->n; i++) {
            const uint8_t status = status_at(&v, i);
            k->status[i] = status > k->status[i] ? status : k->status[i];
        }
        if (argument == 0) {
            memset(picks(k), 1, (size_t)k->n);
            take(k, &v, s.kind, picks(k));
        } else if (k->function == DSI_FN_LEAST || (k->function == DSI_FN_CLAMP && argument == 2)) {
            keep_least(k, &v, &s);
        } else {
            keep_greatest(k, &v, &s); /* clamp: first up to low, then down to high */
        }
    }
    finish(k, &s);
    return true;
}
