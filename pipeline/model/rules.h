/*
 * The compiled rules: what td_rules_compile builds and td_judge runs. Internal to model/.
 *
 * A program over blocks of firms. A column is BLOCK doubles; every loaded integer is at most
 * 2^53 in magnitude, so a double holds it exactly. A column that is only ever compared with small
 * whole numbers (counts, ages, ranks, yes or no) is BLOCK bytes instead, see narrow.c. An op
 * writes BLOCK bytes, one state a firm.
 * Columns and ops are shared by all tiers: the same comparison asked by three tiers is made
 * once.
 *
 * Unknown in a column: COL_PLAIN, COL_POSITIVE, COL_SUM hold NaN (every comparison with it is
 * false, so it comes out neither met nor unmet). Sums and least values of what is counted from
 * lists are intervals in two columns, low and high, whose ends may be infinite; nothing known
 * is [0, inf).
 */
#ifndef TIDU_MODEL_RULES_H
#define TIDU_MODEL_RULES_H

#include "expression.h"
#include "tidu/judge.h"
#include "yaml.h"

enum {
    BLOCK = 512, /* firms at a time: all columns of the ladder stay in the second-level cache */
    LINE = 64,    /* bytes of a cache line */
    TERMS_MAX = 8, /* facts in one sum */
    AGES_MAX = 10,
    INDICATORS_MAX = 3, /* of one row of size.yaml */
    SIZE_ROWS_MAX = 32,
    INDUSTRY_CODES = 10000,
    SETS_MAX = 64,       /* different industry lists: a bit each */
    TAGS_MAX = 64,       /* a bit each */
    NARROW_MOST = 254,   /* of a column of bytes; larger numbers are this one, smaller than 0 are 0 */
    NARROW_UNKNOWN = 255,
    RANKS = 128, /* limits of one indicator in size.yaml, at most 96, and one for unknown */
    RANGES_BITS = 9 /* so many industries of firms (2 to this) a thread keeps */
};

#define HUGE_END 1e300 /* an end of an interval that nothing bounds; larger than any sum */

/*
 * States inside: the order of `all` in the upper half (the largest counts, na is neutral), the
 * enum td_state in the lower. `any` is the same with met and unmet exchanged, and so is `not`.
 */
enum {
    S_NA = TD_NA,
    S_MET = 0x10 | TD_MET,
    S_MANUAL = 0x20 | TD_MANUAL,
    S_UNKNOWN = 0x30 | TD_UNKNOWN,
    S_UNMET = 0x40 | TD_UNMET,
    S_PUBLIC = 0x0F
};

enum unit {
    UNIT_MONEY,
    UNIT_COUNT,
    UNIT_NUMBER,
    UNIT_SHARE,
    UNIT_SCORE,
    UNIT_YEARS,
    UNIT_DAYS,
    UNIT_BOOL,
    UNIT_CODE,
    UNIT_DATE,
    UNIT_RATIO
};

struct fact {
    struct td_str name, title;
    enum unit unit;
    int years, ages; /* 0 = none */
    bool range, list, complete;
    bool lowers;                  /* more: lowers; else raises */
    struct td_str dataset, words; /* of list:, words split by commas, "" = the whole dataset */
    struct td_str from;           /* dataset that it comes from, "" = not said */
    int *slots; /* columns of the fact: years, ages, or lo and hi; -1 = not used so far */
    int slot_count;
};

/* A sum of facts' columns with whole coefficients, divided by `divisor`. hi = lo for plain
 * facts. */
struct term {
    int fact, lo, hi; /* slots */
    int64_t coef;
};
struct linear {
    struct term terms[TERMS_MAX];
    int count;
    int64_t divisor;
};

enum value_kind {
    V_CONST,
    V_LINEAR,   /* exact: plain facts */
    V_INTERVAL, /* sum with list facts in it */
    V_LEAST,    /* the least of several columns (ages of a fact that more records lower) */
    V_RATIO,
    V_MEAN_GROWTH,
    V_CAGR,
    V_SIZE,
    V_YEARS, /* since a date */
    V_DAYS,
    V_BOOL, /* a comparison: of a metric */
    V_INDUSTRY
};

