/* One subject against one target: the value of its window, baseline and target in force, progress, status, what asks
   for attention. The held status: held.c. What lies ahead: outlook.c. */
#include "target/standings.h"

#include "score/tolerance.h"
#include "target/check.h"
#include "time/period.h"
#include <string.h>

enum { START_GRACE = 7 /* days */ };

const char *dsi_period_name_of(const dsi_judged *g, int64_t period)
{
    const dsi_points *p = &g->j->points;
    const int64_t at = period - p->first;
    const int64_t row = at >= 0 && at < p->count ? p->row[at] : -1;
    return row < 0 ? "" : dscore_values_period_name(g->j->series, row);
}

/* ---- value ------------------------------------------------------------------------------------ */

/* The row of a subject's that has the very ends of the window; -1 if there is none. */
static int64_t row_of_window(const dsi_judged *g, const dsi_subjects *w)
{
    const int64_t subject = dsi_subjects_find(w, g->s->row.subject);
    const int64_t start = dsi_period_first_day(&g->grain, g->from);
    const int64_t end = dsi_period_first_day(&g->grain, g->to + 1);
    for (int64_t row = subject < 0 ? 0 : w->first_row[subject]; subject >= 0 && row < dsi_subjects_end(w, subject);
         row++) {
        if (w->first_day[row] == start && w->end_day[row] == end) {
            return row;
        }
    }
    return -1;
}

/* The value of the window, measured as one period, from what was given beside the series; false if it was not. */
static bool read_window(const dsi_judged *g, dsi_measured *m)
{
    dscore_value value = DSCORE_VALUE_INIT;
    bool found = false;
    for (int64_t k = 1; !found && k < g->j->source_count; k++) {
        const dsi_subjects *w = &g->j->sources[k];
        const int64_t row = w->values == NULL ? -1 : row_of_window(g, w);
        found = row >= 0 && dscore_values_get(
                                w->values, row, dscore_values_find(w->values, g->spec->id), &value, NULL) == DSCORE_OK;
    }
    if (!found) {
        return false;
    }
    const bool counts = value.observations >= 0.0 && value.observations < 9e15;
    m->n = counts ? (int64_t)(value.observations + 0.5) : value.n_used;
    m->state = value.status;
    m->value = value.status == DSCORE_VALUE_OK ? value.value : dsi_target_nothing();
    m->is_last = false;
    if (value.status == DSCORE_VALUE_OK && !dsi_target_is_number(value.value)) {
        m->state = DSCORE_VALUE_UNDEFINED;
        m->value = dsi_target_nothing();
    }
    return true;
}

static dscore_status measure_pieces(const dsi_judged *g, dsi_measured *m, dscore_error *err)
{
    const dsi_target_spec *t = g->spec;
    dscore_target_sum sum = DSCORE_TARGET_SUM_INIT;
    dsi_arena arena;
    dsi_arena_init(&arena, &g->j->arena.allocator);
    int32_t *done = dsi_arena_alloc(&arena, (int64_t)t->milestone_count * (int64_t)sizeof *done);
    double *weights = dsi_arena_alloc(&arena, (int64_t)t->milestone_count * (int64_t)sizeof *weights);
    dscore_status status = done == NULL || weights == NULL ? dsi_fail_memory(err) : DSCORE_OK;
    for (int32_t i = 0; status == DSCORE_OK && i < t->milestone_count; i++) {
        done[i] = t->milestones[i].done ? 1 : 0;
        weights[i] = t->milestones[i].weight;
    }
    if (status == DSCORE_OK) {
        status = dscore_target_milestones(done, weights, t->milestone_count, &sum, err);
    }
    dsi_arena_free(&arena);
    m->state = sum.status;
    m->value = sum.progress;
    m->n = sum.counted;
    return status;
}

