/* Integers of 128 bits, checked int64 arithmetic, and the exact comparison of an integer with a double. */
#include "base/wide.h"

#include "base/limbs.h"

dsi_int128 dsi_int128_add(dsi_int128 a, dsi_int128 b)
{
    const uint64_t lo = a.lo + b.lo;
    return (dsi_int128){lo, (int64_t)((uint64_t)a.hi + (uint64_t)b.hi + (lo < a.lo))};
}

dsi_int128 dsi_int128_subtract(dsi_int128 a, dsi_int128 b)
{
    return (dsi_int128){a.lo - b.lo, (int64_t)((uint64_t)a.hi - (uint64_t)b.hi - (a.lo < b.lo))};
}

static uint64_t size_of(int64_t value)
{
    return value < 0 ? 0U - (uint64_t)value : (uint64_t)value;
}

dsi_int128 dsi_int128_mul(int64_t a, int64_t b)
{
    uint64_t product[2];
    dsi_multiply_wide(size_of(a), size_of(b), product);
    if ((a < 0) != (b < 0)) { /* -x is ~x + 1 */
        product[0] = ~product[0] + 1U;
        product[1] = ~product[1] + (product[0] == 0);
    }
    return (dsi_int128){product[0], (int64_t)product[1]};
}

int dsi_compare_int_double(int64_t a, double b)
{
    const double limit = 9223372036854775808.0; /* 2^63 */
    if (b >= limit) {
        return -1;
    }
    if (b < -limit) {
        return 1;
    }
    const int64_t whole = (int64_t)b;
    if (a != whole) {
        return a < whole ? -1 : 1;
    }
    const double rest = b - (double)whole; /* exact: either 0 or b is below 2^53 */
    return rest > 0 ? -1 : rest < 0;
}

int64_t dsi_power10(int32_t n)
{
    int64_t power = 1;
    for (int32_t i = 0; i < n; i++) {
        power *= 10;
    }
    return power;
}

bool dsi_add_checked(int64_t a, int64_t b, int64_t *out)
{
    if (b > 0 ? a > INT64_MAX - b : a < INT64_MIN - b) {
        return false;
    }
    *out = a + b;
    return true;
}

bool dsi_sub_checked(int64_t a, int64_t b, int64_t *out)
{
    if (b > 0 ? a < INT64_MIN + b : a > INT64_MAX + b) {
        return false;
    }
    *out = a - b;
    return true;
}

bool dsi_mul_checked(int64_t a, int64_t b, int64_t *out)
{
    if (a >= 0 && b >= 0 && (a | b) <= INT32_MAX) {
        *out = a * b;
        return true;
    }
    const dsi_int128 product = dsi_int128_mul(a, b);
    const bool fits = product.hi == (product.lo >> 63 != 0 ? -1 : 0);
    if (fits) {
        *out = (int64_t)product.lo;
    }
    return fits;
}
