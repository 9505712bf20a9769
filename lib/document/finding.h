/* Findings: one table of everything that can be said of a document, in both languages, and the report that keeps
   what was said. */
#ifndef DSI_DOCUMENT_FINDING_H
#define DSI_DOCUMENT_FINDING_H

#include "base/text.h"
#include <deskscore/document.h>

typedef enum dsi_finding_kind {
    /* the document cannot be read */
    DSI_SAY_SYNTAX,
    DSI_SAY_TOO_LONG,
    DSI_SAY_VERSION,
    DSI_SAY_KIND,
    DSI_SAY_UNKNOWN_MEMBER,
    DSI_SAY_UNKNOWN_MEMBER_OF,
    DSI_SAY_MISSING_MEMBER,
    DSI_SAY_TYPE,
    DSI_SAY_EMPTY,
    DSI_SAY_CHOICE,
    DSI_SAY_CHOICE_NEAREST,
    DSI_SAY_RANGE,
    DSI_SAY_ID_FORM,
    DSI_SAY_PERCENT,
    DSI_SAY_DURATION,
    DSI_SAY_UNIT_DURATION,
    DSI_SAY_UNIT_PERCENT,
    DSI_SAY_NO_INDICATOR,
    DSI_SAY_NO_SOURCE,
    DSI_SAY_NO_FIELD,
    DSI_SAY_NO_PARAMETER,
    DSI_SAY_NO_RULE,
    DSI_SAY_NO_ITEM,
    DSI_SAY_NEAREST, /* the end of those before, where there is a near name */
    DSI_SAY_FORMULA,
    DSI_SAY_INVALID,
    DSI_SAY_NOT_FOR,
    DSI_SAY_VALUE_DOMAIN,
    DSI_SAY_DEPTH,
    DSI_SAY_NOT_BOTH,
    DSI_SAY_EMPTY_TEXT,
    DSI_SAY_HOURS,
    DSI_SAY_HOURS_ORDER,
    DSI_SAY_HOURS_NEXT,
    DSI_SAY_WEEKDAYS,
    DSI_SAY_WEEKDAY_TWICE,
    DSI_SAY_AS,
    DSI_SAY_DATE,
    DSI_SAY_DATE_RANGE,
    DSI_SAY_DATE_NAME, /* of a member's name, as the two before */
    DSI_SAY_RANGE_NAME,
    DSI_SAY_DATE_TWICE,
    DSI_SAY_LISTS,
    DSI_SAY_OFF_WORKING,
    DSI_SAY_AS_HOLIDAY,
    DSI_SAY_NO_WORKING_HOURS,
    DSI_SAY_VERSION_FIRST,
    DSI_SAY_VERSION_ORDER,
    DSI_SAY_TOO_MANY,
    DSI_SAY_ZONE_NAME,
    DSI_SAY_ZONE_OTHER,
    DSI_SAY_QUOTA_SUM,
    DSI_SAY_DAY,
    DSI_SAY_SCHEME_NO_CARD,
    DSI_SAY_SCHEME_NO_VERSION,
    DSI_SAY_SUBJECT_TWICE,
    DSI_SAY_NO_LEVEL,
    /* it can be read, but ... */
    DSI_SAY_WEIGHT_TOTAL,
    DSI_SAY_DIMENSION_EMPTY,
    DSI_SAY_DIMENSION_SHARE,
    DSI_SAY_LEAF_SHARE,
    DSI_SAY_ZERO_WEIGHT,
    DSI_SAY_CLIFF,
    DSI_SAY_JUMP,
    DSI_SAY_NO_EFFECT,
    DSI_SAY_SAME_POINTS,
    DSI_SAY_NOT_MONOTONE,
    DSI_SAY_ABOVE_100,
    DSI_SAY_BELOW_0,
    DSI_SAY_RELATIVE,
    DSI_SAY_UNUSED_RULE,
    DSI_SAY_BETTER,
    DSI_SAY_PARAMETER_NEEDED,
    DSI_SAY_COUNT_MIX,
    DSI_SAY_CUT_DOMAIN,
    DSI_SAY_RUNNING_SHARE,
    DSI_SAY_SMALL_SHARE,
    DSI_SAY_CALENDAR_2359,
    DSI_SAY_CALENDAR_ROUND,
    DSI_SAY_CALENDAR_SAME,
    DSI_SAY_ALIAS_TWICE,
    DSI_SAY_NO_COLUMN,
    DSI_SAY_MORE,
    DSI_SAY_TIER_GAP,
    DSI_SAY_TIER_OVERLAP,
    DSI_SAY_GRADE_ORDER,
    /* of a card as a whole */
    DSI_SAY_UNBOUNDED,
    DSI_SAY_UNBOUNDED_BELOW,
    DSI_SAY_DOMAIN_GAP,
    DSI_SAY_BEST_BELOW,
    DSI_SAY_TOTAL_UNREACHABLE,
    DSI_SAY_GRADE_UNREACHABLE,
    DSI_SAY_GRADE_BETWEEN, /* the same: no published total lies in it */
    DSI_SAY_GRADE_SKIPPED, /* the same: the rules give a few points only */
    DSI_SAY_GRADE_GAP,
    DSI_SAY_DIMENSION_WEIGHT, /* DIMENSION_SHARE where the total is declared */
    DSI_SAY_DOMINATED,
    DSI_SAY_SAME_MEASURE,
    DSI_SAY_NO_GUARD,
    DSI_SAY_OUTWEIGHS,
    DSI_SAY_NO_SATISFACTION,
    DSI_SAY_PERIOD_MIX,
    DSI_SAY_RULE_MIX,
    DSI_SAY_NOT_MAPPED,
    /* of scores */
    DSI_SAY_CORRELATED,
    DSI_SAY_NO_SPREAD,
    DSI_SAY_CEILING,
    DSI_SAY_FLOOR,
    DSI_SAY_MOSTLY_MISSING,
    DSI_SAY_VOLUMES,
    DSI_SAY_LITTLE_DATA,
    DSI_SAY_NO_ELIGIBILITY, /* of decisions */
    DSI_SAY_NO_VOLUME_MIN,
    DSI_SAY_NO_GROUP_MIN,
    DSI_SAY_BOTTOM_TIES,
    DSI_SAY_STREAK_COUNT,
    DSI_SAY_STREAK_SKIP,
    DSI_SAY_FORCED_GRADE,
    DSI_SAY_LINE_RANGE,
    DSI_SAY_NEVER_LINE,
    DSI_SAY_NEVER_DAYS,
    DSI_SAY_NEVER_PERIODS,
    DSI_SAY_NEVER_BOTH,
    DSI_SAY_NO_POT,
    DSI_SAY_MBO_TOTAL,
    DSI_SAY_MBO_WEIGHT,
    DSI_SAY_MBO_COUNT,
    DSI_SAY_MBO_AGREED,
    DSI_SAY_SCHEME_GAP, /* of schemes */
    DSI_SAY_SCHEME_STRADDLE,
    DSI_SAY_SCHEME_UNREACHED,
    DSI_SAY_SCHEME_UNUSED
} dsi_finding_kind;

