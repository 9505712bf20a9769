/* The content hash of targets: a canonical text of everything but prose (titles, descriptions, reasons). */
#include "target/targets_parts.h"

#include "score/canonical.h"
#include "score/item.h"

#include <math.h>

static void put_days(dsi_text *t, const char *name, int64_t day)
{
    if (dsi_has_day(day)) {
        dsi_put_int(t, name, day);
    }
}

static void put_known(dsi_text *t, const char *name, double value)
{
    dsi_put_number_if(t, name, !isnan(value), value);
}

static void put_numbers(dsi_text *t, const dsi_target_spec *g)
{
    const struct {
        const char *name;
        int64_t value;
    } whole[] = {{"direction", g->direction}, {"measure", g->measure}, {"baseline_n", g->baseline_n},
        {"exclusive", g->exclusive ? 1 : 0}, {"upper_exclusive", g->upper_exclusive ? 1 : 0}, {"min_n", g->min_n},
        {"kind", g->kind}, {"has_grain", g->has_grain ? 1 : 0}, {"unit_of_grain", g->grain.unit},
        {"first_weekday", g->grain.first_weekday}, {"first_month", g->grain.first_month}, {"plan", g->plan},
        {"day_count", g->day_count}, {"business_days", g->business_days ? 1 : 0}, {"check_in_days", g->check_in_days},
        {"preset", g->preset}, {"window", g->window}, {"forecast", g->forecast},
        {"forecast_periods", g->forecast_periods}, {"done", g->done ? 1 : 0}, {"cancelled", g->cancelled ? 1 : 0},
        {"override", g->override_status}};
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
        dsi_put_int(t, whole[i].name, whole[i].value);
    }
    put_known(t, "baseline", g->baseline);
    put_known(t, "target", g->target);
    put_known(t, "upper", g->upper);
    put_known(t, "threshold", g->threshold);
    put_known(t, "stretch", g->stretch);
    put_known(t, "cap", g->cap);
    put_known(t, "weight", g->weight);
    put_known(t, "level", g->forecast_level);
    put_known(t, "phi", g->forecast_phi);
    put_days(t, "baseline_start", g->baseline_start);
    put_days(t, "baseline_end", g->baseline_end);
    put_days(t, "start", g->start);
    put_days(t, "due", g->due);
    put_days(t, "last_check_in", g->last_check_in);
    put_days(t, "closed_on", g->closed_on);
    put_days(t, "override_on", g->override_on);
}

static void put_lists(dsi_text *t, const dsi_target_spec *g)
{
    for (int32_t i = 0; i < g->subject_count; i++) {
        dsi_put_text(t, "subject", g->subjects[i]);
    }
    for (int32_t i = 0; i < g->guard_count; i++) {
        dsi_put_text(t, "guard", g->guards[i]);
    }
    for (int32_t i = 0; i < g->milestone_count; i++) {
        const dsi_target_milestone *m = &g->milestones[i];
        dsi_text_add(t, " milestone");
        put_days(t, "day", m->day);
        put_known(t, "value", m->value);
        put_known(t, "weight", m->weight);
        dsi_put_int(t, "done", m->done ? 1 : 0);
    }
    for (int32_t i = 0; i < g->step_count; i++) {
        dsi_put_number(t, "below", g->steps[i].below);
        dsi_put_number(t, "target", g->steps[i].target);
        put_known(t, "upper", g->steps[i].upper);
    }
    for (int32_t i = 0; i < g->version_count; i++) {
        const dsi_target_version *v = &g->versions[i];
        dsi_put_int(t, "valid_from", v->valid_from);
        dsi_put_int(t, "recorded_at", v->recorded_at);
        put_known(t, "target", v->target);
        put_known(t, "upper", v->upper);
        put_days(t, "due", v->due);
        dsi_put_text(t, "by", v->by);
    }
}

static void put_target(dsi_text *t, const dsi_target_spec *g, const dscore_indicator *indicator)
{
    dsi_text_add(t, "\ntarget");
    const char *const texts[][2] = {{"id", g->id}, {"version", g->version}, {"scope_key", g->scope_key},
        {"population", g->population}, {"owner", g->owner}, {"unit", g->unit}, {"target_text", g->target_text},
        {"data_source", g->data_source}, {"approved_by", g->approved_by}, {"objective", g->objective},
        {"override_by", g->override_by}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        dsi_put_text(t, texts[i][0], texts[i][1]);
    }
    dsi_item_canonical(t, &g->item, dscore_indicator_text(indicator, DSCORE_INDICATOR_HASH));
    put_numbers(t, g);
    put_lists(t, g);
}

static void put_objective(dsi_text *t, const dsi_objective_spec *o)
{
    dsi_text_add(t, "\nobjective");
    dsi_put_text(t, "id", o->id);
    dsi_put_text(t, "owner", o->owner);
    dsi_put_text(t, "parent", o->parent);
    dsi_put_text(t, "goal", o->goal);
    dsi_put_number(t, "weight", o->weight);
    put_days(t, "start", o->start);
    put_days(t, "due", o->due);
    dsi_put_int(t, "policy", o->policy);
    if (!o->has_mbo) {
        return;
    }
    dsi_put_number(t, "mbo_weight", o->mbo_weight);
    dsi_put_int(t, "by", o->mbo_by);
    dsi_put_number(t, "cap", o->mbo_cap);
    put_known(t, "minimum", o->mbo_minimum);
    dsi_put_int(t, "must_have", o->mbo_must_have ? 1 : 0);
    for (int32_t i = 0; i < o->level_count; i++) {
        dsi_put_text(t, "en", o->levels[i].label_en); /* a level is a result, not prose */
        dsi_put_text(t, "zh", o->levels[i].label_zh);
        dsi_put_number(t, "achievement", o->levels[i].achievement);
    }
    dsi_put_int(t, "level", o->level);
    put_known(t, "achievement", o->achievement);
    dsi_put_text(t, "employee", o->agreed_by_employee);
    dsi_put_text(t, "manager", o->agreed_by_manager);
    put_days(t, "changed_on", o->changed_on);
}

static void put_all(dsi_text *t, const dscore_targets *targets)
{
    const dsi_targets_spec *spec = &targets->spec;
    dsi_text_add(t, "targets 1");
    dsi_put_text(t, "id", spec->id);
    dsi_put_text(t, "version", spec->version);
    dsi_put_int(t, "mbo_missing", spec->mbo_missing);
    dsi_put_number(t, "late_change", spec->late_change);
    for (int32_t i = 0; i < spec->objective_count; i++) {
        put_objective(t, &spec->objectives[i]);
    }
    for (int32_t i = 0; i < spec->target_count; i++) {
        put_target(t, &spec->targets[i], targets->indicators[i]);
    }
    for (int32_t i = 0; i < spec->cross_count; i++) {
        dsi_text_add(t, "\ncross");
        dsi_put_text(t, "objective", spec->cross_caps[i].objective);
        dsi_put_text(t, "while", spec->cross_caps[i].other);
        dsi_put_number(t, "below", spec->cross_caps[i].below);
        dsi_put_number(t, "cap", spec->cross_caps[i].cap);
    }
}

dscore_status dsi_targets_hash(dscore_targets *targets, dscore_error *err)
{
    dsi_text text;
    dsi_text_init(&text, &targets->arena.allocator);
    put_all(&text, targets);
    return dsi_canonical_hash(&text, targets->hash, err);
}
