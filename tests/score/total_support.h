/* Flat cards of a few items for the tests of operators, gates and missing values, and what must hold of every ledger.
 */
#ifndef DSCORE_TESTS_TOTAL_SUPPORT_H
#define DSCORE_TESTS_TOTAL_SUPPORT_H

#include "score/card_support.h"
#include "score/scores.h"

enum { FLAT_ITEMS = 4 };
static const char *const FLAT_ALIASES[FLAT_ITEMS] = {"a", "b", "c", "d"};

/* Items a, b, c, d without groups; values are points; a total from minus to plus infinity. */
typedef struct flat_card {
    card_draft d;
    dsi_weight_node nodes[FLAT_ITEMS];
} flat_card;

static inline void draft_flat(flat_card *f, const double *weights, int32_t n)
{
    draft_worked_card(&f->d);
    memset(f->nodes, 0, sizeof f->nodes);
    for (int32_t i = 0; i < n; i++) {
        f->nodes[i] = (dsi_weight_node){.id = FLAT_ALIASES[i], .parent = -1, .is_leaf = true, .weight = weights[i]};
        f->d.items[i].alias = FLAT_ALIASES[i];
        f->d.items[i].indicator = FLAT_ALIASES[i];
    }
    f->d.spec.weights.nodes = f->nodes;
    f->d.spec.weights.node_count = n;
    f->d.spec.item_count = n;
    f->d.spec.min_weight_coverage = 0.0;
    f->d.spec.decimals = 9;
    f->d.spec.has_lo = false;
    f->d.spec.has_hi = false;
}

/* D21: the amounts in their order are the total bit for bit, and what is printed adds up as decimals. */
static inline void assert_adds_up(const dsi_bench *bench, const dsi_total *total)
{
    double sum = 0.0;
    double printed = 0.0;
    for (int32_t i = 0; i < total->line_count; i++) {
        if (bench->lines[i].kind != DSCORE_LINE_GROUP) {
            sum += bench->lines[i].amount;
            printed += bench->lines[i].printed;
        }
    }
    ck_assert_double_eq(sum, total->total);
    assert_close(printed, total->total, 1e-9);
    ck_assert_int_le(total->line_count, bench->line_capacity);
}

/* The total of values; the ledger adds up. */
static inline dsi_total total_of(const card_draft *d, const dsi_card_input *inputs)
{
    dsi_bench bench;
    dsi_total total = score_once(d, inputs, false, &bench);
    if (total.status == DSCORE_VALUE_OK) {
        assert_adds_up(&bench, &total);
    }
    close_bench(&bench);
    return total;
}

static inline void assert_refused(const card_draft *d, const char *path, const char *says)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_scorecard *card = NULL;
    ck_assert_int_ne(dsi_scorecard_build(NULL, &d->spec, d->facts, &card, &err), DSCORE_OK);
    ck_assert_ptr_null(card);
    ck_assert_str_eq(err.path, path);
    ck_assert_msg(strstr(err.message, says) != NULL, "'%s' does not say '%s'", err.message, says);
}

/* The explanation of one row, to be freed. */
static inline char *explain_once(const card_draft *d, const dsi_card_input *inputs, bool chinese)
{
    dsi_bench bench;
    const dsi_total total = score_once(d, inputs, false, &bench);
    const dsi_explained score = {
        "Bo", dscore_instant_min(), dscore_instant_max(), &total, bench.lines, bench.watched, NULL};
    dsi_text text;
    dsi_text_init(&text, &bench.card->arena.allocator);
    dsi_explain_score(&text, bench.card, &score, chinese);
    ck_assert(!text.failed);
    char *copy = malloc((size_t)text.length + 1);
    memcpy(copy, text.data, (size_t)text.length + 1);
    dsi_text_free(&text);
    close_bench(&bench);
    return copy;
}

static inline void assert_explained(const card_draft *d, const dsi_card_input *inputs, bool chinese, const char *part)
{
    char *text = explain_once(d, inputs, chinese);
    ck_assert_msg(strstr(text, part) != NULL, "%s\n  does not say: %s", text, part);
    free(text);
}

#endif
