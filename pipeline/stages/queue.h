/* The queue of what a person must say: a workbook out, the same workbook back. */
#ifndef TIDU_STAGES_QUEUE_H
#define TIDU_STAGES_QUEUE_H

#include "runner.h"

/* Columns of the workbook, in the order in which they are written; they are found again by their titles. */
enum queue_column {
    QUEUE_NAME, QUEUE_SOURCES, QUEUE_DATASETS, QUEUE_RECORDS, QUEUE_MONEY, QUEUE_REASON, QUEUE_VERDICT, QUEUE_CODE,
    QUEUE_WHY, QUEUE_CANDIDATE, QUEUE_CANDIDATES = 5, QUEUE_SAID = QUEUE_CANDIDATE + QUEUE_CANDIDATES, QUEUE_ID,
    QUEUE_COLUMNS
};
extern const char *const queue_titles[QUEUE_COLUMNS];

/* The rows of queue/rows as a workbook, or as CSV when the path ends in ".csv". */
bool queue_export(struct td_run *run, const char *path, struct td_error *err) TD_MUST_USE;

/* ---- answers ------------------------------------------------------------------------------------------- */
struct queue_answer { /* a row of the file in which a person said something; views of the arena */
    uint64_t row;
    struct td_str id, verdict, code, why, candidates[QUEUE_CANDIDATES];
};
struct queue_answers {
    struct td_arena arena;
    struct queue_answer *items;
    size_t count;
    uint64_t rows; /* of the file, those without an answer too */
    char hash[17];
};
/* The rows of a workbook or CSV in which 判断, 对应代码 or 说明 was filled in. */
bool queue_answers_read(struct queue_answers *answers, const char *path, struct td_error *err) TD_MUST_USE;
void queue_answers_free(struct queue_answers *answers);
/* Take them, in one transaction, and say what became of each. Sets run->exit to 65 if any was refused. */
bool queue_answers_take(struct td_run *run, const struct queue_answers *answers, const char *path, struct td_error *err)
    TD_MUST_USE;

#endif
