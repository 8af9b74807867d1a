import { z } from 'zod';
import type { Clock } from '../clock';
import type { Contact } from './contacts';

const KEPT_FOR_CONTACT = 200;

export const phoneLogEntrySchema = z.object({
  seq: z.number(),
  at: z.number(),
  virtualAt: z.number(),
  kind: z.enum(['wrote', 'did', 'refused']),
  type: z.string(),
  body: z.record(z.string(), z.unknown()),
  errcode: z.number().nullable(),
  deliveries: z.number(),
  delivered: z.boolean().nullable(),
});
/**
 * What happened on a contact's phone apart from what arrived there: messages they wrote, what they did, and messages to
 * them that WeChat refused (`errcode`; null: lost on the way). `delivered` is null until the delivery is over.
 */
export type PhoneLogEntry = z.infer<typeof phoneLogEntrySchema>;

type NewEntry = Pick<PhoneLogEntry, 'kind' | 'type' | 'body'> & { readonly errcode?: number | null };

export type PhoneLog = ReturnType<typeof createPhoneLog>;

/** Keeps the latest 200 entries of each contact. */
export function createPhoneLog(clock: Clock, contactNow: (contact: Contact) => number, changed: () => void) {
  const byKey = new Map<string, PhoneLogEntry[]>();
  let lastSeq = 0;

  return {
    add(contact: Contact, entry: NewEntry): PhoneLogEntry {
      lastSeq += 1;
      const made: PhoneLogEntry = {
        seq: lastSeq,
        at: clock(),
        virtualAt: contactNow(contact),
        errcode: null,
        deliveries: 0,
        delivered: null,
        ...entry,
      };
      const key = keyOf(contact);
      const entries = byKey.get(key) ?? [];
      entries.push(made);
      if (entries.length > KEPT_FOR_CONTACT) entries.shift();
      byKey.set(key, entries);
      changed();
      return made;
    },
    /** Records how the delivery of an entry went. */
    settle(entry: PhoneLogEntry, deliveries: number, delivered: boolean): void {
      entry.deliveries = deliveries;
      entry.delivered = delivered;
      changed();
    },
    all: (contact: Contact): readonly PhoneLogEntry[] => [...(byKey.get(keyOf(contact)) ?? [])],
    save: (): Record<string, PhoneLogEntry[]> => Object.fromEntries(byKey),
    load(saved: Readonly<Record<string, PhoneLogEntry[]>>): void {
      for (const [key, entries] of Object.entries(saved)) {
        byKey.set(key, entries);
        lastSeq = Math.max(lastSeq, ...entries.map(({ seq }) => seq));
      }
    },
  };
}

function keyOf({ appId, openId }: Contact): string {
  return `${appId} ${openId}`;
}
