// about: ml-distance, of the ml.js family
// apt: nodejs
// npm: ml-distance@5.0.0
// Vectors are taken as they are, in nats.
import { library, serve, versionOf } from "./gibbs_subject.mjs";

const { distance } = library("ml-distance");
const doc = "https://mljs.github.io/distance/";
const code = (name) => `const { distance } = require("ml-distance"); distance.${name}([$p], [$q])`;

serve({ name: "ml-distance", version: versionOf("ml-distance") }, {
  kl_divergence: { doc, code: code("kullbackLeibler"), run: ({ p, q }) => distance.kullbackLeibler(p, q) },
  js_divergence: { doc, code: code("jensenShannon"), run: ({ p, q }) => distance.jensenShannon(p, q) },
});
