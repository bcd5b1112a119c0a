// about: TensorFlow.js on its CPU backend, in binary32
// apt: nodejs
// npm: @tensorflow/tfjs@4.22.0
// Losses are means over the batch, here of one row; everything in nats; gradients by tf.grad.
import { library, serve } from "./gibbs_subject.mjs";

console.warn = console.info = () => {}; // it advertises its other backends
const tf = library("@tensorflow/tfjs");
await tf.setBackend("cpu");

const row = (values) => tf.tensor2d([values]);
const softmaxLoss = (p) => (z) => tf.losses.softmaxCrossEntropy(row(p), z);
const sigmoidLoss = (y) => (z) => tf.losses.sigmoidCrossEntropy(tf.tensor1d([y]), z);
const squares = (y) => (z) => tf.losses.meanSquaredError(row(y), tf.softmax(z));

// The same as text, for bug reports.
const SOFTMAX_LOSS = (z) => `tf.losses.softmaxCrossEntropy(tf.tensor2d([[$p]]), ${z})`;
const SIGMOID_LOSS = (z) => `tf.losses.sigmoidCrossEntropy(tf.tensor1d([$y]), ${z})`;

const DOCS = "https://js.tensorflow.org/api/4.22.0/#";
const offer = (doc, code, f, said = {}) => ({
  doc: doc && DOCS + doc,
  code: code && `const tf = require("@tensorflow/tfjs"); ${code}.dataSync()`,
  ...said,
  run: (args) =>
    tf.tidy(() => {
      const y = f(args);
      return y.rank === 0 ? y.dataSync()[0] : y.dataSync();
    }),
});

serve({ name: "tfjs", version: tf.version.tfjs, format: "binary32" }, {
  log_sum_exp: offer("logSumExp", "tf.logSumExp(tf.tensor1d([$z]))", ({ z }) => tf.logSumExp(tf.tensor1d(z))),
  softmax: offer("softmax", "tf.softmax(tf.tensor1d([$z]))", ({ z }) => tf.softmax(tf.tensor1d(z))),
  log_softmax: offer("logSoftmax", "tf.logSoftmax(tf.tensor1d([$z]))", ({ z }) => tf.logSoftmax(tf.tensor1d(z))),
  cross_entropy: offer("metrics.categoricalCrossentropy", "tf.metrics.categoricalCrossentropy(tf.tensor2d([[$p]]), tf.tensor2d([[$q]]))", ({ p, q }) =>
    tf.metrics.categoricalCrossentropy(row(p), row(q)).asScalar()),
  softmax_cross_entropy: offer("losses.softmaxCrossEntropy", SOFTMAX_LOSS("tf.tensor2d([[$z]])"), ({ z, p }) => softmaxLoss(p)(row(z))),
  softmax_cross_entropy_gradient: offer("losses.softmaxCrossEntropy", `tf.grad((z) => ${SOFTMAX_LOSS("z")})(tf.tensor2d([[$z]]))`, ({ z, p }) =>
    tf.grad(softmaxLoss(p))(row(z)).flatten()),
  sigmoid_cross_entropy: offer("losses.sigmoidCrossEntropy", SIGMOID_LOSS("tf.tensor1d([$z])"), ({ z, y }) => sigmoidLoss(y)(tf.tensor1d([z]))),
  sigmoid_cross_entropy_gradient: offer("losses.sigmoidCrossEntropy", `tf.grad((z) => ${SIGMOID_LOSS("z")})(tf.tensor1d([$z]))`, ({ z, y }) =>
    tf.grad(sigmoidLoss(y))(tf.tensor1d([z])).asScalar()),
  mean_squared_error: offer("losses.meanSquaredError", "tf.losses.meanSquaredError(tf.tensor1d([$x]), tf.tensor1d([$y]))", ({ x, y }) =>
    tf.losses.meanSquaredError(tf.tensor1d(x), tf.tensor1d(y))),
  softmax_mean_squared_error_gradient: offer("", "", ({ z, y }) => tf.grad(squares(y))(row(z)).flatten(), {
    composed: true,
  }),
});
