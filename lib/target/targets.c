/* SMART targets: copied, checked and tied together (indicators, objectives, guards) once, when they are made. */
#include "target/targets_parts.h"

#include "base/structs.h"
#include "score/item.h"
#include "weight/names.h"
#include <string.h>

/* ---- tying together --------------------------------------------------------------------------- */

static dscore_status fail_name(dscore_error *err, dscore_status code, const char *format, const char *name)
{
    return dsi_fail(err, code, DSCORE_CODE_TARGET_NAME, format, name);
}

static const char *objective_at(const void *ctx, int32_t i)
{
    const dsi_targets_spec *spec = ctx;
    return i < spec->objective_count ? spec->objectives[i].id : NULL;
}

static const char *target_at(const void *ctx, int32_t i)
{
    const dsi_targets_spec *spec = ctx;
    return i < spec->target_count ? spec->targets[i].id : NULL;
}

static dscore_status name_objectives(dscore_targets *t, dsi_names *names, dscore_error *err)
{
    for (int32_t i = 0; i < t->spec.objective_count; i++) {
        if (dsi_names_add(names, i, t->spec.objectives[i].id) >= 0) {
            dscore_status status =
                fail_name(err, DSCORE_E_INCOMPATIBLE, "the objective '%s' stands twice", t->spec.objectives[i].id);
            dsi_error_path(err, "objectives[%d].id", (int)i);
            return status;
        }
    }
    return DSCORE_OK;
}

static dscore_status find_objective(
    const dscore_targets *t, const dsi_names *names, const char *id, int32_t *out, dscore_error *err)
{
    *out = id[0] == '\0' ? -1 : dsi_names_find(names, id);
    if (id[0] == '\0' || *out >= 0) {
        return DSCORE_OK;
    }
    const char *near = dsi_nearest(id, objective_at, &t->spec);
    return near == NULL ? fail_name(err, DSCORE_E_NOT_FOUND, "no objective '%s'", id)
                        : dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_TARGET_NAME,
                              "no objective '%s'; did you mean '%s'?", id, near);
}

/* An order in which parents come after their children; what cannot be ordered is a part of itself. */
static dscore_status order_objectives(dscore_targets *t, dscore_error *err)
{
    const int32_t n = t->spec.objective_count;
    int32_t *waiting = dsi_arena_alloc(&t->arena, (int64_t)n * (int64_t)sizeof *waiting); /* children not placed yet */
    if (waiting == NULL) {
        return dsi_fail_memory(err);
    }
    for (int32_t i = 0; i < n; i++) {
        if (t->parent_of[i] >= 0) {
            waiting[t->parent_of[i]]++;
        }
    }
    int32_t placed = 0;
    for (int32_t i = 0; i < n; i++) {
        if (waiting[i] == 0) {
            t->children_first[placed++] = i;
        }
    }
    for (int32_t k = 0; k < placed; k++) {
        const int32_t parent = t->parent_of[t->children_first[k]];
        if (parent >= 0 && --waiting[parent] == 0) {
            t->children_first[placed++] = parent;
        }
    }
    for (int32_t i = 0; placed < n && i < n; i++) {
        if (waiting[i] > 0) {
            dscore_status status =
                fail_name(err, DSCORE_E_PARAMETER, "the objective '%s' is a part of itself", t->spec.objectives[i].id);
            dsi_error_path(err, "objectives[%d].parent", (int)i);
            return status;
        }
    }
    return DSCORE_OK;
}

static dscore_status tie_objectives(dscore_targets *t, const dsi_names *names, dscore_error *err)
{
    for (int32_t i = 0; i < t->spec.objective_count; i++) {
        dscore_status status = find_objective(t, names, t->spec.objectives[i].parent, &t->parent_of[i], err);
        if (status != DSCORE_OK) {
            dsi_error_path(err, "objectives[%d].parent", (int)i);
            return status;
        }
    }
    return order_objectives(t, err);
}

