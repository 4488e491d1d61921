/* The check of data quality: what its files share. */
#ifndef TIDU_STAGES_CHECK_H
#define TIDU_STAGES_CHECK_H

#include "runner.h"

#include "tidu/quality.h"

enum { CHECK_LANES = 2 };

struct check {
    struct td_run *run;
    struct td_quality *rules;
    char basis[17], as_of[11], run_text[24];
    bool full;
    bool sizing;      /* only what sizes are made of is read */
    bool other_rules; /* what stands was found by other rules of quality */
    struct td_db *readers[CHECK_LANES];
    struct td_arena texts[CHECK_LANES]; /* codes, keys of records */
    struct td_quality_data data;
    struct td_quality_sizes *before, *sizes; /* before: by which what stands was checked */
    struct td_quality_result result; /* of the range at hand */
    struct td_rows bounds;           /* first codes of all ranges but the first; none: all firms at a time */
    struct check_seen {              /* patterns of counts that were met in this run */
        uint64_t *at;
        size_t mask, count;
    } seen;
    struct td_buf patterns; /* … as rows */
    /* counts of the night: counties × slots × sources × 4 */
    struct td_arena arena;
    struct td_str *counties; /* "" first */
    size_t county_count, county_cap, sources;
    int64_t *counts;
    uint64_t records, units, findings, failed[3], swaps, pairs; /* of all ranges */
};

/* ---- check_read.c: records of all or of the pending firms, on two connections */
bool check_open_readers(struct check *c, struct td_error *err) TD_MUST_USE;
/* All firms, or where there are ranges those from this code on and before that one; or all pending ones. Meanwhile, unless
 * it is NULL, on the run's connection and a thread of its own: what the counts and sizes begin with. */
typedef bool check_beside_fn(struct check *c, struct td_error *err);
bool check_read(struct check *c, const char *from, const char *until, check_beside_fn *beside, struct td_error *err) TD_MUST_USE;
void check_read_free(struct check *c);

/* ---- check_count.c */
/* c->sizes from what is stored and from the firms that are added; c->before: by what is stored, NULL in full. */
bool check_sizes_begin(struct check *c, struct td_error *err) TD_MUST_USE;
void check_sizes_add(struct check *c);
void check_sizes_end(struct check *c);
bool check_counts_begin(struct check *c, struct td_error *err) TD_MUST_USE;
void check_counts_clear(struct check *c); /* as they begin in full */
void check_counts_add(struct check *c);

/* ---- check_write.c: inside the run's transaction */
bool check_write_begin(struct check *c, struct td_error *err) TD_MUST_USE;
bool check_write_range(struct check *c, struct td_error *err) TD_MUST_USE;
bool check_write_end(struct check *c, struct td_error *err) TD_MUST_USE;
bool check_write_night(struct check *c, struct td_error *err) TD_MUST_USE;

#endif
