// The value of a formula on an example, in interval arithmetic: numbers are intervals, vectors and tables arrays of
// them. What it does not know ends in an Unknown, never in a guess.
import * as I from './interval.mjs';
import { parse, vulgar_fractions } from './formula.mjs';

export class Unknown extends Error {}
const unknown = (what) => { throw new Unknown(what); };

const lifted = (f) => function apply(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length ? a.map((x, i) => apply(x, b[i])) : unknown('lengths differ');
  if (Array.isArray(a)) return a.map((x) => apply(x, b));
  if (Array.isArray(b)) return b.map((x) => apply(a, x));
  return f(a, b);
};
const add = lifted(I.add), subtract = lifted(I.subtract), divide = lifted(I.divide);
const negated = (a) => (Array.isArray(a) ? a.map(negated) : I.negated(a));
const flat = (a) => (Array.isArray(a) ? a.flat(3) : [a]);
const total = (terms) => terms.reduce((a, b) => add(a, b), I.point(0));
const number = (a) => (Array.isArray(a) ? unknown('a vector where a number is meant') : a);
const vector = (a) => (Array.isArray(a) && !Array.isArray(a[0]) ? a : unknown('a number where a vector is meant'));

// The definitions (docs/contracts.md §1), of distributions that sum to 1; `ln` as the logarithm, then divided by the unit's.
const minus_sum = (f) => (...vs) => negated(total(vs[0].map((_, i) => f(...vs.map((v) => v[i])))));
const weighted_log = (p, x) => I.multiply(p, I.log(x));
const H = minus_sum((p) => weighted_log(p, p));
const cross = minus_sum((p, q) => weighted_log(p, q));
const D = (p, q) => total(p.map((x, i) => (I.is_point(x, 0) ? x : I.multiply(x, I.log(I.divide(x, q[i]))))));
const half = (a, b) => a.map((x, i) => I.multiply(I.point(0.5), I.add(x, b[i])));
// Shifted by the greatest logit, so that no exponential overflows.
const shifted = (z) => { const most = Math.max(...z.map((x) => x.hi)), m = I.point(Number.isFinite(most) ? most : 0); return [m, z.map((x) => I.exp(I.subtract(x, m)))]; };
const LSE = (z) => { const [m, e] = shifted(z); return I.add(m, I.log(total(e))); };
const softmax = (z) => { const [, e] = shifted(z), s = total(e); return e.map((x) => I.divide(x, s)); };
const transposed = (w) => w[0].map((_, j) => w.map((row) => row[j]));
const sums = (w) => w.map((row) => total(row));
export const definitions = {
  H, cross, D, LSE, softmax,
  J: (p, q) => { const m = half(p, q); return I.multiply(I.point(0.5), I.add(D(p, m), D(q, m))); },
  conditional: (w) => I.subtract(H(flat(w)), H(sums(w))),
  mutual: (w) => I.subtract(I.add(H(sums(w)), H(sums(transposed(w)))), H(flat(w))),
};

const is_index = (node) => node.type === 'name' && /^[ijklm]$/.test(node.text);
const indices_of = (sub) => (sub.index.type === 'indices' ? sub.index.items : [sub.index]).filter(is_index).map((n) => n.text);
/// The indices that a tree uses outside of sums of its own, or (deep) anywhere.
function indices(node, deep, found = new Set()) {
  if (node === null || typeof node !== 'object') return found;
  if (node.type === 'sub') indices_of(node).forEach((i) => found.add(i));
  if (node.type === 'range' && !deep) return found;
  for (const [key, child] of Object.entries(node)) if (!(node.type === 'sub' && key === 'index')) for (const one of Array.isArray(child) ? child : [child]) indices(one, deep, found);
  return found;
}

class Evaluator {
  constructor(env) { this.env = env; this.bound = { ...env.bound }; }

