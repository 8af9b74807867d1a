import { parseBrokenJson } from './broken-json';

/** Control characters and byte order marks: neither is of any use in an answer, and neither moves where a text ends. */
// oxlint-disable-next-line no-control-regex
const STRAY_CHARACTERS = /[\u0000-\u001f\ufeff]/g;
// oxlint-disable-next-line no-control-regex
const CONTROL_BUT_SPACE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

/**
 * JSON for WeChat: raw UTF-8 without any `\uXXXX`, which WeChat shows to the contact as it stands or refuses
 * (40033, 47002). `JSON.stringify` writes such escapes for control characters and lone surrogates only, so
 * the former are left out and the latter become U+FFFD.
 */
export function toWeChatJson(value: object): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string'
      ? Buffer.from(inner.replace(CONTROL_BUT_SPACE, ''), 'utf8').toString('utf8')
      : inner,
  );
}

/**
 * The value of an answer; `undefined` where it is unreadable. `isMended`: it was not valid JSON and was read as far as
 * possible.
 */
export type JsonReading = { readonly value: unknown; readonly isMended: boolean };

/**
 * Reads an answer strictly. Control characters in texts, which JSON forbids, and byte order marks are
 * taken for spaces. For answers whose misreading would do harm: those to sends, and tokens.
 */
export function readExactJson(text: string): JsonReading {
  return { value: parsed(text) ?? parsed(text.replace(STRAY_CHARACTERS, ' ')), isMended: false };
}

/**
 * Reads an answer as far as possible. What is JSON is read as `JSON.parse` reads it; people's names and remarks may
 * make it something else, see `parseBrokenJson`. For answers that may be asked for again.
 */
export function readWeChatJson(text: string): JsonReading {
  const exact = readExactJson(text);
  if (exact.value !== undefined) return exact;
  return { value: parseBrokenJson(text), isMended: true };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
