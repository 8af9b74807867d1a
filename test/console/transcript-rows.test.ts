/** The rows of a transcript: where one conversation of a contact ends and the next one begins. */
import { toRows } from '../../src/console/conversation/transcript/transcript-rows';
import type { MessageBody } from '../../src/contracts/conversations/message';

const message = (seq: number, conversationId: string | null, createdAt = '2026-01-05T08:00:00Z') =>
  ({ id: `m${seq}`, seq, conversationId, createdAt, direction: 'inbound' }) as MessageBody;
const ends = (...items: readonly MessageBody[]) =>
  toRows('open', items, []).map((row) => ('message' in row ? row.endedId : undefined));

describe('the border between two conversations', () => {
  it('stands before the first row of the later one, and names the earlier one', () => {
    expect(ends(message(1, 'one'), message(2, 'one'), message(3, 'open'))).toEqual([null, null, 'one']);
    expect(ends(message(1, 'one'), message(2, 'two'), message(3, 'open'))).toEqual([null, 'one', 'two']);
  });

  it('is not drawn for what belongs to no conversation, nor twice', () => {
    expect(ends(message(1, 'one'), message(2, null), message(3, 'open'))).toEqual([null, null, 'one']);
    // A note was added to the earlier one when the later one had begun.
    expect(ends(message(1, 'one'), message(2, 'open'), message(3, 'one'), message(4, 'open'))).toEqual([
      null,
      'one',
      null,
      null,
    ]);
  });
});
