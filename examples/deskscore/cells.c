/* Reading one cell of a file. Everything is checked: what does not fit to the last byte is not a value. */
#include "cells.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const int64_t second_us = 1000000;
static const int64_t day_us = 86400 * (int64_t)1000000;

/* Days from 1970-01-01 of a date of the proleptic Gregorian calendar (after H. Hinnant, "chrono-compatible low-level
   date algorithms"). */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static int days_in_month(int64_t year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* What the parts of an instant say. */
typedef struct parts {
    int64_t year;
    int month, day, hour, minute, second;
    int64_t micro;
    int64_t offset; /* microseconds east of UTC */
    bool zoned, pm, am;
} parts;

static bool parts_to_instant(const parts *p, int64_t *out)
{
    int hour = p->hour;
    if (p->am || p->pm) {
        if (hour < 1 || hour > 12) {
            return false;
        }
        hour = hour % 12 + (p->pm ? 12 : 0);
    }
    if (p->year < 1 || p->year > 9999 || p->month < 1 || p->month > 12 || p->day < 1 ||
        p->day > days_in_month(p->year, p->month) || hour > 23 || p->minute > 59 || p->second > 60) {
        return false;
    }
    int64_t seconds = (int64_t)hour * 3600 + p->minute * 60 + p->second;
    *out = days_from_civil(p->year, p->month, p->day) * day_us + seconds * second_us + p->micro - p->offset;
    return true;
}

/* Up to `most` digits; the number of digits read, 0 = none. */
static int digits(const char **text, int most, int64_t *out)
{
    int count = 0;
    int64_t value = 0;
    while (count < most && isdigit((unsigned char)(*text)[count])) {
        value = value * 10 + ((*text)[count] - '0');
        count++;
    }
    *text += count;
    *out = value;
    return count;
}

static bool small(const char **text, int most, int *out)
{
    int64_t value;
    if (digits(text, most, &value) == 0) {
        return false;
    }
    *out = (int)value;
    return true;
}

/* A fraction of a second after its mark: floored to microseconds. */
static bool fraction(const char **text, int64_t *micro)
{
    int count = 0;
    int64_t value = 0;
    while (isdigit((unsigned char)**text)) {
        if (count < 6) {
            value = value * 10 + (**text - '0');
        }
        count++;
        (*text)++;
    }
    for (int i = count; i < 6; i++) {
        value *= 10;
    }
    *micro = value;
    return count > 0;
}

/* Z, +hh, +hhmm, +hh:mm, +hh:mm:ss */
static bool offset_of(const char **text, parts *p)
{
    if (**text == 'Z' || **text == 'z') {
        (*text)++;
        p->zoned = true;
        return true;
    }
    if (**text != '+' && **text != '-') {
        return false;
    }
    int64_t sign = **text == '-' ? -1 : 1;
    int64_t part[3] = {0, 0, 0};
    (*text)++;
    if (digits(text, 2, &part[0]) != 2) {
        return false;
    }
    for (int i = 1; i < 3; i++) {
        const char *next = *text + (**text == ':');
        if (!isdigit((unsigned char)*next) || digits(&next, 2, &part[i]) != 2) {
            break;
        }
        *text = next;
    }
    if (part[0] > 23 || part[1] > 59 || part[2] > 59) {
        return false;
    }
    p->offset = sign * (part[0] * 3600 + part[1] * 60 + part[2]) * second_us;
    p->zoned = true;
    return true;
}

static bool read_iso(const char *text, parts *p)
{
    int64_t year;
    if (digits(&text, 4, &year) != 4 || *text++ != '-' || !small(&text, 2, &p->month) || *text++ != '-' ||
        !small(&text, 2, &p->day)) {
        return false;
    }
    p->year = year;
    if (*text == '\0') {
        return true;
    }
    if (*text != 'T' && *text != 't' && *text != ' ') {
        return false;
    }
    text++;
    if (!small(&text, 2, &p->hour) || *text++ != ':' || !small(&text, 2, &p->minute)) {
        return false;
    }
    if (*text == ':') {
        text++;
        if (!small(&text, 2, &p->second)) {
            return false;
        }
        if (*text == '.' || *text == ',') {
            text++;
            if (!fraction(&text, &p->micro)) {
                return false;
            }
        }
    }
    if (*text == ' ' && text[1] != '\0') {
        text++;
    }
    if (*text != '\0' && !offset_of(&text, p)) {
        return false;
    }
    return *text == '\0';
}

static bool month_name(const char **text, int *month)
{
    static const char *const names[] = {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    for (int i = 0; i < 12; i++) {
        if (strncasecmp(*text, names[i], 3) == 0) {
            *text += 3;
            *month = i + 1;
            return true;
        }
    }
    return false;
}

static bool read_by_format(const char **text, const char *format, parts *p);

static bool read_directive(const char **text, char directive, parts *p)
{
    int64_t value;
    switch (directive) {
    case 'Y':
        return digits(text, 4, &p->year) > 0;
    case 'y':
        if (digits(text, 2, &value) == 0) {
            return false;
        }
        p->year = value + (value < 69 ? 2000 : 1900);
        return true;
    case 'm':
        return small(text, 2, &p->month);
    case 'd':
    case 'e':
        *text += **text == ' ';
        return small(text, 2, &p->day);
    case 'b':
        return month_name(text, &p->month);
    case 'H':
    case 'I':
        return small(text, 2, &p->hour);
    case 'M':
        return small(text, 2, &p->minute);
    case 'S':
        return small(text, 2, &p->second);
    case 'f':
        return fraction(text, &p->micro);
    case 'z':
        return offset_of(text, p);
    case 'p':
        p->am = strncasecmp(*text, "am", 2) == 0;
        p->pm = strncasecmp(*text, "pm", 2) == 0;
        *text += 2 * (p->am || p->pm);
        return p->am || p->pm;
    case 'F':
        return read_by_format(text, "%Y-%m-%d", p);
    case 'T':
        return read_by_format(text, "%H:%M:%S", p);
    case '%':
        return *(*text)++ == '%';
    default:
        return false;
    }
}

static bool read_by_format(const char **text, const char *format, parts *p)
{
    for (; *format != '\0'; format++) {
        if (*format == '%' && format[1] != '\0') {
            format++;
            if (!read_directive(text, *format, p)) {
                return false;
            }
        } else if (**text == *format) {
            (*text)++;
        } else {
            return false;
        }
    }
    return true;
}

bool is_time_format(const char *format)
{
    for (; *format != '\0'; format++) {
        if (*format == '%' && (*++format == '\0' || strchr("YymdebHIMSfpzFT%", *format) == NULL)) {
            return false;
        }
    }
    return true;
}

bool read_instant(const char *text, const char *format, int64_t *out, bool *zoned)
{
    parts p = {.month = 1, .day = 1};
    bool read =
        format == NULL || format[0] == '\0' ? read_iso(text, &p) : read_by_format(&text, format, &p) && *text == '\0';
    *zoned = p.zoned;
    return read && parts_to_instant(&p, out);
}

int64_t duration_unit(const char *unit)
{
    static const struct {
        const char *name;
        int64_t length;
    } units[] = {{"", 1000000}, {"s", 1000000}, {"ms", 1000}, {"us", 1}, {"min", 60000000}, {"h", 3600000000},
        {"d", 86400000000}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(unit, units[i].name) == 0) {
            return units[i].length;
        }
    }
    return 0;
}

bool is_duration_format(const char *format)
{
    bool letter = false;
    for (; *format != '\0'; format++) {
        if (strchr("dhms", *format) != NULL) {
            letter = true;
        } else if (isalnum((unsigned char)*format)) {
            return false;
        }
    }
    return letter;
}

static bool read_span(const char *text, const char *format, int64_t *out)
{
    int64_t total = 0;
    int64_t above = 0; /* length of the unit before, 0 = none */
    bool negative = *text == '-';
    text += negative;
    while (*format != '\0') {
        char letter = *format;
        int64_t length = letter == 'd'   ? day_us
                         : letter == 'h' ? 3600 * second_us
                         : letter == 'm' ? 60 * second_us
                                         : second_us;
        if (strchr("dhms", letter) == NULL) {
            if (*text++ != letter) {
                return false;
            }
            format++;
            continue;
        }
        while (*format == letter) {
            format++;
        }
        int64_t value;
        bool read = digits(&text, 9, &value) > 0;
        if (!read || value > INT64_MAX / 8 / length || (above > 0 && value >= above / length)) {
            return false; /* 1:75 is no time: a unit below another stays below it */
        }
        above = length;
        total += value * length;
        if (letter == 's' && *format == '\0' && *text == '.') {
            int64_t micro;
            text++;
            if (!fraction(&text, &micro)) {
                return false;
            }
            total += micro;
        }
    }
    *out = negative ? -total : total;
    return *text == '\0';
}

bool read_duration(const char *text, const char *format, const char *unit, int64_t *out)
{
    if (format != NULL && format[0] != '\0') {
        return read_span(text, format, out);
    }
    number_cell cell;
    int64_t length = duration_unit(unit);
    if (!read_number(text, false, false, &cell)) {
        return false;
    }
    if (cell.is_integer && llabs(cell.integer) < INT64_MAX / length) {
        *out = cell.integer * length;
        return true;
    }
    double micros = cell.number * (double)length;
    if (!(fabs(micros) < 9.2e18)) {
        return false;
    }
    *out = (int64_t)llrint(micros);
    return true;
}

bool read_epoch(const char *text, const char *unit, int64_t *out)
{
    number_cell cell;
    if (strcmp(unit, "ns") != 0) {
        return read_duration(text, NULL, unit, out);
    }
    if (!read_number(text, false, false, &cell) || !(fabs(cell.number) < 9.2e18)) {
        return false;
    }
    char *end;
    int64_t nanos = strchr(text, '.') == NULL && strpbrk(text, "eE") == NULL ? strtoll(text, &end, 10)
                                                                             : (int64_t)floor(cell.number);
    *out = nanos / 1000 - (nanos % 1000 < 0);
    return true;
}

bool read_span_text(const char *text, int64_t *out, const char **unit)
{
    char number[32];
    size_t length = strspn(text, "+-.0123456789");
    if (length == 0 || length >= sizeof number || text[length] == '\0' || duration_unit(text + length) == 0) {
        return false;
    }
    memcpy(number, text, length);
    number[length] = '\0';
    *unit = text + length;
    return read_duration(number, NULL, *unit, out);
}

/* A mark between groups of digits, before any fraction: three digits follow, or two where another group does, as in
   1,00,000. A comma as the decimal mark is no such thing: 1,5 and 1.234,56 cannot be read. */
static bool is_thousands_mark(const char *text, size_t at, size_t length)
{
    char mark = text[at];
    if ((mark != ',' && mark != '\'' && mark != ' ') || !isdigit((unsigned char)text[at - 1]) ||
        memchr(text, '.', at) != NULL) {
        return false;
    }
    size_t end = at + 1;
    while (end < length && isdigit((unsigned char)text[end])) {
        end++;
    }
    size_t count = end - at - 1;
    return count == 3 || (count == 2 && end < length && text[end] == mark);
}

bool read_number(const char *text, bool percent, bool thousands, number_cell *out)
{
    char plain[64];
    size_t used = 0;
    size_t length = strlen(text);
    if (percent && length > 0 && text[length - 1] == '%') {
        length--;
        while (length > 0 && text[length - 1] == ' ') {
            length--;
        }
    }
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (thousands && i > 0 && is_thousands_mark(text, i, length)) {
            continue;
        }
        if (strchr("0123456789+-.eE", c) == NULL || used + 1 >= sizeof plain) {
            return false;
        }
        plain[used++] = c;
    }
    plain[used] = '\0';
    if (used == 0) {
        return false;
    }
    char *end;
    out->is_integer = strpbrk(plain, ".eE") == NULL && used <= 18;
    if (out->is_integer) {
        out->integer = strtoll(plain, &end, 10);
        out->number = (double)out->integer;
    } else {
        out->number = strtod(plain, &end);
    }
    return end != plain && *end == '\0' && isfinite(out->number);
}

