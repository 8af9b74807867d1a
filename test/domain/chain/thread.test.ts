import { applyToThread, forgetWritten, mustAwaitSend, type Thread } from '../../../src/domain/chain/thread';
import type { Conversation } from '../../../src/domain/conversation/conversation';
import {
  acted,
  anna,
  attend,
  ben,
  complete,
  currentOf,
  DAY,
  HOUR,
  MINUTE,
  newThread,
  outbox,
  outcomes,
  playThread,
  reply,
  sent,
  sentReplies,
  settings,
  started,
  T0,
  timePassed,
  wrote,
} from '../builders';

const open = () => playThread(newThread(), [0, wrote('first', { newConversationId: 'one' })]);
const active = () => playThread(open(), [0, attend(anna)]);
/** An active conversation at the 48th hour, not idle because the contact wrote in between (docs/rules.md#4). */
const atTheEnd = () => playThread(active(), [20 * HOUR, wrote('x')], [40 * HOUR, wrote('y')]);
const renewing = (changes = {}) => wrote('next', { newConversationId: 'two', ...changes });
const filedUnder = (thread: Thread) =>
  thread.rows.filter((row) => row.type === 'file').map((row) => [row.messageId, row.conversationId]);
const statusRows = (thread: Thread) =>
  thread.rows
    .filter((row) => row.type === 'status')
    .map(
      (row) => `${row.conversationId}/${row.messageId}:${row.status}${row.error ? `:${row.error.code}` : ''}`,
    );
const last = (thread: Thread): Conversation | undefined => thread.ended.at(-1)?.conversation;

describe('a message from the contact', () => {
  it('begins a conversation if none is open', () => {
    expect(currentOf(open())).toMatchObject({ id: 'one', state: 'waiting', startedAt: T0 });
    expect(filedUnder(open())).toEqual([['first', 'one']]);
  });

  it('belongs to the open conversation while its window is open', () => {
    const later = playThread(atTheEnd(), [48 * HOUR - 1, renewing()]);
    expect(currentOf(later).id).toBe('one');
    expect(filedUnder(later).at(-1)).toEqual(['next', 'one']);
  });

  it('that comments on a rating is a message to the open conversation, and begins none', () => {
    const comment = renewing({ isComment: true });
    const told = playThread(active(), [HOUR, reply(anna, 'm')], [2 * HOUR, comment]);
    expect(told.current).toEqual(
      playThread(active(), [HOUR, reply(anna, 'm')], [2 * HOUR, renewing()]).current,
    );
    expect(currentOf(told)).toMatchObject({ id: 'one', unread: 1, window: { lastInboundAt: T0 + 2 * HOUR } });
    expect(filedUnder(told).at(-1)).toEqual(['next', 'one']);
    const completed = playThread(active(), [HOUR, complete(anna)]);
    const shown = playThread(completed, [2 * HOUR, comment]);
    expect([shown.current, shown.ended, filedUnder(shown).at(-1)]).toEqual([
      completed.current,
      completed.ended,
      ['next', null],
    ]);
    expect(filedUnder(playThread(newThread(), [0, comment]))).toEqual([['next', null]]);
  });

  it('that comments on a rating after the window is only shown in the conversation, and waits for no send', () => {
    const sending = playThread(atTheEnd(), [47 * HOUR, reply(anna, 'm'), started('m')]);
    const comment = renewing({ isComment: true });
    expect(mustAwaitSend(sending, comment, T0 + 48 * HOUR)).toBe(false);
    const later = playThread(sending, [48 * HOUR, comment]);
    expect(currentOf(later)).toMatchObject({ id: 'one', state: 'active' });
    expect(filedUnder(later).at(-1)).toEqual(['next', 'one']);
  });

  it('after the window starts a new conversation and completes the old one as window_renewed, in one step', () => {
    const later = playThread(atTheEnd(), [48 * HOUR, reply(anna, 'm'), renewing()]);
    expect(statusRows(later)).toEqual([]);
    expect(last(later)).toMatchObject({
      id: 'one',
      completedReason: 'window_renewed',
      completedAt: T0 + 48 * HOUR,
    });
    expect(currentOf(later)).toMatchObject({ id: 'two', state: 'waiting', operatorId: null, unread: 1 });
    expect(currentOf(later).window.lastInboundAt).toBe(T0 + 48 * HOUR);
    expect(filedUnder(later).at(-1)).toEqual(['next', 'two']);
    expect(filedUnder(later)).toHaveLength(4);
  });

  it('after WeChat’s 45015 starts a new conversation too', () => {
    const later = playThread(
      active(),
      [HOUR, reply(anna, 'a', 'hold'), ...sent('a', outcomes.windowClosed)],
      [2 * HOUR, renewing()],
    );
    expect(last(later)?.completedReason).toBe('window_renewed');
    expect(outbox(currentOf(later))).toEqual(['a:queued']);
  });

  it('after an outage is applied before the overdue limits, and renews', () => {
    const later = playThread(open(), [50 * HOUR, renewing()]);
    expect(last(later)).toMatchObject({ completedReason: 'window_renewed', completedAt: T0 + 50 * HOUR });
  });

  it('is never filed in a conversation that it completes', () => {
    const short = settings({ closeMissedAfterSeconds: 900 });
    const later = playThread(
      newThread(),
      [0, wrote('first', { settings: short })],
      [DAY, renewing({ settings: short })],
    );
    expect(currentOf(later).state).not.toBe('completed');
  });

  it('after the completion begins the next conversation; the old one stays as it was', () => {
    const done = playThread(active(), [HOUR, complete(anna)]);
    const later = playThread(done, [HOUR + 1, renewing()]);
    expect(last(later)).toEqual(currentOf(done));
    expect(currentOf(later)).toMatchObject({ id: 'two', state: 'waiting' });
  });

  it('is judged by the newest settings, including its own', () => {
    const toStart = settings({ version: 2 });
    const byLastInbound = settings({ windowAnchor: 'last-inbound' });
    const begun = playThread(newThread(), [0, wrote('first', { settings: byLastInbound }), attend(anna)]);
    const busy = playThread(begun, [20 * HOUR, wrote('x')], [40 * HOUR, wrote('y')]);
    expect(currentOf(playThread(busy, [50 * HOUR, renewing()])).id).not.toBe('two');
    expect(currentOf(playThread(busy, [50 * HOUR, renewing({ settings: toStart })])).id).toBe('two');
    const other = renewing({ settings: settings({ version: 2, windowAnchor: 'last-inbound' }) });
    expect(currentOf(playThread(atTheEnd(), [50 * HOUR, other])).id).toBe('one');
  });

  it('never brings older settings into the new conversation', () => {
    const newer = playThread(atTheEnd(), [
      41 * HOUR,
      { type: 'settingsChanged', settings: settings({ version: 7, consecutiveLimit: 2 }) },
    ]);
    expect(currentOf(playThread(newer, [49 * HOUR, renewing()])).settings.version).toBe(7);
  });
});

