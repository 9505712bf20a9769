/* Eligibility with its reasons, and streaks over periods: METHODS 5.8, correction 11, requirement S3-35. */
#include "decision/decision_support.h"

enum { H = DSCORE_PERIOD_HIT, M = DSCORE_PERIOD_MISS, A = DSCORE_PERIOD_ABSENT, I = DSCORE_PERIOD_INELIGIBLE };

/* Firings of four periods as a number in binary, the first period first. */
static int fired(const int32_t *outcome, int32_t absent, int32_t after)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_streak s = DSCORE_STREAK_INIT;
    int32_t fires[4];
    int64_t total = -1, run[4];
    s.absent = s.ineligible = absent;
    s.after = after;
    s.subjects = 1;
    s.periods = 4;
    s.outcome = outcome;
    assert_ok(dscore_streaks_find(&s, fires, run, &total, &err), err);
    ck_assert_int_eq(total, fires[0] + fires[1] + fires[2] + fires[3]);
    return 8 * fires[0] + 4 * fires[1] + 2 * fires[2] + fires[3];
}

START_TEST(methods_5_8_streaks_of_three)
{
    static const int32_t GAP[] = {H, H, A, H}, MISS[] = {H, H, M, H}, FOUR[] = {H, H, H, H}, LEFT[] = {H, H, I, H};
    ck_assert_int_eq(fired(GAP, DSCORE_STREAK_SKIP, DSCORE_STREAK_RESET), 1);
    ck_assert_int_eq(fired(GAP, DSCORE_STREAK_BREAK, DSCORE_STREAK_RESET), 0);
    ck_assert_int_eq(fired(GAP, DSCORE_STREAK_COUNT, DSCORE_STREAK_RESET), 2); /* the gap itself is the third */
    ck_assert_int_eq(fired(LEFT, DSCORE_STREAK_SKIP, DSCORE_STREAK_RESET), 1);
    ck_assert_int_eq(fired(LEFT, DSCORE_STREAK_BREAK, DSCORE_STREAK_RESET), 0);
    for (int32_t absent = DSCORE_STREAK_SKIP; absent <= DSCORE_STREAK_COUNT; absent++) {
        ck_assert_int_eq(fired(MISS, absent, DSCORE_STREAK_KEEP), 0);
        ck_assert_int_eq(fired(FOUR, absent, DSCORE_STREAK_RESET), 2);
        ck_assert_int_eq(fired(FOUR, absent, DSCORE_STREAK_KEEP), 3);
    }
}
END_TEST

/* METHODS section 10: skipping what was not judged never makes a streak shorter or rarer. */
START_TEST(skipping_fires_at_least_as_often_as_breaking)
{
    uint64_t state = 5;
    for (int round = 0; round < 2000; round++) {
        int32_t outcome[24];
        for (int p = 0; p < 24; p++) {
            outcome[p] = (int32_t)(next_random(&state, 9) < 6 ? H : 1 + next_random(&state, 4));
        }
        for (int32_t after = DSCORE_STREAK_RESET; after <= DSCORE_STREAK_KEEP; after++) {
            int64_t total[3], run[3][24];
            for (int32_t absent = DSCORE_STREAK_SKIP; absent <= DSCORE_STREAK_BREAK; absent++) {
                dscore_error err = DSCORE_ERROR_INIT;
                dscore_streak s = DSCORE_STREAK_INIT;
                s.absent = s.ineligible = absent;
                s.after = after;
                s.subjects = 1;
                s.periods = 24;
                s.outcome = outcome;
                assert_ok(dscore_streaks_find(&s, NULL, run[absent], &total[absent], &err), err);
            }
            ck_assert_int_ge(total[DSCORE_STREAK_SKIP], total[DSCORE_STREAK_BREAK]);
            for (int p = 0; after == DSCORE_STREAK_KEEP && p < 24; p++) {
                ck_assert_int_ge(run[DSCORE_STREAK_SKIP][p], run[DSCORE_STREAK_BREAK][p]);
            }
        }
    }
}
END_TEST

