/** A conversation goes back to the queue: a silent operator, one who hands over, one who is disabled (docs/rules.md#76, #77). */
import { deadlines } from '../../../../src/domain/conversation/deadlines';
import { hoursDueAt } from '../../../../src/domain/conversation/routing/hours';
import type { Timed } from '../../builders';
import {
  anna,
  attend,
  begun,
  ben,
  cancel,
  claimed,
  DAY,
  HOUR,
  MINUTE,
  offers,
  play,
  reply,
  SECOND,
  sent,
  sentReplies,
  settings,
  snooze,
  T0,
  timePassed,
  told,
  transfer,
  wrote,
} from '../../builders';

const returning = offers({ mode: 'ring_all', returnAfterSeconds: 300 });
const channel = settings(returning);
const inbound = (id: string) => wrote(id, { settings: channel });
const active = play(begun(returning), [0, attend(anna)]).conversation;
const returnOf = (...steps: readonly Timed[]) => {
  const { conversation } = play(active, ...steps);
  const at = deadlines(conversation).find(({ kind }) => kind === 'return')?.at;
  return at === undefined ? null : at - T0;
};
const returned = (reason: string, operatorId = 'anna') => [
  { number: 1, event: { type: 'returned', reason, operatorId } },
];

describe('the return timer', () => {
  it('takes the conversation back from an operator who lets the contact wait', () => {
    expect(returnOf()).toBe(5 * MINUTE);
    const { conversation, events } = play(active, [5 * MINUTE, timePassed]);
    expect(conversation).toMatchObject({
      state: 'waiting',
      operatorId: null,
      attendedAt: null,
      ringingSince: T0 + 5 * MINUTE,
      unread: 0,
      unansweredSince: T0,
    });
    expect(events).toEqual(returned('silent'));
    expect(deadlines(conversation).map(({ kind }) => kind)).toContain('miss');
  });

  it.each<[when: string, at: number | null, steps: readonly Timed[]]>([
    ['from the attend', 6 * MINUTE, [[MINUTE, transfer(anna, ben)]]],
    ['not once the operator has answered', null, [[MINUTE, ...sentReplies(anna, 'out')]]],
    [
      'not if the answer is only held',
      null,
      [[0, ...sentReplies(anna, '1', '2', '3', '4', '5'), reply(anna, 'h', 'hold')]],
    ],
    [
      'from the contact’s first message after the answer',
      15 * MINUTE,
      [
        [MINUTE, ...sentReplies(anna, 'out')],
        [10 * MINUTE, inbound('in-1')],
        [12 * MINUTE, inbound('in-2')],
      ],
    ],
    ['also while it is snoozed', 5 * MINUTE, [[MINUTE, snooze(anna, null)]]],
  ])('counts %s', (_, at, steps) => {
    expect(returnOf(...steps)).toBe(at);
  });

  it('counts on although the contact writes more', () => {
    const after = play(active, [4 * MINUTE, inbound('in')], [5 * MINUTE, timePassed]).conversation;
    expect(after.state).toBe('waiting');
  });

  it('counts a held message as an answer, and does not begin again when it is cancelled', () => {
    const full = play(active, [0, ...sentReplies(anna, '1', '2', '3', '4', '5')]).conversation;
    const held = play(full, [
      MINUTE,
      inbound('in'),
      ...sentReplies(anna, '6', '7', '8', '9', '10'),
    ]).conversation;
    const waits = play(held, [2 * MINUTE, reply(anna, 'held', 'hold'), cancel(anna, 'held')]).conversation;
    expect(waits.unansweredSince).toBeUndefined();
  });

  it('is not answered by a scheduled message until it leaves, or is held when it is due', () => {
    const scheduled = (id: string, more: object = {}) => ({
      ...(reply(anna, id) as Extract<ReturnType<typeof reply>, { type: 'reply' }>),
      sendAt: T0 + 4 * MINUTE,
      ...more,
    });
    expect(returnOf([MINUTE, scheduled('later')])).toBe(5 * MINUTE);
    expect(returnOf([MINUTE, scheduled('later'), cancel(anna, 'later')])).toBe(5 * MINUTE);
    expect(returnOf([MINUTE, scheduled('later')], [4 * MINUTE, timePassed])).toBeNull();
    const full = sentReplies(anna, '1', '2', '3', '4', '5');
    const atLimit = (more: object) => {
      const { conversation } = play(active, [0, ...full, scheduled('later', more)]);
      return play({ ...conversation, unansweredSince: T0 }, [4 * MINUTE, timePassed]).conversation;
    };
    expect(atLimit({ whenBlocked: 'hold' }).unansweredSince).toBeUndefined();
    expect(atLimit({}).unansweredSince).toBe(T0);
  });

  it('does not run where the brand has none, nor after the window has closed', () => {
    const without = play(begun(), [0, attend(anna)]).conversation;
    expect(deadlines(without).map(({ kind }) => kind)).not.toContain('return');
    const late = play(begun({ ...returning, closeMissedAfterSeconds: null }), [
      2 * DAY - MINUTE,
      attend(anna),
    ]);
    expect(deadlines(late.conversation).map(({ kind }) => kind)).not.toContain('return');
  });

  it('asks the silent one after all others', () => {
    const offered = play(begun(offers({ returnAfterSeconds: 300 })), [
      0,
      timePassed,
      claimed(1, anna),
      attend(anna),
    ]);
    const back = play(offered.conversation, [5 * MINUTE, timePassed]).conversation;
    expect(back.offering).toEqual({
      number: 2,
      asked: [],
      before: [{ operatorId: 'anna', at: T0 + 5 * MINUTE }],
      lastAsked: 'anna',
    });
  });

  it('goes back to its group', () => {
    const grouped = { ...active, groupId: 'sales' };
    expect(play(grouped, [5 * MINUTE, timePassed]).conversation.groupId).toBe('sales');
  });

  it('takes a conversation back only after a message of the contact that is applied before it', () => {
    const late = play(active, [HOUR, reply(anna, 'too-late')]);
    expect(late.events).toEqual(returned('silent'));
    expect(late.conversation).toMatchObject({ state: 'active', operatorId: 'anna' });
  });
});

