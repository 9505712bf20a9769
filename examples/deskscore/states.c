/* `deskscore measure --save` and `--merge`: what was added up is kept in a file, and added up further. */
#include "states.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool keeps_states(const arguments *options)
{
    return options->save != NULL || options->merges.count > 0;
}

static dscore_state *new_state(const session *s)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_state *state;
    if (dscore_state_new(s->plan, &state, &error) != DSCORE_OK) {
        fail_library("state", &error);
    }
    return state;
}

/* The bytes of a file that is no text; to be freed. */
static char *read_state(const char *path, int64_t *length)
{
    FILE *file = fopen(path, "rb");
    size_t capacity = 1U << 16, n = 0;
    char *bytes = need_memory(malloc(capacity));
    if (file == NULL) {
        fail_data("%s cannot be read", path);
    }
    for (;;) {
        const size_t more = fread(bytes + n, 1, capacity - n, file);
        n += more;
        if (more == 0) {
            break;
        }
        if (n == capacity) {
            capacity *= 2;
            bytes = need_memory(realloc(bytes, capacity));
        }
    }
    if (ferror(file) != 0 || fclose(file) != 0) {
        fail_data("%s cannot be read", path);
    }
    *length = (int64_t)n;
    return bytes;
}

static void add_state(const session *s, dscore_state *state, const char *path)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_state *other;
    int64_t length;
    char *bytes = read_state(path, &length);
    dscore_status status = dscore_state_unpack(s->plan, bytes, length, &other, &error);
    free(bytes);
    if (status == DSCORE_E_INCOMPATIBLE && error.offset >= 0) {
        fail_data(
            "%s: %s: ask as it was asked when it was saved, with the same indicators, keys, range, zone and conditions",
            path, error.message);
    }
    if (status != DSCORE_OK || dscore_state_merge(state, other, &error) != DSCORE_OK) {
        fail_library(path, &error);
    }
    dscore_state_free(other);
}

static void save_state(const dscore_state *state, const char *path)
{
    dscore_error error = DSCORE_ERROR_INIT;
    int64_t length = 0;
    (void)dscore_state_pack(state, NULL, 0, &length, &error);
    char *bytes = need_memory(malloc(length > 0 ? (size_t)length : 1));
    if (dscore_state_pack(state, bytes, length, NULL, &error) != DSCORE_OK) {
        fail_library(path, &error);
    }
    FILE *file = fopen(path, "wb");
    const bool is_written = file != NULL && fwrite(bytes, 1, (size_t)length, file) == (size_t)length;
    if (file == NULL || fclose(file) != 0 || !is_written) {
        fail_data("%s cannot be written", path);
    }
    free(bytes);
}

void evaluate_states(session *s)
{
    dscore_error error = DSCORE_ERROR_INIT;
    const arguments *o = s->options;
    if (s->has_period && !s->has_range) {
        fail_usage(
            "--period with --save or --merge needs --from and --to: the periods of one file are not those of another");
    }
    session_load(s, NULL);
    dscore_state *state = new_state(s);
    for (int i = 0; i < s->source_count; i++) {
        const dscore_table *table = s->sources[i].table;
        if (dscore_state_update(state, table, 0, dscore_table_rows(table), NULL, &error) != DSCORE_OK) {
            session_fail(s, &error);
        }
    }
    for (int i = 0; i < o->merges.count; i++) {
        add_state(s, state, o->merges.items[i]);
    }
    if (dscore_state_finish(state, &s->values, &error) != DSCORE_OK) {
        session_fail(s, &error);
    }
    if (o->save != NULL) {
        save_state(state, o->save);
    }
    dscore_state_free(state);
}
