/* + - * / - abs, and durations as numbers. Whole numbers stay int64 and say when they overflow (D7); a double that is
   infinite or no number is invalid (D10); durations and instants are microseconds. Rows are first computed all alike,
   and looked at one by one only if something went wrong in the block. */
#include "formula/kernel.h"
#include "formula/parse.h"

#include "base/wide.h"

#include <float.h>
#include <math.h>

/* ---- whole numbers --------------------------------------------------------------------------- */

static int64_t wrap(uint64_t x)
{
    return (int64_t)x;
}

static bool checked(int32_t op, int64_t x, int64_t y, int64_t *out)
{
    switch (op) {
    case DSI_OP_ADD:
        return dsi_add_checked(x, y, out);
    case DSI_OP_SUB:
        return dsi_sub_checked(x, y, out);
    default:
        return dsi_mul_checked(x, y, out);
    }
}

static bool in_years(int64_t instant)
{
    return instant >= DSI_INSTANT_FIRST && instant <= DSI_INSTANT_LAST;
}

/* Compute again, row by row, and mark what overflows; rows that are absent hold anything. */
static const uint8_t *mark_overflow(
    const dsi_kernel *k, const dsi_vector *a, const dsi_vector *b, const uint8_t *joined)
{
    uint8_t *status = dsi_own_status(k, joined);
    int64_t *out = k->values;
    for (int32_t i = 0; i < k->n; i++) {
        int64_t value = 0;
        const bool fits = checked(k->op, a->v.i[a->constant ? 0 : i], b->v.i[b->constant ? 0 : i], &value) &&
                          (k->type != DSCORE_TYPE_INSTANT || in_years(value));
        out[i] = value;
        if (!fits && status[i] == DSI_PRESENT) {
            status[i] = DSI_BAD_OVERFLOW;
        }
    }
    return status;
}

static void whole_numbers(const dsi_kernel *k, const dsi_vector *a, const dsi_vector *b)
{
    int64_t *restrict out = k->values;
    const uint8_t *status = dsi_join_status(k, a, b);
    int64_t bad = 0; /* negative if a row overflowed */
    const uint64_t half = UINT64_C(1) << 31;
    switch (k->op) {
    case DSI_OP_ADD:
        DSI_EACH_ROW_OF_TWO(
            k, int64_t, a->v.i, a->constant, b->v.i, b->constant, const int64_t r = wrap((uint64_t)x + (uint64_t)y);
            bad |= (x ^ r) & (y ^ r); out[i] = r;);
        break;
    case DSI_OP_SUB:
        DSI_EACH_ROW_OF_TWO(
            k, int64_t, a->v.i, a->constant, b->v.i, b->constant, const int64_t r = wrap((uint64_t)x - (uint64_t)y);
            bad |= (x ^ y) & (x ^ r); out[i] = r;);
        break;
    default:
        /* products of what fits 32 bits fit 64; anything larger is looked at row by row */
        DSI_EACH_ROW_OF_TWO(k, int64_t, a->v.i, a->constant, b->v.i, b->constant,
                            bad |= ((((uint64_t)x + half) | ((uint64_t)y + half)) >> 32) != 0 ? -1 : 0;
                            out[i] = wrap((uint64_t)x * (uint64_t)y););
        break;
    }
    if (k->type == DSCORE_TYPE_INSTANT &&
        !k->loops->all_inside(out, (int32_t)sizeof *out, k->n, DSI_INSTANT_FIRST, DSI_INSTANT_LAST, NULL)) {
        bad = -1;
    }
    dsi_kernel_result(k, DSI_INT, bad < 0 ? mark_overflow(k, a, b, status) : status);
}

/* ---- doubles --------------------------------------------------------------------------------- */

static const uint8_t *mark_infinite(const dsi_kernel *k, const uint8_t *joined)
{
    uint8_t *status = dsi_own_status(k, joined);
    double *out = k->values;
    for (int32_t i = 0; i < k->n; i++) {
        if (!(fabs(out[i]) <= DBL_MAX)) {
            out[i] = 0.0;
            if (status[i] == DSI_PRESENT) {
                status[i] = DSI_BAD_INFINITE;
            }
        }
    }
    return status;
}

static void doubles(const dsi_kernel *k, const dsi_vector *a, const dsi_vector *b)
{
    const double *restrict p = dsi_as_double(a, k->n, k->temp[0]);
    const double *restrict q = dsi_as_double(b, k->n, k->temp[1]);
    double *restrict out = k->values;
    const uint8_t *status = dsi_join_status(k, a, b);
    int32_t bad = 0;
    switch (k->op) {
    case DSI_OP_ADD:
        DSI_EACH_ROW_OF_TWO(k, double, p, a->constant, q, b->constant, out[i] = x + y;
                            bad |= !(fabs(out[i]) <= DBL_MAX););
        break;
    case DSI_OP_SUB:
        DSI_EACH_ROW_OF_TWO(k, double, p, a->constant, q, b->constant, out[i] = x - y;
                            bad |= !(fabs(out[i]) <= DBL_MAX););
        break;
    case DSI_OP_MUL:
        DSI_EACH_ROW_OF_TWO(k, double, p, a->constant, q, b->constant, out[i] = x * y;
                            bad |= !(fabs(out[i]) <= DBL_MAX););
        break;
    default:
        DSI_EACH_ROW_OF_TWO(k, double, p, a->constant, q, b->constant, out[i] = y == 0.0 ? (double)INFINITY : x / y;
                            bad |= !(fabs(out[i]) <= DBL_MAX););
        break;
    }
    dsi_kernel_result(k, DSI_DOUBLE, bad != 0 ? mark_infinite(k, status) : status);
}

/* ---- durations and numbers ------------------------------------------------------------------- */

