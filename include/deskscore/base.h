/**
 * @file base.h
 * What every other header stands on: status codes, what a value can be, the caller-owned error, the allocator, the
 * executor, version numbers and number formatting.
 */
#ifndef DESKSCORE_BASE_H
#define DESKSCORE_BASE_H

#include <stdint.h>

#ifndef DSCORE_API
#if defined(_WIN32) && defined(DSCORE_SHARED)
#ifdef DSCORE_BUILDING
#define DSCORE_API __declspec(dllexport)
#else
#define DSCORE_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define DSCORE_API __attribute__((visibility("default")))
#else
#define DSCORE_API
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** What a call reports: DSCORE_OK or one of the DSCORE_E_ codes. Treat an unknown code as a failure. */
typedef int32_t dscore_status;

/** Status codes; numbers never change, new ones are appended. */
enum {
    DSCORE_OK = 0,              /**< done */
    DSCORE_E_ARGUMENT = 1,      /**< a NULL, a negative count, an unknown enumerator: a caller's mistake */
    DSCORE_E_TYPE = 2,          /**< a value or column of the wrong type */
    DSCORE_E_FIELD_MISSING = 3, /**< a field that is needed is not bound */
    DSCORE_E_LENGTH = 4,        /**< columns of one table differ in length */
    DSCORE_E_PARAMETER = 5,     /**< a parameter, option or setting is absent, unknown or out of range */
    DSCORE_E_NOT_FOUND = 6,     /**< no such name */
    DSCORE_E_INCOMPATIBLE = 7,  /**< states, tables or documents that do not belong together */
    DSCORE_E_BUFFER = 8,        /**< the caller's buffer is too small; the size needed was reported */
    DSCORE_E_FORMAT = 9,        /**< text that cannot be read: a formula, a document, a literal */
    DSCORE_E_MEMORY = 10,       /**< an allocation failed */
    DSCORE_E_RANGE = 11,        /**< a value outside its domain, under the policy `fail` */
    DSCORE_E_LIMIT = 12,        /**< a documented limit was reached */
    DSCORE_E_CANCELLED = 13,    /**< the executor's progress function asked to stop */
    DSCORE_E_UNSUPPORTED = 14,  /**< well-formed, but this version cannot do it */
    DSCORE_E_INTERNAL = 15      /**< a defect of this library */
};

/**
 * The name of a status, such as "DSCORE_E_TYPE".
 *
 * @param status  any number
 * @return static text, never NULL; "DSCORE_E_UNKNOWN" for a number without a name
 * @since 0.1
 */
DSCORE_API const char *dscore_status_name(dscore_status status);

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
    DSCORE_FLAG_APPROXIMATE = 512,   /**< from the buckets of a sketch: DSCORE_APPROXIMATE_ERROR */
    DSCORE_FLAG_NOW = 1024           /**< depended on `now` */
};

/**
 * How far a quantile that carries DSCORE_FLAG_APPROXIMATE may be from the order statistic that it stands for, as a share of
 * that: of n values the one at rank floor(q (n - 1)), from 0, or, for quantile_observed, the one that it would give. Of a
 * formula that computes on with such a quantile the flag says only that part of it is approximate.
 * @since 0.4
 */
#define DSCORE_APPROXIMATE_ERROR (1.0 / 128)

/**
 * Details of a failure, owned by the caller; every function takes an optional pointer to one, last.
 *
 * Initialise with DSCORE_ERROR_INIT, or set struct_size and leave the rest. It is written only on failure.
 */
typedef struct dscore_error {
    uint32_t struct_size; /**< sizeof(dscore_error) */
    int32_t status;       /**< the status that was returned */
    int32_t code;         /**< stable number of the message, see codes.h; 0 = none of its own */
    int32_t line;         /**< line of the text, from 1; 0 = does not apply */
    int32_t column;       /**< column in code points, from 1; 0 = does not apply */
    int64_t offset;       /**< byte offset into the text; -1 = does not apply */
    int64_t row;          /**< row of the table, from 0; -1 = does not apply */
    char path[256];       /**< where: a document path, source.field or alias; may be "" */
    char message[512];    /**< English: what is wrong and what was expected; always terminated */
} dscore_error;

