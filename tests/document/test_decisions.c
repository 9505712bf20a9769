/* Policies of decisions as documents: the toolkit's rules, round trips, every changed byte, mistakes with their paths,
   and what a check says of unfair ones (requirements S3-34 to S3-37, METHODS 5.8). */
#include "document_support.h"

#include <ctype.h>
#include <stdbool.h>

static const char EXAMPLE[] = "examples/decisions/toolkit-results.json";

/* Every member there is, none at its default. */
static const char FULL[] =
    "{\"deskscore\": 1, \"kind\": \"decisions\", \"id\": \"full\", \"version\": \"2\", \"name\": {\"en\": \"Full\", "
    "\"zh\": \"全\"},\n"
    " \"eligibility\": {\"tenure_days\": 90, \"worked_days\": 15, \"volume\": 30, \"reliability\": \"70%\", "
    "\"volume_of\": \"solved\", \"leave_days_max\": 10, \"complaints_max\": 0},\n"
    " \"peers\": {\"by\": \"team\", \"group_min\": 10},\n"
    " \"rank\": {\"look\": {\"what\": \"VALUE\", \"name\": \"solved\", \"by\": \"SHRUNK\", \"better\": \"higher\"}, "
    "\"method\": \"DENSE\", \"decimals\": 1, \"level\": \"90%\",\n"
    "  \"keys\": [{\"what\": \"POINTS\", \"name\": \"csat\"}, {\"what\": \"ROSTER\", \"name\": \"exam\", \"better\": "
    "\"lower\"}]},\n"
    " \"rules\": {\n"
    "  \"best\": {\"kind\": \"BONUS\", \"name\": {\"en\": \"Best\", \"zh\": \"最佳\"}, \"action\": {\"en\": \"Pay\", "
    "\"zh\": \"发放\"}, \"period\": \"quarter\", \"basis\": \"AVERAGE\", \"min_periods\": 2, \"min_periods_of\": "
    "\"week\", \"no_veto\": true,\n"
    "   \"look\": {\"what\": \"TOTAL\"}, \"list\": {\"list\": \"TOP\", \"share\": \"12.5%\", \"places\": \"CEIL\", "
    "\"ties\": \"SPLIT\", \"group_min\": 4},\n"
    "   \"conditions\": [{\"look\": {\"what\": \"GROUP\", \"name\": \"quality\"}, \"line\": {\"op\": \">\", \"limit\": "
    "60}}, {\"look\": {\"what\": \"VALUE\", \"name\": \"wait\", \"by\": \"POINT\"}, \"line\": {\"op\": \"<=\", "
    "\"limit\": \"40s\"}}],\n"
    "   \"streak\": {\"length\": 2, \"absent\": \"BREAK\", \"ineligible\": \"COUNT\", \"after\": \"KEEP\"}, \"bonus\": "
    "{\"method\": \"BY_SCORE\", \"rate_min\": \"4%\", \"rate_max\": 8, \"pot\": 20000}},\n"
    "  \"last\": {\"kind\": \"COACHING\", \"name\": {\"en\": \"Last\"}, \"list\": {\"list\": \"BOTTOM\", \"share\": "
    "20, "
    "\"places\": \"ROUND\", \"ties\": \"BREAK\", \"group_min\": 12, \"guard\": {\"kind\": \"WILSON\", \"item\": "
    "\"solved\", \"level\": \"90%\"}}},\n"
    "  \"last_too\": {\"kind\": \"COACHING\", \"name\": {\"en\": \"Last\"}, \"list\": {\"list\": \"BOTTOM\", "
    "\"share\": \"20%\", "
    "\"guard\": {\"kind\": \"ROSTER\", \"lo\": \"l\", \"hi\": \"h\", \"mean\": \"m\"}}},\n"
    "  \"graded\": {\"kind\": \"GRADES\", \"name\": {\"en\": \"Grades\"}, \"period\": \"given\", \"quotas\": "
    "[{\"label\": "
    "{\"en\": \"A\", \"zh\": \"甲\"}, \"share\": \"20%\"}, {\"label\": \"B\", \"share\": \"80%\"}]},\n"
    "  \"senior\": {\"kind\": \"PROMOTION\", \"name\": {\"en\": \"Senior\"}, \"no_veto\": false, \"list\": {\"list\": "
    "\"TOP\", "
    "\"share\": 5}}}}";

static dscore_policy *parse(const char *json)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_policy *policy = NULL;
    assert_ok(dscore_policy_parse(NULL, json, (int64_t)strlen(json), &policy, &err), err);
    ck_assert_ptr_nonnull(policy);
    return policy;
}

