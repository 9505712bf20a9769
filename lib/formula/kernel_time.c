/* elapsed, within, met on the calendar clock (D9): what is late, what is still open within its limit (pending), and
   which rows would be judged differently at another now. */
#include "formula/kernel.h"
#include "formula/parse.h"

#include "base/wide.h"

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

bool dsi_kernel_elapsed(dsi_kernel *k)
{
    const dsi_vector *a = k->args[0];
    const dsi_vector *b = k->args[1];
    if (dsi_is_absent(a) || dsi_is_absent(b)) {
        return dsi_kernel_absent(k);
    }
    int64_t *restrict out = k->values;
    const uint8_t *status = dsi_join_status(k, a, b);
    int64_t bad = 0; /* negative if a row is */
    /* instants lie within the years 1-9999: the difference of two that are present fits */
    DSI_EACH_ROW_OF_TWO(
        k, int64_t, a->v.i, a->constant, b->v.i, b->constant, const int64_t r = (int64_t)((uint64_t)y - (uint64_t)x);
        bad |= r; out[i] = r;);
    const bool judged = bad < 0 && (status == NULL || any_negative(out, status, k->n));
    dsi_kernel_result(k, DSI_INT, judged ? judge_rows(k, status) : status);
    return true;
}

/* An open row: true is not possible any more, or it is pending. *uses_now tells that another now may tell otherwise. */
static uint8_t judge_open(const dsi_settings *settings, int64_t since, int64_t limit, bool *uses_now)
{
    int64_t open_for = 0;
    if (!settings->has_now) {
        return DSI_MISSING;
    }
    *uses_now = true;
    const bool late = dsi_sub_checked(settings->now, since, &open_for) && open_for > limit;
    return late ? DSI_PRESENT : DSI_PENDING; /* present: false */
}

static uint8_t within_row(const dsi_kernel *k, int32_t i, uint8_t *value, bool *uses_now)
{
    const dsi_vector *a = k->args[0];
    const dsi_vector *b = k->args[1];
    const dsi_vector *limit = k->args[2];
    const uint8_t sa = dsi_status_at(a, i);
    const uint8_t sb = dsi_status_at(b, i);
    const uint8_t sl = dsi_status_at(limit, i);
    const uint8_t needed = sa > sl ? sa : sl;
    *value = 0;
    if (sb >= DSI_BAD_DOMAIN || needed != DSI_PRESENT) {
        return sb >= DSI_BAD_DOMAIN && sb > needed ? sb : needed;
    }
    const int64_t from = a->v.i[at(a, i)];
    const int64_t most = limit->v.i[at(limit, i)];
    if (sb != DSI_PRESENT) {
        return judge_open(k->settings, from, most, uses_now);
    }
    int64_t elapsed = b->v.i[at(b, i)] - from;
    const uint8_t status = elapsed < 0 ? judge_negative(k->settings, &elapsed) : (uint8_t)DSI_PRESENT;
    *value = elapsed <= most;
    return status;
}

static uint8_t met_row(const dsi_kernel *k, int32_t i, uint8_t *value, bool *uses_now)
{
    const dsi_vector *done = k->args[0];
    const dsi_vector *due = k->args[1];
    const uint8_t sdone = dsi_status_at(done, i);
    const uint8_t sdue = dsi_status_at(due, i);
    *value = 0;
    if (sdone >= DSI_BAD_DOMAIN || sdue != DSI_PRESENT) {
        return sdone >= DSI_BAD_DOMAIN && sdone > sdue ? sdone : sdue;
    }
    const int64_t deadline = due->v.i[at(due, i)];
    if (sdone != DSI_PRESENT) {
        return judge_open(k->settings, deadline, 0, uses_now);
    }
    *value = done->v.i[at(done, i)] <= deadline;
    return DSI_PRESENT;
}

/* within and met: a verdict a row, and the open rows into the mask of what depends on now. */
static void judge(dsi_kernel *k, uint8_t (*row)(const dsi_kernel *k, int32_t i, uint8_t *value, bool *uses_now))
{
    uint8_t *out = k->values;
    bool any = k->out_mask != NULL;
    uint8_t absent = 0;
    for (int32_t i = 0; i < k->n; i++) {
        bool uses_now = false;
        k->status[i] = row(k, i, &out[i], &uses_now);
        absent |= k->status[i];
        k->mask[i] = uses_now || (k->out_mask != NULL && k->out_mask[i] != 0);
        any = any || uses_now;
    }
    dsi_kernel_result(k, DSI_BOOL, absent == 0 ? NULL : k->status);
    k->out_mask = any ? k->mask : NULL;
}

/* within where every row has its start, the limit is one for all and nothing is negative or invalid: no branch a row.
   False if the block is not so simple. */
static bool within_plain(dsi_kernel *k)
{
    const dsi_vector *a = k->args[0];
    const dsi_vector *b = k->args[1];
    const dsi_settings *settings = k->settings;
    const bool plain = a->status == NULL && !a->constant && !b->constant && k->args[2]->constant &&
                       dsi_status_at(k->args[2], 0) == DSI_PRESENT && settings->has_now &&
                       settings->now >= DSI_INSTANT_FIRST && settings->now <= DSI_INSTANT_LAST && k->out_mask == NULL;
    if (!plain) {
        return false;
    }
    const int64_t *restrict from = a->v.i;
    const int64_t *restrict to = b->v.i;
    const uint8_t *restrict status = b->status;
    const int64_t limit = k->args[2]->v.i[0];
    const int64_t now = settings->now;
    uint8_t *restrict out = k->values;
    int64_t negative = 0;
    uint8_t worst = 0;
    if (status == NULL) {
        for (int32_t i = 0; i < k->n; i++) {
            const int64_t elapsed = to[i] - from[i];
            negative |= elapsed;
            out[i] = elapsed <= limit;
        }
        dsi_kernel_result(k, DSI_BOOL, NULL);
        return negative >= 0;
    }
    for (int32_t i = 0; i < k->n; i++) {
        const bool open = status[i] != DSI_PRESENT;
        const int64_t elapsed = (open ? now : to[i]) - from[i];
        const uint8_t in_time = elapsed <= limit;
        negative |= open ? 0 : elapsed;
        worst = status[i] > worst ? status[i] : worst;
        out[i] = (uint8_t)(open ? 0 : in_time);
        k->status[i] = open && in_time ? DSI_PENDING : DSI_PRESENT;
        k->mask[i] = open;
    }
    dsi_kernel_result(k, DSI_BOOL, k->status);
    k->out_mask = k->mask;
    return negative >= 0 && worst < DSI_BAD_DOMAIN;
}

bool dsi_kernel_within(dsi_kernel *k)
{
    const uint8_t *const mask = k->out_mask;
    if (!within_plain(k)) {
        k->out_mask = mask;
        judge(k, within_row);
    }
    return true;
}

bool dsi_kernel_met(dsi_kernel *k)
{
    judge(k, met_row);
    return true;
}
