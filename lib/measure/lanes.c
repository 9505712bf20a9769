/* Lanes of a frame. Flags and sums are known by where they go; each gets a place in a quad when it is first met, and
   keeps it: then the records begin anew, after what they held was moved. */
#include "measure/lanes_parts.h"

#include <string.h>

enum { RECORD_ALIGNMENT = 64, NEAR_BYTES = 1 << 19 };

/* ---- life ------------------------------------------------------------------------------------ */

dsi_lanes *dsi_lanes_new(const dscore_allocator *allocator)
{
    dsi_lanes *lanes = dsi_alloc_zero(allocator, (int64_t)sizeof *lanes);
    if (lanes != NULL) {
        lanes->allocator = *allocator;
    }
    return lanes;
}

void dsi_lanes_free(dsi_lanes *lanes)
{
    if (lanes == NULL) {
        return;
    }
    const dscore_allocator a = lanes->allocator;
    dsi_peaks_free(lanes->peaks);
    for (int64_t i = 0; i < lanes->sum_count; i++) {
        dsi_release(&a, lanes->sums[i].own, DSI_BLOCK * (int64_t)sizeof *lanes->sums[i].own);
    }
    dsi_release(&a, lanes->flags, lanes->flag_cap * (int64_t)sizeof *lanes->flags);
    dsi_release(&a, lanes->sums, lanes->sum_cap * (int64_t)sizeof *lanes->sums);
    dsi_release(&a, lanes->words, lanes->word_cap * (int64_t)sizeof *lanes->words);
    dsi_release(&a, lanes->memory, lanes->memory_size);
    dsi_release(&a, lanes->stocks, lanes->stocks_size);
    dsi_release(&a, lanes, (int64_t)sizeof *lanes);
}

/* ---- what a block adds ----------------------------------------------------------------------- */

void dsi_lanes_begin(dsi_lanes *lanes, const dsi_loops *loops, dsi_ahead *ahead)
{
    lanes->loops = loops;
    lanes->ahead = ahead;
    for (int64_t i = 0; i < lanes->flag_count; i++) {
        lanes->flags[i].now.of = NULL;
    }
    lanes->next_flag = 0;
    for (int64_t i = 0; i < lanes->sum_count; i++) {
        lanes->sums[i].is_on = false;
    }
    if (lanes->peaks != NULL) {
        dsi_peaks_begin(lanes->peaks);
    }
}

static bool is_same_home(const dsi_home *a, const dsi_home *b)
{
    return a->array == b->array && a->store == b->store && a->plane == b->plane && a->add == b->add;
}

static bool is_flag(const dsi_lane_flag *own, uint8_t is, const dsi_home *home)
{
    return own->is == is && is_same_home(&own->home, home);
}

bool dsi_lanes_flag(dsi_lanes *lanes, const uint8_t *of, uint8_t is, const uint8_t *also, dsi_home home)
{
    int64_t i = lanes->next_flag; /* most come in the order of the block before */
    if (i >= lanes->flag_count || !is_flag(&lanes->flags[i], is, &home)) {
        for (i = 0; i < lanes->flag_count && !is_flag(&lanes->flags[i], is, &home);) {
            i++;
        }
    }
    lanes->next_flag = i + 1;
    if (i == lanes->flag_count) {
        if (!dsi_reserve(&lanes->allocator, &lanes->flags, &lanes->flag_cap, i + 1, (int64_t)sizeof *lanes->flags)) {
            return false;
        }
        lanes->flags[i] = (dsi_lane_flag){.home = home, .is = is, .now = {NULL, NULL, is}, .place = {-1, -1, -1}};
        lanes->flag_count++;
        lanes->is_new = true;
    }
    lanes->flags[i].now.of = of;
    lanes->flags[i].now.also = also;
    return true;
}

