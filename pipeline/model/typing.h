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

/* ---- typing_figure.c --------------------------------------------------------------------- */
enum { TD_YUAN_SCALE = 2 }; /* money is kept in 分 */
enum td_fault
typing_number(const struct td_step *step, struct td_str text, struct td_typed *row,
              struct td_value *value);
enum td_fault
typing_capital(const struct td_step *step, struct td_str text, struct td_typed *row,
               struct td_value *value);
enum td_fault
typing_year(const struct td_step *step, struct td_str text, struct td_buf *fold, int64_t *out);

/* profile_unit.c: decimal places of a unit of money, by its name; false: it is none. */
bool
profile_money_scale(struct td_str name, int *scale);

/* layout_skip.c: false: the cell of this filter does not fit what it must. */
bool
typing_must(const struct td_layout *layout, const struct td_record *record, size_t *filter);

/* ---- typing_name.c ----------------------------------------------------------------------- */
/* A date, an amount of money or a code, where a text is expected. */
bool
typing_is_figure(const struct td_input_column *c, struct td_str text);
/* BAD_NAME: no name of a firm or a person. */
enum td_fault
typing_name(const struct td_input_column *c, struct td_str name);

/* What was converted; it counts once the row is done. */
void
typing_note(struct td_typed *row, enum td_note note);
void
typing_note_date(struct td_typed *row, unsigned form);

#endif
