/* Reading rules: members by table, lists and nested objects by functions of their own. */
#include "document/rule_document.h"

#include "base/error.h"
#include "document/rule_members.h"
#include <math.h>
#include <string.h>

static const dsi_choice END[] = {{"HOLD", DSI_END_HOLD}, {"EXTRAPOLATE", DSI_END_EXTRAPOLATE}, {NULL, 0}};

/* ---- parts of rules ------------------------------------------------------------------------- */

typedef struct two_options {
    double lo, hi;
    bool has_lo, has_hi;
} two_options;
static const dsi_member CLAMP[] = {
    {"lo", DSI_M_OPTION, false, offsetof(two_options, lo), offsetof(two_options, has_lo), NULL},
    {"hi", DSI_M_OPTION, false, offsetof(two_options, hi), offsetof(two_options, has_hi), NULL}};

static bool read_clamp(dsi_reader *r, const dsi_at *at, dsi_rule_spec *spec)
{
    if (json_is_null(at->json)) {
        spec->has_lo = spec->has_hi = false;
        return true;
    }
    two_options ends = {spec->lo, spec->hi, spec->has_lo, spec->has_hi};
    if (!dsi_read_members(r, at, CLAMP, DSI_COUNT(CLAMP), &ends)) {
        return false;
    }
    spec->lo = ends.lo;
    spec->hi = ends.hi;
    spec->has_lo = ends.has_lo;
    spec->has_hi = ends.has_hi;
    return true;
}

/* "HOLD", "EXTRAPOLATE" or a number of points. */
static bool read_end(dsi_reader *r, const dsi_at *at, dsi_end *out)
{
    if (json_is_number(at->json)) {
        out->mode = DSI_END_CONST;
        out->points = json_number_value(at->json);
        return true;
    }
    if (!json_is_string(at->json)) {
        return dsi_complain_type(
            r, at, "\"HOLD\", \"EXTRAPOLATE\" or a number of points", "\"HOLD\"、\"EXTRAPOLATE\" 或分数");
    }
    for (const dsi_choice *c = END; c->word != NULL; c++) {
        if (strcmp(c->word, json_string_value(at->json)) == 0) {
            out->mode = c->value;
            return true;
        }
    }
    return dsi_complain2(r, at, DSI_SAY_CHOICE, json_string_value(at->json), "HOLD, EXTRAPOLATE, a number of points");
}

/* Entries of a list, each read into an element of an array in the arena. */
typedef bool reads_entry(dsi_reader *r, const dsi_at *at, void *out);
static bool read_list(dsi_reader *r, const dsi_at *at, size_t size, reads_entry *read, void **out, int32_t *out_count)
{
    if (!dsi_need_array(r, at)) {
        return false;
    }
    const int64_t count = (int64_t)json_array_size(at->json);
    char *array = dsi_arena_alloc(&r->arena, (count + 1) * (int64_t)size);
    if (array == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (int64_t i = 0; i < count && dsi_reader_goes_on(r); i++) {
        const dsi_at entry = dsi_element_at(at, i);
        fine = read(r, &entry, array + (size_t)i * size) && fine;
    }
    *out = array;
    *out_count = (int32_t)count;
    return fine && dsi_reader_goes_on(r);
}

static bool read_condition(dsi_reader *r, const dsi_at *at, void *out)
{
    dsi_float *condition = out;
    dsi_at threshold;
    if (!dsi_read_members(r, at, dsi_condition_members, DSI_CONDITION_MEMBERS, condition) ||
        !dsi_member_at(at, "threshold", &threshold)) {
        return false;
    }
    return condition->on == DSI_FLOAT_ON_RAW ? dsi_need_threshold(r, &threshold, &condition->threshold)
                                             : dsi_need_percent(r, &threshold, &condition->threshold);
}

/* The member "family" of a rule or a core. */
static bool need_family(dsi_reader *r, const dsi_at *at, dsi_at *out, const char **out_name)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    return dsi_member_at(at, "family", out) ? dsi_need_text(r, out, out_name)
                                            : dsi_complain1(r, at, DSI_SAY_MISSING_MEMBER, "family");
}

