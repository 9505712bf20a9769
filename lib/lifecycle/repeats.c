/* Repeats: rows that share keys, within a window of time. Keys become one number a row, rows are put in order by it and
   by time, and one sweep with two ends counts. */
#include "lifecycle/lifecycle.h"

#include <string.h>

enum { MOST_KEYS = 16, NO_GROUP = -1 };

/* What is looked for, and a number a row. */
typedef struct search {
    dscore_allocator allocator;
    const dscore_table *table;
    const dsi_source *source;
    int64_t rows;
    int32_t keys[MOST_KEYS];
    int32_t key_count;
    int32_t at, only; /* fields; only -1 = all rows */
    int64_t window, from, to;
    int32_t *groups; /* by row; NO_GROUP = no candidate */
    int32_t group_count;
    int64_t *times; /* by row; INT64_MIN = none */
} search;

/* ---- options ------------------------------------------------------------------------------------ */

static dscore_status fail_option(dscore_error *err, const char *member, const char *what)
{
    dscore_status status =
        dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_REPEAT_OPTION, "option %s of repeats %s", member, what);
    dsi_error_path(err, "%s", member);
    return status;
}

static dscore_status fail_field(
    const search *s, int32_t field, dscore_status status, const char *what, dscore_error *err)
{
    const char *name = s->source->fields[field].name;
    (void)dsi_fail(err, status, DSCORE_CODE_REPEAT_FIELD, "field %s %s", name, what);
    dsi_error_path(err, "%s.%s", s->source->name, name);
    return status;
}

/* A field by its name of n bytes, which must be bound. */
static dscore_status find_field(const search *s, const char *name, int64_t n, int32_t *out, dscore_error *err)
{
    char text[128];
    int64_t length = n < (int64_t)sizeof text - 1 ? n : (int64_t)sizeof text - 1;
    memcpy(text, name, (size_t)length);
    text[length] = '\0';
    *out = dsi_source_field_index(s->source, text);
    if (*out < 0) {
        return dsi_fail_no_field(err, s->source, text);
    }
    return dsi_table_bound(s->table, *out)
               ? DSCORE_OK
               : fail_field(s, *out, DSCORE_E_FIELD_MISSING, "is not bound, but repeats are asked by it", err);
}

static dscore_status find_keys(search *s, const char *keys, dscore_error *err)
{
    const char *p = keys;
    for (;;) {
        int64_t n = (int64_t)strcspn(p, ",");
        const char *end = p + n;
        for (; n > 0 && *p == ' '; n--) {
            p++;
        }
        for (; n > 0 && p[n - 1] == ' '; n--) {
        }
        if (n == 0 || s->key_count == MOST_KEYS) {
            return fail_option(err, "keys", "needs 1 to 16 names of fields with commas between them");
        }
        dscore_status status = find_field(s, p, n, &s->keys[s->key_count++], err);
        if (status != DSCORE_OK) {
            return status;
        }
        if (*end == '\0') {
            return DSCORE_OK;
        }
        p = end + 1;
    }
}

static dscore_status find_fields(search *s, const dscore_repeat_options *o, dscore_error *err)
{
    if (o->keys == NULL) {
        return fail_option(err, "keys", "is NULL; it needs names of fields with commas between them");
    }
    if (o->window < 1) {
        return fail_option(err, "window", "is below 1 microsecond");
    }
    s->window = o->window;
    const char *at = o->at == NULL ? "created_at" : o->at;
    dscore_status status = find_keys(s, o->keys, err);
    if (status == DSCORE_OK) {
        status = find_field(s, at, (int64_t)strlen(at), &s->at, err);
    }
    s->only = -1;
    if (status == DSCORE_OK && o->only != NULL) {
        status = find_field(s, o->only, (int64_t)strlen(o->only), &s->only, err);
    }
    if (status == DSCORE_OK && s->source->fields[s->at].type != DSCORE_TYPE_INSTANT) {
        status = fail_field(s, s->at, DSCORE_E_TYPE, "is no instant, as `at` of repeats must be", err);
    }
    if (status == DSCORE_OK && s->only >= 0 && s->source->fields[s->only].type != DSCORE_TYPE_BOOLEAN) {
        status = fail_field(s, s->only, DSCORE_E_TYPE, "is no boolean, as `only` of repeats must be", err);
    }
    return status;
}

/* ---- reading ------------------------------------------------------------------------------------ */

