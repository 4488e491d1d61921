// A figure: heading, how to read it, the chart, and its numbers as a table.
import {h, table} from "./dom.js";
import {t} from "./words.js";

export const section = (id, title, note, ...children) => h("section.card", {id, "aria-labelledby": `${id}-title`},
    h("h2", {id: `${id}-title`}, title), note && h("p.note", {}, note), children);

export const numbers = (columns, rows, title = "numbers") => h("details.numbers", {}, h("summary", {}, t(title)),
    h("div.scroll", {tabindex: "0"}, table(columns, rows)));

// Five shades by the square root, so that one large county does not make the others alike.
export const shade = (value, most) => value === 0 || most === 0 ? 0 : Math.max(1, Math.ceil(Math.sqrt(value / most) * 5));
