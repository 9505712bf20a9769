/* SHA-256 against the examples of FIPS 180-2 and NIST's CAVP (first half of each digest), and the table hash. */
#include "support.h"

#include "base/hash.h"

static void assert_hash(const char *bytes, int64_t length, const char *expected)
{
    char hex[33];
    dsi_hash_hex(bytes, length, hex);
    ck_assert_str_eq(hex, expected);
}

START_TEST(published_sha256_vectors_are_met)
{
    assert_hash("", 0, "e3b0c44298fc1c149afbf4c8996fb924");
    assert_hash("abc", 3, "ba7816bf8f01cfea414140de5dae2223");
    assert_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, "248d6a61d20638b8e5c026930c3e6039");
    /* CAVP SHA256ShortMsg, Len = 8 */
    assert_hash("\xd3", 1, "28969cdfa74a12c82f3bad960b0b000a");
}
END_TEST

START_TEST(a_million_letters_hash_as_published)
{
    char *text = malloc(1000000);
    ck_assert_ptr_nonnull(text);
    memset(text, 'a', 1000000);
    assert_hash(text, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67");
    free(text);
}
END_TEST

START_TEST(lengths_around_a_block_are_padded_rightly)
{
    /* Digests of 55, 56, 63, 64, 65, 119 and 120 letters `a`, from coreutils' sha256sum. */
    static const struct {
        int length;
        const char *hex;
    } vectors[] = {
        {55, "9f4390f8d30c2dd92ec9f095b65e2b9a"},
        {56, "b35439a4ac6f0948b6d6f9e3c6af0f5f"},
        {63, "7d3e74a05d7db15bce4ad9ec0658ea98"},
        {64, "ffe054fe7ae0cb6dc65c3af9b61d5209"},
        {65, "635361c48bb9eab14198e76ea8ab7f1a"},
        {119, "31eba51c313a5c08226adf18d4a359cf"},
        {120, "2f3d335432c70b580af0e8e1b3674a7c"},
    };
    char text[128];
    memset(text, 'a', sizeof text);
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        assert_hash(text, vectors[i].length, vectors[i].hex);
    }
}
END_TEST

START_TEST(the_table_hash_depends_on_every_byte_and_the_length)
{
    char text[40];
    for (int length = 0; length <= 20; length++) {
        memset(text, 0, sizeof text);
        const uint64_t plain = dsi_hash64(text, length, 1);
        ck_assert(plain != dsi_hash64(text, length + 1, 1));
        ck_assert(plain != dsi_hash64(text, length, 2));
        for (int i = 0; i < length; i++) {
            text[i] = 1;
            ck_assert(dsi_hash64(text, length, 1) != plain);
            text[i] = 0;
        }
        /* Where the bytes start does not matter. */
        memmove(text + 3, text, (size_t)length);
        ck_assert(dsi_hash64(text + 3, length, 1) == plain);
    }
}
END_TEST

START_TEST(neighbouring_integers_spread_over_a_table)
{
    int used[4096] = {0}, filled = 0;
    for (uint64_t i = 0; i < 4096; i++) {
        used[dsi_hash64_int(i * 64U, 0) & 4095U]++;
    }
    for (int i = 0; i < 4096; i++) {
        filled += used[i] > 0;
        ck_assert_int_lt(used[i], 12);
    }
    ck_assert_int_gt(filled, 2400); /* a random function fills 1 - 1/e of 4096 = 2589 on average, deviation 31 */
    ck_assert(dsi_hash64_int(1, 0) != dsi_hash64_int(1, 1));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {published_sha256_vectors_are_met, a_million_letters_hash_as_published,
        lengths_around_a_block_are_padded_rightly, the_table_hash_depends_on_every_byte_and_the_length,
        neighbouring_integers_spread_over_a_table};
    return RUN_TESTS("hash", tests);
}