static bool read_core(dsi_reader *r, const dsi_at *at, dsi_base_float *f)
{
    dsi_at family;
    const char *name = NULL;
    if (!need_family(r, at, &family, &name)) {
        return false;
    }
    dsi_core_parts parts = {f->ratio, f->linear, {NULL, NULL, 0, NULL}};
    bool fine = true;
    if (strcmp(name, "RATIO") == 0) {
        f->core_family = DSI_FAMILY_RATIO;
        fine = dsi_read_members(r, at, dsi_core_ratio_members, DSI_CORE_RATIO_MEMBERS, &parts);
    } else if (strcmp(name, "LINEAR") == 0) {
        f->core_family = DSI_FAMILY_LINEAR;
        fine = dsi_read_members(r, at, dsi_core_linear_members, DSI_CORE_LINEAR_MEMBERS, &parts);
        fine = fine && (parts.below.json == NULL || read_end(r, &parts.below, &parts.linear.below));
    } else {
        fine = dsi_complain2(r, &family, DSI_SAY_CHOICE, name, "RATIO, LINEAR");
    }
    f->ratio = parts.ratio;
    f->linear = parts.linear;
    return fine;
}

static const dsi_member CLIFF[] = {{"x", DSI_M_THRESHOLD, true, offsetof(dsi_step, cliff_x), 0, NULL},
    {"inclusive", DSI_M_BOOL, false, offsetof(dsi_step, cliff_inclusive), 0, NULL},
    {"points", DSI_M_NUMBER, false, offsetof(dsi_step, cliff_points), 0, NULL}};

static bool read_step(dsi_reader *r, const dsi_rule_parts *parts, dsi_step *step)
{
    bool fine = true;
    if (parts->limit.json == NULL) {
        step->has_limit = !step->bonus;
    } else if (json_is_null(parts->limit.json)) {
        step->has_limit = false;
    } else {
        step->has_limit = true;
        fine = dsi_need_number(r, &parts->limit, &step->limit);
    }
    if (parts->cliff.json != NULL && !json_is_null(parts->cliff.json)) {
        step->has_cliff = true;
        fine = dsi_read_members(r, &parts->cliff, CLIFF, DSI_COUNT(CLIFF), step) && fine;
    }
    return fine;
}

typedef struct one_point {
    double x, points;
} one_point;
static const dsi_member POINT[] = {{"x", DSI_M_THRESHOLD, true, offsetof(one_point, x), 0, NULL},
    {"points", DSI_M_NUMBER, true, offsetof(one_point, points), 0, NULL}};

static bool read_point(dsi_reader *r, const dsi_at *at, double *x, double *points)
{
    one_point point = {0, 0};
    const bool fine = dsi_read_members(r, at, POINT, DSI_COUNT(POINT), &point);
    *x = point.x;
    *points = point.points;
    return fine;
}

typedef struct knot_parts {
    dsi_knot knot;
    double points;
} knot_parts;
static const dsi_member KNOT[] = {{"x", DSI_M_THRESHOLD, true, offsetof(knot_parts, knot.x), 0, NULL},
    {"points", DSI_M_NUMBER, false, offsetof(knot_parts, points), 0, NULL},
    {"left", DSI_M_NUMBER, false, offsetof(knot_parts, knot.left), 0, NULL},
    {"right", DSI_M_NUMBER, false, offsetof(knot_parts, knot.right), 0, NULL}};

static bool read_knot(dsi_reader *r, const dsi_at *at, void *out)
{
    knot_parts parts = {{0, 0, 0}, 0};
    if (!dsi_read_members(r, at, KNOT, DSI_COUNT(KNOT), &parts)) {
        return false;
    }
    const bool left = json_object_get(at->json, "left") != NULL, right = json_object_get(at->json, "right") != NULL;
    const bool points = json_object_get(at->json, "points") != NULL;
    if (points == (left || right)) {
        return points ? dsi_complain3(
                            r, at, DSI_SAY_NOT_FOR, "points", "a knot without a jump", "a knot with left and right")
                      : dsi_complain1(r, at, DSI_SAY_MISSING_MEMBER, "points");
    }
    if (left != right) {
        return dsi_complain1(r, at, DSI_SAY_MISSING_MEMBER, left ? "right" : "left");
    }
    if (points) {
        parts.knot.left = parts.knot.right = parts.points;
    }
    memcpy(out, &parts.knot, sizeof parts.knot);
    return true;
}

