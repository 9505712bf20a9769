/* From kept values to quantiles, trimmed means and curves: cell by cell, with as much working memory as the largest
   cell needs. Quantiles select; only curves need their values in order. */
#include "measure/select.h"
#include "measure/sketch.h"
#include "measure/state_parts.h"

#include <math.h>

/* The aggregates that one store serves, and memory to work in. */
typedef struct shop {
    const dscore_allocator *allocator;
    const dsi_store *store;
    const dsi_aggregate **members;
    double **results; /* of each member, one a cell */
    int32_t count;
    uint64_t *keys, *spare; /* room values each */
    int64_t room;
    int64_t *ranks;  /* ascending, each once: two a member at most */
    uint64_t *found; /* keys at these ranks */
    int64_t rank_count;
    dsi_select_work *work;
} shop;

static int64_t divisor_of(const dsi_aggregate *aggregate)
{
    const int32_t type = aggregate->type[0];
    return type == DSCORE_TYPE_DURATION || type == DSCORE_TYPE_INSTANT ? 1000000 : 1;
}

/* ---- values of a cell ------------------------------------------------------------------------ */

static bool is_sketched(const dsi_store *store)
{
    return store->family == &dsi_family_sketches;
}

static const dsi_list *list_of(const dsi_store *store, const dsi_plane *plane, int64_t cell)
{
    const void *elements = plane->elements.p;
    return is_sketched(store) ? &((const dsi_sketch *)elements)[cell].held : (const dsi_list *)elements + cell;
}

static int64_t plane_count(const dsi_store *store, int64_t plane, int64_t cell)
{
    const void *elements = store->planes[plane].elements.p;
    return is_sketched(store) ? dsi_sketch_total((const dsi_sketch *)elements + cell)
                              : dsi_list_count((const dsi_list *)elements + cell);
}

static int64_t cell_count(const dsi_store *store, int64_t cell)
{
    int64_t n = 0;
    for (int64_t p = 0; p < store->plane_count; p++) {
        n += plane_count(store, p, cell);
    }
    return n;
}

/* How the values of a cell are read: as they were kept if they are of one kind, else as doubles. */
static dsi_kept kind_of(const dsi_store *store, int64_t cell)
{
    dsi_kept kept = {NULL, 0, DSI_DOUBLE, 1};
    int32_t kinds = 0;
    for (int64_t p = 0; p < store->plane_count; p++) {
        const dsi_plane *plane = &store->planes[p];
        const int64_t n = plane_count(store, p, cell);
        if (n > 0) {
            kept.kind = plane->kind;
            kept.divisor = dsi_power10(plane->scale);
            kinds++;
        }
        kept.count += n;
    }
    if (kinds > 1) {
        kept.kind = DSI_DOUBLE;
        kept.divisor = 1;
    }
    return kept;
}

/* Values that were kept as they are, into keys. */
static void gather(const shop *s, int64_t cell, const dsi_kept *kept)
{
    uint64_t *to = s->keys;
    for (int64_t p = 0; p < s->store->plane_count; p++) {
        const dsi_plane *plane = &s->store->planes[p];
        const int64_t n = plane_count(s->store, p, cell);
        if (n > 0) {
            dsi_list_copy(list_of(s->store, plane, cell), plane->unit, to);
        }
        for (int64_t i = 0; i < n && n < kept->count && kept->kind != plane->kind; i++) {
            to[i] = dsi_key_as_double(plane->kind, plane->scale, to[i]);
        }
        to += n;
    }
}

/* ---- selections ------------------------------------------------------------------------------ */

static void want(shop *s, int64_t rank)
{
    int64_t at = s->rank_count;
    while (at > 0 && s->ranks[at - 1] > rank) {
        at--;
    }
    if (at > 0 && s->ranks[at - 1] == rank) {
        return;
    }
    for (int64_t i = s->rank_count; i > at; i--) {
        s->ranks[i] = s->ranks[i - 1];
    }
    s->ranks[at] = rank;
    s->rank_count++;
}

