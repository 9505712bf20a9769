/* Types and levels: what goes with what, where fields and aggregates may stand, and what is said otherwise. */
#include "formula_support.h"

static void check_type(bench *b, const char *text, int32_t type, int32_t level)
{
    const dsi_node *node = compile(b, text);
    ck_assert_msg(node != NULL, "%s: %s", text, b->err.message);
    ck_assert_msg(
        node->type == type && node->level == level, "%s: type %d, level %d", text, (int)node->type, (int)node->level);
}

static void check_row_type(bench *b, const char *text, int32_t type)
{
    const dsi_node *node = compile_row(b, text);
    ck_assert_msg(node != NULL, "%s: %s", text, b->err.message);
    ck_assert_msg(node->type == type, "%s: type %d", text, (int)node->type);
}

START_TEST(arithmetic_of_spans_has_units)
{
    static const struct {
        const char *text;
        int32_t type;
    } good[] = {
        {"contacts + 1", DSCORE_TYPE_NUMBER},
        {"resolved_at - created_at", DSCORE_TYPE_DURATION},
        {"created_at + 7d", DSCORE_TYPE_INSTANT},
        {"7d + created_at", DSCORE_TYPE_INSTANT},
        {"created_at - 7d", DSCORE_TYPE_INSTANT},
        {"handle_time + wait_time", DSCORE_TYPE_DURATION},
        {"handle_time - wait_time", DSCORE_TYPE_DURATION},
        {"-handle_time", DSCORE_TYPE_DURATION},
        {"handle_time * 2", DSCORE_TYPE_DURATION},
        {"2 * handle_time", DSCORE_TYPE_DURATION},
        {"handle_time / 2", DSCORE_TYPE_DURATION},
        {"handle_time / wait_time", DSCORE_TYPE_NUMBER},
        {"hours(handle_time)", DSCORE_TYPE_NUMBER},
        {"abs(-handle_time)", DSCORE_TYPE_DURATION},
        {"least(created_at, now())", DSCORE_TYPE_INSTANT},
        {"clamp(csat, 1, 5)", DSCORE_TYPE_NUMBER},
        {"if(is_spam, handle_time, 0s)", DSCORE_TYPE_DURATION},
        {"if(is_spam, agent)", DSCORE_TYPE_TEXT},
        {"coalesce(agent, responder, \"nobody\")", DSCORE_TYPE_TEXT},
        {"is_spam == is_merged", DSCORE_TYPE_BOOLEAN},
        {"elapsed(created_at, now())", DSCORE_TYPE_DURATION},
        {"met(resolved_at, resolution_due_at)", DSCORE_TYPE_BOOLEAN},
        {"within(created_at, resolved_at, resolution_target)", DSCORE_TYPE_BOOLEAN},
        {"hour_of(created_at)", DSCORE_TYPE_NUMBER},
        {"is_open(created_at)", DSCORE_TYPE_BOOLEAN},
        {"weekday_of(created_at)", DSCORE_TYPE_NUMBER},
        {"date_of(created_at)", DSCORE_TYPE_INSTANT},
        {"date_of(created_at) + 1d - resolved_at", DSCORE_TYPE_DURATION},
        {"period_end()", DSCORE_TYPE_INSTANT},
        {"domain_max(csat)", DSCORE_TYPE_NUMBER},
        {"domain_min(handle_time)", DSCORE_TYPE_DURATION},
        {"calendar_time(created_at, resolved_at)", DSCORE_TYPE_DURATION},
        {"business_time(created_at, created_at + 1s) == 0s", DSCORE_TYPE_BOOLEAN},
    };
    bench b;
    bench_open(&b);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        check_row_type(&b, good[i].text, good[i].type);
    }
    bench_close(&b);
}
END_TEST

