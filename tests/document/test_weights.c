/* Weight tables as documents: the tree, its round trip, and mistakes with their path. */
#include "document_support.h"

static const char TREE[] =
    "{\"deskscore\": 1, \"kind\": \"weights\", \"id\": \"desk\", \"name\": {\"en\": \"Desk\", \"zh\": \"服务台\"},"
    " \"mode\": \"ABSOLUTE_100\", \"declared\": {\"quality\": \"40%\", \"rest\": 60}, \"tree\": {"
    " \"quality\": {\"name\": {\"en\": \"Quality\", \"zh\": \"质量\"}, \"weight\": \"40%\", \"tree\": {\"csat\": 30,"
    " \"fcr\": {\"name\": \"FCR\", \"weight\": 10}}}, \"rest\": {\"weight\": 60, \"tree\": {\"speed\": 60}}}}";

static dscore_weights *parse(const char *json)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_weights *weights = NULL;
    assert_ok(dscore_weights_parse(NULL, json, (int64_t)strlen(json), &weights, &err), err);
    return weights;
}

static dscore_weight_node node(const dscore_weights *weights, const char *id)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_weight_node out = DSCORE_WEIGHT_NODE_INIT;
    assert_ok(dscore_weights_node(weights, dscore_weights_find(weights, id), &out, &err), err);
    return out;
}

START_TEST(groups_and_leaves_have_their_shares)
{
    dscore_weights *weights = parse(TREE);
    ck_assert_int_eq(dscore_weights_count(weights), 5);
    ck_assert_int_eq(dscore_weights_mode(weights), DSCORE_WEIGHTS_ABSOLUTE_100);
    assert_close(node(weights, "csat").share, 0.3, 1e-15);
    assert_close(node(weights, "fcr").local, 0.25, 1e-15);
    assert_close(node(weights, "speed").share, 0.6, 1e-15);
    ck_assert_str_eq(node(weights, "quality").name_zh, "质量");
    ck_assert_str_eq(node(weights, "fcr").name_zh, "FCR");
    ck_assert_int_eq(node(weights, "quality").is_leaf, 0);
    dscore_weights_free(weights);
}
END_TEST

START_TEST(a_dumped_table_reads_back_the_same)
{
    dscore_error err = DSCORE_ERROR_INIT;
    char first[4096], second[4096];
    dscore_weights *weights = parse(TREE);
    assert_ok(dscore_weights_dump(weights, first, sizeof first, NULL, &err), err);
    dscore_weights *again = parse(first);
    assert_ok(dscore_weights_dump(again, second, sizeof second, NULL, &err), err);
    ck_assert_str_eq(first, second);
    ck_assert_int_eq(dscore_weights_count(again), 5);
    assert_close(node(again, "csat").share, 0.3, 1e-15);
    dscore_weights_free(weights);
    dscore_weights_free(again);
}
END_TEST

static const mistake MISTAKES[] = {
    {"{}", DSCORE_E_FORMAT, "", "\"tree\" is missing"},
    {"{\"tree\": {}}", DSCORE_E_FORMAT, "tree", "at least one"},
    {"{\"tree\": []}", DSCORE_E_FORMAT, "tree", "expected an object, found a list"},
    {"{\"tree\": {\"a\": true}}", DSCORE_E_FORMAT, "tree.a", "a weight or a group"},
    {"{\"tree\": {\"a\": \"much\"}}", DSCORE_E_FORMAT, "tree.a", "not a percentage"},
    {"{\"tree\": {\"a\": -1}}", DSCORE_E_PARAMETER, "tree.a", "at least 0"},
    {"{\"tree\": {\"g\": {\"tree\": {\"a\": 1}}}}", DSCORE_E_FORMAT, "tree.g", "\"weight\" is missing"},
    {"{\"tree\": {\"g\": {\"weight\": 1, \"tree\": {\"g\": 1}}}}", DSCORE_E_INCOMPATIBLE, "tree.g.tree.g", "twice"},
    {"{\"tree\": {\"g\": {\"weight\": 1, \"wieght\": 1, \"tree\": {\"a\": 1}}}}", DSCORE_E_FORMAT, "tree.g.wieght",
        "\"weight\""},
    {"{\"mode\": \"ABSOLUTE\", \"tree\": {\"a\": 1}}", DSCORE_E_FORMAT, "mode", "RELATIVE, ABSOLUTE_100"},
    {"{\"mode\": \"ABSOLUTE_100\", \"tree\": {\"a\": 60, \"b\": 15}}", DSCORE_E_INCOMPATIBLE, "", "75"},
    {"{\"tree\": {\"a\": 1}, \"declared\": {\"b\": 1}}", DSCORE_E_NOT_FOUND, "declared.b", "no dimension"},
    {"{\"tree\": {\"a\": 1}, \"declared_total\": 0}", DSCORE_E_PARAMETER, "declared_total", "above 0"},
    {"{\"tree\": {\"a\": 0, \"b\": 0}}", DSCORE_E_PARAMETER, "", "more than 0"},
};

