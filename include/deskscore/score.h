/**
 * @file score.h
 * How good it is: rules, scorecards, scores and the ledger that explains each of them. What follows from scores:
 * decision.h.
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

/** A scoring function: value -> points (METHODS section 2). Immutable, shared by threads. */
typedef struct dscore_rule dscore_rule;
/** Indicators, rules, weights, missing policy and grades: a way to score. Immutable, shared by threads. */
typedef struct dscore_scorecard dscore_scorecard;
/** Scores of every subject and period, with their ledgers. Immutable, shared by threads. */
typedef struct dscore_scores dscore_scores;

/** Bits of a score's or a line's flags. */
enum {
    DSCORE_SCORE_CLAMP_LO = 1,  /**< raised to the least */
    DSCORE_SCORE_CLAMP_HI = 2,  /**< cut to the most */
    DSCORE_SCORE_CLIFF = 4,     /**< a cliff applied */
    DSCORE_SCORE_BONUS = 8,     /**< a bonus was added */
    DSCORE_SCORE_PENALTY = 16,  /**< a penalty was taken off */
    DSCORE_SCORE_VETO = 32,     /**< a gate or veto cut points or the total */
    DSCORE_SCORE_SMALL_N = 64,  /**< fewer rows, observations or peers than the minimum: not scored */
    DSCORE_SCORE_IMPUTED = 128, /**< something stood in for a missing value */
    DSCORE_SCORE_CAP_CORE = 256, /**< the core was capped before a float */
    DSCORE_SCORE_ASSUMED = 512  /**< a value was assumed, not measured (dscore_scores_whatif) */
};

/* ---- rules ---------------------------------------------------------------------------------- */

/** Free a rule from dscore_rule_parse; those of a card go with the card. @param rule may be NULL @since 0.1 */
DSCORE_API void dscore_rule_free(dscore_rule *rule);

/**
 * The family of a rule.
 *
 * @param rule  NULL gives ""
 * @return static text: PIECEWISE, RATIO, BASE_FLOAT, STEP, LINEAR, TARGET3, TIER, PASS_FAIL, BAND, DESIRABILITY, LOGISTIC,
 *         EFFICACY, GOAL_RED, PEERS or FORMULA
 * @since 0.1
 */
DSCORE_API const char *dscore_rule_family(const dscore_rule *rule);

/**
 * Points of n values. The same values give the same points. A rule of family PEERS takes the n values for the group:
 * the points of each depend on all of them, though not on their order. The other families score each value alone
 * and take no memory.
 *
 * @param rule    not NULL
 * @param x       n values in the unit of the rule's thresholds; a NaN yields status DSCORE_VALUE_NO_DATA, an
 *                infinity DSCORE_VALUE_UNDEFINED; not NULL if n > 0
 * @param n       >= 0
 * @param scores  receives the points after the clamp; NaN unless OK; not NULL if n > 0
 * @param raw     receives the points before the clamp; may be NULL
 * @param status  receives DSCORE_VALUE_OK, _NO_DATA, _UNDEFINED, and of PEERS _INSUFFICIENT (fewer values than its
 *                min_group); may be NULL
 * @param flags   receives DSCORE_SCORE_... bits; may be NULL
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative n); DSCORE_E_MEMORY (PEERS only); on failure nothing is
 *         written
 * @since 0.1
 */
DSCORE_API dscore_status dscore_rule_apply(const dscore_rule *rule, const double *x, int64_t n, double *scores,
    double *raw, int32_t *status, int32_t *flags, dscore_error *err);

/**
 * The rule as a sentence, in English or Chinese: what it does and where its thresholds lie.
 *
 * @param rule  not NULL
 * @param unit  unit of the value, for the thresholds, as dscore_format; any other text follows the number; NULL =
 *              none
 * @param lang  "en" or "zh"; NULL = "en"
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err   may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL rule, an unknown language, a negative capacity, a NULL buffer with a
 *         capacity); DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_rule_explain(const dscore_rule *rule, const char *unit, const char *lang,
    char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

/**
 * What would it take: the value nearest to x at which the rule gives at least so many points.
 *
 * Comparisons follow METHODS 0.3. The answer is the shortest decimal of that value: 25, not 24.999999999; just beyond an
 * edge that does not belong to the points it is the edge and the least power of ten that makes a difference, such as
 * 40.0000001. Of two values equally near: the one on the better side, or the lower where neither side is better.
 *
 * @param rule        not NULL; any family but PEERS
 * @param x           the value there is, in the unit of the rule's thresholds; NaN = none
 * @param points      wanted, after the clamp; finite
 * @param domain_min  least value possible; -infinity = unknown
 * @param domain_max  most value possible, at least domain_min; infinity = unknown
 * @param out_x       receives the value: x itself if that is enough, the nearer end if x lies outside the domain and that
 *                    is enough; NaN unless OK; not NULL
 * @param out_status  receives DSCORE_VALUE_OK; _NO_DATA (x is NaN); _UNDEFINED (no value of the domain gives so many
 *                    points, or x is infinite); not NULL
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, points not finite, a domain that ends before it begins);
 *         DSCORE_E_UNSUPPORTED (a PEERS rule, a FORMULA with more numbers and comparisons than are searched);
 *         DSCORE_E_MEMORY; on failure nothing is written
 * @since 0.3
 */
