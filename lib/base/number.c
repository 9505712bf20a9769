/* Reading numbers without locale: integers, and doubles correctly rounded for any number of digits. */
#include "base/big.h"
#include "base/text.h"

#include <float.h>

const double dsi_exact_powers10[23] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
    1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

enum {
    /* No halfway point between doubles has more than 767 significant digits; digits beyond these can only say
       "a little more", so they are replaced by one 1. */
    MOST_DIGITS = 780,
    SHORT_DIGITS = 19 /* fit 64 bits */
};

/* A decimal number as it was read: digits without leading zeros, value 0.DIGITS * 10^point. */
typedef struct decimal {
    bool negative;
    uint64_t leading; /* the first SHORT_DIGITS significant digits as a number */
    int64_t n_digits; /* significant digits, trailing zeros included */
    int64_t point;
    const char *first; /* the first significant digit */
    const char *end;   /* after the last digit */
} decimal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void take_digit(decimal *d, const char *at)
{
    if (d->n_digits == 0) {
        if (*at == '0') {
            return;
        }
        d->first = at;
    }
    if (d->n_digits < SHORT_DIGITS) {
        d->leading = d->leading * 10U + (uint64_t)(*at - '0');
    }
    d->n_digits++;
}

/* The exponent at p, or 0 bytes when what follows is not one; its size saturates far outside every double. */
static int64_t read_exponent(const char *p, const char *end, int64_t *out)
{
    const char *at = p;
    if (at == end || (*at != 'e' && *at != 'E')) {
        return 0;
    }
    at++;
    bool negative = false;
    if (at < end && (*at == '+' || *at == '-')) {
        negative = *at == '-';
        at++;
    }
    if (at == end || !is_digit(*at)) {
        return 0;
    }
    const int64_t most = INT64_MAX / 100;
    int64_t value = 0;
    for (; at < end && is_digit(*at); at++) {
        value = value < most / 10 - 1 ? value * 10 + (*at - '0') : most / 10;
    }
    *out = negative ? -value : value;
    return at - p;
}

/* The bytes of the number at the start of text; 0 = none. */
static int64_t read_decimal(const char *text, int64_t length, decimal *d)
{
    *d = (decimal){0};
    const char *p = text, *end = text + length;
    if (p < end && (*p == '+' || *p == '-')) {
        d->negative = *p == '-';
        p++;
    }
    if (p == end || !is_digit(*p)) {
        return 0;
    }
    for (; p < end && is_digit(*p); p++) {
        take_digit(d, p);
    }
    d->point = d->n_digits;
    if (p + 1 < end && *p == '.' && is_digit(p[1])) {
        for (p++; p < end && is_digit(*p); p++) {
            take_digit(d, p);
            d->point -= d->n_digits == 0; /* a zero between the point and the first digit */
        }
    }
    d->end = p;
    int64_t exponent = 0;
    p += read_exponent(p, end, &exponent);
    d->point += exponent;
    return p - text;
}

static bool fast_value(const decimal *d, double *out)
{
    /* Clinger 1990: with both numbers exact, one multiplication or division rounds once. This needs doubles that are
       computed as doubles. */
    const int64_t exponent = d->point - d->n_digits;
    if (FLT_EVAL_METHOD != 0 || d->n_digits > SHORT_DIGITS || d->leading > UINT64_C(1) << 53 || exponent < -22 ||
        exponent > 22) {
        return false;
    }
    const double value = (double)d->leading;
    *out = exponent < 0 ? value / dsi_exact_powers10[-exponent] : value * dsi_exact_powers10[exponent];
    return true;
}

static double exact_value(const decimal *d)
{
    dsi_big top, bottom;
    int64_t n = 0;
    dsi_big_set(&top, 0);
    if (d->n_digits <= SHORT_DIGITS) {
        dsi_big_set(&top, d->leading);
        n = d->n_digits;
    } else {
        for (const char *p = d->first; p < d->end && n < MOST_DIGITS; p++) {
            if (is_digit(*p)) { /* not the decimal point */
                dsi_big_multiply_add(&top, 10U, (uint32_t)(*p - '0'));
                n++;
            }
        }
        if (n < d->n_digits) {
            dsi_big_multiply_add(&top, 10U, 1U);
            n++;
        }
    }
    dsi_big_set(&bottom, 1);
    const int32_t exponent = (int32_t)(d->point - n);
    if (exponent >= 0) {
        dsi_big_multiply_power10(&top, exponent);
    } else {
        dsi_big_multiply_power10(&bottom, -exponent);
    }
    return dsi_big_ratio(false, &top, &bottom, 0);
}

int64_t dsi_parse_double(const char *text, int64_t length, double *out)
{
    decimal d;
    const int64_t bytes = read_decimal(text, length, &d);
    if (bytes == 0) {
        return 0;
    }
    double value = 0.0;
    if (d.n_digits == 0 || d.point < -330) {
        value = 0.0; /* below half of the smallest double, 2.5e-324 */
    } else if (d.point > 310) {
        return 0;
    } else if (!fast_value(&d, &value)) {
        value = exact_value(&d);
        if (!dsi_double_is_finite(value)) {
            return 0;
        }
    }
    *out = d.negative ? -value : value;
    return bytes;
}

int64_t dsi_parse_int(const char *text, int64_t length, int64_t *out)
{
    int64_t at = 0;
    bool negative = false;
    if (at < length && (text[at] == '+' || text[at] == '-')) {
        negative = text[at] == '-';
        at++;
    }
    if (at == length || !is_digit(text[at])) {
        return 0;
    }
    int64_t value = 0; /* kept negative, because INT64_MIN has no positive counterpart */
    for (; at < length && is_digit(text[at]); at++) {
        const int64_t digit = text[at] - '0';
        if (value < (INT64_MIN + digit) / 10) {
            return 0;
        }
        value = value * 10 - digit;
    }
    if (!negative && value == INT64_MIN) {
        return 0;
    }
    *out = negative ? value : -value;
    return at;
}
