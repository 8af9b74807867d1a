import { judge } from '../../../src/domain/conversation/abilities';
import { deadlines } from '../../../src/domain/conversation/deadlines';
import {
  acted,
  anna,
  attended,
  begun,
  ben,
  chief,
  complete,
  DAY,
  HOUR,
  play,
  reply,
  snooze,
  T0,
  timePassed,
  transfer,
  unsnooze,
  wrote,
} from '../builders';

const until = T0 + 3 * HOUR;
const snoozed = play(attended(), [HOUR, snooze(anna, until)]).conversation;
const untilReply = play(attended(), [HOUR, snooze(anna, null)]).conversation;
const after = (...events: Parameters<typeof play>[1][]) => play(snoozed, ...events).conversation.snooze;

describe('a snooze (rule 47)', () => {
  it('is for the operator who attends, in an active conversation only', () => {
    expect(judge(begun(), snooze(anna, until), T0)).toEqual({ code: 'not_attended' });
    for (const by of [ben, chief]) {
      for (const wish of [snooze(by, until), unsnooze(by)]) {
        expect(judge(snoozed, wish, T0)).toEqual({ code: 'attended_by_other', operatorId: 'anna' });
      }
    }
    const { conversation } = play(snoozed, [HOUR, complete(anna)]);
    expect(judge(conversation, snooze(anna, until), T0)).toEqual({ code: 'conversation_completed' });
  });

  it('ends at its time, to the millisecond, and is a deadline until then', () => {
    expect(snoozed.snooze).toEqual({ until });
    expect(deadlines(snoozed)).toContainEqual({ kind: 'snooze', at: until });
    expect(after([3 * HOUR - 1, timePassed])).toEqual({ until });
    expect(after([3 * HOUR, timePassed])).toBeUndefined();
  });

  it('until the contact writes has no deadline', () => {
    expect(deadlines(untilReply).map(({ kind }) => kind)).not.toContain('snooze');
    expect(play(untilReply, [20 * HOUR, timePassed]).conversation.snooze).toEqual({ until: null });
  });

  it('ends when the contact writes, but not at a tap or at a reply of ours', () => {
    expect(play(untilReply, [2 * HOUR, wrote('in-2')]).conversation.snooze).toBeUndefined();
    expect(after([2 * HOUR, wrote('in-2')])).toBeUndefined();
    expect(after([2 * HOUR, acted('menu_tap'), reply(anna, 'a')])).toEqual({ until });
  });

  it('ends when it is taken back, or the conversation goes to someone else or is over', () => {
    expect(after([2 * HOUR, unsnooze(anna)])).toBeUndefined();
    expect(after([2 * HOUR, transfer(anna, ben)])).toBeUndefined();
    expect(after([2 * HOUR, { type: 'operatorDisabled', operatorId: 'anna' }])).toBeUndefined();
    expect(after([2 * HOUR, complete(anna)])).toBeUndefined();
  });

  it('stops no other deadline', () => {
    const long = play(attended(), [HOUR, snooze(anna, T0 + 9 * DAY)]).conversation;
    expect(deadlines(long)[0]).toEqual({ kind: 'close_idle', at: T0 + DAY });
    expect(play(long, [DAY, timePassed]).conversation).toMatchObject({
      state: 'completed',
      completedReason: 'idle_timeout',
    });
  });
});
