// What a page is made for, from its statement: which quantities, pictures and shares it shows, and which examples it offers.
import { claims } from './evaluate.mjs';
import { masses, whole } from './example.mjs';
import { parse } from './formula.mjs';

/// q = softmax(z): what a letter means, no claim.
const is_definition = ({ items, marks }) => marks[0] === '=' && items[0].type === 'name';

/// What a claim that is no relation comes to, beside what is true.
const comes_to = { 'any-decreasing-function-measures-surprise': ['I(a·b) = I(a) + I(b)', '1 − a·b = (1 − a) + (1 − b)', '1/(a·b) = 1/a + 1/b'] };

/// Which pictures, shares and quantities a statement's inputs call for. `conditions`: "id: relation", where its sentence
/// claims it under a condition only.
export function spec_of(statement, metrics, conditions) {
  const { inputs, unit, observations } = statement.example;
  const names = new Set(inputs.map((i) => i.name)), has = (role) => inputs.some((i) => i.role === role), speaks = (m) => statement.metrics.includes(m);
  const quantities = [];
  const put = (metric, args) => { if (args.every((a) => names.has(a)) && !quantities.some((x) => x.metric === metric && x.args.join() === args.join())) quantities.push({ metric, args }); };
  const p = inputs.find((i) => i.name === 'p')?.role, of = (name) => inputs.find((i) => i.name === name), alike = (a, b) => of(a)?.fractions.length === of(b)?.fractions.length;
  const pair = p === 'distribution' && of('q')?.role === 'distribution' && alike('p', 'q');
  if (pair) put('entropy', ['p']), put('kl_divergence', ['p', 'q']), put('cross_entropy', ['p', 'q']);
  if (of('z')?.role === 'logits' && p === 'distribution' && alike('z', 'p')) put('softmax_cross_entropy', ['z', 'p']);
  for (const o of observations) {
    const call = /^(\w+)\(([^()[\]]*)\)/.exec(o.call);
    if (call) put(call[1], call[2].split(',').map((a) => a.trim()));
  }
  for (const { name, role } of inputs) if (name.includes('[') && role === 'logits') put('softmax', [name]);
  if (inputs.some((i) => i.name === 'y' && i.role === 'natural') && inputs.some((i) => i.name === 'z' && i.role === 'logits')) {
    for (const metric of ['softmax_cross_entropy', 'softmax_cross_entropy_gradient', 'softmax_mean_squared_error_gradient']) quantities.push({ metric, args: ['z', '[y]'] });
  }
  if (has('joint')) put('mutual_information', ['w']);
  // What is made of the inputs (derived.mjs): two predictions scored against class y, mass moved, histograms of densities.
  if (of('y')?.role === 'natural' && of('r')?.role === 'distribution') for (const metric of ['cross_entropy', 'mean_squared_error']) for (const prediction of ['q', 'r']) quantities.push({ metric, args: metric === 'cross_entropy' ? ['[y]', prediction] : [`[${prediction}]`, '[y]'] });
  if (names.has('halvings') && names.has('from')) quantities.push({ metric: 'entropy', args: ['[p]'] });
  const densities = names.has('family');
  if (densities) for (const half of ['', '½']) quantities.push({ metric: 'kl_divergence', args: [`[P${half}]`, `[Q${half}]`] });
  const all_text = [statement.en.statement, statement.ko.statement].join(' ');
  const formulas = comes_to[statement.id] ?? [...statement.en.statement.matchAll(/\$([^$]*)\$/g)].map((m) => m[1]).filter((f) => claims(parse(f)).length === 1 && parse(f).type === 'relation' && !is_definition(parse(f)));
  const joint = has('joint'), logits = inputs.find((i) => i.name === 'z')?.role === 'logits', y = inputs.find((i) => i.name === 'y');
  const divergence = pair && speaks('js_divergence') && !speaks('kl_divergence') ? 'js' : 'kl';
  const pictures = [];
  if (has('probability') && (speaks('self_information')) || statement.id === 'information-of-halves') pictures.push('information');
  const of_tangent = statement.uses.includes('gibbs-inequality') || /tangent/.test(statement.en.steps.join());
  if (pair) pictures.push('simplex', 'two', ...(divergence === 'kl' && of_tangent ? ['tangent'] : []));
  else if (p === 'distribution' && !logits) pictures.push('simplex', 'two', ...(statement.id === 'entropy-is-expected-information' ? ['information'] : []), ...(/^entropy-(bounds|maximum)$/.test(statement.id) ? ['tangent'] : []));
  if (/questions/.test(statement.id)) pictures.push('questions');
  if (logits && (p === 'distribution' || y) && /mse|gradient|softmax-ce/.test(statement.id)) pictures.push('losses');
  if (/mse-(gradient-vanishes|after|and-ce)/.test(statement.id)) pictures.push('landscapes');
  if (joint && inputs.find((i) => i.role === 'joint').name === 'w') pictures.push('mosaic');
  if (pair && speaks('kl_divergence') && statement.main && !pictures.includes('questions')) pictures.push('errors');
  const shares = pair ? ['pᵢ', 'qᵢ', 'log(pᵢ/qᵢ)', 'pᵢ·log(pᵢ/qᵢ)'] : p === 'distribution' && !logits ? ['pᵢ', '−log pᵢ', '−pᵢ·log pᵢ'] : logits && p === 'distribution' ? ['zᵢ', 'softmax(z)ᵢ', 'pᵢ', 'softmax(z)ᵢ − pᵢ'] : logits ? ['zᵢ', 'softmax(z)ᵢ'] : [];
  // A loss is in nats, and so is all beside it.
  const changes_unit = statement.metrics.every((m) => metrics[m].unit || m === 'softmax');
  const in_bits = /\bbits\b/.test(statement.en.statement) && !/\bln\b|\bexp\b|\bnats?\b|hartley|D\(/.test(statement.en.statement);
  const units = changes_unit && (quantities.some((q) => metrics[q.metric].unit) || /[HDJI]\(|log/.test(formulas.join())) && statement.metrics.some((m) => metrics[m].unit) && !/\bln\b|\bexp\b|\bnats?\b|\bbits?\b|나트|비트|₂/.test(all_text);
  return { id: statement.id, kind: statement.kind, inputs: inputs.map(({ name, role, columns }) => ({ name, role, columns })), quantities, formulas, conditional: formulas.filter((f) => conditions.has(`${statement.id}: ${f}`)), pictures, shares, bar: pair, densities,
    simplex: pair ? divergence : 'entropy', units, unit: units || in_bits ? 'bit' : unit || 'nat', metrics: Object.fromEntries(Object.entries(metrics).map(([k, m]) => [k, { unit: m.unit, parameters: m.parameters }])) };
}

/// Extremes as buttons: name → inputs, of those that the statement has.
export function presets_of(spec, first) {
  const set = (values) => ({ ...structuredClone(first), ...values });
  const all = { example: structuredClone(first) };
  const names = new Set(spec.inputs.map((i) => i.name)), role = (n) => spec.inputs.find((i) => i.name === n)?.role;
  if (role('p') === 'distribution' && role('q') === 'distribution') {
    all.equal = set({ q: [...first.p] });
    all.infinite = set({ p: [512, 256, 256], q: [512, 512, 0] });
    all.certain = set({ p: [1024, 0, 0], q: [512, 384, 128] });
    all.rounding = set({ p: [512, 256, 256], q: [512, 256 - 2 ** -19, 256 + 2 ** -19] });
    all.two_classes = set({ p: [256, 768], q: [640, 384] });
  } else if (role('p') === 'distribution' && !names.has('z')) {
    all.certain = set({ p: [1024, 0, 0] });
    all.uniform = set({ p: [256, 256, 256, 256] });
    all.halves = set({ p: [512, 256, 128, 128] });
    all.three = set({ p: [512, 307, 205] });
    all.two_classes = set({ p: [768, 256] });
  } else if (role('p') === 'probability') {
    all.sure = set({ p: [1] });
    all.never = set({ p: [0] });
    all.coin = set({ p: [0.5] });
    all.rare = set({ p: [2 ** -20] });
  } else if (role('z') === 'logits') {
    const label = role('p') === 'distribution' ? { p: [1024, 0, 0] } : names.has('y') && role('y') === 'numbers' ? { y: [1, 0, 0] } : {};
    all.all_alike = set({ z: [0, 0, 0], ...label });
    all.right = set({ z: [8, 0, 0], ...label });
    all.wrong = set({ z: [-8, 4, 0], ...label });
    if (!names.has('y')) all.masked = set({ z: [0, 1, -Infinity], ...label });
  } else if (role('z[0]') === 'logits') {
    const rows = spec.inputs.filter((i) => i.name.startsWith('z[')).map((i) => i.name), each = (z) => set(Object.fromEntries(rows.map((name) => [name, z])));
    all.all_alike = each([0, 0]);
    all.masked = set({ [rows.at(-1)]: [0, -Infinity] });
    all.far = set({ [rows.at(-1)]: [-1e5, 1e5] });
  } else if (role('z') === 'logit') {
    all.all_alike = set({ z: [0] });
    all.right = set({ z: [8], y: [1] });
    all.wrong = set({ z: [-8], y: [1] });
    all.far = set({ z: [-1000], y: [1] });
    if (!names.has('y')) for (const state of Object.values(all)) delete state.y;
  } else if (role('z') === 'logit_rows') {
    const { columns } = spec.inputs.find((i) => i.name === 'z'), rows = first.y.length;
    const every = (z, y) => set({ z: Array.from({ length: rows }, () => z).flat(), y: Array(rows).fill(y) });
    all.all_alike = every(Array(columns).fill(0), 0);
    all.right = every([8, ...Array(columns - 1).fill(0)], 0);
    all.wrong = every([-8, ...Array(columns - 1).fill(0)], 0);
    if (rows > 1) all.ignored = set({ y: first.y.map((k, i) => (i === rows - 1 ? -1 : Math.max(0, k))) });
  } else if (role('f') === 'distribution' && role('q') === 'distribution') {
    all.equal = set({ q: [...first.f] });
    all.infinite = set({ f: [512, 256, 256], q: [512, 512, 0] });
    all.certain = set({ f: [1024, 0, 0], q: [512, 384, 128] });
  } else if (role('x') === 'numbers' && role('y') === 'numbers') {
    all.same = set({ y: [...first.x] });
    all.far = set({ x: first.x.map(() => 1e200), y: first.x.map(() => -1e200) });
  } else if (role('w') === 'joint') {
    const { columns } = spec.inputs.find((i) => i.name === 'w');
    if (columns === 2 && first.w.length === 4) {
      all.independent = set({ w: [256, 256, 256, 256] });
      all.determined = set({ w: [512, 0, 0, 512] });
    }
  }
  // Vectors that meet have one length: those that a preset says nothing of follow it, or it is none.
  const vectors = spec.inputs.filter((i) => ['distribution', 'logits', 'numbers'].includes(i.role));
  if (new Set(vectors.map((i) => first[i.name].length)).size === 1) for (const [name, state] of Object.entries(all)) {
    const n = Math.max(...vectors.map((i) => state[i.name].length)), other = vectors.filter((i) => state[i.name].length !== n);
    if (other.some((i) => i.role === 'distribution' || state[i.name].length > n)) delete all[name];
    else for (const i of other) state[i.name] = Array.from({ length: n }, (_, k) => (k === 0 ? 2 : 0));
  }
  return all;
}
/// The example's inputs as the page holds them: distributions and tables as parts of 1024 where these are whole.
export function state_of(statement, parsed) {
  return Object.fromEntries(statement.example.inputs.map(({ name, role, fractions }) => {
    const values = fractions.map(parsed);
    return [name, masses.has(role) && values.every((x) => Number.isInteger(x * whole)) ? values.map((x) => x * whole) : values];
  }));
}
