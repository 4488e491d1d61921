/*
 * Does a delivery keep its contract? What was expected and what was found, a finding each, compared with the last
 * good delivery. Everything that is due follows from the as-of date. Pure.
 */
#ifndef TIDU_CONTRACT_H
#define TIDU_CONTRACT_H

#include "tidu/parameters.h"
#include "tidu/profile.h"

/* code (stable: analysts filter by it), what an operator reads. Append, never rename. */
#define TD_CONTRACT_RULES(X)                                                                                       \
    X(MISSING, "missing", "没有文件", "no file")                                                                    \
    X(LATE, "late", "逾期未交", "overdue")                                                                          \
    X(EMPTY, "empty", "空交付", "an empty delivery")                                                                \
    X(UNREADABLE, "unreadable", "文件不可用", "the file cannot be used")                                            \
    X(REJECTS, "rejects", "退回行超过上限", "more rejects than the limit")                                          \
    X(WAITS, "waits", "等待前一份增量", "waits for the increment before it")                                        \
    X(ROWS_LEAST, "rows_min", "行数少于下限", "fewer rows than the least")                                          \
    X(ROWS_MOST, "rows_max", "行数多于上限", "more rows than the most")                                             \
    X(DROP, "drop", "行数比上次锐减", "far fewer rows than the last time")                                          \
    X(GROW, "grow", "行数比上次激增", "far more rows than the last time")                                           \
    X(COUNTY, "county", "区县的记录锐减或缺失", "a county's records are missing")                                   \
    X(COLUMN_NEW, "column_new", "多出一列", "a new column")                                                         \
    X(COLUMN_LOST, "column_lost", "少了一列", "a column is lost")                                                   \
    X(COLUMN_RENAMED, "column_renamed", "列似已改名", "a column seems renamed")                                     \
    X(COLUMN_MOVED, "column_moved", "列的次序变了", "the columns are in another order")                             \
    X(HEADER, "header", "表头与上次不同", "another header than the last time")                                       \
    X(CONTROL_MISSING, "control_missing", "没有控制数", "no control totals")                                        \
    X(CONTROL_ROWS, "control_rows", "行数与控制数不符", "rows differ from the control total")                       \
    X(CONTROL_SUM, "control_sum", "合计与控制数不符", "a sum differs from the control total")                       \
    X(FILE_LOST, "file_lost", "少了一个文件", "a file is lost")

enum td_contract_rule {
#define X(name, code, zh, en) TD_RULE_##name,
    TD_CONTRACT_RULES(X)
#undef X
        TD_RULE_COUNT
};

const char *td_contract_code(enum td_contract_rule rule);
const char *td_contract_word(enum td_contract_rule rule); /* in the reader's language */

struct td_contract_finding {
    enum td_contract_rule rule;
    struct td_str subject, expected, found; /* subject: county, column or field; names and figures only */
    bool broken; /* else a note: the delivery is as good as before */
};

struct td_contract_findings { /* all-zero is empty */
    struct td_arena arena;
    struct td_contract_finding *list;
    size_t count, capacity, broken;
};

void td_contract_finding_add(struct td_contract_findings *f, bool broken, enum td_contract_rule rule, const char *subject,
                    const char *expected, const char *found);
void td_contract_findings_free(struct td_contract_findings *f);

/* ---- what is known of a delivery ----------------------------------------------------------------- */
struct td_county_rows {
    struct td_str county;
    uint64_t rows;
};

struct td_header_names { /* of one file, as they stand there */
    struct td_str *names;
    size_t count;
};

struct td_delivered { /* all-zero: nothing is known, there was none */
    bool there;
    uint64_t rows;
    td_date delivered; /* the newest that was good, or the same as one */
    const struct td_header_names *headers; /* the different ones of its files */
    size_t header_count;
    const struct td_county_rows *counties; /* by code */
    size_t county_count;
    const struct td_str *files; /* names */
    size_t file_count;
};

/* The general guards, from criteria/contract.yaml. */
struct td_contract_limits {
    int drop_ppm;               /* of a snapshot without `rows.drop` */
    int county_drop_ppm;        /* what `county: keep` takes for a missing county */
    uint64_t rows_least;        /* deliveries of fewer rows are not judged by shares */
    uint64_t county_rows_least; /* nor are counties of fewer */
    int likeness_ppm;           /* of a lost and a new column's names, to be called a renaming */
};
bool td_contract_limits_read(struct td_contract_limits *limits, const struct td_parameters *parameters,
                             struct td_error *err) TD_MUST_USE;

/*
 * The period whose delivery must be there on the night of as_of: its first day, and the day on which it was due.
 * False: nothing is due.
 */
bool td_contract_due(const struct td_expects *e, td_date as_of, td_date *from, td_date *due);
/* `delivered`: the file's date, or the last day of its year, or when its contents were first loaded. */
void td_contract_check_due(const struct td_expects *e, td_date as_of, td_date delivered, struct td_contract_findings *f);
void td_contract_check_rows(const struct td_delivery *d, const struct td_contract_limits *limits, uint64_t rows,
                            const struct td_delivered *last, struct td_contract_findings *f);
/* now and last->counties in the order of their codes. */
void td_contract_check_counties(const struct td_expects *e, const struct td_contract_limits *limits,
                                const struct td_county_rows *now, size_t count, const struct td_delivered *last,
                                struct td_contract_findings *f);
/*
 * One file's header against the last good delivery's: new, lost, renamed columns. Broken where the contract asks for
 * exact columns, else notes. `part`: the file's number within the delivery. What is in f already is not said again.
 */
void td_contract_check_header(const struct td_expects *e, const struct td_contract_limits *limits,
                              const struct td_header_names *now, size_t part, const struct td_delivered *last,
                              struct td_contract_findings *f);
/* A snapshot of several files whose names bear no date, and one of the last time is not there: all its records will be
 * gone. A note; where as many files have come under other names, none. */
void td_contract_check_files(const struct td_str *now, size_t count, const struct td_delivered *last,
                             struct td_contract_findings *f);
/* Columns that the profile does not know, and known ones that are not there, as the layout has them ("a; b"). */
void td_contract_check_known(const struct td_expects *e, struct td_str unknown, struct td_str missing,
                             struct td_contract_findings *f);

/* ---- control totals ---------------------------------------------------------------------------------- */
struct td_control_total { /* of one of expects.control.sums */
    int64_t sum;
    bool overflow;
};

/*
 * Adds the amounts of one record to totals[0..sum_count). Cells are read as the layout says, also where the record
 * is no good otherwise; *unread counts records of which one could not be read.
 */
void td_control_add(const struct td_layout *layout, const struct td_record *record, struct td_typed *scratch,
                    struct td_control_total *totals, uint64_t *unread);
/* Is this the totals row of expects.control.totals? Then its figures are taken as expected. */
bool td_control_is_totals(const struct td_layout *layout, const struct td_record *record);
/* A control figure as text, of the companion file, in the stored unit. */
enum td_fault td_control_figure(const struct td_control_sum *sum, struct td_str text, int64_t *out);

struct td_control_expected {
    bool there;       /* figures were found */
    bool has_rows;
    uint64_t rows;
    int64_t *sums;    /* by sum */
};
void td_contract_check_control(const struct td_delivery *d, const struct td_control_expected *expected, uint64_t rows,
                               const struct td_control_total *totals, uint64_t unread, struct td_contract_findings *f);

#endif
