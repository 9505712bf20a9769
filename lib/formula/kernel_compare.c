/* == != < <= > >= and in. Comparisons are exact whatever the representations: an integer with a double, a decimal with
   a literal; a literal that meets a float32 column is rounded to float32 first (D7). A constant is turned into a bound
   of the column's own kind once a block, so that the rows run through one plain loop. */
#include "formula/kernel.h"
#include "formula/parse.h"

#include "base/wide.h"

#include <math.h>
#include <string.h>

/* ---- orders as sets: less, equal, greater ---------------------------------------------------- */

enum { LESS = DSI_LESS, EQUAL = DSI_EQUAL, GREATER = DSI_GREATER };

static int32_t set_of(int32_t op)
{
    switch (op) {
    case DSI_OP_EQ:
        return EQUAL;
    case DSI_OP_NE:
        return LESS | GREATER;
    case DSI_OP_LT:
        return LESS;
    case DSI_OP_LE:
        return LESS | EQUAL;
    case DSI_OP_GT:
        return GREATER;
    default:
        return GREATER | EQUAL;
    }
}

static int32_t swap_sides(int32_t set)
{
    return (set & EQUAL) | ((set & LESS) != 0 ? GREATER : 0) | ((set & GREATER) != 0 ? LESS : 0);
}

#define COMPARE_ROWS(name, type)                                                                                       \
    static void name(const dsi_kernel *k, int32_t set, const type *a, bool ca, const type *b, bool cb)                 \
    {                                                                                                                  \
        uint8_t *restrict out = k->values;                                                                             \
        switch (set) {                                                                                                 \
        case EQUAL:                                                                                                    \
            DSI_EACH_ROW_OF_TWO(k, type, a, ca, b, cb, out[i] = x == y;);                                              \
            break;                                                                                                     \
        case LESS | GREATER:                                                                                           \
            DSI_EACH_ROW_OF_TWO(k, type, a, ca, b, cb, out[i] = x != y;);                                              \
            break;                                                                                                     \
        case LESS:                                                                                                     \
            DSI_EACH_ROW_OF_TWO(k, type, a, ca, b, cb, out[i] = x < y;);                                               \
            break;                                                                                                     \
        case LESS | EQUAL:                                                                                             \
            DSI_EACH_ROW_OF_TWO(k, type, a, ca, b, cb, out[i] = x <= y;);                                              \
            break;                                                                                                     \
        case GREATER:                                                                                                  \
            DSI_EACH_ROW_OF_TWO(k, type, a, ca, b, cb, out[i] = x > y;);                                               \
            break;                                                                                                     \
        case GREATER | EQUAL:                                                                                          \
            DSI_EACH_ROW_OF_TWO(k, type, a, ca, b, cb, out[i] = x >= y;);                                              \
            break;                                                                                                     \
        default:                                                                                                       \
            memset(k->values, set == 0 ? 0 : 1, (size_t)k->n);                                                         \
            break;                                                                                                     \
        }                                                                                                              \
    }

COMPARE_ROWS(compare_ints, int64_t)
COMPARE_ROWS(compare_doubles, double)
COMPARE_ROWS(compare_bytes, uint8_t)

static void compare_texts(const dsi_kernel *k, int32_t set, const dsi_vector *a, const dsi_vector *b)
{
    uint8_t *out = k->values;
    const uint8_t equal = (set & EQUAL) != 0 ? 1 : 0;
    for (int32_t i = 0; i < k->n; i++) {
        out[i] = !equal;
        if (dsi_status_at(a, i) != DSI_PRESENT || dsi_status_at(b, i) != DSI_PRESENT) {
            continue; /* the bytes of an absent text may be anywhere */
        }
        const dsi_string x = a->v.s[a->constant ? 0 : i];
        const dsi_string y = b->v.s[b->constant ? 0 : i];
        if (x.n == y.n && (x.n == 0 || memcmp(x.p, y.p, (size_t)x.n) == 0)) {
            out[i] = equal;
        }
    }
}

/* ---- a column of whole numbers or decimals against a constant -------------------------------- */

/* What the rows are compared with instead: a whole bound and a set that may be none or all. */
typedef struct bound {
    int64_t value;
    int32_t set;
} bound;

/* Everything is less (sign 1) or greater (sign -1) than the constant. */
static bound beyond(int32_t set, int32_t sign)
{
    const bound b = {0, (set & (sign > 0 ? LESS : GREATER)) != 0 ? LESS | EQUAL | GREATER : 0};
    return b;
}

/* The constant lies between floor and floor + 1. */
static bound between(int32_t set, int64_t floor)
{
    bound b = {floor, 0};
    b.set = ((set & LESS) != 0 ? LESS | EQUAL : 0) | ((set & GREATER) != 0 ? GREATER : 0);
    return b;
}

