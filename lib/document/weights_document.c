/* Weight tables: reading the nested tree into a list with parents before children, and writing it back. */
#include "document/weights_document.h"

#include "base/error.h"
#include "weight/resolve.h"

#include <string.h>

enum { MAX_GROUPS_DEEP = 12 };

/* A part of a dimension beyond which its other indicators hardly count. */
static const double DOMINANT = 0.75;

typedef struct weight_parts {
    dsi_weights_spec spec;
    dsi_at declared_total, declared, tree;
} weight_parts;

static const dsi_choice MODES[] = {
    {"RELATIVE", DSCORE_WEIGHTS_RELATIVE}, {"ABSOLUTE_100", DSCORE_WEIGHTS_ABSOLUTE_100}, {NULL, 0}};

static const dsi_member MEMBERS[] = {DSI_HEAD_MEMBERS,
    {"id", DSI_M_TEXT, false, offsetof(weight_parts, spec.id), 0, NULL},
    {"name", DSI_M_NAME, false, offsetof(weight_parts, spec.name_en), offsetof(weight_parts, spec.name_zh), NULL},
    {"mode", DSI_M_CHOICE, false, offsetof(weight_parts, spec.mode), 0, MODES},
    {"declared_total", DSI_M_JSON, false, offsetof(weight_parts, declared_total), 0, NULL},
    {"declared", DSI_M_JSON, false, offsetof(weight_parts, declared), 0, NULL},
    {"tree", DSI_M_JSON, true, offsetof(weight_parts, tree), 0, NULL}};

typedef struct node_parts {
    dsi_weight_node node;
    dsi_at tree;
} node_parts;

static const dsi_member NODE[] = {
    {"name", DSI_M_NAME, false, offsetof(node_parts, node.name_en), offsetof(node_parts, node.name_zh), NULL},
    {"weight", DSI_M_PERCENT, true, offsetof(node_parts, node.weight), 0, NULL},
    {"tree", DSI_M_JSON, false, offsetof(node_parts, tree), 0, NULL}};

/* ---- reading -------------------------------------------------------------------------------- */

static int64_t count_nodes(const json_t *tree, int32_t deep)
{
    int64_t count = 0;
    for (void *i = json_object_iter((json_t *)(uintptr_t)tree); i != NULL;
         i = json_object_iter_next((json_t *)(uintptr_t)tree, i)) {
        const json_t *below = json_object_get(json_object_iter_value(i), "tree");
        count += 1 + (below != NULL && deep < MAX_GROUPS_DEEP ? count_nodes(below, deep + 1) : 0);
    }
    return count;
}

static bool read_tree(
    dsi_reader *r, const dsi_at *at, int32_t parent, int32_t deep, dsi_weight_node *nodes, int32_t *count)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    if (deep >= MAX_GROUPS_DEEP) {
        return dsi_complain1(r, at, DSI_SAY_DEPTH, dsi_number_text(r, MAX_GROUPS_DEEP));
    }
    bool fine = true;
    for (void *i = json_object_iter(at->json); i != NULL; i = json_object_iter_next(at->json, i)) {
        const dsi_at at_node = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        node_parts parts;
        memset(&parts, 0, sizeof parts);
        if (json_is_object(at_node.json)) {
            fine = dsi_read_members(r, &at_node, NODE, DSI_COUNT(NODE), &parts) && fine;
        } else if (json_is_number(at_node.json) || json_is_string(at_node.json)) {
            fine = dsi_need_percent(r, &at_node, &parts.node.weight) && fine;
        } else {
            fine = dsi_complain_type(
                r, &at_node, "a weight or a group {\"weight\", \"tree\"}", "权重或分组 {\"weight\", \"tree\"}");
        }
        if (!dsi_reader_goes_on(r)) {
            return false;
        }
        parts.node.id = at_node.key;
        parts.node.parent = parent;
        parts.node.is_leaf = parts.tree.json == NULL;
        if (parts.node.is_leaf && r->items != NULL && json_object_get(r->items->json, at_node.key) == NULL) {
            fine = dsi_complain_nearest(r, &at_node, DSI_SAY_NO_ITEM, at_node.key, dsi_key_at, r->items);
        }
        const int32_t own = (*count)++;
        nodes[own] = parts.node;
        if (!parts.node.is_leaf) {
            fine = read_tree(r, &parts.tree, own, deep + 1, nodes, count) && fine;
        }
    }
    return fine && dsi_reader_goes_on(r);
}

