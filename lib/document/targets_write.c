/* Writing targets and objectives: what differs from the defaults, members in the order of their tables. */
#include "document/targets_document.h"

#include "base/error.h"
#include "document/calendar_document.h"
#include "document/card_document.h"
#include "target/targets_parts.h"
#include <deskscore/document.h>
#include <math.h>
#include <string.h>

static void write_table(dsi_writer *w, const dsi_member_table *table, const void *in, const void *defaults)
{
    dsi_json_members(w, table->members, table->count, in, defaults);
}

/* An object of its own, on one line; left out while all in it is as by default. */
static void write_part(
    dsi_writer *w, const char *name, const dsi_member_table *table, const void *in, const void *defaults)
{
    dsi_writer trial;
    dsi_writer_init(&trial, &w->text.allocator);
    write_table(&trial, table, in, defaults);
    const bool is_empty = trial.text.length == 0 && !trial.text.failed;
    dsi_writer_free(&trial);
    if (!is_empty) {
        dsi_json_name(w, name);
        dsi_json_open(w, '{', true);
        write_table(w, table, in, defaults);
        dsi_json_close(w, '}');
    }
}

static void write_texts(dsi_writer *w, const char *name, const char *const *texts, int32_t count)
{
    if (count > 0) {
        dsi_json_name(w, name);
        dsi_json_open(w, '[', true);
        for (int32_t i = 0; i < count; i++) {
            dsi_json_put_text(w, texts[i]);
        }
        dsi_json_close(w, ']');
    }
}

static void write_entries(dsi_writer *w, const char *name, const dsi_member_table *table, const void *entries,
    int32_t count, size_t each, const void *defaults)
{
    if (count > 0) {
        dsi_json_name(w, name);
        dsi_json_open(w, '[', false);
        for (int32_t i = 0; i < count; i++) {
            dsi_json_open(w, '{', true);
            write_table(w, table, (const char *)entries + each * (size_t)i, defaults);
            dsi_json_close(w, '}');
        }
        dsi_json_close(w, ']');
    }
}

/* ---- parts of a target ---------------------------------------------------------------------- */

static void write_indicator(dsi_writer *w, const dsi_target_spec *spec)
{
    if (spec->item.indicator != NULL && spec->item.indicator[0] != '\0') {
        dsi_write_settings(w, &spec->item);
    }
}

static void write_scope(dsi_writer *w, const dsi_target_spec *spec)
{
    const char *key = spec->scope_key == NULL ? "" : spec->scope_key;
    const char *population = spec->population == NULL ? "" : spec->population;
    if (key[0] == '\0' && population[0] == '\0' && spec->subject_count == 0) {
        return;
    }
    dsi_json_name(w, "scope");
    dsi_json_open(w, '{', true);
    dsi_json_text(w, "by", key);
    write_texts(w, "subjects", spec->subjects, spec->subject_count);
    dsi_json_text(w, "population", population);
    dsi_json_close(w, '}');
}

static void write_baseline(dsi_writer *w, const dsi_target_spec *spec)
{
    const bool is_number =
        spec->baseline_start == DSI_NO_DAY && spec->baseline_end == DSI_NO_DAY && spec->baseline_n < 0;
    dsi_target_spec defaults;
    dsi_target_spec_init(&defaults);
    if (!is_number) {
        write_part(w, "baseline", &dsi_baseline_members, spec, &defaults);
    } else if (!isnan(spec->baseline)) {
        dsi_json_number(w, "baseline", spec->baseline);
    }
}

static void write_goal(dsi_writer *w, const dsi_target_spec *spec)
{
    if (!isnan(spec->target)) {
        dsi_json_number(w, "target", spec->target);
    } else {
        dsi_json_text(w, "target", spec->target_text);
    }
}

static void write_guards(dsi_writer *w, const dsi_target_spec *spec)
{
    write_texts(w, "guards", spec->guards, spec->guard_count);
}

