/* Rows in time, by hand: clocks, pending rows, periods, stand-ins, what depends on now; and the graph of expressions.
   Ids are those of the decisions. */
#include "program_support.h"

START_TEST(elapsed_follows_the_policy_for_negative_times_D10)
{
    static const int32_t a[5] = {0, 10, NONE, 10, 5};
    static const int32_t b[5] = {60, 4, 10, NONE, 5};
    rig r;
    rig_open(&r);
    r.rows = 5;
    bind_seconds(&r, "a", a);
    bind_seconds(&r, "b", b);
    check_rows(&r, "elapsed(a, b)", "=N..=");
    check_rows(&r, "b - a", "==..=");
    r.settings.negative = DSI_NEGATIVE_FAIL;
    check_rows(&r, "calendar_time(a, b)", "=N..=");
    r.settings.negative = DSI_NEGATIVE_SIGNED;
    check_values(&r, "coalesce(elapsed(a, b), 1s)", (const double[]){60e6, -6e6, 1e6, 1e6, 0.0}, 5);
    r.settings.negative = DSI_NEGATIVE_CLAMP;
    check_values(&r, "coalesce(elapsed(a, b), 1s)", (const double[]){60e6, 0.0, 1e6, 1e6, 0.0}, 5);
    rig_close(&r);
}
END_TEST

START_TEST(within_is_true_late_or_pending_T7)
{
    /* answered at the limit, late, before it began; open and late, open at the limit, open; no start; no limit */
    static const int32_t a[8] = {0, 0, 50, 0, 40, 60, NONE, 0};
    static const int32_t b[8] = {60, 61, 40, NONE, NONE, NONE, 50, 10};
    static const int32_t d[8] = {60, 60, 60, 60, 60, 60, 60, NONE};
    rig r;
    rig_open(&r);
    r.rows = 8;
    r.settings.has_now = true;
    r.settings.now = 100000000;
    bind_seconds(&r, "a", a);
    bind_seconds(&r, "b", b);
    bind_seconds(&r, "d", d);
    check_rows(&r, "within(a, b, 60s)", "TFNFPP.T");
    ck_assert_str_eq(now_shown(&r, 8), "---nnn--");
    check_rows(&r, "within(a, b, d)", "TFNFPP..");
    ck_assert_str_eq(now_shown(&r, 8), "---nnn--");
    check_rows(&r, "within(a, b, 60s) and true", "TFNFPP.T");
    check_rows(&r, "within(a, b, 60s) and false", "FFFFFFFF");
    check_rows(&r, "within(a, b, 60s) or true", "TTTTTTTT");
    check_rows(&r, "within(a, b, 60s) is missing", "FFTFTTTF");
    check_rows(&r, "within(a, b, 60s) and a is missing", "FFFFFF.F");
    r.settings.negative = DSI_NEGATIVE_SIGNED;
    check_rows(&r, "within(a, b, 60s)", "TFTFPP.T");
    r.settings.negative = DSI_NEGATIVE_CLAMP;
    check_rows(&r, "within(a, b, 60s)", "TFTFPP.T");
    r.settings.has_now = false;
    check_rows(&r, "within(a, b, 60s)", "TFT....T");
    ck_assert_str_eq(now_shown(&r, 8), "--------");
    rig_close(&r);
}
END_TEST

START_TEST(within_judges_complete_blocks_as_it_does_others)
{
    static const int32_t a[5] = {0, 0, 0, 40, 60};
    static const int32_t b[5] = {60, 61, NONE, NONE, NONE};
    static const int32_t all[5] = {60, 61, 0, 100, 121};
    static const int32_t early[5] = {60, 61, NONE, 30, 121};
    rig r;
    rig_open(&r);
    r.rows = 5;
    r.settings.has_now = true;
    r.settings.now = 100000000;
    bind_seconds(&r, "a", a);
    bind_seconds(&r, "b", b);
    check_rows(&r, "within(a, b, 60s)", "TFFPP");
    ck_assert_str_eq(now_shown(&r, 5), "--nnn");
    check_rows(&r, "within(a, b, 60s) or within(a, b, 1h)", "TTPPP");
    bind_seconds(&r, "b", all);
    check_rows(&r, "within(a, b, 60s)", "TFTTF");
    ck_assert_str_eq(now_shown(&r, 5), "-----");
    bind_seconds(&r, "b", early);
    check_rows(&r, "within(a, b, 60s)", "TFFNF");
    ck_assert_str_eq(now_shown(&r, 5), "--n--");
    rig_close(&r);
}
END_TEST

