/* Values as targets read them: the subjects there are, and what one of them has in each period of a grain. */
#include "target/series.h"

#include "base/text.h"
#include "stat/share.h"
#include "target/check.h"
#include "time/civil.h"
#include "time/period.h"
#include <deskscore/stat.h>
#include <string.h>

/* ---- subjects --------------------------------------------------------------------------------- */

static bool same_keys(const dscore_values *values, int64_t a, int64_t b)
{
    for (int32_t k = 0; k < dscore_values_key_count(values); k++) {
        if (strcmp(dscore_values_key(values, a, k), dscore_values_key(values, b, k)) != 0 ||
            dscore_values_key_flags(values, a, k) != dscore_values_key_flags(values, b, k)) {
            return false;
        }
    }
    return true;
}

static bool has_absent_key(const dscore_values *values, int64_t row)
{
    for (int32_t k = 0; k < dscore_values_key_count(values); k++) {
        if ((dscore_values_key_flags(values, row, k) & DSCORE_KEY_ABSENT) != 0) {
            return true;
        }
    }
    return false;
}

static const char *join_label(dsi_arena *arena, const dscore_values *values, int64_t row)
{
    const int32_t keys = dscore_values_key_count(values);
    if (keys == 0) {
        return "";
    }
    dsi_text text;
    dsi_text_init(&text, &arena->allocator);
    for (int32_t k = 0; k < keys; k++) {
        dsi_text_add(&text, k == 0 ? "" : " / ");
        dsi_text_add(&text, dscore_values_key(values, row, k));
    }
    const char *label = text.failed ? NULL : dsi_arena_text(arena, text.data, text.length);
    dsi_text_free(&text);
    return label;
}

