/**
 * @file catalog.h
 * The catalogue: definitions of indicators over a schema, the built-in ones and those of documents.
 */
#ifndef DESKSCORE_CATALOG_H
#define DESKSCORE_CATALOG_H

#include <deskscore/data.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Schema and indicators. Immutable, shared by threads. */
typedef struct dscore_catalog dscore_catalog;
/** Makes a catalogue out of another and documents (document.h). One writer. */
typedef struct dscore_catalog_builder dscore_catalog_builder;
/** A definition. Immutable, shared by threads; belongs to its catalogue and lives as long. */
typedef struct dscore_indicator dscore_indicator;

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

#ifdef __cplusplus
}
#endif
#endif
