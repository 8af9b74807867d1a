/** What must be true of the outgoing webhook after a run (docs/webhooks.md). */
import type { MessageBody } from '../../src/contracts/conversations/message';
import { groupBy } from '../../test/support/group-by';
import type { ContactState, RunHistory, Told } from '../history';
import type { Violation } from './violation';

/** Then an event that was tried three times goes on alone, and later ones of its conversation may pass it (rule 91). */
const MAY_BE_PASSED_AFTER_MS = 270_000;
/** What became of a message, as its status says and as an event tells. */
const TOLD_STATUSES: ReadonlySet<string | null> = new Set(['sent', 'failed', 'unknown', 'cancelled']);
/** Events of which a message or a conversation has one at most. */
const ONCE: ReadonlySet<string> = new Set([
  'message.received',
  'message.sent',
  'message.failed',
  'message.unknown',
  'message.cancelled',
  'conversation.started',
  'conversation.completed',
]);

/** An event that has to be told: its name, and the id of the message or conversation that it is about. */
export type Due = { readonly event: string; readonly about: string; readonly openId: string };

/** Every violation of the outgoing webhook; none for a run that had none. */
export function checkEvents({ contacts, told }: Pick<RunHistory, 'contacts' | 'told'>): Violation[] {
  if (told === null) return [];
  return [
    ...findUntold(contacts, told).map(({ event, about, openId }) => ({
      kind: 'event not told' as const,
      openId,
      text: `${event} of ${about} was never acknowledged by the endpoint`,
    })),
    ...checkSigned(told),
    ...checkSame(told),
    ...checkOnce(told),
    ...checkInvented(contacts, told),
    ...checkOrder(told),
  ];
}

/** What happened and was not told, in all that can be seen. */
export function findUntold(contacts: readonly ContactState[], told: readonly Told[]): Due[] {
  const known = new Set(
    told.filter(({ isAcknowledged }) => isAcknowledged).map((one) => `${one.event} ${aboutOf(one)}`),
  );
  return contacts.flatMap(dueOf).filter(({ event, about }) => !known.has(`${event} ${about}`));
}

function dueOf({ openId, transcripts, conversations }: ContactState): Due[] {
  const rows = transcripts[0] ?? [];
  const list = conversations[0] ?? [];
  return [
    ...rows.flatMap((row) => {
      const event = eventOf(row);
      return event === null ? [] : [{ event, about: row.id, openId }];
    }),
    ...list.map(({ id }) => ({ event: 'conversation.started', about: id, openId })),
    ...list
      .filter(({ state }) => state === 'completed')
      .map(({ id }) => ({ event: 'conversation.completed', about: id, openId })),
    ...list
      .filter(({ handover }) => handover !== null)
      .map(({ id }) => ({ event: 'conversation.handed_over', about: id, openId })),
  ];
}

function eventOf({ direction, status }: MessageBody): string | null {
  if (direction === 'inbound') return 'message.received';
  if (direction === 'note') return 'note.added';
  return direction === 'outbound' && TOLD_STATUSES.has(status) ? `message.${status}` : null;
}

/** What an event is about. */
function aboutOf({ messageId, conversationId, contactId, channelId }: Told): string {
  return messageId ?? conversationId ?? contactId ?? channelId ?? '';
}

/** In which events keep their order. */
function threadOf({ conversationId, contactId, channelId }: Told): string {
  return conversationId ?? contactId ?? channelId ?? '';
}

function checkSigned(told: readonly Told[]): Violation[] {
  return told
    .filter(({ isSigned }) => !isSigned)
    .map(({ id, event }) => ({ kind: 'not signed', openId: null, text: `${event} ${id} is not signed` }));
}

/** An id means one event. (What is said of it is as things are at the moment of the try.) */
function checkSame(told: readonly Told[]): Violation[] {
  const identity = (one: Told): string =>
    [one.event, one.sequence, one.timestamp, threadOf(one), aboutOf(one)].join(' ');
  const first = new Map<string, string>();
  return told.flatMap((one): Violation[] => {
    const before = first.get(one.id) ?? identity(one);
    first.set(one.id, before);
    if (before === identity(one)) return [];
    return [
      { kind: 'event differs', openId: null, text: `${one.id} was ${before}, and is ${identity(one)}` },
    ];
  });
}

function checkOnce(told: readonly Told[]): Violation[] {
  const ids = new Map<string, Set<string>>();
  for (const one of told.filter(({ event }) => ONCE.has(event))) {
    const key = `${one.event} of ${aboutOf(one)}`;
    ids.set(key, (ids.get(key) ?? new Set()).add(one.id));
  }
  return [...ids]
    .filter(([, of]) => of.size > 1)
    .map(([key, of]) => ({ kind: 'event told twice', openId: null, text: `${key} has ${of.size} ids` }));
}

/**
 * What an event tells is so: the message is there with that status, the conversation is completed. What happened after the
 * first timeline was read may be in none of them.
 */
function checkInvented(contacts: readonly ContactState[], told: readonly Told[]): Violation[] {
  const due = new Set(contacts.flatMap(dueOf).map(({ event, about }) => `${event} ${about}`));
  const readAt = Math.min(...contacts.map((one) => one.readAt ?? Number.POSITIVE_INFINITY));
  const invented = told.filter(
    (one) =>
      ONCE.has(one.event) && Date.parse(one.timestamp) <= readAt && !due.has(`${one.event} ${aboutOf(one)}`),
  );
  return [...new Set(invented.map((one) => `${one.event} of ${aboutOf(one)}`))].map((text) => ({
    kind: 'event invented',
    openId: null,
    text: `${text} was told, and is not so`,
  }));
}

/** Events of a conversation come for the first time in their order, and each after the one before was acknowledged. */
function checkOrder(told: readonly Told[]): Violation[] {
  return [...groupBy(told, threadOf)].flatMap(([thread, tries]) => {
    const events = [...groupBy([...tries.entries()], ([, { id }]) => id).values()]
      .map((of) => ({
        first: of[0] as readonly [number, Told],
        acknowledged: of.find(([, { isAcknowledged }]) => isAcknowledged)?.[0] ?? tries.length,
      }))
      .sort((one, other) => one.first[1].sequence - other.first[1].sequence);
    return events.slice(1).flatMap(({ first: [arrived, one] }, index): Violation[] => {
      const { first, acknowledged } = events[index] as (typeof events)[number];
      const [, before] = first;
      const mayPass = one.at - Date.parse(before.timestamp) > MAY_BE_PASSED_AFTER_MS;
      if (acknowledged < arrived || mayPass) return [];
      const text = `${one.event} (${one.sequence}) of ${thread} came before ${before.event} (${before.sequence}) was acknowledged`;
      return [{ kind: 'events out of order', openId: null, text }];
    });
  });
}
