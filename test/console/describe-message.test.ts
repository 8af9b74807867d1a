/** What lists and transcripts say of a message in one line: words for every kind. */
import i18next, { type TFunction } from 'i18next';
import { messages as en } from '../../src/console/i18n/en/messages';
import type { MessageBody } from '../../src/contracts/conversations/message';
import { describeMessage } from '../../src/words/describe-message';

describe('a message in one line', () => {
  let t: TFunction;
  beforeAll(async () => {
    const separators = { contextSeparator: '|', pluralSeparator: '|', interpolation: { escapeValue: false } };
    const own = i18next.createInstance();
    t = await own.init({ lng: 'en', resources: { en: { translation: en } }, ...separators });
  });
  const isKnown = (key: string): boolean => key.replace('messageTypes.', '') in en.messageTypes;
  const describeOne = (fields: object): string =>
    describeMessage({ summary: 'the API’s words', ...fields } as MessageBody, t, isKnown);

  it.each<[object, string]>([
    [{ type: 'text', text: 'hello' }, 'hello'],
    [{ type: 'image' }, 'Picture'],
    [{ type: 'voice', recognition: 'when will it come' }, 'Voice message: when will it come'],
    [{ type: 'location', label: 'Haizhu', latitude: 23.1, longitude: 113.3 }, 'Location: Haizhu'],
    [{ type: 'location', latitude: 23.12911, longitude: 113.3 }, 'Location: 23.1291, 113.3000'],
    [{ type: 'msgmenu', head: 'Which?', items: [{ id: '1', text: 'A' }] }, 'Menu message: Which? · A'],
    [{ type: 'subscribe', scene: 'door', source: null }, 'Followed the account: door'],
    [{ type: 'reopened', from: 'one' }, 'Reopened'],
    [{ type: 'snoozed', until: null }, 'Snoozed: until they reply'],
    [{ type: 'snooze_ended', cause: 'time' }, 'No longer snoozed: time elapsed'],
    [{ type: 'snooze_ended', cause: 'of a newer release' }, 'No longer snoozed'],
    [{ type: 'handover', reason: 'keyword' }, 'The bot handed over: the contact asked for a person'],
    [
      { type: 'handover', reason: 'bot_failed', detail: 'http_503' },
      'The bot handed over: the bot’s server answered with HTTP 503',
    ],
    [{ type: 'handover', reason: 'bot_failed', detail: 'later' }, 'The bot handed over: the bot failed'],
    [{ type: 'handover', reason: 'attended' }, 'Taken over from the bot'],
    [{ type: 'handover', reason: 'of a newer release' }, 'The bot handed over'],
    [
      { type: 'automatic_skipped', kind: 'handover', reason: 'window_closed' },
      'An automatic message was not sent: what the contact is told at a hand-over · the messaging window was closed',
    ],
    [{ type: 'missed', reason: 'closed' }, 'Missed: outside opening hours'],
    [
      { type: 'returned', reason: 'silent', sender: { kind: 'operator', name: 'Li' } },
      'Back to waiting: Li did not reply in time',
    ],
    [
      { type: 'returned', reason: 'handing_over', sender: { kind: 'operator', name: 'Li' } },
      'Back to waiting: Li is handing over',
    ],
    [
      { type: 'returned', reason: 'operator_disabled', sender: { kind: 'operator', name: 'Li' } },
      'Back to waiting: Li can no longer attend it',
    ],
    [{ type: 'returned', reason: 'of a newer release', sender: { kind: 'operator' } }, 'Back to waiting'],
    [{ type: 'menu_photo', key: 'k', count: 2, source: 'camera' }, expect.stringContaining('2 pictures')],
    [{ type: 'mass_send_result', result: 'ok', sent: 3, failed: null }, expect.stringContaining('sent: 3')],
    [
      { type: 'permission_changed', change: 'revoked', revoked: ['206', '999'] },
      expect.stringContaining('location · 999'),
    ],
    [
      { type: 'permission_changed', change: 'cancelled' },
      expect.stringContaining('closed their WeChat account'),
    ],
    [{ type: 'unknown', wechatType: 'hologram' }, 'Unknown message type: hologram'],
    [{ type: 'of_a_later_release' }, 'the API’s words'],
    // Rows are as old as the release that wrote them.
    [{ type: 'menu_scan', key: 7, scanResult: { no: 'text' }, waits: 'yes' }, 'Scanned from the menu: 7'],
    [
      { type: 'subscription_message', entries: ['no', null, { templateId: 't1' }] },
      'Subscription message: t1',
    ],
  ])('%j', (fields, line) => {
    expect(describeOne(fields)).toEqual(line);
  });
});
