/**
 * @file target.h
 * Targets as functions over numbers and arrays: how far a value has come, how far it should be by now and what that is
 * called (METHODS 4.3, 4.4). Where it will stand on the due day: forecast.h.
 *
 * Rules that all functions here keep:
 * - Progress and expectations are shares: 0 at the baseline, 1 at the target. Gaps are percentage points.
 * - Days count from 1970-01-01, years 1 to 9999. Numbers reach from -1e30 to 1e30; infinity is refused. NaN stands for a
 *   missing value, only where that is said, and comes out only beside a DSCORE_VALUE_ status other than OK.
 * - `reasons` says in words of dscore_target_text() why an answer is missing or needs care: DSCORE_TARGET_REASON_... added
 *   up, 0 if there is nothing to say.
 * - Numbers are compared as decimals are: equal within 1e-9 of the greater, at least of 1 (METHODS 0.3).
 * - Arrays belong to the caller and hold the count that is named; results must not overlap what is read. Everything is
 *   checked before anything is written: on failure nothing is. Structs start from their initialisers.
 * - Functions keep nothing and may run in any number of threads.
 */
#ifndef DESKSCORE_TARGET_H
#define DESKSCORE_TARGET_H

#include <deskscore/base.h>
#include <deskscore/time.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- words ------------------------------------------------------------------------------------ */

/** Why an answer is missing or needs care; to be added up. */
enum {
    DSCORE_TARGET_REASON_NO_VALUE = 1,       /**< there is no value */
    DSCORE_TARGET_REASON_NO_BASELINE = 2,    /**< there is no baseline */
    DSCORE_TARGET_REASON_DEGENERATE = 4,     /**< the baseline is the target: reached or not, nothing between */
    DSCORE_TARGET_REASON_DIRECTION = 8,      /**< the target lies on the wrong side of the baseline */
    DSCORE_TARGET_REASON_DOMAIN = 16,        /**< a value other than the direction knows: 0 or 1, a share */
    DSCORE_TARGET_REASON_SOME_MISSING = 32,  /**< some values are missing and were left out */
    DSCORE_TARGET_REASON_NO_WEIGHT = 64,     /**< what has a value has no weight */
    DSCORE_TARGET_REASON_NO_WORKING_DAY = 128, /**< no working day lies in the span */
    DSCORE_TARGET_REASON_NOT_STARTED = 256,  /**< no time has passed yet */
    DSCORE_TARGET_REASON_PAST_DUE = 512,     /**< no time is left */
    DSCORE_TARGET_REASON_TOO_FEW = 1024,     /**< fewer values than the method needs */
    DSCORE_TARGET_REASON_NO_SPREAD = 2048,   /**< the values do not vary: probabilities are 0 or 1 */
    DSCORE_TARGET_REASON_LONG_HORIZON = 4096, /**< the due day is further ahead than history reaches back */
    DSCORE_TARGET_REASON_CLIPPED = 8192,     /**< the forecast or its interval was clipped to the natural range */
    DSCORE_TARGET_REASON_NO_RATE = 16384,    /**< nothing was achieved yet: no pace to compare with */
    DSCORE_TARGET_REASON_ALREADY_MET = 32768, /**< the baseline meets the target */
    DSCORE_TARGET_REASON_WITHIN_NOISE = 65536, /**< the change asked for is smaller than the noise of the measure */
    DSCORE_TARGET_REASON_NO_WINDOW = 131072, /**< history holds no stretch as long as the target's */
    DSCORE_TARGET_REASON_NO_INTERVAL = 262144, /**< the method gives no interval and no probability */
    DSCORE_TARGET_REASON_NOT_NUMERIC = 524288 /**< the direction has no change to measure */
};

/** What dscore_target_text() can say in words. */
enum {
    DSCORE_TARGET_TEXT_REASON = 1,  /**< one DSCORE_TARGET_REASON_... */
    DSCORE_TARGET_TEXT_STATUS = 2,  /**< a DSCORE_TARGET_STATUS_... */
    DSCORE_TARGET_TEXT_COLOUR = 3,  /**< a DSCORE_TARGET_COLOUR_... */
    DSCORE_TARGET_TEXT_OUTLOOK = 4, /**< a DSCORE_TARGET_OUTLOOK_... */
    DSCORE_TARGET_TEXT_CLASS = 5,   /**< a DSCORE_TARGET_CLASS_... */
    DSCORE_TARGET_TEXT_DIRECTION = 6, /**< a DSCORE_TARGET_... direction */
    DSCORE_TARGET_TEXT_FORECAST = 7 /**< a DSCORE_TARGET_FORECAST_... method */
};

