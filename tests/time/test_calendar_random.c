/* Business calendars: what holds for every calendar, zone and span, tried on random ones. */
#include "calendar_support.h"

enum { ROUNDS = 60, SPANS = 150 };

static const char *const zone_names[] = {"UTC", "+05:45", "Europe/Paris", "America/New_York", "Australia/Lord_Howe",
    "Pacific/Apia", "America/Havana", "Africa/Casablanca", "Asia/Shanghai", "Antarctica/Troll",
    "STD12DST-13,M3.1.0/0,M9.1.0/0"};

/* Hours on marks of five minutes, some past midnight if `may_run` and what comes next allows it. */
static void random_hours(desk *d, int64_t earliest, bool may_run, dsi_hours *out)
{
    *out = (dsi_hours){d->opens + d->used, 0};
    int64_t t = earliest;
    for (int64_t n = below(4); n > 0; n--) {
        const int64_t start = t + below(100) * 5 * MINUTE;
        const int64_t end = start + (1 + below(100)) * 5 * MINUTE;
        if (start >= DAY || end > (may_run ? 2 * DAY : DAY)) {
            break;
        }
        d->opens[d->used++] = (dsi_open){start, end};
        out->count++;
        t = end;
    }
}

static void random_spec(desk *d, const dscore_zone *zone, int32_t mode, int64_t around)
{
    desk_start(d, zone, mode);
    const int64_t versions = 1 + below(3);
    for (int64_t v = 0; v < versions; v++) {
        dsi_week *week = &d->weeks[v];
        week->from_day = v == 0 ? INT64_MIN : around + (v * 20) + below(20) - 40;
        int64_t earliest = 0;
        for (int day = 0; day < 7; day++) {
            random_hours(d, earliest, day < 6, &week->days[day]);
            const dsi_hours *h = &week->days[day];
            earliest = h->count > 0 && h->items[h->count - 1].end > DAY ? h->items[h->count - 1].end - DAY : 0;
        }
        d->spec.week_count++;
    }
    int64_t day = around - 60;
    for (int64_t n = below(30); n > 0; n--) {
        dsi_exception *e = &d->exceptions[d->spec.exception_count++];
        e->first_day = day + below(4);
        e->last_day = e->first_day + (below(3) == 0 ? below(10) : 0);
        e->as = below(4) == 0 ? (int32_t)below(7) + 1 : 0;
        random_hours(d, 0, true, &e->hours);
        day = e->last_day + 1;
    }
    /* In any order. */
    for (int64_t i = d->spec.exception_count - 1; i > 0; i--) {
        const int64_t k = below(i + 1);
        const dsi_exception e = d->exceptions[i];
        d->exceptions[i] = d->exceptions[k];
        d->exceptions[k] = e;
    }
}

static dscore_calendar *random_calendar(const dscore_zone *zone, int32_t mode, int64_t around)
{
    static desk d;
    for (;;) {
        random_spec(&d, zone, mode, around);
        dscore_calendar *c = NULL;
        dscore_error err = DSCORE_ERROR_INIT;
        const dscore_status status = dsi_calendar_new(NULL, &d.spec, &c, &err);
        if (status != DSCORE_E_PARAMETER) { /* never open */
            assert_ok(status, err);
            return c;
        }
    }
}

/* Near its exceptions, and now and then anywhere. */
static int64_t random_instant(int64_t around)
{
    if (below(5) == 0) {
        return DSI_TIME_FIRST + below(DSI_TIME_LAST - DSI_TIME_FIRST + 1);
    }
    const int64_t unit = below(2) == 0 ? 1 : 5 * MINUTE;
    return around * DAY + (below(200 * DAY) - 100 * DAY) / unit * unit;
}

