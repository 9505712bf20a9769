/* The table of messages: code, severity, status and words in English and Chinese. */
#include "document/finding.h"

#include "base/error.h"

#include <string.h>

#define FAULT DSCORE_SEVERITY_ERROR
#define WARN DSCORE_SEVERITY_WARNING
#define NOTE DSCORE_SEVERITY_INFO

static const dsi_message messages[] = {
    [DSI_SAY_SYNTAX] = {"SYNTAX", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_SYNTAX, "not valid JSON: %1",
        "不是有效的 JSON:%1"},
    [DSI_SAY_TOO_LONG] = {"TOO_LONG", FAULT, DSCORE_E_LIMIT, DSCORE_CODE_DOCUMENT_SYNTAX,
        "a document of %1 bytes, expected at most %2", "文档长 %1 字节,最多 %2 字节"},
    [DSI_SAY_VERSION] = {"VERSION", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_VERSION,
        "format version %1, expected \"deskscore\": 1", "格式版本为 %1,应为 \"deskscore\": 1"},
    [DSI_SAY_KIND] = {"KIND", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_KIND,
        "a document of kind \"%1\", expected \"%2\"", "文档类型为 \"%1\",应为 \"%2\""},
    [DSI_SAY_UNKNOWN_MEMBER] = {"UNKNOWN_MEMBER", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_MEMBER,
        "unknown member \"%1\"%2", "未知成员 \"%1\"%2"},
    [DSI_SAY_UNKNOWN_MEMBER_OF] = {"UNKNOWN_MEMBER", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_MEMBER,
        "unknown member \"%1\", expected one of %2", "未知成员 \"%1\",应为其一:%2"},
    [DSI_SAY_MISSING_MEMBER] = {"MISSING_MEMBER", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_MEMBER,
        "\"%1\" is missing", "缺少 \"%1\""},
    [DSI_SAY_TYPE] = {"TYPE", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_TYPE, "expected %1, found %2",
        "应为%1,实为%2"},
    [DSI_SAY_EMPTY] = {"EMPTY", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_TYPE, "empty, expected at least one entry",
        "为空,至少应有一项"},
    [DSI_SAY_CHOICE] = {"CHOICE", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_CHOICE,
        "\"%1\" is not in the list, expected one of %2", "\"%1\" 不在列表中,应为其一:%2"},
    [DSI_SAY_CHOICE_NEAREST] = {"CHOICE", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_CHOICE,
        "\"%1\" is not in the list (did you mean \"%3\"?), expected one of %2",
        "\"%1\" 不在列表中(是否为 \"%3\"?),应为其一:%2"},
    [DSI_SAY_RANGE] = {"RANGE", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_RANGE, "%1 is out of range, expected %2",
        "%1 超出范围,应为%2"},
    [DSI_SAY_ID_FORM] = {"ID_FORM", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_NAME,
        "\"%1\" is not an identifier, expected a lower-case letter and then lower-case letters, digits or _",
        "\"%1\" 不是标识符,应以小写字母开头,后接小写字母、数字或 _"},
    [DSI_SAY_PERCENT] = {"PERCENT", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_LITERAL,
        "\"%1\" is not a percentage, expected a number or a text such as \"92%\"",
        "\"%1\" 不是百分数,应为数字或形如 \"92%\" 的文本"},
    [DSI_SAY_DURATION] = {"DURATION", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_LITERAL,
        "\"%1\" is not a threshold, expected a number, a duration such as \"40s\" or a percentage such as \"92%\"",
        "\"%1\" 不是阈值,应为数字、形如 \"40s\" 的时长或形如 \"92%\" 的百分数"},
    [DSI_SAY_UNIT_DURATION] = {"UNIT", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_LITERAL,
        "\"%1\" is a duration, but the value is in \"%2\"; expected a number in that unit",
        "\"%1\" 是时长,而数值的单位是 \"%2\";应为该单位的数字"},
    [DSI_SAY_UNIT_PERCENT] = {"UNIT", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_LITERAL,
        "\"%1\" is a percentage, but the value is in \"%2\"; expected a number in that unit",
        "\"%1\" 是百分数,而数值的单位是 \"%2\";应为该单位的数字"},
    [DSI_SAY_NO_INDICATOR] = {"NO_INDICATOR", FAULT, DSCORE_E_NOT_FOUND, DSCORE_CODE_DOCUMENT_NAME,
        "the catalogue has no indicator \"%1\"%2", "目录中没有指标 \"%1\"%2"},
    [DSI_SAY_NO_SOURCE] = {"NO_SOURCE", FAULT, DSCORE_E_NOT_FOUND, DSCORE_CODE_DOCUMENT_NAME,
        "the schema has no source \"%1\"%2", "没有数据源 \"%1\"%2"},
    [DSI_SAY_NO_FIELD] = {"NO_FIELD", FAULT, DSCORE_E_NOT_FOUND, DSCORE_CODE_DOCUMENT_NAME,
        "the source has no field \"%1\"%2", "数据源没有字段 \"%1\"%2"},
    [DSI_SAY_NO_PARAMETER] = {"NO_PARAMETER", FAULT, DSCORE_E_NOT_FOUND, DSCORE_CODE_DOCUMENT_NAME,
        "the indicator has no parameter \"%1\"%2", "指标没有参数 \"%1\"%2"},
    [DSI_SAY_NO_RULE] = {"NO_RULE", FAULT, DSCORE_E_NOT_FOUND, DSCORE_CODE_DOCUMENT_NAME,
        "no rule \"%1\" under \"rules\"%2", "\"rules\" 中没有规则 \"%1\"%2"},
    [DSI_SAY_NO_ITEM] = {"NO_ITEM", FAULT, DSCORE_E_NOT_FOUND, DSCORE_CODE_DOCUMENT_NAME,
        "a leaf of the weights is the alias of an item; no item is named \"%1\"%2",
        "权重的叶节点应为条目的别名;没有名为 \"%1\" 的条目%2"},
    [DSI_SAY_NEAREST] = {"", FAULT, DSCORE_OK, 0, "; the nearest is \"%1\"", ",最接近的是 \"%1\""},
    [DSI_SAY_FORMULA] = {"FORMULA", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_NONE, "%1 (column %2 of the formula)",
        "公式有误(公式第 %2 列):%1"},
    [DSI_SAY_INVALID] = {"INVALID", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_NONE, "%1", "不成立:%1"},
    [DSI_SAY_NOT_FOR] = {"NOT_FOR", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_CONFLICT,
        "\"%1\" is for %2; this is %3", "\"%1\" 只用于%2,这里是%3"},
    [DSI_SAY_VALUE_DOMAIN] = {"VALUE_DOMAIN", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_RANGE,
        "%1 is outside the domain of the field, %2 to %3", "%1 超出字段的取值范围 %2 至 %3"},
    [DSI_SAY_DEPTH] = {"DEPTH", FAULT, DSCORE_E_LIMIT, DSCORE_CODE_DOCUMENT_SYNTAX, "nested deeper than %1 levels",
        "嵌套超过 %1 层"},
    [DSI_SAY_WEIGHT_TOTAL] = {"WEIGHT_TOTAL", WARN, DSCORE_OK, 0,
        "the weights add up to %1, declared are %2; the shares are of %1",
        "权重合计为 %1,声明为 %2;各项占比按 %1 计算"},
    [DSI_SAY_DIMENSION_EMPTY] = {"DIMENSION_EMPTY", WARN, DSCORE_OK, 0,
        "the dimension \"%1\" is declared with weight %2 and has no indicator",
        "维度 \"%1\" 声明权重 %2,但没有任何指标"},
    [DSI_SAY_DIMENSION_SHARE] = {"DIMENSION_SHARE", WARN, DSCORE_OK, 0,
        "the dimension \"%1\" has %2 % of the whole, declared are %3 %", "维度 \"%1\" 实际占 %2%,声明为 %3%"},
    [DSI_SAY_LEAF_SHARE] = {"LEAF_SHARE", WARN, DSCORE_OK, 0, "\"%1\" alone is %2 % of the whole, more than 50 %",
        "\"%1\" 一项占总分 %2%,超过 50%"},
    [DSI_SAY_ZERO_WEIGHT] = {"ZERO_WEIGHT", WARN, DSCORE_OK, 0, "\"%1\" has weight 0 and never counts",
        "\"%1\" 权重为 0,不计分"},
    [DSI_SAY_CLIFF] = {"CLIFF", WARN, DSCORE_OK, 0, "a cliff at %1: the ladder gives %2 points there, the cliff %3",
        "在 %1 处有断崖:按阶梯为 %2 分,断崖后为 %3 分"},
    [DSI_SAY_JUMP] = {"JUMP", NOTE, DSCORE_OK, 0, "the points jump at %1: %2 to %3", "在 %1 处得分跳变:%2 到 %3"},
    [DSI_SAY_NO_EFFECT] = {"NO_EFFECT", WARN, DSCORE_OK, 0,
        "this branch never changes the points: the rule gives the same without it, a cap or clamp cuts it away, or no "
        "value reaches it",
        "该分支从不影响得分:没有它得分也相同,或被封顶、限幅抵消,或没有数值能到达"},
    [DSI_SAY_SAME_POINTS] = {"NO_EFFECT", WARN, DSCORE_OK, 0, "this rule gives every value %2 points",
        "该规则对任何数值都给 %2 分"},
    [DSI_SAY_NOT_MONOTONE] = {"NOT_MONOTONE", WARN, DSCORE_OK, 0, "a better value can score less, near %1",
        "在 %1 附近,更好的数值反而得分更低"},
    [DSI_SAY_ABOVE_100] = {"ABOVE_100", NOTE, DSCORE_OK, 0, "this rule can give more than 100 points",
        "该规则可能给出超过 100 分"},
    [DSI_SAY_BELOW_0] = {"BELOW_0", NOTE, DSCORE_OK, 0, "this rule can give less than 0 points",
        "该规则可能给出低于 0 分"},
    [DSI_SAY_UNUSED_RULE] = {"UNUSED_RULE", WARN, DSCORE_OK, 0, "no item uses the rule \"%1\"",
        "没有项目使用规则 \"%1\""},
    [DSI_SAY_BETTER] = {"BETTER", WARN, DSCORE_OK, 0,
        "the rule says that %1 is better, the indicator \"%2\" that %3 is", "规则以%1为优,而指标 \"%2\" 以%3为优"},
    [DSI_SAY_PARAMETER_NEEDED] = {"PARAMETER_NEEDED", FAULT, DSCORE_E_PARAMETER, DSCORE_CODE_DOCUMENT_MEMBER,
        "the indicator needs its parameter \"%1\", which has no default", "指标的参数 \"%1\" 没有默认值,必须给出"},
    [DSI_SAY_COUNT_MIX] = {"COUNT_MIX", WARN, DSCORE_OK, 0,
        "count() stands beside another aggregate: a bare count hides rows that lack something",
        "count() 与其他聚合混用:不带条件的计数会掩盖缺失的行"},
    [DSI_SAY_CUT_DOMAIN] = {"CUT_DOMAIN", WARN, DSCORE_OK, 0,
        "another domain for \"%1\" (%2 to %3); these indicators cut it at values meant for the usual one: %4",
        "\"%1\" 改用取值范围 %2 至 %3;以下指标的切分点按原范围设定:%4"},
    [DSI_SAY_RUNNING_SHARE] = {"RUNNING_SHARE", NOTE, DSCORE_OK, 0,
        "shares of running periods change until the last ticket is decided; \"%1\" counts only old enough tickets",
        "未结束周期的占比会随未决工单变化;\"%1\" 只计足够早的工单"},
    [DSI_SAY_SMALL_SHARE] = {"SMALL_SHARE", WARN, DSCORE_OK, 0, "%1 is read as %1 %: shares run from 0 to 100",
        "%1 按 %1% 读取:占比以 0 至 100 表示"},
    [DSI_SAY_ALIAS_TWICE] = {"ALIAS_TWICE", WARN, DSCORE_OK, 0, "the column \"%1\" is named twice", "列 \"%1\" 重复"},
    [DSI_SAY_NO_COLUMN] = {"EMPTY", FAULT, DSCORE_E_FORMAT, DSCORE_CODE_DOCUMENT_TYPE,
        "empty, expected the name of a column", "为空,应为列名"},
    [DSI_SAY_MORE] = {"MORE", NOTE, DSCORE_OK, 0, "there are more findings; these are the first %1",
        "还有更多问题,这里只列出前 %1 条"},
};

const dsi_message *dsi_message_of(dsi_finding_kind kind)
{
    return &messages[kind];
}

void dsi_message_text(dsi_text *out, const dsi_message *message, bool chinese, const dsi_word *words, int32_t count)
{
    const char *text = chinese ? message->zh : message->en;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '%' && p[1] >= '1' && p[1] <= '0' + DSI_MAX_WORDS) {
            const int32_t n = p[1] - '1';
            if (n < count) {
                dsi_text_add(out, chinese ? words[n].zh : words[n].en);
            }
            p++;
        } else {
            dsi_text_add_bytes(out, p, 1);
        }
    }
}
