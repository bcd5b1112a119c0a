// Are the formulas of the words true? Each is read; every relation that says more than a condition on its letters is
// evaluated, in interval arithmetic, on the example of its theorem and on others like it. A relation that is certainly
// false somewhere must stand in conditions.txt, which says under which condition its sentence claims it; and one that
// stands there must still need it.
//
//   node formulas.mjs BOOK.JSON [-v]
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Unknown, claims, environment, is_false } from './src/evaluate.mjs';
import { parse } from './src/formula.mjs';
import { parsed } from './src/number.mjs';

/// Examples like the given one: the same roles, other values; all exact in binary64, distributions of sum 1.
export function variations({ inputs, unit }, count = 12) {
  let state = 20260101;
  const below = (n) => (state = (state * 1103515245 + 12345) % 2 ** 31) % (n * 64) % n;
  const masses = (n) => {
    const all = Array(n).fill(1);
    for (let left = 64 - n; left > 0; --left) ++all[below(n)];
    return all.map((x) => x / 64);
  };
  const draw = { probability: () => (1 + below(62)) / 64, logit: () => (below(65) - 32) / 8, number: ([x]) => (x >= 0 && x <= 1 ? below(17) / 16 : (below(65) - 32) / 8), natural: (v) => v[0] };
  return Array.from({ length: count }, (_, k) => {
    const n = 2 + (k % 3);
    return { unit, inputs: inputs.map((input) => {
      const length = input.columns ? input.values.length : n;
      const values = draw[input.role] ? [draw[input.role](input.values)] : ['distribution', 'joint'].includes(input.role) ? masses(length) : Array.from({ length }, () => draw.number([2]));
      return { ...input, values };
    }) };
  });
}
export const example_of = ({ example }) => ({ unit: example.unit, inputs: example.inputs.map((i) => ({ ...i, values: i.fractions.map(parsed) })) });

const fields = ['question', 'statement', 'steps', 'equality', 'believed', 'false', 'breaks', 'floating'];
const claimed = new Set(['statement', 'steps', 'equality', 'false']);
export const formulas_of = (text) => [...text.matchAll(/\$([^$]*)\$/g)].map((m) => m[1]);

/// { read, evaluated, faults }; `allowed` is a set of "id: formula".
export function examine(statements, allowed) {
  const count = { read: 0, evaluated: 0, unknown: 0 }, faults = [], needed = new Set();
  for (const s of statements)
    for (const language of ['en', 'ko'])
      for (const field of fields)
        for (const text of [s[language][field]].flat())
          for (const formula of formulas_of(text)) {
            let tree;
            try { tree = parse(formula); } catch (error) { faults.push(`${s.id}, ${language}: ${error.message}`); continue; }
            ++count.read;
            if (!claimed.has(field) || (s.kind === 'fallacy' && field === 'statement')) continue;
            const examples = [example_of(s), ...variations(example_of(s))];
            for (const relation of claims(tree)) {
              try {
                const wrong = examples.find((e) => is_false(relation, environment(e.inputs, e.unit)));
                ++count.evaluated;
                const key = `${s.id}: ${formula}`;
                if (wrong && allowed.has(key)) needed.add(key);
                else if (wrong) faults.push(`${s.id}, ${language}, ${field}: $${formula}$ is false for ${wrong.inputs.map((i) => `${i.name} = ${i.values.join(', ')}`).join('; ')}`);
              } catch (error) {
                if (!(error instanceof Unknown)) throw error;
                ++count.unknown;
              }
            }
          }
  for (const key of allowed) if (!needed.has(key)) faults.push(`conditions.txt: ${key} is needed no longer`);
  return { ...count, faults };
}

/// The definitions of symbols and the leads of chapters, as statements beside an example of every letter.
export function beside(symbols, chapters) {
  const example = { unit: 'nat', inputs: [['p', 'distribution', ['1/2', '1/4', '1/4']], ['q', 'distribution', ['1/4', '1/4', '1/2']], ['z', 'logits', ['1', '0', '-1']], ['w', 'joint', ['1/2', '1/8', '1/8', '1/4'], 2]]
    .map(([name, role, fractions, columns]) => ({ name, role, fractions, columns })) };
  const empty = Object.fromEntries(fields.map((field) => [field, field === 'steps' ? [] : '']));
  const one = (id, en, ko) => ({ id, kind: 'theorem', example, en: { ...empty, statement: en }, ko: { ...empty, statement: ko } });
  return [...Object.entries(symbols).map(([id, s]) => one(`symbols.txt, ${id}`, `${s.formula} ${s.en}`, `${s.formula} ${s.ko}`)), ...chapters.map((c) => one(`path.txt, ${c.id}`, c.en.lead, c.ko.lead))];
}

export const conditions = () => new Set(readFileSync(new URL('conditions.txt', import.meta.url), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')));

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { statements, symbols, chapters } = JSON.parse(readFileSync(process.argv[2]));
  const { read, evaluated, unknown, faults } = examine([...statements, ...beside(symbols, chapters)], conditions());
  for (const fault of faults) console.error(fault);
  console.log(`${read} formulas read, ${evaluated} relations evaluated, ${unknown} beyond the evaluator; ${faults.length} faults`);
  process.exitCode = faults.length ? 1 : 0;
}
