/* Rosters: who is found, in which period, and what a roster must not be. */
#include "measure/people.h"
#include "support.h"
#include <math.h>

static const char *const SUBJECT[] = {"Ada", "Bo", "Ada", "Cleo"};
static const char *const PERIOD[] = {"", "2026-11", "2026-11", NULL};
static const char *const TEXT_NAMES[] = {"team", "role"};
static const char *const TEXTS[] = {"phone", "chat", "phone", NULL, "agent", "agent", "lead", ""};
static const char *const NUMBER_NAMES[] = {"tenure_days"};
static const double NUMBERS[] = {400, 20, 430, (double)NAN};

static dscore_status open_people(dsi_people *people, const dscore_roster *given, dscore_error *err)
{
    dscore_allocator allocator;
    ck_assert_int_eq(dsi_allocator_init(&allocator, NULL, err), DSCORE_OK);
    return dsi_people_open(people, &allocator, given, err);
}

static dscore_roster people(void)
{
    dscore_roster roster = DSCORE_ROSTER_INIT;
    roster.count = 4;
    roster.subject = SUBJECT;
    roster.period = PERIOD;
    roster.text_count = 2;
    roster.text_names = TEXT_NAMES;
    roster.texts = TEXTS;
    roster.number_count = 1;
    roster.number_names = NUMBER_NAMES;
    roster.numbers = NUMBERS;
    return roster;
}

START_TEST(a_row_of_the_period_comes_before_the_row_of_all_periods)
{
    dscore_roster given = people();
    dsi_people roster;
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(open_people(&roster, &given, &err), DSCORE_OK);
    ck_assert_int_eq(dsi_people_find(&roster, "Ada", "2026-11"), 2);
    ck_assert_int_eq(dsi_people_find(&roster, "Ada", "2026-10"), 0);
    ck_assert_int_eq(dsi_people_find(&roster, "Ada", NULL), 0);
    ck_assert_int_eq(dsi_people_find(&roster, "Bo", "2026-10"), -1);
    ck_assert_int_eq(dsi_people_find(&roster, "Dan", "2026-11"), -1);
    int32_t role = dsi_people_text_column(&roster, "role");
    ck_assert_str_eq(dsi_people_text(&roster, role, 2), "lead");
    ck_assert_str_eq(dsi_people_text(&roster, role, 3), "");
    ck_assert_str_eq(dsi_people_text(&roster, dsi_people_text_column(&roster, "floor"), 2), "");
    int32_t tenure = dsi_people_number_column(&roster, "tenure_days");
    ck_assert(dsi_people_number(&roster, tenure, 2) == 430);
    ck_assert(isnan(dsi_people_number(&roster, tenure, 3)));
    ck_assert(isnan(dsi_people_number(&roster, tenure, -1)));
    ck_assert(isnan(dsi_people_number(&roster, dsi_people_number_column(&roster, "salary"), 0)));
    dsi_people_close(&roster);
}
END_TEST

START_TEST(without_a_roster_nobody_is_known)
{
    dsi_people roster;
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(open_people(&roster, NULL, &err), DSCORE_OK);
    ck_assert_int_eq(dsi_people_find(&roster, "Ada", "2026-11"), -1);
    dsi_people_close(&roster);
}
END_TEST

static void refused(dscore_roster given, dscore_status status, const char *path)
{
    dsi_people roster;
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(open_people(&roster, &given, &err), status);
    ck_assert_str_eq(err.path, path);
    dsi_people_close(&roster);
}

START_TEST(a_roster_that_cannot_be_is_refused_with_its_place)
{
    static const char *const twice[] = {"Ada", "Bo", "Ada", "Bo"};
    static const char *const lost[] = {"Ada", "Bo", NULL, "Cleo"};
    static const char *const names[] = {"team", "team"};
    dscore_roster given = people();
    given.period = NULL;
    given.subject = twice;
    refused(given, DSCORE_E_PARAMETER, "roster.subject[2]");
    given.subject = lost;
    refused(given, DSCORE_E_ARGUMENT, "roster.subject[2]");
    given.subject = NULL;
    refused(given, DSCORE_E_ARGUMENT, "roster.subject");
    given = people();
    given.text_names = names;
    refused(given, DSCORE_E_PARAMETER, "roster.text_names[1]");
    given = people();
    given.numbers = NULL;
    refused(given, DSCORE_E_ARGUMENT, "roster.numbers");
    given = people();
    given.count = -1;
    refused(given, DSCORE_E_ARGUMENT, "roster.count");
    given = people();
    given.struct_size = 0;
    refused(given, DSCORE_E_ARGUMENT, "roster.struct_size");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_row_of_the_period_comes_before_the_row_of_all_periods,
        without_a_roster_nobody_is_known, a_roster_that_cannot_be_is_refused_with_its_place};
    return RUN_TESTS("people", tests);
}
