/**
 * @file measure.h
 * What is measured: queries and plans; with state.h, which it includes, all from rows to values.
 *
 * catalogue (catalog.h) -> query (which, by what, when) -> plan (compiled, immutable) -> state (cells; update, merge,
 * roll up) -> values (values.h).
 */
#ifndef DESKSCORE_MEASURE_H
#define DESKSCORE_MEASURE_H

#include <deskscore/catalog.h>
#include <deskscore/time.h>
#include <deskscore/values.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Which indicators, by which keys, when, over which rows. One writer; compiled by one thread at a time. */
typedef struct dscore_query dscore_query;
/** A compiled query. Immutable, shared by threads. */
typedef struct dscore_plan dscore_plan;
/* ---- query ---------------------------------------------------------------------------------- */

/**
 * An empty query.
 *
 * @param catalog  retained: it may be freed before the query; not NULL
 * @param out      to be freed by dscore_query_free; NULL on failure; not NULL
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_new(const dscore_catalog *catalog, dscore_query **out, dscore_error *err);

/** Free; plans compiled from it stay usable. @param query may be NULL @since 0.1 */
DSCORE_API void dscore_query_free(dscore_query *query);

/**
 * Group by a key: a field's name, or `subject` (each indicator's own credit). Up to 8, in order.
 *
 * @param query  not NULL; unchanged on failure
 * @param key    copied; not NULL; whether the sources have such a field is checked when the plan is compiled
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, "" or `period`); DSCORE_E_INCOMPATIBLE (given twice);
 *         DSCORE_E_LIMIT (a ninth); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_key(dscore_query *query, const char *key, dscore_error *err);

/**
 * Ask for an indicator.
 *
 * @param query  not NULL; unchanged on failure
 * @param alias  UTF-8 text, not "", unique in the query, copied; NULL = the id
 * @param id     of an indicator of the catalogue; not NULL
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a malformed alias); DSCORE_E_NOT_FOUND (names the nearest id);
 *         DSCORE_E_INCOMPATIBLE (alias taken); DSCORE_E_LIMIT (too many items); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_item(dscore_query *query, const char *alias, const char *id,
    dscore_error *err);

/**
 * Set a parameter of an item by a literal of the formula language: `20s`, `0.9`, `"phone"`.
 *
 * @param query    not NULL
 * @param alias    of an item of the query; not NULL
 * @param name     of a parameter of its indicator; not NULL
 * @param literal  copied; not NULL
 * @param err      may be NULL; path is items.alias.name
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_NOT_FOUND (alias or parameter; names the nearest);
 *         DSCORE_E_FORMAT (no literal); DSCORE_E_TYPE (of another type); DSCORE_E_PARAMETER (outside its range);
 *         DSCORE_E_LIMIT (a literal too long); these leave the query unchanged; DSCORE_E_MEMORY (the parameter may
 *         be back at its default)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_parameter(dscore_query *query, const char *alias, const char *name,
    const char *literal, dscore_error *err);

/**
 * Change one property of an item (D14): `clock`, `where`, `placement`, `credit` (comma-separated fields),
 * `source`. Checked when the plan is compiled.
 *
 * @param query     not NULL; unchanged on failure
 * @param alias     of an item of the query; not NULL
 * @param property  one of the names above; not NULL
 * @param value     copied; "" goes back to the definition's; not NULL
 * @param err       may be NULL; path is items.alias
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_NOT_FOUND (alias; names the nearest); DSCORE_E_PARAMETER
 *         (no such property); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_item_set(dscore_query *query, const char *alias, const char *property,
    const char *value, dscore_error *err);

/**
 * The range [from, to) of placements. Replaces range and periods given before.
 *
 * @param query     not NULL; unchanged on failure
 * @param from, to  instants, microseconds since 1970-01-01T00:00:00Z, from before to; dscore_instant_min and
 *                  dscore_instant_max leave an end open
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a range that does not end after it starts); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_range(dscore_query *query, int64_t from, int64_t to, dscore_error *err);

/**
 * Group by periods: period i is [edge i, edge i + 1). Replaces range and periods given before.
 *
 * @param query    not NULL; unchanged on failure
 * @param edges    n_edges ascending instants, microseconds, copied; not NULL
 * @param n_edges  one more than there are periods: 2 to 10 000 000
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, fewer than two edges, edges that do not ascend); DSCORE_E_LIMIT
 *         (too many edges); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_periods(dscore_query *query, const int64_t *edges, int64_t n_edges,
    dscore_error *err);

/**
 * Group by periods of one length that follow one another. Replaces range and periods given before.
 *
 * @param query   not NULL; unchanged on failure
 * @param start   start of the first period, microseconds
 * @param length  of each period, microseconds, > 0
 * @param count   number of periods, 1 to 9 999 999
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a length or count below 1); DSCORE_E_LIMIT (too many);
 *         DSCORE_E_RANGE (the last period ends beyond what an instant holds); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_periods_every(dscore_query *query, int64_t start, int64_t length,
    int64_t count, dscore_error *err);

/**
 * Group by calendar periods in the query's zone: those that meet [from, to), the first and the last cut to it. Replaces
 * range and periods given before. The zone is the one set when the plan is compiled.
 *
 * @param query     not NULL; unchanged on failure
 * @param rule      copied; not NULL
 * @param from, to  instants, years 1-9999, from before to
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a rule out of range, a range that does not end after it starts);
 *         DSCORE_E_RANGE (outside the years); DSCORE_E_MEMORY; too many periods: DSCORE_E_LIMIT when the plan is
 *         compiled
 * @since 0.2
 */
