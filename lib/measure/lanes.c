/* Lanes of a frame. Flags and sums are known by where they go; each gets a place in a quad when it is first met, and
   keeps it: then the records begin anew, after what they held was moved. */
#include "measure/lanes.h"

#include <string.h>

enum { WORDS_OF_QUAD = DSI_QUAD, FIRST_FLAGS = DSI_FLAGS - 1, RECORD_ALIGNMENT = 64, NEAR_BYTES = 1 << 18 };

typedef struct flag {
    dsi_home home;
    uint8_t is;
    dsi_flag now;   /* of the block; of NULL = none */
    char *elements; /* as long as rows are added or moved */
    int64_t size;   /* of one */
} flag;

typedef struct sum {
    dsi_home home;
    int64_t unit;
    bool is_on; /* the block has values for it */
    dsi_vector values;
    const uint8_t *class_of; /* NULL: rows that are not used hold 0 */
    int64_t *own;            /* DSI_BLOCK values for callers; NULL = none yet */
    char *elements;
    int64_t size;
} sum;

/* A word of a quad: flags [first, first + count), or a sum. */
typedef struct word {
    int32_t first, count;
    int32_t sum; /* -1 = none */
} word;

struct dsi_lanes {
    dscore_allocator allocator;
    const dsi_loops *loops;
    dsi_ahead *ahead;
    flag *flags;
    int64_t flag_count, flag_cap;
    int64_t next_flag;
    sum *sums;
    int64_t sum_count, sum_cap;
    word *words; /* DSI_QUAD a quad */
    int64_t word_cap;
    int64_t quads;
    bool is_new; /* a flag or a sum has no place yet */
    bool is_dirty;
    void *memory; /* of the records */
    int64_t memory_size;
    uint64_t *records;
    int64_t cells;
    uint64_t columns[2 * WORDS_OF_QUAD][DSI_BLOCK];
    uint64_t zeros[DSI_BLOCK];
    uint8_t every[DSI_BLOCK]; /* zeros: a flag that is 1 in every row */
};

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
    for (int64_t i = 0; i < lanes->sum_count; i++) {
        dsi_release(&a, lanes->sums[i].own, DSI_BLOCK * (int64_t)sizeof *lanes->sums[i].own);
    }
    dsi_release(&a, lanes->flags, lanes->flag_cap * (int64_t)sizeof *lanes->flags);
    dsi_release(&a, lanes->sums, lanes->sum_cap * (int64_t)sizeof *lanes->sums);
    dsi_release(&a, lanes->words, lanes->word_cap * (int64_t)sizeof *lanes->words);
    dsi_release(&a, lanes->memory, lanes->memory_size);
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
}

static bool is_same_home(const dsi_home *a, const dsi_home *b)
{
    return a->array == b->array && a->store == b->store && a->plane == b->plane && a->add == b->add;
}

static const dsi_array *array_of(const dsi_home *home)
{
    return home->store == NULL ? home->array : &home->store->planes[home->plane].elements;
}

/* Look up where everything goes to: arrays move when they grow. */
static void find_homes(dsi_lanes *lanes)
{
    for (int64_t i = 0; i < lanes->flag_count; i++) {
        lanes->flags[i].elements = array_of(&lanes->flags[i].home)->p;
        lanes->flags[i].size = array_of(&lanes->flags[i].home)->size;
    }
    for (int64_t i = 0; i < lanes->sum_count; i++) {
        lanes->sums[i].elements = array_of(&lanes->sums[i].home)->p;
        lanes->sums[i].size = array_of(&lanes->sums[i].home)->size;
    }
}

static bool is_flag(const flag *own, uint8_t is, const dsi_home *home)
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
        lanes->flags[i] = (flag){.home = home, .is = is, .now = {NULL, NULL, is}};
        lanes->flag_count++;
        lanes->is_new = true;
    }
    lanes->flags[i].now.of = of;
    lanes->flags[i].now.also = also;
    return true;
}

/* The sum that goes to a home in a unit, made if new; NULL = no memory. */
static sum *sum_for(dsi_lanes *lanes, int64_t unit, const dsi_home *home)
{
    int64_t i = 0;
    while (i < lanes->sum_count && (lanes->sums[i].unit != unit || !is_same_home(&lanes->sums[i].home, home))) {
        i++;
    }
    if (i == lanes->sum_count) {
        if (!dsi_reserve(&lanes->allocator, &lanes->sums, &lanes->sum_cap, i + 1, (int64_t)sizeof *lanes->sums)) {
            return NULL;
        }
        lanes->sums[i] = (sum){.home = *home, .unit = unit};
        lanes->sum_count++;
        lanes->is_new = true;
    }
    lanes->sums[i].is_on = true;
    return &lanes->sums[i];
}

