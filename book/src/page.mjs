// The pages as HTML.
import { breakable, mathml, parse } from './formula.mjs';
import { letters } from './draw.mjs';
import { example, lower, masses, number, scalars, whole } from './example.mjs';
import { brief, parsed, readable } from './number.mjs';
import { presets_of, spec_of, state_of } from './spec.mjs';
import { languages, words_in } from './texts.mjs';

const escape = (s) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
export const file_of = (id) => `${id.replace(/\^/g, '')}.html`;

/// Text with formulas. One that ends a clause after a colon, or is long, stands in a line of its own where `blocks`.
export function prose(text, { blocks = false, full = false } = {}) {
  const given = text.split('$'), parts = [...given];  // a part whose beginning stands with the formula before it is shorter
  let out = '';
  parts.forEach((part, k) => {
    if (k % 2 === 0) { out += escape(part); return; }
    const before = given[k - 1], after = given[k + 1];
    const alone = blocks && part.length > 14 && parse(part).type === 'relation' && /(^|[:：.]) *$/.test(before) && /^ *([.;,]|$)/.test(after);
    // A mark that follows stays on the formula's line, and so does a Korean particle or an 's.
    const tail = /^(?:[.,;:)”’]|['’]s|[가-힣])+/.exec(after)?.[0] ?? '';
    parts[k + 1] = after.slice(tail.length);
    out += alone ? `<span class="equation" tabindex="0">${mathml(part, { full: true, block: true })}</span>` : breakable(part, full, escape(tail));
  });
  return out;
}
export const title_of = (statement, language) => statement[language].question || statement[language].statement;
const bare = (text) => text.replace(/\$/g, '');

const head = (t, language, title, style, depth = '../') => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${escape(bare(title))} — gibbs</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<script>document.documentElement.className='js';try{const t=localStorage.theme;if(t)document.documentElement.dataset.theme=t}catch{}</script>
<style>${style}</style>
<script defer src="${depth}gibbs.wasm.js"></script>
<script defer src="${depth}book.js"></script>
</head>`;

function header(t, language, file, crumb) {
  const other = Object.keys(languages).find((l) => l !== language);
  return `<header><a class="skip" href="#text">${t.skip}</a><nav aria-label="gibbs"><a class="home" href="index.html">gibbs</a><span class="path">${crumb}</span>
<span class="tools"><button id="theme" type="button" class="scripted" aria-label="${t.theme}" title="${t.theme}">◐</button>
<a class="switch" hreflang="${other}" lang="${other}" href="../${other}/${file}">${t.switch}</a></span></nav></header>`;
}

/// A vector's sliders with a field to type in; a table's fields; one number.
function controls(spec, state, t) {
  return spec.inputs.map(({ name, role, columns }) => {
    const v = state.inputs[name], kind = /^[pq]/.test(name) ? name[0] : 'o';
    const caption = mathml(lower(name));
    const field = `<input type="text" class="typed" spellcheck="false" autocomplete="off" data-type="${name}" value="${typed(v, role, columns)}" aria-label="${name}: ${t.numbers_of}">`;
    // Places are counted from 0, as in the protocol; beside classes called A, B, C that must be said.
    const own = spec.densities ? name : { halvings: 'moved', left: 'left', turn: 'turn', groups: 'groups', filling: 'filling' }[name];
    const note = t[`note_${own}`] ?? (role === 'labels' ? t.note_labels : role === 'natural' && name === 'y' ? t.note_class : role === 'row' || ['place', 'from', 'to'].includes(name) ? t.note_place : '');
    return `<fieldset class="bars ${kind}${/^[a-z]\W*\d*\W*$/.test(name) ? '' : ' worded'}" data-input="${name}" data-role="${role}"><legend>${caption}</legend>${field}${note && `<p class="aside note">${note}</p>`}<div class="sliders">${sliders(name, role, v, columns, t)}</div></fieldset>`;
  }).join('');
}
export function typed(v, role, columns) {
  const sum = v.reduce((a, b) => a + b, 0), shares = (role === 'distribution' || role === 'joint') && sum === whole;
  const text = (x) => (x === -Infinity ? '−∞' : shares ? brief_share(x / whole) : String(x).replace('-', '−'));
  return columns ? Array.from({ length: v.length / columns }, (_, i) => v.slice(i * columns, (i + 1) * columns).map(text).join(', ')).join('; ') : v.map(text).join(', ');
}
const brief_share = (x) => (String(x).length <= 8 ? String(x) : x.toPrecision(6));
export function sliders(name, role, v, columns, t) {
  if (['natural', 'row', 'raw'].includes(role) || v.length > 8) return '';
  if (['distribution', 'joint'].includes(role) && v.length === 1) return ''; // the only class has all of it
  // A scale or standard deviation, s or t, is positive.
  const [least, most, step] = role === 'number' && /^[st]$/.test(name) ? [1 / 8, 4, 1 / 8] : { distribution: [0, whole, 8], joint: [0, whole, 8], probability: [0, 1, 1 / 128], labels: [-1, 3, 1], weights: [0, 4, 1 / 8] }[role] ?? [-10, 10, 1 / 8];
  return v.map((x, k) => {
    const label = scalars.has(role) ? '' : role === 'labels' || role === 'weights' ? `${k + 1}` : columns ? `${Math.floor(k / columns) + 1},${(k % columns) + 1}` : letters[k];
    const part = Math.max(0, Math.min(100, (100 * (Math.max(x, least) - least)) / (most - least)));
    return `<label><span>${label}</span><input type="range" min="${least}" max="${most}" step="${step}" value="${Math.max(x, least)}" data-who="${name}" data-k="${k}" aria-label="${name}${label ? `, ${columns ? t.row + ' ' + (Math.floor(k / columns) + 1) + ', ' + t.column + ' ' + ((k % columns) + 1) : `${role === 'labels' || role === 'weights' ? t.row : t.of_class} ${label}`}` : ''}" style="--part:${part.toFixed(2)}%"><output>${shown_value(x, role, v)}</output></label>`;
  }).join('');
}
export function shown_value(x, role, v) {
  if (role === 'distribution' || role === 'joint') return (x / v.reduce((a, b) => a + b, 0)).toFixed(3);
  return brief(x);
}

export const figure = (name, picture, t) => (picture ? `<figure class="picture ${picture.wide ? 'wide' : ''} ${name}" data-picture="${name}">${inside_figure(name, picture, t)}</figure>` : `<figure class="picture ${name}" data-picture="${name}" hidden></figure>`);
export const inside_figure = (name, picture, t) => `<svg viewBox="${picture.view}" role="${picture.live ? 'group' : 'img'}" aria-label="${escape(picture.label)}">${picture.svg}</svg>` +
  `<figcaption>${picture.caption ? `<strong>${picture.caption}</strong> ` : ''}${escape(picture.label)}${picture.live ? ` <span class="scripted keys">${t.simplex_keys}</span>` : ''}</figcaption>`;

function lab(gibbs, spec, state, t, language) {
  const parts = example(gibbs, spec, state, t);
  if (parts.refusal) throw new Error(`${spec.id}: its example is refused: ${parts.refusal}`);
  const presets = presets_of(spec, state.inputs);
  const buttons = Object.keys(presets).map((id) => `<button type="button" data-preset="${id}">${t[`preset_${id}`]}</button>`).join('');
  const beside = ['simplex', 'two', 'information', 'mosaic', 'tangent'], pictures = Object.entries(parts.pictures);
  const small = pictures.filter(([n, p]) => beside.includes(n)), large = pictures.filter(([n]) => !beside.includes(n));
  return { presets, html: `<section aria-labelledby="try" class="wide"><h2 id="try">${t.try}</h2>
<p class="scripted">${spec.inputs.some((i) => masses.has(i.role)) ? t.try_weights : t.try_text} ${t.try_library}</p><noscript><p class="aside">${t.noscript}</p></noscript>
${Object.keys(presets).length > 1 ? `<div class="scripted presets" role="group" aria-label="${t.examples}">${buttons}</div>` : ''}
<div class="lab"><div class="controls">${controls(spec, state, t)}</div>
<div class="results"><div class="results-head"><p id="refusal" role="alert" class="refusal"></p>${spec.units ? `<fieldset class="units scripted"><legend class="hidden">${t.unit}</legend><label><input type="radio" name="unit" value="bit"${spec.unit === 'bit' ? ' checked' : ''}>${t.bit}</label><label><input type="radio" name="unit" value="nat"${spec.unit === 'nat' ? ' checked' : ''}>${t.nat}</label></fieldset>` : ''}</div>
<div data-part="bar">${parts.bar}</div><dl data-part="numbers">${parts.numbers}</dl><div data-part="relations">${parts.relations}</div>
<p class="made" id="made">${t.made}</p></div>
<div class="pictures">${small.map(([n, p]) => figure(n, p, t)).join('')}</div>
<div class="table" data-part="shares" tabindex="0" role="region" aria-label="${t.class}">${parts.shares}</div></div>
${large.map(([n, p]) => figure(n, p, t)).join('')}</section>` };
}

/// What the letters of the formulas mean.
function symbols(s, book, t, language) {
  const rows = s.symbols.map((id) => book.symbols[id]);
  return rows.length ? `<aside class="symbols" aria-label="${t.symbols}"><h2>${t.symbols}</h2><dl>${rows.map((one) => `<div><dt>${prose(one.formula)}</dt><dd>${prose(one[language])}</dd></div>`).join('')}</dl></aside>` : '';
}
/// What the proof uses although it is proved later on the path.
function later(s, book, t, language) {
  const own = book.place[s.id] ?? Infinity, ahead = s.uses.filter((id) => book.place[id] > own);
  return ahead.length ? `<p class="aside">${t.later} ${ahead.map((id) => `<a href="${encodeURI(file_of(id))}">${prose(title_of(book.by_id[id], language))}</a> (${t.chapter.replace('{}', book.number[id])})`).join(', ')}</p>` : '';
}

function proof(s, book, t, language) {
  const { steps, idea } = s[language];
  return `<section aria-labelledby="proof"><h2 id="proof">${t.proof}</h2>${later(s, book, t, language)}<ol class="steps">${steps.map((step, k) =>
    `<li${k === idea ? ' class="idea"' : ''}>${k === idea ? `<strong class="mark-idea">${t.idea}</strong> ` : ''}${prose(step, { blocks: true })}</li>`).join('')}</ol></section>`;
}
const part = (id, title, html) => (html ? `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${html}</section>` : '');
const paragraph = (text) => (text ? `<p>${prose(text, { blocks: true })}</p>` : '');

/// What was asked, what came back, what is right, and the line that shows it again.
function wrong(d, subject, t) {
  const inputs = d.inputs.map((i) => `<code>${lower(i.name)} = ${i.fractions.join(', ').replace(/-/g, '−')}</code>`).join(' &ensp; ');
  const cut = (text) => escape(text.length > 60 ? `${text.slice(0, 57)}…` : text).replace(/\bmoved\b/, 'v');
  const seen = d.observations.slice(0, 2).map((o) => `<tr><th scope="row"><code>${cut(o.call)}</code></th><td class="bad">${cut(readable(o.observed))}</td><td>${cut(readable(o.exact))}</td></tr>`).join('');
  return `<p>${inputs}</p><div class="table" tabindex="0" role="region" aria-label="${escape(subject)}"><table><thead><tr><td></td><th scope="col">${t.answered}</th><th scope="col">${t.right_value}</th></tr></thead><tbody>${seen}</tbody></table></div>
<p class="replay">${t.replays}</p><pre tabindex="0"><code>${escape(`gibbs replay '${d.replay}' --subject ${subject}`)}</code></pre>`;
}
const reported = (date, t) => (date.startsWith('by ') ? t.reported_by : t.reported).replace('{}', date.replace('by ', ''));
const coded = (text) => escape(text).replace(/`([^`]*)`/g, '<code>$1</code>');
const defect = (d, t, language) => `<div class="defect"><h3><a href="${d.link}">${escape(d.library)}</a> <small>${reported(d.date, t)}, <code>${d.exhibit}</code></small></h3><p>${coded(d.symptom[language])}.</p>${wrong(d, `museum:${d.exhibit}`, t)}</div>`;
const planted = (d, t) => `<p class="aside">${t.no_defect}</p><div class="defect"><h3>${t.planted} <small><code>${d.metric}</code>: ${t[`fault_${d.fault}`]}</small></h3>${wrong(d, d.subject, t)}</div>`;
/// What counts of a defect for a reader: a broken relation before a missing number; few numbers before many.
const plainness = (d) => (d.breach === 'theorem' ? 0 : d.breach === 'accuracy' ? 40 : 20) + d.inputs.reduce((n, i) => n + i.fractions.join().length, 0);
function breaking(s, t, language) {
  const sorted = [...s.defects].sort((a, b) => plainness(a) - plainness(b)), shown = sorted.slice(0, 2), rest = sorted.slice(2);
  const found = s.kind === 'fallacy' ? '' : shown.length ? `<h3 class="group">${t.defects}</h3>${shown.map((d) => defect(d, t, language)).join('')}${rest.length ? `<p class="aside">${t.more_defects}: ${[...new Set(rest.map((d) => d.exhibit))].map((e) => `<code>${e}</code>`).join(', ')}.</p>` : ''}` : s.planted ? planted(s.planted, t) : `<p class="aside">${t.no_defect_at_all}</p>`;
  return part('breaks', t.breaks, paragraph(s[language].breaks) + found);
}

function relatives(s, book, t, language) {
  const links = (ids) => ids.filter((id) => book.by_id[id]).map((id) => `<li><a href="${encodeURI(file_of(id))}">${prose(title_of(book.by_id[id], language))}</a> <code>${id}</code></li>`).join('');
  const uses = links(s.uses), used = links(book.statements.filter((o) => o.uses.includes(s.id)).map((o) => o.id));
  return part('relatives', t.relatives, `${uses ? `<h3>${t.uses}</h3><ul class="links">${uses}</ul>` : ''}${used ? `<h3>${t.used_by}</h3><ul class="links">${used}</ul>` : ''}`);
}

function code(s, sources, t) {
  const each = (find) => s.metrics.map((m) => `<li><code>${m}</code> ${sources.link(find(m))}</li>`).join('');
  const rows = [[t.code_property, sources.link(sources.property(s.id))], [t.code_metrics, `<ul class="places">${each(sources.metric)}</ul>`], [t.code_reference, `<ul class="places">${each(sources.reference)}</ul>`],
    [t.code_run, s.kind === 'fallacy' ? `<code>gibbs explain '${s.id}'</code>` : `<code>gibbs check --only '${s.id}' --subject scipy</code>`], [t.source, escape(s.source)]];
  return part('code', t.code, `<table class="about"><tbody>${rows.map(([a, b]) => `<tr><th scope="row">${a}</th><td>${b}</td></tr>`).join('')}</tbody></table>`);
}

const folded = (summary, text) => (text ? `<details><summary>${summary}</summary><pre tabindex="0"><code>${escape(text)}</code></pre></details>` : '');
/// What Coq has checked, folded: the statement, and within it the definitions and the proof.
function machine(s, t) {
  if (!s.machine) return '';
  const { definitions = '', proof = '' } = s.coq ?? {};
  return `<details class="machine"><summary>${t.machine}</summary><pre tabindex="0"><code>${escape(s.machine)}</code></pre>${folded(t.machine_definitions, definitions)}${folded(t.machine_proof, proof)}</details>`;
}

/// The lines of a counterexample, each with what the library answered.
function answers(calls, metrics, t) {
  const rows = calls.map(({ line, values }) => {
    const [, metric, inputs, unit = 'nat'] = /^gibbs eval (\w+) (.*?)(?: --unit (\w+))?$/.exec(line), has = metrics[metric];
    const question = (has.unit ? `unit=${unit} ` : '') + inputs.replace(/'/g, '');
    const all = values.map((x, k) => number(parsed(x), has.vector ? `${metric}[${k}]` : metric, question)).join('<span class="comma">, </span>');
    return `<div><dt><code>${escape(line)}</code></dt><dd>${all}${has.unit ? ` <small>${t[unit]}</small>` : ''}</dd></div>`;
  });
  return `<dl class="answers">${rows.join('')}</dl>`;
}

/// A page of its own for a theorem or a fallacy.
export function statement_page(s, book, gibbs, language, style, sources) {
  const t = words_in(language), text = s[language], fallacy = s.kind === 'fallacy';
  const spec = spec_of(s, book.metric, book.conditions), state = { inputs: state_of(s, parsed), unit: spec.unit };
  const { html, presets } = lab(gibbs, spec, state, t, language);
  const { before, after, chapter } = book.order[s.id];
  const step = (id, mark) => (id ? `<a href="${encodeURI(file_of(id))}" rel="${mark}"><small>${t[mark === 'prev' ? 'before' : 'after']}</small>${prose(title_of(book.by_id[id], language))}</a>` : '<span></span>');
  const crumb = chapter ? `${chapter[language].title}` : t.chapter_names[s.chapter];
  const found = fallacy && s.found ? `<p class="aside">${t.found.replace('{0}', s.found[0]).replace('{1}', s.found[1])}</p>${answers(s.example.calls, book.metric, t)}` : '';
  const client = JSON.stringify({ spec, presets, t: client_words(t) }).replace(/</g, '\\u003c');  // −∞ becomes null
  return `${head(t, language, title_of(s, language), style)}
<body>
${header(t, language, encodeURI(file_of(s.id)), crumb)}
<main id="text">
<p class="eyebrow">${s.main ? '★ ' : ''}${chapter ? `${t.chapter.replace('{}', book.number[s.id])} · ` : ''}<code>${s.id}</code></p>
<h1>${prose(title_of(s, language))}</h1>
${chapter?.theorems[0] === s.id ? `<p class="lead">${prose(chapter[language].lead)}</p>` : ''}
<section aria-labelledby="statement" class="statement${fallacy ? ' fallacy' : ''}"><h2 id="statement">${fallacy ? t.claim : t.statement}</h2><div class="claim" tabindex="0">${prose(text.statement, { full: true })}</div>${fallacy ? `<p class="verdict">${t.claim_false}</p>` : ''}${symbols(s, book, t, language)}</section>
${fallacy ? part('believed', t.believed, paragraph(text.believed)) : ''}
${html}
${fallacy ? part('found', t.counterexample, found) + part('false', t.false, paragraph(text.false)) + machine(s, t) : proof(s, book, t, language) + machine(s, t) + part('equality', t.equality, paragraph(text.equality))}
${text.breaks || !fallacy ? breaking(s, t, language) : ''}
${part('floating', t.floating, text.floating && `<p class="aside">${t.floating_intro}</p>${paragraph(text.floating)}`)}
${part('tolerance', t.tolerance, `<p>${t.tolerance_text}</p>`)}
${relatives(s, book, t, language)}
${code(s, sources, t)}
</main>
<footer><nav aria-label="${t.path}">${step(before, 'prev')}${step(after, 'next')}</nav></footer>
<script type="application/json" id="page">${client}</script>
</body>
</html>
`;
}
/// The words that the example needs in the page.
function client_words(t) {
  return Object.fromEntries(Object.entries(t).filter(([id, text]) => typeof text === 'string' && !/^(book|path|catalogue|fallacies|preset_|tolerance|found|defects|code|noscript|try|made|fault_|planted|no_defect|symbols|later|floating)/.test(id)));
}

/// The contents: the reading path, the catalogue, the fallacies.
export function contents_page(book, language, style) {
  const t = words_in(language);
  const entry = (id, star) => { const s = book.by_id[id]; return `<li><a href="${encodeURI(file_of(id))}">${prose(title_of(s, language))}</a><span class="says">${star && s.main ? '★ ' : ''}${prose(s[language].statement)}</span></li>`; };
  const path = book.chapters.map((c, k) => `<section class="chapter" aria-labelledby="c-${c.id}"><h3 id="c-${c.id}"><span class="number">${k + 1}</span>${c[language].title}</h3><p>${prose(c[language].lead)}</p><ol>${c.theorems.filter((id) => book.by_id[id]).map((id) => entry(id, false)).join('')}</ol></section>`).join('');
  const rooms = ['self-information', 'entropy', 'cross-entropy and divergence', 'logits and losses'].map((room) => `<section aria-labelledby="r-${room.replace(/ /g, '-')}"><h3 id="r-${room.replace(/ /g, '-')}">${t.chapter_names[room]}</h3><ul>${book.statements.filter((s) => s.chapter === room).map((s) => entry(s.id, true)).join('')}</ul></section>`).join('');
  return `${head(t, language, t.book, style).replace(/<script defer.*<\/script>\n<script defer.*<\/script>/, '<script defer src="../book.js"></script>')}
<body class="contents">
${header(t, language, 'index.html', '')}
<main id="text"><h1>${t.book}</h1><p class="lead">${t.book_lead}</p>
<section aria-labelledby="path" class="reading"><h2 id="path">${t.path}</h2><p class="lead small">${t.path_lead}</p>${path}</section>
<section aria-labelledby="catalogue" class="rooms"><h2 id="catalogue">${t.catalogue}</h2><p class="lead small">${t.catalogue_lead}</p>${rooms}</section>
<section aria-labelledby="fallacies" class="rooms"><h2 id="fallacies">${t.fallacies}</h2><p class="lead small">${t.fallacies_lead}</p><ul>${book.statements.filter((s) => s.kind === 'fallacy').map((s) => entry(s.id, true)).join('')}</ul></section>
</main></body></html>
`;
}
