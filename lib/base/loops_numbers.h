/* Part of loops_body.h: integers of any width (checked, compared, widened) and times. */

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
