/**
 * @file profile.h
 * Profiles: how the columns of files become fields (docs/formats.md).
 */
#ifndef DESKSCORE_PROFILE_H
#define DESKSCORE_PROFILE_H

#include <deskscore/catalog.h>
#include <deskscore/lifecycle.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a file's columns become fields. Immutable, shared by threads. */
typedef struct dscore_profile dscore_profile;

/**
 * Read a profile.
 *
 * @param catalog  retained: it may be freed before the profile; not NULL
 * @param json, length  UTF-8, length in bytes, at most 16 MiB; not NULL; not kept
 * @param out      to be freed by dscore_profile_free; NULL on failure; not NULL
 * @param err      may be NULL; place as dscore_catalog_builder_add
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative length); DSCORE_E_FORMAT (what was expected);
 *         DSCORE_E_NOT_FOUND (a source or field that the catalogue lacks); DSCORE_E_PARAMETER (a policy that the life
 *         cycle lacks); DSCORE_E_LIMIT (16 MiB, nested too deeply, more than 1000 policies); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_profile_parse(const dscore_catalog *catalog, const char *json, int64_t length,
    dscore_profile **out, dscore_error *err);

/** Free a profile and its texts. @param profile may be NULL @since 0.1 */
DSCORE_API void dscore_profile_free(dscore_profile *profile);

/** Sources of a profile. @param profile NULL gives 0 @return how many sources it describes @since 0.1 */
DSCORE_API int32_t dscore_profile_source_count(const dscore_profile *profile);

/**
 * A source of a profile by position, in the document's order.
 *
 * @param profile  NULL gives ""
 * @param index    from 0, below dscore_profile_source_count
 * @return name of the source; "" out of range; lives as long as the profile
 * @since 0.1
 */
DSCORE_API const char *dscore_profile_source(const dscore_profile *profile, int32_t index);

/**
 * The character between the cells of a source's file.
 *
 * @param profile, source  a profile and the name of a source; NULL gives ""
 * @return the character as text; "" if the profile does not say; lives as long as the profile
 * @since 0.1
 */
DSCORE_API const char *dscore_profile_separator(const dscore_profile *profile, const char *source);

/**
 * How many fields of a source a profile maps.
 *
 * @param profile, source  a profile and the name of a source; NULL gives 0
 * @return number of fields; 0 if it does not describe the source
 * @since 0.1
 */
DSCORE_API int32_t dscore_profile_field_count(const dscore_profile *profile, const char *source);

/**
 * Which rows of a source's file are kept: `"rows": {"key": "number", "keep": "last"}` makes one row a key of a log with a
 * row a change.
 *
 * @param profile, source  a profile and the name of a source; NULL gives ""
 * @return the column that holds the key; "" = every row is kept; lives as long as the profile
 * @since 0.2
 */
DSCORE_API const char *dscore_profile_row_key(const dscore_profile *profile, const char *source);

/**
 * Which row of each key is kept.
 *
 * @param profile, source  a profile and the name of a source; NULL gives ""
 * @return "last" or "first", in the order of the file; "" without a row key; static
 * @since 0.2
 */
DSCORE_API const char *dscore_profile_row_keep(const dscore_profile *profile, const char *source);

/** Policies of the profile's `lifecycle` object (dscore_lifecycle_option).
 * @param profile NULL gives 0 @return how many @since 0.2 */
DSCORE_API int32_t dscore_profile_policy_count(const dscore_profile *profile);

/**
 * A policy of the profile's `lifecycle` object; `"status": {"waiting": "pending"}` is the policy `status:waiting`.
 *
 * @param profile  not NULL
 * @param index    from 0, below dscore_profile_policy_count
 * @param out_name, out_value  texts that live as long as the profile; not NULL; unchanged on failure
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_NOT_FOUND (index out of range)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_profile_policy(const dscore_profile *profile, int32_t index, const char **out_name,
    const char **out_value, dscore_error *err);

/** Bits of dscore_profile_field.flags. */
enum {
    DSCORE_PROFILE_PERCENT = 1,    /**< numbers may carry % */
    DSCORE_PROFILE_THOUSANDS = 2,  /**< numbers may carry thousands separators */
    DSCORE_PROFILE_HAS_DOMAIN = 4, /**< domain_min and domain_max replace the schema's */
    DSCORE_PROFILE_UTC = 8,        /**< instants without an offset are UTC by declaration: not naive */
    DSCORE_PROFILE_HAS_BLANK = 16  /**< `blank` gives the value of an empty cell */
};

