/* Scoring one row from plain numbers: no values, no catalogue, no allocation. dscore_score is a thin layer above it. */
#ifndef DSI_SCORE_ENGINE_H
#define DSI_SCORE_ENGINE_H

#include "base/radix.h"
#include "score/card_parts.h"

/* What scoring reads of an item's value. */
typedef struct dsi_card_input {
    int32_t status; /* DSCORE_VALUE_... */
    double value;
    int64_t n_used, n_missing, n_excluded;
    double observations; /* D16 */
} dsi_card_input;

/* What an item of a row takes from other rows: points among peers, or a value that may stand in. */
enum { DSI_BESIDE_NOTHING = 0, DSI_BESIDE_PEERS = 1, DSI_BESIDE_CARRIED = 2, DSI_BESIDE_MEDIAN = 3 };
typedef struct dsi_beside {
    int32_t kind;     /* DSI_BESIDE_... */
    int32_t status;   /* PEERS: DSCORE_VALUE_... of the points; else of those of the stand-in, where has_points */
    int32_t flags;    /* with the points */
    bool has_points;  /* of a rule among peers; else the item's rule scores `value` */
    int64_t peers;    /* PEERS, MEDIAN: values that count in the period */
    int64_t from, to; /* CARRIED: the period of the value */
    double value;     /* CARRIED, MEDIAN */
    double points, raw;
} dsi_beside;

/* A total without its texts. */
typedef struct dsi_total {
    int32_t status, reason, flags;
    int32_t grade; /* index; -1 = none */
    int32_t line_count;
    int64_t rank;  /* 0 = not ranked */
    int64_t peers; /* rows ranked in the period */
    double total, raw;
    double weight_coverage, data_coverage;
} dsi_total;

/* Room to score a row in: made once, used for every row. */
typedef struct dsi_bench {
    const dscore_scorecard *card;
    dsi_arena arena;
    uint8_t *present;            /* one a node: a leaf has points, of its own value or of a stand-in */
    uint8_t *counts;             /* one a node: a leaf has a value of its own or one carried forward: coverage */
    uint8_t *has;                /* one a node: something below it counts */
    uint8_t *held;               /* one a node: something below it has points */
    double *shares;              /* one a node: effective */
    uint8_t *seen;               /* present, then counts, that has, held and shares follow from */
    double coverage;             /* that goes with them; NaN = none yet */
    double *room;                /* scratch of dsi_weights_resolve_in */
    double *scores;              /* one an item: 0-100 */
    dsi_beside *beside;          /* one an item: what other rows have for this one; at first nothing */
    uint8_t *gates;              /* one a gate: does it apply */
    double *watched;             /* one a gate: the value or points that it saw; NaN = none of the subject's own */
    int64_t *order;              /* one a node: scratch */
    dscore_ledger_line *lines;   /* the ledger of the row scored last; first the nodes in walking order */
    dscore_ledger_line **items;  /* one an item: its line, of a bonus before it takes its place in the ledger */
    dscore_ledger_line *bonuses; /* one an item */
    double *remainders;          /* one a line */
    int32_t line_capacity;
    bool prints; /* set `printed` of the lines too; only readers of a ledger need it */
} dsi_bench;

dscore_status dsi_bench_init(dsi_bench *bench, const dscore_scorecard *card, dscore_error *err);
void dsi_bench_free(dsi_bench *bench);

/* Score one row: fills *out (rank left 0) and bench->lines[0 .. out->line_count). inputs: one an item.
   absent_key: the row of records without a subject: shown, never scored. */
void dsi_score_row(dsi_bench *bench, const dsi_card_input *inputs, bool absent_key, dsi_total *out);

/* The status, DSCORE_VALUE_..., that goes with a reason, DSCORE_TOTAL_.... */
int32_t dsi_total_status(int32_t reason);

/* The grade of a published total: index; -1 = none. */
int32_t dsi_grade_of(const dsi_card_spec *spec, double total);

/* Whether the value may be scored: its own status, then the card's minimum volume and data coverage. Adds to *flags. */
int32_t dsi_card_admits(const dscore_scorecard *card, int32_t item, const dsi_card_input *input, int32_t *flags);

/* Set `printed` of the lines so that those that count add up to the total at so many decimals (D21): the amounts are
   cut down and the units that are left go to the largest remainders, the earlier line first. */
void dsi_apportion(dscore_ledger_line *lines, int32_t count, double total, int32_t decimals, double *remainders);

/* Competition rank (METHODS 5.8) of the totals that are OK, within equal periods: period_of[i] is any number that rows
   of one period share. room: for 2 n. Sets rank and peers. */
void dsi_rank_totals(dsi_total *totals, const int64_t *period_of, int64_t n, dsi_keyed *room);

#endif