bool read_boolean(const char *text, bool *out)
{
    static const char *const yes[] = {"y", "yes", "true", "t", "1", "是", "有"};
    static const char *const no[] = {"n", "no", "false", "f", "0", "否", "无"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        if (strcasecmp(text, yes[i]) == 0 || strcasecmp(text, no[i]) == 0) {
            *out = strcasecmp(text, yes[i]) == 0;
            return true;
        }
    }
    return false;
}

void write_instant(int64_t instant, char *buffer)
{
    int64_t micro = instant % day_us;
    micro += micro < 0 ? day_us : 0;
    int64_t days = (instant - micro) / day_us + 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    int64_t seconds = micro / second_us;
    int used = snprintf(buffer, 40, "%04d-%02d-%02dT%02d:%02d:%02d", (int)(year_of_era + era * 400 + (month <= 2)),
        month, (int)(day_of_year - (153 * shifted + 2) / 5 + 1), (int)(seconds / 3600), (int)(seconds / 60 % 60),
        (int)(seconds % 60));
    if (micro % second_us != 0) {
        used += snprintf(buffer + used, 40 - (size_t)used, ".%06d", (int)(micro % second_us));
    }
    (void)snprintf(buffer + used, 40 - (size_t)used, "Z");
}

void write_seconds(int64_t micros, char *buffer)
{
    uint64_t size = micros < 0 ? 0 - (uint64_t)micros : (uint64_t)micros;
    int used = snprintf(
        buffer, 40, "%s%llu.%06d", micros < 0 ? "-" : "", (unsigned long long)(size / 1000000), (int)(size % 1000000));
    while (buffer[used - 1] == '0') {
        used--;
    }
    buffer[buffer[used - 1] == '.' ? used - 1 : used] = '\0';
}
