/**
 * @file standings.h
 * How people and teams stand against targets (smart.h) on a day: values, progress, status, forecast, checks, objectives and
 * the score of a plan.
 */
#ifndef DESKSCORE_STANDINGS_H
#define DESKSCORE_STANDINGS_H

#include <deskscore/smart.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What else is to be known of a standing; to be added up. */
enum {
    DSCORE_STANDING_NO_ROW = 1,          /**< the values have no row of this subject */
    DSCORE_STANDING_SMALL_N = 2,         /**< fewer cases than min_n: not judged */
    DSCORE_STANDING_POOLED = 4,          /**< the value was pooled from the periods */
    DSCORE_STANDING_LAST_PERIOD = 8,     /**< the value is that of the last period: it cannot be pooled */
    DSCORE_STANDING_GRAIN = 16,          /**< rows of the series whose periods are not those of the target were left out */
    DSCORE_STANDING_BASELINE_READ = 32,  /**< the baseline was read from the series */
    DSCORE_STANDING_NO_TARGET = 64,      /**< the target is no number, or there is none: not judged */
    DSCORE_STANDING_NO_DIRECTION = 128,  /**< the target says no direction: not judged */
    DSCORE_STANDING_NO_DATES = 256,      /**< without start and due there is no pace: not judged */
    DSCORE_STANDING_TENURE_STEP = 512,   /**< the target of people who are new */
    DSCORE_STANDING_TENURE_UNKNOWN = 1024, /**< the roster does not say how long the subject has been there */
    DSCORE_STANDING_RETARGETED = 2048,   /**< a later version of the target is in force */
    DSCORE_STANDING_HELD = 4096,         /**< the value alone would have another status: it may be noise */
    DSCORE_STANDING_OVERRIDDEN = 8192,   /**< somebody has set the status */
    DSCORE_STANDING_NO_CALENDAR = 16384, /**< working days were to be counted, but there is no calendar */
    DSCORE_STANDING_MILESTONES = 32768,  /**< milestones out of order were not used */
    DSCORE_STANDING_ABSENT_PERIODS = 65536, /**< periods of the window have no value */
    DSCORE_STANDING_BELOW_THRESHOLD = 131072, /**< the value falls short of the threshold, the least that is acceptable */
    DSCORE_STANDING_STRETCH = 262144     /**< the value reaches the stretch, which is more than the target */
};

/** What asks for attention; to be added up. */
enum {
    DSCORE_ALERT_NOT_STARTED = 1,    /**< not started 7 days after the start */
    DSCORE_ALERT_NO_CHECK_IN = 2,    /**< no check-in for two cadences */
    DSCORE_ALERT_RAISE_THE_BAR = 4,  /**< the last two values, or more, above 0.8 while less than 0.8 was expected */
    DSCORE_ALERT_GUARD = 8,          /**< a guard is behind, at risk, missed or unhealthy */
    DSCORE_ALERT_OVERRIDE = 16,      /**< the status was set by somebody */
    DSCORE_ALERT_LATE_CHANGE = 32,   /**< the target was changed late in its span */
    DSCORE_ALERT_STILL_OPEN = 64     /**< the due day has passed and nobody has closed it */
};

