/* What the files that put rules into words share. */
#ifndef DSI_SCORE_RULE_WORDS_H
#define DSI_SCORE_RULE_WORDS_H

#include "score/rule_parts.h"
#include "score/voice.h"

/* "60 points at 80%", "80%（得60分）" */
void dsi_say_line_end(const dsi_voice *v, double x, double points);
/* The phrase, then "80%: 60 points". */
void dsi_say_pair(const dsi_voice *v, const char *english, const char *chinese, double x, double points);

void dsi_desirability_text(const dsi_voice *v, const dsi_rule_spec *spec);
void dsi_logistic_text(const dsi_voice *v, const dsi_rule_spec *spec);
void dsi_efficacy_text(const dsi_voice *v, const dsi_rule_spec *spec);
void dsi_goal_red_text(const dsi_voice *v, const dsi_rule_spec *spec);
void dsi_peers_text(const dsi_voice *v, const dsi_rule_spec *spec);

#endif
