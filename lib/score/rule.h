/* A rule in memory: what a document says of each family (METHODS section 2). */
#ifndef DSI_SCORE_RULE_H
#define DSI_SCORE_RULE_H

#include "base/memory.h"
#include "base/text.h"
#include <deskscore/score.h>

typedef enum dsi_family {
    DSI_FAMILY_RATIO = 1,         /* METHODS 2.1 */
    DSI_FAMILY_BASE_FLOAT = 2,    /* 2.2 */
    DSI_FAMILY_STEP = 3,          /* 2.3 */
    DSI_FAMILY_LINEAR = 4,        /* 2.4 */
    DSI_FAMILY_TARGET3 = 5,       /* 2.5 */
    DSI_FAMILY_PIECEWISE = 6,     /* 2.6 */
    DSI_FAMILY_TIER = 7,          /* 2.7 */
    DSI_FAMILY_PASS_FAIL = 8,     /* 2.8 */
    DSI_FAMILY_BAND = 9,          /* 2.9 */
    DSI_FAMILY_DESIRABILITY = 10, /* 2.11 */
    DSI_FAMILY_LOGISTIC = 11,     /* 2.12 */
    DSI_FAMILY_EFFICACY = 12,     /* 2.13 */
    DSI_FAMILY_GOAL_RED = 13,     /* 2.14 */
    DSI_FAMILY_PEERS = 14,        /* 2.10: points from the place within a group of values */
    DSI_FAMILY_FORMULA = 15       /* 2.16: a formula of the value */
} dsi_family;

/* "RATIO" ... ; NULL for an unknown number. dsi_family_find: 0 for an unknown name. */
const char *dsi_family_name(int32_t family);
int32_t dsi_family_find(const char *name);

/* Which way is better. 0 = not said: taken from the parameters where they tell. STEP, TIER and PEERS need it. */
enum { DSI_BETTER_LOWER = -1, DSI_BETTER_UNSAID = 0, DSI_BETTER_HIGHER = 1 };

/* Comparisons; the inclusive bit is part of the operator (METHODS 0.2). */
enum { DSI_CMP_GE = 1, DSI_CMP_GT = 2, DSI_CMP_LE = 3, DSI_CMP_LT = 4 };

/* What happens beyond a table's or a line's end. */
enum { DSI_END_HOLD = 1, DSI_END_EXTRAPOLATE = 2, DSI_END_CONST = 3 };
typedef struct dsi_end {
    int32_t mode;  /* DSI_END_... */
    double points; /* with CONST */
} dsi_end;

enum { DSI_RATIO_HIGHER = 1, DSI_RATIO_LOWER = 2, DSI_RATIO_LOWER_LINEAR = 3 };
typedef struct dsi_ratio {
    int32_t form;    /* DSI_RATIO_... */
    double baseline; /* > 0 */
    bool has_cap;    /* default true */
    double cap;      /* default 120; > 0 */
} dsi_ratio;

typedef struct dsi_linear {
    double x0, points0, x1, points1; /* x0 != x1; x0 > x1: lower is better */
    dsi_end below;                   /* on the far side of x0; default EXTRAPOLATE */
} dsi_linear;

enum { DSI_FLOAT_ON_RAW = 1, DSI_FLOAT_ON_CORE = 2 }; /* CORE: the core before its cap */
typedef struct dsi_float {
    int32_t on; /* DSI_FLOAT_ON_... */
    int32_t op; /* DSI_CMP_... */
    double threshold;
    double points; /* delta, either sign */
} dsi_float;

