/* Points from the place within a group of values (METHODS 2.10). Sums, means and ranks come from exact sums and one
   sort, so the order of the group does not matter. */
#include "score/rule_parts.h"

#include "base/error.h"
#include "base/wide.h"
#include "score/rank.h"
#include "stat/distributions.h"
#include <math.h>

/* What makes the median absolute deviation, and the mean one, a standard deviation where values are normal. */
static const double MAD_TO_SD = 1.4826;
static const double MEAN_DEVIATION_TO_SD = 1.2533;

typedef struct peer_group {
    const dsi_peers *peers;
    const dscore_allocator *allocator;
    double *u;      /* values with the better side up; n of them */
    int64_t *order; /* the rows that have a value; sorted, the best first, once sort_rows was called */
    double *raw;    /* of each row; NaN where there is no answer */
    int64_t n, count;
} peer_group;

static void sort_rows(const double *of, int64_t n, int64_t *order, int64_t count)
{
    const dsi_ranking ranking = {.scores = of, .stride = sizeof *of, .count = n};
    dsi_ranking_sort(&ranking, order, count);
}

/* Of rows sorted by `of`. */
static double median(const double *of, const int64_t *order, int64_t count)
{
    const double high = of[order[(count - 1) / 2]];
    const double low = of[order[count / 2]];
    return count % 2 == 1 ? low : dsi_interpolate_double(low, high, 0.5);
}

static double scaled(const dsi_peers *p, double z)
{
    double share = 0.0;
    switch (p->scale) {
    case DSI_SCALE_NORMAL:
        return dsi_normal_cdf(z, &share) == DSCORE_OK ? 100.0 * share : (double)NAN;
    case DSI_SCALE_T:
        return 50.0 + 10.0 * z;
    default:
        return z;
    }
}

/* Where nobody differs (spread 0), everybody stands in the middle. */
static void score_by_distance(peer_group *g, double middle, double spread)
{
    for (int64_t i = 0; i < g->count; i++) {
        const int64_t row = g->order[i];
        const double z = spread > 0.0 ? (g->u[row] - middle) / spread : 0.0;
        g->raw[row] = isfinite(z) ? scaled(g->peers, z) : (double)NAN;
    }
}

static bool score_z(peer_group *g)
{
    dsi_moments m = {.spill = NULL};
    bool fine = dsi_moments_reserve(&m, g->allocator);
    for (int64_t i = 0; fine && i < g->count; i++) {
        fine = dsi_moments_add_double(&m, g->u[g->order[i]]);
    }
    if (fine) {
        score_by_distance(g, dsi_sum_mean(&m.sum, g->count, 1), sqrt(dsi_moments_variance(&m, g->count, 1)));
    }
    dsi_moments_free(&m, g->allocator);
    return fine;
}

/* The mean of the distances; false = no memory. */
static bool mean_of(const peer_group *g, const double *distances, double *out)
{
    dsi_sum sum = {.spill = NULL};
    bool fine = dsi_sum_reserve(&sum, g->allocator);
    for (int64_t i = 0; fine && i < g->count; i++) {
        fine = dsi_sum_add_double(&sum, distances[g->order[i]]);
    }
    *out = fine ? dsi_sum_mean(&sum, g->count, 1) : 0.0;
    dsi_sum_free(&sum, g->allocator);
    return fine;
}

static bool score_robust(peer_group *g, dsi_arena *arena)
{
    double *distances = dsi_arena_alloc(arena, g->n * (int64_t)sizeof *distances);
    if (distances == NULL) {
        return false;
    }
    sort_rows(g->u, g->n, g->order, g->count);
    const double middle = median(g->u, g->order, g->count);
    bool all_finite = true;
    for (int64_t i = 0; i < g->count; i++) {
        const int64_t row = g->order[i];
        distances[row] = fabs(g->u[row] - middle);
        all_finite = all_finite && isfinite(distances[row]);
    }
    sort_rows(distances, g->n, g->order, g->count);
    double spread = MAD_TO_SD * median(distances, g->order, g->count);
    if (spread == 0.0 && all_finite) { /* more than half of the group are equal */
        double mean_distance;
        if (!mean_of(g, distances, &mean_distance)) {
            return false;
        }
        spread = MEAN_DEVIATION_TO_SD * mean_distance;
    }
    score_by_distance(g, middle, spread);
    return true;
}

static void score_min_max(peer_group *g)
{
    double least = g->u[g->order[0]], most = least;
    for (int64_t i = 1; i < g->count; i++) {
        least = fmin(least, g->u[g->order[i]]);
        most = fmax(most, g->u[g->order[i]]);
    }
    for (int64_t i = 0; i < g->count; i++) {
        const int64_t row = g->order[i];
        g->raw[row] = most > least ? 100.0 * ((g->u[row] - least) / (most - least)) : g->peers->when_equal;
    }
}

