/* How events come in: in batches by ticket or in any order, with keys of text or integers, with little memory or none,
   and what is refused. */
#include "lifecycle_support.h"
#include "time/calendar.h"

/* ---- a log that is made as it is read ------------------------------------------------------------- */

enum { BATCH = 700, STEPS = 6 };

static const struct {
    int64_t minute;
    const char *kind, *actor, *actor_kind, *value;
} steps[STEPS] = {
    {0, "created", "cara", "customer", NULL},
    {2, "assigned", NULL, "system", "ann"},
    {5, "message", "ann", "human", NULL},
    {9, "message", "cara", "customer", NULL},
    {11, "message", "ann", "human", NULL},
    {20, "status", "ann", "human", "solved"},
};

/* Events [first, first + BATCH) of tickets 0, 1, 2, ... of STEPS events each, 7 minutes apart. */
typedef struct stream {
    int64_t ticket[BATCH], at[BATCH];
    const char *kind[BATCH], *actor[BATCH], *actor_kind[BATCH], *value[BATCH];
} stream;

static void stream_bind(stream *s, desk *d, int64_t first)
{
    for (int i = 0; i < BATCH; i++) {
        int64_t ticket = (first + i) / STEPS, step = (first + i) % STEPS;
        s->ticket[i] = ticket;
        s->at[i] = MONDAY + (7 * ticket + steps[step].minute) * MINUTE;
        s->kind[i] = steps[step].kind;
        s->actor[i] = steps[step].actor;
        s->actor_kind[i] = steps[step].actor_kind;
        s->value[i] = steps[step].value;
    }
    const struct {
        const char *field;
        const char *const *data;
    } texts[] = {{"kind", s->kind}, {"actor", s->actor}, {"actor_kind", s->actor_kind}, {"value", s->value}};
    for (int i = 0; i < 4; i++) {
        assert_ok(dscore_table_bind_array(d->events, texts[i].field, DSCORE_CSTRING, 0, texts[i].data, BATCH,
                      sizeof(char *), NULL, &d->err),
            d->err);
    }
    assert_ok(
        dscore_table_bind_array(d->events, "ticket", DSCORE_INT64, 0, s->ticket, BATCH, 8, NULL, &d->err), d->err);
    assert_ok(
        dscore_table_bind_array(d->events, "at", DSCORE_INT64, DSCORE_UNIT_US, s->at, BATCH, 8, NULL, &d->err), d->err);
}

START_TEST(by_ticket_memory_does_not_grow_with_the_events)
{
    static stream s;
    ledger l = {0, 0, 0};
    dscore_allocator a = ledger_allocator(&l);
    desk d;
    int64_t tickets = 0, early = 0;
    desk_open(&d, &a);
    desk_option(&d, "arrival", "by_ticket");
    for (int64_t batch = 0; batch < 300; batch++) {
        stream_bind(&s, &d, batch * BATCH);
        assert_ok(dscore_lifecycle_update(d.reader, d.events, 0, BATCH, NULL, &d.err), d.err);
        for (int64_t i = 0; i < rows_of(&d, "tickets"); i += 40) {
            dscore_cell c = DSCORE_CELL_INIT;
            assert_ok(dscore_table_cell(dscore_lifecycle_table(d.reader, "tickets"), "id", i, &c, &d.err), d.err);
            ck_assert_int_eq(c.integer, tickets + i);
            assert_cell(&d, "tickets", i, "response_time_total", "7"); /* 5 from creation, 2 from the question */
        }
        tickets += rows_of(&d, "tickets");
        early = batch == 30 ? l.live_bytes : early;
    }
    desk_finish(&d);
    tickets += rows_of(&d, "tickets");
    ck_assert_int_eq(tickets, 300 * BATCH / STEPS);
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_TICKETS), tickets);
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_EVENTS), 300 * BATCH);
    /* What grows is the set of the tickets that are done: 16 bytes each, at most half full before it doubles. */
    ck_assert_msg(
        l.live_bytes <= early + 64 * tickets, "%lld bytes after %lld", (long long)l.live_bytes, (long long)early);
    desk_close(&d);
    ck_assert_int_eq(l.live_bytes, 0);
}
END_TEST

