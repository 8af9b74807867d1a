import { judge } from '../../../../src/domain/conversation/abilities';
import type { BotHint } from '../../../../src/domain/conversation/bot/bot-part';
import type { Conversation } from '../../../../src/domain/conversation/conversation';
import {
  anna,
  answered,
  asked,
  attend,
  begun,
  ben,
  botSettings,
  chief,
  complete,
  currentOf,
  ended,
  given,
  HOUR,
  handback,
  MINUTE,
  newThread,
  outbox,
  outcomes,
  play,
  playThread,
  SECOND,
  sent,
  started,
  T0,
  timePassed,
  wrote,
} from '../../builders';

const channel = botSettings();
const bot = begun(channel);
const says = (id: string, botHint?: BotHint) => wrote(id, { settings: channel, botHint });
const handedOver = (conversation: Conversation) => [conversation.state, conversation.handover?.reason];

describe('a hand-over', () => {
  it('at a keyword is at once, and the bot is not asked', () => {
    const later = play(bot, [MINUTE, says('a', 'person')]);
    expect(later.conversation).toMatchObject({
      state: 'waiting',
      ringingSince: T0 + MINUTE,
      handover: { reason: 'keyword', at: T0 + MINUTE },
      bot: { waiting: null, asking: null },
    });
    expect(later.events).toEqual([{ number: 1, event: { type: 'handover', reason: 'keyword' } }]);
  });

  it('by the first message leaves the conversation waiting from the beginning', () => {
    const { current, rows } = playThread(newThread(), [0, says('a', 'person')]);
    expect(current).toMatchObject({ state: 'waiting', handover: { reason: 'keyword' } });
    expect(rows.map((row) => row.type)).toEqual(['event', 'file']);
  });

  it('by the bot lets its own words leave, and cancels the rest of them', () => {
    const words = ['a', 'b', 'c', 'd', 'e', 'f'];
    const later = play(asked(bot), [
      5 * SECOND,
      answered(1, words, { type: 'handOver', reason: 'asked_by_bot' }),
    ]);
    expect(handedOver(later.conversation)).toEqual(['waiting', 'asked_by_bot']);
    expect(outbox(later.conversation)).toEqual(['a:queued', 'b:queued', 'c:queued', 'd:queued', 'e:queued']);
    const attended = play(later.conversation, [6 * SECOND, attend(anna)]);
    expect(attended.conversation.outbound).toEqual([]);
    expect(given(attended.changes)).toContain('a:cancelled:handed_over');
  });

  it('by a bot that knows that nobody is there makes the conversation missed', () => {
    const later = play(asked(bot), [5 * SECOND, answered(1, ['a'], { type: 'busy' })]).conversation;
    expect(later).toMatchObject({ state: 'missed', missedAt: T0 + 5 * SECOND });
    expect(outbox(later)).toEqual(['a:queued']);
  });

  it('is for the group that the bot names, for the whole brand if there is none, else for whom it was', () => {
    const ofShop = { ...asked(bot), groupId: 'shop' };
    const groupAfter = (after: object) =>
      play(ofShop, [5 * SECOND, answered(1, [], { type: 'handOver', reason: 'asked_by_bot', ...after })])
        .conversation.groupId;
    expect(groupAfter({ groupId: 'repairs' })).toBe('repairs');
    expect(groupAfter({ groupId: null })).toBeUndefined();
    expect(groupAfter({})).toBe('shop');
  });

  it('says how the bot failed', () => {
    const failed = answered(1, [], { type: 'handOver', reason: 'bot_failed', detail: 'http_500' });
    const later = play(asked(bot), [5 * SECOND, failed]);
    expect(later.conversation.handover).toEqual({
      reason: 'bot_failed',
      detail: 'http_500',
      at: T0 + 5 * SECOND,
    });
    expect(later.events).toEqual([
      { number: 1, event: { type: 'handover', reason: 'bot_failed', detail: 'http_500' } },
    ]);
  });

  it('to an operator who attends names them, and nothing of the bot leaves after it', () => {
    const said = play(asked(bot), [5 * SECOND, answered(1, ['a', 'b']), started('a')]).conversation;
    const attended = play(said, [6 * SECOND, attend(anna)]);
    expect(attended.events).toEqual([
      { number: 1, event: { type: 'handover', reason: 'attended', operatorId: 'anna' } },
    ]);
    expect(given(attended.changes)).toEqual(['b:cancelled:handed_over']);
    // The one that was leaving did not reach WeChat: it is not tried again.
    const back = play(attended.conversation, [7 * SECOND, ended('a', outcomes.notSent)]);
    expect(given(back.changes)).toEqual(['a:cancelled:handed_over']);
  });

  it('takes an answer that comes later for nothing', () => {
    const attended = play(asked(bot), [2 * SECOND, attend(anna)]).conversation;
    expect(play(attended, [5 * SECOND, answered(1, ['a'])])).toEqual({ conversation: attended, changes: [] });
  });

  it('follows when the bot is deleted', () => {
    const removed = { type: 'botRemoved', botId: 'bot' } as const;
    expect(handedOver(play(asked(bot), [5 * SECOND, removed]).conversation)).toEqual([
      'waiting',
      'bot_removed',
    ]);
    expect(play(bot, [5 * SECOND, { ...removed, botId: 'another' }]).conversation).toBe(bot);
  });

  it('is there from the beginning while the channel’s bot is paused', () => {
    const { current } = playThread(newThread(), [0, { ...says('a'), isBotPaused: true }]);
    expect(current).toMatchObject({ hasBot: false, handover: { reason: 'bot_failed', detail: 'paused' } });
    expect(current?.bot).toBeUndefined();
  });
});

