/* Weight tables: METHODS 3.1 (structure, validation) and 3.3 (missing policies) on worked numbers. */
#include "weight/tree.h"

#include "score/score_support.h"

/* The card of METHODS 3.3: quality .4 {CSAT .5, FCR .3, complaint .2}, efficiency .3 {resp .5, AHT .5},
   growth .2 {exam}, collaboration .1 {tasks, sharing}. */
static const dsi_weight_node WORKED[] = {{"quality", "Quality", "质量", -1, false, 40.0},
    {"csat", NULL, NULL, 0, true, 0.5}, {"fcr", NULL, NULL, 0, true, 0.3}, {"complaint", NULL, NULL, 0, true, 0.2},
    {"efficiency", "Efficiency", "效率", -1, false, 30.0}, {"resp", NULL, NULL, 4, true, 0.5},
    {"aht", NULL, NULL, 4, true, 0.5}, {"growth", "Growth", "成长", -1, false, 20.0},
    {"exam", NULL, NULL, 7, true, 1.0}, {"collaboration", "Collaboration", "协作", -1, false, 10.0},
    {"tasks", NULL, NULL, 9, true, 1.0}, {"sharing", NULL, NULL, 9, true, 1.0}};
enum { WORKED_COUNT = 12 };
static const double WORKED_SCORES[WORKED_COUNT] = {0, 90, 80, 0, 0, 86, 75, 0, 100, 0, 0, 0};
static const uint8_t WORKED_PRESENT[WORKED_COUNT] = {0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 0, 0};

static dsi_weights_spec spec_of(const dsi_weight_node *nodes, int32_t count)
{
    dsi_weights_spec spec;
    memset(&spec, 0, sizeof spec);
    spec.nodes = nodes;
    spec.node_count = count;
    return spec;
}

static dscore_weights *make(const dsi_weights_spec *spec)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_weights *weights = NULL;
    assert_ok(dsi_weights_new(NULL, spec, &weights, &err), err);
    return weights;
}

static void assert_refused(const dsi_weights_spec *spec, dscore_status expected, const char *path, const char *says)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_weights *weights = (dscore_weights *)&err;
    ck_assert_int_eq(dsi_weights_new(NULL, spec, &weights, &err), expected);
    ck_assert_ptr_null(weights);
    ck_assert_str_eq(err.path, path);
    ck_assert_msg(strstr(err.message, says) != NULL, "'%s' does not say '%s'", err.message, says);
}

static double total_of(const double *shares)
{
    double sum = 0.0;
    for (int i = 0; i < WORKED_COUNT; i++) {
        sum += WORKED[i].is_leaf ? shares[i] * WORKED_SCORES[i] : 0.0;
    }
    return sum;
}

static double worked_total(int32_t policy, double *out_coverage)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dsi_weights_spec spec = spec_of(WORKED, WORKED_COUNT);
    dscore_weights *weights = make(&spec);
    double shares[WORKED_COUNT];
    assert_ok(dscore_weights_resolve(weights, WORKED_PRESENT, policy, shares, out_coverage, &err), err);
    dscore_weights_free(weights);
    return total_of(shares);
}

START_TEST(methods_3_3_exclude_siblings_gives_the_weight_to_the_group)
{
    double coverage;
    assert_close(worked_total(DSCORE_MISSING_EXCLUDE_SIBLINGS, &coverage), (34.5 + 24.15 + 20.0) / 0.9, 1e-12);
    assert_close(worked_total(DSCORE_MISSING_EXCLUDE_SIBLINGS, NULL), 87.388889, 5e-7);
    assert_close(coverage, 0.82, 1e-12);
}
END_TEST

START_TEST(methods_3_3_exclude_global_gives_the_weight_to_all)
{
    assert_close(worked_total(DSCORE_MISSING_EXCLUDE_GLOBAL, NULL), 87.5, 1e-12);
}
END_TEST

START_TEST(methods_3_3_zero_counts_what_is_missing_as_nothing)
{
    assert_close(worked_total(DSCORE_MISSING_ZERO, NULL), 71.75, 1e-12);
}
END_TEST

