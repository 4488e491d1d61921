// One firm: where it stands, what it lacks, and every condition with the values that decided it.
import {SIZES, STAGES, STATES, VERDICTS, number, pick, t} from "./words.js";
import {h, table} from "./dom.js";
import {sizeOf} from "./data.js";

// Shares that readers look for beside the two figures they come from.
const SHARES = [["rd_expense", "revenue"], ["main_revenue", "revenue"], ["product_revenue", "revenue"], ["hightech_revenue", "revenue"],
    ["liabilities", "assets"], ["net_profit", "revenue"], ["rd_staff", "employees"], ["college_staff", "employees"], ["rd_domestic", "rd_expense"]];

const period = (model, [, , , of, index]) => of === "year" ? String(model.year - index) : of === "age" ? t("yearsAgo", index, index + 1)
    : of === "range" ? t(index ? "atMost" : "certainCount") : "";

const valueText = ([, , unit, , , none], value) => {
    if (value === null)
        return t("missing");
    if (none && value === 999)
        return t("noneOf");
    switch (unit) {
    case "money": {
        const text = String(Math.abs(value)), decimals = Math.max(2, (text.split(".")[1] || "").length);
        return `${value.toLocaleString("en-US", {minimumFractionDigits: decimals, maximumFractionDigits: 6})} ${t("wan")}`;
    }
    case "share": return `${(value / 1e4).toFixed(2)}%`;
    case "score": return (value / 100).toString();
    case "bool": return t(value ? "yes" : "no");
    case "date": return value;
    default: return number(value);
    }
};

const chip = state => h(`span.state.s${state}`, {}, h("i", {"aria-hidden": "true"}, STATES[state][2]), pick(STATES[state]));