describe('a renewal', () => {
  it('moves held messages, in order, and lets them leave as the new limit allows', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const held = playThread(atTheEnd(), [48 * HOUR, ...ids.map((id) => reply(anna, id, 'hold'))]);
    const later = playThread(forgetWritten(held, held.version), [49 * HOUR, renewing()]);
    expect(outbox(currentOf(later))).toEqual([...ids.slice(0, 5).map((id) => `${id}:queued`), 'f:held']);
    expect(currentOf(later).consecutive.sent).toBe(5);
    expect(statusRows(later)).toEqual([...ids.slice(0, 5).map((id) => `two/${id}:queued`), 'two/f:held']);
    expect(last(later)?.outbound).toEqual([]);
  });

  it('fails the queued messages whose window has just ended', () => {
    const waiting = playThread(atTheEnd(), [47 * HOUR, reply(anna, 'a'), ...sent('a', outcomes.paused)]);
    const later = playThread(forgetWritten(waiting, waiting.version), [48 * HOUR, renewing()]);
    expect(statusRows(later)).toEqual(['one/a:failed:window_closed']);
  });

  it('waits for the send in flight', () => {
    const sending = playThread(atTheEnd(), [47 * HOUR, reply(anna, 'a'), started('a')]);
    expect(mustAwaitSend(sending, renewing(), T0 + 48 * HOUR - 1)).toBe(false);
    expect(mustAwaitSend(sending, renewing(), T0 + 48 * HOUR)).toBe(true);
    expect(mustAwaitSend(sending, acted('menu_tap'), T0 + 48 * HOUR)).toBe(false);
    expect(mustAwaitSend(atTheEnd(), renewing(), T0 + 48 * HOUR)).toBe(false);
    const done = playThread(sending, [47 * HOUR + 1, complete(anna)]);
    expect(mustAwaitSend(done, renewing(), T0 + 47 * HOUR + 2)).toBe(true);
  });

  it('moves the accepted messages of a completed conversation, and writes the old one without them', () => {
    const done = playThread(active(), [HOUR, reply(anna, 'a'), complete(anna)]);
    const written = forgetWritten(done, done.version);
    const later = playThread(written, [HOUR + 1, renewing()]);
    expect(last(later)).toMatchObject({ id: 'one', completedReason: 'operator', outbound: [] });
    expect(later.ended[0]?.version).toBeGreaterThan(written.version);
    expect(outbox(currentOf(later))).toEqual(['a:queued']);
  });

  it('keeps the pause of the channel', () => {
    const paused = playThread(active(), [
      HOUR,
      reply(anna, 'a'),
      ...sent('a', outcomes.paused),
      complete(anna),
    ]);
    const later = playThread(paused, [HOUR + 1, renewing()]);
    expect(currentOf(later).outbound[0]?.notBefore).toBe(T0 + HOUR + 10 * MINUTE);
  });
});

