/* TZif files that are cut, damaged or made to deceive: each is refused with its documented status, or means something.
 */
#include "zone_support.h"

static const tz_text PARIS = {.version = 2,
    .types = {561, 0, 3600, 7200},
    .type_count = 4,
    .times = {-1855958961, -946774800, 828234000, 846378000}, /* 1911, 1940 (made up), 1996-03-31, 1996-10-27 */
    .kinds = {1, 2, 3, 2},
    .time_count = 4,
    .footer = "CET-1CEST,M3.5.0,M10.5.0/3"};

static dscore_status read(const tz_file *f, dscore_zone **out, dscore_error *err)
{
    *out = (dscore_zone *)(uintptr_t)1;
    const dscore_status status = dscore_zone_from_tzif(NULL, "Test/Zone", f->bytes, f->length, out, err);
    ck_assert_msg(status == DSCORE_OK || *out == NULL, "a zone in spite of status %d", (int)status);
    return status;
}

static void assert_refused(const tz_file *f, dscore_status status, int32_t code, int64_t offset)
{
    dscore_zone *zone = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    ck_assert_int_eq(read(f, &zone, &err), status);
    ck_assert_int_eq(err.code, code);
    ck_assert_str_eq(err.path, "Test/Zone");
    if (offset >= 0) {
        ck_assert_msg(err.offset == offset, "offset %d, expected %d: %s", (int)err.offset, (int)offset, err.message);
    }
}

START_TEST(a_file_that_is_cut_anywhere_is_refused)
{
    for (int version = 1; version <= 4; version++) {
        tz_text text = PARIS;
        text.version = version;
        tz_file f = tz_make(&text);
        dscore_zone *zone = NULL;
        dscore_error err = DSCORE_ERROR_INIT;
        ck_assert_int_eq(read(&f, &zone, &err), DSCORE_OK);
        dscore_zone_free(zone);
        const int64_t whole = f.length;
        for (f.length = 0; f.length < whole; f.length++) {
            /* In memory of its own, so that a sanitizer sees a read past the end. */
            unsigned char *exact = malloc((size_t)f.length + 1);
            ck_assert_ptr_nonnull(exact);
            memcpy(exact + 1, f.bytes, (size_t)f.length);
            ck_assert_int_eq(dscore_zone_from_tzif(NULL, "a", exact + 1, f.length, &zone, &err), DSCORE_E_FORMAT);
            ck_assert_int_eq(err.code, DSCORE_CODE_ZONE_FILE);
            ck_assert_ptr_null(zone);
            free(exact);
        }
        f = tz_make(&text);
        f.bytes[f.length++] = 'x';
        assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, f.length - 1);
    }
}
END_TEST

START_TEST(a_damaged_file_is_refused_or_has_possible_offsets)
{
    static const unsigned char damage[] = {0x00, 0x01, 0x7F, 0x80, 0xFF, ',', '9', '\n'};
    for (int version = 1; version <= 2; version++) {
        tz_text text = PARIS;
        text.version = version;
        const tz_file whole = tz_make(&text);
        for (int64_t i = 0; i < whole.length; i++) {
            for (size_t k = 0; k < sizeof damage; k++) {
                tz_file f = whole;
                f.bytes[i] = damage[k];
                dscore_zone *zone = NULL;
                dscore_error err = DSCORE_ERROR_INIT;
                const dscore_status status = read(&f, &zone, &err);
                ck_assert_msg(
                    status == DSCORE_OK || status == DSCORE_E_FORMAT || status == DSCORE_E_UNSUPPORTED, "%d", status);
                for (int64_t t = at("0001-01-01"); status == DSCORE_OK && t < at("9999-12-31"); t += 97 * 366 * DAY) {
                    const int32_t offset = offset_at(zone, t);
                    ck_assert_int_lt(offset, 26 * 3600);
                    ck_assert_int_gt(offset, -26 * 3600);
                }
                dscore_zone_free(zone);
            }
        }
    }
}
END_TEST

/* Write a 32-bit number into a file. */
static tz_file with(int64_t offset_in_block, uint32_t value)
{
    tz_file f = tz_make(&PARIS);
    const int64_t length = f.length;
    f.length = f.header + offset_in_block;
    tz_number(&f, value, 4);
    f.length = length;
    return f;
}

