/*
 * A sheet of the workbooks is one entry of publish_sheets[] (publish_sheets.c): a query, the columns that are shown of
 * it, and which of its rows belong to whom. A query that several sheets share is read once. Every workbook (the city's, a
 * county's, that of the firms whose county is not known) has all sheets, in the order of the table, behind 说明.
 */
#ifndef TIDU_STAGES_PUBLISH_SHEET_H
#define TIDU_STAGES_PUBLISH_SHEET_H

#include "runner.h"
#include "tidu/sheet.h"

enum { FROM_NUMBER = -1, EVERY_ROW = -1, SHEET_PARAMETERS = 4 };
/* A column of the candidate's row of the list: who it is is read once. Of sheets with `of_candidates`. */
#define OF_LIST(column) (1000 + (column))

/* The stage that what a query reads stands after; the later the stage, the lower. */
enum publish_after { AFTER_FOLLOW, AFTER_RANK, AFTER_SCORE };

struct publish_column {
    const char *title; /* {Y}, {Y-1}, {Y-2}: the last full year before the as-of date, and those before */
    enum td_cell_kind kind; /* WAN reads 分, PERCENT millionths, DATE yyyy-mm-dd */
    int width;
    int from;         /* column of the query; FROM_NUMBER: 1, 2, 3 … in each workbook */
    const char *note; /* comment of the header cell, such as the clause; NULL = none */
};

struct publish_sheet {
    const char *name;
    const char *heading; /* {name} city or county, {as_of}, {rows} */
    const char *query;   /* of sql/; ORDER BY is the order of the rows */
    const char *parameters[SHEET_PARAMETERS]; /* "run": whose shortlist stands; "now": this one; "as_of"; else as
                                                is; NULL ends */
    enum publish_after after;
    const struct publish_column *columns;
    size_t column_count;
    int county;             /* column of the county's code, "" = not known, NULL = the city's workbook only; or EVERY_ROW */
    int in_city, in_county; /* columns that say whether a row is in the city's and in its county's workbook; or EVERY_ROW */
    int part;               /* column that has to read `is`; or EVERY_ROW */
    const char *is;
    int code;            /* of the list: column of the firm's code */
    int lines, fields;   /* above 0: its rows are the lines of that column of its query, which is the list's; so many columns: the
                            candidate's place and code, then what stands between tabs */
    bool of_candidates;  /* column 0: the place of the candidate among the rows of the list (sheet with is_list), from 1; column 1: its code */
    bool from_with;      /* joins what stands in WITH, which has no statistics: without this the planner takes each firm of one
                            such table through all of another */
    bool is_list;        /* its rows of all parts are the CSV */
    const char *missing; /* see struct td_sheet */
    const struct td_entry *entries;
    size_t entry_count;
};

extern const struct publish_sheet publish_sheets[];
extern const size_t publish_sheet_count;

/* The rows of all sheets. */
struct publish_data {
    struct td_rows *rows; /* by sheet: of its query; those of one query are the same */
    const struct td_rows *list; /* those of the sheet with is_list */
    int year;
    char as_of[11], run[24], now[24];
};
void publish_data_init(struct publish_data *data, const struct td_run *run, const char *shortlist_run);
/* The query of one sheet, unless a sheet before it has the same. Of different sheets any number of threads at once, each with its
 * connection. */
bool publish_sheet_read(struct publish_data *data, size_t which, struct td_db *db, struct td_error *err) TD_MUST_USE;
void publish_data_free(struct publish_data *data);
/* Once all are read: makes the rows that are lines of the list; every row that is of a candidate is of the one that it says. */
bool publish_data_finish(struct publish_data *data, struct td_error *err) TD_MUST_USE;
const struct td_rows *publish_data_of(const struct publish_data *data, const char *query); /* NULL: no sheet has it */
bool publish_data_without_county(const struct publish_data *data); /* is there a candidate whose county is not known? */

/* One sheet of one workbook, as views into the data. */
struct publish_view {
    const struct publish_sheet *of;
    const struct td_rows *rows, *list;
    int *index;
    struct td_column *columns;
    const char **notes;
    struct td_arena arena;
    struct td_buf heading;
    struct td_sheet sheet;
};
/* county: its code; "" = not known; NULL = the city. all_parts: for the CSV. */
void publish_view_make(struct publish_view *view, const struct publish_data *data, size_t which, const char *county,
                       const char *name, bool all_parts);
void publish_view_free(struct publish_view *view);

#endif
