/* What the beta and the gamma distribution share: their densities after Loader, and one bracketed search. */
#ifndef DSI_STAT_SPECIAL_H
#define DSI_STAT_SPECIAL_H

#include <stdbool.h>

/* Both tails of a distribution at a point, and its density there. */
typedef struct dsi_tails {
    double lower, upper, density;
} dsi_tails;

/* Gamma(a+b+1) / (Gamma(a+1) Gamma(b+1)) x^a y^b with x + y = 1: the binomial probability, for shapes that need not be
   whole. Loader (2000), Fast and accurate computation of binomial probabilities. a, b, x, y > 0. */
double dsi_binomial_mass(double a, double b, double x, double y);
/* x^s e^-x / Gamma(s+1): the Poisson probability. s, x > 0. */
double dsi_poisson_mass(double s, double x);

/* The x in (0, hi) whose lower tail is p (p + q = 1; the smaller of both is what is met), by Newton's steps kept inside
   a bracket that bisection shrinks. `at` gives the tails at a point. */
double dsi_quantile_search(
    dsi_tails (*at)(const void *shapes, double x), const void *shapes, double p, double q, double start, double hi);

#endif
