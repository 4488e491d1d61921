// The page: its state (county, tier, measure, language), its sections in order, and what printing needs.
import {Model, unpack} from "./data.js";
import {isEnglish, number, setEnglish, t} from "./words.js";
import {notes, sources} from "./sources.js";
import {Drawer} from "./drawer.js";
import {FirmTable} from "./firms.js";
import {counties} from "./counties.js";
import {flow} from "./flow.js";
import {follow} from "./follow.js";
import {funnel} from "./funnel.js";
import {h} from "./dom.js";
import {ladder} from "./ladder.js";
import {near} from "./near.js";
import {spread} from "./spread.js";
import {sweep} from "./charts.js";

const SECTIONS = ["ladder", "funnel", "counties", "flow", "nearMap", "spread", "follow", "sources", "firms", "rules"];
const ANCHORS = {nearMap: "near"};

class Page {
    constructor(model) {
        this.model = model;
        this.drawer = new Drawer(model);
        this.app = document.getElementById("app");
        const first = model.programs.filter(p => p.kind === "new").sort((a, b) => b.candidates - a.candidates)[0] || model.programs[0];
        this.state = {county: null, tier: first.position, measure: "candidates"};
        window.addEventListener("beforeprint", () => this.firms.print());
        window.addEventListener("afterprint", () => this.firms.printed());
    }

    set(key, value) {
        const y = window.scrollY, focus = document.activeElement && document.activeElement.dataset ? this.pathOf(document.activeElement) : null;
        this.state[key] = value;
        this.render();
        window.scrollTo(0, y);
        if (focus)
            this.focus(focus);
    }

    // A control is found again by its section and number: the page was made anew under the reader's hand.
    pathOf(element) {
        const scope = element.closest("section, header");
        return scope && [scope.id, [...scope.querySelectorAll("button, select, input")].indexOf(element)];
    }

    focus([id, at]) {
        const scope = document.getElementById(id), element = scope && scope.querySelectorAll("button, select, input")[at];
        if (element)
            element.focus({preventScroll: true});
    }

    head() {
        const {model, state} = this;
        const select = (label, options, value, change) => h("label", {}, h("span", {}, label), h("select", {onchange: e => change(e.target.value)},
            options.map(([v, text]) => h("option", {value: v, selected: v === value}, text))));
        return h("header.bar-top", {id: "top"}, h("div.brand", {}, h("h1", {}, t("title", model.city)),
            h("p", {}, t("asOf", model.asOf), " · ", t("registered"), " ", number(model.registered(null)), " · ", t("candidates"), " ", number(model.firms.count))),
        h("div.controls", {}, select(t("county"), [["*", t("wholeCity")], ...model.counties.map(([code]) => [code, model.county(code)])], state.county ?? "*",
            v => this.set("county", v === "*" ? null : v)),
        select(t("tier"), model.programs.map(p => [String(p.position), model.programTitle(p)]), String(state.tier), v => this.set("tier", Number(v))),
        h("button", {type: "button", id: "language", lang: isEnglish() ? "zh-CN" : "en", onclick: () => this.switchLanguage()}, t("language")),
        h("button", {type: "button", onclick: () => window.print()}, t("print"))));
    }

    switchLanguage() {
        setEnglish(!isEnglish());
        document.documentElement.lang = isEnglish() ? "en" : "zh-CN";
        this.render();
        document.getElementById("language").focus();
    }

    render() {
        const {model, state} = this, choose = position => this.set("tier", position), county = code => this.set("county", code);
        document.title = `${t("title", model.city)} ${model.asOf}`;
        this.firms = new FirmTable(model, state, i => this.drawer.open(i));
        this.app.replaceChildren(h("a.skip", {href: "#firms"}, t("skip")), this.head(),
            h("nav.contents", {"aria-label": t("contents")}, SECTIONS.filter(key => key !== "follow" || model.targets || model.reviews).map(key => h("a", {href: `#${ANCHORS[key] || key}`}, t(key)))),
            h("main", {}, model.released && h("p.released", {}, t("released", model.released)),
                ladder(model, state, choose), funnel(model, state), counties(model, state, county, key => this.set("measure", key)),
                flow(model, state), near(model, state, county), spread(model, state), follow(model, state), sources(model), this.firms.render(), notes(model)), this.drawer.veil);
        this.firms.paint(true);
        sweep();
    }
}

const say = key => {
    const notice = document.getElementById("notice");
    notice.textContent = t(key);
    notice.hidden = false;
};

const start = async () => {
    if (!("DecompressionStream" in window))
        return say("old");
    let model;
    try {
        model = new Model(await unpack(document.getElementById("data").textContent));
    } catch (error) {
        console.error(error);
        return say("broken");
    }
    const page = new Page(model);
    page.render();
    page.app.removeAttribute("aria-busy");
    performance.mark("usable");
};
start();
