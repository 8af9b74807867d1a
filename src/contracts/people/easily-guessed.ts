import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** Of zxcvbn's scores, 0 to 4, the one that takes 10^10 guesses and more. */
const ENOUGH = 4;
/** The estimate takes longer with the square of the length, and no list of passwords goes further than this. */
const JUDGED_LENGTH = 64;
/** How many readings of signs as letters ("p@ssw0rd") are tried. The library's 100 take ten times as long: 0.2 s. */
const MOST_READINGS = 5;
/** What the dictionary lacks: words of stolen passwords of Chinese users, and this product's. */
const WORDS = [
  'duihua',
  'wechat',
  'weixin',
  'woaini',
  'woaiwojia',
  'nihao',
  'zhongguo',
  'beijing',
  'shanghai',
  'mima',
];
/** Sentences that stand high on such lists; the estimate takes them for some words in a row, which is hard to guess. */
const SENTENCES: ReadonlySet<string> = new Set([
  'thisismypassword',
  'thisisapassword',
  'iloveyousomuch',
  'iloveyouforever',
  'letmeinplease',
  'ihatepasswords',
  'mypasswordispassword',
  'whatismypassword',
  'iforgotmypassword',
  'todayisagoodday',
  'onetwothreefourfive',
]);

let loaded: Promise<ZxcvbnFactory> | undefined;

/**
 * Whether a password is one of the first that are guessed, as zxcvbn estimates it: words of lists of stolen passwords,
 * names, dates, repetitions, walks over the keyboard. The API decides; the console asks as well, before it sends.
 *
 * @param own words that anybody knows of the account, such as its name and e-mail address
 * @example await isEasilyGuessed('Passw0rd12345678') // true
 */
export async function isEasilyGuessed(password: string, own: readonly string[] = []): Promise<boolean> {
  loaded ??= load();
  const zxcvbn = await loaded;
  const text = password.normalize('NFKC').toLowerCase();
  if (SENTENCES.has(text.replace(/[^\p{L}]/gu, ''))) return true;
  return zxcvbn.check(text.slice(0, JUDGED_LENGTH), own.flatMap(wordsOf)).score < ENOUGH;
}

/** At the first question: the dictionary has 0.4 MB, which most pages and most processes never need. */
async function load(): Promise<ZxcvbnFactory> {
  const [core, common] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]);
  return new core.ZxcvbnFactory({
    graphs: common.adjacencyGraphs,
    dictionary: { ...common.dictionary, own: WORDS },
    l33tMaxSubstitutions: MOST_READINGS,
  });
}

/** "Li Wang" → "li wang", "liwang", "li", "wang". A single letter says nothing. */
function wordsOf(own: string): readonly string[] {
  const text = own.normalize('NFKC').toLowerCase();
  const parts = text.split(/[^\p{L}\p{N}]+/u);
  return [text, parts.join(''), ...parts].filter((word) => word.length > 1);
}
