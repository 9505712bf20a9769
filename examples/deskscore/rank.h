/* What the two forms of `deskscore rank` share: scores from a file, and scores judged by a policy. */
#ifndef DESKSCORE_RANK_H
#define DESKSCORE_RANK_H

#include "commands.h"

int rank_scores(int argc, char **argv);
int rank_by_policy(int argc, char **argv);

/* A share that people write: 10 or 10%; 0 to 1. */
double share_option(const char *name, const char *text);
/* All reasons of DSCORE_REASON_ bits as one text, to be freed with the program; "" for none. */
const char *reasons_text(int32_t reasons, bool zh);
/* The name of DSCORE_LIST_; "" for none. */
const char *list_word(int32_t list, bool zh);
/* A text, or nothing where it is empty. */
void words_cell(sheet *out, const char *text);

#endif
