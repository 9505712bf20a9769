/* The sources of a plan: which it reads, how it reads their fields, and what may stand in for a field. */
#include "measure/plan_draft.h"

#include "base/error.h"

#include <string.h>

int32_t dsi_plan_source_index(const dscore_plan *plan, int32_t schema_source)
{
    for (int32_t i = 0; i < plan->source_count; i++) {
        if (plan->sources[i].schema_source == schema_source) {
            return i;
        }
    }
    return -1;
}

static void override_domain(const dscore_query *query, const dsi_source *source, int32_t field, dsi_reading *reading)
{
    for (int64_t i = 0; i < query->domain_count; i++) {
        const dsi_query_domain *domain = &query->domains[i];
        if (strcmp(domain->source, source->name) == 0 && strcmp(domain->field, source->fields[field].name) == 0) {
            reading->domain_min = domain->min;
            reading->domain_max = domain->max;
            reading->flags &= ~DSCORE_FIELD_MIN_OPEN;
        }
    }
}

static dscore_status make_source(dsi_compile *c, int32_t schema_source, bool has_items, dsi_plan_source *out)
{
    const dsi_source *source = &c->query->catalog->schema->sources[schema_source];
    dsi_reading *readings = dsi_arena_alloc(c->arena, source->field_count * (int64_t)sizeof *readings);
    if (readings == NULL) {
        return dsi_fail_memory(c->err);
    }
    for (int32_t f = 0; f < source->field_count; f++) {
        readings[f] = dsi_reading_of(&source->fields[f]);
        override_domain(c->query, source, f, &readings[f]);
    }
    out->schema_source = schema_source;
    out->name = source->name;
    out->source = source;
    out->readings = readings;
    out->reads = dsi_arena_alloc(c->arena, source->field_count);
    out->derive_count = dsi_arena_alloc(c->arena, source->field_count * (int64_t)sizeof *out->derive_count);
    out->calendar_field = dsi_calendar_field(c->query, source);
    out->program = has_items ? dsi_program_new(c->arena, source, readings, out->calendar_field) : NULL;
    if (out->reads == NULL || out->derive_count == NULL || (has_items && out->program == NULL)) {
        return dsi_fail_memory(c->err);
    }
    return DSCORE_OK;
}

static bool has_items(const dsi_compile *c, int32_t schema_source)
{
    for (int64_t i = 0; i < c->draft_count; i++) {
        if (c->drafts[i].schema_source == schema_source) {
            return true;
        }
    }
    return false;
}

dscore_status dsi_compile_sources(dsi_compile *c)
{
    const dscore_schema *schema = c->query->catalog->schema;
    int32_t roster;
    dsi_terms names = {NULL, 0, 0};
    dsi_compile_roster(c, &roster);
    for (int32_t s = 0; s < schema->source_count; s++) {
        if ((has_items(c, s) || s == roster) &&
            !dsi_terms_add(c, &names, schema->sources[s].name, &schema->sources[s])) {
            return dsi_fail_memory(c->err);
        }
    }
    dsi_terms_sort(&names);
    c->plan->sources = dsi_arena_alloc(c->arena, names.count * (int64_t)sizeof *c->plan->sources);
    if (c->plan->sources == NULL) {
        return dsi_fail_memory(c->err);
    }
    for (int32_t i = 0; i < names.count; i++) {
        const int32_t s = (int32_t)((const dsi_source *)names.items[i].payload - schema->sources);
        const dscore_status status = make_source(c, s, has_items(c, s), &c->plan->sources[i]);
        if (status != DSCORE_OK) {
            return status;
        }
        c->plan->source_count = i + 1;
    }
    c->plan->roster = roster < 0 ? -1 : dsi_plan_source_index(c->plan, roster);
    c->plan->roster_key = 0;
    return DSCORE_OK;
}

dsi_node *dsi_compile_field_node(dsi_compile *c, const dsi_source *source, int32_t field)
{
    dsi_node *node = dsi_arena_alloc(c->arena, (int64_t)sizeof *node);
    if (node != NULL) {
        node->op = DSI_OP_FIELD;
        node->type = source->fields[field].type;
        node->level = DSI_LEVEL_ROW;
        node->name = source->fields[field].name;
        node->u.field = field;
    }
    return node;
}

/* The arrays were allocated by make_source for this compilation, which alone writes them. */
static uint8_t *own_reads(dsi_plan_source *source)
{
    return (uint8_t *)(uintptr_t)source->reads;
}

static int32_t *own_derive_count(dsi_plan_source *source)
{
    return (int32_t *)(uintptr_t)source->derive_count;
}

