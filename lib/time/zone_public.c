/* Zones as the public header offers them: made, asked for offsets, instants and dates; arguments are checked here. */
#include "time/tzif.h"
#include "time/zone.h"
#include "time/zone_build.h"

#include <string.h>

#define MOST_BYTES (INT64_C(1) << 20)

/* ---- making zones ---------------------------------------------------------------------------- */

dscore_status dscore_zone_from_tzif(const dscore_allocator *allocator, const char *name, const void *bytes,
    int64_t length, dscore_zone **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (name == NULL || bytes == NULL) {
        return dsi_fail_null(err, name == NULL ? "name" : "bytes");
    }
    if (name[0] == '\0') {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_ZONE_NAME, "the zone has no name, expected one");
    }
    if (length < 0) {
        return dsi_fail(
            err, DSCORE_E_ARGUMENT, DSCORE_CODE_ZONE_SIZE, "length is %lld, expected 0 or more", (long long)length);
    }
    if (length > MOST_BYTES) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_ZONE_SIZE, "the file has %lld bytes, expected at most %lld",
            (long long)length, (long long)MOST_BYTES);
    }
    dscore_allocator own;
    dscore_status status = dsi_allocator_init(&own, allocator, err);
    dsi_tzif file;
    if (status == DSCORE_OK) {
        status = dsi_tzif_read(bytes, length, &file, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_zone_of_file(&own, name, &file, out, err);
    }
    if (status != DSCORE_OK && status != DSCORE_E_ARGUMENT) {
        dsi_error_path(err, "%s", name);
    }
    return status;
}

/* Digits of at most two places below a limit. */
static bool read_part(const char **text, int least_digits, int32_t limit, int32_t *out)
{
    int digits = 0;
    int32_t value = 0;
    for (; digits < 2 && **text >= '0' && **text <= '9'; digits++, (*text)++) {
        value = value * 10 + (**text - '0');
    }
    *out = value;
    return digits >= least_digits && value < limit;
}

/* [UTC]+h, +hh, +hhmm, +h:mm, +hh:mm */
static bool read_fixed(const char *name, int64_t *out_offset)
{
    *out_offset = 0;
    if (strcmp(name, "UTC") == 0 || strcmp(name, "Z") == 0) {
        return true;
    }
    const char *p = strncmp(name, "UTC", 3) == 0 ? name + 3 : name;
    if (*p != '+' && *p != '-') {
        return false;
    }
    const bool is_west = *p++ == '-';
    const char *start = p;
    int32_t hours = 0;
    int32_t minutes = 0;
    if (!read_part(&p, 1, 26, &hours)) {
        return false;
    }
    if (*p != '\0') {
        if (*p == ':') {
            p++;
        } else if (p - start != 2) {
            return false;
        }
        if (!read_part(&p, 2, 60, &minutes) || *p != '\0') {
            return false;
        }
    }
    const int64_t seconds = hours * 3600 + minutes * 60;
    *out_offset = (is_west ? -seconds : seconds) * DSI_SECOND;
    return true;
}

dscore_status dscore_zone_fixed(
    const dscore_allocator *allocator, const char *name, dscore_zone **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (name == NULL) {
        return dsi_fail_null(err, "name");
    }
    dscore_allocator own;
    const dscore_status status = dsi_allocator_init(&own, allocator, err);
    if (status != DSCORE_OK) {
        return status;
    }
    int64_t offset;
    if (!read_fixed(name, &offset)) {
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_ZONE_NAME,
            "zone \"%s\" is neither UTC nor an offset such as +08:00; other zones are made from the bytes of their "
            "TZif file",
            name);
    }
    return dsi_zone_of_offset(&own, name, offset, out, err);
}

const char *dscore_zone_name(const dscore_zone *zone)
{
    return zone == NULL ? "" : zone->name;
}

/* ---- asking them ----------------------------------------------------------------------------- */

static dscore_status out_of_years(dscore_error *err, const char *what, int64_t value)
{
    return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_TIME_RANGE,
        "%s %lld lies outside the years 1 to 9999, expected %lld to %lld", what, (long long)value,
        (long long)DSI_TIME_FIRST, (long long)DSI_TIME_LAST);
}

dscore_status dscore_zone_offset(const dscore_zone *zone, int64_t instant, int32_t *out_offset, dscore_error *err)
{
    if (zone == NULL || out_offset == NULL) {
        return dsi_fail_null(err, zone == NULL ? "zone" : "out_offset");
    }
    if (!dsi_is_instant(instant)) {
        return out_of_years(err, "instant", instant);
    }
    int32_t near = 0;
    *out_offset = (int32_t)(dsi_zone_offset(zone, instant, &near) / DSI_SECOND);
    return DSCORE_OK;
}

