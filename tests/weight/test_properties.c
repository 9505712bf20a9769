/* What METHODS 10 promises of all ways of weighing, over drawn numbers: weights add up to 1 and none is below 0, and
   nothing missing leaves the plain mean. */
#include "weight/method_support.h"

#include "weight/tree.h"

enum { N_MOST = 8, ROWS_MOST = 9, CELLS = N_MOST * ROWS_MOST };

/* Numbers drawn for one round, of which each method takes what it needs. */
typedef struct drawn {
    int32_t n, rows;
    double table[CELLS];   /* above 0 */
    double weights[CELLS]; /* relative; rows people */
    double judgements[28]; /* above the diagonal */
    double best[N_MOST];   /* 1 for the first, most for the last */
    double worst[N_MOST];
    double ranks[N_MOST], swings[N_MOST];
    int32_t directions[N_MOST];
} drawn;

static double saaty(uint64_t *seed)
{
    const double size = 1 + floor(draw(seed) * 9);
    return draw(seed) < .5 ? size : 1 / size;
}

static drawn draw_all(uint64_t *seed)
{
    drawn d = {.n = 2 + (int32_t)(draw(seed) * (N_MOST - 1)), .rows = 2 + (int32_t)(draw(seed) * (ROWS_MOST - 1))};
    const double whole = 2 + floor(draw(seed) * 8);
    for (int i = 0; i < CELLS; i++) { /* over six orders of magnitude, with ties */
        d.table[i] = (1 + floor(draw(seed) * 9)) * pow(10, floor(draw(seed) * 6) - 3);
        d.weights[i] = (i % d.n == 0 ? 1 : 0) + floor(draw(seed) * 5);
    }
    for (int i = 0; i < 28; i++) {
        d.judgements[i] = saaty(seed);
    }
    for (int j = 0; j < d.n; j++) {
        d.best[j] = j == 0 ? 1 : j == d.n - 1 ? whole : fmin(whole, 2 + floor(draw(seed) * whole));
        d.worst[j] = j == 0 ? whole : j == d.n - 1 ? 1 : fmin(whole, 2 + floor(draw(seed) * whole));
        d.ranks[j] = floor(draw(seed) * d.n);
        d.swings[j] = j == 0 ? 100 : floor(draw(seed) * 101);
        d.directions[j] = draw(seed) < .5 ? 1 : -1;
    }
    return d;
}

typedef dscore_status (*way_fn)(const drawn *d, int32_t kind, double *w, dscore_error *err);

static dscore_status by_points(const drawn *d, int32_t kind, double *w, dscore_error *err)
{
    return kind == 1 ? dscore_weights_from_points(d->weights, d->n, w, err) : dscore_weights_equal(d->n, w, err);
}

static dscore_status by_swings(const drawn *d, int32_t kind, double *w, dscore_error *err)
{
    (void)kind;
    return dscore_weights_from_swings(d->swings, d->n, w, err);
}

static dscore_status by_ranks(const drawn *d, int32_t kind, double *w, dscore_error *err)
{
    return dscore_weights_from_ranks(d->ranks, d->n, kind, d->table[0], w, err);
}

static dscore_status by_ahp(const drawn *d, int32_t kind, double *w, dscore_error *err)
{
    dscore_ahp_options options = DSCORE_AHP_OPTIONS_INIT;
    options.method = kind;
    return dscore_ahp_solve(d->judgements, d->n, &options, w, NULL, NULL, err);
}

static dscore_status by_pool(const drawn *d, int32_t kind, double *w, dscore_error *err)
{
    return dscore_weights_pool(d->weights, d->rows, d->n, NULL, kind, w, err);
}

static dscore_status by_entropy(const drawn *d, int32_t kind, double *w, dscore_error *err)
{
    const int32_t *directions = kind == DSCORE_SCALING_AS_GIVEN ? NULL : d->directions;
    return dscore_weights_from_entropy(d->table, d->rows, d->n, directions, kind, w, NULL, NULL, err);
}

static dscore_status by_deviation(const drawn *d, int32_t kind, double *w, dscore_error *err)
{
    return kind == 1 ? dscore_weights_from_deviation(d->table, d->rows, d->n, NULL, 1, w, NULL, NULL, err)
                     : dscore_weights_from_deviation(d->table, d->rows, d->n, d->directions, 3, w, NULL, NULL, err);
}

