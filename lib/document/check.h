/* What a check says beyond what a parse would refuse. */
#ifndef DSI_DOCUMENT_CHECK_H
#define DSI_DOCUMENT_CHECK_H

#include "document/calendar_document.h"
#include "document/card_document.h"
#include "document/profile.h"

/* Cliffs, jumps, branches without effect, points beyond 0-100. `at` is the rule in the document; unit "" = none;
   domain_min, domain_max: of the value. */
void dsi_check_rule(
    dsi_reader *r, const dsi_at *at, const dscore_rule *rule, const char *unit, double domain_min, double domain_max);

void dsi_check_card(dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_scorecard *card);
/* Dates of a calendar that could be read. */
void dsi_check_calendar(dsi_reader *r, const dsi_at *root, const dsi_calendar_document *document);
void dsi_check_profile(dsi_reader *r, const dsi_at *root, const dscore_profile *profile);

#endif
