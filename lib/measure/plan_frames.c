/* Frames, selections, aggregates and accounts, in an order that depends only on their contents (D2, D11): everything
   is named by its canonical text first, sorted, and only then given numbers. */
#include "measure/plan_draft.h"

#include "base/error.h"

#include <string.h>

/* ---- programs ------------------------------------------------------------------------------- */

static dscore_status add_expression(
    dsi_compile *c, const dsi_plan_source *source, const dsi_noted *expression, int32_t *out)
{
    if (expression->part == DSI_NOTED_ROW) {
        const int32_t clock =
            dsi_formula_has_clock(source->source, expression->node) ? expression->clock : (int32_t)DSI_CLOCK_NONE;
        return dsi_program_add(source->program, expression->node, clock, out, c->err);
    }
    int32_t span = -1, event = -1;
    const dscore_status status =
        dsi_program_add_km(source->program, expression->node, expression->clock, &span, &event, c->err);
    *out = expression->part == DSI_NOTED_SPAN ? span : event;
    return status;
}

static dscore_status add_expressions(dsi_framing *f)
{
    dsi_compile *c = f->c;
    for (int32_t s = 0; s < c->plan->source_count; s++) {
        dsi_terms *terms = &f->expressions[s];
        dsi_terms_sort(terms);
        for (int32_t i = 0; i < terms->count; i++) {
            const dsi_noted *expression = terms->items[i].payload;
            const dscore_status status = add_expression(c, &c->plan->sources[s], expression, &terms->items[i].id);
            if (status != DSCORE_OK) {
                return dsi_compile_fail(c, &c->drafts[expression->draft], status);
            }
        }
    }
    return DSCORE_OK;
}

/* Id of an expression of a draft by its text. Everything asked for was noted before. -2 = no memory. */
static int32_t id_of(dsi_framing *f, const dsi_draft *draft, const char *text)
{
    if (text == NULL) {
        return -2;
    }
    return dsi_terms_find(&f->expressions[dsi_plan_source_index(f->c->plan, draft->schema_source)], text)->id;
}

/* Of a tree of a draft; -1 for NULL. */
static int32_t expression_id(dsi_framing *f, const dsi_draft *draft, const dsi_node *node, int32_t clock)
{
    return node == NULL ? -1 : id_of(f, draft, dsi_compile_expression(f->c, draft->source, node, clock));
}

/* ---- numbering ------------------------------------------------------------------------------ */

static dscore_status fill_selection(dsi_framing *f, const dsi_use *use, dsi_selection *out)
{
    const dsi_draft *draft = &f->c->drafts[use->draft];
    const int32_t clock = dsi_draft_clock(draft);
    out->exclude = expression_id(f, draft, draft->exclude, clock);
    out->conditions[0] = expression_id(f, draft, draft->where, clock);
    out->conditions[1] = expression_id(f, draft, use->node == NULL ? NULL : use->node->where, clock);
    out->argument_count = dsi_use_arguments(use->node);
    bool failed = out->exclude == -2 || out->conditions[0] == -2 || out->conditions[1] == -2;
    for (int32_t i = 0; i < out->argument_count; i++) {
        out->arguments[i] = id_of(f, draft, dsi_use_argument_text(f->c, draft, use->node, i));
        failed = failed || out->arguments[i] == -2;
    }
    return failed ? dsi_fail_memory(f->c->err) : DSCORE_OK;
}

/* Under quantiles = sketch the functions that a sketch can stand for are computed by it. */
static int32_t function_of(const dsi_framing *f, const dsi_node *node)
{
    const bool is_quantile = node->function == DSI_AGG_MEDIAN || node->function == DSI_AGG_QUANTILE;
    if (!f->c->query->quantiles_sketched || (!is_quantile && node->function != DSI_AGG_QUANTILE_OBSERVED)) {
        return node->function;
    }
    return is_quantile ? (int32_t)DSI_AGG_SKETCH_QUANTILE : (int32_t)DSI_AGG_SKETCH_OBSERVED;
}

static void fill_aggregate(const dsi_framing *f, const dsi_use *use, int32_t selection, dsi_aggregate *out)
{
    const dsi_node *node = use->node;
    out->function = function_of(f, node);
    out->selection = selection;
    out->q = node->function == DSI_AGG_MEDIAN ? 0.5 : use->q;
    out->limit = use->limit;
    out->has_where = node->where != NULL;
    for (int32_t i = 0; i < 2 && i < dsi_use_arguments(node); i++) {
        out->type[i] = dsi_use_type(node, i);
    }
}

static void add_line(dsi_text *identity, const char *word, const char *text)
{
    dsi_text_add(identity, word);
    dsi_text_add(identity, text);
    dsi_text_add(identity, "\n");
}

