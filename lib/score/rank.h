/* Order and ties of scores within groups: the one way in which anything here is ranked. */
#ifndef DSI_SCORE_RANK_H
#define DSI_SCORE_RANK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* What is ranked; row i of each array belongs to subject i. */
typedef struct dsi_ranking {
    const void *scores; /* a double every `stride` bytes */
    size_t stride;
    const int64_t *group; /* NULL = one group */
    const double *keys;   /* key_count arrays of `count`, higher first */
    int64_t count;
    int32_t key_count;
    const int64_t *id; /* lower first; NULL = none */
} dsi_ranking;

static inline double dsi_ranking_score(const dsi_ranking *r, int64_t i)
{
    double score;
    memcpy(&score, (const char *)r->scores + (size_t)i * r->stride, sizeof score);
    return score;
}

/* Sort n subjects: by group, the higher score, the higher keys, the lower id, the earlier. In place, no memory. */
void dsi_ranking_sort(const dsi_ranking *r, int64_t *order, int64_t n);
/* Of the sorted order: where the group that starts at `first` ends, at most n. */
int64_t dsi_ranking_group_end(const dsi_ranking *r, const int64_t *order, int64_t first, int64_t n);
/* Where the equal scores that start at `first` end, at most `last`, the end of the group. */
int64_t dsi_ranking_tie_end(const dsi_ranking *r, const int64_t *order, int64_t first, int64_t last);

#endif