typedef struct dsi_message {
    const char *code;     /* of dscore_finding */
    int32_t severity;     /* DSCORE_SEVERITY_... */
    dscore_status status; /* of a parse that stops here; DSCORE_OK for what is no error */
    int32_t number;       /* DSCORE_CODE_... */
    const char *en, *zh;  /* %1 to %4 stand for the arguments */
} dsi_message;

const dsi_message *dsi_message_of(dsi_finding_kind kind);

/* An argument of a message: the same in both languages, or not. */
typedef struct dsi_word {
    const char *en, *zh;
} dsi_word;
static inline dsi_word dsi_word_of(const char *text)
{
    const dsi_word word = {text, text};
    return word;
}

/* The message with its arguments, in one language. */
void dsi_message_text(dsi_text *out, const dsi_message *message, bool chinese, const dsi_word *words, int32_t count);

enum { DSI_MAX_FINDINGS = 200, DSI_MAX_WORDS = 4 };

typedef struct dsi_kept_finding {
    int32_t severity, line, column;
    const char *code, *path, *en, *zh;
} dsi_kept_finding;

struct dscore_report {
    dsi_arena arena;
    dsi_kept_finding *findings;
    int64_t count, cap;
    bool full;
};

dscore_status dsi_report_new(const dscore_allocator *allocator, dscore_report **out, dscore_error *err);

/* Keep a finding (texts are copied); false = no memory. Beyond DSI_MAX_FINDINGS it is dropped. */
bool dsi_report_add(dscore_report *report, const dsi_kept_finding *finding);

#endif
