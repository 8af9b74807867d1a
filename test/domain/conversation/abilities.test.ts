import { abilities, judge } from '../../../src/domain/conversation/abilities';
import { judgeBotSpeech } from '../../../src/domain/conversation/bot/answer';
import type { Actor, Conversation } from '../../../src/domain/conversation/conversation';
import type { Wish } from '../../../src/domain/conversation/events';
import { REFUSAL_SENTENCES, type Refusal, type RefusalCode } from '../../../src/domain/refusals';
import {
  acted,
  anna,
  askRating,
  attend,
  attended,
  begun,
  ben,
  botSettings,
  cancel,
  chief,
  complete,
  HOUR,
  handback,
  MINUTE,
  outcomes,
  play,
  reopen,
  reply,
  sent,
  sentReplies,
  T0,
  timePassed,
  transfer,
  wrote,
} from '../builders';

const waiting = begun();
const bot = begun(botSettings());
const missed = play(begun(), [MINUTE, timePassed]).conversation;
const active = attended();
const completed = play(attended(), [1, complete(anna)]).conversation;
const full = play(attended(), [1, ...sentReplies(anna, 'a', 'b', 'c', 'd', 'e')]).conversation;
const closed = play(
  attended(),
  [20 * HOUR, wrote('x')],
  [40 * HOUR, wrote('y')],
  [48 * HOUR, timePassed],
).conversation;
const byAnna: Refusal = { code: 'attended_by_other', operatorId: 'anna' };
const notAttended: Refusal = { code: 'not_attended' };
const isCompleted: Refusal = { code: 'conversation_completed' };
const inWindow = T0 + 2 * MINUTE;

describe('who may do what', () => {
  it.each<[string, Conversation, Wish, Refusal | null]>([
    ['anyone may attend a conversation that waits', waiting, attend(anna), null],
    ['anyone may attend a missed conversation', missed, attend(anna), null],
    ['anyone may attend a conversation that the bot is answering', bot, attend(anna), null],
    ['attending again is no mistake', active, attend(anna), null],
    ['the second operator is told who attends', active, attend(ben), byAnna],
    ['an administrator does not take over by attending', active, attend(chief), byAnna],
    ['a completed conversation can’t be attended', completed, attend(anna), isCompleted],

    ['a first reply is allowed while it waits', waiting, reply(anna, 'm'), null],
    ['a first reply is allowed when it was missed', missed, reply(anna, 'm'), null],
    ['a first reply is allowed while the bot is answering', bot, reply(anna, 'm'), null],
    ['the attending operator replies', active, reply(anna, 'm'), null],
    ['no one else replies', active, reply(ben, 'm'), byAnna],
    ['an administrator attends to reply', active, reply(chief, 'm'), byAnna],
    ['nothing can be sent in a completed conversation', completed, reply(anna, 'm'), isCompleted],
    ['nothing can be held in a completed conversation', completed, reply(anna, 'm', 'hold'), isCompleted],

    ['the attending operator transfers', active, transfer(anna, ben), null],
    ['another operator does not transfer', active, transfer(ben, ben), byAnna],
    ['an administrator transfers any', active, transfer(chief, ben), null],
    ['what waits can’t be transferred', waiting, transfer(anna, ben), notAttended],
    ['what was missed can’t be transferred', missed, transfer(chief, ben), notAttended],
    ['what the bot answers can’t be transferred', bot, transfer(chief, ben), notAttended],
    ['what is completed can’t be transferred', completed, transfer(chief, ben), isCompleted],

    ['the attending operator completes', active, complete(anna), null],
    ['another operator does not complete', active, complete(ben), byAnna],
    ['an administrator completes any', active, complete(chief), null],
    ['what waits can’t be completed', waiting, complete(chief), notAttended],
    ['what was missed can’t be completed', missed, complete(anna), notAttended],
    ['what is completed can’t be completed', completed, complete(anna), isCompleted],
  ])('%s', (_, conversation, wish, expected) => {
    expect(judge(conversation, wish, inWindow)).toEqual(expected);
  });
});

