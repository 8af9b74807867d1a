import type { SecretBox } from '../../platform/secrets/secret-box';
import { deleteRejectedOf } from '../channels/rejected-deliveries';
import { CONTACTS_NOTICE } from '../contacts/contacts';
import type { Database, Db } from '../engine/database-types';
import { rowsOf, toMs } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { type AuditActor, appendAudit } from '../people/audit-log';
import { alerts } from '../schema/alerts';
import { botMenuChoices } from '../schema/bot-turns';
import { contacts, erasures } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { idempotencyKeys, messages } from '../schema/messages';
import { announceErased } from '../transcript/changes';
import { isOnItsWay, isUnfiled, isWaiting } from '../transcript/row-life';

/** Notified after the commit of an erasure, with the contact's id. */
export const ERASURES_NOTICE = 'duihua_erasures';

/** `at`: epoch ms by the database's clock. */
export type ErasureResult =
  | { readonly type: 'erased'; readonly at: number }
  | { readonly type: 'legalHold' }
  | { readonly type: 'notFound' };

export type Erasures = {
  /**
   * Takes a contact out of every list, search, stream and file, frees their openid, and makes the rest of the erasure
   * durable, in one transaction; the reason stands in the audit log. Refused while they are under legal hold.
   * Of a contact who was erased before: nothing happens, and it is answered as the first time.
   */
  readonly begin: (
    contactId: string,
    reason: string,
    by: AuditActor,
    /** Asked once their row is locked; false: they are not to be erased any more, which is `notFound`. */
    isStillWanted?: (tx: Db) => Promise<boolean>,
  ) => Promise<ErasureResult>;
  /** Claims erasures that are due, oldest first: no other process gets them for `forMs`. */
  readonly claim: (limit: number, forMs: number) => Promise<readonly string[]>;
  /** All that are not finished, also claimed ones: for `npm run erase:compact`. */
  readonly unfinished: () => Promise<readonly string[]>;
  /**
   * Deletes the keys by which WeChat and clients know messages of a contact; at most `limit`. Returns how many. For a minute
   * their hashes stay: what WeChat sends again is still a repeat (trigger `messages_repeat`), not words of a new contact.
   */
  readonly removeKeys: (contactId: string, limit?: number) => Promise<number>;
  /**
   * Finishes an erasure if nothing of the contact is under way any more and it was asked for `settledMs` ago; otherwise it is
   * due again later. Returns whether it is finished.
   */
  readonly settle: (contactId: string, settledMs: number) => Promise<boolean>;
};

const KEYS_AT_ONCE = 2_000;
/** WeChat sends again what was not answered, three times within about 15 s. */
const REPEATS_END_AFTER_MS = 60_000;
const e = namesOf(erasures);
const c = namesOf(conversations);
const k = namesOf(contacts);
const message = namesOf(messages);
const m = columnsAs(messages, 'm');

/**
 * Erasures of contacts (docs/privacy.md). The first transaction hides everything; words and files are then removed in
 * batches (`eraseWords`), as often as it takes, because a send, a turn of a bot or a fetch may still be under way. What
 * these write meanwhile is kept out by triggers (migration 0039).
 */
