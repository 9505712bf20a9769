/* Reading targets and objectives: types and words; what belongs together is for the target room to say. */
#include "document/targets_document.h"

#include "base/error.h"
#include "document/setting.h"
#include <deskscore/document.h>
#include <math.h>
#include <string.h>

static bool read_table(dsi_reader *r, const dsi_at *at, const dsi_member_table *table, void *out)
{
    return dsi_read_members(r, at, table->members, table->count, out);
}

/* ---- lists ---------------------------------------------------------------------------------- */

/* Room for the entries of a list or the members of an object, at least one; NULL after a complaint. */
static void *room_for(dsi_reader *r, const dsi_at *at, int32_t *out_count, size_t each)
{
    const size_t size = json_is_array(at->json) ? json_array_size(at->json) : json_object_size(at->json);
    void *room = dsi_arena_alloc(&r->arena, ((int64_t)size + 1) * (int64_t)each);
    *out_count = 0;
    if (room == NULL) {
        (void)dsi_complain_memory(r);
    } else {
        memset(room, 0, (size + 1) * each);
    }
    return room;
}

/* A list of texts, none empty, none twice; an empty list says nothing and is refused. */
static bool read_texts(dsi_reader *r, const dsi_at *at, const char *const **out, int32_t *out_count)
{
    if (!dsi_need_array(r, at)) {
        return false;
    }
    if (dsi_is_empty(at)) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    const char **texts = room_for(r, at, out_count, sizeof *texts);
    bool fine = texts != NULL;
    for (int64_t i = 0; texts != NULL && i < (int64_t)json_array_size(at->json) && dsi_reader_goes_on(r); i++) {
        const dsi_at element = dsi_element_at(at, i);
        if (!dsi_need_text(r, &element, &texts[*out_count])) {
            fine = false;
            continue;
        }
        if (texts[*out_count][0] == '\0') {
            fine = dsi_complain(r, &element, DSI_SAY_EMPTY_TEXT, NULL, 0);
        }
        for (int32_t k = 0; k < *out_count && fine; k++) {
            fine =
                strcmp(texts[k], texts[*out_count]) != 0 || dsi_complain1(r, &element, DSI_SAY_SUBJECT_TWICE, texts[k]);
        }
        *out_count += 1;
    }
    *out = texts;
    return fine && dsi_reader_goes_on(r);
}

/* Read each element of a list by a table, from what `init` leaves. */
static bool read_list(dsi_reader *r, const dsi_at *at, const dsi_member_table *table, size_t each,
    void (*init)(void *entry), void **out, int32_t *out_count)
{
    if (!dsi_need_array(r, at)) {
        return false;
    }
    if (dsi_is_empty(at)) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    char *entries = room_for(r, at, out_count, each);
    bool fine = entries != NULL;
    for (int64_t i = 0; entries != NULL && i < (int64_t)json_array_size(at->json) && dsi_reader_goes_on(r); i++) {
        const dsi_at element = dsi_element_at(at, i);
        void *entry = entries + each * (size_t)i;
        if (init != NULL) {
            init(entry);
        }
        fine = read_table(r, &element, table, entry) && fine;
        *out_count += 1;
    }
    *out = entries;
    return fine && dsi_reader_goes_on(r);
}

static void init_milestone(void *entry)
{
    dsi_milestone_init(entry);
}

static void init_step(void *entry)
{
    dsi_target_step_init(entry);
}

static void init_version(void *entry)
{
    dsi_target_version_init(entry);
}

/* ---- parts of a target ---------------------------------------------------------------------- */

/* An object read by a table, where it is given. */
static bool read_part(dsi_reader *r, const dsi_at *at, const dsi_member_table *table, void *out)
{
    return at->json == NULL || !dsi_reader_goes_on(r) || read_table(r, at, table, out);
}

/* A number, or {"value", "start", "end", "n"}. */
static bool read_baseline(dsi_reader *r, const dsi_at *at, dsi_target_spec *out)
{
    if (!json_is_object(at->json)) {
        return dsi_need_threshold(r, at, &out->baseline);
    }
    if (dsi_is_empty(at)) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    return read_table(r, at, &dsi_baseline_members, out);
}

/* A threshold; a text that begins otherwise than a number does is a goal in words, which the checks will find. */
static bool read_goal(dsi_reader *r, const dsi_at *at, dsi_target_spec *out)
{
    const char *text = json_string_value(at->json);
    if (text == NULL || (text[0] != '\0' && strchr("0123456789+-.", text[0]) != NULL)) {
        return dsi_need_threshold(r, at, &out->target);
    }
    out->target_text = text;
    return text[0] != '\0' || dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
}

