/**
 * @file decision.h
 * What follows from scores: who may be judged, ranks, top and bottom lists, grades, bonuses, streaks.
 */
#ifndef DESKSCORE_DECISION_H
#define DESKSCORE_DECISION_H

#include <deskscore/score.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The mathematics of METHODS 5.8, over arrays of subjects. Rules that all functions below keep:
 * - Arrays belong to the caller, hold `count` entries and may be NULL only where that is said, or if count is 0.
 *   Results must not overlap what is read. Everything is checked before anything is written.
 * - Scores are as published, from -1e30 to 1e30: two are tied if they are equal. The higher is the better; negate what
 *   is better low. Rank by a lower bound or by shrunk values (METHODS 5.2, 5.3) by giving those as the scores (stat.h).
 * - Only subjects whose status is DSCORE_VALUE_OK take part; scores of others are not read.
 * - No memory is taken and nothing kept: any number of threads may call. Errors name the array and entry.
 */

/** Why somebody is not judged, or not on a list: bits, so that one number tells all reasons. */
enum {
    DSCORE_REASON_TENURE = 1,         /**< not long enough with the team */
    DSCORE_REASON_WORKED = 2,         /**< too few days worked */
    DSCORE_REASON_VOLUME = 4,         /**< too few cases */
    DSCORE_REASON_LEAVE = 8,          /**< too many days of leave */
    DSCORE_REASON_COMPLAINT = 16,     /**< an upheld complaint: veto */
    DSCORE_REASON_UNKNOWN = 32,       /**< the roster does not say what a condition asks */
    DSCORE_REASON_UNSCORED = 64,      /**< no score */
    DSCORE_REASON_INELIGIBLE = 128,   /**< the status is DSCORE_VALUE_EXCLUDED */
    DSCORE_REASON_BEYOND_CUT = 256,   /**< the list ends before this place */
    DSCORE_REASON_TIED_AT_CUT = 512,  /**< tied over the end of the list */
    DSCORE_REASON_SMALL_GROUP = 1024, /**< the peer group is too small for the list */
    DSCORE_REASON_ALL_TIED = 2048,    /**< the whole peer group has the same score */
    DSCORE_REASON_BOTH_LISTS = 4096,  /**< would stand on both lists: stands on neither */
    DSCORE_REASON_NOT_DISTINCT = 8192, /**< off the bottom list: the interval holds the group's mean */
    DSCORE_REASON_LINE = 16384,       /**< on the other side of the line */
    DSCORE_REASON_CONDITION = 32768,  /**< another condition does not hold */
    DSCORE_REASON_VETO = 65536,       /**< the score was vetoed */
    DSCORE_REASON_PERIODS = 131072,   /**< too few periods with a score */
    DSCORE_REASON_OPEN = 262144,      /**< the period is not closed yet */
    DSCORE_REASON_STREAK = 524288     /**< not yet so many periods in a row */
};

/**
 * A reason in words.
 *
 * @param reason  one DSCORE_REASON_ bit
 * @param lang    "zh" for Chinese; else English
 * @return static text; "" for 0, for several bits and for a bit without a meaning
 * @since 0.3
 */
DSCORE_API const char *dscore_reason_text(int32_t reason, const char *lang);

/** Who may be judged: conditions on the roster. An array that is NULL is a condition not asked; numbers below 0 in an
    array mean "not known" and fail the condition. */
typedef struct dscore_eligibility {
    uint32_t struct_size;       /**< sizeof(dscore_eligibility) */
    int32_t reserved;           /**< 0 */
    int64_t count;              /**< subjects, >= 0 */
    const int32_t *status;      /**< DSCORE_VALUE_ of each score; NULL: all OK */
    const int64_t *tenure_days; /**< days with the team at the end of the period */
    const int64_t *worked_days; /**< days worked in the period */
    const int64_t *volume;      /**< cases behind the score */
    const int64_t *leave_days;  /**< days of leave in the period */
    const int64_t *complaints;  /**< upheld complaints */
    int64_t tenure_min;         /**< least tenure, >= 0 */
    int64_t worked_min;         /**< least days worked, >= 0 */
    int64_t volume_min;         /**< least cases, >= 0 (METHODS 5.3) */
    int64_t leave_max;          /**< most days of leave, >= 0 */
    int64_t complaints_max;     /**< most upheld complaints, >= 0; 0: the first is a veto */
} dscore_eligibility;

