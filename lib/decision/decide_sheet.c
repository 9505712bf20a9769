/* Scores laid out as people x periods: who there is, in which periods, among which peers, and where the roster knows
   them. */
#include "decision/decide.h"

#include "base/error.h"
#include "score/scores.h"
#include <string.h>

/* ---- periods ------------------------------------------------------------------------------------ */

static bool all_digits(const char *text, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    return true;
}

/* As dscore_period_name writes them: 2026-11-21, 2026-W47, 2026-11-15/7d, 2026-11, 2026-Q4, 2026, FY2026-Q1, FY2026. */
int32_t dsi_unit_of_name(const char *name)
{
    name += strncmp(name, "FY", 2) == 0 ? 2 : 0;
    const size_t length = strlen(name);
    if (length < 4 || !all_digits(name, 0, 4) || (length > 4 && (name[4] != '-' || length < 7))) {
        return 0;
    }
    if (length == 4) {
        return DSCORE_PERIOD_YEAR;
    }
    if (name[5] == 'Q' || name[5] == 'W') {
        return name[5] == 'Q' ? DSCORE_PERIOD_QUARTER : DSCORE_PERIOD_WEEK;
    }
    if (!all_digits(name, 5, 2)) {
        return 0;
    }
    if (length == 7) {
        return DSCORE_PERIOD_MONTH;
    }
    return length == 10 ? DSCORE_PERIOD_DAY : DSCORE_PERIOD_WEEK;
}

int32_t dsi_scores_of_unit(const dsi_judging *j, int32_t unit, int32_t basis)
{
    int32_t other = -1; /* of the unit, and come about otherwise */
    unit = unit == 0 ? j->units[0] : unit;
    if (unit == 0) {
        return 0;
    }
    for (int32_t i = j->score_count - 1; i >= 0; i--) {
        other = j->units[i] == unit ? i : other;
    }
    for (int32_t i = 0; i < j->score_count; i++) {
        const bool is_average = j->scores[i]->rolled != NULL;
        if (j->units[i] == unit && is_average == (basis == DSCORE_BASIS_AVERAGE)) {
            return i;
        }
    }
    return other;
}

/* Where a period stands among those found so far, or is to be put in. */
static int32_t place_of(const dsi_span *periods, int32_t count, int64_t start, int64_t end)
{
    int32_t lo = 0, hi = count;
    while (lo < hi) {
        const int32_t middle = lo + (hi - lo) / 2;
        const dsi_span *p = &periods[middle];
        if (p->start < start || (p->start == start && p->end < end)) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    return lo;
}

static bool is_at(const dsi_span *periods, int32_t count, int32_t place, int64_t start, int64_t end)
{
    return place < count && periods[place].start == start && periods[place].end == end;
}

static dscore_status find_periods(dsi_judging *j, dsi_sheet *sheet, dscore_error *err)
{
    dsi_arena *arena = &j->out->arena;
    int64_t capacity = 0;
    dsi_span *found = NULL;
    dscore_status status = DSCORE_OK;
    for (int64_t row = 0; status == DSCORE_OK && row < sheet->scores->count; row++) {
        int64_t start, end;
        status = dsi_scores_period(sheet->scores, row, &start, &end, err);
        const int32_t at = status == DSCORE_OK ? place_of(found, sheet->period_count, start, end) : 0;
        if (status != DSCORE_OK || is_at(found, sheet->period_count, at, start, end)) {
            continue;
        }
        const char *name = dsi_arena_text(arena, dsi_scores_period_name(sheet->scores, row), -1);
        if (name == NULL ||
            !dsi_reserve(&j->scratch.allocator, &found, &capacity, sheet->period_count + 1, (int64_t)sizeof *found)) {
            status = dsi_fail_memory(err);
            continue;
        }
        memmove(&found[at + 1], &found[at], (size_t)(sheet->period_count - at) * sizeof *found);
        found[at] = (dsi_span){start, end, name, end <= j->now};
        sheet->period_count++;
    }
    if (status == DSCORE_OK) {
        sheet->periods = dsi_arena_alloc(arena, sheet->period_count * (int64_t)sizeof *found);
        status = sheet->periods == NULL ? dsi_fail_memory(err) : DSCORE_OK;
    }
    if (status == DSCORE_OK && sheet->period_count > 0) {
        memcpy(sheet->periods, found, (size_t)sheet->period_count * sizeof *found);
    }
    dsi_release(&j->scratch.allocator, found, capacity * (int64_t)sizeof *found);
    return status;
}

/* ---- people ------------------------------------------------------------------------------------- */

/* The keys but the one that makes peers, joined; that one where there is no other. */
static void name_person(dsi_text *text, const dscore_scores *scores, int64_t index, int32_t group_key)
{
    const int32_t keys = dscore_values_key_count(scores->values);
    const int64_t row = dsi_scores_row(scores, index);
    bool any = false;
    text->length = 0;
    dsi_text_add(text, "");
    for (int32_t k = 0; k < keys; k++) {
        if (k == group_key && keys > 1) {
            continue;
        }
        dsi_text_add(text, any ? " / " : "");
        dsi_text_add(text, dscore_values_key(scores->values, row, k));
        any = true;
    }
}

/* Number every person; person_of[row] is -1 for rows of nobody. */
static dscore_status find_persons(dsi_judging *j, dsi_sheet *sheet, int32_t *person_of, dscore_error *err)
{
    const int32_t rows = (int32_t)sheet->scores->count;
    dsi_text text;
    dsi_text_init(&text, &j->scratch.allocator);
    sheet->persons = dsi_arena_alloc(&j->out->arena, rows * (int64_t)sizeof *sheet->persons);
    bool failed = sheet->persons == NULL || !dsi_names_init(&sheet->names, &j->scratch, rows);
    for (int32_t row = 0; !failed && row < rows; row++) {
        person_of[row] = -1;
        if (dsi_scores_absent(sheet->scores, row)) {
            continue;
        }
        name_person(&text, sheet->scores, row, j->group_key);
        if (text.failed) {
            failed = true;
            continue;
        }
        person_of[row] = dsi_names_find(&sheet->names, text.data);
        if (person_of[row] < 0) {
            const char *name = dsi_arena_text(&j->out->arena, text.data, text.length);
            failed = name == NULL;
            if (!failed) {
                person_of[row] = sheet->person_count++;
                sheet->persons[person_of[row]] = name;
                (void)dsi_names_add(&sheet->names, person_of[row], name);
            }
        }
    }
    dsi_text_free(&text);
    return failed ? dsi_fail_memory(err) : DSCORE_OK;
}

static dscore_status fail_twice(dscore_error *err, const dsi_sheet *sheet, int32_t person, const dsi_span *period)
{
    const dscore_status status = dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_POLICY_SCORES,
        "'%s' stands twice in period '%s'; expected one score of a person and period", sheet->persons[person],
        period->name);
    dsi_error_path(err, "scores[%d]", (int)sheet->index);
    return status;
}

