/* Kept values (median, quantiles, trimmed mean): every used value with its cell, as a key that sorts as it does. */
#include "measure/state_parts.h"

#include <float.h>
#include <math.h>
#include <string.h>

static const uint64_t sign_bit = UINT64_C(1) << 63;

uint64_t dsi_key_of_int(int64_t value)
{
    return (uint64_t)value ^ sign_bit;
}

int64_t dsi_key_to_int(uint64_t key)
{
    const uint64_t bits = key ^ sign_bit;
    int64_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

uint64_t dsi_key_of_double(double value)
{
    const double one_zero = value + 0.0; /* -0 is 0 */
    uint64_t bits;
    memcpy(&bits, &one_zero, sizeof bits);
    return (bits & sign_bit) != 0 ? ~bits : bits | sign_bit;
}

double dsi_key_to_double(uint64_t key)
{
    const uint64_t bits = (key & sign_bit) != 0 ? key & ~sign_bit : ~key;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

int64_t dsi_kept_element(int32_t kind)
{
    (void)kind;
    return 0;
}

static bool log_room(const dscore_allocator *a, dsi_log *log, int64_t more)
{
    const int64_t need = log->count + log->pending + more;
    if (!dsi_array_reserve(a, &log->cells, need) || !dsi_array_reserve(a, &log->keys, need)) {
        return false;
    }
    log->pending += more;
    return true;
}

bool dsi_kept_reserve(const dscore_allocator *a, dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    (void)values;
    return log_room(a, &plane->log, pass->used);
}

static void kept_commit(dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    dsi_log *log = &plane->log;
    int32_t *cells = log->cells.p;
    uint64_t *keys = log->keys.p;
    int64_t count = log->count;
    const bool is_double = plane->kind == DSI_DOUBLE;
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED) {
            cells[count] = pass->cell[r];
            keys[count] = is_double ? dsi_key_of_double(values->v.f[r]) : dsi_key_of_int(values->v.i[r]);
            count++;
        }
    }
    log->pending -= count - log->count;
    log->count = count;
}

bool dsi_kept_absorb_reserve(
    const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    (void)map;
    (void)n;
    return log_room(a, &to->log, from->log.count);
}

void dsi_kept_absorb(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    (void)a;
    (void)n;
    int32_t *cells = to->log.cells.p;
    uint64_t *keys = to->log.keys.p;
    const int32_t *from_cells = from->log.cells.p;
    const uint64_t *from_keys = from->log.keys.p;
    for (int64_t i = 0; i < from->log.count; i++) {
        const int32_t cell = map[from_cells[i]];
        if (cell >= 0) {
            cells[to->log.count] = cell;
            keys[to->log.count] = from_keys[i];
            to->log.count++;
        }
    }
    to->log.pending = 0;
}

/* ---- taking another state's values away ------------------------------------------------------ */

/* A value that is to be taken away, and how often. */
typedef struct wanted {
    int32_t target, source; /* cells */
    uint64_t key;
    int64_t count;
} wanted;

static bool is_before(const wanted *a, int32_t target, uint64_t key)
{
    return a->target != target ? a->target < target : a->key < key;
}

static void sift(wanted *list, int64_t at, int64_t n)
{
    for (int64_t child = 2 * at + 1; child < n; child = 2 * at + 1) {
        child += child + 1 < n && is_before(&list[child], list[child + 1].target, list[child + 1].key);
        if (!is_before(&list[at], list[child].target, list[child].key)) {
            return;
        }
        const wanted swap = list[at];
        list[at] = list[child];
        list[child] = swap;
        at = child;
    }
}

/* Heapsort, then equal values as one; returns how many are left. */
static int64_t sort_wanted(wanted *list, int64_t n)
{
    for (int64_t i = n / 2; i > 0; i--) {
        sift(list, i - 1, n);
    }
    for (int64_t end = n; end > 1; end--) {
        const wanted swap = list[0];
        list[0] = list[end - 1];
        list[end - 1] = swap;
        sift(list, 0, end - 1);
    }
    int64_t kept = 0;
    for (int64_t i = 0; i < n; i++) {
        if (kept > 0 && !is_before(&list[kept - 1], list[i].target, list[i].key)) {
            list[kept - 1].count += list[i].count;
        } else {
            list[kept++] = list[i];
        }
    }
    return kept;
}