static void check_spans(const dscore_calendar *c, int64_t around, bool is_absolute)
{
    const dscore_error fresh = DSCORE_ERROR_INIT;
    dsi_calendar_near near = {0, 0};
    for (int i = 0; i < SPANS; i++) {
        const int64_t a = random_instant(around);
        const int64_t b = random_instant(around);
        const int64_t m = random_instant(around);
        const int64_t ab = between(c, a, b);
        ck_assert_int_eq(ab, -between(c, b, a));
        ck_assert_int_eq(ab, between(c, a, m) + between(c, m, b));
        ck_assert(a <= b ? ab >= 0 : ab <= 0);
        ck_assert(!is_absolute || (ab < 0 ? -ab : ab) <= (a < b ? b - a : a - b));
        ck_assert_int_eq(dsi_calendar_prefix(c, a, &near), dsi_calendar_prefix(c, a, NULL));

        /* The deadline that lies `ab` away: reached, and no earlier (going back: no later) one reaches it. */
        int64_t u;
        dscore_error err = fresh;
        assert_ok(dscore_calendar_add(c, a, ab, &u, &err), err);
        const int64_t au = between(c, a, u);
        ck_assert(is_absolute ? au == ab : ab >= 0 ? au >= ab : au <= ab);
        if (ab > 0) {
            ck_assert(u > a && u <= b && between(c, a, u - 1) < ab);
        } else if (ab < 0) {
            ck_assert(u < a && u >= b && between(c, a, u + 1) > ab);
        } else {
            ck_assert_int_eq(u, a);
        }

        int32_t open;
        assert_ok(dscore_calendar_is_open(c, a, &open, &err), err);
        if (is_absolute && a < DSI_TIME_LAST) {
            ck_assert_int_eq(between(c, a, a + 1), open);
        }
        if (dscore_calendar_next_open(c, a, &u, &err) == DSCORE_OK) {
            ck_assert(u >= a && (u == a) == (open == 1));
            ck_assert(!is_absolute || between(c, a, u) == 0);
            assert_ok(dscore_calendar_is_open(c, u, &open, &err), err);
            ck_assert_int_eq(open, 1);
            ck_assert(u == a || !dsi_calendar_open_at(c, u - 1, NULL));
        }
    }
}

START_TEST(business_time_is_additive_signed_and_inverted_by_add)
{
    for (size_t z = 0; z < sizeof zone_names / sizeof zone_names[0]; z++) {
        dscore_zone *zone = zone_named(zone_names[z]);
        for (int round = 0; zone != NULL && round < ROUNDS; round++) {
            const int64_t around = round % 10 == 9 ? dsi_civil_day(below(9998) + 1, 6, 1)
                                                   : dsi_civil_day(2000 + below(30), 1 + (int32_t)below(12), 1);
            const int32_t mode = round % 3 == 2 ? DSCORE_CALENDAR_WALL : DSCORE_CALENDAR_ABSOLUTE;
            dscore_calendar *c = random_calendar(zone, mode, around);
            check_spans(c, around, mode == DSCORE_CALENDAR_ABSOLUTE);
            dscore_calendar_free(c);
        }
        dscore_zone_free(zone);
    }
}
END_TEST

/* The hours of a day without those of another list; the result lies in d->opens. */
static void complement(desk *d, const dsi_hours *hours, dsi_hours *out)
{
    *out = (dsi_hours){d->opens + d->used, 0};
    int64_t t = 0;
    for (int32_t i = 0; i <= hours->count; i++) {
        const int64_t until = i < hours->count ? hours->items[i].start : DAY;
        if (until > t) {
            d->opens[d->used++] = (dsi_open){t, until};
            out->count++;
        }
        t = i < hours->count ? hours->items[i].end : t;
    }
}

START_TEST(a_calendar_and_its_complement_add_up_to_the_time_elapsed)
{
    static desk d;
    for (size_t z = 0; z < sizeof zone_names / sizeof zone_names[0]; z++) {
        dscore_zone *zone = zone_named(zone_names[z]);
        for (int round = 0; zone != NULL && round < 10; round++) {
            const int64_t around = dsi_civil_day(2011, 12, 1) + below(7000);
            desk_start(&d, zone, DSCORE_CALENDAR_ABSOLUTE);
            static desk other;
            desk_start(&other, zone, DSCORE_CALENDAR_ABSOLUTE);
            d.spec.week_count = other.spec.week_count = 1;
            d.weeks[0].from_day = other.weeks[0].from_day = INT64_MIN;
            for (int day = 0; day < 7; day++) {
                random_hours(&d, 0, false, &d.weeks[0].days[day]);
                complement(&other, &d.weeks[0].days[day], &other.weeks[0].days[day]);
            }
            for (int i = 0; i < 10; i++) {
                d.exceptions[i] = (dsi_exception){around + i * 3, around + i * 3 + i % 3, 0, {NULL, 0}, -1};
                random_hours(&d, 0, false, &d.exceptions[i].hours);
                other.exceptions[i] = d.exceptions[i];
                complement(&other, &d.exceptions[i].hours, &other.exceptions[i].hours);
            }
            d.spec.exception_count = other.spec.exception_count = 10;
            dscore_calendar *open = NULL;
            dscore_calendar *closed = NULL;
            dscore_error err = DSCORE_ERROR_INIT;
            assert_ok(dsi_calendar_new(NULL, &d.spec, &open, &err), err);
            assert_ok(dsi_calendar_new(NULL, &other.spec, &closed, &err), err);
            for (int i = 0; i < SPANS; i++) {
                const int64_t a = random_instant(around);
                const int64_t b = random_instant(around);
                ck_assert_int_eq(between(open, a, b) + between(closed, a, b), b - a);
            }
            dscore_calendar_free(open);
            dscore_calendar_free(closed);
        }
        dscore_zone_free(zone);
    }
}
END_TEST

