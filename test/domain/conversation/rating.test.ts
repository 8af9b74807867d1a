/** Asking for a rating (docs/rules.md#100). */
import { applyToThread } from '../../../src/domain/chain/thread';
import { abilities, judge } from '../../../src/domain/conversation/abilities';
import type { Conversation } from '../../../src/domain/conversation/conversation';
import type { VersionedSettings } from '../../../src/domain/settings';
import {
  acted,
  anna,
  askRating,
  attend,
  begun,
  ben,
  chief,
  complete,
  currentOf,
  DAY,
  given,
  HOUR,
  MINUTE,
  newThread,
  play,
  playThread,
  reopen,
  SECOND,
  sentReplies,
  settings,
  T0,
  timePassed,
  wrote,
} from '../builders';

const SILENT = { welcomes: false, saysClosed: false, nudgesBeforeMinutes: null };
const channel = settings({ automatic: { ...SILENT, rating: { onAutomaticClose: false } } });
const prepared = (messageId: string | null = 'question') =>
  ({ type: 'automaticPrepared', kind: 'rating', number: 0, messageId }) as const;
const toSayOf = ({ toSay = [] }: Conversation) => toSay.map(({ kind }) => kind);
const attended = (of: VersionedSettings = channel) => play(begun(of), [0, attend(anna)]).conversation;
const ended = play(attended(), [MINUTE, complete(anna)]).conversation;
const obstacleOf = (conversation: Conversation, at: number, messageId: string | null = 'question') =>
  play(conversation, [at, prepared(messageId)]).events?.map(({ event }) => event);

describe('asking at the end', () => {
  it('asks when an operator completes, within the minute of the last words', () => {
    expect(toSayOf(ended)).toEqual(['rating']);
    const { conversation, changes } = play(ended, [MINUTE + SECOND, prepared()]);
    expect(given(changes)).toEqual(['question:queued']);
    expect(conversation).toMatchObject({ ratingAsked: true, consecutive: { sent: 1 } });
    expect(conversation.outbound).toMatchObject([
      { kind: 'msgmenu', operatorId: null, leavesBefore: T0 + 2 * MINUTE + SECOND },
    ]);
  });

  it('follows the text that the conversation is closed, and may be the last of the five', () => {
    const both = settings({
      automatic: { ...SILENT, saysClosed: true, rating: { onAutomaticClose: false } },
    });
    const four = play(
      attended(both),
      [0, ...sentReplies(anna, 'a', 'b', 'c', 'd')],
      [MINUTE, complete(anna)],
    );
    expect(toSayOf(four.conversation)).toEqual(['closed', 'rating']);
    const { changes, events } = play(
      four.conversation,
      [MINUTE, { type: 'automaticPrepared', kind: 'closed', number: 0, messageId: 'closed' }],
      [MINUTE, prepared()],
    );
    expect(given(changes)).toEqual(['question:queued']);
    expect(events?.map(({ event }) => event)).toMatchObject([{ type: 'automatic_skipped', kind: 'closed' }]);
  });

  it('asks at a time limit only where the channel wants it', () => {
    const always = settings({ automatic: { ...SILENT, rating: { onAutomaticClose: true } } });
    for (const [of, kinds] of [
      [channel, []],
      [always, ['rating']],
    ] as const) {
      const idle = play(attended(of), [DAY, timePassed]).conversation;
      expect([idle.completedReason, toSayOf(idle)]).toEqual(['idle_timeout', kinds]);
    }
  });

  it('does not ask where it is off, nor after the contact has left', () => {
    expect(toSayOf(play(attended(settings()), [MINUTE, complete(anna)]).conversation)).toEqual([]);
    expect(toSayOf(play(attended(), [MINUTE, acted('unfollow')]).conversation)).toEqual([]);
  });

  it('says why it did not', () => {
    const full = play(
      attended(),
      [0, ...sentReplies(anna, 'a', 'b', 'c', 'd', 'e')],
      [MINUTE, complete(anna)],
    );
    expect(obstacleOf(full.conversation, MINUTE)).toEqual([
      { type: 'rating_not_asked', reason: 'consecutive_limit_reached' },
    ]);
    expect(obstacleOf(ended, 48 * HOUR)).toEqual([{ type: 'rating_not_asked', reason: 'window_closed' }]);
    expect(obstacleOf(ended, MINUTE, null)).toEqual([{ type: 'rating_not_asked', reason: 'unavailable' }]);
    const lost = { ...ended, unreachable: { wechatCode: 43004, since: T0 } };
    expect(obstacleOf(lost, MINUTE)).toEqual([{ type: 'rating_not_asked', reason: 'contact_unreachable' }]);
  });

  it('is overtaken by a contact who writes', () => {
    const thread = playThread(
      newThread(),
      [0, wrote('in', { settings: channel })],
      [0, attend(anna)],
      [MINUTE, complete(anna)],
    );
    const next = applyToThread(
      thread,
      wrote('again', { settings: channel, newConversationId: 'next' }),
      T0 + MINUTE,
    );
    expect(next.rows.filter(({ type }) => type === 'event')).toMatchObject([
      { conversationId: currentOf(thread).id, event: { type: 'rating_not_asked', reason: 'contact_wrote' } },
    ]);
    expect(toSayOf(currentOf(next))).toEqual([]);
  });

  it('is asked anew in the conversation that reopens it', () => {
    const asked = play(ended, [MINUTE, prepared()]).conversation;
    const thread = { ...newThread(), current: { ...asked, outbound: [] } };
    const next = applyToThread(thread, reopen(anna, asked.id, 'next'), T0 + 2 * MINUTE);
    expect(next.current).toMatchObject({ id: 'next', state: 'active' });
    expect(judge(currentOf(next), askRating(anna), T0 + 2 * MINUTE)).toBeNull();
  });
});

