/** What calls off that a conversation is completed in a few seconds. */
import { calledOffBy } from '../../src/console/app/completing/called-off-by';

const begun = { id: 'c1', seq: 7 };
const message = (seq: number, more: object = {}) => ({
  direction: 'inbound' as const,
  conversationId: 'c1',
  seq,
  ...more,
});

describe('completing a conversation', () => {
  it('is called off by a message that the contact has written since', () => {
    expect(calledOffBy([begun], message(8))).toBe(begun);
  });

  it('is not called off by a change of an older one, nor by one that comes once more after a lost connection', () => {
    expect(calledOffBy([begun], message(7))).toBeUndefined();
    expect(calledOffBy([begun], message(3))).toBeUndefined();
  });

  it('is not called off by what others write, by other conversations, or when the API has been asked', () => {
    expect(calledOffBy([begun], message(8, { direction: 'outbound' }))).toBeUndefined();
    expect(calledOffBy([begun], message(8, { conversationId: 'c2' }))).toBeUndefined();
    expect(calledOffBy([{ ...begun, isAsked: true as const }], message(8))).toBeUndefined();
  });
});
