/* The beta-binomial of the greatest likelihood (Skellam 1948): Newton's method in the logarithms of alpha and beta. */
#include "stat/shrink.h"

#include "stat/check.h"
#include "stat/distributions.h"

/* Above this the groups are as good as alike; below, every group is all successes or none. */
static const double STRONGEST = 1e7, WEAKEST = 1e-10;

/* First and second derivatives of the log-likelihood by alpha and beta. */
typedef struct slopes {
    double a, b, aa, ab, bb;
} slopes;

static double log_beta(double a, double b)
{
    return dsi_log_gamma(a) + dsi_log_gamma(b) - dsi_log_gamma(a + b);
}

static double likelihood(const dsi_share_groups *g, double alpha, double beta)
{
    const double prior = log_beta(alpha, beta);
    dsi_running sum = {0.0, 0.0};
    for (int64_t i = 0; i < g->count; i++) {
        const double x = (double)g->x[i], n = (double)g->n[i];
        dsi_running_add(&sum, n > 0.0 ? log_beta(x + alpha, n - x + beta) - prior : 0.0);
    }
    return dsi_running_total(&sum);
}

static slopes slopes_at(const dsi_share_groups *g, double alpha, double beta)
{
    const double a1 = dsi_digamma(alpha), b1 = dsi_digamma(beta), m1 = dsi_digamma(alpha + beta);
    const double a2 = dsi_trigamma(alpha), b2 = dsi_trigamma(beta), m2 = dsi_trigamma(alpha + beta);
    slopes s = {0.0, 0.0, 0.0, 0.0, 0.0};
    for (int64_t i = 0; i < g->count; i++) {
        if (g->n[i] == 0) {
            continue;
        }
        const double x = (double)g->x[i], n = (double)g->n[i];
        const double cases1 = dsi_digamma(n + alpha + beta) - m1, cases2 = dsi_trigamma(n + alpha + beta) - m2;
        s.a += dsi_digamma(x + alpha) - a1 - cases1;
        s.b += dsi_digamma(n - x + beta) - b1 - cases1;
        s.aa += dsi_trigamma(x + alpha) - a2 - cases2;
        s.bb += dsi_trigamma(n - x + beta) - b2 - cases2;
        s.ab -= cases2;
    }
    return s;
}

/* The step in ln alpha and ln beta: Newton's where the likelihood is curved like a hill, else uphill. */
static void step_at(const slopes *s, double alpha, double beta, double *out_u, double *out_v)
{
    const double gu = alpha * s->a, gv = beta * s->b;
    const double uu = alpha * alpha * s->aa + gu, vv = beta * beta * s->bb + gv, uv = alpha * beta * s->ab;
    const double determinant = uu * vv - uv * uv;
    if (uu < 0.0 && determinant > 0.0) {
        *out_u = (uv * gv - vv * gu) / determinant;
        *out_v = (uv * gu - uu * gv) / determinant;
    } else {
        *out_u = gu > 0.0 ? 1.0 : -1.0;
        *out_v = gv > 0.0 ? 1.0 : -1.0;
    }
    const double longest = fmax(fabs(*out_u), fabs(*out_v));
    if (longest > 2.0) {
        *out_u *= 2.0 / longest;
        *out_v *= 2.0 / longest;
    }
}

bool dsi_share_likelihood(
    const dsi_share_groups *groups, const dscore_share_prior *start, double *out_alpha, double *out_beta)
{
    const double strength = fmin(fmax(start->strength, 0.01), start->cases / (double)start->groups + 1.0);
    double alpha = start->mean * strength, beta = (1.0 - start->mean) * strength;
    double best = likelihood(groups, alpha, beta);
    for (int round = 0; round < 200; round++) {
        const slopes s = slopes_at(groups, alpha, beta);
        double u, v;
        step_at(&s, alpha, beta, &u, &v);
        double found = likelihood(groups, alpha * exp(u), beta * exp(v));
        for (int half = 0; half < 40 && found < best - 1e-13 * fabs(best); half++) {
            u /= 2.0;
            v /= 2.0;
            found = likelihood(groups, alpha * exp(u), beta * exp(v));
        }
        alpha *= exp(u);
        beta *= exp(v);
        best = found;
        if (fmax(fabs(u), fabs(v)) < 1e-9 || alpha + beta > STRONGEST || alpha + beta < WEAKEST) {
            break;
        }
    }
    *out_alpha = alpha;
    *out_beta = beta;
    return alpha + beta <= STRONGEST;
}
