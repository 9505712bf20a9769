/* Applying a policy: scores laid out as people x periods, numbers that are looked at, and what a rule makes of them.
   Private to the files decide*.c and decisions*.c. */
#ifndef DSI_DECISION_DECIDE_H
#define DSI_DECISION_DECIDE_H

#include "decision/policy_parts.h"
#include "measure/people.h"
#include "weight/names.h"

/* A period of the scores. */
typedef struct dsi_span {
    int64_t start, end; /* microseconds */
    const char *name;   /* "" = none */
    bool closed;
} dsi_span;

/* One of the scores given, as people x periods. Cells stand period by period: cell = period * person_count + person. */
typedef struct dsi_sheet {
    const dscore_scores *scores; /* NULL: not laid out yet */
    int32_t index;
    int32_t person_count, period_count, group_count;
    const char **persons; /* kept with the decisions, as are names and groups */
    dsi_names names;      /* of persons */
    dsi_span *periods;
    const char **groups;
    int64_t *rows;  /* index in the scores; -1 = none in this period */
    int32_t *group; /* -1 = not known */
    int64_t *known; /* row of the roster; -1 = none */
} dsi_sheet;

/* Numbers of one look, a cell each; what is missing has a status and NaN. */
typedef struct dsi_numbers {
    double *number;  /* as read, then as shrunk or bounded */
    double *own;     /* as read */
    int32_t *status; /* DSCORE_VALUE_... */
    int64_t *n;      /* cases; -1 = not known */
    double scale;    /* what a share of 1 is written as: 100 or 1; 0 = no share */
    int32_t better;  /* DSI_BETTER_LOWER or _HIGHER */
} dsi_numbers;

/* One outcome; the texts are found through its indices. */
typedef struct dsi_outcome {
    int32_t rule, sheet, period, person, group;
    int32_t decision, outcome, list, reason, flags, grade;
    int32_t failed; /* a bit for each condition that does not hold */
    int64_t row, ranked, run, volume, volume_min;
    double rank, value, own, cut, lo, hi, mean, rate, amount, portion;
} dsi_outcome;

/* What the explanation of a rule's outcomes says of its look. */
typedef struct dsi_look_words {
    const char *name_en, *name_zh, *unit;
} dsi_look_words;

/* The outcomes of one rule; the first of them is number `first` of all. */
typedef struct dsi_ruling {
    dsi_outcome *outcomes;
    int64_t first, count;
    int32_t sheet; /* -1: no scores of its period */
    dsi_look_words words;
    dsi_look_words *conditions;
} dsi_ruling;

struct dscore_decisions {
    dscore_allocator allocator;
    dsi_arena arena;
    const dscore_policy *policy; /* one hold */
    dsi_sheet *sheets;           /* one a scores given; after the making, names, periods and groups alone are read */
    int32_t sheet_count;
    dsi_ruling *rulings; /* one a rule */
    int64_t count;
};

/* A policy being applied. */
typedef struct dsi_judging {
    dscore_decisions *out;
    const dsi_policy_spec *spec;
    const dscore_scores *const *scores;
    int32_t score_count;
    int64_t now;
    int32_t *units; /* one a scores: DSCORE_PERIOD_...; 0 = another */
    dsi_people people;
    int32_t group_key; /* of a sheet's values; see dsi_sheet_open */
    dsi_arena scratch; /* what is needed while deciding */
} dsi_judging;

/* The sheet of the scores number `index`, laid out at its first use. */
dscore_status dsi_sheet_open(dsi_judging *j, int32_t index, dsi_sheet **out, dscore_error *err);
/* The cells of a period group by group, those of nobody's peers left out: group g holds cells[ends[g - 1]] to before
   cells[ends[g]], the first from 0. cells: room for person_count; ends: for group_count. */
void dsi_sheet_by_group(const dsi_sheet *sheet, int32_t period, int64_t *cells, int32_t *ends);
/* DSCORE_PERIOD_... of a period's name; 0 = of none of them. */
int32_t dsi_unit_of_name(const char *name);
/* The first scores of a unit that came about as DSCORE_BASIS_... asks, else the first of that unit; unit 0: the unit of
   the first ones given; -1: none. */
