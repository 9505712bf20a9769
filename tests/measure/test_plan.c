/* Compiling a query: what a plan refuses, what it shares, and what its fingerprint is made of. */
#include "plan_support.h"

#include "clock_support.h"

#include "measure/plan.h"

static dscore_catalog *shared;

/* A query of items `id` or `alias=id`, separated by spaces. */
static dscore_query *query(const char *items)
{
    dscore_query *q;
    dscore_error err = DSCORE_ERROR_INIT;
    char text[512];
    assert_ok(dscore_query_new(shared, &q, &err), err);
    (void)snprintf(text, sizeof text, "%s", items);
    for (char *item = strtok(text, " "); item != NULL; item = strtok(NULL, " ")) {
        char *id = strchr(item, '=');
        if (id != NULL) {
            *id++ = '\0';
        }
        assert_ok(dscore_query_item(q, id == NULL ? NULL : item, id == NULL ? item : id, &err), err);
    }
    return q;
}

static dscore_plan *compiled(dscore_query *q)
{
    dscore_plan *p;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_plan_compile(q, &p, &err), err);
    dscore_query_free(q);
    return p;
}

/* Compile must fail: with this status, path and words in the message. */
static void refused(dscore_query *q, dscore_status status, const char *path, const char *words)
{
    dscore_plan *p;
    dscore_error err = DSCORE_ERROR_INIT;
    const dscore_status got = dscore_plan_compile(q, &p, &err);
    ck_assert_msg(got == status, "%s: %s (%s)", dscore_status_name(got), err.message, err.path);
    ck_assert_ptr_null(p);
    ck_assert_str_eq(err.path, path);
    ck_assert_msg(strstr(err.message, words) != NULL, "'%s' lacks '%s'", err.message, words);
    dscore_query_free(q);
}

static void same(dscore_plan *a, dscore_plan *b, bool expected)
{
    ck_assert_int_eq((int)strlen(dscore_plan_fingerprint(a)), 32);
    ck_assert_int_eq(strcmp(dscore_plan_fingerprint(a), dscore_plan_fingerprint(b)) == 0, expected);
    dscore_plan_free(a);
    dscore_plan_free(b);
}

/* ---- refusals ------------------------------------------------------------------------------- */

START_TEST(an_empty_query_is_refused)
{
    refused(query(""), DSCORE_E_ARGUMENT, "", "no indicator");
}
END_TEST

START_TEST(a_parameter_without_a_default_must_be_given)
{
    dscore_query *q = query("r=resolution_within");
    refused(q, DSCORE_E_PARAMETER, "items.r.limit", "'limit' of resolution_within must be given");
}
END_TEST

START_TEST(a_formula_that_needs_now_says_so)
{
    refused(
        query("in_time=first_response_within"), DSCORE_E_PARAMETER, "items.in_time", "uses within and so needs `now`");
    dscore_query *q = query("first_response_within");
    OK(dscore_query_now(q, 0, NULL));
    dscore_plan_free(compiled(q));
}
END_TEST

START_TEST(a_stock_needs_an_end)
{
    refused(query("backlog"), DSCORE_E_PARAMETER, "items.backlog", "open at an instant");
    dscore_query *q = query("backlog");
    OK(dscore_query_range(q, dscore_instant_min(), 1000, NULL));
    dscore_plan_free(compiled(q));
    q = query("backlog");
    OK(dscore_query_now(q, 1000, NULL));
    dscore_plan_free(compiled(q));
}
END_TEST

START_TEST(days_of_a_period_need_both_its_ends)
{
    dscore_query *q = query("tickets_created_per_day");
    refused(q, DSCORE_E_PARAMETER, "items.tickets_created_per_day", "needs an end");
    q = query("tickets_created_per_day");
    OK(dscore_query_now(q, 1000, NULL));
    refused(q, DSCORE_E_PARAMETER, "items.tickets_created_per_day", "needs a start");
    q = query("tickets_created_per_day");
    OK(dscore_query_range(q, 0, 1000, NULL));
    dscore_plan_free(compiled(q));
}
END_TEST

