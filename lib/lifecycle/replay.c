/* One ticket from its events in order: a state machine whose clock stops at each event. */
#include "lifecycle/life.h"

#include "base/text.h"
#include <math.h>
#include <string.h>

/* ---- rows --------------------------------------------------------------------------------------- */

void *dsi_life_row(dsi_life *l, int32_t made)
{
    dsi_made *m = &l->lc->made[made];
    int64_t size = dsi_made_size(made);
    if (!dsi_reserve(&l->lc->allocator, &m->rows, &m->capacity, m->count + 1, size)) {
        l->failed = true;
        return NULL;
    }
    return (char *)m->rows + size * m->count++;
}

dsi_name dsi_life_name(const dsi_life *l, int32_t kind, int32_t label)
{
    const dsi_labels *labels = kind == DSI_NAME_TICKET ? l->lc->ids : l->lc->labels;
    dsi_name name = {0};
    if (dsi_lifecycle_name_kind(l->lc, kind) == DSI_KEY_INT) {
        name.value = label == DSI_LABEL_ABSENT ? INT64_MIN : dsi_labels_get_int(labels, label);
    } else {
        name.text = label == DSI_LABEL_ABSENT ? NULL : dsi_labels_get(labels, label, NULL);
    }
    return name;
}

/* ---- other events ------------------------------------------------------------------------------- */

static double number_of(const dsi_life *l, int32_t label)
{
    int64_t n;
    const char *p = dsi_labels_get(l->lc->labels, label, &n);
    double value;
    return n > 0 && dsi_parse_double(p, n, &value) == n ? value : (double)NAN;
}

static void marked(dsi_life *l, const dsi_event *e, int64_t at)
{
    dsi_ticket_row *t = &l->t;
    switch (e->kind) {
    case DSI_KIND_HANDOFF:
        l->has_bot = true;
        if (!l->has_human) {
            l->handed_off_at = at;
        }
        break;
    case DSI_KIND_PAUSED:
        l->is_paused = !l->is_resolved;
        break;
    case DSI_KIND_RESUMED:
        l->is_paused = false;
        break;
    case DSI_KIND_ESCALATED:
        t->is_escalated = 1;
        break;
    case DSI_KIND_SPAM:
        t->is_spam = 1;
        break;
    case DSI_KIND_LINKED:
        t->is_kb_linked = 1;
        break;
    case DSI_KIND_SURVEY_SENT:
        t->survey_sent_at = t->survey_sent_at == DSI_NO_TIME ? at : t->survey_sent_at;
        break;
    default:
        if (++l->answers == 2) {
            t->csat_first = t->csat;
        }
        t->csat = number_of(l, e->value);
        t->survey_answered_at = at;
        t->survey_agent = dsi_life_name(l, DSI_NAME_AGENT, l->holder);
        break;
    }
}

typedef void step(dsi_life *l, const dsi_event *e, int64_t at);

static void team(dsi_life *l, const dsi_event *e, int64_t at)
{
    dsi_life_moved(l, e->value != DSI_LABEL_ABSENT ? e->value : e->team, at);
}

static step *const steps[DSI_KIND_COUNT] = {
    [DSI_KIND_MESSAGE] = dsi_life_message,
    [DSI_KIND_NOTE] = dsi_life_message,
    [DSI_KIND_STATUS] = dsi_life_status,
    [DSI_KIND_ASSIGNED] = dsi_life_assigned,
    [DSI_KIND_TEAM] = team,
    [DSI_KIND_RESOLVED] = dsi_life_told,
    [DSI_KIND_REOPENED] = dsi_life_told,
    [DSI_KIND_CLOSED] = dsi_life_told,
    [DSI_KIND_HANDOFF] = marked,
    [DSI_KIND_PAUSED] = marked,
    [DSI_KIND_RESUMED] = marked,
    [DSI_KIND_MERGED] = dsi_life_set_end,
    [DSI_KIND_DELETED] = dsi_life_set_end,
    [DSI_KIND_RESTORED] = dsi_life_set_end,
    [DSI_KIND_ESCALATED] = marked,
    [DSI_KIND_SPAM] = marked,
    [DSI_KIND_SURVEY_SENT] = marked,
    [DSI_KIND_SURVEY_ANSWERED] = marked,
    [DSI_KIND_LINKED] = marked,
};

/* Priority and channel as first told, customer, problem and category as last; the ticket's own word before that of one
   folded into it. */
static void take_about(dsi_life *l, const dsi_event *e)
{
    bool is_own = e->ticket == l->id;
    for (int32_t i = 0; i < DSI_ABOUTS; i++) {
        bool is_first = i == DSI_ABOUT_CHANNEL || i == DSI_ABOUT_PRIORITY;
        bool is_weaker = l->about[i] != DSI_LABEL_ABSENT &&
                         ((l->is_about_own[i] && !is_own) || (is_first && l->is_about_own[i] == is_own));
        if (e->about[i] != DSI_LABEL_ABSENT && !is_weaker) {
            l->about[i] = e->about[i];
            l->is_about_own[i] = is_own;
        }
    }
}

