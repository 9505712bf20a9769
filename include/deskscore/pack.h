/**
 * @file pack.h
 * States as bytes: kept in a file, sent to another machine, merged there.
 *
 * The bytes are the same on every machine and for every order in which the rows came; docs/formats.md describes them.
 * Versions of the library read what all versions before them wrote.
 */
#ifndef DESKSCORE_PACK_H
#define DESKSCORE_PACK_H

#include <deskscore/state.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A state as bytes. Nothing is lost: what dscore_state_unpack makes of them merges, goes on and finishes as the state
 * does. The same cells give the same bytes, whatever the order, the chunks, the threads and the merges they came from.
 *
 * @param state       not NULL; only read
 * @param bytes       receives them; may be NULL if capacity is 0
 * @param capacity    bytes there is room for, >= 0
 * @param out_needed  bytes of the packed state; 0 on a failure other than DSCORE_E_BUFFER; may be NULL
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative capacity, a NULL buffer with a capacity); DSCORE_E_BUFFER (too
 *         small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.4
 */
DSCORE_API dscore_status dscore_state_pack(
    const dscore_state *state, void *bytes, int64_t capacity, int64_t *out_needed, dscore_error *err);

/**
 * The state that was packed. Bytes from elsewhere may be given: what is malformed, cut off or damaged is refused, and
 * the memory taken stays in proportion to their number; but a sketch (option quantiles) whose values lie as far apart
 * as doubles can takes up to 2 MB, however few bytes it was packed in: set max_state_bytes for states from strangers.
 * The state has the `now` it was packed with and reads later rows at that; merge it into a new state of the plan to
 * read them at the plan's.
 *
 * @param plan   of the fingerprint it was packed with; retained; not NULL
 * @param bytes  n bytes, only read; not NULL
 * @param n      number of bytes: all that dscore_state_pack wrote, and no more
 * @param out    to be freed by dscore_state_free; NULL on failure; not NULL
 * @param err    may be NULL; offset is the byte where something else was expected
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative n); DSCORE_E_FORMAT (no packed state, or a malformed one);
 *         DSCORE_E_UNSUPPORTED (written by a later version in a format that this one does not know);
 *         DSCORE_E_INCOMPATIBLE (another plan: names the first difference); DSCORE_E_LIMIT (max_state_bytes of the
 *         plan); DSCORE_E_MEMORY
 * @since 0.4
 */
DSCORE_API dscore_status dscore_state_unpack(
    const dscore_plan *plan, const void *bytes, int64_t n, dscore_state **out, dscore_error *err);

/** What the header of a packed state says. */
typedef struct dscore_pack_info {
    uint32_t struct_size; /**< sizeof(dscore_pack_info) */
    int32_t format;       /**< 1 */
    char version[24];     /**< of the library that wrote it, such as "0.4.0" */
    char fingerprint[33]; /**< of its plan, as dscore_plan_fingerprint gives it; "" if the format is not known */
    int32_t is_intact;    /**< 1: as many bytes as there should be, and their checksum is right; else 0 */
    int64_t size;         /**< bytes it should have */
    int64_t cells;        /**< over all frames (a frame: a source with its keys and its placement in time) */
    int64_t rows;         /**< in the cells of the frame that has most; a ticket that was open on several days counts
                               on each */
} dscore_pack_info;

/** Initialiser of a dscore_pack_info. */
#define DSCORE_PACK_INFO_INIT {(uint32_t)sizeof(dscore_pack_info), 0, {0}, {0}, 0, 0, 0, 0}

/**
 * Look at a packed state without a plan. Damaged and cut-off ones may be looked at, if their header is there.
 *
 * @param bytes  n bytes, only read; not NULL
 * @param n      number of bytes; the first 80 suffice for all but is_intact
 * @param out    started from DSCORE_PACK_INFO_INIT; not NULL; unchanged on failure
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, struct_size not set); DSCORE_E_FORMAT (no packed state);
 *         DSCORE_E_UNSUPPORTED (a format that this version does not know: out has format and version only)
 * @since 0.4
 */
DSCORE_API dscore_status dscore_pack_look(const void *bytes, int64_t n, dscore_pack_info *out, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
