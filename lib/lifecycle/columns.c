/* The tables that are made: which columns there are, what events must tell for them, and where they lie in the rows. */
#include "lifecycle/lifecycle.h"

#include <stddef.h>
#include <string.h>

/* ---- what events can tell ------------------------------------------------------------------------- */

enum {
    TELLS_ASSIGNED = 1 << 0,
    TELLS_TEAM = 1 << 1,
    TELLS_MESSAGES = 1 << 2,
    TELLS_ACTOR = 1 << 3,
    TELLS_STATUS = 1 << 4,
    TELLS_RESOLUTION = 1 << 5,
    TELLS_CLOSURE = 1 << 6,
    TELLS_SENT = 1 << 7,
    TELLS_ANSWERED = 1 << 8,
    TELLS_VALUE = 1 << 9,
    TELLS_ESCALATED = 1 << 10,
    TELLS_MERGED = 1 << 11,
    TELLS_DELETED = 1 << 12,
    TELLS_SPAM = 1 << 13,
    TELLS_LINKED = 1 << 14,
    TELLS_BOT = 1 << 15,
    TELLS_ACTOR_KIND = 1 << 16,
    TELLS_PAUSE = 1 << 17,
    TELLS_TRANSFER = 1 << 18,
    TELLS_WORK = 1 << 19,
    TELLS_CONTACTS = 1 << 20,
    TELLS_ANY_STATUS = 1 << 21,
    TELLS_CALENDAR = 1 << 22,
    TELLS_ABOUT = 1 << 23 /* and those after it, one each: customer, problem, channel, priority, category */
};

static uint32_t kind_bits(const dscore_lifecycle *lc)
{
    if (lc->kinds != 0) {
        return lc->kinds;
    }
    return dsi_lifecycle_is(lc, DSI_POLICY_ARRIVAL, DSI_ARRIVAL_ANY) ? lc->seen : UINT32_MAX;
}

static uint32_t tells(const dscore_lifecycle *lc)
{
    const uint32_t seen = kind_bits(lc);
#define KIND(name) ((seen & (1u << DSI_KIND_##name)) != 0)
#define BOUND(name) ((lc->bound & (1u << DSI_EVENT_##name)) != 0)
    const bool has_status = KIND(STATUS) && BOUND(VALUE);
    const bool has_assigned = KIND(ASSIGNED) && BOUND(VALUE);
    const bool has_team = (KIND(TEAM) && BOUND(VALUE)) || BOUND(TEAM);
    const bool has_messages = KIND(MESSAGE) && BOUND(ACTOR_KIND);
    const bool is_resolving = KIND(RESOLVED) || KIND(CLOSED);
    const bool by_status = has_status && dsi_lifecycle_is(lc, DSI_POLICY_RESOLUTION, DSI_RESOLUTION_STATUS);
    const struct {
        bool is_told;
        uint32_t bit;
    } bits[] = {
        {has_assigned, TELLS_ASSIGNED},
        {has_team, TELLS_TEAM},
        {has_messages, TELLS_MESSAGES},
        {BOUND(ACTOR), TELLS_ACTOR},
        {has_status, TELLS_STATUS},
        {by_status || is_resolving, TELLS_RESOLUTION},
        {has_status || KIND(CLOSED), TELLS_CLOSURE},
        {KIND(SURVEY_SENT), TELLS_SENT},
        {KIND(SURVEY_ANSWERED), TELLS_ANSWERED},
        {BOUND(VALUE), TELLS_VALUE},
        {KIND(ESCALATED), TELLS_ESCALATED},
        {KIND(MERGED), TELLS_MERGED},
        {KIND(DELETED), TELLS_DELETED},
        {KIND(SPAM), TELLS_SPAM},
        {KIND(LINKED), TELLS_LINKED},
        {BOUND(ACTOR_KIND) || KIND(HANDOFF), TELLS_BOT},
        {BOUND(ACTOR_KIND), TELLS_ACTOR_KIND},
        {has_status || KIND(PAUSED), TELLS_PAUSE},
        {has_assigned || (has_team && (KIND(TEAM) || KIND(ASSIGNED))), TELLS_TRANSFER},
        {has_assigned || (BOUND(ACTOR) && BOUND(ACTOR_KIND)), TELLS_WORK},
        {has_messages && lc->policies[DSI_POLICY_CONTACTS] != 0, TELLS_CONTACTS},
        {has_status || is_resolving, TELLS_ANY_STATUS},
        {lc->calendar != NULL, TELLS_CALENDAR},
        {BOUND(CUSTOMER) || (BOUND(ACTOR) && BOUND(ACTOR_KIND)), TELLS_ABOUT},
        {BOUND(PROBLEM), TELLS_ABOUT << DSI_ABOUT_PROBLEM},
        {BOUND(CHANNEL), TELLS_ABOUT << DSI_ABOUT_CHANNEL},
        {BOUND(PRIORITY), TELLS_ABOUT << DSI_ABOUT_PRIORITY},
        {BOUND(CATEGORY), TELLS_ABOUT << DSI_ABOUT_CATEGORY},
    };
#undef KIND
#undef BOUND
    uint32_t all = 0;
    for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++) {
        all |= bits[i].is_told ? bits[i].bit : 0;
    }
    return all;
}

