"""Names that jokers and attackers give, into a city's deliveries, and whether what comes out bears them.

hostile.py deliver FOLDER CODE …   the firms' names in registry and product, and holders whom nobody knows (names.json: code -> name)
hostile.py lists FOLDER NAMES      a published folder: every list, the manifest, the report
hostile.py page FILE …             pages of HTML: no live mark that is not ours
hostile.py terminal FILE …         no byte that steers a terminal
hostile.py json FILE … (jsonl …)   the same, and each file (each line) parses
"""
import csv
import gzip
import html.parser
import io
import json
import os
import re
import sys

NAMES = ["=cmd|'/c calc'!A1", "+1厂", "-2+3厂", "@SUM(1)", "＝1厂", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
         "../../etc/passwd", '"; DROP TABLE x', "𠮷野家𪚥𫝀", "长" * 85, "很" * 333 + "x", "\u202e司公倒写\u2066", "零\u200b宽\u200d度\ufeff",
         "{{7*7}}${7*7}厂", "%s%n%1$s", "制\t表", "\x1b[31m红\x1b]0;t\x07", "行\u2028段\u2029\x85末", "]]>&amp;<!--", "a\\u0000\\", "_x0041_"]
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
wrong = []


def say(condition, text):
    if not condition:
        wrong.append(text[:300])


def text_of(path):
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


# ---- deliveries: line by line, as what else is wrong in them is to stay
def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def rewrite(path, change, more=()):
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as f:
        lines = [",".join(change(line.split(","))) for line in f]
    with gzip.open(path, "wt", encoding="utf-8", newline="\n") as f:
        f.writelines(lines + list(more))


def deliver(folder, codes):
    names = dict(zip(codes, NAMES))
    registry, product = (os.path.join(folder, f) for f in ("registry_20261120.csv.gz", "product_20261120.csv.gz"))

    def registered(row):
        return [row[0], quoted(names[row[0]])] + row[2:] if row[0] in names else row

    def produced(row):
        return row[:2] + [quoted(names[row[1]])] + row[3:] if len(row) > 2 and row[1] in names else row

    with gzip.open(product, "rt", encoding="utf-8") as f:
        blank = "," * (f.readline().count(",") - 2)
    rewrite(registry, registered)
    rewrite(product, produced, [quoted(n + "无人认识公司") + ",," + quoted(n) + blank + "\n" for n in NAMES])
    print(json.dumps(names))


# ---- what comes out
class Page(html.parser.HTMLParser):
    """The marks that a browser would see."""

    def __init__(self):
        super().__init__()
        self.marks, self.scripts = set(), 0

    def handle_starttag(self, tag, attrs):
        self.marks.add(tag)
        self.scripts += tag == "script"
        for name, value in attrs:
            say(not name.startswith("on"), "a live attribute: <%s %s=%s>" % (tag, name, value))
            say(name not in ("src", "srcdoc"), "something is fetched: <%s %s=%s>" % (tag, name, value))


def page(path):
    text, seen = text_of(path), Page()
    seen.feed(text)
    seen.close()
    say(not seen.marks & {"img", "iframe", "object", "embed", "base", "form"}, "marks that are not ours: %s" % sorted(seen.marks))
    say("alert(1)" not in re.sub("&[a-z#0-9]+;", "", text) or "&lt;script&gt;alert(1)&lt;/script&gt;" in text, path + ": a name stands as it is")
    say("<script>alert" not in text and "<img src=x" not in text, path + ": a name is alive")
    say(not STEERS.search(text.replace("\t", "")), path + ": a byte that steers")
    return seen


def lists(folder, names):
    manifest = json.loads(text_of(os.path.join(folder, "manifest.json")))
    listed = {f["name"] for f in manifest["files"]}
    there = set(os.listdir(folder)) - {"manifest.json"}
    say(listed == there, "the manifest has %s, the folder %s" % (sorted(listed - there), sorted(there - listed)))
    found = set()
    for name in sorted(there):
        say(not re.search(r'[\x00-\x1f<>:"/\\|?*]|^\.', name), "file name " + name)
        if name.endswith(".csv"):
            rows = list(csv.reader(io.StringIO(text_of(os.path.join(folder, name)).lstrip("\ufeff"), newline="")))
            code = rows[0].index("统一社会信用代码")
            for row in rows[1:]:
                say(len(row) == len(rows[0]), "%s: %d cells" % (name, len(row)))
                say(re.fullmatch("[0-9A-HJ-NPQRTUWXY]{18}", row[code]), "%s: code %s" % (name, row[code]))
                found.add(row[code])
                for cell in row:
                    say(not re.match(r"[=@＝＋－＠\t\r]|[+-](?![0-9.]+$)", cell), "%s: a formula: %s" % (name, cell))
                if row[code] in names:
                    plain = row[rows[0].index("企业名称")]
                    say(plain, "%s: %s has no name" % (name, row[code]))
                    say(names[row[code]][:1] not in "=+-@＝" or plain == "'" + names[row[code]], "%s: not guarded: %s" % (name, plain))
            rows_said = [f["rows"] for f in manifest["files"] if f["name"] == name]
            say(rows_said == [len(rows) - 1], "%s: %s rows said, %d there" % (name, rows_said, len(rows) - 1))
    say(set(names) <= found, "not on any list: %s" % sorted(set(names) - found))
    page(os.path.join(folder, "report.html"))


def steady(path):
    bad = STEERS.search(text_of(path))
    say(not bad, "%s: %r" % (os.path.basename(path), text_of(path)[max(0, bad.start() - 40):bad.end() + 10] if bad else ""))


command, arguments = sys.argv[1], sys.argv[2:]
if command == "deliver":
    deliver(arguments[0], arguments[1:])
elif command == "page":
    for path in arguments:
        page(path)
elif command == "lists":
    lists(arguments[0], json.loads(text_of(arguments[1])))
else:
    for path in arguments:
        steady(path)
        for text in [] if command == "terminal" else text_of(path).splitlines() if path.endswith("jsonl") else [text_of(path)]:
            try:
                json.loads(text)
            except ValueError as e:
                say(False, "%s: %s: %s" % (os.path.basename(path), e, text[:200]))
for text in wrong[:12]:
    print("WRONG", text)
sys.exit(1 if wrong else 0)
