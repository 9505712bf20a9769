/**
 * @file data.h
 * What the caller gives us: the schema of fields, column views on the caller's memory, and tables.
 */
#ifndef DESKSCORE_DATA_H
#define DESKSCORE_DATA_H

#include <deskscore/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Fields by source, with type, unit and domain. Immutable; belongs to a catalogue. */
typedef struct dscore_schema dscore_schema;

/**
 * Columns of one source, bound by field name. One writer; columns are borrowed until freed, unbound or bound again, and
 * their memory must not change meanwhile: bind again after refilling a buffer.
 */
typedef struct dscore_table dscore_table;

/** Logical types of a field. */
enum {
    DSCORE_TYPE_NUMBER = 1,   /**< integer, double or decimal */
    DSCORE_TYPE_DURATION = 2, /**< span of time; microseconds inside */
    DSCORE_TYPE_INSTANT = 3,  /**< point in time; microseconds since 1970-01-01T00:00:00Z inside, years 1-9999 */
    DSCORE_TYPE_BOOLEAN = 4,  /**< true or false */
    DSCORE_TYPE_TEXT = 5      /**< UTF-8 bytes; a key field also takes integers */
};

/** Storage types of a column. */
enum {
    DSCORE_INT8 = 1,
    DSCORE_INT16 = 2,
    DSCORE_INT32 = 3,
    DSCORE_INT64 = 4,
    DSCORE_UINT8 = 5,
    DSCORE_UINT16 = 6,
    DSCORE_UINT32 = 7,
    DSCORE_UINT64 = 8,
    DSCORE_FLOAT32 = 9,
    DSCORE_FLOAT64 = 10,
    DSCORE_DECIMAL64 = 11,  /**< int64 mantissa, value = mantissa / 10^scale */
    DSCORE_BOOL8 = 12,      /**< a byte: 0, 1; any other is invalid */
    DSCORE_BOOL1 = 13,      /**< a bit, least significant first, as Arrow */
    DSCORE_CSTRING = 14,    /**< array of const char *; NULL = missing */
    DSCORE_UTF8 = 15,       /**< bytes and 32-bit offsets (length + 1 of them) */
    DSCORE_LARGE_UTF8 = 16, /**< bytes and 64-bit offsets */
    DSCORE_DICT = 17        /**< integer codes into a dictionary column of text */
};

/** Unit of an integer or float column that holds instants or durations. NONE for anything else. */
enum { DSCORE_UNIT_NONE = 0, DSCORE_UNIT_S = 1, DSCORE_UNIT_MS = 2, DSCORE_UNIT_US = 3, DSCORE_UNIT_NS = 4 };

/** How a column says that a row has no value. A sentinel, NaN and a NULL string always count besides. */
enum {
    DSCORE_VALIDITY_ALL = 0,           /**< every row present (but for sentinel, NaN, NULL) */
    DSCORE_VALIDITY_BITMAP = 1,        /**< Arrow: bit set = present; least bit first; validity_offset in bits */
    DSCORE_VALIDITY_BYTES_PRESENT = 2, /**< byte != 0: present */
    DSCORE_VALIDITY_BYTES_MISSING = 3, /**< byte != 0: missing, as numpy.ma */
    DSCORE_VALIDITY_BYTES_STATUS = 4   /**< byte 0 present, 1 missing, 2 present but unreadable (counted invalid) */
};

/** Bits of dscore_column.flags. */
enum {
    DSCORE_COLUMN_PACKED = 1, /**< ignore stride: elements follow one another */
    DSCORE_COLUMN_NAIVE = 2   /**< instants without a zone: read as UTC and flagged */
};

/**
 * A view on a column in the caller's memory; nothing is copied. Loads are unaligned-safe.
 *
 * Which storage serves which field: numbers take integers, floats and decimals; durations and instants integers and
 * floats with a unit (float fractions are rounded to the nearest microsecond, ties to even; nanoseconds floored);
 * booleans BOOL8, BOOL1 and integers of 0 and 1; text CSTRING, UTF8, LARGE_UTF8 and DICT, key fields integers too.
 * Values that cannot be read are counted, never fatal: an UINT64 value above INT64_MAX, an instant outside the years
 * 1-9999, a code outside the dictionary. Keys of such rows read as absent.
 */
