/* Business calendars: those that cannot be, identities, copies, memory that runs out, and arguments out of range. */
#include "calendar_support.h"

/* ---- definitions ---------------------------------------------------------------------------- */

static dscore_status make(desk *d, dscore_error *err)
{
    dscore_calendar *c = NULL;
    *err = (dscore_error)DSCORE_ERROR_INIT;
    const dscore_status status = dsi_calendar_new(NULL, &d->spec, &c, err);
    ck_assert((c != NULL) == (status == DSCORE_OK));
    dscore_calendar_free(c);
    return status;
}

static void assert_refused(const char *week, const char *exceptions, dscore_status expected, const char *path)
{
    static desk d;
    dscore_error err;
    desk_start(&d, NULL, DSCORE_CALENDAR_ABSOLUTE);
    add_week(&d, INT64_MIN, week);
    add_exceptions(&d, exceptions);
    ck_assert_msg(make(&d, &err) == expected, "%s | %s: %d %s", week, exceptions, err.status, err.message);
    if (expected != DSCORE_OK) {
        ck_assert_str_eq(err.path, path);
    }
}

START_TEST(calendars_that_cannot_be_are_refused_with_their_place)
{
    assert_refused("mon-fri 09:00-17:00 16:00-18:00", "", DSCORE_E_FORMAT, "week.mon[1]");
    assert_refused("tue 13:00-17:00 09:00-12:00", "", DSCORE_E_FORMAT, "week.tue[1]");
    assert_refused("mon 22:00-06:00; tue 05:00-09:00", "", DSCORE_E_FORMAT, "week.mon[0]");
    assert_refused("mon 22:00-06:00; tue 06:00-09:00", "", DSCORE_OK, "");
    assert_refused("sun 22:00-06:00; mon 05:59-09:00", "", DSCORE_E_FORMAT, "week.sun[0]");
    assert_refused("mon 09:00-12:00 12:00-15:00", "", DSCORE_OK, "");
    assert_refused("mon 25:00-26:00", "", DSCORE_E_FORMAT, "week.mon[0]");
    assert_refused("mon 20:00-49:00", "", DSCORE_E_FORMAT, "week.mon[0]");
    assert_refused("mon 22:00-48:00", "", DSCORE_OK, "");
    assert_refused("", "", DSCORE_E_PARAMETER, "");
    assert_refused("", "2026-12-25; 2026-12-26 as mon", DSCORE_E_PARAMETER, "");
    assert_refused("", "2026-12-25 10:00-11:00", DSCORE_OK, "");
    assert_refused(
        "mon 09:00-12:00", "2026-12-25; 2026-12-24; 2026-12-25 10:00-12:00", DSCORE_E_FORMAT, "exceptions.2026-12-25");
    assert_refused("mon 09:00-12:00", "2026-12-27; 2026-12-20..2026-12-31", DSCORE_E_FORMAT, "exceptions.2026-12-27");
    assert_refused("mon 09:00-12:00", "2026-12-31..2026-12-20", DSCORE_E_FORMAT, "exceptions.2026-12-31");
    assert_refused(
        "mon 09:00-12:00", "2026-12-31 10:00-12:00 11:00-13:00", DSCORE_E_FORMAT, "exceptions.2026-12-31[1]");
    /* An exception's night may meet the next date's hours: they are one. */
    assert_refused("mon-fri 05:00-12:00", "2026-12-24 22:00-06:00", DSCORE_OK, "");

    static desk d;
    dscore_error err;
    desk_start(&d, NULL, DSCORE_CALENDAR_ABSOLUTE);
    add_week(&d, INT64_MIN, "mon 09:00-12:00");
    add_week(&d, 100, "mon 09:00-12:00");
    add_week(&d, 100, "mon 09:00-12:00");
    ck_assert_int_eq(make(&d, &err), DSCORE_E_FORMAT);
    ck_assert_str_eq(err.path, "versions[1].from");
    d.weeks[2].from_day = DSI_DAY_LAST + 1;
    ck_assert_int_eq(make(&d, &err), DSCORE_E_RANGE);
    d.weeks[2].from_day = DSI_DAY_LAST;
    d.weeks[2].days[3] = (dsi_hours){d.opens, 1001};
    ck_assert_int_eq(make(&d, &err), DSCORE_E_LIMIT);
    ck_assert_str_eq(err.path, "versions[1].week.thu");
    d.weeks[2].days[3].count = 1;
    ck_assert_int_eq(make(&d, &err), DSCORE_OK);
    d.spec.mode = 3;
    ck_assert_int_eq(make(&d, &err), DSCORE_E_ARGUMENT);
    d.spec.mode = DSCORE_CALENDAR_WALL;
    d.exceptions[0] = (dsi_exception){DSI_DAY_FIRST - 1, DSI_DAY_FIRST, 0, {NULL, 0}, -1};
    d.spec.exception_count = 1;
    ck_assert_int_eq(make(&d, &err), DSCORE_E_RANGE);
    d.exceptions[0] = (dsi_exception){DSI_DAY_FIRST, DSI_DAY_LAST, 0, {d.opens, 1}, -1};
    ck_assert_int_eq(make(&d, &err), DSCORE_OK);
    d.spec.week_count = 0;
    ck_assert_int_eq(make(&d, &err), DSCORE_E_FORMAT);
}
END_TEST

