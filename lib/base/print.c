/* Writing numbers without locale and without printf: shortest texts that read back, significant digits, and the
   decimal-aware rounding of METHODS 0.4. */
#include "base/big.h"
#include "base/text.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Digits without sign or point: 0.DIGITS * 10^point. */
typedef struct digits {
    char text[20];
    int32_t n;
    int32_t point;
} digits;

static const uint64_t powers[] = {UINT64_C(1), UINT64_C(10), UINT64_C(100), UINT64_C(1000), UINT64_C(10000),
    UINT64_C(100000), UINT64_C(1000000), UINT64_C(10000000), UINT64_C(100000000), UINT64_C(1000000000),
    UINT64_C(10000000000), UINT64_C(100000000000), UINT64_C(1000000000000), UINT64_C(10000000000000),
    UINT64_C(100000000000000), UINT64_C(1000000000000000), UINT64_C(10000000000000000), UINT64_C(100000000000000000),
    UINT64_C(1000000000000000000)};

/* The decimal digits of value; how many. */
static int32_t print_whole(uint64_t value, char out[20])
{
    char reversed[20];
    int32_t n = 0;
    do {
        reversed[n++] = (char)('0' + value % 10U);
        value /= 10U;
    } while (value != 0);
    for (int32_t i = 0; i < n; i++) {
        out[i] = reversed[n - 1 - i];
    }
    return n;
}

/* number * 10^exponent as digits, without trailing zeros; number > 0. */
static void set_digits(digits *d, uint64_t number, int32_t exponent)
{
    d->n = print_whole(number, d->text);
    d->point = d->n + exponent;
    while (d->n > 1 && d->text[d->n - 1] == '0') {
        d->n--;
    }
}

/* Names of what is not a finite number; false for a number. */
static bool print_special(double value, char *buffer)
{
    if (dsi_double_is_finite(value)) {
        return false;
    }
    const char *name = isnan(value) ? "NaN" : value < 0 ? "-inf" : "inf";
    memcpy(buffer, name, strlen(name) + 1);
    return true;
}

/* floor(value * 10^scale) and how its rest compares with a half. */
static uint64_t scaled_floor(double value, int32_t scale, int *out_half)
{
    uint64_t significand;
    int32_t exponent;
    dsi_double_parts(value, &significand, &exponent);
    dsi_big top, bottom;
    dsi_big_set(&top, significand);
    dsi_big_set(&bottom, 1);
    dsi_big_multiply_power10(scale > 0 ? &top : &bottom, scale > 0 ? scale : -scale);
    dsi_big_shift_left(exponent > 0 ? &top : &bottom, exponent > 0 ? exponent : -exponent);
    bool exact;
    return dsi_big_divide(&top, &bottom, out_half, &exact);
}

/* The n-digit number nearest to value (finite, > 0), halves to even, as *out * 10^*out_exponent. */
static void round_significant(double value, int32_t n, uint64_t *out, int32_t *out_exponent)
{
    uint64_t significand;
    int32_t exponent;
    dsi_double_parts(value, &significand, &exponent);
    int32_t bits = exponent;
    for (uint64_t rest = significand; rest != 0; rest >>= 1) {
        bits++;
    }
    /* A guess of the decimal exponent that is at most one off: 1233 / 4096 is nearly log10 2. */
    const int32_t scaled = (bits - 1) * 1233;
    int32_t decimal_exponent = scaled >= 0 ? scaled / 4096 : -((-scaled + 4095) / 4096);
    int half;
    uint64_t number = scaled_floor(value, n - 1 - decimal_exponent, &half);
    if (number >= powers[n] || number < powers[n - 1]) {
        decimal_exponent += number >= powers[n] ? 1 : -1;
        number = scaled_floor(value, n - 1 - decimal_exponent, &half);
    }
    number += half > 0 || (half == 0 && (number & 1U) != 0);
    if (number == powers[n]) {
        number = powers[n - 1];
        decimal_exponent++;
    }
    *out = number;
    *out_exponent = decimal_exponent - (n - 1);
}

