/* `deskscore measure --save`, `--merge` and `--regroup`: what was added up is kept in a file, added up further, and told by
   other keys. */
#include "states.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool keeps_states(const arguments *options)
{
    if (options->others != NULL && options->regroups.count == 0) {
        fail_usage("--others %s needs --regroup KEY=FILE.csv", options->others);
    }
    return options->save != NULL || options->merges.count > 0 || options->regroups.count > 0;
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

static void add_state(const session *s, dscore_state *state, const char *path)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_state *other;
    int64_t length;
    char *bytes = read_file(path, &length);
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
    if (file == NULL) {
        fail_data("%s: %s", path, strerror(errno));
    }
    const bool is_written = fwrite(bytes, 1, (size_t)length, file) == (size_t)length;
    if (!is_written || fclose(file) != 0) {
        fail_data("%s: %s", path, strerror(errno));
    }
    free(bytes);
}

void evaluate_states(session *s)
{
    dscore_error error = DSCORE_ERROR_INIT;
    const arguments *o = s->options;
    const bool is_kept = o->save != NULL || o->merges.count > 0;
    if (s->has_period && !s->has_range && is_kept) {
        fail_usage(
            "--period with --save or --merge needs --from and --to: the periods of one file are not those of another");
    }
    session_load(s, NULL);
    if (s->has_period && !s->has_range) {
        take_range_from_data(s);
    }
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
    dscore_state *shown = regroup_state(s, state);
    if (dscore_state_finish(shown, &s->values, &error) != DSCORE_OK) {
        session_fail(s, &error);
    }
    if (shown != state) {
        dscore_state_free(shown);
    }
    if (o->save != NULL) {
        save_state(state, o->save);
    }
    dscore_state_free(state);
}
