/** What the desk says by itself: the welcome, the reminder and the last words (docs/rules.md#66 to #68). */
import { applyToThread } from '../../../src/domain/chain/thread';
import type { ToSay } from '../../../src/domain/conversation/automatic/automatic-kinds';
import { deadlines } from '../../../src/domain/conversation/deadlines';
import {
  anna,
  attend,
  begun,
  complete,
  currentOf,
  DAY,
  given,
  HOUR,
  MINUTE,
  newThread,
  outcomes,
  play,
  playThread,
  reply,
  SECOND,
  sent,
  sentReplies,
  settings,
  T0,
  timePassed,
  wrote,
} from '../builders';

const ALL = { welcomes: true, saysClosed: true, nudgesBeforeMinutes: 60 };
const channel = settings({ automatic: ALL });
const prepared = ({ kind, number }: ToSay, messageId: string | null = kind) =>
  ({ type: 'automaticPrepared', kind, number, messageId }) as const;
const toSayOf = (conversation: { readonly toSay?: readonly ToSay[] | undefined }) =>
  (conversation.toSay ?? []).map(({ kind }) => kind);

describe('the welcome', () => {
  const first = currentOf(playThread(newThread(), [0, wrote('in', { settings: channel })]));
  const [welcome] = first.toSay ?? [];

  it('is said with the first message, takes a place, and attends nobody', () => {
    expect(toSayOf(first)).toEqual(['welcome']);
    const said = play(first, [SECOND, prepared(welcome as ToSay)]);
    expect(given(said.changes)).toEqual(['welcome:queued']);
    expect(said.conversation).toMatchObject({ state: 'waiting', consecutive: { sent: 1 }, unread: 1 });
    expect(said.conversation.toSay).toBeUndefined();
  });

  it('is not said again for the next message, nor where it is off', () => {
    const second = play(
      first,
      [SECOND, prepared(welcome as ToSay)],
      [MINUTE, wrote('more', { settings: channel })],
    );
    expect(toSayOf(second.conversation)).toEqual([]);
    expect(toSayOf(currentOf(playThread(newThread(), [0, wrote('in')])))).toEqual([]);
  });

  it('is said although the bot has the conversation', () => {
    const withBot = settings({ automatic: ALL, bot: { botId: 'bot', idleAfterSeconds: 3600 } });
    const conversation = currentOf(playThread(newThread(), [0, wrote('in', { settings: withBot })]));
    expect([conversation.state, toSayOf(conversation)]).toEqual(['bot', ['welcome']]);
  });

  it('is never the last of the five: the timeline says that it was not sent', () => {
    const full = { ...first, consecutive: { sent: 4 } };
    const { changes, events } = play(full, [SECOND, prepared(welcome as ToSay)]);
    expect(changes).toEqual([]);
    expect(events?.map(({ event }) => event)).toEqual([
      { type: 'automatic_skipped', kind: 'welcome', reason: 'consecutive_limit_reached' },
    ]);
  });

  it('is not said if its text is gone', () => {
    expect(play(first, [SECOND, prepared(welcome as ToSay, null)])).toMatchObject({ changes: [] });
  });
});

