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
    bool other_rules; /* what stands was found by other rules of quality */
    struct td_db *readers[CHECK_LANES];
    struct td_arena texts[CHECK_LANES]; /* codes, keys of records */
    struct td_quality_data data;
    struct td_quality_sizes *before, *sizes; /* before: by which what stands was checked */
    struct td_quality_result result;
    /* counts of the night: counties × slots × sources × 4 */
    struct td_arena arena;
    struct td_str *counties; /* "" first */
    size_t county_count, county_cap, sources;
    int64_t *counts;
    uint64_t records, failed;
};

/* ---- check_read.c: records of all or of the pending firms, on two connections */
bool check_open_readers(struct check *c, struct td_error *err) TD_MUST_USE;
bool check_read(struct check *c, struct td_error *err) TD_MUST_USE;
void check_read_free(struct check *c);

/* ---- check_count.c */
bool check_sizes(struct check *c, struct td_error *err) TD_MUST_USE;
bool check_counts(struct check *c, struct td_error *err) TD_MUST_USE;

/* ---- check_write.c: inside the run's transaction */
bool check_write(struct check *c, struct td_error *err) TD_MUST_USE;
bool check_write_night(struct check *c, struct td_error *err) TD_MUST_USE;

#endif
