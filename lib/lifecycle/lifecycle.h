/* The reader of events from within: what a batch becomes, what is kept of it, and the rows that are made of it. */
#ifndef DSI_LIFECYCLE_LIFECYCLE_H
#define DSI_LIFECYCLE_LIFECYCLE_H

#include "base/error.h"
#include "data/gather.h"
#include <deskscore/lifecycle.h>

/* ---- events ------------------------------------------------------------------------------------- */

enum {
    DSI_KIND_UNKNOWN = 0,
    DSI_KIND_CREATED,
    DSI_KIND_MESSAGE,
    DSI_KIND_NOTE,
    DSI_KIND_STATUS,
    DSI_KIND_ASSIGNED,
    DSI_KIND_TEAM,
    DSI_KIND_RESOLVED,
    DSI_KIND_REOPENED,
    DSI_KIND_CLOSED,
    DSI_KIND_HANDOFF,
    DSI_KIND_PAUSED,
    DSI_KIND_RESUMED,
    DSI_KIND_MERGED,
    DSI_KIND_DELETED,
    DSI_KIND_RESTORED,
    DSI_KIND_ESCALATED,
    DSI_KIND_SPAM,
    DSI_KIND_SURVEY_SENT,
    DSI_KIND_SURVEY_ANSWERED,
    DSI_KIND_LINKED,
    DSI_KIND_COUNT
};

enum { DSI_ACTOR_UNKNOWN = 0, DSI_ACTOR_HUMAN, DSI_ACTOR_BOT, DSI_ACTOR_CUSTOMER, DSI_ACTOR_SYSTEM };

/* What a status of the desk stands for. */
enum {
    DSI_STATE_UNKNOWN = 0,
    DSI_STATE_NEW,
    DSI_STATE_OPEN,
    DSI_STATE_PENDING,
    DSI_STATE_ON_HOLD,
    DSI_STATE_SOLVED,
    DSI_STATE_CLOSED,
    DSI_STATE_IGNORE
};

/* Fields of the source events: those up to KIND are needed, keys from TICKET on but for AT and IS_PUBLIC. */
enum {
    DSI_EVENT_TICKET = 0,
    DSI_EVENT_AT,
    DSI_EVENT_KIND,
    DSI_EVENT_ACTOR,
    DSI_EVENT_ACTOR_KIND,
    DSI_EVENT_IS_PUBLIC,
    DSI_EVENT_VALUE,
    DSI_EVENT_TEAM,
    DSI_EVENT_CUSTOMER,
    DSI_EVENT_PROBLEM,
    DSI_EVENT_CHANNEL,
    DSI_EVENT_PRIORITY,
    DSI_EVENT_CATEGORY,
    DSI_EVENT_FIELDS
};

/* What a row of a ticket says about the ticket itself; in the order of the fields from DSI_EVENT_CUSTOMER on. */
enum {
    DSI_ABOUT_CUSTOMER = 0,
    DSI_ABOUT_PROBLEM,
    DSI_ABOUT_CHANNEL,
    DSI_ABOUT_PRIORITY,
    DSI_ABOUT_CATEGORY,
    DSI_ABOUTS
};

/* An event while it is kept: 48 bytes without padding (duplicates are found by their bytes). */
typedef struct dsi_event {
    int64_t at;
    int32_t ticket; /* label of ids */
    int32_t actor, value, team;
    int32_t about[DSI_ABOUTS];
    uint8_t kind, actor_kind, is_private, none;
} dsi_event;

_Static_assert(sizeof(dsi_event) == 48, "events have no padding");

/* ---- policies ----------------------------------------------------------------------------------- */

