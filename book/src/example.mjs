// What a page shows of an example: the same parts at build time and after every move of the reader's.
import * as I from './interval.mjs';
import { integral_of, values_of } from './derived.mjs';
import { Unknown, claims, environment, is_false, sides } from './evaluate.mjs';
import { mathml, parse } from './formula.mjs';
import { errors, information, landscapes, letters, losses, mosaic, questions, simplex, tangent, two_classes } from './draw.mjs';
import { brief, shown } from './number.mjs';

export const whole = 1024;  // of which a class has a share: exact in binary64, and of sum 1
export const scalars = new Set(['probability', 'logit', 'number', 'natural', 'row']);
export const masses = new Set(['distribution', 'joint']);
export const tables = new Set(['joint', 'logit_rows']);
const sum = (v) => v.reduce((a, b) => a + b, 0);
const words_of = (v) => v.map((x) => String(x)).join();

/// A number with the question it answers, so that it can be asked again: in the page, and of the reference.
export function number(value, metric, question, text = shown(value)) {
  return `<data value="${value}" data-of="${metric} ${question}">${text}</data>`;
}
/// The question a metric asks of the state, in the words of `gibbs book --certify`.
function question(metric, names, state, spec, in_unit = state.unit) {
  const unit = spec.metrics[metric].unit ? `unit=${in_unit} ` : '';
  return unit + names.filter((name) => values_of(name, state.inputs).length).map((name, k) => {
    const columns = spec.inputs.find((i) => i.name === name)?.columns, v = values_of(name, state.inputs);
    const rows = columns ? Array.from({ length: v.length / columns }, (_, i) => words_of(v.slice(i * columns, (i + 1) * columns))).join(';') : words_of(v);
    return `${spec.metrics[metric].parameters[k]}=${rows.replace(/Infinity/g, 'inf')}`;
  }).join(' ');
}
export function asked(gibbs, metric, names, state, spec, unit = state.unit) {
  const own = names.map((name) => { const i = spec.inputs.find((x) => x.name === name), v = values_of(name, state.inputs); return i && scalars.has(i.role) ? v[0] : v; });
  const columns = spec.inputs.find((i) => i.name === names[0])?.columns;
  return gibbs[metric](own[0], ...(columns ? [columns] : []), ...own.slice(1), ...(spec.metrics[metric].unit ? [unit] : []));
}
/// What the letters of formulas mean here; metrics are the library's answers.
function meanings(gibbs, spec, state) {
  return environment(spec.inputs.map((i) => ({ ...i, values: state.inputs[i.name] })), state.unit,
    (metric, names, unit) => I.rounded(asked(gibbs, metric, names, state, spec, unit), `${metric} ${question(metric, names, state, spec, unit)}`));
}

