import { abilities } from '../../../src/domain/conversation/abilities';
import type { OutboundMessage } from '../../../src/domain/conversation/conversation';
import {
  type AfterSend,
  afterSend,
  DELIVERY_ERROR_CODES,
  DELIVERY_ERROR_SENTENCES,
  DELIVERY_STATUSES,
  type SendOutcome,
} from '../../../src/domain/conversation/delivery';
import {
  acted,
  anna,
  attended,
  begun,
  complete,
  ended,
  given,
  HOUR,
  MINUTE,
  outbox,
  outcomes,
  play,
  queued,
  refused,
  reply,
  SECOND,
  sent,
  sentReplies,
  started,
  T0,
  timePassed,
  wrote,
} from '../builders';

const sending = (changes: Partial<OutboundMessage> = {}) =>
  queued('a', { status: 'sending', attempts: 1, ...changes });

describe('the status of a message after an attempt', () => {
  it.each<[string, OutboundMessage, SendOutcome, AfterSend]>([
    ['taken by WeChat: sent', sending(), outcomes.sent, { status: 'sent' }],
    ['perhaps accepted: unknown, never repeated', sending(), outcomes.unknown, { status: 'unknown' }],
    ['given up by the API before: cancelled', sending(), outcomes.withdrawn, { status: 'cancelled' }],
    [
      'call limit: queued until the probe',
      sending(),
      outcomes.paused,
      { status: 'queued', nextAttemptAfterMs: 10 * MINUTE },
    ],
    [
      'the channel is refused, not the message: queued until it works again, with the reason',
      sending(),
      outcomes.channelDown,
      {
        status: 'queued',
        nextAttemptAfterMs: null,
        error: { code: 'channel_misconfigured', wechatCode: 40164 },
      },
    ],
    [
      'certainly not sent: tried again',
      sending(),
      outcomes.notSent,
      { status: 'queued', nextAttemptAfterMs: SECOND },
    ],
    [
      'the same again: later',
      sending({ attempts: 3 }),
      outcomes.notSent,
      { status: 'queued', nextAttemptAfterMs: 9 * SECOND },
    ],
    [
      'again and again: at most a minute',
      sending({ attempts: 99 }),
      outcomes.notSent,
      { status: 'queued', nextAttemptAfterMs: MINUTE },
    ],
    [
      'certainly not sent, with a time: then',
      sending(),
      { type: 'notSent', retryAfterMs: 7 },
      { status: 'queued', nextAttemptAfterMs: 7 },
    ],
    ['busy once: after 1 s', sending(), outcomes.busy, { status: 'queued', nextAttemptAfterMs: SECOND }],
    [
      'busy twice: after 3 s',
      sending({ busyAnswers: 1 }),
      outcomes.busy,
      { status: 'queued', nextAttemptAfterMs: 3 * SECOND },
    ],
    [
      'busy three times: failed',
      sending({ busyAnswers: 2 }),
      outcomes.busy,
      { status: 'failed', error: { code: 'wechat_busy', wechatCode: -1 } },
    ],
    [
      'busy three times, hold asked: failed',
      sending({ busyAnswers: 2, whenBlocked: 'hold' }),
      outcomes.busy,
      { status: 'failed', error: { code: 'wechat_busy', wechatCode: -1 } },
    ],
    [
      '45015: failed',
      sending(),
      outcomes.windowClosed,
      { status: 'failed', error: { code: 'window_closed', wechatCode: 45015 } },
    ],
    ['45015, hold asked: held', sending({ whenBlocked: 'hold' }), outcomes.windowClosed, { status: 'held' }],
    [
      '45047: failed',
      sending(),
      outcomes.limitReached,
      { status: 'failed', error: { code: 'consecutive_limit_reached', wechatCode: 45047 } },
    ],
    ['45047, hold asked: held', sending({ whenBlocked: 'hold' }), outcomes.limitReached, { status: 'held' }],
    [
      '43004, hold asked: failed',
      sending({ whenBlocked: 'hold' }),
      outcomes.unreachable,
      { status: 'failed', error: { code: 'contact_unreachable', wechatCode: 43004 } },
    ],
    [
      'any other code, hold asked: failed',
      sending({ whenBlocked: 'hold' }),
      outcomes.refused,
      { status: 'failed', error: { code: 'wechat_refused', wechatCode: 40007 } },
    ],
  ])('%s', (_, message, outcome, expected) => {
    expect(afterSend(message, outcome)).toEqual(expected);
  });

  it('has one sentence for each reason, and seven statuses', () => {
    expect(Object.keys(DELIVERY_ERROR_SENTENCES).sort()).toEqual([...DELIVERY_ERROR_CODES].sort());
    expect([...DELIVERY_STATUSES].sort()).toEqual(
      ['cancelled', 'failed', 'held', 'queued', 'sending', 'sent', 'unknown'].sort(),
    );
  });
});

