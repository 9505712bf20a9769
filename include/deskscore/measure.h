/**
 * @file measure.h
 * What is measured: the catalogue of indicators, queries, plans, states and values.
 *
 * catalogue (definitions) -> query (which, by what, when) -> plan (compiled, immutable) -> state (cells;
 * update, merge, roll up) -> values (by indicator, subject and period).
 */
#ifndef DESKSCORE_MEASURE_H
#define DESKSCORE_MEASURE_H

#include <deskscore/data.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Schema and indicators; immutable, shared by threads. */
typedef struct dscore_catalog dscore_catalog;
/** Makes a catalogue out of another and documents (document.h). One writer. */
typedef struct dscore_catalog_builder dscore_catalog_builder;
/** A definition; belongs to its catalogue. */
typedef struct dscore_indicator dscore_indicator;
/** Which indicators, by which keys, when, over which rows. One writer. */
typedef struct dscore_query dscore_query;
/** A compiled query; immutable, shared by threads. */
typedef struct dscore_plan dscore_plan;
/** The cells of a plan. One writer. */
typedef struct dscore_state dscore_state;
/** Results of a plan: immutable once made. */
typedef struct dscore_values dscore_values;

/* ---- catalogue ------------------------------------------------------------------------------ */

/**
 * The built-in catalogue.
 *
 * @param allocator  copied; NULL = the C library's
 * @param out        to be freed by dscore_catalog_free; NULL on failure
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_catalog_builtin(const dscore_allocator *allocator, dscore_catalog **out,
    dscore_error *err);

/** Free; what was made from it stays usable. @param catalog may be NULL @since 0.1 */
DSCORE_API void dscore_catalog_free(dscore_catalog *catalog);

/** @param catalog not NULL @return its schema; lives as long as the catalogue @since 0.1 */
DSCORE_API const dscore_schema *dscore_catalog_schema(const dscore_catalog *catalog);

/** @param catalog not NULL @return number of indicators @since 0.1 */
DSCORE_API int32_t dscore_catalog_count(const dscore_catalog *catalog);

/** @param catalog not NULL @param index from 0 @return the indicator; NULL out of range @since 0.1 */
DSCORE_API const dscore_indicator *dscore_catalog_at(const dscore_catalog *catalog, int32_t index);

/** @param catalog not NULL @param id id of an indicator @return the indicator; NULL if there is none @since 0.1 */
DSCORE_API const dscore_indicator *dscore_catalog_find(const dscore_catalog *catalog, const char *id);

/** A builder that starts from a catalogue (retained; NULL: no fields, no indicators). See document.h. @since 0.1 */
DSCORE_API dscore_status dscore_catalog_builder_new(const dscore_catalog *base, dscore_catalog_builder **out,
    dscore_error *err);

/** Free. @param builder may be NULL @since 0.1 */
DSCORE_API void dscore_catalog_builder_free(dscore_catalog_builder *builder);

/**
 * The catalogue of what was added so far; the builder may go on.
 *
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_MEMORY; DSCORE_E_FORMAT, DSCORE_E_NOT_FOUND, DSCORE_E_TYPE (a
 *         definition that does not hold; path names it)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_catalog_builder_finish(const dscore_catalog_builder *builder,
    dscore_catalog **out, dscore_error *err);

/** Text properties of an indicator. */
enum {
    DSCORE_INDICATOR_ID = 1,
    DSCORE_INDICATOR_NAME_EN = 2,
    DSCORE_INDICATOR_NAME_ZH = 3,
    DSCORE_INDICATOR_DESCRIPTION_EN = 4,
    DSCORE_INDICATOR_DESCRIPTION_ZH = 5,
    DSCORE_INDICATOR_DIMENSION = 6,   /**< for browsing only */
    DSCORE_INDICATOR_UNIT = 7,        /**< of the closed list of D16 */
    DSCORE_INDICATOR_BETTER = 8,      /**< higher, lower, band, none */
    DSCORE_INDICATOR_SOURCE = 9,      /**< "" for a derived indicator */
    DSCORE_INDICATOR_FORMULA = 10,
    DSCORE_INDICATOR_PLACEMENT = 11,
    DSCORE_INDICATOR_CLOCK = 12,      /**< calendar, business, none */
    DSCORE_INDICATOR_WHERE = 13,
    DSCORE_INDICATOR_EXCLUDE = 14,
    DSCORE_INDICATOR_OBSERVATIONS = 15,
    DSCORE_INDICATOR_BASE = 16,
    DSCORE_INDICATOR_KIND = 17,       /**< share, mean, quantile, count, ratio, other */
    DSCORE_INDICATOR_LEVEL = 18,      /**< source, derived */
    DSCORE_INDICATOR_HASH = 19,       /**< content hash, 32 hexadecimal digits, prose excluded */
    DSCORE_INDICATOR_SINCE = 20,
    DSCORE_INDICATOR_REPLACED_BY = 21,
    DSCORE_INDICATOR_REFERENCE = 22   /**< where the definition comes from */
};

