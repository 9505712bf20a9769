/**
 * @file whatif.h
 * Questions about scores that are there: what if a value were another, what would it take to reach a total, why has a
 * score changed, what would another card say.
 *
 * Of scores as dscore_score makes them (score.h), not of roll-ups: those are means of totals that were published.
 */
#ifndef DESKSCORE_WHATIF_H
#define DESKSCORE_WHATIF_H

#include <deskscore/score.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- other values --------------------------------------------------------------------------- */

/**
 * Score one row again with other values for some items. What comes back is one score like any other, with its ledger
 * and explanation, in which the values given are marked (DSCORE_SCORE_ASSUMED).
 *
 * A value that is assumed counts: it is not held against the card's minimum volume and data coverage; its counts stay
 * those of the value it replaces, raised to the minimum. The rank is the one the row would have if all others stayed as
 * they are.
 *
 * @param scores   what they rest on is retained: they may be freed before the result; not NULL
 * @param index    from 0, below dscore_scores_count
 * @param aliases  n aliases of the card, each once; not NULL if n > 0
 * @param values   n values in the units of the indicators; NaN = as if there were no data; not NULL if n > 0
 * @param n        >= 0
 * @param out      one score, to be freed by dscore_scores_free; NULL on failure; not NULL
 * @param err      may be NULL; path names the alias
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range, a negative n); DSCORE_E_NOT_FOUND (an alias that
 *         the card lacks); DSCORE_E_PARAMETER (an alias twice, an infinite value); DSCORE_E_INCOMPATIBLE (scores of a
 *         roll-up); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scores_whatif(const dscore_scores *scores, int64_t index, const char *const *aliases,
    const double *values, int32_t n, dscore_scores **out, dscore_error *err);

/* ---- what it would take --------------------------------------------------------------------- */

/** How the question was answered. */
enum {
    DSCORE_REACH_FOUND = 0,    /**< this value reaches it */
    DSCORE_REACH_ALREADY = 1,  /**< it is reached as it is */
    DSCORE_REACH_TOO_FAR = 2,  /**< even the best value of the item does not reach it */
    DSCORE_REACH_NO_VALUE = 3, /**< the item has no value to start from */
    DSCORE_REACH_NO_TOTAL = 4, /**< the score has no total, for want of other values */
    DSCORE_REACH_AMONG_PEERS = 5 /**< points among peers depend on the values of the others too */
};

/** What it would take, by one item alone. */
typedef struct dscore_reach {
    uint32_t struct_size; /**< sizeof(dscore_reach) */
    int32_t status;       /**< DSCORE_VALUE_OK if found or already reached, else DSCORE_VALUE_UNDEFINED */
    int32_t reason;       /**< DSCORE_REACH_... */
    int32_t better;       /**< which way the total rises: 1 a higher value, -1 a lower one, 0 neither, by one unit */
    double wanted;        /**< the total that was asked for */
    double total_now;     /**< published; NaN if none */
    double total_then;    /**< published, with the value needed; too far: with the best value; NaN if none */
    double value_now;     /**< NaN if none */
    double value_needed;  /**< the nearest to value_now that does it; too far: the best value; NaN if none */
    double points_now;    /**< of the item; NaN if none */
    double points_needed; /**< of the item with the value needed; NaN if none */
    double per_unit;      /**< points of the total, before rounding, that one unit in the better direction gains; 0 if
                               neither gains; NaN without a value or total, or among peers */
} dscore_reach;

/** Initialiser of a dscore_reach. */
#define DSCORE_REACH_INIT {(uint32_t)sizeof(dscore_reach), 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0}

/**
 * The smallest change of one item's value, all others as they are, with which the published total reaches a total.
 *
 * The value stays within the domain of its indicator. The answer was tried: the row scores so with it. Where a gate or a
 * rule of the card makes the total fall as the points of the item rise, a smaller change may go unseen.
 *
 * @param scores  not NULL
 * @param index   from 0, below dscore_scores_count
 * @param alias   of the card; not NULL
 * @param wanted  finite; a total between two that can be published asks for the upper one
 * @param out     started from DSCORE_REACH_INIT; not NULL; unchanged on failure
 * @param err     may be NULL; path names the alias
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range, struct_size not set); DSCORE_E_NOT_FOUND (an
 *         alias that the card lacks); DSCORE_E_PARAMETER (wanted is not finite); DSCORE_E_INCOMPATIBLE (scores of a
 *         roll-up); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scores_reach(const dscore_scores *scores, int64_t index, const char *alias,
    double wanted, dscore_reach *out, dscore_error *err);

/**
 * The least total of a grade: what dscore_scores_reach takes where a grade is wanted.
 *
 * @param scores  not NULL
 * @param index   from 0, below dscore_scores_count; looked at only where label is NULL
 * @param label   of the card's grades, in English or Chinese; NULL = the next better one than this score has
 * @param out_total  receives the least total; -INFINITY for a grade that takes everything else; NaN if there is no better
 *                grade, or none to start from; not NULL; unchanged on failure
 * @param out_label  receives the grade's English label (its Chinese one if it has no other), which lives as long as the
 *                scores; "" with NaN; may be NULL
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range); DSCORE_E_NOT_FOUND (no grade of that label)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scores_grade(const dscore_scores *scores, int64_t index, const char *label,
    double *out_total, const char **out_label, dscore_error *err);

/* ---- why a score has changed ---------------------------------------------------------------- */