static dscore_status tie_guards(
    const dscore_targets *t, const dsi_names *ids, int32_t i, const dsi_target_spec *target, dscore_error *err)
{
    for (int32_t g = 0; g < target->guard_count; g++) {
        const char *id = target->guards[g];
        const int32_t other = dsi_names_find(ids, id);
        if (other == i) {
            dscore_status status = fail_name(err, DSCORE_E_PARAMETER, "the target '%s' guards itself", id);
            dsi_error_path(err, "guards[%d]", (int)g);
            return status;
        }
        if (other < 0 && dscore_catalog_find(t->catalog, id) == NULL) {
            const char *near = dsi_nearest(id, target_at, &t->spec);
            dscore_status status = near == NULL ? fail_name(err, DSCORE_E_NOT_FOUND, "no target or indicator '%s'", id)
                                                : dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_TARGET_NAME,
                                                      "no target or indicator '%s'; did you mean '%s'?", id, near);
            dsi_error_path(err, "guards[%d]", (int)g);
            return status;
        }
    }
    return DSCORE_OK;
}

static dscore_status tie_target(
    dscore_targets *t, const dsi_names *ids, const dsi_names *objectives, int32_t i, dscore_error *err)
{
    const dsi_target_spec *target = &t->spec.targets[i];
    dscore_status status = DSCORE_OK;
    if (target->item.indicator[0] != '\0') {
        status = dsi_item_look_up(t->catalog, &target->item, &t->indicators[i], err);
    }
    if (status == DSCORE_OK) {
        status = find_objective(t, objectives, target->objective, &t->objective_of[i], err);
        if (status != DSCORE_OK) {
            dsi_error_path(err, "objective");
        }
    }
    return status == DSCORE_OK ? tie_guards(t, ids, i, target, err) : status;
}

static dscore_status tie_targets(dscore_targets *t, const dsi_names *objectives, dscore_error *err)
{
    dsi_names ids;
    if (!dsi_names_init(&ids, &t->arena, t->spec.target_count)) {
        return dsi_fail_memory(err);
    }
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; status == DSCORE_OK && i < t->spec.target_count; i++) {
        if (dsi_names_add(&ids, i, t->spec.targets[i].id) >= 0) {
            status = fail_name(err, DSCORE_E_INCOMPATIBLE, "the target '%s' stands twice", t->spec.targets[i].id);
            dsi_error_path(err, "targets[%d].id", (int)i);
        }
    }
    for (int32_t i = 0; status == DSCORE_OK && i < t->spec.target_count; i++) {
        status = tie_target(t, &ids, objectives, i, err);
        if (status != DSCORE_OK) {
            dsi_error_prefix_index(err, "targets", i);
        }
    }
    return status;
}

static dscore_status tie_caps(const dscore_targets *t, const dsi_names *objectives, dscore_error *err)
{
    for (int32_t i = 0; i < t->spec.cross_count; i++) {
        const char *const ids[] = {t->spec.cross_caps[i].objective, t->spec.cross_caps[i].other};
        for (int32_t k = 0; k < 2; k++) {
            int32_t found = -1;
            dscore_status status = find_objective(t, objectives, ids[k], &found, err);
            if (status == DSCORE_OK && (found < 0 || !t->spec.objectives[found].has_mbo)) {
                status = fail_name(err, DSCORE_E_NOT_FOUND, "'%s' is no objective with an agreement", ids[k]);
            }
            if (status != DSCORE_OK) {
                dsi_error_path(err, "mbo.cross_caps[%d].%s", (int)i, k == 0 ? "objective" : "other");
                return status;
            }
        }
    }
    return DSCORE_OK;
}

static dscore_status tie(dscore_targets *t, dscore_error *err)
{
    dsi_names objectives;
    if (!dsi_names_init(&objectives, &t->arena, t->spec.objective_count)) {
        return dsi_fail_memory(err);
    }
    dscore_status status = name_objectives(t, &objectives, err);
    if (status == DSCORE_OK) {
        status = tie_objectives(t, &objectives, err);
    }
    if (status == DSCORE_OK) {
        status = tie_targets(t, &objectives, err);
    }
    return status == DSCORE_OK ? tie_caps(t, &objectives, err) : status;
}

/* ---- making and freeing ----------------------------------------------------------------------- */

