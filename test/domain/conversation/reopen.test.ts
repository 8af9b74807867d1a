import { Chain } from '../../../src/domain/chain/chain';
import { type LatestChain, reopenableThread } from '../../../src/domain/chain/stored-chain';
import { applyToThread, type Thread } from '../../../src/domain/chain/thread';
import { judge } from '../../../src/domain/conversation/abilities';
import { isWindowOpen, windowClosesAt } from '../../../src/domain/conversation/window';
import type { VersionedSettings } from '../../../src/domain/settings';
import {
  acted,
  anna,
  attend,
  ben,
  cancel,
  chief,
  complete,
  currentOf,
  DAY,
  HOUR,
  MINUTE,
  newThread,
  offers,
  outcomes,
  playThread,
  reopen,
  reply,
  sent,
  sentReplies,
  settings,
  T0,
  timePassed,
  told,
  transfer,
  wrote,
} from '../builders';

const first = (changes: Partial<VersionedSettings> = {}): Thread =>
  playThread(newThread(), [
    0,
    wrote('in-1', { settings: settings(changes), newConversationId: 'first' }),
    attend(anna),
    ...sentReplies(anna, 'a', 'b'),
  ]);
const completed = (changes: Partial<VersionedSettings> = {}) =>
  playThread(first(changes), [HOUR, complete(anna)]);
const latest = (changes: Partial<LatestChain>): LatestChain => ({
  contactId: 'contact',
  channelId: 'channel',
  brandId: 'brand',
  version: 7,
  isUnfinished: false,
  conversation: currentOf(completed()),
  clockOffsetMs: 0,
  acceptedIds: [],
  ...changes,
});
const reasonAt = (thread: Thread, at: number) =>
  judge(currentOf(thread), reopen(ben, 'first', 'next'), T0 + at);
const notReopenable = (reason: string) => ({ code: 'not_reopenable', reason });

describe('a conversation is reopened (rule 46)', () => {
  it('as a new one for the same contact, attended by the operator who asked and linked to the old one', () => {
    const { current, ended } = playThread(completed(), [2 * HOUR, reopen(ben, 'first', 'next')]);
    expect(current).toMatchObject({
      id: 'next',
      reopenedFrom: 'first',
      contactId: 'contact',
      state: 'active',
      operatorId: 'ben',
      startedAt: T0 + 2 * HOUR,
      attendedAt: T0 + 2 * HOUR,
      completedAt: null,
      completedReason: null,
      unread: 0,
    });
    expect(ended.map(({ conversation }) => conversation)).toEqual([currentOf(completed())]);
  });

  it('for its group, and the contact does not wait for the operator who reopened it', () => {
    const routing = { ...offers({ returnAfterSeconds: 300 }), groupId: 'sales', hoursVersion: 1 };
    const begin = wrote('in-1', { settings: settings(routing), newConversationId: 'first' });
    const done = playThread(newThread(), [
      0,
      begin,
      told(true, HOUR),
      attend(anna),
      transfer(anna, ben),
      complete(ben),
    ]);
    expect(currentOf(done)).toMatchObject({ unansweredSince: T0, transferredAt: T0, hours: { version: 1 } });
    const { current } = playThread(done, [HOUR, reopen(ben, 'first', 'next')]);
    expect(current).toMatchObject({ groupId: 'sales', state: 'active' });
    for (const left of ['unansweredSince', 'transferredAt', 'hours'])
      expect(current).not.toHaveProperty(left);
  });

  it.each(['conversation-start', 'last-inbound'] as const)(
    'with the window of the old one, counted from the same instant (%s)',
    (windowAnchor) => {
      const old = completed({ windowAnchor });
      const twice = playThread(
        old,
        [2 * HOUR, reopen(ben, 'first', 'next')],
        [3 * HOUR, complete(ben), reopen(anna, 'next', 'third')],
      );
      expect(windowClosesAt(currentOf(twice))).toBe(windowClosesAt(currentOf(old)));
      expect(isWindowOpen(currentOf(twice), T0 + 48 * HOUR)).toBe(false);
    },
  );

  it('with the counter of the old one: the sixth message in a row is refused there, too', () => {
    const next = playThread(completed(), [
      2 * HOUR,
      reopen(ben, 'first', 'next'),
      ...sentReplies(ben, 'c', 'd', 'e'),
    ]);
    expect(currentOf(next).consecutive).toEqual({ sent: 5 });
    expect(judge(currentOf(next), reply(ben, 'f'), T0 + 2 * HOUR)).toMatchObject({
      code: 'consecutive_limit_reached',
    });
  });

  it('with the short window of the old one', () => {
    const tapped = playThread(first(), [HOUR, acted('menu_tap'), complete(anna)]);
    const next = playThread(tapped, [HOUR + 1, reopen(anna, 'first', 'next')]);
    expect(currentOf(next).trigger).toEqual(currentOf(tapped).trigger);
    expect(currentOf(next).trigger).not.toBeNull();
  });

  it('and continues like any other: the contact writes into it, and a later message renews it', () => {
    const next = playThread(completed(), [2 * HOUR, reopen(ben, 'first', 'next')], [3 * HOUR, wrote('in-2')]);
    expect(currentOf(next)).toMatchObject({ id: 'next', unread: 1, consecutive: { sent: 0 } });
    const renewed = playThread(next, [20 * HOUR, reply(ben, 'x'), ...sent('x')], [49 * HOUR, wrote('in-3')]);
    expect(currentOf(renewed).id).toBe('conversation-of-in-3');
  });
});

