/* The check of a policy of decisions: what would be unfair, rest on chance, or never apply (METHODS 5.3, 5.8). */
#include "document/decisions_document.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FEW = 10 }; /* fewer in a group: one is last by chance */

/* A finding at a place of a rule: `rules[2].list.ties`. */
static void say(dsi_reader *r, const dsi_at *root, int32_t rule, const char *below, dsi_finding_kind kind,
    const dsi_word *words, int32_t count)
{
    char path[96];
    (void)snprintf(path, sizeof path, "rules[%d]%s%s", (int)rule, below[0] == '\0' ? "" : ".", below);
    (void)dsi_complain_below(r, root, path, kind, words, count);
}

static void say_number(
    dsi_reader *r, const dsi_at *root, int32_t rule, const char *below, dsi_finding_kind kind, double number)
{
    const dsi_word word = dsi_word_of(dsi_number_text(r, number));
    say(r, root, rule, below, kind, &word, 1);
}

static void check_eligibility(dsi_reader *r, const dsi_at *root, const dsi_policy_spec *spec)
{
    const dsi_eligibility *e = &spec->eligibility;
    const bool has_volume = e->volume > 0 || e->reliability > 0;
    const bool has_other = e->tenure_days > 0 || e->worked_days > 0 || e->leave_days_max >= 0 || e->complaints_max >= 0;
    if (!has_volume) {
        (void)dsi_complain_below(
            r, root, "eligibility", has_other ? DSI_SAY_NO_VOLUME_MIN : DSI_SAY_NO_ELIGIBILITY, NULL, 0);
    }
}

/* Does the rule hurt whom it hits? */
static bool is_adverse(const dsi_policy_rule *rule)
{
    return rule->kind == DSCORE_RULE_COACHING || rule->kind == DSCORE_RULE_TRAINING ||
           (rule->test == DSI_TEST_LIST && rule->list.list == DSCORE_LIST_BOTTOM);
}

static void check_list(dsi_reader *r, const dsi_at *root, const dsi_policy_spec *spec, int32_t i)
{
    static const char *const ties[] = {"", "INCLUDE_ALL", "EXCLUDE_ALL", "BREAK", "SPLIT"};
    const dsi_list_rule *list = &spec->rules[i].list;
    const int64_t least = list->group_min > spec->peers.group_min ? list->group_min : spec->peers.group_min;
    if (spec->rules[i].test != DSI_TEST_LIST || list->list != DSCORE_LIST_BOTTOM) {
        return;
    }
    if (least < FEW) {
        say_number(r, root, i, "list.group_min", DSI_SAY_NO_GROUP_MIN, (double)(least > 1 ? least : 1));
    }
    if (list->ties == DSCORE_TIES_INCLUDE_ALL || list->ties == DSCORE_TIES_SPLIT) {
        const dsi_word word = dsi_word_of(ties[list->ties]);
        say(r, root, i, "list.ties", DSI_SAY_BOTTOM_TIES, &word, 1);
    }
}

static void check_streak(dsi_reader *r, const dsi_at *root, const dsi_policy_rule *rule, int32_t i)
{
    const struct {
        const char *path;
        int32_t policy;
    } gaps[] = {{"streak.absent", rule->streak.absent}, {"streak.ineligible", rule->streak.ineligible}};
    for (int32_t k = 0; is_adverse(rule) && k < DSI_COUNT(gaps); k++) {
        if (gaps[k].policy == DSCORE_STREAK_COUNT) {
            say(r, root, i, gaps[k].path, DSI_SAY_STREAK_COUNT, NULL, 0);
        } else if (gaps[k].policy == DSCORE_STREAK_SKIP && rule->streak.length > 1) {
            say(r, root, i, gaps[k].path, DSI_SAY_STREAK_SKIP, NULL, 0);
        }
    }
}

/* The smallest group that the rule grades in which the last grade has a place. */
static void check_quotas(dsi_reader *r, const dsi_at *root, const dsi_policy_spec *spec, int32_t i)
{
    const dsi_policy_rule *rule = &spec->rules[i];
    double shares[DSCORE_QUOTA_MAX];
    int64_t sizes[DSCORE_QUOTA_MAX];
    if (rule->test != DSI_TEST_QUOTA) {
        return;
    }
    for (int32_t k = 0; k < rule->quota_count; k++) {
        shares[k] = rule->quotas[k].share;
    }
    const dsi_quota *last = &rule->quotas[rule->quota_count - 1];
    for (int64_t n = spec->peers.group_min > 1 ? spec->peers.group_min : 1; n < FEW && rule->quota_count > 1; n++) {
        if (dscore_quotas_apportion(n, shares, rule->quota_count, sizes, NULL) == DSCORE_OK &&
            sizes[rule->quota_count - 1] > 0) {
            const dsi_word words[] = {dsi_word_of(dsi_number_text(r, (double)n)), {last->label_en, last->label_zh}};
            say(r, root, i, "quotas", DSI_SAY_FORCED_GRADE, words, 2);
            return;
        }
    }
}

/* ---- lines ---------------------------------------------------------------------------------- */

static bool is_scored(const dsi_look *look)
{
    return look->what == DSI_LOOK_TOTAL || look->what == DSI_LOOK_GROUP || look->what == DSI_LOOK_POINTS;
}

