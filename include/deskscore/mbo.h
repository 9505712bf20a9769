/**
 * @file mbo.h
 * Management by objectives as functions over arrays: what each objective achieved, gates and caps, and the score of the
 * plan with what was earned and lost (METHODS 8.2). Objectives of documents: smart.h.
 *
 * The rules of target.h hold. Achievements are per cent: 100 is the objective as agreed.
 */
#ifndef DESKSCORE_MBO_H
#define DESKSCORE_MBO_H

#include <deskscore/target.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What the achievement of an objective comes from. */
enum {
    DSCORE_MBO_BY_PROGRESS = 1, /**< progress from the baseline to the target, as dscore_target_progress() */
    DSCORE_MBO_BY_RATIO = 2,    /**< value over target; where less is better target over value */
    DSCORE_MBO_BY_LEVEL = 3,    /**< a level in words, such as "good" = 100 */
    DSCORE_MBO_BY_BINARY = 4,   /**< done 100, else 0 */
    DSCORE_MBO_BY_GIVEN = 5     /**< a number that somebody states */
};

/**
 * Achievements of values against one target, in per cent.
 *
 * PROGRESS: 100 times the raw progress. RATIO (METHODS 2.1): 100 x / t, of DECREASE and AT_OR_BELOW 100 t / x; it needs
 * t above 0 and x not below 0; x = 0 where less is better has no limit and is the cap. A band is progress in either
 * way. What comes out is held between `floor` and `cap`.
 *
 * @param aim     not NULL
 * @param by      DSCORE_MBO_BY_PROGRESS or _RATIO
 * @param x       values; NaN = missing; NULL only if count is 0
 * @param count   >= 0
 * @param floor   least achievement; 0 is usual
 * @param cap     greatest achievement, not below floor; 120 is usual
 * @param achievement  per cent; NaN unless OK; not NULL
 * @param status  DSCORE_VALUE_OK, NO_DATA or UNDEFINED; may be NULL
 * @param reasons DSCORE_TARGET_REASON_... added up; may be NULL
 * @param err     may be NULL
 * @return as dscore_target_progress
 * @since 0.3
 */
DSCORE_API dscore_status dscore_mbo_achieve(const dscore_target_aim *aim, int32_t by, const double *x, int64_t count,
    double floor, double cap, double *achievement, int32_t *status, int32_t *reasons, dscore_error *err);

/** What happened to an objective of a plan, and to a plan; to be added up. */
enum {
    DSCORE_MBO_FLOORED = 1,        /**< an achievement below 0 counts as 0 */
    DSCORE_MBO_CAPPED = 2,         /**< cut to its cap */
    DSCORE_MBO_CROSS_CAPPED = 4,   /**< cut because another objective was not reached */
    DSCORE_MBO_GATE = 8,           /**< below its minimum: counts as 0 */
    DSCORE_MBO_VETO = 16,          /**< an objective that must be reached was not: the plan counts as 0 */
    DSCORE_MBO_MISSING = 32,       /**< no achievement */
    DSCORE_MBO_WEIGHT_TOTAL = 64,  /**< weights do not add up to 100 (tolerance 1e-6) */
    DSCORE_MBO_WEIGHT_SMALL = 128, /**< a weight below 5 */
    DSCORE_MBO_WEIGHT_LARGE = 256, /**< a weight above 40 */
    DSCORE_MBO_FEW = 512,          /**< fewer than 3 objectives */
    DSCORE_MBO_MANY = 1024         /**< more than 7 */
};

