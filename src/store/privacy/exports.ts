import type { Database } from '../engine/database-types';
import { rowsOf, toTimestamp } from '../engine/rows';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { conversations } from '../schema/conversations';
import { attachments, messageAttachments } from '../schema/files';
import { messages } from '../schema/messages';

/** Ids come in the order in which they were given, page by page: `after` is the last one of the previous page. */
type Page = { readonly after: string; readonly limit: number };

/** A file of a contact's messages that is in the file store. */
export type ExportedFile = { readonly id: string; readonly name: string; readonly sha256: string };

export type Exports = {
  /** The conversations that began from `from` on and before `to` (epoch ms); null: no bound, or all channels. */
  readonly conversations: (
    filter: { readonly from: number | null; readonly to: number | null; readonly channelId: string | null },
    page: Page,
  ) => Promise<readonly string[]>;
  readonly conversationsOf: (contactId: string, page: Page) => Promise<readonly string[]>;
  /** What was sent and received. */
  readonly filesOf: (contactId: string, page: Page) => Promise<readonly ExportedFile[]>;
};

const c = columnsAs(conversations, 'c');
const a = columnsAs(attachments, 'a');
const received = columnsAs(attachments, 'received');
const m = columnsAs(messages, 'm');
const use = columnsAs(messageAttachments, 'use');

/** What exports contain, page by page: none is held in memory. Contacts who were erased are in none. */
export function createExports({ db }: Pick<Database, 'db'>): Exports {
  const idsOf = (rows: readonly RowOf<typeof conversations, 'id'>[]) => rows.map(({ id }) => id);
  return {
    async conversations({ from, to, channelId }, { after, limit }) {
      return idsOf(
        await rowsOf(
          db,
          sql`select ${c.id} from ${conversations} c where ${c.id} > ${after} and not ${c.isErased}
                ${from === null ? sql`` : sql`and ${c.startedAt} >= ${toTimestamp(from)}`}
                ${to === null ? sql`` : sql`and ${c.startedAt} < ${toTimestamp(to)}`}
                ${channelId === null ? sql`` : sql`and ${c.channelId} = ${channelId}`}
              order by ${c.id} limit ${limit}`,
        ),
      );
    },
    async conversationsOf(contactId, { after, limit }) {
      return idsOf(
        await rowsOf(
          db,
          sql`select ${c.id} from ${conversations} c where ${c.contactId} = ${contactId} and ${c.id} > ${after}
                and not ${c.isErased} order by ${c.id} limit ${limit}`,
        ),
      );
    },
    async filesOf(contactId, { after, limit }) {
      const rows = await rowsOf<RowOf<typeof attachments, 'id' | 'name' | 'kind' | 'sha256'>>(
        db,
        sql`select ${a.id}, ${a.name}, ${a.kind}, ${a.sha256} from ${attachments} a
            where ${a.sha256} is not null and ${a.id} > ${after} and ${a.id} in (
              select ${received.id} from ${messages} m join ${attachments} received on ${received.messageId} = ${m.id}
                where ${m.contactId} = ${contactId}
              union select ${use.attachmentId} from ${messages} m
                join ${messageAttachments} use on ${use.messageId} = ${m.id} where ${m.contactId} = ${contactId})
            order by ${a.id} limit ${limit}`,
      );
      return rows.flatMap(({ id, name, kind, sha256 }) =>
        sha256 === null ? [] : [{ id, name: name ?? kind, sha256 }],
      );
    },
  };
}