export const explain = (model, i) => {
    const f = model.firms, program = model.byPosition.get(f.position[i]), states = f.statesList[f.states[i]];
    const value = slot => f.values && f.values[slot] ? f.values[slot][i] : null;
    const conditions = program.conditions.map((c, n) => ({...c, n, state: parseInt(states.slice(n * 2, n * 2 + 2), 16), leaf: program.leaves && program.leaves[n]}));

    const valuesOf = leaf => {
        const seen = leaf[1].filter(slot => slot >= 0 && model.slots[slot] && f.values[slot]);
        const items = seen.map(slot => h("li", {class: value(slot) === null ? "missing" : null}, `${model.slots[slot][1]} ${period(model, model.slots[slot])} `, h("b", {}, valueText(model.slots[slot], value(slot)))));
        for (const slot of seen) {
            const [part, , , , year] = model.slots[slot];
            for (const [a, b] of SHARES) {
                const base = a === part && seen.find(s => model.slots[s][0] === b && model.slots[s][4] === year);
                if (base && value(slot) !== null && value(base) > 0)
                    items.push(h("li.share", {}, `${model.slots[slot][1]} / ${model.slots[base][1]} ${period(model, model.slots[slot])} `, h("b", {}, `${(100 * value(slot) / value(base)).toFixed(2)}%`)));
            }
        }
        return items;
    };
    const node = c => h("li", {}, h("div.condition", {}, chip(c.state), h("div", {}, c.clause && h("span.clause", {}, c.clause), c.text || (c.leaf && h("code", {}, c.leaf[0])),
        c.unconfirmed && h("span.flag", {}, t("unconfirmed")), c.leaf && c.leaf[1].length > 0 && f.values && h("ul.values", {}, valuesOf(c.leaf)))),
    conditions.some(k => k.parent === c.n) && h("ul.tree", {}, conditions.filter(k => k.parent === c.n).map(node)));

    const facts = Object.entries(model.slots).filter(([slot]) => f.values && f.values[slot]);
    const byYear = [...new Set(facts.filter(([, s]) => s[3] === "year").map(([, s]) => s[0]))];
    const yearSlot = (fact, back) => facts.find(([, s]) => s[0] === fact && s[4] === back);
    const years = byYear.length > 0 && table([{title: "", cell: fact => yearSlotTitle(facts, fact)}, ...[0, 1, 2].map(back => ({title: String(model.year - back), number: true,
        cell: fact => { const found = yearSlot(fact, back); return found ? valueText(found[1], value(found[0])) : ""; }}))],
    byYear.filter(fact => facts.some(([slot, s]) => s[0] === fact && value(slot) !== null)));
    const others = facts.filter(([slot, s]) => s[3] !== "year" && value(slot) !== null && value(slot) !== 0 && !(s[5] && value(slot) === 999));

    const steps = f.gap[i] ? f.gap[i].split("；") : [];
    const line = (key, text) => h("div", {}, h("dt", {}, t(key)), h("dd", {}, text));
    const industry = f.industryList[f.industry[i]];
    return [
        h("dl.about", {}, line("county", model.county(f.county[i])), line("industry", `${industry[0]} ${industry[1]}`), line("size", sizeOf(f.sizeLow[i], f.sizeHigh[i], SIZES)),
            line("target", `${model.programTitle(program)} · ${program.version}`), line("verdict", pick(VERDICTS[f.verdict[i]])),
            line("seat", `${t(f.flags[i] & 1 ? "seated" : "waiting")}${f.flags[i] & 2 ? ` · ${t("tie")}` : ""}`),
            f.reason && f.reason[i] !== null && line("reason", pick(model.reasonWord.get(f.reason[i]))), f.stage && f.stage[i] && line("stage", pick(STAGES[f.stage[i]])),
            line("place", number(f.place[i])), line("countyPlace", number(f.countyPlace[i])),
            line("hard", `${f.met[i]} / ${program.hard} · ${t("unknowns")} ${f.unknown[i]}`),
            f.low[i] >= 0 && line("points", `${f.low[i]}–${f.high[i]}（${t("estimated")}）`), f.doubts[i] > 0 && line("doubts", String(f.doubts[i]))),
        h("h3", {}, t("gapSteps")), steps.length ? [h("ol.gap", {}, steps.map(s => h("li", {}, s))), h("p.note", {}, t("gapNote"), f.months[i] !== null ? ` · ${t("months")} ${f.months[i]}` : "")] : h("p", {}, t("nothingLacking")),
        h("h3", {}, t("conditionsOf")), !f.values && h("p.note", {}, t("valuesAway")), h("ul.tree.top", {}, conditions.filter(c => c.parent === -1).map(node)),
        years && [h("h3", {}, t("threeYears")), years],
        others.length > 0 && [h("h3", {}, t("otherFacts")), h("ul.values", {}, others.map(([slot, s]) => h("li", {}, `${s[1]} ${period(model, s)} `, h("b", {}, valueText(s, value(slot))))))],
    ];
};
const yearSlotTitle = (facts, fact) => facts.find(([, s]) => s[0] === fact)[1][1];

// A dialog at the side: the rest of the page waits behind it; Esc, the button or a click beside it close it.
export class Drawer {
    constructor(model) {
        this.model = model;
        this.veil = h("div.veil", {hidden: true, onclick: e => e.target === this.veil && this.close()});
        this.box = h("div.drawer", {role: "dialog", "aria-modal": "true", "aria-labelledby": "drawer-title", tabindex: "-1", onkeydown: e => this.key(e)});
        this.veil.append(this.box);
    }

    open(i) {
        const f = this.model.firms;
        this.before = document.activeElement;
        this.firm = i;
        this.box.replaceChildren(h("header", {}, h("div", {}, h("h2", {id: "drawer-title"}, f.name[i] || f.uscc[i]), h("p.code", {}, f.uscc[i])),
            h("button.close", {type: "button", onclick: () => this.close()}, t("close"))), ...[explain(this.model, i)].flat(9).filter(c => c));
        this.veil.hidden = false;
        this.box.scrollTop = 0;
        this.box.focus();
    }

    close() {
        this.veil.hidden = true;
        this.firm = undefined;
        this.box.replaceChildren();
        if (this.before)
            this.before.focus();
    }

    key(e) {
        if (e.key === "Escape")
            this.close();
        if (e.key !== "Tab")
            return;
        const stops = this.box.querySelectorAll("button, [href], summary, [tabindex='0']");
        const [first, last] = [stops[0], stops[stops.length - 1]];
        if (e.shiftKey ? document.activeElement === first || document.activeElement === this.box : document.activeElement === last) {
            (e.shiftKey ? last : first).focus();
            e.preventDefault();
        }
    }
}
