// Makes the pages: node build.mjs BOOK.JSON GIBBS.WASM MATH.WOFF2 OUT
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { code_page, page_of_file, sources } from './src/code.mjs';
import { conditions } from './formulas.mjs';
import { library } from './src/library.mjs';
import { machine_texts } from './src/machine.mjs';
import { contents_page, file_of, statement_page } from './src/page.mjs';
import { languages } from './src/texts.mjs';

const [data, wasm, font, out] = process.argv.slice(2);
const root = fileURLToPath(new URL('..', import.meta.url)), here = (name) => fileURLToPath(new URL(name, import.meta.url));
const bytes = readFileSync(wasm);
const gibbs = library(new WebAssembly.Module(bytes));
const book = JSON.parse(readFileSync(data));
book.by_id = Object.fromEntries(book.statements.map((s) => [s.id, s]));
book.number = Object.fromEntries(book.chapters.flatMap((c, k) => c.theorems.map((id) => [id, k + 1])));
book.conditions = conditions();
book.metric = Object.fromEntries(book.metrics.map((m) => [m.name, m]));

const coq = machine_texts(root);
for (const s of book.statements) s.coq = coq(s.machine);

// The order of reading: the path, then what is not on it.
const path = book.chapters.flatMap((c) => c.theorems.filter((id) => book.by_id[id]));
book.place = Object.fromEntries(path.map((id, k) => [id, k]));
const order = [...path, ...book.statements.map((s) => s.id).filter((id) => !path.includes(id))];
book.order = Object.fromEntries(order.map((id, k) => [id, { before: order[k - 1], after: order[k + 1], chapter: book.chapters.find((c) => c.theorems.includes(id)) }]));

const code = sources(root);
const style = buildSync({ entryPoints: [here('src/style.css')], bundle: true, minify: true, write: false, external: ['MATH_FONT'] }).outputFiles[0].text.trim().replace('MATH_FONT', '../math.woff2');
mkdirSync(out, { recursive: true });
for (const language of Object.keys(languages)) {
  mkdirSync(join(out, language), { recursive: true });
  writeFileSync(join(out, language, 'index.html'), contents_page(book, language, style));
  for (const s of book.statements) {
    const page = statement_page(s, book, gibbs, language, style, code);
    if (s.kind === 'theorem' && page.includes('class="relation wrong"')) throw new Error(`${s.id}: a relation is false of the theorem's own example`);
    writeFileSync(join(out, language, file_of(s.id)), page);
  }
}
for (const file of code.files()) {
  mkdirSync(dirname(join(out, page_of_file(file))), { recursive: true });
  writeFileSync(join(out, page_of_file(file)), code_page(file, code.lines(file), style));
}
writeFileSync(join(out, 'index.html'), '<!doctype html><meta charset="utf-8"><title>gibbs</title><meta http-equiv="refresh" content="0; url=en/index.html"><a href="en/index.html">English</a> <a href="ko/index.html" lang="ko">한국어</a>\n');
copyFileSync(font, join(out, 'math.woff2'));
writeFileSync(join(out, 'gibbs.wasm.js'), `globalThis.gibbs_module="${deflateRawSync(bytes, { level: 9 }).toString('base64')}"`);
buildSync({ entryPoints: [here('src/client.mjs')], bundle: true, minify: true, format: 'iife', target: 'es2022', outfile: join(out, 'book.js'), logLevel: 'warning' });
console.log(`${out}: ${2 * (book.statements.length + 1)} pages`);
