/** Canned replies: each is one operator's own, or shared by a brand. */
import type { SQL } from 'drizzle-orm';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { uniqueViolation } from '../engine/errors';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { rowsOf, toMs } from '../engine/rows';
import { namesOf, type RowOf, sql } from '../engine/sql';
import { cannedReplies } from '../schema/canned-replies';

export type CannedReply = {
  readonly id: string;
  readonly shortcut: string;
  readonly text: string;
  /** Null: an operator's own. */
  readonly brandId: string | null;
  /** Epoch ms. */
  readonly createdAt: number;
};

/** Whose replies are read and changed: the operator's own, and those of their brands. */
export type CannedReplyReader = { readonly operatorId: string; readonly brandIds: readonly string[] };

export type NewCannedReply = Pick<CannedReply, 'shortcut' | 'text' | 'brandId'>;

export type CannedReplies = {
  /** Oldest first. */
  readonly list: (reader: CannedReplyReader, page: PageRequest) => Promise<Page<CannedReply>>;
  /** `taken`: the owner has one under this shortcut; letters' case makes no difference. */
  readonly create: (reader: CannedReplyReader, fields: NewCannedReply) => Promise<CannedReply | 'taken'>;
  /** Null: there is none that the reader may change. */
  readonly change: (
    reader: CannedReplyReader,
    id: string,
    change: { readonly [Name in keyof NewCannedReply]?: NewCannedReply[Name] | undefined },
  ) => Promise<CannedReply | 'taken' | null>;
  /** False: there is none that the reader may delete. */
  readonly remove: (reader: CannedReplyReader, id: string) => Promise<boolean>;
};

type Row = RowOf<typeof cannedReplies, 'id' | 'shortcut' | 'text' | 'brandId' | 'createdAt'>;
const reply = namesOf(cannedReplies);
const COLUMNS = sql`${reply.id}, ${reply.shortcut}, ${reply.text}, ${reply.brandId}, ${reply.createdAt}`;

/** The canned replies in `database`. */
export function createCannedReplies({ db }: Pick<Database, 'db'>): CannedReplies {
  /** Runs a statement that returns the row that it wrote. */
  const write = async (statement: SQL): Promise<CannedReply | 'taken' | null> => {
    try {
      const [row] = await rowsOf<Row>(db, statement);
      return row === undefined ? null : toCannedReply(row);
    } catch (error) {
      if (uniqueViolation(error)?.startsWith('canned_replies_') === true) return 'taken';
      throw error;
    }
  };
  return {
    async list(reader, { limit, after }) {
      const from = after === undefined ? sql`` : sql`and ${reply.id} > ${after}`;
      const rows = await rowsOf<Row>(
        db,
        sql`select ${COLUMNS} from ${cannedReplies} where ${isOf(reader)} ${from}
            order by ${reply.id} limit ${limit + 1}`,
      );
      return toPage(rows.map(toCannedReply), limit);
    },
    async create({ operatorId }, { shortcut, text, brandId }) {
      const written = await write(
        sql`insert into ${cannedReplies} (${reply.id}, ${reply.operatorId}, ${reply.brandId}, ${reply.shortcut},
              ${reply.text})
            values (${newId()}, ${brandId === null ? operatorId : null}, ${brandId}, ${shortcut}, ${text})
            returning ${COLUMNS}`,
      );
      if (written === null) throw new Error('The insert of a canned reply returned no row.');
      return written;
    },
    change(reader, id, { shortcut, text, brandId }) {
      const sets = [
        // An empty change is no error: the row comes back as it is.
        sql`${reply.id} = ${reply.id}`,
        ...(shortcut === undefined ? [] : [sql`${reply.shortcut} = ${shortcut}`]),
        ...(text === undefined ? [] : [sql`${reply.text} = ${text}`]),
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
      );
    },
    async remove(reader, id) {
      const rows = await rowsOf<RowOf<typeof cannedReplies, 'id'>>(
        db,
        sql`delete from ${cannedReplies} where ${reply.id} = ${id} and ${isOf(reader)} returning ${reply.id}`,
      );
      return rows.length > 0;
    },
  };
}

function isOf({ operatorId, brandIds }: CannedReplyReader): SQL {
  return sql`(${reply.operatorId} = ${operatorId}
    or ${reply.brandId} in (select jsonb_array_elements_text(${JSON.stringify(brandIds)}::jsonb)))`;
}

function toCannedReply(row: Row): CannedReply {
  const { id, shortcut, text, brand_id: brandId, created_at } = row;
  return { id, shortcut, text, brandId, createdAt: toMs(created_at) };
}
