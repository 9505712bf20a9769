/* What a check says beyond what a parse would refuse. */
#ifndef DSI_DOCUMENT_CHECK_H
#define DSI_DOCUMENT_CHECK_H

#include "document/calendar_document.h"
#include "document/card_document.h"
#include "document/profile.h"

/* A value with its unit, as an argument of a message. */
dsi_word dsi_value_word(dsi_reader *r, double x, const char *unit);

/* Cliffs, jumps, branches without effect, points beyond 0-100. `at` is the rule in the document; unit "" = none;
   domain_min, domain_max: of the value. */
void dsi_check_rule(
    dsi_reader *r, const dsi_at *at, const dscore_rule *rule, const char *unit, double domain_min, double domain_max);

/* A table that says no direction itself, against that of its indicator (DSI_BETTER_...). */
void dsi_check_direction(dsi_reader *r, const dsi_at *at, const dscore_rule *rule, const char *unit, int32_t better);

/* A card that could be read, and what a check of it knows besides. */
typedef struct dsi_checked_card {
    dsi_reader *r;
    const dsi_at *root;
    const dscore_catalog *catalog;
    const dscore_scorecard *card;
    const dsi_card_spec *spec;     /* of the card */
    const dscore_weights *weights; /* of the card */
    const dscore_profile *profile; /* NULL = none: nothing is known of the data */
} dsi_checked_card;

void dsi_check_card(dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, const dscore_scorecard *card,
    const dscore_profile *profile);

/* Share of the whole that an item has; 0 for a bonus. */
double dsi_item_share(const dsi_checked_card *c, int32_t item);
/* Say something of a member of an item; member "" = the item. */
void dsi_say_item(const dsi_checked_card *c, int32_t item, const char *member, dsi_finding_kind kind,
    const dsi_word *words, int32_t count);

/* Values that an item can take: of the indicator, else of the field that it is a mean, quantile or extreme of. */
void dsi_item_domain(const dsi_checked_card *c, int32_t item, double *out_min, double *out_max);
/* Points, totals and grades that no value reaches. */
void dsi_check_reach(const dsi_checked_card *c);
/* Efficiency and quality, customer satisfaction, periods and schemes that mix. */
void dsi_check_balance(const dsi_checked_card *c);
/* Items that measure the same thing. */
void dsi_check_same(const dsi_checked_card *c);
/* Items that the fields of the profile can never give a value. */
void dsi_check_mapped(const dsi_checked_card *c);

/* Dates of a calendar that could be read. */
void dsi_check_calendar(dsi_reader *r, const dsi_at *root, const dsi_calendar_document *document);
void dsi_check_profile(dsi_reader *r, const dsi_at *root, const dscore_profile *profile);

#endif