static void put_text(char **p, const char *text, int32_t n)
{
    memcpy(*p, text, (size_t)n);
    *p += n;
}

static void put_zeros(char **p, int32_t n)
{
    if (n > 0) {
        memset(*p, '0', (size_t)n);
        *p += n;
    }
}

static void put_exponent(char **p, int32_t exponent)
{
    *(*p)++ = 'e';
    *(*p)++ = exponent < 0 ? '-' : '+';
    const uint64_t size = (uint64_t)(exponent < 0 ? -exponent : exponent);
    char text[20];
    const int32_t n = print_whole(size, text);
    put_zeros(p, 2 - n);
    put_text(p, text, n);
}

/* Digits as printf's %g lays them out: an exponent of two digits or more below 1e-4 and from 10^significant on. */
static void lay_out(const digits *d, bool negative, int32_t significant, char *buffer)
{
    char *p = buffer;
    if (negative) {
        *p++ = '-';
    }
    const int32_t exponent = d->point - 1;
    if (exponent < -4 || exponent >= significant) {
        *p++ = d->text[0];
        if (d->n > 1) {
            *p++ = '.';
            put_text(&p, d->text + 1, d->n - 1);
        }
        put_exponent(&p, exponent);
    } else if (d->point <= 0) {
        put_text(&p, "0.", 2);
        put_zeros(&p, -d->point);
        put_text(&p, d->text, d->n);
    } else if (d->point >= d->n) {
        put_text(&p, d->text, d->n);
        put_zeros(&p, d->point - d->n);
    } else {
        put_text(&p, d->text, d->point);
        *p++ = '.';
        put_text(&p, d->text + d->point, d->n - d->point);
    }
    *p = '\0';
}

static bool reads_back(const digits *d, double value)
{
    char text[40];
    double back = 0.0;
    lay_out(d, false, 17, text);
    return dsi_parse_double(text, (int64_t)strlen(text), &back) != 0 && back == value;
}

/* Numbers of at most 15 digits and moderate size, which is nearly all that people write: the nearest decimal with j
   places is found in doubles, and dividing it again is exactly what reading it does (Clinger), so the check is one. */
static bool shortest_fast(double value, digits *d)
{
    if (FLT_EVAL_METHOD != 0 || value < 1e-5 || value >= 1e15) {
        return false;
    }
    int32_t places = 0;
    while (value * dsi_exact_powers10[places + 1] < 1e15) {
        places++;
    }
    const uint64_t number = (uint64_t)(value * dsi_exact_powers10[places] + 0.5);
    if ((double)number / dsi_exact_powers10[places] != value) {
        return false;
    }
    set_digits(d, number, -places);
    return true;
}

/* The fewest digits that read back as value (finite, > 0). A decimal of at most 15 digits that reads back is the
   15-digit rounding (normal doubles); subnormals have fewer digits, so there the search starts at one. */
static void shortest(double value, digits *d)
{
    if (shortest_fast(value, d)) {
        return;
    }
    for (int32_t n = value < DBL_MIN ? 1 : 15; n <= 17; n++) {
        uint64_t number;
        int32_t exponent;
        round_significant(value, n, &number, &exponent);
        set_digits(d, number, exponent);
        if (n == 17 || reads_back(d, value)) {
            return;
        }
        /* Above a power of two the doubles lie twice as far apart as below it: the next decimal up may still read
           back where the nearest, below, does not. */
        set_digits(d, number + 1, exponent);
        if (reads_back(d, value)) {
            return;
        }
    }
}

void dsi_print_double(double value, char *buffer)
{
    if (print_special(value, buffer)) {
        return;
    }
    const bool negative = dsi_double_is_negative(value);
    digits d = {"0", 1, 1};
    if (value != 0.0) {
        shortest(negative ? -value : value, &d);
    }
    lay_out(&d, negative, 17, buffer);
}

