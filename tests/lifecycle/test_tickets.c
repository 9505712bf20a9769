/* Tickets worked by hand: what each desk's story must become, by the default policies and by the others. */
#include "lifecycle_support.h"

#define CUSTOMER "cara", "customer"
#define ANN "ann", "human"
#define BEN "ben", "human"
#define BOT "botty", "bot"

START_TEST(an_answered_and_solved_ticket_tells_all_its_facts)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, "frontline", 0},
        {"1", 0, "message", CUSTOMER, NULL, NULL, 1},
        {"1", 5, "assigned", ANN, "ann", NULL, 0},
        {"1", 6, "status", ANN, "open", NULL, 0},
        {"1", 10, "message", ANN, NULL, NULL, 1},
        {"1", 10, "status", ANN, "pending", NULL, 0},
        {"1", 70, "message", CUSTOMER, NULL, NULL, 1},
        {"1", 70, "status", CUSTOMER, "open", NULL, 0},
        {"1", 90, "message", ANN, NULL, NULL, 1},
        {"1", 100, "status", ANN, "solved", NULL, 0},
        {"1", 110, "survey_sent", NULL, "system", NULL, NULL, 0},
        {"1", 130, "survey_answered", CUSTOMER, "4", NULL, 0},
        {"1", 500, "status", NULL, "system", "closed", NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    DESK_READ(&d, log);
    static const char *const facts[][2] = {{"id", "1"}, {"agent", "ann"}, {"team", "frontline"}, {"customer", "cara"},
        {"status", "closed"}, {"responder", "ann"}, {"resolver", "ann"}, {"survey_agent", "ann"}, {"created_at", "0"},
        {"first_assigned_at", "5"}, {"handoff_at", "-"}, {"first_response_at", "10"}, {"first_resolved_at", "100"},
        {"resolved_at", "100"}, {"closed_at", "500"}, {"first_reopened_at", "-"}, {"updated_at", "500"},
        {"survey_sent_at", "110"}, {"survey_answered_at", "130"}, {"csat", "4"}, {"is_resolved", "1"}, {"is_bot", "0"},
        {"is_bot_resolved", "0"}, {"is_customer_resolved", "0"}, {"is_outbound", "0"}, {"reopens", "0"},
        {"resolutions", "1"}, {"transfers", "0"}, {"assignments", "1"}, {"replies", "2"},
        {"first_resolution_replies", "2"}, {"agents_involved", "1"}, {"teams_involved", "1"}, {"response_count", "2"},
        {"response_time_total", "30"}, {"response_time_max", "20"}, {"time_new", "6"}, {"time_open", "34"},
        {"time_pending", "60"}, {"time_on_hold", "0"}, {"unassigned_time", "5"}, {"paused_time", "60"},
        /* nothing tells these */
        {"is_escalated", "unbound"}, {"is_merged", "unbound"}, {"is_deleted", "unbound"}, {"is_spam", "unbound"},
        {"is_kb_linked", "unbound"}, {"contacts", "unbound"}, {"priority", "unbound"}, {"problem", "unbound"},
        {"time_open_business", "unbound"}, {"is_test", "unbound"}};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        assert_ticket(&d, facts[i][0], facts[i][1]);
    }
    static const char *const responses[2][6] = {{"1", "0", "10", "-", "ann", "1"}, {"1", "70", "90", "-", "ann", "0"}};
    static const char *const fields[] = {"ticket", "asked_at", "responded_at", "ended_at", "agent", "is_first"};
    ck_assert_int_eq(rows_of(&d, "responses"), 2);
    for (int r = 0; r < 2; r++) {
        for (int f = 0; f < 6; f++) {
            assert_cell(&d, "responses", r, fields[f], responses[r][f]);
        }
    }
    ck_assert_int_eq(rows_of(&d, "assignments"), 1);
    assert_cell(&d, "assignments", 0, "agent", "ann");
    assert_cell(&d, "assignments", 0, "team", "frontline");
    assert_cell(&d, "assignments", 0, "assigned_at", "5");
    assert_cell(&d, "assignments", 0, "first_reply_at", "10");
    assert_cell(&d, "assignments", 0, "unassigned_at", "-");
    assert_cell(&d, "assignments", 0, "paused_time", "0");
    ck_assert_int_eq(rows_of(&d, "cycles"), 1);
    assert_cell(&d, "cycles", 0, "sequence", "1");
    assert_cell(&d, "cycles", 0, "opened_at", "0");
    assert_cell(&d, "cycles", 0, "resolved_at", "100");
    assert_cell(&d, "cycles", 0, "resolver", "ann");
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_EVENTS), 13);
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_TICKETS), 1);
    desk_close(&d);
}
END_TEST

