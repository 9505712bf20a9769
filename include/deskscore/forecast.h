/**
 * @file forecast.h
 * Targets looked at from history: where a value will stand on the due day, and whether the target looks reachable
 * (METHODS 4.5, 4.6). The rules of target.h hold.
 */
#ifndef DESKSCORE_FORECAST_H
#define DESKSCORE_FORECAST_H

#include <deskscore/target.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- where it will stand ----------------------------------------------------------------------- */

/** Ways to look ahead. */
enum {
    DSCORE_TARGET_FORECAST_RUN_RATE = 1,  /**< counts that add up: on as until now; dscore_target_pace() */
    DSCORE_TARGET_FORECAST_TREND = 2,     /**< least squares line; the default */
    DSCORE_TARGET_FORECAST_THEIL_SEN = 3, /**< line of the median slope (Sen 1968): one outlier does not turn it */
    DSCORE_TARGET_FORECAST_LAST = 4,      /**< the last value stays */
    DSCORE_TARGET_FORECAST_DAMPED = 5     /**< the trend fades: each further step is phi times the one before (Gardner and
                                               McKenzie 1985) */
};

/** How likely it is that the target will be met. */
enum {
    DSCORE_TARGET_OUTLOOK_NONE = 0,     /**< no probability is known */
    DSCORE_TARGET_OUTLOOK_LIKELY = 1,   /**< 0.8 and more */
    DSCORE_TARGET_OUTLOOK_POSSIBLE = 2, /**< 0.2 to below 0.8 */
    DSCORE_TARGET_OUTLOOK_UNLIKELY = 3  /**< below 0.2 */
};

/** Pace of a count that adds up. */
typedef struct dscore_target_rates {
    uint32_t struct_size; /**< sizeof(dscore_target_rates) */
    int32_t status;       /**< of forecast and achieved: OK; NO_DATA: no value; UNDEFINED: no time has passed */
    int32_t needed_status; /**< of needed: OK; NO_DATA; UNDEFINED: no time is left and the target is not reached */
    int32_t ratio_status; /**< of ratio: OK; NO_DATA; UNDEFINED: one of both is not known, or nothing was achieved */
    int32_t reasons;      /**< NO_VALUE, NOT_STARTED, PAST_DUE, NO_RATE */
    int32_t reserved;     /**< 0 */
    double forecast;      /**< count at the end: x / elapsed * total; when no time is left: x */
    double achieved;      /**< per unit of time until now */
    double needed;        /**< per unit of time from now on, (t - x) / (total - elapsed); 0 or less if reached */
    double ratio;         /**< needed / achieved: 1.5 = half as fast again as until now */
} dscore_target_rates;

/** Initialiser of a dscore_target_rates. */
#define DSCORE_TARGET_RATES_INIT {(uint32_t)sizeof(dscore_target_rates), 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0}

/**
 * RUN_RATE: where a count that adds up will stand, and how fast it must go on.
 *
 * What is not known is NaN beside its status.
 *
 * @param x        count until now; NaN = missing
 * @param target   count to reach
 * @param elapsed  time that has passed, >= 0, in days or working days
 * @param total    time in all, > 0
 * @param out      started from DSCORE_TARGET_RATES_INIT; not NULL; unchanged on failure
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, struct_size not set); DSCORE_E_PARAMETER (a number out of range)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_target_pace(
    double x, double target, double elapsed, double total, dscore_target_rates *out, dscore_error *err);

/** How to look ahead along a series. */
typedef struct dscore_target_outlook_options {
    uint32_t struct_size; /**< sizeof(dscore_target_outlook_options) */
    int32_t method;       /**< DSCORE_TARGET_FORECAST_TREND, _THEIL_SEN, _LAST or _DAMPED */
    int64_t horizon;      /**< periods from the last one of the series to the due one; 0 or less: it has come */
    double level;         /**< of the interval, above 0, at most 0.999999999; 0.8 by default */
    double phi;           /**< of DAMPED, above 0, at most 1; 0.9 by default */
    double range_lo;      /**< natural range of the measure, such as 0 to 100; -1e30 and 1e30 = none */
    double range_hi;      /**< above range_lo */
} dscore_target_outlook_options;

/** Initialiser of a dscore_target_outlook_options. */
#define DSCORE_TARGET_OUTLOOK_OPTIONS_INIT                                                                             \
    {(uint32_t)sizeof(dscore_target_outlook_options), 2, 0, 0.8, 0.9, -1e30, 1e30}

/** What lies ahead. */
typedef struct dscore_target_forecast {
    uint32_t struct_size;    /**< sizeof(dscore_target_forecast) */
    int32_t status;          /**< of value: OK; NO_DATA: no value; INSUFFICIENT: fewer than 4 (LAST: 1) */
    int32_t interval_status; /**< of lo, hi, se and probability: OK; as status; UNDEFINED: the method has none */
    int32_t outlook;         /**< DSCORE_TARGET_OUTLOOK_... */
    int32_t reasons;         /**< NO_VALUE, SOME_MISSING, TOO_FEW, NO_SPREAD, LONG_HORIZON, CLIPPED, PAST_DUE,
                                  NO_INTERVAL */
    int32_t method;          /**< the one asked for */
    int64_t counted;         /**< values used */
    double value;            /**< on the due period, within the natural range; NaN unless OK */
    double lo;               /**< lower end of the interval, within the range */
    double hi;               /**< upper end */
    double se;               /**< standard error of the forecast */
    double probability;      /**< that the target is met */
    double intercept;        /**< of the line y = intercept + slope k, k = 1 for the first entry; 0 without a line */
    double slope;            /**< change a period */
    double deviation;        /**< residual standard deviation, divisor counted - 2 */
} dscore_target_forecast;