START_TEST(a_ticket_that_comes_back_by_ticket_is_counted)
{
    static const line log[] = {
        {"1", 0, "created", "c", "customer", NULL, NULL, 0},
        {"1", 1, "closed", "a", "human", NULL, NULL, 0},
        {"2", 0, "created", "c", "customer", NULL, NULL, 0},
        {"1", 5, "reopened", "c", "customer", NULL, NULL, 0},
        {"1", 6, "closed", "a", "human", NULL, NULL, 0},
        {"3", 0, "created", "c", "customer", NULL, NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    desk_option(&d, "arrival", "by_ticket");
    for (int i = 0; i < 6; i++) { /* one event at a time; the tables hold what it completed */
        desk_read(&d, log + i, 1);
        ck_assert_int_eq(rows_of(&d, "tickets"), i == 2 || i == 3 ? 1 : 0);
        if (i == 2) {
            assert_ticket(&d, "reopens", "0");
            assert_ticket(&d, "closed_at", "1");
        }
    }
    desk_finish(&d);
    ck_assert_int_eq(rows_of(&d, "tickets"), 1);
    assert_ticket(&d, "id", "3");
    assert_ticket(&d, "is_spam", "0"); /* such events could come */
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_RETURNED), 2);
    desk_close(&d);
}
END_TEST

START_TEST(keys_are_integers_where_the_events_have_integers)
{
    static const int64_t ticket[] = {7, 7, 7, 7, 7, 9, 9};
    static const int32_t actor[] = {-1, 12, 12, 12, 12, -1, 12};
    static const char *const kind[] = {"created", "assigned", "message", "assigned", "status", "created", "merged"};
    static const char *const actor_kind[] = {NULL, "human", "human", "human", "human", NULL, "human"};
    static const char *const value[] = {NULL, "12", NULL, "nobody", "7", NULL, "7"};
    static const int64_t at[] = {0, 1, 2, 3, 4, 5, 6};
    static const int32_t no_actor = -1;
    desk d;
    desk_open(&d, NULL);
    desk_option(&d, "merge", "fold");
    desk_option(&d, "status:7", "solved");
    const struct {
        const char *field;
        int32_t type, unit;
        const void *data;
        int64_t stride;
        const void *missing;
    } columns[] = {{"ticket", DSCORE_INT64, 0, ticket, 8, NULL}, {"actor", DSCORE_INT32, 0, actor, 4, &no_actor},
        {"kind", DSCORE_CSTRING, 0, kind, sizeof(char *), NULL},
        {"actor_kind", DSCORE_CSTRING, 0, actor_kind, sizeof(char *), NULL},
        {"value", DSCORE_CSTRING, 0, value, sizeof(char *), NULL}, {"at", DSCORE_INT64, DSCORE_UNIT_S, at, 8, NULL}};
    for (size_t i = 0; i < 6; i++) {
        assert_ok(dscore_table_bind_array(d.events, columns[i].field, columns[i].type, columns[i].unit, columns[i].data,
                      7, columns[i].stride, columns[i].missing, &d.err),
            d.err);
    }
    assert_ok(dscore_lifecycle_update(d.reader, d.events, 0, 7, NULL, &d.err), d.err);
    desk_finish(&d);
    ck_assert_int_eq(rows_of(&d, "tickets"), 1); /* 9 is folded into 7, which the text "7" names */
    static const struct {
        const char *source, *field;
        int64_t value;
    } expected[] = {{"tickets", "id", 7}, {"tickets", "agent", 12}, {"tickets", "responder", 12},
        {"tickets", "resolver", 12}, {"assignments", "agent", 12}, {"cycles", "ticket", 7}, {"responses", "agent", 12}};
    for (size_t i = 0; i < 7; i++) {
        dscore_cell c = DSCORE_CELL_INIT;
        dscore_table *table = dscore_lifecycle_table(d.reader, expected[i].source);
        assert_ok(dscore_table_cell(table, expected[i].field, 0, &c, &d.err), d.err);
        ck_assert_msg(c.status == 0 && c.is_integer == 1 && c.integer == expected[i].value, "%s", expected[i].field);
    }
    assert_ticket(&d, "status", "7");
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_UNREADABLE), 1); /* agent "nobody" */
    desk_close(&d);
}
END_TEST

