/* Rejected rows as a person sees and mends them: shared by `rejects` and by `load --rejects`. */
#ifndef TIDU_STAGES_REJECT_LIST_H
#define TIDU_STAGES_REJECT_LIST_H

#include "load.h"

#include "tidu/sheet.h"

struct reject_item {
    struct td_str file;
    uint64_t line, raw; /* raw: hash of its bytes */
    struct td_str reason, column, message;
    const struct td_str *names; /* of its cells; NULL: by position */
    size_t name_count;
    struct td_str *cells;
    size_t count;
    bool good; /* mended already, and good */
    const struct td_str *given; /* what a file of mended rows has for it, NULL = nothing yet */
};

struct reject_list { /* all-zero is empty */
    struct td_arena arena;
    int64_t batch;
    bool failed; /* the batch was refused for its rejects: nothing of it is loaded */
    struct reject_item *items; /* by file and line */
    size_t count, capacity;
    struct td_str *columns; /* of all its files, each once, in their order */
    size_t column_count, surplus; /* surplus: the most cells that a row has beyond them */
    struct load_mended mended;
};

/* The rejects of list->batch, what was mended already laid over them. */
bool reject_list_read(struct reject_list *list, struct td_db *db, const struct td_delivery *d, struct td_error *err)
    TD_MUST_USE;
void reject_list_free(struct reject_list *list);
/* Is there a line of these bytes? */
bool reject_list_has(const struct reject_list *list, uint64_t raw);
/* Lines of the same bytes are read alike: the one that has been given already, or NULL. */
const struct reject_item *reject_list_given(const struct reject_list *list, uint64_t raw);
/* The cells of an item under list->columns and its surplus: column_count + surplus of them; "" where none. */
void reject_item_cells(const struct reject_list *list, const struct reject_item *item, struct td_str *out);

/* Columns before the department's own. */
enum { REJECT_HEAD = 6 };
extern const struct td_column reject_head_columns[2][REJECT_HEAD]; /* by td_lang */
#define REJECT_SURPLUS "…" /* begins the title of a column of surplus cells */

/* A small table from a file or from bytes (CSV in UTF-8 or GB18030; a workbook's first sheet). */
struct load_grid_row {
    struct td_str *cells;
    size_t count;
    uint64_t line;
};
struct load_grid { /* all-zero is empty */
    struct td_arena arena;
    struct load_grid_row *rows; /* the header is the first */
    size_t count, capacity;
};
bool load_grid_read(struct load_grid *sheet, const char *path, struct td_error *err) TD_MUST_USE;
void load_grid_free(struct load_grid *sheet);
/* A cell without the mark that keeps spreadsheets from computing it, and without the CR of a line end. */
struct td_str load_grid_plain(struct td_arena *arena, struct td_str cell);
/* Cells as a line of CSV, all quoted; *out is replaced. */
void load_grid_raw(const struct td_str *cells, size_t count, struct td_buf *out);
/* The cells of a rejected row's bytes as well as they can be told: what is no character is U+FFFD, quotes that do not
 * close are text. */
void load_grid_cells(struct td_str raw, const struct td_delivery *d, struct td_arena *arena, struct td_str **cells,
                      size_t *count);

#endif
