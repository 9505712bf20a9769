/* What the files of the checks share: the target of the moment, and saying why. */
#ifndef DSI_TARGET_SMART_CHECK_H
#define DSI_TARGET_SMART_CHECK_H

#include "score/voice.h"
#include "target/standings.h"

typedef struct dsi_checking {
    const dscore_standings *all;
    const dscore_targets *targets;
    const dsi_standing *s;
    const dsi_target_spec *t;
    const dscore_indicator *indicator; /* NULL = none */
    dsi_voice voice;                   /* text NULL: nobody listens */
} dsi_checking;

void dsi_check_say(const dsi_checking *c, const char *english, const char *chinese);
void dsi_check_say_value(const dsi_checking *c, double value); /* with the unit */
void dsi_check_say_number(const dsi_checking *c, double value);
void dsi_check_say_text(const dsi_checking *c, const char *text);
void dsi_check_say_day(const dsi_checking *c, int64_t day);
/* A verdict with a sentence that needs no number. */
int32_t dsi_check_is(const dsi_checking *c, int32_t verdict, const char *english, const char *chinese);

/* Each check says why and returns DSCORE_VERDICT_...; those of relevance and time are in smart_check_time.c. */
typedef int32_t dsi_check(const dsi_checking *c);
dsi_check dsi_check_re1, dsi_check_re2, dsi_check_re3, dsi_check_re4;
dsi_check dsi_check_tb1, dsi_check_tb2, dsi_check_tb3, dsi_check_tb4, dsi_check_tb5;

#endif
