import { type HostState, nextEffect } from '../../../src/domain/chain/effects';
import { forgetWritten, type Thread } from '../../../src/domain/chain/thread';
import type { ConversationEvent } from '../../../src/domain/conversation/events';
import type { VersionedSettings } from '../../../src/domain/settings';
import {
  acted,
  anna,
  answered,
  attend,
  ben,
  botSettings,
  channelResumed,
  claimed,
  complete,
  given,
  HOUR,
  MINUTE,
  newThread,
  offers,
  outcomes,
  playThread,
  reply,
  SECOND,
  sent,
  sentReplies,
  settings,
  started,
  T0,
  timePassed,
  told,
  wrote,
} from '../builders';

const written = (thread: Thread) => forgetWritten(thread, thread.version);
const open = () =>
  written(playThread(newThread(), [0, wrote('first', { newConversationId: 'one' }), attend(anna)]));
const atRest = ({ version, current }: Thread): HostState => ({
  projectedVersion: version,
  written: current,
  hasRenewed: false,
  isChecking: false,
  isAsking: false,
  isPreparing: false,
});
const next = (thread: Thread, at: number, projectedVersion = thread.version, hasRenewed = false) =>
  nextEffect(thread, T0 + at, { ...atRest(thread), projectedVersion, hasRenewed });

/** When programs are told that the window closes (rule 53). */
const ANNOUNCED = T0 + 47 * HOUR;

