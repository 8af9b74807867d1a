/** Canned replies: each is one operator's own, or shared by a brand. */
import type { SQL } from 'drizzle-orm';
import { newId } from '../../platform/ids';
import type { Database, Db } from '../engine/database-types';
import { uniqueViolation } from '../engine/errors';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { rowsOf, toMs } from '../engine/rows';
import { holds } from '../engine/search-words';
import { namesOf, type RowOf, sql } from '../engine/sql';
import { type AuditActor, type AuditEntry, appendAudit } from '../people/audit-log';
import { cannedReplies } from '../schema/canned-replies';

export type CannedReply = {
  readonly id: string;
  readonly shortcut: string;
  readonly text: string;
  /** Null: an operator's own. */
  readonly brandId: string | null;
  /** Null: in no folder. */
  readonly folder: string | null;
  /** How often it was filled in for a message. */
  readonly useCount: number;
  /** Epoch ms. */
  readonly createdAt: number;
};

/** Whose replies are read and changed: the operator's own, and those of their brands. */
export type CannedReplyReader = { readonly operatorId: string; readonly brandIds: readonly string[] };

export type NewCannedReply = Pick<CannedReply, 'shortcut' | 'text' | 'brandId' | 'folder'>;

export type CannedReplyFilter = {
  /** Part of the shortcut, the folder or the text. */
  readonly search?: string;
  readonly folder?: string;
};

export type CannedReplies = {
  /** Oldest first. */
  readonly list: (
    reader: CannedReplyReader,
    filter: CannedReplyFilter,
    page: PageRequest,
  ) => Promise<Page<CannedReply>>;
  /** Null: there is none that the reader may see. */
  readonly get: (reader: CannedReplyReader, id: string) => Promise<CannedReply | null>;
  /** Counts one use; null: there is none that the reader may see. */
  readonly use: (reader: CannedReplyReader, id: string) => Promise<CannedReply | null>;
  /** `taken`: the owner already has one with this shortcut; case does not matter. */
  readonly create: (
    reader: CannedReplyReader,
    fields: NewCannedReply,
    by: AuditActor,
  ) => Promise<CannedReply | 'taken'>;
  /** Null: there is none that the reader may change. */
  readonly change: (
    reader: CannedReplyReader,
    id: string,
    change: { readonly [Name in keyof NewCannedReply]?: NewCannedReply[Name] | undefined },
    by: AuditActor,
  ) => Promise<CannedReply | 'taken' | null>;
  /** False: there is none that the reader may delete. */
  readonly remove: (reader: CannedReplyReader, id: string, by: AuditActor) => Promise<boolean>;
};

type Row = RowOf<
  typeof cannedReplies,
  'id' | 'shortcut' | 'text' | 'brandId' | 'folder' | 'useCount' | 'createdAt'
>;
const reply = namesOf(cannedReplies);
const COLUMNS = sql`${reply.id}, ${reply.shortcut}, ${reply.text}, ${reply.brandId}, ${reply.folder},
  ${reply.useCount}, ${reply.createdAt}`;
const WORDS = sql`search_form(concat_ws(' ', ${reply.shortcut}, ${reply.folder}, ${reply.text}))`;

/** The canned replies in `database`. */
export function createCannedReplies({ db }: Pick<Database, 'db'>): CannedReplies {
  /** Runs a statement that returns the row it wrote, and audits it if it wrote one. */
  const write = async (
    statement: SQL,
    by: AuditActor,
    entry: Pick<AuditEntry, 'action' | 'details'>,
  ): Promise<CannedReply | 'taken' | null> => {
    try {
      return await db.transaction(async (tx) => {
        const row = await one(tx, statement);
        if (row !== null)
          await appendAudit(tx, by, { ...entry, target: { type: 'canned_reply', id: row.id } });
        return row;
      });
    } catch (error) {
      if (uniqueViolation(error)?.startsWith('canned_replies_') === true) return 'taken';
      throw error;
    }
  };
  return {
    async list(reader, { search, folder }, { limit, after }) {
      const conditions = [
        isOf(reader),
        ...(search === undefined ? [] : [holds(WORDS, search)]),
        ...(folder === undefined ? [] : [sql`${reply.folder} = ${folder}`]),
        ...(after === undefined ? [] : [sql`${reply.id} > ${after}`]),
      ];
      const rows = await rowsOf<Row>(
        db,
        sql`select ${COLUMNS} from ${cannedReplies} where ${sql.join(conditions, sql` and `)}
            order by ${reply.id} limit ${limit + 1}`,
      );
      return toPage(rows.map(toCannedReply), limit);
    },
    get: (reader, id) => one(db, selectOne(reader, id)),
    use: (reader, id) =>
      one(
        db,
        sql`update ${cannedReplies} set ${reply.useCount} = ${reply.useCount} + 1
            where ${reply.id} = ${id} and ${isOf(reader)} returning ${COLUMNS}`,
      ),
    async create({ operatorId }, { shortcut, text, brandId, folder }, by) {
      const written = await write(
        sql`insert into ${cannedReplies} (${reply.id}, ${reply.operatorId}, ${reply.brandId}, ${reply.shortcut},
              ${reply.text}, ${reply.folder})
            values (${newId()}, ${brandId === null ? operatorId : null}, ${brandId}, ${shortcut}, ${text}, ${folder})
            returning ${COLUMNS}`,
        by,
        { action: 'canned_reply.created' },
      );
      if (written === null) throw new Error('The insert of a canned reply returned no row.');
      return written;
    },
    async change(reader, id, change, by) {
      const { shortcut, text, folder, brandId } = change;
      const fields = Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [name]));
      if (fields.length === 0) return one(db, selectOne(reader, id));
      const sets = [
        ...(shortcut === undefined ? [] : [sql`${reply.shortcut} = ${shortcut}`]),
        ...(text === undefined ? [] : [sql`${reply.text} = ${text}`]),
        ...(folder === undefined ? [] : [sql`${reply.folder} = ${folder}`]),
        ...(brandId === undefined
          ? []
          : [
              sql`${reply.brandId} = ${brandId}`,
              sql`${reply.operatorId} = ${brandId === null ? reader.operatorId : null}`,
            ]),
      ];
      return write(
        sql`update ${cannedReplies} set ${sql.join(sets, sql`, `)} where ${reply.id} = ${id} and ${isOf(reader)}
            returning ${COLUMNS}`,
        by,
        { action: 'canned_reply.changed', details: { fields } },
      );
    },
    async remove(reader, id, by) {
      const gone = await write(
        sql`delete from ${cannedReplies} where ${reply.id} = ${id} and ${isOf(reader)} returning ${COLUMNS}`,
        by,
        { action: 'canned_reply.deleted' },
      );
      return gone !== null;
    },
  };
}

function selectOne(reader: CannedReplyReader, id: string): SQL {
  return sql`select ${COLUMNS} from ${cannedReplies} where ${reply.id} = ${id} and ${isOf(reader)}`;
}

async function one(db: Db, statement: SQL): Promise<CannedReply | null> {
  const [row] = await rowsOf<Row>(db, statement);
  return row === undefined ? null : toCannedReply(row);
}

function isOf({ operatorId, brandIds }: CannedReplyReader): SQL {
  return sql`(${reply.operatorId} = ${operatorId}
    or ${reply.brandId} in (select jsonb_array_elements_text(${JSON.stringify(brandIds)}::jsonb)))`;
}

function toCannedReply(row: Row): CannedReply {
  const { id, shortcut, text, brand_id: brandId, folder, use_count: useCount, created_at } = row;
  return { id, shortcut, text, brandId, folder, useCount, createdAt: toMs(created_at) };
}
