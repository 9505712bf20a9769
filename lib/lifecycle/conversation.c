/* Questions and answers: consecutive messages of the customer open one segment, a reply ends it. */
#include "lifecycle/life.h"

/* ---- segments ----------------------------------------------------------------------------------- */

void dsi_life_ask(dsi_life *l, int64_t at)
{
    if (!l->is_asking) {
        l->is_asking = true;
        l->asked_at = at;
        l->t.contacts++;
    }
}

static int64_t latest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* With bots = handoff the clock of the first segment starts at the hand-off. */
static int64_t clock_start(const dsi_life *l, int64_t asked_at)
{
    if (l->has_segment || !l->has_bot || !dsi_lifecycle_is(l->lc, DSI_POLICY_BOTS, DSI_BOTS_HANDOFF)) {
        return asked_at;
    }
    return latest(asked_at, latest(l->handed_off_at, l->reopened_at));
}

static dsi_response_row *add_segment(dsi_life *l, int64_t asked_at, int32_t agent, int32_t team)
{
    dsi_response_row *row = dsi_life_row(l, DSI_MADE_RESPONSES);
    if (row != NULL) {
        *row = (dsi_response_row){
            .agent = dsi_life_name(l, DSI_NAME_AGENT, agent),
            .team = dsi_life_name(l, DSI_NAME_TEAM, team),
            .asked_at = clock_start(l, asked_at),
            .responded_at = DSI_NO_TIME,
            .ended_at = DSI_NO_TIME,
            .is_first = !l->has_segment,
        };
    }
    l->has_segment = true;
    l->is_asking = false;
    return row;
}

void dsi_life_cut(dsi_life *l, int64_t at)
{
    if (l->is_asking) {
        dsi_response_row *row = add_segment(l, l->asked_at, l->holder, l->team);
        if (row != NULL) {
            row->ended_at = at;
            l->cut = l->lc->made[DSI_MADE_RESPONSES].count - 1;
        }
    }
}

void dsi_life_still_asking(dsi_life *l)
{
    if (l->is_asking) {
        (void)add_segment(l, l->asked_at, l->holder, l->team);
    }
}

static void count_response(dsi_life *l, const dsi_response_row *row)
{
    dsi_span s = {row->responded_at - row->asked_at, 0};
    if (l->lc->calendar != NULL) {
        s.business =
            dsi_life_working(l, row->responded_at, &l->near) - dsi_life_working(l, row->asked_at, &l->near_asked);
    }
    dsi_ticket_row *t = &l->t;
    if (t->response_count++ == 0) {
        t->response_total = t->response_max = s;
        return;
    }
    t->response_total.us += s.us;
    t->response_total.business += s.business;
    t->response_max.us = latest(t->response_max.us, s.us);
    t->response_max.business = latest(t->response_max.business, s.business);
}

/* ---- answers ------------------------------------------------------------------------------------ */

static void answer(dsi_life *l, const dsi_event *e, int64_t at)
{
    int32_t agent = e->actor != DSI_LABEL_ABSENT ? e->actor : l->holder;
    int32_t team = e->team != DSI_LABEL_ABSENT ? e->team : l->team;
    dsi_response_row *cut = l->cut < 0 ? NULL : (dsi_response_row *)l->lc->made[DSI_MADE_RESPONSES].rows + l->cut;
    dsi_response_row *row = NULL;
    if (l->is_asking) {
        row = add_segment(l, l->asked_at, agent, team);
    } else if (l->asked_after != DSI_NO_TIME) {
        row = add_segment(l, l->asked_after, agent, team);
        l->asked_after = DSI_NO_TIME;
        l->t.contacts++;
    } else if (cut != NULL && cut->ended_at == at) { /* answered and resolved in one go */
        row = cut;
        row->ended_at = DSI_NO_TIME;
        row->agent = dsi_life_name(l, DSI_NAME_AGENT, agent);
        row->team = dsi_life_name(l, DSI_NAME_TEAM, team);
    }
    l->cut = -1;
    if (row != NULL) {
        row->responded_at = at;
        count_response(l, row);
    }
}

/* Is it a first response, by the policy? */
static bool is_response(const dsi_life *l, int64_t at)
{
    if (!l->is_by_agent || l->has_customer) {
        return true;
    }
    switch (l->lc->policies[DSI_POLICY_FIRST_RESPONSE_BY]) {
    case DSI_FIRST_ANY:
        return true;
    case DSI_FIRST_NEXT:
        return l->has_human || at != l->t.created_at; /* not the message that opened it */
    default:
        return false;
    }
}

static void first_response(dsi_life *l, const dsi_event *e, int64_t at)
{
    if (l->t.first_response_at == DSI_NO_TIME && is_response(l, at)) {
        l->t.first_response_at = at;
        if (e->actor_kind == DSI_ACTOR_HUMAN) {
            l->t.responder = dsi_life_name(l, DSI_NAME_AGENT, e->actor);
        }
    }
}

/* The clock runs from the latest of hand-off, reopening and resolution by a bot; the last alone starts none. */
void dsi_life_handoff(dsi_life *l, bool is_end)
{
    if (!l->has_bot || l->has_human) {
        return;
    }
    int64_t start = latest(l->handed_off_at, l->reopened_at);
    l->t.handoff_at = is_end ? start : latest(start, l->bot_resolved_at);
}

static void human_reply(dsi_life *l, const dsi_event *e, int64_t at)
{
    l->t.replies++;
    if (l->t.first_resolved_at == at) { /* written when it was resolved: belongs before */
        l->t.first_resolution_replies++;
    }
    dsi_life_first_reply(l, e->actor, at);
    dsi_life_involve_agent(l, e->actor);
    dsi_life_involve_team(l, e->team);
    first_response(l, e, at);
    answer(l, e, at);
    dsi_life_handoff(l, false);
    l->has_human = true;
}

void dsi_life_message(dsi_life *l, const dsi_event *e, int64_t at)
{
    bool is_private = e->kind == DSI_KIND_NOTE || e->is_private;
    if (e->actor_kind == DSI_ACTOR_UNKNOWN && e->kind == DSI_KIND_MESSAGE) {
        l->counts[DSCORE_LIFECYCLE_UNKNOWN_ACTOR]++;
    }
    if (is_private) {
        if (e->actor_kind == DSI_ACTOR_HUMAN) {
            dsi_life_involve_agent(l, e->actor);
            dsi_life_involve_team(l, e->team);
        }
        return;
    }
    if (e->actor_kind == DSI_ACTOR_HUMAN) {
        human_reply(l, e, at);
    } else if (e->actor_kind == DSI_ACTOR_BOT && dsi_lifecycle_is(l->lc, DSI_POLICY_BOTS, DSI_BOTS_YES)) {
        first_response(l, e, at);
        answer(l, e, at);
    } else if (e->actor_kind == DSI_ACTOR_CUSTOMER) {
        l->has_customer = true;
        if (l->asker == DSI_LABEL_ABSENT) {
            l->asker = e->actor;
        }
        if (!l->is_resolved) {
            dsi_life_ask(l, at);
        } else if (l->asked_after == DSI_NO_TIME) {
            l->asked_after = at;
        }
    }
}
