/* How definitions hang together: operands and base of derived indicators, stand-ins of fields, no circles in either;
   and what can be told from a typed formula alone: its kind, and what it counts as observations (D16). */
#include "measure/definition.h"

#include "base/error.h"
#include <string.h>

/* ---- kind and observations ------------------------------------------------------------------ */

static bool is_constant(const dsi_node *node)
{
    return node->level == DSI_LEVEL_CONSTANT;
}

const dsi_node *dsi_formula_core(const dsi_node *node)
{
    for (;;) {
        bool is_sum = node->op == DSI_OP_ADD || node->op == DSI_OP_SUB || node->op == DSI_OP_MUL;
        if (node->op == DSI_OP_NEG) {
            node = node->args[0];
        } else if ((is_sum || node->op == DSI_OP_DIV) && is_constant(node->args[1]) && !is_constant(node->args[0])) {
            node = node->args[0];
        } else if (is_sum && is_constant(node->args[0]) && !is_constant(node->args[1])) {
            node = node->args[1];
        } else {
            return node;
        }
    }
}

const char *dsi_formula_kind(const dsi_node *formula)
{
    static const struct {
        int32_t function;
        const char *kind;
    } kinds[] = {
        {DSI_AGG_SHARE, "share"},
        {DSI_AGG_KM_WITHIN, "share"},
        {DSI_AGG_MEAN, "mean"},
        {DSI_AGG_TRIMMED_MEAN, "mean"},
        {DSI_AGG_MEDIAN, "quantile"},
        {DSI_AGG_QUANTILE, "quantile"},
        {DSI_AGG_QUANTILE_OBSERVED, "quantile"},
        {DSI_AGG_APPROX_QUANTILE, "quantile"},
        {DSI_AGG_KM_QUANTILE, "quantile"},
        {DSI_AGG_COUNT, "count"},
        {DSI_AGG_DISTINCT, "count"},
        {DSI_AGG_RECURRING, "count"},
        {DSI_AGG_RATIO, "ratio"},
    };
    const dsi_node *core = dsi_formula_core(formula);
    if (core->op == DSI_OP_MUL || core->op == DSI_OP_DIV) {
        /* 100 * [a] / [b] parses as (100 * [a]) / [b]. */
        return core->op == DSI_OP_DIV ? "ratio" : "other";
    }
    for (size_t i = 0; core->op == DSI_OP_AGGREGATE && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i].function == core->function) {
            return kinds[i].kind;
        }
    }
    return "other";
}

typedef struct aggregates {
    const dsi_node *first;
    int32_t count;
} aggregates;

static void visit_aggregate(void *ctx, const dsi_node *node)
{
    aggregates *a = ctx;
    if (node->op == DSI_OP_AGGREGATE) {
        a->first = a->count == 0 ? node : a->first;
        a->count++;
    }
}

static bool is_count_field(const dsi_source *source, const dsi_node *node)
{
    return node->op == DSI_OP_FIELD && strcmp(source->fields[node->u.field].unit, "count") == 0;
}

dscore_status dsi_default_observations(
    dsi_arena *arena, const dsi_source *source, const dsi_node *formula, const dsi_node **out)
{
    aggregates found = {NULL, 0};
    dsi_formula_walk(formula, visit_aggregate, &found);
    *out = NULL;
    if (found.count != 1 || found.first->function != DSI_AGG_RATIO || !is_count_field(source, found.first->args[0]) ||
        !is_count_field(source, found.first->args[1])) {
        return DSCORE_OK;
    }
    dsi_node *sum = dsi_arena_alloc(arena, (int64_t)sizeof *sum);
    dsi_node **args = dsi_arena_alloc(arena, (int64_t)sizeof *args);
    if (sum == NULL || args == NULL) {
        return DSCORE_E_MEMORY;
    }
    args[0] = found.first->args[1];
    *sum = *found.first;
    sum->function = DSI_AGG_SUM;
    sum->type = DSCORE_TYPE_NUMBER;
    sum->argc = 1;
    sum->args = args;
    *out = sum;
    return DSCORE_OK;
}

/* ---- stand-ins of fields -------------------------------------------------------------------- */

