/**
 * @file document.h
 * How people and programs write and read definitions and results: JSON (docs/formats.md).
 *
 * This floor parses with a JSON library that allocates with malloc and seeds its hash from the system;
 * what a parse returns uses the catalogue's allocator.
 */
#ifndef DESKSCORE_DOCUMENT_H
#define DESKSCORE_DOCUMENT_H

#include <deskscore/findings.h>
#include <deskscore/policy.h>
#include <deskscore/scheme.h>
#include <deskscore/standings.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The version of the document formats this library writes and reads ("deskscore": 1). */
enum { DSCORE_DOCUMENT_VERSION = 1 };

/**
 * Add a document of kind `catalog` (fields and indicators) to a builder.
 *
 * @param builder  not NULL
 * @param json, length  UTF-8, length in bytes, at most 16 MiB; not NULL; not kept
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative length); DSCORE_E_FORMAT (what was expected);
 *         DSCORE_E_INCOMPATIBLE (an id that exists); DSCORE_E_PARAMETER (a number out of range); DSCORE_E_TYPE,
 *         DSCORE_E_NOT_FOUND (a formula, an unknown name); DSCORE_E_LIMIT (16 MiB, nested too deeply);
 *         DSCORE_E_MEMORY; on failure the builder is unchanged. The error's path leads to the member
 *         (`indicators[3].formula`); line, column and offset are those of the document, inside a formula those of
 *         the character at fault, whose column in the formula the message tells
 * @since 0.1
 */
DSCORE_API dscore_status dscore_catalog_builder_add(dscore_catalog_builder *builder, const char *json,
    int64_t length, dscore_error *err);

