/* Values as targets read them: the subjects there are, and what one of them has in each period of a grain. */
#ifndef DSI_TARGET_SERIES_H
#define DSI_TARGET_SERIES_H

#include "target/targets_parts.h"
#include "weight/names.h"

/* The subjects of values; a subject's rows follow one another. */
typedef struct dsi_subjects {
    const dscore_values *values; /* NULL = none */
    int64_t count;
    const char **labels; /* one a subject: labels of its keys, joined by " / " */
    int64_t *first_row;  /* count + 1 */
    int64_t *first_day;  /* one a row: local date on which its period begins, DSI_DAY_FIRST where open */
    int64_t *end_day;    /* one a row: the day after its last, DSI_DAY_LAST + 1 where open */
    dsi_names names;     /* of the labels */
} dsi_subjects;

/* values may be NULL: nobody. The rows of an absent key are no subject's. */
dscore_status dsi_subjects_read(
    dsi_subjects *subjects, dsi_arena *arena, const dscore_values *values, const dscore_zone *zone, dscore_error *err);
int64_t dsi_subjects_find(const dsi_subjects *subjects, const char *label); /* -1 = none */
/* The row after a subject's last one: rows of absent keys may stand between two subjects. */
int64_t dsi_subjects_end(const dsi_subjects *s, int64_t subject);
/* Is the subject one that the target is about? By the label of the target's key; without a key everybody is. */
bool dsi_subjects_in_scope(const dsi_subjects *subjects, int64_t subject, const dsi_target_spec *target);
/* Has any row a period of that grain? */
bool dsi_subjects_have_grain(const dsi_subjects *subjects, const dscore_period_rule *grain);

/* What one subject has of one item, one entry a period of the grain, without holes between the first and the last. */
typedef struct dsi_points {
    int64_t first; /* period of the first entry, as dsi_period_of_day() counts them */
    int64_t count;
    double *value;    /* NaN = none */
    int64_t *n;       /* cases behind it */
    int64_t *row;     /* of the values; -1 = none */
    int64_t capacity; /* entries of each */
    bool has_rows;    /* the subject has rows */
    bool has_others;  /* rows with periods of another grain were left out */
} dsi_points;

/* Entries of periods that began by the day `last`; a series without periods is one entry: the period of that day. */
bool dsi_points_read(dsi_points *points, dsi_arena *arena, const dsi_subjects *subjects, int64_t subject, int32_t item,
    const dscore_period_rule *grain, int64_t last);

/* Those of periods `from` to `to`, as the functions of forecast.h take them. */
const double *dsi_points_between(const dsi_points *points, int64_t from, int64_t to, int64_t *out_count);

/* A value with its cases and interval. */
typedef struct dsi_measured {
    int32_t state;          /* DSCORE_VALUE_... */
    int32_t interval_state; /* DSCORE_VALUE_...; UNDEFINED: none of its kind */
    int32_t periods;        /* that have a value */
    int64_t n;
    double value, lo, hi; /* NaN = none */
    bool is_last;         /* not pooled: that of the last period that has one */
} dsi_measured;

/* What the indicator's values are, for pooling and intervals. */
typedef struct dsi_measure_kind {
    bool can_pool; /* by the cases of each period */
    bool is_share; /* of `scale` */
    double scale;
    double domain_lo, domain_hi;
} dsi_measure_kind;
dsi_measure_kind dsi_measure_kind_of(const dscore_indicator *indicator);

/* The value of periods `from` to `to` together, with its interval at a level. */
dsi_measured dsi_points_pool(
    const dsi_points *points, const dsi_measure_kind *kind, int64_t from, int64_t to, double level);
/* Their sum, without an interval: a period without a row counts as 0 where any has one. */
dsi_measured dsi_points_sum(const dsi_points *points, int64_t from, int64_t to);
/* The interval of a value over those periods again, for a value and cases from elsewhere. */
void dsi_measured_bound(dsi_measured *measured, const dsi_points *points, const dsi_measure_kind *kind, int64_t from,
    int64_t to, double level);

#endif
