/* The identity of a plan (D11): a hash of everything that decides what its cells hold. Names, order and now do not. */
#include "measure/plan_draft.h"

#include "base/error.h"
#include "base/hash.h"
#include <string.h>

#include <string.h>

/* Raised whenever the same formulas would fill cells otherwise. */
enum { SEMANTICS_VERSION = 1 };

static void add_periods(dsi_text *text, const dscore_query *query, const dsi_settings *settings)
{
    dsi_text_add(text, query->has_periods ? "periods" : query->has_range ? "range" : "no range");
    for (int32_t i = 0; i <= settings->period_count; i++) {
        dsi_text_add(text, " ");
        dsi_text_add_int(text, settings->edges[i]);
    }
    dsi_text_add(text, "\n");
}

static void add_policies(dsi_text *text, const dscore_query *query)
{
    static const char *const negatives[] = {"exclude", "signed", "clamp", "fail"};
    dsi_text_addf(text, "negative %s, invalid %s, absent %s, standing filter %s%s\n", negatives[query->negative],
        query->invalid_fails ? "fail" : "exclude", query->absent_is_missing ? "missing" : "error",
        query->standing_filter_off ? "off" : "on", query->quantiles_sketched ? ", quantiles sketch" : "");
}

static bool has_own_domain(const dsi_plan_source *source, int32_t f)
{
    const dsi_reading *reading = &source->readings[f];
    const dsi_reading given = dsi_reading_of(&source->source->fields[f]);
    return given.domain_min != reading->domain_min || given.domain_max != reading->domain_max;
}

static void add_field(dsi_text *text, const dsi_plan_source *source, int32_t f)
{
    const dsi_field *field = &source->source->fields[f];
    const dsi_reading *reading = &source->readings[f];
    dsi_text_addf(text, " %s (%d %d ", field->name, (int)reading->type, (int)reading->flags);
    dsi_text_add_double(text, reading->domain_min);
    dsi_text_add(text, " ");
    dsi_text_add_double(text, reading->domain_max);
    for (int32_t k = 0; k < field->derive_count; k++) {
        dsi_text_add(text, "; ");
        dsi_text_add(text, field->derive[k]);
    }
    dsi_text_add(text, ")");
}

/* The fields that are read, or have another domain, in the order of their names: fields that a later version of the
   catalogue adds leave the identity alone, and with it every state that was packed before. */
static void add_fields(dsi_text *text, const dsi_plan_source *source)
{
    const dsi_field *fields = source->source->fields;
    int32_t last = -1;
    for (;;) {
        int32_t next = -1;
        for (int32_t f = 0; f < source->source->field_count; f++) {
            if ((source->reads[f] != 0 || has_own_domain(source, f)) &&
                (last < 0 || strcmp(fields[f].name, fields[last].name) > 0) &&
                (next < 0 || strcmp(fields[f].name, fields[next].name) < 0)) {
                next = f;
            }
        }
        if (next < 0) {
            return;
        }
        add_field(text, source, next);
        last = next;
    }
}

dscore_status dsi_identity_begin(dsi_compile *c)
{
    const dscore_plan *plan = c->plan;
    dsi_text *text = &c->identity;
    dsi_text_addf(text, "deskscore plan %d\nkeys %d\nroster %s\n", (int)SEMANTICS_VERSION, (int)c->query->key_count,
        plan->roster >= 0 ? "agents" : "none");
    c->grid_from = text->length;
    add_periods(text, c->query, &plan->settings);
    c->grid_to = text->length;
    add_policies(text, c->query);
    for (int32_t s = 0; s < plan->source_count; s++) {
        dsi_text_addf(text, "source %s", plan->sources[s].name);
        add_fields(text, &plan->sources[s]);
        dsi_text_add(text, "\n");
    }
    return DSCORE_OK; /* a lack of memory stays with the text */
}

dscore_status dsi_identity_end(dsi_compile *c)
{
    if (c->identity.failed) {
        return dsi_fail_memory(c->err);
    }
    char *data = c->identity.data;
    dsi_hash_hex(data, c->identity.length, c->plan->fingerprint);
    memmove(data + c->grid_from, data + c->grid_to, (size_t)(c->identity.length - c->grid_to));
    dsi_hash_hex(data, c->identity.length - (c->grid_to - c->grid_from), c->plan->question);
    return DSCORE_OK;
}
