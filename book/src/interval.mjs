// Real numbers known to lie between two doubles. Every operation rounds outward, so a relation that is false of two
// intervals is false of the numbers: no tolerance is chosen anywhere.

/// While `trace.on`, each result remembers how it was made: { of: [operation, …operands] }; formulas are asked of the
/// reference that way (certify.mjs).
export const trace = { on: false };
const made = (result, ...of) => (trace.on ? { ...result, of } : result);

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
/// What the library returned to a question: the double nearest to the value. Zeros and infinities it returns where the
/// value is that.
export const rounded = (x, question) => made(x !== 0 && Number.isFinite(x) ? { lo: down(x), hi: up(x) } : point(x), '?', question);
export const negated = (a) => made({ lo: 0 - a.hi, hi: 0 - a.lo }, 'neg', a);

/// What an infinite operand makes infinite is that exactly; what overflows is not.
const endless = (lo, hi, ...of) => lo === hi && Math.abs(lo) === Infinity && of.some((v) => is_point(v) && Math.abs(v.lo) === Infinity);
/// Small integers and multiples of small powers of two stay points.
function exactly(lo, hi, f) {
  return lo === hi && is_whole(lo * 1024) && f ? point(lo) : around(lo, hi);
}
const simple = (a) => is_point(a) && is_whole(a.lo * 1024) && Math.abs(a.lo) < 2 ** 20;
export const add = (a, b) => made(endless(a.lo + b.lo, a.hi + b.hi, a, b) ? point(a.lo + b.lo) : exactly(a.lo + b.lo, a.hi + b.hi, simple(a) && simple(b)), '+', a, b);
export const subtract = (a, b) => add(a, negated(b));
/// 0 times anything is 0, as 0·log 0 is.
export function multiply(a, b) {
  if (is_point(a, 0) || is_point(b, 0)) return point(0);
  const ends = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi].map((x) => (x !== x ? 0 : x));
  const all = [a, b].some((v) => v.lo === -Infinity && v.hi === Infinity);
  const lo = Math.min(...ends), hi = Math.max(...ends);
  return made(all ? whole_line : endless(lo, hi, a, b) ? point(lo) : exactly(lo, hi, simple(a) && simple(b)), '*', a, b);
}
/// 0/0 is no number: it may be any, and is left out of a maximum.
export function divide(a, b) {
  if (is_point(a, 0) && is_point(b, 0)) return made({ ...whole_line, is_none: true }, '/', a, b);
  if (is_point(b, 0) && a.lo > 0) return point(Infinity);
  if (is_point(a, 0) && (b.lo > 0 || b.hi < 0)) return point(0);
  if (b.lo <= 0 && b.hi >= 0) return made(whole_line, '/', a, b);
  const ends = [a.lo / b.lo, a.lo / b.hi, a.hi / b.lo, a.hi / b.hi].map((x) => (x !== x ? 0 : x));
  const lo = Math.min(...ends), hi = Math.max(...ends);
  return made(endless(lo, hi, a) ? point(lo) : exactly(lo, hi, is_point(a) && is_point(b) && lo * b.lo === a.lo), '/', a, b);
}
export function log(a) {
  if (is_point(a, 1)) return point(0);
  if (is_point(a, Infinity)) return a;
  const at = (x) => (x > 0 ? Math.log(x) : -Infinity);
  return a.hi < 0 ? whole_line : is_point(a, 0) ? point(-Infinity) : made(wider(at(a.lo), at(a.hi)), 'ln', a);
}
export function exp(a) {
  if (is_point(a, 0)) return point(1);
  const r = wider(Math.exp(a.lo), Math.exp(a.hi));
  return made({ lo: Math.max(0, r.lo), hi: r.hi }, 'exp', a);
}
export function root(a) {
  if (a.hi < 0) return whole_line;
  const r = around(Math.sqrt(Math.max(0, a.lo)), Math.sqrt(a.hi));
  return made({ lo: Math.max(0, r.lo), hi: r.hi }, 'sqrt', a);
}
export function absolute(a) {
  return a.lo >= 0 ? a : a.hi <= 0 ? negated(a) : made({ lo: 0, hi: Math.max(-a.lo, a.hi) }, 'abs', a);
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
const none = point(NaN);
const numbers_of = (all) => { const some = all.filter((x) => !x.is_none); return some.length ? some : [none]; };
export const least = (...all) => numbers_of(all).reduce((a, b) => made({ lo: Math.min(a.lo, b.lo), hi: Math.min(a.hi, b.hi) }, 'min', a, b));
export const greatest = (...all) => numbers_of(all).reduce((a, b) => made({ lo: Math.max(a.lo, b.lo), hi: Math.max(a.hi, b.hi) }, 'max', a, b));
/// ⌈a⌉ or ⌊a⌋, where both ends agree.
export function integral(a, f) {
  return made(f(a.lo) === f(a.hi) ? point(f(a.lo)) : { lo: f(a.lo), hi: f(a.hi) }, f === Math.ceil ? 'ceil' : 'floor', a);
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

/// How a value was made, in the words of `gibbs book --certify`: what is used twice is named.
export function words(value) {
  const uses = new Map(), names = new Map(), out = [];
  const count = (v) => { uses.set(v, (uses.get(v) ?? 0) + 1); if (uses.get(v) === 1 && v.of && v.of[0] !== '?') v.of.slice(1).forEach(count); };
  const write = (v) => {
    if (names.has(v)) { out.push(`@${names.get(v)}`); return; }
    if (!v.of) { if (v.lo !== v.hi) throw new Error('a value of unknown make'); out.push(String(v.lo).replace('Infinity', 'inf')); return; }
    if (v.of[0] === '?') out.push(`?${v.of[1].replace(/ /g, '|')}`);
    else { v.of.slice(1).forEach(write); out.push(v.of[0]); }
    if (uses.get(v) > 1) { names.set(v, names.size); out.push(`=${names.get(v)}`); }
  };
  count(value);
  write(value);
  return out.join(' ');
}
