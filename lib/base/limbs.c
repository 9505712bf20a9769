/* Addition with carry over arrays of limbs, and their conversion to sign and size. */
#include "base/limbs.h"

#include <string.h>

/* Spread value * 2^shift over limbs at and at + 1. */
static void spread(uint64_t value, int32_t shift, int32_t *out_at, uint64_t *out_low, uint64_t *out_high)
{
    const int32_t rest = shift % 64;
    *out_at = shift / 64;
    *out_low = value << rest;
    *out_high = rest == 0 ? 0 : value >> (64 - rest);
}

void dsi_limbs_add(uint64_t *limbs, int32_t n, uint64_t value, int32_t shift)
{
    int32_t at;
    uint64_t low, high;
    spread(value, shift, &at, &low, &high);
    limbs[at] += low;
    uint64_t carry = limbs[at] < low;
    for (int32_t i = at + 1; i < n && (high != 0 || carry != 0); i++) {
        const uint64_t add = high + carry; /* high is below 2^63 here: it lost at least one bit to the limb below */
        limbs[i] += add;
        carry = limbs[i] < add;
        high = 0;
    }
}

void dsi_limbs_subtract(uint64_t *limbs, int32_t n, uint64_t value, int32_t shift)
{
    int32_t at;
    uint64_t low, high;
    spread(value, shift, &at, &low, &high);
    uint64_t borrow = limbs[at] < low;
    limbs[at] -= low;
    for (int32_t i = at + 1; i < n && (high != 0 || borrow != 0); i++) {
        const uint64_t take = high + borrow;
        borrow = limbs[i] < take;
        limbs[i] -= take;
        high = 0;
    }
}

void dsi_limbs_merge(uint64_t *limbs, const uint64_t *from, int32_t n)
{
    uint64_t carry = 0;
    for (int32_t i = 0; i < n; i++) {
        const uint64_t partial = limbs[i] + carry;
        carry = partial < carry;
        limbs[i] = partial + from[i];
        carry += limbs[i] < partial;
    }
}

void dsi_limbs_take(uint64_t *limbs, const uint64_t *from, int32_t n)
{
    uint64_t borrow = 0;
    for (int32_t i = 0; i < n; i++) {
        const uint64_t partial = limbs[i] - borrow;
        borrow = limbs[i] < borrow;
        limbs[i] = partial - from[i];
        borrow += partial < from[i];
    }
}

bool dsi_limbs_are_less(const uint64_t *a, const uint64_t *b, int32_t n)
{
    for (int32_t i = n - 1; i >= 0; i--) {
        if (a[i] != b[i]) {
            return a[i] < b[i];
        }
    }
    return false;
}

void dsi_limbs_to_big(const uint64_t *limbs, int32_t n, int32_t shift, dsi_signed_big *out)
{
    uint64_t size[DSI_BIG_LIMBS / 2];
    out->negative = limbs[n - 1] >> 63 != 0;
    uint64_t carry = out->negative;
    for (int32_t i = 0; i < n; i++) { /* -x is ~x + 1 */
        const uint64_t limb = out->negative ? ~limbs[i] : limbs[i];
        size[i] = limb + carry;
        carry = size[i] < carry;
    }
    dsi_big_set_limbs(&out->size, size, n);
    dsi_big_shift_left(&out->size, shift);
}

bool dsi_limbs_are_zero(const uint64_t *limbs, int32_t n)
{
    uint64_t any = 0;
    for (int32_t i = 0; i < n; i++) {
        any |= limbs[i];
    }
    return any == 0;
}

void dsi_multiply_wide(uint64_t a, uint64_t b, uint64_t out[2])
{
    const uint64_t a_low = a & UINT32_MAX, a_high = a >> 32, b_low = b & UINT32_MAX, b_high = b >> 32;
    const uint64_t low = a_low * b_low;
    const uint64_t middle = a_high * b_low + (low >> 32);
    const uint64_t other = a_low * b_high + (middle & UINT32_MAX);
    out[0] = other << 32 | (low & UINT32_MAX);
    out[1] = a_high * b_high + (middle >> 32) + (other >> 32);
}
