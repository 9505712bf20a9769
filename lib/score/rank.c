/* Competition ranks (METHODS 5.8): equal published totals share the better rank, the next skips. */
#include "score/engine.h"

/* Does row a stand before row b: by period, then the higher total, then the earlier row? */
static bool stands_before(const dsi_total *totals, const int64_t *period_of, int64_t a, int64_t b)
{
    if (period_of[a] != period_of[b]) {
        return period_of[a] < period_of[b];
    }
    if (totals[a].total != totals[b].total) {
        return totals[a].total > totals[b].total;
    }
    return a < b;
}

/* Heapsort: in place, no memory, the same on every machine. */
static void sift_down(const dsi_total *totals, const int64_t *period_of, int64_t *order, int64_t root, int64_t n)
{
    for (;;) {
        int64_t child = 2 * root + 1;
        if (child >= n) {
            return;
        }
        if (child + 1 < n && stands_before(totals, period_of, order[child], order[child + 1])) {
            child += 1;
        }
        if (!stands_before(totals, period_of, order[root], order[child])) {
            return;
        }
        int64_t swap = order[root];
        order[root] = order[child];
        order[child] = swap;
        root = child;
    }
}

static void sort_rows(const dsi_total *totals, const int64_t *period_of, int64_t *order, int64_t n)
{
    for (int64_t root = n / 2; root-- > 0;) {
        sift_down(totals, period_of, order, root, n);
    }
    for (int64_t end = n - 1; end > 0; end--) {
        int64_t swap = order[0];
        order[0] = order[end];
        order[end] = swap;
        sift_down(totals, period_of, order, 0, end);
    }
}

/* Ranks of the rows order[first .. last), all of one period. */
static void rank_period(dsi_total *totals, const int64_t *order, int64_t first, int64_t last)
{
    for (int64_t i = first; i < last; i++) {
        dsi_total *total = &totals[order[i]];
        bool tied = i > first && totals[order[i - 1]].total == total->total;
        total->rank = tied ? totals[order[i - 1]].rank : i - first + 1;
        total->peers = last - first;
    }
}

void dsi_rank_totals(dsi_total *totals, const int64_t *period_of, int64_t n, int64_t *order)
{
    int64_t ranked = 0;
    for (int64_t i = 0; i < n; i++) {
        totals[i].rank = 0;
        totals[i].peers = 0;
        if (totals[i].status == DSCORE_VALUE_OK) {
            order[ranked++] = i;
        }
    }
    sort_rows(totals, period_of, order, ranked);
    int64_t first = 0;
    for (int64_t i = 1; i <= ranked; i++) {
        if (i == ranked || period_of[order[i]] != period_of[order[first]]) {
            rank_period(totals, order, first, i);
            first = i;
        }
    }
}