static bool read_scope(dsi_reader *r, const dsi_at *at, dsi_target_spec *out)
{
    dsi_at subjects;
    bool fine = read_table(r, at, &dsi_scope_members, out);
    if (json_is_object(at->json) && dsi_member_at(at, "subjects", &subjects) && dsi_reader_goes_on(r)) {
        fine = read_texts(r, &subjects, &out->subjects, &out->subject_count) && fine;
    }
    return fine && dsi_reader_goes_on(r);
}

static bool read_grain(dsi_reader *r, const dsi_at *at, dsi_target_spec *out)
{
    const char *text = NULL;
    const dscore_period_rule months = DSCORE_PERIOD_RULE_INIT;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (!dsi_need_text(r, at, &text)) {
        return false;
    }
    out->grain = months;
    out->has_grain = dscore_period_parse(text, &out->grain, &lower) == DSCORE_OK;
    lower.path[0] = '\0';
    lower.column = 0;
    return out->has_grain || dsi_complain_lower(r, at, &lower);
}

static bool read_check_in(dsi_reader *r, const dsi_at *target, double days, dsi_target_spec *out)
{
    if (isnan(days)) {
        return true;
    }
    if (days != floor(days) || days < 1 || days > 36525) {
        dsi_at at;
        const dsi_word whole = {"whole days, 1 to 36525", "1 至 36525 的整天数"};
        const dsi_word words[] = {dsi_word_of(dsi_number_text(r, days)), whole};
        (void)dsi_member_at(target, "check_in", &at);
        return dsi_complain(r, &at, DSI_SAY_RANGE, words, 2);
    }
    out->check_in_days = (int32_t)days;
    return true;
}

static bool read_state(dsi_reader *r, const dsi_at *at, dsi_target_spec *out)
{
    dsi_at override;
    bool fine = read_table(r, at, &dsi_state_members, out);
    if (json_is_object(at->json) && dsi_member_at(at, "override", &override) && dsi_reader_goes_on(r)) {
        fine = read_table(r, &override, &dsi_override_members, out) && fine;
    }
    return fine && dsi_reader_goes_on(r);
}

/* The settings of the indicator (D14), typed against it; those without an indicator have nothing to set. */
static bool read_item(dsi_reader *r, const dsi_at *at, const dsi_target_parts *parts, const dscore_indicator *indicator,
    dsi_card_item *out)
{
    const dsi_item_settings settings = {
        &parts->parameters, &parts->clock, &parts->where, &parts->placement, &parts->credit, &parts->source};
    const dsi_at *const all[] = {
        &parts->parameters, &parts->clock, &parts->where, &parts->placement, &parts->credit, &parts->source};
    if (indicator != NULL) {
        out->indicator = indicator->record.id;
        return dsi_read_settings(r, at, indicator, &settings, out);
    }
    for (int32_t i = 0; i < DSI_COUNT(all) && parts->indicator.json == NULL; i++) {
        if (all[i]->json != NULL) {
            const dsi_word words[] = {dsi_word_of(all[i]->key), {"targets with an indicator", "有指标的目标"},
                {"one without", "没有指标的目标"}};
            return dsi_complain(r, all[i], DSI_SAY_NOT_FOR, words, 3);
        }
    }
    return true;
}

typedef bool reads_part(dsi_reader *r, const dsi_at *at, dsi_target_spec *out);

/* Members that are more than a number or a word, those without lists. */
static bool read_parts(dsi_reader *r, const dsi_at *at, dsi_target_parts *parts)
{
    const struct {
        const dsi_at *at;
        reads_part *read;
    } each[] = {{&parts->scope, read_scope}, {&parts->baseline, read_baseline}, {&parts->target, read_goal},
        {&parts->grain, read_grain}, {&parts->state, read_state}};
    dsi_target_spec *spec = &parts->spec;
    bool fine = read_check_in(r, at, parts->check_in, spec);
    for (int32_t i = 0; i < DSI_COUNT(each); i++) {
        if (each[i].at->json != NULL && dsi_reader_goes_on(r)) {
            fine = each[i].read(r, each[i].at, spec) && fine;
        }
    }
    fine = read_part(r, &parts->forecast, &dsi_forecast_members, spec) && fine;
    if (parts->guards.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_texts(r, &parts->guards, &spec->guards, &spec->guard_count) && fine;
    }
    spec->exclusive = !parts->inclusive;
    spec->upper_exclusive = !parts->upper_inclusive;
    spec->cap = parts->cap / 100;
    return fine && dsi_reader_goes_on(r);
}