DSCORE_API dscore_status dscore_query_periods_by(dscore_query *query, const dscore_period_rule *rule, int64_t from,
    int64_t to, dscore_error *err);

/**
 * The zone of periods, hour_of, weekday_of and date_of.
 *
 * @param query  not NULL; unchanged on failure
 * @param zone   retained; NULL = UTC, the default
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL query)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_query_zone(dscore_query *query, const dscore_zone *zone, dscore_error *err);

/**
 * A calendar of the business clock.
 *
 * @param query     not NULL; unchanged on failure
 * @param name      by which rows name it (dscore_query_calendar_field), copied; NULL or "" = the default calendar: of
 *                  rows that name none, and of period_business_days()
 * @param calendar  retained; NULL takes the calendar of that name away
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL query); DSCORE_E_MEMORY; an item that needs a calendar which the query
 *         does not have: DSCORE_E_PARAMETER when the plan is compiled
 * @since 0.2
 */
DSCORE_API dscore_status dscore_query_calendar(dscore_query *query, const char *name,
    const dscore_calendar *calendar, dscore_error *err);

/**
 * The field whose text names the calendar of a row (of its inbox, its SLA, its shift). Sources without such a field,
 * tables that do not bind it and rows in which it is missing take the default calendar; a row that names a calendar
 * that the query does not have is invalid (reason DOMAIN); without a default calendar a row that names none is missing.
 *
 * @param query  not NULL; unchanged on failure
 * @param field  copied; NULL or "" = none
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL query); DSCORE_E_MEMORY; no source of the plan has it as a text field:
 *         DSCORE_E_NOT_FOUND when the plan is compiled
 * @since 0.2
 */
DSCORE_API dscore_status dscore_query_calendar_field(dscore_query *query, const char *field, dscore_error *err);

