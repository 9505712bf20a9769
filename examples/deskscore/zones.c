/* Zones from the data of the system, and calendars from their documents. The library reads no file: this does. */
#include "zones.h"

#include "cells.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ZONES = 64, MOST_BYTES = 1 << 20 };

static dscore_zone *opened[MAX_ZONES]; /* of this run */
static int opened_count;

static const char *const folders[] = {
    "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};

/* Letters, digits, _ + - . in parts between slashes; no part is empty or begins with a point, so that no name leaves
   its folder. */
static bool is_zone_name(const char *name)
{
    bool begins = true;
    for (const char *p = name; *p != '\0'; p++) {
        bool letter = (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9');
        if (*p == '/' || *p == '.' ? begins : !letter && strchr("_+-", *p) == NULL) {
            return false;
        }
        begins = *p == '/';
    }
    return name[0] != '\0' && !begins && strlen(name) < 200;
}

/* The bytes of a zone in a folder; NULL if there is no such file. */
static char *read_zone(const char *folder, const char *name, int64_t *length)
{
    char path[1024];
    int used = snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = used < 0 || used >= (int)sizeof path ? NULL : fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    char *bytes = need_memory(malloc(MOST_BYTES + 1)); /* one more than the library takes: it refuses what is longer */
    size_t got = fread(bytes, 1, MOST_BYTES + 1, file);
    bool is_read = !ferror(file); /* a folder opens, and cannot be read */
    (void)fclose(file);
    if (!is_read) {
        free(bytes);
        return NULL;
    }
    *length = (int64_t)got;
    return bytes;
}

NO_RETURN static void fail_zone(const char *where, bool is_option, const char *problem)
{
    if (is_option) {
        fail_usage("%s: %s", where, problem);
    }
    fail_data("%s: %s", where, problem);
}

NO_RETURN static void fail_not_found(const char *name, const char *where, bool is_option)
{
    char problem[1024];
    const char *only = getenv("TZDIR");
    int used = snprintf(problem, sizeof problem,
        "no zone \"%.200s\": expected UTC, an offset such as +08:00, or a name such as Europe/Paris; looked for it in ",
        name);
    if (only != NULL && only[0] != '\0') {
        (void)snprintf(problem + used, sizeof problem - (size_t)used, "%.400s (TZDIR)", only);
    } else {
        for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
            used += snprintf(problem + used, sizeof problem - (size_t)used, "%s%s", i > 0 ? ", " : "", folders[i]);
        }
        (void)snprintf(problem + used, sizeof problem - (size_t)used, " (install tzdata, or set TZDIR)");
    }
    fail_zone(where, is_option, problem);
}

static dscore_zone *zone_of_system(const char *name, const char *where, bool is_option)
{
    const char *only = getenv("TZDIR");
    int64_t length = 0;
    char *bytes = NULL;
    if (!is_zone_name(name)) {
        fail_not_found(name, where, is_option);
    }
    if (only != NULL && only[0] != '\0') {
        bytes = read_zone(only, name, &length);
    } else {
        for (size_t i = 0; i < sizeof folders / sizeof folders[0] && bytes == NULL; i++) {
            bytes = read_zone(folders[i], name, &length);
        }
    }
    if (bytes == NULL) {
        fail_not_found(name, where, is_option);
    }
    dscore_zone *zone;
    dscore_error error = DSCORE_ERROR_INIT;
    if (dscore_zone_from_tzif(NULL, name, bytes, length, &zone, &error) != DSCORE_OK) {
        fail_data("%s: the data of the zone %s: %s", where, name, error.message);
    }
    free(bytes);
    return zone;
}

const dscore_zone *zone_named(const char *name, const char *where, bool is_option)
{
    for (int i = 0; i < opened_count; i++) {
        if (strcmp(dscore_zone_name(opened[i]), name) == 0) {
            return opened[i];
        }
    }
    if (opened_count == MAX_ZONES) {
        fail_zone(where, is_option, "more than 64 zones");
    }
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_zone *zone;
    dscore_status status = dscore_zone_fixed(NULL, name, &zone, &error);
    if (status == DSCORE_E_NOT_FOUND) {
        zone = zone_of_system(name, where, is_option);
    } else if (status != DSCORE_OK) {
        fail_library(where, &error);
    }
    return opened[opened_count++] = zone;
}

void zones_release(void)
{
    while (opened_count > 0) {
        dscore_zone_free(opened[--opened_count]);
    }
}

typedef struct document {
    const char *json;
    int64_t length;
} document;

static dscore_status name_of_zone(void *context, char *buffer, int64_t capacity, int64_t *needed, dscore_error *error)
{
    const document *d = context;
    return dscore_calendar_zone_name(d->json, d->length, buffer, capacity, needed, error);
}

dscore_calendar *calendar_open(const char *path, const dscore_zone *zone)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_calendar *calendar;
    int64_t length;
    char *json = read_file(path, &length);
    document d = {json, length};
    char *name = library_text(name_of_zone, &d, path);
    if (name[0] != '\0') {
        zone = zone_named(name, path, false);
    }
    if (dscore_calendar_parse(NULL, json, length, zone, &calendar, &error) != DSCORE_OK) {
        fail_library(path, &error);
    }
    free(name);
    free(json);
    return calendar;
}

