/* Filling the caller's transparent structs, which may be older (shorter) or newer (longer) than ours. */
#ifndef DSI_BASE_STRUCTS_H
#define DSI_BASE_STRUCTS_H

#include "base/error.h"

/* Copy what the caller's struct has room for, by the struct_size it begins with; that member stays the caller's.
   `whole` and `size` are ours. ARGUMENT if struct_size was not set: `out` is then unchanged. */
dscore_status dsi_struct_give(void *out, const void *whole, int64_t size, dscore_error *err);

#endif
