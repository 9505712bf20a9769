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
#include <deskscore/time.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Schema and indicators. Immutable, shared by threads. */
typedef struct dscore_catalog dscore_catalog;
/** Makes a catalogue out of another and documents (document.h). One writer. */
typedef struct dscore_catalog_builder dscore_catalog_builder;
/** A definition. Immutable, shared by threads; belongs to its catalogue and lives as long. */
typedef struct dscore_indicator dscore_indicator;
/** Which indicators, by which keys, when, over which rows. One writer; compiled by one thread at a time. */
typedef struct dscore_query dscore_query;
/** A compiled query. Immutable, shared by threads. */
typedef struct dscore_plan dscore_plan;
/**
 * The cells of a plan. One writer; while nobody writes, any number of threads may read: work in parallel with a state
 * a thread, then merge.
 */
typedef struct dscore_state dscore_state;
/** Results of a plan. Immutable, shared by threads. */
typedef struct dscore_values dscore_values;

/* ---- catalogue ------------------------------------------------------------------------------ */

/**
 * The built-in catalogue.
 *
 * @param allocator  copied, used by all that is made from the catalogue; NULL = the C library's
 * @param out        to be freed by dscore_catalog_free; NULL on failure; not NULL
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (out is NULL, an allocator without a function or struct_size);
 *         DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_catalog_builtin(const dscore_allocator *allocator, dscore_catalog **out,
    dscore_error *err);

/** Free; what was made from it stays usable. @param catalog may be NULL @since 0.1 */
DSCORE_API void dscore_catalog_free(dscore_catalog *catalog);

/** The schema of a catalogue. @param catalog NULL gives NULL @return its schema; lives as long @since 0.1 */
DSCORE_API const dscore_schema *dscore_catalog_schema(const dscore_catalog *catalog);

/** How many indicators there are. @param catalog NULL gives 0 @return number of indicators @since 0.1 */
DSCORE_API int32_t dscore_catalog_count(const dscore_catalog *catalog);

/**
 * An indicator by position.
 *
 * @param catalog  NULL gives NULL
 * @param index    from 0, below dscore_catalog_count
 * @return the indicator; belongs to the catalogue; NULL out of range
 * @since 0.1
 */
DSCORE_API const dscore_indicator *dscore_catalog_at(const dscore_catalog *catalog, int32_t index);

/**
 * An indicator by id.
 *
 * @param catalog, id  a catalogue and the id of an indicator; NULL gives NULL
 * @return the indicator; belongs to the catalogue; NULL if there is none
 * @since 0.1
 */
DSCORE_API const dscore_indicator *dscore_catalog_find(const dscore_catalog *catalog, const char *id);

/**
 * A builder that starts from a catalogue; dscore_catalog_builder_add (document.h) adds to it.
 *
 * @param base  retained, its allocator used; NULL: no fields, no indicators, the C library's allocator
 * @param out   to be freed by dscore_catalog_builder_free; NULL on failure; not NULL
 * @param err   may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (out is NULL); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_catalog_builder_new(const dscore_catalog *base, dscore_catalog_builder **out,
    dscore_error *err);

/** Free; catalogues made with it stay. @param builder may be NULL @since 0.1 */
DSCORE_API void dscore_catalog_builder_free(dscore_catalog_builder *builder);

