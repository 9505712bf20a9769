/* A scorecard in memory: what a document says of it, and what scoring works with. */
#ifndef DSI_SCORE_CARD_H
#define DSI_SCORE_CARD_H

#include "measure/definition.h"
#include "score/rule.h"
#include "weight/tree.h"

typedef struct dsi_card_parameter {
    const char *name;
    const char *literal; /* as dscore_query_parameter takes it: `20s` */
} dsi_card_parameter;

/* What becomes of an item without a value (METHODS 3.3). */
typedef struct dsi_missing {
    int32_t policy;    /* DSCORE_MISSING_...; of an item 0 = as the card says */
    double neutral;    /* NEUTRAL: points of 100 that stand in */
    int32_t max_age;   /* CARRY_FORWARD: most periods back, at least 1 */
    int32_t otherwise; /* CARRY_FORWARD, GROUP_MEDIAN: where nothing stands in; 0 = EXCLUDE_SIBLINGS */
} dsi_missing;

/* Texts: NULL = "" (for settings: as the definition says). */
typedef struct dsi_card_item {
    const char *alias;     /* NULL or "" = the indicator's id */
    const char *indicator; /* id in the catalogue */
    const dsi_card_parameter *parameters;
    int32_t parameter_count;
    const char *clock, *where, *placement, *credit, *source; /* D14; credit is comma-separated */
    const dsi_rule_spec *rule;
    int64_t min_n;           /* fewer rows used: INSUFFICIENT, counts as missing; 0 = the definition's alone */
    double min_observations; /* the same for the observations of D16; 0 = none */
    bool required;           /* without a value there is no total, whatever the policy */
    bool bonus;              /* outside the weights: its points are added as they are (correction 16) */
    bool in_points;          /* points mode: the rule yields points of the card, up to the item's worth, not 0-100 */
    int32_t period;          /* over which the item is counted, for the check: DSCORE_PERIOD_...; 0 = not said */
    dsi_missing missing;     /* policy 0 = the card's; not of a bonus, nor of a required item */
} dsi_card_item;

/* While a value or the points of an item are on the wrong side, the points of an item, of a group or the total are at
   most `cap` (METHODS 2.8 veto, 3.2 floor gate, 2.5 cross-gate). */
enum { DSI_GATE_ON_VALUE = 1, DSI_GATE_ON_POINTS = 2 };
typedef struct dsi_gate {
    const char *item;        /* alias that is watched */
    int32_t on;              /* DSI_GATE_ON_...; 0 = VALUE */
    int32_t op;              /* DSI_CMP_... */
    double threshold;        /* in the unit of the value, or points */
    const char *scope;       /* alias or group id; NULL or "" = the total */
    double cap;              /* default 0: a veto */
    bool applies_if_missing; /* without a value of its own the gate applies; default: it does not */
    const char *name_en, *name_zh;
} dsi_gate;

/* How the points of the leaves become a total (METHODS 3.2); 0 = MEAN. */
enum {
    DSI_OPERATOR_MEAN = 1,
    DSI_OPERATOR_GEOMETRIC = 2,
    DSI_OPERATOR_HARMONIC = 3,
    DSI_OPERATOR_MIN = 4,
    DSI_OPERATOR_OWA = 5
};

typedef struct dsi_grade {
    const char *label_en, *label_zh;
    double min; /* inclusive; on the published total; -INFINITY for the last = everything else */
} dsi_grade;

enum { DSI_CARD_WEIGHTED = 1, DSI_CARD_POINTS = 2 };

typedef struct dsi_card_spec {
    const char *id, *version, *name_en, *name_zh;
    const char *description_en, *description_zh;
    int32_t mode; /* DSI_CARD_... ; POINTS: an item is worth its weight in points (correction 16) */
    const dsi_card_item *items;
    int32_t item_count;
    dsi_weights_spec weights; /* leaves are the aliases of the items that are no bonus, each once */
    int32_t missing;          /* DSCORE_MISSING_...; default EXCLUDE_SIBLINGS */
    double neutral;           /* with NEUTRAL and so on: as of dsi_missing */
    int32_t max_age, otherwise;
    double min_weight_coverage;   /* 0-1; default 0.9 */
    bool allow_missing_dimension; /* default false */
    double min_data_coverage;     /* 0-1; default 0 = off; an unsampled value below it counts as missing */
    int32_t decimals;             /* 0-9; default 2 */
    bool has_lo, has_hi;          /* clamp of the total; default both */
    double lo, hi;                /* default 0, 100 */
    const dsi_grade *grades;      /* best first, min strictly descending */
    int32_t grade_count;
    int32_t operation; /* DSI_OPERATOR_...; not in points mode */
    double epsilon;    /* GEOMETRIC, HARMONIC: least share of points, 0-1; default 0 */
    const double *owa; /* OWA: a relative weight for each leaf, that of the best score first */
    int32_t owa_count;
    const dsi_gate *gates; /* in the order in which they apply */
    int32_t gate_count;
    const char *const *keys; /* what the card is meant for: keys of the query, */
    int32_t key_count;
    const char *per; /* and the period, as dscore_period_parse reads it; "" = not said */
} dsi_card_spec;

/* Every default; call it, then overwrite. Items start from zero bytes. */
void dsi_card_spec_init(dsi_card_spec *spec);

/* Checks and deep-copies; retains the catalogue, whose allocator it uses. Errors carry a path such as
   `items[2].rule.knots[1].x`, `items[0].indicator`, `weights.quality.csat`, `grades[1].min`, `decimals`: ARGUMENT,
   PARAMETER, NOT_FOUND (an indicator or parameter, with the nearest; a leaf without item), INCOMPATIBLE (an alias
   twice, an item without leaf), MEMORY. */
dscore_status dsi_scorecard_new(
    const dscore_catalog *catalog, const dsi_card_spec *spec, dscore_scorecard **out, dscore_error *err);

/* The specification as kept (texts never NULL; alias filled in; rules are dsi_rule_spec_of the item's rule). */
const dsi_card_spec *dsi_scorecard_spec_of(const dscore_scorecard *card);

/* The indicator of an item; belongs to the catalogue that the card retains; NULL if the card was made without one. */
const dscore_indicator *dsi_scorecard_indicator(const dscore_scorecard *card, int32_t item);

/* What scoring needs to know of an item's indicator. */
typedef struct dsi_card_facts {
    const char *name_en, *name_zh, *unit, *hash; /* NULL = "" */
    bool sampled;
} dsi_card_facts;

/* The constructor below dsi_scorecard_new: from facts instead of a catalogue, one an item. */
dscore_status dsi_scorecard_build(const dscore_allocator *allocator, const dsi_card_spec *spec,
    const dsi_card_facts *facts, dscore_scorecard **out, dscore_error *err);

void dsi_scorecard_take(const dscore_scorecard *card);

/* What people call an item: the name of its leaf, else of its indicator; "" if neither has one. */
const char *dsi_card_item_name(const dscore_scorecard *card, int32_t item, bool chinese);

/* What becomes of an item that has no value: its own policy, or the card's; BLOCK if it is required, 0 for a bonus.
   `otherwise` is never 0. */
dsi_missing dsi_scorecard_missing(const dscore_scorecard *card, int32_t item);

/* Node of the tree that an item stands for; -1 for a bonus. Item of a leaf; -1 for a group. */
int32_t dsi_scorecard_node(const dscore_scorecard *card, int32_t item);
int32_t dsi_scorecard_item_of_node(const dscore_scorecard *card, int32_t node);

#endif
