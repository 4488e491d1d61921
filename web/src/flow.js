// Who moves where. From the night's moves if there are some; always from what stands: title held, target, seat.
import {COLOURS, chart, tip, tooltip} from "./charts.js";
import {numbers, section} from "./figure.js";
import {number, t} from "./words.js";

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

export const flow = (model, state) => {
    const links = standing(model, state.county), order = new Map([[`0${t("noTitle")}`, -1]]);
    for (const p of model.programs)
        for (const depth of "01")
            order.set(`${depth}${model.programTitle(p)}`, p.position);
    const place = name => order.get(name) ?? order.get(`1${name.slice(1).split(" · ")[0]}`) ?? 99;
    return section("flow", `${t("flow")} · ${model.county(state.county)}`, t("flowNote"), links.length ? figure(t("flow"), links, place) : t("empty"));
};
