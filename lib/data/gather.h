/* The only code that knows strides, bitmaps, units, dictionaries and sentinels. It hands blocks of dense values with
   a status byte a row to the kernels, and aliases the source where it is already dense. */
#ifndef DSI_DATA_GATHER_H
#define DSI_DATA_GATHER_H

#include "base/loops.h"
#include "data/schema.h"

enum { DSI_BLOCK = 2048 }; /* rows handled at once */

/* Status of a row of a vector. Combining operands takes the greatest: invalid beats missing beats pending. */
enum {
    DSI_PRESENT = 0,
    DSI_PENDING = 1,
    DSI_MISSING = 2,
    DSI_BAD_DOMAIN = 3, /* this and what follows: invalid, in the order of DSCORE_REASON_DOMAIN ... OVERFLOW */
    DSI_BAD_INFINITE = 4,
    DSI_BAD_UNREADABLE = 5,
    DSI_BAD_NEGATIVE = 6,
    DSI_BAD_OVERFLOW = 7
};

/* The instants that can be read: 0001-01-01T00:00:00Z and the last microsecond of 9999, since 1970. */
#define DSI_INSTANT_FIRST INT64_C(-62135596800000000)
#define DSI_INSTANT_LAST INT64_C(253402300799999999)

/* Representation of a block of values. Instants and durations are INT (microseconds) always. */
enum {
    DSI_INT = 1,     /* int64_t i[] */
    DSI_DOUBLE = 2,  /* double f[], finite where present */
    DSI_DECIMAL = 3, /* int64_t i[], value = i / 10^scale */
    DSI_BOOL = 4,    /* uint8_t b[], 0 or 1 */
    DSI_STRING = 5   /* dsi_string s[] */
};

typedef struct dsi_string {
    const char *p;
    int64_t n;
} dsi_string;

typedef struct dsi_vector {
    int32_t kind;          /* DSI_INT ... */
    int32_t scale;         /* DSI_DECIMAL */
    bool constant;         /* one element stands for every row (also of status); never from dsi_gather */
    bool single;           /* DSI_DOUBLE of a float32 column: a literal that meets it is rounded to float32 (D7) */
    int32_t width;         /* raw integers: bytes a value, v.raw; 0 = none, v.i as it is */
    int64_t unit;          /* raw times: microseconds a unit; other raw integers: 1 */
    bool dirty;            /* raw: rows that are not present hold anything, else 0 */
    int64_t most;          /* raw: no present value is greater, or less than its negative; 0 = not known */
    const uint8_t *status; /* a byte a row; NULL = all present */
    union {
        const int64_t *i;
        const double *f;
        const uint8_t *b;
        const dsi_string *s;
        const void *raw; /* int8_t to int64_t */
    } v;
} dsi_vector;

/* Memory for one gathered block. */
typedef struct dsi_scratch {
    union {
        int64_t values[DSI_BLOCK];
        double doubles[DSI_BLOCK];
        dsi_string strings[DSI_BLOCK];
    };
    uint8_t bytes[DSI_BLOCK];
    uint8_t status[DSI_BLOCK];
} dsi_scratch;

/* How a field is read: its domain in the field's unit, as the plan decided. */
typedef struct dsi_reading {
    int32_t type;  /* logical type */
    int32_t flags; /* DSCORE_FIELD_... */
    double domain_min, domain_max;
} dsi_reading;

/* The reading of a field as its schema has it. */
dsi_reading dsi_reading_of(const dsi_field *field);

struct dscore_table {
    dscore_allocator allocator;  /* of the schema */
    const dscore_schema *schema; /* retained */
    int32_t source;              /* index */
    int64_t rows;
    struct dsi_binding *bindings; /* one a field of the source; bound or not */
    uint8_t *shape;               /* one a field; two tables of a schema and source of which these bytes are equal bind
                                     the same fields, which gather to the same kinds and are alike naive; 0 = not bound */
    struct dsi_exclusion *exclusion; /* rows that an audit leaves out; NULL = none is in force */
};

/* What dscore_table_exclude copied from an audit. */
typedef struct dsi_exclusion {
    int64_t rows;          /* of the table that was audited */
    uint8_t *marks;        /* a byte a row, 1 = left out; NULL = no row is */
    char *policies;        /* as dsi_table_policies */
    int64_t policies_size; /* with the NUL */
} dsi_exclusion;

/* The rows that every value leaves out: a byte a row, not 0 = left out; NULL = none. */
const uint8_t *dsi_table_left_out(const dscore_table *table);
/* The policies of the audit behind it, `duplicate = exclude; future = fail` by kind; "" = no audit. There may be
   policies and no row that is left out. */
const char *dsi_table_policies(const dscore_table *table);
/* Copies of the marks (NULL = none; length of the table) and policies; false = no memory, nothing changed. */
bool dsi_table_leave_out(dscore_table *table, const uint8_t *marks, const char *policies);
void dsi_table_leave_nothing_out(dscore_table *table);

/* Is the field (index in its source) bound? */
bool dsi_table_bound(const dscore_table *table, int32_t field);
/* Were its instants zoneless? */
bool dsi_table_naive(const dscore_table *table, int32_t field);
/* The kind a bound column gathers to: DSI_INT, DSI_DOUBLE, DSI_DECIMAL, DSI_BOOL, DSI_STRING. */
int32_t dsi_table_kind(const dscore_table *table, int32_t field);

