/* Labels of text fields: keys that stand twice, and spellings that differ from a more frequent one only by case or
   white space. */
#include "data/audit.h"

#include <string.h>

/* ---- folding ----------------------------------------------------------------------------------------- */

/* Capital letters of alphabets that have two cases, each with the distance to its small one; step 2 is a row of pairs.
   Simple case folding as far as it keeps the length in bytes: Latin, Greek, Cyrillic, Armenian, full-width Latin. */
static const struct {
    uint32_t first, last, step, distance; /* modulo 2^32 */
} capitals[] = {
    {0x41, 0x5A, 1, 32},
    {0xC0, 0xD6, 1, 32},
    {0xD8, 0xDE, 1, 32},
    {0x100, 0x12E, 2, 1},
    {0x132, 0x136, 2, 1},
    {0x139, 0x147, 2, 1},
    {0x14A, 0x176, 2, 1},
    {0x178, 0x178, 1, 0U - 121},
    {0x179, 0x17D, 2, 1},
    {0x18F, 0x18F, 1, 202},
    {0x1A0, 0x1A4, 2, 1},
    {0x1AF, 0x1AF, 1, 1},
    {0x1CD, 0x1DB, 2, 1},
    {0x1DE, 0x1EE, 2, 1},
    {0x1F8, 0x21E, 2, 1},
    {0x222, 0x232, 2, 1},
    {0x386, 0x386, 1, 38},
    {0x388, 0x38A, 1, 37},
    {0x38C, 0x38C, 1, 64},
    {0x38E, 0x38F, 1, 63},
    {0x391, 0x3A1, 1, 32},
    {0x3A3, 0x3AB, 1, 32},
    {0x400, 0x40F, 1, 80},
    {0x410, 0x42F, 1, 32},
    {0x460, 0x480, 2, 1},
    {0x48A, 0x4BE, 2, 1},
    {0x4C1, 0x4CD, 2, 1},
    {0x4D0, 0x52E, 2, 1},
    {0x531, 0x556, 1, 48},
    {0x1E00, 0x1E94, 2, 1},
    {0x1EA0, 0x1EFE, 2, 1},
    {0xFF21, 0xFF3A, 1, 32},
};

static uint32_t small_letter(uint32_t c)
{
    for (size_t i = 0; i < sizeof capitals / sizeof capitals[0] && c >= capitals[i].first; i++) {
        if (c <= capitals[i].last && (c - capitals[i].first) % capitals[i].step == 0) {
            return c + capitals[i].distance;
        }
    }
    return c;
}

/* The character at p, of one to three bytes; longer ones and broken bytes are taken one by one, as they are. */
static int64_t decode(const unsigned char *p, int64_t left, uint32_t *out)
{
    *out = p[0];
    if (left >= 2 && p[0] >= 0xC2 && p[0] <= 0xDF && (p[1] & 0xC0U) == 0x80) {
        *out = (p[0] & 0x1FU) << 6 | (p[1] & 0x3FU);
        return 2;
    }
    if (left >= 3 && (p[0] & 0xF0U) == 0xE0 && (p[1] & 0xC0U) == 0x80 && (p[2] & 0xC0U) == 0x80) {
        *out = (p[0] & 0x0FU) << 12 | (p[1] & 0x3FU) << 6 | (p[2] & 0x3FU);
        return 3;
    }
    return 1;
}

/* As many bytes as it was read from: no letter of the table changes its length. */
static void encode(uint32_t c, int64_t length, char *out)
{
    if (length == 1) {
        out[0] = (char)(unsigned char)c;
    } else if (length == 2) {
        out[0] = (char)(unsigned char)(0xC0U | c >> 6);
        out[1] = (char)(unsigned char)(0x80U | (c & 0x3FU));
    } else {
        out[0] = (char)(unsigned char)(0xE0U | c >> 12);
        out[1] = (char)(unsigned char)(0x80U | (c >> 6 & 0x3FU));
        out[2] = (char)(unsigned char)(0x80U | (c & 0x3FU));
    }
}

/* ASCII white space, no-break and ideographic space; the letter was `length` bytes long. */
static bool is_space(uint32_t c, int64_t length)
{
    return length == 1 ? c == ' ' || (c >= '\t' && c <= '\r') : c == 0xA0 || c == 0x3000;
}

int64_t dsi_audit_fold(const char *label, int64_t n, char *out)
{
    const unsigned char *p = (const unsigned char *)label;
    int64_t written = 0;
    bool gap = false;
    for (int64_t i = 0; i < n;) {
        uint32_t c;
        int64_t length = decode(p + i, n - i, &c);
        i += length;
        if (is_space(c, length)) {
            gap = written > 0;
            continue;
        }
        if (gap) {
            out[written++] = ' ';
            gap = false;
        }
        bool is_letter = length > 1 || c < 0x80; /* a broken byte is no letter */
        encode(is_letter ? small_letter(c) : c, length, out + written);
        written += length;
    }
    return written;
}

