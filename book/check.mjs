// The pages in headless Chromium, from the file system: errors, width, accessibility, controls, weight, speed.
//
//   node check.mjs SITE GIBBS [--only PART,…] [--shots FOLDER] [--quick]
//
// --only: pages whose ids contain one of these; --quick: English only, and nothing but what a desktop shows.
import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { certify, lines_of } from './certify.mjs';
import { planted } from './planted.mjs';
import { library } from './src/library.mjs';
import { parsed } from './src/number.mjs';

const { positionals: [folder, command], values: { only = '', shots, quick } } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' }, shots: { type: 'string' }, quick: { type: 'boolean' } } });
const site = resolve(folder), axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const own = library(new WebAssembly.Module(readFileSync(join(site, '..', 'wasm', 'gibbs.wasm'))));
const files = readdirSync(join(site, 'en')).filter((f) => only.split(',').some((part) => f.includes(part)));
if (!files.length) throw new Error(`no page's id contains '${only}'`);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
let failures = 0, checks = 0;
const lines = [], paints = [], drags = new Map();
const check = (name, ok, more = '') => { ++checks; if (!ok) { ++failures; console.log(`FAIL ${name} ${more}`); } };
const url = (language, file) => pathToFileURL(join(site, language, file)).href;
const settled = (page) => page.waitForSelector('html[data-settled]', { timeout: 60000 });
const middle = (v) => [...v].sort((a, b) => a - b)[Math.floor(v.length / 2)];

async function open(context, language, file, hash = '') {
  const page = await context.newPage(), errors = [];
  page.on('console', (m) => m.type() === 'error' && errors.push(m.text()));
  page.on('pageerror', (e) => errors.push(String(e)));
  await page.addInitScript(() => { globalThis.gibbs_rest = 0; });
  await page.goto(url(language, file) + hash);
  if (file !== 'index.html') await settled(page);
  return { page, errors };
}
/// What the address says that the page shows.
function state_of(page) {
  const given = new URLSearchParams(decodeURIComponent(new URL(page.url()).hash.slice(1)).replace(/\+/g, '%2B'));
  if (![...given].length) return undefined;
  const inputs = {};
  for (const [name, text] of given) if (name !== 'unit') inputs[name] = text.split(',').filter(Boolean).map(parsed);
  return { inputs, unit: given.get('unit') ?? undefined };
}
/// Every number and label that stands in the page now, for the library and the reference.
async function read(page, name) {
  try {
    const html = await page.content(), state = state_of(page);
    const { spec } = JSON.parse(/id="page">(.*)<\/script>/.exec(html)[1]);
    lines.push(...lines_of(name, html, own, state && { ...state, unit: state.unit ?? spec.unit }));
  } catch (error) { check(`${name}: ${page.url()}`, false, error.message); }
}

