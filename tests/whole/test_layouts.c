/* The same tickets as structs, strided, backwards, unaligned, with every kind of presence and unit of time give the
   same bits in 39 indicators by agent: no value tells how the caller keeps the data. */
#include "layouts_support.h"
#include <stddef.h>

/* ---- arrangements --------------------------------------------------------------------------- */

/* As a host program keeps its tickets. */
typedef struct host_ticket {
    const char *agent;
    double cost; /* NaN: none */
    int64_t created, replied, resolved;
    int32_t wait;     /* -1: none */
    int16_t contacts; /* -1: none */
    int8_t csat, answered, complaint;
    const char *channel;
} host_ticket;

START_TEST(an_array_of_structs_gives_the_same_bits)
{
    static host_ticket host[ROWS];
    pair *both = open_pair();
    desk *d = &both->other;
    for (int64_t i = 0; i < ROWS; i++) {
        host[i] = (host_ticket){is_there(i, AGENT) ? text_of(i, AGENT) : NULL,
            is_there(i, COST) ? (double)tickets[i].cents / 100.0 : (double)NAN, tickets[i].created,
            is_there(i, REPLIED) ? tickets[i].replied : MISSING, is_there(i, RESOLVED) ? tickets[i].resolved : MISSING,
            is_there(i, WAIT) ? (int32_t)tickets[i].wait : -1,
            (int16_t)(is_there(i, CONTACTS) ? tickets[i].contacts : -1),
            (int8_t)(is_there(i, CSAT) ? tickets[i].csat : -1), is_there(i, ANSWERED) ? tickets[i].answered : UNKNOWN,
            is_there(i, COMPLAINT) ? tickets[i].complaint : UNKNOWN, is_there(i, CHANNEL) ? text_of(i, CHANNEL) : NULL};
    }
    const struct {
        int field, type, unit;
        size_t offset;
        const void *missing;
    } members[] = {{AGENT, DSCORE_CSTRING, 0, offsetof(host_ticket, agent), NULL},
        {COST, DSCORE_FLOAT64, 0, offsetof(host_ticket, cost), NULL},
        {CREATED, DSCORE_INT64, DSCORE_UNIT_S, offsetof(host_ticket, created), &MISSING},
        {REPLIED, DSCORE_INT64, DSCORE_UNIT_S, offsetof(host_ticket, replied), &MISSING},
        {RESOLVED, DSCORE_INT64, DSCORE_UNIT_S, offsetof(host_ticket, resolved), &MISSING},
        {WAIT, DSCORE_INT32, DSCORE_UNIT_S, offsetof(host_ticket, wait), &(int32_t){-1}},
        {CONTACTS, DSCORE_INT16, 0, offsetof(host_ticket, contacts), &(int16_t){-1}},
        {CSAT, DSCORE_INT8, 0, offsetof(host_ticket, csat), &UNKNOWN},
        {ANSWERED, DSCORE_INT8, 0, offsetof(host_ticket, answered), &UNKNOWN},
        {COMPLAINT, DSCORE_INT8, 0, offsetof(host_ticket, complaint), &UNKNOWN},
        {CHANNEL, DSCORE_CSTRING, 0, offsetof(host_ticket, channel), NULL}};
    for (int i = 0; i < FIELDS; i++) {
        assert_ok(
            dscore_table_bind_array(d->tables[0], FIELD_NAMES[members[i].field], members[i].type, members[i].unit,
                (const char *)host + members[i].offset, ROWS, (int64_t)sizeof host[0], members[i].missing, &d->err),
            d->err);
    }
    compare(both, "structs");
    close_pair(both);
}
END_TEST

