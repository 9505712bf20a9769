/* Status names, versions, the caller's error and the executor: base.h without its numbers. */
#include "support.h"

#include "base/error.h"

START_TEST(every_status_has_the_name_of_its_enumerator)
{
    ck_assert_str_eq(dscore_status_name(DSCORE_OK), "DSCORE_OK");
    ck_assert_str_eq(dscore_status_name(DSCORE_E_ARGUMENT), "DSCORE_E_ARGUMENT");
    ck_assert_str_eq(dscore_status_name(DSCORE_E_FIELD_MISSING), "DSCORE_E_FIELD_MISSING");
    ck_assert_str_eq(dscore_status_name(DSCORE_E_MEMORY), "DSCORE_E_MEMORY");
    ck_assert_str_eq(dscore_status_name(DSCORE_E_INTERNAL), "DSCORE_E_INTERNAL");
    for (dscore_status s = DSCORE_OK; s <= DSCORE_E_INTERNAL; s++) {
        ck_assert_str_ne(dscore_status_name(s), "DSCORE_E_UNKNOWN");
    }
}
END_TEST

START_TEST(an_unknown_status_still_has_a_text)
{
    ck_assert_str_eq(dscore_status_name(-1), "DSCORE_E_UNKNOWN");
    ck_assert_str_eq(dscore_status_name(DSCORE_E_INTERNAL + 1), "DSCORE_E_UNKNOWN");
    ck_assert_str_eq(dscore_status_name(INT32_MIN), "DSCORE_E_UNKNOWN");
    ck_assert_str_eq(dscore_status_name(INT32_MAX), "DSCORE_E_UNKNOWN");
}
END_TEST

START_TEST(the_version_text_is_that_of_the_headers)
{
    char expected[64];
    (void)snprintf(
        expected, sizeof expected, "%d.%d.%d", DSCORE_VERSION_MAJOR, DSCORE_VERSION_MINOR, DSCORE_VERSION_PATCH);
    ck_assert_str_eq(dscore_version(), expected);
    ck_assert_int_eq(dscore_abi_generation(), DSCORE_ABI_GENERATION);
}
END_TEST

START_TEST(the_unbounded_instants_are_the_ends_of_int64)
{
    ck_assert(dscore_instant_min() == INT64_MIN);
    ck_assert(dscore_instant_max() == INT64_MAX);
}
END_TEST

START_TEST(a_failure_fills_the_error_and_clears_an_older_place)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dsi_error_path(&err, "old.path");
    dsi_error_row(&err, 7);
    dsi_error_position(&err, 1, 2, 3);
    ck_assert_int_eq(dsi_fail(&err, DSCORE_E_TYPE, 42, "%s is %d, expected %d", "x", 1, 2), DSCORE_E_TYPE);
    ck_assert_int_eq(err.status, DSCORE_E_TYPE);
    ck_assert_int_eq(err.code, 42);
    ck_assert_str_eq(err.message, "x is 1, expected 2");
    ck_assert_str_eq(err.path, "");
    ck_assert_int_eq(err.row, -1);
    ck_assert_int_eq(err.line, 0);
    ck_assert_int_eq(err.column, 0);
    ck_assert_int_eq(err.offset, -1);
}
END_TEST

START_TEST(the_place_can_be_added_and_prefixed)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dsi_fail(&err, DSCORE_E_FORMAT, 0, "wrong");
    dsi_error_path(&err, "rules[%d]", 3);
    dsi_error_prefix(&err, "card");
    ck_assert_str_eq(err.path, "card.rules[3]");
    dsi_error_path(&err, "[%d]", 4);
    dsi_error_prefix(&err, "grades");
    ck_assert_str_eq(err.path, "grades[4]");
    dsi_error_path(&err, "%s", "");
    dsi_error_prefix(&err, "top");
    ck_assert_str_eq(err.path, "top");
    dsi_error_prefix(&err, "");
    ck_assert_str_eq(err.path, "top");
    dsi_error_row(&err, 12);
    dsi_error_position(&err, 3, 14, 159);
    ck_assert_int_eq(err.row, 12);
    ck_assert_int_eq(err.line, 3);
    ck_assert_int_eq(err.column, 14);
    ck_assert_int_eq(err.offset, 159);
}
END_TEST

START_TEST(no_error_struct_is_needed)
{
    ck_assert_int_eq(dsi_fail(NULL, DSCORE_E_RANGE, 1, "x"), DSCORE_E_RANGE);
    ck_assert_int_eq(dsi_fail_memory(NULL), DSCORE_E_MEMORY);
    ck_assert_int_eq(dsi_fail_null(NULL, "out"), DSCORE_E_ARGUMENT);
    dsi_error_path(NULL, "x");
    dsi_error_prefix(NULL, "x");
    dsi_error_row(NULL, 1);
    dsi_error_position(NULL, 1, 1, 1);
}
END_TEST

