/* Short stories whose turns are easy to get wrong: what happens in one instant, who hands over to whom, what a survey
   says twice, clocks that disagree. */
#include "lifecycle_support.h"

#define CUSTOMER "cara", "customer"
#define ANN "ann", "human"
#define BEN "ben", "human"
#define BOT "bot", "bot"

START_TEST(resolved_reopened_and_answered_in_one_instant_is_answered_in_any_order)
{
    static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    static const line turns[] = {
        {"1", 5, "resolved", ANN, NULL, NULL, 0},
        {"1", 5, "reopened", ANN, NULL, NULL, 0},
        {"1", 5, "message", ANN, NULL, NULL, 1},
    };
    for (size_t i = 0; i < 6; i++) {
        const line log[] = {{"1", 0, "created", CUSTOMER, NULL, NULL, 0}, turns[orders[i][0]], turns[orders[i][1]],
            turns[orders[i][2]], {"1", 9, "resolved", ANN, NULL, NULL, 0}};
        desk d;
        desk_open(&d, NULL);
        DESK_READ(&d, log);
        ck_assert_int_eq(rows_of(&d, "responses"), 1);
        assert_cell(&d, "responses", 0, "responded_at", "5");
        assert_cell(&d, "responses", 0, "ended_at", "-");
        assert_ticket(&d, "response_count", "1");
        assert_ticket(&d, "first_resolution_replies", "1");
        desk_close(&d);
    }
}
END_TEST

START_TEST(a_message_and_the_reopening_of_its_instant_are_one_question)
{
    static const line message = {"1", 20, "message", CUSTOMER, NULL, NULL, 1};
    static const line reopened = {"1", 20, "reopened", NULL, "system", NULL, NULL, 0};
    for (int order = 0; order < 2; order++) {
        const line log[] = {{"1", 0, "created", CUSTOMER, NULL, NULL, 0}, {"1", 5, "message", ANN, NULL, NULL, 1},
            {"1", 10, "resolved", ANN, NULL, NULL, 0}, order == 0 ? message : reopened, order == 0 ? reopened : message,
            {"1", 30, "message", BEN, NULL, NULL, 1}};
        desk d;
        desk_open(&d, NULL);
        DESK_READ(&d, log);
        ck_assert_int_eq(rows_of(&d, "responses"), 2);
        assert_cell(&d, "responses", 1, "asked_at", "20");
        assert_cell(&d, "responses", 1, "responded_at", "30");
        assert_cell(&d, "cycles", 1, "opened_at", "20");
        assert_ticket(&d, "first_resolved_at", "10");
        assert_ticket(&d, "resolved_at", "-");
        desk_close(&d);
    }
}
END_TEST

START_TEST(of_several_answers_to_surveys_the_first_and_the_last_are_kept)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 1, "assigned", NULL, "system", "ann", NULL, 0},
        {"1", 5, "survey_sent", NULL, "system", NULL, NULL, 0},
        {"1", 6, "survey_answered", CUSTOMER, "2", NULL, 0},
        {"1", 7, "assigned", NULL, "system", "ben", NULL, 0},
        {"1", 8, "survey_sent", NULL, "system", NULL, NULL, 0},
        {"1", 9, "survey_answered", CUSTOMER, "5", NULL, 0},
        {"2", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"2", 3, "survey_answered", CUSTOMER, "very", NULL, 0},
        {"2", 4, "survey_answered", CUSTOMER, "3", NULL, 0},
        {"3", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"4", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"4", 2, "survey_answered", CUSTOMER, "4", NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    DESK_READ(&d, log);
    assert_ticket(&d, "csat_first", "2");
    assert_ticket(&d, "csat", "5");
    assert_ticket(&d, "survey_sent_at", "5");
    assert_ticket(&d, "survey_answered_at", "9");
    assert_ticket(&d, "survey_agent", "ben");
    assert_cell(&d, "tickets", 1, "csat_first", "-");
    assert_cell(&d, "tickets", 1, "csat", "3");
    assert_cell(&d, "tickets", 2, "csat_first", "-");
    assert_cell(&d, "tickets", 3, "csat_first", "-"); /* rated once: there is no other to compare */
    assert_cell(&d, "tickets", 3, "csat", "4");
    desk_close(&d);
}
END_TEST