  value(node) {
    switch (node.type) {
      case 'number': return I.point(node.text === '∞' ? Infinity : Number(node.text));
      case 'vulgar': { const [a, b] = vulgar_fractions[node.text]; return I.divide(I.point(a), I.point(b)); }
      case 'name': return this.named(node.text + (node.bar ? '̄' : ''));
      case 'sub': return this.indexed(node);
      case 'prime': return node.base.type === 'name' ? this.named(node.base.text + node.text) : unknown('a derivative');
      case 'fence': return this.fence(node);
      case 'sum': return node.items.reduce((sum, { mark, of }) => {
        const v = this.value(of);
        if (mark === '±') unknown('±');
        return sum === undefined ? (mark === '−' ? negated(v) : v) : mark === '−' ? subtract(sum, v) : add(sum, v);
      }, undefined);
      case 'product': return this.product(node);
      case 'fraction': return this.fraction(node);
      case 'power': return this.power(node);
      case 'root': return I.root(number(this.value(node.of)));
      case 'call': return this.call(node);
      case 'range': return this.range(node);
      default: return unknown(node.type);
    }
  }
  named(name) {
    if (name in this.bound) return I.point(this.bound[name]);
    if (name in this.env.values) return this.env.values[name];
    if (name === 'e') return I.exp(I.point(1));
    return unknown(name);
  }
  indexed(node) {
    if (node.base.type === 'sub' || node.base.type === 'range') return unknown('an index of an index');
    const places = (node.index.type === 'indices' ? node.index.items : [node.index]);
    const whole = node.base.text && node.base.text + places.map((n) => n.text).join('');
    if (whole in this.env.values) return this.env.values[whole];
    let v = node.base.type === 'name' || node.base.type === 'prime' || node.base.type === 'call' || node.base.type === 'fence' ? this.value(node.base) : unknown('index');
    for (const place of places) {
      if (!Array.isArray(v)) return unknown('an index of a number');
      const at = place.text in this.bound ? this.bound[place.text] : place.type === 'number' ? Number(place.text) - 1 : is_index(place) ? unknown('unbound index') : place.text in this.env.places ? this.env.places[place.text] : unknown(place.text);
      v = v[at] ?? unknown('no such class');
    }
    return v;
  }
  fence(node) {
    if (node.open === '⟨') {
      if (node.inner.type !== 'list' || node.inner.items.length !== 2) return unknown('⟨⟩');
      const [a, b] = node.inner.items.map((n) => vector(this.value(n)));
      return total(a.map((x, i) => I.multiply(x, b[i])));
    }
    if (node.inner.type === 'list') return node.open === '(' ? node.inner.items.map((n) => number(this.value(n))) : unknown('a list');
    const v = this.value(node.inner);
    if ('∣|'.includes(node.open)) return I.absolute(number(v));
    if (node.open === '‖') return I.root(total(vector(v).map((x) => I.power(x, I.point(2)))));
    if ('⌈⌊'.includes(node.open)) return I.integral(number(v), node.open === '⌈' ? Math.ceil : Math.floor);
    return node.open === '(' ? v : unknown(node.open);
  }
  product(node) {
    return node.items.slice(1).reduce((left, item, i) => {
      if (!['', '·', 'tight'].includes(node.marks[i])) return unknown(node.marks[i]);
      const right = this.value(item);
      if (Array.isArray(left) && Array.isArray(right)) return unknown('a product of vectors');
      return lifted(I.multiply)(left, right);
    }, this.value(node.items[0]));
  }
  fraction(node) {
    const partial = (n) => (n.type === 'prefixed' && n.mark.text === '∂' ? n.of : null);
    const over = partial(node.over), under = partial(node.under);
    if (over || under) {
      if (!over || under?.type !== 'sub' && under?.type !== 'name') return unknown('a derivative');
      const name = over.type === 'call' ? over.of.text : over.text;
      const gradient = this.env.gradients[name] ?? unknown('a derivative');
      return under.type === 'name' ? number(gradient) : this.indexed({ ...under, base: { type: 'name', text: (this.env.values['∂'] = gradient, '∂') } });
    }
    return divide(this.value(node.over), this.value(node.under));
  }
  power(node) {
    if (node.base.type === 'name' && node.base.text === 'e') return I.exp(number(this.value(node.exponent)));
    const base = this.value(node.base), exponent = number(this.value(node.exponent));
    return I.power(number(base), exponent);
  }
  /// ln, log, exp; H, D and the like; or a product, where the letter is no function here.
  call(node) {
    const of = node.of.type === 'sub' ? node.of.base : node.of, base = node.of.type === 'sub' ? node.of.index.text : '';
    if (node.of.type === 'power' || node.of.type === 'prime') return unknown('a function of a function');
    const inner = node.fence ? node.fence.inner : node.operand;
    const parts = inner.type === 'list' ? inner.items : [inner], marks = inner.separators?.join('') ?? '';
    const one = () => number(this.value(parts.length === 1 ? parts[0] : unknown('arguments')));
    const unit = (v) => (base === '2' ? I.divide(v, I.log(I.point(2))) : base ? unknown(base) : I.divide(v, this.env.unit));
    const known = this.env.ask && this.asked(of.text, base, parts, marks);
    if (known) return known;
    const own = this.env.functions?.[of.text + base];
    if (own) return own(...parts.map((n) => this.value(n)));
    switch (of.text) {
      case 'ln': return base ? unknown('ln') : I.log(one());
      case 'log': return base === '' ? I.divide(I.log(one()), this.env.unit) : I.divide(I.log(one()), I.log(I.point(Number(base))));
      case 'exp': return I.exp(one());
      case 'LSE': return LSE(vector(this.value(inner)));
      case 'softmax': return softmax(vector(this.value(inner)));
      case 'I': return marks === ';' && this.env.joint ? unit(definitions.mutual(this.env.joint)) : parts.length > 1 ? unknown('I') : unit(I.negated(I.log(one())));
      case 'H': return unit(this.entropy(parts, marks));
      case 'D': case 'J': {
        if (parts.length !== 2) return unknown(of.text);
        const [a, b] = parts.map((n) => this.value(n));
        return unit(definitions[of.text](vector(a), vector(b)));
      }
      default: {
        if (!node.fence || parts.length > 1) return unknown(of.text);
        if (of.text !== of.text.toLowerCase()) return unknown(of.text);
        return lifted(I.multiply)(this.value(node.of), this.value(inner));
      }
    }
  }
  /// The library's own answer, where a call is one of its metrics at the inputs as they are.
  asked(letter, base, parts, marks) {
    const input = (n) => {
      const name = n.type === 'name' ? n.text : n.type === 'sub' && n.base.type === 'name' && n.index.type === 'number' ? n.base.text + n.index.text : '';
      return name.toLowerCase() in this.env.roles ? name.toLowerCase() : undefined;
    };
    const unit = { '': this.env.unit_name, 2: 'bit', e: 'nat' }[base], names = parts.map(input), role = names.map((n) => this.env.roles[n]);
    if (!unit || (this.env.joint && 'HI'.includes(letter)) || names.includes(undefined)) return null;
    const masses = role.every((r) => r === 'distribution');
    const metric = letter === 'I' && role.join() === 'probability' ? 'self_information' : letter === 'H' && masses ? { '': 'entropy', ',': 'cross_entropy' }[marks]
      : letter === 'D' && masses && marks === '‖' ? 'kl_divergence' : letter === 'J' && masses && marks === ',' ? 'js_divergence'
      : letter === 'L' && role.join() === 'logits,distribution' ? 'softmax_cross_entropy' : letter === 'LSE' && role.join() === 'logits' ? 'log_sum_exp' : undefined;
    return metric ? this.env.ask(metric, names, unit) : null;
  }
  entropy(parts, marks) {
    const w = this.env.joint, text = parts.map((n) => n.text ?? '').join();
    if (w && text === 'X') return H(sums(w));
    if (w && text === 'Y') return H(sums(transposed(w)));
    if (w && (text === 'X,Y' || text === 'Y,X') && marks === ',') return H(flat(w));
    if (w && text === 'Y,X') return definitions.conditional(w);
    if (w && text === 'X,Y') return definitions.conditional(transposed(w));
    const vs = parts.map((n) => vector(this.value(n)));
    return vs.length === 1 ? H(vs[0]) : vs.length === 2 && marks === ',' ? cross(...vs) : unknown('H');
  }
  range(node) {
    if (!node.of) return unknown('no body');
    const { text, under } = node;
    if (!['Σ', 'max', 'min'].includes(text) || node.over) return unknown(text);
    if (node.of.type === 'fence' && text !== 'Σ' && node.of.inner.type === 'list') {
      return I[text === 'max' ? 'greatest' : 'least'](...node.of.inner.items.map((n) => number(this.value(n))));
    }
    let own = [], condition = null;
    if (under?.type === 'name') own = [under.text];
    else if (under?.type === 'indices') own = under.items.map((n) => n.text);
    else if (under?.type === 'relation') own = [...indices(under, true)], condition = under;
    else if (under) return unknown('limits');
    if (!own.length) {
      const used = [...indices(node.of, false)], free = used.filter((i) => !(i in this.bound));
      own = free.length ? free : used;
    }
    if (!own.length) {
      const v = this.value(node.of);
      return Array.isArray(v) ? (text === 'Σ' ? total(flat(v)) : I[text === 'max' ? 'greatest' : 'least'](...flat(v))) : unknown('no index');
    }
    const terms = [];
    const outer = this.bound;
    const each = (k) => {
      if (k === own.length) {
        if (!condition || !this.is_refuted(condition)) terms.push(this.value(node.of));
        return;
      }
      const n = this.size(node.of, own[k]);
      for (let i = 0; i < n; ++i) { this.bound = { ...this.bound, [own[k]]: i }; each(k + 1); }
    };
    try { each(0); } finally { this.bound = outer; }
    return text === 'Σ' ? total(terms) : I[text === 'max' ? 'greatest' : 'least'](...terms.map(number));
  }
  /// How many values an index takes: the length of what it is an index of.
  size(node, index) {
    const seek = (n) => {
      if (n === null || typeof n !== 'object') return undefined;
      if (n.type === 'sub') {
        const at = (n.index.type === 'indices' ? n.index.items : [n.index]).findIndex((x) => x.text === index);
        let v = at >= 0 && n.base.type === 'name' ? this.env.values[n.base.text] : at >= 0 ? this.env.values[{ softmax: 'z' }[n.base.of?.text] ?? ''] : undefined;
        for (let k = 0; k < at; ++k) v = v?.[0];
        if (Array.isArray(v)) return v.length;
      }
      for (const child of Object.values(n)) for (const one of Array.isArray(child) ? child : [child]) { const found = seek(one); if (found !== undefined) return found; }
      return undefined;
    };
    return seek(node) ?? this.env.n ?? unknown('no size');
  }
  is_refuted({ items, marks }) {
    const values = items.map((n) => this.value(n));
    return marks.some((mark, k) => {
      const [a, b] = [flat(values[k]), flat(values[k + 1])];
      if (Array.isArray(values[k]) !== Array.isArray(values[k + 1])) unknown('a vector and a number');
      const n = Math.max(a.length, b.length);
      return Array.from({ length: n }, (_, i) => I.refuted(a[i] ?? a[0], mark, b[i] ?? b[0]) ?? unknown(mark)).some(Boolean);
    });
  }
}

