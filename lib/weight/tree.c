/* Weight trees: copied, checked (METHODS 3.1) and resolved to shares once, when they are made. */
#include "weight/tree.h"
#include "base/structs.h"

#include "base/error.h"
#include "base/text.h"
#include "weight/names.h"
#include "weight/resolve.h"
#include <math.h>

/* How far sums may miss what they should be in ABSOLUTE_100. */
static const double SUM_TOLERANCE = 1e-6;
/* Sums are told with so many decimals: 0.1 + 0.2 is 0.3 to whoever wrote the weights. */
enum { SUM_DECIMALS = 9 };

/* Name the place of an error by the ids from the root down: `quality.csat.weight`. */
static void place_at_node(dscore_error *err, const dsi_weights_spec *spec, int32_t node, const char *member)
{
    dsi_error_path(err, "%s", spec->nodes[node].id);
    if (member != NULL) {
        dsi_error_path(err, "%s.%s", spec->nodes[node].id, member);
    }
    for (int32_t up = spec->nodes[node].parent; up >= 0; up = spec->nodes[up].parent) {
        dsi_error_prefix(err, spec->nodes[up].id);
    }
}

static bool copy_spec(dscore_weights *weights, const dsi_weights_spec *spec)
{
    dsi_copying c = {&weights->arena, false};
    dsi_weights_spec *copy = &weights->spec;
    *copy = *spec;
    dsi_copy_text(&c, &copy->id);
    dsi_copy_text(&c, &copy->name_en);
    dsi_copy_text(&c, &copy->name_zh);
    dsi_weight_node *nodes = dsi_copy_array(&c, spec->nodes, spec->node_count, sizeof *nodes);
    for (int32_t i = 0; nodes != NULL && i < spec->node_count; i++) {
        dsi_copy_text(&c, &nodes[i].id);
        dsi_copy_text(&c, &nodes[i].name_en);
        dsi_copy_text(&c, &nodes[i].name_zh);
    }
    dsi_declared_weight *declared = dsi_copy_array(&c, spec->declared, spec->declared_count, sizeof *declared);
    for (int32_t i = 0; declared != NULL && i < spec->declared_count; i++) {
        dsi_copy_text(&c, &declared[i].id);
    }
    copy->nodes = nodes;
    copy->declared = declared;
    copy->mode = spec->mode == 0 ? DSCORE_WEIGHTS_RELATIVE : spec->mode;
    return !c.failed;
}

static dscore_status check_header(const dsi_weights_spec *spec, dscore_error *err)
{
    if (spec->node_count < 1 || spec->nodes == NULL) {
        return dsi_fail(
            err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHT_EMPTY, "a weight table needs at least one group or leaf");
    }
    if (spec->declared_count < 0 || (spec->declared_count > 0 && spec->declared == NULL)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "declared weights: a negative count or no array");
    }
    if (spec->mode != 0 && spec->mode != DSCORE_WEIGHTS_RELATIVE && spec->mode != DSCORE_WEIGHTS_ABSOLUTE_100) {
        dscore_status status = dsi_fail(
            err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHT_MODE, "the mode of weights is RELATIVE or ABSOLUTE_100");
        dsi_error_path(err, "mode");
        return status;
    }
    return DSCORE_OK;
}

static bool is_weight(double weight)
{
    return isfinite(weight) && weight >= 0.0;
}

/* A node by itself, and its place below an earlier group. */
static dscore_status check_node(dscore_weights *weights, int32_t i, dscore_error *err)
{
    const dsi_weights_spec *spec = &weights->spec;
    const dsi_weight_node *node = &spec->nodes[i];
    dscore_status status = DSCORE_OK;
    if (node->parent < -1 || node->parent >= i || (node->parent >= 0 && spec->nodes[node->parent].is_leaf)) {
        status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHT_PARENT,
            "the parent of a node is an earlier group, or -1 for a dimension");
        dsi_error_path(err, "nodes[%d].parent", (int)i);
        return status;
    }
    if (node->id[0] == '\0') {
        status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHT_ID, "a group or leaf needs an id");
        dsi_error_path(err, "nodes[%d].id", (int)i);
        return status;
    }
    if (!is_weight(node->weight)) {
        char number[40];
        dsi_print_double(node->weight, number);
        status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHT_NUMBER,
            "the weight of '%s' is %s; expected a number of at least 0", node->id, number);
        place_at_node(err, spec, i, "weight");
        return status;
    }
    if (dsi_names_add(&weights->names, i, node->id) >= 0) {
        status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHT_TWICE,
            "'%s' stands twice in the weights; each id may stand once", node->id);
        place_at_node(err, spec, i, NULL);
    }
    return status;
}