static void hash_of(const dscore_zone *zone, int32_t mode, const char *week, const char *exceptions, char out[33])
{
    dscore_calendar *c = calendar_of(zone, mode, week, exceptions);
    ck_assert_uint_eq(strlen(dscore_calendar_hash(c)), 32);
    (void)strcpy(out, dscore_calendar_hash(c));
    dscore_calendar_free(c);
}

START_TEST(equal_meaning_has_equal_identity)
{
    const char *const week = "mon-thu 09:00-17:00; fri 09:00-15:00";
    static const struct {
        const char *a, *b;
    } equal[] = {
        {"2026-12-24; 2026-12-25", "2026-12-24..2026-12-25"},
        {"2026-12-25; 2026-12-24", "2026-12-24; 2026-12-25"},
        {"2025-10-11 as fri", "2025-10-11 09:00-15:00"},
        {"2025-10-11 09:00-12:00 12:00-15:00", "2025-10-11 09:00-15:00"},
        {"2026-12-25..2026-12-27", "2026-12-25"}, /* a Friday: the weekend is closed anyway */
        {"2026-12-24 as mon", ""},
    };
    char a[33];
    char b[33];
    for (size_t i = 0; i < sizeof equal / sizeof equal[0]; i++) {
        hash_of(NULL, DSCORE_CALENDAR_ABSOLUTE, week, equal[i].a, a);
        hash_of(NULL, DSCORE_CALENDAR_ABSOLUTE, week, equal[i].b, b);
        ck_assert_msg(strcmp(a, b) == 0, "%s | %s", equal[i].a, equal[i].b);
    }
    dscore_zone *zone = zone_named("+08:00");
    hash_of(NULL, DSCORE_CALENDAR_ABSOLUTE, week, "", a);
    hash_of(NULL, DSCORE_CALENDAR_WALL, week, "", b);
    ck_assert_str_ne(a, b);
    hash_of(zone, DSCORE_CALENDAR_ABSOLUTE, week, "", b);
    ck_assert_str_ne(a, b);
    hash_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-thu 09:00-17:00; fri 09:00-15:01", "", b);
    ck_assert_str_ne(a, b);
    hash_of(NULL, DSCORE_CALENDAR_ABSOLUTE, week, "2026-12-24", b);
    ck_assert_str_ne(a, b);
    dscore_zone_free(zone);
}
END_TEST

START_TEST(a_calendar_keeps_what_it_was_made_of)
{
    static desk d;
    desk_start(&d, NULL, DSCORE_CALENDAR_ABSOLUTE);
    char name[] = "desk";
    d.spec.name = name;
    add_week(&d, INT64_MIN, "mon-fri 09:00-12:00 12:00-17:00");
    add_exceptions(&d, "2026-12-26 10:00-14:00; 2026-12-25; 2025-10-11 as fri");
    dscore_calendar *c = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dsi_calendar_new(NULL, &d.spec, &c, &err), err);
    memset(&d, 0, sizeof d);
    name[0] = 'x';
    dsi_calendar_take(c);
    dscore_calendar_free(c);
    ck_assert_str_eq(dscore_calendar_name(c), "desk");
    const dsi_calendar_spec *spec = dsi_calendar_spec_of(c);
    ck_assert_int_eq(spec->week_count, 1);
    ck_assert_int_eq(spec->weeks[0].days[4].count, 2);
    ck_assert_int_eq(spec->weeks[0].days[4].items[1].end, 17 * HOUR);
    ck_assert_int_eq(spec->weeks[0].days[5].count, 0);
    ck_assert_int_eq(spec->exception_count, 3);
    ck_assert_int_eq(spec->exceptions[0].as, 5);
    ck_assert_int_eq(spec->exceptions[1].first_day, day_of("2026-12-25"));
    ck_assert_int_eq(spec->exceptions[2].hours.items[0].start, 10 * HOUR);
    dscore_calendar_free(c);
}
END_TEST

/* ---- memory --------------------------------------------------------------------------------- */

