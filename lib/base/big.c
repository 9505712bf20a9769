/* Schoolbook arithmetic on little-endian 32-bit limbs: the numbers are short, so nothing cleverer pays. */
#include "base/big.h"

#include <string.h>

static void trim(dsi_big *x)
{
    while (x->n > 0 && x->limb[x->n - 1] == 0) {
        x->n--;
    }
}

static int32_t bits_of_limb(uint32_t limb)
{
    int32_t bits = 0;
    for (int32_t step = 16; step > 0; step /= 2) {
        if (limb >> step != 0) {
            limb >>= step;
            bits += step;
        }
    }
    return bits + (limb != 0);
}

void dsi_big_set(dsi_big *x, uint64_t value)
{
    x->limb[0] = (uint32_t)(value & UINT32_MAX);
    x->limb[1] = (uint32_t)(value >> 32);
    x->n = 2;
    trim(x);
}

void dsi_big_set_limbs(dsi_big *x, const uint64_t *limbs, int32_t n)
{
    for (int32_t i = 0; i < n; i++) {
        x->limb[2 * i] = (uint32_t)(limbs[i] & UINT32_MAX);
        x->limb[2 * i + 1] = (uint32_t)(limbs[i] >> 32);
    }
    x->n = 2 * n;
    trim(x);
}

void dsi_big_copy(dsi_big *x, const dsi_big *from)
{
    x->n = from->n;
    memcpy(x->limb, from->limb, (size_t)from->n * sizeof from->limb[0]);
}

int32_t dsi_big_bits(const dsi_big *x)
{
    return x->n == 0 ? 0 : 32 * (x->n - 1) + bits_of_limb(x->limb[x->n - 1]);
}

int dsi_big_compare(const dsi_big *a, const dsi_big *b)
{
    if (a->n != b->n) {
        return a->n < b->n ? -1 : 1;
    }
    for (int32_t i = a->n - 1; i >= 0; i--) {
        if (a->limb[i] != b->limb[i]) {
            return a->limb[i] < b->limb[i] ? -1 : 1;
        }
    }
    return 0;
}

void dsi_big_add(dsi_big *a, const dsi_big *b)
{
    while (a->n < b->n) {
        a->limb[a->n++] = 0;
    }
    uint64_t carry = 0;
    for (int32_t i = 0; i < a->n; i++) {
        carry += (uint64_t)a->limb[i] + (i < b->n ? b->limb[i] : 0U);
        a->limb[i] = (uint32_t)(carry & UINT32_MAX);
        carry >>= 32;
    }
    if (carry != 0) {
        a->limb[a->n++] = (uint32_t)carry;
    }
}

void dsi_big_subtract(dsi_big *a, const dsi_big *b)
{
    uint64_t borrow = 0;
    for (int32_t i = 0; i < a->n; i++) {
        const uint64_t take = (i < b->n ? b->limb[i] : 0U) + borrow;
        borrow = a->limb[i] < take;
        a->limb[i] = (uint32_t)((a->limb[i] - take) & UINT32_MAX);
    }
    trim(a);
}

void dsi_big_shift_left(dsi_big *x, int32_t bits)
{
    if (x->n == 0 || bits == 0) {
        return;
    }
    const int32_t limbs = bits / 32, rest = bits % 32;
    x->limb[x->n] = 0;
    for (int32_t i = x->n; i >= 0; i--) {
        const uint64_t pair = (uint64_t)x->limb[i] << 32 | (i > 0 ? x->limb[i - 1] : 0U);
        x->limb[i + limbs] = (uint32_t)(pair >> (32 - rest) & UINT32_MAX);
    }
    memset(x->limb, 0, (size_t)limbs * sizeof x->limb[0]);
    x->n += limbs + 1;
    trim(x);
}

void dsi_big_multiply_add(dsi_big *x, uint32_t by, uint32_t add)
{
    uint64_t carry = add;
    for (int32_t i = 0; i < x->n; i++) {
        carry += (uint64_t)x->limb[i] * by;
        x->limb[i] = (uint32_t)(carry & UINT32_MAX);
        carry >>= 32;
    }
    if (carry != 0) {
        x->limb[x->n++] = (uint32_t)carry;
    }
    trim(x);
}

void dsi_big_multiply(dsi_big *x, uint64_t by)
{
    if (by <= UINT32_MAX) {
        dsi_big_multiply_add(x, (uint32_t)by, 0);
        return;
    }
    dsi_big high;
    dsi_big_copy(&high, x);
    dsi_big_multiply_add(&high, (uint32_t)(by >> 32), 0);
    dsi_big_shift_left(&high, 32);
    dsi_big_multiply_add(x, (uint32_t)(by & UINT32_MAX), 0);
    dsi_big_add(x, &high);
}

void dsi_big_multiply_power10(dsi_big *x, int32_t exponent)
{
    for (; exponent >= 9; exponent -= 9) {
        dsi_big_multiply_add(x, 1000000000U, 0);
    }
    for (; exponent > 0; exponent--) {
        dsi_big_multiply_add(x, 10U, 0);
    }
}

void dsi_big_square(dsi_big *out, const dsi_big *x)
{
    out->n = 2 * x->n;
    memset(out->limb, 0, (size_t)out->n * sizeof out->limb[0]);
    for (int32_t i = 0; i < x->n; i++) {
        uint64_t carry = 0;
        for (int32_t j = 0; j < x->n; j++) {
            carry += (uint64_t)x->limb[i] * x->limb[j] + out->limb[i + j];
            out->limb[i + j] = (uint32_t)(carry & UINT32_MAX);
            carry >>= 32;
        }
        out->limb[i + x->n] = (uint32_t)carry;
    }
    trim(out);
}

