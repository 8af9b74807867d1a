import { sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  type AfterSend,
  DELIVERY_ERROR_CODES,
  type DeliveryError,
  type SendOutcome,
} from '../domain/conversation/delivery';
import { announce } from './changes';
import { toTrouble } from './channel-troubles';
import type { Database, Db } from './database-types';
import { rowsOf, toMs } from './rows';
import { wordOf } from './stored-words';

/** What is needed to send a message: everything personal is read here, inside the activity. */
export type SendableMessage = {
  readonly channelId: string;
  readonly openId: string;
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  /** Until when WeChat's call limit pauses the channel, epoch ms by the wall clock; null: it does not. */
  readonly pausedUntil: number | null;
  /** WeChat's code while it refuses the channel itself; null: the channel works. */
  readonly troubleCode: number | null;
};

export type SendLedger = {
  readonly read: (messageId: string) => Promise<SendableMessage | null>;
  /**
   * Commits that an attempt begins: `queued` → `sending`, and the attempt's row. `begun` once and only once for each
   * attempt; a second run learns what the ledger says instead.
   */
  readonly begin: (messageId: string, attempt: number) => Promise<BeginResult>;
  /**
   * The same for a message outside any conversation. It does not begin, and nothing is committed, from the commit of a
   * message on by which the contact begins a conversation: WeChat counts what leaves after it among that one's.
   */
  readonly beginOutside: (
    messageId: string,
    attempt: number,
  ) => Promise<BeginResult | { readonly type: 'conversationOpen' }>;
  /**
   * Records an attempt's outcome and the message's status after it, unless the attempt was settled in the meantime.
   * `errmsg`: the text of WeChat's refusal, without secrets, for the transcript only.
   */
  readonly end: (
    messageId: string,
    attempt: number,
    outcome: SendOutcome,
    after: AfterSend,
    errmsg?: string,
  ) => Promise<void>;
  /** Says in the transcript why a message waits whose attempt did not begin. */
  readonly explain: (messageId: string, error: DeliveryError) => Promise<void>;
  /**
   * What became of an attempt that was cut off. Where it had not begun, it never will; where nobody knows, it is
   * `unknown` from now on.
   */
  readonly settle: (messageId: string, attempt: number) => Promise<SendOutcome>;
};

export type BeginResult =
  | { readonly type: 'begun' }
  /** The API had given the message up. */
  | { readonly type: 'withdrawn' }
  /** The attempt had begun before; its outcome is null while nobody knows it. */
  | { readonly type: 'repeated'; readonly outcome: SendOutcome | null };

const errorCode = wordOf(DELIVERY_ERROR_CODES);
/** An outcome that only a newer release knows is the cautious one here: perhaps it arrived. */
const outcomeSchema: z.ZodType<SendOutcome> = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('sent') }),
    z.object({ type: z.literal('refused'), code: errorCode, wechatCode: z.number() }),
    z.object({ type: z.literal('notSent'), retryAfterMs: z.number().nullable() }),
    z.object({ type: z.literal('channelDown'), wechatCode: z.number() }),
    z.object({ type: z.literal('paused'), wechatCode: z.number(), retryAfterMs: z.number() }),
    z.object({ type: z.literal('unknown') }),
    z.object({ type: z.literal('withdrawn') }),
  ])
  .catch({ type: 'unknown' });
const contentSchema = z.record(z.string(), z.unknown());