struct metric;
struct value {
    enum value_kind kind;
    enum unit unit;
    struct linear a, b, c; /* ratio a/b; growth of a (Y), b (Y-1), c (Y-2); else a */
    int64_t num, den; /* V_CONST, in the measure's base unit; growth: added to the threshold */
    enum measure measure;
    const struct metric *metric; /* V_BOOL: a metric with `when` */
    int shift;                   /* V_BOOL: years back */
};

/* ---- program
 * ---------------------------------------------------------------------------------- */
enum column_kind { COL_PLAIN, COL_LOW, COL_HIGH, COL_POSITIVE, COL_SUM, COL_ADD, COL_LEAST };
struct column {
    enum column_kind kind;
    int slot;           /* COL_PLAIN */
    int open;           /* COL_LOW, COL_HIGH: the list is incomplete in this direction */
    double nothing;     /* COL_LOW, COL_HIGH: what an unknown becomes */
    int arg;            /* COL_POSITIVE, COL_LOW, COL_HIGH: a plain column */
    int args[AGES_MAX]; /* COL_ADD, COL_LEAST: columns */
    double coefs[AGES_MAX];
    int arg_count;
    struct linear lin; /* COL_PLAIN, COL_SUM: for the exact comparison */
    bool narrow;       /* bytes: 0 to NARROW_MOST, NARROW_UNKNOWN */
    bool constant;     /* the same for all firms */
    int at;            /* place among the columns of its width */
};

enum op_kind {
    OP_STATE,       /* the same for all: a = state */
    OP_GE,          /* column a >= p */
    OP_GE_INTERVAL, /* columns a (low or NaN), b (high or NaN) >= p */
    OP_RATIO,       /* column a · q >= column b · p, or > */
    OP_MEAN_GROWTH, /* q·(b² + a·c) >= p·b·c, or > */
    OP_SIZE,        /* size class >= p */
    OP_INDUSTRY,    /* slot a in set b */
    OP_ALL,
    OP_ANY,
    OP_NOT,      /* a */
    OP_EXTERNAL, /* a, unknown becomes manual */
    OP_SCORE,    /* points of score a (writes no state) */
    OP_MARK      /* score a, group b (-1 total) >= p */
};
struct op {
    enum op_kind kind;
    int a, b, c;
    bool negate; /* met and unmet exchanged */
    bool strict; /* > */
    int open;    /* OP_GE: the list is incomplete: 1 more records raise, -1 lower the value */
    int64_t p, q;
    int first, count; /* OP_ALL, OP_ANY: rules->children */
};

struct choice {
    int op, points;
};
enum part_kind { PART_BEST, PART_SUM, PART_OPEN };
struct part { /* PART_BEST: the most of what is met; PART_SUM: their sum, capped */
    enum part_kind kind;
    int first, count; /* rules->choices */
    int floor, cap;
    bool manual; /* PART_OPEN: a person's word, else data that are not defined */
};
struct indicator {
    struct td_str id, clause, text, expression, confirmed;
    int group, max;
    int first, count;             /* rules->parts: the best of them */
    int value_first, value_count; /* rules->shown */
    struct td_str file;           /* where its keys begin, as of a td_condition */
    size_t line, column;
    const struct td_yaml *node;   /* while it is read */
};
struct group {
    struct td_str id, title;
    int max;
};
struct score {
    struct indicator *indicators;
    int indicator_count;
    struct group *groups;
    int group_count;
    int max;
    int first_register; /* of the points: indicators, then groups, then the total */
    bool unconfirmed;   /* some indicator leans on a figure that is not confirmed */
};

struct shown {       /* a column whose value an explanation shows */
    int fact, index; /* index: year back, age, or 0 lo 1 hi */
};

