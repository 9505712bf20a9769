/* One outcome of a policy as JSON: what was looked at, what follows, and the sentences that say so. */
#include "document/decisions_document.h"

#include "base/error.h"
#include "decision/policy_parts.h"

#include <math.h>
#include <string.h>

static const char *const DECISIONS[] = {"", "HIT", "NOT", "INELIGIBLE", "NOT_JUDGED"};
static const char *const OUTCOMES[] = {"", "HIT", "MISS", "ABSENT", "INELIGIBLE"};
static const char *const LISTS[] = {"", "TOP", "BOTTOM"};
static const char *const KINDS[] = {"", "BONUS", "COACHING", "PROMOTION", "TRAINING", "GRADES"};

typedef struct named_bit {
    const char *name;
    int32_t bit;
} named_bit;

static const named_bit REASONS[] = {{"TENURE", DSCORE_REASON_TENURE}, {"WORKED", DSCORE_REASON_WORKED},
    {"VOLUME", DSCORE_REASON_VOLUME}, {"LEAVE", DSCORE_REASON_LEAVE}, {"COMPLAINT", DSCORE_REASON_COMPLAINT},
    {"UNKNOWN", DSCORE_REASON_UNKNOWN}, {"UNSCORED", DSCORE_REASON_UNSCORED}, {"INELIGIBLE", DSCORE_REASON_INELIGIBLE},
    {"BEYOND_CUT", DSCORE_REASON_BEYOND_CUT}, {"TIED_AT_CUT", DSCORE_REASON_TIED_AT_CUT},
    {"SMALL_GROUP", DSCORE_REASON_SMALL_GROUP}, {"ALL_TIED", DSCORE_REASON_ALL_TIED},
    {"BOTH_LISTS", DSCORE_REASON_BOTH_LISTS}, {"NOT_DISTINCT", DSCORE_REASON_NOT_DISTINCT},
    {"LINE", DSCORE_REASON_LINE}, {"CONDITION", DSCORE_REASON_CONDITION}, {"VETO", DSCORE_REASON_VETO},
    {"PERIODS", DSCORE_REASON_PERIODS}, {"OPEN", DSCORE_REASON_OPEN}, {"STREAK", DSCORE_REASON_STREAK}};

static const named_bit FLAGS[] = {{"STREAK_FIRED", DSCORE_DECISION_STREAK_FIRED},
    {"VOLUMES_DIFFER", DSCORE_DECISION_VOLUMES_DIFFER}, {"SALARY_UNKNOWN", DSCORE_DECISION_SALARY_UNKNOWN},
    {"POT_CUT", DSCORE_DECISION_POT_CUT}};

static void put_bits(dsi_writer *w, const char *name, int32_t bits, const named_bit *names, int32_t count)
{
    dsi_json_name(w, name);
    dsi_json_open(w, '[', true);
    for (int32_t i = 0; i < count; i++) {
        if ((bits & names[i].bit) != 0) {
            dsi_json_put_text(w, names[i].name);
        }
    }
    dsi_json_close(w, ']');
}

static void put_word(dsi_writer *w, const char *name, const char *const *words, int32_t count, int32_t i)
{
    dsi_json_text(w, name, i >= 0 && i < count ? words[i] : "");
}

static void put_policy(dsi_writer *w, const dscore_policy *policy, const dsi_policy_rule *rule)
{
    const dsi_identity identity = {dscore_policy_text(policy, DSCORE_POLICY_ID),
        dscore_policy_text(policy, DSCORE_POLICY_VERSION), dscore_policy_text(policy, DSCORE_POLICY_NAME_EN),
        dscore_policy_text(policy, DSCORE_POLICY_NAME_ZH), dscore_policy_text(policy, DSCORE_POLICY_HASH)};
    dsi_json_put_identity(w, "policy", &identity);
    dsi_json_name(w, "rule");
    dsi_json_open(w, '{', true);
    dsi_json_text(w, "id", rule->id);
    put_word(w, "kind", KINDS, DSI_COUNT(KINDS), rule->kind);
    dsi_json_words(w, "name", rule->name_en, rule->name_zh);
    dsi_json_words(w, "action", rule->action_en, rule->action_zh);
    dsi_json_close(w, '}');
}

static void put_instant(dsi_writer *w, const char *name, int64_t instant)
{
    dsi_json_name(w, name);
    if (instant == dscore_instant_min() || instant == dscore_instant_max()) {
        dsi_json_put_null(w);
    } else {
        dsi_json_put_int(w, instant);
    }
}

