/* styles.xml: the formats that cells have. */
#include "xlsx.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define FONT "<name val=\"宋体\"/><family val=\"2\"/><charset val=\"134\"/>"

enum { BORDER_NONE, BORDER_HAIR, BORDER_THIN };
enum { FONT_PLAIN, FONT_BOLD, FONT_LARGE, FONT_GREY, FONT_ITALIC };
enum { FILL_NONE, FILL_SECOND, FILL_HEADER, FILL_ENTRY, FILL_MARKED, FILL_MET, FILL_UNMET, FILL_UNKNOWN, FILL_MANUAL };

static const char *const fonts[] = {
    "<sz val=\"11\"/><color rgb=\"FF000000\"/>", "<b/><sz val=\"11\"/><color rgb=\"FF000000\"/>",
    "<b/><sz val=\"14\"/><color rgb=\"FF000000\"/>", "<sz val=\"11\"/><color rgb=\"FF595959\"/>",
    "<i/><sz val=\"11\"/><color rgb=\"FF404040\"/>"};
/* Blue against orange, by lightness as well: told apart with any kind of colour blindness and on grey paper. */
static const char *const fills[] = {"FFDDEBF7", "FFFFF9DB", "FFFFEB9C", "FFE2F0D9", "FFF4B183", "FFD9D9D9", "FFBDD7EE"};

static const struct {
    int number, font, fill, border;
    bool wrap, center;
} styles[XLSX_STYLES] = {
    [XLSX_PLAIN] = {0, FONT_PLAIN, FILL_NONE, BORDER_NONE, false, false},
    [XLSX_HEADING] = {0, FONT_LARGE, FILL_NONE, BORDER_NONE, false, false},
    [XLSX_HEADER] = {49, FONT_BOLD, FILL_HEADER, BORDER_THIN, true, true},
    [XLSX_KIND + TD_CELL_TEXT] = {49, FONT_PLAIN, FILL_NONE, BORDER_HAIR, true, false},
    [XLSX_KIND + TD_CELL_INT] = {1, FONT_PLAIN, FILL_NONE, BORDER_HAIR, false, false},
    [XLSX_KIND + TD_CELL_WAN] = {4, FONT_PLAIN, FILL_NONE, BORDER_HAIR, false, false},
    [XLSX_KIND + TD_CELL_PERCENT] = {10, FONT_PLAIN, FILL_NONE, BORDER_HAIR, false, false},
    [XLSX_KIND + TD_CELL_DATE] = {164, FONT_PLAIN, FILL_NONE, BORDER_HAIR, false, false},
    [XLSX_KIND + TD_CELL_STATE] = {49, FONT_PLAIN, FILL_NONE, BORDER_HAIR, true, false},
    [XLSX_MISSING] = {49, FONT_GREY, FILL_NONE, BORDER_HAIR, true, true},
    [XLSX_ENTRY] = {49, FONT_PLAIN, FILL_ENTRY, BORDER_HAIR, true, false}, /* a code that is typed stays as typed */
    [XLSX_MARKED] = {49, FONT_PLAIN, FILL_MARKED, BORDER_THIN, true, false},
    [XLSX_MET] = {49, FONT_PLAIN, FILL_MET, BORDER_HAIR, true, false},
    [XLSX_UNMET] = {49, FONT_BOLD, FILL_UNMET, BORDER_HAIR, true, false},
    [XLSX_UNKNOWN] = {49, FONT_ITALIC, FILL_UNKNOWN, BORDER_HAIR, true, false},
    [XLSX_MANUAL] = {49, FONT_PLAIN, FILL_MANUAL, BORDER_HAIR, true, false},
    [XLSX_NA] = {49, FONT_GREY, FILL_NONE, BORDER_HAIR, true, false},
};

enum xlsx_style
xlsx_state_style(struct td_str word)
{
    static const char *const words[] = {"满足", "不满足", "未知", "待人工", "不适用"};

    for (int i = 0; i < 5; i++)
        if (td_str_equal(word, td_str(words[i])))
            return (enum xlsx_style)(XLSX_MET + i);
    return XLSX_KIND + TD_CELL_STATE;
}

static void
put_border(struct td_buf *out, const char *style)
{
    static const char *const sides[] = {"left", "right", "top", "bottom"};

    td_buf_text(out, "<border>");
    for (int i = 0; i < 4; i++) {
        if (style)
            td_buf_printf(out, "<%s style=\"%s\"><color auto=\"1\"/></%s>", sides[i], style, sides[i]);
        else
            td_buf_printf(out, "<%s/>", sides[i]);
    }
    td_buf_text(out, "<diagonal/></border>");
}

static void
put_xfs(struct td_buf *out)
{
    td_buf_printf(out, "<cellXfs count=\"%d\">", XLSX_STYLES);
    for (int i = 0; i < XLSX_STYLES; i++)
        td_buf_printf(out,
                      "<xf numFmtId=\"%d\" fontId=\"%d\" fillId=\"%d\" borderId=\"%d\" xfId=\"0\" applyNumberFormat=\"1\" "
                      "applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment%s vertical=\"%s\"%s/></xf>",
                      styles[i].number, styles[i].font, styles[i].fill, styles[i].border,
                      styles[i].center ? " horizontal=\"center\"" : "", styles[i].center ? "center" : "top",
                      styles[i].wrap ? " wrapText=\"1\"" : "");
    td_buf_text(out, "</cellXfs>");
}

void
xlsx_styles(struct td_buf *out)
{
    enum { FONTS = sizeof fonts / sizeof *fonts, FILLS = sizeof fills / sizeof *fills };

    td_buf_text(out, XML "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
                         "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>");
    td_buf_printf(out, "<fonts count=\"%d\">", FONTS);
    for (int i = 0; i < FONTS; i++)
        td_buf_printf(out, "<font>%s" FONT "</font>", fonts[i]);
    td_buf_printf(out, "</fonts><fills count=\"%d\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
                       "patternType=\"gray125\"/></fill>", FILLS + 2);
    for (int i = 0; i < FILLS; i++)
        td_buf_printf(out, "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"%s\"/><bgColor indexed=\"64\"/></patternFill></fill>",
                      fills[i]);
    td_buf_text(out, "</fills><borders count=\"3\">");
    put_border(out, NULL);
    put_border(out, "hair");
    put_border(out, "thin");
    td_buf_text(out, "</borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>");
    put_xfs(out);
    td_buf_text(out, "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
                     "<dxfs count=\"0\"/><tableStyles count=\"0\"/></styleSheet>");
}
