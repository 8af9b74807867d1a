import { applyToThread, forgetWritten, type Thread } from '../../../src/domain/chain/thread';
import { type AppliedEvent, withoutItems } from '../../../src/domain/chain/undo';
import type { ConversationEvent } from '../../../src/domain/conversation/events';
import { anna, ben, HOUR, newThread, reply, T0, wrote } from '../builders';

const written = (messageId: string): ConversationEvent =>
  wrote(messageId, { newConversationId: `begun-by-${messageId}` });
const replied = (messageId: string): ConversationEvent => reply(anna, messageId);

/** Applies events at `now` and records them, as the workflow does between two projections. */
function run(base: Thread, events: readonly ConversationEvent[], now = T0) {
  const applied: AppliedEvent[] = events.map((event) => ({ event, now }));
  const thread = events.reduce((one, event) => applyToThread(one, event, now), base);
  return { thread, applied };
}

describe('taking an item out that the store had filed before', () => {
  it('leaves nothing if it was the only fact: the conversation never existed', () => {
    const { thread, applied } = run(newThread(), [written('m1')]);
    const undone = withoutItems({ base: newThread(), applied, repeatedIds: ['m1'], version: thread.version });
    expect(undone.current).toBeNull();
    expect(undone.rows).toEqual([]);
  });

  it('restores the counter, so that a repeat makes no room', () => {
    const first = run(newThread(), [written('m1'), ...['r1', 'r2', 'r3', 'r4', 'r5'].map(replied)]).thread;
    const base = forgetWritten(first, first.version);
    const { thread, applied } = run(base, [written('m2')]);
    const undone = withoutItems({ base, applied, repeatedIds: ['m2'], version: thread.version });
    expect(undone.current?.consecutive.sent).toBe(5);
    expect(undone.current?.unread).toBe(first.current?.unread);
  });

  it('fails a reply that only the repeat had made room for, with the reason it would have been refused for', () => {
    // All five have been sent, so the repeat would reset the counter to 0.
    const ended = ['r1', 'r2', 'r3', 'r4', 'r5'].flatMap((messageId): ConversationEvent[] => [
      replied(messageId),
      { type: 'sendStarted', messageId },
      { type: 'sendEnded', messageId, outcome: { type: 'sent' } },
    ]);
    const first = run(newThread(), [written('m1'), ...ended]).thread;
    const base = forgetWritten(first, first.version);
    const { thread, applied } = run(base, [written('m2'), replied('r6')]);
    expect(thread.current?.outbound.map((one) => one.messageId)).toEqual(['r6']);
    const undone = withoutItems({ base, applied, repeatedIds: ['m2'], version: thread.version });
    expect(undone.current?.outbound).toEqual([]);
    expect(undone.rows).toEqual([
      expect.objectContaining({
        messageId: 'r6',
        status: 'failed',
        error: { code: 'consecutive_limit_reached', wechatCode: null },
      }),
    ]);
  });

  it.each([
    ['conversation_completed, if it turned out to be completed', [], 'conversation_completed'],
    ['not_accepted, if there is no better reason', [20, 40], 'not_accepted'],
  ])('fails a reply that should have been refused with %s', (_, writesAt, code) => {
    const attended = run(newThread(), [written('m1'), { type: 'attend', by: anna }]).thread;
    const first = writesAt.reduce(
      (before, hours) => run(before, [written(`at ${hours} h`)], T0 + hours * HOUR).thread,
      attended,
    );
    const base = forgetWritten(first, first.version);
    const { thread, applied } = run(base, [written('m2'), reply(ben, 'r1')], T0 + 49 * HOUR);
    expect(thread.current?.outbound.map((one) => one.messageId)).toEqual(['r1']);
    const undone = withoutItems({ base, applied, repeatedIds: ['m2'], version: thread.version });
    expect(undone.rows).toEqual([
      expect.objectContaining({ messageId: 'r1', error: { code, wechatCode: null } }),
    ]);
  });

  it('keeps all other events since then', () => {
    const { thread, applied } = run(newThread(), [
      written('m1'),
      written('m2'),
      { type: 'attend', by: anna },
    ]);
    const undone = withoutItems({ base: newThread(), applied, repeatedIds: ['m1'], version: thread.version });
    expect(undone.current?.id).toBe('begun-by-m2');
    expect(undone.current?.operatorId).toBe('anna');
    expect(undone.rows.map((row) => 'messageId' in row && row.messageId)).toEqual(['m2']);
  });

  it('takes back a renewal that a repeat had caused', () => {
    const first = run(newThread(), [written('m1')]).thread;
    const base = forgetWritten(first, first.version);
    const { thread, applied } = run(base, [written('m2')], T0 + 49 * HOUR);
    expect(thread.current?.id).toBe('begun-by-m2');
    const undone = withoutItems({ base, applied, repeatedIds: ['m2'], version: thread.version });
    expect(undone.current?.id).toBe('begun-by-m1');
    expect(undone.ended).toEqual([]);
  });

  it('never lets the version fall, and knows the repeat from then on', () => {
    const { thread, applied } = run(newThread(), [written('m1'), written('m2')]);
    const undone = withoutItems({ base: newThread(), applied, repeatedIds: ['m2'], version: thread.version });
    expect(undone.version).toBeGreaterThan(thread.version);
    expect(applyToThread(undone, written('m2'), T0)).toBe(undone);
  });
});