describe('asking by hand', () => {
  const silent = attended(settings());

  it('asks where the channel does not, of an attended conversation or a completed one', () => {
    expect(toSayOf(play(silent, [MINUTE, askRating(anna)]).conversation)).toEqual(['rating']);
    const completed = play(silent, [MINUTE, complete(anna)]).conversation;
    expect(toSayOf(play(completed, [HOUR, askRating(ben)]).conversation)).toEqual(['rating']);
  });

  it('asks once, whether by hand or at the end', () => {
    const asked = play(attended(), [MINUTE, askRating(anna)], [MINUTE, prepared()]).conversation;
    expect(judge(asked, askRating(anna), T0 + MINUTE)).toEqual({ code: 'already_asked' });
    expect(toSayOf(play(asked, [2 * MINUTE, complete(anna)]).conversation)).toEqual([]);
    expect(judge(ended, askRating(anna), T0 + MINUTE)).toEqual({ code: 'already_asked' });
  });

  it('keeps the question that was about to be asked when the conversation completes', () => {
    const both = play(attended(), [MINUTE, askRating(anna)], [MINUTE, complete(anna)]).conversation;
    expect(toSayOf(both)).toEqual(['rating']);
  });

  it('may be tried again if it was not asked', () => {
    const refused = play(silent, [MINUTE, askRating(anna)], [MINUTE, prepared(null)]).conversation;
    expect(judge(refused, askRating(anna), T0 + MINUTE)).toBeNull();
  });

  it('is for who attends, and for administrators', () => {
    expect(judge(begun(), askRating(anna), T0)).toEqual({ code: 'not_attended' });
    expect(judge(silent, askRating(ben), T0)).toMatchObject({ code: 'attended_by_other' });
    expect(judge(silent, askRating(chief), T0)).toBeNull();
  });

  it('needs the window and a place', () => {
    const full = play(silent, [0, ...sentReplies(anna, 'a', 'b', 'c', 'd', 'e')]).conversation;
    expect(judge(full, askRating(anna), T0 + MINUTE)).toMatchObject({ code: 'consecutive_limit_reached' });
    const completed = play(silent, [MINUTE, complete(anna)]).conversation;
    expect(judge(completed, askRating(anna), T0 + 48 * HOUR)).toMatchObject({ code: 'window_closed' });
    expect(abilities(completed, anna, T0 + HOUR).askRating).toEqual({ allowed: true });
  });
});

it('a tap on it is nothing that is said to a bot', () => {
  const bot = begun(settings({ bot: { botId: 'bot', idleAfterSeconds: 3600 } }));
  const before = bot.bot;
  const { conversation } = play(bot, [MINUTE, { ...acted('menu_message_tap'), isRating: true }]);
  expect(conversation.bot?.waiting ?? null).toEqual(before?.waiting ?? null);
  expect(conversation.trigger).toMatchObject({ kind: 'menu_message_tap', limit: 3 });
});
