/**
 * @file weight.h
 * What matters how much: a tree of weights, checked and resolved to shares.
 */
#ifndef DESKSCORE_WEIGHT_H
#define DESKSCORE_WEIGHT_H

#include <deskscore/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Groups and leaves with relative or absolute weights (METHODS 3.1). Immutable, shared by threads. */
typedef struct dscore_weights dscore_weights;

/** How stored weights are read. */
enum {
    DSCORE_WEIGHTS_RELATIVE = 1,    /**< normalised among siblings */
    DSCORE_WEIGHTS_ABSOLUTE_100 = 2 /**< siblings add up to their parent, the roots to 100 (tolerance 1e-6) */
};

/** What happens to the weight of a leaf without a value (METHODS 3.3). */
enum {
    DSCORE_MISSING_EXCLUDE_SIBLINGS = 1, /**< renormalise inside the group */
    DSCORE_MISSING_EXCLUDE_GLOBAL = 2,   /**< renormalise over all leaves that have one */
    DSCORE_MISSING_ZERO = 3,             /**< counts as 0 points */
    DSCORE_MISSING_BLOCK = 4             /**< no total */
};

/** A node of the tree, parents before children. Texts live as long as the weights. */
typedef struct dscore_weight_node {
    uint32_t struct_size; /**< sizeof(dscore_weight_node) */
    int32_t parent;       /**< index; -1 for a root */
    int32_t is_leaf;      /**< 1: stands for an indicator's alias */
    int32_t depth;        /**< 0 for a root */
    double weight;        /**< as stored */
    double local;         /**< share among its siblings, 0-1 */
    double share;         /**< share of the whole: product along the path, 0-1 */
    const char *id;       /**< group id or leaf alias */
    const char *name_en;  /**< never NULL */
    const char *name_zh;  /**< never NULL */
} dscore_weight_node;

/** Initialiser of a dscore_weight_node. */
#define DSCORE_WEIGHT_NODE_INIT {(uint32_t)sizeof(dscore_weight_node), -1, 0, 0, 0.0, 0.0, 0.0, "", "", ""}

/** Free weights from dscore_weights_parse; those of a card go with the card. @param weights may be NULL @since 0.1 */
DSCORE_API void dscore_weights_free(dscore_weights *weights);

/** Nodes of a tree. @param weights NULL gives 0 @return number of groups and leaves @since 0.1 */
DSCORE_API int32_t dscore_weights_count(const dscore_weights *weights);

/**
 * A node by position.
 *
 * @param weights  not NULL
 * @param index    from 0, below dscore_weights_count
 * @param out      started from DSCORE_WEIGHT_NODE_INIT; not NULL; its texts belong to the weights; unchanged on
 *                 failure
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range, struct_size not set)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_weights_node(const dscore_weights *weights, int32_t index,
    dscore_weight_node *out, dscore_error *err);

/**
 * A node by id.
 *
 * @param weights, id  weights and the id of a group or leaf; NULL gives -1
 * @return its index; -1 if there is none
 * @since 0.1
 */
DSCORE_API int32_t dscore_weights_find(const dscore_weights *weights, const char *id);

/** How the stored weights are read. @param weights NULL gives 0 @return DSCORE_WEIGHTS_... @since 0.1 */
DSCORE_API int32_t dscore_weights_mode(const dscore_weights *weights);

/**
 * The share of every node when some leaves have no value. Cost: one pass over the nodes.
 *
 * All shares are 0 where nothing has a value (but under ZERO), and under BLOCK where anything of weight is missing.
 *
 * @param weights   not NULL
 * @param present   one byte a node, in the order of the nodes; for leaves: not 0 = has a value; groups are ignored;
 *                  not NULL
 * @param policy    DSCORE_MISSING_...
 * @param shares    receives one share a node, 0-1 of the whole: effective shares of leaves, sums for groups; not
 *                  NULL
 * @param out_coverage  share of the weight that is present before any renormalising, 0-1; may be NULL
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an unknown policy); DSCORE_E_MEMORY; on failure nothing is written
 * @since 0.1
 */
DSCORE_API dscore_status dscore_weights_resolve(const dscore_weights *weights, const uint8_t *present,
    int32_t policy, double *shares, double *out_coverage, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
