/* Limits, garbage and failing allocations: an error with a place, never a crash and never a leak. */
#include "formula/program.h"
#include "formula_support.h"

static char big[200000];

/* begin, n times middle, end */
static const char *repeated(const char *begin, const char *middle, int n, const char *end)
{
    size_t at = strlen(begin);
    memcpy(big, begin, at);
    for (int i = 0; i < n; i++) {
        memcpy(big + at, middle, strlen(middle));
        at += strlen(middle);
    }
    memcpy(big + at, end, strlen(end) + 1);
    return big;
}

static dscore_status status_of(bench *b, const char *text)
{
    return compile(b, text) != NULL ? DSCORE_OK : b->err.status;
}

START_TEST(every_limit_is_reached_and_not_passed)
{
    static char closing[20000];
    bench b;
    bench_open(&b);
    memset(closing, ')', 200);
    ck_assert_int_eq(status_of(&b, repeated("", "(", 200, "count()")), DSCORE_E_FORMAT); /* not closed, not too deep */
    char text[1000];
    (void)snprintf(text, sizeof text, "%.*s", 199, repeated("", "(", 199, ""));
    (void)snprintf(text + 199, sizeof text - 199, "count()%.*s", 199, closing);
    ck_assert_int_eq(status_of(&b, text), DSCORE_OK);
    ck_assert_int_eq(status_of(&b, repeated("", "(", 201, "1")), DSCORE_E_LIMIT);
    ck_assert_int_eq(b.err.column, 202);
    ck_assert_int_eq(status_of(&b, repeated("", "(", 60000, "1")), DSCORE_E_LIMIT);
    ck_assert_int_eq(status_of(&b, repeated("", "- ", 5000, "count()")), DSCORE_E_LIMIT);
    ck_assert_int_eq(status_of(&b, repeated("count(where ", "not ", 5000, "is_spam)")), DSCORE_E_LIMIT);
    ck_assert_int_eq(status_of(&b, repeated("", "abs(", 5000, "count()")), DSCORE_E_LIMIT);
    ck_assert_int_eq(status_of(&b, repeated("count()", "+1", 198, "")), DSCORE_OK);
    ck_assert_int_eq(status_of(&b, repeated("count()", "+1", 200, "")), DSCORE_E_LIMIT);
    ck_assert_int_eq(status_of(&b, repeated("count()", "/(1", 5000, "")), DSCORE_E_LIMIT);
    ck_assert_int_eq(status_of(&b, repeated("count(where csat in (1", ",1", 255, "))")), DSCORE_OK);
    ck_assert_int_eq(status_of(&b, repeated("count(where csat in (1", ",1", 256, "))")), DSCORE_E_LIMIT);
    ck_assert_int_eq(status_of(&b, repeated("distinct(csat", ",csat", 4094, ")")), DSCORE_OK);
    ck_assert_int_eq(status_of(&b, repeated("distinct(csat", ",csat", 4095, ")")), DSCORE_E_LIMIT);
    ck_assert_int_eq(status_of(&b, repeated("count()", " ", 65529, "")), DSCORE_OK);
    ck_assert_int_eq(status_of(&b, repeated("count()", " ", 65530, "")), DSCORE_E_LIMIT);
    ck_assert_int_eq(status_of(&b, repeated("mean(", "x", 60000, ")")), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(status_of(&b, repeated("", "x", 60000, "()")), DSCORE_E_NOT_FOUND);
    ck_assert_int_eq(status_of(&b, repeated("", "9", 60000, "")), DSCORE_E_FORMAT);
    ck_assert_int_eq(status_of(&b, repeated("0.", "0", 60000, "1")), DSCORE_E_FORMAT);
    ck_assert_int_eq(status_of(&b, repeated("1e", "9", 60000, "")), DSCORE_E_FORMAT);
    ck_assert_int_eq(status_of(&b, repeated("", "`", 60001, "")), DSCORE_E_FORMAT);
    ck_assert_int_eq(status_of(&b, repeated("\"", "\\", 60000, "")), DSCORE_E_FORMAT);
    bench_close(&b);
}
END_TEST

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static const char *const seeds[] = {
    "100 * share(within(created_at, first_response_at, $limit) where elapsed(created_at, now()) > $limit)",
    "quantile(elapsed(resolution_due_at, coalesce(resolved_at, now())), 0.9 where resolution_due_at is present)",
    "100 * share((first_response_due_at is missing or coalesce(first_response_at <= first_response_due_at, false)))",
    "count(where channel not in (\"phone\", \"\\u4e2d\\n\") and created_at >= @2026-01-31T08:00:00.5+01:00) / 1e-3",
    "km_within(created_at, resolved_at, 0.5h, closed_at) - -(mean(`csat`) - domain_min(csat)) / period_days()",
    "100 * [resolved] / total([tickets], team) + coalesce([a], [b])",
    "event(created_at)",
    "open(created_at, resolved_at)",
    "-0.25h",
};

static const char *const pieces[] = {
    "(",
    ")",
    "[",
    "]",
    ",",
    "where",
    "not",
    "and",
    "==",
    "<",
    "-",
    "$",
    "@",
    "\"",
    "`",
    "\\",
    "e",
    "9",
    "0.",
    "5m",
    "\xEF\xBC\x88",
    "\xE4",
    "\xFF",
    "in (",
    "is ",
    "missing",
    "@2026-13-01T00:00:00Z",
    "null",
    "\n",
    "1e22",
    "999999999999999w",
    "if(",
    "\\uD800",
    "total(",
    "count(*)",
};

/* Change text in place: cut, double, overwrite, insert a piece. */
static int64_t mutate(char *text, int64_t length, int64_t capacity, uint64_t *random)
{
    const int64_t at = length == 0 ? 0 : (int64_t)(next_random(random) >> 1) % (length + 1);
    const char *piece = pieces[(next_random(random) >> 20) % (sizeof pieces / sizeof pieces[0])];
    const int64_t n = (int64_t)strlen(piece);
    switch ((next_random(random) >> 40) % 4) {
    case 0:
        return at; /* cut in half */
    case 1:
        if (at < length) {
            text[at] = (char)(next_random(random) >> 33);
        }
        return length;
    case 2:
        if (at < length) {
            memmove(text + at, text + at + 1, (size_t)(length - at - 1));
            return length - 1;
        }
        return length;
    default:
        if (length + n > capacity) {
            return length;
        }
        memmove(text + at + n, text + at, (size_t)(length - at));
        memcpy(text + at, piece, (size_t)n);
        return length + n;
    }
}

static void check_error(const dscore_error *err, dscore_status status, int64_t length, const char *text)
{
    ck_assert_msg(err->status == status && err->message[0] != '\0', "%s", text);
    ck_assert_msg(err->offset >= -1 && err->offset <= length, "offset %d of %s", (int)err->offset, text);
    ck_assert_msg(dsi_utf8_valid(err->message, (int64_t)strlen(err->message)), "%s", text);
}

START_TEST(mutated_formulas_never_crash)
{
    static char text[4096];
    uint64_t random = UINT64_C(20260131);
    int accepted = 0;
    for (int round = 0; round < 12000; round++) {
        bench b;
        bench_open(&b);
        const char *seed = seeds[(next_random(&random) >> 30) % (sizeof seeds / sizeof seeds[0])];
        int64_t length = (int64_t)strlen(seed);
        memcpy(text, seed, (size_t)length);
        const int changes = 1 + (int)((next_random(&random) >> 30) % 5);
        for (int i = 0; i < changes; i++) {
            length = mutate(text, length, (int64_t)sizeof text - 1, &random);
        }
        /* exactly so long, that a sanitizer sees any byte read beyond */
        char *exact = malloc((size_t)length + 1);
        memcpy(exact, text, (size_t)length);
        exact[length] = '\0';
        b.scope.source = round % 4 == 0 ? NULL : b.scope.source;
        b.scope.row_only = round % 3 == 0;
        dsi_node *node = NULL;
        dscore_status status = dsi_formula_compile(&b.arena, exact, length, &b.scope, &node, &b.err);
        if (status == DSCORE_OK) {
            accepted++;
            dsi_text out;
            dsi_text_init(&out, &b.allocator);
            dsi_formula_print(&out, node);
            dsi_node *again = NULL;
            status = dsi_formula_compile(&b.arena, out.data, out.length, &b.scope, &again, &b.err);
            ck_assert_msg(status == DSCORE_OK && dsi_formula_equal(node, again), "%s", out.data);
            dsi_text_free(&out);
        } else {
            check_error(&b.err, status, length, exact);
        }
        status = dsi_literal_parse(&b.arena, exact, length, 0, &node, &b.err);
        if (status != DSCORE_OK) {
            check_error(&b.err, status, length, exact);
        }
        dsi_placement placement;
        status = dsi_placement_parse(exact, bench_source("tickets"), &placement, &b.err);
        if (status != DSCORE_OK) {
            check_error(&b.err, status, length, exact);
        }
        free(exact);
        bench_close(&b);
    }
    ck_assert_int_gt(accepted, 100);
}
END_TEST

/* ---- failing allocations --------------------------------------------------------------------- */

typedef struct failing {
    dscore_allocator real;
    int64_t left;
    int64_t live;
} failing;

static void *fail_alloc(void *ctx, int64_t size, int64_t align)
{
    failing *f = ctx;
    if (f->left-- <= 0) {
        return NULL;
    }
    f->live += size;
    return f->real.alloc(f->real.ctx, size, align);
}

static void *fail_resize(void *ctx, void *p, int64_t old_size, int64_t new_size, int64_t align)
{
    failing *f = ctx;
    if (f->left-- <= 0) {
        return NULL;
    }
    f->live += new_size - old_size;
    return f->real.resize(f->real.ctx, p, old_size, new_size, align);
}

static void fail_release(void *ctx, void *p, int64_t size, int64_t align)
{
    failing *f = ctx;
    f->live -= size;
    f->real.release(f->real.ctx, p, size, align);
}

/* Everything once; the status of the first call that failed. */
static dscore_status everything(const dscore_allocator *allocator, const dsi_scope *scope, dscore_error *err)
{
    dsi_arena arena;
    dsi_arena_init(&arena, allocator);
    dsi_node *node = NULL;
    dsi_node *bound = NULL;
    dsi_node *limit = NULL;
    dsi_text text;
    dsi_text_init(&text, allocator);
    /* long enough for several chunks of the arena */
    const char *formula = repeated("share(within(created_at, resolved_at, $limit) and channel in (\"a\"",
        ", \"\\u4e2d\"", 200, ") and `is_spam` where coalesce(csat, 1) + 1 > domain_min(csat))");
    dscore_status status = dsi_formula_compile(&arena, formula, (int64_t)strlen(formula), scope, &node, err);
    if (status == DSCORE_OK) {
        status = dsi_literal_parse(&arena, "24h", 3, DSCORE_TYPE_DURATION, &limit, err);
    }
    if (status == DSCORE_OK) {
        const dsi_node *values[1];
        values[0] = limit;
        status = dsi_formula_bind(&arena, node, values, 1, &bound, err);
    }
    if (status == DSCORE_OK) {
        dsi_formula_print(&text, bound);
        status = text.failed ? DSCORE_E_MEMORY : DSCORE_OK;
    }
    dsi_worker *worker = NULL;
    if (status == DSCORE_OK) {
        dsi_reading readings[256];
        memset(readings, 0, sizeof readings);
        dsi_program *program =
            dsi_program_new(&arena, scope->source, readings, dsi_source_field_index(scope->source, "channel"));
        int32_t id = 0, span = 0;
        status =
            program == NULL ? DSCORE_E_MEMORY : dsi_program_add(program, bound->args[0], DSI_CLOCK_BUSINESS, &id, err);
        static const char curve[] = "km_within(created_at, resolved_at, 4h, closed_at)";
        if (status == DSCORE_OK) {
            status = dsi_formula_compile(&arena, curve, (int64_t)sizeof curve - 1, scope, &node, err);
        }
        if (status == DSCORE_OK) {
            status = dsi_program_add_km(program, node, DSI_CLOCK_BUSINESS, &span, &id, err);
        }
        if (status == DSCORE_OK) {
            worker = dsi_worker_new(allocator, program);
            status = worker == NULL ? DSCORE_E_MEMORY : DSCORE_OK;
        }
    }
    dsi_worker_free(worker);
    dsi_text_free(&text);
    dsi_arena_free(&arena);
    return status;
}

START_TEST(each_allocation_may_fail)
{
    bench b;
    bench_open(&b);
    int64_t needed = -1;
    for (int64_t n = 0; needed < 0; n++) {
        ck_assert_int_lt(n, 1000);
        failing f = {b.allocator, n, 0};
        dscore_allocator allocator = b.allocator;
        allocator.ctx = &f;
        allocator.alloc = fail_alloc;
        allocator.resize = fail_resize;
        allocator.release = fail_release;
        const dscore_status status = everything(&allocator, &b.scope, &b.err);
        ck_assert_msg(status == DSCORE_OK || status == DSCORE_E_MEMORY, "%s", b.err.message);
        ck_assert_int_eq(f.live, 0);
        needed = status == DSCORE_OK ? n : -1;
    }
    ck_assert_int_gt(needed, 4);
    bench_close(&b);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_limit_is_reached_and_not_passed,
        mutated_formulas_never_crash,
        each_allocation_may_fail,
    };
    return RUN_TESTS("formula hostile", tests);
}
