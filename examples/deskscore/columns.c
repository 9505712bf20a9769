/* Columns that grow while a file is read. A cell that cannot be read is kept as such and counted, never dropped. */
#include "columns.h"

#include "cells.h"

#include <stdlib.h>
#include <string.h>

enum { PRESENT = 0, MISSING = 1, UNREADABLE = 2 };
/* Notes beside the status of a row, until column_settle has counted them. */
enum { NOTE_BLANK = 0x80, NOTE_SKIPPED = 0x40, NOTE_TWICE = 0x20, NOTES = 0xE0 };

static uint64_t hash_text(const char *text)
{
    uint64_t hash = 1469598103934665603U; /* FNV-1a */
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * 1099511628211U;
    }
    return hash;
}

static void rebuild_slots(column *c)
{
    c->slot_count = c->slot_count == 0 ? 64 : c->slot_count * 2;
    c->slots = need_memory(realloc(c->slots, (size_t)c->slot_count * sizeof c->slots[0]));
    for (int64_t i = 0; i < c->slot_count; i++) {
        c->slots[i] = -1;
    }
    for (int64_t label = 0; label < c->label_count; label++) {
        uint64_t at = hash_text(c->labels[label]) & (uint64_t)(c->slot_count - 1);
        while (c->slots[at] >= 0) {
            at = (at + 1) & (uint64_t)(c->slot_count - 1);
        }
        c->slots[at] = (int32_t)label;
    }
}

static int32_t label_code(column *c, const char *text)
{
    if (c->label_count * 2 >= c->slot_count) {
        rebuild_slots(c);
    }
    uint64_t at = hash_text(text) & (uint64_t)(c->slot_count - 1);
    while (c->slots[at] >= 0) {
        if (strcmp(c->labels[c->slots[at]], text) == 0) {
            return c->slots[at];
        }
        at = (at + 1) & (uint64_t)(c->slot_count - 1);
    }
    c->labels = grow(c->labels, &c->label_capacity, c->label_count + 1, sizeof c->labels[0]);
    c->labels[c->label_count] = copy_text(text, strlen(text));
    c->slots[at] = (int32_t)c->label_count;
    return (int32_t)c->label_count++;
}

/* Room for one more row in the arrays of the type. */
static void make_room(column *c)
{
    c->status = grow(c->status, &c->status_capacity, c->rows + 1, 1);
    int64_t capacity = c->capacity;
    switch (c->how.type) {
    case DSCORE_TYPE_TEXT:
        c->codes = grow(c->codes, &capacity, c->rows + 1, sizeof c->codes[0]);
        break;
    case DSCORE_TYPE_BOOLEAN:
        c->booleans = grow(c->booleans, &capacity, c->rows + 1, 1);
        break;
    default:
        if (c->doubles) {
            c->numbers = grow(c->numbers, &capacity, c->rows + 1, sizeof c->numbers[0]);
        } else {
            c->integers = grow(c->integers, &capacity, c->rows + 1, sizeof c->integers[0]);
        }
    }
    c->capacity = capacity;
}

/* The first number with a fraction turns the column into doubles. */
static void turn_to_doubles(column *c)
{
    c->numbers = need_memory(malloc((size_t)c->capacity * sizeof c->numbers[0]));
    for (int64_t i = 0; i < c->rows; i++) {
        c->numbers[i] = (double)c->integers[i];
    }
    free(c->integers);
    c->integers = NULL;
    c->doubles = true;
}

static bool read_number_cell(column *c, const char *text)
{
    number_cell cell;
    if (!read_number(text, c->how.percent, c->how.thousands, &cell)) {
        return false;
    }
    if (!cell.is_integer && !c->doubles) {
        turn_to_doubles(c);
    }
    if (c->doubles) {
        c->numbers[c->rows] = cell.number;
    } else {
        c->integers[c->rows] = cell.integer;
    }
    return true;
}

/* The years 1-9999. */
static const int64_t first_instant = INT64_C(-62135596800000000);
static const int64_t last_instant = INT64_C(253402300799999999);