START_TEST(what_contradicts_itself_is_refused_with_its_place)
{
    const tz_file whole = tz_make(&PARIS);
    const int64_t counts = whole.header + 20;
    const int64_t times = whole.header + 44;
    const int64_t kinds = times + 4 * 8;
    const int64_t types = kinds + 4;
    tz_file f = whole;
    f.bytes[3] = 'F';
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, 0);
    f = whole;
    f.bytes[4] = '5';
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, 4);
    f = whole;
    f.bytes[whole.header + 4] = '3';
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, whole.header + 4);
    for (int i = 0; i < 6; i++) { /* counts that no file can have */
        f = with(20 + 4 * i, 0xFFFFFFFFU);
        assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, f.length);
    }
    f = with(36, 0); /* no types: the file is then too long, but that is not looked at first */
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, counts + 16);
    f = with(40, 0);
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, counts + 20);
    f = with(20, 1);
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, counts);
    f = with(24, 3);
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, counts + 4);
    f = whole;
    memcpy(f.bytes + times + 8, f.bytes + times, 8); /* the same instant twice */
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, times + 8);
    f = whole;
    f.bytes[kinds + 2] = 4;
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, kinds + 2);
    f = with(types - whole.header, 26 * 3600);
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, types);
    f = with(types - whole.header, 0x80000000U);
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, types);
    f = whole;
    f.bytes[types + 4] = 2;
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, types + 4);
    f = whole;
    f.bytes[types + 5] = 2; /* the names have two bytes */
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, types + 5);
    f.bytes[types + 5] = 200;
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, types + 5);
    f = whole;
    f.bytes[types + 4 * 6 + 1] = 'Y'; /* ... and their end is lost */
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FILE, types + 5);
}
END_TEST

START_TEST(files_that_count_leap_seconds_are_refused)
{
    for (int version = 1; version <= 4; version++) {
        tz_text text = PARIS;
        text.version = version;
        text.leap_count = 3;
        const tz_file f = tz_make(&text);
        assert_refused(&f, DSCORE_E_UNSUPPORTED, DSCORE_CODE_ZONE_LEAP, f.header + 28);
    }
}
END_TEST

START_TEST(a_rule_that_cannot_be_read_is_refused_with_its_place)
{
    static const struct {
        const char *footer;
        int at; /* the byte of the rule */
    } bad[] = {{"C", 1}, {"CE-1", 2}, {"CET", 3}, {"CET*1", 3}, {"CET-25", 6}, {"CET-1:60", 8}, {"CET-1:00:99", 11},
        {"<+0-1", 5}, {"<+01-1", 6}, {"CET-1C", 6}, {"CET-1CEST", 9}, {"CET-1CEST,", 10}, {"CET-1CEST,M3.5.0", 16},
        {"CET-1CEST,M0.5.0,M10.5.0", 12}, {"CET-1CEST,M13.5.0,M10.5.0", 13}, {"CET-1CEST,M3.6.0,M10.5.0", 14},
        {"CET-1CEST,M3.5.7,M10.5.0", 16}, {"CET-1CEST,M3,M10.5.0", 12}, {"CET-1CEST,J0,M10.5.0", 12},
        {"CET-1CEST,J366,M10.5.0", 14}, {"CET-1CEST,366,M10.5.0", 13}, {"CET-1CEST,M3.5.0/168,M10.5.0", 20},
        {"CET-1CEST,M3.5.0/-168,M10.5.0", 21}, {"CET-1CEST,M3.5.0,M10.5.0/", 25}, {"CET-1CEST,M3.5.0,M10.5.0x", 24},
        {"CET-1CEST,M3.5.0,M10.5.0,", 24}, {"CET-1 ", 5}, {"-1", 0}, {":Europe/Paris", 0}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const tz_text text = {.version = 3, .types = {3600}, .type_count = 1, .footer = bad[i].footer};
        const tz_file f = tz_make(&text);
        const int64_t start = f.length - 1 - (int64_t)strlen(bad[i].footer);
        dscore_zone *zone = NULL;
        dscore_error err = DSCORE_ERROR_INIT;
        ck_assert_msg(read(&f, &zone, &err) == DSCORE_E_FORMAT, "%s", bad[i].footer);
        ck_assert_int_eq(err.code, DSCORE_CODE_ZONE_FOOTER);
        ck_assert_msg(
            err.offset == start + bad[i].at, "%s: byte %d: %s", bad[i].footer, (int)(err.offset - start), err.message);
    }
}
END_TEST

START_TEST(a_rule_must_agree_with_the_last_transition)
{
    tz_text text = PARIS;
    text.footer = "WET0";
    tz_file f = tz_make(&text);
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FOOTER, -1);
    text.footer = "EET-2EEST,M3.5.0,M10.5.0/3";
    f = tz_make(&text);
    assert_refused(&f, DSCORE_E_FORMAT, DSCORE_CODE_ZONE_FOOTER, -1);
    /* America/Ojinaga as zic 2022 writes it: on 30 October 2022 the country gave up summer time, and a month later the
       city took that of the United States, which lasts until 6 November. */
    const tz_text ojinaga = {.version = 2,
        .types = {-25200, -21600},
        .type_count = 2,
        .times = {1647162000, 1667116800},
        .kinds = {0, 1},
        .time_count = 2,
        .footer = "CST6CDT,M3.2.0,M11.1.0"};
    dscore_zone *zone = tz_zone(&ojinaga);
    assert_change(zone, "2022-10-30T08:00:00", -25200, -21600);
    assert_change(zone, "2022-11-06T07:00:00", -21600, -21600);
    assert_change(zone, "2023-03-12T08:00:00", -21600, -18000);
    assert_change(zone, "2422-11-06T07:00:00", -18000, -21600); /* and what repeats is the rule, not that week */
    dscore_zone_free(zone);
}
END_TEST

