/* Builders: what may be added to a catalogue, what is refused and where the error points, and memory that runs out. */
#include "measure/definition.h"
#include "support.h"

static dscore_catalog_builder *builder_of(const dscore_catalog *base)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog_builder *builder = NULL;
    assert_ok(dscore_catalog_builder_new(base, &builder, &err), err);
    return builder;
}

static dscore_catalog_builder *on_builtin(void)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builtin(NULL, &catalog, &err), err);
    dscore_catalog_builder *builder = builder_of(catalog);
    dscore_catalog_free(catalog); /* the builder holds it */
    return builder;
}

static dsi_record record(const char *id, const char *source, const char *formula, const char *unit)
{
    dsi_record r = {.id = id,
        .source = source,
        .formula = formula,
        .unit = unit,
        .better = "higher",
        .domain_min = -INFINITY,
        .domain_max = INFINITY};
    return r;
}

/* What finishing says of one record added to the built-in catalogue. */
static dscore_status status_of(dsi_record r, dscore_error *err)
{
    dscore_catalog_builder *builder = on_builtin();
    dscore_catalog *catalog = NULL;
    dscore_status status = dsi_builder_add_record(builder, &r, err);
    if (status == DSCORE_OK) {
        status = dscore_catalog_builder_finish(builder, &catalog, err);
        ck_assert((catalog != NULL) == (status == DSCORE_OK));
    }
    dscore_catalog_free(catalog);
    dscore_catalog_builder_free(builder);
    return status;
}

#define assert_refused(rec, expected_status, expected_path)                                                            \
    do {                                                                                                               \
        dscore_error err_ = DSCORE_ERROR_INIT;                                                                         \
        ck_assert_int_eq(status_of((rec), &err_), (expected_status));                                                  \
        ck_assert_str_eq(err_.path, (expected_path));                                                                  \
        ck_assert_str_ne(err_.message, "");                                                                            \
    } while (0)

static void hash_of(dsi_record r, char out[33])
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog_builder *builder = on_builtin();
    dscore_catalog *catalog = NULL;
    assert_ok(dsi_builder_add_record(builder, &r, &err), err);
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    memcpy(out, dscore_indicator_text(dscore_catalog_find(catalog, r.id), DSCORE_INDICATOR_HASH), 33);
    dscore_catalog_free(catalog);
    dscore_catalog_builder_free(builder);
}

START_TEST(an_added_indicator_takes_the_defaults)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog_builder *builder = on_builtin();
    dsi_record r = record("slow_replies", "tickets", "100 * share(elapsed(created_at, first_response_at) > 1h)", "%");
    assert_ok(dsi_builder_add_record(builder, &r, &err), err);
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    dscore_catalog_builder_free(builder);
    const dscore_indicator *it = dscore_catalog_find(catalog, "slow_replies");
    ck_assert_ptr_eq(it, dscore_catalog_at(catalog, dscore_catalog_count(catalog) - 1));
    ck_assert_str_eq(dscore_indicator_text(it, DSCORE_INDICATOR_PLACEMENT), "event(created_at)");
    ck_assert_str_eq(dscore_indicator_text(it, DSCORE_INDICATOR_CLOCK), "calendar");
    ck_assert_str_eq(dscore_indicator_credit(it, 0), "agent");
    ck_assert_str_eq(dscore_indicator_text(it, DSCORE_INDICATOR_NAME_ZH), "");
    ck_assert_int_eq(dscore_indicator_min_n(it), 1);
    ck_assert_ptr_nonnull(dscore_catalog_find(catalog, "tickets"));
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_builder_may_go_on_after_it_finished)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog_builder *builder = builder_of(NULL);
    dscore_catalog *empty = NULL;
    assert_ok(dscore_catalog_builder_finish(builder, &empty, &err), err);
    ck_assert_int_eq(dscore_catalog_count(empty), 0);
    ck_assert_int_eq(dscore_schema_source_count(dscore_catalog_schema(empty)), 0);
    const dsi_field field = {
        .name = "sold_at", .type = DSCORE_TYPE_INSTANT, .domain_min = -INFINITY, .domain_max = INFINITY};
    assert_ok(dsi_builder_add_field(builder, "sales", &field, &err), err);
    dsi_record r = record("sales", "sales", "count()", "count");
    r.placement = "event(sold_at)";
    assert_ok(dsi_builder_add_record(builder, &r, &err), err);
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
    ck_assert_int_eq(dscore_catalog_count(catalog), 1);
    ck_assert_int_eq(dscore_indicator_credit_count(dscore_catalog_at(catalog, 0)), 0);
    /* again on top of the first */
    dscore_catalog_builder *second = builder_of(catalog);
    dsi_record more = record("double_sales", "", "2 * [sales]", "count");
    assert_ok(dsi_builder_add_record(second, &more, &err), err);
    dscore_catalog *last = NULL;
    dscore_catalog_free(catalog);
    assert_ok(dscore_catalog_builder_finish(second, &last, &err), err);
    ck_assert_int_eq(dscore_catalog_count(last), 2);
    ck_assert_int_eq(dscore_catalog_at(last, 1)->operand_count, 1);
    dscore_catalog_builder_free(second);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(empty);
    dscore_catalog_free(last);
}
END_TEST