START_TEST(what_has_not_happened_is_missing_never_zero)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 3, "message", BOT, NULL, NULL, 1},
        {"1", 4, "message", ANN, NULL, NULL, -1},
        {"1", 5, "note", ANN, NULL, NULL, 0},
        {"2", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"2", 50, "status", ANN, "solved", NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    DESK_READ(&d, log);
    assert_ticket(&d, "first_response_at", "-");
    assert_ticket(&d, "responder", "-");
    assert_ticket(&d, "replies", "0");
    assert_ticket(&d, "response_count", "0");
    assert_ticket(&d, "response_time_total", "-");
    assert_ticket(&d, "response_time_max", "-");
    assert_ticket(&d, "first_resolved_at", "-");
    assert_ticket(&d, "first_resolution_replies", "-");
    assert_ticket(&d, "resolver", "-");
    assert_ticket(&d, "is_resolved", "0");
    assert_ticket(&d, "assignments", "unbound"); /* no event of the kind at all */
    assert_ticket(&d, "agent", "unbound");
    assert_ticket(&d, "unassigned_time", "unbound");
    assert_cell(&d, "responses", 0, "responded_at", "-");
    assert_cell(&d, "responses", 0, "ended_at", "-"); /* still waits */
    assert_cell(&d, "responses", 1, "responded_at", "-");
    assert_cell(&d, "responses", 1, "ended_at", "50"); /* resolved without a word */
    assert_cell(&d, "tickets", 1, "first_resolution_replies", "0");
    assert_ticket(&d, "time_new", "50"); /* up to the last event of all */
    ck_assert_int_eq(rows_of(&d, "assignments"), 0);
    desk_close(&d);
}
END_TEST

/* A resolve event per resolve, each cycle from its own opening; resolved_at is empty while open again. */
START_TEST(a_reopened_ticket_has_cycles_and_keeps_its_first_resolution)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 10, "message", ANN, NULL, NULL, 1},
        {"1", 10, "resolved", ANN, NULL, NULL, 0},
        {"1", 200, "message", CUSTOMER, NULL, NULL, 1},
        {"1", 210, "reopened", CUSTOMER, NULL, NULL, 0},
        {"1", 230, "message", BEN, NULL, NULL, 1},
        {"1", 240, "resolved", BEN, NULL, NULL, 0},
        {"1", 300, "reopened", BEN, NULL, NULL, 0},
        {"2", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"2", 400, "closed", NULL, "system", NULL, NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    DESK_READ(&d, log);
    assert_ticket(&d, "resolved_at", "-");
    assert_ticket(&d, "first_resolved_at", "10");
    assert_ticket(&d, "first_reopened_at", "210");
    assert_ticket(&d, "reopens", "2");
    assert_ticket(&d, "resolutions", "2");
    assert_ticket(&d, "status", "open");
    assert_ticket(&d, "resolver", "ben");
    assert_ticket(&d, "first_resolution_replies", "1");
    assert_ticket(&d, "agents_involved", "2");
    assert_ticket(&d, "time_open", "unbound"); /* no statuses */
    static const char *const cycles[][4] = {
        {"0", "10", "1", "ann"}, {"210", "240", "2", "ben"}, {"300", "-", "3", "-"}, {"0", "400", "1", "-"}};
    ck_assert_int_eq(rows_of(&d, "cycles"), 4);
    for (int i = 0; i < 4; i++) {
        assert_cell(&d, "cycles", i, "opened_at", cycles[i][0]);
        assert_cell(&d, "cycles", i, "resolved_at", cycles[i][1]);
        assert_cell(&d, "cycles", i, "sequence", cycles[i][2]);
        assert_cell(&d, "cycles", i, "resolver", cycles[i][3]);
    }
    /* The message that led to the reopening opens the segment: 200 to 230, not from creation, not from 210. */
    assert_cell(&d, "responses", 1, "asked_at", "200");
    assert_cell(&d, "responses", 1, "responded_at", "230");
    assert_cell(&d, "tickets", 1, "resolved_at", "400"); /* closed without being solved */
    assert_cell(&d, "tickets", 1, "closed_at", "400");
    desk_close(&d);
}
END_TEST

