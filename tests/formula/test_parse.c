/* The grammar, rule by rule, and what is said to those who write something else. */
#include "formula_support.h"

typedef struct refusal {
    const char *text;
    int32_t status, column;
    const char *words;
} refusal;

static void refuse_all(bench *b, const refusal *all, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        assert_refused(b, all[i].text, all[i].status, all[i].column, all[i].words);
    }
}

#define REFUSE(b, list) refuse_all((b), (list), sizeof(list) / sizeof((list)[0]))

START_TEST(every_example_of_the_language_compiles)
{
    static const char *const good[] = {
        "mean(elapsed(created_at, first_response_at))",
        "100 * share(within(created_at, first_response_at, $limit))",
        "100 * share(csat >= 4)",
        "(mean(csat) - 1) / 4 * 100",
        "100 * (share(nps >= 9) - share(nps <= 6))",
        "quantile(elapsed(created_at, resolved_at), 0.9)",
        "100 * share(contacts == 1 and reopens == 0 where resolved_at is present)",
        "count()",
        "count(csat)",
        "count(where is_complaint)",
        "quantile(csat, 0.9 where is_resolved)",
        "km_quantile(created_at, resolved_at, 0.5)",
        "km_quantile(created_at, resolved_at, 0.5, closed_at)",
        "km_within(created_at, resolved_at, $limit, closed_at)",
        "distinct(customer, problem)",
        "recurring(customer, problem)",
        "trimmed_mean(csat, 0.05)",
        "count() / period_days()",
        "(mean(csat) - domain_min(csat)) / (domain_max(csat) - domain_min(csat)) * 100",
        "100 * share(csat == domain_max(csat))",
        "if($mode == \"strict\", share(csat >= 5), share(csat >= 4))",
        "\tmean(csat)\r\n",
        "mean(`csat`)",
        "- - -mean(csat)",
        "coalesce(mean(csat), 0)",
        "count(where created_at >= @2026-01-31T08:00:00+01:00)",
        "count(where channel in (\"phone\", \"chat\"))",
        "count(where channel not in (\"phone\"))",
        "count(where contacts in (-1, 2.5, $cut))",
        "count(where is_spam is not missing and csat is not present)",
        "count(where not is_spam == is_merged)",
        "count(where agent == 17)",
        "count(where agent in (17, 18))",
        "count() / count(where is_resolved) where_not_a_word",
    };
    bench b;
    bench_open(&b);
    const size_t n = sizeof good / sizeof good[0];
    for (size_t i = 0; i + 1 < n; i++) {
        assert_compiles(&b, good[i]);
    }
    assert_refused(&b, good[n - 1], DSCORE_E_FORMAT, 36, "an operator or the end");
    bench_close(&b);
}
END_TEST

START_TEST(operators_bind_as_written_in_the_grammar)
{
    bench b;
    bench_open(&b);
    const dsi_node *n = compile(&b, "1 + 2 * count()");
    ck_assert_int_eq(n->op, DSI_OP_ADD);
    ck_assert_int_eq(n->args[1]->op, DSI_OP_MUL);
    n = compile(&b, "1 - 2 - count()");
    ck_assert_int_eq(n->args[0]->op, DSI_OP_SUB);
    n = compile_row(&b, "not csat == 4 and is_spam or is_merged");
    ck_assert_int_eq(n->op, DSI_OP_OR);
    ck_assert_int_eq(n->args[0]->op, DSI_OP_AND);
    ck_assert_int_eq(n->args[0]->args[0]->op, DSI_OP_NOT);
    ck_assert_int_eq(n->args[0]->args[0]->args[0]->op, DSI_OP_EQ);
    n = compile_row(&b, "csat + 1 not in (1, 2)");
    ck_assert_int_eq(n->op, DSI_OP_NOT);
    ck_assert_int_eq(n->args[0]->op, DSI_OP_IN);
    ck_assert_int_eq(n->args[0]->args[0]->op, DSI_OP_ADD);
    n = compile_row(&b, "-csat * 2");
    ck_assert_int_eq(n->op, DSI_OP_MUL);
    n = compile_row(&b, "csat is not missing");
    ck_assert_int_eq(n->op, DSI_OP_IS_PRESENT);
    n = compile_row(&b, "(not is_spam) == is_merged");
    ck_assert_int_eq(n->op, DSI_OP_EQ);
    n = compile_row(&b, "not not is_spam");
    ck_assert_int_eq(n->args[0]->op, DSI_OP_NOT);
    bench_close(&b);
}
END_TEST