/** Initialiser of a dscore_eligibility: nothing asked; leave has no limit until leave_max is set. */
#define DSCORE_ELIGIBILITY_INIT {(uint32_t)sizeof(dscore_eligibility), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, INT64_MAX, 0}

/**
 * Who may be judged, and for all others every reason why not.
 *
 * @param given   not NULL
 * @param status  receives the status to rank with: as given, DSCORE_VALUE_EXCLUDED where a condition fails; not NULL
 * @param reason  receives DSCORE_REASON_ bits, 0 = may be judged; not NULL
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, an unknown status, struct_size not set);
 *         DSCORE_E_PARAMETER (a limit below 0)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_roster_admit(const dscore_eligibility *given, int32_t *status, int32_t *reason,
    dscore_error *err);

/** Subjects to be compared with one another, each within its peer group. */
typedef struct dscore_peers {
    uint32_t struct_size;  /**< sizeof(dscore_peers) */
    int32_t key_count;     /**< tie-break keys, >= 0 */
    int64_t count;         /**< subjects, >= 0 */
    const double *score;   /**< published scores */
    const int32_t *status; /**< DSCORE_VALUE_; NULL: all OK */
    const int64_t *group;  /**< peer group, any number; NULL: one group */
    const double *keys;    /**< [key_count x count] keys that order ties, the first one first, higher is better, a key's
                                numbers side by side; NULL if key_count is 0 */
    const int64_t *id;     /**< stable ids, lower first where all keys are equal, then the earlier; NULL: the earlier */
} dscore_peers;

/** Initialiser of a dscore_peers. */
#define DSCORE_PEERS_INIT {(uint32_t)sizeof(dscore_peers), 0, 0, 0, 0, 0, 0, 0}

/** How ties rank (METHODS 5.8). */
enum {
    DSCORE_RANK_COMPETITION = 1, /**< 1 2 2 4: the better rank, the next skips; as dscore_score_row.rank */
    DSCORE_RANK_DENSE = 2,       /**< 1 2 2 3: the better rank, the next does not skip */
    DSCORE_RANK_MODIFIED = 3,    /**< 1 3 3 4: the worse rank */
    DSCORE_RANK_FRACTIONAL = 4,  /**< 1 2.5 2.5 4: the mean of the ranks */
    DSCORE_RANK_ORDINAL = 5      /**< 1 2 3 4: by keys, then ids; no tie */
};

/**
 * Ranks within peer groups, 1 the best.
 *
 * @param peers    not NULL
 * @param method   DSCORE_RANK_...
 * @param rank     receives ranks; 0: not ranked; not NULL
 * @param ranked   receives how many are ranked in the subject's group; 0 for one who is not; may be NULL
 * @param order    receives the subjects by group, best first, then those who are not ranked; not NULL
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, an unknown method or status, struct_size not set);
 *         DSCORE_E_PARAMETER (a score or key that is no number or too large)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_peers_rank(const dscore_peers *peers, int32_t method, double *rank, int64_t *ranked,
    int64_t *order, dscore_error *err);

/** How share x ranked subjects becomes a number of places. */
enum {
    DSCORE_PLACES_FLOOR = 1,       /**< cut down */
    DSCORE_PLACES_ROUND = 2,       /**< rounded, halves up */
    DSCORE_PLACES_CEIL = 3,        /**< rounded up */
    DSCORE_PLACES_AT_LEAST_ONE = 4 /**< cut down, but one in a group that has anybody; none at a share of 0 */
};

/** What happens to subjects tied over the end of a list. */
enum {
    DSCORE_TIES_INCLUDE_ALL = 1, /**< all are on it: usual for rewards */
    DSCORE_TIES_EXCLUDE_ALL = 2, /**< none is: usual for the bottom */
    DSCORE_TIES_BREAK = 3,       /**< keys, then ids decide */
    DSCORE_TIES_SPLIT = 4        /**< all are on it and share the places that are left */
};

/** Which list a subject stands on. */
enum {
    DSCORE_LIST_NONE = 0,  /**< none */
    DSCORE_LIST_TOP = 1,   /**< the best */
    DSCORE_LIST_BOTTOM = 2 /**< the last */
};