/* An instant, of a zoneless one that of the zone. */
static bool read_instant_cell(column *c, const char *text, uint8_t *notes)
{
    bool zoned;
    int64_t *out = &c->integers[c->rows];
    if (c->how.unit[0] != '\0') {
        c->zoned = true;
        return read_epoch(text, c->how.unit, out) && *out >= first_instant && *out <= last_instant;
    }
    if (!read_instant(text, c->how.format, out, &zoned)) {
        return false;
    }
    bool local = !zoned && !c->how.utc;
    if (local && c->how.zone != NULL) {
        int32_t kind;
        if (!place_local(c->how.zone, *out, out, &kind)) {
            return false;
        }
        *notes |= kind == DSCORE_LOCAL_GAP ? NOTE_SKIPPED : kind == DSCORE_LOCAL_TWICE ? NOTE_TWICE : 0;
        local = false;
    }
    c->naive = c->naive || local;
    c->zoned = c->zoned || !local;
    return true;
}

/* Put the value of a cell in the next row; false if it cannot be read. */
static bool read_value(column *c, const char *text, uint8_t *notes)
{
    bool flag = false;
    switch (c->how.type) {
    case DSCORE_TYPE_TEXT:
        c->codes[c->rows] = label_code(c, text);
        return true;
    case DSCORE_TYPE_BOOLEAN:
        if (!read_boolean(text, &flag)) {
            return false;
        }
        c->booleans[c->rows] = flag;
        return true;
    case DSCORE_TYPE_INSTANT:
        return read_instant_cell(c, text, notes);
    case DSCORE_TYPE_DURATION:
        return read_duration(text, c->how.format, c->how.unit, &c->integers[c->rows]);
    default:
        return read_number_cell(c, text);
    }
}

static void set_nothing(column *c)
{
    if (c->how.type == DSCORE_TYPE_TEXT) {
        c->codes[c->rows] = 0;
    } else if (c->how.type == DSCORE_TYPE_BOOLEAN) {
        c->booleans[c->rows] = 0;
    } else if (c->doubles) {
        c->numbers[c->rows] = 0;
    } else {
        c->integers[c->rows] = 0;
    }
}

/* What the profile makes of a text: itself, another one, NULL for missing; *known is false for an unmapped label. */
static const char *translate(const column *c, const char *text, bool *known)
{
    *known = true;
    if (text[0] == '\0') {
        return c->how.blank;
    }
    for (int i = 0; i < c->how.missing_count; i++) {
        if (strcmp(text, c->how.missing[i]) == 0) {
            return NULL;
        }
    }
    for (int i = 0; i < c->how.map_count; i++) {
        if (strcmp(text, c->how.from[i]) == 0) {
            return c->how.to[i][0] == '\0' ? NULL : c->how.to[i];
        }
    }
    *known = c->how.map_count == 0;
    return text;
}

static void trim(const char *text, char *buffer, size_t capacity)
{
    while (*text == ' ' || *text == '\t') {
        text++;
    }
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t')) {
        length--;
    }
    if (length >= capacity) {
        length = capacity - 1;
    }
    memcpy(buffer, text, length);
    buffer[length] = '\0';
}

void column_add(column *c, const char *text, int64_t line)
{
    char trimmed[256];
    bool known;
    make_room(c);
    if (c->how.type != DSCORE_TYPE_TEXT && strlen(text) < sizeof trimmed) {
        trim(text, trimmed, sizeof trimmed);
        text = trimmed;
    }
    const char *value = translate(c, text, &known);
    uint8_t status = value == NULL ? MISSING : PRESENT;
    uint8_t notes = text[0] == '\0' && value != NULL ? NOTE_BLANK : 0;
    if (value != NULL && (!known || !read_value(c, value, &notes))) {
        status = UNREADABLE;
        if (c->first_line == 0) {
            c->first_line = line;
            c->first_row = c->rows;
            (void)snprintf(c->first_text, sizeof c->first_text, "%.60s", text);
        }
    }
    if (status != PRESENT) {
        set_nothing(c);
    }
    c->status[c->rows++] = (uint8_t)(status | notes);
}