function quantities(gibbs, spec, state, t) {
  return spec.quantities.map(({ metric, args }) => {
    const value = asked(gibbs, metric, args, state, spec), all = Array.isArray(value) ? value : [value];
    const unit = spec.metrics[metric].unit ? ` <small>${t[state.unit]}</small>` : '';
    const q = question(metric, args, state, spec);
    const name = mathml(symbol(metric, args));
    return `<div class="quantity ${kind_of(metric)}"><dt>${name} <small>${args[0] === '[P½]' ? t.finer_bins : t[metric] ?? metric}</small></dt><dd>${all.map((x, k) => number(x, all.length > 1 || Array.isArray(value) ? `${metric}[${k}]` : metric, q)).join('<span class="comma">, </span>')}${unit}</dd></div>`;
  }).join('') + (spec.densities ? `<div class="quantity"><dt>${mathml('∫ p ln(p/q) dx')}</dt><dd>${told(integral_of(state.inputs), 'value')} <small>${t.nat}</small></dd></div>` : '');
}
const kind_of = (metric) => ({ entropy: 'must', kl_divergence: 'more', cross_entropy: 'all' })[metric] ?? '';
const derived_letters = { '[y]': 'y', '[q]': 'q', '[r]': 'r', '[p]': 'P′', '[P]': 'P', '[Q]': 'Q', '[P½]': 'P′', '[Q½]': 'Q′' };
const capital = (name) => ({ ...derived_letters, groups: 'G' })[name] ?? name[0].toUpperCase() + name.slice(1).replace(/\d/g, (d) => '₀₁₂₃₄₅₆₇₈₉'[d]);
/// As a formula: q1 is q₁, z[0] the first row of a batch, z₁, and other logits than z are the v of the statements.
export const lower = (name) => ({ ...derived_letters, moved: 'v', other: 'x', groups: 'g' }[name] ?? name).replace(/\[(\d)\]/, (_, d) => String(Number(d) + 1)).replace(/\d/g, (d) => '₀₁₂₃₄₅₆₇₈₉'[d]);
export function symbol(metric, args) {
  const [a, b] = args;
  switch (metric) {
    case 'self_information': return `I(${lower(a)})`;
    case 'entropy': return `H(${capital(a)})`;
    case 'perplexity': return `exp H(${capital(a)})`;
    case 'cross_entropy': return a === '[y]' ? `H(y,${lower(b)})` : `H(${capital(a)},${capital(b)})`;
    case 'kl_divergence': return `D(${capital(a)}‖${capital(b)})`;
    case 'js_divergence': return `J(${capital(a)},${capital(b)})`;
    case 'conditional_entropy': return 'H(Y∣X)';
    case 'mutual_information': return 'I(X;Y)';
    case 'log_sum_exp': return `LSE(${lower(a)})`;
    case 'softmax': return `softmax(${lower(a)})`;
    case 'log_softmax': return `ln softmax(${lower(a)})`;
    case 'softmax_cross_entropy': case 'sigmoid_cross_entropy': return `L(${lower(a)},${lower(b)})`;
    case 'softmax_cross_entropy_gradient': case 'sigmoid_cross_entropy_gradient': return `∇L(${lower(a)},${lower(b)})`;
    case 'mean_squared_error': return `MSE(${lower(a)},${lower(b)})`;
    case 'js_distance': return `d(${capital(a)},${capital(b)})`;
    case 'softmax_vjp': case 'log_softmax_vjp': return `∇(${lower(a)},${lower(b)})`;
    case 'softmax_cross_entropy_hessian_diagonal': case 'sigmoid_cross_entropy_hessian': return `∂²L/∂${lower(a)}²`;
    case 'mean_softmax_cross_entropy': return `L(${lower(a)},${lower(b)})`;
    case 'mean_softmax_cross_entropy_gradient': return `∇L(${lower(a)},${lower(b)})`;
    case 'sequence_perplexity': return `exp(L(${lower(a)},${lower(b)}))`;
    default: return `∇MSE(${lower(a)},${lower(b)})`;
  }
}

/// Of numbers known as intervals: is the strict relation between two of them certain?
const is_certain = ([a, b]) => (b.mark === '<' ? a.value.hi < b.value.lo : b.mark === '>' ? a.value.lo > b.value.hi : true);
const opposite = { '=': '≠', '≤': '>', '≥': '<', '<': '≥', '>': '≤' };
/// The relations of the statement with the values of their sides, the slack, and whether they hold; but not those whose
/// sentence claims them under a condition that the example does not meet, nor "less" where both sides may be equal.
function relations(spec, env, t) {
  return spec.formulas.map((formula) => {
    const [relation] = claims(parse(formula));
    try {
      const wrong = is_false(relation, env), values = sides(relation, env);
      if (wrong ? spec.conditional.includes(formula) : values?.length === 2 && !is_certain(values)) return '';
      const chain = values ? values.map(({ value, mark }) => `${mark ? ` ${wrong && values.length === 2 ? opposite[mark] ?? mark : mark} ` : ''}${told(value, 'side')}`).join('') : t.every_class;
      const slack = values?.length === 2 && '≤≥<>'.includes(values[1].mark) ? gap(values, t) : '';
      return `<div class="relation${wrong ? ' wrong' : ''}"><span class="formula" tabindex="0">${mathml(formula)}</span><span class="chain">${chain}${slack}</span><strong>${wrong ? t.is_false : t.holds}</strong></div>`;
    } catch (error) {
      if (error instanceof Unknown) return '';
      throw error;
    }
  }).join('');
}
/// The digits that both ends of the interval agree on; where even the sign is open, 0 as nearly as binary64 can tell.
function digits({ lo, hi }) {
  const text = shown(lo);
  if (text === shown(hi)) return text;
  if (lo <= 0 && hi >= 0) return hi - lo < 1e-9 ? '≈ 0' : `${shown(lo)} … ${shown(hi)}`;
  return hi - lo < 1e-3 * Math.abs(lo) ? shown((lo + hi) / 2) : `${shown(lo)} … ${shown(hi)}`;
}
/// A value computed by a formula of the page. All of them stand in `tellings` as well while I.trace is on.
export const tellings = [];
function told(value, kind) {
  if (value.lo === -Infinity && value.hi === Infinity) return '—';  // 0/0: it has none
  const text = digits(value);
  if (I.trace.on) tellings.push({ text, value });
  return `<span class="${kind}" data-told>${text}</span>`;
}
function gap(values, t) {
  const [a, b] = values[1].mark === '≤' || values[1].mark === '<' ? [values[1].value, values[0].value] : [values[0].value, values[1].value];
  const left = I.subtract(a, b);
  return Number.isFinite(left.lo) ? `<span class="slack">${t.slack} ${told(left, 'value')}</span>` : '';
}

