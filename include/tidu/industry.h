/*
 * The industry classification GB/T 4754-2017 (criteria/lists/gbt4754_2017.tsv, embedded at
 * build): 20 sections (门类, "C"), 97 divisions (大类, "C34"), groups (中类, "C348"), classes
 * (小类, "C3484"). Pure; immutable tables.
 */
#ifndef TIDU_INDUSTRY_H
#define TIDU_INDUSTRY_H

#include "tidu/fault.h"

struct td_industry {
    const char *code, *name;
};

extern const struct td_industry td_industries[]; /* in the order of codes (memcmp) */
extern const size_t td_industry_count;

/* An exact code ("C3484"), or NULL. */
const struct td_industry *
td_industry_find(struct td_str code);
/*
 * A code as departments write it -> the entry: "C3484", "3484", "348", "c34", "Ｃ３４８４",
 * "C-3484", and with the leading zero of a division lost ("111" for 0111) when the digits as
 * they stand are no code. The letter, where given, must be the division's.
 * TD_FAULT_BAD_INDUSTRY otherwise.
 */
enum td_fault
td_industry_parse(struct td_str text, const struct td_industry **entry);

#endif
