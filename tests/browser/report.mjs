// node report.mjs REPORT.html FOLDER: opens the report and does what a reader does. FOLDER/names.json: names that must stand.
import {deflateSync, inflateSync} from "node:zlib";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {readFileSync, statSync, writeFileSync} from "node:fs";
import {chromium} from "playwright-core";

const [file, folder] = process.argv.slice(2);
let failures = 0;
const check = (what, wanted, got) => {
    if (JSON.stringify(wanted) === JSON.stringify(got))
        return console.log(`ok    ${what}`);
    failures++;
    console.log(`WRONG ${what}\n  wanted: ${JSON.stringify(wanted)}\n  got:    ${JSON.stringify(got)}`);
};

const browser = await chromium.launch({executablePath: process.env.TIDU_CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"]});
const said = [], asked = [];
const open = async path => {
    const page = await browser.newPage({viewport: {width: 1360, height: 900}});
    page.on("console", m => said.push(`${m.type()}: ${m.text()}`));
    page.on("pageerror", e => said.push(e.message));
    page.on("dialog", d => { said.push(`dialog: ${d.message()}`); d.dismiss(); });
    page.on("request", r => asked.push(r.url()));
    await page.goto(pathToFileURL(path).href);
    await page.waitForFunction(() => performance.getEntriesByName("usable").length > 0, null, {timeout: 30000});
    return page;
};
const usable = page => page.evaluate(() => Math.round(performance.getEntriesByName("usable")[0].startTime));
const names = page => page.locator(".rows .row > div:first-child").allTextContents();
const found = page => page.locator(".found").textContent();

const page = await open(file);
console.log(`      usable after ${await usable(page)} ms, ${statSync(file).size} bytes`);
check("ten sections, each with its heading", 10, await page.locator("main > section.card > h2").count());

// ---- hostile names
const hostile = JSON.parse(readFileSync(join(folder, "names.json"), "utf8"));
check("names stand as they are", hostile, (await names(page)).slice(0, hostile.length));
check("a county's too", true, (await page.locator(".tile").allTextContents()).some(text => text.startsWith("东昌</script><i>府区")));
await page.locator("#flow").scrollIntoViewIfNeeded();
await page.locator("#flow canvas").hover();
await page.locator(".rows .row").nth(1).click();
check("… and in the drawer", hostile[1], await page.locator("#drawer-title").textContent());
check("nothing of them ran", null, await page.evaluate(() => window.hacked ?? null));
check("nor became an element", 0, await page.locator("main img, main i:not(.state i), .drawer img").count());

// ---- the drawer
check("the drawer says how the conditions stand", true, /满足|不满足|未知|人工/.test(await page.locator(".drawer .tree").first().textContent()));
check("… with values", true, await page.locator(".drawer .values li").count() > 0);
await page.keyboard.press("Escape");
check("Esc closes it", false, await page.locator(".veil").isVisible());
await page.locator(".viewport").focus();
await page.keyboard.press("ArrowDown");
await page.keyboard.press("Enter");
check("Enter on a row opens it", hostile[2], await page.locator("#drawer-title").textContent());
await page.locator(".close").click();
check("… and the table has the keyboard again", "viewport", await page.evaluate(() => document.activeElement.className));

// ---- sorting and filtering
const all = Number((await found(page)).match(/[\d,]+/)[0].replace(",", ""));
const codes = async () => page.locator(".rows .row > div:nth-child(2)").allTextContents();
await page.locator("[data-key=code] button").click();
const rising = await codes();
check("sorted by code", [...rising].sort(), rising);
check("… which is said", "ascending", await page.locator("[data-key=code]").getAttribute("aria-sort"));
await page.locator("[data-key=code] button").click();
const falling = await codes();
check("… and the other way round", [...falling].sort().reverse(), falling);
check("only the rows in sight are in the page", true, (await page.locator(".rows .row").count()) < 60);
await page.locator("input[type=search]").fill(rising[0].slice(2, 17));
await page.waitForFunction(() => document.querySelectorAll(".rows .row").length === 1);
check("found by a part of its code", [rising[0]], await codes());
await page.locator("input[type=search]").fill("没有这家企业");
await page.waitForFunction(() => document.querySelectorAll(".rows .row").length === 0);
check("nothing found is said", "没有符合的企业", await found(page));
await page.locator("input[type=search]").fill("");
await page.waitForFunction(() => document.querySelectorAll(".rows .row").length > 1);
await page.locator(".filters select").nth(2).selectOption("1");
check("filtered by seat: all rows have one", true, (await page.locator(".rows .row > div:nth-child(6)").allTextContents()).every(s => s.startsWith("名额内")));
await page.locator(".filters select").nth(2).selectOption("");
await page.locator(".tile").nth(1).click();
const county = await page.locator(".tile[aria-pressed=true] span").textContent();
check("a tile chooses its county everywhere", true, (await page.locator("#firms h2").textContent()).includes(county) && (await page.locator("#funnel h2").textContent()).includes(county));
check("… and its firms only", [county], [...new Set(await page.locator(".rows .row > div:nth-child(3)").allTextContents())]);
await page.locator(".tile").nth(1).click();
check("… once more: the whole city", true, (await found(page)).includes(`${all} 家`));
const counted = async () => page.evaluate(() => {
    const rows = [...document.querySelectorAll("#counties tbody tr")].map(r => [...r.querySelectorAll("td")].slice(0, 5).map(c => Number(c.textContent.replace(/,/g, ""))));
    const total = rows.pop();
    return total.every((n, i) => n === rows.reduce((a, r) => a + r[i], 0));
});
check("the counties add up to the city", true, await counted());
check("every chart has its numbers in words", true, await page.evaluate(() => [...document.querySelectorAll(".chart")].every(c =>
    c.getAttribute("aria-label") && c.closest("section, figure").querySelector("table"))));

// ---- the language
await page.locator("#language").click();
check("English on asking", "en", await page.evaluate(() => document.documentElement.lang));
const ours = await page.evaluate(() => [...document.querySelectorAll(".contents a, .note, label > span, .chip, .row.head button, summary")].map(e => e.textContent));
check("… in all our own words", [], ours.filter(text => /[\u4e00-\u9fff]/.test(text)));
await page.locator("#language").click();

// ---- paper
await page.emulateMedia({media: "print"});
const overflow = async (width, selector) => {
    await page.setViewportSize({width, height: 1000});
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    return page.evaluate(([w, s]) => [...document.querySelectorAll(s)].filter(e => e.getBoundingClientRect().right > w + 1).map(e => `${e.tagName}.${e.className}`), [width, selector]);
};
check("nothing is cut off on A4", [], await overflow(703, "main section:not(#firms) *"));
check("… nor the list on A4 across", [], await overflow(1032, "#firms h2, #firms .paper *"));
await page.emulateMedia({media: null});
await page.setViewportSize({width: 1360, height: 900});
const pdf = (await page.pdf({preferCSSPageSize: true, printBackground: true})).toString("latin1");
const boxes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)].map(m => Number(m[1]) > Number(m[2]));
check("it prints on several pages, the list across", [true, true, true], [boxes.length > 4, boxes.includes(true), boxes.includes(false)]);
check("after printing the page is as before", 0, await page.locator(".paper table").count());
await page.close();