/** How a subject stands against a target. Texts live as long as the standings. */
typedef struct dscore_standing_row {
    uint32_t struct_size;    /**< sizeof(dscore_standing_row) */
    int32_t target;          /**< index of the target */
    int32_t status;          /**< what holds: cancelled, else what somebody has set, else the held status; 0 = not judged */
    int32_t held_status;     /**< DSCORE_TARGET_STATUS_... that the periods led to; 0 = not judged */
    int32_t value_status;    /**< of the value alone, on the day of the judgement; 0 = not judged */
    int32_t value_state;     /**< DSCORE_VALUE_... of value */
    int32_t interval_state;  /**< DSCORE_VALUE_... of lo and hi: INSUFFICIENT: one period; UNDEFINED: none of its kind */
    int32_t progress_state;  /**< DSCORE_VALUE_... of progress and shown */
    int32_t expected_state;  /**< DSCORE_VALUE_... of expected and gap */
    int32_t reasons;         /**< DSCORE_TARGET_REASON_... of value and progress, added up */
    int32_t notes;           /**< DSCORE_STANDING_... added up */
    int32_t alerts;          /**< DSCORE_ALERT_... added up */
    int32_t version;         /**< of the target: 0 as first written, else the later version from 1 */
    int32_t step;            /**< step by tenure from 1; 0 = none */
    int32_t is_met;          /**< 1: the value meets the target; 0: not; -1: not known */
    int32_t colour;          /**< DSCORE_TARGET_COLOUR_... of the closing grade; 0 = still open, or no value */
    int32_t periods;         /**< periods of the window that have a value */
    int32_t failed;          /**< checks that say FAIL */
    int32_t warned;          /**< checks that say WARN */
    int32_t reserved;        /**< 0 */
    int64_t from;            /**< window: first instant; dscore_instant_min where open or not known */
    int64_t to;              /**< window: end; dscore_instant_max where open or not known */
    int64_t n;               /**< cases behind the value */
    int64_t held_since;      /**< end of the period from which on the held status has held; INT64_MIN = none */
    double value;            /**< in the target's unit; NaN unless OK */
    double lo;               /**< lower end of its interval */
    double hi;               /**< upper end */
    double baseline;         /**< NaN = none */
    double target_value;     /**< in force on the day, for this subject; NaN = none */
    double upper;            /**< of a band */
    double progress;         /**< raw */
    double shown;            /**< within 0 and the cap */
    double expected;         /**< by the day of the judgement */
    double gap;              /**< expected less progress, percentage points */
    double grade;            /**< closing grade 0.0 to 1.0, of `progress` or `kept`, when due has passed or it was
                                  closed; else NaN */
    double kept;             /**< of a LEVEL to be maintained: share of the periods since the start that met it; else NaN */
    const char *subject;     /**< labels of the keys, joined by " / "; "" = everybody */
} dscore_standing_row;

/** Initialiser of a dscore_standing_row. */
#define DSCORE_STANDING_ROW_INIT                                                                                       \
    {(uint32_t)sizeof(dscore_standing_row), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0,  \
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, ""}

/**
 * One standing.
 *
 * @param standings  not NULL
 * @param index      from 0, below dscore_standings_count
 * @param out        started from DSCORE_STANDING_ROW_INIT; not NULL; its text belongs to the standings; unchanged on
 *                   failure
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range, struct_size not set)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_standings_get(
    const dscore_standings *standings, int64_t index, dscore_standing_row *out, dscore_error *err);

/**
 * Where the value will stand on the due day. A target without due or number has status UNDEFINED; one by RUN_RATE tells
 * `value` only, the rest with dscore_standings_pace().
 *
 * @param standings, index  as dscore_standings_get
 * @param out   started from DSCORE_TARGET_FORECAST_INIT; not NULL; unchanged on failure
 * @param err   may be NULL
 * @return as dscore_standings_get
 * @since 0.3
 */
DSCORE_API dscore_status dscore_standings_forecast(
    const dscore_standings *standings, int64_t index, dscore_target_forecast *out, dscore_error *err);

/**
 * The pace of a TOTAL: achieved and needed a day (working day, where the target counts those). Of a LEVEL: UNDEFINED.
 *
 * @param standings, index  as dscore_standings_get
 * @param out   started from DSCORE_TARGET_RATES_INIT; not NULL; unchanged on failure
 * @param err   may be NULL
 * @return as dscore_standings_get
 * @since 0.3
 */
DSCORE_API dscore_status dscore_standings_pace(
    const dscore_standings *standings, int64_t index, dscore_target_rates *out, dscore_error *err);

/**
 * What the periods before the start make of the change that is asked for. The noise is half the interval of the value.
 *
 * @param standings, index  as dscore_standings_get
 * @param out   started from DSCORE_TARGET_REACH_INIT; not NULL; unchanged on failure
 * @param err   may be NULL
 * @return as dscore_standings_get
 * @since 0.3
 */