static dscore_status measure(const dsi_judged *g, dsi_measured *m, dscore_error *err)
{
    dscore_standing_row *row = &g->s->row;
    const dsi_points *points = &g->j->points;
    *m = dsi_points_sum(points, 1, 0); /* nothing */
    if (dsi_target_is_unmeasured(g->spec)) {
        m->state = DSCORE_VALUE_OK;
        m->interval_state = DSCORE_VALUE_UNDEFINED;
        m->value = g->spec->done ? 1.0 : 0.0;
        return g->spec->direction == DSCORE_TARGET_MILESTONE ? measure_pieces(g, m, err) : DSCORE_OK;
    }
    if (!g->is_over) {
        return DSCORE_OK;
    }
    if (g->spec->measure == DSCORE_TARGET_TOTAL) {
        *m = dsi_points_sum(points, g->first, g->to);
    } else {
        *m = dsi_points_pool(points, &g->kind, g->from, g->to, g->j->facts.level);
        if (read_window(g, m)) {
            dsi_measured_bound(m, points, &g->kind, g->from, g->to, g->j->facts.level);
        } else if (m->periods > 1) {
            row->notes |= m->is_last ? DSCORE_STANDING_LAST_PERIOD : DSCORE_STANDING_POOLED;
        }
        if (m->periods > 0 && m->periods < g->to - g->from + 1) {
            row->notes |= DSCORE_STANDING_ABSENT_PERIODS;
        }
    }
    return DSCORE_OK;
}

static void put_value(const dsi_judged *g, dsi_measured *m)
{
    dscore_standing_row *row = &g->s->row;
    const dsi_points *points = &g->j->points;
    row->n = m->n;
    row->periods = m->periods;
    if (m->state == DSCORE_VALUE_OK && m->n < g->spec->min_n && !dsi_target_is_unmeasured(g->spec)) {
        row->notes |= DSCORE_STANDING_SMALL_N;
        m->state = DSCORE_VALUE_INSUFFICIENT;
        m->interval_state = DSCORE_VALUE_INSUFFICIENT;
        m->value = m->lo = m->hi = dsi_target_nothing();
    }
    row->value_state = m->state;
    row->interval_state = m->interval_state;
    row->value = m->value;
    row->lo = m->interval_state == DSCORE_VALUE_OK ? m->lo : dsi_target_nothing();
    row->hi = m->interval_state == DSCORE_VALUE_OK ? m->hi : dsi_target_nothing();
    row->notes |= points->has_others ? DSCORE_STANDING_GRAIN : 0;
    if (!dsi_target_is_unmeasured(g->spec) && g->spec->item.indicator[0] != '\0' && g->j->series != NULL &&
        !points->has_rows) {
        row->notes |= DSCORE_STANDING_NO_ROW;
    }
    if (!dsi_target_is_unmeasured(g->spec) && g->from > INT64_MIN) {
        const dscore_zone *zone = g->j->facts.zone;
        g->s->first_day = dsi_period_first_day(&g->grain, g->from);
        g->s->last_day = dsi_period_first_day(&g->grain, g->to + 1) - 1;
        (void)dscore_zone_day_start(zone, g->s->first_day, &row->from, NULL);
        (void)dscore_zone_day_start(zone, g->s->last_day + 1, &row->to, NULL);
    }
}

/* As written, or what the series has in the days of the baseline. */
static void put_baseline(const dsi_judged *g)
{
    const dsi_target_spec *t = g->spec;
    g->s->row.baseline = t->baseline;
    g->s->baseline_n = t->baseline_n;
    if (!isnan(t->baseline) || !dsi_has_day(t->baseline_start) || g->j->series == NULL) {
        return;
    }
    const int64_t end = dsi_has_day(t->baseline_end) ? t->baseline_end : t->baseline_start;
    const int64_t first = dsi_period_of_day(&g->grain, t->baseline_start);
    const int64_t last = dsi_period_of_day(&g->grain, end);
    const dsi_measured m = t->measure == DSCORE_TARGET_TOTAL
                               ? dsi_points_sum(&g->j->points, first, last)
                               : dsi_points_pool(&g->j->points, &g->kind, first, last, g->j->facts.level);
    if (m.state == DSCORE_VALUE_OK && !m.is_last) {
        g->s->row.baseline = m.value;
        g->s->baseline_n = m.n;
        g->s->row.notes |= DSCORE_STANDING_BASELINE_READ;
    }
}

/* ---- target in force -------------------------------------------------------------------------- */

