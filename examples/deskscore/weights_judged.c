/* Weights from judgements of one person: points, swings, orders, the best and the worst; and two sets combined. */
#include "derive.h"

#include <stdlib.h>
#include <string.h>

/* A file of criteria, with columns of numbers beside them. */
static double *read_column(const grid *g, const char *name, double least, double most)
{
    int at = grid_need(g, name);
    double *out = need_memory(calloc((size_t)g->rows, sizeof out[0]));
    for (int64_t row = 0; row < g->rows; row++) {
        out[row] = grid_number(g, row, at, least, most);
    }
    return out;
}

static void open_criteria(derived *d, grid *g, int file)
{
    grid_read(g, d->options->words.items[file], d->options);
    name_list names = grid_names(g, grid_need(g, "criterion"));
    if (d->weights == NULL) {
        derive_start(d, names);
    }
}

/* End with what the library says of a row, `name[row]` in its path, at the cell; the columns are `names`. */
NO_RETURN static void fail_cell(
    const grid *g, const dscore_error *error, const char *const *names, const char *const *columns, int count)
{
    for (int i = 0; i < count; i++) {
        size_t length = strlen(names[i]);
        if (strncmp(error->path, names[i], length) == 0) {
            int cell = grid_need(g, columns[i]);
            int64_t row = error->path[length] == '[' ? strtoll(error->path + length + 1, NULL, 10) : -1;
            grid_fail(g, row >= 0 && row < g->rows ? row : -1, cell, "%s: %s", columns[i], error->message);
        }
    }
    fail_library(g->file.path, error);
}

void derive_equal(derived *d)
{
    grid g;
    dscore_error error = DSCORE_ERROR_INIT;
    open_criteria(d, &g, 0);
    if (dscore_weights_equal(d->criteria.count, d->weights, &error) != DSCORE_OK) {
        fail_library(g.file.path, &error);
    }
}

void derive_points(derived *d)
{
    static const char *const field[] = {"points"};
    grid g;
    dscore_error error = DSCORE_ERROR_INIT;
    open_criteria(d, &g, 0);
    double *points = read_column(&g, "points", 0.0, 1e100);
    if (dscore_weights_from_points(points, d->criteria.count, d->weights, &error) != DSCORE_OK) {
        fail_cell(&g, &error, field, field, 1);
    }
    free(points);
}

void derive_swing(derived *d)
{
    static const char *const name[] = {"swings"};
    static const char *const field[] = {"swing"};
    grid g;
    dscore_error error = DSCORE_ERROR_INIT;
    open_criteria(d, &g, 0);
    double *swings = read_column(&g, "swing", 0.0, 100.0);
    if (dscore_weights_from_swings(swings, d->criteria.count, d->weights, &error) != DSCORE_OK) {
        fail_cell(&g, &error, name, field, 1);
    }
    note(d, "They hold for the ranges that the swings were judged on: keep the ranges with them.",
        "这些权重只对评判时的取值范围有效：请与范围一并保存。");
    free(swings);
}

void derive_ranks(derived *d)
{
    static const char *const rules[] = {"centroid", "sum", "reciprocal", "exponent"};
    static const char *const rules_zh[] = {"质心法", "求和法", "倒数法", "指数法"};
    grid g;
    dscore_error error = DSCORE_ERROR_INIT;
    int32_t rule = choice("rule", d->options->rule, rules, 4, DSCORE_RANKS_CENTROID);
    if (rule != DSCORE_RANKS_EXPONENT && d->options->exponent != NULL) {
        fail_usage("--exponent goes with --rule exponent");
    }
    double exponent = number_option("exponent", d->options->exponent, 0.0, 100.0, 1.0);
    open_criteria(d, &g, 0);
    double *ranks = read_column(&g, "rank", -1e100, 1e100);
    if (dscore_weights_from_ranks(ranks, d->criteria.count, rule, exponent, d->weights, &error) != DSCORE_OK) {
        fail_library(g.file.path, &error);
    }
    fact_text(d, "rule", rules[rule - 1]);
    note(d, "Rule: %s.", "规则：%s。", d->zh ? rules_zh[rule - 1] : rules[rule - 1]);
    free(ranks);
}

static void tell_best_worst(derived *d, const dscore_best_worst_result *r)
{
    const bool inconsistent = (r->flags & DSCORE_DERIVED_INCONSISTENT) != 0;
    const bool known = r->threshold_status == DSCORE_VALUE_OK;
    fact_text(d, "best", d->criteria.items[r->best]);
    fact_text(d, "worst", d->criteria.items[r->worst]);
    fact_number(d, "inconsistency", r->inconsistency, DSCORE_VALUE_OK);
    fact_number(d, "output_ratio", r->output_ratio, r->output_ratio_status);
    fact_number(d, "input_ratio", r->input_ratio, DSCORE_VALUE_OK);
    fact_number(d, "threshold", r->threshold, r->threshold_status);
    if (known) {
        fact_flag(d, "accepted", !inconsistent);
    }
    note(d, "Best: %s. Worst: %s.", "最重要：%s。最不重要：%s。", d->criteria.items[r->best],
        d->criteria.items[r->worst]);
    if (r->output_ratio_status == DSCORE_VALUE_OK) {
        note(d, "Inconsistency of the weights: %.4f; over its consistency index: %.4f.",
            "权重的不一致程度：%.4f；与一致性指标之比：%.4f。", r->inconsistency, r->output_ratio);
    } else {
        note(d, "Inconsistency of the weights: %.4f.", "权重的不一致程度：%.4f。", r->inconsistency);
    }
    if (!known) {
        note(d, "Inconsistency of the answers: %.4f; no published threshold to hold it against.",
            "回答的不一致程度：%.4f；没有公布的阈值可供对照。", r->input_ratio);
    } else if (inconsistent) {
        note(d, "Inconsistency of the answers: %.4f, not accepted (more than %.4f): answer again.",
            "回答的不一致程度：%.4f，不可接受（超过%.4f）：请重新回答。", r->input_ratio, r->threshold);
    } else {
        note(d, "Inconsistency of the answers: %.4f, accepted (at most %.4f).",
            "回答的不一致程度：%.4f，可接受（不超过%.4f）。", r->input_ratio, r->threshold);
    }
}

