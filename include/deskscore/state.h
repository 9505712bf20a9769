/**
 * @file state.h
 * States: what a plan knows of the rows so far. Rows come and go, states are added up, rolled up and read.
 */
#ifndef DESKSCORE_STATE_H
#define DESKSCORE_STATE_H

#include <deskscore/measure.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The cells of a plan. One writer; while nobody writes, any number of threads may read: work in parallel with a state
 * a thread, then merge.
 */
typedef struct dscore_state dscore_state;

/**
 * An empty state.
 *
 * @param plan  retained: it may be freed before the state; not NULL
 * @param out   to be freed by dscore_state_free; NULL on failure; not NULL
 * @param err   may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_LIMIT (max_state_bytes does not hold an empty state);
 *         DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_new(const dscore_plan *plan, dscore_state **out, dscore_error *err);

/** Free. @param state may be NULL @since 0.1 */
DSCORE_API void dscore_state_free(dscore_state *state);

/**
 * Add rows [first, first + count) of a table to the cells of its source.
 *
 * @param state      not NULL
 * @param table      of the plan's catalogue; of a source that the plan does not read: nothing happens; not kept;
 *                   not NULL
 * @param first      first row, from 0
 * @param count      rows, >= 0, within the table; 0 only tells the state how the fields are read
 * @param out_taken  rows added; less than count only on failure: the state then holds exactly these; may be NULL
 * @param err        may be NULL; path is source.field, row the row of the table
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, rows that the table does not have); DSCORE_E_FIELD_MISSING (a
 *         field, placement or key that an indicator needs; a field that the first table of the source bound and
 *         this one does not); DSCORE_E_TYPE (a column that cannot be a key, or of another kind than the text it is
 *         compared with); DSCORE_E_INCOMPATIBLE (a table of another catalogue, or of another audit than those before;
 *         a key of integers in one table, of text in another; a key of the state was mapped to another one);
 *         DSCORE_E_RANGE (policy fail: field and row);
 *         DSCORE_E_LIMIT (max_state_bytes); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_update(dscore_state *state, const dscore_table *table, int64_t first,
    int64_t count, int64_t *out_taken, dscore_error *err);

/**
 * Add the cells of `source` to `target`: as if target had seen its rows too. Commutative, associative. The sum has the
 * `now` of the side with rows whose result depended on it, and reads later rows at that; if neither has such rows
 * (finished tickets), the later of the two; if both have and their nows differ, they do not merge, nor if that now is
 * before the end of a period or of what a Kaplan-Meier curve watches that had passed for rows of the other (D11).
 *
 * @param target  not NULL; the one written
 * @param source  not NULL; only read; may be target: its rows then count twice
 * @param err     may be NULL; path names the field in which they differ
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_INCOMPATIBLE (names the first difference); DSCORE_E_LIMIT
 *         (max_state_bytes of the target); DSCORE_E_MEMORY; on failure both are unchanged
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_merge(dscore_state *target, const dscore_state *source, dscore_error *err);

/**
 * A copy that shares nothing that changes.
 *
 * @param state  not NULL
 * @param out    to be freed by dscore_state_free; NULL on failure; not NULL
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_clone(const dscore_state *state, dscore_state **out, dscore_error *err);

/**
 * The state of the same query with only some of its keys; exact, no second pass (D25).
 *
 * @param state   not NULL; not changed
 * @param keys    names of keys of the state to keep, in any order; `period` keeps the periods; may be NULL if
 *                n_keys is 0
 * @param n_keys  how many, >= 0
 * @param out     to be freed by dscore_state_free; NULL on failure; not NULL
 * @param err     may be NULL; path names the item
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative n_keys); DSCORE_E_NOT_FOUND (no key of the query, or
 *         dropped before); DSCORE_E_UNSUPPORTED (a formula that reads the ends of its period, under event
 *         placement, when periods are dropped); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_rollup(const dscore_state *state, const char *const *keys, int32_t n_keys,
    dscore_state **out, dscore_error *err);

/** What becomes of labels that a map does not name. */
enum {
    DSCORE_MAP_REFUSE = 0, /**< there may be none: the first is an error */
    DSCORE_MAP_KEEP = 1,   /**< they stay as they are */
    DSCORE_MAP_MISSING = 2 /**< their rows are without the key from now on */
};

