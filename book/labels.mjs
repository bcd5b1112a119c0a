// Do the labels in the pictures of a page stand where they belong? Each says in words what it is of, and by data-at where
// it stands; what the words mean is asked of the library here, and its place on paper is compared with the axes.
import { huffman, letters } from './src/draw.mjs';

const sum = (v) => v.reduce((a, b) => a + b, 0);
const near = (a, b, error = 1e-6) => a === b || (Number.isFinite(b) && Math.abs(a - b) <= error * Math.max(1, Math.abs(b)));
const numbers = (text) => text.split(',').map(Number);
const attribute = (tag, name) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
const texts = (svg) => [...svg.matchAll(/<text([^>]*)>([^<]*)</g)].map(([, tag, text]) => ({ tag, text }));

const raised = new Map([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((c, k) => [c, String(k)]).concat([['⁻', '-']]));
const power = (text, base) => (text === '1' ? 0 : text.startsWith(base) ? Number([...text.slice(base.length)].map((c) => raised.get(c) ?? 'x').join('')) : NaN);
const scales = { undefined: (text) => Number(text.replace('−', '-')), tens: (text) => power(text, '10'), halves: (text) => -power(text, '2') };

/// ln x by the library, of both sides of 1.
const ln = (x, gibbs) => (x > 1 ? gibbs.self_information(1 / x, 'nat') : -gibbs.self_information(x, 'nat'));

/// What the words at a point of a picture say of its coordinates: true or false.
function meaning(picture, { text, x, y }, page, gibbs) {
  const { spec, state } = page, v = state.inputs, share = (name, k) => v[name][k] / sum(v[name]);
  const point = (name, f) => near(x, share(name, 0)) && near(y, f);
  const ce = (t) => gibbs.softmax_cross_entropy([0, t], [1, 0]), se = (t) => 2 * gibbs.mean_squared_error([1, 0], gibbs.softmax([0, t]));
  const slope = (f, t) => Math.abs(f([0, t], [1, 0])[0]);
  const k = letters.indexOf(text);
  switch (`${picture} ${text}`) {
    case 'two P': return point('p', gibbs.entropy(v.p, state.unit));
    case 'two Q': return point('q', gibbs.entropy(v.q, state.unit));
    case 'two H(P)': return near(y, gibbs.entropy([x, 1 - x], state.unit));
    case 'two H(P,Q)': return near(y, gibbs.cross_entropy([x, 1 - x], v.q, state.unit));
    case 'tangent x − 1': return near(y, x - 1);
    case 'tangent ln x': return near(y, ln(x, gibbs));
    case 'losses CE': return near(y, ce(x)) || near(y, slope(gibbs.softmax_cross_entropy_gradient, x));
    case 'losses SE': return near(y, se(x)) || near(y, 2 * slope(gibbs.softmax_mean_squared_error_gradient, x));
    case 'landscapes z': return near(x, v.z[0] - v.z[2]) && near(y, v.z[1] - v.z[2]);
    default:
  }
  if (picture === 'tangent' && k >= 0) return near(x, (v.q ? share('q', k) : 1 / v.p.length) / share('p', k)) && near(y, ln(x, gibbs));
  if (picture === 'information') {
    const event = spec.inputs.find((i) => i.name === text && i.role === 'probability');
    const p = event ? v[text][0] : k >= 0 && v.p ? share('p', k) : text.startsWith('2⁻') ? 2 ** -spec.inputs.filter((i) => i.role === 'natural').map((i) => v[i.name][0])[0] : NaN;
    return near(x, p) && near(y, gibbs.self_information(p, state.unit));
  }
  return false;
}

/// In a frame: ticks where their numbers belong, and labels where they say, which must be true.
function in_frame(picture, tag, svg, page, gibbs) {
  const faults = [];
  const axis = Object.fromEntries(['x', 'y'].map((a) => {
    const [from, to, low, high] = numbers(attribute(tag, `data-${a}`));
    return [a, { at: (value) => low + ((value - from) / (to - from)) * (high - low), read: scales[attribute(tag, `data-${a}-scale`)] }];
  }));
  for (const { tag: own, text } of texts(svg)) {
    const a = attribute(own, 'data-tick');
    if (a) {
      const on_paper = Number(attribute(own, a)) - (a === 'y' ? 4 : 0);
      // Under a horizontal axis or beside a vertical one, the number stands at its place.
      if (!near(on_paper, axis[a].at(axis[a].read(text)), 1e-2)) faults.push(`the tick ${text}`);
    }
    const where = attribute(own, 'data-at');
    if (where) {
      const [x, y] = numbers(where), away = Math.hypot(Number(attribute(own, 'x')) - axis.x.at(x), Number(attribute(own, 'y')) - axis.y.at(y));
      if (!(away < 40) || !meaning(picture, { text, x, y }, page, gibbs)) faults.push(`the label ${text}`);
    }
    const logits = attribute(own, 'data-logits');
    if (logits) {
      const z = [...numbers(logits), 0], label = [1, 0, 0], kind = attribute(tag, 'data-loss');
      const value = kind === 'ce' ? gibbs.softmax_cross_entropy(z, label) : 3 * gibbs.mean_squared_error(gibbs.softmax(z), label);
      if (!near(value, Number(text), 0.06)) faults.push(`the level ${text}`);
    }
  }
  return faults;
}

/// The tree of questions: shares under the letters, depths that are a code's, and the mean that the caption gives.
function in_questions(figure, page, gibbs) {
  const faults = [], { p, q } = page.state.inputs, trees = figure.split('<g transform="translate(460 0)">');
  const caption = /<strong>([^<]*)<\/strong>/.exec(figure)?.[1].split('·').map((part) => Number(part.replace(/^.*: /, ''))) ?? [];
  trees.forEach((tree, t) => {
    let mean = 0, kraft = 0, seen = 0;
    for (const [, y, letter, share] of tree.matchAll(/<g class="outcome" data-y="([^"]*)">.*?<text class="corner"[^>]*>([^<]*)<.*?<text class="tick"[^>]*>([^<]*)</g)) {
      const k = letters.indexOf(letter), depth = (Number(y) - 26) / 58;
      if (!near(Number(share), p[k] / sum(p), 5e-5)) faults.push(`the share of ${letter}`);
      if (huffman([p, q][t]).depth[k] !== depth) faults.push(`the depth of ${letter}`);
      mean += (p[k] / sum(p)) * depth;
      kraft += 2 ** -depth;
      ++seen;
    }
    if (seen && (seen > 1) && kraft !== 1) faults.push('a tree that is none');
    if (!near(caption[t], mean, 5e-5)) faults.push(`the mean ${caption[t]}`);
    if (t === 0 && !(gibbs.entropy(p, 'bit') <= mean && mean < gibbs.entropy(p, 'bit') + 1)) faults.push('a tree that is not the best');
  });
  return faults;
}

