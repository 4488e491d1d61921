#include "reject_list.h"

#include "tidu/sheet.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const struct td_column reject_head_columns[2][REJECT_HEAD] = {
    [TD_ZH] = {{"批次", TD_CELL_TEXT, 8}, {"文件", TD_CELL_TEXT, 24}, {"行号", TD_CELL_TEXT, 8},
               {"原因", TD_CELL_TEXT, 24}, {"有错的列", TD_CELL_TEXT, 16}, {"处理意见", TD_CELL_TEXT, 40}},
    [TD_EN] = {{"batch", TD_CELL_TEXT, 8}, {"file", TD_CELL_TEXT, 24}, {"line", TD_CELL_TEXT, 8},
               {"reason", TD_CELL_TEXT, 24}, {"faulty column", TD_CELL_TEXT, 16}, {"what to do", TD_CELL_TEXT, 40}},
};

/* ---- columns of the files ----------------------------------------------------------------------------- */
struct files { /* of the batch, with their columns */
    struct file_columns {
        struct td_str file;
        struct td_str *names;
        size_t count;
    } *list;
    size_t count;
};

static void
add_column(struct reject_list *list, struct td_str name)
{
    for (size_t i = 0; i < list->column_count; i++)
        if (td_str_equal(list->columns[i], name))
            return;
    list->columns[list->column_count++] = name;
}

static bool
read_headers(struct reject_list *list, struct td_db *db, struct files *files, struct td_error *err)
{
    struct td_arena *arena = &list->arena;
    struct td_rows rows = {0};
    char batch[24];
    const char *params[] = {batch};

    snprintf(batch, sizeof batch, "%" PRId64, list->batch);
    if (!td_db_query(db, "rejects/headers", NULL, params, 1, &rows, err))
        return false;
    files->list = td_arena_alloc(arena, (size_t)rows.count + 1, sizeof *files->list);
    list->columns = td_arena_alloc(arena, (size_t)rows.count + 1024, sizeof *list->columns);
    for (int r = 0; r < rows.count; r++) {
        struct td_str file = td_str(td_rows_text(&rows, r, 0));
        struct file_columns *f = files->count ? &files->list[files->count - 1] : NULL;
        if (!f || !td_str_equal(f->file, file)) {
            f = &files->list[files->count++];
            f->file = td_arena_str(arena, file);
            f->names = td_arena_alloc(arena, (size_t)(rows.count - r), sizeof *f->names);
        }
        f->names[f->count] = td_arena_str(arena, td_str(td_rows_text(&rows, r, 1)));
        if (f->names[f->count].len > 0)
            add_column(list, f->names[f->count]);
        f->count++;
    }
    td_rows_free(&rows);
    return true;
}

static const struct file_columns *
columns_of(const struct files *files, struct td_str file)
{
    for (size_t i = 0; i < files->count; i++)
        if (td_str_equal(files->list[i].file, file))
            return &files->list[i];
    /* a refused batch may have no more of its files than the first */
    return files->count ? &files->list[0] : NULL;
}

/* ---- rows ------------------------------------------------------------------------------------------------ */
static struct td_str
text_of(struct td_arena *arena, struct td_cell cell)
{
    return td_arena_str(arena, (struct td_str){cell.at, cell.len > 0 ? (size_t)cell.len : 0});
}

static void
lay_mended_over(const struct reject_list *list, struct reject_item *item)
{
    const struct load_mended_line *line = load_mended_find(&list->mended, item->raw);

    if (!line)
        return;
    item->good = line->good;
    item->names = line->names;
    item->name_count = line->count;
    item->cells = line->cells;
    item->count = line->count;
}

