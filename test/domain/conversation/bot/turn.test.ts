import { botReceives, turnDueAt } from '../../../../src/domain/conversation/bot/turn';
import type { Conversation } from '../../../../src/domain/conversation/conversation';
import type { ContactWrote } from '../../../../src/domain/conversation/events';
import type { VersionedSettings } from '../../../../src/domain/settings';
import {
  acted,
  anna,
  answered,
  asked,
  attend,
  begun,
  given,
  HOUR,
  handback,
  MINUTE,
  outbox,
  play,
  SECOND,
  sent,
  settings,
  T0,
  timePassed,
  wrote,
} from '../../builders';

const withBot = (bot: Partial<VersionedSettings['bot']> = {}, rest: Partial<VersionedSettings> = {}) =>
  settings({ bot: { botId: 'bot', idleAfterSeconds: 3_600, keepPlaces: 0, ...bot }, ...rest });
const channel = withBot();
const says = (id: string, botHint?: 'person' | 'more', of = channel) => wrote(id, { settings: of, botHint });
const due = (conversation: Conversation): number | null => {
  const at = turnDueAt(conversation);
  return at === null ? null : at - T0;
};

describe('a turn', () => {
  const bot = begun(channel);

  it('begins a second after the last message', () => {
    const wroteTwice = play(bot, [0, says('a')], [700, says('b')]).conversation;
    expect(due(wroteTwice)).toBe(1_700);
    expect(play(wroteTwice, [1_699, timePassed]).conversation.bot?.asking).toBeNull();
    const begunTurn = play(wroteTwice, [1_700, timePassed]).conversation.bot;
    expect(begunTurn).toMatchObject({
      turns: 1,
      waiting: null,
      asking: { number: 1, since: T0 + 1_700, messageIds: ['a', 'b'], places: 5 },
    });
  });

  it('begins three seconds after the first message at the latest', () => {
    const typing = play(bot, [0, says('a')], [900, says('b')], [1_800, says('c')], [2_700, says('d')]);
    expect(due(typing.conversation)).toBe(3_000);
  });

  describe('of a message that was received long before it was signalled, because the workers are busy', () => {
    const late = (id: string, ageMs: number) =>
      wrote(id, { settings: channel, ageMs, isDueByReceipt: true as const });
    /** What waits after some messages, all signalled five seconds after `T0`, before any time has passed. */
    const received = (...messages: readonly ContactWrote[]) =>
      messages.reduce((one, message) => botReceives(one, message, T0 + 5 * SECOND).conversation, bot);

    it('is due by when it was received: nobody waits for the pause twice', () => {
      expect(due(received(late('a', 3 * SECOND)))).toBe(3 * SECOND);
      expect(due(received(wrote('a', { settings: channel, ageMs: 3 * SECOND })))).toBe(6 * SECOND);
      const asks = play(bot, [5 * SECOND, late('a', 3 * SECOND)]).conversation;
      expect(asks.bot?.asking).toMatchObject({ number: 1, since: T0 + 5 * SECOND, messageIds: ['a'] });
    });

    it('waits for the pause after the newest of several, in whatever order they come', () => {
      const newest = late('b', 500);
      const oldest = late('a', 2 * SECOND);
      for (const { bot: part } of [received(newest, oldest), received(oldest, newest)]) {
        expect(part?.waiting).toMatchObject({ firstAt: T0 + 3 * SECOND, lastAt: T0 + 4_500 });
      }
      expect(due(received(newest, oldest))).toBe(5_500);
    });

    it('is due three seconds after the first of them was received at the latest', () => {
      expect(due(received(late('a', 4 * SECOND), says('b')))).toBe(4 * SECOND);
    });

    it('cannot have been received in the future, whatever the clocks say', () => {
      expect(due(received(late('a', -5 * SECOND)))).toBe(6 * SECOND);
    });
  });

  it('answers a tap on a menu message, too', () => {
    expect(due(play(bot, [0, acted('menu_message_tap', 'tap')]).conversation)).toBe(1_000);
    expect(due(play(bot, [0, acted('menu_tap')]).conversation)).toBeNull();
  });

  it('is one at a time: what is written meanwhile is the next one', () => {
    const meanwhile = play(asked(bot), [5 * SECOND, says('b')], [6 * SECOND, says('c')]).conversation;
    expect(due(meanwhile)).toBeNull();
    const next = play(meanwhile, [10 * SECOND, answered(1, ['x'])], [10 * SECOND, timePassed]).conversation;
    expect(next.bot?.asking).toMatchObject({ number: 2, messageIds: ['b', 'c'] });
  });

  it('takes the newest 50 messages', () => {
    const ids = Array.from({ length: 60 }, (_, index) => `m${index}`);
    const many = play(bot, [0, ...ids.map((id) => says(id))], [SECOND, timePassed]).conversation;
    expect(many.bot?.asking?.messageIds).toEqual(ids.slice(10));
  });

  it('keeps the conversation from being idle', () => {
    expect(play(asked(bot), [2 * HOUR, timePassed]).conversation.state).toBe('bot');
    const later = play(asked(bot), [2 * HOUR, answered(1, ['x'])], [3 * HOUR, timePassed]).conversation;
    expect(later).toMatchObject({ completedReason: 'bot_idle_timeout', completedAt: T0 + 3 * HOUR });
  });

  describe('that takes longer than the smallest idle limit', () => {
    const short = begun(withBot({ idleAfterSeconds: 60 }));
    const late = 83 * SECOND;

    it('and fails leaves the conversation to people, who have the whole limit', () => {
      const cause = { reason: 'bot_failed', detail: 'timeout' } as const;
      const failed = play(asked(short), [late, answered(1, [], { type: 'handOver', ...cause })]).conversation;
      expect(failed).toMatchObject({ state: 'waiting', handover: cause });
      const idle = play(failed, [late + 60 * SECOND, timePassed]).conversation;
      expect(idle).toMatchObject({ completedReason: 'bot_idle_timeout', completedAt: T0 + late + MINUTE });
    });

    it('and is answered “later” is not idle yet', () => {
      expect(play(asked(short), [late, answered(1, [])]).conversation.state).toBe('bot');
    });

    it('is not idle after a tap either', () => {
      const tapped = play(short, [59 * SECOND, acted('menu_message_tap', 'tap')]).conversation;
      const later = play(tapped, [MINUTE, timePassed], [62 * SECOND, answered(1, [])]).conversation;
      expect(later.state).toBe('bot');
    });

    it('and begins without a place is handed over', () => {
      const full = begun(withBot({ idleAfterSeconds: 60, keepPlaces: 1 }, { consecutiveLimit: 1 }));
      const tapped = play(full, [59 * SECOND, wrote('a', { settings: full.settings })]).conversation;
      expect(play(tapped, [late, timePassed]).conversation).toMatchObject({
        state: 'waiting',
        handover: { reason: 'no_places' },
      });
    });
  });

  it('does not begin where no place is left for the bot: it hands over', () => {
    const kept = begun(withBot({ keepPlaces: 2 }, { consecutiveLimit: 2 }));
    const later = play(kept, [0, wrote('a', { settings: kept.settings })], [SECOND, timePassed]);
    expect(later.conversation).toMatchObject({ state: 'waiting', handover: { reason: 'no_places' } });
  });

  it('does not begin after the last of the bot’s turns: it hands over', () => {
    const few = begun(withBot({ handoverAfterTurns: 1 }));
    const next = wrote('b', { settings: few.settings });
    const later = play(
      asked(few),
      [2 * SECOND, answered(1, ['x'])],
      [MINUTE, next],
      [MINUTE + SECOND, timePassed],
    );
    expect(later.conversation).toMatchObject({ state: 'waiting', handover: { reason: 'turns' } });
    // The answer itself may still be on its way, but nothing of the bot leaves after the hand-over.
    expect(given(later.changes)).toEqual(['x:queued', 'x:cancelled:handed_over']);
  });
});

