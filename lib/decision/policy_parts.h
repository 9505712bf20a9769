/* What the files of the policy of decisions share: the object itself. */
#ifndef DSI_DECISION_POLICY_PARTS_H
#define DSI_DECISION_POLICY_PARTS_H

#include "base/text.h"
#include "decision/policy.h"

struct dscore_policy {
    dsi_ref ref;
    dsi_arena arena;
    dsi_policy_spec spec;
    char hash[33];
};

/* Checks a specification as kept: texts never NULL. */
dscore_status dsi_policy_check(const dsi_policy_spec *spec, dscore_error *err);

/* Content hash over everything but prose. */
dscore_status dsi_policy_hash(dscore_policy *policy, dscore_error *err);

#endif
