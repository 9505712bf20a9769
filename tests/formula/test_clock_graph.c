/* What clocks make of the graph of expressions: what is kept apart, what stands for a span, and what a Kaplan-Meier
   curve is made of. Ids are those of the decisions. */
#include "clock_support.h"

static int32_t add(rig *r, dsi_program *p, const char *text, int32_t clock)
{
    int32_t id = -1;
    assert_ok(dsi_program_add(p, compile_row(&r->bench, text), clock, &id, &r->bench.err), r->bench.err);
    return id;
}

START_TEST(clocks_are_kept_apart_in_the_graph)
{
    rig r;
    rig_open(&r);
    r.calendar_field = field_index("note");
    dsi_program *p = rig_program(&r);
    const int32_t calendar = add(&r, p, "elapsed(a, b)", DSI_CLOCK_CALENDAR);
    const int32_t business = add(&r, p, "elapsed(a, b)", DSI_CLOCK_BUSINESS);
    ck_assert_int_ne(calendar, business);
    ck_assert_int_eq(add(&r, p, "calendar_time(a, b)", DSI_CLOCK_BUSINESS), calendar);
    ck_assert_int_eq(add(&r, p, "business_time(a, b)", DSI_CLOCK_CALENDAR), business);
    ck_assert_int_eq(add(&r, p, "business_time(a, b)", DSI_CLOCK_NONE), business);
    ck_assert_int_ne(
        add(&r, p, "within(a, b, 1h)", DSI_CLOCK_CALENDAR), add(&r, p, "within(a, b, 1h)", DSI_CLOCK_BUSINESS));
    ck_assert_int_eq(add(&r, p, "met(a, b)", DSI_CLOCK_CALENDAR), add(&r, p, "met(a, b)", DSI_CLOCK_BUSINESS));
    ck_assert(!dsi_program_uses_calendar(p, calendar));
    ck_assert(dsi_program_uses_calendar(p, business));
    ck_assert(!dsi_program_uses_zone(p, business));
    ck_assert(!dsi_program_uses_now(p, business));
    ck_assert(dsi_program_uses_now(p, add(&r, p, "not within(a, b, 1h)", DSI_CLOCK_BUSINESS)));
    ck_assert(dsi_program_uses_calendar(p, add(&r, p, "not within(a, b, 1h)", DSI_CLOCK_BUSINESS)));
    ck_assert(dsi_program_uses_calendar(p, add(&r, p, "is_open(a) or p", DSI_CLOCK_NONE)));
    ck_assert(dsi_program_uses_zone(p, add(&r, p, "1 + hour_of(a)", DSI_CLOCK_NONE)));
    ck_assert(dsi_program_uses_zone(p, add(&r, p, "weekday_of(a)", DSI_CLOCK_NONE)));
    ck_assert(dsi_program_uses_zone(p, add(&r, p, "date_of(a)", DSI_CLOCK_NONE)));
    ck_assert(!dsi_program_uses_calendar(p, add(&r, p, "date_of(a)", DSI_CLOCK_NONE)));
    ck_assert(dsi_program_reads(p, business, field_index("note")));
    ck_assert(!dsi_program_reads(p, calendar, field_index("note")));
    rig_close(&r);
}
END_TEST

START_TEST(a_stand_in_hands_on_what_it_uses)
{
    rig r;
    rig_open(&r);
    dsi_program *p = rig_program(&r);
    const int32_t id = add(&r, p, "z + 1", DSI_CLOCK_NONE);
    ck_assert(!dsi_program_uses_calendar(p, id));
    assert_ok(dsi_program_add_derive(p, FIELDS - 1, 0,
                  compile_row(&r.bench, "hours(business_time(a, b)) + hour_of(a) + hours(span)"), &r.bench.err),
        r.bench.err);
    ck_assert(dsi_program_uses_calendar(p, id));
    ck_assert(dsi_program_uses_zone(p, id));
    rig_close(&r);
}
END_TEST

START_TEST(what_names_the_calendar_needs_none)
{
    static const char *const derive[] = {"if(is_open(t), \"a\", \"b\")"};
    static const char *const sources[2] = {"rows", "rows"};
    const dsi_field two[2] = {{.name = "t", .type = DSCORE_TYPE_INSTANT},
        {.name = "name", .type = DSCORE_TYPE_TEXT, .derive = derive, .derive_count = 1}};
    bench b;
    bench_open(&b);
    dscore_schema *schema = NULL;
    assert_ok(dsi_schema_new(NULL, NULL, 0, sources, two, 2, &schema, &b.err), b.err);
    b.scope.source = &schema->sources[0];
    const dsi_reading readings[2] = {dsi_reading_of(&two[0]), dsi_reading_of(&two[1])};
    for (int32_t field = -1; field <= 1; field += 2) {
        dsi_program *p = dsi_program_new(&b.arena, b.scope.source, readings, field);
        const dscore_status status = dsi_program_add_derive(p, 1, 0, compile_row(&b, derive[0]), &b.err);
        ck_assert_int_eq(status, field < 0 ? DSCORE_OK : DSCORE_E_FORMAT);
        ck_assert(field < 0 || b.err.code == DSCORE_CODE_FORMULA_CIRCULAR);
    }
    dsi_schema_drop(schema);
    bench_close(&b);
}
END_TEST

