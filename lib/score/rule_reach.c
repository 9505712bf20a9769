/* What would it take: the value nearest to the one there is at which a rule gives enough points, and what one unit
   gains. The walk goes from breakpoint to breakpoint; between two of them points are monotone, so that what is enough
   there lies at one end, and halving finds where it begins. */
#include "score/rule_parts.h"

#include "base/error.h"
#include "score/rank.h"
#include "score/tolerance.h"
#include <math.h>

/* Farther out nobody measures anything. */
static const double FARTHEST = 1e300;
enum { MOST_DECIMALS = 15, MOST_HALVINGS = 1100, STEP_BREAKS = 4 };

typedef struct search {
    const dscore_rule *rule;
    double points;    /* that are wanted */
    double low, high; /* the domain */
    double *breaks;
    int64_t *order; /* of the breaks, highest first */
    int64_t count;
} search;

static double points_at(const search *s, double x)
{
    double points, raw;
    int32_t flags;
    (void)dsi_rule_points(s->rule, x, &points, &raw, &flags);
    return points; /* NaN where there are none: never enough */
}

/* As METHODS 0.3 compares. */
static bool enough(const search *s, double x)
{
    return dsi_at_least(points_at(s, x), s->points);
}

static bool in_domain(const search *s, double x)
{
    return x >= s->low && x <= s->high;
}

/* The decimal with the fewest places that is the same value and enough: 25, not 24.999999999. */
static double readable(const search *s, double x)
{
    for (int32_t decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
        const double shorter = dscore_round(x, decimals);
        if (dsi_same(shorter, x) && in_domain(s, shorter) && enough(s, shorter)) {
            return shorter;
        }
    }
    return x;
}

/* The least power of ten that takes a value out of what METHODS 0.3 calls the same; its decimals. */
static double beside(double x, int32_t *out_decimals)
{
    const double need = 2.0 * DSI_TOLERANCE * fmax(1.0, fabs(x));
    int32_t decimals = 8;
    double away = 1e-8;
    for (; away < need; away *= 10.0) {
        decimals--;
    }
    *out_decimals = decimals;
    return decimals > 0 ? pow(10.0, -(double)decimals) : away;
}

/* Between a value that is not enough and one that is, the first that is, to the last bit. */
static double halve(const search *s, double without, double with, bool exactly)
{
    for (int32_t i = 0; i < MOST_HALVINGS; i++) {
        const double middle = without + (with - without) / 2.0;
        if (middle == without || middle == with) {
            break;
        }
        if (exactly ? points_at(s, middle) >= s->points : enough(s, middle)) {
            with = middle;
        } else {
            without = middle;
        }
    }
    return with;
}

/* The same without the blur of the tolerance, unless that leads far off: where points hardly rise any more. */
static double first_enough(const search *s, double without, double with, double far)
{
    const double first = halve(s, without, with, false);
    const double way = with > without ? 1.0 : -1.0;
    const double near_by = 1e-4 * fmax(1.0, fabs(first));
    const double limit = way * fmin(way * (first + way * near_by), way * far);
    return points_at(s, limit) >= s->points ? halve(s, without, limit, true) : first;
}

/* In the piece from near to far, `with` is enough and `without`, on its side of near, is not: the answer. */
static double settle(const search *s, double near, double far, double without, double with)
{
    const double first = first_enough(s, without, with, far);
    const double written = readable(s, first);
    int32_t decimals;
    const double away = beside(near, &decimals);
    decimals = decimals > 0 ? decimals : 0;
    if (fabs(first - near) > away || dscore_round(written, decimals) == written) {
        return written;
    }
    /* Just beyond an edge that does not count itself. */
    const double next = dscore_round(with > without ? near + away : near - away, decimals);
    return in_domain(s, next) && enough(s, next) ? next : written;
}

