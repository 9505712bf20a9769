/**
 * @file weighting.h
 * Ways of deriving weights from judgements or data, and how much a decision hangs on them.
 */
#ifndef DESKSCORE_WEIGHTING_H
#define DESKSCORE_WEIGHTING_H

#include <deskscore/weight.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Pure functions over arrays (METHODS 3.5 to 3.11), for n criteria. They share these rules:
 *
 * - Weights that come out are shares: at least 0, adding up to 1. Weights that go in are relative (40, 30, 20, 10 will
 *   do): finite, at least 0, not all 0.
 * - Tables are arrays of rows: values[i * n + j] is row i, criterion j.
 * - Numbers that go in are finite and at most 1e100 in size; else DSCORE_E_PARAMETER, with the place in path.
 * - On failure nothing is written. Arrays that are written must not overlap those that are read.
 * - Where a number cannot be told, its status says so (DSCORE_VALUE_UNDEFINED) and NaN stands beside it; where a method
 *   has nothing to go by, it falls back as described and says so by a flag. No NaN comes without its status.
 * - Every function may return DSCORE_E_ARGUMENT: a NULL where none is allowed, a count below 1, an unknown enumerator,
 *   a struct whose struct_size is not set. Only further statuses are listed. Threads: no state is kept.
 */

/** Limits of the derivations. */
enum {
    DSCORE_COMPARED_MAX = 32 /**< criteria that are compared in pairs (AHP, best-worst) at most */
};

/** Bits of the flags that derivations report. */
enum {
    DSCORE_DERIVED_EQUAL = 1,        /**< nothing tells criteria apart: those that vary (else all) share alike */
    DSCORE_DERIVED_CONSTANT = 2,     /**< a criterion does not vary: its weight is 0, unless none varies */
    DSCORE_DERIVED_INCONSISTENT = 4, /**< the judgements contradict one another more than is accepted */
    DSCORE_DERIVED_NO_INDEX = 8,     /**< no published index or threshold to hold the inconsistency against */
    DSCORE_DERIVED_COMPLETED = 16    /**< missing judgements were filled in from the others */
};

/**
 * Equal weights: 1/n each.
 *
 * @param n        criteria
 * @param weights  receives n shares
 * @param err      may be NULL
 * @return DSCORE_OK
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_equal(int32_t n, double *weights, dscore_error *err);

/**
 * Weights from points: direct rating (every criterion rated alone) and point allocation (100 points shared out).
 *
 * @param points   n numbers, at least 0, not all 0
 * @param n        criteria
 * @param weights  receives n shares
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER (a number outside its range, all 0)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_from_points(
    const double *points, int32_t n, double *weights, dscore_error *err);

/**
 * Weights from swings: what the step from the worst to the best of a criterion's range is worth, the most valuable
 * being 100. They hold for these ranges only: keep the ranges with them.
 *
 * @param swings   n numbers from 0 to 100, one of them 100
 * @param n        criteria
 * @param weights  receives n shares
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER (a number outside its range, none that is 100)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_from_swings(
    const double *swings, int32_t n, double *weights, dscore_error *err);

/** How positions in an order become weights; position i of n, 1 the most important. */
enum {
    DSCORE_RANKS_CENTROID = 1,   /**< (1/i + ... + 1/n) / n (Barron and Barrett, 1996) */
    DSCORE_RANKS_SUM = 2,        /**< n + 1 - i */
    DSCORE_RANKS_RECIPROCAL = 3, /**< 1 / i */
    DSCORE_RANKS_EXPONENT = 4    /**< (n + 1 - i) ^ exponent: 0 gives equal weights, 1 RANKS_SUM */
};

/**
 * Weights from an order of importance. Criteria of equal rank share the mean of the positions they take up.
 * Cost: O(n^2).
 *
 * @param ranks     n numbers, the least for the most important; only their order counts
 * @param n         criteria
 * @param method    DSCORE_RANKS_...
 * @param exponent  of RANKS_EXPONENT, at least 0; otherwise ignored
 * @param weights   receives n shares
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER (a number outside its range)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_from_ranks(
    const double *ranks, int32_t n, int32_t method, double exponent, double *weights, dscore_error *err);

/** How judgements of pairs are laid out. */
enum {
    DSCORE_AHP_UPPER = 1, /**< n(n-1)/2 numbers above the diagonal, row by row: 1 with 2, 1 with 3, ..., 2 with 3 */
    DSCORE_AHP_FULL = 2   /**< n * n numbers, 1 on the diagonal, reciprocal to 1e-9 */
};

