/* link: what its files share. */
#ifndef TIDU_STAGES_LINK_H
#define TIDU_STAGES_LINK_H

#include "link_judged.h"
#include "runner.h"

#include "tidu/match.h"

enum { LINK_DATASETS = 9, BY_CODE = TD_MATCH_RESULTS, METHODS };

struct entry { /* records of one dataset and source under one holder id */
    struct td_str holder;
    struct td_str name;
    uint64_t records;
    int32_t source;
    int16_t dataset;
};

struct tally {
    int32_t source;
    int16_t dataset;
    uint64_t records[METHODS];
};

struct link {
    struct td_run *run;
    struct td_arena arena;
    struct td_match *match;
    struct link_judged judged;
    struct td_linkage *linkage;
    const char *basis;     /* what the links depend on beside the data */
    struct entry *entries; /* by holder, then dataset, then source */
    struct tally *tallies;
    size_t entry_count, entry_cap, tally_count;
    uint64_t records, holders, fuzzy, by_method[METHODS];
};

struct tally *link_tally(struct link *l, int16_t dataset, int32_t source);
/* So many of the dataset's and source's records are not under a registered code. */
void link_take_away(struct link *l, int16_t dataset, int32_t source, uint64_t records);

/* ---- link_known.c: what is kept of the last time ---------------------------------------------------- */
enum link_known {
    LINK_NEW,     /* nothing can be relied on */
    LINK_HOLDERS, /* link.holder is as link/holders would find it now */
    LINK_ALL      /* … and so are the links */
};
bool link_known_refresh(struct link *l, enum link_known *known, struct td_error *err) TD_MUST_USE;
/* Tallies of all methods, of links that are what they were. */
bool link_known_count(struct link *l, struct td_error *err) TD_MUST_USE;
bool link_known_keep(struct link *l, struct td_error *err) TD_MUST_USE;
/* What stands now is what the next run may rely on. */
bool link_known_done(struct link *l, struct td_error *err) TD_MUST_USE;

#endif