START_TEST(a_mistake_in_weights_is_named_with_its_path)
{
    for (size_t i = 0; i < sizeof MISTAKES / sizeof MISTAKES[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_weights *weights = NULL;
        const dscore_status status =
            dscore_weights_parse(NULL, MISTAKES[i].json, (int64_t)strlen(MISTAKES[i].json), &weights, &err);
        assert_mistake(&MISTAKES[i], status, &err);
        ck_assert_ptr_null(weights);
    }
}
END_TEST

/* Names may be escaped in any way JSON knows; the place of what follows them is still found. */
START_TEST(places_are_found_behind_escaped_names)
{
    static const char json[] =
        "{\"tree\": {\"\\ud83d\\ude00\\n\\\"\\\\\": 1, \"skip\": {\"weight\": -0.5e1, \"tree\": {\"x\": 1}},\n"
        " \"b\\u00e9\\u4e00\": {\"weight\": 1, \"tree\": {\"c\": [1, {\"d\": [null, true]}, \"}\"]}}}}";
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_weights *weights = NULL;
    ck_assert_int_eq(dscore_weights_parse(NULL, json, (int64_t)sizeof json - 1, &weights, &err), DSCORE_E_FORMAT);
    ck_assert_str_eq(err.path, "tree.bé一.tree.c");
    ck_assert_int_eq(err.line, 2);
    ck_assert_int_eq(err.offset, strstr(json, "[1, {") - json);
    char *fixed = replaced(json, "[1, {\"d\": [null, true]}, \"}\"]", "1");
    ck_assert_int_eq(dscore_weights_parse(NULL, fixed, (int64_t)strlen(fixed), &weights, &err), DSCORE_E_PARAMETER);
    ck_assert_str_eq(err.path, "tree.skip.weight");
    ck_assert_int_eq(err.offset, strstr(fixed, "-0.5e1") - fixed);
    char *valid = replaced(fixed, "-0.5e1", "5");
    char text[4096], again[4096];
    dscore_weights *first = parse(valid);
    ck_assert_int_ge(dscore_weights_find(first, "\xF0\x9F\x98\x80\n\"\\"), 0);
    assert_ok(dscore_weights_dump(first, text, sizeof text, NULL, &err), err);
    dscore_weights *second = parse(text);
    assert_ok(dscore_weights_dump(second, again, sizeof again, NULL, &err), err);
    ck_assert_str_eq(text, again);
    dscore_weights_free(first);
    dscore_weights_free(second);
    free(valid);
    free(fixed);
}
END_TEST

START_TEST(control_characters_are_escaped_when_written)
{
    dscore_error err = DSCORE_ERROR_INIT;
    char text[1024];
    dscore_weights *weights = parse("{\"name\": \"a\\u0001\\tb\", \"tree\": {\"x\": 1}}");
    assert_ok(dscore_weights_dump(weights, text, sizeof text, NULL, &err), err);
    ck_assert_ptr_nonnull(strstr(text, "\"a\\u0001\\tb\""));
    dscore_weights_free(weights);
}
END_TEST

START_TEST(a_tree_that_is_too_deep_is_refused)
{
    char json[2048] = "{\"tree\": ";
    for (int i = 0; i < 20; i++) {
        const size_t used = strlen(json);
        (void)snprintf(json + used, sizeof json - used, "{\"g%d\": {\"weight\": 1, \"tree\": ", i);
    }
    strcat(json, "{\"leaf\": 1}");
    for (int i = 0; i < 20; i++) {
        strcat(json, "}}");
    }
    strcat(json, "}");
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_weights *weights = NULL;
    ck_assert_int_eq(dscore_weights_parse(NULL, json, (int64_t)strlen(json), &weights, &err), DSCORE_E_LIMIT);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {groups_and_leaves_have_their_shares, a_dumped_table_reads_back_the_same,
        a_mistake_in_weights_is_named_with_its_path, places_are_found_behind_escaped_names,
        control_characters_are_escaped_when_written, a_tree_that_is_too_deep_is_refused};
    return RUN_TESTS("document weights", tests);
}