describe('an event of the contact', () => {
  it.each(['follow', 'scan', 'menu_tap', 'menu_message_tap', 'unfollow', 'none'] as const)(
    '%s starts no conversation and is filed on the contact',
    (action) => {
      const later = playThread(newThread(), [0, acted(action, 'e')]);
      expect(later.current).toBeNull();
      expect(filedUnder(later)).toEqual([['e', null]]);
      expect(later.version).toBe(1);
    },
  );

  it('is filed under the conversation that is open', () => {
    expect(filedUnder(playThread(open(), [1, acted('scan', 'e')])).at(-1)).toEqual(['e', 'one']);
  });

  it('is filed on the contact after the conversation is completed', () => {
    const done = playThread(active(), [1, complete(anna)], [2, acted('scan', 'e')]);
    expect(filedUnder(done).at(-1)).toEqual(['e', null]);
  });

  it('is filed on the contact if an overdue limit completes the conversation first', () => {
    for (const action of ['scan', 'unfollow'] as const) {
      const later = playThread(active(), [30 * HOUR, acted(action, 'e')]);
      expect(currentOf(later)).toMatchObject({ completedReason: 'idle_timeout', completedAt: T0 + DAY });
      expect(filedUnder(later).at(-1)).toEqual(['e', null]);
    }
  });

  it('that ends the conversation is the last thing shown in it', () => {
    const later = playThread(active(), [1, acted('unfollow', 'e')]);
    expect(currentOf(later).completedReason).toBe('unsubscribed');
    expect(filedUnder(later).at(-1)).toEqual(['e', 'one']);
  });

  it('renews nothing after the window', () => {
    const later = playThread(atTheEnd(), [49 * HOUR, acted('menu_message_tap', 'e')]);
    expect(currentOf(later)).toMatchObject({ id: 'one', state: 'active' });
  });
});

describe('a repeat', () => {
  it.each([
    ['a message', wrote('first', { newConversationId: 'other' })],
    ['an event', acted('menu_tap', 'event')],
    ['a reply', reply(anna, 'reply')],
  ])('of %s changes nothing, also after the conversation was completed', (_, event) => {
    const before = playThread(open(), [0, acted('menu_tap', 'event'), reply(anna, 'reply')]);
    expect(applyToThread(before, event, T0 + 1)).toBe(before);
    const done = playThread(before, [2, complete(anna)]);
    expect(applyToThread(done, event, T0 + 3)).toBe(done);
  });

  it('of a refused reply is judged again', () => {
    const full = playThread(active(), [1, ...sentReplies(anna, 'a', 'b', 'c', 'd', 'e')]);
    const refused = playThread(full, [2, reply(anna, 'f'), reply(ben, 'g')]);
    const later = playThread(refused, [3, wrote('x'), reply(anna, 'f')]);
    expect(outbox(currentOf(later))).toEqual(['f:queued']);
  });
});

describe('a chain', () => {
  it('without a conversation ignores what only concerns one', () => {
    const empty = newThread();
    expect(playThread(empty, [0, timePassed, attend(anna), complete(anna), started('a')])).toBe(empty);
  });

  it('keeps its version if nothing changed', () => {
    const before = active();
    expect(playThread(before, [1, timePassed, attend(anna), attend(ben)])).toBe(before);
  });

  it('drops what is written and keeps what came since', () => {
    const before = open();
    const later = playThread(before, [1, wrote('x')]);
    expect(filedUnder(forgetWritten(later, before.version))).toEqual([['x', 'one']]);
    expect(forgetWritten(later, later.version)).toMatchObject({ rows: [], ended: [] });
  });

  it('remembers a bounded number of items', () => {
    const ids = Array.from({ length: 200 }, (_, index) => wrote(`m${index}`));
    expect(playThread(open(), [1, ...ids]).seen.length).toBeLessThanOrEqual(50);
  });
});