START_TEST(methods_3_3_block_leaves_no_share)
{
    double coverage;
    ck_assert_double_eq(worked_total(DSCORE_MISSING_BLOCK, &coverage), 0.0);
    assert_close(coverage, 0.82, 1e-12);
}
END_TEST

START_TEST(with_every_value_the_policies_agree_and_coverage_is_exactly_one)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dsi_weights_spec spec = spec_of(WORKED, WORKED_COUNT);
    dscore_weights *weights = make(&spec);
    uint8_t all[WORKED_COUNT];
    memset(all, 1, sizeof all);
    for (int32_t policy = DSCORE_MISSING_EXCLUDE_SIBLINGS; policy <= DSCORE_MISSING_BLOCK; policy++) {
        double shares[WORKED_COUNT];
        double coverage;
        assert_ok(dscore_weights_resolve(weights, all, policy, shares, &coverage, &err), err);
        ck_assert_double_eq(coverage, 1.0);
        ck_assert_double_eq(shares[1], 0.4 * 0.5);
        assert_close(shares[0], 0.4, 1e-15);
        assert_close(shares[9], 0.1, 1e-15);
    }
    dscore_weights_free(weights);
}
END_TEST

START_TEST(methods_3_1_leaf_share_is_the_product_along_the_path)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dsi_weights_spec spec = spec_of(WORKED, WORKED_COUNT);
    dscore_weights *weights = make(&spec);
    ck_assert_int_eq(dscore_weights_count(weights), WORKED_COUNT);
    ck_assert_int_eq(dscore_weights_mode(weights), DSCORE_WEIGHTS_RELATIVE);
    int32_t at = dscore_weights_find(weights, "fcr");
    ck_assert_int_eq(at, 2);
    dscore_weight_node node = DSCORE_WEIGHT_NODE_INIT;
    assert_ok(dscore_weights_node(weights, at, &node, &err), err);
    assert_close(node.local, 0.3, 1e-15);
    assert_close(node.share, 0.12, 1e-15);
    ck_assert_double_eq(node.weight, 0.3);
    ck_assert_int_eq(node.depth, 1);
    ck_assert_int_eq(node.parent, 0);
    ck_assert_int_eq(node.is_leaf, 1);
    assert_ok(dscore_weights_node(weights, 4, &node, &err), err);
    ck_assert_str_eq(node.name_zh, "效率");
    ck_assert_int_eq(dscore_weights_find(weights, "nothing"), -1);
    ck_assert_double_eq(dsi_weights_sum(weights, -1), 100.0);
    ck_assert_int_eq(dsi_weights_root(weights, 8), 7);
    dscore_weights_free(weights);
}
END_TEST

START_TEST(relative_weights_of_table_1_add_up_to_75_and_are_normalised)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const dsi_weight_node nodes[] = {{"response", NULL, NULL, -1, true, 15.0}, {"csat", NULL, NULL, -1, true, 40.0},
        {"exam", NULL, NULL, -1, true, 20.0}};
    dsi_weights_spec spec = spec_of(nodes, 3);
    spec.has_declared_total = true;
    spec.declared_total = 100.0;
    dscore_weights *weights = make(&spec);
    dscore_weight_node node = DSCORE_WEIGHT_NODE_INIT;
    assert_ok(dscore_weights_node(weights, 1, &node, &err), err);
    assert_close(node.share, 40.0 / 75.0, 1e-15);
    ck_assert_double_eq(dsi_weights_sum(weights, -1), 75.0);
    ck_assert_double_eq(dsi_weights_spec_of(weights)->declared_total, 100.0);
    dscore_weights_free(weights);
    spec.mode = DSCORE_WEIGHTS_ABSOLUTE_100;
    assert_refused(&spec, DSCORE_E_INCOMPATIBLE, "", "add up to 75; ABSOLUTE_100 expects 100");
}
END_TEST

