/* What a state is made of, shared by the files behind state.h and by nobody else: arrays that grow, cells by key,
   stores of aggregates, and the families of aggregates. */
#ifndef DSI_MEASURE_STATE_PARTS_H
#define DSI_MEASURE_STATE_PARTS_H

#include "base/bytes.h"
#include "base/wide.h"
#include "measure/state.h"

#include <string.h>

/* ---- memory: every byte of a state is counted, so that max_state_bytes is a cap and not a guess (D13)  */

typedef struct dsi_meter {
    dscore_allocator base;
    int64_t bytes;
    int64_t cap;    /* 0 = none */
    bool is_capped; /* an allocation was refused because of the cap */
} dsi_meter;

/* The allocator that counts into the meter; the meter must stay where it is. */
dscore_allocator dsi_meter_allocator(dsi_meter *meter);

/* Elements that are zero until written; its capacity never shrinks. */
typedef struct dsi_array {
    void *p;
    int64_t cap;
    int64_t size; /* bytes an element; 0 = an array that is not used */
} dsi_array;

bool dsi_array_reserve(const dscore_allocator *a, dsi_array *array, int64_t need);
/* The next capacity: twice as many, or of many a quarter more. */
int64_t dsi_array_grown(int64_t cap);
void dsi_array_free(const dscore_allocator *a, dsi_array *array);

/* ---- classes of rows (D4) -------------------------------------------------------------------- */

/* One byte a row; 1 to 7 are the statuses of gather.h. EXCLUDED, by a false condition, DROPPED, by the standing filter,
   and AUDIT, by the audit of the table, count as excluded; but a row that was dropped says nothing about a condition,
   nor does one that the audit left out. */
enum {
    DSI_CLASS_USED = 0,
    DSI_CLASS_EXCLUDED = 8,
    DSI_CLASS_DROPPED = 9,
    DSI_CLASS_AUDIT = 10,
    DSI_CLASS_NONE = 11,
    DSI_CLASS_SIZE = 12
};

/* Counters of a selection or account in a cell; disjoint, dsi_counts adds them up. */
enum {
    DSI_COUNT_USED,
    DSI_COUNT_FALSE, /* a condition was false */
    DSI_COUNT_DROPPED,
    DSI_COUNT_INVALID,
    DSI_COUNT_PENDING,
    DSI_COUNT_KEPT,                     /* those before are kept */
    DSI_COUNT_MISSING = DSI_COUNT_KEPT, /* what is left of the candidates */
    DSI_COUNT_SIZE
};

/* Each an int64_t a cell; one that was never needed has no memory and is 0 in every cell. */
typedef struct dsi_counters {
    dsi_array of[DSI_COUNT_KEPT];
} dsi_counters;

/* ---- a block of rows on its way into cells --------------------------------------------------- */

typedef struct dsi_pass {
    int32_t n;               /* rows of the block */
    const uint8_t *class_of; /* of the aggregate's selection */
    int64_t used;            /* rows of class USED */
    const int32_t *cell;     /* of each row that is a candidate */
    int32_t only;            /* the one cell of all candidates; -1 = several */
    const dsi_vector *arguments[DSI_MAX_ARGUMENTS];
    int32_t argument_count;
    uint64_t *parts; /* distinct: n values an argument */
    uint8_t *tags;   /* distinct: what each value is */
} dsi_pass;

/* ---- stores: what an aggregate keeps, one plane for each kind of values it met --------------- */

typedef struct dsi_set { /* distinct tuples of cells */
    int32_t arity;
    dsi_array cells;    /* int32_t, an entry */
    dsi_array seen;     /* uint8_t: 1, or 2 = more than once */
    dsi_array parts;    /* uint64_t * arity */
    dsi_array tags;     /* uint8_t * arity */
    int32_t *slots;     /* entry + 1; 0 = empty */
    int64_t slot_count; /* a power of two */
    int64_t count, pending;
    bool is_full; /* a reservation was refused because entries have 31-bit numbers */
} dsi_set;