DSCORE_API dscore_status dscore_rule_reach(const dscore_rule *rule, double x, double points, double domain_min,
    double domain_max, double *out_x, int32_t *out_status, dscore_error *err);

/**
 * What one unit is worth: the points gained when the value gets better by one step.
 *
 * @param rule        not NULL; any family but PEERS
 * @param x           the value there is, in the unit of the rule's thresholds; NaN = none
 * @param step        the unit, such as 1 for a second or 0.01 for a percentage point; > 0
 * @param domain_min  least value possible; -infinity = unknown
 * @param domain_max  most value possible, at least domain_min; infinity = unknown; a step goes no farther than the domain
 * @param out_points  receives the points after the clamp that the step adds, below 0 where the rule is not monotone; of a
 *                    rule without a better side the gain of the better way, at least 0; NaN unless OK; not NULL
 * @param out_status  receives DSCORE_VALUE_OK; _NO_DATA (x is NaN); _UNDEFINED (the rule has no points at x or after the
 *                    step); not NULL
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a step not above 0, a domain that ends before it begins);
 *         DSCORE_E_UNSUPPORTED (a PEERS rule); on failure nothing is written
 * @since 0.3
 */
DSCORE_API dscore_status dscore_rule_gain(const dscore_rule *rule, double x, double step, double domain_min,
    double domain_max, double *out_points, int32_t *out_status, dscore_error *err);

/* ---- scorecards ----------------------------------------------------------------------------- */

/** Free; scores made with the card stay usable, its rules and weights go. @param card may be NULL @since 0.1 */
DSCORE_API void dscore_scorecard_free(dscore_scorecard *card);

/** Text properties of a scorecard. */
enum {
    DSCORE_CARD_ID = 1,      /**< [a-z][a-z0-9_]* */
    DSCORE_CARD_NAME_EN = 2, /**< name in English */
    DSCORE_CARD_NAME_ZH = 3, /**< name in Chinese */
    DSCORE_CARD_HASH = 4,    /**< content hash, 32 hexadecimal digits, prose excluded */
    DSCORE_CARD_VERSION = 5, /**< as written */
    DSCORE_CARD_PERIOD = 6   /**< the period the card is meant for, as dscore_period_parse reads it; "" = not said */
};

/**
 * A text of a card.
 *
 * @param card      NULL gives ""
 * @param property  DSCORE_CARD_...
 * @return the text; "" if it has none or there is no such property; lives as long as the card
 * @since 0.1
 */
DSCORE_API const char *dscore_scorecard_text(const dscore_scorecard *card, int32_t property);

/** Keys that a card is meant for. @param card NULL gives 0 @return number of keys; 0 = not said @since 0.3 */
DSCORE_API int32_t dscore_scorecard_key_count(const dscore_scorecard *card);

/**
 * A key that a card is meant for: `agent`, `team`, `channel`. Scoring by others is possible; dscore_query_key takes it.
 *
 * @param card  NULL gives ""
 * @param key   from 0, below dscore_scorecard_key_count
 * @return its name; "" out of range; lives as long as the card
 * @since 0.3
 */
DSCORE_API const char *dscore_scorecard_key(const dscore_scorecard *card, int32_t key);

/** The weights of a card. @param card NULL gives NULL @return its weights; belong to the card @since 0.1 */
DSCORE_API const dscore_weights *dscore_scorecard_weights(const dscore_scorecard *card);

/** Items of a card. @param card NULL gives 0 @return number of indicators on it @since 0.1 */
DSCORE_API int32_t dscore_scorecard_item_count(const dscore_scorecard *card);

