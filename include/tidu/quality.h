/*
 * Data quality: rules over delivered records (criteria/quality), compiled by the compiler of the criteria
 * and run over all records; differences between departments; figures that are off by a unit (元 for 万元).
 * Pure. What is found is reported, never repaired. Grammar: criteria/README.md, meaning: docs/quality.md.
 *
 * Thread rule: struct td_quality is immutable after td_quality_compile; td_quality_check uses threads of
 * its own and gives the same result for any number of them.
 */
#ifndef TIDU_QUALITY_H
#define TIDU_QUALITY_H

#include "tidu/dataset.h"
#include "tidu/error.h"
#include "tidu/judge.h"

enum td_quality_kind { /* what a record is: a row of source.<dataset> */
    TD_Q_REGISTRY, TD_Q_FINANCE, TD_Q_STAFF, TD_Q_IP, TD_Q_TITLE, TD_Q_PRODUCT, TD_Q_EQUITY, TD_Q_CONDUCT,
    TD_Q_KINDS
};
enum { TD_Q_FACTS = 24 }; /* own fields and context of one kind, at most */

/* ---- facts: what a rule of a kind may speak of ------------------------------------------------ */
const char *td_quality_dataset(enum td_quality_kind kind); /* "finance" */
const char *td_quality_dataset_title(enum td_quality_kind kind);
/* The dataset's fields that are numbers, dates (as days) or yes and no, in the dataset's order: the columns
 * that sql/quality/<dataset>.sql delivers behind its head. */
size_t td_quality_own(enum td_quality_kind kind);
/* Own fields and, behind them, what is known of the firm beside the record (established, capital …). */
size_t td_quality_facts(enum td_quality_kind kind);
const char *td_quality_fact(enum td_quality_kind kind, size_t fact);
const char *td_quality_fact_title(enum td_quality_kind kind, size_t fact);
enum td_type td_quality_fact_type(enum td_quality_kind kind, size_t fact);

/* ---- rules ------------------------------------------------------------------------------------ */
enum td_severity { TD_Q_ERROR, TD_Q_WARN, TD_Q_NOTE };
extern const char *const td_severity_ids[3]; /* "error" … */

enum td_quality_form {
    TD_Q_RECORD, /* an expression over one record */
    TD_Q_PAIR,   /* a field against the same figure from another department */
    TD_Q_UNIT    /* figures off by a unit */
};

struct td_quality_rule {
    struct td_str id, title, owner, source, confirmed, expression;
    enum td_quality_kind kind;
    enum td_severity severity;
    enum td_quality_form form;
    uint32_t facts; /* a bit for each fact that it speaks of */
    struct td_str file;
    size_t line, column;
};

struct td_quality_score { /* score.yaml: how a department's figure is made, in hundredths of a per cent */
    struct td_quality_dimension {
        int64_t zero, full, weight; /* measured value that counts 0 and 100; timeliness: days */
    } completeness, validity, consistency, timeliness;
    int64_t severity_weights[3];
    struct td_str optional; /* "ip.acquired_on,…": fields that may be empty without being missing */
};

struct td_quality;
/* The files under quality/ of the criteria. Every mistake is TD_E_CRITERIA with file:line:column. */
bool td_quality_compile(struct td_quality **quality, const struct td_file_text *files, size_t count,
                        struct td_error *err) TD_MUST_USE;
void td_quality_free(struct td_quality *quality); /* NULL is legal */
size_t td_quality_rule_count(const struct td_quality *quality);
const struct td_quality_rule *td_quality_rule_at(const struct td_quality *quality, size_t rule);
const struct td_quality_score *td_quality_score_of(const struct td_quality *quality);
/* Is a figure in a wrong unit to be unknown to the judge (unit_swap.yaml, block)? */
bool td_quality_blocks(const struct td_quality *quality);

/* ---- records ---------------------------------------------------------------------------------- */
struct td_quality_record {
    uint32_t unit, known; /* known: a bit for each own field */
    int32_t source, year; /* year 0: the dataset has none */
    int64_t batch, line;  /* line: the file's number in the delivery above bit 40 */
    uint64_t order;       /* of the key, so that records of a unit, year and source have one order */
    struct td_str key;    /* of the record beside the firm: "2025", "ZL2021…" */
};

struct td_quality_unit {
    struct td_str uscc, county;
    bool individual; /* class of its own among the sizes of an industry */
    bool has_established, has_capital, has_industry;
    int64_t established, capital; /* days, 分 */
    int64_t industry;             /* of td_industry_value */
    char division[4];             /* "C34", "" = not known */
};

