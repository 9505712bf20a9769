/* What every decision asks of its arguments, and the order all of them start from. */
#ifndef DSI_DECISION_DECISION_H
#define DSI_DECISION_DECISION_H

#include "base/text.h"
#include "score/rank.h"
#include "score/tolerance.h"
#include "stat/check.h"
#include <deskscore/decision.h>

/* Peers that were checked. */
typedef struct dsi_field {
    dscore_peers peers; /* complete, whatever the caller's struct_size */
    dsi_ranking ranking;
} dsi_field;

dscore_status dsi_decision_count(const char *name, int64_t count, dscore_error *err);
/* One of the numbers first to last. */
dscore_status dsi_decision_choice(const char *name, int32_t value, int32_t first, int32_t last, dscore_error *err);
/* A member of a rule, least to most (NaN is neither). */
dscore_status dsi_decision_rule(
    const char *name, double value, double least, double most, const char *expected, dscore_error *err);
/* NULL: all OK. */
dscore_status dsi_decision_statuses(const int32_t *status, int64_t count, dscore_error *err);
/* Numbers of those whose status is OK (NULL: of all). */
dscore_status dsi_decision_numbers(const char *name, const double *values, const int32_t *status, int64_t count,
    double least, double most, const char *expected, dscore_error *err);

dscore_status dsi_field_read(dsi_field *field, const dscore_peers *peers, dscore_error *err);

static inline bool dsi_field_has(const dsi_field *field, int64_t i)
{
    return field->peers.status == NULL || field->peers.status[i] == DSCORE_VALUE_OK;
}

/* All subjects: the ranked ones sorted (those for whom list[i] == only, unless list is NULL), then the others as they
   stand. Returns how many are ranked. */
int64_t dsi_field_order(const dsi_field *field, const int32_t *list, int32_t only, int64_t *order);
dscore_status dsi_quotas_check(const double *quota, int32_t grade_count, dscore_error *err);
void dsi_quotas_share(int64_t n, const double *quota, int32_t grade_count, int64_t *size);

/* Rounded down, but for what binary takes from a whole number (METHODS 0.3). */
static inline double dsi_floor_near(double x)
{
    const double whole = floor(x + 0.5);
    return fabs(x - whole) <= fmin(DSI_TOLERANCE * fmax(1.0, fabs(x)), 1e-3) ? whole : floor(x);
}

#endif