export const value = (node, env) => new Evaluator(env).value(node);

const leaves = new Set(['name', 'number', 'vulgar', 'sub', 'mark', 'text', 'indices', 'prime', 'empty']);
const is_tuple = (n) => n.type === 'fence' && n.inner.type === 'list';
const is_plain = (n) => leaves.has(n.type) || is_tuple(n) || (n.type === 'fence' && is_plain(n.inner)) || ((n.type === 'list') && n.items.every(is_plain));
/// The relations of a formula that say more than a condition on its letters.
export function claims(tree) {
  if (tree.type === 'list') return tree.items.flatMap(claims);
  return tree.type === 'relation' && tree.items[0].type !== 'empty' && !tree.items.every(is_plain) ? [tree] : [];
}

/// Is the relation certainly false for some value of its free indices? Throws Unknown.
export function is_false(relation, env) {
  const free = [...indices(relation, false)].filter((i) => !(i in (env.bound ?? {})));
  const sizes = free.map((i) => new Evaluator(env).size(relation, i));
  const each = (k, bound) => {
    if (k === free.length) return new Evaluator({ ...env, bound }).is_refuted(relation);
    for (let i = 0; i < sizes[k]; ++i) if (each(k + 1, { ...bound, [free[k]]: i })) return true;
    return false;
  };
  return each(0, { ...env.bound });
}