describe('the places that are kept for people', () => {
  const tapped = (sent: number) => ({
    ...play(begun(withBot({ keepPlaces: 1 })), [0, acted('menu_message_tap', 'tap')]).conversation,
    consecutive: { sent },
  });

  it('stay in the main window, also while a short window is open', () => {
    const later = play(tapped(3), [SECOND, timePassed], [2 * SECOND, answered(1, ['a', 'b'])]);
    expect(given(later.changes)).toEqual(['a:queued', 'b:held']);
    expect(later.conversation.consecutive.sent).toBe(4);
    expect(play(tapped(4), [SECOND, timePassed]).conversation.handover?.reason).toBe('no_places');
  });

  it('are kept in the short window where the main window has none left', () => {
    const { conversation } = play(tapped(5), [SECOND, timePassed]);
    const { limit = 0 } = conversation.trigger ?? {};
    expect(conversation.bot?.asking?.places).toBe(limit - 1);
  });
});

describe('an answer', () => {
  const bot = begun(withBot({ keepPlaces: 1 }));
  const long = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

  it('takes the places that are not kept for people; the rest waits and is no held message of an operator', () => {
    const later = play(asked(bot), [5 * SECOND, answered(1, long)]);
    expect(outbox(later.conversation).slice(0, 6)).toEqual([
      'a:queued',
      'b:queued',
      'c:queued',
      'd:queued',
      'e:held',
      'f:held',
    ]);
    expect(later.conversation).toMatchObject({ consecutive: { sent: 4 }, unread: 0 });
  });

  it('continues when the contact asks for more, as far as there is room, and asks nobody', () => {
    const waiting = play(
      asked(bot),
      [5 * SECOND, answered(1, long)],
      [6 * SECOND, ...long.slice(0, 4).flatMap((id) => sent(id))],
    ).conversation;
    const more = play(waiting, [MINUTE, wrote('more', { settings: bot.settings, botHint: 'more' })]);
    expect(given(more.changes)).toEqual(['e:queued', 'f:queued', 'g:queued', 'h:queued']);
    expect(due(more.conversation)).toBeNull();
    expect(outbox(more.conversation).slice(4)).toEqual(['i:held', 'j:held']);
  });

  it('does not continue when the contact writes something else: that is answered instead', () => {
    const waiting = play(asked(bot), [5 * SECOND, answered(1, long)]).conversation;
    const other = play(waiting, [MINUTE, wrote('other', { settings: bot.settings })]);
    expect(given(other.changes).slice(0, 2)).toEqual([
      'e:cancelled:not_asked_for',
      'f:cancelled:not_asked_for',
    ]);
    expect(due(other.conversation)).toBe(MINUTE + SECOND);
  });

  it('is a message like any other where nothing waits', () => {
    expect(due(play(bot, [0, wrote('more', { settings: bot.settings, botHint: 'more' })]).conversation)).toBe(
      SECOND,
    );
  });

  it('for which no place is left after all is handed over', () => {
    const closed = play(asked(bot), [48 * HOUR, answered(1, ['a', 'b'])]);
    expect(closed.conversation).toMatchObject({ state: 'waiting', handover: { reason: 'no_places' } });
    expect(given(closed.changes).slice(-2)).toEqual(['a:cancelled:handed_over', 'b:cancelled:handed_over']);
  });
});

