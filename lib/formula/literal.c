/* Numbers, durations and instants: exact, without locale, with the limits that make them the same everywhere. */
#include "formula/parse.h"

#include "base/wide.h"
#include "data/gather.h"

#include <string.h>

static const struct {
    const char *name;
    int64_t microseconds;
} units[] = {
    {"ms", 1000},
    {"s", 1000000},
    {"min", 60000000},
    {"h", INT64_C(3600000000)},
    {"d", INT64_C(86400000000)},
    {"w", INT64_C(604800000000)},
};

enum { UNITS = sizeof units / sizeof units[0] };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static dscore_status fail_literal(dsi_lexer *lexer, int64_t offset, const char *message)
{
    return dsi_place(lexer->err, lexer->text, lexer->length, offset,
        dsi_fail(lexer->err, DSCORE_E_FORMAT, DSCORE_CODE_FORMULA_LITERAL, "%s", message));
}

/* A number as written: digits * 10^exponent. */
typedef struct written {
    int64_t digits;
    int32_t exponent;
    int32_t significant; /* digits from the first that is not zero to the last written */
    bool overflow;       /* more digits than fit */
    int64_t end;
} written;

static void take_digit(written *w, char c)
{
    if (w->digits > 0 || c != '0') {
        w->significant++;
    }
    int64_t ten = 0;
    if (!dsi_mul_checked(w->digits, 10, &ten) || !dsi_add_checked(ten, c - '0', &w->digits)) {
        w->overflow = true;
    }
}

/* Digits, point, digits, exponent. No unit begins with `e`, so it is always an exponent. */
static dscore_status read_written(dsi_lexer *lexer, written *w)
{
    memset(w, 0, sizeof *w);
    const char *text = lexer->text;
    int64_t at = lexer->at;
    for (; at < lexer->length && is_digit(text[at]); at++) {
        take_digit(w, text[at]);
    }
    if (at < lexer->length && text[at] == '.') {
        const int64_t point = at++;
        for (; at < lexer->length && is_digit(text[at]); at++) {
            take_digit(w, text[at]);
            w->exponent--;
        }
        if (at == point + 1) {
            return fail_literal(lexer, point, "digits must follow the point of a number");
        }
    }
    if (at < lexer->length && (text[at] == 'e' || text[at] == 'E')) {
        int64_t digits = at + 1;
        const bool negative = digits < lexer->length && text[digits] == '-';
        if (digits < lexer->length && (text[digits] == '+' || text[digits] == '-')) {
            digits++;
        }
        int32_t exponent = 0;
        int64_t i = digits;
        for (; i < lexer->length && is_digit(text[i]); i++) {
            exponent = exponent > 999 ? exponent : exponent * 10 + (text[i] - '0');
        }
        if (i == digits || exponent > DSI_MAX_EXPONENT) {
            return fail_literal(lexer, at, "the exponent of a number is from -22 to 22");
        }
        w->exponent += negative ? -exponent : exponent;
        at = i;
    }
    w->end = at;
    if (at - lexer->at > DSI_MAX_NUMBER_BYTES) {
        return fail_literal(lexer, lexer->at, "a number has at most 15 significant digits");
    }
    return DSCORE_OK;
}

/* digits * 10^exponent * unit in whole microseconds; false if it is not whole or too large. */
static bool exact_microseconds(const written *w, int64_t unit, int64_t *out)
{
    int64_t digits = w->digits;
    if (digits == 0) {
        *out = 0;
        return true;
    }
    for (int32_t e = w->exponent; e < 0; e++) {
        for (int32_t prime = 2; prime <= 5; prime += 3) {
            if (digits % prime == 0) {
                digits /= prime;
            } else if (unit % prime == 0) {
                unit /= prime;
            } else {
                return false;
            }
        }
    }
    for (int32_t e = 0; e < w->exponent; e++) {
        if (!dsi_mul_checked(digits, 10, &digits)) {
            return false;
        }
    }
    return dsi_mul_checked(digits, unit, out);
}

/* Units as other languages spell them. */
static const struct {
    const char *said, *hint;
} said_units[] = {
    {"m", "`m` could be minutes or months: write 5min for minutes"},
    {"M", "minutes are written 5min"},
    {"sec", "seconds are written 30s"},
    {"secs", "seconds are written 30s"},
    {"second", "seconds are written 30s"},
    {"seconds", "seconds are written 30s"},
    {"S", "seconds are written 30s"},
    {"mins", "minutes are written 5min"},
    {"minute", "minutes are written 5min"},
    {"minutes", "minutes are written 5min"},
    {"hr", "hours are written 4h"},
    {"hrs", "hours are written 4h"},
    {"hour", "hours are written 4h"},
    {"hours", "hours are written 4h"},
    {"H", "hours are written 4h"},
    {"day", "days are written 7d"},
    {"days", "days are written 7d"},
    {"D", "days are written 7d"},
    {"week", "weeks are written 2w"},
    {"weeks", "weeks are written 2w"},
};