struct program {
    struct td_program public;
    struct td_condition *conditions;
    int *ops; /* per condition */
    struct td_str *expressions, *confirmed;
    int (*shown)[2];    /* per condition: first and count in rules->shown */
    int holds;          /* op of holds (kind new) or concerns (kind review), -1 = none */
    int score;          /* -1 = none */
    int data_total;     /* top-level conditions that data can decide */
    int coverage_least; /* so many of them must be decided */
    int mark;           /* op of the top-level condition with the pass mark, -1 = none */
    int open_most;      /* while it is unknown, so many points may be open */
    int order, region;  /* place among the programs; length of the region that fits */
};

struct size_row {
    struct td_str title;
    int columns[INDICATORS_MAX];
    double limits[INDICATORS_MAX]
                 [3]; /* small, medium, large; of a column only those that count */
    int count;
};

struct tag {
    struct td_str id, title;
    int op;
};

enum key_kind {
    KEY_VERDICT,
    KEY_UNMET,
    KEY_UNKNOWN,
    KEY_SCORE_LOW,
    KEY_PRIORITY, /* a: an op: met, unknown, unmet */
    KEY_GAP_COST,
    KEY_GAP_MONTHS,
    KEY_MARGIN,
    KEY_SUM,
    KEY_RATIO
};
struct key {
    enum key_kind kind;
    bool descending;
    bool minus; /* KEY_RATIO: a growth rate, the ratio less 1 */
    int a, b;   /* columns */
};

struct metric {
    struct td_str name, title, confirmed;
    const struct expr *value, *when;
    const struct td_yaml *node;
    bool open; /* being read: a cycle if asked for again */
};

struct industry_set {
    uint16_t
        *before; /* before[c] = codes of the set that are smaller than c; INDUSTRY_CODES + 1 */
};

struct td_rules {
    struct td_arena arena;
    td_date as_of;
    int year; /* 上年度 */

    struct fact *facts;
    int fact_count;
    struct metric *metrics;
    int metric_count;

    struct td_slot *slots;
    int slot_count, slot_cap;
    struct column *columns;
    int column_count, column_cap;
    int wide_count, narrow_count; /* of the columns */
    struct op *ops;
    int op_count, op_cap;
    int *children;
    int child_count, child_cap;
    struct choice *choices;
    int choice_count, choice_cap;
    struct part *parts;
    int part_count, part_cap;
    struct shown *shown;
    int shown_count, shown_cap;
    struct industry_set *sets;
    int set_count, set_cap;
    uint64_t *set_bits; /* per four-digit code: the lists that it is in; INDUSTRY_CODES */
    struct score *scores;
    int score_count, score_cap;
    int point_registers;

    struct program *programs;
    int program_count, program_cap;
    int state_count;
    int *state_ops; /* op of each state, programs one after the other */
    struct tag *tags;
    int tag_count;

    struct size_row *size_rows;
    int size_row_count;
    uint32_t *size_by_code;     /* bit set of rows, per four-digit code */
    uint32_t *size_by_division; /* of all codes with the same first two digits */
    struct size_ranks *size_ranks; /* for running: scratch.h */
    bool size_used;
    int industry_slot; /* -1 = none */

    struct td_str *ladder, *second;
    int ladder_count, second_count;
    int *levels; /* per place on the ladder */
    int64_t coverage_num, coverage_den;
    struct key *keys;
    int key_count;
    struct gap *gap; /* NULL: no efforts.yaml */
    struct value *spread; /* tidu/spread.h: what each metric is; V_CONST: it is not defined */
};
struct gap;

/* ---- building
 * ----------------------------------------------------------------------------------- */
struct compiler;
/* Somebody who looks on while the texts are there (check, doc). */
struct rules_watch {
    void *user;
    /* Every program that is compiled, of all files, kinds and overlays, in force or not; `map` is the
     * tier's tree with its overlays. */
    bool (*program)(void *user, struct compiler *c, const struct td_yaml *map, const struct program *p);
    /* Once, when all of them are right: c->docs. */
    bool (*files)(void *user, struct compiler *c);
};

