/* Totals from the same cells: keys and periods dropped, days added up to months, exactly and without the rows (D25). */
#include "measure/state_join.h"

#include <string.h>

dscore_status dsi_state_collapse(const dscore_state *state, uint32_t drop, dscore_state **out, dscore_error *err)
{
    *out = NULL;
    dscore_state *fresh;
    dscore_status status = dscore_state_new(state->plan, &fresh, err);
    if (status != DSCORE_OK) {
        return status;
    }
    fresh->dropped = state->dropped | drop;
    fresh->settings = state->settings;
    fresh->meter.cap = 0; /* what the state holds, its copy may hold */
    status = dsi_state_take_names(fresh, state) ? dsi_state_absorb(fresh, state, err) : dsi_state_no_memory(fresh, err);
    fresh->meter.cap = state->meter.cap;
    if (status != DSCORE_OK) {
        dscore_state_free(fresh);
        return status;
    }
    *out = fresh;
    return DSCORE_OK;
}

static dscore_status keep(const dscore_state *state, const char *name, uint32_t *drop, dscore_error *err)
{
    if (name == NULL) {
        return dsi_fail_null(err, "keys");
    }
    const bool has_periods = (state->dropped >> DSI_MAX_KEYS & 1U) == 0;
    const bool is_period = strcmp(name, "period") == 0;
    const int32_t bit = !is_period ? dsi_state_find_key(state, name) : has_periods ? (int32_t)DSI_MAX_KEYS : -1;
    if (bit < 0) {
        return is_period ? dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_STATE_ROLLUP,
                               "period is not a key of this state: a roll-up dropped it before")
                         : dsi_state_fail_key(state, name, DSCORE_CODE_STATE_ROLLUP, err);
    }
    *drop &= ~(UINT32_C(1) << bit);
    return DSCORE_OK;
}

dscore_status dscore_state_rollup(
    const dscore_state *state, const char *const *keys, int32_t n_keys, dscore_state **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (state == NULL) {
        return dsi_fail_null(err, "state");
    }
    if (n_keys < 0 || (keys == NULL && n_keys > 0)) {
        return dsi_fail_null(err, "keys");
    }
    const dscore_query *query = state->plan->query;
    uint32_t drop = (UINT32_C(1) << query->key_count) - 1U;
    drop |= query->has_periods ? UINT32_C(1) << DSI_MAX_KEYS : 0U; /* one range is no key */
    for (int32_t i = 0; i < n_keys; i++) {
        const dscore_status status = keep(state, keys[i], &drop, err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    const bool drops_periods = ((drop & ~state->dropped) >> DSI_MAX_KEYS & 1U) != 0;
    if (drops_periods && state->plan->settings.period_count > 1) {
        const dscore_status status = dsi_check_period_readers(state->plan, err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    return dsi_state_collapse(state, drop, out, err);
}

dscore_status dscore_state_absorb(dscore_state *target, const dscore_state *source, dscore_error *err)
{
    if (target == NULL || source == NULL) {
        return dsi_fail_null(err, target == NULL ? "target" : "source");
    }
    if (target == source) {
        return dscore_state_merge(target, source, err);
    }
    dscore_status status = dsi_state_compare(target, source, true, err);
    if (status == DSCORE_OK) {
        status = dsi_join_check_periods(target, source, err);
    }
    return status == DSCORE_OK ? dsi_state_absorb(target, source, err) : status;
}
