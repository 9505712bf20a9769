/* The aggregates of a plan's items and the frames they belong to, each under its canonical text. */
#include "measure/plan_draft.h"

#include "base/error.h"

#include <string.h>

/* ---- naming --------------------------------------------------------------------------------- */

/* Note an expression under its canonical text for its source's program; false = no memory. */
static bool note(dsi_framing *f, const char *text, const dsi_node *node, int32_t part, int32_t clock)
{
    dsi_compile *c = f->c;
    const int32_t source = dsi_plan_source_index(c->plan, c->drafts[f->draft].schema_source);
    dsi_noted *expression = dsi_arena_alloc(&c->scratch, (int64_t)sizeof *expression);
    if (text == NULL || expression == NULL) {
        return false;
    }
    *expression = (dsi_noted){node, part, clock, f->draft};
    return dsi_terms_add(c, &f->expressions[source], text, expression);
}

/* Add ` name {expression}`; false = no memory. */
static bool name_part(dsi_framing *f, dsi_text *text, const char *name, const dsi_node *node, int32_t clock)
{
    const char *expression = dsi_compile_expression(f->c, f->c->drafts[f->draft].source, node, clock);
    if (expression == NULL || (node != NULL && !note(f, expression, node, DSI_NOTED_ROW, clock))) {
        return false;
    }
    dsi_text_addf(text, " %s {", name);
    dsi_text_add(text, expression);
    dsi_text_add(text, "}");
    return !text->failed;
}

static bool takes_fraction(int32_t function)
{
    return function == DSI_AGG_QUANTILE || function == DSI_AGG_QUANTILE_OBSERVED ||
           function == DSI_AGG_APPROX_QUANTILE || function == DSI_AGG_TRIMMED_MEAN;
}

/* A Kaplan-Meier curve is made of a span and an event a row, whatever its arguments. */
static bool is_curve(int32_t function)
{
    return function == DSI_AGG_KM_QUANTILE || function == DSI_AGG_KM_WITHIN;
}

int32_t dsi_use_arguments(const dsi_node *node)
{
    if (node == NULL) {
        return 0;
    }
    return takes_fraction(node->function) ? 1 : is_curve(node->function) ? 2 : node->argc;
}

int32_t dsi_use_type(const dsi_node *node, int32_t i)
{
    const int32_t parts[] = {DSCORE_TYPE_DURATION, DSCORE_TYPE_BOOLEAN};
    return is_curve(node->function) ? parts[i] : node->args[i]->type;
}

/* `km span (created_at, first_response_at, closed_at) @calendar` */
static const char *curve_text(dsi_compile *c, const dsi_node *node, int32_t part, int32_t clock)
{
    dsi_text text;
    dsi_text_init(&text, &c->scratch.allocator);
    dsi_text_add(&text, part == DSI_NOTED_SPAN ? "km span (" : "km event (");
    for (int32_t i = 0; i < node->argc; i++) {
        if (i != 2) { /* q or limit: of the aggregate, not of its rows */
            dsi_text_add(&text, i == 0 ? "" : ", ");
            dsi_formula_print(&text, node->args[i]);
        }
    }
    dsi_text_add(&text, clock == DSI_CLOCK_BUSINESS ? ") @business" : ") @calendar");
    const char *copy = dsi_compile_text(c, &text);
    dsi_text_free(&text);
    return copy;
}

static int32_t part_of(const dsi_node *node, int32_t i)
{
    return !is_curve(node->function) ? DSI_NOTED_ROW : i == 0 ? DSI_NOTED_SPAN : DSI_NOTED_EVENT;
}

const char *dsi_use_argument_text(dsi_compile *c, const dsi_draft *draft, const dsi_node *node, int32_t i)
{
    const int32_t clock = dsi_draft_clock(draft);
    return is_curve(node->function) ? curve_text(c, node, part_of(node, i), clock)
                                    : dsi_compile_expression(c, draft->source, node->args[i], clock);
}

