/* Targets as objects: what they refuse, identity, objectives rolled up, goals that nothing measures, memory that fails.
 */
#include "target/smart_support.h"

#include "score/score_support.h"

static dscore_status try_targets(const dscore_catalog *catalog, const dsi_targets_spec *spec, dscore_error *err)
{
    dscore_targets *out = NULL;
    const dscore_status status = dsi_targets_new(catalog, spec, &out, err);
    ck_assert(status == DSCORE_OK || out == NULL);
    dscore_targets_free(out);
    return status;
}

/* A specification with one target that is changed by each case. */
static void refuse(dsi_target_spec goal, dscore_status expected, const char *path)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = builtin_catalog();
    dsi_targets_spec spec;
    dsi_targets_spec_init(&spec);
    spec.targets = &goal;
    spec.target_count = 1;
    ck_assert_int_eq(try_targets(catalog, &spec, &err), expected);
    ck_assert_str_eq(err.path, path);
    ck_assert_int_eq(try_targets(catalog, &spec, NULL), expected);
    dscore_catalog_free(catalog);
}

static dsi_target_spec plain(void)
{
    return dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 80, 92), "2026-01-01", "2026-03-31");
}

START_TEST(what_contradicts_itself_is_refused_with_its_place)
{
    static const char *const unknown[] = {"csat_satisfyed"};
    dsi_target_step steps[] = {{90, 70, (double)NAN}, {90, 80, (double)NAN}};
    dsi_target_version version;
    dsi_card_parameter parameter = {"kut", "4"};
    dsi_target_spec t = plain();
    t.id = "Csat 92";
    refuse(t, DSCORE_E_PARAMETER, "targets[0].id");
    t = plain();
    t.item.indicator = "csat_satisfyed";
    refuse(t, DSCORE_E_NOT_FOUND, "targets[0].indicator");
    t = plain();
    t.item.parameters = &parameter;
    t.item.parameter_count = 1;
    refuse(t, DSCORE_E_NOT_FOUND, "targets[0].parameters.kut");
    t = plain();
    t.direction = 8;
    refuse(t, DSCORE_E_PARAMETER, "targets[0].direction");
    t = plain();
    t.window = 0;
    refuse(t, DSCORE_E_PARAMETER, "targets[0].window");
    t = plain();
    t.target = (double)INFINITY;
    refuse(t, DSCORE_E_PARAMETER, "targets[0].target");
    t = plain();
    t.weight = (double)NAN;
    refuse(t, DSCORE_E_PARAMETER, "targets[0].weight");
    t = plain();
    t.direction = DSCORE_TARGET_MAINTAIN_BAND;
    refuse(t, DSCORE_E_PARAMETER, "targets[0].upper");
    t = plain();
    t.steps = steps;
    t.step_count = 2;
    refuse(t, DSCORE_E_PARAMETER, "targets[0].tenure[1].below");
    t = plain();
    dsi_target_version_init(&version);
    t.versions = &version;
    t.version_count = 1;
    refuse(t, DSCORE_E_PARAMETER, "targets[0].versions[0].valid_from");
    t = plain();
    t.guards = unknown;
    t.guard_count = 1;
    refuse(t, DSCORE_E_NOT_FOUND, "targets[0].guards[0]");
    t = plain();
    t.objective = "nowhere";
    refuse(t, DSCORE_E_NOT_FOUND, "targets[0].objective");
    t = plain();
    t.forecast = DSCORE_TARGET_FORECAST_RUN_RATE;
    refuse(t, DSCORE_E_PARAMETER, "targets[0].forecast.method");
    t = plain();
    t.subject_count = 1;
    t.subjects = unknown;
    refuse(t, DSCORE_E_PARAMETER, "targets[0].scope.key");
}
END_TEST

