import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** zxcvbn's highest score (of 0 to 4): 10^10 guesses or more. */
const ENOUGH = 4;
/** The time of the estimate grows with the square of the length, and no password list has longer entries. */
const JUDGED_LENGTH = 64;
/** How many ways to read symbols as letters ("p@ssw0rd") are tried. The library's 100 take ten times as long: 0.2 s. */
const MOST_READINGS = 5;
/** What the dictionary lacks: words from stolen passwords of Chinese users, and this product's own words. */
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
/** Sentences that rank high on such lists. The estimate takes them for a row of words, which is hard to guess. */
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
 * Whether zxcvbn rates a password as easy to guess: it is made of words from lists of stolen passwords, names, dates,
 * repetitions or keyboard patterns. The API decides; the console checks too before it sends.
 *
 * @param own words that anyone knows about the account, such as its name and e-mail address
 * @example await isEasilyGuessed('Passw0rd12345678') // true
 */
export async function isEasilyGuessed(password: string, own: readonly string[] = []): Promise<boolean> {
  loaded ??= load();
  const zxcvbn = await loaded;
  const text = password.normalize('NFKC').toLowerCase();
  if (SENTENCES.has(text.replace(/[^\p{L}]/gu, ''))) return true;
  return zxcvbn.check(text.slice(0, JUDGED_LENGTH), own.flatMap(wordsOf)).score < ENOUGH;
}

/** Loaded on first use: the dictionary has 0.4 MB, which most pages and processes never need. */
async function load(): Promise<ZxcvbnFactory> {
  const [core, common] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]);
  return new core.ZxcvbnFactory({
    graphs: common.adjacencyGraphs,
    dictionary: { ...common.dictionary, own: WORDS },
    l33tMaxSubstitutions: MOST_READINGS,
  });
}

/** "Li Wang" → "li wang", "liwang", "li", "wang". Single letters are left out. */
function wordsOf(own: string): readonly string[] {
  const text = own.normalize('NFKC').toLowerCase();
  const parts = text.split(/[^\p{L}\p{N}]+/u);
  return [text, parts.join(''), ...parts].filter((word) => word.length > 1);
}