START_TEST(instants_beyond_all_years_do_no_harm)
{
    const tz_text text = {.version = 2,
        .types = {0, 3600, 7200, -3600},
        .type_count = 4,
        .times = {INT64_MIN, -(INT64_C(1) << 59), at("2000-01-01") / SECOND, at("9999-12-31") / SECOND + 86400 * 3,
            INT64_MAX},
        .kinds = {1, 2, 3, 1, 0},
        .time_count = 5,
        .footer = "UTC0"};
    dscore_zone *zone = tz_zone(&text);
    ck_assert_int_eq(offset_at(zone, at("0001-01-01")), 7200);
    assert_change(zone, "2000-01-01", 7200, -3600);
    ck_assert_int_eq(offset_at(zone, at("9999-12-31") + DAY - 1), -3600);
    dscore_zone_free(zone);
    const tz_text late = {.version = 2,
        .types = {0, 3600},
        .type_count = 2,
        .times = {at("9998-01-04") / SECOND},
        .kinds = {0},
        .time_count = 1,
        .footer = "AAA0BBB,M3.5.0,M10.5.0"};
    zone = tz_zone(&late);
    assert_change(zone, "9999-03-28T02:00:00", 0, 3600);
    dscore_zone_free(zone);
}
END_TEST

START_TEST(a_first_version_has_32_bits_and_no_rule)
{
    const tz_text text = {.version = 1,
        .types = {3600, 7200},
        .type_count = 2,
        .times = {-2147483647, 0, 2147483647},
        .kinds = {1, 0, 1},
        .time_count = 3};
    dscore_zone *zone = tz_zone(&text);
    assert_change(zone, "1901-12-13T20:45:53", 3600, 7200);
    assert_change(zone, "1970-01-01", 7200, 3600);
    assert_change(zone, "2038-01-19T03:14:07", 3600, 7200);
    ck_assert_int_eq(offset_at(zone, at("9999-01-01")), 7200);
    dscore_zone_free(zone);
}
END_TEST

/* ---- memory ---------------------------------------------------------------------------------- */

typedef struct purse {
    int64_t left, held;
} purse;

static void *purse_alloc(void *ctx, int64_t size, int64_t align)
{
    purse *p = ctx;
    (void)align;
    if (p->left-- <= 0) {
        return NULL;
    }
    p->held += size;
    return malloc((size_t)size);
}

static void *purse_resize(void *ctx, void *old, int64_t old_size, int64_t new_size, int64_t align)
{
    purse *p = ctx;
    (void)align;
    if (p->left-- <= 0) {
        return NULL;
    }
    p->held += new_size - old_size;
    return realloc(old, (size_t)new_size);
}

static void purse_release(void *ctx, void *old, int64_t size, int64_t align)
{
    purse *p = ctx;
    (void)align;
    p->held -= size;
    free(old);
}

START_TEST(any_allocation_may_fail)
{
    const tz_file f = tz_make(&PARIS);
    for (int kind = 0; kind < 2; kind++) {
        bool done = false;
        for (int64_t limit = 0; !done; limit++) {
            ck_assert_int_lt(limit, 20);
            purse p = {limit, 0};
            const dscore_allocator allocator = {
                (uint32_t)sizeof allocator, &p, purse_alloc, purse_resize, purse_release};
            dscore_zone *zone = NULL;
            const dscore_status status =
                kind == 0 ? dscore_zone_from_tzif(&allocator, "Test/Zone", f.bytes, f.length, &zone, NULL)
                          : dscore_zone_fixed(&allocator, "+08:00", &zone, NULL);
            ck_assert(status == DSCORE_OK || status == DSCORE_E_MEMORY);
            ck_assert_int_eq(status == DSCORE_OK, zone != NULL);
            if (zone != NULL) {
                (void)offset_at(zone, at("2026-07-01"));
                done = p.left > 0;
            }
            dscore_zone_free(zone);
            ck_assert_int_eq(p.held, 0);
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_file_that_is_cut_anywhere_is_refused,
        a_damaged_file_is_refused_or_has_possible_offsets, what_contradicts_itself_is_refused_with_its_place,
        files_that_count_leap_seconds_are_refused, a_rule_that_cannot_be_read_is_refused_with_its_place,
        a_rule_must_agree_with_the_last_transition, instants_beyond_all_years_do_no_harm,
        a_first_version_has_32_bits_and_no_rule, any_allocation_may_fail};
    return RUN_TESTS("zone files", tests);
}
