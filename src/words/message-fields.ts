/** Reads the fields that only some messages have, one by one: a row has the shape of the release that wrote it. */
import type { MessageBody } from '../contracts/conversations/message';

/** A text field of a message or of a part of one; '' if it has none. */
export function textOf(of: object, name: string): string {
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** A number field; null if it has none. */
export function numberOf(of: object, name: string): number | null {
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The items of a list field that are objects. */
export function partsOf(of: object, name: string): readonly object[] {
  return listOf(of, name).filter((one): one is object => typeof one === 'object' && one !== null);
}

/** The items of a list field that are texts. */
export function textsOf(of: object, name: string): readonly string[] {
  return listOf(of, name).filter((one): one is string => typeof one === 'string');
}

function listOf(of: object, name: string): readonly unknown[] {
  const value: unknown = Reflect.get(of, name);
  return Array.isArray(value) ? value : [];
}

/** The location of a message, if it has one. */
export function locationOf(
  message: MessageBody,
): { readonly latitude: number; readonly longitude: number } | null {
  const latitude = numberOf(message, 'latitude');
  const longitude = numberOf(message, 'longitude');
  return latitude === null || longitude === null ? null : { latitude, longitude };
}
