/* Transparent structs grow only at their end, so the common prefix is what both sides know. */
#include "base/structs.h"

#include <string.h>

dscore_status dsi_struct_give(void *out, const void *whole, int64_t size, dscore_error *err)
{
    uint32_t struct_size;
    memcpy(&struct_size, out, sizeof struct_size);
    if (struct_size < sizeof struct_size) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_STRUCT_SIZE,
            "struct_size is not set; start the struct from its initialiser");
    }
    const size_t common = struct_size < (uint64_t)size ? struct_size : (size_t)size;
    memcpy((char *)out + sizeof struct_size, (const char *)whole + sizeof struct_size, common - sizeof struct_size);
    return DSCORE_OK;
}
