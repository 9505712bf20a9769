/* elapsed, within and met (D9) and the spans of Kaplan-Meier curves, on either clock: what is late, what is still open
   within its limit (pending), and which rows would be judged differently at another now. */
#include "base/wide.h"
#include "formula/clock.h"
#include "formula/expression.h"
#include "time/civil.h"

#include <string.h>

static int32_t at(const dsi_vector *v, int32_t i)
{
    return v->constant ? 0 : i;
}

/* b before a: invalid, kept or zero, as the query says. `fail` marks it too; the state raises it. */
static uint8_t judge_negative(const dsi_settings *settings, int64_t *elapsed)
{
    switch (settings->negative) {
    case DSI_NEGATIVE_SIGNED:
        return DSI_PRESENT;
    case DSI_NEGATIVE_CLAMP:
        *elapsed = 0;
        return DSI_PRESENT;
    default:
        *elapsed = 0;
        return DSI_BAD_NEGATIVE;
    }
}

/* Look at the rows one by one: some are negative. */
static const uint8_t *judge_rows(const dsi_kernel *k, const uint8_t *joined)
{
    uint8_t *status = dsi_own_status(k, joined);
    int64_t *out = k->values;
    for (int32_t i = 0; i < k->n; i++) {
        if (status[i] != DSI_PRESENT) {
            continue;
        }
        if (out[i] < 0) {
            status[i] = judge_negative(k->settings, &out[i]);
        }
    }
    return status;
}

/* Is any present row of a block negative? What lies under an absent row is anything. */
static bool any_negative(const int64_t *values, const uint8_t *status, int32_t n)
{
    uint64_t any = 0; /* a mask, not a choice: compilers vectorise it */
    for (int32_t i = 0; i < n; i++) {
        any |= (uint64_t)values[i] & (0U - (uint64_t)(status[i] == DSI_PRESENT));
    }
    return any >> 63 != 0;
}

/* Two instants in one unit. */
static bool are_alike(const dsi_vector *a, const dsi_vector *b)
{
    return a->width == 8 && b->width == 8 && a->unit == b->unit && !a->constant && !b->constant;
}

/* The differences in the unit of both; true: some row is negative. */
static bool subtract_times(const dsi_kernel *k, const dsi_vector *a, const dsi_vector *b, const uint8_t *status)
{
    int64_t *restrict out = k->values;
    if (!a->constant && !b->constant) {
        return k->loops->differences(dsi_ints_of(a), dsi_ints_of(b), k->n, status, out);
    }
    int64_t bad = 0; /* negative if a row is */
    DSI_EACH_ROW_OF_TWO(
        k, int64_t, a->v.i, a->constant, b->v.i, b->constant, const int64_t r = (int64_t)((uint64_t)y - (uint64_t)x);
        bad |= r; out[i] = r;);
    return bad < 0 && (status == NULL || any_negative(out, status, k->n));
}

/* Instants lie within the years 1-9999: the difference of two that are present fits. */
bool dsi_kernel_elapsed(dsi_kernel *k)
{
    const dsi_vector *a = k->args[0];
    const dsi_vector *b = k->args[1];
    if (dsi_is_absent(a) || dsi_is_absent(b)) {
        return dsi_kernel_absent(k);
    }
    if (dsi_any_raw(k) && !are_alike(a, b)) {
        return dsi_want_plain(k);
    }
    const uint8_t *status = dsi_join_status(k, a, b);
    const bool judged = subtract_times(k, a, b, status);
    const int32_t width = a->width;
    const int64_t unit = a->unit, most = a->most > b->most ? a->most : b->most;
    dsi_kernel_result(k, DSI_INT, judged ? judge_rows(k, status) : status);
    k->out->width = width;
    k->out->unit = unit;
    k->out->most = a->most > 0 && b->most > 0 ? 2 * most : 0;
    return true;
}

/* Time from a to b in the row that the clock turned to; b before a is for the policy to judge, also where no business
   time lies between them. */
static uint8_t pass(const dsi_kernel *k, dsi_row_clock *clock, int64_t from, int64_t to, int64_t *out)
{
    *out = dsi_clock_span(clock, from, to);
    return to < from ? judge_negative(k->settings, out) : (uint8_t)DSI_PRESENT;
}

static uint8_t worse(uint8_t a, uint8_t b)
{
    return a > b ? a : b;
}

