/** Rules for the fields of forms. Each takes the message that it shows. */
import type { Rule } from 'antd/es/form';
import { LONGEST_TEXT_BYTES, textBytes } from '../../../domain/messages/message-text';
import { unknownVariables } from '../../../domain/messages/text-variables';

/** The field must not be empty. */
export const required = (message: string): Rule => ({ required: true, whitespace: true, message });

/** The text has at most `limit` bytes in UTF-8, as `toSent` makes it: by default the limit of a text message. */
export const atMostBytes = (
  message: string,
  limit: number = LONGEST_TEXT_BYTES,
  toSent: (text: string) => string = (text) => text,
): Rule => ({
  validator: (_, text: string | undefined) =>
    textBytes(toSent(text ?? '')) <= limit ? Promise.resolve() : Promise.reject(new Error(message)),
});

/** The text is an http or https address, or empty. The API has the last word. */
export const webAddress = (message: string): Rule => ({ pattern: /^\s*https?:\/\/\S+\s*$/i, message });

/** What stands between double braces are variables; `message` receives the first word that is none. */
export const knownVariables = (message: (word: string) => string): Rule => ({
  validator: (_, text: string | undefined) => {
    const [unknown] = unknownVariables(text ?? '');
    return unknown === undefined ? Promise.resolve() : Promise.reject(new Error(message(unknown)));
  },
});
