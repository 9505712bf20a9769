/* Peaks are known by where they go, and each has a place in the records from when it is first met. They cannot
   overflow: they are moved to the state when rows end, or when there is one more of them. */
#include "measure/peaks.h"

#include <string.h>

enum { RECORD_ALIGNMENT = 64, NEAR_BYTES = 1 << 18, PART = 256 };

typedef struct peak {
    dsi_home home;
    int64_t unit;
    int32_t sign;
    bool is_on; /* the block has values for it */
    dsi_vector values;
    const uint8_t *class_of;
} peak;

struct dsi_peaks {
    dscore_allocator allocator;
    peak *items;
    int64_t count, cap;
    bool is_new; /* one has no place yet */
    bool is_dirty;
    int64_t octets; /* of a record */
    void *memory;   /* of the records */
    int64_t memory_size;
    int32_t *records;
    int64_t cells;
    int32_t columns[DSI_OCTET][PART];
};

/* ---- life ------------------------------------------------------------------------------------ */

dsi_peaks *dsi_peaks_new(const dscore_allocator *allocator)
{
    dsi_peaks *peaks = dsi_alloc_zero(allocator, (int64_t)sizeof *peaks);
    if (peaks != NULL) {
        peaks->allocator = *allocator;
    }
    return peaks;
}

void dsi_peaks_free(dsi_peaks *peaks)
{
    if (peaks != NULL) {
        const dscore_allocator a = peaks->allocator;
        dsi_release(&a, peaks->items, peaks->cap * (int64_t)sizeof *peaks->items);
        dsi_release(&a, peaks->memory, peaks->memory_size);
        dsi_release(&a, peaks, (int64_t)sizeof *peaks);
    }
}

/* ---- what a block adds ----------------------------------------------------------------------- */

void dsi_peaks_begin(dsi_peaks *peaks)
{
    for (int64_t i = 0; i < peaks->count; i++) {
        peaks->items[i].is_on = false;
    }
}

static bool is_same(const peak *own, int64_t unit, int32_t sign, const dsi_home *home)
{
    return own->unit == unit && own->sign == sign && own->home.array == home->array && own->home.store == home->store &&
           own->home.plane == home->plane;
}

bool dsi_peaks_tell(
    dsi_peaks *peaks, const dsi_vector *values, const uint8_t *class_of, int32_t sign, const dsi_home *home)
{
    const int64_t unit = values->width == 0 ? 1 : values->unit;
    int64_t i = 0;
    while (i < peaks->count && !is_same(&peaks->items[i], unit, sign, home)) {
        i++;
    }
    if (i == peaks->count) {
        if (!dsi_reserve(&peaks->allocator, &peaks->items, &peaks->cap, i + 1, (int64_t)sizeof *peaks->items)) {
            return false;
        }
        peaks->items[i] = (peak){.home = *home, .unit = unit, .sign = sign};
        peaks->count++;
        peaks->is_new = true;
    }
    peaks->items[i].is_on = true;
    peaks->items[i].values = *values;
    peaks->items[i].class_of = class_of;
    return true;
}

/* ---- records --------------------------------------------------------------------------------- */

static int64_t record_size(const dsi_peaks *peaks)
{
    return peaks->octets * DSI_OCTET;
}

/* Records of `cells` cells, with what they hold. */
static bool grow(dsi_peaks *peaks, int64_t cells)
{
    const int64_t bytes = record_size(peaks) * (int64_t)sizeof(int32_t);
    const int64_t size = cells * bytes + RECORD_ALIGNMENT;
    char *memory = dsi_alloc(&peaks->allocator, size);
    if (memory == NULL) {
        return false;
    }
    const uintptr_t past = (uintptr_t)memory % RECORD_ALIGNMENT;
    int32_t *records = (int32_t *)(void *)(memory + (past == 0 ? 0 : RECORD_ALIGNMENT - past));
    const int64_t kept = peaks->is_dirty ? peaks->cells * record_size(peaks) : 0;
    if (kept > 0) {
        memcpy(records, peaks->records, (size_t)kept * sizeof *records);
    }
    for (int64_t i = kept; i < cells * record_size(peaks); i++) {
        records[i] = INT32_MIN;
    }
    dsi_release(&peaks->allocator, peaks->memory, peaks->memory_size);
    peaks->memory = memory;
    peaks->memory_size = size;
    peaks->records = records;
    peaks->cells = cells;
    return true;
}

bool dsi_peaks_reserve(dsi_peaks *peaks, int64_t cells)
{
    if (peaks->is_new) {
        dsi_peaks_settle(peaks, peaks->cells);
        peaks->octets = (peaks->count + DSI_OCTET - 1) / DSI_OCTET;
        peaks->cells = 0;
        peaks->is_new = false;
    }
    return peaks->count == 0 || cells <= peaks->cells || grow(peaks, cells);
}