static void play(dsi_life *l, const dsi_event *e, int64_t at)
{
    bool is_back = l->end == DSI_END_DELETED && e->kind == DSI_KIND_RESTORED;
    dsi_life_advance(l, at);
    if (l->end != DSI_END_NONE && !is_back) {
        l->counts[DSCORE_LIFECYCLE_AFTER_END]++;
        return;
    }
    l->has_bot |= e->actor_kind == DSI_ACTOR_BOT;
    steps[e->kind](l, e, at);
    take_about(l, e);
    l->t.updated_at = at;
}

/* ---- creation ----------------------------------------------------------------------------------- */

/* Did an agent open it? As the creation says; else its first message, if written at that instant. */
static bool is_opened_by_agent(
    const dsi_life *l, const dsi_event *creation, const dsi_item *items, int64_t n, int64_t created_at)
{
    if (creation != NULL && creation->actor_kind != DSI_ACTOR_UNKNOWN) {
        return creation->actor_kind == DSI_ACTOR_HUMAN;
    }
    for (int64_t i = 0; i < n && items[i].key <= created_at; i++) {
        const dsi_event *e = &l->lc->events[items[i].index];
        bool is_message = e->kind == DSI_KIND_MESSAGE && !e->is_private;
        if (is_message && (e->actor_kind == DSI_ACTOR_HUMAN || e->actor_kind == DSI_ACTOR_CUSTOMER)) {
            return e->actor_kind == DSI_ACTOR_HUMAN;
        }
    }
    return false;
}

/* The earliest creation among the ticket's and those folded into it, and the ticket's own; NULL = none. */
static const dsi_event *find_creation(dsi_life *l, const dsi_item *items, int64_t n, const dsi_event **out_own)
{
    const dsi_event *creation = NULL;
    *out_own = NULL;
    for (int64_t i = 0; i < n; i++) {
        const dsi_event *e = &l->lc->events[items[i].index];
        if (e->kind != DSI_KIND_CREATED) {
            continue;
        }
        creation = creation == NULL ? e : creation;
        if (e->ticket == l->id) {
            l->counts[DSCORE_LIFECYCLE_TWICE_CREATED] += *out_own != NULL;
            *out_own = *out_own == NULL ? e : *out_own;
        }
    }
    l->counts[DSCORE_LIFECYCLE_NO_CREATION] += creation == NULL;
    return creation;
}

static void create(dsi_life *l, const dsi_item *items, int64_t n)
{
    const dsi_event *own;
    const dsi_event *creation = find_creation(l, items, n, &own);
    int64_t at = creation == NULL ? items[0].key : creation->at;
    l->at = l->opened_at = l->t.created_at = l->t.updated_at = at;
    l->working = dsi_life_working(l, at, &l->near);
    l->t.status.text = dsi_lifecycle_state_name(DSI_STATE_NEW);
    l->is_by_agent = is_opened_by_agent(l, creation, items, n, at);
    if (!l->is_by_agent) {
        dsi_life_ask(l, at);
    }
    if (creation != NULL) {
        take_about(l, creation);
        l->has_bot = creation->actor_kind == DSI_ACTOR_BOT;
        l->asker = creation->actor_kind == DSI_ACTOR_CUSTOMER ? creation->actor : DSI_LABEL_ABSENT;
    }
    if (own != NULL) {
        dsi_life_moved(l, own->team, at);
        if (own->value != DSI_LABEL_ABSENT) {
            dsi_event as_status = *own;
            as_status.kind = DSI_KIND_STATUS;
            dsi_life_status(l, &as_status, at);
        }
    }
}

/* ---- the whole ---------------------------------------------------------------------------------- */

/* The events end: what is still open stays so. */
static void finish(dsi_life *l)
{
    dscore_lifecycle *lc = l->lc;
    int64_t last = dsi_lifecycle_is(lc, DSI_POLICY_ARRIVAL, DSI_ARRIVAL_ANY) ? lc->last_at : l->at;
    int64_t now = lc->now != DSI_NO_TIME ? lc->now : last;
    if (l->end != DSI_END_NONE) {
        dsi_life_cut(l, l->ended_at);
        dsi_life_unassign(l, l->ended_at);
    } else {
        dsi_life_advance(l, now > l->at ? now : l->at);
        dsi_life_still_asking(l);
    }
    if (!l->is_resolved) {
        dsi_life_end_cycle(l, DSI_NO_TIME);
    }
    dsi_life_handoff(l, true);
}

