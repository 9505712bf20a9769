/**
 * @file scheme.h
 * Which scorecard judges whom, and when: cards for phone and chat, for agents and leads, each in versions that hold from a
 * day on, known since a day, with who changed them and why (METHODS 3.4). A scheme is read from a document (document.h).
 *
 * Weights, rules, thresholds and missing policies live in cards; so a version of a card is a version of all of them, and a score
 * of last year can be explained by the card that made it.
 */
#ifndef DESKSCORE_SCHEME_H
#define DESKSCORE_SCHEME_H

#include <deskscore/roster.h>
#include <deskscore/score.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Cards in versions, and whom they judge. Immutable, shared by threads. */
typedef struct dscore_scheme dscore_scheme;
/** Scores by a scheme. Immutable, shared by threads. */
typedef struct dscore_assessment dscore_assessment;

/** Free; assessments made with it stay usable, its cards go. @param scheme may be NULL @since 0.3 */
DSCORE_API void dscore_scheme_free(dscore_scheme *scheme);

/** Text properties of a scheme. */
enum {
    DSCORE_SCHEME_ID = 1,      /**< [a-z][a-z0-9_]* */
    DSCORE_SCHEME_NAME_EN = 2, /**< name in English */
    DSCORE_SCHEME_NAME_ZH = 3, /**< name in Chinese */
    DSCORE_SCHEME_HASH = 4,    /**< content hash, 32 hexadecimal digits, prose excluded */
    DSCORE_SCHEME_VERSION = 5  /**< as written */
};

/**
 * A text of a scheme.
 *
 * @param scheme    NULL gives ""
 * @param property  DSCORE_SCHEME_...
 * @return the text; "" if it has none or there is no such property; lives as long as the scheme
 * @since 0.3
 */
DSCORE_API const char *dscore_scheme_text(const dscore_scheme *scheme, int32_t property);

/** What periods go by that straddle a change. @param scheme NULL gives 0 @return DSCORE_STRADDLE_... @since 0.3 */
DSCORE_API int32_t dscore_scheme_straddle(const dscore_scheme *scheme);

/** Versions of cards, in the order of the document. @param scheme NULL gives 0 @return their number @since 0.3 */
DSCORE_API int32_t dscore_scheme_version_count(const dscore_scheme *scheme);

/** A version of a card. Texts and card live as long as the scheme. */
typedef struct dscore_card_version {
    uint32_t struct_size;         /**< sizeof(dscore_card_version) */
    int32_t supersedes;           /**< version that it withdraws altogether; -1 = none */
    int64_t valid_from;           /**< first day, from 1970-01-01 */
    int64_t valid_to;             /**< the day after the last; INT64_MAX = open: until the next version begins */
    int64_t recorded_at;          /**< day on which it was decided; INT64_MIN = always known */
    const char *line;             /**< name of the card whose version it is, "phone" */
    const char *id;               /**< of the version, "2026-h1" */
    const char *author;           /**< "" if not said */
    const char *reason;           /**< "" if not said */
    const dscore_scorecard *card; /**< not NULL; belongs to the scheme */
} dscore_card_version;

/** Initialiser of a dscore_card_version. */
#define DSCORE_CARD_VERSION_INIT {(uint32_t)sizeof(dscore_card_version), -1, 0, 0, 0, "", "", "", "", 0}