enum { SAID_UNITS = sizeof said_units / sizeof said_units[0] };

bool dsi_is_unit_word(const char *word)
{
    bool is_unit = false;
    for (int32_t i = 0; i < UNITS; i++) {
        is_unit = is_unit || strcmp(units[i].name, word) == 0;
    }
    for (int32_t i = 0; i < SAID_UNITS; i++) {
        is_unit = is_unit || strcmp(said_units[i].said, word) == 0;
    }
    return is_unit;
}

static dscore_status fail_unit(dsi_lexer *lexer, const char *unit, int64_t n)
{
    const char *hint = "a number is followed by nothing or by one of the units ms s min h d w";
    for (int32_t i = 0; i < SAID_UNITS; i++) {
        if ((int64_t)strlen(said_units[i].said) == n && memcmp(said_units[i].said, unit, (size_t)n) == 0) {
            hint = said_units[i].hint;
        }
    }
    return fail_literal(lexer, lexer->at, hint);
}

static dscore_status lex_duration(dsi_lexer *lexer, const written *w)
{
    const char *unit = lexer->text + w->end;
    int64_t n = 0;
    while (w->end + n < lexer->length && (is_letter(unit[n]) || is_digit(unit[n]))) {
        n++;
    }
    for (int32_t i = 0; i < UNITS; i++) {
        if ((int64_t)strlen(units[i].name) != n || memcmp(units[i].name, unit, (size_t)n) != 0) {
            continue;
        }
        if (w->overflow || !exact_microseconds(w, units[i].microseconds, &lexer->token.integer)) {
            return fail_literal(
                lexer, lexer->at, "a duration is a whole number of microseconds and shorter than 292,000 years");
        }
        lexer->token.kind = DSI_T_DURATION;
        lexer->at = w->end + n;
        return DSCORE_OK;
    }
    return fail_unit(lexer, unit, n);
}

dscore_status dsi_lex_number(dsi_lexer *lexer)
{
    written w;
    const dscore_status status = read_written(lexer, &w);
    if (status != DSCORE_OK) {
        return status;
    }
    if (w.end < lexer->length && is_letter(lexer->text[w.end])) {
        return lex_duration(lexer, &w);
    }
    if (w.end < lexer->length && lexer->text[w.end] == '.') {
        return fail_literal(lexer, w.end, "a number has one decimal point");
    }
    if (w.significant > DSI_MAX_DIGITS) {
        return fail_literal(lexer, lexer->at, "a number has at most 15 significant digits");
    }
    double value = 0.0;
    if (dsi_parse_double(lexer->text + lexer->at, w.end - lexer->at, &value) != w.end - lexer->at) {
        return fail_literal(lexer, lexer->at, "this number cannot be read");
    }
    /* 4, 4.0 and 0.4e1 are one number, so one token */
    if (value < 1e15 && value == (double)(int64_t)value) {
        lexer->token.kind = DSI_T_INTEGER;
        lexer->token.integer = (int64_t)value;
    } else {
        lexer->token.kind = DSI_T_NUMBER;
        lexer->token.number = value;
    }
    lexer->at = w.end;
    return DSCORE_OK;
}

/* ---- the decimal text of a double ---------------------------------------------------------------- */

void dsi_shortest_decimal(double value, int64_t *mantissa, int32_t *exponent)
{
    char text[40];
    dsi_print_double(value, text);
    int64_t digits = 0;
    int32_t after_point = 0;
    bool point = false;
    const char *at = text;
    for (; *at != '\0' && *at != 'e'; at++) {
        if (*at == '.') {
            point = true;
        } else if (*at >= '0' && *at <= '9') {
            after_point += point ? 1 : 0;
            if (!dsi_mul_checked(digits, 10, &digits)) {
                after_point--; /* the zeros of a large whole number */
                continue;
            }
            digits += *at - '0';
        }
    }
    int64_t power = 0;
    if (*at == 'e') {
        (void)dsi_parse_int(at + 1, (int64_t)strlen(at + 1), &power);
    }
    *exponent = (int32_t)power - after_point;
    while (digits != 0 && digits % 10 == 0) {
        digits /= 10;
        ++*exponent;
    }
    *mantissa = text[0] == '-' ? -digits : digits;
}