/* Instants, and the span that the data covers where the caller does not say. */
static bool read_times(search *s, const dscore_repeat_options *o)
{
    dsi_scratch *scratch = dsi_alloc(&s->allocator, (int64_t)sizeof *scratch);
    if (scratch == NULL) {
        return false;
    }
    dsi_reading reading = dsi_reading_of(&s->source->fields[s->at]);
    int64_t earliest = INT64_MAX, last = INT64_MIN;
    for (int64_t first = 0; first < s->rows; first += DSI_BLOCK) {
        int32_t n = s->rows - first < DSI_BLOCK ? (int32_t)(s->rows - first) : DSI_BLOCK;
        dsi_vector v;
        dsi_gather(s->table, s->at, &reading, first, n, scratch, &v);
        for (int32_t i = 0; i < n; i++) {
            bool has = v.status == NULL || v.status[i] == DSI_PRESENT;
            int64_t t = has ? v.v.i[i] : INT64_MIN;
            s->times[first + i] = t;
            s->groups[first + i] = has ? 0 : NO_GROUP;
            earliest = has && t < earliest ? t : earliest;
            last = t > last ? t : last;
        }
    }
    s->from = o->data_from == INT64_MIN ? earliest : o->data_from;
    s->to = o->data_to == INT64_MAX ? last : o->data_to;
    dsi_release(&s->allocator, scratch, (int64_t)sizeof *scratch);
    return true;
}

static bool pick_rows(search *s)
{
    if (s->only < 0) {
        return true;
    }
    dsi_scratch *scratch = dsi_alloc(&s->allocator, (int64_t)sizeof *scratch);
    if (scratch == NULL) {
        return false;
    }
    dsi_reading reading = dsi_reading_of(&s->source->fields[s->only]);
    for (int64_t first = 0; first < s->rows; first += DSI_BLOCK) {
        int32_t n = s->rows - first < DSI_BLOCK ? (int32_t)(s->rows - first) : DSI_BLOCK;
        dsi_vector v;
        dsi_gather(s->table, s->only, &reading, first, n, scratch, &v);
        for (int32_t i = 0; i < n; i++) {
            bool is_picked = (v.status == NULL || v.status[i] == DSI_PRESENT) && v.v.b[i] != 0;
            s->groups[first + i] = is_picked ? s->groups[first + i] : NO_GROUP;
        }
    }
    dsi_release(&s->allocator, scratch, (int64_t)sizeof *scratch);
    return true;
}

/* One more key splits the groups: (group, label) becomes a group. The pairs are labels themselves: one integer each. */
static bool split(search *s, dsi_key_reader *reader, dsi_labels *pairs)
{
    int32_t ids[DSI_BLOCK];
    for (int64_t first = 0; first < s->rows; first += DSI_BLOCK) {
        int32_t n = s->rows - first < DSI_BLOCK ? (int32_t)(s->rows - first) : DSI_BLOCK;
        if (!dsi_key_reader_read(reader, first, n, ids)) {
            return false;
        }
        for (int32_t i = 0; i < n; i++) {
            int32_t *group = &s->groups[first + i];
            if (*group == NO_GROUP || ids[i] == DSI_LABEL_ABSENT) {
                *group = NO_GROUP;
                continue;
            }
            *group = dsi_labels_int(pairs, (int64_t)*group << 32 | ids[i], DSI_KEY_INT);
            if (*group < 0) {
                return false;
            }
        }
    }
    s->group_count = dsi_labels_count(pairs);
    return true;
}

static dscore_status read_key(search *s, int32_t field, dscore_error *err)
{
    dsi_labels *labels = dsi_labels_new(&s->allocator), *pairs = dsi_labels_new(&s->allocator);
    dsi_key_reader *reader = NULL;
    dscore_status status = labels == NULL || pairs == NULL
                               ? dsi_fail_memory(err)
                               : dsi_key_reader_new(&s->allocator, s->table, field, labels, true, &reader, err);
    if (status == DSCORE_OK && !split(s, reader, pairs)) {
        status = dsi_fail_memory(err);
    }
    dsi_key_reader_free(reader);
    dsi_labels_free(labels);
    dsi_labels_free(pairs);
    return status;
}

/* ---- the sweep ---------------------------------------------------------------------------------- */

/* What the caller gets. */
typedef struct answers {
    uint8_t *is_repeat;
    int64_t *count, *next;
} answers;

static void answer_none(const answers *a, int64_t row)
{
    if (a->is_repeat != NULL) {
        a->is_repeat[row] = 255;
    }
    if (a->count != NULL) {
        a->count[row] = -1;
    }
    if (a->next != NULL) {
        a->next[row] = INT64_MIN;
    }
}

/* Is b - a at least the span? For any instants; span > 0. */
static bool is_apart(int64_t a, int64_t b, int64_t span)
{
    return b >= a && (uint64_t)b - (uint64_t)a >= (uint64_t)span;
}