static bool is_above(const dsi_line *line)
{
    return line->op == DSI_CMP_GE || line->op == DSI_CMP_GT;
}

static void check_line(
    dsi_reader *r, const dsi_at *root, int32_t i, const char *path, const dsi_look *look, const dsi_line *line)
{
    static const char *const ops[] = {"", ">=", ">", "<=", "<"};
    if (!is_scored(look)) {
        return;
    }
    const bool never = (line->limit > 100 && is_above(line)) || (line->limit < 0 && !is_above(line)) ||
                       (line->op == DSI_CMP_GT && line->limit == 100) || (line->op == DSI_CMP_LT && line->limit == 0);
    if (never) {
        char text[64];
        (void)snprintf(text, sizeof text, "%s %s", ops[line->op], dsi_number_text(r, line->limit));
        const dsi_word word = dsi_word_of(text);
        say(r, root, i, path, DSI_SAY_NEVER_LINE, &word, 1);
    } else if (line->limit < 0 || line->limit > 100) {
        say_number(r, root, i, path, DSI_SAY_LINE_RANGE, line->limit);
    }
}

static bool same_look(const dsi_look *a, const dsi_look *b)
{
    return a->what == b->what && a->by == b->by && strcmp(a->name, b->name) == 0;
}

/* Do two lines on the same number leave nothing between them? */
static bool exclude_one_another(const dsi_line *a, const dsi_line *b)
{
    if (is_above(a) == is_above(b)) {
        return false;
    }
    const dsi_line *low = is_above(a) ? a : b, *high = is_above(a) ? b : a;
    const bool open = low->op == DSI_CMP_GT || high->op == DSI_CMP_LT;
    return low->limit > high->limit || (low->limit == high->limit && open);
}

static void check_lines(dsi_reader *r, const dsi_at *root, const dsi_policy_spec *spec, int32_t i)
{
    const dsi_policy_rule *rule = &spec->rules[i];
    const dsi_look *look = rule->has_look ? &rule->look : &spec->rank.look;
    if (rule->test == DSI_TEST_LINE) {
        check_line(r, root, i, "line.limit", look, &rule->line);
    }
    for (int32_t k = 0; k < rule->condition_count; k++) {
        const dsi_condition *c = &rule->conditions[k];
        char path[48];
        (void)snprintf(path, sizeof path, "conditions[%d].line.limit", (int)k);
        check_line(r, root, i, path, &c->look, &c->line);
        bool clash =
            rule->test == DSI_TEST_LINE && same_look(look, &c->look) && exclude_one_another(&rule->line, &c->line);
        for (int32_t m = 0; m < k; m++) {
            const dsi_condition *other = &rule->conditions[m];
            clash = clash || (same_look(&other->look, &c->look) && exclude_one_another(&other->line, &c->line));
        }
        if (clash) {
            say(r, root, i, path, DSI_SAY_NEVER_BOTH, NULL, 0);
        }
    }
}

/* ---- what a period can hold ----------------------------------------------------------------- */

/* The most days in a period of a unit, and the most periods of another unit that begin in it; by DSCORE_PERIOD_. */
static const int32_t DAYS[] = {0, 1, 7, 31, 92, 366};
static const int32_t PARTS[6][6] = {
    {0}, {0, 1, 1, 1, 1, 1}, {0, 7, 1, 1, 1, 1}, {0, 31, 5, 1, 1, 1}, {0, 92, 14, 3, 1, 1}, {0, 366, 53, 12, 4, 1}};

static void check_period(dsi_reader *r, const dsi_at *root, const dsi_policy_spec *spec, int32_t i)
{
    const dsi_policy_rule *rule = &spec->rules[i];
    const int64_t worked = spec->eligibility.worked_days;
    if (rule->period == 0) {
        return;
    }
    if (worked > DAYS[rule->period]) {
        const dsi_word words[] = {dsi_word_of(dsi_number_text(r, (double)worked)),
            dsi_word_of(dsi_number_text(r, DAYS[rule->period])), dsi_word_of(rule->id)};
        (void)dsi_complain_below(r, root, "eligibility.worked_days", DSI_SAY_NEVER_DAYS, words, 3);
    }
    const int32_t most = PARTS[rule->period][rule->min_periods_of];
    if (rule->min_periods > most) {
        const dsi_word words[] = {
            dsi_word_of(dsi_number_text(r, (double)rule->min_periods)), dsi_word_of(dsi_number_text(r, most))};
        say(r, root, i, "min_periods", DSI_SAY_NEVER_PERIODS, words, 2);
    }
}

void dsi_check_policy(dsi_reader *r, const dsi_at *root, const dsi_policy_spec *spec)
{
    check_eligibility(r, root, spec);
    for (int32_t i = 0; i < spec->rule_count; i++) {
        const dsi_policy_rule *rule = &spec->rules[i];
        check_list(r, root, spec, i);
        check_quotas(r, root, spec, i);
        check_lines(r, root, spec, i);
        check_streak(r, root, rule, i);
        check_period(r, root, spec, i);
        if (rule->bonus.method != 0 && rule->bonus.pot < 0) {
            say(r, root, i, "bonus.pot", DSI_SAY_NO_POT, NULL, 0);
        }
    }
}
