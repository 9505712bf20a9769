/* Batch after batch: a state that has just read a table skips what it knows of the next, and must not skip what changed
   between the two: what is bound, of which kind and zone, the audit, and the texts behind addresses and codes that look
   the same. */
#include "state_tickets.h"

enum { MANY = 200 }; /* rows: more than a reader of keys takes for a few */

static const formula formulas[] = {{"n", "count()", NULL, NULL, NULL}, {"stars", "mean(csat)", NULL, NULL, NULL},
    {"frt", "mean(elapsed(created_at, first_response_at))", NULL, NULL, "s"}};

static dscore_plan *plan_by_agent(void)
{
    return plan_of_formulas("agent", formulas, 3);
}

/* Another batch of the eight tickets is refused, and nothing of it is counted. */
static void assert_refused(dscore_state *state, const dscore_table *t, dscore_status expected, const char *path)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t taken = -1;
    dscore_values *before = finish(state);
    ck_assert_int_eq(dscore_state_update(state, t, 0, dscore_table_rows(t), &taken, &err), expected);
    ck_assert_int_eq(taken, 0);
    ck_assert_str_eq(err.path, path);
    dscore_values *after = finish(state);
    assert_same_values(before, after);
    dscore_values_free(before);
    dscore_values_free(after);
}