DSCORE_API dscore_status dscore_standings_reach(
    const dscore_standings *standings, int64_t index, dscore_target_reach *out, dscore_error *err);

/** The checks of METHODS 4.2. FAIL: the goal cannot be judged, or contradicts itself; WARN: it can, but lacks something. */
enum {
    DSCORE_CHECK_SP1 = 1, /**< there is an indicator */
    DSCORE_CHECK_SP2 = 2, /**< a scope: whom it is about */
    DSCORE_CHECK_SP3 = 3, /**< an owner */
    DSCORE_CHECK_ME1 = 4, /**< the unit is the indicator's */
    DSCORE_CHECK_ME2 = 5, /**< the target is a number */
    DSCORE_CHECK_ME3 = 6, /**< there is a baseline */
    DSCORE_CHECK_ME4 = 7, /**< the target lies on the side of the baseline that the direction says */
    DSCORE_CHECK_ME5 = 8, /**< a source of data, and cases enough behind the baseline */
    DSCORE_CHECK_ME6 = 9, /**< the target lies in the indicator's natural range */
    DSCORE_CHECK_AC1 = 10, /**< history does not call it unrealistic */
    DSCORE_CHECK_AC2 = 11, /**< nor trivial */
    DSCORE_CHECK_AC3 = 12, /**< its objective has three to five targets */
    DSCORE_CHECK_AC4 = 13, /**< the change exceeds the noise */
    DSCORE_CHECK_RE1 = 14, /**< it belongs to an objective */
    DSCORE_CHECK_RE2 = 15, /**< its weight is above 0 */
    DSCORE_CHECK_RE3 = 16, /**< an efficiency target names a guard of quality */
    DSCORE_CHECK_RE4 = 17, /**< its dates, those that it has, lie inside those of its objective */
    DSCORE_CHECK_TB1 = 18, /**< it starts before it is due */
    DSCORE_CHECK_TB2 = 19, /**< it has a due day */
    DSCORE_CHECK_TB3 = 20, /**< two of its periods at least end inside its span */
    DSCORE_CHECK_TB4 = 21, /**< milestones in order, inside the span, the last one the target */
    DSCORE_CHECK_TB5 = 22 /**< it is not past due and open */
};

/** What a check says. */
enum {
    DSCORE_VERDICT_PASS = 1,           /**< as it should be */
    DSCORE_VERDICT_WARN = 2,           /**< it can be judged, but lacks something */
    DSCORE_VERDICT_FAIL = 3,           /**< it cannot be judged, or contradicts itself */
    DSCORE_VERDICT_NOT_APPLICABLE = 4, /**< nothing of the kind is asked of such a target */
    DSCORE_VERDICT_NOT_JUDGED = 5      /**< it takes values that were not given, or are too few */
};

/**
 * What a check says of a standing's target, for its subject.
 *
 * @param standings    not NULL
 * @param index        from 0, below dscore_standings_count
 * @param check        DSCORE_CHECK_SP1 to DSCORE_CHECK_TB5
 * @param out_verdict  DSCORE_VERDICT_...; not NULL; unchanged on failure
 * @param err          may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index or check out of range)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_standings_check(
    const dscore_standings *standings, int64_t index, int32_t check, int32_t *out_verdict, dscore_error *err);

/**
 * Why a check says what it says, with the numbers: one sentence without the check's code (dscore_smart_text).
 *
 * @param standings, index, check  as dscore_standings_check
 * @param lang  "en" or "zh"; NULL = "en"
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err   may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (NULL standings, an index or check out of range, an unknown language, a negative
 *         capacity, a NULL buffer with a capacity); DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set);
 *         DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_standings_check_text(const dscore_standings *standings, int64_t index, int32_t check,
    const char *lang, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

/** What dscore_smart_text() can say in words. */
enum {
    DSCORE_SMART_TEXT_NOTE = 1,    /**< one DSCORE_STANDING_... */
    DSCORE_SMART_TEXT_ALERT = 2,   /**< one DSCORE_ALERT_... */
    DSCORE_SMART_TEXT_CHECK = 3,   /**< what a DSCORE_CHECK_... asks */
    DSCORE_SMART_TEXT_VERDICT = 4, /**< a DSCORE_VERDICT_... */
    DSCORE_SMART_TEXT_KIND = 5,    /**< DSCORE_TARGET_COMMITTED or _ASPIRATIONAL */
    DSCORE_SMART_TEXT_MBO = 6,     /**< a DSCORE_MBO_BY_... */
    DSCORE_SMART_TEXT_CODE = 7     /**< the code of a DSCORE_CHECK_..., "ME3"; the same in all languages */
};

