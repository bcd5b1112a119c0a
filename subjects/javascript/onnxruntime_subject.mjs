// about: ONNX Runtime in Node, networks of one layer, in binary32
// apt: nodejs
// npm: onnxruntime-node@1.30.0
// configurations: float64
// Its models are built here, byte by byte: a message of protobuf is a list of fields, each a number or bytes.
import { library, serve, versionOf } from "./gibbs_subject.mjs";

const ort = library("onnxruntime-node");
const DOUBLE = process.argv[2] === "float64";
const [TYPE, ELEMENT, Values] = DOUBLE ? ["float64", 11, Float64Array] : ["float32", 1, Float32Array];

const varint = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >>> 7)]);
const number = (field, n) => [...varint(field * 8), ...varint(n)];
const bytes = (field, content) => [...varint(field * 8 + 2), ...varint(content.length), ...content];
const text = (field, characters) => bytes(field, [...Buffer.from(characters)]);

// The fields of onnx.proto: ModelProto 1 version, 7 graph, 8 operator set; GraphProto 1 node, 2 name, 11 input,
// 12 output; NodeProto 1 input, 2 output, 4 operator, 5 attribute.
function model(operator, attribute, value, shape) {
  const tensor = (name, dimensions) => {
    const axes = dimensions.flatMap((d) => bytes(1, typeof d === "string" ? text(2, d) : number(1, d)));
    return [...text(1, name), ...bytes(2, bytes(1, [...number(1, ELEMENT), ...bytes(2, axes)]))];
  };
  const option = [...text(1, attribute), ...number(3, value), ...number(20, 2)];
  const node = [...text(1, "z"), ...text(2, "out"), ...text(4, operator), ...bytes(5, option)];
  const graph = [...bytes(1, node), ...text(2, "one layer"), ...bytes(11, tensor("z", [1, "n"])),
    ...bytes(12, tensor("out", shape))];
  return Uint8Array.from([...number(1, 7), ...bytes(7, graph), ...bytes(8, number(2, 13))]);
}

const OPTIONS = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 4 };
const load = (...layer) => ort.InferenceSession.create(model(...layer), OPTIONS);
const SOFTMAX = await load("Softmax", "axis", 1, [1, "n"]);
const LOG_SOFTMAX = await load("LogSoftmax", "axis", 1, [1, "n"]);
const LOG_SUM_EXP = await load("ReduceLogSumExp", "keepdims", 0, []);
const through = async (session, z) =>
  (await session.run({ z: new ort.Tensor(TYPE, Values.from(z), [1, z.length]) })).out.data;

const doc = (operator) => `https://onnx.ai/onnx/operators/onnx__${operator}.html`;
serve({ name: DOUBLE ? "onnxruntime:float64" : "onnxruntime", version: versionOf("onnxruntime-node"), format: DOUBLE ? "binary64" : "binary32" }, {
  softmax: { doc: doc("Softmax"), run: ({ z }) => through(SOFTMAX, z) },
  log_softmax: { doc: doc("LogSoftmax"), run: ({ z }) => through(LOG_SOFTMAX, z) },
  log_sum_exp: { doc: doc("ReduceLogSumExp"), run: async ({ z }) => (await through(LOG_SUM_EXP, z))[0] },
});