/* The nearest value that is enough strictly between near, which is not, and far; false = none. */
static bool search_piece(const search *s, double near, double far, double way, double *out)
{
    int32_t ignored;
    double last = near;
    for (double away = beside(near, &ignored); away < FARTHEST; away *= 10.0) {
        const double x = near + way * away;
        if (way * (far - x) <= 0.0 || fabs(x) > FARTHEST) {
            break;
        }
        if (enough(s, x)) {
            *out = settle(s, near, far, last, x);
            return true;
        }
        last = x;
    }
    for (double away = isfinite(far) ? beside(far, &ignored) : FARTHEST; away < FARTHEST; away *= 10.0) {
        const double x = far - way * away;
        if (way * (x - last) <= 0.0) {
            break;
        }
        if (enough(s, x)) {
            *out = settle(s, near, far, last, x);
            return true;
        }
    }
    return false;
}

/* The nearest value that is enough on one side of x, which is not; way: +1 upwards, -1 downwards. */
static bool search_side(const search *s, double x, double way, double *out)
{
    double near = x;
    for (int64_t i = 0; i < s->count; i++) {
        const double far = s->breaks[s->order[way > 0.0 ? s->count - 1 - i : i]];
        if (way * (far - near) <= 0.0 || !in_domain(s, far)) {
            continue;
        }
        if (search_piece(s, near, far, way, out)) {
            return true;
        }
        if (enough(s, far)) {
            *out = readable(s, far);
            return true;
        }
        near = far;
    }
    const double end = way > 0.0 ? s->high : s->low;
    return isinf(end) && search_piece(s, near, end, way, out);
}

/* Around the step of a ladder at which the wanted points lie. */
static int64_t add_step_breaks(const dsi_rule_spec *spec, double points, double *out)
{
    if (spec->family != DSI_FAMILY_STEP) {
        return 0;
    }
    const dsi_step *t = &spec->u.step;
    const double steps = (t->bonus ? points - t->full : t->full - points) / t->points;
    if (!isfinite(steps)) { /* steps worth nothing */
        return 0;
    }
    const double place = dsi_step_way(spec) * t->delta;
    const double around[STEP_BREAKS] = {steps, floor(steps), floor(steps) + 0.5, floor(steps) + 1.0};
    for (int32_t i = 0; i < STEP_BREAKS; i++) {
        out[i] = t->x0 + place * around[i];
    }
    return STEP_BREAKS;
}

/* All breakpoints and the ends of the domain, and their order; false = no memory. */
static bool find_breaks(search *s, dsi_arena *arena)
{
    const dsi_rule_spec *spec = &s->rule->spec;
    const int64_t most = (int64_t)dsi_rule_most_breaks(spec) + STEP_BREAKS + 2;
    s->breaks = dsi_arena_alloc(arena, most * (int64_t)sizeof *s->breaks);
    s->order = dsi_arena_alloc(arena, most * (int64_t)sizeof *s->order);
    if (s->breaks == NULL || s->order == NULL) {
        return false;
    }
    int64_t listed = dsi_rule_breaks(spec, s->breaks);
    listed += add_step_breaks(spec, s->points, s->breaks + listed);
    s->breaks[listed++] = s->low;
    s->breaks[listed++] = s->high;
    for (int64_t i = 0; i < listed; i++) {
        if (isfinite(s->breaks[i])) {
            s->order[s->count++] = i;
        }
    }
    const dsi_ranking ranking = {.scores = s->breaks, .stride = sizeof *s->breaks, .count = most};
    dsi_ranking_sort(&ranking, s->order, s->count);
    return true;
}

/* Of the two sides, the nearer; of two equally near the better one, or the lower where neither is. */
static double nearer(double x, double up, double down, int32_t better)
{
    const double to_up = up - x, to_down = x - down;
    if (dsi_same(to_up, to_down)) {
        return better == DSI_BETTER_HIGHER ? up : down;
    }
    return to_up < to_down ? up : down;
}

