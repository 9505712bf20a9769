/* Packing and unpacking when memory runs out at any call, and packed states that someone tampered with. */
#include "../measure/state_support.h"
#include "questions.h"

#include "base/bytes.h"

enum { HEADER = 72, CHECKSUM = 8, MOST = 4096 };

/* ---- memory ---------------------------------------------------------------------------------- */

START_TEST(every_allocation_may_fail_and_nothing_is_half_done)
{
    faulty f;
    const dscore_allocator allocator = faulty_allocator(&f);
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_catalog *catalog = packed_catalog(&allocator, &err);
    for (int i = 0; i <= PACKED_QUESTIONS; i++) {
        const int q = i == PACKED_QUESTIONS ? PACKED_BY_AGENT : i;
        dscore_plan *plan = packed_plan(catalog, q, &err);
        dscore_state *state = packed_state(catalog, plan, q, &err), *arrived = NULL;
        if (i == PACKED_QUESTIONS) {
            dscore_state *by_team = packed_by_team(state, &err);
            dscore_state_free(state);
            state = by_team;
        }
        static uint8_t bytes[MOST], again[MOST];
        int64_t n = 0, needed = 0, failures = 0;
        assert_ok(dscore_state_pack(state, bytes, MOST, &n, &err), err);
        const int64_t live = f.live;
        for (f.fail_at = 0;; f.fail_at++) {
            f.calls = 0;
            const dscore_status status = dscore_state_pack(state, again, MOST, &needed, &err);
            ck_assert_int_eq(f.live, live);
            if (status == DSCORE_OK) {
                break;
            }
            ck_assert_int_eq(status, DSCORE_E_MEMORY);
            ck_assert_int_eq(needed, 0);
            failures++;
        }
        ck_assert_int_eq(needed, n);
        ck_assert_mem_eq(bytes, again, (size_t)n);
        for (f.fail_at = 0;; f.fail_at++) {
            f.calls = 0;
            const dscore_status status = dscore_state_unpack(plan, bytes, n, &arrived, &err);
            if (status == DSCORE_OK) {
                break;
            }
            ck_assert_int_eq(status, DSCORE_E_MEMORY);
            ck_assert_ptr_null(arrived);
            ck_assert_int_eq(f.live, live);
            failures++;
        }
        f.fail_at = -1;
        ck_assert_int_gt(failures, q == PACKED_IN_ALL ? 5 : 50);
        assert_ok(dscore_state_pack(arrived, again, MOST, &needed, &err), err);
        ck_assert_mem_eq(bytes, again, (size_t)n);
        dscore_state_free(arrived);
        dscore_state_free(state);
        dscore_plan_free(plan);
    }
    dscore_catalog_free(catalog);
    ck_assert_int_eq(f.live, 0);
}
END_TEST

/* ---- tampering ------------------------------------------------------------------------------- */

/* A state of the question by agent, whose bytes may be changed and sealed again. */
typedef struct sealed {
    dscore_catalog *catalog;
    dscore_plan *plan;
    uint8_t bytes[MOST];
    int64_t n;
    dscore_error err;
} sealed;

static void open_sealed(sealed *s)
{
    const dscore_error fresh = DSCORE_ERROR_INIT;
    s->err = fresh;
    s->catalog = packed_catalog(NULL, &s->err);
    s->plan = packed_plan(s->catalog, PACKED_BY_AGENT, &s->err);
    dscore_state *state = packed_state(s->catalog, s->plan, PACKED_BY_AGENT, &s->err);
    assert_ok(dscore_state_pack(state, s->bytes, MOST, &s->n, &s->err), s->err);
    dscore_state_free(state);
}

static void close_sealed(sealed *s)
{
    dscore_plan_free(s->plan);
    dscore_catalog_free(s->catalog);
}

static void seal(uint8_t *bytes, int64_t n)
{
    dsi_bytes_out size = {bytes + 16, 8, 0}, sum = {bytes + n - CHECKSUM, CHECKSUM, 0};
    dsi_put_fixed(&size, (uint64_t)n, 8);
    dsi_put_fixed(&sum, dsi_crc64(bytes, n - CHECKSUM), CHECKSUM);
}

static dscore_status try_bytes(sealed *s, const uint8_t *bytes, int64_t n)
{
    dscore_state *state = NULL;
    const dscore_status status = dscore_state_unpack(s->plan, bytes, n, &state, &s->err);
    ck_assert((status == DSCORE_OK) == (state != NULL));
    dscore_state_free(state);
    return status;
}

