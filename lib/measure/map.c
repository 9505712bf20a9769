/* Other labels in a key: those of agents become those of their teams. The cells go to a new state by way of the
   ordinary join, which adds up those that come to the same labels (D25). */
#include "measure/pack.h"
#include "measure/state_join.h"

#include "base/text.h"

#include <string.h>

/* Where a label occurs. */
enum { IN_THE_KEY = 1, ELSEWHERE = 2 };

typedef struct mapping {
    const dscore_state *state;
    dscore_state *fresh;
    int32_t key, kind; /* kind: of its labels in the fresh state */
    const char *name;  /* of the key, for messages */
    const char *const *from, *const *to;
    int64_t count;
    int32_t others;
    dsi_arena arena;
    dsi_labels *named; /* labels of `from`, as text */
    int64_t *row_of;   /* one a label of named: its index + 1; 0 = not named */
    uint8_t *uses;     /* one a label of the state: IN_THE_KEY, ELSEWHERE */
    int32_t *labels;   /* one a label of the state: the fresh one that takes its place in the key */
} mapping;

static dscore_status fail_at(const mapping *m, int64_t row, dscore_status status, dscore_error *err)
{
    dsi_error_path(err, "%s", m->name);
    if (row >= 0) {
        dsi_error_row(err, row);
    }
    return status;
}

/* ---- what the map names ---------------------------------------------------------------------- */

static bool is_same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const char *shown(const char *label)
{
    return label == NULL ? "(none)" : label;
}

static dscore_status name_labels(mapping *m, dscore_error *err)
{
    m->named = dsi_labels_new(&m->arena.allocator);
    m->row_of = dsi_arena_alloc(&m->arena, (m->count + 1) * (int64_t)sizeof *m->row_of);
    if (m->named == NULL || m->row_of == NULL) {
        return dsi_fail_memory(err);
    }
    for (int64_t i = 0; i < m->count; i++) {
        const char *label = m->from[i];
        const int32_t id =
            label == NULL ? (int32_t)DSI_LABEL_ABSENT : dsi_labels_text(m->named, label, (int64_t)strlen(label));
        if (id < 0) {
            return dsi_fail_memory(err);
        }
        const int64_t before = m->row_of[id] - 1;
        if (before >= 0 && !is_same(m->to[before], m->to[i])) {
            (void)dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_STATE_MAP,
                "'%.60s' cannot become both '%.60s' and '%.60s': name it once", shown(label), shown(m->to[before]),
                shown(m->to[i]));
            return fail_at(m, i, DSCORE_E_PARAMETER, err);
        }
        m->row_of[id] = before >= 0 ? before + 1 : i + 1;
    }
    return DSCORE_OK;
}

/* ---- which labels there are ------------------------------------------------------------------ */

static void mark_frame(mapping *m, int32_t f, int32_t *place)
{
    const dsi_frame_cells *frame = &m->state->frames[f];
    const int32_t keys = frame->cells.key_count;
    for (int32_t c = 0; c < frame->cells.count; c++) {
        const bool is_empty = dsi_state_cell_is_empty(m->state, f, c);
        const int32_t *labels = dsi_state_cell_labels(m->state, f, c);
        place[c] = is_empty ? -1 : 0;
        for (int32_t k = 0; k < keys && !is_empty; k++) {
            m->uses[labels[k]] |= k == m->key ? IN_THE_KEY : ELSEWHERE;
        }
    }
}

/* Labels of tuples: marks of their own, as pack writes them. */
static void mark_tuples(mapping *m, int32_t f, const int32_t *place, uint8_t *marks)
{
    const dsi_frame_cells *frame = &m->state->frames[f];
    for (int32_t i = 0; i < m->state->plan->frames[f].aggregate_count; i++) {
        const dsi_store *store = &frame->stores[i];
        for (int64_t p = 0; p < store->plane_count && store->family == &dsi_family_tuples; p++) {
            dsi_tuples_mark(&store->planes[p], place, marks);
        }
    }
}

