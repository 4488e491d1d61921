/*
 * Forms that people fill in. One goes out as a workbook with how to fill it in behind it.
 *
 * A form that came back: the rows of a filled workbook or CSV. Nothing is taken for granted but the titles of the
 * columns: people sort, filter, move columns, delete rows and columns that they do not need, and save with whatever
 * program they have.
 */
#ifndef TIDU_STAGES_FORM_H
#define TIDU_STAGES_FORM_H

#include "runner.h"
#include "tidu/sheet.h"

enum { FORM_COLUMNS_MAX = 32 };

struct form_ask {
    const char *sheet;           /* its name; else the first that is not hidden */
    const char *const *titles;   /* of the columns */
    size_t columns;
    size_t needed[2];            /* columns without which it is not that form */
    const char *hint_zh, *hint_en; /* what to do when they are not there */
};
struct form_row {
    uint64_t row;                /* as a spreadsheet counts */
    const struct td_str *cells;  /* trimmed, by column of the ask; {0} = not there */
};
struct form { /* all-zero is empty */
    struct td_arena arena;
    struct form_row *rows;
    size_t count;
    char hash[17]; /* of the file's bytes */
};
bool form_read(struct form *form, const struct form_ask *ask, const char *path, struct td_error *err) TD_MUST_USE;
void form_free(struct form *form);

/* Put in place whole, or not at all. manual: its lines. */
bool form_write(const char *path, const struct td_sheet *sheet, const char *const *manual, size_t lines, td_date created,
                struct td_error *err) TD_MUST_USE;

#endif
