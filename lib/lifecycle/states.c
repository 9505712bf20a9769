/* What a ticket is from event to event: its states, its resolutions and reopenings, its end, and the clock that counts
   them. */
#include "lifecycle/life.h"

/* ---- the clock ---------------------------------------------------------------------------------- */

int64_t dsi_life_working(const dsi_life *l, int64_t at, dsi_calendar_near *near)
{
    return l->lc->calendar == NULL ? 0 : dsi_calendar_prefix(l->lc->calendar, at, near);
}

static void add_span(dsi_life *l, int32_t which, dsi_span s)
{
    l->spans[which].us += s.us;
    l->spans[which].business += s.business;
}

static bool is_clock_stopped(const dsi_life *l)
{
    int32_t policy = l->lc->policies[DSI_POLICY_PAUSE];
    return l->is_paused || (l->state == DSI_STATE_PENDING && policy != DSI_PAUSE_NONE) ||
           (l->state == DSI_STATE_ON_HOLD && policy == DSI_PAUSE_CUSTOMER_AND_HOLD);
}

/* The time until `at` goes to what the ticket was meanwhile. */
void dsi_life_advance(dsi_life *l, int64_t at)
{
    int64_t working = dsi_life_working(l, at, &l->near);
    dsi_span s = {at - l->at, working - l->working};
    l->at = at;
    l->working = working;
    if (l->end != DSI_END_NONE) {
        return;
    }
    if (l->is_resolved) {
        add_span(l, DSI_SPAN_GAP, s);
        add_span(l, DSI_SPAN_HALTED, s);
        return;
    }
    if (l->state < DSI_STATE_SOLVED) {
        add_span(l, DSI_SPAN_NEW + l->state - DSI_STATE_NEW, s);
    }
    if (l->state >= DSI_STATE_ON_HOLD) {
        add_span(l, DSI_SPAN_HALTED, s);
    }
    if (l->holder == DSI_LABEL_ABSENT) {
        add_span(l, DSI_SPAN_UNASSIGNED, s);
    }
    if (is_clock_stopped(l)) {
        add_span(l, DSI_SPAN_PAUSED, s);
    }
}

/* ---- resolution --------------------------------------------------------------------------------- */

void dsi_life_end_cycle(dsi_life *l, int64_t resolved_at)
{
    dsi_cycle_row *row = dsi_life_row(l, DSI_MADE_CYCLES);
    if (row != NULL) {
        int32_t resolver = resolved_at == DSI_NO_TIME ? DSI_LABEL_ABSENT : l->resolver;
        *row = (dsi_cycle_row){
            .agent = dsi_life_name(l, DSI_NAME_AGENT, l->holder),
            .resolver = dsi_life_name(l, DSI_NAME_AGENT, resolver),
            .team = dsi_life_name(l, DSI_NAME_TEAM, l->team),
            .opened_at = l->opened_at,
            .resolved_at = resolved_at,
            .sequence = l->sequence,
        };
    }
}

static void resolve(dsi_life *l, const dsi_event *e, int64_t at)
{
    if (l->is_resolved) {
        return;
    }
    dsi_ticket_row *t = &l->t;
    bool has_kinds = (l->lc->bound & (1u << DSI_EVENT_ACTOR_KIND)) != 0;
    l->is_resolved = true;
    l->is_paused = false;
    l->spans[DSI_SPAN_GAP] = (dsi_span){0, 0};
    l->resolver = e->actor_kind == DSI_ACTOR_HUMAN || !has_kinds ? e->actor : DSI_LABEL_ABSENT;
    l->resolved_by = e->actor_kind;
    t->resolutions++;
    t->resolved_at = at;
    if (t->first_resolved_at == DSI_NO_TIME) {
        t->first_resolved_at = at;
        t->first_resolution_replies = t->replies;
    }
    if (e->actor_kind == DSI_ACTOR_BOT && !l->has_human) {
        l->bot_resolved_at = at;
    }
    dsi_life_involve_agent(l, l->resolver);
    dsi_life_cut(l, at);
    l->asked_after = DSI_NO_TIME;
    dsi_life_end_cycle(l, at);
}

