/* The same tickets in every storage type of numbers, booleans and text give the same bits in 39 indicators by agent. */
#include "layouts_support.h"

/* ---- storage of numbers --------------------------------------------------------------------- */

/* Write row values of `field` in a storage type; types of one byte hold only the small fields. */
static void store(char *place, int32_t type, int64_t value)
{
    switch (type) {
#define AS(code, c_type)                                                                                               \
    case code: {                                                                                                       \
        const c_type stored = (c_type)value;                                                                           \
        memcpy(place, &stored, sizeof stored);                                                                         \
        return;                                                                                                        \
    }
        AS(DSCORE_INT8, int8_t)
        AS(DSCORE_INT16, int16_t)
        AS(DSCORE_INT32, int32_t)
        AS(DSCORE_INT64, int64_t)
        AS(DSCORE_UINT8, uint8_t)
        AS(DSCORE_UINT16, uint16_t)
        AS(DSCORE_UINT32, uint32_t)
        AS(DSCORE_UINT64, uint64_t)
        AS(DSCORE_FLOAT32, float)
        AS(DSCORE_FLOAT64, double)
#undef AS
    default:
        ck_abort_msg("no storage %d", (int)type);
    }
}

START_TEST(every_width_of_integers_and_floats_gives_the_same_bits)
{
    static const struct {
        int32_t type;
        int size;
    } types[] = {{DSCORE_INT8, 1}, {DSCORE_INT16, 2}, {DSCORE_INT32, 4}, {DSCORE_INT64, 8}, {DSCORE_UINT8, 1},
        {DSCORE_UINT16, 2}, {DSCORE_UINT32, 4}, {DSCORE_UINT64, 8}, {DSCORE_FLOAT32, 4}, {DSCORE_FLOAT64, 8}};
    static char memory[COMPLAINT + 1][ROWS * 8];
    pair *both = open_pair();
    for (size_t k = 0; k < sizeof types / sizeof types[0]; k++) {
        const int is_wide = types[k].size >= 4 && types[k].type != DSCORE_FLOAT32;
        for (int f = 0; f < FIELDS; f++) {
            if (f == COST || f == AGENT || f == CHANNEL || (f < WAIT && !is_wide)) {
                continue;
            }
            if ((f == ANSWERED || f == COMPLAINT) && types[k].type >= DSCORE_FLOAT32) {
                continue; /* a yes or no is no float */
            }
            char sentinel[8];
            store(sentinel, types[k].type, 111); /* no field of this size has it; instants are far away */
            for (int64_t i = 0; i < ROWS; i++) {
                store(memory[f] + i * types[k].size, types[k].type, is_there(i, f) ? number_of(i, f) : 111);
            }
            assert_ok(dscore_table_bind_array(both->other.tables[0], FIELD_NAMES[f], types[k].type,
                          is_time(f) ? DSCORE_UNIT_S : DSCORE_UNIT_NONE, memory[f], ROWS, types[k].size, sentinel,
                          &both->other.err),
                both->other.err);
        }
        compare(both, "a storage type");
    }
    close_pair(both);
}
END_TEST

