/* Kaplan-Meier curves: every used row with its span and whether it ended in the event, kept as one key that sorts as
   the curve is walked: by time, and at the same time events before rows that were censored then.

   S(t) is the product over the times of events up to t of 1 - events / rows at risk (Kaplan and Meier 1958). Between
   two censored rows the product telescopes to one quotient of counts, and is taken as that: without censored rows 1 - S
   is exactly the share of events. The rest is one product in the order of time, so that the bits depend on nothing but
   the rows. */
#include "measure/list.h"
#include "measure/pack.h"

#include <float.h>
#include <math.h>

/* ---- keeping -------------------------------------------------------------------------------- */

/* Spans between instants of the years 1-9999 have 59 bits and a sign. */
static uint64_t key_of(int64_t span, bool is_event)
{
    return dsi_key_of_int(span * 2 + (is_event ? 0 : 1));
}

static bool is_event(uint64_t key)
{
    return (dsi_key_to_int(key) & 1) == 0;
}

static int64_t span_of(uint64_t key)
{
    const int64_t twice = dsi_key_to_int(key);
    return (twice - (twice & 1)) / 2;
}

static bool curve_reserve(const dscore_allocator *a, dsi_plane *plane, const dsi_pass *pass, const dsi_vector *spans)
{
    const dsi_lists lists = {a, plane, dsi_list_more};
    const dsi_vector *events = pass->arguments[1];
    uint64_t keys[DSI_BLOCK];
    int32_t k = 0;
    for (int32_t r = 0; r < pass->n; r++) {
        if (pass->class_of[r] == DSI_CLASS_USED) {
            keys[k++] = key_of(spans->v.i[r], events->v.b[events->constant ? 0 : r] != 0);
        }
    }
    return dsi_lists_append_keys(&lists, pass, keys);
}

const dsi_family dsi_family_curves = {
    .arguments = 1,
    .element = dsi_kept_element,
    .reserve = curve_reserve,
    .commit = dsi_kept_commit,
    .absorb_reserve = dsi_kept_absorb_reserve,
    .absorb = dsi_kept_absorb,
    .release = dsi_kept_release,
    .forget = dsi_kept_forget,
    .holds = dsi_kept_holds,
    .subtract = dsi_kept_subtract,
    .code = 7,
    .has_any = dsi_kept_has_any,
    .pack = dsi_curve_pack,
    .unpack = dsi_curve_unpack,
    .admits = dsi_curve_admits,
    .tells = DSI_TELLS_ALL,
};

/* ---- walking -------------------------------------------------------------------------------- */

typedef struct walk {
    const dsi_kept *kept;
    int64_t at;        /* rows before it are done */
    int64_t time;      /* of the events done last */
    double product;    /* S over the stretches that a censored row ended */
    int64_t stretches; /* of these: what the product may be off by */
    int64_t start;     /* rows at risk where this stretch began */
    int64_t left;      /* at risk after its events so far */
} walk;

static walk begin(const dsi_kept *kept)
{
    return (walk){kept, 0, 0, 1.0, 0, kept->count, kept->count};
}

/* To the next time of events, and over all of them; false = no event is left. */
static bool next_events(walk *w)
{
    const dsi_kept *kept = w->kept;
    int64_t censored = 0;
    while (w->at < kept->count && !is_event(kept->keys[w->at])) {
        w->at++;
        censored++;
    }
    if (w->at == kept->count) {
        return false;
    }
    if (censored > 0) {
        if (w->left < w->start) {
            w->product *= (double)w->left / (double)w->start;
            w->stretches++;
        }
        w->start = w->left - censored;
        w->left = w->start;
    }
    const uint64_t key = kept->keys[w->at];
    w->time = span_of(key);
    while (w->at < kept->count && kept->keys[w->at] == key) {
        w->at++;
        w->left--;
    }
    return true;
}

static double survival(const walk *w)
{
    return w->product * ((double)w->left / (double)w->start);
}

/* Is 1 - S >= q, where a hair beside counts as equal? With one stretch this is an order statistic's rank, judged as
   quantile_observed judges it; else a hair is what the product may be off by. */
static bool reaches(const walk *w, double q)
{
    if (w->stretches == 0) {
        const double wanted = (double)w->start * q;
        const double hair = 4 * DBL_EPSILON * (wanted > 1 ? wanted : 1);
        return (double)(w->start - w->left) >= wanted - hair;
    }
    return survival(w) <= 1 - q + 4 * DBL_EPSILON * (double)(w->stretches + 1);
}

bool dsi_curve_quantile(const dsi_kept *kept, double q, double *out_seconds)
{
    walk w = begin(kept);
    while (next_events(&w)) {
        if (reaches(&w, q)) {
            *out_seconds = dsi_interpolate_int(w.time, w.time, 0, 1000000);
            return true;
        }
    }
    return false;
}

bool dsi_curve_within(const dsi_kept *kept, int64_t limit, double *out)
{
    walk w = begin(kept), before = w;
    if (kept->count == 0) {
        return false;
    }
    while (next_events(&w) && w.time <= limit) {
        before = w;
    }
    const bool is_known = before.left == 0 || span_of(kept->keys[kept->count - 1]) >= limit;
    *out = before.stretches == 0 ? (double)(before.start - before.left) / (double)before.start : 1 - survival(&before);
    return is_known;
}
