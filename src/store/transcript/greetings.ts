import { sql } from 'drizzle-orm';
import { type GreetedAction, type Greeting, isGreeted } from '../../domain/greeting';
import type { ContactAction } from '../../domain/messages/inbound';
import { newId } from '../../platform/ids';
import { parseDeskSettings } from '../channels/channel-settings';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { announceMessages } from './changes';

/** A follow or scan, with all that decides whether and how it is greeted. */
export type GreetedEvent = {
  readonly messageId: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly action: GreetedAction;
  /** Whether it has its place in the transcript. */
  readonly isFiled: boolean;
  /** How long ago it was received, ms. */
  readonly ageMs: number;
  /** Whether anything may be sent: the channel is live, the contact is not blocked. */
  readonly mayBeGreeted: boolean;
  readonly ofChannel: Greeting;
  /** The text of the QR code by which they came, if it has one. */
  readonly ofQrCode: string | null;
  readonly isConversationOpen: boolean;
};

export type Greetings = {
  /** The event, or null where it is none that is greeted. */
  readonly event: (eventMessageId: string) => Promise<GreetedEvent | null>;
  /**
   * Writes the greeting of an event into the transcript, outside any conversation, as `queued`, or as `failed` where it
   * is too late; gives its id. The second time it finds the first one.
   */
  readonly write: (event: GreetedEvent, text: string, isTooLate: boolean) => Promise<string>;
  /** Gives up a greeting whose time is over: `failed` with `window_closed`, unless it was sent. */
  readonly drop: (messageId: string) => Promise<void>;
};

const TOO_LATE = JSON.stringify({ code: 'window_closed', wechatCode: null });

/** Greetings as rows of the transcript. One for each event: the key against repeats is made of its id. */
export function createGreetings({ db }: Pick<Database, 'db'>): Greetings {
  return {
    async event(eventMessageId) {
      const [row] = await rowsOf<{
        contact_id: string;
        channel_id: string;
        action: ContactAction | null;
        is_filed: boolean;
        age_ms: number | string;
        may_be_greeted: boolean;
        settings: unknown;
        of_qr_code: string | null;
        is_conversation_open: boolean;
      }>(
        db,
        sql`select m.contact_id, m.channel_id, m.action, m.seq is not null as is_filed,
              extract(epoch from clock_timestamp() - m.created_at) * 1000 as age_ms,
              channels.status = 'live' and contacts.blocked_at is null as may_be_greeted, channels.settings,
              (select greeting from qr_codes where qr_codes.channel_id = m.channel_id
                and qr_codes.scene = m.content ->> 'scene') as of_qr_code,
              exists (select 1 from conversations where conversations.contact_id = m.contact_id
                and conversations.state <> 'completed') as is_conversation_open
            from messages m join contacts on contacts.id = m.contact_id join channels on channels.id = m.channel_id
            where m.id = ${eventMessageId}`,
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
        isConversationOpen: row.is_conversation_open,
      };
    },

    async write(event, text, isTooLate) {
      const [row] = await rowsOf<{ id: string | null }>(
        db,
        sql`select write_greeting(${newId()}, ${event.contactId}, ${JSON.stringify({ text })}::jsonb,
              ${keyOf(event.messageId)}, ${isTooLate ? 'failed' : 'queued'}, ${isTooLate ? TOO_LATE : null}::jsonb) as id`,
      );
      if (row === undefined || row.id === null) throw new Error(`There is no contact ${event.contactId}.`);
      return row.id;
    },

    async drop(messageId) {
      await db.execute(
        sql`with dropped as (
              update messages set status = 'failed', error = ${TOO_LATE}::jsonb, changed_at = clock_timestamp()
              where id = ${messageId} and status = 'queued' returning id
            ) ${announceMessages(sql`dropped`)}`,
      );
    },
  };
}

/** No key of WeChat's items has this form (wechat/webhook/dedup-key.ts). */
function keyOf(eventMessageId: string): string {
  return `greeting ${eventMessageId}`;
}
