/* States kept in files. */
#ifndef DESKSCORE_STATES_H
#define DESKSCORE_STATES_H

#include "session.h"

/* Are --save, --merge or --regroup given? */
bool keeps_states(const arguments *options);
/* Add up the files and the states of --merge, keep what they come to in that of --save, and evaluate it under the keys of
   --regroup. */
void evaluate_states(session *s);
/* The state under the keys of --regroup: itself, or a new one. */
dscore_state *regroup_state(const session *s, dscore_state *state);

#endif
