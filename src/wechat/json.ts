// oxlint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u001f]/g;
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
 * An answer of WeChat; `undefined` where it is no JSON. Names and remarks may hold raw control characters,
 * which JSON forbids and a second reading takes for spaces (wechat-api.md 6).
 */
export function parseWeChatJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.replace(CONTROL_CHARACTERS, ' '));
    } catch {
      return undefined;
    }
  }
}
