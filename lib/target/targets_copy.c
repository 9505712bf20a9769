/* Specifications of targets: their defaults, and deep copies. */
#include "target/targets_parts.h"

#include "score/item.h"
#include "target/check.h"
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

static void copy_target_lists(dsi_copying *c, dsi_target_spec *t)
{
    t->subjects = dsi_copy_names(c, t->subjects, t->subject_count);
    t->guards = dsi_copy_names(c, t->guards, t->guard_count);
    dsi_target_milestone *milestones = dsi_copy_array(c, t->milestones, t->milestone_count, sizeof *milestones);
    for (int32_t i = 0; milestones != NULL && i < t->milestone_count; i++) {
        dsi_copy_text(c, &milestones[i].name_en);
        dsi_copy_text(c, &milestones[i].name_zh);
    }
    t->milestones = milestones;
    t->steps = dsi_copy_array(c, t->steps, t->step_count, sizeof *t->steps);
    dsi_target_version *versions = dsi_copy_array(c, t->versions, t->version_count, sizeof *versions);
    for (int32_t i = 0; versions != NULL && i < t->version_count; i++) {
        dsi_copy_text(c, &versions[i].reason);
        dsi_copy_text(c, &versions[i].by);
        if (!dsi_has_day(versions[i].recorded_at)) {
            versions[i].recorded_at = versions[i].valid_from;
        }
    }
    t->versions = versions;
}

static void copy_target(dsi_copying *c, dsi_target_spec *t)
{
    const char **const texts[] = {&t->id, &t->version, &t->title_en, &t->title_zh, &t->description_en,
        &t->description_zh, &t->scope_key, &t->population, &t->owner, &t->unit, &t->target_text, &t->data_source,
        &t->approved_by, &t->objective, &t->alignment, &t->override_by, &t->override_reason};
    dsi_copy_texts(c, texts, sizeof texts / sizeof texts[0]);
    if (t->forecast == 0) {
        t->forecast =
            t->measure == DSCORE_TARGET_TOTAL ? DSCORE_TARGET_FORECAST_RUN_RATE : DSCORE_TARGET_FORECAST_TREND;
    }
    t->item.alias = t->id;
    t->item.rule = NULL;
    dsi_item_copy(c, &t->item);
    copy_target_lists(c, t);
}

static void copy_objective(dsi_copying *c, dsi_objective_spec *o)
{
    const char **const texts[] = {&o->id, &o->title_en, &o->title_zh, &o->description_en, &o->description_zh, &o->owner,
        &o->parent, &o->goal, &o->agreed_by_employee, &o->agreed_by_manager, &o->change_reason};
    dsi_copy_texts(c, texts, sizeof texts / sizeof texts[0]);
    dsi_mbo_level *levels = dsi_copy_array(c, o->levels, o->level_count, sizeof *levels);
    for (int32_t i = 0; levels != NULL && i < o->level_count; i++) {
        dsi_copy_text(c, &levels[i].label_en);
        dsi_copy_text(c, &levels[i].label_zh);
    }
    o->levels = levels;
}

bool dsi_targets_copy(dsi_arena *arena, const dsi_targets_spec *from, dsi_targets_spec *to)
{
    dsi_copying copies = {arena, false};
    dsi_copying *c = &copies;
    *to = *from;
    const char **const texts[] = {
        &to->id, &to->version, &to->name_en, &to->name_zh, &to->description_en, &to->description_zh};
    dsi_copy_texts(c, texts, sizeof texts / sizeof texts[0]);
    dsi_objective_spec *objectives = dsi_copy_array(c, from->objectives, from->objective_count, sizeof *objectives);
    for (int32_t i = 0; objectives != NULL && i < from->objective_count; i++) {
        copy_objective(c, &objectives[i]);
    }
    dsi_target_spec *targets = dsi_copy_array(c, from->targets, from->target_count, sizeof *targets);
    for (int32_t i = 0; targets != NULL && i < from->target_count; i++) {
        copy_target(c, &targets[i]);
    }
    dsi_mbo_cross *caps = dsi_copy_array(c, from->cross_caps, from->cross_count, sizeof *caps);
    for (int32_t i = 0; caps != NULL && i < from->cross_count; i++) {
        dsi_copy_text(c, &caps[i].objective);
        dsi_copy_text(c, &caps[i].other);
    }
    to->objectives = objectives;
    to->targets = targets;
    to->cross_caps = caps;
    return !c->failed;
}
