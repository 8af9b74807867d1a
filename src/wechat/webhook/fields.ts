import type { WeChatFields } from '../../domain/messages/inbound';

/**
 * The text of a field; `''` if it is missing, empty or contains elements (all three occur). Of a repeated field the
 * first text: callers that need to know check first (`doubled-fields.ts`).
 */
export function textOf(fields: WeChatFields, name: string): string {
  return valuesOf(fields, name).find((value) => typeof value === 'string') ?? '';
}

/** The first of these spellings that has a text, else null. WeChat writes both `MsgId` and `MsgID`. */
export function optionalTextOf(fields: WeChatFields, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = textOf(fields, name);
    if (text !== '') return text;
  }
  return null;
}

/** The elements inside a field; none if it is missing or a text. */
export function fieldsOf(fields: WeChatFields, name: string): WeChatFields {
  return listOf(fields, name)[0] ?? {};
}

/** The elements of a repeated field; a single one becomes a list too. Texts among them are left out. */
export function listOf(fields: WeChatFields, name: string): readonly WeChatFields[] {
  return valuesOf(fields, name).filter((item) => typeof item === 'object');
}

/** All elements at the end of a path; any step of it may be repeated. */
export function listAt(fields: WeChatFields, ...path: readonly string[]): readonly WeChatFields[] {
  return path.reduce((found, name) => found.flatMap((one) => listOf(one, name)), [fields]);
}

/** All non-empty texts at the end of a path; any step of it may be repeated. */
export function textsAt(fields: WeChatFields, path: readonly string[], name: string): readonly string[] {
  const values = listAt(fields, ...path).flatMap((one) => valuesOf(one, name));
  return values.filter((value) => typeof value === 'string').filter((text) => text !== '');
}

function valuesOf(fields: WeChatFields, name: string): readonly (string | WeChatFields)[] {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

/** A whole number of up to 15 digits, else null. Not for ids: those exceed 2^53 and stay texts. */
export function wholeNumberOf(fields: WeChatFields, name: string): number | null {
  const text = textOf(fields, name);
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** A decimal such as a coordinate, else null. */
export function decimalOf(fields: WeChatFields, name: string): number | null {
  const text = textOf(fields, name);
  return /^-?\d{1,10}(?:\.\d{1,20})?$/.test(text) ? Number(text) : null;
}

/** Unix seconds as epoch milliseconds, else null. */
export function instantOf(fields: WeChatFields, name: string): number | null {
  const text = textOf(fields, name);
  return /^\d{1,11}$/.test(text) ? Number(text) * 1000 : null;
}

/** True for a repeated element. `Array.isArray` alone does not narrow read-only lists. */
export function isList(value: unknown): value is readonly (string | WeChatFields)[] {
  return Array.isArray(value);
}
