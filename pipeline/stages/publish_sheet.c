/* From rows of queries to sheets: see publish_sheet.h. */
#include "publish_sheet.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ------------------------------------------------------------------------------------------- */
static bool
same_query(const struct publish_sheet *a, const struct publish_sheet *b)
{
    bool same = strcmp(a->query, b->query) == 0 && a->lines == b->lines;

    for (int i = 0; same && i < SHEET_PARAMETERS && (a->parameters[i] || b->parameters[i]); i++)
        same = a->parameters[i] && b->parameters[i] && strcmp(a->parameters[i], b->parameters[i]) == 0;
    return same;
}

/* The first sheet of the same query, itself if there is none before it. */
static size_t
first_of(size_t which)
{
    size_t first = 0;

    while (!same_query(&publish_sheets[first], &publish_sheets[which]))
        first++;
    return first;
}

bool
publish_sheet_read(struct publish_data *data, size_t which, struct td_db *db, struct td_error *err)
{
    const struct publish_sheet *s = &publish_sheets[which];
    const char *params[SHEET_PARAMETERS] = {NULL};
    size_t count = 0;

    if (first_of(which) != which || s->lines > 0)
        return true;

    for (; count < SHEET_PARAMETERS && s->parameters[count]; count++) {
        const char *p = s->parameters[count];
        params[count] = strcmp(p, "run") == 0 ? data->run : strcmp(p, "now") == 0 ? data->now : strcmp(p, "as_of") == 0 ? data->as_of : p;
    }
    return (!s->from_with || td_db_setting(db, "enable_nestloop", "off", err)) &&
           td_db_query(db, s->query, NULL, params, count, &data->rows[which], err) &&
           (!s->from_with || td_db_setting(db, "enable_nestloop", "on", err));
}

/* The first with is_list. */
static size_t
list_sheet(void)
{
    size_t which = 0;

    while (!publish_sheets[which].is_list)
        which++;
    return first_of(which);
}

void
publish_data_init(struct publish_data *data, const struct td_run *run, const char *shortlist_run)
{
    *data = (struct publish_data){.rows = td_alloc(publish_sheet_count, sizeof *data->rows),
                                  .year = td_date_civil(run->options->as_of).year - 1};
    td_date_text(run->options->as_of, data->as_of);
    snprintf(data->now, sizeof data->now, "%" PRId64, run->run);
    snprintf(data->run, sizeof data->run, "%s", shortlist_run);
    data->list = &data->rows[list_sheet()];
}

/* One row: the candidate's place and code, then the line's fields. A field that is not there is NULL. */
static void
add_line(struct td_rows *rows, const char *place, const char *code, char *line, const char **cells)
{
    int c = 0;

    cells[c++] = place;
    cells[c++] = code;
    for (char *at = line, *end; at && c < rows->columns; at = end ? end + 1 : NULL) {
        end = strchr(at, '\t');
        if (end)
            *end = '\0';
        cells[c++] = at;
    }
    while (c < rows->columns)
        cells[c++] = NULL;
    td_rows_add(rows, cells);
}

/* The rows of a sheet that are lines of a column of the list, in the list's order. */
static void
make_lines(struct publish_data *data, size_t which)
{
    const struct publish_sheet *s = &publish_sheets[which];
    const char **cells = td_alloc((size_t)s->fields, sizeof *cells);
    struct td_rows *rows = &data->rows[which];
    struct td_buf lines = {0};
    char place[16];

    td_rows_make(rows, s->fields);
    for (int r = 0; r < data->list->count; r++) {
        if (td_rows_text(data->list, r, s->lines)[0] == '\0')
            continue;
        td_buf_reset(&lines);
        td_buf_text(&lines, td_rows_text(data->list, r, s->lines));
        snprintf(place, sizeof place, "%d", r + 1);
        for (char *at = lines.at, *end; at; at = end ? end + 1 : NULL) {
            end = strchr(at, '\n');
            if (end)
                *end = '\0';
            add_line(rows, place, td_rows_text(data->list, r, publish_sheets[list_sheet()].code), at, cells);
        }
    }
    td_buf_free(&lines);
    free(cells);
}