static const dsi_node *literal(bench *b, const char *text, int32_t type)
{
    dsi_node *node = NULL;
    assert_ok(dsi_literal_parse(&b->arena, text, (int64_t)strlen(text), type, &node, &b->err), b->err);
    return node;
}

START_TEST(literals_are_exact)
{
    bench b;
    bench_open(&b);
    ck_assert_int_eq(literal(&b, "999999999999999", 0)->u.integer, INT64_C(999999999999999));
    ck_assert_int_eq(literal(&b, "4.0", DSCORE_TYPE_NUMBER)->u.integer, 4);
    ck_assert_int_eq(literal(&b, "-1e3", 0)->u.integer, -1000);
    ck_assert(literal(&b, "0.1", 0)->u.number == 0.1);
    ck_assert(literal(&b, "1e22", 0)->u.number == 1e22);
    ck_assert(literal(&b, "-123456789.012345E-22", 0)->u.number == -123456789.012345e-22);
    static const struct {
        const char *text;
        int64_t us;
    } durations[] = {
        {"30s", 30000000},
        {"15min", 900000000},
        {"4h", INT64_C(14400000000)},
        {"0.5h", 1800000000},
        {"7d", INT64_C(604800000000)},
        {"2w", INT64_C(1209600000000)},
        {"250ms", 250000},
        {"1.5ms", 1500},
        {"-2h", INT64_C(-7200000000)},
        {"0.000001s", 1},
        {"1e3s", 1000000000},
    };
    for (size_t i = 0; i < sizeof durations / sizeof durations[0]; i++) {
        ck_assert_int_eq(literal(&b, durations[i].text, DSCORE_TYPE_DURATION)->u.integer, durations[i].us);
    }
    /* checked with `date -u -d ... +%s` */
    ck_assert_int_eq(
        literal(&b, "@2026-01-31T08:00:00+01:00", DSCORE_TYPE_INSTANT)->u.integer, INT64_C(1769842800000000));
    ck_assert_int_eq(literal(&b, "@1970-01-01T00:00:00.25Z", 0)->u.integer, 250000);
    ck_assert_int_eq(literal(&b, "@0001-01-01T00:00:00Z", 0)->u.integer, INT64_C(-62135596800000000));
    ck_assert_int_eq(literal(&b, "@2024-02-29T23:59:59.999999-23:59", 0)->u.integer, INT64_C(1709337539999999));
    const dsi_node *text = literal(&b, "\"a\\\"\\\\\\n\\u4e2d\\uD83D\\uDE00\"", DSCORE_TYPE_TEXT);
    ck_assert_int_eq(text->u.text.n, 11);
    ck_assert_str_eq(text->u.text.p, "a\"\\\n\xE4\xB8\xAD\xF0\x9F\x98\x80");
    ck_assert_int_eq(literal(&b, "true", DSCORE_TYPE_BOOLEAN)->u.integer, 1);
    bench_close(&b);
}
END_TEST

START_TEST(a_literal_of_another_type_is_refused)
{
    bench b;
    bench_open(&b);
    dsi_node *node = NULL;
    ck_assert_int_eq(dsi_literal_parse(&b.arena, "30", 2, DSCORE_TYPE_DURATION, &node, &b.err), DSCORE_E_TYPE);
    ck_assert(strstr(b.err.message, "30s") != NULL);
    ck_assert_int_eq(dsi_literal_parse(&b.arena, "$x", 2, 0, &node, &b.err), DSCORE_E_FORMAT);
    ck_assert_int_eq(dsi_literal_parse(&b.arena, "4 5", 3, 0, &node, &b.err), DSCORE_E_FORMAT);
    ck_assert_int_eq(dsi_literal_parse(&b.arena, "", 0, 0, &node, &b.err), DSCORE_E_FORMAT);
    ck_assert_int_eq(dsi_literal_parse(&b.arena, "-true", 5, 0, &node, &b.err), DSCORE_E_TYPE);
    ck_assert_ptr_null(node);
    bench_close(&b);
}
END_TEST

