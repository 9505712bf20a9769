/* What is in force: the version of a target that holds on a day, the step by tenure for a subject, and the periods that
   a target is judged on. */
#include "target/standings.h"

#include "base/structs.h"
#include "target/check.h"
#include "time/civil.h"
#include "time/period.h"
#include <deskscore/weight.h>

/* ---- versions --------------------------------------------------------------------------------- */

/* A version recorded later for the same first day withdraws the one recorded last before it. */
static int32_t superseded_by(const dsi_target_spec *t, int32_t i)
{
    int32_t found = -1;
    for (int32_t k = 0; k < t->version_count; k++) {
        const dsi_target_version *other = &t->versions[k];
        if (other->valid_from == t->versions[i].valid_from && other->recorded_at < t->versions[i].recorded_at &&
            (found < 0 || other->recorded_at > t->versions[found].recorded_at)) {
            found = k;
        }
    }
    return found < 0 ? -1 : found + 1;
}

static dscore_status choose_version(dsi_arena *arena, const dsi_target_spec *t, const dscore_target_facts *facts,
    int64_t day, int32_t *out, dscore_error *err)
{
    const int64_t count = (int64_t)t->version_count + 1;
    int64_t *valid_from = dsi_arena_alloc(arena, count * (int64_t)sizeof *valid_from);
    int64_t *recorded_at = dsi_arena_alloc(arena, count * (int64_t)sizeof *recorded_at);
    int32_t *supersedes = dsi_arena_alloc(arena, count * (int64_t)sizeof *supersedes);
    if (valid_from == NULL || recorded_at == NULL || supersedes == NULL) {
        return dsi_fail_memory(err);
    }
    valid_from[0] = DSI_DAY_FIRST - 1;
    recorded_at[0] = INT64_MIN;
    supersedes[0] = -1;
    for (int32_t i = 0; i < t->version_count; i++) {
        valid_from[i + 1] = t->versions[i].valid_from;
        recorded_at[i + 1] = t->versions[i].recorded_at;
        supersedes[i + 1] = superseded_by(t, i);
    }
    dscore_versions versions = DSCORE_VERSIONS_INIT;
    versions.count = (int32_t)count;
    versions.valid_from = valid_from;
    versions.recorded_at = recorded_at;
    versions.supersedes = supersedes;
    return dscore_versions_at(&versions, day, facts->known_at, out, err);
}

dscore_status dsi_version_on(const dsi_target_spec *t, const dscore_allocator *allocator,
    const dscore_target_facts *facts, int64_t day, int32_t *out, int64_t *out_due, dscore_error *err)
{
    *out = 0;
    *out_due = t->due;
    if (t->version_count == 0) {
        return DSCORE_OK;
    }
    dsi_arena arena;
    dsi_arena_init(&arena, allocator);
    const dscore_status status = choose_version(&arena, t, facts, day, out, err);
    dsi_arena_free(&arena);
    if (status == DSCORE_OK && *out > 0 && dsi_has_day(t->versions[*out - 1].due)) {
        *out_due = t->versions[*out - 1].due;
    }
    return status;
}

/* ---- steps by tenure -------------------------------------------------------------------------- */

static double tenure_of(const dsi_judged *g, const char *period)
{
    const dsi_judging *j = g->j;
    const int64_t row = dsi_people_find(&j->people, g->s->row.subject, period);
    return dsi_people_number(&j->people, j->tenure_column, row);
}

static void step_on(const dsi_judged *g, const char *period, dsi_force *out)
{
    const dsi_target_spec *t = g->spec;
    if (t->step_count == 0) {
        return;
    }
    const double tenure = tenure_of(g, period);
    out->tenure_unknown = isnan(tenure);
    for (int32_t i = 0; !out->tenure_unknown && i < t->step_count; i++) {
        if (tenure < t->steps[i].below) {
            out->step = i + 1;
            out->aim.target = t->steps[i].target;
            out->aim.upper = isnan(t->steps[i].upper) ? out->aim.upper : t->steps[i].upper;
            return;
        }
    }
}

dscore_status dsi_force_on(
    const dsi_judged *g, int64_t day, const char *period, double baseline, dsi_force *out, dscore_error *err)
{
    const dsi_target_spec *t = g->spec;
    const dscore_target_aim none = DSCORE_TARGET_AIM_INIT;
    out->aim = none;
    out->step = 0;
    out->tenure_unknown = false;
    dscore_status status = dsi_version_on(t, &g->j->arena.allocator, &g->j->facts, day, &out->version, &out->due, err);
    if (status != DSCORE_OK) {
        return status;
    }
    const dsi_target_version *v = out->version == 0 ? NULL : &t->versions[out->version - 1];
    out->aim.direction = t->direction;
    out->aim.baseline = baseline;
    out->aim.target = v != NULL && !isnan(v->target) ? v->target : t->target;
    out->aim.upper = v != NULL && !isnan(v->upper) ? v->upper : t->upper;
    out->aim.is_exclusive = t->exclusive ? 1 : 0;
    out->aim.upper_exclusive = t->upper_exclusive ? 1 : 0;
    out->aim.cap = t->cap;
    step_on(g, period, out);
    const bool is_numeric = t->direction < DSCORE_TARGET_BINARY;
    const bool is_band = t->direction == DSCORE_TARGET_MAINTAIN_BAND;
    out->has_aim = t->direction != 0 && (!is_numeric || !isnan(out->aim.target)) &&
                   (!is_band || out->aim.upper >= out->aim.target);
    if (!is_numeric) {
        out->aim.target = 1.0;
    }
    return DSCORE_OK;
}

