// Firms that are one condition short: conditions down, counties across.
import {COLOURS, chart, tip, tooltip} from "./charts.js";
import {numbers, section, shade} from "./figure.js";
import {h} from "./dom.js";
import {number, t} from "./words.js";

const cut = (text, most) => text.length > most ? text.slice(0, most - 1) + "…" : text;

const option = (model, rows, codes, most, chosen) => width => {
    const left = Math.min(300, Math.max(110, width * 0.3)), cell = (width - left - 10) / codes.length;
    const names = codes.map(code => model.county(code)), fits = Math.max(2, Math.floor(cell / 13));
    const data = rows.flatMap((row, y) => codes.map((code, x) => {
        const [known, open] = row.cells.get(code) || [0, 0];
        return {value: [x, y, known + open], known};
    }));
    return {
        grid: {left, right: 10, top: 4, bottom: 46},
        tooltip: tooltip(p => tip(`${names[p.value[0]]} · ${rows[p.value[1]].text}`, `${number(p.value[2])} (${number(p.data.known)})`)),
        xAxis: {type: "category", data: names.map((value, x) => ({value, textStyle: codes[x] === chosen ? {color: COLOURS.accent, fontWeight: 700} : {}})), axisTick: {show: false}, splitArea: {show: false}, axisLine: {show: false},
            axisLabel: {interval: 0, color: COLOURS.ink, fontSize: 11, width: cell - 4, overflow: "break", lineHeight: 14,
                formatter: name => fits < 6 ? cut(name, fits * 3) : name}},
        yAxis: {type: "category", inverse: true, data: rows.map(r => r.text), axisTick: {show: false}, axisLine: {show: false},
            axisLabel: {color: COLOURS.ink, fontSize: 12, formatter: text => cut(text, Math.floor(left / 12.5))}},
        series: [{type: "custom", data, encode: {x: 0, y: 1}, renderItem: (params, api) => {
            const row = rows[api.value(1)], value = api.value(2), level = shade(value, most);
            const [x, y] = api.coord([api.value(0), api.value(1)]), [w, h_] = api.size([1, 1]);
            return {type: "rect", shape: {x: x - w / 2 + 1, y: y - h_ / 2 + 1, width: w - 2, height: h_ - 2}, name: row.text,
                style: {fill: COLOURS.scale[level]},
                textConfig: {position: "inside"}, textContent: cell > 26 && value ? {style: {text: number(value), fontSize: 12,
                    fill: level > 3 ? "#fff" : COLOURS.ink}} : undefined};
        }}],
    };
};

export const near = (model, state, choose) => {
    const program = model.byPosition.get(state.tier), by = model.nearBy.get(program.position);
    const rows = program.tops.filter(c => by.has(c.n)).map(c => ({text: c.text, clause: c.clause, cells: by.get(c.n)}));
    const codes = model.counties.map(([code]) => code);
    const title = `${t("nearMap")} · ${model.programTitle(program)}`;
    if (!rows.length)
        return section("near", title, t("nearNote"), h("p.empty", {}, t("empty")));
    const sum = (cells, code) => { const c = cells.get(code) || [0, 0]; return c[0] + c[1]; };
    const most = Math.max(...rows.flatMap(r => codes.map(code => sum(r.cells, code))));
    const text = (cells, code) => { const c = cells.get(code) || [0, 0]; return `${number(c[0] + c[1])} (${number(c[0])})`; };
    const columns = [{title: t("clause"), cell: r => r.clause}, {title: t("condition"), cell: r => r.text},
        ...codes.map(code => ({title: model.county(code), number: true, cell: r => text(r.cells, code)})),
        {title: t("total"), number: true, cell: r => text(r.cells, null)}];
    return section("near", title, t("nearNote"), chart(title, rows.length * 34 + 52, option(model, rows, codes, most, state.county),
        p => choose(codes[p.value[0]])), numbers(columns, rows));
};