describe('a conversation is not reopened (rule 46)', () => {
  it('while it is open', () => {
    expect(reasonAt(first(), HOUR)).toEqual(notReopenable('not_completed'));
  });

  it('if something other than an operator completed it', () => {
    const idle = playThread(first(), [25 * HOUR, timePassed]);
    expect(reasonAt(idle, 26 * HOUR)).toEqual(notReopenable('not_completed_by_operator'));
  });

  it('48 hours after it was completed, to the millisecond', () => {
    const recent = playThread(first({ windowAnchor: 'last-inbound' }), [HOUR, wrote('in-2'), complete(anna)]);
    expect(reasonAt(recent, 49 * HOUR - 1)).toBeNull();
    expect(reasonAt(recent, 49 * HOUR)).toEqual(notReopenable('too_long_ago'));
  });

  it('after its window has closed', () => {
    expect(reasonAt(completed(), 48 * HOUR - 1)).toBeNull();
    expect(reasonAt(completed(), 48 * HOUR)).toEqual(notReopenable('window_closed'));
  });

  it('while a message of it is still on its way', () => {
    const leaving = playThread(first(), [HOUR, reply(anna, 'late'), complete(anna)]);
    expect(reasonAt(leaving, HOUR)).toEqual(notReopenable('still_sending'));
    expect(reasonAt(playThread(leaving, [HOUR, ...sent('late')]), HOUR)).toBeNull();
  });

  it('if the contact has begun another one, or someone has reopened it already', () => {
    const newer = new Chain(playThread(completed(), [2 * HOUR, wrote('in-2')]));
    const reopened = new Chain(playThread(completed(), [2 * HOUR, reopen(ben, 'first', 'next')]));
    for (const chain of [newer, reopened]) {
      const refusal = chain.judge('first', reopen(chief, 'first', 'other'), T0 + 3 * HOUR);
      expect(refusal).toEqual(notReopenable('newer_conversation'));
    }
    // The same wish again, because its answer was lost.
    expect(reopened.judge('first', reopen(ben, 'first', 'next'), T0 + 3 * HOUR)).toBeNull();
    const again = applyToThread(reopened.thread, reopen(ben, 'first', 'next'), T0 + 3 * HOUR);
    expect(again).toBe(reopened.thread);
  });
});

