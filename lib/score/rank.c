/* Order and ties within groups, and competition ranks of totals (METHODS 5.8): equal published totals share the better
   rank, the next skips. */
#include "score/rank.h"

#include "base/radix.h"
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

/* Numbers that ascend as the totals descend; a total is no NaN, and -0 is 0. */
static uint64_t key_of(double total)
{
    uint64_t bits;
    total += 0.0;
    memcpy(&bits, &total, sizeof bits);
    return bits >> 63 != 0 ? bits : ~bits & (UINT64_MAX >> 1);
}

/* Ranks of the rows places[first .. last), all of one period, the best first. */
static void rank_period(dsi_total *totals, const dsi_keyed *places, int64_t first, int64_t last)
{
    for (int64_t tie = first, i = first; i < last; i++) {
        const bool is_tied = key_of(totals[places[i].id].total) == key_of(totals[places[tie].id].total);
        tie = is_tied ? tie : i;
        totals[places[i].id].rank = tie - first + 1;
        totals[places[i].id].peers = last - first;
    }
}

void dsi_rank_totals(dsi_total *totals, const int64_t *period_of, int64_t n, dsi_keyed *room)
{
    int64_t ranked = 0;
    for (int64_t i = 0; i < n; i++) {
        totals[i].rank = 0;
        totals[i].peers = 0;
        if (totals[i].status == DSCORE_VALUE_OK) {
            room[ranked++] = (dsi_keyed){key_of(totals[i].total), i};
        }
    }
    dsi_radix_sort(room, room + n, ranked);
    for (int64_t i = 0; i < ranked; i++) { /* equal periods keep the order of their totals */
        room[i].key = (uint64_t)period_of[room[i].id];
    }
    dsi_radix_sort(room, room + n, ranked);
    for (int64_t first = 0, last; first < ranked; first = last) {
        for (last = first + 1; last < ranked && room[last].key == room[first].key;) {
            last++;
        }
        rank_period(totals, room, first, last);
    }
}
