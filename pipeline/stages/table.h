/* Rows of a query for readers: columns on a terminal, CSV, JSON. */
#ifndef TIDU_STAGES_TABLE_H
#define TIDU_STAGES_TABLE_H

#include "runner.h"

struct table_column {
    const char *zh, *en; /* titles; the English one is the member's name in JSON */
    int source;          /* column of the query */
    bool right;          /* a number: to the right in a text */
};

enum table_form { TABLE_TEXT, TABLE_CSV, TABLE_JSON };
/* --format, or --json. */
enum table_form table_form(const struct td_options *options);

enum { TABLE_COLUMNS_MAX = 24 };

/* "，含未证实数值" behind a version that leans on a figure which is not confirmed, else nothing. */
const char *table_mark(bool unconfirmed);

/* Rows [from, to), with titles above; columns as wide as these rows need. */
void table_text(const struct td_rows *rows, int from, int to, const struct table_column *columns, size_t count,
                struct td_buf *out);
/* All rows as an array of objects; every value a string, or numbers where a column stands to the right. */
void table_json(const struct td_rows *rows, const struct table_column *columns, size_t count, bool numbers,
                struct td_buf *out);
void table_csv(const struct td_rows *rows, const struct table_column *columns, size_t count, struct td_buf *out);

#endif