START_TEST(a_ticket_handed_there_and_back_was_handed_over_twice)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 1, "assigned", NULL, "system", "ann", NULL, 0},
        {"1", 2, "assigned", ANN, "ben", NULL, 0},
        {"1", 3, "message", "eve", "human", NULL, NULL, 1},
        {"1", 4, "assigned", BEN, "ann", NULL, 0},
        {"1", 6, "message", ANN, NULL, NULL, 1},
        /* into the queue and out of it again: by herself, then by somebody else's hand */
        {"2", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"2", 1, "assigned", ANN, "ann", NULL, 0},
        {"2", 2, "assigned", ANN, NULL, NULL, 0},
        {"2", 5, "assigned", BEN, "ben", NULL, 0},
        {"2", 6, "assigned", BEN, NULL, NULL, 0},
        {"2", 8, "assigned", NULL, "system", "ann", NULL, 0},
        /* a team without an agent */
        {"3", 0, "created", CUSTOMER, NULL, "one", 0},
        {"3", 7, "team", ANN, "two", NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    DESK_READ(&d, log);
    assert_ticket(&d, "transfers", "2");
    assert_ticket(&d, "assignments", "3");
    assert_ticket(&d, "responder", "eve"); /* she never held it */
    assert_ticket(&d, "agents_involved", "3");
    assert_cell(&d, "assignments", 1, "first_reply_at", "-");
    assert_cell(&d, "assignments", 2, "first_reply_at", "6");
    assert_cell(&d, "tickets", 1, "transfers", "1");
    assert_cell(&d, "tickets", 1, "unassigned_time", "6"); /* 0-1, 2-5, 6-8 */
    assert_cell(&d, "tickets", 2, "transfers", "1");
    assert_cell(&d, "tickets", 2, "assignments", "0");
    desk_close(&d);
}
END_TEST

START_TEST(the_human_clock_after_a_bot_starts_at_the_last_turn_before_the_first_human_reply)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 0, "message", BOT, NULL, NULL, 1},
        {"1", 5, "resolved", BOT, NULL, NULL, 0},
        {"1", 8, "message", CUSTOMER, NULL, NULL, 1},
        {"1", 8, "reopened", CUSTOMER, NULL, NULL, 0},
        {"1", 10, "message", ANN, NULL, NULL, 1},
        {"1", 12, "handoff", BOT, NULL, NULL, 0}, /* too late to count */
        {"2", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"2", 1, "message", BOT, NULL, NULL, 1},
        {"2", 4, "message", ANN, NULL, NULL, 1},
        {"2", 6, "handoff", BOT, NULL, NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    desk_option(&d, "bots", "handoff");
    DESK_READ(&d, log);
    assert_ticket(&d, "handoff_at", "8");
    assert_ticket(&d, "first_response_at", "10");
    assert_ticket(&d, "is_bot_resolved", "0");
    assert_cell(&d, "responses", 0, "ended_at", "5");
    assert_cell(&d, "responses", 1, "asked_at", "8");
    assert_cell(&d, "responses", 1, "responded_at", "10");
    assert_cell(&d, "tickets", 1, "handoff_at", "-");
    assert_cell(&d, "tickets", 1, "is_bot", "1");
    desk_close(&d);
}
END_TEST

