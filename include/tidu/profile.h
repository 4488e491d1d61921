/*
 * A city's profile: which file is which dataset, and how its columns, units, encodings and words
 * are to be read. Parsed from YAML text, checked, immutable afterwards and shared by threads.
 * The grammar is documented in docs/profile.md.
 */
#ifndef TIDU_PROFILE_H
#define TIDU_PROFILE_H

#include "tidu/dataset.h"
#include "tidu/error.h"
#include "tidu/expects.h"
#include "tidu/pool.h"
#include "tidu/record.h"

enum td_mode { TD_SNAPSHOT, TD_INCREMENT, TD_BY_YEAR };
/* Of a delivery that failed or broke its contract: the night goes on with the last good data, or stops, or
 * goes on and holds its publication. */
enum td_on_failure { TD_GO_ON, TD_STOP, TD_HOLD };

struct td_words; /* what a delivery writes -> the canonical word */
struct td_nulls; /* cells that mean "not given" */
struct td_step;  /* how one field of a row is typed, bound to a file's columns */

/* How one input of a dataset ("uscc", "name", "revenue" …) is read. */
struct td_input_column {
    int field;                /* index into dataset->fields */
    bool is_name;             /* the "name" input of a TD_HOLDER */
    struct td_str *headers;   /* aliases; any one of them in the header row */
    size_t header_count;
    bool sum;                 /* all headers must be there; their numbers are added */
    bool required;            /* a file without this column is refused (default: TD_NEEDED fields) */
    struct td_str constant;   /* instead of a column; .at NULL = none */
    bool from_file_name;      /* {year} of the file pattern */
    int scale;                /* decimal places from the delivered unit to the stored one */
    bool unit_in_cell;        /* … stands in each cell: a figure without one is not known */
    bool unit_of_header;      /* … stands in the header itself */
    unsigned date_forms;      /* of a date; of a year: 0 = a plain year */
    const struct td_words *own_words; /* of this column, before all others; NULL = none */
    const struct td_words *words;     /* the vocabulary's for the field, or the counties; NULL = none */
    const struct td_words *currencies; /* the vocabulary's names of currencies */
    const struct td_nulls *own_nulls; /* of the column and its delivery */
    const struct td_nulls *nulls;     /* the vocabulary's */
    size_t line, column;      /* in the profile, for messages */
};

/* Only records whose cell under `header` fits (where) or does not fit (unless) one of the globs; with `must`
 * another one is no record of another kind but a fault. */
struct td_filter {
    struct td_str header;
    struct td_str *patterns;
    size_t pattern_count;
    bool wanted; /* where, must: true, unless: false */
    bool must;
    struct td_str name; /* in a layout: of the file */
    int cell;    /* in a layout: of the file; patterns are folded */
};

struct td_delivery {
    struct td_str id, source, files; /* files: pattern with * ? {date} {year} */
    struct td_str members;    /* pattern of an archive's members, behind the ':' of files; empty = all */
    struct td_str sheet;      /* of a workbook: name, number or pattern; empty = the one that fits */
    const struct td_dataset *dataset;
    int source_index;
    enum td_mode mode;
    enum td_on_failure on_failure;
    enum td_encoding encoding;
    char delimiter, quote;
    bool backslash;           /* \" and \\ within quotes */
    unsigned header_row;      /* 1-based record of the header; 0 = columns by position ("1", "2" …) */
    bool header_auto;         /* … is looked for among the first TD_HEADER_ROWS records */
    bool complete;            /* the list is complete: what is not in it does not exist */
    struct td_str *complete_kinds; /* only these words of title/kind are complete */
    size_t complete_kind_count;
    bool allow_empty;
    bool allow_tail;          /* what follows the last member of a gz is passed over, told and counted */
    struct td_str *skip;      /* globs: a record whose first non-empty cell fits is passed over, counted */
    size_t skip_count;
    struct td_filter *filters; /* records that do not pass all of them are passed over, counted */
    size_t filter_count;
    struct td_str *ignore;    /* headers that are known and not taken, globs */
    size_t ignore_count;
    size_t width;             /* header_row 0: number of columns, 0 = that of the first record */
    uint64_t max_rejects;     /* rows; UINT64_MAX = no limit */
    int max_reject_ppm;       /* share of rows, default 100000 = 10 % */
    struct td_input_column *columns;
    size_t column_count;
    struct td_expects expects; /* its contract; all-zero but for the -1 of shares: none */
    size_t line;              /* in the profile, for messages */
    uint64_t hash;            /* of everything that decides how its rows come out: this part of the
                                 profile (without what is expected and what follows), the counties, the vocabulary */
};

