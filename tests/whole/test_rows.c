/* Every indicator of the catalogue over random tables of every source: the three counts add up to the rows that its
   placement lets in, and the rows behind a value are as many as its counts say (D4, D24). */
#include "whole_support.h"

#include "../measure/clock_support.h"

enum { CROWD = 40, CROWD_FIELDS = 160 };

/* Random columns for every field of a source: a value or none, a few impossible. */
typedef struct crowd {
    int64_t longs[CROWD_FIELDS][CROWD];
    double doubles[CROWD_FIELDS][CROWD];
    const char *texts[CROWD_FIELDS][CROWD];
    int8_t flags[CROWD_FIELDS][CROWD];
} crowd;

static void bind_crowd(desk *d, crowd *c, uint64_t *seed)
{
    static const char *const names[] = {"Ada", "Bo", "Cy"};
    const dscore_schema *schema = dscore_catalog_schema(d->catalog);
    const char *source = dscore_table_source(desk_latest(d));
    const int32_t count = dscore_schema_field_count(schema, source);
    ck_assert_int_le(count, CROWD_FIELDS);
    for (int32_t f = 0; f < count; f++) {
        const char *field = dscore_schema_field(schema, source, f);
        dscore_field_info info = DSCORE_FIELD_INFO_INIT;
        assert_ok(dscore_schema_field_info(schema, source, field, &info, &d->err), d->err);
        for (int i = 0; i < CROWD; i++) {
            const int64_t dice = chance_below(seed, 6);
            c->texts[f][i] = dice == 0 ? NULL : names[dice % 3];
            c->flags[f][i] = dice == 0 ? UNKNOWN : (int8_t)(dice % 2);
            c->doubles[f][i] = dice == 0 ? (double)NAN : (double)(chance_below(seed, 13) - 1);
            c->longs[f][i] = dice == 0 ? NONE : chance_below(seed, 400) * HOUR;
        }
        if (info.type == DSCORE_TYPE_TEXT) {
            bind_texts(d, field, c->texts[f], CROWD);
        } else if (info.type == DSCORE_TYPE_BOOLEAN) {
            bind_flags(d, field, c->flags[f], CROWD);
        } else if (info.type == DSCORE_TYPE_NUMBER) {
            bind_numbers(d, field, c->doubles[f], CROWD);
        } else {
            bind_times(d, field, c->longs[f], CROWD);
        }
    }
}

enum { RANGE_FROM_HOURS = 50, RANGE_TO_HOURS = 350 };

/* The column of a field of a crowd. */
static const int64_t *crowd_times(const desk *d, const crowd *c, const char *source, const char *field, size_t length)
{
    const dscore_schema *schema = dscore_catalog_schema(d->catalog);
    for (int32_t f = 0; f < dscore_schema_field_count(schema, source); f++) {
        const char *name = dscore_schema_field(schema, source, f);
        if (strlen(name) == length && strncmp(name, field, length) == 0) {
            return c->longs[f];
        }
    }
    ck_abort_msg("no column %.*s", (int)length, field);
    return NULL;
}

/* How many rows of its source an indicator's placement lets in: event(x): from <= x < to; open(x, y): x < to and y
   missing or y >= to. */
static int64_t candidates(const desk *d, const crowd *c, const char *source, const char *placement)
{
    const int64_t from = RANGE_FROM_HOURS * HOUR, to = RANGE_TO_HOURS * HOUR;
    const int is_event = strncmp(placement, "event(", 6) == 0;
    const char *first = placement + (is_event ? 6 : 5);
    const size_t length = strcspn(first, ",)");
    const int64_t *x = crowd_times(d, c, source, first, length), *y = NULL;
    if (!is_event) {
        const char *second = first + length + strspn(first + length, ", ");
        y = crowd_times(d, c, source, second, strcspn(second, ")"));
    }
    int64_t count = 0;
    for (int i = 0; i < CROWD; i++) {
        if (is_event) {
            count += x[i] != NONE && x[i] >= from && x[i] < to ? 1 : 0;
        } else {
            count += x[i] != NONE && x[i] < to && (y[i] == NONE || y[i] >= to) ? 1 : 0;
        }
    }
    return count;
}

