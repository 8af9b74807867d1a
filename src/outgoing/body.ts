/** The body of a delivery, made when it is delivered: what was deleted since is not in it. */
import type { DueDelivery } from '../store/webhooks/due-delivery';

/** The objects that an event is about, as the API shows them; what is gone is `{id, deleted: true}`. */
export type EventObjects = {
  readonly conversation?: Readonly<Record<string, unknown>>;
  readonly message?: Readonly<Record<string, unknown>>;
  readonly contact?: Readonly<Record<string, unknown>>;
  readonly channel?: Readonly<Record<string, unknown>>;
};

/** Reads and presents what an event is about. */
export type PresentEvent = (
  event: Pick<DueDelivery, 'event' | 'channelId' | 'conversationId' | 'contactId' | 'messageId'>,
) => Promise<EventObjects>;

/** How long a body may be. */
export const MOST_BYTES = 20_000;
/** Left out where a body would be too large, in this order. */
const LONG_FIELDS: readonly (readonly [keyof EventObjects, ...string[]])[] = [
  ['conversation', 'lastMessage', 'text'],
  ['message', 'text'],
  ['conversation', 'lastMessage'],
];

/**
 * `{type, timestamp, data}`, at most 20 kB. If it would be longer, texts are left out, and `data.omitted` names them.
 */
export function toNativeBody({ event, at, sequence }: DueDelivery, objects: EventObjects): string {
  const omitted: string[] = [];
  const write = (data: EventObjects): string =>
    JSON.stringify({
      type: event,
      timestamp: new Date(at).toISOString(),
      data: { sequence, ...data, ...(omitted.length === 0 ? {} : { omitted }) },
    });
  let data = objects;
  let body = write(data);
  for (const path of LONG_FIELDS) {
    if (Buffer.byteLength(body) <= MOST_BYTES) return body;
    const less = without(data, path);
    if (less === data) continue;
    omitted.push(path.join('.'));
    data = less;
    body = write(data);
  }
  if (Buffer.byteLength(body) <= MOST_BYTES) return body;
  // Nothing else is known to be long; then only ids are left.
  omitted.splice(0, omitted.length, ...Object.keys(data));
  return write(Object.fromEntries(Object.entries(data).map(([name, { id }]) => [name, { id }])));
}

/** A copy without the field at the end of a path; the same object if it is not there. */
function without<T extends object>(from: T, [name, ...rest]: readonly string[]): T {
  const value = name === undefined ? undefined : (from as Record<string, unknown>)[name];
  if (name === undefined || value === undefined || value === null) return from;
  if (rest.length === 0) {
    const { [name]: _, ...others } = from as Record<string, unknown>;
    return others as T;
  }
  if (typeof value !== 'object') return from;
  const less = without(value, rest);
  return less === value ? from : { ...from, [name]: less };
}
