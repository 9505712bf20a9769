/* Rules that are a formula of the value: their compiling, their points, and the places where their course turns, found
   once when the rule is made: at literals, where two sides of a comparison meet, at poles, hills and valleys. */
#include "score/rule_formula.h"

#include "base/error.h"
#include "formula/cell.h"
#include "score/rule_needs.h"
#include "score/tolerance.h"
#include <stdio.h>
#include <string.h>

enum { MOST_PARAMETERS = 64, MOST_NODES = 1000 };

/* ---- points --------------------------------------------------------------------------------- */

static dsi_cell value_leaf(void *ctx, const dsi_node *node)
{
    (void)node; /* [value] is the only leaf that the literals leave */
    const double *x = ctx;
    const dsi_cell cell = {DSCORE_VALUE_OK, 0, *x};
    return cell;
}

/* NaN where the formula comes to nothing. */
static double evaluate(const dsi_node *node, double x)
{
    const dsi_cell_leaves leaves = {&x, value_leaf};
    const dsi_cell cell = dsi_cell_eval(node, false, &leaves);
    return cell.status == DSCORE_VALUE_OK ? cell.value : (double)NAN;
}

double dsi_formula_points(const dsi_rule_spec *spec, double x, int32_t *flags)
{
    (void)flags;
    return evaluate(spec->u.formula.tree, x);
}

/* ---- where the course may turn ------------------------------------------------------------------ */

enum { MOST_LITERALS = 128, MOST_GUARDS = 96, MOST_BREAKS = 512, PER_GAP = 16, OUTWARD = 27, MOST_HALVINGS = 120 };
enum { MOST_PLACES = MOST_LITERALS + MOST_GUARDS, MOST_SAMPLES = MOST_PLACES * (PER_GAP + 1) + 2 * OUTWARD + 2 };

/* Two parts of the formula whose order matters, or one (b = NULL) whose sign does. */
typedef struct guard {
    const dsi_node *a, *b;
} guard;

typedef struct explorer {
    const dsi_node *tree;
    guard guards[MOST_GUARDS];
    int32_t guard_count;
    double places[MOST_PLACES + 2]; /* ascending */
    int32_t place_count;
    double samples[MOST_SAMPLES]; /* ascending */
    int32_t sample_count;
    double breaks[MOST_BREAKS];
    int32_t break_count;
    bool has_more; /* than there is room for */
} explorer;

static double guard_at(const guard *g, double x)
{
    return evaluate(g->a, x) - (g->b == NULL ? 0.0 : evaluate(g->b, x));
}

static void add_guard(explorer *e, const dsi_node *a, const dsi_node *b)
{
    if (e->guard_count < MOST_GUARDS) {
        e->guards[e->guard_count++] = (guard){a, b};
    } else {
        e->has_more = true;
    }
}

static void add_place(explorer *e, double x)
{
    int32_t at = e->place_count;
    if (!isfinite(x) || at == MOST_PLACES + 2) {
        return;
    }
    while (at > 0 && e->places[at - 1] >= x) {
        at--;
    }
    if (at < e->place_count && e->places[at] == x) {
        return;
    }
    memmove(&e->places[at + 1], &e->places[at], (size_t)(e->place_count - at) * sizeof *e->places);
    e->places[at] = x;
    e->place_count++;
}

static void add_break(explorer *e, double x)
{
    for (int32_t i = 0; i < e->break_count; i++) {
        if (dsi_same(e->breaks[i], x)) {
            return;
        }
    }
    if (e->break_count < MOST_BREAKS) {
        e->breaks[e->break_count++] = x;
    } else {
        e->has_more = true;
    }
}

/* Literals are places, comparisons and choices guards. */
static void visit(void *ctx, const dsi_node *node)
{
    explorer *e = ctx;
    if (node->op == DSI_OP_NUMBER_INT || node->op == DSI_OP_NUMBER) {
        e->has_more = e->has_more || e->place_count == MOST_LITERALS;
        add_place(e, e->place_count < MOST_LITERALS ? dsi_literal_number(node) : 0.0);
    } else if (node->op >= DSI_OP_EQ && node->op <= DSI_OP_GE) {
        add_guard(e, node->args[0], node->args[1]);
    } else if (node->op == DSI_OP_DIV) {
        add_guard(e, node->args[1], NULL);
    } else if (node->op == DSI_OP_CALL && node->function == DSI_FN_ABS) {
        add_guard(e, node->args[0], NULL);
    } else if (node->op == DSI_OP_CALL && node->function >= DSI_FN_LEAST && node->function <= DSI_FN_CLAMP) {
        for (int32_t i = 0; i < node->argc; i++) {
            for (int32_t j = i + 1; j < node->argc; j++) {
                add_guard(e, node->args[i], node->args[j]);
            }
        }
    }
}

