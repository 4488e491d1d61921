// Elements from names, attributes and children; text is always a text node, so that no datum can be markup.
export const h = (tag, attributes = {}, ...children) => {
    const at = tag.indexOf(".");
    const element = document.createElement(at < 0 ? tag : tag.slice(0, at));
    if (at >= 0)
        element.className = tag.slice(at + 1).replace(/\./g, " ");
    for (const [name, value] of Object.entries(attributes)) {
        if (value === false || value == null)
            continue;
        if (name.startsWith("on"))
            element.addEventListener(name.slice(2), value);
        else if (name === "css")
            for (const [key, v] of Object.entries(value))
                element.style.setProperty(key, v);
        else
            element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat(9).filter(c => c != null && c !== false));
    return element;
};

// columns: [{title, number, cell(row) -> text or node, width}]
export const table = (columns, rows, caption) => h("table.data", {},
    caption && h("caption", {}, caption),
    h("thead", {}, h("tr", {}, columns.map(c => h(c.number ? "th.n" : "th", {scope: "col"}, c.title)))),
    h("tbody", {}, rows.map(row => h("tr", {class: row.total ? "total" : null}, columns.map((c, i) => {
        const cell = c.cell(row);
        return h((i === 0 ? "th" : "td") + (c.number ? ".n" : ""), i === 0 ? {scope: "row"} : {}, cell ?? "");
    })))));

// A bar inside a cell; its number stands beside it.
export const bar = (share, className = "") => h("span.bar", {"aria-hidden": "true"},
    h(className ? "span.fill." + className : "span.fill", {css: {width: `${Math.max(0, Math.min(1, share)) * 100}%`}}));
