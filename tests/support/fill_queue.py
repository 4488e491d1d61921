"""Fills the workbook of `tidu queue -o` as a clerk does.

  fill_queue.py BOOK OUT ANSWERS             in place: only the cells of 判断, 对应代码 and 说明 change
  fill_queue.py BOOK OUT ANSWERS rearranged  written anew by another program: rows in another order, those without an
                                             answer deleted, columns moved, some left out, a line above the header
ANSWERS: lines of id, verdict, code, why, parted by tabs.
"""
import csv
import re
import subprocess
import sys
import zipfile
from xml.sax.saxutils import escape

import book


def rows_of(path):
    return list(csv.reader(subprocess.run(["xlsx2csv", path], check=True, capture_output=True, text=True).stdout.splitlines(True)))


def in_place(path, out, rows, answers):
    head, place = rows[0], {row[-1]: n for n, row in enumerate(rows, 1)}
    parts = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    xml = parts["xl/worksheets/sheet1.xml"].decode()
    for key, verdict, code, why in answers:
        for title, text in (("判断", verdict), ("对应代码", code), ("说明", why)):
            at = "%s%d" % (book.letters(head.index(title)), place[key])
            xml, n = re.subn('<c r="%s" s="([0-9]+)"/>' % at,
                             lambda m: '<c r="%s" s="%s" t="inlineStr"><is><t>%s</t></is></c>' % (at, m.group(1), escape(text)), xml)
            assert n == 1 or not text, at
    parts["xl/worksheets/sheet1.xml"] = xml.encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, data)


def rearranged(out, rows, answers):
    head = rows[0]
    said = {key: (verdict, code, why) for key, verdict, code, why in answers}
    keep = [head.index(t) for t in ("标识（请勿改动）", "候选2", "候选1", "说明", "判断", "单位（交付所写）", "对应代码")]
    body = []
    for row in sorted(rows[1:], key=lambda r: r[-1]):
        if row[-1] in said:
            for title, text in zip(("判断", "对应代码", "说明"), said[row[-1]]):
                row[head.index(title)] = text
            body.append([row[c] for c in keep])
    lines = [["企业科填写"]] + [[head[c] for c in keep]] + body
    book.write(out, [book.sheet_xml(list(enumerate(lines, 1)))], ["待判断"])


if __name__ == "__main__":
    table = rows_of(sys.argv[1])
    with open(sys.argv[3], encoding="utf-8") as f:
        said = [line.rstrip("\n").split("\t") for line in f]
    if len(sys.argv) > 4:
        rearranged(sys.argv[2], table, said)
    else:
        in_place(sys.argv[1], sys.argv[2], table, said)