/** @param indicator not NULL @param property DSCORE_INDICATOR_... @return text; "" if it has none; never NULL @since 0.1 */
DSCORE_API const char *dscore_indicator_text(const dscore_indicator *indicator, int32_t property);

/** @return the least n an indicator's value needs (default 1) @since 0.1 */
DSCORE_API int64_t dscore_indicator_min_n(const dscore_indicator *indicator);

/** @return 1 for a survey or sample: data coverage does not gate it @since 0.1 */
DSCORE_API int32_t dscore_indicator_sampled(const dscore_indicator *indicator);

/** Bounds of the value, in its unit; infinities where there are none. @since 0.1 */
DSCORE_API void dscore_indicator_domain(const dscore_indicator *indicator, double *out_min, double *out_max);

/** A parameter of a definition. Texts live as long as the catalogue. */
typedef struct dscore_parameter_info {
    uint32_t struct_size;      /**< sizeof(dscore_parameter_info) */
    int32_t type;              /**< DSCORE_TYPE_NUMBER, _DURATION, ... */
    const char *name;          /**< [a-z][a-z0-9_]* */
    const char *default_value; /**< a literal of the formula language; "" = must be given */
    const char *min;           /**< a literal; "" = none */
    const char *max;           /**< a literal; "" = none */
    const char *unit;          /**< "" if none */
} dscore_parameter_info;

/** Initialiser of a dscore_parameter_info. */
#define DSCORE_PARAMETER_INFO_INIT {(uint32_t)sizeof(dscore_parameter_info), 0, "", "", "", "", ""}

/** @return number of parameters @since 0.1 */
DSCORE_API int32_t dscore_indicator_parameter_count(const dscore_indicator *indicator);

/** @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_NOT_FOUND (index out of range) @since 0.1 */
DSCORE_API dscore_status dscore_indicator_parameter(const dscore_indicator *indicator, int32_t index,
    dscore_parameter_info *out, dscore_error *err);

/** @return how many fields its formula, where and placement need @since 0.1 */
DSCORE_API int32_t dscore_indicator_field_count(const dscore_indicator *indicator);

/** @return name of a needed field; "" out of range @since 0.1 */
DSCORE_API const char *dscore_indicator_field(const dscore_indicator *indicator, int32_t index);

/** @return length of the credit list @since 0.1 */
DSCORE_API int32_t dscore_indicator_credit_count(const dscore_indicator *indicator);

/** @return field of the credit list; "" out of range @since 0.1 */
DSCORE_API const char *dscore_indicator_credit(const dscore_indicator *indicator, int32_t index);

/**
 * The indicator as a SQL query (DuckDB and PostgreSQL) over a table named like the source, one row a subject.
 *
 * Instants are TIMESTAMPTZ, durations DOUBLE seconds. NULL stands for no value.
 *
 * @param catalog, id     not NULL
 * @param buffer, capacity, out_needed  as dscore_format
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_NOT_FOUND; DSCORE_E_BUFFER; DSCORE_E_UNSUPPORTED; DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_indicator_sql(const dscore_catalog *catalog, const char *id, char *buffer,
    int64_t capacity, int64_t *out_needed, dscore_error *err);

/* ---- query ---------------------------------------------------------------------------------- */

/** An empty query. @param catalog retained @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_MEMORY @since 0.1 */
DSCORE_API dscore_status dscore_query_new(const dscore_catalog *catalog, dscore_query **out, dscore_error *err);

/** Free. @param query may be NULL @since 0.1 */
DSCORE_API void dscore_query_free(dscore_query *query);