/// The sides of a relation as numbers: [{ value, mark }]; null where one is unknown, or a vector.
export function sides(relation, env) {
  try {
    return relation.items.map((node, k) => ({ value: number(value(node, env)), mark: relation.marks[k - 1] ?? '' }));
  } catch (error) {
    if (error instanceof Unknown) return null;
    throw error;
  }
}

/// What the letters mean on an example: inputs [{ name, role, values, columns }], unit.
/// `ask`, if given, is (metric, names of inputs, unit) → an interval: what the library answers.
export function environment(inputs, unit, ask = null) {
  const values = {}, env = { values, functions: {}, gradients: {}, places: {}, ask, unit_name: unit || 'nat', roles: Object.fromEntries(inputs.map((i) => [i.name, i.role])), unit: unit === 'bit' ? I.log(I.point(2)) : unit === 'hartley' ? I.log(I.point(10)) : I.point(1) };
  const digits = '₀₁₂₃₄₅₆₇₈₉';
  for (const { name, role, values: given, columns } of inputs) {
    let v = given.map(I.point);
    // Weights of any mass stand for the distribution they are divided by their sum.
    if (role === 'distribution' || role === 'joint') { const mass = total(v); if (!I.is_point(mass, 1)) v = v.map((x) => I.divide(x, mass)); }
    const scalar = ['probability', 'logit', 'number', 'natural'].includes(role);
    if (role === 'joint') {
      const width = columns || given.length;
      v = Array.from({ length: given.length / width }, (_, i) => v.slice(i * width, (i + 1) * width));
      env.joint = v;
      Object.assign(values, { r: sums(v), c: sums(transposed(v)) });
    }
    const letter = name.replace(/\d/g, (d) => d);
    values[letter] = scalar ? v[0] : v;
    if (name === 'other') values.x = values.other;  // as the words call it
    if (role === 'distribution') values[letter[0].toUpperCase() + letter.slice(1)] = v, env.n ??= v.length;
    if (role === 'logits' || role === 'numbers') env.n ??= v.length;
  }
  if (env.n) values.n = I.point(env.n);
  const { p, q, z, y, from, to, halvings } = values;
  // P with mass moved from one class to another (entropy-grows-with-evenness).
  if (Array.isArray(p) && halvings && from?.lo in p && to?.lo in p) {
    const t = I.divide(I.subtract(p[from.lo], p[to.lo]), I.power(I.point(2), halvings));
    values['P′'] = p.map((x, k) => (k === to.lo ? I.add(x, t) : k === from.lo ? I.subtract(x, t) : x));
  }
  const { r, t } = values;
  if (Array.isArray(p) && Array.isArray(r) && t) values.M = values.m = p.map((x, i) => I.add(I.multiply(I.subtract(I.point(1), t), x), I.multiply(t, r[i])));
  else if (Array.isArray(p) && Array.isArray(q)) values.M = values.m = half(p, q);
  if (Array.isArray(z)) {
    if (!q) values.q = values.Q = softmax(z);
    if (y) {
      const target = z.map((_, k) => (Array.isArray(y) ? y[k] : I.point(k === y.lo ? 1 : 0)));  // of a class: one-hot
      env.functions.E = (x) => I.divide(total(softmax(x).map((p, k) => I.power(I.subtract(p, target[k]), I.point(2)))), I.point(x.length));
    }
    if (Array.isArray(p)) {
      const loss = (x, label = p) => total(x.map((_, i) => I.multiply(label[i], I.subtract(LSE(x), x[i]))));
      env.functions.L = loss;
      env.gradients.L = softmax(z).map((x, i) => I.subtract(x, p[i]));
      values.g = env.gradients.L;
    }
  } else if (z && y && !Array.isArray(z)) {
    env.functions.L = (a, b = y) => I.subtract(I.log(I.add(I.point(1), I.exp(a))), I.multiply(b, a));
    env.functions.σ = (a) => I.divide(I.point(1), I.add(I.point(1), I.exp(I.negated(a))));
    env.gradients.L = I.subtract(env.functions.σ(z), y);
  }
  return env;
}
export { parse };