describe('the return timer of a channel with opening hours', () => {
  const withHours = { ...active, settings: { ...channel, hoursVersion: 1 } };
  const due = (conversation: typeof active) =>
    deadlines(conversation).find(({ kind }) => kind === 'return')?.at;

  it('counts open time only, which the store knows', () => {
    expect([hoursDueAt(withHours), due(withHours)]).toEqual([0, undefined]);
    const known = play(withHours, [
      0,
      told(true, HOUR, { returnsAt: { from: T0, at: T0 + 20 * HOUR } }),
    ]).conversation;
    expect([hoursDueAt(known), due(known)]).toEqual([null, T0 + 20 * HOUR]);
  });

  it('is asked about anew for the next message of the contact', () => {
    const known = play(withHours, [
      0,
      told(true, HOUR, { returnsAt: { from: T0, at: T0 + 20 * HOUR } }),
    ]).conversation;
    const next = play(
      known,
      [MINUTE, ...sentReplies(anna, 'out')],
      [2 * MINUTE, wrote('in', { settings: known.settings })],
    );
    expect([hoursDueAt(next.conversation), due(next.conversation)]).toEqual([0, undefined]);
    const closes = play(next.conversation, [
      2 * MINUTE,
      told(true, HOUR, { returnsAt: { from: T0 + 2 * MINUTE, at: null } }),
    ]);
    expect([hoursDueAt(closes.conversation), due(closes.conversation)]).toEqual([null, undefined]);
  });

  it('does not take a conversation back as long as the hours are not known', () => {
    const guessed = play(withHours, [0, told(true, MINUTE, { isGuess: true })]).conversation;
    expect([hoursDueAt(guessed), due(guessed)]).toEqual([T0 + MINUTE, undefined]);
  });
});

