/* Packed states of every released version: they are still read, give the answers they always gave, and come out as the
   same bytes. The answers are known from elsewhere: METHODS 5.9 for the sample, the rest by hand (questions.h). */
#include "../support.h"
#include "questions.h"

#include <dirent.h>

static const char FOLDER[] = DSCORE_SOURCE_DIR "/tests/packed/golden";

typedef struct answer {
    int64_t row;
    const char *id;
    double value;
} answer;

/* Rows: Ada on the first day; Bo on both; nobody. Variance of the sample: 306 in all, 14572 the squares, so
   (14572 - 306^2 / 10) / 9. Bo on the second day: four times -7; one of four tickets is open, seen for two days. */
static const answer BY_AGENT[] = {{0, "rows", 10}, {0, "total", 306}, {0, "average", 30.6}, {0, "lower", 18.5},
    {0, "upper", 40}, {0, "middle", 23.5}, {0, "trimmed", 24.875}, {0, "spread", 5208.4 / 9}, {0, "least", 12},
    {0, "most", 95}, {0, "share_above", 0.4}, {0, "channels", 3}, {0, "pairs_again", 0}, {0, "done_in_two_days", 1},
    {0, "big", 30}, {0, "per_point", 10.2}, {1, "rows", 3}, {1, "total", 0.75001}, {1, "middle", 0.25},
    {1, "least", 1e-5}, {1, "big", 13835058055282163712.0}, {2, "rows", 4}, {2, "total", -28}, {2, "spread", 0},
    {2, "pairs_again", 1}, {2, "done_in_two_days", 0.75}, {3, "rows", 1}, {3, "average", -7}};

/* Integers: Bo has three times 2^62, and four times -7; the roster lists 7 and 99, who has no ticket. */
static const answer BY_NUMBER[] = {{0, "total", 306}, {0, "upper", 40}, {0, "spread", 5208.4 / 9}, {1, "rows", 7},
    {1, "total", 13835058055282163684.0}, {1, "most", 4611686018427387904.0}, {1, "middle", -7}, {1, "channels", 3},
    {2, "rows", 0}, {3, "rows", 1}};

/* Both as one team: three fractions beside the ten numbers, of which 20 is the middle one; four of 13 lie above 25. */
static const answer BY_TEAM[] = {{0, "rows", 13}, {0, "total", 306.75001}, {0, "middle", 20}, {0, "least", 1e-5},
    {0, "most", 95}, {0, "share_above", 4.0 / 13}, {0, "channels", 3}, {1, "rows", 4}, {1, "total", -28},
    {1, "done_in_two_days", 0.75}, {2, "rows", 1}};

/* Nothing was given: the file of a version is read all the same. */
typedef struct golden {
    const char *name;
    const answer *answers;
    int64_t count, rows;
} golden;

static const golden GOLDEN[PACKED_QUESTIONS] = {
    {"by-agent", BY_AGENT, (int64_t)(sizeof BY_AGENT / sizeof BY_AGENT[0]), 4},
    {"by-number", BY_NUMBER, (int64_t)(sizeof BY_NUMBER / sizeof BY_NUMBER[0]), 4}, {"in-all", NULL, 0, 0}};

static const golden MAPPED = {"by-team", BY_TEAM, (int64_t)(sizeof BY_TEAM / sizeof BY_TEAM[0]), 3};

static uint8_t *read_golden(const char *version, const char *name, int64_t *out_n)
{
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s/%s.state", FOLDER, version, name);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s is not there", path);
    uint8_t *bytes = malloc(1 << 16);
    ck_assert_ptr_nonnull(bytes);
    *out_n = (int64_t)fread(bytes, 1, 1 << 16, file);
    (void)fclose(file);
    return bytes;
}

/* All but the version that wrote it, and the checksum, are the same. */
static void check_bytes(const dscore_state *state, const uint8_t *bytes, int64_t n)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    uint8_t *again = malloc((size_t)n);
    ck_assert_ptr_nonnull(again);
    assert_ok(dscore_state_pack(state, again, n, &needed, &err), err);
    ck_assert_int_eq(needed, n);
    ck_assert_mem_eq(again, bytes, 10);
    ck_assert_mem_eq(again + 16, bytes + 16, (size_t)n - 24);
    free(again);
}

static void check_answers(const golden *g, const dscore_state *state, const char *version)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_values *values = NULL;
    if (g->count == 0) {
        ck_assert_int_eq(dscore_state_finish(state, &values, &err), DSCORE_E_FIELD_MISSING); /* no table was given */
        return;
    }
    assert_ok(dscore_state_finish(state, &values, &err), err);
    ck_assert_int_eq(dscore_values_row_count(values), g->rows);
    for (int64_t i = 0; i < g->count; i++) {
        const answer *a = &g->answers[i];
        dscore_value value = DSCORE_VALUE_INIT;
        assert_ok(dscore_values_get(values, a->row, dscore_values_find(values, a->id), &value, &err), err);
        ck_assert_msg(value.status == DSCORE_VALUE_OK && value.value == a->value,
            "%s %s, row %lld, %s: %.17g, not %.17g", version, g->name, (long long)a->row, a->id, value.value, a->value);
    }
    dscore_values_free(values);
}

