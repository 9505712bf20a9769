/* The distributions that intervals, tests and forecasts stand on (METHODS 10): normal, beta, gamma and what follows
   from them. Nothing here gives a NaN: an argument outside the domain is DSCORE_E_RANGE and leaves 0 in *out.

   Only exp, log and sqrt of the C library are used (no lgamma: it writes a global in many C libraries), so results may
   differ in their last digits between C libraries (D18). The relative error is below 1e-12 for shapes from
   0.01 on; with smaller ones the absolute error is. */
#ifndef DSI_STAT_DISTRIBUTIONS_H
#define DSI_STAT_DISTRIBUTIONS_H

#include <deskscore/base.h>

/* Shapes of beta and gamma lie between these; beyond them is the domain's end. */
#define DSI_SHAPE_MIN 1e-100
#define DSI_SHAPE_MAX 1e60

/* Standard normal: probability of at most x (x not NaN), and the x below which a share p lies (0 < p < 1). */
dscore_status dsi_normal_cdf(double x, double *out);
dscore_status dsi_normal_quantile(double p, double *out);

/* Beta with shapes a, b: I_x(a, b), 0 <= x <= 1; and its inverse, 0 <= p <= 1. */
dscore_status dsi_beta_cdf(double x, double a, double b, double *out);
dscore_status dsi_beta_quantile(double p, double a, double b, double *out);

/* Gamma of shape s and scale 1: P(s, x), x >= 0 (infinity is in order); and its inverse, 0 <= p < 1. */
dscore_status dsi_gamma_cdf(double x, double s, double *out);
dscore_status dsi_gamma_quantile(double p, double s, double *out);

/* Chi-square with df > 0 degrees of freedom, 0 <= p < 1. */
dscore_status dsi_chi_square_quantile(double p, double df, double *out);

/* Student's t with df > 0 degrees of freedom, not necessarily whole; t not NaN, 0 < p < 1. For an upper tail ask
   for -t. (|t| above 1e150 counts as infinite, which matters only where df is far below 1.) */
dscore_status dsi_t_cdf(double t, double df, double *out);
dscore_status dsi_t_quantile(double p, double df, double *out);

/* Probability of at most k (k < 0: 0) among n trials of chance p, and of a count with mean > 0. n and k below 2^53. */
dscore_status dsi_binomial_cdf(int64_t k, int64_t n, double p, double *out);
dscore_status dsi_poisson_cdf(int64_t k, double mean, double *out);

/* ln(1 + x), x > -1, exact to a few units of the last place also where x is small. */
double dsi_log1p(double x);
/* ln Gamma(x) for x in DSI_SHAPE_MIN..MAX; its absolute error is below 1e-13 of max(1, |result|). */
double dsi_log_gamma(double x);
/* Its first two derivatives, same domain. */
double dsi_digamma(double x);
double dsi_trigamma(double x);

#endif