/* Selections and aggregates of a frame, sorted. */
static dscore_status number_frame(dsi_framing *f, int32_t index, dsi_terms *selections, dsi_terms *aggregates)
{
    dsi_compile *c = f->c;
    dsi_frame *frame = &c->plan->frames[index];
    for (int64_t i = 0; i < f->use_count; i++) {
        const dsi_use *use = &f->uses[i];
        if (c->drafts[use->draft].frame != index) {
            continue;
        }
        if (!dsi_terms_add(c, selections, use->selection, use) ||
            (use->node != NULL && !dsi_terms_add(c, aggregates, use->text, use))) {
            return dsi_fail_memory(c->err);
        }
    }
    dsi_terms_sort(selections);
    dsi_terms_sort(aggregates);
    frame->selections = dsi_arena_alloc(c->arena, selections->count * (int64_t)sizeof *frame->selections);
    frame->aggregates = dsi_arena_alloc(c->arena, aggregates->count * (int64_t)sizeof *frame->aggregates);
    if (frame->selections == NULL || frame->aggregates == NULL) {
        return dsi_fail_memory(c->err);
    }
    frame->selection_count = selections->count;
    frame->aggregate_count = aggregates->count;
    for (int32_t i = 0; i < selections->count; i++) {
        const dscore_status status = fill_selection(f, selections->items[i].payload, &frame->selections[i]);
        if (status != DSCORE_OK) {
            return status;
        }
        add_line(&c->identity, "  rows", selections->items[i].text);
    }
    for (int32_t i = 0; i < aggregates->count; i++) {
        const dsi_use *use = aggregates->items[i].payload;
        fill_aggregate(f, use, dsi_terms_find(selections, use->selection)->id, &frame->aggregates[i]);
        add_line(&c->identity, "  ", aggregates->items[i].text);
    }
    for (int64_t i = 0; i < f->use_count; i++) {
        dsi_use *use = &f->uses[i];
        if (c->drafts[use->draft].frame == index && use->node != NULL) {
            use->node->u.operand = dsi_terms_find(aggregates, use->text)->id;
        }
    }
    return DSCORE_OK;
}

/* The selections that speak for an item: "003 007". */
static const char *account_text(dsi_framing *f, int32_t draft, const dsi_terms *selections, uint8_t *marks)
{
    memset(marks, 0, (size_t)selections->count);
    for (int64_t i = 0; i < f->use_count; i++) {
        if (f->uses[i].draft == draft && !f->uses[i].observation) {
            marks[dsi_terms_find(selections, f->uses[i].selection)->id] = 1;
        }
    }
    dsi_text text;
    dsi_text_init(&text, &f->c->scratch.allocator);
    for (int32_t i = 0; i < selections->count; i++) {
        if (marks[i] != 0) {
            dsi_text_addf(&text, " %06d", (int)i);
        }
    }
    const char *copy = dsi_compile_text(f->c, &text);
    dsi_text_free(&text);
    return copy;
}

static bool fill_account(dsi_framing *f, int32_t draft, const dsi_terms *selections, uint8_t *marks, dsi_account *out)
{
    if (account_text(f, draft, selections, marks) == NULL) { /* for the marks */
        return false;
    }
    int32_t *list = dsi_arena_alloc(f->c->arena, selections->count * (int64_t)sizeof *list);
    if (list == NULL) {
        return false;
    }
    for (int32_t i = 0; i < selections->count; i++) {
        if (marks[i] != 0) {
            list[out->selection_count++] = i;
        }
    }
    out->selections = list;
    return true;
}

static dscore_status number_accounts(dsi_framing *f, int32_t index, const dsi_terms *selections)
{
    dsi_compile *c = f->c;
    dsi_frame *frame = &c->plan->frames[index];
    dsi_terms accounts = {NULL, 0, 0};
    uint8_t *marks = dsi_arena_alloc(&c->scratch, selections->count);
    const char **texts = dsi_arena_alloc(&c->scratch, c->draft_count * (int64_t)sizeof *texts);
    if (marks == NULL || texts == NULL) {
        return dsi_fail_memory(c->err);
    }
    for (int64_t i = 0; i < c->draft_count; i++) {
        if (c->drafts[i].frame != index) {
            continue;
        }
        texts[i] = account_text(f, (int32_t)i, selections, marks);
        if (texts[i] == NULL || !dsi_terms_add(c, &accounts, texts[i], &c->drafts[i])) {
            return dsi_fail_memory(c->err);
        }
    }
    dsi_terms_sort(&accounts);
    frame->accounts = dsi_arena_alloc(c->arena, accounts.count * (int64_t)sizeof *frame->accounts);
    if (frame->accounts == NULL) {
        return dsi_fail_memory(c->err);
    }
    frame->account_count = accounts.count;
    for (int32_t i = 0; i < accounts.count; i++) {
        const int32_t draft = (int32_t)((const dsi_draft *)accounts.items[i].payload - c->drafts);
        if (!fill_account(f, draft, selections, marks, &frame->accounts[i])) {
            return dsi_fail_memory(c->err);
        }
        add_line(&c->identity, "  account", accounts.items[i].text);
    }
    for (int64_t i = 0; i < c->draft_count; i++) {
        if (c->drafts[i].frame == index) {
            c->drafts[i].account = dsi_terms_find(&accounts, texts[i])->id;
        }
    }
    return DSCORE_OK;
}

