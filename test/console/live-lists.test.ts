/** How an event of the stream changes the lists and transcripts on the screen. */
import {
  changeList,
  itemsOf,
  type ListData,
  NEWEST,
  withoutListed,
} from '../../src/console/shared/conversations/list-cache';
import { belongsOn } from '../../src/console/shared/conversations/lists';
import { type Conversation, merged, ownNow } from '../../src/console/shared/conversations/received';
import {
  putEarlier,
  putMessages,
  putOlder,
  type Transcript,
} from '../../src/console/shared/conversations/transcript-cache';
import type { MessageBody } from '../../src/contracts/conversations/message';

const conversation = (id: string, version = 1, more: Partial<Conversation> = {}) =>
  ({
    id,
    version,
    state: 'waiting',
    operator: null,
    channelId: 'c',
    factsVersion: 0,
    seenSeq: 0,
    snoozedUntil: null,
    urgency: 0,
    trouble: { failed: 0, unknown: 0, held: 0 },
    ...more,
  }) as Conversation;
const listOf = (...pages: readonly (readonly Conversation[])[]): ListData => ({
  pages: pages.map((items) => ({ items, nextCursor: null })),
  pageParams: pages.map(() => NEWEST),
});
const idsOf = ({ pages }: ListData) => pages.map(({ items }) => items.map(({ id }) => id).join(''));

describe('a list', () => {
  const list = listOf([conversation('a'), conversation('b')], [conversation('c')]);
  it('has what has just changed on top', () => {
    expect(idsOf(changeList(list, conversation('c', 2), true))).toEqual(['cab', '']);
    expect(idsOf(changeList(list, conversation('d'), true))).toEqual(['dab', 'c']);
  });
  it('loses what no longer belongs on it', () => {
    expect(idsOf(changeList(list, conversation('b', 2), false))).toEqual(['a', 'c']);
  });
  it('is not changed by an older copy', () => {
    expect(changeList(list, conversation('b', 1), false)).toBe(list);
  });
  it('whose newest page is dropped takes nothing on top', () => {
    const further = { ...list, pageParams: [{ cursor: '9', previous: NEWEST }, NEWEST] };
    expect(idsOf(changeList(further, conversation('d'), true))).toEqual(['ab', 'c']);
    expect(idsOf(changeList(further, conversation('c', 2), true))).toEqual(['ab', '']);
  });
  it('shows what stands in two of its pages once, as it is now', () => {
    const twice = listOf(
      [conversation('a', 3), conversation('b', 1)],
      [conversation('a', 2), conversation('b', 2)],
    );
    expect(itemsOf(twice).map(({ id, version }) => [id, version])).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
  });
  it('gets no conversation twice by a further page; a page that is loaded again is whole', () => {
    const further = { cursor: '5', previous: NEWEST };
    const page = { items: [conversation('c'), conversation('d')], nextCursor: null };
    const idsFrom = (loaded: ListData) => withoutListed(page, further, loaded).items.map(({ id }) => id);
    expect(idsFrom(list)).toEqual(['d']);
    expect(idsFrom({ ...list, pageParams: [NEWEST, further] })).toEqual(['c', 'd']);
  });
  it('that only the API can judge keeps its order', () => {
    expect(idsOf(changeList(list, conversation('c', 2), undefined))).toEqual(['ab', 'c']);
    expect(changeList(list, conversation('d'), undefined)).toBe(list);
  });
});

describe('a list by urgency', () => {
  const at = (id: string, urgency: number, version = 1) => conversation(id, version, { urgency });
  const list = listOf([at('a', 10), at('b', 20)], [at('c', 30)]);
  const after = (changed: Conversation, belongs = true) =>
    idsOf(changeList(list, changed, belongs, 'urgency'));
  it('has each conversation in its own place, and behind all others what is least urgent', () => {
    expect(after(at('d', 15))).toEqual(['adb', 'c']);
    expect(after(at('d', 30))).toEqual(['ab', 'cd']);
    expect(after(at('d', 99))).toEqual(['ab', 'cd']);
    expect(after(at('a', 25, 2))).toEqual(['b', 'ac']);
  });
  it('keeps the place of one that has changed without becoming more urgent', () => {
    expect(after(at('b', 20, 2))).toEqual(['ab', 'c']);
    expect(after(at('b', 20, 2), false)).toEqual(['a', 'c']);
  });
});