static dscore_status check_declared(const dscore_weights *weights, dscore_error *err)
{
    const dsi_weights_spec *spec = &weights->spec;
    if (spec->has_declared_total && !(isfinite(spec->declared_total) && spec->declared_total > 0.0)) {
        dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHT_NUMBER,
            "the declared total of the weights is a number above 0");
        dsi_error_path(err, "declared_total");
        return status;
    }
    for (int32_t i = 0; i < spec->declared_count; i++) {
        dscore_status status = DSCORE_OK;
        int32_t node = dsi_names_find(&weights->names, spec->declared[i].id);
        if (!is_weight(spec->declared[i].weight)) {
            status = dsi_fail(
                err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHT_NUMBER, "a declared weight is a number of at least 0");
        } else if (node < 0 || spec->nodes[node].parent >= 0) {
            status = dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_WEIGHT_DECLARED,
                "'%s' has a declared weight but is no dimension (a node at the top of the tree)", spec->declared[i].id);
        }
        if (status != DSCORE_OK) {
            dsi_error_path(err, "declared[%d]", (int)i);
            return status;
        }
    }
    return DSCORE_OK;
}

/* Siblings must have something to normalise, or in ABSOLUTE_100 add up to their parent. */
static dscore_status check_sums(const dscore_weights *weights, dscore_error *err)
{
    const dsi_weights_spec *spec = &weights->spec;
    bool absolute = spec->mode == DSCORE_WEIGHTS_ABSOLUTE_100;
    for (int32_t i = -1; i < spec->node_count; i++) {
        if (weights->children[i + 1] == 0) {
            continue;
        }
        double sum = weights->sums[i + 1];
        double expected = i < 0 ? 100.0 : spec->nodes[i].weight;
        bool wrong = absolute ? fabs(sum - expected) > SUM_TOLERANCE : !(sum > 0.0 && isfinite(sum));
        if (!wrong) {
            continue;
        }
        char actual[40];
        char wanted[40];
        dsi_print_double(dscore_round(sum, SUM_DECIMALS), actual);
        dsi_print_double(dscore_round(expected, SUM_DECIMALS), wanted);
        const char *where = i < 0 ? "the dimensions" : spec->nodes[i].id;
        dscore_status status = absolute ? dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_WEIGHT_SUM,
                                              "the weights of %s%s%s add up to %s; ABSOLUTE_100 expects %s",
                                              i < 0 ? "" : "the nodes below '", where, i < 0 ? "" : "'", actual, wanted)
                                        : dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_WEIGHT_SUM,
                                              "the weights of %s%s%s add up to %s; expected more than 0",
                                              i < 0 ? "" : "the nodes below '", where, i < 0 ? "" : "'", actual);
        if (i >= 0) {
            place_at_node(err, spec, i, NULL);
        }
        return status;
    }
    return DSCORE_OK;
}

/* Sums of children, then local shares, then the product along the path. */
static void work_out_shares(dscore_weights *weights)
{
    const dsi_weights_spec *spec = &weights->spec;
    for (int32_t i = 0; i < spec->node_count; i++) {
        double sum = weights->sums[spec->nodes[i].parent + 1];
        int32_t parent = spec->nodes[i].parent;
        weights->local[i] = sum > 0.0 ? spec->nodes[i].weight / sum : 0.0;
        weights->share[i] = weights->local[i] * (parent < 0 ? 1.0 : weights->share[parent]);
        weights->depth[i] = parent < 0 ? 0 : weights->depth[parent] + 1;
    }
}