static void add_sample(explorer *e, double x)
{
    if (isfinite(x) && e->sample_count < MOST_SAMPLES &&
        (e->sample_count == 0 || x > e->samples[e->sample_count - 1])) {
        e->samples[e->sample_count++] = x;
    }
}

/* Between places evenly, beyond them ever wider. */
static void lay_samples(explorer *e)
{
    const double first = e->places[0], last = e->places[e->place_count - 1];
    const double span = fmax(last - first, fmax(1e-3, 1e-3 * fmax(fabs(first), fabs(last))));
    for (int32_t k = OUTWARD - 1; k >= 0; k--) {
        add_sample(e, first - ldexp(span, k - 6));
    }
    for (int32_t i = 0; i + 1 < e->place_count; i++) {
        for (int32_t k = 0; k < PER_GAP; k++) {
            add_sample(e, e->places[i] + (e->places[i + 1] - e->places[i]) * (double)k / (double)PER_GAP);
        }
    }
    add_sample(e, last);
    for (int32_t k = 0; k < OUTWARD; k++) {
        add_sample(e, last + ldexp(span, k - 6));
    }
}

/* Where a guard changes its sign between two samples. */
static void find_crossing(explorer *e, const guard *g, double low, double high)
{
    const double at_low = guard_at(g, low), at_high = guard_at(g, high);
    if (at_low == 0.0) {
        add_break(e, low);
    }
    if (!isfinite(at_low) || !isfinite(at_high) || (at_low < 0.0) == (at_high < 0.0)) {
        return;
    }
    for (int32_t i = 0; i < MOST_HALVINGS; i++) {
        const double middle = low + (high - low) / 2.0;
        if (middle == low || middle == high) {
            break;
        }
        if ((guard_at(g, middle) < 0.0) == (at_low < 0.0)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    add_break(e, at_low < 0.0 ? high : low);
}

/* The top of a hill (way +1) or the bottom of a valley (-1) between two samples, in the fewest decimals. */
static void find_turn(explorer *e, double low, double high, double way)
{
    for (int32_t i = 0; i < MOST_HALVINGS && high > low; i++) {
        const double one = low + (high - low) / 3.0, other = high - (high - low) / 3.0;
        if (!(way * (evaluate(e->tree, other) - evaluate(e->tree, one)) > 0.0)) {
            high = other;
        } else {
            low = one;
        }
    }
    double top = low + (high - low) / 2.0;
    const double most = way * evaluate(e->tree, top);
    for (int32_t decimals = 0; decimals <= 9; decimals++) {
        const double shorter = dscore_round(top, decimals);
        if (fabs(shorter - top) <= 1e-6 * fmax(1.0, fabs(top)) && way * evaluate(e->tree, shorter) >= most) {
            top = shorter;
            break;
        }
    }
    add_break(e, top);
}

/* How much the points rise; what rounding alone explains is nothing. */
static double rise(double from, double to)
{
    return fabs(to - from) <= 1e-12 * fmax(fabs(from), fabs(to)) ? 0.0 : to - from;
}

static void find_turns(explorer *e)
{
    for (int32_t i = 2; i < e->sample_count && !e->has_more; i++) {
        const double *x = &e->samples[i - 2];
        const double middle = evaluate(e->tree, x[1]);
        const double before = rise(evaluate(e->tree, x[0]), middle);
        const double after = rise(middle, evaluate(e->tree, x[2]));
        if ((before > 0.0 && after <= 0.0) || (before >= 0.0 && after < 0.0)) {
            find_turn(e, x[0], x[2], 1.0);
        } else if ((before < 0.0 && after >= 0.0) || (before <= 0.0 && after > 0.0)) {
            find_turn(e, x[0], x[2], -1.0);
        }
    }
}

static void explore(explorer *e)
{
    add_place(e, 0.0);
    dsi_formula_walk(e->tree, visit, e);
    for (int32_t i = 0; i < e->guard_count; i++) { /* the root of what is a straight line */
        const double at_0 = guard_at(&e->guards[i], 0.0);
        const double root = at_0 / (at_0 - guard_at(&e->guards[i], 1.0));
        add_place(e, isfinite(root) && e->place_count < MOST_PLACES ? root : 0.0);
    }
    for (int32_t i = 0; i < e->place_count; i++) {
        add_break(e, e->places[i]);
    }
    lay_samples(e);
    for (int32_t g = 0; g < e->guard_count; g++) {
        for (int32_t i = 1; i < e->sample_count && !e->has_more; i++) {
            find_crossing(e, &e->guards[g], e->samples[i - 1], e->samples[i]);
        }
    }
    find_turns(e);
}

/* ---- making --------------------------------------------------------------------------------- */

dscore_status dsi_formula_rule_check(dsi_rule_spec *spec, dscore_error *err)
{
    const dsi_points_formula *f = &spec->u.formula;
    if (f->text == NULL || f->text[0] == '\0') {
        return fail_at(err, DSCORE_CODE_RULE_NUMBER, "formula", "expected a formula of [value]");
    }
    if (f->parameter_count < 0 || f->parameter_count > MOST_PARAMETERS ||
        (f->parameter_count > 0 && f->parameters == NULL)) {
        return fail_at(err, DSCORE_CODE_RULE_NUMBER, "parameters", "expected at most 64 parameters");
    }
    for (int32_t i = 0; i < f->parameter_count; i++) {
        const dsi_rule_parameter *p = &f->parameters[i];
        char path[80];
        (void)snprintf(path, sizeof path, "parameters.%.48s", p->name);
        if (!dsi_is_identifier(p->name)) {
            return fail_at(err, DSCORE_CODE_RULE_NUMBER, path,
                "expected a name of small letters, digits and underscores that begins with a letter");
        }
        dscore_status status = need_finite(p->value, path, err);
        if (status != DSCORE_OK) {
            return status;
        }
        for (int32_t before = 0; before < i; before++) {
            if (strcmp(f->parameters[before].name, p->name) == 0) {
                return fail_at(err, DSCORE_CODE_RULE_NUMBER, path, "expected each parameter once");
            }
        }
    }
    return DSCORE_OK;
}

typedef struct usage {
    dsi_rule_parameter *parameters;
    int32_t nodes;
} usage;

static void count_node(void *ctx, const dsi_node *node)
{
    usage *u = ctx;
    u->nodes++;
    if (node->op == DSI_OP_PARAMETER) {
        u->parameters[node->u.parameter].is_used = true;
    }
}

/* A number as a literal; a whole one as an integer, so that 92 and 92.0 are one. */
static dsi_node literal_of(double value)
{
    dsi_node node;
    memset(&node, 0, sizeof node);
    node.type = DSCORE_TYPE_NUMBER;
    const bool is_whole = fabs(value) <= 9007199254740992.0 && floor(value) == value;
    node.op = is_whole ? DSI_OP_NUMBER_INT : DSI_OP_NUMBER;
    if (is_whole) {
        node.u.integer = (int64_t)value;
    } else {
        node.u.number = value;
    }
    return node;
}

/* The tree with its parameters bound, in the rule's memory. `scratch` is freed by the caller. */
static dscore_status compile(dscore_rule *rule, dsi_rule_parameter *own, dsi_arena *scratch, dscore_error *err)
{
    dsi_points_formula *f = &rule->spec.u.formula;
    const int64_t count = f->parameter_count;
    dsi_parameter *parameters = dsi_arena_alloc(scratch, (count + 1) * (int64_t)sizeof *parameters);
    dsi_node *literals = dsi_arena_alloc(scratch, (count + 1) * (int64_t)sizeof *literals);
    const dsi_node **values = dsi_arena_alloc(scratch, (count + 1) * (int64_t)sizeof *values);
    if (parameters == NULL || literals == NULL || values == NULL) {
        return dsi_fail_memory(err);
    }
    for (int64_t i = 0; i < count; i++) {
        parameters[i] = (dsi_parameter){own[i].name, DSCORE_TYPE_NUMBER, "", "", "", ""};
        literals[i] = literal_of(own[i].value);
        values[i] = &literals[i];
    }
    dsi_node *tree = NULL, *bound = NULL;
    dscore_status status = dsi_formula_compile_value(scratch, f->text, "value", parameters, (int32_t)count, &tree, err);
    if (status == DSCORE_OK) {
        usage used = {own, 0};
        dsi_formula_walk(tree, count_node, &used);
        status = used.nodes <= MOST_NODES ? dsi_formula_bind(&rule->arena, tree, values, (int32_t)count, &bound, err)
                                          : dsi_fail(err, DSCORE_E_LIMIT, DSCORE_CODE_FORMULA_LIMIT,
                                                "the formula of a rule has at most %d parts", (int)MOST_NODES);
    }
    if (status != DSCORE_OK && status != DSCORE_E_MEMORY) {
        dsi_error_path(err, "formula");
    }
    f->tree = bound;
    return status;
}

dscore_status dsi_formula_rule_make(dscore_rule *rule, dsi_rule_parameter *own, dscore_error *err)
{
    dsi_points_formula *f = &rule->spec.u.formula;
    dsi_arena scratch;
    dsi_arena_init(&scratch, &rule->arena.allocator);
    explorer *e = dsi_arena_alloc(&scratch, (int64_t)sizeof *e);
    dscore_status status = e == NULL ? dsi_fail_memory(err) : compile(rule, own, &scratch, err);
    if (status == DSCORE_OK) {
        memset(e, 0, sizeof *e);
        e->tree = f->tree;
        explore(e);
        double *breaks = dsi_arena_alloc(&rule->arena, (int64_t)e->break_count * (int64_t)sizeof *breaks);
        if (breaks == NULL) {
            status = dsi_fail_memory(err);
        } else {
            memcpy(breaks, e->breaks, (size_t)e->break_count * sizeof *breaks);
            f->breaks = breaks;
            f->break_count = e->break_count;
            f->is_too_winding = e->has_more;
        }
    }
    dsi_arena_free(&scratch);
    return status;
}

/* ---- words ---------------------------------------------------------------------------------- */

void dsi_formula_rule_canonical(dsi_text *t, const dsi_rule_spec *spec)
{
    dsi_text_add(t, " formula ");
    dsi_formula_print(t, spec->u.formula.tree);
}

/* The formula with its numbers in place: 100 × (value - 0) ÷ (92 - 0). */
void dsi_formula_rule_text(const dsi_voice *v, const dsi_rule_spec *spec)
{
    static const struct {
        const char *written, *english, *chinese;
    } signs[] = {{"[value]", "value", "实际值"}, {" * ", " × ", " × "}, {" / ", " ÷ ", " ÷ "}, {" >= ", " ≥ ", " ≥ "},
        {" <= ", " ≤ ", " ≤ "}, {" == ", " = ", " = "}, {" != ", " ≠ ", " ≠ "}};
    static const struct {
        const char *unit, *english, *chinese;
    } units[] = {{"%", ", the value in %", "，实际值以%计"}, {"s", ", the value in seconds", "，实际值以秒计"},
        {"minutes", ", the value in minutes", "，实际值以分钟计"},
        {"hours", ", the value in hours", "，实际值以小时计"}, {"days", ", the value in days", "，实际值以天计"}};
    dsi_text printed;
    dsi_text_init(&printed, &v->text->allocator);
    dsi_formula_print(&printed, spec->u.formula.tree);
    dsi_say(v, "By formula: points = ", "公式法：得分 = ");
    v->text->failed = v->text->failed || printed.failed;
    for (const char *at = printed.failed ? "" : printed.data; *at != '\0';) {
        size_t i = 0, length = 1;
        while (i < sizeof signs / sizeof signs[0] && strncmp(at, signs[i].written, strlen(signs[i].written)) != 0) {
            i++;
        }
        if (i < sizeof signs / sizeof signs[0]) {
            length = strlen(signs[i].written);
            dsi_say(v, signs[i].english, signs[i].chinese);
        } else {
            dsi_text_add_bytes(v->text, at, 1);
        }
        at += length;
    }
    dsi_text_free(&printed);
    for (size_t i = 0; v->unit != NULL && i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(v->unit, units[i].unit) == 0) {
            dsi_say(v, units[i].english, units[i].chinese);
        }
    }
}