START_TEST(an_older_smaller_error_is_not_overrun)
{
    dscore_error err = DSCORE_ERROR_INIT;
    err.struct_size = (uint32_t)offsetof(dscore_error, path);
    memcpy(err.path, "keep", 5);
    memcpy(err.message, "keep", 5);
    dsi_fail(&err, DSCORE_E_LIMIT, 9, "long text");
    dsi_error_path(&err, "new");
    ck_assert_int_eq(err.status, DSCORE_E_LIMIT);
    ck_assert_int_eq(err.code, 9);
    ck_assert_str_eq(err.path, "keep");
    ck_assert_str_eq(err.message, "keep");
}
END_TEST

START_TEST(a_long_message_is_cut_between_characters)
{
    /* 512 bytes hold 511 of text: 170 characters of 3 bytes are 510, the next does not fit. */
    char text[3 * 200 + 1];
    for (int i = 0; i < 200; i++) {
        memcpy(text + 3 * i, "\xE5\x88\x86", 3); /* U+5206 */
    }
    text[3 * 200] = '\0';
    dscore_error err = DSCORE_ERROR_INIT;
    dsi_fail(&err, DSCORE_E_FORMAT, 0, "%s", text);
    ck_assert_uint_eq(strlen(err.message), 510);
    dsi_fail(&err, DSCORE_E_FORMAT, 0, "a%s", text); /* 1 + 170 * 3 = 511: fits exactly */
    ck_assert_uint_eq(strlen(err.message), 511);
    dsi_error_path(&err, "%s", text); /* 255 = 85 * 3 */
    ck_assert_uint_eq(strlen(err.path), 255);
    dsi_error_prefix(&err, "x"); /* "x." leaves 253: 84 characters */
    ck_assert_uint_eq(strlen(err.path), 2 + 84 * 3);
}
END_TEST

static void mark(void *ctx, int64_t i)
{
    int *counts = ctx;
    counts[i]++; /* each index is another element: no two threads meet */
}

START_TEST(a_name_cut_within_a_message_ends_with_a_whole_character)
{
    dscore_error err = DSCORE_ERROR_INIT;
    (void)dsi_fail(&err, DSCORE_E_FORMAT, 0, "'%.5s' is no name", "a\xE6\xBB\xA1\xE6\x84\x8F"); /* 1 + 3 + 3 bytes */
    ck_assert_str_eq(err.message, "'a\xE6\xBB\xA1' is no name");
    dsi_error_path(&err, "%.2s.%s", "\xE6\xBB\xA1", "\xFFx\x80");
    ck_assert_str_eq(err.path, ".x");
}
END_TEST

START_TEST(an_executor_runs_every_task_once)
{
    dscore_error err = DSCORE_ERROR_INIT;
    for (int32_t threads = 1; threads <= 5; threads += 2) {
        dscore_executor executor;
        dscore_status status = dscore_executor_threads(threads, &executor, &err);
        if (status == DSCORE_E_UNSUPPORTED) {
            return;
        }
        ck_assert_int_eq(status, DSCORE_OK);
        ck_assert_int_eq(executor.threads, threads);
        ck_assert(executor.progress == NULL);
        const int64_t sizes[] = {0, 1, 2, 1000};
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
            int counts[1000] = {0};
            ck_assert_int_eq(executor.run(executor.ctx, sizes[k], mark, counts), 0);
            for (int64_t i = 0; i < 1000; i++) {
                ck_assert_int_eq(counts[i], i < sizes[k]);
            }
        }
    }
}
END_TEST

START_TEST(an_executor_needs_a_sensible_number_of_threads)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_executor executor;
    ck_assert_int_ne(dscore_executor_threads(0, &executor, &err), DSCORE_OK);
    ck_assert_int_eq(err.code, DSCORE_CODE_THREADS);
    ck_assert_int_ne(dscore_executor_threads(1025, &executor, NULL), DSCORE_OK);
    ck_assert_int_eq(dscore_executor_threads(1, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_str_eq(err.message, "out is NULL, expected a pointer");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_status_has_the_name_of_its_enumerator, an_unknown_status_still_has_a_text,
        the_version_text_is_that_of_the_headers, the_unbounded_instants_are_the_ends_of_int64,
        a_failure_fills_the_error_and_clears_an_older_place, the_place_can_be_added_and_prefixed,
        no_error_struct_is_needed, an_older_smaller_error_is_not_overrun, a_long_message_is_cut_between_characters,
        a_name_cut_within_a_message_ends_with_a_whole_character, an_executor_runs_every_task_once,
        an_executor_needs_a_sensible_number_of_threads};
    return RUN_TESTS("status", tests);
}
