/**
 * @file roster.h
 * What is known of the people and teams behind the scores, beside their tickets: who belongs where, since when, with how
 * many days worked. Targets and decisions read it.
 */
#ifndef DESKSCORE_ROSTER_H
#define DESKSCORE_ROSTER_H

#include <deskscore/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A roster by columns; everything belongs to the caller and is read during the call that takes it.
 *
 * A row tells of one subject, in one period or, where `period` is NULL or "", in all periods that have no row of their own. Subject and
 * period occur together at most once. Columns may have any name; these have a meaning of their own:
 *
 * | column        | kind   | what it says                              |
 * |---------------|--------|-------------------------------------------|
 * | `tenure_days` | number | days with the team at the end of a period |
 * | `worked_days` | number | days worked in it                         |
 * | `leave_days`  | number | days of leave in it                       |
 * | `complaints`  | number | upheld complaints in it                   |
 * | `salary`      | number | of a period, in one currency              |
 */
typedef struct dscore_roster {
    uint32_t struct_size;            /**< sizeof(dscore_roster) */
    int32_t text_count;              /**< text columns, >= 0 */
    int32_t number_count;            /**< number columns, >= 0 */
    int32_t reserved;                /**< 0 */
    int64_t count;                   /**< rows, >= 0, at most 2^31 - 2 */
    const char *const *subject;      /**< [count] label of the subject as values have it; none NULL */
    const char *const *period;       /**< [count] name of a period as values have it ("2026-11"); NULL: all periods */
    const char *const *text_names;   /**< [text_count] */
    const char *const *texts;        /**< [text_count x count], a column's rows side by side; NULL or "" = not known */
    const char *const *number_names; /**< [number_count] */
    const double *numbers;           /**< [number_count x count], a column's rows side by side; NaN = not known */
} dscore_roster;

/** Initialiser of a dscore_roster: nobody is known. */
#define DSCORE_ROSTER_INIT {(uint32_t)sizeof(dscore_roster), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

#ifdef __cplusplus
}
#endif
#endif