typedef struct tier_parts {
    dsi_tier tier;
    dsi_at min, max;
} tier_parts;
static const dsi_member TIER_MEMBERS[] = {{"min", DSI_M_JSON, false, offsetof(tier_parts, min), 0, NULL},
    {"max", DSI_M_JSON, false, offsetof(tier_parts, max), 0, NULL},
    {"points", DSI_M_NUMBER, true, offsetof(tier_parts, tier.points), 0, NULL},
    {"label", DSI_M_NAME, false, offsetof(tier_parts, tier.label_en), offsetof(tier_parts, tier.label_zh), NULL}};

static bool read_tier(dsi_reader *r, const dsi_at *at, void *out)
{
    tier_parts parts;
    memset(&parts, 0, sizeof parts);
    bool fine = dsi_read_members(r, at, TIER_MEMBERS, DSI_COUNT(TIER_MEMBERS), &parts);
    parts.tier.min = -(double)INFINITY;
    parts.tier.max = (double)INFINITY;
    if (parts.min.json != NULL && !json_is_null(parts.min.json)) {
        fine = dsi_need_threshold(r, &parts.min, &parts.tier.min) && fine;
    }
    if (parts.max.json != NULL && !json_is_null(parts.max.json)) {
        fine = dsi_need_threshold(r, &parts.max, &parts.tier.max) && fine;
    }
    memcpy(out, &parts.tier, sizeof parts.tier);
    return fine;
}

static dsi_word axis_word(dsi_reader *r, double x)
{
    const dsi_word least = {"the lower end", "最小端"}, most = {"the upper end", "最大端"};
    return isfinite(x) ? dsi_word_of(dsi_number_text(r, x)) : x < 0 ? least : most;
}

/* Tiers that leave values out, or cover them twice: told here, with the numbers and in both languages. */
static bool check_tier_ends(dsi_reader *r, const dsi_at *at, const dsi_tiers *tiers)
{
    for (int32_t i = 0; i <= tiers->tier_count && tiers->tier_count > 0; i++) {
        const double before = i == 0 ? -(double)INFINITY : tiers->tiers[i - 1].max;
        const double next = i == tiers->tier_count ? (double)INFINITY : tiers->tiers[i].min;
        if (before == next) {
            continue;
        }
        const bool last = i == tiers->tier_count;
        const dsi_at tier = dsi_element_at(at, last ? i - 1 : i);
        dsi_at member;
        const bool is_there = dsi_member_at(&tier, last ? "max" : "min", &member);
        const double low = before < next ? before : next, high = before < next ? next : before;
        const dsi_word words[] = {axis_word(r, low), axis_word(r, high)};
        return dsi_complain(
            r, is_there ? &member : &tier, before < next ? DSI_SAY_TIER_GAP : DSI_SAY_TIER_OVERLAP, words, 2);
    }
    return true;
}

typedef struct end_parts {
    dsi_at low, high;
} end_parts;
static const dsi_member ENDS[] = {{"low", DSI_M_JSON, false, offsetof(end_parts, low), 0, NULL},
    {"high", DSI_M_JSON, false, offsetof(end_parts, high), 0, NULL}};

static bool read_ends(dsi_reader *r, const dsi_at *at, dsi_piecewise *p)
{
    end_parts parts;
    memset(&parts, 0, sizeof parts);
    bool fine = dsi_read_members(r, at, ENDS, DSI_COUNT(ENDS), &parts);
    fine = (parts.low.json == NULL || read_end(r, &parts.low, &p->low)) && fine;
    return (parts.high.json == NULL || read_end(r, &parts.high, &p->high)) && fine;
}

/* Name: number, or threshold in the indicator's unit. */
static bool read_rule_parameters(dsi_reader *r, const dsi_at *at, dsi_points_formula *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    dsi_rule_parameter *parameters =
        dsi_arena_alloc(&r->arena, ((int64_t)json_object_size(at->json) + 1) * (int64_t)sizeof *parameters);
    if (parameters == NULL) {
        return dsi_complain_memory(r);
    }
    bool fine = true;
    for (void *i = json_object_iter(at->json); i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at entry = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        dsi_rule_parameter *p = &parameters[out->parameter_count++];
        *p = (dsi_rule_parameter){entry.key, 0.0, false};
        fine = (dsi_is_identifier(entry.key) || dsi_complain1(r, &entry, DSI_SAY_ID_FORM, entry.key)) && fine;
        fine = dsi_need_threshold(r, &entry, &p->value) && fine;
    }
    out->parameters = parameters;
    return fine;
}

