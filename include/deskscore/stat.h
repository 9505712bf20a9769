/**
 * @file stat.h
 * Statistics as functions over arrays: how sure a share, count or mean is, whether two differ, what a small group's
 * number is worth, and how much of a result is the mix of cases (METHODS 5.1 to 5.7).
 *
 * Rules that all functions here keep:
 * - Arrays belong to the caller, hold `count` entries and may be NULL only where that is said, or if count is 0.
 *   Results must not overlap what is read. Everything is checked before anything is written: on failure nothing is.
 * - Counts are 0 to 2^53; other numbers reach from -1e30 to 1e30, exposures are 0 or at least 1e-30. NaN and infinity
 *   are refused, and never come out (infinity only where that is said).
 * - `status` receives a DSCORE_VALUE_ for each entry. Without data an answer is still defined: what it then says stands
 *   with each function. Where status is NULL the caller sees that answer only.
 * - level is the share of intervals that hold the truth: above 0, at most 0.999999999; 0.95 is usual.
 * - Errors name the array and the entry: path `x[3]`, row 3.
 * - Functions keep nothing and may run in any number of threads. Results go through exp, log and sqrt of the C library,
 *   and so may differ in their last digits from one to another.
 */
#ifndef DESKSCORE_STAT_H
#define DESKSCORE_STAT_H

#include <deskscore/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- how sure is one number ------------------------------------------------------------------- */

/** Intervals of a share (METHODS 5.1). */
enum {
    DSCORE_INTERVAL_WILSON = 1,          /**< Wilson (1927), score interval: the default */
    DSCORE_INTERVAL_JEFFREYS = 2,        /**< Brown, Cai, DasGupta (2001): equal tails of Beta(x + 1/2, n - x + 1/2) */
    DSCORE_INTERVAL_CLOPPER_PEARSON = 3, /**< Clopper and Pearson (1934): never below its level, often far above */
    DSCORE_INTERVAL_AGRESTI_COULL = 4    /**< Agresti and Coull (1998), clipped to 0 and 1 */
};

/** Intervals of a count or rate (METHODS 5.6). */
enum {
    DSCORE_COUNT_EXACT = 1,    /**< Garwood (1936), from chi-square: the default */
    DSCORE_COUNT_SCORE = 2,    /**< Rao's score: the rates that the normal approximation does not reject */
    DSCORE_COUNT_JEFFREYS = 3, /**< equal tails of Gamma(x + 1/2) */
    DSCORE_COUNT_WALD = 4      /**< x +- z sqrt(x), clipped at 0: for comparison with others only */
};

/**
 * Intervals of shares x of n.
 *
 * x = 0 has 0 as its lower end, x = n has 1 as its upper, exactly.
 *
 * @param x, n    successes and cases, 0 <= x <= n; n = 0: status NO_DATA, from 0 to 1
 * @param count   number of entries, >= 0
 * @param level   of confidence
 * @param method  DSCORE_INTERVAL_...
 * @param lo, hi  ends, 0 to 1; not NULL
 * @param status  OK or NO_DATA; may be NULL
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, an unknown method); DSCORE_E_PARAMETER (level, an
 *         entry)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_shares_bound(const int64_t *x, const int64_t *n, int64_t count, double level,
    int32_t method, double *lo, double *hi, int32_t *status, dscore_error *err);

/**
 * Intervals of rates: events over an exposure (tickets, hours, agents).
 *
 * @param x         events
 * @param exposure  >= 0; 0: status UNDEFINED, 0 to 0; NULL = 1 everywhere: intervals of the counts themselves
 * @param count     number of entries, >= 0
 * @param level     of confidence
 * @param method    DSCORE_COUNT_...
 * @param lo, hi    ends, events per unit of exposure; not NULL
 * @param status    OK or UNDEFINED; may be NULL
 * @param err       may be NULL
 * @return as dscore_shares_bound
 * @since 0.3
 */
DSCORE_API dscore_status dscore_counts_bound(const int64_t *x, const double *exposure, int64_t count, double level,
    int32_t method, double *lo, double *hi, int32_t *status, dscore_error *err);

/**
 * Intervals of means by Student's t (1908): mean +- t(n - 1) sd / sqrt(n) (METHODS 5.6).
 *
 * The measure's own scale is not known here: clip to it, as CSAT to 1 and 5. Below n = 10 show the counts too.
 *
 * @param n         values; 0: status NO_DATA, 0 to 0; 1: INSUFFICIENT, the mean to the mean
 * @param mean, sd  mean and sample standard deviation (divisor n - 1, >= 0) of each; not read where n is 0; sd is not
 *                  read where n is 1
 * @param count     number of entries, >= 0
 * @param level     of confidence
 * @param lo, hi    ends; not NULL
 * @param status    OK, NO_DATA or INSUFFICIENT; may be NULL
 * @param err       may be NULL
 * @return as dscore_shares_bound
 * @since 0.3
 */
