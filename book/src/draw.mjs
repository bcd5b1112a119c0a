// The pictures, as SVG text: pure functions of what they show, so a page as it is built and a page redrawn by a reader's
// hand are drawn by the same lines. Values come from the library; only places on paper are computed here.
import { contours } from 'd3-contour';
import { shown } from './number.mjs';

const round = (x) => Math.round(x * 100) / 100;
const path = (points) => `M${points.map((p) => `${round(p[0])} ${round(p[1])}`).join('L')}`;
const linear = (a, b, c, d) => (x) => c + ((x - a) / (b - a)) * (d - c);
const range = (from, to, n) => Array.from({ length: n + 1 }, (_, i) => from + ((to - from) * i) / n);
const raised = (n) => [...String(n)].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[c] ?? '⁻').join('');
const text = (kind, x, y, s, more = '') => `<text class="${kind}" x="${round(x)}" y="${round(y)}"${more}>${s}</text>`;
const line = (kind, x1, y1, x2, y2) => `<line class="${kind}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
const short = (t) => String(t).replace('-', '−');
export const letters = 'ABCDEFGHIJKLMNOP';

/// What does not depend on the reader's numbers is computed once.
const kept = new Map();
const once = (key, make) => kept.get(key) ?? (kept.set(key, make()), kept.get(key));

/// A frame with ticks and the names of its axes: { x, y } are [from, to], `xs` and `ys` the ticks. What stands in it
/// says by data-at, in the units of the axes, where it belongs: labels.mjs sees whether it does.
function frame({ w, h, x, y, xs, ys, x_name, y_name, left = 46, bottom = 40, top = 24, right = 14, x_text = short, y_text = short, x_scale = '', y_scale = '' }) {
  const X = linear(x[0], x[1], left, w - right), Y = linear(y[0], y[1], h - bottom, top);
  const grid = ys.map((t) => line('rule', left, Y(t), w - right, Y(t)) + text('tick left', left - 7, Y(t) + 4, y_text(t), ' data-tick="y"')).join('') +
    xs.map((t) => line('tick', X(t), h - bottom, X(t), h - bottom + 4) + text('tick', X(t), h - bottom + 17, x_text(t), ' data-tick="x"')).join('');
  const box = `data-x="${[...x, left, w - right]}" data-y="${[...y, h - bottom, top]}"${x_scale && ` data-x-scale="${x_scale}"`}${y_scale && ` data-y-scale="${y_scale}"`}`;
  return { X, Y, box, svg: `${grid}${line('axis', left, h - bottom, w - right, h - bottom)}${text('tick unit', 4, 13, y_name)}${text('tick end', w - right, h - 6, x_name)}` };
}
/// What is drawn in a frame, together with it.
const framed = ({ box, svg }, inside, more = '') => `<g class="axes" ${box}${more}>${svg}${inside}</g>`;
/// A picture in two layers: what stays while a hand moves, which a page leaves alone, and what moves.
export const moving = '<g class="moving">';
const layers = (still, moves) => `${still}${moving}${moves}</g>`;
const framed_layers = (f, still, moves) => layers(framed(f, still), framed({ ...f, svg: '' }, moves));
/// Where a label belongs.
const stands = (x, y) => ` data-at="${Number(x.toPrecision(9))},${Number(y.toPrecision(9))}"`;
const dot = (kind, x, y, label, dx = 9, dy = 15, where = '') => (kind === 'q' ? `<path class="mark q" d="M${round(x)} ${round(y - 7)}l7 7l-7 7l-7 -7Z"/>` : `<circle class="mark ${kind}" cx="${round(x)}" cy="${round(y)}" r="5.5"/>`) +
  (label ? text('class', x + dx, y + dy, label, where) : '');

/// −log p, with a point for each probability.
export function information({ gibbs, points, unit, words }) {
  const w = 440, h = 270, most = unit === 'bit' ? 6 : unit === 'nat' ? 4 : 2;
  const f = frame({ w, h, x: [0, 1], y: [0, most], xs: [0, 0.25, 0.5, 0.75, 1], ys: range(0, most, most), x_name: words.axis_probability, y_name: `I(p), ${words[unit]}` });
  const curve = once(`information ${unit}`, () => range(0, 1, 160).map((p) => [p, gibbs.self_information(p, unit)]).filter(([, v]) => v <= most).map(([p, v]) => [f.X(p), f.Y(v)]));
  return framed_layers(f, `<path class="curve" d="${path(curve)}"/>`, points.filter(({ p }) => p > 0).map(({ name, p }) => {
    const v = gibbs.self_information(p, unit);
    return v > most ? text('class', f.X(p) + 8, f.Y(most) + 12, `${name} ↑`) : line('gap', f.X(p), f.Y(0), f.X(p), f.Y(v)) + dot('d', f.X(p), f.Y(v), name, 9, -6, stands(p, v));
  }).join(''));
}

// The triangle: corners of certainty, 12 o'clock first.
const side = 320;
const corner = [[170, 34], [170 + side / 2, 34 + side * Math.sqrt(3) / 2], [170 - side / 2, 34 + side * Math.sqrt(3) / 2]];
const place = (p) => [0, 1].map((k) => p[0] * corner[0][k] + p[1] * corner[1][k] + p[2] * corner[2][k]);
export function barycentric([x, y]) {
  const a = 1 - (y - corner[0][1]) / (side * Math.sqrt(3) / 2), b = (x - corner[2][0]) / side - a / 2;
  return [a, b, 1 - a - b];
}
/// Level lines of f on the triangle. What is contoured is 2^−f, which is smooth up to the border, where f may be +∞.
function level_lines(f, levels, steps) {
  const n = steps + 1, values = new Float64Array(n * n);
  for (let j = 0; j < n; ++j)
    for (let i = 0; i < n; ++i) {
      const beyond = i + j - steps;  // past the border: as on the border beside it
      if (beyond > 2) continue;
      const a = beyond > 0 ? Math.max(0, i - beyond / 2) : i, b = beyond > 0 ? Math.max(0, j - beyond / 2) : j;
      values[j * n + i] = 2 ** -f([a, b, Math.max(0, steps - a - b)]);
    }
  return contours().size([n, n]).thresholds(levels.map((d) => 2 ** -d))(values).map((shape) => ({
    // The library sorts its thresholds: the level is the one that this shape was made for.
    level: levels.reduce((a, b) => (Math.abs(2 ** -b - shape.value) < Math.abs(2 ** -a - shape.value) ? b : a)),
    rings: shape.coordinates.flatMap((polygon) => polygon.map((ring) => ring.map(([x, y]) => {
      const a = (x - 0.5) / steps, b = (y - 0.5) / steps;
      return place([a, b, 1 - a - b]);
    }))),
  }));
}
/// The triangle with level lines of `f` (in bits) and a point for each distribution: [{ name, p, label, moves }].
/// `key` says what f depends on: as long as it is the same, so are its lines.
export function simplex({ f, key, levels, points, mark, steps = 48, shade = 'level' }) {
  if (ground.key !== `${key} ${steps}`) ground = { key: `${key} ${steps}`, svg: level_ground({ f, levels, mark, steps, shade }) };
  const at = points.map(({ p }) => { const s = p[0] + p[1] + p[2]; return place(p.map((x) => x / s)); });
  return layers(ground.svg, (at.length > 1 ? line('between', ...at[0], ...at[1]) : '') +
    points.map(({ name, label, moves }, k) => `<g class="handle ${name[0]}" transform="translate(${at[k].map(round).join(' ')})"` +
      `${moves ? ` data-handle="${name}" tabindex="0" role="button" aria-label="${label}"` : ''}><circle class="reach" r="22"/>` +
      `${name[0] === 'q' ? '<path d="M0-11L11 0L0 11L-11 0Z"/>' : '<circle r="9"/>'}<text dy="0.35em">${name.toUpperCase()}</text></g>`).join(''));
}
let ground = {};
function level_ground({ f, levels, mark, steps, shade }) {
  const inner = `M${corner.map((c) => c.map(round).join(' ')).join('L')}Z`;
  const lines = level_lines(f, levels, steps);
  let labels = '';
  for (const { level, rings } of lines) {
    // The label stands where the line is lowest inside the triangle, of the places where it is true to its level: between
    // the points of the grid it is not, where f is steep.
    const true_to = (x) => Math.min(...x) > 0.02 && Math.abs(f(x) / level - 1) < 0.05;
    const inside = rings.flat().filter((at) => true_to(barycentric(at)));
    if (!inside.length) continue;
    const at = inside.reduce((a, b) => (b[1] > a[1] ? b : a));
    if (corner[1][1] - at[1] > 8) labels += text('level-label', at[0], at[1] + 4, level, ` data-at="${barycentric(at).map((x) => x.toFixed(4)).join()}"`);
  }
  return `<clipPath id="${mark}-clip"><path d="${inner}"/></clipPath><path class="ground" d="${inner}"/><g clip-path="url(#${mark}-clip)">` +
    `${lines.map(({ rings }) => `<path class="${shade}" d="${rings.map((r) => `${path(r)}Z`).join('')}"/>`).join('')}</g><path class="frame" d="${inner}"/>${labels}` +
    corner.map((c, k) => text('corner', c[0], c[1] + (k ? 20 : -10), letters[k])).join('');
}

/// Entropy of two classes; with a belief q its tangent at q, which is the cross-entropy: the gap above p is D.
export function two_classes({ gibbs, p, q, unit, words }) {
  const w = 440, h = 290, most = unit === 'bit' ? 2 : 1.5;
  const f = frame({ w, h, x: [0, 1], y: [0, most], xs: [0, 0.25, 0.5, 0.75, 1], ys: range(0, most, 4), x_name: words.axis_class_a, y_name: words[unit] });
  const H = (x) => gibbs.entropy([x, 1 - x], unit);
  const P = p[0] / (p[0] + p[1]), Q = q && q[0] / (q[0] + q[1]);
  const curve = once(`entropy ${unit}`, () => range(0, 1, 120).map((x) => [f.X(x), f.Y(H(x))]));
  let more = '';
  if (q) {
    const cross = (x) => gibbs.cross_entropy([x, 1 - x], q, unit);
    const inside = range(0, 1, 50).filter((x) => cross(x) <= most);
    const value = cross(P);
    if (inside.length > 1) more += `<path class="straight" d="${path([[f.X(inside[0]), f.Y(cross(inside[0]))], [f.X(inside.at(-1)), f.Y(cross(inside.at(-1)))]])}"/>`;
    if (value <= most) more += line('gap wide', f.X(P), f.Y(H(P)), f.X(P), f.Y(value));
    more += dot('q', f.X(Q), f.Y(H(Q)), 'Q', -4, 24, stands(Q, H(Q)));
    // The tangent's name stands above it, near the end where there is room.
    const x = [0.78, 0.22, 0.6, 0.4].find((v) => cross(v) < 0.84 * most && cross(v) > H(v) + 0.06 * most) ?? inside[Math.floor(inside.length / 2)] ?? 0.5;
    if (cross(x) <= most) more += text('name straight', f.X(x), f.Y(cross(x)) - 9, 'H(P,Q)', ` style="text-anchor:middle"${stands(x, cross(x))}`);
  }
  return framed_layers(f, `<path class="under" d="${path([[f.X(0), f.Y(0)], ...curve])}Z"/><path class="curve" d="${path(curve)}"/>` +
    text('name curve', f.X(0.9), f.Y(H(0.9)) + 30, 'H(P)', stands(0.9, H(0.9))), more + dot('p', f.X(P), f.Y(H(P)), 'P', -4, 24, stands(P, H(P))));
}

/// ln x and its tangent at 1, with a point and a gap for each class: { ratio, weight }.
export function tangent({ terms }) {
  const w = 440, h = 300, most = 4, lowest = Math.exp(-2.6);
  const x = linear(0, most, 40, w - 12), y = linear(-2.6, 2.6, h - 26, 10);
  const ts = range(0, 1, 90).map((t) => lowest + (most - lowest) * t * t);
  const curve = ts.map((t) => [x(t), y(Math.log(t))]);
  const gap = [...ts.filter((t) => t <= 3.6).map((t) => [x(t), y(Math.log(t))]), ...ts.filter((t) => t <= 3.6).reverse().map((t) => [x(t), y(t - 1)])];
  const ticks = [1, 2, 3, 4].map((t) => line('tick', x(t), y(0) - 3, x(t), y(0) + 3) + text('tick', x(t), y(0) + 18, t, ' data-tick="x"')).join('') +
    [-2, -1, 1, 2].map((t) => text('tick left', x(0) - 8, y(t) + 4, short(t), ' data-tick="y"')).join('');
  const marks = terms.map(({ ratio, weight }, k) => (!(weight > 0) || !(ratio > lowest) || ratio > 3.6 ? '' :
    `<line class="gap" stroke-width="${round(3 + 12 * weight)}" x1="${round(x(ratio))}" x2="${round(x(ratio))}" y1="${round(y(ratio - 1))}" y2="${round(y(Math.log(ratio)))}"/>` +
    `<circle class="class" cx="${round(x(ratio))}" cy="${round(y(Math.log(ratio)))}" r="4.5"/>${text('class', x(ratio) + 9, y(Math.log(ratio)) + 15, letters[k], stands(ratio, Math.log(ratio)))}`)).join('');
  return framed_layers({ box: `data-x="0,${most},40,${w - 12}" data-y="-2.6,2.6,${h - 26},10"`, svg: '' }, `<path class="between-curves" d="${path(gap)}Z"/>${line('axis', x(0), y(0), x(most), y(0))}${line('axis', x(0), y(-2.6), x(0), y(2.6))}${ticks}` +
    `<path class="straight" d="${path([[x(0), y(-1)], [x(3.6), y(2.6)]])}"/>XX, x(2.42), y(1.95), 'x − 1', stands(2.42, 1.42))}${text('name curve', x(3.55), y(0.86), 'ln x', stands(3.55, Math.log(3.55)))}${text('tick', x(most) - 4, y(0) - 8, 'x')}`, `${marks}<circle class="touch" cx="${x(1)}" cy="${y(0)}" r="4"/>`);
}

/// Huffman's code for the weights: the depth of each class with weight, and the tree.
export function huffman(weights) {
  let nodes = weights.map((weight, k) => ({ weight, k })).filter((n) => n.weight > 0);
  while (nodes.length > 1) {
    nodes.sort((a, b) => b.weight - a.weight);
    const [a, b] = [nodes.pop(), nodes.pop()];
    nodes.push({ weight: a.weight + b.weight, yes: b, no: a });
  }
  const depth = weights.map(() => Infinity);
  const walk = (node, d) => { if (node.yes) walk(node.yes, d + 1), walk(node.no, d + 1); else if (node) depth[node.k] = d; };
  if (nodes[0]) walk(nodes[0], 0);
  return { tree: nodes[0], depth };
}
/// The questions made for `weights`; at each leaf how often it happens under p and how many questions it takes.
export function questions({ weights, p, name }) {
  const { tree, depth } = huffman(weights);
  const leaves = depth.filter((d) => d < Infinity).length, deepest = Math.max(...depth.filter((d) => d < Infinity), 1);
  const w = 440, h = 60 + 58 * deepest;
  let next = 0, svg = '';
  const at = (node, d) => {
    const y = 26 + 58 * d;
    if (!node.yes) {
      const x = leaves === 1 ? w / 2 : 34 + (w - 68) * (next++ / (leaves - 1));
      const share = p[node.k];
      svg += `<g class="outcome" data-y="${round(y)}"><rect class="leaf" x="${round(x - 24)}" y="${round(y - 13)}" width="48" height="40" rx="6"/>${text('corner', x, y + 3, letters[node.k])}${text('tick', x, y + 19, shown(share).replace(/0+$/, '').replace(/\.$/, ''))}</g>`;
      return x;
    }
    const [a, b] = [at(node.yes, d + 1), at(node.no, d + 1)], x = (a + b) / 2;
    svg = `<path class="branch" d="M${round(a)} ${round(y + 58 - 13)}L${round(x)} ${round(y)}L${round(b)} ${round(y + 58 - 13)}"/>` + svg +
      `<circle class="question" cx="${round(x)}" cy="${round(y)}" r="11"/>${text('ask', x, y + 5, '?')}`;
    return x;
  };
  at(tree, 0);
  return { svg: svg + text('tick unit', 4, 13, name), height: h, depth };
}

/// What a label costs as the answer goes wrong: cross-entropy and squared error, and what they teach.
export function losses({ gibbs, x, words }) {
  const w = 640, h = 270, at = range(-6, 12, 90), half = 300;
  const ce = (t) => gibbs.softmax_cross_entropy([0, t], [1, 0]), ce_slope = (t) => -gibbs.softmax_cross_entropy_gradient([0, t], [1, 0])[0];
  const se = (t) => 2 * gibbs.mean_squared_error([1, 0], gibbs.softmax([0, t])), se_slope = (t) => -2 * gibbs.softmax_mean_squared_error_gradient([0, t], [1, 0])[0];
  const panel = (left, name, most, ys, curves) => {
    const f = frame({ w: half, h, x: [-6, 12], y: [0, most], xs: [-6, 0, 6, 12], ys, x_name: words.axis_wrong, y_name: name, left: 34 });
    const drawn = once(`losses ${left} ${name}`, () => framed(f, curves.map(([kind, g, label, lx, dy]) => `<path class="${kind}" d="${path(at.map((t) => [t, g(t)]).filter(([, v]) => v <= most).map(([t, v]) => [f.X(t), f.Y(v)]))}"/>` +
      text(`series ${kind}`, f.X(lx), f.Y(g(lx)) + dy, label, stands(lx, g(lx)))).join(''), ` transform="translate(${left} 0)"`));
    const marks = x >= -6 && x <= 12 ? line('here', f.X(x), 24, f.X(x), h - 40) + curves.filter(([, g]) => g(x) <= most).map(([kind, g]) => `<circle class="mark ${kind}" cx="${round(f.X(x))}" cy="${round(f.Y(g(x)))}" r="5"/>`).join('') : '';
    return [drawn, `<g transform="translate(${left} 0)">${marks}</g>`];
  };
  const [[a, b], [c, d]] = [panel(0, words.loss, 12, [0, 4, 8, 12], [['ce', ce, 'CE', 6.4, -16], ['se', se, 'SE', 9.5, -10]]),
    panel(half + 40, words.teaches, 1.2, [0, 0.5, 1], [['ce', ce_slope, 'CE', 9, -10], ['se', se_slope, 'SE', 7, -10]])];
  return layers(a + c, b + d);
}
/// Level lines of f over two logits from −reach to reach, each with its number.
function bands({ f, levels, kind, X, Y, n, reach }) {
  const values = new Float64Array((n + 1) ** 2), logit = (i) => -reach + (2 * reach * i) / n;
  for (let j = 0; j <= n; ++j) for (let i = 0; i <= n; ++i) values[j * (n + 1) + i] = f([logit(i), logit(j), 0]);
  let lines = '', names = '';
  const taken = [];
  for (const shape of contours().size([n + 1, n + 1]).thresholds(levels)(values)) {
    const rings = shape.coordinates.flat(1).map((ring) => ring.map(([x, y]) => [logit(x - 0.5), logit(y - 0.5)]));
    lines += `<path class="level ${kind}" d="${rings.map((ring) => `${path(ring.map(([x, y]) => [X(x), Y(y)]))}Z`).join('')}"/>`;
    // A line's number stands where it crosses the diagonal from the good corner to the bad one.
    const inside = rings.flat(1).filter(([x, y]) => Math.max(Math.abs(x), Math.abs(y)) < 0.93 * reach);
    if (!inside.length) continue;
    const [x, y] = inside.reduce((u, v) => (Math.abs(v[0] + v[1]) < Math.abs(u[0] + u[1]) ? v : u));
    if (taken.some(([a, b]) => Math.hypot(X(a) - X(x), Y(b) - Y(y)) < 21)) continue;
    taken.push([x, y]);
    names += text('level-label', X(x), Y(y) + 4, shape.value, ` data-logits="${x.toFixed(4)},${y.toFixed(4)}"`);
  }
  return `<g clip-path="url(#land-${kind})">${lines}</g>${names}`;
}
/// The landscapes over two logits (the third is 0), label A: level lines of cross-entropy, and of the squared error.
export function landscapes({ gibbs, z, words }) {
  const w = 640, size = 250, n = 40, reach = 6;
  const panel = (left, name, f, levels, kind) => {
    const X = linear(-reach, reach, 34, 34 + size), Y = linear(-reach, reach, 24 + size, 24);
    const drawn = once(`landscape ${kind}`, () => bands({ f, levels, kind, X, Y, n, reach }));
    const clip = `land-${kind}`, place = `transform="translate(${left} 0)" data-loss="${kind}" data-x="${-reach},${reach},34,${34 + size}" data-y="${-reach},${reach},${24 + size},24"`;
    const inside = z && Math.abs(z[0]) <= reach && Math.abs(z[1]) <= reach;
    return [`<g class="axes" ${place}><clipPath id="${clip}"><rect x="34" y="24" width="${size}" height="${size}"/></clipPath><rect class="ground" x="34" y="24" width="${size}" height="${size}"/>` +
      `${drawn}<rect class="frame" x="34" y="24" width="${size}" height="${size}"/>${text('tick unit', 34, 13, name)}` +
      [-6, 0, 6].map((t) => text('tick', X(t), 24 + size + 17, short(t), ' data-tick="x"') + text('tick left', 27, Y(t) + 4, short(t), ' data-tick="y"')).join('') +
      `${text('tick end', 34 + size, 24 + size + 32, words.axis_a)}</g>`, inside ? `<g class="axes" ${place}>${dot('d', X(z[0]), Y(z[1]), 'z', 9, 15, stands(z[0], z[1]))}</g>` : ''];
  };
  const label = [1, 0, 0];
  const [[a, b], [c, d]] = [panel(0, words.landscape_ce, (v) => gibbs.softmax_cross_entropy(v, label), [0.5, 1, 2, 3, 4, 6, 8, 10], 'ce'),
    panel(330, words.landscape_se, (v) => 3 * gibbs.mean_squared_error(gibbs.softmax(v), label), [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75], 'se')];
  return layers(a + c, b + d);
}

/// A joint table as areas: columns as wide as their sums, cells as high as their share of the column.
export function mosaic({ w: table }) {
  const width = 340, h = 300, rows = table.length, columns = table[0].length, total = table.flat().reduce((a, b) => a + b, 0);
  let x = 0, svg = '';
  for (let j = 0; j < columns; ++j) {
    const sum = table.reduce((s, row) => s + row[j], 0);
    let y = 0;
    for (let i = 0; i < rows; ++i) {
      const share = sum > 0 ? table[i][j] / sum : 0;
      svg += `<rect class="cell r${i % 4}" data-cell="${i},${j}" x="${round(30 + (width - 40) * x)}" y="${round(14 + (h - 44) * y)}" width="${round((width - 40) * sum / total)}" height="${round((h - 44) * share)}"/>`;
      y += share;
    }
    if (sum > 0) svg += text('tick', 30 + (width - 40) * (x + sum / total / 2), h - 12, `y${j + 1}`, ' data-line="column"');
    x += sum / total;
  }
  let y = 0;
  for (let i = 0; i < rows; ++i) {
    const sum = table[i].reduce((a, b) => a + b, 0) / total;
    svg += text('tick left', 24, 14 + (h - 44) * (y + sum / 2) + 4, `x${i + 1}`, ' data-line="row"');
    y += sum;
    if (i < rows - 1) svg += line('here', 30, 14 + (h - 44) * y, width - 10, 14 + (h - 44) * y);
  }
  return svg;
}

/// Errors on the way from Q to P: the textbook sum's, and what the nearest number may be off. `points`: { k, ulps, wrong }.
export function errors({ points, words }) {
  const w = 640, h = 270, most = 18;
  const f = frame({ w, h, x: [0, points.at(-1).k], y: [-1, most], xs: [0, 10, 20, 30, 40].filter((t) => t <= points.at(-1).k), ys: [0, 6, 12, 18],
    x_name: words.axis_k, y_name: words.axis_ulps, y_text: (t) => (t ? `10${raised(t)}` : '1'), x_text: (t) => (t ? `2${raised(-t)}` : '1'), left: 50, x_scale: 'halves', y_scale: 'tens' });
  const level = (ulps) => Math.max(-1, Math.min(most, Math.log10(ulps)));
  const marks = points.map(({ k, ulps, wrong }) => (wrong ? `<path class="wrong" d="M${round(f.X(k) - 4.5)} ${round(f.Y(level(ulps)) - 4.5)}l9 9m0-9l-9 9"/>` : `<circle class="right" cx="${round(f.X(k))}" cy="${round(f.Y(level(ulps)))}" r="3.6"/>`)).join('');
  return framed(f, `${line('ours', f.X(0), f.Y(Math.log10(0.5)), f.X(points.at(-1).k), f.Y(Math.log10(0.5)))}${text('series ours', f.X(points.at(-1).k) - 4, f.Y(Math.log10(0.5)) - 7, words.ours)}${marks}`);
}
