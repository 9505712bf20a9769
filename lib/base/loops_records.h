/* Part of loops_body.h: rows added to records of words, and records of greatest values. */

/* ---- records --------------------------------------------------------------------------------- */

enum { STEP = 4 }; /* rows at a time, and for each so many a line of memory that is wanted */

static inline void see_full(uint64_t first, int32_t cell, const dsi_full *full)
{
    if ((first & 0xFFU) == 0xFFU) {
        full->empty(full->ctx, cell);
    }
}

#if defined(__AVX2__)
typedef struct quad_rows {
    __m256i row[STEP];
} quad_rows;

static inline __m256i four_of(const uint64_t *column, int32_t i)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)(column + i));
}

/* Four rows of four columns. */
static inline quad_rows turn_quad(const uint64_t *const columns[DSI_QUAD], int32_t i)
{
    const __m256i a = four_of(columns[0], i), b = four_of(columns[1], i);
    const __m256i c = four_of(columns[2], i), d = four_of(columns[3], i);
    const __m256i ab0 = _mm256_unpacklo_epi64(a, b), ab1 = _mm256_unpackhi_epi64(a, b);
    const __m256i cd0 = _mm256_unpacklo_epi64(c, d), cd1 = _mm256_unpackhi_epi64(c, d);
    return (quad_rows){{_mm256_permute2x128_si256(ab0, cd0, 0x20), _mm256_permute2x128_si256(ab1, cd1, 0x20),
        _mm256_permute2x128_si256(ab0, cd0, 0x31), _mm256_permute2x128_si256(ab1, cd1, 0x31)}};
}

/* What the first word is then. */
static inline uint64_t add_four(uint64_t *record, __m256i row)
{
    __m256i *to = (__m256i *)(void *)record;
    const __m256i sum = _mm256_add_epi64(_mm256_loadu_si256(to), row);
    _mm256_storeu_si256(to, sum);
    return (uint32_t)_mm_cvtsi128_si32(_mm256_castsi256_si128(sum));
}
#endif

static void add_quad(const uint64_t *const columns[DSI_QUAD], const int32_t *cell, int32_t n, uint64_t *records,
    int64_t stride, const dsi_full *full, dsi_ahead *ahead)
{
    int32_t i = 0;
#if defined(__AVX2__)
    for (; i + STEP <= n; i += STEP) {
        const quad_rows rows = turn_quad(columns, i);
        dsi_ahead_ask(ahead, 1);
        for (int32_t k = 0; k < STEP; k++) {
            see_full(add_four(records + (int64_t)cell[i + k] * stride, rows.row[k]), cell[i + k], full);
        }
    }
#endif
    for (; i < n; i++) {
        uint64_t *record = records + (int64_t)cell[i] * stride;
        for (int32_t k = 0; k < DSI_QUAD; k++) {
            record[k] += columns[k][i];
        }
        see_full(record[0], cell[i], full);
        dsi_ahead_ask(ahead, i % STEP == 0);
    }
}

static void add_pair(const uint64_t *const columns[2 * DSI_QUAD], const int32_t *cell, int32_t n, uint64_t *records,
    int64_t stride, const dsi_full *full, dsi_ahead *ahead)
{
    int32_t i = 0;
#if defined(__AVX2__)
    for (; i + STEP <= n; i += STEP) {
        const quad_rows one = turn_quad(columns, i), two = turn_quad(columns + DSI_QUAD, i);
        dsi_ahead_ask(ahead, 2);
        for (int32_t k = 0; k < STEP; k++) {
            uint64_t *record = records + (int64_t)cell[i + k] * stride;
            (void)add_four(record + DSI_QUAD, two.row[k]);
            see_full(add_four(record, one.row[k]), cell[i + k], full);
        }
    }
#endif
    for (; i < n; i++) {
        uint64_t *record = records + (int64_t)cell[i] * stride;
        for (int32_t k = 0; k < 2 * DSI_QUAD; k++) {
            record[k] += columns[k][i];
        }
        see_full(record[0], cell[i], full);
        dsi_ahead_ask(ahead, i % STEP == 0 ? 2 : 0);
    }
}

/* ---- peaks ----------------------------------------------------------------------------------- */

static void narrow(const void *values, int32_t width, int32_t n, int32_t sign, const uint8_t *status, int32_t *out)
{
    BY_WIDTH(narrow, values, n, sign, status, out);
}

static int32_t greatest(const int32_t *values, int32_t n)
{
    int32_t most = INT32_MIN;
    for (int32_t i = 0; i < n; i++) {
        most = values[i] > most ? values[i] : most;
    }
    return most;
}

#if defined(__AVX2__)
static void raise_record(__m256i row, int32_t *record)
{
    __m256i *at = (__m256i *)(void *)record;
    _mm256_storeu_si256(at, _mm256_max_epi32(_mm256_loadu_si256(at), row));
}

/* Eight rows of columns a, b, c, d as pairs of rows (0, 4), (1, 5), (2, 6), (3, 7): four numbers each. */
static void zip_columns(const int32_t *a, int64_t rows, __m256i out[4])
{
    const __m256i va = _mm256_loadu_si256((const __m256i *)(const void *)a);
    const __m256i vb = _mm256_loadu_si256((const __m256i *)(const void *)(a + rows));
    const __m256i vc = _mm256_loadu_si256((const __m256i *)(const void *)(a + 2 * rows));
    const __m256i vd = _mm256_loadu_si256((const __m256i *)(const void *)(a + 3 * rows));
    const __m256i ab0 = _mm256_unpacklo_epi32(va, vb), ab1 = _mm256_unpackhi_epi32(va, vb);
    const __m256i cd0 = _mm256_unpacklo_epi32(vc, vd), cd1 = _mm256_unpackhi_epi32(vc, vd);
    out[0] = _mm256_unpacklo_epi64(ab0, cd0);
    out[1] = _mm256_unpackhi_epi64(ab0, cd0);
    out[2] = _mm256_unpacklo_epi64(ab1, cd1);
    out[3] = _mm256_unpackhi_epi64(ab1, cd1);
}
#endif

static void raise_octet(
    const int32_t *columns, int64_t rows, const int32_t *cell, int32_t n, int32_t *records, int64_t stride)
{
    int32_t i = 0;
#if defined(__AVX2__)
    for (; i + 8 <= n; i += 8) {
        __m256i low[4], high[4];
        zip_columns(columns + i, rows, low);
        zip_columns(columns + 4 * rows + i, rows, high);
        for (int32_t k = 0; k < 4; k++) {
            raise_record(_mm256_permute2x128_si256(low[k], high[k], 0x20), records + cell[i + k] * stride);
        }
        for (int32_t k = 0; k < 4; k++) {
            raise_record(_mm256_permute2x128_si256(low[k], high[k], 0x31), records + cell[i + 4 + k] * stride);
        }
    }
#endif
    for (; i < n; i++) {
        int32_t *record = records + cell[i] * stride;
        for (int32_t k = 0; k < DSI_OCTET; k++) {
            const int32_t value = columns[k * rows + i];
            record[k] = value > record[k] ? value : record[k];
        }
    }
}
