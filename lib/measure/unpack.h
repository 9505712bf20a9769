/* A state on its way out of bytes, shared by the files that read it. */
#ifndef DSI_MEASURE_UNPACK_H
#define DSI_MEASURE_UNPACK_H

#include "measure/pack_format.h"

typedef struct dsi_unpacker {
    dscore_state *state;
    dsi_bytes_in in;
    int32_t label_count; /* their numbers, from 1, are ids of the state's labels */
    uint8_t *label_seen; /* one a number: it occurs */
    int64_t label_size;
    int64_t cells, rows; /* over all frames; of the frame that has most */
} dsi_unpacker;

/* Fails unless the next varint is `value`. */
bool dsi_unpack_same(dsi_unpacker *u, int64_t value, const char *expected);

/* unpack_frame.c: false = no memory; what is malformed fails `in`. */
bool dsi_unpack_frame(dsi_unpacker *u, int32_t frame);

#endif