bool
publish_data_finish(struct publish_data *data, struct td_error *err)
{
    for (size_t i = 0; i < publish_sheet_count; i++)
        if (publish_sheets[i].lines > 0 && first_of(i) == i)
            make_lines(data, i);
    int code = publish_sheets[list_sheet()].code;

    for (size_t i = 0; i < publish_sheet_count; i++)
        for (int r = 0; publish_sheets[i].of_candidates && r < data->rows[first_of(i)].count; r++) {
            const struct td_rows *rows = &data->rows[first_of(i)];
            int64_t place = td_rows_int(rows, r, 0);
            if (place < 1 || place > data->list->count ||
                strcmp(td_rows_text(rows, r, 1), td_rows_text(data->list, (int)place - 1, code)) != 0)
                return td_fail(err, TD_E_INTERNAL,
                               TD_T("“%s”的一行不是名单上那家企业的", "a row of \"%s\" is not of that firm of the list"),
                               publish_sheets[i].name);
        }
    return true;
}

void
publish_data_free(struct publish_data *data)
{
    for (size_t i = 0; data->rows && i < publish_sheet_count; i++)
        td_rows_free(&data->rows[i]);
    free(data->rows);
    *data = (struct publish_data){0};
}

const struct td_rows *
publish_data_of(const struct publish_data *data, const char *query)
{
    for (size_t i = 0; data->rows && i < publish_sheet_count; i++)
        if (strcmp(publish_sheets[i].query, query) == 0)
            return &data->rows[first_of(i)];
    return NULL;
}

bool
publish_data_without_county(const struct publish_data *data)
{
    for (size_t i = 0; i < publish_sheet_count; i++) {
        const struct td_rows *rows = &data->rows[first_of(i)];
        int c = publish_sheets[i].county;
        for (int r = 0; publish_sheets[i].is_list && r < rows->count; r++)
            if (!td_rows_null(rows, r, c) && td_rows_text(rows, r, c)[0] == '\0')
                return true;
    }
    return false;
}

/* ---- one sheet of one workbook ------------------------------------------------------------------------------ */
static bool
says_yes(const struct td_rows *rows, int r, int column)
{
    return column == EVERY_ROW || td_rows_text(rows, r, column)[0] == 't';
}

/* Where a column's value stands: in the query's row, or in that of the list. */
static const struct td_rows *
find_cell(const struct publish_view *v, int *row, int *column)
{
    if (*column < OF_LIST(0))
        return v->rows;
    *column -= OF_LIST(0);
    *row = (int)td_rows_int(v->rows, *row, 0) - 1;
    return v->list;
}

static bool
belongs(const struct publish_view *v, int r, const char *county)
{
    const struct publish_sheet *s = v->of;
    int row = r, column = s->county;

    if (!county)
        return says_yes(v->rows, r, s->in_city);
    if (column == EVERY_ROW)
        return says_yes(v->rows, r, s->in_county);
    const struct td_rows *rows = find_cell(v, &row, &column);
    return !td_rows_null(rows, row, column) && strcmp(td_rows_text(rows, row, column), county) == 0 &&
           says_yes(v->rows, r, s->in_county);
}

static struct td_value_cell
cell_of(const struct td_rows *rows, int r, int c, enum td_cell_kind kind)
{
    struct td_value_cell cell = {!td_rows_null(rows, r, c), 0, td_str(td_rows_text(rows, r, c))};
    td_date date;

    if (kind == TD_CELL_INT || kind == TD_CELL_WAN || kind == TD_CELL_PERCENT) {
        cell.known = cell.known && cell.text.len > 0; /* a field of a line may be empty */
        cell.number = td_rows_int(rows, r, c);
    }
    if (kind == TD_CELL_DATE && cell.known) {
        cell.known = td_date_parse(cell.text, TD_DATE_ISO, &date) == TD_FAULT_NONE;
        cell.number = cell.known ? date : 0;
    }
    return cell;
}