static dscore_status lay_rows(dsi_sheet *sheet, const int32_t *person_of, dscore_error *err)
{
    for (int64_t cell = (int64_t)sheet->person_count * sheet->period_count - 1; cell >= 0; cell--) {
        sheet->rows[cell] = -1;
    }
    for (int64_t row = 0; row < sheet->scores->count; row++) {
        int64_t start, end;
        const dscore_status status = dsi_scores_period(sheet->scores, row, &start, &end, err);
        if (status != DSCORE_OK) {
            return status;
        }
        if (person_of[row] < 0) {
            continue;
        }
        const int32_t at = place_of(sheet->periods, sheet->period_count, start, end);
        int64_t *cell = &sheet->rows[(int64_t)at * sheet->person_count + person_of[row]];
        if (*cell >= 0) {
            return fail_twice(err, sheet, person_of[row], &sheet->periods[at]);
        }
        *cell = row;
    }
    return DSCORE_OK;
}

/* ---- peers -------------------------------------------------------------------------------------- */

static int32_t find_key(const dscore_values *values, const char *name)
{
    for (int32_t k = 0; name[0] != '\0' && k < dscore_values_key_count(values); k++) {
        if (strcmp(dscore_values_key_name(values, k), name) == 0) {
            return k;
        }
    }
    return -1;
}

static const char *group_label(const dsi_judging *j, const dsi_sheet *sheet, int32_t column, int64_t cell)
{
    if (j->group_key >= 0) {
        const dscore_scores *scores = sheet->scores;
        const int64_t index = sheet->rows[cell];
        return index < 0 ? "" : dscore_values_key(scores->values, dsi_scores_row(scores, index), j->group_key);
    }
    return dsi_people_text(&j->people, column, sheet->known[cell]);
}

