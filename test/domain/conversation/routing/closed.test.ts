/** A closed channel: conversations are missed at once, and ring at the opening (docs/rules.md#79). */
import { hoursToRead, toHoursRead } from '../../../../src/domain/chain/routing-questions';
import { newBotPart } from '../../../../src/domain/conversation/bot/bot-part';
import type { Conversation } from '../../../../src/domain/conversation/conversation';
import { deadlines } from '../../../../src/domain/conversation/deadlines';
import { hoursDueAt } from '../../../../src/domain/conversation/routing/hours';
import {
  anna,
  answered,
  asked,
  attend,
  begun,
  changed,
  claimed,
  complete,
  currentOf,
  DAY,
  HOUR,
  MINUTE,
  newThread,
  offers,
  play,
  playThread,
  reply,
  SECOND,
  settings,
  T0,
  timePassed,
  told,
  transferToGroup,
  wrote,
} from '../../builders';

const OPENS = 10 * HOUR;
const CLOSES = 18 * HOUR;
const hours = { hoursVersion: 1, closeMissedAfterSeconds: 3600 };
const fresh = begun(hours);
const closed = play(fresh, [0, told(false, OPENS)]);
const missedRow = { type: 'missed', reason: 'closed' };
const rows = (step: { events?: readonly { event: object }[] }) => step.events?.map(({ event }) => event);
const kinds = (conversation: Conversation) => deadlines(conversation).map(({ kind }) => kind);

describe('a new conversation of a channel with opening hours', () => {
  it('is asked about before anybody is rung', () => {
    expect(hoursDueAt(fresh)).toBe(0);
    expect(hoursDueAt(begun())).toBeNull();
  });

  it('rings while the channel is open', () => {
    const open = play(fresh, [0, told(true, CLOSES)]);
    expect([open.conversation.state, open.events, hoursDueAt(open.conversation)]).toEqual([
      'waiting',
      undefined,
      null,
    ]);
  });

  it('is missed at once while it is closed, and completes counted from the opening', () => {
    expect(closed.conversation).toMatchObject({
      state: 'missed',
      missedAt: T0,
      closeMissedFrom: T0 + OPENS,
      isClosedMissed: true,
    });
    expect(rows(closed)).toEqual([missedRow]);
    expect(deadlines(closed.conversation).slice(0, 2)).toEqual([
      { kind: 'opening', at: T0 + OPENS },
      { kind: 'close_missed', at: T0 + OPENS + HOUR },
    ]);
  });

  it('never completes as missed if the channel never opens', () => {
    const never = play(fresh, [0, told(false, null)]).conversation;
    expect(never.closeMissedFrom).toBeNull();
    expect(kinds(never)).toEqual(['window']);
  });

  it('rings at the opening, with a new ring time; whether the channel closes is asked then', () => {
    const opened = play(closed.conversation, [OPENS, timePassed]).conversation;
    expect(opened).toMatchObject({ state: 'waiting', ringingSince: T0 + OPENS });
    expect([opened.isClosedMissed, hoursDueAt(opened)]).toEqual([undefined, 0]);
    const known = play(opened, [OPENS, told(true, CLOSES)]).conversation;
    expect(deadlines(known)[0]).toEqual({ kind: 'miss', at: T0 + OPENS + MINUTE });
    const missed = play(known, [OPENS + MINUTE, timePassed]).conversation;
    expect(missed).toMatchObject({ state: 'missed', closeMissedFrom: T0 + OPENS + MINUTE });
    expect(missed.isClosedMissed).toBeUndefined();
  });

  it('is attended and answered at any time', () => {
    const { conversation } = play(closed.conversation, [HOUR, attend(anna)]);
    expect(conversation).toMatchObject({ state: 'active', operatorId: 'anna' });
    expect([conversation.isClosedMissed, kinds(conversation).includes('opening')]).toEqual([
      undefined,
      false,
    ]);
    const replied = play(closed.conversation, [HOUR, reply(anna, 'out')]).conversation;
    expect(replied.state).toBe('active');
  });

  it('is offered to nobody until then', () => {
    const offered = play(begun({ ...hours, ...offers() }), [0, timePassed, told(false, OPENS)]).conversation;
    expect(offered.offering).toBeUndefined();
    const opened = play(offered, [OPENS, timePassed]).conversation;
    expect(opened.offering).toEqual({ number: 1, asked: [] });
  });
});

