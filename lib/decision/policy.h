/* A policy of decisions in memory: what a document says of it. Five kinds of rules, made of the same parts: what is
   looked at, over which periods, which test, how often, and what follows. */
#ifndef DSI_DECISION_POLICY_H
#define DSI_DECISION_POLICY_H

#include "base/memory.h"
#include "score/rule.h" /* DSI_CMP_..., DSI_BETTER_... */
#include <deskscore/policy.h>

/* What is looked at. */
enum {
    DSI_LOOK_TOTAL = 1,  /* the published total */
    DSI_LOOK_GROUP = 2,  /* a group (dimension) of the card, 0-100 at the weights in effect */
    DSI_LOOK_POINTS = 3, /* the points of an item of the card */
    DSI_LOOK_VALUE = 4,  /* the value of an item of the values */
    DSI_LOOK_ROSTER = 5  /* a number column of the roster: a case-mix-adjusted value, an exam, complaints */
};

/* In which form (METHODS 5.3). */
enum {
    DSI_BY_POINT = 1,      /* as it is */
    DSI_BY_SHRUNK = 2,     /* posterior mean of the beta-binomial over the peers of the period (METHODS 5.2) */
    DSI_BY_LOWER_BOUND = 3 /* Wilson's bound on the bad side, at rank.level */
};

typedef struct dsi_look {
    int32_t what;     /* DSI_LOOK_...; default TOTAL */
    const char *name; /* id of a group, alias or column; "" for the total. NULL = "" */
    int32_t by;       /* DSI_BY_...; default POINT; the others take a VALUE that is a share (unit % or ratio) */
    int32_t better;   /* DSI_BETTER_...; default UNSAID: as the card's rule says of a VALUE, else HIGHER */
} dsi_look;

/* Conditions on the roster and on volume; -1 (reliability, 0) = not asked. */
typedef struct dsi_eligibility {
    int64_t tenure_days;    /* least, of the column `tenure_days` */
    int64_t worked_days;    /* least, `worked_days` */
    int64_t volume;         /* least cases of volume_of: its observations (D16), else its n_used */
    int64_t leave_days_max; /* most, `leave_days` */
    int64_t complaints_max; /* most, `complaints`; 0: the first upheld complaint is a veto. COACHING and TRAINING do not
                               ask: nobody is spared them by a complaint */
    double reliability;     /* 0 to below 1: cases so that n / (n + M) reaches it, volume_of a share (METHODS 5.3) */
    const char *volume_of;  /* alias in the values; needed by volume and reliability; else where volumes are shown */
} dsi_eligibility;

typedef struct dsi_peering {
    const char *by;    /* a key of the values, else a text column of the roster; "" (NULL): all are peers */
    int64_t group_min; /* ranked people a group must have for any list or quota; default 0 */
} dsi_peering;

typedef struct dsi_rank_rule {
    dsi_look look;        /* what rules look at that say nothing themselves; default the total */
    int32_t method;       /* DSCORE_RANK_...; default COMPETITION */
    int32_t decimals;     /* 0-9, numbers are rounded before they are ranked or compared (METHODS 0.4); default 2 */
    double level;         /* of LOWER_BOUND; default 0.95 */
    const dsi_look *keys; /* order those who are tied, the first one first; by is POINT */
    int32_t key_count;    /* 0-8 */
} dsi_rank_rule;

enum { DSI_GUARD_NONE = 1, DSI_GUARD_WILSON = 2, DSI_GUARD_ROSTER = 3 };
/* Who may be average is not on the bottom list (METHODS 5.8). */
typedef struct dsi_guard {
    int32_t kind;               /* DSI_GUARD_...; default NONE */
    const char *item;           /* WILSON: alias of a share; its interval against the share of the group */
    double level;               /* WILSON; default 0.95 */
    const char *lo, *hi, *mean; /* ROSTER: number columns; mean "" (NULL): the mean of what the group is ranked by */
} dsi_guard;

typedef struct dsi_list_rule {
    int32_t list;      /* DSCORE_LIST_TOP or _BOTTOM */
    double share;      /* above 0, to 1; default 0.1 */
    int32_t places;    /* DSCORE_PLACES_...; default AT_LEAST_ONE, bottom FLOOR */
    int32_t ties;      /* DSCORE_TIES_...; default INCLUDE_ALL, bottom EXCLUDE_ALL */
    int64_t group_min; /* default 0, bottom 10; peers.group_min too must be met */
    dsi_guard guard;   /* of a bottom list */
} dsi_list_rule;

/* A line that a number is compared with; it is read as published: rounded to rank.decimals. */
typedef struct dsi_line {
    int32_t op;   /* DSI_CMP_... */
    double limit; /* finite */
} dsi_line;