static wanted *find_wanted(wanted *list, int64_t n, int32_t target, uint64_t key)
{
    int64_t low = 0, high = n;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (is_before(&list[middle], target, key)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < n && list[low].target == target && list[low].key == key ? &list[low] : NULL;
}

/* Where the wanted values lie, from the end on. */
static int32_t find_places(dsi_log *log, wanted *list, int64_t n, int64_t left)
{
    int64_t *places = log->taken.p;
    log->taken_count = 0;
    for (int64_t i = log->count; i > 0 && left > 0; i--) {
        wanted *own =
            find_wanted(list, n, ((const int32_t *)log->cells.p)[i - 1], ((const uint64_t *)log->keys.p)[i - 1]);
        if (own != NULL && own->count > 0) {
            own->count--;
            left--;
            places[log->taken_count++] = i - 1;
        }
    }
    for (int64_t i = 0; i < n && left > 0; i++) {
        if (list[i].count > 0) {
            return list[i].source;
        }
    }
    return DSI_HOLDS;
}

int32_t dsi_kept_holds(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const dsi_taking *taking)
{
    const int64_t n = from->log.count;
    const int32_t *cells = from->log.cells.p;
    if (n == 0) {
        return DSI_HOLDS;
    }
    if (to == NULL) {
        return cells[0];
    }
    wanted *list = dsi_alloc(a, n * (int64_t)sizeof *list);
    if (list == NULL || !dsi_array_reserve(a, &to->log.taken, n)) {
        dsi_release(a, list, n * (int64_t)sizeof *list);
        return DSI_HOLDS_NO_MEMORY;
    }
    for (int64_t i = 0; i < n; i++) {
        list[i] = (wanted){taking->map[cells[i]], cells[i], ((const uint64_t *)from->log.keys.p)[i], 1};
    }
    const int64_t different = sort_wanted(list, n);
    const int32_t lacking = find_places(&to->log, list, different, n);
    dsi_release(a, list, n * (int64_t)sizeof *list);
    return lacking;
}

/* The last value takes the place of one that goes: they are in no order, and places descend. */
void dsi_kept_subtract(dsi_plane *to, const dsi_plane *from, const dsi_taking *taking)
{
    (void)taking;
    dsi_log *log = &to->log;
    int32_t *cells = log->cells.p;
    uint64_t *keys = log->keys.p;
    for (int64_t i = 0; i < from->log.count; i++) {
        const int64_t place = ((const int64_t *)log->taken.p)[i];
        log->count--;
        cells[place] = cells[log->count];
        keys[place] = keys[log->count];
    }
    log->taken_count = 0;
}

const dsi_family dsi_family_kept = {
    .arguments = 1,
    .element = dsi_kept_element,
    .reserve = dsi_kept_reserve,
    .commit = kept_commit,
    .absorb_reserve = dsi_kept_absorb_reserve,
    .absorb = dsi_kept_absorb,
    .holds = dsi_kept_holds,
    .subtract = dsi_kept_subtract,
};

/* ---- order statistics (METHODS 5.9) ---------------------------------------------------------- */

/* floor(h) and its fraction, where a hair beside a whole number counts as the number. */
static int64_t split(double h, double *out_fraction)
{
    const double nearest = floor(h + 0.5);
    const double hair = 4 * DBL_EPSILON * (fabs(h) > 1 ? fabs(h) : 1);
    if (fabs(h - nearest) < hair) {
        *out_fraction = 0;
        return (int64_t)nearest;
    }
    *out_fraction = h - floor(h);
    return (int64_t)floor(h);
}

static int64_t rank_within(int64_t rank, int64_t n)
{
    return rank < 1 ? 1 : rank > n ? n : rank;
}

static bool is_whole_number(double value)
{
    return value >= -9007199254740992.0 && value <= 9007199254740992.0 && value == floor(value);
}

/* Between two neighbours; whole doubles go the way of integers, so that either column gives the same bits. */
static double between(const dsi_kept *kept, int64_t rank, double g, int64_t divisor)
{
    const uint64_t low = kept->keys[rank - 1];
    const uint64_t high = g > 0 && rank < kept->count ? kept->keys[rank] : low;
    if (kept->kind != DSI_DOUBLE) {
        return dsi_interpolate_int(dsi_key_to_int(low), dsi_key_to_int(high), g, divisor * kept->divisor);
    }
    const double lo = dsi_key_to_double(low), hi = dsi_key_to_double(high);
    if (is_whole_number(lo) && is_whole_number(hi)) {
        return dsi_interpolate_int((int64_t)lo, (int64_t)hi, g, divisor);
    }
    return dsi_interpolate_double(lo, hi, g) / (double)divisor;
}

double dsi_kept_quantile(const dsi_kept *kept, double q, int64_t divisor)
{
    double g;
    const int64_t rank = split((double)(kept->count - 1) * q + 1, &g);
    const int64_t within = rank_within(rank, kept->count);
    return between(kept, within, within == rank ? g : 0, divisor);
}

double dsi_kept_quantile_observed(const dsi_kept *kept, double q, int64_t divisor)
{
    double g;
    const int64_t rank = split((double)kept->count * q, &g);
    return between(kept, rank_within(g > 0 ? rank + 1 : rank, kept->count), 0, divisor);
}

int64_t dsi_kept_trim(int64_t count, double p)
{
    double g;
    return split((double)count * p, &g);
}
