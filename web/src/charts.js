// Apache ECharts, only the parts that are used; a chart is made when it comes into view and drawn anew for paper.
import * as echarts from "echarts/core";
import {BarChart, CustomChart, SankeyChart} from "echarts/charts";
import {GridComponent, MarkLineComponent, TooltipComponent} from "echarts/components";
import {CanvasRenderer} from "echarts/renderers";
import {h} from "./dom.js";

echarts.use([BarChart, CustomChart, SankeyChart, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

// Told apart by people who do not see red and green, and in grey: each also has its word or sign.
export const COLOURS = {ink: "#1c2b39", soft: "#5b6b7a", line: "#d8dee5", deep: "#1f5a93", light: "#a9c8e4", accent: "#c8641b",
    unknown: "#b4bcc5", scale: ["#f3f7fb", "#c9dff0", "#8fbcdd", "#4a8ec2", "#1f5a93", "#123a63"]};
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","WenQuanYi Zen Hei",sans-serif';
const PAPER = 690; // CSS pixels between the margins of A4

const charts = new Map(); // element -> {chart, option}
const observer = new IntersectionObserver(entries => {
    for (const entry of entries)
        if (entry.isIntersecting)
            start(entry.target);
}, {rootMargin: "300px"});

const start = element => {
    const known = charts.get(element);
    if (!known || known.chart)
        return;
    known.chart = echarts.init(element, null, {renderer: "canvas", devicePixelRatio: Math.max(2, window.devicePixelRatio)});
    known.chart.setOption(known.option());
    if (known.click)
        known.chart.on("click", known.click);
};

// A place for a chart with its summary for whoever does not see it. option: a function, so that a width can be asked for.
export const chart = (label, height, option, click) => {
    const element = h("div.chart", {role: "img", "aria-label": label, css: {height: `${height}px`}});
    const base = () => ({animation: false, textStyle: {fontFamily: FONT, color: COLOURS.ink},
        ...option(parseFloat(element.style.width) || element.clientWidth || PAPER)});
    charts.set(element, {chart: null, option: base, click});
    observer.observe(element);
    return element;
};

// What a tooltip shows: elements, never markup.
export const tip = (...lines) => h("div.tip", {}, lines.map((line, i) => h(i ? "div" : "strong", {}, line)));
export const tooltip = formatter => ({trigger: "item", confine: true, transitionDuration: 0, borderWidth: 1,
    borderColor: COLOURS.line, textStyle: {color: COLOURS.ink, fontSize: 12, fontFamily: FONT}, formatter});

// Charts whose place is no longer in the page are let go.
export const sweep = () => {
    for (const [element, known] of charts)
        if (!element.isConnected) {
            observer.unobserve(element);
            if (known.chart)
                known.chart.dispose();
            charts.delete(element);
        }
};

// On paper a chart has the page's width, and half of it where two stand side by side.
const redraw = width => {
    for (const element of charts.keys()) {
        element.style.setProperty("width", width ? `${element.closest(".pair") ? (width - 24) / 2 : width}px` : "");
        start(element);
    }
    for (const [element, known] of charts) {
        known.chart.resize({width: parseFloat(element.style.width) || "auto"});
        known.chart.setOption(known.option(), true);
        known.chart.getZr().refreshImmediately();
    }
};
let frame = 0;
window.addEventListener("resize", () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
        for (const [, known] of charts)
            if (known.chart) {
                known.chart.resize();
                known.chart.setOption(known.option(), true);
            }
    });
});
window.addEventListener("beforeprint", () => redraw(PAPER));
window.addEventListener("afterprint", () => redraw(0));
export {echarts};