/* ---- columns ------------------------------------------------------------------------------------ */

enum { FORM_NAME, FORM_TIME, FORM_SPAN, FORM_BOOL, FORM_COUNT, FORM_NUMBER };

typedef struct column {
    const char *field;
    int32_t form;
    int32_t name; /* FORM_NAME: DSI_NAME_... */
    size_t offset;
    uint32_t needs; /* all of these bits */
} column;

/* clang-format off */
#define NAME(row, field, member, kind, needs) {field, FORM_NAME, kind, offsetof(row, member), needs}
#define TIME(row, field, needs) {#field, FORM_TIME, 0, offsetof(row, field), needs}
#define BOOLEAN(row, field, needs) {#field, FORM_BOOL, 0, offsetof(row, field), needs}
#define FLAG(row, field, needs) {#field, FORM_BOOL, 0, offsetof(row, flags.field), needs}
#define COUNT(row, field, needs) {#field, FORM_COUNT, 0, offsetof(row, field), needs}
#define SPAN(row, field, member, needs)                                                                                \
    {field, FORM_SPAN, 0, offsetof(row, member.us), needs},                                                            \
    {field "_business", FORM_SPAN, 0, offsetof(row, member.business), (needs) | TELLS_CALENDAR}

#define T dsi_ticket_row
#define ABOUT(field, which) NAME(T, field, about[which], DSI_NAME_ABOUT + (which), (uint32_t)TELLS_ABOUT << (which))
static const column ticket_columns[] = {
    NAME(T, "id", id, DSI_NAME_TICKET, 0),
    NAME(T, "agent", agent, DSI_NAME_AGENT, TELLS_ASSIGNED),
    NAME(T, "team", team, DSI_NAME_TEAM, TELLS_TEAM),
    ABOUT("customer", DSI_ABOUT_CUSTOMER), ABOUT("problem", DSI_ABOUT_PROBLEM), ABOUT("channel", DSI_ABOUT_CHANNEL),
    ABOUT("priority", DSI_ABOUT_PRIORITY), ABOUT("category", DSI_ABOUT_CATEGORY),
    NAME(T, "status", status, DSI_NAME_STATUS, TELLS_ANY_STATUS),
    NAME(T, "responder", responder, DSI_NAME_AGENT, TELLS_MESSAGES | TELLS_ACTOR),
    NAME(T, "resolver", resolver, DSI_NAME_AGENT, TELLS_RESOLUTION | TELLS_ACTOR),
    NAME(T, "survey_agent", survey_agent, DSI_NAME_AGENT, TELLS_ANSWERED | TELLS_ASSIGNED),
    TIME(T, created_at, 0), TIME(T, updated_at, 0),
    TIME(T, first_assigned_at, TELLS_ASSIGNED), TIME(T, handoff_at, TELLS_BOT),
    TIME(T, first_response_at, TELLS_MESSAGES), TIME(T, first_resolved_at, TELLS_RESOLUTION),
    TIME(T, resolved_at, TELLS_RESOLUTION), TIME(T, closed_at, TELLS_CLOSURE),
    TIME(T, first_reopened_at, TELLS_RESOLUTION),
    TIME(T, survey_sent_at, TELLS_SENT), TIME(T, survey_answered_at, TELLS_ANSWERED),
    {"csat", FORM_NUMBER, 0, offsetof(T, csat), TELLS_ANSWERED | TELLS_VALUE},
    {"csat_first", FORM_NUMBER, 0, offsetof(T, csat_first), TELLS_ANSWERED | TELLS_VALUE},
    BOOLEAN(T, is_resolved, TELLS_RESOLUTION), BOOLEAN(T, is_escalated, TELLS_ESCALATED), BOOLEAN(T, is_bot, TELLS_BOT),
    BOOLEAN(T, is_bot_resolved, TELLS_RESOLUTION | TELLS_ACTOR_KIND),
    BOOLEAN(T, is_customer_resolved, TELLS_RESOLUTION | TELLS_ACTOR_KIND),
    BOOLEAN(T, is_merged, TELLS_MERGED), BOOLEAN(T, is_deleted, TELLS_DELETED), BOOLEAN(T, is_spam, TELLS_SPAM),
    BOOLEAN(T, is_kb_linked, TELLS_LINKED), BOOLEAN(T, is_outbound, TELLS_MESSAGES),
    COUNT(T, reopens, TELLS_RESOLUTION), COUNT(T, resolutions, TELLS_RESOLUTION), COUNT(T, transfers, TELLS_TRANSFER),
    COUNT(T, assignments, TELLS_ASSIGNED), COUNT(T, replies, TELLS_MESSAGES),
    COUNT(T, first_resolution_replies, TELLS_MESSAGES | TELLS_RESOLUTION),
    COUNT(T, agents_involved, TELLS_WORK), COUNT(T, teams_involved, TELLS_TEAM),
    COUNT(T, response_count, TELLS_MESSAGES), COUNT(T, contacts, TELLS_CONTACTS),
    SPAN(T, "response_time_total", response_total, TELLS_MESSAGES),
    SPAN(T, "response_time_max", response_max, TELLS_MESSAGES),
    SPAN(T, "time_new", in_new, TELLS_STATUS), SPAN(T, "time_open", in_open, TELLS_STATUS),
    SPAN(T, "time_pending", in_pending, TELLS_STATUS), SPAN(T, "time_on_hold", in_hold, TELLS_STATUS),
    SPAN(T, "unassigned_time", unassigned, TELLS_ASSIGNED), SPAN(T, "paused_time", paused, TELLS_PAUSE),
};