/* Bytes from row to row, from `start`; every column of the other desk laid out so. */
static void check_stride(int64_t stride, int64_t shift, const char *what)
{
    pair *both = open_pair();
    const int64_t step = stride < 0 ? -stride : stride;
    char *memory[FIELDS];
    for (int f = 0; f < FIELDS; f++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        memory[f] = malloc((size_t)(step * ROWS + shift));
        ck_assert_ptr_nonnull(memory[f]);
        const int is_text = f == AGENT || f == CHANNEL;
        for (int64_t i = 0; i < ROWS; i++) {
            char *place = memory[f] + shift + step * (stride < 0 ? ROWS - 1 - i : i);
            if (is_text) {
                memcpy(place, &both->p.texts[f - AGENT][i], sizeof(const char *));
            } else {
                memcpy(place, &both->p.numbers[f][i], sizeof(int64_t));
            }
        }
        column.type = is_text ? DSCORE_CSTRING : f == COST ? DSCORE_DECIMAL64 : DSCORE_INT64;
        column.scale = f == COST ? 2 : 0;
        column.unit = is_time(f) ? DSCORE_UNIT_S : DSCORE_UNIT_NONE;
        column.data = memory[f] + shift + (stride < 0 ? step * (ROWS - 1) : 0);
        column.stride = stride;
        column.length = ROWS;
        column.sentinel = is_text ? NULL : &MISSING;
        bind_other(both, f, &column);
    }
    compare(both, what);
    for (int f = 0; f < FIELDS; f++) {
        free(memory[f]);
    }
    close_pair(both);
}

START_TEST(strided_columns_give_the_same_bits)
{
    check_stride(48, 0, "stride 48");
    check_stride(8, 0, "stride 8");
}
END_TEST

START_TEST(columns_read_backwards_give_the_same_bits)
{
    check_stride(-8, 0, "stride -8");
    check_stride(-24, 0, "stride -24");
}
END_TEST

START_TEST(unaligned_columns_give_the_same_bits)
{
    check_stride(13, 3, "stride 13 from byte 3");
    check_stride(-9, 1, "stride -9");
}
END_TEST

/* ---- presence ------------------------------------------------------------------------------- */

/* Every number column of the other desk with junk where there is no value, and presence told in another way. */
static void check_validity(int32_t kind, int64_t offset, int64_t stride, const char *what)
{
    pair *both = open_pair();
    uint8_t *validity[FIELDS];
    int64_t *junk[FIELDS];
    for (int f = 0; f < FIELDS; f++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        const int64_t step = stride == 0 ? 1 : stride;
        validity[f] = calloc((size_t)(offset + step * ROWS + 8), 1);
        junk[f] = malloc(ROWS * sizeof(int64_t));
        ck_assert(validity[f] != NULL && junk[f] != NULL);
        for (int64_t i = 0; i < ROWS; i++) {
            const int there = is_there(i, f);
            junk[f][i] = there ? number_of(i, f) : 3;
            if (kind == DSCORE_VALIDITY_BITMAP) {
                validity[f][(offset + i) / 8] = (uint8_t)(validity[f][(offset + i) / 8] | there << ((offset + i) % 8));
            } else {
                const int marked = kind == DSCORE_VALIDITY_BYTES_PRESENT ? there : !there;
                validity[f][offset + i * step] =
                    (uint8_t)(marked ? 1 + (kind == DSCORE_VALIDITY_BYTES_PRESENT ? i % 250 : 0) : 0);
            }
        }
        if (f != AGENT && f != CHANNEL) {
            column.type = f == COST ? DSCORE_DECIMAL64 : DSCORE_INT64;
            column.scale = f == COST ? 2 : 0;
            column.unit = is_time(f) ? DSCORE_UNIT_S : DSCORE_UNIT_NONE;
            column.data = junk[f];
            column.flags = DSCORE_COLUMN_PACKED;
            column.length = ROWS;
            column.validity_kind = kind;
            column.validity = validity[f];
            column.validity_offset = offset;
            column.validity_stride = stride;
            bind_other(both, f, &column);
        }
    }
    compare(both, what);
    for (int f = 0; f < FIELDS; f++) {
        free(validity[f]);
        free(junk[f]);
    }
    close_pair(both);
}

START_TEST(an_arrow_bitmap_with_a_bit_offset_gives_the_same_bits)
{
    check_validity(DSCORE_VALIDITY_BITMAP, 0, 0, "bitmap");
    check_validity(DSCORE_VALIDITY_BITMAP, 5, 0, "bitmap from bit 5");
    check_validity(DSCORE_VALIDITY_BITMAP, 8 * 3 + 7, 0, "bitmap from bit 31");
}
END_TEST