bool place_local(const dscore_zone *zone, int64_t local, int64_t *out, int32_t *kind)
{
    *kind = DSCORE_LOCAL_ONCE;
    if (zone == NULL) {
        *out = local;
        return true;
    }
    return dscore_zone_instant(zone, local, DSCORE_GAP_FORWARD, DSCORE_OVERLAP_FIRST, out, kind, NULL) == DSCORE_OK;
}

void count_local(local_times *times, int32_t kind)
{
    times->skipped += kind == DSCORE_LOCAL_GAP;
    times->twice += kind == DSCORE_LOCAL_TWICE;
}

void report_local(const char *where, const dscore_zone *zone, const local_times *times)
{
    if (times->twice > 0) {
        warn("%s: %lld %s in %s: taken as the first", where, (long long)times->twice,
            times->twice == 1 ? "time that occurs twice" : "times that occur twice", dscore_zone_name(zone));
    }
    if (times->skipped > 0) {
        warn("%s: %lld %s in %s: moved later by what was skipped", where, (long long)times->skipped,
            times->skipped == 1 ? "time that the clocks skipped" : "times that the clocks skipped",
            dscore_zone_name(zone));
    }
}

int64_t instant_option(const char *name, const char *text, const dscore_zone *zone)
{
    local_times times = {0, 0};
    int64_t instant;
    bool zoned;
    int32_t kind = DSCORE_LOCAL_ONCE;
    if (!read_instant(text, NULL, &instant, &zoned) || (!zoned && !place_local(zone, instant, &instant, &kind))) {
        fail_usage("--%s %s: expected an instant such as 2026-01-31 or 2026-01-31T08:00:00Z", name, text);
    }
    char where[64];
    (void)snprintf(where, sizeof where, "--%s", name);
    count_local(&times, kind);
    report_local(where, zone, &times);
    return instant;
}

void write_local(int64_t instant, const dscore_zone *zone, char *buffer)
{
    int32_t offset = 0;
    (void)dscore_zone_offset(zone, instant, &offset, NULL); /* an instant of the library is in range */
    write_instant(instant + (int64_t)offset * 1000000, buffer);
    if (zone == NULL || strcmp(dscore_zone_name(zone), "UTC") == 0) {
        return;
    }
    size_t used = strlen(buffer) - 1; /* in place of the Z */
    int size = abs(offset);
    int written =
        snprintf(buffer + used, 48 - used, "%c%02d:%02d", offset < 0 ? '-' : '+', size / 3600, size / 60 % 60);
    if (size % 60 != 0) {
        (void)snprintf(buffer + used + (size_t)written, 48 - used - (size_t)written, ":%02d", size % 60);
    }
}