/* ---- adding ---------------------------------------------------------------------------------- */

/* A peak's numbers of rows [first, first + n). */
static void fill_column(const peak *own, const dsi_loops *loops, int32_t first, int32_t n, int32_t *column)
{
    const dsi_vector *v = &own->values;
    const int32_t width = v->width == 0 ? 8 : v->width;
    const char *values = v->width == 0 ? (const char *)v->v.i : (const char *)v->v.raw;
    loops->narrow(values + (int64_t)first * width, width, n, own->sign,
        own->class_of == NULL ? NULL : own->class_of + first, column);
}

static void add_peak(const peak *own, int64_t cell, int32_t greatest)
{
    const dsi_array *to =
        own->home.store == NULL ? own->home.array : &own->home.store->planes[own->home.plane].elements;
    if (greatest != INT32_MIN) {
        own->home.add((char *)to->p + cell * to->size, (int64_t)greatest * own->sign, own->unit);
    }
}

/* All rows in one cell: no records are needed. */
static void add_to_one(dsi_peaks *peaks, const dsi_loops *loops, int32_t cell, int32_t n)
{
    for (int64_t i = 0; i < peaks->count; i++) {
        for (int32_t first = 0; first < n && peaks->items[i].is_on; first += PART) {
            const int32_t rows = n - first < PART ? n - first : (int32_t)PART;
            fill_column(&peaks->items[i], loops, first, rows, peaks->columns[0]);
            add_peak(&peaks->items[i], cell, loops->greatest(peaks->columns[0], rows));
        }
    }
}

/* Records that do not stay near the processor: ask for those of the block before they are needed. */
static void fetch_records(const dsi_peaks *peaks, const int32_t *cell, int32_t n)
{
    const int64_t size = record_size(peaks);
    for (int32_t r = 0; r < n && peaks->memory_size > NEAR_BYTES; r++) {
        dsi_prefetch(peaks->records + cell[r] * size, size * (int64_t)sizeof *peaks->records);
    }
}

static void add_octet(dsi_peaks *peaks, const dsi_loops *loops, int64_t octet, const int32_t *cell, int32_t n)
{
    for (int32_t first = 0; first < n; first += PART) {
        const int32_t rows = n - first < PART ? n - first : (int32_t)PART;
        for (int32_t k = 0; k < DSI_OCTET; k++) {
            const int64_t i = octet * DSI_OCTET + k;
            if (i < peaks->count && peaks->items[i].is_on) {
                fill_column(&peaks->items[i], loops, first, rows, peaks->columns[k]);
            } else if (first == 0) {
                for (int32_t r = 0; r < rows; r++) {
                    peaks->columns[k][r] = INT32_MIN;
                }
            }
        }
        loops->raise_octet(
            &peaks->columns[0][0], PART, cell + first, rows, peaks->records + octet * DSI_OCTET, record_size(peaks));
    }
}

void dsi_peaks_add(dsi_peaks *peaks, const dsi_loops *loops, const int32_t *cell, int32_t only, int32_t n)
{
    bool is_on = false;
    for (int64_t i = 0; i < peaks->count; i++) {
        is_on = is_on || peaks->items[i].is_on;
    }
    if (!is_on) {
        return;
    }
    if (only >= 0) {
        add_to_one(peaks, loops, only, n);
        return;
    }
    peaks->is_dirty = true;
    fetch_records(peaks, cell, n);
    for (int64_t octet = 0; octet < peaks->octets; octet++) {
        add_octet(peaks, loops, octet, cell, n);
    }
}

/* ---- settling -------------------------------------------------------------------------------- */

static void settle_cell(const dsi_peaks *peaks, int64_t cell)
{
    int32_t *record = peaks->records + cell * record_size(peaks);
    for (int64_t i = 0; i < record_size(peaks); i++) {
        if (record[i] != INT32_MIN) {
            add_peak(&peaks->items[i], cell, record[i]);
            record[i] = INT32_MIN;
        }
    }
}

void dsi_peaks_settle_rows(dsi_peaks *peaks, const int32_t *cell, int32_t n)
{
    for (int32_t r = 0; r < n && peaks->is_dirty; r++) {
        settle_cell(peaks, cell[r]);
    }
    peaks->is_dirty = false;
}

void dsi_peaks_settle(dsi_peaks *peaks, int64_t cells)
{
    for (int64_t c = 0; c < cells && peaks->is_dirty; c++) {
        settle_cell(peaks, c);
    }
    peaks->is_dirty = false;
}