static void write_grain(dsi_writer *w, const dsi_target_spec *spec)
{
    static const char *const units[] = {"", "day", "week", "month", "quarter", "year"};
    static const char *const months[] = {
        "", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    const dscore_period_rule *rule = &spec->grain;
    if (!spec->has_grain) {
        return;
    }
    const bool of_week = rule->unit == DSCORE_PERIOD_WEEK && rule->first_weekday != 1;
    const bool of_year = rule->unit >= DSCORE_PERIOD_QUARTER && rule->first_month != 1;
    dsi_text text;
    dsi_text_init(&text, &w->text.allocator);
    dsi_text_add(&text, units[rule->unit]);
    if (of_week || of_year) {
        dsi_text_add(&text, ":");
        dsi_text_add(&text, of_week ? dsi_weekday_name(rule->first_weekday) : months[rule->first_month]);
    }
    w->text.failed = w->text.failed || text.failed;
    dsi_json_text(w, "grain", text.data);
    dsi_text_free(&text);
}

static void write_milestones(dsi_writer *w, const dsi_target_spec *spec)
{
    dsi_target_milestone defaults;
    dsi_milestone_init(&defaults);
    write_entries(w, "milestones", &dsi_milestone_members, spec->milestones, spec->milestone_count,
        sizeof *spec->milestones, &defaults);
}

static void write_forecast(dsi_writer *w, const dsi_target_spec *spec)
{
    dsi_target_spec defaults;
    dsi_target_spec_init(&defaults);
    write_part(w, "forecast", &dsi_forecast_members, spec, &defaults);
}

static void write_tenure(dsi_writer *w, const dsi_target_spec *spec)
{
    dsi_target_step defaults;
    dsi_target_step_init(&defaults);
    write_entries(w, "tenure", &dsi_step_members, spec->steps, spec->step_count, sizeof *spec->steps, &defaults);
}

static void write_versions(dsi_writer *w, const dsi_target_spec *spec)
{
    dsi_target_version defaults;
    dsi_target_version_init(&defaults);
    write_entries(
        w, "versions", &dsi_version_members, spec->versions, spec->version_count, sizeof *spec->versions, &defaults);
}

/* All of it is in the table but the override, which stands last. */
static void write_state(dsi_writer *w, const dsi_target_spec *spec)
{
    dsi_target_spec defaults;
    dsi_target_spec_init(&defaults);
    if (spec->override_status == 0) {
        write_part(w, "state", &dsi_state_members, spec, &defaults);
        return;
    }
    dsi_json_name(w, "state");
    dsi_json_open(w, '{', true);
    write_table(w, &dsi_state_members, spec, &defaults);
    write_part(w, "override", &dsi_override_members, spec, &defaults);
    dsi_json_close(w, '}');
}

static const struct {
    const char *name;
    void (*write)(dsi_writer *w, const dsi_target_spec *spec);
} PARTS[] = {{"indicator", write_indicator}, {"scope", write_scope}, {"baseline", write_baseline},
    {"target", write_goal}, {"guards", write_guards}, {"grain", write_grain}, {"milestones", write_milestones},
    {"forecast", write_forecast}, {"tenure", write_tenure}, {"versions", write_versions}, {"state", write_state}};

static void write_target(dsi_writer *w, const dsi_target_spec *spec)
{
    dsi_target_parts parts, defaults;
    dsi_target_parts_init(&parts);
    dsi_target_parts_init(&defaults);
    parts.spec = *spec;
    parts.inclusive = !spec->exclusive;
    parts.upper_inclusive = !spec->upper_exclusive;
    parts.cap = dsi_percent_of(spec->cap);
    parts.check_in = spec->check_in_days > 0 ? (double)spec->check_in_days : (double)NAN;
    dsi_json_name(w, spec->id);
    dsi_json_open(w, '{', false);
    for (int32_t i = 0; i < dsi_target_members.count; i++) {
        const dsi_member *member = &dsi_target_members.members[i];
        for (int32_t k = 0; member->type == DSI_M_JSON && k < DSI_COUNT(PARTS); k++) {
            if (strcmp(PARTS[k].name, member->name) == 0) {
                PARTS[k].write(w, spec);
            }
        }
        dsi_json_members(w, member, 1, &parts, &defaults);
    }
    dsi_json_close(w, '}');
}

/* ---- objectives ----------------------------------------------------------------------------- */

static void write_agreement(dsi_writer *w, const dsi_objective_spec *spec)
{
    dsi_agreement_parts parts, defaults;
    memset(&parts, 0, sizeof parts);
    memset(&defaults, 0, sizeof defaults);
    dsi_objective_spec_init(&defaults.spec);
    parts.spec = *spec;
    dsi_json_name(w, "mbo");
    dsi_json_open(w, '{', false);
    write_table(w, &dsi_agreement_members, &parts, &defaults);
    write_entries(w, "levels", &dsi_level_members, spec->levels, spec->level_count, sizeof *spec->levels,
        &(const dsi_mbo_level){NULL, NULL, 0});
    if (spec->level >= 0 && spec->level < spec->level_count) {
        dsi_json_text(w, "level", spec->levels[spec->level].label_en);
    }
    write_part(w, "agreed", &dsi_agreed_members, spec, &defaults.spec);
    if (spec->changed_on != DSI_NO_DAY) {
        write_part(w, "changed", &dsi_changed_members, spec, &defaults.spec);
    }
    dsi_json_close(w, '}');
}

static void write_objective(dsi_writer *w, const dsi_objective_spec *spec)
{
    dsi_objective_parts parts, defaults;
    memset(&parts, 0, sizeof parts);
    memset(&defaults, 0, sizeof defaults);
    dsi_objective_spec_init(&defaults.spec);
    parts.spec = *spec;
    dsi_json_name(w, spec->id);
    dsi_json_open(w, '{', false);
    write_table(w, &dsi_objective_members, &parts, &defaults);
    if (spec->has_mbo) {
        write_agreement(w, spec);
    }
    dsi_json_close(w, '}');
}

/* ---- the document --------------------------------------------------------------------------- */

static void write_plan(dsi_writer *w, const dsi_targets_spec *spec)
{
    dsi_targets_parts parts, defaults;
    memset(&parts, 0, sizeof parts);
    memset(&defaults, 0, sizeof defaults);
    dsi_targets_spec_init(&defaults.spec);
    parts.spec = *spec;
    if (spec->cross_count == 0) {
        write_part(w, "mbo", &dsi_plan_members, &parts, &defaults);
        return;
    }
    dsi_json_name(w, "mbo");
    dsi_json_open(w, '{', false);
    write_table(w, &dsi_plan_members, &parts, &defaults);
    write_entries(w, "cross_caps", &dsi_cross_members, spec->cross_caps, spec->cross_count, sizeof *spec->cross_caps,
        &(const dsi_mbo_cross){NULL, NULL, 0, 0});
    dsi_json_close(w, '}');
}

static void write_document(dsi_writer *w, const void *object)
{
    const dscore_targets *targets = object;
    const dsi_targets_spec *spec = dsi_targets_spec_of(targets);
    dsi_targets_parts parts, defaults;
    memset(&parts, 0, sizeof parts);
    memset(&defaults, 0, sizeof defaults);
    dsi_targets_spec_init(&defaults.spec);
    parts.spec = *spec;
    write_table(w, &dsi_targets_members, &parts, &defaults);
    if (spec->objective_count > 0) {
        dsi_json_name(w, "objectives");
        dsi_json_open(w, '{', false);
        for (int32_t i = 0; i < spec->objective_count; i++) {
            write_objective(w, &spec->objectives[i]);
        }
        dsi_json_close(w, '}');
    }
    dsi_json_name(w, "targets");
    dsi_json_open(w, '{', false);
    for (int32_t i = 0; i < spec->target_count; i++) {
        write_target(w, &spec->targets[i]);
    }
    dsi_json_close(w, '}');
    write_plan(w, spec);
    dsi_json_put_hash(w, dscore_targets_text(targets, DSCORE_TARGETS_HASH));
}

dscore_status dscore_targets_dump(
    const dscore_targets *targets, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (targets == NULL) {
        return dsi_fail_null(err, "targets");
    }
    return dsi_dump(&targets->arena.allocator, "targets", write_document, targets, buffer, capacity, out_needed, err);
}
