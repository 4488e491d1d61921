/*
 * Inside the rank stage: tonight's list held against that of the ranking before, and the cause of each move
 * (tidu/moves.h has the worlds; docs/moves.md is for readers).
 *
 * What a firm is by itself in each world:
 *   nothing touched it, or one kind of thing only   its judgement of before up to that step, tonight's behind it
 *   several kinds                                   judged once more for the worlds between (moves_judge.c): its features
 *                                                   as of the day, by the links and the ranks of before, in a
 *                                                   transaction that is rolled back; by the rules of before
 * Which kinds touched it is noted where it is found (pool.touched, link.moved); the day touches everyone, so do rules.
 */
#ifndef TIDU_STAGES_MOVES_H
#define TIDU_STAGES_MOVES_H

#include "score.h"

#include "tidu/judge.h"
#include "tidu/moves.h"

#define MOVES_PROFILE "profile.yaml" /* its name among the kept texts */
#define MOVES_PROGRAM TIDU_VERSION "/" SCORE_VERSION

enum { MOVES_SLOTS = 64, TOUCHED_DATA = 1, TOUCHED_LINK = 2, TOUCHED_CLOCK = 4, TOUCHED_RULE = 8 };

struct moves_slot { /* a tier and kind of application, on either night */
    char tier[40];
    bool review;
    int position; /* tonight's program; -1 = none */
};

struct moves_night { /* what a ranking depends on */
    int64_t run; /* 0 = there is none */
    td_date as_of;
    char criteria[17], profile[17], program[32];
    struct td_buf complete, ranks;
};

struct moves_firm { /* td_moves_firm.beside */
    char before[24];  /* the code it had */
    bool changed;     /* judged otherwise than before */
    bool beside;      /* on this list by a person only: another one is its target */
    uint8_t will;     /* of before, enum td_pool_will */
    uint8_t will_there; /* of before, of tonight's list, where that is another one */
    uint8_t steps;    /* TOUCHED_*: what touched it */
};

struct moves {
    struct td_run *run;
    struct td_arena arena;
    struct td_moves m;
    struct moves_firm *beside;
    size_t capacity;
    struct moves_slot slots[MOVES_SLOTS];
    struct td_pool_rules rules[2][MOVES_SLOTS];
    struct td_profile before; /* of the last ranking, when profile_kept */
    struct td_file_text_list profile_texts;
    bool profile_kept; /* it is another one, and known */
    struct moves_night last, now;
    struct td_buf ladder;
    struct td_file_text_list criteria; /* of the last ranking; empty where they are not kept */
    uint8_t all;     /* kinds that touched everyone */
    bool rules_moved, ranks_moved;
    uint64_t moved, mixed;
};

struct moves_tonight {
    const struct td_pool_candidate *rows; /* of all programs, seated; `program` is the position */
    size_t count;
};
/* In rank's transaction, when the lists are written. */
bool moves_write(struct td_run *run, const struct moves_tonight *tonight, struct td_stage_counts *counts, struct td_error *err)
    TD_MUST_USE;

/* ---- moves_night.c ---- */
bool moves_night_last(struct moves *v, struct td_error *err) TD_MUST_USE;
bool moves_night_now(struct moves *v, struct td_error *err) TD_MUST_USE;
bool moves_night_keep(struct moves *v, struct td_error *err) TD_MUST_USE; /* with its texts */
bool moves_texts(struct td_run *run, const char *set, struct td_file_text_list *list, struct td_error *err) TD_MUST_USE;

/* ---- moves_read.c ---- */
int moves_slot(struct moves *v, const char *tier, size_t tier_len, bool review); /* -1: too many */
int moves_county(const struct moves *v, struct td_str code);
struct td_own *moves_own(struct moves *v, int slot, uint8_t verdict, const void *key, struct td_str county,
                         struct td_str industry);
/* The group of the seats' rules (0 of before, 1 of tonight) that an industry is in; -1: none. */
int16_t moves_group(const struct moves *v, int side, int slot, struct td_str industry);
bool moves_read(struct moves *v, const struct moves_tonight *tonight, struct td_error *err) TD_MUST_USE;

/* ---- moves_judge.c ---- */
/* Fills own[] between the nights of all firms. */
bool moves_between(struct moves *v, struct td_error *err) TD_MUST_USE;
int moves_last_step(uint8_t steps);
/* Which kinds touched everyone; the criteria of before where they are others. */
bool moves_whom_all(struct moves *v, struct td_error *err) TD_MUST_USE;

/* ---- moves_beside.c: after moves_between ---- */
void moves_part_lists(struct moves *v);

/* ---- moves_seats.c: the seats' rules of both nights ---- */
bool moves_profile(struct moves *v, struct td_error *err) TD_MUST_USE;
bool moves_seats(struct moves *v);

/* ---- moves_store.c ---- */
bool moves_store(struct moves *v, struct td_error *err) TD_MUST_USE;

#endif