/* Rows v compare with mantissa * 10^exponent. */
static bound bound_of_decimal(int32_t set, int64_t mantissa, int32_t exponent)
{
    for (; exponent > 0 && mantissa != 0; exponent--) {
        if (!dsi_mul_checked(mantissa, 10, &mantissa)) {
            return beyond(set, mantissa > 0 ? 1 : -1);
        }
    }
    bound b = {mantissa, set};
    if (exponent >= 0 || mantissa == 0) {
        return b;
    }
    const int64_t power = exponent < -18 ? 0 : dsi_power10(-exponent); /* 0: larger than any mantissa */
    const int64_t quotient = power == 0 ? 0 : mantissa / power;
    const int64_t rest = power == 0 ? mantissa : mantissa % power;
    b.value = quotient;
    return rest == 0 ? b : between(set, rest < 0 ? quotient - 1 : quotient);
}

/* Rows of whole numbers compare with a finite double. */
static bound bound_of_double(int32_t set, double c)
{
    if (c >= 9223372036854775808.0 || c < -9223372036854775808.0) {
        return beyond(set, c > 0.0 ? 1 : -1);
    }
    const double below = floor(c);
    const bound b = {(int64_t)below, set};
    return below == c ? b : between(set, (int64_t)below);
}

/* Rows of a raw column stand for a multiple of what they hold. */
static bound in_units(bound b, int64_t unit)
{
    const int64_t floor = b.value / unit - (b.value % unit < 0);
    const bound exact = {floor, b.set};
    return b.value % unit == 0 ? exact : between(b.set, floor);
}

/* ---- rows of two representations, one by one ------------------------------------------------- */

/* a / 10^s against b / 10^t */
static int32_t order_decimals(int64_t a, int32_t s, int64_t b, int32_t t)
{
    if (s < t) {
        return -order_decimals(b, t, a, s);
    }
    int64_t scaled = 0;
    if (!dsi_mul_checked(b, dsi_power10(s - t), &scaled)) {
        return b > 0 ? -1 : 1;
    }
    return a < scaled ? -1 : a > scaled ? 1 : 0;
}

static int32_t order_rows(const dsi_vector *a, int32_t i, const dsi_vector *b, int32_t j)
{
    if (a->kind != DSI_DOUBLE && b->kind != DSI_DOUBLE) {
        return order_decimals(
            a->v.i[i], a->kind == DSI_DECIMAL ? a->scale : 0, b->v.i[j], b->kind == DSI_DECIMAL ? b->scale : 0);
    }
    if (a->kind == DSI_INT) {
        return dsi_compare_int_double(a->v.i[i], b->v.f[j]);
    }
    if (b->kind == DSI_INT) {
        return -dsi_compare_int_double(b->v.i[j], a->v.f[i]);
    }
    /* a decimal and a double that is no literal: as doubles */
    const double x = a->kind == DSI_DECIMAL ? dsi_decimal_to_double(a->v.i[i], a->scale) : a->v.f[i];
    const double y = b->kind == DSI_DECIMAL ? dsi_decimal_to_double(b->v.i[j], b->scale) : b->v.f[j];
    return x < y ? -1 : x > y ? 1 : 0;
}

static void compare_mixed(const dsi_kernel *k, int32_t set, const dsi_vector *a, const dsi_vector *b)
{
    uint8_t *out = k->values;
    for (int32_t i = 0; i < k->n; i++) {
        out[i] = 0;
        if (dsi_status_at(a, i) == DSI_PRESENT && dsi_status_at(b, i) == DSI_PRESENT) {
            const int32_t order = order_rows(a, a->constant ? 0 : i, b, b->constant ? 0 : i);
            out[i] = (set & (order < 0 ? LESS : order > 0 ? GREATER : EQUAL)) != 0;
        }
    }
}

/* ---- choosing -------------------------------------------------------------------------------- */

/* A column of doubles against a constant. */
static void compare_double_constant(
    const dsi_kernel *k, int32_t set, const dsi_vector *a, const dsi_vector *c, bool literal)
{
    const int64_t exact = INT64_C(1) << 53;
    double y = 0.0;
    if (c->kind == DSI_DOUBLE) {
        y = c->v.f[0];
    } else if (c->kind == DSI_INT && c->v.i[0] <= exact && c->v.i[0] >= -exact) {
        y = (double)c->v.i[0];
    } else {
        compare_mixed(k, set, a, c);
        return;
    }
    if (literal && a->single) {
        y = (double)(float)y;
    }
    compare_doubles(k, set, a->v.f, a->constant, &y, true);
}

