/* Any bytes as a TZif file. Claims: no crash, every failure has a documented status and a message, and whatever is
   taken for a zone answers all its questions in one voice: offsets, local times and back, dates, first instants of
   dates, and periods without gap or overlap. */
#include "fuzz.h"

#define DAY INT64_C(86400000000)
#define FIRST INT64_C(-62135596800000000)
#define LAST INT64_C(253402300799999999)

enum { INSTANTS = 24 };

static int64_t instants[INSTANTS];
static int32_t offsets[INSTANTS];

/* Instants that depend on the bytes: some in all years, some in a century that files speak of. */
static void choose_instants(const uint8_t *data, size_t size)
{
    uint64_t dice = 88172645463325252U;
    for (size_t i = 0; i < size; i++) {
        dice = (dice ^ data[i]) * 1099511628211U;
    }
    for (int i = 0; i < INSTANTS; i++) {
        dice = dice * 6364136223846793005U + 1442695040888963407U;
        const uint64_t span = i % 2 == 0 ? (uint64_t)(LAST - FIRST - 8 * DAY) : (uint64_t)(36525 * 2 * DAY);
        const int64_t from = i % 2 == 0 ? FIRST + 4 * DAY : -36525 * DAY;
        instants[i] = from + (int64_t)((dice >> 1) % span);
    }
}

static void local_and_back(const dscore_zone *zone, int64_t t, int32_t offset)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const int64_t local = t + offset * INT64_C(1000000);
    int64_t first = 0;
    int64_t last = 0;
    int32_t kind = 0;
    must(dscore_zone_instant(zone, local, DSCORE_GAP_REJECT, DSCORE_OVERLAP_FIRST, &first, &kind, &err), &err, "first");
    must(dscore_zone_instant(zone, local, DSCORE_GAP_REJECT, DSCORE_OVERLAP_LAST, &last, NULL, &err), &err, "last");
    REQUIRE(kind == DSCORE_LOCAL_ONCE ? first == t && last == t : kind == DSCORE_LOCAL_TWICE && first < last, "kind %d",
        (int)kind);
    REQUIRE(first <= t && t <= last, "an instant is not among those of its local time");
}

static void dates(const dscore_zone *zone, int64_t t)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t day = 0;
    must(dscore_zone_day(zone, t, &day, &err), &err, "day");
    int64_t before = INT64_MIN;
    for (int64_t d = day - 1; d <= day + 1; d++) {
        int64_t start = 0;
        int64_t shown = 0;
        must(dscore_zone_day_start(zone, d, &start, &err), &err, "start");
        REQUIRE(start >= before && (d > day || start <= t), "dates start out of order");
        must(dscore_zone_day(zone, start, &shown, &err), &err, "day of the start");
        REQUIRE(shown >= d, "a date starts before it is shown");
        must(dscore_zone_day(zone, start - 1, &shown, &err), &err, "day before the start");
        REQUIRE(shown < d, "a date is shown before it starts");
        before = start;
    }
}

static void periods(const dscore_zone *zone, int64_t t, int32_t unit)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_period_rule rule = DSCORE_PERIOD_RULE_INIT;
    rule.unit = unit;
    int64_t start = 0;
    int64_t end = 0;
    int64_t next_start = 0;
    int64_t next_end = 0;
    if (!fine(dscore_period_at(zone, &rule, t, &start, &end, &err), &err)) {
        return;
    }
    REQUIRE(start <= t && t < end, "a period does not hold its instant");
    if (fine(dscore_period_shift(zone, &rule, t, 1, &next_start, &next_end, &err), &err)) {
        REQUIRE(next_start == end && next_end > end, "the next period does not follow");
        must(dscore_period_shift(zone, &rule, next_end - 1, -1, &next_start, &next_end, &err), &err, "back");
        REQUIRE(next_start == start && next_end == end, "there and back is another period");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_zone *zone = NULL;
    const dscore_status status = dscore_zone_from_tzif(NULL, "Fuzzed", data, (int64_t)size, &zone, &err);
    if (!fine(status, &err)) {
        REQUIRE(zone == NULL, "a zone in spite of a failure");
        REQUIRE(status == DSCORE_E_FORMAT || status == DSCORE_E_LIMIT || status == DSCORE_E_UNSUPPORTED, "status %d",
            (int)status);
        return 0;
    }
    choose_instants(data, size);
    must(dscore_zone_offsets(zone, instants, INSTANTS, offsets, &err), &err, "offsets");
    for (int i = 0; i < INSTANTS; i++) {
        int32_t offset = 0;
        must(dscore_zone_offset(zone, instants[i], &offset, &err), &err, "offset");
        REQUIRE(offset == offsets[i] && offset > -93600 && offset < 93600, "offsets %d and %d", offset, offsets[i]);
        local_and_back(zone, instants[i], offset);
        dates(zone, instants[i]);
        periods(zone, instants[i], DSCORE_PERIOD_DAY + i % 5);
    }
    dscore_zone_free(zone);
    return 0;
}