enum { DSI_ADJ_CORE = 1, DSI_ADJ_BASE = 2 };
enum { DSI_STACK_ALL = 1, DSI_STACK_FIRST_MATCH = 2, DSI_STACK_MAX_ABS = 3 };
enum { DSI_CAP_CORE_THEN_FLOAT = 1, DSI_FLOAT_THEN_CAP = 2 };
typedef struct dsi_base_float {
    int32_t mode;        /* DSI_ADJ_...; default ADJ_CORE */
    double base;         /* with ADJ_BASE; in ADJ_CORE the expected level, for the explanation; default 0 */
    int32_t core_family; /* DSI_FAMILY_RATIO (default) or DSI_FAMILY_LINEAR */
    dsi_ratio ratio;     /* default: no cap of its own */
    dsi_linear linear;
    const dsi_float *conditions;
    int32_t condition_count;
    int32_t stack;     /* default ALL */
    bool has_cap_core; /* default true */
    double cap_core;   /* default 120 (correction 7: the response preset says 100) */
    int32_t order;     /* default CAP_CORE_THEN_FLOAT */
} dsi_base_float;

enum { DSI_COUNT_FLOOR = 1, DSI_COUNT_CEIL = 2, DSI_COUNT_LINEAR = 3, DSI_COUNT_ROUND_HALF_UP = 4 };
typedef struct dsi_step {
    bool bonus;       /* false: steps to the bad side of x0 take points off; true: steps to the good side add */
    double x0;        /* full-score point (bonus: where adding begins) */
    double delta;     /* width of a step, > 0 */
    double points;    /* of a step, >= 0 */
    double full;      /* points at x0; default 100 */
    double limit;     /* least (bonus: most) that the ladder reaches; default 0 (bonus: set it) */
    bool has_limit;   /* default true; bonus: false unless set */
    int32_t counting; /* DSI_COUNT_...; default FLOOR */
    bool has_k_max;
    double k_max;   /* most steps */
    bool has_cliff; /* beyond cliff_x (on the bad side; bonus: the good side) the points are cliff_points */
    double cliff_x;
    bool cliff_inclusive; /* default true */
    double cliff_points;
} dsi_step;

enum { DSI_BELOW_ZERO = 1, DSI_BELOW_EXTRAPOLATE = 2, DSI_BELOW_HOLD = 3 };
typedef struct dsi_target3 {
    double threshold_x, threshold_points;
    double target_x, target_points;
    double stretch_x, stretch_points;
    int32_t below; /* default ZERO */
} dsi_target3;

typedef struct dsi_knot {
    double x;
    double left, right; /* points just below and just above x; equal = no jump */
} dsi_knot;
enum { DSI_AT_KNOT_LEFT = 1, DSI_AT_KNOT_RIGHT = 2 };
typedef struct dsi_piecewise {
    const dsi_knot *knots;
    int32_t knot_count;    /* >= 1; x strictly ascending */
    int32_t value_at_knot; /* default RIGHT */
    dsi_end low, high;     /* default HOLD */
} dsi_piecewise;

typedef struct dsi_tier {
    double min, max; /* ascending, each max the next min; the ends of the axis are infinities */
    double points;
    const char *label_en, *label_zh; /* optional */
} dsi_tier;
enum { DSI_CLOSED_BY_DIRECTION = 0, DSI_CLOSED_LOW = 1, DSI_CLOSED_HIGH = 2 }; /* [min, max) or (min, max] */
typedef struct dsi_tiers {
    const dsi_tier *tiers;
    int32_t tier_count; /* >= 1 */
    int32_t closed;     /* default: LOW where higher is better, HIGH where lower is */
} dsi_tiers;

typedef struct dsi_pass_fail {
    int32_t op; /* DSI_CMP_... */
    double threshold;
    double hit, miss; /* default 100, 0 */
} dsi_pass_fail;

enum { DSI_BAND_TRAPEZOID = 1, DSI_BAND_DEVIATION = 2 };
typedef struct dsi_band {
    int32_t form;                    /* default TRAPEZOID */
    double a, b, c, d;               /* trapezoid: a < b <= c < d */
    double target, tolerance, slope; /* deviation: 100 - slope * max(0, |x - target| - tolerance) */
} dsi_band;

