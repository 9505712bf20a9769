/* Logs that are not told straight: merges, deletions, events out of order, twice, or of nobody. */
#include "lifecycle_support.h"

#define CUSTOMER "cara", "customer"
#define ANN "ann", "human"

START_TEST(merged_tickets_count_by_policy)
{
    static const line log[] = {
        {"a", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"b", 10, "created", CUSTOMER, NULL, NULL, 0},
        {"a", 20, "message", CUSTOMER, NULL, NULL, 1},
        {"a", 25, "status", ANN, "solved", NULL, 0},
        {"a", 25, "merged", ANN, "b", NULL, 0},
        {"a", 26, "message", CUSTOMER, NULL, NULL, 1},
        {"b", 40, "message", ANN, NULL, NULL, 1},
        {"c", 50, "created", CUSTOMER, NULL, NULL, 0},
        {"c", 60, "merged", ANN, "nowhere", NULL, 0},
        {"d", 50, "created", CUSTOMER, NULL, NULL, 0},
        {"d", 60, "merged", ANN, "e", NULL, 0},
        {"e", 50, "created", CUSTOMER, NULL, NULL, 0},
        {"e", 60, "merged", ANN, "d", NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    DESK_READ(&d, log);
    ck_assert_int_eq(rows_of(&d, "tickets"), 5);
    assert_cell(&d, "tickets", 0, "is_merged", "1");
    assert_cell(&d, "tickets", 2, "is_resolved", "0");
    assert_cell(&d, "responses", 0, "is_merged", "1");
    assert_cell(&d, "tickets", 1, "first_response_at", "40");
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_MERGED), 4);
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_AFTER_END), 1);
    desk_close(&d);

    desk_open(&d, NULL);
    desk_option(&d, "merge", "resolve");
    DESK_READ(&d, log);
    assert_cell(&d, "tickets", 2, "is_resolved", "1");
    assert_cell(&d, "tickets", 2, "resolved_at", "60");
    assert_cell(&d, "tickets", 2, "is_merged", "0");
    assert_cell(&d, "tickets", 2, "status", "solved");
    desk_close(&d);

    desk_open(&d, NULL);
    desk_option(&d, "merge", "fold");
    DESK_READ(&d, log);
    ck_assert_int_eq(rows_of(&d, "tickets"), 4);
    assert_ticket(&d, "id", "b");
    assert_ticket(&d, "created_at", "0");  /* the earlier of both */
    assert_ticket(&d, "is_resolved", "0"); /* the solving of the other was its own */
    assert_cell(&d, "responses", 0, "asked_at", "0");
    assert_cell(&d, "responses", 0, "responded_at", "40");
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_NO_TARGET), 3);
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_AFTER_END), 1);
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_MERGED), 4);
    desk_close(&d);
}
END_TEST

START_TEST(deleted_tickets_end_and_may_come_back)
{
    static const line log[] = {
        {"1", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 0, "status", ANN, "open", NULL, 0},
        {"1", 5, "spam", ANN, NULL, NULL, 0},
        {"1", 10, "deleted", ANN, NULL, NULL, 0},
        {"1", 20, "message", ANN, NULL, NULL, 1},
        {"2", 0, "created", CUSTOMER, NULL, NULL, 0},
        {"2", 0, "status", ANN, "open", NULL, 0},
        {"2", 5, "spam", ANN, NULL, NULL, 0},
        {"2", 10, "deleted", ANN, NULL, NULL, 0},
        {"2", 40, "restored", ANN, NULL, NULL, 0},
        {"2", 50, "status", ANN, "solved", NULL, 0},
    };
    desk d;
    desk_open(&d, NULL);
    DESK_READ(&d, log);
    assert_ticket(&d, "is_deleted", "1");
    assert_ticket(&d, "is_spam", "1");
    assert_ticket(&d, "replies", "0");
    assert_ticket(&d, "time_open", "10");
    assert_ticket(&d, "updated_at", "10");
    assert_cell(&d, "responses", 0, "ended_at", "10");
    assert_cell(&d, "cycles", 0, "resolved_at", "-");
    assert_cell(&d, "cycles", 0, "is_deleted", "1");
    assert_cell(&d, "tickets", 1, "is_deleted", "0");
    assert_cell(&d, "tickets", 1, "is_spam", "0");
    assert_cell(&d, "tickets", 1, "time_open", "20");
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_DELETED), 1);
    ck_assert_int_eq(dscore_lifecycle_count(d.reader, DSCORE_LIFECYCLE_AFTER_END), 1);
    desk_close(&d);
}
END_TEST

START_TEST(disorder_is_put_right_and_counted)
{
    static const line log[] = {
        {"1", 30, "status", ANN, "solved", NULL, 0},
        {"1", 10, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 20, "reply", "ann", "Agent", NULL, NULL, 1},
        {"1", 20, "reply", "ann", "Agent", NULL, NULL, 1},
        {"1", 5, "escalated", ANN, NULL, NULL, 0},
        {"1", 15, "created", CUSTOMER, NULL, NULL, 0},
        {"1", 16, "sneezed", CUSTOMER, NULL, NULL, 0},
        {"1", 17, "message", "x", "alien", NULL, NULL, 1},
        {"1", 18, "status", ANN, "limbo", NULL, 0},
        {NULL, 18, "status", ANN, "open", NULL, 0},
        {"1", 18, NULL, ANN, "open", NULL, 0},
        {"", 18, "status", ANN, "open", NULL, 0},
        {"2", 18, "Message", CUSTOMER, NULL, NULL, 1},
    };
    desk d;
    desk_open(&d, NULL);
    DESK_READ(&d, log);
    assert_ticket(&d, "created_at", "10");
    assert_ticket(&d, "is_escalated", "1");
    assert_ticket(&d, "replies", "1");
    assert_ticket(&d, "resolved_at", "30");
    assert_ticket(&d, "time_new", "20");
    assert_cell(&d, "tickets", 1, "created_at", "18");
    static const int64_t counts[] = {[DSCORE_LIFECYCLE_EVENTS] = 13,
        [DSCORE_LIFECYCLE_TICKETS] = 2,
        [DSCORE_LIFECYCLE_UNSORTED] = 7,
        [DSCORE_LIFECYCLE_DUPLICATES] = 1,
        [DSCORE_LIFECYCLE_BEFORE_CREATION] = 1,
        [DSCORE_LIFECYCLE_NO_CREATION] = 1,
        [DSCORE_LIFECYCLE_TWICE_CREATED] = 1,
        [DSCORE_LIFECYCLE_UNKNOWN_KIND] = 1,
        [DSCORE_LIFECYCLE_UNKNOWN_STATUS] = 1,
        [DSCORE_LIFECYCLE_UNKNOWN_ACTOR] = 1,
        [DSCORE_LIFECYCLE_UNREADABLE] = 3,
        [DSCORE_LIFECYCLE_NO_TARGET] = 0};
    for (int32_t i = 0; i <= DSCORE_LIFECYCLE_NO_TARGET + 1; i++) {
        int64_t expected = i <= DSCORE_LIFECYCLE_NO_TARGET ? counts[i] : 0;
        ck_assert_msg(dscore_lifecycle_count(d.reader, i) == expected, "count %d is %lld, expected %lld", (int)i,
            (long long)dscore_lifecycle_count(d.reader, i), (long long)expected);
    }
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        merged_tickets_count_by_policy, deleted_tickets_end_and_may_come_back, disorder_is_put_right_and_counted};
    return RUN_TESTS("disorder", tests);
}
