// What Coq has checked of a theorem, as text: the statement, the definitions that it needs, and the proof, from proofs/.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// Beside the theorem's own file, where definitions stand that statements name.
const shared = ['Definitions.v', 'theory/Coding.v'];
const without_comments = (text) => text.replace(/\(\*[^]*?\*\)/g, ' ');
/// The names that a text uses, without those that it binds itself: (x y : T), let x := ….
function words(text) {
  const code = without_comments(text), found = new Set(code.match(/[\p{L}_][\p{L}\p{N}_]*/gu));
  for (const [, names] of code.matchAll(/(?:\(|\blet )([\p{L}\p{N}_' ]+?)(?= :)/gu))
    for (const name of names.split(' ')) found.delete(name);
  return found;
}

/// Definitions in the order of a source, with the comment above and the names that each defines: an inductive one has
/// those of its constructors.
export function definitions(source) {
  return [...source.matchAll(/^(?:\(\*(?:(?!\*\))[^])*\*\)\n)?(?:Definition|Fixpoint|Inductive) (\w+)[^]*?\.(?= *(?:\(\*.*\*\))?$)/gm)].map(([text, name]) => {
    const made = /^Inductive/m.test(text) ? [...without_comments(text).matchAll(/(?:\||:=) (\w+)/g)].map((m) => m[1]) : [];
    return { names: [name, ...made], text };
  });
}

/// Those of `all` that a text needs, and those that these need.
export function needed(text, all) {
  const found = new Set(), open = [text];
  while (open.length) {
    const used = words(open.pop());
    for (const d of all) if (!found.has(d) && d.names.some((name) => used.has(name))) { found.add(d); open.push(d.text); }
  }
  return all.filter((d) => found.has(d)).map((d) => d.text);
}

/// The proof of a theorem in a source, as it stands there.
export function proof_of(name, source) {
  const found = source.match(new RegExp(`^Theorem ${name}\\b[^]*?\\n(Proof\\b[^]*?\\bQed\\.)$`, 'm'));
  if (!found) throw new Error(`no proof of ${name}`);
  return found[1];
}

/// Of each id's text as `gibbs explain` ends with it ("by Coq, in FILE:", then the theorem): definitions and proof.
export function machine_texts(root) {
  const read = (file) => readFileSync(join(root, 'proofs', file), 'utf8');
  const common = shared.flatMap((file) => definitions(read(file)));
  const sources = Object.fromEntries(readdirSync(join(root, 'proofs', 'catalogue')).map((file) => [`proofs/catalogue/${file}`, read(`catalogue/${file}`)]));
  return (machine) => {
    const [, file, statement, name] = machine.match(/^by Coq, in (\S+):\n(Theorem (\w+)[^]*)$/) ?? [];
    if (!file) return null;
    return { definitions: needed(statement, [...common, ...definitions(sources[file])]).join('\n\n'), proof: proof_of(name, sources[file]) };
  };
}
