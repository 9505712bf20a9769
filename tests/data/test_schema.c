/* The schema: what the built-in one holds, look-ups by name, and fields that are added. */
#include "data_support.h"

static dscore_schema *standard(void)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_schema *schema;
    int32_t count;
    const dsi_source *sources = dsi_standard_sources(&count);
    assert_ok(dsi_schema_new(NULL, sources, count, NULL, NULL, 0, &schema, &err), err);
    return schema;
}

static dscore_field_info info_of(const dscore_schema *schema, const char *source, const char *field)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_field_info info = DSCORE_FIELD_INFO_INIT;
    assert_ok(dscore_schema_field_info(schema, source, field, &info, &err), err);
    return info;
}

START_TEST(every_source_of_the_catalogue_is_built_in)
{
    static const char *const names[] = {"tickets", "responses", "assignments", "cycles", "events", "surveys", "checks",
        "agent_periods", "agents", "totals"};
    static const int32_t fields[] = {107, 13, 12, 11, 13, 15, 9, 32, 8, 19};
    dscore_schema *schema = standard();
    ck_assert_int_eq(dscore_schema_source_count(schema), 10);
    for (int i = 0; i < 10; i++) {
        ck_assert_str_eq(dscore_schema_source(schema, i), names[i]);
        ck_assert_int_eq(dscore_schema_field_count(schema, names[i]), fields[i]);
    }
    ck_assert_str_eq(dscore_schema_source(schema, 10), "");
    ck_assert_str_eq(dscore_schema_source(schema, -1), "");
    dsi_schema_drop(schema);
}
END_TEST

START_TEST(every_built_in_field_is_well_formed)
{
    dscore_schema *schema = standard();
    for (int32_t s = 0; s < dscore_schema_source_count(schema); s++) {
        const char *source = dscore_schema_source(schema, s);
        for (int32_t f = 0; f < dscore_schema_field_count(schema, source); f++) {
            const char *field = dscore_schema_field(schema, source, f);
            dscore_field_info info = info_of(schema, source, field);
            ck_assert_str_eq(info.name, field);
            ck_assert_int_ge(info.type, DSCORE_TYPE_NUMBER);
            ck_assert_int_le(info.type, DSCORE_TYPE_TEXT);
            ck_assert_msg(info.description_en[0] != '\0', "%s.%s", source, field);
            ck_assert_msg((unsigned char)info.description_zh[0] >= 0x80 || strstr(info.description_zh, "360") != NULL,
                "%s.%s", source, field);
            ck_assert(info.domain_min <= info.domain_max);
            ck_assert_int_eq(info.type == DSCORE_TYPE_DURATION, strcmp(info.unit, "s") == 0);
            ck_assert_int_eq(strcmp(info.unit, "count") == 0, (info.flags & DSCORE_FIELD_INTEGER) != 0);
            ck_assert_int_eq(info.type == DSCORE_TYPE_TEXT, (info.flags & DSCORE_FIELD_KEY) != 0);
            for (int32_t g = 0; g < f; g++) {
                ck_assert_str_ne(dscore_schema_field(schema, source, g), field);
            }
        }
    }
    dsi_schema_drop(schema);
}
END_TEST

START_TEST(fields_have_the_types_and_domains_of_the_catalogue)
{
    static const struct {
        const char *name;
        int32_t type, flags;
        const char *unit;
        double min, max;
    } rows[] = {
        {"id", DSCORE_TYPE_TEXT, DSCORE_FIELD_KEY | DSCORE_FIELD_UNIQUE, "", -HUGE_VAL, HUGE_VAL},
        {"agent", DSCORE_TYPE_TEXT, DSCORE_FIELD_KEY | DSCORE_FIELD_OPTIONAL, "", -HUGE_VAL, HUGE_VAL},
        {"created_at", DSCORE_TYPE_INSTANT, 0, "", -HUGE_VAL, HUGE_VAL},
        {"is_spam", DSCORE_TYPE_BOOLEAN, DSCORE_FIELD_OPTIONAL, "", -HUGE_VAL, HUGE_VAL},
        {"csat", DSCORE_TYPE_NUMBER, 0, "points", 1.0, 5.0},
        {"nps", DSCORE_TYPE_NUMBER, 0, "points", 0.0, 10.0},
        {"ces", DSCORE_TYPE_NUMBER, 0, "points", 1.0, 7.0},
        {"quality_score", DSCORE_TYPE_NUMBER, 0, "points", 0.0, 100.0},
        {"reopens", DSCORE_TYPE_NUMBER, DSCORE_FIELD_INTEGER, "count", 0.0, HUGE_VAL},
        {"problem_tickets", DSCORE_TYPE_NUMBER, DSCORE_FIELD_INTEGER, "count", 1.0, HUGE_VAL},
        {"cost", DSCORE_TYPE_NUMBER, 0, "money", 0.0, HUGE_VAL},
        {"handle_time", DSCORE_TYPE_DURATION, 0, "s", 0.0, HUGE_VAL},
        {"resolution_target", DSCORE_TYPE_DURATION, DSCORE_FIELD_MIN_OPEN, "s", 0.0, HUGE_VAL},
    };
    dscore_schema *schema = standard();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dscore_field_info info = info_of(schema, "tickets", rows[i].name);
        ck_assert_int_eq(info.type, rows[i].type);
        ck_assert_msg(info.flags == rows[i].flags, "%s: flags %d", rows[i].name, (int)info.flags);
        ck_assert_str_eq(info.unit, rows[i].unit);
        ck_assert(info.domain_min == rows[i].min && info.domain_max == rows[i].max);
    }
    ck_assert_int_eq(info_of(schema, "totals", "days").flags, DSCORE_FIELD_MIN_OPEN);
    ck_assert(info_of(schema, "totals", "sales").domain_min == -HUGE_VAL);
    dsi_schema_drop(schema);
}
END_TEST