/** How a matrix of judgements becomes weights. */
enum {
    DSCORE_AHP_EIGEN = 1,      /**< principal eigenvector (Saaty, 1977) */
    DSCORE_AHP_GEOMETRIC = 2,  /**< geometric means of the rows (Crawford and Williams, 1985) */
    DSCORE_AHP_COLUMN_MEAN = 3 /**< means of the normalised columns: approximate */
};

/** Which random index the consistency ratio is taken over; each is known for up to 15 criteria. */
enum {
    DSCORE_AHP_INDEX_SIMULATED = 1,    /**< means over random matrices (R package ahpsurvey) */
    DSCORE_AHP_INDEX_TUMMALA_LING = 2, /**< Tummala and Ling, 1998 */
    DSCORE_AHP_INDEX_CLASSIC = 3       /**< Saaty's printed table */
};

/** How dscore_ahp_solve works. */
typedef struct dscore_ahp_options {
    uint32_t struct_size; /**< sizeof(dscore_ahp_options) */
    int32_t layout;       /**< DSCORE_AHP_UPPER or _FULL */
    int32_t method;       /**< DSCORE_AHP_EIGEN, _GEOMETRIC or _COLUMN_MEAN */
    int32_t random_index; /**< DSCORE_AHP_INDEX_... */
} dscore_ahp_options;

/** Initialiser of dscore_ahp_options, with the defaults: upper triangle, eigenvector, simulated index. */
#define DSCORE_AHP_OPTIONS_INIT {(uint32_t)sizeof(dscore_ahp_options), 1, 1, 1}

/** How far judgements agree with one another, and which one to look at again. */
typedef struct dscore_ahp_result {
    uint32_t struct_size;     /**< sizeof(dscore_ahp_result) */
    int32_t flags;            /**< DSCORE_DERIVED_INCONSISTENT (cr of 0.10 or more), _NO_INDEX (n > 15), _COMPLETED */
    int32_t missing;          /**< pairs without a judgement */
    int32_t cr_status;        /**< of cr: UNDEFINED for n > 15 and where judgements are missing */
    int32_t gci_status;       /**< of gci: UNDEFINED where judgements are missing */
    int32_t koczkodaj_status; /**< of koczkodaj: UNDEFINED where n > 2 and no three criteria are all compared */
    int32_t reconsider_row;   /**< the pair whose judgement the weights contradict most, row before column; -1 = none */
    int32_t reconsider_column; /**< the other criterion of that pair; -1 = none */
    double lambda;             /**< principal eigenvalue, whatever the method: n if wholly consistent */
    double ci;                 /**< consistency index (lambda - n) / (n - 1); 0 for n = 1 */
    double cr;                 /**< consistency ratio ci / random index; accepted below 0.10; 0 for n < 3 */
    double gci;                /**< geometric consistency index (Aguaron and Moreno-Jimenez, 2003); 0 for n < 3 */
    double koczkodaj;        /**< the worst disagreement among three criteria, 0 to 1 (Koczkodaj, 1993); 0 for n < 3 */
    double reconsider_error; /**< judgement * weight of column / weight of row; 1 = as the weights say */
    double reconsider_implied; /**< what the weights say instead: weight of row / weight of column */
} dscore_ahp_result;

/** Initialiser of a dscore_ahp_result. */
#define DSCORE_AHP_RESULT_INIT {(uint32_t)sizeof(dscore_ahp_result), 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0, 0, 1, 1}

