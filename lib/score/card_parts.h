/* What the files of the scorecard and of scoring share: the object itself. */
#ifndef DSI_SCORE_CARD_PARTS_H
#define DSI_SCORE_CARD_PARTS_H

#include "score/card.h"
#include "weight/resolve.h"

/* What a gate watches and cuts. */
typedef struct dsi_gate_place {
    int32_t item;       /* that is watched */
    int32_t scope_item; /* -1 = no item */
    int32_t scope_node; /* group; -1 = none: the total if scope_item is -1 too */
} dsi_gate_place;

struct dscore_scorecard {
    dsi_ref ref;
    dsi_arena arena;
    const dscore_catalog *catalog;                          /* one hold; NULL = made from facts */
    void (*release_catalog)(const dscore_catalog *catalog); /* gives that hold back */
    const dscore_indicator **indicators;                    /* one an item; NULL where there is no catalogue */
    dsi_card_spec spec;
    dsi_card_facts *facts;   /* one an item */
    dscore_rule **rules;     /* one an item */
    dscore_weights *weights; /* NULL while it is being made */
    int32_t *node_of_item;   /* -1 = bonus */
    int32_t *item_of_node;   /* -1 = group */
    int32_t *walk;           /* nodes, each group followed by what stands below it */
    dsi_gate_place *places;  /* one a gate */
    int32_t mixes;           /* how leaves fall back: the one policy of all; 0 = several */
    double scale;            /* points that the weights share out: 100, in points mode the sum of the roots */
    char hash[33];
};

/* Checks what stands outside rules and weights: options, grades, aliases. */
dscore_status dsi_card_check(const dsi_card_spec *spec, dscore_error *err);

/* What must hold of operators, gates and policies for missing values (METHODS 2.8, 3.2, 3.3). */
dscore_status dsi_card_check_total(const dsi_card_spec *spec, dscore_error *err);
dscore_status dsi_card_check_missing(const dsi_missing *missing, const char *path, dscore_error *err);

/* Find what gates watch and cut; the items are tied to their leaves. */
dscore_status dsi_card_tie_gates(dscore_scorecard *card, dscore_error *err);

/* Content hash over everything but prose. */
dscore_status dsi_card_hash(dscore_scorecard *card, dscore_error *err);

#endif