describe('what the contact is told at a hand-over', () => {
  const told = { ...channel, bot: { ...channel.bot, tellsHandover: true } };
  const asksForPerson = wrote('a', { settings: told, botHint: 'person' });
  const handed = play(begun(told), [MINUTE, asksForPerson]).conversation;
  const prepared = { type: 'automaticPrepared', kind: 'handover', number: 1, messageId: 'told' } as const;

  it('is to be said once, and takes a place', () => {
    expect(handed.toSay).toEqual([{ kind: 'handover', number: 1 }]);
    const said = play(handed, [MINUTE, prepared, prepared]);
    expect(given(said.changes)).toEqual(['told:queued']);
    expect(said.conversation.consecutive.sent).toBe(1);
    expect(said.conversation.toSay).toBeUndefined();
  });

  it('is not said when an operator was faster', () => {
    const attended = play(handed, [MINUTE, attend(anna), prepared]);
    expect(attended.changes).toEqual([]);
  });

  it('is not said where no message may be sent, and the timeline says why', () => {
    const late = play({ ...handed, consecutive: { sent: 5 } }, [MINUTE, prepared]);
    expect(late.changes).toEqual([]);
    expect(late.events).toEqual([
      {
        number: 2,
        event: { type: 'automatic_skipped', kind: 'handover', reason: 'consecutive_limit_reached' },
      },
    ]);
  });
});

