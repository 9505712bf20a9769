/* The policies of an audit, as text: which kinds of findings leave rows out, and which ones stop it. */
#include "data/audit.h"

#include "base/text.h"
#include <string.h>

static const char *const kinds[] = {"", "missing", "invalid", "stop_before_start", "future", "duplicate", "bot_answer",
    "resolved_without_reply", "label_case", "outside_period", "one_value"};
static const char *const policies[] = {
    [DSCORE_AUDIT_KEEP] = "keep", [DSCORE_AUDIT_EXCLUDE] = "exclude", [DSCORE_AUDIT_FAIL] = "fail"};

enum { POLICIES = sizeof policies / sizeof policies[0] };

const char *dsi_audit_kind_name(int32_t kind)
{
    return kinds[kind];
}

static const char *kind_at(const void *ctx, int32_t i)
{
    (void)ctx;
    return i < DSI_AUDIT_KINDS ? kinds[i + 1] : NULL;
}

/* A part of the text without the white space at its ends. */
typedef struct part {
    const char *p;
    int64_t n;
} part;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static part part_of(const char *p, const char *end)
{
    while (p < end && is_space(*p)) {
        p++;
    }
    while (end > p && is_space(end[-1])) {
        end--;
    }
    return (part){p, end - p};
}

static bool is_word(part word, const char *name)
{
    return word.n == (int64_t)strlen(name) && memcmp(word.p, name, (size_t)word.n) == 0;
}

static int printed(part word)
{
    return word.n > 60 ? 60 : (int)word.n;
}

static dscore_status fail_kind(part word, dscore_error *err)
{
    char name[64];
    int n = printed(word);
    memcpy(name, word.p, (size_t)n);
    name[n] = '\0';
    const char *nearest = dsi_nearest(name, kind_at, NULL);
    if (nearest != NULL) {
        return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_AUDIT_POLICY,
            "an audit does not look for '%s'; did you "
            "mean %s?",
            name, nearest);
    }
    return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_AUDIT_POLICY,
        "an audit does not look for '%s'; expected missing, invalid, stop_before_start, future, duplicate, bot_answer, "
        "resolved_without_reply, label_case, outside_period or one_value",
        name);
}

static dscore_status read_one(dscore_audit *audit, part left, part right, bool *given, dscore_error *err)
{
    int32_t kind = 1, policy = 0;
    while (kind <= DSI_AUDIT_KINDS && !is_word(left, kinds[kind])) {
        kind++;
    }
    while (policy < POLICIES && !is_word(right, policies[policy])) {
        policy++;
    }
    if (kind > DSI_AUDIT_KINDS) {
        return fail_kind(left, err);
    }
    if (policy == POLICIES) {
        return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_AUDIT_POLICY,
            "'%.*s' is no policy for %s; expected keep, exclude or fail", printed(right), right.p, kinds[kind]);
    }
    if (given[kind]) {
        return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_AUDIT_POLICY, "%s has two policies", kinds[kind]);
    }
    bool is_of_blanks = kind == DSCORE_AUDIT_MISSING || kind == DSCORE_AUDIT_ONE_VALUE;
    if (is_of_blanks && policy == DSCORE_AUDIT_EXCLUDE) {
        return dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_AUDIT_POLICY,
            "%s: missing cells cannot be excluded here; every value counts them by itself; expected keep or fail",
            kinds[kind]);
    }
    given[kind] = true;
    audit->policies[kind] = policy;
    return DSCORE_OK;
}

static dscore_status read_all(dscore_audit *audit, const char *text, dscore_error *err)
{
    bool given[DSI_AUDIT_KINDS + 1] = {false};
    for (const char *p = text; *p != '\0';) {
        size_t length = strcspn(p, ";");
        part item = part_of(p, p + length);
        const char *mark = memchr(p, '=', length);
        dscore_status status = DSCORE_OK;
        if (item.n > 0 && mark == NULL) {
            status = dsi_fail(err, DSCORE_E_PARAMETER, DSCORE_CODE_AUDIT_POLICY,
                "'%.*s' is no policy; expected a form like duplicate = exclude", printed(item), item.p);
        } else if (item.n > 0) {
            status = read_one(audit, part_of(p, mark), part_of(mark + 1, p + length), given, err);
        }
        if (status != DSCORE_OK) {
            dsi_error_path(err, "policies");
            dsi_error_position(err, 0, 0, item.p - text);
            return status;
        }
        p += length + (p[length] == ';');
    }
    return DSCORE_OK;
}

dscore_status dsi_audit_read_policies(dscore_audit *audit, const char *text, dscore_error *err)
{
    dsi_text out;
    dscore_status status = text == NULL ? DSCORE_OK : read_all(audit, text, err);
    if (status != DSCORE_OK) {
        return status;
    }
    dsi_text_init(&out, &audit->allocator);
    for (int32_t kind = 1; kind <= DSI_AUDIT_KINDS; kind++) {
        if (audit->policies[kind] != DSCORE_AUDIT_KEEP) {
            dsi_text_addf(&out, "%s%s = %s", out.length > 0 ? "; " : "", kinds[kind], policies[audit->policies[kind]]);
        }
    }
    bool is_done = !out.failed;
    if (is_done) {
        audit->policy_text = dsi_arena_text(&audit->arena, out.data == NULL ? "" : out.data, -1);
        is_done = audit->policy_text != NULL;
    }
    dsi_text_free(&out);
    return is_done ? DSCORE_OK : dsi_fail_memory(err);
}