void dsi_print_significant(double value, int32_t significant, char *buffer)
{
    if (print_special(value, buffer)) {
        return;
    }
    const int32_t n = significant < 1 ? 1 : significant > 17 ? 17 : significant;
    const bool negative = dsi_double_is_negative(value);
    digits d = {"0", 1, 1};
    if (value != 0.0) {
        uint64_t number;
        int32_t exponent;
        round_significant(negative ? -value : value, n, &number, &exponent);
        set_digits(&d, number, exponent);
    }
    lay_out(&d, negative, n, buffer);
}

static int32_t clamp_decimals(int32_t decimals)
{
    return decimals < 0 ? 0 : decimals > 15 ? 15 : decimals;
}

/* METHODS 0.4: floor(size * 10^decimals + 0.5 + 1e-9), where that is below 2^52 and so exact; false above. */
static bool rounded_units(double size, int32_t decimals, uint64_t *out)
{
    const double scaled = size * dsi_exact_powers10[decimals];
    if (!(scaled < 4503599627370496.0)) {
        return false;
    }
    *out = (uint64_t)(scaled + 0.5 + 1e-9);
    return true;
}

/* Round the digits themselves, half up, to `decimals` places; for numbers too large for rounded_units. */
static void round_digits(digits *d, int32_t decimals)
{
    const int32_t keep = d->point + decimals;
    if (keep >= d->n) {
        return; /* otherwise keep is at least 16: the number has 2^52 units or more */
    }
    const bool up = d->text[keep] >= '5';
    d->n = keep;
    uint64_t number = 0;
    for (int32_t i = 0; i < keep; i++) {
        number = number * 10U + (uint64_t)(d->text[i] - '0');
    }
    set_digits(d, number + up, d->point - keep);
}

/* `decimals` places after the point, always. */
static void lay_out_fixed(const digits *d, bool negative, int32_t decimals, char *buffer)
{
    char *p = buffer;
    if (negative) {
        *p++ = '-';
    }
    const int32_t whole = d->point < 0 ? 0 : d->point < d->n ? d->point : d->n;
    put_text(&p, d->text, whole);
    put_zeros(&p, d->point > 0 ? d->point - whole : 1);
    if (decimals > 0) {
        *p++ = '.';
        const int32_t zeros = d->point < 0 ? -d->point : 0;
        put_zeros(&p, zeros);
        put_text(&p, d->text + whole, d->n - whole);
        put_zeros(&p, decimals - zeros - (d->n - whole));
    }
    *p = '\0';
}

void dsi_print_rounded(double value, int32_t decimals, char *buffer)
{
    if (print_special(value, buffer)) {
        return;
    }
    decimals = clamp_decimals(decimals);
    const bool negative = dsi_double_is_negative(value);
    const double size = negative ? -value : value;
    digits d = {"", 0, 0};
    uint64_t units;
    if (!rounded_units(size, decimals, &units)) {
        shortest(size, &d);
        round_digits(&d, decimals);
    } else if (units != 0) {
        set_digits(&d, units, -decimals);
    }
    lay_out_fixed(&d, negative && d.n > 0, decimals, buffer);
}

double dscore_round(double value, int32_t decimals)
{
    decimals = clamp_decimals(decimals);
    const double size = value < 0 ? -value : value;
    uint64_t units;
    if (!dsi_double_is_finite(value)) {
        return value;
    }
    if (rounded_units(size, decimals, &units)) {
        const double rounded = (double)units / dsi_exact_powers10[decimals];
        return value < 0 && units != 0 ? -rounded : rounded;
    }
    /* So large that the digits printed may end before or just after the last place: read those. */
    char text[352];
    double rounded = value;
    dsi_print_rounded(value, decimals, text);
    (void)dsi_parse_double(text, (int64_t)strlen(text), &rounded);
    return rounded;
}
