/* One rule of a policy, from the numbers it looks at to its outcomes. */
#include "decision/decide.h"

#include "base/error.h"
#include "decision/decision.h"
#include <stdio.h>

static const double LEAST = -1e30; /* a tie-break key that is not known */

static int64_t cells_of(const dsi_sheet *sheet)
{
    return (int64_t)sheet->person_count * sheet->period_count;
}

/* The number as published, the higher the better (METHODS 0.4). */
static double oriented(const dsi_round *r, const dsi_numbers *numbers, int64_t cell)
{
    const double rounded = dscore_round(numbers->number[cell], r->j->spec->rank.decimals);
    return numbers->better == DSI_BETTER_LOWER ? 0.0 - rounded : rounded;
}

/* ---- what is read ------------------------------------------------------------------------------- */

static dscore_status read_look(
    dsi_round *r, const dsi_look *look, const char *place, dsi_numbers *out, dscore_error *err)
{
    dscore_status status = dsi_numbers_read(r->j, &r->arena, r->sheet, look, place, out, err);
    return status == DSCORE_OK ? dsi_numbers_transform(r->j, &r->arena, r->sheet, look, out, err) : status;
}

static dscore_status read_conditions(dsi_round *r, dsi_ruling *ruling, dscore_error *err)
{
    const int32_t count = r->rule->condition_count;
    r->conditions = dsi_arena_alloc(&r->arena, count * (int64_t)sizeof *r->conditions);
    ruling->conditions = dsi_arena_alloc(&r->j->out->arena, count * (int64_t)sizeof *ruling->conditions);
    dscore_status status = r->conditions == NULL || ruling->conditions == NULL ? dsi_fail_memory(err) : DSCORE_OK;
    for (int32_t c = 0; status == DSCORE_OK && c < count; c++) {
        char place[64];
        (void)snprintf(place, sizeof place, "rules[%d].conditions[%d].look.name", (int)r->index, (int)c);
        const dsi_look *look = &r->rule->conditions[c].look;
        status = read_look(r, look, place, &r->conditions[c], err);
        if (status == DSCORE_OK && !dsi_look_tell(r->j, r->sheet, look, &ruling->conditions[c])) {
            status = dsi_fail_memory(err);
        }
    }
    return status;
}

static dscore_status read_keys(dsi_round *r, dscore_error *err)
{
    const dsi_rank_rule *rank = &r->j->spec->rank;
    const int64_t n = r->sheet->person_count;
    r->keys = dsi_arena_alloc(&r->arena, cells_of(r->sheet) * rank->key_count * (int64_t)sizeof *r->keys);
    dscore_status status = r->keys == NULL ? dsi_fail_memory(err) : DSCORE_OK;
    for (int32_t k = 0; status == DSCORE_OK && k < rank->key_count; k++) {
        char place[64];
        dsi_numbers key = {0};
        (void)snprintf(place, sizeof place, "rank.keys[%d].name", (int)k);
        const bool is_lost = dsi_look_is_lost(r->sheet, &rank->keys[k]);
        if (!is_lost) {
            status = dsi_numbers_read(r->j, &r->arena, r->sheet, &rank->keys[k], place, &key, err);
        }
        for (int64_t cell = 0; status == DSCORE_OK && cell < cells_of(r->sheet); cell++) {
            double *at = &r->keys[(cell / n * rank->key_count + k) * n + cell % n];
            *at = !is_lost && key.status[cell] == DSCORE_VALUE_OK ? oriented(r, &key, cell) : LEAST;
        }
    }
    return status;
}

static dscore_status read_all(dsi_round *r, dsi_ruling *ruling, dscore_error *err)
{
    char place[64];
    (void)snprintf(place, sizeof place, "rules[%d].look.name", (int)r->index);
    dscore_status status = read_look(r, &r->look, r->rule->has_look ? place : "rank.look.name", &r->numbers, err);
    if (status == DSCORE_OK && !dsi_look_tell(r->j, r->sheet, &r->look, &ruling->words)) {
        status = dsi_fail_memory(err);
    }
    if (status == DSCORE_OK) {
        status = dsi_rule_admit(r->j, &r->arena, r->sheet, r->index, &r->numbers, &r->admitted, err);
    }
    for (int64_t cell = 0; status == DSCORE_OK && cell < cells_of(r->sheet); cell++) {
        r->score[cell] = oriented(r, &r->numbers, cell);
    }
    if (status == DSCORE_OK) {
        status = read_keys(r, err);
    }
    if (status == DSCORE_OK) {
        status = read_conditions(r, ruling, err);
    }
    return status == DSCORE_OK ? dsi_round_guard(r, err) : status;
}

/* ---- the round ---------------------------------------------------------------------------------- */