dscore_status dscore_zone_offsets(
    const dscore_zone *zone, const int64_t *instants, int64_t n, int32_t *out, dscore_error *err)
{
    if (zone == NULL || (n > 0 && (instants == NULL || out == NULL))) {
        return dsi_fail_null(err, zone == NULL ? "zone" : instants == NULL ? "instants" : "out");
    }
    if (n < 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_NONE, "n is %lld, expected 0 or more", (long long)n);
    }
    int32_t near = 0;
    for (int64_t i = 0; i < n; i++) {
        if (!dsi_is_instant(instants[i])) {
            const dscore_status status = out_of_years(err, "instant", instants[i]);
            dsi_error_row(err, i);
            return status;
        }
        out[i] = (int32_t)(dsi_zone_offset(zone, instants[i], &near) / DSI_SECOND);
    }
    return DSCORE_OK;
}

static dscore_status reject(dscore_error *err, const dscore_zone *zone, int64_t local, const char *what)
{
    const int64_t day = dsi_floor_div(local, DSI_DAY);
    const int64_t second = (local - day * DSI_DAY) / DSI_SECOND;
    int64_t year;
    int32_t month;
    int32_t mday;
    dsi_civil_date(day, &year, &month, &mday);
    return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_TIME_REJECTED, "%04ld-%02ld-%02ldT%02ld:%02ld:%02ld %s in %s",
        (long)year, (long)month, (long)mday, (long)(second / 3600), (long)(second / 60 % 60), (long)(second % 60), what,
        zone->name);
}

dscore_status dscore_zone_instant(const dscore_zone *zone, int64_t local, int32_t gap, int32_t overlap,
    int64_t *out_instant, int32_t *out_kind, dscore_error *err)
{
    if (zone == NULL || out_instant == NULL) {
        return dsi_fail_null(err, zone == NULL ? "zone" : "out_instant");
    }
    if (gap < DSCORE_GAP_END || gap > DSCORE_GAP_REJECT) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_TIME_POLICY,
            "gap is %ld, expected one of DSCORE_GAP_END, _FORWARD, _BACKWARD and _REJECT", (long)gap);
    }
    if (overlap < DSCORE_OVERLAP_FIRST || overlap > DSCORE_OVERLAP_REJECT) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_TIME_POLICY,
            "overlap is %ld, expected one of DSCORE_OVERLAP_FIRST, _LAST and _REJECT", (long)overlap);
    }
    if (!dsi_is_instant(local)) {
        return out_of_years(err, "local time", local);
    }
    int64_t first = 0;
    int64_t last = 0;
    int64_t gap_end = 0;
    const int32_t kind = dsi_zone_resolve(zone, local, &first, &last, &gap_end);
    int64_t instant;
    if (kind == DSCORE_LOCAL_GAP) {
        instant = gap == DSCORE_GAP_FORWARD ? last : gap == DSCORE_GAP_BACKWARD ? first : gap_end;
    } else {
        instant = overlap == DSCORE_OVERLAP_LAST ? last : first;
    }
    if (out_kind != NULL) {
        *out_kind = kind;
    }
    if (kind == DSCORE_LOCAL_GAP && gap == DSCORE_GAP_REJECT) {
        return reject(err, zone, local, "was skipped");
    }
    if (kind == DSCORE_LOCAL_TWICE && overlap == DSCORE_OVERLAP_REJECT) {
        return reject(err, zone, local, "occurs twice");
    }
    if (!dsi_is_instant(instant)) {
        return out_of_years(err, "the instant of that local time,", instant);
    }
    *out_instant = instant;
    return DSCORE_OK;
}

dscore_status dscore_zone_day(const dscore_zone *zone, int64_t instant, int64_t *out_day, dscore_error *err)
{
    if (out_day == NULL) {
        return dsi_fail_null(err, "out_day");
    }
    if (!dsi_is_instant(instant)) {
        return out_of_years(err, "instant", instant);
    }
    *out_day = dsi_zone_day(zone, instant);
    return DSCORE_OK;
}

dscore_status dscore_zone_day_start(const dscore_zone *zone, int64_t day, int64_t *out_instant, dscore_error *err)
{
    if (out_instant == NULL) {
        return dsi_fail_null(err, "out_instant");
    }
    if (day < DSI_DAY_FIRST || day > DSI_DAY_LAST) {
        return dsi_fail(err, DSCORE_E_RANGE, DSCORE_CODE_TIME_RANGE,
            "day %lld lies outside the years 1 to 9999, expected %lld to %lld", (long long)day,
            (long long)DSI_DAY_FIRST, (long long)DSI_DAY_LAST);
    }
    const int64_t instant = dsi_zone_day_start(zone, day);
    if (!dsi_is_instant(instant)) {
        return out_of_years(err, "the start of that day,", instant);
    }
    *out_instant = instant;
    return DSCORE_OK;
}