describe('messages on their way', () => {
  const two = () => play(attended(), [HOUR, reply(anna, 'a'), reply(anna, 'b', 'hold')]).conversation;

  it('stay first in line while they are retried', () => {
    const later = play(two(), [HOUR, ...sent('a', outcomes.notSent)]).conversation;
    expect(outbox(later)).toEqual(['a:queued', 'b:queued']);
    expect(later.outbound[0]).toMatchObject({ notBefore: T0 + HOUR + SECOND, attempts: 1 });
  });

  it('have numbered attempts', () => {
    const later = play(
      two(),
      [HOUR, ...sent('a', outcomes.notSent)],
      [HOUR + SECOND, started('a')],
    ).conversation;
    expect(later.outbound[0]).toMatchObject({ status: 'sending', attempts: 2, notBefore: null });
  });

  it('fail after WeChat answers "busy" three times, and give their place back', () => {
    const later = play(
      two(),
      [HOUR, ...sent('a', outcomes.busy)],
      [HOUR + SECOND, ...sent('a', outcomes.busy)],
      [HOUR + 4 * SECOND, ...sent('a', outcomes.busy)],
    ).conversation;
    expect(outbox(later)).toEqual(['b:queued']);
    expect(later.consecutive.sent).toBe(1);
  });

  it('fail when the window ends, or are held if that was asked for', () => {
    const active = play(attended(), [20 * HOUR, wrote('x')], [40 * HOUR, wrote('y')]).conversation;
    const later = play(
      active,
      [48 * HOUR - 1, reply(anna, 'a'), reply(anna, 'b', 'hold'), ...sent('a', outcomes.paused)],
      [48 * HOUR, timePassed],
    );
    expect(given(later.changes)).toEqual(['a:queued', 'b:queued', 'a:failed:window_closed', 'b:held']);
    expect(later.conversation.consecutive.sent).toBe(0);
  });

  it('are all settled by 45015: those behind fail or are held, and the subscription is in doubt', () => {
    const later = play(two(), [HOUR, reply(anna, 'c'), ...sent('a', outcomes.windowClosed)]);
    expect(given(later.changes)).toEqual(['c:queued', 'b:held', 'c:failed:window_closed']);
    expect(later.conversation.subscriptionDoubted).toBe(true);
    expect(later.conversation.lastWeChatRefusal).toEqual({ wechatCode: 45015, at: T0 + HOUR });
  });

  it('refused by us, without asking WeChat, are no refusal of WeChat’s', () => {
    const later = play(two(), [HOUR, ...sent('a', refused('wechat_refused', 0))]);
    expect(later.conversation.outbound.map((one) => one.messageId)).toEqual(['b']);
    expect(later.conversation.lastWeChatRefusal).toBeNull();
  });

  it('after 45015 end with the conversation if the contact has unsubscribed', () => {
    const later = play(two(), [
      HOUR,
      ...sent('a', outcomes.windowClosed),
      { type: 'subscriptionChecked', subscribed: false },
    ]);
    expect(later.conversation).toMatchObject({
      state: 'completed',
      completedReason: 'unsubscribed',
      outbound: [],
    });
    expect(given(later.changes)).toEqual(['b:held', 'b:cancelled:conversation_completed']);
  });

  it.each([true, null])('after 45015 the conversation continues if the answer is %s', (subscribed) => {
    const later = play(two(), [
      HOUR,
      ...sent('a', outcomes.windowClosed),
      { type: 'subscriptionChecked', subscribed },
    ]);
    expect(later.conversation).toMatchObject({ state: 'active', subscriptionDoubted: false });
    expect(outbox(later.conversation)).toEqual(['b:held']);
  });

  it('are not ended by a stale answer about the subscription', () => {
    const later = play(two(), [HOUR, { type: 'subscriptionChecked', subscribed: false }]);
    expect(later.conversation.state).toBe('active');
    const followed = play(two(), [
      HOUR,
      ...sent('a', outcomes.windowClosed),
      acted('follow'),
      { type: 'subscriptionChecked', subscribed: false },
    ]);
    expect(followed.conversation.state).toBe('active');
  });

  it('fail with the first one that cannot reach the contact; no call until the contact does something', () => {
    const later = play(two(), [HOUR, ...sent('a', outcomes.unreachable)]);
    expect(later.changes).toEqual([
      { messageId: 'b', status: 'failed', error: { code: 'contact_unreachable', wechatCode: 43004 } },
    ]);
    expect(later.conversation.unreachable).toEqual({ wechatCode: 43004, since: T0 + HOUR });
    expect(play(later.conversation, [2 * HOUR, wrote('x')]).conversation.unreachable).toBeNull();
    expect(play(later.conversation, [2 * HOUR, acted('follow')]).conversation.unreachable).toBeNull();
  });

  it('keep the pause of the channel while they are held', () => {
    const full = play(attended(), [HOUR, ...sentReplies(anna, 'v', 'w', 'x', 'y', 'z')]).conversation;
    const later = play(
      full,
      [2 * HOUR, acted('menu_tap'), reply(anna, 'a', 'hold'), ...sent('a', outcomes.paused)],
      [2 * HOUR + MINUTE, timePassed],
      [2 * HOUR + 2 * MINUTE, wrote('n')],
    ).conversation;
    expect(outbox(later)).toEqual(['a:queued']);
    expect(later.outbound[0]?.notBefore).toBe(T0 + 2 * HOUR + 10 * MINUTE);
  });

  it('that were accepted are still sent after an operator completed the conversation; held ones are cancelled', () => {
    const full = play(attended({ consecutiveLimit: 1 }), [HOUR, reply(anna, 'a'), reply(anna, 'b', 'hold')]);
    const later = play(full.conversation, [HOUR + 1, complete(anna)]);
    expect(outbox(later.conversation)).toEqual(['a:queued']);
    expect(given(later.changes)).toEqual(['b:cancelled:conversation_completed']);
    const drained = play(later.conversation, [HOUR + 2, ...sent('a')]);
    expect(drained.conversation.outbound).toEqual([]);
  });

  it.each([
    ['unfollows', acted('unfollow'), 'unsubscribed'],
    ['is blocked', { type: 'contactBlocked' }, 'contact_blocked'],
    ['is erased', { type: 'contactErased' }, 'contact_erased'],
    [
      'loses the channel, disabled',
      { type: 'channelClosed', reason: 'channel_disabled' },
      'channel_disabled',
    ],
    ['loses the channel, deleted', { type: 'channelClosed', reason: 'channel_deleted' }, 'channel_deleted'],
  ] as const)(
    'are all cancelled when the contact %s, also the one in flight if it comes back',
    (_, event, reason) => {
      const later = play(two(), [HOUR, started('a'), event]);
      expect(later.conversation).toMatchObject({ state: 'completed', completedReason: reason });
      expect(given(later.changes)).toEqual(['b:cancelled:conversation_completed']);
      for (const outcome of [outcomes.notSent, outcomes.paused, outcomes.busy]) {
        const back = play(later.conversation, [HOUR + 1, { type: 'sendEnded', messageId: 'a', outcome }]);
        expect(given(back.changes)).toEqual(['a:cancelled:conversation_completed']);
        expect(back.conversation.outbound).toEqual([]);
      }
    },
  );

  it('that were to be held don’t stay behind in a conversation that completes while their window closes', () => {
    const active = play(attended(), [20 * HOUR, wrote('x')], [40 * HOUR, wrote('y')]).conversation;
    const paused = play(active, [
      47 * HOUR,
      reply(anna, 'a', 'hold'),
      ...sent('a', outcomes.paused),
    ]).conversation;
    const events = [
      timePassed,
      acted('none'),
      { type: 'settingsChanged', settings: { ...begun().settings, version: 9 } },
    ] as const;
    for (const event of events) {
      const later = play(paused, [80 * HOUR, event]);
      expect(later.conversation).toMatchObject({ completedReason: 'idle_timeout', outbound: [] });
      expect(given(later.changes).at(-1)).toBe('a:cancelled:conversation_completed');
    }
  });

  it('give their place back when the API withdraws them before they are sent', () => {
    const later = play(two(), [HOUR, { type: 'replyWithdrawn', messageId: 'a' }]);
    expect(outbox(later.conversation)).toEqual(['b:queued']);
    expect(later.conversation.consecutive.sent).toBe(1);
    expect(later.changes).toEqual([]);
  });

  it('in flight are left to their outcome when the API withdraws them', () => {
    const later = play(two(), [HOUR, started('a'), { type: 'replyWithdrawn', messageId: 'a' }]);
    expect(outbox(later.conversation)).toEqual(['a:sending', 'b:queued']);
  });

  it('ignore a second outcome of the same attempt', () => {
    const once = play(two(), [HOUR, ...sent('a', outcomes.busy)]).conversation;
    const twice = play(once, [HOUR, { type: 'sendEnded', messageId: 'a', outcome: outcomes.busy }]);
    expect(twice.conversation).toBe(once);
  });
});

