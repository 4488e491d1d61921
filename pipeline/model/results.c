/* The memory that judgements are written to. */
#include "tidu/judge.h"

#include <stdlib.h>

void
td_results_init(struct td_results *r, const struct td_rules *rules, size_t rows)
{
    /* one more than there are: no array is empty */
    size_t p = td_rules_program_count(rules) + 1, states = td_rules_state_count(rules) + 1;

    r->first = 0;
    r->verdicts = td_alloc(rows, p);
    r->states = td_alloc(rows, states);
    r->met = td_alloc(rows, p);
    r->unmet = td_alloc(rows, p);
    r->unknown = td_alloc(rows, p);
    r->points_lo = td_alloc(rows, p * sizeof *r->points_lo);
    r->points_hi = td_alloc(rows, p * sizeof *r->points_hi);
    r->size_lo = td_alloc(rows, 1);
    r->size_hi = td_alloc(rows, 1);
    r->tags = td_alloc(rows, sizeof *r->tags);
    r->tags_possible = td_alloc(rows, sizeof *r->tags_possible);
    r->certain_tier = td_alloc(rows, 1);
    r->possible_tier = td_alloc(rows, 1);
    r->target = td_alloc(rows, 1);
    r->gap_cost = td_alloc(rows, sizeof *r->gap_cost);
    r->gap_months = td_alloc(rows, sizeof *r->gap_months);
    r->gap_changes = td_alloc(rows, sizeof *r->gap_changes);
    r->rank_key = td_alloc(rows, sizeof *r->rank_key);
}

void
td_results_free(struct td_results *r)
{
    free(r->verdicts);
    free(r->states);
    free(r->met);
    free(r->unmet);
    free(r->unknown);
    free(r->points_lo);
    free(r->points_hi);
    free(r->size_lo);
    free(r->size_hi);
    free(r->tags);
    free(r->tags_possible);
    free(r->certain_tier);
    free(r->possible_tier);
    free(r->target);
    free(r->gap_cost);
    free(r->gap_months);
    free(r->gap_changes);
    free(r->rank_key);
    *r = (struct td_results){0};
}
