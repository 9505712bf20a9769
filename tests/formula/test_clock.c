/* The business clock and the wall clock over rows, by hand. Ids are those of the decisions. */
#include "clock_support.h"

/* Hours between two instants, weekend and nights left out; b before a though no business time lies between. */
static const int32_t from[8] = {
    AT(THU + 10), AT(FRI + 16), AT(SAT + 10), AT(SAT + 12), AT(MON + 10), NONE, AT(THU + 8), AT(FRI + 17)};
static const int32_t to[8] = {
    AT(THU + 12), AT(MON + 10), AT(SUN + 12), AT(SAT + 10), AT(FRI + 16), AT(MON + 9), AT(THU + 18), NONE};

START_TEST(business_time_leaves_out_nights_and_weekends_D9)
{
    office o;
    office_open(&o);
    rig *r = &o.rig;
    r->rows = 8;
    bind_seconds(r, "a", from);
    bind_seconds(r, "b", to);
    for (int clock = DSI_CLOCK_CALENDAR; clock <= DSI_CLOCK_BUSINESS; clock++) {
        r->clock = clock;
        r->settings.negative = DSI_NEGATIVE_EXCLUDE;
        check_rows(r, "business_time(a, b)", "===NN.=.");
        check_rows(r, "calendar_time(a, b)", "===NN.=.");
        check_values(r, "coalesce(business_time(a, b), 1s) / 1h",
            (const double[]){2, 2, 0, 1 / 3600.0, 1 / 3600.0, 1 / 3600.0, 8, 1 / 3600.0}, 8);
        check_values(r, "calendar_time(a, b) / 1h", (const double[]){2, 66, 26}, 3);
        r->settings.negative = DSI_NEGATIVE_SIGNED;
        check_values(r, "coalesce(business_time(a, b), 9h) / 1h", (const double[]){2, 2, 0, 0, -2, 9, 8, 9}, 8);
        r->settings.negative = DSI_NEGATIVE_CLAMP;
        check_values(r, "coalesce(business_time(a, b), 9h) / 1h", (const double[]){2, 2, 0, 0, 0, 9, 8, 9}, 8);
    }
    r->clock = DSI_CLOCK_BUSINESS;
    check_values(r, "coalesce(elapsed(a, b), 9h) / 1h", (const double[]){2, 2, 0, 0, 0, 9, 8, 9}, 8);
    r->clock = DSI_CLOCK_CALENDAR;
    check_values(r, "elapsed(a, b) / 1h", (const double[]){2, 66, 26, 0, 0}, 5);
    office_close(&o);
}
END_TEST

START_TEST(within_judges_by_business_time_T7)
{
    /* answered at the limit, late, over a weekend, before it began; open: at the limit, past it, since Saturday, from
       tomorrow on; no start */
    static const int32_t a[9] = {AT(FRI + 16), AT(FRI + 15), AT(FRI + 17), AT(SAT + 12), AT(FRI + 16), AT(FRI + 15),
        AT(SAT + 1), AT(TUE + 9), NONE};
    static const int32_t b[9] = {
        AT(MON + 10), AT(MON + 10), AT(MON + 9), AT(SAT + 10), NONE, NONE, NONE, NONE, AT(MON + 9)};
    office o;
    office_open(&o);
    rig *r = &o.rig;
    r->rows = 9;
    r->settings.has_now = true;
    r->settings.now = US(MON + 10);
    bind_seconds(r, "a", a);
    bind_seconds(r, "b", b);
    check_rows(r, "within(a, b, 2h)", "TFTNPFPP.");
    ck_assert_str_eq(now_shown(r, 9), "----nnnn-");
    check_rows(r, "within(a, b, 2h) or true", "TTTTTTTTT");
    r->settings.negative = DSI_NEGATIVE_CLAMP;
    check_rows(r, "within(a, b, 2h)", "TFTTPFPP.");
    r->settings.now = INT64_MAX; /* later than any calendar: late, whatever the limit */
    check_rows(r, "within(a, b, 2h)", "TFTTFFFF.");
    check_rows(r, "elapsed(a, now())", "OOOOOOOOO");
    r->settings.has_now = false;
    check_rows(r, "within(a, b, 2h)", "TFTT.....");
    ck_assert_str_eq(now_shown(r, 9), "---------");
    r->clock = DSI_CLOCK_CALENDAR;
    check_rows(r, "within(a, b, 2h)", "FFFT.....");
    office_close(&o);
}
END_TEST