/* The fields of a tree, and of what uses a calendar the field that names it. */
static void mark_tree(
    const dscore_plan *plan, const dsi_draft *draft, const dsi_node *tree, int32_t clock, uint8_t *reads)
{
    const int32_t calendar = plan->sources[dsi_plan_source_index(plan, draft->schema_source)].calendar_field;
    dsi_tree_fields(draft->source, tree, clock, reads);
    if (calendar >= 0 && dsi_tree_uses_calendar(tree, clock)) {
        reads[calendar] = 1;
    }
}

dscore_status dsi_compile_mark_reads(dsi_compile *c)
{
    dscore_plan *plan = c->plan;
    for (int64_t i = 0; i < c->draft_count; i++) {
        const dsi_draft *draft = &c->drafts[i];
        if (draft->schema_source < 0) {
            continue;
        }
        uint8_t *reads = own_reads(&plan->sources[dsi_plan_source_index(plan, draft->schema_source)]);
        mark_tree(plan, draft, draft->formula, dsi_draft_clock(draft), reads);
        mark_tree(plan, draft, draft->observations, dsi_draft_clock(draft), reads);
        mark_tree(plan, draft, draft->where, dsi_draft_clock(draft), reads);
        mark_tree(plan, draft, draft->exclude, dsi_draft_clock(draft), reads);
        mark_tree(plan, draft, draft->filter, DSI_CLOCK_CALENDAR, reads);
        reads[draft->placement.from] = 1;
        if (draft->placement.open) {
            reads[draft->placement.until] = 1;
        }
        for (int32_t k = 0; k < c->query->key_count; k++) {
            for (int32_t f = 0; f < draft->keys[k].field_count; f++) {
                reads[draft->keys[k].fields[f]] = 1;
            }
        }
    }
    if (plan->roster >= 0) {
        dsi_plan_source *roster = &plan->sources[plan->roster];
        own_reads(roster)[dsi_source_field_index(roster->source, "agent")] = 1;
    }
    return DSCORE_OK;
}

static const dsi_node *stand_in(const dsi_compile *c, const dsi_plan_source *source, int32_t field, int32_t k)
{
    return c->query->catalog->derives[source->schema_source][field][k];
}

/* Mark what the stand-ins of a field read; true if that added a field. */
static bool mark_stand_ins(const dsi_compile *c, dsi_plan_source *source, int32_t field)
{
    uint8_t *reads = own_reads(source);
    int32_t before = 0, after = 0;
    for (int32_t f = 0; f < source->source->field_count; f++) {
        before += reads[f];
    }
    for (int32_t k = 0; k < source->source->fields[field].derive_count; k++) {
        const dsi_node *tree = stand_in(c, source, field, k);
        dsi_tree_fields(source->source, tree, DSI_CLOCK_CALENDAR, reads);
        if (source->calendar_field >= 0 && dsi_tree_uses_calendar(tree, DSI_CLOCK_CALENDAR)) {
            reads[source->calendar_field] = 1;
        }
    }
    for (int32_t f = 0; f < source->source->field_count; f++) {
        after += reads[f];
    }
    return after != before;
}

static dscore_status add_stand_ins(dsi_compile *c, dsi_plan_source *source, int32_t field)
{
    const dsi_field *info = &source->source->fields[field];
    for (int32_t k = 0; k < info->derive_count; k++) {
        const dsi_node *tree = stand_in(c, source, field, k);
        dscore_status status = dsi_compile_stand_in_needs(c, tree, source->source, info->name);
        if (status == DSCORE_OK) {
            status = dsi_program_add_derive(source->program, field, k, tree, c->err);
        }
        if (status != DSCORE_OK) {
            dsi_error_path(c->err, "%s.%s", source->name, info->name);
            return status;
        }
    }
    own_derive_count(source)[field] = info->derive_count;
    return DSCORE_OK;
}

dscore_status dsi_compile_stand_ins(dsi_compile *c)
{
    for (int32_t s = 0; s < c->plan->source_count; s++) {
        dsi_plan_source *source = &c->plan->sources[s];
        bool grew = source->program != NULL;
        while (grew) {
            grew = false;
            for (int32_t f = 0; f < source->source->field_count; f++) {
                grew = (source->reads[f] != 0 && mark_stand_ins(c, source, f)) || grew;
            }
        }
        for (int32_t f = 0; f < source->source->field_count && source->program != NULL; f++) {
            const dscore_status status = source->reads[f] != 0 ? add_stand_ins(c, source, f) : DSCORE_OK;
            if (status != DSCORE_OK) {
                return status;
            }
        }
    }
    return DSCORE_OK;
}
