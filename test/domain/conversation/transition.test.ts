import type { Conversation } from '../../../src/domain/conversation/conversation';
import {
  acted,
  anna,
  answered,
  asked,
  attend,
  attended,
  begun,
  ben,
  botSettings,
  cancel,
  changed,
  chief,
  complete,
  DAY,
  given,
  HOUR,
  handback,
  MINUTE,
  outbox,
  play,
  reply,
  SECOND,
  sentReplies,
  settings,
  T0,
  timePassed,
  transfer,
  wrote,
} from '../builders';

const completedAs = (conversation: Conversation) => [
  conversation.completedReason,
  conversation.completedAt === null ? null : conversation.completedAt - T0,
];

describe('bot', () => {
  const bot = begun(botSettings());

  it('is the first state if a chatbot is enabled', () => {
    expect(bot).toMatchObject({ state: 'bot', hasBot: true });
  });

  it('leaves for waiting when the bot forwards; operators are rung from then on', () => {
    const later = play(asked(bot), [
      HOUR / 2,
      answered(1, [], { type: 'handOver', reason: 'asked_by_bot' }),
    ]).conversation;
    expect(later).toMatchObject({ state: 'waiting', ringingSince: T0 + HOUR / 2 });
  });

  it('leaves for completed when the bot ends', () => {
    const later = play(asked(bot), [2 * MINUTE, answered(1, [], { type: 'end' })]).conversation;
    expect(completedAs(later)).toEqual(['bot_ended', 2 * MINUTE]);
  });

  it('leaves for completed at the bot’s idle limit, counted from the last message', () => {
    const later = play(asked(bot), [MINUTE, answered(1, ['a'])], [DAY, timePassed]);
    expect(completedAs(later.conversation)).toEqual(['bot_idle_timeout', MINUTE + HOUR]);
  });

  it('leaves for active when an operator attends', () => {
    expect(play(bot, [1, attend(anna)]).conversation).toMatchObject({ state: 'active', operatorId: 'anna' });
  });

  it('ignores the bot after it has been left', () => {
    const active = play(bot, [1, attend(anna)]).conversation;
    const events = [
      answered(1, [], { type: 'handOver', reason: 'asked_by_bot' }),
      answered(1, [], { type: 'end' }),
      answered(1, ['a']),
    ] as const;
    for (const event of events)
      expect(play(active, [2, event])).toEqual({ conversation: active, changes: [] });
  });

  it('keeps its idle limit after the hand-over, in place of the channel’s limits', () => {
    const active = play(bot, [1, attend(anna)]).conversation;
    expect(completedAs(play(active, [DAY, timePassed]).conversation)).toEqual(['bot_idle_timeout', HOUR + 1]);
  });

  it('is not entered by a conversation that began without a bot', () => {
    const later = play(begun(), [1, changed({ bot: { botId: 'bot', idleAfterSeconds: 60 } })]).conversation;
    expect(later).toMatchObject({ state: 'waiting', hasBot: false });
    expect(play(later, [2 * MINUTE, timePassed]).conversation.state).toBe('missed');
  });
});

describe('waiting', () => {
  it('is the first state if no chatbot is enabled', () => {
    expect(begun()).toMatchObject({ state: 'waiting', hasBot: false, unread: 1, operatorId: null });
  });

  it('leaves for active when an operator attends', () => {
    const later = play(begun(), [5 * SECOND, attend(anna)]).conversation;
    expect(later).toMatchObject({
      state: 'active',
      operatorId: 'anna',
      attendedAt: T0 + 5 * SECOND,
      unread: 0,
    });
  });

  it('leaves for missed when the ring time is over, not a millisecond earlier', () => {
    expect(play(begun(), [MINUTE - 1, timePassed]).conversation.state).toBe('waiting');
    expect(play(begun(), [MINUTE, timePassed]).conversation).toMatchObject({
      state: 'missed',
      missedAt: T0 + MINUTE,
    });
  });

  it('records when it was missed, although the worker was told later', () => {
    expect(play(begun(), [HOUR, timePassed]).conversation.missedAt).toBe(T0 + MINUTE);
  });

  it('does not ring longer when the contact writes again', () => {
    const later = play(begun(), [30 * SECOND, wrote('a')], [MINUTE, timePassed]).conversation;
    expect(later).toMatchObject({ state: 'missed', unread: 2 });
  });
});

