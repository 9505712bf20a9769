/* Testing the people of one period: on a list, beside a line, or graded by quota, with their ranks (METHODS 5.8). */
#include "decision/decide.h"

#include "decision/decision.h"
#include "score/rule_parts.h"

static const double VOLUMES_APART = 3.0; /* METHODS 5.3 */

static dsi_outcome *outcomes_of(const dsi_round *r, int32_t period)
{
    return &r->outcomes[(int64_t)period * r->sheet->person_count];
}

dscore_peers dsi_round_peers(const dsi_round *r, int32_t period)
{
    const int64_t n = r->sheet->person_count, first = (int64_t)period * n;
    const int32_t keys = r->j->spec->rank.key_count;
    dscore_peers peers = DSCORE_PEERS_INIT;
    for (int64_t i = 0; i < n; i++) {
        r->group[i] = r->sheet->group[first + i];
    }
    peers.count = n;
    peers.score = r->score + first;
    peers.status = r->admitted.status + first;
    peers.group = r->group;
    peers.key_count = keys;
    peers.keys = keys == 0 ? NULL : r->keys + first * keys;
    peers.id = r->ids;
    return peers;
}

/* The number people see: the score with its own sign. */
static double number_of(const dsi_round *r, double score)
{
    return r->numbers.better == DSI_BETTER_LOWER ? 0.0 - score : score;
}

/* ---- lists -------------------------------------------------------------------------------------- */

/* The next rule, from *at on, that lists the other end by the same numbers; NULL if there is none. */
static const dsi_list_rule *next_opposite(const dsi_round *r, int32_t *at)
{
    const dsi_policy_spec *spec = r->j->spec;
    while (*at < spec->rule_count) {
        const dsi_policy_rule *other = &spec->rules[(*at)++];
        const dsi_look *look = other->has_look ? &other->look : &spec->rank.look;
        if (other->test == DSI_TEST_LIST && other->list.list != r->rule->list.list &&
            dsi_scores_of_unit(r->j, other->period, other->basis) == r->sheet->index && look->what == r->look.what &&
            look->by == r->look.by && strcmp(look->name, r->look.name) == 0) {
            return &other->list;
        }
    }
    return NULL;
}

/* Both ends from one or two lists; what is NULL has a share of 0. */
static dscore_selection selection_of(const dsi_round *r, const dsi_list_rule *a, const dsi_list_rule *b)
{
    const dsi_list_rule *top = a->list == DSCORE_LIST_TOP ? a : b, *bottom = a->list == DSCORE_LIST_TOP ? b : a;
    const int64_t least = r->j->spec->peers.group_min;
    dscore_selection s = DSCORE_SELECTION_INIT;
    s.top_share = s.bottom_share = 0.0;
    s.top_group_min = s.bottom_group_min = 0;
    if (top != NULL) {
        s.top_places = top->places;
        s.top_ties = top->ties;
        s.top_share = top->share;
        s.top_group_min = top->group_min > least ? top->group_min : least;
    }
    if (bottom != NULL) {
        s.bottom_places = bottom->places;
        s.bottom_ties = bottom->ties;
        s.bottom_share = bottom->share;
        s.bottom_group_min = bottom->group_min > least ? bottom->group_min : least;
    }
    return s;
}

/* The last number on the list of each group, into tally_a; NaN where nobody is on it. Places whose holder is off it for
   another reason count. */
static void find_cuts(const dsi_round *r, int32_t period, dsi_outcome *out)
{
    const int64_t n = r->sheet->person_count, first = (int64_t)period * n;
    const bool top = r->rule->list.list == DSCORE_LIST_TOP;
    for (int32_t g = 0; g < r->sheet->group_count; g++) {
        r->tally_a[g] = (double)NAN;
    }
    for (int64_t i = 0; i < n; i++) {
        const bool placed = r->list[i] == r->rule->list.list ||
                            (r->reason[i] & (DSCORE_REASON_NOT_DISTINCT | DSCORE_REASON_BOTH_LISTS)) != 0;
        if (placed && r->sheet->group[first + i] >= 0) {
            double *cut = &r->tally_a[r->sheet->group[first + i]];
            const double score = r->score[first + i];
            *cut = isnan(*cut) || (top ? score < *cut : score > *cut) ? score : *cut;
        }
    }
    for (int64_t i = 0; i < n; i++) {
        const int32_t g = r->sheet->group[first + i];
        out[i].cut = g < 0 ? (double)NAN : number_of(r, r->tally_a[g]);
    }
}

