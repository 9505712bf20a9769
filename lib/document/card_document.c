/* Reading scorecards: items with their settings and rules, weights, missing policies, total, gates, grades and whom the
   card is meant for. */
#include "document/card_document.h"

#include "base/error.h"
#include "document/rule_document.h"
#include "document/setting.h"
#include "document/weights_document.h"
#include <math.h>
#include <string.h>

/* A specification and those members that are more than a number or a word. */
typedef struct card_parts {
    dsi_card_spec spec;
    dsi_at rules, items, weights, missing, total, grades, gates, subject;
} card_parts;

static const dsi_choice MODES[] = {{"WEIGHTED", DSI_CARD_WEIGHTED}, {"POINTS", DSI_CARD_POINTS}, {NULL, 0}};
static const dsi_choice POLICIES[] = {{"EXCLUDE_SIBLINGS", DSCORE_MISSING_EXCLUDE_SIBLINGS},
    {"EXCLUDE_GLOBAL", DSCORE_MISSING_EXCLUDE_GLOBAL}, {"ZERO", DSCORE_MISSING_ZERO}, {"BLOCK", DSCORE_MISSING_BLOCK},
    {"NEUTRAL", DSCORE_MISSING_NEUTRAL}, {"CARRY_FORWARD", DSCORE_MISSING_CARRY_FORWARD},
    {"GROUP_MEDIAN", DSCORE_MISSING_GROUP_MEDIAN}, {NULL, 0}};
static const dsi_choice FALLBACKS[] = {{"EXCLUDE_SIBLINGS", DSCORE_MISSING_EXCLUDE_SIBLINGS},
    {"EXCLUDE_GLOBAL", DSCORE_MISSING_EXCLUDE_GLOBAL}, {"ZERO", DSCORE_MISSING_ZERO}, {"BLOCK", DSCORE_MISSING_BLOCK},
    {NULL, 0}};
static const dsi_choice OPERATORS[] = {{"MEAN", DSI_OPERATOR_MEAN}, {"GEOMETRIC", DSI_OPERATOR_GEOMETRIC},
    {"HARMONIC", DSI_OPERATOR_HARMONIC}, {"MIN", DSI_OPERATOR_MIN}, {"OWA", DSI_OPERATOR_OWA}, {NULL, 0}};

#define SPEC(member) offsetof(card_parts, spec.member)
static const dsi_member CARD[] = {DSI_HEAD_MEMBERS, {"id", DSI_M_ID, true, SPEC(id), 0, NULL},
    {"version", DSI_M_TEXT, false, SPEC(version), 0, NULL},
    {"name", DSI_M_NAME, true, SPEC(name_en), SPEC(name_zh), NULL},
    {"description", DSI_M_NAME, false, SPEC(description_en), SPEC(description_zh), NULL},
    {"mode", DSI_M_CHOICE, false, SPEC(mode), 0, MODES},
    {"rules", DSI_M_JSON, false, offsetof(card_parts, rules), 0, NULL},
    {"items", DSI_M_JSON, true, offsetof(card_parts, items), 0, NULL},
    {"weights", DSI_M_JSON, true, offsetof(card_parts, weights), 0, NULL},
    {"missing", DSI_M_JSON, false, offsetof(card_parts, missing), 0, NULL},
    {"total", DSI_M_JSON, false, offsetof(card_parts, total), 0, NULL},
    {"gates", DSI_M_JSON, false, offsetof(card_parts, gates), 0, NULL},
    {"grades", DSI_M_JSON, false, offsetof(card_parts, grades), 0, NULL},
    {"subject", DSI_M_JSON, false, offsetof(card_parts, subject), 0, NULL}};

static const dsi_member MISSING[] = {{"policy", DSI_M_CHOICE, false, offsetof(dsi_card_spec, missing), 0, POLICIES},
    {"neutral", DSI_M_PERCENT, false, offsetof(dsi_card_spec, neutral), 0, NULL},
    {"max_age", DSI_M_INT32, false, offsetof(dsi_card_spec, max_age), 0, NULL},
    {"otherwise", DSI_M_CHOICE, false, offsetof(dsi_card_spec, otherwise), 0, FALLBACKS},
    {"min_weight_coverage", DSI_M_SHARE, false, offsetof(dsi_card_spec, min_weight_coverage), 0, NULL},
    {"min_data_coverage", DSI_M_SHARE, false, offsetof(dsi_card_spec, min_data_coverage), 0, NULL},
    {"allow_missing_dimension", DSI_M_BOOL, false, offsetof(dsi_card_spec, allow_missing_dimension), 0, NULL}};

