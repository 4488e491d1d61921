/* What match.c (holders and units) and match_find.c (the answer) share. Internal to model/match. */
#ifndef TIDU_MODEL_MATCH_OWN_H
#define TIDU_MODEL_MATCH_OWN_H

#include "match_alike.h"

enum { USCC = 18, ORG_AT = 8, ORG = 9, NONE = -1 };

struct unit { /* one that a holder's key fits */
    char uscc[USCC];
    uint8_t len;
    uint8_t class; /* enum td_unit */
    uint8_t active;
    bool branch, legal; /* legal: not a branch, individual business or co-operative */
};

struct candidate { /* a list per holder */
    int32_t next, unit;
    uint8_t method;
};

struct holder {
    struct td_str name;   /* its key */
    int32_t first;        /* candidate */
    int32_t said;         /* judgement */
    int32_t answer;       /* of the names that are alike; NONE */
    bool coded, branch;   /* has a code of 18; its name is a branch's */
    bool doubted;
    uint8_t class;
};

struct judgement { /* what a person said: a list per holder, the latest first */
    struct td_str uscc;
    int32_t next;
    uint8_t say; /* enum td_match_say */
};

/* A key of a holder; keys of one text are a chain. */
struct key {
    uint64_t hash;
    struct td_str text;
    int32_t next; /* in the bucket */
    int32_t holder;
    uint8_t method; /* OLD_CODE, ORG_CODE or NAME */
};

struct td_match {
    struct td_arena arena;
    struct holder *holders;
    struct key *keys;
    struct unit *units;
    struct candidate *candidates;
    size_t holder_count, key_count, unit_count, candidate_count;
    size_t holder_cap, key_cap, unit_cap, candidate_cap;
    int32_t *buckets; /* made when the first unit comes */
    size_t mask;
    struct judgement *judgements;
    size_t judgement_count, judgement_cap;
    struct alike *alike; /* while there are holders with names; else NULL */
    const struct alike_answer *answers;
    struct td_buf name, words;
    struct td_str *found; /* of the last result */
    struct td_match_candidate *shown;
};

#endif