/** A plan: objectives by columns. Order of what is done: floor, cap, cross caps, minimum, veto. */
typedef struct dscore_mbo {
    uint32_t struct_size;        /**< sizeof(dscore_mbo) */
    int32_t missing;             /**< DSCORE_MISSING_EXCLUDE_GLOBAL (the others share its weight), _ZERO, _BLOCK */
    int64_t count;               /**< objectives, >= 0 */
    const double *weights;       /**< [count] >= 0 */
    const double *achievement;   /**< [count] per cent; NaN = not known */
    const double *cap;           /**< [count] per cent, >= 0; NULL = 120 for each; 1e30 = none */
    const double *minimum;       /**< [count] least achievement that counts at all; NaN = none; NULL = none for any */
    const int32_t *must_have;    /**< [count] 1: below its minimum (100 if it has none) the plan counts as 0; NULL = 0 */
    int64_t cross_count;         /**< cross caps, >= 0 */
    const int64_t *cross_of;     /**< [cross_count] index of the objective that is capped */
    const int64_t *cross_while;  /**< [cross_count] index of the one that must be reached */
    const double *cross_below;   /**< [cross_count] it is not reached while its achievement, as given, is below this */
    const double *cross_cap;     /**< [cross_count] what the first then counts for at most */
} dscore_mbo;

/** Initialiser of a dscore_mbo. */
#define DSCORE_MBO_INIT {(uint32_t)sizeof(dscore_mbo), 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/** Where dscore_mbo_score() writes what became of each objective; every array may be NULL: not wanted. */
typedef struct dscore_mbo_lines {
    uint32_t struct_size; /**< sizeof(dscore_mbo_lines) */
    int32_t reserved;     /**< 0 */
    double *counted;      /**< achievement that counts, per cent; NaN if missing */
    double *share;        /**< effective share of the weight, 0 to 1 */
    double *points;       /**< share times counted; add up to the score unless there is a veto */
    double *lost;         /**< share times (100 - counted), 0 at least: weaknesses are the greatest */
    double *strength;     /**< share of the plan's points, 0 to 1: strengths are the greatest; 0 if nothing was earned */
    int32_t *flags;       /**< DSCORE_MBO_... added up */
} dscore_mbo_lines;

/** Initialiser of a dscore_mbo_lines: nothing wanted. */
#define DSCORE_MBO_LINES_INIT {(uint32_t)sizeof(dscore_mbo_lines), 0, 0, 0, 0, 0, 0, 0}

/** What a plan comes to. */
typedef struct dscore_mbo_total {
    uint32_t struct_size; /**< sizeof(dscore_mbo_total) */
    int32_t status;       /**< OK; NO_DATA: no objective has an achievement; UNDEFINED: those that have carry no weight;
                               INSUFFICIENT: BLOCK, and one is missing */
    int32_t flags;        /**< DSCORE_MBO_... of the plan and of all its objectives */
    int32_t reserved;     /**< 0 */
    int64_t counted;      /**< objectives with an achievement */
    int64_t missing;      /**< objectives without */
    double score;         /**< sum of share times counted, 100 = all as agreed; 0 on a veto; NaN unless OK */
    double without_gates; /**< the same before minima and vetoes; NaN unless OK */
    double earned;        /**< score / 100 of the weight: with weights in money the sum that is paid; NaN unless OK */
    double weight;        /**< sum of all weights */
    double coverage;      /**< share of the weight that has an achievement, 0 to 1 */
} dscore_mbo_total;

/** Initialiser of a dscore_mbo_total. */
#define DSCORE_MBO_TOTAL_INIT {(uint32_t)sizeof(dscore_mbo_total), 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0}

/**
 * The score of a plan: the weighted mean of the achievements that count, after caps and gates.
 *
 * @param given  not NULL
 * @param lines  started from DSCORE_MBO_LINES_INIT; may be NULL
 * @param out    started from DSCORE_MBO_TOTAL_INIT; not NULL; unchanged on failure
 * @param err    may be NULL; path such as `weights[3]`
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, an unknown policy, must_have not 0 or 1, a cross cap
 *         of an objective that does not exist, struct_size not set); DSCORE_E_PARAMETER (a number out of range)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_mbo_score(
    const dscore_mbo *given, const dscore_mbo_lines *lines, dscore_mbo_total *out, dscore_error *err);

/**
 * What a DSCORE_MBO_... bit means.
 *
 * @param flag  one bit
 * @param lang  "en" or "zh"; NULL = "en"
 * @return static text; "" for 0, for several bits and for another language
 * @since 0.3
 */
DSCORE_API const char *dscore_mbo_text(int32_t flag, const char *lang);

#ifdef __cplusplus
}
#endif
#endif
