/** A contact whom no one has named has a name in the reader's language. */
import i18next from 'i18next';
import { messages as en } from '../../src/console/i18n/en/messages';
import { messages as ja } from '../../src/console/i18n/ja/messages';
import { messages as zh } from '../../src/console/i18n/zh/messages';
import { contactName, markSearched } from '../../src/domain/contact';
import { shownName } from '../../src/words/contact-name';

const id = '0190-4f1a';
const i18n = i18next.createInstance();
beforeAll(() =>
  i18n.init({
    resources: { en: { translation: en }, zh: { translation: zh }, ja: { translation: ja } },
    interpolation: { escapeValue: false },
  }),
);

it.each([
  ['en', 'WeChat user 4f1a'],
  ['zh', '微信用户 4f1a'],
  ['ja', 'WeChat ユーザー 4f1a'],
])('in %s', (language, expected) => {
  const name = contactName({ id, name: null, remark: null });
  const shown = shownName({ id, name }, i18n.getFixedT(language));
  expect(shown).toBe(expected);
  // The search finds the contact by what the reader sees.
  expect(markSearched(shown)).toBe('4f1a');
});

it('and a given name is shown as it is, even if it looks like another contact’s', () => {
  for (const name of ['王先生', '微信用户 0000']) {
    expect(shownName({ id, name }, i18n.getFixedT('en'))).toBe(name);
  }
});
