// How old the deliveries are, and the quality scores of the departments.
import {bar, h, table} from "./dom.js";
import {numbers, section} from "./figure.js";
import {number, t} from "./words.js";

const oldestDays = ages => Math.max(...ages.map(a => Number(a[4])));
const points = hundredths => hundredths === null ? "–" : (hundredths / 100).toFixed(1);

export const sources = model => {
    const oldest = Math.max(1, ...model.ages.map(a => Number(a[4]) || 0));
    const ages = [{title: t("source"), cell: a => a[2]}, {title: t("delivery"), cell: a => a[0]}, {title: t("dataset"), cell: a => model.datasets[a[1]] || a[1]},
        {title: t("delivered"), cell: a => a[3] || t("never")},
        {title: t("age"), number: true, cell: a => a[4] === "" ? "–" : h("span.barred", {}, bar(Number(a[4]) / oldest, a[7] ? "old" : "deep"), h("span", {}, number(Number(a[4]))))},
        {title: t("rows"), number: true, cell: a => number(a[5])}, {title: t("rejects"), number: true, cell: a => number(a[6])},
        {title: t("carried"), cell: a => a[7] ? t("since", a[7], a[9]) : ""}];
    const part = (key, at) => ({title: t(key), number: true, cell: q => points(q[at])});
    const quality = [{title: t("source"), cell: q => q[0]}, {title: t("dataset"), cell: q => model.datasets[q[1]] || q[1]},
        {title: t("score"), number: true, cell: q => h("span.barred", {}, bar((q[3] || 0) / 10000, (q[3] || 0) < 8000 ? "old" : "deep"), h("span", {}, points(q[3])))},
        part("completeness", 4), part("validity", 5), part("consistency", 6), part("timeliness", 7),
        {title: t("records"), number: true, cell: q => number(q[2])}];
    // what needs somebody's eye stands open: carried forward, never delivered, or older than the rest
    const carried = model.ages.filter(a => a[7] || a[4] === ""), dated = model.ages.filter(a => a[4] !== "");
    const youngest = Math.min(...dated.map(a => Number(a[4])));
    const odd = model.ages.filter(a => a[7] || a[4] === "" || Number(a[4]) > youngest).sort((a, b) => (b[4] === "" ? 1e9 : b[4]) - (a[4] === "" ? 1e9 : a[4]));
    return section("sources", t("sources"), t("sourcesNote"),
        h("h3", {}, t("deliveries")), h("p", {}, t("agesSaid", model.ages.length, carried.length, odd.length, dated.length ? oldestDays(dated) : 0)),
        odd.length > 0 && h("div.scroll", {tabindex: "0"}, table(ages, odd)), odd.length < model.ages.length && numbers(ages, model.ages, "allDeliveries"),
        h("h3", {}, t("qualityScores")), h("div.scroll", {tabindex: "0"}, table(quality, model.quality)));
};

export const notes = model => section("rules", t("rules"), t("rulesNote"), h("div.scroll", {tabindex: "0"}, table([
    {title: t("tier"), cell: p => p.title}, {title: t("kind"), cell: p => t(p.kind === "review" ? "reviewKind" : "newKind")},
    {title: t("version"), cell: p => p.version}, {title: t("basis"), cell: p => p.source},
    {title: "", cell: p => p.unconfirmed ? t("unconfirmedNote") : ""}], model.programs)), h("p.note", {}, t("footer")));