describe('why a message is refused', () => {
  it('the closed window, with the time at which it closed', () => {
    const refusal = { code: 'window_closed', since: T0 + 48 * HOUR };
    expect(judge(closed, reply(anna, 'm'), T0 + 50 * HOUR)).toEqual(refusal);
  });

  it('the limit, with how many of how many', () => {
    const refusal = { code: 'consecutive_limit_reached', limit: 5, sent: 5 };
    expect(judge(full, reply(anna, 'm'), inWindow)).toEqual(refusal);
  });

  it('the operator who attends is named before the window and the limit', () => {
    expect(judge(full, reply(ben, 'm'), inWindow)).toEqual(byAnna);
    expect(judge(closed, reply(ben, 'm'), T0 + 50 * HOUR)).toEqual(byAnna);
  });

  it('a message that may be held is refused neither by the window nor by the limit', () => {
    expect(judge(full, reply(anna, 'm', 'hold'), inWindow)).toBeNull();
    expect(judge(closed, reply(anna, 'm', 'hold'), T0 + 50 * HOUR)).toBeNull();
    expect(judge(full, reply(ben, 'm', 'hold'), inWindow)).toEqual(byAnna);
  });

  it('only a held message can be cancelled', () => {
    const held = play(full, [2, reply(anna, 'held', 'hold')]).conversation;
    expect(judge(held, cancel(anna, 'held'), inWindow)).toBeNull();
    expect(judge(held, cancel(chief, 'held'), inWindow)).toBeNull();
    expect(judge(held, cancel(ben, 'held'), inWindow)).toEqual(byAnna);
    expect(judge(held, cancel(anna, 'a'), inWindow)).toEqual({ code: 'not_cancellable' });
    const waits = play(active, [2, reply(anna, 'queued')]).conversation;
    expect(judge(waits, cancel(anna, 'queued'), inWindow)).toEqual({ code: 'not_cancellable' });
  });
});

describe('the abilities of a viewer', () => {
  const view = (conversation: Conversation, by: Actor, now = inWindow) => abilities(conversation, by, now);

  it('let the attending operator do everything, and say how much is left', () => {
    const { reply: mayReply, reopen: mayReopen, handback: mayHandBack, ...others } = view(active, anna);
    const { decline: mayDecline, ...rest } = others;
    expect(mayDecline).toEqual({ allowed: false, code: 'not_offered' });
    expect(mayHandBack).toEqual({ allowed: false, code: 'no_bot' });
    expect(mayReopen).toEqual({ allowed: false, code: 'not_reopenable', reason: 'not_completed' });
    expect(mayReply).toEqual({ allowed: true, until: T0 + 48 * HOUR, remaining: 5 });
    expect(Object.values(rest)).toEqual(Object.values(rest).map(() => ({ allowed: true })));
    expect(Object.keys(rest).sort()).toEqual([
      'askRating',
      'attend',
      'complete',
      'hold',
      'note',
      'snooze',
      'transfer',
      'transferToGroup',
      'typing',
    ]);
  });

  it('tell another operator who attends, and let them write notes only', () => {
    const refusal = { allowed: false, ...byAnna };
    expect(view(active, ben)).toEqual({
      reply: refusal,
      hold: refusal,
      attend: refusal,
      decline: { allowed: false, code: 'not_offered' },
      transfer: refusal,
      transferToGroup: refusal,
      complete: refusal,
      reopen: { allowed: false, code: 'not_reopenable', reason: 'not_completed' },
      snooze: refusal,
      handback: refusal,
      askRating: refusal,
      note: { allowed: true },
      typing: refusal,
    });
  });

  it('let an administrator transfer and complete any conversation', () => {
    expect(view(active, chief)).toMatchObject({
      reply: { allowed: false, code: 'attended_by_other' },
      transfer: { allowed: true },
      complete: { allowed: true },
    });
  });

  it('let every member pass on to a group what nobody attends, though no operator can be given it', () => {
    for (const conversation of [waiting, missed]) {
      expect(view(conversation, ben)).toMatchObject({
        transfer: { allowed: false, code: 'not_attended' },
        transferToGroup: { allowed: true },
      });
    }
    expect(view(bot, ben).transferToGroup).toEqual({ allowed: false, code: 'not_attended' });
  });

  it('leave only notes in a completed conversation, to reopen it, and to ask for a rating', () => {
    const { note, reopen: mayReopen, askRating: mayAskRating, ...rest } = view(completed, anna);
    expect(note).toEqual({ allowed: true });
    expect(mayReopen).toEqual({ allowed: true });
    expect(mayAskRating).toEqual({ allowed: true });
    for (const ability of Object.values(rest)) {
      expect(ability).toEqual({ allowed: false, code: 'conversation_completed' });
    }
  });

  it('count down to the end of the window and to the limit', () => {
    const two = play(active, [MINUTE, ...sentReplies(anna, 'a', 'b')]).conversation;
    expect(view(two, anna).reply).toEqual({ allowed: true, until: T0 + 48 * HOUR, remaining: 3 });
  });

  it('show the trigger window if the main one has no room', () => {
    const tapped = play(full, [2 * MINUTE, acted('menu_tap')]).conversation;
    expect(view(tapped, anna).reply).toEqual({ allowed: true, until: T0 + 3 * MINUTE, remaining: 3 });
    expect(view(tapped, anna, T0 + 3 * MINUTE).reply).toMatchObject({ code: 'consecutive_limit_reached' });
  });

  it('allow no typing indicator when the window is closed, but allow it when only the limit is reached', () => {
    expect(view(full, anna).typing).toEqual({ allowed: true });
    expect(view(closed, anna, T0 + 49 * HOUR).typing).toMatchObject({
      allowed: false,
      code: 'window_closed',
    });
  });
});

