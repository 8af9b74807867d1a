/** Where one conversation of a contact ends in the thread, and the next one begins. */
import { findEnds } from '../../src/console/conversation/transcript/find-ends';

const endsOf = (...ids: readonly (string | null)[]) =>
  findEnds(ids.map((conversationId) => ({ conversationId })));

describe('the border between two conversations', () => {
  it('stands before the first message of the later one, and names the earlier one', () => {
    expect(endsOf('one', 'one', 'open')).toEqual([null, null, 'one']);
    expect(endsOf('one', 'two', 'open', 'open')).toEqual([null, 'one', 'two', null]);
  });

  it('is not drawn for what belongs to no conversation', () => {
    expect(endsOf(null, 'one', null, 'open')).toEqual([null, null, null, 'one']);
  });

  it('is drawn once, though a note was added to the earlier one when the later one had begun', () => {
    expect(endsOf('one', 'open', 'one', 'open')).toEqual([null, 'one', null, null]);
  });
});