/**
 * The alias of an item.
 *
 * @param card  NULL gives ""
 * @param item  from 0, below dscore_scorecard_item_count
 * @return alias; "" out of range; lives as long as the card
 * @since 0.1
 */
DSCORE_API const char *dscore_scorecard_item_alias(const dscore_scorecard *card, int32_t item);

/**
 * The indicator of an item.
 *
 * @param card  NULL gives ""
 * @param item  from 0, below dscore_scorecard_item_count
 * @return id of the indicator; "" out of range; lives as long as the card
 * @since 0.1
 */
DSCORE_API const char *dscore_scorecard_item_indicator(const dscore_scorecard *card, int32_t item);

/**
 * The rule of an item.
 *
 * @param card  NULL gives NULL
 * @param item  from 0, below dscore_scorecard_item_count
 * @return its rule; belongs to the card, not to be freed; NULL out of range
 * @since 0.1
 */
DSCORE_API const dscore_rule *dscore_scorecard_item_rule(const dscore_scorecard *card, int32_t item);

/**
 * Add the card's indicators to a query and compile it.
 *
 * @param card   not NULL; not retained
 * @param query  keys, range, filters and further items, over the card's catalogue or one that holds its indicators;
 *               copied, it is not changed; not NULL
 * @param out    to be freed by dscore_plan_free; NULL on failure; not NULL
 * @param err    may be NULL
 * @return as dscore_plan_compile; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_NOT_FOUND (the query's catalogue lacks an
 *         indicator or parameter of the card); DSCORE_E_INCOMPATIBLE (an alias of the query means another
 *         indicator, or the same with other settings); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_scorecard_plan(const dscore_scorecard *card, const dscore_query *query,
    dscore_plan **out, dscore_error *err);

/**
 * Add the card's indicators to a query, so that one plan serves several cards: ask for each, then compile. Items that
 * are there with the same meaning are kept.
 *
 * @param card   not NULL; not retained
 * @param query  over the card's catalogue or one that holds its indicators; unchanged on failure, except that
 *               DSCORE_E_MEMORY may leave some of the items; not NULL
 * @param err    may be NULL; path names the alias
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_NOT_FOUND (the query's catalogue lacks an indicator or
 *         parameter of the card); DSCORE_E_INCOMPATIBLE (an alias of the query means another indicator, or the same with
 *         other settings); DSCORE_E_PARAMETER, DSCORE_E_FORMAT (as dscore_query_parameter and dscore_query_item_set);
 *         DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scorecard_ask(const dscore_scorecard *card, dscore_query *query, dscore_error *err);

/* ---- scores --------------------------------------------------------------------------------- */

/**
 * Score every row of the values. Rules that score relative to peers (METHODS 2.10) and medians that stand in for missing
 * values (3.3) see the rows of the same period that have a subject and a value that counts; a value that is carried
 * forward is the subject's last one that counts, in an earlier row of the values.
 *
 * @param card, values  retained: both may be freed before the scores; the values hold the card's aliases; not NULL
 * @param out           to be freed by dscore_scores_free; NULL on failure; not NULL
 * @param err           may be NULL; path names the alias
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_NOT_FOUND (an alias the values lack);
 *         DSCORE_E_INCOMPATIBLE (another definition under the alias); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_score(const dscore_scorecard *card, const dscore_values *values,
    dscore_scores **out, dscore_error *err);

/** Free. @param scores may be NULL @since 0.1 */
DSCORE_API void dscore_scores_free(dscore_scores *scores);

/** How many scores there are. @param scores NULL gives 0 @return rows of the values, in their order @since 0.1 */
DSCORE_API int64_t dscore_scores_count(const dscore_scores *scores);

/** The values behind scores. @param scores NULL gives NULL @return values; belong to the scores @since 0.1 */
DSCORE_API const dscore_values *dscore_scores_values(const dscore_scores *scores);

/** The card behind scores. @param scores NULL gives NULL @return card; belongs to the scores @since 0.1 */
DSCORE_API const dscore_scorecard *dscore_scores_card(const dscore_scores *scores);

