/* Reading JSON with its place in hand: values that know the way to them, members by table, and complaints that name
   path, line and column. The same code serves a parse (first complaint stops) and a check (all are kept). */
#ifndef DSI_DOCUMENT_READER_H
#define DSI_DOCUMENT_READER_H

#include "document/finding.h"

#include <jansson.h>

/* A value of the document and the way to it. Lives on the stack of who reads it, no longer than `up`. */
typedef struct dsi_at {
    const struct dsi_at *up; /* NULL: the document itself */
    const char *key;         /* name in `up`; NULL: an element */
    int64_t index;           /* position in `up` */
    json_t *json;            /* NULL: absent */
} dsi_at;

typedef struct dsi_reader {
    dscore_allocator allocator;
    dsi_arena arena;         /* of this reading; constructors copy what they keep */
    const char *text;        /* without a byte order mark */
    int64_t length, skipped; /* bytes of the mark */
    json_t *root;
    dscore_report *report;         /* NULL: stop at the first complaint */
    dscore_error *err;             /* may be NULL */
    dscore_status status;          /* of the first complaint that is an error */
    const dscore_catalog *catalog; /* that the document is about; NULL = none */
    const char *unit;              /* of the value that thresholds are compared with; NULL = unknown */
    const struct dsi_at *items;    /* of the card whose weights are read: what leaves may name; NULL = anything */
} dsi_reader;

enum { DSI_MAX_DEPTH = 32, DSI_MAX_DOCUMENT = 16 << 20 };

/* The text given to a parse: ARGUMENT if it is NULL or its length negative. */
dscore_status dsi_text_argument(const char *json, int64_t length, dscore_error *err);

/* Parse the text. On success out_root is an object; close in any case. */
bool dsi_reader_open(dsi_reader *r, const dscore_allocator *allocator, const char *json, int64_t length,
    dscore_report *report, dscore_error *err, dsi_at *out_root);
void dsi_reader_close(dsi_reader *r);

/* May reading go on? After an error only in a check, after MEMORY never. */
bool dsi_reader_goes_on(const dsi_reader *r);

/* Say something of a place: into the report, or as the error of the parse. Always returns false. */
bool dsi_complain(dsi_reader *r, const dsi_at *at, dsi_finding_kind kind, const dsi_word *words, int32_t count);
bool dsi_complain1(dsi_reader *r, const dsi_at *at, dsi_finding_kind kind, const char *a);
bool dsi_complain2(dsi_reader *r, const dsi_at *at, dsi_finding_kind kind, const char *a, const char *b);
bool dsi_complain3(dsi_reader *r, const dsi_at *at, dsi_finding_kind kind, const char *a, const char *b, const char *c);
/* A message that is none of the table, such as the verdict of a lower room. */
bool dsi_complain_message(dsi_reader *r, const dsi_at *at, const char *path, const dsi_message *message,
    const dsi_word *words, int32_t count);
/* `expected` in both languages, found = the JSON type of `at`. */
bool dsi_complain_type(dsi_reader *r, const dsi_at *at, const char *expected_en, const char *expected_zh);
bool dsi_complain_memory(dsi_reader *r);

/* Pass on what a lower room said of something made from `at`: its path is followed into the document as far as it
   leads, its message kept. A column is that of a formula or literal in `at`. */
bool dsi_complain_lower(dsi_reader *r, const dsi_at *at, const dscore_error *lower);

/* Say something of a place below `at`, given by a path of the same kind. */
bool dsi_complain_below(
    dsi_reader *r, const dsi_at *at, const char *path, dsi_finding_kind kind, const dsi_word *words, int32_t count);

/* That place, as paths are written; "" when there is no memory. */
const char *dsi_path_below(dsi_reader *r, const dsi_at *at, const char *path);

/* Numbers as text of the arena, for messages; "" when there is no memory. */
const char *dsi_number_text(dsi_reader *r, double value);
const char *dsi_rounded_text(dsi_reader *r, double value, int32_t decimals);

/* ---- values --------------------------------------------------------------------------------- */

/* A member of an object: false if it is absent. */
bool dsi_member_at(const dsi_at *object, const char *key, dsi_at *out);
dsi_at dsi_element_at(const dsi_at *array, int64_t index);

