/* Bonuses of those on the top list: flat, by rank, by score, within a pot (METHODS 5.8, requirement S3-34). */
#include "decision/decision.h"

static const double LARGEST = 1e30;

static dscore_status check_bonus(const dsi_field *field, const dscore_bonus *b, dscore_error *err)
{
    const int64_t n = field->peers.count;
    dscore_status status = dsi_decision_choice("method", b->method, DSCORE_BONUS_FLAT, DSCORE_BONUS_BY_SCORE, err);
    if (status == DSCORE_OK) {
        status = dsi_decision_rule("rate_max", b->rate_max, 0.0, LARGEST, "0 to 1e30", err);
    }
    if (status == DSCORE_OK && b->method != DSCORE_BONUS_FLAT) {
        status = dsi_decision_rule("rate_min", b->rate_min, 0.0, b->rate_max, "0 to rate_max", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_decision_rule("pot", b->pot, -LARGEST, LARGEST, "a number of -1e30 to 1e30", err);
    }
    if (status == DSCORE_OK && n > 0 && b->list == NULL) {
        status = dsi_fail_null(err, "list");
    }
    for (int64_t i = 0; status == DSCORE_OK && i < n; i++) {
        if (b->list[i] < DSCORE_LIST_NONE || b->list[i] > DSCORE_LIST_BOTTOM) {
            status = dsi_fail_entry(err, DSCORE_E_ARGUMENT, DSCORE_CODE_DECISION_OPTION, "list", i, (double)b->list[i],
                "one of DSCORE_LIST_");
        }
    }
    if (status == DSCORE_OK && b->portion != NULL) {
        status = dsi_decision_numbers("portion", b->portion, field->peers.status, n, 0.0, 1.0, "0 to 1", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_decision_numbers("salary", b->salary, field->peers.status, n, 0.0, LARGEST, "0 to 1e30", err);
    }
    return status;
}

/* Rates of the n who receive in one group, best first. */
static void rate_group(const dsi_field *field, const dscore_bonus *b, const int64_t *group, int64_t n, double *rate)
{
    const dsi_ranking *r = &field->ranking;
    const double best = dsi_ranking_score(r, group[0]), span = best - dsi_ranking_score(r, group[n - 1]);
    for (int64_t tie = 0, end; tie < n; tie = end) {
        end = dsi_ranking_tie_end(r, group, tie, n);
        double below = 0.0; /* 0 at the best, 1 at the last */
        if (b->method == DSCORE_BONUS_BY_RANK && n > 1) {
            below = (double)tie / (double)(n - 1);
        } else if (b->method == DSCORE_BONUS_BY_SCORE && span > 0.0) {
            below = (best - dsi_ranking_score(r, group[tie])) / span;
        }
        const double full =
            b->method == DSCORE_BONUS_FLAT ? b->rate_max : b->rate_max - below * (b->rate_max - b->rate_min);
        for (int64_t i = tie; i < end; i++) {
            rate[group[i]] = full * (b->portion == NULL ? 1.0 : b->portion[group[i]]);
        }
    }
}

dscore_status dscore_peers_reward(const dscore_peers *peers, const dscore_bonus *bonus, double *rate, double *amount,
    int64_t *order, dscore_error *err)
{
    dsi_field field;
    dscore_bonus b = DSCORE_BONUS_INIT;
    dscore_status status = dsi_field_read(&field, peers, err);
    if (status == DSCORE_OK) {
        status = dsi_struct_read(&b, bonus, (int64_t)sizeof b, "bonus", err);
    }
    if (status == DSCORE_OK) {
        status = check_bonus(&field, &b, err);
    }
    const int64_t count = field.peers.count;
    if (status == DSCORE_OK && count > 0 && (rate == NULL || amount == NULL || order == NULL)) {
        status = dsi_fail_null(err, rate == NULL ? "rate" : amount == NULL ? "amount" : "order");
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const int64_t n = dsi_field_order(&field, b.list, DSCORE_LIST_TOP, order);
    for (int64_t first = 0, last; first < n; first = last) {
        last = dsi_ranking_group_end(&field.ranking, order, first, n);
        rate_group(&field, &b, order + first, last - first, rate);
    }
    dsi_running sum = {0.0, 0.0};
    for (int64_t i = 0; i < count; i++) {
        const int64_t subject = order[i];
        rate[subject] = i < n ? rate[subject] : 0.0;
        amount[subject] = i < n ? rate[subject] / 100.0 * b.salary[subject] : 0.0;
        dsi_running_add(&sum, amount[subject]);
    }
    const double all = dsi_running_total(&sum);
    const double scale = b.pot >= 0.0 && all > b.pot ? b.pot / all : 1.0;
    for (int64_t i = 0; i < n; i++) {
        amount[order[i]] *= scale;
    }
    return DSCORE_OK;
}
