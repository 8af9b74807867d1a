/**
 * Variables in the texts of canned replies and macros: `{{contact.name}}` becomes the contact's name when the text is
 * used. The API and the console fill them with the same function.
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
 * The values of the variables. A contact may have no name: WeChat gives none, and contacts must not see the generated
 * one that lists show (`contactName`).
 */
export type TextValues = Readonly<Record<Exclude<TextVariable, 'contact.name'>, string>> & {
  readonly 'contact.name': string | null;
};

export type FilledText = {
  readonly text: string;
  /** The variables without a value, each once. Another word was put in their place. */
  readonly missing: readonly TextVariable[];
};

/** `{{word}}`, with spaces inside or not. */
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HAN = /\p{Script=Han}/u;

/** Words between double braces that are not variables, as typed, each once. */
export function unknownVariables(text: string): readonly string[] {
  const words = [...text.matchAll(PLACEHOLDER)].map(([, word = '']) => word.trim());
  return [...new Set(words.filter((word) => !isVariable(word)))];
}

/** Whether a text contains a variable, so that {@link fillText} would change it. */
export function hasVariables(text: string): boolean {
  return [...text.matchAll(PLACEHOLDER)].some(([, word = '']) => isVariable(word.trim()));
}

/**
 * The text with each variable replaced by its value. Values are not searched for variables, and unknown ones stay as
 * they are. If the contact has no name, the word for a customer is used, in the language of the text.
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

/** The word for a customer whose name is not known, in the language of a text. */
function customerIn(text: string): string {
  const words = text.replace(PLACEHOLDER, '');
  if (KANA.test(words)) return 'お客様';
  return HAN.test(words) ? '顾客' : 'customer';
}
