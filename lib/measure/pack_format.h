/* The packed form of a state (docs/formats.md), format 1: what its writer and its readers must agree on. */
#ifndef DSI_MEASURE_PACK_FORMAT_H
#define DSI_MEASURE_PACK_FORMAT_H

#include "measure/pack.h"

enum { DSI_PACK_FORMAT = 1 };

/* The header: magic, format and version (16 bits each), sizes and identities. */
enum {
    DSI_PACK_MAGIC = 8, /* bytes of it */
    DSI_PACK_AT_SIZE = 16,
    DSI_PACK_AT_FINGERPRINT = 24,
    DSI_PACK_AT_ZONE = 40,
    DSI_PACK_AT_CALENDAR = 48,
    DSI_PACK_AT_CELLS = 56,
    DSI_PACK_AT_ROWS = 64,
    DSI_PACK_HEADER = 72,
    DSI_PACK_CHECKSUM = 8 /* at the end */
};
extern const uint8_t dsi_pack_magic[DSI_PACK_MAGIC];

/* Flags of a state. */
enum { DSI_PACK_HAS_NOW = 1, DSI_PACK_DEPENDS_ON_NOW = 2, DSI_PACK_HAS_LEAST = 4, DSI_PACK_HAS_NAMES = 8 };

/* The first 8 bytes of the SHA-256 of an identity by content; 0 = none. */
uint64_t dsi_pack_identity(const char *identity);
/* The 16 bytes of a fingerprint. */
void dsi_pack_fingerprint(const char *hex, uint8_t out[16]);
/* The field after `before` (-1: the first) of those that a plan reads, in the order of their names; -1 = none. */
int32_t dsi_pack_field(const dsi_plan_source *source, int32_t before);
/* Has a counter of its own: an account of one selection has not. */
bool dsi_pack_counts(const dsi_frame *plan, int32_t at);
/* FORMAT for what a reader met, naming the place. */
dscore_status dsi_pack_fail(const dsi_bytes_in *in, dscore_error *err);
/* Magic, format, size and checksum: that these bytes are one packed state of this format, whole. */
dscore_status dsi_pack_check(const void *bytes, int64_t n, dscore_error *err);

#endif
