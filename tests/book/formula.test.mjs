// Formulas are read, shown and evaluated as they are meant; a false one is found out.
import assert from 'node:assert/strict';
import test from 'node:test';
import { claims, environment, is_false, sides } from '../../book/src/evaluate.mjs';
import { mathml, parse } from '../../book/src/formula.mjs';
import { examine } from '../../book/formulas.mjs';
import * as I from '../../book/src/interval.mjs';
import { parsed, shown, whole } from '../../book/src/number.mjs';

const pair = environment([{ name: 'p', role: 'distribution', values: [0.5, 0.25, 0.25] }, { name: 'q', role: 'distribution', values: [0.25, 0.25, 0.5] }], 'bit');
const value = (formula, env = pair) => { const [{ value: v }] = sides({ items: [parse(formula)], marks: [] }, env); assert.ok(v.lo <= v.hi); return (v.lo + v.hi) / 2; };
const logits = environment([{ name: 'z', role: 'logits', values: [1, 0, -1] }, { name: 'p', role: 'distribution', values: [1, 0, 0] }], '');
const close = (a, b) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`);

test('what binds what', () => {
  close(value('ln 8 / ln 2'), 3);
  close(value('log₂ 8'), 3);
  close(value('½·4 + 3²/9'), 3);
  close(value('1/2n'), 1 / 6);
  close(value('2^−3'), 1 / 8);
  close(value('2⁻³·8'), 1);
  close(value('∣1 − 3∣ + ⌈1/2⌉'), 3);
  close(value('√(1/4) − (−1)'), 1.5);
  close(value('max pᵢ/qᵢ'), 2);
  close(value('Σ pᵢ (qᵢ/pᵢ − 1)'), 0);
  close(value('(1 − ½)(1 + ½)'), 0.75);
});
test('what the letters mean', () => {
  close(value('H(P)'), 1.5);
  close(value('H(P,Q)'), 1.75);
  close(value('D(P‖Q)'), 0.25);
  close(value('Σ pᵢ log(pᵢ/qᵢ)'), 0.25);
  close(value('D(P‖½(P + Q))'), value('D(P‖M)'));
  close(value('Σ pᵢ·I(pᵢ)'), 1.5);
  close(value('L(z,p)', logits), value('LSE(z) − Σ pᵢzᵢ', logits));
  close(value('∂L/∂z₁ + p₁ − q₁', logits), 0);
});
test('0·log 0 is 0, and p·log(p/0) is infinite', () => {
  const env = environment([{ name: 'p', role: 'distribution', values: [1, 0] }, { name: 'q', role: 'distribution', values: [0, 1] }], 'nat');
  assert.equal(value('−Σ pᵢ log pᵢ', env), 0);
  assert.equal(value('D(P‖Q)', env), Infinity);
});
test('relations are false only where intervals say so', () => {
  const wrong = (formula, env = pair) => claims(parse(formula)).some((r) => is_false(r, env));
  assert.equal(wrong('D(P‖Q) ≥ 0'), false);
  assert.equal(wrong('H(P,Q) = H(P) + D(P‖Q)'), false);
  assert.equal(wrong('H(P,Q) = H(P) − D(P‖Q)'), true);
  assert.equal(wrong('D(P‖Q) = D(Q‖P)'), false);  // of this pair it is true
  assert.equal(wrong('pᵢ ln(pᵢ/qᵢ) ≥ 0'), true);  // for one class it is not
  assert.equal(wrong('pᵢ·(qᵢ/pᵢ − 1) = qᵢ − pᵢ'), false);
  assert.equal(wrong('∂L/∂zᵢ = qᵢ − pᵢ', logits), false);
  assert.equal(wrong('∂L/∂zᵢ = pᵢ − qᵢ', logits), true);
  assert.deepEqual(claims(parse('pᵢ > 0')), []);  // a condition, no claim
});
test('a falsehood in the words is found, in either language', () => {
  const statement = (en, ko) => ({ id: 's', kind: 'theorem', example: { unit: 'nat', inputs: [{ name: 'p', role: 'distribution', fractions: ['1/2', '1/4', '1/4'] }, { name: 'q', role: 'distribution', fractions: ['1/4', '1/4', '1/2'] }] },
    ...Object.fromEntries([['en', en], ['ko', ko]].map(([l, s]) => [l, { question: '', statement: s, steps: [], equality: '', believed: '', false: '', breaks: '', floating: '' }])) });
  const faults = (en, ko, allowed = []) => examine([statement(en, ko)], new Set(allowed)).faults;
  assert.deepEqual(faults('$D(P‖Q) ≥ 0$', '$D(P‖Q) ≥ 0$'), []);
  assert.match(faults('$D(P‖Q) ≤ 0$', '$D(P‖Q) ≥ 0$')[0], /^s, en, statement: \$D\(P‖Q\) ≤ 0\$ is false for p = 0.5/);
  assert.match(faults('$D(P‖Q) ≥ 0$', '$H(P,Q) = H(P) − D(P‖Q)$')[0], /^s, ko/);
  assert.match(faults('$D(P‖Q ≥ 0$', '')[0], /'\)' expected/);
  assert.deepEqual(faults('$D(P‖Q) = 0$ where $Q = P$', '', ['s: D(P‖Q) = 0']), []);
  assert.match(faults('$D(P‖Q) ≥ 0$', '', ['s: D(P‖Q) ≥ 0'])[0], /needed no longer/);
});
test('MathML', () => {
  assert.equal(mathml('pᵢ/qᵢ', { full: true }), '<math displaystyle="true"><mfrac><mrow><msub><mi class="p">p</mi><mi>i</mi></msub></mrow><mrow><msub><mi class="q">q</mi><mi>i</mi></msub></mrow></mfrac></math>');
  assert.match(mathml('p̂'), /<mover accent="true">/);
  assert.match(mathml('(q − p)²'), /<msup><mrow><mrow>.*<\/mrow><\/mrow><mn>2<\/mn><\/msup>/);
  assert.match(mathml('∂L/∂zᵢ', { full: true }), /<mfrac><mrow>.*<\/mrow><mrow>.*<\/mrow><\/mfrac>/);
  assert.match(mathml('a < b'), /<mo>&lt;<\/mo>/);
});
test('numbers', () => {
  assert.deepEqual(['1/4', '0x1.8p-1', '-inf', '−2.5', '1e3', 'x', '1e999', '0x1.fffffffffffffp-1'].map(parsed), [0.25, 0.75, -Infinity, -2.5, 1000, NaN, Infinity, 1 - 2 ** -53]);
  assert.deepEqual([0, 0.25, -1e-9, Infinity, -Infinity].map(shown), ['0', '0.2500', '−1.000 · 10⁻⁹', '+∞', '−∞']);
  assert.equal(whole(-1e-300), '−1 · 10⁻³⁰⁰');
});
test('a value tells how it was made', () => {
  I.trace.on = true;
  const env = environment([{ name: 'p', role: 'distribution', values: [0.5, 0.25, 0.25] }, { name: 'q', role: 'distribution', values: [0.25, 0.25, 0.5] }], 'nat',
    (metric, names, unit) => I.rounded(0.25, `${metric} ${unit} ${names}`));
  const words = (formula) => I.words(sides({ items: [parse(formula)], marks: [] }, env)[0].value);
  assert.equal(words('1/3 + ½'), '1 3 / 1 2 / +');
  assert.match(words('D(P‖Q)'), /^\?kl_divergence\|nat\|p,q/);
  assert.match(words('D₂(P‖Q)'), /^\?kl_divergence\|bit\|p,q/);
  assert.match(words('−p₁·ln p₁'), /^0\.5 0\.5 ln \* neg$/);
  assert.match(words('D(P‖M)'), /ln/);  // a mixture is no input: its formula is computed
  I.trace.on = false;
  assert.equal(I.add(I.point(1), I.point(2)).of, undefined);
});
test('intervals hold what they must', () => {
  assert.equal(I.up(1), 1 + 2 ** -52);
  assert.equal(I.down(1), 1 - 2 ** -53);
  assert.equal(I.up(0), Number.MIN_VALUE);
  const tenth = I.divide(I.point(1), I.point(10)), sum = Array(10).fill(tenth).reduce(I.add);
  assert.ok(sum.lo < 1 && 1 < sum.hi);
  const back = I.exp(I.log(I.point(3)));
  assert.ok(back.lo < 3 && 3 < back.hi);
});
