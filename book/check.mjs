// The pages in headless Chromium, from the file system: errors, width, accessibility, controls, weight, speed.
//
//   node check.mjs SITE GIBBS [--only PART] [--shots FOLDER]     PART: of a page's id; all without it
import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { certify, misplaced, misread } from './certify.mjs';
import { library } from './src/library.mjs';

const { positionals: [folder, command], values: { only = '', shots } } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' }, shots: { type: 'string' } } });
const site = resolve(folder), axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const files = readdirSync(join(site, 'en')).filter((f) => f.includes(only));
if (!files.length) throw new Error(`no page's id contains '${only}'`);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
let failures = 0, checks = 0;
const numbers = [];
const check = (name, ok, more = '') => { ++checks; if (!ok) { ++failures; console.log(`FAIL ${name} ${more}`); } };
const url = (language, file) => pathToFileURL(join(site, language, file)).href;
const rest = (page, ms = 260) => page.evaluate((t) => new Promise((r) => setTimeout(() => requestAnimationFrame(r), t)), ms);

async function open(context, language, file, hash = '') {
  const page = await context.newPage(), errors = [];
  page.on('console', (m) => m.type() === 'error' && errors.push(m.text()));
  page.on('pageerror', (e) => errors.push(String(e)));
  await page.goto(url(language, file) + hash);
  if (file !== 'index.html') await page.waitForSelector('html[data-ready]', { timeout: 60000 });
  return { page, errors };
}
/// Every number that stands in the page now, for the reference.
async function read(page) {
  const all = await page.$$eval('data[data-of]', (nodes) => nodes.map((n) => ({ value: n.getAttribute('value'), of: n.dataset.of, text: n.textContent })));
  check(`${page.url()}: texts of numbers`, !misread(all), JSON.stringify(misread(all)));
  numbers.push(...all);
}
/// Each kind of control, by the means named; what a page shows must change, and stay true.
async function use(page, name) {
  const shown = () => page.evaluate(() => [...document.querySelectorAll('[data-part], figure svg')].map((n) => n.innerHTML).join());
  for (const button of await page.$$('button[data-preset]')) {
    await button.click();
    await rest(page);
    check(`${name}: an example is accepted`, (await page.textContent('#refusal')) === '', await page.textContent('#refusal'));
    await read(page);
  }
  await page.click('button[data-preset=example]');
  await rest(page);
  for (const slider of (await page.$$('.sliders input[type=range]')).slice(0, 4)) {
    const before = await shown();
    await slider.focus();
    await page.keyboard.press((await slider.evaluate((n) => +n.value >= +n.max)) ? 'ArrowLeft' : 'ArrowRight');
    await rest(page);
    check(`${name}: a slider moves by keyboard, and the page with it`, (await shown()) !== before);
    check(`${name}: it keeps the focus`, await slider.evaluate((n) => n === document.activeElement));
    await read(page);
  }
  for (const field of await page.$$('.typed')) {
    const before = await page.inputValue(`[data-type="${await field.getAttribute('data-type')}"]`);
    await field.fill('x');
    check(`${name}: what is no number is said`, (await page.textContent('#refusal')) !== '');
    await field.fill(before);
    await rest(page);
  }
  for (const handle of (await page.$$('[data-handle]')).slice(0, 1)) {
    const before = await shown(), box = await handle.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 22, box.y + box.height / 2 + 34, { steps: 3 });
    await page.mouse.up();
    await rest(page);
    check(`${name}: a point is dragged`, (await shown()) !== before);
    const after = await shown();
    await page.focus('[data-handle]');
    await page.keyboard.press('ArrowUp');
    await rest(page);
    check(`${name}: a point moves by keyboard`, (await shown()) !== after);
    await read(page);
  }
}

