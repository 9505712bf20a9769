/* The audit while it is made: what is looked for, what was found, and who looks. Between the files of this room. */
#ifndef DSI_DATA_AUDIT_H
#define DSI_DATA_AUDIT_H

#include "data/gather.h"

enum {
    DSI_AUDIT_KINDS = 10,     /* kinds are 1 to this */
    DSI_AUDIT_REASONS = 5,    /* DSI_BAD_DOMAIN ... DSI_BAD_OVERFLOW */
    DSI_AUDIT_LABELS = 100000 /* labels of a field with more are not compared */
};

/* One thing that is looked for, and the rows where it was found; listed as a finding in the end. */
typedef struct dsi_tally {
    int32_t kind;         /* DSCORE_AUDIT_... */
    int32_t field, other; /* indices in the source; -1 = none */
    int64_t sequence;     /* order among labels of a field */
    bool strict;          /* STOP_BEFORE_START: equal instants count, too */
    int64_t count, checked;
    int64_t first; /* row; -1 = none */
    int64_t reasons[DSI_AUDIT_REASONS];
    int64_t *rows;
    int64_t n_rows, capacity;
    const char *label, *frequent; /* LABEL_CASE: in the arena; ONE_VALUE: "true" and "false" or the other way round */
    int64_t frequent_count;
    const char *message_en, *message_zh; /* in the arena */
} dsi_tally;

struct dscore_audit {
    dscore_allocator allocator;
    const dscore_schema *schema; /* retained */
    int32_t source;
    int64_t table_rows;
    int32_t max_rows;
    int64_t now, from, to;
    const dscore_audit_domain *domains; /* the caller's, while the rows are read */
    int32_t domain_count;
    int32_t policies[DSI_AUDIT_KINDS + 1]; /* by kind: DSCORE_AUDIT_KEEP ... FAIL */
    const char *policy_text;               /* in the arena */
    dsi_arena arena;
    dsi_tally *tallies;
    int64_t tally_count, tally_capacity;
    uint8_t *marks; /* a byte a row, 1 = excluded; NULL where no policy excludes */
    int64_t marked; /* rows */
    bool failed;    /* an allocation did */
};

static inline const dsi_source *dsi_audit_source(const dscore_audit *audit)
{
    return &audit->schema->sources[audit->source];
}

/* Index of a new tally; 0 and audit->failed if there is no memory. */
int64_t dsi_audit_add(dscore_audit *audit, int32_t kind, int32_t field, int32_t other);
/* A row of a tally; rows come in ascending order. */
void dsi_audit_hit(dscore_audit *audit, int64_t tally, int64_t row);

/* ---- what must follow what: audit_rules.c ------------------------------------------------------- */

typedef struct dsi_audit_pair {
    const char *source, *field, *other; /* field must not be before other */
    bool strict;                        /* nor at the same time */
} dsi_audit_pair;
const dsi_audit_pair *dsi_audit_pairs(int32_t *out_count);
/* The instant that places a row of the source in a period; -1 = none. */
int32_t dsi_audit_natural(const dsi_source *source);
/* Is it a deadline, which may well lie in the future? */
bool dsi_audit_is_deadline(const char *field);

/* ---- options: audit_policy.c --------------------------------------------------------------------- */

const char *dsi_audit_kind_name(int32_t kind); /* "missing" ... */
/* Read `duplicate = exclude; future = fail` into audit->policies and write audit->policy_text; NULL = all keep. */
dscore_status dsi_audit_read_policies(dscore_audit *audit, const char *policies, dscore_error *err);

/* ---- the pass: audit_scan.c, audit_rows.c ----------------------------------------------------------- */

/* A bound field while the rows are read. */
typedef struct dsi_audit_column {
    int32_t field;
    dsi_reading reading;
    dsi_scratch *scratch;             /* its own, where rows are compared across fields; else shared */
    dsi_vector v;                     /* of this block */
    int64_t missing, invalid, future; /* tallies; -1 = none */
    int64_t met_values[2];            /* booleans: rows that are false, true */
    int64_t duplicate;                /* tally of a unique key; -1 = none */
    dsi_key_reader *reader;           /* text: labels of the rows; NULL = not looked at, or too many */
    dsi_labels *labels;
    int32_t met;     /* unique key: greatest label so far */
    int64_t *counts; /* other text: rows by label */
    int64_t counts_capacity;
} dsi_audit_column;

/* What compares fields of a row with one another. Columns may be NULL: not bound. */
typedef struct dsi_audit_rows {
    const dsi_audit_column *first_response, *is_bot, *is_bot_resolved, *responder; /* BOT_ANSWER */
    const dsi_audit_column *resolved, *is_resolved, *replies;                      /* RESOLVED_WITHOUT_REPLY */
    const dsi_audit_column *natural;                                               /* OUTSIDE_PERIOD */
    int64_t bot, unanswered, outside;                                              /* tallies; -1 = not looked at */
} dsi_audit_rows;

typedef struct dsi_audit_scan {
    dscore_audit *audit;
    const dscore_table *table;
    dsi_audit_column *columns;
    int32_t column_count;
    dsi_scratch *scratches; /* [0] is shared */
    int64_t scratch_count;
    struct dsi_audit_pair_scan *pairs;
    int32_t pair_count;
    int64_t pair_capacity;
    dsi_audit_rows rows;
} dsi_audit_scan;

/* Look through all rows. MEMORY, or what a column that cannot be a key gives. */
dscore_status dsi_audit_scan_table(dscore_audit *audit, const dscore_table *table, dscore_error *err);
/* The column of a field; NULL = no such field, or not bound. */
const dsi_audit_column *dsi_audit_column_of(const dsi_audit_scan *scan, const char *field);

void dsi_audit_rows_open(dsi_audit_scan *scan);
void dsi_audit_rows_block(dsi_audit_scan *scan, int64_t first, int32_t n);

/* ---- labels: audit_labels.c ----------------------------------------------------------------------- */

/* Labels of a block of a column with a reader. */
void dsi_audit_labels_block(dsi_audit_scan *scan, dsi_audit_column *column, int64_t first, int32_t n);
/* After the last block: labels that differ only by case or white space, and where they stand. */
void dsi_audit_labels_compare(dsi_audit_scan *scan, dsi_audit_column *column);
/* Fold a label: white space at the ends off, runs of it one space, letters small. `out` holds n bytes; returns how many
   were written. */
int64_t dsi_audit_fold(const char *label, int64_t n, char *out);

/* ---- messages: audit_message.c ---------------------------------------------------------------------- */

/* The sentences of a tally, into the arena; false = no memory. */
bool dsi_audit_describe(dscore_audit *audit, dsi_tally *tally);

#endif
