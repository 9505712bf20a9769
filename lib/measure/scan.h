/* Rows of a table on their way to cells: where a block's rows are placed, whose they are, and which class each
   selection puts them in. Updates and the rows behind a number read tables through this alone. */
#ifndef DSI_MEASURE_SCAN_H
#define DSI_MEASURE_SCAN_H

#include "measure/state_parts.h"

/* How a frame places rows, given what is bound. */
enum {
    DSI_PLACE_ALL = 0,       /* every row in period 0 */
    DSI_PLACE_EVENT = 1,     /* in the one period its field lies in */
    DSI_PLACE_OPEN = 2,      /* in every period at whose end it had begun and not ended */
    DSI_PLACE_OPEN_UNTIL = 3 /* the same where the beginning is not bound: it had not ended */
};
/* -1: a field of the placement is absent and needed; then *out_field. */
int32_t dsi_frame_placing(const dscore_plan *plan, const dsi_frame *frame, const int32_t *choices, int32_t *out_field);
/* The end of a period as rows see it: now where it is open or later than now. */
int64_t dsi_period_end(const dsi_settings *settings, int32_t period, bool *out_clipped);

enum { DSI_RECENT = 1024, DSI_DECIDERS = 2 };

/* What classes of rows are decided by, beside the base of the pass: two selections with the same have the same classes.
 */
typedef struct dsi_deciders {
    int32_t exclude, conditions[2];      /* expressions; -1 = leaves out nothing */
    const uint8_t *status[DSI_DECIDERS]; /* of arguments; NULL = none */
    bool is_all;                         /* nothing else decides */
} dsi_deciders;

typedef struct dsi_frame_scan {
    uint8_t base[DSI_BLOCK];    /* in this pass: USED = a candidate, 1 to 7 = the filter's status, AUDIT, NONE = no
                                   candidate */
    int32_t periods[DSI_BLOCK]; /* of the row in this pass; -1 = none */
    uint8_t placed[DSI_BLOCK];  /* if in_one: USED or NONE */
    int32_t first[DSI_BLOCK];   /* else the periods of the row; first > last = in none */
    int32_t last[DSI_BLOCK];
    int32_t cell[DSI_BLOCK];
    int32_t only; /* the one cell of all candidates; -1 = several, or no candidate */
    int32_t candidates;
    int32_t unplaced, filtered_out;
    int32_t layers;       /* passes: the most periods that one row is in */
    int32_t clipped_from; /* stocks: the first period whose end stands for now */
    int32_t placing;
    bool in_one;             /* each row is in period 0 or in none */
    bool all_in_one;         /* and none of them in none */
    bool is_plain;           /* in this pass: all rows are candidates, and in period 0 */
    bool holds_plain;        /* base and periods say so for DSI_BLOCK rows */
    int32_t cells_before;    /* update: cells of the frame when the block began */
    bool is_idle;            /* no item reads it */
    bool uses_now;           /* some expression of it reads now */
    bool has_now;            /* update, in this pass: now_rows has some */
    uint8_t *now_rows;       /* update: 1 where another now might see the row otherwise; else 0 */
    const int32_t *labels;   /* [row][key] */
    int32_t *own_labels;     /* memory for them */
    const uint8_t **classes; /* of each selection: a class a row */
    dsi_deciders *deciders;  /* of each selection, in this pass */
    uint8_t *own_classes;    /* memory for them: [selection, then account][DSI_BLOCK] */
    int64_t *tallies;        /* [selection, then account (update only)][DSI_CLASS_SIZE] rows by class */
    uint64_t **parts;        /* by aggregate; tuples only */
    uint8_t **tags;
    uint32_t *to_commit;        /* update, by aggregate: a bit for each argument that goes by no lane */
    int32_t recent[DSI_RECENT]; /* update: cell + 1 of labels and period met lately, by a rough hash */
    int32_t *by_label;          /* update: cell + 1 of each label, where one key and one period make a cell; 0 = ask */
    int64_t by_label_cap;
    int32_t in_order;        /* labels from 1 on below this one: their cells are 0, 1, ... */
    struct dsi_lanes *lanes; /* update */
} dsi_frame_scan;

/* The first row that a policy `fail` stops at. */
typedef struct dsi_failure {
    int64_t row;              /* of the table; -1 = none */
    int32_t status;           /* DSI_BAD_... */
    int32_t frame, selection; /* selection -1: the placement */
    int32_t expression;
} dsi_failure;

