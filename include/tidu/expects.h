/*
 * The contract of a delivery, as the profile has it under `expects`: when it is due, how many rows it has, which
 * columns, which control totals. Parsed with the profile (docs/profile.md), judged by tidu/contract.h.
 */
#ifndef TIDU_EXPECTS_H
#define TIDU_EXPECTS_H

#include "tidu/scalar.h"

enum td_every { TD_NEVER_DUE, TD_NIGHTLY, TD_WEEKLY, TD_MONTHLY, TD_QUARTERLY, TD_YEARLY };

/* none: differences are noted; known: the profile's columns and no others; exact: also those of the last good
 * delivery, in its order. */
enum td_columns_rule { TD_COLUMNS_ANY, TD_COLUMNS_KNOWN, TD_COLUMNS_EXACT };

/* One control total: a figure in the profile, a column of the companion file, or the totals row's own cell. */
struct td_control_sum {
    int field;
    struct td_str header; /* of the companion file */
    int scale;            /* decimal places from that column's unit to the stored one */
    bool given;           /* the figure stands in the profile */
    int64_t figure;
};

struct td_control {
    struct td_str file;   /* pattern of the companion file's name; .at NULL = none */
    struct td_str totals; /* the row of the file itself whose first cell fits it; .at NULL = none */
    struct td_str name;   /* column of the companion that names a file; .at NULL = all its rows count */
    struct td_str rows;   /* its column with the number of rows; .at NULL = none */
    bool rows_given;      /* the number stands in the profile */
    uint64_t row_count;
    struct td_control_sum *sums;
    size_t sum_count;
};

struct td_expects {
    bool given;
    /*
     * Due. A period (a night, a week from Monday, a month …) is due on its own day, or so many days after its
     * end; on the night of that day a file dated within the period, or later, must be there.
     */
    enum td_every every;
    int due_month, due_day; /* day 1.. of the period, in its month 1.. where there is one; 0 = after its end */
    int after_days;
    bool has_least, has_most;
    uint64_t rows_least, rows_most;
    int drop_ppm, grow_ppm; /* against the last good delivery, in millionths; -1 = not said */
    bool any_drop;          /* `drop: none`: the general guard is off as well */
    int county_drop_ppm;    /* rows of a county; -1 = not looked at; 0 = `keep`: the general share */
    enum td_columns_rule columns;
    struct td_control control;
    uint64_t hash; /* of all this, 0 = none */
};

#endif
