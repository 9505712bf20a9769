/* Saying things in English and Chinese. */
#include "score/voice.h"

#include "base/error.h"
#include "score/rule.h"
#include <string.h>

void dsi_say(const dsi_voice *v, const char *english, const char *chinese)
{
    dsi_text_add(v->text, v->chinese ? chinese : english);
}

/* dscore_format knows the closed list of units; any other unit is written after the number. */
static void say_with_unit(const dsi_voice *v, double value, int32_t decimals)
{
    char buffer[400];
    const char *lang = v->chinese ? "zh" : "en";
    if (dscore_format(value, v->unit, decimals, lang, buffer, (int64_t)sizeof buffer, NULL, NULL) == DSCORE_OK) {
        dsi_text_add(v->text, buffer);
        return;
    }
    if (decimals < 0) {
        dsi_text_add_double(v->text, value);
    } else {
        dsi_text_add_rounded(v->text, value, decimals);
    }
    dsi_text_add(v->text, " ");
    dsi_text_add(v->text, v->unit == NULL ? "" : v->unit);
}

void dsi_say_value(const dsi_voice *v, double value)
{
    say_with_unit(v, value, -1);
}

void dsi_say_rounded(const dsi_voice *v, double value, int32_t decimals)
{
    say_with_unit(v, value, decimals);
}

void dsi_say_number(const dsi_voice *v, double value)
{
    dsi_text_add_double(v->text, value);
}

void dsi_say_points(const dsi_voice *v, double points)
{
    dsi_text_add_double(v->text, points);
    dsi_say(v, points == 1.0 || points == -1.0 ? " point" : " points", "分");
}

void dsi_say_condition(const dsi_voice *v, int32_t op, double threshold)
{
    static const char *const ENGLISH[] = {"at least ", "above ", "at most ", "below "};
    static const char *const CHINESE[] = {"不低于", "高于", "不超过", "低于"};
    dsi_say(v, ENGLISH[op - 1], CHINESE[op - 1]);
    dsi_say_value(v, threshold);
}

dscore_status dsi_voice_language(const char *lang, bool *out_chinese, dscore_error *err)
{
    *out_chinese = lang != NULL && strcmp(lang, "zh") == 0;
    if (lang != NULL && !*out_chinese && strcmp(lang, "en") != 0) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_LANGUAGE, "language '%s'; expected en or zh", lang);
    }
    return DSCORE_OK;
}
