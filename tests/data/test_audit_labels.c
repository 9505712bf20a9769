/* Labels that differ only by case or white space: how they are folded, which spelling is right, what is compared. */
#include "audit_support.h"
#include "data/audit.h"

static void assert_folds(const char *label, const char *expected)
{
    char out[128];
    int64_t n = dsi_audit_fold(label, (int64_t)strlen(label), out);
    ck_assert_int_le(n, (int64_t)strlen(label));
    out[n] = '\0';
    ck_assert_str_eq(out, expected);
}

START_TEST(labels_fold_case_and_white_space)
{
    assert_folds("Pricing and Licensing", "pricing and licensing");
    assert_folds("  Pricing \t and\n Licensing ", "pricing and licensing");
    assert_folds("", "");
    assert_folds("   ", "");
    assert_folds("ÀÉÎÕÜÞ×ß", "àéîõüþ×ß");
    assert_folds("ŠkodaŽĀĹ", "škodažāĺ");
    assert_folds("ŸƏƠƯȘȚǍǛ", "ÿəơưșțǎǜ"); /* of French, Azerbaijani, Vietnamese, Romanian, pinyin */
    assert_folds("ΑΒΓΩΣΆΈΌΎΏ", "αβγωσάέόύώ");
    assert_folds("ПРИВЕТ ЁЖ", "привет ёж");
    assert_folds("ＡＢＣ　Ｘ", "ａｂｃ ｘ"); /* full-width letters, an ideographic space */
    assert_folds("a\xC2\xA0\xC2\xA0"
                 "B",
        "a b");
    assert_folds("退款 Refund", "退款 refund");
    assert_folds("İı", "İı"); /* their small letters depend on the language */
}
END_TEST

START_TEST(broken_bytes_stay_as_they_are)
{
    assert_folds("A\xFF\xC3", "a\xFF\xC3");
    assert_folds("\xE4\xB8", "\xE4\xB8");
    assert_folds("\xC0\x80Z", "\xC0\x80z");
    assert_folds("\xF0\x9F\x98\x80 A", "\xF0\x9F\x98\x80 a");
}
END_TEST

START_TEST(the_most_frequent_spelling_is_right)
{
    static const char *const topics[] = {"Pricing and licensing", "Pricing and Licensing", "Other",
        "Pricing and licensing", " pricing and licensing", NULL, "Pricing and licensing", "Pricing and Licensing"};
    dscore_table *table = table_of("tickets");
    bind_texts(table, "category", topics, 8);
    dscore_audit *audit = audit_of(table, NULL);
    ck_assert_int_eq(count_of_kind(audit, DSCORE_AUDIT_LABEL_CASE), 2);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_LABEL_CASE, "category", "Pricing and Licensing");
    ck_assert_int_eq(f.count, 2);
    ck_assert_int_eq(f.checked, 7);
    assert_rows(&f, (const int64_t[]){1, 7}, 2);
    ck_assert_str_eq(f.label, "Pricing and Licensing");
    ck_assert_str_eq(f.other, "Pricing and licensing");
    ck_assert_str_eq(f.message_en,
        "category is written \"Pricing and Licensing\" in 2 of 7 rows, but \"Pricing and licensing\" in 3");
    ck_assert_str_eq(
        f.message_zh, "7 行中有 2 行的 category 写作“Pricing and Licensing”，而有 3 行写作“Pricing and licensing”");
    f = find(audit, DSCORE_AUDIT_LABEL_CASE, "category", " pricing and licensing");
    assert_rows(&f, (const int64_t[]){4}, 1);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(among_equals_the_first_by_bytes_is_right)
{
    static const char *const teams[] = {"red", "RED", "Red", "b", "B"};
    dscore_table *table = table_of("tickets");
    bind_texts(table, "team", teams, 5);
    dscore_audit *audit = audit_of(table, NULL);
    static const char *const labels[] = {"b", "Red", "red"}, *const frequent[] = {"B", "RED", "RED"};
    ck_assert_int_eq(dscore_audit_count(audit), 4);
    for (int32_t i = 0; i < 3; i++) {
        ck_assert_str_eq(finding_at(audit, i + 1).label, labels[i]);
        ck_assert_str_eq(finding_at(audit, i + 1).other, frequent[i]);
    }
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(dictionaries_and_offsets_are_compared_alike)
{
    static const char *const entries[] = {"mail", "unused", "Mail", "mail"};
    static const uint8_t codes[] = {0, 2, 3, 9};
    static const int32_t offsets[] = {0, 4, 8, 12};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_column dictionary = column_of(DSCORE_CSTRING, entries, 4), column = column_of(DSCORE_DICT, codes, 4);
    column.code_type = DSCORE_UINT8;
    column.dictionary = &dictionary;
    dscore_table *table = table_of("tickets");
    assert_ok(dscore_table_bind(table, "channel", &column, &err), err);
    dscore_audit *audit = audit_of(table, NULL);
    dscore_audit_finding f = find(audit, DSCORE_AUDIT_LABEL_CASE, "channel", "Mail");
    assert_rows(&f, (const int64_t[]){1}, 1);
    ck_assert_int_eq(f.checked, 3);
    ck_assert_int_eq(find(audit, DSCORE_AUDIT_INVALID, "channel", NULL).count, 1);
    dscore_audit_free(audit);
    dscore_table_free(table);
    table = table_of("tickets");
    column = column_of(DSCORE_UTF8, "mailMailmail", 3);
    column.offsets = offsets;
    assert_ok(dscore_table_bind(table, "channel", &column, &err), err);
    audit = audit_of(table, NULL);
    f = find(audit, DSCORE_AUDIT_LABEL_CASE, "channel", "Mail");
    assert_rows(&f, (const int64_t[]){1}, 1);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(too_many_labels_are_not_compared)
{
    enum { LIMIT = 100000 };
    static char names[LIMIT + 1][16];
    static const char *texts[LIMIT + 3];
    for (int i = 0; i <= LIMIT; i++) {
        (void)snprintf(names[i], sizeof names[i], "n%d", i);
        texts[i] = names[i];
    }
    dscore_table *table = table_of("tickets");
    texts[LIMIT] = texts[0];
    texts[LIMIT - 1] = "N0"; /* LIMIT labels in all */
    bind_texts(table, "customer", texts, LIMIT + 1);
    dscore_audit *audit = audit_of(table, NULL);
    ck_assert_int_eq(find(audit, DSCORE_AUDIT_LABEL_CASE, "customer", "N0").count, 1);
    dscore_audit_free(audit);
    texts[LIMIT + 1] = "one too many";
    bind_texts(table, "customer", texts, LIMIT + 2);
    audit = audit_of(table, NULL);
    ck_assert_int_eq(dscore_audit_count(audit), 1);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

START_TEST(integers_are_no_labels)
{
    static const int64_t agents[] = {1, 2, 1};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_table *table = table_of("tickets");
    assert_ok(dscore_table_bind_array(table, "agent", DSCORE_INT64, 0, agents, 3, 8, NULL, &err), err);
    dscore_audit *audit = audit_of(table, NULL);
    ck_assert_int_eq(dscore_audit_count(audit), 1);
    dscore_audit_free(audit);
    dscore_table_free(table);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        labels_fold_case_and_white_space,
        broken_bytes_stay_as_they_are,
        the_most_frequent_spelling_is_right,
        among_equals_the_first_by_bytes_is_right,
        dictionaries_and_offsets_are_compared_alike,
        too_many_labels_are_not_compared,
        integers_are_no_labels,
    };
    return RUN_TESTS("data.audit_labels", tests);
}
