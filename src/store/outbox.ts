import { sql } from 'drizzle-orm';
import { mediaIn, type OutboundContent } from '../domain/outbound';
import { newId } from '../platform/ids';
import { announce } from './changes';
import type { Database } from './database-types';
import { rowsOf } from './rows';

/** A message that an operator wants to send. */
export type NewMessage = {
  readonly conversationId: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly operatorId: string;
  readonly content: OutboundContent;
  readonly whenBlocked: 'reject' | 'hold';
};

/** What the client called its request, and a hash of the body, so that another body under one key is seen. */
export type IdempotencyKey = { readonly key: string; readonly bodyHash: string };

export type Prepared =
  /** A row stands, and the workflow has yet to accept it. */
  | { readonly type: 'new'; readonly messageId: string }
  /** The key was used before: this is the message that it made. */
  | { readonly type: 'known'; readonly messageId: string }
  | { readonly type: 'keyReused' };

export type Outbox = {
  /** Stores a message so that its text is durable before the workflow is asked. */
  readonly prepare: (message: NewMessage, key: IdempotencyKey | null) => Promise<Prepared>;
  /** Removes a message that the rules refused: it is not in the transcript, and its key may be judged again. */
  readonly discard: (messageId: string) => Promise<void>;
  /**
   * Gives up a message that was perhaps never accepted; false where it was accepted in the meantime (docs/rules.md#36).
   */
  readonly giveUp: (messageId: string) => Promise<boolean>;
  /** Gives up what a crashed API process left unaccepted for longer than `olderThanMs`. */
  readonly giveUpStale: (olderThanMs: number) => Promise<number>;
  /** Resolves an `unknown` message as sent; false where it is not unknown any more. */
  readonly resolveAsSent: (messageId: string) => Promise<boolean>;
  /** Counts a refusal of the rules. */
  readonly countRefusal: (channelId: string, code: string) => Promise<void>;
};

const GIVEN_UP = JSON.stringify({ code: 'unavailable', wechatCode: null });

/** The outbox half of the transcript. */
export function createOutbox({ db }: Database): Outbox {
  return {
    async prepare(message, key) {
      const messageId = newId();
      if (key === null) {
        await db.execute(insertMessage(messageId, message));
        return { type: 'new', messageId };
      }
      return db.transaction(async (tx) => {
        const scope = [message.operatorId, message.conversationId, key.key] as const;
        const [mine] = await rowsOf<{ message_id: string }>(
          tx,
          sql`insert into idempotency_keys (operator_id, conversation_id, key, body_hash, message_id)
              values (${scope[0]}, ${scope[1]}, ${scope[2]}, ${key.bodyHash}, ${messageId})
              on conflict do nothing returning message_id`,
        );
        if (mine !== undefined) {
          await tx.execute(insertMessage(messageId, message));
          return { type: 'new', messageId } as const;
        }
        const [known] = await rowsOf<{ message_id: string; body_hash: string; is_open: boolean }>(
          tx,
          sql`select message_id, body_hash, messages.seq is null and messages.status = 'queued' as is_open
              from idempotency_keys join messages on messages.id = message_id
              where idempotency_keys.operator_id = ${scope[0]}
                and idempotency_keys.conversation_id = ${scope[1]} and key = ${scope[2]}`,
        );
        if (known === undefined || known.body_hash !== key.bodyHash) return { type: 'keyReused' } as const;
        // A request that was cut off before the workflow answered is asked again, under the same id.
        return { type: known.is_open ? 'new' : 'known', messageId: known.message_id } as const;
      });
    },

    async discard(messageId) {
      await db.transaction(async (tx) => {
        const [gone] = await rowsOf<{ id: string }>(
          tx,
          sql`delete from messages where id = ${messageId} and seq is null and status = 'queued' returning id`,
        );
        if (gone === undefined) return;
        await tx.execute(sql`delete from idempotency_keys where message_id = ${messageId}`);
      });
    },

    async giveUp(messageId) {
      const [row] = await rowsOf<{ id: string }>(
        db,
        sql`update messages set status = 'failed', error = ${GIVEN_UP}::jsonb, changed_at = clock_timestamp()
            where id = ${messageId} and status = 'queued' and seq is null returning id`,
      );
      if (row === undefined) return false;
      await db.execute(sql`delete from idempotency_keys where message_id = ${messageId}`);
      return true;
    },

    async giveUpStale(olderThanMs) {
      const rows = await rowsOf<{ id: string }>(
        db,
        // Locked by id first, as everywhere.
        sql`update messages set status = 'failed', error = ${GIVEN_UP}::jsonb where id in (
              select id from messages where direction = 'outbound' and seq is null and status = 'queued'
                and created_at < statement_timestamp() - ${olderThanMs} * interval '1 millisecond'
              order by id for no key update) returning id`,
      );
      const ids = rows.map((row) => row.id);
      // Their keys are free again: a repeat of the request is judged again.
      if (ids.length > 0) await db.execute(sql`delete from idempotency_keys where message_id in ${ids}`);
      return ids.length;
    },

    async resolveAsSent(messageId) {
      return db.transaction(async (tx) => {
        const [row] = await rowsOf<{ id: string }>(
          tx,
          sql`update messages set status = 'sent', changed_at = clock_timestamp()
              where id = ${messageId} and status = 'unknown' returning id`,
        );
        if (row === undefined) return false;
        await tx.execute(announce({ conversationIds: [], messageIds: [messageId] }));
        return true;
      });
    },

    async countRefusal(channelId, code) {
      await db.execute(
        sql`insert into refusal_counts (channel_id, code, day)
            values (${channelId}, ${code}, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD'))
            on conflict (channel_id, code, day) do update set count = refusal_counts.count + 1`,
      );
    },
  };
}

function insertMessage(messageId: string, message: NewMessage) {
  const { contactId, channelId, operatorId, content, whenBlocked } = message;
  const insert = sql`insert into messages (id, contact_id, channel_id, direction, type, content, sender_kind, sender_id,
      status, when_blocked)
    values (${messageId}, ${contactId}, ${channelId}, 'outbound', ${content.type}, ${JSON.stringify(content)}::jsonb,
      'operator', ${operatorId}, 'queued', ${whenBlocked})`;
  const files = [...new Set(mediaIn(content).map((one) => one.attachmentId))];
  if (files.length === 0) return insert;
  return sql`with message as (${insert} returning id)
    insert into message_attachments (message_id, attachment_id)
    select message.id, file.id from message,
      jsonb_array_elements_text(${JSON.stringify(files)}::jsonb) as file(id)`;
}
