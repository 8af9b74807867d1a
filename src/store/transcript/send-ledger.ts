import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import {
  type AfterSend,
  DELIVERY_ERROR_CODES,
  type DeliveryError,
  type SendOutcome,
} from '../../domain/conversation/delivery';
import { type GreetedAction, isGreeted } from '../../domain/greeting';
import type { ContactAction } from '../../domain/messages/inbound';
import { toTrouble } from '../channels/channel-troubles';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { wordOf } from '../engine/stored-words';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';
import { messages, sendAttempts } from '../schema/messages';
import { announceMessages } from './changes';
import { isGreetedBy } from './greetings';
import { isQueued, isSending } from './row-life';

/** What is needed to send a message. Everything personal is read here, inside the activity. */
export type SendableMessage = {
  readonly channelId: string;
  readonly openId: string;
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  /** Whether WeChat's call limit pauses the channel; `over`: the pause has ended, but no send has succeeded since. */
  readonly pause: 'none' | 'running' | 'over';
  /** WeChat's code while it refuses the channel itself; null: the channel works. */
  readonly troubleCode: number | null;
  /** For a greeting: the event that it answers, and how long ago that was received. Null: it is not a greeting. */
  readonly greeted: { readonly action: GreetedAction; readonly ageMs: number } | null;
};

export type SendLedger = {
  readonly read: (messageId: string) => Promise<SendableMessage | null>;
  /**
   * Commits that an attempt begins: the message goes from `queued` to `sending`, and the attempt gets its row. `begun`
   * once and only once for each attempt; a second run learns what the ledger says instead.
   */
  readonly begin: (messageId: string, attempt: number) => Promise<BeginResult>;
  /**
   * The same for a message outside any conversation. Once the contact's first message of a conversation is committed,
   * the attempt does not begin and nothing is committed: WeChat counts what leaves after that as part of the
   * conversation.
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
  /** Shows in the transcript why a message is waiting, because its attempt did not begin. */
  readonly explain: (messageId: string, error: DeliveryError) => Promise<void>;
  /**
   * The outcome of an attempt that was cut off. If it had not begun, it never will; if its outcome is not known, it is
   * `unknown` from now on.
   */
  readonly settle: (messageId: string, attempt: number) => Promise<SendOutcome>;
};

export type BeginResult =
  | { readonly type: 'begun' }
  /** The API had given the message up. */
  | { readonly type: 'withdrawn' }
  /** The attempt had begun before; its outcome is null while it is not known. */
  | { readonly type: 'repeated'; readonly outcome: SendOutcome | null };

const errorCode = wordOf(DELIVERY_ERROR_CODES);
/** An outcome that only a newer release knows is read as `unknown`: the message may have arrived. */
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

const event = columnsAs(messages, 'event');
const message = namesOf(messages);
const one = namesOf(sendAttempts);

/** The ledger of attempts to send (docs/rules.md#32): its row is committed before the first byte leaves. */
export function createSendLedger({ db }: Pick<Database, 'db'>): SendLedger {
  const readOutcome = async (messageId: string, attempt: number): Promise<SendOutcome | null | undefined> => {
    const [row] = await rowsOf<RowOf<typeof sendAttempts, 'outcome'>>(
      db,
      sql`select ${sendAttempts.outcome} from ${sendAttempts}
          where ${sendAttempts.messageId} = ${messageId} and ${sendAttempts.attempt} = ${attempt}`,
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
      const [row] = await rowsOf<SendableRow>(
        db,
        sql`select ${messages.channelId}, ${contacts.openId}, ${messages.type}, ${messages.content},
              case when ${channels.pausedUntil} is null then 'none' when ${channels.pausedUntil} > clock_timestamp()
                then 'running' else 'over' end as pause,
              ${channels.unhealthySince}, ${channels.trouble}, ${event.action},
              extract(epoch from clock_timestamp() - ${event.createdAt}) * 1000 as age_ms
            from ${messages} left join ${messages} event on ${isGreetedBy(event, messages)}
              join ${contacts} on ${contacts.id} = ${messages.contactId}
              join ${channels} on ${channels.id} = ${messages.channelId}
            where ${messages.id} = ${messageId}`,
      );
      if (row === undefined) return null;
      return {
        channelId: row.channel_id,
        openId: row.open_id,
        type: row.type,
        content: contentSchema.parse(row.content),
        pause: row.pause,
        troubleCode: toTrouble(row)?.wechatCode ?? null,
        greeted:
          row.action !== null && isGreeted(row.action)
            ? { action: row.action, ageMs: Number(row.age_ms) }
            : null,
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
              update ${messages} set ${message.error} = ${JSON.stringify(error)}::jsonb,
                ${message.changedAt} = clock_timestamp()
              where ${messages.id} = ${messageId} and ${isQueued(messages)} and ${messages.error} is null
              returning ${messages.id} as id
            ) ${announceMessages(sql`explained`)}`,
      );
    },

    async end(messageId, attempt, outcome, after, errmsg) {
      const reason = 'error' in after ? after.error : undefined;
      const words = errmsg === undefined || errmsg === '' ? {} : { errmsg };
      const error = reason === undefined ? null : JSON.stringify({ ...reason, ...words });
      await db.execute(
        sql`with ended as (
              update ${sendAttempts} set ${one.outcome} = ${JSON.stringify(outcome)}::jsonb,
                ${one.endedAt} = clock_timestamp()
              where ${sendAttempts.messageId} = ${messageId} and ${sendAttempts.attempt} = ${attempt}
                and ${sendAttempts.outcome} is null
              returning ${sendAttempts.messageId} as message_id
            ), settled as (
              update ${messages} set ${message.status} = ${after.status}, ${message.error} = ${error}::jsonb,
                ${message.holdReason} = null,
                ${message.changedAt} = clock_timestamp(),
                ${message.sentAt} = case when ${after.status} = 'sent' then clock_timestamp() end
              from ended where ${messages.id} = ${messageId} and ${isSending(messages)}
              returning ${messages.id} as id
            ) ${announceMessages(sql`settled`)}`,
      );
    },

    async settle(messageId, attempt) {
      // An existing row keeps its outcome; a new one keeps the attempt from ever beginning.
      const [prevented] = await rowsOf<RowOf<typeof sendAttempts, 'messageId'>>(
        db,
        sql`insert into ${sendAttempts} (${one.messageId}, ${one.attempt}, ${one.endedAt}, ${one.outcome})
            values (${messageId}, ${attempt}, clock_timestamp(), ${JSON.stringify(NOT_BEGUN)}::jsonb)
            on conflict do nothing returning ${one.messageId}`,
      );
      if (prevented !== undefined) return NOT_BEGUN;
      await this.end(messageId, attempt, { type: 'unknown' }, { status: 'unknown' });
      return (await readOutcome(messageId, attempt)) ?? { type: 'unknown' };
    },
  };
}

type SendableRow = RowOf<typeof messages, 'channelId' | 'type' | 'content'> & {
  readonly action: ContactAction | null;
  readonly age_ms: number | string | null;
} & RowOf<typeof contacts, 'openId'> &
  RowOf<typeof channels, 'unhealthySince' | 'trouble'> & { readonly pause: SendableMessage['pause'] };

const NOT_BEGUN: SendOutcome = { type: 'notSent', retryAfterMs: null };
