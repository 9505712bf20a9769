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

/** Fields by source, with type, unit and domain. Immutable, shared by threads; belongs to a catalogue. */
typedef struct dscore_schema dscore_schema;

/**
 * Columns of one source, bound by field name. Columns are borrowed until the table is freed, or the field unbound or
 * bound again, and their memory must not change meanwhile: bind again after refilling a buffer.
 *
 * Threads: one writer; while nobody binds or unbinds, any number may read the table or update states from it.
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
    DSCORE_INT8 = 1,        /**< int8_t */
    DSCORE_INT16 = 2,       /**< int16_t, native byte order as all below */
    DSCORE_INT32 = 3,       /**< int32_t */
    DSCORE_INT64 = 4,       /**< int64_t */
    DSCORE_UINT8 = 5,       /**< uint8_t */
    DSCORE_UINT16 = 6,      /**< uint16_t */
    DSCORE_UINT32 = 7,      /**< uint32_t */
    DSCORE_UINT64 = 8,      /**< uint64_t; above INT64_MAX unreadable */
    DSCORE_FLOAT32 = 9,     /**< float; NaN = missing */
    DSCORE_FLOAT64 = 10,    /**< double; NaN = missing */
    DSCORE_DECIMAL64 = 11,  /**< int64 mantissa, value = mantissa / 10^scale */
    DSCORE_BOOL8 = 12,      /**< a byte: 0, 1; any other is invalid */
    DSCORE_BOOL1 = 13,      /**< a bit, least significant first, as Arrow */
    DSCORE_CSTRING = 14,    /**< array of const char *; NULL = missing */
    DSCORE_UTF8 = 15,       /**< bytes and 32-bit offsets (length + 1 of them) */
    DSCORE_LARGE_UTF8 = 16, /**< bytes and 64-bit offsets */
    DSCORE_DICT = 17        /**< integer codes into a dictionary column of text */
};

/** Unit of an integer or float column that holds instants or durations. NONE for anything else. */
enum {
    DSCORE_UNIT_NONE = 0, /**< no time */
    DSCORE_UNIT_S = 1,    /**< seconds */
    DSCORE_UNIT_MS = 2,   /**< milliseconds */
    DSCORE_UNIT_US = 3,   /**< microseconds */
    DSCORE_UNIT_NS = 4    /**< nanoseconds */
};

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
    int32_t flags;        /**< DSCORE_COLUMN_...; with PACKED the stride is ignored */
    int32_t code_type;    /**< DSCORE_DICT: integer type of the codes */
    const void *data;     /**< first element, or the bytes of UTF8; may be NULL if length is 0 */
    int64_t length;       /**< rows, >= 0 */
    int64_t stride;       /**< bytes from row to row: positive, 0 (one value for all), negative; 0 for BOOL1, UTF8 */
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

/** How many sources a schema has. @param schema NULL gives 0 @return number of sources @since 0.1 */
DSCORE_API int32_t dscore_schema_source_count(const dscore_schema *schema);

/**
 * A source of a schema by position.
 *
 * @param schema  NULL gives ""
 * @param index   from 0, below dscore_schema_source_count
 * @return name of the source; "" out of range; lives as long as the schema
 * @since 0.1
 */
DSCORE_API const char *dscore_schema_source(const dscore_schema *schema, int32_t index);

/**
 * How many fields a source has.
 *
 * @param schema, source  a schema and the name of a source; NULL gives 0
 * @return number of fields; 0 if there is no such source
 * @since 0.1
 */
DSCORE_API int32_t dscore_schema_field_count(const dscore_schema *schema, const char *source);

/**
 * A field of a source by position.
 *
 * @param schema, source  a schema and the name of a source; NULL gives ""
 * @param index           from 0, below dscore_schema_field_count
 * @return name of the field; "" out of range or if there is no such source; lives as long as the schema
 * @since 0.1
 */
DSCORE_API const char *dscore_schema_field(const dscore_schema *schema, const char *source, int32_t index);

/**
 * Everything about a field.
 *
 * @param schema, source, field  not NULL; names of a source and of a field of it
 * @param out  started from DSCORE_FIELD_INFO_INIT; not NULL; its texts belong to the schema; unchanged on failure
 * @param err  may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a struct_size too small); DSCORE_E_NOT_FOUND (names the nearest
 *         source or field)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_schema_field_info(const dscore_schema *schema, const char *source,
    const char *field, dscore_field_info *out, dscore_error *err);

/**
 * One of the formulas that may stand in for a field that is not bound, tried in this order.
 *
 * @param schema, source, field  a schema, names of a source and of a field of it; NULL gives ""
 * @param index                  from 0, below dscore_field_info.derive_count
 * @return the formula; "" out of range or if there is no such field; lives as long as the schema
 * @since 0.1
 */
