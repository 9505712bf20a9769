/**
 * @file lifecycle.h
 * What happened to each ticket: an event log becomes tickets, responses, assignments and cycles.
 *
 * events (a table of the source `events`, one row an event) -> dscore_lifecycle -> four tables that queries read like
 * any other.
 */
#ifndef DESKSCORE_LIFECYCLE_H
#define DESKSCORE_LIFECYCLE_H

#include <deskscore/data.h>
#include <deskscore/time.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What the events say (in any case of the letters):
 *
 * | kind | meaning |
 * | --- | --- |
 * | created | the request was made; `value`, if any, is its first status (else new) |
 * | message (comment, reply) | a message; is_public = false: as note |
 * | note | a private message |
 * | status | the status became `value` |
 * | assigned | the holder became `value`; without: nobody; `team`, if any, is the ticket's from then on |
 * | team | the team became `value` (else `team`) |
 * | resolved, reopened, closed | so it was, whatever the statuses say |
 * | handoff | a bot handed over to humans |
 * | paused, resumed | the clock stopped until resumed or resolved |
 * | merged | into the ticket `value` |
 * | deleted, restored | restored also takes back spam |
 * | escalated, spam, linked | so it was; linked: a knowledge article |
 * | survey_sent, survey_answered | `value` of the latter is the number given |
 *
 * Kinds of actor: human (agent), bot, customer, system. Messages of the system are neither question nor answer.
 *
 * What becomes of them:
 *
 * - A fact that the events cannot tell is not there: its column is not bound (queries say FIELD_MISSING), never 0. What
 *   they can tell follows from the fields that the first table bound and from the kinds of events (option kinds); a log
 *   of resolutions is taken to tell reopenings too. What has not happened is missing: an unresolved ticket has no
 *   resolved_at, an unanswered one no response_time_total.
 * - A segment of `responses` begins at the creation, unless an agent opened the ticket, and at each message of the
 *   customer while none is open. A public human reply ends it; so does, without a reply, resolution, merge or deletion.
 *   A reply of the very instant of a resolution belongs before it, in whichever order they stand. A message of the
 *   customer on a resolved ticket waits: its segment begins, at its instant, once the ticket is reopened or answered.
 * - An agent opened the ticket if the creation says so (actor_kind); where that is not known, if a public message of a
 *   human is the first, at the instant of creation. is_outbound: so, and the customer never wrote.
 * - `cycles`: one row from creation or reopening to resolution. For any two instants, open at the first + opened
 *   between - resolved between = open at the second. Closing a resolved ticket is no resolution; closing an unresolved
 *   one is.
 * - `assignments`: one row from an agent's assignment until the next one, merge or deletion. paused_time is there once
 *   the agent replied.
 * - transfers: to another agent than the last, or to another team than before; both at one instant count once, and so
 *   does handing a ticket to another team in which somebody then takes it. Self-assignment of a ticket that nobody
 *   holds is none.
 * - agents_involved: all who were assigned, wrote as humans, or resolved; teams_involved: teams of the ticket and of
 *   humans who wrote.
 * - handoff_at: latest of hand-off, reopening and resolution by a bot, of those before the first human reply; only
 *   where a bot took part; a resolution by a bot counts once a human replied.
 * - priority and channel are the first told, customer, problem and category the last; where the events have no field
 *   customer, it is the actor of the creation, or of the first public message, by a customer.
 * - Surveys: survey_sent_at is the first, survey_answered_at and csat the last; csat_first is the first answer of a
 *   ticket that was rated more than once (the first of all: coalesce(csat_first, csat)). survey_agent is who held the
 *   ticket at the last answer. An answer whose value is no number gives none.
 * - Keys of the tables are text or integers as the events have them: agents as `actor`, teams as `team`, tickets as
 *   `ticket`; a `value` of the other kind is converted, and where it cannot be the event counts as unreadable. Texts
 *   end at a NUL; an empty text is none.
 */

