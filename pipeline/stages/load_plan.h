/* Internal to load_plan.c and load_past.c: the plan while it is made. */
#ifndef TIDU_STAGES_LOAD_PLAN_H
#define TIDU_STAGES_LOAD_PLAN_H

#include "load.h"

/* A batch that was loaded on an earlier night. */
struct past {
    int64_t batch;
    struct td_str delivery, hash, content;
    td_date delivered;
    bool mended; /* rows brought in by hand */
};

struct making {
    struct load_plan *plan;
    struct td_run *run;
    struct td_buf folder;
    struct td_str *names; /* of the inputs folder, in byte order */
    size_t name_count, past_count;
    struct past *past;
};

/* Batches of earlier nights into m->past. */
bool load_past_read(struct making *m, struct td_error *err) TD_MUST_USE;
/* What was loaded already is LOAD_SAME. The jobs' hashes are there. */
void load_past_compare(struct making *m);
/* When each delivery came, and which are late or missing by their contracts. */
void load_past_due(struct making *m);
/* Where one of several deliveries of a department to one table is read, all are. */
void load_past_with_others(struct load_plan *plan);
/* Numbers of tonight's batches, and those whose rows a job leaves alone. */
bool load_past_number(struct making *m, struct td_error *err) TD_MUST_USE;

#endif