DSCORE_API const char *dscore_schema_field_derive(const dscore_schema *schema, const char *source,
    const char *field, int32_t index);

/**
 * An empty table of one source.
 *
 * @param schema  retained: its catalogue may be freed before the table; not NULL
 * @param source  name of a source of the schema; not NULL
 * @param out     the table, to be freed by dscore_table_free; NULL on failure
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_NOT_FOUND (no such source; names the nearest);
 *         DSCORE_E_MEMORY
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
 * validity, offsets, dictionary, the length of the other columns and of the audit whose rows are left out.
 *
 * @param table   not NULL
 * @param field   name of a field of the table's source; not NULL
 * @param column  started from DSCORE_COLUMN_INIT; not NULL; the struct and its sentinel are copied, and where the
 *                texts of a dictionary stand; all other memory is borrowed
 * @param err     may be NULL; path is source.field; row is set where offsets descend
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a member of the column out of range, offsets that descend);
 *         DSCORE_E_NOT_FOUND (no such field; names the nearest); DSCORE_E_TYPE (a storage type or unit that does
 *         not serve the field); DSCORE_E_LENGTH (the other columns, or the audit of
 *         dscore_table_exclude, have another length); DSCORE_E_MEMORY; on failure the table is unchanged
 * @since 0.1
 */
DSCORE_API dscore_status dscore_table_bind(dscore_table *table, const char *field, const dscore_column *column,
    dscore_error *err);

/**
 * Bind an array or a member of an array of structs: dscore_table_bind for the common case.
 *
 * @param table    not NULL
 * @param field    name of a field of the table's source; not NULL
 * @param type     storage: DSCORE_INT8 to _BOOL1, or CSTRING; a DECIMAL64 has scale 0
 * @param unit     DSCORE_UNIT_...
 * @param data     first element, borrowed; may be NULL if length is 0
 * @param length   rows, >= 0
 * @param stride   bytes from row to row: positive, 0 (one value for all) or negative
 * @param missing  one value of the type that means missing, copied; for CSTRING the address of a `const char *`;
 *                 NULL = none
 * @param err      may be NULL; as for dscore_table_bind
 * @return as dscore_table_bind; on failure the table is unchanged
 * @since 0.1
 */
DSCORE_API dscore_status dscore_table_bind_array(dscore_table *table, const char *field, int32_t type,
    int32_t unit, const void *data, int64_t length, int64_t stride, const void *missing, dscore_error *err);

/**
 * Take the binding of a field away; its column's memory is the caller's own again.
 *
 * @param table  not NULL
 * @param field  name of a field of the table's source; not NULL
 * @param err    may be NULL
 * @return DSCORE_OK (also if it was not bound); DSCORE_E_ARGUMENT (a NULL); DSCORE_E_NOT_FOUND (no such field)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_table_unbind(dscore_table *table, const char *field, dscore_error *err);

/** Rows of a table. @param table NULL gives 0 @return rows; 0 while no column is bound @since 0.1 */
DSCORE_API int64_t dscore_table_rows(const dscore_table *table);

/** The source of a table. @param table NULL gives "" @return its name; lives as long as the table @since 0.1 */
DSCORE_API const char *dscore_table_source(const dscore_table *table);

/**
 * Is a column bound to a field?
 *
 * @param table, field  a table and the name of a field; NULL gives 0
 * @return 1 if a column is bound, else 0 (also if there is no such field)
 * @since 0.1
 */
DSCORE_API int32_t dscore_table_has(const dscore_table *table, const char *field);

/* ---- reading a table back ------------------------------------------------------------------- */

/** One cell as queries read it. Cells that are not present hold 0 and no text. */
typedef struct dscore_cell {
    uint32_t struct_size; /**< sizeof(dscore_cell) */
    int32_t type;         /**< DSCORE_TYPE_... of the field */
    int32_t status;       /**< 0 present, 1 missing, 2 present but invalid */
    int32_t is_integer;   /**< 1: `integer` holds the value (instants, durations, booleans, columns of whole numbers) */
    int64_t integer;      /**< microseconds for instants and durations; 0 or 1 for booleans */
    double number;        /**< the value also where is_integer is 1; durations and instants in seconds; 0 for text */
    const char *text;     /**< text and keys of text, not NUL-terminated, borrowed from the column; else NULL */
    int64_t text_length;  /**< bytes */
} dscore_cell;

/** Initialiser of a dscore_cell. */
#define DSCORE_CELL_INIT {(uint32_t)sizeof(dscore_cell), 0, 0, 0, 0, 0.0, 0, 0}