/* The same of one item. */
static const dsi_member ITEM_MISSING[] = {{"policy", DSI_M_CHOICE, true, offsetof(dsi_missing, policy), 0, POLICIES},
    {"neutral", DSI_M_PERCENT, false, offsetof(dsi_missing, neutral), 0, NULL},
    {"max_age", DSI_M_INT32, false, offsetof(dsi_missing, max_age), 0, NULL},
    {"otherwise", DSI_M_CHOICE, false, offsetof(dsi_missing, otherwise), 0, FALLBACKS}};

typedef struct total_parts {
    dsi_card_spec spec;
    dsi_at owa;
} total_parts;
static const dsi_member TOTAL[] = {
    {"min", DSI_M_OPTION, false, offsetof(dsi_card_spec, lo), offsetof(dsi_card_spec, has_lo), NULL},
    {"max", DSI_M_OPTION, false, offsetof(dsi_card_spec, hi), offsetof(dsi_card_spec, has_hi), NULL},
    {"decimals", DSI_M_INT32, false, offsetof(dsi_card_spec, decimals), 0, NULL},
    {"operator", DSI_M_CHOICE, false, offsetof(dsi_card_spec, operation), 0, OPERATORS},
    {"epsilon", DSI_M_SHARE, false, offsetof(dsi_card_spec, epsilon), 0, NULL},
    {"owa", DSI_M_JSON, false, offsetof(total_parts, owa), 0, NULL}}; /* the specification stands first */

const dsi_choice dsi_period_choices[] = {{"day", DSCORE_PERIOD_DAY}, {"week", DSCORE_PERIOD_WEEK},
    {"month", DSCORE_PERIOD_MONTH}, {"quarter", DSCORE_PERIOD_QUARTER}, {"year", DSCORE_PERIOD_YEAR}, {NULL, 0}};

typedef struct item_parts {
    dsi_card_item item;
    dsi_at indicator, parameters, clock, where, placement, credit, source, rule, missing;
} item_parts;

#define PART(member) offsetof(item_parts, member)
static const dsi_member ITEM[] = {{"indicator", DSI_M_JSON, true, PART(indicator), 0, NULL},
    {"parameters", DSI_M_JSON, false, PART(parameters), 0, NULL}, {"clock", DSI_M_JSON, false, PART(clock), 0, NULL},
    {"where", DSI_M_JSON, false, PART(where), 0, NULL}, {"placement", DSI_M_JSON, false, PART(placement), 0, NULL},
    {"credit", DSI_M_JSON, false, PART(credit), 0, NULL}, {"source", DSI_M_JSON, false, PART(source), 0, NULL},
    {"rule", DSI_M_JSON, true, PART(rule), 0, NULL}, {"min_n", DSI_M_INT64, false, PART(item.min_n), 0, NULL},
    {"min_observations", DSI_M_NUMBER, false, PART(item.min_observations), 0, NULL},
    {"required", DSI_M_BOOL, false, PART(item.required), 0, NULL},
    {"bonus", DSI_M_BOOL, false, PART(item.bonus), 0, NULL}, {"missing", DSI_M_JSON, false, PART(missing), 0, NULL},
    {"in_points", DSI_M_BOOL, false, PART(item.in_points), 0, NULL},
    {"period", DSI_M_CHOICE, false, PART(item.period), 0, dsi_period_choices},
    {"notes", DSI_M_IGNORED, false, 0, 0, NULL}};

/* ---- missing values ------------------------------------------------------------------------- */