describe('missed', () => {
  const missed = play(begun(), [MINUTE, timePassed]).conversation;

  it('leaves for active when an operator attends', () => {
    expect(play(missed, [HOUR, attend(ben)]).conversation).toMatchObject({
      state: 'active',
      operatorId: 'ben',
    });
  });

  it('leaves for completed at the close-missed limit, counted from when it was missed', () => {
    const later = play(missed, [10 * HOUR, wrote('a')], [25 * HOUR, timePassed]).conversation;
    expect(completedAs(later)).toEqual(['missed_timeout', MINUTE + 24 * HOUR]);
  });

  it('never completes automatically if the limit is "never"', () => {
    const forever = play(begun({ closeMissedAfterSeconds: null }), [60 * DAY, timePassed]).conversation;
    expect(forever.state).toBe('missed');
  });

  it.each([MINUTE + 24 * HOUR, 30 * HOUR])(
    'the contact’s message goes before the limit that is due (%i ms)',
    (at) => {
      const later = play(missed, [at, wrote('a')]).conversation;
      expect(later.state).toBe('missed');
      expect(completedAs(play(later, [at + DAY - 1, timePassed]).conversation)).toEqual([null, null]);
      expect(completedAs(play(later, [at + DAY, timePassed]).conversation)).toEqual([
        'missed_timeout',
        at + DAY,
      ]);
    },
  );

  it('the contact’s message is applied before both overdue limits after an outage of the worker', () => {
    const later = play(begun({ closeMissedAfterSeconds: 900 }), [DAY, wrote('a')]).conversation;
    expect(later.state).toBe('missed');
    expect(completedAs(play(later, [DAY + 900 * SECOND, timePassed]).conversation)).toEqual([
      'missed_timeout',
      DAY + 900 * SECOND,
    ]);
  });

  it('the contact’s message is applied before a limit that its own newer settings make overdue', () => {
    const fresh = settings({ version: 2, closeMissedAfterSeconds: 900 });
    const later = play(missed, [10 * HOUR, wrote('a', { settings: fresh })]).conversation;
    expect(later).toMatchObject({ state: 'missed', settings: { version: 2 } });
  });

  it('an operator’s wish is judged after the limit', () => {
    const later = play(missed, [MINUTE + DAY, attend(anna)]).conversation;
    expect(completedAs(later)).toEqual(['missed_timeout', MINUTE + DAY]);
    expect(later.operatorId).toBeNull();
  });
});