static dscore_status test_list(dsi_round *r, int32_t period, const dscore_peers *peers, dscore_error *err)
{
    const dsi_list_rule *own = &r->rule->list;
    int32_t *both = r->grade; /* who would stand on another list too */
    const int64_t n = r->sheet->person_count, first = (int64_t)period * n;
    dsi_outcome *out = outcomes_of(r, period);
    dscore_status status = DSCORE_OK;
    memset(both, 0, (size_t)n * sizeof *both);
    int32_t at = 0;
    for (const dsi_list_rule *other = next_opposite(r, &at); status == DSCORE_OK && other != NULL;
         other = next_opposite(r, &at)) {
        const dscore_selection pair = selection_of(r, own, other);
        status = dscore_peers_select(peers, &pair, r->list, r->portion, r->reason, r->order, err);
        for (int64_t i = 0; status == DSCORE_OK && i < n; i++) {
            both[i] |= r->reason[i] & DSCORE_REASON_BOTH_LISTS;
        }
    }
    dscore_selection s = selection_of(r, own, NULL);
    s.lo = r->lo == NULL ? NULL : r->lo + first;
    s.hi = r->hi == NULL ? NULL : r->hi + first;
    s.mean = r->mean == NULL ? NULL : r->mean + first;
    if (status == DSCORE_OK) {
        status = dscore_peers_select(peers, &s, r->list, r->portion, r->reason, r->order, err);
    }
    for (int64_t i = 0; status == DSCORE_OK && i < n; i++) {
        if (both[i] != 0) {
            r->list[i] = DSCORE_LIST_NONE;
            r->portion[i] = 0.0;
            r->reason[i] = DSCORE_REASON_BOTH_LISTS;
        }
        out[i].list = r->list[i];
        out[i].portion = r->portion[i];
        out[i].reason |= r->admitted.status[first + i] == DSCORE_VALUE_OK ? r->reason[i] : 0;
        out[i].outcome = r->list[i] == own->list ? DSCORE_PERIOD_HIT : DSCORE_PERIOD_MISS;
    }
    if (status == DSCORE_OK) {
        find_cuts(r, period, out);
    }
    return status;
}

/* ---- lines and quotas --------------------------------------------------------------------------- */

static void test_line(dsi_round *r, int32_t period)
{
    const int64_t n = r->sheet->person_count, first = (int64_t)period * n;
    dsi_outcome *out = outcomes_of(r, period);
    for (int64_t i = 0; i < n; i++) {
        const bool is_judged = r->admitted.status[first + i] == DSCORE_VALUE_OK;
        const bool holds =
            is_judged && dsi_compare_holds(r->rule->line.op, number_of(r, r->score[first + i]), r->rule->line.limit);
        out[i].cut = r->rule->line.limit;
        out[i].portion = 1.0;
        out[i].outcome = holds ? DSCORE_PERIOD_HIT : DSCORE_PERIOD_MISS;
        out[i].reason |= is_judged && !holds ? DSCORE_REASON_LINE : 0;
    }
}

static dscore_status test_quota(dsi_round *r, int32_t period, const dscore_peers *peers, dscore_error *err)
{
    double quota[DSCORE_QUOTA_MAX];
    for (int32_t g = 0; g < r->rule->quota_count; g++) {
        quota[g] = r->rule->quotas[g].share;
    }
    const int64_t n = r->sheet->person_count, first = (int64_t)period * n;
    dsi_outcome *out = outcomes_of(r, period);
    const dscore_status status = dscore_peers_grade(peers, quota, r->rule->quota_count, r->grade, r->order, err);
    for (int64_t i = 0; status == DSCORE_OK && i < n; i++) {
        const bool is_judged = r->admitted.status[first + i] == DSCORE_VALUE_OK;
        const bool is_small = is_judged && r->ranked[i] < r->j->spec->peers.group_min;
        out[i].grade = is_small ? -1 : r->grade[i];
        out[i].outcome = out[i].grade >= 0 ? DSCORE_PERIOD_HIT : DSCORE_PERIOD_MISS;
        out[i].reason |= is_small ? DSCORE_REASON_SMALL_GROUP : 0;
    }
    return status;
}

/* ---- beside the test ---------------------------------------------------------------------------- */

