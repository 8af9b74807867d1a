import type { AutomaticKind } from '../../domain/conversation/automatic/automatic-kinds';
import { newId } from '../../platform/ids';
import { type DeskSettings, parseDeskSettings } from '../channels/channel-settings';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { prepareRating } from '../ratings/prepare-rating';
import { botMenuChoices } from '../schema/bot-turns';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { ratings } from '../schema/ratings';
import { isGreeting } from './greetings';
import { isPrepared } from './row-life';

/** An automatic message of a conversation; `number` makes it one of its kind there. */
export type SaidAutomatically = {
  readonly contactId: string;
  readonly conversationId: string | null;
  readonly kind: AutomaticKind;
  readonly number: number;
};

/** The channel's text as this contact reads it; null: nothing is said. `language` as WeChat tells it. */
export type RenderText = (
  text: string,
  reader: { readonly channelId: string; readonly language: string | null },
) => Promise<string | null>;

/** What the desk says by itself, as rows of the transcript. */
export type AutomaticMessages = {
  /**
   * Stores the message, so that its text is durable before the conversation accepts it; a second call returns the first
   * one's id. Null if the channel's settings have no text for it (any more), for a welcome right after a greeting, and if
   * `render` makes nothing of the text.
   */
  readonly prepare: (said: SaidAutomatically, render: RenderText) => Promise<string | null>;
  /** The conversation has not taken the message: its row is deleted, unless it is in the transcript. */
  readonly drop: (said: SaidAutomatically) => Promise<void>;
  /** When the contact was last told that the channel is closed, epoch ms of the wall clock; null: never. */
  readonly toldClosedAt: (contactId: string) => Promise<number | null>;
};

const message = namesOf(messages);
const c = columnsAs(conversations, 'c');
/** Each conversation knows of those before it. */
const NEWEST = 10;

const TEXTS: Readonly<Record<Exclude<AutomaticKind, 'rating'>, (settings: DeskSettings) => string | null>> = {
  handover: ({ bot }) => bot.handoverText,
  welcome: ({ automatic }) => automatic.welcome,
  outOfHours: ({ automatic }) => automatic.outOfHours,
  closed: ({ automatic }) => automatic.closed,
  nudge: ({ automatic }) => automatic.nudge?.text ?? null,
};

/** The automatic messages in `db`. */
export function createAutomaticMessages({ db }: Pick<Database, 'db'>): AutomaticMessages {
  /** Whether a greeting has just gone out, so that a welcome would say it twice. */
  const wasGreeted = async (contactId: string): Promise<boolean> => {
    const greetings = await rowsOf(
      db,
      sql`select from ${messages} where ${messages.contactId} = ${contactId} and ${isGreeting(messages)}
            and ${messages.status} in ('queued', 'sending', 'sent', 'unknown')
            and ${messages.createdAt} > clock_timestamp() - interval '1 minute' limit 1`,
    );
    return greetings.length > 0;
  };
  const storedAs = async (contactId: string, key: string): Promise<string | null> => {
    const [row] = await rowsOf<RowOf<typeof messages, 'id'>>(
      db,
      sql`select ${messages.id} from ${messages} join ${contacts} on ${contacts.id} = ${contactId}
          where ${messages.channelId} = ${contacts.channelId} and ${messages.dedupKey} = ${key}`,
    );
    return row?.id ?? null;
  };
  return {
    async prepare({ contactId, conversationId, kind, number }, render) {
      if (kind === 'rating') {
        if (conversationId === null) return null;
        const dedupKey = keyOf({ conversationId, kind, number });
        await prepareRating({ db }, { conversationId, dedupKey });
        return storedAs(contactId, dedupKey);
      }
      const [row] = await rowsOf<
        RowOf<typeof channels, 'settings'> &
          RowOf<typeof contacts, 'language'> & { readonly channel_id: string }
      >(
        db,
        sql`select ${channels.settings}, ${channels.id} as channel_id, ${contacts.language} from ${contacts}
            join ${channels} on ${channels.id} = ${contacts.channelId} where ${contacts.id} = ${contactId}`,
      );
      if (row === undefined) return null;
      const own = TEXTS[kind](parseDeskSettings(row.settings));
      const reader = { channelId: row.channel_id, language: row.language };
      const text = own === null ? null : await render(own, reader);
      if (text === null) return null;
      if (kind === 'welcome' && (await wasGreeted(contactId))) return null;
      const key = keyOf({ conversationId, kind, number });
      const stored = await rowsOf<RowOf<typeof messages, 'id'>>(
        db,
        sql`insert into ${messages} (${message.id}, ${message.contactId}, ${message.channelId}, ${message.direction},
              ${message.type}, ${message.content}, ${message.senderKind}, ${message.status}, ${message.whenBlocked},
              ${message.dedupKey})
            values (${newId()}, ${contactId}, ${row.channel_id}, 'outbound', 'text',
              ${JSON.stringify({ type: 'text', text })}::jsonb, 'system', 'queued', 'reject', ${key})
            on conflict (${message.channelId}, ${message.dedupKey}) do nothing returning ${messages.id}`,
      );
      const [made] = stored;
      if (made !== undefined) return made.id;
      return storedAs(contactId, key);
    },
    async drop({ contactId, ...said }) {
      await db.execute(
        sql`with dropped as (
              delete from ${messages} using ${contacts} where ${contacts.id} = ${contactId}
                and ${messages.channelId} = ${contacts.channelId} and ${messages.dedupKey} = ${keyOf(said)}
                and ${isPrepared(messages)} returning ${messages.id} as id
            ), unasked as (
              delete from ${ratings} where ${ratings.messageId} in (select id from dropped)
              returning ${ratings.conversationId} as id
            ) delete from ${botMenuChoices} where ${botMenuChoices.contactId} = ${contactId}
                and ${botMenuChoices.ratingOf} in (select id from unasked)`,
      );
    },
    async toldClosedAt(contactId) {
      // Of the conversation's own clock, which may be ahead.
      const [row] = await rowsOf<{ told_at: number | string | null }>(
        db,
        sql`select max(told_at) as told_at from (
              select (${c.snapshot} ->> 'outOfHoursSaidAt')::numeric - ${c.clockOffsetMs} as told_at
              from ${conversations} c where ${c.contactId} = ${contactId}
              order by ${c.activityNumber} desc limit ${NEWEST}) as newest`,
      );
      return row === undefined || row.told_at === null ? null : Number(row.told_at);
    },
  };
}

/** There is one row of a kind and number in a conversation. */
function keyOf({ conversationId, kind, number }: Omit<SaidAutomatically, 'contactId'>): string {
  return `automatic ${conversationId} ${kind} ${number}`;
}