/* One digit of long division: a -= digit * (b << 32 * at), where the digit is the largest that keeps a >= 0. */
static uint32_t divide_digit(dsi_big *a, const dsi_big *b, int32_t at)
{
    if (a->n < b->n + at) {
        return 0;
    }
    const int32_t top = b->n + at;
    const uint64_t high = top < a->n ? a->limb[top] : 0U;
    uint64_t digit = (high << 32 | a->limb[top - 1]) / b->limb[b->n - 1];
    digit = digit > UINT32_MAX ? UINT32_MAX : digit;

    uint64_t carry = 0, borrow = 0;
    for (int32_t i = 0; i <= b->n && i + at < a->n; i++) {
        carry += i < b->n ? digit * b->limb[i] : 0U;
        const uint64_t take = (carry & UINT32_MAX) + borrow;
        carry >>= 32;
        borrow = a->limb[i + at] < take;
        a->limb[i + at] = (uint32_t)((a->limb[i + at] - take) & UINT32_MAX);
    }
    bool is_negative = (carry + borrow) != 0;
    while (is_negative) { /* at most twice: the leading limb of b has its top bit set (Knuth 4.3.1, theorem B) */
        digit--;
        uint64_t sum = 0;
        for (int32_t i = 0; i + at < a->n; i++) {
            sum += (uint64_t)a->limb[i + at] + (i < b->n ? b->limb[i] : 0U);
            a->limb[i + at] = (uint32_t)(sum & UINT32_MAX);
            sum >>= 32;
        }
        is_negative = sum == 0;
    }
    trim(a);
    return (uint32_t)digit;
}

uint64_t dsi_big_divide(dsi_big *a, dsi_big *b, int *out_half, bool *out_exact)
{
    /* Scaling both leaves the quotient alone and makes the guesses of the digits good. */
    const int32_t shift = 32 - bits_of_limb(b->limb[b->n - 1]);
    dsi_big_shift_left(a, shift);
    dsi_big_shift_left(b, shift);
    uint64_t quotient = 0;
    for (int32_t at = 2; at >= 0; at--) {
        quotient = quotient << 32 | divide_digit(a, b, at);
    }
    *out_exact = a->n == 0;
    dsi_big_shift_left(a, 1);
    *out_half = dsi_big_compare(a, b);
    return quotient;
}

void dsi_signed_big_add(dsi_signed_big *a, const dsi_signed_big *b)
{
    if (a->negative == b->negative) {
        dsi_big_add(&a->size, &b->size);
        return;
    }
    if (dsi_big_compare(&a->size, &b->size) >= 0) {
        dsi_big_subtract(&a->size, &b->size);
        return;
    }
    dsi_big larger;
    dsi_big_copy(&larger, &b->size);
    dsi_big_subtract(&larger, &a->size);
    dsi_big_copy(&a->size, &larger);
    a->negative = b->negative;
}

/* The double nearest to (q + a rest in (0, 1) unless exact) * 2^exponent; q > 0. */
static double round_to_double(bool negative, uint64_t q, bool exact, int64_t exponent)
{
    while (q >> 63 == 0) { /* the quotient has at least 63 bits unless it is exact: the rest stays below its last */
        q <<= 1;
        exponent--;
    }
    const int64_t power = exponent + 63; /* of the leading bit */
    const int64_t precision = power >= -1022 ? 53 : 53 - (-1022 - power);
    uint64_t bits;
    if (power > 1023) {
        bits = UINT64_C(2047) << 52;
    } else if (precision < 0) {
        bits = 0;
    } else {
        const int32_t drop = (int32_t)(64 - precision); /* 11 to 64 */
        const uint64_t half = UINT64_C(1) << (drop - 1);
        const uint64_t kept = drop == 64 ? 0 : q >> drop;
        const uint64_t rest = q & ((half - 1) | half);
        const bool up = rest > half || (rest == half && (!exact || (kept & 1U) != 0));
        /* The exponent field is added, so that a carry out of the significand moves into it, up to infinity. */
        bits = kept + up + (power >= -1022 ? (uint64_t)(power + 1022) << 52 : 0);
    }
    bits |= (uint64_t)negative << 63;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

double dsi_big_ratio(bool negative, dsi_big *a, dsi_big *b, int32_t exponent)
{
    if (a->n == 0) {
        return 0.0;
    }
    /* Scale until the quotient has 63 or 64 bits: more than the 53 kept, so one rounding with a sticky rest. */
    const int32_t shift = 63 - (dsi_big_bits(a) - dsi_big_bits(b));
    if (shift > 0) {
        dsi_big_shift_left(a, shift);
    } else {
        dsi_big_shift_left(b, -shift);
    }
    int half;
    bool exact;
    const uint64_t q = dsi_big_divide(a, b, &half, &exact);
    return round_to_double(negative, q, exact, (int64_t)exponent - shift);
}

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

void dsi_double_parts(double value, uint64_t *out_significand, int32_t *out_exponent)
{
    const uint64_t bits = bits_of(value);
    const uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    const int32_t field = (int32_t)(bits >> 52 & 2047U);
    *out_significand = field == 0 ? fraction : fraction | UINT64_C(1) << 52;
    *out_exponent = (field == 0 ? 1 : field) - 1075;
}

bool dsi_double_is_negative(double value)
{
    return bits_of(value) >> 63 != 0;
}

bool dsi_double_is_finite(double value)
{
    return (bits_of(value) >> 52 & 2047U) != 2047U;
}
