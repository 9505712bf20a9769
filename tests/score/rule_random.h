/* Random rules of every family, with parameters as people write them, for the tests of properties. */
#ifndef DSCORE_TESTS_RULE_RANDOM_H
#define DSCORE_TESTS_RULE_RANDOM_H

#include "score/rule_support.h"

/* splitmix64 */
static inline uint64_t random_bits(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* 0 to most, both included. */
static inline int32_t random_whole(uint64_t *state, int32_t most)
{
    return (int32_t)(random_bits(state) % (uint64_t)(most + 1));
}

/* A decimal with one place from low to low + tenths / 10. */
static inline double random_tenths(uint64_t *state, double low, int32_t tenths)
{
    return low + (double)random_whole(state, tenths) / 10.0;
}

enum { MOST_PARTS = 4 };
typedef struct random_rule {
    dsi_rule_spec spec;
    dsi_float conditions[MOST_PARTS];
    dsi_knot knots[MOST_PARTS];
    dsi_tier tiers[MOST_PARTS + 1];
} random_rule;

static inline void random_line(uint64_t *state, dsi_linear *l)
{
    l->x0 = random_tenths(state, 0.0, 500);
    l->x1 = l->x0 + (random_whole(state, 1) == 0 ? 1.0 : -1.0) * random_tenths(state, 1.0, 400);
    l->points0 = (double)random_whole(state, 60);
    l->points1 = l->points0 + 10.0 + (double)random_whole(state, 90);
    l->below.mode = DSI_END_HOLD + random_whole(state, 2);
    l->below.points = l->points0 - (double)random_whole(state, 20);
}

/* Conditions that give more where the rule gives more: the rule stays monotone. */
static inline void random_base_float(uint64_t *state, random_rule *r)
{
    dsi_base_float *f = &r->spec.u.base_float;
    double better = -1.0;
    if (random_whole(state, 1) == 0) {
        f->core_family = DSI_FAMILY_LINEAR;
        random_line(state, &f->linear);
        better = f->linear.x1 > f->linear.x0 ? 1.0 : -1.0;
    } else {
        f->ratio.form = DSI_RATIO_HIGHER + random_whole(state, 2);
        f->ratio.baseline = random_tenths(state, 1.0, 500);
        better = f->ratio.form == DSI_RATIO_HIGHER ? 1.0 : -1.0;
    }
    f->mode = DSI_ADJ_CORE + random_whole(state, 1);
    f->base = 50.0 + (double)random_whole(state, 40);
    f->order = DSI_CAP_CORE_THEN_FLOAT + random_whole(state, 1);
    f->cap_core = 80.0 + (double)random_whole(state, 60);
    f->condition_count = random_whole(state, 3);
    for (int32_t i = 0; i < f->condition_count; i++) {
        dsi_float *c = &r->conditions[i];
        const bool on_raw = random_whole(state, 1) == 0, upward = random_whole(state, 1) == 0;
        c->on = on_raw ? DSI_FLOAT_ON_RAW : DSI_FLOAT_ON_CORE;
        c->threshold = on_raw ? random_tenths(state, 0.0, 800) : 60.0 + (double)random_whole(state, 50);
        c->op = (upward ? DSI_CMP_GE : DSI_CMP_LE) + random_whole(state, 1);
        const double sign = (upward ? 1.0 : -1.0) * (on_raw ? better : 1.0);
        c->points = sign * (double)random_whole(state, 8);
    }
    f->conditions = r->conditions;
}

static inline void random_step(uint64_t *state, dsi_rule_spec *spec)
{
    dsi_step *s = &spec->u.step;
    spec->better = random_whole(state, 1) == 0 ? DSI_BETTER_LOWER : DSI_BETTER_HIGHER;
    s->bonus = random_whole(state, 2) == 0;
    s->x0 = random_tenths(state, 10.0, 300);
    s->delta = random_tenths(state, 0.5, 60);
    s->points = (double)random_whole(state, 15);
    s->full = s->bonus ? 40.0 : 100.0;
    s->has_limit = random_whole(state, 1) == 0;
    s->limit = s->bonus ? 110.0 : 10.0;
    s->counting = DSI_COUNT_FLOOR + random_whole(state, 3);
    s->has_k_max = random_whole(state, 2) == 0;
    s->k_max = 1.0 + (double)random_whole(state, 8);
    s->has_cliff = !s->bonus && random_whole(state, 1) == 0;
    s->cliff_x = s->x0 - (double)spec->better * random_tenths(state, s->delta, 200);
    s->cliff_inclusive = random_whole(state, 1) == 0;
    s->cliff_points = s->has_limit ? 0.0 : -1000.0;
}

/* Points that rise by way; `monotone` false: that go up and down. */
static inline void random_table(uint64_t *state, random_rule *r, bool monotone)
{
    dsi_piecewise *p = &r->spec.u.piecewise;
    const double way = random_whole(state, 1) == 0 ? 1.0 : -1.0;
    double x = random_tenths(state, 0.0, 200), points = way > 0.0 ? 0.0 : 100.0;
    p->knot_count = 1 + random_whole(state, MOST_PARTS - 1);
    for (int32_t i = 0; i < p->knot_count; i++) {
        const double turn = monotone || random_whole(state, 1) == 0 ? way : -way;
        r->knots[i].x = x;
        r->knots[i].left = points;
        points += random_whole(state, 1) == 0 ? turn * (double)random_whole(state, 20) : 0.0;
        r->knots[i].right = points;
        points += turn * (double)random_whole(state, 40);
        x += random_tenths(state, 0.5, 200);
    }
    p->knots = r->knots;
    p->value_at_knot = DSI_AT_KNOT_LEFT + random_whole(state, 1);
    p->low.mode = p->high.mode = p->knot_count > 1 ? DSI_END_HOLD + random_whole(state, 1) : DSI_END_HOLD;
}

static inline void random_tiers(uint64_t *state, random_rule *r)
{
    dsi_tiers *t = &r->spec.u.tier;
    const double way = random_whole(state, 1) == 0 ? 1.0 : -1.0;
    double x = random_tenths(state, 0.0, 200), points = way > 0.0 ? 0.0 : 100.0;
    t->tier_count = 1 + random_whole(state, MOST_PARTS);
    for (int32_t i = 0; i < t->tier_count; i++) {
        r->tiers[i] = (dsi_tier){i == 0 ? -(double)INFINITY : x, 0.0, points, NULL, NULL};
        x += i == 0 ? 0.0 : random_tenths(state, 0.5, 200);
        r->tiers[i].max = i == t->tier_count - 1 ? (double)INFINITY : x;
        points += way * (double)random_whole(state, 25);
    }
    r->spec.better = way > 0.0 ? DSI_BETTER_HIGHER : DSI_BETTER_LOWER;
    t->closed = random_whole(state, 2);
    t->tiers = r->tiers;
}

static inline void random_desirability(uint64_t *state, dsi_desirability *d)
{
    static const double EXPONENTS[] = {0.5, 1.0, 2.0, 1.7};
    d->form = DSI_DESIRE_MAX + random_whole(state, 3);
    d->low = random_tenths(state, 0.0, 300);
    d->target = d->low + random_tenths(state, 0.5, 200);
    d->high = d->target + random_tenths(state, 0.5, 200);
    d->exponent = EXPONENTS[random_whole(state, 3)];
    d->exponent_low = EXPONENTS[random_whole(state, 3)];
    d->exponent_high = EXPONENTS[random_whole(state, 3)];
}

static inline void random_target3(uint64_t *state, dsi_target3 *t)
{
    const double way = random_whole(state, 1) == 0 ? 1.0 : -1.0;
    t->threshold_x = random_tenths(state, 20.0, 300);
    t->target_x = t->threshold_x + way * random_tenths(state, 0.5, 100);
    t->stretch_x = t->target_x + way * random_tenths(state, 0.5, 100);
    t->threshold_points = (double)random_whole(state, 60);
    t->target_points = t->threshold_points + (double)random_whole(state, 50);
    t->stretch_points = t->target_points + (double)random_whole(state, 30);
    t->below = DSI_BELOW_ZERO + random_whole(state, 2);
}

static inline void random_band(uint64_t *state, dsi_band *b)
{
    b->form = DSI_BAND_TRAPEZOID + random_whole(state, 1);
    b->a = random_tenths(state, 0.0, 200);
    b->b = b->a + random_tenths(state, 0.5, 200);
    b->c = b->b + random_tenths(state, 0.0, 200);
    b->d = b->c + random_tenths(state, 0.5, 200);
    b->target = random_tenths(state, 0.0, 600);
    b->tolerance = random_tenths(state, 0.0, 50);
    b->slope = random_tenths(state, 0.1, 60);
}

static inline void random_pass_fail(uint64_t *state, dsi_pass_fail *p)
{
    p->op = DSI_CMP_GE + random_whole(state, 3);
    p->threshold = random_tenths(state, 0.0, 600);
    p->miss = (double)random_whole(state, 40);
    p->hit = (double)(40 + random_whole(state, 60));
}

/* Two values apart, either first. */
static inline void random_pair(uint64_t *state, double *a, double *b)
{
    *a = random_tenths(state, 20.0, 300);
    *b = *a + (random_whole(state, 1) == 0 ? 1.0 : -1.0) * random_tenths(state, 0.5, 200);
}

/* A rule of the family; `monotone` as far as the family can be otherwise. Stays where it is: it points into itself. */
static inline void random_rule_of(uint64_t *state, int32_t family, bool monotone, random_rule *r)
{
    dsi_rule_spec_init(&r->spec, family);
    r->spec.has_hi = random_whole(state, 1) == 0;
    switch (family) {
    case DSI_FAMILY_RATIO:
        r->spec.u.ratio.form = DSI_RATIO_HIGHER + random_whole(state, 2);
        r->spec.u.ratio.baseline = random_tenths(state, 0.5, 500);
        r->spec.u.ratio.has_cap = random_whole(state, 1) == 0;
        break;
    case DSI_FAMILY_BASE_FLOAT:
        random_base_float(state, r);
        break;
    case DSI_FAMILY_STEP:
        random_step(state, &r->spec);
        break;
    case DSI_FAMILY_LINEAR:
        random_line(state, &r->spec.u.linear);
        break;
    case DSI_FAMILY_TARGET3:
        random_target3(state, &r->spec.u.target3);
        break;
    case DSI_FAMILY_PIECEWISE:
        random_table(state, r, monotone);
        break;
    case DSI_FAMILY_TIER:
        random_tiers(state, r);
        break;
    case DSI_FAMILY_PASS_FAIL:
        random_pass_fail(state, &r->spec.u.pass_fail);
        break;
    case DSI_FAMILY_BAND:
        random_band(state, &r->spec.u.band);
        break;
    case DSI_FAMILY_DESIRABILITY:
        random_desirability(state, &r->spec.u.desirability);
        break;
    case DSI_FAMILY_LOGISTIC:
        random_pair(state, &r->spec.u.logistic.x0, &r->spec.u.logistic.x1);
        r->spec.u.logistic.points0 = 10.0 + (double)random_whole(state, 30);
        r->spec.u.logistic.points1 = 50.0 + (double)random_whole(state, 45);
        break;
    case DSI_FAMILY_EFFICACY:
        random_pair(state, &r->spec.u.efficacy.not_allowed, &r->spec.u.efficacy.satisfactory);
        break;
    default:
        random_pair(state, &r->spec.u.goal_red.goal, &r->spec.u.goal_red.red);
        break;
    }
}

#endif
