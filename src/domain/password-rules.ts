/** Which passwords may be chosen. Long rather than odd: no rules of composition. */

export const SHORTEST_PASSWORD = 15;
export const LONGEST_PASSWORD = 256;

/** Words that lists of stolen passwords are made of. */
const WORDS = (
  'password passwort passwd passcode pass admin administrator root user login welcome letmein changeme secret master ' +
  'iloveyou loveyou lovely love forever princess sunshine football baseball basketball dragon monkey shadow superman ' +
  'batman pokemon starwars whatever trustno1 freedom computer internet samsung google facebook microsoft windows ' +
  'charlie michael jessica ashley daniel jordan liverpool chelsea arsenal qwerty qwertz azerty test testing default ' +
  'guest demo hello abc summer winter spring autumn monday friday january february october november december ' +
  'duihua wechat weixin woaini woaiwojia nihao zhongguo beijing shanghai mima'
).split(' ');

/** Phrases and keyboard patterns of 15 characters and more that stand high on such lists. */
const PHRASES = new Set([
  'thisismypassword',
  'thisisapassword',
  'iloveyousomuch',
  'iloveyouforever',
  'letmeinplease',
  'ihatepasswords',
  'mypasswordispassword',
  'whatismypassword',
  'iforgotmypassword',
  'passwordpasswordpassword',
  'todayisagoodday',
  'onetwothreefourfive',
]);

/** Neighbours in the alphabet, among the digits and on keyboards. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '!@#$%^&*()',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik',
  'qazwsxedcrfvtgbyhnujmikolp',
];
const STEPS: ReadonlySet<string> = new Set(
  ROWS.flatMap((row) => [row, Array.from(row).reverse().join('')]).flatMap((row) =>
    Array.from({ length: row.length - 2 }, (_, at) => row.slice(at, at + 3)),
  ),
);

const FEWEST_DIFFERENT = 5;
const LONGEST_UNIT = 6;
/** So many characters may be left of a password that is nothing but a pattern. */
const LEFT_OVER = 3;

/**
 * Whether a password is one of the first that are guessed: a short piece repeated, a walk over the keyboard, one well
 * known word with digits and signs around it, or a well known phrase. `own`: words that anybody knows of the account,
 * such as its name and e-mail address.
 * @example isCommonPassword('Passw0rd12345678') // true
 */
export function isCommonPassword(password: string, own: readonly string[] = []): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  return (
    new Set(text).size < FEWEST_DIFFERENT ||
    isRepetition(text) ||
    isWalk(text) ||
    PHRASES.has(lettersOf(text)) ||
    isOneWord(text, [...WORDS, ...own.flatMap(wordsOf)])
  );
}

function isRepetition(text: string): boolean {
  for (let length = 1; length <= Math.min(LONGEST_UNIT, text.length / 2); length += 1) {
    const unit = text.slice(0, length);
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return true;
  }
  return false;
}

/** Made of neighbours but for a few characters. */
function isWalk(text: string): boolean {
  const isCovered = Array.from(text, () => false);
  for (let at = 0; at + 3 <= text.length; at += 1) {
    if (STEPS.has(text.slice(at, at + 3))) isCovered.fill(true, at, at + 3);
  }
  return isCovered.filter((one) => !one).length <= LEFT_OVER;
}

/** One word, once or again and again, with nothing but digits and signs around it. */
function isOneWord(text: string, words: readonly string[]): boolean {
  const variants = [lettersOf(text), lettersOf(unmasked(text))];
  return variants.some((letters) =>
    words.some((word) => letters.includes(word) && letters.split(word).join('') === ''),
  );
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}]/gu, '');
}

const MASKS: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
};

/** Letters for the signs that are put in their place: "p@ssw0rd". Digits at the end are just digits. */
function unmasked(text: string): string {
  return text.replace(/[\d\W_]+$/u, '').replace(/[@431$05]/g, (sign) => MASKS[sign] ?? sign);
}

/** "li.wang@example.com" → the whole of it, and what stands before the @. Short ones say nothing. */
function wordsOf(own: string): readonly string[] {
  const text = own.toLowerCase();
  return [text, text.split('@')[0] ?? ''].map(lettersOf).filter((word) => word.length >= 3);
}