/* The name that a map of labels gave a key: its length and its bytes, in place of \4team. */
START_TEST(names_that_no_map_gives_a_key_are_refused)
{
    static const struct {
        const char *text;
        int64_t n;
        dscore_status status;
    } names[] = {{"\4desk", 5, DSCORE_OK}, {"\5agent", 6, DSCORE_E_FORMAT}, {"\6period", 7, DSCORE_E_FORMAT},
        {"\0", 1, DSCORE_E_FORMAT}, {"\4te\0m", 5, DSCORE_E_FORMAT}, {"\xff\xff\x7fteam", 7, DSCORE_E_FORMAT}};
    sealed s;
    open_sealed(&s);
    dscore_state *state = packed_state(s.catalog, s.plan, PACKED_BY_AGENT, &s.err);
    dscore_state *by_team = packed_by_team(state, &s.err);
    assert_ok(dscore_state_pack(by_team, s.bytes, MOST, &s.n, &s.err), s.err);
    int64_t at = HEADER;
    while (memcmp(s.bytes + at, "\4team", 5) != 0) {
        at++;
        ck_assert_int_lt(at, s.n - 5);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        uint8_t bytes[MOST];
        const int64_t n = s.n - 5 + names[i].n;
        memcpy(bytes, s.bytes, (size_t)at);
        memcpy(bytes + at, names[i].text, (size_t)names[i].n);
        memcpy(bytes + at + names[i].n, s.bytes + at + 5, (size_t)(s.n - at - 5));
        seal(bytes, n);
        ck_assert_int_eq(try_bytes(&s, bytes, n), names[i].status);
    }
    dscore_state_free(by_team);
    dscore_state_free(state);
    close_sealed(&s);
}
END_TEST

START_TEST(what_is_no_packed_state_says_what_it_is)
{
    sealed s;
    uint8_t bytes[MOST];
    dscore_pack_info info = DSCORE_PACK_INFO_INIT;
    open_sealed(&s);
    ck_assert_int_eq(try_bytes(&s, s.bytes, s.n), DSCORE_OK);
    ck_assert_int_eq(try_bytes(&s, (const uint8_t *)"agent,csat\n1,5\n", 15), DSCORE_E_FORMAT);
    ck_assert_int_eq(s.err.code, DSCORE_CODE_STATE_PACK);
    ck_assert_int_eq(dscore_pack_look("agent,csat\n1,5\n", 15, &info, &s.err), DSCORE_E_FORMAT);
    ck_assert_int_eq(try_bytes(&s, s.bytes, s.n - 1), DSCORE_E_FORMAT);
    ck_assert_ptr_nonnull(strstr(s.err.message, "cut off"));
    ck_assert_int_eq(s.err.offset, s.n - 1);
    memcpy(bytes, s.bytes, (size_t)s.n);
    bytes[s.n] = 0;
    ck_assert_int_eq(try_bytes(&s, bytes, s.n + 1), DSCORE_E_FORMAT);
    ck_assert_ptr_nonnull(strstr(s.err.message, "follow"));
    bytes[s.n / 2] ^= 4;
    ck_assert_int_eq(try_bytes(&s, bytes, s.n), DSCORE_E_FORMAT);
    ck_assert_ptr_nonnull(strstr(s.err.message, "checksum"));
    assert_ok(dscore_pack_look(bytes, s.n, &info, &s.err), s.err);
    ck_assert_int_eq(info.is_intact, 0);
    ck_assert_int_eq(info.cells, 4);
    close_sealed(&s);
}
END_TEST

START_TEST(a_format_of_a_later_version_is_named_with_it)
{
    sealed s;
    dscore_pack_info info = DSCORE_PACK_INFO_INIT;
    open_sealed(&s);
    s.bytes[8] = 2;
    s.bytes[10] = 3;
    s.bytes[12] = 14;
    s.bytes[14] = 15;
    seal(s.bytes, s.n);
    ck_assert_int_eq(try_bytes(&s, s.bytes, s.n), DSCORE_E_UNSUPPORTED);
    ck_assert_int_eq(s.err.code, DSCORE_CODE_STATE_PACK_FORMAT);
    ck_assert_ptr_nonnull(strstr(s.err.message, "3.14.15 in format 2"));
    ck_assert_int_eq(dscore_pack_look(s.bytes, s.n, &info, &s.err), DSCORE_E_UNSUPPORTED);
    ck_assert_int_eq(info.format, 2);
    ck_assert_str_eq(info.version, "3.14.15");
    ck_assert_str_eq(info.fingerprint, "");
    s.bytes[8] = 0;
    ck_assert_int_eq(try_bytes(&s, s.bytes, s.n), DSCORE_E_FORMAT);
    close_sealed(&s);
}
END_TEST

/* Whatever one byte becomes, with the size and the checksum made right: it is refused, or it is another state that
   packs to just these bytes. */