static dscore_status read_days(dsi_subjects *s, const dscore_zone *zone, dscore_error *err)
{
    const int64_t rows = dscore_values_row_count(s->values);
    for (int64_t row = 0; row < rows; row++) {
        int64_t start = 0;
        int64_t end = 0;
        dscore_status status = dscore_values_period(s->values, row, &start, &end, err);
        s->first_day[row] = DSI_DAY_FIRST;
        s->end_day[row] = DSI_DAY_LAST + 1;
        if (status == DSCORE_OK && start > dscore_instant_min()) {
            status = dscore_zone_day(zone, start, &s->first_day[row], err);
        }
        if (status == DSCORE_OK && end < dscore_instant_max()) {
            status = dscore_zone_day(zone, end - 1, &s->end_day[row], err);
            s->end_day[row]++;
        }
        if (status != DSCORE_OK) {
            return status;
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_subjects_read(
    dsi_subjects *subjects, dsi_arena *arena, const dscore_values *values, const dscore_zone *zone, dscore_error *err)
{
    memset(subjects, 0, sizeof *subjects);
    subjects->values = values;
    const int64_t rows = dscore_values_row_count(values);
    const int64_t wide = (rows + 1) * (int64_t)sizeof(int64_t);
    subjects->labels = dsi_arena_alloc(arena, rows * (int64_t)sizeof *subjects->labels);
    subjects->first_row = dsi_arena_alloc(arena, wide);
    subjects->first_day = dsi_arena_alloc(arena, wide);
    subjects->end_day = dsi_arena_alloc(arena, wide);
    if (!dsi_names_init(&subjects->names, arena, (int32_t)rows) || subjects->labels == NULL ||
        subjects->first_row == NULL || subjects->first_day == NULL || subjects->end_day == NULL) {
        return dsi_fail_memory(err);
    }
    int64_t known = rows; /* absent keys stand last, if at all */
    for (int64_t row = 0; row < rows; row++) {
        if (has_absent_key(values, row)) {
            continue;
        }
        if (subjects->count == 0 || known != row || !same_keys(values, row - 1, row)) {
            subjects->labels[subjects->count] = join_label(arena, values, row);
            if (subjects->labels[subjects->count] == NULL) {
                return dsi_fail_memory(err);
            }
            (void)dsi_names_add(&subjects->names, (int32_t)subjects->count, subjects->labels[subjects->count]);
            subjects->first_row[subjects->count++] = row;
        }
        known = row + 1;
        subjects->first_row[subjects->count] = known;
    }
    return read_days(subjects, zone, err);
}

int64_t dsi_subjects_end(const dsi_subjects *s, int64_t subject)
{
    int64_t end = s->first_row[subject + 1];
    while (end > s->first_row[subject] + 1 && !same_keys(s->values, s->first_row[subject], end - 1)) {
        end--;
    }
    return end;
}

int64_t dsi_subjects_find(const dsi_subjects *subjects, const char *label)
{
    return subjects->count == 0 ? -1 : dsi_names_find(&subjects->names, label);
}

static int32_t key_of(const dscore_values *values, const char *name)
{
    for (int32_t k = 0; k < dscore_values_key_count(values); k++) {
        if (strcmp(dscore_values_key_name(values, k), name) == 0) {
            return k;
        }
    }
    return -1;
}

bool dsi_subjects_in_scope(const dsi_subjects *subjects, int64_t subject, const dsi_target_spec *target)
{
    if (target->scope_key[0] == '\0') {
        return true;
    }
    const int32_t key = key_of(subjects->values, target->scope_key);
    if (key < 0) {
        return false;
    }
    const char *label = dscore_values_key(subjects->values, subjects->first_row[subject], key);
    for (int32_t i = 0; i < target->subject_count; i++) {
        if (strcmp(target->subjects[i], label) == 0) {
            return true;
        }
    }
    return target->subject_count == 0;
}

/* ---- periods ---------------------------------------------------------------------------------- */

enum { LONGEST = 100000 }; /* periods that are looked at: the last ones */

static bool make_room(dsi_points *p, dsi_arena *arena, int64_t count)
{
    if (count <= p->capacity) {
        return true;
    }
    const int64_t wide = 2 * count * (int64_t)sizeof(int64_t);
    p->value = dsi_arena_alloc(arena, wide);
    p->n = dsi_arena_alloc(arena, wide);
    p->row = dsi_arena_alloc(arena, wide);
    p->capacity = p->value != NULL && p->n != NULL && p->row != NULL ? 2 * count : 0;
    return p->capacity > 0;
}

static bool is_period(const dsi_subjects *s, int64_t row, const dscore_period_rule *grain, int64_t period)
{
    return dsi_period_first_day(grain, period) == s->first_day[row] &&
           dsi_period_first_day(grain, period + 1) == s->end_day[row];
}

bool dsi_subjects_have_grain(const dsi_subjects *subjects, const dscore_period_rule *grain)
{
    const bool has_periods = subjects->values != NULL && dscore_values_has_periods(subjects->values) != 0;
    const int64_t rows = has_periods ? dscore_values_row_count(subjects->values) : 0;
    for (int64_t row = 0; row < rows; row++) {
        if (is_period(subjects, row, grain, dsi_period_of_day(grain, subjects->first_day[row]))) {
            return true;
        }
    }
    return false;
}

/* The period of a row; false if it is none of the grain, or began after `last`. */
static bool period_of_row(
    const dsi_subjects *s, int64_t row, const dscore_period_rule *grain, int64_t last, int64_t *out, bool *other)
{
    if (dscore_values_has_periods(s->values) == 0) { /* one value, which stands for the last period */
        *out = dsi_period_of_day(grain, last);
        return true;
    }
    *out = dsi_period_of_day(grain, s->first_day[row]);
    const bool fits = is_period(s, row, grain, *out);
    *other = *other || !fits;
    return fits && s->first_day[row] <= last;
}

static void read_cell(dsi_points *p, int64_t at, const dsi_subjects *s, int64_t row, int32_t item)
{
    dscore_value value = DSCORE_VALUE_INIT;
    if (item < 0 || dscore_values_get(s->values, row, item, &value, NULL) != DSCORE_OK) {
        return;
    }
    const bool counts = value.observations >= 0.0 && value.observations < 9e15; /* NaN: false */
    p->row[at] = row;
    p->n[at] = counts ? (int64_t)(value.observations + 0.5) : value.n_used;
    if (value.status == DSCORE_VALUE_OK && dsi_target_is_number(value.value)) {
        p->value[at] = value.value;
    }
}

bool dsi_points_read(dsi_points *points, dsi_arena *arena, const dsi_subjects *subjects, int64_t subject, int32_t item,
    const dscore_period_rule *grain, int64_t last)
{
    points->count = 0;
    points->first = 0;
    points->has_rows = false;
    points->has_others = false;
    if (subjects->values == NULL || subject < 0) {
        return true;
    }
    const int64_t end = dsi_subjects_end(subjects, subject);
    int64_t least = INT64_MAX;
    int64_t most = INT64_MIN;
    for (int64_t row = subjects->first_row[subject]; row < end; row++) {
        int64_t period;
        points->has_rows = true;
        if (period_of_row(subjects, row, grain, last, &period, &points->has_others)) {
            least = period < least ? period : least;
            most = period > most ? period : most;
        }
    }
    if (least > most) {
        return true;
    }
    least = most - least >= LONGEST ? most - LONGEST + 1 : least;
    points->first = least;
    points->count = most - least + 1;
    if (!make_room(points, arena, points->count)) {
        return false;
    }
    for (int64_t i = 0; i < points->count; i++) {
        points->value[i] = dsi_target_nothing();
        points->n[i] = 0;
        points->row[i] = -1;
    }
    for (int64_t row = subjects->first_row[subject]; row < end; row++) {
        int64_t period;
        bool other = false;
        if (period_of_row(subjects, row, grain, last, &period, &other) && period >= least) {
            read_cell(points, period - least, subjects, row, item);
        }
    }
    return true;
}

/* Cut [from, to] to the periods there are, as places in the arrays; to < from if there are none. */
static void clip(const dsi_points *p, int64_t *from, int64_t *to)
{
    *from = *from < p->first ? 0 : *from - p->first;
    *to = *to >= p->first + p->count ? p->count - 1 : *to - p->first;
}

const double *dsi_points_between(const dsi_points *points, int64_t from, int64_t to, int64_t *out_count)
{
    clip(points, &from, &to);
    *out_count = to < from ? 0 : to - from + 1;
    return *out_count == 0 ? NULL : points->value + from;
}

/* ---- together --------------------------------------------------------------------------------- */

static bool holds_curve(const dsi_node *node)
{
    const bool is_curve =
        node->op == DSI_OP_AGGREGATE && (node->function == DSI_AGG_KM_WITHIN || node->function == DSI_AGG_TRIMMED_MEAN);
    for (int32_t i = 0; !is_curve && i < node->argc; i++) {
        if (holds_curve(node->args[i])) {
            return true;
        }
    }
    return is_curve;
}

dsi_measure_kind dsi_measure_kind_of(const dscore_indicator *indicator)
{
    dsi_measure_kind kind = {false, false, 100.0, -(double)INFINITY, (double)INFINITY};
    if (indicator == NULL) {
        return kind;
    }
    dscore_indicator_domain(indicator, &kind.domain_lo, &kind.domain_hi);
    const char *name = indicator->kind == NULL ? "" : indicator->kind;
    const bool is_percent = strcmp(indicator->record.unit, "%") == 0;
    const bool is_ratio = strcmp(name, "ratio") == 0;
    kind.scale = is_percent ? 100.0 : 1.0;
    kind.can_pool = (strcmp(name, "share") == 0 || strcmp(name, "mean") == 0 || is_ratio) &&
                    indicator->formula != NULL && !holds_curve(indicator->formula);
    kind.is_share = kind.can_pool && (strcmp(name, "share") == 0 ||
                                         (is_ratio && is_percent && kind.domain_lo >= 0.0 && kind.domain_hi <= 100.0));
    return kind;
}

static void bound_share(dsi_measured *m, const dsi_measure_kind *kind, double level)
{
    const double share = m->value / kind->scale;
    const dsi_interval interval = dsi_wilson((share > 1.0      ? 1.0
                                                 : share < 0.0 ? 0.0
                                                               : share) *
                                                 (double)m->n,
        (double)m->n, dsi_level_z(level));
    m->interval_state = DSCORE_VALUE_OK;
    m->lo = interval.lo * kind->scale;
    m->hi = interval.hi * kind->scale;
}

/* Mean and standard deviation over periods, then Student's t around the value. */
static void bound_periods(
    dsi_measured *m, const dsi_points *p, const dsi_measure_kind *kind, int64_t from, int64_t to, double level)
{
    dsi_running sum = {0.0, 0.0};
    dsi_running squares = {0.0, 0.0};
    int64_t k = 0;
    for (int64_t i = from; i <= to; i++) {
        if (!isnan(p->value[i])) {
            dsi_running_add(&sum, p->value[i]);
            k++;
        }
    }
    m->interval_state = DSCORE_VALUE_INSUFFICIENT;
    if (k < 2) {
        return;
    }
    const double mean = dsi_running_total(&sum) / (double)k;
    for (int64_t i = from; i <= to; i++) {
        if (!isnan(p->value[i])) {
            dsi_running_add(&squares, (p->value[i] - mean) * (p->value[i] - mean));
        }
    }
    const double sd = sqrt(dsi_running_total(&squares) / (double)(k - 1));
    double lo = 0.0;
    double hi = 0.0;
    int32_t state = DSCORE_VALUE_UNDEFINED;
    if (!(sd <= 1e30) || dscore_means_bound(&k, &m->value, &sd, 1, level, &lo, &hi, &state, NULL) != DSCORE_OK) {
        return;
    }
    m->interval_state = state;
    m->lo = fmin(fmax(lo, kind->domain_lo), m->value); /* a value outside its domain is kept, and in its interval */
    m->hi = fmax(fmin(hi, kind->domain_hi), m->value);
}

void dsi_measured_bound(dsi_measured *measured, const dsi_points *points, const dsi_measure_kind *kind, int64_t from,
    int64_t to, double level)
{
    clip(points, &from, &to);
    measured->lo = dsi_target_nothing();
    measured->hi = dsi_target_nothing();
    measured->interval_state = DSCORE_VALUE_UNDEFINED;
    if (measured->state != DSCORE_VALUE_OK) {
        measured->interval_state = measured->state;
    } else if (kind->is_share && measured->n > 0) {
        bound_share(measured, kind, level);
    } else {
        bound_periods(measured, points, kind, from, to, level);
    }
}

static dsi_measured nothing_measured(void)
{
    const double nothing = dsi_target_nothing();
    const dsi_measured none = {DSCORE_VALUE_NO_DATA, DSCORE_VALUE_NO_DATA, 0, 0, nothing, nothing, nothing, false};
    return none;
}

dsi_measured dsi_points_pool(
    const dsi_points *points, const dsi_measure_kind *kind, int64_t from, int64_t to, double level)
{
    dsi_measured m = nothing_measured();
    dsi_running sum = {0.0, 0.0};
    int64_t first = from;
    int64_t last = to;
    int64_t latest = -1;
    clip(points, &first, &last);
    for (int64_t i = first; i <= last; i++) {
        if (isnan(points->value[i])) {
            continue;
        }
        m.periods++;
        m.n += points->n[i];
        latest = i;
        dsi_running_add(&sum, points->value[i] * (double)points->n[i]);
    }
    if (latest < 0) {
        return m;
    }
    m.state = DSCORE_VALUE_OK;
    m.value = points->value[latest];
    if (kind->can_pool && m.n > 0) {
        m.value = m.periods == 1 ? m.value : dsi_running_total(&sum) / (double)m.n;
    } else {
        m.is_last = m.periods > 1;
        m.n = points->n[latest];
    }
    dsi_measured_bound(&m, points, kind, from, to, level);
    return m;
}

dsi_measured dsi_points_sum(const dsi_points *points, int64_t from, int64_t to)
{
    dsi_measured m = nothing_measured();
    dsi_running sum = {0.0, 0.0};
    clip(points, &from, &to);
    for (int64_t i = from; i <= to; i++) {
        if (!isnan(points->value[i])) {
            m.periods++;
            m.n += points->n[i];
            dsi_running_add(&sum, points->value[i]);
        }
    }
    if (m.periods > 0) {
        m.state = DSCORE_VALUE_OK;
        m.value = dsi_running_total(&sum);
        m.interval_state = DSCORE_VALUE_UNDEFINED;
    }
    return m;
}
