/*
 * The judge: criteria files compiled once into an immutable program over columns, and run over
 * blocks of firms. Pure: no libpq, no FILE. Semantics: criteria/README.md.
 *
 * Thread rule: struct td_rules is shared by all threads after td_rules_compile; a td_scratch belongs
 * to one thread; each row writes only its own cells.
 */
#ifndef TIDU_JUDGE_H
#define TIDU_JUDGE_H

#include "tidu/error.h"
#include "tidu/scalar.h"

enum td_state { TD_MET, TD_UNMET, TD_UNKNOWN, TD_MANUAL, TD_NA };

/* In the order of lists. Stored as bytes in result.firm.verdicts: append, never renumber. */
enum td_verdict {
    TD_CONFIRMED,    /* met, nothing open */
    TD_READY,        /* every data condition met; only manual ones or the platform's score open */
    TD_POSSIBLE,     /* nothing unmet, something unknown */
    TD_NEAR,         /* unmet, but every unmet one can be changed within the horizon */
    TD_NO,
    TD_HOLDS,        /* has the title */
    TD_EXCLUDED,     /* subject unmet */
    TD_INSUFFICIENT, /* too little known to say: coverage under the threshold */
    TD_NOT_CONCERNED /* kind review, and no title of this firm ends that year */
};

enum td_kind { TD_NEW, TD_REVIEW };

struct td_file_text { /* a criteria file: name for messages ("tiers/srdi-2026.yaml") and its text */
    struct td_str name, text;
};

/* A list that the deliveries declare complete: dataset and word ("" = the whole dataset). */
struct td_complete_list {
    struct td_str dataset, word;
};

struct td_rules_options {
    td_date as_of;
    struct td_str region; /* city code, "371500": chooses overlays */
    const struct td_complete_list *complete;
    size_t complete_count;
    /* "srdi@2022": of this tier only that version judges, on whatever date; other tiers are chosen as ever. */
    const struct td_str *force;
    size_t force_count;
};

struct td_rules;
/*
 * Compile all files (facts.yaml, metrics.yaml, size.yaml, tags.yaml, ranking.yaml, tiers/…): those
 * tiers that apply on the as-of date become programs, ladder order from ranking.yaml. Every mistake is
 * TD_E_CRITERIA with file:line:column and a hint, also in files that do not apply tonight.
 */
bool td_rules_compile(struct td_rules **rules, const struct td_file_text *files, size_t count,
                      const struct td_rules_options *options, struct td_error *err) TD_MUST_USE;
void td_rules_free(struct td_rules *rules); /* NULL is legal */

/* ---- what the judge reads: slots, in the order of td_rules_slot --------------------------- */
enum td_slot_type { TD_SLOT_INT, TD_SLOT_BOOL, TD_SLOT_DATE, TD_SLOT_INDUSTRY };
struct td_slot {
    struct td_str column; /* of feature.firm, e.g. "revenue_0" */
    enum td_slot_type type;
    bool list;       /* counted from a list: a unit without records there has the value `nothing` */
    int64_t nothing; /* 0, or 999 where more records lower the value */
};
/* A column "keyword/<catalogue>": true where keywords of it were found that the unit makes. Tags only; no
 * part of the features has it (feature.keyword_makes). */
#define TD_HINT_COLUMN "keyword/"
size_t td_rules_slot_count(const struct td_rules *rules);
struct td_slot td_rules_slot(const struct td_rules *rules, size_t slot);
/* An industry code as a value of a TD_SLOT_INDUSTRY column; false if it is no code. */
bool td_industry_value(struct td_str code, int64_t *value);

/* Columns of a block of firms: values[slot][row], known[slot] a bitmap (bit row % 64 of word
 * row / 64). Rows beyond `rows` in the last word are ignored. */
struct td_columns {
    size_t rows;
    const int64_t *const *values;
    const uint64_t *const *known;
};

/* ---- what it says --------------------------------------------------------------------------- */
struct td_condition { /* a reported condition: each entry of subject and require, composite children too */
    struct td_str id, clause, text;
    int parent;     /* index among the program's conditions, -1 = top level */
    bool subject;   /* of `subject`, not of `require` */
    bool data;      /* leaf that data can decide (counts for coverage and 硬条件总数 at top level) */
    bool unconfirmed;
    bool any;         /* alternatives: one part that is met is enough */
    struct td_str file; /* where its keys begin in the criteria files, counted from 1 */
    size_t line, column;
    struct td_str hint; /* a catalogue of keywords that may tell something about it; empty = none */
};
struct td_program {
    struct td_str tier, title, version, source; /* source: "工信部企业〔2026〕2号 附件2" */
    enum td_kind kind;
    int ladder;               /* place on the ladder, higher is higher; -1 = second track */
    bool unconfirmed;
    const struct td_condition *conditions;
    size_t condition_count;
    size_t state_offset;      /* of its first condition in a row's states */
    int hard_total;           /* top-level conditions of require */
    int points_max;           /* -1 = not scored */
};
struct td_filing { /* when applications are taken, each year: criteria/efforts.yaml */
    struct td_str source;
    int from, to; /* month · 100 + day */
    bool unconfirmed;
};
/* The n-th filing window of a program for new applications; false behind the last. */
bool td_rules_filing(const struct td_rules *rules, size_t program, size_t n, struct td_filing *filing);
size_t td_rules_program_count(const struct td_rules *rules);
const struct td_program *td_rules_program(const struct td_rules *rules, size_t program);
/* What a leaf asks, as its file says it ("revenue[Y] >= 1500万"); {0} for a composite. */
struct td_str td_rules_expression(const struct td_rules *rules, size_t program, size_t condition);
size_t td_rules_state_count(const struct td_rules *rules); /* state bytes of one firm */
size_t td_rules_tag_count(const struct td_rules *rules);
void td_rules_tag(const struct td_rules *rules, size_t tag, struct td_str *id, struct td_str *title);

