/* How standings are printed: a line a target and subject, checks, objectives. */
#ifndef DESKSCORE_TARGETS_PRINT_H
#define DESKSCORE_TARGETS_PRINT_H

#include "commands.h"

/* Value, interval, target, progress, status, forecast, class and alerts of each standing. */
void print_standings(const dscore_standings *standings, const arguments *options);
/* What the checks of SMART goals say, without those that do not apply. */
void print_checks(const dscore_standings *standings, const arguments *options);

#endif
