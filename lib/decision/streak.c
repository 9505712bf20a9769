/* Streaks over periods: so many hits in a row, with a rule for periods that were not judged (METHODS 5.8). */
#include "decision/decision.h"

static dscore_status check_streak(const dscore_streak *s, dscore_error *err)
{
    const struct {
        const char *name;
        int32_t value, last;
    } choices[] = {{"absent", s->absent, DSCORE_STREAK_COUNT}, {"ineligible", s->ineligible, DSCORE_STREAK_COUNT},
        {"after", s->after, DSCORE_STREAK_KEEP}};
    dscore_status status = dsi_decision_count("subjects", s->subjects, err);
    if (status == DSCORE_OK) {
        status = dsi_decision_count("periods", s->periods, err);
    }
    if (status == DSCORE_OK && s->periods > 0 && s->subjects > (INT64_C(1) << 53) / s->periods) {
        status = dsi_decision_count("subjects x periods", INT64_MAX, err);
    }
    for (size_t i = 0; status == DSCORE_OK && i < sizeof choices / sizeof choices[0]; i++) {
        status = dsi_decision_choice(choices[i].name, choices[i].value, 1, choices[i].last, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_decision_rule("length", (double)s->length, 1.0, 1e30, "1 or more", err);
    }
    const int64_t cells = status == DSCORE_OK ? s->subjects * s->periods : 0;
    if (cells > 0 && s->outcome == NULL) {
        return dsi_fail_null(err, "outcome");
    }
    for (int64_t i = 0; i < cells; i++) {
        if (s->outcome[i] < DSCORE_PERIOD_HIT || s->outcome[i] > DSCORE_PERIOD_INELIGIBLE) {
            return dsi_fail_entry(err, DSCORE_E_ARGUMENT, DSCORE_CODE_DECISION_OPTION, "outcome", i,
                (double)s->outcome[i], "one of DSCORE_PERIOD_");
        }
    }
    return status;
}

/* What a period does, in the words of the policies: COUNT is a hit, BREAK a miss. */
static int32_t effect_of(const dscore_streak *s, int32_t outcome)
{
    const int32_t effects[] = {DSCORE_STREAK_COUNT, DSCORE_STREAK_BREAK, s->absent, s->ineligible};
    return effects[outcome - 1];
}

dscore_status dscore_streaks_find(
    const dscore_streak *streak, int32_t *fires, int64_t *run, int64_t *total, dscore_error *err)
{
    dscore_streak s = DSCORE_STREAK_INIT;
    dscore_status status = dsi_struct_read(&s, streak, (int64_t)sizeof s, "streak", err);
    if (status == DSCORE_OK) {
        status = check_streak(&s, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    for (int64_t subject = 0; subject < s.subjects; subject++) {
        int64_t hits = 0, fired = 0;
        for (int64_t p = 0; p < s.periods; p++) {
            const int64_t cell = subject * s.periods + p;
            const int32_t effect = effect_of(&s, s.outcome[cell]);
            hits = effect == DSCORE_STREAK_COUNT ? hits + 1 : effect == DSCORE_STREAK_BREAK ? 0 : hits;
            const bool now = effect == DSCORE_STREAK_COUNT && hits >= s.length;
            dsi_put_status(fires, cell, now ? 1 : 0);
            if (run != NULL) {
                run[cell] = hits;
            }
            fired += now ? 1 : 0;
            hits = now && s.after == DSCORE_STREAK_RESET ? 0 : hits;
        }
        if (total != NULL) {
            total[subject] = fired;
        }
    }
    return DSCORE_OK;
}