/** Reads events, writes tables. One writer. */
typedef struct dscore_lifecycle dscore_lifecycle;

/**
 * A reader of events.
 *
 * @param schema  retained; has the sources events, tickets, responses, assignments and cycles; not NULL
 * @param out     to be freed by dscore_lifecycle_free; NULL on failure; not NULL
 * @param err     may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_NOT_FOUND (a source or field that the schema lacks);
 *         DSCORE_E_MEMORY
 * @since 0.2
 */
DSCORE_API dscore_status dscore_lifecycle_new(const dscore_schema *schema, dscore_lifecycle **out,
    dscore_error *err);

/** Free; the tables it handed out with it. @param lifecycle may be NULL @since 0.2 */
DSCORE_API void dscore_lifecycle_free(dscore_lifecycle *lifecycle);

/**
 * Set a policy, before the first event.
 *
 * | name | values (default first) |
 * | --- | --- |
 * | arrival | any: events in any order, tables come with dscore_lifecycle_finish; by_ticket: the events of a ticket follow one another, tables come with each update, and memory grows with the largest ticket (and by 32 to 64 bytes a ticket, to know those that come back) |
 * | bots | no: replies of bots are no responses; yes: they are (but not in `replies`, and without a responder); handoff: as no, and the clock of the first response starts at the hand-off (handoff_at) |
 * | first_response_by | any: any public human reply, also the message with which an agent opened the ticket; next: not that one; requester_first: a ticket that an agent opened needs a message of the customer first |
 * | resolution | status: a ticket is resolved while its status is solved or closed; event: only `resolved`, `closed` and `reopened` events say so |
 * | merge | exclude: merged tickets keep is_merged = true and are left out by the standing filters; resolve: merging resolves the ticket, and is_merged stays false; fold: the ticket has no row; its creation (of several the earliest counts), messages, notes, hand-offs, escalations, links and surveys before the merge join those of the target, its statuses and assignments do not (arrival = any only) |
 * | reopen_gap | exclude: time between resolution and reopening is in no status and no pause (from creation to resolved_at it is still there; cycles leave it out); pending: it counts as time_pending and as pause |
 * | pause | customer: pending stops the clock; customer_and_hold: on-hold too; none; `paused` events stop it in any case |
 * | duplicates | drop: events equal in every field count once; keep |
 * | self_assignment | no: taking a ticket from the queue is no transfer; yes |
 * | contacts | no: events cannot tell them; segments: each segment of `responses` is one |
 * | kinds | seen: a fact can be told if the data hold events of its kind (by_ticket: if such events could be); or the kinds that the desk logs: `created, message, status, assigned` |
 * | status:NAME | new, open, pending, on_hold, solved, closed, ignore: what the desk's status NAME stands for, in any case; the first six stand for themselves |
 *
 * @param lifecycle  not NULL; unchanged on failure
 * @param name, value  of the table; copied; not NULL
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_PARAMETER (unknown name or value; names those there are;
 *         fold with by_ticket); DSCORE_E_INCOMPATIBLE (after the first event); DSCORE_E_MEMORY
 * @since 0.2
 */
DSCORE_API dscore_status dscore_lifecycle_option(dscore_lifecycle *lifecycle, const char *name, const char *value,
    dscore_error *err);

/**
 * Give it a calendar: the spans that have a twin on the business clock (time_open_business, ...) are filled too.
 *
 * @param lifecycle  not NULL
 * @param calendar   retained; NULL = none
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_INCOMPATIBLE (after the first event); DSCORE_E_MEMORY
 * @since 0.2
 */
DSCORE_API dscore_status dscore_lifecycle_calendar(dscore_lifecycle *lifecycle, const dscore_calendar *calendar,
    dscore_error *err);

