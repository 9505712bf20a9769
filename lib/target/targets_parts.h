/* What the files of targets share: the object itself, its copy, checks and hash. */
#ifndef DSI_TARGET_TARGETS_PARTS_H
#define DSI_TARGET_TARGETS_PARTS_H

#include "target/targets.h"

struct dscore_targets {
    dsi_ref ref;
    dsi_arena arena;
    const dscore_catalog *catalog; /* one hold */
    dsi_targets_spec spec;
    const dscore_indicator **indicators; /* one a target; NULL = none */
    int32_t *objective_of;               /* one a target; -1 = none */
    int32_t *parent_of;                  /* one an objective; -1 = none */
    int32_t *children_first;             /* objectives in an order in which parents follow their children */
    char hash[33];
};

/* Everything that can be said of a specification without looking ids up. */
dscore_status dsi_targets_check(const dsi_targets_spec *spec, dscore_error *err);

/* Deep copy: texts never NULL, aliases filled in; false = no memory. */
bool dsi_targets_copy(dsi_arena *arena, const dsi_targets_spec *from, dsi_targets_spec *to);

/* Content hash over everything but prose. */
dscore_status dsi_targets_hash(dscore_targets *targets, dscore_error *err);

void dsi_targets_take(const dscore_targets *targets);

static inline bool dsi_has_day(int64_t day)
{
    return day != DSI_NO_DAY;
}

/* Nothing is measured: done or not, or pieces of work. */
static inline bool dsi_target_is_unmeasured(const dsi_target_spec *t)
{
    return t->item.indicator[0] == '\0' &&
           (t->direction == DSCORE_TARGET_BINARY || t->direction == DSCORE_TARGET_MILESTONE);
}

static inline bool dsi_target_is_maintained(int32_t direction)
{
    return direction >= DSCORE_TARGET_MAINTAIN_AT_OR_ABOVE && direction <= DSCORE_TARGET_MAINTAIN_BAND;
}

#endif