/**
 * The whole catalogue, schema and status list as one JSON document.
 *
 * @param catalog  not NULL
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL catalogue, a negative capacity, a NULL buffer with a capacity);
 *         DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_catalog_dump(const dscore_catalog *catalog, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err);

/**
 * One indicator as JSON.
 *
 * @param indicator  not NULL
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL indicator, a negative capacity, a NULL buffer with a capacity);
 *         DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_indicator_dump(const dscore_indicator *indicator, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err);

/**
 * Read a scorecard.
 *
 * @param catalog  retained: it may be freed before the card; not NULL
 * @param json, length  UTF-8, length in bytes, at most 16 MiB; not NULL; not kept
 * @param out      to be freed by dscore_scorecard_free; NULL on failure; not NULL
 * @param err      may be NULL; place as dscore_catalog_builder_add
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative length); DSCORE_E_FORMAT, DSCORE_E_PARAMETER,
 *         DSCORE_E_TYPE (what was expected); DSCORE_E_NOT_FOUND (an indicator, parameter, rule or item that is not
 *         there); DSCORE_E_INCOMPATIBLE (items and weights that do not belong together); DSCORE_E_LIMIT (16 MiB,
 *         nested too deeply); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_scorecard_parse(const dscore_catalog *catalog, const char *json, int64_t length,
    dscore_scorecard **out, dscore_error *err);

/**
 * Write a scorecard; parsing it again gives the same hash.
 *
 * @param card    not NULL
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL card, a negative capacity, a NULL buffer with a capacity);
 *         DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_scorecard_dump(const dscore_scorecard *card, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err);

/**
 * Read one rule: {"family": "RATIO", ...}.
 *
 * @param allocator  copied; NULL = the C library's
 * @param json, length  UTF-8, length in bytes, at most 16 MiB; not NULL; not kept
 * @param out        to be freed by dscore_rule_free; NULL on failure; not NULL
 * @param err        may be NULL; place as dscore_catalog_builder_add
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative length, an allocator without a function or struct_size);
 *         DSCORE_E_FORMAT, DSCORE_E_PARAMETER (what was expected); DSCORE_E_LIMIT (16 MiB, nested
 *         too deeply); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_rule_parse(const dscore_allocator *allocator, const char *json, int64_t length,
    dscore_rule **out, dscore_error *err);

/**
 * Write a rule; parsing it again gives the same points.
 *
 * @param rule    not NULL
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL rule, a negative capacity, a NULL buffer with a capacity);
 *         DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_rule_dump(const dscore_rule *rule, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err);

/**
 * Read a weight table.
 *
 * @param allocator  copied; NULL = the C library's
 * @param json, length  UTF-8, length in bytes, at most 16 MiB; not NULL; not kept
 * @param out        to be freed by dscore_weights_free; NULL on failure; not NULL
 * @param err        may be NULL; place as dscore_catalog_builder_add
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative length, an allocator without a function or struct_size);
 *         DSCORE_E_FORMAT, DSCORE_E_PARAMETER (what was expected); DSCORE_E_INCOMPATIBLE (an id twice, sums that
 *         ABSOLUTE_100 does not allow); DSCORE_E_NOT_FOUND (a declared weight of no dimension); DSCORE_E_LIMIT (16
 *         MiB, nested too deeply); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_weights_parse(const dscore_allocator *allocator, const char *json, int64_t length,
    dscore_weights **out, dscore_error *err);

/**
 * Write a weight table; parsing it again gives the same shares.
 *
 * @param weights  not NULL
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (NULL weights, a negative capacity, a NULL buffer with a capacity);
 *         DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_weights_dump(const dscore_weights *weights, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err);

/**
 * Read a scheme: cards in versions, and whom they judge.
 *
 * @param catalog  retained: it may be freed before the scheme; not NULL
 * @param json, length  UTF-8, length in bytes, at most 16 MiB; not NULL; not kept
 * @param out      to be freed by dscore_scheme_free; NULL on failure; not NULL
 * @param err      may be NULL; place as dscore_scorecard_parse
 * @return as dscore_scorecard_parse; DSCORE_E_NOT_FOUND (a card or version that the scheme lacks) and
 *         DSCORE_E_INCOMPATIBLE (two versions of a card that hold on one day, or of one id) too
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scheme_parse(const dscore_catalog *catalog, const char *json, int64_t length,
    dscore_scheme **out, dscore_error *err);

/**
 * A scheme as a document in one form. Parsing it again gives the same hash.
 *
 * @param scheme  not NULL
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL scheme, a negative capacity, a NULL buffer with a capacity);
 *         DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scheme_dump(const dscore_scheme *scheme, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err);

/**
 * One score with its ledger as JSON.
 *
 * @param scores  not NULL
 * @param index   from 0, below dscore_scores_count
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (NULL scores, an index out of range, a negative capacity, a NULL buffer with
 *         a capacity); DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_scores_dump(const dscore_scores *scores, int64_t index, char *buffer,
    int64_t capacity, int64_t *out_needed, dscore_error *err);

/* ---- decisions ------------------------------------------------------------------------------ */

/**
 * Read a policy of decisions.
 *
 * @param allocator  copied; NULL = the C library's
 * @param json, length  UTF-8, length in bytes, at most 16 MiB; not NULL; not kept
 * @param out        to be freed by dscore_policy_free; NULL on failure; not NULL
 * @param err        may be NULL; place as dscore_catalog_builder_add
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative length, an allocator without a function or struct_size);
 *         DSCORE_E_FORMAT, DSCORE_E_PARAMETER (what was expected); DSCORE_E_LIMIT (16 MiB, nested too deeply, too many
 *         rules, grades, conditions or keys); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_policy_parse(const dscore_allocator *allocator, const char *json, int64_t length,
    dscore_policy **out, dscore_error *err);

/**
 * Write a policy of decisions; parsing it again gives the same hash.
 *
 * @param policy  not NULL
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL policy, a negative capacity, a NULL buffer with a capacity);
 *         DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_policy_dump(const dscore_policy *policy, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err);

/**
 * One outcome of a policy as JSON, with the sentences of dscore_decisions_explain in both languages.
 *
 * @param decisions  not NULL
 * @param index      from 0, below dscore_decisions_count
 * @param buffer, capacity, out_needed  as dscore_format: the text with its NUL, bytes of the buffer, bytes needed
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (NULL decisions, an index out of range, a negative capacity, a NULL buffer with
 *         a capacity); DSCORE_E_BUFFER (too small: buffer unchanged, out_needed set); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_decisions_dump(const dscore_decisions *decisions, int64_t index, char *buffer,
    int64_t capacity, int64_t *out_needed, dscore_error *err);

/* ---- targets -------------------------------------------------------------------------------- */

