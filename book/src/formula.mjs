// Formulas in the linear notation of the words, Σ pᵢ ln(pᵢ/qᵢ): read into a tree, written as MathML.
// What space there is counts: a/2b and ln 2π bind their neighbours because they touch; ln x / ln 2 does not.

const below = { ᵢ: 'i', ⱼ: 'j', ₖ: 'k', ₗ: 'l', ₘ: 'm', ₙ: 'n', ₜ: 't', ₛ: 's', ₓ: 'x', ₐ: 'a', ₑ: 'e', ₒ: 'o', ᵧ: 'y', ₚ: 'p', ᵤ: 'u', ᵣ: 'r', ₕ: 'h',
  '₀': '0', '₁': '1', '₂': '2', '₃': '3', '₄': '4', '₅': '5', '₆': '6', '₇': '7', '₈': '8', '₉': '9', '₊': '+', '₋': '−' };
const above = { ᵏ: 'k', ʲ: 'j', ⁿ: 'n', ᵉ: 'e', ˣ: 'x', ᵗ: 't', ᵐ: 'm', ᵃ: 'a', ᵇ: 'b', ᵈ: 'd', ᶻ: 'z', ʸ: 'y', ˢ: 's', ᵖ: 'p', ᵀ: 'T', ⁱ: 'i',
  '⁰': '0', '¹': '1', '²': '2', '³': '3', '⁴': '4', '⁵': '5', '⁶': '6', '⁷': '7', '⁸': '8', '⁹': '9', '⁺': '+', '⁻': '−', 'ᐟ': '/', '⁽': '(', '⁾': ')' };
const vulgar = { '½': [1, 2], '¼': [1, 4], '¾': [3, 4], '⅛': [1, 8], '⅓': [1, 3], '⅔': [2, 3], '⅙': [1, 6], '⅜': [3, 8], '⅝': [5, 8], '⅞': [7, 8], '⅕': [1, 5] };
const functions = new Set(['ln', 'log', 'exp', 'sin', 'cos', 'sign', 'lim', 'Var', 'Pr', 'softmax', 'sigmoid', 'LSE', 'log_softmax', 'round', 'gcd']);
const ranged = new Set(['Σ', 'Π', '∏', '∫', 'max', 'min', 'argmax', 'argmin', 'sup', 'inf', 'lim']);
const names = new Set([...functions, 'max', 'min', 'argmax', 'argmin', 'sup', 'inf', 'MSE', 'SE', 'CE', 'KL', 'JS', 'MI', 'ulp', 'bit', 'bits', 'nat', 'nats']);
const relations = new Set([...'=≠<>≤≥≈∈→↦⇒⇔≪≫≡∝∼⊂←']);
const closing = { '(': ')', '[': ']', '{': '}', '⟨': '⟩', '⌈': '⌉', '⌊': '⌋' };

const is_letter = (c) => /\p{L}/u.test(c) && !(c in below) && !(c in above) && !'ΣΠ'.includes(c);

/// Tokens {kind, text, spaced: is there space before}; scripts are tokens of their own.
function tokens(text) {
  const s = [...text.normalize('NFD').normalize('NFC').replace(/[ĉŵŷẑẑŝâêîôûĝĥ]/g, (c) => c.normalize('NFD'))], all = [];
  for (let i = 0, spaced = false; i < s.length;) {
    const c = s[i];
    if (/\s/.test(c)) { spaced = true; ++i; continue; }
    const take = (test) => { const from = i; while (i < s.length && test(s[i])) ++i; return s.slice(from, i).join(''); };
    const put = (kind, value) => { all.push({ kind, text: value, spaced }); spaced = false; };
    if (/[0-9]/.test(c)) put('number', take((d) => /[0-9.]/.test(d)).replace(/\.$/, () => { --i; return ''; }));
    else if (c in vulgar) put('vulgar', s[i++]);
    else if (c in below) put('sub', [...take((d) => d in below)].map((d) => below[d]).join(''));
    else if (c in above) put('sup', [...take((d) => d in above)].map((d) => above[d]).join(''));
    else if (is_letter(c)) {
      const word = take((d) => is_letter(d) || (d === '_' && i + 2 < s.length && is_letter(s[i + 1]) && is_letter(s[i + 2])));
      if (names.has(word) || /[^\u0000-\u04ff]/.test(word)) put(/[^\u0000-\u04ff]/.test(word) ? 'text' : 'name', word);
      else if ([...word].length > 3) put('text', word);
      else for (const letter of word) put('name', letter), spaced = false;
      if (s[i] === '\u0302') all.at(-1).hat = true, ++i;
      if (s[i] === '\u0304') all.at(-1).bar = true, ++i;
    } else if (c === '\u0302') { all.at(-1).hat = true; ++i; } else put('mark', s[i++]);
  }
  return all;
}

