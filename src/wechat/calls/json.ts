import { parseBrokenJson } from './broken-json';

/**
 * Control characters and byte order marks: useless in an answer, and replacing them does not change where a string
 * ends.
 */
// oxlint-disable-next-line no-control-regex
const STRAY_CHARACTERS = /[\u0000-\u001f\ufeff]/g;
// oxlint-disable-next-line no-control-regex
const CONTROL_BUT_SPACE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

/**
 * JSON for WeChat: raw UTF-8 without any `\uXXXX`, which WeChat shows to the contact literally or refuses (40033,
 * 47002). `JSON.stringify` writes such escapes only for control characters and lone surrogates, so the former are
 * removed and the latter become U+FFFD.
 */
export function toWeChatJson(value: object): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string'
      ? Buffer.from(inner.replace(CONTROL_BUT_SPACE, ''), 'utf8').toString('utf8')
      : inner,
  );
}

/**
 * The value of an answer; `undefined` if it is unreadable. `isPartial`: it was malformed JSON and was read as far as
 * possible.
 */
export type JsonReading = { readonly value: unknown; readonly isPartial: boolean };

/**
 * Parses an answer strictly, except that control characters in strings, which JSON forbids, and byte order marks are
 * read as spaces. For answers that must not be misread: those to sends, and tokens.
 */
export function readExactJson(text: string): JsonReading {
  return { value: parsed(text) ?? parsed(text.replace(STRAY_CHARACTERS, ' ')), isPartial: false };
}

/**
 * Parses an answer as far as possible. Valid JSON is read as `JSON.parse` does; names and remarks of people may make it
 * malformed, see `parseBrokenJson`. For answers that may be asked for again.
 */
export function readWeChatJson(text: string): JsonReading {
  const exact = readExactJson(text);
  if (exact.value !== undefined) return exact;
  return { value: parseBrokenJson(text), isPartial: true };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