START_TEST(a_byte_mask_of_either_polarity_gives_the_same_bits)
{
    check_validity(DSCORE_VALIDITY_BYTES_PRESENT, 0, 0, "bytes present");
    check_validity(DSCORE_VALIDITY_BYTES_PRESENT, 7, 3, "bytes present, every third");
    check_validity(DSCORE_VALIDITY_BYTES_MISSING, 0, 1, "bytes missing");
    check_validity(DSCORE_VALIDITY_BYTES_STATUS, 2, 2, "bytes of status");
}
END_TEST

START_TEST(not_a_number_in_double_columns_gives_the_same_bits)
{
    static double numbers[FIELDS][ROWS];
    pair *both = open_pair();
    for (int f = 0; f < FIELDS; f++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        for (int64_t i = 0; i < ROWS; i++) {
            numbers[f][i] = is_there(i, f) ? (double)number_of(i, f) / (f == COST ? 100.0 : 1.0) : (double)NAN;
        }
        column.type = DSCORE_FLOAT64;
        column.unit = is_time(f) ? DSCORE_UNIT_S : DSCORE_UNIT_NONE;
        column.data = numbers[f];
        column.flags = DSCORE_COLUMN_PACKED;
        column.length = ROWS;
        if (f < AGENT) { /* instants and durations are float seconds then */
            bind_other(both, f, &column);
        }
    }
    compare(both, "doubles");
    close_pair(both);
}
END_TEST

/* ---- units of time -------------------------------------------------------------------------- */

START_TEST(seconds_milliseconds_microseconds_and_nanoseconds_give_the_same_bits)
{
    static const int64_t per_second[] = {1, 1000, 1000000, 1000000000};
    static int64_t times[WAIT + 1][ROWS];
    pair *both = open_pair();
    for (int32_t u = 0; u < 4; u++) {
        for (int f = 0; f <= WAIT; f++) {
            dscore_column column = DSCORE_COLUMN_INIT;
            for (int64_t i = 0; i < ROWS; i++) {
                times[f][i] = is_there(i, f) ? number_of(i, f) * per_second[u] : MISSING;
            }
            column.type = DSCORE_INT64;
            column.unit = DSCORE_UNIT_S + u;
            column.data = times[f];
            column.flags = DSCORE_COLUMN_PACKED;
            column.length = ROWS;
            column.sentinel = &MISSING;
            bind_other(both, f, &column);
        }
        compare(both, "a unit of time");
    }
    close_pair(both);
}
END_TEST

START_TEST(fields_of_one_table_may_have_different_units)
{
    static const int64_t per_second[] = {1, 1000, 1000000, 1000000000};
    static int64_t times[WAIT + 1][ROWS];
    pair *both = open_pair();
    for (int f = 0; f <= WAIT; f++) {
        for (int64_t i = 0; i < ROWS; i++) {
            times[f][i] = is_there(i, f) ? number_of(i, f) * per_second[f] : MISSING;
        }
        assert_ok(dscore_table_bind_array(both->other.tables[0], FIELD_NAMES[f], DSCORE_INT64, DSCORE_UNIT_S + f,
                      times[f], ROWS, 8, &MISSING, &both->other.err),
            both->other.err);
    }
    compare(both, "units mixed");
    close_pair(both);
}
END_TEST