START_TEST(met_has_no_clock)
{
    static const int32_t done[2] = {AT(SAT + 1), AT(SAT + 2)};
    static const int32_t due[2] = {AT(SAT + 2), AT(SAT + 1)};
    office o;
    office_open(&o);
    o.rig.rows = 2;
    bind_seconds(&o.rig, "b", done);
    bind_seconds(&o.rig, "due", due);
    check_rows(&o.rig, "met(b, due)", "TF");
    office_close(&o);
}
END_TEST

START_TEST(constants_are_told_once)
{
    office o;
    office_open(&o);
    rig *r = &o.rig;
    static const char *const texts[] = {
        "business_time(@1970-01-02T16:00:00Z, @1970-01-05T10:00:00Z) == 2h",
        "within(@1970-01-02T16:00:00Z, @1970-01-05T10:00:00Z, 2h)",
        "not within(@1970-01-02T16:00:00Z, @1970-01-05T10:00:01Z, 2h)",
        "is_open(@1970-01-05T09:00:00Z)",
        "not is_open(@1970-01-05T17:00:00Z)",
        "hour_of(@1970-01-05T17:59:59.999999Z) == 17",
        "weekday_of(@1970-01-04T23:59:59Z) == 7",
        "date_of(@1970-01-04T23:59:59Z) == @1970-01-04T00:00:00Z",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const dsi_vector *v = run(r, texts[i]);
        ck_assert_msg(v != NULL && v->constant && status_of(v, 0) == DSI_PRESENT && v->v.b[0] == 1, "%s", texts[i]);
    }
    /* one operand constant, the other not */
    static const int32_t b[3] = {AT(THU + 10), NONE, AT(MON + 9)};
    r->rows = 3;
    bind_seconds(r, "b", b);
    check_values(r, "coalesce(elapsed(@1970-01-01T00:00:00Z, b), 0s) / 1h", (const double[]){1, 0, 16}, 3);
    check_rows(r, "business_time(a, b)", "...");
    check_rows(r, "within(a, b, 2h)", "...");
    check_rows(r, "is_open(a)", ".");
    check_rows(r, "hour_of(a)", ".");
    office_close(&o);
}
END_TEST

START_TEST(is_open_asks_the_calendar)
{
    static const int32_t a[6] = {AT(THU + 9) - 1, AT(THU + 9), AT(THU + 17) - 1, AT(THU + 17), AT(SAT + 11), NONE};
    office o;
    office_open(&o);
    o.rig.rows = 6;
    bind_seconds(&o.rig, "a", a);
    check_rows(&o.rig, "is_open(a)", "FTTFF.");
    office_close(&o);
}
END_TEST