/**
 * Weights from pairwise judgements: the analytic hierarchy process (METHODS 3.6).
 *
 * A judgement says how many times as important the row is as the column: 1 alike, 3, 5, 7, 9 more, their reciprocals
 * less. 0 says that nobody judged the pair: it is filled in from the others (Harker, 1987), if a chain of judgements
 * joins all criteria.
 *
 * @param judgements  numbers from 1e-6 to 1e6, or 0 (in FULL on both sides); as options->layout says
 * @param n           criteria, at most DSCORE_COMPARED_MAX
 * @param options     NULL = the defaults
 * @param weights     receives n shares
 * @param completed   receives n * n judgements, the missing ones filled in; may be NULL
 * @param result      started from DSCORE_AHP_RESULT_INIT; may be NULL
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER (a judgement outside its range); DSCORE_E_INCOMPATIBLE (a full matrix that is
 *         not reciprocal, criteria that no chain of judgements joins); DSCORE_E_LIMIT (too many criteria; judgements
 *         for which the eigenvector cannot be told)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_ahp_solve(const double *judgements, int32_t n, const dscore_ahp_options *options,
    double *weights, double *completed, dscore_ahp_result *result, dscore_error *err);

/**
 * One set of judgements from several people's: the weighted geometric mean of each pair (aggregation of individual
 * judgements), which stays reciprocal. A pair is taken from those who judged it; one that nobody judged stays 0.
 *
 * @param judgements   people * numbers, one person after the other, laid out as `layout` says
 * @param people       at least 1
 * @param n            criteria, at most DSCORE_COMPARED_MAX
 * @param layout       DSCORE_AHP_UPPER or _FULL
 * @param importances  how much each person counts, at least 0, not all 0; NULL = all alike
 * @param joined       receives the judgements in the same layout
 * @param err          may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER; DSCORE_E_INCOMPATIBLE (a full matrix that is not reciprocal); DSCORE_E_LIMIT
 * @since 0.3
 */
DSCORE_API dscore_status dscore_ahp_join(const double *judgements, int32_t people, int32_t n, int32_t layout,
    const double *importances, double *joined, dscore_error *err);

/** How several people's weights become one set. */
enum {
    DSCORE_POOL_GEOMETRIC = 1, /**< weighted geometric mean: one person's 0 makes it 0 */
    DSCORE_POOL_ARITHMETIC = 2 /**< weighted mean */
};

/**
 * One set of weights from several people's (aggregation of individual priorities).
 *
 * @param weights      people * n weights, one person after the other; each person's are relative
 * @param people       at least 1
 * @param n            criteria
 * @param importances  how much each person counts, at least 0, not all 0; NULL = all alike
 * @param method       DSCORE_POOL_...
 * @param pooled       receives n shares
 * @param err          may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER; DSCORE_E_INCOMPATIBLE (geometric: no criterion that everybody gives weight)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_pool(const double *weights, int32_t people, int32_t n,
    const double *importances, int32_t method, double *pooled, dscore_error *err);

/** How columns of data are made comparable before weights are read off them. Name the one that was used. */
enum {
    DSCORE_SCALING_AS_GIVEN = 1,      /**< not at all; more is better in every column */
    DSCORE_SCALING_RECIPROCAL = 2,    /**< costs become 1/x; the others stay */
    DSCORE_SCALING_MIN_MAX = 3,       /**< worst 0, best 1 */
    DSCORE_SCALING_MIN_MAX_LIFTED = 4 /**< worst 0.1, best 1 */
};

/**
 * Entropy weights (METHODS 3.7): the more the rows of a criterion differ, the more it weighs. They measure what tells
 * the rows apart, not what matters: a diagnosis, or half of a combination.
 *
 * @param values      rows * n numbers
 * @param rows        subjects or periods, at least 2
 * @param n           criteria
 * @param directions  n numbers, 1 = more is better, -1 = less is better; NULL = all 1
 * @param scaling     DSCORE_SCALING_...; AS_GIVEN takes directions of 1 only
 * @param weights     receives n shares
 * @param entropy     receives n numbers from 0 to 1 (1: all rows alike); may be NULL
 * @param out_flags   receives DSCORE_DERIVED_EQUAL, _CONSTANT; may be NULL
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER (fewer than 2 rows; AS_GIVEN or RECIPROCAL: a number below 0, RECIPROCAL: a
 *         cost of 0)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_from_entropy(const double *values, int64_t rows, int32_t n,
    const int32_t *directions, int32_t scaling, double *weights, double *entropy, int32_t *out_flags,
    dscore_error *err);

/**
 * Standard deviation weights (METHODS 3.8): each criterion weighs as its values scatter.
 *
 * @param values, rows, n, directions  as dscore_weights_from_entropy; numbers may be negative
 * @param scaling     DSCORE_SCALING_AS_GIVEN or _MIN_MAX
 * @param weights     receives n shares
 * @param deviations  receives n standard deviations (over rows, not rows - 1) of the scaled values; may be NULL
 * @param out_flags   receives DSCORE_DERIVED_EQUAL, _CONSTANT; may be NULL
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER (fewer than 2 rows, a scaling that does not serve)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_from_deviation(const double *values, int64_t rows, int32_t n,
    const int32_t *directions, int32_t scaling, double *weights, double *deviations, int32_t *out_flags,
    dscore_error *err);

/** Which correlation CRITIC uses. */
enum {
    DSCORE_CORRELATION_PEARSON = 1, /**< of the values */
    DSCORE_CORRELATION_SPEARMAN = 2 /**< of their ranks, ties sharing the mean */
};

