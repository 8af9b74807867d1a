import {
  greetingBot,
  greetingLeavesWithinMs,
  greetingPlaces,
  greetingText,
  isGreeted,
} from '../../src/domain/greeting';
import { CONTACT_ACTIONS } from '../../src/domain/messages/inbound';
import {
  acted,
  anna,
  attend,
  attended,
  begun,
  botSettings,
  given,
  HOUR,
  MINUTE,
  outcomes,
  play,
  SECOND,
  sentReplies,
  started,
  T0,
  timePassed,
} from './builders';

const asked = (leavesWithinMs: number = MINUTE) =>
  ({ type: 'greetingAsked', messageId: 'g', kind: 'text', leavesWithinMs }) as const;

describe('who is greeted, and with which text', () => {
  it.each(CONTACT_ACTIONS)(
    '%s: only a follow, a scan or the opening of a mini program’s desk is greeted',
    (action) => {
      expect(isGreeted(action)).toBe(['follow', 'scan', 'enter_session'].includes(action));
    },
  );

  it.each([
    ['follow', 'F', 'S', null, 'F'],
    ['scan', 'F', 'S', null, 'S'],
    ['scan', 'F', null, null, null],
    ['scan', 'F', null, 'Q', 'Q'],
    ['follow', 'F', 'S', 'Q', 'Q'],
  ] as const)('%s if the channel has %s and %s and the code %s: %s', (action, follow, scan, code, text) => {
    for (const isConversationOpen of [false, true])
      expect(
        greetingText({
          action,
          ofChannel: { follow, scan, enter: 'E' },
          ofQrCode: code,
          isConversationOpen,
        }),
      ).toBe(text);
  });

  it('who opens the customer service of a mini program is greeted outside any conversation only', () => {
    const entry = {
      action: 'enter_session',
      ofChannel: { follow: null, scan: null, enter: 'E' },
      ofQrCode: null,
    } as const;
    expect(greetingText({ ...entry, isConversationOpen: false })).toBe('E');
    expect(greetingText({ ...entry, isConversationOpen: true })).toBeNull();
  });

  it.each([
    ['the channel’s bot', { botId: 'b', ofQrCode: null, isConversationOpen: false }, 'b'],
    ['no bot in a conversation', { botId: 'b', ofQrCode: null, isConversationOpen: true }, null],
    ['no bot if the code has a text', { botId: 'b', ofQrCode: 'Q', isConversationOpen: false }, null],
    ['no bot if there is none', { botId: null, ofQrCode: null, isConversationOpen: false }, null],
  ])('%s is asked', (_who, event, botId) => {
    expect(greetingBot({ action: 'follow', ...event })).toBe(botId);
    expect(greetingBot({ action: 'enter_session', ...event })).toBeNull();
    expect(greetingPlaces('follow')).toBe(3);
    expect(greetingPlaces('enter_session')).toBe(2);
  });

  it.each([
    [0, MINUTE],
    [59_999, 1],
    [MINUTE, 0],
    [HOUR, 0],
    [-SECOND, MINUTE],
  ])('%d ms after the action it may still leave for %d ms', (ageMs, leftMs) => {
    expect(greetingLeavesWithinMs('follow', ageMs)).toBe(leftMs);
  });
});

describe('a greeting in a conversation', () => {
  const scanned = () => play(begun(), [0, acted('scan')]).conversation;

  it('takes a place in each open window, attends nothing and marks nothing as read', () => {
    const { conversation, changes } = play(scanned(), [SECOND, asked()]);
    expect(changes).toEqual([{ messageId: 'g', status: 'queued', error: null }]);
    expect(conversation).toMatchObject({
      state: 'waiting',
      unread: scanned().unread,
      consecutive: { sent: 1 },
      trigger: { sent: 1 },
    });
  });

  it('leaves in its trigger window if the five are used up, and fails if that is used up, too', () => {
    const full = play(attended(), [HOUR, ...sentReplies(anna, 'a', 'b', 'c', 'd', 'e'), acted('scan')]);
    const placed = play(full.conversation, [HOUR + SECOND, asked()]);
    expect(placed.conversation.outbound).toMatchObject([
      { chargedToMain: false, chargedToTrigger: T0 + HOUR },
    ]);
    const late = play(full.conversation, [HOUR + MINUTE, asked(SECOND)]);
    expect(late.changes).toEqual([
      { messageId: 'g', status: 'failed', error: { code: 'consecutive_limit_reached', wechatCode: null } },
    ]);
  });

  it('that could not leave in time fails and gives its places back, although the main window is open', () => {
    const tried = play(
      scanned(),
      [SECOND, asked(30 * SECOND), started('g')],
      [2 * SECOND, { type: 'sendEnded', messageId: 'g', outcome: outcomes.notSent }],
    ).conversation;
    expect(play(tried, [30 * SECOND, timePassed]).conversation.outbound).toHaveLength(1);
    const { conversation, changes } = play(tried, [31 * SECOND, timePassed]);
    expect(changes).toEqual([
      { messageId: 'g', status: 'failed', error: { code: 'window_closed', wechatCode: null } },
    ]);
    expect(conversation).toMatchObject({ outbound: [], consecutive: { sent: 0 }, trigger: { sent: 0 } });
  });

  it('that was tried outside any conversation continues its count: WeChat is asked three times in all', () => {
    const tried = { ...asked(), attempts: 2, busyAnswers: 2 };
    const { conversation } = play(scanned(), [SECOND, tried]);
    expect(conversation.outbound).toMatchObject([{ attempts: 2, busyAnswers: 2 }]);
    const after = play(
      conversation,
      [2 * SECOND, started('g')],
      [3 * SECOND, { type: 'sendEnded', messageId: 'g', outcome: outcomes.busy }],
    ).conversation;
    // It failed, and its places were given back; the activity has written the reason (delivery.ts).
    expect(after).toMatchObject({ outbound: [], consecutive: { sent: 0 }, trigger: { sent: 0 } });
  });

  it('asked of a conversation that has just completed is not sent, and the transcript says so', () => {
    const over = play(scanned(), [SECOND, { type: 'contactBlocked' }]).conversation;
    const { conversation, changes } = play(over, [2 * SECOND, asked()]);
    expect(conversation).toEqual(over);
    expect(changes).toEqual([
      { messageId: 'g', status: 'failed', error: { code: 'conversation_completed', wechatCode: null } },
    ]);
  });
});

describe('what a bot says to a follow or a scan', () => {
  const ofBot = { ...asked(), isOfBot: true } as const;
  const withBot = play(begun(botSettings()), [0, acted('scan')]).conversation;

  it('leaves while the bot has the conversation', () => {
    const { conversation, changes } = play(withBot, [SECOND, ofBot]);
    expect(changes).toEqual([{ messageId: 'g', status: 'queued', error: null }]);
    expect(conversation).toMatchObject({ state: 'bot', consecutive: { sent: 1 }, trigger: { sent: 1 } });
  });

  it('does not leave once an operator attends', () => {
    const placed = play(withBot, [SECOND, ofBot]).conversation;
    const { conversation, changes } = play(placed, [2 * SECOND, attend(anna)]);
    expect(given(changes)).toEqual(['g:cancelled:handed_over']);
    expect(conversation).toMatchObject({ outbound: [], consecutive: { sent: 0 } });
  });

  it('does not leave where people have the conversation', () => {
    for (const conversation of [begun(), attended(), play(withBot, [0, attend(anna)]).conversation]) {
      const { changes } = play(conversation, [SECOND, ofBot]);
      expect(given(changes)).toEqual(['g:cancelled:handed_over']);
    }
  });
});