START_TEST(a_row_follows_the_calendar_that_it_names)
{
    /* Friday 16:00 to Monday 10:00 */
    static const int32_t a[9] = {AT(FRI + 16), AT(FRI + 16), AT(FRI + 16), AT(FRI + 16), AT(FRI + 16), AT(FRI + 16),
        AT(FRI + 16), AT(FRI + 16), NONE};
    static const int32_t b[9] = {AT(MON + 10), AT(MON + 10), AT(MON + 10), AT(MON + 10), AT(MON + 10), AT(MON + 10),
        AT(MON + 10), NONE, AT(MON + 10)};
    static const char *const names[9] = {NULL, "", "always", "always", "night", "7", "nights", "nigh", "7"};
    office o;
    office_open(&o);
    rig *r = &o.rig;
    r->rows = 9;
    bind_seconds(r, "a", a);
    bind_seconds(r, "b", b);
    r->calendar_field = field_index("note");
    check_values(r, "coalesce(elapsed(a, b), 9h) / 1h", (const double[]){2, 2, 2, 2, 2, 2, 2, 9, 9}, 9); /* not bound */
    bind_texts(r, "note", names);
    check_values(r, "coalesce(elapsed(a, b), 9h) / 1h", (const double[]){2, 2, 66, 66, 24, 2, 9, 9, 9}, 9);
    check_rows(r, "elapsed(a, b)", "======DD.");
    check_rows(r, "within(a, b, 2h)", "TTFFFTDD.");
    check_rows(r, "is_open(a)", "TTTTFFDD.");
    check_rows(r, "is_open(a + 19h)", "FFTTFTDD."); /* Saturday at 11 */
    check_values(r, "calendar_time(a, @1970-01-02T18:00:00Z) / 1h", (const double[]){2, 2, 2, 2, 2, 2, 2, 2}, 8);
    check_rows(r, "weekday_of(a) == 5", "TTTTTTTT.");
    r->settings.has_now = true;
    r->settings.now = US(MON + 10);
    static const char *const open_names[9] = {"7", "7", "7", "7", "7", "7", "7", "7", "always"};
    bind_texts(r, "note", open_names);
    check_rows(r, "within(a, b, 1h)", "FFFFFFFF.");
    check_rows(r, "within(a, b, 2h)", "TTTTTTTP.");
    ck_assert_str_eq(now_shown(r, 9), "-------n-");
    bind_texts(r, "note", names);
    o.clocks.calendar = NULL; /* rows that name none have none */
    check_rows(r, "elapsed(a, b)", "..====DD.");
    o.clocks.named_count = 0;
    check_rows(r, "elapsed(a, b)", "..DDDDDDD"); /* a row that is invalid is not merely missing */
    r->settings.clocks = NULL;
    check_rows(r, "is_open(a)", "..DDDDDDD");
    check_rows(r, "hour_of(a) == 16", "TTTTTTTT.");
    office_close(&o);
}
END_TEST

START_TEST(a_calendar_field_may_be_absent_or_hold_integers)
{
    static const int32_t a[5] = {AT(FRI + 16), AT(FRI + 16), AT(FRI + 16), NONE, AT(FRI + 16)};
    static const int32_t b[5] = {AT(MON + 9), AT(MON + 9), AT(MON + 9), AT(MON + 9), AT(MON + 9)};
    static const int32_t who[5] = {7, 7, NONE, 7, -7};
    office o;
    office_open(&o);
    rig *r = &o.rig;
    r->rows = 5;
    bind_seconds(r, "a", a);
    bind_seconds(r, "b", b);
    r->calendar_field = field_index("who");
    check_rows(r, "elapsed(a, b) == 1h", "TTT.T"); /* not bound: the default */
    bind_ints(r, "who", who);
    check_values(r, "coalesce(elapsed(a, b), 9h) / 1h", (const double[]){2, 2, 1, 9, 9}, 5);
    check_rows(r, "elapsed(a, b)", "===.D");
    check_rows(r, "business_time(@1970-01-03T11:00:00Z, @1970-01-05T10:00:00Z) == 1h", "TTTTD");
    office_close(&o);
}
END_TEST

START_TEST(many_calendars_in_turn_keep_to_themselves)
{
    enum { MANY = 20, ROWS_OF_ALL = 1000 };
    static char texts[MANY][4];
    static const char *names[ROWS_OF_ALL];
    static int32_t a[ROWS_OF_ALL], b[ROWS_OF_ALL];
    dsi_named_calendar named[MANY];
    office o;
    office_open(&o);
    for (int i = 0; i < MANY; i++) { /* calendar i: open from 00:00 to i + 1 o'clock, every day */
        (void)snprintf(texts[i], sizeof texts[i], "%c%d", 'a' + i / 10, i % 10);
        named[i] = (dsi_named_calendar){texts[i], make_calendar(texts[i], 0x7F, 0, i + 1)};
    }
    o.clocks.named = named;
    o.clocks.named_count = MANY;
    for (int i = 0; i < ROWS_OF_ALL; i++) {
        names[i] = i % 3 == 0 ? NULL : texts[i * 7 % MANY];
        a[i] = AT(24 * (i % 50));
        b[i] = AT(24 * (i % 50) + 24 * (i % 4));
    }
    o.rig.rows = ROWS_OF_ALL;
    bind_seconds(&o.rig, "a", a);
    bind_seconds(&o.rig, "b", b);
    bind_texts(&o.rig, "note", names);
    o.rig.calendar_field = field_index("note");
    const dsi_vector *v = run(&o.rig, "elapsed(a, b)");
    for (int i = 0; i < ROWS_OF_ALL; i++) {
        if (i % 3 != 0) {
            ck_assert_int_eq(v->v.i[i], US((i * 7 % MANY + 1) * (i % 4)));
        }
    }
    for (int i = 0; i < MANY; i++) {
        dscore_calendar_free((dscore_calendar *)(uintptr_t)named[i].calendar);
    }
    office_close(&o);
}
END_TEST