/* Milestones with day and value, unless they are out of order or outside the span. */
static dscore_status read_milestones(dsi_judged *g, dscore_error *err)
{
    const dsi_target_spec *t = g->spec;
    const int64_t wide = (int64_t)t->milestone_count * (int64_t)sizeof(int64_t);
    g->milestone_count = 0;
    if (t->milestone_count == 0 || (t->direction != DSCORE_TARGET_INCREASE && t->direction != DSCORE_TARGET_DECREASE)) {
        return DSCORE_OK;
    }
    if (g->milestone_days == NULL) { /* once a target */
        g->milestone_days = dsi_arena_alloc(&g->j->arena, wide);
        g->milestone_values = dsi_arena_alloc(&g->j->arena, wide);
    }
    if (g->milestone_days == NULL || g->milestone_values == NULL) {
        return dsi_fail_memory(err);
    }
    bool fits = true;
    int32_t count = 0;
    for (int32_t i = 0; i < t->milestone_count; i++) {
        const dsi_target_milestone *m = &t->milestones[i];
        if (!dsi_has_day(m->day) || isnan(m->value)) {
            continue;
        }
        fits = fits && (count == 0 || m->day > g->milestone_days[count - 1]) &&
               (!dsi_has_day(t->start) || m->day >= t->start) && (!dsi_has_day(g->s->due) || m->day <= g->s->due);
        g->milestone_days[count] = m->day;
        g->milestone_values[count++] = m->value;
    }
    g->milestone_count = fits ? count : 0;
    g->s->row.notes |= fits ? 0 : DSCORE_STANDING_MILESTONES;
    return DSCORE_OK;
}

static void put_force(const dsi_judged *g, const dsi_force *force)
{
    dsi_standing *s = g->s;
    const bool is_numeric = g->spec->direction < DSCORE_TARGET_BINARY;
    s->aim = force->aim;
    s->has_aim = force->has_aim;
    s->row.version = force->version;
    s->row.step = force->step;
    s->row.target_value = is_numeric ? force->aim.target : dsi_target_nothing();
    s->row.upper = g->spec->direction == DSCORE_TARGET_MAINTAIN_BAND ? force->aim.upper : dsi_target_nothing();
    s->row.notes |= force->version > 0 ? DSCORE_STANDING_RETARGETED : 0;
    s->row.notes |= force->step > 0 ? DSCORE_STANDING_TENURE_STEP : 0;
    s->row.notes |= force->tenure_unknown ? DSCORE_STANDING_TENURE_UNKNOWN : 0;
    s->row.notes |= g->spec->direction == 0 ? DSCORE_STANDING_NO_DIRECTION : 0;
    s->row.notes |= is_numeric && isnan(force->aim.target) ? DSCORE_STANDING_NO_TARGET : 0;
    s->row.notes |= g->spec->business_days && g->j->facts.calendar == NULL ? DSCORE_STANDING_NO_CALENDAR : 0;
}

static void put_verdict(const dsi_judged *g, const dsi_verdict *v)
{
    dscore_standing_row *row = &g->s->row;
    row->progress_state = row->value_state == DSCORE_VALUE_INSUFFICIENT ? DSCORE_VALUE_INSUFFICIENT : v->state;
    row->progress = v->raw;
    row->shown = v->shown;
    row->expected = v->expected;
    row->expected_state = v->expected_state;
    row->gap = v->gap;
    row->is_met = v->met;
    row->reasons |= v->reasons | (row->value_state == DSCORE_VALUE_OK ? 0 : DSCORE_TARGET_REASON_NO_VALUE);
    row->value_status = row->value_state == DSCORE_VALUE_INSUFFICIENT ? 0 : v->status;
    if (g->s->has_aim && v->status == 0 && row->value_state == DSCORE_VALUE_OK &&
        v->expected_state != DSCORE_VALUE_OK) {
        row->notes |= DSCORE_STANDING_NO_DATES;
    }
}

/* Threshold and stretch lie on the side that the direction says; a band has none. */
static void put_marks(const dsi_judged *g)
{
    const dsi_target_spec *t = g->spec;
    const int sign = t->direction == 0 || t->direction >= DSCORE_TARGET_BINARY ? 0 : dsi_target_sign(t->direction);
    const double x = (double)sign * g->s->row.value;
    if (sign == 0 || g->s->row.value_state != DSCORE_VALUE_OK) {
        return;
    }
    if (!isnan(t->threshold) && !dsi_at_least(x, (double)sign * t->threshold)) {
        g->s->row.notes |= DSCORE_STANDING_BELOW_THRESHOLD;
    }
    if (!isnan(t->stretch) && dsi_at_least(x, (double)sign * t->stretch)) {
        g->s->row.notes |= DSCORE_STANDING_STRETCH;
    }
}