/// Each class's share. Columns are formulas of the row's class, evaluated in interval arithmetic.
function shares(spec, env, t) {
  if (!spec.shares.length) return '';
  const n = env.n;
  const cell = (formula, i) => {
    try {
      const [{ value }] = sides({ items: [parse(formula)], marks: [] }, { ...env, bound: { i } });
      return told(value, 'value');
    } catch (error) {
      if (error instanceof Unknown) return '';
      throw error;
    }
  };
  const rows = Array.from({ length: Math.min(n, 12) }, (_, i) => `<tr><th scope="row">${letters[i] ?? i + 1}</th>${spec.shares.map((f) => `<td data-formula="${f}" data-class="${i}">${cell(f, i)}</td>`).join('')}</tr>`).join('');
  return `<table class="shares"><thead><tr><th scope="col">${t.class}</th>${spec.shares.map((f) => `<th scope="col"><span aria-hidden="true">${mathml(f)}</span><span class="hidden">${f}</span></th>`).join('')}</tr></thead><tbody>${rows}</tbody></table>`;
}

/// The bar of average surprise: what must be, and what believing Q adds.
function bar(gibbs, state, t) {
  const { p, q } = state.inputs, H = gibbs.entropy(p, state.unit), D = gibbs.kl_divergence(p, q, state.unit), all = gibbs.cross_entropy(p, q, state.unit);
  const scale = Math.max(all === Infinity ? H + 1 : all, gibbs.entropy(p.map(() => 1), state.unit)), percent = (x) => `${(100 * Math.min(x, scale) / scale).toFixed(2)}%`;
  return `<div class="stack" role="img" aria-label="${t.bar}"><i class="must" style="width:${percent(H)}"></i><i class="more${D === Infinity ? ' endless' : ''}" style="width:${percent(D === Infinity ? scale - H : D)}"></i></div><p class="caption">${t.bar}</p>`;
}

const names_of = (spec, role) => spec.inputs.filter((i) => i.role === role).map((i) => i.name);
const point_label = (name, v, t) => `${t.point} ${capital(name)}: ${v.map((x) => brief(x / sum(v))).join(', ')}`;

