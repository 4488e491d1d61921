"""Registries of a small town, night by night, for tests/db/identity.sh; nothing here is a real firm.

  identity_nights.py OUT story         night_1.csv … night_5.csv, one change of each kind (named in the test)
  identity_nights.py OUT random N      night_1.csv … night_N.csv: units are renamed, move, end, vanish, come back,
                                       get other codes; truth_K.csv has code, id of the firm, titles
Both write titles.csv once: lists name firms by the code that they had on the first night, for ever.
"""
import random
import sys

SET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
HEAD = "统一社会信用代码,企业名称,曾用名,旧代码,企业类型,登记状态,成立日期,区县\n"


def org(n):
    s = "%08d" % n
    c = 11 - sum(int(d) * w for d, w in zip(s, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    return s + ("X" if c == 10 else "0" if c == 11 else str(c))


def code(county, n):
    s = "91" + county + org(n)
    return s + SET[(31 - sum(SET.index(c) * pow(3, i, 31) for i, c in enumerate(s)) % 31) % 31]


class Firm:
    def __init__(self, n):
        self.n, self.name, self.former, self.old = n, "样例%04d制造有限公司" % n, "", ""
        self.kind, self.status, self.county = "有限责任公司", "存续", ("371502", "371526")[n % 2]
        self.code = code(self.county, n)
        self.founded = "2015-%02d-%02d" % (n % 12 + 1, n % 28 + 1)
        self.there = True

    def line(self):
        return ",".join((self.code, self.name, self.former, self.old, self.kind, self.status, self.founded, self.county))


def write(path, lines):
    with open(path, "w", encoding="utf-8") as f:
        f.write(HEAD + "\n".join(lines) + "\n")


def titles(out, firms):
    with open(out + "/titles.csv", "w", encoding="utf-8") as f:
        f.write("统一社会信用代码,称号,认定日期,有效期至\n")
        for x in firms:
            f.write("%s,专精特新中小企业,2024-06-01,2027-05-31\n" % x.code)


def story(out):
    firms = {n: Firm(n) for n in range(1, 41)}
    extra = []
    titles(out, list(firms.values())[:20])

    def night(k):
        write("%s/night_%d.csv" % (out, k), [x.line() for x in firms.values() if x.there] + extra)

    night(1)
    firms[1].name = "样例0001装备股份有限公司"
    firms[2].county = "371526"
    firms[3].status = "注销"
    old4 = firms[4].code
    firms[4].code, firms[4].old = code("371526", 1004), old4
    firms[5].code = code("371502", 5)  # another district, the same organisation code
    firms[6].kind = "个人独资企业"
    firms[7].code = code("371526", 1007)  # nothing but name and date say that it is the same
    firms[8].there = False
    firms[41] = Firm(41)
    ended = Firm(10)
    ended.status = "注销"
    extra.append(ended.line())  # 10 stands twice: ended under the old code, active under the new one
    firms[10].code = code("371526", 10)
    night(2)
    firms[3].status = "存续"
    firms[8].there = True
    firms[4].old = ""  # the registry says it no longer
    firms[5].code = code("371500", 5)
    night(3)
    for x in firms.values():
        x.there = x.county != "371526"  # a county's file is missing
    night(4)
    for x in firms.values():
        x.there = True
    night(5)


def change(rng, firms, f, serial):
    what = rng.randrange(7)
    if what == 0:
        f.name = "样例%04d%s有限公司" % (f.n, rng.choice("甲乙丙丁戊己庚辛") + rng.choice("材电机化纺食"))
    elif what == 1:
        f.county = "371502" if f.county == "371526" else "371526"
    elif what == 2:
        f.status = "注销" if f.status == "存续" else "存续"
    elif what == 3:
        f.there = not f.there
    elif what == 4 and f.there:  # the registry names the old code, once
        f.old, f.code = f.code, code("371502", serial)
        f.n_code = serial
    elif what == 5 and f.there:  # the organisation code stays
        number = getattr(f, "n_code", f.n)
        f.code = code(rng.choice(("371501", "371503", "371521", "371522")), number)
    else:
        f.kind = rng.choice(("有限责任公司", "个人独资企业"))


def randomly(out, nights):
    rng = random.Random(20260701)
    firms = [Firm(n) for n in range(1, 121)]
    first = {f.n: f.code for f in firms}
    titles(out, firms[:60])
    serial = 5000
    for k in range(1, nights + 1):
        write("%s/night_%d.csv" % (out, k), [f.line() for f in rng.sample(firms, len(firms)) if f.there])
        with open("%s/truth_%d.csv" % (out, k), "w", encoding="utf-8") as t:
            for f in firms:
                if f.there:
                    t.write("%s,%s,%d\n" % (f.code, first[f.n], f.n <= 60))
        for f in firms:
            f.old = ""
        for f in rng.sample(firms, 12):
            serial += 1
            change(rng, firms, f, serial)


if __name__ == "__main__":
    if sys.argv[2] == "story":
        story(sys.argv[1])
    else:
        randomly(sys.argv[1], int(sys.argv[3]))
