/* 说明, the first sheet of a workbook: how to read it, by which rules, from which data, and what is missing. */
#ifndef TIDU_STAGES_PUBLISH_NOTES_H
#define TIDU_STAGES_PUBLISH_NOTES_H

#include "publish_sheet.h"

struct publish_context { /* the same for all workbooks */
    struct td_rows programs, seats, unknowns, filing;
    const struct td_rows *ages;
    const char *released; /* why a held night was let go; "" = it was not held */
};
bool publish_context_read(struct publish_context *context, struct td_db *db, const char *shortlist_run, const char *as_of,
                          struct td_error *err) TD_MUST_USE;
void publish_context_free(struct publish_context *context);

struct publish_notes {
    struct td_value_cell *cells;
    size_t count, capacity; /* rows */
    struct td_arena arena;
    struct td_sheet sheet;
};
/* `sheets` follow 说明 in the workbook. county as in publish_view_make. */
void publish_notes_make(struct publish_notes *notes, const struct publish_context *context, const struct publish_data *data,
                        const struct td_sheet *sheets, size_t sheet_count, const char *county, const char *name);
void publish_notes_free(struct publish_notes *notes);

#endif
