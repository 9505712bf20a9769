/* What the checks of METHODS 4.2 say of a plan as findings: each verdict with its code, at the member it is about. */
#include "document/targets_document.h"

#include <string.h>

/* Where in a target each check looks, by DSCORE_CHECK_...; a member that is absent is where it would stand. */
static const char *const PLACES[] = {"", "indicator", "scope", "owner", "unit", "target", "baseline", "direction",
    "baseline", "target", "target", "target", "objective", "target", "objective", "weight", "guards", "due", "start",
    "due", "due", "milestones", "due"};

/* Why a check says what it says; false = no memory, or no such check. */
bool dsi_check_sentence(
    const dscore_standings *standings, int64_t standing, int32_t check, const char *lang, dsi_text *out)
{
    char near[512];
    int64_t needed = 0;
    dscore_status status =
        dscore_standings_check_text(standings, standing, check, lang, near, (int64_t)sizeof near, &needed, NULL);
    if (status == DSCORE_OK) {
        dsi_text_add(out, near);
        return !out->failed;
    }
    char *far = status == DSCORE_E_BUFFER ? dsi_alloc(&out->allocator, needed) : NULL;
    if (far == NULL) {
        return false;
    }
    status = dscore_standings_check_text(standings, standing, check, lang, far, needed, NULL, NULL);
    dsi_text_add(out, status == DSCORE_OK ? far : "");
    dsi_release(&out->allocator, far, needed);
    return status == DSCORE_OK && !out->failed;
}

typedef struct verdict {
    const dscore_standings *standings;
    int64_t standing;
    int32_t check, verdict;
} verdict;

static bool say(dsi_reader *r, const dsi_at *at, const char *path, const verdict *of)
{
    const dsi_message message = {dscore_smart_text(DSCORE_SMART_TEXT_CODE, of->check, "en"),
        of->verdict == DSCORE_VERDICT_FAIL ? DSCORE_SEVERITY_WARNING : DSCORE_SEVERITY_INFO, DSCORE_OK, 0, "%1", "%1"};
    dsi_text en, zh;
    dsi_text_init(&en, &r->allocator);
    dsi_text_init(&zh, &r->allocator);
    if (dsi_check_sentence(of->standings, of->standing, of->check, "en", &en) &&
        dsi_check_sentence(of->standings, of->standing, of->check, "zh", &zh)) {
        const dsi_word words[] = {{en.data == NULL ? "" : en.data, zh.data == NULL ? "" : zh.data}};
        (void)dsi_complain_message(r, at, path, &message, words, 1);
    } else {
        (void)dsi_complain_memory(r);
    }
    dsi_text_free(&zh);
    dsi_text_free(&en);
    return dsi_reader_goes_on(r);
}

/* The first target of its objective, which speaks for all of them. */
static bool is_first_of_objective(const dscore_targets *targets, int32_t target)
{
    const char *mine = dscore_targets_target_text(targets, target, DSCORE_TARGETS_PARENT);
    for (int32_t i = 0; i < target; i++) {
        if (strcmp(dscore_targets_target_text(targets, i, DSCORE_TARGETS_PARENT), mine) == 0) {
            return false;
        }
    }
    return true;
}

static void say_of_objective(dsi_reader *r, const dsi_at *root, const char *objective, const verdict *of)
{
    dsi_at objectives;
    if (dsi_member_at(root, "objectives", &objectives)) {
        (void)say(r, &objectives, objective, of);
    }
}

/* The checks that need no values, once a target. */
static void check_target(dsi_reader *r, const dsi_at *root, const dsi_at *at, const dscore_standings *standings,
    int64_t standing, int32_t target)
{
    const dscore_targets *targets = dscore_standings_targets(standings);
    for (int32_t k = DSCORE_CHECK_SP1; k <= DSCORE_CHECK_TB5; k++) {
        verdict of = {standings, standing, k, DSCORE_VERDICT_PASS};
        (void)dscore_standings_check(standings, standing, k, &of.verdict, NULL);
        if (of.verdict != DSCORE_VERDICT_FAIL && of.verdict != DSCORE_VERDICT_WARN) {
            continue;
        }
        if (k != DSCORE_CHECK_AC3) {
            (void)say(r, at, PLACES[k], &of);
        } else if (is_first_of_objective(targets, target)) {
            say_of_objective(r, root, dscore_targets_target_text(targets, target, DSCORE_TARGETS_PARENT), &of);
        }
    }
}