static dscore_status derive_at(dscore_error *err, const char *source, const char *field, dscore_status status)
{
    dsi_error_path(err, "fields.%.80s.%.80s.derive", source, field);
    return status;
}

static dscore_status compile_stand_in(dsi_arena *arena, const dscore_schema *schema, const dsi_source *source,
    const dsi_field *field, const char *text, const dsi_node **out, dscore_error *err)
{
    dsi_scope scope = {.schema = schema, .source = source, .row_only = true};
    dsi_node *node = NULL;
    dscore_status status = dsi_formula_compile(arena, text, (int64_t)strlen(text), &scope, &node, err);
    if (status == DSCORE_OK && node->type != field->type) {
        status = dsi_fail(err, DSCORE_E_TYPE, DSCORE_CODE_DEFINITION_TYPE,
            "what stands in for field %.60s must be of its type", field->name);
    }
    *out = node;
    return status == DSCORE_OK ? status : derive_at(err, source->name, field->name, status);
}

/* Rows are read through as many stand-ins as are chained, so that there is a limit. */
enum { MAX_CHAIN = 32 };

/* The round in which a field was settled: the one after the last of the fields below its stand-ins; 0 = not yet. */
typedef struct settled_search {
    const uint8_t *settled;
    uint8_t round;
    bool all;
} settled_search;

static void visit_settled(void *ctx, const dsi_node *node)
{
    settled_search *search = ctx;
    if (node->op == DSI_OP_FIELD) {
        const uint8_t settled = search->settled[node->u.field];
        search->all = search->all && settled != 0 && settled < search->round;
    }
}

/* Settle the fields whose stand-ins read settled fields alone; the last one settled and the last one left, -1 = none.
 */
static void settle(const dsi_source *source, const dsi_node *const *const *fields, uint8_t *settled, uint8_t round,
    int32_t *out_last, int32_t *out_open)
{
    *out_last = -1;
    *out_open = -1;
    for (int32_t f = 0; f < source->field_count; f++) {
        settled_search search = {settled, round, true};
        if (settled[f] != 0) {
            continue;
        }
        for (int32_t k = 0; k < source->fields[f].derive_count && search.all; k++) {
            dsi_formula_walk(fields[f][k], visit_settled, &search);
        }
        settled[f] = search.all ? round : 0;
        *(search.all ? out_last : out_open) = f;
    }
}

/* A fixed number of rounds over all fields: chains that are longer are refused, and what is left without one is a
   circle. */
static dscore_status refuse_circles(
    dsi_arena *arena, const dsi_source *source, const dsi_node *const *const *fields, dscore_error *err)
{
    uint8_t *settled = dsi_arena_alloc(arena, (int64_t)source->field_count + 1);
    if (settled == NULL) {
        return dsi_fail_memory(err);
    }
    int32_t open = 0, last = 0;
    for (uint8_t round = 1; open >= 0 && last >= 0 && round <= MAX_CHAIN + 2; round++) {
        settle(source, fields, settled, round, &last, &open);
        if (last >= 0 && round == MAX_CHAIN + 2) {
            return derive_at(err, source->name, source->fields[last].name,
                dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_DEFINITION_CHAIN,
                    "field %.60s is read through more than %d stand-ins, one behind the other: write it from fields "
                    "that "
                    "are nearer to what is bound",
                    source->fields[last].name, (int)MAX_CHAIN));
        }
    }
    if (open < 0) {
        return DSCORE_OK;
    }
    return derive_at(err, source->name, source->fields[open].name,
        dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_CYCLE,
            "what stands in for field %.60s leads back to itself", source->fields[open].name));
}

static dscore_status compile_source_derives(dsi_arena *arena, const dscore_schema *schema, const dsi_source *source,
    const dsi_node *const *const **out, dscore_error *err)
{
    const dsi_node ***fields = dsi_arena_alloc(arena, (int64_t)sizeof *fields * ((int64_t)source->field_count + 1));
    if (fields == NULL) {
        return dsi_fail_memory(err);
    }
    bool has_any = false;
    for (int32_t f = 0; f < source->field_count; f++) {
        const dsi_field *field = &source->fields[f];
        if (field->derive_count == 0) {
            continue;
        }
        has_any = true;
        fields[f] = dsi_arena_alloc(arena, (int64_t)sizeof **fields * field->derive_count);
        if (fields[f] == NULL) {
            return dsi_fail_memory(err);
        }
        for (int32_t k = 0; k < field->derive_count; k++) {
            dscore_status status = compile_stand_in(arena, schema, source, field, field->derive[k], &fields[f][k], err);
            if (status != DSCORE_OK) {
                return status;
            }
        }
    }
    *out = (const dsi_node *const *const *)fields;
    return has_any ? refuse_circles(arena, source, *out, err) : DSCORE_OK;
}