int32_t dsi_scores_of_unit(const dsi_judging *j, int32_t unit, int32_t basis);

/* Are the scores of a sheet means of those of shorter periods? Then they have totals, and no points or values: is a
   look at those, and what is said of it. */
bool dsi_is_average(const dsi_sheet *sheet);
bool dsi_look_is_lost(const dsi_sheet *sheet, const dsi_look *look);
dscore_status dsi_fail_average(dscore_error *err, const char *place, const char *name);

/* The numbers of a look, in the arena; `place` is the path of its name. */
dscore_status dsi_numbers_read(dsi_judging *j, dsi_arena *arena, const dsi_sheet *sheet, const dsi_look *look,
    const char *place, dsi_numbers *out, dscore_error *err);
/* Replace them by shrunk values or bounds, period by period and group by group. */
dscore_status dsi_numbers_transform(const dsi_judging *j, dsi_arena *arena, const dsi_sheet *sheet,
    const dsi_look *look, dsi_numbers *numbers, dscore_error *err);
/* The cases of an item, a cell each, into n: its own, of a roll-up those of its shorter periods together. */
dscore_status dsi_cases_read(
    dsi_judging *j, dsi_arena *arena, const dsi_sheet *sheet, const char *item, dsi_numbers *out, dscore_error *err);
/* Cases of share x/n behind a number: whole, 0 <= x <= n. */
int64_t dsi_numbers_successes(const dsi_numbers *numbers, int64_t cell);
/* How a look is named to people; texts in the decisions' arena. */
bool dsi_look_tell(dsi_judging *j, const dsi_sheet *sheet, const dsi_look *look, dsi_look_words *out);

/* Who may be judged by a rule: statuses to rank with and reasons, a cell each. `numbers` are what the rule looks at;
   volume receives the cases, volume_min what a group of a period needs (cells). */
typedef struct dsi_admitted {
    int32_t *status, *reason;
    int64_t *volume, *volume_min;
} dsi_admitted;
dscore_status dsi_rule_admit(dsi_judging *j, dsi_arena *arena, const dsi_sheet *sheet, int32_t rule,
    const dsi_numbers *numbers, dsi_admitted *out, dscore_error *err);

/* A rule being applied. Arrays of cells, unless said otherwise. */
typedef struct dsi_round {
    dsi_judging *j;
    dsi_arena arena;
    int32_t index;
    const dsi_policy_rule *rule;
    dsi_look look;
    dsi_sheet *sheet;
    dsi_numbers numbers;
    dsi_numbers *conditions; /* one a condition */
    dsi_admitted admitted;
    double *score;                   /* rounded, the higher the better */
    double *keys;                    /* [period][key][person], the higher the better */
    double *lo, *hi;                 /* of the guard; NULL: none. Where not known, so wide that they hold any mean */
    double *mean;                    /* of each subject's group */
    int64_t *ids;                    /* [person] 0, 1, ... */
    int64_t *group, *order, *ranked; /* [person] of the period at hand */
    double *rank, *portion;          /* [person] */
    int32_t *list, *reason, *grade;  /* [person] */
    double *tally_a, *tally_b;       /* [group] */
    dsi_outcome *outcomes;           /* in the decisions' arena */
} dsi_round;

/* The peers of a period. */
dscore_peers dsi_round_peers(const dsi_round *r, int32_t period);
/* Intervals and means of the guard. */
dscore_status dsi_round_guard(dsi_round *r, dscore_error *err);
/* Test those of a period who may be judged: list, reason, portion, grade and cut of its outcomes. */
dscore_status dsi_round_test(dsi_round *r, int32_t period, dscore_error *err);
/* Streaks, decisions and bonuses, once all periods are tested. */
dscore_status dsi_round_follow(dsi_round *r, dscore_error *err);

/* An outcome by its number among all; NULL out of range. */
const dsi_outcome *dsi_decisions_find(const dscore_decisions *decisions, int64_t index);

/* The outcomes of one rule. */
dscore_status dsi_rule_decide(dsi_judging *j, int32_t rule, dscore_error *err);

#endif
