/* rank at work: rank.c runs it, rank_rules.c puts the policy into the database, rank_write.c what came out. */
#ifndef TIDU_STAGES_RANK_H
#define TIDU_STAGES_RANK_H

#include "runner.h"

#include "tidu/pool.h"

enum { RANK_PROGRAMS_MAX = 64 };

struct ranking {
    struct td_run *run;
    struct td_pool_candidate *rows;
    size_t count, capacity;
    char tiers[RANK_PROGRAMS_MAX][40];
    bool present[RANK_PROGRAMS_MAX];
    size_t counties; /* with the one that is not known */
    struct td_buf seats, totals, ways; /* rows for COPY */
};

/* criteria/pool.yaml into pool.exclusion_rule and pool.stage_rule. */
bool rank_rules(struct td_run *run, struct td_error *err) TD_MUST_USE;

/* A program's seating into the buffers; rules that gave way into the log as well. */
void rank_put_seating(struct ranking *r, int16_t program, const struct td_seats *own, const struct td_pool_seating *seating);
bool rank_write(struct ranking *r, struct td_error *err) TD_MUST_USE;

#endif