typedef struct dscore_column {
    uint32_t struct_size; /**< sizeof(dscore_column) */
    int32_t type;         /**< storage: DSCORE_INT8 ... DSCORE_DICT */
    int32_t unit;         /**< DSCORE_UNIT_...; NONE for a time field is DSCORE_E_TYPE */
    int32_t scale;        /**< DSCORE_DECIMAL64: 0 to 18 decimals */
    int32_t flags;        /**< DSCORE_COLUMN_... */
    int32_t code_type;    /**< DSCORE_DICT: integer type of the codes */
    const void *data;     /**< first element, or the bytes of UTF8; may be NULL if length is 0 */
    int64_t length;       /**< rows, >= 0 */
    int64_t stride;       /**< bytes from row to row: positive, 0 (one value for all) or negative; not for BOOL1, UTF8 */
    int64_t data_offset;  /**< elements to skip at the start (bits for BOOL1, entries of offsets for UTF8) */
    int32_t validity_kind;   /**< DSCORE_VALIDITY_... */
    const void *validity;    /**< bits or bytes; NULL with DSCORE_VALIDITY_ALL */
    int64_t validity_offset; /**< bits or bytes to skip */
    int64_t validity_stride; /**< bytes from row to row for the byte kinds; 0 = 1 */
    /** One value that means missing, copied at bind; NULL = none. Of the column's type; of the code type for DICT; a
     * `const char *` to a text for CSTRING, UTF8 and LARGE_UTF8; not for BOOL1. */
    const void *sentinel;
    const void *offsets;     /**< UTF8, LARGE_UTF8 */
    const struct dscore_column *dictionary; /**< DSCORE_DICT: a column of CSTRING or UTF8; data borrowed */
} dscore_column;

/** Initialiser of a dscore_column. */
#define DSCORE_COLUMN_INIT {(uint32_t)sizeof(dscore_column), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/** Bits of dscore_field_info.flags. */
enum {
    DSCORE_FIELD_KEY = 1,      /**< names a thing: also takes integer columns */
    DSCORE_FIELD_OPTIONAL = 2, /**< may stay unbound: read by exclude, credit or keys only */
    DSCORE_FIELD_INTEGER = 4,  /**< fractions are invalid */
    DSCORE_FIELD_MIN_OPEN = 8, /**< the least value itself is outside the domain */
    DSCORE_FIELD_UNIQUE = 16   /**< no two rows share it; for the audit */
};

/** A field of the schema. Texts live as long as the catalogue. */
typedef struct dscore_field_info {
    uint32_t struct_size;       /**< sizeof(dscore_field_info) */
    int32_t type;               /**< DSCORE_TYPE_... */
    int32_t flags;              /**< DSCORE_FIELD_... */
    int32_t derive_count;       /**< how many formulas may stand in when it is not bound */
    double domain_min;          /**< least value in the unit; -infinity = none */
    double domain_max;          /**< greatest value in the unit; +infinity = none */
    const char *name;           /**< [a-z][a-z0-9_]* */
    const char *unit;           /**< "" if none; "s" for durations */
    const char *description_en; /**< never NULL */
    const char *description_zh; /**< never NULL */
} dscore_field_info;

/** Initialiser of a dscore_field_info. */
#define DSCORE_FIELD_INFO_INIT {(uint32_t)sizeof(dscore_field_info), 0, 0, 0, 0.0, 0.0, "", "", "", ""}

/** @param schema not NULL @return how many sources it has @since 0.1 */
DSCORE_API int32_t dscore_schema_source_count(const dscore_schema *schema);

