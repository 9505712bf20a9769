/* Tickets to lay out in memory in different ways, the question to ask of them, and the answer for plain columns. */
#ifndef DSCORE_TESTS_LAYOUTS_SUPPORT_H
#define DSCORE_TESTS_LAYOUTS_SUPPORT_H

#include "whole_support.h"

#include "../measure/clock_support.h"

enum { ROWS = 2300, AGENTS = 7 }; /* more than one block */

/* The data as the tests think of it: whole seconds, so that every unit can hold it; amounts in cents, so that a decimal
   column can; ratings that a float can. `there` says which values a row has. */
typedef struct ticket {
    int64_t created, replied, resolved; /* seconds since 1970 */
    int64_t wait;                       /* seconds */
    int64_t csat, contacts, cents;      /* cents: multiples of 25, exact in binary */
    int32_t agent, channel;
    int8_t answered, complaint;
    uint32_t there; /* bit of each field */
} ticket;

enum { CREATED, REPLIED, RESOLVED, WAIT, CSAT, CONTACTS, COST, AGENT, CHANNEL, ANSWERED, COMPLAINT, FIELDS };

static const char *const FIELD_NAMES[FIELDS] = {"created_at", "first_response_at", "resolved_at", "wait_time", "csat",
    "contacts", "cost", "agent", "channel", "is_answered", "is_complaint"};
static const char *const AGENT_NAMES[AGENTS] = {
    "Ada", "Bo", "Chen", "D\xc3\xa9sir\xc3\xa9", "Eve", "\xe5\xbc\xa0\xe4\xbc\x9f", ""};
static const char *const CHANNEL_NAMES[] = {"phone", "email", "chat"};

static ticket tickets[ROWS];

static inline int is_there(int64_t row, int field)
{
    return (tickets[row].there >> field & 1U) != 0;
}

static inline void make_tickets(void)
{
    uint64_t seed = 42;
    for (int64_t i = 0; i < ROWS; i++) {
        ticket *t = &tickets[i];
        t->created = 1700000000 + chance_below(&seed, 90 * 86400);
        t->replied = t->created + chance_below(&seed, 30000) - 300; /* a few before the ticket: impossible */
        t->resolved = t->created + chance_below(&seed, 900000);
        t->wait = chance_below(&seed, 100);
        t->csat = 1 + chance_below(&seed, 6); /* 6 is outside 1..5 */
        t->contacts = 1 + chance_below(&seed, 3);
        t->cents = chance_below(&seed, 400) * 25;
        t->agent = (int32_t)chance_below(&seed, AGENTS);
        t->channel = (int32_t)chance_below(&seed, 3);
        t->answered = (int8_t)chance_below(&seed, 2);
        t->complaint = (int8_t)(chance_below(&seed, 8) == 0);
        t->there = 0;
        for (int f = 0; f < FIELDS; f++) {
            t->there |= f == CREATED || chance_below(&seed, 8) != 0 ? 1U << f : 0U;
        }
    }
}

/* The number of a field in a row, whatever it is. */
static inline int64_t number_of(int64_t row, int field)
{
    const ticket *t = &tickets[row];
    switch (field) {
    case CREATED:
        return t->created;
    case REPLIED:
        return t->replied;
    case RESOLVED:
        return t->resolved;
    case WAIT:
        return t->wait;
    case CSAT:
        return t->csat;
    case CONTACTS:
        return t->contacts;
    case COST:
        return t->cents;
    case AGENT:
        return t->agent;
    case CHANNEL:
        return t->channel;
    case ANSWERED:
        return t->answered;
    default:
        return t->complaint;
    }
}

static inline const char *text_of(int64_t row, int field)
{
    return field == AGENT ? AGENT_NAMES[tickets[row].agent] : CHANNEL_NAMES[tickets[row].channel];
}

static inline int is_time(int field)
{
    return field <= WAIT;
}

/* ---- the question --------------------------------------------------------------------------- */

static const char *const ASKED[] = {"first_response_time", "first_response_time_median", "first_response_time_p90",
    "first_response_time_max", "first_response_time_trimmed", "first_response_within", "response_rate",
    "resolution_time", "resolution_time_median", "resolution_time_p90", "resolution_rate", "wait_time", "wait_time_p90",
    "wait_time_max", "speed_of_answer", "abandonment_rate", "answer_rate", "service_level", "tickets", "resolved",
    "closure_rate", "fcr_single_contact", "csat_mean", "csat_satisfied", "csat_top_box", "csat_score", "csat_median",
    "net_satisfaction", "cost_per_ticket", "complaints", "complaint_rate", "complaint_cost_total", "backlog",
    "backlog_age", "first_response_time_km_median", "resolution_time_km_median", "out_of_hours_share"};