describe('the refusal codes', () => {
  const held = play(full, [2, reply(anna, 'held', 'hold')]).conversation;
  const stuffed = play(
    full,
    ...Array.from({ length: 50 }, (_, index) => [2, reply(anna, `held-${index}`, 'hold')] as const),
  ).conversation;
  const produced: Readonly<Record<RefusalCode, Refusal | null>> = {
    conversation_completed: judge(completed, attend(anna), inWindow),
    attended_by_other: judge(active, attend(ben), inWindow),
    not_attended: judge(waiting, complete(anna), inWindow),
    window_closed: judge(closed, reply(anna, 'm'), T0 + 48 * HOUR),
    consecutive_limit_reached: judge(full, reply(anna, 'm'), inWindow),
    too_many_held: judge(stuffed, reply(anna, 'm', 'hold'), inWindow),
    not_reopenable: judge(active, reopen(anna, active.id, 'next'), inWindow),
    no_bot: judge(active, handback(anna), inWindow),
    not_owner: judgeBotSpeech(active, 1),
    not_offered: judge(active, { type: 'decline', by: anna }, inWindow),
    already_asked: judge({ ...active, ratingAsked: true }, askRating(anna), inWindow),
    not_cancellable: judge(held, cancel(anna, 'other'), inWindow),
  };

  it.each(Object.keys(REFUSAL_SENTENCES) as RefusalCode[])(
    '%s is produced by the rules and has its sentence',
    (code) => {
      expect(produced[code]?.code).toBe(code);
      expect(REFUSAL_SENTENCES[code]).toMatch(/^[A-Z].{20,}\.$/);
    },
  );

  it('differ in their sentences', () => {
    expect(new Set(Object.values(REFUSAL_SENTENCES)).size).toBe(Object.keys(REFUSAL_SENTENCES).length);
  });
});

describe('a contact who can’t be reached', () => {
  it('is sent nothing: a message is accepted and fails at once, without a call', () => {
    const lost = play(active, [MINUTE, reply(anna, 'a'), ...sent('a', outcomes.unreachable)]).conversation;
    expect(judge(lost, reply(anna, 'b'), inWindow)).toBeNull();
    const next = play(lost, [2 * MINUTE, reply(anna, 'b')]);
    expect(next.conversation.outbound).toEqual([]);
    expect(next.changes).toEqual([
      { messageId: 'b', status: 'failed', error: { code: 'contact_unreachable', wechatCode: 43004 } },
    ]);
  });
});
