/*
 * Workbooks (.xlsx, OOXML) as CSV. Internal to io/; expat is only here.
 *
 * A sheet is read as a stream and becomes UTF-8 records parted by commas, one a row, blank rows as blank
 * lines: what a person sees in a cell, as far as a delivery is concerned. Dates are ISO, percentages have
 * their sign, numbers the 15 digits that Excel keeps, formulas their stored value. A code that was stored
 * as a number of more digits comes out in scientific notation, as the loss that it is.
 *
 * XML is not trusted: a document type is refused (entities, external files), and so are elements deeper and
 * tags or texts longer than any workbook has, which expat would hold; memory is flat but for the workbook's
 * shared texts, which have a limit.
 */
#ifndef TIDU_IO_BOOK_H
#define TIDU_IO_BOOK_H

#include <expat.h>

#include "archive.h"

/* Excel's own limits. */
enum { BOOK_ROWS_MAX = 1048576, BOOK_COLUMNS_MAX = 16384 };
/* One row as CSV; a longer one is cut there, beyond what a record may have, so that it is rejected. */
enum { BOOK_ROW_BYTES = 2 << 20 };

/* ---- number formats (book_style.c) ----------------------------------------------------------- */
enum book_style { STYLE_NUMBER, STYLE_PERCENT, STYLE_DATE, STYLE_TIME, STYLE_DIGITS };
/* By a format's text, e.g. yyyy"年"m"月"; *digits for STYLE_DIGITS: 000000 shows six. */
enum book_style book_style_of(struct td_str format, int *digits);
/* By the number of a format that Excel knows itself, those of Chinese editions among them. */
enum book_style book_style_builtin(int id);
/* A cell's number as a person sees it; `text` as it is when it is none. */
void book_number(struct td_str text, enum book_style style, int digits, bool from_1904,
                 struct td_buf *out);

/* ---- XML (book_xml.c) -------------------------------------------------------------------------- */
struct xml {
    XML_Parser parser;
    struct member member;
    void *user;
    XML_StartElementHandler start;
    XML_EndElementHandler end; /* NULL = none */
    uint64_t heard; /* bytes given when the last element began or ended */
    unsigned depth;
    bool ended, excessive;
};

/* Name without its prefix. */
const char *xml_local(const char *name);
/* By its name without a prefix, NULL = not there. */
const char *xml_attribute(const char **attributes, const char *name);
bool xml_open(struct xml *x, struct archive *a, uint64_t index, void *user,
              XML_StartElementHandler start, XML_EndElementHandler end,
              XML_CharacterDataHandler text, struct td_error *err) TD_MUST_USE;
/* The handlers' first argument is the parser, and this what xml_open was given for them. */
void *xml_user(void *parser);
/* One block of the member, or what a stopped parser left of it; x->ended behind the last. */
bool xml_step(struct xml *x, struct td_error *err) TD_MUST_USE;
/* To the end. */
bool xml_run(struct xml *x, struct td_error *err) TD_MUST_USE;
void xml_close(struct xml *x);

/* ---- a workbook (book.c) ------------------------------------------------------------------------- */
struct book_sheet {
    struct td_str name;
    struct td_str relation, target; /* target: its member, empty = a chart or the like */
    bool hidden;
};

struct book_format {
    enum book_style style;
    int digits;
};

struct book {
    struct archive *archive;
    struct td_arena arena;
    struct td_str folder;       /* of the workbook's member, with its '/' */
    struct td_str styles, texts; /* members, empty = none */
    struct book_sheet *sheets;
    size_t sheet_count, sheet_capacity;
    struct book_format *formats; /* by a cell's style */
    size_t format_count, format_capacity;
    bool from_1904;
    struct td_buf shared; /* shared texts, one behind the other */
    uint64_t *ends;       /* where each ends */
    size_t shared_count, shared_capacity;
};

bool book_open(struct book *b, struct archive *a, struct td_error *err) TD_MUST_USE;
/* The shared text of this number, false = there is none. */
bool book_shared(const struct book *b, size_t number, struct td_str *text);
void book_close(struct book *b);
/* Append text with _x000D_ and the like resolved, without control characters but TAB and LF. */
void book_add_text(struct td_str text, struct td_buf *out);

/* ---- cells merged over rows (book_merge.c) ------------------------------------------------------------ */
struct merge {
    uint32_t row, last_row;
    int32_t column;
};

struct open_merge { /* one whose first row has been read */
    int32_t column;
    uint32_t last_row;
    struct td_buf text;
};

struct merges { /* all-zero has none */
    struct merge *all; /* by row, then by column */
    size_t count, capacity, next;
    struct open_merge *open; /* by column */
    size_t open_count, open_capacity;
    size_t at; /* of the open ones: those before it are done in this row */
    uint64_t text_bytes;
    uint32_t row, first_end; /* first_end: before which row none of the open ones ends */
};

/* Those of the sheet that is this member; merged columns alone are none of them. */
bool merges_read(struct merges *m, const struct book *b, uint64_t index, struct td_error *err) TD_MUST_USE;
void merges_row(struct merges *m, uint32_t row);
/* Is the cell of this row and column a later one of a merged cell? */
bool merges_cover(const struct merges *m, int64_t column);
/* The cell has this text, and may be the first of a merged one; false: too much to keep. */
bool merges_first(struct merges *m, int64_t column, struct td_str text);
void merges_free(struct merges *m);

/* ---- one sheet (book_sheet.c) ----------------------------------------------------------------------- */
struct sheet_reader {
    const struct book *book;
    struct xml xml;
    struct td_buf out; /* whole rows that were not taken yet */
    size_t out_at;
    uint64_t given;
    /* the row and the cell being read */
    struct td_buf row, value, text; /* value: as it stands in the XML, text: as it is shown */
    uint32_t row_number, written; /* written: rows put out, blank ones too */
    int64_t column, written_columns;
    bool in_data, in_row, in_value, in_phonetic, has_formula, has_value;
    char type; /* n, s, i (text in the cell), b, e, d */
    int style;
    uint64_t no_value; /* formulas without a stored value */
    struct merges merges;
    uint64_t merged; /* cells that were filled from a merged one above */
    const char *wrong; /* what cannot be read, NULL = nothing */
};

/* "AB12" -> 27; 0-based, -1 when it is no place. */
int64_t book_column(const char *place);
bool sheet_open(struct sheet_reader *s, const struct book *b, size_t sheet, struct td_error *err)
    TD_MUST_USE;
bool sheet_read(struct sheet_reader *s, char *out, size_t cap, size_t *got, struct td_error *err)
    TD_MUST_USE;
void sheet_close(struct sheet_reader *s);

#endif
