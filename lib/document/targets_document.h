/* Targets and objectives as JSON: the members that reading and writing share. */
#ifndef DSI_DOCUMENT_TARGETS_H
#define DSI_DOCUMENT_TARGETS_H

#include "document/writer.h"
#include "target/targets.h"

/* A target and those members that are more than a number or a word. */
typedef struct dsi_target_parts {
    dsi_target_spec spec;
    bool inclusive, upper_inclusive;
    double cap;      /* per cent */
    double check_in; /* days; NaN = no cadence */
    dsi_at indicator, parameters, clock, where, placement, credit, source;
    dsi_at scope, baseline, target, guards, grain, milestones, forecast, tenure, versions, state;
} dsi_target_parts;

/* The agreement of an objective. */
typedef struct dsi_agreement_parts {
    dsi_objective_spec spec;
    dsi_at levels, level, agreed, changed;
} dsi_agreement_parts;

typedef struct dsi_objective_parts {
    dsi_objective_spec spec;
    dsi_at mbo;
} dsi_objective_parts;

typedef struct dsi_targets_parts {
    dsi_targets_spec spec;
    dsi_at objectives, targets, mbo;
} dsi_targets_parts;

/* A table of members, and which of them stand in an object of their own. */
typedef struct dsi_member_table {
    const dsi_member *members;
    int32_t count;
} dsi_member_table;

extern const dsi_member_table dsi_targets_members; /* of dsi_targets_parts */
extern const dsi_member_table dsi_plan_members;    /* "mbo" of the document, of dsi_targets_parts; cross_caps is JSON */
extern const dsi_member_table dsi_cross_members;   /* of dsi_mbo_cross */
extern const dsi_member_table dsi_objective_members; /* of dsi_objective_parts */
extern const dsi_member_table dsi_agreement_members; /* "mbo" of an objective, of dsi_agreement_parts */
extern const dsi_member_table dsi_agreed_members;    /* of dsi_objective_spec */
extern const dsi_member_table dsi_changed_members;   /* of dsi_objective_spec */
extern const dsi_member_table dsi_level_members;     /* of dsi_mbo_level */
extern const dsi_member_table dsi_target_members;    /* of dsi_target_parts */
extern const dsi_member_table dsi_baseline_members;  /* of dsi_target_spec, as all that follow but the last three */
extern const dsi_member_table dsi_scope_members;     /* subjects is read elsewhere */
extern const dsi_member_table dsi_forecast_members;
extern const dsi_member_table dsi_state_members; /* override is read elsewhere */
extern const dsi_member_table dsi_override_members;
extern const dsi_member_table dsi_milestone_members; /* of dsi_target_milestone */
extern const dsi_member_table dsi_step_members;      /* of dsi_target_step */
extern const dsi_member_table dsi_version_members;   /* of dsi_target_version */

/* Words, each list ended by NULL; the one of a value, "" if it has none. */
extern const dsi_choice dsi_target_statuses[], dsi_target_forecasts[], dsi_target_directions[], dsi_mbo_ways[];
const char *dsi_choice_word(const dsi_choice *choices, int32_t value);

/* Every default, of the parts too. */
void dsi_target_parts_init(dsi_target_parts *parts);

/* Read a plan into a specification whose arrays lie in the reader's arena. */
bool dsi_read_targets(dsi_reader *r, const dsi_at *root, const dscore_catalog *catalog, dsi_targets_spec *out);

/* What the checks of METHODS 4.2 say of a plan that could be read, without values. */
void dsi_check_targets(dsi_reader *r, const dsi_at *root, const dscore_targets *targets);

/* Why a check says what it says, added to `out`; false = no memory, or no such check. */
bool dsi_check_sentence(
    const dscore_standings *standings, int64_t standing, int32_t check, const char *lang, dsi_text *out);

#endif