/* Every allocation fails once: each call says so, loses nothing, and can be made again. */
static void check_failures(const char *arrival, const char *merge)
{
    static const line log[] = {
        {"1", 0, "created", "c", "customer", NULL, "t", 0},
        {"1", 3, "assigned", "a", "human", "a", NULL, 0},
        {"1", 4, "message", "a", "human", NULL, NULL, 1},
        {"1", 9, "status", "a", "human", "solved", NULL, 0},
        {"2", 0, "created", "c", "customer", NULL, "t", 0},
        {"2", 1, "message", "c", "customer", NULL, NULL, 1},
        {"2", 1, "message", "c", "customer", NULL, NULL, 1},
        {"2", 5, "merged", "a", "human", "1", NULL, 0},
        {"3", 0, "message", "c", "customer", NULL, "t", 0},
    };
    const int count = (int)(sizeof log / sizeof log[0]);
    int64_t fail = 0, failures = 0;
    for (bool is_over = false; !is_over;) {
        ledger l = {0, 0, 0};
        dscore_allocator a = ledger_allocator(&l);
        desk d;
        desk_open(&d, &a);
        desk_bind(&d, log, count);
        desk_option(&d, "arrival", arrival);
        desk_option(&d, "merge", merge);
        l.calls = 0;
        l.fail_at = ++fail;
        int64_t done = 0, tickets = 0, taken;
        is_over = true;
        while (done < count) {
            dscore_status status = dscore_lifecycle_update(d.reader, d.events, done, count - done, &taken, &d.err);
            ck_assert(status == DSCORE_OK || (status == DSCORE_E_MEMORY && taken < count - done));
            is_over &= status == DSCORE_OK;
            failures += status != DSCORE_OK;
            done += taken;
            tickets +=
                strcmp(arrival, "by_ticket") == 0 && (status == DSCORE_OK || taken > 0) ? rows_of(&d, "tickets") : 0;
        }
        dscore_status status;
        while ((status = dscore_lifecycle_finish(d.reader, &d.err)) != DSCORE_OK) {
            ck_assert_int_eq(status, DSCORE_E_MEMORY);
            is_over = false;
            failures++;
        }
        tickets += rows_of(&d, "tickets");
        ck_assert_int_eq(tickets, strcmp(merge, "fold") == 0 ? 2 : 3);
        ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_TICKETS), tickets);
        ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_EVENTS), count);
        ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_DUPLICATES), 1);
        ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_MERGED), 1);
        desk_close(&d);
        ck_assert_int_eq(l.live_bytes, 0);
    }
    ck_assert_int_gt(failures, 20);
}

START_TEST(without_memory_nothing_is_lost_or_leaked)
{
    check_failures("any", "exclude");
    check_failures("any", "fold");
    check_failures("by_ticket", "exclude");
}
END_TEST

START_TEST(making_and_setting_up_without_memory_leaks_nothing)
{
    ledger l = {0, 0, 0};
    dscore_allocator a = ledger_allocator(&l);
    int32_t count;
    const dsi_source *sources = dsi_standard_sources(&count);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_schema *schema;
    assert_ok(dsi_schema_new(&a, sources, count, NULL, NULL, 0, &schema, &err), err);
    int64_t before = l.live_bytes;
    dscore_status status = DSCORE_E_MEMORY;
    for (int64_t fail = 1; status != DSCORE_OK; fail++) {
        dscore_lifecycle *reader;
        l.calls = 0;
        l.fail_at = fail;
        status = dscore_lifecycle_new(schema, &reader, &err);
        ck_assert(status == DSCORE_OK ? reader != NULL : status == DSCORE_E_MEMORY && reader == NULL);
        if (status == DSCORE_OK) {
            static const char *const options[][2] = {
                {"bots", "yes"}, {"status:gone", "closed"}, {"status:gone", "open"}, {"kinds", "status"}};
            for (size_t i = 0; i < 4; i++) {
                dscore_status set = DSCORE_E_MEMORY;
                for (int64_t at = 1; set != DSCORE_OK; at++) {
                    const char *policies = dscore_lifecycle_policies(reader);
                    l.calls = 0;
                    l.fail_at = at;
                    set = dscore_lifecycle_option(reader, options[i][0], options[i][1], &err);
                    ck_assert(set == DSCORE_OK || policies == dscore_lifecycle_policies(reader));
                }
            }
            ck_assert_ptr_nonnull(strstr(dscore_lifecycle_policies(reader), "status:gone = open"));
        }
        dscore_lifecycle_free(reader);
        ck_assert_int_eq(l.live_bytes, before);
    }
    dsi_schema_drop(schema);
    ck_assert_int_eq(l.live_bytes, 0);
}
END_TEST

