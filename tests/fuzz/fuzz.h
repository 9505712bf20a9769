/* What the fuzz targets share: a claim that stops the program when it is broken, reading choices from the bytes of a
   case, and comparing two results bit by bit. */
#ifndef DSCORE_TESTS_FUZZ_H
#define DSCORE_TESTS_FUZZ_H

#include <deskscore/deskscore.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stop where the library breaks its word, so that the fuzzer keeps the case. */
#define REQUIRE(claim, ...)                                                                                            \
    do {                                                                                                               \
        if (!(claim)) {                                                                                                \
            (void)fprintf(stderr, "%s:%d: broken: %s: ", __FILE__, __LINE__, #claim);                                  \
            (void)fprintf(stderr, __VA_ARGS__);                                                                        \
            (void)fputc('\n', stderr);                                                                                 \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* OK, or nothing at all: neither an unknown status nor a defect that the library itself reports. */
static inline bool fine(dscore_status status, const dscore_error *err)
{
    REQUIRE(status >= DSCORE_OK && status < DSCORE_E_INTERNAL, "status %d: %s", (int)status, err->message);
    REQUIRE(status == DSCORE_OK || (err->status == status && err->message[0] != '\0'), "status %d without a message",
        (int)status);
    return status == DSCORE_OK;
}

static inline void must(dscore_status status, const dscore_error *err, const char *what)
{
    REQUIRE(status == DSCORE_OK, "%s: %s: %s (%s)", what, dscore_status_name(status), err->message, err->path);
}

static inline void *take_memory(size_t size)
{
    void *p = malloc(size == 0 ? 1 : size);
    REQUIRE(p != NULL, "no memory for the fuzzer itself");
    return p;
}

/* ---- choices -------------------------------------------------------------------------------- */

typedef struct choices {
    const uint8_t *data;
    size_t size, at;
} choices;

/* The next byte; zeros when they are used up. */
static inline uint8_t next_byte(choices *c)
{
    return c->at < c->size ? c->data[c->at++] : 0;
}

static inline int below(choices *c, int n)
{
    return next_byte(c) % n;
}

/* ---- results -------------------------------------------------------------------------------- */

static inline bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static inline void require_same_cell(const dscore_values *a, const dscore_values *b, int64_t row, int32_t item)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_value x = DSCORE_VALUE_INIT;
    dscore_value y = DSCORE_VALUE_INIT;
    must(dscore_values_get(a, row, item, &x, &err), &err, "value");
    must(dscore_values_get(b, row, item, &y, &err), &err, "value");
    const char *alias = dscore_values_item(a, item, DSCORE_ITEM_ALIAS);
    REQUIRE(same_bits(x.value, y.value), "%s row %d: %.17g and %.17g", alias, (int)row, x.value, y.value);
    REQUIRE(x.status == y.status && x.flags == y.flags, "%s row %d: status %d and %d, flags %d and %d", alias, (int)row,
        (int)x.status, (int)y.status, (int)x.flags, (int)y.flags);
    REQUIRE(x.n_used == y.n_used && x.n_missing == y.n_missing && x.n_excluded == y.n_excluded,
        "%s row %d: %d %d %d and %d %d %d", alias, (int)row, (int)x.n_used, (int)x.n_missing, (int)x.n_excluded,
        (int)y.n_used, (int)y.n_missing, (int)y.n_excluded);
}

/* The same rows, keys, values and counts. */
static inline void require_same_values(const dscore_values *a, const dscore_values *b)
{
    REQUIRE(dscore_values_row_count(a) == dscore_values_row_count(b), "%d and %d rows", (int)dscore_values_row_count(a),
        (int)dscore_values_row_count(b));
    for (int64_t row = 0; row < dscore_values_row_count(a); row++) {
        for (int32_t key = 0; key < dscore_values_key_count(a); key++) {
            REQUIRE(strcmp(dscore_values_key(a, row, key), dscore_values_key(b, row, key)) == 0 &&
                        dscore_values_key_flags(a, row, key) == dscore_values_key_flags(b, row, key),
                "row %d: key %s and %s", (int)row, dscore_values_key(a, row, key), dscore_values_key(b, row, key));
        }
        for (int32_t item = 0; item < dscore_values_item_count(a); item++) {
            require_same_cell(a, b, row, item);
        }
    }
    for (int32_t item = 0; item < dscore_values_item_count(a); item++) {
        for (int32_t reason = DSCORE_REASON_FILTER; reason <= DSCORE_REASON_FILTERED_OUT; reason++) {
            REQUIRE(dscore_values_reason(a, item, reason) == dscore_values_reason(b, item, reason),
                "%s: reason %d: %d and %d", dscore_values_item(a, item, DSCORE_ITEM_ALIAS), (int)reason,
                (int)dscore_values_reason(a, item, reason), (int)dscore_values_reason(b, item, reason));
        }
    }
}

#endif