class Parser {
  constructor(text) {
    this.text = text;
    this.all = tokens(text);
    this.at = 0;
    this.bars = [];  // what is open: '∣' and '‖' close it
  }
  fail(what) { throw new SyntaxError(`formula $${this.text}$: ${what}`); }
  get next() { return this.all[this.at] ?? { kind: 'end', text: '' }; }
  is(...marks) { return this.next.kind === 'mark' && marks.includes(this.next.text); }
  take() { return this.all[this.at++]; }
  expect(mark) { if (!this.is(mark)) this.fail(`'${mark}' expected${this.next.text ? `, not '${this.next.text}'` : ' at its end'}`); this.take(); }

  /// Relations parted by commas and the like.
  list(...ends) {
    const items = [this.relation()], separators = [];
    const bar = () => this.is('∣', '|', '‖') && this.bars.at(-1) !== this.next.text && ends.length;
    while (this.is(',', ';', ':') || bar()) {
      separators.push(this.take().text);
      items.push(this.relation());
    }
    return items.length === 1 ? items[0] : { type: 'list', items, separators };
  }
  relation() {
    const alone = this.all[this.at + 1] === undefined || /^[)\],;]$/.test(this.all[this.at + 1].text);
    if (relations.has(this.next.text) && alone) return { type: 'mark', text: this.take().text };
    const items = [relations.has(this.next.text) ? { type: 'empty' } : this.sum()], marks = [];
    while (this.next.kind === 'mark' && (relations.has(this.next.text) || this.is('∀', '∃'))) {
      marks.push(this.take().text);
      items.push(this.sum());
    }
    return marks.length ? { type: 'relation', items, marks } : items[0];
  }
  sum() {
    const items = [this.is('−', '-', '+', '±') ? { mark: this.take().text, of: this.product() } : { mark: '', of: this.product() }];
    while (this.is('+', '−', '-', '±')) items.push({ mark: this.take().text, of: this.product() });
    return items.length === 1 && !items[0].mark ? items[0].of : { type: 'sum', items: items.map((i) => ({ ...i, mark: i.mark === '-' ? '−' : i.mark })) };
  }
  begins() {
    const { kind, text } = this.next;
    if (kind === 'mark') return '([{⟨⌈⌊√Σ∏Π∫∂∇…∞'.includes(text) && text !== '' || (['∣', '|', '‖'].includes(text) && this.bars.at(-1) !== text && this.opens_bar());
    return kind !== 'end' && kind !== 'sub' && kind !== 'sup';
  }
  /// A bar after an operand opens only where it touches what follows and not what goes before it.
  opens_bar() {
    const before = this.all[this.at - 1], after = this.all[this.at + 1];
    return after && !after.spaced && (this.next.spaced || before?.kind === 'vulgar' || before?.kind === 'number' || ranged.has(before?.text));
  }
  product() {
    let left = this.factor();
    const items = [left], marks = [];
    for (;;) {
      if (this.is('·', '×', '∘', '∪', '∩', '*')) {
        marks.push(this.take().text);
        items.push(this.factor());
      } else if (this.is('/')) {
        this.take();
        const sign = this.is('−') ? this.take().text : '';
        let of = this.tight();
        if (sign) of = { type: 'sum', items: [{ mark: sign, of }] };
        // What touches on the left is the numerator: all of a tight product, or the last factor.
        left = items.pop();
        items.push({ type: 'fraction', over: left, under: of });
      } else if (this.begins()) {
        const touches = !this.next.spaced;
        const factor = this.factor();
        if (touches && marks.length && marks.at(-1) === 'tight') items.push({ type: 'product', items: [items.pop(), factor], marks: [''] });
        else marks.push(''), items.push(factor);
      } else break;
    }
    return items.length === 1 ? items[0] : { type: 'product', items, marks };
  }
  /// Factors that touch: the operand of a fraction or of a function without parentheses.
  tight() {
    const items = [this.factor()], marks = [];
    while (this.begins() && !this.next.spaced && this.next.text !== '(' && !functions.has(this.next.text)) {
      marks.push('');
      items.push(this.factor());
    }
    return items.length === 1 ? items[0] : { type: 'product', items, marks };
  }
  /// The operand of ln x: also over a slash that touches on both sides.
  operand() {
    if (this.is('−')) return { type: 'sum', items: [{ mark: this.take().text, of: this.operand() }] };
    let of = this.tight();
    while (this.is('/') && !this.next.spaced && !this.all[this.at + 1]?.spaced && !functions.has(this.all[this.at + 1]?.text)) {
      this.take();
      of = { type: 'fraction', over: of, under: this.tight() };
    }
    return of;
  }
  factor() { return this.scripted(this.primary()); }
  /// Scripts, primes, powers and indices behind a factor.
  scripted(base) {
    for (;;) {
      const { kind, text } = this.next;
      if (kind === 'sub' && !this.next.spaced) base = { type: 'sub', base, index: this.index(this.take().text) };
      else if (kind === 'sup' && !this.next.spaced) base = { type: 'power', base, exponent: parse(this.take().text) };
      else if (this.is('^')) { this.take(); base = { type: 'power', base, exponent: this.exponent() }; }
      else if (this.is('_')) { this.take(); base = { type: 'sub', base, index: this.is('{') ? this.fenced() : this.primary() }; }
      else if (this.is('′', '″', "'", '*') && !this.next.spaced && (text !== '*' || !this.all[this.at + 1] || this.all[this.at + 1].spaced)) { this.take(); base = { type: 'prime', base, text: text === "'" ? '′' : text }; }
      else if (this.is('!') && !this.next.spaced) { this.take(); base = { type: 'factorial', base }; }
      else if (this.is('(') && !this.next.spaced && (base.type === 'name' || base.type === 'sub' || base.type === 'prime' || base.type === 'power') && callable(base)) {
        base = { type: 'call', of: base, fence: this.fenced() };
      } else return base;
    }
  }
  exponent() {
    if (this.is('−', '+')) return { type: 'sum', items: [{ mark: this.take().text, of: this.exponent() }] };
    if (this.is('(')) { const f = this.fenced(); return f.inner.type === 'list' ? f : f.inner; }
    const items = [this.scripted(this.primary())];
    while (!this.next.spaced && (this.next.kind === 'name' || this.next.kind === 'number')) items.push(this.scripted(this.primary()));
    return items.length === 1 ? items[0] : { type: 'product', items, marks: items.slice(1).map(() => '') };
  }
  index(text) {
    const parts = [...text];
    return parts.every((c) => /[0-9]/.test(c)) ? { type: 'number', text } : parts.length === 1 ? { type: 'name', text } :
      /[+−]/.test(text) ? parse(text) : { type: 'indices', items: parts.map((c) => (/[0-9]/.test(c) ? { type: 'number', text: c } : { type: 'name', text: c })) };
  }
  fenced() {
    const open = this.take().text;
    const bars = this.bars;
    this.bars = [];
    const inner = this.is(closing[open]) ? { type: 'empty' } : this.list(closing[open]);
    this.bars = bars;
    this.expect(closing[open]);
    return { type: 'fence', open, close: closing[open], inner };
  }
  primary() {
    const token = this.next;
    if (token.kind === 'end') this.fail('an operand is missing at its end');
    if (token.kind === 'number') return { type: 'number', text: this.take().text };
    if (token.kind === 'vulgar') return { type: 'vulgar', text: this.take().text };
    if (token.kind === 'text') return { type: 'text', text: this.take().text };
    if (token.kind === 'name') {
      this.take();
      if (ranged.has(token.text) && token.text !== 'lim') return this.range(token.text);
      const name = { type: 'name', text: token.text, hat: token.hat, bar: token.bar };
      return functions.has(token.text) ? this.function(name) : name;
    }
    if (token.text in closing) return this.fenced();
    if (ranged.has(token.text)) return this.range(this.take().text);
    if (token.text === '√') { this.take(); return { type: 'root', of: this.factor() }; }
    if (token.text === '∂' || token.text === '∇') {
      this.take();
      let mark = { type: 'mark', text: token.text };
      if (this.next.kind === 'sup' || this.next.kind === 'sub') mark = this.scripted(mark);
      return this.begins() && !this.next.spaced ? { type: 'prefixed', mark, of: this.factor() } : mark;
    }
    if (['∣', '|', '‖'].includes(token.text)) {
      this.take();
      this.bars.push(token.text);
      const inner = this.is('·') ? { type: 'mark', text: this.take().text } : this.list();
      this.bars.pop();
      this.expect(token.text);
      return { type: 'fence', open: token.text, close: token.text, inner };
    }
    if ('…∞∅·'.includes(token.text)) return { type: token.text === '∞' ? 'number' : 'mark', text: this.take().text };
    if (['∀', '∃', '¬'].includes(token.text)) { const mark = { type: 'mark', text: this.take().text }; return { type: 'prefixed', mark, of: this.factor() }; }
    return this.fail(`'${token.text}' is not expected here`);
  }
  /// ln, log₂, exp and the like with their operand.
  function(name) {
    let of = name;
    while ((this.next.kind === 'sub' || this.next.kind === 'sup') && !this.next.spaced)
      of = this.next.kind === 'sub' ? { type: 'sub', base: of, index: this.index(this.take().text) } : { type: 'power', base: of, exponent: parse(this.take().text) };
    if (this.is('(') && !this.next.spaced) return { type: 'call', of, fence: this.fenced() };
    return this.begins() || this.is('−') ? { type: 'call', of, operand: this.operand() } : of;
  }
  range(text) {
    const node = { type: 'range', text };
    if (this.next.kind === 'sub' && !this.next.spaced) node.under = this.index(this.take().text);
    else if (this.is('_')) { this.take(); const f = this.is('{') || this.is('(') ? this.fenced() : this.primary(); node.under = f.inner ?? f; }
    if (this.next.kind === 'sup' && !this.next.spaced) node.over = parse(this.take().text);
    else if (this.is('^')) { this.take(); node.over = this.exponent(); }
    if (!/^\p{L}+$/u.test(text) || 'ΣΠ'.includes(text)) {
      if (this.begins() || this.is('−', '-')) node.of = this.is('−', '-') ? { type: 'sum', items: [{ mark: (this.take(), '−'), of: this.product() }] } : this.product();
      return node;
    }
    if (this.is('(') && !this.next.spaced) node.of = this.fenced();
    else if (this.begins()) node.of = this.operand();
    return node;
  }
}
/// Letters that stand for functions: f(x) is a call, t(1 − t) a product. The evaluator knows better where it matters.
function callable(base) {
  while (base.base) base = base.base;
  return base.type === 'name' && /^(\p{Lu}|[fghσφψχλ]|\p{L}{2,})$/u.test(base.text);
}