START_TEST(sketched_quantiles_are_another_plan)
{
    dscore_query *q = query("first_response_time_median");
    OK(dscore_query_option(q, "quantiles", "sketch", NULL));
    same(compiled(q), compiled(query("first_response_time_median")), false);
    q = query("first_response_time_median");
    OK(dscore_query_option(q, "quantiles", "sketch", NULL));
    OK(dscore_query_option(q, "quantiles", "exact", NULL));
    same(compiled(q), compiled(query("first_response_time_median")), true);
}
END_TEST

/* A query that has nothing but one open end is told the name of what lacks a calendar. */
START_TEST(what_runs_on_business_time_needs_a_calendar)
{
    refused(query("test_outside"), DSCORE_E_PARAMETER, "items.test_outside", "business calendar");
    dscore_query *q = query("first_response_time");
    OK(dscore_query_item_set(q, "first_response_time", "clock", "business", NULL));
    refused(q, DSCORE_E_PARAMETER, "items.first_response_time",
        "first_response_time uses elapsed on the business clock and so needs a business calendar");
    q = query("test_business_days");
    OK(dscore_query_range(q, 0, 1000, NULL));
    refused(q, DSCORE_E_PARAMETER, "items.test_business_days", "default business calendar");
    q = query("average_response_time"); /* derived: its operands run on it */
    OK(dscore_query_item_set(q, "average_response_time", "clock", "business", NULL));
    refused(q, DSCORE_E_PARAMETER, "items.average_response_time", "response_time uses elapsed on the business clock");
    q = query("tickets");
    OK(dscore_query_where(q, NULL, "is_open(created_at)", NULL));
    refused(q, DSCORE_E_PARAMETER, "items.tickets", "tickets uses is_open");
    dscore_plan_free(compiled(query("test_hour"))); /* hours are those of UTC */
}
END_TEST

START_TEST(the_field_that_names_calendars_is_a_text_of_a_source)
{
    dscore_calendar *calendar = office("desk", NULL, 9, 17);
    static const char *const wrong[] = {"no_such", "csat"};
    for (int i = 0; i < 2; i++) {
        dscore_query *q = query("test_outside");
        OK(dscore_query_calendar(q, NULL, calendar, NULL));
        OK(dscore_query_calendar_field(q, wrong[i], NULL));
        refused(q, DSCORE_E_NOT_FOUND, "calendar_field", wrong[i]);
    }
    dscore_query *q = query("test_outside"); /* no default, but rows may name one */
    OK(dscore_query_calendar(q, "support", calendar, NULL));
    refused(q, DSCORE_E_PARAMETER, "items.test_outside", "business calendar");
    q = query("test_outside");
    OK(dscore_query_calendar(q, "support", calendar, NULL));
    OK(dscore_query_calendar_field(q, "team", NULL));
    dscore_plan *p = compiled(q);
    ck_assert_int_eq(dscore_plan_reads(p, "tickets", "team"), 1);
    dscore_plan_free(p);
    dscore_calendar_free(calendar);
}
END_TEST

START_TEST(a_clock_reads_the_twin_of_a_span)
{
    dscore_calendar *calendar = office("desk", NULL, 9, 17);
    dscore_query *q = query("agent_wait_time"); /* mean(time_pending) */
    OK(dscore_query_item_set(q, "agent_wait_time", "clock", "business", NULL));
    dscore_plan *p = compiled(q); /* the twin is a length of its own: no calendar is needed to read it */
    ck_assert_int_eq(dscore_plan_reads(p, "tickets", "time_pending_business"), 1);
    ck_assert_int_eq(dscore_plan_reads(p, "tickets", "time_pending"), 0);
    dscore_plan_free(p);
    q = query("active_resolution_time"); /* elapsed less paused_time */
    OK(dscore_query_item_set(q, "active_resolution_time", "clock", "business", NULL));
    OK(dscore_query_calendar(q, NULL, calendar, NULL));
    p = compiled(q);
    ck_assert_int_eq(dscore_plan_reads(p, "tickets", "paused_time_business"), 1);
    ck_assert_int_eq(dscore_plan_reads(p, "tickets", "paused_time"), 0);
    dscore_plan_free(p);
    dscore_calendar_free(calendar);
}
END_TEST

