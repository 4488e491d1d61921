/*
 * Comments of header cells. Office keeps the words in one part and the boxes, hidden until somebody points at the cell,
 * in a drawing of the older VML: without the second the first is "repaired" away.
 */
#include "xlsx.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

void
xlsx_column(size_t column, char out[8])
{
    char turned[8];
    int n = 0;

    for (size_t c = column + 1; c; c = (c - 1) / 26)
        turned[n++] = (char)('A' + (c - 1) % 26);
    for (int i = 0; i < n; i++)
        out[i] = turned[n - 1 - i];
    out[n] = '\0';
}

bool
xlsx_has_notes(const struct td_sheet *sheet)
{
    for (size_t c = 0; sheet->notes && c < sheet->column_count; c++)
        if (sheet->notes[c])
            return true;
    return false;
}

void
xlsx_comments(struct td_buf *out, const struct td_sheet *sheet, int header_row)
{
    char letters[8];

    td_buf_text(out, XML "<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors><author>"
                         "tidu</author></authors><commentList>");
    for (size_t c = 0; c < sheet->column_count; c++) {
        if (!sheet->notes[c])
            continue;
        xlsx_column(c, letters);
        td_buf_printf(out, "<comment ref=\"%s%d\" authorId=\"0\"><text><r><rPr><sz val=\"9\"/><rFont val=\"宋体\"/></rPr>"
                           "<t xml:space=\"preserve\">", letters, header_row);
        xlsx_escape(out, td_str(sheet->notes[c]));
        td_buf_text(out, "</t></r></text></comment>");
    }
    td_buf_text(out, "</commentList></comments>");
}

void
xlsx_drawing(struct td_buf *out, const struct td_sheet *sheet, int header_row, size_t number)
{
    unsigned long shape = (unsigned long)number * 1024;

    td_buf_printf(out,
                  "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
                  "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" "
                  "data=\"%zu\"/></o:shapelayout><v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" "
                  "path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" "
                  "o:connecttype=\"rect\"/></v:shapetype>", number);
    for (size_t c = 0; c < sheet->column_count; c++) {
        if (!sheet->notes[c])
            continue;
        int lines = td_text_columns(td_str(sheet->notes[c])) / 36 + 3;
        td_buf_printf(out,
                      "<v:shape id=\"_x0000_s%lu\" type=\"#_x0000_t202\" style=\"position:absolute;width:240pt;height:%dpt;"
                      "z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/>"
                      "<v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox "
                      "style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData "
                      "ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%zu, 15, %d, 4, %zu, 60, %d, 4"
                      "</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%zu</x:Column></x:ClientData>"
                      "</v:shape>",
                      ++shape, lines * 12, c + 1, header_row, c + 4, header_row + lines, header_row - 1, c);
    }
    td_buf_text(out, "</xml>");
}
