// Numbers as people read and write them.

/// 3/4, 0.25, 0x1.8p-1, -inf: as the terminal writes them.
export function parsed(text) {
  const t = text.trim().replace('−', '-');
  if (/^[+-]?inf/i.test(t) || t === '−∞' || t === '-∞') return t.startsWith('-') ? -Infinity : Infinity;
  const fraction = /^(-?[\d.]+)\/([\d.]+)$/.exec(t);
  if (fraction) return fraction[1] / fraction[2];
  const hex = /^(-?)0x([0-9a-f]+)(?:\.([0-9a-f]*))?p([+-]?\d+)$/i.exec(t);
  if (hex) {
    const digits = hex[2] + (hex[3] ?? '');
    return (hex[1] ? -1 : 1) * Number(BigInt(`0x${digits}`)) * 2 ** (Number(hex[4]) - 4 * (hex[3] ?? '').length);
  }
  return t === '' ? NaN : Number(t);
}
const raised = (n) => [...String(n)].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[c] ?? '⁻').join('');
/// Four decimals, or a power of ten where these say little; minus signs as such.
export function shown(x) {
  if (x === Infinity) return '+∞';
  if (x === -Infinity) return '−∞';
  if (x !== x) return 'NaN';
  if (x === 0) return '0';
  const size = Math.abs(x);
  const s = size >= 1e-3 && size < 1e6 ? x.toFixed(4) : x.toExponential(3).replace(/e(.*)$/, (_, e) => ` · 10${raised(Number(e))}`);
  return s.replace(/-/g, '−');
}
/// All digits of a double: the shortest that read back.
export function whole(x) {
  if (!Number.isFinite(x)) return shown(x);
  return String(x).replace(/e(.*)$/, (_, e) => ` · 10${raised(Number(e))}`).replace(/^-/, '−');
}
/// What the terminal writes, as in print: −0.5, +∞, 5.96 · 10⁻⁸; other text as it is.
export const readable = (text) => (/^[+-]?inf/i.test(text) ? shown(parsed(text)) : /^-?\d[\d.]*(e[+-]?\d+)?$/.test(text) ? text.replace(/e(.*)$/, (_, e) => ` · 10${raised(Number(e))}`).replace(/^-/, '−') : text.replace(/^nan$/i, 'NaN'));
/// Without zeros at its end: for what a reader set.
export const brief = (x) => (x === -Infinity ? '−∞' : String(Math.round(x * 1e4) / 1e4).replace('-', '−'));