START_TEST(met_compares_with_a_deadline_H24)
{
    static const int32_t done[6] = {10, 11, NONE, NONE, NONE, 5};
    static const int32_t due[6] = {10, 10, 99, 100, 101, NONE};
    rig r;
    rig_open(&r);
    r.settings.has_now = true;
    r.settings.now = 100000000;
    bind_seconds(&r, "b", done);
    bind_seconds(&r, "due", due);
    check_rows(&r, "met(b, due)", "TFFPP.");
    ck_assert_str_eq(now_shown(&r, 6), "--nnn-");
    rig_close(&r);
}
END_TEST

START_TEST(only_rows_that_took_now_depend_on_it_D11)
{
    static const int32_t a[4] = {0, 10, NONE, 200};
    static const uint8_t p[4] = {1, 0, 9, 1};
    rig r;
    rig_open(&r);
    r.rows = 4;
    r.settings.has_now = true;
    r.settings.now = 100000000;
    bind_seconds(&r, "a", a);
    bind_booleans(&r, "p", p);
    check_values(&r, "coalesce(a, now()) - @1970-01-01T00:00:00Z", (const double[]){0.0, 10e6, 100e6, 200e6}, 4);
    ck_assert_str_eq(now_shown(&r, 4), "--n-");
    check_rows(&r, "a + 1h < now()", "FF.F");
    ck_assert_str_eq(now_shown(&r, 4), "nnnn");
    check_rows(&r, "if(p, now(), a)", "==.=");
    ck_assert_str_eq(now_shown(&r, 4), "n--n");
    check_rows(&r, "now() - 1s == now()", "FFFF");
    ck_assert_str_eq(now_shown(&r, 4), "nnnn");
    check_rows(&r, "a is present", "TTFT");
    ck_assert_str_eq(now_shown(&r, 4), "----");
    r.settings.has_now = false;
    check_rows(&r, "now() > a", "....");
    rig_close(&r);
}
END_TEST

START_TEST(period_ends_are_clipped_to_now_H7)
{
    static const int32_t a[4] = {0, 0, 0, 0};
    static const int32_t periods[4] = {0, 1, -1, 0};
    rig r;
    rig_open(&r);
    r.rows = 4;
    bind_seconds(&r, "a", a);
    r.periods = periods;
    r.settings.has_now = true;
    r.settings.now = 150000000;
    check_rows(&r, "elapsed(a, period_end())", "==.=");
    ck_assert_str_eq(now_shown(&r, 4), "-n--");
    check_values(&r, "coalesce(elapsed(a, period_end()), 0s)", (const double[]){100e6, 150e6, 0.0, 100e6}, 4);
    check_values(&r, "coalesce(elapsed(a, period_start()), 1s)", (const double[]){0.0, 100e6, 1e6, 0.0}, 4);
    r.settings.now = 40000000;
    check_values(&r, "coalesce(elapsed(a, period_end()), 0s)", (const double[]){40e6, 40e6, 0.0, 40e6}, 4);
    r.settings.has_now = false;
    check_rows(&r, "elapsed(a, period_end())", "=..=");
    r.periods = NULL; /* everything lies in period 0 */
    check_values(&r, "elapsed(a, period_end())", (const double[]){100e6, 100e6, 100e6, 100e6}, 4);
    r.edges[0] = INT64_MIN;
    check_rows(&r, "period_start() == a", "....");
    rig_close(&r);
}
END_TEST

START_TEST(a_field_that_is_not_bound_is_read_through_its_stand_in)
{
    static const int32_t x[3] = {1, NONE, 3};
    rig r;
    rig_open(&r);
    r.rows = 3;
    bind_ints(&r, "x", x);
    check_rows(&r, "z * 2", "...");
    check_rows(&r, "z is missing", "TTT");
    check_rows(&r, "p and z > 0 or x == 1", "T..");
    check_rows(&r, "coalesce(note, \"?\") == \"?\"", "TTT");
    r.with_stand_in = true;
    r.choices[FIELDS - 1] = 0;
    check_values(&r, "coalesce(z, 0) * 2", (const double[]){4, 0, 8}, 3);
    check_rows(&r, "z > 2", "F.T");
    rig_close(&r);
}
END_TEST

