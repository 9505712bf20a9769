/* Finding one of a fixed set of names: open addressing, never more than half full, no deletion. */
#include "weight/names.h"

#include "base/hash.h"
#include <string.h>

bool dsi_names_init(dsi_names *names, dsi_arena *arena, int32_t count)
{
    int64_t slot_count = 4;
    while (slot_count < 2 * (int64_t)count) {
        slot_count *= 2;
    }
    names->slot_count = slot_count;
    names->slots = dsi_arena_alloc(arena, slot_count * (int64_t)sizeof *names->slots);
    names->names = dsi_arena_alloc(arena, (int64_t)count * (int64_t)sizeof *names->names);
    return names->slots != NULL && names->names != NULL;
}

/* The slot that holds the name, or the empty one where it would stand. */
static int64_t slot_of(const dsi_names *names, const char *name)
{
    uint64_t mask = (uint64_t)names->slot_count - 1;
    uint64_t slot = dsi_hash64(name, (int64_t)strlen(name), 0) & mask;
    while (names->slots[slot] != 0 && strcmp(names->names[names->slots[slot] - 1], name) != 0) {
        slot = (slot + 1) & mask;
    }
    return (int64_t)slot;
}

int32_t dsi_names_add(dsi_names *names, int32_t index, const char *name)
{
    int64_t slot = slot_of(names, name);
    if (names->slots[slot] != 0) {
        return names->slots[slot] - 1;
    }
    names->names[index] = name;
    names->slots[slot] = index + 1;
    return -1;
}

int32_t dsi_names_find(const dsi_names *names, const char *name)
{
    return names->slots[slot_of(names, name)] - 1;
}
