/**
 * Characters that XML 1.0 forbids. People's texts contain them; a strict parser would throw, and the message would be
 * lost.
 */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** The five entities that XML knows without a declaration, and numeric ones; `&#X41;` is not one (XML 1.0, 4.1). */
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#([0-9]+)|#x([0-9A-Fa-f]+));/g;
const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Anything in the form of a reference. Any other `&` should have been written `&amp;`, as in a URL. */
const CLAIM = /&(?:#|[\p{L}_:][\p{L}\p{N}_:.-]*;)/gu;
const NUMBER = /&#(?:x0*([0-9A-Fa-f]{1,6})|0*([0-9]{1,7}));/y;
const HIGHEST = 0x10ffff;

const NAME_FORM = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const REFUSED_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Whether a field may have this name. */
export function isFieldName(name: string): boolean {
  return NAME_FORM.test(name) && !REFUSED_NAMES.includes(name);
}

/** The text without the characters that XML forbids. */
export function stripForbidden(text: string): string {
  return text.replace(FORBIDDEN_CHARACTERS, '');
}

/**
 * Whether every reference in the text is one that XML knows without a declaration: the five names, and Unicode numbers.
 * In linear time.
 */
export function hasOnlyKnownReferences(text: string): boolean {
  for (const { 0: claim, index } of text.matchAll(CLAIM)) {
    if (claim === '&#') {
      if (numberAt(text, index) === null) return false;
    } else if (!Object.hasOwn(PREDEFINED, claim.slice(1, -1))) return false;
  }
  return true;
}

/**
 * Decodes known references, once: `&amp;lt;` becomes `&lt;`. The number of a forbidden character is dropped, like the
 * character itself. Two numbers that form a surrogate pair become its character (some writers escape emoji like that);
 * a lone one becomes U+FFFD, which can be stored.
 */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  const decoded = text.replace(REFERENCE, (_, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return PREDEFINED[name] ?? '';
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
    return stripForbidden(String.fromCodePoint(code));
  });
  return decoded.toWellFormed();
}

/** The code point of the reference that begins here; null if it is not one, or is beyond Unicode. */
function numberAt(text: string, index: number): number | null {
  NUMBER.lastIndex = index;
  const [, hex, decimal] = NUMBER.exec(text) ?? [];
  if (hex === undefined && decimal === undefined) return null;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= HIGHEST ? code : null;
}
