// What examples are asked about besides their inputs: is it what it is called?
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { integral_of, values_of } from '../../book/src/derived.mjs';

/// Sums of sixty positive terms, and differences of such: a few units in the last place of numbers below 1.
const near = (a, b) => Math.abs(a - b) <= 16 * Number.EPSILON * Math.abs(b);
const all_near = (a, b) => assert.ok(a.length === b.length && a.every((x, k) => near(x, b[k])), `${a} are not ${b}`);
const densities = (family, { a = 0, s = 1, b = 0, t = 1, reach = 1, halvings = 0 } = {}) => Object.fromEntries(Object.entries({ family, a, s, b, t, reach, halvings }).map(([name, x]) => [name, [x]]));

test('histograms hold what their densities have in each bin', () => {
  const tail = 0.15865525393145705, inner = 0.34134474606854294;  // of a standard normal distribution, beyond 1 and from 0 to 1
  all_near(values_of('[P]', densities(2)), [tail, inner, inner, tail]);
  all_near(values_of('[Q]', densities(2, { b: 4, reach: 1 })).slice(0, 1), [2.8665157187919391e-07]);  // below −1 it is the tail beyond 5
  const e = Math.exp(-1), half = 0.5 * (1 - Math.exp(-0.5));
  all_near(values_of('[P]', densities(0)), [0, 1 - e, e]);
  all_near(values_of('[P]', densities(1)), [e / 2, (1 - e) / 2, (1 - e) / 2, e / 2]);
  all_near(values_of('[P½]', densities(1)).slice(2, 4), [half, half]);
});

test('densities that there are not are refused', () => {
  for (const bad of [densities(3), densities(1, { s: 0 }), densities(0, { a: 1 }), densities(1, { reach: 200 })]) assert.throws(() => values_of('[P]', bad), RangeError);
});

test('the integral is that of the closed form', () => {
  const holds = (v, x) => { const { lo, hi } = integral_of(v); assert.ok(lo <= x && x <= hi, `${lo} … ${hi} without ${x}`); };
  holds(densities(2, { b: 1 }), 0.5);
  holds(densities(1), 0);
  holds(densities(0, { s: 2 }), 1 - Math.log(2));
});

test('mass is moved, labels are one-hot, predictions sum to 1', () => {
  assert.deepEqual(values_of('[p]', { p: [768, 256], from: [0], to: [1], halvings: [1] }), [512, 512]);
  assert.deepEqual(values_of('[p]', { p: [768, 256], from: [2], to: [1], halvings: [1] }), [768, 256]);
  assert.deepEqual(values_of('[y]', { z: [0, 1, 2], y: [1] }), [0, 1, 0]);
  assert.deepEqual(values_of('[q]', { q: [512, 256, 256] }), [0.5, 0.25, 0.25]);
});
