/* States kept in files. */
#ifndef DESKSCORE_STATES_H
#define DESKSCORE_STATES_H

#include "session.h"

/* Are --save or --merge given? */
bool keeps_states(const arguments *options);
/* Add up the files and the states of --merge, evaluate, and keep the state of --save. */
void evaluate_states(session *s);

#endif
