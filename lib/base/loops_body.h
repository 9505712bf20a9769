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

/* ---- integers of a width --------------------------------------------------------------------- */

/* A constant beyond the type is beyond all its values: the bounds are drawn in, which changes nothing, or no value
   is inside. */
#define WIDTH_LOOPS(type, lowest, highest)                                                                             \
    static bool inside_##type(const type *values, int32_t n, int64_t least, int64_t greatest, const uint8_t *status)   \
    {                                                                                                                  \
        if (least > (highest) || greatest < (lowest) || least > greatest) {                                            \
            uint8_t all = 1;                                                                                           \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                all = (uint8_t)(all & (status != NULL && status[i] != 0));                                             \
            }                                                                                                          \
            return all != 0;                                                                                           \
        }                                                                                                              \
        const type low = (type)(least < (lowest) ? (lowest) : least);                                                  \
        const type high = (type)(greatest > (highest) ? (highest) : greatest);                                         \
        if (low == (lowest) && high == (highest)) {                                                                    \
            return true;                                                                                               \
        }                                                                                                              \
        type bad = 0;                                                                                                  \
        for (int32_t i = 0; i < n; i++) {                                                                              \
            bad = (type)(bad | (values[i] < low ? -1 : 0) | (values[i] > high ? -1 : 0));                              \
        }                                                                                                              \
        if (bad == 0 || status == NULL) {                                                                              \
            return bad == 0;                                                                                           \
        }                                                                                                              \
        bad = 0; /* what lies under an absent row is anything */                                                       \
        for (int32_t i = 0; i < n; i++) {                                                                              \
            const type mask = (type)(status[i] == 0 ? -1 : 0);                                                         \
            bad = (type)(bad | (mask & (values[i] < low ? -1 : 0)) | (mask & (values[i] > high ? -1 : 0)));            \
        }                                                                                                              \
        return bad == 0;                                                                                               \
    }                                                                                                                  \
    static void outside_##type(                                                                                        \
        const type *values, int32_t n, int64_t least, int64_t greatest, uint8_t mark, uint8_t *status)                 \
    {                                                                                                                  \
        for (int32_t i = 0; i < n; i++) {                                                                              \
            const bool is_out = (values[i] < least) | (values[i] > greatest);                                          \
            status[i] = status[i] == 0 && is_out ? mark : status[i];                                                   \
        }                                                                                                              \
    }                                                                                                                  \
    static bool equal_##type(const type *values, int32_t n, int64_t value, uint8_t mark, uint8_t *status)              \
    {                                                                                                                  \
        uint8_t any = 0;                                                                                               \
        if (value < (lowest) || value > (highest)) {                                                                   \
            return false;                                                                                              \
        }                                                                                                              \
        const type own = (type)value;                                                                                  \
        for (int32_t i = 0; i < n; i++) {                                                                              \
            const uint8_t here = (uint8_t)((values[i] == own) & (status[i] == 0));                                     \
            status[i] = here != 0 ? mark : status[i];                                                                  \
            any |= here;                                                                                               \
        }                                                                                                              \
        return any != 0;                                                                                               \
    }                                                                                                                  \
    static void widen_##type(const type *values, int32_t n, int64_t factor, const uint8_t *status, int64_t *out)       \
    {                                                                                                                  \
        if (status == NULL && factor == 1) {                                                                           \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                out[i] = values[i];                                                                                    \
            }                                                                                                          \
        } else if (factor == 1) {                                                                                      \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                out[i] = (int64_t)values[i] & -(int64_t)(status[i] == 0);                                              \
            }                                                                                                          \
        } else if (status == NULL) {                                                                                   \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                out[i] = (int64_t)values[i] * factor;                                                                  \
            }                                                                                                          \
        } else {                                                                                                       \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                out[i] = ((int64_t)values[i] & -(int64_t)(status[i] == 0)) * factor;                                   \
            }                                                                                                          \
        }                                                                                                              \
    }                                                                                                                  \
    static void squares_##type(const type *values, int32_t n, const uint8_t *restrict status, int64_t *restrict out)   \
    {                                                                                                                  \
        for (int32_t i = 0; i < n; i++) {                                                                              \
            const int32_t value = (int32_t)values[i] & -(int32_t)(status[i] == 0);                                     \
            out[i] = (int64_t)value * value;                                                                           \
        }                                                                                                              \
    }                                                                                                                  \
    static void narrow_##type(                                                                                         \
        const type *values, int32_t n, int32_t sign, const uint8_t *restrict status, int32_t *restrict out)            \
    {                                                                                                                  \
        const uint32_t flip = sign < 0 ? UINT32_MAX : 0; /* -x is ~x + 1 */                                            \
        for (int32_t i = 0; i < n && status == NULL; i++) {                                                            \
            out[i] = (int32_t)(((uint32_t)values[i] ^ flip) - flip);                                                   \
        }                                                                                                              \
        for (int32_t i = 0; i < n && status != NULL; i++) {                                                            \
            const uint32_t value = ((uint32_t)values[i] ^ flip) - flip;                                                \
            const uint32_t used = (uint32_t) - (int32_t)(status[i] == 0);                                              \
            out[i] = (int32_t)((value & used) | (UINT32_C(0x80000000) & ~used));                                       \
        }                                                                                                              \
    }                                                                                                                  \
    static void compare_##type(const type *values, int32_t n, int32_t set, int64_t constant, uint8_t *restrict out)    \
    {                                                                                                                  \
        if (constant < (lowest) || constant > (highest)) {                                                             \
            const int32_t order = constant < 0 ? DSI_GREATER : DSI_LESS;                                               \
            memset(out, (set & order) != 0 ? 1 : 0, (size_t)n);                                                        \
            return;                                                                                                    \
        }                                                                                                              \
        const type c = (type)constant;                                                                                 \
        switch (set) {                                                                                                 \
        case DSI_EQUAL:                                                                                                \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                out[i] = values[i] == c;                                                                               \
            }                                                                                                          \
            break;                                                                                                     \
        case DSI_LESS | DSI_GREATER:                                                                                   \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                out[i] = values[i] != c;                                                                               \
            }                                                                                                          \
            break;                                                                                                     \
        case DSI_LESS:                                                                                                 \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                out[i] = values[i] < c;                                                                                \
            }                                                                                                          \
            break;                                                                                                     \
        case DSI_LESS | DSI_EQUAL:                                                                                     \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                out[i] = values[i] <= c;                                                                               \
            }                                                                                                          \
            break;                                                                                                     \
        case DSI_GREATER:                                                                                              \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                out[i] = values[i] > c;                                                                                \
            }                                                                                                          \
            break;                                                                                                     \
        case DSI_GREATER | DSI_EQUAL:                                                                                  \
            for (int32_t i = 0; i < n; i++) {                                                                          \
                out[i] = values[i] >= c;                                                                               \
            }                                                                                                          \
            break;                                                                                                     \
        default:                                                                                                       \
            memset(out, set == 0 ? 0 : 1, (size_t)n);                                                                  \
            break;                                                                                                     \
        }                                                                                                              \
    }