/** How one field is read. Texts live as long as the profile. */
typedef struct dscore_profile_field {
    uint32_t struct_size;      /**< sizeof(dscore_profile_field) */
    int32_t flags;             /**< DSCORE_PROFILE_... */
    int32_t column_count;      /**< header aliases: the first that the file has */
    int32_t missing_count;     /**< texts that mean missing, besides the empty one */
    int32_t value_count;       /**< entries of the value map; 0 = none */
    int32_t reserved;          /**< 0 */
    double domain_min;         /**< with HAS_DOMAIN; infinity = none */
    double domain_max;         /**< with HAS_DOMAIN; infinity = none */
    const char *field;         /**< name in the schema */
    const char *unit;          /**< of durations s, ms, us, ns, min, h, d; of instants as numbers since 1970 s, ms, us, ns;
                                    "" = the field's */
    const char *format;        /**< time or duration format; "" = the default */
    const char *blank;         /**< with HAS_BLANK: value of an empty cell, as it would be written */
} dscore_profile_field;

/** Initialiser of a dscore_profile_field. */
#define DSCORE_PROFILE_FIELD_INIT {(uint32_t)sizeof(dscore_profile_field), 0, 0, 0, 0, 0, 0.0, 0.0, "", "", "", ""}

/**
 * How a field is read, by position.
 *
 * @param profile  not NULL
 * @param source   name of a source of the profile; not NULL
 * @param index    from 0, below dscore_profile_field_count
 * @param out      started from DSCORE_PROFILE_FIELD_INIT; not NULL; its texts belong to the profile; unchanged on
 *                 failure
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, no such source, an index out of range, struct_size not set)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_profile_field_at(const dscore_profile *profile, const char *source, int32_t index,
    dscore_profile_field *out, dscore_error *err);

/**
 * A header alias of a field; the first that the file has is read.
 *
 * @param profile, source  a profile and the name of a source; NULL gives ""
 * @param field            from 0, below dscore_profile_field_count
 * @param index            from 0, below dscore_profile_field.column_count
 * @return the header; "" out of range; lives as long as the profile
 * @since 0.1
 */
DSCORE_API const char *dscore_profile_column(const dscore_profile *profile, const char *source, int32_t field,
    int32_t index);

/**
 * The zone whose local times the instants of a field are, where they carry no offset: the field's `zone`, else its
 * source's. Not together with DSCORE_PROFILE_UTC.
 *
 * @param profile, source  a profile and the name of a source; NULL gives ""
 * @param field            from 0, below dscore_profile_field_count
 * @return such as "Europe/Paris", as it is written; "" = the profile does not say, no instant, or out of range; lives as
 *         long as the profile
 * @since 0.2
 */
DSCORE_API const char *dscore_profile_zone(const dscore_profile *profile, const char *source, int32_t field);

/**
 * A text that means missing in the column of a field.
 *
 * @param profile, source  a profile and the name of a source; NULL gives ""
 * @param field            from 0, below dscore_profile_field_count
 * @param index            from 0, below dscore_profile_field.missing_count
 * @return the text; "" out of range; lives as long as the profile
 * @since 0.1
 */
DSCORE_API const char *dscore_profile_missing(const dscore_profile *profile, const char *source, int32_t field,
    int32_t index);

/**
 * Left side of an entry of the value map: the text in the file.
 *
 * @param profile, source  a profile and the name of a source; NULL gives ""
 * @param field            from 0, below dscore_profile_field_count
 * @param index            from 0, below dscore_profile_field.value_count
 * @return the text; "" out of range; lives as long as the profile
 * @since 0.1
 */
DSCORE_API const char *dscore_profile_value_from(const dscore_profile *profile, const char *source, int32_t field,
    int32_t index);

/**
 * Right side of an entry of the value map: what is read in place of the text in the file.
 *
 * @param profile, source  a profile and the name of a source; NULL gives ""
 * @param field            from 0, below dscore_profile_field_count
 * @param index            from 0, below dscore_profile_field.value_count
 * @return a number, true, false or a text; "" = missing, or out of range; lives as long as the profile
 * @since 0.1
 */
DSCORE_API const char *dscore_profile_value_to(const dscore_profile *profile, const char *source, int32_t field,
    int32_t index);

#ifdef __cplusplus
}
#endif
#endif
