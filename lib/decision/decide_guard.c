/* The guard of a bottom list: intervals and the mean of the group that they are compared with (METHODS 5.8). */
#include "decision/decide.h"

#include "base/error.h"
#include "decision/decision.h"
#include "stat/share.h"
#include <stdio.h>

static const double ANYTHING = 1e30; /* an interval so wide that nobody stands out */

static int64_t cells_of(const dsi_sheet *sheet)
{
    return (int64_t)sheet->person_count * sheet->period_count;
}

/* Means of what `sum` over `weight` gives, period by period and group by group, of those who may be judged. */
static void spread_means(dsi_round *r, const double *sum, const double *weight, double scale)
{
    const dsi_sheet *sheet = r->sheet;
    for (int64_t first = 0; first < cells_of(sheet); first += sheet->person_count) {
        const int64_t end = first + sheet->person_count;
        for (int32_t g = 0; g < sheet->group_count; g++) {
            r->tally_a[g] = r->tally_b[g] = 0.0;
        }
        for (int64_t cell = first; cell < end; cell++) {
            if (r->admitted.status[cell] == DSCORE_VALUE_OK) {
                r->tally_a[sheet->group[cell]] += sum[cell];
                r->tally_b[sheet->group[cell]] += weight[cell];
            }
        }
        for (int64_t cell = first; cell < end; cell++) {
            const int32_t g = sheet->group[cell];
            r->mean[cell] = g < 0 || !(r->tally_b[g] > 0.0) ? (double)NAN : r->tally_a[g] / r->tally_b[g] * scale;
        }
    }
}

static dscore_status guard_by_share(dsi_round *r, double *sum, double *weight, dscore_error *err)
{
    const dsi_guard *guard = &r->rule->list.guard;
    dsi_numbers item;
    dsi_look look;
    char place[64];
    dsi_look_init(&look);
    look.what = DSI_LOOK_VALUE;
    look.name = guard->item;
    (void)snprintf(place, sizeof place, "rules[%d].list.guard.item", (int)r->index);
    dscore_status status = dsi_numbers_read(r->j, &r->arena, r->sheet, &look, place, &item, err);
    if (status == DSCORE_OK && !(item.scale > 0.0)) {
        status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_POLICY_NAME,
            "'%s' is no share (unit %% or ratio): it has no Wilson interval", guard->item);
        dsi_error_path(err, "%s", place);
    }
    const double z = dsi_level_z(guard->level);
    for (int64_t cell = 0; status == DSCORE_OK && cell < cells_of(r->sheet); cell++) {
        const bool has = item.status[cell] == DSCORE_VALUE_OK && item.n[cell] > 0;
        sum[cell] = has ? (double)dsi_numbers_successes(&item, cell) : 0.0;
        weight[cell] = has ? (double)item.n[cell] : 0.0;
        const dsi_interval ends = has ? dsi_wilson(sum[cell], weight[cell], z) : (dsi_interval){0.0, 1.0};
        r->lo[cell] = ends.lo * item.scale;
        r->hi[cell] = ends.hi * item.scale;
    }
    if (status == DSCORE_OK) {
        spread_means(r, sum, weight, item.scale);
    }
    return status;
}

static dscore_status find_column(
    const dsi_round *r, const char *name, const char *member, int32_t *out, dscore_error *err)
{
    *out = name[0] == '\0' ? -1 : dsi_people_number_column(&r->j->people, name);
    if (*out >= 0 || name[0] == '\0') {
        return DSCORE_OK;
    }
    const dscore_status status =
        dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_POLICY_NAME, "'%s' is no number column of the roster", name);
    dsi_error_path(err, "rules[%d].list.guard.%s", (int)r->index, member);
    return status;
}

static dscore_status guard_by_roster(dsi_round *r, double *sum, double *weight, dscore_error *err)
{
    const dsi_guard *guard = &r->rule->list.guard;
    const dsi_people *people = &r->j->people;
    int32_t lo = -1, hi = -1, mean = -1;
    dscore_status status = find_column(r, guard->lo, "lo", &lo, err);
    if (status == DSCORE_OK) {
        status = find_column(r, guard->hi, "hi", &hi, err);
    }
    if (status == DSCORE_OK) {
        status = find_column(r, guard->mean, "mean", &mean, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    const double sign = r->numbers.better == DSI_BETTER_LOWER ? -1.0 : 1.0;
    for (int64_t cell = 0; cell < cells_of(r->sheet); cell++) {
        const int64_t row = r->sheet->known[cell];
        const double from = dsi_people_number(people, lo, row), to = dsi_people_number(people, hi, row);
        const bool has = from >= -ANYTHING && to <= ANYTHING && from <= to;
        r->lo[cell] = has ? from : -ANYTHING;
        r->hi[cell] = has ? to : ANYTHING;
        sum[cell] = sign * r->score[cell];
        weight[cell] = 1.0;
    }
    spread_means(r, sum, weight, 1.0);
    for (int64_t cell = 0; cell < cells_of(r->sheet); cell++) {
        const double given = dsi_people_number(people, mean, r->sheet->known[cell]);
        r->mean[cell] = fabs(given) <= ANYTHING ? given : r->mean[cell];
    }
    return DSCORE_OK;
}

dscore_status dsi_round_guard(dsi_round *r, dscore_error *err)
{
    const int32_t kind = r->rule->test == DSI_TEST_LIST ? r->rule->list.guard.kind : DSI_GUARD_NONE;
    const int64_t bytes = cells_of(r->sheet) * (int64_t)sizeof(double);
    if (kind == DSI_GUARD_NONE) {
        return DSCORE_OK;
    }
    double *sum = dsi_arena_alloc(&r->arena, bytes), *weight = dsi_arena_alloc(&r->arena, bytes);
    r->lo = dsi_arena_alloc(&r->arena, bytes);
    r->hi = dsi_arena_alloc(&r->arena, bytes);
    r->mean = dsi_arena_alloc(&r->arena, bytes);
    if (sum == NULL || weight == NULL || r->lo == NULL || r->hi == NULL || r->mean == NULL) {
        return dsi_fail_memory(err);
    }
    const dscore_status status =
        kind == DSI_GUARD_WILSON ? guard_by_share(r, sum, weight, err) : guard_by_roster(r, sum, weight, err);
    for (int64_t cell = 0; status == DSCORE_OK && cell < cells_of(r->sheet); cell++) {
        if (isnan(r->mean[cell])) { /* no mean to stand out from */
            r->lo[cell] = -ANYTHING;
            r->hi[cell] = ANYTHING;
            r->mean[cell] = 0.0;
        }
    }
    return status;
}