/* x / y to the nearest, halves to even; y is not 0. */
static bool divide_even(int64_t x, int64_t y, int64_t *out)
{
    if (x == INT64_MIN || y == INT64_MIN) { /* magnitudes that int64 lacks; no clock is so long */
        return false;
    }
    const bool negative = (x < 0) != (y < 0);
    const int64_t p = x < 0 ? -x : x;
    const int64_t q = y < 0 ? -y : y;
    int64_t quotient = p / q;
    const int64_t rest = p % q;
    if (rest > q - rest || (rest == q - rest && quotient % 2 != 0)) {
        quotient++;
    }
    *out = negative ? -quotient : quotient;
    return true;
}

static bool is_whole(double x)
{
    return fabs(x) < 9e18 && x == (double)(int64_t)x;
}

/* d * x or d / x in whole microseconds. A whole x is exact whatever it is stored as. */
static uint8_t scale_duration(int32_t op, int64_t d, double x, bool whole, int64_t whole_x, int64_t *out)
{
    *out = 0;
    if (op == DSI_OP_DIV && (whole ? whole_x == 0 : x == 0.0)) {
        return DSI_BAD_INFINITE;
    }
    if (whole) {
        const bool fits = op == DSI_OP_MUL ? dsi_mul_checked(d, whole_x, out) : divide_even(d, whole_x, out);
        return fits ? DSI_PRESENT : DSI_BAD_OVERFLOW;
    }
    const double r = rint(op == DSI_OP_MUL ? (double)d * x : (double)d / x);
    if (!(fabs(r) < 9223372036854775808.0)) {
        return DSI_BAD_OVERFLOW;
    }
    *out = (int64_t)r;
    return DSI_PRESENT;
}

static void scaled_durations(const dsi_kernel *k, const dsi_vector *d, const dsi_vector *number)
{
    const bool is_int = number->kind == DSI_INT;
    const double *x = is_int ? NULL : dsi_as_double(number, k->n, k->temp[0]);
    const uint8_t *joined = dsi_join_status(k, d, number);
    uint8_t *status = dsi_own_status(k, joined);
    int64_t *out = k->values;
    for (int32_t i = 0; i < k->n; i++) {
        if (status[i] != DSI_PRESENT) {
            out[i] = 0;
            continue;
        }
        const int32_t at = number->constant ? 0 : i;
        const bool whole = is_int || is_whole(x[at]);
        const int64_t whole_x = is_int ? number->v.i[at] : whole ? (int64_t)x[at] : 0;
        status[i] = scale_duration(k->op, d->v.i[d->constant ? 0 : i], is_int ? 0.0 : x[at], whole, whole_x, &out[i]);
    }
    dsi_kernel_result(k, DSI_INT, status);
}

bool dsi_kernel_arithmetic(dsi_kernel *k)
{
    const dsi_vector *a = k->args[0];
    const dsi_vector *b = k->args[1];
    const bool left_duration = k->arg_types[0] == DSCORE_TYPE_DURATION;
    const bool right_duration = k->arg_types[1] == DSCORE_TYPE_DURATION;
    if (dsi_is_absent(a) || dsi_is_absent(b)) {
        return dsi_kernel_absent(k);
    }
    if (k->op == DSI_OP_MUL && (left_duration || right_duration)) {
        scaled_durations(k, left_duration ? a : b, left_duration ? b : a);
    } else if (k->op == DSI_OP_DIV && left_duration && !right_duration) {
        scaled_durations(k, a, b);
    } else if (k->op != DSI_OP_DIV && a->kind == DSI_INT && b->kind == DSI_INT) {
        whole_numbers(k, a, b);
    } else {
        doubles(k, a, b);
    }
    return true;
}

/* ---- one operand ----------------------------------------------------------------------------- */

bool dsi_kernel_sign(dsi_kernel *k)
{
    const dsi_vector *a = k->args[0];
    if (dsi_is_absent(a)) {
        return dsi_kernel_absent(k);
    }
    const bool keep = k->op != DSI_OP_NEG; /* abs */
    const uint8_t *status = dsi_join_status(k, a, NULL);
    if (a->kind == DSI_DOUBLE) {
        double *restrict out = k->values;
        for (int32_t i = 0; i < k->n; i++) {
            out[i] = keep ? fabs(a->v.f[i]) : -a->v.f[i];
        }
        dsi_kernel_result(k, DSI_DOUBLE, status);
        return true;
    }
    int64_t *restrict out = k->values;
    bool bad = false;
    for (int32_t i = 0; i < k->n; i++) {
        const int64_t x = a->v.i[i];
        out[i] = keep && x >= 0 ? x : wrap(0 - (uint64_t)x);
        bad |= x == INT64_MIN;
    }
    for (int32_t i = 0; bad && i < k->n; i++) {
        if (a->v.i[i] == INT64_MIN && dsi_status_at(a, i) == DSI_PRESENT) {
            uint8_t *own = dsi_own_status(k, status);
            own[i] = DSI_BAD_OVERFLOW;
            status = own;
        }
    }
    dsi_kernel_result(k, a->kind, status);
    k->out->scale = a->scale;
    return true;
}

bool dsi_kernel_unit(dsi_kernel *k)
{
    static const double microseconds[] = {1e6, 6e7, 3.6e9, 8.64e10}; /* seconds, minutes, hours, days */
    const double unit = microseconds[k->function - DSI_FN_SECONDS];
    const dsi_vector *a = k->args[0];
    if (dsi_is_absent(a)) {
        return dsi_kernel_absent(k);
    }
    k->loops->quotients(a->v.i, k->n, unit, k->values);
    dsi_kernel_result(k, DSI_DOUBLE, dsi_join_status(k, a, NULL));
    return true;
}
