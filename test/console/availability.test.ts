/** The own status and load in the console. */
import { isNewsOfOwn, toHandOver } from '../../src/console/availability/own-conversations';

const conversation = (id: string, state: 'waiting' | 'active' | 'completed', operatorId: string | null) => ({
  id,
  state,
  operator: operatorId === null ? null : { id: operatorId, name: operatorId },
});

describe('the own load', () => {
  it('is asked for again when a conversation becomes the reader’s, or no longer is, and not otherwise', () => {
    const own = new Set<string>();
    const news = (...args: Parameters<typeof conversation>) => isNewsOfOwn(own, conversation(...args), 'mei');
    expect(news('one', 'waiting', null)).toBe(false);
    expect(news('one', 'active', 'mei')).toBe(true);
    expect(news('one', 'active', 'mei')).toBe(false);
    expect(news('one', 'active', 'li')).toBe(true);
    expect(news('one', 'active', 'mei')).toBe(true);
    expect(news('one', 'completed', 'mei')).toBe(true);
    expect(news('other', 'completed', 'mei')).toBe(false);
  });
});

describe('handing over', () => {
  it('gives back at once where the contact waits, and the others later', () => {
    expect(toHandOver([])).toEqual({ now: 0, later: 0 });
    expect(toHandOver([{ isUnanswered: true }, { isUnanswered: false }, { isUnanswered: true }])).toEqual({
      now: 2,
      later: 1,
    });
  });
});
