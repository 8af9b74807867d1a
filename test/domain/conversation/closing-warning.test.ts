import {
  CLOSING_WARNING_MS,
  closingNoticeAt,
  closingWarningAt,
} from '../../../src/domain/conversation/closing-warning';
import { deadlines, nextDeadline } from '../../../src/domain/conversation/deadlines';
import { onOtherClock } from '../../../src/domain/conversation/wishes/reopen';
import {
  anna,
  attend,
  attended,
  begun,
  ben,
  complete,
  HOUR,
  MINUTE,
  outcomes,
  play,
  reply,
  sent,
  sentReplies,
  T0,
  type Timed,
  timePassed,
  transfer,
  wrote,
} from '../builders';

const near = { type: 'closingNeared' } as const;
/** Anna attends, and the contact has written twice since, so that the conversation lives to see the 47th hour. */
const unanswered = play(attended(), [20 * HOUR, wrote('in-2')], [40 * HOUR, wrote('in-3')]).conversation;
const warningAfter = (...steps: readonly Timed[]) =>
  closingWarningAt(play(unanswered, ...steps).conversation);

describe('the warning that the window is about to close (rule 53)', () => {
  it('is due an hour before, while the operator who attends has not answered', () => {
    expect(CLOSING_WARNING_MS).toBe(HOUR);
    expect(closingWarningAt(unanswered)).toBe(T0 + 47 * HOUR);
    expect(deadlines(unanswered)[0]).toEqual({ kind: 'window_closing', at: T0 + 47 * HOUR });
  });

  it('is none that time alone applies: only a host that knows it warns', () => {
    expect(nextDeadline(unanswered)).toEqual({ kind: 'window', at: T0 + 48 * HOUR });
    const { conversation } = play(unanswered, [47 * HOUR, timePassed]);
    expect(closingWarningAt(conversation)).toBe(T0 + 47 * HOUR);
  });

  it('does not exist while nobody attends, and after the end', () => {
    expect(closingWarningAt(begun())).toBeNull();
    expect(warningAfter([41 * HOUR, complete(anna)])).toBeNull();
    expect(warningAfter([41 * HOUR, { type: 'operatorDisabled', operatorId: 'anna' }])).toBeNull();
  });

  it('goes with an answer, and comes back when the answer fails or the contact writes again', () => {
    expect(warningAfter([41 * HOUR, reply(anna, 'a')])).toBeNull();
    const failed = sent('a', outcomes.refused);
    expect(warningAfter([41 * HOUR, reply(anna, 'a'), ...failed])).toBe(T0 + 47 * HOUR);
    expect(warningAfter([41 * HOUR, ...sentReplies(anna, 'a')], [42 * HOUR, wrote('in-4')])).toBe(
      T0 + 47 * HOUR,
    );
  });

  it('is given once for each closing time, whichever operator attends then', () => {
    const warned = play(unanswered, [47 * HOUR, near]).conversation;
    expect(warned.window.warnedOf).toBe(T0 + 48 * HOUR);
    expect(closingWarningAt(warned)).toBeNull();
    const later = play(warned, [47 * HOUR + MINUTE, wrote('in-4'), transfer(anna, ben)]).conversation;
    expect(closingWarningAt(later)).toBeNull();
    const moved = play(warned, [
      47 * HOUR + MINUTE,
      {
        type: 'settingsChanged',
        settings: { ...warned.settings, version: 2, windowAnchor: 'last-inbound' },
      },
    ]).conversation;
    expect(closingWarningAt(moved)).toBe(T0 + (40 + 47) * HOUR);
  });

  it('is overdue at once for what is attended in the last hour', () => {
    const late = play(begun({ closeMissedAfterSeconds: null }), [
      47.5 * HOUR,
      attend(anna),
      near,
    ]).conversation;
    expect(late.window.warnedOf).toBe(T0 + 48 * HOUR);
  });

  it('is not given before its time, nor when the window has closed meanwhile', () => {
    expect(play(unanswered, [47 * HOUR - 1, near]).conversation.window.warnedOf).toBeUndefined();
    expect(play(unanswered, [48 * HOUR, near]).conversation.window.warnedOf).toBeUndefined();
  });

  it('moves with the clock of a conversation that is reopened', () => {
    const warned = play(unanswered, [47 * HOUR, near], [47 * HOUR + 1, complete(anna)]).conversation;
    expect(onOtherClock(warned, MINUTE).window.warnedOf).toBe(T0 + 48 * HOUR + MINUTE);
  });
});

describe('telling programs that the window is about to close (rule 53)', () => {
  const announced = { type: 'closingAnnounced' } as const;
  const open = begun({ closeMissedAfterSeconds: null });
  const noticeAfter = (...steps: readonly Timed[]) => closingNoticeAt(play(open, ...steps).conversation);

  it('is due an hour before, of every open conversation: waiting, missed, attended, answered', () => {
    const at = T0 + 47 * HOUR;
    expect(noticeAfter()).toBe(at);
    expect(noticeAfter([2 * HOUR, timePassed])).toBe(at);
    expect(noticeAfter([2 * HOUR, attend(anna)])).toBe(at);
    expect(noticeAfter([2 * HOUR, attend(anna), ...sentReplies(anna, 'a')])).toBe(at);
  });

  it('is due of none that is completed', () => {
    expect(noticeAfter([2 * HOUR, attend(anna), complete(anna)])).toBeNull();
  });

  it('is done once for each closing time, not before its time, and not when the window has closed', () => {
    const told = play(open, [47 * HOUR, announced]).conversation;
    expect(told.window.announcedOf).toBe(T0 + 48 * HOUR);
    expect(closingNoticeAt(told)).toBeNull();
    expect(play(open, [47 * HOUR - 1, announced]).conversation.window.announcedOf).toBeUndefined();
    expect(play(open, [48 * HOUR, announced]).conversation.window.announcedOf).toBeUndefined();
    const { window } = onOtherClock(
      play(told, [47 * HOUR + 1, attend(anna), complete(anna)]).conversation,
      MINUTE,
    );
    expect(window.announcedOf).toBe(T0 + 48 * HOUR + MINUTE);
  });

  it('leaves the warning to whoever attends in the last hour', () => {
    const told = play(open, [47 * HOUR, announced], [47.5 * HOUR, attend(anna)]).conversation;
    expect(closingWarningAt(told)).toBe(T0 + 47 * HOUR);
  });
});
