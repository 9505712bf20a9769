/* What can be read of a definition, and the hash of its content (D23). */
#include "base/structs.h"
#include "measure/definition.h"

#include "base/error.h"
#include "base/hash.h"
#include <string.h>

/* ---- content hash --------------------------------------------------------------------------- */

static void add_line(dsi_text *text, const char *name, const char *value)
{
    dsi_text_add(text, name);
    dsi_text_add(text, "=");
    dsi_text_add(text, value);
    dsi_text_add(text, "\n");
}

static void add_tree(dsi_text *text, const char *name, const dsi_node *node)
{
    dsi_text_add(text, name);
    dsi_text_add(text, "=");
    if (node != NULL) {
        dsi_formula_print(text, node);
    }
    dsi_text_add(text, "\n");
}

/* What a value depends on, in a form of its own whatever the spelling of the record: no prose, no id (an identity is
   id and hash), the operands by their hashes. */
static void add_content(dsi_text *text, const dscore_catalog *catalog, const dscore_indicator *indicator)
{
    const dsi_record *r = &indicator->record;
    add_line(text, "definition", "1");
    add_line(text, "source", r->source);
    add_tree(text, "formula", indicator->formula);
    add_tree(text, "where", indicator->where);
    add_tree(text, "exclude", indicator->exclude);
    if (indicator->source >= 0) {
        const dsi_field *fields = catalog->schema->sources[indicator->source].fields;
        dsi_text_addf(text, "placement=%s(%s%s%s)\n", indicator->placement.open ? "open" : "event",
            fields[indicator->placement.from].name, indicator->placement.open ? ", " : "",
            indicator->placement.open ? fields[indicator->placement.until].name : "");
    }
    for (int32_t i = 0; i < r->credit_count; i++) {
        add_line(text, "credit", r->credit[i]);
    }
    add_line(text, "clock", r->clock);
    add_line(text, "unit", r->unit);
    add_line(text, "better", r->better);
    for (int32_t i = 0; i < r->parameter_count; i++) {
        const dsi_parameter *p = &r->parameters[i];
        dsi_text_addf(
            text, "parameter=%s,%d,%s,%s,%s,%s\n", p->name, (int)p->type, p->unit, p->default_value, p->min, p->max);
    }
    add_line(text, "observations", indicator->no_minimum ? "none" : "");
    add_tree(text, "observations", indicator->observations);
    for (int32_t i = 0; i < indicator->operand_count; i++) {
        add_line(text, "operand", indicator->operands[i]->hash);
    }
    dsi_text_addf(text, "base=%d\nmin_n=", (int)indicator->base);
    dsi_text_add_int(text, r->min_n);
    dsi_text_add(text, "\ndomain=");
    dsi_text_add_double(text, r->domain_min);
    dsi_text_add(text, "..");
    dsi_text_add_double(text, r->domain_max);
    dsi_text_add(text, r->sampled != 0 ? "\nsampled=1\n" : "\nsampled=0\n");
}

bool dsi_indicator_hash(const dscore_catalog *catalog, dscore_indicator *indicator)
{
    dsi_text text;
    dsi_text_init(&text, &catalog->arena.allocator);
    add_content(&text, catalog, indicator);
    bool is_whole = !text.failed;
    if (is_whole) {
        dsi_hash_hex(text.data, text.length, indicator->hash);
    }
    dsi_text_free(&text);
    return is_whole;
}

/* ---- accessors ------------------------------------------------------------------------------ */