/* Results of a block. P programs, S states, row-major. */
struct td_results {
    size_t first;       /* the row of the columns that is their first, a multiple of 64; 0 if the caller does not set it */
    uint8_t *verdicts;  /* rows × P */
    uint8_t *states;    /* rows × S */
    uint8_t *met;       /* rows × P: top-level hard conditions met */
    uint8_t *unmet;     /* rows × P */
    uint8_t *unknown;   /* rows × P */
    int16_t *points_lo; /* rows × P, -1 = not scored */
    int16_t *points_hi;
    uint8_t *size_lo, *size_hi; /* rows */
    uint64_t *tags, *tags_possible; /* rows */
    int8_t *certain_tier, *possible_tier, *target; /* rows: program positions, -1 none */
    /* rows: what the target still takes (缺什么补什么) by efforts.yaml: effort points, months until
     * the last of it is done, changes. 0 = nothing; -1 = no target, no way, or no efforts.yaml. */
    int16_t *gap_cost, *gap_months, *gap_changes;
    /* rows: the target's order among candidates, smaller is better, without the credit code.
     * Keys of ranking.yaml packed big-endian so that memcmp is the order. */
    uint8_t (*rank_key)[24];
};

/* Room for so many rows: about 400 bytes each, all zero. Freed twice is legal. */
void td_results_init(struct td_results *results, const struct td_rules *rules, size_t rows);
void td_results_free(struct td_results *results);

struct td_scratch;
struct td_scratch *td_scratch_new(const struct td_rules *rules);
void td_scratch_free(struct td_scratch *scratch);
/* Judge rows [from, to) of the columns into results, which begin with row results->first. No allocation. */
void td_judge(const struct td_rules *rules, const struct td_columns *columns, size_t from, size_t to,
              struct td_scratch *scratch, struct td_results *results);
/* All rows with OpenMP over blocks; threads 0 = OMP's own number. */
void td_judge_all(const struct td_rules *rules, const struct td_columns *columns, int threads,
                  struct td_results *results);

/*
 * Explain one row: for each program every condition with clause, text, the expression, the firm's
 * values with their names and periods, state, points. As text for people or as JSON (stable bytes).
 */
void td_explain(const struct td_rules *rules, const struct td_columns *columns, size_t row, bool json,
                struct td_buf *out);
/* What keywords say of the firm (tidu/keyword.h, api.keyword): shown, and never part of a state. */
struct td_hint {
    struct td_str catalogue, catalogue_title, entry, title;
    struct td_str words; /* joined by 、 */
    bool product;        /* from a product's name, not from the business scope */
    bool makes;          /* beside 制造, 研发 …; else dealt in or only named */
};
/* td_explain with hints: those of a condition's catalogue stand under it, all of them at the top. */
void td_explain_hinted(const struct td_rules *rules, const struct td_columns *columns, size_t row,
                       const struct td_hint *hints, size_t hint_count, bool json, struct td_buf *out);
/*
 * The firm as it would stand if its gap for the program were closed: its columns by slot, changed where
 * the cheapest way changes them and where they have to follow (more revenue asks for more research).
 * True if the program is then confirmed or ready; false if there is no way, or what it asks for cannot
 * be written as values (a list that no delivery declares complete).
 */
bool td_gap_apply(const struct td_rules *rules, const struct td_columns *columns, size_t row, size_t program,
                  int64_t *values, bool *known);
/*
 * At most `most` reason codes of a row just judged for its target, dearest first, joined by ；: what is
 * to change and by how much, what to find out, whose word is awaited. Legal after td_judge(…, from, to, …)
 * of at most 512 rows, from a multiple of 512, with the same scratch. Nothing without efforts.yaml.
 */
void td_gap_reasons(const struct td_rules *rules, const struct td_columns *columns, size_t row,
                    struct td_scratch *scratch, int most, struct td_buf *out);
/* The same for any program of the row: a review, a tier that is not its target. Nothing if the program has no gap. */
struct td_gap_of {
    size_t row, program;
};
void td_gap_reasons_for(const struct td_rules *rules, const struct td_columns *columns, struct td_gap_of of,
                        struct td_scratch *scratch, int most, struct td_buf *out);

/*
 * The same rows: what is open of the target, a line for each condition, fields parted by TAB: clause, id, text, state (or
 * points of an indicator), the firm's values, what is lacking in their own unit, effort, months, 未证实 where the text's
 * figure is. Conditions come in their order, then the indicators by which the cheapest way wins points.
 */
void td_gap_lines(const struct td_rules *rules, const struct td_columns *columns, size_t row, struct td_scratch *scratch,
                  struct td_buf *out);

#endif