/* Share of the periods since the start that met what was in force when they began. */
static dscore_status put_kept(const dsi_judged *g, dscore_error *err)
{
    const dsi_points *p = &g->j->points;
    dscore_target_aim done = DSCORE_TARGET_AIM_INIT;
    dscore_target_record record = DSCORE_TARGET_RECORD_INIT;
    g->s->row.kept = dsi_target_nothing();
    if (!dsi_target_is_maintained(g->spec->direction) || g->spec->measure == DSCORE_TARGET_TOTAL || !g->s->has_aim ||
        !g->is_over || p->count == 0) {
        return DSCORE_OK; /* a period alone says nothing of what adds up */
    }
    dsi_arena arena;
    dsi_arena_init(&arena, &g->j->arena.allocator);
    double *met = dsi_arena_alloc(&arena, p->count * (int64_t)sizeof *met);
    dscore_status status = met == NULL ? dsi_fail_memory(err) : DSCORE_OK;
    int64_t count = 0;
    for (int64_t i = 0; status == DSCORE_OK && i < p->count && p->first + i <= g->to; i++) {
        dsi_force force;
        const int64_t period = p->first + i;
        if (period < g->first) {
            continue;
        }
        status = dsi_force_on(
            g, dsi_period_first_day(&g->grain, period), dsi_period_name_of(g, period), g->s->row.baseline, &force, err);
        const bool is_there = status == DSCORE_OK && !isnan(p->value[i]) && p->n[i] >= g->spec->min_n && force.has_aim;
        met[count++] = !is_there ? dsi_target_nothing() : dsi_target_is_met(&force.aim, p->value[i]) ? 1.0 : 0.0;
    }
    done.direction = DSCORE_TARGET_BINARY;
    if (status == DSCORE_OK) {
        status = dscore_target_history(&done, met, NULL, count, &record, err);
    }
    if (status == DSCORE_OK) {
        g->s->row.kept = record.progress;
    }
    dsi_arena_free(&arena);
    return status;
}

/* ---- after that ------------------------------------------------------------------------------- */

static dscore_status put_grade(const dsi_judged *g, dscore_error *err)
{
    dscore_standing_row *row = &g->s->row;
    const bool is_closed = dsi_has_day(g->spec->closed_on) && g->spec->closed_on <= g->j->facts.now;
    const bool is_over = dsi_has_day(g->s->due) && g->j->facts.now > g->s->due;
    row->grade = dsi_target_nothing();
    if (!is_closed && !is_over) {
        return DSCORE_OK;
    }
    const bool by_kept = dsi_target_is_maintained(g->spec->direction) && g->spec->measure == DSCORE_TARGET_LEVEL;
    const double progress = by_kept ? row->kept : row->progress;
    return dscore_target_grade(&progress, 1, &row->grade, &row->colour, NULL, err);
}

static void put_status(const dsi_judged *g)
{
    dscore_standing_row *row = &g->s->row;
    row->status = row->held_status;
    if (row->held_status != row->value_status && row->held_status != 0 && row->value_status != 0) {
        row->notes |= DSCORE_STANDING_HELD;
    }
    if (g->spec->override_status != 0) {
        row->status = g->spec->override_status;
        row->notes |= DSCORE_STANDING_OVERRIDDEN;
        row->alerts |= DSCORE_ALERT_OVERRIDE;
    }
    if (g->spec->cancelled) {
        row->status = DSCORE_TARGET_STATUS_CANCELLED;
    }
}

static bool has_ended(int32_t status)
{
    return status == DSCORE_TARGET_STATUS_CANCELLED || status == DSCORE_TARGET_STATUS_CLOSED ||
           status == DSCORE_TARGET_STATUS_POSTPONED;
}

