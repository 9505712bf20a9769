/* A state on its way into bytes, shared by the files that write it. */
#ifndef DSI_MEASURE_PACKER_H
#define DSI_MEASURE_PACKER_H

#include "measure/pack_format.h"

/* The cells of a frame in the order in which they are written. */
typedef struct dsi_ordering {
    int32_t *order, *place; /* as in dsi_packing */
    int32_t count, cells;
} dsi_ordering;

typedef struct dsi_packer {
    const dscore_state *state;
    dscore_allocator a;
    dsi_bytes_out out;
    int32_t label_count;
    int32_t *used;    /* ids of the labels that occur, in the order in which they are written */
    int32_t *numbers; /* of each id: 0 is the absent key, -1 does not occur */
    int32_t used_count;
    dsi_ordering *frames;
} dsi_packer;

/* pack_frame.c; false = no memory. */
bool dsi_pack_frame(dsi_packer *p, int32_t frame);

#endif