/**
 * Read targets and objectives: a document of kind `targets`. A goal that is vague, lacks a date or contradicts itself is read
 * as it is: dscore_standings_check() and dscore_document_check() say what it lacks.
 *
 * @param catalog  retained: it may be freed before the targets; not NULL
 * @param json, length  UTF-8, length in bytes, at most 16 MiB; not NULL; not kept
 * @param out      to be freed by dscore_targets_free; NULL on failure; not NULL
 * @param err      may be NULL; place as dscore_catalog_builder_add
 * @return as dscore_scorecard_parse; DSCORE_E_NOT_FOUND (an indicator, parameter, objective or guard that is not there)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_targets_parse(const dscore_catalog *catalog, const char *json, int64_t length,
    dscore_targets **out, dscore_error *err);

/**
 * Write targets and objectives; parsing them again gives the same hash.
 *
 * @param targets  not NULL
 * @param buffer, capacity, out_needed, err  as dscore_scorecard_dump
 * @return as dscore_scorecard_dump
 * @since 0.3
 */
DSCORE_API dscore_status dscore_targets_dump(const dscore_targets *targets, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err);

/**
 * All standings with forecasts and checks, objectives and agreements as JSON (docs/formats.md).
 *
 * @param standings  not NULL
 * @param buffer, capacity, out_needed, err  as dscore_scorecard_dump
 * @return as dscore_scorecard_dump
 * @since 0.3
 */
DSCORE_API dscore_status dscore_standings_dump(const dscore_standings *standings, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err);

/* ---- calendars ------------------------------------------------------------------------------ */

/**
 * The zone that a calendar document names, so that a program can fetch its data.
 *
 * @param json, length  as dscore_calendar_parse
 * @param buffer, capacity, out_needed  as dscore_format: the name with its NUL ("" = it names none)
 * @param err           may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT; DSCORE_E_FORMAT (not JSON, no object, a zone that is no text); DSCORE_E_LIMIT
 *         (longer than 16 MiB); DSCORE_E_BUFFER (buffer unchanged); DSCORE_E_MEMORY
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_zone_name(const char *json, int64_t length, char *buffer,
    int64_t capacity, int64_t *out_needed, dscore_error *err);

/**
 * A business calendar from its document (docs/formats.md).
 *
 * @param allocator  copied; NULL = the C library's
 * @param json       UTF-8; not NULL
 * @param length     bytes; -1 = up to the NUL
 * @param zone       of a document that names none, or the one that it names, retained; NULL: UTC or a fixed offset must
 *                   do
 * @param out        to be freed by dscore_calendar_free; NULL on failure; not NULL
 * @param err        may be NULL; line, column and path of the fault
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_FORMAT (not JSON, a member that is unknown, hours that
 *         cannot be read, are out of order or overlap, a date twice, a date that does not exist); DSCORE_E_NOT_FOUND (it names
 *         another zone than `zone`, and no fixed offset); DSCORE_E_PARAMETER (an empty calendar); DSCORE_E_LIMIT;
 *         DSCORE_E_MEMORY
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_parse(const dscore_allocator *allocator, const char *json, int64_t length,
    const dscore_zone *zone, dscore_calendar **out, dscore_error *err);

/**
 * A calendar as a document in one form: exceptions by date, holidays and working days among them, names of dates left
 * out. Parsing it again, with the same zone, gives the same hash.
 *
 * @param calendar  not NULL
 * @param buffer, capacity, out_needed  as dscore_format
 * @param err       may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative capacity); DSCORE_E_BUFFER (buffer unchanged);
 *         DSCORE_E_MEMORY
 * @since 0.2
 */
DSCORE_API dscore_status dscore_calendar_dump(const dscore_calendar *calendar, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