START_TEST(absolute_weights_add_up_to_their_parent)
{
    dsi_weight_node nodes[] = {{"quality", NULL, NULL, -1, false, 60.0}, {"csat", NULL, NULL, 0, true, 40.0},
        {"fcr", NULL, NULL, 0, true, 20.0}, {"speed", NULL, NULL, -1, true, 40.0}};
    dsi_weights_spec spec = spec_of(nodes, 4);
    spec.mode = DSCORE_WEIGHTS_ABSOLUTE_100;
    dscore_weights *weights = make(&spec);
    dscore_weight_node node = DSCORE_WEIGHT_NODE_INIT;
    ck_assert_int_eq(dscore_weights_node(weights, 1, &node, NULL), DSCORE_OK);
    assert_close(node.share, 0.4, 1e-15);
    dscore_weights_free(weights);
    nodes[2].weight = 20.0000005; /* within the tolerance of 1e-6 */
    dscore_weights_free(make(&spec));
    nodes[2].weight = 25.0;
    assert_refused(&spec, DSCORE_E_INCOMPATIBLE, "quality", "add up to 65; ABSOLUTE_100 expects 60");
    nodes[1].weight = 0.1;
    nodes[2].weight = 0.2; /* 0.30000000000000004 in binary */
    assert_refused(&spec, DSCORE_E_INCOMPATIBLE, "quality", "add up to 0.3; ABSOLUTE_100 expects 60");
}
END_TEST

START_TEST(bad_tables_are_refused_with_their_place)
{
    dsi_weight_node nodes[] = {{"quality", NULL, NULL, -1, false, 60.0}, {"csat", NULL, NULL, 0, true, 40.0},
        {"fcr", NULL, NULL, 0, true, 20.0}};
    dsi_weights_spec spec = spec_of(nodes, 3);
    nodes[2].id = "csat";
    assert_refused(&spec, DSCORE_E_INCOMPATIBLE, "quality.csat", "twice");
    nodes[2].id = "";
    assert_refused(&spec, DSCORE_E_PARAMETER, "nodes[2].id", "needs an id");
    nodes[2].id = "fcr";
    nodes[2].weight = -1.0;
    assert_refused(&spec, DSCORE_E_PARAMETER, "quality.fcr.weight", "-1");
    nodes[2].weight = (double)NAN;
    assert_refused(&spec, DSCORE_E_PARAMETER, "quality.fcr.weight", "NaN");
    nodes[2].weight = 1.0;
    nodes[2].parent = 1; /* a leaf */
    assert_refused(&spec, DSCORE_E_PARAMETER, "nodes[2].parent", "earlier group");
    nodes[2].parent = 2; /* itself: a cycle */
    assert_refused(&spec, DSCORE_E_PARAMETER, "nodes[2].parent", "earlier group");
    nodes[2].parent = 0;
    nodes[1].weight = 0.0;
    nodes[2].weight = 0.0;
    assert_refused(&spec, DSCORE_E_PARAMETER, "quality", "add up to 0");
    nodes[1].weight = 1.0;
    const dsi_declared_weight declared[] = {{"quality", 40.0}, {"csat", 10.0}};
    spec.declared = declared;
    spec.declared_count = 2;
    assert_refused(&spec, DSCORE_E_NOT_FOUND, "declared[1]", "no dimension");
    spec.declared_count = 0;
    spec.mode = 7;
    assert_refused(&spec, DSCORE_E_PARAMETER, "mode", "ABSOLUTE_100");
    spec.node_count = 0;
    assert_refused(&spec, DSCORE_E_PARAMETER, "", "at least one");
}
END_TEST

START_TEST(a_group_without_indicators_is_allowed_and_never_covered)
{
    const dsi_weight_node nodes[] = {{"quality", NULL, NULL, -1, false, 90.0}, {"csat", NULL, NULL, 0, true, 1.0},
        {"growth", NULL, NULL, -1, false, 10.0}};
    dsi_weights_spec spec = spec_of(nodes, 3);
    dscore_weights *weights = make(&spec);
    const uint8_t present[] = {0, 1, 0};
    double shares[3];
    double coverage;
    ck_assert_int_eq(
        dscore_weights_resolve(weights, present, DSCORE_MISSING_EXCLUDE_SIBLINGS, shares, &coverage, NULL), DSCORE_OK);
    assert_close(coverage, 0.9, 1e-15);
    assert_close(shares[1], 1.0, 1e-15);
    dscore_weights_free(weights);
}
END_TEST

