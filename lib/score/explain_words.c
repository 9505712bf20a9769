/* What all of an explanation is made of: numbers as people read them, dates, weights. */
#include "score/explain_parts.h"

#include <math.h>
#include <string.h>

/* Values are shown with this many decimals at most: enough to see on which side of a threshold they lie. */
enum { SHOWN_DECIMALS = 6 };

double dsi_tell_shown(double value)
{
    double rounded = dscore_round(value, SHOWN_DECIMALS);
    return rounded == 0.0 ? value : rounded;
}

void dsi_tell_percent(const dsi_voice *v, double share)
{
    dsi_say_number(v, dscore_round(100.0 * share, 2));
    dsi_text_add(v->text, "%");
}

void dsi_tell_amount(const dsi_explaining *e, double printed)
{
    dsi_text_add_rounded(e->voice.text, printed, e->card->spec.decimals);
}

void dsi_tell_signed(const dsi_explaining *e, double printed)
{
    dsi_text_add(e->voice.text, printed > 0.0 ? "+" : "");
    dsi_tell_amount(e, printed);
}

static void put_digits(dsi_text *t, int64_t value, int32_t width)
{
    for (int64_t least = 10; width > 1; width--, least *= 10) {
        if (value < least) {
            for (; width > 1; width--) {
                dsi_text_add(t, "0");
            }
            break;
        }
    }
    dsi_text_add_int(t, value);
}

/* Date of a day number since 1970-01-01 in the Gregorian calendar: years begin in March, so that the leap day is last,
   and repeat every 146097 days. */
static void say_date(dsi_text *t, int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    put_digits(t, year_of_era + era * 400 + (month <= 2 ? 1 : 0), 4);
    dsi_text_add(t, "-");
    put_digits(t, month, 2);
    dsi_text_add(t, "-");
    put_digits(t, day_of_year - (153 * month_from_march + 2) / 5 + 1, 2);
}

void dsi_tell_instant(dsi_text *t, int64_t instant)
{
    const int64_t day = INT64_C(86400000000);
    int64_t days = instant / day - (instant % day < 0 ? 1 : 0);
    int64_t seconds = (instant - days * day) / 1000000;
    say_date(t, days);
    if (seconds != 0) {
        dsi_text_add(t, " ");
        put_digits(t, seconds / 3600, 2);
        dsi_text_add(t, ":");
        put_digits(t, seconds / 60 % 60, 2);
        dsi_text_add(t, ":");
        put_digits(t, seconds % 60, 2);
    }
}

static void say_share(const dsi_explaining *e, double share)
{
    if (e->card->spec.mode == DSI_CARD_POINTS) {
        dsi_say_points(&e->voice, dsi_tell_shown(share * e->card->scale));
    } else {
        dsi_tell_percent(&e->voice, share);
    }
}

/* "weight 20%", or in points mode "worth 15 points". */
void dsi_tell_weight(const dsi_explaining *e, const dscore_ledger_line *line)
{
    bool points = e->card->spec.mode == DSI_CARD_POINTS;
    dsi_say(&e->voice, points ? "worth " : "weight ", points ? "分值" : "权重");
    say_share(e, line->weight);
}

/* What the weight became once that of missing values was shared out. */
void dsi_tell_effective_weight(const dsi_explaining *e, const dscore_ledger_line *line)
{
    bool changed = fabs(line->effective_weight - line->weight) > 1e-12;
    if (changed && e->score->total->status == DSCORE_VALUE_OK) {
        dsi_say(&e->voice, ", in this total ", "，本次折算为");
        say_share(e, line->effective_weight);
    }
}

int32_t dsi_tell_depth(const dsi_explaining *e, const dscore_ledger_line *line)
{
    int32_t node = dscore_weights_find(e->card->weights, line->alias);
    return node < 0 ? 0 : e->card->weights->depth[node];
}

void dsi_tell_indent(const dsi_explaining *e, int32_t depth)
{
    for (int32_t i = 0; i < depth; i++) {
        dsi_text_add(e->voice.text, "  ");
    }
}

const char *dsi_tell_name(const dsi_explaining *e, int32_t item)
{
    const char *name = dsi_card_item_name(e->card, item, e->voice.chinese);
    return name[0] != '\0' ? name : e->card->spec.items[item].alias;
}

/* " (it is 45%)" */
static void say_watched(const dsi_voice *v, double watched, bool of_points, const dsi_voice *unit)
{
    if (isnan(watched)) {
        dsi_say(v, " (it has no value)", "（目前无数据）");
        return;
    }
    dsi_say(v, of_points ? " (they are " : " (it is ", "（目前为");
    dsi_say_value(unit, dsi_tell_shown(watched));
    dsi_say(v, ")", "）");
}

void dsi_tell_gate(const dsi_explaining *e, int32_t number, const char *whom)
{
    const dsi_voice *v = &e->voice;
    const dsi_gate *gate = &e->card->spec.gates[number - 1];
    const int32_t item = e->card->places[number - 1].item;
    const char *name = v->chinese ? gate->name_zh : gate->name_en;
    bool of_points = gate->on == DSI_GATE_ON_POINTS;
    dsi_voice unit = *v;
    unit.unit = of_points ? "points" : e->card->facts[item].unit;
    dsi_say(v, gate->cap <= 0.0 ? "Veto" : "Gate", gate->cap <= 0.0 ? "一票否决" : "限制条款");
    if (name[0] != '\0') {
        dsi_say(v, " \"", "“");
        dsi_text_add(v->text, name);
        dsi_say(v, "\"", "”");
    }
    dsi_say(v, ": ", "：");
    dsi_text_add(v->text, whom);
    dsi_say(v, whom[0] != '\0' ? ": at most " : "at most ", "最高");
    dsi_say_points(v, gate->cap);
    dsi_say(v, of_points ? " while the points of " : " while ", "，因");
    dsi_text_add(v->text, dsi_tell_name(e, item));
    dsi_say(v, of_points ? " are " : " is ", of_points ? "的得分" : "");
    dsi_say_condition(&unit, gate->op, gate->threshold);
    say_watched(v, e->score->watched[number - 1], of_points, &unit);
}
