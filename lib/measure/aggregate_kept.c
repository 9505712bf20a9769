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

const dsi_family dsi_family_kept = {
    .arguments = 1,
    .element = dsi_kept_element,
    .reserve = dsi_kept_reserve,
    .commit = kept_commit,
    .absorb_reserve = dsi_kept_absorb_reserve,
    .absorb = dsi_kept_absorb,
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
