/* The loops over blocks: what each does, by a plain loop in the test, for the portable ones and for the best of this
   machine, over all widths, lengths around the vector sizes, and positions that are not aligned. */
#include "base/loops.h"

#include "support.h"

#include <string.h>

enum { MOST = 300, ROUNDS = 400 };

static uint64_t seed = 7;

static uint64_t next(void)
{
    uint64_t z = (seed += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int32_t below(int32_t n)
{
    return (int32_t)(next() % (uint64_t)n);
}

static const dsi_loops *tables(int32_t i)
{
    return i == 0 ? &dsi_loops_portable : dsi_loops_best();
}

/* A block of integers of a width, with statuses; mostly small numbers, sometimes the ends of the type. */
typedef struct rows {
    int32_t n, width;
    union {
        int8_t i8[MOST];
        int16_t i16[MOST];
        int32_t i32[MOST];
        int64_t i64[MOST];
    } v;
    int64_t values[MOST];
    uint8_t status[MOST];
} rows;

static int64_t end_of(int32_t width, bool is_high)
{
    const int64_t high = width == 8 ? INT64_MAX : (INT64_C(1) << (8 * width - 1)) - 1;
    return is_high ? high : -high - 1;
}

static int64_t number(int32_t width)
{
    switch (below(8)) {
    case 0:
        return end_of(width, true);
    case 1:
        return end_of(width, false);
    case 2:
        return width == 8 ? (int64_t)next() : (int64_t)(next() % 200) - 100;
    default:
        return below(11) - 5;
    }
}

static void fill_rows(rows *b)
{
    static const int32_t widths[] = {1, 2, 4, 8};
    b->n = below(MOST) + 1;
    b->width = widths[below(4)];
    for (int32_t i = 0; i < b->n; i++) {
        const int64_t value = number(b->width);
        b->values[i] = value;
        b->v.i8[b->width == 1 ? i : 0] = b->width == 1 ? (int8_t)value : b->v.i8[0];
        if (b->width == 2) {
            b->v.i16[i] = (int16_t)value;
        } else if (b->width == 4) {
            b->v.i32[i] = (int32_t)value;
        } else if (b->width == 8) {
            b->v.i64[i] = value;
        }
        b->status[i] = (uint8_t)(below(3) == 0 ? below(7) : 0);
    }
}

static int64_t bound(int32_t width)
{
    return below(4) == 0 ? (int64_t)next() : number(width);
}

START_TEST(bits_become_statuses_from_any_bit_on)
{
    for (int32_t round = 0; round < rounds(ROUNDS); round++) {
        uint8_t bits[MOST / 8 + 24], status[MOST];
        const int32_t n = below(MOST) + 1;
        const int64_t first = below(60);
        for (size_t i = 0; i < sizeof bits; i++) {
            bits[i] = (uint8_t)(below(3) == 0 ? next() : 0xFF);
        }
        for (int32_t t = 0; t < 2; t++) {
            bool any = false;
            const bool is_any = tables(t)->status_of_bits(bits, first, n, 2, status);
            for (int32_t i = 0; i < n; i++) {
                const bool is_set = (bits[(first + i) / 8] >> ((first + i) % 8) & 1) != 0;
                ck_assert_int_eq(status[i], is_set ? 0 : 2);
                any = any || !is_set;
            }
            ck_assert_int_eq(is_any, any);
        }
    }
}
END_TEST

START_TEST(ranges_look_at_present_rows_in_every_width)
{
    for (int32_t round = 0; round < rounds(ROUNDS); round++) {
        rows b;
        fill_rows(&b);
        const int64_t least = bound(b.width), greatest = bound(b.width);
        const bool masked = below(2) == 0;
        bool inside = true;
        for (int32_t i = 0; i < b.n; i++) {
            const bool is_out = b.values[i] < least || b.values[i] > greatest;
            inside = inside && !(is_out && (!masked || b.status[i] == 0));
        }
        for (int32_t t = 0; t < 2; t++) {
            uint8_t status[MOST];
            const dsi_loops *loops = tables(t);
            ck_assert_int_eq(loops->all_inside(&b.v, b.width, b.n, least, greatest, masked ? b.status : NULL), inside);
            memcpy(status, b.status, sizeof status);
            loops->mark_outside(&b.v, b.width, b.n, least, greatest, 7, status);
            for (int32_t i = 0; i < b.n; i++) {
                const bool is_out = b.values[i] < least || b.values[i] > greatest;
                ck_assert_int_eq(status[i], b.status[i] == 0 && is_out ? 7 : b.status[i]);
            }
            memcpy(status, b.status, sizeof status);
            bool any = false;
            const bool is_any = loops->mark_equal(&b.v, b.width, b.n, least, 2, status);
            for (int32_t i = 0; i < b.n; i++) {
                const bool is_here = b.status[i] == 0 && b.values[i] == least;
                ck_assert_int_eq(status[i], is_here ? 2 : b.status[i]);
                any = any || is_here;
            }
            ck_assert_int_eq(is_any, any);
        }
    }
}
END_TEST

START_TEST(comparisons_hold_in_every_width_and_for_every_constant)
{
    for (int32_t round = 0; round < rounds(ROUNDS); round++) {
        rows b;
        fill_rows(&b);
        const int64_t c = bound(b.width);
        const int32_t set = below(8);
        for (int32_t t = 0; t < 2; t++) {
            uint8_t out[MOST];
            tables(t)->compare(&b.v, b.width, b.n, set, c, out);
            for (int32_t i = 0; i < b.n; i++) {
                const int32_t order = b.values[i] < c ? DSI_LESS : b.values[i] > c ? DSI_GREATER : DSI_EQUAL;
                ck_assert_int_eq(out[i], (set & order) != 0);
            }
        }
    }
}
END_TEST

START_TEST(widening_clears_absent_rows_and_multiplies)
{
    for (int32_t round = 0; round < rounds(ROUNDS); round++) {
        rows b;
        fill_rows(&b);
        const bool masked = below(2) == 0;
        const int64_t factor = b.width == 8 || below(2) == 0 ? 1 : 1000000;
        for (int32_t t = 0; t < 2; t++) {
            int64_t out[MOST];
            tables(t)->widen(&b.v, b.width, b.n, factor, masked ? b.status : NULL, out);
            for (int32_t i = 0; i < b.n; i++) {
                ck_assert_int_eq(out[i], masked && b.status[i] != 0 ? 0 : b.values[i] * factor);
            }
        }
    }
}
END_TEST

START_TEST(times_are_subtracted_and_judged_against_a_limit)
{
    for (int32_t round = 0; round < rounds(ROUNDS); round++) {
        int64_t a[MOST], b[MOST];
        uint8_t status[MOST];
        const int32_t n = below(MOST) + 1;
        const bool masked = below(2) == 0;
        const int64_t limit = below(40), since = 1000 - below(40), low = below(3) == 0 ? -20 : 0;
        bool negative = false;
        for (int32_t i = 0; i < n; i++) {
            a[i] = 1000 - below(50);
            b[i] = a[i] + low + below(60);
            status[i] = (uint8_t)(below(4) == 0 ? 2 : 0);
            negative = negative || ((!masked || status[i] == 0) && b[i] < a[i]);
        }
        for (int32_t t = 0; t < 2; t++) {
            int64_t out[MOST];
            uint8_t in_time[MOST], is_open[MOST], pending[MOST];
            const dsi_loops *loops = tables(t);
            ck_assert_int_eq(loops->differences(a, b, n, masked ? status : NULL, out), negative);
            ck_assert_int_eq(
                loops->within(a, b, n, masked ? status : NULL, limit, since, in_time, is_open, pending), negative);
            for (int32_t i = 0; i < n; i++) {
                const bool open = masked && status[i] != 0;
                ck_assert_int_eq(out[i], open ? 0 : b[i] - a[i]);
                ck_assert_int_eq(in_time[i], !open && b[i] - a[i] <= limit);
                if (masked) {
                    ck_assert_int_eq(is_open[i], open);
                    ck_assert_int_eq(pending[i], open && a[i] >= since);
                }
            }
        }
    }
}
END_TEST

/* Three values with statuses: false, true, and three kinds of absence. */
START_TEST(logic_is_decided_by_a_present_operand)
{
    for (int32_t round = 0; round < rounds(ROUNDS); round++) {
        uint8_t a[MOST], b[MOST], sa[MOST], sb[MOST];
        const int32_t n = below(MOST) + 1;
        const uint8_t deciding = (uint8_t)below(2);
        for (int32_t i = 0; i < n; i++) {
            a[i] = (uint8_t)below(2);
            b[i] = (uint8_t)below(2);
            sa[i] = (uint8_t)(below(2) * below(4));
            sb[i] = (uint8_t)(below(2) * below(4));
        }
        for (int32_t t = 0; t < 2; t++) {
            uint8_t out[MOST], status[MOST], judged[MOST], filled[MOST], marked[MOST], most[MOST];
            const dsi_loops *loops = tables(t);
            loops->decide(a, b, sa, sb, n, deciding, out, status);
            memcpy(judged, sb, sizeof judged);
            loops->judge(a, sa, n, 8, judged);
            memcpy(filled, sa, sizeof filled);
            loops->fill(sb, n, filled);
            memcpy(marked, b, sizeof marked);
            loops->mark(a, sa, 2, n, marked);
            loops->greater(sa, sb, n, most);
            for (int32_t i = 0; i < n; i++) {
                const bool decided = (sa[i] == 0 && a[i] == deciding) || (sb[i] == 0 && b[i] == deciding);
                const uint8_t worst = sa[i] > sb[i] ? sa[i] : sb[i];
                const uint8_t own = (uint8_t)(sa[i] != 0 ? sa[i] : a[i] != 0 ? 0 : 8);
                ck_assert_int_eq(out[i], decided ? deciding : !deciding);
                ck_assert_int_eq(status[i], decided ? 0 : worst);
                ck_assert_int_eq(judged[i], own > sb[i] ? own : sb[i]);
                ck_assert_int_eq(filled[i], sa[i] != 0 ? sa[i] : sb[i]);
                ck_assert_int_eq(marked[i], b[i] | (sa[i] <= 2 ? a[i] : 0));
                ck_assert_int_eq(most[i], worst);
            }
        }
    }
}
END_TEST

START_TEST(rows_are_tallied_counted_and_summed)
{
    for (int32_t round = 0; round < rounds(ROUNDS); round++) {
        uint8_t bytes[MOST], also[MOST];
        uint64_t column[MOST], total = 0;
        const int32_t n = below(MOST) + 1;
        int32_t zeros = 0, threes = 0, both = 0;
        for (int32_t i = 0; i < n; i++) {
            bytes[i] = (uint8_t)(below(50) == 0 ? 5 : 3 * below(2));
            also[i] = (uint8_t)below(2);
            column[i] = next();
            zeros += bytes[i] == 0;
            threes += bytes[i] == 3;
            both += bytes[i] == 3 && also[i] != 0;
            total += column[i];
        }
        for (int32_t t = 0; t < 2; t++) {
            const dsi_loops *loops = tables(t);
            const dsi_flag plain = {bytes, NULL, 3}, with = {bytes, also, 3}, none = {NULL, NULL, 3};
            int32_t found[2];
            loops->tally(bytes, n, 0, 3, found);
            ck_assert_int_eq(found[0], zeros);
            ck_assert_int_eq(found[1], threes);
            ck_assert_int_eq(loops->count(&plain, n), threes);
            ck_assert_int_eq(loops->count(&with, n), both);
            ck_assert_int_eq(loops->count(&none, n), 0);
            ck_assert(loops->sum(column, n) == total);
            ck_assert_int_eq(loops->any(bytes, n), zeros < n);
        }
    }
}
END_TEST

/* A double is the whole part, 2^-32 of the next 32 bits and 2^-64 of those behind them. */
START_TEST(doubles_fall_into_parts_that_lose_nothing)
{
    static const double odd[] = {0.0, 0.5, -0.5, 1.0 / 3, -1.0 / 3, 1.0 / 4096, -1.0 / 4096, 2251799813685247.75,
        -2251799813685247.75, 0.1, 123456.789, -98765.4321};
    static const double beyond[] = {2251799813685248.0, -2251799813685248.0, 1.0 / 4097, -1e-300, 1e300};
    enum { ODD = sizeof odd / sizeof odd[0], BEYOND = sizeof beyond / sizeof beyond[0] };
    for (int32_t round = 0; round < rounds(ROUNDS); round++) {
        double values[MOST];
        uint8_t status[MOST];
        const int32_t n = below(MOST) + 1;
        const int32_t spoilt = below(3) == 0 ? below(n) : -1;
        for (int32_t i = 0; i < n; i++) {
            values[i] = below(2) == 0 ? odd[below(ODD)] : (double)below(1000000) / (double)(below(1000) + 1);
            values[i] = values[i] != 0 && values[i] > -1.0 / 4096 && values[i] < 1.0 / 4096 ? 1.0 : values[i];
            status[i] = (uint8_t)(below(4) == 0 ? 2 : 0);
            values[i] = i == spoilt || (status[i] != 0 && below(2) == 0) ? beyond[below(BEYOND)] : values[i];
        }
        for (int32_t t = 0; t < 2; t++) {
            int64_t whole[MOST], high[MOST], low[MOST];
            const bool fits = tables(t)->split(values, status, n, whole, high, low);
            ck_assert_int_eq(fits, spoilt < 0 || status[spoilt] != 0);
            for (int32_t i = 0; i < n && fits; i++) {
                const double value = status[i] == 0 ? values[i] : 0.0;
                ck_assert(high[i] > -(INT64_C(1) << 32) && high[i] < INT64_C(1) << 32);
                ck_assert(low[i] > -(INT64_C(1) << 32) && low[i] < INT64_C(1) << 32);
                ck_assert((double)whole[i] + ((double)high[i] + (double)low[i] / 4294967296.0) / 4294967296.0 == value);
            }
        }
    }
}
END_TEST

/* A power of two that all values lie within, or just one does not. */
START_TEST(ranges_of_powers_of_two_end_where_they_say)
{
    for (int32_t round = 0; round < rounds(ROUNDS); round++) {
        int64_t values[MOST];
        const int64_t reach = INT64_C(1) << below(63), least = -reach + below(2), greatest = reach - below(2);
        const int32_t n = below(MOST) + 1;
        for (int32_t i = 0; i < n; i++) {
            values[i] = below(2) == 0 ? least : greatest;
        }
        for (int32_t t = 0; t < 2; t++) {
            const dsi_loops *loops = tables(t);
            const int64_t kept = values[n / 2];
            ck_assert(loops->all_inside(values, 8, n, least, greatest, NULL));
            values[n / 2] = below(2) == 0 ? least - 1 : greatest + 1;
            ck_assert(!loops->all_inside(values, 8, n, least, greatest, NULL));
            values[n / 2] = kept;
        }
    }
}
END_TEST

START_TEST(quotients_are_rounded_as_one_division)
{
    static const double divisors[] = {1e6, 6e7, 3.6e9, 8.64e10, 3};
    for (int32_t round = 0; round < rounds(ROUNDS); round++) {
        int64_t values[MOST];
        const int32_t n = below(MOST) + 1, shift = below(64);
        const double divisor = divisors[below(5)];
        for (int32_t i = 0; i < n; i++) {
            values[i] = (below(2) == 0 ? 1 : -1) * (int64_t)(next() >> 1 >> shift);
        }
        for (int32_t t = 0; t < 2; t++) {
            double out[MOST];
            tables(t)->quotients(values, n, divisor, out);
            for (int32_t i = 0; i < n; i++) {
                const double expected = (double)values[i] / divisor;
                ck_assert_mem_eq(&out[i], &expected, sizeof expected);
            }
        }
    }
}
END_TEST

START_TEST(squares_and_narrow_numbers_leave_absent_rows_out)
{
    for (int32_t round = 0; round < rounds(ROUNDS); round++) {
        rows b;
        fill_rows(&b);
        const bool masked = below(2) == 0;
        const int32_t sign = below(2) == 0 ? 1 : -1;
        for (int32_t i = 0; i < b.n; i++) { /* what is present is small, what is not may be anything */
            const int64_t most = b.width < 4 || below(2) == 0 ? 100 : INT64_C(1) << 25;
            const int64_t value = masked && b.status[i] != 0 ? b.values[i] : (below(2) == 0 ? most : below(200) - 100);
            b.values[i] = value;
            b.v.i8[b.width == 1 ? i : 0] = b.width == 1 ? (int8_t)value : b.v.i8[0];
            b.v.i16[b.width == 2 ? i : 0] = b.width == 2 ? (int16_t)value : b.v.i16[0];
            b.v.i32[b.width == 4 ? i : 0] = b.width == 4 ? (int32_t)value : b.v.i32[0];
            b.v.i64[b.width == 8 ? i : 0] = b.width == 8 ? value : b.v.i64[0];
        }
        for (int32_t t = 0; t < 2; t++) {
            int64_t squares[MOST];
            int32_t small[MOST], most = INT32_MIN;
            tables(t)->narrow(&b.v, b.width, b.n, sign, masked ? b.status : NULL, small);
            if (masked) {
                tables(t)->squares(&b.v, b.width, b.n, b.status, squares);
            }
            for (int32_t i = 0; i < b.n; i++) {
                const bool is_in = !masked || b.status[i] == 0;
                ck_assert_int_eq(small[i], is_in ? b.values[i] * sign : INT32_MIN);
                ck_assert(!masked || squares[i] == (is_in ? b.values[i] * b.values[i] : 0));
                most = small[i] > most ? small[i] : most;
            }
            ck_assert_int_eq(tables(t)->greatest(small, b.n), most);
            ck_assert_int_eq(tables(t)->greatest(small, 0), INT32_MIN);
        }
    }
}
END_TEST

START_TEST(records_keep_the_greatest_of_each_column)
{
    enum { CELLS = 5, STRIDE = 16 };
    for (int32_t round = 0; round < rounds(ROUNDS); round++) {
        int32_t columns[DSI_OCTET][MOST], cell[MOST];
        int32_t expected[CELLS][DSI_OCTET];
        const int32_t n = below(MOST) + 1;
        for (int32_t c = 0; c < CELLS; c++) {
            for (int32_t k = 0; k < DSI_OCTET; k++) {
                expected[c][k] = INT32_MIN;
            }
        }
        for (int32_t i = 0; i < n; i++) {
            cell[i] = below(CELLS);
            for (int32_t k = 0; k < DSI_OCTET; k++) {
                columns[k][i] = below(3) == 0 ? INT32_MIN : (int32_t)(next() & 0xFFFFFFFF);
                int32_t *most = &expected[cell[i]][k];
                *most = columns[k][i] > *most ? columns[k][i] : *most;
            }
        }
        for (int32_t t = 0; t < 2; t++) {
            int32_t records[CELLS * STRIDE];
            for (int32_t i = 0; i < CELLS * STRIDE; i++) {
                records[i] = INT32_MIN;
            }
            tables(t)->raise_octet(&columns[0][0], MOST, cell, n, records, STRIDE);
            for (int32_t c = 0; c < CELLS; c++) {
                ck_assert_mem_eq(&records[c * STRIDE], expected[c], sizeof expected[c]);
                ck_assert_int_eq(records[c * STRIDE + DSI_OCTET], INT32_MIN);
            }
        }
    }
}
END_TEST

typedef struct filled {
    uint64_t *records;
    int64_t stride;
    uint64_t (*moved)[32];
} filled;

static void empty_record(void *ctx, int32_t cell)
{
    filled *f = ctx;
    uint64_t *record = f->records + cell * f->stride;
    for (int32_t quad = 0; quad < f->stride / DSI_QUAD; quad++, record += DSI_QUAD) {
        for (int32_t k = 0; k < 8; k++) {
            f->moved[cell][16 * quad + k] += record[0] >> (8 * k) & 0xFF;
        }
        for (int32_t k = 1; k < DSI_QUAD; k++) {
            f->moved[cell][16 * quad + 8 + k] += record[k];
        }
        memset(record, 0, DSI_QUAD * sizeof *record);
    }
}

/* Thousands of rows in few cells: bytes would overflow if records were not emptied in time. */
START_TEST(records_add_up_whatever_the_cells)
{
    enum { CELLS = 5, BLOCKS = 40 };
    for (int32_t t = 0; t < 4; t++) {
        const dsi_loops *loops = tables(t % 2);
        const bool is_pair = t >= 2;
        uint64_t records[CELLS * 8] = {0}, moved[CELLS][32] = {{0}}, expected[CELLS][32] = {{0}};
        filled f = {records, is_pair ? 8 : 4, moved};
        const dsi_full full = {empty_record, &f};
        dsi_ahead ahead = {0};
        dsi_ahead_want(&ahead, expected, (int64_t)sizeof expected); /* asking for memory changes nothing */
        for (int32_t block = 0; block < BLOCKS; block++) {
            uint8_t zeros[MOST] = {0}, classes[MOST], also[MOST];
            uint64_t words[MOST], columns[3][MOST];
            int32_t cell[MOST];
            const int32_t n = below(MOST) + 1;
            dsi_flag flags[DSI_FLAGS] = {{zeros, NULL, 0}, {classes, NULL, 0}, {classes, NULL, 2}, {classes, also, 0},
                {NULL, NULL, 0}, {classes, NULL, 8}, {NULL, NULL, 0}, {classes, also, 2}};
            for (int32_t i = 0; i < n; i++) {
                classes[i] = (uint8_t)(below(3) == 0 ? 2 : 8 * (below(4) == 0));
                also[i] = (uint8_t)below(2);
                cell[i] = below(3) == 0 ? below(CELLS) : 1;
                uint64_t *own = expected[cell[i]];
                own[0]++;
                own[1] += classes[i] == 0;
                own[2] += classes[i] == 2;
                own[3] += classes[i] == 0 && also[i] != 0;
                own[5] += classes[i] == 8;
                own[7] += classes[i] == 2 && also[i] != 0;
                for (int32_t k = 0; k < 3; k++) {
                    columns[k][i] = next() >> 12;
                    own[9 + k] += columns[k][i];
                }
            }
            loops->pack(flags, n, words);
            const uint64_t *const quads[2 * DSI_QUAD] = {
                words, columns[0], columns[1], columns[2], words, columns[2], columns[0], columns[1]};
            (is_pair ? loops->add_pair : loops->add_quad)(quads, cell, n, records, f.stride, &full, &ahead);
        }
        for (int32_t c = 0; c < CELLS && is_pair; c++) { /* the second quad has the same columns, turned by one */
            memcpy(expected[c] + 16, expected[c], 16 * sizeof(uint64_t));
            for (int32_t k = 0; k < 3; k++) {
                expected[c][16 + 9 + k] = expected[c][9 + (k + 2) % 3];
            }
        }
        for (int32_t c = 0; c < CELLS; c++) {
            empty_record(&f, c);
            ck_assert_mem_eq(moved[c], expected[c], sizeof expected[c]);
        }
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {bits_become_statuses_from_any_bit_on, ranges_look_at_present_rows_in_every_width,
        comparisons_hold_in_every_width_and_for_every_constant, widening_clears_absent_rows_and_multiplies,
        times_are_subtracted_and_judged_against_a_limit, logic_is_decided_by_a_present_operand,
        rows_are_tallied_counted_and_summed, doubles_fall_into_parts_that_lose_nothing,
        ranges_of_powers_of_two_end_where_they_say, quotients_are_rounded_as_one_division,
        squares_and_narrow_numbers_leave_absent_rows_out, records_keep_the_greatest_of_each_column,
        records_add_up_whatever_the_cells};
    return RUN_TESTS("loops", tests);
}