/* Rows beyond one block, sorted and not, some without an end; the calendar is asked for each by itself. */
START_TEST(blocks_do_not_matter)
{
    enum { MANY = 2500 };
    static int32_t a[MANY], b[MANY];
    office o;
    office_open(&o);
    rig *r = &o.rig;
    r->rows = MANY;
    uint64_t state = 88172645463325252U;
    for (int i = 0; i < MANY; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        const int32_t jump = (int32_t)(state >> 40);
        a[i] = i % 2 == 0 ? i * 1800 : jump;
        b[i] = i % 11 == 0 ? NONE : a[i] + jump % 500000;
    }
    bind_seconds(r, "a", a);
    bind_seconds(r, "b", b);
    const dsi_program *program = rig_program(r);
    int32_t id = -1;
    assert_ok(dsi_program_add((dsi_program *)(uintptr_t)program, compile_row(&r->bench, "elapsed(a, b)"), r->clock, &id,
                  &r->bench.err),
        r->bench.err);
    dsi_worker *w = dsi_worker_new(&r->bench.allocator, program);
    for (int32_t first = 0; first < MANY; first += DSI_BLOCK) {
        const int32_t n = MANY - first < DSI_BLOCK ? MANY - first : DSI_BLOCK;
        dsi_worker_block(w, r->table, r->choices, &r->settings, first, n);
        const dsi_vector *v = NULL;
        assert_ok(dsi_worker_eval(w, id, &v, &r->bench.err), r->bench.err);
        for (int32_t i = 0; i < n; i++) {
            const int32_t row = first + i;
            int64_t expected = 0;
            ck_assert_int_eq(status_of(v, i), b[row] == NONE ? DSI_MISSING : DSI_PRESENT);
            if (b[row] != NONE) {
                assert_ok(dscore_calendar_between(o.calendars[0], a[row] * INT64_C(1000000), b[row] * INT64_C(1000000),
                              &expected, &r->bench.err),
                    r->bench.err);
                ck_assert_int_eq(v->v.i[i], expected);
            }
        }
    }
    dsi_worker_free(w);
    office_close(&o);
}
END_TEST

/* ---- the wall clock -------------------------------------------------------------------------- */

/* One change of offset. */
static dscore_zone changing_zone(dsi_zone_piece *pieces, int before, int64_t at, int after)
{
    dscore_zone zone;
    memset(&zone, 0, sizeof zone);
    pieces[0] = (dsi_zone_piece){INT64_MIN, US(1) / 60 * before};
    pieces[1] = (dsi_zone_piece){at, US(1) / 60 * after};
    zone.pieces = pieces;
    zone.count = 2;
    return zone;
}

static void check_true(rig *r, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const dsi_vector *v = run(r, texts[i]);
        ck_assert_msg(v != NULL && status_of(v, 0) == DSI_PRESENT && v->v.b[0] == 1, "%s", texts[i]);
    }
}

