/*
 * The parts of a workbook (OOXML, ISO/IEC 29500-1) as they are written. Internal to io/.
 *
 * Texts are shared strings, so that a county's name or a clause is written once a workbook and compared once by whoever
 * opens it. No cell is ever a formula. Formats are a fixed table: a cell's is found by its kind and what is special.
 */
#ifndef TIDU_IO_XLSX_H
#define TIDU_IO_XLSX_H

#include "sheet_text.h"
#include "zip_out.h"

enum { XLSX_ROWS_MAX = 1048576, XLSX_CELL_MAX = 32767, XLSX_NAME_MAX = 31, XLSX_LIST_MAX = 255 };

/* cellXfs of styles.xml, in this order. */
enum xlsx_style {
    XLSX_PLAIN, XLSX_HEADING, XLSX_HEADER,
    XLSX_KIND, /* + enum td_cell_kind */
    XLSX_MISSING = XLSX_KIND + TD_CELL_STATE + 1, XLSX_ENTRY, XLSX_MARKED,
    XLSX_MET, XLSX_UNMET, XLSX_UNKNOWN, XLSX_MANUAL, XLSX_NA,
    XLSX_STYLES
};
void xlsx_styles(struct td_buf *out); /* styles.xml */
/* Of one of the five words, else that of a text. */
enum xlsx_style xlsx_state_style(struct td_str word);

/* ---- texts (xlsx_text.c) --------------------------------------------------------------------------------- */
size_t xlsx_units(struct td_str text); /* characters as Excel counts them: units of UTF-16 */
/* As XML: what XML or Excel does not take is left out, what is no UTF-8 becomes U+FFFD; cut to a cell's length, saying so. */
void xlsx_escape(struct td_buf *out, struct td_str text);
struct xlsx_strings {
    struct td_buf xml; /* of all, one <si> after the other */
    struct xlsx_string { uint64_t hash; uint32_t number; } *table;
    uint32_t count, capacity;
    uint64_t uses;
};
uint32_t xlsx_string_number(struct xlsx_strings *strings, struct td_str text);
void xlsx_strings_free(struct xlsx_strings *strings);

/* ---- comments of header cells (xlsx_notes.c) -------------------------------------------------------------- */
bool xlsx_has_notes(const struct td_sheet *sheet);
void xlsx_comments(struct td_buf *out, const struct td_sheet *sheet, int header_row); /* commentsN.xml */
void xlsx_drawing(struct td_buf *out, const struct td_sheet *sheet, int header_row, size_t number); /* vmlDrawingN.vml */

/* "A", "AB" … */
void xlsx_column(size_t column, char out[8]);

#endif
