/** Texts that can be identified wherever they arrive. */

/** The text of message `number`. */
export function numberedText(number: number): string {
  return `第${number}条：你好，我的订单什么时候发货？`;
}

/** The number of the message in a text; undefined: none. */
export function numberOf(text: string): number | undefined {
  const found = /第(\d+)条/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
