/* Findings about items that measure the same thing, told from their formulas: equal but for constants that scale or
   shift them, or a share and its complement, over the same rows with the same settings. */
#include "document/check.h"

#include "score/card_parts.h"
#include <string.h>

enum { MOST_OPERANDS = 32 };

/* What an item comes down to. */
typedef struct measure {
    const dsi_card_item *item;
    const dscore_indicator *indicator; /* whose rows are counted: of a derived one that names one operand, that */
    const dsi_node *core, *where, *exclude;
} measure;

/* ---- down to the core ----------------------------------------------------------------------- */

static const char *literal_of(const dsi_card_item *item, const dsi_parameter *parameter)
{
    for (int32_t i = 0; item != NULL && i < item->parameter_count; i++) {
        if (strcmp(item->parameters[i].name, parameter->name) == 0) {
            return item->parameters[i].literal;
        }
    }
    return parameter->default_value;
}

/* A tree with the item's parameters in place; NULL where one has no value. item NULL: the defaults. */
static const dsi_node *bound(
    dsi_reader *r, const dsi_card_item *item, const dscore_indicator *indicator, const dsi_node *node)
{
    const dsi_record *record = &indicator->record;
    if (node == NULL || record->parameter_count == 0) {
        return node;
    }
    const dsi_node **values = dsi_arena_alloc(&r->arena, (int64_t)record->parameter_count * (int64_t)sizeof *values);
    if (values == NULL) {
        (void)dsi_complain_memory(r);
        return NULL;
    }
    bool no_memory = false;
    for (int32_t i = 0; i < record->parameter_count; i++) {
        const char *literal = literal_of(item, &record->parameters[i]);
        dsi_node *value = NULL;
        if (literal != NULL && literal[0] != '\0') {
            no_memory =
                dsi_parameter_parse(&r->arena, &record->parameters[i], literal, &value, NULL) == DSCORE_E_MEMORY ||
                no_memory;
        }
        values[i] = value;
    }
    dsi_node *out = NULL;
    const dscore_status status = dsi_formula_bind(&r->arena, node, values, record->parameter_count, &out, NULL);
    if (no_memory || status == DSCORE_E_MEMORY) {
        (void)dsi_complain_memory(r);
    }
    return status == DSCORE_OK ? out : NULL;
}

static bool find_measure(const dsi_checked_card *c, int32_t item, measure *out)
{
    const dsi_card_item *from = &c->spec->items[item];
    out->item = from;
    out->indicator = dsi_scorecard_indicator(c->card, item);
    for (int32_t depth = 0; depth < MOST_OPERANDS; depth++) {
        const dsi_node *formula = bound(c->r, from, out->indicator, out->indicator->formula);
        if (formula == NULL) {
            return false;
        }
        out->core = dsi_formula_core(formula);
        if (out->core->op != DSI_OP_OPERAND) {
            out->where = bound(c->r, from, out->indicator, out->indicator->where);
            out->exclude = bound(c->r, from, out->indicator, out->indicator->exclude);
            return true;
        }
        out->indicator = dscore_catalog_find(c->catalog, out->core->name);
        from = NULL;
        if (out->indicator == NULL) {
            return false;
        }
    }
    return false;
}

/* ---- comparing ------------------------------------------------------------------------------ */

static bool same_tree(const dsi_node *a, const dsi_node *b)
{
    return a == NULL || b == NULL ? a == b : dsi_formula_equal(a, b);
}

/* Is one condition true exactly where the other is false? */
static bool is_opposite(const dsi_node *a, const dsi_node *b)
{
    static const int32_t pairs[][2] = {
        {DSI_OP_LT, DSI_OP_GE}, {DSI_OP_LE, DSI_OP_GT}, {DSI_OP_EQ, DSI_OP_NE}, {DSI_OP_IS_MISSING, DSI_OP_IS_PRESENT}};
    if ((a->op == DSI_OP_NOT && dsi_formula_equal(a->args[0], b)) ||
        (b->op == DSI_OP_NOT && dsi_formula_equal(b->args[0], a))) {
        return true;
    }
    bool paired = false;
    for (int32_t i = 0; i < DSI_COUNT(pairs); i++) {
        paired =
            paired || (a->op == pairs[i][0] && b->op == pairs[i][1]) || (a->op == pairs[i][1] && b->op == pairs[i][0]);
    }
    for (int32_t i = 0; paired && i < a->argc; i++) {
        paired = a->argc == b->argc && dsi_formula_equal(a->args[i], b->args[i]);
    }
    return paired;
}

