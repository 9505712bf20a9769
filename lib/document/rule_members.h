/* The members of rules: tables that reading and writing share. */
#ifndef DSI_DOCUMENT_RULE_MEMBERS_H
#define DSI_DOCUMENT_RULE_MEMBERS_H

#include "document/reader.h"
#include "score/rule.h"

/* A specification and those members that are more than a number or a word. */
typedef struct dsi_rule_parts {
    dsi_rule_spec spec;
    dsi_at clamp, core, conditions, cliff, knots, ends, tiers, below, threshold, target, stretch, limit, parameters;
} dsi_rule_parts;

/* The core of a BASE_FLOAT rule. */
typedef struct dsi_core_parts {
    dsi_ratio ratio;
    dsi_linear linear;
    dsi_at below;
} dsi_core_parts;

typedef struct dsi_family_members {
    const char *name;
    const dsi_member *members;
    int32_t count;
} dsi_family_members;

/* By dsi_family, from 1; NULL for an unknown number. */
const dsi_family_members *dsi_family_members_of(int32_t family);

enum { DSI_CORE_RATIO_MEMBERS = 4, DSI_CORE_LINEAR_MEMBERS = 6, DSI_CONDITION_MEMBERS = 4 };
extern const dsi_member dsi_core_ratio_members[DSI_CORE_RATIO_MEMBERS];   /* of dsi_core_parts */
extern const dsi_member dsi_core_linear_members[DSI_CORE_LINEAR_MEMBERS]; /* of dsi_core_parts */
extern const dsi_member dsi_condition_members[DSI_CONDITION_MEMBERS]; /* of dsi_float; the first two are on and op */

#endif
