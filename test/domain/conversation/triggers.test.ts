import { triggerRoom } from '../../../src/domain/conversation/consecutive';
import type { ConversationEvent } from '../../../src/domain/conversation/events';
import { effectOf } from '../../../src/domain/conversation/triggers';
import type { ContactAction } from '../../../src/domain/messages/inbound';
import { CONTACT_ACTIONS } from '../../../src/domain/messages/inbound';
import {
  acted,
  anna,
  attended,
  given,
  HOUR,
  MINUTE,
  outbox,
  play,
  reply,
  SECOND,
  sent,
  sentReplies,
  started,
  T0,
  timePassed,
  wrote,
} from '../builders';

describe('what an action of the contact opens or resets', () => {
  it('nothing, if a newer release signalled an action that is unknown here', () => {
    expect(effectOf('a newer one' as ContactAction)).toEqual(effectOf('none'));
    const before = attended();
    const unknown = { type: 'contactActed', messageId: 'e1', action: 'a newer one', ageMs: 0 } as unknown;
    expect(play(before, [MINUTE, unknown as ConversationEvent]).conversation.state).toBe('active');
  });

  it.each(CONTACT_ACTIONS)('%s: only a message starts a conversation', (action) => {
    expect(effectOf(action).startsConversation).toBe(action === 'message');
  });

  it.each(CONTACT_ACTIONS.filter((action) => action !== 'message' && action !== 'unfollow'))(
    '%s moves neither the counter nor the window: only a message does',
    (action) => {
      const before = play(attended(), [MINUTE, reply(anna, 'r1')]).conversation;
      const after = play(before, [HOUR, acted(action)]).conversation;
      expect(after.consecutive).toEqual(before.consecutive);
      expect(after.window).toEqual(before.window);
    },
  );

  it.each(['follow', 'scan', 'menu_tap', 'menu_message_tap'] as const)(
    '%s opens 3 messages in 1 minute',
    (action) => {
      expect(effectOf(action).opensTrigger).toEqual({ kind: action, limit: 3, durationMs: 60_000 });
      const open = play(attended(), [HOUR, acted(action)]).conversation;
      expect(triggerRoom(open, T0 + HOUR + MINUTE - 1)).toBe(3);
      expect(triggerRoom(open, T0 + HOUR + MINUTE)).toBe(0);
    },
  );

  it.each(['message', 'enter_session', 'unfollow', 'none'] as const)('%s opens no short window', (action) => {
    expect(effectOf(action).opensTrigger).toBeNull();
  });

  it.each(CONTACT_ACTIONS)('%s: only an unfollow ends the conversation', (action) => {
    expect(effectOf(action).endsConversation).toBe(action === 'unfollow');
  });

  it.each(['follow', 'scan', 'menu_tap', 'menu_message_tap', 'none'] as const)(
    '%s resets no counter, no idle timer and is not unread',
    (action) => {
      const before = play(attended(), [HOUR, ...sentReplies(anna, 'a', 'b')]).conversation;
      const after = play(before, [2 * HOUR, acted(action)]).conversation;
      expect(after.consecutive).toEqual(before.consecutive);
      expect(after.lastActivityAt).toBe(before.lastActivityAt);
      expect(after.unread).toBe(before.unread);
    },
  );
});

describe('a trigger window', () => {
  const full = () => play(attended(), [HOUR, ...sentReplies(anna, 'a', 'b', 'c', 'd', 'e')]).conversation;

  it('lets three messages out although the five are used up, and refuses the fourth', () => {
    const later = play(full(), [
      2 * HOUR,
      acted('menu_tap'),
      ...sentReplies(anna, 'f', 'g', 'h'),
      reply(anna, 'i'),
    ]);
    expect(given(later.changes)).toEqual(['f:queued', 'g:queued', 'h:queued']);
  });

  it('lets messages go out although the 48 h are over', () => {
    const active = play(
      attended(),
      [20 * HOUR, wrote('x')],
      [40 * HOUR, wrote('y')],
      [49 * HOUR, acted('scan')],
    );
    const later = play(active.conversation, [49 * HOUR + SECOND, reply(anna, 'a')]);
    expect(given(later.changes)).toEqual(['a:queued']);
  });

  it('counts together with the main window: the limits don’t add up', () => {
    const later = play(attended(), [HOUR, acted('menu_tap'), ...sentReplies(anna, 'a', 'b')]).conversation;
    expect(later.consecutive.sent).toBe(2);
    expect(later.trigger?.sent).toBe(2);
  });

  it('gets a place back when WeChat refuses the message', () => {
    const later = play(attended(), [
      HOUR,
      acted('menu_tap'),
      reply(anna, 'a'),
      ...sent('a', { type: 'refused', code: 'wechat_refused', wechatCode: 40007 }),
    ]).conversation;
    expect(later.consecutive.sent).toBe(0);
    expect(later.trigger?.sent).toBe(0);
  });

  it('releases held messages, in order, as far as it has room', () => {
    const held = play(full(), [
      2 * HOUR,
      ...['f', 'g', 'h', 'i'].map((id) => reply(anna, id, 'hold')),
      acted('menu_tap'),
    ]);
    expect(outbox(held.conversation)).toEqual(['f:queued', 'g:queued', 'h:queued', 'i:held']);
  });

  it('that ends before a queued message has left makes it fail if the five are used up', () => {
    const later = play(
      full(),
      [2 * HOUR, acted('menu_tap'), reply(anna, 'f')],
      [2 * HOUR + MINUTE, timePassed],
    );
    expect(given(later.changes)).toEqual(['f:queued', 'f:failed:consecutive_limit_reached']);
  });

  it('that ends before a queued message has left lets it take a free place of the main window', () => {
    const filled = play(attended(), [
      HOUR,
      ...sentReplies(anna, 'a', 'b', 'c', 'd'),
      reply(anna, 'e'),
    ]).conversation;
    const later = play(
      filled,
      [2 * HOUR, acted('menu_tap'), reply(anna, 'f')],
      [2 * HOUR + SECOND, ...sent('e', { type: 'refused', code: 'wechat_refused', wechatCode: 40007 })],
      [2 * HOUR + MINUTE, timePassed],
    );
    expect(outbox(later.conversation)).toEqual(['f:queued']);
    expect(later.conversation.consecutive.sent).toBe(5);
  });

  it('that opens again takes over the messages that wait for the former one', () => {
    const later = play(
      full(),
      [2 * HOUR, acted('menu_tap'), reply(anna, 'f')],
      [2 * HOUR + SECOND, acted('menu_tap', 'second tap')],
    );
    expect(outbox(later.conversation)).toEqual(['f:queued']);
    expect(later.conversation.trigger?.sent).toBe(1);
  });

  it('does not let a later message overtake an earlier one when it ends', () => {
    const filled = play(attended(), [
      HOUR,
      ...sentReplies(anna, 'a', 'b', 'c', 'd'),
      reply(anna, 'e'),
    ]).conversation;
    const later = play(
      filled,
      [2 * HOUR, started('e'), acted('menu_tap'), reply(anna, 'f', 'hold')],
      [
        2 * HOUR + 1,
        {
          type: 'sendEnded',
          messageId: 'e',
          outcome: { type: 'refused', code: 'wechat_refused', wechatCode: 40007 },
        },
      ],
      [2 * HOUR + 2, reply(anna, 'g')],
      [2 * HOUR + MINUTE, timePassed],
    );
    expect(outbox(later.conversation)).toEqual(['f:queued']);
    expect(given(later.changes)).toContain('g:failed:consecutive_limit_reached');
  });
});
