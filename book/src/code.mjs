// The sources that a theorem's page points to, as pages: a site has no repository beside it.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const escape = (s) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const in_folder = (root, folder) => readdirSync(join(root, folder)).filter((f) => /\.[ch]pp$/.test(f)).map((f) => `${folder}/${f}`);

/// Where things stand in the sources under `root`. A place is { file, line }.
export function sources(root) {
  const texts = new Map(), named = new Set();
  const lines = (file) => texts.get(file) ?? (texts.set(file, readFileSync(join(root, file), 'utf8').split('\n')), texts.get(file));
  const seek = (files, pattern) => {
    for (const file of files) {
      const at = lines(file).findIndex((text) => pattern.test(text));
      if (at >= 0) return named.add(file), { file, line: at + 1 };
    }
    throw new Error(`${pattern} is nowhere in ${files[0]} and its neighbours`);
  };
  const laws = [...in_folder(root, 'properties/theorems'), ...in_folder(root, 'properties/fallacies')];
  const metrics = in_folder(root, 'lib/include/gibbs'), exact = in_folder(root, 'reference/metrics');
  const quoted = (id) => new RegExp(`"${id.replace('^', '\\^')}"`);
  return {
    property: (id) => seek(laws, quoted(id)),
    metric: (name) => seek(metrics, new RegExp(`^(double|void) ${name}\\(`)),
    reference: (name) => seek(exact, new RegExp(`Mathematics<Metric::${name}>`)),
    /// The files that were named so far.
    files: () => [...named],
    lines,
    link,
  };
}
export const page_of_file = (file) => `code/${file}.html`;
const link = ({ file, line }) => `<a class="place" href="../${page_of_file(file)}#L${line}"><code>${file}:${line}</code></a>`;

/// A file as a page; `depth` says how far up its site begins.
export function code_page(file, lines, style) {
  const up = '../'.repeat(page_of_file(file).split('/').length - 1);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(file)} — gibbs</title><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><script>try{const t=localStorage.theme;if(t)document.documentElement.dataset.theme=t}catch{}</script><style>${style}</style></head>
<body class="code"><header><nav aria-label="gibbs"><a class="home" href="${up}en/index.html">gibbs</a><span class="path">${escape(file)}</span></nav></header>
<main><h1><code>${escape(file)}</code></h1><pre class="source" tabindex="0"><code>${lines.map((text, k) => `<span id="L${k + 1}">${escape(text)}</span>`).join('\n')}</code></pre></main></body></html>
`;
}
