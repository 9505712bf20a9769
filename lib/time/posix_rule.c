/* Reading a POSIX TZ string, such as "CET-1CEST,M3.5.0,M10.5.0/3", and the changes of offset it makes in a year. */
#include "time/posix_rule.h"

#include "time/civil.h"

#include <stddef.h>

/* ---- reading -------------------------------------------------------------------------------- */

typedef struct reader {
    const char *text;
    int64_t length, at;
    const char *expected; /* of the first mistake; NULL so far */
} reader;

static bool refuse(reader *r, const char *expected)
{
    r->expected = expected;
    return false;
}

static char look(const reader *r)
{
    return r->at < r->length ? r->text[r->at] : '\0';
}

static bool take(reader *r, char c)
{
    if (look(r) != c || r->at >= r->length) {
        return false;
    }
    r->at++;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A name of three letters or more, or <...> with digits and signs. It has no meaning here. */
static bool read_name(reader *r)
{
    const bool is_quoted = take(r, '<');
    const int64_t from = r->at;
    while (is_letter(look(r)) || (is_quoted && (is_digit(look(r)) || look(r) == '+' || look(r) == '-'))) {
        r->at++;
    }
    if (r->at - from < 3) {
        return refuse(r, "a name of at least three characters");
    }
    if (is_quoted && !take(r, '>')) {
        return refuse(r, "> at the end of a quoted name");
    }
    return true;
}

static bool read_number(reader *r, int32_t least, int32_t most, const char *expected, int32_t *out)
{
    int32_t value = 0;
    int digits = 0;
    while (is_digit(look(r)) && digits < 4) {
        value = value * 10 + (look(r) - '0');
        r->at++;
        digits++;
    }
    if (digits == 0 || value < least || value > most) {
        return refuse(r, expected);
    }
    *out = value;
    return true;
}

/* [+-]hh[:mm[:ss]] */
static bool read_time(reader *r, int32_t most_hours, const char *expected, int32_t *out)
{
    const bool is_negative = take(r, '-');
    if (!is_negative) {
        (void)take(r, '+');
    }
    int32_t hours = 0;
    int32_t minutes = 0;
    int32_t seconds = 0;
    if (!read_number(r, 0, most_hours, expected, &hours)) {
        return false;
    }
    if (take(r, ':')) {
        if (!read_number(r, 0, 59, "minutes from 0 to 59", &minutes)) {
            return false;
        }
        if (take(r, ':') && !read_number(r, 0, 59, "seconds from 0 to 59", &seconds)) {
            return false;
        }
    }
    const int32_t value = hours * 3600 + minutes * 60 + seconds;
    *out = is_negative ? -value : value;
    return true;
}

/* The string counts offsets west of Greenwich; we count them east. */
static bool read_offset(reader *r, int32_t *out)
{
    int32_t west = 0;
    if (!read_time(r, 24, "an offset of at most 24 hours", &west)) {
        return false;
    }
    *out = -west;
    return true;
}

static bool read_date(reader *r, dsi_rule_date *out)
{
    if (!take(r, ',')) {
        return refuse(r, "a comma and the day on which daylight saving time starts or ends");
    }
    if (take(r, 'M')) {
        out->form = DSI_RULE_MONTH;
        if (!read_number(r, 1, 12, "a month from 1 to 12", &out->month)) {
            return false;
        }
        if (!take(r, '.') || !read_number(r, 1, 5, "a week from 1 to 5", &out->week)) {
            return refuse(r, "a dot and a week from 1 to 5");
        }
        if (!take(r, '.') || !read_number(r, 0, 6, "a weekday from 0 to 6", &out->weekday)) {
            return refuse(r, "a dot and a weekday from 0 to 6");
        }
    } else if (take(r, 'J')) {
        out->form = DSI_RULE_JULIAN;
        if (!read_number(r, 1, 365, "a day from 1 to 365", &out->day)) {
            return false;
        }
    } else {
        out->form = DSI_RULE_DAY;
        if (!read_number(r, 0, 365, "Mm.w.d, Jn or a day from 0 to 365", &out->day)) {
            return false;
        }
    }
    out->seconds = 7200; /* 02:00 unless it says otherwise */
    return !take(r, '/') || read_time(r, 167, "a time of at most 167 hours", &out->seconds);
}

static bool read_rule(reader *r, dsi_posix_rule *out)
{
    if (!read_name(r) || !read_offset(r, &out->standard)) {
        return false;
    }
    out->daylight = out->standard;
    if (r->at == r->length) {
        return true;
    }
    out->has_daylight = true;
    if (!read_name(r)) {
        return false;
    }
    out->daylight = out->standard + 3600;
    if (look(r) != ',' && r->at < r->length && !read_offset(r, &out->daylight)) {
        return false;
    }
    /* POSIX leaves a rule that is not there to the implementation: a file may not. */
    if (!read_date(r, &out->start) || !read_date(r, &out->end)) {
        return false;
    }
    return r->at == r->length || refuse(r, "the end of the rule");
}

bool dsi_posix_rule_parse(
    const char *text, int64_t length, dsi_posix_rule *out, int64_t *out_at, const char **out_expected)
{
    reader r = {text, length, 0, NULL};
    dsi_posix_rule rule = {0};
    if (!read_rule(&r, &rule)) {
        *out_at = r.at;
        *out_expected = r.expected;
        return false;
    }
    *out = rule;
    return true;
}

/* ---- the changes of a year ------------------------------------------------------------------- */

static int64_t day_of_rule(const dsi_rule_date *date, int64_t year)
{
    const int64_t new_year = dsi_civil_day(year, 1, 1);
    if (date->form == DSI_RULE_DAY) {
        return new_year + date->day;
    }
    if (date->form == DSI_RULE_JULIAN) {
        const bool is_after_leap_day = date->day > 59 && dsi_civil_month_days(year, 2) == 29;
        return new_year + date->day - 1 + is_after_leap_day;
    }
    const int64_t first = dsi_civil_day(year, date->month, 1);
    const int32_t weekday = dsi_civil_weekday(first) % 7; /* 0 = Sunday */
    int32_t day = (date->weekday - weekday + 7) % 7 + 7 * (date->week - 1);
    if (day >= dsi_civil_month_days(year, date->month)) {
        day -= 7;
    }
    return first + day;
}

void dsi_posix_rule_year(const dsi_posix_rule *rule, int64_t year, dsi_rule_change out[2])
{
    const dsi_rule_change start = {
        day_of_rule(&rule->start, year) * 86400 + rule->start.seconds - rule->standard, rule->daylight};
    const dsi_rule_change end = {
        day_of_rule(&rule->end, year) * 86400 + rule->end.seconds - rule->daylight, rule->standard};
    const bool start_is_last = start.at >= end.at;
    out[0] = start_is_last ? end : start;
    out[1] = start_is_last ? start : end;
}