export function createErasures(
  { db }: Pick<Database, 'db'>,
  { secretBox }: { readonly secretBox: SecretBox },
): Erasures {
  return {
    begin: (contactId, reason, by, isStillWanted) =>
      db.transaction(async (tx): Promise<ErasureResult> => {
        // Not `no key`: it waits for everybody who is writing something about the contact, and they for it.
        const [found] = await rowsOf<
          RowOf<typeof contacts, 'channelId' | 'openId' | 'legalHold' | 'erasedAt'>
        >(
          tx,
          sql`select ${k.channelId}, ${k.openId}, ${k.legalHold}, ${k.erasedAt} from ${contacts}
              where ${k.id} = ${contactId} for update`,
        );
        if (found === undefined) return { type: 'notFound' };
        if (found.erased_at !== null) return { type: 'erased', at: toMs(found.erased_at) };
        if (found.legal_hold) return { type: 'legalHold' };
        if (isStillWanted !== undefined && !(await isStillWanted(tx))) return { type: 'notFound' };
        const at = await hide(tx, contactId);
        await deleteRejectedOf(tx, secretBox, { channelId: found.channel_id, openId: found.open_id });
        await tx.execute(announceErased(contactId));
        await tx.execute(
          sql`select pg_notify(${CONTACTS_NOTICE}, ${contactId}), pg_notify(${ERASURES_NOTICE}, ${contactId})`,
        );
        await appendAudit(tx, by, {
          action: 'contact.erased',
          target: { type: 'contact', id: contactId },
          details: { reason },
        });
        return { type: 'erased', at };
      }),
    claim: async (limit, forMs) =>
      idsOf(
        await rowsOf(
          db,
          sql`update ${erasures} set ${e.againAt} = clock_timestamp() + ${forMs} * interval '1 millisecond',
                ${e.tries} = ${erasures.tries} + 1
              where ${e.contactId} in (
                select ${e.contactId} from ${erasures}
                where ${e.finishedAt} is null and ${e.againAt} <= clock_timestamp()
                order by ${e.againAt} limit ${limit} for update skip locked)
              returning ${e.contactId}`,
        ),
      ),
    unfinished: async () =>
      idsOf(
        await rowsOf(
          db,
          sql`select ${e.contactId} from ${erasures} where ${e.finishedAt} is null order by ${e.askedAt}`,
        ),
      ),
    async removeKeys(contactId, limit = KEYS_AT_ONCE) {
      const isOver = sql`exists (select from ${erasures} where ${e.contactId} = ${contactId}
        and ${e.askedAt} <= clock_timestamp() - ${REPEATS_END_AFTER_MS} * interval '1 millisecond')`;
      const hash = sql`'erased:' || encode(sha256(convert_to(${messages.dedupKey}, 'UTF8')), 'hex')`;
      const changed = await rowsOf(
        db,
        sql`update ${messages} set ${message.wechatMessageId} = null, ${message.dedupKey} = case when not ${isOver} then ${hash} end
            where ${message.id} in (
              select ${m.id} from ${messages} m where ${m.contactId} = ${contactId} and ${m.senderKind} = 'contact'
                and (${m.wechatMessageId} is not null
                  or (${m.dedupKey} is not null and (${isOver} or ${m.dedupKey} not like 'erased:%')))
              order by ${m.id} limit ${limit} for no key update)
            returning ${message.id}`,
      );
      await db.execute(
        sql`delete from ${idempotencyKeys} where ${idempotencyKeys.messageId} in (
              select ${m.id} from ${messages} m where ${m.contactId} = ${contactId})`,
      );
      return changed.length;
    },
    async settle(contactId, settledMs) {
      // A conversation that has not completed, and a message whose attempt is not over, are awaited.
      const isAtRest = sql`not exists (select from ${conversations}
            where ${c.contactId} = ${contactId} and ${c.state} <> 'completed')
          and not exists (select from ${messages} where ${message.contactId} = ${contactId}
            and ${isOnItsWay(messages)})
          and ${e.askedAt} <= clock_timestamp() - ${settledMs} * interval '1 millisecond'`;
      const [row] = await rowsOf<{ is_finished: boolean }>(
        db,
        sql`update ${erasures} set
              ${e.finishedAt} = case when ${isAtRest} then clock_timestamp() end,
              ${e.againAt} = clock_timestamp() + least(60000, 500 * power(2, least(${e.tries}, 7))) * interval '1 millisecond'
            where ${e.contactId} = ${contactId} and ${e.finishedAt} is null
            returning ${e.finishedAt} is not null as is_finished`,
      );
      return row?.is_finished ?? true;
    },
  };
}

/** Hides a contact whose row is locked. Rows are locked in the order in which projections lock them. */
async function hide(tx: Db, contactId: string): Promise<number> {
  const [erased] = await rowsOf<RowOf<typeof contacts, 'erasedAt'>>(
    tx,
    // The trigger `contacts_erased` empties the row.
    sql`update ${contacts} set ${k.erasedAt} = clock_timestamp() where ${k.id} = ${contactId} returning ${k.erasedAt}`,
  );
  await tx.execute(
    sql`update ${messages} set
          ${message.status} = case when ${isWaiting(messages)} then 'cancelled' else ${message.status} end,
          ${message.error} = case when ${isWaiting(messages)}
            then '{"code": "conversation_completed", "wechatCode": null}'::jsonb else ${message.error} end,
          -- What no conversation has taken yet is signalled to none.
          ${message.inboxNumber} = case when ${isUnfiled(messages)} then null else ${message.inboxNumber} end,
          ${message.changedAt} = clock_timestamp()
        where ${message.id} in (
          select ${m.id} from ${messages} m where ${m.contactId} = ${contactId}
            and (${isUnfiled(m)} or (${m.direction} = 'outbound' and ${isWaiting(m)}))
          order by ${m.id} for no key update)`,
  );
  await tx.execute(
    sql`update ${conversations} set ${c.isErased} = true, ${c.tags} = '{}', ${c.factsVersion} = ${c.factsVersion} + 1,
          ${c.changedAt} = clock_timestamp()
        where ${c.id} in (select ${c.id} from ${conversations} where ${c.contactId} = ${contactId}
          order by ${c.id} for no key update)`,
  );
  await tx.execute(
    sql`delete from ${alerts} where ${alerts.conversationId} in (
          select ${c.id} from ${conversations} where ${c.contactId} = ${contactId})`,
  );
  await tx.execute(sql`delete from ${botMenuChoices} where ${botMenuChoices.contactId} = ${contactId}`);
  await tx.execute(sql`select forget_delivered_of(array[${contactId}::text])`);
  await tx.execute(
    sql`insert into ${erasures} (${e.contactId}, ${e.askedAt}) values (${contactId}, clock_timestamp())`,
  );
  return toMs(erased?.erased_at ?? new Date());
}

function idsOf(rows: readonly unknown[]): readonly string[] {
  return (rows as readonly { readonly contact_id: string }[]).map(({ contact_id }) => contact_id);
}