START_TEST(a_span_is_read_from_its_twin_on_the_business_clock_D9)
{
    static const int32_t span[2] = {100, 200};
    static const int32_t work[2] = {10, NONE};
    rig r;
    rig_open(&r);
    r.rows = 2;
    bind_seconds(&r, "span", span);
    check_values(&r, "span / 1s", (const double[]){100, 200}, 2);
    r.clock = DSI_CLOCK_BUSINESS;
    check_rows(&r, "span", "..");
    bind_seconds(&r, "span_work", work);
    check_values(&r, "coalesce(span, 5s) / 1s", (const double[]){10, 5}, 2);
    check_rows(&r, "span == span_work", "T.");
    dsi_program *p = rig_program(&r);
    const int32_t id = add(&r, p, "span * 2", DSI_CLOCK_BUSINESS);
    ck_assert(dsi_program_reads(p, id, field_index("span_work")));
    ck_assert(!dsi_program_reads(p, id, field_index("span")));
    ck_assert(dsi_program_reads(p, add(&r, p, "span * 2", DSI_CLOCK_NONE), field_index("span")));
    const dsi_source *source = r.bench.scope.source;
    ck_assert_int_eq(dsi_field_on_clock(source, field_index("span"), DSI_CLOCK_BUSINESS), field_index("span_work"));
    ck_assert_int_eq(dsi_field_on_clock(source, field_index("span"), DSI_CLOCK_CALENDAR), field_index("span"));
    ck_assert_int_eq(dsi_field_on_clock(source, field_index("d"), DSI_CLOCK_BUSINESS), field_index("d"));
    ck_assert_int_eq(dsi_field_on_clock(source, field_index("lost"), DSI_CLOCK_BUSINESS), -1);
    ck_assert_int_eq(dsi_field_on_clock(source, field_index("odd"), DSI_CLOCK_BUSINESS), -1);
    int32_t lost = -1;
    ck_assert_int_eq(dsi_program_add(p, compile_row(&r.bench, "d + lost"), DSI_CLOCK_BUSINESS, &lost, &r.bench.err),
        DSCORE_E_FIELD_MISSING);
    ck_assert_int_eq(r.bench.err.code, DSCORE_CODE_FORMULA_TWIN);
    ck_assert_str_eq(r.bench.err.path, "rows.lost_work");
    (void)add(&r, p, "d + lost", DSI_CLOCK_CALENDAR);
    rig_close(&r);
}
END_TEST

START_TEST(trees_to_which_the_clock_matters)
{
    static const struct {
        const char *text;
        bool matters;
    } list[] = {
        {"mean(elapsed(a, b))", true},
        {"share(within(a, b, 1h) where p)", true},
        {"count(where elapsed(a, b) > 1h)", true},
        {"km_quantile(a, b, 0.5)", true},
        {"1 - km_within(a, b, 1h)", true},
        {"mean(span)", true},
        {"mean(lost)", true},
        {"mean(span_work)", false},
        {"mean(d)", false},
        {"share(met(a, b))", false},
        {"mean(business_time(a, b))", false},
        {"mean(x) / domain_max(x)", false},
        {"share(d <= domain_max(span))", false},
    };
    rig r;
    rig_open(&r);
    for (size_t i = 0; i < COUNT(list); i++) {
        const dsi_node *node = compile(&r.bench, list[i].text);
        ck_assert_msg(node != NULL, "%s: %s", list[i].text, r.bench.err.message);
        ck_assert_msg(dsi_formula_has_clock(r.bench.scope.source, node) == list[i].matters, "%s", list[i].text);
    }
    ck_assert(!dsi_formula_has_clock(NULL, NULL));
    rig_close(&r);
}
END_TEST

/* ---- Kaplan-Meier ---------------------------------------------------------------------------- */

/* The spans in hours and the events of the rows, as signs of check_rows; NAN where there is no span. */
static void check_km(
    rig *r, const char *text, const double *hours, const char *spans, const char *events, const char *took_now)
{
    const int32_t n = (int32_t)strlen(spans);
    const dsi_node *node = compile(&r->bench, text);
    ck_assert_msg(node != NULL, "%s: %s", text, r->bench.err.message);
    dsi_program *p = rig_program(r);
    int32_t span = -1, event = -1, again = -1, same = -1;
    assert_ok(dsi_program_add_km(p, node, r->clock, &span, &event, &r->bench.err), r->bench.err);
    assert_ok(dsi_program_add_km(p, node, r->clock, &again, &same, &r->bench.err), r->bench.err);
    ck_assert(span == again && event == same);
    ck_assert_int_eq(dsi_program_type(p, span), DSCORE_TYPE_DURATION);
    ck_assert_int_eq(dsi_program_type(p, event), DSCORE_TYPE_BOOLEAN);
    ck_assert(dsi_program_uses_now(p, span));
    ck_assert(dsi_program_uses_calendar(p, span) == (r->clock == DSI_CLOCK_BUSINESS));
    const dsi_vector *v = run_expression(r, p, event);
    ck_assert_str_eq(shown(v, n), events);
    v = run_expression(r, p, span);
    ck_assert_str_eq(shown(v, n), spans);
    ck_assert_str_eq(now_shown(r, n), took_now);
    for (int32_t i = 0; i < n; i++) {
        ck_assert_msg(status_of(v, i) != DSI_PRESENT || value_of(v, i) == hours[i] * 3600e6, "%s: row %d is %g h", text,
            (int)i, value_of(v, i) / 3600e6);
    }
}