/* ---- instants ------------------------------------------------------------------------------------ */

/* Days from 1970-01-01 in the proleptic Gregorian calendar (H. Hinnant, chrono-compatible date algorithms, 2013). */
static int64_t days_from_date(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2 ? 1 : 0;
    const int64_t era = (year >= 0 ? year : year - 399) / 400;
    const int64_t year_of_era = year - era * 400;
    const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static int32_t days_of_month(int32_t year, int32_t month)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* `count` digits at *at; -1 if they are not there. */
static int32_t read_digits(const dsi_lexer *lexer, int64_t *at, int32_t count)
{
    int32_t value = 0;
    for (int32_t i = 0; i < count; i++, (*at)++) {
        if (*at >= lexer->length || !is_digit(lexer->text[*at])) {
            return -1;
        }
        value = value * 10 + (lexer->text[*at] - '0');
    }
    return value;
}

static bool read_mark(const dsi_lexer *lexer, int64_t *at, char mark)
{
    if (*at >= lexer->length || lexer->text[*at] != mark) {
        return false;
    }
    (*at)++;
    return true;
}

/* Fraction of a second in microseconds; -1 = more than six digits or none. */
static int32_t read_fraction(const dsi_lexer *lexer, int64_t *at)
{
    int32_t value = 0;
    int32_t digits = 0;
    for (; *at < lexer->length && is_digit(lexer->text[*at]); (*at)++, digits++) {
        if (digits == 6) {
            return -1;
        }
        value = value * 10 + (lexer->text[*at] - '0');
    }
    if (digits == 0) {
        return -1;
    }
    for (; digits < 6; digits++) {
        value *= 10;
    }
    return value;
}

/* Z or +hh:mm in minutes; false if neither is there. */
static bool read_offset(const dsi_lexer *lexer, int64_t *at, int32_t *minutes)
{
    *minutes = 0;
    if (read_mark(lexer, at, 'Z')) {
        return true;
    }
    const bool negative = read_mark(lexer, at, '-');
    if (!negative && !read_mark(lexer, at, '+')) {
        return false;
    }
    const int32_t hour = read_digits(lexer, at, 2);
    if (!read_mark(lexer, at, ':')) {
        return false;
    }
    const int32_t minute = read_digits(lexer, at, 2);
    *minutes = (hour * 60 + minute) * (negative ? -1 : 1);
    return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
}

static dscore_status fail_instant(dsi_lexer *lexer)
{
    return fail_literal(lexer, lexer->at,
        "an instant is written @2026-01-31T08:00:00+01:00 or with Z; the offset is mandatory, the years are 1 to 9999");
}

dscore_status dsi_lex_instant(dsi_lexer *lexer)
{
    int64_t at = lexer->at + 1;
    const int32_t year = read_digits(lexer, &at, 4);
    bool good = read_mark(lexer, &at, '-');
    const int32_t month = good ? read_digits(lexer, &at, 2) : -1;
    good = good && read_mark(lexer, &at, '-');
    const int32_t day = good ? read_digits(lexer, &at, 2) : -1;
    good = good && read_mark(lexer, &at, 'T');
    const int32_t hour = good ? read_digits(lexer, &at, 2) : -1;
    good = good && read_mark(lexer, &at, ':');
    const int32_t minute = good ? read_digits(lexer, &at, 2) : -1;
    good = good && read_mark(lexer, &at, ':');
    const int32_t second = good ? read_digits(lexer, &at, 2) : -1;
    if (!good || year < 1 || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month) || hour < 0 ||
        hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return fail_instant(lexer);
    }
    const int32_t fraction = read_mark(lexer, &at, '.') ? read_fraction(lexer, &at) : 0;
    int32_t offset = 0;
    if (fraction < 0 || !read_offset(lexer, &at, &offset) ||
        (at < lexer->length && (is_letter(lexer->text[at]) || is_digit(lexer->text[at])))) {
        return fail_instant(lexer);
    }
    const int64_t minutes = (days_from_date(year, month, day) * 24 + hour) * 60 + minute - offset;
    const int64_t instant = (minutes * 60 + second) * 1000000 + fraction;
    if (instant < DSI_INSTANT_FIRST || instant > DSI_INSTANT_LAST) {
        return fail_instant(lexer);
    }
    lexer->token.kind = DSI_T_INSTANT;
    lexer->token.integer = instant;
    lexer->at = at;
    return DSCORE_OK;
}
