"""A published workbook, held against what Excel insists on and against the database.

workbook.py check BOOK …          the parts: well-formed, named, counted and referred to as they should be
workbook.py cells FOLDER COUNTY    every cell of every sheet of FOLDER/COUNTY.xlsx, against FOLDER/COUNTY-SHEET.csv as LibreOffice
                                   read them
workbook.py compare FOLDER COUNTY  FOLDER/COUNTY-SHEET.csv as LibreOffice read them, and psql's answers as
                                   FOLDER/COUNTY-SHEET.want (0x1F between fields, 0x1E between rows; "*" is not compared): cell by cell
"""
import csv
import datetime
import decimal
import os
import re
import sys
import xml.etree.ElementTree as tree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
wrong = []


def say(condition, text):
    if not condition:
        wrong.append(text)


def column(letters):
    n = 0
    for c in letters:
        n = n * 26 + ord(c) - 64
    return n


def check_sheet(name, root, shared, styles):
    order = [e.tag.replace(MAIN, "") for e in root]
    wanted = ["sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "mergeCells",
              "dataValidations", "pageMargins", "pageSetup", "headerFooter", "legacyDrawing"]
    say(order == [t for t in wanted if t in order], name + ": parts out of order " + " ".join(order))
    say(root.find(".//" + MAIN + "f") is None, name + ": a formula")
    last, uses = 0, 0
    for row in root.iter(MAIN + "row"):
        say(int(row.get("r")) > last, name + ": rows out of order")
        last, at = int(row.get("r")), 0
        say(float(row.get("ht", "15")) <= 409, name + ": a row is too high")
        for cell in row:
            letters, number = re.match(r"([A-Z]+)(\d+)$", cell.get("r")).groups()
            say(int(number) == last and column(letters) > at, name + ": cells out of order at " + cell.get("r"))
            at = column(letters)
            say(int(cell.get("s")) < styles, name + ": unknown format")
            if cell.get("t") == "s":
                uses += 1
                say(int(cell.find(MAIN + "v").text) < shared, name + ": unknown text")
    for part in root.iter(MAIN + "formula1"):
        say(len(part.text) <= 257, name + ": choices too long")
    return uses


def check(path):
    book = zipfile.ZipFile(path)
    say(book.testzip() is None, "a part is damaged")
    names = book.namelist()
    say(len(names) == len(set(names)), "a part is there twice")
    parts = {n: tree.fromstring(book.read(n)) for n in names}
    types = parts["[Content_Types].xml"]
    known = {e.get("PartName") for e in types} | {e.get("Extension") for e in types}
    for n in names[1:]:
        say("/" + n in known or n.rsplit(".", 1)[1] in known, n + ": no content type")
    for n in names:
        if n.endswith(".rels"):
            folder = os.path.dirname(os.path.dirname(n))
            for e in parts[n].iter(RELATION):
                target = os.path.normpath(os.path.join(folder, e.get("Target")))
                say(target in names, n + ": leads to nothing: " + target)
    sheets = [e.get("name") for e in parts["xl/workbook.xml"].iter(MAIN + "sheet")]
    say(len(sheets) == len({s.lower() for s in sheets}), "two sheets of one name")
    for s in sheets:
        say(0 < len(s) <= 31 and not re.search(r"[\[\]:*?/\\']", s), "sheet name " + s)
    for e in parts["xl/workbook.xml"].iter(MAIN + "definedName"):
        say(int(e.get("localSheetId")) < len(sheets), "a name of no sheet")
    texts = parts["xl/sharedStrings.xml"]
    say(len(texts) == int(texts.get("uniqueCount")), "unique texts are miscounted")
    say(all(len((e[0].text or "").encode("utf-16-le")) <= 2 * 32767 for e in texts), "a text is too long")
    styles = len(parts["xl/styles.xml"].find(MAIN + "cellXfs"))
    uses = sum(check_sheet(n, parts[n], len(texts), styles) for n in names if n.startswith("xl/worksheets/sheet"))
    say(uses == int(texts.get("count")), "texts are miscounted")
    say("T00:00:00Z" in book.read("docProps/core.xml").decode(), "the hour is told")
    return sheets


