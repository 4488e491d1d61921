/*
 * Inside the score stage: one range of units as columns (score_columns.c,
 * score_read.c), what is written of it
 * (score_write.c), and the ledger rows about the rules (score_rules.c).
 */
#ifndef TIDU_STAGES_SCORE_H
#define TIDU_STAGES_SCORE_H

#include "runner.h"

#define SCORE_VERSION "4" /* of what is written, so that a new program judges anew */

enum {
    RANGE_UNITS = 500000, /* units in memory at a time: about 1 kB each */
    BLOCK_UNITS = 512,    /* as the judge works */
    READERS = 2           /* connections that read parts side by side */
};

struct range { /* units of a range; row = order of arrival */
    size_t rows, capacity;
    struct td_buf text;       /* code, county, industry of each, one after the other */
    uint32_t *code_at;        /* where in text */
    uint8_t *code_len, *county_len, *industry_len; /* 255 = NULL */
    int64_t *standing;        /* hash of the judgement that stands */
    bool *stands;
    int64_t **values;         /* [slot][row] */
    uint64_t **known;
    uint32_t *table;          /* row + 1 by hash of the code, 0 = free */
    size_t mask;
};

struct slot_kind {
    bool industry; /* a code, not a number */
    bool list;     /* known unless a record says otherwise */
};

struct part_columns { /* where a part's columns go: slot, -1 = nobody asks for it */
    int *slots;  /* [column * 3 + years back] */
    struct slot_kind *kinds; /* of the slots */
    size_t count;
    int uscc, year; /* columns, -1 = none */
    int county, industry;
};

enum { PART_UNIT, PART_FINANCE, PART_STAFF, PARTS = 9 };

struct funnel_county; /* score_funnel.c */

struct score_pattern { /* its rows end where the next one's begin */
    int64_t hash;
    size_t rows_end, near_end;
};

/* What was judged this night, each content once (score_pattern.c). All-zero is empty. */
struct score_patterns {
    struct td_buf rows; /* COPY rows of result.pattern */
    struct td_buf near; /* COPY rows of result.near: the near misses among it */
    struct score_pattern *items;
    size_t count, capacity;
    uint32_t *places; /* item + 1 by hash, open addressing, 0 = free */
    size_t mask;
};

struct score {
    struct td_run *run;
    struct td_rules *rules;
    struct td_slot *slots;  /* the columns of a range: those of the rules, in their order, if not set otherwise */
    size_t slot_count;
    struct td_complete_list *complete;
    size_t complete_count;
    struct td_arena arena;
    struct part_columns parts[PARTS];
    int hint_slots[64];     /* by the catalogue's bit: slot, -1 = nobody asks for it */
    bool hinted;            /* somebody asks for one */
    bool *unit_slots;       /* [slot] filled while the units are read and counted */
    struct td_db *readers[READERS];
    struct range range;
    char basis[17];         /* hash of what the judgements depend on beside the features */
    int64_t waiting;        /* rows of feature.pending */
    bool pending;           /* only these units are judged */
    bool listed;            /* only the candidates of the run tidu.run are read, with first: for the report */
    bool first;             /* no judgement, present or past */
    bool named;             /* only the units that the setting tidu.named of the readers names */
    bool whole;             /* the range is all units */
    bool alone;             /* one connection reads all, one thing after another: the readers are the same */
    int64_t rules_run;
    uint64_t rules_hash;
    int64_t y;              /* 上年度 */
    struct funnel_county *funnel;
    size_t funnel_count;
    struct score_patterns patterns;
    uint64_t units, changed; /* judged; written */
    uint64_t standing;       /* judgements that stand afterwards */
    uint64_t foreign;        /* of these, by other rules: of units that are gone, until they are ended */
    uint64_t verdicts[16];  /* of targets: confirmed, ready, possible */
};

/* ---- score.c ---- */
bool score_open_readers(struct score *s, struct td_error *err) TD_MUST_USE;
void score_free(struct score *s);

/* ---- score_columns.c ---- */
bool score_columns(struct score *s, struct td_error *err) TD_MUST_USE;
const char *score_part_name(int part);
/* ---- score_read.c ---- */
/* from NULL: all units, or all that are pending. */
bool score_read_range(struct score *s, const char *from, const char *until, struct td_error *err)
    TD_MUST_USE;
void score_range_free(struct score *s);
const char *score_part_sql(const struct score *s);
bool score_find_row(const struct range *r, struct td_cell code, size_t *row);
/* ---- score_hint.c: the columns TD_HINT_COLUMN, from feature.keyword_makes ---- */
bool score_hint_columns(struct score *s, struct td_error *err) TD_MUST_USE;
bool score_read_hints(struct score *s, struct td_db *db, struct td_error *err) TD_MUST_USE;
struct td_str score_code(const struct range *range, size_t row);
/* {NULL, 0} for SQL NULL. */
struct td_str score_county(const struct range *range, size_t row);
struct td_str score_industry(const struct range *range, size_t row);

/* ---- score_write.c ---- */
/* Judge the range and write what differs from what stands. */
bool score_judge_range(struct score *s, struct td_copy_in *copy, struct td_error *err) TD_MUST_USE;

/* ---- score_pattern.c ---- */
/* Not there yet? Then its rows are to be added, and score_pattern_done called. */
bool score_pattern_is_new(struct score_patterns *p, int64_t hash);
void score_pattern_done(struct score_patterns *p, int64_t hash);
/* Those of `from` that are not there. Fails when two contents have one hash. */
bool score_patterns_take(struct score_patterns *p, const struct score_patterns *from, struct td_error *err)
    TD_MUST_USE;
bool score_patterns_write(struct score *s, struct td_error *err) TD_MUST_USE;
void score_patterns_free(struct score_patterns *p);

/* ---- score_rules.c ---- */
bool score_complete(struct score *s, struct td_error *err) TD_MUST_USE;
bool score_compile(struct score *s, struct td_error *err) TD_MUST_USE;
/* The same for other options than the night's; no program need apply. */
bool score_compile_for(struct score *s, const struct td_rules_options *options, struct td_error *err) TD_MUST_USE;
bool score_describe(struct score *s, struct td_error *err) TD_MUST_USE; /* programs, tags */

/* ---- score_funnel.c ---- */
/* What stands, from its patterns: funnel, verdicts, standing. */
bool score_count(struct score *s, struct td_error *err) TD_MUST_USE;
/* Adds the range to them: of a first night, where what stands is what is judged. patterns: hash by row. */
void score_count_rows(struct score *s, const struct td_results *r, const int64_t *patterns, size_t rows);
bool score_funnel(struct score *s, struct td_error *err) TD_MUST_USE; /* writes it */
void score_funnel_free(struct score *s);

#endif
