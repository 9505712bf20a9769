/* The keys of a state: those of its query, without those that a roll-up dropped, under the names that maps of labels
   gave them. */
#include "measure/state_parts.h"

#include <string.h>

static bool is_dropped(const dscore_state *state, int32_t key)
{
    return (state->dropped >> key & 1U) != 0;
}

const char *dsi_state_key_name(const dscore_state *state, int32_t key)
{
    return state->key_names[key] != NULL ? state->key_names[key] : state->plan->query->keys[key];
}

int32_t dsi_state_key_kind(const dscore_state *state, int32_t key)
{
    return state->key_names[key] != NULL ? (int32_t)DSI_KEY_TEXT : state->key_kinds[key];
}

int32_t dsi_state_find_key(const dscore_state *state, const char *name)
{
    for (int32_t k = 0; k < state->key_count; k++) {
        if (!is_dropped(state, k) && strcmp(dsi_state_key_name(state, k), name) == 0) {
            return k;
        }
    }
    return -1;
}

dscore_status dsi_state_fail_key(const dscore_state *state, const char *name, int32_t code, dscore_error *err)
{
    const dscore_query *query = state->plan->query;
    for (int32_t k = 0; k < state->key_count; k++) {
        if (strcmp(query->keys[k], name) == 0 && !is_dropped(state, k)) {
            return dsi_fail(err, DSCORE_E_NOT_FOUND, code, "%s is not a key of this state: it was mapped to %s", name,
                dsi_state_key_name(state, k));
        }
        if (strcmp(query->keys[k], name) == 0) {
            return dsi_fail(
                err, DSCORE_E_NOT_FOUND, code, "%s is not a key of this state: a roll-up dropped it before", name);
        }
    }
    return dsi_fail(err, DSCORE_E_NOT_FOUND, code, "%s is not a key of the query", name);
}

/* ---- names ----------------------------------------------------------------------------------- */

bool dsi_state_name_key(dscore_state *state, int32_t key, const char *name, int64_t length)
{
    char *copy = dsi_alloc(&state->allocator, length + 1);
    if (copy == NULL) {
        return false;
    }
    memcpy(copy, name, (size_t)length);
    copy[length] = '\0';
    dsi_state_unname_key(state, key);
    state->key_names[key] = copy;
    return true;
}

void dsi_state_unname_key(dscore_state *state, int32_t key)
{
    char *name = state->key_names[key];
    if (name != NULL) {
        dsi_release(&state->allocator, name, (int64_t)strlen(name) + 1);
        state->key_names[key] = NULL;
    }
}

bool dsi_state_take_names(dscore_state *to, const dscore_state *from)
{
    bool ok = true;
    for (int32_t k = 0; k < to->key_count && ok; k++) {
        const char *name = from->key_names[k];
        ok = name == NULL || is_dropped(to, k) || dsi_state_name_key(to, k, name, (int64_t)strlen(name));
    }
    return ok;
}

/* ---- what may meet --------------------------------------------------------------------------- */

dscore_status dsi_state_compare_names(const dscore_state *to, const dscore_state *from, dscore_error *err)
{
    for (int32_t k = 0; k < to->key_count; k++) {
        const char *a = to->key_names[k], *b = from->key_names[k];
        if (!is_dropped(to, k) && a != b && (a == NULL || b == NULL || strcmp(a, b) != 0)) {
            return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_MERGE,
                "the states differ in what the key %s was mapped to: %.60s and %.60s", to->plan->query->keys[k],
                dsi_state_key_name(to, k), dsi_state_key_name(from, k));
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_state_check_takes_rows(const dscore_state *state, dscore_error *err)
{
    for (int32_t k = 0; k < state->key_count; k++) {
        if (state->key_names[k] != NULL) {
            return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_MAP,
                "the key %s of this state was mapped to %.60s, which rows do not have: add or take away rows in a "
                "state "
                "that was not mapped, map that, and merge or subtract it",
                state->plan->query->keys[k], state->key_names[k]);
        }
    }
    return DSCORE_OK;
}