/* Number the groups; 0 for all where everybody is a peer. */
static dscore_status lay_groups(dsi_judging *j, dsi_sheet *sheet, dscore_error *err)
{
    const char *by = j->spec->peers.by;
    const int64_t cells = (int64_t)sheet->person_count * sheet->period_count;
    if (by[0] == '\0') {
        memset(sheet->group, 0, (size_t)cells * sizeof *sheet->group);
        sheet->groups = dsi_arena_alloc(&j->out->arena, (int64_t)sizeof *sheet->groups);
        sheet->group_count = 1;
        if (sheet->groups != NULL) {
            sheet->groups[0] = "";
        }
        return sheet->groups == NULL ? dsi_fail_memory(err) : DSCORE_OK;
    }
    const int32_t column = dsi_people_text_column(&j->people, by);
    if (j->group_key < 0 && column < 0) {
        const dscore_status status = dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_POLICY_NAME,
            "peers go by '%s', which is neither a key of the scores nor a text column of the roster", by);
        dsi_error_path(err, "peers.by");
        return status;
    }
    dsi_names names;
    sheet->groups = dsi_arena_alloc(&j->out->arena, cells * (int64_t)sizeof *sheet->groups);
    if (sheet->groups == NULL || !dsi_names_init(&names, &j->scratch, (int32_t)cells)) {
        return dsi_fail_memory(err);
    }
    for (int64_t cell = 0; cell < cells; cell++) {
        const char *label = group_label(j, sheet, column, cell);
        sheet->group[cell] = label[0] == '\0' ? -1 : dsi_names_find(&names, label);
        if (sheet->group[cell] < 0 && label[0] != '\0') {
            const char *kept = dsi_arena_text(&j->out->arena, label, -1);
            if (kept == NULL) {
                return dsi_fail_memory(err);
            }
            sheet->groups[sheet->group_count] = kept;
            (void)dsi_names_add(&names, sheet->group_count, kept);
            sheet->group[cell] = sheet->group_count++;
        }
    }
    return DSCORE_OK;
}

void dsi_sheet_by_group(const dsi_sheet *sheet, int32_t period, int64_t *cells, int32_t *ends)
{
    const int64_t first = (int64_t)period * sheet->person_count;
    for (int32_t g = 0; g < sheet->group_count; g++) {
        ends[g] = 0;
    }
    for (int32_t i = 0; i < sheet->person_count; i++) {
        const int32_t g = sheet->group[first + i];
        if (g >= 0 && g + 1 < sheet->group_count) {
            ends[g + 1]++; /* how many stand before the group after it */
        }
    }
    for (int32_t g = 1; g < sheet->group_count; g++) {
        ends[g] += ends[g - 1];
    }
    for (int32_t i = 0; i < sheet->person_count; i++) {
        const int32_t g = sheet->group[first + i];
        if (g >= 0) {
            cells[ends[g]++] = first + i;
        }
    }
}

/* ---- the whole ---------------------------------------------------------------------------------- */

static dscore_status lay_cells(dsi_judging *j, dsi_sheet *sheet, const int32_t *person_of, dscore_error *err)
{
    const int64_t cells = (int64_t)sheet->person_count * sheet->period_count;
    if (cells > INT32_MAX - 1) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_POLICY_SCORES, "more than %d people x periods", INT32_MAX - 1);
    }
    sheet->rows = dsi_arena_alloc(&j->scratch, cells * (int64_t)sizeof *sheet->rows);
    sheet->known = dsi_arena_alloc(&j->scratch, cells * (int64_t)sizeof *sheet->known);
    sheet->group = dsi_arena_alloc(&j->scratch, cells * (int64_t)sizeof *sheet->group);
    if (sheet->rows == NULL || sheet->known == NULL || sheet->group == NULL) {
        return dsi_fail_memory(err);
    }
    const dscore_status status = lay_rows(sheet, person_of, err);
    for (int64_t cell = 0; cell < cells; cell++) {
        sheet->known[cell] = dsi_people_find(
            &j->people, sheet->persons[cell % sheet->person_count], sheet->periods[cell / sheet->person_count].name);
    }
    return status == DSCORE_OK ? lay_groups(j, sheet, err) : status;
}

dscore_status dsi_sheet_open(dsi_judging *j, int32_t index, dsi_sheet **out, dscore_error *err)
{
    dsi_sheet *sheet = &j->out->sheets[index];
    *out = sheet;
    j->group_key = find_key(dscore_scores_values(j->scores[index]), j->spec->peers.by);
    if (sheet->scores != NULL) {
        return DSCORE_OK;
    }
    sheet->scores = j->scores[index];
    sheet->index = index;
    const int64_t rows = sheet->scores->count;
    if (rows > INT32_MAX - 1) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_POLICY_SCORES, "more than %d scores", INT32_MAX - 1);
    }
    int32_t *person_of = dsi_arena_alloc(&j->scratch, rows * (int64_t)sizeof *person_of);
    dscore_status status = person_of == NULL ? dsi_fail_memory(err) : find_periods(j, sheet, err);
    if (status == DSCORE_OK) {
        status = find_persons(j, sheet, person_of, err);
    }
    return status == DSCORE_OK ? lay_cells(j, sheet, person_of, err) : status;
}