bool dsi_selection_asks(const dsi_program *program, const dsi_selection *selection,
    bool (*asks)(const dsi_program *program, int32_t expression))
{
    bool found = false;
    const int32_t heads[] = {selection->exclude, selection->conditions[0], selection->conditions[1]};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        found = found || (heads[i] >= 0 && asks(program, heads[i]));
    }
    for (int32_t i = 0; i < selection->argument_count; i++) {
        found = found || asks(program, selection->arguments[i]);
    }
    return found;
}

bool dsi_frame_asks(
    const dsi_program *program, const dsi_frame *frame, bool (*asks)(const dsi_program *program, int32_t expression))
{
    bool found = frame->filter >= 0 && asks(program, frame->filter);
    for (int32_t s = 0; s < frame->selection_count && !found; s++) {
        found = dsi_selection_asks(program, &frame->selections[s], asks);
    }
    return found;
}

static dscore_status build_frame(dsi_framing *f, int32_t index, const dsi_term *term)
{
    dsi_compile *c = f->c;
    const dsi_draft *draft = term->payload;
    dsi_frame *frame = &c->plan->frames[index];
    frame->source = dsi_plan_source_index(c->plan, draft->schema_source);
    memcpy(frame->keys, draft->keys, sizeof frame->keys);
    frame->placement = draft->placement;
    dsi_node *from = dsi_compile_field_node(c, draft->source, draft->placement.from);
    dsi_node *until = draft->placement.open ? dsi_compile_field_node(c, draft->source, draft->placement.until) : NULL;
    if (from == NULL || (draft->placement.open && until == NULL)) {
        return dsi_fail_memory(c->err);
    }
    frame->from = expression_id(f, draft, from, DSI_CLOCK_CALENDAR);
    frame->until = expression_id(f, draft, until, DSI_CLOCK_CALENDAR);
    frame->filter = expression_id(f, draft, draft->filter, DSI_CLOCK_CALENDAR);
    if (frame->from == -2 || frame->until == -2 || frame->filter == -2) {
        return dsi_fail_memory(c->err);
    }
    add_line(&c->identity, "frame ", term->text);
    dsi_terms selections = {NULL, 0, 0}, aggregates = {NULL, 0, 0};
    dscore_status status = number_frame(f, index, &selections, &aggregates);
    if (status == DSCORE_OK) {
        status = number_accounts(f, index, &selections);
    }
    const dsi_program *program = c->plan->sources[frame->source].program;
    frame->uses_period = status == DSCORE_OK && dsi_frame_asks(program, frame, dsi_program_uses_period);
    frame->uses_start = status == DSCORE_OK && dsi_frame_asks(program, frame, dsi_program_uses_start);
    return status;
}

static dscore_status build_frames(dsi_framing *f)
{
    dsi_compile *c = f->c;
    dsi_terms_sort(&f->frames);
    for (int64_t i = 0; i < c->draft_count; i++) {
        if (c->drafts[i].schema_source >= 0) {
            c->drafts[i].frame = dsi_terms_find(&f->frames, c->drafts[i].frame_text)->id;
        }
    }
    c->plan->frames = dsi_arena_alloc(c->arena, f->frames.count * (int64_t)sizeof *c->plan->frames);
    if (c->plan->frames == NULL) {
        return dsi_fail_memory(c->err);
    }
    c->plan->frame_count = f->frames.count;
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; i < f->frames.count && status == DSCORE_OK; i++) {
        status = build_frame(f, i, &f->frames.items[i]);
    }
    return status;
}

dscore_status dsi_compile_frames(dsi_compile *c)
{
    dsi_framing f;
    memset(&f, 0, sizeof f);
    f.c = c;
    dscore_status status = dsi_compile_uses(&f);
    if (status == DSCORE_OK) {
        status = add_expressions(&f);
    }
    if (status == DSCORE_OK) {
        status = build_frames(&f);
    }
    dsi_release(&c->scratch.allocator, f.uses, f.use_cap * (int64_t)sizeof *f.uses);
    return status;
}
