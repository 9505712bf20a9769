/* Linear interpolation between order statistics (D17): exact until the one rounding at the end. */
#include "base/big.h"
#include "base/wide.h"

#include <math.h>

/* (lo + (hi - lo) * g) / divisor * 2^exponent, as (lo * 2^k - lo * m + hi * m) * 2^(exponent - k) with g = m / 2^k.
   lo and hi are spoilt. */
static double interpolate(dsi_signed_big *lo, dsi_signed_big *hi, double g, int64_t divisor, int32_t exponent)
{
    if (!(g >= 0 && g < 1) || divisor <= 0) {
        return NAN;
    }
    uint64_t m;
    int32_t minus_k;
    dsi_double_parts(g, &m, &minus_k);
    dsi_signed_big minus_lo;
    minus_lo.negative = !lo->negative;
    dsi_big_copy(&minus_lo.size, &lo->size);
    dsi_big_multiply(&minus_lo.size, m);
    dsi_big_shift_left(&lo->size, -minus_k);
    dsi_big_multiply(&hi->size, m);
    dsi_signed_big_add(lo, &minus_lo);
    dsi_signed_big_add(lo, hi);
    dsi_big bottom;
    dsi_big_set(&bottom, (uint64_t)divisor);
    return dsi_big_ratio(lo->negative, &lo->size, &bottom, exponent + minus_k);
}

static void set_int(dsi_signed_big *out, int64_t value)
{
    out->negative = value < 0;
    dsi_big_set(&out->size, value < 0 ? 0U - (uint64_t)value : (uint64_t)value);
}

double dsi_interpolate_int(int64_t lo, int64_t hi, double g, int64_t divisor)
{
    dsi_signed_big a, b;
    set_int(&a, lo);
    set_int(&b, hi);
    return interpolate(&a, &b, g, divisor, 0);
}

double dsi_interpolate_double(double lo, double hi, double g)
{
    if (g == 0 || lo == hi) { /* also keeps infinities and the sign of a zero */
        return lo;
    }
    if (!dsi_double_is_finite(lo) || !dsi_double_is_finite(hi)) {
        return lo + (hi - lo) * g;
    }
    uint64_t size_lo, size_hi;
    int32_t exponent_lo, exponent_hi;
    dsi_double_parts(lo, &size_lo, &exponent_lo);
    dsi_double_parts(hi, &size_hi, &exponent_hi);
    const int32_t exponent = exponent_lo < exponent_hi ? exponent_lo : exponent_hi;
    dsi_signed_big a, b;
    a.negative = lo < 0;
    b.negative = hi < 0;
    dsi_big_set(&a.size, size_lo);
    dsi_big_set(&b.size, size_hi);
    dsi_big_shift_left(&a.size, exponent_lo - exponent);
    dsi_big_shift_left(&b.size, exponent_hi - exponent);
    return interpolate(&a, &b, g, 1, exponent);
}
