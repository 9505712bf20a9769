/* Business time: a zone from the system's data, a calendar from its document, time between two instants, a deadline. */
#include <deskscore/deskscore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dscore_error error = DSCORE_ERROR_INIT;

static void need(dscore_status status)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "%s %s: %s\n", dscore_status_name(status), error.path, error.message);
        exit(EXIT_FAILURE);
    }
}

/* The library reads no file: the caller hands it the bytes of a zone. */
static dscore_zone *read_zone(const char *name, const char *path)
{
    static char bytes[1 << 16];
    dscore_zone *zone;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    size_t length = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    need(dscore_zone_from_tzif(NULL, name, bytes, (int64_t)length, &zone, &error));
    return zone;
}

int main(int argc, char **argv)
{
    static const char document[] = "{\"zone\": \"Europe/Paris\","
                                   " \"week\": {\"mon-fri\": [\"08:00-12:00\", \"13:00-18:00\"]},"
                                   " \"exceptions\": {\"2026-12-25\": []}}";
    const int64_t hour = INT64_C(3600000000);
    const int64_t asked = INT64_C(1782489600000000); /* Friday 2026-06-26, 18:00 in Paris: the desk has just closed */
    const int64_t answered = INT64_C(1782718200000000); /* Monday 2026-06-29, 09:30 */
    dscore_zone *zone = read_zone("Europe/Paris", argc > 1 ? argv[1] : "/usr/share/zoneinfo/Europe/Paris");
    dscore_calendar *calendar;
    int64_t worked;
    int64_t due;
    int32_t offset;
    int32_t is_open;

    need(dscore_calendar_parse(NULL, document, (int64_t)strlen(document), zone, &calendar, &error));
    need(dscore_calendar_between(calendar, asked, answered, &worked, &error));
    need(dscore_calendar_add(calendar, asked, 4 * hour, &due, &error));
    need(dscore_calendar_is_open(calendar, asked, &is_open, &error));
    need(dscore_zone_offset(zone, due, &offset, &error));
    (void)printf("waited %.1f hours, %.1f of them open; the desk was %s\n", (double)(answered - asked) / (double)hour,
        (double)worked / (double)hour, is_open ? "open" : "closed");
    (void)printf("four working hours end %.1f hours after the question, at UTC%+d\n",
        (double)(due - asked) / (double)hour, (int)(offset / 3600));

    dscore_calendar_free(calendar);
    dscore_zone_free(zone);
    return 0;
}