START_TEST(formulas_that_stand_in_are_listed_in_order)
{
    dscore_schema *schema = standard();
    ck_assert_int_eq(info_of(schema, "tickets", "ended_at").derive_count, 3);
    ck_assert_str_eq(dscore_schema_field_derive(schema, "tickets", "ended_at", 0), "coalesce(resolved_at, closed_at)");
    ck_assert_str_eq(dscore_schema_field_derive(schema, "tickets", "ended_at", 1), "resolved_at");
    ck_assert_str_eq(dscore_schema_field_derive(schema, "tickets", "ended_at", 2), "closed_at");
    ck_assert_str_eq(dscore_schema_field_derive(schema, "tickets", "ended_at", 3), "");
    ck_assert_str_eq(
        dscore_schema_field_derive(schema, "tickets", "resolutions", 0), "reopens + if(is_resolved, 1, 0)");
    ck_assert_str_eq(dscore_schema_field_derive(schema, "surveys", "is_survey_answered", 3), "ces is present");
    ck_assert_str_eq(dscore_schema_field_derive(schema, "tickets", "csat", 0), "");
    ck_assert_str_eq(dscore_schema_field_derive(schema, "tickets", "csta", 0), "");
    ck_assert_str_eq(dscore_schema_field_derive(NULL, "tickets", "csat", 0), "");
    dsi_schema_drop(schema);
}
END_TEST