static dscore_status check_call(
    const dscore_rule *rule, double domain_min, double domain_max, const char *missing, dscore_error *err)
{
    if (rule == NULL || missing != NULL) {
        return dsi_fail_null(err, rule == NULL ? "rule" : missing);
    }
    if (!(domain_min <= domain_max)) {
        return dsi_fail(
            err, DSCORE_E_ARGUMENT, 0, "domain_min is above domain_max; expected a domain, ends infinite where open");
    }
    if (dsi_rule_is_relative(rule)) {
        return dsi_fail(err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_RULE_RELATIVE,
            "the points of a PEERS rule depend on the whole group: no value of its own reaches them");
    }
    return DSCORE_OK;
}

dscore_status dscore_rule_reach(const dscore_rule *rule, double x, double points, double domain_min, double domain_max,
    double *out_x, int32_t *out_status, dscore_error *err)
{
    const char *missing = out_x == NULL ? "out_x" : out_status == NULL ? "out_status" : NULL;
    dscore_status status = check_call(rule, domain_min, domain_max, missing, err);
    if (status == DSCORE_OK && rule->spec.family == DSI_FAMILY_FORMULA && rule->spec.u.formula.is_too_winding) {
        status = dsi_fail(err, DSCORE_E_UNSUPPORTED, DSCORE_CODE_FORMULA_LIMIT,
            "this formula turns in too many places: a value found could not be called the nearest one");
    }
    if (status == DSCORE_OK && !isfinite(points)) {
        status = dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_NOT_FINITE, "points is no finite number");
    }
    if (status != DSCORE_OK) {
        return status;
    }
    search s = {.rule = rule, .points = points, .low = domain_min, .high = domain_max};
    const double start = fmin(fmax(x, domain_min), domain_max);
    double found = start;
    bool reached = isfinite(x) && enough(&s, start);
    if (isfinite(x) && !reached) {
        dsi_arena arena;
        dsi_arena_init(&arena, &rule->arena.allocator);
        const bool fine = find_breaks(&s, &arena);
        double up = 0.0, down = 0.0;
        const bool has_up = fine && search_side(&s, start, 1.0, &up);
        const bool has_down = fine && search_side(&s, start, -1.0, &down);
        dsi_arena_free(&arena);
        if (!fine) {
            return dsi_fail_memory(err);
        }
        reached = has_up || has_down;
        found = has_up && has_down ? nearer(start, up, down, rule->spec.better) : has_up ? up : down;
    }
    *out_x = reached ? found : (double)NAN;
    *out_status = reached ? DSCORE_VALUE_OK : isnan(x) ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_UNDEFINED;
    return DSCORE_OK;
}

/* Points gained by going one step one way, no farther than the domain; NaN where the rule has no answer. */
static double gain_of(const search *s, double x, double step, double way)
{
    const double next = fmin(fmax(x + way * step, s->low), s->high);
    return way * (next - x) > 0.0 ? points_at(s, next) - points_at(s, x) : 0.0;
}

dscore_status dscore_rule_gain(const dscore_rule *rule, double x, double step, double domain_min, double domain_max,
    double *out_points, int32_t *out_status, dscore_error *err)
{
    const char *missing = out_points == NULL ? "out_points" : out_status == NULL ? "out_status" : NULL;
    dscore_status status = check_call(rule, domain_min, domain_max, missing, err);
    if (status == DSCORE_OK && !(isfinite(step) && step > 0.0)) {
        status = dsi_fail(err, DSCORE_E_ARGUMENT, 0, "step is no number above 0");
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const search s = {.rule = rule, .low = domain_min, .high = domain_max};
    double gain = (double)NAN;
    if (isfinite(points_at(&s, x))) {
        const double better = (double)rule->spec.better;
        /* Best inside: the better of both ways, or to stay. */
        gain = better != 0.0 ? gain_of(&s, x, step, better)
                             : fmax(0.0, fmax(gain_of(&s, x, step, 1.0), gain_of(&s, x, step, -1.0)));
    }
    *out_points = gain;
    *out_status = !isnan(gain) ? DSCORE_VALUE_OK : isnan(x) ? DSCORE_VALUE_NO_DATA : DSCORE_VALUE_UNDEFINED;
    return DSCORE_OK;
}
