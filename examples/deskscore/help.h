/* The texts of `deskscore help`, one a topic; usage lines are the same in every language. */
#ifndef DESKSCORE_HELP_H
#define DESKSCORE_HELP_H

enum {
    HELP_OVERVIEW,
    HELP_SCORE,
    HELP_WORKTIME,
    HELP_LIFECYCLE,
    HELP_AUDIT,
    HELP_WHATIF,
    HELP_RANK,
    HELP_TARGETS,
    HELP_WEIGHTS,
    HELP_CHECK,
    HELP_INPUT,
    HELP_TIME,
    HELP_MEASURE,
    HELP_TEXTS
};
enum { HELP_NONE = -1 };

extern const char *const help_en[HELP_TEXTS], *const help_zh[HELP_TEXTS];

#endif