const [wide, narrow] = [{ width: 1280, height: 900 }, { width: 390, height: 844 }];
const context = await browser.newContext({ viewport: wide });
for (const language of ['en', 'ko'])
  for (const file of files) {
    const name = `${language}/${file}`, { page, errors } = await open(context, language, file);
    for (const colorScheme of ['light', 'dark'])
      for (const viewport of [wide, narrow]) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        check(`${name}, ${viewport.width}: no sideways scrolling`, beyond <= 0, beyond);
        if ((viewport === wide) === (colorScheme === 'light')) {
          if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
          const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
          check(`${name}, ${colorScheme}: accessibility`, !violations.length, violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).slice(0, 3)}`).join('; '));
          if (shots) mkdirSync(shots, { recursive: true }), await page.screenshot({ path: join(shots, `${language}-${file}-${colorScheme}.png`), fullPage: true });
        }
      }
    const odd = await page.$$eval('math *', (all) => all.filter((n) => ({ mfrac: 2, msub: 2, msup: 2, mover: 2, munder: 2, msubsup: 3, munderover: 3 })[n.localName] !== undefined && n.children.length !== ({ msubsup: 3, munderover: 3 }[n.localName] ?? 2)).map((n) => n.outerHTML)[0]);
    check(`${name}: formulas are well formed`, !odd, odd);
    await page.setViewportSize(wide);
    if (file !== 'index.html' && language === 'en') await use(page, name);
    check(`${name}: no errors`, !errors.length, errors.join(' | '));
    await page.close();
  }

// What one page shows for all: links keep the example, refusals leave the page alive, touch, speed.
if (files.includes('gibbs-inequality.html')) {
  const { page } = await open(context, 'en', 'gibbs-inequality.html', '#p=512,256,256&q=256,256,512&unit=nat');
  const value = async (metric) => Number(await page.getAttribute(`[data-part=numbers] data[data-of^="${metric} "]`, 'value'));
  check('a link brings its example and its unit', (await value('kl_divergence')) === 0.17328679513998632, await value('kl_divergence'));
  await page.click('button[data-preset=equal]');
  await rest(page);
  check('Q = P: exactly 0', (await value('kl_divergence')) === 0);
  await page.click('button[data-preset=infinite]');
  await rest(page);
  check('+∞ where Q rules out what happens', (await value('kl_divergence')) === Infinity);
  await page.fill('[data-type=q]', '1/2, 1/4, −1/4');
  await rest(page);
  check('the library refuses what is no distribution', (await page.textContent('#refusal')).includes('-0.25'), await page.textContent('#refusal'));
  check('and lives on', await page.evaluate(() => { for (let i = 0; i < 300; ++i) try { gibbs.entropy([-1, 2], 'bit'); } catch { /* refused */ } return gibbs.entropy([1, 1], 'bit') === 1; }));
  await page.fill('[data-type=q]', '3, 2, 1');
  await rest(page);
  await read(page);
  const times = await page.evaluate(async () => {
    const slider = document.querySelector('.sliders input'), all = [];
    for (let k = 0; k < 30; ++k) {
      const start = performance.now();
      slider.value = 200 + 8 * k;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((r) => requestAnimationFrame(() => { all.push(performance.now() - start); setTimeout(r); }));
    }
    return all.sort((a, b) => a - b);
  });
  console.log(`a drag: ${times[15].toFixed(1)} ms at the median of 30`);
  await page.click('a.switch');
  await page.waitForSelector('html[lang=ko][data-ready]');
  check('the switch of language keeps the example', page.url().includes('#p=') && (await page.getAttribute('[data-part=numbers] data[data-of^="kl_divergence "]', 'data-of')).includes('q=3,2,1'));
  const paint = await page.evaluate(() => performance.getEntriesByType('paint').find((p) => p.name === 'first-contentful-paint')?.startTime);
  console.log(`first paint: ${paint.toFixed(0)} ms`);
  await page.close();

  const hand = await browser.newContext({ viewport: narrow, hasTouch: true, isMobile: true });
  const { page: touched } = await open(hand, 'ko', 'gibbs-inequality.html');
  const before = await touched.textContent('[data-part=numbers]');
  const slider = touched.locator('.sliders input').first(), box = await slider.boundingBox();
  await slider.scrollIntoViewIfNeeded();
  const at = await slider.boundingBox();
  await touched.touchscreen.tap(at.x + box.width * 0.8, at.y + box.height / 2);
  await rest(touched);
  check('a slider is moved by touch', (await touched.textContent('[data-part=numbers]')) !== before);
  await hand.close();

  const bare = await browser.newContext({ javaScriptEnabled: false, viewport: wide }), plain = await bare.newPage();
  await plain.goto(url('en', 'gibbs-inequality.html'));
  check('whole without scripts', (await plain.locator('[data-part=numbers]').innerText()).includes('0.2500') && (await plain.locator('figure:visible svg').count()) >= 3);
  await bare.close();
}

// Planted faults: each must be seen by what is above.
const html = readFileSync(join(site, 'en', files[0] === 'index.html' ? files.at(-1) : files[0]), 'utf8');
const [number] = [...html.matchAll(/<data value="([^"]*)" data-of="([^"]*)">/g)];
if (number && Number(number[1]) > 0) {
  let seen = false;
  try { certify([{ value: String(Number(number[1]) * (1 + 2 ** -50)), of: number[2], text: '' }].map((n) => ({ ...n, text: n.value })), command, join(site, '..', 'planted.txt')); } catch { seen = true; }
  check('a wrong number is seen', seen);
}
const simplex = join(site, 'en', 'gibbs-inequality.html'), own = library(new WebAssembly.Module(readFileSync(join(site, '..', 'wasm', 'gibbs.wasm'))));
const text = readFileSync(simplex, 'utf8');
check('labels stand on their lines', misplaced(text, own).length === 0);
check('swapped labels are seen', misplaced(text.replace('>0.2<', '>@<').replace('>1<', '>0.2<').replace('>@<', '>1<'), own).length > 0);

const weight = (file) => ['gibbs.wasm.js', 'book.js', 'math.woff2'].reduce((n, f) => n + statSync(join(site, f)).size, statSync(join(site, 'en', file)).size);
for (const file of files) check(`${file}: under 0.5 MB`, weight(file) < 5e5, weight(file));
try {
  console.log(`${numbers.length} numbers after moves: ${certify(numbers, command, join(site, '..', 'moved.txt'))}`);
} catch (error) {
  check('numbers after moves', false, String(error.stderr ?? error));
}
await browser.close();
console.log(`${checks - failures} checks passed, ${failures} failed, ${2 * files.length} pages`);
process.exitCode = failures ? 1 : 0;