struct td_quality_records { /* of one kind, in the order of td_quality_sort */
    struct td_quality_record *at;
    int64_t *values; /* count × td_quality_own */
    size_t count;
    size_t *first;   /* unit_count + 1: where each unit's records begin */
};

/* Median sizes of firms, in 64ths of an octave, by what data say of an industry: see td_quality_sizes. */
struct td_quality_sizes;

struct td_quality_data {
    struct td_quality_unit *units;
    size_t unit_count;
    struct td_quality_records records[TD_Q_KINDS];
    const struct td_quality_sizes *sizes; /* NULL: nothing is known of industries */
};
/* Records by unit, year, source and key; fills `first`. */
void td_quality_sort(struct td_quality_data *data, enum td_quality_kind kind);
/* first, at and values; the units and texts are the caller's. */
void td_quality_records_free(struct td_quality_records *records);

/* ---- sizes of firms by industry ---------------------------------------------------------------- */
/*
 * Two-phase integer histograms: of each firm its latest figure falls into a bucket of two octaves
 * (td_quality_bucket); buckets are counted by class, division and figure, and the median bucket of the
 * division stands, or of its section, or of all, whichever first has firms enough.
 */
enum { TD_Q_SIZES = 2 }; /* revenue and assets */
/* -1: the figure is 0 or not known. */
int td_quality_bucket(bool known, int64_t value);
/* Of a unit: the buckets of its latest year. */
void td_quality_buckets(const struct td_quality *quality, const struct td_quality_data *data, size_t unit,
                        int buckets[TD_Q_SIZES]);
struct td_quality_sizes *td_quality_sizes_new(void);
void td_quality_sizes_free(struct td_quality_sizes *sizes);
void td_quality_sizes_add(struct td_quality_sizes *sizes, bool individual, const char *division, int size, int bucket,
                          int64_t firms);
/* Settle the medians: once, when all is added. */
void td_quality_sizes_settle(struct td_quality_sizes *sizes, const struct td_quality *quality);
/* Do both say the same of every industry? */
bool td_quality_sizes_equal(const struct td_quality_sizes *a, const struct td_quality_sizes *b);

/* ---- the check ----------------------------------------------------------------------------------- */
struct td_quality_finding {
    uint32_t unit;
    uint32_t suspects; /* fields of the rule (a bit each) among the fewest whose change could mend the record, 0 = open */
    int16_t rule;
    int16_t field;     /* TD_Q_PAIR, TD_Q_UNIT: the figure, else -1 */
    int16_t other_field;
    int16_t factor;    /* TD_Q_UNIT: power of ten by which it is too large (negative: too small) */
    int64_t record;    /* index among the records of the rule's kind */
    int64_t other;     /* TD_Q_PAIR: the other record, else -1 */
};

/*
 * Counts of one unit as bytes, for storing and for adding up: entries {uint16 slot, uint16 source, uint16
 * pass, fail, unknown, na}, in the order of the records. Slots below the number of rules are rules; then, for each
 * kind, TD_Q_FACTS own fields, of which `pass` counts the filled and `unknown` the empty ones.
 */
struct td_quality_entry {
    uint16_t slot, source, counts[4]; /* pass, fail, not checkable, does not concern */
};

struct td_quality_result {
    struct td_quality_finding *findings; /* by unit, rule, record, field, other */
    size_t finding_count;
    struct td_quality_entry *entries;
    size_t *entry_first; /* unit_count + 1 */
    uint64_t figures, flagged; /* money figures that the search for units looked at, and those found */
};
size_t td_quality_slots(const struct td_quality *quality);
size_t td_quality_fill_slot(const struct td_quality *quality, enum td_quality_kind kind, size_t fact);
/* threads 0 = OMP's own number. */
void td_quality_check(const struct td_quality *quality, const struct td_quality_data *data, int threads,
                      struct td_quality_result *result);
void td_quality_result_free(struct td_quality_result *result);

/* ---- words ---------------------------------------------------------------------------------------- */
/* A value by its type: "1,234.50 万元", "2021-03-04", "35"; "未知" if it is not known. */
void td_quality_value(enum td_type type, bool known, int64_t value, struct td_buf *out);
/* The facts that the rule speaks of, with the record's values. */
void td_quality_shown(const struct td_quality *quality, const struct td_quality_data *data,
                      const struct td_quality_finding *finding, struct td_buf *out);

#endif