// ---- as many candidates as a large city has: codes and figures of their own, so that they do not pack better than real ones
const html = readFileSync(file, "utf8"), [, packed] = html.match(/id="data">([^<]*)</);
const data = JSON.parse(inflateSync(Buffer.from(packed, "base64")));
let seed = 1;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const MANY = 15000, few = data.firms.count;
const spread = column => Array.from({length: MANY}, (_, i) => column[i % few]);
for (const [key, column] of Object.entries(data.firms))
    if (Array.isArray(column) && !key.endsWith("List"))
        data.firms[key] = spread(column);
data.firms.count = MANY;
data.firms.place = data.firms.place.map((_, i) => i + 1);
data.firms.uscc = data.firms.uscc.map(code => code.slice(0, 8) + String(Math.floor(random() * 1e10)).padStart(10, "0"));
const wide = text => [...text].map(c => String.fromCharCode(0x4e00 + Math.floor(random() * 2500))).slice(0, 6).join("");
data.firms.name = data.firms.name.map(name => `聊城市${wide("长长长长长长")}有限公司${name.length % 7}`);
data.firms.gap = data.firms.gap.map(gap => gap.replace(/\d+\.\d+/g, n => (Number(n) * (0.5 + random())).toFixed(2)));
for (const [slot, column] of Object.entries(data.firms.values)) {
    const money = data.slots[slot][2] === "money" || /staff|employees|insured/.test(data.slots[slot][0]);
    data.firms.values[slot] = spread(column).map(v => money && v !== null ? Number((v * (0.5 + random())).toFixed(data.slots[slot][2] === "money" ? 2 : 0)) : v);
}
const large = join(folder, "large.html");
writeFileSync(large, html.replace(packed, () => deflateSync(JSON.stringify(data), {level: 6}).toString("base64")));
const big = await open(large);
console.log(`      ${MANY} candidates: usable after ${await usable(big)} ms, ${statSync(large).size} bytes`);
check("15,000 candidates fit into 5 MiB", true, statSync(large).size <= 5 * 1024 * 1024);
check("… and all are there", true, (await found(big)).includes("15,000"));
const before = Date.now();
await big.locator("[data-key=name] button").click();
await big.locator(".viewport").evaluate(e => { e.scrollTop = 300000; });
await big.waitForFunction(() => Number(document.querySelector(".rows .row").dataset.row) > 5000);
console.log(`      sorted by name and scrolled in ${Date.now() - before} ms`);
await browser.close();

check("nothing was said to the console", [], said);
check("no request but for the files themselves", [], asked.filter(url => !url.startsWith("file:") && !url.startsWith("blob:")));
console.log(failures ? `${failures} checks failed` : "report.html is as it should be");
process.exit(failures ? 1 : 0);