WIDTH_LOOPS(int8_t, INT8_MIN, INT8_MAX)
WIDTH_LOOPS(int16_t, INT16_MIN, INT16_MAX)
WIDTH_LOOPS(int32_t, INT32_MIN, INT32_MAX)
WIDTH_LOOPS(int64_t, INT64_MIN, INT64_MAX)

#define BY_WIDTH(function, values, ...)                                                                                \
    (width == 1      ? function##_int8_t(values, __VA_ARGS__)                                                          \
        : width == 2 ? function##_int16_t(values, __VA_ARGS__)                                                         \
        : width == 4 ? function##_int32_t(values, __VA_ARGS__)                                                         \
                     : function##_int64_t(values, __VA_ARGS__))

/* Do all lie within a power of two, which an addition tells: no comparison of 64 bits. */
static bool are_near(const int64_t *values, int32_t n, uint64_t reach)
{
    uint64_t all = 0;
    for (int32_t i = 0; i < n; i++) {
        all |= (uint64_t)values[i] + reach;
    }
    return all < 2 * reach;
}

static bool all_inside(
    const void *values, int32_t width, int32_t n, int64_t least, int64_t greatest, const uint8_t *status)
{
    uint64_t reach = least < 0 && greatest > 0 ? UINT64_C(1) << 35 : 0; /* most times are within that of 1970 */
    while (reach > 0 && (least > -(int64_t)reach || greatest < (int64_t)reach)) {
        reach >>= 1;
    }
    if (width == 8 && reach > 0 && are_near(values, n, reach)) {
        return true;
    }
    return BY_WIDTH(inside, values, n, least, greatest, status);
}

static void mark_outside(
    const void *values, int32_t width, int32_t n, int64_t least, int64_t greatest, uint8_t mark, uint8_t *status)
{
    BY_WIDTH(outside, values, n, least, greatest, mark, status);
}

static bool mark_equal(const void *values, int32_t width, int32_t n, int64_t value, uint8_t mark, uint8_t *status)
{
    return BY_WIDTH(equal, values, n, value, mark, status);
}

static void widen(const void *values, int32_t width, int32_t n, int64_t factor, const uint8_t *status, int64_t *out)
{
    BY_WIDTH(widen, values, n, factor, status, out);
}

static void compare(const void *values, int32_t width, int32_t n, int32_t set, int64_t constant, uint8_t *out)
{
    BY_WIDTH(compare, values, n, set, constant, out);
}

/* ---- times ----------------------------------------------------------------------------------- */

static bool differences(
    const int64_t *restrict a, const int64_t *restrict b, int32_t n, const uint8_t *restrict status, int64_t *out)
{
    int64_t any = 0;
    if (status == NULL) {
        for (int32_t i = 0; i < n; i++) {
            const int64_t d = (int64_t)((uint64_t)b[i] - (uint64_t)a[i]);
            any |= d;
            out[i] = d;
        }
        return any < 0;
    }
    for (int32_t i = 0; i < n; i++) {
        const int64_t d = (int64_t)((uint64_t)b[i] - (uint64_t)a[i]) & -(int64_t)(status[i] == 0);
        any |= d;
        out[i] = d;
    }
    return any < 0;
}

#if defined(__AVX2__)
/* Eight vectors of four masks each become 32 bytes, 1 where the mask is set. */
static __m256i bytes_of_masks(const __m256i m[8])
{
    const __m256i ones = _mm256_set1_epi16(1);
    const __m256i order = _mm256_setr_epi8(
        0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15, 0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);
    const __m256i low = _mm256_packs_epi16(_mm256_packs_epi32(m[0], m[1]), _mm256_packs_epi32(m[2], m[3]));
    const __m256i high = _mm256_packs_epi16(_mm256_packs_epi32(m[4], m[5]), _mm256_packs_epi32(m[6], m[7]));
    /* two bytes a row, in pairs of rows: even pairs in the lower half, odd ones in the upper */
    const __m256i pairs = _mm256_packus_epi16(_mm256_and_si256(low, ones), _mm256_and_si256(high, ones));
    return _mm256_shuffle_epi8(_mm256_permute4x64_epi64(pairs, _MM_SHUFFLE(3, 1, 2, 0)), order);
}

/* 32 rows from row i on; the result is not 0 where a difference is negative and the row not open. */
static __m256i within_rows(const int64_t *a, const int64_t *b, const uint8_t *open, int64_t limit, int64_t since,
    uint8_t *out, uint8_t *is_open, uint8_t *pending)
{
    const __m256i ones = _mm256_set1_epi8(1), zero = _mm256_setzero_si256();
    const __m256i most = _mm256_set1_epi64x(limit), first = _mm256_set1_epi64x(since);
    __m256i late[8], negative[8], old[8];
    __m256i all_old = _mm256_cmpeq_epi8(zero, zero);
    for (int32_t k = 0; k < 8; k++) {
        const __m256i from = _mm256_loadu_si256((const __m256i *)(const void *)(a + 4 * k));
        const __m256i to = _mm256_loadu_si256((const __m256i *)(const void *)(b + 4 * k));
        const __m256i d = _mm256_sub_epi64(to, from);
        late[k] = _mm256_cmpgt_epi64(d, most);
        negative[k] = _mm256_cmpgt_epi64(zero, d);
        old[k] = _mm256_cmpgt_epi64(first, from);
        all_old = _mm256_and_si256(all_old, old[k]);
    }
    __m256i closed = ones;
    if (open != NULL) {
        const __m256i of = _mm256_loadu_si256((const __m256i *)(const void *)open);
        closed = _mm256_and_si256(_mm256_cmpeq_epi8(of, zero), ones);
        __m256i waits = zero;
        if (_mm256_movemask_epi8(all_old) != -1) {
            waits = _mm256_andnot_si256(_mm256_or_si256(bytes_of_masks(old), closed), ones);
        }
        _mm256_storeu_si256((__m256i *)(void *)pending, waits);
        _mm256_storeu_si256((__m256i *)(void *)is_open, _mm256_xor_si256(closed, ones));
    }
    _mm256_storeu_si256((__m256i *)(void *)out, _mm256_andnot_si256(bytes_of_masks(late), closed));
    return _mm256_and_si256(bytes_of_masks(negative), closed);
}
#endif

static bool within(const int64_t *restrict a, const int64_t *restrict b, int32_t n, const uint8_t *restrict open,
    int64_t limit, int64_t since, uint8_t *restrict out, uint8_t *restrict is_open, uint8_t *restrict pending)
{
    int64_t any = 0;
    int32_t i = 0;
#if defined(__AVX2__)
    __m256i bad = _mm256_setzero_si256();
    for (; i + 32 <= n; i += 32) {
        bad = _mm256_or_si256(bad, within_rows(a + i, b + i, open == NULL ? NULL : open + i, limit, since, out + i,
                                       open == NULL ? NULL : is_open + i, open == NULL ? NULL : pending + i));
    }
    any = _mm256_testz_si256(bad, bad) != 0 ? 0 : -1;
#endif
    for (; i < n; i++) {
        const bool is_closed = open == NULL || open[i] == 0;
        const int64_t d = (int64_t)((uint64_t)b[i] - (uint64_t)a[i]);
        any |= d & -(int64_t)is_closed;
        out[i] = (uint8_t)((d <= limit) & is_closed);
        if (open != NULL) {
            pending[i] = (uint8_t)((a[i] >= since) & !is_closed);
            is_open[i] = !is_closed;
        }
    }
    return any < 0;
}

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
