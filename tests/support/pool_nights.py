"""Nights of a small town, for tests/db/pool_nights.sh: the deliveries of each night made from those of the night before
by known events. Nothing here is a real firm, and nothing is taken from the product.

  pool_nights.py CITY OUT NIGHTS SEED

CITY is a folder of tidu-city --faults 0. OUT/night_NN/ has as_of, rules (which criteria and seats the night is judged
by), said (what people said by then of holders and firms), quiet (of a night that is the night before once more), in/ (the deliveries) and, where a delivery is missing,
whole/ (with the last good one in its place, for a town that starts on this night). OUT/truth.csv: night, firm, kind of
event, cause of what it may move: data, link, clock, rule; a firm '*' is everybody.
"""
import csv
import datetime
import gzip
import io
import os
import random
import sys

SET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LAYOUT = {  # delimiter, encoding, line end; else those of the first column
    "": (",", "utf-8", "\n"), "tax": (",", "gb18030", "\n"), "stats_finance": ("\t", "utf-8", "\n"), "audit_finance": (",", "utf-8-sig", "\r\n"),
    "insured": (",", "gb18030", "\n"), "stats_staff": ("\t", "utf-8", "\n"), "cnipa": ("|", "gb18030", "\n"), "declared_ip": (",", "utf-8-sig", "\r\n"),
    "srdi": (",", "gb18030", "\r\n"), "high_tech": (";", "gb18030", "\n"), "equity": (",", "gb18030", "\n"),
    "conduct_accident": (",", "gb18030", "\n"), "conduct_tax": (",", "gb18030", "\n")}
CODE = ("统一社会信用代码", "纳税人识别号", "组织机构代码", "信用代码", "专利权人代码")
NAME = ("企业名称", "纳税人名称", "单位详细名称", "单位名称", "专利权人", "著作权人", "融资企业", "当事人名称")
YEAR = ("报告期", "会计年度", "年度", "年份", "评价年度")


