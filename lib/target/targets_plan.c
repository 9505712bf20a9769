/* Where targets meet a query: their indicators, each under the id of its target. */
#include "target/targets_parts.h"

#include "base/error.h"
#include "measure/query.h"
#include "score/item.h"

dscore_status dscore_targets_plan(
    const dscore_targets *targets, const dscore_query *query, dscore_plan **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (targets == NULL || query == NULL) {
        return dsi_fail_null(err, targets == NULL ? "targets" : "query");
    }
    dscore_query *copy = NULL;
    dscore_status status = dsi_query_copy(query, &copy, err);
    for (int32_t i = 0; status == DSCORE_OK && i < targets->spec.target_count; i++) {
        const dsi_card_item *item = &targets->spec.targets[i].item;
        if (item->indicator[0] != '\0') {
            status = dsi_item_ask(copy, item, "the target of that id", err);
        }
    }
    if (status == DSCORE_OK) {
        status = dscore_plan_compile(copy, out, err);
    }
    dscore_query_free(copy);
    return status;
}