/** A top and a bottom list for each peer group. */
typedef struct dscore_selection {
    uint32_t struct_size;   /**< sizeof(dscore_selection) */
    int32_t top_places;     /**< DSCORE_PLACES_... */
    int32_t top_ties;       /**< DSCORE_TIES_... */
    int32_t bottom_places;  /**< DSCORE_PLACES_... */
    int32_t bottom_ties;    /**< DSCORE_TIES_... */
    int32_t reserved;       /**< 0 */
    double top_share;       /**< 0 to 1; 0: no such list */
    double bottom_share;    /**< 0 to 1; 0: no such list */
    int64_t top_group_min;  /**< ranked subjects a group must have for the list, >= 0 */
    int64_t bottom_group_min; /**< the same for the bottom list */
    const double *lo;       /**< lower end of each subject's interval; NULL: the bottom list is not guarded */
    const double *hi;       /**< upper end, NULL as lo is */
    const double *mean;     /**< mean of each subject's group, in the unit of lo and hi; NULL: mean of its scores */
} dscore_selection;

/** Initialiser of a dscore_selection: top 10 %, at least one, ties in; bottom 10 %, cut down, ties out, groups of 10 */
#define DSCORE_SELECTION_INIT {(uint32_t)sizeof(dscore_selection), 4, 1, 1, 2, 0, 0.1, 0.1, 0, 10, 0, 0, 0}

/**
 * The top and bottom share of each peer group.
 *
 * Nobody is on both lists: who would be is on neither, and where a group of two or more has one score throughout,
 * nobody is on any. Who is off the bottom list as not distinct is not replaced by the next.
 *
 * @param peers      not NULL
 * @param selection  not NULL
 * @param list       receives DSCORE_LIST_...; not NULL
 * @param portion    receives the part of a place: 1, less under SPLIT, 0 off the lists; may be NULL
 * @param reason     receives DSCORE_REASON_ bits of who is on no list, 0 of who is on one; may be NULL
 * @param order      receives the order, as dscore_peers_rank; not NULL
 * @param err        may be NULL
 * @return as dscore_peers_rank; DSCORE_E_PARAMETER (a share, a group minimum, lo or hi without the other, ends that are
 *         no number or crossed) too
 * @since 0.3
 */
DSCORE_API dscore_status dscore_peers_select(const dscore_peers *peers, const dscore_selection *selection,
    int32_t *list, double *portion, int32_t *reason, int64_t *order, dscore_error *err);

/** Limits of decisions. */
enum {
    DSCORE_QUOTA_MAX = 64 /**< the most grades that quotas may have */
};

/**
 * Places by quota: n shared out by largest remainder (Hamilton), equal remainders to the better grade.
 *
 * @param n            subjects, 0 to 2^53
 * @param quota        share of each grade, the best first, >= 0, together 1; not NULL
 * @param grade_count  1 to DSCORE_QUOTA_MAX
 * @param size         receives places of each grade, together n; not NULL
 * @param err          may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, grade_count, n); DSCORE_E_PARAMETER (a quota, their sum)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_quotas_apportion(int64_t n, const double *quota, int32_t grade_count, int64_t *size,
    dscore_error *err);

/**
 * Grades by quota within each peer group. Ties go up: who is tied with somebody of a better grade gets that grade.
 *
 * @param peers               not NULL
 * @param quota, grade_count  as dscore_quotas_apportion
 * @param grade               receives the grade, 0 the best; -1: not ranked; not NULL
 * @param order               receives the order, as dscore_peers_rank; not NULL
 * @param err                 may be NULL
 * @return as dscore_peers_rank and dscore_quotas_apportion
 * @since 0.3
 */
DSCORE_API dscore_status dscore_peers_grade(const dscore_peers *peers, const double *quota, int32_t grade_count,
    int32_t *grade, int64_t *order, dscore_error *err);

/** How a bonus grows. */
enum {
    DSCORE_BONUS_FLAT = 1,    /**< rate_max for all */
    DSCORE_BONUS_BY_RANK = 2, /**< from rate_max for the first to rate_min for the last on the list */
    DSCORE_BONUS_BY_SCORE = 3 /**< linear from rate_min at the lowest score on the list to rate_max at the best */
};

