/* Checks of what decisions are taken from, before anything is written. */
#include "decision/decision.h"

#include <inttypes.h>

static const double LARGEST = 1e30;
static const int64_t COUNT_MAX = INT64_C(1) << 53;

dscore_status dsi_decision_count(const char *name, int64_t count, dscore_error *err)
{
    if (count >= 0 && count <= COUNT_MAX) {
        return DSCORE_OK;
    }
    const dscore_status status = dsi_fail(
        err, DSCORE_E_ARGUMENT, DSCORE_CODE_DECISION_COUNT, "%s is %" PRId64 "; expected 0 to 2^53", name, count);
    dsi_error_path(err, "%s", name);
    return status;
}

dscore_status dsi_decision_choice(const char *name, int32_t value, int32_t first, int32_t last, dscore_error *err)
{
    if (value >= first && value <= last) {
        return DSCORE_OK;
    }
    const dscore_status status = dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_DECISION_OPTION,
        "%s is %d; expected one of its enumerators, %d to %d", name, (int)value, (int)first, (int)last);
    dsi_error_path(err, "%s", name);
    return status;
}

dscore_status dsi_decision_rule(
    const char *name, double value, double least, double most, const char *expected, dscore_error *err)
{
    if (value >= least && value <= most) {
        return DSCORE_OK;
    }
    char text[40];
    dsi_print_double(value, text);
    const dscore_status status =
        dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_DECISION_RULE, "%s is %s; expected %s", name, text, expected);
    dsi_error_path(err, "%s", name);
    return status;
}

dscore_status dsi_decision_statuses(const int32_t *status, int64_t count, dscore_error *err)
{
    for (int64_t i = 0; status != NULL && i < count; i++) {
        if (status[i] < DSCORE_VALUE_OK || status[i] > DSCORE_VALUE_EXCLUDED) {
            return dsi_fail_entry(err, DSCORE_E_ARGUMENT, DSCORE_CODE_DECISION_OPTION, "status", i, (double)status[i],
                "one of DSCORE_VALUE_");
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_decision_numbers(const char *name, const double *values, const int32_t *status, int64_t count,
    double least, double most, const char *expected, dscore_error *err)
{
    if (values == NULL && count > 0) {
        return dsi_fail_null(err, name);
    }
    for (int64_t i = 0; i < count; i++) {
        const bool read = status == NULL || status[i] == DSCORE_VALUE_OK;
        if (read && !(values[i] >= least && values[i] <= most)) {
            return dsi_fail_entry(err, DSCORE_E_PARAMETER, DSCORE_CODE_DECISION_NUMBER, name, i, values[i], expected);
        }
    }
    return DSCORE_OK;
}

static dscore_status check_keys(const dscore_peers *p, dscore_error *err)
{
    dscore_status status = dsi_decision_count("key_count", p->key_count, err);
    if (status == DSCORE_OK && p->key_count > 0 && p->count > COUNT_MAX / p->key_count) {
        status = dsi_decision_count("key_count x count", INT64_MAX, err);
    }
    if (status == DSCORE_OK && p->key_count > 0 && p->count > 0 && p->keys == NULL) {
        status = dsi_fail_null(err, "keys");
    }
    for (int32_t k = 0; status == DSCORE_OK && k < p->key_count; k++) {
        const double *key = p->count > 0 ? p->keys + k * p->count : NULL;
        status =
            dsi_decision_numbers("keys", key, p->status, p->count, -LARGEST, LARGEST, "a number of -1e30 to 1e30", err);
    }
    return status;
}

dscore_status dsi_field_read(dsi_field *field, const dscore_peers *peers, dscore_error *err)
{
    const dscore_peers initial = DSCORE_PEERS_INIT;
    field->peers = initial;
    dscore_peers *p = &field->peers;
    dscore_status status = dsi_struct_read(p, peers, (int64_t)sizeof *p, "peers", err);
    if (status == DSCORE_OK) {
        status = dsi_decision_count("count", p->count, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_decision_statuses(p->status, p->count, err);
    }
    if (status == DSCORE_OK) {
        status = dsi_decision_numbers(
            "score", p->score, p->status, p->count, -LARGEST, LARGEST, "a number of -1e30 to 1e30", err);
    }
    if (status == DSCORE_OK) {
        status = check_keys(p, err);
    }
    field->ranking = (dsi_ranking){.scores = p->score,
        .stride = sizeof(double),
        .group = p->group,
        .keys = p->keys,
        .count = p->count,
        .key_count = p->key_count,
        .id = p->id};
    return status;
}
