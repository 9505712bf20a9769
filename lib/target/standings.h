/* Standings in memory, and what their files share while they are made. */
#ifndef DSI_TARGET_STANDINGS_H
#define DSI_TARGET_STANDINGS_H

#include "measure/people.h"
#include "target/series.h"

/* A target and a subject. */
typedef struct dsi_standing {
    dscore_standing_row row;
    dscore_target_forecast forecast;
    dscore_target_rates pace;
    dscore_target_reach reach;
    dscore_target_aim aim; /* in force; its baseline too */
    bool has_aim;
    int64_t start, due;          /* in force; DSI_NO_DAY = none */
    int64_t first_day, last_day; /* of the window; DSI_NO_DAY = none */
    int64_t span_periods;        /* periods of its grain from start to due; 0 = not known */
    int64_t ended_periods;       /* of them, those that end by the due day */
    int64_t baseline_n;          /* -1 = not known */
    bool has_history;            /* values were given */
} dsi_standing;

typedef struct dsi_agreement {
    dscore_mbo_row row;
    dscore_mbo_line *lines; /* row.lines of them */
} dsi_agreement;

struct dscore_standings {
    dscore_allocator allocator;
    dsi_arena arena;
    const dscore_targets *targets; /* one hold */
    int64_t now;
    double level;
    dsi_standing *rows;
    int64_t count, cap;
    int64_t *first_of;     /* one a target, and the end */
    dsi_names *by_subject; /* one a target: its rows by subject */
    dscore_objective_row *objectives;
    int64_t objective_count, objective_cap;
    int64_t *objective_first;      /* one an objective: its first row */
    dsi_names *objective_subjects; /* one an objective: its rows by subject */
    dsi_agreement *agreements;
    int64_t agreement_count, agreement_cap;
};

/* What a judgement works with. */
typedef struct dsi_judging {
    const dscore_targets *targets;
    const dscore_values *series; /* that the target of the moment is read from; NULL = none */
    dsi_subjects subjects;       /* of it */
    dsi_subjects *sources;       /* series, window and what more was given; values NULL where there is none */
    int64_t source_count;        /* 0 without a series */
    dscore_target_facts facts;   /* complete, whatever the caller's struct_size */
    dscore_period_rule grain;    /* of targets without one */
    dsi_arena arena;             /* of the work */
    dsi_people people;
    int32_t tenure_column;
    dsi_points points;
    dscore_standings *out;
} dsi_judging;

/* The target of the moment. */
typedef struct dsi_judged {
    dsi_judging *j;
    const dsi_target_spec *spec;
    int32_t target;
    int32_t item;    /* of the series; -1 = none */
    int64_t subject; /* of the series; -1 = none */
    dscore_period_rule grain;
    dsi_measure_kind kind;
    int64_t first, from, to; /* periods: of the start (INT64_MIN without), of the window */
    bool is_over;            /* some of its time is over, so that there is a window */
    int64_t *milestone_days; /* of milestones with day and value */
    double *milestone_values;
    int32_t milestone_count; /* 0 where they are out of order */
    dsi_standing *s;
} dsi_judged;

/* Versions and steps: what is in force on a day for the subject of the moment; `period` names the one whose roster row
   tells the tenure. */
typedef struct dsi_force {
    dscore_target_aim aim;
    bool has_aim;
    int64_t due;
    int32_t version, step; /* 0 = as first written; none */
    bool tenure_unknown;
} dsi_force;
dscore_status dsi_force_on(
    const dsi_judged *g, int64_t day, const char *period, double baseline, dsi_force *out, dscore_error *err);

/* The version that holds on a day and its due day. */
dscore_status dsi_version_on(const dsi_target_spec *t, const dscore_allocator *allocator,
    const dscore_target_facts *facts, int64_t day, int32_t *out, int64_t *out_due, dscore_error *err);

/* The last period that is over (of a TOTAL, or with `running`: has begun) on the day of the judgement. */
int64_t dsi_last_period(const dsi_target_spec *spec, const dscore_target_facts *facts, const dscore_period_rule *grain);
/* The window of a target: periods from `from` to `to`, not beyond due; false: none of its time is over yet (then the
   first one). Of a TOTAL without a start `from` is INT64_MIN. */
bool dsi_window_periods(const dsi_target_spec *spec, const dscore_target_facts *facts, const dscore_period_rule *grain,
    int64_t due, int64_t *from, int64_t *to);
/* First period that counts as part of the target's time; INT64_MIN without a start. */
int64_t dsi_first_period(const dsi_target_spec *spec, const dscore_period_rule *grain);

/* The caller's facts, complete and checked; `grain` is that of targets without one. */
dscore_status dsi_facts_read(
    dscore_target_facts *whole, dscore_period_rule *grain, const dscore_target_facts *facts, dscore_error *err);

/* Fill a standing whose subject and target are set. */
dscore_status dsi_judge_one(dsi_judged *g, dscore_error *err);
/* The held status, from the periods (smart.h says how); needs value, progress and expected of the row. */
dscore_status dsi_judge_held(dsi_judged *g, const dsi_measured *measured, dscore_error *err);
/* Name of the period of an entry, for the roster; "" = none. */
const char *dsi_period_name_of(const dsi_judged *g, int64_t period);
/* Progress, expectation and status of one value on one day, by what is in force. */
typedef struct dsi_verdict {
    double raw, shown, expected, gap; /* NaN = none */
    int32_t met;                      /* 1, 0, -1 = not known */
    int32_t state, expected_state, reasons;
    int32_t status; /* 0 = not judged */
} dsi_verdict;
dscore_status dsi_judge_value(
    const dsi_judged *g, const dsi_force *force, double x, int64_t day, dsi_verdict *out, dscore_error *err);

/* Forecast, pace and history. */
dscore_status dsi_judge_outlook(dsi_judged *g, dscore_error *err);

/* Guards, once all are judged. */
void dsi_judge_guards(dscore_standings *standings);
dscore_status dsi_judge_objectives(dsi_judging *j, dscore_error *err);
dscore_status dsi_judge_agreements(dsi_judging *j, dscore_error *err);

/* Is there a standing, and which? */
bool dsi_standings_has(const dscore_standings *standings, int64_t index, dscore_error *err);

/* What a check says; `why` may be NULL. */
int32_t dsi_check_target(
    const dscore_standings *standings, const dsi_standing *s, int32_t check, dsi_text *why, bool chinese);

/* Share of the span that had passed by a day, as time alone: 0 to 1; NaN without dates. */
double dsi_span_share(int64_t start, int64_t due, int64_t day);

#endif