/* Add ` of {argument}`; false = no memory. */
static bool name_argument(dsi_framing *f, dsi_text *text, const dsi_node *node, int32_t i)
{
    const dsi_draft *draft = &f->c->drafts[f->draft];
    const char *argument = dsi_use_argument_text(f->c, draft, node, i);
    const dsi_node *own = is_curve(node->function) ? node : node->args[i];
    if (argument == NULL || !note(f, argument, own, part_of(node, i), dsi_draft_clock(draft))) {
        return false;
    }
    dsi_text_add(text, " of {");
    dsi_text_add(text, argument);
    dsi_text_add(text, "}");
    return !text->failed;
}

static dscore_status name_selection(dsi_framing *f, dsi_use *use)
{
    dsi_compile *c = f->c;
    const dsi_draft *draft = &c->drafts[use->draft];
    dsi_text text;
    dsi_text_init(&text, &c->scratch.allocator);
    const int32_t clock = dsi_draft_clock(draft);
    bool done = name_part(f, &text, "exclude", draft->exclude, clock) &&
                name_part(f, &text, "where", draft->where, clock) &&
                name_part(f, &text, "where", use->node == NULL ? NULL : use->node->where, clock);
    for (int32_t i = 0; i < dsi_use_arguments(use->node) && done; i++) {
        done = name_argument(f, &text, use->node, i);
    }
    use->selection = done ? dsi_compile_text(c, &text) : NULL;
    dsi_text_free(&text);
    return use->selection == NULL ? dsi_fail_memory(c->err) : DSCORE_OK;
}

static dscore_status name_aggregate(dsi_framing *f, dsi_use *use)
{
    dsi_compile *c = f->c;
    dsi_text text;
    dsi_text_init(&text, &c->scratch.allocator);
    dsi_text_add(&text, dsi_function_name(use->node->function));
    if (takes_fraction(use->node->function) || use->node->function == DSI_AGG_KM_QUANTILE) {
        dsi_text_add(&text, " ");
        dsi_text_add_double(&text, use->q);
    }
    if (use->node->function == DSI_AGG_KM_WITHIN) {
        dsi_text_add(&text, " ");
        dsi_text_add_int(&text, use->limit);
    }
    dsi_text_add(&text, use->selection);
    use->text = dsi_compile_text(c, &text);
    dsi_text_free(&text);
    return use->text == NULL ? dsi_fail_memory(c->err) : DSCORE_OK;
}

static dscore_status add_use(dsi_framing *f, dsi_node *node, bool observation)
{
    dsi_use use = {f->draft, node, observation, 0.0, 0, NULL, NULL};
    if (node != NULL && dsi_use_arguments(node) > DSI_MAX_ARGUMENTS) {
        return dsi_compile_fail(f->c, &f->c->drafts[f->draft],
            dsi_fail(f->c->err, DSCORE_E_LIMIT, DSCORE_CODE_PLAN_LIMIT, "%s takes at most %d arguments",
                dsi_function_name(node->function), (int)DSI_MAX_ARGUMENTS));
    }
    if (node != NULL && takes_fraction(node->function)) {
        use.q = dsi_literal_number(node->args[1]); /* a literal in its range once parameters are bound */
    }
    if (node != NULL && node->function == DSI_AGG_KM_QUANTILE) {
        use.q = dsi_literal_number(node->args[2]);
    }
    if (node != NULL && node->function == DSI_AGG_KM_WITHIN) {
        use.limit = node->args[2]->u.integer;
    }
    dscore_status status = name_selection(f, &use);
    if (status == DSCORE_OK && node != NULL) {
        status = name_aggregate(f, &use);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    if (!dsi_reserve(&f->c->scratch.allocator, &f->uses, &f->use_cap, f->use_count + 1, (int64_t)sizeof use)) {
        return dsi_fail_memory(f->c->err);
    }
    f->uses[f->use_count++] = use;
    return DSCORE_OK;
}

/* Above aggregates the bounds of a field's domain are plain numbers; the query may have set them. */
static void fold_domain(const dsi_compile *c, const dsi_draft *draft, dsi_node *node)
{
    const dsi_plan_source *source = &c->plan->sources[dsi_plan_source_index(c->plan, draft->schema_source)];
    const dsi_reading *reading = &source->readings[node->args[0]->u.field];
    const double bound = node->function == DSI_FN_DOMAIN_MIN ? reading->domain_min : reading->domain_max;
    node->level = DSI_LEVEL_CONSTANT;
    node->function = 0;
    node->argc = 0;
    if (node->type == DSCORE_TYPE_DURATION && bound >= -9.0e12 && bound <= 9.0e12) {
        node->op = DSI_OP_DURATION;
        node->u.integer = (int64_t)(bound * 1e6);
        return;
    }
    node->op = DSI_OP_NUMBER; /* an infinite bound makes the result undefined, as it should */
    node->u.number = bound;
}

static dscore_status collect(dsi_framing *f, dsi_node *node, bool observation)
{
    if (node->op == DSI_OP_AGGREGATE) {
        return add_use(f, node, observation);
    }
    if (node->op == DSI_OP_CALL && (node->function == DSI_FN_DOMAIN_MIN || node->function == DSI_FN_DOMAIN_MAX)) {
        fold_domain(f->c, &f->c->drafts[f->draft], node);
        return DSCORE_OK;
    }
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; i < node->argc && status == DSCORE_OK; i++) {
        status = collect(f, node->args[i], observation);
    }
    return status;
}

