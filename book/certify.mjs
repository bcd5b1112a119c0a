// Is every number in the pages the one that the reference finds, and every label in a picture where it belongs?
//
//   node certify.mjs SITE GIBBS
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { library } from './src/library.mjs';
import { shown } from './src/number.mjs';

const unescaped = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

/// The numbers of a page: { value, of, text }.
export const numbers_of = (html) => [...html.matchAll(/<data value="([^"]*)" data-of="([^"]*)">([^<]*)<\/data>/g)].map(([, value, of, text]) => ({ value, of: unescaped(of), text: unescaped(text) }));
/// A number whose text is not its value.
export const misread = (numbers) => numbers.find(({ value, text }) => shown(Number(value)) !== text);
/// Asks the reference of all of them; throws with the first that is false.
export function certify(numbers, gibbs, scratch) {
  const wrong = misread(numbers);
  if (wrong) throw new Error(`${wrong.of}: '${wrong.text}' is not ${wrong.value}`);
  writeFileSync(scratch, [...new Set(numbers.map(({ value, of }) => `${value.replace('Infinity', 'inf')} ${of}`))].join('\n'));
  return execFileSync(gibbs, ['book', '--certify', scratch], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}
/// Labels of level lines that stand nearer to another level than to their own.
export function misplaced(html, library_of_page) {
  const page = JSON.parse(/<script type="application\/json" id="page">(.*)<\/script>/.exec(html)?.[1] ?? 'null');
  const labels = [...html.matchAll(/class="level-label"[^>]*data-at="([^"]*)"[^>]*>([^<]*)</g)].map(([, at, text]) => ({ at: at.split(',').map(Number), level: Number(text) }));
  if (!page || !labels.length) return [];
  const { p } = page.presets.example;
  const f = { kl: (q) => library_of_page.kl_divergence(p, q, 'bit'), js: (q) => library_of_page.js_divergence(p, q, 'bit'), entropy: (x) => library_of_page.entropy(x, 'bit') }[page.spec.simplex];
  return labels.filter(({ at, level }) => {
    const value = f(at.map((x) => Math.max(0, x)));
    return labels.some((other) => Math.abs(Math.log(value / other.level)) < Math.abs(Math.log(value / level)));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [site, gibbs, wasm] = process.argv.slice(2);
  const own = library(new WebAssembly.Module(readFileSync(wasm)));
  const numbers = [];
  for (const language of ['en', 'ko'])
    for (const file of readdirSync(join(site, language))) {
      const html = readFileSync(join(site, language, file), 'utf8');
      numbers.push(...numbers_of(html));
      for (const { at, level } of misplaced(html, own)) throw new Error(`${language}/${file}: the label ${level} at ${at} stands on another level`);
    }
  console.log(`${numbers.length} numbers in the pages: ${certify(numbers, gibbs, join(site, '..', 'numbers.txt'))}`);
}