/* ---- a block ------------------------------------------------------------------------------------------ */

static void find_duplicates(
    dsi_audit_scan *scan, dsi_audit_column *column, const int32_t *ids, int64_t first, int32_t n)
{
    int64_t checked = 0;
    for (int32_t i = 0; i < n; i++) {
        if (ids[i] == DSI_LABEL_ABSENT) {
            continue;
        }
        checked++;
        if (ids[i] > column->met) { /* ids are given in the order of rows */
            column->met = ids[i];
        } else {
            dsi_audit_hit(scan->audit, column->duplicate, first + i);
        }
    }
    scan->audit->tallies[column->duplicate].checked += checked;
}

static void forget_labels(dsi_audit_scan *scan, dsi_audit_column *column)
{
    dsi_key_reader_free(column->reader);
    dsi_labels_free(column->labels);
    dsi_release(&scan->audit->allocator, column->counts, column->counts_capacity * (int64_t)sizeof *column->counts);
    column->reader = NULL;
    column->labels = NULL;
    column->counts = NULL;
    column->counts_capacity = 0;
}

static void count_labels(dsi_audit_scan *scan, dsi_audit_column *column, const int32_t *ids, int32_t n)
{
    int64_t labels = dsi_labels_count(column->labels), before = column->counts_capacity;
    if (labels - 1 > DSI_AUDIT_LABELS) {
        forget_labels(scan, column);
        return;
    }
    if (!dsi_reserve(&scan->audit->allocator, &column->counts, &column->counts_capacity, labels,
            (int64_t)sizeof *column->counts)) {
        scan->audit->failed = true;
        return;
    }
    for (int64_t i = before; i < column->counts_capacity; i++) {
        column->counts[i] = 0;
    }
    for (int32_t i = 0; i < n; i++) {
        column->counts[ids[i]]++;
    }
}

void dsi_audit_labels_block(dsi_audit_scan *scan, dsi_audit_column *column, int64_t first, int32_t n)
{
    int32_t ids[DSI_BLOCK];
    if (!dsi_key_reader_read(column->reader, first, n, ids)) {
        scan->audit->failed = true;
    } else if (column->duplicate >= 0) {
        find_duplicates(scan, column, ids, first, n);
    } else {
        count_labels(scan, column, ids, n);
    }
}

/* ---- comparing spellings -------------------------------------------------------------------------------- */

typedef struct comparison {
    dsi_audit_scan *scan;
    dsi_audit_column *column;
    dsi_labels *folded; /* labels as folded */
    int32_t count;      /* labels, with the absent one */
    int32_t *groups;    /* by label: id of its folded form */
    int32_t *frequent;  /* by folded form: the most frequent label */
    int64_t *tallies;   /* by label: where its rows are counted; -1 = it is the frequent one */
} comparison;

/* More rows, then fewer bytes' order: is label a a better spelling than b? */
static bool is_better(const comparison *c, int32_t a, int32_t b)
{
    const int64_t *counts = c->column->counts;
    if (counts[a] != counts[b]) {
        return counts[a] > counts[b];
    }
    return dsi_labels_compare(c->column->labels, a, b) < 0;
}

/* Fold every label and find the best spelling of each group; false = no memory. */
static bool group_labels(comparison *c)
{
    const dscore_allocator *a = &c->scan->audit->allocator;
    char *buffer = NULL;
    int64_t capacity = 0;
    bool is_done = true;
    for (int32_t id = 1; id < c->count && is_done; id++) {
        int64_t n;
        const char *label = dsi_labels_get(c->column->labels, id, &n);
        is_done = dsi_reserve(a, &buffer, &capacity, n + 1, 1);
        if (is_done) {
            c->groups[id] = dsi_labels_text(c->folded, buffer, dsi_audit_fold(label, n, buffer));
            is_done = c->groups[id] >= 0;
        }
        if (is_done) {
            int32_t *best = &c->frequent[c->groups[id]];
            *best = *best == 0 || is_better(c, id, *best) ? id : *best;
        }
    }
    dsi_release(a, buffer, capacity);
    return is_done;
}

/* The text as C strings hold it; a NUL inside ends it. */
static const char *keep_label(dscore_audit *audit, const dsi_labels *labels, int32_t id)
{
    int64_t n;
    const char *label = dsi_labels_get(labels, id, &n);
    const char *copy = dsi_arena_text(&audit->arena, label, n);
    audit->failed |= copy == NULL;
    return copy;
}

