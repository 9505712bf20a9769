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
int command_audit(int argc, char **argv);
int command_worktime(int argc, char **argv);
int command_lifecycle(int argc, char **argv);
int command_weights(int argc, char **argv);
int command_whatif(int argc, char **argv);
int command_rank(int argc, char **argv);
int command_targets(int argc, char **argv);
int command_help(int argc, char **argv);

/* Ask for the items of `--indicators` ([ALIAS=]ID,...) and set their --param. */
void ask_items(session *s, const char *items);

/* Set --clock for the items that have one. */
void set_clocks(session *s, const char *items);

/* The next [id] that a derived formula names, to be freed; NULL = none left. Moves on behind it. */
char *next_operand(const char **formula);

/* Names of the key columns in a sheet of results (`subject` for a single key) and of the period; the number of them. At
 * most 9. */
int key_columns(const dscore_values *values, const char **names);
void key_cells(sheet *out, const dscore_values *values, int64_t row);

const char *value_status_name(int32_t status);

/* The card of a file. */
dscore_scorecard *open_card(const arguments *options, const char *path);
/* `score` with --scheme. */
int score_by_scheme(const arguments *options);
/* Ask the open session for the indicators of a card, and score; path: of the card, for messages. */
dscore_scores *session_scores(session *s, const dscore_scorecard *by, const char *path);
/* Whom and which period the card is meant for, where --by and --period do not say. */
void take_subject(const dscore_scorecard *meant, arguments *options);
/* Compile the session's query for a card. A source that is not given leaves its indicators without a value; the ledger
   says so. */
void session_compile_card(session *s, const dscore_scorecard *by);
/* How a score came about, in sentences, or as a JSON document; to be freed. */
char *score_explanation(const dscore_scores *scores, int64_t index, const char *lang);
char *score_document(const dscore_scores *scores, int64_t index);
/* Print the explanations of a subject, or the documents; how many there are. */
int64_t print_explained(const dscore_scores *scores, const char *subject, const char *lang, bool json);
/* Of scores: a row, why it has no total, and as many decimals as the published totals have, at least two. */
dscore_score_row score_row(const dscore_scores *scores, int64_t index);
const char *reason_name(int32_t reason);
int32_t total_decimals(const dscore_scores *scores);
/* Means of scores over the longer periods of a rule (DSCORE_ROLLUP_... weighs the shorter ones); where: the option or
   rule that asks, for messages. */
dscore_scores *average_scores(const session *s, const dscore_scores *shorter, const dscore_period_rule *rule,
    int32_t weighting, const char *where);
/* --roll-up, longer than the session's periods, and --roll-up-by. */
dscore_period_rule roll_up_rule(const session *s);
int32_t roll_up_weighting(const arguments *options);
/* The name of the period that starts there, to be freed with the program. */
const char *period_name(const session *s, const dscore_period_rule *rule, int64_t start);
/* Total, grade, rank, status and reason of a row. */
void score_cells(sheet *out, const dscore_score_row *row, const char *grade, int32_t decimals);
/* NaN = nothing. */
void number_or_nothing(sheet *out, double value, int32_t decimals);

#endif