/**
 * Until when the events tell: spans of open tickets (time in a status, unassigned, paused) are counted up to here, or up
 * to a ticket's last event if that is later. By default up to the last event of all that was read (arrival =
 * by_ticket: of the ticket, so that now should be given).
 *
 * @param lifecycle  not NULL
 * @param now        microseconds since 1970-01-01T00:00:00Z
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_RANGE (outside the years 1-9999)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_lifecycle_now(dscore_lifecycle *lifecycle, int64_t now, dscore_error *err);

/**
 * Read events [first, first + count) of a table.
 *
 * Fields of `events`: ticket, at and kind are needed; actor, actor_kind, is_public, value, team, customer, problem,
 * channel, priority, category are read where bound by the first table; later tables need what the first had, and what
 * they have more is not read. Events of one instant keep their order in the data. With arrival = by_ticket the tables
 * then hold the tickets that these events completed, in place of those before; so they do after a failure, for the
 * events that were taken: use them before going on with the rest.
 *
 * @param lifecycle  not NULL
 * @param events     a table of the source `events` of the same schema; only read, not kept; not NULL
 * @param first      first row, from 0
 * @param count      rows, >= 0, within the table
 * @param out_taken  events read; less than count only on failure; may be NULL
 * @param err        may be NULL; path is events.field, row the row of the table
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, rows that the table does not have); DSCORE_E_FIELD_MISSING
 *         (ticket, at or kind, or what the first table had); DSCORE_E_TYPE (a key of integers here and text there); DSCORE_E_INCOMPATIBLE (another schema or
 *         source, or after dscore_lifecycle_finish); DSCORE_E_LIMIT (more than 2^31 - 2 events of open tickets);
 *         DSCORE_E_MEMORY
 * @since 0.2
 */
DSCORE_API dscore_status dscore_lifecycle_update(dscore_lifecycle *lifecycle, const dscore_table *events,
    int64_t first, int64_t count, int64_t *out_taken, dscore_error *err);

/**
 * No more events: the tables hold all tickets (arrival = by_ticket: those that the last update did not complete).
 *
 * @param lifecycle  not NULL
 * @param err        may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_INCOMPATIBLE (called before); DSCORE_E_MEMORY (may be
 *         called again)
 * @since 0.2
 */
DSCORE_API dscore_status dscore_lifecycle_finish(dscore_lifecycle *lifecycle, dscore_error *err);

/**
 * A table that was made. Rows are in order of the tickets' first appearance in the data.
 *
 * @param lifecycle  NULL gives NULL
 * @param source     tickets, responses, assignments or cycles; NULL gives NULL
 * @return the table; belongs to the reader and holds until its next update or finish; NULL if there is no such source
 * @since 0.2
 */
DSCORE_API dscore_table *dscore_lifecycle_table(dscore_lifecycle *lifecycle, const char *source);

/** What was met on the way. */
enum {
    DSCORE_LIFECYCLE_EVENTS = 1,         /**< events read, also those ignored */
    DSCORE_LIFECYCLE_TICKETS = 2,        /**< tickets made */
    DSCORE_LIFECYCLE_UNSORTED = 3,       /**< events earlier than one of their ticket that came before: sorted */
    DSCORE_LIFECYCLE_DUPLICATES = 4,     /**< events dropped as equal to another */
    DSCORE_LIFECYCLE_BEFORE_CREATION = 5, /**< events before their ticket's `created` event: kept, judged as after it, at its instant */
    DSCORE_LIFECYCLE_NO_CREATION = 6,    /**< tickets without a `created` event: created at their first event */
    DSCORE_LIFECYCLE_TWICE_CREATED = 7,  /**< further `created` events of a ticket: ignored */
    DSCORE_LIFECYCLE_UNKNOWN_KIND = 8,   /**< events of an unknown kind: ignored */
    DSCORE_LIFECYCLE_UNKNOWN_STATUS = 9, /**< changes to a status nobody mapped: the ticket keeps its status */
    DSCORE_LIFECYCLE_UNKNOWN_ACTOR = 10, /**< messages of an unknown kind of actor: neither question nor answer */
    DSCORE_LIFECYCLE_UNREADABLE = 11,    /**< events without ticket, instant or kind, or with an agent or team of the wrong kind of key: ignored */
    DSCORE_LIFECYCLE_MERGED = 12,        /**< tickets merged into another */
    DSCORE_LIFECYCLE_DELETED = 13,       /**< tickets deleted */
    DSCORE_LIFECYCLE_RETURNED = 14,      /**< by_ticket: events of a ticket that had been completed: ignored */
    DSCORE_LIFECYCLE_AFTER_END = 15,     /**< events after a merge or deletion: ignored */
    DSCORE_LIFECYCLE_NO_TARGET = 16      /**< merge = fold: merges into what is not in the data, or leads back: kept apart, as under exclude */
};

