import type { WeChatFields } from '../domain/inbound';

/** The text of a field, `''` where it is absent, empty or holds elements (all three occur). */
export function textOf(fields: WeChatFields, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** The first of the spellings that has a text, else null. WeChat writes both `MsgId` and `MsgID`. */
export function optionalTextOf(fields: WeChatFields, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = textOf(fields, name);
    if (text !== '') return text;
  }
  return null;
}

/** The elements inside a field; none where it is absent or a text. */
export function fieldsOf(fields: WeChatFields, name: string): WeChatFields {
  return listOf(fields, name)[0] ?? {};
}

/** A repeated element inside another one: a single one reads as a list too. Texts among them are left out. */
export function listOf(fields: WeChatFields, name: string): readonly WeChatFields[] {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const list: readonly (string | WeChatFields | undefined)[] = isList(value) ? value : [value];
  return list.filter((item): item is WeChatFields => typeof item === 'object');
}

/** A whole number of up to 15 digits, else null. Never for ids: those exceed 2^53 and stay text. */
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
