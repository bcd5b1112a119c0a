// What the book shows of Coq: for each theorem its proof, and the definitions that its statement needs, no others.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { definitions, machine_texts, needed, proof_of } from '../../book/src/machine.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shown = machine_texts(root);
// As `gibbs explain` has them.
const theorems = readFileSync(`${root}/proofs/statements.txt`, 'utf8').trim().split('\n\n').map((text) => /^(\w+) (catalogue\/\S+)\n([^]*)$/.exec(text))
  .filter(Boolean).map(([, name, file, statement]) => ({ name, machine: `by Coq, in proofs/${file}:\n${statement}` }));
const of = (name) => shown(theorems.find((t) => t.name === name).machine);
const names = (name) => [...of(name).definitions.matchAll(/^(?:Definition|Fixpoint|Inductive) (\w+)/gm)].map((m) => m[1]);

test('every theorem has a proof', () => {
  assert.ok(theorems.length > 100);
  for (const { name, machine } of theorems) assert.match(shown(machine).proof, /^Proof\b[^]*Qed\.$/, name);
});
test('definitions are those that a statement needs', () => {
  assert.deepEqual(names('gibbs_inequality'), ['is_zero', 'log', 'mass', 'weights', 'hat', 'supports', 'kl_divergence']);
  assert.deepEqual(names('mse_symmetric'), ['mean_squared_error']);
  assert.deepEqual(names('row_as_if_alone'), ['in_rows'], 'a variable of the name of a definition is none');
  assert.ok(names('entropy_counts_questions').includes('joins'), 'by way of another, in the file of the theorem');
  assert.ok(names('cross_entropy_counts_the_wrong_questions').includes('halves'));
});
test('a comment goes with its definition', () => {
  const source = '(* first\n   line *)\nDefinition a := 1.\nDefinition b :=\n  a.  (* not: c *)\nInductive d := E | F.\n';
  const all = definitions(source);
  assert.deepEqual(all.map((d) => d.text), ['(* first\n   line *)\nDefinition a := 1.', 'Definition b :=\n  a.', 'Inductive d := E | F.']);
  assert.deepEqual(needed('F b', all).length, 3);
  assert.deepEqual(needed('(* b *) let b := 1 in 2', all), []);
});
test('what is not proved is shown as it is', () => assert.equal(shown('not by machine: for a reason'), null));
test('a missing proof is an error', () => assert.throws(() => proof_of('gone', 'Theorem here : True.\nProof. by []. Qed.\n'), /gone/));
