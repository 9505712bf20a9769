/* Tickets of every kind at random, and states of them: what the tests of adding, merging and taking away share. */
#ifndef DSCORE_TESTS_RANDOM_ROWS_H
#define DSCORE_TESTS_RANDOM_ROWS_H

#include "whole_support.h"

#include <float.h>

enum { ROWS = 2300 }; /* more than one block */

typedef struct rows {
    int64_t created[ROWS], replied[ROWS], resolved[ROWS];
    double amount[ROWS], wild[ROWS], csat[ROWS];
    const char *agent[ROWS], *channel[ROWS];
} rows;

/* Any sign, any mantissa, exponents of 10^-span .. 10^span; some whole, some repeated, a few missing or infinite. */
static inline double wild_number(uint64_t *seed, int span)
{
    const int64_t dice = chance_below(seed, 20);
    if (dice == 0) {
        return (double)NAN;
    }
    if (dice == 1 && span > 200) {
        return (chance(seed) & 1) != 0 ? (double)INFINITY : -DBL_TRUE_MIN;
    }
    if (dice < 5) {
        return (double)(chance_below(seed, 9) - 4);
    }
    const double mantissa = (double)((int64_t)chance(seed) >> 11) * 0x1p-53;
    const int exponent = (int)chance_below(seed, 2 * span + 1) - span;
    return mantissa * pow(10.0, exponent);
}

static inline void make_rows(rows *r, uint64_t seed)
{
    static const char *const agents[] = {"Ada", "Bo", "Chen", NULL};
    static const char *const channels[] = {"phone", "email"};
    for (int i = 0; i < ROWS; i++) {
        r->created[i] = chance_below(&seed, 40) == 0 ? NONE : chance_below(&seed, 6 * DAY);
        const int64_t start = r->created[i] == NONE ? 0 : r->created[i];
        r->replied[i] = chance_below(&seed, 4) == 0 ? NONE : start + chance_below(&seed, 2 * DAY) - HOUR;
        r->resolved[i] = chance_below(&seed, 3) == 0 ? NONE : start + chance_below(&seed, 3 * DAY);
        r->amount[i] = wild_number(&seed, 130);
        r->wild[i] = wild_number(&seed, 305);
        r->csat[i] = chance_below(&seed, 3) == 0 ? (double)NAN : (double)(1 + chance_below(&seed, 6));
        r->agent[i] = agents[chance_below(&seed, 4)];
        r->channel[i] = channels[chance_below(&seed, 2)];
    }
}

/* The same rows in another order. */
static inline void shuffle(rows *to, const rows *from, uint64_t *seed)
{
    int order[ROWS];
    for (int i = 0; i < ROWS; i++) {
        const int k = (int)chance_below(seed, i + 1);
        order[i] = order[k];
        order[k] = i;
    }
    for (int i = 0; i < ROWS; i++) {
        const int k = order[i];
        to->created[i] = from->created[k];
        to->replied[i] = from->replied[k];
        to->resolved[i] = from->resolved[k];
        to->amount[i] = from->amount[k];
        to->wild[i] = from->wild[k];
        to->csat[i] = from->csat[k];
        to->agent[i] = from->agent[k];
        to->channel[i] = from->channel[k];
    }
}

/* Rows [first, first + n) as the columns of the latest table. */
static inline void bind_rows(desk *d, const rows *r, int64_t first, int64_t n)
{
    bind_times(d, "created_at", r->created + first, n);
    bind_times(d, "first_response_at", r->replied + first, n);
    bind_times(d, "resolved_at", r->resolved + first, n);
    bind_numbers(d, "amount", r->amount + first, n);
    bind_numbers(d, "wild", r->wild + first, n);
    bind_numbers(d, "csat", r->csat + first, n);
    bind_texts(d, "agent", r->agent + first, n);
    bind_texts(d, "channel", r->channel + first, n);
}

/* ---- states ---------------------------------------------------------------------------------- */

static inline dscore_state *new_state(desk *d)
{
    dscore_state *state = NULL;
    assert_ok(dscore_state_new(d->plan, &state, &d->err), d->err);
    return state;
}

#endif