START_TEST(prose_does_not_change_the_hash_and_content_does)
{
    char hash[33];
    char other[33];
    dsi_record r = record("mine", "tickets", "mean(csat)", "points");
    hash_of(r, hash);
    r.name_en = "Mine";
    r.name_zh = "我的";
    r.description_en = "What I measure.";
    r.dimension = "quality";
    r.reference = "me";
    r.replaced_by = "yours";
    r.formula = "  mean( csat )";
    r.placement = "event( created_at )";
    hash_of(r, other);
    ck_assert_str_eq(hash, other);
    r.id = "yours"; /* an identity is id and hash */
    hash_of(r, other);
    ck_assert_str_eq(hash, other);
    const dsi_parameter cut = {"cut", DSCORE_TYPE_NUMBER, "", "4", "", ""};
    dsi_record changed[9];
    for (int i = 0; i < 9; i++) {
        changed[i] = r;
    }
    changed[0].formula = "mean(nps)";
    changed[1].better = "lower";
    changed[2].exclude = "is_spam";
    changed[3].where = "is_resolved";
    changed[4].placement = "event(closed_at)";
    changed[5].min_n = 5;
    changed[6].sampled = 1;
    changed[7].domain_max = 5;
    changed[8].parameters = &cut;
    changed[8].parameter_count = 1;
    for (int i = 0; i < 9; i++) {
        hash_of(changed[i], other);
        ck_assert_msg(strcmp(hash, other) != 0, "change %d", i);
    }
}
END_TEST

START_TEST(a_hash_covers_the_operands)
{
    char hash[2][33];
    for (int i = 0; i < 2; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_catalog_builder *builder = on_builtin();
        dsi_record a = record("operand", "tickets", i == 0 ? "mean(csat)" : "mean(nps)", "points");
        dsi_record b = record("twice", "", "2 * [operand]", "points");
        assert_ok(dsi_builder_add_record(builder, &b, &err), err); /* before its operand: order does not matter */
        assert_ok(dsi_builder_add_record(builder, &a, &err), err);
        dscore_catalog *catalog = NULL;
        assert_ok(dscore_catalog_builder_finish(builder, &catalog, &err), err);
        memcpy(hash[i], dscore_catalog_find(catalog, "twice")->hash, 33);
        dscore_catalog_free(catalog);
        dscore_catalog_builder_free(builder);
    }
    ck_assert_str_ne(hash[0], hash[1]);
}
END_TEST

START_TEST(a_formula_that_does_not_hold_is_named_with_its_column)
{
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(status_of(record("mine", "tickets", "mean(csta)", "points"), &err), DSCORE_E_NOT_FOUND);
    ck_assert_str_eq(err.path, "indicators.mine.formula");
    ck_assert_int_eq(err.column, 6);
    ck_assert_int_eq(err.offset, 5);
    ck_assert_ptr_nonnull(strstr(err.message, "csat"));
    assert_refused(record("mine", "tickets", "mean(csat", "points"), DSCORE_E_FORMAT, "indicators.mine.formula");
    assert_refused(record("mine", "tickets", "csat", "points"), DSCORE_E_TYPE, "indicators.mine.formula");
    assert_refused(record("mine", "tickets", "5", "points"), DSCORE_E_TYPE, "indicators.mine.formula");
    assert_refused(record("mine", "tickets", "mean(csat) > 3", "points"), DSCORE_E_TYPE, "indicators.mine.formula");
    assert_refused(record("mine", "tickets", "", "points"), DSCORE_E_FORMAT, "indicators.mine.formula");
}
END_TEST