static double percent_rank(const dsi_peers *p, int64_t worse, int64_t equal, int64_t n)
{
    const double below = (double)worse, tied = (double)equal, all = (double)n;
    switch (p->definition) {
    case DSI_RANK_MEAN:
        return 100.0 * (below + 0.5 * tied) / all;
    case DSI_RANK_WEAK:
        return 100.0 * (below + tied) / all;
    case DSI_RANK_STRICT:
        return 100.0 * below / all;
    default:
        return 100.0 * below / (all - 1.0);
    }
}

static void score_percent_rank(peer_group *g)
{
    const dsi_ranking ranking = {.scores = g->u, .stride = sizeof *g->u, .count = g->n};
    dsi_ranking_sort(&ranking, g->order, g->count);
    for (int64_t tie = 0, end; tie < g->count; tie = end) {
        end = dsi_ranking_tie_end(&ranking, g->order, tie, g->count);
        const double points = percent_rank(g->peers, g->count - end, end - tie, g->count);
        for (int64_t i = tie; i < end; i++) {
            g->raw[g->order[i]] = points;
        }
    }
}

static bool score_group(peer_group *g, dsi_arena *arena)
{
    switch (g->peers->method) {
    case DSI_PEERS_Z:
        return score_z(g);
    case DSI_PEERS_ROBUST_Z:
        return score_robust(g, arena);
    case DSI_PEERS_MIN_MAX:
        score_min_max(g);
        return true;
    default:
        score_percent_rank(g);
        return true;
    }
}

/* The results of a row, for those who asked. */
typedef struct row_results {
    double *points, *raw;
    int32_t *status, *flags;
} row_results;

static void put_row(const row_results *out, int64_t i, int32_t status, double points, double raw, int32_t flags)
{
    out->points[i] = points;
    if (out->raw != NULL) {
        out->raw[i] = raw;
    }
    if (out->status != NULL) {
        out->status[i] = status;
    }
    if (out->flags != NULL) {
        out->flags[i] = flags;
    }
}

static void put_group(const row_results *out, const dsi_rule_spec *spec, const peer_group *g)
{
    const double nan = (double)NAN;
    const bool too_few = g->count < g->peers->min_group;
    for (int64_t i = 0; i < g->n; i++) {
        if (isnan(g->u[i])) {
            put_row(out, i, DSCORE_VALUE_NO_DATA, nan, nan, 0);
        } else if (too_few && isfinite(g->u[i])) {
            put_row(out, i, DSCORE_VALUE_INSUFFICIENT, nan, nan, DSCORE_SCORE_SMALL_N);
        } else if (!isfinite(g->raw[i])) {
            put_row(out, i, DSCORE_VALUE_UNDEFINED, nan, nan, 0);
        } else {
            int32_t flags = 0;
            const double points = dsi_rule_clamp(spec, g->raw[i], &flags);
            put_row(out, i, DSCORE_VALUE_OK, points, g->raw[i], flags);
        }
    }
}

static dscore_status apply_peers(const dsi_rule_spec *spec, const double *x, int64_t n, const row_results *out,
    const dscore_allocator *allocator, dscore_error *err)
{
    dsi_arena arena;
    dsi_arena_init(&arena, allocator);
    peer_group g = {.peers = &spec->u.peers, .allocator = &arena.allocator, .n = n};
    g.u = dsi_arena_alloc(&arena, n * (int64_t)sizeof *g.u);
    g.order = dsi_arena_alloc(&arena, n * (int64_t)sizeof *g.order);
    g.raw = dsi_arena_alloc(&arena, n * (int64_t)sizeof *g.raw);
    bool fine = g.u != NULL && g.order != NULL && g.raw != NULL;
    for (int64_t i = 0; fine && i < n; i++) {
        g.u[i] = spec->better == DSI_BETTER_LOWER ? -x[i] : x[i];
        g.raw[i] = (double)NAN;
        if (isfinite(x[i])) {
            g.order[g.count++] = i;
        }
    }
    fine = fine && (g.count < g.peers->min_group || score_group(&g, &arena));
    if (fine) {
        put_group(out, spec, &g);
    }
    dsi_arena_free(&arena);
    return fine ? DSCORE_OK : dsi_fail_memory(err);
}

bool dsi_rule_is_relative(const dscore_rule *rule)
{
    return rule->spec.family == DSI_FAMILY_PEERS;
}

dscore_status dsi_rule_group_points(const dscore_rule *rule, const double *x, int64_t n, double *points, double *raw,
    int32_t *status, int32_t *flags, const dscore_allocator *allocator, dscore_error *err)
{
    const row_results out = {points, raw, status, flags};
    if (n > 0 && dsi_rule_is_relative(rule)) {
        return apply_peers(&rule->spec, x, n, &out, allocator, err);
    }
    for (int64_t i = 0; i < n; i++) {
        double one_points, one_raw;
        int32_t one_flags;
        const int32_t one_status = dsi_rule_points(rule, x[i], &one_points, &one_raw, &one_flags);
        put_row(&out, i, one_status, one_points, one_raw, one_flags);
    }
    return DSCORE_OK;
}
