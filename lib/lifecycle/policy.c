/* The policies of a reader of events: their words, how they are set, and the text that goes with the results. */
#include "lifecycle/lifecycle.h"

#include "base/text.h"
#include "time/calendar.h"
#include <stdio.h>
#include <string.h>

enum { MOST_VALUES = 4 };

static const struct {
    const char *name;
    const char *values[MOST_VALUES]; /* the default first */
} policies[DSI_POLICIES] = {
    [DSI_POLICY_ARRIVAL] = {"arrival", {"any", "by_ticket"}},
    [DSI_POLICY_BOTS] = {"bots", {"no", "yes", "handoff"}},
    [DSI_POLICY_FIRST_RESPONSE_BY] = {"first_response_by", {"any", "next", "requester_first"}},
    [DSI_POLICY_RESOLUTION] = {"resolution", {"status", "event"}},
    [DSI_POLICY_MERGE] = {"merge", {"exclude", "resolve", "fold"}},
    [DSI_POLICY_REOPEN_GAP] = {"reopen_gap", {"exclude", "pending"}},
    [DSI_POLICY_PAUSE] = {"pause", {"customer", "customer_and_hold", "none"}},
    [DSI_POLICY_DUPLICATES] = {"duplicates", {"drop", "keep"}},
    [DSI_POLICY_SELF_ASSIGNMENT] = {"self_assignment", {"no", "yes"}},
    [DSI_POLICY_CONTACTS] = {"contacts", {"no", "segments"}},
};

/* A word and what it stands for. */
typedef struct word {
    const char *name;
    int32_t value;
} word;

/* clang-format off */
static const word kinds[] = {
    {"created", DSI_KIND_CREATED}, {"message", DSI_KIND_MESSAGE}, {"comment", DSI_KIND_MESSAGE},
    {"reply", DSI_KIND_MESSAGE}, {"note", DSI_KIND_NOTE}, {"status", DSI_KIND_STATUS},
    {"assigned", DSI_KIND_ASSIGNED}, {"team", DSI_KIND_TEAM}, {"resolved", DSI_KIND_RESOLVED},
    {"reopened", DSI_KIND_REOPENED}, {"closed", DSI_KIND_CLOSED}, {"handoff", DSI_KIND_HANDOFF},
    {"paused", DSI_KIND_PAUSED}, {"resumed", DSI_KIND_RESUMED}, {"merged", DSI_KIND_MERGED},
    {"deleted", DSI_KIND_DELETED}, {"restored", DSI_KIND_RESTORED}, {"escalated", DSI_KIND_ESCALATED},
    {"spam", DSI_KIND_SPAM}, {"survey_sent", DSI_KIND_SURVEY_SENT},
    {"survey_answered", DSI_KIND_SURVEY_ANSWERED}, {"linked", DSI_KIND_LINKED},
};
static const word actors[] = {
    {"human", DSI_ACTOR_HUMAN}, {"agent", DSI_ACTOR_HUMAN}, {"bot", DSI_ACTOR_BOT},
    {"customer", DSI_ACTOR_CUSTOMER}, {"system", DSI_ACTOR_SYSTEM},
};
static const word states[] = {
    {"new", DSI_STATE_NEW}, {"open", DSI_STATE_OPEN}, {"pending", DSI_STATE_PENDING},
    {"on_hold", DSI_STATE_ON_HOLD}, {"solved", DSI_STATE_SOLVED}, {"closed", DSI_STATE_CLOSED},
    {"ignore", DSI_STATE_IGNORE},
};
/* clang-format on */

#define COUNT_OF(words) ((int32_t)(sizeof(words) / sizeof((words)[0])))

/* ---- words -------------------------------------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The same text but for the case of A-Z? */
static bool is_same(const char *p, int64_t n, const char *q, int64_t m)
{
    if (n != m) {
        return false;
    }
    for (int64_t i = 0; i < n; i++) {
        if (lower(p[i]) != lower(q[i])) {
            return false;
        }
    }
    return true;
}

static int32_t find(const word *words, int32_t count, const char *p, int64_t n)
{
    for (int32_t i = 0; i < count; i++) {
        if (is_same(p, n, words[i].name, (int64_t)strlen(words[i].name))) {
            return words[i].value;
        }
    }
    return 0;
}

int32_t dsi_lifecycle_kind_of(const char *p, int64_t n)
{
    return find(kinds, COUNT_OF(kinds), p, n);
}

int32_t dsi_lifecycle_actor_of(const char *p, int64_t n)
{
    return find(actors, COUNT_OF(actors), p, n);
}

