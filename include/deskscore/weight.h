/**
 * @file weight.h
 * What matters how much: a tree of weights, checked and resolved to shares; and which version of a definition holds on a
 * day. How weights are found: weighting.h.
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
    DSCORE_MISSING_BLOCK = 4,            /**< no total */
    DSCORE_MISSING_NEUTRAL = 5,          /**< cards: points that the card names stand in */
    DSCORE_MISSING_CARRY_FORWARD = 6,    /**< cards: the subject's last value stands in, if it is not too old */
    DSCORE_MISSING_GROUP_MEDIAN = 7      /**< cards: the median of the others of the period stands in */
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
 * All shares are 0 where nothing has a value (but under ZERO), and under BLOCK where anything of weight is missing. The
 * policies of cards put something in a value's place, which a tree of weights does not know: mark such leaves as
 * present, and ask for what becomes of the others.
 *
 * @param weights   not NULL
 * @param present   one byte a node, in the order of the nodes; for leaves: not 0 = has a value; groups are ignored;
 *                  not NULL
 * @param policy    DSCORE_MISSING_EXCLUDE_SIBLINGS, _EXCLUDE_GLOBAL, _ZERO or _BLOCK
 * @param shares    receives one share a node, 0-1 of the whole: effective shares of leaves, sums for groups; not
 *                  NULL
 * @param out_coverage  share of the weight that is present before any renormalising, 0-1; may be NULL
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an unknown policy or one of cards); DSCORE_E_MEMORY; on failure
 *         nothing is written
 * @since 0.1
 */
DSCORE_API dscore_status dscore_weights_resolve(const dscore_weights *weights, const uint8_t *present,
    int32_t policy, double *shares, double *out_coverage, dscore_error *err);

/* ---- versions (METHODS 3.4) ------------------------------------------------------------------ */

/**
 * Versions of one definition (weights, a rule, a target), by columns of `count` elements, borrowed for the call. Days
 * count from 1970-01-01; recorded_at is in any unit in which known_at is too. Their order is free.
 */
typedef struct dscore_versions {
    uint32_t struct_size;       /**< sizeof(dscore_versions) */
    int32_t count;              /**< versions, at least 1 */
    const int64_t *valid_from;  /**< first day */
    const int64_t *valid_to;    /**< the day after the last, INT64_MAX = open; NULL = each until the next one starts */
    const int64_t *recorded_at; /**< when it came to be known; NULL = always known */
    const int32_t *supersedes;  /**< index of the version that it withdraws altogether, -1 = none; NULL = none at all */
} dscore_versions;

/** Initialiser of dscore_versions. */
#define DSCORE_VERSIONS_INIT {(uint32_t)sizeof(dscore_versions), 0, 0, 0, 0, 0}

/**
 * The version that holds on a day, as far as was known at a time: so a past score can be explained again.
 *
 * @param versions   not NULL
 * @param day        the day
 * @param known_at   versions recorded later are left out; INT64_MAX = all are known
 * @param out_index  receives the index of the version; not NULL
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_NOT_FOUND (none holds); DSCORE_E_INCOMPATIBLE (more than one does); DSCORE_E_PARAMETER
 *         (a version that ends before it has begun, or withdraws one that is not there, is recorded later, or
 *         withdraws it)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_versions_at(
    const dscore_versions *versions, int64_t day, int64_t known_at, int32_t *out_index, dscore_error *err);

/** What is wrong with the versions of a definition. */
enum {
    DSCORE_VERSIONS_OVERLAP = 1, /**< two hold on the same days */
    DSCORE_VERSIONS_GAP = 2      /**< none holds on days between two others */
};

/** An overlap of two versions, or a gap between two. */
typedef struct dscore_version_fault {
    uint32_t struct_size; /**< sizeof(dscore_version_fault) */
    int32_t kind;         /**< DSCORE_VERSIONS_OVERLAP or _GAP */
    int32_t first;        /**< index of the version that starts earlier, or that ends where the gap starts */
    int32_t second;       /**< index of the other, or of one that starts where the gap ends */
    int64_t from;         /**< first day of the overlap or gap */
    int64_t to;           /**< the day after the last; INT64_MAX = open */
} dscore_version_fault;

/** Initialiser of a dscore_version_fault. */
#define DSCORE_VERSION_FAULT_INIT {(uint32_t)sizeof(dscore_version_fault), 0, -1, -1, 0, 0}

/**
 * How many overlaps and gaps there are among the versions known at a time. Cost: meant for tens of versions.
 *
 * @param versions   not NULL
 * @param known_at   as dscore_versions_at
 * @param out_count  not NULL
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER as dscore_versions_at
 * @since 0.3
 */
DSCORE_API dscore_status dscore_versions_faults(
    const dscore_versions *versions, int64_t known_at, int32_t *out_count, dscore_error *err);

/**
 * An overlap or a gap by its number: overlaps first, then gaps.
 *
 * @param versions, known_at  as dscore_versions_faults
 * @param index  from 0, below the count of dscore_versions_faults
 * @param out    started from DSCORE_VERSION_FAULT_INIT; not NULL
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (an index out of range); DSCORE_E_PARAMETER as dscore_versions_at
 * @since 0.3
 */
DSCORE_API dscore_status dscore_versions_fault(
    const dscore_versions *versions, int64_t known_at, int32_t index, dscore_version_fault *out, dscore_error *err);

/** What a period that straddles a change of versions goes by. */
enum {
    DSCORE_STRADDLE_BY_START = 1, /**< the version of its first day: a change takes effect with the next period */
    DSCORE_STRADDLE_BY_END = 2,   /**< the version of its last day */
    DSCORE_STRADDLE_PRORATE = 3,  /**< each version for its own days, weighted by days */
    DSCORE_STRADDLE_ERROR = 4     /**< it must not straddle */
};

/**
 * The segments of a period and the version that each goes by, in order of days.
 *
 * @param versions      not NULL
 * @param from, to      the period, `to` being the day after its last; from < to
 * @param known_at      as dscore_versions_at
 * @param policy        DSCORE_STRADDLE_...
 * @param segment_version, segment_from, segment_to  receive index, first day and day after the last of each segment;
 *                                                   not NULL unless capacity is 0
 * @param capacity      elements of each
 * @param out_count     receives how many segments there are, also where capacity is too small; not NULL
 * @param err           may be NULL
 * @return DSCORE_OK; DSCORE_E_BUFFER (capacity too small: only out_count is written); DSCORE_E_NOT_FOUND (a day that
 *         counts has no version); DSCORE_E_INCOMPATIBLE (it has several; ERROR: the period straddles a change);
 *         DSCORE_E_PARAMETER as dscore_versions_at, or a period that ends before it starts
 * @since 0.3
 */
DSCORE_API dscore_status dscore_versions_split(const dscore_versions *versions, int64_t from, int64_t to,
    int64_t known_at, int32_t policy, int32_t *segment_version, int64_t *segment_from, int64_t *segment_to,
    int32_t capacity, int32_t *out_count, dscore_error *err);

/**
 * The score of a period from those of its segments: their mean, weighted by days. A segment's score comes from the
 * segment's own tickets; one without a score is to be left out.
 *
 * @param scores                    of each segment
 * @param segment_from, segment_to  as dscore_versions_split gives them
 * @param count                     segments, at least 1
 * @param out_score                 not NULL
 * @param err                       may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER (a number outside its range, a segment without a day)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_versions_prorate(const double *scores, const int64_t *segment_from,
    const int64_t *segment_to, int32_t count, double *out_score, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