/* What one compilation carries beside the rules. */
struct compiler {
    const struct rules_watch *watch; /* NULL = none */
    struct td_rules *rules;
    const struct td_rules_options *options;
    struct td_yaml_doc *docs;
    size_t doc_count;
    struct td_error *err;
    bool unconfirmed; /* something with confirmed: M was used since this was cleared */
    bool review;      /* kind of application that is being compiled */
    int score;        /* of the tier that is being compiled, -1 = none */
    bool series;      /* inside growth(), mean() …: a fact by year stands without [Y] */
    int depth, shown_depth, shown_first;
    const struct td_yaml *node; /* scalar that is being read, for places */
    struct catalogue_list *catalogues;
    const struct td_file_text *files;
    size_t file_count;
};

struct catalogue_list;
/* hint.c: the catalogue that a condition names by `hint:`, and a tag that is one. */
bool
hint_read(struct compiler *c, const struct td_yaml *map, struct td_str *catalogue) TD_MUST_USE;
bool
hint_tag(struct compiler *c, const struct td_yaml *map, int *op) TD_MUST_USE;
/* local.c: the catalogues of the region. */
bool
local_read(struct compiler *c, const struct td_file_text *files, size_t count) TD_MUST_USE;
void
local_free(struct compiler *c);
/* Is there a file of this catalogue for any region? */
bool
local_known(const struct compiler *c, struct td_str catalogue);
/* EX_IN of a catalogue, "id", "id.entry" or "*" (all of the region): in[code] = 1. */
bool
local_codes(struct compiler *c, const struct expr *e, uint8_t in[]) TD_MUST_USE;
/* Is the firm's industry in some catalogue of the region? */
bool
local_priority(struct compiler *c, int *op) TD_MUST_USE;
/* A tag for each entry of the region's catalogues, behind those of tags.yaml. */
bool
local_tags(struct compiler *c) TD_MUST_USE;
bool
rules_compile_watched(struct td_rules **rules, const struct td_file_text *files, size_t count,
                      const struct td_rules_options *options, const struct rules_watch *watch,
                      struct td_error *err) TD_MUST_USE;

/* How much of a program there is; what does not apply tonight is taken back to such a mark. */
struct mark {
    int slots, columns, ops, children, choices, parts, shown, sets, scores, registers;
};
struct mark
mark_now(const struct td_rules *rules);
void
take_back(struct td_rules *rules, const struct mark *mark);

struct place
yaml_place(const struct td_yaml *scalar);
/* Room for one more; returns the array's element. */
#define GROW(array, count, cap)                                                                \
    ((count) == (cap) ? ((cap) = (cap) ? 2 * (cap) : 64,                                       \
                         (array) = td_realloc((array), (size_t)(cap), sizeof(*(array))))       \
                      : (array))

bool
facts_read(struct compiler *c, const struct td_yaml *root) TD_MUST_USE;
const struct fact *
fact_find(const struct td_rules *rules, struct td_str name, int *index);
int
slot_of(struct td_rules *rules, int fact, int index);
bool
metrics_read(struct compiler *c, const struct td_yaml *root) TD_MUST_USE;
bool
size_read(struct compiler *c, const struct td_yaml *root) TD_MUST_USE;
bool
size_fill(struct td_rules *rules, const uint16_t range[2], int row);
bool
tags_read(struct compiler *c, const struct td_yaml *root) TD_MUST_USE;
bool
ranking_read(struct compiler *c, const struct td_yaml *root) TD_MUST_USE;
bool
ranking_keys(struct compiler *c, const struct td_yaml *root) TD_MUST_USE;
struct overlays;
bool
tiers_read(struct compiler *c, const struct td_yaml *const *roots, size_t count,
           struct overlays *overlays) TD_MUST_USE;
