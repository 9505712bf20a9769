/* From the command line to values: catalogue, query, plan, files, tables. */
#ifndef DESKSCORE_SESSION_H
#define DESKSCORE_SESSION_H

#include "arguments.h"
#include "files.h"

enum { MAX_SOURCES = 16, MAX_CALENDARS = 64, MAX_MADE = 16 };

typedef struct source_file {
    const char *name; /* of the source */
    csv_file file;
    dscore_table *table;
    void *made[MAX_MADE]; /* columns that were computed, borrowed by the table */
    int made_count;
} source_file;

typedef struct session session;
struct session {
    const arguments *options;
    dscore_catalog *catalog;
    dscore_profile *profile; /* may be NULL */
    dscore_query *query;
    dscore_plan *plan;       /* NULL: every field that the files have is read */
    const char *main_source; /* of FILE, and of fields named without a source */
    const dscore_zone *zone; /* of --zone; NULL = none given */
    dscore_calendar *calendars[MAX_CALENDARS];
    int calendar_count;
    dscore_period_rule period;  /* with --period */
    bool has_period, has_range; /* has_range: --from and --to are both given */
    int64_t from, to;           /* dscore_instant_min() and _max() where not given */
    int64_t repeat_window;      /* of --repeat-window; 0 = none */
    int64_t now;                /* of the system's clock, once somebody asked */
    dscore_status (*compile)(session *s, dscore_error *error);
    source_file sources[MAX_SOURCES];
    int source_count;
    dscore_values *values;
};

/* Options that say what the input is; for read_arguments. */
#define INPUT_OPTIONS                                                                                                  \
    "profile,map,source,define,time-format,duration-format,missing,from,to,now,where,param,negative,quantiles,sep,lang,format,"  \
    "zone,calendar,calendar-field,repeat-window,audit"

/* The built-in catalogue and the documents of --define. */
dscore_catalog *open_catalog(const arguments *options);

/* Catalogue, profile, sources and an empty query with keys, range and policies. */
void session_open(session *s, const arguments *options, const char *keys);
/* Compile: `now` is the system's clock, printed on standard error, if a formula needs it and --now is not given. */
void session_compile(session *s, dscore_status (*compile)(session *s, dscore_error *error));
/* Read the files: the fields that the plan reads, without a plan all that they have. `also` as below. */
void session_load(session *s, const char *also);
/* Read the files of the sources that the plan reads, and evaluate. `also` names a field of tickets to read besides. */
void session_evaluate(session *s, const char *also);
void session_close(session *s);

/* Catalogue, profile and sources only, for commands that ask no query: then session_read. */
void session_open_files(session *s, const arguments *options, const char *main_source);
/* Read a file without a plan: `take` gets a table of its rows; with a batch > 0 one of each so many rows. */
void session_read(session *s, source_file *source, int64_t batch,
    void (*take)(void *context, const source_file *source, const dscore_table *table), void *context);
/* A failure about a row names its line of the file. Ends the program. */
NO_RETURN void session_fail(const session *s, const dscore_error *error);
/* Evaluate the tables that were read, by the plan as it is. */
dscore_values *session_values(session *s);

/* The periods from the least to the greatest instant by which the items place rows; compiles again. */
void take_range_from_data(session *s);
/* Bind the fields about repeats that the plan reads and the file lacks. */
void add_repeats(session *s, source_file *source);
/* --now, else the system's clock, read once and printed on standard error. */
int64_t session_now(session *s);
/* The audit of a table by the policies of --audit and the domains of the profile, which the options given here lack.
   Ends the program where a policy says so. */
dscore_audit *audit_table(
    const session *s, const source_file *source, const dscore_table *table, dscore_audit_options options);
/* Leave out the rows that the policies of --audit exclude, and say how many. */
void exclude_by_audit(session *s, source_file *source);
/* The character of --sep. */
char separator_option(const arguments *options, char otherwise);
/* A span such as 30d that an option gives, above 0. */
int64_t span_option(const char *name, const char *text);

/* Compile the query as it stands: for session_compile. */
dscore_status compile_query(session *s, dscore_error *error);

#endif
