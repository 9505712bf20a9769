/* Numbers as people read them: METHODS 0.4 rounding and the units of D16 in English and Chinese. */
#include "base/text.h"

#include "base/big.h"

#include <string.h>

/* The closed list of units. One currency a query, unnamed: money is the bare number, as are counts and ratios. */
static const struct unit {
    const char *name, *en_one, *en, *zh;
} units[] = {
    {"", "", "", ""},
    {"%", "%", "%", "%"},
    {"s", " s", " s", "秒"},
    {"count", "", "", ""},
    {"points", " point", " points", "分"},
    {"ratio", "", "", ""},
    {"per_day", " per day", " per day", "/天"},
    {"per_hour", " per hour", " per hour", "/小时"},
    {"per_month", " per month", " per month", "/月"},
    {"per_10000", " per 10,000", " per 10,000", "/万"},
    {"days", " day", " days", "天"},
    {"hours", " hour", " hours", "小时"},
    {"minutes", " min", " min", "分钟"},
    {"money", "", "", ""},
};

static const struct unit *find_unit(const char *name)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(units[i].name, name) == 0) {
            return &units[i];
        }
    }
    return NULL;
}

dscore_status dscore_format(double value, const char *unit, int32_t decimals, const char *lang, char *buffer,
    int64_t capacity, int64_t *out_needed, dscore_error *err)
{
    if (!dsi_double_is_finite(value)) {
        return dsi_fail(
            err, DSCORE_E_ARGUMENT, DSCORE_CODE_NOT_FINITE, "value is NaN or infinite, expected a finite number");
    }
    if (decimals < -1 || decimals > 15) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_DECIMALS,
            "decimals is %ld, expected 0 to 15, or -1 for as many as needed", (long)decimals);
    }
    const struct unit *known = find_unit(unit == NULL ? "" : unit);
    if (known == NULL) {
        return dsi_fail(err, DSCORE_E_ARGUMENT, DSCORE_CODE_UNIT,
            "unit \"%s\" is unknown, expected one of %%, s, count, points, ratio, per_day, per_hour, per_month, "
            "per_10000, days, hours, minutes, money",
            unit);
    }
    const bool is_chinese = lang != NULL && strcmp(lang, "zh") == 0;
    if (lang != NULL && !is_chinese && strcmp(lang, "en") != 0) {
        return dsi_fail(
            err, DSCORE_E_ARGUMENT, DSCORE_CODE_LANGUAGE, "lang \"%s\" is unknown, expected \"en\" or \"zh\"", lang);
    }

    char text[384]; /* 350 for the number, the rest for the longest suffix: no allocation */
    if (decimals < 0) {
        dsi_print_double(value, text);
    } else {
        dsi_print_rounded(value, decimals, text);
    }
    const bool is_one = strcmp(text, "1") == 0 || strcmp(text, "-1") == 0;
    const char *suffix = is_chinese ? known->zh : is_one ? known->en_one : known->en;
    const size_t length = strlen(text);
    memcpy(text + length, suffix, strlen(suffix) + 1);
    const dsi_text made = {.data = text, .length = (int64_t)strlen(text)};
    return dsi_text_give(&made, buffer, capacity, out_needed, err);
}
