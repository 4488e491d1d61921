/* Cells as text, shared by the CSV and XLSX writers. */
#ifndef TIDU_IO_SHEET_TEXT_H
#define TIDU_IO_SHEET_TEXT_H

#include "tidu/sheet.h"

/* What a person reads; nothing for an unknown value. */
void td_cell_text(struct td_buf *out, enum td_cell_kind kind, const struct td_value_cell *cell);
/* A row's cells: those of the sheet, or scratch, filled (room for a row). */
const struct td_value_cell *td_sheet_row(const struct td_sheet *sheet, size_t row, struct td_value_cell *scratch);
size_t td_whole_characters(struct td_str s, size_t most);

#endif
