// The funnel of the chosen tier and county: two bars a step, one within the other, on a logarithmic axis on which 0 has its
// place too (a step to the left of 1).
import {COLOURS, chart, tip, tooltip} from "./charts.js";
import {numbers, section} from "./figure.js";
import {h} from "./dom.js";
import {number, t} from "./words.js";

const cut = (text, most) => text.length > most ? text.slice(0, most - 1) + "…" : text;

const place = n => n > 0 ? Math.log10(n) + 1 : 0;

const option = steps => width => {
    const left = Math.min(300, Math.max(110, width * 0.34)), most = Math.floor(left / 12.5);
    const bars = (key, colour, label) => ({type: "bar", barGap: "-100%", barWidth: "64%", name: t(key === "certain" ? "certain" : "possible"),
        itemStyle: {color: colour}, data: steps.map(s => place(s[key])),
        label: label && {show: true, position: "right", color: COLOURS.ink, fontSize: 12,
            formatter: p => `{p|${number(steps[p.dataIndex].remaining)}}  {c|${number(steps[p.dataIndex].certain)}}`,
            rich: {p: {color: COLOURS.soft, fontSize: 12}, c: {color: COLOURS.deep, fontSize: 12, fontWeight: 700}}}});
    return {
        grid: {left, right: 120, top: 6, bottom: 26},
        tooltip: tooltip(p => {
            const s = steps[p.dataIndex];
            return tip(`${s.clause} ${s.text}`, `${t("possible")} ${number(s.remaining)}`, `${t("certain")} ${number(s.certain)}`,
                `${t("heldOf")} ${number(s.held)}`);
        }),
        xAxis: {type: "value", min: 0, max: Math.ceil(place(Math.max(...steps.map(s => s.remaining)))) || 1, interval: 1,
            axisLabel: {color: COLOURS.soft, formatter: v => v === 0 ? "0" : number(10 ** (v - 1))},
            splitLine: {lineStyle: {color: COLOURS.line}}},
        yAxis: {type: "category", inverse: true, data: steps.map(s => s.text), axisTick: {show: false},
            axisLine: {lineStyle: {color: COLOURS.line}},
            axisLabel: {color: COLOURS.ink, fontSize: 12, formatter: (text, i) => `${steps[i].step || ""} ${cut(text, most)}`}},
        series: [bars("remaining", COLOURS.light, true), bars("certain", COLOURS.deep)],
    };
};

export const funnel = (model, state) => {
    const program = model.byPosition.get(state.tier), steps = model.steps(program, state.county);
    const last = steps[steps.length - 1];
    const columns = [{title: t("step"), number: true, cell: s => String(s.step)}, {title: t("clause"), cell: s => s.clause},
        {title: t("condition"), cell: s => s.unconfirmed ? [s.text, h("span.flag", {}, t("unconfirmed"))] : s.text},
        ...[["met", "met"], ["unmet", "unmet"], ["unknown", "unknown"], ["manual", "manual"], ["na", "na"]].map(([key, word]) =>
            ({title: t("state_" + word), number: true, cell: s => number(s[key])})),
        {title: t("possible"), number: true, cell: s => number(s.remaining)}, {title: t("certain"), number: true, cell: s => number(s.certain)},
        {title: t("heldOf"), number: true, cell: s => number(s.held)}];
    const label = `${t("funnel")} ${model.programTitle(program)} ${model.county(state.county)}: ` +
        (last ? `${t("possible")} ${number(last.remaining)}, ${t("certain")} ${number(last.certain)}` : t("empty"));
    return section("funnel", `${t("funnel")} · ${model.programTitle(program)} · ${model.county(state.county)}`, t("funnelNote"),
        h("p.legend", {}, h("span.key.light"), t("possible"), h("span.key.deep"), t("certain")),
        steps.length ? [chart(label, steps.length * 32 + 40, option(steps)), numbers(columns, steps)] : h("p.empty", {}, t("empty")));
};