START_TEST(open_rows_of_a_curve_are_censored_H19)
{
    /* answered; answered before it began; open; open from tomorrow on; left in time; left after now; left before it
       began; answered and left; no start; now is Monday 10:00 */
    static const int32_t a[9] = {AT(FRI + 15), AT(FRI + 15), AT(FRI + 15), AT(TUE + 9), AT(FRI + 15), AT(FRI + 15),
        AT(FRI + 15), AT(FRI + 15), NONE};
    static const int32_t b[9] = {AT(MON + 9), AT(FRI + 14), NONE, NONE, NONE, NONE, NONE, AT(FRI + 16), AT(FRI + 16)};
    static const int32_t c[9] = {
        NONE, NONE, NONE, NONE, AT(SAT + 1), AT(TUE + 9), AT(FRI + 13), AT(FRI + 15), AT(FRI + 16)};
    office o;
    office_open(&o);
    rig *r = &o.rig;
    r->rows = 9;
    r->settings.has_now = true;
    r->settings.now = US(MON + 10);
    bind_seconds(r, "a", a);
    bind_seconds(r, "b", b);
    bind_seconds(r, "due", c);
    const char *const three = "km_quantile(a, b, 0.5)";
    const char *const four = "km_within(a, b, 1h, due)";
    const char *const events = "TTFFFFFTT";
    check_km(r, three, (const double[]){2, 0, 3, 0, 3, 3, 3, 1, 0}, "=N======.", events, "--nnnnn--");
    check_km(r, four, (const double[]){2, 0, 3, 0, 2, 3, 0, 1, 0}, "=N====N=.", events, "--nn-n---");
    r->settings.negative = DSI_NEGATIVE_SIGNED;
    check_km(r, four, (const double[]){2, -1, 3, 0, 2, 3, -2, 1, 0}, "========.", events, "--nn-n---");
    r->settings.negative = DSI_NEGATIVE_CLAMP;
    check_km(r, four, (const double[]){2, 0, 3, 0, 2, 3, 0, 1, 0}, "========.", events, "--nn-n---");
    r->clock = DSI_CLOCK_CALENDAR;
    check_km(r, three, (const double[]){66, 0, 67, 0, 67, 67, 67, 1, 0}, "========.", events, "--nnnnn--");
    check_km(r, four, (const double[]){66, 0, 67, 0, 10, 67, 0, 1, 0}, "========.", events, "--nn-n---");
    r->settings.has_now = false;
    check_km(r, three, (const double[]){66, 0, 0, 0, 0, 0, 0, 1, 0}, "==.....=.", events, "---------");
    check_km(r, four, (const double[]){66, 0, 0, 0, 10, 90, 0, 1, 0}, "==..====.", events, "---------");
    office_close(&o);
}
END_TEST

START_TEST(a_curve_follows_the_calendar_of_the_row)
{
    static const int32_t a[3] = {AT(FRI + 15), AT(FRI + 15), AT(FRI + 15)};
    static const int32_t b[3] = {AT(MON + 9), NONE, NONE};
    static const char *const names[3] = {"always", "7", "none"};
    office o;
    office_open(&o);
    rig *r = &o.rig;
    r->rows = 3;
    r->settings.has_now = true;
    r->settings.now = US(MON + 10);
    r->calendar_field = field_index("note");
    bind_seconds(r, "a", a);
    bind_seconds(r, "b", b);
    bind_texts(r, "note", names);
    check_km(r, "km_quantile(a, b, 0.5)", (const double[]){66, 2, 0}, "==D", "TFF", "-n-");
    check_km(r, "km_quantile(a, b, 0.5, a + 20h)", (const double[]){66, 1, 0}, "==D", "TFF", "---");
    office_close(&o);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        clocks_are_kept_apart_in_the_graph,
        a_stand_in_hands_on_what_it_uses,
        what_names_the_calendar_needs_none,
        a_span_is_read_from_its_twin_on_the_business_clock_D9,
        trees_to_which_the_clock_matters,
        open_rows_of_a_curve_are_censored_H19,
        a_curve_follows_the_calendar_of_the_row,
    };
    return RUN_TESTS("formula clock graph", tests);
}
