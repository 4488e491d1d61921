/*
 * Near misses: firms that lack one condition of a tier and no other. Told from the states that the
 * judge gave, so that it holds for whatever was judged alike. Pure; any thread.
 */
#ifndef TIDU_NEAR_H
#define TIDU_NEAR_H

#include "tidu/judge.h"
#include "tidu/text.h"

struct td_near {
    size_t condition; /* the only top-level condition that is unmet: index in the program */
    int unknown;      /* top-level conditions that are unknown: the firm may lack these too */
};

/*
 * Is this a near miss? verdict and states (from state_offset on) are those of this program. A firm that is
 * no subject of the tier, has the title, or whose review does not concern it, is none.
 */
bool td_near_find(const struct td_program *program, uint8_t verdict, const uint8_t *states, struct td_near *near);

/*
 * What is lacking inside an unmet condition, in words, joined by ；: of a composite that is met in part, its
 * unmet parts; of one with nothing met, itself (all alternatives fail, or all that is asked for).
 */
void td_near_lacking(const struct td_program *program, const uint8_t *states, size_t condition, struct td_buf *out);
/* The ids of the unmet conditions without unmet parts inside it, joined by blanks, in their order. */
void td_near_leaves(const struct td_program *program, const uint8_t *states, size_t condition, struct td_buf *out);

#endif