START_TEST(objectives_in_a_circle_and_ids_that_stand_twice_are_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = builtin_catalog();
    dsi_targets_spec spec;
    dsi_objective_spec o[3];
    dsi_target_spec twice[2] = {plain(), plain()};
    dsi_targets_spec_init(&spec);
    for (int i = 0; i < 3; i++) {
        dsi_objective_spec_init(&o[i]);
    }
    o[0].id = "top";
    o[1].id = "left";
    o[2].id = "right";
    o[1].parent = "right";
    o[2].parent = "left";
    spec.objectives = o;
    spec.objective_count = 3;
    ck_assert_int_eq(try_targets(catalog, &spec, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "objectives[1].parent");
    o[2].parent = "top";
    ck_assert_int_eq(try_targets(catalog, &spec, &err), DSCORE_OK);
    o[2].id = "left";
    ck_assert_int_eq(try_targets(catalog, &spec, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_str_eq(err.path, "objectives[2].id");
    o[2].id = "right";
    o[2].has_mbo = true;
    ck_assert_int_eq(try_targets(catalog, &spec, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "objectives[2].mbo.weight");
    o[2].mbo_weight = 40;
    const dsi_mbo_cross cross = {"right", "left", 100, 100};
    spec.cross_caps = &cross;
    spec.cross_count = 1;
    ck_assert_int_eq(try_targets(catalog, &spec, &err), DSCORE_E_NOT_FOUND);
    ck_assert_str_eq(err.path, "mbo.cross_caps[0].other");
    spec.cross_count = 0;
    spec.targets = twice;
    spec.target_count = 2;
    ck_assert_int_eq(try_targets(catalog, &spec, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_str_eq(err.path, "targets[1].id");
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(the_hash_changes_with_all_but_prose)
{
    dscore_catalog *catalog = builtin_catalog();
    dsi_target_spec goals[4] = {plain(), plain(), plain(), plain()};
    char hashes[4][33];
    goals[1].title_en = "Happier customers";
    goals[2].target = 92.5;
    goals[3].check_in_days = 7;
    for (int i = 0; i < 4; i++) {
        dscore_targets *t = make_targets(catalog, &goals[i], 1);
        (void)snprintf(hashes[i], sizeof hashes[i], "%s", dscore_targets_text(t, DSCORE_TARGETS_HASH));
        ck_assert_uint_eq(strlen(hashes[i]), 32);
        dscore_targets_free(t);
    }
    ck_assert_str_eq(hashes[0], hashes[1]);
    ck_assert_str_ne(hashes[0], hashes[2]);
    ck_assert_str_ne(hashes[0], hashes[3]);
    dscore_catalog_free(catalog);
}
END_TEST

/* Milestones 3 of 5 by weight (.6) and a thing not done (0): mean .3; with weights 3 and 1: .45. */
START_TEST(methods_4_3_an_objective_is_the_weighted_mean_of_what_stands_below)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = builtin_catalog();
    dsi_objective_spec o[2];
    dsi_target_milestone pieces[3];
    dsi_target_spec goals[2] = {
        dated(goal_of("pieces", NULL, DSCORE_TARGET_MILESTONE, (double)NAN, (double)NAN), "2026-01-01", "2026-03-31"),
        dated(goal_of("done", NULL, DSCORE_TARGET_BINARY, (double)NAN, (double)NAN), "2026-01-01", "2026-03-31")};
    dsi_targets_spec spec;
    dscore_targets *targets = NULL;
    for (int i = 0; i < 3; i++) {
        dsi_milestone_init(&pieces[i]);
    }
    pieces[0].done = true;
    pieces[0].weight = 3;
    goals[0].milestones = pieces;
    goals[0].milestone_count = 3;
    goals[0].objective = goals[1].objective = "child";
    goals[0].weight = 3;
    dsi_objective_spec_init(&o[0]);
    dsi_objective_spec_init(&o[1]);
    o[0].id = "top";
    o[1].id = "child";
    o[1].parent = "top";
    o[0].policy = DSCORE_TARGET_PARENT_WORST_CHILD;
    dsi_targets_spec_init(&spec);
    spec.objectives = o;
    spec.objective_count = 2;
    spec.targets = goals;
    spec.target_count = 2;
    assert_ok(dsi_targets_new(catalog, &spec, &targets, &err), err);
    dscore_standings *s = judge_on(targets, NULL, NULL, "2026-02-14");
    assert_close(standing_of(s, 0, "").progress, 0.6, 1e-12);
    ck_assert_int_eq(standing_of(s, 0, "").status, DSCORE_TARGET_STATUS_ON_TRACK); /* expected 44 / 89 = .494 */
    ck_assert_int_eq(standing_of(s, 1, "").status, DSCORE_TARGET_STATUS_ON_TRACK); /* not done, not due */
    ck_assert_int_eq(dscore_standings_objective_count(s), 2);
    dscore_objective_row row = DSCORE_OBJECTIVE_ROW_INIT;
    assert_ok(dscore_standings_objective(s, 1, &row, &err), err);
    ck_assert_int_eq(row.objective, 1);
    assert_close(row.progress, 0.45, 1e-12);
    assert_close(row.expected, 44.0 / 89.0, 1e-12);
    ck_assert_int_eq(row.status, DSCORE_TARGET_STATUS_BEHIND); /* 4.4 points */
    ck_assert_int_eq(row.targets, 2);
    assert_ok(dscore_standings_objective(s, 0, &row, &err), err);
    assert_close(row.progress, 0.45, 1e-12);
    ck_assert_int_eq(row.children, 1);
    ck_assert_int_eq(row.status, DSCORE_TARGET_STATUS_BEHIND); /* its worst child */
    dscore_standings_free(s);
    s = judge_on(targets, NULL, NULL, "2026-04-01");
    ck_assert_int_eq(standing_of(s, 1, "").status, DSCORE_TARGET_STATUS_MISSED);
    assert_close(standing_of(s, 0, "").grade, 0.6, 1e-12);
    ck_assert_int_eq(standing_of(s, 0, "").colour, DSCORE_TARGET_COLOUR_YELLOW);
    dscore_standings_free(s);
    dscore_targets_free(targets);
    dscore_catalog_free(catalog);
}
END_TEST

/* METHODS 4.4: milestones 86 @ 31 January, 89 @ 28 February, 92 @ 31 March from 85; on 15 February .372449, where the
   line alone would ask for .505618. */
START_TEST(methods_4_4_milestones_of_a_document_are_what_is_expected)
{
    static const char *const days[] = {"2025-01-31", "2025-02-28", "2025-03-31"};
    static const double values[] = {86, 89, 92};
    dscore_catalog *catalog = builtin_catalog();
    dsi_target_milestone points[3];
    dsi_target_spec t =
        dated(goal_of("csat", "csat_satisfied", DSCORE_TARGET_INCREASE, 85, 92), "2025-01-01", "2025-03-31");
    for (int i = 0; i < 3; i++) {
        dsi_milestone_init(&points[i]);
        points[i].day = day(days[i]);
        points[i].value = values[i];
    }
    t.milestones = points;
    t.milestone_count = 3;
    dscore_targets *targets = make_targets(catalog, &t, 1);
    dscore_standings *s = judge_on(targets, NULL, NULL, "2025-02-15");
    assert_close(standing_of(s, 0, "").expected, 0.372449, 1e-6);
    ck_assert_int_eq(standing_of(s, 0, "").notes, 0);
    dscore_standings_free(s);
    dscore_targets_free(targets);
    points[0].day = day("2025-03-01");
    targets = make_targets(catalog, &t, 1);
    s = judge_on(targets, NULL, NULL, "2025-02-15");
    assert_close(standing_of(s, 0, "").expected, 0.505618, 1e-6);
    ck_assert_int_eq(standing_of(s, 0, "").notes, DSCORE_STANDING_MILESTONES);
    dscore_standings_free(s);
    dscore_targets_free(targets);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(values_of_something_else_are_refused)
{
    month_desk *m = open_months();
    dscore_error err = DSCORE_ERROR_INIT;
    const dsi_target_spec goal = plain();
    dsi_target_spec other = plain();
    dsi_target_spec renamed = plain();
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    dscore_standings *s = NULL;
    other.item.indicator = "csat_mean";
    renamed.id = "csat_92";
    add_month(m, "Ann", "2026-01", 45, 50, 40);
    dscore_targets *targets = make_targets(m->d.catalog, &goal, 1);
    dscore_targets *others = make_targets(m->d.catalog, &other, 1);
    dscore_targets *names = make_targets(m->d.catalog, &renamed, 1);
    dscore_values *series = measure_targets(m, targets, "agent", "2026-01-01", "2026-02-01", "month");
    dscore_values *window = measure_targets(m, targets, NULL, "2026-01-01", "2026-02-01", NULL);
    ck_assert_int_eq(dscore_targets_judge(targets, series, NULL, &facts, &s, &err), DSCORE_E_ARGUMENT);
    ck_assert_str_eq(err.path, "now");
    facts.now = day("2026-01-31");
    ck_assert_int_eq(dscore_targets_judge(others, series, NULL, &facts, &s, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dscore_targets_judge(names, series, NULL, &facts, &s, &err), DSCORE_E_NOT_FOUND);
    ck_assert_str_eq(err.path, "csat_92");
    ck_assert_int_eq(dscore_targets_judge(targets, series, window, &facts, &s, &err), DSCORE_E_INCOMPATIBLE);
    facts.level = 1.0;
    ck_assert_int_eq(dscore_targets_judge(targets, series, NULL, &facts, &s, &err), DSCORE_E_PARAMETER);
    ck_assert_ptr_null(s);
    ck_assert_int_eq(dscore_targets_judge(NULL, series, NULL, &facts, &s, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_targets_judge(targets, series, NULL, &facts, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_targets_judge(targets, series, NULL, NULL, &s, NULL), DSCORE_E_ARGUMENT);
    dscore_values_free(window);
    dscore_values_free(series);
    dscore_targets_free(names);
    dscore_targets_free(others);
    dscore_targets_free(targets);
    close_months(m);
}
END_TEST

/* Every allocation of making and judging targets fails once; what was taken is given back. */
START_TEST(memory_that_fails_leaves_nothing_behind)
{
    counting_heap heap = {0, -1, 0};
    const dscore_allocator allocator = counting_allocator(&heap);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    dscore_targets *plain_targets = NULL;
    dscore_target_facts facts = DSCORE_TARGET_FACTS_INIT;
    static const char *const people[] = {"Ann", "Bob"};
    dsi_target_milestone points[1];
    dsi_target_version version;
    dsi_objective_spec o;
    dsi_target_spec goals[2] = {plain(), plain()};
    dsi_targets_spec spec;
    bool made = false;
    dsi_milestone_init(&points[0]);
    points[0].day = day("2026-02-01");
    points[0].value = 88;
    dsi_target_version_init(&version);
    version.valid_from = day("2026-02-01");
    version.target = 91;
    goals[0].milestones = points;
    goals[0].milestone_count = 1;
    goals[0].versions = &version;
    goals[0].version_count = 1;
    goals[0].objective = "service";
    goals[1].id = "work";
    goals[1].item.indicator = NULL;
    goals[1].direction = DSCORE_TARGET_BINARY;
    goals[1].scope_key = "agent";
    goals[1].subjects = people;
    goals[1].subject_count = 2;
    goals[1].objective = "service";
    dsi_objective_spec_init(&o);
    o.id = "service";
    o.has_mbo = true;
    o.mbo_weight = 100;
    dsi_targets_spec_init(&spec);
    spec.objectives = &o;
    spec.objective_count = 1;
    spec.targets = goals;
    spec.target_count = 2;
    facts.now = day("2026-02-28");
    month_desk *m = open_months();
    add_month(m, "Ann", "2026-01", 45, 50, 40);
    add_month(m, "Ann", "2026-02", 46, 50, 40);
    add_month(m, "Bob", "2026-02", 40, 50, 40);
    assert_ok(dsi_targets_new(m->d.catalog, &spec, &plain_targets, &err), err);
    dscore_values *series = measure_targets(m, plain_targets, "agent", "2026-01-01", "2026-03-01", "month");
    assert_ok(dscore_catalog_builtin(&allocator, &catalog, &err), err);
    const int64_t before = heap.held;
    for (int64_t fail_at = 0; !made && fail_at < 5000; fail_at++) {
        dscore_targets *targets = NULL;
        dscore_standings *s = NULL;
        char text[4000];
        heap.calls = 0;
        heap.fail_at = fail_at;
        dscore_status status = dsi_targets_new(catalog, &spec, &targets, &err);
        if (status == DSCORE_OK) {
            status = dscore_targets_judge(targets, series, series, &facts, &s, &err);
        }
        if (status == DSCORE_OK) {
            status = dscore_standings_explain(s, 0, "en", text, (int64_t)sizeof text, NULL, &err);
        }
        if (status == DSCORE_OK) {
            status = dscore_standings_mbo_explain(s, 0, "zh", text, (int64_t)sizeof text, NULL, &err);
        }
        made = status == DSCORE_OK;
        ck_assert(made || status == DSCORE_E_MEMORY);
        dscore_standings_free(s);
        dscore_targets_free(targets);
        ck_assert_int_eq(heap.held, before);
    }
    ck_assert(made);
    heap.fail_at = -1;
    dscore_values_free(series);
    dscore_targets_free(plain_targets);
    close_months(m);
    dscore_catalog_free(catalog);
    ck_assert_int_eq(heap.held, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {what_contradicts_itself_is_refused_with_its_place,
        objectives_in_a_circle_and_ids_that_stand_twice_are_refused, the_hash_changes_with_all_but_prose,
        methods_4_3_an_objective_is_the_weighted_mean_of_what_stands_below,
        methods_4_4_milestones_of_a_document_are_what_is_expected, values_of_something_else_are_refused,
        memory_that_fails_leaves_nothing_behind};
    return RUN_TESTS("smart_object", tests);
}