/* Weeks without exceptions or changes of the offset are alike: a hundred years are as exact as one. */
START_TEST(four_hundred_years_later_all_is_the_same)
{
    for (size_t z = 0; z < sizeof zone_names / sizeof zone_names[0]; z++) {
        dscore_zone *zone = zone_named(zone_names[z]);
        if (zone == NULL) {
            continue;
        }
        for (int32_t mode = DSCORE_CALENDAR_ABSOLUTE; mode <= DSCORE_CALENDAR_WALL; mode++) {
            dscore_calendar *c = calendar_of(zone, mode, "mon-sat 22:00-06:00; sun 23:30-24:00", "2350-01-01");
            for (int i = 0; i < SPANS; i++) {
                const int64_t a = dsi_civil_day(2500 + below(7000), 1, 1) * DAY + below(366 * DAY);
                const int64_t b = dsi_civil_day(2500 + below(7000), 1, 1) * DAY + below(366 * DAY);
                ck_assert_int_eq(between(c, a, b), between(c, a + DSI_CYCLE, b + DSI_CYCLE));
            }
            dscore_calendar_free(c);
        }
        dscore_zone_free(zone);
    }
}
END_TEST

START_TEST(a_desk_opens_at_nine_on_the_wall_clock_in_all_years)
{
    for (size_t z = 0; z < sizeof zone_names / sizeof zone_names[0]; z++) {
        dscore_zone *zone = zone_named(zone_names[z]);
        if (zone == NULL) {
            continue;
        }
        dscore_calendar *c = calendar_of(zone, DSCORE_CALENDAR_ABSOLUTE, "mon-sun 09:00-17:00", "2500-01-01");
        for (int i = 0; i < 4 * SPANS; i++) {
            const int64_t nine = (DSI_DAY_FIRST + 1 + below(DSI_DAY_LAST - DSI_DAY_FIRST - 1)) * DAY + 9 * HOUR;
            int64_t t;
            int32_t kind;
            dscore_error err = DSCORE_ERROR_INIT;
            assert_ok(dscore_zone_instant(zone, nine, DSCORE_GAP_END, DSCORE_OVERLAP_FIRST, &t, &kind, &err), err);
            if (kind != DSCORE_LOCAL_ONCE || nine == day_of("2500-01-01") * DAY + 9 * HOUR) {
                continue;
            }
            ck_assert(dsi_calendar_open_at(c, t, NULL) && !dsi_calendar_open_at(c, t - 1, NULL));
            ck_assert_int_eq(between(c, t - HOUR, t + HOUR), HOUR);
            ck_assert_int_eq(add(c, t - HOUR, HOUR), t + HOUR);
            ck_assert_int_eq(add(c, t + HOUR, -HOUR), t);
        }
        dscore_calendar_free(c);
        dscore_zone_free(zone);
    }
}
END_TEST

START_TEST(arrays_answer_as_single_calls_do_in_any_order)
{
    dscore_zone *zone = zone_named("Europe/Paris");
    if (zone == NULL) {
        zone = zone_named("+01:00");
    }
    enum { N = 2000 };
    static int64_t from[N], to[N], out[N];
    const int64_t around = dsi_civil_day(2026, 3, 20);
    dscore_calendar *c = random_calendar(zone, DSCORE_CALENDAR_ABSOLUTE, around);
    for (int is_sorted = 0; is_sorted < 2; is_sorted++) {
        for (int i = 0; i < N; i++) {
            from[i] = is_sorted ? (around - 100) * DAY + i * 3 * HOUR : random_instant(around);
            to[i] = is_sorted ? from[i] + below(20 * DAY) : random_instant(around);
        }
        dscore_error err = DSCORE_ERROR_INIT;
        assert_ok(dscore_calendar_between_array(c, from, to, N, out, &err), err);
        for (int i = 0; i < N; i++) {
            ck_assert_int_eq(out[i], between(c, from[i], to[i]));
        }
        static int64_t due[N];
        assert_ok(dscore_calendar_add_array(c, from, out, N, due, &err), err);
        for (int i = 0; i < N; i++) {
            ck_assert_int_eq(due[i], add(c, from[i], out[i]));
        }
    }
    dscore_calendar_free(c);
    dscore_zone_free(zone);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {business_time_is_additive_signed_and_inverted_by_add,
        a_calendar_and_its_complement_add_up_to_the_time_elapsed, four_hundred_years_later_all_is_the_same,
        a_desk_opens_at_nine_on_the_wall_clock_in_all_years, arrays_answer_as_single_calls_do_in_any_order};
    return RUN_TESTS("calendar_random", tests);
}
