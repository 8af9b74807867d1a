/** What is offered to the reader, why an offer is over, and for whom the bell rings. */
import { isJustAssigned } from '../../src/console/ringing/is-just-assigned';
import { isRung, type RingRules } from '../../src/console/ringing/is-rung';
import {
  changeOffered,
  endOf,
  isOfferedTo,
  offerLeftMs,
} from '../../src/console/shared/conversations/offered';
import type { Conversation } from '../../src/console/shared/conversations/received';

const NOW = Date.parse('2026-11-29T08:00:00Z');
const person = (id: string) => ({ id, name: id });

/** A copy whose own clock is an hour ahead of the browser's. */
function copy(
  id: string,
  version: number,
  offer: { to: string; leftMs: number } | null,
  more = {},
): Conversation {
  return {
    id,
    version,
    factsVersion: 0,
    seenSeq: 0,
    state: 'waiting',
    operator: null,
    lastMessage: null,
    now: new Date(NOW + 3_600_000).toISOString(),
    receivedAt: NOW,
    offer:
      offer === null
        ? null
        : { operator: person(offer.to), until: new Date(NOW + 3_600_000 + offer.leftMs).toISOString() },
    ...more,
  } as Conversation;
}

beforeEach(() => void jest.useFakeTimers({ now: NOW }));
afterEach(() => void jest.useRealTimers());

describe('the offers', () => {
  it('count by the conversation’s own clock', () => {
    expect(offerLeftMs(copy('a', 1, { to: 'mei', leftMs: 30_000 }), NOW + 10_000)).toBe(20_000);
    expect(offerLeftMs(copy('a', 1, { to: 'mei', leftMs: 30_000 }), NOW + 31_000)).toBe(0);
    expect(offerLeftMs(copy('a', 1, null), NOW)).toBe(0);
  });
  it('are those of the reader in conversations that nobody attends, the one that ends first in front', () => {
    const first = changeOffered([], copy('a', 1, { to: 'mei', leftMs: 30_000 }), 'mei');
    const second = changeOffered(
      first,
      copy('b', 1, { to: 'mei', leftMs: 5_000 }, { state: 'missed' }),
      'mei',
    );
    expect(second.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(changeOffered(second, copy('c', 1, { to: 'li', leftMs: 9_000 }), 'mei')).toBe(second);
    expect(isOfferedTo(copy('a', 1, { to: 'mei', leftMs: 1 }, { state: 'active' }), 'mei')).toBe(false);
  });
  it('go away with the copy that says so, and an older copy brings none back', () => {
    const shown = changeOffered([], copy('a', 2, { to: 'mei', leftMs: 30_000 }), 'mei');
    expect(changeOffered(shown, copy('a', 1, null), 'mei')).toBe(shown);
    expect(changeOffered(shown, copy('a', 3, { to: 'li', leftMs: 30_000 }), 'mei')).toEqual([]);
  });
});

describe('the end of an offer', () => {
  const shown = copy('a', 1, { to: 'mei', leftMs: 30_000 });
  it.each([
    ['mine', copy('a', 2, null, { state: 'active', operator: person('mei') }), 5_000],
    ['attended', copy('a', 2, null, { state: 'active', operator: person('li') }), 5_000],
    ['closed', copy('a', 2, null, { state: 'completed' }), 5_000],
    ['taken_back', copy('a', 2, null), 5_000],
    ['ran_out', copy('a', 2, { to: 'li', leftMs: 60_000 }), 29_500],
    ['ran_out', undefined, 30_500],
  ] as const)('is %s', (end, latest, afterMs) => {
    expect(endOf(shown, latest, 'mei', NOW + afterMs)).toBe(end);
  });
});

describe('the bell', () => {
  const group = { id: 'g', name: 'Sales', brandId: 'brand', createdAt: '', operatorIds: ['li', 'mei'] };
  const rules = (given: Partial<RingRules> = {}): RingRules => ({
    modeOf: () => 'ring_all',
    groupOf: () => group,
    enabledIn: () => new Set(['mei', 'li', 'hana']),
    ...given,
  });
  const waiting = { brandId: 'brand', group: null };
  const inGroup = { brandId: 'brand', group: { id: 'g', name: 'Sales' } };

  it('rings for everyone of the brand, or of the group', () => {
    expect(isRung(waiting, 'hana', rules())).toBe(true);
    expect(isRung(inGroup, 'mei', rules())).toBe(true);
    expect(isRung(inGroup, 'hana', rules())).toBe(false);
  });
  it('rings for nobody by itself where conversations are offered', () => {
    expect(isRung(waiting, 'mei', rules({ modeOf: () => 'offer' }))).toBe(false);
  });
  it('rings for the brand if nobody of the group is enabled', () => {
    expect(isRung(inGroup, 'hana', rules({ enabledIn: () => new Set(['hana']) }))).toBe(true);
  });
  it('waits for what is not known yet, and rings if it cannot be known', () => {
    expect(isRung(waiting, 'mei', rules({ modeOf: () => undefined }))).toBe(false);
    expect(isRung(waiting, 'mei', rules({ modeOf: () => null }))).toBe(true);
    expect(isRung(inGroup, 'hana', rules({ groupOf: () => undefined }))).toBe(false);
    expect(isRung(inGroup, 'hana', rules({ groupOf: () => null }))).toBe(true);
    expect(isRung(inGroup, 'hana', rules({ enabledIn: () => undefined }))).toBe(false);
    expect(isRung(inGroup, 'hana', rules({ enabledIn: () => null }))).toBe(true);
  });
});

describe('a conversation that is assigned without asking', () => {
  const assigned = (more: object = {}) => ({
    state: 'active' as const,
    operator: person('mei'),
    attendedAt: new Date(NOW).toISOString(),
    isUnread: true,
    now: new Date(NOW + 2_000).toISOString(),
    ...more,
  });
  it('is news while the operator has not looked at it', () => {
    expect(isJustAssigned(assigned(), 'mei')).toBe(true);
    expect(isJustAssigned(assigned(), 'li')).toBe(false);
    expect(isJustAssigned(assigned({ state: 'waiting', operator: null, attendedAt: null }), 'mei')).toBe(
      false,
    );
    expect(isJustAssigned(assigned({ isUnread: false }), 'mei')).toBe(false);
    expect(isJustAssigned(assigned({ now: new Date(NOW + 60_000).toISOString() }), 'mei')).toBe(false);
  });
});
