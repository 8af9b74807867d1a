/**
 * A parser for malformed JSON: WeChat copies people's names and remarks into its answers unescaped, with bare quotes,
 * bare backslashes, control characters and byte order marks.
 */

/** Far deeper than any answer of WeChat's. */
const DEEPEST = 32;
/**
 * JSON's white space, and what is treated as such between two tokens: control characters, marks, other kinds of space.
 */
// oxlint-disable-next-line no-control-regex
const WHITE = /[\u0000-\u0020\u007f-\u00a0\u200b-\u200d\u2028\u2029\ufeff]*/y;
/** The form of WeChat's field names. Nothing else counts as one, so that a string does not end at a stray comma. */
const KEY = /"([A-Za-z0-9_.-]{1,64})"/y;
const LITERAL = /true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const HEX = /[0-9a-fA-F]{4}/y;
const LITERALS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/**
 * The value of such a text; `undefined` if it is ambiguous. A quote ends a string only if the rest of the document
 * continues after it; a backslash that escapes nothing stands for itself; a control character becomes a space. If a
 * field occurs twice, the first one counts, so that a person's name cannot replace a field before it. A truncated
 * document is unreadable.
 */
export function parseBrokenJson(text: string): unknown {
  try {
    const reader = createReader(text);
    const value = reader.value(0, '');
    return reader.isEnd(value.next) ? value.value : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** A value, and the position after it. */
type Read<T> = { readonly value: T; readonly next: number };

/** `open`: the brackets around the current place, outermost first. */
function createReader(text: string) {
  const skipWhite = (at: number): number => at + (match(WHITE, text, at)?.[0].length ?? 0);
  const isEnd = (at: number): boolean => skipWhite(at) === text.length;

  const value = (start: number, open: string): Read<unknown> => {
    const at = skipWhite(start);
    if (open.length > DEEPEST) throw new Unreadable();
    switch (text[at]) {
      case '{':
        return object(at + 1, `${open}{`);
      case '[':
        return list(at + 1, `${open}[`);
      case '"':
        return string(at + 1, open);
      default: {
        const [literal] = match(LITERAL, text, at) ?? [];
        if (literal === undefined) throw new Unreadable();
        const next = at + literal.length;
        return { value: Object.hasOwn(LITERALS, literal) ? LITERALS[literal] : Number(literal), next };
      }
    }
  };

  const object = (start: number, open: string): Read<object> => {
    const fields = new Map<string, unknown>();
    let at = skipWhite(start);
    while (text[at] !== '}') {
      const [whole, key] = match(KEY, text, at) ?? [];
      if (whole === undefined || key === undefined) throw new Unreadable();
      at = skipWhite(at + whole.length);
      if (text[at] !== ':') throw new Unreadable();
      const read = value(at + 1, open);
      if (!fields.has(key)) fields.set(key, read.value);
      at = behindComma(read.next, '}');
    }
    return { value: Object.fromEntries(fields), next: at + 1 };
  };

  const list = (start: number, open: string): Read<unknown[]> => {
    const items: unknown[] = [];
    let at = skipWhite(start);
    while (text[at] !== ']') {
      const read = value(at, open);
      items.push(read.value);
      at = behindComma(read.next, ']');
    }
    return { value: items, next: at + 1 };
  };

  /** The position of the next member, or of the closing bracket. */
  const behindComma = (from: number, end: string): number => {
    const at = skipWhite(from);
    if (text[at] === ',') return skipWhite(at + 1);
    if (text[at] !== end) throw new Unreadable();
    return at;
  };

  const string = (start: number, open: string): Read<string> => {
    let read = '';
    for (let at = start; at < text.length; ) {
      const sign = text[at] ?? '';
      if (sign === '"' && endsValue(at + 1, open)) return { value: read, next: at + 1 };
      // A bare backslash at the end of a string looks as if it escaped the quote.
      const isEscape = sign === '\\' && !(text[at + 1] === '"' && endsValue(at + 2, open));
      const escaped = isEscape ? escapedAt(at + 1) : null;
      if (escaped !== null) {
        read += escaped.value;
        at = escaped.next;
      } else {
        read += sign < ' ' ? ' ' : sign;
        at += 1;
      }
    }
    throw new Unreadable();
  };

  const escapedAt = (at: number): Read<string> | null => {
    const sign = text[at] ?? '';
    const plain = Object.hasOwn(ESCAPES, sign) ? ESCAPES[sign] : undefined;
    if (plain !== undefined) return { value: plain, next: at + 1 };
    const [hex] = (sign === 'u' && match(HEX, text, at + 1)) || [];
    return hex === undefined ? null : { value: String.fromCharCode(Number.parseInt(hex, 16)), next: at + 5 };
  };

  /** Whether the document can continue, or end, right after a value that ends here. */
  const endsValue = (from: number, open: string): boolean => {
    const at = skipWhite(from);
    const inner = open.at(-1);
    if (inner === undefined) return at === text.length;
    if (text[at] === (inner === '{' ? '}' : ']')) return endsValue(at + 1, open.slice(0, -1));
    if (text[at] !== ',') return false;
    const next = skipWhite(at + 1);
    if (inner === '[') return '"{[-0123456789tfn'.includes(text[next] ?? ' ');
    const [key] = match(KEY, text, next) ?? [];
    return key !== undefined && text[skipWhite(next + key.length)] === ':';
  };

  return { value, isEnd };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
