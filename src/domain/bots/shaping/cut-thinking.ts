const MARK = /<(\/?)think(?:ing)?\s*>/gi;

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
  let from = 0;
  let isThinking = false;
  for (const { 0: mark, 1: slash, index } of text.matchAll(MARK)) {
    if (slash === '/') {
      if (!isThinking) kept = '';
      from = index + mark.length;
      isThinking = false;
    } else if (!isThinking) {
      kept += text.slice(from, index);
      isThinking = true;
    }
  }
  return isThinking ? kept : kept + text.slice(from);
}
