/* What the sections of the built-in table of indicators share: standing filters and credit lists. */
#ifndef DSI_MEASURE_BUILTIN_H
#define DSI_MEASURE_BUILTIN_H

#include "measure/definition.h"
#include <math.h>

/* Standing filters: flags that are absent or missing keep the row (D5). */
#define STANDING "is_spam or is_merged or is_deleted or is_test"
#define STANDING_OUTBOUND STANDING " or is_outbound"
#define STANDING_MENU STANDING " or is_ivr_only"
#define STANDING_UNDATED STANDING " or (is_resolved and ended_at is missing)"

/* Credit lists: the first that is present in the row (D2). */
#define CREDIT_AGENT .credit = (const char *const[]){"agent"}, .credit_count = 1
#define CREDIT_SCOPE .credit = (const char *const[]){"scope"}, .credit_count = 1
#define CREDIT_RESPONDER .credit = (const char *const[]){"responder", "agent"}, .credit_count = 2
#define CREDIT_RESOLVER .credit = (const char *const[]){"resolver", "agent"}, .credit_count = 2
#define CREDIT_SURVEY_AGENT .credit = (const char *const[]){"survey_agent", "agent"}, .credit_count = 2
#define CREDIT_COMPLAINT_AGENT .credit = (const char *const[]){"complaint_agent", "agent"}, .credit_count = 2

extern const dsi_builtin_section dsi_builtin_response;
extern const dsi_builtin_section dsi_builtin_resolution;
extern const dsi_builtin_section dsi_builtin_contact;
extern const dsi_builtin_section dsi_builtin_volume;
extern const dsi_builtin_section dsi_builtin_first_contact;
extern const dsi_builtin_section dsi_builtin_survey;
extern const dsi_builtin_section dsi_builtin_complaint;
extern const dsi_builtin_section dsi_builtin_quality;
extern const dsi_builtin_section dsi_builtin_sla;
extern const dsi_builtin_section dsi_builtin_cost;
extern const dsi_builtin_section dsi_builtin_people;

#endif