/* Members that belong to one policy: those that it lacks, and those that stand beside another. */
static bool fit_policy(dsi_reader *r, const dsi_at *at, int32_t policy)
{
    const bool neutral = policy == DSCORE_MISSING_NEUTRAL;
    const bool carries = policy == DSCORE_MISSING_CARRY_FORWARD;
    const struct {
        const char *member, *for_en;
        bool fits, needed;
    } rows[] = {{"neutral", "NEUTRAL", neutral, neutral}, {"max_age", "CARRY_FORWARD", carries, carries},
        {"otherwise", "CARRY_FORWARD, GROUP_MEDIAN", carries || policy == DSCORE_MISSING_GROUP_MEDIAN, false}};
    const char *name = "";
    for (const dsi_choice *c = POLICIES; c->word != NULL; c++) {
        name = c->value == policy ? c->word : name;
    }
    bool fine = true;
    for (int32_t i = 0; i < DSI_COUNT(rows) && dsi_reader_goes_on(r); i++) {
        dsi_at member;
        const bool given = dsi_member_at(at, rows[i].member, &member);
        if (given && !rows[i].fits) {
            fine = dsi_complain3(r, &member, DSI_SAY_NOT_FOR, rows[i].member, rows[i].for_en, name);
        } else if (!given && rows[i].needed) {
            fine = dsi_complain1(r, at, DSI_SAY_MISSING_MEMBER, rows[i].member);
        }
    }
    return fine;
}

static bool read_item_missing(dsi_reader *r, const dsi_at *at, dsi_missing *out)
{
    return dsi_read_members(r, at, ITEM_MISSING, DSI_COUNT(ITEM_MISSING), out) && fit_policy(r, at, out->policy);
}

/* ---- items ---------------------------------------------------------------------------------- */