static void move_row(column *c, int64_t from, int64_t to)
{
    if (c->how.type == DSCORE_TYPE_TEXT) {
        c->codes[to] = c->codes[from];
    } else if (c->how.type == DSCORE_TYPE_BOOLEAN) {
        c->booleans[to] = c->booleans[from];
    } else if (c->doubles) {
        c->numbers[to] = c->numbers[from];
    } else {
        c->integers[to] = c->integers[from];
    }
}

void column_settle(column *c, const uint8_t *keep, const int64_t *lines)
{
    bool lost = keep != NULL && c->first_line != 0 && !keep[c->first_row];
    int64_t kept = 0;
    for (int64_t row = 0; row < c->rows; row++) {
        if (keep != NULL && !keep[row]) {
            continue;
        }
        uint8_t status = c->status[row];
        c->blanks += (status & NOTE_BLANK) != 0;
        c->local.skipped += (status & NOTE_SKIPPED) != 0;
        c->local.twice += (status & NOTE_TWICE) != 0;
        status &= (uint8_t)~NOTES;
        if (status == UNREADABLE && c->unreadable++ == 0 && lost) {
            c->first_line = lines[row];
            c->first_text[0] = '\0';
        }
        if (kept < row) {
            move_row(c, row, kept);
        }
        c->status[kept++] = status;
    }
    c->rows = kept;
}

void column_restart(column *c)
{
    for (int64_t i = 0; i < c->label_count; i++) {
        free(c->labels[i]);
    }
    for (int64_t i = 0; i < c->slot_count; i++) {
        c->slots[i] = -1;
    }
    c->label_count = 0;
    c->rows = 0;
}

const char *column_text(const column *c, int64_t row)
{
    return c->status[row] == PRESENT ? c->labels[c->codes[row]] : NULL;
}

static void bind_text(column *c, dscore_column *view)
{
    dscore_column *dictionary = &c->dictionary;
    *dictionary = (dscore_column)DSCORE_COLUMN_INIT;
    dictionary->type = DSCORE_CSTRING;
    dictionary->flags = DSCORE_COLUMN_PACKED;
    dictionary->data = c->labels;
    dictionary->length = c->label_count;
    view->type = DSCORE_DICT;
    view->code_type = DSCORE_INT32;
    view->data = c->codes;
    view->dictionary = dictionary;
}

void column_bind(column *c, dscore_table *table)
{
    dscore_column view = DSCORE_COLUMN_INIT;
    dscore_error error = DSCORE_ERROR_INIT;
    view.flags = DSCORE_COLUMN_PACKED | (c->naive ? DSCORE_COLUMN_NAIVE : 0);
    view.length = c->rows;
    view.validity_kind = DSCORE_VALIDITY_BYTES_STATUS;
    view.validity = c->status;
    switch (c->how.type) {
    case DSCORE_TYPE_TEXT:
        bind_text(c, &view);
        break;
    case DSCORE_TYPE_BOOLEAN:
        view.type = DSCORE_BOOL8;
        view.data = c->booleans;
        break;
    case DSCORE_TYPE_NUMBER:
        view.type = c->doubles ? DSCORE_FLOAT64 : DSCORE_INT64;
        view.data = c->doubles ? (const void *)c->numbers : (const void *)c->integers;
        break;
    default:
        view.type = DSCORE_INT64;
        view.unit = DSCORE_UNIT_US;
        view.data = c->integers;
    }
    if (dscore_table_bind(table, c->how.field, &view, &error) != DSCORE_OK) {
        fail_library(c->how.field, &error);
    }
}

void column_free(column *c)
{
    for (int64_t i = 0; i < c->label_count; i++) {
        free(c->labels[i]);
    }
    free(c->labels);
    free(c->slots);
    free(c->codes);
    free(c->status);
    free(c->booleans);
    free(c->numbers);
    free(c->integers);
}