/** What those on the top list get. */
typedef struct dscore_bonus {
    uint32_t struct_size;  /**< sizeof(dscore_bonus) */
    int32_t method;        /**< DSCORE_BONUS_... */
    double rate_min;       /**< least rate, per cent of the salary, >= 0; FLAT does not read it */
    double rate_max;       /**< most, >= rate_min */
    double pot;            /**< most money in all, >= 0: all amounts are cut alike to keep to it; below 0: no cap */
    const int32_t *list;   /**< from dscore_peers_select: who is ranked and on the top list receives */
    const double *portion; /**< from dscore_peers_select, 0 to 1; NULL: whole places */
    const double *salary;  /**< >= 0 */
} dscore_bonus;

/** Initialiser of a dscore_bonus: by rank, from 10 to 5 per cent, no cap. */
#define DSCORE_BONUS_INIT {(uint32_t)sizeof(dscore_bonus), 2, 5.0, 10.0, -1.0, 0, 0, 0}

/**
 * Bonuses of those on the top list, list by list of each peer group; the pot is one for all.
 *
 * BY_RANK takes competition ranks on the list; one alone gets rate_max, as all do BY_SCORE where all are tied.
 *
 * @param peers   not NULL
 * @param bonus   not NULL
 * @param rate    receives per cent of the salary, times the portion, before the pot; 0: none; not NULL
 * @param amount  receives money, not rounded, after the pot; not NULL
 * @param order   receives those who receive, by group, best first, then all others; not NULL
 * @param err     may be NULL
 * @return as dscore_peers_rank; DSCORE_E_PARAMETER (a rate, pot, portion or salary out of range) too
 * @since 0.3
 */
DSCORE_API dscore_status dscore_peers_reward(const dscore_peers *peers, const dscore_bonus *bonus, double *rate,
    double *amount, int64_t *order, dscore_error *err);

/** What a period was to a subject. */
enum {
    DSCORE_PERIOD_HIT = 1,       /**< on the list, above the line: what is counted */
    DSCORE_PERIOD_MISS = 2,      /**< judged, and not a hit */
    DSCORE_PERIOD_ABSENT = 3,    /**< no data */
    DSCORE_PERIOD_INELIGIBLE = 4 /**< not to be judged */
};

/** What a period without a judgement does to a streak. */
enum {
    DSCORE_STREAK_SKIP = 1,  /**< nothing: fair where a streak is rewarded */
    DSCORE_STREAK_BREAK = 2, /**< ends it: fair where a streak has adverse consequences */
    DSCORE_STREAK_COUNT = 3  /**< counts as a hit */
};

/** What becomes of a streak once it has fired. */
enum {
    DSCORE_STREAK_RESET = 1, /**< starts anew */
    DSCORE_STREAK_KEEP = 2   /**< goes on: fires again at each further hit */
};

/** So many hits in a row (requirement S3-35: three quarters). */
typedef struct dscore_streak {
    uint32_t struct_size;   /**< sizeof(dscore_streak) */
    int32_t absent;         /**< DSCORE_STREAK_SKIP, _BREAK or _COUNT */
    int32_t ineligible;     /**< DSCORE_STREAK_SKIP, _BREAK or _COUNT */
    int32_t after;          /**< DSCORE_STREAK_RESET or _KEEP */
    int64_t length;         /**< hits it takes, >= 1 */
    int64_t subjects;       /**< >= 0 */
    int64_t periods;        /**< closed periods, each adjacent to the one before, >= 0 */
    const int32_t *outcome; /**< [subjects x periods] DSCORE_PERIOD_, a subject's periods side by side */
} dscore_streak;

/** Initialiser of a dscore_streak: three, skipping what was not judged, starting anew. */
#define DSCORE_STREAK_INIT {(uint32_t)sizeof(dscore_streak), 1, 1, 1, 3, 0, 0, 0}

/**
 * When streaks fire.
 *
 * @param streak  not NULL; subjects x periods below 2^53
 * @param fires   [subjects x periods] receives 1 where the streak fires, else 0; may be NULL
 * @param run     [subjects x periods] receives the hits in a row, before a firing starts it anew; may be NULL
 * @param total   [subjects] receives how often it fired; may be NULL
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative number of subjects or periods, an unknown outcome or policy,
 *         struct_size not set); DSCORE_E_PARAMETER (length)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_streaks_find(const dscore_streak *streak, int32_t *fires, int64_t *run, int64_t *total,
    dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
