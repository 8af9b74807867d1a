/** What a request says of a bot, as it is stored: its fields, and its secrets apart from them. */
import type { BotChange, BotSecrets, ChangedFields } from '../../store/bots/bots';
import { invalidField } from '../problems';

type Fields = Readonly<Record<string, unknown>>;
/** Those that a request leaves out are undefined, and stay; null removes one. */
type GivenSecrets = Readonly<Record<string, string | null | undefined>>;

const SECRETS = ['apiKey', 'secret'];
/** The key of the field `transcription`, in it. */
const TRANSCRIPTION_KEY = 'transcriptionApiKey';

/** The fields of a request without its secrets, and these by the names under which they are stored. */
export function splitSecrets(given: Fields): { readonly fields: Fields; readonly secrets: GivenSecrets } {
  const fields: Record<string, unknown> = {};
  const secrets: Record<string, string | null | undefined> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (SECRETS.includes(name)) secrets[name] = value as string | null;
    else if (name === 'transcription' && isFields(value)) {
      const { apiKey, ...rest } = value;
      fields[name] = rest;
      secrets[TRANSCRIPTION_KEY] = apiKey as string | null | undefined;
    } else {
      fields[name] = value;
      if (name === 'transcription') secrets[TRANSCRIPTION_KEY] = null;
    }
  }
  return { fields, secrets };
}

/** The secrets that a bot has after a change; undefined: the same as before. */
export function changedSecrets(before: BotSecrets, given: GivenSecrets): BotSecrets | undefined {
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  if (named.length === 0) return undefined;
  const after: Record<string, string> = { ...before };
  for (const [name, value] of named) {
    if (typeof value === 'string') after[name] = value;
    else delete after[name];
  }
  return after;
}

/**
 * What the audit log says of a change: the fields of the request, the key of `transcription` by the name under which it
 * is stored, and which keys that were there are gone. Never a value.
 */
export function changedFields(
  body: Fields,
  { before, given }: { readonly before: readonly string[]; readonly given: GivenSecrets },
): ChangedFields {
  const named = (from: Fields): readonly string[] =>
    Object.keys(from).filter((name) => from[name] !== undefined);
  const removed = before.filter((name) => given[name] === null);
  const secrets = named(given).filter((name) => given[name] !== null || removed.includes(name));
  const fields = new Set([...named(body), ...secrets]);
  return { fields: [...fields], ...(removed.length === 0 ? {} : { removed }) };
}

/**
 * A key is for the server that it was entered for: whoever changes where a bot is asked gives its key anew, and cannot
 * have the stored one sent to a server of their own. Throws 400 otherwise.
 */
export function refuseMovedKeys(
  before: { readonly fields: Fields; readonly secretNames: readonly string[] },
  after: Pick<BotChange, 'fields'>,
  given: GivenSecrets,
): void {
  const moved = (address: (fields: Fields) => unknown): boolean =>
    originOf(address(before.fields)) !== originOf(address(after.fields));
  const isKept = (name: string): boolean => given[name] === undefined && before.secretNames.includes(name);
  const message = 'must be given anew, because the address leads to another server';
  if (isKept('apiKey') && moved(({ baseUrl }) => baseUrl)) throw invalidField('apiKey', message);
  const heard = ({ transcription }: Fields): unknown =>
    isFields(transcription) ? transcription['baseUrl'] : null;
  if (isKept(TRANSCRIPTION_KEY) && moved(heard)) throw invalidField('transcription.apiKey', message);
}

/** The addresses that a bot is asked at, by the path of their field. */
export function addressesIn({ baseUrl, url, transcription }: Fields): readonly (readonly [string, string])[] {
  const heard = isFields(transcription) ? transcription['baseUrl'] : undefined;
  const all = [
    ['baseUrl', baseUrl],
    ['url', url],
    ['transcription.baseUrl', heard],
  ] as const;
  return all.flatMap(([path, address]) => (typeof address === 'string' ? [[path, address] as const] : []));
}

function originOf(address: unknown): string | null {
  return typeof address === 'string' && URL.canParse(address) ? new URL(address).origin : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