/**
 * Group by a key: a field's name, or `subject` (each indicator's own credit). Up to 8, in order.
 *
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_INCOMPATIBLE (given twice); DSCORE_E_LIMIT; DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_key(dscore_query *query, const char *key, dscore_error *err);

/**
 * Ask for an indicator.
 *
 * @param alias  unique in the query; NULL = the id
 * @param id     of the catalogue
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_NOT_FOUND (names the nearest id); DSCORE_E_INCOMPATIBLE (alias
 *         taken); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_item(dscore_query *query, const char *alias, const char *id,
    dscore_error *err);

/**
 * Set a parameter of an item by a literal of the formula language: `20s`, `0.9`, `"phone"`.
 *
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_NOT_FOUND (alias or parameter); DSCORE_E_FORMAT; DSCORE_E_TYPE;
 *         DSCORE_E_PARAMETER (outside its range); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_parameter(dscore_query *query, const char *alias, const char *name,
    const char *literal, dscore_error *err);

/**
 * Change one property of an item (D14): `clock`, `where`, `placement`, `credit` (comma-separated fields),
 * `source`. Checked when the plan is compiled.
 *
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_NOT_FOUND (alias); DSCORE_E_PARAMETER (no such property);
 *         DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_item_set(dscore_query *query, const char *alias, const char *property,
    const char *value, dscore_error *err);

/** The range [from, to) of placements, microseconds; dscore_instant_min/_max leave an end open. @since 0.1 */
DSCORE_API dscore_status dscore_query_range(dscore_query *query, int64_t from, int64_t to, dscore_error *err);

/** Group by periods: n + 1 ascending edges, microseconds; period i is [edge i, edge i+1). Replaces the range. @since 0.1 */
DSCORE_API dscore_status dscore_query_periods(dscore_query *query, const int64_t *edges, int64_t n_edges,
    dscore_error *err);

/** Group by `count` periods of a fixed length (microseconds, > 0) from `start`. Replaces the range. @since 0.1 */
DSCORE_API dscore_status dscore_query_periods_every(dscore_query *query, int64_t start, int64_t length,
    int64_t count, dscore_error *err);

/** The instant that `now()` and pending rows stand for; without it a formula that needs it fails to compile. @since 0.1 */
DSCORE_API dscore_status dscore_query_now(dscore_query *query, int64_t now, dscore_error *err);

/**
 * Keep only rows of a source for which a condition is true (missing: counted n_missing). Several are ANDed.
 *
 * @param source   NULL = "tickets"
 * @param formula  a boolean row formula; checked when the plan is compiled
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_where(dscore_query *query, const char *source, const char *formula,
    dscore_error *err);

/**
 * Set an option.
 *
 * | name | values (default first) |
 * | --- | --- |
 * | negative | exclude, signed, clamp, fail: negative elapsed time (D10) |
 * | invalid | exclude, fail: values outside their domain |
 * | absent | error, missing: fields that are not bound (D1) |
 * | standing_filter | on, off: the definitions' exclude (D5) |
 * | quantiles | exact, sketch (UNSUPPORTED for now) |
 * | max_state_bytes | 0 (no cap) or a number of bytes (D13) |
 *
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_PARAMETER (unknown name or value); DSCORE_E_UNSUPPORTED
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_option(dscore_query *query, const char *name, const char *value,
    dscore_error *err);

/** Another domain for a number field (csat 1..10), part of the fingerprint. Infinities = none. @since 0.1 */
DSCORE_API dscore_status dscore_query_domain(dscore_query *query, const char *source, const char *field,
    double min, double max, dscore_error *err);

/* ---- plan ----------------------------------------------------------------------------------- */

/**
 * Compile a query.
 *
 * @param query  copied; not NULL
 * @param out    to be freed by dscore_plan_free; NULL on failure
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (no item); DSCORE_E_FORMAT, DSCORE_E_TYPE, DSCORE_E_NOT_FOUND (a formula; path
 *         names the item); DSCORE_E_PARAMETER (a parameter or `now` missing); DSCORE_E_FIELD_MISSING (a key that no
 *         source has); DSCORE_E_UNSUPPORTED; DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_plan_compile(const dscore_query *query, dscore_plan **out, dscore_error *err);

/** Free; states and values made from it stay usable. @param plan may be NULL @since 0.1 */
DSCORE_API void dscore_plan_free(dscore_plan *plan);

/** 128-bit identity (D11) as 32 hexadecimal digits. @return text that lives as long as the plan @since 0.1 */
DSCORE_API const char *dscore_plan_fingerprint(const dscore_plan *plan);

