// Vectors that an example is asked about, though they are no inputs of it but made of these.
import * as I from './interval.mjs';

/// What p becomes when a part of the difference between two classes is moved from the one to the other.
function evened({ p, from: [from], to: [to], halvings: [halvings] }) {
  if (!(from in p && to in p)) return p;
  const t = (p[from] - p[to]) * 2 ** -halvings;
  return p.map((x, k) => x + (k === to ? t : 0) - (k === from ? t : 0));
}

/// ½·erfc(x/√2) for x ≥ 0: a series of positive terms, or far out a continued fraction.
function normal_tail(x) {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (x > 4) {
    let below = x;
    for (let k = 60; k > 0; --k) below = x + k / below;
    return density / below;
  }
  let sum = 0;
  for (let k = 0, term = x; k < 60; ++k, term *= (x * x) / (2 * k + 1)) sum += term;
  return 0.5 - density * sum;
}
/// What a density of the family has below x, and above: the smaller of the two to all its digits.
function sides(family, location, scale, x) {
  if (family === 0) return x > 0 ? [-Math.expm1(-x / scale), Math.exp(-x / scale)] : [0, 1];
  const u = (x - location) / scale, tail = family === 1 ? Math.exp(-Math.abs(u)) / 2 : normal_tail(Math.abs(u));
  return u < 0 ? [tail, 1 - tail] : [1 - tail, tail];
}
/// The masses of bins of width 2^−halvings out to `reach`, and of the two tails (an exponential distribution begins at 0).
function histogram({ family: [family], reach: [reach], halvings: [halvings], ...all }, location, scale, finer) {
  const width = 2 ** -(halvings + finer), [at] = all[location], [by] = all[scale];
  if (!(by > 0)) throw new RangeError(`${scale} is ${by}, not positive`);
  if (![0, 1, 2].includes(family)) throw new RangeError(`family is ${family}, not 0, 1 or 2`);
  if (!(reach >= 1 && reach / width <= 128)) throw new RangeError('there are from 1 to 128 bins on each side');
  if (family === 0 && at !== 0) throw new RangeError(`an exponential distribution begins at 0: ${location} is ${at}`);
  const masses = [];
  let [below, above] = [0, 1];
  for (let x = family === 0 ? 0 : -reach; x <= reach; x += width) {
    const [b, a] = sides(family, at, by, x);
    masses.push(b < a ? b - below : above - a);
    [below, above] = [b, a];
  }
  return [...masses, above];
}

/// The parts of a distribution, where a metric takes the numbers as they are.
const shares = (v) => v.map((x) => x / v.reduce((a, b) => a + b, 0));

/// By name: '[y]', the one-hot label of class y; '[q]' and '[r]', predictions as numbers; '[p]', p with mass moved; '[P]' and '[Q]', histograms, '[P½]' with bins half as wide.
const derived = {
  '[y]': ({ z, q, y }) => (z ?? q).map((_, k) => (k === y[0] ? 1 : 0)),
  '[q]': ({ q }) => shares(q), '[r]': ({ r }) => shares(r),
  '[p]': evened,
  '[P]': (v) => histogram(v, 'a', 's', 0), '[Q]': (v) => histogram(v, 'b', 't', 0),
  '[P½]': (v) => histogram(v, 'a', 's', 1), '[Q½]': (v) => histogram(v, 'b', 't', 1),
};
export const values_of = (name, inputs) => (derived[name] ? derived[name](inputs) : inputs[name]);

/// ∫ p ln(p/q) dx of the two densities, in nats (the proof of kl-of-densities).
export function integral_of({ family: [family], ...v }) {
  const [a, s, b, t] = ['a', 's', 'b', 't'].map((name) => I.point(v[name][0])), square = (x) => I.multiply(x, x), d = I.absolute(I.subtract(a, b));
  const widths = I.log(I.divide(t, s));
  if (family === 2) return I.subtract(I.add(widths, I.divide(I.add(square(s), square(d)), I.multiply(I.point(2), square(t)))), I.point(0.5));
  return I.subtract(I.add(widths, I.divide(I.add(d, I.multiply(s, I.exp(I.negated(I.divide(d, s))))), t)), I.point(1));
}
