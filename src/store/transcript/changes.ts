import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import { sql } from '../engine/sql';

/** The database channel on which changes of conversations and messages are announced, after their commit. */
export const CHANGES_CHANNEL = 'duihua_changes';

/**
 * Ids of what has changed; listeners read the rest. `alertIds`: absent if no alert has changed. `erasedIds`: contacts that
 * were erased.
 */
export type Changes = {
  readonly conversationIds: readonly string[];
  readonly messageIds: readonly string[];
  readonly alertIds?: readonly string[];
  readonly erasedIds?: readonly string[];
};

const payloadSchema = z.object({
  c: z.array(z.string()),
  m: z.array(z.string()),
  /** Present only if alerts have changed (migration 0021, alerts/alerts.ts); older releases ignore it. */
  a: z.array(z.string()).default([]),
  /** Present only if a contact was erased; older releases ignore it. */
  e: z.array(z.string()).default([]),
});
/** PostgreSQL takes payloads of less than 8,000 bytes; an id has 36 characters. */
const IDS_PER_NOTICE = 180;

/** The statement that announces changed conversations and messages when the transaction around it commits. */
export function announce(changes: Omit<Changes, 'alertIds' | 'erasedIds'>): SQL {
  const payloads: string[] = [];
  const ids = [
    ...changes.conversationIds.map((id) => ({ kind: 'c', id }) as const),
    ...changes.messageIds.map((id) => ({ kind: 'm', id }) as const),
  ];
  for (let from = 0; from < ids.length; from += IDS_PER_NOTICE) {
    const part = ids.slice(from, from + IDS_PER_NOTICE);
    const of = (kind: 'c' | 'm'): string[] => part.filter((one) => one.kind === kind).map((one) => one.id);
    payloads.push(JSON.stringify({ c: of('c'), m: of('m') }));
  }
  return sql`select pg_notify(${CHANGES_CHANNEL}, payload) from jsonb_array_elements_text(${JSON.stringify(payloads)}::jsonb) as payload`;
}

/**
 * The `select` that announces the messages of a `with` part that returns their `id`, at most 180. As the end of a
 * statement it makes a transaction unnecessary, so no lock is held while a client waits. Returns one row if there were
 * any.
 */
export function announceMessages(from: SQL): SQL {
  return sql`select pg_notify(${CHANGES_CHANNEL}, json_build_object('c', '[]'::json, 'm', json_agg(id))::text)
    from ${from} having count(*) > 0`;
}

/** The statement that announces that a contact was erased, when the transaction around it commits. */
export function announceErased(contactId: string): SQL {
  const payload = JSON.stringify({ c: [], m: [], e: [contactId] });
  return sql`select pg_notify(${CHANGES_CHANNEL}, ${payload})`;
}

/** Reads the payload of a notice. Throws a ZodError for anything that `announce` does not write. */
export function parseChanges(payload: string): Changes {
  const { c, m, a, e } = payloadSchema.parse(JSON.parse(payload));
  return { conversationIds: c, messageIds: m, alertIds: a, erasedIds: e };
}
