/* Rosters: checking the caller's columns, and finding the row of a subject in a period. */
#include "measure/people.h"

#include "base/error.h"
#include "base/hash.h"
#include <math.h>
#include <string.h>

static const char *text_or_none(const char *text)
{
    return text == NULL ? "" : text;
}

static uint64_t hash_of(const char *subject, const char *period)
{
    return dsi_hash64(subject, (int64_t)strlen(subject), dsi_hash64(period, (int64_t)strlen(period), 0));
}

static const char *period_of(const dsi_people *roster, int64_t row)
{
    return roster->given.period == NULL ? "" : text_or_none(roster->given.period[row]);
}

/* The slot of a subject in a period, or the empty one where it would stand. */
static int64_t slot_of(const dsi_people *roster, const char *subject, const char *period)
{
    int64_t at = (int64_t)(hash_of(subject, period) & (uint64_t)(roster->slot_count - 1));
    while (roster->slots[at] != 0) {
        int64_t row = roster->slots[at] - 1;
        if (strcmp(roster->given.subject[row], subject) == 0 && strcmp(period_of(roster, row), period) == 0) {
            break;
        }
        at = (at + 1) & (roster->slot_count - 1);
    }
    return at;
}

static dscore_status fail_argument(dscore_error *err, const char *message, const char *path)
{
    (void)dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_ROSTER, "%s", message);
    dsi_error_path(err, "roster.%s", path);
    return DSCORE_E_ARGUMENT;
}

static dscore_status check_names(const char *const *names, int32_t count, const char *member, dscore_error *err)
{
    for (int32_t i = 0; i < count; i++) {
        if (names[i] == NULL) {
            return fail_argument(err, "a column without a name", member);
        }
        for (int32_t k = 0; k < i; k++) {
            if (strcmp(names[i], names[k]) == 0) {
                (void)dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_ROSTER, "two columns '%s'", names[i]);
                dsi_error_path(err, "roster.%s[%d]", member, (int)i);
                return DSCORE_E_PARAMETER;
            }
        }
    }
    return DSCORE_OK;
}

static dscore_status check_shape(const dscore_roster *given, dscore_error *err)
{
    if (given->count < 0 || given->text_count < 0 || given->number_count < 0) {
        return fail_argument(err, "a count is negative; expected 0 or more", "count");
    }
    if (given->count > INT32_MAX - 1) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_ROSTER, "more than %d rows", INT32_MAX - 1);
    }
    if (given->count > 0 && given->subject == NULL) {
        return fail_argument(err, "rows without subjects", "subject");
    }
    if (given->text_count > 0 && (given->text_names == NULL || (given->count > 0 && given->texts == NULL))) {
        return fail_argument(err, "text columns without names or cells", "texts");
    }
    if (given->number_count > 0 && (given->number_names == NULL || (given->count > 0 && given->numbers == NULL))) {
        return fail_argument(err, "number columns without names or cells", "numbers");
    }
    dscore_status status = check_names(given->text_names, given->text_count, "text_names", err);
    return status == DSCORE_OK ? check_names(given->number_names, given->number_count, "number_names", err) : status;
}

static dscore_status add_rows(dsi_people *roster, dscore_error *err)
{
    for (int64_t row = 0; row < roster->given.count; row++) {
        if (roster->given.subject[row] == NULL) {
            (void)dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_ROSTER, "a subject that is NULL");
            dsi_error_path(err, "roster.subject[%lld]", (long long)row);
            return DSCORE_E_ARGUMENT;
        }
        int64_t at = slot_of(roster, roster->given.subject[row], period_of(roster, row));
        if (roster->slots[at] != 0) {
            (void)dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_ROSTER,
                "'%s' stands twice in %s%s; expected one row of a subject and period", roster->given.subject[row],
                period_of(roster, row)[0] == '\0' ? "the roster" : "period ", period_of(roster, row));
            dsi_error_path(err, "roster.subject[%lld]", (long long)row);
            return DSCORE_E_PARAMETER;
        }
        roster->slots[at] = (int32_t)(row + 1);
    }
    return DSCORE_OK;
}

dscore_status dsi_people_open(
    dsi_people *roster, const dscore_allocator *allocator, const dscore_roster *given, dscore_error *err)
{
    static const dscore_roster nobody = DSCORE_ROSTER_INIT;
    memset(roster, 0, sizeof *roster);
    dsi_arena_init(&roster->arena, allocator);
    roster->given = nobody;
    if (given != NULL) {
        if (given->struct_size < offsetof(dscore_roster, text_count) + sizeof given->text_count) {
            return fail_argument(err, "struct_size is not set; start from DSCORE_ROSTER_INIT", "struct_size");
        }
        size_t size = given->struct_size < sizeof *given ? given->struct_size : sizeof *given;
        memcpy(&roster->given, given, size);
    }
    dscore_status status = check_shape(&roster->given, err);
    if (status != DSCORE_OK) {
        roster->given = nobody;
        return status;
    }
    roster->slot_count = 8;
    while (roster->slot_count < 2 * roster->given.count) {
        roster->slot_count *= 2;
    }
    roster->slots = dsi_arena_alloc(&roster->arena, roster->slot_count * (int64_t)sizeof *roster->slots);
    return roster->slots == NULL ? dsi_fail_memory(err) : add_rows(roster, err);
}

void dsi_people_close(dsi_people *roster)
{
    dsi_arena_free(&roster->arena);
}

int64_t dsi_people_find(const dsi_people *roster, const char *subject, const char *period)
{
    const char *name = text_or_none(period);
    int32_t row = roster->slots[slot_of(roster, subject, name)];
    if (row == 0 && name[0] != '\0') {
        row = roster->slots[slot_of(roster, subject, "")];
    }
    return (int64_t)row - 1;
}

static int32_t find_name(const char *const *names, int32_t count, const char *name)
{
    for (int32_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

int32_t dsi_people_text_column(const dsi_people *roster, const char *name)
{
    return find_name(roster->given.text_names, roster->given.text_count, name);
}

int32_t dsi_people_number_column(const dsi_people *roster, const char *name)
{
    return find_name(roster->given.number_names, roster->given.number_count, name);
}

const char *dsi_people_text(const dsi_people *roster, int32_t column, int64_t row)
{
    return column < 0 || row < 0 ? "" : text_or_none(roster->given.texts[column * roster->given.count + row]);
}

double dsi_people_number(const dsi_people *roster, int32_t column, int64_t row)
{
    return column < 0 || row < 0 ? (double)NAN : roster->given.numbers[column * roster->given.count + row];
}
