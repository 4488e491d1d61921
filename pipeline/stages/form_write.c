#include "form.h"

#include <stdio.h>
#include <stdlib.h>

bool
form_write(const char *path, const struct td_sheet *sheet, const char *const *manual, size_t lines, td_date created,
           struct td_error *err)
{
    struct td_column column = {"填写说明", TD_CELL_TEXT, 110};
    struct td_value_cell *cells = td_alloc(lines, sizeof *cells);
    struct td_sheet sheets[] = {
        *sheet, {.name = "填写说明", .columns = &column, .column_count = 1, .cells = cells, .row_count = lines}};
    struct td_buf beside = {0};

    for (size_t i = 0; i < lines; i++)
        cells[i] = (struct td_value_cell){true, 0, td_str(manual[i])};
    td_buf_printf(&beside, "%s.part", path);
    bool ok = td_xlsx_write(beside.at, sheets, 2, created, err);
    if (ok && rename(beside.at, path) != 0)
        ok = td_fail(err, TD_E_OUTPUT, TD_T("不能建立 \"%s\"", "cannot make \"%s\""), path);
    if (!ok)
        remove(beside.at);
    td_buf_free(&beside);
    free(cells);
    return ok;
}