typedef struct dsi_plane {
    int32_t argument;   /* of the aggregate */
    int32_t kind;       /* DSI_INT (also decimals), DSI_DOUBLE, DSI_BOOL; 0 = a set */
    int32_t scale;      /* values are cells / 10^scale */
    dsi_array elements; /* one a cell */
    int64_t unit;       /* lists: of values kept in 32 bits; list.h */
    dsi_array pending;  /* lists: int32_t, cells of the values that are not committed, those of wide values inverted */
    int64_t pending_count;
    dsi_array full; /* sketches: int32_t, cells whose values are to be counted before the next block */
    int64_t full_count;
    dsi_array taken; /* kept values: what a subtraction removes; working memory */
    dsi_set set;
} dsi_plane;

/* Where the elements of all cells lie: an array, or that of a plane of a store; and how a total is added to one, NULL:
   elements are int64_t. */
typedef struct dsi_home {
    const dsi_array *array;
    const struct dsi_store *store; /* NULL: the array */
    int64_t plane;
    void (*add)(void *element, int64_t total, int64_t unit);
} dsi_home;

struct dsi_lanes;

/* Cells of another state that are to be taken away (subtract.c): no two of them have the same target. */
typedef struct dsi_taking {
    const int32_t *map;  /* target cell of each source cell; -1 = the source cell holds nothing */
    int32_t n;           /* source cells */
    const int64_t *left; /* one a source cell: rows of class USED that stay in its target */
} dsi_taking;
enum { DSI_HOLDS = -1, DSI_HOLDS_NO_MEMORY = -2 };
/* ---- states as bytes (pack.c, unpack.c; docs/formats.md) ------------------------------------- */

/* A frame of a state on its way into bytes. Cells are written in their canonical order: the i-th is order[i]. */
typedef struct dsi_packing {
    dscore_allocator allocator; /* for working memory */
    dsi_bytes_out *out;
    const int32_t *labels; /* number of each label of the state, in the order in which they are written */
    const int32_t *order;  /* cells of the frame */
    const int32_t *place;  /* and back: where each cell comes; -1 = it is not written, having no rows */
    int32_t count;         /* cells that are written */
} dsi_packing;

/* A frame on its way out of bytes: its cells were made in the order in which they were written. */
typedef struct dsi_unpacking {
    const dscore_allocator *allocator; /* the state's: counted */
    dsi_bytes_in *in;
    int32_t count;          /* cells */
    int32_t argument_count; /* of the aggregate */
    const int64_t *used;    /* rows of each cell that the aggregate's selection used, at most 2^53 */
    int64_t *met;        /* values of each cell, over the planes of one argument: a family that counts them adds here */
    int32_t label_count; /* numbers of labels are 0 (absent) and up to this, and ids of the state's labels */
    uint8_t *label_seen; /* one a label: set where one occurs */
    const dsi_labels *names;
} dsi_unpacking;

/* How many values of a cell its store tells of: nothing; all that the selection used; some of them if it used any. */
enum { DSI_TELLS_NOTHING, DSI_TELLS_ALL, DSI_TELLS_SOME };