describe('active', () => {
  it('leaves for completed when its operator completes it', () => {
    expect(completedAs(play(attended(), [HOUR, complete(anna)]).conversation)).toEqual(['operator', HOUR]);
    expect(completedAs(play(attended(), [HOUR, complete(chief)]).conversation)).toEqual(['operator', HOUR]);
  });

  it('leaves for completed at the close-idle limit, counted from the attend', () => {
    const later = play(begun(), [30 * SECOND, attend(anna)], [2 * DAY, timePassed]).conversation;
    expect(completedAs(later)).toEqual(['idle_timeout', 30 * SECOND + DAY]);
  });

  it.each([
    ['the contact', wrote('a')],
    ['the operator', reply(anna, 'a')],
  ])('counts the close-idle limit again from a message of %s', (_, event) => {
    const later = play(attended(), [10 * HOUR, event], [34 * HOUR - 1, timePassed]).conversation;
    expect(later.state).toBe('active');
    expect(completedAs(play(later, [40 * HOUR, timePassed]).conversation)).toEqual([
      'idle_timeout',
      34 * HOUR,
    ]);
  });

  it('the contact’s message is applied before the idle limit that is due, an operator’s wish after it', () => {
    expect(play(attended(), [DAY, wrote('a')]).conversation.state).toBe('active');
    const late = play(attended(), [DAY, reply(anna, 'a')]);
    expect(completedAs(late.conversation)).toEqual(['idle_timeout', DAY]);
    expect(late.changes).toEqual([]);
  });

  it('stays active when it is transferred', () => {
    const later = play(attended(), [HOUR, transfer(anna, ben)]).conversation;
    expect(later).toMatchObject({ state: 'active', operatorId: 'ben', attendedAt: T0 });
    expect(given(play(later, [2 * HOUR, reply(anna, 'a')]).changes)).toEqual([]);
    expect(given(play(later, [2 * HOUR, reply(ben, 'b')]).changes)).toEqual(['b:queued']);
  });

  it('is a new state when it is transferred to its operator: older histories have written one', () => {
    const active = attended();
    const later = play(active, [HOUR, transfer(anna, anna)]).conversation;
    expect(later).toEqual(active);
    expect(later).not.toBe(active);
  });

  it('goes back to waiting when its operator is disabled, and the ring time starts again', () => {
    const later = play(attended(), [HOUR, { type: 'operatorDisabled', operatorId: 'anna' }]).conversation;
    expect(later).toMatchObject({
      state: 'waiting',
      operatorId: null,
      ringingSince: T0 + HOUR,
      attendedAt: null,
    });
    expect(play(later, [HOUR + MINUTE, timePassed]).conversation).toMatchObject({
      state: 'missed',
      missedAt: T0 + HOUR + MINUTE,
    });
  });

  it('is not affected when another operator is disabled', () => {
    const active = attended();
    expect(play(active, [1, { type: 'operatorDisabled', operatorId: 'ben' }]).conversation).toBe(active);
  });

  it('counts the close-missed limit from the second time it was missed', () => {
    const later = play(
      begun(),
      [MINUTE, timePassed],
      [HOUR, attend(anna)],
      [2 * HOUR, { type: 'operatorDisabled', operatorId: 'anna' }],
      [2 * DAY, timePassed],
    ).conversation;
    expect(completedAs(later)).toEqual(['missed_timeout', 2 * HOUR + MINUTE + DAY]);
  });
});

describe('completed', () => {
  const completed = play(attended(), [HOUR, complete(anna)]).conversation;

  it('is final: no event changes it', () => {
    const events = [
      timePassed,
      wrote('x'),
      acted('menu_tap'),
      acted('unfollow'),
      attend(anna),
      reply(anna, 'm'),
      reply(anna, 'n', 'hold'),
      transfer(chief, ben),
      complete(chief),
      cancel(anna, 'm'),
      changed({ consecutiveLimit: 1 }),
      { type: 'operatorDisabled', operatorId: 'anna' },
      { type: 'channelClosed', reason: 'channel_deleted' },
      { type: 'contactBlocked' },
      { type: 'subscriptionChecked', subscribed: false },
      answered(1, [], { type: 'end' }),
      answered(1, ['b']),
      { type: 'botRemoved', botId: 'bot' },
      handback(anna),
    ] as const;
    for (const event of events) {
      const step = play(completed, [90 * DAY, event]);
      expect(step.conversation).toBe(completed);
      expect(step.changes).toEqual([]);
    }
  });
});

describe('attending by replying', () => {
  it.each([
    ['waiting', begun()],
    ['missed', play(begun(), [MINUTE, timePassed]).conversation],
    ['bot', begun(botSettings())],
  ])('the first accepted message attends a conversation in %s', (_, conversation) => {
    const later = play(conversation, [2 * MINUTE, reply(ben, 'a')]);
    expect(later.conversation).toMatchObject({ state: 'active', operatorId: 'ben', unread: 0 });
    expect(given(later.changes)).toEqual(['a:queued']);
  });

  const closed = play(begun({ closeMissedAfterSeconds: null }), [49 * HOUR, timePassed]).conversation;

  it('the first held message attends, too', () => {
    const later = play(closed, [49 * HOUR, reply(ben, 'a', 'hold')]);
    expect(later.conversation).toMatchObject({ state: 'active', operatorId: 'ben' });
    expect(given(later.changes)).toEqual(['a:held']);
  });

  it('a refused one does not attend', () => {
    expect(play(closed, [49 * HOUR, reply(ben, 'a')])).toEqual({ conversation: closed, changes: [] });
  });
});

