import { nextEffect } from '../../../src/domain/conversation/effects';
import { projected, type Thread } from '../../../src/domain/conversation/thread';
import {
  acted,
  anna,
  attend,
  complete,
  HOUR,
  MINUTE,
  newThread,
  outcomes,
  playThread,
  reply,
  SECOND,
  sent,
  started,
  T0,
  wrote,
} from '../builders';

const written = (thread: Thread) => projected(thread, thread.version);
const open = () =>
  written(playThread(newThread(), [0, wrote('first', { newConversationId: 'one' }), attend(anna)]));
const next = (thread: Thread, at: number, projectedVersion = thread.version, hasRenewed = false) =>
  nextEffect(thread, T0 + at, { projectedVersion, hasRenewed, isChecking: false });

describe('what has to be done next', () => {
  it('files the contact’s items first, even while a send hangs', () => {
    const sending = written(playThread(open(), [1, reply(anna, 'a'), started('a')]));
    const later = playThread(sending, [2, wrote('x')]);
    expect(next(later, 2, sending.version)).toEqual({ type: 'project' });
  });

  it('delivers the first message that is queued; what is unwritten is written on the way', () => {
    const later = playThread(open(), [1, reply(anna, 'a'), reply(anna, 'b')]);
    expect(next(later, 1, 0)).toMatchObject({ type: 'deliver', message: { messageId: 'a' } });
  });

  it('delivers one message at a time', () => {
    const later = written(playThread(open(), [1, reply(anna, 'a'), reply(anna, 'b'), started('a')]));
    expect(next(later, 1)).toEqual({ type: 'wait', until: T0 + 1 + 24 * HOUR, isAtRest: false });
    expect(
      next(playThread(later, [2, { type: 'sendEnded', messageId: 'a', outcome: outcomes.sent }]), 2),
    ).toMatchObject({ type: 'deliver', message: { messageId: 'b' } });
  });

  it('lets nobody overtake a message that waits for its next try', () => {
    const later = written(
      playThread(open(), [1, reply(anna, 'a'), reply(anna, 'b'), ...sent('a', outcomes.notSent)]),
    );
    expect(next(later, 1)).toEqual({ type: 'wait', until: T0 + 1 + SECOND, isAtRest: true });
    expect(next(later, 1 + SECOND)).toMatchObject({ type: 'deliver', message: { messageId: 'a' } });
  });

  it('lets a message pass what is held', () => {
    const full = playThread(open(), [1, reply(anna, 'a', 'hold'), ...sent('a', outcomes.limitReached)]);
    const later = written(playThread(full, [2, acted('menu_tap')]));
    expect(next(later, 2)).toMatchObject({ type: 'deliver', message: { messageId: 'a' } });
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
    expect(next(waiting, 0)).toEqual({ type: 'wait', until: T0 + MINUTE, isAtRest: true });
  });

  it('begins a new run after a renewal, once everything is written', () => {
    const before = open();
    expect(next(before, 0, before.version, true)).toEqual({ type: 'renew' });
  });

  it('ends once the conversation is completed, everything is written and nothing is on its way', () => {
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