/**
 * What a number of this header is called.
 *
 * @param family  DSCORE_TARGET_TEXT_...
 * @param value   a number of that family
 * @param lang    "en" or "zh"; NULL = "en"
 * @return the text, which lives as long as the library; "" for a family, number or language that does not exist
 * @since 0.3
 */
DSCORE_API const char *dscore_target_text(int32_t family, int32_t value, const char *lang);

/* ---- progress --------------------------------------------------------------------------------- */

/** Which way a target points. */
enum {
    DSCORE_TARGET_INCREASE = 1,             /**< up from the baseline; "reach" is an increase from 0 */
    DSCORE_TARGET_DECREASE = 2,             /**< down from the baseline */
    DSCORE_TARGET_MAINTAIN_AT_OR_ABOVE = 3, /**< stay at or above the target */
    DSCORE_TARGET_MAINTAIN_AT_OR_BELOW = 4, /**< stay at or below it */
    DSCORE_TARGET_MAINTAIN_BAND = 5,        /**< stay between target and upper */
    DSCORE_TARGET_BINARY = 6,               /**< values are 0 (not done) and 1 (done) */
    DSCORE_TARGET_MILESTONE = 7             /**< values are shares done, as of dscore_target_milestones() */
};

/** What is to be reached, from where. */
typedef struct dscore_target_aim {
    uint32_t struct_size;    /**< sizeof(dscore_target_aim) */
    int32_t direction;       /**< DSCORE_TARGET_INCREASE ... */
    double baseline;         /**< value at the start; NaN = not known; 0 by default */
    double target;           /**< value to reach; of a band the lower end; not read for BINARY and MILESTONE */
    double upper;            /**< of a band the upper end, >= target; not read otherwise */
    int32_t is_exclusive;    /**< 1: the target itself does not count as reached; 0 by default */
    int32_t upper_exclusive; /**< 1: the upper end of a band does not count */
    double cap;              /**< greatest progress that is shown, at least 1; 1 by default */
} dscore_target_aim;

/** Initialiser of a dscore_target_aim. */
#define DSCORE_TARGET_AIM_INIT {(uint32_t)sizeof(dscore_target_aim), 0, 0.0, 0.0, 0.0, 0, 0, 1.0}

/**
 * Progress of each of several values towards one target: (x - b) / (t - b), for a decrease as for an increase.
 *
 * Below 0 it went the wrong way, above 1 it went further than asked. Where b = t it is 1 if the target is met, else 0,
 * reason DEGENERATE. MAINTAIN: 1 while the condition holds, else 0 (its history: dscore_target_history()).
 * A missing value is NO_DATA; no baseline, a target on the wrong side of it, or a value outside the direction's domain is
 * UNDEFINED: NaN, not met.
 *
 * @param aim      not NULL
 * @param x        values; NaN = missing; NULL only if count is 0
 * @param count    number of values, >= 0
 * @param raw      progress as it is; may be NULL
 * @param shown    progress within 0 and cap, what is displayed and rolled up; may be NULL
 * @param met      1: the value meets the target, 0: not; may be NULL
 * @param status   DSCORE_VALUE_OK, NO_DATA or UNDEFINED; may be NULL
 * @param reasons  may be NULL
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, an unknown direction, struct_size not set);
 *         DSCORE_E_PARAMETER (a number out of range, crossed ends of a band)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_target_progress(const dscore_target_aim *aim, const double *x, int64_t count,
    double *raw, double *shown, int32_t *met, int32_t *status, int32_t *reasons, dscore_error *err);

/** How a target was kept over the sub-periods that have passed. */
typedef struct dscore_target_record {
    uint32_t struct_size; /**< sizeof(dscore_target_record) */
    int32_t status;       /**< OK; NO_DATA: no value; UNDEFINED: no weight */
    int32_t reasons;      /**< NO_VALUE, SOME_MISSING, NO_WEIGHT */
    int32_t is_met_now;   /**< 1: the last value there is meets the target */
    int64_t met;          /**< sub-periods that met it */
    int64_t counted;      /**< sub-periods with a value */
    int64_t missing;      /**< sub-periods without */
    double progress;      /**< share of those counted that met it, by weight; NaN unless OK */
} dscore_target_record;

/** Initialiser of a dscore_target_record. */
#define DSCORE_TARGET_RECORD_INIT {(uint32_t)sizeof(dscore_target_record), 0, 0, 0, 0, 0, 0, 0.0}