/** @return how many sources the plan reads @since 0.1 */
DSCORE_API int32_t dscore_plan_source_count(const dscore_plan *plan);

/** @return name of a source the plan reads; "" out of range @since 0.1 */
DSCORE_API const char *dscore_plan_source(const dscore_plan *plan, int32_t index);

/** @return 1 if the plan could read that field (also as optional or as a stand-in), else 0 @since 0.1 */
DSCORE_API int32_t dscore_plan_reads(const dscore_plan *plan, const char *source, const char *field);

/* ---- state ---------------------------------------------------------------------------------- */

/** An empty state. @param plan retained @param out to be freed; NULL on failure @since 0.1 */
DSCORE_API dscore_status dscore_state_new(const dscore_plan *plan, dscore_state **out, dscore_error *err);

/** Free. @param state may be NULL @since 0.1 */
DSCORE_API void dscore_state_free(dscore_state *state);

/**
 * Add rows [first, first + count) of a table to the cells of its source.
 *
 * @param table      of a source the plan reads, or any (then nothing happens); not kept
 * @param out_taken  rows added; less than count only on failure: the state then holds exactly these; may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_FIELD_MISSING; DSCORE_E_TYPE; DSCORE_E_INCOMPATIBLE (a key int in one
 *         batch, text in another; other fields bound than in the first batch); DSCORE_E_RANGE (policy fail: field and
 *         row); DSCORE_E_LIMIT (max_state_bytes); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_update(dscore_state *state, const dscore_table *table, int64_t first,
    int64_t count, int64_t *out_taken, dscore_error *err);

/**
 * Add the cells of `source` to `target`: as if target had seen its rows too. Commutative, associative.
 *
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_INCOMPATIBLE (names the first difference); DSCORE_E_LIMIT;
 *         DSCORE_E_MEMORY; on failure both are unchanged
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_merge(dscore_state *target, const dscore_state *source, dscore_error *err);

/** A copy that shares nothing that changes. @since 0.1 */
DSCORE_API dscore_status dscore_state_clone(const dscore_state *state, dscore_state **out, dscore_error *err);

/**
 * The state of the same query with only some of its keys; exact, no second pass (D25).
 *
 * @param keys    names of keys of the query to keep, in the query's order; `period` keeps the periods
 * @param n_keys  may be 0
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_NOT_FOUND; DSCORE_E_UNSUPPORTED (a formula that reads the ends of its
 *         period, under event placement, when periods are dropped); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_rollup(const dscore_state *state, const char *const *keys, int32_t n_keys,
    dscore_state **out, dscore_error *err);

/** @return bytes the state holds now @since 0.1 */
DSCORE_API int64_t dscore_state_bytes(const dscore_state *state);

/** The values of the cells; the state may go on. @param out to be freed by dscore_values_free @since 0.1 */
DSCORE_API dscore_status dscore_state_finish(const dscore_state *state, dscore_values **out, dscore_error *err);

/**
 * All at once: a state, every table, finish. Several tables of one source are batches.
 *
 * @param tables    n_tables pointers
 * @param executor  NULL = this thread; else batches are cut, run in parallel and merged: same bits
 * @return as dscore_state_update, dscore_state_finish; DSCORE_E_CANCELLED
 * @since 0.1
 */
DSCORE_API dscore_status dscore_evaluate(const dscore_plan *plan, dscore_table *const *tables, int32_t n_tables,
    const dscore_executor *executor, dscore_values **out, dscore_error *err);

/* ---- values --------------------------------------------------------------------------------- */

/** What a value is. Another family than dscore_status: no data is a result. */
enum {
    DSCORE_VALUE_OK = 0,           /**< a number */
    DSCORE_VALUE_NO_DATA = 1,      /**< no row to tell */
    DSCORE_VALUE_INSUFFICIENT = 2, /**< fewer than the minimum; the number is withheld */
    DSCORE_VALUE_UNDEFINED = 3,    /**< 0/0 and the like */
    DSCORE_VALUE_EXCLUDED = 4      /**< the subject is not to be measured */
};

