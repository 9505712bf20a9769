/* Filling the caller's error: one call, formatted, cut at a code point. */
#ifndef DSI_BASE_ERROR_H
#define DSI_BASE_ERROR_H

#include <deskscore/base.h>
#include <deskscore/codes.h>

#if defined(__GNUC__)
#define DSI_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define DSI_PRINTF(f, a)
#endif

/* Set status, code and message (printf; no floating point: print doubles with dsi_print_double first) and clear
   the place; returns status. err may be NULL; members beyond err->struct_size are not written. */
dscore_status dsi_fail(dscore_error *err, dscore_status status, int32_t code, const char *format, ...) DSI_PRINTF(4, 5);

/* Add the place to an error that was just set; no-ops on NULL. */
void dsi_error_path(dscore_error *err, const char *format, ...) DSI_PRINTF(2, 3);
/* Put `prefix` before the path that is there (`prefix.path`). */
void dsi_error_prefix(dscore_error *err, const char *prefix);
void dsi_error_row(dscore_error *err, int64_t row);
void dsi_error_position(dscore_error *err, int32_t line, int32_t column, int64_t offset);

dscore_status dsi_fail_memory(dscore_error *err);                          /* DSCORE_E_MEMORY */
dscore_status dsi_fail_null(dscore_error *err, const char *argument_name); /* DSCORE_E_ARGUMENT */

#endif