describe('the opening hours', () => {
  it('that were read for an older version say nothing', () => {
    expect(play(fresh, [0, told(false, OPENS, { version: 2 })]).conversation).toBe(fresh);
  });

  it('are asked for again when they change: a channel that opens earlier rings earlier', () => {
    const after = play(closed.conversation, [HOUR, changed({ ...hours, hoursVersion: 2 })]).conversation;
    expect([after.state, hoursDueAt(after), kinds(after).includes('opening')]).toEqual(['missed', 0, false]);
    const later = play(after, [HOUR, told(false, 2 * HOUR, { version: 2 })]);
    expect(later.events).toBeUndefined();
    expect(later.conversation).toMatchObject({ state: 'missed', closeMissedFrom: T0 + 2 * HOUR });
    const open = play(after, [HOUR, told(true, CLOSES, { version: 2 })]).conversation;
    expect(open).toMatchObject({ state: 'waiting', ringingSince: T0 + HOUR });
  });

  it('that are removed leave the channel open, also if the contact’s next message brings the news', () => {
    const none = settings({ version: 2 });
    for (const event of [changed({}), wrote('in', { settings: none })]) {
      const after = play(closed.conversation, [HOUR, event]).conversation;
      expect(after).toMatchObject({ state: 'waiting', ringingSince: T0 + HOUR });
      expect([after.hours, after.isClosedMissed]).toEqual([undefined, undefined]);
    }
  });

  it('are not asked for again while it rings', () => {
    const open = play(fresh, [0, told(true, 30_000)], [45_000, timePassed]).conversation;
    expect([open.state, hoursDueAt(open)]).toEqual(['waiting', null]);
  });

  it('are asked for as of when it began to ring: one that rang before the channel closed goes on', () => {
    const ringing = play(begun({ ...hours, ringTimeSeconds: 600 }), [0, told(true, MINUTE)]).conversation;
    const again = play(ringing, [
      2 * MINUTE,
      changed({ ...hours, ringTimeSeconds: 600, hoursVersion: 2 }),
    ]).conversation;
    expect(hoursToRead(again, T0 + 2 * MINUTE)).toMatchObject({ version: 2, now: T0 });
    const told2 = told(true, MINUTE, { version: 2 });
    expect(play(again, [2 * MINUTE, told2]).conversation.state).toBe('waiting');
    const changedAtNight = play(closed.conversation, [HOUR, changed({ ...hours, hoursVersion: 2 })]);
    expect(hoursToRead(changedAtNight.conversation, T0 + HOUR)).toMatchObject({ now: T0 + HOUR });
  });

  it('that could not be read are asked for also when it has been missed meanwhile', () => {
    const guessed = play(
      fresh,
      [0, told(true, MINUTE, { isGuess: true })],
      [MINUTE, timePassed],
    ).conversation;
    expect([guessed.state, guessed.isClosedMissed, hoursDueAt(guessed)]).toEqual([
      'missed',
      undefined,
      T0 + MINUTE,
    ]);
    expect(hoursToRead(guessed, T0 + MINUTE)).toMatchObject({ now: T0 });
    const known = play(guessed, [2 * MINUTE, told(false, OPENS)]);
    expect(known.conversation).toMatchObject({
      state: 'missed',
      missedAt: T0 + MINUTE,
      closeMissedFrom: T0 + OPENS,
      isClosedMissed: true,
    });
    expect([rows(known), hoursDueAt(known.conversation)]).toEqual([[missedRow], null]);
    const open = play(guessed, [2 * MINUTE, told(true, CLOSES)]).conversation;
    expect([open.state, open.isClosedMissed, hoursDueAt(open)]).toEqual(['missed', undefined, null]);
  });

  it('that keep being unreadable are asked for ever more seldom', () => {
    let current = begun({ ...hours, closeMissedAfterSeconds: null });
    let asks = 0;
    for (let now = T0; now < T0 + DAY; now = hoursDueAt(current) ?? Infinity) {
      current = play(current, [now - T0, timePassed]).conversation;
      const asked = hoursToRead(current, now);
      if (asked === null) throw new Error('it is due');
      current = play(current, [now - T0, toHoursRead(asked, null, now)]).conversation;
      asks += 1;
    }
    expect([current.state, asks]).toEqual(['missed', 12]);
  });

  it('that are known too late ring from then on, not from the opening', () => {
    const guessed = play(begun({ ...hours, ringTimeSeconds: 600 }), [
      0,
      told(true, MINUTE, { isGuess: true }),
    ]);
    const known = play(guessed.conversation, [5 * MINUTE, told(false, 4 * MINUTE)]).conversation;
    expect(known).toMatchObject({ state: 'waiting', ringingSince: T0 + 5 * MINUTE });
  });

  it('that could not be read count as open for a minute, and are asked for again', () => {
    const guessed = play(begun({ ...hours, ringTimeSeconds: 600 }), [
      0,
      told(true, MINUTE, { isGuess: true }),
    ]);
    expect([guessed.conversation.state, hoursDueAt(guessed.conversation)]).toEqual(['waiting', T0 + MINUTE]);
    const known = play(guessed.conversation, [MINUTE, told(false, OPENS)]);
    expect(known.conversation).toMatchObject({ state: 'missed', isClosedMissed: true });
    expect(rows(known)).toEqual([missedRow]);
  });
});

