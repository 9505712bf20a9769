/* A zone as pieces of one offset. Far-future instants are taken back by whole cycles of 400 years. */
#ifndef DSI_TIME_ZONE_H
#define DSI_TIME_ZONE_H

#include "base/memory.h"
#include "time/civil.h"
#include <deskscore/time.h>

typedef struct dsi_zone_piece {
    int64_t from;   /* first instant; INT64_MIN for the first piece */
    int64_t offset; /* local minus UTC, microseconds */
} dsi_zone_piece;

struct dscore_zone {
    dsi_ref ref;
    dscore_allocator allocator;
    char *name;
    int64_t name_size;
    dsi_zone_piece *pieces; /* ascending; neighbours differ in offset; at least one */
    int32_t count;
    int64_t size;      /* bytes of pieces */
    bool has_cycle;    /* offsets repeat: offset(t) = offset(t - DSI_CYCLE) for t >= cycle_end */
    int64_t cycle_end; /* pieces cover everything before it; the cycle is [cycle_end - DSI_CYCLE, cycle_end) */
    char hash[33];     /* of the offsets, in a form that does not depend on how the file spells them; no name */
};

void dsi_zone_take(const dscore_zone *zone);

/* The piece that holds an instant before cycle_end (or any, without a cycle): `near` is a guess, often right. */
int32_t dsi_zone_piece_at(const dscore_zone *zone, int64_t t, int32_t near);
/* Any instant of the years 1-9999 (and a day around them): its offset. *near: where the last one was found, from 0. */
int64_t dsi_zone_offset(const dscore_zone *zone, int64_t t, int32_t *near);
/* Local time to instant: DSCORE_LOCAL_...; *first and *last are the two instants of a local time that occurs twice, the
   one instant of one that occurs once, and for a skipped one *first = by the offset after the gap (earlier), *last = by
   the offset before it (later). *gap_end: of a skipped one, the transition. */
int32_t dsi_zone_resolve(const dscore_zone *zone, int64_t local, int64_t *first, int64_t *last, int64_t *gap_end);
/* The first instant whose local time is not earlier than `local`; *near as above. zone NULL = UTC. */
int64_t dsi_zone_reach(const dscore_zone *zone, int64_t local, int32_t *near);
/* First instant of a local date; zone NULL = UTC. */
int64_t dsi_zone_day_start(const dscore_zone *zone, int64_t day);
/* Local date of an instant; zone NULL = UTC. */
int64_t dsi_zone_day(const dscore_zone *zone, int64_t t);

#endif