bool dsi_lanes_sum(dsi_lanes *lanes, const dsi_vector *values, const uint8_t *class_of, dsi_home home)
{
    sum *own = sum_for(lanes, values->width == 0 ? 1 : values->unit, &home);
    if (own == NULL) {
        return false;
    }
    own->values = *values;
    own->class_of = class_of;
    return true;
}

int64_t *dsi_lanes_column(dsi_lanes *lanes, int64_t unit, dsi_home home)
{
    sum *own = sum_for(lanes, unit, &home);
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

/* ---- places ---------------------------------------------------------------------------------- */

/* Each quad has a word of seven flags beside its row counter; its other words are sums or eight flags. */
static int64_t quads_for(int64_t flags, int64_t sums, int64_t *out_more)
{
    for (int64_t quads = 1;; quads++) {
        const int64_t rest = flags - quads * FIRST_FLAGS;
        *out_more = rest <= 0 ? 0 : (rest + DSI_FLAGS - 1) / DSI_FLAGS;
        if (*out_more + sums <= quads * (WORDS_OF_QUAD - 1)) {
            return quads;
        }
    }
}

static bool lay_out(dsi_lanes *lanes)
{
    int64_t more = 0;
    const int64_t quads = quads_for(lanes->flag_count, lanes->sum_count, &more);
    if (!dsi_reserve(
            &lanes->allocator, &lanes->words, &lanes->word_cap, quads * WORDS_OF_QUAD, (int64_t)sizeof *lanes->words)) {
        return false;
    }
    int32_t next_flag = 0, next_sum = 0;
    for (int64_t w = 0; w < quads * WORDS_OF_QUAD; w++) {
        word *own = &lanes->words[w];
        const bool is_first = w % WORDS_OF_QUAD == 0;
        *own = (word){next_flag, 0, -1};
        if (is_first || more > 0) {
            const int32_t room = is_first ? FIRST_FLAGS : DSI_FLAGS;
            const int32_t left = (int32_t)lanes->flag_count - next_flag;
            own->count = left < room ? left : room;
            next_flag += own->count;
            more -= is_first ? 0 : 1;
        } else if (next_sum < lanes->sum_count) {
            own->sum = next_sum++;
        }
    }
    lanes->quads = quads;
    lanes->is_new = false;
    return true;
}

static int64_t record_words(const dsi_lanes *lanes)
{
    return lanes->quads * WORDS_OF_QUAD;
}

/* Records of `cells` cells, with what they hold. */
static bool grow(dsi_lanes *lanes, int64_t cells)
{
    const int64_t bytes = record_words(lanes) * (int64_t)sizeof(uint64_t);
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
    if (lanes->is_new) {
        if (lanes->is_dirty) {
            dsi_lanes_settle(lanes, lanes->cells);
        }
        if (!lay_out(lanes)) {
            return false;
        }
        lanes->cells = 0;
    }
    return cells <= lanes->cells || grow(lanes, cells);
}

/* ---- adding ---------------------------------------------------------------------------------- */

/* A sum's column of the block, as words: the values themselves if every row that is not used holds 0. */
static const uint64_t *column_of(const dsi_lanes *lanes, const sum *own, int32_t n, uint64_t *memory)
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
    const word *own = &lanes->words[w];
    uint64_t *memory = lanes->columns[w % (2 * WORDS_OF_QUAD)];
    const bool is_first = w % WORDS_OF_QUAD == 0;
    dsi_flag flags[DSI_FLAGS] = {{NULL, NULL, 0}};
    bool any = is_first;
    if (own->sum >= 0) {
        return column_of(lanes, &lanes->sums[own->sum], n, memory);
    }
    if (is_first) {
        flags[0] = (dsi_flag){lanes->every, NULL, 0};
    }
    for (int32_t i = 0; i < own->count; i++) {
        flags[i + (is_first ? 1 : 0)] = lanes->flags[own->first + i].now;
        any = any || lanes->flags[own->first + i].now.of != NULL;
    }
    if (!any) {
        return lanes->zeros;
    }
    lanes->loops->pack(flags, n, memory);
    return memory;
}

static void add_total(const sum *to, int64_t cell, int64_t total)
{
    to->home.add(to->elements + cell * to->size, total, to->unit);
}