struct td_source {
    struct td_str id, title;
    enum td_on_failure on_failure; /* of its deliveries that do not say */
};

struct td_seats {
    struct td_str tier;
    struct td_pool_rules rules;  /* counties: the profile's, and behind them the one that is not known */
    struct td_str *industries;   /* rules.groups codes: sections or what codes begin with; none within another */
    int64_t of, among;           /* a share of a larger number; among 0: a number of its own */
};

/* `targets`: a number that the city or a county has set itself. */
enum td_measure { TD_MEASURE_HELD, TD_MEASURE_NEW, TD_MEASURE_POOL }; /* on that day; granted that year; in the pool */
struct td_target {
    struct td_str title, county, note; /* county "": the whole city */
    enum td_measure measure;
    int64_t number;
    td_date due;
};

struct td_county {
    struct td_str code, name;
};

/* Rank of a source (0 = first) for a dataset's field; `field` -1 = all fields without their own. */
struct td_priority {
    const struct td_dataset *dataset;
    int field;
    int *sources; /* indices, best first */
    size_t source_count;
};

struct td_profile {
    struct td_arena arena;
    struct td_str file, name, inputs; /* inputs: folder, relative to the profile's own */
    struct td_str city_code, city_name, province_code;
    struct td_county *counties;
    size_t county_count;
    struct td_source *sources;
    size_t source_count;
    struct td_delivery *deliveries;
    size_t delivery_count;
    struct td_priority *priorities;
    size_t priority_count;
    struct td_seats *seats;
    size_t seat_count;
    struct td_target *targets;
    size_t target_count;
    bool csv_without_bom; /* of published CSV */
    const struct td_words *county_words; /* codes and names -> code */
    const struct td_str *totals; /* the vocabulary's, folded */
    size_t total_count;
    uint64_t hash; /* XXH3 of the text and of the vocabulary */
};

/*
 * Parse and check. `vocabulary` is the text of criteria/vocabulary.yaml (words by field and the
 * default nulls). Errors carry file:line:column and a hint; unknown keys are errors with a
 * suggestion. Thread rule: pure.
 */
bool td_profile_parse(struct td_profile *profile, struct td_str text, const char *file,
                      struct td_str vocabulary, const char *vocabulary_file, struct td_error *err)
    TD_MUST_USE;
void td_profile_free(struct td_profile *profile);
/*
 * Rank of a source for a field of a dataset: 0 is best. Only sources that deliver the dataset are
 * counted (at most 7, so that ranks are 0..6); all others get 6.
 */
int td_profile_rank(const struct td_profile *profile, const struct td_dataset *dataset, int field,
                    int source);

/* Seats of a tier, NULL if the profile gives none; which of its industries with bounds a code belongs to, -1 = none. */
const struct td_seats *td_profile_seats(const struct td_profile *profile, struct td_str tier);
int16_t td_seats_group(const struct td_seats *seats, struct td_str industry);

/*
 * Does a file name fit a pattern? Fills year (from {year}) and date (from {date}: yyyymmdd or
 * yyyy-mm-dd) when the pattern has them. Byte-wise, no folders.
 */
struct td_file_match {
    int year;      /* 0 = none */
    td_date date;  /* TD_DATE_NONE = none */
};
bool td_pattern_match(struct td_str pattern, struct td_str name, struct td_file_match *match);

/* ---- typing ------------------------------------------------------------------------------ */
/* A delivery bound to one file's header: which cell feeds which input. Immutable once bound. */
struct td_layout {
    const struct td_delivery *delivery;
    const struct td_profile *profile;
    struct td_arena arena;
    const struct td_step *steps; /* in field order */
    size_t step_count;
    size_t columns_expected; /* for td_csv_expect; 0 (header_row 0) = that of the first record */
    int year;                /* from the file name, 0 = none */
    size_t cells_needed;     /* a record has at least so many */
    int currency_field;      /* of the registry */
    const struct td_str *skip; /* the delivery's skip patterns, folded */
    bool skip_first[256];    /* first bytes that fit one of them */
    struct td_heading *heading; /* what tells lines of a report from records; layout_skip.c */
    const struct td_filter *filters;
    /* what differs from the profile, for the ledger; headers parted by "; " */
    struct td_buf unknown_headers; /* in the file, not in the profile */
    struct td_buf missing_headers; /* in the profile, not required, not in the file */
};
/*
 * How many of the delivery's columns a record names, with a line of group headers above it (may be NULL, as
 * merged cells are exported: the name is the lower cell, the upper one where that is empty, or both together).
 * *complete: all that a file must have are there.
 */
