/* Who has a ticket: assignments, hand-overs between agents and teams, and how many took part. */
#include "lifecycle/life.h"

/* ---- taking part -------------------------------------------------------------------------------- */

static void involve(int32_t *stamps, int32_t label, int32_t stamp, int32_t *count)
{
    if (label != DSI_LABEL_ABSENT && stamps[label] != stamp) {
        stamps[label] = stamp;
        ++*count;
    }
}

void dsi_life_involve_agent(dsi_life *l, int32_t agent)
{
    involve(l->lc->agent_stamps, agent, l->lc->stamp, &l->t.agents_involved);
}

void dsi_life_involve_team(dsi_life *l, int32_t team)
{
    involve(l->lc->team_stamps, team, l->lc->stamp, &l->t.teams_involved);
}

/* ---- assignments -------------------------------------------------------------------------------- */

static dsi_assignment_row *current_row(const dsi_life *l)
{
    return l->assignment < 0 ? NULL : (dsi_assignment_row *)l->lc->made[DSI_MADE_ASSIGNMENTS].rows + l->assignment;
}

void dsi_life_unassign(dsi_life *l, int64_t at)
{
    dsi_assignment_row *row = current_row(l);
    if (row != NULL) {
        row->unassigned_at = at;
        l->assignment = -1;
    }
}

static void assign(dsi_life *l, int32_t agent, int64_t at)
{
    dsi_assignment_row *row = dsi_life_row(l, DSI_MADE_ASSIGNMENTS);
    if (row == NULL) {
        return;
    }
    *row = (dsi_assignment_row){
        .agent = dsi_life_name(l, DSI_NAME_AGENT, agent),
        .team = dsi_life_name(l, DSI_NAME_TEAM, l->team),
        .assigned_at = at,
        .first_reply_at = DSI_NO_TIME,
        .unassigned_at = DSI_NO_TIME,
        .paused = {DSI_NO_TIME, DSI_NO_TIME},
    };
    l->assignment = l->lc->made[DSI_MADE_ASSIGNMENTS].count - 1;
    l->halted_before = l->spans[DSI_SPAN_HALTED];
    l->last_agent = agent;
    l->t.assignments++;
    if (l->t.first_assigned_at == DSI_NO_TIME) {
        l->t.first_assigned_at = at;
    }
    dsi_life_involve_agent(l, agent);
}

void dsi_life_first_reply(dsi_life *l, int32_t agent, int64_t at)
{
    dsi_assignment_row *row = current_row(l);
    if (row == NULL || agent == DSI_LABEL_ABSENT || agent != l->holder || row->first_reply_at != DSI_NO_TIME) {
        return;
    }
    row->first_reply_at = at;
    row->paused.us = l->spans[DSI_SPAN_HALTED].us - l->halted_before.us;
    row->paused.business = l->spans[DSI_SPAN_HALTED].business - l->halted_before.business;
}

/* ---- hand-overs --------------------------------------------------------------------------------- */

/* A change of agent and one of team at one instant are one hand-over, in one event or two. */
static void count_transfer(dsi_life *l, bool is_agent, int64_t at)
{
    if ((is_agent ? l->team_moved_at : l->agent_moved_at) != at) {
        l->t.transfers++;
    }
    if (is_agent) {
        l->agent_moved_at = at;
    } else {
        l->team_moved_at = at;
    }
}

/* True: from one team to another. */
static bool set_team(dsi_life *l, int32_t team, int64_t at)
{
    if (team == DSI_LABEL_ABSENT || team == l->team) {
        return false;
    }
    bool is_moved = l->team != DSI_LABEL_ABSENT;
    l->team = team;
    dsi_life_involve_team(l, team);
    dsi_assignment_row *row = current_row(l);
    if (row != NULL && row->assigned_at == at) {
        row->team = dsi_life_name(l, DSI_NAME_TEAM, team);
    }
    return is_moved;
}

void dsi_life_moved(dsi_life *l, int32_t team, int64_t at)
{
    if (!set_team(l, team, at)) {
        return;
    }
    count_transfer(l, false, at);
    if (l->holder == DSI_LABEL_ABSENT) {
        l->last_agent = DSI_LABEL_ABSENT; /* handed over to the team: who takes it there is no second hand-over */
    }
}

void dsi_life_assigned(dsi_life *l, const dsi_event *e, int64_t at)
{
    int32_t agent = e->value;
    bool is_changed = agent != l->holder, is_agent_moved = false;
    if (is_changed) {
        dsi_life_unassign(l, at);
    }
    bool is_team_moved = set_team(l, e->team, at);
    if (is_changed && agent != DSI_LABEL_ABSENT) {
        bool is_taken = l->holder == DSI_LABEL_ABSENT && e->actor == agent;
        is_agent_moved = is_taken ? l->lc->policies[DSI_POLICY_SELF_ASSIGNMENT] != 0
                                  : l->last_agent != DSI_LABEL_ABSENT && l->last_agent != agent;
        assign(l, agent, at);
    }
    l->holder = agent;
    if (is_agent_moved) {
        count_transfer(l, true, at);
    }
    if (is_team_moved) {
        count_transfer(l, false, at);
        if (agent == DSI_LABEL_ABSENT) {
            l->last_agent = DSI_LABEL_ABSENT;
        }
    }
}
