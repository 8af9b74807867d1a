/** WeChat's limit for the text of a customer-service message, in bytes of UTF-8 (45002). */
export const LONGEST_TEXT_BYTES = 2048;

/**
 * The length of a text as WeChat counts it, in bytes of UTF-8: three for a Chinese character, four for an emoji.
 * @example textBytes('你a') // 4
 */
export function textBytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

/** Characters of a note. */
export const LONGEST_NOTE = 4_000;