/** The difference of two scores, line by line. Immutable, shared by threads. */
typedef struct dscore_change dscore_change;

/** Kinds of lines of a change. */
enum {
    DSCORE_CHANGE_ITEM = 1,       /**< an indicator within the weights */
    DSCORE_CHANGE_BONUS = 2,      /**< an indicator outside the weights */
    DSCORE_CHANGE_ADJUSTMENT = 3, /**< ledger lines of one kind: clamp, gate, operator, ... */
    DSCORE_CHANGE_ROUND = 4       /**< what rounding makes of it */
};

/**
 * One line. The amounts, added as doubles in the order of the lines, are exactly the change of the total; their printed
 * amounts add up to it as decimals. Texts live as long as the change.
 */
typedef struct dscore_change_line {
    uint32_t struct_size;  /**< sizeof(dscore_change_line) */
    int32_t kind;          /**< DSCORE_CHANGE_... */
    int32_t line_kind;     /**< of an adjustment: DSCORE_LINE_...; else 0 */
    int32_t reserved;      /**< 0 */
    double value_before;   /**< NaN if none */
    double value_after;    /**< NaN if none */
    double points_before;  /**< on the scale 0-100 of a weighted item; NaN where it has none or is not on that card */
    double points_after;   /**< likewise */
    double weight_before;  /**< effective share, 0-1 (in points mode: of 100 points); 0 where it does not count */
    double weight_after;   /**< likewise */
    double score_effect;   /**< mean weight x change of points (METHODS 3.11); 0 except of an item */
    double weight_effect;  /**< mean points x change of weight; 0 except of an item */
    double amount;         /**< of an item score_effect + weight_effect, else after less before */
    double printed_score;  /**< score_effect as printed: apportioned so that all that is printed adds up (D21) */
    double printed_weight; /**< weight_effect as printed, likewise */
    double printed;        /**< amount as printed: of an item the sum of the two */
    const char *alias;     /**< of an item or bonus; "" else */
    const char *name;      /**< in English; "" if it has none */
    const char *name_zh;   /**< in Chinese; "" if it has none */
} dscore_change_line;

/** Initialiser of a dscore_change_line. */
#define DSCORE_CHANGE_LINE_INIT {(uint32_t)sizeof(dscore_change_line), 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, "", "", ""}

/**
 * Why one score differs from another: the exact attribution of METHODS 3.11 to points and weights, the bonuses, and what
 * the cards adjust. Two periods of a subject, two subjects, or one row under two cards. Items are matched by alias; one
 * that stands on one card only, or is left out for want of a value, has the weight 0 on the other side and no change of
 * points: all of its effect is one of weight.
 *
 * @param before, after  not retained; of one or of two cards; not NULL
 * @param row_before     score of before, from 0
 * @param row_after      score of after, from 0
 * @param out            to be freed by dscore_change_free; NULL on failure; not NULL
 * @param err            may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a score out of range); DSCORE_E_INCOMPATIBLE (a score without a total;
 *         scores of a roll-up); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scores_change(const dscore_scores *before, int64_t row_before,
    const dscore_scores *after, int64_t row_after, dscore_change **out, dscore_error *err);

/** Free. @param change may be NULL @since 0.3 */
DSCORE_API void dscore_change_free(dscore_change *change);

/**
 * The totals of a change.
 *
 * @param change      not NULL
 * @param out_before  receives the published total before; may be NULL
 * @param out_after   receives the published total after; may be NULL
 * @param out_change  receives after less before, at the finer decimals of the two cards; may be NULL
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL change)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_change_totals(const dscore_change *change, double *out_before, double *out_after,
    double *out_change, dscore_error *err);

/** Lines of a change. @param change NULL gives 0 @return number of lines @since 0.3 */
DSCORE_API int32_t dscore_change_count(const dscore_change *change);

