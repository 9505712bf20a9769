/* The check of a document of any kind: everything a parse would refuse, then everything worth a warning. */
#include "document/check.h"

#include "base/error.h"
#include "document/catalog_document.h"
#include "document/decisions_document.h"
#include "document/rule_document.h"
#include "document/scheme_document.h"
#include "document/targets_document.h"
#include "document/weights_document.h"
#include <math.h>
#include <string.h>

/* ---- catalogues ----------------------------------------------------------------------------- */

typedef struct aggregates {
    int32_t bare, other;
} aggregates;

static void count_aggregate(void *ctx, const dsi_node *node)
{
    aggregates *found = ctx;
    if (node->op == DSI_OP_AGGREGATE) {
        const bool bare = node->function == DSI_AGG_COUNT && node->argc == 0 && node->where == NULL;
        found->bare += bare ? 1 : 0;
        found->other += bare ? 0 : 1;
    }
}

void dsi_check_record(dsi_reader *r, const dsi_at *at, const dscore_schema *schema, const dsi_record *record)
{
    const int32_t source = dsi_schema_source_index(schema, record->source == NULL ? "" : record->source);
    const dsi_scope scope = {
        schema, source < 0 ? NULL : &schema->sources[source], record->parameters, record->parameter_count, false};
    dsi_node *node = NULL;
    aggregates found = {0, 0};
    if (dsi_formula_compile(&r->arena, record->formula, (int64_t)strlen(record->formula), &scope, &node, NULL) !=
        DSCORE_OK) {
        return;
    }
    dsi_formula_walk(node, count_aggregate, &found);
    if (found.bare > 0 && found.other > 0) {
        (void)dsi_complain_below(r, at, "formula", DSI_SAY_COUNT_MIX, NULL, 0);
    }
}

/* ---- profiles ------------------------------------------------------------------------------- */

typedef struct cut_search {
    int32_t field;
    bool found;
} cut_search;

static bool is_cut(const dsi_node *node)
{
    return node->op == DSI_OP_NUMBER || node->op == DSI_OP_NUMBER_INT || node->op == DSI_OP_PARAMETER;
}

static void find_cut(void *ctx, const dsi_node *node)
{
    cut_search *search = ctx;
    if (node->op < DSI_OP_EQ || node->op > DSI_OP_GE || node->argc != 2) {
        return;
    }
    for (int32_t i = 0; i < 2; i++) {
        const dsi_node *a = node->args[i], *b = node->args[1 - i];
        search->found = search->found || (a->op == DSI_OP_FIELD && a->u.field == search->field && is_cut(b));
    }
}

/* Ids of the indicators that compare a field with a number. */
static const char *cutters(dsi_reader *r, const dscore_catalog *catalog, int32_t source, int32_t field)
{
    dsi_text list;
    dsi_text_init(&list, &r->allocator);
    int32_t count = 0;
    for (int32_t i = 0; i < catalog->indicator_count; i++) {
        const dscore_indicator *indicator = &catalog->indicators[i];
        cut_search search = {field, false};
        if (indicator->source != source) {
            continue;
        }
        dsi_formula_walk(indicator->formula, find_cut, &search);
        if (search.found) {
            dsi_text_add(&list, count++ > 0 ? ", " : "");
            dsi_text_add(&list, indicator->record.id);
        }
    }
    const char *kept = list.failed || count == 0 ? NULL : dsi_arena_text(&r->arena, list.data, list.length);
    dsi_text_free(&list);
    return kept;
}

static void check_profile_field(
    dsi_reader *r, const dsi_at *fields, const dscore_catalog *catalog, int32_t source, const dsi_profile_field *field)
{
    const dsi_source *of = &catalog->schema->sources[source];
    const int32_t index = field->field == NULL ? -1 : dsi_source_field_index(of, field->field);
    if (index < 0 || (field->flags & DSCORE_PROFILE_HAS_DOMAIN) == 0 ||
        (field->domain_min == of->fields[index].domain_min && field->domain_max == of->fields[index].domain_max)) {
        return;
    }
    const char *ids = cutters(r, catalog, source, index);
    dsi_at at, domain;
    if (ids != NULL && dsi_member_at(fields, field->field, &at) && dsi_member_at(&at, "domain", &domain)) {
        const dsi_word words[] = {dsi_word_of(field->field), dsi_word_of(dsi_number_text(r, field->domain_min)),
            dsi_word_of(dsi_number_text(r, field->domain_max)), dsi_word_of(ids)};
        (void)dsi_complain(r, &domain, DSI_SAY_CUT_DOMAIN, words, 4);
    }
}