static dscore_status fill(dscore_weights *weights, const dsi_weights_spec *spec, dscore_error *err)
{
    dscore_status status = check_header(spec, err);
    if (status == DSCORE_OK) {
        status = copy_spec(weights, spec) ? DSCORE_OK : dsi_fail_memory(err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    int64_t n = spec->node_count;
    weights->local = dsi_arena_alloc(&weights->arena, n * (int64_t)sizeof(double));
    weights->share = dsi_arena_alloc(&weights->arena, n * (int64_t)sizeof(double));
    weights->sums = dsi_arena_alloc(&weights->arena, (n + 1) * (int64_t)sizeof(double));
    weights->depth = dsi_arena_alloc(&weights->arena, n * (int64_t)sizeof(int32_t));
    weights->children = dsi_arena_alloc(&weights->arena, (n + 1) * (int64_t)sizeof(int32_t));
    if (weights->local == NULL || weights->share == NULL || weights->sums == NULL || weights->depth == NULL ||
        weights->children == NULL || !dsi_names_init(&weights->names, &weights->arena, spec->node_count)) {
        return dsi_fail_memory(err);
    }
    for (int32_t i = 0; i < spec->node_count; i++) {
        status = check_node(weights, i, err);
        if (status != DSCORE_OK) {
            return status;
        }
        weights->sums[weights->spec.nodes[i].parent + 1] += weights->spec.nodes[i].weight;
        weights->children[weights->spec.nodes[i].parent + 1] += 1;
    }
    status = check_declared(weights, err);
    if (status == DSCORE_OK) {
        status = check_sums(weights, err);
    }
    if (status == DSCORE_OK) {
        work_out_shares(weights);
    }
    return status;
}

dscore_status dsi_weights_new(
    const dscore_allocator *allocator, const dsi_weights_spec *spec, dscore_weights **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (spec == NULL) {
        return dsi_fail_null(err, "spec");
    }
    dscore_allocator a;
    dscore_status status = dsi_allocator_init(&a, allocator, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dscore_weights *weights = dsi_alloc_zero(&a, (int64_t)sizeof *weights);
    if (weights == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_arena_init(&weights->arena, &a);
    status = fill(weights, spec, err);
    if (status != DSCORE_OK) {
        dscore_weights_free(weights);
        return status;
    }
    *out = weights;
    return DSCORE_OK;
}

void dscore_weights_free(dscore_weights *weights)
{
    if (weights == NULL) {
        return;
    }
    dscore_allocator a = weights->arena.allocator;
    dsi_arena_free(&weights->arena);
    dsi_release(&a, weights, (int64_t)sizeof *weights);
}

const dsi_weights_spec *dsi_weights_spec_of(const dscore_weights *weights)
{
    return &weights->spec;
}

double dsi_weights_sum(const dscore_weights *weights, int32_t parent)
{
    return weights->sums[parent + 1];
}

int32_t dsi_weights_root(const dscore_weights *weights, int32_t node)
{
    while (weights->spec.nodes[node].parent >= 0) {
        node = weights->spec.nodes[node].parent;
    }
    return node;
}

int32_t dscore_weights_count(const dscore_weights *weights)
{
    return weights == NULL ? 0 : weights->spec.node_count;
}

int32_t dscore_weights_mode(const dscore_weights *weights)
{
    return weights == NULL ? 0 : weights->spec.mode;
}

int32_t dscore_weights_find(const dscore_weights *weights, const char *id)
{
    return weights == NULL || id == NULL ? -1 : dsi_names_find(&weights->names, id);
}

dscore_status dscore_weights_node(
    const dscore_weights *weights, int32_t index, dscore_weight_node *out, dscore_error *err)
{
    if (weights == NULL) {
        return dsi_fail_null(err, "weights");
    }
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    if (index < 0 || index >= weights->spec.node_count) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "node %d of %d", (int)index, (int)weights->spec.node_count);
    }
    const dsi_weight_node *node = &weights->spec.nodes[index];
    dscore_weight_node filled = {0, node->parent, node->is_leaf ? 1 : 0, weights->depth[index], node->weight,
        weights->local[index], weights->share[index], node->id, node->name_en, node->name_zh};
    return dsi_struct_give(out, &filled, sizeof filled, err);
}