START_TEST(money_as_decimals_of_any_scale_doubles_and_floats_gives_the_same_bits)
{
    static int64_t mantissa[ROWS];
    static double doubles[ROWS];
    static float floats[ROWS];
    pair *both = open_pair();
    int64_t factor = 1;
    for (int32_t scale = 2; scale <= 14; scale += 4) {
        dscore_column column = DSCORE_COLUMN_INIT;
        for (int64_t i = 0; i < ROWS; i++) {
            mantissa[i] = is_there(i, COST) ? tickets[i].cents * factor : MISSING;
        }
        column.type = DSCORE_DECIMAL64;
        column.scale = scale;
        column.data = mantissa;
        column.flags = DSCORE_COLUMN_PACKED;
        column.length = ROWS;
        column.sentinel = &MISSING;
        bind_other(both, COST, &column);
        compare(both, "a scale");
        factor *= 10000;
    }
    for (int64_t i = 0; i < ROWS; i++) { /* quarters: exact in both */
        doubles[i] = is_there(i, COST) ? (double)tickets[i].cents / 100.0 : (double)NAN;
        floats[i] = (float)doubles[i];
    }
    desk *d = &both->other;
    assert_ok(
        dscore_table_bind_array(d->tables[0], "cost", DSCORE_FLOAT64, 0, doubles, ROWS, 8, NULL, &d->err), d->err);
    compare(both, "money as doubles");
    assert_ok(dscore_table_bind_array(d->tables[0], "cost", DSCORE_FLOAT32, 0, floats, ROWS, 4, NULL, &d->err), d->err);
    compare(both, "money as floats");
    close_pair(both);
}
END_TEST

START_TEST(yes_and_no_as_bytes_and_as_bits_gives_the_same_bits)
{
    static uint8_t bytes[2][ROWS], bits[2][ROWS / 8 + 4], there[2][ROWS];
    pair *both = open_pair();
    for (int k = 0; k < 2; k++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        for (int64_t i = 0; i < ROWS; i++) {
            there[k][i] = (uint8_t)is_there(i, ANSWERED + k);
            bytes[k][i] = (uint8_t)(there[k][i] ? number_of(i, ANSWERED + k) : i % 2);
            bits[k][(i + 11) / 8] = (uint8_t)(bits[k][(i + 11) / 8] | bytes[k][i] << ((i + 11) % 8));
        }
        column.type = DSCORE_BOOL8;
        column.data = bytes[k];
        column.stride = 1;
        column.length = ROWS;
        column.validity_kind = DSCORE_VALIDITY_BYTES_PRESENT;
        column.validity = there[k];
        bind_other(both, ANSWERED + k, &column);
    }
    compare(both, "bytes");
    for (int k = 0; k < 2; k++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        column.type = DSCORE_BOOL1;
        column.data = bits[k];
        column.data_offset = 11;
        column.length = ROWS;
        column.validity_kind = DSCORE_VALIDITY_BYTES_PRESENT;
        column.validity = there[k];
        bind_other(both, ANSWERED + k, &column);
    }
    compare(both, "bits");
    close_pair(both);
}
END_TEST

/* ---- text ----------------------------------------------------------------------------------- */

enum { SKIPPED = 3 }; /* entries of offsets before the first row */

static void check_offsets(int32_t type, const char *what)
{
    static char bytes[2][ROWS * 8];
    static int32_t narrow[2][ROWS + SKIPPED + 1];
    static int64_t wide[2][ROWS + SKIPPED + 1];
    static uint8_t bitmap[2][ROWS / 8 + 1];
    pair *both = open_pair();
    for (int k = 0; k < 2; k++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        int64_t used = 0;
        memset(bitmap[k], 0, sizeof bitmap[k]);
        for (int64_t i = 0; i < ROWS + SKIPPED; i++) {
            const char *text = i < SKIPPED                        ? "xy"
                               : is_there(i - SKIPPED, AGENT + k) ? text_of(i - SKIPPED, AGENT + k)
                                                                  : "";
            narrow[k][i] = (int32_t)used;
            wide[k][i] = used;
            memcpy(bytes[k] + used, text, strlen(text));
            used += (int64_t)strlen(text);
            if (i >= SKIPPED && is_there(i - SKIPPED, AGENT + k)) {
                bitmap[k][(i - SKIPPED) / 8] = (uint8_t)(bitmap[k][(i - SKIPPED) / 8] | 1U << ((i - SKIPPED) % 8));
            }
        }
        narrow[k][ROWS + SKIPPED] = (int32_t)used;
        wide[k][ROWS + SKIPPED] = used;
        column.type = type;
        column.data = bytes[k];
        column.offsets = type == DSCORE_UTF8 ? (const void *)narrow[k] : (const void *)wide[k];
        column.data_offset = SKIPPED;
        column.length = ROWS;
        column.validity_kind = DSCORE_VALIDITY_BITMAP;
        column.validity = bitmap[k];
        bind_other(both, AGENT + k, &column);
    }
    compare(both, what);
    close_pair(both);
}

