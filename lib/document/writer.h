/* Writing JSON: indented for people, numbers printed by our own hand, so that what is read back is the same. */
#ifndef DSI_DOCUMENT_WRITER_H
#define DSI_DOCUMENT_WRITER_H

#include "document/reader.h"

typedef struct dsi_writer {
    dsi_text text;
    int32_t depth;
    int32_t line_depth; /* from this depth on all stands on one line; 0 = nothing does */
    bool first;         /* nothing stands in the innermost object or list yet */
    bool after_name;
} dsi_writer;

void dsi_writer_init(dsi_writer *w, const dscore_allocator *allocator);
void dsi_writer_free(dsi_writer *w);
/* Hand the text to the caller, with a line feed at its end. */
dscore_status dsi_writer_give(dsi_writer *w, char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

void dsi_json_open(dsi_writer *w, char bracket, bool on_one_line); /* '{' or '[' */
void dsi_json_close(dsi_writer *w, char bracket);                  /* '}' or ']' */
void dsi_json_name(dsi_writer *w, const char *name);

void dsi_json_put_text(dsi_writer *w, const char *text); /* bytes that are no UTF-8 become U+FFFD */
void dsi_json_put_number(dsi_writer *w, double value);   /* not finite: null */
void dsi_json_put_int(dsi_writer *w, int64_t value);
void dsi_json_put_bool(dsi_writer *w, bool value);
void dsi_json_put_null(dsi_writer *w);

/* Named ones. Texts that are empty and names without words are left out. */
void dsi_json_text(dsi_writer *w, const char *name, const char *text);
void dsi_json_words(dsi_writer *w, const char *name, const char *en, const char *zh);
void dsi_json_number(dsi_writer *w, const char *name, double value);
void dsi_json_int(dsi_writer *w, const char *name, int64_t value);

void dsi_json_date(dsi_writer *w, const char *name, int64_t day); /* "2026-12-25" */

/* Members that differ from `defaults`, and the required ones; JSON and IGNORED members are the caller's. */
void dsi_json_members(dsi_writer *w, const dsi_member *members, int32_t count, const void *in, const void *defaults);

/* A literal of the formula language: numbers and true, false as such, all else as text. */
void dsi_json_literal(dsi_writer *w, const char *name, const char *literal);

/* A share of 0-1 as it is written, 0-100: the number that divided by 100 gives the same bits. */
double dsi_percent_of(double share);

/* "deskscore": 1, "kind": kind. */
void dsi_json_put_head(dsi_writer *w, const char *kind);
/* "computed": {"hash": hash}. */
void dsi_json_put_hash(dsi_writer *w, const char *hash);
/* Which document a result comes from: "card": {"id": ..., "version": ..., "name": ..., "hash": ...}. */
typedef struct dsi_identity {
    const char *id, *version, *name_en, *name_zh, *hash;
} dsi_identity;
void dsi_json_put_identity(dsi_writer *w, const char *member, const dsi_identity *of);

/* Write the members of what is dumped. */
typedef void dsi_writes(dsi_writer *w, const void *object);
/* A whole document: the head (kind NULL: none), what `write` makes of the object, and the text to the caller. */
dscore_status dsi_dump(const dscore_allocator *allocator, const char *kind, dsi_writes *write, const void *object,
    char *buffer, int64_t capacity, int64_t *out_needed, dscore_error *err);

#endif
