/* What the numbers of target.h and smart.h are called: tables of words in English and Chinese. */
#ifndef DSI_TARGET_WORDS_H
#define DSI_TARGET_WORDS_H

#include <stdint.h>

typedef struct dsi_named_number {
    int32_t family, value;
    const char *en, *zh;
} dsi_named_number;

/* The word of a number in a language ("en" or NULL, "zh"); "" if the table has none, or not in that language. */
const char *dsi_name_of_number(
    const dsi_named_number *table, int32_t count, int32_t family, int32_t value, const char *lang);

#endif
