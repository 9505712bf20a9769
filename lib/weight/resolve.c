/* What becomes of the weight of indicators without a value: the missing policies of METHODS 3.3. */
#include "weight/resolve.h"

#include "base/error.h"
#include <math.h>

enum { SHARE_DECIMALS = 12 };
/* What adding and multiplying shares may miss a decimal by; and the most that is told while anything is lacking. */
static const double SHARE_ERROR = 1e-14, BELOW_WHOLE = 1.0 - 0x1p-53;

/* Scratch, one slot a node and one in front for the roots: the local weight of the children that have something. */
typedef struct resolving {
    const dscore_weights *weights;
    const uint8_t *present;
    double *held;    /* [node + 1] */
    double *lacking; /* [node + 1]: local weight of the children that have nothing */
} resolving;

static bool node_has(const resolving *r, int32_t i)
{
    return r->weights->spec.nodes[i].is_leaf ? r->present[i] != 0 : r->held[i + 1] > 0.0;
}

/* Children stand after their parents, so one pass from the end settles every group before its parent asks. */
static void gather_held(const resolving *r)
{
    int32_t n = r->weights->spec.node_count;
    for (int32_t i = 0; i <= n; i++) {
        r->held[i] = 0.0;
        r->lacking[i] = 0.0;
    }
    for (int32_t i = n - 1; i >= 0; i--) {
        double *into = node_has(r, i) ? r->held : r->lacking;
        into[r->weights->spec.nodes[i].parent + 1] += r->weights->local[i];
    }
}

/* The share of the whole that has a value; exactly 1 when nothing of weight is lacking. */
static double coverage_of(const resolving *r)
{
    const dsi_weights_spec *spec = &r->weights->spec;
    double sum = 0.0;
    bool complete = true;
    for (int32_t i = 0; i < spec->node_count; i++) {
        bool childless = !spec->nodes[i].is_leaf && r->weights->children[i + 1] == 0;
        if (spec->nodes[i].is_leaf && r->present[i] != 0) {
            sum += r->weights->share[i];
        } else if ((spec->nodes[i].is_leaf || childless) && r->weights->share[i] > 0.0) {
            complete = false;
        }
    }
    return complete ? 1.0 : sum;
}

static void exclude_siblings(const resolving *r, double *shares)
{
    const dsi_weights_spec *spec = &r->weights->spec;
    for (int32_t i = 0; i < spec->node_count; i++) {
        int32_t parent = spec->nodes[i].parent;
        double above = parent < 0 ? 1.0 : shares[parent];
        double local = r->weights->local[i];
        if (!node_has(r, i)) {
            shares[i] = 0.0;
        } else if (r->lacking[parent + 1] > 0.0) {
            /* held is 0 only where nothing of weight is there: then above is 0 too, or this weighs nothing */
            shares[i] = r->held[parent + 1] > 0.0 ? above * (local / r->held[parent + 1]) : 0.0;
        } else {
            shares[i] = above * local;
        }
    }
}

/* Leaves scaled by one factor (0: nothing at all), groups the sums of what stands below them. */
static void scale_leaves(const resolving *r, double divisor, bool keep_missing, double *shares)
{
    const dsi_weights_spec *spec = &r->weights->spec;
    for (int32_t i = 0; i < spec->node_count; i++) {
        bool counts = spec->nodes[i].is_leaf && (keep_missing || r->present[i] != 0);
        shares[i] = counts && divisor > 0.0 ? r->weights->share[i] / divisor : 0.0;
    }
    for (int32_t i = spec->node_count - 1; i >= 0; i--) {
        if (spec->nodes[i].parent >= 0) {
            shares[spec->nodes[i].parent] += shares[i];
        }
    }
}

double dsi_share_told(double share)
{
    double decimal = dscore_round(share, SHARE_DECIMALS);
    return fabs(decimal - share) <= SHARE_ERROR ? decimal : share;
}

void dsi_weights_resolve_in(const dscore_weights *weights, const uint8_t *present, int32_t policy, double *shares,
    double *out_coverage, uint8_t *has, double *room)
{
    resolving r = {weights, present, room, room + weights->spec.node_count + 1};
    gather_held(&r);
    double coverage = coverage_of(&r);
    switch (policy) {
    case DSCORE_MISSING_EXCLUDE_SIBLINGS:
        exclude_siblings(&r, shares);
        break;
    case DSCORE_MISSING_EXCLUDE_GLOBAL:
        scale_leaves(&r, coverage, false, shares);
        break;
    case DSCORE_MISSING_ZERO:
        scale_leaves(&r, 1.0, true, shares);
        break;
    default: /* BLOCK */
        scale_leaves(&r, coverage < 1.0 ? 0.0 : 1.0, false, shares);
        break;
    }
    if (out_coverage != NULL) {
        *out_coverage = coverage < 1.0 ? fmin(dsi_share_told(coverage), BELOW_WHOLE) : coverage;
    }
    for (int32_t i = 0; has != NULL && i < weights->spec.node_count; i++) {
        has[i] = node_has(&r, i) ? 1 : 0;
    }
}

dscore_status dscore_weights_resolve(const dscore_weights *weights, const uint8_t *present, int32_t policy,
    double *shares, double *out_coverage, dscore_error *err)
{
    if (weights == NULL || present == NULL || shares == NULL) {
        return dsi_fail_null(err, weights == NULL ? "weights" : present == NULL ? "present" : "shares");
    }
    if (policy > DSCORE_MISSING_BLOCK && policy <= DSCORE_MISSING_GROUP_MEDIAN) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_MISSING_POLICY,
            "NEUTRAL, CARRY_FORWARD and GROUP_MEDIAN are policies of scorecards; mark leaves with a stand-in as "
            "present "
            "and give the policy for the others");
    }
    if (policy < DSCORE_MISSING_EXCLUDE_SIBLINGS || policy > DSCORE_MISSING_BLOCK) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_MISSING_POLICY,
            "missing policy %d; expected DSCORE_MISSING_EXCLUDE_SIBLINGS, _EXCLUDE_GLOBAL, _ZERO or _BLOCK",
            (int)policy);
    }
    int64_t bytes = 2 * ((int64_t)weights->spec.node_count + 1) * (int64_t)sizeof(double);
    double *room = dsi_alloc(&weights->arena.allocator, bytes);
    if (room == NULL) {
        return dsi_fail_memory(err);
    }
    dsi_weights_resolve_in(weights, present, policy, shares, out_coverage, NULL, room);
    dsi_release(&weights->arena.allocator, room, bytes);
    return DSCORE_OK;
}
