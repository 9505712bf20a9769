/* What the files of scoring by a scheme share. */
#ifndef DSI_SCORE_SCHEME_PARTS_H
#define DSI_SCORE_SCHEME_PARTS_H

#include "measure/people.h"
#include "measure/query.h"
#include "score/scheme.h"
#include "score/scores.h"

typedef struct dsi_assessed {
    dscore_scores *scores;
    int32_t version;
} dsi_assessed;

struct dscore_assessment {
    dscore_allocator allocator;
    dsi_arena arena; /* texts of the unassigned */
    dsi_assessed *sets;
    int64_t set_count, set_cap;
    dscore_unassigned *unassigned;
    int64_t unassigned_count, unassigned_cap;
};

/* A stretch of a period that straddles a change: scored by its own card from its own tickets. */
typedef struct dsi_segment {
    int64_t period; /* of the query */
    int64_t from, to; /* days */
    int32_t line, version;
    int64_t set;   /* which scores in `pieces` */
    int64_t score; /* and where */
} dsi_segment;

typedef struct dsi_assessing {
    const dscore_scheme *scheme;
    dscore_query *query; /* own copy, as asked */
    const dscore_plan *plan; /* of the query with the first card: its edges; one hold */
    const int64_t *edges;
    int64_t period_count;
    int64_t known_at;
    dsi_people people;
    dsi_text label;
    int64_t *noted; /* a table of the unassigned: index + 1; 0 = empty */
    int64_t noted_count;
    dsi_assessed *pieces; /* scores of segments, until they are joined */
    int64_t piece_count, piece_cap;
    dsi_segment *segments;
    int64_t segment_count, segment_cap;
    dscore_assessment *to;
} dsi_assessing;

/* Score what a version of a line judges of values that were measured for its card. */
dscore_status dsi_assess_values(
    dsi_assessing *a, const dscore_values *values, int32_t version, int32_t line, dscore_error *err);

/* Keep scores as a set of the assessment, or as pieces of it; they are freed where there is no memory. */
dscore_status dsi_assess_keep(
    dsi_assessing *a, dscore_scores *scores, int32_t version, bool is_piece, dscore_error *err);

/* The edges of the query's periods, cut where a line changes, and how many; 0 = no memory. */
int64_t dsi_assess_edges(const dsi_assessing *a, int32_t line, dsi_arena *arena, const int64_t **out);

/* Join the segments of each subject and period to one score (PRORATE). */
dscore_status dsi_assess_join(dsi_assessing *a, dscore_error *err);

#endif