START_TEST(an_unknown_operand_is_named_with_its_column)
{
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(status_of(record("mine", "", "100 * [tickts]", "%"), &err), DSCORE_E_NOT_FOUND);
    ck_assert_str_eq(err.path, "indicators.mine.formula");
    ck_assert_int_eq(err.column, 7);
    ck_assert_ptr_nonnull(strstr(err.message, "did you mean tickets?"));
}
END_TEST

START_TEST(a_definition_made_of_itself_is_refused)
{
    assert_refused(record("mine", "", "2 * [mine]", "count"), DSCORE_E_FORMAT, "indicators.mine.formula");
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog_builder *builder = on_builtin();
    dsi_record a = record("first", "", "[second] + [tickets]", "count");
    dsi_record b = record("second", "", "[third] + 1", "count");
    dsi_record c = record("third", "", "[tickets] - [first]", "count");
    assert_ok(dsi_builder_add_record(builder, &a, &err), err);
    assert_ok(dsi_builder_add_record(builder, &b, &err), err);
    assert_ok(dsi_builder_add_record(builder, &c, &err), err);
    dscore_catalog *catalog = NULL;
    ck_assert_int_eq(dscore_catalog_builder_finish(builder, &catalog, &err), DSCORE_E_FORMAT);
    ck_assert_ptr_null(catalog);
    ck_assert_ptr_nonnull(strstr(err.message, "made of itself"));
    dscore_catalog_builder_free(builder);
}
END_TEST

START_TEST(an_id_that_is_taken_is_refused)
{
    assert_refused(record("tickets", "tickets", "count()", "count"), DSCORE_E_INCOMPATIBLE, "indicators.tickets");
    assert_refused(record("Tickets", "tickets", "count()", "count"), DSCORE_E_FORMAT, "indicators.Tickets");
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog_builder *builder = builder_of(NULL);
    dsi_record r = record("mine", "tickets", "count()", "count");
    assert_ok(dsi_builder_add_record(builder, &r, &err), err);
    ck_assert_int_eq(dsi_builder_add_record(builder, &r, &err), DSCORE_E_INCOMPATIBLE);
    dscore_catalog_builder_free(builder);
}
END_TEST

START_TEST(words_outside_the_closed_lists_are_refused)
{
    dsi_record r = record("mine", "tickets", "mean(csat)", "stars");
    assert_refused(r, DSCORE_E_FORMAT, "indicators.mine.unit");
    r = record("mine", "tickets", "mean(csat)", "points");
    r.better = "more";
    assert_refused(r, DSCORE_E_FORMAT, "indicators.mine.better");
    r.better = "higher";
    r.clock = "sundial";
    assert_refused(r, DSCORE_E_FORMAT, "indicators.mine.clock");
    r.clock = "calendar"; /* there is no elapsed in it */
    assert_refused(r, DSCORE_E_TYPE, "indicators.mine.clock");
    r.clock = NULL;
    r.min_n = -1;
    assert_refused(r, DSCORE_E_FORMAT, "indicators.mine.min_n");
    r.min_n = 0;
    r.domain_min = 5;
    r.domain_max = 1;
    assert_refused(r, DSCORE_E_FORMAT, "indicators.mine.domain");
    assert_refused(record("mine", "tickets", "mean(elapsed(created_at, resolved_at))", "hours"), DSCORE_E_TYPE,
        "indicators.mine.unit");
}
END_TEST

START_TEST(members_are_checked_against_the_source)
{
    dsi_record r = record("mine", "tikets", "count()", "count");
    assert_refused(r, DSCORE_E_NOT_FOUND, "indicators.mine.source");
    r = record("mine", "totals", "sum(orders)", "count");
    assert_refused(r, DSCORE_E_FORMAT, "indicators.mine.placement"); /* no created_at there */
    r.placement = "event(orders)";
    assert_refused(r, DSCORE_E_TYPE, "indicators.mine.placement");
    r = record("mine", "tickets", "count()", "count");
    static const char *const credits[] = {"nobody", "created_at"};
    r.credit = credits;
    r.credit_count = 1;
    assert_refused(r, DSCORE_E_NOT_FOUND, "indicators.mine.credit");
    r.credit = credits + 1;
    assert_refused(r, DSCORE_E_TYPE, "indicators.mine.credit");
    r.credit_count = 0;
    r.where = "csat";
    assert_refused(r, DSCORE_E_TYPE, "indicators.mine.where");
    r.where = NULL;
    r.exclude = "is_spma";
    assert_refused(r, DSCORE_E_NOT_FOUND, "indicators.mine.exclude");
    r.exclude = NULL;
    r.observations = "mean(csat) > 3";
    assert_refused(r, DSCORE_E_TYPE, "indicators.mine.observations");
    r.observations = NULL;
    r.base = "tickets";
    assert_refused(r, DSCORE_E_FORMAT, "indicators.mine.base");
}
END_TEST