/* What distinguishes the aggregates: one row of a table for each family. A plane of a kind begins as zero bytes. */
typedef struct dsi_family {
    int32_t arguments;                /* that are stored, each in planes of its own; 0 = one plane for the tuple */
    bool joins_doubles;               /* integers lie in the plane of doubles: commit asks the values for their kind */
    bool reads_raw;                   /* reserve and commit take raw values, too */
    int64_t (*element)(int32_t kind); /* bytes a cell */
    /* Room for whatever commit may need; false = no memory. NULL = commit needs none. */
    bool (*reserve)(const dscore_allocator *a, dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values);
    void (*commit)(dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values);
    /* Have lanes (lanes.h) do what reserve and commit would: DSI_LANES_..., _REFUSE where they cannot with these
       values, which may be raw here. NULL: never. */
    int32_t (*tell)(struct dsi_lanes *lanes, const dsi_pass *pass, const dsi_vector *values, const dsi_home *home);
    /* The same for the cells of another state; map: target cell of each source cell, -1 = left out. */
    bool (*absorb_reserve)(
        const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n);
    void (*absorb)(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n);
    /* Take the cells of another state away. NULL = what the family keeps cannot be taken apart (least values, sets).
       holds: would what stays be what rows can leave? DSI_HOLDS; or a source cell whose rows were never added; or
       DSI_HOLDS_NO_MEMORY. It changes working memory only. to NULL: the target has no such plane, so that only an empty
       one holds. After it comes nothing, or subtract, which cannot fail; in between at most absorb_reserve (of what is
       added at the same time). */
    int32_t (*holds)(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const dsi_taking *taking);
    void (*subtract)(dsi_plane *to, const dsi_plane *from, const dsi_taking *taking);
    /* Give back what elements [first, count) own, leaving zeros. NULL = they own nothing. */
    void (*release)(const dscore_allocator *a, dsi_plane *plane, int64_t first, int64_t count);
    /* What was reserved in the first cells is not committed. NULL = that does not matter. */
    void (*forget)(dsi_plane *plane, int64_t cells);
    int32_t code; /* that stands for it in a packed state; never changed, never used again */
    /* Does the plane hold anything in a cell that is written? Then it is written, else it is as if it were not there.
     */
    bool (*has_any)(const dsi_plane *plane, const dsi_packing *packing);
    /* The plane as bytes that depend on nothing but what it holds: at least one for each cell, and for each thing of
       which there may be many, so that its reader can bound what it makes room for. False = no memory. */
    bool (*pack)(const dsi_plane *plane, const dsi_packing *packing);
    /* Into a plane of zeros with room for the cells. What is malformed fails unpacking->in (dsi_bytes_fail) and returns
       true; false = no memory. What was read must be what pack would write. */
    bool (*unpack)(dsi_plane *plane, const dsi_unpacking *unpacking);
    /* Can there be such a plane? (scale is 0 to 18 already, and 0 unless kind is DSI_INT.) */
    bool (*admits)(int32_t kind, int32_t scale);
    int32_t tells; /* DSI_TELLS_...: what unpack's additions to met must come out as, for each argument */
} dsi_family;

typedef struct dsi_store {
    const dsi_family *family;
    dsi_plane *planes;
    int64_t plane_count, plane_cap;
} dsi_store;

extern const dsi_family dsi_family_sums, dsi_family_shares, dsi_family_minima, dsi_family_maxima, dsi_family_moments,
    dsi_family_kept, dsi_family_curves, dsi_family_sketches, dsi_family_tuples;

/* Family of an aggregate function; NULL: the counters of its selection are all it needs. */
const dsi_family *dsi_family_of(int32_t function);

/* The plane of an argument for a kind of values, made with room for `cells` if new; NULL = no memory. */
dsi_plane *dsi_store_plane(
    const dscore_allocator *a, dsi_store *store, int32_t argument, int32_t kind, int32_t scale, int64_t cells);
const dsi_plane *dsi_store_find(const dsi_store *store, int32_t argument, int32_t kind, int32_t scale);
/* Zero in the first cells, whose elements were released; no kept value. (Of families that subtract; sets stay.) */
void dsi_store_clear(dsi_store *store, int64_t cells);
void dsi_store_free(const dscore_allocator *a, dsi_store *store);
void dsi_plane_free(const dscore_allocator *a, const dsi_family *family, dsi_plane *plane);

/* aggregate_sums.c: the exact sum of an argument in a cell, as sum / divisor; false if kinds of values were mixed in a
   way that only doubles can tell: then *out_value. */
bool dsi_sums_total(
    const dsi_store *store, int32_t argument, int64_t cell, dsi_sum *out, int64_t *out_divisor, double *out_value);
/* aggregate_counts.c */
int64_t dsi_shares_true(const dsi_store *store, int64_t cell);
/* finish_columns.c: the common aggregates of cells (-1 = none) without a call for each. False: it is none of them. */
bool dsi_finish_columns(const dsi_aggregate *aggregate, const dsi_store *store, const int32_t *cells, int32_t n,
    const dsi_tally *counts, double *value, int32_t *status);
