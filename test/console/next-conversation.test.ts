import { nextUnanswered, nextWaiting } from '../../src/console/inbox/next-conversation';

const one = (
  id: string,
  fields: { startedAt?: string; closesAt?: string; unread?: number; last?: 'inbound' | 'outbound' } = {},
) => {
  const { startedAt = '2026-01-01T00:00:00Z', closesAt = '2026-01-03T00:00:00Z', unread = 0, last } = fields;
  return {
    id,
    startedAt,
    unread,
    window: { closesAt } as never,
    lastMessage: last === undefined ? null : ({ direction: last } as never),
  };
};

describe('the next waiting conversation', () => {
  const list = [
    one('newest', { startedAt: '2026-01-01T03:00:00Z' }),
    one('middle', { startedAt: '2026-01-01T02:00:00Z' }),
    one('oldest', { startedAt: '2026-01-01T01:00:00Z' }),
  ];
  it('is the one that has waited longest, then the one after it, and at the end the first again', () => {
    expect(nextWaiting(list, undefined)?.id).toBe('oldest');
    expect(nextWaiting(list, 'elsewhere')?.id).toBe('oldest');
    expect(nextWaiting(list, 'oldest')?.id).toBe('middle');
    expect(nextWaiting(list, 'newest')?.id).toBe('oldest');
  });
  it('is none if no one else is waiting', () => {
    expect(nextWaiting([], undefined)).toBeUndefined();
    expect(nextWaiting([one('open')], 'open')).toBeUndefined();
  });
});

describe('the next unanswered conversation', () => {
  it('is the one of those whose contact waits that can be answered for the shortest time', () => {
    const late = one('late', { last: 'inbound', closesAt: '2026-01-03T00:00:00Z' });
    const soon = one('soon', { last: 'inbound', closesAt: '2026-01-02T00:00:00Z' });
    const answered = one('answered', { last: 'outbound', closesAt: '2026-01-01T00:00:00Z' });
    expect(nextUnanswered([late, answered, soon], () => false)?.id).toBe('soon');
    expect(nextUnanswered([late, answered, soon], (id) => id === 'soon')?.id).toBe('late');
    expect(nextUnanswered([answered], () => false)).toBeUndefined();
  });
  it('counts one with unread messages, whatever stands last', () => {
    expect(nextUnanswered([one('noted', { unread: 2, last: 'outbound' })], () => false)?.id).toBe('noted');
  });
});
