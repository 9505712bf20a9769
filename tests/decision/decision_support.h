/* Peers made from plain arrays, for the tests of decisions. */
#ifndef DSCORE_TESTS_DECISION_SUPPORT_H
#define DSCORE_TESTS_DECISION_SUPPORT_H

#include "support.h"

enum { PEOPLE_MAX = 64 };

static inline dscore_peers peers_of(const double *score, int64_t count)
{
    dscore_peers peers = DSCORE_PEERS_INIT;
    peers.score = score;
    peers.count = count;
    return peers;
}

/* n scores 100, 99, ...: nobody tied */
static inline void fill_distinct(double *score, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        score[i] = 100.0 - (double)i;
    }
}

/* The next of a fixed sequence of numbers 0 .. below, after Knuth's MMIX generator. */
static inline int64_t next_random(uint64_t *state, int64_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((*state >> 33) % (uint64_t)below);
}

#endif
