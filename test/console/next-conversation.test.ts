import { nextUnanswered, nextWaiting } from '../../src/console/inbox/next-conversation';

const one = (id: string, isUnanswered = true) => ({ id, isUnanswered });

describe('the next waiting conversation', () => {
  const byUrgency = [one('oldest'), one('middle'), one('newest')];
  it('is the first of the list, then the one after it, and at the end the first again', () => {
    expect(nextWaiting(byUrgency, undefined)?.id).toBe('oldest');
    expect(nextWaiting(byUrgency, 'elsewhere')?.id).toBe('oldest');
    expect(nextWaiting(byUrgency, 'oldest')?.id).toBe('middle');
    expect(nextWaiting(byUrgency, 'newest')?.id).toBe('oldest');
  });
  it('is none if no one else is waiting', () => {
    expect(nextWaiting([], undefined)).toBeUndefined();
    expect(nextWaiting([one('open')], 'open')).toBeUndefined();
  });
});

describe('the next unanswered conversation', () => {
  it('is the first of the list whose contact waits, unless it is being answered', () => {
    const byUrgency = [one('soon'), one('late'), one('answered', false)];
    expect(nextUnanswered(byUrgency, () => false)?.id).toBe('soon');
    expect(nextUnanswered(byUrgency, (id) => id === 'soon')?.id).toBe('late');
  });
  it('is none if all are answered', () => {
    expect(nextUnanswered([one('answered', false)], () => false)).toBeUndefined();
    expect(nextUnanswered([one('sending')], () => true)).toBeUndefined();
  });
});