/**
 * CRITIC weights (Diakoulaki et al., 1995; METHODS 3.8): scatter times disagreement with the other criteria. A constant
 * criterion weighs 0 and says nothing about the others.
 *
 * @param allocator     scratch comes from here and is given back; NULL = the C library
 * @param values, rows, n, directions, scaling  as dscore_weights_from_deviation
 * @param correlation   DSCORE_CORRELATION_...
 * @param weights       receives n shares
 * @param deviations    as dscore_weights_from_deviation; may be NULL
 * @param correlations  receives n * n correlations, 0 beside a constant criterion; may be NULL
 * @param out_flags     receives DSCORE_DERIVED_EQUAL, _CONSTANT; may be NULL
 * @param err           may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER (fewer than 2 rows, a scaling that does not serve); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_from_critic(const dscore_allocator *allocator, const double *values,
    int64_t rows, int32_t n, const int32_t *directions, int32_t scaling, int32_t correlation, double *weights,
    double *deviations, double *correlations, int32_t *out_flags, dscore_error *err);

/**
 * MEREC weights, by the effect of removing a criterion (Keshavarz-Ghorabaee et al., 2021; METHODS 3.8): how much the
 * performance of all subjects, ln(1 + mean |ln x|) of values over the column's worst, changes without it.
 *
 * @param allocator   scratch comes from here and is given back; NULL = the C library
 * @param values      rows * n numbers above 0: the method takes their logarithms
 * @param rows, n, directions  as dscore_weights_from_entropy
 * @param weights     receives n shares
 * @param effects     receives n effects, the sums of the changes, at least 0; may be NULL
 * @param out_flags   receives DSCORE_DERIVED_EQUAL, _CONSTANT; may be NULL
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER (fewer than 2 rows, a number that is not above 0); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_from_merec(const dscore_allocator *allocator, const double *values,
    int64_t rows, int32_t n, const int32_t *directions, double *weights, double *effects, int32_t *out_flags,
    dscore_error *err);

/** How answers about the best and the worst criterion become weights. */
enum {
    DSCORE_BEST_WORST_SIMPLIFIED = 1, /**< a mean of the weights that either row of answers gives alone */
    DSCORE_BEST_WORST_LINEAR = 2,     /**< the least greatest deviation of differences (Rezaei, 2016) */
    DSCORE_BEST_WORST_NONLINEAR = 3   /**< the least greatest deviation of ratios from the answers (Rezaei, 2015) */
};

/** How dscore_best_worst_solve works. */
typedef struct dscore_best_worst_options {
    uint32_t struct_size; /**< sizeof(dscore_best_worst_options) */
    int32_t method;       /**< DSCORE_BEST_WORST_... */
    int32_t best;         /**< index of the best criterion; -1 = the only one with 1 in best_to_others */
    int32_t worst;        /**< index of the worst criterion; -1 = the only one with 1 in others_to_worst */
    double alpha;         /**< SIMPLIFIED: share of the answers about the best, 0 to 1 */
} dscore_best_worst_options;

/** Initialiser of dscore_best_worst_options, with the defaults. */
#define DSCORE_BEST_WORST_OPTIONS_INIT {(uint32_t)sizeof(dscore_best_worst_options), 1, -1, -1, 0.5}