/* ---- members of one form only ---------------------------------------------------------------- */

/* What one form or mode of a family needs, and what another one's members would do to it: nothing. */
typedef struct form_members {
    const char *needs[5], *others[5]; /* end with NULL */
    dsi_word is, others_are_for;
} form_members;

static const form_members TRAPEZOID = {{"a", "b", "c", "d", NULL}, {"target", "tolerance", "slope", NULL},
    {"a TRAPEZOID", "TRAPEZOID"}, {"a BAND of form DEVIATION", "DEVIATION 形式的 BAND"}};
static const form_members DEVIATION = {{"target", "slope", NULL}, {"a", "b", "c", "d", NULL},
    {"a DEVIATION", "DEVIATION"}, {"a BAND of form TRAPEZOID", "TRAPEZOID 形式的 BAND"}};
static const form_members ADJ_BASE = {
    {"base", NULL}, {"cap_core", "order", NULL}, {"ADJ_BASE", "ADJ_BASE"}, {"mode ADJ_CORE", "ADJ_CORE 方式"}};

/* By DSI_DESIRE_..., from 1. */
static const form_members DESIRABILITY[] = {
    {{NULL}, {"target", "exponent_low", "exponent_high", NULL}, {"a MAX", "MAX"},
        {"a DESIRABILITY of form TARGET", "TARGET 形式的 DESIRABILITY"}},
    {{NULL}, {"target", "exponent_low", "exponent_high", NULL}, {"a MIN", "MIN"},
        {"a DESIRABILITY of form TARGET", "TARGET 形式的 DESIRABILITY"}},
    {{"target", NULL}, {"exponent", NULL}, {"a TARGET", "TARGET"},
        {"a DESIRABILITY of form MAX or MIN", "MAX 或 MIN 形式的 DESIRABILITY"}},
    {{NULL}, {"target", "exponent", "exponent_low", "exponent_high", NULL}, {"a BOX", "BOX"},
        {"a DESIRABILITY of another form", "其他形式的 DESIRABILITY"}}};

/* By DSI_PEERS_..., from 1. */
static const form_members PEERS[] = {
    {{NULL}, {"definition", "when_equal", NULL}, {"a Z", "Z"}, {"PEERS of another method", "其他方法的 PEERS"}},
    {{NULL}, {"definition", "when_equal", NULL}, {"a ROBUST_Z", "ROBUST_Z"},
        {"PEERS of another method", "其他方法的 PEERS"}},
    {{NULL}, {"scale", "definition", NULL}, {"a MIN_MAX", "MIN_MAX"}, {"PEERS of another method", "其他方法的 PEERS"}},
    {{NULL}, {"scale", "when_equal", NULL}, {"a PERCENT_RANK", "PERCENT_RANK"},
        {"PEERS of another method", "其他方法的 PEERS"}}};

static bool check_form(dsi_reader *r, const dsi_at *at, const form_members *form)
{
    bool fine = true;
    dsi_at member;
    for (int32_t i = 0; form->needs[i] != NULL; i++) {
        if (!dsi_member_at(at, form->needs[i], &member)) {
            fine = dsi_complain1(r, at, DSI_SAY_MISSING_MEMBER, form->needs[i]);
        }
    }
    for (int32_t i = 0; form->others[i] != NULL; i++) {
        if (dsi_member_at(at, form->others[i], &member) && !json_is_null(member.json)) {
            const dsi_word words[] = {dsi_word_of(form->others[i]), form->others_are_for, form->is};
            fine = dsi_complain(r, &member, DSI_SAY_NOT_FOR, words, 3);
        }
    }
    return fine;
}

/* ---- reading -------------------------------------------------------------------------------- */

static const char *family_name(const void *ctx, int32_t i)
{
    (void)ctx;
    const dsi_family_members *family = dsi_family_members_of(i + 1);
    return family == NULL ? NULL : family->name;
}

static bool read_family(dsi_reader *r, const dsi_at *at, int32_t *out)
{
    dsi_at family;
    const char *name = NULL;
    if (!need_family(r, at, &family, &name)) {
        return false;
    }
    *out = dsi_family_find(name);
    return *out != 0 || dsi_complain_choice(r, &family, name, family_name, NULL);
}

