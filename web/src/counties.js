// The counties as tiles in the order of their codes (no map is assumed), and as a table with bars.
import {COLOURS} from "./charts.js";
import {bar, h, table} from "./dom.js";
import {section, shade} from "./figure.js";
import {number, t} from "./words.js";

export const MEASURES = ["candidates", "seated", "held", "near"];
const measure = (c, key) => key === "candidates" ? c.seated + c.waiting : c[key];

export const counties = (model, state, choose, measureBy) => {
    const program = model.byPosition.get(state.tier);
    const rows = model.counties.map(([code]) => ({code, ...model.count(program.position, code)}));
    const most = Object.fromEntries(MEASURES.map(k => [k, Math.max(...rows.map(r => measure(r, k)), 0)]));
    const tiles = h("div.tiles", {}, rows.map(r => {
        const value = measure(r, state.measure), level = shade(value, most[state.measure]);
        return h("button.tile", {type: "button", "aria-pressed": String(state.county === r.code), onclick: () => choose(state.county === r.code ? null : r.code),
            css: {background: COLOURS.scale[level], color: level >= 3 ? "#fff" : COLOURS.ink}},
        h("span", {}, model.county(r.code)), h("b", {}, number(value)));
    }));
    const chooser = h("div.chips", {role: "group", "aria-label": t("counties")}, MEASURES.map(k => h("button.chip", {type: "button",
        "aria-pressed": String(state.measure === k), onclick: () => measureBy(k)}, t(k))));
    const withBar = key => ({title: t(key), number: true, cell: r => h("span.barred", {},
        !r.total && bar(measure(r, key) / (most[key] || 1), key), h("span", {}, number(measure(r, key))))});
    const columns = [{title: t("county"), cell: r => r.total ? t("wholeCity") : model.county(r.code)},
        {title: t("registered"), number: true, cell: r => number(r.registered)}, ...MEASURES.map(withBar),
        {title: t("perTenThousand"), number: true, cell: r => r.registered ? ((r.seated + r.waiting) * 1e4 / r.registered).toFixed(1) : "–"}];
    return section("counties", `${t("counties")} · ${model.programTitle(program)}`, t("countiesNote"), chooser, tiles,
        h("div.scroll", {tabindex: "0"}, table(columns, [...rows, {total: true, ...model.count(program.position, null)}])));
};