/* What values of this argument are divided by when they leave: microseconds become seconds. */
int64_t dsi_aggregate_divisor(const dsi_aggregate *aggregate, int32_t argument);
/* aggregate_extremes.c: the least or greatest value, as the double nearest to value / divisor; false = none. */
bool dsi_extremes_value(const dsi_store *store, bool is_maximum, int64_t cell, int64_t divisor, double *out);
/* aggregate_moments.c: sample variance of n >= 2 values / divisor. */
double dsi_moments_of_cell(const dsi_store *store, int64_t cell, int64_t n, int64_t divisor);
/* Keys that sort as the values do, and back. */
static inline uint64_t dsi_key_of_int(int64_t value)
{
    return (uint64_t)value ^ UINT64_C(1) << 63;
}
static inline int64_t dsi_key_to_int(uint64_t key)
{
    const uint64_t bits = key ^ UINT64_C(1) << 63;
    int64_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
}
static inline uint64_t dsi_key_of_double(double value)
{
    const double one_zero = value + 0.0; /* -0 is 0 */
    uint64_t bits;
    memcpy(&bits, &one_zero, sizeof bits);
    return bits >> 63 != 0 ? ~bits : bits | UINT64_C(1) << 63;
}
static inline double dsi_key_to_double(uint64_t key)
{
    const uint64_t bits = key >> 63 != 0 ? key & ~(UINT64_C(1) << 63) : ~key;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}
/* aggregate_kept.c */
/* How kept values are kept, of any family that does. */
int64_t dsi_kept_element(int32_t kind);
void dsi_kept_commit(dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values);
bool dsi_kept_absorb_reserve(
    const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n);
void dsi_kept_absorb(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n);
void dsi_kept_release(const dscore_allocator *a, dsi_plane *plane, int64_t first, int64_t count);
void dsi_kept_forget(dsi_plane *plane, int64_t cells);
int32_t dsi_kept_holds(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const dsi_taking *taking);
void dsi_kept_subtract(dsi_plane *to, const dsi_plane *from, const dsi_taking *taking);
/* Values of a cell. */
typedef struct dsi_kept {
    const uint64_t *keys;
    int64_t count;
    int32_t kind;    /* DSI_INT or DSI_DOUBLE */
    int64_t divisor; /* 10^scale */
} dsi_kept;
/* The value g of the way from one key to another, in units of 1 / divisor. */
double dsi_kept_between(const dsi_kept *kept, uint64_t low, uint64_t high, double g, int64_t divisor);
/* Ranks, from 0, of which a quantile of n values is made: type 7 goes g of the way to the next one; type 1; and the
   greatest that is at most q (n - 1). A hair beside a whole number counts as the number. */
int64_t dsi_rank_between(int64_t n, double q, double *out_g);
int64_t dsi_rank_observed(int64_t n, double q);
int64_t dsi_rank_below(int64_t n, double q);
int64_t dsi_kept_trim(int64_t count, double p); /* values to leave out at either end */
/* Values of different kinds become doubles, whose order and neighbours are then the same for every order of rows. */
uint64_t dsi_key_as_double(int32_t kind, int32_t scale, uint64_t key);
/* aggregate_curve.c: of the keys that its family keeps, ascending. The least time t of an event with 1 - S(t) >= q;
   false: the curve does not reach q. 1 - S(limit); false: rows are still at risk where the last one was seen, before
   the limit. */
bool dsi_curve_quantile(const dsi_kept *kept, double q, double *out_seconds);
bool dsi_curve_within(const dsi_kept *kept, int64_t limit, double *out);
/* aggregate_tuples.c */
enum { DSI_TAG_ABSENT = 0, DSI_TAG_INT = 1, DSI_TAG_DOUBLE = 2, DSI_TAG_DECIMAL = 3 /* + scale */, DSI_TAG_LABEL = 64 };
/* Canonical parts of the used rows of a block; false = no memory for a label. */
bool dsi_tuples_parts(dsi_labels *labels, const dsi_pass *pass, uint64_t *parts, uint8_t *tags);
void dsi_tuples_count(const dsi_store *store, int64_t cell, int64_t *out_distinct, int64_t *out_recurring);
enum { DSI_SET_MOST = INT32_MAX / 2 }; /* entries of a set */
bool dsi_tuples_absorb_reserve(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from);
void dsi_tuples_absorb(dsi_plane *to, const dsi_plane *from, const int32_t *map, const int32_t *labels);

/* ---- cells of a frame ------------------------------------------------------------------------ */

typedef struct dsi_cell_slot {
    int32_t cell;  /* + 1; 0 = empty */
    uint32_t hash; /* of its labels and its period */
} dsi_cell_slot;

typedef struct dsi_cells {
    int32_t key_count;
    int32_t count;
    int64_t cap;       /* the least capacity of all arrays of the frame */
    dsi_array labels;  /* int32_t * key_count */
    dsi_array periods; /* int32_t */
    dsi_array now;     /* int64_t: rows of the cell whose result took now */
    dsi_cell_slot *slots;
    int64_t slot_count;
} dsi_cells;

