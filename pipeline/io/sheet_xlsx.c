/*
 * Workbooks for people. Each sheet is a stream of rows that is compressed as it is written; only the shared texts and the
 * compressed parts are held. The document's date is given, never the clock's: the same table makes the same bytes.
 *
 * Written here and not by libxlsxwriter, which served before: it writes each cell through printf into a temporary file and
 * compresses that at zlib's level 6, 1.5 µs a cell; this takes 0.6 (docs/architecture.md).
 */
#include "xlsx_sheet.h"

#include <stdlib.h>
#include <string.h>

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."

struct book {
    struct zip_out zip;
    struct xlsx_strings strings;
    struct xlsx_page *pages;
    size_t count;
    td_date created;
};

/* Has one before the last page its name? Excel "repairs" a workbook of two sheets of one name. */
static bool
name_is_taken(const struct book *b)
{
    for (size_t i = 0; i + 1 < b->count; i++)
        if (xlsx_same_name(b->pages[i].name, b->pages[b->count - 1].name))
            return true;
    return false;
}

/* A table of more rows than a sheet takes goes on in further ones. */
static void
plan_pages(struct book *b, const struct td_sheet *sheets, size_t count)
{
    size_t most = 0;

    for (size_t i = 0; i < count; i++)
        most += sheets[i].row_count / xlsx_rows_of_page(&sheets[i]) + 1;
    b->pages = td_alloc(most, sizeof *b->pages);
    for (size_t i = 0; i < count; i++) {
        size_t room = xlsx_rows_of_page(&sheets[i]), from = 0;
        for (unsigned part = 1; part == 1 || from < sheets[i].row_count; part++, from += room) {
            struct xlsx_page *p = &b->pages[b->count];
            size_t left = sheets[i].row_count - from;
            *p = (struct xlsx_page){.sheet = &sheets[i], .from = from, .rows = left < room ? left : room,
                                    .number = ++b->count};
            unsigned number = part;
            do
                xlsx_page_name(p, number++);
            while (name_is_taken(b));
        }
    }
}

/* ---- parts that tell of the others ------------------------------------------------------------------------- */
static void
put_types(struct book *b)
{
    struct td_buf *out = &b->zip.text;

    zip_begin(&b->zip, "[Content_Types].xml");
    td_buf_text(out, XML "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" ContentType=\""
                         "application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
                         "ContentType=\"application/xml\"/><Default Extension=\"vml\" ContentType=\""
                         "application/vnd.openxmlformats-officedocument.vmlDrawing\"/><Override PartName=\"/docProps/core.xml\" "
                         "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
                         "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE "sheet.main+xml\"/>"
                         "<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE "styles+xml\"/>"
                         "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" TYPE "sharedStrings+xml\"/>");
    for (size_t i = 0; i < b->count; i++) {
        td_buf_printf(out, "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" ContentType=\"" TYPE "worksheet+xml\"/>", i + 1);
        if (xlsx_has_notes(b->pages[i].sheet))
            td_buf_printf(out, "<Override PartName=\"/xl/comments%zu.xml\" ContentType=\"" TYPE "comments+xml\"/>", i + 1);
    }
    td_buf_text(out, "</Types>");
    zip_end(&b->zip);
}

static void
put_relation(struct td_buf *out, size_t id, const char *type, const char *target)
{
    td_buf_printf(out, "<Relationship Id=\"rId%zu\" Type=\"%s\" Target=\"%s\"/>", id, type, target);
}