/** The ledger of attempts to send (docs/rules.md#32): a row stands before the first byte leaves. */
export function createSendLedger({ db }: Database): SendLedger {
  const readOutcome = async (
    from: Db,
    messageId: string,
    attempt: number,
  ): Promise<SendOutcome | null | undefined> => {
    const [row] = await rowsOf<{ outcome: unknown }>(
      from,
      sql`select outcome from send_attempts where message_id = ${messageId} and attempt = ${attempt}`,
    );
    if (row === undefined) return undefined;
    return row.outcome === null ? null : outcomeSchema.parse(row.outcome);
  };

  const begin = async (from: Db, messageId: string, attempt: number): Promise<BeginResult> => {
    const [begun] = await rowsOf<{ id: string }>(
      from,
      sql`with begun as (
            insert into send_attempts (message_id, attempt)
            select id, ${attempt}::int from messages where id = ${messageId} and status = 'queued'
            on conflict do nothing returning message_id
          )
          update messages set status = 'sending', error = null, changed_at = clock_timestamp()
          from begun where messages.id = begun.message_id and messages.status = 'queued'
          returning messages.id`,
    );
    if (begun !== undefined) return { type: 'begun' };
    const outcome = await readOutcome(from, messageId, attempt);
    return outcome === undefined ? { type: 'withdrawn' } : { type: 'repeated', outcome };
  };

  return {
    async read(messageId) {
      const [row] = await rowsOf<{
        channel_id: string;
        open_id: string;
        type: string;
        content: unknown;
        paused_until: Date | string | null;
        unhealthy_since: Date | string | null;
        trouble: unknown;
      }>(
        db,
        sql`select messages.channel_id, contacts.open_id, messages.type, messages.content, channels.paused_until,
              channels.unhealthy_since, channels.trouble
            from messages join contacts on contacts.id = messages.contact_id
              join channels on channels.id = messages.channel_id
            where messages.id = ${messageId}`,
      );
      if (row === undefined) return null;
      return {
        channelId: row.channel_id,
        openId: row.open_id,
        type: row.type,
        content: contentSchema.parse(row.content),
        pausedUntil: row.paused_until === null ? null : toMs(row.paused_until),
        troubleCode: toTrouble(row)?.wechatCode ?? null,
      };
    },

    begin: (messageId, attempt) => begin(db, messageId, attempt),

    beginOutside: (messageId, attempt) =>
      db.transaction(async (tx) => {
        // The inbox holds the contact's row until its commit, too: of the two one is first, and the other one sees it.
        await tx.execute(
          sql`select contacts.id from messages join contacts on contacts.id = messages.contact_id
              where messages.id = ${messageId} for update of contacts`,
        );
        const [found] = await rowsOf<{ is_open: boolean }>(
          tx,
          sql`select exists (select 1 from conversations where conversations.contact_id = messages.contact_id
                  and conversations.state <> 'completed')
                or exists (select 1 from messages as inbound where inbound.contact_id = messages.contact_id
                  and inbound.inbox_number is not null and inbound.seq is null and inbound.action = 'message')
                as is_open
              from messages where messages.id = ${messageId}`,
        );
        return found?.is_open === true ? { type: 'conversationOpen' } : begin(tx, messageId, attempt);
      }),

    async explain(messageId, error) {
      const explained = await rowsOf<{ id: string }>(
        db,
        sql`update messages set error = ${JSON.stringify(error)}::jsonb, changed_at = clock_timestamp()
            where id = ${messageId} and status = 'queued' and error is null returning id`,
      );
      const ids = explained.map(({ id }) => id);
      if (ids.length > 0) await db.execute(announce({ conversationIds: [], messageIds: ids }));
    },

    async end(messageId, attempt, outcome, after, errmsg) {
      const reason = 'error' in after ? after.error : undefined;
      const words = errmsg === undefined || errmsg === '' ? {} : { errmsg };
      const error = reason === undefined ? null : JSON.stringify({ ...reason, ...words });
      await db.transaction(async (tx) => {
        await tx.execute(
          sql`with ended as (
                update send_attempts set outcome = ${JSON.stringify(outcome)}::jsonb, ended_at = clock_timestamp()
                where message_id = ${messageId} and attempt = ${attempt} and outcome is null
                returning message_id
              )
              update messages set status = ${after.status}, error = ${error}::jsonb, changed_at = clock_timestamp(),
                sent_at = case when ${after.status} = 'sent' then clock_timestamp() end
              from ended where messages.id = ended.message_id and messages.status = 'sending'`,
        );
        await tx.execute(announce({ conversationIds: [], messageIds: [messageId] }));
      });
    },

    async settle(messageId, attempt) {
      // A row that stands already keeps its outcome; a new one keeps the attempt from ever beginning.
      const [prevented] = await rowsOf<{ message_id: string }>(
        db,
        sql`insert into send_attempts (message_id, attempt, ended_at, outcome)
            values (${messageId}, ${attempt}, clock_timestamp(), ${JSON.stringify(NOT_BEGUN)}::jsonb)
            on conflict do nothing returning message_id`,
      );
      if (prevented !== undefined) return NOT_BEGUN;
      await this.end(messageId, attempt, { type: 'unknown' }, { status: 'unknown' });
      return (await readOutcome(db, messageId, attempt)) ?? { type: 'unknown' };
    },
  };
}

const NOT_BEGUN: SendOutcome = { type: 'notSent', retryAfterMs: null };
