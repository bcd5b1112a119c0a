// about: math.js: kldivergence, and its functions on arrays as its users write them
// apt: nodejs
// npm: mathjs@15.2.0
// kldivergence divides both vectors by their sums, and works in nats.
import { library, serve } from "./gibbs_subject.mjs";

const { create, all } = library("mathjs");
const math = create(all);

const logOf = { nat: math.log, bit: math.log2, hartley: math.log10 };
const exps = (z) => math.map(math.subtract(z, math.max(z)), math.exp);

serve({ name: "mathjs", version: math.version }, {
  kl_divergence: {
    doc: "https://mathjs.org/docs/reference/functions/kldivergence.html",
    code: 'const math = require("mathjs"); math.kldivergence([$p], [$q])',
    run: ({ p, q }) => math.kldivergence(p, q),
  },
  entropy: {
    composed: true,
    units: Object.keys(logOf),
    run: ({ p, unit }) => -math.sum(p.map((x) => (x > 0 ? x * logOf[unit](x) : 0))) + 0,
  },
  log_sum_exp: { composed: true, run: ({ z }) => math.max(z) + math.log(math.sum(exps(z))) },
  softmax: { composed: true, run: ({ z }) => math.divide(exps(z), math.sum(exps(z))) },
  mean_squared_error: { composed: true, run: ({ x, y }) => math.mean(math.dotPow(math.subtract(x, y), 2)) },
});
