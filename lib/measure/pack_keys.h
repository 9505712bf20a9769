/* How keys of values are written, of kept values and of sketches alike. */
#ifndef DSI_MEASURE_PACK_KEYS_H
#define DSI_MEASURE_PACK_KEYS_H

#include "measure/pack.h"

/* Integers in a unit, doubles that are whole, or keys of doubles as they are. Curves keep spans with a bit for how they
   ended, which the unit must leave alone. */
typedef struct dsi_key_coding {
    bool is_curve, is_double;
    int32_t unit; /* integers: a power of ten; doubles: 1 if all are whole */
} dsi_key_coding;

/* The unit of a plane of lists for keys that are written so. */
int64_t dsi_key_unit(const dsi_key_coding *c);
/* The greatest unit there is; what is left of it once a key is written too. */
dsi_key_coding dsi_key_coding_of(const dsi_plane *plane, bool is_curve);
int32_t dsi_key_narrow(const dsi_key_coding *c, uint64_t key);
/* Ascending keys: the first as zigzag, of the others the distance from the one before. */
void dsi_put_keys(dsi_bytes_out *out, const dsi_key_coding *c, const uint64_t *keys, int64_t n);
/* The next of them; number: that of the one before, is_first: there is none. *unit becomes what the keys allow. */
uint64_t dsi_get_key(dsi_bytes_in *in, const dsi_key_coding *c, bool is_first, int64_t *number, int32_t *unit);

/* pack_sketch.c */
bool dsi_sketch_has_any(const dsi_plane *plane, const dsi_packing *packing);
bool dsi_sketch_pack(const dsi_plane *plane, const dsi_packing *packing);
bool dsi_sketch_unpack(dsi_plane *plane, const dsi_unpacking *unpacking);

#endif