/**
 * Read one cell: for writing tables out and for drilling down, not for passes over all rows.
 *
 * @param table  not NULL
 * @param field  name of a field of the table's source; not NULL
 * @param row    from 0, below dscore_table_rows
 * @param out    started from DSCORE_CELL_INIT; not NULL; unchanged on failure
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a row out of range, struct_size not set); DSCORE_E_NOT_FOUND (no such
 *         field); DSCORE_E_FIELD_MISSING (not bound)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_table_cell(const dscore_table *table, const char *field, int64_t row,
    dscore_cell *out, dscore_error *err);

/* ---- audit ---------------------------------------------------------------------------------- */

/** What an audit found, with rows and policies. Immutable, shared by threads. */
typedef struct dscore_audit dscore_audit;

/** What an audit looks for. */
enum {
    DSCORE_AUDIT_MISSING = 1,        /**< cells without a value, by field */
    DSCORE_AUDIT_INVALID = 2,        /**< values outside the field's domain or scale, or unreadable, by field */
    DSCORE_AUDIT_STOP_BEFORE_START = 3, /**< an instant before the one it must follow, by pair of fields */
    DSCORE_AUDIT_FUTURE = 4,         /**< instants after now, by field (not of fields that end in due_at) */
    DSCORE_AUDIT_DUPLICATE = 5,      /**< rows whose unique key was met before; the first one is none */
    DSCORE_AUDIT_BOT_ANSWER = 6,     /**< a first response, but no human who gave it */
    DSCORE_AUDIT_RESOLVED_WITHOUT_REPLY = 7, /**< resolved, but never answered */
    DSCORE_AUDIT_LABEL_CASE = 8,     /**< labels that differ from a more frequent one only by case or white space */
    DSCORE_AUDIT_OUTSIDE_PERIOD = 9, /**< what places the row (created_at, asked_at, ...) is outside [from, to) */
    DSCORE_AUDIT_ONE_VALUE = 10      /**< a boolean that is missing or the same in all rows: is a blank the other one? */
};

/** What an audit does with the rows of a finding. */
enum {
    DSCORE_AUDIT_KEEP = 0,    /**< tell only */
    DSCORE_AUDIT_EXCLUDE = 1, /**< dscore_table_exclude leaves the rows out, counted */
    DSCORE_AUDIT_FAIL = 2     /**< dscore_table_audit fails and names the first such row */
};

/** Another domain for a number field than the schema's, as dscore_query_domain sets for a query. Never grows. */
typedef struct dscore_audit_domain {
    const char *field; /**< of the table's source; not NULL */
    double min;        /**< least value, inside; -infinity = none */
    double max;        /**< greatest value, inside, above min; infinity = none */
} dscore_audit_domain;

/** How to audit. */
typedef struct dscore_audit_options {
    uint32_t struct_size; /**< sizeof(dscore_audit_options) */
    int32_t max_rows;     /**< row indices kept of each finding, 0 to 1 000 000 */
    int64_t now;          /**< for FUTURE; dscore_instant_max() = not looked at */
    int64_t from;         /**< for OUTSIDE_PERIOD; dscore_instant_min() = open */
    int64_t to;           /**< exclusive; dscore_instant_max() = open; both open: not looked at */
    const char *policies; /**< `duplicate = exclude; future = fail`: names of the kinds in lower case; the rest is kept;
                               NULL = all are */
    const dscore_audit_domain *domains; /**< n_domains of them, the last of a field counts; NULL if there are none */
    int32_t n_domains;                  /**< >= 0 */
} dscore_audit_options;

/** Initialiser of a dscore_audit_options. */
#define DSCORE_AUDIT_OPTIONS_INIT                                                                                      \
    {(uint32_t)sizeof(dscore_audit_options), 10, INT64_MAX, INT64_MIN, INT64_MAX, 0, 0, 0}

/** One finding of an audit. Texts and rows live as long as the audit. */
typedef struct dscore_audit_finding {
    uint32_t struct_size;     /**< sizeof(dscore_audit_finding) */
    int32_t kind;             /**< DSCORE_AUDIT_... */
    int32_t policy;           /**< DSCORE_AUDIT_KEEP, _EXCLUDE; _FAIL where count is 0 */
    int32_t n_rows;           /**< elements of rows: count, at most max_rows */
    int64_t count;            /**< rows concerned; ONE_VALUE: those without a value */
    int64_t checked;          /**< rows looked at: those that have what the check needs (a value, both instants, a key,
                                   a first response, a resolution, a label) */
    const int64_t *rows;      /**< the first of those concerned, ascending; NULL if n_rows is 0 */
    const char *field;        /**< the field; "" for RESOLVED_WITHOUT_REPLY */
    const char *other;        /**< STOP_BEFORE_START: the field to follow; LABEL_CASE: the frequent label; ONE_VALUE: the
                                   value that is never met; else "" */
    const char *label;        /**< LABEL_CASE, ONE_VALUE: the label as found; else "" */
    const char *message_en;   /**< a sentence with the numbers in it */
    const char *message_zh;   /**< the same in Chinese */
} dscore_audit_finding;