START_TEST(a_changed_byte_under_a_right_checksum_is_refused_or_means_something_else)
{
    sealed s;
    uint8_t bytes[MOST], again[MOST];
    uint64_t seed = 4;
    int64_t refused = 0, taken = 0;
    open_sealed(&s);
    for (int64_t at = HEADER; at < s.n - CHECKSUM; at++) {
        for (int i = 0; i < 4; i++) {
            dscore_state *state = NULL;
            memcpy(bytes, s.bytes, (size_t)s.n);
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
            bytes[at] = (uint8_t)(i == 0 ? bytes[at] + 1 : i == 1 ? bytes[at] - 1 : (int)(seed >> 56));
            seal(bytes, s.n);
            const dscore_status status = dscore_state_unpack(s.plan, bytes, s.n, &state, &s.err);
            if (status != DSCORE_OK) {
                ck_assert_int_eq(status, DSCORE_E_FORMAT);
                ck_assert_msg(s.err.offset >= 40 && s.err.offset <= s.n && strstr(s.err.message, "expected") != NULL,
                    "byte %lld: %s", (long long)at, s.err.message);
                refused++;
                continue;
            }
            int64_t n = 0;
            assert_ok(dscore_state_pack(state, again, MOST, &n, &s.err), s.err);
            ck_assert_int_eq(n, s.n);
            ck_assert_mem_eq(again, bytes, (size_t)n);
            dscore_state_free(state);
            taken++;
        }
    }
    ck_assert_int_gt(refused, taken);
    close_sealed(&s);
}
END_TEST

START_TEST(a_body_cut_anywhere_under_a_right_checksum_is_refused)
{
    sealed s;
    uint8_t bytes[MOST];
    open_sealed(&s);
    for (int64_t n = HEADER + CHECKSUM; n < s.n; n++) {
        memcpy(bytes, s.bytes, (size_t)n);
        seal(bytes, n);
        ck_assert_int_eq(try_bytes(&s, bytes, n), DSCORE_E_FORMAT);
    }
    for (int64_t more = 1; more < 20; more++) { /* zeros before the checksum */
        memcpy(bytes, s.bytes, (size_t)s.n);
        memset(bytes + s.n - CHECKSUM, 0, (size_t)more);
        seal(bytes, s.n + more);
        ck_assert_int_eq(try_bytes(&s, bytes, s.n + more), DSCORE_E_FORMAT);
    }
    close_sealed(&s);
}
END_TEST

/* The state with `removed` bytes at a place replaced by others, sealed. */
static void check_edit(sealed *s, int64_t at, int64_t removed, const uint8_t *bytes, int64_t n, const char *expected)
{
    uint8_t edited[MOST];
    const int64_t rest = s->n - CHECKSUM - at - removed;
    memcpy(edited, s->bytes, (size_t)at);
    memcpy(edited + at, bytes, (size_t)n);
    memcpy(edited + at + n, s->bytes + at + removed, (size_t)rest);
    seal(edited, at + n + rest + CHECKSUM);
    ck_assert_int_eq(try_bytes(s, edited, at + n + rest + CHECKSUM), DSCORE_E_FORMAT);
    ck_assert_msg(strstr(s->err.message, expected) != NULL, "%s", s->err.message);
}

/* The state by agent has 4 cells and 16 counters, none of which is written: all rows are used. */
START_TEST(the_same_state_written_in_another_way_is_refused)
{
    static const uint8_t none[17] = {16};
    static const uint8_t zeros[] = {2, 0, 0, 0, 0}, unused[] = {1, 0, 0, 0, 0}, long_count[] = {0x90, 0},
                         half[] = {1, 6, 0, 0, 0};
    sealed s;
    open_sealed(&s);
    int64_t at = HEADER;
    while (at < s.n && memcmp(s.bytes + at, none, sizeof none) != 0) {
        at++;
    }
    ck_assert_int_lt(at, s.n);
    check_edit(&s, at + 1, 1, zeros, 5, "not 0 everywhere");
    check_edit(&s, at + 1, 1, unused, 5, "not 0 everywhere");
    check_edit(&s, at, 1, long_count, 2, "as short as it can be");
    /* Six of Ada's ten rows are not used, but their values are there: of the channels, the curve, the amounts and the
       pairs; the others keep no more than sums, or nothing. */
    int refused = 0;
    for (int64_t selection = 0; selection < 8; selection++) {
        uint8_t edited[MOST];
        memcpy(edited, s.bytes, (size_t)(at + 1 + selection));
        memcpy(edited + at + 1 + selection, half, sizeof half);
        memcpy(edited + at + 6 + selection, s.bytes + at + 2 + selection, (size_t)(s.n - at - 2 - selection));
        seal(edited, s.n + 4);
        refused += try_bytes(&s, edited, s.n + 4) == DSCORE_E_FORMAT ? 1 : 0;
    }
    ck_assert_int_eq(refused, 4);
    close_sealed(&s);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_allocation_may_fail_and_nothing_is_half_done,
        what_is_no_packed_state_says_what_it_is, names_that_no_map_gives_a_key_are_refused,
        a_format_of_a_later_version_is_named_with_it,
        a_changed_byte_under_a_right_checksum_is_refused_or_means_something_else,
        a_body_cut_anywhere_under_a_right_checksum_is_refused, the_same_state_written_in_another_way_is_refused};
    return RUN_TESTS("failures", tests);
}