/// The areas of a joint table.
function in_mosaic(svg, page) {
  const { columns } = page.spec.inputs.find((i) => i.name === 'w'), { w } = page.state.inputs, whole = (340 - 40) * (300 - 44);
  return [...svg.matchAll(/<rect class="cell[^>]*>/g)].flatMap(([tag]) => {
    const [i, j] = numbers(attribute(tag, 'data-cell'));
    return near((Number(attribute(tag, 'width')) * Number(attribute(tag, 'height'))) / whole, w[i * columns + j] / sum(w), 1e-3) ? [] : [`the area of x${i + 1}, y${j + 1}`];
  }).concat(['row', 'column'].flatMap((line) => texts(svg).filter(({ tag }) => attribute(tag, 'data-line') === line).map(({ text }) => text)
    .flatMap((text, k, all) => (k && text <= all[k - 1] ? [`the label ${text}`] : []))));
}

/// The triangle: corners, and each handle where its distribution lies; level lines by their values.
function in_simplex(svg, page, gibbs) {
  const faults = [], side = 320, corner = [[170, 34], [170 + side / 2, 34 + side * Math.sqrt(3) / 2], [170 - side / 2, 34 + side * Math.sqrt(3) / 2]];
  texts(svg).filter(({ tag }) => / class="corner"/.test(tag)).forEach(({ tag, text }) => {
    const place = corner[letters.indexOf(text)];
    if (!place || Math.hypot(place[0] - Number(attribute(tag, 'x')), place[1] - Number(attribute(tag, 'y'))) > 22) faults.push(`the corner ${text}`);
  });
  for (const [, x, y, name] of svg.matchAll(/<g class="handle \w+" transform="translate\(([\d.]+) ([\d.]+)\)" data-handle="(\w+)"/g)) {
    const v = page.state.inputs[name], at = [0, 1].map((c) => sum(v.map((m, k) => (m / sum(v)) * corner[k][c])));
    if (Math.hypot(at[0] - Number(x), at[1] - Number(y)) > 0.05) faults.push(`the point ${name}`);
  }
  const labels = texts(svg).filter(({ tag }) => / class="level-label"/.test(tag)).map(({ tag, text }) => ({ at: numbers(attribute(tag, 'data-at')), level: Number(text) }));
  const { p } = page.state.inputs;
  const f = { kl: (q) => gibbs.kl_divergence(p, q, 'bit'), js: (q) => gibbs.js_divergence(p, q, 'bit'), entropy: (x) => gibbs.entropy(x, 'bit') }[page.spec.simplex];
  for (const { at, level } of labels) {
    const value = f(at.map((x) => Math.max(0, x)));
    if (Math.abs(value / level - 1) > 0.1) faults.push(`the level ${level}`);
  }
  return faults;
}

/// All that is wrong with the labels of a page, as text. `state` is what its pictures show; its first example unless given.
export function misplaced(html, gibbs, state) {
  const json = /<script type="application\/json" id="page">(.*)<\/script>/.exec(html)?.[1];
  if (!json) return [];
  const { spec, presets } = JSON.parse(json, (_, x) => (x === null ? -Infinity : x));
  const page = { spec, state: state ?? { inputs: presets.example, unit: spec.unit } };
  return [...html.matchAll(/<figure[^>]*data-picture="(\w+)"[^>]*>(.*?)<\/figure>/gs)].flatMap(([, picture, figure]) => {
    const faults = picture === 'questions' && figure ? in_questions(figure, page, gibbs) : picture === 'mosaic' && figure ? in_mosaic(figure, page) : picture === 'simplex' && figure ? in_simplex(figure, page, gibbs) : [];
    for (const [, tag, svg] of figure.matchAll(/<g class="axes"([^>]*)>(.*?)(?=<g class="axes"|<\/svg>)/gs)) faults.push(...in_frame(picture, tag, svg, page, gibbs));
    return faults.map((fault) => `${picture}: ${fault} is not where it belongs`);
  });
}