describe('a refusal that the contact has overtaken', () => {
  const refusals = [
    ['45047', refused('consecutive_limit_reached', 45047)],
    ['45015', refused('window_closed', 45015)],
    ['43004', refused('contact_unreachable', 43004)],
  ] as const;

  it.each(refusals)(
    'changes nothing of what is open: the contact wrote while %s was on its way',
    (_code, outcome) => {
      const { conversation } = play(
        attended(),
        [SECOND, reply(anna, 'r1'), started('r1')],
        [2 * SECOND, wrote('m2')],
        [3 * SECOND, ended('r1', outcome)],
      );
      expect(conversation.outbound).toEqual([]);
      expect(abilities(conversation, anna, T0 + 4 * SECOND).reply).toMatchObject({
        allowed: true,
        remaining: 5,
      });
      expect(conversation.unreachable).toBeNull();
    },
  );

  it.each(refusals)(
    'corrects the state if the contact wrote before the attempt began: %s',
    (_code, outcome) => {
      const { conversation } = play(
        attended(),
        [SECOND, wrote('m2')],
        [2 * SECOND, reply(anna, 'r1'), started('r1')],
        [3 * SECOND, ended('r1', outcome)],
      );
      const { reply: ability } = abilities(conversation, anna, T0 + 4 * SECOND);
      expect(ability.allowed && conversation.unreachable === null).toBe(false);
    },
  );
});