START_TEST(batches_of_different_layouts_give_the_same_bits)
{
    /* The first half as seconds and C strings, the second as milliseconds in doubles and a dictionary. */
    static double milliseconds[WAIT + 1][ROWS];
    static int16_t codes[ROWS];
    const int16_t gap = -7;
    pair *both = open_pair();
    desk *d = &both->other;
    const int64_t half = ROWS / 2;
    dscore_state *state = NULL;
    assert_ok(dscore_plan_compile(d->query, &d->plan, &d->err), d->err);
    assert_ok(dscore_state_new(d->plan, &state, &d->err), d->err);
    assert_ok(dscore_state_update(state, d->tables[0], 0, half, NULL, &d->err), d->err);

    for (int64_t i = 0; i < ROWS; i++) {
        for (int f = 0; f <= WAIT; f++) {
            milliseconds[f][i] = is_there(i, f) ? (double)number_of(i, f) * 1000.0 : (double)NAN;
        }
        codes[i] = (int16_t)(is_there(i, AGENT) ? tickets[i].agent : gap);
    }
    for (int f = 0; f <= WAIT; f++) {
        assert_ok(dscore_table_bind_array(d->tables[0], FIELD_NAMES[f], DSCORE_FLOAT64, DSCORE_UNIT_MS, milliseconds[f],
                      ROWS, 8, NULL, &d->err),
            d->err);
    }
    dscore_column entries = DSCORE_COLUMN_INIT, column = DSCORE_COLUMN_INIT;
    entries.type = DSCORE_CSTRING;
    entries.data = AGENT_NAMES;
    entries.flags = DSCORE_COLUMN_PACKED;
    entries.length = AGENTS;
    column.type = DSCORE_DICT;
    column.code_type = DSCORE_INT16;
    column.data = codes;
    column.flags = DSCORE_COLUMN_PACKED;
    column.length = ROWS;
    column.sentinel = &gap;
    column.dictionary = &entries;
    bind_other(both, AGENT, &column);
    assert_ok(dscore_state_update(state, d->tables[0], half, ROWS - half, NULL, &d->err), d->err);
    assert_ok(dscore_state_finish(state, &d->values, &d->err), d->err);
    assert_same_values(both->expected.values, d->values, "two layouts");
    dscore_state_free(state);
    close_pair(both);
}
END_TEST

/* now - limit is the least number there is: the first second at or after it, too, lies before all tickets, which are
   open within their limit. */
START_TEST(the_widest_limit_is_as_wide_in_seconds)
{
    static const char WIDEST[] =
        "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": [{\"id\": \"in_time\", \"name\": \"n\", \"unit\": "
        "\"points\", \"formula\": \"share(within(created_at, resolved_at, 9223372036854.775807s))\"}]}";
    static const int64_t seconds[] = {-100, -200, -300}, open[] = {INT64_MIN, INT64_MIN, INT64_MIN};
    for (int32_t unit = DSCORE_UNIT_S; unit <= DSCORE_UNIT_US; unit++) {
        desk d;
        int64_t created[3];
        desk_open(&d, WIDEST);
        desk_ask(&d, "in_time");
        assert_ok(dscore_query_now(d.query, -1, &d.err), d.err);
        for (int i = 0; i < 3; i++) {
            created[i] = seconds[i] * (unit == DSCORE_UNIT_S ? 1 : unit == DSCORE_UNIT_MS ? 1000 : SECOND);
        }
        assert_ok(
            dscore_table_bind_array(desk_latest(&d), "created_at", DSCORE_INT64, unit, created, 3, 8, NULL, &d.err),
            d.err);
        assert_ok(
            dscore_table_bind_array(desk_latest(&d), "resolved_at", DSCORE_INT64, unit, open, 3, 8, &NONE, &d.err),
            d.err);
        desk_run(&d);
        const dscore_value v = value_of(&d, NULL, "in_time");
        ck_assert_int_eq(v.n_pending, 3);
        ck_assert_int_eq(v.n_used, 0);
        desk_close(&d);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {an_array_of_structs_gives_the_same_bits, strided_columns_give_the_same_bits,
        columns_read_backwards_give_the_same_bits, unaligned_columns_give_the_same_bits,
        an_arrow_bitmap_with_a_bit_offset_gives_the_same_bits, a_byte_mask_of_either_polarity_gives_the_same_bits,
        not_a_number_in_double_columns_gives_the_same_bits,
        seconds_milliseconds_microseconds_and_nanoseconds_give_the_same_bits,
        fields_of_one_table_may_have_different_units, batches_of_different_layouts_give_the_same_bits,
        the_widest_limit_is_as_wide_in_seconds};
    return RUN_TESTS("layouts", tests);
}