/** Bits of dscore_value.flags. */
enum {
    DSCORE_FLAG_NO_CELL = 1,         /**< no such cell: no candidate row */
    DSCORE_FLAG_PENDING = 2,         /**< rows not yet decided: not final */
    DSCORE_FLAG_INVALID = 4,         /**< rows with impossible values were left out */
    DSCORE_FLAG_DERIVED = 8,         /**< a field was read through its stand-in */
    DSCORE_FLAG_FIELD_ABSENT = 16,   /**< a field it needs is not bound (absent = missing) */
    DSCORE_FLAG_NAIVE = 32,          /**< instants without a zone were read as UTC */
    DSCORE_FLAG_FILTER_OFF = 64,     /**< standing filters were off */
    DSCORE_FLAG_OUT_OF_DOMAIN = 128, /**< the value lies outside the indicator's domain; kept */
    DSCORE_FLAG_SIGNED = 256,        /**< negative elapsed times were kept or clamped */
    DSCORE_FLAG_APPROXIMATE = 512,   /**< from a sketch */
    DSCORE_FLAG_NOW = 1024           /**< depended on `now` */
};

/** One value with its accounting. */
typedef struct dscore_value {
    uint32_t struct_size; /**< sizeof(dscore_value) */
    int32_t status;       /**< DSCORE_VALUE_... */
    int32_t flags;        /**< DSCORE_FLAG_... */
    int32_t reserved;     /**< 0 */
    double value;         /**< in the indicator's unit; NaN unless OK */
    int64_t n_used;       /**< rows in the number */
    int64_t n_missing;    /**< rows that lacked something */
    int64_t n_excluded;   /**< rows left out: filters, invalid, pending */
    int64_t n_invalid;    /**< of n_excluded: impossible values */
    int64_t n_pending;    /**< of n_excluded: not yet decided */
    double observations;  /**< what minimum volume counts (D16); NaN if the definition has no minimum */
} dscore_value;

/** Initialiser of a dscore_value. */
#define DSCORE_VALUE_INIT {(uint32_t)sizeof(dscore_value), 0, 0, 0, 0.0, 0, 0, 0, 0, 0, 0.0}

/** Bits of a key's flags. */
enum {
    DSCORE_KEY_ABSENT = 1,  /**< rows without the key; the label is "" */
    DSCORE_KEY_INTEGER = 2, /**< the label is an integer in decimal */
    DSCORE_KEY_ROSTER = 4   /**< listed in the roster */
};

/** Free. @param values may be NULL @since 0.1 */
DSCORE_API void dscore_values_free(dscore_values *values);

/** @return number of items (aliases), in the query's order @since 0.1 */
DSCORE_API int32_t dscore_values_item_count(const dscore_values *values);

/** Text properties of an item of the values. */
enum {
    DSCORE_ITEM_ALIAS = 1,
    DSCORE_ITEM_INDICATOR = 2, /**< id */
    DSCORE_ITEM_HASH = 3,      /**< of the definition */
    DSCORE_ITEM_UNIT = 4,
    DSCORE_ITEM_SOURCE = 5,    /**< "" if derived */
    DSCORE_ITEM_PLACEMENT = 6, /**< as used; "" if every row was placed */
    DSCORE_ITEM_CREDIT = 7,    /**< fields behind `subject`, comma-separated, those bound */
    DSCORE_ITEM_FILTER = 8,    /**< where of query and item, and exclude, as used */
    DSCORE_ITEM_CLOCK = 9,
    DSCORE_ITEM_CHOICES = 10,  /**< stand-ins taken, `field = formula; ...` */
    DSCORE_ITEM_PARAMETERS = 11, /**< `limit = 20s; ...` */
    DSCORE_ITEM_POLICIES = 12  /**< options that differ from the default */
};

/** @return a text about an item; "" out of range or none @since 0.1 */
DSCORE_API const char *dscore_values_item(const dscore_values *values, int32_t item, int32_t property);

/** @return index of an alias; -1 if there is none @since 0.1 */
DSCORE_API int32_t dscore_values_find(const dscore_values *values, const char *alias);

/** @return number of rows: distinct (keys, period), in canonical order @since 0.1 */
DSCORE_API int64_t dscore_values_row_count(const dscore_values *values);

/** @return number of keys of the query, without those that a roll-up dropped @since 0.1 */
DSCORE_API int32_t dscore_values_key_count(const dscore_values *values);

/** @return name of a key; "" out of range @since 0.1 */
DSCORE_API const char *dscore_values_key_name(const dscore_values *values, int32_t key);

/** @return label of a row's key; "" if absent or out of range; never NULL @since 0.1 */
DSCORE_API const char *dscore_values_key(const dscore_values *values, int64_t row, int32_t key);

