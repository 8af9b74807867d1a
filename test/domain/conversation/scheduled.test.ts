/** Messages that are sent at a time (docs/rules.md#69). */
import { judge } from '../../../src/domain/conversation/abilities';
import { deadlines } from '../../../src/domain/conversation/deadlines';
import { SCHEDULED_LIMIT } from '../../../src/domain/conversation/scheduled';
import {
  anna,
  attended,
  cancel,
  complete,
  DAY,
  given,
  HOUR,
  MINUTE,
  outbox,
  outcomes,
  play,
  reply,
  sent,
  sentReplies,
  T0,
  timePassed,
  wrote,
} from '../builders';

const awake = { closeIdleAfterSeconds: 86_400 };
const at = (messageId: string, offset: number, more: object = {}) => ({
  ...(reply(anna, messageId) as Extract<ReturnType<typeof reply>, { type: 'reply' }>),
  sendAt: T0 + offset,
  ...more,
});
const later = play(attended(awake), [0, at('later', HOUR)]);

describe('a scheduled message', () => {
  it('is held without a place, and the next deadline is its time', () => {
    expect(later.changes).toEqual([
      { messageId: 'later', status: 'held', error: null, holdReason: 'scheduled' },
    ]);
    expect(later.conversation.consecutive.sent).toBe(0);
    expect(deadlines(later.conversation)).toContainEqual({ kind: 'send_at', at: T0 + HOUR });
  });

  it('leaves at its time and takes its place then, whatever was accepted meanwhile', () => {
    const due = play(later.conversation, [MINUTE, ...sentReplies(anna, 'now')], [HOUR, timePassed]);
    expect(given(due.changes)).toEqual(['now:queued', 'later:queued']);
    expect(due.conversation.consecutive.sent).toBe(2);
    expect(outbox(play(due.conversation, [HOUR, ...sent('later', outcomes.sent)]).conversation)).toEqual([]);
  });

  it('is not released by the contact’s message, as a blocked one is', () => {
    expect(given(play(later.conversation, [MINUTE, wrote('in')]).changes)).toEqual([]);
  });

  it('is cancelled by the contact’s message where that was asked for', () => {
    const { conversation } = play(attended(awake), [0, at('reminder', HOUR, { cancelsOnReply: true })]);
    const answered = play(conversation, [MINUTE, wrote('in')]);
    expect(given(answered.changes)).toEqual(['reminder:cancelled:contact_replied']);
  });

  it('fails where it may not leave at its time, or is held if the operator asked for that', () => {
    const both = play(attended(awake), [0, at('fails', HOUR), at('waits', HOUR, { whenBlocked: 'hold' })]);
    const full = { ...both.conversation, consecutive: { sent: 5 } };
    const due = play(full, [HOUR, timePassed]);
    expect(given(due.changes)).toEqual(['fails:failed:consecutive_limit_reached', 'waits:held']);
    expect(given(play(due.conversation, [HOUR, wrote('in')]).changes)).toEqual(['waits:queued']);
  });

  it('can be cancelled until then, and is cancelled with the conversation', () => {
    expect(given(play(later.conversation, [MINUTE, cancel(anna, 'later')]).changes)).toEqual([
      'later:cancelled',
    ]);
    expect(given(play(later.conversation, [MINUTE, complete(anna)]).changes)).toEqual([
      'later:cancelled:conversation_completed',
    ]);
  });

  it('is refused after the window, and beyond the most that may wait', () => {
    const conversation = attended(awake);
    expect(judge(conversation, at('x', 2 * DAY), T0)).toEqual({ code: 'window_closed', since: T0 + 2 * DAY });
    expect(judge(conversation, at('x', 2 * DAY - 1), T0)).toBeNull();
    const many = Array.from({ length: SCHEDULED_LIMIT }, (_, index) => at(`m${index}`, HOUR));
    const full = play(conversation, [0, ...many]).conversation;
    expect(judge(full, at('x', HOUR), T0)).toEqual({ code: 'too_many_held', limit: SCHEDULED_LIMIT });
    // They do not count among the held ones.
    expect(judge(full, reply(anna, 'x', 'hold'), T0)).toBeNull();
  });

  it('fails once WeChat has closed the window', () => {
    const closed = { ...later.conversation, window: { ...later.conversation.window, closedByWeChatAt: T0 } };
    expect(given(play(closed, [HOUR, timePassed]).changes)).toEqual(['later:failed:window_closed']);
  });
});
