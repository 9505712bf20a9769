/* The standard question as someone would write it who needs just that question: one loop, one struct for each agent, no
   branch that depends on a value. It trusts its data: no span is below zero and no rating off its scale, which
   deskscore checks. */
#include "tickets.h"

#include <math.h>
#include <stdlib.h>

/* Of one agent: the sums cannot overflow 64 bits, the counts hold 2^32 rows. */
typedef struct tally {
    int64_t response_time, resolution_time, handle_time;
    uint32_t tickets, responses, in_time, resolutions, ratings, rating, top, once, complaints, reopened, ever;
} tally;

static uint32_t bit(const unsigned char *map, int64_t i)
{
    return (uint32_t)(map[i >> 3] >> (i & 7)) & 1U;
}

static void count(const bench_tickets *t, tally *tallies)
{
    const unsigned char *has_response = (const unsigned char *)t->has_response;
    const unsigned char *has_resolution = (const unsigned char *)t->has_resolution;
    const unsigned char *has_csat = (const unsigned char *)t->has_csat;
    const unsigned char *complaint = (const unsigned char *)t->complaint;
    for (int64_t i = 0; i < t->rows; i++) {
        tally *to = &tallies[t->agent[i]];
        uint32_t answered = bit(has_response, i);
        uint32_t resolved = bit(has_resolution, i);
        uint32_t rated = bit(has_csat, i);
        uint32_t again = t->reopens[i] > 0;
        int64_t response = t->first_response_at[i] - t->created_at[i];
        int64_t resolution = t->resolved_at[i] - t->created_at[i];
        to->tickets++;
        to->responses += answered;
        to->response_time += response & -(int64_t)answered;
        to->in_time += answered & (response <= 4 * 3600);
        to->resolutions += resolved;
        to->resolution_time += resolution & -(int64_t)resolved;
        to->handle_time += t->handle_time[i];
        to->ratings += rated;
        to->rating += (uint32_t)(t->csat[i] & -(int32_t)rated);
        to->top += rated & (t->csat[i] == 5);
        to->once += resolved & (t->contacts[i] == 1);
        to->complaints += bit(complaint, i);
        to->reopened += again;
        to->ever += resolved | again;
    }
}

static double over(double a, double b)
{
    return b > 0 ? a / b : NAN;
}

int32_t bench_by_hand(const bench_tickets *t, double *out)
{
    tally *tallies = calloc((size_t)t->agents, sizeof *tallies);
    if (tallies == NULL) {
        return 1;
    }
    count(t, tallies);
    for (int64_t a = 0; a < t->agents; a++) {
        const tally *of = &tallies[a];
        double *to = out + a * BENCH_ITEMS;
        to[0] = of->tickets;
        to[1] = over((double)of->response_time, of->responses);
        to[2] = over((double)of->resolution_time, of->resolutions);
        to[3] = over((double)of->handle_time, of->tickets);
        to[4] = over(of->rating, of->ratings);
        to[5] = 100 * over(of->top, of->ratings);
        to[6] = 100 * over(of->once, of->resolutions);
        to[7] = 100 * over(of->complaints, of->tickets);
        to[8] = 100 * over(of->reopened, of->ever);
        to[9] = 100 * over(of->resolutions, of->tickets);
        to[10] = 100 * over(of->in_time, of->tickets);
        to[11] = of->resolutions;
    }
    free(tallies);
    return 0;
}
