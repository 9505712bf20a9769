/* Canonical text: printing is parsed back to the same tree, and parameters are bound. */
#include "formula_support.h"

static uint64_t next_random(uint64_t *state)
{
    /* xorshift64*, Vigna 2016 */
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static int pick(uint64_t *state, int n)
{
    return (int)(next_random(state) >> 33) % n;
}

static const char *printed(bench *b, const dsi_node *node)
{
    dsi_text text;
    dsi_text_init(&text, &b->allocator);
    dsi_formula_print(&text, node);
    ck_assert(!text.failed);
    const char *copy = dsi_arena_text(&b->arena, text.data, text.length);
    dsi_text_free(&text);
    return copy;
}

START_TEST(one_spelling_of_each_thing)
{
    static const struct {
        const char *text, *canonical;
    } list[] = {
        {"mean( csat )", "mean(csat)"},
        {"((mean(`csat`)))", "mean(csat)"},
        {"count( where ( is_spam ) )", "count(where is_spam)"},
        {"count(where (not is_spam) == is_merged)", "count(where (not is_spam) == is_merged)"},
        {"count(where not (is_spam == is_merged))", "count(where not is_spam == is_merged)"},
        {"count(where not (csat in (1,2)))", "count(where csat not in (1, 2))"},
        {"count(where csat is not missing)", "count(where csat is present)"},
        {"count(where (is_spam and is_merged) or is_test)", "count(where is_spam and is_merged or is_test)"},
        {"count(where is_spam and (is_merged or is_test))", "count(where is_spam and (is_merged or is_test))"},
        {"1-(2-count())", "1 - (2 - count())"},
        {"(1-2)-count()", "1 - 2 - count()"},
        {"2*(3/count())", "2 * (3 / count())"},
        {"-(-count())", "--count()"},
        {"-(-5)*count()", "5 * count()"},
        {"-(1+count())", "-(1 + count())"},
        {"4.0*count()", "4 * count()"},
        {"count(where date_of( created_at )==date_of(resolved_at))",
            "count(where date_of(created_at) == date_of(resolved_at))"},
        {"km_quantile(date_of(created_at),resolved_at,0.50,closed_at)",
            "km_quantile(date_of(created_at), resolved_at, 0.5, closed_at)"},
        {"0.50*count()", "0.5 * count()"},
        {"1e22*count()", "1e22 * count()"},
        {"1e-22*count()", "1e-22 * count()"},
        {"100000000000000e22*count()", "100000000000000e22 * count()"},
        {"0.001e-22*count()", "0.001e-22 * count()"},
        {"count(where handle_time > 3600s)", "count(where handle_time > 1h)"},
        {"count(where handle_time > 90min)", "count(where handle_time > 90min)"},
        {"count(where handle_time > 1500ms)", "count(where handle_time > 1500ms)"},
        {"count(where handle_time > 0.001501s)", "count(where handle_time > 1.501ms)"},
        {"count(where handle_time > -0.005ms * 1e3)", "count(where handle_time > -0.005ms * 1000)"},
        {"count(where handle_time > 0w)", "count(where handle_time > 0s)"},
        {"count(where created_at > @2026-01-31T08:00:00.500+01:00)",
            "count(where created_at > @2026-01-31T07:00:00.5Z)"},
        {"count(where created_at > @0001-01-01T00:00:00Z)", "count(where created_at > @0001-01-01T00:00:00Z)"},
        {"count(where channel == \"\\u0041\\u0009\\\"\\n\")", "count(where channel == \"A\\u0009\\\"\\n\")"},
        {"quantile(csat,0.9 where is_spam)", "quantile(csat, 0.9 where is_spam)"},
    };
    bench b;
    bench_open(&b);
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        const dsi_node *node = compile(&b, list[i].text);
        ck_assert_msg(node != NULL, "%s: %s", list[i].text, b.err.message);
        ck_assert_str_eq(printed(&b, node), list[i].canonical);
    }
    b.scope.source = NULL;
    ck_assert_str_eq(
        printed(&b, compile(&b, "100*[a]/total([a],team , agent)")), "100 * [a] / total([a], team, agent)");
    ck_assert_str_eq(printed(&b, compile(&b, "total( [a] )")), "total([a])");
    bench_close(&b);
}
END_TEST

