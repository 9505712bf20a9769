/**
 * @file values.h
 * Values: what was measured, by indicator, subject and period, with what each number rests on.
 */
#ifndef DESKSCORE_VALUES_H
#define DESKSCORE_VALUES_H

#include <deskscore/data.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Results of a plan. Immutable, shared by threads. */
typedef struct dscore_values dscore_values;

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
 * The name of a key: that of the query, or the one that a map of labels gave it (dscore_state_map).
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

#ifdef __cplusplus
}
#endif
#endif
