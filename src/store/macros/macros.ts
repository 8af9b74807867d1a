/** Macros: each is one operator's own, or shared by a brand or by the whole desk. */
import type { SQL } from 'drizzle-orm';
import type { MacroStep } from '../../domain/macros';
import { newId } from '../../platform/ids';
import type { Database, Db } from '../engine/database-types';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { rowsOf, toMs } from '../engine/rows';
import { namesOf, type RowOf, sql } from '../engine/sql';
import { type AuditActor, type AuditEntry, appendAudit } from '../people/audit-log';
import { macros } from '../schema/macros';
import { readSteps } from './macro-steps';

export type Macro = {
  readonly id: string;
  readonly name: string;
  /** False: one operator's own. */
  readonly isShared: boolean;
  /** The brand that shares it; null: the whole desk shares it, or it is not shared. */
  readonly brandId: string | null;
  readonly steps: readonly MacroStep[];
  /** Epoch ms. */
  readonly createdAt: number;
};

/** Whose macros are read: the operator's own, those of their brands, and those of the whole desk. */
export type MacroReader = { readonly operatorId: string; readonly brandIds: readonly string[] };

export type NewMacro = Pick<Macro, 'name' | 'isShared' | 'brandId' | 'steps'>;

export type Macros = {
  /** Oldest first. */
  readonly list: (reader: MacroReader, page: PageRequest) => Promise<Page<Macro>>;
  /** Null: there is none that the reader may see. */
  readonly get: (reader: MacroReader, id: string) => Promise<Macro | null>;
  readonly create: (reader: MacroReader, fields: NewMacro, by: AuditActor) => Promise<Macro>;
  /** Writes all fields, and audits the names in `changed`. Null: there is none that the reader may see. */
  readonly change: (
    reader: MacroReader,
    id: string,
    fields: NewMacro,
    changed: readonly string[],
    by: AuditActor,
  ) => Promise<Macro | null>;
  /** False: there is none that the reader may see. */
  readonly remove: (reader: MacroReader, id: string, by: AuditActor) => Promise<boolean>;
};

type Row = RowOf<typeof macros, 'id' | 'operatorId' | 'brandId' | 'name' | 'steps' | 'createdAt'>;
const macro = namesOf(macros);
const COLUMNS = sql`${macro.id}, ${macro.operatorId}, ${macro.brandId}, ${macro.name}, ${macro.steps},
  ${macro.createdAt}`;

/** The macros in `database`. */
export function createMacros({ db }: Pick<Database, 'db'>): Macros {
  /** Runs a statement that returns the row it wrote, and audits it if it wrote one. */
  const write = (
    statement: SQL,
    by: AuditActor,
    entry: Pick<AuditEntry, 'action' | 'details'>,
  ): Promise<Macro | null> =>
    db.transaction(async (tx) => {
      const row = await one(tx, statement);
      if (row !== null) await appendAudit(tx, by, { ...entry, target: { type: 'macro', id: row.id } });
      return row;
    });
  return {
    async list(reader, { limit, after }) {
      const from = after === undefined ? sql`` : sql`and ${macro.id} > ${after}`;
      const rows = await rowsOf<Row>(
        db,
        sql`select ${COLUMNS} from ${macros} where ${isFor(reader)} ${from} order by ${macro.id} limit ${limit + 1}`,
      );
      return toPage(rows.map(toMacro), limit);
    },
    get: (reader, id) =>
      one(db, sql`select ${COLUMNS} from ${macros} where ${macro.id} = ${id} and ${isFor(reader)}`),
    async create({ operatorId }, { name, isShared, brandId, steps }, by) {
      const written = await write(
        sql`insert into ${macros} (${macro.id}, ${macro.operatorId}, ${macro.brandId}, ${macro.name}, ${macro.steps})
            values (${newId()}, ${isShared ? null : operatorId}, ${brandId}, ${name}, ${JSON.stringify(steps)}::jsonb)
            returning ${COLUMNS}`,
        by,
        { action: 'macro.created' },
      );
      if (written === null) throw new Error('The insert of a macro returned no row.');
      return written;
    },
    change: (reader, id, { name, isShared, brandId, steps }, changed, by) =>
      write(
        sql`update ${macros} set ${macro.name} = ${name}, ${macro.steps} = ${JSON.stringify(steps)}::jsonb,
              ${macro.operatorId} = ${isShared ? null : reader.operatorId}, ${macro.brandId} = ${brandId}
            where ${macro.id} = ${id} and ${isFor(reader)} returning ${COLUMNS}`,
        by,
        { action: 'macro.changed', details: { fields: changed } },
      ),
    async remove(reader, id, by) {
      const gone = await write(
        sql`delete from ${macros} where ${macro.id} = ${id} and ${isFor(reader)} returning ${COLUMNS}`,
        by,
        { action: 'macro.deleted' },
      );
      return gone !== null;
    },
  };
}

async function one(db: Db, statement: SQL): Promise<Macro | null> {
  const [row] = await rowsOf<Row>(db, statement);
  return row === undefined ? null : toMacro(row);
}

function isFor({ operatorId, brandIds }: MacroReader): SQL {
  return sql`(${macro.operatorId} = ${operatorId} or (${macro.operatorId} is null and (${macro.brandId} is null
    or ${macro.brandId} in (select jsonb_array_elements_text(${JSON.stringify(brandIds)}::jsonb)))))`;
}

function toMacro({ id, operator_id, brand_id: brandId, name, steps, created_at }: Row): Macro {
  const isShared = operator_id === null;
  return { id, name, isShared, brandId, steps: readSteps(steps), createdAt: toMs(created_at) };
}
