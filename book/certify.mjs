// Is every number in the pages the one that the reference finds, and every label in a picture where it belongs?
//
//   node certify.mjs SITE GIBBS WASM
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { misplaced } from './labels.mjs';
import { example, tellings } from './src/example.mjs';
import * as I from './src/interval.mjs';
import { library } from './src/library.mjs';
import { shown } from './src/number.mjs';
import { words_in } from './src/texts.mjs';

const unescaped = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

/// The library's answers in a page: { value, of, text }.
export const numbers_of = (html) => [...html.matchAll(/<data value="([^"]*)" data-of="([^"]*)">([^<]*)<\/data>/g)].map(([, value, of, text]) => ({ value, of: unescaped(of), text: unescaped(text) }));
/// A number whose text is not its value.
export const misread = (numbers) => numbers.find(({ value, text }) => shown(Number(value)) !== text);
const line_of = ({ value, of }) => `${value.replace('Infinity', 'inf')} ${of}`;

/// "−1.388 · 10⁻¹⁷" as [value, half a unit of its last digit].
function read(text) {
  if (text === '+∞' || text === '−∞') return [text === '+∞' ? Infinity : -Infinity, 0];
  const [mantissa, exponent = ''] = text.replace('−', '-').split(' · 10');
  const ten = 10 ** Number([...exponent].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c) >= 0 ? '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c) : '-').join(''));
  const decimals = (mantissa.split('.')[1] ?? '').length;
  return [Number(mantissa) * ten, mantissa === '0' ? 0 : 0.500001 * 10 ** -decimals * ten];
}
/// What formulas of a page tell, for the reference: lines, or an error where the page has another text.
function lines_of_told(name, texts, told) {
  if (texts.length !== told.length) throw new Error(`${name}: ${texts.length} values of formulas, not ${told.length}`);
  return told.map(({ text, value }, k) => {
    if (texts[k] !== text) throw new Error(`${name}: '${texts[k]}' stands where the formula gives '${text}'`);
    const ends = text.split(' … ').map((part) => (part === '≈ 0' ? [0, 1e-9] : read(part)));
    const wide = value.lo === value.hi || !Number.isFinite(value.hi - value.lo) ? 0 : value.hi - value.lo;
    const middle = ends.length === 2 ? (ends[0][0] + ends[1][0]) / 2 : ends[0][0], error = ends.length === 2 ? Math.abs(ends[1][0] - ends[0][0]) / 2 + ends[0][1] : ends[0][1] + wide;
    if (middle !== middle || error !== error) throw new Error(`${name}: '${text}' is no number`);
    return `~ ${String(middle).replace('Infinity', 'inf')} ${error} ${I.words(value)}`;
  });
}
/// The page's spec, and its first example as a state.
export function page_of(html) {
  const json = /<script type="application\/json" id="page">(.*)<\/script>/.exec(html)?.[1];
  if (!json) return null;
  const { spec, presets } = JSON.parse(json, (_, x) => (x === null ? -Infinity : x));
  return { spec, state: { inputs: presets.example, unit: spec.unit } };
}
/// All that a page tells in numbers, as lines for `gibbs book --certify`; throws where a text is not its value, or a label
/// not where it belongs. `state`: what the page shows, its first example unless given.
export function lines_of(name, html, gibbs, state) {
  const numbers = numbers_of(html), wrong = misread(numbers), page = page_of(html);
  if (wrong) throw new Error(`${name}: ${wrong.of}: '${wrong.text}' is not ${wrong.value}`);
  if (!page) return [];
  for (const fault of misplaced(html, gibbs, state)) throw new Error(`${name}: ${fault}`);
  const texts = [...html.matchAll(/ data-told(?:="")?>([^<]*)</g)].map(([, text]) => unescaped(text));
  I.trace.on = true;
  tellings.length = 0;
  try {
    const { refusal } = example(gibbs, page.spec, state ?? page.state, words_in(/ lang="(\w+)"/.exec(html)[1]), { still: false });
    if (refusal) throw new Error(`${name}: ${refusal}`);
    return [...numbers.map(line_of), ...lines_of_told(name, texts, tellings)];
  } finally {
    I.trace.on = false;
  }
}
/// Asks the reference of all lines; throws with the first that is false.
export function certify(lines, gibbs, scratch) {
  writeFileSync(scratch, [...new Set(lines)].join('\n'));
  return execFileSync(gibbs, ['book', '--certify', scratch], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [site, gibbs, wasm] = process.argv.slice(2);
  const own = library(new WebAssembly.Module(readFileSync(wasm)));
  try {
    const lines = ['en', 'ko'].flatMap((language) => readdirSync(join(site, language)).flatMap((file) => lines_of(`${language}/${file}`, readFileSync(join(site, language, file), 'utf8'), own)));
    console.log(`${lines.length} numbers in the pages: ${certify(lines, gibbs, join(site, '..', 'numbers.txt'))}`);
  } catch (error) {
    console.error(String(error.stderr || error.message).trim());
    process.exitCode = 1;
  }
}
