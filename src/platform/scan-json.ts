/** What can be told of a JSON text without parsing it. */
export type JsonScan = {
  /** How many members all objects have together, as written: keys that occur twice count twice. */
  readonly keys: number;
  /** How many commas: there is one less than values in each object and list. */
  readonly commas: number;
  /** How many objects and lists are inside one another. */
  readonly depth: number;
};

/**
 * Counts the keys of a JSON text and its depth, in one pass and without a stack: before a parser that calls itself runs on a text of
 * brackets, and because a parser does not say that it has dropped a key. Of a text that is not JSON the figures mean nothing.
 */
export function scanJson(text: string): JsonScan {
  let keys = 0;
  let commas = 0;
  let depth = 0;
  let open = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') {
      at = endOfString(text, at);
    } else if (character === ':') {
      keys += 1;
    } else if (character === ',') {
      commas += 1;
    } else if (character === '{' || character === '[') {
      open += 1;
      depth = Math.max(depth, open);
    } else if (character === '}' || character === ']') {
      open -= 1;
    }
  }
  return { keys, commas, depth };
}

/** The index of the quotation mark that ends the string that begins at `start`; the text's length if none does. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"') return at;
  }
  return text.length;
}