/* A rule, or the name of one under "rules". */
static bool read_item_rule(dsi_reader *r, const dsi_at *at, const dsi_at *rules, dsi_card_item *item)
{
    dsi_rule_spec *spec = dsi_arena_alloc(&r->arena, (int64_t)sizeof *spec);
    if (spec == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = false;
    if (json_is_string(at->json)) {
        const char *name = json_string_value(at->json);
        dsi_at named = {rules, name, -1, rules->json == NULL ? NULL : json_object_get(rules->json, name)};
        fine = named.json != NULL ? dsi_read_rule(r, &named, spec)
                                  : dsi_complain_nearest(r, at, DSI_SAY_NO_RULE, name, dsi_key_at, rules);
    } else if (json_is_object(at->json)) {
        fine = dsi_read_rule(r, at, spec);
    } else {
        fine = dsi_complain_type(r, at, "a rule or the name of one", "规则或规则名");
    }
    item->rule = spec;
    return fine;
}

static bool read_item(
    dsi_reader *r, const dsi_at *at, const dsi_at *rules, const dscore_catalog *catalog, dsi_card_item *out)
{
    item_parts parts;
    memset(&parts, 0, sizeof parts);
    bool fine = dsi_read_members(r, at, ITEM, DSI_COUNT(ITEM), &parts);
    if (!dsi_reader_goes_on(r)) {
        return false;
    }
    const dscore_indicator *indicator = NULL;
    parts.item.alias = at->key;
    if (!dsi_is_identifier(at->key)) {
        fine = dsi_complain1(r, at, DSI_SAY_ID_FORM, at->key);
    }
    if (parts.indicator.json != NULL) {
        fine = dsi_need_indicator(r, &parts.indicator, catalog, &indicator) && fine;
    }
    if (indicator != NULL) {
        const dsi_item_settings settings = {
            &parts.parameters, &parts.clock, &parts.where, &parts.placement, &parts.credit, &parts.source};
        parts.item.indicator = indicator->record.id;
        fine = dsi_read_settings(r, at, indicator, &settings, &parts.item) && fine;
    }
    if (parts.rule.json != NULL && dsi_reader_goes_on(r)) {
        r->unit = indicator == NULL ? NULL : indicator->record.unit;
        fine = read_item_rule(r, &parts.rule, rules, &parts.item) && fine;
        r->unit = NULL;
    }
    if (parts.missing.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_item_missing(r, &parts.missing, &parts.item.missing) && fine;
    }
    if (parts.item.min_observations < 0) {
        dsi_at place;
        (void)dsi_member_at(at, "min_observations", &place);
        fine = dsi_complain2(r, &place, DSI_SAY_RANGE, dsi_number_text(r, parts.item.min_observations), ">= 0");
    }
    *out = parts.item;
    return fine && dsi_reader_goes_on(r);
}

static bool read_items(
    dsi_reader *r, const dsi_at *at, const dsi_at *rules, const dscore_catalog *catalog, dsi_card_spec *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    if (dsi_is_empty(at)) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    dsi_card_item *items = dsi_arena_alloc(&r->arena, (int64_t)json_object_size(at->json) * (int64_t)sizeof *items);
    if (items == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at item = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        fine = read_item(r, &item, rules, catalog, &items[out->item_count++]) && fine;
    }
    out->items = items;
    return fine && dsi_reader_goes_on(r);
}

/* ---- the rest ------------------------------------------------------------------------------- */

typedef struct grade_parts {
    dsi_grade grade;
    dsi_at min;
} grade_parts;
static const dsi_member GRADE[] = {{"min", DSI_M_JSON, false, offsetof(grade_parts, min), 0, NULL},
    {"label", DSI_M_NAME, true, offsetof(grade_parts, grade.label_en), offsetof(grade_parts, grade.label_zh), NULL}};

static bool read_grades(dsi_reader *r, const dsi_at *at, dsi_card_spec *out)
{
    if (!dsi_need_array(r, at)) {
        return false;
    }
    const int32_t count = (int32_t)json_array_size(at->json);
    dsi_grade *grades = dsi_arena_alloc(&r->arena, ((int64_t)count + 1) * (int64_t)sizeof *grades);
    if (grades == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (int32_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at entry = dsi_element_at(at, i);
        grade_parts parts;
        memset(&parts, 0, sizeof parts);
        fine = dsi_read_members(r, &entry, GRADE, DSI_COUNT(GRADE), &parts) && fine;
        parts.grade.min = -(double)INFINITY;
        if (parts.min.json != NULL && !json_is_null(parts.min.json)) {
            fine = dsi_need_percent(r, &parts.min, &parts.grade.min) && fine;
            if (fine && i > 0 && !(parts.grade.min < grades[i - 1].min)) {
                fine = dsi_complain2(r, &parts.min, DSI_SAY_GRADE_ORDER, dsi_number_text(r, parts.grade.min),
                    dsi_number_text(r, grades[i - 1].min));
            }
        }
        grades[i] = parts.grade;
    }
    out->grades = grades;
    out->grade_count = count;
    return fine && dsi_reader_goes_on(r);
}

/* Weights of positions, shares or plain numbers. */
static bool read_positions(dsi_reader *r, const dsi_at *at, dsi_card_spec *out)
{
    if (!dsi_need_array(r, at)) {
        return false;
    }
    const int32_t count = (int32_t)json_array_size(at->json);
    double *positions = dsi_arena_alloc(&r->arena, ((int64_t)count + 1) * (int64_t)sizeof *positions);
    if (positions == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (int32_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at entry = dsi_element_at(at, i);
        fine = dsi_need_percent(r, &entry, &positions[i]) && fine;
    }
    out->owa = positions;
    out->owa_count = count;
    return fine;
}

static bool read_total(dsi_reader *r, const dsi_at *at, dsi_card_spec *out)
{
    dsi_at place;
    total_parts parts;
    memset(&parts, 0, sizeof parts);
    parts.spec = *out;
    if (!dsi_read_members(r, at, TOTAL, DSI_COUNT(TOTAL), &parts)) {
        return false;
    }
    *out = parts.spec;
    if (parts.owa.json != NULL && !read_positions(r, &parts.owa, out)) {
        return false;
    }
    if (out->decimals > 9 && dsi_member_at(at, "decimals", &place)) {
        return dsi_complain2(r, &place, DSI_SAY_RANGE, dsi_number_text(r, out->decimals), "0-9");
    }
    if (out->has_lo && out->has_hi && out->lo > out->hi) {
        const dsi_word most = {"at most \"max\"", "不大于 \"max\" 的数"};
        const dsi_word words[] = {dsi_word_of(dsi_number_text(r, out->lo)), most};
        return dsi_complain(r, dsi_member_at(at, "min", &place) ? &place : at, DSI_SAY_RANGE, words, 2);
    }
    return true;
}

/* The rules that no item names: complaints about their form, so that a check misses nothing. */
static bool read_spare_rules(dsi_reader *r, const dsi_at *rules, const dsi_at *items)
{
    bool fine = true;
    for (void *i = json_object_iter(rules->json); i != NULL; i = json_object_iter_next(rules->json, i)) {
        const dsi_at rule = {rules, json_object_iter_key(i), -1, json_object_iter_value(i)};
        bool used = false;
        for (void *k = json_object_iter(items->json); k != NULL; k = json_object_iter_next(items->json, k)) {
            const char *name = json_string_value(json_object_get(json_object_iter_value(k), "rule"));
            used = used || (name != NULL && strcmp(name, rule.key) == 0);
        }
        if (used) {
            continue;
        }
        dsi_rule_spec spec;
        fine = dsi_read_rule(r, &rule, &spec) && fine;
        if (r->report != NULL) {
            (void)dsi_complain1(r, &rule, DSI_SAY_UNUSED_RULE, rule.key);
        }
    }
    return fine && dsi_reader_goes_on(r);
}

bool dsi_read_card(dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, dsi_card_spec *out)
{
    card_parts parts;
    memset(&parts, 0, sizeof parts);
    dsi_card_spec_init(&parts.spec);
    bool fine = dsi_read_members(r, root, CARD, DSI_COUNT(CARD), &parts);
    if (parts.rules.json != NULL && dsi_reader_goes_on(r)) {
        fine = dsi_need_object(r, &parts.rules) && fine;
    }
    if (parts.items.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_items(r, &parts.items, &parts.rules, catalog, &parts.spec) && fine;
    }
    if (parts.rules.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_spare_rules(r, &parts.rules, &parts.items) && fine;
    }
    if (parts.weights.json != NULL && dsi_reader_goes_on(r)) {
        r->items = json_is_object(parts.items.json) ? &parts.items : NULL;
        fine = dsi_read_weights(r, &parts.weights, &parts.spec.weights) && fine;
        r->items = NULL;
    }
    if (parts.missing.json != NULL && dsi_reader_goes_on(r)) {
        fine = dsi_read_members(r, &parts.missing, MISSING, DSI_COUNT(MISSING), &parts.spec) &&
               fit_policy(r, &parts.missing, parts.spec.missing) && fine;
    }
    if (parts.total.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_total(r, &parts.total, &parts.spec) && fine;
    }
    if (parts.gates.json != NULL && dsi_reader_goes_on(r)) {
        fine = dsi_read_gates(r, &parts.gates, catalog, &parts.spec) && fine;
    }
    if (parts.grades.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_grades(r, &parts.grades, &parts.spec) && fine;
    }
    if (parts.subject.json != NULL && dsi_reader_goes_on(r)) {
        fine = dsi_read_subject(r, &parts.subject, &parts.spec) && fine;
    }
    *out = parts.spec;
    return fine && dsi_reader_goes_on(r);
}

const dsi_at *dsi_rule_place(const dsi_at *root, const char *alias, dsi_at steps[4])
{
    if (!dsi_member_at(root, "items", &steps[0]) || !dsi_member_at(&steps[0], alias, &steps[1]) ||
        !dsi_member_at(&steps[1], "rule", &steps[2])) {
        return root;
    }
    const char *name = json_string_value(steps[2].json);
    if (name == NULL) {
        return &steps[2];
    }
    return dsi_member_at(root, "rules", &steps[0]) && dsi_member_at(&steps[0], name, &steps[3]) ? &steps[3] : root;
}

/* ---- the document itself -------------------------------------------------------------------- */

static void make_card(dsi_reader *r, const dsi_at *root, void *out)
{
    dsi_card_spec spec;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_read_card(r, root, r->catalog, &spec) && dsi_scorecard_new(r->catalog, &spec, out, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
    }
}

dscore_status dscore_scorecard_parse(
    const dscore_catalog *catalog, const char *json, int64_t length, dscore_scorecard **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    return dsi_parse_by_catalog(catalog, json, length, "scorecard", make_card, out, err);
}
