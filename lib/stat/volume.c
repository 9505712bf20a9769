/* How many cases it takes: for a share known to so much, and for a number that can be relied on (METHODS 5.1, 5.3). */
#include <deskscore/stat.h>

#include "stat/check.h"

static const double COUNT_MAX = 9007199254740992.0;

/* Rounded up, but for what binary adds to a whole number (METHODS 0.3). */
static double round_up(double x)
{
    const double whole = floor(x + 0.5);
    return fabs(x - whole) <= 1e-9 * fmax(1.0, whole) ? whole : ceil(x);
}

dscore_status dscore_sample_require(double share, double half_width, double level, int64_t *out_n, dscore_error *err)
{
    if (out_n == NULL) {
        return dsi_fail_null(err, "out_n");
    }
    if (!(share >= 0.0 && share <= 1.0)) {
        return dsi_fail_number(err, "share", share, "0 to 1");
    }
    if (!(half_width > 0.0 && half_width <= 0.5)) {
        return dsi_fail_number(err, "half_width", half_width, "more than 0 and at most 0.5");
    }
    const dscore_status status = dsi_check_level(level, err);
    if (status != DSCORE_OK) {
        return status;
    }
    const double z = dsi_level_z(level) / half_width;
    const double cases = round_up(z * z * share * (1.0 - share));
    if (!(cases <= COUNT_MAX)) {
        return dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_STAT_LIMIT, "it takes more than 2^53 cases");
    }
    *out_n = cases < 1.0 ? 1 : (int64_t)cases;
    return DSCORE_OK;
}

dscore_status dscore_volume_require(double strength, double reliability, int64_t *out_n, dscore_error *err)
{
    if (out_n == NULL) {
        return dsi_fail_null(err, "out_n");
    }
    if (!(strength >= 0.0)) {
        return dsi_fail_number(err, "strength", strength, "0 or more");
    }
    if (!(reliability >= 0.0 && reliability < 1.0)) {
        return dsi_fail_number(err, "reliability", reliability, "0 to below 1");
    }
    const double cases = reliability > 0.0 ? round_up(strength * (reliability / (1.0 - reliability))) : 0.0;
    *out_n = cases <= COUNT_MAX ? (int64_t)cases : INT64_MAX;
    return DSCORE_OK;
}
