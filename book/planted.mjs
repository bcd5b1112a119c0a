// Falsehoods planted in pages: what certify.mjs would miss of them, it would miss of others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certify, lines_of } from './certify.mjs';
import { shown } from './src/number.mjs';

/// For each planted falsehood whether it is seen: [what, seen]. `files`: pages of which the first that suits is taken.
export function planted(site, files, library, gibbs) {
  const pages = files.filter((f) => f !== 'index.html').map((f) => readFileSync(join(site, 'en', f), 'utf8'));
  const is_seen = (html) => {
    try { certify(lines_of('planted', html, library), gibbs, join(site, '..', 'planted.txt')); } catch { return true; }
    return false;
  };
  const swap = (a, b) => (s) => s.replace(a, '>@<').replace(b, a).replace('>@<', b);
  const number = /<data value="(0\.\d+)" data-of="([^"]*)">[^<]*</;
  const wrong = (_, value, of) => { const x = Number(value) * (1 + 2 ** -50); return `<data value="${x}" data-of="${of}">${shown(x)}<`; };
  const ways = [
    ['a wrong number', number, (s) => s.replace(number, wrong)],
    ['a number with the text of another', number, (s) => s.replace(number, (all) => all.replace(/>[^<]*</, '>0.1234<'))],
    ['a wrong share of a class', /data-told>0\.\d+</, (s) => s.replace(/data-told>0\.\d+</, 'data-told>0.1235<')],
    ['swapped levels of the triangle', />0\.2<.*>1</s, swap('>0.2<', '>1<')],
    ['swapped corners of the triangle', /class="corner"[^>]*>A</, (s) => s.replace(/(class="corner"[^>]*)>A</, '$1>B<')],
    ['swapped names of curves', />CE</, (s) => s.replace(/>CE</g, '>@<').replace(/>SE</g, '>CE<').replace(/>@</g, '>SE<')],
    ['the tangent called the logarithm', />x − 1</, swap('>x − 1<', '>ln x<')],
    ['swapped ticks', /data-tick="x">0\.25</, swap('data-tick="x">0.25<', 'data-tick="x">0.75<')],
    ['swapped classes in a picture', /data-at="[^"]*">A</, (s) => { const [a, b] = ['A', 'B'].map((c) => new RegExp(`data-at="([^"]*)">${c}<`).exec(s)?.[1]); return a && b && a !== b ? s.replace(/(data-at="[^"]*">)A</, '$1B<') : s; }],
    ['a wrong number of questions', /<strong>questions on average: /, (s) => s.replace(/(<strong>questions on average: )\d/, '$19')],
    ['a swapped leaf of the tree', /class="outcome"/, (s) => s.replace(/(class="outcome".*?class="corner"[^>]*)>A</s, '$1>B<')],
  ];
  return ways.flatMap(([what, at, plant]) => {
    const html = pages.find((page) => at.test(page) && plant(page) !== page);
    return html ? [[`${what} is seen`, is_seen(plant(html))]] : [];
  });
}
