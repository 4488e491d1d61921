/* Between effect_pool.c, which reads, and effect.c, which judges what was read. */
#ifndef TIDU_STAGES_EFFECT_JUDGE_H
#define TIDU_STAGES_EFFECT_JUDGE_H

#include "effect.h"

struct judging {
    struct effect *e;
    struct score *s;     /* its range holds the firms */
    const int *slots[2]; /* of each side's rules: where in the range */
    int threads;
    struct worker *workers;
};

void effect_pairs(struct effect *e); /* the programs of both sides, side by side */
void judging_open(struct judging *j);
bool judging_range(struct judging *j, struct td_error *err) TD_MUST_USE;
void judging_gather(struct judging *j); /* what the threads found, into the effect */
void judging_close(struct judging *j);

#endif