/* False = no memory. */
static bool mark_uses(mapping *m)
{
    const dscore_state *state = m->state;
    const int64_t labels = dsi_labels_count(state->labels);
    int64_t most = 0;
    for (int32_t f = 0; f < state->plan->frame_count; f++) {
        most = state->frames[f].cells.count > most ? state->frames[f].cells.count : most;
    }
    int32_t *place = dsi_arena_alloc(&m->arena, (most + 1) * (int64_t)sizeof *place);
    uint8_t *marks = dsi_arena_alloc(&m->arena, labels);
    m->uses = dsi_arena_alloc(&m->arena, labels);
    m->labels = dsi_arena_alloc(&m->arena, labels * (int64_t)sizeof *m->labels);
    if (place == NULL || marks == NULL || m->uses == NULL || m->labels == NULL) {
        return false;
    }
    for (int32_t f = 0; f < state->plan->frame_count; f++) {
        mark_frame(m, f, place);
        mark_tuples(m, f, place, marks);
    }
    for (int64_t i = 0; i < state->roster_count; i++) {
        m->uses[((const int32_t *)state->roster.p)[i]] |= state->plan->roster_key == m->key ? IN_THE_KEY : ELSEWHERE;
    }
    for (int64_t id = 0; id < labels; id++) {
        m->uses[id] |= marks[id] != 0 ? ELSEWHERE : 0;
    }
    return true;
}

/* ---- what they become ------------------------------------------------------------------------ */

/* A label of the fresh state; row: where the map asks for it, -1 = it was kept. */
static dscore_status add_label(
    const mapping *m, const char *text, int64_t length, int64_t row, int32_t *out, dscore_error *err)
{
    int64_t number = 0;
    const bool is_yes = strcmp(text, "true") == 0;
    if (m->kind == DSI_KEY_INT && dsi_parse_int(text, length, &number) != length) {
        (void)dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_STATE_MAP,
            "'%.60s' is no integer, as the labels of %s are: give the key another name, and it becomes one of text",
            text, m->name);
        return fail_at(m, row, DSCORE_E_TYPE, err);
    }
    if (m->kind == DSI_KEY_BOOL && !is_yes && strcmp(text, "false") != 0) {
        (void)dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_STATE_MAP,
            "'%.60s' is neither true nor false, as the labels of %s are: give the key another name, and it becomes one "
            "of text",
            text, m->name);
        return fail_at(m, row, DSCORE_E_TYPE, err);
    }
    number = m->kind == DSI_KEY_BOOL ? is_yes : number;
    *out = m->kind == DSI_KEY_INT || m->kind == DSI_KEY_BOOL ? dsi_labels_int(m->fresh->labels, number, m->kind)
                                                             : dsi_labels_text(m->fresh->labels, text, length);
    return *out < 0 ? dsi_state_no_memory(m->fresh, err) : DSCORE_OK;
}

static dscore_status map_label(const mapping *m, int32_t id, dscore_error *err)
{
    int64_t length;
    const char *text = dsi_labels_get(m->state->labels, id, &length);
    const int32_t named = id == DSI_LABEL_ABSENT ? id : dsi_labels_find_text(m->named, text, length);
    const int64_t row = named < 0 ? -1 : m->row_of[named] - 1;
    m->labels[id] = DSI_LABEL_ABSENT;
    if (row >= 0) {
        const char *to = m->to[row];
        return to == NULL ? DSCORE_OK : add_label(m, to, (int64_t)strlen(to), row, &m->labels[id], err);
    }
    if (id == DSI_LABEL_ABSENT || m->others == DSCORE_MAP_MISSING) {
        return DSCORE_OK;
    }
    if (m->others == DSCORE_MAP_KEEP) {
        return add_label(m, text, length, -1, &m->labels[id], err);
    }
    (void)dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_STATE_MAP,
        "the map does not say what becomes of '%.60s', a label of %s: name it, or choose that others are kept or "
        "become "
        "missing",
        text, m->name);
    return fail_at(m, -1, DSCORE_E_NOT_FOUND, err);
}

static dscore_status map_labels(mapping *m, dscore_error *err)
{
    dscore_status status = name_labels(m, err);
    if (status == DSCORE_OK && !mark_uses(m)) {
        status = dsi_fail_memory(err);
    }
    const int32_t labels = dsi_labels_count(m->state->labels);
    for (int32_t id = 0; id < labels && status == DSCORE_OK; id++) {
        if ((m->uses[id] & IN_THE_KEY) != 0) {
            status = map_label(m, id, err);
        }
        m->uses[id] &= ELSEWHERE;
    }
    return status;
}

/* ---- the state ------------------------------------------------------------------------------- */