export function parse(text) {
  const parser = new Parser(text);
  const tree = parser.list();
  if (parser.next.kind !== 'end') parser.fail(`'${parser.next.text}' is not expected here`);
  return tree;
}

// MathML.

const escape = (s) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const mo = (text, more = '') => `<mo${more}>${escape(text)}</mo>`;
/// One element, whatever is in it: scripts and fractions count their children.
const row = (inner) => (/^<(mi|mn|mo|mtext)[^>]*>[^<]*<\/\1>$/.test(inner) ? inner : `<mrow>${inner}</mrow>`);
const colour = { P: 'p', p: 'p', Q: 'q', q: 'q' };

function identifier({ text, hat, bar }) {
  const shown = colour[text] ? `<mi class="${colour[text]}">${text}</mi>` : `<mi${[...text].length === 1 && /\p{Lu}/u.test(text) && /[Α-Ω]/.test(text) ? ' mathvariant="normal"' : ''}>${escape(text.replace('_', '\u200b_'))}</mi>`;
  const accent = hat ? '^' : bar ? '¯' : '';
  return accent ? `<mover accent="true">${shown}<mo stretchy="false">${accent}</mo></mover>` : shown;
}
/// Without the parentheses that only a line of text needs.
const bare = (node) => (node.type === 'fence' && node.open === '(' && node.inner.type !== 'list' ? node.inner : node);

