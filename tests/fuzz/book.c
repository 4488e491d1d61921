/*
 * Workbooks from any XML. First byte: which part the rest is (a sheet, shared texts, styles, the list of sheets, relations); the other
 * parts are a small good workbook's. Second byte: the size of pieces. Whatever the XML: an error that says so, or UTF-8 records of no
 * more rows than a sheet has, the same in pieces as in one.
 */
#include <string.h>

#include "../../pipeline/io/book.h"
#include "../../pipeline/io/decode.h"
#include "../../pipeline/io/zip_out.h"
#include "require.h"

struct part {
    const char *name, *text;
};
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
static const struct part parts[] = {
    {"xl/worksheets/sheet1.xml",
     "<worksheet xmlns=\"" MAIN "\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" s=\"1\"><v>45292</v></c></row>"
     "<row r=\"3\"><c r=\"B3\"><f>1</f></c></row></sheetData><mergeCells><mergeCell ref=\"A1:A3\"/></mergeCells></worksheet>"},
    {"xl/sharedStrings.xml", "<sst xmlns=\"" MAIN "\"><si><t>企业名称</t></si><si><r><t>a</t></r><r><t>\"b,</t></r></si></sst>"},
    {"xl/styles.xml", "<styleSheet xmlns=\"" MAIN "\"><numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m\"/></numFmts>"
                      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"176\"/></cellXfs></styleSheet>"},
    {"xl/workbook.xml", "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets><sheet name=\"企业\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"a\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
     "<Relationship Id=\"b\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/><Relationship Id=\"c\" Type=\"" OFFICE
     "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"},
};
enum { PARTS = sizeof parts / sizeof *parts };

static void
put_part(struct zip_out *zip, const char *name, struct td_str text)
{
    zip_begin(zip, name);
    td_buf_str(&zip->text, text);
    zip_end(zip);
}

/* All sheets, one behind the other; the error's code, 0 for none. */
static int
read_book(struct td_str bytes, size_t piece, struct td_buf *out)
{
    struct td_buf copy = {0};
    struct td_error err = {0};
    struct archive archive;
    struct book book = {0};
    char block[1024];

    td_buf_str(&copy, bytes);
    bool ok = archive_open_bytes(&archive, &copy, "fuzz.xlsx", &err) && book_open(&book, &archive, &err);
    for (size_t i = 0; ok && i < book.sheet_count; i++) {
        struct sheet_reader sheet = {0};
        size_t got = 1;

        ok = sheet_open(&sheet, &book, i, &err);
        while (ok && got > 0) {
            ok = sheet_read(&sheet, block, piece, &got, &err);
            td_buf_add(out, block, ok ? got : 0);
        }
        REQUIRE(sheet.written <= BOOK_ROWS_MAX);
        REQUIRE(sheet.merges.text_bytes <= BOOK_ROW_BYTES);
        sheet_close(&sheet);
    }
    REQUIRE(ok == (err.code == 0));
    book_close(&book);
    archive_close(&archive);
    return err.code;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct zip_out zip = {0};
    struct td_buf one = {0}, pieces = {0};

    if (size < 2)
        return 0;
    for (size_t i = 0; i < PARTS; i++)
        put_part(&zip, parts[i].name,
                 i == data[0] % PARTS ? (struct td_str){(const char *)data + 2, size - 2} : td_str(parts[i].text));
    zip_finish(&zip);
    int code = read_book(td_buf_view(&zip.bytes), 1024, &one);
    REQUIRE(read_book(td_buf_view(&zip.bytes), 1 + data[1] % 64, &pieces) == code);
    if (code == 0) {
        REQUIRE(td_str_equal(td_buf_view(&one), td_buf_view(&pieces)));
        REQUIRE(utf8_span(one.at, one.len) == one.len);
    }
    td_buf_free(&one);
    td_buf_free(&pieces);
    zip_free(&zip);
    return 0;
}