static bool same_core(const dsi_node *a, const dsi_node *b)
{
    if (dsi_formula_equal(a, b)) {
        return true;
    }
    if (a->op != b->op) {
        return false;
    }
    if (a->op == DSI_OP_AGGREGATE && a->function == DSI_AGG_SHARE && b->function == DSI_AGG_SHARE) {
        return same_tree(a->where, b->where) && is_opposite(a->args[0], b->args[0]);
    }
    /* 100 * [a] / [b] is read as (100 * [a]) / [b] */
    return a->op == DSI_OP_DIV && dsi_formula_equal(a->args[1], b->args[1]) &&
           dsi_formula_equal(dsi_formula_core(a->args[0]), dsi_formula_core(b->args[0]));
}

/* The item's own setting, else that of the definition. */
static const char *setting(const char *own, const char *defined)
{
    const char *said = own == NULL || own[0] == '\0' ? defined : own;
    return said == NULL ? "" : said;
}

static bool same_setting(const char *a, const char *a_defined, const char *b, const char *b_defined)
{
    return strcmp(setting(a, a_defined), setting(b, b_defined)) == 0;
}

static bool same_credit(const measure *a, const measure *b)
{
    const bool own_a = a->item->credit != NULL && a->item->credit[0] != '\0';
    const bool own_b = b->item->credit != NULL && b->item->credit[0] != '\0';
    if (own_a || own_b) {
        return own_a && own_b && strcmp(a->item->credit, b->item->credit) == 0;
    }
    const dsi_record *ra = &a->indicator->record, *rb = &b->indicator->record;
    bool same = ra->credit_count == rb->credit_count;
    for (int32_t i = 0; same && i < ra->credit_count; i++) {
        same = strcmp(ra->credit[i], rb->credit[i]) == 0;
    }
    return same;
}

static bool is_same(const measure *a, const measure *b)
{
    const dsi_card_item *ia = a->item, *ib = b->item;
    const dsi_record *ra = &a->indicator->record, *rb = &b->indicator->record;
    return same_core(a->core, b->core) && same_tree(a->where, b->where) && same_tree(a->exclude, b->exclude) &&
           same_setting(ia->where, "", ib->where, "") && same_setting(ia->source, ra->source, ib->source, rb->source) &&
           same_setting(ia->clock, ra->clock, ib->clock, rb->clock) &&
           same_setting(ia->placement, ra->placement, ib->placement, rb->placement) && same_credit(a, b);
}

/* A bonus beside its own indicator is how a bonus is meant. */
static bool is_bonus_beside(const dsi_card_item *a, const dsi_card_item *b)
{
    return a->bonus != b->bonus;
}

void dsi_check_same(const dsi_checked_card *c)
{
    const int32_t n = c->spec->item_count;
    measure *measures = dsi_arena_alloc(&c->r->arena, (int64_t)n * (int64_t)sizeof *measures);
    if (measures == NULL) {
        (void)dsi_complain_memory(c->r);
        return;
    }
    for (int32_t i = 0; i < n && dsi_reader_goes_on(c->r); i++) {
        if (!find_measure(c, i, &measures[i])) {
            measures[i].core = NULL;
            continue;
        }
        for (int32_t k = 0; k < i; k++) {
            if (measures[k].core == NULL || is_bonus_beside(measures[k].item, measures[i].item) ||
                !is_same(&measures[k], &measures[i])) {
                continue;
            }
            const double share = dsi_item_share(c, k) + dsi_item_share(c, i);
            const dsi_word words[] = {dsi_word_of(measures[k].item->alias), dsi_word_of(measures[i].item->alias),
                dsi_word_of(dsi_rounded_text(c->r, 100 * share, 2))};
            dsi_say_item(c, i, "", DSI_SAY_SAME_MEASURE, words, 3);
            break;
        }
    }
}