static dscore_status by_critic(const drawn *d, int32_t kind, double *w, dscore_error *err)
{
    return dscore_weights_from_critic(
        NULL, d->table, d->rows, d->n, d->directions, DSCORE_SCALING_MIN_MAX, kind, w, NULL, NULL, NULL, err);
}

static dscore_status by_merec(const drawn *d, int32_t kind, double *w, dscore_error *err)
{
    return dscore_weights_from_merec(
        NULL, d->table, d->rows, d->n, kind == 1 ? NULL : d->directions, w, NULL, NULL, err);
}

static dscore_status by_best_worst(const drawn *d, int32_t kind, double *w, dscore_error *err)
{
    dscore_best_worst_options options = DSCORE_BEST_WORST_OPTIONS_INIT;
    options.method = kind;
    options.best = 0;
    options.worst = d->n - 1;
    options.alpha = d->ranks[0] / d->n;
    return dscore_best_worst_solve(NULL, d->best, d->worst, d->n, &options, w, NULL, err);
}

static dscore_status by_combination(const drawn *d, int32_t kind, double *w, dscore_error *err)
{
    return dscore_weights_combine(d->weights, d->weights + d->n, d->n, kind, d->ranks[0] / d->n, w, err);
}

static dscore_status by_moving(const drawn *d, int32_t kind, double *w, dscore_error *err)
{
    return dscore_weights_move(d->table, d->n, kind, d->ranks[0] / d->n, w, err);
}

START_TEST(methods_10_weights_of_every_method_add_up_to_1)
{
    static const struct {
        way_fn weigh;
        int32_t kinds;
    } ways[] = {{by_points, 2}, {by_swings, 1}, {by_ranks, 4}, {by_ahp, 3}, {by_pool, 2}, {by_entropy, 4},
        {by_deviation, 2}, {by_critic, 2}, {by_merec, 2}, {by_best_worst, 3}, {by_combination, 3}, {by_moving, 1}};
    uint64_t seed = 29;
    for (int round = 0; round < 2000; round++) {
        const drawn d = draw_all(&seed);
        for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
            for (int32_t kind = 1; kind <= ways[i].kinds; kind++) {
                dscore_error err = DSCORE_ERROR_INIT;
                double w[N_MOST];
                assert_ok(ways[i].weigh(&d, kind, w, &err), err);
                assert_shares(w, d.n);
            }
        }
    }
}
END_TEST

START_TEST(methods_10_with_nothing_missing_excluding_leaves_the_plain_mean)
{
    uint64_t seed = 31;
    for (int round = 0; round < 500; round++) {
        enum { LEAVES = 6 };
        dscore_error err = DSCORE_ERROR_INIT;
        const char *const ids[] = {"a", "b", "c", "d", "e", "f"};
        dsi_weight_node nodes[LEAVES];
        const uint8_t present[LEAVES] = {1, 1, 1, 1, 1, 1};
        double score[LEAVES];
        double sum = 0;
        double weight = 0;
        memset(nodes, 0, sizeof nodes);
        for (int i = 0; i < LEAVES; i++) {
            nodes[i].id = ids[i];
            nodes[i].parent = -1;
            nodes[i].is_leaf = true;
            nodes[i].weight = round % 2 == 0 ? 1 : 1 + floor(draw(&seed) * 40); /* alike: the mean of the scores */
            score[i] = draw(&seed) * 120;
            sum += nodes[i].weight * score[i];
            weight += nodes[i].weight;
        }
        dsi_weights_spec spec;
        memset(&spec, 0, sizeof spec);
        spec.nodes = nodes;
        spec.node_count = LEAVES;
        spec.mode = DSCORE_WEIGHTS_RELATIVE;
        dscore_weights *weights = NULL;
        assert_ok(dsi_weights_new(NULL, &spec, &weights, &err), err);
        for (int32_t policy = DSCORE_MISSING_EXCLUDE_SIBLINGS; policy <= DSCORE_MISSING_EXCLUDE_GLOBAL; policy++) {
            double shares[LEAVES];
            double mean = 0;
            assert_ok(dscore_weights_resolve(weights, present, policy, shares, NULL, &err), err);
            for (int i = 0; i < LEAVES; i++) {
                mean += shares[i] * score[i];
            }
            assert_close(mean, sum / weight, 1e-11);
        }
        dscore_weights_free(weights);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {methods_10_weights_of_every_method_add_up_to_1,
        methods_10_with_nothing_missing_excluding_leaves_the_plain_mean};
    return RUN_TESTS("properties of weights", tests);
}
