/*
 * Files for people, written whole or not at all: tables as CSV and XLSX, plain files,
 * SHA-256 of what was written. A folder is prepared under a temporary name and put in place by one
 * rename. Same table, same bytes.
 */
#ifndef TIDU_SHEET_H
#define TIDU_SHEET_H

#include "tidu/error.h"
#include "tidu/scalar.h"

enum td_cell_kind {
    TD_CELL_TEXT,    /* also codes: always a text cell */
    TD_CELL_INT,
    TD_CELL_WAN,     /* 分 shown in 万元 with two decimals */
    TD_CELL_PERCENT, /* millionths shown as percent with two decimals */
    TD_CELL_DATE,
    TD_CELL_STATE /* one of the five words of a condition's state, in its colour */
};

struct td_column {
    const char *title;
    enum td_cell_kind kind;
    int width; /* in half-width characters */
};

/* A column for people to fill in: shaded text cells, with a list to choose from if there are choices. */
struct td_entry {
    size_t column;
    /* Ends with NULL; NULL = anything, and so is a list that Excel cannot hold: over 255 characters, a comma or " in a word. */
    const char *const *choices;
};

/* One cell: a view of text or a number, by the column's kind; known false = empty cell. */
struct td_value_cell {
    bool known;
    int64_t number;
    struct td_str text;
};

struct td_sheet {
    const char *name; /* made safe, cut to Excel's 31 characters, "(2)" behind it if there is one of it */
    const char *heading; /* line above the table in XLSX; NULL = none */
    const struct td_column *columns;
    size_t column_count;
    const struct td_value_cell *cells; /* row-major; NULL: `row` fills a row when it is written */
    size_t row_count;
    void (*row)(const void *source, size_t row, struct td_value_cell *cells);
    const void *source;
    const char *missing;       /* written, in grey, for what is not known ("缺"); NULL: the cell stays empty */
    const char *const *notes;  /* by column: comment of its header cell, NULL = none; NULL = none at all */
    const struct td_entry *entries;
    size_t entry_count;
    bool without_bom;          /* CSV only: for programs; Excel takes a file without it for GB18030 */
};

/*
 * Workbook of sheets: frozen header, filter, A4 landscape on as many pages across as can be read, repeated title rows,
 * text cells for text and never a formula. Control characters are left out, U+FFFE, U+FFFF and bytes that are no UTF-8
 * become U+FFFD; days that Excel's calendar lacks (before 1900-03-01) are texts; what is
 * longer than Excel's 32,767 characters is cut and says so; more rows than a sheet takes go on in "name(2)". `created` is
 * written as the document's date.
 */
bool td_xlsx_write(const char *path, const struct td_sheet *sheets, size_t count, td_date created,
                   struct td_error *err) TD_MUST_USE;
/* The same of one sheet, with cells that stand out (in the order of rows, then columns). */
struct td_cell_mark {
    size_t row, column;
};
bool td_xlsx_write_marked(const char *path, const struct td_sheet *sheet, const struct td_cell_mark *marks, size_t count,
                          struct td_error *err) TD_MUST_USE;
/* UTF-8 with BOM (or without), CRLF, RFC 4180 quoting; a text that begins with = + - @ TAB CR (or their full-width
 * forms) gets a ' before it. */
bool td_csv_write(const char *path, const struct td_sheet *sheet, struct td_error *err) TD_MUST_USE;
/* The same bytes, added to a buffer. */
void td_csv_text(const struct td_sheet *sheet, struct td_buf *out);
bool td_file_write(const char *path, struct td_str bytes, struct td_error *err) TD_MUST_USE;
bool td_file_read(const char *path, struct td_buf *out, struct td_error *err) TD_MUST_USE;
bool td_file_sha256(const char *path, char hex[65], struct td_error *err) TD_MUST_USE;

void td_bytes_sha256(struct td_str bytes, char hex[65]);

/* What lies in a folder and in its folders, sorted by name ("a.csv", "firms/b.html"), with its SHA-256. */
struct td_folder_list {
    struct td_arena arena;
    struct td_folder_file {
        struct td_str name; /* NUL behind it */
        uint64_t bytes;
        char sha256[65];
    } *files;
    size_t count;
};
bool td_folder_files(const char *folder, struct td_folder_list *list, struct td_error *err) TD_MUST_USE;
void td_folder_list_free(struct td_folder_list *list);

/*
 * A folder that appears whole: td_folder_begin makes <parent>/.<name>.new (removing what an earlier,
 * killed run left), td_folder_commit fsyncs every file and the folder and puts it in place as
 * <parent>/<name>, replacing what stood there in one step (RENAME_EXCHANGE), and fsyncs the parent.
 */
bool td_folder_begin(const char *parent, const char *name, struct td_buf *path,
                     struct td_error *err) TD_MUST_USE;
bool td_folder_commit(const char *parent, const char *name, struct td_error *err) TD_MUST_USE;
/* What td_folder_begin made is not wanted after all. */
void td_folder_abandon(const char *parent, const char *name);
/* <parent>/<link> -> <name>, replaced in one step and synced. */
bool td_folder_link(const char *parent, const char *link, const char *name, struct td_error *err) TD_MUST_USE;
/* A county's or firm's name as part of a file name: no / \ : * ? " < > | control, no leading dot, no
 * CON, NUL …, at most 80 bytes at a character's border. */
void td_file_slug(struct td_str name, struct td_buf *out);

#endif