/**
 * What a number of this header is called.
 *
 * @param family  DSCORE_SMART_TEXT_...
 * @param value   a number of that family
 * @param lang    "en" or "zh"; NULL = "en"
 * @return static text; "" for a family, number or language that does not exist
 * @since 0.3
 */
DSCORE_API const char *dscore_smart_text(int32_t family, int32_t value, const char *lang);

/**
 * A standing as text: value, window, cases, interval, baseline and target, progress and what was expected, the status
 * and why, what lies ahead, alerts, and what the checks found.
 *
 * @param standings  not NULL
 * @param index      from 0, below dscore_standings_count
 * @param lang       "en" or "zh"; NULL = "en"
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (NULL standings, an index out of range, an unknown language, a negative
 *         capacity, a NULL buffer with a capacity); DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set);
 *         DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_standings_explain(const dscore_standings *standings, int64_t index, const char *lang,
    char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

/* ---- objectives ---------------------------------------------------------------------------------- */

/** How a subject stands against an objective. The text lives as long as the standings. */
typedef struct dscore_objective_row {
    uint32_t struct_size;   /**< sizeof(dscore_objective_row) */
    int32_t objective;      /**< index of the objective */
    int32_t status;         /**< DSCORE_TARGET_STATUS_..., by its policy; 0 = not judged */
    int32_t progress_state; /**< DSCORE_VALUE_... of progress */
    int32_t expected_state; /**< DSCORE_VALUE_... of expected */
    int32_t targets;        /**< targets that stand directly below it */
    int32_t children;       /**< objectives that do */
    int32_t reserved;       /**< 0 */
    int64_t counted;        /**< of both, those with progress */
    double progress;        /**< weighted mean of what stands below it, each within 0 and 1; NaN unless OK */
    double expected;        /**< by the day of the judgement, from its own dates, else from the widest below it */
    double coverage;        /**< share of the weight below it that has progress */
    const char *subject;    /**< as dscore_standing_row */
} dscore_objective_row;

/** Initialiser of a dscore_objective_row. */
#define DSCORE_OBJECTIVE_ROW_INIT                                                                                      \
    {(uint32_t)sizeof(dscore_objective_row), 0, 0, 0, 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, ""}

/** How many there are. @param standings NULL gives 0 @return by objective, then subject @since 0.3 */
DSCORE_API int64_t dscore_standings_objective_count(const dscore_standings *standings);

/**
 * How a subject stands against an objective. What stands below counts for the subject if it is its own or everybody's.
 *
 * @param standings  not NULL
 * @param index      from 0, below dscore_standings_objective_count
 * @param out        started from DSCORE_OBJECTIVE_ROW_INIT; not NULL; unchanged on failure
 * @param err        may be NULL
 * @return as dscore_standings_get
 * @since 0.3
 */
DSCORE_API dscore_status dscore_standings_objective(
    const dscore_standings *standings, int64_t index, dscore_objective_row *out, dscore_error *err);

/** What else is to be known of an agreement; to be added up. */
enum {
    DSCORE_AGREEMENT_NO_EMPLOYEE = 1, /**< an objective that the employee has not agreed to */
    DSCORE_AGREEMENT_NO_MANAGER = 2,  /**< one that the manager has not agreed to */
    DSCORE_AGREEMENT_LATE_CHANGE = 4  /**< one that was changed late in its span */
};