/// Does it need tall parentheses: is there a fraction or a sum in it?
const is_tall = (node) => node !== null && typeof node === 'object' && (['fraction', 'vulgar'].includes(node.type) || (node.type === 'range' && 'ΣΠ∫'.includes(node.text)) || Object.values(node).flat().some(is_tall));

let root = null;  // the formula being written: ½ alone is a number in its line
function write(node, full) {
  const w = (n) => write(n, full);
  switch (node.type) {
    case 'empty': return '';
    case 'number': return node.text === '∞' ? '<mi mathvariant="normal">∞</mi>' : `<mn>${node.text}</mn>`;
    case 'vulgar': return full && node !== root ? `<mfrac><mn>${vulgar[node.text][0]}</mn><mn>${vulgar[node.text][1]}</mn></mfrac>` : `<mn>${node.text}</mn>`;
    case 'text': return `<mtext>${escape(node.text)}</mtext>`;
    case 'name': return identifier(node);
    case 'mark': return '∂∇'.includes(node.text) ? `<mi mathvariant="normal">${node.text}</mi>` : mo(node.text);
    case 'indices': return row(node.items.map(w).join(''));
    case 'list': return row(node.items.map((item, i) => (i ? mo(node.separators[i - 1], '‖∣|'.includes(node.separators[i - 1]) ? ' stretchy="false" lspace="0.1em" rspace="0.1em"' : ' separator="true" lspace="0" rspace="0.28em"') : '') + w(item)).join(''));
    case 'relation': return row(node.items.map((item, i) => (i ? mo(node.marks[i - 1]) : '') + w(item)).join(''));
    case 'sum': return row(node.items.map(({ mark, of }) => (mark ? mo(mark, node.items[0].mark === mark && node.items[0].of === of ? ' form="prefix"' : '') : '') + w(of)).join(''));
    case 'product': return row(node.items.map((item, i) => {
      if (!i) return w(item);
      const mark = node.marks[i - 1];
      const apart = node.items[i - 1].type === 'call' || item.type === 'call' || item.type === 'range' || item.type === 'text';
      return (mark ? mo(mark, ' lspace="0.15em" rspace="0.15em"') : apart ? '<mspace width="0.17em"/>' : '') + w(item);
    }).join(''));
    case 'fraction': return full ? `<mfrac>${row(w(bare(node.over)))}${row(w(bare(node.under)))}</mfrac>` : row(w(node.over) + mo('/', ' lspace="0" rspace="0" stretchy="false"') + w(node.under));
    case 'fence': {
      const how = `${full && is_tall(node.inner) ? ' stretchy="true"' : ' stretchy="false"'} lspace="0" rspace="0"`;
      return row(mo(node.open, ` form="prefix" fence="true"${how}`) + w(node.inner) + mo(node.close, ` form="postfix" fence="true"${how}`));
    }
    case 'sub': return `<msub>${row(w(node.base))}${row(w(node.index))}</msub>`;
    case 'power':
      if (node.base.type === 'sub') return `<msubsup>${row(w(node.base.base))}${row(w(node.base.index))}${row(write(node.exponent, false))}</msubsup>`;
      return `<msup>${row(w(node.base))}${row(write(node.exponent, false))}</msup>`;
    case 'prime': return row(w(node.base) + mo(node.text, ' lspace="0" rspace="0"'));  // a raised glyph: as a script it would be raised twice
    case 'factorial': return row(w(node.base) + mo('!', ' lspace="0" rspace="0"'));
    case 'root': return `<msqrt>${w(bare(node.of))}</msqrt>`;
    case 'prefixed': return row(w(node.mark) + w(node.of));
    case 'call': return row(w(node.of) + (node.fence ? w(node.fence) : `<mspace width="0.17em"/>${w(node.operand)}`));
    case 'range': {
      const word = node.text.length > 1;
      const mark = word ? `<mi>${node.text}</mi>` : `<mo movablelimits="false" largeop="${full}">${{ Σ: '∑', Π: '∏' }[node.text] ?? node.text}</mo>`;
      const side = node.text === '∫' || !full;
      const under = node.under && row(w(node.under)), over = node.over && row(w(node.over));
      const limits = under && over ? `<m${side ? 'subsup' : 'underover'}>${mark}${under}${over}</m${side ? 'subsup' : 'underover'}>`
        : under ? `<m${side ? 'sub' : 'under'}>${mark}${under}</m${side ? 'sub' : 'under'}>` : over ? `<m${side ? 'sup' : 'over'}>${mark}${over}</m${side ? 'sup' : 'over'}>` : mark;
      return row(limits + (node.of ? (word && node.of.type !== 'fence' || !word ? '<mspace width="0.17em"/>' : '') + w(node.of) : ''));
    }
    default: throw new Error(`no MathML for ${node.type}`);
  }
}
/// `full`: fractions and sums in full height, as in a line of their own.
export function mathml(text, { full = false, block = false } = {}) {
  root = parse(text);
  const inner = write(root, full);
  return `<math${block ? ' display="block"' : ''}${full && !block ? ' displaystyle="true"' : ''}>${inner}</math>`;
}
/// Inline, in pieces between which a line may break, at relations and between the terms of sums: MathML itself never
/// does. What is long all the same can be scrolled. A `tail` of text stays on the line of the last piece.
export function breakable(text, full = false, tail = '') {
  const tree = parse(text), width = (piece) => piece.replace(/<[^>]*>/g, '').length;
  const kept = (piece) => (tail && width(piece) + tail.length <= 24 ? `<span class="nowrap">${piece}${tail}</span>` : piece + tail);
  if (text.length <= 16 || !['relation', 'sum'].includes(tree.type)) return kept(mathml(text, { full }));
  root = tree;
  const piece = (mark, node) => `<math${full ? ' displaystyle="true"' : ''}><mrow>${mark ? mo(mark, ' form="infix"') : ''}${write(node, full)}</mrow></math>`;
  const terms = (mark, node) => (node.type === 'sum' && text.length > 30 ? node.items.map((item, k) => piece(k ? item.mark : mark, k ? item.of : { type: 'sum', items: [item] })) : [piece(mark, node)]);
  const pieces = tree.type === 'sum' ? terms('', tree) : tree.items.flatMap((item, k) => terms(tree.marks[k - 1] ?? '', item));
  return pieces.map((p, k) => (p.length > 1500 || width(p) > 30 ? `<span class="long" tabindex="0">${p}</span>${k === pieces.length - 1 ? tail : ''}` : k === pieces.length - 1 ? kept(p) : p)).join('<wbr>');
}
export const vulgar_fractions = vulgar;