START_TEST(a_clock_belongs_to_what_measures_elapsed_time)
{
    dscore_query *q = query("csat_mean");
    OK(dscore_query_item_set(q, "csat_mean", "clock", "calendar", NULL));
    refused(q, DSCORE_E_PARAMETER, "items.csat_mean", "no clock to set");
    q = query("closure_rate");
    OK(dscore_query_item_set(q, "closure_rate", "clock", "calendar", NULL));
    refused(q, DSCORE_E_PARAMETER, "items.closure_rate", "no clock to set");
    q = query("first_response_time");
    OK(dscore_query_item_set(q, "first_response_time", "clock", "moon", NULL));
    refused(q, DSCORE_E_PARAMETER, "items.first_response_time", "no clock 'moon'");
}
END_TEST

START_TEST(a_key_must_be_a_field_of_every_source)
{
    dscore_query *q = query("cost=operating_cost_per_ticket");
    OK(dscore_query_key(q, "team", NULL));
    refused(q, DSCORE_E_FIELD_MISSING, "items.cost", "source totals has no field for the key 'team'");
    q = query("tickets");
    OK(dscore_query_key(q, "created_at", NULL));
    refused(q, DSCORE_E_TYPE, "items.tickets", "an instant");
    q = query("tickets");
    OK(dscore_query_key(q, "handle_time", NULL));
    refused(q, DSCORE_E_TYPE, "items.tickets", "a duration");
    q = query("tickets");
    OK(dscore_query_key(q, "is_complaint", NULL));
    OK(dscore_query_key(q, "contacts", NULL));
    dscore_plan_free(compiled(q));
}
END_TEST

START_TEST(a_condition_is_boolean_and_meets_an_item)
{
    dscore_query *q = query("tickets");
    OK(dscore_query_where(q, NULL, "  csat + 1", NULL));
    dscore_plan *p;
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dscore_plan_compile(q, &p, &err), DSCORE_E_TYPE);
    ck_assert_int_eq(err.code, DSCORE_CODE_PLAN_WHERE);
    ck_assert_int_eq(err.line, 0);
    ck_assert_int_eq(err.column, 3);
    refused(q, DSCORE_E_TYPE, "where.tickets", "must be true or false, and this is a number");
    q = query("tickets");
    OK(dscore_query_where(q, NULL, "resolved_at - created_at", NULL));
    refused(q, DSCORE_E_TYPE, "where.tickets", "this is a duration");
    q = query("tickets");
    OK(dscore_query_where(q, NULL, "chanel == \"phone\"", NULL));
    refused(q, DSCORE_E_NOT_FOUND, "where.tickets", "channel");
    q = query("tickets");
    OK(dscore_query_where(q, "responses", "is_first", NULL));
    refused(q, DSCORE_E_NOT_FOUND, "where.responses", "no item of the query reads");
    q = query("tickets");
    OK(dscore_query_where(q, "moon", "is_first", NULL));
    refused(q, DSCORE_E_NOT_FOUND, "where.moon", "no source 'moon'");
}
END_TEST

START_TEST(settings_of_an_item_are_typed_on_its_source)
{
    static const char *const bad[][3] = {{"placement", "event(asked_at)", "items.csat_mean.placement"},
        {"credit", "agent, asgent", "items.csat_mean.credit"}, {"where", "is_first", "items.csat_mean.where"},
        {"source", "moon", "items.csat_mean.source"}, {"source", "responses", "items.csat_mean.source"}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        dscore_query *q = query("csat_mean");
        OK(dscore_query_item_set(q, "csat_mean", bad[i][0], bad[i][1], NULL));
        refused(q, DSCORE_E_NOT_FOUND, bad[i][2], "");
    }
    dscore_query *q = query("csat_mean");
    OK(dscore_query_item_set(q, "csat_mean", "where", "  csat * 2", NULL));
    dscore_plan *p;
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(dscore_plan_compile(q, &p, &err), DSCORE_E_TYPE);
    ck_assert_int_eq(err.code, DSCORE_CODE_PLAN_WHERE);
    ck_assert_int_eq(err.column, 3);
    refused(q, DSCORE_E_TYPE, "items.csat_mean.where", "this is a number");
    q = query("closure_rate");
    OK(dscore_query_item_set(q, "closure_rate", "where", "is_complaint", NULL));
    refused(q, DSCORE_E_PARAMETER, "items.closure_rate", "derived");
}
END_TEST