/**
 * The state with other labels in one key: those of agents become those of their teams. Cells that come to the same labels
 * add up; every value is, bit for bit, that of a query by the new key over rows that had it, distinct counts, quantiles
 * and sketches included, exact, no second pass (D25). All labels change at once: a label that another one becomes is mapped
 * itself only where it is named itself.
 *
 *     const char *agents[] = {"Ada", "Bo", "Carla"}, *teams[] = {"north", "south", "north"};
 *     dscore_state_map(state, "agent", "team", agents, teams, 3, DSCORE_MAP_REFUSE, &by_team, &err);
 *
 * Under another name (`new_key` is not `key`) the key is another one, of text, and that is another question: the new state
 * merges, packs and subtracts as all do, with states of the same plan whose key became one of that name, whatever map made
 * it so (people change teams). It takes no more rows: add them to the state that it came from, or to another one, map that,
 * and merge. Where a roll-up drops the key, what is left is the same question again. Under its own name the key is what it
 * was, with labels corrected ("ada" is "Ada"): the same question as before, of labels of the same kind.
 *
 * Subjects that a roster listed are mapped as well. Rows without the key stay so unless `from` names them.
 *
 * @param state    not NULL; not changed
 * @param key      name of a key that the state has, not `period` (periods: dscore_state_absorb); not NULL
 * @param new_key  its name in the new state, copied; `key` itself corrects labels; not "", not `period`, no other
 *                 key's; not NULL
 * @param from     count labels as dscore_values_key gives them (integers in decimal, `true`, `false`); a NULL stands for
 *                 rows without the key; labels that the state does not have may be there; may be NULL if count is 0
 * @param to       count labels: what each of them becomes; several may become one, also one that is there already; a NULL
 *                 leaves rows without the key; where an integer or boolean key is corrected, such labels; may be NULL if
 *                 count is 0
 * @param count    >= 0, at most 2^31 - 2; a label that is named again must become the same
 * @param others   DSCORE_MAP_...: labels that are not named; rows without the key are none of them
 * @param out      to be freed by dscore_state_free; NULL on failure; not NULL
 * @param err      may be NULL; path is the key, row the index in from and to
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL, a negative count, "" or `period` as a name, an unknown `others`);
 *         DSCORE_E_NOT_FOUND (no key of the state; under DSCORE_MAP_REFUSE a label that is not named: the message names
 *         it); DSCORE_E_INCOMPATIBLE (`new_key` is the name of another key, or the one that the key had before it became
 *         `key`); DSCORE_E_PARAMETER (a label that would become two); DSCORE_E_TYPE (no integer or boolean for a key of
 *         such labels); DSCORE_E_LIMIT (more labels than there can be); DSCORE_E_MEMORY
 * @since 0.4
 */
DSCORE_API dscore_status dscore_state_map(const dscore_state *state, const char *key, const char *new_key,
    const char *const *from, const char *const *to, int64_t count, int32_t others, dscore_state **out,
    dscore_error *err);

/* ---- rows that change, states that come and go ----------------------------------------------- */

/**
 * Take rows away that were added before: a ticket was deleted, a batch was wrong. Afterwards every value is, bit for
 * bit, that of a state which never saw them. The rows must be read as they were when they were added: the same values
 * in columns of the same kind (integers, decimals or doubles), the same `now`. It can be noticed that rows were never
 * added where a count, a kept value or what is left of a sum tells; then nothing changes.
 *
 * Counts, sums, means, ratios, shares, variances, exact quantiles, trimmed means and Kaplan-Meier curves can be taken
 * apart; `min`, `max`, `distinct`, `recurring` and sketches cannot. That rows of the state depended on now stays with
 * it, and so does memory: a clone has no more of it than it needs.
 *
 * @param state  not NULL; keeps some working memory for the next time, which dscore_state_bytes does not count
 * @param table  of the plan's catalogue; of a source that the plan does not read: nothing happens; not kept; not NULL
 * @param first  first row, from 0
 * @param count  rows, >= 0, within the table
 * @param err    may be NULL; path is the item, source.field, or the labels of the cell; row is the row of the table
 * @return DSCORE_OK; DSCORE_E_UNSUPPORTED (an item over these rows cannot be taken apart, before any row is read; a
 *         roster); DSCORE_E_INCOMPATIBLE (rows that were never added: names a cell that does not hold them; else as
 *         dscore_state_update); DSCORE_E_ARGUMENT, DSCORE_E_FIELD_MISSING, DSCORE_E_TYPE, DSCORE_E_RANGE (as
 *         dscore_state_update); DSCORE_E_MEMORY, DSCORE_E_LIMIT; on failure the state is unchanged
 * @since 0.4
 */
