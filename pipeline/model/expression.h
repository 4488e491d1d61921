/*
 * Expressions of the criteria files (`when`, `value`, `holds` …), read into a tree. What names
 * and units mean is decided later (value.c); here is only syntax. Grammar: criteria/README.md.
 *
 *   comparison  value (>= | > | <= | < | == | !=) value  |  name in [C, 63-65]  |  value
 *   value       product {(+ | -) product}
 *   product     atom {(* | /) atom}
 *   atom        constant | name | name[Y] | name[Y-1] | name[0..2] | function(…) | (value)
 */
#ifndef TIDU_MODEL_EXPRESSION_H
#define TIDU_MODEL_EXPRESSION_H

#include "tidu/error.h"
#include "tidu/text.h"

struct place {
    const char *file;
    size_t line, column; /* of the text's first character */
};

enum measure { /* what a constant says of itself */
               MEASURE_NONE,
               MEASURE_MONEY, /* 分 */
               MEASURE_SHARE, /* % and ‰: a plain ratio */
               MEASURE_SCORE, /* hundredths of a point */
               MEASURE_YEARS,
               MEASURE_DAYS,
               MEASURE_COUNT
};

enum expr_kind { EX_CONST, EX_NAME, EX_CALL, EX_ADD, EX_SUB, EX_MUL, EX_DIV, EX_CMP, EX_IN };
enum cmp { CMP_GE, CMP_GT, CMP_LE, CMP_LT, CMP_EQ, CMP_NE };
enum expr_index { INDEX_NONE, INDEX_YEAR, INDEX_AGES };

struct expr {
    enum expr_kind kind;
    size_t offset;      /* of its first character in the text, in characters */
    size_t byte, bytes; /* EX_CONST: where in the text */
    struct td_str name; /* EX_NAME, EX_CALL */
    enum expr_index index;
    int from, to;         /* INDEX_YEAR: Y - from; INDEX_AGES: from..to */
    struct expr *args[2]; /* operands, arguments */
    int arg_count;
    enum cmp cmp;
    enum measure measure; /* EX_CONST: num / den in the measure's base unit */
    int64_t num, den;
    uint16_t (*ranges)[2]; /* EX_IN: four-digit codes, both ends included */
    size_t range_count;
};

/* Nodes live in the arena. Errors: TD_E_CRITERIA with file:line:column of the character. */
bool
expr_parse(struct td_arena *arena, struct td_str text, struct place at, struct expr **out,
           struct td_error *err) TD_MUST_USE;
/* A constant alone ("1000人"), e.g. of a band. */
bool
expr_constant(struct td_arena *arena, struct td_str text, struct place at, struct expr **out,
              struct td_error *err) TD_MUST_USE;
/* One entry of an industry list: "C", "34", "348", "3484", "63-65". */
bool
industry_range(struct td_str text, uint16_t range[2]);
/* Fails at a character of the text, for those who read the tree. */
bool
expr_fail(const struct place *at, size_t offset, struct td_error *err);

#endif