static bool take_room(dsi_round *r)
{
    const int64_t n = r->sheet->person_count, cells = cells_of(r->sheet), groups = r->sheet->group_count;
    const struct {
        void *array; /* the address of the pointer */
        int64_t bytes;
    } rooms[] = {{&r->score, cells * (int64_t)sizeof *r->score}, {&r->ids, n * (int64_t)sizeof *r->ids},
        {&r->group, n * (int64_t)sizeof *r->group}, {&r->order, n * (int64_t)sizeof *r->order},
        {&r->ranked, n * (int64_t)sizeof *r->ranked}, {&r->rank, n * (int64_t)sizeof *r->rank},
        {&r->portion, n * (int64_t)sizeof *r->portion}, {&r->list, n * (int64_t)sizeof *r->list},
        {&r->reason, n * (int64_t)sizeof *r->reason}, {&r->grade, n * (int64_t)sizeof *r->grade},
        {&r->tally_a, groups * (int64_t)sizeof *r->tally_a}, {&r->tally_b, groups * (int64_t)sizeof *r->tally_b}};
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        void *room = dsi_arena_alloc(&r->arena, rooms[i].bytes);
        if (room == NULL) {
            return false;
        }
        memcpy(rooms[i].array, &room, sizeof room);
    }
    for (int64_t i = 0; i < n; i++) {
        r->ids[i] = i;
    }
    return true;
}

/* What an outcome says before anything was tested. */
static void begin_outcome(const dsi_round *r, int64_t cell)
{
    const dsi_sheet *sheet = r->sheet;
    const bool has = r->numbers.status[cell] == DSCORE_VALUE_OK;
    const int32_t period = (int32_t)(cell / sheet->person_count);
    const bool closed = sheet->periods[period].closed;
    const double none = (double)NAN;
    const bool guarded = r->lo != NULL && r->lo[cell] > -1e30 && r->hi[cell] < 1e30;
    r->outcomes[cell] = (dsi_outcome){.rule = r->index,
        .sheet = sheet->index,
        .period = period,
        .person = (int32_t)(cell % sheet->person_count),
        .group = sheet->group[cell],
        .decision = DSCORE_DECISION_NOT_JUDGED,
        .reason = closed ? r->admitted.reason[cell] : DSCORE_REASON_OPEN,
        .grade = -1,
        .row = sheet->rows[cell],
        .volume = r->admitted.volume[cell],
        .volume_min = r->admitted.volume_min[cell],
        .value = has ? dscore_round(r->numbers.number[cell], r->j->spec->rank.decimals) : none,
        .own = has ? r->numbers.own[cell] : none,
        .cut = none,
        .lo = guarded ? r->lo[cell] : none,
        .hi = guarded ? r->hi[cell] : none,
        .mean = guarded ? r->mean[cell] : none};
}

static dscore_status judge(dsi_round *r, dscore_error *err)
{
    dscore_status status = DSCORE_OK;
    for (int64_t cell = 0; cell < cells_of(r->sheet); cell++) {
        begin_outcome(r, cell);
    }
    for (int32_t p = 0; status == DSCORE_OK && p < r->sheet->period_count; p++) {
        status = r->sheet->periods[p].closed ? dsi_round_test(r, p, err) : DSCORE_OK;
    }
    return status == DSCORE_OK ? dsi_round_follow(r, err) : status;
}

static dscore_status append(dsi_round *r, dsi_ruling *ruling, dscore_error *err)
{
    dscore_decisions *out = r->j->out;
    ruling->first = out->count;
    ruling->count = cells_of(r->sheet);
    r->outcomes = dsi_arena_alloc(&out->arena, ruling->count * (int64_t)sizeof *r->outcomes);
    if (r->outcomes == NULL) {
        return dsi_fail_memory(err);
    }
    ruling->outcomes = r->outcomes;
    out->count += ruling->count;
    return judge(r, err);
}

dscore_status dsi_rule_decide(dsi_judging *j, int32_t rule, dscore_error *err)
{
    dsi_ruling *ruling = &j->out->rulings[rule];
    const int32_t index = dsi_scores_of_unit(j, j->spec->rules[rule].period, j->spec->rules[rule].basis);
    ruling->first = j->out->count;
    ruling->sheet = index;
    if (index < 0) {
        return DSCORE_OK;
    }
    dsi_round r = {.j = j, .index = rule, .rule = &j->spec->rules[rule]};
    r.look = r.rule->has_look ? r.rule->look : j->spec->rank.look;
    dsi_arena_init(&r.arena, &j->scratch.allocator);
    dscore_status status = dsi_sheet_open(j, index, &r.sheet, err);
    if (status == DSCORE_OK && !take_room(&r)) {
        status = dsi_fail_memory(err);
    }
    if (status == DSCORE_OK) {
        status = read_all(&r, ruling, err);
    }
    if (status == DSCORE_OK) {
        status = append(&r, ruling, err);
    }
    dsi_arena_free(&r.arena);
    return status;
}
