/** Texts are compared in one form, which is the same in the database and in the browser. */
import { sql } from 'drizzle-orm';
import { searchForm } from '../../src/domain/search-form';
import { rowsOf } from '../../src/store/engine/rows';
import { describeWithDatabase } from '../support/database';

const TEXTS = [
  'ＡＢＣ１２３４',
  'Caf\u00E9 CAFE\u0301',
  'a\u3000b\u00A0c\u202Fd \t\n e\u2028f',
  'ｶﾞﾗｽ ﾊﾟﾝ ｱｲｳ',
  'ﬁnance ﬀ ﬃ',
  'Straße STRASSE ẞ',
  'İstanbul ISTANBUL ıstanbul I\u0307',
  'ΟΔΥΣΣΕΥΣ Οδυσσεύς',
  'ПРИВЕТ Ёж',
  '！＃（，：；？～｡､｢｣',
  '①②㈱㎏㍿',
  '한글 \u1112\u1161\u11AB ㄱㅏ ﾡￂ',
  'a\u200Bb\uFEFFc\u00ADd\u2060e e\u034F\u0301',
  '❤️❤ 👨‍👩‍👧 𝒳𝒴 𐐀',
  '訂單號 退款',
  'x\u0302\u0323 x\u0323\u0302',
  '½ ² ™ №',
  "' \\ % _ $1 {}",
  '',
];

/** Letters of Unicode 15 and later: what folds them depends on the age of the program and of the server. */
const NEW = ['1c89', 'a7cb', 'a7cc', 'a7ce', 'a7d2', 'a7d4', 'a7da', 'a7dc', 'a7f1'];

describeWithDatabase('the search form', (database) => {
  const formsOf = async (texts: readonly string[]): Promise<readonly string[]> => {
    const rows = await rowsOf<{ form: string }>(
      database().db,
      sql`select search_form(value) as form from jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb)
          with ordinality as given(value, place) order by place`,
    );
    return rows.map(({ form }) => form);
  };

  it('is the same in the database and here', async () => {
    expect(await formsOf(TEXTS)).toEqual(TEXTS.map(searchForm));
  });

  it('is the same for every character of the Basic Multilingual Plane', async () => {
    const characters = Array.from({ length: 0xffff }, (_, index) => index + 1)
      .filter((code) => (code < 0xd800 || code > 0xdfff) && /\P{Cn}/u.test(String.fromCodePoint(code)))
      .map((code) => `x${String.fromCodePoint(code)}`);
    const forms = await formsOf(characters);
    const others = characters.filter((text, index) => searchForm(text) !== forms[index]);
    const codes = others.map((text) => text.slice(1).codePointAt(0)?.toString(16) ?? '');
    expect(codes.filter((code) => !NEW.includes(code))).toEqual([]);
  });
});