describe('what a bot says by itself', () => {
  const parts = [{ messageId: 'later', kind: 'text' }];
  const spoke = { type: 'botSpoke', turn: 1, parts, leaving: 1 } as const;
  const bot = begun(channel);

  it('leaves like an answer, and the turn that it is asked meanwhile goes on', () => {
    const later = play(asked(bot), [MINUTE, spoke]);
    expect(given(later.changes)).toEqual(['later:queued']);
    expect(later.conversation.bot?.asking?.number).toBe(1);
    expect(given(play(later.conversation, [MINUTE, answered(1, ['x'])]).changes)).toEqual(['x:queued']);
  });

  it('is nothing once people have the conversation', () => {
    const handed = play(bot, [0, says('a', 'person')]).conversation;
    expect(play(handed, [SECOND, spoke])).toEqual({ conversation: handed, changes: [] });
  });

  it('about a turn from before a hand-over is nothing, also once the bot has the conversation again', () => {
    const { conversation } = play(
      asked(bot),
      [MINUTE, answered(1, []), attend(anna), handback(anna)],
      [2 * MINUTE, says('b')],
      [2 * MINUTE + SECOND, timePassed],
    );
    expect(conversation.bot).toMatchObject({ turnsBefore: 1, asking: { number: 2 } });
    expect(play(conversation, [3 * MINUTE, spoke])).toEqual({ conversation, changes: [] });
    expect(given(play(conversation, [3 * MINUTE, { ...spoke, turn: 2 }]).changes)).toEqual(['later:queued']);
  });
});