enum { DSI_DESIRE_MAX = 1, DSI_DESIRE_MIN = 2, DSI_DESIRE_TARGET = 3, DSI_DESIRE_BOX = 4 };
typedef struct dsi_desirability {
    int32_t form;                       /* DSI_DESIRE_... */
    double low, high;                   /* low < high */
    double target;                      /* TARGET: between them */
    double exponent;                    /* MAX, MIN: > 0; above 1 demanding, below 1 lenient; default 1 */
    double exponent_low, exponent_high; /* TARGET: below and above it; > 0; default 1 */
} dsi_desirability;

typedef struct dsi_logistic {
    double x0, points0, x1, points1; /* two anchors, apart in value and in points */
    double least, most;              /* what the curve flattens towards; default 0 and 100 */
} dsi_logistic;

typedef struct dsi_efficacy {
    double not_allowed, satisfactory; /* apart; not_allowed > satisfactory: lower is better */
    double base;                      /* points at not_allowed; default 60 */
    double span;                      /* further points at satisfactory, > 0; default 40 */
} dsi_efficacy;

typedef struct dsi_goal_red {
    double goal, red; /* apart; goal < red: lower is better */
} dsi_goal_red;

enum { DSI_PEERS_Z = 1, DSI_PEERS_ROBUST_Z = 2, DSI_PEERS_MIN_MAX = 3, DSI_PEERS_PERCENT_RANK = 4 };
enum { DSI_SCALE_NORMAL = 1, DSI_SCALE_T = 2, DSI_SCALE_Z = 3 }; /* 100 Phi(z), 50 + 10 z, z itself */
enum { DSI_RANK_MEAN = 1, DSI_RANK_WEAK = 2, DSI_RANK_STRICT = 3, DSI_RANK_EXCEL_INC = 4 };
typedef struct dsi_peers {
    int32_t method;     /* DSI_PEERS_... */
    int32_t scale;      /* Z and ROBUST_Z: DSI_SCALE_...; default NORMAL */
    int32_t definition; /* PERCENT_RANK: DSI_RANK_...; default MEAN */
    double when_equal;  /* MIN_MAX: points of all where all values are equal, 0 to 100; default 100 */
    int32_t min_group;  /* fewer values than this give nobody points; >= 2, default 5 */
} dsi_peers;

typedef struct dsi_rule_parameter {
    const char *name; /* an identifier */
    double value;
    bool is_used; /* by the formula; dsi_rule_new sets it */
} dsi_rule_parameter;
typedef struct dsi_points_formula {
    const char *text;                     /* over [value] and $parameters, in the language of indicators */
    const dsi_rule_parameter *parameters; /* at most 64 */
    int32_t parameter_count;
    /* The rest is set by dsi_rule_new. */
    const struct dsi_node *tree; /* parameters in place */
    const double *breaks;        /* where its course may turn or jump */
    int32_t break_count;
    bool is_too_winding; /* it has more turns than were looked for */
} dsi_points_formula;

typedef struct dsi_rule_spec {
    int32_t family;                     /* DSI_FAMILY_RATIO ... */
    int32_t better;                     /* DSI_BETTER_... */
    const char *id, *name_en, *name_zh; /* optional; NULL = "" */
    bool has_lo, has_hi;                /* final clamp; default both */
    double lo, hi;                      /* default 0, 100 */
    union {
        dsi_ratio ratio;
        dsi_base_float base_float;
        dsi_step step;
        dsi_linear linear;
        dsi_target3 target3;
        dsi_piecewise piecewise;
        dsi_tiers tier;
        dsi_pass_fail pass_fail;
        dsi_band band;
        dsi_desirability desirability;
        dsi_logistic logistic;
        dsi_efficacy efficacy;
        dsi_goal_red goal_red;
        dsi_peers peers;
        dsi_points_formula formula;
    } u;
} dsi_rule_spec;

/* Every default of a family, the rest zero: the one place where defaults are written (call it, then overwrite). */
void dsi_rule_spec_init(dsi_rule_spec *spec, int32_t family);
/* The defaults of the two cores of BASE_FLOAT are set by dsi_rule_spec_init(spec, DSI_FAMILY_BASE_FLOAT) too. */