static char *dump(const dscore_policy *policy)
{
    dscore_error err = DSCORE_ERROR_INIT;
    int64_t needed = 0;
    ck_assert_int_eq(dscore_policy_dump(policy, NULL, 0, &needed, &err), DSCORE_E_BUFFER);
    char *text = malloc((size_t)needed);
    ck_assert_ptr_nonnull(text);
    assert_ok(dscore_policy_dump(policy, text, needed, NULL, &err), err);
    return text;
}

static const char *hash_of(const dscore_policy *policy)
{
    return dscore_policy_text(policy, DSCORE_POLICY_HASH);
}

static bool same_hash(const char *a, const char *b)
{
    dscore_policy *first = parse(a), *second = parse(b);
    const bool same = strcmp(hash_of(first), hash_of(second)) == 0;
    dscore_policy_free(first);
    dscore_policy_free(second);
    return same;
}

/* ---- what the example says ------------------------------------------------------------------ */

START_TEST(the_toolkits_rules_are_read)
{
    static const struct {
        const char *id, *name_zh;
        int32_t kind, period, basis;
        int64_t streak;
    } wanted[] = {{"top_bonus", "月度前10%绩效奖金", DSCORE_RULE_BONUS, DSCORE_PERIOD_MONTH, DSCORE_BASIS_RECOMPUTE, 1},
        {"coaching", "连续3季度后10%绩效辅导", DSCORE_RULE_COACHING, DSCORE_PERIOD_QUARTER, DSCORE_BASIS_RECOMPUTE, 3},
        {"promotion", "优先晋升", DSCORE_RULE_PROMOTION, DSCORE_PERIOD_YEAR, DSCORE_BASIS_AVERAGE, 1},
        {"training", "成长得分低专项培训", DSCORE_RULE_TRAINING, DSCORE_PERIOD_QUARTER, DSCORE_BASIS_RECOMPUTE, 1}};
    char *json = project_file(EXAMPLE);
    dscore_policy *policy = parse(json);
    ck_assert_int_eq(dscore_policy_rule_count(policy), 4);
    ck_assert_str_eq(dscore_policy_text(policy, DSCORE_POLICY_NAME_ZH), "绩效结果应用");
    for (int32_t i = 0; i < 4; i++) {
        dscore_policy_rule rule = DSCORE_POLICY_RULE_INIT;
        dscore_error err = DSCORE_ERROR_INIT;
        assert_ok(dscore_policy_get(policy, i, &rule, &err), err);
        ck_assert_str_eq(rule.id, wanted[i].id);
        ck_assert_str_eq(rule.name_zh, wanted[i].name_zh);
        ck_assert_int_eq(rule.kind, wanted[i].kind);
        ck_assert_int_eq(rule.period, wanted[i].period);
        ck_assert_int_eq(rule.basis, wanted[i].basis);
        ck_assert_int_eq(rule.streak, wanted[i].streak);
        ck_assert(rule.action_en[0] != '\0' && rule.action_zh[0] != '\0');
    }
    dscore_policy_free(policy);
    free(json);
}
END_TEST

/* A policy of one rule; freed by the caller. */
static char *policy_of(const char *rule)
{
    static const char before[] = "{\"deskscore\": 1, \"kind\": \"decisions\", \"id\": \"p\", \"name\": \"P\", "
                                 "\"eligibility\": {\"volume\": 20, \"volume_of\": \"solved\"}, \"rules\": {\"r\": ";
    char *out = calloc(1, sizeof before + strlen(rule) + 3);
    ck_assert_ptr_nonnull(out);
    strcat(strcat(strcat(out, before), rule), "}}");
    return out;
}

/* What a kind leaves unsaid is what the toolkit says of it, and the fair choice where it says nothing (correction 11).
 */