START_TEST(an_indicator_may_read_another_source_that_has_its_fields)
{
    /* A response has an agent, a team and the standing flags but no is_outbound: what it lacks excludes nothing. */
    dscore_query *q = query("n=inbound_tickets");
    OK(dscore_query_key(q, "subject", NULL));
    OK(dscore_query_item_set(q, "n", "source", "responses", NULL));
    OK(dscore_query_item_set(q, "n", "placement", "event(asked_at)", NULL));
    dscore_plan *p = compiled(q);
    ck_assert_str_eq(dscore_plan_source(p, 1), "responses");
    ck_assert_int_eq(dscore_plan_reads(p, "responses", "asked_at"), 1);
    ck_assert_int_eq(dscore_plan_reads(p, "responses", "is_spam"), 1);
    dscore_plan_free(p);
}
END_TEST

START_TEST(derived_items_nest_up_to_a_limit)
{
    /* Each level uses the one below twice over: 2^n ways down, walked once. */
    dscore_catalog_builder *builder;
    dscore_catalog *deep;
    dscore_query *q;
    char ids[80][16], formulas[80][48];
    OK(dscore_catalog_builder_new(shared, &builder, NULL));
    for (int i = 0; i < 80; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "%c%d", 'a' + i % 2, i / 2);
        (void)snprintf(
            formulas[i], sizeof formulas[i], i < 2 ? "[tickets] + [nps]" : "[a%d] + [b%d]", i / 2 - 1, i / 2 - 1);
        const dsi_record record = {.id = ids[i], .formula = formulas[i], OUT_OF_OTHERS};
        OK(dsi_builder_add_record(builder, &record, NULL));
    }
    OK(dscore_catalog_builder_finish(builder, &deep, NULL));
    OK(dscore_query_new(deep, &q, NULL));
    OK(dscore_query_item(q, NULL, "a30", NULL));
    dscore_plan_free(compiled(q));
    OK(dscore_query_new(deep, &q, NULL));
    OK(dscore_query_item(q, NULL, "a39", NULL));
    OK(dscore_query_item_set(q, "a39", "clock", "calendar", NULL));
    refused(q, DSCORE_E_LIMIT, "items.a39", "derived");
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(deep);
}
END_TEST

/* ---- sharing -------------------------------------------------------------------------------- */

START_TEST(items_of_one_source_placement_and_credit_are_one_frame)
{
    dscore_query *q = query("first_response_time first_response_time_median response_rate tickets resolved");
    OK(dscore_query_key(q, "subject", NULL));
    dscore_plan *p = compiled(q);
    ck_assert_int_eq(p->frame_count, 3); /* by responder; by agent; resolved_at by resolver */
    ck_assert_int_eq(p->items[0].frame, p->items[1].frame);
    ck_assert_int_eq(p->items[0].frame, p->items[2].frame);
    ck_assert_int_ne(p->items[0].frame, p->items[3].frame);
    ck_assert_int_eq(p->items[0].account, p->items[1].account); /* the same rows, mean and median */
    ck_assert_int_ne(p->items[0].account, p->items[2].account);
    ck_assert_int_eq(p->frames[p->items[0].frame].aggregate_count, 3);
    ck_assert_int_eq(p->frames[p->items[0].frame].selection_count, 2);
    dscore_plan_free(p);
    q = query("first_response_time tickets");
    OK(dscore_query_key(q, "agent", NULL)); /* one named column for all */
    p = compiled(q);
    ck_assert_int_eq(p->frame_count, 1);
    dscore_plan_free(p);
}
END_TEST