static void
put_head(struct book *b)
{
    struct td_buf *out = &b->zip.text;
    char date[11];

    td_date_text(b->created, date);
    zip_begin(&b->zip, "_rels/.rels");
    td_buf_text(out, XML "<Relationships xmlns=\"" PACKAGE "relationships\">");
    put_relation(out, 1, OFFICE "/officeDocument", "xl/workbook.xml");
    put_relation(out, 2, PACKAGE "relationships/metadata/core-properties", "docProps/core.xml");
    td_buf_text(out, "</Relationships>");
    zip_end(&b->zip);
    zip_begin(&b->zip, "docProps/core.xml");
    td_buf_text(out, XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" xmlns:dc=\""
                         "http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\""
                         "http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    xlsx_escape(out, td_str(b->pages[b->count > 1].name));
    td_buf_printf(out, "</dc:title><dc:creator>tidu</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">%sT00:00:00Z"
                       "</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">%sT00:00:00Z</dcterms:modified>"
                       "</cp:coreProperties>", date, date);
    zip_end(&b->zip);
}

/* Names that Excel knows by themselves: what is filtered, printed, and repeated on every page. */
static void
put_names(const struct book *b, struct td_buf *out)
{
    struct td_buf ref = {0};

    td_buf_text(out, "<definedNames>");
    for (int kind = 0; kind < XLSX_RANGES; kind++)
        for (size_t i = 0; i < b->count; i++) {
            static const char *const names[] = {"_FilterDatabase\" hidden=\"1", "Print_Area", "Print_Titles"};
            td_buf_reset(&ref);
            xlsx_page_range(&b->pages[i], (enum xlsx_range)kind, &ref);
            td_buf_printf(out, "<definedName name=\"_xlnm.%s\" localSheetId=\"%zu\">", names[kind], i);
            xlsx_escape(out, td_buf_view(&ref));
            td_buf_text(out, "</definedName>");
        }
    td_buf_text(out, "</definedNames>");
    td_buf_free(&ref);
}

static void
put_workbook(struct book *b)
{
    struct td_buf *out = &b->zip.text;
    struct td_buf target = {0};

    zip_begin(&b->zip, "xl/workbook.xml");
    td_buf_text(out, XML "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"" OFFICE
                         "\"><workbookPr/><bookViews><workbookView xWindow=\"0\" yWindow=\"0\" windowWidth=\"28800\" "
                         "windowHeight=\"15000\" tabRatio=\"850\"/></bookViews><sheets>");
    for (size_t i = 0; i < b->count; i++) {
        td_buf_text(out, "<sheet name=\"");
        xlsx_escape(out, td_str(b->pages[i].name));
        td_buf_printf(out, "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", i + 1, i + 1);
    }
    td_buf_text(out, "</sheets>");
    put_names(b, out);
    td_buf_text(out, "</workbook>");
    zip_end(&b->zip);
    zip_begin(&b->zip, "xl/_rels/workbook.xml.rels");
    td_buf_text(out, XML "<Relationships xmlns=\"" PACKAGE "relationships\">");
    for (size_t i = 0; i < b->count; i++) {
        td_buf_reset(&target);
        td_buf_printf(&target, "worksheets/sheet%zu.xml", i + 1);
        put_relation(out, i + 1, OFFICE "/worksheet", target.at);
    }
    put_relation(out, b->count + 1, OFFICE "/styles", "styles.xml");
    put_relation(out, b->count + 2, OFFICE "/sharedStrings", "sharedStrings.xml");
    td_buf_text(out, "</Relationships>");
    zip_end(&b->zip);
    zip_begin(&b->zip, "xl/styles.xml");
    xlsx_styles(out);
    zip_end(&b->zip);
    td_buf_free(&target);
}

static void
begin_part(struct book *b, const char *pattern_head, size_t number, const char *tail)
{
    struct td_buf name = {0};

    td_buf_printf(&name, "%s%zu%s", pattern_head, number, tail);
    zip_begin(&b->zip, name.at);
    td_buf_free(&name);
}

static void
put_notes(struct book *b, const struct xlsx_page *p)
{
    struct td_buf *out = &b->zip.text;
    size_t n = p->number;

    begin_part(b, "xl/worksheets/_rels/sheet", n, ".xml.rels");
    td_buf_printf(out, XML "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE
                           "/vmlDrawing\" Target=\"../drawings/vmlDrawing%zu.vml\"/><Relationship Id=\"rId2\" Type=\"" OFFICE
                           "/comments\" Target=\"../comments%zu.xml\"/></Relationships>", n, n);
    zip_end(&b->zip);
    begin_part(b, "xl/comments", n, ".xml");
    xlsx_comments(out, p->sheet, xlsx_header_row(p->sheet));
    zip_end(&b->zip);
    begin_part(b, "xl/drawings/vmlDrawing", n, ".vml");
    xlsx_drawing(out, p->sheet, xlsx_header_row(p->sheet), n);
    zip_end(&b->zip);
}

static void
put_strings(struct book *b)
{
    struct td_buf *out = &b->zip.text;

    zip_begin(&b->zip, "xl/sharedStrings.xml");
    td_buf_printf(out, XML "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"%llu\" "
                           "uniqueCount=\"%u\">", (unsigned long long)b->strings.uses, b->strings.count);
    td_buf_str(out, td_buf_view(&b->strings.xml));
    td_buf_text(out, "</sst>");
    zip_end(&b->zip);
}

static bool
refuse_large(const char *path, struct td_error *err)
{
    (void)td_fail(err, TD_E_WRITE, TD_T("工作簿过大：有部件超过 4 GB", "the workbook is too large: a part of more than 4 GB"));
    (void)td_at(err, path, 0, 0);
    return td_hint(err, "%s", TD_T("Excel 打不开这样的文件，请减少行数", "Excel would not open it: write fewer rows"));
}

static bool
write_book(const char *path, const struct td_sheet *sheets, size_t count, td_date created, struct xlsx_marks marks,
           struct td_error *err)
{
    struct book b = {.created = created};

    plan_pages(&b, sheets, count);
    put_types(&b);
    put_head(&b);
    put_workbook(&b);
    for (size_t i = 0; i < b.count; i++) {
        begin_part(&b, "xl/worksheets/sheet", i + 1, ".xml");
        xlsx_page(&b.zip, &b.strings, &b.pages[i], &marks);
        zip_end(&b.zip);
        if (xlsx_has_notes(b.pages[i].sheet))
            put_notes(&b, &b.pages[i]);
    }
    put_strings(&b);
    zip_finish(&b.zip);
    bool ok = b.zip.too_large ? refuse_large(path, err) : td_file_write(path, td_buf_view(&b.zip.bytes), err);
    zip_free(&b.zip);
    xlsx_strings_free(&b.strings);
    free(b.pages);
    return ok;
}

bool
td_xlsx_write_marked(const char *path, const struct td_sheet *sheet, const struct td_cell_mark *marks, size_t count,
                     struct td_error *err)
{
    return write_book(path, sheet, 1, 0, (struct xlsx_marks){marks, count}, err);
}

bool
td_xlsx_write(const char *path, const struct td_sheet *sheets, size_t count, td_date created, struct td_error *err)
{
    return write_book(path, sheets, count, created, (struct xlsx_marks){0}, err);
}