/* Rows [first, first + n), n <= DSI_BLOCK, of a bound field. Cannot fail: what cannot be read is marked in status.
   Instants outside the years 1-9999, what overflows microseconds and unsigned numbers above INT64_MAX are
   BAD_OVERFLOW, infinities BAD_INFINITE, domain violations (and fractions in integer fields, booleans other than 0
   and 1) BAD_DOMAIN, status bytes above 1 and codes outside the dictionary BAD_UNREADABLE.
   Rows that are not present hold 0 (false, "" with p not NULL), so kernels may compute on them blindly; status is NULL
   if all are present. The vector may point into the caller's memory and into scratch. */
void dsi_gather(const dscore_table *table, int32_t field, const dsi_reading *reading, int64_t first, int32_t n,
    dsi_scratch *scratch, dsi_vector *out);

/* The same, but whole numbers and times of a dense column come as they lie there, in their width and unit: a raw
   vector; the memory of the rows behind them is wanted then (ahead NULL: nothing is). */
void dsi_gather_raw(const dscore_table *table, int32_t field, const dsi_reading *reading, int64_t first, int32_t n,
    const dsi_loops *loops, dsi_ahead *ahead, dsi_scratch *scratch, dsi_vector *out);
/* A raw vector made plain, into memory of n values; others stay as they are. */
void dsi_vector_plain(dsi_vector *vector, const dsi_loops *loops, int32_t n, int64_t *memory);

/* Values of a stand-in, kept to the domain of the field they are read for, as gather does: what lies outside becomes
   BAD_DOMAIN and 0. n elements (1 if constant); the vector may come to point into scratch. */
void dsi_confine(
    const dsi_reading *reading, const dsi_loops *loops, int32_t n, dsi_scratch *scratch, dsi_vector *vector);

/* ---- keys (D12) ----------------------------------------------------------------------------- */

enum { DSI_KEY_NONE = 0, DSI_KEY_INT = 1, DSI_KEY_TEXT = 2, DSI_KEY_BOOL = 3 };
enum { DSI_LABEL_ABSENT = 0 }; /* label id of a row without the key */

/* Labels of a state: copies, each once, ids from 1. A text and an integer never share an id. */
typedef struct dsi_labels dsi_labels;
dsi_labels *dsi_labels_new(const dscore_allocator *allocator);
void dsi_labels_free(dsi_labels *labels);
int64_t dsi_labels_bytes(const dsi_labels *labels);
int32_t dsi_labels_count(const dsi_labels *labels); /* the next id */
/* Id of a label, added if new; -1 = no memory (nothing changed). Booleans are the integers 0 and 1 of kind BOOL. */
int32_t dsi_labels_text(dsi_labels *labels, const char *p, int64_t n);
int32_t dsi_labels_int(dsi_labels *labels, int64_t value, int32_t kind);
/* Id of a label, or -1 if it is not there (adds nothing). */
int32_t dsi_labels_find_text(const dsi_labels *labels, const char *p, int64_t n);
int32_t dsi_labels_find_int(const dsi_labels *labels, int64_t value, int32_t kind);
int32_t dsi_labels_find_same(const dsi_labels *labels, const dsi_labels *from, int32_t id); /* that of another */
/* Have the place fetched where the id of an integer is, or will be. */
void dsi_labels_fetch_int(const dsi_labels *labels, int64_t value, int32_t kind);
/* Kind of an id; text with NUL (integers as decimal text, booleans "false"/"true", absent ""). */
int32_t dsi_labels_kind(const dsi_labels *labels, int32_t id);
const char *dsi_labels_get(const dsi_labels *labels, int32_t id, int64_t *out_length);
int64_t dsi_labels_get_int(const dsi_labels *labels, int32_t id);
/* Canonical order: integers (booleans as integers), then text by bytes, absent last. <0, 0, >0. */
int dsi_labels_compare(const dsi_labels *labels, int32_t a, int32_t b);
/* All ids in that order; false = no memory. */
bool dsi_labels_order(const dsi_labels *labels, const dscore_allocator *allocator, int32_t *order);
/* The same ids; NULL = no memory. */
dsi_labels *dsi_labels_clone(const dsi_labels *labels);
/* Ids of `from` in `to`, added where new: map[id] for every id of from. False = no memory (labels that were added stay;
   harmless). */
bool dsi_labels_map(dsi_labels *to, const dsi_labels *from, int32_t *map);

/* What a batch remembers of a key column: the label of each dictionary code. Lives for one update. */
typedef struct dsi_key_reader dsi_key_reader;
/* TYPE: a float, decimal, duration or instant key; NULL out on failure. `field` may be unbound: then every row is
   absent, as are rows that are missing or invalid (a code outside the dictionary, unsigned above INT64_MAX). */
dscore_status dsi_key_reader_new(const dscore_allocator *allocator, const dscore_table *table, int32_t field,
    dsi_labels *labels, bool add, dsi_key_reader **out, dscore_error *err);
void dsi_key_reader_free(dsi_key_reader *reader);
/* From now on reading says which memory comes next (NULL, as at first: it does not). Borrowed. */
void dsi_key_reader_ahead(dsi_key_reader *reader, dsi_ahead *ahead);
/* Turn to another table, or again to the same, whose shape is that of the table before; the reader adds labels to the
   same set as before. False = no memory: the reader may only be freed or turned again. */
bool dsi_key_reader_turn(dsi_key_reader *reader, const dscore_table *table);
int32_t dsi_key_reader_kind(const dsi_key_reader *reader); /* DSI_KEY_...; NONE if unbound */
/* Label ids of rows [first, first + n); with add = false a label that is not there is -1. False = no memory. */
bool dsi_key_reader_read(dsi_key_reader *reader, int64_t first, int32_t n, int32_t *ids);

#endif