DSCORE_API dscore_status dscore_means_bound(const int64_t *n, const double *mean, const double *sd, int64_t count,
    double level, double *lo, double *hi, int32_t *status, dscore_error *err);

/**
 * Net promoter scores with the adjusted Wald interval: three answers added, of which 3/4 are promoters and 3/4
 * detractors, as MeasuringU recommends (METHODS 5.6).
 *
 * @param promoters, detractors, n  answers, promoters + detractors <= n; n = 0: status NO_DATA, -100 to 100 and score 0
 * @param count   number of entries, >= 0
 * @param level   of confidence
 * @param score   promoters minus detractors in per cent, -100 to 100; may be NULL
 * @param lo, hi  ends, clipped to -100 and 100; not NULL
 * @param status  OK or NO_DATA; may be NULL
 * @param err     may be NULL
 * @return as dscore_shares_bound
 * @since 0.3
 */
DSCORE_API dscore_status dscore_nps_bound(const int64_t *promoters, const int64_t *detractors, const int64_t *n,
    int64_t count, double level, double *score, double *lo, double *hi, int32_t *status, dscore_error *err);

/**
 * How many cases it takes to know a share to +- half_width: z^2 p q / h^2, rounded up (METHODS 5.1).
 *
 * @param share       the share to expect, 0 to 1; 0.5 is the worst case
 * @param half_width  above 0, at most 0.5
 * @param level       of confidence
 * @param out_n       cases, at least 1; not NULL; unchanged on failure
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_PARAMETER (a number out of range); DSCORE_E_LIMIT (above
 *         2^53)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_sample_require(double share, double half_width, double level, int64_t *out_n,
    dscore_error *err);

/* ---- do two numbers differ -------------------------------------------------------------------- */

/** Tests of whether two numbers differ. */
enum {
    DSCORE_TEST_AUTO = 0,   /**< Fisher's where an expected cell is below 5, else the z test (METHODS 5.7) */
    DSCORE_TEST_Z = 1,      /**< z with the pooled share */
    DSCORE_TEST_FISHER = 2, /**< Fisher's exact test, two-sided: all tables no likelier than the one observed */
    DSCORE_TEST_WELCH = 3   /**< t of two means with unequal variances */
};

/** Where a comparison writes its results, an entry for each pair. Every array may be NULL: not wanted. */
typedef struct dscore_comparison {
    uint32_t struct_size; /**< sizeof(dscore_comparison) */
    int32_t reserved;     /**< 0 */
    double *difference;   /**< first minus second */
    double *lo;           /**< lower end of the interval of the difference */
    double *hi;           /**< upper end */
    double *statistic;    /**< z or t; z with the pooled share also beside Fisher's test */
    double *df;           /**< degrees of freedom of t; 0 for shares */
    double *p;            /**< two-sided: how often chance alone makes a difference like this */
    int32_t *test;        /**< DSCORE_TEST_...: which test gave p */
    int32_t *status;      /**< DSCORE_VALUE_... */
} dscore_comparison;

/** Initialiser of a dscore_comparison. */
#define DSCORE_COMPARISON_INIT {(uint32_t)sizeof(dscore_comparison), 0, 0, 0, 0, 0, 0, 0, 0, 0}

/**
 * Differences of shares, x1 of n1 minus x2 of n2: interval by Newcombe (1998), method 10, from two Wilson intervals.
 *
 * No cases on a side: status NO_DATA, difference 0, from -1 to 1, p 1. Shares that are both 0 or both 1: z is 0, p 1.
 *
 * @param x1, n1, x2, n2  successes and cases, 0 <= x <= n
 * @param count  number of pairs, >= 0
 * @param level  of confidence
 * @param test   DSCORE_TEST_AUTO, _Z or _FISHER
 * @param out    started from DSCORE_COMPARISON_INIT; not NULL
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, an unknown test, struct_size not set);
 *         DSCORE_E_PARAMETER (level, an entry); DSCORE_E_LIMIT (FISHER for more than 1e9 cases: use Z)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_shares_compare(const int64_t *x1, const int64_t *n1, const int64_t *x2,
    const int64_t *n2, int64_t count, double level, int32_t test, const dscore_comparison *out, dscore_error *err);

/**
 * Differences of means, first minus second, with unequal variances: Welch (1947), degrees of freedom by Satterthwaite
 * (1946).
 *
 * No value on a side: status NO_DATA, everything 0 and p 1. A single one: INSUFFICIENT. No spread on either side:
 * UNDEFINED. In the last two the difference stands, lo and hi are equal to it, the statistic and df are 0 and p is 1.
 *
 * @param n1, mean1, sd1, n2, mean2, sd2  values, means and sample standard deviations; not read where n is 0, sd not
 *                                        where it is 1
 * @param count  number of pairs, >= 0
 * @param level  of confidence
 * @param out    started from DSCORE_COMPARISON_INIT; not NULL
 * @param err    may be NULL
 * @return as dscore_shares_compare, but for DSCORE_E_LIMIT
 * @since 0.3
 */
