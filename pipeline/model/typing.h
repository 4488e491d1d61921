/*
 * Cells to values: a step is one field of the dataset bound to the cells of one file.
 */
#ifndef TIDU_MODEL_TYPING_H
#define TIDU_MODEL_TYPING_H

#include "tidu/profile.h"

struct td_step {
    int field;
    enum td_type type;
    unsigned flags;                       /* TD_NEEDED, TD_KEY */
    const struct td_input_column *column; /* of a holder: its code's, NULL = none */
    int cell; /* -1: none (sum, constant, or only a holder's name) */
    const int *sum;
    size_t sum_count;
    const struct td_str
        *headers; /* the file's own names: of cell, or of each cell of the sum */
    bool fixed;   /* the same value in every row: `constant` */
    struct td_value constant;
    const struct td_input_column *name; /* of a holder: its name's, NULL = none */
    int name_cell;
    struct td_str name_header;
    bool expert; /* an expert's number: "E:" before it */
    int year;    /* a year must be this one; 0 = any */
};

/* The fields of a step that do not depend on a file. */
void
typing_step(struct td_step *step, const struct td_delivery *delivery,
            const struct td_input_column *column);
/*
 * Type one cell as the step's type. value->text is a view of the cell, of an immutable table,
 * or of row->scratch, which may move as it grows.
 */
enum td_fault
typing_cell(const struct td_step *step, struct td_str cell, struct td_typed *row,
            struct td_value *value);

/* Parts of it that rows use too. */
/*
 * Trim; words of the column, its nulls, words of the field, nulls of the vocabulary, patterns.
 * False: not given. *matched: text is a canonical word.
 */
bool
typing_resolve(const struct td_input_column *c, struct td_str *text, struct td_buf *fold,
               bool *matched);
/*
 * Append the key form (half width, upper case, no blanks) without control characters to
 * row->scratch. By way of fold: a view of scratch must not be appended to scratch, which may
 * move.
 */
void
typing_append_key(struct td_str text, struct td_typed *row);
enum td_fault
typing_range(enum td_type type, int64_t number);

#endif
