/**
 * @file findings.h
 * What can be said of a document, and of scores: findings with severity, place and a message in English and Chinese
 * (docs/formats.md lists their codes).
 */
#ifndef DESKSCORE_FINDINGS_H
#define DESKSCORE_FINDINGS_H

#include <deskscore/profile.h>
#include <deskscore/score.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Findings of a check. Immutable, shared by threads. */
typedef struct dscore_report dscore_report;

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

#ifdef __cplusplus
}
#endif
#endif
