/* Specifications of targets: their defaults, and deep copies. */
#include "target/targets_parts.h"

#include "target/check.h"
#include <stddef.h>
#include <string.h>

void dsi_targets_spec_init(dsi_targets_spec *spec)
{
    memset(spec, 0, sizeof *spec);
    spec->mbo_missing = DSCORE_MISSING_EXCLUDE_GLOBAL;
    spec->late_change = 0.5;
}

void dsi_target_spec_init(dsi_target_spec *spec)
{
    const dscore_period_rule months = DSCORE_PERIOD_RULE_INIT;
    memset(spec, 0, sizeof *spec);
    double *const numbers[] = {&spec->baseline, &spec->target, &spec->upper, &spec->threshold, &spec->stretch};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        *numbers[i] = dsi_target_nothing();
    }
    int64_t *const days[] = {&spec->baseline_start, &spec->baseline_end, &spec->start, &spec->due, &spec->last_check_in,
        &spec->closed_on, &spec->override_on};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        *days[i] = DSI_NO_DAY;
    }
    spec->measure = DSCORE_TARGET_LEVEL;
    spec->baseline_n = -1;
    spec->cap = 1.0;
    spec->kind = DSCORE_TARGET_COMMITTED;
    spec->weight = 1.0;
    spec->grain = months;
    spec->plan = DSCORE_TARGET_PLAN_LINEAR;
    spec->day_count = DSCORE_TARGET_DAYS_VIVA;
    spec->preset = DSCORE_TARGET_PRESET_DESKSCORE;
    spec->window = 4;
    spec->forecast_level = 0.8;
    spec->forecast_phi = 0.9;
}

void dsi_objective_spec_init(dsi_objective_spec *spec)
{
    memset(spec, 0, sizeof *spec);
    spec->weight = 1.0;
    spec->start = DSI_NO_DAY;
    spec->due = DSI_NO_DAY;
    spec->policy = DSCORE_TARGET_PARENT_BY_PROGRESS;
    spec->mbo_weight = dsi_target_nothing();
    spec->mbo_by = DSCORE_MBO_BY_PROGRESS;
    spec->mbo_cap = 120.0;
    spec->mbo_minimum = dsi_target_nothing();
    spec->level = -1;
    spec->achievement = dsi_target_nothing();
    spec->changed_on = DSI_NO_DAY;
}

void dsi_milestone_init(dsi_target_milestone *milestone)
{
    memset(milestone, 0, sizeof *milestone);
    milestone->day = DSI_NO_DAY;
    milestone->value = dsi_target_nothing();
    milestone->weight = 1.0;
}

void dsi_target_step_init(dsi_target_step *step)
{
    step->below = dsi_target_nothing();
    step->target = dsi_target_nothing();
    step->upper = dsi_target_nothing();
}

void dsi_target_version_init(dsi_target_version *version)
{
    memset(version, 0, sizeof *version);
    version->valid_from = DSI_NO_DAY;
    version->recorded_at = DSI_NO_DAY;
    version->target = dsi_target_nothing();
    version->upper = dsi_target_nothing();
    version->due = DSI_NO_DAY;
}

/* ---- copies ----------------------------------------------------------------------------------- */

typedef struct copying {
    dsi_arena *arena;
    bool failed;
} copying;

static void copy_text(copying *c, const char **text)
{
    *text = dsi_arena_text(c->arena, *text == NULL ? "" : *text, -1);
    c->failed = c->failed || *text == NULL;
}

/* The texts of a struct, by their offsets. */
static void copy_texts(copying *c, void *owner, const size_t *offsets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text;
        memcpy(&text, (char *)owner + offsets[i], sizeof text);
        copy_text(c, &text);
        memcpy((char *)owner + offsets[i], &text, sizeof text);
    }
}

static void *copy_array(copying *c, const void *from, int64_t count, size_t size)
{
    void *copy = dsi_arena_alloc(c->arena, count * (int64_t)size);
    if (copy == NULL) {
        c->failed = true;
    } else if (count > 0) {
        memcpy(copy, from, (size_t)count * size);
    }
    return copy;
}

static const char *const *copy_names(copying *c, const char *const *names, int32_t count)
{
    const char **copy = copy_array(c, names, count, sizeof *copy);
    for (int32_t i = 0; copy != NULL && i < count; i++) {
        copy_text(c, &copy[i]);
    }
    return copy;
}

#define TEXTS(owner, ...)                                                                                              \
    do {                                                                                                               \
        static const size_t offsets[] = {__VA_ARGS__};                                                                 \
        copy_texts(c, owner, offsets, sizeof offsets / sizeof offsets[0]);                                             \
    } while (0)

static void copy_item(copying *c, dsi_target_spec *t)
{
    dsi_card_item *item = &t->item;
    item->alias = t->id;
    TEXTS(item, offsetof(dsi_card_item, alias), offsetof(dsi_card_item, indicator), offsetof(dsi_card_item, clock),
        offsetof(dsi_card_item, where), offsetof(dsi_card_item, placement), offsetof(dsi_card_item, credit),
        offsetof(dsi_card_item, source));
    dsi_card_parameter *parameters = copy_array(c, item->parameters, item->parameter_count, sizeof *parameters);
    for (int32_t i = 0; parameters != NULL && i < item->parameter_count; i++) {
        copy_text(c, &parameters[i].name);
        copy_text(c, &parameters[i].literal);
    }
    item->parameters = parameters;
    item->rule = NULL;
}