/* A verdict or a span for each row. */
typedef uint8_t row_function(const dsi_kernel *k, dsi_row_clock *clock, int32_t i, void *value, bool *uses_now);

static uint8_t elapsed_row(const dsi_kernel *k, dsi_row_clock *clock, int32_t i, void *value, bool *uses_now)
{
    const dsi_vector *a = k->args[0];
    const dsi_vector *b = k->args[1];
    int64_t *out = value;
    (void)uses_now;
    *out = 0;
    const uint8_t needed = worse(worse(dsi_status_at(a, i), dsi_status_at(b, i)), dsi_clock_turn(clock, i));
    return needed != DSI_PRESENT ? needed : pass(k, clock, a->v.i[at(a, i)], b->v.i[at(b, i)], out);
}

/* An open row: true is not possible any more, or it is pending. *uses_now tells that another now may tell otherwise. */
static uint8_t judge_open(dsi_row_clock *clock, int64_t since, int64_t limit, bool *uses_now)
{
    if (!clock->settings->has_now) {
        return DSI_MISSING;
    }
    *uses_now = true;
    return dsi_clock_open_for(clock, since) > limit ? DSI_PRESENT : DSI_PENDING; /* present: false */
}

static uint8_t within_row(const dsi_kernel *k, dsi_row_clock *clock, int32_t i, void *value, bool *uses_now)
{
    const dsi_vector *a = k->args[0];
    const dsi_vector *b = k->args[1];
    const dsi_vector *limit = k->args[2];
    uint8_t *verdict = value;
    const uint8_t sb = dsi_status_at(b, i);
    const uint8_t needed = worse(worse(dsi_status_at(a, i), dsi_status_at(limit, i)), dsi_clock_turn(clock, i));
    *verdict = 0;
    if (sb >= DSI_BAD_DOMAIN || needed != DSI_PRESENT) {
        return sb >= DSI_BAD_DOMAIN ? worse(sb, needed) : needed;
    }
    const int64_t from = a->v.i[at(a, i)];
    const int64_t most = limit->v.i[at(limit, i)];
    if (sb != DSI_PRESENT) {
        return judge_open(clock, from, most, uses_now);
    }
    int64_t elapsed = 0;
    const uint8_t status = pass(k, clock, from, b->v.i[at(b, i)], &elapsed);
    *verdict = elapsed <= most;
    return status;
}

static uint8_t met_row(const dsi_kernel *k, dsi_row_clock *clock, int32_t i, void *value, bool *uses_now)
{
    const dsi_vector *done = k->args[0];
    const dsi_vector *due = k->args[1];
    uint8_t *verdict = value;
    const uint8_t sdone = dsi_status_at(done, i);
    const uint8_t sdue = dsi_status_at(due, i);
    *verdict = 0;
    if (sdone >= DSI_BAD_DOMAIN || sdue != DSI_PRESENT) {
        return sdone >= DSI_BAD_DOMAIN ? worse(sdone, sdue) : sdue;
    }
    const int64_t deadline = due->v.i[at(due, i)];
    if (sdone != DSI_PRESENT) {
        return judge_open(clock, deadline, 0, uses_now);
    }
    *verdict = done->v.i[at(done, i)] <= deadline;
    return DSI_PRESENT;
}

/* An open row of a curve: watched until c or now, whichever comes first. */
static uint8_t watch(const dsi_kernel *k, dsi_row_clock *clock, int32_t i, int64_t from, int64_t *out, bool *uses_now)
{
    const dsi_vector *c = clock->operands == 3 ? k->args[2] : NULL;
    const bool has_now = k->settings->has_now;
    const uint8_t sc = c == NULL ? (uint8_t)DSI_MISSING : dsi_status_at(c, i);
    if (sc >= DSI_BAD_DOMAIN) {
        return sc;
    }
    if (sc == DSI_PRESENT && !(has_now && k->settings->now < c->v.i[at(c, i)])) {
        const int64_t until = c->v.i[at(c, i)];
        if (has_now && until > *k->now_least) {
            *k->now_least = until;
        }
        return pass(k, clock, from, until, out);
    }
    if (!has_now) {
        return DSI_MISSING;
    }
    *uses_now = true;
    const int64_t passed = dsi_clock_open_for(clock, from);
    *out = passed > 0 ? passed : 0; /* not begun yet: nothing was watched */
    return DSI_PRESENT;
}