/// The pictures of a page, by name: { view, label, svg, wide } or null where the example has none such.
const painters = {
  information: (gibbs, spec, state, t) => ({
    view: '0 0 440 270', label: t.picture_information,
    svg: information({ gibbs, unit: state.unit, words: t, points: spec.inputs.filter((i) => i.role === 'probability').map(({ name }) => ({ name, p: state.inputs[name][0] })).concat(
      names_of(spec, 'distribution').slice(0, 1).flatMap((name) => state.inputs[name].map((x, k) => ({ name: letters[k], p: x / sum(state.inputs[name]) }))),
      spec.inputs.filter((i) => i.role === 'natural').slice(0, 1).map(({ name }) => ({ name: `2⁻${name === 'k' ? 'ᵏ' : ''}`, p: 2 ** -state.inputs[name][0] }))) }),
  }),
  simplex: (gibbs, spec, state, t, fast) => {
    const points = names_of(spec, 'distribution').filter((n) => state.inputs[n].length === 3 && sum(state.inputs[n]) > 0);
    if (!points.length || (spec.simplex !== 'entropy' && !points.includes('p'))) return null;
    const p = state.inputs[points[0]];
    const f = { kl: (q) => gibbs.kl_divergence(p, q, 'bit'), js: (q) => gibbs.js_divergence(p, q, 'bit'), entropy: (x) => gibbs.entropy(x, 'bit') }[spec.simplex];
    const levels = { kl: [0.05, 0.2, 0.5, 1, 2], js: [0.02, 0.1, 0.3, 0.6], entropy: [0.4, 0.8, 1.2, 1.5] }[spec.simplex];
    return { view: '0 0 340 344', label: t[`picture_simplex_${spec.simplex}`], live: true,
      svg: simplex({ f, key: spec.simplex === 'entropy' ? '' : p.join(), levels, mark: 's', steps: fast ? 24 : 48, shade: spec.simplex === 'entropy' ? 'level entropy' : 'level', points: points.slice(0, 3).map((name) => ({ name, p: state.inputs[name], moves: true, label: point_label(name, state.inputs[name], t) })) }) };
  },
  two: (gibbs, spec, state, t) => {
    const [a] = names_of(spec, 'distribution'), b = spec.bar ? 'q' : undefined;
    if (!a || state.inputs[a].length !== 2) return null;
    return { view: '0 0 440 290', label: b ? t.picture_two_pair : t.picture_two, svg: two_classes({ gibbs, unit: state.unit, words: t, p: state.inputs[a], q: b && state.inputs[b] }) };
  },
  tangent: (gibbs, spec, state, t) => {
    const { p, q } = state.inputs;
    return { view: '0 0 440 300', label: q ? t.picture_tangent : t.picture_tangent_uniform, svg: tangent({ terms: p.map((x, k) => ({ ratio: (q ? q[k] / sum(q) : 1 / p.length) / (x / sum(p)), weight: x / sum(p) })) }) };
  },
  questions: (gibbs, spec, state, t) => {
    const { p, q } = state.inputs;
    const own = questions({ weights: p, p: p.map((x) => x / sum(p)), name: t.asked_for_p });
    const wrong = q && p.every((x, k) => !(x > 0) || q[k] > 0) ? questions({ weights: q, p: p.map((x) => x / sum(p)), name: t.asked_for_q }) : null;
    const mean = ({ depth }) => sum(p.map((x, k) => (x > 0 ? (x / sum(p)) * depth[k] : 0)));
    const caption = `${t.mean_questions}: ${brief(mean(own))}${wrong ? ` · ${t.mean_questions_q}: ${brief(mean(wrong))}` : ''}`;
    const h = Math.max(own.height, wrong?.height ?? 0);
    return { view: `0 0 ${wrong ? 900 : 440} ${h}`, wide: !!wrong, label: t.picture_questions, caption, svg: own.svg + (wrong ? `<g transform="translate(460 0)">${wrong.svg}</g>` : '') };
  },
  losses: (gibbs, spec, state, t) => {
    const z = state.inputs.z;
    const label = state.inputs.p ?? state.inputs.y;
    let x = NaN;  // no place on the way where the label is none
    const place = label && label.length === 1 ? label[0] : label && label.length === z.length && Math.max(...label) === sum(label) ? label.indexOf(Math.max(...label)) : -1;
    if (place >= 0 && place < z.length && z.length > 1) {
      const y = place, others = z.filter((_, k) => k !== y);
      x = gibbs.log_sum_exp(others.some((v) => v > -Infinity) ? others : [0]) - z[y];
    }
    return { view: '0 0 640 270', wide: true, label: t.picture_losses, svg: losses({ gibbs, x, words: t }) };
  },
  landscapes: (gibbs, spec, state, t) => {
    const z = state.inputs.z;
    const shifted = z?.length === 3 ? [z[0] - z[2], z[1] - z[2]] : null;
    return { view: '0 0 640 310', wide: true, label: t.picture_landscapes, svg: landscapes({ gibbs, z: shifted, words: t }) };
  },
  mosaic: (gibbs, spec, state, t) => {
    const { columns } = spec.inputs.find((i) => i.name === 'w'), v = state.inputs.w;
    return { view: '0 0 340 300', label: t.picture_mosaic, svg: mosaic({ w: Array.from({ length: v.length / columns }, (_, i) => v.slice(i * columns, (i + 1) * columns)) }) };
  },
  errors: (gibbs, spec, state, t) => {
    const { p, q } = state.inputs;
    if (sum(p) !== whole || sum(q) !== whole) return null;
    const points = Array.from({ length: 41 }, (_, k) => k).map((k) => {
      const near = p.map((x, i) => x + (q[i] - x) * 2 ** -k), exact = gibbs.kl_divergence(p, near, 'nat');
      const naive = sum(p.map((x, i) => (x > 0 ? (x / whole) * Math.log(x / near[i]) : 0)));
      return { k, ulps: Math.abs(naive - exact) / (I.up(exact) - exact), wrong: naive < 0 || (naive === 0 && exact > 0) };
    }).filter(({ ulps }) => Number.isFinite(ulps));
    return points.length > 2 ? { view: '0 0 640 270', wide: true, label: t.picture_errors, svg: errors({ points, words: t }) } : null;
  },
};

const slow = new Set(['errors']);  // drawn once a hand rests
/// All parts of the example as HTML, or the library's refusal. `fast`: fewer level lines' points, while a hand moves.
export function example(gibbs, spec, state, t, { fast = false, still = true } = {}) {
  try {
    for (const input of spec.inputs) if (masses.has(input.role)) gibbs.entropy(state.inputs[input.name], 'nat');
    const env = meanings(gibbs, spec, state);
    const parts = { numbers: quantities(gibbs, spec, state, t), bar: spec.bar ? bar(gibbs, state, t) : '', relations: relations(spec, env, t), shares: shares(spec, env, t), pictures: {}, refusal: '' };
    for (const name of spec.pictures) if (still || !slow.has(name)) parts.pictures[name] = painters[name](gibbs, spec, state, t, fast);
    return parts;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { refusal: error.message };
  }
}