typedef struct dsi_condition {
    dsi_look look; /* better is not read */
    dsi_line line;
} dsi_condition;

typedef struct dsi_quota {
    const char *label_en, *label_zh;
    double share; /* 0-1, together 1 */
} dsi_quota;

typedef struct dsi_streak_rule {
    int64_t length;     /* hits in a row, >= 1; default 1, COACHING 3 */
    int32_t absent;     /* DSCORE_STREAK_SKIP, _BREAK, _COUNT; default SKIP; COACHING and TRAINING BREAK */
    int32_t ineligible; /* the same */
    int32_t after;      /* DSCORE_STREAK_RESET or _KEEP; default RESET */
} dsi_streak_rule;

typedef struct dsi_bonus_rule {
    int32_t method;            /* DSCORE_BONUS_...; 0 = none; BONUS: BY_RANK */
    double rate_min, rate_max; /* per cent of the salary; default 5, 10 */
    double pot;                /* of each period; below 0: no cap (default) */
} dsi_bonus_rule;

/* Which test; its members alone are read. */
enum {
    DSI_TEST_LIST = 1, /* on the list */
    DSI_TEST_LINE = 2, /* on the good (or bad) side of a line */
    DSI_TEST_QUOTA = 3 /* a grade by quota; has neither conditions, streak nor bonus */
};

typedef struct dsi_policy_rule {
    const char *id; /* identifier, unique */
    const char *name_en, *name_zh;
    int32_t kind;   /* DSCORE_RULE_... */
    int32_t period; /* DSCORE_PERIOD_DAY to _YEAR; 0: the first scores given. BONUS MONTH, COACHING QUARTER, PROMOTION
                       YEAR, others 0 */
    int32_t basis;  /* DSCORE_BASIS_...; PROMOTION AVERAGE, others RECOMPUTE */
    bool has_look;  /* default false: rank.look */
    dsi_look look;
    int32_t test; /* DSI_TEST_...; BONUS, COACHING LIST; PROMOTION, TRAINING LINE; GRADES QUOTA */
    dsi_list_rule list;
    dsi_line line;           /* PROMOTION at least 90; TRAINING below a limit that must be set (NaN until then) */
    const dsi_quota *quotas; /* best first */
    int32_t quota_count;     /* QUOTA: 1 to DSCORE_QUOTA_MAX */
    const dsi_condition *conditions; /* all must hold beside the test */
    int32_t condition_count;
    bool no_veto;           /* a score flagged DSCORE_SCORE_VETO is no hit; PROMOTION true */
    int64_t min_periods;    /* scored periods of min_periods_of inside the period; 0 = not asked */
    int32_t min_periods_of; /* DSCORE_PERIOD_...; default MONTH: those scores must be given too */
    dsi_streak_rule streak;
    dsi_bonus_rule bonus;
    const char *action_en, *action_zh; /* what is to be done */
} dsi_policy_rule;

enum { DSI_POLICY_RULES_MAX = 64, DSI_POLICY_KEYS_MAX = 8, DSI_POLICY_CONDITIONS_MAX = 16 };

typedef struct dsi_policy_spec {
    const char *id, *version, *name_en, *name_zh;
    dsi_eligibility eligibility;
    dsi_peering peers;
    dsi_rank_rule rank;
    const dsi_policy_rule *rules;
    int32_t rule_count; /* 1 to DSI_POLICY_RULES_MAX */
} dsi_policy_spec;

/* Every default, the one place where they are written: of a policy, of a rule of a kind (DSCORE_RULE_...; 0: no preset,
   test LIST), of a list by its end, of a look. Call it, then overwrite. dsi_list_rule_init is to be called again if a
   rule names another list than its kind's. */
void dsi_policy_spec_init(dsi_policy_spec *spec);
void dsi_policy_rule_init(dsi_policy_rule *rule, int32_t kind);
void dsi_list_rule_init(dsi_list_rule *rule, int32_t list);
void dsi_look_init(dsi_look *look);

/* Checks and deep-copies. Errors carry a path such as `eligibility.volume`, `rank.keys[1].name`, `rules[2].list.share`,
   `rules[0].conditions[1].line.limit`, `rules[3].quotas[2].share`: ARGUMENT (NULL), PARAMETER (out of range; parts that
   do not go together), INCOMPATIBLE (an id twice), LIMIT, MEMORY. allocator NULL = the C library's. */
dscore_status dsi_policy_new(
    const dscore_allocator *allocator, const dsi_policy_spec *spec, dscore_policy **out, dscore_error *err);

/* The specification as kept (texts never NULL): for a dump. Lives as long as the policy. */
const dsi_policy_spec *dsi_policy_spec_of(const dscore_policy *policy);

void dsi_policy_take(const dscore_policy *policy);

#endif
