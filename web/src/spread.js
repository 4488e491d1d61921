// Distributions over all registered units with the data, with the thresholds in force.
import {COLOURS, chart, tip, tooltip} from "./charts.js";
import {bar, h} from "./dom.js";
import {numbers, section} from "./figure.js";
import {number, t} from "./words.js";
import {percent} from "./data.js";

const METRICS = [["rd_ratio", 0], ["rd_ratio_3y", 0], ["revenue_cagr", 1], ["revenue_growth", 1]];

const counted = (model, metric, edges, county) => {
    const buckets = new Array(edges.length + 1).fill(0);
    let noBase = 0;
    for (const [name, code, bucket, units] of model.histogram) {
        if (name !== metric || (county !== null && code !== county))
            continue;
        if (bucket < 0)
            noBase += units;
        else
            buckets[bucket] += units;
    }
    const known = buckets.reduce((a, b) => a + b, 0);
    return {buckets, noBase, known, noData: Math.max(0, model.registered(county) - known - noBase)};
};

// One line a value, with every tier that asks for it.
const thresholds = (model, metric) => {
    const lines = new Map();
    for (const [name, position, , text, unconfirmed] of model.thresholds) {
        const program = model.byPosition.get(position);
        if (name !== metric || !program)
            continue;
        const line = lines.get(text) || {text, at: percent(text), tiers: [], unconfirmed: false};
        if (!line.tiers.includes(program.title))
            line.tiers.push(program.title);
        line.unconfirmed ||= unconfirmed === 1;
        lines.set(text, line);
    }
    return [...lines.values()].sort((a, b) => a.at - b.at);
};

const option = (bars, lines, low, high) => () => ({
    grid: {left: 46, right: 16, top: 14 + 15 * lines.length, bottom: 30},
    tooltip: tooltip(p => p.componentType === "markLine" ? tip(p.name) : tip(bars[p.dataIndex].name, number(bars[p.dataIndex].units))),
    xAxis: {type: "value", min: low, max: high, axisLabel: {color: COLOURS.soft, showMinLabel: false, showMaxLabel: false, formatter: v => `${v}%`}, splitLine: {show: false},
        axisLine: {lineStyle: {color: COLOURS.line}}},
    yAxis: {type: "value", axisLine: {show: false}, axisTick: {show: false}, minInterval: 1, axisLabel: {color: COLOURS.soft, formatter: number}, splitLine: {lineStyle: {color: COLOURS.line}}},
    series: [{type: "custom", data: bars.map(b => [b.from, b.to, b.units]), encode: {x: [0, 1], y: 2}, clip: true,
        renderItem: (_, api) => {
            const [x0, y] = api.coord([api.value(0), api.value(2)]), [x1, base] = api.coord([api.value(1), 0]);
            return {type: "rect", shape: {x: x0 + 0.5, y, width: Math.max(1, x1 - x0 - 1), height: Math.max(0, base - y)},
                style: {fill: COLOURS.deep}};
        },
        markLine: {symbol: "none", silent: false, lineStyle: {color: COLOURS.accent, type: "dashed", width: 1.5},
            data: lines.map((l, i) => ({name: l.label, xAxis: l.at, label: {formatter: () => l.label, color: COLOURS.accent, fontSize: 11,
                position: "end", align: l.at > (low + high) / 2 ? "right" : "left", distance: 3 + 15 * (lines.length - 1 - i)}}))}}],
});

const one = (model, state, metric, edges) => {
    const c = counted(model, metric, edges, state.county), lines = thresholds(model, metric);
    const width = edges[edges.length - 1] - edges[edges.length - 2];
    let low = edges[0] - width, high = edges[edges.length - 1] + width;
    const bars = c.buckets.map((units, i) => ({units, from: i === 0 ? low : edges[i - 1], to: i === edges.length ? high : edges[i],
        name: i === 0 ? t("below", edges[0]) : i === edges.length ? t("above", edges[i - 1]) : `${edges[i - 1]}% – ${edges[i]}%`}));
    // only as far as there is something to see: a bar, a threshold
    const seen = bars.filter(b => b.units > 0);
    low = Math.max(low, Math.min(0, ...seen.map(b => b.from), ...lines.map(l => l.at)) - width);
    high = Math.min(high, Math.max(width, ...seen.map(b => b.to), ...lines.map(l => l.at)) + width);
    for (const l of lines)
        l.label = `${l.text} ${l.tiers.join("、")}${l.unconfirmed ? `（${t("unconfirmed")}）` : ""}`;
    const title = t(metric, model.year), all = c.known + c.noBase + c.noData || 1;
    const strip = [["known", c.known, "deep"], ["noBase", c.noBase, "base"], ["noData", c.noData, "unknown"]];
    return h("figure.spread", {}, h("figcaption", {}, title),
        h("dl.strip", {}, strip.filter(s => s[1] > 0).map(([key, n, colour]) => h("div", {}, h("dt", {}, h(`span.key.${colour}`), t(key)),
            h("dd", {}, bar(n / all, colour), h("b", {}, number(n)))))),
        c.known ? chart(`${title}: ${t("known")} ${number(c.known)}, ${t("noData")} ${number(c.noData)}`, 230, option(bars, lines, low, high)) : h("p.empty", {}, t("empty")),
        !lines.length && h("p.note", {}, t("noThreshold")),
        numbers([{title: title, cell: r => r.name}, {title: t("firmsCount"), number: true, cell: r => number(r.units)}],
            [...bars.filter(b => b.units > 0), {name: t("noBase"), units: c.noBase}, {name: t("noData"), units: c.noData},
                ...lines.map(l => ({name: `${t("threshold")} ${l.label}`, units: bars.filter(b => b.from >= l.at).reduce((a, b) => a + b.units, 0)}))]));
};

export const spread = (model, state) => section("spread", `${t("spread")} · ${model.county(state.county)}`, t("spreadNote"),
    h("div.pair", {}, METRICS.map(([metric, kind]) => one(model, state, metric, model.edges[kind]))));