/** How far answers about the best and the worst criterion agree. */
typedef struct dscore_best_worst_result {
    uint32_t struct_size; /**< sizeof(dscore_best_worst_result) */
    int32_t flags;        /**< DSCORE_DERIVED_INCONSISTENT (input_ratio above threshold), _NO_INDEX (no threshold) */
    int32_t best;         /**< index of the best criterion */
    int32_t worst;        /**< index of the worst criterion */
    int32_t threshold_status; /**< of threshold: UNDEFINED unless best over worst is a whole number from 3 to 9 */
    double inconsistency;     /**< SIMPLIFIED: the sum of differences of the two sets of weights; LINEAR: the least
                                   greatest deviation of w[best] - answer * w[j] and the like; NONLINEAR: that of
                                   w[best] / w[j] and w[j] / w[worst] from the answers; 0 = consistent */
    double input_ratio;       /**< of the answers themselves, 0 = consistent (Liang, Brunelli and Rezaei, 2020) */
    double threshold;         /**< the most that is accepted of input_ratio */
    double output_index;      /**< consistency index: the most that NONLINEAR deviates for three criteria (Rezaei, 2015) */
    double output_ratio;      /**< NONLINEAR: inconsistency / output_index; 0 = consistent */
    int32_t output_ratio_status; /**< of output_ratio: UNDEFINED for the other methods */
    int32_t reserved;            /**< 0 */
} dscore_best_worst_result;

/** Initialiser of a dscore_best_worst_result. */
#define DSCORE_BEST_WORST_RESULT_INIT {(uint32_t)sizeof(dscore_best_worst_result), 0, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0}

/**
 * Weights by the best-worst method (METHODS 3.9): how many times the best criterion matters as much as each other, and
 * each other as much as the worst.
 *
 * NONLINEAR, in closed form: with four criteria and more several weights may deviate as little; each criterion gets the
 * one at which the greater deviation of its own two answers is least, so that there is one answer.
 *
 * @param allocator        scratch of LINEAR comes from here and is given back; NULL = the C library
 * @param best_to_others   n numbers from 1 to 9; 1 for the best itself, none above that for the worst
 * @param others_to_worst  n numbers from 1 to 9; 1 for the worst itself, none above that for the best; best over
 *                         worst is the same in both
 * @param n                criteria, at most DSCORE_COMPARED_MAX
 * @param options          NULL = the defaults
 * @param weights          receives n shares
 * @param result           started from DSCORE_BEST_WORST_RESULT_INIT; may be NULL
 * @param err              may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER (a number outside its range); DSCORE_E_INCOMPATIBLE (answers that do not say
 *         which is best or worst, or that contradict it); DSCORE_E_LIMIT (too many criteria); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_best_worst_solve(const dscore_allocator *allocator, const double *best_to_others,
    const double *others_to_worst, int32_t n, const dscore_best_worst_options *options, double *weights,
    dscore_best_worst_result *result, dscore_error *err);

/** How two sets of weights, such as judged and measured ones, become one. */
enum {
    DSCORE_COMBINE_ADDITIVE = 1,       /**< alpha * first + (1 - alpha) * second */
    DSCORE_COMBINE_MULTIPLICATIVE = 2, /**< products, normalised */
    DSCORE_COMBINE_MIN_ENTROPY = 3     /**< roots of products, normalised: least relative entropy to both */
};

/**
 * One set of weights from two (METHODS 3.10).
 *
 * @param first, second  n weights each, relative
 * @param n              criteria
 * @param method         DSCORE_COMBINE_...
 * @param alpha          of ADDITIVE, 0 to 1; otherwise ignored
 * @param combined       receives n shares
 * @param err            may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER; DSCORE_E_INCOMPATIBLE (products: no criterion has weight in both)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_combine(const double *first, const double *second, int32_t n, int32_t method,
    double alpha, double *combined, dscore_error *err);

/* ---- what hangs on the weights (METHODS 3.11) ----------------------------------------------- */