/**
 * The catalogue of what was added so far; the builder may go on.
 *
 * @param builder  not NULL; not changed
 * @param out      to be freed by dscore_catalog_free; NULL on failure; not NULL
 * @param err      may be NULL; path names the definition and its member
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a malformed field); DSCORE_E_FORMAT, DSCORE_E_NOT_FOUND,
 *         DSCORE_E_TYPE, DSCORE_E_PARAMETER, DSCORE_E_LIMIT (a definition that does not hold); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_catalog_builder_finish(const dscore_catalog_builder *builder,
    dscore_catalog **out, dscore_error *err);

/** Text properties of an indicator. */
enum {
    DSCORE_INDICATOR_ID = 1,          /**< [a-z][a-z0-9_]* */
    DSCORE_INDICATOR_NAME_EN = 2,     /**< name in English */
    DSCORE_INDICATOR_NAME_ZH = 3,     /**< name in Chinese */
    DSCORE_INDICATOR_DESCRIPTION_EN = 4, /**< description in English */
    DSCORE_INDICATOR_DESCRIPTION_ZH = 5, /**< description in Chinese */
    DSCORE_INDICATOR_DIMENSION = 6,   /**< for browsing only */
    DSCORE_INDICATOR_UNIT = 7,        /**< of the closed list of D16 */
    DSCORE_INDICATOR_BETTER = 8,      /**< higher, lower, band, none */
    DSCORE_INDICATOR_SOURCE = 9,      /**< "" for a derived indicator */
    DSCORE_INDICATOR_FORMULA = 10,    /**< as written */
    DSCORE_INDICATOR_PLACEMENT = 11,  /**< event(field) or open(from, until); "" = event(created_at) */
    DSCORE_INDICATOR_CLOCK = 12,      /**< calendar, business, none */
    DSCORE_INDICATOR_WHERE = 13,      /**< which rows it is about; "" = all */
    DSCORE_INDICATOR_EXCLUDE = 14,    /**< standing filter (D5): which rows it leaves out; "" = none */
    DSCORE_INDICATOR_OBSERVATIONS = 15, /**< what minimum volume counts (D16): a formula, none, or "" = default */
    DSCORE_INDICATOR_BASE = 16,       /**< derived: operand whose counts it carries (D3); "" = the fewest */
    DSCORE_INDICATOR_KIND = 17,       /**< share, mean, quantile, count, ratio, other */
    DSCORE_INDICATOR_LEVEL = 18,      /**< source, derived */
    DSCORE_INDICATOR_HASH = 19,       /**< content hash, 32 hexadecimal digits, prose excluded */
    DSCORE_INDICATOR_SINCE = 20,      /**< version of the library that brought it */
    DSCORE_INDICATOR_REPLACED_BY = 21, /**< id of its successor; "" = none */
    DSCORE_INDICATOR_REFERENCE = 22   /**< where the definition comes from */
};

/**
 * A text of an indicator.
 *
 * @param indicator  NULL gives ""
 * @param property   DSCORE_INDICATOR_...
 * @return the text; "" if it has none or there is no such property; never NULL; lives as long as the catalogue
 * @since 0.1
 */
DSCORE_API const char *dscore_indicator_text(const dscore_indicator *indicator, int32_t property);

/** The minimum volume. @param indicator NULL gives 1 @return the least n its value needs, >= 1 @since 0.1 */
DSCORE_API int64_t dscore_indicator_min_n(const dscore_indicator *indicator);

/**
 * Is the indicator a survey or sample, which data coverage does not gate?
 *
 * @param indicator  NULL gives 0
 * @return 1 or 0
 * @since 0.1
 */
DSCORE_API int32_t dscore_indicator_sampled(const dscore_indicator *indicator);

/**
 * Bounds of the value, in its unit; infinities where there are none.
 *
 * @param indicator  NULL: nothing is written
 * @param out_min, out_max  receive the bounds; may be NULL
 * @since 0.1
 */
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

/** Parameters of an indicator. @param indicator NULL gives 0 @return number of parameters @since 0.1 */
DSCORE_API int32_t dscore_indicator_parameter_count(const dscore_indicator *indicator);

/**
 * A parameter by position.
 *
 * @param indicator  not NULL
 * @param index      from 0, below dscore_indicator_parameter_count
 * @param out        started from DSCORE_PARAMETER_INFO_INIT; not NULL; its texts belong to the catalogue; unchanged
 *                   on failure
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a struct_size too small); DSCORE_E_NOT_FOUND (index out of range)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_indicator_parameter(const dscore_indicator *indicator, int32_t index,
    dscore_parameter_info *out, dscore_error *err);

/**
 * How many fields an indicator needs: those that formula, where, placement and observations read.
 *
 * @param indicator  NULL gives 0
 * @return number of fields; 0 for a derived indicator
 * @since 0.1
 */
DSCORE_API int32_t dscore_indicator_field_count(const dscore_indicator *indicator);

/**
 * A field that an indicator needs.
 *
 * @param indicator  NULL gives ""
 * @param index      from 0, below dscore_indicator_field_count
 * @return name of the field; "" out of range; lives as long as the catalogue
 * @since 0.1
 */