START_TEST(the_gap_before_a_reopening_counts_by_policy)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 0, "status", ANN, "open", NULL, 0},
        {"1", 10, "status", ANN, "solved", NULL, 0},
        {"1", 60, "status", ANN, "open", NULL, 0},
        {"1", 65, "status", ANN, "solved", NULL, 0},
    };
    static const char *const expected[2][4] = {{"exclude", "0", "0", "15"}, {"pending", "50", "50", "15"}};
    for (int i = 0; i < 2; i++) {
        desk d;
        desk_open(&d, NULL);
        desk_option(&d, "reopen_gap", expected[i][0]);
        DESK_READ(&d, log);
        assert_ticket(&d, "time_pending", expected[i][1]);
        assert_ticket(&d, "paused_time", expected[i][2]);
        assert_ticket(&d, "time_open", expected[i][3]);
        assert_ticket(&d, "status", "solved");
        desk_close(&d);
    }
}
END_TEST

/* Bots do not answer; the human clock starts at the hand-off, or at the reopening after a resolution by the bot. */
START_TEST(bots_count_by_policy)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 1, "message", BOT, NULL, NULL, 1},
        {"1", 20, "handoff", BOT, NULL, NULL, 0},
        {"1", 30, "message", ANN, NULL, NULL, 1},
        {"2", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"2", 1, "message", BOT, NULL, NULL, 1},
        {"2", 5, "resolved", BOT, NULL, NULL, 0},
        {"3", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"3", 5, "resolved", BOT, NULL, NULL, 0},
        {"3", 100, "reopened", CUSTOMER, NULL, NULL, 0},
        {"3", 110, "message", ANN, NULL, NULL, 1},
    };
    static const struct {
        const char *bots, *first_response, *responder, *count, *total, *asked, *replies;
    } expected[] = {
        {"no", "30", "ann", "1", "30", "0", "1"},
        {"yes", "1", "-", "1", "1", "0", "1"},
        {"handoff", "30", "ann", "1", "10", "20", "1"},
    };
    for (int i = 0; i < 3; i++) {
        desk d;
        desk_open(&d, NULL);
        desk_option(&d, "bots", expected[i].bots);
        DESK_READ(&d, log);
        assert_ticket(&d, "first_response_at", expected[i].first_response);
        assert_ticket(&d, "responder", expected[i].responder);
        assert_ticket(&d, "response_count", expected[i].count);
        assert_ticket(&d, "response_time_total", expected[i].total);
        assert_ticket(&d, "replies", expected[i].replies);
        assert_ticket(&d, "handoff_at", "20");
        assert_ticket(&d, "is_bot", "1");
        assert_cell(&d, "responses", 0, "asked_at", expected[i].asked);
        assert_cell(&d, "tickets", 1, "is_bot_resolved", "1");
        assert_cell(&d, "tickets", 1, "handoff_at", "-"); /* no human clock ever started */
        assert_cell(&d, "tickets", 1, "resolver", "-");
        assert_cell(&d, "tickets", 2, "handoff_at", "100");
        assert_cell(&d, "tickets", 2, "is_bot_resolved", "0");
        desk_close(&d);
    }
}
END_TEST