/**
 * Weights with one of them moved, the others scaled to fill the rest.
 *
 * @param weights  n weights, relative
 * @param n        criteria
 * @param moved    index of the one to move
 * @param to       its new share, 0 to 1
 * @param out      receives n shares
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER; DSCORE_E_INCOMPATIBLE (nothing else has weight)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_move(
    const double *weights, int32_t n, int32_t moved, double to, double *out, dscore_error *err);

/**
 * The share of one criterion at which two subjects have equal composites, as dscore_weights_move moves it.
 *
 * @param weights      n weights, relative
 * @param n            criteria
 * @param moved        index of the one that moves
 * @param a, b         n scores of either subject
 * @param out_share    receives the share, 0 to 1; NaN unless OK; not NULL
 * @param out_status   receives DSCORE_VALUE_OK; DSCORE_VALUE_UNDEFINED: no share from 0 to 1, or all of them; not NULL
 * @param err          may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER; DSCORE_E_INCOMPATIBLE (nothing else has weight)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_tie(const double *weights, int32_t n, int32_t moved, const double *a,
    const double *b, double *out_share, int32_t *out_status, dscore_error *err);

/** Between which shares of one criterion a ranking stays as it is. */
typedef struct dscore_stability {
    uint32_t struct_size; /**< sizeof(dscore_stability) */
    int32_t is_tied;      /**< 1: two subjects have equal composites now, and any move parts them: low = high = share */
    double share;         /**< of the criterion now */
    double low;           /**< least share at which the ranking holds, 0 to share */
    double high;          /**< greatest, share to 1 */
    int64_t low_first;    /**< who is caught up with at low; -1: nobody, low is 0 */
    int64_t low_second;   /**< by whom; -1: nobody */
    int64_t high_first;   /**< who is caught up with at high; -1: nobody, high is 1 */
    int64_t high_second;  /**< by whom; -1: nobody */
} dscore_stability;

/** Initialiser of a dscore_stability. */
#define DSCORE_STABILITY_INIT {(uint32_t)sizeof(dscore_stability), 0, 0, 0, 1, -1, -1, -1, -1}

/**
 * The stability interval of a ranking: how far the weight of one criterion can move (as dscore_weights_move moves it)
 * before two subjects change places. Cost: O(subjects * n + subjects * log subjects).
 *
 * @param allocator  scratch comes from here and is given back; NULL = the C library
 * @param weights    n weights, relative
 * @param n          criteria
 * @param moved      index of the one that moves
 * @param scores     subjects * n scores
 * @param subjects   at least 1
 * @param out        started from DSCORE_STABILITY_INIT; not NULL
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER; DSCORE_E_INCOMPATIBLE (nothing else has weight); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_stability(const dscore_allocator *allocator, const double *weights, int32_t n,
    int32_t moved, const double *scores, int64_t subjects, dscore_stability *out, dscore_error *err);

/**
 * How much each weight alone, the others not scaled, would have to fall for two subjects to have equal composites
 * (Triantaphyllou and Sanchez, 1997). Negative: it would have to rise. The criterion with the least percentage, signs
 * apart, is the one the order of the two hangs on most.
 *
 * @param weights       n weights, relative
 * @param n             criteria
 * @param a, b          n scores of either subject
 * @param changes       receives what is to be taken off each share; NaN unless OK; may be NULL
 * @param percents      receives the same in percent of the share; NaN unless OK; not NULL
 * @param status        receives DSCORE_VALUE_OK, or _UNDEFINED: no weight of at least 0 does it; not NULL
 * @param out_critical  receives the criterion with the least percentage; -1 = none; may be NULL
 * @param err           may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_criticality(const double *weights, int32_t n, const double *a, const double *b,
    double *changes, double *percents, int32_t *status, int32_t *out_critical, dscore_error *err);

/**
 * Where a change of a composite between two periods comes from: scores and weights, without a rest. The effects add up
 * to the change (to the last digits of a double).
 *
 * @param weights_before, weights_after  n weights each, relative
 * @param scores_before, scores_after    n scores each
 * @param n               criteria
 * @param score_effects   receives mean weight * change of score; not NULL
 * @param weight_effects  receives mean score * change of weight; not NULL
 * @param out_change      receives the composite after less the composite before; may be NULL
 * @param err             may be NULL
 * @return DSCORE_OK; DSCORE_E_PARAMETER
 * @since 0.3
 */
DSCORE_API dscore_status dscore_weights_attribute(const double *weights_before, const double *scores_before,
    const double *weights_after, const double *scores_after, int32_t n, double *score_effects, double *weight_effects,
    double *out_change, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
