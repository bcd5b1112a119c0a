// Real numbers known to lie between two doubles. Every operation rounds outward, so a relation that is false of two
// intervals is false of the numbers: no tolerance is chosen anywhere.

const view = new DataView(new ArrayBuffer(8));
/// The next double above x.
export function up(x) {
  if (x !== x || x === Infinity) return x;
  if (x === 0) return Number.MIN_VALUE;
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (x > 0 ? 1n : -1n));
  return view.getFloat64(0);
}
export const down = (x) => -up(-x);

const whole_line = { lo: -Infinity, hi: Infinity };
/// Outward by one double: for operations that are correctly rounded.
const around = (lo, hi) => (lo !== lo || hi !== hi ? whole_line : { lo: down(lo), hi: up(hi) });
/// Outward by two: Math.log and Math.exp of V8 are fdlibm's, which err by less than one ulp.
const wider = (lo, hi) => { const a = around(lo, hi); return around(a.lo, a.hi); };
const is_whole = (x) => Number.isInteger(x) && Math.abs(x) < 2 ** 53;

export const point = (x) => ({ lo: x, hi: x });
export const is_point = (a, x = a.lo) => a.lo === x && a.hi === x;
/// What the library returned: the double nearest to the value.
export const rounded = (x) => (Number.isFinite(x) ? { lo: down(x), hi: up(x) } : point(x));
export const negated = (a) => ({ lo: 0 - a.hi, hi: 0 - a.lo });

/// Small integers and multiples of small powers of two stay points.
function exactly(lo, hi, f) {
  return lo === hi && is_whole(lo * 1024) && f ? point(lo) : around(lo, hi);
}
const simple = (a) => is_point(a) && is_whole(a.lo * 1024) && Math.abs(a.lo) < 2 ** 20;
export const add = (a, b) => exactly(a.lo + b.lo, a.hi + b.hi, simple(a) && simple(b));
export const subtract = (a, b) => add(a, negated(b));
/// 0 times anything is 0, as 0·log 0 is.
export function multiply(a, b) {
  if (is_point(a, 0) || is_point(b, 0)) return point(0);
  const ends = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi].map((x) => (x !== x ? 0 : x));
  if ([a, b].some((v) => v.lo === -Infinity && v.hi === Infinity)) return whole_line;
  return exactly(Math.min(...ends), Math.max(...ends), simple(a) && simple(b));
}
export function divide(a, b) {
  if (is_point(b, 0) && a.lo > 0) return point(Infinity);
  if (b.lo <= 0 && b.hi >= 0) return whole_line;
  const ends = [a.lo / b.lo, a.lo / b.hi, a.hi / b.lo, a.hi / b.hi].map((x) => (x !== x ? 0 : x));
  return exactly(Math.min(...ends), Math.max(...ends), is_point(a) && is_point(b) && Math.min(...ends) * b.lo === a.lo);
}
export function log(a) {
  if (is_point(a, 1)) return point(0);
  const at = (x) => (x > 0 ? Math.log(x) : -Infinity);
  return a.hi < 0 ? whole_line : is_point(a, 0) ? point(-Infinity) : wider(at(a.lo), at(a.hi));
}
export function exp(a) {
  if (is_point(a, 0)) return point(1);
  const r = wider(Math.exp(a.lo), Math.exp(a.hi));
  return { lo: Math.max(0, r.lo), hi: r.hi };
}
export function root(a) {
  if (a.hi < 0) return whole_line;
  const r = around(Math.sqrt(Math.max(0, a.lo)), Math.sqrt(a.hi));
  return { lo: Math.max(0, r.lo), hi: r.hi };
}
export function absolute(a) {
  return a.lo >= 0 ? a : a.hi <= 0 ? negated(a) : { lo: 0, hi: Math.max(-a.lo, a.hi) };
}
export function power(a, b) {
  if (is_point(b) && is_whole(b.lo) && Math.abs(b.lo) <= 64) {
    if (b.lo < 0) return divide(point(1), power(a, point(-b.lo)));
    if (b.lo % 2 === 0 && b.lo > 0) a = absolute(a);
    let result = point(1);
    for (let k = 0; k < b.lo; ++k) result = multiply(result, a);
    return result;
  }
  return exp(multiply(b, log(a)));
}
export const least = (...all) => ({ lo: Math.min(...all.map((a) => a.lo)), hi: Math.min(...all.map((a) => a.hi)) });
export const greatest = (...all) => ({ lo: Math.max(...all.map((a) => a.lo)), hi: Math.max(...all.map((a) => a.hi)) });
/// ⌈a⌉ or ⌊a⌋, where both ends agree.
export function integral(a, f) {
  return f(a.lo) === f(a.hi) ? point(f(a.lo)) : { lo: f(a.lo), hi: f(a.hi) };
}
/// The relation, certainly false.
export function refuted(a, mark, b) {
  switch (mark) {
    case '=': return a.lo > b.hi || a.hi < b.lo;
    case '≤': return a.lo > b.hi;
    case '≥': return a.hi < b.lo;
    case '<': return a.lo > b.hi || (is_point(a) && is_point(b) && a.lo === b.lo);
    case '>': return a.hi < b.lo || (is_point(a) && is_point(b) && a.lo === b.lo);
    case '≠': return is_point(a) && is_point(b) && a.lo === b.lo;
    default: return undefined;
  }
}