START_TEST(a_kind_alone_is_the_toolkits_rule)
{
    static const char *const pairs[][2] = {
        {"{\"kind\": \"BONUS\", \"name\": \"x\"}",
            "{\"kind\": \"BONUS\", \"name\": \"x\", \"period\": \"month\", \"basis\": \"RECOMPUTE\", \"list\": "
            "{\"list\": \"TOP\", \"share\": \"10%\", \"places\": \"AT_LEAST_ONE\", \"ties\": \"INCLUDE_ALL\", "
            "\"group_min\": 0}, \"streak\": {\"length\": 1, \"absent\": \"SKIP\", \"ineligible\": \"SKIP\"}, "
            "\"bonus\": {\"method\": \"BY_RANK\", \"rate_min\": 5, \"rate_max\": 10, \"pot\": null}}"},
        {"{\"kind\": \"COACHING\", \"name\": \"x\"}",
            "{\"kind\": \"COACHING\", \"name\": \"x\", \"period\": \"quarter\", \"list\": {\"list\": \"BOTTOM\", "
            "\"share\": 10, \"places\": \"FLOOR\", \"ties\": \"EXCLUDE_ALL\", \"group_min\": 10, \"guard\": {\"kind\": "
            "\"NONE\"}}, \"streak\": {\"length\": 3, \"absent\": \"BREAK\", \"ineligible\": \"BREAK\", \"after\": "
            "\"RESET\"}}"},
        {"{\"kind\": \"PROMOTION\", \"name\": \"x\"}",
            "{\"kind\": \"PROMOTION\", \"name\": \"x\", \"period\": \"year\", \"basis\": \"AVERAGE\", \"no_veto\": "
            "true, \"line\": {\"op\": \">=\", \"limit\": 90}, \"min_periods\": 0}"},
        {"{\"kind\": \"TRAINING\", \"name\": \"x\", \"line\": {\"op\": \"<\", \"limit\": 60}}",
            "{\"kind\": \"TRAINING\", \"name\": \"x\", \"period\": \"given\", \"line\": {\"op\": \"<\", \"limit\": "
            "\"60%\"}, \"streak\": {\"absent\": \"BREAK\", \"ineligible\": \"BREAK\"}}"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char *brief = policy_of(pairs[i][0]), *full = policy_of(pairs[i][1]);
        ck_assert_msg(same_hash(brief, full), "%s", pairs[i][0]);
        free(brief);
        free(full);
    }
}
END_TEST

/* ---- round trips ---------------------------------------------------------------------------- */

static void assert_round_trip(const char *json)
{
    dscore_policy *policy = parse(json);
    char *first = dump(policy);
    dscore_policy *again = parse(first);
    char *second = dump(again);
    ck_assert_str_eq(first, second);
    ck_assert_str_eq(hash_of(policy), hash_of(again));
    ck_assert_uint_eq(strlen(hash_of(policy)), 32);
    free(first);
    free(second);
    dscore_policy_free(policy);
    dscore_policy_free(again);
}

START_TEST(a_dumped_policy_has_the_same_hash)
{
    char *json = project_file(EXAMPLE);
    assert_round_trip(json);
    assert_round_trip(FULL);
    free(json);
}
END_TEST

START_TEST(a_dump_says_what_differs_from_the_defaults)
{
    char *json = policy_of("{\"kind\": \"BONUS\", \"name\": \"x\", \"list\": {\"list\": \"TOP\", \"share\": \"10%\", "
                           "\"ties\": \"INCLUDE_ALL\"}, \"bonus\": {\"rate_max\": 12}}");
    dscore_policy *policy = parse(json);
    char *text = dump(policy);
    ck_assert_ptr_nonnull(strstr(text, "\"list\": {\"list\": \"TOP\", \"share\": 10}"));
    ck_assert_ptr_nonnull(strstr(text, "\"bonus\": {\"rate_max\": 12}"));
    ck_assert_ptr_null(strstr(text, "streak"));
    ck_assert_ptr_null(strstr(text, "rank"));
    free(text);
    free(json);
    dscore_policy_free(policy);
}
END_TEST

/* ---- every changed byte --------------------------------------------------------------------- */

typedef enum kind_of_byte { COUNTS, PROSE, UNREAD } kind_of_byte;

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* What each byte is: the values of names, actions, id and version are prose or identity; the hash leaves them out. The
   values of $schema and notes are not read. Names are told from those inside a look by opening a line or following
   `"version": "2"` or a kind. */
static kind_of_byte *tell_bytes(const char *text)
{
    static const struct {
        const char *member;
        kind_of_byte kind;
        char end; /* of the value */
    } members[] = {{"\"$schema\": ", UNREAD, '\n'}, {"\"notes\": ", UNREAD, ']'}, {"\"id\": ", PROSE, ','},
        {"\"version\": ", PROSE, ','}, {"\"name\": {", PROSE, '}'}, {"\"action\": ", PROSE, '}'}};
    const size_t length = strlen(text);
    kind_of_byte *out = calloc(length, sizeof *out);
    ck_assert_ptr_nonnull(out);
    for (size_t i = 0; i < length; i++) {
        for (size_t m = 0; m < sizeof members / sizeof members[0]; m++) {
            if (begins(text + i, members[m].member)) {
                const size_t from = i + strlen(members[m].member);
                const size_t to = from + strcspn(text + from, (const char[]){members[m].end, '\0'});
                for (size_t k = from; k < to; k++) {
                    out[k] = members[m].kind;
                }
            }
        }
    }
    return out;
}

static void try_byte(const char *text, size_t at, char byte, kind_of_byte kind, const char *before, const char *hash)
{
    const size_t length = strlen(text);
    char *changed = malloc(length + 1);
    ck_assert_ptr_nonnull(changed);
    memcpy(changed, text, length + 1);
    changed[at] = byte;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_policy *policy = NULL;
    if (dscore_policy_parse(NULL, changed, (int64_t)length, &policy, &err) == DSCORE_OK) {
        char *after = dump(policy);
        ck_assert_msg(strcmp(before, after) != 0, "byte %zu, '%c' to '%c', changes nothing", at, text[at], byte);
        ck_assert_msg((strcmp(hash, hash_of(policy)) == 0) == (kind == PROSE), "byte %zu, '%c' to '%c': hash %s", at,
            text[at], byte, hash_of(policy));
        free(after);
    } else {
        ck_assert_msg(err.path[0] != '\0' || err.line > 0, "byte %zu: an error without a place: %s", at, err.message);
    }
    dscore_policy_free(policy);
    free(changed);
}

static void change_every_byte(const char *text)
{
    dscore_policy *policy = parse(text);
    char *before = dump(policy);
    kind_of_byte *kinds = tell_bytes(text);
    for (size_t i = 0; text[i] != '\0'; i++) {
        const char bytes[] = {(char)(text[i] ^ 1), '7', 'x', '-'};
        for (size_t k = 0; k < sizeof bytes && !isspace((unsigned char)text[i]) && kinds[i] != UNREAD; k++) {
            if (bytes[k] != text[i] && !isspace((unsigned char)bytes[k])) {
                try_byte(text, i, bytes[k], kinds[i], before, hash_of(policy));
            }
        }
    }
    free(kinds);
    free(before);
    dscore_policy_free(policy);
}

START_TEST(every_changed_byte_is_an_error_or_another_policy)
{
    char *json = project_file(EXAMPLE);
    change_every_byte(json);
    change_every_byte(FULL);
    free(json);
}
END_TEST

/* ---- mistakes ------------------------------------------------------------------------------- */

#define HEAD "{\"deskscore\": 1, \"kind\": \"decisions\", \"id\": \"p\", \"name\": \"P\", "
#define ONE(rule) HEAD "\"rules\": {\"r\": " rule "}}"
#define BONUS(more) ONE("{\"kind\": \"BONUS\", \"name\": \"B\", " more "}")
#define WITH(member) HEAD member ", \"rules\": {\"r\": {\"kind\": \"BONUS\", \"name\": \"B\"}}}"
static const mistake MISTAKES[] = {
    {"[]", DSCORE_E_FORMAT, "", "expected an object"},
    {"{\"kind\": \"decisions\"}", DSCORE_E_FORMAT, "", "\"deskscore\" is missing"},
    {"{\"deskscore\": 1, \"kind\": \"rule\"}", DSCORE_E_FORMAT, "kind", "expected \"decisions\""},
    {HEAD "\"rule\": {}}", DSCORE_E_FORMAT, "rule", "the nearest is \"rules\""},
    {"{\"deskscore\": 1, \"kind\": \"decisions\", \"id\": \"p\", \"name\": \"P\"}", DSCORE_E_FORMAT, "",
        "\"rules\" is missing"},
    {HEAD "\"rules\": {}}", DSCORE_E_FORMAT, "rules", "at least one"},
    {HEAD "\"rules\": []}", DSCORE_E_FORMAT, "rules", "expected an object, found a list"},
    {HEAD "\"rules\": {\"Top 10\": {\"kind\": \"BONUS\", \"name\": \"B\"}}}", DSCORE_E_FORMAT, "rules[\"Top 10\"]",
        "not an identifier"},
    {ONE("{\"name\": \"B\"}"), DSCORE_E_FORMAT, "rules.r", "\"kind\" is missing"},
    {ONE("{\"kind\": \"PENALTY\", \"name\": \"B\"}"), DSCORE_E_FORMAT, "rules.r.kind",
        "BONUS, COACHING, PROMOTION, TRAINING, GRADES"},
    {ONE("{\"kind\": \"BONUS\", \"name\": {\"zh\": \"\"}}"), DSCORE_E_FORMAT, "rules.r.name", "expected a name"},
    {ONE("7"), DSCORE_E_FORMAT, "rules.r", "expected an object, found a number"},
    {ONE("{\"kind\": \"TRAINING\", \"name\": \"B\"}"), DSCORE_E_FORMAT, "rules.r", "\"line\" is missing"},
    {ONE("{\"kind\": \"GRADES\", \"name\": \"B\"}"), DSCORE_E_FORMAT, "rules.r", "\"quotas\" is missing"},
    {BONUS("\"preiod\": \"month\""), DSCORE_E_FORMAT, "rules.r.preiod", "\"period\""},
    {BONUS("\"period\": \"monthly\""), DSCORE_E_FORMAT, "rules.r.period", "did you mean \"month\"?"},
    {BONUS("\"list\": {\"list\": \"TOP\"}"), DSCORE_E_FORMAT, "rules.r.list", "\"share\" is missing"},
    {BONUS("\"list\": {\"list\": \"TOP\", \"share\": \"ten\"}"), DSCORE_E_FORMAT, "rules.r.list.share",
        "not a percentage"},
    {BONUS("\"list\": {\"list\": \"TOP\", \"share\": 110}"), DSCORE_E_FORMAT, "rules.r.list.share", "out of range"},
    {BONUS("\"list\": {\"list\": \"TOP\", \"share\": 0}"), DSCORE_E_PARAMETER, "rules.r.list.share", "above 0"},
    {BONUS("\"list\": {\"list\": \"BEST\", \"share\": 10}"), DSCORE_E_FORMAT, "rules.r.list.list", "TOP, BOTTOM"},
    {BONUS("\"list\": {\"list\": \"TOP\", \"share\": 10}, \"line\": {\"op\": \">\", \"limit\": 9}"), DSCORE_E_FORMAT,
        "rules.r.line", "exclude one another"},
    {BONUS("\"list\": {\"list\": \"BOTTOM\", \"share\": 10}"), DSCORE_E_PARAMETER, "rules.r.bonus", "no bonus"},
    {BONUS("\"line\": {\"op\": \"=\", \"limit\": 9}"), DSCORE_E_FORMAT, "rules.r.line.op", ">=, >, <=, <"},
    {BONUS("\"line\": {\"op\": \">\"}"), DSCORE_E_FORMAT, "rules.r.line", "\"limit\" is missing"},
    {BONUS("\"look\": {\"what\": \"GROUP\"}"), DSCORE_E_PARAMETER, "rules.r.look.name", "expected the name"},
    {BONUS("\"look\": {\"name\": \"growth\"}"), DSCORE_E_FORMAT, "rules.r.look", "\"what\" is missing"},
    {BONUS("\"look\": {\"what\": \"TOTAL\", \"by\": \"SHRUNK\"}"), DSCORE_E_PARAMETER, "rules.r.look.by", "share"},
    {BONUS("\"streak\": {\"length\": 0}"), DSCORE_E_PARAMETER, "rules.r.streak.length", "1 or more"},
    {BONUS("\"streak\": {\"length\": 1.5}"), DSCORE_E_FORMAT, "rules.r.streak.length", "whole number"},
    {BONUS("\"streak\": {\"absent\": \"IGNORE\"}"), DSCORE_E_FORMAT, "rules.r.streak.absent", "SKIP, BREAK, COUNT"},
    {BONUS("\"bonus\": {\"pot\": -1}"), DSCORE_E_FORMAT, "rules.r.bonus.pot", "at least 0, or null"},
    {BONUS("\"bonus\": {\"rate_min\": 11}"), DSCORE_E_PARAMETER, "rules.r.bonus.rate_max", "at least rate_min"},
    {BONUS("\"bonus\": {\"method\": \"NONE\", \"pot\": 1}"), DSCORE_E_FORMAT, "rules.r.bonus.pot", "for a bonus"},
    {BONUS("\"min_periods_of\": \"week\""), DSCORE_E_FORMAT, "rules.r.min_periods_of", "above 0"},
    {BONUS("\"conditions\": [{\"look\": {\"what\": \"VALUE\", \"name\": \"a\"}}]"), DSCORE_E_FORMAT,
        "rules.r.conditions[0]", "\"line\" is missing"},
    {BONUS("\"conditions\": {}"), DSCORE_E_FORMAT, "rules.r.conditions", "expected a list"},
    {ONE("{\"kind\": \"COACHING\", \"name\": \"C\", \"list\": {\"list\": \"BOTTOM\", \"share\": 10, \"guard\": "
         "{\"kind\": \"WILSON\", \"item\": \"a\", \"lo\": \"b\"}}}"),
        DSCORE_E_FORMAT, "rules.r.list.guard.lo", "a guard of kind ROSTER"},
    {ONE("{\"kind\": \"GRADES\", \"name\": \"C\", \"quotas\": [{\"label\": \"A\", \"share\": 50}, {\"label\": \"B\", "
         "\"share\": 40}]}"),
        DSCORE_E_FORMAT, "rules.r.quotas", "add up to 90 %, expected 100 %"},
    {ONE("{\"kind\": \"GRADES\", \"name\": \"C\", \"quotas\": []}"), DSCORE_E_FORMAT, "rules.r.quotas", "at least one"},
    {WITH("\"eligibility\": {\"tenure_days\": -1}"), DSCORE_E_FORMAT, "eligibility.tenure_days", "at least 0"},
    {WITH("\"eligibility\": {\"tenure\": 1}"), DSCORE_E_FORMAT, "eligibility.tenure", "one of tenure_days"},
    {WITH("\"eligibility\": {\"volume\": 1}"), DSCORE_E_PARAMETER, "eligibility.volume_of", "needs the item"},
    {WITH("\"peers\": {\"by\": 1}"), DSCORE_E_FORMAT, "peers.by", "expected text, found a number"},
    {WITH("\"rank\": {\"decimals\": 12}"), DSCORE_E_PARAMETER, "rank.decimals", "0 to 9"},
    {WITH("\"rank\": {\"method\": \"BEST\"}"), DSCORE_E_FORMAT, "rank.method", "COMPETITION"},
    {WITH("\"rank\": {\"keys\": [{\"what\": \"VALUE\", \"name\": \"a\", \"by\": \"SHRUNK\"}]}"), DSCORE_E_PARAMETER,
        "rank.keys[0].by", "as they are"},
};

START_TEST(a_mistake_is_named_with_its_path)
{
    for (size_t i = 0; i < sizeof MISTAKES / sizeof MISTAKES[0]; i++) {
        dscore_error err = DSCORE_ERROR_INIT;
        dscore_policy *policy = NULL;
        const dscore_status status =
            dscore_policy_parse(NULL, MISTAKES[i].json, (int64_t)strlen(MISTAKES[i].json), &policy, &err);
        assert_mistake(&MISTAKES[i], status, &err);
        ck_assert_msg(err.line > 0 && err.column > 0, "%s: line %d", MISTAKES[i].json, err.line);
        ck_assert_ptr_null(policy);
    }
}
END_TEST

START_TEST(a_mistake_stands_in_its_line_and_column)
{
    char *json = project_file(EXAMPLE);
    char *wrong = replaced(json, "\"ties\": \"EXCLUDE_ALL\"", "\"ties\": \"EXCLUDE\"");
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_policy *policy = NULL;
    ck_assert_int_eq(dscore_policy_parse(NULL, wrong, (int64_t)strlen(wrong), &policy, &err), DSCORE_E_FORMAT);
    ck_assert_str_eq(err.path, "rules.coaching.list.ties");
    const char *at = strstr(wrong, "\"EXCLUDE\"");
    ck_assert_int_eq(err.offset, at - wrong);
    int32_t line = 1;
    for (const char *p = wrong; p < at; p++) {
        line += *p == '\n';
    }
    ck_assert_int_eq(err.line, line);
    free(wrong);
    free(json);
}
END_TEST

START_TEST(too_many_rules_are_refused)
{
    char *json = calloc(1, 1 << 16);
    ck_assert_ptr_nonnull(json);
    strcat(json, HEAD "\"rules\": {");
    for (int i = 0; i < 65; i++) {
        const size_t used = strlen(json);
        (void)snprintf(json + used, ((size_t)1 << 16) - used, "%s\"r%d\": {\"kind\": \"BONUS\", \"name\": \"B\"}",
            i > 0 ? ", " : "", i);
    }
    strcat(json, "}}");
    const mistake expected = {"65 rules", DSCORE_E_LIMIT, "rules", "65 entries, expected at most 64"};
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_policy *policy = NULL;
    assert_mistake(&expected, dscore_policy_parse(NULL, json, (int64_t)strlen(json), &policy, &err), &err);
    free(json);
}
END_TEST

START_TEST(null_is_refused_and_leaves_nothing)
{
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_policy *policy = NULL;
    int64_t needed = 0;
    ck_assert_int_eq(dscore_policy_parse(NULL, NULL, 0, &policy, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_policy_parse(NULL, "{}", -1, &policy, &err), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_policy_parse(NULL, "{}", 2, NULL, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_policy_dump(NULL, NULL, 0, &needed, NULL), DSCORE_E_ARGUMENT);
    ck_assert_int_eq(dscore_decisions_dump(NULL, 0, NULL, 0, &needed, &err), DSCORE_E_ARGUMENT);
    ck_assert_ptr_null(policy);
}
END_TEST

/* ---- checks --------------------------------------------------------------------------------- */

/* What a check says of a policy of one rule. */
static void assert_said(const dscore_catalog *catalog, const char *rule, const char *expected)
{
    char *json = policy_of(rule);
    assert_findings(catalog, json, expected);
    free(json);
}

#define COACH(list, streak)                                                                                            \
    "{\"kind\": \"COACHING\", \"name\": \"C\", \"list\": {\"list\": \"BOTTOM\", \"share\": \"10%\"" list "}, "         \
    "\"streak\": {\"length\": 3" streak "}}"
#define TOTAL(line) "{\"kind\": \"PROMOTION\", \"name\": \"P\", \"line\": " line "}"

START_TEST(a_check_tells_what_is_unfair)
{
    static const char *const said[][2] = {{COACH("", ""), ""},
        {COACH(", \"group_min\": 0", ""), "NO_GROUP_MIN rules.r.list.group_min\n"},
        {COACH(", \"group_min\": 9", ""), "NO_GROUP_MIN rules.r.list.group_min\n"},
        {COACH(", \"ties\": \"INCLUDE_ALL\"", ""), "BOTTOM_TIES rules.r.list.ties\n"},
        {COACH(", \"ties\": \"SPLIT\"", ""), "BOTTOM_TIES rules.r.list.ties\n"},
        {COACH(", \"ties\": \"BREAK\"", ""), ""},
        {COACH("", ", \"absent\": \"COUNT\""), "STREAK_COUNT rules.r.streak.absent\n"},
        {COACH("", ", \"ineligible\": \"COUNT\""), "STREAK_COUNT rules.r.streak.ineligible\n"},
        {COACH("", ", \"absent\": \"SKIP\", \"ineligible\": \"SKIP\""),
            "STREAK_SKIP rules.r.streak.absent\nSTREAK_SKIP rules.r.streak.ineligible\n"},
        {"{\"kind\": \"PROMOTION\", \"name\": \"P\", \"streak\": {\"length\": 2, \"absent\": \"COUNT\"}}", ""},
        {"{\"kind\": \"BONUS\", \"name\": \"B\"}", "NO_POT rules.r.bonus.pot\n"},
        {"{\"kind\": \"BONUS\", \"name\": \"B\", \"bonus\": {\"pot\": 10000}}", ""},
        {TOTAL("{\"op\": \">=\", \"limit\": 100}"), ""},
        {TOTAL("{\"op\": \">\", \"limit\": 100}"), "NEVER rules.r.line.limit\n"},
        {TOTAL("{\"op\": \">=\", \"limit\": 900}"), "NEVER rules.r.line.limit\n"},
        {TOTAL("{\"op\": \"<\", \"limit\": 0}"), "NEVER rules.r.line.limit\n"},
        {TOTAL("{\"op\": \"<=\", \"limit\": 120}"), "LINE_RANGE rules.r.line.limit\n"},
        {TOTAL("{\"op\": \">=\", \"limit\": -5}"), "LINE_RANGE rules.r.line.limit\n"},
        {"{\"kind\": \"PROMOTION\", \"name\": \"P\", \"conditions\": [{\"look\": {\"what\": \"TOTAL\"}, \"line\": "
         "{\"op\": \"<\", \"limit\": 90}}]}",
            "NEVER rules.r.conditions[0].line.limit\n"},
        {"{\"kind\": \"PROMOTION\", \"name\": \"P\", \"conditions\": [{\"look\": {\"what\": \"TOTAL\"}, \"line\": "
         "{\"op\": \"<=\", \"limit\": 90}}, {\"look\": {\"what\": \"VALUE\", \"name\": \"wait\"}, \"line\": {\"op\": "
         "\"<\", \"limit\": 900}}]}",
            ""},
        {"{\"kind\": \"PROMOTION\", \"name\": \"P\", \"min_periods\": 13}", "NEVER rules.r.min_periods\n"},
        {"{\"kind\": \"PROMOTION\", \"name\": \"P\", \"min_periods\": 12}", ""},
        {"{\"kind\": \"PROMOTION\", \"name\": \"P\", \"min_periods\": 5, \"min_periods_of\": \"quarter\"}",
            "NEVER rules.r.min_periods\n"}};
    dscore_catalog *catalog = builtin_catalog();
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        assert_said(catalog, said[i][0], said[i][1]);
    }
    dscore_catalog_free(catalog);
}
END_TEST

/* METHODS 5.8, largest remainder: 10 % of 5 is a remainder of .5 beside those of .0 and .5 of 20 and 70: the better
   grade first, so nobody; of 6 it is .6 beside .2 and .2: somebody. */
START_TEST(a_check_tells_in_how_small_a_group_somebody_must_be_last)
{
    static const char quotas[] =
        "{\"kind\": \"GRADES\", \"name\": \"G\", \"quotas\": [{\"label\": \"A\", \"share\": 20}, {\"label\": \"B\", "
        "\"share\": 70}, {\"label\": {\"en\": \"C\", \"zh\": \"丙\"}, \"share\": 10}]}";
    dscore_catalog *catalog = builtin_catalog();
    dscore_report *report = NULL;
    dscore_error err = DSCORE_ERROR_INIT;
    dscore_finding finding = DSCORE_FINDING_INIT;
    char *json = policy_of(quotas);
    assert_ok(dscore_document_check(catalog, json, (int64_t)strlen(json), &report, &err), err);
    ck_assert_int_eq(dscore_report_count(report), 1);
    assert_ok(dscore_report_finding(report, 0, &finding, &err), err);
    ck_assert_str_eq(finding.code, "FORCED_GRADE");
    ck_assert_str_eq(finding.path, "rules.r.quotas");
    ck_assert_ptr_nonnull(strstr(finding.message_en, "in a group of 6 somebody must get \"C\""));
    ck_assert_ptr_nonnull(strstr(finding.message_zh, "6 人的小组也必须有人得 \"丙\""));
    dscore_report_free(report);
    char *guarded = replaced(json, "\"rules\"", "\"peers\": {\"group_min\": 10}, \"rules\"");
    assert_findings(catalog, guarded, "");
    free(guarded);
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_check_tells_of_missing_conditions)
{
    static const struct {
        const char *eligibility, *expected;
    } said[] = {{"", "NO_ELIGIBILITY eligibility\n"}, {"\"eligibility\": {}, ", "NO_ELIGIBILITY eligibility\n"},
        {"\"eligibility\": {\"tenure_days\": 30}, ", "NO_VOLUME_MIN eligibility\n"},
        {"\"eligibility\": {\"complaints_max\": 0}, ", "NO_VOLUME_MIN eligibility\n"},
        {"\"eligibility\": {\"reliability\": 70, \"volume_of\": \"solved\"}, ", ""},
        {"\"eligibility\": {\"volume\": 1, \"volume_of\": \"solved\", \"worked_days\": 32}, ",
            "NEVER eligibility.worked_days\n"}};
    dscore_catalog *catalog = builtin_catalog();
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        char json[1024];
        (void)snprintf(json, sizeof json,
            HEAD "%s\"rules\": {\"r\": {\"kind\": \"BONUS\", \"name\": \"B\", \"bonus\": {\"pot\": 1}}}}",
            said[i].eligibility);
        assert_findings(catalog, json, said[i].expected);
    }
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(the_toolkits_rules_lack_a_cap_and_nothing_else)
{
    dscore_catalog *catalog = builtin_catalog();
    char *json = project_file(EXAMPLE);
    assert_findings(catalog, json, "NO_POT rules.top_bonus.bonus.pot\n");
    free(json);
    dscore_catalog_free(catalog);
}
END_TEST

START_TEST(a_check_lists_every_mistake_at_once)
{
    dscore_catalog *catalog = builtin_catalog();
    assert_findings(catalog,
        HEAD "\"eligibility\": {\"tenure\": 1}, \"peers\": 7, \"rules\": {\"r\": {\"kind\": \"BONUS\", \"list\": "
             "{\"list\": \"TOP\", \"share\": 10, \"ties\": \"X\"}, \"bonus\": {\"pot\": -1}}}}",
        "UNKNOWN_MEMBER eligibility.tenure\nTYPE peers\nMISSING_MEMBER rules.r\nCHOICE rules.r.list.ties\nRANGE "
        "rules.r.bonus.pot\n");
    dscore_catalog_free(catalog);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {the_toolkits_rules_are_read, a_kind_alone_is_the_toolkits_rule,
        a_dumped_policy_has_the_same_hash, a_dump_says_what_differs_from_the_defaults,
        every_changed_byte_is_an_error_or_another_policy, a_mistake_is_named_with_its_path,
        a_mistake_stands_in_its_line_and_column, too_many_rules_are_refused, null_is_refused_and_leaves_nothing,
        a_check_tells_what_is_unfair, a_check_tells_in_how_small_a_group_somebody_must_be_last,
        a_check_tells_of_missing_conditions, the_toolkits_rules_lack_a_cap_and_nothing_else,
        a_check_lists_every_mistake_at_once};
    return RUN_TESTS("document decisions", tests);
}
