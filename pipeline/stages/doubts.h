/* Doubts about a firm's data (quality.finding) where firms are shown: the lists and the explanation. */
#ifndef TIDU_STAGES_DOUBTS_H
#define TIDU_STAGES_DOUBTS_H

#include "runner.h"
#include "tidu/sheet.h"

/* Under an explanation: ", \"doubts\": […]" or lines; nothing in a text of a firm without any. */
bool doubts_explain(struct td_run *run, const char *uscc, struct td_buf *out, struct td_error *err) TD_MUST_USE;

/* Of the firms of a run's shortlist, for the sheet 数据疑点. */
bool doubts_read(struct td_run *run, const char *shortlist_run, struct td_rows *rows, struct td_error *err) TD_MUST_USE;
struct doubts_sheet {
    struct td_sheet sheet;
    struct td_value_cell *cells;
    struct td_buf heading;
};
/* county: its code; "" = not known; NULL = the city. */
void doubts_make(struct doubts_sheet *sheet, const struct td_rows *rows, const char *county, const char *name, const char *as_of);
void doubts_free(struct doubts_sheet *sheet);

#endif
