import { inAttendOrder, nextUnanswered, nextWaiting } from '../../src/console/inbox/next-conversation';

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

describe('the order in which one attends', () => {
  const offeredTo = (id: string, operatorId: string | null) => ({
    id,
    offer: operatorId === null ? null : { operator: { id: operatorId, name: operatorId }, until: '' },
  });
  it('is the queue, with what is offered to oneself first and what is offered to others last', () => {
    const queue = [
      offeredTo('li’s', 'li'),
      offeredTo('first', null),
      offeredTo('mine', 'mei'),
      offeredTo('last', null),
    ];
    const missed = offeredTo('missed', 'mei');
    const order = inAttendOrder([missed, offeredTo('mine', 'mei')], queue, 'mei');
    expect(order.map(({ id }) => id)).toEqual(['missed', 'mine', 'first', 'last', 'li’s']);
  });
  it('is the queue where nothing is offered', () => {
    const queue = [offeredTo('first', null), offeredTo('last', null)];
    expect(inAttendOrder([], queue, 'mei')).toEqual(queue);
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