/* Ask for indicators [first, end) of the catalogue, as far as this version can compile them. */
static int32_t ask_for_some(desk *d, int32_t first, int32_t end)
{
    int32_t asked = 0;
    dscore_calendar *calendar = office("desk", NULL, 9, 17);
    assert_ok(dscore_query_calendar(d->query, NULL, calendar, &d->err), d->err);
    for (int32_t i = first; i < end && i < dscore_catalog_count(d->catalog); i++) {
        const char *id = dscore_indicator_text(dscore_catalog_at(d->catalog, i), DSCORE_INDICATOR_ID);
        dscore_query *one = NULL;
        dscore_plan *plan = NULL;
        assert_ok(dscore_query_new(d->catalog, &one, &d->err), d->err);
        assert_ok(dscore_query_now(one, 500 * HOUR, &d->err), d->err);
        assert_ok(dscore_query_range(one, 0, HOUR, &d->err), d->err);
        assert_ok(dscore_query_key(one, "subject", &d->err), d->err);
        assert_ok(dscore_query_item(one, NULL, id, &d->err), d->err);
        assert_ok(dscore_query_calendar(one, NULL, calendar, &d->err), d->err);
        dscore_status status = dscore_plan_compile(one, &plan, &d->err);
        const int needs_limit = status == DSCORE_E_PARAMETER;
        if (needs_limit) { /* resolution_within has no default on purpose */
            assert_ok(dscore_query_parameter(one, id, "limit", "1d", &d->err), d->err);
            status = dscore_plan_compile(one, &plan, &d->err);
        }
        ck_assert_msg(status == DSCORE_OK || status == DSCORE_E_UNSUPPORTED, "%s: %s %s", id,
            dscore_status_name(status), d->err.message);
        if (status == DSCORE_OK) {
            desk_ask(d, id);
            asked++;
            if (needs_limit) {
                assert_ok(dscore_query_parameter(d->query, id, "limit", "1d", &d->err), d->err);
            }
        }
        dscore_plan_free(plan);
        dscore_query_free(one);
    }
    dscore_calendar_free(calendar);
    return asked;
}

/* The rows of one cell by class: as many as the counts say, ascending, and each in one class only. */
static void check_rows(const desk *d, const dscore_table *table, int64_t row, const char *alias)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const dscore_value v = value_at(d->values, row, alias);
    const int64_t expected[] = {0, v.n_used, v.n_missing, v.n_excluded, v.n_invalid};
    int32_t seen[CROWD] = {0};
    for (int32_t class_of = DSCORE_ROWS_USED; class_of <= DSCORE_ROWS_INVALID; class_of++) {
        int64_t rows[CROWD], needed = -1;
        int32_t reasons[CROWD];
        assert_ok(
            dscore_plan_rows(d->plan, table, d->values, row, alias, class_of, rows, reasons, CROWD, &needed, &err),
            err);
        ck_assert_msg(needed == expected[class_of], "%s row %lld class %d: %lld rows, the count says %lld", alias,
            (long long)row, (int)class_of, (long long)needed, (long long)expected[class_of]);
        for (int64_t i = 0; i < needed; i++) {
            ck_assert_msg(rows[i] >= 0 && rows[i] < CROWD && (i == 0 || rows[i] > rows[i - 1]), "%s: rows", alias);
            ck_assert_int_eq(reasons[i] == 0, class_of == DSCORE_ROWS_USED);
            if (class_of != DSCORE_ROWS_INVALID) {
                ck_assert_msg(seen[rows[i]] == 0, "%s: a row in two classes", alias);
            } else {
                ck_assert_msg(seen[rows[i]] == DSCORE_ROWS_EXCLUDED, "%s: an invalid row that is not excluded", alias);
            }
            seen[rows[i]] = class_of;
        }
    }
}