START_TEST(operands_are_hidden_unless_asked_for)
{
    dscore_plan *p = compiled(query("closure_rate complaint_rate"));
    ck_assert_int_eq(p->visible_count, 2);
    ck_assert_int_eq(p->item_count, 5); /* resolved, tickets, complaints */
    dscore_plan_free(p);
    p = compiled(query("closure_rate all=tickets"));
    ck_assert_int_eq(p->item_count, 3);
    ck_assert_int_eq(p->items[0].operands[1], 1); /* the tickets asked for serve */
    dscore_plan_free(p);
    dscore_query *q = query("closure_rate phone=tickets");
    OK(dscore_query_item_set(q, "phone", "where", "channel == \"phone\"", NULL));
    p = compiled(q);
    ck_assert_int_eq(p->item_count, 4); /* those of the phone do not */
    dscore_plan_free(p);
}
END_TEST

START_TEST(an_operand_that_a_coalesce_skips_may_lack_its_fields)
{
    dscore_plan *p = compiled(query("average_response_time tickets"));
    ck_assert_int_eq(p->item_count, 4);
    ck_assert_int_eq(p->items[1].skippable, 0);
    ck_assert_int_eq(p->items[2].skippable, 1);
    ck_assert_int_eq(p->items[3].skippable, 1);
    dscore_plan_free(p);
    p = compiled(query("average_response_time response_time closure_rate"));
    ck_assert_int_eq(p->items[1].skippable, 0); /* asked for by itself */
    dscore_plan_free(p);
}
END_TEST