/* The sum that goes to a home in a unit, made if new; NULL = no memory. */
static dsi_lane_sum *sum_for(dsi_lanes *lanes, int64_t unit, const dsi_home *home)
{
    int64_t i = 0;
    while (i < lanes->sum_count && (lanes->sums[i].unit != unit || !is_same_home(&lanes->sums[i].home, home))) {
        i++;
    }
    if (i == lanes->sum_count) {
        if (!dsi_reserve(&lanes->allocator, &lanes->sums, &lanes->sum_cap, i + 1, (int64_t)sizeof *lanes->sums)) {
            return NULL;
        }
        lanes->sums[i] = (dsi_lane_sum){.home = *home, .unit = unit, .place = {-1, -1, -1}};
        lanes->sum_count++;
        lanes->is_new = true;
    }
    lanes->sums[i].is_on = true;
    return &lanes->sums[i];
}

bool dsi_lanes_sum(dsi_lanes *lanes, const dsi_vector *values, const uint8_t *class_of, dsi_home home)
{
    dsi_lane_sum *own = sum_for(lanes, values->width == 0 ? 1 : values->unit, &home);
    if (own == NULL) {
        return false;
    }
    own->values = *values;
    own->class_of = class_of;
    return true;
}

int64_t *dsi_lanes_column(dsi_lanes *lanes, int64_t unit, dsi_home home)
{
    dsi_lane_sum *own = sum_for(lanes, unit, &home);
    if (own == NULL) {
        return NULL;
    }
    if (own->own == NULL) {
        own->own = dsi_alloc(&lanes->allocator, DSI_BLOCK * (int64_t)sizeof *own->own);
    }
    own->values = (dsi_vector){.kind = DSI_INT, .v.i = own->own};
    own->class_of = NULL;
    own->is_on = own->own != NULL;
    return own->own;
}

bool dsi_lanes_peak(dsi_lanes *lanes, const dsi_vector *values, const uint8_t *class_of, int32_t sign, dsi_home home)
{
    if (lanes->peaks == NULL) {
        lanes->peaks = dsi_peaks_new(&lanes->allocator);
    }
    return lanes->peaks != NULL && dsi_peaks_tell(lanes->peaks, values, class_of, sign, &home);
}

void dsi_lanes_withdraw(dsi_lanes *lanes, const dsi_home *home)
{
    for (int64_t i = 0; i < lanes->sum_count; i++) {
        const dsi_home *own = &lanes->sums[i].home;
        const bool is_same = own->array == home->array && own->store == home->store && own->plane == home->plane;
        lanes->sums[i].is_on = lanes->sums[i].is_on && !is_same;
    }
}

const dsi_loops *dsi_lanes_loops(const dsi_lanes *lanes)
{
    return lanes->loops;
}

/* ---- records --------------------------------------------------------------------------------- */

/* Records of `cells` cells, with what they hold. */
static bool grow(dsi_lanes *lanes, int64_t cells)
{
    const int64_t bytes = dsi_lanes_record_words(lanes) * (int64_t)sizeof(uint64_t);
    const int64_t size = cells * bytes + RECORD_ALIGNMENT;
    char *memory = dsi_alloc_zero(&lanes->allocator, size);
    if (memory == NULL) {
        return false;
    }
    const uintptr_t past = (uintptr_t)memory % RECORD_ALIGNMENT;
    uint64_t *records = (uint64_t *)(void *)(memory + (past == 0 ? 0 : RECORD_ALIGNMENT - past));
    if (lanes->is_dirty && lanes->cells > 0) {
        memcpy(records, lanes->records, (size_t)(lanes->cells * bytes));
    }
    dsi_release(&lanes->allocator, lanes->memory, lanes->memory_size);
    lanes->memory = memory;
    lanes->memory_size = size;
    lanes->records = records;
    lanes->cells = cells;
    return true;
}

