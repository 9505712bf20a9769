/* Looking words up in the tables of targets. */
#include "target/words.h"

#include <stdbool.h>
#include <string.h>

const char *dsi_name_of_number(
    const dsi_named_number *table, int32_t count, int32_t family, int32_t value, const char *lang)
{
    const bool is_chinese = lang != NULL && strcmp(lang, "zh") == 0;
    if (lang != NULL && !is_chinese && strcmp(lang, "en") != 0) {
        return "";
    }
    for (int32_t i = 0; i < count; i++) {
        if (table[i].family == family && table[i].value == value) {
            return is_chinese ? table[i].zh : table[i].en;
        }
    }
    return "";
}
