/** One event of a stream; `id` undefined where it had none. */
export type Frame = { readonly id: string | undefined; readonly event: string; readonly data: string };

/**
 * Cuts what has arrived of an event stream into events (the HTML standard's format, as far as the API uses it);
 * `rest` is the beginning of one that has not arrived in full.
 */
export function parseFrames(text: string): { readonly frames: readonly Frame[]; readonly rest: string } {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  return { frames: blocks.flatMap(parseBlock), rest };
}

function parseBlock(block: string): readonly Frame[] {
  let id: string | undefined;
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
    if (field === 'id') id = value;
    else if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
  return data.length === 0 ? [] : [{ id, event, data: data.join('\n') }];
}