/** Reasons why a total is not OK. */
enum {
    DSCORE_TOTAL_FINE = 0,              /**< there is a total */
    DSCORE_TOTAL_WEIGHT_COVERAGE = 1,   /**< too little of the weight has a value */
    DSCORE_TOTAL_DIMENSION_MISSING = 2, /**< a dimension without any value */
    DSCORE_TOTAL_BLOCKED = 3,           /**< a value is missing under BLOCK */
    DSCORE_TOTAL_NOTHING = 4,           /**< no value that has a weight */
    DSCORE_TOTAL_ABSENT_KEY = 5,        /**< the row of records without a subject: never scored or ranked */
    DSCORE_TOTAL_FEW_PERIODS = 6        /**< fewer periods with a score than a roll-up asks for */
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
    double raw;             /**< after gates, before the final clamp and rounding; NaN unless OK */
    double weight_coverage; /**< share of the weight with a value, its own or one carried forward, 0-1 */
    double data_coverage;   /**< least n_used / (n_used + n_missing) of unsampled indicators, 0-1; NaN = none */
    int64_t period_start;   /**< microseconds; dscore_instant_min where open */
    int64_t period_end;     /**< microseconds; dscore_instant_max where open */
    const char *subject;    /**< labels of the keys, joined by " / " */
    const char *grade;      /**< "" if none */
    const char *grade_zh;   /**< "" if none */
} dscore_score_row;

/** Initialiser of a dscore_score_row. */
#define DSCORE_SCORE_ROW_INIT {(uint32_t)sizeof(dscore_score_row), 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0, 0, "", "", ""}

/**
 * One score.
 *
 * @param scores  not NULL
 * @param index   from 0, below dscore_scores_count
 * @param out     started from DSCORE_SCORE_ROW_INIT; not NULL; its texts belong to the scores; unchanged on failure
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range, struct_size not set)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_scores_get(const dscore_scores *scores, int64_t index, dscore_score_row *out,
    dscore_error *err);

/** Kinds of ledger lines. */
enum {
    DSCORE_LINE_CONTRIBUTION = 1, /**< an indicator: value -> points x weight */
    DSCORE_LINE_GROUP = 2,        /**< a group's subtotal; for information, not part of the sum */
    DSCORE_LINE_RENORMALISE = 3,  /**< weight of missing indicators given to the others */
    DSCORE_LINE_CLAMP = 4,        /**< the total cut to its range */
    DSCORE_LINE_BONUS = 5,        /**< points outside the 100 */
    DSCORE_LINE_ROUND = 6,        /**< published total less exact total */
    DSCORE_LINE_PERIOD = 7,       /**< of a roll-up (dscore_scores_rollup): a period's published total x its share */
    DSCORE_LINE_OPERATOR = 8,     /**< the card's operator, where it is no mean: what it gives less the mean */
    DSCORE_LINE_GATE = 9          /**< points of a group, or the total, cut by a gate or veto */
};

/**
 * One line of the ledger. The amounts of all lines but those of groups, added as doubles in the order of the lines, are
 * exactly the published total; their printed amounts add up to it as decimals.
 *
 * Each group stands before what is in it. Contributions count at their weight before renormalising; one RENORMALISE
 * line for the whole card holds what the contributions gain by their effective weights. What a gate cuts from the points
 * of an item shows in its line (`points`, `gate`); a group or the total that is cut has a line of kind GATE: `alias` is
 * the group or "", `value` what was watched (NaN: nothing of the subject's own), `raw_points` and `points` what the group
 * or total had and has. Lines that change nothing are left out. A score that is not OK shows its groups, contributions
 * and bonuses only.
 *
 * Something may stand in for a value that is missing: `stand_in` says what, `value_status` stays that of the missing
 * value, `value` and `points` are those that stand in, the counts those of the row itself.
 *
 * Texts live as long as the scores.
 */
typedef struct dscore_ledger_line {
    uint32_t struct_size;   /**< sizeof(dscore_ledger_line) */
    int32_t kind;           /**< DSCORE_LINE_... */
    int32_t value_status;   /**< DSCORE_VALUE_... of the value */
    int32_t flags;          /**< DSCORE_SCORE_... */
    double value;           /**< the indicator's value; NaN if none */
    double raw_points;      /**< points before the rule's clamp; of a group or total that a gate cut, before that; NaN if none */
    double points;          /**< points after it and after gates; NaN if none */
    double weight;          /**< share before renormalising, 0-1 */
    double effective_weight;/**< share in this total, 0-1 */
    double amount;          /**< what it adds to the total */
    double printed;         /**< amount as printed: apportioned so that printed lines add up (D21) */
    int64_t n_used;         /**< rows in the value */
    int64_t n_missing;      /**< rows that lacked something */
    int64_t n_excluded;     /**< rows left out */
    const char *alias;      /**< indicator's alias, group's id, or "" */
    const char *group;      /**< id of the group it stands in, or "" */
    int32_t stand_in;       /**< DSCORE_MISSING_NEUTRAL, _CARRY_FORWARD or _GROUP_MEDIAN; 0 = its own value or none */
    int32_t gate;           /**< number of the gate that cut, from 1 in the order of the card; 0 = none */
    int64_t peers;          /**< values behind a median or behind points among peers; 0 = neither */
    int64_t from_start;     /**< period of a value that was carried forward, microseconds; 0 = none */
    int64_t from_end;       /**< its end */
} dscore_ledger_line;

