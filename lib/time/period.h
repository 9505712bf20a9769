/* Periods as numbers: the index of the period that holds a date, and the first date of a period. */
#ifndef DSI_TIME_PERIOD_H
#define DSI_TIME_PERIOD_H

#include "base/error.h"
#include "time/zone.h"

/* NULL, struct_size, unit and first weekday or month in range: DSCORE_E_ARGUMENT. */
dscore_status dsi_period_check(const dscore_period_rule *rule, dscore_error *err);
/* The period of a local date; consecutive numbers, ascending with the date. */
int64_t dsi_period_of_day(const dscore_period_rule *rule, int64_t day);
/* The first local date of a period. */
int64_t dsi_period_first_day(const dscore_period_rule *rule, int64_t index);
/* The first instant of a period; where the zone skipped all of it, that of the next one. zone NULL = UTC; *near: where
   the last one was found, from 0. */
int64_t dsi_period_start(const dscore_zone *zone, const dscore_period_rule *rule, int64_t index, int32_t *near);
/* The period whose [start, next start) holds an instant. */
int64_t dsi_period_of(const dscore_zone *zone, const dscore_period_rule *rule, int64_t t);
/* How many periods above `after`, up to `upto`, the zone skipped as a whole. */
int64_t dsi_period_skipped(const dscore_zone *zone, const dscore_period_rule *rule, int64_t after, int64_t upto);

#endif
