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

const DOCS = "https://js.tensorflow.org/api/4.22.0/#";
const offer = (doc, f, said = {}) => ({
  doc: doc && DOCS + doc,
  ...said,
  run: (args) =>
    tf.tidy(() => {
      const y = f(args);
      return y.rank === 0 ? y.dataSync()[0] : y.dataSync();
    }),
});

serve({ name: "tfjs", version: tf.version.tfjs, format: "binary32" }, {
  log_sum_exp: offer("logSumExp", ({ z }) => tf.logSumExp(tf.tensor1d(z))),
  softmax: offer("softmax", ({ z }) => tf.softmax(tf.tensor1d(z))),
  log_softmax: offer("logSoftmax", ({ z }) => tf.logSoftmax(tf.tensor1d(z))),
  cross_entropy: offer("metrics.categoricalCrossentropy", ({ p, q }) =>
    tf.metrics.categoricalCrossentropy(row(p), row(q)).asScalar()),
  softmax_cross_entropy: offer("losses.softmaxCrossEntropy", ({ z, p }) => softmaxLoss(p)(row(z))),
  softmax_cross_entropy_gradient: offer("losses.softmaxCrossEntropy", ({ z, p }) =>
    tf.grad(softmaxLoss(p))(row(z)).flatten()),
  sigmoid_cross_entropy: offer("losses.sigmoidCrossEntropy", ({ z, y }) => sigmoidLoss(y)(tf.tensor1d([z]))),
  sigmoid_cross_entropy_gradient: offer("losses.sigmoidCrossEntropy", ({ z, y }) =>
    tf.grad(sigmoidLoss(y))(tf.tensor1d([z])).asScalar()),
  mean_squared_error: offer("losses.meanSquaredError", ({ x, y }) =>
    tf.losses.meanSquaredError(tf.tensor1d(x), tf.tensor1d(y))),
  softmax_mean_squared_error_gradient: offer("", ({ z, y }) => tf.grad(squares(y))(row(z)).flatten(), {
    composed: true,
  }),
});