/* Rows of one group in order of time. */
static void sweep(const search *s, const dsi_item *items, int64_t n, const answers *a)
{
    int64_t left = 0, right = 0; /* [left, right) is the window around i */
    for (int64_t i = 0; i < n; i++) {
        int64_t at = items[i].key, row = items[i].index;
        bool is_early = !is_apart(s->from, at, s->window); /* the window before reaches beyond the data */
        bool is_young = !is_apart(at, s->to, s->window);
        while (at - items[left].key > s->window) {
            left++;
        }
        while (right < n && (right <= i || items[right].key - at <= s->window)) {
            right++;
        }
        if (a->is_repeat != NULL) {
            a->is_repeat[row] = left < i ? 1 : is_early ? 255 : 0;
        }
        if (a->count != NULL) {
            a->count[row] = is_early || is_young ? -1 : right - left;
        }
        if (a->next != NULL) {
            a->next[row] = i + 1 < n ? items[i + 1].key : INT64_MIN;
        }
    }
}

/* Rows by group, then time; of one instant in the order of the table. */
static bool sweep_groups(const search *s, const answers *a)
{
    const dscore_allocator *m = &s->allocator;
    const int64_t size = (int64_t)sizeof(dsi_item), starts_size = ((int64_t)s->group_count + 1) * 8;
    dsi_item *items = dsi_alloc(m, s->rows * size), *spare = dsi_alloc(m, s->rows * size);
    int64_t *starts = dsi_alloc_zero(m, starts_size);
    bool ok = items != NULL && spare != NULL && starts != NULL;
    for (int64_t row = 0; ok && row < s->rows; row++) {
        if (s->groups[row] != NO_GROUP) {
            starts[s->groups[row] + 1]++;
        } else {
            answer_none(a, row);
        }
    }
    for (int32_t g = 0; ok && g < s->group_count; g++) {
        starts[g + 1] += starts[g];
    }
    for (int64_t row = 0; ok && row < s->rows; row++) { /* starts[g] moves on to the end of the group */
        if (s->groups[row] != NO_GROUP) {
            items[starts[s->groups[row]]++] = (dsi_item){s->times[row], row};
        }
    }
    for (int32_t g = 0; ok && g < s->group_count; g++) {
        int64_t start = g == 0 ? 0 : starts[g - 1], n = starts[g] - start;
        dsi_sort_items(items + start, spare, n);
        sweep(s, items + start, n, a);
    }
    dsi_release(m, items, s->rows * size);
    dsi_release(m, spare, s->rows * size);
    dsi_release(m, starts, starts_size);
    return ok;
}

static dscore_status look(search *s, const dscore_repeat_options *o, const answers *a, dscore_error *err)
{
    dscore_status status = read_times(s, o) && pick_rows(s) ? DSCORE_OK : dsi_fail_memory(err);
    for (int32_t k = 0; k < s->key_count && status == DSCORE_OK; k++) {
        status = read_key(s, s->keys[k], err);
    }
    if (status == DSCORE_OK && !sweep_groups(s, a)) {
        status = dsi_fail_memory(err);
    }
    return status;
}

dscore_status dscore_table_repeats(const dscore_table *table, const dscore_repeat_options *options, uint8_t *is_repeat,
    int64_t *count, int64_t *next, dscore_error *err)
{
    if (table == NULL || options == NULL) {
        return dsi_fail_null(err, table == NULL ? "table" : "options");
    }
    if (options->struct_size < sizeof(uint32_t)) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_STRUCT_SIZE,
            "struct_size is not set; start the options from DSCORE_REPEAT_OPTIONS_INIT");
    }
    dscore_repeat_options o = DSCORE_REPEAT_OPTIONS_INIT;
    memcpy(&o, options, options->struct_size < sizeof o ? options->struct_size : sizeof o);
    search s = {.allocator = table->allocator,
        .table = table,
        .source = &table->schema->sources[table->source],
        .rows = table->rows};
    dscore_status status = find_fields(&s, &o, err);
    if (status != DSCORE_OK) {
        return status;
    }
    const answers a = {is_repeat, count, next};
    s.groups = dsi_alloc(&s.allocator, s.rows * (int64_t)sizeof(int32_t));
    s.times = dsi_alloc(&s.allocator, s.rows * (int64_t)sizeof(int64_t));
    status = s.groups == NULL || s.times == NULL ? dsi_fail_memory(err) : look(&s, &o, &a, err);
    dsi_release(&s.allocator, s.groups, s.rows * (int64_t)sizeof(int32_t));
    dsi_release(&s.allocator, s.times, s.rows * (int64_t)sizeof(int64_t));
    return status;
}
