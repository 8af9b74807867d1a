/** Everything that is passed to Temporal has a bounded size: whatever happens, none of it exceeds 64 KB. */
import * as fc from 'fast-check';
import { toProjection } from '../../../src/domain/chain/projection';
import { applyToThread, forgetWritten, type Thread } from '../../../src/domain/chain/thread';
import type { ConversationEvent } from '../../../src/domain/conversation/events';
import { DEFAULT_SETTINGS } from '../../../src/domain/settings';
import { anna, attend, ben, complete, HOUR, newThread, T0, transfer } from '../builders';

const LIMIT = 64 * 1024;
/** The most items of one contact that the dispatcher has under way (store/transcript/inbox-turns.ts). */
const FACTS_AT_ONCE = 200;

const settings = { ...DEFAULT_SETTINGS, version: 1 };
/** An id of the usual length. */
const id = (number: number): string => `01a2216d-2aac-71cc-ace8-${String(number).padStart(12, '0')}`;

type Step = 'message' | 'tap' | 'hold' | 'reply' | 'send' | 'attend' | 'transfer' | 'complete' | 'hours';

const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>('hold') },
  { weight: 4, arbitrary: fc.constant<Step>('message') },
  { weight: 3, arbitrary: fc.constant<Step>('reply') },
  { weight: 2, arbitrary: fc.constantFrom<Step>('tap', 'send', 'attend', 'transfer') },
  { weight: 1, arbitrary: fc.constantFrom<Step>('complete', 'hours') },
);

function toEvents(thread: Thread, kind: Step, number: number): readonly ConversationEvent[] {
  const messageId = id(number);
  const by = { ...anna, operatorId: thread.current?.operatorId ?? anna.operatorId };
  switch (kind) {
    case 'message':
      return [
        { type: 'contactWrote', messageId, ageMs: 0, settings, newConversationId: id(number + 500_000) },
      ];
    case 'tap':
      return [{ type: 'contactActed', messageId, ageMs: 0, action: 'menu_tap' }];
    case 'hold':
    case 'reply':
      return [
        {
          type: 'reply',
          by,
          messageId,
          kind: 'mpnewsarticle',
          whenBlocked: kind === 'hold' ? 'hold' : 'reject',
        },
      ];
    case 'send': {
      const queued = thread.current?.outbound.find((one) => one.status === 'queued');
      if (queued === undefined) return [];
      const outcome = { type: 'channelDown', wechatCode: 40164 } as const;
      return [
        { type: 'sendStarted', messageId: queued.messageId },
        { type: 'sendEnded', messageId: queued.messageId, outcome },
      ];
    }
    case 'attend':
      return [attend(anna)];
    case 'transfer':
      return [transfer(by, ben)];
    case 'complete':
      return [complete(by)];
    case 'hours':
      return [{ type: 'timePassed' }];
    default:
      return kind satisfies never;
  }
}

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The size of the largest payload: the state of a new run, a projection, or the answer to a wish. */
function largest(thread: Thread, now: number): number {
  const chain = { id: id(1), generation: 99, historyLength: 4_096 };
  const projection = toProjection(thread, { now, runId: id(2), chain, tookOver: 99 });
  return Math.max(bytes(thread), bytes(projection), bytes({ conversation: thread.current, now }));
}

describe('whatever happens', () => {
  it('no state, projection or answer is larger than 64 KB, even with the most unwritten facts possible', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 50, maxLength: 600 }), (steps) => {
        let thread = newThread();
        let now = T0;
        let unwritten = 0;
        let most = 0;
        for (const [number, kind] of steps.entries()) {
          if (kind === 'hours') now += 49 * HOUR;
          for (const event of toEvents(thread, kind, number + 1)) thread = applyToThread(thread, event, now);
          most = Math.max(most, largest(thread, now));
          unwritten += 1;
          if (unwritten < FACTS_AT_ONCE) continue;
          thread = forgetWritten(thread, thread.version);
          unwritten = 0;
        }
        return most < LIMIT;
      }),
      { numRuns: 60 },
    );
  });

  it('nor is a signal with the most facts possible', () => {
    const facts = Array.from({ length: FACTS_AT_ONCE }, (_, number) => ({
      type: 'contactActed',
      messageId: id(number),
      action: 'menu_message_tap',
      ageMs: 172_800_000,
    }));
    expect(bytes({ facts, settings })).toBeLessThan(LIMIT / 2);
  });
});