#define FLAGS(row, needs)                                                                                              \
    FLAG(row, is_spam, (needs) | TELLS_SPAM), FLAG(row, is_merged, (needs) | TELLS_MERGED),                            \
    FLAG(row, is_deleted, (needs) | TELLS_DELETED)

#define R dsi_response_row
static const column response_columns[] = {
    NAME(R, "ticket", ticket, DSI_NAME_TICKET, TELLS_MESSAGES),
    NAME(R, "agent", agent, DSI_NAME_AGENT, TELLS_MESSAGES | TELLS_WORK),
    NAME(R, "team", team, DSI_NAME_TEAM, TELLS_MESSAGES | TELLS_TEAM),
    NAME(R, "channel", channel, DSI_NAME_ABOUT + DSI_ABOUT_CHANNEL,
        TELLS_MESSAGES | (uint32_t)TELLS_ABOUT << DSI_ABOUT_CHANNEL),
    BOOLEAN(R, is_first, TELLS_MESSAGES), TIME(R, asked_at, TELLS_MESSAGES), TIME(R, responded_at, TELLS_MESSAGES),
    TIME(R, ended_at, TELLS_MESSAGES), FLAGS(R, TELLS_MESSAGES),
};

#define A dsi_assignment_row
static const column assignment_columns[] = {
    NAME(A, "ticket", ticket, DSI_NAME_TICKET, TELLS_ASSIGNED),
    NAME(A, "agent", agent, DSI_NAME_AGENT, TELLS_ASSIGNED),
    NAME(A, "team", team, DSI_NAME_TEAM, TELLS_ASSIGNED | TELLS_TEAM),
    TIME(A, assigned_at, TELLS_ASSIGNED), TIME(A, unassigned_at, TELLS_ASSIGNED),
    TIME(A, first_reply_at, TELLS_ASSIGNED | TELLS_MESSAGES | TELLS_ACTOR),
    SPAN(A, "paused_time", paused, TELLS_ASSIGNED | TELLS_MESSAGES | TELLS_ACTOR | TELLS_ANY_STATUS),
    FLAGS(A, TELLS_ASSIGNED),
};

#define C dsi_cycle_row
static const column cycle_columns[] = {
    NAME(C, "ticket", ticket, DSI_NAME_TICKET, TELLS_RESOLUTION),
    NAME(C, "agent", agent, DSI_NAME_AGENT, TELLS_RESOLUTION | TELLS_ASSIGNED),
    NAME(C, "resolver", resolver, DSI_NAME_AGENT, TELLS_RESOLUTION | TELLS_ACTOR),
    NAME(C, "team", team, DSI_NAME_TEAM, TELLS_RESOLUTION | TELLS_TEAM),
    COUNT(C, sequence, TELLS_RESOLUTION), TIME(C, opened_at, TELLS_RESOLUTION), TIME(C, resolved_at, TELLS_RESOLUTION),
    FLAGS(C, TELLS_RESOLUTION),
};
/* clang-format on */

#define COUNT_OF(columns) ((int32_t)(sizeof(columns) / sizeof((columns)[0])))