static bool read_declared(dsi_reader *r, const dsi_at *at, dsi_weights_spec *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    dsi_declared_weight *declared =
        dsi_arena_alloc(&r->arena, ((int64_t)json_object_size(at->json) + 1) * (int64_t)sizeof *declared);
    if (declared == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (void *i = json_object_iter(at->json); i != NULL; i = json_object_iter_next(at->json, i)) {
        const dsi_at weight = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        dsi_declared_weight *d = &declared[out->declared_count++];
        d->id = weight.key;
        fine = dsi_need_percent(r, &weight, &d->weight) && fine;
    }
    out->declared = declared;
    return fine && dsi_reader_goes_on(r);
}

bool dsi_read_weights(dsi_reader *r, const dsi_at *at, dsi_weights_spec *out)
{
    weight_parts parts;
    memset(&parts, 0, sizeof parts);
    bool fine = dsi_read_members(r, at, MEMBERS, DSI_COUNT(MEMBERS), &parts);
    fine = fine && dsi_read_inner_head(r, at, "weights");
    if (!dsi_reader_goes_on(r)) {
        return false;
    }
    if (parts.declared_total.json != NULL) {
        parts.spec.has_declared_total = true;
        fine = dsi_need_percent(r, &parts.declared_total, &parts.spec.declared_total) && fine;
    }
    if (parts.declared.json != NULL) {
        fine = read_declared(r, &parts.declared, &parts.spec) && fine;
    }
    if (parts.tree.json != NULL && dsi_reader_goes_on(r)) {
        const int64_t count = json_is_object(parts.tree.json) ? count_nodes(parts.tree.json, 0) : 0;
        dsi_weight_node *nodes = dsi_arena_alloc(&r->arena, (count + 1) * (int64_t)sizeof *nodes);
        if (nodes == NULL) {
            return dsi_complain_memory(r);
        }
        parts.spec.nodes = nodes;
        fine = read_tree(r, &parts.tree, -1, 0, nodes, &parts.spec.node_count) && fine;
        if (fine && count == 0) {
            fine = dsi_complain(r, &parts.tree, DSI_SAY_EMPTY, NULL, 0);
        }
    }
    *out = parts.spec;
    return fine && dsi_reader_goes_on(r);
}

/* ---- writing -------------------------------------------------------------------------------- */

static void write_tree(dsi_writer *w, const dsi_weights_spec *spec, int32_t parent)
{
    dsi_json_open(w, '{', false);
    for (int32_t i = parent + 1; i < spec->node_count; i++) {
        const dsi_weight_node *node = &spec->nodes[i];
        if (node->parent != parent) {
            continue;
        }
        dsi_json_name(w, node->id);
        const bool has_name =
            (node->name_en != NULL && node->name_en[0] != '\0') || (node->name_zh != NULL && node->name_zh[0] != '\0');
        if (node->is_leaf && !has_name) {
            dsi_json_put_number(w, node->weight);
            continue;
        }
        dsi_json_open(w, '{', node->is_leaf);
        dsi_json_words(w, "name", node->name_en, node->name_zh);
        dsi_json_number(w, "weight", node->weight);
        if (!node->is_leaf) {
            dsi_json_name(w, "tree");
            write_tree(w, spec, i);
        }
        dsi_json_close(w, '}');
    }
    dsi_json_close(w, '}');
}

void dsi_write_weights(dsi_writer *w, const dsi_weights_spec *spec)
{
    dsi_json_text(w, "id", spec->id);
    dsi_json_words(w, "name", spec->name_en, spec->name_zh);
    dsi_json_text(w, "mode", spec->mode == DSCORE_WEIGHTS_ABSOLUTE_100 ? "ABSOLUTE_100" : "RELATIVE");
    if (spec->has_declared_total) {
        dsi_json_number(w, "declared_total", spec->declared_total);
    }
    if (spec->declared_count > 0) {
        dsi_json_name(w, "declared");
        dsi_json_open(w, '{', true);
        for (int32_t i = 0; i < spec->declared_count; i++) {
            dsi_json_number(w, spec->declared[i].id, spec->declared[i].weight);
        }
        dsi_json_close(w, '}');
    }
    dsi_json_name(w, "tree");
    write_tree(w, spec, -1);
}

/* ---- checking ------------------------------------------------------------------------------- */

static bool has_leaf(const dsi_weights_spec *spec, int32_t group)
{
    for (int32_t i = group + 1; i < spec->node_count; i++) {
        for (int32_t up = spec->nodes[i].parent; spec->nodes[i].is_leaf && up >= 0; up = spec->nodes[up].parent) {
            if (up == group) {
                return true;
            }
        }
    }
    return false;
}

/* The way to a node by ids, for dsi_complain_below. */
static const char *path_of(dsi_reader *r, const dsi_weights_spec *spec, int32_t node)
{
    dsi_text path;
    dsi_text_init(&path, &r->allocator);
    int32_t way[MAX_GROUPS_DEEP + 1];
    int32_t depth = 0;
    for (int32_t i = node; i >= 0 && depth <= MAX_GROUPS_DEEP; i = spec->nodes[i].parent) {
        way[depth++] = i;
    }
    dsi_text_add(&path, "tree");
    while (depth > 0) {
        dsi_text_add(&path, ".");
        dsi_text_add(&path, spec->nodes[way[--depth]].id);
    }
    const char *kept = path.failed ? NULL : dsi_arena_text(&r->arena, path.data, path.length);
    dsi_text_free(&path);
    if (kept == NULL) {
        (void)dsi_complain_memory(r);
    }
    return kept == NULL ? "tree" : kept;
}

static void check_dimension(dsi_reader *r, const dsi_at *at, const dscore_weights *weights, int32_t node,
    const dsi_declared_weight *declared, double declared_sum)
{
    const dsi_weights_spec *spec = dsi_weights_spec_of(weights);
    const dsi_weight_node *dimension = &spec->nodes[node];
    const double weight = declared == NULL ? dimension->weight : declared->weight;
    if (!dimension->is_leaf && !has_leaf(spec, node)) {
        const dsi_word words[] = {dsi_word_of(dimension->id), dsi_word_of(dsi_number_text(r, weight))};
        (void)dsi_complain_below(r, at, path_of(r, spec, node), DSI_SAY_DIMENSION_EMPTY, words, 2);
        return;
    }
    if (declared == NULL || !(declared_sum > 0)) {
        return;
    }
    /* Where the total is declared too, the weights are parts of it as they are written. */
    const bool is_written = spec->has_declared_total && spec->declared_total > 0;
    const double wanted = is_written ? weight : 100 * weight / declared_sum;
    const double actual =
        is_written ? dimension->weight * declared_sum / spec->declared_total : 100 * weights->share[node];
    if (actual - wanted > 1e-6 || wanted - actual > 1e-6) {
        const dsi_word words[] = {dsi_word_of(dimension->id), dsi_word_of(dsi_rounded_text(r, actual, 2)),
            dsi_word_of(dsi_rounded_text(r, wanted, 2))};
        (void)dsi_complain_below(
            r, at, path_of(r, spec, node), is_written ? DSI_SAY_DIMENSION_WEIGHT : DSI_SAY_DIMENSION_SHARE, words, 3);
    }
}

static void check_dimensions(dsi_reader *r, const dsi_at *at, const dscore_weights *weights)
{
    const dsi_weights_spec *spec = dsi_weights_spec_of(weights);
    double sum = 0;
    for (int32_t i = 0; i < spec->declared_count; i++) {
        sum += spec->declared[i].weight;
    }
    for (int32_t i = 0; i < spec->node_count; i++) {
        const dsi_declared_weight *declared = NULL;
        for (int32_t d = 0; d < spec->declared_count && spec->nodes[i].parent < 0; d++) {
            declared = strcmp(spec->declared[d].id, spec->nodes[i].id) == 0 ? &spec->declared[d] : declared;
        }
        check_dimension(r, at, weights, i, declared, sum);
    }
}

/* One leaf that leaves the others of its dimension next to nothing; alone in it, or over half of the whole, it is no
   news. */
static void check_dominance(dsi_reader *r, const dsi_at *at, const dscore_weights *weights, int32_t leaf)
{
    const dsi_weights_spec *spec = dsi_weights_spec_of(weights);
    const int32_t root = dsi_weights_root(weights, leaf);
    const double part = root == leaf ? 0 : weights->share[leaf] / weights->share[root];
    if (part > DOMINANT + 1e-9 && part < 1 - 1e-9) {
        const dsi_word words[] = {dsi_word_of(spec->nodes[leaf].id), dsi_word_of(dsi_rounded_text(r, 100 * part, 2)),
            dsi_word_of(spec->nodes[root].id)};
        (void)dsi_complain_below(r, at, path_of(r, spec, leaf), DSI_SAY_DOMINATED, words, 3);
    }
}

static void check_leaves(dsi_reader *r, const dsi_at *at, const dscore_weights *weights)
{
    const dsi_weights_spec *spec = dsi_weights_spec_of(weights);
    for (int32_t i = 0; i < spec->node_count; i++) {
        if (!spec->nodes[i].is_leaf) {
            continue;
        }
        const dsi_word words[] = {
            dsi_word_of(spec->nodes[i].id), dsi_word_of(dsi_rounded_text(r, 100 * weights->share[i], 2))};
        if (weights->share[i] > 0.5 + 1e-9) {
            (void)dsi_complain_below(r, at, path_of(r, spec, i), DSI_SAY_LEAF_SHARE, words, 2);
        } else if (weights->share[i] == 0) {
            (void)dsi_complain_below(r, at, path_of(r, spec, i), DSI_SAY_ZERO_WEIGHT, words, 1);
        } else {
            check_dominance(r, at, weights, i);
        }
    }
}

void dsi_check_weights(dsi_reader *r, const dsi_at *at, const dscore_weights *weights)
{
    const dsi_weights_spec *spec = dsi_weights_spec_of(weights);
    const double sum = dsi_weights_sum(weights, -1);
    if (spec->has_declared_total && (sum - spec->declared_total > 1e-6 || spec->declared_total - sum > 1e-6)) {
        const dsi_word words[] = {
            dsi_word_of(dsi_rounded_text(r, sum, 6)), dsi_word_of(dsi_rounded_text(r, spec->declared_total, 6))};
        (void)dsi_complain_below(r, at, "declared_total", DSI_SAY_WEIGHT_TOTAL, words, 2);
    }
    check_dimensions(r, at, weights);
    check_leaves(r, at, weights);
}

/* ---- the documents themselves --------------------------------------------------------------- */

static void make_weights(dsi_reader *r, const dsi_at *root, void *out)
{
    dsi_weights_spec spec;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_read_weights(r, root, &spec) && dsi_weights_new(&r->allocator, &spec, out, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
    }
}

dscore_status dscore_weights_parse(
    const dscore_allocator *allocator, const char *json, int64_t length, dscore_weights **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    return dsi_parse_alone(allocator, json, length, "weights", true, make_weights, out, err);
}

static void write_document(dsi_writer *w, const void *weights)
{
    dsi_write_weights(w, dsi_weights_spec_of(weights));
}

dscore_status dscore_weights_dump(
    const dscore_weights *weights, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (weights == NULL) {
        return dsi_fail_null(err, "weights");
    }
    return dsi_dump(&weights->arena.allocator, "weights", write_document, weights, buffer, capacity, out_needed, err);
}