describe('an operator who hands over', () => {
  const handsOver = { type: 'operatorHandsOver', operatorId: 'anna' } as const;
  const stays = { type: 'operatorStays', operatorId: 'anna' } as const;
  const answered = play(active, [SECOND, reply(anna, 'out'), ...sent('out')]).conversation;

  it('loses at once what waits for an answer', () => {
    const { conversation, events } = play(active, [MINUTE, handsOver]);
    expect(conversation).toMatchObject({ state: 'waiting', operatorId: null });
    expect(events).toEqual(returned('handing_over'));
  });

  it('keeps the rest until the contact writes', () => {
    const kept = play(answered, [MINUTE, handsOver]).conversation;
    expect(kept).toMatchObject({ state: 'active', operatorId: 'anna', handsOver: true });
    expect(play(kept, [MINUTE, handsOver]).conversation).toBe(kept);
    const { conversation, events } = play(kept, [HOUR, inbound('in')]);
    expect(conversation).toMatchObject({ state: 'waiting', unread: 1, ringingSince: T0 + HOUR });
    expect([conversation.handsOver, events]).toEqual([undefined, returned('handing_over')]);
  });

  it('keeps all if they come back first', () => {
    const back = play(answered, [MINUTE, handsOver, stays]).conversation;
    expect(back).toEqual(answered);
    expect(play(back, [HOUR, inbound('in')]).conversation.state).toBe('active');
  });

  it('keeps what they have attended since then, also when the contact writes', () => {
    const since = play(active, [0, { ...handsOver, agoMs: MINUTE }]).conversation;
    expect(since).toMatchObject({ state: 'active', handsOver: false });
    expect(play(since, [0, { ...handsOver, agoMs: MINUTE }]).conversation).toBe(since);
    expect(play(since, [SECOND, inbound('in')]).conversation.state).toBe('active');
    expect(play(since, [SECOND, stays]).conversation).toEqual(active);
    // They hand over once more, later.
    expect(play(since, [2 * MINUTE, stays, handsOver]).conversation.state).toBe('waiting');
    const before = play(active, [2 * MINUTE, { ...handsOver, agoMs: MINUTE }]);
    expect(before.conversation.state).toBe('waiting');
  });

  it('keeps what was transferred to them since then', () => {
    const passed = play(active, [MINUTE, transfer(anna, ben)]).conversation;
    const bens = { ...handsOver, operatorId: 'ben' };
    const since = play(passed, [2 * MINUTE, { ...bens, agoMs: MINUTE + SECOND }]).conversation;
    expect(since).toMatchObject({ state: 'active', operatorId: 'ben', handsOver: false });
    const before = play(passed, [2 * MINUTE, { ...bens, agoMs: MINUTE - SECOND }]).conversation;
    expect(before.state).toBe('waiting');
  });

  it('is no matter for what others attend, nor after a transfer to them', () => {
    expect(play(active, [0, { ...handsOver, operatorId: 'ben' }]).conversation).toBe(active);
    const passed = play(
      answered,
      [MINUTE, handsOver, transfer(anna, ben)],
      [HOUR, inbound('in')],
    ).conversation;
    expect(passed).toMatchObject({ state: 'active', operatorId: 'ben' });
  });
});

describe('a disabled operator', () => {
  it('loses what they attend, and the timeline says so (docs/rules.md#10)', () => {
    const asleep = play(active, [0, snooze(anna, T0 + DAY)]).conversation;
    const { conversation, events } = play(asleep, [MINUTE, { type: 'operatorDisabled', operatorId: 'anna' }]);
    expect(conversation).toMatchObject({ state: 'waiting', operatorId: null, ringingSince: T0 + MINUTE });
    expect(conversation.snooze).toBeUndefined();
    expect(events).toEqual(returned('operator_disabled'));
  });
});
