/**
 * @file score.h
 * How good it is: rules, scorecards, scores and the ledger that explains each of them.
 *
 * Rules, weights and scorecards are read from documents (document.h).
 */
#ifndef DESKSCORE_SCORE_H
#define DESKSCORE_SCORE_H

#include <deskscore/measure.h>
#include <deskscore/weight.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A scoring function: value -> points (METHODS section 2). Immutable. */
typedef struct dscore_rule dscore_rule;
/** Indicators, rules, weights, missing policy and grades: a way to score. Immutable. */
typedef struct dscore_scorecard dscore_scorecard;
/** Scores of every subject and period, with their ledgers. Immutable. */
typedef struct dscore_scores dscore_scores;

/** Bits of a score's or a line's flags. */
enum {
    DSCORE_SCORE_CLAMP_LO = 1,  /**< raised to the least */
    DSCORE_SCORE_CLAMP_HI = 2,  /**< cut to the most */
    DSCORE_SCORE_CLIFF = 4,     /**< a cliff applied */
    DSCORE_SCORE_BONUS = 8,     /**< a bonus was added */
    DSCORE_SCORE_PENALTY = 16,  /**< a penalty was taken off */
    DSCORE_SCORE_VETO = 32,     /**< vetoed */
    DSCORE_SCORE_SMALL_N = 64,  /**< fewer observations than advised */
    DSCORE_SCORE_IMPUTED = 128, /**< a value stood in */
    DSCORE_SCORE_CAP_CORE = 256 /**< the core was capped before a float */
};

/* ---- rules ---------------------------------------------------------------------------------- */

/** Free. @param rule may be NULL @since 0.1 */
DSCORE_API void dscore_rule_free(dscore_rule *rule);

/** @return the family: PIECEWISE, RATIO, BASE_FLOAT, STEP, LINEAR, TARGET3, TIER, PASS_FAIL, BAND @since 0.1 */
DSCORE_API const char *dscore_rule_family(const dscore_rule *rule);

/**
 * Points of n values. Pure.
 *
 * @param x       values; a NaN yields status DSCORE_VALUE_NO_DATA
 * @param n       >= 0
 * @param scores  receives the points after the clamp; NaN unless OK; not NULL if n > 0
 * @param raw     receives the points before the clamp; may be NULL
 * @param status  receives DSCORE_VALUE_OK, _NO_DATA or _UNDEFINED; may be NULL
 * @param flags   receives DSCORE_SCORE_... bits; may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT
 * @since 0.1
 */
DSCORE_API dscore_status dscore_rule_apply(const dscore_rule *rule, const double *x, int64_t n, double *scores,
    double *raw, int32_t *status, int32_t *flags, dscore_error *err);

/**
 * The rule as a sentence, in English or Chinese: what it does and where its thresholds lie.
 *
 * @param unit  unit of the value, for the thresholds; NULL = none
 * @param lang  "en" or "zh"; NULL = "en"
 * @since 0.1
 */