const char *dscore_indicator_text(const dscore_indicator *indicator, int32_t property)
{
    if (indicator == NULL) {
        return "";
    }
    const dsi_record *r = &indicator->record;
    const char *texts[] = {
        [DSCORE_INDICATOR_ID] = r->id,
        [DSCORE_INDICATOR_NAME_EN] = r->name_en,
        [DSCORE_INDICATOR_NAME_ZH] = r->name_zh,
        [DSCORE_INDICATOR_DESCRIPTION_EN] = r->description_en,
        [DSCORE_INDICATOR_DESCRIPTION_ZH] = r->description_zh,
        [DSCORE_INDICATOR_DIMENSION] = r->dimension,
        [DSCORE_INDICATOR_UNIT] = r->unit,
        [DSCORE_INDICATOR_BETTER] = r->better,
        [DSCORE_INDICATOR_SOURCE] = r->source,
        [DSCORE_INDICATOR_FORMULA] = r->formula,
        [DSCORE_INDICATOR_PLACEMENT] = r->placement,
        [DSCORE_INDICATOR_CLOCK] = r->clock,
        [DSCORE_INDICATOR_WHERE] = r->where,
        [DSCORE_INDICATOR_EXCLUDE] = r->exclude,
        [DSCORE_INDICATOR_OBSERVATIONS] = r->observations,
        [DSCORE_INDICATOR_BASE] = r->base,
        [DSCORE_INDICATOR_KIND] = indicator->kind,
        [DSCORE_INDICATOR_LEVEL] = indicator->source < 0 ? "derived" : "source",
        [DSCORE_INDICATOR_HASH] = indicator->hash,
        [DSCORE_INDICATOR_SINCE] = r->since,
        [DSCORE_INDICATOR_REPLACED_BY] = r->replaced_by,
        [DSCORE_INDICATOR_REFERENCE] = r->reference,
    };
    if (property < DSCORE_INDICATOR_ID || property > DSCORE_INDICATOR_REFERENCE) {
        return "";
    }
    return texts[property];
}

int64_t dscore_indicator_min_n(const dscore_indicator *indicator)
{
    return indicator == NULL ? 1 : indicator->record.min_n;
}

int32_t dscore_indicator_sampled(const dscore_indicator *indicator)
{
    return indicator != NULL && indicator->record.sampled != 0;
}

void dscore_indicator_domain(const dscore_indicator *indicator, double *out_min, double *out_max)
{
    if (indicator == NULL) {
        return;
    }
    if (out_min != NULL) {
        *out_min = indicator->record.domain_min;
    }
    if (out_max != NULL) {
        *out_max = indicator->record.domain_max;
    }
}

int32_t dscore_indicator_parameter_count(const dscore_indicator *indicator)
{
    return indicator == NULL ? 0 : indicator->record.parameter_count;
}

dscore_status dscore_indicator_parameter(
    const dscore_indicator *indicator, int32_t index, dscore_parameter_info *out, dscore_error *err)
{
    if (indicator == NULL || out == NULL) {
        return dsi_fail_null(err, indicator == NULL ? "indicator" : "out");
    }
    if (index < 0 || index >= indicator->record.parameter_count) {
        return dsi_fail(err, DSCORE_E_NOT_FOUND, DSCORE_CODE_DEFINITION_NO_PARAMETER,
            "indicator %.60s has %d parameters, there is no number %d", indicator->record.id,
            (int)indicator->record.parameter_count, (int)index);
    }
    const dsi_parameter *p = &indicator->record.parameters[index];
    const dscore_parameter_info info = {0, p->type, p->name, p->default_value, p->min, p->max, p->unit};
    return dsi_struct_give(out, &info, sizeof info, err);
}

int32_t dscore_indicator_field_count(const dscore_indicator *indicator)
{
    return indicator == NULL ? 0 : indicator->need_count;
}

const char *dscore_indicator_field(const dscore_indicator *indicator, int32_t index)
{
    if (indicator == NULL || index < 0 || index >= indicator->need_count) {
        return "";
    }
    return indicator->catalog->schema->sources[indicator->source].fields[indicator->needs[index]].name;
}

int32_t dscore_indicator_credit_count(const dscore_indicator *indicator)
{
    return indicator == NULL ? 0 : indicator->record.credit_count;
}

const char *dscore_indicator_credit(const dscore_indicator *indicator, int32_t index)
{
    if (indicator == NULL || index < 0 || index >= indicator->record.credit_count) {
        return "";
    }
    return indicator->record.credit[index];
}