static bool read_parts(dsi_reader *r, const dsi_at *at, dsi_rule_parts *parts)
{
    dsi_rule_spec *spec = &parts->spec;
    void *list = NULL;
    bool fine = parts->clamp.json == NULL || read_clamp(r, &parts->clamp, spec);
    switch (spec->family) {
    case DSI_FAMILY_BASE_FLOAT:
        fine = (spec->u.base_float.mode != DSI_ADJ_BASE || check_form(r, at, &ADJ_BASE)) && fine;
        fine = (parts->core.json == NULL || read_core(r, &parts->core, &spec->u.base_float)) && fine;
        fine = (parts->conditions.json == NULL || read_list(r, &parts->conditions, sizeof(dsi_float), read_condition,
                                                      &list, &spec->u.base_float.condition_count)) &&
               fine;
        spec->u.base_float.conditions = list;
        return fine;
    case DSI_FAMILY_STEP:
        return read_step(r, parts, &spec->u.step) && fine;
    case DSI_FAMILY_LINEAR:
        return (parts->below.json == NULL || read_end(r, &parts->below, &spec->u.linear.below)) && fine;
    case DSI_FAMILY_TARGET3: {
        dsi_target3 *t = &spec->u.target3;
        fine = (parts->threshold.json == NULL ||
                   read_point(r, &parts->threshold, &t->threshold_x, &t->threshold_points)) &&
               fine;
        fine = (parts->target.json == NULL || read_point(r, &parts->target, &t->target_x, &t->target_points)) && fine;
        return (parts->stretch.json == NULL || read_point(r, &parts->stretch, &t->stretch_x, &t->stretch_points)) &&
               fine;
    }
    case DSI_FAMILY_PIECEWISE:
        fine = (parts->knots.json == NULL ||
                   read_list(r, &parts->knots, sizeof(dsi_knot), read_knot, &list, &spec->u.piecewise.knot_count)) &&
               fine;
        spec->u.piecewise.knots = list;
        return (parts->ends.json == NULL || read_ends(r, &parts->ends, &spec->u.piecewise)) && fine;
    case DSI_FAMILY_TIER:
        fine = (parts->tiers.json == NULL ||
                   read_list(r, &parts->tiers, sizeof(dsi_tier), read_tier, &list, &spec->u.tier.tier_count)) &&
               fine;
        spec->u.tier.tiers = list;
        return fine && (parts->tiers.json == NULL || check_tier_ends(r, &parts->tiers, &spec->u.tier));
    case DSI_FAMILY_BAND:
        return check_form(r, at, spec->u.band.form == DSI_BAND_DEVIATION ? &DEVIATION : &TRAPEZOID) && fine;
    case DSI_FAMILY_DESIRABILITY:
        return check_form(r, at, &DESIRABILITY[spec->u.desirability.form - 1]) && fine;
    case DSI_FAMILY_FORMULA:
        return (parts->parameters.json == NULL || read_rule_parameters(r, &parts->parameters, &spec->u.formula)) &&
               fine;
    case DSI_FAMILY_PEERS:
        return check_form(r, at, &PEERS[spec->u.peers.method - 1]) && fine;
    default:
        return fine;
    }
}

bool dsi_read_rule(dsi_reader *r, const dsi_at *at, dsi_rule_spec *out)
{
    int32_t family = 0;
    if (!read_family(r, at, &family)) {
        return false;
    }
    bool fine = dsi_read_inner_head(r, at, "rule") && dsi_reader_goes_on(r);
    dsi_rule_parts parts;
    memset(&parts, 0, sizeof parts);
    dsi_rule_spec_init(&parts.spec, family);
    const dsi_family_members *table = dsi_family_members_of(family);
    fine = dsi_read_members(r, at, table->members, table->count, &parts) && fine;
    fine = dsi_reader_goes_on(r) && read_parts(r, at, &parts) && fine;
    *out = parts.spec;
    return fine && dsi_reader_goes_on(r);
}

/* ---- the document itself ------------------------------------------------------------------ */

static void make_rule(dsi_reader *r, const dsi_at *root, void *out)
{
    dsi_rule_spec spec;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_read_rule(r, root, &spec) && dsi_rule_new(&r->allocator, &spec, out, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
    }
}

dscore_status dscore_rule_parse(
    const dscore_allocator *allocator, const char *json, int64_t length, dscore_rule **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    return dsi_parse_alone(allocator, json, length, "rule", true, make_rule, out, err);
}