START_TEST(hours_weekdays_and_dates_are_those_of_the_zone)
{
    /* India, 5:30 ahead */
    static const char *const texts[] = {
        "hour_of(@2026-02-28T18:29:59Z) == 23",
        "hour_of(@2026-02-28T18:30:00Z) == 0",
        "weekday_of(@2026-02-28T18:29:59Z) == 6", /* a Saturday */
        "weekday_of(@2026-02-28T18:30:00Z) == 7",
        "weekday_of(@2026-03-01T18:30:00Z) == 1",
        "weekday_of(@1969-12-28T18:29:59Z) == 7",
        "date_of(@2026-02-28T18:29:59Z) == @2026-02-28T00:00:00+05:30",
        "date_of(@2026-02-28T18:30:00Z) == @2026-03-01T00:00:00+05:30",
        "date_of(date_of(@1969-07-20T20:17:40Z)) == @1969-07-20T18:30:00Z",
        "date_of(@0001-01-01T00:00:00Z) is missing", /* it begins in the year 0 of Greenwich */
        "hour_of(@0001-01-01T00:00:00Z) == 5",
    };
    dsi_zone_piece pieces[2];
    const dscore_zone zone = changing_zone(pieces, 330, INT64_MAX, 330);
    office o;
    office_open(&o);
    o.clocks.zone = &zone;
    check_true(&o.rig, texts, COUNT(texts));
    o.rig.settings.has_now = true;
    o.rig.settings.now = INT64_MAX;
    check_rows(&o.rig, "hour_of(now())", "O");
    check_rows(&o.rig, "date_of(now())", "O");
    check_rows(&o.rig, "is_open(now())", "O");
    ck_assert_str_eq(now_shown(&o.rig, 1), "n");
    office_close(&o);
}
END_TEST

START_TEST(a_day_begins_when_its_first_instant_is)
{
    /* Sao Paulo skipped 00:00-01:00 of 4 November 2018; Havana repeated it that day */
    static const char *const skipped[] = {
        "date_of(@2018-11-04T14:00:00Z) == @2018-11-04T03:00:00Z",
        "hour_of(@2018-11-04T03:00:00Z) == 1",
        "hour_of(@2018-11-04T02:59:59Z) == 23",
        "date_of(@2018-11-04T02:59:59Z) == @2018-11-03T03:00:00Z",
    };
    static const char *const doubled[] = {
        "date_of(@2018-11-04T12:00:00Z) == @2018-11-04T04:00:00Z",
        "date_of(@2018-11-04T05:30:00Z) == @2018-11-04T04:00:00Z",
        "hour_of(@2018-11-04T04:30:00Z) == 0",
        "hour_of(@2018-11-04T05:30:00Z) == 0",
        "date_of(@2018-11-05T12:00:00Z) == @2018-11-05T05:00:00Z",
    };
    dsi_zone_piece pieces[2];
    office o;
    office_open(&o);
    const dscore_zone sao_paulo = changing_zone(pieces, -180, INT64_C(1541300400000000), -120);
    o.clocks.zone = &sao_paulo;
    check_true(&o.rig, skipped, COUNT(skipped));
    const dscore_zone havana = changing_zone(pieces, -240, INT64_C(1541307600000000), -300);
    o.clocks.zone = &havana;
    check_true(&o.rig, doubled, COUNT(doubled));
    office_close(&o);
}
END_TEST

START_TEST(the_wall_clock_of_rows)
{
    static const int32_t a[5] = {AT(THU + 9), NONE, AT(THU + 23), AT(FRI), AT(SUN + 1)};
    office o;
    office_open(&o);
    o.rig.rows = 5;
    bind_seconds(&o.rig, "a", a);
    check_values(&o.rig, "coalesce(hour_of(a), -1)", (const double[]){9, -1, 23, 0, 1}, 5);
    check_values(&o.rig, "coalesce(weekday_of(a), -1)", (const double[]){4, -1, 4, 5, 7}, 5);
    check_rows(&o.rig, "hour_of(a)", "=.===");
    check_values(&o.rig, "coalesce(a - date_of(a), 0s) / 1h", (const double[]){9, 0, 23, 0, 1}, 5);
    o.rig.settings.clocks = NULL; /* UTC */
    check_values(&o.rig, "coalesce(hour_of(a), -1)", (const double[]){9, -1, 23, 0, 1}, 5);
    office_close(&o);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        business_time_leaves_out_nights_and_weekends_D9,
        within_judges_by_business_time_T7,
        met_has_no_clock,
        constants_are_told_once,
        is_open_asks_the_calendar,
        a_row_follows_the_calendar_that_it_names,
        a_calendar_field_may_be_absent_or_hold_integers,
        many_calendars_in_turn_keep_to_themselves,
        blocks_do_not_matter,
        hours_weekdays_and_dates_are_those_of_the_zone,
        a_day_begins_when_its_first_instant_is,
        the_wall_clock_of_rows,
    };
    return RUN_TESTS("formula clock", tests);
}
