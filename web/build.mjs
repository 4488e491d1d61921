// Makes the page that publish puts the data into: styles, scripts and Apache ECharts in one file, and that file as a
// table of bytes for the executables.   node build.mjs OUT.html OUT.c
import {createHash} from "node:crypto";
import {readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [html, table] = process.argv.slice(2);
// the oldest browsers that have DecompressionStream for what we pack are Chromium 80; 86 is what offices run
const target = "chrome86";

const bundle = async (entry, loader) => {
    const made = await build({entryPoints: [join(here, "src", entry)], bundle: true, minify: true, write: false, target,
        format: "iife", legalComments: "none", charset: "utf8", loader, logLevel: "warning"});
    return made.outputFiles[0].text.trim();
};
// Apache ECharts carries its licence with it: what NOTICE asks for stands before the script
const notice = readFileSync(join(here, "node_modules/echarts/NOTICE"), "utf8").trim();
const version = JSON.parse(readFileSync(join(here, "node_modules/echarts/package.json"), "utf8")).version;
const licence = `/*!\n${notice}\n\nApache ECharts ${version}, licensed under the Apache License, Version 2.0\n` +
    "(http://www.apache.org/licenses/LICENSE-2.0). It holds zrender (BSD-3-Clause, Copyright 2017 Baidu Inc.), parts of d3\n" +
    "(BSD-3-Clause, Copyright 2010-2018 Mike Bostock) and tslib (0BSD, Copyright Microsoft Corporation).\n*/\n";

// inside a script element "</script" and "<!--" would end or change it
const js = licence + (await bundle("main.js")).replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");
const css = await bundle("style.css");
const sha = text => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const csp = `default-src 'none'; script-src ${sha(js)}; style-src ${sha(css)}; img-src data:; base-uri 'none'; form-action 'none'`;
const parts = {"@CSP@": csp, "@CSS@": css, "@JS@": js};
const page = readFileSync(join(here, "src/index.html"), "utf8").replace(/@(CSP|CSS|JS)@/g, mark => parts[mark]);
if (page.split("@TIDU-DATA@").length !== 2)
    throw new Error("the mark for the data must stand once in the page");

writeFileSync(html, page);
const bytes = Buffer.from(page);
const lines = [];
for (let i = 0; i < bytes.length; i += 32)
    lines.push(Array.from(bytes.subarray(i, i + 32)).join(","));
writeFileSync(table, `/* Generated from web/ by web/build.mjs. */\n#include "report.h"\n\nconst unsigned char report_page[] = {\n${
    lines.join(",\n")},0};\nconst size_t report_page_bytes = ${bytes.length};\n`);
