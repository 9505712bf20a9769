/* Printed amounts that add up to the printed total: largest remainders (Hamilton's method; D21). */
#include "score/engine.h"

#include "score/tolerance.h"
#include <math.h>
#include <string.h>

static bool takes_part(const dscore_ledger_line *line)
{
    /* The rounding itself is what is being shared out, so its own line prints as nothing. */
    return line->kind != DSCORE_LINE_GROUP && line->kind != DSCORE_LINE_ROUND;
}

/* The line that is to gain (or lose) a unit next; -1 if there is none. A line that has gained is marked by its
   remainder falling below 0 (or rising above 1). */
static int32_t next_line(const dscore_ledger_line *lines, int32_t count, const double *remainders, bool gains)
{
    int32_t best = -1;
    for (int32_t i = 0; i < count; i++) {
        if (!takes_part(&lines[i])) {
            continue;
        }
        if (best < 0 || (gains ? remainders[i] > remainders[best] : remainders[i] < remainders[best])) {
            best = i;
        }
    }
    return best;
}

/* A group prints the sum of what its contributions print; what stands in it is named by `group`. Groups stand before
   their parts, so one pass from the end sums inner groups first. */
static void print_groups(dscore_ledger_line *lines, int32_t count)
{
    for (int32_t g = count - 1; g >= 0; g--) {
        if (lines[g].kind != DSCORE_LINE_GROUP) {
            continue;
        }
        lines[g].printed = 0.0;
        for (int32_t i = g + 1; i < count; i++) {
            bool part = lines[i].kind == DSCORE_LINE_GROUP || lines[i].kind == DSCORE_LINE_CONTRIBUTION;
            if (part && strcmp(lines[i].group, lines[g].alias) == 0) {
                lines[g].printed += lines[i].printed;
            }
        }
    }
}

void dsi_apportion(dscore_ledger_line *lines, int32_t count, double total, int32_t decimals, double *remainders)
{
    double units = 1.0;
    for (int32_t d = 0; d < decimals; d++) {
        units *= 10.0;
    }
    double left = isnan(total) ? 0.0 : floor(total * units + 0.5);
    for (int32_t i = 0; i < count; i++) {
        double amount = lines[i].amount * units;
        double whole = floor(amount + 0.5);
        whole = fabs(amount - whole) <= 1e-6 || isnan(total) ? whole : floor(amount);
        remainders[i] = amount - whole;
        lines[i].printed = takes_part(&lines[i]) ? whole : 0.0;
        left -= lines[i].printed;
    }
    bool too_large = !(fabs(left) <= (double)count + 1.0); /* beyond what rounding can explain: huge numbers */
    while (!isnan(total) && !too_large && left != 0.0) {
        bool gains = left > 0.0;
        double unit = gains ? 1.0 : -1.0;
        int32_t i = next_line(lines, count, remainders, gains);
        if (i < 0) {
            break;
        }
        lines[i].printed += unit;
        remainders[i] -= unit;
        left -= unit;
    }
    print_groups(lines, count);
    for (int32_t i = 0; i < count; i++) {
        lines[i].printed = lines[i].printed / units + 0.0;
    }
}