bool dsi_lanes_reserve(dsi_lanes *lanes, int64_t cells)
{
    if (lanes->is_new || dsi_lanes_have_parted(lanes)) {
        lanes->is_new = true; /* until it is done */
        if (lanes->is_dirty) {
            dsi_lanes_settle(lanes, lanes->cells);
        }
        if (!dsi_lanes_lay_out(lanes)) {
            return false;
        }
        lanes->cells = 0;
    }
    if (lanes->peaks != NULL && !dsi_peaks_reserve(lanes->peaks, cells)) {
        return false;
    }
    if (cells <= lanes->cells) {
        return true;
    }
    dsi_lanes_empty_stocks(lanes);
    return grow(lanes, cells) && dsi_lanes_make_stocks(lanes);
}

/* ---- adding ---------------------------------------------------------------------------------- */

/* A sum's column of the block, as words: the values themselves if every row that is not used holds 0. */
static const uint64_t *column_of(const dsi_lanes *lanes, const dsi_lane_sum *own, int32_t n, uint64_t *memory)
{
    const dsi_vector *v = &own->values;
    if (!own->is_on) {
        return lanes->zeros;
    }
    const int32_t width = v->width == 0 ? 8 : v->width;
    const void *values = v->width == 0 ? (const void *)v->v.i : v->v.raw;
    if (width == 8 && own->class_of == NULL) {
        return values;
    }
    lanes->loops->widen(values, width, n, 1, own->class_of, (int64_t *)(void *)memory);
    return memory;
}

static const uint64_t *word_of(dsi_lanes *lanes, int64_t w, int32_t n)
{
    const dsi_lane_word *own = &lanes->words[w];
    uint64_t *memory = lanes->columns[w % (2 * DSI_QUAD)];
    const bool is_first = w % DSI_QUAD == 0;
    dsi_flag flags[DSI_FLAGS] = {{NULL, NULL, 0}};
    bool any = is_first;
    if (own->sum >= 0) {
        return column_of(lanes, &lanes->sums[own->sum], n, memory);
    }
    if (is_first) {
        flags[0] = (dsi_flag){lanes->every, NULL, 0};
    }
    for (int32_t i = 0; i < own->count; i++) {
        flags[i + (is_first ? 1 : 0)] = lanes->flags[own->flags[i]].now;
        any = any || lanes->flags[own->flags[i]].now.of != NULL;
    }
    if (!any) {
        return lanes->zeros;
    }
    lanes->loops->pack(flags, n, memory);
    return memory;
}

static void move_record(const dsi_lanes *lanes, int64_t quad, int64_t cell)
{
    uint64_t *record = lanes->records + cell * dsi_lanes_record_words(lanes) + quad * DSI_QUAD;
    for (int32_t k = 0; k < DSI_QUAD; k++) {
        const dsi_lane_word *own = &lanes->words[quad * DSI_QUAD + k];
        if (own->sum >= 0) {
            dsi_lanes_add_total(lanes, own->sum, cell, (int64_t)record[k]);
        }
        uint64_t bytes = k == 0 ? record[k] >> 8 : record[k];
        for (int32_t i = 0; i < own->count; i++, bytes >>= 8) {
            dsi_lanes_add_count(lanes, own->flags[i], cell, (int64_t)(bytes & 0xFFU));
        }
        record[k] = 0;
    }
}

/* Quads of a record that are filled at once. */
typedef struct filling {
    dsi_lanes *lanes;
    int64_t first, end;
} filling;

static void move_full(void *ctx, int32_t cell)
{
    const filling *own = ctx;
    for (int64_t quad = own->first; quad < own->end; quad++) {
        if (own->lanes->stocks != NULL) {
            dsi_lanes_stock_record(own->lanes, quad, cell);
        } else {
            move_record(own->lanes, quad, cell);
        }
    }
}

/* All rows in one cell: no records are needed. */
static void add_to_one(dsi_lanes *lanes, int32_t cell, int32_t n)
{
    for (int32_t i = 0; i < lanes->flag_count; i++) {
        const dsi_lane_flag *own = &lanes->flags[i];
        if (own->now.of != NULL && own->place.leader == i) {
            const bool one = own->now.of[0] == own->now.is && (own->now.also == NULL || own->now.also[0] != 0);
            dsi_lanes_add_count(lanes, i, cell, n == 1 ? one : lanes->loops->count(&own->now, n));
        }
    }
    for (int32_t i = 0; i < lanes->sum_count; i++) {
        const dsi_lane_sum *own = &lanes->sums[i];
        if (own->is_on && own->place.leader == i) {
            const uint64_t *column = column_of(lanes, own, n, lanes->columns[0]);
            dsi_lanes_add_total(lanes, i, cell, (int64_t)lanes->loops->sum(column, n));
        }
    }
}