/* Checks and deep-copies. Errors carry a path such as `knots[2].x`, `conditions[0].op`, `core.baseline`, `cliff.x`,
   `clamp.lo`: ARGUMENT (NULL), PARAMETER (a number out of range, an order that does not hold, a direction that
   contradicts the points), MEMORY; of a formula also FORMAT, NOT_FOUND, TYPE and LIMIT, with the column. allocator NULL
   = the C library's. */
dscore_status dsi_rule_new(
    const dscore_allocator *allocator, const dsi_rule_spec *spec, dscore_rule **out, dscore_error *err);

/* The specification as kept: `better` and `closed` are filled in where the parameters tell, texts never NULL. */
const dsi_rule_spec *dsi_rule_spec_of(const dscore_rule *rule);

/* One value. `raw` before the final clamp. Returns the status (DSCORE_VALUE_OK, _NO_DATA, _UNDEFINED). A relative rule
   sees a group of one and says _INSUFFICIENT: it needs dsi_rule_group_points. */
int32_t dsi_rule_points(const dscore_rule *rule, double x, double *out_points, double *out_raw, int32_t *out_flags);

/* Do the points of a value depend on the other values (PEERS)? */
bool dsi_rule_is_relative(const dscore_rule *rule);

/* Points of a group of n values, in their order; a rule that is not relative scores each alone. x: NaN = no value
   (_NO_DATA) and an infinity (_UNDEFINED), neither counted as a peer; too few peers: _INSUFFICIENT with
   DSCORE_SCORE_SMALL_N. points: NaN unless OK. raw, status, flags may be NULL. allocator: for the time of the call.
   Nothing is written on failure (MEMORY). The order of the group does not matter. */
dscore_status dsi_rule_group_points(const dscore_rule *rule, const double *x, int64_t n, double *points, double *raw,
    int32_t *status, int32_t *flags, const dscore_allocator *allocator, dscore_error *err);

/* The rule as a sentence, added to a text; unit "" = none; chinese: 0 English, 1 Chinese. */
void dsi_rule_sentence(dsi_text *t, const dscore_rule *rule, const char *unit, bool chinese);

/* Canonical text of everything that matters to the points (names and labels excluded), for the hash. */
void dsi_rule_canonical(dsi_text *t, const dscore_rule *rule);

/* What a check should say of a rule. */
enum {
    DSI_RULE_FINDING_CLIFF = 1,        /* a cliff against the ladder: x = where, a = ladder there, b = points beyond */
    DSI_RULE_FINDING_NO_EFFECT = 2,    /* a branch that never shows: member says which */
    DSI_RULE_FINDING_NOT_MONOTONE = 3, /* better is said, yet a better value can score less; x = where */
    DSI_RULE_FINDING_JUMP = 4,         /* a jump in a table: x = where, a = before, b = after */
    DSI_RULE_FINDING_RELATIVE = 5      /* relative scores: the team's mean stays, whatever the team does */
};
typedef struct dsi_rule_finding {
    int32_t kind;
    char member[48]; /* path inside the rule: `cliff`, `conditions[0]`, `cap_core`, `knots[1]` */
    double x, a, b;
} dsi_rule_finding;
/* Fills at most `capacity` findings and returns how many there are (-1: no memory). A member of "" is the whole rule.
   domain_min, domain_max: of the indicator's value (infinities = unknown); branches that no value of the domain can
   reach count as without effect. */
int32_t dsi_rule_findings(
    const dscore_rule *rule, double domain_min, double domain_max, dsi_rule_finding *out, int32_t capacity);

/* What the values of a domain can come to. Infinite: there is no limit. */
typedef struct dsi_rule_range {
    double least, most; /* least > most: no value has points */
    double best_at;     /* the first value found with the most points */
    bool has_gap;       /* some value of the domain has no points: gap */
    double gap;
} dsi_rule_range;
/* false = no memory */
bool dsi_rule_range_of(const dscore_rule *rule, double domain_min, double domain_max, dsi_rule_range *out);

#endif