DSCORE_API dscore_status dscore_means_compare(const int64_t *n1, const double *mean1, const double *sd1,
    const int64_t *n2, const double *mean2, const double *sd2, int64_t count, double level,
    const dscore_comparison *out, dscore_error *err);

/* ---- what a small group's number is worth ------------------------------------------------------ */

/** How the prior of shares is found. */
enum {
    DSCORE_PRIOR_MOMENTS = 1,   /**< from the spread between groups, weighted by their size: the default */
    DSCORE_PRIOR_LIKELIHOOD = 2 /**< the beta-binomial of the greatest likelihood */
};

/**
 * What all groups together say about the share of one: Beta(alpha, beta) (METHODS 5.2).
 *
 * To use a prior from elsewhere set alpha and beta (above 0, at most 1e18) and leave the rest as initialised.
 */
typedef struct dscore_share_prior {
    uint32_t struct_size; /**< sizeof(dscore_share_prior) */
    int32_t status;       /**< NO_DATA: no case. INSUFFICIENT: fewer than two groups with cases. UNDEFINED: all cases
                               alike, or one case a group, which tells nothing of a spread. Else OK */
    int32_t is_full;      /**< 1: no spread between groups beyond chance, or not OK: all shrink to the pooled share */
    int32_t reserved;     /**< 0 */
    int64_t groups;       /**< groups with cases */
    double successes;     /**< of all groups */
    double cases;         /**< of all groups */
    double mean;          /**< P: the pooled share; of the likelihood: alpha / (alpha + beta) */
    double rho;           /**< correlation of two cases of one group, 0 to below 1; 0 where is_full (below 1e-12) */
    double strength;      /**< M = 1/rho - 1: the prior is worth so many cases; infinity where is_full */
    double alpha;         /**< P M; 0 where is_full */
    double beta;          /**< (1 - P) M; 0 where is_full */
} dscore_share_prior;

/** Initialiser of a dscore_share_prior. */
#define DSCORE_SHARE_PRIOR_INIT {(uint32_t)sizeof(dscore_share_prior), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/**
 * The prior of shares, from the groups themselves (empirical Bayes).
 *
 * Moments: rho = (S - (K-1) P(1-P)) / (P(1-P) (N - sum n^2/N - (K-1))), S = sum n (p - P)^2 (Kleinman 1973).
 * Likelihood: Skellam (1948), by Newton's method in the logarithms of alpha and beta.
 *
 * @param x, n    successes and cases of each group, 0 <= x <= n; groups with n = 0 say nothing
 * @param count   groups, >= 0
 * @param method  DSCORE_PRIOR_...
 * @param out     started from DSCORE_SHARE_PRIOR_INIT; not NULL; unchanged on failure
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, an unknown method, struct_size not set);
 *         DSCORE_E_PARAMETER (an entry)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_share_prior_fit(const int64_t *x, const int64_t *n, int64_t count, int32_t method,
    dscore_share_prior *out, dscore_error *err);

