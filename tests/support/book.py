"""Workbooks and archives for tests, made part by part so that each can be wrong in its own way.

book.py SITUATION OUT [CSV]   CSV: rows of the first sheet, read from this file
"""
import csv
import os
import sys
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">%s</Types>' % "".join(
    '<Override PartName="/xl/%s.xml" ContentType="%s%s+xml"/>' % (part, SHEET, kind) for part, kind in
    (("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings"), ("worksheets/sheet1", "worksheet")))
# cell styles 0..: general, iso date, percent, 2 decimals, Chinese date of Excel's own, own Chinese date,
# 000000, colours and text, time
STYLES = ('<styleSheet xmlns="%s"><numFmts count="3"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;'
          '月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="177" formatCode="000000"/><numFmt numFmtId="178" '
          'formatCode="#,##0.00&quot; usd&quot;;[Red]\\-#,##0.00"/></numFmts><cellXfs count="9">%s</cellXfs>'
          "</styleSheet>") % (MAIN, "".join('<xf numFmtId="%d" applyNumberFormat="1"/>' % n for n in (0, 14, 10, 2, 31, 176, 177, 178, 21)))


def letters(column):
    text = ""
    while column >= 0:
        text = chr(65 + column % 26) + text
        column = column // 26 - 1
    return text


def cell(row, column, value, shared=None):
    place = "%s%d" % (letters(column), row)
    if value == "":
        return ""
    if isinstance(value, tuple):  # (style, raw number)
        return '<c r="%s" s="%d"><v>%s</v></c>' % (place, value[0], value[1])
    if shared is None:
        return '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (place, escape(value))
    if value not in shared:
        shared[value] = len(shared)
    return '<c r="%s" t="s"><v>%d</v></c>' % (place, shared[value])


def sheet_xml(rows, shared=None, numbered=True):
    out = []
    for n, row in rows:
        at = ' r="%d"' % n if numbered else ""
        out.append("<row%s>%s</row>" % (at, "".join(cell(n, c, v, shared) for c, v in enumerate(row))))
    return "".join(out)


def write(path, sheets, names=None, states=None, shared=None, space=MAIN, head="", before="", drop=(), behind=""):
    names = names or ["Sheet%d" % (i + 1) for i in range(len(sheets))]
    states = states or ["visible"] * len(sheets)
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": '<Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>' % (PACKAGE, OFFICE),
        "xl/workbook.xml": '<?xml version="1.0"?>%s<workbook xmlns="%s" xmlns:r="%s">%s<sheets>%s</sheets></workbook>'
                           % (before, space, OFFICE, head, "".join(
                               '<sheet name="%s" sheetId="%d" state="%s" r:id="rId%d"/>' % (n, i + 1, s, i + 1)
                               for i, (n, s) in enumerate(zip(names, states)))),
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="%s">%s<Relationship Id="s" Type="%s/styles" '
                                      'Target="styles.xml"/><Relationship Id="t" Type="%s/sharedStrings" '
                                      'Target="/xl/sharedStrings.xml"/></Relationships>' % (PACKAGE, "".join(
                                          '<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>'
                                          % (i + 1, OFFICE, i + 1) for i in range(len(sheets))), OFFICE, OFFICE),
        "xl/styles.xml": STYLES,
    }
    if shared is not None:
        parts["xl/sharedStrings.xml"] = '<sst xmlns="%s">%s</sst>' % (
            space, "".join("<si><t>%s</t></si>" % escape(t) for t in shared))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            if name not in drop:
                z.writestr(name, text)
        for i, text in enumerate(sheets):
            with z.open("xl/worksheets/sheet%d.xml" % (i + 1), "w") as f:
                f.write(('<?xml version="1.0"?>%s<worksheet xmlns="%s"><sheetData>' % (before, space)).encode())
                for piece in text if isinstance(text, list) else [text]:
                    f.write(piece.encode())
                f.write(("</sheetData>%s</worksheet>" % behind).encode())


def read(path, first=1):
    with open(path, encoding="utf-8", newline="") as f:
        return [(i + first, row) for i, row in enumerate(csv.reader(f))]


