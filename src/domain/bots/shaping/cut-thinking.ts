const OPENING = /<think(?:ing)?\s*>/i;
const CLOSING = /<\/think(?:ing)?\s*>/i;

/**
 * The answer of a model without what it thought before: `<think>…</think>` and `<thinking>…</thinking>`, several of
 * them, also one that is never closed. Before a closing mark that nothing opened everything is cut: some templates
 * write the opening one into the question.
 *
 * @param text the whole answer, with all of its chunks joined: a mark may be cut in two
 * @example cutThinking('<think>他问价格</think>99 元') // '99 元'
 */
export function cutThinking(text: string): string {
  let kept = '';
  let rest = text;
  for (;;) {
    const opening = OPENING.exec(rest);
    const closing = CLOSING.exec(rest);
    if (closing !== null && (opening === null || closing.index < opening.index)) {
      kept = '';
      rest = rest.slice(closing.index + closing[0].length);
      continue;
    }
    if (opening === null) return kept + rest;
    kept += rest.slice(0, opening.index);
    if (closing === null) return kept;
    rest = rest.slice(closing.index + closing[0].length);
  }
}
