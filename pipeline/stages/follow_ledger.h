/* The ledger (台账): its columns, for the workbook that goes out and for the one that comes back. */
#ifndef TIDU_STAGES_FOLLOW_LEDGER_H
#define TIDU_STAGES_FOLLOW_LEDGER_H

#include "runner.h"

#include "tidu/sheet.h"

enum ledger_column {
    LEDGER_NAME, LEDGER_CODE, LEDGER_COUNTY, LEDGER_TIER, LEDGER_STAGE, LEDGER_SPECIALIST, LEDGER_GAP, LEDGER_PLAN,
    LEDGER_PROGRESS, LEDGER_ON, LEDGER_STATUS, LEDGER_NEXT, LEDGER_REMARK, LEDGER_LAST, LEDGER_TIMES, LEDGER_ID,
    LEDGER_COLUMNS
};
enum { LEDGER_ENTRIES = 5 };
#define LEDGER_SHEET "台账"
extern const struct td_column ledger_columns[LEDGER_COLUMNS];
extern const char *const ledger_states[]; /* choices of 状态; NULL behind the last */
/* Columns to fill in: LEDGER_PROGRESS to LEDGER_REMARK. */
extern const struct td_entry ledger_entries[LEDGER_ENTRIES];
/* Rows of a query with these columns and none behind them, in their order, as cells (to be freed). */
struct td_value_cell *ledger_cells(const struct td_rows *rows);
/* What stands in the five cells, as 16 hex digits: tells whether another note came between. */
void ledger_mark(const struct td_str cells[LEDGER_ENTRIES], char mark[17]);

/* Take the notes of a workbook or CSV, in one transaction, and say what became of each. Exit 65 if any was refused. */
bool ledger_take(struct td_run *run, const char *path, struct td_error *err) TD_MUST_USE;

#endif