/**
 * Progress of a target to be maintained, from its history: the share of sub-periods that met the condition.
 *
 * @param aim      not NULL; INCREASE counts values at or above the target, DECREASE at or below, BINARY ones that are 1,
 *                 MILESTONE likewise
 * @param x        values in order of time; NaN = missing: left out; NULL only if count is 0
 * @param weights  such as the cases of each, >= 0; NULL = alike
 * @param count    elapsed sub-periods, >= 0
 * @param out      started from DSCORE_TARGET_RECORD_INIT; not NULL; unchanged on failure
 * @param err      may be NULL
 * @return as dscore_target_progress
 * @since 0.3
 */
DSCORE_API dscore_status dscore_target_history(const dscore_target_aim *aim, const double *x, const double *weights,
    int64_t count, dscore_target_record *out, dscore_error *err);

/** What several shares of progress come to. */
typedef struct dscore_target_sum {
    uint32_t struct_size; /**< sizeof(dscore_target_sum) */
    int32_t status;       /**< OK; NO_DATA: none has a value; UNDEFINED: those that have carry no weight */
    int32_t reasons;      /**< NO_VALUE, SOME_MISSING, NO_WEIGHT */
    int32_t reserved;     /**< 0 */
    int64_t counted;      /**< those with a value */
    int64_t missing;      /**< those without */
    double coverage;      /**< share of all weight that has a value, 0 to 1 */
    double progress;      /**< weighted mean of those counted; NaN unless OK */
} dscore_target_sum;

/** Initialiser of a dscore_target_sum. */
#define DSCORE_TARGET_SUM_INIT {(uint32_t)sizeof(dscore_target_sum), 0, 0, 0, 0, 0, 0.0, 0.0}

/**
 * Progress of an objective from its children, or of milestones: the weighted mean.
 *
 * A child below 0 counts as 0, one above `cap` as cap. One without a value is left out, and coverage tells.
 * For milestones each entry is 1 if done, else 0.
 *
 * @param progress  of each child; NaN = no value; NULL only if count is 0
 * @param weights   >= 0, 0 is in order; NULL = alike
 * @param count     number of children, >= 0
 * @param cap       at least 1; 1 is usual
 * @param out       started from DSCORE_TARGET_SUM_INIT; not NULL; unchanged on failure
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, struct_size not set); DSCORE_E_PARAMETER (a number out
 *         of range)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_target_objective(const double *progress, const double *weights, int64_t count,
    double cap, dscore_target_sum *out, dscore_error *err);

/** Milestones done: sum of the weights done over the sum of weights. As dscore_target_objective() with entries 0 and 1.
 *
 * @param done     1 = done, 0 = not; NULL only if count is 0
 * @param weights  >= 0; NULL = alike
 * @param count    number of milestones, >= 0
 * @param out      started from DSCORE_TARGET_SUM_INIT; not NULL; unchanged on failure
 * @param err      may be NULL
 * @return as dscore_target_objective
 * @since 0.3
 */
DSCORE_API dscore_status dscore_target_milestones(const int32_t *done, const double *weights, int64_t count,
    dscore_target_sum *out, dscore_error *err);

/* ---- how far it should be ---------------------------------------------------------------------- */

/** How days are counted. */
enum {
    DSCORE_TARGET_DAYS_VIVA = 1,     /**< (now - start) / (due - start): nothing is due on the first day; the default */
    DSCORE_TARGET_DAYS_INCLUSIVE = 2 /**< (now - start + 1) / (due - start + 1): the day itself has passed */
};

/** What the milestones of a target ask for between them. */
enum {
    DSCORE_TARGET_PLAN_LINEAR = 1, /**< a straight line from one to the next */
    DSCORE_TARGET_PLAN_STEPS = 2   /**< nothing more until the day of the next */
};

/** From when until when. */
typedef struct dscore_target_span {
    uint32_t struct_size;            /**< sizeof(dscore_target_span) */
    int32_t day_count;               /**< DSCORE_TARGET_DAYS_... */
    int64_t start;                   /**< first day */
    int64_t due;                     /**< last day, not before start */
    const dscore_calendar *calendar; /**< counts working days only; NULL = every day; only read during the call */
} dscore_target_span;

/** Initialiser of a dscore_target_span. */
#define DSCORE_TARGET_SPAN_INIT {(uint32_t)sizeof(dscore_target_span), 1, 0, 0, 0}