void derive_best_worst(derived *d)
{
    static const char *const models[] = {"simplified", "linear", "nonlinear"};
    static const char *const names[] = {"best_to_others", "others_to_worst"};
    static const char *const columns[] = {"best_to_other", "other_to_worst"};
    grid g;
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_best_worst_options how = DSCORE_BEST_WORST_OPTIONS_INIT;
    dscore_best_worst_result result = DSCORE_BEST_WORST_RESULT_INIT;
    how.method = choice("model", d->options->model, models, 3, DSCORE_BEST_WORST_SIMPLIFIED);
    if (how.method != DSCORE_BEST_WORST_SIMPLIFIED && d->options->alpha != NULL) {
        fail_usage("--alpha goes with --model simplified");
    }
    how.alpha = number_option("alpha", d->options->alpha, 0.0, 1.0, 0.5);
    open_criteria(d, &g, 0);
    double *best = read_column(&g, columns[0], 1.0, 9.0);
    double *worst = read_column(&g, columns[1], 1.0, 9.0);
    if (dscore_best_worst_solve(NULL, best, worst, d->criteria.count, &how, d->weights, &result, &error) != DSCORE_OK) {
        fail_cell(&g, &error, names, columns, 2);
    }
    fact_text(d, "model", models[how.method - 1]);
    tell_best_worst(d, &result);
    free(best);
    free(worst);
}

/* The second file's weights in the order of the first one's criteria. */
static double *second_weights(const derived *d, const grid *g, const grid *first)
{
    int named = grid_need(g, "criterion");
    name_list names = grid_names(g, named);
    double *found = read_column(g, "weight", 0.0, 1e100);
    double *out = need_memory(calloc((size_t)d->criteria.count, sizeof out[0]));
    for (int i = 0; i < names.count; i++) {
        int at = name_find(&d->criteria, names.items[i]);
        if (at < 0) {
            grid_fail(g, i, named, "\"%s\" is no criterion of %s", names.items[i], first->file.path);
        }
        out[at] = found[i];
    }
    for (int i = 0; i < d->criteria.count; i++) {
        if (name_find(&names, d->criteria.items[i]) < 0) {
            fail_data(
                "%s: the criterion \"%s\" of %s is missing", g->file.path, d->criteria.items[i], first->file.path);
        }
    }
    free(found);
    return out;
}

void derive_combine(derived *d)
{
    static const char *const ways[] = {"additive", "multiplicative", "entropy"};
    static const char *const arrays[] = {"first"};
    static const char *const field[] = {"weight"};
    grid g[2];
    dscore_error error = DSCORE_ERROR_INIT;
    int32_t way = choice("by", d->options->by, ways, 3, DSCORE_COMBINE_ADDITIVE);
    if (way != DSCORE_COMBINE_ADDITIVE && d->options->alpha != NULL) {
        fail_usage("--alpha goes with --by additive");
    }
    double alpha = number_option("alpha", d->options->alpha, 0.0, 1.0, 0.5);
    open_criteria(d, &g[0], 0);
    double *first = read_column(&g[0], "weight", 0.0, 1e100);
    grid_read(&g[1], d->options->words.items[1], d->options);
    double *second = second_weights(d, &g[1], &g[0]);
    if (dscore_weights_combine(first, second, d->criteria.count, way, alpha, d->weights, &error) != DSCORE_OK) {
        bool of_second = strncmp(error.path, "second", 6) == 0;
        if (of_second) {
            fail_data("%s: weight: %s", g[1].file.path, error.message);
        }
        fail_cell(&g[0], &error, arrays, field, 1);
    }
    fact_text(d, "by", ways[way - 1]);
    if (way == DSCORE_COMBINE_ADDITIVE) {
        fact_number(d, "alpha", alpha, DSCORE_VALUE_OK);
        note(d, "Sum: %g of the first, %g of the second.", "相加：第一组占%g，第二组占%g。", alpha, 1.0 - alpha);
    } else if (way == DSCORE_COMBINE_MULTIPLICATIVE) {
        note(d, "Products of both, normalised.", "两组相乘后归一化。");
    } else {
        note(d, "Roots of the products of both, normalised.", "两组乘积开方后归一化。");
    }
    free(first);
    free(second);
}
