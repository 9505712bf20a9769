/* Making a zone from a checked TZif file or from one offset. */
#ifndef DSI_TIME_ZONE_BUILD_H
#define DSI_TIME_ZONE_BUILD_H

#include "base/error.h"
#include "time/tzif.h"
#include "time/zone.h"

/* Both copy the name; *out is NULL on failure. */
dscore_status dsi_zone_of_file(
    const dscore_allocator *allocator, const char *name, const dsi_tzif *file, dscore_zone **out, dscore_error *err);
dscore_status dsi_zone_of_offset(
    const dscore_allocator *allocator, const char *name, int64_t offset, dscore_zone **out, dscore_error *err);

#endif
