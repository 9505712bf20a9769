/* Saying things in English and Chinese. */
#include "score/voice.h"

#include "base/error.h"
#include "score/rule.h"
#include <math.h>
#include <string.h>

enum { HOUR = 3600, DAY = 24 * HOUR, MICROS = 6 };

void dsi_say(const dsi_voice *v, const char *english, const char *chinese)
{
    dsi_text_add(v->text, v->chinese ? chinese : english);
}

/* Seconds from an hour on, in the units people think in: hours below two days, then days. Nothing is rounded away but
   what is below a microsecond. */
static void say_span(const dsi_voice *v, double seconds)
{
    double span = fabs(seconds);
    double whole = floor(span);
    double fraction = dscore_round(span - whole, MICROS);
    whole += floor(fraction);
    fraction -= floor(fraction);
    double days = whole < 2.0 * DAY ? 0.0 : floor(whole / DAY);
    double hours = floor((whole - days * DAY) / HOUR);
    double minutes = floor((whole - days * DAY - hours * HOUR) / 60.0);
    double rest = whole - days * DAY - hours * HOUR - minutes * 60.0;
    const struct {
        double count;
        const char *english, *chinese;
    } parts[] = {{days, " d", "天"}, {hours, " h", "小时"}, {minutes, " min", "分钟"},
        {dscore_round(rest + fraction, MICROS), " s", "秒"}};
    dsi_text_add(v->text, seconds < 0.0 ? "-" : "");
    bool any = false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].count > 0.0) {
            dsi_say(v, any ? " " : "", "");
            dsi_text_add_double(v->text, parts[i].count);
            dsi_say(v, parts[i].english, parts[i].chinese);
            any = true;
        }
    }
}

/* dscore_format knows the closed list of units; any other unit is written after the number. */
void dsi_say_value(const dsi_voice *v, double value)
{
    char buffer[400];
    const char *lang = v->chinese ? "zh" : "en";
    bool is_span = v->unit != NULL && strcmp(v->unit, "s") == 0;
    if (is_span && fabs(value) >= HOUR && fabs(value) < 1e12) {
        say_span(v, value);
    } else if (dscore_format(value, v->unit, -1, lang, buffer, (int64_t)sizeof buffer, NULL, NULL) == DSCORE_OK) {
        dsi_text_add(v->text, buffer);
    } else {
        dsi_text_add_double(v->text, value);
        dsi_text_add(v->text, " ");
        dsi_text_add(v->text, v->unit == NULL ? "" : v->unit);
    }
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
