/* How values are laid out and made; private to their files. */
#ifndef DSI_MEASURE_VALUES_BUILD_H
#define DSI_MEASURE_VALUES_BUILD_H

#include "measure/derived.h"
#include "measure/values.h"

enum { DSI_ITEM_TEXTS = DSCORE_ITEM_POLICIES + 1, DSI_REASONS = DSCORE_REASON_AUDIT + 1 };

/* A column; arrays of one element a row. */
typedef struct dsi_values_item {
    const char *texts[DSI_ITEM_TEXTS];
    double *value;
    double *observations; /* NULL: n_used, or no_minimum */
    bool no_minimum;
    int32_t *status, *flags;
    int64_t *n_used, *n_missing, *n_excluded, *n_invalid, *n_pending; /* may be those of another item too */
    uint8_t *validity;
    int64_t reasons[DSI_REASONS];
} dsi_values_item;

struct dscore_values {
    dsi_ref ref;
    dsi_arena arena;
    const dscore_plan *plan;    /* one hold */
    uint32_t dropped;           /* as dsi_state_dropped */
    dsi_settings settings;      /* as dsi_state_settings */
    int32_t **choices;          /* one a source, as dsi_state_choices */
    const char **audits;        /* one a source, as dsi_state_audit; NULL: never given */
    const char **period_names;  /* one a period that some row is in, else NULL; NULL: no calendar periods */
    int32_t keys[DSI_MAX_KEYS]; /* those kept: index in the query */
    int32_t key_count;
    const char *given_names[DSI_MAX_KEYS]; /* of each of them: by a map of labels; NULL: that of the query */
    int64_t row_count;
    const char **labels; /* row * key_count */
    uint8_t *key_flags;  /* row * key_count */
    int32_t *periods;    /* one a row */
    dsi_values_item *items;
};

/* Places that have a cell, or stand in the roster, in canonical order. */
typedef struct dsi_rows {
    dscore_allocator allocator;
    int64_t count;
    int32_t width;   /* keys of the query + 1 */
    int32_t *places; /* count * width: label ids of the state, then the period */
    int64_t capacity;
    int32_t **cells; /* by frame: the cell of each place; -1 = none */
    int32_t frame_count;
    uint8_t *listed; /* one a label: in the roster; NULL = no roster */
    int32_t label_count;
} dsi_rows;

dscore_status dsi_rows_find(const dscore_state *state, dsi_rows *out, dscore_error *err);
void dsi_rows_free(dsi_rows *rows);

/* values_text.c: what the values say about an item. False = no memory. */
bool dsi_values_describe(dscore_values *values, const dscore_state *state, int32_t item);

#endif
