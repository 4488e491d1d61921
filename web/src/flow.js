// Who moves where. From the night's moves if there are some; always from what stands: title held, target, seat.
import {COLOURS, chart, tip, tooltip} from "./charts.js";
import {numbers, section} from "./figure.js";
import {h, table} from "./dom.js";
import {number, pick, t} from "./words.js";

// A fact holds_<tier> of a candidate, if the criteria look at it.
const heldColumns = model => model.programs.filter(p => p.kind === "new").map(p => {
    const slot = Object.keys(model.slots).find(k => model.slots[k][0] === `holds_${p.tier}`);
    return slot && model.firms.values ? {program: p, column: model.firms.values[slot]} : null;
}).filter(c => c && (c.program.ladder ?? 0) >= 0).sort((a, b) => (b.program.ladder ?? b.program.position) - (a.program.ladder ?? a.program.position));

const standing = (model, county) => {
    const links = new Map(), columns = heldColumns(model), {firms} = model;
    const add = (from, to) => links.set(`${from}\u0000${to}`, (links.get(`${from}\u0000${to}`) || 0) + 1);
    for (let i = 0; i < firms.count; i++) {
        if (county !== null && firms.county[i] !== county)
            continue;
        const target = model.programTitle(model.byPosition.get(firms.position[i]));
        const held = columns.find(c => c.column[i] >= 1);
        add(`0${held ? held.program.title : t("noTitle")}`, `1${target}`);
        add(`1${target}`, `2${target} · ${t(firms.flags[i] & 1 ? "seated" : "waiting")}`);
    }
    return [...links].map(([key, value]) => ({from: key.split("\u0000")[0], to: key.split("\u0000")[1], value}));
};

const NODES = ["#5b6b7a", "#1f5a93", "#c8641b"];
const option = (links, order) => width => {
    const names = [...new Set(links.flatMap(l => [l.from, l.to]))].sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
    return {
        tooltip: tooltip(p => p.dataType === "edge" ? tip(`${p.data.source.slice(1)} → ${p.data.target.slice(1)}`, number(p.data.value))
            : tip(p.name.slice(1), number(p.value))),
        series: [{type: "sankey", left: 4, right: width < 600 ? 130 : 230, top: 8, bottom: 8, nodeWidth: 12, nodeGap: 18, draggable: false,
            layoutIterations: 0, emphasis: {focus: "adjacency"}, lineStyle: {color: "source", opacity: 0.28, curveness: 0.5},
            label: {color: COLOURS.ink, fontSize: 12, formatter: p => `${p.name.slice(1)}  ${number(p.value)}`},
            data: names.map(name => ({name, depth: Number(name[0]), itemStyle: {color: NODES[Number(name[0])] || COLOURS.deep}})),
            links: links.map(l => ({source: l.from, target: l.to, value: l.value}))}],
    };
};

const figure = (label, links, order) => {
    const rows = [...links].sort((a, b) => order(a.from) - order(b.from) || b.value - a.value);
    const columns = [{title: t("from"), cell: l => l.from.slice(1)}, {title: t("to"), cell: l => l.to.slice(1)},
        {title: t("firmsCount"), number: true, cell: l => number(l.value)}];
    const height = Math.max(180, 48 * Math.max(...[0, 1, 2].map(d =>
        new Set(links.flatMap(l => [l.from, l.to]).filter(n => n[0] === String(d))).size)));
    return [chart(label, height, option(links, order)), numbers(columns, rows)];
};

const DIRECTIONS = {entered: ["新进", "entered"], left: ["退出", "left"], up: ["上升", "up"], down: ["下降", "down"], changed: ["其他", "other"]};
const CAUSES = {data: ["数据", "data"], link: ["匹配", "links"], clock: ["日期", "the day"], rule: ["规则或名额", "rules or seats"], override: ["人工决定", "a person's order"]};

// Since the list before: tier and seat then, tier and seat now; who stayed stands in the flow, so that it adds up.
const moved = (model, place) => {
    const name = (tier, seated) => tier === "" ? t("offList") : `${(model.programs.find(p => p.tier === tier && p.kind === "new") || {title: tier}).title} · ${t(seated ? "seated" : "waiting")}`;
    const links = model.moves.map(([was, wasSeated, became, becameSeated, firms]) => ({from: `0${name(was, wasSeated)}`, to: `1${name(became, becameSeated)}`, value: firms}));
    const columns = [{title: t("tier"), cell: r => (model.programs.find(p => p.tier === r[0]) || {title: r[0]}).title}, {title: t("direction"), cell: r => pick(DIRECTIONS[r[1]])},
        {title: t("cause"), cell: r => pick(CAUSES[r[2]])}, {title: t("direct"), number: true, cell: r => number(r[3])}, {title: t("displaced"), number: true, cell: r => number(r[4])}];
    return [h("h3", {}, t("moves")), h("p.note", {}, t("movesNote")), links.length ? figure(t("moves"), links, place) : h("p.empty", {}, t("firstNight")),
        model.causes.length > 0 && [h("h3", {}, t("movesBy")), h("div.scroll", {tabindex: "0"}, table(columns, model.causes))]];
};

export const flow = (model, state) => {
    const links = standing(model, state.county), order = new Map([[`0${t("noTitle")}`, -1]]);
    for (const p of model.programs)
        for (const depth of "01")
            order.set(`${depth}${model.programTitle(p)}`, p.position);
    const place = name => order.get(name) ?? order.get(`1${name.slice(1).split(" · ")[0]}`) ?? 99;
    return section("flow", `${t("flow")} · ${model.county(state.county)}`, null,
        model.moves && state.county === null && moved(model, place),
        h("h3", {}, t("standing")), h("p.note", {}, t("flowNote")), links.length ? figure(t("flow"), links, place) : h("p.empty", {}, t("empty")));
};