START_TEST(bad_literals_say_what_is_allowed)
{
    static const refusal list[] = {
        {"1234567890123456 * count()", DSCORE_E_FORMAT, 1, "15 significant digits"},
        {"1e23 * count()", DSCORE_E_FORMAT, 2, "-22 to 22"},
        {"1e * count()", DSCORE_E_FORMAT, 2, "-22 to 22"},
        {"5. * count()", DSCORE_E_FORMAT, 2, "digits must follow"},
        {"1.2.3 * count()", DSCORE_E_FORMAT, 4, "one decimal point"},
        {".5 * count()", DSCORE_E_FORMAT, 1, "0.5"},
        {"count(where handle_time > 5m)", DSCORE_E_FORMAT, 27, "5min"},
        {"count(where handle_time > 5 min)", DSCORE_E_FORMAT, 29, "without a space"},
        {"count(where handle_time > 5minutes)", DSCORE_E_FORMAT, 27, "5min"},
        {"count(where handle_time > 5y)", DSCORE_E_FORMAT, 27, "ms s min h d w"},
        {"count(where handle_time > 0.0000001s)", DSCORE_E_FORMAT, 27, "whole number of microseconds"},
        {"count(where handle_time > 99999999999w)", DSCORE_E_FORMAT, 27, "292,000 years"},
        {"count(where created_at > @2026-01-31T08:00:00)", DSCORE_E_FORMAT, 26, "offset is mandatory"},
        {"count(where created_at > @2026-02-29T08:00:00Z)", DSCORE_E_FORMAT, 26, "@2026-01-31T08:00:00+01:00"},
        {"count(where created_at > @2026-01-31)", DSCORE_E_FORMAT, 26, "offset is mandatory"},
        {"count(where created_at > @0001-01-01T00:00:00+01:00)", DSCORE_E_FORMAT, 26, "1 to 9999"},
        {"count(where channel == \"phone)", DSCORE_E_FORMAT, 24, "no closing quote"},
        {"count(where channel == \"a\\t\")", DSCORE_E_FORMAT, 26, "\\uXXXX"},
        {"count(where channel == \"\\u0000\")", DSCORE_E_FORMAT, 25, "not 0000"},
        {"count(where channel == \"\\uD83D\")", DSCORE_E_FORMAT, 25, "\\uXXXX"},
        {"count(where channel == \"a\nb\")", DSCORE_E_FORMAT, 26, "\\n"},
        {"mean(`csat)", DSCORE_E_FORMAT, 6, "closing backquote"},
        {"mean(``)", DSCORE_E_FORMAT, 6, "empty"},
        {"mean($)", DSCORE_E_FORMAT, 6, "$limit"},
    };
    bench b;
    bench_open(&b);
    REFUSE(&b, list);
    bench_close(&b);
}
END_TEST

