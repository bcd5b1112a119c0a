// The library compiled to WebAssembly, as a page or the build calls it.

/// From the compiled module. A refusal leaves as a RangeError with the library's own words; the instance, whose stack it
/// cut, is made anew.
export function library(module) {
  let instance, most;
  const thrown = (at) => {
    const bytes = new Uint8Array(instance.memory.buffer);
    let end = at;
    while (bytes[end]) ++end;
    throw new RangeError(new TextDecoder().decode(bytes.slice(at, end)));
  };
  const imports = { wasi_snapshot_preview1: new Proxy({}, { get: () => () => 0 }), gibbs: { thrown } };
  const start = () => {
    instance = new WebAssembly.Instance(module, imports).exports;
    instance._initialize();
    most = instance.most();
  };
  start();
  const numbers = () => new Float64Array(instance.memory.buffer, instance.vectors(), 4 * most);
  const call = (name, vectors, ...rest) => {
    for (const v of vectors) if (v.length > most) throw new RangeError(`at most ${most} numbers`);
    vectors.forEach((v, k) => numbers().set(v, k * most));
    try {
      return instance[name](...rest);
    } catch (error) {
      start();
      if (error instanceof RangeError) throw error;
      throw new RangeError(String(error));
    }
  };
  const same = (a, b, names) => { if (a.length !== b.length) throw new RangeError(`${names[1]} has length ${b.length}, not ${a.length}`); };
  const units = { nat: 0, bit: 1, hartley: 2 };
  const out = (n) => Array.from(numbers().slice(3 * most, 3 * most + n));
  const of_one = (name) => (p, unit) => call(name, [p], p.length, units[unit]);
  const of_two = (name) => (p, q, unit) => (same(p, q, 'pq'), call(name, [p, q], p.length, units[unit]));
  const of_table = (name) => (w, columns, unit) => call(name, [w], w.length, columns, units[unit]);
  /// Of rows of logits z (`columns` each), labels y and weights w, one per row; no weights: all are 1.
  const of_rows = (name, result) => (z, columns, y, w = []) => {
    const b = z.length / columns;
    if (!Number.isInteger(b)) throw new RangeError(`z has ${z.length} numbers, not rows of ${columns}`);
    if (y.length !== b) throw new RangeError(`y has length ${y.length}, not ${b}`);
    if (w.length && w.length !== b) throw new RangeError(`w has length ${w.length}, not ${b}`);
    const bad = y.findIndex((k) => !Number.isInteger(k));
    if (bad >= 0) throw new RangeError(`y[${bad}] is ${y[bad]}, not an integer`);
    const value = call(name, [z, y, w], z.length, b, ...(w.length ? [1] : [0]));
    return result ? out(z.length) : value;
  };
  const vector = (name) => (z) => (call(name, [z], z.length), out(z.length));
  return {
    self_information: (p, unit) => call('self_information', [], p, units[unit]),
    entropy: of_one('entropy'), perplexity: (p) => call('perplexity', [p], p.length),
    cross_entropy: of_two('cross_entropy'), kl_divergence: of_two('kl_divergence'), js_divergence: of_two('js_divergence'), js_distance: of_two('js_distance'),
    conditional_entropy: of_table('conditional_entropy'), mutual_information: of_table('mutual_information'),
    log_sum_exp: (z) => call('log_sum_exp', [z], z.length), softmax: vector('softmax'), log_softmax: vector('log_softmax'),
    softmax_cross_entropy: (z, p) => (same(z, p, 'zp'), call('softmax_cross_entropy', [z, p], z.length)),
    softmax_cross_entropy_gradient: (z, p) => (same(z, p, 'zp'), call('softmax_cross_entropy_gradient', [z, p], z.length), out(z.length)),
    sigmoid_cross_entropy: (z, y) => call('sigmoid_cross_entropy', [], z, y),
    sigmoid_cross_entropy_gradient: (z, y) => call('sigmoid_cross_entropy_gradient', [], z, y),
    mean_squared_error: (x, y) => (same(x, y, 'xy'), call('mean_squared_error', [x, y], x.length)),
    softmax_mean_squared_error_gradient: (z, y) => (same(z, y, 'zy'), call('softmax_mean_squared_error_gradient', [z, y], z.length), out(z.length)),
    softmax_vjp: (z, u) => (same(z, u, 'zu'), call('softmax_vjp', [z, u], z.length), out(z.length)),
    log_softmax_vjp: (z, u) => (same(z, u, 'zu'), call('log_softmax_vjp', [z, u], z.length), out(z.length)),
    softmax_cross_entropy_hessian_diagonal: vector('softmax_cross_entropy_hessian_diagonal'),
    sigmoid_cross_entropy_hessian: (z) => call('sigmoid_cross_entropy_hessian', [], z),
    mean_softmax_cross_entropy: of_rows('mean_softmax_cross_entropy'),
    mean_softmax_cross_entropy_gradient: of_rows('mean_softmax_cross_entropy_gradient', true),
    sequence_perplexity: of_rows('sequence_perplexity'),
  };
}

/// deflate-raw in base64, as a script can carry it: a page opened from the file system may not fetch.
export async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}