/* What is told once all is known; what cannot be told of this ticket is missing. */
static void conclude(dsi_life *l)
{
    dsi_ticket_row *t = &l->t;
    t->id = dsi_life_name(l, DSI_NAME_TICKET, l->id);
    t->agent = dsi_life_name(l, DSI_NAME_AGENT, l->holder);
    t->team = dsi_life_name(l, DSI_NAME_TEAM, l->team);
    t->resolver = dsi_life_name(l, DSI_NAME_AGENT, l->resolver);
    bool is_asker = (l->lc->bound & (1u << DSI_EVENT_CUSTOMER)) == 0;
    for (int32_t i = 0; i < DSI_ABOUTS; i++) {
        bool is_customer = i == DSI_ABOUT_CUSTOMER && is_asker;
        t->about[i] = dsi_life_name(l, DSI_NAME_ABOUT + i, is_customer ? l->asker : l->about[i]);
    }
    t->in_new = l->spans[DSI_SPAN_NEW];
    t->in_open = l->spans[DSI_SPAN_OPEN];
    t->in_pending = l->spans[DSI_SPAN_PENDING];
    t->in_hold = l->spans[DSI_SPAN_ON_HOLD];
    t->unassigned = l->spans[DSI_SPAN_UNASSIGNED];
    t->paused = l->spans[DSI_SPAN_PAUSED];
    t->is_resolved = l->is_resolved;
    t->is_bot = l->has_bot;
    t->is_bot_resolved = l->is_resolved && l->has_bot && !l->has_human && l->resolved_by != DSI_ACTOR_HUMAN;
    t->is_customer_resolved = l->is_resolved && l->resolved_by == DSI_ACTOR_CUSTOMER;
    t->is_deleted = l->end == DSI_END_DELETED;
    t->is_outbound = l->is_by_agent && !l->has_customer;
    if (t->is_deleted) {
        l->counts[DSCORE_LIFECYCLE_DELETED]++;
    }
    if (t->response_count == 0) {
        t->response_total = t->response_max = (dsi_span){DSI_NO_TIME, DSI_NO_TIME};
    }
}

/* What the ticket's rows of the other sources copy from it. */
static void copy_to_rows(const dsi_life *l)
{
    dscore_lifecycle *lc = l->lc;
    const dsi_row_flags flags = {l->t.is_spam, l->t.is_merged, l->t.is_deleted};
    dsi_response_row *responses = lc->made[DSI_MADE_RESPONSES].rows;
    for (int64_t i = l->first_rows[DSI_MADE_RESPONSES]; i < lc->made[DSI_MADE_RESPONSES].count; i++) {
        responses[i].ticket = l->t.id;
        responses[i].channel = l->t.about[DSI_ABOUT_CHANNEL];
        responses[i].flags = flags;
    }
    dsi_assignment_row *assignments = lc->made[DSI_MADE_ASSIGNMENTS].rows;
    for (int64_t i = l->first_rows[DSI_MADE_ASSIGNMENTS]; i < lc->made[DSI_MADE_ASSIGNMENTS].count; i++) {
        assignments[i].ticket = l->t.id;
        assignments[i].flags = flags;
    }
    dsi_cycle_row *cycles = lc->made[DSI_MADE_CYCLES].rows;
    for (int64_t i = l->first_rows[DSI_MADE_CYCLES]; i < lc->made[DSI_MADE_CYCLES].count; i++) {
        cycles[i].ticket = l->t.id;
        cycles[i].flags = flags;
    }
}

static void begin(dsi_life *l, dscore_lifecycle *lc, int32_t id)
{
    memset(l, 0, sizeof *l);
    l->lc = lc;
    l->id = id;
    for (int32_t i = 0; i < DSI_MADE; i++) {
        l->first_rows[i] = lc->made[i].count;
    }
    dsi_ticket_row *t = &l->t;
    t->responder = t->survey_agent = dsi_life_name(l, DSI_NAME_AGENT, DSI_LABEL_ABSENT);
    t->first_assigned_at = t->handoff_at = t->first_response_at = t->first_resolved_at = t->resolved_at = t->closed_at =
        t->first_reopened_at = t->survey_sent_at = t->survey_answered_at = DSI_NO_TIME;
    t->csat = t->csat_first = (double)NAN;
    t->first_resolution_replies = DSI_NO_COUNT;
    l->agent_moved_at = l->team_moved_at = l->asked_after = DSI_NO_TIME;
    l->handed_off_at = l->reopened_at = l->bot_resolved_at = DSI_NO_TIME;
    l->assignment = l->cut = -1;
    l->state = DSI_STATE_NEW;
    l->sequence = 1;
    lc->stamp++;
}

bool dsi_lifecycle_replay(dscore_lifecycle *lc, int32_t id, const dsi_item *items, int64_t n)
{
    dsi_life life;
    dsi_life *l = &life;
    begin(l, lc, id);
    create(l, items, n);
    for (int64_t i = 0; i < n && !l->failed; i++) {
        const dsi_event *e = &lc->events[items[i].index];
        if (e->kind == DSI_KIND_CREATED) {
            continue;
        }
        bool is_before = e->at < l->t.created_at;
        l->counts[DSCORE_LIFECYCLE_BEFORE_CREATION] += is_before;
        play(l, e, is_before ? l->t.created_at : e->at);
    }
    finish(l);
    conclude(l);
    dsi_ticket_row *row = dsi_life_row(l, DSI_MADE_TICKETS);
    if (l->failed) {
        return false;
    }
    copy_to_rows(l);
    *row = l->t;
    l->counts[DSCORE_LIFECYCLE_TICKETS]++;
    for (int32_t i = 0; i < DSI_COUNTS; i++) {
        lc->counts[i] += l->counts[i];
    }
    return true;
}