/**
 * The share of the span that has passed on each of several days: the progress to expect.
 *
 * 0 before the start, 1 on the due day and after. A span without a working day is UNDEFINED between (NaN).
 *
 * @param span      not NULL
 * @param now       days; NULL only if count is 0
 * @param count     number of days, >= 0
 * @param expected  0 to 1; not NULL
 * @param status    DSCORE_VALUE_OK or UNDEFINED (reason NO_WORKING_DAY); may be NULL
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, an unknown day count, struct_size not set);
 *         DSCORE_E_PARAMETER (due before start); DSCORE_E_RANGE (a day outside the years)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_target_expect(const dscore_target_span *span, const int64_t *now, int64_t count,
    double *expected, int32_t *status, dscore_error *err);

/**
 * The value and the progress that milestones ask for on each of several days (phased targets).
 *
 * From the baseline on the start day through each milestone to the target on the due day; a milestone on one of these two
 * days stands in its place. A milestone is due on its day whatever day_count says; a calendar measures the way between
 * two by working days (without any between them, the value of the later is asked on its day). Progress
 * is not held within 0 and 1.
 *
 * @param aim     INCREASE or DECREASE; not NULL
 * @param span    not NULL
 * @param days, values  of the milestones, days rising, from start to due; NULL only if milestones is 0
 * @param milestones    their number, >= 0
 * @param plan    DSCORE_TARGET_PLAN_...
 * @param now     days; NULL only if count is 0
 * @param count   number of days, >= 0
 * @param value   expected values, NaN before the first milestone without a baseline; may be NULL
 * @param expected  expected progress; NaN without a baseline or where it is the target; may be NULL
 * @param status  DSCORE_VALUE_OK or UNDEFINED of expected; may be NULL
 * @param err     may be NULL
 * @return as dscore_target_expect; also DSCORE_E_ARGUMENT (another direction, an unknown plan), DSCORE_E_PARAMETER (a
 *         number out of range, milestones out of order or outside the span)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_target_plan_expect(const dscore_target_aim *aim, const dscore_target_span *span,
    const int64_t *days, const double *values, int64_t milestones, int32_t plan, const int64_t *now, int64_t count,
    double *value, double *expected, int32_t *status, dscore_error *err);

/* ---- what that is called ----------------------------------------------------------------------- */

/** How a target stands. */
enum {
    DSCORE_TARGET_STATUS_NOT_STARTED = 1,     /**< before its start, or without a value */
    DSCORE_TARGET_STATUS_ON_TRACK = 2,        /**< as far as expected */
    DSCORE_TARGET_STATUS_BEHIND = 3,          /**< less far */
    DSCORE_TARGET_STATUS_AT_RISK = 4,         /**< much less far */
    DSCORE_TARGET_STATUS_ACHIEVED = 5,        /**< reached; of one to be maintained, kept to the end */
    DSCORE_TARGET_STATUS_MISSED = 6,          /**< the due day has passed and it is not reached */
    DSCORE_TARGET_STATUS_OVERDUE_NO_DATA = 7, /**< the due day has passed and there is no value */
    DSCORE_TARGET_STATUS_CANCELLED = 8,       /**< given up by somebody */
    DSCORE_TARGET_STATUS_AHEAD = 9,           /**< further than expected */
    DSCORE_TARGET_STATUS_HEALTHY = 10,        /**< the target is met now */
    DSCORE_TARGET_STATUS_UNHEALTHY = 11,      /**< it is not met now */
    DSCORE_TARGET_STATUS_CLOSED = 12,         /**< ended, without a verdict */
    DSCORE_TARGET_STATUS_POSTPONED = 13       /**< put off by somebody */
};

/** Whose words are used, and where they begin. */
enum {
    DSCORE_TARGET_PRESET_DESKSCORE = 1, /**< all life long: NOT_STARTED, ACHIEVED, MISSED, OVERDUE_NO_DATA; else as VIVA */
    DSCORE_TARGET_PRESET_VIVA = 2,      /**< gap at most 0 ON_TRACK, at most 25 BEHIND, else AT_RISK */
    DSCORE_TARGET_PRESET_ENGAGEDLY = 3, /**< met ACHIEVED, gap at most 16.5 ON_TRACK, at most 33 BEHIND, else AT_RISK;
                                             maintain: ON_TRACK or BEHIND until due, then ACHIEVED or AT_RISK */
    DSCORE_TARGET_PRESET_PLANVIEW = 4,  /**< gap 10 or more BEHIND, below -10 AHEAD, else ON_TRACK */
    DSCORE_TARGET_PRESET_PERDOO = 5     /**< met HEALTHY, else UNHEALTHY: no pace */
};