DSCORE_API const char *dscore_indicator_field(const dscore_indicator *indicator, int32_t index);

/** Length of the credit list. @param indicator NULL gives 0 @return fields that may name the subject @since 0.1 */
DSCORE_API int32_t dscore_indicator_credit_count(const dscore_indicator *indicator);

/**
 * A field of the credit list; the first one that is present names the subject of a row.
 *
 * @param indicator  NULL gives ""
 * @param index      from 0, below dscore_indicator_credit_count
 * @return name of the field; "" out of range; lives as long as the catalogue
 * @since 0.1
 */
DSCORE_API const char *dscore_indicator_credit(const dscore_indicator *indicator, int32_t index);

/**
 * The indicator as a SQL query (DuckDB and PostgreSQL) over a table named like the source, one row a subject.
 *
 * Instants are TIMESTAMPTZ, durations DOUBLE seconds. NULL stands for no value. Comments at the head of the text say
 * what is to be put in place of $-words.
 *
 * @param catalog, id  not NULL; a catalogue and the id of an indicator
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err          may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative capacity, a NULL buffer with a capacity);
 *         DSCORE_E_NOT_FOUND (no such indicator); DSCORE_E_UNSUPPORTED (one query of SQL cannot say it);
 *         DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_indicator_sql(const dscore_catalog *catalog, const char *id, char *buffer,
    int64_t capacity, int64_t *out_needed, dscore_error *err);

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
 * | quantiles | exact, sketch (UNSUPPORTED for now) |
 * | max_state_bytes | 0 (no cap) or a number of bytes (D13) |
 *
 * @param query  not NULL; unchanged on failure
 * @param name   of the table; not NULL
 * @param value  of the table; not NULL
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_PARAMETER (unknown name or value); DSCORE_E_UNSUPPORTED
 *         (sketches)
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

/* ---- state ---------------------------------------------------------------------------------- */

/**
 * An empty state.
 *
 * @param plan  retained: it may be freed before the state; not NULL
 * @param out   to be freed by dscore_state_free; NULL on failure; not NULL
 * @param err   may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_LIMIT (max_state_bytes does not hold an empty state);
 *         DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_new(const dscore_plan *plan, dscore_state **out, dscore_error *err);

/** Free. @param state may be NULL @since 0.1 */
DSCORE_API void dscore_state_free(dscore_state *state);

/**
 * Add rows [first, first + count) of a table to the cells of its source.
 *
 * @param state      not NULL
 * @param table      of the plan's catalogue; of a source that the plan does not read: nothing happens; not kept;
 *                   not NULL
 * @param first      first row, from 0
 * @param count      rows, >= 0, within the table; 0 only tells the state how the fields are read
 * @param out_taken  rows added; less than count only on failure: the state then holds exactly these; may be NULL
 * @param err        may be NULL; path is source.field, row the row of the table
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, rows that the table does not have); DSCORE_E_FIELD_MISSING (a
 *         field, placement or key that an indicator needs; a field that the first table of the source bound and
 *         this one does not); DSCORE_E_TYPE (a column that cannot be a key, or of another kind than the text it is
 *         compared with); DSCORE_E_INCOMPATIBLE (a table of another catalogue, or of another audit than those before;
 *         a key of integers in one table, of text in another); DSCORE_E_RANGE (policy fail: field and row);
 *         DSCORE_E_LIMIT (max_state_bytes); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_update(dscore_state *state, const dscore_table *table, int64_t first,
    int64_t count, int64_t *out_taken, dscore_error *err);

/**
 * Add the cells of `source` to `target`: as if target had seen its rows too. Commutative, associative. The sum has the
 * `now` of the side with rows whose result depended on it, and reads later rows at that; if neither has such rows
 * (finished tickets), the later of the two; if both have and their nows differ, they do not merge, nor if that now is
 * before the end of a period or of what a Kaplan-Meier curve watches that had passed for rows of the other (D11).
 *
 * @param target  not NULL; the one written
 * @param source  not NULL; only read; may be target: its rows then count twice
 * @param err     may be NULL; path names the field in which they differ
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_INCOMPATIBLE (names the first difference); DSCORE_E_LIMIT
 *         (max_state_bytes of the target); DSCORE_E_MEMORY; on failure both are unchanged
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_merge(dscore_state *target, const dscore_state *source, dscore_error *err);

/**
 * A copy that shares nothing that changes.
 *
 * @param state  not NULL
 * @param out    to be freed by dscore_state_free; NULL on failure; not NULL
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_clone(const dscore_state *state, dscore_state **out, dscore_error *err);

/**
 * The state of the same query with only some of its keys; exact, no second pass (D25).
 *
 * @param state   not NULL; not changed
 * @param keys    names of keys of the query to keep, in any order; `period` keeps the periods; may be NULL if
 *                n_keys is 0
 * @param n_keys  how many, >= 0
 * @param out     to be freed by dscore_state_free; NULL on failure; not NULL
 * @param err     may be NULL; path names the item
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative n_keys); DSCORE_E_NOT_FOUND (no key of the query, or
 *         dropped before); DSCORE_E_UNSUPPORTED (a formula that reads the ends of its period, under event
 *         placement, when periods are dropped); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_rollup(const dscore_state *state, const char *const *keys, int32_t n_keys,
    dscore_state **out, dscore_error *err);

/** How large a state is. @param state NULL gives 0 @return bytes that its cells hold now @since 0.1 */
DSCORE_API int64_t dscore_state_bytes(const dscore_state *state);