START_TEST(a_missing_leaf_without_weight_changes_nothing)
{
    const dsi_weight_node nodes[] = {{"csat", NULL, NULL, -1, true, 1.0}, {"note", NULL, NULL, -1, true, 0.0}};
    dsi_weights_spec spec = spec_of(nodes, 2);
    dscore_weights *weights = make(&spec);
    const uint8_t present[] = {1, 0};
    double shares[2];
    double coverage;
    ck_assert_int_eq(
        dscore_weights_resolve(weights, present, DSCORE_MISSING_BLOCK, shares, &coverage, NULL), DSCORE_OK);
    ck_assert_double_eq(coverage, 1.0);
    ck_assert_double_eq(shares[0], 1.0);
    dscore_weights_free(weights);
}
END_TEST

START_TEST(arguments_are_checked)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dsi_weights_spec spec = spec_of(WORKED, WORKED_COUNT);
    dscore_weights *weights = make(&spec);
    double shares[WORKED_COUNT];
    dscore_weight_node node = DSCORE_WEIGHT_NODE_INIT;
    ck_assert_int_eq(dscore_weights_resolve(NULL, WORKED_PRESENT, 1, shares, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_resolve(weights, NULL, 1, shares, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_resolve(weights, WORKED_PRESENT, 1, NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_resolve(weights, WORKED_PRESENT, 5, shares, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_node(weights, WORKED_COUNT, &node, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_node(weights, -1, &node, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_node(NULL, 0, &node, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_node(weights, 0, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_weights_count(NULL), 0);
    ck_assert_int_eq(dscore_weights_find(weights, NULL), -1);
    ck_assert_int_eq(dsi_weights_new(NULL, &spec, NULL, &err), DSCORE_E_ARGUMENT);
    dscore_weights_free(weights);
    ck_assert_int_eq(dsi_weights_new(NULL, NULL, &weights, &err), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(weights);
    dscore_weights_free(NULL);
}
END_TEST

START_TEST(every_failing_allocation_unwinds)
{
    const dsi_declared_weight declared[] = {{"quality", 40.0}};
    dsi_weights_spec spec = spec_of(WORKED, WORKED_COUNT);
    spec.declared = declared;
    spec.declared_count = 1;
    for (int64_t fail_at = 0;; fail_at++) {
        counting_heap heap = {0, fail_at, 0};
        dscore_allocator allocator = counting_allocator(&heap);
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_weights *weights = NULL;
        dscore_status status = dsi_weights_new(&allocator, &spec, &weights, &err);
        if (status == DSCORE_OK) {
            double shares[WORKED_COUNT];
            heap.fail_at = heap.calls;
            ck_assert_int_eq(dscore_weights_resolve(weights, WORKED_PRESENT, 1, shares, NULL, &err), DSCORE_E_MEMORY);
            dscore_weights_free(weights);
            ck_assert_int_eq(heap.held, 0);
            ck_assert_int_gt(fail_at, 0);
            break;
        }
        ck_assert_int_eq(status, DSCORE_E_MEMORY);
        ck_assert_ptr_null(weights);
        ck_assert_int_eq(heap.held, 0);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_3_3_exclude_siblings_gives_the_weight_to_the_group,
        methods_3_3_exclude_global_gives_the_weight_to_all, methods_3_3_zero_counts_what_is_missing_as_nothing,
        methods_3_3_block_leaves_no_share, with_every_value_the_policies_agree_and_coverage_is_exactly_one,
        methods_3_1_leaf_share_is_the_product_along_the_path,
        relative_weights_of_table_1_add_up_to_75_and_are_normalised, absolute_weights_add_up_to_their_parent,
        bad_tables_are_refused_with_their_place, a_group_without_indicators_is_allowed_and_never_covered,
        a_missing_leaf_without_weight_changes_nothing, arguments_are_checked, every_failing_allocation_unwinds};
    return RUN_TESTS("weights", tests);
}
