/* Weights from two team leads' judgements, tempered by what the data tells apart, and how much of a ranking hangs on
 * them. */
#include <deskscore/deskscore.h>
#include <stdio.h>
#include <stdlib.h>

enum { CRITERIA = 4, AGENTS = 4 };
static const char *const NAMES[CRITERIA] = {"quality", "efficiency", "growth", "collaboration"};
static dscore_error error = DSCORE_ERROR_INIT;

static void need(dscore_status status)
{
    if (status != DSCORE_OK) {
        (void)fprintf(stderr, "%s %s: %s\n", dscore_status_name(status), error.path, error.message);
        exit(EXIT_FAILURE);
    }
}

int main(void)
{
    /* How many times as important: quality over the other three, efficiency over the last two, growth over the last.
       The second lead did not compare efficiency with collaboration: 0. */
    const double judged[] = {2, 3, 5, 2, 3, 2, /* first lead */
        3, 4, 4, 1, 0, 1};                     /* second lead */
    const double scores[AGENTS * CRITERIA] = {
        92, 78, 80, 60, 84, 90, 85, 75, 88, 84, 90, 80, 70, 95, 60, 85}; /* a row an agent */
    double joined[6];
    double by_judgement[CRITERIA];
    double by_data[CRITERIA];
    double weights[CRITERIA];
    dscore_ahp_result agreement = DSCORE_AHP_RESULT_INIT;
    dscore_stability stability = DSCORE_STABILITY_INIT;

    need(dscore_ahp_join(judged, 2, CRITERIA, DSCORE_AHP_UPPER, NULL, joined, &error));
    need(dscore_ahp_solve(joined, CRITERIA, NULL, by_judgement, NULL, &agreement, &error));
    need(dscore_weights_from_entropy(
        scores, AGENTS, CRITERIA, NULL, DSCORE_SCALING_MIN_MAX_LIFTED, by_data, NULL, NULL, &error));
    need(dscore_weights_combine(by_judgement, by_data, CRITERIA, DSCORE_COMBINE_ADDITIVE, 0.8, weights, &error));

    (void)printf("%-14s %9s %9s %9s  ranking holds from .. to\n", "", "judgement", "data", "weight");
    for (int k = 0; k < CRITERIA; k++) {
        need(dscore_weights_stability(NULL, weights, CRITERIA, k, scores, AGENTS, &stability, &error));
        (void)printf("%-14s %8.1f%% %8.1f%% %8.1f%% %13.1f%% .. %.1f%%\n", NAMES[k], 100 * by_judgement[k],
            100 * by_data[k], 100 * weights[k], 100 * stability.low, 100 * stability.high);
    }
    (void)printf("consistency ratio %.4f: the judgements %s\n", agreement.cr,
        (agreement.flags & DSCORE_DERIVED_INCONSISTENT) != 0 ? "contradict one another" : "can be used");
    if (agreement.reconsider_row >= 0) {
        (void)printf("to look at again: %s over %s, by the weights %.2f times\n", NAMES[agreement.reconsider_row],
            NAMES[agreement.reconsider_column], agreement.reconsider_implied);
    }
    return 0;
}