describe('unread', () => {
  it('counts the contact’s messages since the last attend or accepted reply', () => {
    const later = play(attended(), [1, wrote('a')], [2, wrote('b')]).conversation;
    expect(later.unread).toBe(2);
    expect(play(later, [3, reply(anna, 'c')]).conversation.unread).toBe(0);
    expect(play(later, [3, reply(ben, 'c')]).conversation.unread).toBe(2);
  });
});

describe('held messages', () => {
  const full = play(attended(), [HOUR, ...sentReplies(anna, 'a', 'b', 'c', 'd', 'e')]).conversation;

  it('leave in order as soon as the contact writes, as the limit allows', () => {
    const ids = ['f', 'g', 'h', 'i', 'j', 'k'];
    const held = play(full, [HOUR, ...ids.map((id) => reply(anna, id, 'hold'))]);
    expect(given(held.changes)).toEqual(ids.map((id) => `${id}:held`));
    const later = play(held.conversation, [2 * HOUR, wrote('x')]);
    expect(outbox(later.conversation)).toEqual([
      'f:queued',
      'g:queued',
      'h:queued',
      'i:queued',
      'j:queued',
      'k:held',
    ]);
    expect(later.conversation.consecutive.sent).toBe(5);
  });

  it('can be cancelled until then', () => {
    const later = play(full, [HOUR, reply(anna, 'f', 'hold'), cancel(anna, 'f')]);
    expect(given(later.changes)).toEqual(['f:held', 'f:cancelled']);
    expect(later.conversation.outbound).toEqual([]);
  });

  it('are cancelled when the conversation completes for another reason than a renewal', () => {
    const later = play(full, [HOUR, reply(anna, 'f', 'hold')], [3 * DAY, timePassed]);
    expect(later.conversation.completedReason).toBe('idle_timeout');
    expect(given(later.changes)).toEqual(['f:held', 'f:cancelled:conversation_completed']);
  });
});

describe('a change of settings', () => {
  it('reaches a conversation that is open', () => {
    const later = play(begun(), [30 * SECOND, changed({ ringTimeSeconds: 120 })], [119 * SECOND, timePassed]);
    expect(later.conversation.state).toBe('waiting');
    expect(play(later.conversation, [120 * SECOND, timePassed]).conversation.state).toBe('missed');
  });

  it('that moves a deadline into the past applies it now, not before the change', () => {
    const later = play(begun(), [30 * SECOND, changed({ ringTimeSeconds: 10 })]).conversation;
    expect(later).toMatchObject({ state: 'missed', missedAt: T0 + 30 * SECOND });
  });

  it('is applied after the deadlines that were due under the old ones', () => {
    const later = play(attended(), [30 * HOUR, changed({ closeIdleAfterSeconds: 60 })]).conversation;
    expect(completedAs(later)).toEqual(['idle_timeout', DAY]);
  });

  it('of an older or the same version changes nothing', () => {
    const newer = play(begun(), [1, changed({ version: 5, consecutiveLimit: 2 })]).conversation;
    expect(play(newer, [2, changed({ version: 5, consecutiveLimit: 4 })]).conversation).toBe(newer);
    expect(play(newer, [2, changed({ version: 4, consecutiveLimit: 4 })]).conversation).toBe(newer);
  });
});

describe('the window’s end, and the idle limit that comes before it', () => {
  it('idle comes before the window if no one writes', () => {
    expect(completedAs(play(attended(), [60 * DAY, timePassed]).conversation)).toEqual(['idle_timeout', DAY]);
  });
});