static uint64_t key_at_rank(const shop *s, int64_t rank)
{
    int64_t low = 0, high = s->rank_count - 1;
    while (low < high) {
        const int64_t middle = (low + high) / 2;
        if (s->ranks[middle] < rank) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return s->found[low];
}

/* The rank, and how far on to the next one; of a trimmed mean the first that stays. */
static int64_t rank_of(const dsi_aggregate *aggregate, int64_t n, double *out_g)
{
    *out_g = 0;
    switch (aggregate->function) {
    case DSI_AGG_TRIMMED_MEAN:
        return dsi_kept_trim(n, aggregate->q);
    case DSI_AGG_APPROX_QUANTILE:
        return dsi_rank_below(n, aggregate->q);
    case DSI_AGG_QUANTILE_OBSERVED:
    case DSI_AGG_SKETCH_OBSERVED:
        return dsi_rank_observed(n, aggregate->q);
    default:
        return dsi_rank_between(n, aggregate->q, out_g);
    }
}

static void select_ranks(shop *s, int64_t n)
{
    s->rank_count = 0;
    for (int32_t i = 0; i < s->count; i++) {
        double g;
        const bool is_trimmed = s->members[i]->function == DSI_AGG_TRIMMED_MEAN;
        const int64_t rank = rank_of(s->members[i], n, &g);
        if (is_trimmed && rank < n - rank) {
            want(s, rank);
            want(s, n - 1 - rank);
        } else if (!is_trimmed) {
            want(s, rank);
            if (g > 0) {
                want(s, rank + 1);
            }
        }
    }
    dsi_select(s->work, s->keys, s->spare, n, s->ranks, s->rank_count, s->found);
}

static bool add_key(const shop *s, const dsi_kept *kept, dsi_sum *sum, uint64_t key)
{
    if (kept->kind != DSI_DOUBLE) {
        dsi_sum_add_int(sum, dsi_key_to_int(key));
        return true;
    }
    const double value = dsi_key_to_double(key);
    return (!dsi_double_needs_spill(value) || dsi_sum_reserve(sum, s->allocator)) && dsi_sum_add_double(sum, value);
}

/* The exact sum of what lies between the ranks that were found; of values equal to the least or greatest of them as
   many as lie between. */
static bool trimmed_mean(const shop *s, const dsi_kept *kept, int64_t trim, int64_t divisor, double *out)
{
    const int64_t n = kept->count, left = n - 2 * trim;
    dsi_sum sum = {0};
    bool ok = true;
    *out = (double)NAN;
    if (left <= 0) {
        return true;
    }
    const uint64_t least = key_at_rank(s, trim), most = key_at_rank(s, n - 1 - trim);
    int64_t less = 0, more = 0;
    for (int64_t i = 0; i < n; i++) {
        less += s->keys[i] < least ? 1 : 0;
        more += s->keys[i] > most ? 1 : 0;
    }
    int64_t skip_least = trim - less, skip_most = trim - more;
    for (int64_t i = 0; i < n && ok; i++) {
        const uint64_t key = s->keys[i];
        if (key == least && skip_least > 0) {
            skip_least--;
        } else if (key == most && skip_most > 0) {
            skip_most--;
        } else if (key >= least && key <= most) {
            ok = add_key(s, kept, &sum, key);
        }
    }
    *out = dsi_sum_mean(&sum, left, divisor * kept->divisor);
    dsi_sum_free(&sum, s->allocator);
    return ok;
}

static bool finish_values(shop *s, int64_t cell, const dsi_kept *kept)
{
    gather(s, cell, kept);
    select_ranks(s, kept->count);
    bool is_whole = false, ok = true; /* are the keys all there again? */
    for (int32_t i = 0; i < s->count && ok; i++) {
        double g;
        const dsi_aggregate *member = s->members[i];
        const int64_t divisor = divisor_of(member);
        const int64_t rank = rank_of(member, kept->count, &g);
        if (member->function == DSI_AGG_TRIMMED_MEAN) {
            if (!is_whole) {
                gather(s, cell, kept);
                is_whole = true;
            }
            ok = trimmed_mean(s, kept, rank, divisor, &s->results[i][cell]);
            continue;
        }
        const uint64_t low = key_at_rank(s, rank), high = g > 0 ? key_at_rank(s, rank + 1) : low;
        s->results[i][cell] = dsi_kept_between(kept, low, high, g, divisor);
    }
    return ok;
}

static void finish_curves(shop *s, int64_t cell, dsi_kept *kept)
{
    gather(s, cell, kept);
    dsi_sort_keys(s->keys, s->spare, kept->count);
    kept->keys = s->keys;
    for (int32_t i = 0; i < s->count; i++) {
        const dsi_aggregate *member = s->members[i];
        double value;
        const bool is_reached = member->function == DSI_AGG_KM_QUANTILE ? dsi_curve_quantile(kept, member->q, &value)
                                                                        : dsi_curve_within(kept, member->limit, &value);
        s->results[i][cell] = is_reached ? value : (double)NAN;
    }
}

/* ---- sketches -------------------------------------------------------------------------------- */

enum { MOST_PARTS = 20 /* planes: doubles, and integers of 19 scales */ };

/* The least or greatest of the values that a sketch holds or counted. */
static uint64_t own_extreme(const dsi_sketch_part *part, bool is_most)
{
    const dsi_sketch *s = part->sketch;
    uint64_t best = is_most ? 0 : UINT64_MAX, keys[DSI_LIST_STEP];
    if (s->counted > 0) {
        best = is_most ? s->most : s->least;
    }
    dsi_list_reader reader = dsi_list_read(&s->held, part->keys.unit);
    for (int32_t n = dsi_list_keys(&reader, keys); n > 0; n = dsi_list_keys(&reader, keys)) {
        for (int32_t i = 0; i < n; i++) {
            best = (keys[i] > best) == is_most ? keys[i] : best;
        }
    }
    return best;
}

/* The least or greatest value of a cell: a key of its kind. */
static uint64_t extreme(const dsi_sketch_part *parts, int64_t count, const dsi_kept *kept, bool is_most)
{
    uint64_t best = is_most ? 0 : UINT64_MAX;
    for (int64_t i = 0; i < count; i++) {
        uint64_t own = own_extreme(&parts[i], is_most);
        if (kept->kind != parts[i].keys.kind) {
            own = dsi_key_as_double(parts[i].keys.kind, parts[i].keys.scale, own);
        }
        best = (own > best) == is_most ? own : best;
    }
    return best;
}

static double bucket_value(
    const dsi_sketch_part *parts, int64_t count, const dsi_kept *kept, const dsi_aggregate *member, int64_t rank)
{
    const int64_t divisor = divisor_of(member);
    const uint64_t least = extreme(parts, count, kept, false), most = extreme(parts, count, kept, true);
    const double middle = dsi_sketch_middle(dsi_sketch_find(parts, count, rank));
    const dsi_sketch_keys keys = {kept->kind, count == 1 ? parts[0].keys.scale : 0, 0};
    if (member->q <= 0 || middle <= dsi_sketch_number(&keys, least)) {
        return dsi_kept_between(kept, least, least, 0, divisor);
    }
    if (member->q >= 1 || middle >= dsi_sketch_number(&keys, most)) {
        return dsi_kept_between(kept, most, most, 0, divisor);
    }
    const dsi_kept number = {NULL, 1, DSI_DOUBLE, 1};
    const uint64_t key = dsi_key_of_double(middle);
    return dsi_kept_between(&number, key, key, 0, divisor);
}

static bool finish_buckets(shop *s, int64_t cell, const dsi_kept *kept)
{
    dsi_sketch_part parts[MOST_PARTS];
    dsi_sketch settled[MOST_PARTS];
    int64_t count = 0;
    bool ok = true;
    for (int64_t p = 0; p < s->store->plane_count && count < MOST_PARTS && ok; p++) {
        const dsi_plane *plane = &s->store->planes[p];
        if (plane_count(s->store, p, cell) > 0) {
            dsi_sketch_part *part = &parts[count];
            part->keys = (dsi_sketch_keys){plane->kind, plane->scale, plane->unit};
            part->sketch = (const dsi_sketch *)plane->elements.p + cell;
            ok = dsi_sketch_settled(s->allocator, part->sketch, &part->keys, &settled[count], &part->sketch);
            count++;
        }
    }
    for (int32_t i = 0; i < s->count && ok; i++) {
        double g;
        const dsi_aggregate *member = s->members[i];
        const int64_t rank = member->function == DSI_AGG_SKETCH_OBSERVED ? rank_of(member, kept->count, &g)
                                                                         : dsi_rank_below(kept->count, member->q);
        s->results[i][cell] = bucket_value(parts, count, kept, member, rank);
    }
    for (int64_t i = 0; i < count; i++) {
        dsi_sketch_free(s->allocator, &settled[i]);
    }
    return ok;
}

bool dsi_sketches_approximate(const dsi_store *store, int64_t cell, double q)
{
    return q > 0 && q < 1 && cell_count(store, cell) > DSI_SKETCH_SMALL;
}

/* ---- all cells ------------------------------------------------------------------------------- */

static bool finish_cell(shop *s, int64_t cell)
{
    dsi_kept kept = kind_of(s->store, cell);
    if (kept.count == 0) {
        for (int32_t i = 0; i < s->count; i++) {
            s->results[i][cell] = (double)NAN;
        }
        return true;
    }
    if (is_sketched(s->store) && kept.count > DSI_SKETCH_SMALL) {
        return finish_buckets(s, cell, &kept);
    }
    if (s->store->family == &dsi_family_curves) {
        finish_curves(s, cell, &kept);
        return true;
    }
    return finish_values(s, cell, &kept);
}

static bool finish_cells(shop *s, int64_t cells)
{
    const dscore_allocator *a = s->allocator;
    const int64_t size = (int64_t)sizeof(uint64_t);
    for (int64_t c = 0; c < cells; c++) {
        const int64_t n = cell_count(s->store, c);
        s->room = n > s->room && !(is_sketched(s->store) && n > DSI_SKETCH_SMALL) ? n : s->room;
    }
    s->room++;
    s->keys = dsi_alloc(a, s->room * size);
    s->spare = dsi_alloc(a, s->room * size);
    s->ranks = dsi_alloc(a, 2 * s->count * size);
    s->found = dsi_alloc(a, 2 * s->count * size);
    s->work = dsi_alloc(a, (int64_t)sizeof *s->work);
    bool ok = s->keys != NULL && s->spare != NULL && s->ranks != NULL && s->found != NULL && s->work != NULL;
    for (int64_t c = 0; c < cells && ok; c++) {
        ok = finish_cell(s, c);
    }
    dsi_release(a, s->keys, s->room * size);
    dsi_release(a, s->spare, s->room * size);
    dsi_release(a, s->ranks, 2 * s->count * size);
    dsi_release(a, s->found, 2 * s->count * size);
    dsi_release(a, s->work, (int64_t)sizeof *s->work);
    return ok;
}

static bool is_kept(const dsi_family *family)
{
    return family == &dsi_family_kept || family == &dsi_family_curves || family == &dsi_family_sketches;
}

bool dsi_finish_kept(const dscore_state *state, const dscore_allocator *a, int32_t frame, double **results)
{
    const dsi_frame *plan = &state->plan->frames[frame];
    const dsi_frame_cells *cells = &state->frames[frame];
    const int64_t aggregates = plan->aggregate_count;
    shop s = {.allocator = a};
    s.members = dsi_alloc(a, (aggregates + 1) * (int64_t)sizeof *s.members);
    s.results = dsi_alloc(a, (aggregates + 1) * (int64_t)sizeof *s.results);
    bool ok = s.members != NULL && s.results != NULL;
    for (int32_t owner = 0; owner < aggregates && ok; owner++) {
        if (!is_kept(cells->stores[owner].family)) { /* NULL if it owns nothing */
            continue;
        }
        s.store = &cells->stores[owner];
        s.count = 0;
        s.room = 0;
        for (int32_t i = owner; i < aggregates && ok; i++) {
            if (cells->owners[i] == owner) {
                results[i] = dsi_alloc(a, ((int64_t)cells->cells.count + 1) * (int64_t)sizeof **results);
                ok = results[i] != NULL;
                s.members[s.count] = &plan->aggregates[i];
                s.results[s.count++] = results[i];
            }
        }
        ok = ok && finish_cells(&s, cells->cells.count);
    }
    dsi_release(a, s.members, (aggregates + 1) * (int64_t)sizeof *s.members);
    dsi_release(a, s.results, (aggregates + 1) * (int64_t)sizeof *s.results);
    return ok;
}