START_TEST(text_as_offsets_and_bytes_gives_the_same_bits)
{
    check_offsets(DSCORE_UTF8, "32-bit offsets");
    check_offsets(DSCORE_LARGE_UTF8, "64-bit offsets");
}
END_TEST

START_TEST(text_as_codes_of_a_dictionary_gives_the_same_bits)
{
    /* The dictionary in another order, with an entry that nobody uses and one that stands twice. */
    static const char *const people[] = {
        "nobody", "", "\xe5\xbc\xa0\xe4\xbc\x9f", "Eve", "D\xc3\xa9sir\xc3\xa9", "Chen", "Bo", "Ada", "Chen"};
    static const char *const channels[] = {"chat", "email", "phone"};
    static uint8_t small[ROWS];
    static int32_t large[ROWS];
    const uint8_t none = 200;
    const int32_t gap = -1;
    pair *both = open_pair();
    for (int64_t i = 0; i < ROWS; i++) {
        const int32_t agent = tickets[i].agent;
        const uint8_t code = (uint8_t)(agent == 2 && i % 2 == 0 ? 8 : 7 - agent);
        small[i] = is_there(i, AGENT) ? code : none;
        large[i] = is_there(i, CHANNEL) ? 2 - tickets[i].channel : gap;
    }
    dscore_column entries[2] = {DSCORE_COLUMN_INIT, DSCORE_COLUMN_INIT};
    for (int k = 0; k < 2; k++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        entries[k].type = DSCORE_CSTRING;
        entries[k].data = k == 0 ? people : channels;
        entries[k].flags = DSCORE_COLUMN_PACKED;
        entries[k].length = k == 0 ? 9 : 3;
        column.type = DSCORE_DICT;
        column.code_type = k == 0 ? DSCORE_UINT8 : DSCORE_INT32;
        column.data = k == 0 ? (const void *)small : (const void *)large;
        column.flags = DSCORE_COLUMN_PACKED;
        column.length = ROWS;
        column.sentinel = k == 0 ? (const void *)&none : (const void *)&gap;
        column.dictionary = &entries[k];
        bind_other(both, AGENT + k, &column);
    }
    compare(both, "dictionaries");
    close_pair(both);
}
END_TEST

START_TEST(a_text_that_means_missing_gives_the_same_bits)
{
    static const char *texts[ROWS];
    static const char nobody[] = "n/a";
    static char written[ROWS][16];
    pair *both = open_pair();
    for (int64_t i = 0; i < ROWS; i++) { /* equal bytes, another address */
        (void)snprintf(written[i], sizeof written[i], "%s", is_there(i, AGENT) ? text_of(i, AGENT) : "n/a");
        texts[i] = written[i];
    }
    const char *const sentinel = nobody;
    dscore_column column = DSCORE_COLUMN_INIT;
    column.type = DSCORE_CSTRING;
    column.data = texts;
    column.flags = DSCORE_COLUMN_PACKED;
    column.length = ROWS;
    column.sentinel = &sentinel;
    bind_other(both, AGENT, &column);
    compare(both, "a sentinel of text");
    close_pair(both);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_width_of_integers_and_floats_gives_the_same_bits,
        money_as_decimals_of_any_scale_doubles_and_floats_gives_the_same_bits,
        yes_and_no_as_bytes_and_as_bits_gives_the_same_bits, text_as_offsets_and_bytes_gives_the_same_bits,
        text_as_codes_of_a_dictionary_gives_the_same_bits, a_text_that_means_missing_gives_the_same_bits};
    return RUN_TESTS("storage", tests);
}
