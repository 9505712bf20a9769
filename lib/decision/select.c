/* Top and bottom lists of peer groups (METHODS 5.8). */
#include "decision/decision.h"

static const double LARGEST = 1e30;

/* One list of one group: the order read from its good end or from its bad end. */
typedef struct list_rule {
    int32_t mark; /* DSCORE_LIST_... */
    int32_t places, ties;
    double share;
    int64_t group_min;
} list_rule;

/* Where the results of a selection go. */
typedef struct listing {
    int32_t *list;
    double *portion;
    int32_t *reason;
} listing;

static int64_t count_places(const list_rule *rule, int64_t n)
{
    const double exact = rule->share * (double)n;
    const double floored = dsi_floor_near(exact);
    double places = floored;
    if (rule->places == DSCORE_PLACES_ROUND) {
        places = dsi_floor_near(exact + 0.5);
    } else if (rule->places == DSCORE_PLACES_CEIL) {
        places = -dsi_floor_near(-exact);
    } else if (rule->places == DSCORE_PLACES_AT_LEAST_ONE) {
        places = fmax(floored, rule->share > 0.0 ? 1.0 : 0.0);
    }
    return (int64_t)fmin(places, (double)n);
}

/* Put the subject on the list; who stands on the other already goes to neither. */
static void enlist(const listing *out, int64_t subject, int32_t mark, double portion)
{
    const bool both = out->list[subject] != DSCORE_LIST_NONE;
    out->list[subject] = both ? DSCORE_LIST_NONE : mark;
    dsi_put(out->portion, subject, both ? 0.0 : portion);
    dsi_put_status(out->reason, subject, both ? DSCORE_REASON_BOTH_LISTS : 0);
}

/* How far a list reaches into a group of n from its end, and what those tied over the end get. */
typedef struct reach {
    int64_t listed;    /* that many from the end are on it */
    int64_t tied_from; /* those from here to tied_to were tied over the end */
    int64_t tied_to;
    double portion; /* of those tied */
} reach;

/* The i-th subject from the end that the list is about. */
static int64_t nth(const list_rule *rule, const int64_t *group, int64_t n, int64_t i)
{
    return rule->mark == DSCORE_LIST_TOP ? group[i] : group[n - 1 - i];
}

static reach find_reach(const dsi_field *field, const list_rule *rule, const int64_t *group, int64_t n)
{
    reach r = {0, 0, 0, 1.0};
    const int64_t places = n < rule->group_min ? 0 : count_places(rule, n);
    if (places == 0) {
        return r;
    }
    const double cut = dsi_ranking_score(&field->ranking, nth(rule, group, n, places - 1));
    int64_t from = places - 1, to = places;
    while (from > 0 && dsi_ranking_score(&field->ranking, nth(rule, group, n, from - 1)) == cut) {
        from--;
    }
    while (to < n && dsi_ranking_score(&field->ranking, nth(rule, group, n, to)) == cut) {
        to++;
    }
    r.listed = places;
    if (to == places || rule->ties == DSCORE_TIES_BREAK) {
        return r;
    }
    r.tied_from = from;
    r.tied_to = to;
    r.listed = rule->ties == DSCORE_TIES_EXCLUDE_ALL ? from : to;
    r.portion = rule->ties == DSCORE_TIES_SPLIT ? (double)(places - from) / (double)(to - from) : 1.0;
    return r;
}

static double mean_score(const dsi_field *field, const int64_t *group, int64_t n)
{
    dsi_running sum = {0.0, 0.0};
    for (int64_t i = 0; i < n; i++) {
        dsi_running_add(&sum, dsi_ranking_score(&field->ranking, group[i]));
    }
    return dsi_running_total(&sum) / (double)n;
}

static bool not_distinct(const dscore_selection *s, int64_t subject, double group_mean)
{
    const double mean = s->mean == NULL ? group_mean : s->mean[subject];
    return s->lo != NULL && dsi_at_least(mean, s->lo[subject]) && dsi_at_least(s->hi[subject], mean);
}

/* Reasons of all in a group before any is listed. */
static void begin_group(const listing *out, const int64_t *group, int64_t n, int32_t reason)
{
    for (int64_t i = 0; i < n; i++) {
        out->list[group[i]] = DSCORE_LIST_NONE;
        dsi_put(out->portion, group[i], 0.0);
        dsi_put_status(out->reason, group[i], reason);
    }
}

static void add_reason(const listing *out, int64_t subject, int32_t reason)
{
    if (out->reason != NULL) {
        out->reason[subject] |= reason;
    }
}

static void fill_list(const listing *out, const list_rule *rule, const reach *r, const int64_t *group, int64_t n)
{
    for (int64_t i = 0; i < r->listed; i++) {
        enlist(out, nth(rule, group, n, i), rule->mark, i >= r->tied_from && i < r->tied_to ? r->portion : 1.0);
    }
    for (int64_t i = r->listed; i < r->tied_to; i++) {
        add_reason(out, nth(rule, group, n, i), DSCORE_REASON_TIED_AT_CUT);
    }
}

