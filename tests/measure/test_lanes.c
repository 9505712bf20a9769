/* Sums and counters at the edges of what is counted in small: the greatest numbers, whole blocks of them in one cell,
   and more rows of a cell than a byte counts. The expectations are products of powers of two, exact as doubles. */
#include "state_tickets.h"

#include <math.h>

enum { BLOCK = 2048, ROWS = 3 * BLOCK };

static int64_t cost[ROWS], who[ROWS];

/* The sum and the count of all costs by agent (or of all), as the first row of the values has them. */
static void assert_sum(const char *key, double sum, double rows)
{
    const formula f[] = {{"sum", "sum(cost)", NULL, NULL, NULL}, {"rows", "count(cost)", NULL, NULL, NULL},
        {"less", "sum(0 - cost)", NULL, NULL, NULL}};
    const char *const ids[] = {"sum", "rows", "less"};
    dscore_catalog *c = catalog_with(f, 3, NULL);
    dscore_plan *plan = plan_of(query_of(c, key, ids, 3));
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_ints(t, "agent", who, ROWS);
    bind_ints(t, "cost", cost, ROWS);
    dscore_state *s = state_of(plan);
    ck_assert_int_eq(dscore_state_update(s, t, 0, ROWS, NULL, NULL), DSCORE_OK);
    dscore_values *v = finish(s);
    dscore_value got = DSCORE_VALUE_INIT;
    ck_assert_int_eq(dscore_values_get(v, 0, 0, &got, NULL), DSCORE_OK);
    ck_assert_double_eq(got.value, sum);
    ck_assert_int_eq(dscore_values_get(v, 0, 1, &got, NULL), DSCORE_OK);
    ck_assert_double_eq(got.value, rows);
    ck_assert_int_eq(dscore_values_get(v, 0, 2, &got, NULL), DSCORE_OK);
    ck_assert_double_eq(got.value, -sum);
    dscore_values_free(v);
    dscore_state_free(s);
    dscore_table_free(t);
    dscore_plan_free(plan);
    dscore_catalog_free(c);
}

START_TEST(whole_blocks_of_great_numbers_add_up_in_one_cell_and_in_two)
{
    for (int32_t bits = 49; bits <= 62; bits++) {
        for (int32_t i = 0; i < ROWS; i++) {
            cost[i] = INT64_C(1) << bits;
            who[i] = 1;
        }
        assert_sum(NULL, ldexp(ROWS, bits), ROWS);
        assert_sum("agent", ldexp(ROWS, bits), ROWS);
        who[1] = 2; /* no block lies in one cell then, but for those behind it */
        who[BLOCK + 1] = 2;
        who[2 * BLOCK + 1] = 2;
        assert_sum("agent", ldexp(ROWS - 3, bits), ROWS - 3);
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {whole_blocks_of_great_numbers_add_up_in_one_cell_and_in_two};
    return RUN_TESTS("lanes", tests);
}
