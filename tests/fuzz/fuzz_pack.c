/* Packed states as anyone may write them. The first byte chooses a question, whose quantiles are by a sketch if bit 6
   is set; unless its top bit is set, the header and the checksum of what follows are made right first, so that changes
   reach what lies behind them. What unpack takes
   must be the one way in which that state is written, and must finish, merge and travel again; what it refuses names a
   place inside the bytes; and the memory it takes stays in proportion to them. */
#include "../packed/questions.h"
#include "fuzz.h"

/* ---- memory that is watched ------------------------------------------------------------------ */

typedef struct watched {
    int64_t live, peak;
} watched;

static watched memory;

static void *watched_alloc(void *ctx, int64_t size, int64_t align)
{
    watched *w = ctx;
    (void)align;
    w->live += size;
    w->peak = w->live > w->peak ? w->live : w->peak;
    REQUIRE(w->live < INT64_C(1) << 31, "%lld bytes taken", (long long)w->live);
    return take_memory((size_t)size);
}

static void *watched_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    watched *w = ctx;
    (void)align;
    w->live += new_size - old_size;
    w->peak = w->live > w->peak ? w->live : w->peak;
    void *moved = realloc(p, (size_t)new_size);
    REQUIRE(moved != NULL, "no memory");
    return moved;
}

static void watched_release(void *ctx, void *p, int64_t size, int64_t align)
{
    (void)align;
    ((watched *)ctx)->live -= p == NULL ? 0 : size;
    free(p);
}

/* ---- the case -------------------------------------------------------------------------------- */

enum { BY_SKETCH = 0x40 };
enum { HEADER = 72, CHECKSUM = 8, SIZE_AT = 16, FINGERPRINT_AT = 24, ZONE_AT = 40, CALENDAR_AT = 48 };

static void put_number(uint8_t *p, uint64_t value)
{
    for (int i = 0; i < 8; i++) {
        p[i] = (uint8_t)(value >> (8 * i) & 0xFFU);
    }
}

/* CRC-64/XZ, bit by bit. */
static uint64_t checksum(const uint8_t *p, size_t n)
{
    uint64_t crc = UINT64_MAX;
    for (size_t i = 0; i < n; i++) {
        crc ^= p[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ ((crc & 1U) != 0 ? UINT64_C(0xC96C5795D7870F42) : 0U);
        }
    }
    return ~crc;
}

static int digit(char c)
{
    return c >= 'a' ? c - 'a' + 10 : c - '0';
}

static void mend(uint8_t *p, size_t n, const dscore_plan *plan)
{
    static const uint8_t magic[] = {0x89, 'D', 'S', 'T', '\r', '\n', 0x1A, '\n', 1, 0};
    const char *fingerprint = dscore_plan_fingerprint(plan);
    memcpy(p, magic, sizeof magic);
    put_number(p + SIZE_AT, n);
    for (int i = 0; i < 16; i++) {
        p[FINGERPRINT_AT + i] = (uint8_t)(digit(fingerprint[2 * i]) * 16 + digit(fingerprint[2 * i + 1]));
    }
    put_number(p + ZONE_AT, 0);
    put_number(p + CALENDAR_AT, 0);
    put_number(p + n - CHECKSUM, checksum(p, n - CHECKSUM));
}

/* Not of the case: the version of the writer, and with it the checksum, may be another's. */
static void require_same_bytes(const uint8_t *a, const uint8_t *b, int64_t n)
{
    for (int64_t i = 0; i < n - CHECKSUM; i++) {
        REQUIRE(a[i] == b[i] || (i >= 10 && i < SIZE_AT), "byte %lld of %lld is not as it is written", (long long)i,
            (long long)n);
    }
}

static void require_values(const dscore_state *state)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_values *values = NULL;
    if (dscore_state_finish(state, &values, &err) != DSCORE_OK) {
        return;
    }
    for (int64_t row = 0; row < dscore_values_row_count(values); row++) {
        for (int32_t item = 0; item < dscore_values_item_count(values); item++) {
            dscore_value value = DSCORE_VALUE_INIT;
            REQUIRE(dscore_values_get(values, row, item, &value, &err) == DSCORE_OK, "value: %s", err.message);
            REQUIRE((value.status == DSCORE_VALUE_OK) == !isnan(value.value), "%s: status %d, value %g",
                dscore_values_item(values, item, DSCORE_ITEM_ALIAS), (int)value.status, value.value);
        }
    }
    dscore_values_free(values);
}

