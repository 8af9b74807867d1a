/**
 * Variables in the texts of canned replies and macros: `{{contact.name}}` stands for the contact's name once the text is
 * used. The API and the console fill them by the same function.
 */

/** Every variable, by the word between the braces. */
export const TEXT_VARIABLES = [
  'contact.name',
  'operator.name',
  'brand.name',
  'channel.name',
  'conversation.id',
] as const;
export type TextVariable = (typeof TEXT_VARIABLES)[number];

/**
 * What the variables stand for. A contact may have no name: WeChat gives none, and the one that lists show then
 * (`contactName`) is made up, which is not for the contact's eyes.
 */
export type TextValues = Readonly<Record<Exclude<TextVariable, 'contact.name'>, string>> & {
  readonly 'contact.name': string | null;
};

export type FilledText = {
  readonly text: string;
  /** The variables without a value, each once; another word stands in their place. */
  readonly missing: readonly TextVariable[];
};

/** `{{word}}`, with spaces inside or not. */
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HAN = /\p{Script=Han}/u;

/** What is written between double braces and is no variable, as it was typed, each once. */
export function unknownVariables(text: string): readonly string[] {
  const words = [...text.matchAll(PLACEHOLDER)].map(([, word = '']) => word.trim());
  return [...new Set(words.filter((word) => !isVariable(word)))];
}

/** Whether a text holds a variable: whether {@link fillText} would change it. */
export function hasVariables(text: string): boolean {
  return [...text.matchAll(PLACEHOLDER)].some(([, word = '']) => isVariable(word.trim()));
}

/**
 * The text with each variable replaced by its value, once: braces inside a value stay as they are, and so does what is
 * no variable. For a contact without a name the word for a customer stands there, in the language of the text.
 * @example fillText('{{contact.name}}您好', { …, 'contact.name': null }) // { text: '顾客您好', missing: ['contact.name'] }
 */
export function fillText(text: string, values: TextValues): FilledText {
  const missing = new Set<TextVariable>();
  const filled = text.replace(PLACEHOLDER, (placeholder, inner: string) => {
    const word = inner.trim();
    if (!isVariable(word)) return placeholder;
    const value = values[word];
    if (value !== null && value !== '') return value;
    missing.add(word);
    return word === 'contact.name' ? customerIn(text) : '';
  });
  return { text: filled, missing: [...missing] };
}

function isVariable(word: string): word is TextVariable {
  return TEXT_VARIABLES.some((known) => known === word);
}

/** How somebody whose name is not known is called in the language of a text. */
function customerIn(text: string): string {
  const words = text.replace(PLACEHOLDER, '');
  if (KANA.test(words)) return 'お客様';
  return HAN.test(words) ? '顾客' : 'customer';
}