START_TEST(aggregates_carry_the_type_of_what_they_aggregate)
{
    bench b;
    bench_open(&b);
    check_type(&b, "mean(csat)", DSCORE_TYPE_NUMBER, DSI_LEVEL_CELL);
    check_type(&b, "mean(handle_time)", DSCORE_TYPE_DURATION, DSI_LEVEL_CELL);
    check_type(&b, "stddev(handle_time)", DSCORE_TYPE_DURATION, DSI_LEVEL_CELL);
    check_type(&b, "variance(hours(handle_time))", DSCORE_TYPE_NUMBER, DSI_LEVEL_CELL);
    check_type(&b, "ratio(handle_time, contacts)", DSCORE_TYPE_DURATION, DSI_LEVEL_CELL);
    check_type(&b, "ratio(handle_time, wait_time)", DSCORE_TYPE_NUMBER, DSI_LEVEL_CELL);
    check_type(&b, "max(resolved_at) - min(created_at)", DSCORE_TYPE_DURATION, DSI_LEVEL_CELL);
    check_type(&b, "mean(handle_time) / 1h", DSCORE_TYPE_NUMBER, DSI_LEVEL_CELL);
    check_type(&b, "km_quantile(created_at, resolved_at, $q)", DSCORE_TYPE_DURATION, DSI_LEVEL_CELL);
    check_type(&b, "km_within(created_at, resolved_at, 4h)", DSCORE_TYPE_NUMBER, DSI_LEVEL_CELL);
    check_type(&b, "quantile(csat, 1)", DSCORE_TYPE_NUMBER, DSI_LEVEL_CELL);
    check_type(&b, "period_end() - period_start()", DSCORE_TYPE_DURATION, DSI_LEVEL_CELL);
    check_type(&b, "if(count() >= 5 and $flag, mean(csat))", DSCORE_TYPE_NUMBER, DSI_LEVEL_CELL);
    check_type(&b, "greatest(mean(csat) - $cut, 0)", DSCORE_TYPE_NUMBER, DSI_LEVEL_CELL);
    check_type(&b, "$cut * 2", DSCORE_TYPE_NUMBER, DSI_LEVEL_CONSTANT);
    check_type(&b, "distinct(customer, problem, is_spam, created_at)", DSCORE_TYPE_NUMBER, DSI_LEVEL_CELL);
    const dsi_node *n = compile(&b, "mean(elapsed(created_at, least(period_end(), now())))");
    ck_assert_int_eq(n->args[0]->args[1]->args[0]->level, DSI_LEVEL_ROW);
    bench_close(&b);
}
END_TEST

typedef struct refusal {
    const char *text;
    int32_t status, column;
    const char *words;
} refusal;