dscore_status dsi_derives_compile(
    dsi_arena *arena, const dscore_schema *schema, const dsi_node *const *const *const **out, dscore_error *err)
{
    const dsi_node *const *const **sources =
        dsi_arena_alloc(arena, (int64_t)sizeof *sources * ((int64_t)schema->source_count + 1));
    if (sources == NULL) {
        return dsi_fail_memory(err);
    }
    for (int32_t s = 0; s < schema->source_count; s++) {
        dscore_status status = compile_source_derives(arena, schema, &schema->sources[s], &sources[s], err);
        if (status != DSCORE_OK) {
            return status;
        }
    }
    *out = sources;
    return DSCORE_OK;
}

/* ---- operands of derived indicators --------------------------------------------------------- */

static bool is_operand(const dsi_node *node)
{
    return node->op == DSI_OP_OPERAND || (node->op == DSI_OP_CALL && node->function == DSI_FN_TOTAL);
}

typedef struct operand_search {
    const dscore_catalog *catalog;
    const dscore_indicator **list; /* NULL: only count */
    int32_t count;
    const dsi_node *unknown;
} operand_search;

static void visit_operand(void *ctx, const dsi_node *node)
{
    operand_search *search = ctx;
    if (!is_operand(node) || node->name == NULL) {
        return;
    }
    const dscore_indicator *operand = dscore_catalog_find(search->catalog, node->name);
    if (operand == NULL) {
        search->unknown = search->unknown == NULL ? node : search->unknown;
        return;
    }
    if (search->list == NULL) {
        search->count++;
        return;
    }
    int32_t i = 0;
    while (i < search->count && search->list[i] != operand) {
        i++;
    }
    search->list[i] = operand;
    search->count = i == search->count ? i + 1 : search->count;
    /* The tree is the catalogue's own and still being built. */
    ((dsi_node *)(uintptr_t)node)->u.operand = i;
}

static const char *id_at(const void *ctx, int32_t i)
{
    const dscore_indicator *indicator = dscore_catalog_at(ctx, i);
    return indicator == NULL ? NULL : indicator->record.id;
}

static dscore_status fail_operand(
    const dscore_catalog *catalog, const dscore_indicator *indicator, const dsi_node *node, dscore_error *err)
{
    const char *nearest = dsi_nearest(node->name, id_at, catalog);
    dscore_status status =
        dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_INDICATOR, "there is no indicator '%.60s'%s%s%s", node->name,
            nearest == NULL ? "" : "; did you mean ", nearest == NULL ? "" : nearest, nearest == NULL ? "" : "?");
    dsi_error_path(err, "indicators.%.100s.formula", indicator->record.id);
    dsi_error_position(err, 0, (int32_t)dsi_utf8_count(indicator->record.formula, node->offset) + 1, node->offset);
    return status;
}

/* Operands that stand below a division bar. */
typedef struct divisor_search {
    int32_t operand; /* -1 none yet, -2 more than one */
} divisor_search;

static void visit_in_divisor(void *ctx, const dsi_node *node)
{
    divisor_search *search = ctx;
    if (node->op == DSI_OP_OPERAND && search->operand != node->u.operand) {
        search->operand = search->operand == -1 ? node->u.operand : -2;
    }
}

static void visit_divisor(void *ctx, const dsi_node *node)
{
    if (node->op == DSI_OP_DIV) {
        dsi_formula_walk(node->args[1], visit_in_divisor, ctx);
    }
}