/**
 * The values of the cells; the state may go on.
 *
 * @param state  not NULL; not changed
 * @param out    to be freed by dscore_values_free; NULL on failure; not NULL
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_FIELD_MISSING (an item whose source was not given, or
 *         that lacks a field, unless absent = missing); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_finish(const dscore_state *state, dscore_values **out, dscore_error *err);

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

/* ---- values --------------------------------------------------------------------------------- */

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

/** Free; scores made from them stay usable. @param values may be NULL @since 0.1 */
DSCORE_API void dscore_values_free(dscore_values *values);

/** Items of values. @param values NULL gives 0 @return number of items (aliases), in the query's order @since 0.1 */
DSCORE_API int32_t dscore_values_item_count(const dscore_values *values);

/** Text properties of an item of the values. */
enum {
    DSCORE_ITEM_ALIAS = 1,     /**< as in the query */
    DSCORE_ITEM_INDICATOR = 2, /**< id */
    DSCORE_ITEM_HASH = 3,      /**< of the definition */
    DSCORE_ITEM_UNIT = 4,      /**< of the value */
    DSCORE_ITEM_SOURCE = 5,    /**< "" if derived */
    DSCORE_ITEM_PLACEMENT = 6, /**< as used; "" if every row was placed */
    DSCORE_ITEM_CREDIT = 7,    /**< fields behind `subject`, comma-separated, those bound */
    DSCORE_ITEM_FILTER = 8,    /**< where of query and item, and exclude, as used */
    DSCORE_ITEM_CLOCK = 9,     /**< calendar, business, none; "" for a derived one that sets none */
    DSCORE_ITEM_CHOICES = 10,  /**< stand-ins taken, `field = formula; ...` */
    DSCORE_ITEM_PARAMETERS = 11, /**< `limit = 20s; ...` */
    DSCORE_ITEM_POLICIES = 12  /**< options that differ from the default; zone and calendars that it depends on (name and
                                    first 8 digits of the hash), audits that left rows out; `name = value; ...` */
};

/**
 * A text about an item.
 *
 * @param values    NULL gives ""
 * @param item      from 0, below dscore_values_item_count
 * @param property  DSCORE_ITEM_...
 * @return the text; "" if it has none or out of range; lives as long as the values
 * @since 0.1
 */
DSCORE_API const char *dscore_values_item(const dscore_values *values, int32_t item, int32_t property);

/**
 * An item by alias.
 *
 * @param values, alias  values and an alias of the query; NULL gives -1
 * @return index of the item; -1 if there is none
 * @since 0.1
 */
DSCORE_API int32_t dscore_values_find(const dscore_values *values, const char *alias);

/** Rows of values. @param values NULL gives 0 @return distinct (keys, period), in canonical order @since 0.1 */
DSCORE_API int64_t dscore_values_row_count(const dscore_values *values);