static void
fill_row(const void *source, size_t row, struct td_value_cell *cells)
{
    const struct publish_view *v = source;

    for (size_t c = 0; c < v->of->column_count; c++) {
        const struct publish_column *shown = &v->of->columns[c];
        int r = v->index[row], column = shown->from;
        if (column == FROM_NUMBER) {
            cells[c] = (struct td_value_cell){true, (int64_t)row + 1, {0}};
            continue;
        }
        const struct td_rows *rows = find_cell(v, &r, &column);
        cells[c] = cell_of(rows, r, column, shown->kind);
    }
}

/* {Y-1} and the like. */
static const char *
fill_years(struct td_arena *arena, const char *title, int year)
{
    static const char *const marks[] = {"{Y}", "{Y-1}", "{Y-2}"};
    struct td_buf out = {0};

    td_buf_text(&out, "");
    for (const char *at = title; *at;) {
        int back = -1;
        for (int i = 0; i < 3; i++)
            if (strncmp(at, marks[i], strlen(marks[i])) == 0)
                back = i;
        if (back >= 0)
            td_buf_printf(&out, "%d", year - back);
        else
            td_buf_add(&out, at, 1);
        at += back >= 0 ? strlen(marks[back]) : 1;
    }
    const char *filled = td_arena_str(arena, td_buf_view(&out)).at;
    td_buf_free(&out);
    return filled;
}

static void
fill_heading(struct td_buf *out, const char *pattern, const char *name, const char *as_of, size_t rows)
{
    for (const char *at = pattern; *at;) {
        if (strncmp(at, "{name}", 6) == 0)
            td_buf_text(out, name), at += 6;
        else if (strncmp(at, "{as_of}", 7) == 0)
            td_buf_text(out, as_of), at += 7;
        else if (strncmp(at, "{rows}", 6) == 0)
            td_buf_printf(out, "%zu", rows), at += 6;
        else
            td_buf_add(out, at++, 1);
    }
}

void
publish_view_make(struct publish_view *v, const struct publish_data *data, size_t which, const char *county,
                  const char *name, bool all_parts)
{
    const struct publish_sheet *s = &publish_sheets[which];
    const struct td_rows *rows = &data->rows[first_of(which)];
    size_t n = 0;

    *v = (struct publish_view){.of = s, .rows = rows, .list = data->list, .index = td_alloc((size_t)rows->count + 1, sizeof *v->index)};
    v->columns = td_alloc(s->column_count, sizeof *v->columns);
    v->notes = td_alloc(s->column_count, sizeof *v->notes);
    for (int r = 0; r < rows->count; r++)
        if (belongs(v, r, county) &&
            (all_parts || s->part == EVERY_ROW || strcmp(td_rows_text(rows, r, s->part), s->is) == 0))
            v->index[n++] = r;
    for (size_t c = 0; c < s->column_count; c++) {
        const struct publish_column *column = &s->columns[c];
        v->columns[c] = (struct td_column){fill_years(&v->arena, column->title, data->year), column->kind, column->width};
        v->notes[c] = column->note;
    }
    fill_heading(&v->heading, s->heading, name, data->as_of, n);
    v->sheet = (struct td_sheet){.name = s->name, .heading = v->heading.at, .columns = v->columns,
                                 .column_count = s->column_count, .row_count = n, .row = fill_row, .source = v,
                                 .missing = s->missing, .notes = v->notes, .entries = s->entries,
                                 .entry_count = s->entry_count};
}

void
publish_view_free(struct publish_view *v)
{
    free(v->index);
    free(v->columns);
    free(v->notes);
    td_arena_free(&v->arena);
    td_buf_free(&v->heading);
    *v = (struct publish_view){0};
}
