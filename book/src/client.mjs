// The page in the reader's hands: what moves, is typed or pressed becomes a state; the state is drawn by example.mjs.
import { barycentric, moving } from './draw.mjs';
import { example, masses, scalars, tables, whole } from './example.mjs';
import { library, unpacked } from './library.mjs';
import { parsed } from './number.mjs';
import { inside_figure, shown_value, sliders, typed } from './page.mjs';

const $ = (selector) => document.querySelector(selector), $$ = (selector) => document.querySelectorAll(selector);
const unescaped = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
const sum = (v) => v.reduce((a, b) => a + b, 0);

/// Entry k takes `value`; the rest of a distribution keeps its proportions, in whole parts.
function moved(v, k, value, role) {
  const next = [...v];
  next[k] = value;
  if (!masses.has(role)) return next;
  next[k] = Math.max(0, Math.min(whole, Math.round(value)));
  if (v.length === 1) return [whole];
  const others = v.map((_, i) => i).filter((i) => i !== k), old = sum(others.map((i) => v[i])), rest = whole - next[k];
  let left = rest;
  others.forEach((i, at) => {
    next[i] = at === others.length - 1 ? left : Math.min(left, Math.round(old > 0 ? (rest * v[i]) / old : rest / others.length));
    left -= next[i];
  });
  return next;
}

