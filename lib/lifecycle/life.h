/* One ticket while its events are played: what is known of it so far. Between the files that play them. */
#ifndef DSI_LIFECYCLE_LIFE_H
#define DSI_LIFECYCLE_LIFE_H

#include "lifecycle/lifecycle.h"
#include "time/calendar.h"

enum {
    DSI_SPAN_NEW = 0, /* as DSI_STATE_ less one */
    DSI_SPAN_OPEN,
    DSI_SPAN_PENDING,
    DSI_SPAN_ON_HOLD,
    DSI_SPAN_UNASSIGNED,
    DSI_SPAN_PAUSED,
    DSI_SPAN_GAP,    /* since the last resolution */
    DSI_SPAN_HALTED, /* closed or on hold */
    DSI_SPANS
};

enum { DSI_END_NONE = 0, DSI_END_MERGED, DSI_END_DELETED };

typedef struct dsi_life {
    dscore_lifecycle *lc;
    int32_t id;
    dsi_ticket_row t;
    bool failed; /* no memory for a row */
    int64_t counts[DSI_COUNTS];
    int64_t first_rows[DSI_MADE]; /* of this ticket */

    int64_t at, working; /* the clock, and the business time before it */
    dsi_calendar_near near, near_asked;
    dsi_span spans[DSI_SPANS];
    int32_t state;
    bool is_resolved, is_paused;
    int32_t end; /* DSI_END_... */
    int64_t ended_at;

    int32_t about[DSI_ABOUTS];
    bool is_about_own[DSI_ABOUTS]; /* told by the ticket itself, not by one folded into it */
    int32_t asker;                 /* who sent the first message of a customer */

    int32_t holder, last_agent, team;
    int64_t agent_moved_at, team_moved_at;
    int64_t assignment; /* row; -1 = none */
    dsi_span halted_before;

    bool is_by_agent, has_customer, has_human; /* opened by an agent; public messages of either so far */
    bool is_asking, has_segment;
    int64_t asked_at;
    int64_t asked_after; /* first message of the customer since the resolution */
    int64_t cut;         /* row of the last segment that a resolution ended, while no reply came since; -1 = none */

    bool has_bot;
    int64_t handed_off_at, reopened_at, bot_resolved_at; /* before the first human reply */

    int32_t answers; /* of surveys */
    int32_t sequence;
    int64_t opened_at;
    int32_t resolver, resolved_by;
} dsi_life;

/* replay.c: a row at the end of what is made; NULL = no memory, noted. */
void *dsi_life_row(dsi_life *l, int32_t made);
dsi_name dsi_life_name(const dsi_life *l, int32_t kind, int32_t label);

/* states.c */
int64_t dsi_life_working(const dsi_life *l, int64_t at, dsi_calendar_near *near);
void dsi_life_advance(dsi_life *l, int64_t at); /* the time until then goes to what the ticket was meanwhile */
void dsi_life_end_cycle(dsi_life *l, int64_t resolved_at);
void dsi_life_status(dsi_life *l, const dsi_event *e, int64_t at);
void dsi_life_told(dsi_life *l, const dsi_event *e, int64_t at);    /* resolved, reopened, closed */
void dsi_life_set_end(dsi_life *l, const dsi_event *e, int64_t at); /* merged, deleted, restored */

/* conversation.c */
void dsi_life_message(dsi_life *l, const dsi_event *e, int64_t at);
void dsi_life_ask(dsi_life *l, int64_t at);      /* a segment begins */
void dsi_life_cut(dsi_life *l, int64_t at);      /* it ends without a reply */
void dsi_life_still_asking(dsi_life *l);         /* the events end before it does */
void dsi_life_handoff(dsi_life *l, bool is_end); /* the start of the human clock, as it is known now */

/* people.c */
void dsi_life_involve_agent(dsi_life *l, int32_t agent);
void dsi_life_involve_team(dsi_life *l, int32_t team);
void dsi_life_assigned(dsi_life *l, const dsi_event *e, int64_t at);
void dsi_life_moved(dsi_life *l, int32_t team, int64_t at);
void dsi_life_unassign(dsi_life *l, int64_t at);
void dsi_life_first_reply(dsi_life *l, int32_t agent, int64_t at);

#endif
