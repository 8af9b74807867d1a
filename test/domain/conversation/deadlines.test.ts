import { deadlines, nextDeadline } from '../../../src/domain/conversation/deadlines';
import {
  anna,
  attended,
  begun,
  ben,
  botSettings,
  complete,
  DAY,
  HOUR,
  MINUTE,
  play,
  reply,
  SECOND,
  T0,
  timePassed,
  transfer,
  wrote,
} from '../builders';

const kinds = (conversation: Parameters<typeof deadlines>[0]) =>
  deadlines(conversation).map(({ kind, at }) => [kind, at - T0]);

describe('the deadlines of a conversation', () => {
  it('while waiting are the end of the ring time and of the window', () => {
    expect(kinds(begun())).toEqual([
      ['miss', 60 * SECOND],
      ['window', 48 * HOUR],
    ]);
  });

  it('while missed are the close-missed limit, counted from when it was missed, and the window', () => {
    const missed = play(begun(), [MINUTE, timePassed]).conversation;
    expect(kinds(missed)).toEqual([
      ['close_missed', MINUTE + 24 * HOUR],
      ['window', 48 * HOUR],
    ]);
  });

  it('while missed without a limit are the end of the window only', () => {
    const missed = play(begun({ closeMissedAfterSeconds: null }), [MINUTE, timePassed]).conversation;
    expect(kinds(missed)).toEqual([['window', 48 * HOUR]]);
  });

  it('while active are the close-idle limit, the window, and the warning while it is unanswered', () => {
    expect(kinds(attended())).toEqual([
      ['close_idle', 24 * HOUR],
      ['window_closing', 47 * HOUR],
      ['window', 48 * HOUR],
    ]);
  });

  it('restart the idle limit at each message from the contact', () => {
    expect(kinds(play(attended(), [5 * HOUR, wrote('a')]).conversation)[0]).toEqual([
      'close_idle',
      29 * HOUR,
    ]);
  });

  it('restart the idle limit at each message of the operator', () => {
    expect(kinds(play(attended(), [5 * HOUR, reply(anna, 'a')]).conversation)[0]).toEqual([
      'close_idle',
      29 * HOUR,
    ]);
  });

  it('do not restart the idle limit at a transfer', () => {
    expect(kinds(play(attended(), [5 * HOUR, transfer(anna, ben)]).conversation)[0]).toEqual([
      'close_idle',
      DAY,
    ]);
  });

  it('are none once the conversation is completed', () => {
    expect(deadlines(play(attended(), [1, complete(anna)]).conversation)).toEqual([]);
    expect(nextDeadline(play(attended(), [1, complete(anna)]).conversation)).toBeNull();
  });

  it('no longer include the end of the window after it has passed', () => {
    const later = play(attended(), [20 * HOUR, wrote('a')], [40 * HOUR, wrote('b')], [48 * HOUR, timePassed]);
    expect(kinds(later.conversation)).toEqual([['close_idle', 64 * HOUR]]);
  });

  it('with a bot are the bot’s idle limit instead of the channel’s, before and after the hand-over', () => {
    const withBot = begun(botSettings());
    expect(kinds(withBot)).toEqual([
      ['close_bot_idle', HOUR],
      ['window', 48 * HOUR],
    ]);
    const forwarded = play(withBot, [
      MINUTE,
      wrote('person', { settings: botSettings(), botHint: 'person' }),
    ]);
    expect(kinds(forwarded.conversation).map(([kind]) => kind)).toEqual(['miss', 'close_bot_idle', 'window']);
    const missed = play(forwarded.conversation, [2 * MINUTE, timePassed]);
    expect(missed.conversation.state).toBe('missed');
    expect(kinds(missed.conversation).map(([kind]) => kind)).toEqual(['close_bot_idle', 'window']);
    const active = play(missed.conversation, [3 * MINUTE, reply(anna, 'a')]);
    expect(kinds(active.conversation)).toEqual([
      ['close_bot_idle', 3 * MINUTE + HOUR],
      ['window', 48 * HOUR],
    ]);
  });

  it('name the idle limit before the window if both are at the same instant', () => {
    const both = play(attended(), [24 * HOUR - 1, wrote('a')], [24 * HOUR, wrote('b')]).conversation;
    expect(kinds(both)).toEqual([
      ['window_closing', 47 * HOUR],
      ['close_idle', 48 * HOUR],
      ['window', 48 * HOUR],
    ]);
  });
});
