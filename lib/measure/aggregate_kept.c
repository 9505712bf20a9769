/* Kept values (median, quantiles, trimmed mean): every used value, in a list of its cell. */
#include "measure/list.h"
#include "measure/pack.h"

#include <float.h>
#include <math.h>
#include <string.h>

uint64_t dsi_key_as_double(int32_t kind, int32_t scale, uint64_t key)
{
    if (kind == DSI_DOUBLE) {
        return key;
    }
    dsi_sum sum = {0};
    dsi_sum_add_int(&sum, dsi_key_to_int(key));
    return dsi_key_of_double(dsi_sum_value(&sum, dsi_power10(scale)));
}

/* ---- the family ------------------------------------------------------------------------------ */

int64_t dsi_kept_element(int32_t kind)
{
    (void)kind;
    return (int64_t)sizeof(dsi_list);
}

static bool kept_reserve(const dscore_allocator *a, dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    const dsi_lists lists = {a, plane, dsi_list_more};
    return dsi_lists_append(&lists, pass, values);
}

void dsi_kept_commit(dsi_plane *plane, const dsi_pass *pass, const dsi_vector *values)
{
    (void)pass;
    (void)values;
    dsi_lists_commit(plane);
}

bool dsi_kept_absorb_reserve(
    const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    dsi_list *target = to->elements.p;
    const dsi_list *source = from->elements.p;
    dsi_lists_join(to, from);
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0 && !dsi_list_promise(a, &target[map[c]], to->unit, &source[c], from->unit)) {
            return false;
        }
    }
    return true;
}

void dsi_kept_absorb(const dscore_allocator *a, dsi_plane *to, const dsi_plane *from, const int32_t *map, int32_t n)
{
    (void)a;
    dsi_list *target = to->elements.p;
    const dsi_list *source = from->elements.p;
    for (int32_t c = 0; c < n; c++) {
        if (map[c] >= 0) {
            dsi_list_absorb(&target[map[c]], to->unit, &source[c], from->unit);
        }
    }
}

void dsi_kept_release(const dscore_allocator *a, dsi_plane *plane, int64_t first, int64_t count)
{
    for (int64_t c = first; c < count; c++) {
        dsi_list_free(a, (dsi_list *)plane->elements.p + c);
    }
}

void dsi_kept_forget(dsi_plane *plane, int64_t cells)
{
    dsi_lists_forget(plane);
    for (int64_t c = 0; c < cells; c++) {
        dsi_list_forget((dsi_list *)plane->elements.p + c);
    }
}

const dsi_family dsi_family_kept = {
    .arguments = 1,
    .reads_raw = true,
    .element = dsi_kept_element,
    .reserve = kept_reserve,
    .commit = dsi_kept_commit,
    .absorb_reserve = dsi_kept_absorb_reserve,
    .absorb = dsi_kept_absorb,
    .release = dsi_kept_release,
    .forget = dsi_kept_forget,
    .holds = dsi_kept_holds,
    .subtract = dsi_kept_subtract,
    .code = 6,
    .has_any = dsi_kept_has_any,
    .pack = dsi_kept_pack,
    .unpack = dsi_kept_unpack,
    .admits = dsi_kept_admits,
    .tells = DSI_TELLS_ALL,
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
    return rank < 0 ? 0 : rank >= n ? n - 1 : rank;
}

int64_t dsi_rank_between(int64_t n, double q, double *out_g)
{
    double g;
    const int64_t rank = split((double)(n - 1) * q + 1, &g) - 1;
    const int64_t within = rank_within(rank, n);
    *out_g = within == rank && rank + 1 < n ? g : 0;
    return within;
}

int64_t dsi_rank_observed(int64_t n, double q)
{
    double g;
    const int64_t rank = split((double)n * q, &g);
    return rank_within(g > 0 ? rank : rank - 1, n);
}

int64_t dsi_rank_below(int64_t n, double q)
{
    double g;
    return rank_within(split((double)(n - 1) * q, &g), n);
}

int64_t dsi_kept_trim(int64_t count, double p)
{
    double g;
    return split((double)count * p, &g);
}

static bool is_whole_number(double value)
{
    return value >= -9007199254740992.0 && value <= 9007199254740992.0 && value == floor(value);
}

/* Whole doubles go the way of integers, so that either column gives the same bits. */
double dsi_kept_between(const dsi_kept *kept, uint64_t low, uint64_t high, double g, int64_t divisor)
{
    if (kept->kind != DSI_DOUBLE) {
        return dsi_interpolate_int(dsi_key_to_int(low), dsi_key_to_int(high), g, divisor * kept->divisor);
    }
    const double lo = dsi_key_to_double(low), hi = dsi_key_to_double(high);
    if (is_whole_number(lo) && is_whole_number(hi)) {
        return dsi_interpolate_int((int64_t)lo, (int64_t)hi, g, divisor);
    }
    return dsi_interpolate_double(lo, hi, g) / (double)divisor;
}