START_TEST(a_derived_indicator_has_no_rows_of_its_own)
{
    dsi_record r = record("mine", "", "[handled] / [tickets]", "ratio");
    r.where = "is_resolved";
    assert_refused(r, DSCORE_E_FORMAT, "indicators.mine.where");
    r.where = NULL;
    r.clock = "calendar";
    assert_refused(r, DSCORE_E_FORMAT, "indicators.mine.clock");
    r.clock = NULL;
    r.base = "resolved";
    assert_refused(r, DSCORE_E_NOT_FOUND, "indicators.mine.base");
}
END_TEST

START_TEST(parameters_are_checked)
{
    dsi_parameter p[] = {{"cut", DSCORE_TYPE_NUMBER, "", "4", "1", "5"}, {"cut", DSCORE_TYPE_NUMBER, "", "4", "", ""}};
    dsi_record r = record("mine", "tickets", "100 * share(csat >= $cut)", "%");
    r.parameters = p;
    r.parameter_count = 1;
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(status_of(r, &err), err);
    r.parameter_count = 2;
    assert_refused(r, DSCORE_E_FORMAT, "indicators.mine.parameters.cut");
    r.parameter_count = 1;
    p[0].default_value = "6";
    assert_refused(r, DSCORE_E_PARAMETER, "indicators.mine.parameters.cut");
    p[0].default_value = "4h";
    ck_assert_int_ne(status_of(r, &err), DSCORE_OK);
    ck_assert_str_eq(err.path, "indicators.mine.parameters.cut");
    p[0].default_value = "4";
    p[0].name = "Cut";
    assert_refused(r, DSCORE_E_FORMAT, "indicators.mine.parameters.Cut");
    p[0].name = "cut";
    p[0].type = 9;
    assert_refused(r, DSCORE_E_TYPE, "indicators.mine.parameters.cut");
    p[0].type = DSCORE_TYPE_TEXT;
    p[0].default_value = "\"phone\"";
    assert_refused(r, DSCORE_E_TYPE, "indicators.mine.parameters.cut");
    r.parameter_count = 0;
    ck_assert_int_ne(status_of(r, &err), DSCORE_OK);
    ck_assert_str_eq(err.path, "indicators.mine.formula");
}
END_TEST

static dsi_field flag(const char *name, const char *const *derive)
{
    dsi_field f = {.name = name,
        .type = DSCORE_TYPE_BOOLEAN,
        .domain_min = -INFINITY,
        .domain_max = INFINITY,
        .derive = derive,
        .derive_count = 1};
    return f;
}

static dscore_status finish_with_fields(const dsi_field *fields, int n, dscore_error *err)
{
    dscore_catalog_builder *builder = on_builtin();
    for (int i = 0; i < n; i++) {
        dscore_error add = DSCORE_ERROR_INIT;
        assert_ok(dsi_builder_add_field(builder, "tickets", &fields[i], &add), add);
    }
    dscore_catalog *catalog = NULL;
    dscore_status status = dscore_catalog_builder_finish(builder, &catalog, err);
    dscore_catalog_free(catalog);
    dscore_catalog_builder_free(builder);
    return status;
}