/** @return DSCORE_KEY_... bits; 0 out of range @since 0.1 */
DSCORE_API int32_t dscore_values_key_flags(const dscore_values *values, int64_t row, int32_t key);

/** @return 1 if the query has periods @since 0.1 */
DSCORE_API int32_t dscore_values_has_periods(const dscore_values *values);

/** The ends of a row's period, or of the range; dscore_instant_min/_max where open. @since 0.1 */
DSCORE_API dscore_status dscore_values_period(const dscore_values *values, int64_t row, int64_t *out_start,
    int64_t *out_end, dscore_error *err);

/** One value. @return DSCORE_OK; DSCORE_E_ARGUMENT (NULL, out of range) @since 0.1 */
DSCORE_API dscore_status dscore_values_get(const dscore_values *values, int64_t row, int32_t item,
    dscore_value *out, dscore_error *err);

/** A whole item by columns, one element a row; arrays live as long as the values. */
typedef struct dscore_values_column {
    uint32_t struct_size;      /**< sizeof(dscore_values_column) */
    int32_t reserved;          /**< 0 */
    int64_t rows;              /**< elements of each array */
    const double *value;       /**< NaN where there is none */
    const int32_t *status;     /**< DSCORE_VALUE_... */
    const int32_t *flags;      /**< DSCORE_FLAG_... */
    const int64_t *n_used;     /**< rows in the number */
    const int64_t *n_missing;  /**< rows that lacked something */
    const int64_t *n_excluded; /**< rows left out */
    const uint8_t *validity;   /**< Arrow bitmap, bit set = OK */
} dscore_values_column;

/** Initialiser of a dscore_values_column. */
#define DSCORE_VALUES_COLUMN_INIT {(uint32_t)sizeof(dscore_values_column), 0, 0, 0, 0, 0, 0, 0, 0, 0}

/** @return DSCORE_OK; DSCORE_E_ARGUMENT @since 0.1 */
DSCORE_API dscore_status dscore_values_by_column(const dscore_values *values, int32_t item,
    dscore_values_column *out, dscore_error *err);

/** Why rows of an item were left out or lacked something, over all its cells. */
enum {
    DSCORE_REASON_FILTER = 1,     /**< a condition or standing filter */
    DSCORE_REASON_PENDING = 2,    /**< not yet decided */
    DSCORE_REASON_DOMAIN = 3,     /**< outside the field's domain */
    DSCORE_REASON_INFINITE = 4,   /**< infinite, or a division by zero in the row */
    DSCORE_REASON_UNREADABLE = 5, /**< marked unreadable by the caller */
    DSCORE_REASON_NEGATIVE = 6,   /**< elapsed time below zero */
    DSCORE_REASON_OVERFLOW = 7,   /**< arithmetic beyond its range */
    DSCORE_REASON_MISSING = 8,    /**< n_missing */
    DSCORE_REASON_UNPLACED = 9,   /**< in no period of the range: in no cell */
    DSCORE_REASON_FILTERED_OUT = 10 /**< not a candidate: the query's where is false */
};

/** @return rows of an item for a reason; 0 out of range @since 0.1 */
DSCORE_API int64_t dscore_values_reason(const dscore_values *values, int32_t item, int32_t reason);

/** Classes of rows behind a value. */
enum { DSCORE_ROWS_USED = 1, DSCORE_ROWS_MISSING = 2, DSCORE_ROWS_EXCLUDED = 3, DSCORE_ROWS_INVALID = 4 };

/**
 * The rows of a table behind a value (D24).
 *
 * EXCLUDED holds every row of n_excluded, the invalid ones too; INVALID only those.
 *
 * @param values, row  which cell; values of this plan
 * @param alias        a source indicator; for a derived one ask by operand: the operand's id
 * @param rows         receives row indices, ascending; may be NULL if capacity is 0
 * @param reasons      receives DSCORE_REASON_... for each (0 for used); may be NULL
 * @param capacity     elements in rows (and reasons)
 * @param out_needed   rows there are; not NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_NOT_FOUND (alias); DSCORE_E_BUFFER (the first `capacity` were
 *         written); DSCORE_E_UNSUPPORTED (derived); as dscore_state_update
 * @since 0.1
 */
DSCORE_API dscore_status dscore_plan_rows(const dscore_plan *plan, const dscore_table *table,
    const dscore_values *values, int64_t row, const char *alias, int32_t row_class, int64_t *rows,
    int32_t *reasons, int64_t capacity, int64_t *out_needed, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