enum {
    DSI_POLICY_ARRIVAL = 0,
    DSI_POLICY_BOTS,
    DSI_POLICY_FIRST_RESPONSE_BY,
    DSI_POLICY_RESOLUTION,
    DSI_POLICY_MERGE,
    DSI_POLICY_REOPEN_GAP,
    DSI_POLICY_PAUSE,
    DSI_POLICY_DUPLICATES,
    DSI_POLICY_SELF_ASSIGNMENT,
    DSI_POLICY_CONTACTS,
    DSI_POLICIES
};
enum { DSI_ARRIVAL_ANY = 0, DSI_ARRIVAL_BY_TICKET };
enum { DSI_BOTS_NO = 0, DSI_BOTS_YES, DSI_BOTS_HANDOFF };
enum { DSI_FIRST_ANY = 0, DSI_FIRST_NEXT, DSI_FIRST_REQUESTER };
enum { DSI_RESOLUTION_STATUS = 0, DSI_RESOLUTION_EVENT };
enum { DSI_MERGE_EXCLUDE = 0, DSI_MERGE_RESOLVE, DSI_MERGE_FOLD };
enum { DSI_GAP_EXCLUDE = 0, DSI_GAP_PENDING };
enum { DSI_PAUSE_CUSTOMER = 0, DSI_PAUSE_CUSTOMER_AND_HOLD, DSI_PAUSE_NONE };
enum { DSI_DUPLICATES_DROP = 0, DSI_DUPLICATES_KEEP };

typedef struct dsi_mapped_status {
    char *name; /* owned */
    int64_t length;
    int32_t state;
} dsi_mapped_status;

/* ---- what is made ------------------------------------------------------------------------------- */

#define DSI_NO_TIME INT64_MIN
enum { DSI_NO_COUNT = -1, DSI_NO_BOOL = 2 };

/* A key as its column shows it: text, NULL = missing, or an integer, INT64_MIN = missing. */
typedef union dsi_name {
    const char *text;
    int64_t value;
} dsi_name;

/* Spans of a ticket: on the clock, and in working time. */
typedef struct dsi_span {
    int64_t us, business;
} dsi_span;

typedef struct dsi_ticket_row {
    dsi_name id, agent, team, about[DSI_ABOUTS], status, responder, resolver, survey_agent;
    int64_t created_at, first_assigned_at, handoff_at, first_response_at, first_resolved_at, resolved_at, closed_at,
        first_reopened_at, updated_at, survey_sent_at, survey_answered_at;
    double csat, csat_first;
    dsi_span response_total, response_max, in_new, in_open, in_pending, in_hold, unassigned, paused;
    int32_t reopens, resolutions, transfers, assignments, replies, first_resolution_replies, agents_involved,
        teams_involved, response_count, contacts;
    uint8_t is_resolved, is_escalated, is_bot, is_bot_resolved, is_merged, is_deleted, is_spam, is_kb_linked,
        is_customer_resolved, is_outbound;
} dsi_ticket_row;

/* Copied from the ticket to its rows of the other sources. */
typedef struct dsi_row_flags {
    uint8_t is_spam, is_merged, is_deleted;
} dsi_row_flags;

typedef struct dsi_response_row {
    dsi_name ticket, agent, team, channel;
    int64_t asked_at, responded_at, ended_at;
    uint8_t is_first;
    dsi_row_flags flags;
} dsi_response_row;

typedef struct dsi_assignment_row {
    dsi_name ticket, agent, team;
    int64_t assigned_at, first_reply_at, unassigned_at;
    dsi_span paused;
    dsi_row_flags flags;
} dsi_assignment_row;

typedef struct dsi_cycle_row {
    dsi_name ticket, agent, resolver, team;
    int64_t opened_at, resolved_at;
    int32_t sequence;
    dsi_row_flags flags;
} dsi_cycle_row;

enum { DSI_MADE_TICKETS = 0, DSI_MADE_RESPONSES, DSI_MADE_ASSIGNMENTS, DSI_MADE_CYCLES, DSI_MADE };

typedef struct dsi_made {
    void *rows;
    int64_t count, capacity;
} dsi_made;

/* Kinds of name in the rows: each has one kind of key (text or integers) in all rows. */
enum {
    DSI_NAME_TICKET = 0,
    DSI_NAME_AGENT,
    DSI_NAME_TEAM,
    DSI_NAME_STATUS,
    DSI_NAME_ABOUT, /* and those after it, one each */
    DSI_NAMES = DSI_NAME_ABOUT + DSI_ABOUTS
};

enum { DSI_COUNTS = DSCORE_LIFECYCLE_NO_TARGET + 1 };

/* Ids of tickets that are done, by two hashes of 64 bits each. */
typedef struct dsi_done {
    uint64_t *slots; /* pairs; 0, 0 = free */
    int64_t slot_count, count;
} dsi_done;

