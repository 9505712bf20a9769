/* The bytes of a TZif file (RFC 8536, RFC 9636), checked and laid open; nothing is copied. */
#ifndef DSI_TIME_TZIF_H
#define DSI_TIME_TZIF_H

#include "base/error.h"

/* The block of a file that counts: 64 bits where there is one. */
typedef struct dsi_tzif {
    const unsigned char *times; /* transitions, strictly ascending */
    const unsigned char *kinds; /* a local time type for each transition */
    const unsigned char *types; /* six bytes each */
    int64_t time_count, type_count;
    int64_t time_size;  /* bytes of a transition: 4 or 8 */
    const char *footer; /* the POSIX rule; "" if there is none */
    int64_t footer_length, footer_at;
} dsi_tzif;

/* FORMAT, UNSUPPORTED; err->offset is the byte. Every index, count and offset was checked when it is OK. */
dscore_status dsi_tzif_read(const void *bytes, int64_t length, dsi_tzif *out, dscore_error *err);

int64_t dsi_tzif_time(const dsi_tzif *file, int64_t transition); /* seconds */
int32_t dsi_tzif_offset(const dsi_tzif *file, int64_t type);     /* seconds, less than 26 hours either way */

#endif
