/* What the checks of the rules ask of one member: a finite number, a choice, the right direction. */
#ifndef DSI_SCORE_RULE_NEEDS_H
#define DSI_SCORE_RULE_NEEDS_H

#include "base/error.h"
#include "score/rule_parts.h"
#include <math.h>

static inline dscore_status fail_at(dscore_error *err, int32_t code, const char *path, const char *message)
{
    dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, code, "%s", message);
    dsi_error_path(err, "%s", path);
    return status;
}

static inline dscore_status need_finite(double value, const char *path, dscore_error *err)
{
    return isfinite(value) ? DSCORE_OK : fail_at(err, DSCORE_CODE_RULE_NUMBER, path, "expected a finite number");
}

static inline dscore_status need_above_zero(double value, const char *path, const char *why, dscore_error *err)
{
    return isfinite(value) && value > 0.0 ? DSCORE_OK : fail_at(err, DSCORE_CODE_RULE_NUMBER, path, why);
}

static inline dscore_status need_choice(
    int32_t value, int32_t last, const char *path, const char *expected, dscore_error *err)
{
    return value >= 1 && value <= last ? DSCORE_OK : fail_at(err, DSCORE_CODE_RULE_CHOICE, path, expected);
}

/* A member that must be a finite number. */
typedef struct named_number {
    const char *path;
    double value;
} named_number;

static inline dscore_status need_all_finite(const named_number *numbers, int32_t count, dscore_error *err)
{
    for (int32_t i = 0; i < count; i++) {
        dscore_status status = need_finite(numbers[i].value, numbers[i].path, err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    return DSCORE_OK;
}

#define ALL_FINITE(numbers, err) need_all_finite(numbers, (int32_t)(sizeof(numbers) / sizeof((numbers)[0])), err)

static inline int32_t sign_of(double value)
{
    return value > 0.0 ? DSI_BETTER_HIGHER : value < 0.0 ? DSI_BETTER_LOWER : DSI_BETTER_UNSAID;
}

/* The direction the points show must be the one that was said; it is filled in where nothing was said. */
static inline dscore_status settle_better(dsi_rule_spec *spec, int32_t shown, dscore_error *err)
{
    if (spec->better == DSI_BETTER_UNSAID) {
        spec->better = shown;
    }
    if (shown != DSI_BETTER_UNSAID && spec->better != shown) {
        return fail_at(err, DSCORE_CODE_RULE_DIRECTION, "better",
            shown == DSI_BETTER_HIGHER ? "better is lower, but the points rise with the value"
                                       : "better is higher, but the points fall as the value rises");
    }
    return DSCORE_OK;
}

static inline dscore_status need_better(const dsi_rule_spec *spec, dscore_error *err)
{
    return spec->better != DSI_BETTER_UNSAID ? DSCORE_OK
                                             : fail_at(err, DSCORE_CODE_RULE_DIRECTION, "better",
                                                   "this family needs the direction that is better: higher or lower");
}

#endif
