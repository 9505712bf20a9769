/* The built-in catalogue and builders: which definitions exist, what is told of them, which are refused. */
#include "base/text.h"
#include "measure/definition.h"
#include "support.h"

static dscore_catalog *builtin(void)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builtin(NULL, &catalog, &err), err);
    return catalog;
}

static const char *text_of(const dscore_catalog *catalog, const char *id, int32_t property)
{
    const dscore_indicator *indicator = dscore_catalog_find(catalog, id);
    ck_assert_msg(indicator != NULL, "no indicator %s", id);
    return dscore_indicator_text(indicator, property);
}

/* ---- the built-in table --------------------------------------------------------------------- */

START_TEST(every_indicator_of_the_foundation_exists)
{
    static const char *const ids[] = {"first_response_time", "first_response_time_median", "first_response_time_p90",
        "first_response_within", "average_response_time", "resolution_time", "resolution_time_median",
        "resolution_time_p90", "resolution_within", "handle_time", "wait_time", "speed_of_answer", "answer_rate",
        "abandonment_rate", "service_level", "service_level_answered", "service_level_net", "service_level_offered",
        "tickets", "resolved", "tickets_per_day", "backlog", "resolution_rate", "closure_rate",
        "first_contact_resolution", "fcr_single_contact", "fcr_one_touch", "fcr_no_recontact_7d", "csat_mean",
        "csat_satisfied", "csat_top_box", "csat_score", "csat_percent_of_max", "dissatisfaction_rate",
        "survey_response_rate", "nps", "ces", "complaint_rate", "repeat_problem_rate", "reopen_rate", "transfer_rate",
        "escalation_rate", "error_rate", "quality_score", "cost_per_ticket", "after_sales_cost_ratio", "complaint_cost",
        "training_participation", "training_pass_rate", "knowledge_contributions", "knowledge_shares",
        "cross_department_completion", "employee_satisfaction", "release_frequency", "adoption_rate", "handled",
        "worked_days"};
    dscore_catalog *catalog = builtin();
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        ck_assert_msg(dscore_catalog_find(catalog, ids[i]) != NULL, "no indicator %s", ids[i]);
    }
    ck_assert_int_ge(dscore_catalog_count(catalog), 240);
    dscore_catalog_free(catalog);
}
END_TEST

/* U+4E00 to U+9FFF begin with bytes E4 to E9 in UTF-8. */
static bool has_chinese(const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte >= 0xE4 && byte <= 0xE9) {
            return true;
        }
    }
    return false;
}