/** What is known of a target on a day. */
typedef struct dscore_target_standing {
    uint32_t struct_size;  /**< sizeof(dscore_target_standing) */
    int32_t preset;        /**< DSCORE_TARGET_PRESET_...; DESKSCORE by default */
    int64_t start;         /**< first day */
    int64_t due;           /**< last day, not before start; it has passed from the day after on */
    int64_t now;           /**< the day of the judgement */
    double progress;       /**< raw; NaN = no value */
    double expected;       /**< not read if is_maintain */
    int32_t is_maintain;   /**< 1: to be maintained, so that 1 is expected all the time */
    int32_t is_met;        /**< 1 met, 0 not (an exclusive target at progress 1); -1, the default: where progress is 1 */
    int32_t is_cancelled;  /**< 1: given up: CANCELLED whatever else */
    int32_t reserved;      /**< 0 */
} dscore_target_standing;

/** Initialiser of a dscore_target_standing. */
#define DSCORE_TARGET_STANDING_INIT {(uint32_t)sizeof(dscore_target_standing), 1, 0, 0, 0, 0.0, 0.0, 0, -1, 0, 0}

/**
 * The status of a target.
 *
 * All presets: CANCELLED if given up, NOT_STARTED without a value (DESKSCORE: OVERDUE_NO_DATA when due has passed).
 *
 * @param standing    not NULL
 * @param out_status  DSCORE_TARGET_STATUS_...; not NULL; unchanged on failure
 * @param out_gap     expected minus progress in percentage points; NaN without a value; may be NULL
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an unknown preset, struct_size not set); DSCORE_E_PARAMETER (a number out
 *         of range, due before start); DSCORE_E_RANGE (a day outside the years)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_target_judge(
    const dscore_target_standing *standing, int32_t *out_status, double *out_gap, dscore_error *err);

/** How a parent gets its status. */
enum {
    DSCORE_TARGET_PARENT_BY_PROGRESS = 1, /**< from its own progress */
    DSCORE_TARGET_PARENT_WORST_CHILD = 2  /**< AT_RISK before BEHIND before ON_TRACK before NOT_STARTED */
};

/**
 * The status of a parent from those of its children.
 *
 * If all have ended (ACHIEVED, MISSED, CANCELLED, CLOSED, POSTPONED) the parent has ended too: alike if they are alike,
 * else CLOSED. WORST_CHILD leaves CANCELLED, CLOSED and POSTPONED out, counts MISSED, OVERDUE_NO_DATA and UNHEALTHY as
 * AT_RISK, and ACHIEVED, AHEAD and HEALTHY as ON_TRACK. Without children: NOT_STARTED, or by progress.
 *
 * @param policy       DSCORE_TARGET_PARENT_...
 * @param children     DSCORE_TARGET_STATUS_...; NULL only if count is 0
 * @param count        number of children, >= 0
 * @param by_progress  what dscore_target_judge() says of the progress of dscore_target_objective(); read by BY_PROGRESS
 * @param out_status   DSCORE_TARGET_STATUS_...; not NULL; unchanged on failure
 * @param err          may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, an unknown policy or status)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_target_parent(int32_t policy, const int32_t *children, int64_t count,
    int32_t by_progress, int32_t *out_status, dscore_error *err);

/** Colours of a closing grade (Google, Doerr). */
enum {
    DSCORE_TARGET_COLOUR_RED = 1,    /**< 0.0 to 0.3: progress below 0.35 */
    DSCORE_TARGET_COLOUR_YELLOW = 2, /**< 0.4 to 0.6: below 0.65 */
    DSCORE_TARGET_COLOUR_GREEN = 3   /**< 0.7 to 1.0 */
};

/**
 * Closing grades: progress within 0 and 1, rounded to one decimal, halves up.
 *
 * @param progress  NaN = no value: grade NaN, colour 0, status NO_DATA; NULL only if count is 0
 * @param count     >= 0
 * @param grade     0.0 to 1.0; may be NULL
 * @param colour    DSCORE_TARGET_COLOUR_...; may be NULL
 * @param status    DSCORE_VALUE_OK or NO_DATA; may be NULL
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count); DSCORE_E_PARAMETER (a number out of range)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_target_grade(const double *progress, int64_t count, double *grade, int32_t *colour,
    int32_t *status, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
