/**
 * @file smart.h
 * SMART targets: goals from documents, the checks of what they lack, and how people stand against them in values.
 *
 * A document of kind `targets` (document.h, dscore_targets_parse) becomes a dscore_targets; a query with its indicators
 * gives values; dscore_targets_judge() says of each target and subject where they stand (METHODS 4). The mathematics
 * are those of target.h, forecast.h and mbo.h; days, progress and reasons are as there.
 */
#ifndef DESKSCORE_SMART_H
#define DESKSCORE_SMART_H

#include <deskscore/forecast.h>
#include <deskscore/mbo.h>
#include <deskscore/measure.h>
#include <deskscore/roster.h>

#ifdef __cplusplus
extern "C" {
#endif

/** SMART targets and objectives. Immutable, shared by threads. */
typedef struct dscore_targets dscore_targets;
/** How subjects stand against targets on a day, with the checks. Immutable, shared by threads. */
typedef struct dscore_standings dscore_standings;

/* ---- targets ----------------------------------------------------------------------------------- */

/** What the value of a target is. */
enum {
    DSCORE_TARGET_LEVEL = 1, /**< a level: of the last periods together */
    DSCORE_TARGET_TOTAL = 2  /**< what has added up since the start */
};

/** How much a target binds. */
enum {
    DSCORE_TARGET_COMMITTED = 1,   /**< to be reached: 1.0 is expected */
    DSCORE_TARGET_ASPIRATIONAL = 2 /**< to be reached for: 0.6 to 0.7 is good */
};

/** Free; standings made with them keep them. @param targets may be NULL @since 0.3 */
DSCORE_API void dscore_targets_free(dscore_targets *targets);

/** Text properties of targets, of a target and of an objective. */
enum {
    DSCORE_TARGETS_ID = 1,       /**< [a-z][a-z0-9_]*; of targets "" if they have none */
    DSCORE_TARGETS_NAME_EN = 2,  /**< name or title in English */
    DSCORE_TARGETS_NAME_ZH = 3,  /**< name or title in Chinese */
    DSCORE_TARGETS_VERSION = 4,  /**< as written; not of an objective */
    DSCORE_TARGETS_HASH = 5,     /**< content hash of all, 32 hexadecimal digits, prose excluded; of targets only */
    DSCORE_TARGETS_OWNER = 6,    /**< of a target or objective */
    DSCORE_TARGETS_PARENT = 7,   /**< id of the objective that it belongs to; "" = none */
    DSCORE_TARGETS_INDICATOR = 8, /**< id; of a target only; "" = none */
    DSCORE_TARGETS_UNIT = 9,     /**< the target's, else the indicator's; of a target only */
    DSCORE_TARGETS_SCOPE_KEY = 10, /**< key of values it is about; of a target only; "" = any */
    DSCORE_TARGETS_POPULATION = 11, /**< whom or what it is about, in words; of a target only */
    DSCORE_TARGETS_TARGET_TEXT = 12, /**< a target that is no number; of a target only */
    DSCORE_TARGETS_GOAL = 13     /**< the company's goal that it serves; of an objective only */
};

/**
 * A text about targets as a whole.
 *
 * @param targets   NULL gives ""
 * @param property  DSCORE_TARGETS_...
 * @return the text; "" if there is none; lives as long as the targets
 * @since 0.3
 */
DSCORE_API const char *dscore_targets_text(const dscore_targets *targets, int32_t property);

/** How many targets there are. @param targets NULL gives 0 @return targets, in the document's order @since 0.3 */
DSCORE_API int32_t dscore_targets_count(const dscore_targets *targets);

/** How many objectives there are. @param targets NULL gives 0 @return objectives, in that order @since 0.3 */
DSCORE_API int32_t dscore_targets_objective_count(const dscore_targets *targets);

/**
 * A target by id.
 *
 * @param targets, id  NULL gives -1
 * @return its index; -1 if there is none
 * @since 0.3
 */
DSCORE_API int32_t dscore_targets_find(const dscore_targets *targets, const char *id);

/**
 * A text about a target.
 *
 * @param targets   NULL gives ""
 * @param index     from 0, below dscore_targets_count
 * @param property  DSCORE_TARGETS_...
 * @return the text; "" if there is none or out of range; lives as long as the targets
 * @since 0.3
 */
DSCORE_API const char *dscore_targets_target_text(const dscore_targets *targets, int32_t index, int32_t property);

/**
 * A text about an objective.
 *
 * @param targets   NULL gives ""
 * @param index     from 0, below dscore_targets_objective_count
 * @param property  DSCORE_TARGETS_...
 * @return the text; "" if there is none or out of range; lives as long as the targets
 * @since 0.3
 */
DSCORE_API const char *dscore_targets_objective_text(const dscore_targets *targets, int32_t index, int32_t property);

/** What a target says in numbers; what is absent is NaN, 0, or a day of INT64_MIN. */
typedef struct dscore_target_info {
    uint32_t struct_size;      /**< sizeof(dscore_target_info) */
    int32_t direction;         /**< DSCORE_TARGET_INCREASE ...; 0 = not said */
    int32_t measure;           /**< DSCORE_TARGET_LEVEL or _TOTAL */
    int32_t kind;              /**< DSCORE_TARGET_COMMITTED or _ASPIRATIONAL */
    int32_t preset;            /**< DSCORE_TARGET_PRESET_... */
    int32_t forecast;          /**< DSCORE_TARGET_FORECAST_... */
    int32_t window;            /**< periods judged together */
    int32_t objective;         /**< index of its objective; -1 = none */
    int32_t milestones;        /**< how many it has */
    int32_t versions;          /**< how many later versions it has */
    int32_t is_cancelled;      /**< 1: given up */
    int32_t override_status;   /**< DSCORE_TARGET_STATUS_... that somebody has set; 0 = none */
    double baseline;           /**< as written */
    double target;             /**< as first written */
    double upper;              /**< of a band */
    double threshold;          /**< least that is acceptable */
    double stretch;            /**< more than asked */
    double weight;             /**< in its objective */
    int64_t min_n;             /**< cases it takes to be judged */
    int64_t start;             /**< first day */
    int64_t due;               /**< last day, as first written */
} dscore_target_info;

/** Initialiser of a dscore_target_info. */
#define DSCORE_TARGET_INFO_INIT                                                                                        \
    {(uint32_t)sizeof(dscore_target_info), 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0, 0}

/**
 * What a target says in numbers.
 *
 * @param targets  not NULL
 * @param index    from 0, below dscore_targets_count
 * @param out      started from DSCORE_TARGET_INFO_INIT; not NULL; unchanged on failure
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range, struct_size not set)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_targets_get(
    const dscore_targets *targets, int32_t index, dscore_target_info *out, dscore_error *err);

/**
 * The periods that a target is read by, if it names them: those of a series for dscore_targets_judge().
 *
 * @param targets  not NULL
 * @param index    from 0, below dscore_targets_count
 * @param out      started from DSCORE_PERIOD_RULE_INIT; not NULL; unchanged on failure
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range, struct_size not set); DSCORE_E_NOT_FOUND (the target
 *         names none: it is read by those of the judgement)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_targets_grain(
    const dscore_targets *targets, int32_t index, dscore_period_rule *out, dscore_error *err);

/* ---- from documents to values ------------------------------------------------------------------- */

/**
 * Add the indicators of the targets to a query, each under the id of its target, and compile it.
 *
 * @param targets  not NULL; not retained
 * @param query    keys, range, periods at the grain of the targets, filters and further items; copied, it is not
 *                 changed; not NULL
 * @param out      to be freed by dscore_plan_free; NULL on failure; not NULL
 * @param err      may be NULL
 * @return as dscore_plan_compile; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_NOT_FOUND (the query's catalogue lacks an
 *         indicator or parameter); DSCORE_E_INCOMPATIBLE (an alias of the query means something else); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_targets_plan(
    const dscore_targets *targets, const dscore_query *query, dscore_plan **out, dscore_error *err);

/** What is known on the day of a judgement, beside values. Borrowed for the call. */
typedef struct dscore_target_facts {
    uint32_t struct_size;            /**< sizeof(dscore_target_facts) */
    int32_t running;                 /**< 1: a period that is not over counts too; 0 by default */
    int64_t now;                     /**< the day of the judgement; must be set */
    int64_t known_at;                /**< versions recorded after this day are not known; INT64_MAX, the default: all are */
    double level;                    /**< of the intervals, above 0, at most 0.999999999; 0.95 by default */
    const dscore_period_rule *grain; /**< of targets that name none; NULL = months */
    const dscore_zone *zone;         /**< whose dates the periods have; NULL = UTC */
    const dscore_calendar *calendar; /**< for targets that count working days; NULL = they count every day */
    const dscore_roster *roster;     /**< for targets with steps by tenure; NULL = nobody is known */
    const dscore_values *const *more; /**< [more_count] further values: series of other grains, windows of other ends; each
                                          target reads those that fit it; none NULL */
    int64_t more_count;              /**< >= 0 */
} dscore_target_facts;

/** Initialiser of dscore_target_facts; set `now`. */
#define DSCORE_TARGET_FACTS_INIT                                                                                       \
    {(uint32_t)sizeof(dscore_target_facts), 0, INT64_MIN, INT64_MAX, 0.95, 0, 0, 0, 0, 0, 0}

/**
 * The instants that a target is judged on: its last periods together, up to the day of the judgement.
 *
 * Of a LEVEL the last `window` periods of its grain that are over (with `running`: that have begun) by then, none
 * before the one of its start, so that what was before does not count; the first one if none is over. Of a TOTAL all
 * from its start on, the running period included. Neither reaches beyond the period of its due day. A query of one
 * period with these ends gives the `window` of dscore_targets_judge().
 *
 * @param targets  not NULL
 * @param index    from 0, below dscore_targets_count
 * @param facts    not NULL; grain, zone, now and running are read
 * @param out_from, out_to  instants, from before to; not NULL; unchanged on failure
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range, struct_size not set); DSCORE_E_RANGE (a day
 *         outside the years 1 to 9999); DSCORE_E_NOT_FOUND (a TOTAL without a start)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_targets_window(const dscore_targets *targets, int32_t index,
    const dscore_target_facts *facts, int64_t *out_from, int64_t *out_to, dscore_error *err);

/**
 * How every subject stands against every target.
 *
 * Subjects are the keys of the series, of several of the first one with periods of the target's grain; a target with a scope is about those of its key that it lists, and a subject
 * that it lists but the series lacks stands there without a value. Every target has one standing at least, if only
 * with its checks.
 *
 * The value of a LEVEL is that of its last `window` periods together. It is read from `window` where that has a row of
 * the subject with the very ends of dscore_targets_window(); else it is pooled from the series by the cases of each
 * period (shares, means and ratios; POOLED), and where an indicator cannot be pooled it is that of the last period
 * (LAST_PERIOD). Its interval: of a share Wilson's, by its cases; else the value +- t(k - 1) s / sqrt(k) with the s of
 * the k periods that have a value, held within the indicator's domain; none where k is 1, and none of a TOTAL.
 *
 * The held status. For every period from the start of the target on, the value is judged by the preset as it stood on
 * the last day of the period, the last one on the day of the judgement; so are both ends of its interval. The first
 * status is that of the value. From then on a status is kept as long as the interval reaches into it; when the interval
 * excludes it, or is at most half as wide as the narrowest whose value had that status, the status of the value takes its
 * place: a first month of a few cases does not decide for long. What has no interval keeps its status, but follows the
 * value as long as there never was one; a TOTAL and what is done or not always follow the value. A period without a
 * value, or with fewer cases than min_n, changes nothing. When the due day has passed the value alone decides. So noise
 * does not flip a status, and time does not end one unnoticed.
 *
 * @param targets  retained; not NULL
 * @param series   values by period at the grain of the targets, under their ids (dscore_targets_plan); those of other
 *                 grains stand in `more` of the facts; NULL: only what can be said without values, nothing else is read
 * @param window   values of one period, or some, as dscore_targets_window() asks; NULL: pooled from the series
 * @param facts    not NULL
 * @param out      to be freed by dscore_standings_free; NULL on failure; not NULL
 * @param err      may be NULL; path names the target
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, struct_size not set, `now` not set, a negative count); DSCORE_E_PARAMETER (a level out of
 *         range, a malformed roster); DSCORE_E_RANGE (a day outside the years); DSCORE_E_NOT_FOUND (values without a
 *         target's alias); DSCORE_E_INCOMPATIBLE (another indicator under it, several versions of a target on one day,
 *         a window or further values with other keys than the series); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_targets_judge(const dscore_targets *targets, const dscore_values *series,
    const dscore_values *window, const dscore_target_facts *facts, dscore_standings **out, dscore_error *err);

/** Free. @param standings may be NULL @since 0.3 */
DSCORE_API void dscore_standings_free(dscore_standings *standings);

/** How many standings there are. @param standings NULL gives 0 @return standings, by target, then subject @since 0.3 */
DSCORE_API int64_t dscore_standings_count(const dscore_standings *standings);

/** The targets behind standings. @param standings NULL gives NULL @return they belong to the standings @since 0.3 */
DSCORE_API const dscore_targets *dscore_standings_targets(const dscore_standings *standings);

/**
 * The standing of a subject against a target.
 *
 * @param standings  NULL gives -1
 * @param target     index of the target
 * @param subject    its label; NULL = ""
 * @return index; -1 if there is none
 * @since 0.3
 */
DSCORE_API int64_t dscore_standings_find(const dscore_standings *standings, int32_t target, const char *subject);

#ifdef __cplusplus
}
#endif
#endif
