/* Order and ties within groups, and competition ranks of totals (METHODS 5.8): equal published totals share the better
   rank, the next skips. */
#include "score/rank.h"

#include "score/engine.h"

static bool stands_before(const dsi_ranking *r, int64_t a, int64_t b)
{
    if (r->group != NULL && r->group[a] != r->group[b]) {
        return r->group[a] < r->group[b];
    }
    const double score_a = dsi_ranking_score(r, a), score_b = dsi_ranking_score(r, b);
    if (score_a != score_b) {
        return score_a > score_b;
    }
    for (int32_t k = 0; k < r->key_count; k++) {
        const double *key = r->keys + k * r->count;
        if (key[a] != key[b]) {
            return key[a] > key[b];
        }
    }
    if (r->id != NULL && r->id[a] != r->id[b]) {
        return r->id[a] < r->id[b];
    }
    return a < b;
}

/* Heapsort: in place, no memory, the same on every machine. */
static void sift_down(const dsi_ranking *r, int64_t *order, int64_t root, int64_t n)
{
    for (;;) {
        int64_t child = 2 * root + 1;
        if (child >= n) {
            return;
        }
        if (child + 1 < n && stands_before(r, order[child], order[child + 1])) {
            child += 1;
        }
        if (!stands_before(r, order[root], order[child])) {
            return;
        }
        int64_t swap = order[root];
        order[root] = order[child];
        order[child] = swap;
        root = child;
    }
}

void dsi_ranking_sort(const dsi_ranking *r, int64_t *order, int64_t n)
{
    for (int64_t root = n / 2; root-- > 0;) {
        sift_down(r, order, root, n);
    }
    for (int64_t end = n - 1; end > 0; end--) {
        int64_t swap = order[0];
        order[0] = order[end];
        order[end] = swap;
        sift_down(r, order, 0, end);
    }
}

int64_t dsi_ranking_group_end(const dsi_ranking *r, const int64_t *order, int64_t first, int64_t n)
{
    int64_t end = r->group == NULL ? n : first + 1;
    while (end < n && r->group[order[end]] == r->group[order[first]]) {
        end++;
    }
    return end;
}

int64_t dsi_ranking_tie_end(const dsi_ranking *r, const int64_t *order, int64_t first, int64_t last)
{
    const double score = dsi_ranking_score(r, order[first]);
    int64_t end = first + 1;
    while (end < last && dsi_ranking_score(r, order[end]) == score) {
        end++;
    }
    return end;
}

/* ---- totals ---------------------------------------------------------------------------------- */

enum { BYTES = 8, BUCKETS = 256 };

/* Numbers that ascend as the totals descend; a total is no NaN, and -0 is 0. */
static uint64_t key_of(double total)
{
    uint64_t bits;
    total += 0.0;
    memcpy(&bits, &total, sizeof bits);
    return bits >> 63 != 0 ? bits : ~bits & (UINT64_MAX >> 1);
}

static uint64_t digits_of(const dsi_rank_place *place, const int64_t *period_of)
{
    return period_of == NULL ? place->key : (uint64_t)period_of[place->at];
}

/* Sort by key, or by period, byte by byte from the lowest; equal ones keep their order. Returns which of the two arrays
   holds the outcome: a byte that all have alike costs no pass. */
static dsi_rank_place *sort_places(dsi_rank_place *places, dsi_rank_place *other, int64_t n, const int64_t *period_of)
{
    int64_t counts[BYTES][BUCKETS];
    memset(counts, 0, sizeof counts);
    for (int64_t i = 0; i < n; i++) {
        const uint64_t digits = digits_of(&places[i], period_of);
        for (int32_t b = 0; b < BYTES; b++) {
            counts[b][digits >> 8 * b & (BUCKETS - 1U)]++;
        }
    }
    for (int32_t b = 0; b < BYTES; b++) {
        int64_t before = 0;
        if (counts[b][digits_of(&places[0], period_of) >> 8 * b & (BUCKETS - 1U)] == n) {
            continue;
        }
        for (int32_t k = 0; k < BUCKETS; k++) {
            const int64_t own = counts[b][k];
            counts[b][k] = before;
            before += own;
        }
        for (int64_t i = 0; i < n; i++) {
            other[counts[b][digits_of(&places[i], period_of) >> 8 * b & (BUCKETS - 1U)]++] = places[i];
        }
        dsi_rank_place *sorted = other;
        other = places;
        places = sorted;
    }
    return places;
}

/* Ranks of the rows places[first .. last), all of one period. */
static void rank_period(dsi_total *totals, const dsi_rank_place *places, int64_t first, int64_t last)
{
    for (int64_t tie = first, i = first; i < last; i++) {
        tie = places[i].key == places[tie].key ? tie : i;
        totals[places[i].at].rank = tie - first + 1;
        totals[places[i].at].peers = last - first;
    }
}

void dsi_rank_totals(dsi_total *totals, const int64_t *period_of, int64_t n, dsi_rank_place *room)
{
    int64_t ranked = 0;
    for (int64_t i = 0; i < n; i++) {
        totals[i].rank = 0;
        totals[i].peers = 0;
        if (totals[i].status == DSCORE_VALUE_OK) {
            room[ranked++] = (dsi_rank_place){key_of(totals[i].total), i};
        }
    }
    if (ranked == 0) {
        return;
    }
    dsi_rank_place *places = sort_places(room, room + n, ranked, NULL);
    places = sort_places(places, places == room ? room + n : room, ranked, period_of);
    for (int64_t first = 0, last; first < ranked; first = last) {
        for (last = first + 1; last < ranked && period_of[places[last].at] == period_of[places[first].at];) {
            last++;
        }
        rank_period(totals, places, first, last);
    }
}