/**
 * The instant that `now()` and pending rows stand for; without it a formula that needs it fails to compile.
 *
 * @param query  not NULL
 * @param now    microseconds since 1970-01-01T00:00:00Z
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_now(dscore_query *query, int64_t now, dscore_error *err);

/**
 * Keep only rows of a source for which a condition is true (missing: counted n_missing). Several are ANDed. Elapsed
 * times in it are on the calendar clock, as in the `where` of an item: the same rows for all items, whatever their
 * clocks.
 *
 * @param query    not NULL; unchanged on failure
 * @param source   copied; NULL = "tickets"
 * @param formula  a boolean row formula, copied; not NULL; checked when the plan is compiled, as the source is
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_LIMIT (more than 100 conditions); DSCORE_E_MEMORY
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
 * | quantiles | exact, sketch: of median, quantile and quantile_observed (D13, D17; sketch since 0.4) |
 * | max_state_bytes | 0 (no cap) or a number of bytes (D13) |
 *
 * By a sketch quantiles take some kilobytes a cell. Of up to 256 values they are the same to the last bit; of more they are
 * within DSCORE_APPROXIMATE_ERROR and carry DSCORE_FLAG_APPROXIMATE.
 *
 * @param query  not NULL; unchanged on failure
 * @param name   of the table; not NULL
 * @param value  of the table; not NULL
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_PARAMETER (unknown name or value)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_option(dscore_query *query, const char *name, const char *value,
    dscore_error *err);

/**
 * Another domain for a number field (csat 1..10), part of the fingerprint. Replaces one given before.
 *
 * @param query          not NULL; unchanged on failure
 * @param source, field  a field of the catalogue; not NULL
 * @param min, max       least and greatest value, both inside, min below max; infinities = none
 * @param err            may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_NOT_FOUND (source or field); DSCORE_E_TYPE (not a
 *         number); DSCORE_E_PARAMETER (a NaN, min not below max); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_query_domain(dscore_query *query, const char *source, const char *field,
    double min, double max, dscore_error *err);

/* ---- plan ----------------------------------------------------------------------------------- */

/**
 * Compile a query.
 *
 * @param query  copied; not NULL
 * @param out    to be freed by dscore_plan_free; NULL on failure; not NULL
 * @param err    may be NULL; path names the item or condition
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, no item); DSCORE_E_FORMAT, DSCORE_E_TYPE, DSCORE_E_NOT_FOUND (a
 *         formula, a setting, a condition for a source that no item reads; a key of a type that cannot be one);
 *         DSCORE_E_PARAMETER (a parameter, `now`, an end of the range or a business calendar missing, a setting that
 *         does not suit); DSCORE_E_FIELD_MISSING (a key that the source of an item lacks, a span without its twin on
 *         the business clock); DSCORE_E_UNSUPPORTED (a function that this version cannot compute); DSCORE_E_RANGE
 *         (calendar periods outside the years 1-9999); DSCORE_E_LIMIT (too many items, operands or periods, a
 *         formula too long or deep); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_plan_compile(const dscore_query *query, dscore_plan **out, dscore_error *err);

/** Free; states and values made from it stay usable. @param plan may be NULL @since 0.1 */
DSCORE_API void dscore_plan_free(dscore_plan *plan);

/**
 * 128-bit identity of a plan (D11) as 32 hexadecimal digits: states of equal fingerprints may be merged.
 *
 * @param plan  NULL gives ""
 * @return text that lives as long as the plan
 * @since 0.1
 */
DSCORE_API const char *dscore_plan_fingerprint(const dscore_plan *plan);

/** How many sources a plan reads. @param plan NULL gives 0 @return number of sources @since 0.1 */
DSCORE_API int32_t dscore_plan_source_count(const dscore_plan *plan);

/**
 * A source that a plan reads, by position in the order of names.
 *
 * @param plan   NULL gives ""
 * @param index  from 0, below dscore_plan_source_count
 * @return name of the source; "" out of range; lives as long as the plan
 * @since 0.1
 */
DSCORE_API const char *dscore_plan_source(const dscore_plan *plan, int32_t index);

/**
 * Could a plan read a field, also as an optional one or for a stand-in?
 *
 * @param plan, source, field  a plan, names of a source and of a field of it; NULL gives 0
 * @return 1 or 0
 * @since 0.1
 */
DSCORE_API int32_t dscore_plan_reads(const dscore_plan *plan, const char *source, const char *field);

/* ---- all at once --------------------------------------------------------------------------- */

/**
 * All at once: a state, every table, finish. Several tables of one source are batches.
 *
 * @param plan      not NULL
 * @param tables    n_tables pointers, none NULL; only read; may be NULL if n_tables is 0
 * @param n_tables  >= 0
 * @param executor  NULL = this thread; else batches are cut, run in parallel, one state a thread, and merged: same
 *                  bits; its progress is called by this thread
 * @param out       to be freed by dscore_values_free; NULL on failure; not NULL
 * @param err       may be NULL
 * @return as dscore_state_update, dscore_state_finish; DSCORE_E_ARGUMENT (an executor without struct_size or run,
 *         or of less than 1 or more than 1024 threads); DSCORE_E_CANCELLED (progress asked to stop, or the executor
 *         did not run every task)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_evaluate(const dscore_plan *plan, dscore_table *const *tables, int32_t n_tables,
    const dscore_executor *executor, dscore_values **out, dscore_error *err);

/* ---- what stands behind values ---------------------------------------------------------------- */