START_TEST(a_ticket_that_an_agent_opened_is_answered_by_policy)
{
    static const line log[] = {
        {"1", 0, "created", ANN, NULL, NULL, 0},
        {"1", 0, "message", ANN, NULL, NULL, 1},
        {"1", 10, "message", ANN, NULL, NULL, 1},
        {"1", 50, "message", CUSTOMER, NULL, NULL, 1},
        {"1", 55, "message", ANN, NULL, NULL, 1},
        {"2", 0, "created", ANN, NULL, NULL, 0},
        {"2", 0, "message", ANN, NULL, NULL, 1},
    };
    static const char *const expected[3][3] = {{"any", "0", "0"}, {"next", "10", "-"}, {"requester_first", "55", "-"}};
    for (int i = 0; i < 3; i++) {
        desk d;
        desk_open(&d, NULL);
        desk_option(&d, "first_response_by", expected[i][0]);
        DESK_READ(&d, log);
        assert_ticket(&d, "first_response_at", expected[i][1]);
        assert_cell(&d, "tickets", 1, "first_response_at", expected[i][2]);
        assert_ticket(&d, "is_outbound", "0");
        assert_cell(&d, "tickets", 1, "is_outbound", "1");
        assert_ticket(&d, "replies", "3");
        assert_ticket(&d, "response_count", "1");
        assert_cell(&d, "responses", 0, "asked_at", "50");
        ck_assert_int_eq(rows_of(&d, "responses"), 1);
        desk_close(&d);
    }
}
END_TEST

START_TEST(a_reply_at_the_instant_of_the_resolution_belongs_before_it)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 30, "status", ANN, "solved", NULL, 0},
        {"1", 30, "message", ANN, NULL, NULL, 1},
    };
    desk d;
    desk_open(&d, NULL);
    DESK_READ(&d, log);
    ck_assert_int_eq(rows_of(&d, "responses"), 1);
    assert_cell(&d, "responses", 0, "responded_at", "30");
    assert_cell(&d, "responses", 0, "ended_at", "-");
    assert_cell(&d, "responses", 0, "agent", "ann");
    assert_ticket(&d, "first_resolution_replies", "1");
    assert_ticket(&d, "response_time_total", "30");
    desk_close(&d);
}
END_TEST

START_TEST(a_thank_you_on_a_solved_ticket_waits_for_nobody)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 10, "message", ANN, NULL, NULL, 1},
        {"1", 20, "status", ANN, "solved", NULL, 0},
        {"1", 30, "message", CUSTOMER, NULL, NULL, 1},
        {"2", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"2", 20, "status", ANN, "solved", NULL, 0},
        {"2", 30, "message", CUSTOMER, NULL, NULL, 1},
        {"2", 35, "message", CUSTOMER, NULL, NULL, 1},
        {"2", 50, "message", ANN, NULL, NULL, 1},
    };
    desk d;
    desk_open(&d, NULL);
    desk_option(&d, "contacts", "segments");
    DESK_READ(&d, log);
    ck_assert_int_eq(rows_of(&d, "responses"), 3);
    assert_ticket(&d, "contacts", "1");
    assert_cell(&d, "tickets", 1, "contacts", "2");
    assert_cell(&d, "responses", 2, "asked_at", "30");
    assert_cell(&d, "responses", 2, "responded_at", "50");
    assert_cell(&d, "responses", 2, "is_first", "0");
    desk_close(&d);
}
END_TEST

START_TEST(transfers_are_hand_overs_and_self_assignment_is_none)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, "one", 0},
        {"1", 1, "assigned", ANN, "ann", NULL, 0}, /* taken from the queue */
        {"1", 2, "assigned", ANN, "ben", NULL, 0}, /* handed over: 1 */
        {"1", 3, "assigned", BEN, "ben", NULL, 0}, /* no change */
        {"1", 4, "assigned", BEN, NULL, "two", 0}, /* to another team: 2 */
        {"1", 5, "assigned", ANN, "ann", NULL, 0}, /* taken there */
        {"1", 6, "assigned", ANN, "ben", NULL, 0}, /* agent and team at one instant, two events: 3 */
        {"1", 6, "team", ANN, "three", NULL, 0}, {"1", 7, "assigned", BEN, NULL, NULL, 0}, /* put back */
        {"1", 8, "assigned", NULL, "system", "ann", NULL, 0},                              /* ben's, now ann's: 4 */
    };
    static const char *const expected[2][2] = {{"no", "4"}, {"yes", "6"}};
    for (int i = 0; i < 2; i++) {
        desk d;
        desk_open(&d, NULL);
        desk_option(&d, "self_assignment", expected[i][0]);
        DESK_READ(&d, log);
        assert_ticket(&d, "transfers", expected[i][1]);
        assert_ticket(&d, "assignments", "5");
        assert_ticket(&d, "agents_involved", "2");
        assert_ticket(&d, "teams_involved", "3");
        assert_ticket(&d, "team", "three");
        assert_ticket(&d, "unassigned_time", "3"); /* 0-1, 4-5, 7-8 */
        assert_cell(&d, "assignments", 3, "team", "three");
        assert_cell(&d, "assignments", 3, "unassigned_at", "7");
        desk_close(&d);
    }
}
END_TEST

