/**
 * @file policy.h
 * Decisions as documents: who may be judged, among whom, by what, and what follows; every outcome with its reasons and a
 * sentence that can be handed over and checked.
 *
 * The mathematics is that of decision.h and stat.h (METHODS 5.2, 5.3, 5.8). Policies are read from documents of kind
 * `decisions` (document.h).
 */
#ifndef DESKSCORE_POLICY_H
#define DESKSCORE_POLICY_H

#include <deskscore/decision.h>
#include <deskscore/roster.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What follows from scores: eligibility, peers, ranking and rules. Immutable, shared by threads. */
typedef struct dscore_policy dscore_policy;
/** What a policy came to, for every rule, subject and period. Immutable, shared by threads. */
typedef struct dscore_decisions dscore_decisions;

/* ---- policies ------------------------------------------------------------------------------- */

/** Free; decisions made by the policy stay usable. @param policy may be NULL @since 0.3 */
DSCORE_API void dscore_policy_free(dscore_policy *policy);

/** Text properties of a policy. */
enum {
    DSCORE_POLICY_ID = 1,      /**< [a-z][a-z0-9_]* */
    DSCORE_POLICY_NAME_EN = 2, /**< name in English */
    DSCORE_POLICY_NAME_ZH = 3, /**< name in Chinese */
    DSCORE_POLICY_HASH = 4,    /**< content hash, 32 hexadecimal digits, prose excluded */
    DSCORE_POLICY_VERSION = 5  /**< as written */
};

/**
 * A text of a policy.
 *
 * @param policy    NULL gives ""
 * @param property  DSCORE_POLICY_...
 * @return the text; "" if it has none or there is no such property; lives as long as the policy
 * @since 0.3
 */
DSCORE_API const char *dscore_policy_text(const dscore_policy *policy, int32_t property);

/** Rules of a policy. @param policy NULL gives 0 @return number of rules, in the order of the document @since 0.3 */
DSCORE_API int32_t dscore_policy_rule_count(const dscore_policy *policy);

/** What a rule is for. The kind chooses the rule's defaults; whatever it says itself goes before them. */
enum {
    DSCORE_RULE_BONUS = 1,     /**< the top tenth of a month gets 5 to 10 per cent of the salary (requirement S3-34) */
    DSCORE_RULE_COACHING = 2,  /**< the bottom tenth of three quarters in a row (S3-35) */
    DSCORE_RULE_PROMOTION = 3, /**< a year's score of at least 90 (S3-36) */
    DSCORE_RULE_TRAINING = 4,  /**< a low score of a group or indicator (S3-37) */
    DSCORE_RULE_GRADES = 5     /**< grades by quota */
};

/** How the scores of a rule's period come about (METHODS 0.6). */
enum {
    DSCORE_BASIS_AVERAGE = 1,  /**< mean of the published scores of shorter periods: the default of years (D25) */
    DSCORE_BASIS_RECOMPUTE = 2 /**< indicators recomputed from the rows of the whole period: the default elsewhere */
};

/** One rule of a policy. Texts live as long as the policy. */
typedef struct dscore_policy_rule {
    uint32_t struct_size;  /**< sizeof(dscore_policy_rule) */
    int32_t kind;          /**< DSCORE_RULE_... */
    int32_t period;        /**< which scores it judges: DSCORE_PERIOD_DAY to _YEAR (time.h); 0: as the first ones given */
    int32_t basis;         /**< DSCORE_BASIS_...: how those scores are to be made */
    int64_t streak;        /**< periods in a row that it takes, >= 1 */
    const char *id;        /**< [a-z][a-z0-9_]* */
    const char *name_en;   /**< name in English */
    const char *name_zh;   /**< name in Chinese */
    const char *action_en; /**< what is to be done, in English; "" if it does not say */
    const char *action_zh; /**< the same in Chinese */
    int64_t min_periods;   /**< shorter periods with a score that it takes; 0: not asked */
    int32_t min_periods_of;/**< DSCORE_PERIOD_... of these: their scores are to be given too */
    int32_t reserved;      /**< 0 */
} dscore_policy_rule;

/** Initialiser of a dscore_policy_rule. */
#define DSCORE_POLICY_RULE_INIT {(uint32_t)sizeof(dscore_policy_rule), 0, 0, 0, 0, "", "", "", "", "", 0, 0, 0}