START_TEST(the_roster_lists_agents_and_subjects_only)
{
    static const struct {
        const char *key, *other;
        int32_t expected;
    } cases[] = {{"subject", NULL, 1}, {"agent", NULL, 1}, {"team", NULL, 0}, {"subject", "team", 0}, {NULL, NULL, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dscore_query *q = query("tickets");
        if (cases[i].key != NULL) {
            OK(dscore_query_key(q, cases[i].key, NULL));
        }
        if (cases[i].other != NULL) {
            OK(dscore_query_key(q, cases[i].other, NULL));
        }
        dscore_plan *p = compiled(q);
        ck_assert_int_eq(p->roster >= 0, cases[i].expected);
        ck_assert_int_eq(dscore_plan_source_count(p), 1 + cases[i].expected);
        ck_assert_int_eq(dscore_plan_reads(p, "agents", "agent"), cases[i].expected);
        dscore_plan_free(p);
    }
}
END_TEST

START_TEST(a_plan_reads_stand_ins_of_stand_ins)
{
    dscore_plan *p = compiled(query("backlog_rate=resolution_rate"));
    ck_assert_int_eq(dscore_plan_reads(p, "tickets", "is_resolved"), 1);
    ck_assert_int_eq(dscore_plan_reads(p, "tickets", "resolved_at"), 1);
    ck_assert_int_eq(dscore_plan_reads(p, "tickets", "closed_at"), 1);
    ck_assert_int_eq(dscore_plan_reads(p, "tickets", "is_spam"), 1);
    ck_assert_int_eq(dscore_plan_reads(p, "tickets", "csat"), 0);
    ck_assert_int_eq(dscore_plan_reads(p, "tickets", "moon"), 0);
    ck_assert_int_eq(dscore_plan_reads(p, "agents", "agent"), 0);
    dscore_plan_free(p);
    p = compiled(query("abandonment_rate")); /* is_abandoned <- not is_answered <- first_response_at is present */
    ck_assert_int_eq(dscore_plan_reads(p, "tickets", "first_response_at"), 1);
    dscore_plan_free(p);
}
END_TEST

/* ---- fingerprint ---------------------------------------------------------------------------- */

START_TEST(names_order_and_now_do_not_count)
{
    dscore_query *a = query("first_response_time csat_mean tickets_per_day quick=first_response_within");
    dscore_query *b = query("q=first_response_within tickets_per_day c=csat_mean first_response_time");
    OK(dscore_query_key(a, "subject", NULL));
    OK(dscore_query_key(b, "subject", NULL));
    OK(dscore_query_where(a, NULL, "channel == \"phone\"", NULL));
    OK(dscore_query_where(a, NULL, "priority == \"high\"", NULL));
    OK(dscore_query_where(b, NULL, "(priority == \"high\")", NULL));
    OK(dscore_query_where(b, NULL, "channel   ==   \"phone\"", NULL));
    OK(dscore_query_now(a, 1000, NULL));
    OK(dscore_query_now(b, 2000, NULL));
    OK(dscore_query_parameter(a, "quick", "limit", "1h", NULL));
    OK(dscore_query_parameter(b, "q", "limit", "60min", NULL));
    dscore_plan *p = compiled(a), *q = compiled(b);
    ck_assert_int_eq(p->frame_count, q->frame_count);
    for (int32_t f = 0; f < p->frame_count; f++) { /* and the layout is the same, number for number */
        const dsi_frame *x = &p->frames[f], *y = &q->frames[f];
        ck_assert_int_eq(x->source, y->source);
        ck_assert_int_eq(x->from, y->from);
        ck_assert_int_eq(x->filter, y->filter);
        ck_assert_int_eq(x->selection_count, y->selection_count);
        ck_assert_int_eq(x->aggregate_count, y->aggregate_count);
        ck_assert_int_eq(x->account_count, y->account_count);
        for (int32_t i = 0; i < x->selection_count; i++) {
            ck_assert_int_eq(memcmp(&x->selections[i], &y->selections[i], sizeof x->selections[i]), 0);
        }
        for (int32_t i = 0; i < x->aggregate_count; i++) {
            ck_assert_int_eq(x->aggregates[i].function, y->aggregates[i].function);
            ck_assert_int_eq(x->aggregates[i].selection, y->aggregates[i].selection);
        }
    }
    same(p, q, true);
}
END_TEST

/* Two plans of the same item, one of them changed, differ. */
static void differs(void (*change)(dscore_query *q))
{
    static const char *const items = "csat_satisfied first_response_time";
    dscore_query *a = query(items), *b = query(items);
    change(b);
    same(compiled(a), compiled(b), false);
}

static void change_parameter(dscore_query *q)
{
    OK(dscore_query_parameter(q, "csat_satisfied", "cut", "3", NULL));
}
static void change_key(dscore_query *q)
{
    OK(dscore_query_key(q, "team", NULL));
}
static void change_range(dscore_query *q)
{
    OK(dscore_query_range(q, 0, 10, NULL));
}
static void change_periods(dscore_query *q)
{
    OK(dscore_query_periods_every(q, 0, 10, 1, NULL));
}
static void change_where(dscore_query *q)
{
    OK(dscore_query_where(q, NULL, "is_complaint", NULL));
}
static void change_item_where(dscore_query *q)
{
    OK(dscore_query_item_set(q, "csat_satisfied", "where", "is_complaint", NULL));
}
static void change_placement(dscore_query *q)
{
    OK(dscore_query_item_set(q, "csat_satisfied", "placement", "event(survey_sent_at)", NULL));
}
static void change_domain(dscore_query *q)
{
    OK(dscore_query_domain(q, "tickets", "csat", 1, 10, NULL));
}
static void change_negative(dscore_query *q)
{
    OK(dscore_query_option(q, "negative", "signed", NULL));
}
static void change_standing(dscore_query *q)
{
    OK(dscore_query_option(q, "standing_filter", "off", NULL));
}
static void change_absent(dscore_query *q)
{
    OK(dscore_query_option(q, "absent", "missing", NULL));
}
static void change_items(dscore_query *q)
{
    OK(dscore_query_item(q, NULL, "nps", NULL));
}

START_TEST(what_decides_a_cell_counts)
{
    static void (*const changes[])(dscore_query * q) = {change_parameter, change_key, change_range, change_periods,
        change_where, change_item_where, change_placement, change_domain, change_negative, change_standing,
        change_absent, change_items};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        differs(changes[i]);
    }
}
END_TEST

START_TEST(a_state_cap_is_no_part_of_the_question)
{
    dscore_query *a = query("tickets"), *b = query("tickets");
    OK(dscore_query_option(b, "max_state_bytes", "1000", NULL));
    same(compiled(a), compiled(b), true);
}
END_TEST

/* ---- whole catalogue, memory ---------------------------------------------------------------- */