/** Initialiser of a dscore_target_forecast. */
#define DSCORE_TARGET_FORECAST_INIT                                                                                    \
    {(uint32_t)sizeof(dscore_target_forecast), 0, 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0}

/**
 * Where a level will stand on the due period, and how likely the target is met.
 *
 * TREND: interval of a new value by Student's t with counted - 2 degrees of freedom, P = 1 - F((t - y) / se). THEIL_SEN
 * uses the same formulas with the residuals of its own line. Residuals that are all 0: se is 0, P is 0 or 1, NO_SPREAD.
 * LAST and DAMPED give no interval. When the due period has come the last value is the answer, P is 0 or 1, PAST_DUE.
 * P is of the value before it is clipped to the range.
 *
 * @param aim      whose target; INCREASE and AT_OR_ABOVE, DECREASE and AT_OR_BELOW, or a band; not NULL
 * @param options  not NULL
 * @param y        one value a period, in order; NaN = missing: left out, its period counts; NULL only if count is 0
 * @param count    >= 0, at most 1,000,000; of THEIL_SEN 2,000
 * @param out      started from DSCORE_TARGET_FORECAST_INIT; not NULL; unchanged on failure
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, an unknown direction or method, struct_size not set);
 *         DSCORE_E_PARAMETER (a number out of range); DSCORE_E_LIMIT (too many values)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_target_look_ahead(const dscore_target_aim *aim,
    const dscore_target_outlook_options *options, const double *y, int64_t count, dscore_target_forecast *out,
    dscore_error *err);

/* ---- is it reachable --------------------------------------------------------------------------- */

/** How hard a target looks against history. */
enum {
    DSCORE_TARGET_CLASS_NONE = 0,       /**< history does not say */
    DSCORE_TARGET_CLASS_TRIVIAL = 1,    /**< P 0.95 and more, or already met */
    DSCORE_TARGET_CLASS_EASY = 2,       /**< 0.7 and more */
    DSCORE_TARGET_CLASS_REALISTIC = 3,  /**< 0.2 and more */
    DSCORE_TARGET_CLASS_STRETCH = 4,    /**< 0.02 and more */
    DSCORE_TARGET_CLASS_UNREALISTIC = 5 /**< less, or more than 1.5 times the best stretch there ever was */
};

/** What history makes of the change that is asked for. Changes count as positive in the target's direction. */
typedef struct dscore_target_reach {
    uint32_t struct_size;   /**< sizeof(dscore_target_reach) */
    int32_t status;         /**< of z, probability: OK; NO_DATA: no change is known; INSUFFICIENT: fewer than 6;
                                 UNDEFINED: no baseline, or nothing to measure */
    int32_t reach_class;    /**< DSCORE_TARGET_CLASS_... */
    int32_t window_status;  /**< of empirical and best: OK; NO_DATA: no such window; UNDEFINED: as status */
    int32_t reasons;        /**< NO_VALUE, NO_BASELINE, NOT_NUMERIC, TOO_FEW, SOME_MISSING, NO_SPREAD, ALREADY_MET,
                                 WITHIN_NOISE, NO_WINDOW, LONG_HORIZON */
    int32_t reserved;       /**< 0 */
    int64_t changes;        /**< changes from one period to the next that are known */
    int64_t windows;        /**< stretches of H periods that are known, overlapping ones included */
    int64_t windows_met;    /**< of them, those with a change of at least `required` */
    double required;        /**< D: the change asked for; 0 or less: already met; NaN without a baseline */
    double mean;            /**< mean change of a period; NaN unless OK */
    double deviation;       /**< their standard deviation, divisor changes - 1; NaN unless OK */
    double z;               /**< (D - mean H) / (deviation sqrt H); 0 where NO_SPREAD; NaN unless OK */
    double probability;     /**< that a random walk with this drift gets there; NaN unless OK */
    double empirical;       /**< windows_met / windows; NaN unless window_status is OK */
    double best;            /**< greatest change of a window; NaN unless window_status is OK */
} dscore_target_reach;

/** Initialiser of a dscore_target_reach. */
#define DSCORE_TARGET_REACH_INIT                                                                                       \
    {(uint32_t)sizeof(dscore_target_reach), 0, 0, 0, 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0}

/**
 * Whether a target is reachable, judged from history.
 *
 * D = direction * (t - b); of a band the way from the baseline into it. With fewer than 6 changes the class is NONE,
 * unless the baseline meets the target already: TRIVIAL.
 *
 * @param aim       not NULL; BINARY and MILESTONE have nothing to measure: UNDEFINED, NOT_NUMERIC
 * @param y         history, one value a period, in order; NaN = missing; NULL only if count is 0
 * @param count     >= 0
 * @param horizon   H: periods from the baseline to the due one, 1 to 1,000,000
 * @param drift     1: history's mean change goes on; 0: none does (conservative)
 * @param noise     half-width of the measure's interval at the cases expected, >= 0; 0 = not known
 * @param out       started from DSCORE_TARGET_REACH_INIT; not NULL; unchanged on failure
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, an unknown direction, drift not 0 or 1, struct_size not
 *         set); DSCORE_E_PARAMETER (a number out of range)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_target_weigh_history(const dscore_target_aim *aim, const double *y, int64_t count,
    int64_t horizon, int32_t drift, double noise, dscore_target_reach *out, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
