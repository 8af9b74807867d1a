/** Every return code of WeChat in the table has its sentence, in each language of the console. */

import type { WeChatMeaning } from '../../src/domain/wechat-meanings';
import { classifyErrcode, ERRCODES } from '../../src/wechat/calls/error-codes';
import { wechatErrors as en } from '../../src/words/en/wechat-errors';
import { wechatErrors as ja } from '../../src/words/ja/wechat-errors';
import { LANGUAGES, type Language } from '../../src/words/languages';
import { wechatErrors as zh } from '../../src/words/zh/wechat-errors';

const CATALOGUES: Readonly<Record<Language, Readonly<Record<WeChatMeaning, string>>>> = { en, zh, ja };
const SCRIPTS: Readonly<Record<Language, RegExp>> = {
  en: /^[A-Z][^。]{8,260}\.$/,
  zh: /^[^]*\p{Script=Han}[^]*。$/u,
  ja: /^[^]*[\p{Script=Hiragana}\p{Script=Katakana}][^]*。$/u,
};

describe.each(Object.keys(LANGUAGES) as Language[])('in %s', (language) => {
  it.each([...ERRCODES.keys()])('%d says what it means and what to do', (code) => {
    const { meaning } = classifyErrcode(code);
    expect(meaning).not.toBeNull();
    const sentence = meaning === null ? '' : CATALOGUES[language][meaning];
    expect(sentence).toMatch(SCRIPTS[language]);
  });

  it('has no sentence twice', () => {
    const sentences = Object.values(CATALOGUES[language]);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it('names WeChat’s page where the English one does', () => {
    for (const [meaning, sentence] of Object.entries(en)) {
      const pages = (text: string) => text.match(/developers\.weixin\.qq\.com|mp\.weixin\.qq\.com/g) ?? [];
      expect([meaning, pages(CATALOGUES[language][meaning as WeChatMeaning])]).toEqual([
        meaning,
        pages(sentence),
      ]);
    }
  });
});

it('the sentence of a code that is not listed is the API’s own, with WeChat’s words', () => {
  expect(classifyErrcode(12345)).toMatchObject({ meaning: null, class: 'permanent' });
});
