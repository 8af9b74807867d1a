import assert from 'node:assert';
import * as fc from 'fast-check';
import { applyToThread, type Thread } from '../../../src/domain/chain/thread';
import { judge } from '../../../src/domain/conversation/abilities';
import { triggerRoom } from '../../../src/domain/conversation/consecutive';
import type { ConversationEvent } from '../../../src/domain/conversation/events';
import { windowClosesAt } from '../../../src/domain/conversation/window';
import {
  acted,
  anna,
  attended,
  HOUR,
  MINUTE,
  newThread,
  outcomes,
  play,
  reply,
  SECOND,
  settings,
  T0,
  timePassed,
  wrote,
} from '../builders';

const MINI = { channelKind: 'mini_program' } as const;
const entered = (messageId = 'entered', ageMs = 0) => acted('enter_session', messageId, ageMs);

describe('entering the customer service of a mini program', () => {
  it('opens 2 messages in 1 minute, and nothing on an Official Account', () => {
    const open = play(attended(MINI), [HOUR, entered()]).conversation;
    expect(open.trigger).toEqual({
      kind: 'enter_session',
      openedAt: T0 + HOUR,
      closesAt: T0 + HOUR + MINUTE,
      limit: 2,
      sent: 0,
    });
    expect(triggerRoom(open, T0 + HOUR + MINUTE - 1)).toBe(2);
    expect(triggerRoom(open, T0 + HOUR + MINUTE)).toBe(0);
    expect(play(attended(), [HOUR, entered()]).conversation.trigger).toBeNull();
  });

  it('starts no conversation, and moves neither the counter nor the 48 hours', () => {
    expect(applyToThread(newThread(), entered(), T0).current).toBeNull();
    const before = play(attended(MINI), [MINUTE, reply(anna, 'r1')]).conversation;
    const after = play(before, [HOUR, entered()]).conversation;
    expect(after.consecutive).toEqual(before.consecutive);
    expect(after.window).toEqual(before.window);
    expect(windowClosesAt(after)).toBe(T0 + 48 * HOUR);
  });

  it('means nothing of what a follow or an unfollow means', () => {
    const before = attended(MINI);
    for (const action of ['follow', 'scan', 'menu_tap', 'menu_message_tap', 'unfollow'] as const) {
      const after = play(before, [MINUTE, acted(action)]).conversation;
      expect([action, after.state, after.trigger]).toEqual([action, 'active', null]);
    }
  });
});

it('45015 closes the window of a mini program without a doubt about who follows', () => {
  const refused = (changes: object) =>
    play(
      attended(changes),
      [MINUTE, reply(anna, 'r'), { type: 'sendStarted', messageId: 'r' }],
      [MINUTE + SECOND, { type: 'sendEnded', messageId: 'r', outcome: outcomes.windowClosed }],
    ).conversation;
  expect(refused(MINI)).toMatchObject({
    subscriptionDoubted: false,
    window: { closedByWeChatAt: T0 + MINUTE + SECOND },
  });
  expect(refused({})).toMatchObject({ subscriptionDoubted: true });
});

/**
 * WeChat's rule for mini programs, from its page "Customer service message limits": there is one allowance; an action makes its
 * count and its end the larger of what is left and what the action gives.
 */
class WeChat {
  left = 0;
  closesAt = Number.NEGATIVE_INFINITY;

  give(count: number, ms: number, at: number, now: number): void {
    const isOpen = now < this.closesAt;
    this.left = Math.max(count, isOpen ? this.left : 0);
    this.closesAt = Math.max(at + ms, isOpen ? this.closesAt : 0);
  }

  takes(now: number): boolean {
    if (now >= this.closesAt || this.left === 0) return false;
    this.left -= 1;
    return true;
  }
}

const command = fc.oneof(
  { weight: 3, arbitrary: fc.constant('reply' as const) },
  { weight: 2, arbitrary: fc.constant('enter' as const) },
  { weight: 1, arbitrary: fc.constant('write' as const) },
);
const pauseMs = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 40 * SECOND }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 * HOUR }) },
);
const anchor = fc.constantFrom('conversation-start' as const, 'last-inbound' as const);

describe('the allowances of a mini program', () => {
  it('never let a message out that WeChat would refuse, and after each entry two that it takes', () => {
    fc.assert(
      fc.property(anchor, fc.array(fc.tuple(pauseMs, command), { maxLength: 60 }), (windowAnchor, script) => {
        const rules = settings({ ...MINI, windowAnchor });
        const wechat = new WeChat();
        let thread: Thread = newThread();
        let now = T0;
        let sinceEntry = { at: Number.NEGATIVE_INFINITY, sent: 0 };
        const take = (event: ConversationEvent): void => {
          thread = applyToThread(thread, event, now);
        };
        for (const [index, [pause, what]] of script.entries()) {
          now += pause;
          take(timePassed);
          const id = `m${index}`;
          if (what === 'write') {
            wechat.give(5, 48 * HOUR, now, now);
            take(wrote(id, { settings: rules, newConversationId: `c${index}` }));
          } else if (what === 'enter') {
            wechat.give(2, MINUTE, now, now);
            sinceEntry = { at: now, sent: 0 };
            take(entered(id));
          } else {
            const { current } = thread;
            if (current === null || current.state === 'completed') continue;
            const wish = reply(anna, id);
            const refusal = judge(current, wish, now);
            const isRightAfterEntry = now < sinceEntry.at + MINUTE && sinceEntry.sent < 2;
            if (isRightAfterEntry && current.startedAt <= sinceEntry.at)
              assert.equal(refusal, null, `${id}: two are allowed after an entry`);
            if (refusal !== null) continue;
            assert(wechat.takes(now), `${id} would be refused by WeChat`);
            sinceEntry = { ...sinceEntry, sent: sinceEntry.sent + 1 };
            take(wish);
            take({ type: 'sendStarted', messageId: id });
            take({ type: 'sendEnded', messageId: id, outcome: outcomes.sent });
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
