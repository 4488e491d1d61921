// All candidates: filtered, sorted, and only the rows in sight are in the page. For paper the first ones are a plain table.
import {SIZES, VERDICTS, number, pick, t} from "./words.js";
import {h, table} from "./dom.js";
import {section} from "./figure.js";
import {sizeOf} from "./data.js";

const ROW = 36, PRINTED = 300;
const collator = new Intl.Collator("zh-CN");

const columnsOf = model => {
    const f = model.firms, name = i => f.name[i] || f.uscc[i];
    const points = i => f.low[i] < 0 ? "" : f.low[i] === f.high[i] ? String(f.low[i]) : `${f.low[i]}–${f.high[i]}`;
    const hard = i => model.byPosition.get(f.position[i]).hard;
    const seat = i => t(f.flags[i] & 1 ? "seated" : "waiting") + (f.flags[i] & 2 ? ` · ${t("tie")}` : "");
    const order = new Map(model.counties.map(([code], i) => [code, i]));
    return [
        {key: "name", width: "minmax(180px,2.2fr)", text: name, sort: (a, b) => collator.compare(name(a), name(b))},
        {key: "code", width: "178px", text: i => f.uscc[i], sort: (a, b) => f.uscc[a] < f.uscc[b] ? -1 : 1},
        {key: "county", width: "minmax(88px,1fr)", text: i => model.county(f.county[i]), sort: (a, b) => order.get(f.county[a]) - order.get(f.county[b])},
        {key: "target", width: "minmax(130px,1.2fr)", text: i => model.programTitle(model.byPosition.get(f.position[i])), sort: (a, b) => f.position[b] - f.position[a]},
        {key: "place", width: "76px", number: true, text: i => number(f.place[i]), sort: (a, b) => f.place[a] - f.place[b]},
        {key: "seat", width: "104px", text: seat, sort: (a, b) => (f.flags[b] & 1) - (f.flags[a] & 1)},
        {key: "verdict", width: "122px", text: i => pick(VERDICTS[f.verdict[i]]), sort: (a, b) => f.verdict[a] - f.verdict[b]},
        {key: "hard", width: "74px", number: true, text: i => `${f.met[i]}/${hard(i)}`, sort: (a, b) => f.met[b] / hard(b) - f.met[a] / hard(a)},
        {key: "unknowns", width: "60px", number: true, text: i => String(f.unknown[i]), sort: (a, b) => f.unknown[a] - f.unknown[b]},
        {key: "points", width: "82px", number: true, text: points, sort: (a, b) => f.low[b] - f.low[a]},
        {key: "months", width: "74px", number: true, text: i => f.months[i] === null ? "–" : String(f.months[i]), sort: (a, b) => (f.months[a] ?? 1e9) - (f.months[b] ?? 1e9)},
        {key: "doubts", width: "74px", number: true, text: i => f.doubts[i] ? String(f.doubts[i]) : "", sort: (a, b) => f.doubts[b] - f.doubts[a]},
        {key: "gap", width: "minmax(200px,3fr)", text: i => f.gap[i], sort: (a, b) => collator.compare(f.gap[a], f.gap[b])},
    ];
};

const choice = (label, options, value, change) => h("label", {}, h("span", {}, label), h("select", {onchange: e => change(e.target.value)},
    options.map(([v, text]) => h("option", {value: v, selected: v === value}, text))));

export class FirmTable {
    constructor(model, state, open) {
        Object.assign(this, {model, state, open, columns: columnsOf(model), at: 0});
        state.firms ||= {sort: null, descending: false, verdict: "", seat: "", tier: "", text: ""};
        const f = model.firms;
        model.searchable ||= f.name.map((name, i) => `${name}\n${f.uscc[i]}`.toLowerCase());
    }

    render() {
        const own = this.state.firms, verdicts = [...new Set(this.model.firms.verdict)].sort((a, b) => a - b);
        const set = key => value => { own[key] = value; this.at = 0; this.refresh(true); };
        this.found = h("p.found", {"aria-live": "polite"});
        this.body = h("div.rows", {role: "rowgroup"});
        this.view = h("div.viewport", {tabindex: "0", role: "table", "aria-label": t("firms"), onscroll: () => this.paint(), onkeydown: e => this.key(e)});
        this.head = h("div.row.head", {role: "row", "aria-rowindex": "1"}, this.columns.map(c => h(c.number ? "div.n" : "div", {role: "columnheader", "data-key": c.key},
            h("button", {type: "button", onclick: () => this.sortBy(c)}, t(c.key)))));
        this.view.append(this.head, this.body);
        this.view.style.setProperty("--columns", this.columns.map(c => c.width).join(" "));
        this.paper = h("div.paper");
        const filters = h("div.filters", {role: "search"},
            h("label.grow", {}, h("span", {}, t("search")), h("input", {type: "search", value: own.text, maxlength: "80",
                oninput: e => { clearTimeout(this.timer); this.timer = setTimeout(() => set("text")(e.target.value), 120); }})),
            choice(t("tier"), [["", t("allTiers")], ...this.model.programs.filter(p => p.candidates > 0).map(p => [String(p.position), this.model.programTitle(p)])], own.tier, set("tier")),
            choice(t("verdict"), [["", t("all")], ...verdicts.map(v => [String(v), pick(VERDICTS[v])])], own.verdict, set("verdict")),
            choice(t("seat"), [["", t("all")], ["1", t("seated")], ["0", t("waiting")]], own.seat, set("seat")));
        const card = section("firms", `${t("firms")} · ${this.model.county(this.state.county)}`, t("firmsNote"), filters, this.found, this.view, this.paper);
        this.refresh(true);
        return card;
    }