/* What a label means as a word; 0 = not yet looked up. */
typedef struct dsi_word {
    uint8_t kind, actor_kind, state; /* +1 */
} dsi_word;

/* Something to be sorted by key; what is equal keeps its order. */
typedef struct dsi_item {
    int64_t key, index;
} dsi_item;

struct dscore_lifecycle {
    dscore_allocator allocator;
    const dscore_schema *schema; /* retained */
    int32_t events_source;
    int32_t fields[DSI_EVENT_FIELDS];

    uint8_t policies[DSI_POLICIES];
    uint32_t kinds; /* option kinds, bits of DSI_KIND_; 0 = those seen */
    dsi_mapped_status *statuses;
    int64_t status_count, status_capacity;
    char *policies_text;
    int64_t policies_size;
    const dscore_calendar *calendar; /* retained */
    int64_t now;                     /* DSI_NO_TIME = not given */

    bool is_started, is_finished;
    uint32_t bound; /* bits of DSI_EVENT_ that the first batch bound */
    int32_t key_kinds[DSI_EVENT_FIELDS];
    uint32_t seen;   /* bits of DSI_KIND_ met */
    int64_t last_at; /* of all events */

    dsi_labels *ids, *labels;
    int32_t empty;      /* label of "" */
    int64_t label_goal; /* by ticket: labels that are worth a tidying */
    dsi_word *words;    /* by label */
    int64_t word_count, word_capacity;

    dsi_event *events;
    int64_t count, capacity;
    int32_t current; /* by ticket: its id; 0 = none yet */
    bool is_returned;
    dsi_done done;

    dsi_item *items; /* events of one ticket in order */
    int64_t item_capacity;
    dsi_item *spare;
    int64_t spare_capacity;
    int32_t *agent_stamps, *team_stamps; /* by label: number of the ticket that last met it */
    int64_t agent_stamp_count, agent_stamp_capacity, team_stamp_count, team_stamp_capacity;
    int32_t stamp;

    dsi_made made[DSI_MADE];
    dscore_table *tables[DSI_MADE];
    int64_t counts[DSI_COUNTS];
};

/* ---- between the files of this room ---------------------------------------------------------------- */

/* policy.c */
bool dsi_lifecycle_is(const dscore_lifecycle *lc, int32_t policy, int32_t value);
bool dsi_lifecycle_describe(dscore_lifecycle *lc); /* makes policies_text; false = no memory, nothing changed */
int32_t dsi_lifecycle_kind_of(const char *p, int64_t n);
int32_t dsi_lifecycle_actor_of(const char *p, int64_t n);
int32_t dsi_lifecycle_state_of(const dscore_lifecycle *lc, const char *p, int64_t n);
const char *dsi_lifecycle_state_name(int32_t state);

/* read.c */
int32_t dsi_lifecycle_name_kind(const dscore_lifecycle *lc, int32_t name); /* DSI_KEY_... */
/* A label as a key of that kind: the integer of a decimal text, the text of an integer; -1 = it is none, -2 = no
   memory. */
int32_t dsi_lifecycle_as(dsi_labels *labels, int32_t label, int32_t kind);

/* sort.c: merge sort by key, stable; `spare` has as much room. */
void dsi_sort_items(dsi_item *items, dsi_item *spare, int64_t n);

/* collect.c: from events to rows. False = no memory; then no row was made. */
bool dsi_lifecycle_make_current(dscore_lifecycle *lc); /* by ticket: of the ticket that is kept, which is then done */
bool dsi_lifecycle_make_all(dscore_lifecycle *lc);
bool dsi_done_has(const dsi_done *done, const dsi_labels *ids, int32_t id);

/* replay.c: rows of the ticket `id` from its sorted events. False = no memory; the rows then need to be cut back. */
bool dsi_lifecycle_replay(dscore_lifecycle *lc, int32_t id, const dsi_item *items, int64_t n);

/* columns.c */
dscore_status dsi_lifecycle_check_schema(const dscore_schema *schema, dscore_error *err);
bool dsi_lifecycle_tables_new(const dscore_lifecycle *lc, dscore_table **tables);
void dsi_lifecycle_tables_free(dscore_table **tables);
dscore_status dsi_lifecycle_bind(dscore_lifecycle *lc, dscore_error *err);
int64_t dsi_made_size(int32_t made); /* bytes of a row */

#endif
