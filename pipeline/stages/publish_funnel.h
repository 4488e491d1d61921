/* The sheets of the lists that count: the funnel, and the firms that lack one condition only. */
#ifndef TIDU_STAGES_PUBLISH_FUNNEL_H
#define TIDU_STAGES_PUBLISH_FUNNEL_H

#include "runner.h"
#include "tidu/sheet.h"

struct publish_funnel {
    struct td_rows steps, near; /* of the city and of all counties */
};

/* Both of the run whose shortlist stands; on a connection of its own, beside what else is read. */
bool publish_funnel_read(struct publish_funnel *f, struct td_run *run, const char *shortlist_run, struct td_error *err)
    TD_MUST_USE;
void publish_funnel_free(struct publish_funnel *f);

struct publish_sheets { /* views into struct publish_funnel */
    struct td_sheet funnel, near;
    struct td_value_cell *cells[2];
    struct td_buf heading[2];
};
/* county: its code; "" = the firms whose county is not known; NULL = the city. */
void publish_sheets_make(struct publish_sheets *sheets, const struct publish_funnel *f, const char *county,
                         const char *name, const char *as_of);
void publish_sheets_free(struct publish_sheets *sheets);

#endif