/**
 * Shares shrunk to what all groups say: (x + alpha) / (n + M), with equal-tailed credible intervals, the quantiles of
 * Beta(x + alpha, n - x + beta) (METHODS 5.2).
 *
 * A group without cases gets the prior itself, status NO_DATA. Where the prior is full every group gets the pooled
 * share and the Jeffreys interval of successes of cases; with no case at all, 0 and 0 to 1.
 *
 * @param x, n         successes and cases of each group, 0 <= x <= n
 * @param count        groups, >= 0
 * @param prior        from dscore_share_prior_fit, or the caller's alpha and beta; not NULL
 * @param level        of the credible interval
 * @param shrunk       posterior means, between the group's share and the prior's; may be NULL
 * @param lo, hi       ends of the credible intervals; may be NULL
 * @param reliability  n / (n + M), 0 to 1: how far the group's own share counts; may be NULL
 * @param status       OK or NO_DATA; may be NULL
 * @param err          may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, struct_size not set); DSCORE_E_PARAMETER (level,
 *         the prior, an entry)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_shares_shrink(const int64_t *x, const int64_t *n, int64_t count,
    const dscore_share_prior *prior, double level, double *shrunk, double *lo, double *hi, double *reliability,
    int32_t *status, dscore_error *err);

/** What all groups together say about the mean of one (METHODS 5.2): one-way analysis of variance. */
typedef struct dscore_mean_prior {
    uint32_t struct_size; /**< sizeof(dscore_mean_prior) */
    int32_t status;       /**< NO_DATA: no value. INSUFFICIENT: fewer than two groups with values, or none with two, so
                               that a spread cannot be told. Else OK */
    int32_t is_full;      /**< 1: no spread between groups beyond chance, or not OK: all shrink to the pooled mean */
    int32_t reserved;     /**< 0 */
    int64_t groups;       /**< groups with values */
    double values;        /**< of all groups */
    double mean;          /**< the pooled mean */
    double within;        /**< sigma^2: variance inside groups (MSW) */
    double between;       /**< tau^2 = (MSB - MSW) / n0, n0 = (N - sum n^2/N) / (K - 1); 0 where is_full */
    double strength;      /**< sigma^2 / tau^2: the prior is worth so many values; infinity where is_full */
} dscore_mean_prior;

/** Initialiser of a dscore_mean_prior. */
#define DSCORE_MEAN_PRIOR_INIT {(uint32_t)sizeof(dscore_mean_prior), 0, 0, 0, 0, 0, 0, 0, 0, 0}

/**
 * The prior of means, from the groups themselves: variance components by analysis of variance (Searle, Casella and
 * McCulloch 1992).
 *
 * @param n         values of each group; 0: the group says nothing
 * @param mean, sd  mean and sample standard deviation (>= 0); not read where n is 0, sd not where it is 1
 * @param count     groups, >= 0
 * @param out       started from DSCORE_MEAN_PRIOR_INIT; not NULL; unchanged on failure
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, struct_size not set); DSCORE_E_PARAMETER (an entry)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_mean_prior_fit(const int64_t *n, const double *mean, const double *sd, int64_t count,
    dscore_mean_prior *out, dscore_error *err);

/**
 * Means shrunk to the pooled one: mu + r (mean - mu), r = tau^2 / (tau^2 + sigma^2/n), with normal credible intervals
 * of variance tau^2 (1 - r).
 *
 * A group without values gets the pooled mean, status NO_DATA. Where the prior is full every group gets the pooled
 * mean, with variance sigma^2/N.
 *
 * @param n            values of each group
 * @param mean         their means; not read where n is 0
 * @param count        groups, >= 0
 * @param prior        from dscore_mean_prior_fit; not NULL
 * @param level        of the credible interval
 * @param shrunk       between the group's mean and the pooled one; may be NULL
 * @param lo, hi       ends of the credible intervals; may be NULL
 * @param reliability  r, 0 to 1; may be NULL
 * @param status       OK or NO_DATA; may be NULL
 * @param err          may be NULL
 * @return as dscore_shares_shrink
 * @since 0.3
 */
DSCORE_API dscore_status dscore_means_shrink(const int64_t *n, const double *mean, int64_t count,
    const dscore_mean_prior *prior, double level, double *shrunk, double *lo, double *hi, double *reliability,
    int32_t *status, dscore_error *err);

/**
 * The volume from which a group's own number is reliable: n >= M R / (1 - R) (METHODS 5.3), M the strength of a prior.
 *
 * @param strength     >= 0; infinity is in order
 * @param reliability  R, 0 to below 1
 * @param out_n        cases, at least 0; INT64_MAX: none below 2^53 is enough (infinite strength and R above 0); not
 *                     NULL; unchanged on failure
 * @param err          may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_PARAMETER (a number out of range)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_volume_require(double strength, double reliability, int64_t *out_n, dscore_error *err);

/* ---- how much of it is the mix of cases --------------------------------------------------------- */

/** What the sums of a case-mix adjustment are. */
enum {
    DSCORE_CASEMIX_SHARES = 1, /**< successes among n cases: sum <= n; variance n R (1 - R) */
    DSCORE_CASEMIX_COUNTS = 2, /**< events over an exposure n: variance n R */
    DSCORE_CASEMIX_MEANS = 3   /**< values of n cases (handle time), any sign: variance n sd^2 of the reference */
};