START_TEST(habits_of_sql_are_told_the_right_form)
{
    static const refusal list[] = {
        {"share(csat = 4)", DSCORE_E_FORMAT, 12, "write =="},
        {"share(csat <> 4)", DSCORE_E_FORMAT, 12, "write !="},
        {"share(csat === 4)", DSCORE_E_FORMAT, 12, "write =="},
        {"share(csat => 4)", DSCORE_E_FORMAT, 12, "write >="},
        {"share(is_spam && is_merged)", DSCORE_E_FORMAT, 15, "write `and`"},
        {"share(is_spam || is_merged)", DSCORE_E_FORMAT, 15, "write `or`"},
        {"share(!is_spam)", DSCORE_E_FORMAT, 7, "write `not`"},
        {"share(channel == 'phone')", DSCORE_E_FORMAT, 18, "double quotes"},
        {"count(*)", DSCORE_E_FORMAT, 7, "write count()"},
        {"count(distinct agent)", DSCORE_E_FORMAT, 7, "write distinct(x)"},
        {"share(is_spam AND is_merged)", DSCORE_E_FORMAT, 15, "`and` in lower case"},
        {"share(is_spam OR is_merged)", DSCORE_E_FORMAT, 15, "`or` in lower case"},
        {"share(NOT is_spam)", DSCORE_E_FORMAT, 7, "`not` in lower case"},
        {"share(csat IS NULL)", DSCORE_E_FORMAT, 12, "is missing"},
        {"share(csat is NULL)", DSCORE_E_FORMAT, 15, "is missing"},
        {"share(csat is null)", DSCORE_E_FORMAT, 15, "is missing"},
        {"share(csat == NULL)", DSCORE_E_FORMAT, 15, "is missing"},
        {"share(is_spam is true)", DSCORE_E_FORMAT, 18, "=="},
        {"avg(csat)", DSCORE_E_NOT_FOUND, 1, "write mean"},
        {"AVG(csat)", DSCORE_E_NOT_FOUND, 1, "write mean"},
        {"percentile(csat, 0.9)", DSCORE_E_NOT_FOUND, 1, "write quantile"},
        {"countif(is_spam)", DSCORE_E_NOT_FOUND, 1, "count(where condition)"},
        {"count(where csat between 1 and 2)", DSCORE_E_FORMAT, 18, "x >= low and x <= high"},
        {"count(where channel like \"p%\")", DSCORE_E_FORMAT, 21, "no patterns"},
        {"CASE when is_spam then 1 end", DSCORE_E_FORMAT, 1, "if(condition, a, b)"},
        {"share(1 < csat < 4)", DSCORE_E_FORMAT, 16, "do not chain"},
        {"share(csat == 4 == true)", DSCORE_E_FORMAT, 17, "do not chain"},
        {"share(not csat == 4 == is_spam)", DSCORE_E_FORMAT, 21, "do not chain"},
        {"sum(contacts % 2)", DSCORE_E_FORMAT, 14, "no remainder"},
        {"sum(contacts ** 2)", DSCORE_E_FORMAT, 14, "no power"},
        {"sum(contacts ^ 2)", DSCORE_E_FORMAT, 14, "no power"},
        {"mean(tickets.csat)", DSCORE_E_FORMAT, 13, "without its source"},
        {"mean(csat);", DSCORE_E_FORMAT, 11, "without ;"},
        {"mean(csat) where is_spam", DSCORE_E_FORMAT, 12, "inside the brackets"},
        {"mean(csat, where is_spam)", DSCORE_E_FORMAT, 12, "without a comma"},
        {"mean(csat group by agent)", DSCORE_E_FORMAT, 11, "in the query"},
        {"1 + +count()", DSCORE_E_FORMAT, 5, "no sign +"},
        {"share(is_spam == not is_merged)", DSCORE_E_FORMAT, 18, "in brackets"},
    };
    bench b;
    bench_open(&b);
    REFUSE(&b, list);
    bench_close(&b);
}
END_TEST

START_TEST(what_is_half_right_is_told_the_rest)
{
    static const refusal list[] = {
        {"SUM(csat)", DSCORE_E_NOT_FOUND, 1, "`sum`"},
        {"mean(CSAT)", DSCORE_E_NOT_FOUND, 6, "csat"},
        {"mean csat", DSCORE_E_FORMAT, 1, "`mean` is a function: write mean(x)"},
        {"sum(if csat > 3 then 1 else 0 end)", DSCORE_E_FORMAT, 5, "write if(condition, a)"},
        {"sum(IF csat > 3 THEN 1)", DSCORE_E_FORMAT, 5, "write if(condition, a, b)"},
        {"count(where agent in (\"a\", 5))", DSCORE_E_TYPE, 28, "one type"},
        {"max(now() - interval 7 day)", DSCORE_E_FORMAT, 13, "a duration is written"},
        {"share(handle_time > 3 days)", DSCORE_E_FORMAT, 23, "without a space"},
        {"share(csat isnull)", DSCORE_E_FORMAT, 12, "is missing"},
        {"sqrt(variance(csat))", DSCORE_E_NOT_FOUND, 1, "`sqrt`: there are no roots"},
        {"share(upper(channel) == \"PHONE\")", DSCORE_E_NOT_FOUND, 7, "`upper`: texts compare"},
        {"share(date(created_at) == now())", DSCORE_E_NOT_FOUND, 7, "write @2026-01-31T00:00:00Z"},
        {"count() > 1,000", DSCORE_E_FORMAT, 12, "numbers are written 4.5 and 1000"},
        {"where csat > 4", DSCORE_E_FORMAT, 1, "inside the brackets"},
        {"mean(csat where is_spam where is_merged)", DSCORE_E_FORMAT, 25, "join conditions with `and`"},
        {"mean(abs(csat csat))", DSCORE_E_FORMAT, 15, "`,` or `)`"},
        {"share(created_at > 2026-01-01)", DSCORE_E_TYPE, 20, "@2026-01-31T08:00:00Z"},
        {"share(created_at > \"2026-01-01\")", DSCORE_E_TYPE, 20, "@2026-01-31T08:00:00Z"},
        {"share(is_spam == 1)", DSCORE_E_TYPE, 18, "not x"},
        {"share(channel == 5.5)", DSCORE_E_TYPE, 18, "\"phone\""},
        {"mean(`cs\x01"
         "at`)",
            DSCORE_E_FORMAT, 9, "control character"},
    };
    bench b;
    bench_open(&b);
    REFUSE(&b, list);
    bench_close(&b);
}
END_TEST

