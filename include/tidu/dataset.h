/*
 * The canonical datasets: what a delivery is mapped onto. One table drives the typing of rows, the
 * COPY into source.<name>, the data dictionary and the checks of a profile. The SQL tables stand in
 * sql/migrations; a test compares the two.
 */
#ifndef TIDU_DATASET_H
#define TIDU_DATASET_H

#include "tidu/scalar.h"

enum td_type {
    TD_USCC,     /* the registry's own code: text. A wrong check digit is kept and flagged */
    TD_HOLDER,   /* code and/or name of a firm -> holder id (see below): text */
    TD_NAME,     /* a firm's name as delivered, blanks trimmed: text */
    TD_TEXT,     /* text, control characters other than \n removed */
    TD_CODE,     /* text, half width, upper case, no blanks */
    TD_WORD,     /* one word of the field's vocabulary: text */
    TD_COUNTY,   /* GB/T 2260 county code: text(6) */
    TD_INDUSTRY, /* GB/T 4754-2017 code: letter and up to 4 digits, e.g. C3484: text */
    TD_MONEY,    /* 分: int8 */
    TD_COUNT,    /* persons, pieces: int4, not negative */
    TD_NUMBER,   /* plain number (ranks, levels, years of age): int4 */
    TD_SHARE,    /* millionths (1 % = 10000): int4 */
    TD_SCORE,    /* hundredths of a point: int4 */
    TD_YEAR,     /* int4, 1949..2199 */
    TD_DATE,     /* date */
    TD_BOOL      /* boolean */
};

enum {
    TD_NEEDED = 1,   /* the row does not load without it */
    TD_KEY = 2,      /* part of the key, beside the holder */
    TD_PERSONAL = 4, /* goes to the table of the same name in schema personal */
    TD_PROSE = 8,    /* text in words: a date, an amount or a code there belongs to another column */
    TD_PERSON = 16,  /* … the name of a person or a firm */
    TD_END = 32,     /* a date that may be "no end" (长期) */
    TD_CAPITAL = 64, /* money with its currency in the cell; never negative */
};

struct td_field {
    const char *name;  /* column of source.<dataset> */
    const char *title; /* Chinese, for the data dictionary and messages */
    enum td_type type;
    unsigned flags;
};

/*
 * A dataset. fields[0] is always "uscc": TD_USCC for the registry, TD_HOLDER elsewhere.
 * Holder ids, in the column uscc: "91…" a code of 18 characters; "#…" an old code (15 digits or 9
 * characters); "~…" the key of a name (td_name_key) where no code was given.
 * TD_HOLDER takes two inputs of a profile: "uscc" and "name" (at least one must give something).
 */
struct td_dataset {
    const char *name;
    const char *title;
    const struct td_field *fields;
    size_t field_count;
};

#define TD_FIELDS_MAX 40

extern const struct td_dataset td_datasets[];
extern const size_t td_dataset_count;
const struct td_dataset *td_dataset_find(struct td_str name);
/* Its bit in feature.touched.datasets. */
unsigned td_dataset_bit(const struct td_dataset *dataset);
/* Index of a field, or -1. */
int td_field_find(const struct td_dataset *dataset, struct td_str name);

/* One typed value. Text is a view that lives until the next row. */
struct td_value {
    bool known;
    int64_t number;     /* all types that are not text; dates as td_date; booleans 0/1 */
    struct td_str text; /* text types */
};

#endif
