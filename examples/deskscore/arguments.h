/* The command line: options by name, checked before anything is read. */
#ifndef DESKSCORE_ARGUMENTS_H
#define DESKSCORE_ARGUMENTS_H

#include <stdbool.h>

typedef struct text_list {
    const char **items;
    int count;
} text_list;

typedef struct arguments {
    text_list words; /* FILE, ID, DOCUMENT */
    const char *by, *indicators, *indicator, *card, *profile, *format, *lang, *explain, *subject, *row_class;
    const char *from, *to, *now, *negative, *quantiles, *sep, *time_format;
    const char *zone, *calendar_field, *period, *repeat_window, *add, *out, *rows;
    const char *scheme, *known_at;
    const char *roster, *checks; /* checks: "" if given */
    const char *rule, *exponent, *solve, *group, *random_index, *less, *scaling, *correlation, *model, *alpha;
    const char *reach, *against, *attribute;
    const char *method, *top, *bottom, *group_min, *quota, *ties, *places, *keys, *show;
    const char *roll_up, *roll_up_by, *save, *others;
    text_list maps, sources, defines, wheres, parameters, missing, duration_formats, calendars, policies, audits,
        clocks, sets, merges, regroups;
} arguments;

/* Read argv behind the subcommand. `allowed`: names of options, comma-separated (",by,map,"); `words`: how many plain
   words there may be at most. Ends the program on a mistake. */
void read_arguments(int argc, char **argv, const char *allowed, int words, arguments *out);

/* What --lang and --format ask for. */
bool is_chinese(const arguments *given);
bool is_json(const arguments *given);
/* --explain prints sentences (or with json the numbers behind them), which are no cells of a CSV file. */
void refuse_explain_csv(const arguments *given);

/* Split `left=right` in place; false if there is no `=`. */
bool split_pair(char *text, char **left, char **right);

#endif