static void select_group(
    const dsi_field *field, const dscore_selection *s, const int64_t *group, int64_t n, const listing *out)
{
    const list_rule top = {DSCORE_LIST_TOP, s->top_places, s->top_ties, s->top_share, s->top_group_min};
    const list_rule bottom = {
        DSCORE_LIST_BOTTOM, s->bottom_places, s->bottom_ties, s->bottom_share, s->bottom_group_min};
    const bool small = (s->top_share > 0.0 && n < top.group_min) || (s->bottom_share > 0.0 && n < bottom.group_min);
    const bool all_tied = n > 1 && dsi_ranking_tie_end(&field->ranking, group, 0, n) == n;
    begin_group(out, group, n,
        all_tied ? DSCORE_REASON_ALL_TIED : DSCORE_REASON_BEYOND_CUT | (small ? DSCORE_REASON_SMALL_GROUP : 0));
    if (all_tied) {
        return;
    }
    const reach best = find_reach(field, &top, group, n), worst = find_reach(field, &bottom, group, n);
    fill_list(out, &top, &best, group, n);
    fill_list(out, &bottom, &worst, group, n);
    const double mean = s->lo != NULL && s->mean == NULL && worst.listed > 0 ? mean_score(field, group, n) : 0.0;
    for (int64_t i = 0; i < worst.listed; i++) {
        const int64_t subject = nth(&bottom, group, n, i);
        if (out->list[subject] == DSCORE_LIST_BOTTOM && not_distinct(s, subject, mean)) {
            out->list[subject] = DSCORE_LIST_NONE;
            dsi_put(out->portion, subject, 0.0);
            dsi_put_status(out->reason, subject, DSCORE_REASON_NOT_DISTINCT);
        }
    }
}

static dscore_status check_rule(const dscore_selection *s, dscore_error *err)
{
    const struct {
        const char *name;
        int32_t value;
        int32_t last;
    } choices[] = {{"top_places", s->top_places, DSCORE_PLACES_AT_LEAST_ONE},
        {"top_ties", s->top_ties, DSCORE_TIES_SPLIT}, {"bottom_places", s->bottom_places, DSCORE_PLACES_AT_LEAST_ONE},
        {"bottom_ties", s->bottom_ties, DSCORE_TIES_SPLIT}};
    const struct {
        const char *name;
        double value, most;
        const char *expected;
    } numbers[] = {{"top_share", s->top_share, 1.0, "0 to 1"}, {"bottom_share", s->bottom_share, 1.0, "0 to 1"},
        {"top_group_min", (double)s->top_group_min, LARGEST, "0 or more"},
        {"bottom_group_min", (double)s->bottom_group_min, LARGEST, "0 or more"}};
    dscore_status status = DSCORE_OK;
    for (size_t i = 0; status == DSCORE_OK && i < sizeof choices / sizeof choices[0]; i++) {
        status = dsi_decision_choice(choices[i].name, choices[i].value, 1, choices[i].last, err);
    }
    for (size_t i = 0; status == DSCORE_OK && i < sizeof numbers / sizeof numbers[0]; i++) {
        status = dsi_decision_rule(numbers[i].name, numbers[i].value, 0.0, numbers[i].most, numbers[i].expected, err);
    }
    return status;
}

static dscore_status check_intervals(const dsi_field *field, const dscore_selection *s, dscore_error *err)
{
    static const char *const EXPECTED = "a number of -1e30 to 1e30";
    const int32_t *ok = field->peers.status;
    const int64_t n = field->peers.count;
    dscore_status status = DSCORE_OK;
    if ((s->lo == NULL) != (s->hi == NULL)) {
        status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_DECISION_NUMBER, "lo and hi go together");
        dsi_error_path(err, s->lo == NULL ? "lo" : "hi");
        return status;
    }
    if (s->mean != NULL) {
        status = dsi_decision_numbers("mean", s->mean, ok, n, -LARGEST, LARGEST, EXPECTED, err);
    }
    if (status != DSCORE_OK || s->lo == NULL) {
        return status;
    }
    status = dsi_decision_numbers("lo", s->lo, ok, n, -LARGEST, LARGEST, EXPECTED, err);
    if (status == DSCORE_OK) {
        status = dsi_decision_numbers("hi", s->hi, ok, n, -LARGEST, LARGEST, EXPECTED, err);
    }
    for (int64_t i = 0; status == DSCORE_OK && i < n; i++) {
        if (dsi_field_has(field, i) && s->lo[i] > s->hi[i]) {
            status = dsi_fail_entry(
                err, DSCORE_E_PARAMETER, DSCORE_CODE_DECISION_NUMBER, "lo", i, s->lo[i], "no more than the upper end");
        }
    }
    return status;
}

dscore_status dscore_peers_select(const dscore_peers *peers, const dscore_selection *selection, int32_t *list,
    double *portion, int32_t *reason, int64_t *order, dscore_error *err)
{
    dsi_field field;
    dscore_selection s = DSCORE_SELECTION_INIT;
    dscore_status status = dsi_field_read(&field, peers, err);
    if (status == DSCORE_OK) {
        status = dsi_struct_read(&s, selection, (int64_t)sizeof s, "selection", err);
    }
    if (status == DSCORE_OK) {
        status = check_rule(&s, err);
    }
    if (status == DSCORE_OK) {
        status = check_intervals(&field, &s, err);
    }
    const int64_t count = field.peers.count;
    if (status == DSCORE_OK && count > 0 && (list == NULL || order == NULL)) {
        status = dsi_fail_null(err, list == NULL ? "list" : "order");
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const listing out = {list, portion, reason};
    const int64_t n = dsi_field_order(&field, NULL, 0, order);
    for (int64_t first = 0, last; first < n; first = last) {
        last = dsi_ranking_group_end(&field.ranking, order, first, n);
        select_group(&field, &s, order + first, last - first, &out);
    }
    for (int64_t i = n; i < count; i++) {
        const bool excluded = field.peers.status[order[i]] == DSCORE_VALUE_EXCLUDED;
        begin_group(&out, &order[i], 1, excluded ? DSCORE_REASON_INELIGIBLE : DSCORE_REASON_UNSCORED);
    }
    return DSCORE_OK;
}