/** Initialiser of a dscore_error. */
#define DSCORE_ERROR_INIT {(uint32_t)sizeof(dscore_error), 0, 0, 0, 0, -1, -1, "", ""}

/**
 * Where memory comes from. Given at the root (the catalogue or the schema); what is made from it inherits.
 *
 * Functions may be called from every thread that uses an object; they must not fail otherwise than by
 * returning NULL. A NULL allocator means the C library's.
 */
typedef struct dscore_allocator {
    uint32_t struct_size; /**< sizeof(dscore_allocator) */
    void *ctx;            /**< handed to every call */
    void *(*alloc)(void *ctx, int64_t size, int64_t align); /**< size > 0; NULL = no memory */
    void *(*resize)(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align); /**< p not NULL */
    void (*release)(void *ctx, void *p, int64_t size, int64_t align); /**< p not NULL; all as allocated */
} dscore_allocator;

/**
 * Runs tasks, perhaps in parallel. NULL wherever one is taken: this thread.
 */
typedef struct dscore_executor {
    uint32_t struct_size; /**< sizeof(dscore_executor) */
    int32_t threads;      /**< how many tasks may run at once, >= 1 */
    void *ctx;            /**< handed to run and progress */
    /** Call task(task_ctx, i) for each i in [0, n), return when all are done; 0 = all were run. */
    int32_t (*run)(void *ctx, int64_t n, void (*task)(void *task_ctx, int64_t i), void *task_ctx);
    /** Called now and then with rows done and in all; non-zero asks to stop (DSCORE_E_CANCELLED). May be NULL. */
    int32_t (*progress)(void *ctx, int64_t done, int64_t total);
} dscore_executor;

/**
 * An executor that runs on POSIX threads, started for each call.
 *
 * @param threads  1 to 1024
 * @param out      filled; progress is NULL; not NULL
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_UNSUPPORTED (built without POSIX threads)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_executor_threads(int32_t threads, dscore_executor *out, dscore_error *err);

/** The version of the headers. */
enum { DSCORE_VERSION_MAJOR = 0, DSCORE_VERSION_MINOR = 4, DSCORE_VERSION_PATCH = 0 };

/** The generation of the ABI that the headers describe; equals the soname. */
enum { DSCORE_ABI_GENERATION = 0 };

/** @return the version of the library that runs, such as "0.4.0"; static text @since 0.1 */
DSCORE_API const char *dscore_version(void);

/** @return the ABI generation of the library that runs @since 0.1 */
DSCORE_API int32_t dscore_abi_generation(void);

/** An instant that stands for "no bound", before all others. @return INT64_MIN @since 0.1 */
DSCORE_API int64_t dscore_instant_min(void);

/** An instant that stands for "no bound", after all others. @return INT64_MAX @since 0.1 */
DSCORE_API int64_t dscore_instant_max(void);

/**
 * A number as people read it: rounded half away from zero with the decimal tolerance of METHODS 0.4,
 * no locale.
 *
 * @param value     finite
 * @param unit      "" or NULL: the bare number; else one of the closed list: "%", "s", "points", "per_day", "per_hour",
 *                  "per_month", "per_10000", "days", "hours", "minutes" add a suffix in the language ("12.5 s",
 *                  "12.5秒"); "count", "ratio" and "money" do not
 * @param decimals  0 to 15; -1: the shortest text that reads back as the same double
 * @param lang      "en" or "zh"; NULL = "en"
 * @param buffer    receives the text with its NUL; may be NULL if capacity is 0
 * @param capacity  bytes in buffer
 * @param out_needed  bytes needed with the NUL; may be NULL
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (value not finite, unknown unit or language, decimals or capacity out of range,
 *         a NULL buffer with a capacity); DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_format(double value, const char *unit, int32_t decimals, const char *lang,
    char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

/**
 * Round half away from zero at a number of decimals, aware of decimals that binary cannot hold (METHODS 0.4).
 *
 * @param value     any; NaN and infinities come back unchanged
 * @param decimals  0 to 15; outside: the nearer end
 * @return the rounded number
 * @since 0.1
 */
DSCORE_API double dscore_round(double value, int32_t decimals);

#ifdef __cplusplus
}
#endif
#endif