/* A random formula of each type, as text with many brackets. */
typedef struct writer {
    char text[6000];
    size_t n;
    uint64_t random;
} writer;

static void put(writer *w, const char *s)
{
    const size_t n = strlen(s);
    if (w->n + n < sizeof w->text) {
        memcpy(w->text + w->n, s, n + 1);
        w->n += n;
    }
}

static void put_number(writer *w, int depth);
static void put_condition(writer *w, int depth);

static void put_duration(writer *w, int depth)
{
    static const char *const leaves[] = {
        "handle_time", "15min", "-0.25s", "1.5ms", "0.000001s", "$limit", "100000007d"};
    switch (depth <= 0 ? 0 : pick(&w->random, 6)) {
    case 1:
        put(w, "(");
        put_duration(w, depth - 1);
        put(w, "-");
        put_duration(w, depth - 1);
        put(w, ")");
        break;
    case 2:
        put(w, "(");
        put_number(w, depth - 1);
        put(w, "*");
        put_duration(w, depth - 1);
        put(w, ")");
        break;
    case 3:
        put(w, "-(");
        put_duration(w, depth - 1);
        put(w, ")");
        break;
    case 4:
        put(w, "elapsed(created_at,resolved_at)");
        break;
    default:
        put(w, leaves[pick(&w->random, 7)]);
        break;
    }
}

static void put_number(writer *w, int depth)
{
    static const char *const leaves[] = {"csat", "1", "-2.5", "1e-9", "123456789012345e22", "$cut", "domain_max(csat)"};
    static const char *const signs[] = {"+", "-", "*", "/"};
    switch (depth <= 0 ? 0 : pick(&w->random, 7)) {
    case 1:
    case 2:
        put(w, "(");
        put_number(w, depth - 1);
        put(w, signs[pick(&w->random, 4)]);
        put_number(w, depth - 1);
        put(w, ")");
        break;
    case 3:
        put(w, "-(");
        put_number(w, depth - 1);
        put(w, ")");
        break;
    case 4:
        put(w, "hours(");
        put_duration(w, depth - 1);
        put(w, ")");
        break;
    case 5:
        put(w, "if(");
        put_condition(w, depth - 1);
        put(w, ",");
        put_number(w, depth - 1);
        put(w, ")");
        break;
    default:
        put(w, leaves[pick(&w->random, 7)]);
        break;
    }
}

static void put_condition(writer *w, int depth)
{
    static const char *const leaves[] = {"is_spam", "true", "csat is missing",
        "channel in (\"a\\\"\\\\\", \"\\u4e2d\")", "agent == 7", "$flag", "created_at < @2026-01-31T08:00:00.000123Z"};
    switch (depth <= 0 ? 0 : pick(&w->random, 8)) {
    case 1:
        put(w, "(");
        put_condition(w, depth - 1);
        put(w, ")and(");
        put_condition(w, depth - 1);
        put(w, ")");
        break;
    case 2:
        put(w, "(");
        put_condition(w, depth - 1);
        put(w, ")or(");
        put_condition(w, depth - 1);
        put(w, ")");
        break;
    case 3:
        put(w, "not(");
        put_condition(w, depth - 1);
        put(w, ")");
        break;
    case 4:
        put(w, "(");
        put_number(w, depth - 1);
        put(w, "<=");
        put_number(w, depth - 1);
        put(w, ")");
        break;
    case 5:
        put(w, "(");
        put_condition(w, depth - 1);
        put(w, ")!=(");
        put_condition(w, depth - 1);
        put(w, ")");
        break;
    case 6:
        put(w, "(");
        put_condition(w, depth - 1);
        put(w, ")is present");
        break;
    default:
        put(w, leaves[pick(&w->random, 7)]);
        break;
    }
}