const [wide, narrow] = [{ width: 1280, height: 900 }, { width: 390, height: 844 }];
async function look(page, name, shot) {
  for (const colorScheme of ['light', 'dark'])
    for (const viewport of quick ? [wide] : [wide, narrow]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      check(`${name}, ${viewport.width}: no sideways scrolling`, beyond <= 0, beyond);
      if ((viewport === wide) !== (colorScheme === 'light') && !quick) continue;
      if (shots) mkdirSync(shots, { recursive: true }), await page.screenshot({ path: join(shots, `${shot}-${viewport === wide ? 'desktop' : 'phone'}-${colorScheme}.png`), fullPage: true });
      if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
      check(`${name}, ${colorScheme}: accessibility`, !violations.length, violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).slice(0, 3)}`).join('; '));
    }
  await page.setViewportSize({ width: 700, height: 1000 });
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
  const paper = await page.evaluate(() => ({ beyond: document.documentElement.scrollWidth - innerWidth, dark: getComputedStyle(document.documentElement).backgroundColor, header: !!document.querySelector('header')?.offsetHeight }));
  check(`${name}: on paper`, paper.beyond <= 0 && paper.dark === 'rgb(255, 255, 255)' && !paper.header, JSON.stringify(paper));
  await page.emulateMedia({ colorScheme: 'light', media: 'screen' });
  await page.setViewportSize(wide);
  const odd = await page.$$eval('math *', (all) => all.filter((n) => ({ mfrac: 2, msub: 2, msup: 2, mover: 2, munder: 2, msubsup: 3, munderover: 3 })[n.localName] !== undefined && n.children.length !== ({ msubsup: 3, munderover: 3 }[n.localName] ?? 2)).map((n) => n.outerHTML)[0]);
  check(`${name}: formulas are well formed`, !odd, odd);
}

/// Each control, by the means named (a hand is 'mouse' or 'touch'); what a page shows must change, and stay true.
async function use(page, name, hand) {
  const press = (node) => (hand === 'touch' ? node.tap() : node.click());
  const shown = () => page.evaluate(() => [...document.querySelectorAll('[data-part], figure svg, .typed')].map((n) => n.value ?? n.innerHTML).join());
  const presets = await page.evaluate(() => JSON.parse(document.querySelector('#page').textContent).presets);
  /// After it, something else is shown; unless it asks for what is there.
  const changes = async (what, act, must = true) => {
    const before = await shown();
    await page.evaluate(() => { delete document.documentElement.dataset.settled; });
    await act();
    await settled(page);
    if (must) check(`${name}: ${what}, and the page with it`, (await shown()) !== before);
    await read(page, `${name}, ${what}`);
  };
  const inputs = (x) => JSON.stringify(x, (_, v) => (v === -Infinity ? null : v));
  const buttons = await page.$$('button[data-preset]');
  for (const button of [...buttons.slice(1), ...buttons.slice(0, 1)]) {
    const id = await button.getAttribute('data-preset');
    await changes(`the example ${id} by ${hand}`, () => press(button), inputs(presets[id]) !== inputs(state_of(page)?.inputs ?? presets.example));
    check(`${name}: an example is accepted`, (await page.textContent('#refusal')) === '', await page.textContent('#refusal'));
  }
  for (const slider of (await page.$$('.sliders input[type=range]')).slice(0, 4)) {
    const up = await slider.evaluate((n) => +n.value < +n.max);
    if (hand === 'mouse') await changes('a slider moves by keyboard', async () => { await slider.focus(); await page.keyboard.press(up ? 'ArrowRight' : 'ArrowLeft'); });
    if (hand === 'mouse') check(`${name}: it keeps the focus`, await slider.evaluate((n) => n === document.activeElement));
    await slider.scrollIntoViewIfNeeded();
    const box = await slider.boundingBox(), share = await slider.evaluate((n) => (+n.value - +n.min) / (+n.max - +n.min)), x = box.x + box.width * (share > 0.5 ? 0.3 : 0.7), y = box.y + box.height / 2;
    await changes(`a slider moves by ${hand}`, () => (hand === 'touch' ? page.touchscreen.tap(x, y) : page.mouse.click(x, y)));
  }
  for (const field of await page.$$('.typed')) {
    const before = await field.inputValue();
    await field.fill('x');
    check(`${name}: what is no number is said`, (await page.textContent('#refusal')) !== '');
    await page.evaluate(() => { delete document.documentElement.dataset.settled; });
    await field.fill(before);
    await settled(page);
    check(`${name}: and taken back`, (await page.textContent('#refusal')) === '', `${before}: ${await page.textContent('#refusal')}`);
  }
  const unit = await page.$('[name=unit]:not(:checked)');
  if (unit) await changes(`the unit by ${hand}`, () => press(unit));
  for (const handle of (await page.$$('[data-handle]')).slice(0, 1)) {
    await handle.scrollIntoViewIfNeeded();
    const box = await handle.boundingBox(), x = box.x + box.width / 2, y = box.y + box.height / 2;
    await changes(`a point is dragged by ${hand}`, async () => {
      if (hand === 'touch') {
        const session = await page.context().newCDPSession(page);
        const touch = (type, dx, dy) => session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: x + dx, y: y + dy }] });
        await touch('touchStart', 0, 0);
        await touch('touchMove', 10, 14);
        await touch('touchMove', 22, 34);
        await touch('touchEnd');
        await session.detach();
      } else {
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + 22, y + 34, { steps: 3 });
        await page.mouse.up();
      }
    });
    if (hand === 'mouse') await changes('a point moves by keyboard', async () => { await page.focus('[data-handle]'); await page.keyboard.press('ArrowUp'); });
  }
  // A tap on a page that still scrolls ends the scrolling, and is no click: the button is brought into view first.
  await (await page.$('#theme')).scrollIntoViewIfNeeded();
  await page.waitForTimeout(400);
  const theme = () => page.evaluate(() => getComputedStyle(document.body).color);
  const before = await theme();
  await press(await page.$('#theme'));
  // A tap becomes a click a little later.
  const turned = page.waitForFunction((old) => getComputedStyle(document.body).color !== old, before, { timeout: 5000 });
  check(`${name}: light and dark by ${hand}`, await turned.then(() => true, () => false));
  await press(await page.$('#theme'));
}
/// How long a step of a drag takes, in milliseconds: by the clock, from the moment the page begins to draw it until it is
/// laid out; and of the processor, for the same, so that what else runs on the machine counts less.
async function drag(page) {
  const session = await page.context().newCDPSession(page), steps = 25;
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const work = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'];
  const busy = async () => (await session.send('Performance.getMetrics')).metrics.reduce((sum, m) => sum + (work.includes(m.name) ? m.value * 1e3 : 0), 0);
  const before = await busy();
  const { kind, times } = await page.evaluate(async (n) => {
    const slider = document.querySelector('.sliders input'), all = [];
    globalThis.gibbs_rest = 160;
    if (slider) for (let k = 0; k < n; ++k) {
      await new Promise((done) => {
        let start;
        requestAnimationFrame(() => { start = performance.now(); });
        slider.value = +slider.min + ((+slider.max - +slider.min) * (k + 3)) / (n + 7);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        requestAnimationFrame(() => { void document.body.offsetHeight; all.push(performance.now() - start); setTimeout(done); });
      });
    }
    globalThis.gibbs_rest = 0;
    return { kind: [...document.querySelectorAll('figure[data-picture]')].map((f) => f.dataset.picture).join('+') || 'no picture', times: all };
  }, steps);
  const own = (await busy()) - before;
  await session.detach();
  return { kind, clock: times.length ? middle(times) : NaN, own: own / steps };
}

const context = await browser.newContext({ viewport: wide, hasTouch: true });
for (const file of files) {
  const name = `en/${file}`, { page, errors } = await open(context, 'en', file);
  paints.push(await page.evaluate(() => performance.getEntriesByType('paint').find((p) => p.name === 'first-contentful-paint')?.startTime ?? Infinity));
  await look(page, name, `en-${file.replace('.html', '')}`);
  if (file !== 'index.html') {
    const { kind, clock, own: time } = await drag(page);
    if (clock === clock) drags.set(kind, [...(drags.get(kind) ?? []), { file, clock, time }]);
    await page.goto('about:blank');
    await page.goto(url('en', file));
    await settled(page);
    await use(page, name, 'mouse');
  }
  if (!quick) {
    const before = state_of(page);
    await page.click('a.switch');
    await page.waitForSelector(file === 'index.html' ? 'html[lang=ko]' : 'html[lang=ko][data-settled]');
    check(`${name}: the switch of language keeps the example`, JSON.stringify(state_of(page)) === JSON.stringify(before), page.url());
    if (file !== 'index.html') await read(page, `ko/${file}`);
    await look(page, `ko/${file}`, `ko-${file.replace('.html', '')}`);
    if (file !== 'index.html') await page.setViewportSize(narrow), await use(page, `ko/${file}`, 'touch');
  }
  check(`${name}: no errors`, !errors.length, errors.join(' | '));
  await page.close();
  const bare = await browser.newContext({ javaScriptEnabled: false, viewport: wide }), plain = await bare.newPage();
  await plain.goto(url('en', file));
  const hollow = await plain.locator('[data-part=numbers] dt, [data-part=numbers] dd, figure:visible svg, main h2').evaluateAll((all) => all.filter((n) => !n.textContent.trim() || !n.getClientRects().length).length);
  check(`${name}: whole without scripts`, hollow === 0 && (await plain.locator('.scripted:visible').count()) === 0, hollow);
  await bare.close();
}

// What one page shows for all: links bring their example, the extremes are exact, refusals leave the page alive.
if (files.includes('gibbs-inequality.html')) {
  const { page } = await open(context, 'en', 'gibbs-inequality.html', '#p=512,256,256&q=256,256,512&unit=nat');
  const value = async (metric) => Number(await page.getAttribute(`[data-part=numbers] data[data-of^="${metric} "]`, 'value'));
  const after = async (act) => { await page.evaluate(() => { delete document.documentElement.dataset.settled; }); await act(); await settled(page); };
  check('a link brings its example and its unit', (await value('kl_divergence')) === 0.17328679513998632, await value('kl_divergence'));
  await after(() => page.click('button[data-preset=equal]'));
  check('Q = P: exactly 0', (await value('kl_divergence')) === 0);
  await after(() => page.click('button[data-preset=infinite]'));
  check('+∞ where Q rules out what happens', (await value('kl_divergence')) === Infinity);
  await after(() => page.fill('[data-type=q]', '1/2, 1/4, −1/4'));
  check('the library refuses what is no distribution', (await page.textContent('#refusal')).includes('-0.25'), await page.textContent('#refusal'));
  check('and lives on', await page.evaluate(() => { for (let i = 0; i < 300; ++i) try { gibbs.entropy([-1, 2], 'bit'); } catch { /* refused */ } return gibbs.entropy([1, 1], 'bit') === 1; }));
  await after(() => page.fill('[data-type=q]', '3, 2, 1'));
  await read(page, 'weights of any mass');
  await page.close();
}
for (const [name, seen] of planted(site, files, own, command)) check(name, seen);

const weight = (file) => [...(file === 'index.html' ? [] : ['gibbs.wasm.js']), 'book.js', 'math.woff2'].reduce((n, f) => n + statSync(join(site, f)).size, statSync(join(site, 'en', file)).size);
for (const file of files) check(`${file}: under 0.5 MB`, weight(file) < 5e5, weight(file));
try {
  console.log(`${lines.length} numbers after moves: ${certify(lines, command, join(site, '..', 'moved.txt'))}`);
} catch (error) {
  check('numbers after moves', false, String(error.stderr ?? error));
}
await browser.close();
console.log(`the heaviest page: ${(Math.max(...files.map(weight)) / 1e3).toFixed(0)} kB; first paint: ${middle(paints).toFixed(0)} ms at the median, ${Math.max(...paints).toFixed(0)} ms at most`);
for (const [kind, all] of drags) {
  const most = all.reduce((a, b) => (b.time > a.time ? b : a));
  console.log(`a step of a drag, ${kind}: ${middle(all.map((a) => a.time)).toFixed(1)} ms of the processor at the median of ${all.length} pages, ${most.time.toFixed(1)} at most (${most.file}); ${middle(all.map((a) => a.clock)).toFixed(1)} ms by the clock`);
}
console.log(`${checks - failures} checks passed, ${failures} failed, ${2 * files.length} pages`);
process.exitCode = failures ? 1 : 0;
