#!/usr/bin/env python3
"""Changes a demo city's deliveries.

moves_change.py FOLDER figures CODE...    research and liabilities of these firms, declared for 2025, by several factors
moves_change.py FOLDER ends DAY N         the titles of the first N lines of the innovative SMEs end on that day
moves_change.py FOLDER county CODE COUNTY this firm has moved to another county
"""
import csv
import gzip
import io
import sys

folder, what, rest = sys.argv[1], sys.argv[2], sys.argv[3:]
path = f"{folder}/{ {'figures': 'audit_finance', 'ends': 'innovative', 'county': 'registry'}[what]}_20261120.csv.gz"
with gzip.open(path, "rb") as f:
    lines = f.read().decode("utf-8-sig", "surrogateescape").split("\n")
changed = 0
for i, line in enumerate(lines):
    cells = line.rstrip("\r").split(",")
    if what == "figures" and len(cells) > 13 and cells[1].strip() in rest and cells[2].strip() == "2025":
        factor = [0.02, 0.5, 2.5, 12][rest.index(cells[1].strip()) % 4]
        for c in (10, 12, 13):
            try:
                cells[c] = f"{float(cells[c]) * factor:.1f}"
            except ValueError:
                pass
    elif what == "ends" and i and len(cells) > 6 and cells[2].strip() and changed < int(rest[1]):
        cells[6] = rest[0]
    elif what == "county" and rest[0] in cells:
        row = next(csv.reader([line.rstrip("\r")]))
        row[lines[0].rstrip("\r").split(",").index("所在区县")] = rest[1]
        text = io.StringIO()
        csv.writer(text, lineterminator="\r" if line.endswith("\r") else "").writerow(row)
        lines[i] = text.getvalue()
        changed += 1
        continue
    else:
        continue
    lines[i] = ",".join(cells)
    changed += 1
with gzip.GzipFile(path, "wb", mtime=0) as f:
    f.write("\n".join(lines).encode("utf-8-sig", "surrogateescape"))
print(changed)
