/* A weight tree in memory: what a document says of it, and the shares worked out from that. */
#ifndef DSI_WEIGHT_TREE_H
#define DSI_WEIGHT_TREE_H

#include "base/memory.h"
#include <deskscore/weight.h>

/* A node as written. Parents stand before their children. Texts: NULL = "". */
typedef struct dsi_weight_node {
    const char *id; /* unique in the tree; a leaf's is the alias it stands for */
    const char *name_en, *name_zh;
    int32_t parent; /* index of an earlier node; -1 = a root (a dimension) */
    bool is_leaf;
    double weight; /* >= 0, finite */
} dsi_weight_node;

/* The share the scheme says a dimension should have; only the check reads it (METHODS 3.1). */
typedef struct dsi_declared_weight {
    const char *id;
    double weight;
} dsi_declared_weight;

typedef struct dsi_weights_spec {
    const char *id, *name_en, *name_zh; /* of a table that stands alone; NULL = "" */
    int32_t mode;                       /* DSCORE_WEIGHTS_...; 0 = RELATIVE */
    const dsi_weight_node *nodes;
    int32_t node_count;      /* >= 1 */
    bool has_declared_total; /* what the roots should add up to; for the check, in RELATIVE mode */
    double declared_total;
    const dsi_declared_weight *declared;
    int32_t declared_count;
} dsi_weights_spec;

/* Checks and deep-copies. Errors carry a path made of ids, such as `quality.csat.weight` (or `nodes[3].id`,
   `declared[0].weight`, `mode`): ARGUMENT (NULL), PARAMETER (out of range), INCOMPATIBLE (an id twice, sums that
   ABSOLUTE_100 forbids, with the actual sum), NOT_FOUND (a declared dimension that is no root), MEMORY. */
dscore_status dsi_weights_new(
    const dscore_allocator *allocator, const dsi_weights_spec *spec, dscore_weights **out, dscore_error *err);

/* The specification as kept (texts never NULL, mode never 0): for a dump. Lives as long as the weights. */
const dsi_weights_spec *dsi_weights_spec_of(const dscore_weights *weights);

/* Sum of the stored weights of the children of a node; -1 = of the roots. */
double dsi_weights_sum(const dscore_weights *weights, int32_t parent);

/* The root above a node (itself if it is one). */
int32_t dsi_weights_root(const dscore_weights *weights, int32_t node);

#endif
