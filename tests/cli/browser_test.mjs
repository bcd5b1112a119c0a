// The pages that gibbs writes, in headless Chromium, with the tools of the book: errors, width, accessibility, paper.
//
//   node browser_test.mjs GIBBS BOOK [--shots FOLDER]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [gibbs, book, option, shots] = process.argv.slice(2);
const tools = createRequire(pathToFileURL(join(book, 'package.json')));
const { chromium } = tools('playwright-core'), axe = readFileSync(tools.resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'gibbs-pages-'));
let failures = 0;
const check = (name, ok, more) => { if (!ok) { ++failures; console.log(`FAIL ${name}: ${more}`); } };

/// A page of each kind: what held, what was refuted beside a baseline, and libraries side by side.
function pages() {
  const run = (...words) => { try { execFileSync(gibbs, words, { stdio: 'pipe' }); } catch (error) { if (error.status !== 1) throw error; } };
  const write = (name, ...words) => { run(...words, '--html', join(folder, name)); return name; };
  const few = ['--cases', '60', '--metric', 'kl_divergence', '--metric', 'softmax', '--metric', 'mean_softmax_cross_entropy_gradient'], baseline = join(folder, 'baseline');
  run('check', '--subject', 'museum:scipy-20083', '--cases', '60', '--save-baseline', baseline);
  return [write('held.html', 'check', ...few), write('refuted.html', 'check', '--subject', 'museum:scipy-20083', '--cases', '60', '--baseline', baseline),
    write('compared.html', 'compare', 'museum:scipy-20083', '--cases', '40')];
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const name of pages()) {
  const page = await browser.newPage(), said = [];
  page.on('console', (m) => said.push(m.text()));
  page.on('request', (r) => r.url().endsWith(name) || said.push(r.url()));
  await page.goto(pathToFileURL(join(folder, name)).href);
  await page.evaluate(axe);
  for (const [width, height] of [[1280, 900], [390, 844]])
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme, media: 'screen' });
      for (const open of [false, true]) {
        await page.$$eval('details', (all, is) => all.forEach((d) => { d.open = is; }), open);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        check(`${name}, ${width}`, beyond <= 0, `${beyond} pixels too wide`);
        const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
        check(`${name}, ${width}, ${colorScheme}`, !violations.length, violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).slice(0, 3)}`).join('; '));
      }
      if (option === '--shots') await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
  check(`${name} on paper`, (await page.evaluate(() => getComputedStyle(document.body).backgroundColor)) === 'rgb(255, 255, 255)', 'the paper is dark');
  check(name, !said.length, said.join('; '));
  await page.close();
}
await browser.close();
rmSync(folder, { recursive: true });
process.exit(failures ? 1 : 0);