/**
 * Keys of values: those of the query, without those that a roll-up dropped.
 *
 * @param values  NULL gives 0
 * @return number of keys
 * @since 0.1
 */
DSCORE_API int32_t dscore_values_key_count(const dscore_values *values);

/**
 * The name of a key.
 *
 * @param values  NULL gives ""
 * @param key     from 0, below dscore_values_key_count
 * @return its name; "" out of range; lives as long as the values
 * @since 0.1
 */
DSCORE_API const char *dscore_values_key_name(const dscore_values *values, int32_t key);

/**
 * The label of a row's key.
 *
 * @param values  NULL gives ""
 * @param row     from 0, below dscore_values_row_count
 * @param key     from 0, below dscore_values_key_count
 * @return its label, UTF-8; "" if absent or out of range; never NULL; lives as long as the values
 * @since 0.1
 */
DSCORE_API const char *dscore_values_key(const dscore_values *values, int64_t row, int32_t key);

/**
 * What is known of a row's key.
 *
 * @param values  NULL gives 0
 * @param row     from 0, below dscore_values_row_count
 * @param key     from 0, below dscore_values_key_count
 * @return DSCORE_KEY_... bits; 0 out of range
 * @since 0.1
 */
DSCORE_API int32_t dscore_values_key_flags(const dscore_values *values, int64_t row, int32_t key);

/** Are there periods? @param values NULL gives 0 @return 1 if there are and no roll-up dropped them @since 0.1 */
DSCORE_API int32_t dscore_values_has_periods(const dscore_values *values);

/**
 * The ends of a row's period, or of the range.
 *
 * @param values  not NULL
 * @param row     from 0, below dscore_values_row_count
 * @param out_start, out_end  microseconds; dscore_instant_min and dscore_instant_max where open; not NULL;
 *                            unchanged on failure
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a row out of range)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_values_period(const dscore_values *values, int64_t row, int64_t *out_start,
    int64_t *out_end, dscore_error *err);

/**
 * The name of a row's period (dscore_period_name) where the query asked for calendar periods.
 *
 * @param values  NULL gives ""
 * @param row     from 0, below dscore_values_row_count
 * @return "2026-11"; "" for other periods or out of range; lives as long as the values
 * @since 0.2
 */
DSCORE_API const char *dscore_values_period_name(const dscore_values *values, int64_t row);

/**
 * One value.
 *
 * @param values  not NULL
 * @param row     from 0, below dscore_values_row_count
 * @param item    from 0, below dscore_values_item_count
 * @param out     started from DSCORE_VALUE_INIT; not NULL; unchanged on failure
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a row or item out of range, struct_size not set)
 * @since 0.1
 */
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

/**
 * All values of an item, by columns.
 *
 * @param values  not NULL
 * @param item    from 0, below dscore_values_item_count
 * @param out     started from DSCORE_VALUES_COLUMN_INIT; not NULL; its arrays belong to the values; unchanged on
 *                failure
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an item out of range, struct_size not set)
 * @since 0.1
 */
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
    DSCORE_REASON_FILTERED_OUT = 10, /**< not a candidate: the query's where is false */
    DSCORE_REASON_AUDIT = 11      /**< left out by the audit of the table: of n_excluded, not of n_invalid */
};

/**
 * How many rows of an item were left out or lacked something for a reason.
 *
 * Of a derived item: those of the operand whose counts it carries; 0 where that is not one for all rows.
 *
 * @param values  NULL gives 0
 * @param item    from 0, below dscore_values_item_count
 * @param reason  DSCORE_REASON_...
 * @return rows, over all cells; 0 out of range
 * @since 0.1
 */
DSCORE_API int64_t dscore_values_reason(const dscore_values *values, int32_t item, int32_t reason);

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
 *         `capacity` were written); DSCORE_E_UNSUPPORTED (derived); as dscore_state_update
 * @since 0.1
 */
DSCORE_API dscore_status dscore_plan_rows(const dscore_plan *plan, const dscore_table *table,
    const dscore_values *values, int64_t row, const char *alias, int32_t row_class, int64_t *rows,
    int32_t *reasons, int64_t capacity, int64_t *out_needed, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