DSCORE_API dscore_status dscore_rule_explain(const dscore_rule *rule, const char *unit, const char *lang,
    char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

/* ---- scorecards ----------------------------------------------------------------------------- */

/** Free. @param card may be NULL @since 0.1 */
DSCORE_API void dscore_scorecard_free(dscore_scorecard *card);

/** Text properties of a scorecard. */
enum {
    DSCORE_CARD_ID = 1,
    DSCORE_CARD_NAME_EN = 2,
    DSCORE_CARD_NAME_ZH = 3,
    DSCORE_CARD_HASH = 4,   /**< content hash, 32 hexadecimal digits, prose excluded */
    DSCORE_CARD_VERSION = 5 /**< as written */
};

/** @return a text of the card; "" if none @since 0.1 */
DSCORE_API const char *dscore_scorecard_text(const dscore_scorecard *card, int32_t property);

/** @return the card's weights; belong to the card @since 0.1 */
DSCORE_API const dscore_weights *dscore_scorecard_weights(const dscore_scorecard *card);

/** @return number of indicators on the card @since 0.1 */
DSCORE_API int32_t dscore_scorecard_item_count(const dscore_scorecard *card);

/** @return alias of an indicator on the card; "" out of range @since 0.1 */
DSCORE_API const char *dscore_scorecard_item_alias(const dscore_scorecard *card, int32_t item);

/** @return id of the indicator; "" out of range @since 0.1 */
DSCORE_API const char *dscore_scorecard_item_indicator(const dscore_scorecard *card, int32_t item);

/** @return rule of the indicator; belongs to the card; NULL out of range @since 0.1 */
DSCORE_API const dscore_rule *dscore_scorecard_item_rule(const dscore_scorecard *card, int32_t item);

/**
 * Add the card's indicators to a query and compile it.
 *
 * @param query  keys, range, filters and further items; it is not changed
 * @param out    to be freed by dscore_plan_free; NULL on failure
 * @return as dscore_plan_compile; DSCORE_E_INCOMPATIBLE (an alias of the query means another indicator)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_scorecard_plan(const dscore_scorecard *card, const dscore_query *query,
    dscore_plan **out, dscore_error *err);

/* ---- scores --------------------------------------------------------------------------------- */

/**
 * Score every row of the values.
 *
 * @param card, values  retained; the values hold the card's aliases
 * @param out           to be freed by dscore_scores_free; NULL on failure
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_NOT_FOUND (an alias the values lack); DSCORE_E_INCOMPATIBLE (another
 *         definition under the alias); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_score(const dscore_scorecard *card, const dscore_values *values,
    dscore_scores **out, dscore_error *err);

/** Free. @param scores may be NULL @since 0.1 */
DSCORE_API void dscore_scores_free(dscore_scores *scores);

/** @return number of scores: rows of the values, in their order @since 0.1 */
DSCORE_API int64_t dscore_scores_count(const dscore_scores *scores);

/** @return the values behind the scores; belong to the scores @since 0.1 */
DSCORE_API const dscore_values *dscore_scores_values(const dscore_scores *scores);

/** @return the card that made the scores; belongs to the scores @since 0.1 */
DSCORE_API const dscore_scorecard *dscore_scores_card(const dscore_scores *scores);

/** Reasons why a total is not OK. */
enum {
    DSCORE_TOTAL_FINE = 0,
    DSCORE_TOTAL_WEIGHT_COVERAGE = 1,   /**< too little of the weight has a value */
    DSCORE_TOTAL_DIMENSION_MISSING = 2, /**< a dimension without any value */
    DSCORE_TOTAL_BLOCKED = 3,           /**< a value is missing under BLOCK */
    DSCORE_TOTAL_NOTHING = 4,           /**< no value at all */
    DSCORE_TOTAL_ABSENT_KEY = 5         /**< the row of records without a subject: never scored or ranked */
};

/** One score. Texts live as long as the scores. */
typedef struct dscore_score_row {
    uint32_t struct_size;   /**< sizeof(dscore_score_row) */
    int32_t status;         /**< DSCORE_VALUE_... */
    int32_t reason;         /**< DSCORE_TOTAL_... */
    int32_t flags;          /**< DSCORE_SCORE_... */
    int64_t rank;           /**< competition rank in its period on the published total, from 1; 0 = not ranked */
    int64_t row;            /**< row of the values */
    double total;           /**< published: rounded to the card's decimals; NaN unless OK */
    double raw;             /**< before the final clamp and rounding; NaN unless OK */
    double weight_coverage; /**< share of the weight with a value, 0-1 */
    double data_coverage;   /**< least n_used / (n_used + n_missing) of unsampled indicators, 0-1; NaN = none */
    int64_t period_start;   /**< microseconds; dscore_instant_min where open */
    int64_t period_end;     /**< microseconds; dscore_instant_max where open */
    const char *subject;    /**< labels of the keys, joined by " / " */
    const char *grade;      /**< "" if none */
    const char *grade_zh;   /**< "" if none */
} dscore_score_row;

/** Initialiser of a dscore_score_row. */
#define DSCORE_SCORE_ROW_INIT {(uint32_t)sizeof(dscore_score_row), 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0, 0, "", "", ""}

/** @return DSCORE_OK; DSCORE_E_ARGUMENT (NULL, out of range) @since 0.1 */
DSCORE_API dscore_status dscore_scores_get(const dscore_scores *scores, int64_t index, dscore_score_row *out,
    dscore_error *err);

/** Kinds of ledger lines. */
enum {
    DSCORE_LINE_CONTRIBUTION = 1, /**< an indicator: value -> points x weight */
    DSCORE_LINE_GROUP = 2,        /**< a group's subtotal; for information, not part of the sum */
    DSCORE_LINE_RENORMALISE = 3,  /**< weight of missing indicators given to the others */
    DSCORE_LINE_CLAMP = 4,        /**< the total cut to its range */
    DSCORE_LINE_BONUS = 5,        /**< points outside the 100 */
    DSCORE_LINE_ROUND = 6         /**< published total less exact total */
};

/**
 * One line of the ledger. The amounts of CONTRIBUTION, RENORMALISE, BONUS, CLAMP and ROUND, added as doubles in the
 * order of the lines, are exactly the published total; their printed amounts add up to it as decimals.
 *
 * Each group stands before what is in it. Contributions count at their weight before renormalising; one RENORMALISE
 * line for the whole card holds what the contributions gain by their effective weights. Lines that change nothing are
 * left out. A score that is not OK shows its contributions and bonuses only.
 */
typedef struct dscore_ledger_line {
    uint32_t struct_size;   /**< sizeof(dscore_ledger_line) */
    int32_t kind;           /**< DSCORE_LINE_... */
    int32_t value_status;   /**< DSCORE_VALUE_... of the value */
    int32_t flags;          /**< DSCORE_SCORE_... */
    double value;           /**< the indicator's value; NaN if none */
    double raw_points;      /**< points before the rule's clamp; NaN if none */
    double points;          /**< points after it; NaN if none */
    double weight;          /**< share before renormalising, 0-1 */
    double effective_weight;/**< share in this total, 0-1 */
    double amount;          /**< what it adds to the total */
    double printed;         /**< amount as printed: apportioned so that printed lines add up (D21) */
    int64_t n_used;         /**< rows in the value */
    int64_t n_missing;      /**< rows that lacked something */
    int64_t n_excluded;     /**< rows left out */
    const char *alias;      /**< indicator's alias, group's id, or "" */
    const char *group;      /**< id of the group it stands in, or "" */
} dscore_ledger_line;

/** Initialiser of a dscore_ledger_line. */
#define DSCORE_LEDGER_LINE_INIT {(uint32_t)sizeof(dscore_ledger_line), 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0, 0, "", ""}

/** @return lines of a score's ledger @since 0.1 */
DSCORE_API int32_t dscore_scores_line_count(const dscore_scores *scores, int64_t index);

/** @return DSCORE_OK; DSCORE_E_ARGUMENT (NULL, out of range) @since 0.1 */
DSCORE_API dscore_status dscore_scores_line(const dscore_scores *scores, int64_t index, int32_t line,
    dscore_ledger_line *out, dscore_error *err);

/**
 * The ledger as text: each value, its rule as a sentence, points, weight, contribution, adjustments, total.
 *
 * @param lang  "en" or "zh"; NULL = "en"
 * @since 0.1
 */
DSCORE_API dscore_status dscore_scores_explain(const dscore_scores *scores, int64_t index, const char *lang,
    char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