START_TEST(an_unknown_field_or_source_names_the_nearest)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_field_info info = DSCORE_FIELD_INFO_INIT;
    dscore_schema *schema = standard();
    ck_assert_int_eq(dscore_schema_field_info(schema, "tickets", "first_respons_at", &info, &err), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(err.code, DSCORE_CODE_NO_FIELD);
    ck_assert_ptr_nonnull(strstr(err.message, "first_response_at"));
    ck_assert_int_eq(dscore_schema_field_info(schema, "ticket", "csat", &info, &err), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(err.code, DSCORE_CODE_NO_SOURCE);
    ck_assert_ptr_nonnull(strstr(err.message, "tickets"));
    ck_assert_int_eq(dscore_schema_field_info(schema, "tickets", "zzzzzzzz", &info, &err), DSCORE_E_NOT_FOUND);
    ck_assert_ptr_null(strstr(err.message, "did you mean"));
    ck_assert_int_eq(dscore_schema_field_info(schema, "zzzzzzzz", "csat", &info, NULL), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(dscore_schema_field_count(schema, "zzzzzzzz"), 0);
    ck_assert_str_eq(dscore_schema_field(schema, "zzzzzzzz", 0), "");
    ck_assert_str_eq(dscore_schema_field(schema, "tickets", 107), "");
    dsi_schema_drop(schema);
}
END_TEST

START_TEST(null_arguments_are_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_field_info info = DSCORE_FIELD_INFO_INIT;
    dscore_schema *schema = standard();
    ck_assert_int_eq(dscore_schema_field_info(NULL, "tickets", "csat", &info, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_schema_field_info(schema, NULL, "csat", &info, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_schema_field_info(schema, "tickets", NULL, &info, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_schema_field_info(schema, "tickets", "csat", NULL, &err), DSCORE_E_ARGUMENT);
    info.struct_size = 0;
    ck_assert_int_eq(dscore_schema_field_info(schema, "tickets", "csat", &info, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(err.code, DSCORE_CODE_STRUCT_SIZE);
    ck_assert_int_eq(dscore_schema_source_count(NULL), 0);
    ck_assert_str_eq(dscore_schema_source(NULL, 0), "");
    ck_assert_int_eq(dscore_schema_field_count(schema, NULL), 0);
    ck_assert_str_eq(dscore_schema_field(NULL, NULL, 0), "");
    dsi_schema_drop(schema);
}
END_TEST

START_TEST(added_fields_join_their_source_or_make_one)
{
    dscore_error err = DSCORE_ERROR_INIT;
    char name[] = "shop", derive_text[] = "agent"; /* texts are copied */
    const char *derive[] = {derive_text};
    const char *sources[] = {"tickets", "visits", "visits"};
    dsi_field added[3] = {{.name = name, .type = DSCORE_TYPE_TEXT, .derive = derive, .derive_count = 1},
        {.name = "a", .type = DSCORE_TYPE_NUMBER, .domain_min = 0.0, .domain_max = 10.0},
        {.name = "b", .type = DSCORE_TYPE_BOOLEAN}};
    int32_t count;
    const dsi_source *base = dsi_standard_sources(&count);
    dscore_schema *schema, *second;
    assert_ok(dsi_schema_new(NULL, base, count, sources, added, 3, &schema, &err), err);
    name[0] = derive_text[0] = 'X';
    ck_assert_int_eq(dscore_schema_source_count(schema), 11);
    ck_assert_int_eq(dscore_schema_field_count(schema, "tickets"), 108);
    ck_assert_str_eq(dscore_schema_field_derive(schema, "tickets", "shop", 0), "agent");
    ck_assert_str_eq(dscore_schema_field_derive(schema, "tickets", "ended_at", 2), "closed_at");
    ck_assert_int_eq(dscore_schema_field_count(schema, "visits"), 2);
    ck_assert_str_eq(info_of(schema, "visits", "b").description_en, "");
    ck_assert(info_of(schema, "visits", "b").domain_max == HUGE_VAL);

    /* A schema made from another one outlives it. */
    const char *more[] = {"visits"};
    dsi_field last = {.name = "c", .type = DSCORE_TYPE_TEXT};
    assert_ok(dsi_schema_new(NULL, schema->sources, schema->source_count, more, &last, 1, &second, &err), err);
    dsi_schema_drop(schema);
    ck_assert_int_eq(dscore_schema_field_count(second, "visits"), 3);
    ck_assert_str_eq(dscore_schema_field(second, "visits", 2), "c");
    ck_assert_str_eq(dscore_schema_field_derive(second, "tickets", "shop", 0), "agent");
    ck_assert(info_of(second, "visits", "a").domain_max == 10.0);
    dsi_schema_drop(second);
}
END_TEST

START_TEST(malformed_fields_are_refused)
{
    static const struct {
        const char *source;
        dsi_field field;
        const char *says;
    } rows[] = {
        {"tickets", {.name = "csat", .type = DSCORE_TYPE_NUMBER}, "already there"},
        {"tickets", {.name = "Csat", .type = DSCORE_TYPE_NUMBER}, "name of the form"},
        {"tickets", {.name = NULL, .type = DSCORE_TYPE_NUMBER}, "name of the form"},
        {"tickets", {.name = "x", .type = 0}, "a type"},
        {"tickets", {.name = "x", .type = 6}, "a type"},
        {"tickets", {.name = "x", .type = DSCORE_TYPE_NUMBER, .flags = 1024}, "flags"},
        {"tickets", {.name = "x", .type = DSCORE_TYPE_NUMBER, .domain_min = 2.0, .domain_max = 1.0}, "domain"},
        {"tickets", {.name = "x", .type = DSCORE_TYPE_NUMBER, .domain_min = NAN}, "domain"},
        {"tickets", {.name = "x", .type = DSCORE_TYPE_NUMBER, .derive_count = 1}, "stand in"},
        {"My source", {.name = "x", .type = DSCORE_TYPE_NUMBER}, "source named"},
    };
    int32_t count;
    const dsi_source *base = dsi_standard_sources(&count);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_schema *schema = (dscore_schema *)&err;
        const char *source = rows[i].source;
        ck_assert_int_eq(
            dsi_schema_new(NULL, base, count, &source, &rows[i].field, 1, &schema, &err), DSCORE_E_ARGUMENT);
        ck_assert_ptr_null(schema);
        ck_assert_int_eq(err.code, DSCORE_CODE_BAD_FIELD);
        ck_assert_msg(strstr(err.message, rows[i].says) != NULL, "%s", err.message);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_source_of_the_catalogue_is_built_in, every_built_in_field_is_well_formed,
        fields_have_the_types_and_domains_of_the_catalogue, formulas_that_stand_in_are_listed_in_order,
        an_unknown_field_or_source_names_the_nearest, null_arguments_are_refused,
        added_fields_join_their_source_or_make_one, malformed_fields_are_refused};
    return RUN_TESTS("schema", tests);
}