/* -1 = none. */
int32_t dsi_cells_find(const dsi_cells *cells, const int32_t *labels, int32_t period);

typedef struct dsi_frame_cells {
    dsi_cells cells;
    dsi_array candidates;   /* int64_t */
    dsi_counters *counters; /* selections, then accounts (those of one selection have none) */
    int32_t counter_count;
    dsi_store *stores; /* one an aggregate; only owners have a family */
    int32_t *owners;   /* aggregate whose store serves: the first of the same family and selection */
    int64_t *reasons;  /* [account][DSI_CLASS_SIZE] rows by class, over all cells */
    int64_t unplaced, filtered_out;
} dsi_frame_cells;

/* The cell, made if new (its arrays hold zeros); -1 = no memory. */
int32_t dsi_frame_cell(
    const dscore_allocator *a, dsi_frame_cells *frame, const dsi_frame *plan, const int32_t *labels, int32_t period);
/* Room for a counter in every cell. */
bool dsi_frame_counter(const dscore_allocator *a, dsi_frame_cells *frame, int32_t at, int32_t counter);
/* All counters of a selection or account in a cell. */
void dsi_frame_counts(const dsi_frame_cells *frame, int32_t at, int64_t cell, int64_t out[DSI_COUNT_SIZE]);
/* Take back the cells from `count` on, which nothing was committed to. */
void dsi_frame_forget_cells(const dscore_allocator *a, dsi_frame_cells *frame, const dsi_frame *plan, int32_t count);

/* ---- the state ------------------------------------------------------------------------------- */

struct dsi_scan;

typedef struct dsi_source_state {
    bool is_given;
    int32_t flags;    /* DSCORE_FLAG_NAIVE */
    int32_t *choices; /* one a field */
    uint8_t *kinds;   /* DSI_KEY_... of bound text fields, else NONE */
    char *audit;      /* policies of the audit that leaves rows out: of all tables of the source alike */
    int64_t audit_size;
    struct dsi_scan *scan; /* working memory of updates; not counted, not cloned */
} dsi_source_state;

struct dscore_state {
    const dscore_plan *plan; /* one hold */
    dsi_meter meter;
    dscore_allocator allocator; /* counts into meter */
    dsi_labels *labels;
    uint32_t dropped;
    dsi_settings settings; /* the plan's, save that a merge may have brought another now (D11) */
    bool depends_on_now;   /* a row of it would be seen otherwise at another now */
    int64_t now_least;     /* and some at a now before this one; INT64_MIN = none */
    dsi_source_state *sources;
    dsi_frame_cells *frames;
    uint8_t *item_absent;
    uint8_t key_kinds[DSI_MAX_KEYS]; /* DSI_KEY_... of the columns, over all sources */
    char *key_names[DSI_MAX_KEYS];   /* of keys that were mapped to others, of text; NULL: as in the query */
    dsi_array roster;                /* int32_t labels */
    dsi_array roster_seen;           /* uint8_t, one a label */
    int64_t roster_count;
    int32_t key_count;
    struct dscore_state *scratch[2]; /* retract.c: rows to take away, rows to add; as scan: not counted, not cloned */
};

/* LIMIT if the cap refused an allocation or a set is full, else MEMORY; forgets it. */
dscore_status dsi_state_no_memory(dscore_state *state, dscore_error *err);

/* ---- state_keys.c ---- */
/* A key's name, and what its labels are. Keys by index in the query. */
const char *dsi_state_key_name(const dscore_state *state, int32_t key);
int32_t dsi_state_key_kind(const dscore_state *state, int32_t key);
/* The key of that name which the state has; -1 = none. NOT_FOUND: why not. */
int32_t dsi_state_find_key(const dscore_state *state, const char *name);
dscore_status dsi_state_fail_key(const dscore_state *state, const char *name, int32_t code, dscore_error *err);
/* Give a key a name (false = no memory), take it back; take over those of the keys that `to` did not drop. */
bool dsi_state_name_key(dscore_state *state, int32_t key, const char *name, int64_t length);
void dsi_state_unname_key(dscore_state *state, int32_t key);
bool dsi_state_take_names(dscore_state *to, const dscore_state *from);
/* INCOMPATIBLE: a key that both have was mapped to different ones. */
dscore_status dsi_state_compare_names(const dscore_state *to, const dscore_state *from, dscore_error *err);
/* INCOMPATIBLE: a key was mapped to one that rows do not have. */
dscore_status dsi_state_check_takes_rows(const dscore_state *state, dscore_error *err);