/**
 * One line of a change: items in the order of the card after, then those of the card before alone, bonuses, adjustments,
 * rounding. Bonuses and adjustments that change nothing are left out.
 *
 * @param change  not NULL
 * @param line    from 0, below dscore_change_count
 * @param out     started from DSCORE_CHANGE_LINE_INIT; not NULL; unchanged on failure
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a line out of range, struct_size not set)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_change_at(const dscore_change *change, int32_t line, dscore_change_line *out,
    dscore_error *err);

/**
 * A change as text.
 *
 * @param change  not NULL
 * @param lang    "en" or "zh"; NULL = "en"
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL change, an unknown language, a negative capacity, a NULL buffer with a
 *         capacity); DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_change_explain(const dscore_change *change, const char *lang, char *buffer,
    int64_t capacity, int64_t *out_needed, dscore_error *err);

/* ---- replay --------------------------------------------------------------------------------- */

/** Two lots of scores side by side. Immutable, shared by threads. */
typedef struct dscore_comparison dscore_comparison;

/**
 * Set the scores of two cards, or of two versions of a card, side by side: rows are matched by subject and period.
 * dscore_scorecard_ask lets one plan, and so one lot of values, serve both cards.
 *
 * @param before, after  not retained; with the same names of keys; roll-ups may be compared; not NULL
 * @param out  to be freed by dscore_comparison_free; NULL on failure; not NULL
 * @param err  may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_INCOMPATIBLE (other keys); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scores_compare(const dscore_scores *before, const dscore_scores *after,
    dscore_comparison **out, dscore_error *err);

/** Free. @param comparison may be NULL @since 0.3 */
DSCORE_API void dscore_comparison_free(dscore_comparison *comparison);

/**
 * Rows of a comparison.
 *
 * @param comparison  NULL gives 0
 * @return rows in the order of `before`, then those that only `after` has, in its order
 * @since 0.3
 */
DSCORE_API int64_t dscore_comparison_count(const dscore_comparison *comparison);

/** One row of a comparison; what the scores themselves say of it, dscore_scores_get tells. */
typedef struct dscore_compared {
    uint32_t struct_size; /**< sizeof(dscore_compared) */
    int32_t grade_change; /**< 1 a better grade, -1 a worse one, 0 the same, none, or cards of different grades */
    int64_t before;       /**< score of before; -1 = it has none for this subject and period */
    int64_t after;        /**< score of after; -1 likewise */
    double total_before;  /**< published; NaN if none */
    double total_after;   /**< published; NaN if none */
    double change;        /**< after less before; NaN unless both have a total */
    int64_t rank_before;  /**< 0 = not ranked */
    int64_t rank_after;   /**< 0 = not ranked */
} dscore_compared;

/** Initialiser of a dscore_compared. */
#define DSCORE_COMPARED_INIT {(uint32_t)sizeof(dscore_compared), 0, 0, 0, 0.0, 0.0, 0.0, 0, 0}

/**
 * One row of a comparison.
 *
 * @param comparison  not NULL
 * @param index       from 0, below dscore_comparison_count
 * @param out         started from DSCORE_COMPARED_INIT; not NULL; unchanged on failure
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range, struct_size not set)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_comparison_at(const dscore_comparison *comparison, int64_t index, dscore_compared *out,
    dscore_error *err);

/** A comparison in a few numbers. */
typedef struct dscore_comparison_summary {
    uint32_t struct_size;    /**< sizeof(dscore_comparison_summary) */
    int32_t reserved;        /**< 0 */
    int64_t both;            /**< rows with a total before and after */
    int64_t up;              /**< of both: with a greater published total after */
    int64_t down;            /**< of both: with a smaller one */
    int64_t same;            /**< of both: with the same */
    int64_t only_before;     /**< rows with a total before alone */
    int64_t only_after;      /**< rows with a total after alone */
    int64_t neither;         /**< rows with no total */
    int64_t grade_up;        /**< of both: to a better grade */
    int64_t grade_down;      /**< of both: to a worse one */
    int64_t rank_changed;    /**< of both: with another rank */
    double mean_change;      /**< of both; NaN if there are none */
    double largest_rise;     /**< of both; NaN if none rises */
    double largest_fall;     /**< of both, below 0; NaN if none falls */
} dscore_comparison_summary;

/** Initialiser of a dscore_comparison_summary. */
#define DSCORE_COMPARISON_SUMMARY_INIT {(uint32_t)sizeof(dscore_comparison_summary), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0, 0.0, 0.0}

/**
 * A comparison in a few numbers.
 *
 * @param comparison  not NULL
 * @param out         started from DSCORE_COMPARISON_SUMMARY_INIT; not NULL; unchanged on failure
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, struct_size not set)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_comparison_sum_up(const dscore_comparison *comparison, dscore_comparison_summary *out,
    dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
