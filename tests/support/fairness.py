"""tidu fairness, counted again by fractions from the list itself (tier, seated, size, county in its order); prints what differs."""
import json
import sys
from fractions import Fraction
from math import comb

lists = {}
for line in open(sys.argv[1]):
    tier, seated, size, county = line.rstrip("\n").split(",")
    lists.setdefault(tier, []).append((seated == "1", size, county))
names = {"0": "not known", "1": "micro", "2": "small", "3": "medium", "4": "large"}


def upto(of, members, drawn, most):
    return Fraction(sum(comb(members, j) * comb(of - members, drawn - j) for j in range(most + 1) if drawn >= j), comb(of, drawn))


def order(of, members, places, mine):
    rarest = min((upto(of, members, i + 1, sum(mine[: i + 1])) for i in range(places)), default=1)
    if rarest == 1:
        return Fraction(1)
    alive, met = {0: Fraction(1)}, Fraction(0)
    for i in range(places):
        after = {}
        for j, p in alive.items():
            for k, share in ((j, of - i - members + j), (j + 1, members - j)):
                if share > 0:
                    after[k] = after.get(k, 0) + p * share / (of - i)
        alive = {}
        for j, p in after.items():
            if upto(of, members, i + 1, j) <= rarest:
                met += p
            else:
                alive[j] = p
    return met


def near(said, exact):
    return abs(Fraction(str(said)) - exact) <= Fraction(6, 100000)


tested = 0
for g in json.load(sys.stdin)["groups"]:
    listed = lists.get(g["tier"])
    if listed is None or g["by"] == "age":
        continue
    seats = sum(s for s, _, _ in listed)
    mine = [names[size] == g["group"] if g["by"] == "size" else county == g["group"] for _, size, county in listed]
    members, taken = sum(mine), sum(m and s for m, (s, _, _) in zip(mine, listed))
    if (g["candidates"], g["seated"]) != (members, taken):
        print("counts of", g)
    if g["seats_chance"] is None:
        if seats < len(listed) and members >= 10:
            print("not tested", g)
        continue
    tested += 1
    if not near(g["seats_chance"], upto(len(listed), members, seats, taken)):
        print("seats of", g, float(upto(len(listed), members, seats, taken)))
    if not near(g["order_chance"], order(len(listed), members, seats, mine)):
        print("order of", g, float(order(len(listed), members, seats, mine)))
if not tested:
    print("nothing was tested")
