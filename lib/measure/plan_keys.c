/* What the keys of a query mean for each item, and whether a roster lists the subjects. */
#include "measure/plan_draft.h"

#include "base/error.h"

#include <string.h>

static dscore_status check_type(dsi_compile *c, const dsi_draft *draft, const char *key, int32_t field)
{
    const dsi_field *info = &draft->source->fields[field];
    if (info->type != DSCORE_TYPE_INSTANT && info->type != DSCORE_TYPE_DURATION) {
        return DSCORE_OK;
    }
    return dsi_compile_fail(c, draft,
        dsi_fail(c->err, DSCORE_E_TYPE, DSCORE_CODE_PLAN_KEY,
            "the key '%s' is %s.%s, %s; a key is text, a boolean or an integer (for time give periods)", key,
            draft->source->name, info->name, info->type == DSCORE_TYPE_INSTANT ? "an instant" : "a duration"));
}

dscore_status dsi_compile_keys(dsi_compile *c, dsi_draft *draft)
{
    for (int32_t k = 0; k < c->query->key_count; k++) {
        const char *key = c->query->keys[k];
        dsi_frame_key *out = &draft->keys[k];
        if (strcmp(key, "subject") == 0) {
            memcpy(out->fields, draft->credit, sizeof draft->credit);
            out->field_count = draft->credit_count;
        } else {
            out->fields[0] = dsi_source_field_index(draft->source, key);
            out->field_count = out->fields[0] < 0 ? 0 : 1;
        }
        if (out->field_count == 0) {
            return dsi_compile_fail(c, draft,
                dsi_fail(c->err, DSCORE_E_FIELD_MISSING, DSCORE_CODE_PLAN_KEY,
                    "the source %s has no field for the key '%s', which %s is to be grouped by", draft->source->name,
                    key, draft->indicator->record.id));
        }
        for (int32_t i = 0; i < out->field_count; i++) {
            const dscore_status status = check_type(c, draft, key, out->fields[i]);
            if (status != DSCORE_OK) {
                return status;
            }
        }
    }
    return DSCORE_OK;
}

void dsi_compile_roster(dsi_compile *c, int32_t *out_schema_source)
{
    const dscore_schema *schema = c->query->catalog->schema;
    const int32_t source = dsi_schema_source_index(schema, "agents");
    *out_schema_source = -1;
    if (c->query->key_count != 1 || source < 0 || dsi_source_field_index(&schema->sources[source], "agent") < 0) {
        return;
    }
    if (strcmp(c->query->keys[0], "subject") == 0 || strcmp(c->query->keys[0], "agent") == 0) {
        *out_schema_source = source;
    }
}