static void
add_item(struct reject_list *list, const struct files *files, const struct td_delivery *d, const struct td_cell *cells)
{
    struct td_arena *arena = &list->arena;

    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 256;
        struct reject_item *items = td_arena_alloc(arena, capacity, sizeof *items);
        if (list->count)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->capacity = capacity;
    }
    struct reject_item *item = &list->items[list->count++];
    struct td_str raw = {cells[2].at, cells[2].len > 0 ? (size_t)cells[2].len : 0};
    *item = (struct reject_item){.file = text_of(arena, cells[0]), .line = (uint64_t)td_cell_int8(cells[1]),
                                 .reason = text_of(arena, cells[3]), .column = text_of(arena, cells[4]),
                                 .message = text_of(arena, cells[5])};
    item->raw = td_hash64(raw.at, raw.len, 0);
    load_grid_cells(raw, d, arena, &item->cells, &item->count);
    const struct file_columns *f = d->header_row > 0 ? columns_of(files, item->file) : NULL;
    if (f) {
        item->names = f->names;
        item->name_count = f->count;
    }
    lay_mended_over(list, item);
}

/* Without a header columns are their numbers, as many as the widest row has. */
static void
number_columns(struct reject_list *list)
{
    size_t most = 0;

    for (size_t i = 0; i < list->count; i++)
        most = list->items[i].count > most ? list->items[i].count : most;
    for (size_t c = 0; c < most && c < 1024; c++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", c + 1);
        list->columns[list->column_count++] = td_arena_str(&list->arena, td_str(number));
    }
}

/* Cells beyond the columns that have names. */
static size_t
surplus_of(const struct reject_item *item)
{
    size_t named = item->name_count;

    while (named > 0 && item->names[named - 1].len == 0)
        named--;
    return item->names && item->count > named ? item->count - named : 0;
}

bool
reject_list_read(struct reject_list *list, struct td_db *db, const struct td_delivery *d, struct td_error *err)
{
    struct td_copy_out copy = {0};
    struct files files = {0};
    char batch[24];
    bool got = true;

    snprintf(batch, sizeof batch, "%" PRId64, list->batch);
    bool ok = load_mended_read(&list->mended, db, d, true, err) && read_headers(list, db, &files, err) &&
              td_db_setting(db, "tidu.batch", batch, err) && td_copy_out_open(&copy, db, "rejects/rows", NULL, err);
    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (ok && got)
            add_item(list, &files, d, copy.cells);
    }
    td_copy_out_close(&copy);
    if (ok && list->column_count == 0)
        number_columns(list);
    for (size_t i = 0; i < list->count; i++) {
        size_t surplus = surplus_of(&list->items[i]);
        list->surplus = surplus > list->surplus ? surplus : list->surplus;
    }
    return ok;
}

void
reject_list_free(struct reject_list *list)
{
    load_mended_free(&list->mended);
    td_arena_free(&list->arena);
    *list = (struct reject_list){0};
}

bool
reject_list_has(const struct reject_list *list, uint64_t raw)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].raw == raw)
            return true;
    return false;
}

const struct reject_item *
reject_list_given(const struct reject_list *list, uint64_t raw)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].raw == raw && list->items[i].given)
            return &list->items[i];
    return NULL;
}

static size_t
place_of(const struct reject_list *list, const struct reject_item *item, size_t cell, size_t *beyond)
{
    if (!item->names)
        return cell;
    if (cell < item->name_count && item->names[cell].len > 0)
        for (size_t c = 0; c < list->column_count; c++)
            if (td_str_equal(list->columns[c], item->names[cell]))
                return c;
    return list->column_count + (*beyond)++;
}

void
reject_item_cells(const struct reject_list *list, const struct reject_item *item, struct td_str *out)
{
    size_t beyond = 0, most = list->column_count + list->surplus;

    for (size_t c = 0; c < most; c++)
        out[c] = (struct td_str){"", 0};
    for (size_t i = 0; i < item->count; i++) {
        size_t c = place_of(list, item, i, &beyond);
        if (c < most && item->cells[i].len > 0)
            out[c] = item->cells[i];
    }
}
