/* Scores of quarters and years as means of those published for shorter periods: `score --roll-up`, and the rules of a
   policy whose basis is AVERAGE. */
#include "commands.h"

#include <stdlib.h>
#include <string.h>

/* From the first of the periods that have a score to the last. */
static int64_t *edges_of(
    const session *s, const dscore_scores *shorter, const dscore_period_rule *rule, int64_t *count, dscore_error *error)
{
    int64_t from = dscore_instant_max();
    int64_t to = dscore_instant_min();
    for (int64_t i = 0; i < dscore_scores_count(shorter); i++) {
        const dscore_score_row row = score_row(shorter, i);
        from = row.period_start < from ? row.period_start : from;
        to = row.period_end > to ? row.period_end : to;
    }
    dscore_status status = dscore_period_edges(s->zone, rule, from, to, NULL, 0, count, error);
    if (status != DSCORE_E_BUFFER) {
        return NULL;
    }
    int64_t *edges = need_memory(malloc((size_t)*count * sizeof edges[0]));
    status = dscore_period_edges(s->zone, rule, from, to, edges, *count, count, error);
    if (status != DSCORE_OK) {
        free(edges);
        return NULL;
    }
    return edges;
}

dscore_scores *average_scores(const session *s, const dscore_scores *shorter, const dscore_period_rule *rule,
    int32_t weighting, const char *where)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_scores *out = NULL;
    int64_t count = 0;
    if (dscore_scores_count(shorter) == 0) {
        fail_data("%s: there is no score to take a mean of", where);
    }
    int64_t *edges = edges_of(s, shorter, rule, &count, &error);
    if (edges == NULL || dscore_scores_rollup(shorter, edges, count, weighting, 1, &out, &error) != DSCORE_OK) {
        fail_option(where, &error);
    }
    free(edges);
    return out;
}

dscore_period_rule roll_up_rule(const session *s)
{
    const char *text = s->options->roll_up;
    dscore_period_rule rule = DSCORE_PERIOD_RULE_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    if (dscore_period_parse(text, &rule, &error) != DSCORE_OK) {
        fail_option("--roll-up", &error);
    }
    if (!s->has_period) {
        fail_usage("--roll-up %s: the mean of which scores? --period month, or a card that says its period", text);
    }
    if (rule.unit <= s->period.unit) {
        fail_usage("--roll-up %s: expected a longer period than --period %s", text, s->options->period);
    }
    return rule;
}

int32_t roll_up_weighting(const arguments *options)
{
    static const char *const names[] = {"equal", "days", "rows"};
    if (options->roll_up_by != NULL && options->roll_up == NULL) {
        fail_usage("--roll-up-by %s needs --roll-up quarter or year", options->roll_up_by);
    }
    int32_t weighting = DSCORE_ROLLUP_EQUAL;
    for (int32_t i = 0; i < 3 && options->roll_up_by != NULL; i++) {
        weighting = strcmp(options->roll_up_by, names[i]) == 0 ? DSCORE_ROLLUP_EQUAL + i : weighting;
    }
    return weighting;
}

const char *period_name(const session *s, const dscore_period_rule *rule, int64_t start)
{
    char name[64];
    int64_t needed;
    dscore_error error = DSCORE_ERROR_INIT;
    if (dscore_period_name(s->zone, rule, start, name, (int64_t)sizeof name, &needed, &error) != DSCORE_OK) {
        fail_library("periods", &error);
    }
    return copy_text(name, strlen(name));
}