/** Initialiser of a dscore_ledger_line. */
#define DSCORE_LEDGER_LINE_INIT {(uint32_t)sizeof(dscore_ledger_line), 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0, 0, "", "", 0, 0, 0, 0, 0}

/**
 * How many lines the ledger of a score has.
 *
 * @param scores  NULL gives 0
 * @param index   from 0, below dscore_scores_count; 0 lines out of range
 * @return number of lines
 * @since 0.1
 */
DSCORE_API int32_t dscore_scores_line_count(const dscore_scores *scores, int64_t index);

/**
 * One line of the ledger of a score. Cost: the row is scored again at each call, with memory of its own.
 *
 * @param scores  not NULL
 * @param index   from 0, below dscore_scores_count
 * @param line    from 0, below dscore_scores_line_count
 * @param out     started from DSCORE_LEDGER_LINE_INIT; not NULL; its texts belong to the scores; unchanged on
 *                failure
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index or line out of range, struct_size not set);
 *         DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_scores_line(const dscore_scores *scores, int64_t index, int32_t line,
    dscore_ledger_line *out, dscore_error *err);

/**
 * The ledger as text: each value, its rule as a sentence, points, weight, contribution, adjustments, total.
 *
 * @param scores  not NULL
 * @param index   from 0, below dscore_scores_count
 * @param lang    "en" or "zh"; NULL = "en"
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (NULL scores, an index out of range, an unknown language, a negative
 *         capacity, a NULL buffer with a capacity); DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set);
 *         DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_scores_explain(const dscore_scores *scores, int64_t index, const char *lang,
    char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

/* ---- longer periods ------------------------------------------------------------------------- */

/** What a period weighs in a roll-up. */
enum {
    DSCORE_ROLLUP_EQUAL = 1,   /**< every period the same */
    DSCORE_ROLLUP_BY_DAYS = 2, /**< its length */
    DSCORE_ROLLUP_BY_ROWS = 3  /**< the rows behind it: the most that an indicator of the card used */
};

/**
 * Scores of longer periods as means of the scores published for shorter ones (METHODS 0.6 AVERAGE, D25), for what was
 * frozen month by month. The other way, RECOMPUTE, pools the tickets: dscore_state_rollup, or a plan with the longer
 * periods, then dscore_score. The two differ wherever volume varies.
 *
 * The total of a subject is the weighted arithmetic mean of its published totals in the period, rounded and graded by the
 * card, ranked anew; `weight_coverage` is the share of the shorter periods that have one, `data_coverage` the least of
 * theirs, `raw` the mean before rounding. Its ledger has a line for each shorter period with a row. A period without a
 * total takes no part. Rows outside the edges are left out. `row` of a score is that of its first shorter period. It is
 * flagged DSCORE_SCORE_VETO if one of its periods is.
 *
 * @param scores      with periods; what they rest on is retained: they may be freed before the result; not NULL
 * @param edges       instants, microseconds, ascending: edges[i] to edges[i + 1] is a period; dscore_period_edges (time.h)
 *                    makes those of calendar periods; not NULL
 * @param edge_count  >= 2
 * @param weighting   DSCORE_ROLLUP_...
 * @param min_periods fewer periods with a total: INSUFFICIENT, DSCORE_TOTAL_FEW_PERIODS; >= 1
 * @param out         to be freed by dscore_scores_free; NULL on failure; not NULL
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an unknown weighting); DSCORE_E_PARAMETER (fewer than two edges, edges
 *         out of order, min_periods below 1); DSCORE_E_INCOMPATIBLE (scores without periods, or a period that an edge
 *         cuts: row names it); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scores_rollup(const dscore_scores *scores, const int64_t *edges, int64_t edge_count,
    int32_t weighting, int64_t min_periods, dscore_scores **out, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