static void put_subject(dsi_writer *w, const dscore_decision *d)
{
    dsi_json_name(w, "subject");
    dsi_json_put_text(w, d->subject);
    dsi_json_text(w, "group", d->group);
    dsi_json_text(w, "period", d->period);
    put_instant(w, "period_start", d->period_start);
    put_instant(w, "period_end", d->period_end);
}

static void put_numbers(dsi_writer *w, const dscore_decision *d, const dsi_policy_rule *rule)
{
    const struct {
        const char *name;
        double value;
    } numbers[] = {{"value", d->value}, {"own", d->own}, {"rank", d->rank > 0 ? d->rank : (double)NAN},
        {"ranked", d->ranked > 0 ? (double)d->ranked : (double)NAN}, {"cut", d->cut}, {"lo", d->lo}, {"hi", d->hi},
        {"mean", d->mean}, {"volume", d->volume < 0 ? (double)NAN : (double)d->volume}};
    for (int32_t i = 0; i < DSI_COUNT(numbers); i++) {
        dsi_json_number(w, numbers[i].name, numbers[i].value);
    }
    dsi_json_int(w, "volume_min", d->volume_min);
    dsi_json_int(w, "run", d->run);
    dsi_json_int(w, "streak", rule->streak.length);
    dsi_json_words(w, "grade", d->grade_en, d->grade_zh);
    dsi_json_number(w, "rate", d->rate);
    dsi_json_number(w, "amount", d->amount);
}

/* The sentences in both languages. */
static dscore_status put_sentences(dsi_writer *w, const dscore_decisions *decisions, int64_t index, dscore_error *err)
{
    const char *const languages[] = {"en", "zh"};
    dscore_allocator *allocator = &w->text.allocator;
    dscore_status status = DSCORE_OK;
    dsi_json_name(w, "explanation");
    dsi_json_open(w, '{', false);
    for (int32_t i = 0; i < 2 && status == DSCORE_OK; i++) {
        int64_t needed = 0;
        status = dscore_decisions_explain(decisions, index, languages[i], NULL, 0, &needed, err);
        char *text = status == DSCORE_E_BUFFER || status == DSCORE_OK ? dsi_alloc_zero(allocator, needed + 1) : NULL;
        if (text == NULL) {
            return status == DSCORE_E_BUFFER || status == DSCORE_OK ? dsi_fail_memory(err) : status;
        }
        status = dscore_decisions_explain(decisions, index, languages[i], text, needed, &needed, err);
        if (status == DSCORE_OK) {
            dsi_json_text(w, languages[i], text);
        }
        dsi_release(allocator, text, needed + 1);
    }
    dsi_json_close(w, '}');
    return status;
}

dscore_status dscore_decisions_dump(const dscore_decisions *decisions, int64_t index, char *buffer, int64_t capacity,
    int64_t *out_needed, dscore_error *err)
{
    dscore_decision d = DSCORE_DECISION_INIT;
    if (decisions == NULL) {
        return dsi_fail_null(err, "decisions");
    }
    dscore_status status = dscore_decisions_get(decisions, index, &d, err);
    if (status != DSCORE_OK) {
        return status;
    }
    const dscore_policy *policy = dscore_decisions_policy(decisions);
    const dsi_policy_rule *rule = &dsi_policy_spec_of(policy)->rules[d.rule];
    dsi_writer w;
    dsi_writer_init(&w, &policy->arena.allocator);
    dsi_json_open(&w, '{', false);
    dsi_json_put_head(&w, "decision");
    put_policy(&w, policy, rule);
    put_subject(&w, &d);
    put_word(&w, "decision", DECISIONS, DSI_COUNT(DECISIONS), d.decision);
    put_word(&w, "outcome", OUTCOMES, DSI_COUNT(OUTCOMES), d.outcome);
    put_word(&w, "list", LISTS, DSI_COUNT(LISTS), d.list);
    put_bits(&w, "reasons", d.reason, REASONS, DSI_COUNT(REASONS));
    put_bits(&w, "flags", d.flags, FLAGS, DSI_COUNT(FLAGS));
    put_numbers(&w, &d, rule);
    status = put_sentences(&w, decisions, index, err);
    dsi_json_close(&w, '}');
    if (status == DSCORE_OK) {
        status = dsi_writer_give(&w, buffer, capacity, out_needed, err);
    }
    dsi_writer_free(&w);
    return status;
}