static const struct {
    const char *source;
    const column *columns;
    int32_t count;
    int64_t size;
} sources[DSI_MADE] = {
    [DSI_MADE_TICKETS] = {"tickets", ticket_columns, COUNT_OF(ticket_columns), (int64_t)sizeof(T)},
    [DSI_MADE_RESPONSES] = {"responses", response_columns, COUNT_OF(response_columns), (int64_t)sizeof(R)},
    [DSI_MADE_ASSIGNMENTS] = {"assignments", assignment_columns, COUNT_OF(assignment_columns), (int64_t)sizeof(A)},
    [DSI_MADE_CYCLES] = {"cycles", cycle_columns, COUNT_OF(cycle_columns), (int64_t)sizeof(C)},
};

int64_t dsi_made_size(int32_t made)
{
    return sources[made].size;
}

/* ---- tables ------------------------------------------------------------------------------------- */

dscore_status dsi_lifecycle_check_schema(const dscore_schema *schema, dscore_error *err)
{
    for (int32_t i = 0; i < DSI_MADE; i++) {
        int32_t source = dsi_schema_source_index(schema, sources[i].source);
        if (source < 0) {
            return dsi_fail_no_source(err, schema, sources[i].source);
        }
        for (int32_t c = 0; c < sources[i].count; c++) {
            if (dsi_source_field_index(&schema->sources[source], sources[i].columns[c].field) < 0) {
                return dsi_fail_no_field(err, &schema->sources[source], sources[i].columns[c].field);
            }
        }
    }
    return DSCORE_OK;
}

bool dsi_lifecycle_tables_new(const dscore_lifecycle *lc, dscore_table **tables)
{
    for (int32_t i = 0; i < DSI_MADE; i++) {
        tables[i] = NULL;
    }
    for (int32_t i = 0; i < DSI_MADE; i++) {
        if (dscore_table_new(lc->schema, sources[i].source, &tables[i], NULL) != DSCORE_OK) {
            dsi_lifecycle_tables_free(tables);
            return false;
        }
    }
    return true;
}

void dsi_lifecycle_tables_free(dscore_table **tables)
{
    for (int32_t i = 0; i < DSI_MADE; i++) {
        dscore_table_free(tables[i]);
        tables[i] = NULL;
    }
}

static dscore_status bind(const dscore_lifecycle *lc, dscore_table *table, const column *c, const dsi_made *made,
    int64_t size, dscore_error *err)
{
    static const int64_t no_time = DSI_NO_TIME;
    static const int32_t no_count = DSI_NO_COUNT;
    static const uint8_t no_bool = DSI_NO_BOOL;
    bool is_int = c->form == FORM_NAME && dsi_lifecycle_name_kind(lc, c->name) == DSI_KEY_INT;
    const struct {
        int32_t type, unit;
        const void *missing;
    } forms[] = {
        [FORM_NAME] = {is_int ? DSCORE_INT64 : DSCORE_CSTRING, DSCORE_UNIT_NONE, is_int ? &no_time : NULL},
        [FORM_TIME] = {DSCORE_INT64, DSCORE_UNIT_US, &no_time},
        [FORM_SPAN] = {DSCORE_INT64, DSCORE_UNIT_US, &no_time},
        [FORM_BOOL] = {DSCORE_BOOL8, DSCORE_UNIT_NONE, &no_bool},
        [FORM_COUNT] = {DSCORE_INT32, DSCORE_UNIT_NONE, &no_count},
        [FORM_NUMBER] = {DSCORE_FLOAT64, DSCORE_UNIT_NONE, NULL},
    };
    const char *first = made->rows == NULL ? NULL : (const char *)made->rows + c->offset;
    return dscore_table_bind_array(table, c->field, forms[c->form].type, forms[c->form].unit, first, made->count, size,
        forms[c->form].missing, err);
}

dscore_status dsi_lifecycle_bind(dscore_lifecycle *lc, dscore_error *err)
{
    const uint32_t told = tells(lc);
    for (int32_t i = 0; i < DSI_MADE; i++) {
        for (int32_t k = 0; k < sources[i].count; k++) {
            const column *c = &sources[i].columns[k];
            dscore_status status =
                (c->needs & ~told) != 0 ? DSCORE_OK : bind(lc, lc->tables[i], c, &lc->made[i], sources[i].size, err);
            if (status != DSCORE_OK) {
                return status;
            }
        }
    }
    return DSCORE_OK;
}

dscore_table *dscore_lifecycle_table(dscore_lifecycle *lifecycle, const char *source)
{
    if (lifecycle == NULL || source == NULL) {
        return NULL;
    }
    for (int32_t i = 0; i < DSI_MADE; i++) {
        if (strcmp(source, sources[i].source) == 0) {
            return lifecycle->tables[i];
        }
    }
    return NULL;
}