DSCORE_API dscore_status dscore_state_retract(
    dscore_state *state, const dscore_table *table, int64_t first, int64_t count, dscore_error *err);

/**
 * Take rows away and add others in their place, both or neither: a ticket was reopened, its survey came late. It costs
 * about as much as adding both, whatever the state holds; to change one kept value of an exact quantile, those kept of
 * the item are looked through.
 *
 * @param state      not NULL; as dscore_state_retract
 * @param old_table  rows [old_first, old_first + count) are taken away; as dscore_state_retract; not NULL
 * @param old_first  from 0
 * @param new_table  rows [new_first, new_first + count) are added; of the same source; may be old_table; not NULL
 * @param new_first  from 0
 * @param count      rows, >= 0, within both tables
 * @param err        may be NULL; as dscore_state_retract
 * @return as dscore_state_retract, dscore_state_update; DSCORE_E_INCOMPATIBLE too where the tables are of different
 *         sources; on failure the state is unchanged
 * @since 0.4
 */
DSCORE_API dscore_status dscore_state_replace(dscore_state *state, const dscore_table *old_table, int64_t old_first,
    const dscore_table *new_table, int64_t new_first, int64_t count, dscore_error *err);

/**
 * Take the cells of `source` away from `target`: undoes a merge, or an absorb. The last 28 days are yesterday's without
 * their first day and with the new one. What dscore_state_retract says of rows holds for those of the source. Subjects
 * that a roster of the source listed stay listed.
 *
 * @param target  not NULL; the one written
 * @param source  not NULL; only read; of a state that target could absorb; may be target, which is then left empty
 * @param err     may be NULL; path is the item, or the labels of the cell
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_UNSUPPORTED (an item that cannot be taken apart; as
 *         dscore_state_absorb); DSCORE_E_INCOMPATIBLE (as dscore_state_absorb; a state that was never added: names a
 *         cell that does not hold it); DSCORE_E_MEMORY, DSCORE_E_LIMIT; on failure both are unchanged
 * @since 0.4
 */
DSCORE_API dscore_status dscore_state_subtract(dscore_state *target, const dscore_state *source, dscore_error *err);

/**
 * Add the cells of a state over shorter periods to one over longer: days to months, months to quarters, a state of one
 * day, made by a plan of that day alone, to its month. As dscore_state_merge, of which it is the wider form, it is
 * exact, commutative in its sources and associative; the result is what the target would hold, had it seen the rows.
 * Both ask the same question: their plans are the same but for periods or range, and keys that a roll-up dropped from
 * the source are dropped from the target. Every period of the source lies in one period of the target. (Weeks do not
 * lie in months; a source without range or periods lies only in a target without.)
 *
 * A stock (`open` placement) is taken at the end of its period: a longer period takes that of the source's period which
 * ends when it ends, and no other (D25). A state of a month that is not over has its stock from a source whose last
 * period reaches to the end of the month: that is where `now` is. Rows in no period, and rows by reason, are added up
 * as the source counted them: give each of several sources the rows of its own periods.
 *
 * @param target  not NULL; the one written
 * @param source  not NULL; only read
 * @param err     may be NULL; path names the item, or the field in which they differ
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_INCOMPATIBLE (names the first difference, or the first period
 *         that lies in none of the target's); DSCORE_E_UNSUPPORTED (a formula that reads the ends of its period, under
 *         event placement, or its beginning, where periods differ); DSCORE_E_LIMIT (max_state_bytes of the target);
 *         DSCORE_E_MEMORY; on failure both are unchanged
 * @since 0.4
 */
DSCORE_API dscore_status dscore_state_absorb(dscore_state *target, const dscore_state *source, dscore_error *err);

/** How large a state is. @param state NULL gives 0 @return bytes that its cells hold now @since 0.1 */
DSCORE_API int64_t dscore_state_bytes(const dscore_state *state);

/**
 * The values of the cells; the state may go on.
 *
 * @param state  not NULL; not changed
 * @param out    to be freed by dscore_values_free; NULL on failure; not NULL
 * @param err    may be NULL
 * @return DSCORE_OK; DSCORE_E_ARGUMENT (a NULL); DSCORE_E_FIELD_MISSING (an item whose source was not given, or
 *         that lacks a field, unless absent = missing); DSCORE_E_MEMORY
 * @since 0.1
 */
DSCORE_API dscore_status dscore_state_finish(const dscore_state *state, dscore_values **out, dscore_error *err);

#ifdef __cplusplus
}
#endif
#endif