/* tier.c: from and to of an entry of `applies`; the source of a file as one line. */
bool
read_span(struct compiler *c, const struct td_yaml *map, td_date *from, td_date *to) TD_MUST_USE;
bool
read_source(struct compiler *c, const struct td_yaml *map, struct td_str *out,
            bool *unconfirmed) TD_MUST_USE;
/* periods.c: when each version is in force, over all files of tiers/. */
struct period {
    struct td_str tier, version, region;
    bool review;
    td_date from, to;           /* both included */
    const struct td_yaml *node; /* the entry of `applies` */
    const struct td_yaml *root; /* the file */
};
struct periods {
    struct period *at;
    size_t count, cap;
};
void
periods_read(const struct td_yaml *const *roots, size_t count, struct periods *p);
void
periods_free(struct periods *p);
bool
period_same(const struct period *a, const struct period *b); /* tier, kind and region */
bool
periods_check(struct compiler *c, const struct td_yaml *const *roots, size_t count) TD_MUST_USE;
/* Every file has run out before the as-of date: an error. */
bool
periods_expired(struct compiler *c, const struct td_yaml *const *roots, size_t count) TD_MUST_USE;
/* Every fact and metric that a tier's confirmed field says is M marks the program. */
bool
confirmed_read(struct compiler *c, const struct td_yaml *map, struct td_str *out) TD_MUST_USE;

/* value.c: what an expression means, `shift` years back. */
bool
value_of(struct compiler *c, const struct expr *e, int shift, struct value *out) TD_MUST_USE;
bool
units_agree(struct compiler *c, const struct expr *e, const struct value *value,
            const struct value *constant, int64_t *num, int64_t *den) TD_MUST_USE;
const char *
unit_word(enum unit unit); /* 金额 */
bool
compile_fail(struct compiler *c, const struct expr *e, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* compare.c: a `when` (comparison, bool fact or bool metric) as an op. */
bool
comparison_op(struct compiler *c, const struct expr *e, int shift, int *op) TD_MUST_USE;
/* value cmp num/den (in the value's unit), for bands. */
bool
threshold_op(struct compiler *c, const struct expr *e, const struct value *value, enum cmp cmp,
             int64_t num, int64_t den, int *op) TD_MUST_USE;
bool
when_op(struct compiler *c, const struct td_yaml *scalar, int *op) TD_MUST_USE;
/* spread.c: the metrics of tidu/spread.h, as far as they are defined. */
bool
spread_read(struct compiler *c) TD_MUST_USE;
int
column_of(struct td_rules *rules, const struct linear *lin);
int
positive_column(struct td_rules *rules, int column);
int
op_add(struct td_rules *rules, struct op op);
int
op_state(struct td_rules *rules, int state);
int
op_group(struct td_rules *rules, enum op_kind kind, const int *ops, int count);
/* Facts of an expression, for explanations. */
void
shown_of(struct compiler *c, const struct expr *e, int shift);
/* points.c */
bool
score_read(struct compiler *c, const struct td_yaml *map, int *score) TD_MUST_USE;
/* condition.c: a condition tree (all, any, not, when, manual, score) as an op. */
struct condition_list {
    struct td_condition *at;
    int *ops;
    struct td_str *expressions, *confirmed;
    int (*shown)[2];
    int count, cap;
};
bool
conditions_read(struct compiler *c, const struct td_yaml *list, bool subject,
                struct condition_list *out) TD_MUST_USE;
bool
condition_tree(struct compiler *c, const struct td_yaml *map, int *op) TD_MUST_USE;
/* What to do about a missing clause or text; returns false. */
bool
clause_hint(const char *key, struct td_error *err);
void
condition_list_free(struct condition_list *list);

/* Once, when everything is compiled: the following two and what industries are in which list (rules.c). */
void
rules_settle(struct td_rules *rules);
/* Sizes before columns (classes.c, narrow.c). */
void
prepare_sizes(struct td_rules *rules);
void
prepare_columns(struct td_rules *rules);

#endif
