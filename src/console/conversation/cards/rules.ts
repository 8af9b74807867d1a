import type { Rule } from 'antd/es/form';
import { textBytes } from '../../../domain/messages/message-text';

/** A field that may not be left empty. */
export const required = (message: string): Rule => ({ required: true, whitespace: true, message });

/** A text of at most so many bytes of UTF-8. */
export const atMostBytes = (limit: number, message: string): Rule => ({
  validator: (_, text: string | undefined) =>
    textBytes(text ?? '') <= limit ? Promise.resolve() : Promise.reject(new Error(message)),
});

/** An address of the web; nothing is right too. The API has the last word. */
export const webAddress = (message: string): Rule => ({ pattern: /^\s*https?:\/\/\S+\s*$/i, message });

/** A field that was left empty is no field. */
export function filled<Name extends string>(name: Name, text: string | undefined) {
  const value = text?.trim() ?? '';
  return value === '' ? {} : ({ [name]: value } as { readonly [key in Name]: string });
}