START_TEST(stand_ins_are_typed_and_must_end)
{
    static const char *const fine[] = {"is_resolved and not is_vip"};
    static const char *const vip[] = {"customer == \"ACME\""};
    static const char *const circle[] = {"not is_calm"};
    static const char *const wrong[] = {"csat"};
    static const char *const unknown[] = {"is_there"};
    dscore_error err = DSCORE_ERROR_INIT;
    const dsi_field good[] = {flag("is_calm", fine), flag("is_vip", vip)};
    assert_ok(finish_with_fields(good, 2, &err), err);
    const dsi_field round[] = {flag("is_calm", fine), flag("is_vip", circle)};
    ck_assert_int_eq(finish_with_fields(round, 2, &err), DSCORE_E_FORMAT);
    ck_assert_ptr_nonnull(strstr(err.path, "fields.tickets.is_"));
    const dsi_field badly_typed[] = {flag("is_vip", wrong)};
    ck_assert_int_eq(finish_with_fields(badly_typed, 1, &err), DSCORE_E_TYPE);
    ck_assert_str_eq(err.path, "fields.tickets.is_vip.derive");
    const dsi_field no_field[] = {flag("is_vip", unknown)};
    ck_assert_int_eq(finish_with_fields(no_field, 1, &err), DSCORE_E_NOT_FOUND);
    ck_assert_str_eq(err.path, "fields.tickets.is_vip.derive");
}
END_TEST

/* link_0 is read as not link_1, and so on; the last one as is_resolved. */
static dscore_status chain_of(int links, dscore_error *err)
{
    dsi_field *fields = calloc((size_t)links, sizeof *fields);
    char(*texts)[2][32] = calloc((size_t)links, sizeof *texts);
    const char **derives = calloc((size_t)links, sizeof *derives);
    ck_assert(fields != NULL && texts != NULL && derives != NULL);
    for (int i = 0; i < links; i++) {
        (void)snprintf(texts[i][0], sizeof texts[i][0], "link_%d", i);
        (void)snprintf(texts[i][1], sizeof texts[i][1], i + 1 < links ? "not link_%d" : "csat > %d", i + 1);
        derives[i] = texts[i][1];
        fields[i] = flag(texts[i][0], &derives[i]);
    }
    const dscore_status status = finish_with_fields(fields, links, err);
    free(fields);
    free(texts);
    free((void *)derives);
    return status;
}

START_TEST(a_chain_of_stand_ins_has_a_limit)
{
    dscore_error err = DSCORE_ERROR_INIT;
    assert_ok(chain_of(32, &err), err);
    ck_assert_int_eq(chain_of(33, &err), DSCORE_E_LIMIT);
    ck_assert_int_eq(err.code, DSCORE_CODE_DEFINITION_CHAIN);
    ck_assert_str_eq(err.path, "fields.tickets.link_0.derive");
    ck_assert_ptr_nonnull(strstr(err.message, "32"));
    ck_assert_int_eq(chain_of(3000, &err), DSCORE_E_LIMIT);
    ck_assert_str_eq(err.path, "fields.tickets.link_2967.derive"); /* the first from below that is too far away */
}
END_TEST

