/*
 * Names that are alike. The registry's names wait here while it streams past; when all are there, those that meet
 * one of the holders in a block are compared with it. Internal to model/match.
 */
#ifndef TIDU_MODEL_MATCH_ALIKE_H
#define TIDU_MODEL_MATCH_ALIKE_H

#include "linkage.h"
#include "name_sign.h"

enum { ALIKE_USCC = 18 };

struct alike_unit {
    char uscc[ALIKE_USCC];
    uint8_t len;
    bool legal, branch; /* legal: no branch, individual business or co-operative */
    uint32_t county;    /* six digits, 0 = not known */
};

struct alike_hit {
    uint32_t unit, name; /* places in the pool */
    int32_t score;
    uint32_t differences; /* bit set */
    int32_t namesakes;    /* expected, in thousandths; only where it decides, else 0 */
};

struct alike_answer {
    struct alike_hit hits[TD_CANDIDATES]; /* best first, distinct units */
    uint8_t count;
    bool sure; /* the first one, beyond doubt */
};

struct alike;
struct alike *alike_new(void);
void alike_free(struct alike *a);
void alike_unit(struct alike *a, const struct alike_unit *unit, struct td_str key);
void alike_former(struct alike *a, struct td_str key); /* of the last unit */

struct alike_holder {
    struct td_str key; /* stays where it is */
    size_t id;         /* what `refused` is asked with */
    bool coded;        /* gives a whole credit code */
};
/* May this holder be linked to this unit at all; and by itself (what = 1)? Asked by several threads at once. */
struct alike_say {
    bool (*refused)(const void *context, size_t holder, struct td_str uscc, bool by_itself);
    const void *context;
};
/* One answer for each holder, in their order; freed with `a`. */
const struct alike_answer *alike_run(struct alike *a, const struct td_linkage *linkage,
                                     const struct alike_holder *holders, size_t count, struct alike_say say,
                                     int threads);
const struct alike_unit *alike_unit_at(const struct alike *a, uint32_t unit);
void alike_evidence(const struct alike *a, struct td_str holder, const struct alike_hit *hit, struct td_buf *out);
uint64_t alike_pairs(const struct alike *a);

/* ---- match_score.c --------------------------------------------------------------------------------- */
/* How often brands, trades and pairs of characters stand in the registry: hashed counters. */
struct alike_counts {
    uint32_t *brands, *trades, *pairs;
    uint32_t word_mask, pair_mask;
    uint64_t names;
};

struct alike_side { /* one reading of a name */
    const struct name_sign *sign;
    uint32_t weight;         /* of all its pairs of characters */
    const uint16_t *weights; /* of each of them; the holder's only */
};

struct alike_scoring {
    const struct td_names *names;
    const struct td_linkage *linkage;
    const struct alike_counts *counts;
};

uint32_t alike_brand_count(const struct alike_counts *c, const struct name_sign *s);
uint32_t alike_trade_count(const struct alike_counts *c, const struct name_sign *s);
/* The weight of all pairs of characters, and of each where `each` (CORE_CHARS + 1) is not NULL. */
uint32_t alike_weight(const struct alike_counts *c, const struct name_sign *s, uint16_t *each);
/* Score and differences of a holder's name (h) and a unit's (u); false where they are not near. */
bool alike_compare(const struct alike_scoring *s, const struct alike_side *h, const struct alike_side *u,
                   const struct alike_unit *unit, bool former, struct alike_hit *hit);
static inline uint32_t
alike_pair(uint32_t a, uint32_t b)
{
    return ((a << 16 | b) * 2654435761u) ^ (a * 40503u);
}
/* In words: what is the same and what is not. */
void alike_words(const struct td_name *holder, const struct td_name *unit, const struct alike_hit *hit,
                 struct td_buf *out);

#endif