static const char EXTRA[] =
    "{\"deskscore\": 1, \"kind\": \"catalog\", \"indicators\": ["
    "{\"id\": \"cost_variance\", \"name\": \"v\", \"unit\": \"money\", \"credit\": [\"agent\"], \"formula\": "
    "\"variance(cost)\"},"
    "{\"id\": \"wait_deviation\", \"name\": \"d\", \"unit\": \"s\", \"credit\": [\"agent\"],"
    " \"formula\": \"stddev(wait_time where channel in (\\\"phone\\\", \\\"chat\\\"))\"},"
    "{\"id\": \"cost_per_contact\", \"name\": \"r\", \"unit\": \"money\", \"credit\": [\"agent\"],"
    " \"formula\": \"ratio(cost, contacts)\"},"
    "{\"id\": \"cost_scaled\", \"name\": \"m\", \"unit\": \"money\", \"credit\": [\"agent\"],"
    " \"formula\": \"mean(cost * 3 / contacts where csat != 3)\"},"
    "{\"id\": \"channels\", \"name\": \"c\", \"unit\": \"count\", \"credit\": [\"agent\"],"
    " \"formula\": \"distinct(channel, csat)\"}]}";
static const char *const EXTRA_IDS[] = {
    "cost_variance", "wait_deviation", "cost_per_contact", "cost_scaled", "channels"};

static inline void ask(desk *d)
{
    desk_open(d, EXTRA);
    desk_key(d, "agent");
    for (size_t i = 0; i < sizeof ASKED / sizeof ASKED[0]; i++) {
        desk_ask(d, ASKED[i]);
    }
    for (size_t i = 0; i < sizeof EXTRA_IDS / sizeof EXTRA_IDS[0]; i++) {
        desk_ask(d, EXTRA_IDS[i]);
    }
    assert_ok(dscore_query_now(d->query, (1700000000 + 80 * 86400) * SECOND, &d->err), d->err);
    assert_ok(dscore_query_item(d->query, "resolution_working", "resolution_time", &d->err), d->err);
    assert_ok(dscore_query_item_set(d->query, "resolution_working", "clock", "business", &d->err), d->err);
    dscore_calendar *calendar = office("desk", NULL, 9, 17);
    assert_ok(dscore_query_calendar(d->query, NULL, calendar, &d->err), d->err);
    dscore_calendar_free(calendar);
}

/* ---- plain columns: what all others are compared with ---------------------------------------- */

typedef struct plain {
    int64_t numbers[FIELDS][ROWS];
    const char *texts[2][ROWS];
} plain;

static const int64_t MISSING = INT64_MIN;

static inline void fill_plain(plain *p)
{
    for (int64_t i = 0; i < ROWS; i++) {
        for (int f = 0; f < FIELDS; f++) {
            p->numbers[f][i] = is_there(i, f) ? number_of(i, f) : MISSING;
        }
        p->texts[0][i] = is_there(i, AGENT) ? text_of(i, AGENT) : NULL;
        p->texts[1][i] = is_there(i, CHANNEL) ? text_of(i, CHANNEL) : NULL;
    }
}

/* Bind every field in the plainest way: int64 with a sentinel, seconds, cents as decimals, C strings. */
static inline void bind_plain(desk *d, const plain *p)
{
    for (int f = 0; f < FIELDS; f++) {
        dscore_column column = DSCORE_COLUMN_INIT;
        column.type = f == COST ? DSCORE_DECIMAL64 : DSCORE_INT64;
        column.scale = f == COST ? 2 : 0;
        column.unit = is_time(f) ? DSCORE_UNIT_S : DSCORE_UNIT_NONE;
        column.data = p->numbers[f];
        column.stride = (int64_t)sizeof(int64_t);
        column.length = ROWS;
        column.sentinel = &MISSING;
        if (f == AGENT || f == CHANNEL) {
            column.type = DSCORE_CSTRING;
            column.data = p->texts[f - AGENT];
            column.stride = (int64_t)sizeof(const char *);
            column.sentinel = NULL;
        }
        assert_ok(dscore_table_bind(d->tables[0], FIELD_NAMES[f], &column, &d->err), d->err);
    }
}

/* A desk with the answer for plain columns; a second one to bind otherwise. */
typedef struct pair {
    plain p;
    desk expected, other;
} pair;

static inline pair *open_pair(void)
{
    pair *both = malloc(sizeof *both);
    ck_assert_ptr_nonnull(both);
    make_tickets();
    fill_plain(&both->p);
    ask(&both->expected);
    bind_plain(&both->expected, &both->p);
    desk_run(&both->expected);
    ask(&both->other);
    bind_plain(&both->other, &both->p);
    ck_assert_int_eq(dscore_values_row_count(both->expected.values), AGENTS + 1);
    ck_assert_int_ge(dscore_values_item_count(both->expected.values), 25);
    return both;
}

static inline void close_pair(pair *both)
{
    desk_close(&both->expected);
    desk_close(&both->other);
    free(both);
}

static inline void bind_other(pair *both, int field, const dscore_column *column)
{
    desk *d = &both->other;
    assert_ok(dscore_table_bind(d->tables[0], FIELD_NAMES[field], column, &d->err), d->err);
}

static inline void compare(pair *both, const char *what)
{
    desk_run(&both->other);
    assert_same_values(both->expected.values, both->other.values, what);
}

#endif