function run(gibbs) {
  const { spec, presets, t } = JSON.parse($('#page').textContent, (_, x) => (x === null ? -Infinity : x));
  const role = Object.fromEntries(spec.inputs.map((i) => [i.name, i.role])), columns = Object.fromEntries(spec.inputs.map((i) => [i.name, i.columns]));
  const state = { inputs: structuredClone(presets.example), unit: spec.unit };

  const controls_follow = (except) => {
    for (const { name } of spec.inputs) {
      const v = state.inputs[name], box = $(`fieldset[data-input="${name}"]`), field = box.querySelector('.typed');
      if (field !== except) field.value = typed(v, role[name], columns[name]);
      field.removeAttribute('aria-invalid');
      const own = box.querySelectorAll('input[type=range]');
      if (own.length !== v.length && !(['natural', 'row', 'raw'].includes(role[name]) || v.length > 8) || (v.length > 8 && own.length)) box.querySelector('.sliders').innerHTML = sliders(name, role[name], v, columns[name], t);
      const total = masses.has(role[name]) ? sum(v) / whole : 1;
      box.querySelectorAll('input[type=range]').forEach((input, k) => {
        const x = v[k] / total, least = +input.min, most = +input.max;
        input.value = Math.max(x, least);
        input.style.setProperty('--part', `${Math.max(0, Math.min(100, (100 * (Math.max(x, least) - least)) / (most - least)))}%`);
        const said = shown_value(v[k], role[name], v);
        input.setAttribute('aria-valuetext', said);
        input.nextElementSibling.textContent = said;
      });
    }
  };
  // Where only numbers have changed, only they are written: to lay formulas out again would take most of a drag's time.
  const value = /<data value="([^"]*)" data-of="([^"]*)">([^<]*)|( data-told)>([^<]*)/g, drawn = {};
  const write = (box, html) => {
    const frame = html.replace(value, '');
    if (drawn[box.dataset.part] !== frame) {
      drawn[box.dataset.part] = frame;
      box.innerHTML = html;
      return;
    }
    const nodes = box.querySelectorAll('data, [data-told]');
    let at = 0;
    for (const [, number, of, text, told, said] of html.matchAll(value)) {
      const node = nodes[at++], now = unescaped(told ? said : text);
      if (!told) node.setAttribute('value', number), node.setAttribute('data-of', unescaped(of));
      if (node.textContent !== now) node.textContent = now;
    }
  };
  const shown_still = {};
  const put = (parts) => {
    for (const box of $$('[data-part]')) write(box, parts[box.dataset.part] ?? '');
    for (const [name, picture] of Object.entries(parts.pictures)) {
      const box = $(`[data-picture="${name}"]`);
      box.hidden = !picture;
      if (!picture) { box.innerHTML = '', delete shown_still[name]; continue; }
      const focused = document.activeElement?.dataset?.handle, svg = box.querySelector('svg');
      // While a point is dragged the picture must stay the same element; and of its layers, what stays is left alone.
      const [still, moves] = picture.svg.split(moving), before = shown_still[name];
      shown_still[name] = svg && still + picture.view;
      if (svg && picture.caption && before === picture.svg + picture.caption) continue;
      if (picture.caption) shown_still[name] = picture.svg + picture.caption;
      if (!svg || picture.caption) box.innerHTML = inside_figure(name, picture, t);
      else if (moves !== undefined && before === still + picture.view) svg.querySelector('.moving').innerHTML = moves.slice(0, -'</g>'.length);
      else svg.setAttribute('viewBox', picture.view), svg.setAttribute('aria-label', picture.label), svg.innerHTML = picture.svg;
      if (focused && picture.live) box.querySelector(`[data-handle=${focused}]`)?.focus({ preventScroll: true });
    }
  };
  let pending = 0, settled = 0, first = true;
  const draw = (fast, except) => {
    cancelAnimationFrame(pending);
    pending = 0;
    const parts = example(gibbs, spec, state, t, { fast, still: !fast });
    $('#refusal').textContent = parts.refusal ? `${t.refused} ${parts.refusal}` : '';
    document.documentElement.toggleAttribute('data-refused', !!parts.refusal);
    if (!parts.refusal) put(parts);
    controls_follow(except);
    $('#made').textContent = t.live;
    if (!first && !fast) {
      const hash = spec.inputs.map(({ name }) => `${name}=${state.inputs[name].map((x) => (x === -Infinity ? '-inf' : String(x))).join()}`).concat(spec.units ? [`unit=${state.unit}`] : []).join('&');
      history.replaceState(null, '', `#${hash}`);
      for (const a of $$('a.switch')) a.hash = location.hash;
    }
    first = false;
    if (!fast) document.documentElement.dataset.settled = '';
  };
  /// Fast while a hand moves, in full once it rests.
  const redraw = (except) => {
    pending ||= requestAnimationFrame(() => draw(true, except));
    clearTimeout(settled);
    settled = setTimeout(() => draw(false, except), globalThis.gibbs_rest ?? 160);
  };

  const type = (field) => {
    const name = field.dataset.type, rows = field.value.split(';'), values = [];
    for (const row of rows) for (const word of row.split(/[\s,]+/).filter(Boolean)) {
      const x = parsed(word);
      if (x !== x) {
        field.setAttribute('aria-invalid', 'true');
        $('#refusal').textContent = `${t.not_read} ${word}`;
        return;
      }
      values.push(x);
    }
    if (!values.length && role[name] !== 'weights') return;  // weights may be left out
    if (scalars.has(role[name])) values.length = 1;
    if (tables.has(role[name])) {
      columns[name] = rows[0].split(/[\s,]+/).filter(Boolean).length;
      spec.inputs.find((i) => i.name === name).columns = columns[name];
      if (values.length % columns[name]) { field.setAttribute('aria-invalid', 'true'); return; }
    }
    const exact = masses.has(role[name]) && sum(values) === 1 && values.every((x) => Number.isInteger(x * whole * 2 ** 30));
    state.inputs[name] = exact ? values.map((x) => x * whole) : values;
    redraw(field);
  };
  document.addEventListener('input', ({ target }) => {
    if (target.dataset.who) {
      const name = target.dataset.who, v = state.inputs[name];
      const scaled = masses.has(role[name]) && sum(v) !== whole ? v.map((x) => Math.round((x * whole) / (sum(v) || 1))) : v;
      state.inputs[name] = moved(scaled, +target.dataset.k, +target.value, role[name]);
    } else if (target.dataset.type) { type(target); return; }
    else if (target.name === 'unit') state.unit = target.value;
    else return;
    redraw();
  });
  document.addEventListener('click', ({ target }) => {
    const id = target.closest('button[data-preset]')?.dataset.preset;
    if (!id) return;
    state.inputs = structuredClone(presets[id]);
    redraw();
  });

  let held = null;
  const picture = $('[data-picture="simplex"]');
  const svg = () => picture.querySelector('svg');
  const place = (who, weights) => {
    const a = Math.max(0, Math.min(1, weights[0])), b = Math.max(0, Math.min(1 - a, weights[1]));
    const one = Math.round(a * whole), two = Math.min(whole - one, Math.round(b * whole));
    state.inputs[who] = [one, two, whole - one - two];
    redraw();
  };
  picture?.addEventListener('pointerdown', (event) => {
    held = event.target.closest('[data-handle]')?.dataset.handle ?? null;
    if (!held) return;
    svg().setPointerCapture(event.pointerId);
    picture.querySelector(`[data-handle=${held}]`).focus({ preventScroll: true });
    event.preventDefault();
  });
  picture?.addEventListener('pointermove', (event) => {
    if (!held) return;
    const to = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg().getScreenCTM().inverse());
    place(held, barycentric([to.x, to.y]));
  });
  for (const end of ['pointerup', 'pointercancel']) picture?.addEventListener(end, () => { held = null; });
  picture?.addEventListener('keydown', (event) => {
    const who = event.target.closest('[data-handle]')?.dataset.handle, step = event.shiftKey ? 64 : 16;
    const move = { ArrowUp: [step, -step / 2, -step / 2], ArrowDown: [-step, step / 2, step / 2], ArrowRight: [0, step, -step], ArrowLeft: [0, -step, step] }[event.key];
    if (!who || !move) return;
    event.preventDefault();
    const v = state.inputs[who], total = sum(v) / whole, next = v.map((x, i) => Math.max(0, x / total + move[i]));
    place(who, next.map((x) => x / sum(next)));
  });

  const given = new URLSearchParams(location.hash.slice(1));
  for (const { name } of spec.inputs) {
    const values = (given.get(name) ?? '').split(',').filter(Boolean).map(parsed);
    if (values.length && values.every((x) => x === x)) state.inputs[name] = values;
  }
  const unit = given.get('unit');
  if (spec.units && ['bit', 'nat'].includes(unit)) document.querySelector(`[name=unit][value=${unit}]`).checked = !!(state.unit = unit);
  if ([...given].length) for (const a of $$('a.switch')) a.hash = location.hash;
  draw(false);
  document.documentElement.dataset.ready = performance.now().toFixed(0);
  window.gibbs = gibbs;  // for the reader's console, and for tests
}

$('#theme')?.addEventListener('click', () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  try { localStorage.theme = root.dataset.theme; } catch { /* a page from the file system may have none */ }
});
if ($('#page')) unpacked(globalThis.gibbs_module).then((module) => run(library(module)));