START_TEST(what_does_not_go_together_is_named_at_its_column)
{
    static const refusal list[] = {
        {"mean(csat + agent)", DSCORE_E_TYPE, 13, "a number and a text"},
        {"mean(created_at + created_at)", DSCORE_E_TYPE, 19, "an instant and an instant"},
        {"mean(handle_time * wait_time)", DSCORE_E_TYPE, 20, "two"},
        {"mean(csat / handle_time)", DSCORE_E_TYPE, 13, "a number and a duration"},
        {"mean(handle_time + 5)", DSCORE_E_TYPE, 20, "30s, 15min"},
        {"share(handle_time > 30)", DSCORE_E_TYPE, 21, "30s, 15min"},
        {"share(agent > \"a\")", DSCORE_E_TYPE, 7, "no order"},
        {"share(is_spam < is_merged)", DSCORE_E_TYPE, 7, "== and !="},
        {"share(csat == \"4\")", DSCORE_E_TYPE, 15, "a number and a text"},
        {"share(agent == 4.5)", DSCORE_E_TYPE, 16, "a text and a number"},
        {"share(csat in (1, \"2\"))", DSCORE_E_TYPE, 19, "a text"},
        {"share(csat and is_spam)", DSCORE_E_TYPE, 7, "takes booleans"},
        {"share(not csat)", DSCORE_E_TYPE, 11, "takes booleans"},
        {"mean(-created_at)", DSCORE_E_TYPE, 6, "a sign"},
        {"mean(created_at)", DSCORE_E_TYPE, 6, "elapsed(a, b)"},
        {"mean(is_spam)", DSCORE_E_TYPE, 6, "share(c)"},
        {"share(csat)", DSCORE_E_TYPE, 7, "share(x >= 4)"},
        {"count(is_spam)", DSCORE_E_TYPE, 7, "count(where condition)"},
        {"count(where csat)", DSCORE_E_TYPE, 13, "a condition"},
        {"variance(handle_time)", DSCORE_E_TYPE, 10, "stddev"},
        {"ratio(csat, handle_time)", DSCORE_E_TYPE, 13, "no unit"},
        {"ratio(handle_time, is_spam)", DSCORE_E_TYPE, 20, "a number or a duration"},
        {"max(resolved_at)", DSCORE_E_TYPE, 1, "a number or a duration"},
        {"mean(csat) > 4", DSCORE_E_TYPE, 1, "share(condition)"},
        {"mean(if(is_spam, csat, handle_time))", DSCORE_E_TYPE, 24, "one type"},
        {"mean(coalesce(csat, 0s))", DSCORE_E_TYPE, 21, "one type"},
        {"mean(if(csat, 1, 2))", DSCORE_E_TYPE, 9, "a condition"},
        {"mean(elapsed(created_at, handle_time))", DSCORE_E_TYPE, 26, "an instant"},
        {"share(within(created_at, resolved_at, 24))", DSCORE_E_TYPE, 39, "a duration"},
        {"mean(hours(csat))", DSCORE_E_TYPE, 12, "a duration"},
        {"mean(domain_min(agent))", DSCORE_E_TYPE, 17, "numbers or durations"},
        {"mean(domain_min(csat + 1))", DSCORE_E_TYPE, 17, "the name of a field"},
        {"quantile(csat, csat)", DSCORE_E_TYPE, 16, "literal or a $parameter"},
        {"quantile(csat, 0.5 + 0.4)", DSCORE_E_TYPE, 16, "literal or a $parameter"},
        {"quantile(csat, 1.5)", DSCORE_E_PARAMETER, 16, "0 to 1"},
        {"quantile(csat, -0.1)", DSCORE_E_PARAMETER, 16, "0 to 1"},
        {"quantile(csat, $limit)", DSCORE_E_TYPE, 16, "a number"},
        {"trimmed_mean(csat, 0.5)", DSCORE_E_PARAMETER, 20, "below 0.5"},
        {"km_within(created_at, resolved_at, 4)", DSCORE_E_TYPE, 36, "a duration"},
        {"mean(csat, nps)", DSCORE_E_FORMAT, 12, "mean(x)"},
        {"mean()", DSCORE_E_FORMAT, 1, "mean(x)"},
        {"ratio(csat)", DSCORE_E_FORMAT, 1, "ratio(a, b)"},
        {"mean(elapsed(created_at))", DSCORE_E_FORMAT, 6, "elapsed(from, to)"},
        {"mean(coalesce(csat))", DSCORE_E_FORMAT, 6, "coalesce(a, b, ...)"},
        {"mean(abs(csat where is_spam))", DSCORE_E_FORMAT, 21, "aggregates only"},
    };
    bench b;
    bench_open(&b);
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        assert_refused(&b, list[i].text, list[i].status, list[i].column,
            strcmp(list[i].words, "two") == 0 ? "cannot stand between" : list[i].words);
    }
    bench_close(&b);
}
END_TEST

