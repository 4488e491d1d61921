"""Are two folders of lists the same, but for what a town with a past must say otherwise?

  pool_nights_same.py MINE ITS      names what differs; nothing when all is the same

Lists (CSV) byte for byte; workbooks sheet by sheet. A town that starts tonight has its deliveries from tonight: the
ages of sources, that a figure is carried over from a delivery that is missing, and the file that a doubtful record came
with are not compared, nor sheets that tell of the past.
"""
import os
import re
import sys
import zipfile

PAST = ("变动", "台账")
FORGET = ((re.compile(r"<row [^>]*>(?:(?!</row>).)*(?:数据来源|放行).*?</row>", re.S), ""), (re.compile(r"[a-z_]+_[0-9]{4,8}\.csv\.gz"), "FILE"),
          (re.compile("（沿用）"), ""), (re.compile("变动，[0-9]+ 行"), "")) # 说明 tells how many rows each sheet has


def sheets(path):
    z = zipfile.ZipFile(path)
    names = re.findall(r'<sheet name="([^"]*)"', z.read("xl/workbook.xml").decode())
    # texts are numbered through all sheets: those that are not compared would move the numbers of the others
    shared = re.findall(r"<si>(.*?)</si>", z.read("xl/sharedStrings.xml").decode(), re.S) if "xl/sharedStrings.xml" in z.namelist() else []
    found = {}
    for n, name in enumerate(names, 1):
        text = z.read("xl/worksheets/sheet%d.xml" % n).decode()
        text = re.sub(r't="s"><v>(\d+)</v>', lambda m: "><is>" + shared[int(m.group(1))] + "</is>", text)
        for what, by in FORGET:
            text = what.sub(by, text)
        found[name] = text
    return {name: text for name, text in found.items() if name not in PAST}


def main(mine, its):
    if sorted(os.listdir(mine)) != sorted(os.listdir(its)):
        print("other files")
    for name in sorted(set(os.listdir(mine)) & set(os.listdir(its))):
        a, b = os.path.join(mine, name), os.path.join(its, name)
        if name.endswith(".csv") and open(a, "rb").read() != open(b, "rb").read():
            print(name)
        elif name.endswith(".xlsx"):
            x, y = sheets(a), sheets(b)
            if list(x) != list(y):
                print(name, "other sheets")
            for sheet in x:
                if x[sheet] != y.get(sheet, x[sheet]):
                    print(name, sheet)


main(sys.argv[1], sys.argv[2])