static dscore_status resolve_base(dscore_indicator *indicator, dscore_error *err)
{
    const char *base = indicator->record.base;
    if (base[0] == '\0') {
        divisor_search search = {-1};
        dsi_formula_walk(indicator->formula, visit_divisor, &search);
        indicator->base = search.operand < 0 ? -1 : search.operand;
        return DSCORE_OK;
    }
    for (int32_t i = 0; i < indicator->operand_count; i++) {
        if (strcmp(indicator->operands[i]->record.id, base) == 0) {
            indicator->base = i;
            return DSCORE_OK;
        }
    }
    dscore_status status =
        dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_NO_INDICATOR, "base '%.60s' is no operand of the formula", base);
    dsi_error_path(err, "indicators.%.100s.base", indicator->record.id);
    return status;
}

static dscore_status resolve_one(dscore_catalog *catalog, dscore_indicator *indicator, dscore_error *err)
{
    operand_search search = {.catalog = catalog};
    dsi_formula_walk(indicator->formula, visit_operand, &search);
    if (search.unknown != NULL) {
        return fail_operand(catalog, indicator, search.unknown, err);
    }
    search.list = dsi_arena_alloc(&catalog->arena, (int64_t)sizeof *search.list * ((int64_t)search.count + 1));
    if (search.list == NULL) {
        return dsi_fail_memory(err);
    }
    search.count = 0;
    dsi_formula_walk(indicator->formula, visit_operand, &search);
    indicator->operands = search.list;
    indicator->operand_count = search.count;
    return resolve_base(indicator, err);
}

/* Operands before what is made of them: a walk in depth with a stack of its own. */
typedef struct ordering {
    dscore_catalog *catalog;
    uint8_t *mark;  /* 0 not seen, 1 on the stack, 2 in the order */
    int32_t *stack; /* indices */
    int32_t *next;  /* operand to look at, one for each of the stack */
    int32_t *order;
    int32_t count;
} ordering;

static dscore_status fail_cycle(const dscore_indicator *indicator, dscore_error *err)
{
    dscore_status status = dsi_fail(err, DSCORE_E_FORMAT, DSCORE_CODE_DEFINITION_CYCLE,
        "indicator %.60s is made of itself, by way of its operands", indicator->record.id);
    dsi_error_path(err, "indicators.%.100s.formula", indicator->record.id);
    return status;
}

static dscore_status order_from(ordering *o, int32_t root, dscore_error *err)
{
    int32_t depth = 1;
    o->stack[0] = root;
    o->next[0] = 0;
    o->mark[root] = 1;
    while (depth > 0) {
        int32_t index = o->stack[depth - 1];
        const dscore_indicator *indicator = &o->catalog->indicators[index];
        if (o->next[depth - 1] == indicator->operand_count) {
            o->mark[index] = 2;
            o->order[o->count++] = index;
            depth--;
            continue;
        }
        const dscore_indicator *operand = indicator->operands[o->next[depth - 1]++];
        int32_t below = (int32_t)(operand - o->catalog->indicators);
        if (o->mark[below] == 1) {
            return fail_cycle(operand, err);
        }
        if (o->mark[below] == 0) {
            o->mark[below] = 1;
            o->stack[depth] = below;
            o->next[depth++] = 0;
        }
    }
    return DSCORE_OK;
}

dscore_status dsi_operands_resolve(dscore_catalog *catalog, int32_t *order, dscore_error *err)
{
    int64_t n = (int64_t)catalog->indicator_count + 1;
    ordering o = {.catalog = catalog, .order = order};
    o.mark = dsi_arena_alloc(&catalog->arena, n);
    o.stack = dsi_arena_alloc(&catalog->arena, n * (int64_t)sizeof *o.stack);
    o.next = dsi_arena_alloc(&catalog->arena, n * (int64_t)sizeof *o.next);
    if (o.mark == NULL || o.stack == NULL || o.next == NULL) {
        return dsi_fail_memory(err);
    }
    dscore_status status = DSCORE_OK;
    for (int32_t i = 0; i < catalog->indicator_count && status == DSCORE_OK; i++) {
        if (catalog->indicators[i].source < 0) {
            status = resolve_one(catalog, &catalog->indicators[i], err);
        }
    }
    for (int32_t i = 0; i < catalog->indicator_count && status == DSCORE_OK; i++) {
        if (o.mark[i] == 0) {
            status = order_from(&o, i, err);
        }
    }
    return status;
}