static void copy_target_lists(copying *c, dsi_target_spec *t)
{
    t->subjects = copy_names(c, t->subjects, t->subject_count);
    t->guards = copy_names(c, t->guards, t->guard_count);
    dsi_target_milestone *milestones = copy_array(c, t->milestones, t->milestone_count, sizeof *milestones);
    for (int32_t i = 0; milestones != NULL && i < t->milestone_count; i++) {
        copy_text(c, &milestones[i].name_en);
        copy_text(c, &milestones[i].name_zh);
    }
    t->milestones = milestones;
    t->steps = copy_array(c, t->steps, t->step_count, sizeof *t->steps);
    dsi_target_version *versions = copy_array(c, t->versions, t->version_count, sizeof *versions);
    for (int32_t i = 0; versions != NULL && i < t->version_count; i++) {
        copy_text(c, &versions[i].reason);
        copy_text(c, &versions[i].by);
        if (!dsi_has_day(versions[i].recorded_at)) {
            versions[i].recorded_at = versions[i].valid_from;
        }
    }
    t->versions = versions;
}

static void copy_target(copying *c, dsi_target_spec *t)
{
    TEXTS(t, offsetof(dsi_target_spec, id), offsetof(dsi_target_spec, version), offsetof(dsi_target_spec, title_en),
        offsetof(dsi_target_spec, title_zh), offsetof(dsi_target_spec, description_en),
        offsetof(dsi_target_spec, description_zh), offsetof(dsi_target_spec, scope_key),
        offsetof(dsi_target_spec, population), offsetof(dsi_target_spec, owner), offsetof(dsi_target_spec, unit),
        offsetof(dsi_target_spec, target_text), offsetof(dsi_target_spec, data_source),
        offsetof(dsi_target_spec, approved_by), offsetof(dsi_target_spec, objective),
        offsetof(dsi_target_spec, alignment), offsetof(dsi_target_spec, override_by),
        offsetof(dsi_target_spec, override_reason));
    if (t->forecast == 0) {
        t->forecast =
            t->measure == DSCORE_TARGET_TOTAL ? DSCORE_TARGET_FORECAST_RUN_RATE : DSCORE_TARGET_FORECAST_TREND;
    }
    copy_item(c, t);
    copy_target_lists(c, t);
}

static void copy_objective(copying *c, dsi_objective_spec *o)
{
    TEXTS(o, offsetof(dsi_objective_spec, id), offsetof(dsi_objective_spec, title_en),
        offsetof(dsi_objective_spec, title_zh), offsetof(dsi_objective_spec, description_en),
        offsetof(dsi_objective_spec, description_zh), offsetof(dsi_objective_spec, owner),
        offsetof(dsi_objective_spec, parent), offsetof(dsi_objective_spec, goal),
        offsetof(dsi_objective_spec, agreed_by_employee), offsetof(dsi_objective_spec, agreed_by_manager),
        offsetof(dsi_objective_spec, change_reason));
    dsi_mbo_level *levels = copy_array(c, o->levels, o->level_count, sizeof *levels);
    for (int32_t i = 0; levels != NULL && i < o->level_count; i++) {
        copy_text(c, &levels[i].label_en);
        copy_text(c, &levels[i].label_zh);
    }
    o->levels = levels;
}

bool dsi_targets_copy(dsi_arena *arena, const dsi_targets_spec *from, dsi_targets_spec *to)
{
    copying copies = {arena, false};
    copying *c = &copies;
    *to = *from;
    TEXTS(to, offsetof(dsi_targets_spec, id), offsetof(dsi_targets_spec, version), offsetof(dsi_targets_spec, name_en),
        offsetof(dsi_targets_spec, name_zh), offsetof(dsi_targets_spec, description_en),
        offsetof(dsi_targets_spec, description_zh));
    dsi_objective_spec *objectives = copy_array(c, from->objectives, from->objective_count, sizeof *objectives);
    for (int32_t i = 0; objectives != NULL && i < from->objective_count; i++) {
        copy_objective(c, &objectives[i]);
    }
    dsi_target_spec *targets = copy_array(c, from->targets, from->target_count, sizeof *targets);
    for (int32_t i = 0; targets != NULL && i < from->target_count; i++) {
        copy_target(c, &targets[i]);
    }
    dsi_mbo_cross *caps = copy_array(c, from->cross_caps, from->cross_count, sizeof *caps);
    for (int32_t i = 0; caps != NULL && i < from->cross_count; i++) {
        copy_text(c, &caps[i].objective);
        copy_text(c, &caps[i].other);
    }
    to->objectives = objectives;
    to->targets = targets;
    to->cross_caps = caps;
    return !c->failed;
}