START_TEST(what_is_printed_reads_back_as_the_same_tree)
{
    static writer w;
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        bench b;
        bench_open(&b);
        w.n = 0;
        w.random = seed * UINT64_C(0x9E3779B97F4A7C15);
        put(&w, "mean(");
        put_number(&w, 6);
        put(&w, " where ");
        put_condition(&w, 6);
        put(&w, ")");
        if (w.n + 1 < sizeof w.text) {
            const dsi_node *first = compile(&b, w.text);
            ck_assert_msg(first != NULL, "%s: %s", w.text, b.err.message);
            const char *text = printed(&b, first);
            const dsi_node *second = compile(&b, text);
            ck_assert_msg(second != NULL, "%s: %s", text, b.err.message);
            ck_assert_msg(dsi_formula_equal(first, second), "%s", text);
            ck_assert_str_eq(printed(&b, second), text);
        }
        bench_close(&b);
    }
}
END_TEST

static const dsi_node *value(bench *b, const char *text)
{
    dsi_node *node = NULL;
    assert_ok(dsi_literal_parse(&b->arena, text, (int64_t)strlen(text), 0, &node, &b->err), b->err);
    return node;
}

START_TEST(binding_puts_values_in_place_of_parameters)
{
    bench b;
    bench_open(&b);
    const dsi_node *values[6] = {
        value(&b, "30min"), value(&b, "-4.5"), value(&b, "0.25"), value(&b, "\"lax\""), NULL, value(&b, "false")};
    dsi_node *bound = NULL;
    const char *text = "quantile(if($mode == \"lax\" and $flag, csat - $cut, -$cut), $q where handle_time <= $limit)";
    assert_ok(dsi_formula_bind(&b.arena, compile(&b, text), values, 6, &bound, &b.err), b.err);
    ck_assert(!dsi_formula_uses(bound, DSI_OP_PARAMETER, 0));
    ck_assert_str_eq(printed(&b, bound),
        "quantile(if(\"lax\" == \"lax\" and false, csat - -4.5, 4.5), 0.25 where handle_time <= 30min)");
    ck_assert(dsi_formula_equal(bound, compile(&b, printed(&b, bound))));
    ck_assert_int_eq(
        dsi_formula_bind(&b.arena, compile(&b, "count(where created_at > $since)"), values, 6, &bound, &b.err),
        DSCORE_E_PARAMETER);
    ck_assert(strstr(b.err.message, "`since`") != NULL);
    ck_assert_ptr_null(bound);
    values[2] = value(&b, "1.25");
    ck_assert_int_eq(
        dsi_formula_bind(&b.arena, compile(&b, "quantile(csat, $q)"), values, 6, &bound, &b.err), DSCORE_E_PARAMETER);
    values[0] = value(&b, "30");
    ck_assert_int_eq(
        dsi_formula_bind(&b.arena, compile(&b, "count(where handle_time > $limit)"), values, 6, &bound, &b.err),
        DSCORE_E_TYPE);
    bench_close(&b);
}
END_TEST

static void count_node(void *ctx, const dsi_node *node)
{
    int *seen = ctx;
    seen[0]++;
    seen[1] = seen[1] * 10 + (node->op == DSI_OP_FIELD ? 1 : 0);
}

START_TEST(walking_meets_parents_first_and_conditions_too)
{
    bench b;
    bench_open(&b);
    int seen[2] = {0, 0};
    const dsi_node *n = compile(&b, "2 * mean(csat where is_spam)");
    dsi_formula_walk(n, count_node, seen);
    ck_assert_int_eq(seen[0], 5);
    ck_assert_int_eq(seen[1], 11); /* *, 2, mean, then the two fields */
    ck_assert(dsi_formula_uses(n, DSI_OP_AGGREGATE, DSI_AGG_MEAN));
    ck_assert(!dsi_formula_uses(n, DSI_OP_AGGREGATE, DSI_AGG_SUM));
    ck_assert(dsi_formula_uses(n, DSI_OP_FIELD, 0));
    ck_assert_str_eq(dsi_function_name(DSI_AGG_KM_WITHIN), "km_within");
    ck_assert_str_eq(dsi_function_name(9999), "");
    bench_close(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        one_spelling_of_each_thing,
        what_is_printed_reads_back_as_the_same_tree,
        binding_puts_values_in_place_of_parameters,
        walking_meets_parents_first_and_conditions_too,
    };
    return RUN_TESTS("formula print", tests);
}