static void add_count(const flag *to, int64_t cell, int64_t count)
{
    if (to->home.add == NULL) {
        ((int64_t *)(void *)to->elements)[cell] += count;
    } else {
        to->home.add(to->elements + cell * to->size, count, 1);
    }
}

static void move_record(const dsi_lanes *lanes, int64_t quad, int64_t cell)
{
    uint64_t *record = lanes->records + cell * record_words(lanes) + quad * WORDS_OF_QUAD;
    for (int32_t k = 0; k < WORDS_OF_QUAD; k++) {
        const word *own = &lanes->words[quad * WORDS_OF_QUAD + k];
        if (own->sum >= 0) {
            add_total(&lanes->sums[own->sum], cell, (int64_t)record[k]);
        }
        uint64_t bytes = k == 0 ? record[k] >> 8 : record[k];
        for (int32_t i = 0; i < own->count; i++, bytes >>= 8) {
            add_count(&lanes->flags[own->first + i], cell, (int64_t)(bytes & 0xFFU));
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
        move_record(own->lanes, quad, cell);
    }
}

/* All rows in one cell: no records are needed. */
static void add_to_one(dsi_lanes *lanes, int32_t cell, int32_t n)
{
    for (int64_t i = 0; i < lanes->flag_count; i++) {
        const flag *own = &lanes->flags[i];
        if (own->now.of != NULL) {
            const bool one = own->now.of[0] == own->now.is && (own->now.also == NULL || own->now.also[0] != 0);
            add_count(own, cell, n == 1 ? one : lanes->loops->count(&own->now, n));
        }
    }
    for (int64_t i = 0; i < lanes->sum_count; i++) {
        const sum *own = &lanes->sums[i];
        if (own->is_on) {
            const uint64_t *column = column_of(lanes, own, n, lanes->columns[0]);
            add_total(own, cell, (int64_t)lanes->loops->sum(column, n));
        }
    }
}

/* Records that do not stay near the processor: ask for those of the block before they are needed. */
static void fetch_records(const dsi_lanes *lanes, const int32_t *cell, int32_t n)
{
    const int64_t words = record_words(lanes);
    for (int32_t r = 0; r < n; r++) {
        dsi_prefetch(lanes->records + cell[r] * words, words * (int64_t)sizeof *lanes->records);
    }
}

void dsi_lanes_add(dsi_lanes *lanes, const int32_t *cell, int32_t only, int32_t n)
{
    find_homes(lanes);
    if (only >= 0) {
        add_to_one(lanes, only, n);
        return;
    }
    lanes->is_dirty = true;
    if (lanes->memory_size > NEAR_BYTES) {
        fetch_records(lanes, cell, n);
    }
    for (int64_t quad = 0; quad < lanes->quads; quad += 2) {
        const uint64_t *columns[2 * WORDS_OF_QUAD];
        const bool is_pair = quad + 1 < lanes->quads;
        filling own = {lanes, quad, quad + (is_pair ? 2 : 1)};
        const dsi_full full = {move_full, &own};
        uint64_t *records = lanes->records + quad * WORDS_OF_QUAD;
        for (int32_t k = 0; k < (is_pair ? 2 : 1) * WORDS_OF_QUAD; k++) {
            columns[k] = word_of(lanes, quad * WORDS_OF_QUAD + k, n);
        }
        (is_pair ? lanes->loops->add_pair : lanes->loops->add_quad)(
            columns, cell, n, records, record_words(lanes), &full, lanes->ahead);
    }
}

/* ---- settling -------------------------------------------------------------------------------- */

static void settle_cell(const dsi_lanes *lanes, int64_t cell)
{
    const uint64_t *record = lanes->records + cell * record_words(lanes);
    for (int64_t quad = 0; quad < lanes->quads; quad++) {
        if (record[quad * WORDS_OF_QUAD] != 0) { /* its row counter among others */
            move_record(lanes, quad, cell);
        }
    }
}

void dsi_lanes_settle_rows(dsi_lanes *lanes, const int32_t *cell, int32_t n)
{
    if (lanes->is_dirty) {
        find_homes(lanes);
    }
    for (int32_t r = 0; r < n && lanes->is_dirty; r++) {
        settle_cell(lanes, cell[r]);
    }
    lanes->is_dirty = false;
}

void dsi_lanes_settle(dsi_lanes *lanes, int64_t cells)
{
    if (lanes->is_dirty) {
        find_homes(lanes);
    }
    for (int64_t c = 0; c < cells && lanes->is_dirty; c++) {
        settle_cell(lanes, c);
    }
    lanes->is_dirty = false;
}