START_TEST(a_domain_is_a_constant_H26)
{
    static const int32_t s[3] = {5, 4, NONE};
    rig r;
    rig_open(&r);
    r.rows = 3;
    bind_ints(&r, "s", s);
    check_rows(&r, "s == domain_max(s)", "TF.");
    check_values(&r, "domain_max(s) - domain_min(s)", (const double[]){4, 4, 4}, 3);
    check_rows(&r, "s > domain_min(x)", "...");
    rig_close(&r);
}
END_TEST

START_TEST(equal_trees_are_one_expression)
{
    rig r;
    rig_open(&r);
    dsi_reading readings[FIELDS];
    memset(readings, 0, sizeof readings);
    dsi_program *p = dsi_program_new(&r.bench.arena, r.bench.scope.source, readings, -1);
    static const char *const texts[] = {"elapsed(a, b) > 30s", "calendar_time(a, b) > 0.5min", "elapsed(a, b) > 31s",
        "elapsed(b, a) > 30s", "elapsed(a, period_end()) > 30s", "met(b, due)"};
    int32_t ids[6];
    for (int i = 0; i < 6; i++) {
        assert_ok(dsi_program_add(p, compile_row(&r.bench, texts[i]), DSI_CLOCK_CALENDAR, &ids[i], &r.bench.err),
            r.bench.err);
    }
    ck_assert_int_eq(ids[0], ids[1]);
    ck_assert_int_ne(ids[0], ids[2]);
    ck_assert_int_ne(ids[0], ids[3]);
    ck_assert_int_eq(
        dsi_program_count(p), 14); /* a b elapsed 30s > | 31s > | elapsed(b,a) > | end elapsed > | due met */
    ck_assert(dsi_program_reads(p, ids[0], 1));
    ck_assert(!dsi_program_reads(p, ids[0], 2));
    ck_assert(dsi_program_uses_period(p, ids[4]));
    ck_assert(!dsi_program_uses_period(p, ids[0]));
    ck_assert(dsi_program_uses_now(p, ids[5]));
    ck_assert(!dsi_program_uses_now(p, ids[0]));
    ck_assert_int_eq(dsi_program_type(p, ids[0]), DSCORE_TYPE_BOOLEAN);
    for (int i = 0; i < 500; i++) { /* the table grows and still finds */
        char text[32];
        (void)snprintf(text, sizeof text, "x + %d", i);
        int32_t first = 0;
        int32_t again = 0;
        assert_ok(dsi_program_add(p, compile_row(&r.bench, text), DSI_CLOCK_NONE, &first, &r.bench.err), r.bench.err);
        assert_ok(dsi_program_add(p, compile_row(&r.bench, text), DSI_CLOCK_NONE, &again, &r.bench.err), r.bench.err);
        ck_assert_int_eq(first, again);
    }
    rig_close(&r);
}
END_TEST

/* Each field stands for twice the next one: as a tree of 2^60 leaves it would never end. The last takes now(). */
START_TEST(stand_ins_of_stand_ins_are_looked_into_once)
{
    enum { CHAIN = 60 };
    static char names[CHAIN][8];
    static char texts[CHAIN][24];
    static const char *derive[CHAIN];
    const char *sources[CHAIN];
    dsi_field chain[CHAIN];
    memset(chain, 0, sizeof chain);
    for (int i = 0; i < CHAIN; i++) {
        (void)snprintf(names[i], sizeof names[i], "f%d", i);
        (void)snprintf(texts[i], sizeof texts[i], i + 1 < CHAIN ? "f%d + f%d" : "(now() - now()) / 1s", i + 1, i + 1);
        derive[i] = texts[i];
        sources[i] = "rows";
        chain[i] = (dsi_field){.name = names[i],
            .type = DSCORE_TYPE_NUMBER,
            .domain_min = -HUGE_VAL,
            .domain_max = HUGE_VAL,
            .derive = &derive[i],
            .derive_count = 1};
    }
    bench b;
    bench_open(&b);
    dscore_schema *schema = NULL;
    dscore_table *table = NULL;
    assert_ok(dsi_schema_new(NULL, NULL, 0, sources, chain, CHAIN, &schema, &b.err), b.err);
    assert_ok(dscore_table_new(schema, "rows", &table, &b.err), b.err);
    b.scope.source = &schema->sources[0];
    dsi_reading readings[CHAIN];
    int32_t choices[CHAIN];
    for (int i = 0; i < CHAIN; i++) {
        readings[i] = dsi_reading_of(&chain[i]);
        choices[i] = 0;
    }
    dsi_program *p = dsi_program_new(&b.arena, b.scope.source, readings, -1);
    int32_t id = -1;
    assert_ok(dsi_program_add(p, compile_row(&b, "f0 + 1"), DSI_CLOCK_NONE, &id, &b.err), b.err);
    for (int i = 0; i < CHAIN; i++) {
        assert_ok(dsi_program_add_derive(p, i, 0, compile_row(&b, texts[i]), &b.err), b.err);
    }
    ck_assert(dsi_program_uses_now(p, id));
    ck_assert(!dsi_program_uses_period(p, id));
    dsi_worker *w = dsi_worker_new(&b.allocator, p);
    const int64_t edges[2] = {0, 1};
    const dsi_settings settings = {.has_now = true, .now = 5, .edges = edges, .period_count = 1};
    dsi_worker_block(w, table, choices, &settings, 0, 1);
    const dsi_vector *v = NULL;
    assert_ok(dsi_worker_eval(w, id, &v, &b.err), b.err);
    ck_assert(value_of(v, 0) == 1.0);
    ck_assert_int_eq(dsi_worker_now_of(w, id)[0], 1);
    dsi_worker_free(w);
    dscore_table_free(table);
    dsi_schema_drop(schema);
    bench_close(&b);
}
END_TEST