/* Do the other conditions hold of who is judged? What is not known is judged by nobody. */
static dscore_status ask_conditions(dsi_round *r, int64_t cell, dsi_outcome *out, dscore_error *err)
{
    const int32_t decimals = r->j->spec->rank.decimals;
    bool unknown = false;
    for (int32_t c = 0; c < r->rule->condition_count; c++) {
        const dsi_numbers *numbers = &r->conditions[c];
        const dsi_line *line = &r->rule->conditions[c].line;
        if (numbers->status[cell] != DSCORE_VALUE_OK) {
            unknown = true;
        } else if (!dsi_compare_holds(line->op, dscore_round(numbers->number[cell], decimals), line->limit)) {
            out->reason |= DSCORE_REASON_CONDITION;
            out->failed |= (int32_t)(UINT32_C(1) << (uint32_t)c);
        }
    }
    dscore_score_row score = DSCORE_SCORE_ROW_INIT;
    const dscore_status status = r->rule->no_veto && r->sheet->rows[cell] >= 0
                                     ? dscore_scores_get(r->sheet->scores, r->sheet->rows[cell], &score, err)
                                     : DSCORE_OK;
    out->reason |= (score.flags & DSCORE_SCORE_VETO) != 0 ? DSCORE_REASON_VETO : 0;
    if (out->outcome == DSCORE_PERIOD_HIT && out->reason != 0) {
        out->outcome = DSCORE_PERIOD_MISS;
    } else if (out->outcome == DSCORE_PERIOD_HIT && unknown) {
        out->outcome = DSCORE_PERIOD_ABSENT;
        out->reason |= DSCORE_REASON_UNKNOWN;
    }
    return status;
}

/* METHODS 5.3: peers ranked by points whose volumes differ by more than threefold. */
static void compare_volumes(dsi_round *r, int32_t period)
{
    const int64_t n = r->sheet->person_count, first = (int64_t)period * n;
    dsi_outcome *out = outcomes_of(r, period);
    for (int32_t g = 0; g < r->sheet->group_count; g++) {
        r->tally_a[g] = (double)INFINITY;
        r->tally_b[g] = 0.0;
    }
    for (int64_t i = 0; i < n; i++) {
        const int32_t g = r->sheet->group[first + i];
        if (r->admitted.status[first + i] == DSCORE_VALUE_OK && out[i].volume > 0) {
            r->tally_a[g] = fmin(r->tally_a[g], (double)out[i].volume);
            r->tally_b[g] = fmax(r->tally_b[g], (double)out[i].volume);
        }
    }
    for (int64_t i = 0; i < n; i++) {
        const int32_t g = r->sheet->group[first + i];
        const bool ranked = r->admitted.status[first + i] == DSCORE_VALUE_OK;
        if (ranked && r->tally_b[g] > VOLUMES_APART * r->tally_a[g]) {
            out[i].flags |= DSCORE_DECISION_VOLUMES_DIFFER;
        }
    }
}

dscore_status dsi_round_test(dsi_round *r, int32_t period, dscore_error *err)
{
    const dscore_peers peers = dsi_round_peers(r, period);
    const int64_t n = peers.count, first = (int64_t)period * n;
    dsi_outcome *out = outcomes_of(r, period);
    dscore_status status = dscore_peers_rank(&peers, r->j->spec->rank.method, r->rank, r->ranked, r->order, err);
    for (int64_t i = 0; status == DSCORE_OK && i < n; i++) {
        out[i].rank = r->rank[i];
        out[i].ranked = r->ranked[i];
    }
    if (status == DSCORE_OK && r->rule->test == DSI_TEST_LIST) {
        status = test_list(r, period, &peers, err);
    } else if (status == DSCORE_OK && r->rule->test == DSI_TEST_QUOTA) {
        status = test_quota(r, period, &peers, err);
    } else if (status == DSCORE_OK) {
        test_line(r, period);
    }
    for (int64_t i = 0; status == DSCORE_OK && i < n; i++) {
        if (peers.status[i] == DSCORE_VALUE_OK) {
            status = ask_conditions(r, first + i, &out[i], err);
        } else {
            out[i].outcome = peers.status[i] == DSCORE_VALUE_EXCLUDED ? DSCORE_PERIOD_INELIGIBLE : DSCORE_PERIOD_ABSENT;
        }
    }
    if (status == DSCORE_OK && r->look.by == DSI_BY_POINT && r->rule->test != DSI_TEST_LINE) {
        compare_volumes(r, period);
    }
    return status;
}