describe('giving back', () => {
  const attended = play(
    asked(bot),
    [5 * SECOND, answered(1, ['a']), ...sent('a')],
    [MINUTE, attend(anna)],
  ).conversation;

  it('makes the contact’s next message the bot’s', () => {
    const back = play(attended, [2 * MINUTE, handback(anna)]);
    expect(back.conversation).toMatchObject({ state: 'bot', operatorId: null, attendedAt: null });
    expect(back.conversation.handover).toBeUndefined();
    expect(back.events).toEqual([{ number: 2, event: { type: 'handback', operatorId: 'anna' } }]);
    const next = play(back.conversation, [3 * MINUTE, says('b')], [3 * MINUTE + SECOND, timePassed]);
    expect(next.conversation.bot?.asking).toMatchObject({
      number: 2,
      messageIds: ['b'],
      isAfterHandback: true,
    });
    const later = play(
      next.conversation,
      [4 * MINUTE, answered(2, ['x']), says('c')],
      [4 * MINUTE + SECOND, timePassed],
    );
    expect(later.conversation.bot?.asking).toMatchObject({ number: 3 });
    expect(later.conversation.bot?.asking?.isAfterHandback).toBeUndefined();
  });

  it('before its first turn is known to that turn: it is not the conversation’s beginning', () => {
    const taken = play(bot, [MINUTE, says('a', 'person')], [2 * MINUTE, attend(anna)]);
    const back = play(taken.conversation, [3 * MINUTE, handback(anna), says('b')]);
    const next = play(back.conversation, [3 * MINUTE + SECOND, timePassed]);
    expect(next.conversation.bot?.asking).toMatchObject({ number: 1, isAfterHandback: true });
  });

  it('counts the bot’s turns anew', () => {
    const few = { ...attended, settings: { ...channel, bot: { ...channel.bot, handoverAfterTurns: 1 } } };
    const back = play(
      few,
      [2 * MINUTE, handback(anna)],
      [3 * MINUTE, wrote('b', { settings: few.settings })],
    );
    expect(play(back.conversation, [4 * MINUTE, timePassed]).conversation.bot?.asking?.number).toBe(2);
  });

  it('is refused, with the reason', () => {
    const at = T0 + 2 * MINUTE;
    expect(judge(attended, handback(anna), at)).toBeNull();
    expect(judge(bot, handback(anna), at)).toEqual({ code: 'not_attended' });
    expect(judge(attended, handback(chief), at)).toEqual({ code: 'attended_by_other', operatorId: 'anna' });
    const withoutBot = play(begun(), [0, attend(ben)]).conversation;
    expect(judge(withoutBot, handback(ben), at)).toEqual({ code: 'no_bot' });
    const removed = play(attended, [2 * MINUTE, { type: 'botRemoved', botId: 'bot' }]).conversation;
    expect(judge(removed, handback(anna), at)).toEqual({ code: 'no_bot' });
    const closed = {
      ...attended,
      settings: { ...channel, bot: { ...channel.bot, idleAfterSeconds: 86_400 * 3 } },
    };
    expect(judge(closed, handback(anna), T0 + 48 * HOUR)).toEqual({
      code: 'window_closed',
      since: T0 + 48 * HOUR,
    });
    const over = play(attended, [2 * MINUTE, complete(anna)]).conversation;
    expect(judge(over, handback(anna), at)).toEqual({ code: 'conversation_completed' });
  });
});

it('the end lets the bot’s last words leave within a minute', () => {
  const over = play(asked(bot), [5 * SECOND, answered(1, ['a', 'b'], { type: 'end' })]).conversation;
  expect(over).toMatchObject({ state: 'completed', completedReason: 'bot_ended' });
  expect(outbox(over)).toEqual(['a:queued', 'b:queued']);
  const late = play(over, [66 * SECOND, timePassed]);
  expect(given(late.changes)).toEqual(['a:failed:window_closed', 'b:failed:window_closed']);
});

describe('the end waits while something is left to ask', () => {
  const end = { type: 'end' } as const;
  const meanwhile = play(asked(bot), [5 * SECOND, says('b')]).conversation;

  it('what the contact wrote meanwhile is asked, and may be the end', () => {
    const stays = play(meanwhile, [10 * SECOND, answered(1, ['x'], end)], [10 * SECOND, timePassed]);
    expect(given(stays.changes)).toEqual(['x:queued']);
    expect(stays.conversation).toMatchObject({
      state: 'bot',
      bot: { asking: { number: 2, messageIds: ['b'] } },
    });
    const over = play(stays.conversation, [20 * SECOND, answered(2, ['y'], end)]).conversation;
    expect(over).toMatchObject({ state: 'completed', completedReason: 'bot_ended' });
    expect(outbox(over)).toEqual(['x:queued', 'y:queued']);
  });

  it('a later answer of an earlier turn does not end a turn that is being asked', () => {
    const parts = [{ messageId: 'later', kind: 'text' }];
    const spoke = { type: 'botSpoke', turn: 1, parts, leaving: 1, then: end } as const;
    const later = play(asked(bot), [5 * SECOND, spoke]).conversation;
    expect(later).toMatchObject({ state: 'bot', bot: { asking: { number: 1 } } });
    const alone = play(later, [6 * SECOND, answered(1, ['x'])]).conversation;
    const { parts: _, ...silent } = spoke;
    expect(play(alone, [7 * SECOND, { ...silent, parts: [] }]).conversation.completedReason).toBe(
      'bot_ended',
    );
  });
});

it('a window that is renewed takes no rest of an answer along', () => {
  const words = ['a', 'b', 'c', 'd', 'e', 'f'];
  const thread = playThread(
    newThread(),
    [0, says('q')],
    [SECOND, timePassed],
    [2 * SECOND, answered(1, words)],
    [49 * HOUR, says('next')],
  );
  // It was idle long before.
  expect(currentOf(thread).id).toBe('conversation-of-next');
  expect(currentOf(thread).outbound).toEqual([]);
});