START_TEST(full_width_characters_are_named_with_columns_in_code_points)
{
    static const refusal list[] = {
        {"mean\xEF\xBC\x88"
         "csat)",
            DSCORE_E_FORMAT, 5, "write ("},
        {"mean(csat\xEF\xBC\x89", DSCORE_E_FORMAT, 10, "write )"},
        {"quantile(csat\xEF\xBC\x8C 0.9)", DSCORE_E_FORMAT, 14, "write ,"},
        {"share(channel == \xE2\x80\x9Cphone\xE2\x80\x9D)", DSCORE_E_FORMAT, 18, "write \""},
        {"share(channel == \"\xE7\x94\xB5\xE8\xAF\x9D\" \xEF\xBC\x9D 1)", DSCORE_E_FORMAT, 23, "write =="},
        {"share(csat \xE2\x89\xA5 4)", DSCORE_E_FORMAT, 12, "write >="},
        {"count()\xC3\x97"
         "2",
            DSCORE_E_FORMAT, 8, "write *"},
        {"count()\xE3\x80\x80* 2", DSCORE_E_FORMAT, 8, "full-width space"},
        {"count() * \xEF\xBC\x92", DSCORE_E_FORMAT, 11, "full-width character"},
        {"mean(\xE6\xBB\xA1\xE6\x84\x8F)", DSCORE_E_FORMAT, 6, "backquotes"},
    };
    bench b;
    bench_open(&b);
    REFUSE(&b, list);
    /* the offset counts bytes: 17 before the text, 8 of it, a space */
    assert_refused(&b, "share(channel == \"\xE7\x94\xB5\xE8\xAF\x9D\" \xEF\xBC\x9D 1)", DSCORE_E_FORMAT, 23, "==");
    ck_assert_int_eq(b.err.offset, 26);
    ck_assert_int_eq(b.err.line, 0);
    assert_refused(&b, "mean(\n  cast)", DSCORE_E_NOT_FOUND, 3, "csat");
    ck_assert_int_eq(b.err.line, 2);
    ck_assert_int_eq(b.err.offset, 8);
    assert_refused(&b, "mean(csat) \xFF", DSCORE_E_FORMAT, 12, "not UTF-8");
    bench_close(&b);
}
END_TEST

START_TEST(unknown_names_get_the_nearest)
{
    static const refusal list[] = {
        {"mean(cast)", DSCORE_E_NOT_FOUND, 6, "csat"},
        {"mean(elapsed(created_at, first_respons_at))", DSCORE_E_NOT_FOUND, 26, "first_response_at"},
        {"meen(csat)", DSCORE_E_NOT_FOUND, 1, "`mean`"},
        {"quantil(csat, 0.9)", DSCORE_E_NOT_FOUND, 1, "`quantile`"},
        {"zzzzzzzz(csat)", DSCORE_E_NOT_FOUND, 1, "no function"},
        {"share(csat >= $cot)", DSCORE_E_NOT_FOUND, 15, "$cut"},
        {"count(where created_at < now)", DSCORE_E_NOT_FOUND, 26, "now()"},
        {"mean(missing)", DSCORE_E_NOT_FOUND, 6, "missing"},
        {"mean(csat", DSCORE_E_FORMAT, 10, "ends where"},
        {"", DSCORE_E_FORMAT, 1, "ends where"},
        {"mean(csat))", DSCORE_E_FORMAT, 11, "closes no bracket"},
        {"mean(csat) mean(csat)", DSCORE_E_FORMAT, 12, "an operator or the end"},
        {"count(where csat in ())", DSCORE_E_FORMAT, 22, "a constant"},
        {"count(where csat in (nps))", DSCORE_E_FORMAT, 22, "a constant"},
        {"count(where csat in 1)", DSCORE_E_FORMAT, 21, "a list of constants"},
        {"count(where csat not 1)", DSCORE_E_FORMAT, 22, "`in` after `not`"},
        {"count(where csat is here)", DSCORE_E_FORMAT, 21, "`missing` or `present`"},
        {"mean(where)", DSCORE_E_FORMAT, 11, "a value"},
        {"mean(over)", DSCORE_E_FORMAT, 6, "reserved"},
        {"mean(csat) & 1", DSCORE_E_FORMAT, 12, "and"},
        {"mean(csat) \x01", DSCORE_E_FORMAT, 12, "control character"},
    };
    bench b;
    bench_open(&b);
    REFUSE(&b, list);
    bench_close(&b);
}
END_TEST

