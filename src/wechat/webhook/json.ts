import { isLosslessNumber, parse } from 'lossless-json';
import type { WeChatFields } from '../../domain/messages/inbound';
import { scanJson } from '../../platform/scan-json';
import { WebhookError } from './webhook-error';
import { MAX_WEBHOOK_BYTES } from './xml';
import { isFieldName, stripForbidden } from './xml-characters';

/** More than any delivery has; limits the parser's time, and its stack. */
const MAX_KEYS = 1_000;
const MAX_COMMAS = 2_000;
const MAX_DEPTH = 8;
// oxlint-disable-next-line no-control-regex
const CONTROL_CHARACTERS = /[\u0000-\u001f]/g;

type Value = string | WeChatFields;

/**
 * Parses a body of WeChat's webhook in JSON, into what `parseXml` makes of the same message in XML. A number stays the text that it
 * was: an id of 64 bits is above 2^53, and must not lose its last digits. `null` is a field that is not there; a list of one is
 * its element. Characters that XML forbids are dropped here as well: they cannot be stored.
 *
 * @throws WebhookError `too_large` over 64 kB; `bad_json`: `doubled_key` if a key occurs twice in an object, even with the same value
 * (two readers could read two different messages), `json` for anything else that is not a JSON object of at most 8 levels,
 * 1,000 keys and 2,000 commas, or has a name such as `__proto__`
 */
export function parseJson(body: Buffer): WeChatFields {
  if (body.length > MAX_WEBHOOK_BYTES) throw new WebhookError('too_large', 'body');
  const text = new TextDecoder('utf-8').decode(body); // drops a BOM
  const { keys, commas, depth } = scanJson(text);
  if (keys > MAX_KEYS || commas > MAX_COMMAS || depth > MAX_DEPTH) throw new WebhookError('bad_json', 'json');
  const parsed = parseLossless(text) ?? parseLossless(text.replace(CONTROL_CHARACTERS, ' '));
  if (parsed === undefined || !isObject(parsed)) throw new WebhookError('bad_json', 'json');
  // The parser keeps one of two equal members, so that fewer are left than were written.
  if (countKeys(parsed) !== keys) throw new WebhookError('bad_json', 'doubled_key');
  return toFields(parsed);
}

/** Undefined if it is not JSON. Throws for a key that occurs twice with two values. */
function parseLossless(text: string): unknown {
  try {
    return parse(text, undefined, {
      onDuplicateKey: () => {
        throw new WebhookError('bad_json', 'doubled_key');
      },
    });
  } catch (error) {
    if (error instanceof WebhookError) throw error;
    return undefined;
  }
}

function countKeys(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0);
  if (!isObject(value)) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + 1 + countKeys(item), 0);
}

function toFields(object: Readonly<Record<string, unknown>>): WeChatFields {
  const entries: (readonly [string, WeChatFields[string]])[] = [];
  for (const [name, value] of Object.entries(object)) {
    if (!isFieldName(name)) throw new WebhookError('bad_json', 'json');
    const [first, ...others] = valuesOf(value);
    if (first !== undefined) entries.push([name, others.length === 0 ? first : [first, ...others]]);
  }
  // `fromEntries` defines properties instead of assigning them.
  return Object.fromEntries(entries);
}

/** What a member holds: nothing for `null`, each element of a list, also of a list in a list. */
function valuesOf(value: unknown): readonly Value[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(valuesOf);
  if (isLosslessNumber(value)) return [value.value];
  if (isObject(value)) return [toFields(value)];
  if (typeof value === 'boolean') return [String(value)];
  return typeof value === 'string' ? [toText(value)] : [];
}

/** Without characters that cannot be stored. */
function toText(text: string): string {
  return stripForbidden(text).toWellFormed();
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}