/* Refuses the allocation number `refuse_at`, and counts what is out. */
typedef struct counter {
    int64_t calls, refuse_at, live;
} counter;

static void *count_alloc(void *ctx, int64_t size, int64_t align)
{
    counter *c = ctx;
    (void)align;
    if (++c->calls == c->refuse_at) {
        return NULL;
    }
    c->live += size;
    return malloc((size_t)size);
}

static void *count_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    counter *c = ctx;
    (void)align;
    if (++c->calls == c->refuse_at) {
        return NULL;
    }
    c->live += new_size - old_size;
    return realloc(p, (size_t)new_size);
}

static void count_release(void *ctx, void *p, int64_t size, int64_t align)
{
    counter *c = ctx;
    (void)align;
    c->live -= size;
    free(p);
}

START_TEST(no_memory_is_an_error_wherever_it_happens)
{
    static desk d;
    counter count = {0, 0, 0};
    const dscore_allocator allocator = {
        (uint32_t)sizeof(dscore_allocator), &count, count_alloc, count_resize, count_release};
    dscore_zone *zone = zone_named("Pacific/Apia");
    desk_start(&d, zone, DSCORE_CALENDAR_ABSOLUTE);
    add_week(&d, INT64_MIN, "mon-fri 08:00-12:00 22:00-06:00");
    add_week(&d, day_of("2026-06-01"), "mon-sun 00:00-24:00");
    for (int i = 0; i < 100; i++) { /* enough to make every array grow */
        dsi_hours hours = {d.opens + d.used, 1};
        d.opens[d.used++] = (dsi_open){i * MINUTE, 20 * HOUR + i * MINUTE};
        d.exceptions[d.spec.exception_count++] = (dsi_exception){20000 - 3 * i, 20000 - 3 * i, 0, hours, -1};
    }
    int64_t refused = 0;
    for (bool is_done = false; !is_done; refused++) {
        count = (counter){0, refused + 1, 0};
        dscore_calendar *c = NULL;
        dscore_error err = DSCORE_ERROR_INIT;
        const dscore_status status = dsi_calendar_new(&allocator, &d.spec, &c, &err);
        is_done = status == DSCORE_OK;
        ck_assert(is_done || status == DSCORE_E_MEMORY);
        if (is_done) {
            const int64_t pauses[] = {5 * DAY, 6 * DAY, DAY, 2 * DAY};
            int64_t us;
            count.refuse_at = count.calls + 1;
            ck_assert_int_eq(dscore_calendar_between_paused(c, 0, 9 * DAY, pauses, 2, &us, &err), DSCORE_E_MEMORY);
            dscore_calendar_free(c);
        }
        ck_assert_int_eq(count.live, 0);
    }
    ck_assert_int_gt(refused, 10);
    dscore_zone_free(zone);
}
END_TEST

START_TEST(a_million_exceptions_in_any_order)
{
    enum { N = 1000000 };
    static dsi_exception exceptions[N];
    static const dsi_open half[] = {{9 * HOUR, 12 * HOUR}};
    static const dsi_open night[] = {{9 * HOUR, 12 * HOUR}, {22 * HOUR, 26 * HOUR}};
    static desk d;
    desk_start(&d, NULL, DSCORE_CALENDAR_ABSOLUTE);
    add_week(&d, INT64_MIN, "mon-sun 08:00-20:00");
    int64_t expected = 0;
    for (int64_t i = 0; i < N; i++) {
        const int64_t day = DSI_DAY_FIRST + 3 * i;
        const dsi_hours hours[] = {{NULL, 0}, {half, 1}, {night, 2}};
        exceptions[i] = (dsi_exception){day, day, 0, hours[i % 3], -1};
        expected += 24 * HOUR + (i % 3 == 1 ? 3 * HOUR : i % 3 == 2 ? 7 * HOUR : 0);
    }
    for (int64_t i = N - 1; i > 0; i--) {
        const int64_t k = below(i + 1);
        const dsi_exception e = exceptions[i];
        exceptions[i] = exceptions[k];
        exceptions[k] = e;
    }
    d.spec.exceptions = exceptions;
    d.spec.exception_count = N;
    dscore_calendar *c = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dsi_calendar_new(NULL, &d.spec, &c, &err), err);
    const int64_t end = (DSI_DAY_FIRST + 3 * (int64_t)N) * DAY;
    ck_assert_int_eq(end > DSI_TIME_LAST, 0);
    ck_assert_int_eq(between(c, DSI_TIME_FIRST, end), expected);
    ck_assert_int_eq(add(c, DSI_TIME_FIRST, expected), end - 4 * HOUR);
    dscore_calendar_free(c);
}
END_TEST