/** Intervals of observed over expected. MEANS has its own: normal, (O +- z sqrt(sum n sd^2)) / E. */
enum {
    DSCORE_CASEMIX_EXACT = 1, /**< exact Poisson interval of O, over E: the default */
    DSCORE_CASEMIX_LOG = 2    /**< (O/E) exp(+- z / sqrt(O)); for O = 0 the exact one */
};

/** Whose cases the reference of a subject holds. */
enum {
    DSCORE_CASEMIX_KEEP = 1,     /**< the reference as given */
    DSCORE_CASEMIX_LEAVE_OUT = 2 /**< the reference without the subject's own cases, which it must hold */
};

/** What is asked of a case-mix adjustment. Strata are cells such as category x priority x channel. */
typedef struct dscore_casemix {
    uint32_t struct_size;          /**< sizeof(dscore_casemix) */
    int32_t kind;                  /**< DSCORE_CASEMIX_SHARES, _COUNTS or _MEANS */
    int32_t interval;              /**< DSCORE_CASEMIX_EXACT or _LOG */
    int32_t own;                   /**< DSCORE_CASEMIX_KEEP or _LEAVE_OUT */
    int64_t strata;                /**< >= 0 */
    int64_t subjects;              /**< >= 0 */
    double level;                  /**< of confidence */
    double direct_min;             /**< cases a stratum must have for direct standardisation; 5 is usual */
    const double *reference_sum;   /**< [strata] successes, events or sum of values of the reference */
    const double *reference_n;     /**< [strata] its cases or exposure, >= 0 */
    const double *reference_sd;    /**< [strata] MEANS: standard deviation of its values, >= 0; else NULL */
    const double *sum;             /**< [subjects x strata], a subject's strata side by side */
    const double *n;               /**< [subjects x strata], >= 0 */
} dscore_casemix;

/** Initialiser of a dscore_casemix: shares, exact intervals at 0.95, the reference as given. */
#define DSCORE_CASEMIX_INIT {(uint32_t)sizeof(dscore_casemix), 1, 1, 1, 0, 0, 0.95, 5.0, 0, 0, 0, 0, 0}

/** Where a case-mix adjustment writes its results, an entry for each subject. Every array may be NULL: not wanted. */
typedef struct dscore_casemix_result {
    uint32_t struct_size;   /**< sizeof(dscore_casemix_result) */
    int32_t reserved;       /**< 0 */
    double *observed;       /**< O: sum over the strata */
    double *expected;       /**< E: what the reference would have had with the subject's cases */
    double *ratio;          /**< O/E; 0 where undefined */
    double *lo;             /**< lower end of the interval of O/E */
    double *hi;             /**< upper end */
    double *adjusted;       /**< O/E times the crude rate or mean of the reference */
    double *z;              /**< (O - E) / its standard deviation; 0 where the reference leaves nothing to chance */
    double *collapsed;      /**< cases or exposure in strata that the reference lacks, expected at its crude rate */
    int32_t *status;        /**< NO_DATA: no case. UNDEFINED: nothing is expected, or no reference. Else OK */
    double *direct;         /**< directly standardised: the subject's rates in the reference's mix; 0 where not OK */
    int32_t *direct_status; /**< INSUFFICIENT: fewer than direct_min cases in a stratum of the reference. UNDEFINED: no
                                 reference. Else OK */
} dscore_casemix_result;

/** Initialiser of a dscore_casemix_result. */
#define DSCORE_CASEMIX_RESULT_INIT {(uint32_t)sizeof(dscore_casemix_result), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/**
 * Results adjusted for the mix of cases: indirect standardisation, E = sum n_c R_c (METHODS 5.4), and direct beside it.
 *
 * Breslow and Day (1987), Statistical methods in cancer research II, chapter 2. A stratum that the reference lacks is
 * expected at the crude rate of the whole reference, and told as collapsed.
 *
 * @param given  not NULL; subjects x strata below 2^53
 * @param out    started from DSCORE_CASEMIX_RESULT_INIT; not NULL
 * @param err    may be NULL; path such as `n[7]`, row that cell
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative number of strata or subjects, an unknown kind, interval or
 *         own, struct_size not set); DSCORE_E_PARAMETER (level, direct_min, an entry, LEAVE_OUT with a reference that
 *         does not hold the subject's cases)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_casemix_adjust(const dscore_casemix *given, const dscore_casemix_result *out,
    dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