START_TEST(words_are_words_only_where_they_stand)
{
    static const dsi_field fields[] = {
        {"missing", DSCORE_TYPE_NUMBER, 0, "", 0, 0, NULL, 0, "", "", ""},
        {"mean", DSCORE_TYPE_NUMBER, 0, "", 0, 0, NULL, 0, "", "", ""},
        {"where", DSCORE_TYPE_BOOLEAN, 0, "", 0, 0, NULL, 0, "", "", ""},
        {"a`b c", DSCORE_TYPE_NUMBER, 0, "", 0, 0, NULL, 0, "", "", ""},
    };
    static const dsi_source source = {"odd", "", "", fields, 4};
    bench b;
    bench_open(&b);
    b.scope.source = &source;
    assert_compiles(&b, "mean(mean where missing is missing or missing is present)");
    assert_compiles(&b, "mean(`a``b c` where `where`)");
    ck_assert_int_eq(compile(&b, "mean(`a``b c`)")->args[0]->u.field, 3);
    bench_close(&b);
}
END_TEST

START_TEST(a_placement_is_an_event_or_a_span)
{
    bench b;
    bench_open(&b);
    dsi_placement p = {false, 0, 0};
    assert_ok(dsi_placement_parse("event(created_at)", b.scope.source, &p, &b.err), b.err);
    ck_assert(!p.open);
    ck_assert_int_eq(p.from, dsi_source_field_index(b.scope.source, "created_at"));
    assert_ok(dsi_placement_parse(" open ( `created_at` , resolved_at ) ", b.scope.source, &p, &b.err), b.err);
    ck_assert(p.open);
    ck_assert_int_eq(p.until, dsi_source_field_index(b.scope.source, "resolved_at"));
    static const refusal bad[] = {
        {"", DSCORE_E_FORMAT, 1, "event(field)"},
        {"at(created_at)", DSCORE_E_FORMAT, 1, "event(field)"},
        {"event(created_att)", DSCORE_E_NOT_FOUND, 7, "created_at"},
        {"event(csat)", DSCORE_E_TYPE, 7, "instants"},
        {"event(created_at, resolved_at)", DSCORE_E_FORMAT, 17, "event(field)"},
        {"open(created_at)", DSCORE_E_FORMAT, 16, "event(field)"},
        {"event(created_at) x", DSCORE_E_FORMAT, 19, "event"},
        {"event created_at", DSCORE_E_FORMAT, 7, "event(field)"},
        {"event(", DSCORE_E_FORMAT, 7, "event(field)"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const dscore_status status = dsi_placement_parse(bad[i].text, b.scope.source, &p, &b.err);
        ck_assert_msg(
            status == bad[i].status && b.err.column == bad[i].column && strstr(b.err.message, bad[i].words) != NULL,
            "%s: %d, column %d: %s", bad[i].text, (int)status, (int)b.err.column, b.err.message);
    }
    bench_close(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_example_of_the_language_compiles,
        operators_bind_as_written_in_the_grammar,
        literals_are_exact,
        a_literal_of_another_type_is_refused,
        bad_literals_say_what_is_allowed,
        habits_of_sql_are_told_the_right_form,
        what_is_half_right_is_told_the_rest,
        full_width_characters_are_named_with_columns_in_code_points,
        unknown_names_get_the_nearest,
        words_are_words_only_where_they_stand,
        a_placement_is_an_event_or_a_span,
    };
    return RUN_TESTS("formula parse", tests);
}
