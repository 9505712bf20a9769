/* `deskscore measure --regroup KEY=FILE.csv`: what was added up by agents becomes what their teams come to. */
#include "grid.h"
#include "states.h"

#include <stdlib.h>
#include <string.h>

typedef struct regrouping {
    grid rows;
    const char *new_key;
    int from, to; /* columns */
} regrouping;

static int32_t others_option(const arguments *o)
{
    static const char *const names[] = {"refuse", "keep", "missing"};
    int32_t others = DSCORE_MAP_REFUSE;
    for (int32_t i = 0; i < 3 && o->others != NULL; i++) {
        others = strcmp(o->others, names[i]) == 0 ? DSCORE_MAP_REFUSE + i : others;
    }
    return others;
}

/* Two columns: the key and what it becomes, whose name is that of the new key; or from and to, which correct labels. */
static void read_columns(regrouping *r, const char *key, const char *path, const arguments *o)
{
    grid_read(&r->rows, path, o);
    const csv_file *file = &r->rows.file;
    const bool is_correction = csv_find(file, "from") >= 0 && csv_find(file, "to") >= 0;
    r->from = csv_find(file, is_correction ? "from" : key);
    if (r->rows.width != 2 || r->from < 0) {
        fail_data(
            "%s:1: expected two columns, \"%s\" and what becomes of it (such as \"team\"), or \"from\" and \"to\"; "
            "the file has %s",
            path, key, csv_header_text(file));
    }
    r->to = 1 - r->from;
    r->new_key = is_correction ? key : file->header[r->to];
}

static const char *label_at(const grid *g, int64_t row, int at)
{
    const char *text = grid_text(g, row, at);
    return text[0] == '\0' ? NULL : text;
}

NO_RETURN static void fail_map(const regrouping *r, const char *path, const dscore_error *error)
{
    if (error->row >= 0 && error->row < r->rows.rows) {
        fail_data("%s:%lld: %s: %s", path, (long long)r->rows.file.lines[error->row], error->path, error->message);
    }
    if (error->status == DSCORE_E_NOT_FOUND && error->path[0] != '\0') {
        fail_data("%s: %s: %s (--others keep, --others missing)", path, error->path, error->message);
    }
    fail_library(path, error);
}

static dscore_state *regroup(const session *s, const dscore_state *state, const char *option)
{
    dscore_error error = DSCORE_ERROR_INIT;
    dscore_state *out;
    regrouping r;
    char *key;
    char *path;
    if (!split_pair(copy_text(option, strlen(option)), &key, &path)) {
        fail_usage("--regroup %s: expected KEY=FILE.csv", option);
    }
    read_columns(&r, key, path, s->options);
    const grid *g = &r.rows;
    const char **from = need_memory(calloc((size_t)g->rows, sizeof from[0]));
    const char **to = need_memory(calloc((size_t)g->rows, sizeof to[0]));
    for (int64_t row = 0; row < g->rows; row++) {
        from[row] = label_at(g, row, r.from);
        to[row] = label_at(g, row, r.to);
    }
    const int32_t others = others_option(s->options);
    if (dscore_state_map(state, key, r.new_key, from, to, g->rows, others, &out, &error) != DSCORE_OK) {
        fail_map(&r, path, &error);
    }
    free((void *)from);
    free((void *)to);
    csv_release(&r.rows.file);
    return out;
}

dscore_state *regroup_state(const session *s, dscore_state *state)
{
    const text_list *list = &s->options->regroups;
    dscore_state *latest = state;
    for (int i = 0; i < list->count; i++) {
        dscore_state *next = regroup(s, latest, list->items[i]);
        if (latest != state) {
            dscore_state_free(latest);
        }
        latest = next;
    }
    return latest;
}
