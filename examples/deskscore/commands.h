/* The subcommands; each takes what stands behind its name and returns the exit status. */
#ifndef DESKSCORE_COMMANDS_H
#define DESKSCORE_COMMANDS_H

#include "print.h"
#include "session.h"

int command_measure(int argc, char **argv);
int command_score(int argc, char **argv);
int command_rows(int argc, char **argv);
int command_check(int argc, char **argv);
int command_catalog(int argc, char **argv);
int command_sql(int argc, char **argv);

/* Ask for the items of `--indicators` ([ALIAS=]ID,...) and set their --param. */
void ask_items(session *s, const char *items);

/* Names of the key columns in a sheet of results (`subject` for a single key); the number of them. At most 8. */
int key_columns(const dscore_values *values, const char **names);
void key_cells(sheet *out, const dscore_values *values, int64_t row);

const char *value_status_name(int32_t status);

#endif