static dscore_status fill(dscore_targets *t, const dsi_targets_spec *spec, dscore_error *err)
{
    dscore_status status = dsi_targets_check(spec, err);
    if (status != DSCORE_OK) {
        return status;
    }
    t->indicators = dsi_arena_alloc(&t->arena, (int64_t)spec->target_count * (int64_t)sizeof *t->indicators);
    t->objective_of = dsi_arena_alloc(&t->arena, (int64_t)spec->target_count * (int64_t)sizeof(int32_t));
    t->parent_of = dsi_arena_alloc(&t->arena, (int64_t)spec->objective_count * (int64_t)sizeof(int32_t));
    t->children_first = dsi_arena_alloc(&t->arena, (int64_t)spec->objective_count * (int64_t)sizeof(int32_t));
    if (t->indicators == NULL || t->objective_of == NULL || t->parent_of == NULL || t->children_first == NULL ||
        !dsi_targets_copy(&t->arena, spec, &t->spec)) {
        return dsi_fail_memory(err);
    }
    status = tie(t, err);
    return status == DSCORE_OK ? dsi_targets_hash(t, err) : status;
}

dscore_status dsi_targets_new(
    const dscore_catalog *catalog, const dsi_targets_spec *spec, dscore_targets **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (catalog == NULL || spec == NULL) {
        return dsi_fail_null(err, catalog == NULL ? "catalog" : "spec");
    }
    dscore_targets *t = dsi_alloc_zero(&catalog->arena.allocator, (int64_t)sizeof *t);
    if (t == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_ref_init(&t->ref);
    dsi_arena_init(&t->arena, &catalog->arena.allocator);
    dsi_catalog_take(catalog);
    t->catalog = catalog;
    const dscore_status status = fill(t, spec, err);
    if (status != DSCORE_OK) {
        dscore_targets_free(t);
        return status;
    }
    *out = t;
    return DSCORE_OK;
}

void dsi_targets_take(const dscore_targets *targets)
{
    dsi_ref_take((dsi_ref *)(void *)(uintptr_t)&targets->ref); /* the count is the one part that changes */
}

void dscore_targets_free(dscore_targets *targets)
{
    if (targets == NULL || !dsi_ref_drop(&targets->ref)) {
        return;
    }
    const dscore_allocator a = targets->arena.allocator;
    dscore_catalog_free((dscore_catalog *)(void *)(uintptr_t)targets->catalog); /* gives back one hold */
    dsi_arena_free(&targets->arena);
    dsi_release(&a, targets, (int64_t)sizeof *targets);
}

const dsi_targets_spec *dsi_targets_spec_of(const dscore_targets *targets)
{
    return &targets->spec;
}

static bool has_target(const dscore_targets *targets, int32_t target)
{
    return targets != NULL && target >= 0 && target < targets->spec.target_count;
}

const dscore_indicator *dsi_targets_indicator(const dscore_targets *targets, int32_t target)
{
    return has_target(targets, target) ? targets->indicators[target] : NULL;
}

/* ---- what they say ---------------------------------------------------------------------------- */

int32_t dscore_targets_count(const dscore_targets *targets)
{
    return targets == NULL ? 0 : targets->spec.target_count;
}

int32_t dscore_targets_objective_count(const dscore_targets *targets)
{
    return targets == NULL ? 0 : targets->spec.objective_count;
}

int32_t dscore_targets_find(const dscore_targets *targets, const char *id)
{
    for (int32_t i = 0; id != NULL && i < dscore_targets_count(targets); i++) {
        if (strcmp(targets->spec.targets[i].id, id) == 0) {
            return i;
        }
    }
    return -1;
}

enum { TEXTS = DSCORE_TARGETS_GOAL + 1 };

static const char *pick(const char *const texts[TEXTS], int32_t property)
{
    return property > 0 && property < TEXTS && texts[property] != NULL ? texts[property] : "";
}

const char *dscore_targets_text(const dscore_targets *targets, int32_t property)
{
    if (targets == NULL) {
        return "";
    }
    const dsi_targets_spec *spec = &targets->spec;
    const char *const texts[TEXTS] = {[DSCORE_TARGETS_ID] = spec->id,
        [DSCORE_TARGETS_NAME_EN] = spec->name_en,
        [DSCORE_TARGETS_NAME_ZH] = spec->name_zh,
        [DSCORE_TARGETS_VERSION] = spec->version,
        [DSCORE_TARGETS_HASH] = targets->hash};
    return pick(texts, property);
}

const char *dscore_targets_target_text(const dscore_targets *targets, int32_t index, int32_t property)
{
    if (!has_target(targets, index)) {
        return "";
    }
    const dsi_target_spec *t = &targets->spec.targets[index];
    const char *const unit =
        t->unit[0] != '\0' ? t->unit : dscore_indicator_text(targets->indicators[index], DSCORE_INDICATOR_UNIT);
    const char *const texts[TEXTS] = {[DSCORE_TARGETS_ID] = t->id,
        [DSCORE_TARGETS_NAME_EN] = t->title_en,
        [DSCORE_TARGETS_NAME_ZH] = t->title_zh,
        [DSCORE_TARGETS_VERSION] = t->version,
        [DSCORE_TARGETS_OWNER] = t->owner,
        [DSCORE_TARGETS_PARENT] = t->objective,
        [DSCORE_TARGETS_INDICATOR] = t->item.indicator,
        [DSCORE_TARGETS_UNIT] = unit,
        [DSCORE_TARGETS_SCOPE_KEY] = t->scope_key,
        [DSCORE_TARGETS_POPULATION] = t->population,
        [DSCORE_TARGETS_TARGET_TEXT] = t->target_text};
    return pick(texts, property);
}

const char *dscore_targets_objective_text(const dscore_targets *targets, int32_t index, int32_t property)
{
    if (index < 0 || index >= dscore_targets_objective_count(targets)) {
        return "";
    }
    const dsi_objective_spec *o = &targets->spec.objectives[index];
    const char *const texts[TEXTS] = {[DSCORE_TARGETS_ID] = o->id,
        [DSCORE_TARGETS_NAME_EN] = o->title_en,
        [DSCORE_TARGETS_NAME_ZH] = o->title_zh,
        [DSCORE_TARGETS_OWNER] = o->owner,
        [DSCORE_TARGETS_PARENT] = o->parent,
        [DSCORE_TARGETS_GOAL] = o->goal};
    return pick(texts, property);
}

dscore_status dscore_targets_get(
    const dscore_targets *targets, int32_t index, dscore_target_info *out, dscore_error *err)
{
    if (targets == NULL || out == NULL) {
        return dsi_fail_null(err, targets == NULL ? "targets" : "out");
    }
    if (!has_target(targets, index)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "target %d of %d", (int)index, (int)targets->spec.target_count);
    }
    const dsi_target_spec *t = &targets->spec.targets[index];
    dscore_target_info info = DSCORE_TARGET_INFO_INIT;
    info.direction = t->direction;
    info.measure = t->measure;
    info.kind = t->kind;
    info.preset = t->preset;
    info.forecast = t->forecast;
    info.window = t->window;
    info.objective = targets->objective_of[index];
    info.milestones = t->milestone_count;
    info.versions = t->version_count;
    info.is_cancelled = t->cancelled ? 1 : 0;
    info.override_status = t->override_status;
    info.baseline = t->baseline;
    info.target = t->target;
    info.upper = t->upper;
    info.threshold = t->threshold;
    info.stretch = t->stretch;
    info.weight = t->weight;
    info.min_n = t->min_n;
    info.start = t->start;
    info.due = t->due;
    return dsi_struct_give(out, &info, (int64_t)sizeof info, err);
}

dscore_status dscore_targets_grain(
    const dscore_targets *targets, int32_t index, dscore_period_rule *out, dscore_error *err)
{
    if (targets == NULL || out == NULL) {
        return dsi_fail_null(err, targets == NULL ? "targets" : "out");
    }
    if (!has_target(targets, index)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "target %d of %d", (int)index, (int)targets->spec.target_count);
    }
    const dsi_target_spec *t = &targets->spec.targets[index];
    return t->has_grain ? dsi_struct_give(out, &t->grain, (int64_t)sizeof *out, err)
                        : dsi_fail(err, DSCORE_E_NOT_FOUND, 0, "the target '%s' names no periods", t->id);
}