/* Each says what is wrong and returns false. */
bool dsi_need_object(dsi_reader *r, const dsi_at *at);
bool dsi_need_array(dsi_reader *r, const dsi_at *at);
bool dsi_need_text(dsi_reader *r, const dsi_at *at, const char **out);
bool dsi_need_id(dsi_reader *r, const dsi_at *at, const char **out);
bool dsi_need_number(dsi_reader *r, const dsi_at *at, double *out);
/* A threshold in the reader's unit: number, "40s" or "92%". */
bool dsi_need_threshold(dsi_reader *r, const dsi_at *at, double *out);
/* A number, or a text such as "92%": 92. */
bool dsi_need_percent(dsi_reader *r, const dsi_at *at, double *out);
/* A date such as "2026-12-25" that exists, as days since 1970-01-01. */
bool dsi_need_date(dsi_reader *r, const dsi_at *at, int64_t *out);
/* A number of days, or a span such as "90d". */
bool dsi_need_days(dsi_reader *r, const dsi_at *at, double *out);
bool dsi_is_empty(const dsi_at *at); /* object or array without entries */

/* Say that `word` is no member of a list; the nearest is named. */
bool dsi_complain_choice(
    dsi_reader *r, const dsi_at *at, const char *word, const char *(*name_at)(const void *, int32_t), const void *ctx);
/* Say that `name` does not exist (kind takes name and nearest). */
bool dsi_complain_nearest(dsi_reader *r, const dsi_at *at, dsi_finding_kind kind, const char *name,
    const char *(*name_at)(const void *, int32_t), const void *ctx);

/* ---- members by table ----------------------------------------------------------------------- */

typedef struct dsi_choice {
    const char *word;
    int32_t value;
} dsi_choice; /* ends with word NULL */

typedef enum dsi_member_type {
    DSI_M_TEXT = 1,  /* const char * */
    DSI_M_ID,        /* const char *: an identifier */
    DSI_M_NAME,      /* two const char *: {"en", "zh"} or one text for both; second offset: zh */
    DSI_M_NUMBER,    /* double */
    DSI_M_THRESHOLD, /* double, in the reader's unit */
    DSI_M_PERCENT,   /* double 0-100, "92%" too */
    DSI_M_SHARE,     /* double 0-1, written as 0-100 or "92%" */
    DSI_M_OPTION,    /* double and a bool at the second offset: null = none */
    DSI_M_INT32,     /* int32_t */
    DSI_M_INT64,     /* int64_t, >= 0 */
    DSI_M_BOOL,      /* bool */
    DSI_M_CHOICE,    /* int32_t by `choices` */
    DSI_M_WORD,      /* const char *, one of `choices` */
    DSI_M_JSON,      /* dsi_at */
    DSI_M_DATE,      /* int64_t: days since 1970-01-01, of "2026-12-25" */
    DSI_M_DAYS,      /* double: a number of days, or a span such as "90d" */
    DSI_M_IGNORED    /* nothing: known, read elsewhere or not at all */
} dsi_member_type;

typedef struct dsi_member {
    const char *name;
    dsi_member_type type;
    bool required;
    size_t offset, second;
    const dsi_choice *choices;
} dsi_member;

/* Read an object's members into `out`: unknown ones, missing ones and wrong types are complaints. Absent members leave
   `out` as it is. */
bool dsi_read_members(dsi_reader *r, const dsi_at *at, const dsi_member *members, int32_t count, void *out);

/* Every document may begin with these. */
#define DSI_HEAD_MEMBERS                                                                                               \
    {"$schema", DSI_M_IGNORED, false, 0, 0, NULL}, {"deskscore", DSI_M_IGNORED, false, 0, 0, NULL},                    \
        {"kind", DSI_M_IGNORED, false, 0, 0, NULL}, {"notes", DSI_M_IGNORED, false, 0, 0, NULL},                       \
    {                                                                                                                  \
        "computed", DSI_M_IGNORED, false, 0, 0, NULL                                                                   \
    }

/* Check "deskscore" and "kind" of a document; a fragment may lack both. */
bool dsi_read_head(dsi_reader *r, const dsi_at *root, const char *kind, bool fragment);
/* The same of a fragment that stands inside another document; that of a document itself was checked before. */
bool dsi_read_inner_head(dsi_reader *r, const dsi_at *at, const char *kind);

/* Read the rest of a document and make what it defines in *out; complains. */
typedef void dsi_makes(dsi_reader *r, const dsi_at *root, void *out);
/* Parse a document: the arguments, the head, then `make`. A fragment, such as a rule, may lack its head. */
dscore_status dsi_parse_alone(const dscore_allocator *allocator, const char *json, int64_t length, const char *kind,
    bool fragment, dsi_makes *make, void *out, dscore_error *err);
/* The same for a document about the indicators of a catalogue, which `make` finds in the reader. */
dscore_status dsi_parse_by_catalog(const dscore_catalog *catalog, const char *json, int64_t length, const char *kind,
    dsi_makes *make, void *out, dscore_error *err);

#define DSI_COUNT(table) ((int32_t)(sizeof(table) / sizeof((table)[0])))

/* The i-th key of an object (a dsi_at), NULL at the end: names for dsi_nearest. */
const char *dsi_key_at(const void *object, int32_t i);

#endif