static dscore_status collect_item(dsi_framing *f, const dsi_draft *draft)
{
    const int64_t before = f->use_count;
    dscore_status status = collect(f, draft->formula, false);
    if (status == DSCORE_OK && f->use_count == before) {
        status = add_use(f, NULL, false);
    }
    if (status == DSCORE_OK && draft->observations != NULL) {
        status = collect(f, draft->observations, true);
    }
    return status;
}

/* ---- frames --------------------------------------------------------------------------------- */

static void name_keys(const dsi_compile *c, const dsi_draft *draft, dsi_text *text)
{
    for (int32_t k = 0; k < c->query->key_count; k++) {
        dsi_text_add(text, k == 0 ? " by " : "; ");
        for (int32_t i = 0; i < draft->keys[k].field_count; i++) {
            dsi_text_add(text, i == 0 ? "" : ", ");
            dsi_text_add(text, draft->source->fields[draft->keys[k].fields[i]].name);
        }
    }
}

static dscore_status name_frame(dsi_framing *f, dsi_draft *draft)
{
    dsi_compile *c = f->c;
    const dsi_placement *placement = &draft->placement;
    dsi_text text;
    dsi_text_init(&text, &c->scratch.allocator);
    dsi_text_add(&text, draft->source->name);
    name_keys(c, draft, &text);
    dsi_node *from = dsi_compile_field_node(c, draft->source, placement->from);
    bool done = from != NULL && name_part(f, &text, placement->open ? "open" : "event", from, DSI_CLOCK_CALENDAR);
    if (done && placement->open) {
        dsi_node *until = dsi_compile_field_node(c, draft->source, placement->until);
        done = until != NULL && name_part(f, &text, "until", until, DSI_CLOCK_CALENDAR);
    }
    done = done && name_part(f, &text, "filter", draft->filter, DSI_CLOCK_CALENDAR);
    draft->frame_text = done ? dsi_compile_text(c, &text) : NULL;
    dsi_text_free(&text);
    if (draft->frame_text == NULL || !dsi_terms_add(c, &f->frames, draft->frame_text, draft)) {
        return dsi_fail_memory(c->err);
    }
    return DSCORE_OK;
}

/* ---- all items ------------------------------------------------------------------------------ */

dscore_status dsi_compile_uses(dsi_framing *f)
{
    dsi_compile *c = f->c;
    f->expressions = dsi_arena_alloc(&c->scratch, c->plan->source_count * (int64_t)sizeof *f->expressions);
    if (f->expressions == NULL) {
        return dsi_fail_memory(c->err);
    }
    dscore_status status = DSCORE_OK;
    for (int64_t i = 0; i < c->draft_count && status == DSCORE_OK; i++) {
        f->draft = (int32_t)i;
        if (c->drafts[i].schema_source < 0) {
            continue;
        }
        status = collect_item(f, &c->drafts[i]);
        if (status == DSCORE_OK) {
            status = name_frame(f, &c->drafts[i]);
        }
    }
    return status;
}