START_TEST(a_key_that_turns_into_numbers_is_refused_and_text_goes_on)
{
    static const int64_t numbers[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    dscore_plan *plan = plan_by_agent();
    dscore_table *t = tickets(plan);
    dscore_state *s = state_of(plan);
    update(s, t);
    update(s, t);
    bind_ints(t, "agent", numbers, 8);
    assert_refused(s, t, DSCORE_E_INCOMPATIBLE, "tickets.agent");
    assert_refused(s, t, DSCORE_E_INCOMPATIBLE, "tickets.agent");
    bind_texts(t, "agent", agents, 8);
    update(s, t);
    dscore_values *v = finish(s);
    ck_assert_double_eq(value_at(v, "A", "n").value, 3 * 4);
    ck_assert_double_eq(value_at(v, "B", "n").value, 3 * 3);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(a_field_that_is_no_longer_bound_is_refused)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *plan = plan_by_agent();
    dscore_table *t = tickets(plan);
    dscore_state *s = state_of(plan);
    update(s, t);
    update(s, t);
    assert_ok(dscore_table_unbind(t, "csat", &err), err);
    assert_refused(s, t, DSCORE_E_FIELD_MISSING, "tickets.csat");
    bind_ints(t, "csat", csat, 8);
    update(s, t);
    assert_ok(dscore_table_unbind(t, "agent", &err), err);
    assert_refused(s, t, DSCORE_E_FIELD_MISSING, "tickets.agent");
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

/* What was freed last is handed out first, if it is as large. */
typedef struct recycler {
    void *parts[4096];
    int64_t sizes[4096];
    int count;
} recycler;

static void *recycle_alloc(void *ctx, int64_t size, int64_t align)
{
    recycler *r = ctx;
    (void)align;
    for (int i = r->count - 1; i >= 0; i--) {
        if (r->sizes[i] == size) {
            void *p = r->parts[i];
            r->count--;
            r->parts[i] = r->parts[r->count];
            r->sizes[i] = r->sizes[r->count];
            return p;
        }
    }
    return malloc((size_t)size);
}

static void *recycle_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    (void)ctx;
    (void)old_size;
    (void)align;
    return realloc(p, (size_t)new_size);
}

static void recycle_release(void *ctx, void *p, int64_t size, int64_t align)
{
    recycler *r = ctx;
    (void)align;
    if (r->count == (int)(sizeof r->parts / sizeof r->parts[0])) {
        free(p);
        return;
    }
    r->parts[r->count] = p;
    r->sizes[r->count++] = size;
}

START_TEST(another_table_at_the_same_address_is_looked_at_again)
{
    static const int64_t numbers[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    const char *const ids[] = {"n", "stars", "frt"};
    static recycler r;
    const dscore_allocator own = {
        (uint32_t)sizeof(dscore_allocator), &r, recycle_alloc, recycle_resize, recycle_release};
    dscore_catalog *catalog = catalog_with(formulas, 3, &own);
    dscore_plan *plan = plan_of(query_of(catalog, "agent", ids, 3));
    dscore_state *s = state_of(plan);
    dscore_table *t = tickets(plan);
    const uintptr_t first = (uintptr_t)t;
    update(s, t);
    dscore_table_free(t);

    t = tickets(plan);
    ck_assert(first == (uintptr_t)t);
    bind_ints(t, "agent", numbers, 8);
    assert_refused(s, t, DSCORE_E_INCOMPATIBLE, "tickets.agent");
    dscore_table_free(t);

    t = table_of(schema_of(plan), "tickets");
    ck_assert(first == (uintptr_t)t);
    bind_texts(t, "agent", agents, 8);
    bind_seconds(t, "created_at", created, 8);
    bind_seconds(t, "first_response_at", answered, 8);
    assert_refused(s, t, DSCORE_E_FIELD_MISSING, "tickets.csat");
    bind_ints(t, "csat", csat, 8);
    update(s, t);
    dscore_values *v = finish(s);
    ck_assert_double_eq(value_at(v, "A", "n").value, 2 * 4);
    dscore_values_free(v);
    dscore_table_free(t);
    dscore_state_free(s);
    dscore_plan_free(plan);
    dscore_catalog_free(catalog);
    for (int i = 0; i < r.count; i++) {
        free(r.parts[i]);
    }
}
END_TEST

START_TEST(a_column_bound_anew_between_updates_is_read_as_it_is_now)
{
    static const int8_t small[8] = {1, 1, 1, 1, 1, 1, 1, 1};
    static const double fractions[8] = {2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *plan = plan_by_agent();
    dscore_table *t = tickets(plan);
    dscore_state *s = state_of(plan);
    update(s, t);
    assert_ok(dscore_table_bind_array(t, "csat", DSCORE_INT8, DSCORE_UNIT_NONE, small, 8, 1, NULL, &err), err);
    update(s, t);
    bind_doubles(t, "csat", fractions, 8);
    update(s, t);
    dscore_values *v = finish(s);
    /* A: 5, 4, 3 (7 is no rating); four times 1; four times 2.5. */
    ck_assert_double_eq(value_at(v, "A", "stars").value, (12 + 4 + 10) / 11.0);
    ck_assert_int_eq(value_at(v, "A", "stars").n_invalid, 1);
    /* B: 2, none, 4; three times 1; three times 2.5. */
    ck_assert_double_eq(value_at(v, "B", "stars").value, (6 + 3 + 7.5) / 8);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

static void bind_naive(dscore_table *t, const char *field, const int64_t *data, bool is_naive)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_column column = DSCORE_COLUMN_INIT;
    column.type = DSCORE_INT64;
    column.unit = DSCORE_UNIT_S;
    column.data = data;
    column.length = 8;
    column.stride = 8;
    column.sentinel = &no_int;
    column.flags = is_naive ? (int32_t)DSCORE_COLUMN_NAIVE : 0;
    assert_ok(dscore_table_bind(t, field, &column, &err), err);
}

START_TEST(instants_that_lose_their_zone_between_updates_are_noticed)
{
    dscore_plan *plan = plan_by_agent();
    dscore_table *t = tickets(plan);
    dscore_state *s = state_of(plan);
    update(s, t);
    dscore_values *v = finish(s);
    ck_assert_int_eq(value_at(v, "A", "frt").flags & DSCORE_FLAG_NAIVE, 0);
    dscore_values_free(v);
    bind_naive(t, "created_at", created, true);
    assert_refused(s, t, DSCORE_E_TYPE, "tickets.created_at"); /* the other one has a zone */
    bind_naive(t, "first_response_at", answered, true);
    update(s, t);
    v = finish(s);
    ck_assert_int_ne(value_at(v, "A", "frt").flags & DSCORE_FLAG_NAIVE, 0);
    dscore_values_free(v);
    bind_naive(t, "created_at", created, false);
    assert_refused(s, t, DSCORE_E_TYPE, "tickets.first_response_at");
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

START_TEST(another_audit_between_updates_is_refused)
{
    static const uint8_t marks[8] = {1, 0, 0, 0, 0, 0, 0, 0};
    dscore_plan *plan = plan_by_agent();
    dscore_table *t = tickets(plan);
    dscore_state *s = state_of(plan);
    update(s, t);
    update(s, t);
    ck_assert(dsi_table_leave_out(t, marks, "duplicate = exclude"));
    assert_refused(s, t, DSCORE_E_INCOMPATIBLE, "tickets");
    dsi_table_leave_nothing_out(t);
    update(s, t);
    dscore_values *v = finish(s);
    ck_assert_double_eq(value_at(v, "A", "n").value, 3 * 4);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

/* ---- names behind addresses and codes -------------------------------------------------------- */

/* The names of MANY rows in one text each: "x0", "x1", "x2", ... in turn. */
static void write_names(char (*texts)[8], char letter, int distinct)
{
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(texts[i], sizeof texts[i], "%c%d", letter, i % distinct);
    }
}

static void assert_rows(const dscore_state *s, const char *agent, double rows)
{
    dscore_values *v = finish(s);
    ck_assert_double_eq(value_at(v, agent, "n").value, rows);
    dscore_values_free(v);
}

/* As C strings whose memory is written anew between two updates, of all rows and of few. */
START_TEST(names_written_over_between_updates_are_read_again)
{
    static char texts[MANY][8];
    static const char *names[MANY];
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *plan = plan_of_formulas("agent", formulas, 1);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    dscore_state *s = state_of(plan);
    for (int i = 0; i < MANY; i++) {
        names[i] = texts[i];
    }
    bind_texts(t, "agent", names, MANY);
    write_names(texts, 'x', 4);
    update(s, t);
    write_names(texts, 'y', 4);
    update(s, t);
    assert_rows(s, "x1", MANY / 4.0);
    assert_rows(s, "y1", MANY / 4.0);
    for (int i = 0; i < 12; i++) {
        (void)snprintf(texts[0], sizeof texts[0], "z%d", i % 3);
        assert_ok(dscore_state_update(s, t, 0, 1, NULL, &err), err);
    }
    assert_rows(s, "z2", 4);
    assert_rows(s, "y0", MANY / 4.0);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

static void bind_dictionary(dscore_table *t, const int32_t *codes, const char *const *names, int64_t count)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_column texts = DSCORE_COLUMN_INIT, column = DSCORE_COLUMN_INIT;
    texts.type = DSCORE_CSTRING;
    texts.data = (const void *)names;
    texts.length = count;
    texts.stride = sizeof *names;
    column.type = DSCORE_DICT;
    column.code_type = DSCORE_INT32;
    column.data = codes;
    column.length = MANY;
    column.stride = sizeof *codes;
    column.dictionary = &texts;
    assert_ok(dscore_table_bind(t, "agent", &column, &err), err);
}

/* A dictionary gives way to others with the same codes, shorter and longer, and to texts and back. */
START_TEST(codes_mean_what_the_dictionary_of_the_batch_says)
{
    static const char *const first[] = {"a", "b", "c"}, *const second[] = {"c", "a"},
                             *const third[] = {"d", "c", "b", "a"};
    static char texts[MANY][8];
    static const char *names[MANY];
    static int32_t codes[MANY], one[MANY];
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *plan = plan_of_formulas("agent", formulas, 1);
    dscore_table *t = table_of(schema_of(plan), "tickets");
    dscore_state *s = state_of(plan);
    for (int i = 0; i < MANY; i++) {
        codes[i] = i % 2;
        one[i] = 3;
        names[i] = texts[i];
    }
    write_names(texts, 'd', 1); /* d0 */
    bind_dictionary(t, codes, first, 3);
    update(s, t); /* a and b: 100 each */
    bind_dictionary(t, codes, second, 2);
    update(s, t); /* c and a */
    bind_dictionary(t, one, third, 4);
    update(s, t); /* a: 200 */
    bind_texts(t, "agent", names, MANY);
    update(s, t); /* d0: 200 */
    bind_dictionary(t, codes, third, 4);
    update(s, t); /* d and c */
    bind_dictionary(t, codes, first, 3);
    assert_ok(dscore_state_update(s, t, 1, 1, NULL, &err), err); /* b */
    bind_dictionary(t, codes, second, 2);
    assert_ok(dscore_state_update(s, t, 1, 1, NULL, &err), err); /* a */
    assert_rows(s, "a", 100 + 100 + 200 + 1);
    assert_rows(s, "b", 100 + 1);
    assert_rows(s, "c", 100 + 100);
    assert_rows(s, "d", 100);
    assert_rows(s, "d0", 200);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
}
END_TEST

/* ---- what is skipped changes nothing --------------------------------------------------------- */

START_TEST(one_row_at_a_time_gives_what_one_batch_gives)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_plan *plan = plan_by_agent();
    dscore_table *t = tickets(plan), *other = tickets(plan);
    dscore_state *whole = state_of(plan), *single = state_of(plan);
    update(whole, t);
    for (int64_t row = 0; row < 8; row++) {
        assert_ok(dscore_state_update(single, row % 3 == 0 ? other : t, row, 1, NULL, &err), err);
    }
    assert_same_states(whole, single);
    dscore_state_free(whole);
    dscore_state_free(single);
    dscore_table_free(t);
    dscore_table_free(other);
    dscore_plan_free(plan);
}
END_TEST

/* Whatever allocation fails in batches of changing shape: no row counts that was not taken, and nothing leaks. */
START_TEST(memory_that_fails_between_batches_of_changing_shape_loses_nothing)
{
    static const char *const names[] = {"a", "b"};
    static int32_t codes[MANY];
    static const char *texts[MANY];
    faulty f;
    const dscore_allocator own = faulty_allocator(&f);
    const char *const ids[] = {"n"};
    for (int i = 0; i < MANY; i++) {
        codes[i] = i % 2;
        texts[i] = i % 2 == 0 ? "a" : "c";
    }
    for (int64_t fail = 0; fail < rounds(60); fail++) {
        dscore_catalog *catalog = catalog_with(formulas, 1, &own);
        dscore_plan *plan = plan_of(query_of(catalog, "agent", ids, 1));
        dscore_table *coded = table_of(schema_of(plan), "tickets"), *spelt = table_of(schema_of(plan), "tickets");
        bind_dictionary(coded, codes, names, 2);
        bind_texts(spelt, "agent", texts, MANY);
        dscore_state *s = state_of(plan);
        f.calls = 0;
        f.fail_at = fail;
        int64_t all = 0, taken = 0;
        for (int i = 0; i < 6; i++) {
            const dscore_status status = dscore_state_update(s, i % 2 == 0 ? coded : spelt, 0, MANY, &taken, NULL);
            ck_assert(status == DSCORE_OK || status == DSCORE_E_MEMORY);
            all += taken;
        }
        f.fail_at = -1;
        update(s, coded);
        dscore_values *v = finish(s);
        double counted = 0;
        for (int64_t row = 0; row < dscore_values_row_count(v); row++) {
            counted += value_at(v, dscore_values_key(v, row, 0), "n").value;
        }
        ck_assert_double_eq(counted, (double)(all + MANY));
        dscore_values_free(v);
        dscore_state_free(s);
        dscore_table_free(coded);
        dscore_table_free(spelt);
        dscore_plan_free(plan);
        dscore_catalog_free(catalog);
        ck_assert_int_eq(f.live, 0);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_key_that_turns_into_numbers_is_refused_and_text_goes_on,
        a_field_that_is_no_longer_bound_is_refused, another_table_at_the_same_address_is_looked_at_again,
        a_column_bound_anew_between_updates_is_read_as_it_is_now,
        instants_that_lose_their_zone_between_updates_are_noticed, another_audit_between_updates_is_refused,
        names_written_over_between_updates_are_read_again, codes_mean_what_the_dictionary_of_the_batch_says,
        one_row_at_a_time_gives_what_one_batch_gives,
        memory_that_fails_between_batches_of_changing_shape_loses_nothing};
    return RUN_TESTS("batches", tests);
}