def same(want, got):
    if want == got:
        return True
    if want == "" or got == "":
        return want == "" and got == "缺"
    percent = got.endswith("%")
    try:
        number = decimal.Decimal(got.rstrip("%").replace(",", ""))
        return decimal.Decimal(want) == (number / 100 if percent else number)
    except decimal.InvalidOperation:
        return False


def compare(folder, county):
    compared = 0
    for name in sorted(os.listdir(folder)):
        if not name.startswith(county + "-") or not name.endswith(".want"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8", newline="\n") as f:
            want = [line.split("\x1f") for line in f.read().rstrip("\n").split("\x1e") if line]
        with open(os.path.join(folder, name[:-5] + ".csv"), encoding="utf-8", newline="") as f:
            got = list(csv.reader(f))[2:]
        say(len(want) == len(got), "%s: %d rows wanted, %d read" % (name, len(want), len(got)))
        for i, (w, g) in enumerate(zip(want, got)):
            say(len(w) == len(g), "%s row %d: %d cells wanted, %d read" % (name, i, len(w), len(g)))
            for k, (a, b) in enumerate(zip(w, g)):
                compared += a != "*"
                say(a == "*" or same(a, b), "%s row %d cell %d: wanted %r, read %r" % (name, i + 1, k + 1, a, b))
    print(compared)


def shown(want, got):
    """A number of the book, as a program shows it: with as many decimals as it shows, or as a day."""
    if re.match(r"\d{4}-\d\d-\d\d$", got):
        return str(datetime.date(1899, 12, 30) + datetime.timedelta(int(want))) == got
    percent = got.endswith("%")
    try:
        read = decimal.Decimal(got.rstrip("%").replace(",", ""))
        value = decimal.Decimal(want) * (100 if percent else 1)
        return value.quantize(decimal.Decimal(1).scaleb(read.as_tuple().exponent), decimal.ROUND_HALF_UP) == read
    except decimal.InvalidOperation:
        return False


def cells(folder, county):
    """Every cell of every sheet of FOLDER/COUNTY.xlsx, as its parts have them and as LibreOffice read them."""
    book = zipfile.ZipFile(os.path.join(folder, county + ".xlsx"))
    texts = ["".join(t.text or "" for t in e.iter(MAIN + "t")) for e in tree.fromstring(book.read("xl/sharedStrings.xml"))]
    texts = [re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m.group(1), 16)), t) for t in texts]
    compared = 0
    names = [e.get("name") for e in tree.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet")]
    for n, name in enumerate(names, 1):
        with open(os.path.join(folder, "%s-%s.csv" % (county, name)), encoding="utf-8", newline="") as f:
            got = list(csv.reader(f))
        for row in tree.fromstring(book.read("xl/worksheets/sheet%d.xml" % n)).iter(MAIN + "row"):
            read = got[int(row.get("r")) - 1] if int(row.get("r")) <= len(got) else []
            for cell in row:
                value = cell.find(MAIN + "v")
                at = column(re.match("[A-Z]+", cell.get("r")).group()) - 1
                has = read[at] if at < len(read) else ""
                text = cell.get("t") == "s"
                want = "" if value is None else texts[int(value.text)] if text else value.text
                compared += want != ""
                say(want == has or (not text and shown(want, has)), "%s %s: has %r, read %r" % (name, cell.get("r"), want, has))
    print(compared)


if sys.argv[1] == "check":
    for book in sys.argv[2:]:
        sheets = check(book)
    print(" ".join(sheets))
elif sys.argv[1] == "cells":
    cells(sys.argv[2], sys.argv[3])
else:
    compare(sys.argv[2], sys.argv[3])
for text in wrong[:10]:
    print("WRONG", text)
sys.exit(1 if wrong else 0)