def main():
    what, out = sys.argv[1], sys.argv[2]
    rows = read(sys.argv[3]) if len(sys.argv) > 3 else []
    other = [(1, ["说明"]), (2, ["本表由市局汇总"])]
    shared = {}
    plain = sheet_xml(rows, shared)
    if what == "plain":
        write(out, [plain], shared=shared)
    elif what == "titled":  # two merged title lines, a blank row, then the header
        write(out, [sheet_xml([(1, ["财务情况"]), (2, ["制表：市局"])]) + sheet_xml([(n + 3, r) for n, r in rows])])
    elif what == "beside":  # a sheet of remarks first, a hidden copy last
        write(out, [sheet_xml(other), plain, plain], ["说明", "数据", "旧"], ["visible", "visible", "hidden"], shared)
    elif what == "many":  # forty sheets with headers of their own, the data among them
        sheets = [sheet_xml([(1, ["第%d项之%d" % (n, c) for c in range(30)]), (2, ["x"] * 30)]) for n in range(40)]
        sheets[20] = plain
        write(out, sheets, ["表%d" % n for n in range(40)], shared=shared)
    elif what == "merged":  # status and county written once for each ten rows, another status hidden under one, a title over all columns
        count = len(rows[0][1])
        kept = [(n + 1, [v if c not in (2, 4) or (n - 2) % 10 == 0 else "" for c, v in enumerate(r)]) if n > 1 else (n + 1, r)
                for n, r in rows]
        places = ["A1:%s1" % letters(count - 1)] + ["%s%d:%s%d" % (letters(c), n, letters(c), min(n + 9, len(rows) + 1))
                                                    for c in (2, 4) for n in range(3, len(rows) + 2, 10)]
        kept[3][1][2] = "注销"
        write(out, [sheet_xml([(1, ["登记表"])] + kept)], behind='<mergeCells count="%d">%s</mergeCells>' % (
            len(places), "".join('<mergeCell ref="%s"/>' % p for p in places)))
    elif what == "merged_many":  # one more than is kept
        write(out, [plain], shared=shared, behind="<mergeCells>%s</mergeCells>" % ('<mergeCell ref="J1:J2"/>' * ((1 << 20) + 1)))
    elif what == "merged_bomb":  # 100 characters in every column, merged down to the sheet's last row
        wide = "".join('<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>' % (letters(c), "x" * 100) for c in range(9, 16384)).replace('1" t', '2" t')
        write(out, [[sheet_xml(rows[:1]), '<row r="2">%s</row>' % wide] + ['<row r="%d"><c><v>1</v></c></row>' % n for n in range(3, 100001)]],
              behind="<mergeCells>%s</mergeCells>" % "".join('<mergeCell ref="%s2:%s1048576"/>' % (letters(c), letters(c))
                                                             for c in range(9, 16384)))
    elif what == "twice":
        write(out, [plain, plain], ["一月", "二月"], shared=shared)
    elif what == "unnumbered":
        write(out, [sheet_xml(rows, numbered=False).replace(' r="', ' x="')])
    elif what == "strict":
        write(out, [plain], shared=shared, space=STRICT)
    elif what == "blank_tail":  # every row that a sheet can have, formatted and empty
        tail = ("<row r=\"%d\" s=\"1\" customFormat=\"1\"/>" % n for n in range(len(rows) + 1, 1048577))
        write(out, [[plain] + ["".join(tail)]], shared=shared)
    elif what == "laughs":
        text = '<!DOCTYPE x [<!ENTITY a "%s">%s]>' % ("ha" * 50, "".join(
            '<!ENTITY %s "%s">' % (chr(98 + i), ("&%s;" % chr(97 + i)) * 50) for i in range(12)))
        write(out, [plain], shared=shared, before=text)
    elif what == "external":
        write(out, [plain], shared=shared, before='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')
    elif what == "bomb":  # one text of 4 MB, shown 200,000 times
        big = ["x" * 4000000]
        write(out, [["<row r=\"%d\"><c t=\"s\"><v>0</v></c></row>" % n for n in range(1, 200001)]], shared=big)
    elif what == "dated":  # the fourth column as dates in a format of the Chinese Excel's own
        import datetime
        def serial(text):
            return (4, (datetime.date.fromisoformat(text) - datetime.date(1899, 12, 30)).days)
        write(out, [sheet_xml([(n, r if n == 1 else r[:3] + [serial(r[3])] + r[4:]) for n, r in rows], shared)],
              shared=shared)
    elif what == "coded":  # the code of the third row is a number
        write(out, [sheet_xml([(n, r if n != 3 else [(0, "9.1371502000000013E+17")] + r[1:]) for n, r in rows])])
    elif what == "percent":  # the last column as percentages, the header's unit is the per cent
        write(out, [sheet_xml([(n, r if n == 1 else r[:-1] + [(2, r[-1])]) for n, r in rows], shared)], shared=shared)
    elif what == "zeros":  # 80 MB of blanks
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("[Content_Types].xml", TYPES)
            with z.open("xl/workbook.xml", "w", force_zip64=True) as f:
                for _ in range(80):
                    f.write(b" " * 1000000)
    elif what == "no_sheet":
        write(out, [plain], drop=("xl/workbook.xml",))
    elif what == "ods":
        with zipfile.ZipFile(out, "w") as z:
            z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            z.writestr("content.xml", "<x/>")
    elif what == "locked":  # an OLE container as Office makes it for a password
        head = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 22 + b"\x09\0" + b"\0" * 16 + b"\0\0\0\0"
        entry = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0") + b"\x22\0" + b"\0" * 62
        with open(out, "wb") as f:
            f.write(head.ljust(512, b"\0") + entry.ljust(512, b"\0") + b"\0" * 4096)
    else:
        sys.exit("no situation " + what)


if __name__ == "__main__":
    main()