static void put_alerts(const dsi_judged *g)
{
    const dsi_target_spec *t = g->spec;
    dscore_standing_row *row = &g->s->row;
    const int64_t now = g->j->facts.now;
    const int64_t seen = dsi_has_day(t->last_check_in) ? t->last_check_in : t->start;
    const bool is_closed = (dsi_has_day(t->closed_on) && t->closed_on <= now) || has_ended(row->status);
    if (is_closed) {
        return;
    }
    if (dsi_has_day(t->start) && now >= t->start + START_GRACE && row->status == DSCORE_TARGET_STATUS_NOT_STARTED) {
        row->alerts |= DSCORE_ALERT_NOT_STARTED;
    }
    if (t->check_in_days > 0 && dsi_has_day(seen) && now - seen > 2 * (int64_t)t->check_in_days) {
        row->alerts |= DSCORE_ALERT_NO_CHECK_IN;
    }
    if (dsi_has_day(g->s->due) && now > g->s->due) {
        row->alerts |= DSCORE_ALERT_STILL_OPEN;
    }
}

static void put_late_change(const dsi_judged *g)
{
    const dsi_target_spec *t = g->spec;
    for (int32_t i = 0; i < t->version_count; i++) {
        const double share = dsi_span_share(t->start, t->due, t->versions[i].valid_from);
        if (t->versions[i].valid_from <= g->j->facts.now && t->versions[i].recorded_at <= g->j->facts.known_at &&
            share > dsi_targets_spec_of(g->j->targets)->late_change) {
            g->s->row.alerts |= DSCORE_ALERT_LATE_CHANGE;
        }
    }
}

/* The periods that count, and what the subject has of them. */
static dscore_status read_periods(dsi_judged *g, dscore_error *err)
{
    dsi_judging *j = g->j;
    dsi_standing *s = g->s;
    int32_t version;
    s->start = g->spec->start;
    dscore_status status =
        dsi_version_on(g->spec, &j->arena.allocator, &j->facts, j->facts.now, &version, &s->due, err);
    if (status != DSCORE_OK) {
        return status;
    }
    const bool is_one = j->series != NULL && dscore_values_has_periods(j->series) == 0; /* it says itself when */
    const int64_t last = dsi_last_period(g->spec, &j->facts, &g->grain);
    g->first = dsi_first_period(g->spec, &g->grain);
    g->is_over = dsi_window_periods(g->spec, &j->facts, &g->grain, s->due, &g->from, &g->to);
    g->is_over = g->is_over || (is_one && j->facts.now >= g->spec->start);
    const int64_t read_to = is_one ? g->to : last; /* also what lies beyond due: a baseline may */
    if (!dsi_points_read(&j->points, &j->arena, &j->subjects, g->subject, g->item, &g->grain,
            dsi_period_first_day(&g->grain, read_to + 1) - 1)) {
        return dsi_fail_memory(err);
    }
    if (dsi_has_day(s->start) && dsi_has_day(s->due) && s->due >= s->start) {
        s->span_periods = dsi_period_of_day(&g->grain, s->due) - g->first + 1;
        s->ended_periods = dsi_period_of_day(&g->grain, s->due + 1) - g->first;
    }
    return DSCORE_OK;
}

/* Status, and what follows from it. */
static dscore_status judge_status(dsi_judged *g, const dsi_measured *measured, dscore_error *err)
{
    dscore_status status = dsi_judge_held(g, measured, err);
    if (status == DSCORE_OK) {
        status = put_kept(g, err);
    }
    if (status == DSCORE_OK) {
        status = put_grade(g, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    put_status(g);
    put_alerts(g);
    put_late_change(g);
    return dsi_judge_outlook(g, err);
}

dscore_status dsi_judge_one(dsi_judged *g, dscore_error *err)
{
    dsi_force force;
    dsi_verdict verdict;
    dsi_measured measured;
    dscore_standing_row *row = &g->s->row;
    const int64_t now = g->j->facts.now;
    row->from = dscore_instant_min();
    row->to = dscore_instant_max();
    row->held_since = INT64_MIN;
    g->s->has_history = g->j->series != NULL;
    dscore_status status = read_periods(g, err);
    if (status == DSCORE_OK) {
        put_baseline(g);
        status = dsi_force_on(g, now, dsi_period_name_of(g, g->to), row->baseline, &force, err);
    }
    if (status == DSCORE_OK) {
        put_force(g, &force);
        status = read_milestones(g, err);
    }
    if (status == DSCORE_OK) {
        status = measure(g, &measured, err);
    }
    if (status == DSCORE_OK) {
        put_value(g, &measured);
        status = dsi_judge_value(g, &force, measured.value, now, &verdict, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    put_verdict(g, &verdict);
    put_marks(g);
    return judge_status(g, &measured, err);
}