START_TEST(levels_do_not_mix)
{
    static const refusal list[] = {
        {"csat", DSCORE_E_TYPE, 1, "outside an aggregate"},
        {"mean(csat) - csat", DSCORE_E_TYPE, 14, "outside an aggregate"},
        {"mean(csat - mean(csat))", DSCORE_E_TYPE, 13, "inside another"},
        {"mean(csat where mean(csat) > 4)", DSCORE_E_TYPE, 17, "inside another"},
        {"elapsed(now(), now())", DSCORE_E_TYPE, 1, "inside an aggregate"},
        {"hours(mean(handle_time))", DSCORE_E_TYPE, 1, "mean(x) / 1h"},
        {"mean(csat / period_days())", DSCORE_E_TYPE, 13, "outside aggregates"},
        {"mean(csat) is missing", DSCORE_E_TYPE, 1, "coalesce"},
        {"mean(csat) in (1)", DSCORE_E_TYPE, 1, "inside aggregates"},
        {"mean(csat) + if(1 in (2, 1), 1, 0)", DSCORE_E_TYPE, 17, "inside aggregates"},
        {"mean(csat) + if(1 is missing, 1, 0)", DSCORE_E_TYPE, 17, "coalesce"},
        {"100 * [resolved] / [tickets]", DSCORE_E_TYPE, 7, "derived"},
        {"total([tickets])", DSCORE_E_TYPE, 1, "derived"},
    };
    bench b;
    bench_open(&b);
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        assert_refused(&b, list[i].text, list[i].status, list[i].column, list[i].words);
    }
    assert_row_refused(&b, "mean(csat)", DSCORE_E_TYPE, 1, "one row at a time");
    assert_row_refused(&b, "period_days() > 3", DSCORE_E_TYPE, 1, "formula of rows");
    assert_row_compiles(&b, "csat");
    bench_close(&b);
}
END_TEST

START_TEST(derived_formulas_have_operands_and_no_fields)
{
    bench b;
    bench_open(&b);
    b.scope.source = NULL;
    const dsi_node *n = compile(&b, "100 * [resolved] / [tickets]");
    ck_assert_ptr_nonnull(n);
    ck_assert_int_eq(n->args[0]->args[1]->op, DSI_OP_OPERAND);
    ck_assert_str_eq(n->args[0]->args[1]->name, "resolved");
    n = compile(&b, "100 * [backlog] / total([backlog], team, agent)");
    ck_assert_ptr_nonnull(n);
    n = n->args[1];
    ck_assert_int_eq(n->function, DSI_FN_TOTAL);
    ck_assert_str_eq(n->name, "backlog");
    ck_assert_int_eq(n->argc, 2);
    ck_assert_str_eq(n->args[1]->name, "agent");
    ck_assert_int_eq(n->args[1]->u.field, -1);
    assert_compiles(&b, "coalesce([response_time], [response_time_of_ticket])");
    assert_compiles(&b, "[tickets] / period_days()");
    assert_refused(&b, "[tickets] / csat", DSCORE_E_TYPE, 13, "[csat]");
    assert_refused(&b, "count()", DSCORE_E_TYPE, 1, "write [id]");
    assert_refused(&b, "[tickets] / 1h", DSCORE_E_TYPE, 13, "a number and a duration");
    assert_refused(&b, "elapsed(now(), now())", DSCORE_E_TYPE, 1, "has none");
    assert_refused(&b, "total(tickets)", DSCORE_E_TYPE, 7, "in brackets");
    assert_refused(&b, "total()", DSCORE_E_TYPE, 1, "in brackets");
    assert_refused(&b, "total([tickets], \"team\")", DSCORE_E_TYPE, 18, "names of keys");
    assert_refused(&b, "[tickets", DSCORE_E_FORMAT, 9, "`]`");
    assert_refused(&b, "[]", DSCORE_E_FORMAT, 2, "the id of an indicator");
    bench_close(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        arithmetic_of_spans_has_units,
        aggregates_carry_the_type_of_what_they_aggregate,
        what_does_not_go_together_is_named_at_its_column,
        levels_do_not_mix,
        derived_formulas_have_operands_and_no_fields,
    };
    return RUN_TESTS("formula types", tests);
}
