/* Bytes that travel between machines: numbers written byte by byte, least significant first, and read with every bound
   checked. Both sides are sticky: after the first problem nothing more happens, and the end says what it was. */
#ifndef DSI_BASE_BYTES_H
#define DSI_BASE_BYTES_H

#include "base/wide.h"

/* ---- writing --------------------------------------------------------------------------------- */

/* Counts always; writes what fits. Without memory (p NULL, capacity 0) it only counts. */
typedef struct dsi_bytes_out {
    uint8_t *p;
    int64_t capacity;
    int64_t size; /* bytes there are so far, written or not */
} dsi_bytes_out;

void dsi_put_bytes(dsi_bytes_out *out, const void *bytes, int64_t n);
void dsi_put_byte(dsi_bytes_out *out, uint8_t byte);
void dsi_put_fixed(dsi_bytes_out *out, uint64_t value, int32_t bytes); /* 1 to 8 bytes */
/* Groups of seven bits, the least first; all but the last have the top bit set (LEB128). */
void dsi_put_varint(dsi_bytes_out *out, uint64_t value);
/* Signed: 0, -1, 1, -2, 2, ... as 0, 1, 2, 3, 4, ... */
void dsi_put_zigzag(dsi_bytes_out *out, int64_t value);
void dsi_put_zigzag128(dsi_bytes_out *out, dsi_int128 value);
/* A wide two's complement integer of n limbs, least significant first: a varint count of bytes (0 = zero), a varint of
   the zero bytes below them, the bytes; above them its sign. */
void dsi_put_limbs(dsi_bytes_out *out, const uint64_t *limbs, int32_t n);
/* A bit each, bit i in byte i / 8 at 1 << i % 8: whether bytes[i] is not zero. Nothing but a byte 0 if none is, else a
   byte 1 and the bits. */
void dsi_put_bits(dsi_bytes_out *out, const uint8_t *bytes, int64_t n);

/* ---- reading --------------------------------------------------------------------------------- */

typedef struct dsi_bytes_in {
    const uint8_t *p;
    int64_t size, at;
    const char *expected; /* NULL = all is well; else what was expected at failed_at: a constant text */
    int64_t failed_at;
} dsi_bytes_in;

/* The first problem stays: it is at `at`, bytes from the start. Returns false. */
bool dsi_bytes_fail(dsi_bytes_in *in, int64_t at, const char *expected);
static inline bool dsi_bytes_ok(const dsi_bytes_in *in)
{
    return in->expected == NULL;
}
static inline int64_t dsi_bytes_left(const dsi_bytes_in *in)
{
    return in->expected != NULL ? 0 : in->size - in->at;
}

/* Each gives 0 (or NULL) once something failed. Varints must be as short as they can be. */
uint8_t dsi_get_byte(dsi_bytes_in *in);
const uint8_t *dsi_get_bytes(dsi_bytes_in *in, int64_t n);
uint64_t dsi_get_fixed(dsi_bytes_in *in, int32_t bytes);
uint64_t dsi_get_varint(dsi_bytes_in *in);
int64_t dsi_get_zigzag(dsi_bytes_in *in);
dsi_int128 dsi_get_zigzag128(dsi_bytes_in *in);
/* Fails unless it fits n limbs and is written as dsi_put_limbs does. */
void dsi_get_limbs(dsi_bytes_in *in, uint64_t *limbs, int32_t n);
/* bytes[i] = 0 or 1. */
void dsi_get_bits(dsi_bytes_in *in, uint8_t *bytes, int64_t n);
/* A varint that is at most `most`; else the problem is `expected`. */
int64_t dsi_get_up_to(dsi_bytes_in *in, int64_t most, const char *expected);
/* A count of things of which each takes at least one of the bytes that are left: nothing that a reader makes room for
   can be larger than what it was given. */
int64_t dsi_get_count(dsi_bytes_in *in, int64_t most, const char *expected);

/* ---- exact sums (sum.c, moments.c) ----------------------------------------------------------- */

/* Which accumulators hold something beside the whole numbers. A spill of zeros holds nothing. */
enum { DSI_SUM_FRACTIONS = 1, DSI_SUM_SPILLS = 2 };
int32_t dsi_sum_parts(const dsi_sum *s);
int32_t dsi_moments_parts(const dsi_moments *m);
/* The accumulators named by `parts`, which hold all there is; the whole numbers always. */
void dsi_put_sum(dsi_bytes_out *out, const dsi_sum *s, int32_t parts);
void dsi_put_moments(dsi_bytes_out *out, const dsi_moments *m, int32_t parts);
/* Into an empty one, which its owner frees whatever comes; false = no memory. */
bool dsi_get_sum(dsi_bytes_in *in, dsi_sum *s, int32_t parts, const dscore_allocator *a);
bool dsi_get_moments(dsi_bytes_in *in, dsi_moments *m, int32_t parts, const dscore_allocator *a);

/* CRC-64/XZ: polynomial 42f0e1eba9ea3693 reflected, all ones before and after; of "123456789" 995dc9bbdf1939fa. */
uint64_t dsi_crc64(const void *bytes, int64_t n);

#endif