void dsi_check_profile(dsi_reader *r, const dsi_at *root, const dscore_profile *profile)
{
    dsi_at sources, source, fields;
    if (!dsi_member_at(root, "sources", &sources)) {
        return;
    }
    for (int32_t i = 0; i < profile->source_count; i++) {
        const dsi_profile_source *of = &profile->sources[i];
        const int32_t index = dsi_schema_source_index(profile->catalog->schema, of->name);
        if (index < 0 || !dsi_member_at(&sources, of->name, &source) || !dsi_member_at(&source, "fields", &fields)) {
            continue;
        }
        for (int32_t k = 0; k < of->field_count; k++) {
            check_profile_field(r, &fields, profile->catalog, index, &of->fields[k]);
        }
    }
}

/* ---- kinds ---------------------------------------------------------------------------------- */

static void check_catalog_document(
    dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_profile *mapped)
{
    (void)mapped;
    dscore_catalog_builder *builder = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dscore_catalog_builder_new(catalog, &builder, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
        return;
    }
    (void)dsi_read_catalog(r, root, builder);
    dscore_catalog_builder_free(builder);
}

static void check_card_document(
    dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_profile *profile)
{
    dsi_card_spec spec;
    dscore_scorecard *card = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (!dsi_read_card(r, root, catalog, &spec)) {
        return;
    }
    if (dsi_scorecard_new(catalog, &spec, &card, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
        return;
    }
    dsi_check_card(r, root, catalog, card, profile);
    dscore_scorecard_free(card);
}

static void check_weights_document(
    dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_profile *mapped)
{
    (void)mapped;
    (void)catalog;
    dsi_weights_spec spec;
    dscore_weights *weights = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (!dsi_read_weights(r, root, &spec)) {
        return;
    }
    if (dsi_weights_new(&r->allocator, &spec, &weights, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
        return;
    }
    dsi_check_weights(r, root, weights);
    dscore_weights_free(weights);
}

static void check_rule_document(
    dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_profile *mapped)
{
    (void)mapped;
    (void)catalog;
    dsi_rule_spec spec;
    dscore_rule *rule = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (!dsi_read_rule(r, root, &spec)) {
        return;
    }
    if (dsi_rule_new(&r->allocator, &spec, &rule, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
        return;
    }
    dsi_check_rule(r, root, rule, "", -(double)INFINITY, (double)INFINITY);
    dscore_rule_free(rule);
}

static void check_profile_document(
    dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_profile *mapped)
{
    (void)mapped;
    dscore_profile *profile = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_profile_new(catalog, &profile, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
        return;
    }
    (void)dsi_read_profile(r, root, profile);
    if (dsi_reader_goes_on(r)) {
        dsi_check_profile(r, root, profile);
    }
    dscore_profile_free(profile);
}

/* The zone's data is not at hand: whatever it is, the hours and dates are judged the same. */
static void check_calendar_document(
    dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_profile *mapped)
{
    (void)mapped;
    (void)catalog;
    dsi_calendar_document document;
    dscore_calendar *calendar = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_read_calendar(r, root, &document)) {
        if (dsi_calendar_new(&r->allocator, &document.spec, &calendar, &lower) != DSCORE_OK) {
            (void)dsi_complain_lower(r, root, &lower);
        } else {
            dsi_check_calendar(r, root, &document);
        }
    }
    dscore_calendar_free(calendar);
    dsi_calendar_document_free(r, &document);
}

static void check_decisions_document(
    dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_profile *mapped)
{
    (void)catalog;
    (void)mapped;
    dsi_policy_spec spec;
    dscore_policy *policy = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (!dsi_read_policy(r, root, &spec)) {
        return;
    }
    if (dsi_policy_new(&r->allocator, &spec, &policy, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
        return;
    }
    dsi_check_policy(r, root, dsi_policy_spec_of(policy));
    dscore_policy_free(policy);
}

static void check_targets_document(
    dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_profile *mapped)
{
    (void)mapped;
    dsi_targets_spec spec;
    dscore_targets *targets = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (!dsi_read_targets(r, root, catalog, &spec)) {
        return;
    }
    if (dsi_targets_new(catalog, &spec, &targets, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
        return;
    }
    dsi_check_targets(r, root, targets);
    dscore_targets_free(targets);
}

static void check_scheme_document(
    dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_profile *mapped)
{
    dsi_scheme_spec spec;
    dscore_scheme *scheme = NULL;
    dscore_error lower = DSCORE_ERROR_INIT;
    dsi_scheme_spec_init(&spec);
    if (dsi_read_scheme(r, root, catalog, &spec) && dsi_scheme_new(catalog, &spec, &scheme, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
    }
    for (int32_t i = 0; scheme != NULL && i < spec.line_count; i++) {
        for (int32_t k = 0; k < spec.lines[i].version_count; k++) {
            dsi_at steps[4];
            const dsi_at *card = dsi_scheme_card_place(root, spec.lines[i].name, k, steps);
            dsi_check_card(r, card, catalog, spec.lines[i].versions[k].card, mapped);
        }
    }
    if (scheme != NULL) {
        dsi_check_scheme(r, root, scheme);
    }
    dscore_scheme_free(scheme);
    dsi_scheme_spec_drop(&spec);
}

static const struct {
    const char *kind, *member; /* a fragment of that kind is known by this member */
    bool fragment;             /* may do without its head */
    void (*check)(dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_profile *profile);
} KINDS[] = {{"catalog", "indicators", false, check_catalog_document},
    {"scorecard", "items", false, check_card_document}, {"weights", "tree", true, check_weights_document},
    {"rule", "family", true, check_rule_document}, {"profile", "sources", false, check_profile_document},
    {"decisions", "rules", false, check_decisions_document}, {"targets", "targets", false, check_targets_document},
    {"scheme", "assign", false, check_scheme_document}, {"calendar", "week", true, check_calendar_document}, {"calendar", "versions", true, check_calendar_document}};

static const char *kind_at(const void *ctx, int32_t i)
{
    (void)ctx;
    return i < DSI_COUNT(KINDS) - 1 ? KINDS[i].kind : NULL; /* the last row names the kind before it again */
}

static void check_root(dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_profile *profile)
{
    dsi_at at;
    const char *kind = NULL;
    const bool said = dsi_member_at(root, "kind", &at);
    if (said && !dsi_need_text(r, &at, &kind)) {
        return;
    }
    for (int32_t i = 0; i < DSI_COUNT(KINDS); i++) {
        const bool is_kind =
            said ? strcmp(kind, KINDS[i].kind) == 0 : json_object_get(root->json, KINDS[i].member) != NULL;
        if (is_kind) {
            (void)dsi_read_head(r, root, KINDS[i].kind, KINDS[i].fragment);
            KINDS[i].check(r, root, catalog, profile);
            return;
        }
    }
    if (said) {
        (void)dsi_complain_choice(r, &at, kind, kind_at, NULL);
    } else {
        (void)dsi_complain1(r, root, DSI_SAY_MISSING_MEMBER, "kind");
    }
}

static dscore_status check_document(const dscore_catalog *catalog, const char *json, int64_t length,
    const dscore_profile *profile, dscore_report **out, dscore_error *err)
{
    dscore_report *report = NULL;
    dscore_status status = dsi_text_argument(json, length, err);
    if (status == DSCORE_OK) {
        status = dsi_report_new(&catalog->arena.allocator, &report, err);
    }
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_reader r;
    dsi_at root;
    if (dsi_reader_open(&r, &catalog->arena.allocator, json, length, report, err, &root)) {
        check_root(&r, &root, catalog, profile);
    }
    status = r.status;
    dsi_reader_close(&r);
    if (status == DSCORE_E_MEMORY) {
        dscore_report_free(report);
        return status;
    }
    *out = report;
    return DSCORE_OK;
}

dscore_status dscore_document_check(
    const dscore_catalog *catalog, const char *json, int64_t length, dscore_report **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    return catalog == NULL ? dsi_fail_null(err, "catalog") : check_document(catalog, json, length, NULL, out, err);
}

dscore_status dscore_document_check_mapped(const dscore_catalog *catalog, const char *json, int64_t length,
    const dscore_profile *profile, dscore_report **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    if (catalog == NULL || profile == NULL) {
        return dsi_fail_null(err, catalog == NULL ? "catalog" : "profile");
    }
    return check_document(catalog, json, length, profile, out, err);
}