/* roster.c: the table of agents on its way into the state, block by block: read, which reserves room, then commit. */
typedef struct dsi_roster {
    dsi_key_reader *reader; /* NULL: the table is no roster */
    int32_t *ids;           /* labels of the block */
} dsi_roster;
/* To be closed whatever comes back. */
dscore_status dsi_roster_open(
    dsi_roster *roster, dscore_state *state, int32_t source, const dscore_table *table, dscore_error *err);
bool dsi_roster_read(const dsi_roster *roster, dscore_state *state, int64_t first, int32_t n); /* false = no memory */
void dsi_roster_commit(const dsi_roster *roster, dscore_state *state, int32_t n);
void dsi_roster_close(dsi_roster *roster, const dscore_state *state);
/* A subject, once; there is room for it. */
void dsi_roster_add(dscore_state *state, int32_t label);

/* state.c: give back the working memory of updates; a later one takes it again. */
void dsi_state_rest(dscore_state *state);

/* retract.c: give back what it works with. */
void dsi_scratch_free(dscore_state *state);

/* merge.c: add the cells of `from` to `to`, where dropped keys (mask) count as absent; all or nothing. The periods of
   `from` lie in those of `to` (dsi_join_periods). */
dscore_status dsi_state_absorb(dscore_state *to, const dscore_state *from, dscore_error *err);
/* The same, with other labels in one key (map.c). */
typedef struct dsi_relabel {
    int32_t key;
    const int32_t *labels; /* of each label of `from`, in that key: the label of `to` */
    const uint8_t *others; /* one a label of `from`: not 0, it occurs elsewhere too */
} dsi_relabel;
dscore_status dsi_state_absorb_as(
    dscore_state *to, const dscore_state *from, const dsi_relabel *relabel, dscore_error *err);

/* begin.c: how a batch reads the fields of its source, beside what the state knows of it. */
typedef struct dsi_beginning {
    dsi_arena arena;
    int32_t source;
    int32_t *choices;       /* this and what follows are in the arena, unless is_known */
    uint8_t *kinds, *marks; /* one a field; marks: working memory */
    uint8_t *absent;        /* one an item */
    uint8_t key_kinds[DSI_MAX_KEYS];
    int32_t flags;
    bool is_known; /* the batch is of the shape of the one before: choices and absent items are the state's own */
} dsi_beginning;
/* Fix or check it; the state gets room for it and is not changed otherwise. To be freed whatever comes back. */
dscore_status dsi_beginning_make(
    dscore_state *state, int32_t source, const dscore_table *table, dsi_beginning *b, dscore_error *err);
void dsi_beginning_take_over(dscore_state *state, const dsi_beginning *b);
void dsi_beginning_free(dsi_beginning *b);
void dsi_choose_fields(const dscore_plan *plan, int32_t source, const dscore_table *table, int32_t *choices);
/* Room for the choices of a source, and its audit unless one is known; false = no memory. */
bool dsi_source_reserve(dscore_state *state, int32_t source, const char *audit);
/* Mark the items that lack a field, by the choices of their source. */
void dsi_source_mark_absent(dscore_state *state, int32_t source);
/* Index in the plan of the source of a table; -1 = the plan does not read it; INCOMPATIBLE: of another catalogue. */
dscore_status dsi_plan_source_of(const dscore_plan *plan, const dscore_table *table, int32_t *out, dscore_error *err);

/* finish_kept.c: what is made of values that were kept or sketched, ahead, as that takes memory. results[i]: of
   aggregate i of the frame, one a cell, NaN = no value; NULL for other aggregates. False = no memory; what was made is
   the caller's to free, either way, as arrays of the number of cells + 1. */
bool dsi_finish_kept(const dscore_state *state, const dscore_allocator *a, int32_t frame, double **results);
/* Does a quantile of a cell of sketches come from buckets? */
bool dsi_sketches_approximate(const dsi_store *store, int64_t cell, double q);

#endif