START_TEST(every_indicator_compiles_or_says_what_it_needs)
{
    int32_t compiled_count = 0;
    dscore_calendar *calendar = office("desk", NULL, 9, 17);
    for (int32_t i = 0; i < dscore_catalog_count(shared); i++) {
        const dscore_indicator *indicator = dscore_catalog_at(shared, i);
        dscore_query *q = query(dscore_indicator_text(indicator, DSCORE_INDICATOR_ID));
        const char *alias = dscore_indicator_text(indicator, DSCORE_INDICATOR_ID);
        OK(dscore_query_range(q, 0, 1000, NULL));
        OK(dscore_query_now(q, 500, NULL));
        OK(dscore_query_calendar(q, NULL, calendar, NULL));
        for (int32_t k = 0; k < dscore_indicator_parameter_count(indicator); k++) {
            dscore_parameter_info info = DSCORE_PARAMETER_INFO_INIT;
            OK(dscore_indicator_parameter(indicator, k, &info, NULL));
            if (info.default_value[0] == '\0') {
                OK(dscore_query_parameter(q, alias, info.name, info.type == DSCORE_TYPE_DURATION ? "1h" : "1", NULL));
            }
        }
        dscore_plan *p;
        dscore_error err = DSCORE_ERROR_INIT;
        const dscore_status status = dscore_plan_compile(q, &p, &err);
        ck_assert_msg(
            status == DSCORE_OK || strncmp(alias, "test_", 5) == 0, "%s: %s (%s)", alias, err.message, err.path);
        compiled_count += status == DSCORE_OK ? 1 : 0;
        dscore_plan_free(p);
        dscore_query_free(q);
    }
    ck_assert_int_ge(
        compiled_count, dscore_catalog_count(shared) - 2); /* of test_records one is refused, one needs a key */
    dscore_calendar_free(calendar);
}
END_TEST

START_TEST(the_whole_catalogue_fits_one_plan)
{
    dscore_query *q = query("");
    OK(dscore_query_range(q, 0, 1000, NULL));
    OK(dscore_query_now(q, 500, NULL));
    OK(dscore_query_key(q, "subject", NULL));
    dscore_calendar *calendar = office("desk", NULL, 9, 17);
    OK(dscore_query_calendar(q, NULL, calendar, NULL));
    dscore_calendar_free(calendar);
    for (int32_t i = 0; i < dscore_catalog_count(shared); i++) {
        const dscore_indicator *indicator = dscore_catalog_at(shared, i);
        const char *id = dscore_indicator_text(indicator, DSCORE_INDICATOR_ID);
        if (strncmp(id, "test_", 5) != 0 && strcmp(id, "resolution_within") != 0) {
            OK(dscore_query_item(q, NULL, id, NULL));
        }
    }
    dscore_plan *p = compiled(q);
    ck_assert_int_ge(p->visible_count, 60);
    for (int32_t f = 1; f < p->frame_count; f++) { /* frames of a source stand together */
        ck_assert_int_ge(p->frames[f].source, p->frames[f - 1].source);
    }
    dscore_plan_free(p);
}
END_TEST

typedef struct failing {
    int64_t left, live;
} failing;

static void *fail_alloc(void *ctx, int64_t size, int64_t align)
{
    failing *f = ctx;
    (void)align;
    if (f->left-- <= 0) {
        return NULL;
    }
    f->live++;
    return malloc((size_t)size);
}

static void *fail_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    failing *f = ctx;
    (void)old_size;
    (void)align;
    return f->left-- <= 0 ? NULL : realloc(p, (size_t)new_size);
}

static void fail_release(void *ctx, void *p, int64_t size, int64_t align)
{
    failing *f = ctx;
    (void)size;
    (void)align;
    f->live--;
    free(p);
}

static dscore_zone *failing_zone;
static dscore_calendar *failing_calendar;

