/* Growable texts, the buffer rule, UTF-8, identifiers and nearest names. */
#include "support.h"

#include "base/text.h"

static dsi_text new_text(void)
{
    dscore_allocator a;
    dsi_text t;
    ck_assert_int_eq(dsi_allocator_init(&a, NULL, NULL), DSCORE_OK);
    dsi_text_init(&t, &a);
    return t;
}

START_TEST(pieces_are_joined_in_order)
{
    dsi_text t = new_text();
    dsi_text_add(&t, "a");
    dsi_text_add_bytes(&t, "bcd", 2);
    dsi_text_add_int(&t, 0);
    dsi_text_add(&t, " ");
    dsi_text_add_int(&t, INT64_MIN);
    dsi_text_add(&t, " ");
    dsi_text_add_int(&t, INT64_MAX);
    dsi_text_add(&t, " ");
    dsi_text_add_double(&t, 0.1);
    dsi_text_add(&t, " ");
    dsi_text_add_rounded(&t, 59.995, 2);
    dsi_text_addf(&t, " %s=%d", "n", 7);
    ck_assert_str_eq(t.data, "abc0 -9223372036854775808 9223372036854775807 0.1 60.00 n=7");
    ck_assert_int_eq(t.length, (int64_t)strlen(t.data));
    dsi_text_free(&t);
    ck_assert_ptr_null(t.data);
}
END_TEST

START_TEST(a_long_formatted_piece_is_whole)
{
    dsi_text t = new_text();
    for (int width = 250; width < 260; width++) {
        const int64_t before = t.length;
        dsi_text_addf(&t, "%*d", width, 5);
        ck_assert_int_eq(t.length - before, width);
        ck_assert_int_eq(t.data[t.length - 1], '5');
    }
    dsi_text_free(&t);
}
END_TEST

START_TEST(a_buffer_too_small_is_left_alone_and_told_its_size)
{
    dsi_text t = new_text();
    dscore_error err = DSCORE_ERROR_INIT;
    char buffer[8] = "before";
    int64_t needed = 0;
    ck_assert_int_eq(dsi_text_give(&t, buffer, 1, &needed, &err), DSCORE_OK); /* nothing added: "" */
    ck_assert_str_eq(buffer, "");
    ck_assert_int_eq(needed, 1);
    memcpy(buffer, "before", 7);
    dsi_text_add(&t, "12345");
    ck_assert_int_eq(dsi_text_give(&t, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
    ck_assert_int_eq(needed, 6);
    ck_assert_int_eq(dsi_text_give(&t, buffer, 5, NULL, &err), DSCORE_E_BUFFER);
    ck_assert_str_eq(buffer, "before");
    ck_assert_str_eq(err.message, "the buffer has 5 bytes, expected at least 6");
    ck_assert_int_eq(dsi_text_give(&t, buffer, 6, &needed, &err), DSCORE_OK);
    ck_assert_str_eq(buffer, "12345");
    ck_assert_int_eq(dsi_text_give(&t, buffer, -1, NULL, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dsi_text_give(&t, NULL, 6, NULL, &err), DSCORE_E_ARGUMENT);
    dsi_text_free(&t);
}
END_TEST

START_TEST(utf8_is_accepted_as_rfc_3629_defines_it)
{
    static const struct {
        const char *text;
        int64_t count;
    } good[] = {{"", 0}, {"abc", 3}, {"\xC2\x80", 1}, {"\xDF\xBF", 1}, {"\xE0\xA0\x80", 1}, {"\xED\x9F\xBF", 1},
        {"\xEE\x80\x80", 1}, {"\xEF\xBF\xBF", 1}, {"\xF0\x90\x80\x80", 1}, {"\xF4\x8F\xBF\xBF", 1},
        {"a\xE5\x88\x86z", 3}};
    static const char *const bad[] = {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2 ", "\xE0\x9F\xBF",
        "\xED\xA0\x80", "\xE5\x88", "\xE5\x88 ", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xF0\x90\x80", "\xF0\x90\x80 ", "\xFF", "ok\xFE"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        const int64_t n = (int64_t)strlen(good[i].text);
        ck_assert_msg(dsi_utf8_valid(good[i].text, n), "case %zu", i);
        ck_assert_int_eq(dsi_utf8_count(good[i].text, n), good[i].count);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_msg(!dsi_utf8_valid(bad[i], (int64_t)strlen(bad[i])), "case %zu", i);
    }
}
END_TEST

START_TEST(identifiers_are_lower_case_words)
{
    ck_assert(dsi_is_identifier("a"));
    ck_assert(dsi_is_identifier("first_response_p90"));
    ck_assert(!dsi_is_identifier(""));
    ck_assert(!dsi_is_identifier("9a"));
    ck_assert(!dsi_is_identifier("_a"));
    ck_assert(!dsi_is_identifier("aB"));
    ck_assert(!dsi_is_identifier("a-b"));
    ck_assert(!dsi_is_identifier("a "));
}
END_TEST

static const char *name_at(const void *ctx, int32_t i)
{
    return ((const char *const *)ctx)[i];
}

START_TEST(a_mistyped_name_finds_what_was_meant)
{
    static const char *const names[] = {"created_at", "csat", "csat_mean", "first_response_at",
        "a_name_that_is_longer_than_anything_that_one_could_call_reasonable", "nps", "resolved_at", NULL};
    ck_assert_str_eq(dsi_nearest("creatd_at", name_at, names), "created_at");
    ck_assert_str_eq(dsi_nearest("csta", name_at, names), "csat"); /* two neighbours swapped: one edit */
    ck_assert_str_eq(dsi_nearest("frist_respones_at", name_at, names), "first_response_at");
    ck_assert_str_eq(dsi_nearest("csat_maen", name_at, names), "csat_mean");
    ck_assert_str_eq(dsi_nearest("np", name_at, names), "nps");
    ck_assert_str_eq(dsi_nearest("Resolved_At", name_at, names), "resolved_at"); /* case is no edit */
    ck_assert_str_eq(dsi_nearest("SCAT", name_at, names), "csat");
    ck_assert_str_eq(dsi_nearest("csat", name_at, names), "csat");
    ck_assert_ptr_null(dsi_nearest("zebra", name_at, names));
    ck_assert_ptr_null(dsi_nearest("x", name_at, names));
    ck_assert_ptr_null(dsi_nearest("", name_at, names));
    ck_assert_ptr_null(dsi_nearest(names[4], name_at, names));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {pieces_are_joined_in_order, a_long_formatted_piece_is_whole,
        a_buffer_too_small_is_left_alone_and_told_its_size, utf8_is_accepted_as_rfc_3629_defines_it,
        identifiers_are_lower_case_words, a_mistyped_name_finds_what_was_meant};
    return RUN_TESTS("text", tests);
}