typedef struct dsi_scan {
    dsi_arena arena;
    const dscore_plan *plan;
    int32_t source;
    const dsi_loops *loops;
    dsi_ahead ahead;    /* of the block that comes next */
    dsi_worker *worker; /* NULL: a source without expressions */
    const dscore_table *table;
    const int32_t *choices;
    const dsi_settings *settings;
    uint32_t dropped;
    int64_t first;
    int32_t n;
    const uint8_t *left_out; /* of the block: rows that the audit of the table leaves out; NULL = none */
    int32_t *key_fields;     /* distinct fields of all keys */
    dsi_key_reader **readers;
    uint8_t *shape;   /* update: of the table read last (dscore_table) */
    bool has_shape;   /* its readers are kept, and all else that follows from what it binds */
    int32_t *key_ids; /* [key field][DSI_BLOCK] */
    int32_t key_field_count;
    dsi_frame_scan **frames; /* one a frame of the plan; NULL: of another source, or not asked for */
    dsi_failure failure;
    uint8_t *buffer; /* DSI_BLOCK bytes of working memory */
    uint8_t *zeros;  /* DSI_BLOCK of them */
    int64_t *dense;  /* DSI_BLOCK values: a constant, spelt out */
} dsi_scan;

/* For all frames of a source, or for one (only_frame >= 0). NULL = no memory. */
dsi_scan *dsi_scan_new(const dscore_plan *plan, int32_t source, int32_t only_frame);
void dsi_scan_free(dsi_scan *scan);
/* How a table is read; borrowed until the scan is closed. */
typedef struct dsi_scan_input {
    const dscore_table *table;
    const int32_t *choices;
    const dsi_settings *settings;
    const uint8_t *item_absent; /* one an item; NULL: none is */
    uint32_t dropped;
} dsi_scan_input;
/* Turn to a table; labels that are new are added if `add`. */
dscore_status dsi_scan_open(
    dsi_scan *scan, const dsi_scan_input *input, dsi_labels *labels, bool add, dscore_error *err);
void dsi_scan_close(dsi_scan *scan);
/* Instead of closing: let go of the table, but keep what a later table of the same shape can use. */
void dsi_scan_keep(dsi_scan *scan);
/* Is the table of the shape of the one that the scan was kept from? */
bool dsi_scan_fits(const dsi_scan *scan, const dscore_table *table);
/* Open again what was kept for a table that fits; choices and absent items are those of before. False = no memory, and
   the scan is closed. */
bool dsi_scan_turn(dsi_scan *scan, const dsi_scan_input *input);
/* Turn to a block and read its keys; false = no memory for labels. */
bool dsi_scan_block(dsi_scan *scan, int64_t first, int32_t n);
/* placement.c: which periods each row of the block is in. */
dscore_status dsi_scan_place(dsi_scan *scan, int32_t frame, dscore_error *err);
/* Where all rows were found to be in one period or none, write that row by row. */
void dsi_scan_spread(const dsi_scan *scan, dsi_frame_scan *fs);
/* Classes of the rows in one layer: of each row the period first + layer. Events have one layer; stocks as many as a
   row has periods, and no row is in two cells of one layer. */
dscore_status dsi_scan_pass(dsi_scan *scan, int32_t frame, int32_t layer, dscore_error *err);
/* Class of each row for an account: used if any selection uses it, else invalid, missing, excluded. */
const uint8_t *dsi_scan_account(const dsi_scan *scan, int32_t frame, int32_t account, uint8_t *buffer);
/* Rows by class. */
void dsi_tally_classes(const dsi_loops *loops, const uint8_t *classes, int32_t n, int64_t tally[DSI_CLASS_SIZE]);
/* Remember a row that a policy `fail` does not let pass, if it is the first. */
void dsi_scan_note_failures(
    dsi_scan *scan, const uint8_t *status, bool constant, int32_t frame, int32_t selection, int32_t expression);
/* RANGE: names field, alias and row of the failure. */
dscore_status dsi_scan_fail(dsi_scan *scan, dscore_error *err);

/* find_cells.c, of updates: the cell of every candidate of the pass, made if new; false = no memory. */
bool dsi_find_cells(dscore_state *state, dsi_scan *scan, int32_t frame);

/* now.c: what would be otherwise at another now. The rows of a pass (has_now, now_rows); of a block that is committed,
   where the rows of a frame lie, and all its expressions. */
void dsi_find_now(const dscore_state *state, const dsi_scan *scan, int32_t frame);
void dsi_note_now_of_places(dscore_state *state, const dsi_scan *scan, int32_t frame);
void dsi_note_now_least(dscore_state *state, const dsi_scan *scan);

#endif