/* ---- arguments ------------------------------------------------------------------------------ */

START_TEST(what_lies_outside_the_years_is_refused)
{
    dscore_calendar *c = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-sun 00:00-24:00", "");
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t us = 7;
    double days = 7;
    int32_t open = 7;
    const int64_t outside[] = {DSI_TIME_FIRST - 1, DSI_TIME_LAST + 1, INT64_MIN, INT64_MAX};
    for (int i = 0; i < 4; i++) {
        const int64_t t = outside[i];
        ck_assert_int_eq(dscore_calendar_between(c, t, 0, &us, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_calendar_between(c, 0, t, &us, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_calendar_add(c, t, 1, &us, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_calendar_add(c, 0, i % 2 == 0 ? INT64_MIN : INT64_MAX, &us, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_calendar_next_open(c, t, &us, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_calendar_is_open(c, t, &open, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_calendar_business_days(c, t, 0, &days, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_calendar_business_days(c, 0, t, &days, &err), DSCORE_E_RANGE);
        const int64_t d = i % 2 == 0 ? DSI_DAY_FIRST - 1 : DSI_DAY_LAST + 1;
        ck_assert_int_eq(dscore_calendar_days(c, d, 0, &us, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_calendar_days(c, 0, d, &us, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_calendar_add_days(c, d, 1, &us, &err), DSCORE_E_RANGE);
        ck_assert_int_eq(dscore_calendar_add_days(c, 0, t, &us, &err), DSCORE_E_RANGE);
    }
    ck_assert_int_eq(dscore_calendar_add_days(c, DSI_DAY_LAST, 1, &us, &err), DSCORE_E_RANGE);
    ck_assert_int_eq(dscore_calendar_add_days(c, DSI_DAY_FIRST, -1, &us, &err), DSCORE_E_RANGE);
    ck_assert(us == 7 && days == 7 && open == 7);
    assert_ok(dscore_calendar_add_days(c, DSI_DAY_FIRST, DSI_DAY_LAST - DSI_DAY_FIRST, &us, &err), err);
    ck_assert_int_eq(us, DSI_DAY_LAST);
    assert_ok(dscore_calendar_add_days(c, DSI_DAY_LAST, DSI_DAY_FIRST - DSI_DAY_LAST, &us, &err), err);
    ck_assert_int_eq(us, DSI_DAY_FIRST);
    ck_assert_int_eq(between(c, DSI_TIME_FIRST, DSI_TIME_LAST), DSI_TIME_LAST - DSI_TIME_FIRST);
    ck_assert_int_eq(add(c, DSI_TIME_FIRST, DSI_TIME_LAST - DSI_TIME_FIRST), DSI_TIME_LAST);
    ck_assert_int_eq(add(c, DSI_TIME_LAST, DSI_TIME_FIRST - DSI_TIME_LAST), DSI_TIME_FIRST);
    dscore_calendar_free(c);
}
END_TEST

START_TEST(null_is_an_argument_error)
{
    dscore_calendar *c = calendar_of(NULL, DSCORE_CALENDAR_ABSOLUTE, "mon-sun 00:00-24:00", "");
    int64_t us;
    int32_t open;
    double days;
    dscore_calendar_free(NULL);
    ck_assert_str_eq(dscore_calendar_name(NULL), "");
    ck_assert_str_eq(dscore_calendar_hash(NULL), "");
    ck_assert_ptr_null(dscore_calendar_zone(NULL));
    ck_assert_str_eq(dscore_zone_name(dscore_calendar_zone(c)), "UTC");
    ck_assert_int_eq(dscore_calendar_between(NULL, 0, 0, &us, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_between(c, 0, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_between_paused(NULL, 0, 0, NULL, 0, &us, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_between_array(NULL, &us, &us, 1, &us, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_add(NULL, 0, 0, &us, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_add(c, 0, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_add_array(NULL, &us, &us, 1, &us, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_is_open(NULL, 0, &open, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_is_open(c, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_next_open(NULL, 0, &us, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_next_open(c, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_days(NULL, 0, 0, &us, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_days(c, 0, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_add_days(NULL, 0, 0, &us, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_add_days(c, 0, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_business_days(NULL, 0, 0, &days, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_calendar_business_days(c, 0, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    dscore_calendar_free(c);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {calendars_that_cannot_be_are_refused_with_their_place,
        equal_meaning_has_equal_identity, a_calendar_keeps_what_it_was_made_of,
        no_memory_is_an_error_wherever_it_happens, a_million_exceptions_in_any_order,
        what_lies_outside_the_years_is_refused, null_is_an_argument_error};
    return RUN_TESTS("calendar_definition", tests);
}