START_TEST(streaks_of_several_subjects_do_not_touch_and_none_is_in_order)
{
    static const int32_t TWO[] = {M, H, H, /* then another */ H, M, A};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_streak s = DSCORE_STREAK_INIT;
    int64_t run[6], total[2] = {-1, -1};
    assert_ok(dscore_streaks_find(&s, NULL, NULL, NULL, &err), err);
    s.subjects = 2;
    assert_ok(dscore_streaks_find(&s, NULL, NULL, total, &err), err);
    ck_assert(total[0] == 0 && total[1] == 0);
    s.periods = 3;
    s.outcome = TWO;
    assert_ok(dscore_streaks_find(&s, NULL, run, total, &err), err);
    ck_assert(total[0] == 0 && total[1] == 0 && run[2] == 2 && run[3] == 1 && run[4] == 0);
    s.length = 0;
    ck_assert_int_eq(dscore_streaks_find(&s, NULL, run, total, &err), DSCORE_E_PARAMETER);
    s.length = 1;
    s.after = 0;
    ck_assert_int_eq(dscore_streaks_find(&s, NULL, run, total, &err), DSCORE_E_ARGUMENT);
    s.after = 1;
    s.periods = 4; /* the last cells are no outcomes */
    static const int32_t BAD[] = {H, H, H, H, H, H, H, 5};
    s.outcome = BAD;
    ck_assert_int_eq(dscore_streaks_find(&s, NULL, run, total, &err), DSCORE_E_ARGUMENT);
    ck_assert_str_eq(err.path, "outcome[7]");
    s.outcome = NULL;
    ck_assert_int_eq(dscore_streaks_find(&s, NULL, run, total, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_streaks_find(NULL, NULL, run, total, &err), DSCORE_E_ARGUMENT);
}
END_TEST

/* ---- eligibility -------------------------------------------------------------------------------- */

START_TEST(everybody_who_is_excluded_is_told_every_reason)
{
    static const int64_t TENURE[] = {400, 20, 400, 400, -1, 90}, WORKED[] = {20, 3, 20, 20, 20, 15},
                         VOLUME[] = {50, 2, 50, 50, 50, 10}, LEAVE[] = {0, 15, 0, 0, 0, 5},
                         UPHELD[] = {0, 0, 1, 0, 0, 0};
    static const int32_t GIVEN[] = {0, 0, 0, DSCORE_VALUE_NO_DATA, 0, 0};
    static const int32_t STATUS[] = {
        0, DSCORE_VALUE_EXCLUDED, DSCORE_VALUE_EXCLUDED, DSCORE_VALUE_NO_DATA, DSCORE_VALUE_EXCLUDED, 0};
    static const int32_t REASONS[] = {0,
        DSCORE_REASON_TENURE | DSCORE_REASON_WORKED | DSCORE_REASON_VOLUME | DSCORE_REASON_LEAVE,
        DSCORE_REASON_COMPLAINT, DSCORE_REASON_UNSCORED, DSCORE_REASON_UNKNOWN, 0};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_eligibility e = DSCORE_ELIGIBILITY_INIT;
    int32_t status[6], reason[6];
    e.count = 6;
    e.status = GIVEN;
    e.tenure_days = TENURE;
    e.worked_days = WORKED;
    e.volume = VOLUME;
    e.leave_days = LEAVE;
    e.complaints = UPHELD;
    e.tenure_min = 90; /* the sixth meets each limit exactly */
    e.worked_min = 15;
    e.volume_min = 10;
    e.leave_max = 5;
    assert_ok(dscore_roster_admit(&e, status, reason, &err), err);
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(status[i], STATUS[i]);
        ck_assert_int_eq(reason[i], REASONS[i]);
    }
}
END_TEST

START_TEST(without_conditions_or_people_everybody_is_admitted)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_eligibility e = DSCORE_ELIGIBILITY_INIT;
    int32_t status[2] = {9, 9}, reason[2] = {9, 9};
    assert_ok(dscore_roster_admit(&e, NULL, NULL, &err), err);
    e.count = 2;
    assert_ok(dscore_roster_admit(&e, status, reason, &err), err);
    ck_assert(status[0] == 0 && status[1] == 0 && reason[0] == 0 && reason[1] == 0);
    ck_assert_int_eq(dscore_roster_admit(&e, NULL, reason, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_roster_admit(NULL, status, reason, &err), DSCORE_E_ARGUMENT);
    e.volume_min = -1;
    ck_assert_int_eq(dscore_roster_admit(&e, status, reason, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "volume_min");
    e.struct_size = 0;
    ck_assert_int_eq(dscore_roster_admit(&e, status, reason, &err), DSCORE_E_ARGUMENT);
}
END_TEST

START_TEST(every_reason_has_words_of_its_own_in_both_languages)
{
    for (int32_t a = 1; a <= DSCORE_REASON_STREAK; a *= 2) {
        ck_assert_str_ne(dscore_reason_text(a, "en"), "");
        ck_assert_str_ne(dscore_reason_text(a, "zh"), dscore_reason_text(a, NULL));
        for (int32_t b = 1; b < a; b *= 2) {
            ck_assert_str_ne(dscore_reason_text(a, "en"), dscore_reason_text(b, "en"));
            ck_assert_str_ne(dscore_reason_text(a, "zh"), dscore_reason_text(b, "zh"));
        }
    }
    ck_assert_str_eq(dscore_reason_text(0, "en"), "");
    ck_assert_str_eq(dscore_reason_text(DSCORE_REASON_TENURE | DSCORE_REASON_WORKED, "en"), "");
    ck_assert_str_eq(dscore_reason_text(2 * DSCORE_REASON_STREAK, "zh"), "");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_5_8_streaks_of_three, skipping_fires_at_least_as_often_as_breaking,
        streaks_of_several_subjects_do_not_touch_and_none_is_in_order, everybody_who_is_excluded_is_told_every_reason,
        without_conditions_or_people_everybody_is_admitted, every_reason_has_words_of_its_own_in_both_languages};
    return RUN_TESTS("decision_roster", tests);
}
