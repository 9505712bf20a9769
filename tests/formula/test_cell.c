/* Formulas above aggregates: what is missing, undefined or out of range, and which reason wins. */
#include "formula/cell.h"
#include "formula_support.h"

/* Leaves by name or function: what the test says they are. */
typedef struct known {
    const char *what;
    int32_t status, flags;
    double value;
} known;

static const known cells[] = {
    {"mean", DSCORE_VALUE_OK, 0, 4.0},
    {"sum", DSCORE_VALUE_OK, DSCORE_FLAG_PENDING, 10.0},
    {"share", DSCORE_VALUE_OK, 0, 0.0},
    {"median", DSCORE_VALUE_NO_DATA, DSCORE_FLAG_INVALID, 0.0},
    {"stddev", DSCORE_VALUE_UNDEFINED, 0, 0.0},
    {"max", DSCORE_VALUE_OK, 0, 1e308},
    {"period_days", DSCORE_VALUE_OK, 0, 31.0},
    {"domain_min", DSCORE_VALUE_OK, 0, 1.0},
    {"domain_max", DSCORE_VALUE_OK, 0, 5.0},
    {"min", DSCORE_VALUE_INSUFFICIENT, 0, 0.0},
    {"period_end", DSCORE_VALUE_OK, 0, 86400.0},
    {"period_start", DSCORE_VALUE_OK, 0, 0.0},
    {"a", DSCORE_VALUE_OK, 0, 6.0},
    {"b", DSCORE_VALUE_OK, 0, 3.0},
    {"none", DSCORE_VALUE_NO_DATA, 0, 0.0},
    {"absent", DSCORE_VALUE_NO_DATA, DSCORE_FLAG_FIELD_ABSENT, 0.0},
    {"total", DSCORE_VALUE_OK, 0, 24.0},
};

static dsi_cell leaf(void *ctx, const dsi_node *node)
{
    (void)ctx;
    const char *name = node->op == DSI_OP_OPERAND ? node->name : dsi_function_name(node->function);
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        if (strcmp(cells[i].what, name) == 0) {
            const dsi_cell c = {cells[i].status, cells[i].flags, cells[i].value};
            return c;
        }
    }
    ck_abort_msg("unknown leaf %s", name);
    const dsi_cell c = {0, 0, 0.0};
    return c;
}

static dsi_cell eval(bench *b, const char *text, bool derived)
{
    const dsi_source *source = b->scope.source;
    b->scope.source = derived ? NULL : source;
    const dsi_node *node = compile(b, text);
    b->scope.source = source;
    ck_assert_msg(node != NULL, "%s: %s", text, b->err.message);
    const dsi_cell_leaves leaves = {NULL, leaf};
    return dsi_cell_eval(node, derived, &leaves);
}

static void check_value(bench *b, const char *text, bool derived, double expected)
{
    const dsi_cell c = eval(b, text, derived);
    ck_assert_msg(
        c.status == DSCORE_VALUE_OK && c.value == expected, "%s: status %d, %.17g", text, (int)c.status, c.value);
}

static void check_status(bench *b, const char *text, bool derived, int32_t expected)
{
    const dsi_cell c = eval(b, text, derived);
    ck_assert_msg(c.status == expected, "%s: status %d", text, (int)c.status);
}

START_TEST(arithmetic_of_cells)
{
    bench b;
    bench_open(&b);
    check_value(&b, "(mean(csat) - domain_min(csat)) / (domain_max(csat) - domain_min(csat)) * 100", false, 75.0);
    check_value(&b, "sum(contacts) / period_days()", false, 10.0 / 31.0);
    check_value(&b, "-mean(csat) + abs(-2.5)", false, -1.5);
    check_value(&b, "mean(handle_time) / 1h", false, 4.0 / 3600.0); /* durations are seconds */
    check_value(&b, "(period_end() - period_start()) / 1d", false, 1.0);
    check_value(&b, "100 * [a] / ([a] + [b])", true, 600.0 / 9.0);
    check_value(&b, "100 * [a] / total([a], team)", true, 25.0);
    check_value(&b, "least(mean(csat), 3) + greatest(1, 2, 0) + clamp(sum(contacts), 1, 5)", false, 10.0);
    check_value(&b, "if(mean(csat) >= 4 and sum(contacts) != 3, 1, 2)", false, 1.0);
    check_value(&b, "if(not mean(csat) >= 4 or sum(contacts) < 3, 1, 2)", false, 2.0);
    check_value(&b, "if(mean(csat) == 4, if(sum(contacts) > 10, 1, 3), 2)", false, 3.0);
    check_value(
        &b, "if(\"strict\" == \"strict\", 1, 2) + if(coalesce(\"a\", \"b\") != if(true, \"a\"), 1, 2)", false, 3.0);
    bench_close(&b);
}
END_TEST

