/* The insides of a weight tree, and resolving it without taking memory: for this room and for scoring row by row. */
#ifndef DSI_WEIGHT_RESOLVE_H
#define DSI_WEIGHT_RESOLVE_H

#include "weight/names.h"
#include "weight/tree.h"

struct dscore_weights {
    dsi_arena arena;
    dsi_weights_spec spec;
    dsi_names names;   /* node ids */
    double *local;     /* share among siblings */
    double *share;     /* product along the path */
    double *sums;      /* [node + 1]: sum of the stored weights of its children; [0]: of the roots */
    int32_t *children; /* [node + 1]: how many children; [0]: how many roots */
    int32_t *depth;
};

/* A share as people wrote it: 0.14 + 0.28 is 0.42, not 0.42000000000000004; 8/15 stays as it is. For telling only. */
double dsi_share_told(double share);

/* As dscore_weights_resolve, with arguments known to be good. room: 2 * (node_count + 1) doubles of scratch.
   Nodes that hold something are told by `shares` > 0 only if their weight is; see `has`, which receives one byte a
   node: a leaf with a value, or a group with one somewhere below that counts (weight above 0). May be NULL. */
void dsi_weights_resolve_in(const dscore_weights *weights, const uint8_t *present, int32_t policy, double *shares,
    double *out_coverage, uint8_t *has, double *room);

#endif
