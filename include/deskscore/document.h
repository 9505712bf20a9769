/**
 * @file document.h
 * How people and programs write and read definitions and results: JSON (docs/formats.md).
 *
 * This floor parses with a JSON library that allocates with malloc and seeds its hash from the system;
 * what a parse returns uses the catalogue's allocator.
 */
#ifndef DESKSCORE_DOCUMENT_H
#define DESKSCORE_DOCUMENT_H

#include <deskscore/lifecycle.h>
#include <deskscore/policy.h>
#include <deskscore/scheme.h>
#include <deskscore/smart.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The version of the document formats this library writes and reads ("deskscore": 1). */
enum { DSCORE_DOCUMENT_VERSION = 1 };

/** Findings of a check. Immutable, shared by threads. */
typedef struct dscore_report dscore_report;
/** How a file's columns become fields. Immutable, shared by threads. */
typedef struct dscore_profile dscore_profile;

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

/** How much a finding matters. */
enum {
    DSCORE_SEVERITY_INFO = 1,    /**< worth knowing */
    DSCORE_SEVERITY_WARNING = 2, /**< probably not what was meant; a parse accepts it */
    DSCORE_SEVERITY_ERROR = 3    /**< a parse refuses it */
};

/** One finding. Texts live as long as the report. */
typedef struct dscore_finding {
    uint32_t struct_size;   /**< sizeof(dscore_finding) */
    int32_t severity;       /**< DSCORE_SEVERITY_... */
    int32_t line;           /**< 0 = unknown */
    int32_t column;         /**< 0 = unknown */
    const char *code;       /**< stable, such as "WEIGHT_TOTAL" */
    const char *path;       /**< such as "weights.tree.quality" */
    const char *message_en; /**< what is wrong and what was expected */
    const char *message_zh; /**< the same in Chinese */
} dscore_finding;

/** Initialiser of a dscore_finding. */
#define DSCORE_FINDING_INIT {(uint32_t)sizeof(dscore_finding), 0, 0, 0, "", "", "", ""}

/**
 * Everything that can be said of a document of any kind (catalog, scorecard, weights, rule, profile, calendar,
 * decisions).
 * A calendar is checked without the data of its zone, which its hours and dates do not need.
 *
 * @param catalog  what its ids and fields mean; not retained; not NULL
 * @param json, length  UTF-8, length in bytes; not NULL; not kept
 * @param out      to be freed by dscore_report_free; also for documents that cannot be parsed (findings of severity
 *                 ERROR); at most 200 findings, and one that says that there are more; NULL on failure; not NULL
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative length); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_document_check(const dscore_catalog *catalog, const char *json, int64_t length,
    dscore_report **out, dscore_error *err);

/**
 * As dscore_document_check, with a profile: its domains are those of the fields, and each item of a scorecard that the
 * mapped fields can never give a value is a finding (NOT_MAPPED) that names what it lacks. A field counts as there if
 * the profile maps it or fields that stand in for it; what else a file may hold is not known.
 *
 * @param catalog  what the document's ids and fields mean; not retained; not NULL
 * @param json, length  UTF-8, length in bytes; not NULL; not kept
 * @param profile  which fields there are; only scorecards are compared with it; not retained; not NULL
 * @param out      as dscore_document_check; NULL on failure; not NULL
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative length); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_document_check_mapped(const dscore_catalog *catalog, const char *json, int64_t length,
    const dscore_profile *profile, dscore_report **out, dscore_error *err);

/**
 * What scores show of their card: items that go together (|r| > 0.9: counted twice), whose points do not vary or lie at
 * one end of the clamp for more than 90 % of the rows, that most rows lack; records that differ more than threefold
 * within a period; totals on less than 80 % of their records. A row is a subject in a period; that of records without a
 * subject is left out. What is said of spread and correlation needs eight rows.
 *
 * @param scores  only read; not NULL
 * @param out     to be freed by dscore_report_free; severities INFO and WARNING, no lines or columns, paths such as
 *                "items.csat"; NULL on failure; not NULL
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_MEMORY
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scores_check(const dscore_scores *scores, dscore_report **out, dscore_error *err);

/** Free a report and its texts. @param report may be NULL @since 0.1 */
DSCORE_API void dscore_report_free(dscore_report *report);

/** Findings of a report. @param report NULL gives 0 @return number of findings @since 0.1 */
DSCORE_API int32_t dscore_report_count(const dscore_report *report);

/**
 * A finding by position.
 *
 * @param report  not NULL
 * @param index   from 0, below dscore_report_count
 * @param out     started from DSCORE_FINDING_INIT; not NULL; its texts belong to the report; unchanged on failure
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range, struct_size not set)
 * @since 0.1
 */
DSCORE_API dscore_status dscore_report_finding(const dscore_report *report, int32_t index, dscore_finding *out,
    dscore_error *err);

/* ---- profiles ------------------------------------------------------------------------------- */

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