static bool read_lists(dsi_reader *r, dsi_target_parts *parts)
{
    dsi_target_spec *spec = &parts->spec;
    void *entries = NULL;
    bool fine = true;
    if (parts->milestones.json != NULL) {
        fine = read_list(r, &parts->milestones, &dsi_milestone_members, sizeof *spec->milestones, init_milestone,
                   &entries, &spec->milestone_count) &&
               fine;
        spec->milestones = entries;
    }
    if (parts->tenure.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_list(
                   r, &parts->tenure, &dsi_step_members, sizeof *spec->steps, init_step, &entries, &spec->step_count) &&
               fine;
        spec->steps = entries;
    }
    if (parts->versions.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_list(r, &parts->versions, &dsi_version_members, sizeof *spec->versions, init_version, &entries,
                   &spec->version_count) &&
               fine;
        spec->versions = entries;
    }
    return fine && dsi_reader_goes_on(r);
}

/* The unit of its numbers: that of the indicator, else the one it names, else any. */
static const char *unit_of(const dsi_at *at, const dscore_indicator *indicator)
{
    const char *said = json_string_value(json_object_get(at->json, "unit"));
    return indicator != NULL ? indicator->record.unit : said != NULL && said[0] != '\0' ? said : NULL;
}

static bool read_target(dsi_reader *r, const dsi_at *at, const dscore_catalog *catalog, dsi_target_spec *out)
{
    dsi_target_parts parts;
    const dscore_indicator *indicator = NULL;
    dsi_at named;
    dsi_target_parts_init(&parts);
    bool fine = dsi_is_identifier(at->key) || dsi_complain1(r, at, DSI_SAY_ID_FORM, at->key);
    if (dsi_reader_goes_on(r) && json_is_object(at->json) && dsi_member_at(at, "indicator", &named)) {
        fine = dsi_need_indicator(r, &named, catalog, &indicator) && fine;
    }
    if (!dsi_reader_goes_on(r)) {
        return false;
    }
    r->unit = unit_of(at, indicator);
    fine = read_table(r, at, &dsi_target_members, &parts) && fine;
    fine = dsi_reader_goes_on(r) && read_parts(r, at, &parts) && fine;
    fine = dsi_reader_goes_on(r) && read_lists(r, &parts) && fine;
    r->unit = NULL;
    fine = dsi_reader_goes_on(r) && read_item(r, at, &parts, indicator, &parts.spec.item) && fine;
    parts.spec.id = at->key;
    parts.spec.item.alias = at->key;
    *out = parts.spec;
    return fine && dsi_reader_goes_on(r);
}

/* ---- objectives ----------------------------------------------------------------------------- */

/* The level that was found, by its label in either language. */
static bool read_level(dsi_reader *r, const dsi_at *at, dsi_objective_spec *out)
{
    const char *label = NULL;
    if (!dsi_need_text(r, at, &label)) {
        return false;
    }
    for (int32_t i = 0; i < out->level_count && out->level < 0; i++) {
        if (strcmp(label, out->levels[i].label_en) == 0 || strcmp(label, out->levels[i].label_zh) == 0) {
            out->level = i;
        }
    }
    return out->level >= 0 || dsi_complain2(r, at, DSI_SAY_NO_LEVEL, label, "");
}

/* Labels tell levels apart: none twice, in neither language. */
static bool check_labels(dsi_reader *r, const dsi_at *at, const dsi_objective_spec *spec)
{
    for (int32_t i = 0; i < spec->level_count; i++) {
        for (int32_t k = 0; k < i; k++) {
            const char *const mine[] = {spec->levels[i].label_en, spec->levels[i].label_zh};
            for (int32_t m = 0; m < 2; m++) {
                if (strcmp(mine[m], spec->levels[k].label_en) == 0 || strcmp(mine[m], spec->levels[k].label_zh) == 0) {
                    const dsi_at level = dsi_element_at(at, i);
                    return dsi_complain1(r, &level, DSI_SAY_SUBJECT_TWICE, mine[m]);
                }
            }
        }
    }
    return true;
}

static bool read_agreement(dsi_reader *r, const dsi_at *at, dsi_objective_spec *out)
{
    dsi_agreement_parts parts;
    void *levels = NULL;
    memset(&parts, 0, sizeof parts);
    parts.spec = *out;
    bool fine = read_table(r, at, &dsi_agreement_members, &parts);
    if (parts.levels.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_list(r, &parts.levels, &dsi_level_members, sizeof *parts.spec.levels, NULL, &levels,
                   &parts.spec.level_count) &&
               fine;
        parts.spec.levels = levels;
        fine = fine && check_labels(r, &parts.levels, &parts.spec);
    }
    if (parts.level.json != NULL && fine) {
        fine = read_level(r, &parts.level, &parts.spec);
    }
    fine = read_part(r, &parts.agreed, &dsi_agreed_members, &parts.spec) && fine;
    fine = read_part(r, &parts.changed, &dsi_changed_members, &parts.spec) && fine;
    parts.spec.has_mbo = true;
    *out = parts.spec;
    return fine && dsi_reader_goes_on(r);
}