static dscore_status compile_once(dscore_catalog *c)
{
    dscore_query *q = NULL;
    dscore_plan *p = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_status status = dscore_query_new(c, &q, &err);
    status = status == DSCORE_OK ? dscore_query_key(q, "subject", &err) : status;
    status = status == DSCORE_OK ? dscore_query_item(q, "r", "closure_rate", &err) : status;
    status = status == DSCORE_OK ? dscore_query_item(q, NULL, "csat_satisfied", &err) : status;
    status = status == DSCORE_OK ? dscore_query_parameter(q, "csat_satisfied", "cut", "3", &err) : status;
    status = status == DSCORE_OK ? dscore_query_where(q, NULL, "is_complaint", &err) : status;
    status = status == DSCORE_OK ? dscore_query_item_set(q, "csat_satisfied", "where", "nps > 3", &err) : status;
    const dscore_period_rule rule = DSCORE_PERIOD_RULE_INIT;
    status = status == DSCORE_OK ? dscore_query_periods_by(q, &rule, 0, 1000, &err) : status;
    status = status == DSCORE_OK ? dscore_query_zone(q, failing_zone, &err) : status;
    status = status == DSCORE_OK ? dscore_query_calendar(q, NULL, failing_calendar, &err) : status;
    status = status == DSCORE_OK ? dscore_query_calendar(q, "night", failing_calendar, &err) : status;
    status = status == DSCORE_OK ? dscore_query_calendar_field(q, "team", &err) : status;
    status = status == DSCORE_OK ? dscore_query_now(q, 1000, &err) : status;
    status = status == DSCORE_OK ? dscore_query_item(q, NULL, "first_response_time_km_median", &err) : status;
    status = status == DSCORE_OK ? dscore_query_item_set(q, "first_response_time_km_median", "clock", "business", &err)
                                 : status;
    status = status == DSCORE_OK ? dscore_plan_compile(q, &p, &err) : status;
    dscore_query_free(q);
    dscore_plan_free(p);
    return status;
}

START_TEST(every_failed_allocation_is_told_and_nothing_leaks)
{
    failing f = {INT64_MAX, 0};
    const dscore_allocator a = {(uint32_t)sizeof a, &f, fail_alloc, fail_resize, fail_release};
    dscore_catalog *c;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dscore_catalog_builtin(&a, &c, &err), err);
    failing_zone = offset_zone("+01:00");
    failing_calendar = office("desk", failing_zone, 9, 17);
    const int64_t before = f.live;
    dscore_status status = DSCORE_E_MEMORY;
    for (int64_t n = 0; status != DSCORE_OK; n++) {
        f.left = n;
        status = compile_once(c);
        ck_assert_msg(status == DSCORE_OK || status == DSCORE_E_MEMORY, "%s", dscore_status_name(status));
        ck_assert_int_eq(f.live, before);
        ck_assert_int_lt(n, 100000);
    }
    f.left = INT64_MAX;
    dscore_zone_free(failing_zone);
    dscore_calendar_free(failing_calendar);
    dscore_catalog_free(c);
    ck_assert_int_eq(f.live, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {an_empty_query_is_refused, a_parameter_without_a_default_must_be_given,
        a_formula_that_needs_now_says_so, a_stock_needs_an_end, days_of_a_period_need_both_its_ends,
        sketched_quantiles_are_another_plan, what_runs_on_business_time_needs_a_calendar,
        the_field_that_names_calendars_is_a_text_of_a_source, a_clock_reads_the_twin_of_a_span,
        a_clock_belongs_to_what_measures_elapsed_time, a_key_must_be_a_field_of_every_source,
        a_condition_is_boolean_and_meets_an_item, settings_of_an_item_are_typed_on_its_source,
        an_indicator_may_read_another_source_that_has_its_fields, derived_items_nest_up_to_a_limit,
        items_of_one_source_placement_and_credit_are_one_frame, operands_are_hidden_unless_asked_for,
        an_operand_that_a_coalesce_skips_may_lack_its_fields, the_roster_lists_agents_and_subjects_only,
        a_plan_reads_stand_ins_of_stand_ins, names_order_and_now_do_not_count, what_decides_a_cell_counts,
        a_state_cap_is_no_part_of_the_question, every_indicator_compiles_or_says_what_it_needs,
        the_whole_catalogue_fits_one_plan, every_failed_allocation_is_told_and_nothing_leaks};
    shared = test_catalog(NULL);
    if (shared == NULL) {
        return EXIT_FAILURE;
    }
    const int failed = RUN_TESTS("plan", tests);
    dscore_catalog_free(shared);
    return failed;
}
