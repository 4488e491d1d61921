// The packed data, unpacked, and what the figures share of it.
import {pick, t} from "./words.js";

export const unpack = async text => {
    const plain = atob(text.trim());
    const bytes = new Uint8Array(plain.length);
    for (let i = 0; i < plain.length; i++)
        bytes[i] = plain.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
};

const VERDICT_NEAR = 3, VERDICT_HELD = 5;

export class Model {
    constructor(data) {
        Object.assign(this, data);
        this.countyName = new Map(this.counties);
        this.byPosition = new Map(this.programs.map(p => [p.position, p]));
        for (const program of this.programs) {
            program.tops = program.conditions.map((c, n) => ({...c, n})).filter(c => c.parent === -1);
            program.hard = program.tops.filter(c => !c.subject).length;
            program.candidates = 0;
        }
        for (const position of this.firms.position)
            this.byPosition.get(position).candidates++;
        if (this.tally.some(row => row[2] === "") || this.firms.county.includes(""))
            this.counties.push(["", ""]);
        this.reasonWord = new Map((this.reasons || []).map(([reason, ...words]) => [reason, words]));
        this.countTally();
        this.countFirms();
    }

    county(code) {
        return code === null ? t("wholeCity") : this.countyName.get(code) || t("unknownCounty");
    }

    programTitle(program) {
        return program.title + (program.kind === "review" ? t("review") : "");
    }

    // counts[position][county code, or null: the city] = {held, near, seated, waiting, registered}
    countTally() {
        this.counts = new Map(this.programs.map(p => [p.position, new Map()]));
        this.nearBy = new Map(this.programs.map(p => [p.position, new Map()])); // n -> county -> [known, unknown]
        for (const [position, n, county, verdict, units, withUnknown] of this.tally) {
            if (!this.byPosition.has(position))
                continue;
            if (n === null) {
                for (const code of [county, null]) {
                    const c = this.count(position, code);
                    c.registered += units;
                    if (verdict === VERDICT_NEAR)
                        c.near += units;
                    if (verdict === VERDICT_HELD)
                        c.held += units;
                }
                continue;
            }
            const conditions = this.nearBy.get(position);
            if (!conditions.has(n))
                conditions.set(n, new Map());
            for (const code of [county, null]) {
                const cell = conditions.get(n).get(code) || [0, 0];
                conditions.get(n).set(code, [cell[0] + (units || 0), cell[1] + (withUnknown || 0)]);
            }
        }
    }

    count(position, county) {
        const of = this.counts.get(position);
        if (!of.has(county))
            of.set(county, {held: 0, near: 0, seated: 0, waiting: 0, registered: 0});
        return of.get(county);
    }

    countFirms() {
        const {position, county, flags, count} = this.firms;
        for (let i = 0; i < count; i++)
            for (const code of [county[i], null])
                this.count(position[i], code)[flags[i] & 1 ? "seated" : "waiting"]++;
    }

    // [{step, text, clause, met, unmet, unknown, manual, na, remaining, certain, held}], summed over counties for null
    steps(program, county) {
        const steps = [];
        for (const [position, code, step, ...counts] of this.funnel) {
            if (position !== program.position || (county !== null && code !== county))
                continue;
            const top = program.tops[step - 1];
            const at = steps[step] ||= {step, counts: counts.map(() => 0), clause: top ? top.clause : "",
                text: top ? top.text : t(program.kind === "review" ? "dueReview" : "allUnits"), unconfirmed: top && top.unconfirmed};
            counts.forEach((n, k) => { at.counts[k] += n; });
        }
        const names = ["met", "unmet", "unknown", "manual", "na", "remaining", "certain", "held"];
        return steps.filter(Boolean).map(s => ({...s, ...Object.fromEntries(names.map((n, k) => [n, s.counts[k]]))}));
    }

    registered(county) {
        const program = this.programs.find(p => p.kind === "new") || this.programs[0];
        return program ? this.count(program.position, county).registered : 0;
    }
}

// "3" of "3%", 0.3 of "3‰"
export const percent = text => parseFloat(text) * (text.includes("‰") ? 0.1 : 1);

export const sizeOf = (low, high, sizes) => pick(sizes[low]) + (high !== low ? "–" + pick(sizes[high]) : "");
