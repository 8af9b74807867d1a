import type { SQL, SQLWrapper } from 'drizzle-orm';
import { type GreetedAction, type Greeting, isGreeted } from '../../domain/greeting';
import type { ContactAction } from '../../domain/messages/inbound';
import { newId } from '../../platform/ids';
import { parseDeskSettings } from '../channels/channel-settings';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { bots } from '../schema/bots';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';
import { conversations, isOpen } from '../schema/conversations';
import { messages } from '../schema/messages';
import { qrCodes } from '../schema/qr-codes';
import { announceMessages } from './changes';
import { hasSeq, isQueued } from './row-life';

/** A follow or scan, with everything that decides whether and how it is greeted. */
export type GreetedEvent = {
  readonly messageId: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly action: GreetedAction;
  /** Whether it has its position in the transcript. */
  readonly isFiled: boolean;
  /** How long ago it was received, ms. */
  readonly ageMs: number;
  /** Whether anything may be sent: the channel is live, the contact is not blocked. */
  readonly mayBeGreeted: boolean;
  readonly ofChannel: Greeting;
  /** The greeting of the QR code that brought them; null: no code did, or it has no greeting. */
  readonly ofQrCode: string | null;
  /** The channel's bot, if it is of the kind that is told of a follow or a scan; null: there is none. */
  readonly botId: string | null;
  readonly isConversationOpen: boolean;
};

export type Greetings = {
  /** Null if it is not an event that is greeted. */
  readonly event: (eventMessageId: string) => Promise<GreetedEvent | null>;
  /**
   * Writes the greeting of an event into the transcript, outside any conversation, as `queued`, or as `failed` if it is
   * too late; returns its id. A second call returns the id of the first one.
   */
  readonly write: (event: GreetedEvent, text: string, isTooLate: boolean) => Promise<string>;
  /** Gives up a greeting that can no longer be sent in time: `failed` with `window_closed`, unless it was sent. */
  readonly drop: (messageId: string) => Promise<void>;
};

const m = columnsAs(messages, 'm');
const message = namesOf(messages);
const KEY = 'greeting ';
/** Bots for SalesIQ have a handler for a follow or a scan. */
const KIND_OF_BOT = 'salesiq';
const TOO_LATE = JSON.stringify({ code: 'window_closed', wechatCode: null });

type EventRow = RowOf<typeof messages, 'contactId' | 'channelId'> &
  RowOf<typeof channels, 'settings'> & {
    readonly action: ContactAction | null;
    readonly is_filed: boolean;
    readonly age_ms: number | string;
    readonly may_be_greeted: boolean;
    readonly of_qr_code: string | null;
    readonly bot_id: string | null;
    readonly is_conversation_open: boolean;
  };

/** Greetings as rows of the transcript. One text for each event: the deduplication key contains the event's id. */
export function createGreetings({ db }: Pick<Database, 'db'>): Greetings {
  return {
    async event(eventMessageId) {
      const [row] = await rowsOf<EventRow>(
        db,
        sql`select ${m.contactId}, ${m.channelId}, ${m.action}, ${hasSeq(m)} as is_filed,
              floor(extract(epoch from clock_timestamp() - ${m.createdAt}) * 1000) as age_ms,
              ${channels.status} = 'live' and ${contacts.blockedAt} is null as may_be_greeted, ${channels.settings},
              (select ${qrCodes.greeting} from ${qrCodes} where ${qrCodes.channelId} = ${m.channelId}
                and ${qrCodes.scene} = ${m.content} ->> 'scene') as of_qr_code,
              (select ${bots.id} from ${bots} where ${bots.kind} = ${KIND_OF_BOT}
                and ${bots.id} = ${channels.settings} #>> '{bot,botId}') as bot_id,
              exists (select 1 from ${conversations} where ${conversations.contactId} = ${m.contactId}
                and ${isOpen(conversations)}) as is_conversation_open
            from ${messages} m join ${contacts} on ${contacts.id} = ${m.contactId}
              join ${channels} on ${channels.id} = ${m.channelId}
            where ${m.id} = ${eventMessageId}`,
      );
      if (row === undefined || row.action === null || !isGreeted(row.action)) return null;
      return {
        messageId: eventMessageId,
        contactId: row.contact_id,
        channelId: row.channel_id,
        action: row.action,
        isFiled: row.is_filed,
        ageMs: Number(row.age_ms),
        mayBeGreeted: row.may_be_greeted,
        ofChannel: parseDeskSettings(row.settings).greeting,
        ofQrCode: row.of_qr_code,
        botId: row.bot_id,
        isConversationOpen: row.is_conversation_open,
      };
    },

    async write(event, text, isTooLate) {
      const [row] = await rowsOf<{ id: string | null }>(
        db,
        sql`select write_greeting(${newId()}, ${event.contactId}, ${JSON.stringify({ text })}::jsonb,
              ${greetingKey(event.messageId)}, ${isTooLate ? 'failed' : 'queued'}, ${isTooLate ? TOO_LATE : null}::jsonb) as id`,
      );
      if (row === undefined || row.id === null) throw new Error(`There is no contact ${event.contactId}.`);
      return row.id;
    },

    async drop(messageId) {
      await db.execute(
        sql`with dropped as (
              update ${messages} set ${message.status} = 'failed', ${message.error} = ${TOO_LATE}::jsonb,
                ${message.changedAt} = clock_timestamp()
              where ${messages.id} = ${messageId} and ${isQueued(messages)} returning ${messages.id} as id
            ) ${announceMessages(sql`dropped`)}`,
      );
    },
  };
}

/** Whether a row greets for an event. */
export function isGreetedBy(event: { readonly id: SQLWrapper }, row: { readonly dedupKey: SQLWrapper }): SQL {
  // The id is taken from the key, so that the event is found by its index.
  return sql`${isGreeting(row)} and ${event.id} = split_part(${row.dedupKey}, ' ', 2)`;
}

/** Whether a row is a greeting. */
export function isGreeting({ dedupKey }: { readonly dedupKey: SQLWrapper }): SQL {
  return sql`${dedupKey} like ${`${KEY}%`}`;
}

/**
 * The key of a message that greets, by its number from 0: a bot may say several. Keys of WeChat's items never have this
 * form (wechat/webhook/dedup-key.ts).
 */
export function greetingKey(eventMessageId: string, number = 0): string {
  return number === 0 ? `${KEY}${eventMessageId}` : `${KEY}${eventMessageId} ${number}`;
}
