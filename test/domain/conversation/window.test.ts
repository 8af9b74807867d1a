import { isWindowOpen, windowClosesAt } from '../../../src/domain/conversation/window';
import {
  acted,
  anna,
  attended,
  begun,
  changed,
  HOUR,
  MINUTE,
  outcomes,
  play,
  reply,
  sent,
  T0,
  wrote,
} from '../builders';

describe('the messaging window', () => {
  it('runs for 48 h from the start of the conversation by default', () => {
    expect(windowClosesAt(begun())).toBe(T0 + 48 * HOUR);
  });

  it('is open before its closing time, and closed at that instant', () => {
    expect(isWindowOpen(begun(), T0 + 48 * HOUR - 1)).toBe(true);
    expect(isWindowOpen(begun(), T0 + 48 * HOUR)).toBe(false);
  });

  it('stays where it is with the anchor conversation-start when the contact writes', () => {
    expect(windowClosesAt(play(begun(), [20 * HOUR, wrote('a')]).conversation)).toBe(T0 + 48 * HOUR);
  });

  it('moves with the anchor last-inbound when the contact writes', () => {
    const later = play(begun({ windowAnchor: 'last-inbound' }), [20 * HOUR, wrote('a')]).conversation;
    expect(windowClosesAt(later)).toBe(T0 + 68 * HOUR);
  });

  it('is anchored at the time the message was received, not when the workflow was told', () => {
    const later = play(begun({ windowAnchor: 'last-inbound' }), [
      20 * HOUR,
      wrote('a', { ageMs: HOUR }),
    ]).conversation;
    expect(windowClosesAt(later)).toBe(T0 + 67 * HOUR);
    expect(windowClosesAt(begun({}, 5 * MINUTE))).toBe(T0 - 5 * MINUTE + 48 * HOUR);
  });

  it('never moves back because of a late, older message', () => {
    const later = play(
      begun({ windowAnchor: 'last-inbound' }),
      [20 * HOUR, wrote('a')],
      [21 * HOUR, wrote('b', { ageMs: 3 * HOUR })],
    ).conversation;
    expect(windowClosesAt(later)).toBe(T0 + 68 * HOUR);
  });

  it.each(['follow', 'scan', 'menu_tap', 'menu_message_tap', 'none'] as const)(
    'is not renewed by %s',
    (action) => {
      const later = play(begun({ windowAnchor: 'last-inbound' }), [20 * HOUR, acted(action)]).conversation;
      expect(windowClosesAt(later)).toBe(T0 + 48 * HOUR);
    },
  );

  it('follows a change of its anchor at once', () => {
    const later = play(
      begun(),
      [20 * HOUR, wrote('a')],
      [21 * HOUR, changed({ windowAnchor: 'last-inbound' })],
    );
    expect(windowClosesAt(later.conversation)).toBe(T0 + 68 * HOUR);
  });

  it('is closed by WeChat’s 45015, whatever we counted', () => {
    const later = play(attended(), [
      HOUR,
      reply(anna, 'a'),
      ...sent('a', outcomes.windowClosed),
    ]).conversation;
    expect(isWindowOpen(later, T0 + HOUR)).toBe(false);
    expect(windowClosesAt(later)).toBe(T0 + HOUR);
  });

  it('keeps the time at which it closed when a send in a trigger window meets 45015 again', () => {
    const later = play(
      attended(),
      [HOUR, reply(anna, 'a'), ...sent('a', outcomes.windowClosed)],
      [2 * HOUR, acted('menu_tap'), reply(anna, 'b'), ...sent('b', outcomes.windowClosed)],
    ).conversation;
    expect(windowClosesAt(later)).toBe(T0 + HOUR);
  });
});