static bool read_objective(dsi_reader *r, const dsi_at *at, dsi_objective_spec *out)
{
    dsi_objective_parts parts;
    memset(&parts, 0, sizeof parts);
    dsi_objective_spec_init(&parts.spec);
    bool fine = dsi_is_identifier(at->key) || dsi_complain1(r, at, DSI_SAY_ID_FORM, at->key);
    fine = dsi_reader_goes_on(r) && read_table(r, at, &dsi_objective_members, &parts) && fine;
    if (parts.mbo.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_agreement(r, &parts.mbo, &parts.spec) && fine;
    }
    parts.spec.id = at->key;
    *out = parts.spec;
    return fine && dsi_reader_goes_on(r);
}

/* ---- the document --------------------------------------------------------------------------- */

static bool read_objectives(dsi_reader *r, const dsi_at *at, dsi_targets_spec *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    dsi_objective_spec *objectives = room_for(r, at, &out->objective_count, sizeof *objectives);
    bool fine = objectives != NULL;
    for (void *i = json_object_iter(at->json); objectives != NULL && i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at objective = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        fine = read_objective(r, &objective, &objectives[out->objective_count++]) && fine;
    }
    out->objectives = objectives;
    return fine && dsi_reader_goes_on(r);
}

static bool read_all_targets(dsi_reader *r, const dsi_at *at, const dscore_catalog *catalog, dsi_targets_spec *out)
{
    if (!dsi_need_object(r, at)) {
        return false;
    }
    if (dsi_is_empty(at)) {
        return dsi_complain(r, at, DSI_SAY_EMPTY, NULL, 0);
    }
    dsi_target_spec *targets = room_for(r, at, &out->target_count, sizeof *targets);
    bool fine = targets != NULL;
    for (void *i = json_object_iter(at->json); targets != NULL && i != NULL && dsi_reader_goes_on(r);
         i = json_object_iter_next(at->json, i)) {
        const dsi_at target = {at, json_object_iter_key(i), -1, json_object_iter_value(i)};
        fine = read_target(r, &target, catalog, &targets[out->target_count++]) && fine;
    }
    out->targets = targets;
    return fine && dsi_reader_goes_on(r);
}

static bool read_plan(dsi_reader *r, const dsi_at *at, dsi_targets_parts *parts)
{
    dsi_at crosses;
    void *entries = NULL;
    bool fine = read_table(r, at, &dsi_plan_members, parts);
    if (json_is_object(at->json) && dsi_member_at(at, "cross_caps", &crosses) && dsi_reader_goes_on(r)) {
        fine = read_list(
                   r, &crosses, &dsi_cross_members, sizeof(dsi_mbo_cross), NULL, &entries, &parts->spec.cross_count) &&
               fine;
        parts->spec.cross_caps = entries;
    }
    return fine && dsi_reader_goes_on(r);
}

bool dsi_read_targets(dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, dsi_targets_spec *out)
{
    dsi_targets_parts parts;
    memset(&parts, 0, sizeof parts);
    dsi_targets_spec_init(&parts.spec);
    bool fine = read_table(r, root, &dsi_targets_members, &parts);
    if (parts.objectives.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_objectives(r, &parts.objectives, &parts.spec) && fine;
    }
    if (parts.targets.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_all_targets(r, &parts.targets, catalog, &parts.spec) && fine;
    }
    if (parts.mbo.json != NULL && dsi_reader_goes_on(r)) {
        fine = read_plan(r, &parts.mbo, &parts) && fine;
    }
    *out = parts.spec;
    return fine && dsi_reader_goes_on(r);
}

static void make_targets(dsi_reader *r, const dsi_at *root, void *out)
{
    dsi_targets_spec spec;
    dscore_error lower = DSCORE_ERROR_INIT;
    if (dsi_read_targets(r, root, r->catalog, &spec) && dsi_targets_new(r->catalog, &spec, out, &lower) != DSCORE_OK) {
        (void)dsi_complain_lower(r, root, &lower);
    }
}

dscore_status dscore_targets_parse(
    const dscore_catalog *catalog, const char *json, int64_t length, dscore_targets **out, dscore_error *err)
{
    if (out == NULL) {
        return dsi_fail_null(err, "out");
    }
    *out = NULL;
    return dsi_parse_by_catalog(catalog, json, length, "targets", make_targets, out, err);
}
