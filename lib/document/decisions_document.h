/* Policies of decisions as JSON: the tables of members that reading and writing share, and a check's doors. */
#ifndef DSI_DOCUMENT_DECISIONS_H
#define DSI_DOCUMENT_DECISIONS_H

#include "decision/policy.h"
#include "document/writer.h"

/* Specifications and those of their members that are more than a number or a word. */
typedef struct dsi_policy_parts {
    dsi_policy_spec spec;
    dsi_at eligibility, peers, rank, rules;
} dsi_policy_parts;

typedef struct dsi_rank_parts {
    dsi_rank_rule rank;
    dsi_at look, keys;
} dsi_rank_parts;

typedef struct dsi_decision_parts {
    dsi_policy_rule rule;
    dsi_at look, list, line, quotas, conditions, streak, bonus;
} dsi_decision_parts;

typedef struct dsi_list_parts {
    dsi_list_rule list;
    dsi_at guard;
} dsi_list_parts;

typedef struct dsi_claim_parts {
    dsi_condition condition;
    dsi_at look, line;
} dsi_claim_parts;

typedef struct dsi_bonus_parts {
    dsi_bonus_rule bonus;
    bool has_pot;
} dsi_bonus_parts;

/* The objects of a document; each table is of the type beside its name. */
typedef enum dsi_decisions_object {
    DSI_IN_POLICY,      /* dsi_policy_parts */
    DSI_IN_ELIGIBILITY, /* dsi_eligibility */
    DSI_IN_PEERS,       /* dsi_peering */
    DSI_IN_RANK,        /* dsi_rank_parts */
    DSI_IN_LOOK,        /* dsi_look */
    DSI_IN_RULE,        /* dsi_decision_parts */
    DSI_IN_LIST,        /* dsi_list_parts */
    DSI_IN_GUARD,       /* dsi_guard */
    DSI_IN_LINE,        /* dsi_line */
    DSI_IN_CONDITION,   /* dsi_claim_parts */
    DSI_IN_QUOTA,       /* dsi_quota */
    DSI_IN_STREAK,      /* dsi_streak_rule */
    DSI_IN_BONUS        /* dsi_bonus_parts */
} dsi_decisions_object;

typedef struct dsi_decisions_table {
    const dsi_member *members;
    int32_t count;
} dsi_decisions_table;

const dsi_decisions_table *dsi_decisions_table_of(dsi_decisions_object object);

/* The number behind a word of the member of that name; `otherwise` if it is none of its words. */
int32_t dsi_decisions_choice(dsi_decisions_object object, const char *member, const char *word, int32_t otherwise);

/* Read a policy into a specification whose arrays lie in the reader's arena. */
bool dsi_read_policy(dsi_reader *r, const dsi_at *root, dsi_policy_spec *out);

/* What a check says of a policy that could be made. */
void dsi_check_policy(dsi_reader *r, const dsi_at *root, const dsi_policy_spec *spec);

#endif