int32_t dsi_lifecycle_state_of(const dscore_lifecycle *lc, const char *p, int64_t n)
{
    for (int64_t i = 0; i < lc->status_count; i++) {
        if (is_same(p, n, lc->statuses[i].name, lc->statuses[i].length)) {
            return lc->statuses[i].state;
        }
    }
    return find(states, COUNT_OF(states) - 1, p, n); /* `ignore` is no status of a desk */
}

const char *dsi_lifecycle_state_name(int32_t state)
{
    return states[state - 1].name;
}

bool dsi_lifecycle_is(const dscore_lifecycle *lc, int32_t policy, int32_t value)
{
    return lc->policies[policy] == value;
}

/* ---- the text ----------------------------------------------------------------------------------- */

static void describe_kinds(dsi_text *t, uint32_t set)
{
    dsi_text_add(t, "; kinds = ");
    if (set == 0) {
        dsi_text_add(t, "seen");
        return;
    }
    const char *between = "";
    for (int32_t i = 0; i < COUNT_OF(kinds); i++) {
        bool is_synonym = i > 0 && kinds[i - 1].value == kinds[i].value;
        if (!is_synonym && (set & (1u << kinds[i].value)) != 0) {
            dsi_text_addf(t, "%s%s", between, kinds[i].name);
            between = ", ";
        }
    }
}

bool dsi_lifecycle_describe(dscore_lifecycle *lc)
{
    dsi_text t;
    dsi_text_init(&t, &lc->allocator);
    for (int32_t i = 0; i < DSI_POLICIES; i++) {
        dsi_text_addf(&t, "%s%s = %s", i == 0 ? "" : "; ", policies[i].name, policies[i].values[lc->policies[i]]);
    }
    describe_kinds(&t, lc->kinds);
    dsi_text_addf(&t, "; calendar = %s", lc->calendar == NULL ? "none" : dscore_calendar_hash(lc->calendar));
    for (int64_t i = 0; i < lc->status_count; i++) {
        dsi_text_add(&t, "; status:");
        dsi_text_add_bytes(&t, lc->statuses[i].name, lc->statuses[i].length);
        dsi_text_addf(&t, " = %s", dsi_lifecycle_state_name(lc->statuses[i].state));
    }
    char *text = t.failed ? NULL : dsi_alloc(&lc->allocator, t.length + 1);
    if (text != NULL) {
        memcpy(text, t.data, (size_t)t.length + 1);
        dsi_release(&lc->allocator, lc->policies_text, lc->policies_size);
        lc->policies_text = text;
        lc->policies_size = t.length + 1;
    }
    dsi_text_free(&t);
    return text != NULL;
}

const char *dscore_lifecycle_policies(const dscore_lifecycle *lifecycle)
{
    return lifecycle == NULL ? "" : lifecycle->policies_text;
}

/* ---- setting ------------------------------------------------------------------------------------ */

static dscore_status fail_value(dscore_error *err, const char *name, const char *value, const char *expected)
{
    dscore_status status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_LIFECYCLE_OPTION,
        "option %.60s cannot be '%.60s'; expected %s", name, value, expected);
    dsi_error_path(err, "%.100s", name);
    return status;
}

/* "any or by_ticket"; whole, for no policy has more words than fit. */
static const char *list_values(int32_t policy, char buffer[80])
{
    const char *const *values = policies[policy].values;
    int32_t used = 0;
    for (int32_t i = 0; i < MOST_VALUES && values[i] != NULL; i++) {
        bool is_last = i + 1 == MOST_VALUES || values[i + 1] == NULL;
        const char *between = i == 0 ? "" : is_last ? " or " : ", ";
        used += snprintf(buffer + used, (size_t)(80 - used), "%s%s", between, values[i]);
    }
    return buffer;
}

static dscore_status set_policy(dscore_lifecycle *lc, int32_t policy, const char *value, dscore_error *err)
{
    char buffer[80];
    int32_t i = 0;
    while (i < MOST_VALUES && policies[policy].values[i] != NULL && strcmp(policies[policy].values[i], value) != 0) {
        i++;
    }
    if (i == MOST_VALUES || policies[policy].values[i] == NULL) {
        return fail_value(err, policies[policy].name, value, list_values(policy, buffer));
    }
    uint8_t before = lc->policies[policy];
    lc->policies[policy] = (uint8_t)i;
    if (dsi_lifecycle_is(lc, DSI_POLICY_ARRIVAL, DSI_ARRIVAL_BY_TICKET) &&
        dsi_lifecycle_is(lc, DSI_POLICY_MERGE, DSI_MERGE_FOLD)) {
        lc->policies[policy] = before;
        return fail_value(err, policies[policy].name, value,
            "another value: merge = fold needs all events at once, so arrival = any");
    }
    if (!dsi_lifecycle_describe(lc)) {
        lc->policies[policy] = before;
        return dsi_fail_memory(err);
    }
    return DSCORE_OK;
}