/**
 * How many there were of something.
 *
 * @param lifecycle  NULL gives 0
 * @param what       DSCORE_LIFECYCLE_...
 * @return so far; 0 for an unknown number
 * @since 0.2
 */
DSCORE_API int64_t dscore_lifecycle_count(const dscore_lifecycle *lifecycle, int32_t what);

/**
 * All policies in force, `arrival = any; bots = no; ...`: to be kept with the results.
 *
 * @param lifecycle  NULL gives ""
 * @return text that lives until the next option or free
 * @since 0.2
 */
DSCORE_API const char *dscore_lifecycle_policies(const dscore_lifecycle *lifecycle);

/* ---- repeats -------------------------------------------------------------------------------- */

/** What to look for in repeats. */
typedef struct dscore_repeat_options {
    uint32_t struct_size;  /**< sizeof(dscore_repeat_options) */
    int32_t reserved;      /**< 0 */
    const char *keys;      /**< 1 to 16 fields that make two rows the same, comma-separated: `customer,problem` */
    const char *at;        /**< instant field of a row; NULL = created_at */
    const char *only;      /**< boolean field: other rows are no candidates (is_complaint); NULL = all */
    int64_t window;        /**< microseconds, > 0: a row is a repeat if an earlier one lies at most this long before */
    int64_t data_from;     /**< first instant that the data covers; dscore_instant_min() = that of the earliest row */
    int64_t data_to;       /**< end of what the data covers; dscore_instant_max() = that of the latest row */
} dscore_repeat_options;

/** Initialiser of a dscore_repeat_options: 30 days, customer and problem. */
#define DSCORE_REPEAT_OPTIONS_INIT                                                                                     \
    {(uint32_t)sizeof(dscore_repeat_options), 0, "customer,problem", 0, 0, INT64_C(2592000000000), INT64_MIN, INT64_MAX}

/**
 * Repeats: rows whose keys were met within the window before (event form), how many rows share the keys within the
 * window (key form), and when the keys come again.
 *
 * Rows too young or too early to know are censored: is_repeat is missing for a row whose window before it reaches
 * beyond data_from (unless an earlier row was found in it), the count for one whose window on either side reaches
 * beyond data_from or data_to. Rows without a key, without an instant, or not picked by `only`: missing. Two rows of
 * one instant: the later row of the table repeats the earlier. O(n log n).
 *
 * @param table      a table; not NULL; only read
 * @param options    not NULL
 * @param is_repeat  a byte a row: 0, 1, 255 = missing; may be NULL
 * @param count      rows with the same keys in [at - window, at + window], itself too; -1 = missing; may be NULL
 * @param next       instant of the next row with the same keys; INT64_MIN = none, or missing; may be NULL
 * @param err        may be NULL; path names field or option
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, struct_size not set, a window below 1, no keys); DSCORE_E_NOT_FOUND (a field);
 *         DSCORE_E_FIELD_MISSING (a field that is not bound); DSCORE_E_TYPE (a key that cannot be one, `at` no instant,
 *         `only` no boolean); DSCORE_E_MEMORY
 * @since 0.2
 */
DSCORE_API dscore_status dscore_table_repeats(const dscore_table *table, const dscore_repeat_options *options,
    uint8_t *is_repeat, int64_t *count, int64_t *next, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
