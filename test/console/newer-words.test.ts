/** While a release is rolled out, the console of the older one shows what the newer one writes. */
import i18next from 'i18next';
import { messages } from '../../src/console/i18n/en/messages';
import { wordOfKey } from '../../src/console/i18n/word-of-key';

it('shows a word that has no translation as it is', async () => {
  const i18n = i18next.createInstance();
  await i18n.init({
    lng: 'en',
    resources: { en: { translation: messages } },
    parseMissingKeyHandler: wordOfKey,
  });
  const t = (key: string): string => i18n.t(key);
  expect(t('inbox.state_waiting')).toBe(messages.inbox.state_waiting);
  expect(t('inbox.state_snoozed')).toBe('snoozed');
  expect(t('conversation.status_on_hold')).toBe('on hold');
  expect(t('delivery.phone_is_off')).toBe('phone is off');
  expect(t('audit.action_team_created')).toBe('team created');
});
