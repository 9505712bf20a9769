/* What every function of target.h asks of its arguments, and what it means to meet a target. */
#ifndef DSI_TARGET_CHECK_H
#define DSI_TARGET_CHECK_H

#include "stat/check.h"
#include <deskscore/forecast.h>

/* What a number may be beside finite and at most 1e30 in size. */
enum { DSI_TARGET_NUMBER = 0, DSI_TARGET_MISSING = 1 /* or NaN */, DSI_TARGET_WEIGHT = 2 /* not below 0 */ };

/* NaN, wherever an answer is missing and a status beside it says so. */
double dsi_target_nothing(void);

dscore_status dsi_target_size(const char *name, int64_t count, dscore_error *err);
dscore_status dsi_target_option(
    const char *name, int32_t value, int32_t first, int32_t last, const char *expected, dscore_error *err);
dscore_status dsi_target_numbers(
    const char *name, const double *values, int64_t count, int32_t kind, dscore_error *err);
/* One number; `fits` says whether it is in range, which `expected` tells. */
dscore_status dsi_target_number(const char *name, double value, bool fits, const char *expected, dscore_error *err);
bool dsi_target_is_number(double value);
dscore_status dsi_target_days(const char *name, const int64_t *days, int64_t count, dscore_error *err);
dscore_status dsi_target_order(int64_t start, int64_t due, dscore_error *err);

/* The caller's structs, which may be older or newer, checked. */
dscore_status dsi_target_aim_read(dscore_target_aim *whole, const dscore_target_aim *given, dscore_error *err);
dscore_status dsi_target_span_read(dscore_target_span *whole, const dscore_target_span *given, dscore_error *err);
/* A struct that will receive results: that there is one, started from its initialiser. */
dscore_status dsi_target_out(const void *out, dscore_error *err);

/* +1: more is better, -1: less is, 0: neither. */
int dsi_target_sign(int32_t direction);
/* Whether a value that is there meets the target. */
bool dsi_target_is_met(const dscore_target_aim *aim, double x);

/* Days of the span's clock in [from, to). */
dscore_status dsi_target_count_days(
    const dscore_target_span *span, int64_t from, int64_t to, int64_t *out, dscore_error *err);

#endif