START_TEST(a_field_that_is_there_is_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog_builder *builder = on_builtin();
    const dsi_field csat = {.name = "csat", .type = DSCORE_TYPE_NUMBER, .domain_min = 1, .domain_max = 5};
    const dsi_field bad = {.name = "Mood", .type = DSCORE_TYPE_NUMBER, .domain_min = 1, .domain_max = 5};
    ck_assert_int_eq(dsi_builder_add_field(builder, "tickets", &csat, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_str_eq(err.path, "fields.tickets.csat");
    assert_ok(dsi_builder_add_field(builder, "moods", &csat, &err), err);
    ck_assert_int_eq(dsi_builder_add_field(builder, "moods", &csat, &err), DSCORE_E_INCOMPATIBLE);
    ck_assert_int_eq(dsi_builder_add_field(builder, "tickets", &bad, &err), DSCORE_E_FORMAT);
    dscore_catalog_builder_free(builder);
}
END_TEST

START_TEST(a_record_can_be_checked_alone)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = NULL;
    assert_ok(dscore_catalog_builtin(NULL, &catalog, &err), err);
    dsi_record r = record("mine", "tickets", "mean(csat)", "points");
    assert_ok(dsi_record_check(dscore_catalog_schema(catalog), &r, &err), err);
    r.formula = "mean(channel)";
    ck_assert_int_eq(dsi_record_check(dscore_catalog_schema(catalog), &r, &err), DSCORE_E_TYPE);
    ck_assert_str_eq(err.path, "indicators.mine.formula");
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(null_arguments_are_refused)
{
    dscore_catalog *catalog = NULL;
    ck_assert_int_eq(dscore_catalog_builder_new(NULL, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_catalog_builder_finish(NULL, &catalog, NULL), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(catalog);
    dscore_catalog_builder *builder = builder_of(NULL);
    ck_assert_int_eq(dscore_catalog_builder_finish(builder, NULL, NULL), DSCORE_E_ARGUMENT);
    dscore_catalog_builder_free(builder);
    dscore_catalog_builder_free(NULL);
}
END_TEST

/* ---- memory that runs out ------------------------------------------------------------------- */

/* Fails from the n-th request on; counts what is held. */
typedef struct meter {
    int64_t left, held;
} meter;

static void *meter_alloc(void *ctx, int64_t size, int64_t align)
{
    meter *m = ctx;
    (void)align;
    if (m->left-- <= 0) {
        return NULL;
    }
    m->held++;
    return malloc((size_t)size);
}

static void *meter_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    meter *m = ctx;
    (void)old_size;
    (void)align;
    return m->left-- <= 0 ? NULL : realloc(p, (size_t)new_size);
}

static void meter_release(void *ctx, void *p, int64_t size, int64_t align)
{
    meter *m = ctx;
    (void)size;
    (void)align;
    m->held--;
    free(p);
}

static dscore_status build_all(const dscore_allocator *allocator)
{
    dscore_catalog *catalog = NULL;
    dscore_catalog *more = NULL;
    dscore_catalog_builder *builder = NULL;
    const dsi_field field = {.name = "mood", .type = DSCORE_TYPE_NUMBER, .domain_min = 1, .domain_max = 5};
    const dsi_record a = record("mood", "tickets", "mean(mood)", "points");
    const dsi_record b = record("moods", "", "[mood] / [tickets]", "ratio");
    dscore_status status = dscore_catalog_builtin(allocator, &catalog, NULL);
    if (status == DSCORE_OK) {
        status = dscore_catalog_builder_new(catalog, &builder, NULL);
    }
    if (status == DSCORE_OK) {
        status = dsi_builder_add_field(builder, "tickets", &field, NULL);
    }
    if (status == DSCORE_OK) {
        status = dsi_builder_add_record(builder, &a, NULL);
    }
    if (status == DSCORE_OK) {
        status = dsi_builder_add_record(builder, &b, NULL);
    }
    if (status == DSCORE_OK) {
        status = dscore_catalog_builder_finish(builder, &more, NULL);
    }
    if (status == DSCORE_OK) {
        int64_t needed = 0;
        char text[16384];
        status = dscore_indicator_sql(more, "channel_mix", text, (int64_t)sizeof text, &needed, NULL);
    }
    dscore_catalog_free(more);
    dscore_catalog_builder_free(builder);
    dscore_catalog_free(catalog);
    return status;
}

START_TEST(no_memory_is_reported_and_nothing_leaks)
{
    meter m = {INT64_MAX, 0};
    dscore_allocator allocator = {(uint32_t)sizeof allocator, &m, meter_alloc, meter_resize, meter_release};
    ck_assert_int_eq(build_all(&allocator), DSCORE_OK);
    ck_assert_int_eq(m.held, 0);
    const int64_t requests = INT64_MAX - m.left;
    /* Every request at both ends, where the kinds of objects are made, and every 29th of the many texts between. */
    for (int64_t n = 0; n < requests; n += n < 40 || n > requests - 60 ? 1 : 29) {
        m = (meter){n, 0};
        ck_assert_int_eq(build_all(&allocator), DSCORE_E_MEMORY);
        ck_assert_int_eq(m.held, 0);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {an_added_indicator_takes_the_defaults, a_builder_may_go_on_after_it_finished,
        prose_does_not_change_the_hash_and_content_does, a_hash_covers_the_operands,
        a_formula_that_does_not_hold_is_named_with_its_column, an_unknown_operand_is_named_with_its_column,
        a_definition_made_of_itself_is_refused, an_id_that_is_taken_is_refused,
        words_outside_the_closed_lists_are_refused, members_are_checked_against_the_source,
        a_derived_indicator_has_no_rows_of_its_own, parameters_are_checked, stand_ins_are_typed_and_must_end,
        a_chain_of_stand_ins_has_a_limit, a_field_that_is_there_is_refused, a_record_can_be_checked_alone,
        null_arguments_are_refused, no_memory_is_reported_and_nothing_leaks};
    return RUN_TESTS("builder", tests);
}