/* METHODS 8.2: three to seven objectives, weights of 5 to 40 that add up to 100, agreed by both. */
static void check_agreement(dsi_reader *r, const dsi_at *at, const dsi_objective_spec *spec)
{
    static const dsi_word people[] = {{"the employee", "员工"}, {"the manager", "主管"}};
    const char *const agreed[] = {spec->agreed_by_employee, spec->agreed_by_manager};
    if (spec->mbo_weight < 5 || spec->mbo_weight > 40) {
        const dsi_word word = dsi_word_of(dsi_number_text(r, spec->mbo_weight));
        (void)dsi_complain_below(r, at, "mbo.weight", DSI_SAY_MBO_WEIGHT, &word, 1);
    }
    for (int32_t i = 0; i < DSI_COUNT(people); i++) {
        if (agreed[i][0] == '\0') {
            (void)dsi_complain_below(r, at, "mbo.agreed", DSI_SAY_MBO_AGREED, &people[i], 1);
        }
    }
}

static void check_agreements(dsi_reader *r, const dsi_at *root, const dsi_targets_spec *spec)
{
    dsi_at objectives, at;
    double sum = 0;
    int32_t count = 0;
    if (!dsi_member_at(root, "objectives", &objectives)) {
        return;
    }
    for (int32_t i = 0; i < spec->objective_count; i++) {
        if (spec->objectives[i].has_mbo && dsi_member_at(&objectives, spec->objectives[i].id, &at)) {
            check_agreement(r, &at, &spec->objectives[i]);
            sum += spec->objectives[i].mbo_weight;
            count++;
        }
    }
    if (count > 0 && (sum < 100 - 1e-6 || sum > 100 + 1e-6)) {
        const dsi_word word = dsi_word_of(dsi_rounded_text(r, sum, 6));
        (void)dsi_complain(r, &objectives, DSI_SAY_MBO_TOTAL, &word, 1);
    }
    if (count > 0 && (count < 3 || count > 7)) {
        const dsi_word word = dsi_word_of(dsi_number_text(r, count));
        (void)dsi_complain(r, &objectives, DSI_SAY_MBO_COUNT, &word, 1);
    }
}

/* A document is judged without a clock: before everything it speaks of, so that nothing is overdue. */
static int64_t first_day(const dsi_targets_spec *spec)
{
    int64_t first = 0;
    for (int32_t i = 0; i < spec->target_count; i++) {
        const int64_t days[] = {spec->targets[i].start, spec->targets[i].due};
        for (int32_t k = 0; k < 2; k++) {
            first = days[k] != DSI_NO_DAY && days[k] < first ? days[k] : first;
        }
    }
    return first;
}

void dsi_check_targets(dsi_reader *r, const dsi_at *root, const dscore_targets *targets)
{
    dscore_standings *standings = NULL;
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    dscore_error lower = DSCORE_ERROR_INIT;
    dsi_at all, target;
    facts.now = first_day(dsi_targets_spec_of(targets));
    check_agreements(r, root, dsi_targets_spec_of(targets));
    if (!dsi_member_at(root, "targets", &all)) {
        return;
    }
    if (dscore_targets_judge(targets, NULL, NULL, &facts, &standings, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
        return;
    }
    int32_t before = -1;
    for (int64_t i = 0; i < dscore_standings_count(standings); i++) {
        dscore_standing_row row = DSCORE_STANDING_ROW_INIT;
        if (dscore_standings_get(standings, i, &row, NULL) == DSCORE_OK && row.target != before &&
            dsi_member_at(&all, dscore_targets_target_text(targets, row.target, DSCORE_TARGETS_ID), &target)) {
            check_target(r, root, &target, standings, i, row.target);
            before = row.target;
        }
    }
    dscore_standings_free(standings);
}
