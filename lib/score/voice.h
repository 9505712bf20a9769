/* Saying things in English and Chinese: one text, one unit, one language. */
#ifndef DSI_SCORE_VOICE_H
#define DSI_SCORE_VOICE_H

#include "base/text.h"

typedef struct dsi_voice {
    dsi_text *text;
    const char *unit; /* of values; "" = none */
    bool chinese;
} dsi_voice;

/* The phrase of the language. */
void dsi_say(const dsi_voice *v, const char *english, const char *chinese);
/* A value with the unit, shortest form: "25 s"; from an hour on "36 h", "90 d", "1 h 2 min 5 s". */
void dsi_say_value(const dsi_voice *v, double value);
/* A bare number, shortest form. */
void dsi_say_number(const dsi_voice *v, double value);
/* "10 points", "10 分". */
void dsi_say_points(const dsi_voice *v, double points);
/* "at most 25 s", "不超过 25 秒" and the like for DSI_CMP_... */
void dsi_say_condition(const dsi_voice *v, int32_t op, double threshold);

/* "en", "zh" or NULL; ARGUMENT else. */
dscore_status dsi_voice_language(const char *lang, bool *out_chinese, dscore_error *err);

#endif