describe('the reminder before the window closes', () => {
  const answered = play(begun(channel), [0, attend(anna)], [HOUR, ...sentReplies(anna, 'out')]).conversation;
  const closesAt = 48 * HOUR;
  const awake = { ...channel, closeIdleAfterSeconds: (2 * DAY) / SECOND };
  const long = { ...answered, settings: awake };

  it('is due so long before the closing time, where the last message is ours', () => {
    expect(deadlines(long)).toContainEqual({ kind: 'nudge', at: T0 + closesAt - HOUR });
    const due = play(long, [closesAt - HOUR, timePassed]).conversation;
    expect(toSayOf(due)).toEqual(['nudge']);
    const [nudge] = due.toSay ?? [];
    const said = play(due, [closesAt - HOUR, prepared(nudge as ToSay), ...sent('nudge')]);
    expect(given(said.changes)).toEqual(['nudge:queued']);
    expect(deadlines(said.conversation).map(({ kind }) => kind)).not.toContain('nudge');
  });

  it('is not due where the contact wrote last, nor to whoever was written to within that time', () => {
    const unanswered = play(begun(channel), [0, attend(anna)]).conversation;
    expect(deadlines(unanswered).map(({ kind }) => kind)).not.toContain('nudge');
    const late = play({ ...unanswered, settings: awake, lastActivityAt: T0 + 40 * HOUR }, [
      closesAt - 30 * MINUTE,
      reply(anna, 'out'),
      ...sent('out'),
    ]).conversation;
    expect(deadlines(late).map(({ kind }) => kind)).not.toContain('nudge');
  });

  it('is not said if the contact writes first', () => {
    const due = play(long, [closesAt - HOUR, timePassed]).conversation;
    const [nudge] = due.toSay ?? [];
    const wroteFirst = play(due, [
      closesAt - 59 * MINUTE,
      wrote('in', { settings: awake }),
      prepared(nudge as ToSay),
    ]);
    expect(wroteFirst.changes).toEqual([]);
    expect(wroteFirst.conversation.toSay).toBeUndefined();
  });

  it('is armed anew with the next closing time', () => {
    const moving = settings({ ...awake, windowAnchor: 'last-inbound', version: 2 });
    const due = play({ ...long, settings: moving }, [closesAt - HOUR, timePassed]).conversation;
    const again = play(
      due,
      [closesAt - 50 * MINUTE, wrote('in', { settings: moving })],
      [closesAt, reply(anna, 'out-2'), ...sent('out-2', outcomes.sent)],
    ).conversation;
    expect(deadlines(again)).toContainEqual({ kind: 'nudge', at: T0 + closesAt - 50 * MINUTE + 47 * HOUR });
  });
});

describe('the last words', () => {
  const active = play(begun(channel), [0, attend(anna)]).conversation;

  it('are said when an operator completes the conversation, and leave within a minute', () => {
    const done = play(active, [HOUR, complete(anna)]).conversation;
    expect([done.state, toSayOf(done)]).toEqual(['completed', ['closed']]);
    const [closed] = done.toSay ?? [];
    const said = play(done, [HOUR, prepared(closed as ToSay)]);
    expect(given(said.changes)).toEqual(['closed:queued']);
    expect(said.conversation.state).toBe('completed');
    const late = play(said.conversation, [HOUR + MINUTE, timePassed]);
    expect(given(late.changes)).toEqual(['closed:failed:window_closed']);
  });

  it.each([
    ['missed', begun(channel), 2 * DAY],
    ['idle', active, 2 * DAY],
  ] as const)('are said when it completes as %s', (_, conversation, after) => {
    const awake = {
      ...conversation,
      settings: { ...channel, closeMissedAfterSeconds: 3600, closeIdleAfterSeconds: 3600 },
    };
    expect(toSayOf(play(awake, [after, timePassed]).conversation)).toEqual(['closed']);
  });

  it('are not said to whoever left, is blocked, or begins the next conversation', () => {
    for (const event of [
      { type: 'contactBlocked' },
      { type: 'channelClosed', reason: 'channel_disabled' },
    ] as const)
      expect(toSayOf(play(active, [HOUR, event]).conversation)).toEqual([]);
    const thread = applyToThread(newThread(), wrote('in', { settings: channel }), T0);
    const renewed = applyToThread(thread, wrote('next', { settings: channel }), T0 + 3 * DAY);
    expect(toSayOf(renewed.ended.at(-1)?.conversation ?? {})).toEqual([]);
  });

  it('are not said in the last of the five', () => {
    const full = play({ ...active, consecutive: { sent: 4 } }, [HOUR, complete(anna)]).conversation;
    const [closed] = full.toSay ?? [];
    expect(play(full, [HOUR, prepared(closed as ToSay)]).changes).toEqual([]);
  });
});