/* A column of whole numbers or decimals against a constant. */
static void compare_whole_constant(
    const dsi_kernel *k, int32_t set, const dsi_vector *a, const dsi_vector *c, bool literal)
{
    const int32_t scale = a->kind == DSI_DECIMAL ? a->scale : 0;
    bound b = {0, 0};
    if (c->kind == DSI_INT) {
        b = bound_of_decimal(set, c->v.i[0], scale);
    } else if (c->kind == DSI_DOUBLE && a->kind == DSI_INT) {
        b = bound_of_double(set, c->v.f[0]);
    } else if (c->kind == DSI_DOUBLE && literal) {
        int64_t mantissa = 0;
        int32_t exponent = 0;
        dsi_shortest_decimal(c->v.f[0], &mantissa, &exponent);
        b = bound_of_decimal(set, mantissa, exponent + scale);
    } else {
        compare_mixed(k, set, a, c);
        return;
    }
    if (a->constant) {
        compare_ints(k, b.set, a->v.i, true, &b.value, true);
    } else if (a->width == 0) {
        k->loops->compare(a->v.i, (int32_t)sizeof(int64_t), k->n, b.set, b.value, k->values);
    } else {
        b = in_units(b, a->unit);
        k->loops->compare(a->v.raw, a->width, k->n, b.set, b.value, k->values);
    }
}

static bool is_numeric(int32_t kind)
{
    return kind == DSI_INT || kind == DSI_DOUBLE || kind == DSI_DECIMAL;
}

/* Rows of a in the given relation to b, into k->values; false if the kinds do not meet. */
static bool compare_values(
    const dsi_kernel *k, int32_t set, const dsi_vector *a, bool a_literal, const dsi_vector *b, bool b_literal)
{
    if (a->constant && !b->constant) {
        return compare_values(k, swap_sides(set), b, b_literal, a, a_literal);
    }
    if (!is_numeric(a->kind) || !is_numeric(b->kind)) {
        if (a->kind != b->kind) {
            return false;
        }
        if (a->kind == DSI_STRING) {
            compare_texts(k, set, a, b);
        } else {
            compare_bytes(k, set, a->v.b, a->constant, b->v.b, b->constant);
        }
        return true;
    }
    if (b->constant && !a_literal) {
        if (a->kind == DSI_DOUBLE) {
            compare_double_constant(k, set, a, b, b_literal);
        } else {
            compare_whole_constant(k, set, a, b, b_literal);
        }
    } else if (a->kind == DSI_INT && b->kind == DSI_INT) {
        compare_ints(k, set, dsi_ints_of(a), a->constant, dsi_ints_of(b), b->constant);
    } else if (a->kind == DSI_DOUBLE && b->kind == DSI_DOUBLE) {
        compare_doubles(k, set, a->v.f, a->constant, b->v.f, b->constant);
    } else {
        compare_mixed(k, set, a, b);
    }
    return true;
}

/* A raw column meets a constant that compare_whole_constant turns into a bound. */
static bool meets_raw(const dsi_vector *raw, const dsi_vector *c, bool raw_is_literal)
{
    return raw->width != 0 && !raw->constant && !raw_is_literal && c->constant && c->width == 0 &&
           (c->kind == DSI_INT || c->kind == DSI_DOUBLE);
}

static bool takes_raw(const dsi_kernel *k)
{
    const dsi_vector *a = k->args[0];
    const dsi_vector *b = k->args[1];
    const bool are_alike = a->width == 8 && b->width == 8 && a->unit == b->unit && !a->constant && !b->constant;
    return are_alike || meets_raw(a, b, k->literal[0]) || meets_raw(b, a, k->literal[1]);
}

bool dsi_kernel_compare(dsi_kernel *k)
{
    const dsi_vector *a = k->args[0];
    const dsi_vector *b = k->args[1];
    if (dsi_is_absent(a) || dsi_is_absent(b)) {
        return dsi_kernel_absent(k);
    }
    if (dsi_any_raw(k) && !takes_raw(k)) {
        return dsi_want_plain(k);
    }
    if (!compare_values(k, set_of(k->op), a, k->literal[0], b, k->literal[1])) {
        return false;
    }
    dsi_kernel_result(k, DSI_BOOL, dsi_join_status(k, a, b));
    return true;
}

bool dsi_kernel_in(dsi_kernel *k)
{
    const dsi_vector *a = k->args[0];
    if (dsi_is_absent(a)) {
        return dsi_kernel_absent(k);
    }
    uint8_t *restrict out = k->values;
    uint8_t *restrict any = (uint8_t *)k->temp[2];
    memset(any, 0, (size_t)k->n);
    for (int32_t item = 1; item < k->argc; item++) {
        if (dsi_any_raw(k) && !meets_raw(a, k->args[item], k->literal[0])) {
            return dsi_want_plain(k);
        }
        if (!compare_values(k, EQUAL, a, k->literal[0], k->args[item], true)) {
            return false;
        }
        for (int32_t i = 0; i < k->n; i++) {
            any[i] |= out[i];
        }
    }
    memcpy(out, any, (size_t)k->n);
    dsi_kernel_result(k, DSI_BOOL, dsi_join_status(k, a, NULL));
    return true;
}