describe('what has to be done next', () => {
  it('files the contact’s items first, even while a send hangs', () => {
    const sending = written(playThread(open(), [1, reply(anna, 'a'), started('a')]));
    const later = playThread(sending, [2, wrote('x')]);
    expect(next(later, 2, sending.version)).toEqual({ type: 'project' });
  });

  it('delivers the first queued message, which also writes what is not written yet', () => {
    const later = playThread(open(), [1, reply(anna, 'a'), reply(anna, 'b')]);
    expect(next(later, 1, 0)).toMatchObject({ type: 'deliver', message: { messageId: 'a' } });
  });

  it('delivers one message at a time', () => {
    const later = written(playThread(open(), [1, reply(anna, 'a'), reply(anna, 'b'), started('a')]));
    expect(next(later, 1)).toEqual({
      type: 'wait',
      until: T0 + 1 + 24 * HOUR,
      warnsAt: null,
      announcesAt: ANNOUNCED,
      isAtRest: false,
    });
    expect(
      next(playThread(later, [2, { type: 'sendEnded', messageId: 'a', outcome: outcomes.sent }]), 2),
    ).toMatchObject({ type: 'deliver', message: { messageId: 'b' } });
  });

  it('lets no message overtake one that waits for its next attempt', () => {
    const later = written(
      playThread(open(), [1, reply(anna, 'a'), reply(anna, 'b'), ...sent('a', outcomes.notSent)]),
    );
    expect(next(later, 1)).toEqual({
      type: 'wait',
      until: T0 + 1 + SECOND,
      warnsAt: null,
      announcesAt: ANNOUNCED,
      isAtRest: true,
    });
    expect(next(later, 1 + SECOND)).toMatchObject({ type: 'deliver', message: { messageId: 'a' } });
  });

  describe('while WeChat refuses the channel', () => {
    const waiting = (...more: readonly ConversationEvent[]) =>
      written(
        playThread(open(), [
          1,
          reply(anna, 'a'),
          reply(anna, 'b', 'hold'),
          ...sent('a', outcomes.channelDown),
          ...more,
        ]),
      );

    it('nothing is tried and no timer is set for it: only the deadlines remain', () => {
      const limit = T0 + 1 + 24 * HOUR;
      expect(next(waiting(), 1)).toEqual({
        type: 'wait',
        until: limit,
        warnsAt: null,
        announcesAt: ANNOUNCED,
        isAtRest: true,
      });
      expect(next(waiting(), 23 * HOUR)).toEqual({
        type: 'wait',
        until: limit,
        warnsAt: null,
        announcesAt: ANNOUNCED,
        isAtRest: true,
      });
    });

    it('all messages are sent in order after one signal', () => {
      const resumed = playThread(waiting(), [2, channelResumed]);
      expect(next(written(resumed), 2)).toMatchObject({ type: 'deliver', message: { messageId: 'a' } });
      expect(playThread(resumed, [3, channelResumed])).toBe(resumed);
      const again = written(playThread(resumed, [3, ...sent('a', outcomes.channelDown)]));
      expect(next(again, 3).type).toBe('wait');
      const done = written(playThread(resumed, [3, ...sent('a')]));
      expect(next(done, 3)).toMatchObject({ type: 'deliver', message: { messageId: 'b' } });
    });

    it('so it is in a completed conversation, whose messages end with the window: one fails, the other had asked to be held', () => {
      const completed = waiting(complete(anna));
      const closesAt = T0 + 48 * HOUR;
      expect(next(completed, 1)).toEqual({
        type: 'wait',
        until: closesAt,
        warnsAt: null,
        announcesAt: null,
        isAtRest: true,
      });
      const resumed = playThread(completed, [2, channelResumed]);
      expect(next(written(resumed), 2)).toMatchObject({ type: 'deliver', message: { messageId: 'a' } });
      const over = playThread(completed, [48 * HOUR, timePassed]);
      expect(given(over.rows.filter((row) => row.type === 'status'))).toEqual([
        'a:failed:window_closed',
        'b:held',
        'b:cancelled:conversation_completed',
      ]);
      expect(next(written(over), 48 * HOUR)).toEqual({ type: 'end' });
    });

    it('a message with a place only in a trigger window is looked at when that window ends', () => {
      const tapped = playThread(
        open(),
        [1, ...sentReplies(anna, 'v', 'w', 'x', 'y', 'z')],
        [2, acted('menu_tap'), reply(anna, 'a'), ...sent('a', outcomes.channelDown)],
      );
      expect(next(written(tapped), 2)).toEqual({
        type: 'wait',
        until: T0 + 2 + MINUTE,
        warnsAt: null,
        announcesAt: ANNOUNCED,
        isAtRest: true,
      });
      const over = playThread(tapped, [2 + MINUTE, timePassed]);
      expect(given(over.rows.filter((row) => row.type === 'status')).at(-1)).toBe(
        'a:failed:consecutive_limit_reached',
      );
    });

    it('waiting messages move into the next conversation and keep their order', () => {
      const renewed = playThread(waiting(), [49 * HOUR, wrote('x', { newConversationId: 'two' })]);
      // The window had ended: messages that were not to be held have failed, the others are tried in the next one.
      expect(given(renewed.rows.filter((row) => row.type === 'status'))).toContain('a:failed:window_closed');
      expect(renewed.current?.outbound.map(({ messageId, status }) => [messageId, status])).toEqual([
        ['b', 'queued'],
      ]);
      expect(next(written(renewed), 49 * HOUR)).toMatchObject({
        type: 'deliver',
        message: { messageId: 'b' },
      });
    });
  });

  it('a message that waits for its channel moves from a completed conversation into the next one, and takes a place there', () => {
    const full = playThread(open(), [
      1,
      reply(anna, 'a'),
      ...sent('a', outcomes.channelDown),
      complete(anna),
    ]);
    expect(full.current).toMatchObject({ state: 'completed', outbound: [{ messageId: 'a' }] });
    const begun = playThread(written(full), [2, wrote('x', { newConversationId: 'two' })]);
    expect(begun.current).toMatchObject({ id: 'two', outbound: [{ messageId: 'a', status: 'queued' }] });
    expect(begun.rows).toContainEqual(
      expect.objectContaining({ messageId: 'a', conversationId: 'two', status: 'queued' }),
    );
    const over = playThread(begun, [
      3,
      attend(anna),
      ...['b', 'c', 'd', 'e', 'f'].map((id) => reply(anna, id)),
    ]);
    const statuses = over.rows.filter((row) => row.type === 'status');
    expect(given(statuses)).toEqual(['a:queued', 'b:queued', 'c:queued', 'd:queued', 'e:queued']);
  });

  it('lets a queued message pass held ones', () => {
    const full = playThread(open(), [1, reply(anna, 'a', 'hold'), ...sent('a', outcomes.limitReached)]);
    const later = written(playThread(full, [2, acted('menu_tap')]));
    expect(next(later, 2)).toMatchObject({ type: 'deliver', message: { messageId: 'a' } });
  });

  describe('of a bot’s turn', () => {
    const toBot = (id: string) => wrote(id, { settings: botSettings() });
    const asked = () => written(playThread(newThread(), [0, toBot('first')], [SECOND, timePassed]));
    const nextOf = (thread: Thread, host: Partial<HostState>) =>
      nextEffect(thread, T0 + SECOND, { ...atRest(thread), ...host });

    it('asks the bot; in a long run the next one does', () => {
      expect(nextOf(asked(), {})).toEqual({ type: 'askBot' });
      expect(nextOf(asked(), { isLong: true })).toEqual({ type: 'renew' });
    });

    it('a long run ends only when nothing else is under way', () => {
      for (const busy of [{ isChecking: true }, { isPreparing: true }]) {
        expect(nextOf(asked(), { ...busy, isLong: true })).toMatchObject({ type: 'wait', isAtRest: false });
      }
      const talking = playThread(
        asked(),
        [SECOND, toBot('x'), answered(1, ['a'])],
        [2 * SECOND, started('a')],
      );
      const again = written(playThread(talking, [3 * SECOND, timePassed]));
      expect(again.current?.bot?.asking?.number).toBe(2);
      expect(nextOf(again, { isLong: true })).toMatchObject({ type: 'wait', isAtRest: false });
      const over = written(playThread(again, [3 * SECOND, ...sent('a')]));
      expect(nextOf(over, { isLong: true })).toEqual({ type: 'renew' });
    });
  });

  it('writes what has changed', () => {
    const before = open();
    expect(next(playThread(before, [1, acted('none')]), 1, before.version)).toEqual({ type: 'project' });
  });

  it('asks WeChat about the subscription after 45015', () => {
    const later = written(playThread(open(), [1, reply(anna, 'a'), ...sent('a', outcomes.windowClosed)]));
    expect(next(later, 1)).toEqual({ type: 'checkSubscription' });
    const answered = written(playThread(later, [2, { type: 'subscriptionChecked', subscribed: true }]));
    expect(next(answered, 2).type).toBe('wait');
  });

  it('waits for the nearest deadline', () => {
    const waiting = written(playThread(newThread(), [0, wrote('first')]));
    expect(next(waiting, 0)).toEqual({
      type: 'wait',
      until: T0 + MINUTE,
      warnsAt: null,
      announcesAt: ANNOUNCED,
      isAtRest: true,
    });
  });

  it('tells when the operator who attends has to be warned that the window closes, until they answer', () => {
    expect(next(open(), 1)).toMatchObject({ until: T0 + 24 * HOUR, warnsAt: T0 + 47 * HOUR });
    const answered = written(playThread(open(), [1, ...sentReplies(anna, 'a')]));
    expect(next(answered, 1)).toMatchObject({ warnsAt: null });
  });

  it('begins a new run after a renewal, once everything is written', () => {
    const before = open();
    expect(next(before, 0, before.version, true)).toEqual({ type: 'renew' });
  });

  it('ends when the conversation is completed, everything is written and nothing is on its way', () => {
    const draining = playThread(open(), [1, reply(anna, 'a'), complete(anna)]);
    expect(next(written(draining), 1)).toMatchObject({ type: 'deliver' });
    const drained = playThread(draining, [2, ...sent('a')]);
    expect(next(drained, 2, draining.version - 1)).toEqual({ type: 'project' });
    expect(next(written(drained), 2)).toEqual({ type: 'end' });
  });

  it('ends a chain that only filed an event', () => {
    const only = playThread(newThread(), [0, acted('scan')]);
    expect(next(only, 0, 0)).toEqual({ type: 'project' });
    expect(next(written(only), 0)).toEqual({ type: 'end' });
  });

  it('writes the old conversation before it begins the new run', () => {
    const later = playThread(open(), [49 * HOUR, wrote('x', { newConversationId: 'two' })]);
    expect(next(later, 49 * HOUR, 0, true)).toEqual({ type: 'project' });
    expect(next(written(later), 49 * HOUR, later.version, true)).toEqual({ type: 'renew' });
  });
});