/* ---- periods ---------------------------------------------------------------------------------- */

int64_t dsi_first_period(const dsi_target_spec *spec, const dscore_period_rule *grain)
{
    return dsi_has_day(spec->start) ? dsi_period_of_day(grain, spec->start) : INT64_MIN;
}

int64_t dsi_last_period(const dsi_target_spec *spec, const dscore_target_facts *facts, const dscore_period_rule *grain)
{
    const bool running = facts->running != 0 || spec->measure == DSCORE_TARGET_TOTAL;
    const int64_t last = dsi_period_of_day(grain, facts->now);
    return running || dsi_period_first_day(grain, last + 1) - 1 <= facts->now ? last : last - 1;
}

bool dsi_window_periods(const dsi_target_spec *spec, const dscore_target_facts *facts, const dscore_period_rule *grain,
    int64_t due, int64_t *from, int64_t *to)
{
    const int64_t first = dsi_first_period(spec, grain);
    *to = dsi_last_period(spec, facts, grain);
    if (dsi_has_day(due) && dsi_period_of_day(grain, due) < *to) {
        *to = dsi_period_of_day(grain, due);
    }
    const bool is_over = *to >= first;
    *to = is_over ? *to : first;
    *from = *to - spec->window + 1;
    if (*from < first || spec->measure == DSCORE_TARGET_TOTAL) {
        *from = first;
    }
    return is_over;
}

static dscore_status read_facts(
    dscore_target_facts *whole, dscore_period_rule *grain, const dscore_target_facts *facts, dscore_error *err)
{
    const dscore_target_facts none = DSCORE_TARGET_FACTS_INIT;
    const dscore_period_rule months = DSCORE_PERIOD_RULE_INIT;
    *whole = none;
    *grain = months;
    dscore_status status = dsi_struct_read(whole, facts, (int64_t)sizeof *whole, "facts", err);
    if (status == DSCORE_OK && !dsi_has_day(whole->now)) {
        status =
            dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_TARGET_DAY, "`now`, the day of the judgement, is not set");
        dsi_error_path(err, "now");
    }
    if (status == DSCORE_OK) {
        status = dsi_target_days("now", &whole->now, 1, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_option("running", whole->running, 0, 1, "0 or 1", err);
    }
    if (status == DSCORE_OK) {
        status = dsi_check_level(whole->level, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_target_size("more_count", whole->more_count, err);
    }
    if (status == DSCORE_OK && whole->more == NULL && whole->more_count > 0) {
        status = dsi_fail_null(err, "more");
    }
    if (status == DSCORE_OK && whole->grain != NULL) {
        status = dsi_period_check(whole->grain, err);
        *grain = status == DSCORE_OK ? *whole->grain : months;
    }
    return status;
}

dscore_status dsi_facts_read(
    dscore_target_facts *whole, dscore_period_rule *grain, const dscore_target_facts *facts, dscore_error *err)
{
    return facts == NULL ? dsi_fail_null(err, "facts") : read_facts(whole, grain, facts, err);
}

dscore_status dscore_targets_window(const dscore_targets *targets, int32_t index, const dscore_target_facts *facts,
    int64_t *out_from, int64_t *out_to, dscore_error *err)
{
    if (targets == NULL || out_from == NULL || out_to == NULL) {
        return dsi_fail_null(err, targets == NULL ? "targets" : out_from == NULL ? "out_from" : "out_to");
    }
    if (index < 0 || index >= dscore_targets_count(targets)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, 0, "target %d of %d", (int)index, (int)dscore_targets_count(targets));
    }
    dscore_target_facts whole;
    dscore_period_rule grain;
    dscore_status status = dsi_facts_read(&whole, &grain, facts, err);
    if (status != DSCORE_OK) {
        return status;
    }
    const dsi_target_spec *spec = &dsi_targets_spec_of(targets)->targets[index];
    if (spec->measure == DSCORE_TARGET_TOTAL && !dsi_has_day(spec->start)) {
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_TARGET_SPAN,
            "the target '%s' adds up from its start, but has none", spec->id);
    }
    grain = spec->has_grain ? spec->grain : grain;
    int32_t version;
    int64_t due;
    int64_t from;
    int64_t to;
    int64_t start;
    int64_t end;
    status = dsi_version_on(spec, &targets->arena.allocator, &whole, whole.now, &version, &due, err);
    if (status != DSCORE_OK) {
        return status;
    }
    (void)dsi_window_periods(spec, &whole, &grain, due, &from, &to);
    status = dscore_zone_day_start(whole.zone, dsi_period_first_day(&grain, from), &start, err);
    if (status == DSCORE_OK) {
        status = dscore_zone_day_start(whole.zone, dsi_period_first_day(&grain, to + 1), &end, err);
    }
    if (status == DSCORE_OK) {
        *out_from = start;
        *out_to = end;
    }
    return status;
}