static uint8_t km_row(const dsi_kernel *k, dsi_row_clock *clock, int32_t i, void *value, bool *uses_now)
{
    const dsi_vector *a = k->args[0];
    const dsi_vector *b = k->args[1];
    int64_t *out = value;
    *out = 0;
    const uint8_t sb = dsi_status_at(b, i);
    const uint8_t needed = worse(dsi_status_at(a, i), dsi_clock_turn(clock, i));
    if (sb >= DSI_BAD_DOMAIN || needed != DSI_PRESENT) {
        return sb >= DSI_BAD_DOMAIN ? worse(sb, needed) : needed;
    }
    const int64_t from = a->v.i[at(a, i)];
    return sb == DSI_PRESENT ? pass(k, clock, from, b->v.i[at(b, i)], out) : watch(k, clock, i, from, out, uses_now);
}

/* Row by row; the rows that took now into the mask of what depends on it. */
static bool judge(dsi_kernel *k, bool is_business, row_function *row)
{
    dsi_row_clock clock;
    if (!dsi_clock_start(&clock, k, is_business)) {
        return false;
    }
    const bool is_boolean = k->type == DSCORE_TYPE_BOOLEAN;
    const int64_t size = is_boolean ? (int64_t)sizeof(uint8_t) : (int64_t)sizeof(int64_t);
    char *out = k->values;
    bool any = k->out_mask != NULL;
    uint8_t absent = 0;
    for (int32_t i = 0; i < k->n; i++) {
        bool uses_now = false;
        k->status[i] = row(k, &clock, i, out + i * size, &uses_now);
        absent |= k->status[i];
        if (k->mask != NULL) {
            k->mask[i] = uses_now || (k->out_mask != NULL && k->out_mask[i] != 0);
        }
        any = any || uses_now;
    }
    dsi_kernel_result(k, is_boolean ? DSI_BOOL : DSI_INT, absent == 0 ? NULL : k->status);
    k->out_mask = any ? k->mask : NULL;
    return true;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* within where every row has its start, the limit is one for all and nothing is negative or invalid: no branch a row.
   False if the block is not so simple. */
static bool within_plain(dsi_kernel *k)
{
    const dsi_vector *a = k->args[0];
    const dsi_vector *b = k->args[1];
    const dsi_vector *limit = k->args[2];
    const dsi_settings *settings = k->settings;
    const bool plain = a->status == NULL && !a->constant && !b->constant && limit->constant &&
                       dsi_status_at(limit, 0) == DSI_PRESENT && settings->has_now && dsi_is_instant(settings->now) &&
                       k->out_mask == NULL;
    int64_t since; /* open rows that began before are late */
    if (!plain || !dsi_sub_checked(settings->now, limit->v.i[0], &since)) {
        return false;
    }
    const int64_t unit = a->width == 0 ? 1 : a->unit;
    const int64_t most = floor_divide(limit->v.i[0], unit);
    since = since / unit + (since % unit > 0); /* the first unit at or after it */
    const uint8_t *open = b->status;           /* a row that is pending has status 1 */
    if (k->loops->within(dsi_ints_of(a), dsi_ints_of(b), k->n, open, most, since, k->values, k->mask, k->status)) {
        return false;
    }
    if (open == NULL) {
        dsi_kernel_result(k, DSI_BOOL, NULL);
        return true;
    }
    int32_t rows[2];
    k->loops->tally(open, k->n, DSI_PRESENT, DSI_MISSING, rows);
    dsi_kernel_result(k, DSI_BOOL, k->loops->any(k->status, k->n) ? k->status : NULL);
    k->out_mask = k->mask;
    return rows[0] + rows[1] == k->n;
}

bool dsi_kernel_within(dsi_kernel *k)
{
    const uint8_t *const mask = k->out_mask;
    if ((!dsi_any_raw(k) || are_alike(k->args[0], k->args[1])) && within_plain(k)) {
        return true;
    }
    k->out_mask = mask;
    if (dsi_any_raw(k)) {
        return dsi_want_plain(k);
    }
    return judge(k, false, within_row);
}

bool dsi_kernel_met(dsi_kernel *k)
{
    return judge(k, false, met_row);
}

bool dsi_kernel_business_time(dsi_kernel *k)
{
    return judge(k, true, elapsed_row);
}

bool dsi_kernel_business_within(dsi_kernel *k)
{
    return judge(k, true, within_row);
}

bool dsi_kernel_km_span(dsi_kernel *k)
{
    return judge(k, k->function == DSI_FN_BUSINESS_KM_SPAN, km_row);
}