describe('what the store is asked about routing', () => {
  const HOURS = { hoursVersion: 1 };
  const begin = (changes: Partial<VersionedSettings>) =>
    playThread(newThread(), [0, wrote('in', { newConversationId: 'one', settings: settings(changes) })]);
  const nextOf = (thread: Thread, host: Partial<HostState> = {}, at = 0) =>
    nextEffect(thread, T0 + at, { ...atRest(thread), ...host });
  const nothingWritten = { projectedVersion: 0, written: null };

  it('is the opening hours, before anything is written', () => {
    const fresh = begin(HOURS);
    expect(nextOf(fresh, nothingWritten)).toEqual({
      type: 'readHours',
      question: { conversationId: 'one', version: 1, channelId: 'channel', now: T0 },
    });
    const known = playThread(fresh, [0, told(true, HOUR)]);
    expect(nextOf(known, nothingWritten)).toEqual({ type: 'project' });
  });

  it('is also when the operator’s time is over', () => {
    const active = playThread(begin({ ...HOURS, ...offers({ returnAfterSeconds: 90 }) }), [
      0,
      told(true, HOUR),
      attend(anna),
    ]);
    expect(nextOf(active)).toMatchObject({ question: { returnFrom: T0, returnAfterMs: 90_000 } });
  });

  it('is an operator, once the store knows that the conversation waits', () => {
    const fresh = playThread(begin(offers()), [0, timePassed]);
    expect(nextOf(fresh, nothingWritten)).toEqual({ type: 'project' });
    expect(nextOf(written(fresh))).toEqual({
      type: 'claimOffer',
      claim: {
        conversationId: 'one',
        contactId: 'contact',
        brandId: 'brand',
        groupId: null,
        number: 1,
        offerMs: 30_000,
        asked: [],
        before: [],
        lastAsked: null,
        waitsForMs: 0,
        windowClosesInMs: 48 * HOUR,
      },
    });
  });

  it('is nobody before the store knows that a conversation waits again', () => {
    const active = written(playThread(begin(offers()), [0, timePassed, claimed(1, anna), attend(anna)]));
    const before = { projectedVersion: active.version, written: active.current };
    const back = playThread(active, [MINUTE, { type: 'operatorDisabled', operatorId: 'anna' }]);
    expect(nextOf(back, before, MINUTE)).toEqual({ type: 'project' });
    // A new offering leaves a number out, for a claim that was made and lost.
    expect(nextOf(written(back), {}, MINUTE)).toMatchObject({ type: 'claimOffer', claim: { number: 3 } });
  });

  it('is the opening hours again, a minute after they could not be read', () => {
    const guessed = written(playThread(begin(HOURS), [0, told(true, MINUTE, { isGuess: true })]));
    expect(nextOf(guessed)).toMatchObject({ type: 'wait', routingAt: T0 + MINUTE });
  });

  it('is the next operator before the end of the last offer is written: both are written together', () => {
    const offered = written(playThread(begin(offers()), [0, timePassed, claimed(1, anna)]));
    const before = { projectedVersion: offered.version, written: offered.current };
    const over = playThread(offered, [30 * SECOND, timePassed]);
    expect(nextOf(over, before, 30 * SECOND)).toMatchObject({
      type: 'claimOffer',
      claim: { number: 2, asked: [{ operatorId: 'anna', agoMs: 0 }], waitsForMs: 30_000 },
    });
    const found = playThread(over, [30 * SECOND, claimed(2, ben)]);
    expect(nextOf(found, before, 30 * SECOND)).toEqual({ type: 'project' });
  });

  it('is nobody while it is offered: it waits for the end of the offer, with a timer of its own', () => {
    const offered = written(playThread(begin(offers()), [0, timePassed, claimed(1, anna)]));
    expect(nextOf(offered)).toMatchObject({ type: 'wait', until: T0 + MINUTE, routingAt: T0 + 30 * SECOND });
    const idle = written(playThread(begin(offers()), [0, timePassed, claimed(1, null)]));
    expect(nextOf(idle)).not.toHaveProperty('routingAt');
  });

  it('wakes when it is missed for too long to be offered', () => {
    const rules = { ...offers({ skipOlderThanHours: 1 }), closeMissedAfterSeconds: null };
    const missed = written(playThread(begin(rules), [0, timePassed, claimed(1, null)], [MINUTE, timePassed]));
    expect(nextOf(missed, {}, MINUTE)).toMatchObject({ type: 'wait', until: T0 + MINUTE + HOUR });
  });
});