static dscore_status fill(mapping *m, const char *new_key, dscore_error *err)
{
    const dscore_state *state = m->state;
    dscore_state *fresh = m->fresh;
    const bool is_renamed = strcmp(new_key, m->name) != 0;
    fresh->dropped = state->dropped;
    fresh->settings = state->settings;
    fresh->meter.cap = 0; /* it holds no more cells than the state */
    if (!dsi_state_take_names(fresh, state) ||
        (is_renamed && !dsi_state_name_key(fresh, m->key, new_key, (int64_t)strlen(new_key)))) {
        return dsi_state_no_memory(fresh, err);
    }
    m->kind = is_renamed ? (int32_t)DSI_KEY_TEXT : dsi_state_key_kind(state, m->key);
    dscore_status status = map_labels(m, err);
    if (status == DSCORE_OK) {
        const dsi_relabel relabel = {m->key, m->labels, m->uses};
        status = dsi_state_absorb_as(fresh, state, &relabel, err);
    }
    fresh->meter.cap = state->meter.cap;
    return status;
}

static dscore_status make(mapping *m, const char *new_key, dscore_state **out, dscore_error *err)
{
    dscore_status status = dscore_state_new(m->state->plan, &m->fresh, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_arena_init(&m->arena, &m->state->meter.base);
    status = fill(m, new_key, err);
    dsi_labels_free(m->named);
    dsi_arena_free(&m->arena);
    if (status != DSCORE_OK) {
        dscore_state_free(m->fresh);
        return status;
    }
    *out = m->fresh;
    return DSCORE_OK;
}

/* ---- the public door ------------------------------------------------------------------------- */

/* May the key have this name from now on? */
static dscore_status check_name(const mapping *m, const char *new_key, dscore_error *err)
{
    if (new_key[0] == '\0' || strcmp(new_key, "period") == 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_STATE_MAP,
            "'%s' is no name for a key: expected one such as team", new_key);
    }
    const int32_t taken = dsi_state_find_key(m->state, new_key);
    const bool was_own =
        m->state->key_names[m->key] != NULL && strcmp(m->state->plan->query->keys[m->key], new_key) == 0;
    if ((taken >= 0 && taken != m->key) || was_own) {
        (void)dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_MAP, "%.60s %s: expected another name", new_key,
            was_own ? "is what the key was before it was mapped" : "is another key of the state");
        return fail_at(m, -1, DSCORE_E_INCOMPATIBLE, err);
    }
    return DSCORE_OK;
}

static dscore_status check(const dscore_state *state, const char *key, const char *new_key, const char *const *from,
    const char *const *to, int64_t count, int32_t others, dscore_error *err)
{
    if (state == NULL || key == NULL || new_key == NULL) {
        return dsi_fail_null(err, state == NULL ? "state" : key == NULL ? "key" : "new_key");
    }
    if (count > 0 && (from == NULL || to == NULL)) {
        return dsi_fail_null(err, from == NULL ? "from" : "to");
    }
    if (count < 0) {
        return dsi_fail(
            err, DSCORE_E_ARGUMENT, DSCORE_CODE_STATE_MAP, "count is %lld, expected 0 or more", (long long)count);
    }
    if (count > INT32_MAX - 1) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_STATE_MAP, "more than %d labels", INT32_MAX - 1);
    }
    if (others < DSCORE_MAP_REFUSE || others > DSCORE_MAP_MISSING) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_STATE_MAP,
            "others is %d: expected DSCORE_MAP_REFUSE, _KEEP or _MISSING", (int)others);
    }
    return DSCORE_OK;
}

dscore_status dscore_state_map(const dscore_state *state, const char *key, const char *new_key, const char *const *from,
    const char *const *to, int64_t count, int32_t others, dscore_state **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    dscore_status status = check(state, key, new_key, from, to, count, others, err);
    if (status != DSCORE_OK) {
        return status;
    }
    mapping m = {.state = state, .name = key, .from = from, .to = to, .count = count, .others = others};
    m.key = dsi_state_find_key(state, key);
    if (m.key < 0) {
        return dsi_state_fail_key(state, key, DSCORE_CODE_STATE_MAP, err);
    }
    status = check_name(&m, new_key, err);
    return status == DSCORE_OK ? make(&m, new_key, out, err) : status;
}
