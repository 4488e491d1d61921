/* One worksheet of a workbook. Internal to io/. */
#ifndef TIDU_IO_XLSX_SHEET_H
#define TIDU_IO_XLSX_SHEET_H

#include "xlsx.h"

struct xlsx_page { /* a sheet, or the part of a long one that a worksheet takes */
    const struct td_sheet *sheet;
    size_t from, rows, number;
    char name[4 * XLSX_NAME_MAX + 1];
};
struct xlsx_marks { /* that are still to come */
    const struct td_cell_mark *at;
    size_t count;
};

size_t xlsx_rows_of_page(const struct td_sheet *sheet);
int xlsx_header_row(const struct td_sheet *sheet); /* from 1 */
void xlsx_page_name(struct xlsx_page *page, unsigned part);
bool xlsx_same_name(const char *a, const char *b); /* to Excel, which does not tell A from a */
enum xlsx_range { XLSX_FILTER, XLSX_PRINT, XLSX_REPEAT, XLSX_RANGES };
void xlsx_page_range(const struct xlsx_page *page, enum xlsx_range range, struct td_buf *out);
void xlsx_page(struct zip_out *zip, struct xlsx_strings *strings, const struct xlsx_page *page, struct xlsx_marks *marks);

#endif