START_TEST(names_and_descriptions_are_in_both_languages)
{
    dscore_catalog *catalog = builtin();
    for (int32_t i = 0; i < dscore_catalog_count(catalog); i++) {
        const dscore_indicator *it = dscore_catalog_at(catalog, i);
        const char *id = dscore_indicator_text(it, DSCORE_INDICATOR_ID);
        ck_assert_msg(strlen(dscore_indicator_text(it, DSCORE_INDICATOR_NAME_EN)) > 2, "%s has no name", id);
        ck_assert_msg(has_chinese(dscore_indicator_text(it, DSCORE_INDICATOR_NAME_ZH)), "%s has no 中文 name", id);
        ck_assert_msg(strlen(dscore_indicator_text(it, DSCORE_INDICATOR_DESCRIPTION_EN)) > 20, "%s", id);
        ck_assert_msg(has_chinese(dscore_indicator_text(it, DSCORE_INDICATOR_DESCRIPTION_ZH)), "%s", id);
        for (int32_t p = DSCORE_INDICATOR_NAME_EN; p <= DSCORE_INDICATOR_DESCRIPTION_ZH; p++) {
            const char *text = dscore_indicator_text(it, p);
            ck_assert_msg(dsi_utf8_valid(text, (int64_t)strlen(text)), "%s", id);
        }
        const char *since = dscore_indicator_text(it, DSCORE_INDICATOR_SINCE);
        ck_assert_msg(strcmp(since, "0.1") == 0 || strcmp(since, "0.2") == 0, "%s: since %s", id, since);
        ck_assert_str_ne(dscore_indicator_text(it, DSCORE_INDICATOR_REFERENCE), "");
        ck_assert_str_ne(dscore_indicator_text(it, DSCORE_INDICATOR_DIMENSION), "");
    }
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(ids_are_distinct_names)
{
    dscore_catalog *catalog = builtin();
    for (int32_t i = 0; i < dscore_catalog_count(catalog); i++) {
        const char *id = dscore_indicator_text(dscore_catalog_at(catalog, i), DSCORE_INDICATOR_ID);
        ck_assert(dsi_is_identifier(id));
        ck_assert_ptr_eq(dscore_catalog_find(catalog, id), dscore_catalog_at(catalog, i));
    }
    dscore_catalog_free(catalog);
}
END_TEST

static char *printed(dsi_arena *arena, const dsi_node *node)
{
    dsi_text text;
    dsi_text_init(&text, &arena->allocator);
    dsi_formula_print(&text, node);
    ck_assert(!text.failed);
    char *copy = dsi_arena_text(arena, text.data, text.length);
    dsi_text_free(&text);
    return copy;
}

static void check_round_trip(
    dsi_arena *arena, const dscore_catalog *catalog, const dscore_indicator *it, const dsi_node *node, bool row_only)
{
    if (node == NULL) {
        return;
    }
    const dsi_scope scope = {.schema = dscore_catalog_schema(catalog),
        .source = it->source < 0 ? NULL : &catalog->schema->sources[it->source],
        .parameters = it->record.parameters,
        .parameter_count = it->record.parameter_count,
        .row_only = row_only};
    char *text = printed(arena, node);
    dsi_node *again = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(dsi_formula_compile(arena, text, (int64_t)strlen(text), &scope, &again, &err), err);
    ck_assert_str_eq(printed(arena, again), text);
}

START_TEST(every_formula_prints_to_a_text_that_reads_back)
{
    dscore_catalog *catalog = builtin();
    dsi_arena arena;
    dsi_arena_init(&arena, &catalog->arena.allocator);
    for (int32_t i = 0; i < dscore_catalog_count(catalog); i++) {
        const dscore_indicator *it = dscore_catalog_at(catalog, i);
        check_round_trip(&arena, catalog, it, it->formula, false);
        check_round_trip(&arena, catalog, it, it->where, true);
        check_round_trip(&arena, catalog, it, it->exclude, true);
        check_round_trip(&arena, catalog, it, it->observations, false);
    }
    dsi_arena_free(&arena);
    dscore_catalog_free(catalog);
}
END_TEST

/* D16's kinds, told by hand from the formulas. */
START_TEST(kinds_follow_from_the_formula)
{
    static const char *const expected[][2] = {{"first_response_within", "share"}, {"csat_score", "mean"},
        {"csat_percent_of_max", "mean"}, {"first_response_time_p90", "quantile"}, {"csat_median", "quantile"},
        {"tickets", "count"}, {"training_pass_rate", "ratio"}, {"self_service_containment", "ratio"},
        {"closure_rate", "ratio"}, {"nps", "other"}, {"net_backlog_change", "other"}, {"support_cost", "other"},
        {"first_response_time_trimmed", "mean"}, {"recurring_customer_problems", "ratio"}};
    dscore_catalog *catalog = builtin();
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        ck_assert_str_eq(text_of(catalog, expected[i][0], DSCORE_INDICATOR_KIND), expected[i][1]);
    }
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(scores_of_a_scale_use_its_ends)
{
    dscore_catalog *catalog = builtin();
    ck_assert_str_eq(text_of(catalog, "csat_score", DSCORE_INDICATOR_FORMULA),
        "(mean(csat) - domain_min(csat)) / (domain_max(csat) - domain_min(csat)) * 100");
    ck_assert_str_eq(
        text_of(catalog, "csat_top_box", DSCORE_INDICATOR_FORMULA), "100 * share(csat == domain_max(csat))");
    dscore_catalog_free(catalog);
}
END_TEST

/* D9, correction 18: open tickets past their limit count, so the catalogue judges deadlines by met. */
START_TEST(deadlines_are_judged_by_met)
{
    static const char *const ids[] = {"first_response_sla", "resolution_sla", "next_response_sla", "sla_met"};
    dscore_catalog *catalog = builtin();
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        const dscore_indicator *it = dscore_catalog_find(catalog, ids[i]);
        ck_assert_msg(dsi_formula_uses(it->formula, DSI_OP_CALL, DSI_FN_MET), "%s", ids[i]);
    }
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_derived_indicator_names_its_operands_and_base)
{
    dscore_catalog *catalog = builtin();
    const dscore_indicator *it = dscore_catalog_find(catalog, "closure_rate");
    ck_assert_str_eq(dscore_indicator_text(it, DSCORE_INDICATOR_LEVEL), "derived");
    ck_assert_str_eq(dscore_indicator_text(it, DSCORE_INDICATOR_SOURCE), "");
    ck_assert_int_eq(it->operand_count, 2);
    ck_assert_ptr_eq(it->operands[0], dscore_catalog_find(catalog, "resolved"));
    ck_assert_ptr_eq(it->operands[1], dscore_catalog_find(catalog, "tickets"));
    ck_assert_int_eq(it->base, 1);
    ck_assert_int_eq(dscore_indicator_field_count(it), 0);
    const dscore_indicator *turnover = dscore_catalog_find(catalog, "turnover_rate");
    ck_assert_int_eq(turnover->operand_count, 3);
    ck_assert_str_eq(turnover->operands[turnover->base]->record.id, "headcount");
    const dscore_indicator *share = dscore_catalog_find(catalog, "channel_mix");
    ck_assert_int_eq(share->operand_count, 1);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_ratio_of_counts_is_observed_by_its_denominator)
{
    dscore_catalog *catalog = builtin();
    ck_assert_str_eq(text_of(catalog, "training_pass_rate", DSCORE_INDICATOR_OBSERVATIONS), "sum(training_assessed)");
    ck_assert_str_eq(text_of(catalog, "occupancy", DSCORE_INDICATOR_OBSERVATIONS), "none");
    ck_assert(dscore_catalog_find(catalog, "occupancy")->no_minimum);
    ck_assert_str_eq(text_of(catalog, "csat_mean", DSCORE_INDICATOR_OBSERVATIONS), "");
    ck_assert_ptr_null(dscore_catalog_find(catalog, "csat_mean")->observations);
    /* seconds are no counts */
    ck_assert_str_eq(text_of(catalog, "hold_time_ratio", DSCORE_INDICATOR_OBSERVATIONS), "");
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(surveys_and_checks_are_samples)
{
    dscore_catalog *catalog = builtin();
    ck_assert_int_eq(dscore_indicator_sampled(dscore_catalog_find(catalog, "csat_mean")), 1);
    ck_assert_int_eq(dscore_indicator_sampled(dscore_catalog_find(catalog, "quality_score")), 1);
    ck_assert_int_eq(dscore_indicator_sampled(dscore_catalog_find(catalog, "survey_response_rate")), 0);
    ck_assert_int_eq(dscore_indicator_sampled(dscore_catalog_find(catalog, "quality_check_rate")), 0);
    ck_assert_int_eq(dscore_indicator_sampled(dscore_catalog_find(catalog, "tickets")), 0);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(fields_and_credit_can_be_read)
{
    dscore_catalog *catalog = builtin();
    const dscore_indicator *it = dscore_catalog_find(catalog, "service_level");
    static const char *const fields[] = {"is_answered", "wait_time", "is_abandoned", "created_at"};
    ck_assert_int_eq(dscore_indicator_field_count(it), 4);
    for (int32_t i = 0; i < 4; i++) {
        ck_assert_str_eq(dscore_indicator_field(it, i), fields[i]);
    }
    ck_assert_str_eq(dscore_indicator_field(it, 4), "");
    ck_assert_str_eq(dscore_indicator_field(it, -1), "");
    it = dscore_catalog_find(catalog, "response_rate");
    ck_assert_int_eq(dscore_indicator_credit_count(it), 2);
    ck_assert_str_eq(dscore_indicator_credit(it, 0), "responder");
    ck_assert_str_eq(dscore_indicator_credit(it, 1), "agent");
    ck_assert_str_eq(dscore_indicator_credit(it, 2), "");
    double min = -1;
    double max = -1;
    dscore_indicator_domain(it, &min, &max);
    ck_assert_double_eq(min, 0);
    ck_assert_double_eq(max, 100);
    ck_assert_int_eq(dscore_indicator_min_n(it), 1);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(parameters_tell_type_default_and_range)
{
    dscore_catalog *catalog = builtin();
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_parameter_info info = DSCORE_PARAMETER_INFO_INIT;
    const dscore_indicator *it = dscore_catalog_find(catalog, "service_level");
    ck_assert_int_eq(dscore_indicator_parameter_count(it), 1);
    assert_ok(dscore_indicator_parameter(it, 0, &info, &err), err);
    ck_assert_str_eq(info.name, "limit");
    ck_assert_int_eq(info.type, DSCORE_TYPE_DURATION);
    ck_assert_str_eq(info.default_value, "20s");
    ck_assert_str_eq(info.unit, "s");
    assert_ok(dscore_indicator_parameter(dscore_catalog_find(catalog, "first_response_within"), 0, &info, &err), err);
    ck_assert_str_eq(info.default_value, "24h");
    assert_ok(dscore_indicator_parameter(dscore_catalog_find(catalog, "resolution_within"), 0, &info, &err), err);
    ck_assert_str_eq(info.default_value, "");
    assert_ok(dscore_indicator_parameter(dscore_catalog_find(catalog, "csat_satisfied"), 0, &info, &err), err);
    ck_assert_int_eq(info.type, DSCORE_TYPE_NUMBER);
    ck_assert_str_eq(info.default_value, "4");
    ck_assert_str_eq(info.min, "1");
    ck_assert_str_eq(info.max, "5");
    ck_assert_int_eq(dscore_indicator_parameter(it, 1, &info, &err), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(dscore_indicator_parameter(it, -1, &info, &err), DSCORE_E_NOT_FOUND);
    info.struct_size = 0;
    ck_assert_int_eq(dscore_indicator_parameter(it, 0, &info, &err), DSCORE_E_ARGUMENT);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_parameter_outside_its_range_is_refused)
{
    dscore_catalog *catalog = builtin();
    dscore_error err = DSCORE_ERROR_INIT;
    dsi_arena arena;
    dsi_arena_init(&arena, &catalog->arena.allocator);
    const dsi_parameter *cut = &dscore_catalog_find(catalog, "csat_satisfied")->record.parameters[0];
    dsi_node *value = NULL;
    assert_ok(dsi_parameter_parse(&arena, cut, "4.5", &value, &err), err);
    ck_assert_int_eq(dsi_parameter_parse(&arena, cut, "6", &value, &err), DSCORE_E_PARAMETER);
    ck_assert_ptr_nonnull(strstr(err.message, "at least 1 and at most 5"));
    ck_assert_int_ne(dsi_parameter_parse(&arena, cut, "20s", &value, &err), DSCORE_OK);
    const dsi_parameter *limit = &dscore_catalog_find(catalog, "service_level")->record.parameters[0];
    assert_ok(dsi_parameter_parse(&arena, limit, "1min", &value, &err), err);
    ck_assert_int_eq(value->u.integer, 60000000);
    dsi_arena_free(&arena);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(hashes_are_the_same_in_every_build_and_differ_by_content)
{
    dscore_catalog *a = builtin();
    dscore_catalog *b = builtin();
    for (int32_t i = 0; i < dscore_catalog_count(a); i++) {
        const char *hash = dscore_indicator_text(dscore_catalog_at(a, i), DSCORE_INDICATOR_HASH);
        ck_assert_uint_eq(strlen(hash), 32);
        ck_assert_str_eq(hash, dscore_indicator_text(dscore_catalog_at(b, i), DSCORE_INDICATOR_HASH));
        for (int32_t k = 0; k < i; k++) {
            ck_assert_msg(strcmp(hash, dscore_catalog_at(a, k)->hash) != 0, "%s and %s",
                dscore_catalog_at(a, i)->record.id, dscore_catalog_at(a, k)->record.id);
        }
    }
    dscore_catalog_free(a);
    dscore_catalog_free(b);
}
END_TEST

START_TEST(what_is_not_there_reads_as_nothing)
{
    dscore_catalog *catalog = builtin();
    ck_assert_ptr_null(dscore_catalog_find(catalog, "no_such_thing"));
    ck_assert_ptr_null(dscore_catalog_find(catalog, NULL));
    ck_assert_ptr_null(dscore_catalog_find(NULL, "tickets"));
    ck_assert_ptr_null(dscore_catalog_at(catalog, -1));
    ck_assert_ptr_null(dscore_catalog_at(catalog, dscore_catalog_count(catalog)));
    ck_assert_int_eq(dscore_catalog_count(NULL), 0);
    ck_assert_ptr_null(dscore_catalog_schema(NULL));
    ck_assert_str_eq(dscore_indicator_text(NULL, DSCORE_INDICATOR_ID), "");
    ck_assert_str_eq(dscore_indicator_text(dscore_catalog_at(catalog, 0), 0), "");
    ck_assert_str_eq(dscore_indicator_text(dscore_catalog_at(catalog, 0), 23), "");
    ck_assert_int_eq(dscore_indicator_parameter_count(NULL), 0);
    ck_assert_int_eq(dscore_indicator_parameter(NULL, 0, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_indicator_field_count(NULL), 0);
    ck_assert_str_eq(dscore_indicator_field(NULL, 0), "");
    ck_assert_int_eq(dscore_indicator_credit_count(NULL), 0);
    ck_assert_str_eq(dscore_indicator_credit(NULL, 0), "");
    ck_assert_int_eq(dscore_indicator_sampled(NULL), 0);
    ck_assert_int_eq(dscore_indicator_min_n(NULL), 1);
    dscore_indicator_domain(NULL, NULL, NULL);
    ck_assert_int_eq(dscore_catalog_builtin(NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    dscore_catalog_free(NULL);
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_indicator_of_the_foundation_exists,
        names_and_descriptions_are_in_both_languages, ids_are_distinct_names,
        every_formula_prints_to_a_text_that_reads_back, kinds_follow_from_the_formula, scores_of_a_scale_use_its_ends,
        deadlines_are_judged_by_met, a_derived_indicator_names_its_operands_and_base,
        a_ratio_of_counts_is_observed_by_its_denominator, surveys_and_checks_are_samples, fields_and_credit_can_be_read,
        parameters_tell_type_default_and_range, a_parameter_outside_its_range_is_refused,
        hashes_are_the_same_in_every_build_and_differ_by_content, what_is_not_there_reads_as_nothing};
    return RUN_TESTS("catalog", tests);
}
