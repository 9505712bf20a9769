/* Eight tickets that several tests of states measure. */
#ifndef DSCORE_TESTS_STATE_TICKETS_H
#define DSCORE_TESTS_STATE_TICKETS_H

#include "state_support.h"

#define H 3600

/* Eight tickets: agents A, B and none; created on the hour; answered after minutes, or not. */
static const char *const agents[] = {"A", "A", "A", "B", "B", NULL, "A", "B"};
static const int64_t created[] = {0, H, 2 * H, 3 * H, 4 * H, 5 * H, 6 * H, 7 * H};
static const int64_t answered[] = {
    60, H + 180, INT64_MIN, 3 * H + 120, 4 * H - 60, 5 * H + 30, 6 * H + 600, 7 * H + 240};
static const int64_t csat[] = {5, 4, 3, 2, INT64_MIN, 5, 7, 4};

static inline dscore_table *tickets(const dscore_plan *plan)
{
    dscore_table *t = table_of(schema_of(plan), "tickets");
    bind_texts(t, "agent", agents, 8);
    bind_seconds(t, "created_at", created, 8);
    bind_seconds(t, "first_response_at", answered, 8);
    bind_ints(t, "csat", csat, 8);
    return t;
}

#endif
