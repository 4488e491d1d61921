// What the plan asks for and how far it is; titles that end in the months to come, and whether they would pass.
import {COLOURS, chart, tip, tooltip} from "./charts.js";
import {bar, h, table} from "./dom.js";
import {numbers, section} from "./figure.js";
import {number, t} from "./words.js";

const share = basis => basis === null ? "–" : `${(basis / 100).toFixed(1)}%`;

// Rows of pool.target_progress: title, county, measure, target, done, unsure, share, due, pace, state, note.
const targets = (model, county) => {
    const rows = model.targets.filter(r => county === null || r[1] === county || r[1] === "");
    const columns = [{title: t("title_"), cell: r => r[0]}, {title: t("county"), cell: r => r[1] === "" ? t("wholeCity") : model.county(r[1])},
        {title: t("measure"), cell: r => t({new: "newThisYear", pool: "inPool"}[r[2]] || "heldThen")}, {title: t("due"), cell: r => r[7]},
        {title: t("done"), number: true, cell: r => h("span.barred", {}, bar((r[6] ?? 0) / 10000, r[4] >= r[3] ? "deep" : "near"),
            h("span", {}, `${number(r[4])} / ${number(r[3])}`))},
        {title: t("unsure"), number: true, cell: r => r[5] ? number(r[5]) : ""}, {title: t("share_"), number: true, cell: r => share(r[6])},
        {title: t("pace"), number: true, cell: r => share(r[8])}, {title: t("state_"), cell: r => r[9]}, {title: "", cell: r => r[10]}];
    return rows.length ? h("div.scroll", {tabindex: "0"}, table(columns, rows)) : h("p.empty", {}, t("noTargets"));
};

const PASS = [["passes", "1", COLOURS.deep], ["passUnknown", "null", COLOURS.unknown], ["fails", "0", COLOURS.accent]];

// Rows: county, title, month ("" = no end delivered), passes, judged, count.
const calendar = (model, county) => {
    const rows = model.reviews.filter(r => county === null || r[0] === county);
    const by = new Map(), undated = rows.filter(r => r[2] === "").reduce((a, r) => a + r[5], 0);
    for (const [, , month, passes, , count] of rows.filter(r => r[2] !== "")) {
        const at = by.get(month) || {month, 1: 0, null: 0, 0: 0};
        at[String(passes)] += count;
        by.set(month, at);
    }
    const months = [...by.values()].sort((a, b) => a.month < b.month ? -1 : 1).slice(0, 24);
    if (!months.length)
        return h("p.empty", {}, t("empty"));
    const option = () => ({
        grid: {left: 44, right: 12, top: 10, bottom: 44}, tooltip: tooltip(p => tip(p.name, `${p.seriesName} ${number(p.value)}`)),
        xAxis: {type: "category", data: months.map(m => m.month), axisTick: {show: false}, axisLine: {lineStyle: {color: COLOURS.line}},
            axisLabel: {color: COLOURS.soft, rotate: months.length > 12 ? 45 : 0}},
        yAxis: {type: "value", minInterval: 1, axisLabel: {color: COLOURS.soft}, splitLine: {lineStyle: {color: COLOURS.line}}},
        series: PASS.map(([key, value, color]) => ({type: "bar", stack: "all", name: t(key), itemStyle: {color}, barMaxWidth: 42, data: months.map(m => m[value])})),
    });
    const columns = [{title: t("month"), cell: m => m.month}, ...PASS.map(([key, value]) => ({title: t(key), number: true, cell: m => number(m[value])}))];
    return [h("p.legend", {}, PASS.map(([key, , colour]) => [h("span.key", {css: {background: colour}}), t(key)])),
        chart(t("calendar"), 230, option), undated > 0 && h("p.note", {}, t("undated", number(undated))), numbers(columns, months)];
};

export const follow = (model, state) => (model.targets || model.reviews) && section("follow", `${t("follow")} · ${model.county(state.county)}`, t("followNote"),
    model.targets && [h("h3", {}, t("targets")), targets(model, state.county)],
    model.reviews && [h("h3", {}, t("calendar")), calendar(model, state.county)]);
