import { z } from 'zod';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { messages } from '../schema/messages';
import { hasSeq } from './row-life';

/** A message as a bot is told of it. */
export type TurnWords = {
  readonly messageId: string;
  readonly from: 'contact' | 'operator' | 'bot' | 'system';
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
};

/** What a bot is told of a conversation. */
export type TurnTexts = {
  /** These messages of the contact, in the order of the transcript. */
  readonly messages: (messageIds: readonly string[]) => Promise<readonly TurnWords[]>;
  /**
   * What was sent and received in a conversation, oldest first: the newest `limit` messages without those of the turn. No
   * notes, and nothing that has not reached the contact.
   */
  readonly history: (of: {
    readonly conversationId: string;
    readonly without: readonly string[];
    readonly limit: number;
  }) => Promise<readonly TurnWords[]>;
};

const m = columnsAs(messages, 'm');
const contentSchema = z.record(z.string(), z.unknown()).catch({});
type Row = RowOf<typeof messages, 'id' | 'senderKind' | 'type' | 'content'>;

/** The texts of conversations in `db`. */
export function createTurnTexts({ db }: Pick<Database, 'db'>): TurnTexts {
  const columns = sql`select ${m.id}, ${m.senderKind}, ${m.type}, ${m.content} from ${messages} m`;
  return {
    async messages(ids) {
      if (ids.length === 0) return [];
      const rows = await rowsOf<Row>(db, sql`${columns} where ${m.id} in ${ids} order by ${m.seq}`);
      return rows.map(toWords);
    },
    async history({ conversationId, without, limit }) {
      if (limit === 0) return [];
      const rows = await rowsOf<Row>(
        db,
        // A tap on a menu message is an event, and yet what the contact says.
        sql`${columns} where ${m.conversationId} = ${conversationId} and ${hasSeq(m)}
              and (${m.direction} = 'inbound' or ${m.type} = 'msgmenu_tap'
                or (${m.direction} = 'outbound' and ${m.status} in ('sent', 'unknown', 'sending')))
              and not ${m.id} = any(array(select jsonb_array_elements_text(${JSON.stringify(without)}::jsonb)))
            order by ${m.seq} desc limit ${limit}`,
      );
      return rows.map(toWords).reverse();
    },
  };
}

function toWords(row: Row): TurnWords {
  return {
    messageId: row.id,
    from: row.sender_kind,
    type: row.type,
    content: contentSchema.parse(row.content),
  };
}