/** Initialiser of a dscore_audit_finding. */
#define DSCORE_AUDIT_FINDING_INIT {(uint32_t)sizeof(dscore_audit_finding), 0, 0, 0, 0, 0, 0, "", "", "", "", ""}

/**
 * Look through the columns of a table for what makes numbers wrong.
 *
 * One pass, and a second one over the text fields that have labels of LABEL_CASE. Findings with a count of 0 are not
 * listed, but for MISSING, which tells of every bound field. Fields that are not bound are not looked at, stand-ins are
 * not used. All rows are read, also those that dscore_table_exclude left out.
 *
 * Pairs of STOP_BEFORE_START: in tickets received_at, first_assigned_at, handoff_at, first_response_at,
 * first_resolved_at, resolved_at, closed_at, ended_at, first_reopened_at and updated_at after created_at,
 * resolved_at after first_response_at and first_resolved_at, closed_at after resolved_at, first_reopened_at after
 * first_resolved_at, left_queue_at after queued_at, survey_answered_at after survey_sent_at, next_contact_at and
 * next_same_problem_at after created_at (these not even at the same time); in responses responded_at and ended_at
 * after asked_at; in assignments first_reply_at and unassigned_at after assigned_at; in cycles resolved_at after
 * opened_at; in surveys survey_answered_at after survey_sent_at; in agents proficient_at and left_at after
 * hired_at. A pair of which one names a zone and the other does not (DSCORE_COLUMN_NAIVE) is not compared.
 *
 * BOT_ANSWER: first_response_at is present, but is_bot is true and responder missing, or is_bot_resolved is true
 * and responder missing or not bound. RESOLVED_WITHOUT_REPLY: resolved_at is present or is_resolved true,
 * is_bot_resolved is not true, and neither first_response_at nor replies above 0 tell of an answer, though one of
 * them is bound (an unreadable one tells nothing). OUTSIDE_PERIOD looks at created_at, asked_at, assigned_at,
 * opened_at, checked_at, period_start or at, by the source.
 *
 * Labels of LABEL_CASE are those of text columns, unique keys aside, with up to 100 000 distinct ones. They are
 * alike after white space (ASCII, no-break, ideographic) at the ends is taken off, runs of it are one space, and
 * letters with two cases of Latin, Greek, Cyrillic, Armenian and full-width Latin are small. The spelling with the
 * most rows is right, among equals the first by bytes; each other spelling is a finding.
 *
 * @param table    not NULL; only read, not kept
 * @param options  NULL = defaults
 * @param out      to be freed by dscore_audit_free; NULL on failure; not NULL
 * @param err      may be NULL; path is source.field, row the row, under a policy `fail`
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, options out of range); DSCORE_E_PARAMETER (a policy that cannot be
 *         read, or `exclude` of MISSING or ONE_VALUE, whose rows every value counts anyway; a domain with a NaN, or min
 *         not below max); DSCORE_E_NOT_FOUND, DSCORE_E_TYPE (a domain of no field, or of no number); DSCORE_E_RANGE (a
 *         policy `fail`); DSCORE_E_MEMORY
 * @since 0.2
 */
DSCORE_API dscore_status dscore_table_audit(const dscore_table *table, const dscore_audit_options *options,
    dscore_audit **out, dscore_error *err);

/** Free. @param audit may be NULL @since 0.2 */
DSCORE_API void dscore_audit_free(dscore_audit *audit);

/** Findings of an audit. @param audit NULL gives 0 @return number of findings, by kind, then field @since 0.2 */
DSCORE_API int32_t dscore_audit_count(const dscore_audit *audit);

/**
 * A finding by position.
 *
 * @param audit  not NULL
 * @param index  from 0, below dscore_audit_count
 * @param out    started from DSCORE_AUDIT_FINDING_INIT; not NULL; unchanged on failure
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, struct_size not set); DSCORE_E_NOT_FOUND (index out of range)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_audit_at(const dscore_audit *audit, int32_t index, dscore_audit_finding *out,
    dscore_error *err);

/**
 * Leave out of every value the rows that an audit excluded: they count in n_excluded, for the reason AUDIT, and the
 * values name the policies. It holds for the rows as they were audited: binding a column of another length fails until
 * it is taken away; after a buffer was filled anew, audit again.
 *
 * @param table  the table that was audited, with as many rows; not NULL
 * @param audit  its policies and marks are copied; NULL = leave nothing out any more
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_LENGTH (another number of rows); DSCORE_E_INCOMPATIBLE (an
 *         audit of another source); DSCORE_E_MEMORY; on failure the table is unchanged
 * @since 0.2
 */
DSCORE_API dscore_status dscore_table_exclude(dscore_table *table, const dscore_audit *audit, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