static dscore_status set_kinds(dscore_lifecycle *lc, const char *value, dscore_error *err)
{
    uint32_t set = 0;
    const char *p = value;
    while (strcmp(value, "seen") != 0) {
        int64_t n = (int64_t)strcspn(p, ",");
        const char *q = p + n;
        while (n > 0 && *p == ' ') {
            p++;
            n--;
        }
        while (n > 0 && p[n - 1] == ' ') {
            n--;
        }
        int32_t kind = dsi_lifecycle_kind_of(p, n);
        if (kind == 0) {
            return fail_value(err, "kinds", value,
                "seen, or a list such as 'created, message, status, assigned' of: created, message, note, status, "
                "assigned, team, resolved, reopened, closed, handoff, paused, resumed, merged, deleted, restored, "
                "escalated, spam, survey_sent, survey_answered, linked");
        }
        set |= 1u << kind;
        if (*q == '\0') {
            break;
        }
        p = q + 1;
    }
    uint32_t before = lc->kinds;
    lc->kinds = set;
    if (!dsi_lifecycle_describe(lc)) {
        lc->kinds = before;
        return dsi_fail_memory(err);
    }
    return DSCORE_OK;
}

/* A status that is named again takes its new meaning. */
static dscore_status set_status(dscore_lifecycle *lc, const char *option, const char *value, dscore_error *err)
{
    const char *name = option + strlen("status:");
    int64_t n = (int64_t)strlen(name);
    int32_t state = find(states, COUNT_OF(states), value, (int64_t)strlen(value));
    if (n == 0 || state == 0) {
        return fail_value(
            err, n == 0 ? "status:NAME" : option, value, "new, open, pending, on_hold, solved, closed or ignore");
    }
    for (int64_t i = 0; i < lc->status_count; i++) {
        dsi_mapped_status *s = &lc->statuses[i];
        if (is_same(s->name, s->length, name, n)) {
            int32_t before = s->state;
            s->state = state;
            if (!dsi_lifecycle_describe(lc)) {
                s->state = before;
                return dsi_fail_memory(err);
            }
            return DSCORE_OK;
        }
    }
    char *copy = dsi_alloc(&lc->allocator, n + 1);
    if (copy == NULL || !dsi_reserve(&lc->allocator, &lc->statuses, &lc->status_capacity, lc->status_count + 1,
                            (int64_t)sizeof lc->statuses[0])) {
        dsi_release(&lc->allocator, copy, n + 1);
        return dsi_fail_memory(err);
    }
    memcpy(copy, name, (size_t)n + 1);
    lc->statuses[lc->status_count++] = (dsi_mapped_status){copy, n, state};
    if (!dsi_lifecycle_describe(lc)) {
        lc->status_count--;
        dsi_release(&lc->allocator, copy, n + 1);
        return dsi_fail_memory(err);
    }
    return DSCORE_OK;
}

static const char *name_at(const void *ctx, int32_t i)
{
    (void)ctx;
    return i < DSI_POLICIES ? policies[i].name : i == DSI_POLICIES ? "kinds" : i == DSI_POLICIES + 1 ? "status:" : NULL;
}

static dscore_status fail_name(dscore_error *err, const char *name)
{
    const char *nearest = dsi_nearest(name, name_at, NULL);
    return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_LIFECYCLE_OPTION,
        "there is no option '%.60s'%s%s; expected arrival, bots, first_response_by, resolution, merge, reopen_gap, "
        "pause, duplicates, self_assignment, contacts, kinds or status:NAME",
        name, nearest == NULL ? "" : "; did you mean ", nearest == NULL ? "" : nearest);
}

dscore_status dscore_lifecycle_option(
    dscore_lifecycle *lifecycle, const char *name, const char *value, dscore_error *err)
{
    if (lifecycle == NULL || name == NULL || value == NULL) {
        return dsi_fail_null(err, lifecycle == NULL ? "lifecycle" : name == NULL ? "name" : "value");
    }
    if (lifecycle->is_started || lifecycle->is_finished) {
        return dsi_fail(err, DSCORE_E_INCOMPATIBLE, DSCORE_CODE_LIFECYCLE_ORDER,
            "option %.60s comes after the first event; set policies before", name);
    }
    if (strncmp(name, "status:", strlen("status:")) == 0) {
        return set_status(lifecycle, name, value, err);
    }
    if (strcmp(name, "kinds") == 0) {
        return set_kinds(lifecycle, value, err);
    }
    for (int32_t i = 0; i < DSI_POLICIES; i++) {
        if (strcmp(name, policies[i].name) == 0) {
            return set_policy(lifecycle, i, value, err);
        }
    }
    return fail_name(err, name);
}