describe('a conversation that goes back to the queue', () => {
  const known = play(fresh, [0, told(true, CLOSES), attend(anna), reply(anna, 'out')]).conversation;
  const atNight = { ...known, hours: { version: 1, isOpen: false, changesAt: T0 + DAY } };

  it('is missed at once while the channel is known to be closed', () => {
    const back = play(atNight, [19 * HOUR, { type: 'operatorDisabled', operatorId: 'anna' }]);
    expect(rows(back)).toEqual([
      { type: 'returned', reason: 'operator_disabled', operatorId: 'anna' },
      missedRow,
    ]);
    expect(back.conversation).toMatchObject({ state: 'missed', operatorId: null, isClosedMissed: true });
    const moved = play(atNight, [19 * HOUR, transferToGroup(anna, 'sales')]);
    expect(rows(moved)).toEqual([missedRow]);
    expect(moved.conversation).toMatchObject({ state: 'missed', groupId: 'sales' });
  });

  it('is asked about where that is not known', () => {
    const back = play(known, [19 * HOUR, { type: 'operatorDisabled', operatorId: 'anna' }]).conversation;
    expect([back.state, hoursDueAt(back)]).toEqual(['waiting', 0]);
  });
});

describe('a bot of a channel that is closed', () => {
  const withBot = {
    ...hours,
    bot: { botId: 'bot', idleAfterSeconds: 3600, keepPlaces: 0, tellsHandover: true },
  };
  const has = begun(withBot);

  it('answers at all hours', () => {
    expect(hoursDueAt(has)).toBeNull();
    expect(play(asked(has), [2_000, answered(1, ['said'])]).conversation.state).toBe('bot');
  });

  it('hands over to people who come at the opening; until then nobody is idle', () => {
    const handed = play(asked(has), [2_000, answered(1, [], { type: 'handOver', reason: 'asked_by_bot' })]);
    expect([handed.conversation.state, hoursDueAt(handed.conversation)]).toEqual(['waiting', 0]);
    const missed = play(handed.conversation, [2_000, told(false, OPENS)]).conversation;
    expect(missed).toMatchObject({ state: 'missed', isClosedMissed: true });
    expect(deadlines(missed)).toContainEqual({ kind: 'close_bot_idle', at: T0 + OPENS + HOUR });
    const opened = play(missed, [OPENS, timePassed]).conversation;
    expect(opened.state).toBe('waiting');
    expect(deadlines(opened)).toContainEqual({ kind: 'close_bot_idle', at: T0 + OPENS + HOUR });
  });

  it('that knows that nobody is there does not miss the conversation twice', () => {
    const night = { ...has, hours: { version: 1, isOpen: false, changesAt: T0 + OPENS } };
    const busy = play(asked(night), [2_000, answered(1, [], { type: 'busy', groupId: 'sales' })]);
    expect(busy.conversation).toMatchObject({
      state: 'missed',
      closeMissedFrom: T0 + OPENS,
      isClosedMissed: true,
      groupId: 'sales',
    });
    expect(rows(busy)).toEqual([{ type: 'handover', reason: 'asked_by_bot' }, missedRow]);
  });

  it('that knows that nobody is there waits until it is known whether the channel is closed', () => {
    const busy = play(asked(has), [2_000, answered(1, [], { type: 'busy' })]).conversation;
    expect([busy.state, busy.isBusy, hoursDueAt(busy)]).toEqual(['waiting', true, 0]);
    const night = play(busy, [2_000, told(false, OPENS)]);
    expect(night.conversation).toMatchObject({ state: 'missed', isClosedMissed: true });
    expect([night.conversation.isBusy, rows(night)]).toEqual([undefined, [missedRow]]);
    const day = play(busy, [2_000, told(true, CLOSES)]);
    expect(day.conversation).toMatchObject({ state: 'missed', missedAt: T0 + 2_000 });
    expect([day.conversation.isBusy, day.conversation.isClosedMissed, rows(day)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const none = play(busy, [2_000, changed({ ...withBot, hoursVersion: undefined })]).conversation;
    expect([none.state, none.isBusy]).toEqual(['missed', undefined]);
    expect(play(busy, [2_000, attend(anna)]).conversation.isBusy).toBeUndefined();
  });

  it('names the group that it hands over to; one that has failed leaves it to the channel’s', () => {
    const to = (then: object) =>
      play(asked(has), [2_000, answered(1, [], then as never)]).conversation.groupId;
    expect(to({ type: 'handOver', reason: 'asked_by_bot', groupId: 'sales' })).toBe('sales');
    expect(to({ type: 'handOver', reason: 'asked_by_bot' })).toBeUndefined();
    const failing = begun({
      ...withBot,
      groupId: 'first',
      bot: { ...withBot.bot, failureGroupId: 'second' },
    });
    const after = (reason: 'bot_failed' | 'asked_by_bot') =>
      play(asked(failing), [2_000, answered(1, [], { type: 'handOver', reason })]).conversation.groupId;
    expect([after('bot_failed'), after('asked_by_bot')]).toEqual(['second', 'first']);
  });
});

describe('what the contact is told while it is closed', () => {
  const automatic = { welcomes: true, saysClosed: false, nudgesBeforeMinutes: null, saysOutOfHours: true };
  const channel = settings({ ...hours, automatic });
  const first = currentOf(playThread(newThread(), [0, wrote('in', { settings: channel })]));
  const toSay = ({ toSay = [] }: Conversation) => toSay.map(({ kind }) => kind);

  it('is that it is closed, instead of the welcome', () => {
    const missed = play(first, [0, told(false, OPENS)]).conversation;
    expect(missed.toSay).toEqual([{ kind: 'outOfHours', number: T0 }]);
    expect(toSay(play(first, [0, told(true, CLOSES)]).conversation)).toEqual(['welcome']);
  });

  const prepared = {
    type: 'automaticPrepared',
    kind: 'outOfHours',
    number: T0,
    messageId: 'told',
  } as const;
  const missed = play(first, [0, told(false, OPENS)]).conversation;
  const said = play(missed, [SECOND, prepared]).conversation;

  it('once in a conversation', () => {
    expect(said).toMatchObject({ outOfHoursSaidAt: T0 + SECOND, outbound: [{ messageId: 'told' }] });
    const again = play(said, [OPENS, timePassed, told(false, 2 * DAY)]).conversation;
    expect(again).toMatchObject({ state: 'missed', isClosedMissed: true });
    expect(toSay(again)).toEqual([]);
  });

  it('not after somebody attends, nor after the opening; nor does it count as said then', () => {
    const opened = play(missed, [OPENS, timePassed]).conversation;
    const attendedNow = play(missed, [SECOND, attend(anna)]).conversation;
    const withBot = { ...missed, bot: newBotPart('bot') };
    for (const after of [opened, attendedNow, play(withBot, [SECOND, attend(anna)]).conversation]) {
      expect(toSay(after)).toEqual([]);
      const late = play(after, [OPENS, prepared]).conversation;
      expect([late.outbound, late.outOfHoursSaidAt]).toEqual([[], undefined]);
    }
  });

  it('once in 24 hours, also if the contact begins another conversation', () => {
    const thread = { ...newThread(), current: said };
    const next = (at: number) =>
      currentOf(
        playThread(
          thread,
          [HOUR, attend(anna), complete(anna)],
          [at, wrote('next', { settings: channel }), told(false, at + HOUR)],
        ),
      );
    expect(next(2 * HOUR)).toMatchObject({ isClosedMissed: true, outOfHoursSaidAt: T0 + SECOND });
    expect(toSay(next(2 * HOUR))).toEqual([]);
    expect(toSay(next(DAY + SECOND))).toEqual(['outOfHours']);
  });

  it('once in 24 hours, also if the conversation in which it was said is long over: the store knows', () => {
    expect(hoursToRead(first, T0)).toMatchObject({ contactId: 'contact' });
    expect(hoursToRead(fresh, T0)).not.toHaveProperty('contactId');
    const at = T0 + 2 * HOUR;
    const later = { ...first, startedAt: at, ringingSince: at };
    const asked = hoursToRead(later, at);
    if (asked === null) throw new Error('it is due');
    const answer = (toldClosedAt: number | null) =>
      toHoursRead(asked, { isOpen: false, changesAt: at + HOUR, toldClosedAt }, at);
    const known = play(later, [2 * HOUR, answer(T0)]).conversation;
    expect(known).toMatchObject({ isClosedMissed: true, outOfHoursSaidAt: T0 });
    expect(toSay(known)).toEqual([]);
    expect(toSay(play(later, [2 * HOUR, answer(at - DAY)]).conversation)).toEqual(['outOfHours']);
    expect(toSay(play(later, [2 * HOUR, answer(null)]).conversation)).toEqual(['outOfHours']);
  });

  it('is nothing while the contact waits for nothing, or where the channel has no text for it', () => {
    const attended = play(first, [0, told(true, CLOSES), attend(anna), reply(anna, 'out')]).conversation;
    const night = { ...attended, hours: { version: 1, isOpen: false, changesAt: T0 + DAY } };
    const back = play(night, [19 * HOUR, { type: 'operatorDisabled', operatorId: 'anna' }]).conversation;
    expect(back.isClosedMissed).toBe(true);
    expect(toSay(back)).not.toContain('outOfHours');
    expect(closed.conversation.toSay).toBeUndefined();
  });
});

test('a missed conversation of a closed channel is claimed for nobody, even if the store has found somebody', () => {
  const offered = play(begun({ ...hours, ...offers() }), [
    0,
    told(false, OPENS),
    claimed(1, anna),
  ]).conversation;
  expect([offered.state, offered.offering]).toEqual(['missed', undefined]);
});