static void reopen(dsi_life *l, int64_t at)
{
    if (!l->is_resolved) {
        return;
    }
    dsi_ticket_row *t = &l->t;
    l->is_resolved = false;
    t->reopens++;
    t->resolved_at = DSI_NO_TIME;
    if (t->first_reopened_at == DSI_NO_TIME) {
        t->first_reopened_at = at;
    }
    if (dsi_lifecycle_is(l->lc, DSI_POLICY_REOPEN_GAP, DSI_GAP_PENDING)) {
        add_span(l, DSI_SPAN_PENDING, l->spans[DSI_SPAN_GAP]);
        add_span(l, DSI_SPAN_PAUSED, l->spans[DSI_SPAN_GAP]);
    }
    if (!l->has_human) {
        l->reopened_at = at;
    }
    l->sequence++;
    l->opened_at = at;
    if (l->asked_after != DSI_NO_TIME) {
        dsi_life_ask(l, l->asked_after);
        l->asked_after = DSI_NO_TIME;
    }
}

/* ---- states ------------------------------------------------------------------------------------- */

static void set_state(dsi_life *l, int32_t state, const dsi_event *e, int64_t at)
{
    bool is_told = e->kind != DSI_KIND_STATUS || dsi_lifecycle_is(l->lc, DSI_POLICY_RESOLUTION, DSI_RESOLUTION_STATUS);
    if (state != DSI_STATE_CLOSED) {
        l->t.closed_at = DSI_NO_TIME;
    } else if (l->state != DSI_STATE_CLOSED) {
        l->t.closed_at = at;
    }
    if (e->kind != DSI_KIND_STATUS && state != l->state) {
        l->t.status.text = dsi_lifecycle_state_name(state);
    }
    l->state = state;
    if (is_told && state >= DSI_STATE_SOLVED) {
        resolve(l, e, at);
    } else if (is_told) {
        reopen(l, at);
    }
}

static int32_t state_of(const dsi_life *l, int32_t label)
{
    dsi_word *word = &l->lc->words[label];
    if (word->state == 0) {
        int64_t n;
        const char *p = dsi_labels_get(l->lc->labels, label, &n);
        word->state = (uint8_t)(1 + dsi_lifecycle_state_of(l->lc, p, n));
    }
    return word->state - 1;
}

void dsi_life_status(dsi_life *l, const dsi_event *e, int64_t at)
{
    if (e->value == DSI_LABEL_ABSENT) {
        l->counts[DSCORE_LIFECYCLE_UNKNOWN_STATUS]++;
        return;
    }
    int32_t state = state_of(l, e->value);
    l->t.status = dsi_life_name(l, DSI_NAME_STATUS, e->value);
    if (state == DSI_STATE_UNKNOWN) {
        l->counts[DSCORE_LIFECYCLE_UNKNOWN_STATUS]++;
    } else if (state != DSI_STATE_IGNORE) {
        set_state(l, state, e, at);
    }
}

/* Events that say that it is so, whatever the statuses say. */
void dsi_life_told(dsi_life *l, const dsi_event *e, int64_t at)
{
    if (e->kind == DSI_KIND_CLOSED) {
        set_state(l, DSI_STATE_CLOSED, e, at);
    } else if (e->kind == DSI_KIND_RESOLVED) {
        if (l->state < DSI_STATE_SOLVED) {
            set_state(l, DSI_STATE_SOLVED, e, at);
        } else {
            resolve(l, e, at);
        }
    } else if (l->state >= DSI_STATE_SOLVED) {
        set_state(l, DSI_STATE_OPEN, e, at);
    } else {
        reopen(l, at);
    }
}

/* ---- ends --------------------------------------------------------------------------------------- */

static void merged(dsi_life *l, const dsi_event *e, int64_t at)
{
    l->counts[DSCORE_LIFECYCLE_MERGED]++;
    if (dsi_lifecycle_is(l->lc, DSI_POLICY_MERGE, DSI_MERGE_RESOLVE)) {
        if (l->state < DSI_STATE_SOLVED) {
            set_state(l, DSI_STATE_SOLVED, e, at);
        } else {
            resolve(l, e, at);
        }
    } else {
        l->t.is_merged = 1;
    }
    l->end = DSI_END_MERGED;
    l->ended_at = at;
}

void dsi_life_set_end(dsi_life *l, const dsi_event *e, int64_t at)
{
    if (e->kind == DSI_KIND_MERGED) {
        merged(l, e, at);
    } else if (e->kind == DSI_KIND_DELETED) {
        l->end = DSI_END_DELETED;
        l->ended_at = at;
    } else {
        l->end = DSI_END_NONE;
        l->t.is_spam = 0;
    }
}
