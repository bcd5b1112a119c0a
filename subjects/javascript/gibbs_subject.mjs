// Puts JavaScript functions on trial with gibbs: the subject protocol for Node, without dependencies.
//
//   import { serve, library } from "./gibbs_subject.mjs";
//   const mathjs = library("mathjs");
//   serve({ name: "mine", version: "1.0" }, {
//     entropy: { units: ["nat", "bit"], run: ({ p, unit }) => … },
//     log_sum_exp: ({ z }) => …,
//   });
//
// A metric is a function, or an object with one as `run` beside what else the subject says of it. It takes the named
// arguments as one object; what it returns (or promises) is a number, or an array of numbers of any kind. Throwing
// Refused refuses invalid input, Declined declines valid input that the library does not take; anything else thrown is
// a failure.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { homedir } from "node:os";

export class Refused extends Error {}
export class Declined extends Error {}
class Missing extends Error {}

// Where packages are: the folder in $GIBBS_NODE_LIBS, ~/.local/share/gibbs, or the working directory.
const FOLDERS = [process.env.GIBBS_NODE_LIBS, `${homedir()}/.local/share/gibbs`, process.cwd()].filter(Boolean);

function folderOf(name) {
  const folder = FOLDERS.find((folder) => existsSync(`${folder}/node_modules/${name}`));
  if (folder) return folder;
  console.error(`the package ${name} is not in node_modules of ${FOLDERS.join(", ")}`);
  process.exit(1);
}

export const library = (name) => createRequire(`${folderOf(name)}/`)(name);
export const versionOf = (name) =>
  JSON.parse(readFileSync(`${folderOf(name)}/node_modules/${name}/package.json`, "utf8")).version;

const SPECIAL = { NaN: NaN, Infinity: Infinity, "-Infinity": -Infinity };
const decode = (x) => (Array.isArray(x) ? x.map(decode) : typeof x === "string" ? (SPECIAL[x] ?? x) : x);

/// JSON.stringify makes a minus zero 0, and what is no number null.
function encode(x) {
  if (typeof x !== "number") return `[${Array.from(x, encode).join(",")}]`;
  return !Number.isFinite(x) ? `"${x}"` : Object.is(x, -0) ? "-0.0" : String(x);
}

async function result(request, description, offers) {
  const args = Object.fromEntries(Object.entries(request.params ?? {}).map(([name, x]) => [name, decode(x)]));
  if (request.method === "describe") return JSON.stringify(description);
  if (request.method === "echo") return encode(args.values);
  const offer = offers[request.method];
  if (!offer) throw new Missing(`no metric ${request.method}`);
  return encode(await (offer.run ?? offer)(args));
}

export function serve(description, offers) {
  console.log = console.info = console.warn = console.error; // standard output belongs to the protocol
  const metrics = Object.fromEntries(Object.entries(offers).map(([name, { run, ...said }]) => [name, said]));
  let before = Promise.resolve();
  createInterface({ input: process.stdin, crlfDelay: Infinity }).on("line", (line) => {
    before = before.then(async () => {
      const request = JSON.parse(line);
      let body;
      try {
        body = `"result":${await result(request, { echo: true, language: "JavaScript", ...description, metrics }, offers)}`;
      } catch (error) {
        const known = [[Refused, -32602], [Declined, -32001], [Missing, -32601]];
        const code = known.find(([type]) => error instanceof type)?.[1] ?? -32603;
        body = `"error":${JSON.stringify({ code, message: String(error.message ?? error) })}`;
      }
      process.stdout.write(`{"jsonrpc":"2.0","id":${JSON.stringify(request.id)},${body}}\n`);
    });
  });
}