static void check_version(const dscore_catalog *catalog, const char *version)
{
    for (int q = 0; q < PACKED_QUESTIONS; q++) {
        dscore_error err = DSCORE_ERROR_INIT;
        int64_t n;
        uint8_t *bytes = read_golden(version, GOLDEN[q].name, &n);
        dscore_plan *plan = packed_plan(catalog, q, &err);
        dscore_state *state = NULL;
        ck_assert_ptr_nonnull(plan);
        assert_ok(dscore_state_unpack(plan, bytes, n, &state, &err), err);
        check_answers(&GOLDEN[q], state, version);
        check_bytes(state, bytes, n);
        dscore_pack_info info = DSCORE_PACK_INFO_INIT;
        assert_ok(dscore_pack_look(bytes, n, &info, &err), err);
        ck_assert_int_eq(info.format, 1);
        ck_assert_str_eq(info.fingerprint, dscore_plan_fingerprint(plan));
        ck_assert_int_eq(info.is_intact, 1);
        ck_assert_int_eq(info.rows, q == PACKED_IN_ALL ? 0 : 18);
        ck_assert_int_eq(info.cells, q == PACKED_BY_AGENT ? 4 : q == PACKED_BY_NUMBER ? 3 : 0);
        dscore_state_free(state);
        dscore_plan_free(plan);
        free(bytes);
    }
}

START_TEST(states_of_every_released_version_are_read_and_give_their_answers)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = packed_catalog(NULL, &err);
    ck_assert_msg(catalog != NULL, "%s", err.message);
    int versions = 0;
    DIR *folder = opendir(FOLDER);
    ck_assert_ptr_nonnull(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (entry->d_name[0] != '.') {
            check_version(catalog, entry->d_name);
            versions++;
        }
    }
    (void)closedir(folder);
    ck_assert_int_gt(versions, 0);
    dscore_catalog_free(catalog);
}
END_TEST

/* Split anywhere, packed, unpacked and merged: the bytes of the golden file of this format. */
START_TEST(parts_that_travelled_add_up_to_the_golden_file)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = packed_catalog(NULL, &err);
    packed_rows rows;
    packed_fill(&rows);
    for (int q = 0; q < PACKED_IN_ALL; q++) {
        int64_t n, needed = 0;
        uint8_t *bytes = read_golden("0.4.0", GOLDEN[q].name, &n);
        uint8_t *part = malloc((size_t)n);
        dscore_plan *plan = packed_plan(catalog, q, &err);
        dscore_state *sum = NULL;
        ck_assert_ptr_nonnull(part);
        assert_ok(dscore_state_new(plan, &sum, &err), err);
        for (int32_t first = 0; first < PACKED_ROWS; first += 3) {
            dscore_state *state = NULL, *arrived = NULL;
            assert_ok(dscore_state_new(plan, &state, &err), err);
            ck_assert(packed_update(state, catalog, q, &rows, PACKED_ROWS - 3 - first, 3, &err));
            assert_ok(dscore_state_pack(state, part, n, &needed, &err), err);
            assert_ok(dscore_state_unpack(plan, part, needed, &arrived, &err), err);
            assert_ok(dscore_state_merge(sum, arrived, &err), err);
            dscore_state_free(state);
            dscore_state_free(arrived);
        }
        check_bytes(sum, bytes, n);
        dscore_state_free(sum);
        dscore_plan_free(plan);
        free(part);
        free(bytes);
    }
    dscore_catalog_free(catalog);
}
END_TEST

/* What says that agents became teams is in the bytes: they add up with their like alone. */
START_TEST(a_mapped_state_is_read_and_stays_one)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = packed_catalog(NULL, &err);
    dscore_plan *plan = packed_plan(catalog, PACKED_BY_AGENT, &err);
    dscore_state *by_agent = packed_state(catalog, plan, PACKED_BY_AGENT, &err), *state = NULL;
    dscore_state *by_team = packed_by_team(by_agent, &err);
    int64_t n;
    uint8_t *bytes = read_golden("0.4.0", MAPPED.name, &n);
    assert_ok(dscore_state_unpack(plan, bytes, n, &state, &err), err);
    check_answers(&MAPPED, state, "0.4.0");
    check_bytes(state, bytes, n);
    check_bytes(by_team, bytes, n);
    ck_assert_int_eq(dscore_state_merge(state, by_agent, &err), DSCORE_E_INCOMPATIBLE);
    assert_ok(dscore_state_merge(state, by_team, &err), err);
    dscore_values *values = NULL;
    assert_ok(dscore_state_finish(state, &values, &err), err);
    ck_assert_str_eq(dscore_values_key_name(values, 0), "team");
    dscore_values_free(values);
    dscore_state_free(state);
    dscore_state_free(by_team);
    dscore_state_free(by_agent);
    dscore_plan_free(plan);
    dscore_catalog_free(catalog);
    free(bytes);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {states_of_every_released_version_are_read_and_give_their_answers,
        a_mapped_state_is_read_and_stays_one, parts_that_travelled_add_up_to_the_golden_file};
    return RUN_TESTS("golden", tests);
}
