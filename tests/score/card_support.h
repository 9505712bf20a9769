/* The worked card of METHODS 3.3 and scoring a row of plain numbers with it. */
#ifndef DSCORE_TESTS_CARD_SUPPORT_H
#define DSCORE_TESTS_CARD_SUPPORT_H

#include "score/score_support.h"

static const dsi_weight_node WORKED_NODES[] = {{"quality", "Quality", "质量", -1, false, 40.0},
    {"csat", NULL, NULL, 0, true, 0.5}, {"fcr", NULL, NULL, 0, true, 0.3}, {"complaint", NULL, NULL, 0, true, 0.2},
    {"efficiency", "Efficiency", "效率", -1, false, 30.0}, {"resp", NULL, NULL, 4, true, 0.5},
    {"aht", NULL, NULL, 4, true, 0.5}, {"growth", "Growth", "成长", -1, false, 20.0},
    {"exam", NULL, NULL, 7, true, 1.0}, {"collaboration", "Collaboration", "协作", -1, false, 10.0},
    {"tasks", NULL, NULL, 9, true, 0.5}, {"sharing", NULL, NULL, 9, true, 0.5}};

enum { CSAT, FCR, COMPLAINT, RESP, AHT, EXAM, TASKS, SHARING, WORKED_ITEMS };

/* A specification whose arrays live as long as this struct. */
typedef struct card_draft {
    dsi_card_spec spec;
    dsi_rule_spec rule;
    dsi_card_item items[WORKED_ITEMS + 2];
    dsi_card_facts facts[WORKED_ITEMS + 2];
    dsi_grade grades[5];
} card_draft;

/* Every rule hands its value through, so that the numbers of 3.3 are points. Minimum coverage 0.8 and missing
   dimensions allowed, as 3.3 says. */
static inline void draft_worked_card(card_draft *d)
{
    static const char *const ALIASES[] = {"csat", "fcr", "complaint", "resp", "aht", "exam", "tasks", "sharing"};
    memset(d, 0, sizeof *d);
    dsi_card_spec_init(&d->spec);
    d->rule = identity_rule();
    for (int i = 0; i < WORKED_ITEMS; i++) {
        d->items[i].alias = ALIASES[i];
        d->items[i].indicator = ALIASES[i];
        d->items[i].rule = &d->rule;
        d->facts[i].unit = "points";
    }
    d->spec.id = "worked";
    d->spec.items = d->items;
    d->spec.item_count = WORKED_ITEMS;
    d->spec.weights.nodes = WORKED_NODES;
    d->spec.weights.node_count = 12;
    d->spec.min_weight_coverage = 0.8;
    d->spec.allow_missing_dimension = true;
    d->grades[0] = (dsi_grade){"A", "优秀", 90.0};
    d->grades[1] = (dsi_grade){"B", "良好", 80.0};
    d->grades[2] = (dsi_grade){"C", "中等", 70.0};
    d->grades[3] = (dsi_grade){"D", "合格", 60.0};
    d->grades[4] = (dsi_grade){"E", "待改进", -(double)INFINITY};
    d->spec.grades = d->grades;
    d->spec.grade_count = 5;
}

static inline void worked_inputs(dsi_card_input *inputs)
{
    const double values[] = {90, 80, 0, 86, 75, 100, 0, 0};
    for (int i = 0; i < WORKED_ITEMS; i++) {
        inputs[i] = ok_value(values[i]);
    }
    inputs[COMPLAINT] = no_value(DSCORE_VALUE_NO_DATA);
    inputs[TASKS] = no_value(DSCORE_VALUE_NO_DATA);
    inputs[SHARING] = no_value(DSCORE_VALUE_NO_DATA);
}

static inline dscore_scorecard *make_card(const card_draft *d)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scorecard *card = NULL;
    assert_ok(dsi_scorecard_build(NULL, &d->spec, d->facts, &card, &err), err);
    return card;
}

/* Score one row; the bench keeps the ledger. Free both with close_bench. */
static inline dsi_total score_once(const card_draft *d, const dsi_card_input *inputs, bool absent_key, dsi_bench *bench)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dsi_bench_init(bench, make_card(d), &err), err);
    bench->prints = true;
    dsi_total total;
    dsi_score_row(bench, inputs, absent_key, &total);
    return total;
}

static inline void close_bench(dsi_bench *bench)
{
    dscore_scorecard *card = (dscore_scorecard *)(void *)(uintptr_t)bench->card;
    dsi_bench_free(bench);
    dscore_scorecard_free(card);
}

static inline dsi_total score_and_close(const card_draft *d, const dsi_card_input *inputs)
{
    dsi_bench bench;
    dsi_total total = score_once(d, inputs, false, &bench);
    close_bench(&bench);
    return total;
}

static inline const dscore_ledger_line *find_line(
    const dsi_bench *bench, const dsi_total *total, int32_t kind, const char *alias)
{
    for (int32_t i = 0; i < total->line_count; i++) {
        if (bench->lines[i].kind == kind && strcmp(bench->lines[i].alias, alias) == 0) {
            return &bench->lines[i];
        }
    }
    return NULL;
}

#endif