START_TEST(many_blocks_forget_what_was_before)
{
    enum { MANY = 2500 };
    static int32_t x[MANY];
    rig r;
    rig_open(&r);
    r.rows = MANY;
    for (int i = 0; i < MANY; i++) {
        x[i] = i % 7 == 0 ? NONE : i;
    }
    bind_ints(&r, "x", x);
    dsi_reading readings[FIELDS];
    memset(readings, 0, sizeof readings);
    readings[4].type = DSCORE_TYPE_NUMBER;
    readings[4].domain_min = -HUGE_VAL;
    readings[4].domain_max = HUGE_VAL;
    dsi_program *p = dsi_program_new(&r.bench.arena, r.bench.scope.source, readings, -1);
    int32_t id = 0;
    assert_ok(dsi_program_add(p, compile_row(&r.bench, "x * 2 + x"), DSI_CLOCK_NONE, &id, &r.bench.err), r.bench.err);
    dsi_worker *w = dsi_worker_new(&r.bench.allocator, p);
    ck_assert_int_gt(dsi_worker_bytes(w), 0);
    int64_t sum = 0;
    int32_t present = 0;
    for (int64_t first = 0; first < MANY; first += DSI_BLOCK) {
        const int32_t n = MANY - first < DSI_BLOCK ? (int32_t)(MANY - first) : DSI_BLOCK;
        dsi_worker_block(w, r.table, r.choices, &r.settings, first, n);
        const dsi_vector *v = NULL;
        const dsi_vector *again = NULL;
        assert_ok(dsi_worker_eval(w, id, &v, &r.bench.err), r.bench.err);
        assert_ok(dsi_worker_eval(w, id, &again, &r.bench.err), r.bench.err);
        ck_assert_ptr_eq(v, again);
        for (int32_t i = 0; i < n; i++) {
            if (status_of(v, i) == DSI_PRESENT) {
                sum += v->v.i[i];
                present++;
            }
        }
    }
    dsi_worker_free(w);
    /* 3 * (sum of 0..2499 - sum of the multiples of 7 up to 2499) */
    ck_assert_int_eq(sum, 3 * (INT64_C(2499) * 2500 / 2 - INT64_C(7) * 357 * 358 / 2));
    ck_assert_int_eq(present, MANY - 358);
    rig_close(&r);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        elapsed_follows_the_policy_for_negative_times_D10,
        within_is_true_late_or_pending_T7,
        within_judges_complete_blocks_as_it_does_others,
        met_compares_with_a_deadline_H24,
        only_rows_that_took_now_depend_on_it_D11,
        period_ends_are_clipped_to_now_H7,
        a_field_that_is_not_bound_is_read_through_its_stand_in,
        a_domain_is_a_constant_H26,
        equal_trees_are_one_expression,
        many_blocks_forget_what_was_before,
        stand_ins_of_stand_ins_are_looked_into_once,
    };
    return RUN_TESTS("formula program", tests);
}