enum { TD_HEADER_ROWS = 100 };
size_t td_header_score(const struct td_delivery *delivery, const struct td_record *group,
                       const struct td_record *names, bool *complete);
/* What stands at the head of a file. */
struct td_head {
    const struct td_record *names;  /* NULL: columns by position */
    const struct td_record *group;  /* the line above it that belongs to it, or NULL */
    const struct td_record *titles; /* lines above those: titles, and maybe a unit (单位：万元) */
    size_t title_count;
};
/* Fails TD_E_LAYOUT naming what is missing and what was found, or the unit above that contradicts the profile's. */
bool td_layout_bind_head(struct td_layout *layout, const struct td_profile *profile,
                         const struct td_delivery *delivery, const struct td_head *head,
                         const struct td_file_match *match, struct td_error *err) TD_MUST_USE;
/* The same for a header of one line with nothing above. header NULL: columns by position. */
bool td_layout_bind(struct td_layout *layout, const struct td_profile *profile,
                    const struct td_delivery *delivery, const struct td_record *header,
                    const struct td_file_match *match, struct td_error *err) TD_MUST_USE;
void td_layout_free(struct td_layout *layout);

/* What of a delivery was converted, cell by cell, for the ledger. The first eight go with td_date_form. */
enum td_note {
    TD_NOTE_DATE_ISO_OTHER,    /* 2024/1/31, 2024.1.31, with a time */
    TD_NOTE_DATE_COMPACT_TIME, /* 20240131103000 */
    TD_NOTE_DATE_CHINESE,
    TD_NOTE_DATE_EXCEL,
    TD_NOTE_DATE_EPOCH_MS,
    TD_NOTE_DATE_DMY,
    TD_NOTE_DATE_MDY,
    TD_NOTE_DATE_MONTH,
    TD_NOTE_AMOUNT_CURRENCY,     /* a currency stood in the cell of an amount */
    TD_NOTE_AMOUNT_CHINESE,      /* 壹佰万元整 */
    TD_NOTE_AMOUNT_WITHOUT_UNIT, /* unit: cell, and the cell has none: not known */
    TD_NOTE_CODE_FORM,           /* a code in full width or lower case, with blanks or a hyphen */
    TD_NOTES
};
const char *td_note_word(enum td_note note); /* its name in meta.batch.notes */

struct td_typed {
    struct td_value values[TD_FIELDS_MAX]; /* by field of the dataset */
    bool check_flag;     /* registry: the credit code fails its check digit and is kept */
    enum td_fault fault; /* the first fault, in field order */
    int fault_field;     /* its field */
    struct td_str fault_header; /* the delivery's own column name */
    struct td_str fault_cell;   /* its text (may be personal: goes to reject.row only) */
    bool key_known;      /* with a fault: were holder and key fields fine? */
    struct td_str currency; /* of the registered capital, from its own cell; at NULL = none there */
    bool plain_yuan;        /* … and 元 without a currency */
    uint64_t notes[TD_NOTES];  /* of all rows typed so far */
    uint16_t noted[TD_NOTES];  /* of this row */
    bool any_noted;
    struct td_buf scratch; /* text of this row; reused */
    struct td_buf fold;    /* a word being looked up; reused */
    struct td_memo *memo;  /* words and codes met before; keyed by the profile's columns */
};
/* Is a record passed over, and why? TD_OTHER_HEADER is no reason to pass it over: what follows it has other columns. */
enum td_skip {
    TD_TAKEN,
    TD_EMPTY,        /* nothing but delimiters */
    TD_SKIPPED,      /* by a pattern of the profile's skip, or a filter */
    TD_TOTALS,       /* by a pattern of the vocabulary's totals, and it names no firm */
    TD_HEADER_AGAIN, /* the header, or a title above it, once more */
    TD_OTHER_HEADER  /* the header's names at other places */
};
enum td_skip td_type_skipped(const struct td_layout *layout, const struct td_record *record);
/*
 * Type one record. Never fails: a bad row has fault set. Thread rule: one td_typed per thread. A
 * td_typed serves layouts of one profile and is freed before it.
 */
void td_type_row(const struct td_layout *layout, const struct td_record *record,
                 struct td_typed *row);
void td_typed_free(struct td_typed *row);

#endif
