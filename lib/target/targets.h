/* Targets and objectives in memory: what a document of kind `targets` says of them. Almost everything may be absent:
   the checks of METHODS 4.2 say what a goal lacks. */
#ifndef DSI_TARGET_TARGETS_H
#define DSI_TARGET_TARGETS_H

#include "score/card.h"
#include <deskscore/standings.h>

/* What is absent: a day DSI_NO_DAY, a number NaN, a choice 0, a text NULL or "". Days count from 1970-01-01. */
#define DSI_NO_DAY INT64_MIN

/* A value on a day, for INCREASE and DECREASE; or a piece of work, for MILESTONE. */
typedef struct dsi_target_milestone {
    const char *name_en, *name_zh;
    int64_t day;
    double value;
    double weight; /* >= 0; of MILESTONE; default 1 */
    bool done;     /* of MILESTONE */
} dsi_target_milestone;

/* What is asked of people with fewer than `below` days with the team. */
typedef struct dsi_target_step {
    double below;  /* days, above 0, ascending */
    double target; /* must be given */
    double upper;  /* of a band; NaN = the target's own */
} dsi_target_step;

/* A later version of the target (METHODS 3.4). What is absent stays as the target itself says. */
typedef struct dsi_target_version {
    int64_t valid_from;  /* must be given */
    int64_t recorded_at; /* the day on which it came to be known; absent = valid_from */
    double target, upper;
    int64_t due;
    const char *reason, *by;
} dsi_target_version;

typedef struct dsi_target_spec {
    const char *id, *version, *title_en, *title_zh;
    const char *description_en, *description_zh;
    /* specific */
    dsi_card_item item;          /* indicator and settings (D14); its alias becomes the id; no rule, nothing of a card.
                                    indicator absent: nothing is measured (or the goal is incomplete) */
    const char *scope_key;       /* a key of values, such as agent, team, channel */
    const char *const *subjects; /* labels of that key; none = everybody */
    int32_t subject_count;
    const char *population; /* whom or what it is about, in words */
    const char *owner;
    /* measurable */
    const char *unit;  /* absent = the indicator's */
    int32_t direction; /* DSCORE_TARGET_INCREASE ... */
    int32_t measure;   /* DSCORE_TARGET_LEVEL or _TOTAL; default LEVEL */
    double baseline;
    int64_t baseline_start, baseline_end; /* first and last day; without `baseline` it is read from the series */
    int64_t baseline_n;                   /* cases behind it; -1 = not known, the default */
    double target, upper;                 /* upper: of a band */
    const char *target_text;              /* a target that is no number: "markedly" */
    bool exclusive, upper_exclusive;
    double threshold, stretch;
    double cap;              /* greatest progress that is shown, >= 1; default 1 */
    int64_t min_n;           /* fewer cases: not judged; default 0 */
    const char *data_source; /* absent = the indicator's source */
    /* achievable */
    int32_t kind; /* DSCORE_TARGET_COMMITTED or _ASPIRATIONAL; default COMMITTED */
    const char *approved_by;
    /* relevant */
    const char *objective;     /* id of an objective of the document */
    double weight;             /* >= 0; default 1 */
    const char *alignment;     /* why it serves the objective */
    const char *const *guards; /* ids of other targets of the document, or of indicators */
    int32_t guard_count;
    /* time-bound */
    int64_t start, due;
    bool has_grain;
    dscore_period_rule grain; /* default months */
    const dsi_target_milestone *milestones;
    int32_t milestone_count;
    int32_t plan;          /* DSCORE_TARGET_PLAN_...; default LINEAR */
    int32_t day_count;     /* DSCORE_TARGET_DAYS_...; default VIVA */
    bool business_days;    /* count working days of the calendar given at the judgement */
    int32_t check_in_days; /* 0 = no cadence, the default */
    /* how it is judged */
    int32_t preset;           /* DSCORE_TARGET_PRESET_...; default DESKSCORE */
    int32_t window;           /* periods judged together, 1 to 1000; default 4 */
    int32_t forecast;         /* DSCORE_TARGET_FORECAST_...; default 0: TREND, of TOTAL RUN_RATE */
    double forecast_level;    /* default 0.8 */
    double forecast_phi;      /* default 0.9 */
    int32_t forecast_periods; /* last periods that are looked at; default 0 = all */
    const dsi_target_step *steps;
    int32_t step_count;
    const dsi_target_version *versions;
    int32_t version_count;
    /* state */
    int64_t last_check_in;
    int64_t closed_on;
    bool done; /* of BINARY without an indicator */
    bool cancelled;
    int32_t override_status; /* DSCORE_TARGET_STATUS_...; 0 = none */
    const char *override_by, *override_reason;
    int64_t override_on;
} dsi_target_spec;