START_TEST(a_missing_operand_gives_missing_and_undefined_wins)
{
    bench b;
    bench_open(&b);
    check_status(&b, "1 + median(csat)", false, DSCORE_VALUE_NO_DATA);
    check_status(&b, "median(csat) + stddev(csat)", false, DSCORE_VALUE_UNDEFINED);
    check_status(&b, "stddev(csat) * median(csat)", false, DSCORE_VALUE_UNDEFINED);
    check_status(&b, "min(csat) + median(csat)", false, DSCORE_VALUE_INSUFFICIENT);
    check_status(&b, "mean(csat) / share(is_spam)", false, DSCORE_VALUE_UNDEFINED);
    check_status(&b, "share(is_spam) / share(is_spam)", false, DSCORE_VALUE_UNDEFINED);
    check_status(&b, "max(csat) * 10", false, DSCORE_VALUE_UNDEFINED);
    check_status(&b, "least(1, median(csat))", false, DSCORE_VALUE_NO_DATA);
    check_status(&b, "if(median(csat) > 1, 1, 2)", false, DSCORE_VALUE_NO_DATA);
    check_status(&b, "if(mean(csat) > 5, 1)", false, DSCORE_VALUE_NO_DATA);
    check_status(&b, "if(median(csat) > 1 and mean(csat) > 5, 1, 2)", false, DSCORE_VALUE_OK);
    check_status(&b, "if(median(csat) > 1 or mean(csat) > 5, 1, 2)", false, DSCORE_VALUE_NO_DATA);
    check_status(&b, "if(if(mean(csat) > 5, \"x\") == \"x\", 1, 2)", false, DSCORE_VALUE_NO_DATA);
    check_status(&b, "abs(-median(csat))", false, DSCORE_VALUE_NO_DATA);
    bench_close(&b);
}
END_TEST

START_TEST(coalesce_skips_missing_but_derived_only_what_was_not_there_D3)
{
    bench b;
    bench_open(&b);
    check_value(&b, "coalesce(median(csat), 7)", false, 7.0);
    check_status(&b, "coalesce(stddev(csat), 7)", false, DSCORE_VALUE_UNDEFINED);
    check_value(&b, "coalesce([absent], [a])", true, 6.0);
    check_status(&b, "coalesce([none], [a])", true, DSCORE_VALUE_NO_DATA);
    const dsi_cell none = eval(&b, "coalesce([absent], [absent])", true);
    ck_assert_int_eq(none.status, DSCORE_VALUE_NO_DATA);
    ck_assert_int_eq(none.flags, DSCORE_FLAG_FIELD_ABSENT);
    ck_assert_int_eq(eval(&b, "coalesce([absent], [a])", true).flags, 0);
    bench_close(&b);
}
END_TEST

START_TEST(flags_of_operands_go_up)
{
    bench b;
    bench_open(&b);
    ck_assert_int_eq(eval(&b, "mean(csat) + sum(contacts)", false).flags, DSCORE_FLAG_PENDING);
    ck_assert_int_eq(eval(&b, "sum(contacts) - median(csat)", false).flags, DSCORE_FLAG_PENDING | DSCORE_FLAG_INVALID);
    ck_assert_int_eq(eval(&b, "greatest(sum(contacts), mean(csat))", false).flags, DSCORE_FLAG_PENDING);
    ck_assert_int_eq(eval(&b, "if(sum(contacts) > 1, 1, 2)", false).flags, DSCORE_FLAG_PENDING);
    ck_assert_int_eq(eval(&b, "if(mean(csat) > 1, 1, sum(contacts))", false).flags, 0);
    bench_close(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        arithmetic_of_cells,
        a_missing_operand_gives_missing_and_undefined_wins,
        coalesce_skips_missing_but_derived_only_what_was_not_there_D3,
        flags_of_operands_go_up,
    };
    return RUN_TESTS("formula cell", tests);
}
