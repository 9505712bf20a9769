/* Finding one of a fixed set of names: a hash table over texts that belong to somebody else. */
#ifndef DSI_WEIGHT_NAMES_H
#define DSI_WEIGHT_NAMES_H

#include "base/memory.h"

typedef struct dsi_names {
    const char **names; /* one an index; NULL = not there */
    int32_t *slots;     /* index + 1; 0 = empty */
    int64_t slot_count; /* a power of two */
} dsi_names;

/* Room for `count` names in an arena; false = no memory. */
bool dsi_names_init(dsi_names *names, dsi_arena *arena, int32_t count);
/* Add name number `index`; returns the index of an equal name that is there already, else -1. */
int32_t dsi_names_add(dsi_names *names, int32_t index, const char *name);
int32_t dsi_names_find(const dsi_names *names, const char *name); /* -1 = none */

#endif