/* Records that do not stay near the processor: ask for those of the block before they are needed. */
static void fetch_records(const dsi_lanes *lanes, const int32_t *cell, int32_t n)
{
    const int64_t words = dsi_lanes_record_words(lanes);
    for (int32_t r = 0; r < n; r++) {
        dsi_prefetch(lanes->records + cell[r] * words, words * (int64_t)sizeof *lanes->records);
    }
}

void dsi_lanes_add(dsi_lanes *lanes, const int32_t *cell, int32_t only, int32_t n)
{
    dsi_lanes_find_homes(lanes);
    if (lanes->peaks != NULL) {
        dsi_peaks_add(lanes->peaks, lanes->loops, cell, only, n);
    }
    if (only >= 0) {
        add_to_one(lanes, only, n);
        return;
    }
    lanes->is_dirty = true;
    if (lanes->moves > DSI_MOST_MOVES - lanes->quads * DSI_BLOCK) {
        dsi_lanes_empty_stocks(lanes);
    }
    if (lanes->memory_size > NEAR_BYTES) {
        fetch_records(lanes, cell, n);
    }
    for (int64_t quad = 0; quad < lanes->quads; quad += 2) {
        const uint64_t *columns[2 * DSI_QUAD];
        const bool is_pair = quad + 1 < lanes->quads;
        filling own = {lanes, quad, quad + (is_pair ? 2 : 1)};
        const dsi_full full = {move_full, &own};
        uint64_t *records = lanes->records + quad * DSI_QUAD;
        for (int32_t k = 0; k < (is_pair ? 2 : 1) * DSI_QUAD; k++) {
            columns[k] = word_of(lanes, quad * DSI_QUAD + k, n);
        }
        (is_pair ? lanes->loops->add_pair : lanes->loops->add_quad)(
            columns, cell, n, records, dsi_lanes_record_words(lanes), &full, lanes->ahead);
    }
}

/* ---- settling -------------------------------------------------------------------------------- */

static void settle_cell(const dsi_lanes *lanes, int64_t cell)
{
    const uint64_t *record = lanes->records + cell * dsi_lanes_record_words(lanes);
    for (int64_t quad = 0; quad < lanes->quads; quad++) {
        if (record[quad * DSI_QUAD] != 0) { /* its row counter among others */
            move_record(lanes, quad, cell);
        }
        if (lanes->stocks != NULL && lanes->moves > 0) {
            dsi_lanes_empty_stock(lanes, quad, cell);
        }
    }
}

void dsi_lanes_settle_rows(dsi_lanes *lanes, const int32_t *cell, int32_t n)
{
    if (lanes->is_dirty) {
        dsi_lanes_find_homes(lanes);
    }
    for (int32_t r = 0; r < n && lanes->is_dirty; r++) {
        settle_cell(lanes, cell[r]);
    }
    lanes->is_dirty = false;
    lanes->moves = 0;
    if (lanes->peaks != NULL) {
        dsi_peaks_settle_rows(lanes->peaks, cell, n);
    }
}

void dsi_lanes_settle(dsi_lanes *lanes, int64_t cells)
{
    if (lanes->is_dirty) {
        dsi_lanes_find_homes(lanes);
    }
    for (int64_t c = 0; c < cells && lanes->is_dirty; c++) {
        settle_cell(lanes, c);
    }
    lanes->is_dirty = false;
    lanes->moves = 0;
    if (lanes->peaks != NULL) {
        dsi_peaks_settle(lanes->peaks, cells);
    }
}