static void refused(desk *d, const char *name, const char *value, dscore_status status, const char *word)
{
    ck_assert_int_eq(dscore_lifecycle_option(d->reader, name, value, &d->err), status);
    ck_assert_msg(strstr(d->err.message, word) != NULL, "%s", d->err.message);
}

START_TEST(wrong_calls_are_refused_by_name)
{
    static const line log[] = {{"1", 0, "created", "c", "customer", NULL, NULL, 0}};
    static const int64_t numbers[] = {1};
    desk d;
    desk_open(&d, NULL);
    refused(&d, "bot", "yes", DSCORE_E_PARAMETER, "did you mean bots");
    refused(&d, "bots", "maybe", DSCORE_E_PARAMETER, "no, yes or handoff");
    refused(&d, "status:", "open", DSCORE_E_PARAMETER, "status:NAME");
    refused(&d, "status:x", "opened", DSCORE_E_PARAMETER, "on_hold");
    refused(&d, "kinds", "status, sneezed", DSCORE_E_PARAMETER, "survey_answered");
    desk_option(&d, "merge", "fold");
    refused(&d, "arrival", "by_ticket", DSCORE_E_PARAMETER, "arrival = any");
    desk_option(&d, "merge", "exclude");
    ck_assert_int_eq(dscore_lifecycle_now(d.reader, INT64_MAX, &d.err), DSCORE_E_RANGE);
    ck_assert_int_eq(dscore_lifecycle_update(d.reader, d.events, 0, 0, NULL, &d.err), DSCORE_E_FIELD_MISSING);
    desk_bind(&d, log, 1);
    ck_assert_int_eq(dscore_lifecycle_update(d.reader, d.events, 0, 2, NULL, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_lifecycle_update(d.reader, d.events, -1, 1, NULL, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_lifecycle_update(d.reader, NULL, 0, 1, NULL, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_lifecycle_update(NULL, d.events, 0, 1, NULL, &d.err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_lifecycle_update(d.reader, dscore_lifecycle_table(d.reader, "tickets"), 0, 0, NULL, &d.err),
        DSCORE_E_INCOMPATIBLE);
    desk_read(&d, log, 1);
    refused(&d, "bots", "yes", DSCORE_E_INCOMPATIBLE, "after the first event");
    ck_assert_int_eq(dscore_lifecycle_calendar(d.reader, NULL, &d.err), DSCORE_E_INCOMPATIBLE);
    assert_ok(dscore_table_bind_array(d.events, "ticket", DSCORE_INT64, 0, numbers, 1, 8, NULL, &d.err), d.err);
    ck_assert_int_eq(dscore_lifecycle_update(d.reader, d.events, 0, 1, NULL, &d.err), DSCORE_E_TYPE);
    ck_assert_str_eq(d.err.path, "events.ticket");
    desk_bind(&d, log, 1);
    assert_ok(dscore_table_unbind(d.events, "value", &d.err), d.err);
    ck_assert_int_eq(dscore_lifecycle_update(d.reader, d.events, 0, 1, NULL, &d.err), DSCORE_E_FIELD_MISSING);
    desk_finish(&d);
    ck_assert_int_eq(dscore_lifecycle_finish(d.reader, &d.err), DSCORE_E_INCOMPATIBLE);
    desk_bind(&d, log, 1);
    ck_assert_int_eq(dscore_lifecycle_update(d.reader, d.events, 0, 1, NULL, &d.err), DSCORE_E_INCOMPATIBLE);
    ck_assert_ptr_null(dscore_lifecycle_table(d.reader, "surveys"));
    ck_assert_ptr_null(dscore_lifecycle_table(NULL, "tickets"));
    ck_assert_str_eq(dscore_lifecycle_policies(NULL), "");
    dscore_lifecycle *none = d.reader;
    ck_assert_int_eq(dscore_lifecycle_new(NULL, &none, NULL), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(none);
    dscore_lifecycle_free(NULL);
    desk_close(&d);
}
END_TEST

START_TEST(no_events_make_empty_tables)
{
    desk d;
    desk_open(&d, NULL);
    ck_assert_int_eq(rows_of(&d, "tickets"), 0);
    desk_finish(&d);
    ck_assert_int_eq(rows_of(&d, "tickets"), 0);
    ck_assert_int_eq(dscore_table_has(dscore_lifecycle_table(d.reader, "tickets"), "created_at"), 1);
    desk_close(&d);
}
END_TEST

/* ---- the business clock --------------------------------------------------------------------------- */

/* Hours of 9 to 17 on weekdays in UTC, written as the document that people write. */
static dscore_calendar *office_hours(dscore_error *err)
{
    static const dsi_open hours[] = {{9 * 60 * MINUTE, 17 * 60 * MINUTE}};
    dsi_week week = {.from_day = INT64_MIN};
    for (int i = 0; i < 5; i++) {
        week.days[i] = (dsi_hours){hours, 1};
    }
    dsi_calendar_spec spec = {.name = "office", .mode = DSCORE_CALENDAR_ABSOLUTE, .weeks = &week, .week_count = 1};
    dscore_calendar *calendar;
    assert_ok(dsi_calendar_new(NULL, &spec, &calendar, err), *err);
    return calendar;
}

#define HOUR 60

START_TEST(spans_have_twins_on_the_business_clock)
{
    static const line log[] = {
        /* Friday 16:00 */
        {"1", 112 * HOUR, "created", "c", "customer", NULL, NULL, 0},
        {"1", 113 * HOUR, "status", "a", "human", "open", NULL, 0},
        {"1", 178 * HOUR, "assigned", "a", "human", "a", NULL, 0}, /* Monday 10:00 */
        {"1", 179 * HOUR, "message", "a", "human", NULL, NULL, 1}, /* Monday 11:00 */
        {"1", 179 * HOUR, "status", "a", "human", "pending", NULL, 0},
        {"1", 203 * HOUR, "status", "a", "human", "on_hold", NULL, 0}, /* Tuesday 11:00 */
        {"1", 207 * HOUR, "status", "a", "human", "solved", NULL, 0},  /* Tuesday 15:00 */
    };
    static const char *const facts[][2] = {{"time_new_business", "60"}, {"time_open_business", "120"},
        {"time_pending_business", "480"}, {"time_on_hold_business", "240"}, {"unassigned_time_business", "120"},
        {"paused_time_business", "480"}, {"response_time_total_business", "180"}, {"response_time_max_business", "180"},
        {"time_pending", "1440"}};
    desk d;
    desk_open(&d, NULL);
    dscore_calendar *calendar = office_hours(&d.err);
    assert_ok(dscore_lifecycle_calendar(d.reader, calendar, &d.err), d.err);
    ck_assert_ptr_nonnull(strstr(dscore_lifecycle_policies(d.reader), dscore_calendar_hash(calendar)));
    dscore_calendar_free(calendar); /* the reader keeps it */
    assert_ok(dscore_lifecycle_now(d.reader, MONDAY + 10000 * HOUR * MINUTE, &d.err), d.err);
    DESK_READ(&d, log);
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        assert_ticket(&d, facts[i][0], facts[i][1]);
    }
    assert_cell(&d, "assignments", 0, "paused_time_business", "0");
    desk_close(&d);
}
END_TEST

START_TEST(open_tickets_are_counted_until_now)
{
    static const line log[] = {
        {"1", 0, "created", "c", "customer", NULL, NULL, 0},
        {"1", 10, "status", "a", "human", "open", NULL, 0},
    };
    for (int i = 0; i < 2; i++) {
        desk d;
        desk_open(&d, NULL);
        desk_option(&d, "arrival", i == 0 ? "any" : "by_ticket");
        assert_ok(dscore_lifecycle_now(d.reader, MONDAY + 25 * MINUTE, &d.err), d.err);
        DESK_READ(&d, log);
        assert_ticket(&d, "time_open", "15");
        assert_ticket(&d, "updated_at", "10");
        desk_close(&d);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {by_ticket_memory_does_not_grow_with_the_events,
        a_ticket_that_comes_back_by_ticket_is_counted, keys_are_integers_where_the_events_have_integers,
        without_memory_nothing_is_lost_or_leaked, making_and_setting_up_without_memory_leaks_nothing,
        wrong_calls_are_refused_by_name, no_events_make_empty_tables, spans_have_twins_on_the_business_clock,
        open_tickets_are_counted_until_now};
    return RUN_TESTS("reading", tests);
}