/**
 * One rule.
 *
 * @param policy  not NULL
 * @param rule    from 0, below dscore_policy_rule_count
 * @param out     started from DSCORE_POLICY_RULE_INIT; not NULL; its texts belong to the policy; unchanged on failure
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a rule out of range, struct_size not set)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_policy_get(const dscore_policy *policy, int32_t rule, dscore_policy_rule *out,
    dscore_error *err);

/* ---- decisions ------------------------------------------------------------------------------ */

/** What is known beside scores and roster. */
typedef struct dscore_decision_facts {
    uint32_t struct_size; /**< sizeof(dscore_decision_facts) */
    int32_t reserved;     /**< 0 */
    int64_t now;          /**< microseconds; a period that ends later is not judged. INT64_MAX: all periods are closed */
    const int32_t *units; /**< [score_count] DSCORE_PERIOD_DAY to _YEAR of each scores, 0 = another; NULL: as the names of
                               their periods tell */
} dscore_decision_facts;

/** Initialiser of a dscore_decision_facts: all periods are closed. */
#define DSCORE_DECISION_FACTS_INIT {(uint32_t)sizeof(dscore_decision_facts), 0, INT64_MAX, 0}

/**
 * Apply every rule of a policy.
 *
 * A rule judges the first of the scores whose periods are of its unit and that came about as its basis asks: a roll-up
 * (dscore_scores_rollup) for AVERAGE, scores of values for RECOMPUTE; without such ones the first of its unit; if there
 * are none it has no outcomes. A roll-up has totals: a look at a group, at points or at a value of it is refused, keys of
 * that kind leave its ties as they are, and the cases of somebody are those of the shorter periods together. People are
 * those with a row in some period of these scores: rows without a subject are left out. A person is named by the keys
 * of the scores but the one that makes peers (all of them where there is no other), and found in the roster by that
 * name and the period's.
 *
 * In each period, among peers: who is ineligible is taken out; those with a number are ranked and tested; then streaks
 * are counted over closed periods, each adjacent to the one before: a gap between periods counts as one without data.
 * Where a rule lists the best and another one the last by the same numbers, nobody is on both lists.
 *
 * @param policy       retained: it may be freed before the decisions; not NULL
 * @param scores       [score_count] none NULL; read during the call; not NULL
 * @param score_count  >= 1
 * @param roster       read during the call; NULL: nobody is known
 * @param facts        NULL: as initialised
 * @param out          to be freed by dscore_decisions_free; NULL on failure; not NULL
 * @param err          may be NULL; path such as `rules[1].look.name`, `scores[0]`, `roster.subject[3]`
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a count, a unit, struct_size not set); DSCORE_E_NOT_FOUND (an alias,
 *         group, key or column that values, card or roster lack); DSCORE_E_PARAMETER (a number out of range; an item
 *         that is no share but is to be shrunk or bounded; a subject twice in the roster); DSCORE_E_INCOMPATIBLE (a
 *         person twice in a period; a group, points or a value of a roll-up); DSCORE_E_LIMIT (too many people, periods or
 *         rules); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_decide(const dscore_policy *policy, const dscore_scores *const *scores,
    int32_t score_count, const dscore_roster *roster, const dscore_decision_facts *facts, dscore_decisions **out,
    dscore_error *err);

/** Free. @param decisions may be NULL @since 0.3 */
DSCORE_API void dscore_decisions_free(dscore_decisions *decisions);

/** The policy behind decisions. @param decisions NULL gives NULL @return policy; belongs to them @since 0.3 */
DSCORE_API const dscore_policy *dscore_decisions_policy(const dscore_decisions *decisions);

/** How many outcomes there are. @param decisions NULL gives 0 @return outcomes, by rule, then period, then person (in
    the order of the rows of the scores) @since 0.3 */
DSCORE_API int64_t dscore_decisions_count(const dscore_decisions *decisions);

/** What a rule says of a person in a period. */
enum {
    DSCORE_DECISION_HIT = 1,        /**< it applies: a bonus, coaching, promotion, training or grade */
    DSCORE_DECISION_NOT = 2,        /**< judged; it does not apply */
    DSCORE_DECISION_INELIGIBLE = 3, /**< may not be judged */
    DSCORE_DECISION_NOT_JUDGED = 4  /**< the period is not closed, or there is nothing to judge */
};

/** Bits of an outcome's flags. */
enum {
    DSCORE_DECISION_STREAK_FIRED = 1,  /**< the streak fired in this period */
    DSCORE_DECISION_VOLUMES_DIFFER = 2,/**< peers ranked by points have volumes that differ more than threefold: advice to
                                            rank by shrunk values or lower bounds (METHODS 5.3) */
    DSCORE_DECISION_SALARY_UNKNOWN = 4,/**< a bonus whose amount is not known: the roster has no salary */
    DSCORE_DECISION_POT_CUT = 8        /**< the amount was cut to keep to the pot */
};