START_TEST(an_assignment_knows_its_agents_first_reply_and_the_halt_before)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 0, "assigned", NULL, "system", "ann", NULL, 0},
        {"1", 10, "status", NULL, "system", "on_hold", NULL, 0},
        {"1", 15, "message", BEN, NULL, NULL, 1},
        {"1", 40, "status", NULL, "system", "open", NULL, 0},
        {"1", 50, "status", NULL, "system", "solved", NULL, 0},
        {"1", 70, "status", NULL, "system", "open", NULL, 0},
        {"1", 80, "message", ANN, NULL, NULL, 1},
        {"1", 90, "assigned", NULL, "system", "ben", NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    desk_option(&d, "pause", "customer_and_hold");
    DESK_READ(&d, log);
    assert_cell(&d, "assignments", 0, "first_reply_at", "80");
    assert_cell(&d, "assignments", 0, "paused_time", "50"); /* 30 on hold, 20 solved */
    assert_cell(&d, "assignments", 0, "unassigned_at", "90");
    assert_cell(&d, "assignments", 1, "first_reply_at", "-");
    assert_cell(&d, "assignments", 1, "paused_time", "-");
    assert_ticket(&d, "paused_time", "30");
    assert_ticket(&d, "time_on_hold", "30");
    desk_close(&d);
}
END_TEST

START_TEST(resolution_may_be_told_by_events_only)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 10, "status", ANN, "Waiting", NULL, 0},
        {"1", 20, "status", ANN, "solved", NULL, 0},
        {"1", 30, "resolved", ANN, NULL, NULL, 0},
        {"1", 35, "paused", ANN, NULL, NULL, 0},
        {"1", 40, "reopened", ANN, NULL, NULL, 0},
        {"1", 45, "paused", ANN, NULL, NULL, 0},
        {"1", 50, "resumed", ANN, NULL, NULL, 0},
        {"1", 60, "status", ANN, "waiting", NULL, 0},
        {"1", 70, "status", ANN, "tagged", NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    desk_option(&d, "resolution", "event");
    desk_option(&d, "status:waiting", "pending");
    desk_option(&d, "status:tagged", "ignore");
    desk_option(&d, "pause", "none");
    desk_option(&d, "kinds", "status, resolved,linked");
    ck_assert_ptr_nonnull(strstr(dscore_lifecycle_policies(d.reader),
        "resolution = event; merge = exclude; reopen_gap = exclude; pause = none; duplicates = drop; "
        "self_assignment = no; contacts = no; kinds = status, resolved, linked; calendar = none; "
        "status:waiting = pending; status:tagged = ignore"));
    DESK_READ(&d, log);
    assert_ticket(&d, "first_resolved_at", "30");
    assert_ticket(&d, "reopens", "1");
    assert_ticket(&d, "time_new", "10");
    assert_ticket(&d, "time_pending", "20");
    assert_ticket(&d, "time_open", "20");
    assert_ticket(&d, "paused_time", "5");
    assert_ticket(&d, "status", "tagged");
    assert_ticket(&d, "is_kb_linked", "0"); /* the desk logs links; there was none */
    assert_ticket(&d, "survey_sent_at", "unbound");
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_answered_and_solved_ticket_tells_all_its_facts,
        what_has_not_happened_is_missing_never_zero,
        a_reopened_ticket_has_cycles_and_keeps_its_first_resolution,
        the_gap_before_a_reopening_counts_by_policy,
        bots_count_by_policy,
        a_ticket_that_an_agent_opened_is_answered_by_policy,
        a_reply_at_the_instant_of_the_resolution_belongs_before_it,
        a_thank_you_on_a_solved_ticket_waits_for_nobody,
        transfers_are_hand_overs_and_self_assignment_is_none,
        an_assignment_knows_its_agents_first_reply_and_the_halt_before,
        resolution_may_be_told_by_events_only,
    };
    return RUN_TESTS("tickets", tests);
}
