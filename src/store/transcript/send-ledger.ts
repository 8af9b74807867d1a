import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  type AfterSend,
  DELIVERY_ERROR_CODES,
  type DeliveryError,
  type SendOutcome,
} from '../../domain/conversation/delivery';
import { toTrouble } from '../channels/channel-troubles';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { wordOf } from '../engine/stored-words';
import { announceMessages } from './changes';

/** What is needed to send a message: everything personal is read here, inside the activity. */
export type SendableMessage = {
  readonly channelId: string;
  readonly openId: string;
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  /** Whether WeChat's call limit pauses the channel, or did so and nothing has passed since. */
  readonly pause: 'none' | 'running' | 'over';
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
export function createSendLedger({ db }: Pick<Database, 'db'>): SendLedger {
  const readOutcome = async (messageId: string, attempt: number): Promise<SendOutcome | null | undefined> => {
    const [row] = await rowsOf<{ outcome: unknown }>(
      db,
      sql`select outcome from send_attempts where message_id = ${messageId} and attempt = ${attempt}`,
    );
    if (row === undefined) return undefined;
    return row.outcome === null ? null : outcomeSchema.parse(row.outcome);
  };

  const begin = async (begins: SQL): Promise<'begun' | 'open' | null> => {
    const [row] = await rowsOf<{ begins: 'begun' | 'open' | null }>(db, sql`select ${begins} as begins`);
    return row?.begins ?? null;
  };

  const notBegun = async (messageId: string, attempt: number): Promise<BeginResult> => {
    const outcome = await readOutcome(messageId, attempt);
    return outcome === undefined ? { type: 'withdrawn' } : { type: 'repeated', outcome };
  };

  return {
    async read(messageId) {
      const [row] = await rowsOf<{
        channel_id: string;
        open_id: string;
        type: string;
        content: unknown;
        pause: SendableMessage['pause'];
        unhealthy_since: Date | string | null;
        trouble: unknown;
      }>(
        db,
        sql`select messages.channel_id, contacts.open_id, messages.type, messages.content,
              case when channels.paused_until is null then 'none' when channels.paused_until > clock_timestamp()
                then 'running' else 'over' end as pause,
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
        pause: row.pause,
        troubleCode: toTrouble(row)?.wechatCode ?? null,
      };
    },

    async begin(messageId, attempt) {
      const answer = await begin(sql`begin_attempt(${messageId}, ${attempt})`);
      return answer === 'begun' ? { type: 'begun' } : notBegun(messageId, attempt);
    },

    async beginOutside(messageId, attempt) {
      const answer = await begin(sql`begin_outside(${messageId}, ${attempt})`);
      if (answer === 'open') return { type: 'conversationOpen' };
      return answer === 'begun' ? { type: 'begun' } : notBegun(messageId, attempt);
    },

    async explain(messageId, error) {
      await db.execute(
        sql`with explained as (
              update messages set error = ${JSON.stringify(error)}::jsonb, changed_at = clock_timestamp()
              where id = ${messageId} and status = 'queued' and error is null returning id
            ) ${announceMessages(sql`explained`)}`,
      );
    },

    async end(messageId, attempt, outcome, after, errmsg) {
      const reason = 'error' in after ? after.error : undefined;
      const words = errmsg === undefined || errmsg === '' ? {} : { errmsg };
      const error = reason === undefined ? null : JSON.stringify({ ...reason, ...words });
      await db.execute(
        sql`with ended as (
              update send_attempts set outcome = ${JSON.stringify(outcome)}::jsonb, ended_at = clock_timestamp()
              where message_id = ${messageId} and attempt = ${attempt} and outcome is null
              returning message_id
            ), settled as (
              update messages set status = ${after.status}, error = ${error}::jsonb, changed_at = clock_timestamp(),
                sent_at = case when ${after.status} = 'sent' then clock_timestamp() end
              from ended where messages.id = ended.message_id and messages.status = 'sending' returning messages.id
            ) ${announceMessages(sql`settled`)}`,
      );
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
      return (await readOutcome(messageId, attempt)) ?? { type: 'unknown' };
    },
  };
}

const NOT_BEGUN: SendOutcome = { type: 'notSent', retryAfterMs: null };