/**
 * A version of a card by position.
 *
 * @param scheme   not NULL
 * @param version  from 0, below dscore_scheme_version_count
 * @param out      started from DSCORE_CARD_VERSION_INIT; not NULL; unchanged on failure
 * @param err      may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a version out of range, struct_size not set)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scheme_version(
    const dscore_scheme *scheme, int32_t version, dscore_card_version *out, dscore_error *err);

/**
 * The version that judges a subject on a day, as far as was known on a day.
 *
 * The first entry of the assignment whose conditions all hold names the card; the days name its version.
 *
 * @param scheme         not NULL
 * @param names, values  n attributes of the subject, such as team = phone; one that is not given, "" or NULL meets no
 *                       condition; not NULL if n > 0
 * @param n              >= 0
 * @param day            days since 1970-01-01
 * @param known_at       versions recorded later are left out; INT64_MAX = all are known
 * @param out_version    receives the version; not NULL; unchanged on failure
 * @param err            may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative n); DSCORE_E_NOT_FOUND (no card is assigned:
 *         DSCORE_CODE_SCHEME_ASSIGN; the card has no version on that day); DSCORE_E_INCOMPATIBLE (it has two, as far as
 *         was known)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scheme_find(const dscore_scheme *scheme, const char *const *names,
    const char *const *values, int32_t n, int64_t day, int64_t known_at, int32_t *out_version, dscore_error *err);

/**
 * Score tables by a scheme: every subject and period by the card that judges it.
 *
 * A subject's attributes are the labels of the query's keys by their names, and the text columns of the roster; a key comes
 * before a column of the same name. A period that straddles a change goes by the scheme's policy: PRORATE scores each
 * segment from its own tickets by its own card and takes the mean of the published segment scores weighted by days, as a
 * roll-up (dscore_scores_roll_up) under the card of the last segment.
 *
 * Cost: the tables are read once for each version that may be needed.
 *
 * @param scheme             not NULL
 * @param query              keys, periods or a range with both ends, policies; each card's items are added to a copy; not NULL
 * @param tables, n_tables   as dscore_evaluate
 * @param roster             may be NULL: only keys are known
 * @param known_at           as dscore_scheme_find
 * @param executor           as dscore_evaluate
 * @param out                to be freed by dscore_assessment_free; NULL on failure; not NULL
 * @param err                may be NULL; path names the version
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_PARAMETER (a range that is open; a roster with a column or
 *         subject twice); DSCORE_E_INCOMPATIBLE (ERROR: a period straddles a change; two versions hold on a day); as
 *         dscore_scorecard_plan, dscore_evaluate, dscore_score
 * @since 0.3
 */
DSCORE_API dscore_status dscore_scheme_assess(const dscore_scheme *scheme, const dscore_query *query,
    dscore_table *const *tables, int32_t n_tables, const dscore_roster *roster, int64_t known_at,
    const dscore_executor *executor, dscore_assessment **out, dscore_error *err);

/** Free; its scores go. @param assessment may be NULL @since 0.3 */
DSCORE_API void dscore_assessment_free(dscore_assessment *assessment);

/** How many sets of scores there are. @param assessment NULL gives 0 @return their number @since 0.3 */
DSCORE_API int32_t dscore_assessment_count(const dscore_assessment *assessment);

/**
 * One set of scores: those of one version, or of periods that straddle a change. Ranks are among the scores of a set and
 * period: who is judged by another card is not compared.
 *
 * @param assessment   NULL gives NULL
 * @param index        from 0, below dscore_assessment_count
 * @param out_version  receives the version of the card, of the last segment where segments were joined; may be NULL
 * @return its scores, at least one; belong to the assessment; NULL out of range
 * @since 0.3
 */
DSCORE_API const dscore_scores *dscore_assessment_scores(
    const dscore_assessment *assessment, int32_t index, int32_t *out_version);

/** A subject and period that nobody judges. Texts live as long as the assessment. */
typedef struct dscore_unassigned {
    uint32_t struct_size; /**< sizeof(dscore_unassigned) */
    int32_t reason;       /**< DSCORE_UNASSIGNED_... */
    int64_t period_start; /**< microseconds */
    int64_t period_end;   /**< microseconds */
    const char *subject;  /**< labels of the keys, joined by " / " */
} dscore_unassigned;

/** Initialiser of a dscore_unassigned. */
#define DSCORE_UNASSIGNED_INIT {(uint32_t)sizeof(dscore_unassigned), 0, 0, 0, ""}

/** Why nobody judges. */
enum {
    DSCORE_UNASSIGNED_NO_CARD = 1,   /**< no entry of the assignment holds */
    DSCORE_UNASSIGNED_NO_VERSION = 2 /**< its card has no version on the days that count */
};

/**
 * Who is judged by no card: nobody is dropped in silence.
 *
 * @param assessment  NULL gives 0
 * @return number of subjects and periods
 * @since 0.3
 */
DSCORE_API int64_t dscore_assessment_unassigned_count(const dscore_assessment *assessment);

/**
 * One of them.
 *
 * @param assessment  not NULL
 * @param index       from 0, below dscore_assessment_unassigned_count
 * @param out         started from DSCORE_UNASSIGNED_INIT; not NULL; unchanged on failure
 * @param err         may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, an index out of range, struct_size not set)
 * @since 0.3
 */
DSCORE_API dscore_status dscore_assessment_unassigned(
    const dscore_assessment *assessment, int64_t index, dscore_unassigned *out, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
