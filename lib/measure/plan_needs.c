/* What trees ask of a query: `now`, the ends of a range, a clock, and fields. */
#include "measure/plan_draft.h"

#include "base/error.h"

#include <string.h>

/* Functions whose result depends on the query's now. */
static bool takes_now(int32_t function)
{
    return function == DSI_FN_NOW || function == DSI_FN_WITHIN || function == DSI_FN_MET ||
           function == DSI_AGG_KM_QUANTILE || function == DSI_AGG_KM_WITHIN;
}

static bool takes_end(int32_t function)
{
    return function == DSI_FN_PERIOD_END || function == DSI_FN_PERIOD_DAYS || function == DSI_FN_PERIOD_BUSINESS_DAYS;
}

static bool takes_start(int32_t function)
{
    return function == DSI_FN_PERIOD_START || function == DSI_FN_PERIOD_DAYS || function == DSI_FN_PERIOD_BUSINESS_DAYS;
}

typedef struct dsi_search {
    bool (*wanted)(int32_t function);
    int32_t found; /* the first such function; 0 = none */
} dsi_search;

static void look(void *ctx, const dsi_node *node)
{
    dsi_search *search = ctx;
    const bool is_call = node->op == DSI_OP_CALL || node->op == DSI_OP_AGGREGATE;
    if (is_call && search->found == 0 && search->wanted(node->function)) {
        search->found = node->function;
    }
}

static int32_t find(const dsi_node *node, bool (*wanted)(int32_t function))
{
    dsi_search search = {wanted, 0};
    if (node != NULL) {
        dsi_formula_walk(node, look, &search);
    }
    return search.found;
}

static bool takes_span(int32_t function)
{
    return function == DSI_FN_ELAPSED || function == DSI_FN_WITHIN || function == DSI_FN_CALENDAR_TIME ||
           function == DSI_FN_BUSINESS_TIME || function == DSI_AGG_KM_QUANTILE || function == DSI_AGG_KM_WITHIN;
}

bool dsi_tree_takes_span(const dsi_node *node)
{
    return find(node, takes_span) != 0;
}

static bool depends_on_now(int32_t function)
{
    return takes_now(function) || takes_end(function);
}

bool dsi_tree_uses_now(const dsi_node *node)
{
    return find(node, depends_on_now) != 0;
}

/* One tree of something called `who`. */
static dscore_status check_tree(
    dsi_compile *c, const dsi_source *source, const dsi_node *tree, int32_t clock, const char *who)
{
    const int32_t now = find(tree, takes_now);
    if (now != 0 && !c->query->has_now) {
        return dsi_fail(c->err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_NOW,
            "%s uses %s and so needs `now`: give the query the instant it stands for", who, dsi_function_name(now));
    }
    const int32_t end = find(tree, takes_end);
    if (end != 0 && c->end_open && !c->query->has_now) {
        return dsi_fail(c->err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_NOW,
            "%s uses %s and so needs an end: give the query a range, periods or `now`", who, dsi_function_name(end));
    }
    const int32_t start = find(tree, takes_start);
    if (start != 0 && c->start_open) {
        return dsi_fail(c->err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_NOW,
            "%s uses %s and so needs a start: give the query a range or periods", who, dsi_function_name(start));
    }
    return dsi_compile_calendar_needs(c, source, tree, clock, who);
}

dscore_status dsi_compile_needs(dsi_compile *c, const dsi_draft *draft)
{
    const char *who = draft->indicator->record.id;
    const dsi_node *trees[] = {draft->formula, draft->observations, draft->where, draft->exclude, draft->filter};
    for (size_t i = 0; i < sizeof trees / sizeof trees[0]; i++) {
        const int32_t clock = trees[i] == draft->filter ? (int32_t)DSI_CLOCK_CALENDAR : dsi_draft_clock(draft);
        const dscore_status status = check_tree(c, draft->source, trees[i], clock, who);
        if (status != DSCORE_OK) {
            return dsi_compile_fail(c, draft, status);
        }
    }
    if (draft->schema_source >= 0 && draft->placement.open && c->end_open && !c->query->has_now) {
        return dsi_compile_fail(c, draft,
            dsi_fail(c->err, DSCORE_E_PARAMETER, DSCORE_CODE_PLAN_NOW,
                "%s counts what is open at an instant: give the query a range that ends, periods or `now`", who));
    }
    return DSCORE_OK;
}

dscore_status dsi_compile_stand_in_needs(
    dsi_compile *c, const dsi_node *tree, const dsi_source *source, const char *field)
{
    char who[160] = "the stand-in of ";
    const size_t taken = strlen(who);
    const size_t a = strlen(source->name), b = strlen(field);
    if (taken + a + b + 2 <= sizeof who) {
        memcpy(who + taken, source->name, a);
        who[taken + a] = '.';
        memcpy(who + taken + a + 1, field, b + 1);
    }
    return check_tree(c, source, tree, DSI_CLOCK_CALENDAR, who);
}

void dsi_tree_fields(const dsi_source *source, const dsi_node *node, int32_t clock, uint8_t *marks)
{
    if (node == NULL) {
        return;
    }
    if (node->op == DSI_OP_FIELD) {
        const int32_t field = dsi_field_on_clock(source, node->u.field, clock);
        marks[field >= 0 ? field : node->u.field] = 1; /* a twin that is not there: the program refuses it */
        return;
    }
    /* Bounds of a field's domain are constants; keys of a total are no fields of a source. */
    if (node->op == DSI_OP_CALL && (node->function == DSI_FN_DOMAIN_MIN || node->function == DSI_FN_DOMAIN_MAX ||
                                       node->function == DSI_FN_TOTAL)) {
        return;
    }
    for (int32_t i = 0; i < node->argc; i++) {
        dsi_tree_fields(source, node->args[i], clock, marks);
    }
    dsi_tree_fields(source, node->where, clock, marks);
}
