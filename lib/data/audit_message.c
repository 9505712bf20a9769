/* What a finding says, in English and Chinese, with its numbers. */
#include "data/audit.h"

#include "base/text.h"

enum { FINAL_KIND = DSI_AUDIT_KINDS };

/* $n rows concerned, $t rows looked at, $r the word for those, $f field, $o other, $l label, $m frequent label, $k its
   rows (ONE_VALUE: $l the value met, $k its rows, $m the other). */
static const struct {
    const char *en, *zh;
} sentences[FINAL_KIND + 1] = {
    [DSCORE_AUDIT_MISSING] = {"$f is missing in $n of $t $r", "$t 行中有 $n 行缺少 $f"},
    [DSCORE_AUDIT_INVALID] = {"$f is invalid in $n of $t $r", "$t 行中有 $n 行的 $f 无效"},
    [DSCORE_AUDIT_STOP_BEFORE_START] = {"$f is before $o in $n of $t $r", "$t 行中有 $n 行的 $f 早于 $o"},
    [DSCORE_AUDIT_FUTURE] = {"$f is after now in $n of $t $r", "$t 行中有 $n 行的 $f 晚于当前时刻"},
    [DSCORE_AUDIT_DUPLICATE] = {"$f repeats that of an earlier row in $n of $t $r",
        "$t 行中有 $n 行的 $f 与前面的行重复"},
    [DSCORE_AUDIT_BOT_ANSWER] = {"$f is there without a human who answered in $n of $t $r",
        "$t 行中有 $n 行有 $f，却没有人工回复人"},
    [DSCORE_AUDIT_RESOLVED_WITHOUT_REPLY] = {"resolved without a reply in $n of $t resolved $r",
        "$t 行已解决的数据中有 $n 行没有任何回复"},
    [DSCORE_AUDIT_LABEL_CASE] = {"$f is written \"$l\" in $n of $t $r, but \"$m\" in $k",
        "$t 行中有 $n 行的 $f 写作“$l”，而有 $k 行写作“$m”"},
    [DSCORE_AUDIT_ONE_VALUE] = {"$f is $l in $k of $t $r and missing in $n, but never $m: is a blank $m?",
        "$t 行中 $f 有 $k 行为 $l、$n 行缺失，从不为 $m：空白是否表示 $m？"},
    [DSCORE_AUDIT_OUTSIDE_PERIOD] = {"$f is outside the period in $n of $t $r", "$t 行中有 $n 行的 $f 不在期间内"},
};

/* In the order of DSI_BAD_DOMAIN ... */
static const struct {
    const char *en, *zh;
} reasons[DSI_AUDIT_REASONS] = {
    {"outside the domain", "超出取值范围"},
    {"infinite", "无穷大"},
    {"unreadable", "无法读取"},
    {"negative", "为负"},
    {"too large or outside the years 1 to 9999", "过大或不在公元 1 至 9999 年"},
};

static const char *field_name(const dscore_audit *audit, int32_t field)
{
    return field < 0 ? "" : dsi_audit_source(audit)->fields[field].name;
}

static void add_word(dsi_text *text, const dscore_audit *audit, const dsi_tally *tally, char word)
{
    switch (word) {
    case 'n':
        dsi_text_add_int(text, tally->count);
        break;
    case 't':
        dsi_text_add_int(text, tally->checked);
        break;
    case 'k':
        dsi_text_add_int(text, tally->frequent_count);
        break;
    case 'r':
        dsi_text_add(text, tally->checked == 1 ? "row" : "rows");
        break;
    case 'f':
        dsi_text_add(text, field_name(audit, tally->field));
        break;
    case 'o':
        dsi_text_add(text, field_name(audit, tally->other));
        break;
    default:
        dsi_text_add(text, word == 'l' ? tally->label : tally->frequent);
        break;
    }
}

static void add_sentence(dsi_text *text, const dscore_audit *audit, const dsi_tally *tally, const char *pattern)
{
    for (const char *p = pattern; *p != '\0'; p++) {
        if (*p == '$') {
            add_word(text, audit, tally, *++p);
        } else {
            dsi_text_add_bytes(text, p, 1);
        }
    }
}

/* ": 2 outside the domain, 1 unreadable" */
static void add_reasons(dsi_text *text, const dsi_tally *tally, bool zh)
{
    const char *before = zh ? "：" : ": ";
    for (int i = 0; i < DSI_AUDIT_REASONS; i++) {
        if (tally->reasons[i] > 0) {
            dsi_text_add(text, before);
            dsi_text_add_int(text, tally->reasons[i]);
            dsi_text_add(text, zh ? " 行" : " ");
            dsi_text_add(text, zh ? reasons[i].zh : reasons[i].en);
            before = zh ? "，" : ", ";
        }
    }
}

static const char *describe(dscore_audit *audit, const dsi_tally *tally, bool zh)
{
    dsi_text text;
    dsi_text_init(&text, &audit->allocator);
    const char *pattern = zh ? sentences[tally->kind].zh : sentences[tally->kind].en;
    if (tally->strict) {
        pattern = zh ? "$t 行中有 $n 行的 $f 不晚于 $o" : "$f is not after $o in $n of $t $r";
    }
    add_sentence(&text, audit, tally, pattern);
    add_reasons(&text, tally, zh);
    const char *kept = text.failed ? NULL : dsi_arena_text(&audit->arena, text.data, text.length);
    dsi_text_free(&text);
    return kept;
}

bool dsi_audit_describe(dscore_audit *audit, dsi_tally *tally)
{
    tally->message_en = describe(audit, tally, false);
    tally->message_zh = describe(audit, tally, true);
    return tally->message_en != NULL && tally->message_zh != NULL;
}
