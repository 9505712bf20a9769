/* What lanes are made of, shared by the files behind lanes.h and by nobody else. */
#ifndef DSI_MEASURE_LANES_PARTS_H
#define DSI_MEASURE_LANES_PARTS_H

#include "measure/lanes.h"

/* Flags that are made of the same arrays share a place, and so do sums: a chain of them behind the one that leads. */
typedef struct dsi_place {
    int32_t leader; /* maybe itself; -1 = it has no place yet */
    int32_t next;   /* -1 = none */
    int32_t before; /* while places are given out: the leader until then */
} dsi_place;

typedef struct dsi_lane_flag {
    dsi_home home;
    uint8_t is;
    dsi_flag now;   /* of the block; of NULL = none */
    char *elements; /* as long as rows are added or moved */
    int64_t size;   /* of one */
    dsi_place place;
} dsi_lane_flag;

typedef struct dsi_lane_sum {
    dsi_home home;
    int64_t unit;
    bool is_on; /* the block has values for it */
    dsi_vector values;
    const uint8_t *class_of; /* NULL: rows that are not used hold 0 */
    int64_t *own;            /* DSI_BLOCK values for callers; NULL = none yet */
    char *elements;
    int64_t size;
    dsi_place place;
} dsi_lane_sum;

/* A word of a quad: flags that lead, or a sum that does. */
typedef struct dsi_lane_word {
    int32_t flags[DSI_FLAGS];
    int32_t count;
    int32_t sum;   /* -1 = none */
    int32_t stock; /* where its stock begins in that of a cell */
} dsi_lane_word;

struct dsi_lanes {
    dscore_allocator allocator;
    const dsi_loops *loops;
    dsi_ahead *ahead;
    dsi_lane_flag *flags;
    int64_t flag_count, flag_cap;
    int64_t next_flag;
    dsi_lane_sum *sums;
    int64_t sum_count, sum_cap;
    dsi_lane_word *words; /* DSI_QUAD a quad */
    int64_t word_cap;
    int64_t quads;
    bool is_new; /* a flag or a sum has no place yet */
    bool is_dirty;
    void *memory; /* of the records */
    int64_t memory_size;
    uint64_t *records;
    int64_t cells;
    uint32_t *stocks; /* counters, and sums in two numbers; NULL = they would take too much */
    int64_t stock_length, stocks_size;
    int64_t moves;    /* records that were emptied into stocks */
    dsi_peaks *peaks; /* NULL = none were told */
    uint64_t columns[2 * DSI_QUAD][DSI_BLOCK];
    uint64_t zeros[DSI_BLOCK];
    uint8_t every[DSI_BLOCK]; /* zeros: a flag that is 1 in every row */
};

static inline int64_t dsi_lanes_record_words(const dsi_lanes *lanes)
{
    return lanes->quads * DSI_QUAD;
}

/* To all that share the place of a sum or of a flag. */
static inline void dsi_lanes_add_total(const dsi_lanes *lanes, int32_t leader, int64_t cell, int64_t total)
{
    for (int32_t i = leader; i >= 0 && total != 0; i = lanes->sums[i].place.next) {
        const dsi_lane_sum *to = &lanes->sums[i];
        to->home.add(to->elements + cell * to->size, total, to->unit);
    }
}

static inline void dsi_lanes_add_count(const dsi_lanes *lanes, int32_t leader, int64_t cell, int64_t count)
{
    for (int32_t i = leader; i >= 0 && count != 0; i = lanes->flags[i].place.next) {
        const dsi_lane_flag *to = &lanes->flags[i];
        if (to->home.add == NULL) {
            ((int64_t *)(void *)to->elements)[cell] += count;
        } else {
            to->home.add(to->elements + cell * to->size, count, 1);
        }
    }
}

/* lanes_places.c */
/* Give all flags and sums of the block their places, for records that hold nothing; false = no memory. */
bool dsi_lanes_lay_out(dsi_lanes *lanes);
/* Does some flag or sum differ in this block from the one whose place it shares? */
bool dsi_lanes_have_parted(const dsi_lanes *lanes);
/* Look up where everything goes to: arrays move when they grow. */
void dsi_lanes_find_homes(dsi_lanes *lanes);

/* lanes_stocks.c: beside the records lie stocks, as long as they take little memory: wide counters and sums of each
   cell, in the order of its words, into which records are emptied; only from there they are moved to the state. */
enum {
    DSI_STOCK_OF_FLAGS = DSI_FLAGS,
    DSI_STOCK_OF_SUM = 2,
    DSI_STOCK_BYTES = 1 << 22,
    DSI_MOST_MOVES = 1 << 24 /* of up to 255 rows: what a counter of 32 bits takes */
};
/* Of as many cells as there are records of, unless that were too much; those that there were are empty. False = no
   memory. */
bool dsi_lanes_make_stocks(dsi_lanes *lanes);
/* Move a quad of a record into the stocks of its cell. */
void dsi_lanes_stock_record(dsi_lanes *lanes, int64_t quad, int64_t cell);
/* Move the stocks of a quad to the state; those of all cells. */
void dsi_lanes_empty_stock(const dsi_lanes *lanes, int64_t quad, int64_t cell);
void dsi_lanes_empty_stocks(dsi_lanes *lanes);

#endif
