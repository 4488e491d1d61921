/* Too many moves hold a publication (criteria/moves.yaml). */
#ifndef TIDU_STAGES_PUBLISH_MOVES_H
#define TIDU_STAGES_PUBLISH_MOVES_H

#include "runner.h"

struct publish_moved {
    struct td_buf findings; /* a line each, for the digest; empty: nothing holds */
    struct td_buf first;    /* the first in words, in the reader's language */
    int count;
};
/* Of the ranking that stands; what was found goes into pool.held. publish_moved_free in any case. */
bool publish_moved_find(struct td_run *run, struct publish_moved *found, struct td_error *err) TD_MUST_USE;
void publish_moved_free(struct publish_moved *found);

#endif
