/* From the command line to values: catalogue, query, plan, files, tables. */
#ifndef DESKSCORE_SESSION_H
#define DESKSCORE_SESSION_H

#include "arguments.h"
#include "files.h"

enum { MAX_SOURCES = 16 };

typedef struct source_file {
    const char *name; /* of the source */
    csv_file file;
    dscore_table *table;
} source_file;

typedef struct session {
    const arguments *options;
    dscore_catalog *catalog;
    dscore_profile *profile; /* may be NULL */
    dscore_query *query;
    dscore_plan *plan;
    source_file sources[MAX_SOURCES];
    int source_count;
    dscore_values *values;
} session;

/* Options that say what the input is; for read_arguments. */
#define INPUT_OPTIONS                                                                                                  \
    "profile,map,source,define,time-format,duration-format,missing,from,to,now,where,param,negative,sep,lang,format"

/* The built-in catalogue and the documents of --define. */
dscore_catalog *open_catalog(const arguments *options);

/* Catalogue, profile, sources and an empty query with keys, range and policies. */
void session_open(session *s, const arguments *options, const char *keys);
/* Compile: `now` is the system's clock, printed on standard error, if a formula needs it and --now is not given. */
void session_compile(session *s, dscore_status (*compile)(session *s, dscore_error *error));
/* Read the files of the sources that the plan reads, and evaluate. `also` names a field of tickets to read besides. */
void session_evaluate(session *s, const char *also);
void session_close(session *s);

/* Compile the query as it stands: for session_compile. */
dscore_status compile_query(session *s, dscore_error *error);

#endif
