/** The page of the queue after a change, and the order of the people to whom one transfers. */
import { changeQueue, placeInQueue } from '../../src/console/queue/change-queue';
import type { Conversation } from '../../src/console/shared/conversations/received';
import { inTransferOrder } from '../../src/console/shared/transfer/transfer-order';
import { brandsOf, isEachAttended, knownByAll } from '../../src/console/shared/transfer/who-can-take';
import type { AvailabilityStatus } from '../../src/domain/routing/availability';

const copy = (id: string, version: number, more: object = {}): Conversation =>
  ({
    id,
    version,
    factsVersion: 0,
    seenSeq: 0,
    state: 'waiting',
    operator: null,
    group: null,
    offer: null,
    lastMessage: null,
    ...more,
  }) as Conversation;
const offerTo = (id: string) => ({ operator: { id, name: id }, until: '2026-11-29T08:00:00Z' });

describe('the page of the queue', () => {
  const items = [copy('a', 1), copy('b', 1)].map((conversation) => ({ conversation, position: 1 }));
  const idsOf = (list: readonly { readonly conversation: Conversation }[]) =>
    list.map(({ conversation }) => conversation.id);

  it('shows the newest copy at its place, and nobody who no longer waits', () => {
    const offered = changeQueue(items, copy('b', 2, { offer: offerTo('mei') }));
    expect(idsOf(offered)).toEqual(['a', 'b']);
    expect(offered[1]?.conversation.offer?.operator.id).toBe('mei');
    expect(idsOf(changeQueue(items, copy('a', 2, { state: 'missed' })))).toEqual(['a', 'b']);
    expect(idsOf(changeQueue(items, copy('a', 2, { state: 'active' })))).toEqual(['b']);
    expect(idsOf(changeQueue(items, copy('a', 2, { state: 'completed' })))).toEqual(['b']);
  });
  it('does not change by an older copy, nor by a conversation that is not on it', () => {
    expect(changeQueue(items, copy('a', 1, { state: 'active' }))).toBe(items);
    expect(changeQueue(items, copy('c', 1))).toBe(items);
  });
  it('is loaded again for what moves a conversation, and not for a message', () => {
    const place = placeInQueue(copy('a', 1));
    expect(placeInQueue(copy('a', 2, { lastMessage: {} }))).toBe(place);
    const moved = [
      { state: 'missed' },
      { state: 'active', operator: { id: 'li', name: 'Li' } },
      { group: { id: 'sales', name: 'Sales' } },
      { offer: offerTo('li') },
    ];
    expect(new Set(moved.map((more) => placeInQueue(copy('a', 2, more)))).add(place).size).toBe(5);
  });
});

describe('the order of those to whom one transfers', () => {
  const colleague = (
    id: string,
    status: AvailabilityStatus,
    isConnected: boolean,
    active: number,
    isFull = false,
  ) => ({
    operator: { id, name: id },
    status,
    isConnected,
    isAvailable: status === 'online' && isConnected && !isFull,
    active,
  });
  it('has available ones first, then full ones, those away and those not connected; the least busy first', () => {
    const all = [
      colleague('gone', 'online', false, 0),
      colleague('away', 'away', true, 0),
      colleague('full', 'online', true, 3, true),
      colleague('busy', 'online', true, 2),
      colleague('free', 'online', true, 1),
      colleague('leaving', 'handing_over', true, 1),
    ];
    expect(inTransferOrder(all).map(({ operator }) => operator.id)).toEqual([
      'free',
      'busy',
      'full',
      'away',
      'leaving',
      'gone',
    ]);
  });
});

describe('who can take several conversations at once', () => {
  const person = (id: string, active = 0) => ({ operator: { id }, active });
  it('is known in each of their brands, with what the first one says', () => {
    expect(
      knownByAll([
        [person('li', 1), person('mei')],
        [person('li', 2), person('wu')],
      ]),
    ).toEqual([person('li', 1)]);
    expect(knownByAll([[person('li'), person('mei')]])).toHaveLength(2);
    expect(knownByAll([[person('li')], []])).toEqual([]);
    expect(knownByAll([])).toEqual([]);
  });
  it('is an operator only if each of them is attended', () => {
    const of = (...states: readonly Conversation['state'][]) =>
      isEachAttended(states.map((state) => ({ state })));
    expect(of('active', 'active')).toBe(true);
    expect(of('active', 'missed')).toBe(false);
    expect(of('waiting')).toBe(false);
  });
  it('sees each of the brands once', () => {
    expect(brandsOf(['tea', 'coffee', 'tea'].map((brandId) => ({ brandId })))).toEqual(['tea', 'coffee']);
  });
});
