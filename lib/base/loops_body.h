/* The text of the loops, compiled once for each instruction set by loops*.c, which names the table. Written for
   compilers to vectorise; intrinsics only where they do not. */
#include "base/loops.h"

#include <string.h>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

/* ---- validity -------------------------------------------------------------------------------- */

static uint8_t bit_of(const uint8_t *bits, int64_t at)
{
    return (uint8_t)(bits[at / 8] >> (at % 8) & 1);
}

/* Eight rows of one byte of bits, as bytes that are 0 where the bit is set. */
static void spread_byte(unsigned byte, uint8_t clear, uint8_t *status)
{
    for (unsigned k = 0; k < 8; k++) {
        status[k] = (uint8_t)((byte >> k & 1U) - 1U) & clear;
    }
}

#if defined(__AVX2__)
static void spread_word(const uint8_t *bits, uint8_t clear, uint8_t *status)
{
    const __m256i spread = _mm256_setr_epi8(
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
    const __m256i pick = _mm256_set1_epi64x((int64_t)UINT64_C(0x8040201008040201));
    int32_t word;
    memcpy(&word, bits, sizeof word);
    const __m256i bytes = _mm256_shuffle_epi8(_mm256_set1_epi32(word), spread);
    const __m256i is_set = _mm256_cmpeq_epi8(_mm256_and_si256(bytes, pick), pick);
    _mm256_storeu_si256((__m256i *)(void *)status, _mm256_andnot_si256(is_set, _mm256_set1_epi8((char)clear)));
}
#endif

static bool status_of_bits(const uint8_t *bits, int64_t first, int32_t n, uint8_t clear, uint8_t *status)
{
    int32_t i = 0;
    uint8_t all = 0xFF;
    for (; i < n && (first + i) % 8 != 0; i++) {
        const uint8_t bit = bit_of(bits, first + i);
        status[i] = bit != 0 ? 0 : clear;
        all = (uint8_t)(bit != 0 ? all : 0);
    }
#if defined(__AVX2__)
    for (; i + 32 <= n; i += 32) {
        const uint8_t *p = bits + (first + i) / 8;
        all = (uint8_t)(all & p[0] & p[1] & p[2] & p[3]);
        spread_word(p, clear, status + i);
    }
#endif
    for (; i + 8 <= n; i += 8) {
        const uint8_t byte = bits[(first + i) / 8];
        all &= byte;
        spread_byte(byte, clear, status + i);
    }
    for (; i < n; i++) {
        const uint8_t bit = bit_of(bits, first + i);
        status[i] = bit != 0 ? 0 : clear;
        all = (uint8_t)(bit != 0 ? all : 0);
    }
    return all != 0xFF;
}

#include "base/loops_numbers.h"

/* ---- bytes ----------------------------------------------------------------------------------- */

static void greater(const uint8_t *a, const uint8_t *b, int32_t n, uint8_t *out)
{
    for (int32_t i = 0; i < n; i++) {
        out[i] = a[i] > b[i] ? a[i] : b[i];
    }
}

static void lesser(const uint8_t *a, const uint8_t *b, int32_t n, uint8_t *out)
{
    for (int32_t i = 0; i < n; i++) {
        out[i] = a[i] < b[i] ? a[i] : b[i];
    }
}

static void lower(const int32_t *restrict values, int32_t n, int32_t *restrict out, int32_t *least, int32_t *greatest)
{
    int32_t low = values[0], high = values[0];
    for (int32_t i = 0; i < n; i++) {
        low = values[i] < low ? values[i] : low;
        high = values[i] > high ? values[i] : high;
        out[i] = values[i] - 1;
    }
    *least = low;
    *greatest = high;
}

static void tally(const uint8_t *bytes, int32_t n, uint8_t a, uint8_t b, int32_t out[2])
{
    int32_t i = 0;
    out[0] = 0;
    out[1] = 0;
    while (i < n) { /* in bytes that cannot overflow, which vectorises best */
        const int32_t end = n - i < 128 ? n : i + 128;
        uint8_t as = 0, bs = 0;
        for (; i < end; i++) {
            as = (uint8_t)(as + (bytes[i] == a));
            bs = (uint8_t)(bs + (bytes[i] == b));
        }
        out[0] += as;
        out[1] += bs;
    }
}

static void judge(const uint8_t *is_true, const uint8_t *status, int32_t n, uint8_t otherwise, uint8_t *restrict out)
{
    if (status == NULL) {
        for (int32_t i = 0; i < n; i++) {
            const uint8_t own = (uint8_t)((uint8_t)(is_true[i] - 1U) & otherwise);
            out[i] = out[i] > own ? out[i] : own;
        }
        return;
    }
    for (int32_t i = 0; i < n; i++) {
        const uint8_t own = (uint8_t)((uint8_t)(is_true[i] - 1U) & otherwise);
        const uint8_t mine = status[i] != 0 ? status[i] : own;
        out[i] = out[i] > mine ? out[i] : mine;
    }
}

static void decide(const uint8_t *restrict a, const uint8_t *restrict b, const uint8_t *restrict status_a,
    const uint8_t *restrict status_b, int32_t n, uint8_t deciding, uint8_t *restrict out, uint8_t *restrict status)
{
    const uint8_t other = (uint8_t)(deciding ^ 1U);
    for (int32_t i = 0; i < n; i++) {
        const uint8_t by_a = (uint8_t)((status_a[i] == 0) & (a[i] == deciding));
        const uint8_t by_b = (uint8_t)((status_b[i] == 0) & (b[i] == deciding));
        const uint8_t worst = status_a[i] > status_b[i] ? status_a[i] : status_b[i];
        const uint8_t open = (uint8_t)((by_a | by_b) - 1U); /* 0xFF where neither decides */
        status[i] = worst & open;
        out[i] = (uint8_t)((deciding & (uint8_t)~open) | (other & open));
    }
}

static void mark(
    const uint8_t *restrict marks, const uint8_t *restrict classes, uint8_t most, int32_t n, uint8_t *restrict rows)
{
    for (int32_t i = 0; i < n; i++) {
        rows[i] = (uint8_t)(rows[i] | (marks[i] & (classes[i] <= most)));
    }
}

static void fill(const uint8_t *restrict from, int32_t n, uint8_t *restrict to)
{
    for (int32_t i = 0; i < n; i++) {
        const uint8_t own = to[i], other = from[i];
        to[i] = own != 0 ? own : other;
    }
}

static bool any(const uint8_t *bytes, int32_t n)
{
    uint8_t all = 0;
    for (int32_t i = 0; i < n; i++) {
        all |= bytes[i];
    }
    return all != 0;
}

/* ---- counter words --------------------------------------------------------------------------- */

static uint64_t flag_of(const dsi_flag *flag, int32_t i)
{
    return flag->of != NULL && flag->of[i] == flag->is && (flag->also == NULL || flag->also[i] != 0);
}

#if defined(__AVX2__)
static __m256i flags_of(const dsi_flag *flag, int32_t i)
{
    if (flag->of == NULL) {
        return _mm256_setzero_si256();
    }
    const __m256i of = _mm256_loadu_si256((const __m256i *)(const void *)(flag->of + i));
    __m256i is = _mm256_cmpeq_epi8(of, _mm256_set1_epi8((char)flag->is));
    is = _mm256_and_si256(is, _mm256_set1_epi8(1));
    if (flag->also != NULL) {
        is = _mm256_and_si256(is, _mm256_loadu_si256((const __m256i *)(const void *)(flag->also + i)));
    }
    return is;
}

static void store_pair(__m256i low, __m256i high, uint64_t *out)
{
    _mm256_storeu_si256((__m256i *)(void *)out, _mm256_permute2x128_si256(low, high, 0x20));
    _mm256_storeu_si256((__m256i *)(void *)(out + 16), _mm256_permute2x128_si256(low, high, 0x31));
}

/* 32 rows: eight vectors of bytes become 32 words of eight bytes. */
static void pack_rows(const dsi_flag *flags, int32_t i, uint64_t *out)
{
    const __m256i f0 = flags_of(&flags[0], i), f1 = flags_of(&flags[1], i);
    const __m256i f2 = flags_of(&flags[2], i), f3 = flags_of(&flags[3], i);
    const __m256i f4 = flags_of(&flags[4], i), f5 = flags_of(&flags[5], i);
    const __m256i f6 = flags_of(&flags[6], i), f7 = flags_of(&flags[7], i);
    const __m256i a0 = _mm256_unpacklo_epi8(f0, f1), a1 = _mm256_unpackhi_epi8(f0, f1);
    const __m256i b0 = _mm256_unpacklo_epi8(f2, f3), b1 = _mm256_unpackhi_epi8(f2, f3);
    const __m256i c0 = _mm256_unpacklo_epi8(f4, f5), c1 = _mm256_unpackhi_epi8(f4, f5);
    const __m256i d0 = _mm256_unpacklo_epi8(f6, f7), d1 = _mm256_unpackhi_epi8(f6, f7);
    const __m256i ab0 = _mm256_unpacklo_epi16(a0, b0), ab1 = _mm256_unpackhi_epi16(a0, b0);
    const __m256i ab2 = _mm256_unpacklo_epi16(a1, b1), ab3 = _mm256_unpackhi_epi16(a1, b1);
    const __m256i cd0 = _mm256_unpacklo_epi16(c0, d0), cd1 = _mm256_unpackhi_epi16(c0, d0);
    const __m256i cd2 = _mm256_unpacklo_epi16(c1, d1), cd3 = _mm256_unpackhi_epi16(c1, d1);
    /* each holds two rows of the first 16 and two of the second */
    const __m256i r0 = _mm256_unpacklo_epi32(ab0, cd0), r1 = _mm256_unpackhi_epi32(ab0, cd0);
    const __m256i r2 = _mm256_unpacklo_epi32(ab1, cd1), r3 = _mm256_unpackhi_epi32(ab1, cd1);
    const __m256i r4 = _mm256_unpacklo_epi32(ab2, cd2), r5 = _mm256_unpackhi_epi32(ab2, cd2);
    const __m256i r6 = _mm256_unpacklo_epi32(ab3, cd3), r7 = _mm256_unpackhi_epi32(ab3, cd3);
    store_pair(r0, r1, out);
    store_pair(r2, r3, out + 4);
    store_pair(r4, r5, out + 8);
    store_pair(r6, r7, out + 12);
}
#endif

static void pack(const dsi_flag flags[DSI_FLAGS], int32_t n, uint64_t *words)
{
    int32_t i = 0;
#if defined(__AVX2__)
    for (; i + 32 <= n; i += 32) {
        pack_rows(flags, i, words + i);
    }
#endif
    for (; i < n; i++) {
        uint64_t word = 0;
        for (uint32_t k = 0; k < DSI_FLAGS; k++) {
            word |= flag_of(&flags[k], i) << (8U * k);
        }
        words[i] = word;
    }
}

static int32_t count(const dsi_flag *flag, int32_t n)
{
    int32_t rows = 0;
    int32_t i = 0;
    while (i < n && flag->of != NULL) {
        const int32_t end = n - i < 128 ? n : i + 128;
        uint8_t own = 0;
        for (; i < end && flag->also == NULL; i++) {
            own = (uint8_t)(own + (flag->of[i] == flag->is));
        }
        for (; i < end; i++) {
            own = (uint8_t)(own + ((flag->of[i] == flag->is) & flag->also[i]));
        }
        rows += own;
    }
    return rows;
}

static uint64_t sum(const uint64_t *column, int32_t n)
{
    uint64_t total = 0;
    for (int32_t i = 0; i < n; i++) {
        total += column[i];
    }
    return total;
}

/* ---- parts of numbers ------------------------------------------------------------------------ */

#if defined(__AVX2__)
/* Whole doubles below 2^51 as integers: their bits lie beside those of 2^52 + 2^51. */
static void store_whole(__m256d whole, int64_t *out)
{
    const __m256d magic = _mm256_set1_pd(6755399441055744.0);
    const __m256i bits = _mm256_sub_epi64(_mm256_castpd_si256(_mm256_add_pd(whole, magic)), _mm256_castpd_si256(magic));
    _mm256_storeu_si256((__m256i *)(void *)out, bits);
}

/* Four rows; the result is not 0 where a value does not fit. */
static __m256d split_rows(const double *values, const uint8_t *status, int64_t *whole, int64_t *high, int64_t *low)
{
    int32_t word;
    memcpy(&word, status, sizeof word);
    const __m256i absent = _mm256_cvtepu8_epi64(_mm_cvtsi32_si128(word));
    const __m256i used = _mm256_cmpeq_epi64(absent, _mm256_setzero_si256());
    const __m256d v = _mm256_and_pd(_mm256_loadu_pd(values), _mm256_castsi256_pd(used));
    const __m256d size = _mm256_andnot_pd(_mm256_set1_pd(-0.0), v);
    const __m256d scale = _mm256_set1_pd(4294967296.0);
    const __m256d before = _mm256_round_pd(v, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
    const __m256d behind = _mm256_mul_pd(_mm256_sub_pd(v, before), scale);
    const __m256d first = _mm256_round_pd(behind, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
    store_whole(before, whole);
    store_whole(first, high);
    store_whole(_mm256_mul_pd(_mm256_sub_pd(behind, first), scale), low);
    const __m256d is_large = _mm256_cmp_pd(size, _mm256_set1_pd(2251799813685248.0), _CMP_NLT_UQ);
    const __m256d is_small = _mm256_and_pd(_mm256_cmp_pd(size, _mm256_set1_pd(1.0 / 4096), _CMP_LT_OQ),
        _mm256_cmp_pd(size, _mm256_setzero_pd(), _CMP_NEQ_OQ));
    return _mm256_or_pd(is_large, is_small);
}
#endif

static bool split(const double *values, const uint8_t *status, int32_t n, int64_t *whole, int64_t *high, int64_t *low)
{
    bool fits = true;
    int32_t i = 0;
#if defined(__AVX2__)
    __m256d bad = _mm256_setzero_pd();
    for (; i + 4 <= n; i += 4) {
        bad = _mm256_or_pd(bad, split_rows(values + i, status + i, whole + i, high + i, low + i));
    }
    fits = _mm256_movemask_pd(bad) == 0;
#endif
    for (; i < n && fits; i++) {
        const double v = status[i] == 0 ? values[i] : 0.0;
        const double size = v < 0 ? -v : v;
        fits = size < 2251799813685248.0 && (size >= 1.0 / 4096 || size == 0.0);
        if (fits) {
            whole[i] = (int64_t)v;
            const double behind = (v - (double)whole[i]) * 4294967296.0;
            high[i] = (int64_t)behind;
            low[i] = (int64_t)((behind - (double)high[i]) * 4294967296.0);
        }
    }
    return fits;
}

/* Beyond 2^51 there is no vector instruction for it. */
static void quotients(const int64_t *restrict values, int32_t n, double divisor, double *restrict out)
{
    int32_t i = 0;
#if defined(__AVX2__)
    const __m256d magic = _mm256_set1_pd(6755399441055744.0), by = _mm256_set1_pd(divisor);
    const bool is_near = are_near(values, n, UINT64_C(1) << 51);
    for (; i + 4 <= n && is_near; i += 4) {
        const __m256i value = _mm256_loadu_si256((const __m256i *)(const void *)(values + i));
        const __m256d sum = _mm256_castsi256_pd(_mm256_add_epi64(value, _mm256_castpd_si256(magic)));
        _mm256_storeu_pd(out + i, _mm256_div_pd(_mm256_sub_pd(sum, magic), by));
    }
#endif
    for (; i < n; i++) {
        out[i] = (double)values[i] / divisor;
    }
}

static void squares(const void *values, int32_t width, int32_t n, const uint8_t *status, int64_t *out)
{
    BY_WIDTH(squares, values, n, status, out);
}

#include "base/loops_records.h"
#include "base/loops_texts.h"

const dsi_loops DSI_LOOPS = {DSI_LOOPS_NAME, status_of_bits, all_inside, mark_outside, mark_equal, widen, compare,
    differences, within, greater, lesser, lower, tally, pack, count, sum, split, quotients, squares, add_quad, add_pair,
    narrow, greatest, raise_octet, judge, decide, mark, fill, any, find_texts};
