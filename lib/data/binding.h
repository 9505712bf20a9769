/* A bound column as gather reads it: checked, its layout resolved, its sentinel copied. Between the files of this room;
   other rooms see gather.h only. */
#ifndef DSI_DATA_BINDING_H
#define DSI_DATA_BINDING_H

#include "data/gather.h"

typedef struct dsi_binding {
    bool bound;
    int32_t type;    /* logical type of the field */
    int32_t kind;    /* DSI_INT ... that it gathers to */
    int32_t storage; /* DSCORE_INT8 ... DSCORE_DICT */
    int32_t element; /* storage of what `data` holds: as storage, of a dictionary column that of its codes */
    int32_t unit, scale, flags;
    int64_t length;

    const unsigned char *data;    /* first row; text: the bytes; BOOL1: byte 0 of the bits */
    int64_t stride;               /* bytes from row to row */
    int64_t bit;                  /* BOOL1: bit of the first row */
    const unsigned char *offsets; /* UTF8, LARGE_UTF8: of the first row */

    int32_t validity_kind;
    const unsigned char *validity; /* bytes: of the first row; bits: byte 0 */
    int64_t validity_offset;       /* bits */
    int64_t validity_stride;       /* bytes */

    bool has_sentinel;
    int64_t sentinel_int;     /* integers, decimals, booleans, codes */
    double sentinel_double;   /* floats */
    dsi_string sentinel_text; /* owned copy */

    dsi_string *entries; /* DICT, owned: the texts of the dictionary; n is ENTRY_... where there is none */
    int64_t entry_count;
} dsi_binding;

enum { DSI_ENTRY_MISSING = -1, DSI_ENTRY_UNREADABLE = -2 };

/* Check a column against a field and resolve it. Nothing is kept on failure. */
dscore_status dsi_binding_make(const dscore_allocator *a, const dsi_field *field, const dscore_column *column,
    dsi_binding *out, dscore_error *err);
void dsi_binding_free(const dscore_allocator *a, dsi_binding *binding);
/* The kind of key (DSI_KEY_...) that a field's column gives; NONE if it is not bound, -1 = it cannot be a key. */
int32_t dsi_binding_key(const dsi_field *field, const dsi_binding *binding);

/* ---- loading: the storage types -------------------------------------------------------------- */

bool dsi_storage_is_integer(int32_t storage);
bool dsi_storage_is_float(int32_t storage);
int32_t dsi_storage_width(int32_t storage);    /* bytes of one element; 0 where elements have none (BOOL1, text) */
const char *dsi_storage_name(int32_t storage); /* "INT8" ...; NULL for a number without a meaning */

/* Elements of an integer type (also DECIMAL64, BOOL8; UINT64 keeps its bits) or a float type; unaligned-safe. */
void dsi_load_ints(int32_t storage, const unsigned char *p, int64_t stride, int32_t n, int64_t *out);
void dsi_load_doubles(int32_t storage, const unsigned char *p, int64_t stride, int32_t n, double *out);
/* n bits from bit `first`, a byte each. */
void dsi_load_bits(const unsigned char *p, int64_t first, int32_t n, uint8_t *out);

/* ---- one block being gathered ----------------------------------------------------------------- */

typedef struct dsi_block {
    const dsi_binding *binding;
    int64_t first;
    int32_t n;
    dsi_scratch *scratch;
    bool marked; /* scratch->status is in use */
} dsi_block;

/* The status bytes of the block to write to, cleared by the first who asks. Who marks nothing may close them again:
   marked = false. */
uint8_t *dsi_block_open(dsi_block *block);
/* Status of a row that had none; the first mark clears the bytes of the block. A row keeps its first mark. */
void dsi_block_mark(dsi_block *block, int32_t row, uint8_t status);
/* What the validity of the column says. */
void dsi_block_validity(dsi_block *block);
/* The same by the loops of the machine. */
void dsi_block_validity_by(dsi_block *block, const dsi_loops *loops); /* gather_raw.c */
/* Rows whose integer equals the sentinel are missing. */
void dsi_block_sentinel(dsi_block *block, const int64_t *values);
/* Present rows outside [least, greatest] get the status. False: nothing changed. */
bool dsi_block_range(dsi_block *block, const int64_t *values, int64_t least, int64_t greatest, uint8_t status);
/* Integers of the block as they are stored: a pointer into the column if it is dense and aligned, else loaded. */
const int64_t *dsi_block_ints(dsi_block *block);
/* The values times a factor, which must not overflow, with rows that are not present set to 0. */
const int64_t *dsi_block_scale(dsi_block *block, const int64_t *values, int64_t factor);
/* The values with rows that are not present set to 0: `values` itself if all are present. */
const int64_t *dsi_block_clear_ints(dsi_block *block, const int64_t *values);
/* The status bytes for the vector: NULL if all are present. */
const uint8_t *dsi_block_status(const dsi_block *block);

void dsi_gather_number(dsi_block *block, const dsi_reading *reading, dsi_vector *out); /* gather_number.c */
void dsi_gather_time(dsi_block *block, const dsi_reading *reading, dsi_vector *out);   /* gather_time.c */
void dsi_gather_boolean(dsi_block *block, dsi_vector *out);                            /* gather.c */
void dsi_gather_text(dsi_block *block, dsi_vector *out);                               /* gather_text.c */
/* Codes of a dictionary column: 0 where the row is not present (validity, sentinel, range are marked). */
const int64_t *dsi_gather_codes(dsi_block *block); /* gather_text.c */

/* ---- domains ------------------------------------------------------------------------------------ */

/* The integers i with domain_min <= i / units <= domain_max, exactly (MIN_OPEN in flags: <); units is a power of ten.
   Empty: least > greatest. */
typedef struct dsi_bounds {
    int64_t least, greatest;
} dsi_bounds;
dsi_bounds dsi_bounds_of(const dsi_reading *reading, int64_t units);

#endif
