import { sql } from 'drizzle-orm';
import type { WhenBlocked } from '../../domain/conversation/conversation';
import { mediaIn, type OutboundContent } from '../../domain/messages/outbound';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { announceMessages } from './changes';

/** A message that an operator wants to send. */
export type NewMessage = {
  readonly conversationId: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly operatorId: string;
  readonly content: OutboundContent;
  readonly whenBlocked: WhenBlocked;
};

/** What the client called its request, and a hash of the body, so that another body under one key is seen. */
export type IdempotencyKey = { readonly key: string; readonly bodyHash: string };

export type Prepared =
  /** A row stands, and the workflow has yet to accept it. */
  | { readonly type: 'new'; readonly messageId: string }
  /** The key was used before: this is the message that it made. */
  | { readonly type: 'known'; readonly messageId: string }
  | { readonly type: 'keyReused' };

/** A message of which nobody knows whether its workflow has accepted it. */
export type UnsureMessage = {
  readonly messageId: string;
  readonly contactId: string;
  readonly conversationId: string;
  readonly operatorId: string;
  readonly kind: string;
  readonly whenBlocked: WhenBlocked;
};

export type Outbox = {
  /** Stores a message so that its text is durable before the workflow is asked. */
  readonly prepare: (message: NewMessage, key: IdempotencyKey | null) => Promise<Prepared>;
  /** Removes a message that the rules refused: it is not in the transcript, and its key may be judged again. */
  readonly discard: (messageId: string) => Promise<void>;
  /**
   * Gives up a message that was perhaps never accepted; false where it was accepted in the meantime (docs/rules.md#36).
   */
  readonly giveUp: (messageId: string) => Promise<boolean>;
  /** Marks a message as accepted by its workflow, at this version: it is never given up from now on. */
  readonly accept: (messageId: string, version: number) => Promise<void>;
  /**
   * Claims messages that are not in the transcript although they are older than 15 s: nobody knows whether their workflow
   * has them. Each is claimed again after a pause that doubles. At most `limit`.
   */
  readonly claimUnsure: (limit: number) => Promise<readonly UnsureMessage[]>;
  /**
   * The workflow has said that it does not have the message: it is removed where nobody was told that it had been
   * accepted, and else shown as `failed`, `not_accepted` (docs/rules.md#37).
   */
  readonly settleUnaccepted: (messageId: string) => Promise<void>;
  /** Resolves an `unknown` message as sent; false where it is not unknown any more. */
  readonly resolveAsSent: (messageId: string) => Promise<boolean>;
  /** Counts a refusal of the rules. */
  readonly countRefusal: (channelId: string, code: string) => Promise<void>;
};

const GIVEN_UP = JSON.stringify({ code: 'unavailable', wechatCode: null });

const NOT_ACCEPTED = JSON.stringify({ code: 'not_accepted', wechatCode: null });
/** The API answers within 10 s: after this nobody is waiting for the message any more. */
const ASK_AFTER_MS = 15_000;
/** 15 s becomes a quarter of an hour. */
const MOST_DOUBLINGS = 6;

/** The outbox half of the transcript. */
export function createOutbox({ db }: Pick<Database, 'db'>): Outbox {
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
      await db.execute(
        sql`with gone as (
              delete from messages where id = ${messageId} and seq is null and status = 'queued' returning id
            ) delete from idempotency_keys using gone where message_id = gone.id`,
      );
    },

    async giveUp(messageId) {
      const given = await rowsOf(
        db,
        sql`with given as (
              update messages set status = 'failed', error = ${GIVEN_UP}::jsonb, changed_at = clock_timestamp()
              where id = ${messageId} and status = 'queued' and seq is null returning id
            ), forgotten as (
              delete from idempotency_keys using given where message_id = given.id
            ) select id from given`,
      );
      return given.length > 0;
    },

    async accept(messageId, version) {
      await db.execute(
        sql`update messages set accepted_version = coalesce(accepted_version, ${version})
            where id = ${messageId} and status in ('queued', 'held')`,
      );
    },

    async claimUnsure(limit) {
      const pause = sql`${ASK_AFTER_MS} * power(2, least(ask_tries, ${MOST_DOUBLINGS})) * interval '1 millisecond'`;
      const rows = await rowsOf<{
        id: string;
        contact_id: string;
        wished_conversation_id: string;
        sender_id: string;
        type: string;
        when_blocked: WhenBlocked;
      }>(
        db,
        sql`update messages set asked_at = clock_timestamp(), ask_tries = ask_tries + 1 where id in (
              select id from messages where direction = 'outbound' and seq is null and status = 'queued'
                and wished_conversation_id is not null and coalesce(asked_at, created_at) < clock_timestamp() - ${pause}
              order by id limit ${limit} for no key update skip locked
            ) returning id, contact_id, wished_conversation_id, sender_id, type, when_blocked`,
      );
      return rows.map((row) => ({
        messageId: row.id,
        contactId: row.contact_id,
        conversationId: row.wished_conversation_id,
        operatorId: row.sender_id,
        kind: row.type,
        whenBlocked: row.when_blocked,
      }));
    },

    async settleUnaccepted(messageId) {
      const isUnaccepted = sql`messages.id = ${messageId} and messages.seq is null and messages.status = 'queued'`;
      await db.execute(
        sql`with contact as (
              update contacts set last_seq = last_seq + 1 where id = (
                select contact_id from messages where ${isUnaccepted} and accepted_version is not null)
              returning last_seq
            ), failed as (
              update messages set status = 'failed', error = ${NOT_ACCEPTED}::jsonb, seq = contact.last_seq,
                conversation_id = wished_conversation_id, changed_at = clock_timestamp()
              from contact where ${isUnaccepted} returning messages.id
            ), discarded as (
              delete from messages where ${isUnaccepted} and accepted_version is null returning id
            ), forgotten as (
              delete from idempotency_keys where message_id in (
                select id from failed union all select id from discarded)
            ) ${announceMessages(sql`failed`)}`,
      );
    },

    async resolveAsSent(messageId) {
      const resolved = await rowsOf(
        db,
        sql`with resolved as (
              update messages set status = 'sent', changed_at = clock_timestamp()
              where id = ${messageId} and status = 'unknown' returning id
            ) ${announceMessages(sql`resolved`)}`,
      );
      return resolved.length > 0;
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
  const { contactId, channelId, conversationId, operatorId, content, whenBlocked } = message;
  const insert = sql`insert into messages (id, contact_id, channel_id, direction, type, content, sender_kind, sender_id,
      status, when_blocked, wished_conversation_id)
    values (${messageId}, ${contactId}, ${channelId}, 'outbound', ${content.type}, ${JSON.stringify(content)}::jsonb,
      'operator', ${operatorId}, 'queued', ${whenBlocked}, ${conversationId})`;
  const files = [...new Set(mediaIn(content).map((one) => one.attachmentId))];
  if (files.length === 0) return insert;
  return sql`with message as (${insert} returning id)
    insert into message_attachments (message_id, attachment_id)
    select message.id, file.id from message,
      jsonb_array_elements_text(${JSON.stringify(files)}::jsonb) as file(id)`;
}