describe('a list by trouble', () => {
  const troubled = (id: string, failed: number, version = 1) =>
    conversation(id, version, { trouble: { failed, unknown: 0, held: 0 } });
  const list = listOf([troubled('a', 1), troubled('b', 1)]);
  const after = (changed: Conversation) =>
    idsOf(changeList(list, changed, belongsOn({ list: 'needsLook' }, changed, 'me'), 'trouble'));
  it('has new trouble on top, and leaves what has no more of it where it is', () => {
    expect(after(troubled('b', 2, 2))).toEqual(['ba']);
    expect(after(troubled('b', 1, 2))).toEqual(['ab']);
    expect(after(troubled('c', 1))).toEqual(['cab']);
  });
  it('loses what is settled, although its workflow did not change', () => {
    expect(after({ ...troubled('b', 0), factsVersion: 1 })).toEqual(['a']);
  });
});

describe('two copies of a conversation', () => {
  it('say together what is newest in each part', () => {
    const answer = conversation('a', 3, { state: 'active', priority: 'normal', tags: [] });
    const event = conversation('a', 2, { factsVersion: 1, priority: 'high', tags: ['tea'], seenSeq: 4 });
    const both = {
      version: 3,
      state: 'active',
      factsVersion: 1,
      priority: 'high',
      tags: ['tea'],
      seenSeq: 4,
    };
    expect(merged(answer, event)).toMatchObject(both);
    expect(merged(event, answer)).toMatchObject(both);
  });
});

describe('belonging on a list', () => {
  it('is filtered by brand and channel; for a search only the API can tell', () => {
    const one = conversation('a', 1, { brandId: 'b' });
    expect(belongsOn({ list: 'all', brandId: 'b', channelId: 'c' }, one, 'me')).toBe(true);
    expect(belongsOn({ list: 'all', brandId: 'other' }, one, 'me')).toBe(false);
    expect(belongsOn({ list: 'all', channelId: 'other' }, one, 'me')).toBe(false);
    expect(belongsOn({ list: 'all', search: 'tea' }, one, 'me')).toBeUndefined();
  });

  const mine = conversation('a', 1, { state: 'active', operator: { id: 'me', name: 'Mei' } });
  it.each([
    ['mine', mine, true],
    ['mine', { ...mine, operator: { id: 'other', name: 'Li' } }, false],
    ['waiting', conversation('a'), true],
    ['waiting', mine, false],
    ['all', mine, true],
    ['mine', { ...mine, snoozedUntil: 'reply' }, false],
    ['all', { ...mine, snoozedUntil: 'reply' }, false],
  ] as const)('%s: %#', (list, one, expected) => {
    expect(belongsOn({ list }, one as Conversation, 'me')).toBe(expected);
  });

  it('is only for snoozed conversations, or only for the others', () => {
    const snoozed = { ...mine, snoozedUntil: 'reply' } as const;
    expect(belongsOn({ list: 'mine', isSnoozed: true }, snoozed, 'me')).toBe(true);
    expect(belongsOn({ list: 'mine', isSnoozed: true }, mine, 'me')).toBe(false);
  });
});

describe('a transcript', () => {
  const message = (id: string, seq: number | null, changedAt = '1') =>
    ({ id, seq, changedAt }) as MessageBody;
  const transcript: Transcript = { items: [message('b', 5), message('c', 6)], hasOlder: true };
  const seqs = ({ items }: Transcript) => items.map(({ seq }) => seq);
  it('takes new messages at its end, and one without a place behind all', () => {
    expect(seqs(putMessages(transcript, [message('e', null), message('d', 7)]))).toEqual([5, 6, 7, null]);
  });
  it('keeps the later of two copies', () => {
    const changed = putMessages(transcript, [message('c', 6, '2')]);
    expect(putMessages(changed, [message('c', 6, '1')])).toBe(changed);
  });
  it('shows what becomes of earlier conversations, and lets a message go that moves to the next one', () => {
    const of = (conversationId: string, one: MessageBody) => ({ ...one, conversationId });
    const thread = {
      items: [of('one', message('b', 5)), of('two', message('c', 6))],
      hasOlder: false,
    };
    expect(putEarlier(thread, of('one', message('b', 5, '2'))).items[0]?.changedAt).toBe('2');
    expect(seqs(putEarlier(thread, of('three', message('c', 7))))).toEqual([5]);
    expect(putEarlier(thread, of('one', message('x', 4)))).toBe(thread);
  });
  it('leaves out what stands before the loaded part', () => {
    expect(putMessages(transcript, [message('a', 2)])).toBe(transcript);
    expect(
      seqs(putOlder(transcript, { items: [message('a', 2), message('b', 5)], hasOlder: false })),
    ).toEqual([2, 5, 6]);
  });
});

describe('the conversation’s own clock', () => {
  it('continues from what the API told, whatever this browser’s clock says', () => {
    const one = conversation('a', 1, { now: '2026-01-03T00:00:00.000Z', receivedAt: 1_000 });
    expect(ownNow(one, 61_000)).toBe(Date.parse('2026-01-03T00:01:00.000Z'));
  });
});