/** Achievement of the agreed objectives of a subject (METHODS 8.2). The text lives as long as the standings. */
typedef struct dscore_mbo_row {
    uint32_t struct_size; /**< sizeof(dscore_mbo_row) */
    int32_t status;       /**< as dscore_mbo_total */
    int32_t flags;        /**< DSCORE_MBO_... added up */
    int32_t agreement;    /**< DSCORE_AGREEMENT_... added up; 0: all is agreed */
    int32_t lines;        /**< objectives of the plan */
    int32_t strength;     /**< line of the greatest share of what was earned; -1 = nothing was */
    int32_t weakness;     /**< line of the most points lost; -1 = none lost any */
    int32_t reserved;     /**< 0 */
    double score;         /**< 100 = all as agreed; NaN unless OK */
    double without_gates; /**< before minima and vetoes */
    double coverage;      /**< share of the weight with an achievement */
    const char *subject;  /**< as dscore_standing_row */
} dscore_mbo_row;

/** Initialiser of a dscore_mbo_row. */
#define DSCORE_MBO_ROW_INIT {(uint32_t)sizeof(dscore_mbo_row), 0, 0, 0, 0, -1, -1, 0, 0.0, 0.0, 0.0, ""}

/** An objective of such a plan. */
typedef struct dscore_mbo_line {
    uint32_t struct_size; /**< sizeof(dscore_mbo_line) */
    int32_t objective;    /**< index of the objective */
    int32_t by;           /**< DSCORE_MBO_BY_... */
    int32_t flags;        /**< DSCORE_MBO_... added up */
    int32_t agreement;    /**< DSCORE_AGREEMENT_... added up */
    int32_t level;        /**< level from 0; -1 = none */
    double weight;        /**< as agreed, 0 to 100 */
    double achievement;   /**< per cent, before cross caps and gates; of targets their weighted mean, each within 0 and the
                               cap, of what is to be maintained the share kept; NaN = not known */
    double counted;       /**< per cent, that counts; NaN if not known */
    double share;         /**< effective share of the weight */
    double points;        /**< share times counted */
    double lost;          /**< points lost to 100 */
    double strength;      /**< share of what was earned */
} dscore_mbo_line;

/** Initialiser of a dscore_mbo_line. */
#define DSCORE_MBO_LINE_INIT                                                                                           \
    {(uint32_t)sizeof(dscore_mbo_line), 0, 0, 0, 0, -1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0}

/** Subjects with agreed objectives. @param standings NULL gives 0 @return how many @since 0.3 */
DSCORE_API int64_t dscore_standings_mbo_count(const dscore_standings *standings);

/**
 * The agreed objectives of a subject.
 *
 * @param standings  not NULL
 * @param index      from 0, below dscore_standings_mbo_count
 * @param out        started from DSCORE_MBO_ROW_INIT; not NULL; unchanged on failure
 * @param err        may be NULL
 * @return as dscore_standings_get
 * @since 0.3
 */
DSCORE_API dscore_status dscore_standings_mbo(
    const dscore_standings *standings, int64_t index, dscore_mbo_row *out, dscore_error *err);

/**
 * One objective of them.
 *
 * @param standings  not NULL
 * @param index      from 0, below dscore_standings_mbo_count
 * @param line       from 0, below `lines` of the row
 * @param out        started from DSCORE_MBO_LINE_INIT; not NULL; unchanged on failure
 * @param err        may be NULL
 * @return as dscore_standings_get; also DSCORE_E_ARGUMENT (a line out of range)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_standings_mbo_line(
    const dscore_standings *standings, int64_t index, int32_t line, dscore_mbo_line *out, dscore_error *err);

/**
 * The agreed objectives of a subject as text: the score, of each objective its weight, achievement, what counts, points and
 * what was cut and why, and which earned and lost most.
 *
 * @param standings  not NULL
 * @param index      from 0, below dscore_standings_mbo_count
 * @param lang       "en" or "zh"; NULL = "en"
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err        may be NULL
 * @return as dscore_standings_explain
 * @since 0.3
 */
DSCORE_API dscore_status dscore_standings_mbo_explain(const dscore_standings *standings, int64_t index, const char *lang,
    char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