/** One outcome. Texts live as long as the decisions. */
typedef struct dscore_decision {
    uint32_t struct_size;   /**< sizeof(dscore_decision) */
    int32_t rule;           /**< index of the rule */
    int32_t decision;       /**< DSCORE_DECISION_HIT to _NOT_JUDGED */
    int32_t outcome;        /**< of this period alone: DSCORE_PERIOD_HIT to _INELIGIBLE; 0: the period is not closed */
    int32_t list;           /**< DSCORE_LIST_... */
    int32_t reason;         /**< DSCORE_REASON_ bits: why it does not apply; 0 where it does */
    int32_t flags;          /**< DSCORE_DECISION_STREAK_FIRED and its like */
    int32_t grade;          /**< grade by quota, 0 the best; -1: none */
    int32_t scores;         /**< which of the scores given */
    int32_t reserved;       /**< 0 */
    int64_t row;            /**< row of those scores; -1: no data in this period */
    int64_t period_start;   /**< microseconds; dscore_instant_min where open */
    int64_t period_end;     /**< microseconds; dscore_instant_max where open */
    int64_t ranked;         /**< how many are ranked in the group; 0 for one who is not */
    int64_t run;            /**< hits in a row up to here */
    int64_t volume;         /**< cases behind the number; -1: not known */
    int64_t volume_min;     /**< cases that it takes; 0: not asked */
    double rank;            /**< in the group, 1 the best; 0: not ranked */
    double value;           /**< what the rule looks at: as is, or shrunk or the bound; NaN if there is none */
    double own;             /**< the same before it was shrunk or bounded; NaN if there is none */
    double cut;             /**< the last number that is on the list, or the line; NaN if there is none */
    double lo;              /**< interval that guards the bottom list, in its own unit; NaN: no guard, or no interval */
    double hi;              /**< its upper end */
    double mean;            /**< mean of the group that it is compared with; NaN: no guard */
    double rate;            /**< bonus in per cent of the salary, before the pot; 0: none */
    double amount;          /**< bonus in money, not rounded; 0: none; NaN: the salary is not known */
    const char *subject;    /**< name of the person */
    const char *group;      /**< peer group; "" where all are peers */
    const char *period;     /**< name of the period; "" if it has none */
    const char *grade_en;   /**< label of the grade in English; "" if none */
    const char *grade_zh;   /**< the same in Chinese */
} dscore_decision;

/** Initialiser of a dscore_decision. */
#define DSCORE_DECISION_INIT {(uint32_t)sizeof(dscore_decision), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0, \
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, "", "", "", "", ""}

/**
 * One outcome.
 *
 * @param decisions  not NULL
 * @param index      from 0, below dscore_decisions_count
 * @param out        started from DSCORE_DECISION_INIT; not NULL; its texts belong to the decisions; unchanged on failure
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range, struct_size not set)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_decisions_get(const dscore_decisions *decisions, int64_t index, dscore_decision *out,
    dscore_error *err);

/**
 * How often a rule came to a decision.
 *
 * @param decisions  NULL gives 0
 * @param rule       index of the rule; -1: all of them
 * @param decision   DSCORE_DECISION_HIT to _NOT_JUDGED; 0: any
 * @return number of outcomes; 0 out of range
 * @since 0.3
 */
DSCORE_API int64_t dscore_decisions_tally(const dscore_decisions *decisions, int32_t rule, int32_t decision);

/**
 * How often a rule gave a reason.
 *
 * @param decisions  NULL gives 0
 * @param rule       index of the rule; -1: all of them
 * @param reason     one DSCORE_REASON_ bit
 * @return number of outcomes with it, whatever their other reasons; 0 out of range
 * @since 0.3
 */
DSCORE_API int64_t dscore_decisions_reason(const dscore_decisions *decisions, int32_t rule, int32_t reason);

/**
 * An outcome as a few sentences: what was looked at, rank, cut, ties, interval and mean, streak, what follows, and every
 * reason why not.
 *
 * @param decisions  not NULL
 * @param index      from 0, below dscore_decisions_count
 * @param lang       "en" or "zh"; NULL = "en"
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (NULL decisions, an index out of range, an unknown language, a negative
 *         capacity, a NULL buffer with a capacity); DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set);
 *         DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_decisions_explain(const dscore_decisions *decisions, int64_t index, const char *lang,
    char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
