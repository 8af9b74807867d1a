import { mainRoom, roomRefusal } from '../../../src/domain/conversation/consecutive';
import {
  acted,
  anna,
  answered,
  asked,
  attended,
  begun,
  botSettings,
  changed,
  DAY,
  given,
  HOUR,
  MINUTE,
  outbox,
  outcomes,
  play,
  reply,
  SECOND,
  sent,
  sentReplies,
  started,
  T0,
  wrote,
} from '../builders';

const five = ['a', 'b', 'c', 'd', 'e'] as const;

describe('the limit of consecutive messages', () => {
  it('lets five out without an answer, and refuses the sixth', () => {
    const full = play(attended(), [HOUR, ...sentReplies(anna, ...five)]).conversation;
    expect(roomRefusal(full, T0 + HOUR)).toEqual({ code: 'consecutive_limit_reached', limit: 5, sent: 5 });
    expect(given(play(full, [HOUR, reply(anna, 'f')]).changes)).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5])('lets exactly %i out if the channel is set so', (consecutiveLimit) => {
    const ids = [...five, 'f'];
    const step = play(attended({ consecutiveLimit }), [1, ...ids.map((id) => reply(anna, id))]);
    expect(given(step.changes)).toEqual(ids.slice(0, consecutiveLimit).map((id) => `${id}:queued`));
  });

  it('lets exactly five of ten requests at the same moment through', () => {
    const ids = Array.from({ length: 10 }, (_, index) => `m${index}`);
    const step = play(begun(), [1, ...ids.map((id) => reply(anna, id))]);
    expect(step.conversation.outbound).toHaveLength(5);
    expect(step.conversation.consecutive.sent).toBe(5);
  });

  it('is reset by a message from the contact', () => {
    const step = play(attended(), [HOUR, ...sentReplies(anna, ...five)], [2 * HOUR, wrote('x')]);
    expect(step.conversation.consecutive.sent).toBe(0);
    expect(mainRoom(step.conversation, T0 + 2 * HOUR)).toBe(5);
  });

  it('is not reset by a tap on a menu message', () => {
    const step = play(
      attended(),
      [HOUR, ...sentReplies(anna, ...five)],
      [2 * HOUR, acted('menu_message_tap')],
    );
    expect(step.conversation.consecutive.sent).toBe(5);
  });

  it('after a message from the contact counts what is queued or being sent, because that will leave after it', () => {
    const step = play(
      attended(),
      [HOUR, ...sentReplies(anna, 'a', 'b'), reply(anna, 'c'), reply(anna, 'd'), started('c')],
      [2 * HOUR, wrote('x')],
    );
    expect(outbox(step.conversation)).toEqual(['c:sending', 'd:queued']);
    expect(step.conversation.consecutive.sent).toBe(2);
  });

  it('drops no queued message when the contact answers after the limit was lowered', () => {
    const step = play(
      attended(),
      [HOUR, reply(anna, 'a'), reply(anna, 'b'), reply(anna, 'c')],
      [HOUR + 1, changed({ consecutiveLimit: 1 })],
      [HOUR + 2, wrote('x', { settings: { ...begun().settings, version: 1 } })],
    );
    expect(outbox(step.conversation)).toEqual(['a:queued', 'b:queued', 'c:queued']);
    expect(step.conversation.consecutive.sent).toBe(3);
  });

  it('does not count a message that is held', () => {
    const step = play(attended(), [HOUR, ...sentReplies(anna, ...five), reply(anna, 'f', 'hold')]);
    expect(step.conversation.consecutive.sent).toBe(5);
    expect(outbox(step.conversation)).toEqual(['f:held']);
  });

  it.each([
    ['refused by WeChat', outcomes.refused, 0],
    ['refused because the channel is misconfigured', outcomes.misconfigured, 0],
    ['refused because the contact is out of reach', outcomes.unreachable, 0],
    ['withdrawn by the API', outcomes.withdrawn, 0],
    ['refused because the window is closed', outcomes.windowClosed, 0],
    ['sent', outcomes.sent, 1],
    ['of unknown outcome', outcomes.unknown, 1],
    ['not sent and tried again', outcomes.notSent, 1],
    ['paused by the daily quota', outcomes.paused, 1],
    ['waiting until the channel works again', outcomes.channelDown, 1],
    ['answered with busy and tried again', outcomes.busy, 1],
    ['refused because the count is used up: WeChat has the last word', outcomes.limitReached, 5],
  ])('a message that is %s', (_, outcome, expected) => {
    const step = play(attended(), [HOUR, reply(anna, 'a'), ...sent('a', outcome)]);
    expect(step.conversation.consecutive.sent).toBe(expected);
  });

  it('counts the bot’s messages too', () => {
    const step = play(asked(begun(botSettings())), [5 * SECOND, answered(1, ['a'])]);
    expect(step.conversation.consecutive.sent).toBe(1);
    expect(given(step.changes)).toEqual(['a:queued']);
  });

  it('is raised for open conversations at once, and held messages leave', () => {
    const step = play(
      attended({ consecutiveLimit: 1 }),
      [HOUR, reply(anna, 'a'), reply(anna, 'b', 'hold'), reply(anna, 'c', 'hold')],
      [2 * HOUR, changed({ consecutiveLimit: 2 })],
    );
    expect(outbox(step.conversation)).toEqual(['a:queued', 'b:queued', 'c:held']);
  });

  it('is named after the window if both apply', () => {
    const step = play(
      attended(),
      [20 * HOUR, wrote('x')],
      [40 * HOUR, wrote('y'), ...sentReplies(anna, ...five)],
    );
    expect(roomRefusal(step.conversation, T0 + 2 * DAY)).toEqual({
      code: 'window_closed',
      since: T0 + 48 * HOUR,
    });
  });

  it('stays used up after 45047 until the contact writes; then held messages leave in order', () => {
    const blocked = play(
      attended(),
      [HOUR, reply(anna, 'a', 'hold'), reply(anna, 'b', 'hold'), reply(anna, 'c')],
      [HOUR + 1, ...sent('a', outcomes.limitReached)],
      [HOUR + MINUTE, reply(anna, 'd')],
    );
    expect(outbox(blocked.conversation)).toEqual(['a:held', 'b:held']);
    expect(given(blocked.changes)).toContain('c:failed:consecutive_limit_reached');
    const released = play(blocked.conversation, [2 * HOUR, wrote('x')]);
    expect(outbox(released.conversation)).toEqual(['a:queued', 'b:queued']);
    expect(released.conversation.consecutive.sent).toBe(2);
  });
});
