/* Which states belong together: what they measure, how their rows were read, and the now that rows depended on (D11).
 */
#include "measure/state_join.h"

#include <string.h>

enum { KEYS = (1 << DSI_MAX_KEYS) - 1 };

static dscore_status differ(dscore_error *err, const char *what, const char *name)
{
    return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_MERGE, "the states differ in %s%s%s", what,
        name[0] != '\0' ? " " : "", name);
}

static dscore_status differ_in_field(dscore_error *err, const char *what, const dsi_plan_source *source, int32_t field)
{
    const char *name = source->source->fields[field].name;
    (void)dsi_fail(
        err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_MERGE, "the states differ in %s %s.%s", what, source->name, name);
    dsi_error_path(err, "%s.%s", source->name, name);
    return DSCORE_E_INCOMPATIBLE;
}

/* Plans of two catalogues: states say how fields were read by their places. */
static bool has_same_places(const dsi_plan_source *a, const dsi_plan_source *b)
{
    bool same = a->source->field_count == b->source->field_count;
    for (int32_t f = 0; same && a->source != b->source && f < a->source->field_count; f++) {
        same = strcmp(a->source->fields[f].name, b->source->fields[f].name) == 0;
    }
    return same;
}

static dscore_status compare_sources(const dscore_state *to, const dscore_state *from, dscore_error *err)
{
    for (int32_t s = 0; s < to->plan->source_count; s++) {
        const dsi_plan_source *source = &to->plan->sources[s];
        const dsi_source_state *a = &to->sources[s], *b = &from->sources[s];
        if (!has_same_places(source, &from->plan->sources[s])) {
            return differ(err, "the catalogues of their plans: other fields in", source->name);
        }
        if (a->is_given && b->is_given && strcmp(a->audit, b->audit) != 0) {
            (void)dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_STATE_AUDIT,
                "the states differ in the audit of %s: '%.120s' and '%.120s'", source->name, a->audit, b->audit);
            dsi_error_path(err, "%s", source->name);
            return DSCORE_E_INCOMPATIBLE;
        }
        for (int32_t f = 0; f < source->source->field_count && a->is_given && b->is_given; f++) {
            if (a->choices[f] != b->choices[f]) {
                return differ_in_field(err, "the columns bound: what is read for", source, f);
            }
            if (a->kinds[f] != b->kinds[f]) {
                return differ_in_field(err, "the kind of key (integers or text) of", source, f);
            }
        }
    }
    for (int32_t k = 0; k < to->key_count; k++) {
        if (to->key_kinds[k] != DSI_KEY_NONE && from->key_kinds[k] != DSI_KEY_NONE &&
            to->key_kinds[k] != from->key_kinds[k]) {
            return differ(err, "the kind (integers or text) of the key", to->plan->query->keys[k]);
        }
    }
    return DSCORE_OK;
}

/* Without a now is before any. */
static bool is_later(const dsi_settings *a, const dsi_settings *b)
{
    return a->has_now && (!b->has_now || a->now > b->now);
}

/* The sum has the now that rows depend on; of two that none does the later, whichever state is added to which. */
bool dsi_state_takes_now(const dscore_state *to, const dscore_state *from)
{
    return from->depends_on_now == to->depends_on_now ? is_later(&from->settings, &to->settings) : from->depends_on_now;
}

dscore_status dsi_state_compare(const dscore_state *to, const dscore_state *from, bool any_periods, dscore_error *err)
{
    const dsi_settings *a = &to->settings, *b = &from->settings;
    const dscore_plan *own = to->plan, *other = from->plan;
    if (strcmp(own->zone_identity, other->zone_identity) != 0 && own->zone_identity[0] != '\0' &&
        other->zone_identity[0] != '\0') {
        return differ(err, "the zone of their days", "");
    }
    if (strcmp(own->calendar_identity, other->calendar_identity) != 0 && own->calendar_identity[0] != '\0' &&
        other->calendar_identity[0] != '\0') {
        return differ(err, "the business calendars on whose clock they measure", "");
    }
    if (strcmp(own->question, other->question) != 0) {
        return differ(err, "what they measure: the fingerprints of their plans are not the same", "");
    }
    if (!any_periods && strcmp(own->fingerprint, other->fingerprint) != 0) {
        return differ(err, "their periods", "");
    }
    if (any_periods ? (from->dropped & ~to->dropped & KEYS) != 0 : to->dropped != from->dropped) {
        return differ(err, "the keys that a roll-up dropped", "");
    }
    const dscore_status status = dsi_state_compare_names(to, from, err);
    if (status != DSCORE_OK) {
        return status;
    }
    if (to->depends_on_now && from->depends_on_now && (is_later(a, b) || is_later(b, a))) {
        return differ(err, "now, on which rows of both depend", "");
    }
    const dsi_settings *now = dsi_state_takes_now(to, from) ? b : a;
    if (now->has_now && (now->now < to->now_least || now->now < from->now_least)) {
        return differ(err, "now: that of the one is before instants which for rows of the other had passed", "");
    }
    return compare_sources(to, from, err);
}
