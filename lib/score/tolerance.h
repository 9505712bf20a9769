/* Comparing with a threshold and counting steps as decimals would, not as binary fractions do (METHODS 0.3). */
#ifndef DSI_SCORE_TOLERANCE_H
#define DSI_SCORE_TOLERANCE_H

#include <math.h>
#include <stdbool.h>

#define DSI_TOLERANCE 1e-9
/* What arithmetic alone may leave between two ways to the same total; far below any decimal that is published. */
#define DSI_ARITHMETIC 1e-12

static inline bool dsi_same(double a, double b)
{
    double scale = fmax(1.0, fmax(fabs(a), fabs(b)));
    /* a == b: equal infinities too; an infinity is the same as nothing else. */
    return a == b || (isfinite(scale) && fabs(a - b) <= DSI_TOLERANCE * scale);
}

static inline bool dsi_at_least(double a, double b)
{
    return a >= b || dsi_same(a, b);
}

static inline bool dsi_above(double a, double b)
{
    return a > b && !dsi_same(a, b);
}

#endif