static void require_state(const dscore_plan *plan, const dscore_state *state, const uint8_t *bytes, int64_t n)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    uint8_t *again = take_memory((size_t)n);
    REQUIRE(dscore_state_pack(state, again, n, &needed, &err) == DSCORE_OK && needed == n, "%lld bytes, not %lld: %s",
        (long long)needed, (long long)n, err.message);
    require_same_bytes(bytes, again, n);
    free(again);
    require_values(state);
    dscore_state *twice = NULL;
    REQUIRE(dscore_state_clone(state, &twice, &err) == DSCORE_OK, "clone: %s", err.message);
    REQUIRE(dscore_state_merge(twice, state, &err) == DSCORE_OK, "merge: %s", err.message);
    require_values(twice);
    dscore_state_free(twice);
    dscore_state *empty = NULL;
    REQUIRE(dscore_state_new(plan, &empty, &err) == DSCORE_OK, "new: %s", err.message);
    (void)dscore_state_merge(empty, state, &err); /* the plan's now may not suit it */
    require_values(empty);
    dscore_state_free(empty);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static dscore_catalog *catalog;
    static dscore_plan *plans[2 * PACKED_QUESTIONS];
    dscore_error err = DSCORE_ERROR_INIT;
    if (catalog == NULL) {
        const dscore_allocator allocator = {
            (uint32_t)sizeof allocator, &memory, watched_alloc, watched_resize, watched_release};
        catalog = packed_catalog(&allocator, &err);
        for (int q = 0; q < 2 * PACKED_QUESTIONS; q++) {
            plans[q] = packed_plan_by(catalog, q % PACKED_QUESTIONS, q < PACKED_QUESTIONS ? "exact" : "sketch", &err);
            REQUIRE(plans[q] != NULL, "plan: %s", err.message);
        }
    }
    if (size < 1) {
        return 0;
    }
    const bool by_sketch = (data[0] & BY_SKETCH) != 0;
    const dscore_plan *plan = plans[(data[0] & 0x3FU) % PACKED_QUESTIONS + (by_sketch ? PACKED_QUESTIONS : 0)];
    const size_t n = size - 1;
    uint8_t *bytes = take_memory(n);
    memcpy(bytes, data + 1, n);
    if (data[0] < 0x80U && n >= HEADER + CHECKSUM) {
        mend(bytes, n, plan);
    }
    dscore_pack_info info = DSCORE_PACK_INFO_INIT;
    (void)dscore_pack_look(bytes, (int64_t)n, &info, &err);
    dscore_state *state = NULL;
    const int64_t before = memory.live;
    memory.peak = before;
    const dscore_status status = dscore_state_unpack(plan, bytes, (int64_t)n, &state, &err);
    /* A sketch of a few bytes may reach over all doubles: then it has a counter for each bucket. */
    const int64_t most = by_sketch ? 100000 * (int64_t)n + (INT64_C(1) << 23) : 1000 * (int64_t)n + (INT64_C(1) << 20);
    REQUIRE(
        memory.peak - before < most, "%lld bytes of memory for %lld", (long long)(memory.peak - before), (long long)n);
    if (status == DSCORE_OK) {
        require_state(plan, state, bytes, (int64_t)n);
    } else {
        REQUIRE(state == NULL && err.message[0] != '\0', "status %d without a word", (int)status);
        REQUIRE(status == DSCORE_E_FORMAT || status == DSCORE_E_INCOMPATIBLE || status == DSCORE_E_UNSUPPORTED ||
                    status == DSCORE_E_LIMIT,
            "status %d", (int)status);
        REQUIRE(status == DSCORE_E_LIMIT || (err.offset >= 0 && err.offset <= (int64_t)n), "offset %lld of %lld",
            (long long)err.offset, (long long)n);
    }
    dscore_state_free(state);
    REQUIRE(memory.live == before, "%lld bytes were kept", (long long)(memory.live - before));
    free(bytes);
    return 0;
}