describe('a completed conversation that is reopened', () => {
  const wish = reopen(ben, 'first', 'next');
  const writer = { now: T0 + HOUR, runId: 'run', chain: { id: 'run', generation: 0, historyLength: 1 } };

  it('is written first if its end was not written yet', () => {
    const chain = new Chain(first());
    chain.apply(complete(anna), T0 + HOUR);
    chain.apply(wish, T0 + HOUR);
    expect(chain.next(T0 + HOUR)).toEqual({ type: 'project' });
    const mark = chain.mark();
    expect(chain.toProjection(mark, writer).conversations.map(({ id }) => id)).toEqual(['first', 'next']);
    expect(chain.storedVersion).toBeLessThan(mark.thread.version);
    chain.applyResult(mark, { withdrawnIds: [] }, writer);
    expect(chain.storedVersion).toBe(mark.thread.version);
    // It gets a run of its own.
    expect(chain.next(T0 + HOUR)).toEqual({ type: 'renew' });
  });

  /** As a run has it that the store has started. */
  const stored = () => new Chain(reopenableThread(latest({ clockOffsetMs: 0 })));

  it('is not written again if it was', () => {
    const chain = stored();
    chain.apply(wish, T0 + HOUR);
    expect(chain.toProjection(chain.mark(), writer).conversations.map(({ id }) => id)).toEqual(['next']);
  });

  it('stays as it is while nothing is reopened: its run ends', () => {
    const chain = stored();
    expect(chain.judge('first', reopen(ben, 'first', 'next'), T0 + 3 * DAY)).not.toBeNull();
    expect(chain.next(T0 + 3 * DAY)).toEqual({ type: 'end' });
    expect(judge(currentOf(completed()), cancel(anna, 'a'), T0 + HOUR)).toEqual({
      code: 'conversation_completed',
    });
  });
});

describe('a conversation that was fast-forwarded', () => {
  const ahead = (isUnfinished: boolean) => latest({ isUnfinished, clockOffsetMs: 30 * HOUR });

  it('is reopened by the wall clock, with the rest of its window', () => {
    const { current } = reopenableThread(ahead(false));
    if (current === null) throw new Error('nothing to reopen');
    expect(windowClosesAt(current)).toBe(T0 + 18 * HOUR);
    expect(current.completedAt).toBe(T0 + HOUR - 30 * HOUR);
  });

  it('is not reminded a second time that the same window closes', () => {
    const { conversation } = ahead(false);
    const nudgedOf = windowClosesAt(conversation);
    const nudged = { ...conversation, window: { ...conversation.window, nudgedOf } };
    const { current } = reopenableThread({ ...ahead(false), conversation: nudged });
    if (current === null) throw new Error('nothing to reopen');
    expect(current.window.nudgedOf).toBe(windowClosesAt(current));
  });

  it('keeps its times if a run was lost that still has to send something', () => {
    expect(reopenableThread(ahead(true)).current).toEqual(currentOf(completed()));
  });
});

it('a reopened conversation does not say that it is over, although the completed one was about to', () => {
  const saysClosed = { welcomes: false, saysClosed: true, nudgesBeforeMinutes: null };
  const over = completed({ automatic: saysClosed });
  const [closed] = currentOf(over).toSay ?? [];
  if (closed === undefined) throw new Error('it would say nothing');
  const next = playThread(over, [HOUR, reopen(ben, 'first', 'next')]);
  expect(currentOf(next).toSay).toBeUndefined();
  const prepared = { type: 'automaticPrepared', ...closed, messageId: 'closed' } as const;
  expect(playThread(next, [HOUR, prepared])).toBe(next);
});

it('a reopened conversation leaves the trouble with messages of the old one behind', () => {
  const failed = playThread(
    first(),
    [MINUTE, reply(anna, 'c'), ...sent('c', outcomes.refused)],
    [HOUR, complete(anna)],
  );
  expect(currentOf(failed).troubled).toEqual({ failed: true, unknown: false });
  expect(currentOf(playThread(failed, [HOUR, reopen(anna, 'first', 'next')])).troubled).toBeUndefined();
});
