/*
 * What of a name is compared: brand and trade as one run of characters (the core), and beside it region, form,
 * 集团, numbers and branch. A name whose first two characters may be a county or a brand (朝阳…) has two readings.
 */
#ifndef TIDU_MODEL_NAME_SIGN_H
#define TIDU_MODEL_NAME_SIGN_H

#include "name_words.h"

enum { CORE_CHARS = 28, SIGN_REGIONS = 4, SIGN_READINGS = 2, SIGN_KEYS = 3 };

struct name_sign {
    uint64_t core;   /* hash of the core */
    uint64_t alike;  /* … with characters that are taken for each other as one */
    uint64_t whole;  /* … of all but brackets, signs, form and remarks */
    uint64_t form;   /* … of the form's characters */
    uint64_t place;  /* … of the regions' */
    uint64_t branch; /* … of the branch's, 0 = none */
    uint64_t mask;   /* which characters the core has, hashed to 64 */
    uint64_t brand_hash, trade_hash;
    uint32_t keys[SIGN_KEYS]; /* blocks: pairs of the first three characters; 0 = none */
    uint32_t numbers;         /* hash of the numerals in their order; 0 = none */
    uint16_t chars[CORE_CHARS];
    int16_t regions[SIGN_REGIONS];
    uint8_t count, brand; /* characters of the core, of them brand; a longer core is compared by its hashes */
    uint8_t region_count, form_kind, marks; /* marks: brackets and signs */
    bool group, is_branch, doubtful; /* doubtful: its only region may be a brand */
    bool as_brand;                   /* … and is read as one here */
    bool in_front;                   /* the first region stands before the brand */
};

/* One or two readings; none of a name without a core. */
int
name_sign(const struct td_names *names, const struct td_name *name, struct name_sign out[SIGN_READINGS]);

/* Blocks in which a mistyped first, second or third character still meets. */
static inline uint32_t
name_pair(uint32_t a, uint32_t b)
{
    return (a * 65599u + b) | 1u;
}

#endif