START_TEST(clocks_that_disagree_and_pauses_that_nest_give_no_negative_spans)
{
    static const line log[] = {
        {"1", 8, "message", ANN, NULL, NULL, 1},
        {"1", 9, "assigned", NULL, "system", "ann", NULL, 0},
        {"1", 10, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 15, "resolved", ANN, NULL, NULL, 0},
        {"2", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"2", 1, "paused", ANN, NULL, NULL, 0},
        {"2", 2, "paused", ANN, NULL, NULL, 0},
        {"2", 4, "resumed", ANN, NULL, NULL, 0},
        {"2", 9, "resumed", ANN, NULL, NULL, 0},
        {"2", 10, "paused", ANN, NULL, NULL, 0},
        {"2", 12, "resolved", ANN, NULL, NULL, 0},
        {"2", 20, "reopened", ANN, NULL, NULL, 0},
        {"2", 30, "resolved", BEN, NULL, NULL, 0},
        {"2", 31, "resolved", ANN, NULL, NULL, 0},
        {"2", 32, "closed", NULL, "system", NULL, NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    DESK_READ(&d, log);
    assert_ticket(&d, "created_at", "10");
    assert_ticket(&d, "first_response_at", "10");
    assert_ticket(&d, "response_time_total", "0");
    assert_ticket(&d, "unassigned_time", "0");
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_BEFORE_CREATION), 2);
    assert_cell(&d, "tickets", 1, "paused_time", "5"); /* 1-4 and 10-12 */
    assert_cell(&d, "tickets", 1, "resolutions", "2");
    assert_cell(&d, "tickets", 1, "resolver", "ben");
    assert_cell(&d, "tickets", 1, "resolved_at", "30");
    assert_cell(&d, "tickets", 1, "closed_at", "32");
    desk_close(&d);
}
END_TEST

START_TEST(a_deleted_ticket_is_merged_nowhere_unless_it_was_restored)
{
    static const line log[] = {
        {"a", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"a", 3, "deleted", ANN, NULL, NULL, 0},
        {"b", 5, "created", CUSTOMER, NULL, NULL, 0},
        {"a", 9, "merged", ANN, "b", NULL, 0},
        {"c", 10, "created", CUSTOMER, NULL, NULL, 0},
        {"d", 11, "created", CUSTOMER, NULL, NULL, 0},
        {"c", 12, "deleted", ANN, NULL, NULL, 0},
        {"c", 13, "message", ANN, NULL, NULL, 1}, /* into the void */
        {"c", 14, "restored", ANN, NULL, NULL, 0},
        {"c", 15, "message", BEN, NULL, NULL, 1},
        {"c", 16, "merged", ANN, "d", NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    desk_option(&d, "merge", "fold");
    DESK_READ(&d, log);
    ck_assert_int_eq(rows_of(&d, "tickets"), 3);
    assert_cell(&d, "tickets", 0, "is_deleted", "1");
    assert_cell(&d, "tickets", 0, "is_merged", "0");
    assert_cell(&d, "tickets", 1, "created_at", "5");
    assert_cell(&d, "tickets", 2, "created_at", "10");
    assert_cell(&d, "tickets", 2, "first_response_at", "15");
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_AFTER_END), 2);
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_MERGED), 1);
    desk_close(&d);
}
END_TEST

START_TEST(where_no_event_moves_a_ticket_its_transfers_are_unknown)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, "one", 0},
        {"1", 5, "message", ANN, NULL, "two", 1},
        {"1", 9, "resolved", ANN, NULL, NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    DESK_READ(&d, log);
    assert_ticket(&d, "team", "one");
    assert_ticket(&d, "teams_involved", "2");
    assert_ticket(&d, "transfers", "unbound");
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        resolved_reopened_and_answered_in_one_instant_is_answered_in_any_order,
        a_message_and_the_reopening_of_its_instant_are_one_question,
        of_several_answers_to_surveys_the_first_and_the_last_are_kept,
        a_ticket_handed_there_and_back_was_handed_over_twice,
        the_human_clock_after_a_bot_starts_at_the_last_turn_before_the_first_human_reply,
        clocks_that_disagree_and_pauses_that_nest_give_no_negative_spans,
        a_deleted_ticket_is_merged_nowhere_unless_it_was_restored,
        where_no_event_moves_a_ticket_its_transfers_are_unknown,
    };
    return RUN_TESTS("stories", tests);
}