/** Which indicators some tables can answer. One entry an indicator. */
typedef struct dscore_coverage {
    uint32_t struct_size; /**< sizeof(dscore_coverage) */
    int32_t is_covered;   /**< 1: every field that the item needs is bound, or has a stand-in; 0: not */
    int64_t rows;         /**< rows of the tables of its source */
    int64_t n_used;       /**< of the value without keys and periods; 0 if not covered, as the next two */
    int64_t n_missing;    /**< rows that lack something */
    int64_t n_excluded;   /**< rows left out */
    char fields[256];     /**< if not covered: the fields it lacks, or `source tickets`, comma-separated; "" if covered */
} dscore_coverage;

/** Initialiser of a dscore_coverage. */
#define DSCORE_COVERAGE_INIT {(uint32_t)sizeof(dscore_coverage), 0, 0, 0, 0, 0, {0}}

/**
 * Could these tables answer this item, and from how many rows?
 *
 * @param plan      not NULL
 * @param tables    n_tables pointers, none NULL; only read; may be NULL if n_tables is 0
 * @param n_tables  >= 0
 * @param alias     an item of the query; not NULL
 * @param out       started from DSCORE_COVERAGE_INIT; not NULL; unchanged on failure
 * @param err       may be NULL
 * @return DSCORE_OK, also where it is not covered; DSCORE_E_ARGUMENT (a NULL, struct_size not set);
 *         DSCORE_E_NOT_FOUND (alias); else as dscore_evaluate
 * @since 0.2
 */
DSCORE_API dscore_status dscore_plan_coverage(const dscore_plan *plan, dscore_table *const *tables,
    int32_t n_tables, const char *alias, dscore_coverage *out, dscore_error *err);

/** Classes of rows behind a value. */
enum {
    DSCORE_ROWS_USED = 1,     /**< in the number */
    DSCORE_ROWS_MISSING = 2,  /**< lacked something */
    DSCORE_ROWS_EXCLUDED = 3, /**< left out: filters, invalid, pending */
    DSCORE_ROWS_INVALID = 4   /**< of the excluded: impossible values */
};

/**
 * The rows of a table behind a value (D24).
 *
 * EXCLUDED holds every row of n_excluded, the invalid ones too; INVALID only those. Fields are read as they were for the
 * values, whatever more the table binds; it must bind the columns that the item read.
 *
 * @param plan         not NULL
 * @param table        the table whose rows are asked for, as it was when the values were made; not NULL; only read
 * @param values, row  which cell; values of this plan or of one with its fingerprint; not NULL; row from 0
 * @param alias        a source indicator; for a derived one ask by operand: the operand's id; not NULL
 * @param row_class    DSCORE_ROWS_...
 * @param rows         receives row indices, ascending; may be NULL if capacity is 0
 * @param reasons      receives DSCORE_REASON_... for each (0 for used); may be NULL
 * @param capacity     elements in rows (and reasons), >= 0
 * @param out_needed   rows there are; 0 on a failure other than DSCORE_E_BUFFER; not NULL
 * @param err          may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a row, class or capacity out of range, values of another plan, a
 *         table of another source than the item's); DSCORE_E_NOT_FOUND (alias); DSCORE_E_BUFFER (the first
 *         `capacity` were written); DSCORE_E_UNSUPPORTED (derived; values of a state whose key was mapped to another
 *         one); as dscore_state_update
 * @since 0.1
 */
DSCORE_API dscore_status dscore_plan_rows(const dscore_plan *plan, const dscore_table *table,
    const dscore_values *values, int64_t row, const char *alias, int32_t row_class, int64_t *rows,
    int32_t *reasons, int64_t capacity, int64_t *out_needed, dscore_error *err);

#ifdef __cplusplus
}
#endif

#include <deskscore/state.h> /* last: it builds on what is above */

#endif