static const dscore_table *table_of(const desk *d, const char *source, int32_t *out_index)
{
    for (int32_t t = 0; t < d->table_count; t++) {
        if (strcmp(dscore_table_source(d->tables[t]), source) == 0) {
            *out_index = t;
            return d->tables[t];
        }
    }
    return NULL;
}

static void check_item(const desk *d, const crowd *crowds, int32_t item)
{
    dscore_error err = DSCORE_ERROR_INIT;
    const char *alias = dscore_values_item(d->values, item, DSCORE_ITEM_ALIAS);
    const dscore_indicator *indicator = dscore_catalog_find(d->catalog, alias);
    const char *source = dscore_indicator_text(indicator, DSCORE_INDICATOR_SOURCE);
    int32_t index = 0;
    const dscore_table *table = table_of(d, source, &index);
    if (table == NULL) { /* derived: rows are asked for by operand */
        int64_t needed = 0;
        ck_assert_int_eq(dscore_plan_rows(d->plan, d->tables[0], d->values, 0, alias, DSCORE_ROWS_USED, NULL, NULL, 0,
                             &needed, &err),
            DSCORE_E_UNSUPPORTED);
        return;
    }
    int64_t sum = 0;
    for (int64_t row = 0; row < dscore_values_row_count(d->values); row++) {
        const dscore_value v = value_at(d->values, row, alias);
        sum += v.n_used + v.n_missing + v.n_excluded;
        ck_assert_int_le(v.n_invalid + v.n_pending, v.n_excluded);
        check_rows(d, table, row, alias);
    }
    const int64_t expected =
        candidates(d, &crowds[index], source, dscore_indicator_text(indicator, DSCORE_INDICATOR_PLACEMENT));
    ck_assert_msg(
        sum == expected, "%s: %lld rows accounted for, %lld candidates", alias, (long long)sum, (long long)expected);
    ck_assert_int_eq(reason_of(d, alias, DSCORE_REASON_UNPLACED), CROWD - expected);
}

START_TEST(of_every_indicator_the_counts_add_up_to_the_candidates_and_to_the_rows_behind_them)
{
    uint64_t seed = 20260131;
    desk d;
    desk_open(&d, NULL);
    const dscore_schema *schema = dscore_catalog_schema(d.catalog);
    const int32_t sources = dscore_schema_source_count(schema);
    crowd *crowds = calloc((size_t)sources, sizeof *crowds);
    ck_assert_ptr_nonnull(crowds);
    ck_assert_str_eq(dscore_schema_source(schema, 0), "tickets");
    for (int32_t s = 0; s < sources; s++) {
        if (s > 0) {
            desk_table(&d, dscore_schema_source(schema, s));
        }
        bind_crowd(&d, &crowds[s], &seed);
    }
    int32_t asked = 0;
    for (int32_t first = 0; first < dscore_catalog_count(d.catalog); first += 20) {
        dscore_query_free(d.query);
        assert_ok(dscore_query_new(d.catalog, &d.query, &d.err), d.err);
        desk_key(&d, "subject");
        assert_ok(dscore_query_range(d.query, RANGE_FROM_HOURS * HOUR, RANGE_TO_HOURS * HOUR, &d.err), d.err);
        assert_ok(dscore_query_now(d.query, 500 * HOUR, &d.err), d.err);
        asked += ask_for_some(&d, first, first + 20);
        desk_run(&d);
        ck_assert_int_eq(dscore_values_row_count(d.values), 4); /* three names and nobody */
        for (int32_t item = 0; item < dscore_values_item_count(d.values); item++) {
            check_item(&d, crowds, item);
        }
    }
    ck_assert_int_gt(asked, 180);
    free(crowds);
    desk_close(&d);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {of_every_indicator_the_counts_add_up_to_the_candidates_and_to_the_rows_behind_them};
    return RUN_TESTS("rows", tests);
}
