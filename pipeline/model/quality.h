/* Data quality inside model/: what td_quality_compile builds. */
#ifndef TIDU_MODEL_QUALITY_H
#define TIDU_MODEL_QUALITY_H

#include "rules.h"
#include "tidu/quality.h"

enum {
    OCTAVE = 64,          /* steps of a logarithm (quality_log) in a doubling */
    FACTORS_MAX = 4,      /* units that may have been mistaken, in one direction */
    SHIFTS = 2 * FACTORS_MAX,
    PAIRS_MAX = 32,       /* of fields whose ratio is known */
    COMPARES_MAX = 32,
    FIGURES_MAX = 16,     /* fields of money of a finance record */
    NO_LOG = INT32_MIN
};

/* log2 of |value| in 64ths, by the leading bit and the six behind it: monotone, at most 6 steps off, and the
 * same on every machine. NO_LOG for 0. */
int32_t
quality_log(int64_t value);
/* The same of a positive decimal number ("0.0005", "64"); false if it is none. */
bool
quality_log_text(struct td_str text, int32_t *out);

struct compare {
    int rule;
    int field, other; /* facts of the rule's kind */
    int64_t relative_num, relative_den, absolute;
};

struct swap_pair { /* least <= of / to <= most, as logarithms */
    int of, to;
    int32_t least, most;
};
struct swap_difference { /* of is about from - less, up to a factor */
    int of, from, less;
    int32_t within;
};
struct swap { /* unit_swap.yaml */
    int rule; /* -1 = none */
    bool block;
    int32_t shifts[SHIFTS];
    int powers[SHIFTS]; /* of ten */
    int shift_count;
    int32_t same_figure, history, within; /* widths of bands, as logarithms */
    int32_t head_least, head_most;
    int32_t smallest; /* figures below it say nothing */
    struct swap_pair pairs[PAIRS_MAX];
    int pair_count;
    struct swap_difference differences[PAIRS_MAX];
    int difference_count;
    int size_of[FIGURES_MAX]; /* field -> 0 revenue, 1 assets of struct td_quality_sizes, -1 = none */
    int64_t least_firms;
    int w_same_figure, w_other_file, w_same_file, w_pair, w_difference, w_head, w_industry, margin;
    uint32_t money;           /* bits: fields that are searched */
    uint32_t volatile_fields; /* bits: whose other years say nothing */
};

struct quality_kind_rules {
    struct td_rules *rules;
    size_t own;                 /* td_quality_own, which is slow */
    int *slot_fact;             /* slot -> fact */
    int rule_first, rule_count; /* of the record rules, which stand by kind */
    int *concerns, *check;      /* ops; concerns -1 = all */
};

struct td_quality {
    struct td_arena arena;
    struct td_quality_rule *rules;
    int rule_count, rule_cap;
    struct quality_kind_rules kinds[TD_Q_KINDS];
    struct compare compares[COMPARES_MAX];
    int compare_count;
    struct swap swap;
    struct td_quality_score score;
    int revenue, assets, employees, insured; /* fields */
};

/* quality_facts.c: the fact of that name, -1 = none. */
int
quality_fact_find(enum td_quality_kind kind, struct td_str name);
struct quality_place { /* where the value of a fact is found */
    int context;       /* -1: a field of the record itself */
    int field;         /* context that is another dataset's of the year: its field there, */
    size_t own;        /* and how many fields that has */
};
/* Places of all facts; returns how many are the record's own. */
size_t
quality_places(enum td_quality_kind kind, struct quality_place places[TD_Q_FACTS]);
bool
quality_context_value(const struct td_quality_data *data, const struct td_quality_record *record,
                      const struct quality_place *place, int64_t *value);
/* The value of a fact of a record, own or context; slow, for words. */
bool
quality_fact_value(const struct td_quality_data *data, enum td_quality_kind kind, size_t record, size_t fact,
                   int64_t *value);
/* Of all facts of a record; slow, for one that failed. */
void
quality_values(const struct td_quality_data *data, enum td_quality_kind kind, size_t record, int64_t values[TD_Q_FACTS],
               uint32_t *known);
void
quality_facts_make(struct td_rules *rules, enum td_quality_kind kind);

/* quality_read.c, quality_swap_read.c */
struct td_quality_rule *
quality_rule_add(struct td_quality *q);
bool
quality_rule_head(struct compiler *c, struct td_quality *q, const struct td_yaml *map, struct td_quality_rule *rule)
    TD_MUST_USE;
bool
quality_swap_read(struct compiler *c, struct td_quality *q, const struct td_yaml *root) TD_MUST_USE;
bool
quality_score_read(struct compiler *c, struct td_quality *q, const struct td_yaml *root) TD_MUST_USE;
bool
quality_compare_read(struct compiler *c, struct td_quality *q, const struct td_yaml *root) TD_MUST_USE;

/* quality_states.c: states of all records of a kind, count × rule_count bytes of enum td_state. */
uint8_t *
quality_states(const struct td_quality *q, const struct td_quality_data *data, enum td_quality_kind kind, int threads);

/* quality_suspect.c: the fields (a bit each) of a record that fails rules which are wrong, 0 = open; states by record rule. */
uint32_t
quality_suspects(const struct td_quality *q, const struct td_quality_data *data, enum td_quality_kind kind, size_t record,
                 const uint8_t *states);

/* quality_swap.c: what one unit's figures say of each other. */
struct swap_flag {
    size_t record;
    int field, shift;
};
struct swap_found { /* reused from unit to unit */
    struct swap_flag *flags;
    size_t count, cap;
    uint8_t *states; /* by record of the unit: enum td_state */
    size_t state_cap;
    uint64_t figures;
};
void
quality_swap_unit(const struct td_quality *q, const struct td_quality_data *data, size_t unit, struct swap_found *found);
void
quality_swap_free(struct swap_found *found);
/* quality_sizes.c: the logarithm of a firm's usual size; NO_LOG if nothing is known. */
int32_t
quality_size_log(const struct td_quality_sizes *sizes, const struct td_quality_unit *unit, int size);

#endif
