// Functions of mine, held to test vectors of gibbs: node check.mjs DIR. Needs nothing but Node.
import { readFileSync } from "node:fs";

function softmax(z) {
  const most = Math.max(...z), e = z.map((x) => Math.exp(x - most)), sum = e.reduce((a, b) => a + b);
  return e.map((x) => x / sum);
}

function softmax_cross_entropy(z, p) {
  const most = Math.max(...z);
  const lse = Math.log(z.map((x) => Math.exp(x - most)).reduce((a, b) => a + b));
  return lse - z.map((x, i) => (p[i] > 0 ? p[i] * (x - most) : 0)).reduce((a, b) => a + b);
}

const numbers = (x) => (Array.isArray(x) ? x.map(numbers) : Number(x)); // "Infinity" and "NaN" are strings in JSON
let checked = 0, wrong = 0;
for (const mine of [softmax, softmax_cross_entropy]) {
  for (const vector of JSON.parse(readFileSync(`${process.argv[2]}/${mine.name}.json`)).vectors) {
    const inputs = Object.values(vector.inputs).map((given) => numbers(given.decimal));
    const rows = vector.rows === null ? [inputs] : inputs[0].map((_, i) => inputs.map((input) => input[i]));
    const returned = rows.map((row) => mine(...row)).flat(), { binary64, lo, hi } = vector.expected;
    const [exact, stable, low, high] = [binary64.decimal, binary64.stable, lo.decimal, hi.decimal].map((x) => [numbers(x)].flat(2));
    exact.forEach((value, i) => {
      checked += 1;
      if (returned[i] >= low[i] - stable[i] && returned[i] <= high[i] + stable[i]) return;
      wrong += 1;
      console.log(`${mine.name} ${vector.id}: ${returned[i]}, not ${value} ± ${stable[i]} (${vector.comment})`);
    });
    if (returned.length !== exact.length) wrong += 1;
  }
}
console.log(`${checked} results, ${wrong} wrong`);
process.exit(wrong > 0 || checked === 0 ? 1 : 0);
