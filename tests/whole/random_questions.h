/* Questions at random over random tickets: which indicators, keys, periods and policies. */
#ifndef DSCORE_TESTS_RANDOM_QUESTIONS_H
#define DSCORE_TESTS_RANDOM_QUESTIONS_H

#include "random_rows.h"

#include <stdbool.h>

#define MADE(id, formula)                                                                                              \
    "{\"id\": \"" id "\", \"name\": \"n\", \"unit\": \"points\", \"credit\": [\"agent\"], \"formula\": \"" formula "\"}"

static const char QUESTIONS[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\","
    "\"fields\": {\"tickets\": [{\"name\": \"amount\", \"type\": \"number\"}, {\"name\": "
    "\"wild\", \"type\": \"number\"}]},"
    "\"indicators\": [" MADE("amount_sum", "sum(amount)") "," MADE("amount_mean", "mean(amount)") "," MADE(
        "amount_variance", "variance(amount)") "," MADE("amount_stddev",
        "stddev(amount where amount > 0)") "," MADE("amount_quantile",
        "quantile(amount, 0.37)") "," MADE("amount_observed",
        "quantile_observed(amount, 0.8)") "," MADE("amount_trimmed",
        "trimmed_mean(amount, 0.2)") "," MADE("amount_ratio", "ratio(amount, wild)") "," MADE("amount_share",
        "share(amount > wild)") "," MADE("wild_sum", "sum(wild)") "," MADE("wild_mean",
        "mean(wild)") "," MADE("wild_variance", "variance(wild)") "," MADE("wild_median",
        "median(wild)") "," MADE("answers", "count(csat where wild < 1)") "," MADE("done_within",
        "km_within(created_at, resolved_at, 2d)") "," MADE("amount_least", "min(amount)") "," MADE("wild_most",
        "max(wild)") "," MADE("pairs", "distinct(channel, csat)") "," MADE("pairs_again",
        "recurring(agent, csat)") "," MADE("span_of_wild",
        "max(wild) - min(wild)") ","
                                 "{\"id\": \"twice_pairs\", \"name\": \"n\", \"unit\": \"points\", \"formula\": \"2 * "
                                 "[pairs]\"},"
                                 "{\"id\": \"late\", \"name\": \"n\", \"unit\": \"points\", \"credit\": [\"agent\"], "
                                 "\"formula\": "
                                 "\"mean(hours(elapsed(created_at, period_end())))\"},"
                                 "{\"id\": \"age_of_open\", \"name\": \"n\", \"unit\": \"points\", \"credit\": "
                                 "[\"agent\"], \"placement\": "
                                 "\"open(created_at, resolved_at)\", \"formula\": \"mean(hours(elapsed(created_at, "
                                 "period_end())))\"},"
                                 "{\"id\": \"begun_before\", \"name\": \"n\", \"unit\": \"points\", \"credit\": "
                                 "[\"agent\"], \"placement\": "
                                 "\"open(created_at, resolved_at)\", \"formula\": \"share(created_at < "
                                 "period_start())\"}]}";

/* Each can be taken apart again. */
static const char *const REVERSIBLE[] = {"amount_sum", "amount_mean", "amount_variance", "amount_stddev",
    "amount_quantile", "amount_observed", "amount_trimmed", "amount_ratio", "amount_share", "wild_sum", "wild_mean",
    "wild_variance", "wild_median", "answers", "done_within", "first_response_time", "first_response_time_p90",
    "first_response_within", "resolution_time", "closure_rate", "backlog", "csat_score", "tickets", "age_of_open",
    "resolution_time_km_median"};

/* What a question is, so that others can be like it. */
typedef struct question {
    bool asks[sizeof REVERSIBLE / sizeof REVERSIBLE[0]];
    bool by_agent, by_channel, is_filtered, is_signed, drops_filter;
    int64_t now;
} question;

static inline question random_question(uint64_t *seed)
{
    question q = {.by_agent = chance_below(seed, 4) != 0,
        .by_channel = chance_below(seed, 3) == 0,
        .is_filtered = chance_below(seed, 3) == 0,
        .is_signed = chance_below(seed, 3) == 0,
        .drops_filter = chance_below(seed, 3) == 0,
        .now = 2 * DAY + chance_below(seed, 12 * DAY)};
    const int64_t share = 1 + chance_below(seed, 6);
    for (int64_t i = 0; i < LENGTH(REVERSIBLE); i++) {
        q.asks[i] = chance_below(seed, 6) < share;
    }
    q.asks[chance_below(seed, LENGTH(REVERSIBLE))] = true;
    return q;
}

/* The question over [DAY, DAY + step * periods), or where `step` is 0 over everything. */
static inline void ask_question(desk *d, const question *q, int64_t from, int64_t step, int32_t periods)
{
    desk_open(d, QUESTIONS);
    if (q->by_agent) {
        desk_key(d, "agent");
    }
    if (q->by_channel) {
        desk_key(d, "channel");
    }
    for (int64_t i = 0; i < LENGTH(REVERSIBLE); i++) {
        if (q->asks[i]) {
            desk_ask(d, REVERSIBLE[i]);
        }
    }
    assert_ok(dscore_query_now(d->query, q->now, &d->err), d->err); /* several indicators need one */
    if (q->is_filtered) {
        assert_ok(dscore_query_where(d->query, "tickets", "csat > 2", &d->err), d->err);
    }
    if (q->is_signed) {
        desk_option(d, "negative", "signed");
    }
    if (q->drops_filter) {
        desk_option(d, "standing_filter", "off");
    }
    if (step > 0 && periods > 1) {
        assert_ok(dscore_query_periods_every(d->query, from, step, periods, &d->err), d->err);
    } else {
        assert_ok(dscore_query_range(d->query, from, from + (step > 0 ? step : 6 * DAY), &d->err), d->err);
    }
    assert_ok(dscore_plan_compile(d->query, &d->plan, &d->err), d->err);
}

static inline void assert_same_states(const dscore_state *expected, const dscore_state *state, const char *what)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_values *a = NULL, *b = NULL;
    assert_ok(dscore_state_finish(expected, &a, &err), err);
    assert_ok(dscore_state_finish(state, &b, &err), err);
    assert_same_values(a, b, what);
    for (int32_t item = 0; item < dscore_values_item_count(a); item++) {
        for (int32_t reason = DSCORE_REASON_FILTER; reason <= DSCORE_REASON_AUDIT; reason++) {
            ck_assert_msg(dscore_values_reason(a, item, reason) == dscore_values_reason(b, item, reason),
                "%s: %s: %lld rows of reason %d, not %lld", what, dscore_values_item(a, item, DSCORE_ITEM_ALIAS),
                (long long)dscore_values_reason(b, item, reason), (int)reason,
                (long long)dscore_values_reason(a, item, reason));
        }
    }
    dscore_values_free(a);
    dscore_values_free(b);
}

#endif