    sortBy(column) {
        const own = this.state.firms;
        own.descending = own.sort === column.key ? !own.descending : false;
        own.sort = column.key;
        this.refresh(true);
    }

    refresh(top) {
        const {model, state} = this, own = state.firms, f = model.firms, text = own.text.trim().toLowerCase();
        const list = [];
        for (let i = 0; i < f.count; i++)
            if ((state.county === null || f.county[i] === state.county) && (own.tier === "" || f.position[i] === Number(own.tier)) &&
                (own.verdict === "" || f.verdict[i] === Number(own.verdict)) && (own.seat === "" || (f.flags[i] & 1) === Number(own.seat)) &&
                (text === "" || model.searchable[i].includes(text)))
                list.push(i);
        const column = this.columns.find(c => c.key === own.sort);
        if (column)
            list.sort((a, b) => (own.descending ? -1 : 1) * column.sort(a, b) || a - b);
        this.list = list;
        for (const cell of this.head.children) {
            const on = cell.dataset.key === own.sort;
            cell.setAttribute("aria-sort", on ? own.descending ? "descending" : "ascending" : "none");
        }
        this.found.textContent = list.length ? t("found", number(list.length), number(f.count)) : t("none");
        this.view.setAttribute("aria-rowcount", String(list.length + 1));
        this.view.setAttribute("aria-colcount", String(this.columns.length));
        this.body.style.setProperty("height", `${list.length * ROW}px`);
        if (top)
            this.view.scrollTop = 0;
        this.paint(true);
    }

    paint(force) {
        const first = Math.max(0, Math.floor(this.view.scrollTop / ROW) - 8);
        const last = Math.min(this.list.length, first + Math.ceil((this.view.clientHeight || 560) / ROW) + 16);
        if (!force && first === this.first && last === this.last)
            return;
        Object.assign(this, {first, last});
        const rows = [];
        for (let k = first; k < last; k++)
            rows.push(this.row(k));
        this.body.replaceChildren(...rows);
    }

    row(k) {
        const i = this.list[k], seated = this.model.firms.flags[i] & 1;
        return h("div.row" + (seated ? ".seated" : "") + (k === this.at ? ".at" : ""), {role: "row", "aria-rowindex": String(k + 2), "data-row": String(k),
            css: {top: `${k * ROW}px`}, onclick: () => { this.at = k; this.open(i); }},
        this.columns.map(c => { const text = c.text(i); return h(c.number ? "div.n" : "div", {role: "cell", title: text.length > 8 ? text : null}, text); }));
    }

    key(e) {
        const step = {ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -Infinity, End: Infinity}[e.key];
        if (e.target.closest("button") || !this.list.length)
            return;
        if (e.key === "Enter") {
            this.open(this.list[this.at]);
        } else if (step) {
            this.at = Math.max(0, Math.min(this.list.length - 1, this.at + step));
            const y = this.at * ROW, room = this.view.clientHeight - 2 * ROW;
            if (y < this.view.scrollTop)
                this.view.scrollTop = y;
            else if (y > this.view.scrollTop + room)
                this.view.scrollTop = y - room;
            this.paint(true);
        } else {
            return;
        }
        e.preventDefault();
    }

    // The first rows as a table that breaks over pages and repeats its head.
    print() {
        const keys = ["name", "code", "county", "target", "place", "seat", "verdict", "hard", "unknowns", "gap"];
        const columns = keys.map(key => this.columns.find(c => c.key === key)).map(c => ({title: t(c.key), number: c.number, cell: c.text}));
        const rest = this.list.length - PRINTED;
        this.paper.replaceChildren(table(columns, this.list.slice(0, PRINTED)), rest > 0 ? h("p.note", {}, t("moreRows", number(PRINTED), number(rest))) : "");
    }

    printed() {
        this.paper.replaceChildren();
    }
}

export const sizeText = (f, i) => sizeOf(f.sizeLow[i], f.sizeHigh[i], SIZES);