static int compare_rare(const comparison *c, int32_t a, int32_t b)
{
    int order = dsi_labels_compare(c->column->labels, c->frequent[c->groups[a]], c->frequent[c->groups[b]]);
    return order != 0 ? order : dsi_labels_compare(c->column->labels, a, b);
}

/* Heap sort: a comparison needs its context, which qsort does not hand on. */
static void sift(const comparison *c, int32_t *items, int64_t root, int64_t n)
{
    for (int64_t child = 2 * root + 1; child < n; child = 2 * root + 1) {
        child += child + 1 < n && compare_rare(c, items[child], items[child + 1]) < 0;
        if (compare_rare(c, items[root], items[child]) >= 0) {
            return;
        }
        int32_t item = items[root];
        items[root] = items[child];
        items[child] = item;
        root = child;
    }
}

static void sort_rare(const comparison *c, int32_t *items, int64_t n)
{
    for (int64_t root = n / 2; root-- > 0;) {
        sift(c, items, root, n);
    }
    for (int64_t end = n; end-- > 1;) {
        int32_t item = items[0];
        items[0] = items[end];
        items[end] = item;
        sift(c, items, 0, end);
    }
}

/* A tally for each rarer spelling, by the frequent label, then by bytes; the number of them. */
static int64_t add_tallies(comparison *c)
{
    dscore_audit *audit = c->scan->audit;
    const dsi_audit_column *column = c->column;
    int32_t *rare = dsi_alloc(&audit->allocator, c->count * (int64_t)sizeof *rare);
    int64_t n = 0;
    if (rare == NULL) {
        audit->failed = true;
        return 0;
    }
    int64_t checked = 0;
    for (int32_t id = 1; id < c->count; id++) {
        checked += column->counts[id];
        c->tallies[id] = -1;
        if (c->frequent[c->groups[id]] != id) {
            rare[n++] = id;
        }
    }
    c->tallies[DSI_LABEL_ABSENT] = -1;
    sort_rare(c, rare, n);
    for (int64_t i = 0; i < n && !audit->failed; i++) {
        int32_t best = c->frequent[c->groups[rare[i]]];
        int64_t index = dsi_audit_add(audit, DSCORE_AUDIT_LABEL_CASE, column->field, -1);
        const char *label = keep_label(audit, column->labels, rare[i]);
        const char *frequent = keep_label(audit, column->labels, best);
        if (audit->failed) {
            break;
        }
        dsi_tally *tally = &audit->tallies[index];
        tally->label = label;
        tally->frequent = frequent;
        tally->frequent_count = column->counts[best];
        tally->checked = checked;
        tally->sequence = i;
        c->tallies[rare[i]] = index;
    }
    dsi_release(&audit->allocator, rare, c->count * (int64_t)sizeof *rare);
    return n;
}

/* The second look at the column: only now is it known which labels are rare. */
static void find_rows(comparison *c)
{
    dscore_audit *audit = c->scan->audit;
    const int64_t rows = c->scan->table->rows;
    int32_t ids[DSI_BLOCK];
    for (int64_t first = 0; first < rows && !audit->failed; first += DSI_BLOCK) {
        int32_t n = rows - first < DSI_BLOCK ? (int32_t)(rows - first) : DSI_BLOCK;
        if (!dsi_key_reader_read(c->column->reader, first, n, ids)) {
            audit->failed = true;
            return;
        }
        for (int32_t i = 0; i < n; i++) {
            if (c->tallies[ids[i]] >= 0) {
                dsi_audit_hit(audit, c->tallies[ids[i]], first + i);
            }
        }
    }
}

void dsi_audit_labels_compare(dsi_audit_scan *scan, dsi_audit_column *column)
{
    const dscore_allocator *a = &scan->audit->allocator;
    comparison c = {.scan = scan, .column = column, .count = dsi_labels_count(column->labels)};
    const int64_t small = c.count * (int64_t)sizeof *c.groups, large = c.count * (int64_t)sizeof *c.tallies;
    c.folded = dsi_labels_new(a);
    c.groups = dsi_alloc_zero(a, small);
    c.frequent = dsi_alloc_zero(a, small); /* there are no more groups than labels */
    c.tallies = dsi_alloc_zero(a, large);
    if (c.folded == NULL || c.groups == NULL || c.frequent == NULL || c.tallies == NULL || !group_labels(&c)) {
        scan->audit->failed = true;
    } else if (add_tallies(&c) > 0) {
        find_rows(&c);
    }
    dsi_release(a, c.groups, small);
    dsi_release(a, c.frequent, small);
    dsi_release(a, c.tallies, large);
    dsi_labels_free(c.folded);
}
