// The ladder itself: a step a tier, higher to the right; and who is where.
import {h} from "./dom.js";
import {number, t} from "./words.js";
import {section} from "./figure.js";

const step = (model, state, program, rise, choose) => {
    const c = model.count(program.position, state.county);
    const pairs = [["held", c.held], ["seated", c.seated], ["waiting", c.waiting], ["near", c.near]];
    return h("button.step", {type: "button", "aria-pressed": String(state.tier === program.position),
        css: {"--rise": rise}, onclick: () => choose(program.position)},
    h("span.step-title", {}, model.programTitle(program), program.unconfirmed && h("span.flag", {title: t("unconfirmedNote")}, t("unconfirmed"))),
    h("span.step-main", {}, h("b", {}, number(c.seated + c.waiting)), " ", t("candidates")),
    h("span.step-rest", {}, pairs.map(([key, n]) => h("span", {}, t(key), " ", h("b", {}, number(n)),
        key === "seated" && state.county === null && program.seats !== null ? ` / ${number(program.seats)}` : ""))));
};

export const ladder = (model, state, choose) => {
    const fresh = model.programs.filter(p => p.kind === "new");
    const steps = fresh.filter(p => (p.ladder ?? 0) >= 0).sort((a, b) => (a.ladder ?? a.position) - (b.ladder ?? b.position));
    const others = fresh.filter(p => p.ladder < 0);
    const levels = [...new Set(steps.map(p => p.level ?? p.ladder ?? p.position))];
    return section("ladder", t("ladder"), t("ladderNote"),
        h("div.ladder", {css: {"--steps": steps.length}}, steps.map(p =>
            step(model, state, p, levels.indexOf(p.level ?? p.ladder ?? p.position) / Math.max(1, levels.length - 1), choose))),
        others.length > 0 && [h("h3", {}, t("second")), h("div.ladder.flat", {css: {"--steps": others.length}},
            others.map(p => step(model, state, p, 0, choose)))]);
};