def new_code(county, n):
    digits = "MA%06d" % n
    c = 11 - sum(SET_ORG.index(d) * w for d, w in zip(digits, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    s = "91" + county + digits + ("X" if c == 10 else "0" if c == 11 else str(c))
    return s + SET[(31 - sum(SET.index(d) * pow(3, i, 31) for i, d in enumerate(s)) % 31) % 31]


SET_ORG = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Delivery:
    def __init__(self, folder, file):
        stem = file[:-len(".csv.gz")]
        self.id, _, self.date = stem.rpartition("_")
        self.key = stem if self.id == "tax" else self.id
        with gzip.open(os.path.join(folder, file)) as f:
            data = f.read()
        self.delimiter, self.encoding, self.end = LAYOUT.get(self.id, LAYOUT[""])
        if data.startswith(b"\xef\xbb\xbf"):
            self.encoding = "utf-8-sig"
        rows = list(csv.reader(io.StringIO(data.decode(self.encoding), newline=""), delimiter=self.delimiter))
        self.head, self.rows = rows[0], [r for r in rows[1:] if len(r) == len(rows[0])]  # without the totals line
        self.changed, self.missing = True, False

    def at(self, names):
        return next((self.head.index(n) for n in names if n in self.head), None)

    def of(self, firm):
        c, n = self.at(CODE), self.at(NAME)
        return [r for r in self.rows if (c is not None and r[c] == firm.code) or (n is not None and r[n] == firm.name)]

    def set(self, row, title, value):
        if title in self.head and row[self.head.index(title)] != value:
            row[self.head.index(title)] = value
            self.changed = True

    def file(self):
        return "%s_%s.csv.gz" % (self.id, self.date)

    def write(self, path):
        text = io.StringIO()
        w = csv.writer(text, delimiter=self.delimiter, lineterminator=self.end)
        w.writerow(self.head)
        w.writerows(self.rows)
        with open(path, "wb") as raw, gzip.GzipFile("", "wb", 1, raw, 0) as f:
            f.write(text.getvalue().encode(self.encoding))


class Firm:
    def __init__(self, code, name, county, tier):
        self.code, self.name, self.county, self.tier = code, name, county, tier
        self.busy = 0  # until this night nothing else happens to it


class Town:
    def __init__(self, folder, seed):
        self.rng = random.Random(seed)
        self.files = {}
        for file in sorted(os.listdir(folder)):
            if file.endswith(".csv.gz"):
                d = Delivery(folder, file)
                self.files[d.key] = d
        expected = {}
        with open(os.path.join(folder, "expect.csv"), encoding="utf-8") as f:
            for row in csv.DictReader(f):
                expected[row["uscc"]] = row["tier"] if row["expectation"] == "certain" else ""
        reg = self.files["registry"]
        self.shrink(reg, expected)
        self.firms = [Firm(r[0], r[1], r[reg.head.index("所在区县")], expected[r[0]]) for r in reg.rows if expected.get(r[0])]
        self.said, self.truth, self.later, self.rules = [], [], [], ("criteria", "seats")
        self.night, self.serial, self.as_of = 0, 700000, None

    def shrink(self, reg, expected):
        """The firms of the ladder's roles and a few others: a night of a test is to be short."""
        industry = reg.head.index("行业代码")
        keep = [r for n, r in enumerate(reg.rows) if r[0] in expected or r[industry][:1] == "C" or n % 12 == 0]
        codes, names = {r[0] for r in keep}, {r[1] for r in keep}
        for d in self.files.values():
            c, n = d.at(CODE), d.at(NAME)
            if d.id not in ("expert", "need"):
                d.rows = [r for r in d.rows if (c is not None and r[c] in codes) or
                          (n is not None and (c is None or r[c] == "") and r[n] in names)]

    # ---- what happens ------------------------------------------------------------------------------
    def happened(self, firm, kind, cause):
        self.truth.append((self.night, firm.code if firm else "*", kind, cause))

    def pick(self, tiers=None, rows_in=None):
        """A firm to which nothing else happens these nights."""
        free = [f for f in self.firms if f.busy <= self.night and (not tiers or f.tier in tiers) and
                (not rows_in or self.files[rows_in].of(f))]
        if not free:
            return None
        f = self.rng.choice(free)
        f.busy = self.night + 3
        return f

    def date(self, days=0):
        return (self.as_of + datetime.timedelta(days)).strftime("%Y-%m-%d")

    def registry_row(self, firm):
        return next(r for r in self.files["registry"].rows if r[0] == firm.code)

    def cancelled(self):
        f = self.pick()
        if f:
            self.files["registry"].set(self.registry_row(f), "登记状态", "注销")
            self.happened(f, "cancelled", "data")
            self.later.append((self.night + 4, lambda: self.active_again(f)))

    def active_again(self, f):
        self.files["registry"].set(self.registry_row(f), "登记状态", "在业")
        f.busy = self.night + 3
        self.happened(f, "active again", "data")

    def left(self):
        """Not one that was renamed: its last name is known to a town with a past only."""
        f = self.pick()
        if f and not f.name.startswith("更名"):
            reg, row = self.files["registry"], self.registry_row(f)
            reg.rows.remove(row)
            reg.changed = True
            f.busy = self.night + 8
            self.happened(f, "left the registry", "data")
            self.later.append((self.night + 3, lambda: self.came_back(f, row)))

    def came_back(self, f, row):
        self.files["registry"].rows.append(row)
        self.files["registry"].changed = True
        self.happened(f, "came back", "data")

    def born(self):
        """A firm with another one's figures, so that it is a candidate from its first night."""
        f = None if any(d.missing for d in self.files.values()) else self.pick()
        if not f:
            return
        self.serial += 1
        child = Firm(new_code(f.county, self.serial), "新立%d样例精密制造有限公司" % self.serial, f.county, f.tier)
        for d in self.files.values():
            for row in d.of(f) if d.id not in ("need", "expert") else []:
                twin = [child.code if v == f.code else child.name if v == f.name else v for v in row]
                for title in ("专利号", "登记号", "知识产权编号", "证书编号", "入库登记编号"):
                    if title in d.head:
                        twin[d.head.index(title)] += "B%d" % self.serial
                for title in ("曾用名", "注册号"):
                    if title in d.head:
                        twin[d.head.index(title)] = ""
                d.rows.append(twin)
                d.changed = True
        child.busy = self.night + 3
        self.firms.append(child)
        self.happened(child, "born", "data")

    def renamed(self):
        f = self.pick()
        if f:
            self.serial += 1
            row, reg = self.registry_row(f), self.files["registry"]
            reg.set(row, "曾用名", ";".join(x for x in (row[reg.head.index("曾用名")], f.name) if x))
            f.name = "更名%d样例装备股份有限公司" % self.serial
            reg.set(row, "企业名称", f.name)
            self.happened(f, "renamed", "data|link")

    def moved(self):
        f = self.pick()
        if f:
            f.county = "371503" if f.county != "371503" else "371502"
            self.files["registry"].set(self.registry_row(f), "所在区县", f.county)
            self.happened(f, "moved", "data")

    def recoded(self):
        """Another code, the old one named by the registry. Every list goes on with the old one."""
        f = self.pick()
        if f:
            self.serial += 1
            row, old = self.registry_row(f), Firm(f.code, f.name, f.county, f.tier)
            f.code = new_code(f.county, self.serial)
            self.files["registry"].set(row, "注册号", old.code)
            self.files["registry"].set(row, "统一社会信用代码", f.code)
            f.busy = self.night + 99  # its records go by the old code
            self.happened(old, "code replaced", "data|link")
            self.happened(f, "new code", "data|link")

    def figures(self, key, titles, factor=None):
        d = self.files[key]
        f = None if d.missing else self.pick(rows_in=key)  # it would come another night
        if f:
            by = factor or self.rng.choice((0.02, 0.4, 0.9, 1.1, 3))
            for row in d.of(f)[:1]:
                for t in titles:
                    old = row[d.head.index(t)]
                    if old:
                        d.set(row, t, ("%.*f" % (len(old.partition(".")[2]), float(old) * by)))
            self.happened(f, "corrected " + key, "data")

    def right_lost(self):
        f = self.pick(rows_in="cnipa")
        if f:
            for row in self.files["cnipa"].of(f):
                self.files["cnipa"].set(row, "法律状态", "终止")
            self.happened(f, "rights lapsed", "data")

    def product(self):
        f = self.pick(rows_in="product")
        if f:
            for row in self.files["product"].of(f):
                self.files["product"].set(row, "进入细分市场日期", self.date(-200))
            self.happened(f, "entered the niche lately", "data")

    def title_won(self):
        f = self.pick(("innovative", "tech_sme"))
        if f:
            d = self.files["innovative"]
            row = [""] * len(d.head)
            for t, v in (("序号", str(self.night)), ("企业名称", f.name), ("统一社会信用代码", f.code), ("批次", "新批次"),
                         ("公告日期", self.date(-1)), ("有效期起", self.date(-1)), ("有效期止", self.date(900))):
                row[d.head.index(t)] = v
            d.rows.append(row)
            d.changed = True
            self.happened(f, "title won", "data")

    def title_revoked(self):
        f = self.pick(("little_giant", "srdi"), "srdi") or self.pick(None, "innovative")
        if f:
            for key in ("srdi", "innovative"):
                for row in self.files[key].of(f):
                    self.files[key].set(row, "撤销日期", self.date(-1))
            self.happened(f, "title revoked", "data")

    def title_ends(self):
        """Its last day is tonight's, so that it ends by the clock, without a delivery."""
        f = self.pick(("little_giant",), "srdi") or self.pick(None, "innovative")
        if f:
            for key in ("srdi", "innovative"):
                for row in self.files[key].of(f):
                    self.files[key].set(row, "有效期止", self.date())
            self.happened(f, "title's end corrected", "data")
            self.later.append((self.night + 1, lambda: self.happened(f, "title ends", "clock")))

    def dishonest(self):
        f = self.pick()
        if f:
            d = self.files["conduct_dishonest"]
            row = [f.code if t == "统一社会信用代码" else f.name if t == "当事人名称" else "" for t in d.head]
            row[d.head.index("发生日期")] = self.date(-2)
            row[d.head.index("事由")] = "样例"
            d.rows.append(row)
            d.changed = True
            f.busy = self.night + 8
            self.happened(f, "dishonest", "data")
            self.later.append((self.night + 3, lambda: self.honest(f, row)))

    def honest(self, f, row):
        self.files["conduct_dishonest"].set(row, "移出日期", self.date(-1))
        self.happened(f, "no longer dishonest", "data")

    def unlinked(self):
        """Figures come without code under a name that nobody has; later a person says whose they are."""
        f = self.pick(rows_in="audit_finance")
        if f:
            self.serial += 1
            d, holder = self.files["audit_finance"], "无码%d老车间" % self.serial
            for row in d.of(f):
                d.set(row, "信用代码", "")
                d.set(row, "企业名称", holder)
            f.busy = self.night + 99
            self.happened(f, "figures under a strange name", "data|link")
            self.later.append((self.night + 2, lambda: self.judged(f, holder)))

    def judged(self, f, holder):
        self.said.append((holder, f.code))
        self.happened(f, "a person said whose figures they are", "link")

    def late(self):
        d = self.files[self.rng.choice(("platform", "copyright", "stats_staff"))]
        d.missing = True
        self.happened(None, d.id + " is missing", "none")
        self.later.append((self.night + 2, lambda: setattr(d, "missing", False)))

    def rules_change(self):
        self.rules = ({"criteria": "changed", "changed": "criteria"}[self.rules[0]], self.rules[1])
        self.happened(None, "criteria", "rule")

    def seats_change(self):
        self.rules = (self.rules[0], {"seats": "fewer", "fewer": "seats"}[self.rules[1]])
        self.happened(None, "seats", "rule")

    def year_arrives(self):
        """The figures of the year that has ended."""
        year = str(self.as_of.year - 1)
        tax = self.files["tax_%d" % (self.as_of.year - 2)]
        fresh = Delivery.__new__(Delivery)
        fresh.__dict__.update(tax.__dict__)
        fresh.rows, fresh.date, fresh.key, fresh.changed = [list(r) for r in tax.rows], year, "tax_" + year, True
        self.files[fresh.key] = fresh
        for key in ("stats_finance", "audit_finance", "insured", "stats_staff", "platform"):
            d = self.files[key]
            at, last = d.at(YEAR), str(self.as_of.year - (1 if key == "platform" else 2))
            now = str(int(last) + 1)
            d.rows += [[now if i == at else v for i, v in enumerate(r)] for r in d.rows if r[at] == last]
            d.changed = True
        self.happened(None, "figures of " + year, "data")

    # ---- a night -----------------------------------------------------------------------------------
    def run(self, out, as_of, events):
        self.night += 1
        self.as_of = as_of
        due = [x for x in self.later if x[0] <= self.night] if events is not None else []
        self.later = [x for x in self.later if x not in due]
        for _, what in due:
            what()
        for event in events or ():
            event()
        folder = "%s/night_%02d" % (out, self.night)
        before = "%s/night_%02d" % (out, self.night - 1)
        os.makedirs(folder + "/in")
        for d in self.files.values():
            old, changed = d.file(), d.changed and not d.missing  # what happens meanwhile comes with the next delivery
            if changed and d.id != "tax":
                d.date = as_of.strftime("%Y%m%d")
            place = folder + ("/late_" if d.missing else "/in/") + d.file()
            if changed:
                d.write(place)
                d.changed = False
            else:
                os.link(next(p for p in (before + "/in/" + old, before + "/late_" + old) if os.path.exists(p)), place)
        if any(d.missing for d in self.files.values()):
            os.mkdir(folder + "/whole")
            for name in os.listdir(folder + "/in"):
                os.link(folder + "/in/" + name, folder + "/whole/" + name)
            for name in os.listdir(folder):
                if name.startswith("late_"):
                    os.link(folder + "/" + name, folder + "/whole/" + name[5:])
        if events is None:
            open(folder + "/quiet", "w").close()
        for name, text in (("as_of", as_of.isoformat()), ("rules", "%s %s" % self.rules),
                           ("said", "".join("%s %s\n" % s for s in self.said))):
            with open(folder + "/" + name, "w", encoding="utf-8") as f:
                f.write(text)


def plan(town, nights):
    """Of each night how many days it is after the last, and its events (None: nothing at all). The end is fixed: the turn of the year, the
    figures of the year that ended, 29 February."""
    t = town
    revenue = lambda: t.figures("tax_%d" % (t.as_of.year - 1), ["营业收入"])
    audit = lambda: t.figures("audit_finance", ["营业收入（万元）", "主营业务收入（万元）", "主导产品收入（万元）"])
    rd = lambda: t.figures("audit_finance", ["研发费用总额（万元）", "境内研发费用（万元）"], 0.1)
    staff = lambda: t.figures("insured", ["12月末参保人数"])
    more_staff = lambda: t.figures("stats_staff", ["从业人员期末人数", "研发人员"])
    score = lambda: t.figures("platform", ["综合得分"], 0.5)
    pot = [revenue, audit, rd, staff, more_staff, score, t.right_lost, t.product, t.title_won, t.title_revoked, t.cancelled, t.left,
           t.born, t.renamed, t.moved, t.recoded, t.dishonest, t.title_ends, t.unlinked]
    first = [(1, []), (1, [t.cancelled, t.dishonest, t.renamed, rd]), (1, [t.unlinked, t.title_ends, t.born]), (0, None),
             (1, [t.left, t.recoded, t.moved, audit]), (1, [t.rules_change]), (0, [t.title_revoked, score]), (1, [t.late, staff])]
    last = [("turn", [t.seats_change]), ("new", []), ("arrive", [t.year_arrives]), ("feb28", [revenue]), ("feb29", []), ("mar1", [t.title_won])]
    middle = []
    for n in range(max(0, nights - len(first) - len(last))):
        one = t.rng.sample(pot, 3)
        if n % 9 == 4:
            one = [t.rules_change]
        elif n % 9 == 7:
            one = [t.late]
        elif n % 9 == 8:
            one = [t.seats_change]
        elif n % 9 == 2:
            one = None
        middle.append((t.rng.choice((0, 1, 1, 1)) if one else 0, one))
    return (first + middle)[:max(1, nights - len(last))], last


def main(city, out, nights, seed):
    town = Town(city, seed)
    some, last = plan(town, nights)
    day = datetime.date(2027, 12, 30) - datetime.timedelta(sum(n for n, _ in some))
    for days, events in some:
        day += datetime.timedelta(days)
        town.run(out, day, events)
    dates = {"turn": (2027, 12, 31), "new": (2028, 1, 1), "arrive": (2028, 1, 20), "feb28": (2028, 2, 28), "feb29": (2028, 2, 29), "mar1": (2028, 3, 1)}
    for word, events in last:
        town.run(out, datetime.date(*dates[word]), events)
    with open(out + "/truth.csv", "w", encoding="utf-8") as f:
        csv.writer(f, lineterminator="\n").writerows(town.truth)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