/** @param schema not NULL @param index from 0 @return name of the source; "" out of range @since 0.1 */
DSCORE_API const char *dscore_schema_source(const dscore_schema *schema, int32_t index);

/** @param schema not NULL @param source name @return fields of that source; 0 if there is none @since 0.1 */
DSCORE_API int32_t dscore_schema_field_count(const dscore_schema *schema, const char *source);

/** @param schema not NULL @param source name @param index from 0 @return name of the field; "" out of range @since 0.1 */
DSCORE_API const char *dscore_schema_field(const dscore_schema *schema, const char *source, int32_t index);

/**
 * Everything about a field.
 *
 * @param schema, source, field  not NULL
 * @param out  struct_size set by the caller; not NULL
 * @param err  may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_NOT_FOUND (names the nearest field)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_schema_field_info(const dscore_schema *schema, const char *source,
    const char *field, dscore_field_info *out, dscore_error *err);

/**
 * One of the formulas that may stand in for a field that is not bound.
 *
 * @return static text of the schema; "" out of range
 * @since 0.1
 */
DSCORE_API const char *dscore_schema_field_derive(const dscore_schema *schema, const char *source,
    const char *field, int32_t index);

/**
 * An empty table of one source.
 *
 * @param schema  retained; not NULL
 * @param source  name of a source of the schema
 * @param out     the table, to be freed by dscore_table_free; NULL on failure
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_NOT_FOUND; DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_table_new(const dscore_schema *schema, const char *source, dscore_table **out,
    dscore_error *err);

/** Free a table; the columns stay the caller's. @param table may be NULL @since 0.1 */
DSCORE_API void dscore_table_free(dscore_table *table);

/**
 * Bind a column to a field, in place of what was bound to it before.
 *
 * The column struct is copied, its data borrowed. All columns of a table are of one length; the last one that is bound
 * may change it. Checked in this order: NULL arguments, the field, struct_size, type, unit, flags, length, stride,
 * validity, offsets, dictionary, the length of the other columns.
 *
 * @param table   not NULL
 * @param field   name of a field of the table's source
 * @param column  not NULL; checked: type, unit, stride, validity, offsets ascending, dictionary
 * @param err     may be NULL; path is source.field; row is set where offsets descend
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_NOT_FOUND; DSCORE_E_TYPE; DSCORE_E_LENGTH; DSCORE_E_MEMORY;
 *         on failure the table is unchanged
 * @since 0.1
 */
DSCORE_API dscore_status dscore_table_bind(dscore_table *table, const char *field, const dscore_column *column,
    dscore_error *err);

/**
 * Bind an array or a member of an array of structs: dscore_table_bind for the common case.
 *
 * @param type, unit  as dscore_column
 * @param data     first element; may be NULL if length is 0
 * @param length   rows
 * @param stride   bytes from row to row
 * @param missing  one value of the type that means missing, copied; NULL = none
 * @return as dscore_table_bind
 * @since 0.1
 */
DSCORE_API dscore_status dscore_table_bind_array(dscore_table *table, const char *field, int32_t type,
    int32_t unit, const void *data, int64_t length, int64_t stride, const void *missing, dscore_error *err);

/**
 * Take the binding of a field away.
 *
 * @return DSCORE_OK (also if it was not bound); DSCORE_E_ARGUMENT; DSCORE_E_NOT_FOUND
 * @since 0.1
 */
DSCORE_API dscore_status dscore_table_unbind(dscore_table *table, const char *field, dscore_error *err);

/** @param table not NULL @return rows; 0 while no column is bound @since 0.1 */
DSCORE_API int64_t dscore_table_rows(const dscore_table *table);

/** @param table not NULL @return name of its source @since 0.1 */
DSCORE_API const char *dscore_table_source(const dscore_table *table);

/** @param table not NULL @param field name @return 1 if a column is bound to the field, else 0 @since 0.1 */
DSCORE_API int32_t dscore_table_has(const dscore_table *table, const char *field);

#ifdef __cplusplus
}
#endif
#endif
