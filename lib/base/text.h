/* Text: growable buffers, numbers in and out without locale, UTF-8, nearest names. */
#ifndef DSI_BASE_TEXT_H
#define DSI_BASE_TEXT_H

#include "base/error.h"
#include "base/memory.h"

/* A growing text; after a failed allocation it stays `failed` and drops what is added. */
typedef struct dsi_text {
    dscore_allocator allocator;
    char *data; /* NUL-terminated once anything was added; may be NULL before */
    int64_t length, capacity;
    bool failed;
} dsi_text;

void dsi_text_init(dsi_text *t, const dscore_allocator *allocator); /* allocator as dsi_allocator_init made it */
void dsi_text_free(dsi_text *t);
void dsi_text_add(dsi_text *t, const char *text);
void dsi_text_add_bytes(dsi_text *t, const char *bytes, int64_t n);
void dsi_text_add_int(dsi_text *t, int64_t value);
void dsi_text_add_double(dsi_text *t, double value);                    /* shortest that reads back */
void dsi_text_add_rounded(dsi_text *t, double value, int32_t decimals); /* METHODS 0.4 */
void dsi_text_addf(dsi_text *t, const char *format, ...)                /* printf without floating point */
    DSI_PRINTF(2, 3);
/* Hand the text to a caller's buffer by the rules of dscore_format: MEMORY if failed, BUFFER if too small. */
dscore_status dsi_text_give(const dsi_text *t, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

/* A finite decimal number at the start of text: [+-]digits[.digits][e[+-]digits]; correctly rounded for any number
   of digits. Returns the bytes read; 0 (out unchanged) if there is no number, or one beyond the largest double:
   never an infinity. What is too small is 0. */
int64_t dsi_parse_double(const char *text, int64_t length, double *out);
/* [+-]digits; 0 bytes (out unchanged) if there is none or it leaves int64. */
int64_t dsi_parse_int(const char *text, int64_t length, int64_t *out);
/* Shortest decimal text that reads back as the same double ("0.1", "100", "1e+300", "NaN", "-inf", "-0"), laid out
   like %.17g: an exponent below 1e-4 and from 1e17 on; buffer >= 32 bytes. */
void dsi_print_double(double value, char *buffer);
/* What printf("%.*g", significant, value) prints in the C locale, for 1 to 17 digits (outside: the nearer end):
   rounded half to even from the exact value, no trailing zeros. 17 digits read back as the same double.
   NaN and infinities as above; buffer >= 40 bytes. */
void dsi_print_significant(double value, int32_t significant, char *buffer);
/* METHODS 0.4, always with that many decimals (0 to 15; outside: the nearer end), zero without a sign; from 2^52
   units of the last place on, the shortest digits are rounded half away from zero. Buffer >= 350 bytes. */
void dsi_print_rounded(double value, int32_t decimals, char *buffer);

bool dsi_utf8_valid(const char *text, int64_t length);
int64_t dsi_utf8_count(const char *text, int64_t length); /* code points */

/* The candidate nearest to `name` (edit distance <= about a third of its length, in either case), or NULL.
   at(ctx, i) returns candidate i, NULL at the end. */
const char *dsi_nearest(const char *name, const char *(*at)(const void *ctx, int32_t i), const void *ctx);

bool dsi_is_identifier(const char *text); /* [a-z][a-z0-9_]* */

#endif