/* A level of a qualitative objective. */
typedef struct dsi_mbo_level {
    const char *label_en, *label_zh; /* must be given, at least one */
    double achievement;              /* per cent; must be given */
} dsi_mbo_level;

typedef struct dsi_objective_spec {
    const char *id, *title_en, *title_zh;
    const char *description_en, *description_zh;
    const char *owner;
    const char *parent; /* id of another objective of the document; no circles */
    const char *goal;   /* the company's goal or critical success factor that it serves, in words */
    double weight;      /* in its parent, >= 0; default 1 */
    int64_t start, due;
    int32_t policy; /* DSCORE_TARGET_PARENT_...; default BY_PROGRESS */
    /* agreement (METHODS 8.2) */
    bool has_mbo;                /* default false: the rest is not read */
    double mbo_weight;           /* 0 to 100; must be given */
    int32_t mbo_by;              /* DSCORE_MBO_BY_...; default PROGRESS */
    double mbo_cap;              /* per cent; default 120 */
    double mbo_minimum;          /* per cent; below it the objective counts as 0; NaN = none */
    bool mbo_must_have;          /* below its minimum (100 if none) the whole score is 0 */
    const dsi_mbo_level *levels; /* of LEVEL */
    int32_t level_count;
    int32_t level;                                      /* the one that was found, from 0; -1 = none yet, the default */
    double achievement;                                 /* of GIVEN, per cent; of BINARY 0 or 100 */
    const char *agreed_by_employee, *agreed_by_manager; /* who agreed; absent = not yet */
    int64_t changed_on;                                 /* day of the last change of the agreement */
    const char *change_reason;
} dsi_objective_spec;

/* While `other` achieves less than `below`, `objective` counts for at most `cap` (per cent). */
typedef struct dsi_mbo_cross {
    const char *objective, *other; /* ids of objectives with has_mbo */
    double below, cap;
} dsi_mbo_cross;

typedef struct dsi_targets_spec {
    const char *id, *version, *name_en, *name_zh;
    const char *description_en, *description_zh;
    const dsi_objective_spec *objectives;
    int32_t objective_count;
    const dsi_target_spec *targets;
    int32_t target_count;
    const dsi_mbo_cross *cross_caps;
    int32_t cross_count;
    int32_t mbo_missing; /* DSCORE_MISSING_EXCLUDE_GLOBAL, _ZERO or _BLOCK; default EXCLUDE_GLOBAL */
    double late_change;  /* 0-1: a change after that share of the span is late; default 0.5 */
} dsi_targets_spec;

/* Every default; call it, then overwrite. */
void dsi_targets_spec_init(dsi_targets_spec *spec);
void dsi_target_spec_init(dsi_target_spec *spec);
void dsi_objective_spec_init(dsi_objective_spec *spec);
void dsi_milestone_init(dsi_target_milestone *milestone);
void dsi_target_step_init(dsi_target_step *step);
void dsi_target_version_init(dsi_target_version *version);

/* Checks and deep-copies; retains the catalogue, whose allocator it uses. Errors carry a path such as
   `targets[2].direction`, `targets[0].indicator`, `targets[0].parameters.limit`, `targets[1].versions[0].valid_from`,
   `objectives[1].parent`, `mbo.late_change`, `tenure[0].below`, `state.override.on` (the names of the document):
   ARGUMENT, PARAMETER (a number or choice out of range, what must be given is not, steps out of order, a circle of
   objectives), NOT_FOUND (an indicator, parameter, objective or guard, with the nearest), INCOMPATIBLE (an id twice),
   MEMORY. */
dscore_status dsi_targets_new(
    const dscore_catalog *catalog, const dsi_targets_spec *spec, dscore_targets **out, dscore_error *err);

/* The specification as kept: texts never NULL, aliases filled in. */
const dsi_targets_spec *dsi_targets_spec_of(const dscore_targets *targets);

/* The indicator of a target; NULL if it has none. Belongs to the catalogue that the targets retain. */
const dscore_indicator *dsi_targets_indicator(const dscore_targets *targets, int32_t target);

#endif
