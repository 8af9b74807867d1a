import type { XmlFields, XmlValue } from './xml';

/**
 * Writes fields in the form of docs "Receiving messages and events" of mini programs: numbers plain, also those above 2^53, and
 * everything else as texts.
 * @example writeJson({MsgType: 'text', MsgId: 1n}) // {"MsgType":"text","MsgId":1}
 */
export function writeJson(fields: XmlFields): string {
  return writeValue(fields);
}

function writeValue(value: XmlValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(writeValue).join(',')}]`;
  const members = Object.entries(value).map(
    ([name, inner]) => `${JSON.stringify(name)}:${writeValue(inner)}`,
  );
  return `{${members.join(',')}}`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}
