/** Rows of files that administrators import: all of a file or none. */
import { MOST_TAGS } from '../../domain/contact';
import { newId } from '../../platform/ids';
import type { Database, Db } from '../engine/database-types';
import { rowsOf, toTextArray } from '../engine/rows';
import { namesOf, type RowOf, sql } from '../engine/sql';
import { type AuditActor, type AuditEntry, appendAudit } from '../people/audit-log';
import { setBrands } from '../people/memberships';
import { cannedReplies } from '../schema/canned-replies';
import { contacts } from '../schema/contacts';
import { brands, operators } from '../schema/people';

export type ImportOutcome =
  | 'created'
  | 'changed'
  | 'unchanged'
  | 'taken'
  | 'unknown_brand'
  | 'unknown_contact'
  | 'too_many_tags';

export type ImportedReply = {
  readonly shortcut: string;
  readonly text: string;
  readonly folder: string | null;
};
export type ImportedOperator = {
  readonly name: string;
  readonly email: string;
  readonly role: 'operator' | 'administrator';
  /** Ids or names. */
  readonly brands: readonly string[];
};
export type ImportedTags = { readonly openId: string; readonly tags: readonly string[] };

/** `isDryRun`: nothing stays, and the outcomes say what would have happened. */
type Run = { readonly isDryRun: boolean; readonly by: AuditActor };
type Imported = { readonly outcomes: readonly ImportOutcome[]; readonly isApplied: boolean };

export type Imports = {
  /** A reply that the brand has with the same text is left as it is; with another text it is `taken`. */
  readonly cannedReplies: (brandId: string, rows: readonly ImportedReply[], run: Run) => Promise<Imported>;
  /** They get no password and no invitation: those are for each to ask for, or single sign-on. */
  readonly operators: (rows: readonly ImportedOperator[], run: Run) => Promise<Imported>;
  /** Adds tags to those that contacts have, at most `MOST_TAGS` each. */
  readonly tags: (channelId: string, rows: readonly ImportedTags[], run: Run) => Promise<Imported>;
};

const FAILURES: ReadonlySet<ImportOutcome> = new Set([
  'taken',
  'unknown_brand',
  'unknown_contact',
  'too_many_tags',
]);
const reply = namesOf(cannedReplies);
const contact = namesOf(contacts);

/** Imports into `database`. */
export function createImports({ db }: Pick<Database, 'db'>): Imports {
  const all = async <Row>(
    rows: readonly Row[],
    { isDryRun, by }: Run,
    entry: Pick<AuditEntry, 'action' | 'details'>,
    apply: (tx: Db, row: Row) => Promise<ImportOutcome>,
  ): Promise<Imported> => {
    const outcomes: ImportOutcome[] = [];
    try {
      await db.transaction(async (tx) => {
        for (const row of rows) outcomes.push(await apply(tx, row));
        if (isDryRun || outcomes.some((one) => FAILURES.has(one))) throw new NotApplied();
        await appendAudit(tx, by, { ...entry, details: { ...entry.details, rows: rows.length } });
      });
    } catch (error) {
      if (!(error instanceof NotApplied)) throw error;
      return { outcomes, isApplied: false };
    }
    return { outcomes, isApplied: true };
  };
  return {
    cannedReplies: (brandId, rows, run) =>
      all(rows, run, { action: 'canned_replies.imported', details: { brandId } }, async (tx, row) => {
        const added = await rowsOf(
          tx,
          sql`insert into ${cannedReplies} (${reply.id}, ${reply.brandId}, ${reply.shortcut}, ${reply.text}, ${reply.folder})
              values (${newId()}, ${brandId}, ${row.shortcut}, ${row.text}, ${row.folder})
              on conflict do nothing returning ${reply.id}`,
        );
        if (added.length > 0) return 'created';
        const same = await rowsOf(
          tx,
          sql`select 1 from ${cannedReplies} where ${reply.brandId} = ${brandId}
                and lower(${reply.shortcut}) = lower(${row.shortcut}) and ${reply.text} = ${row.text}
                and ${reply.folder} is not distinct from ${row.folder}`,
        );
        return same.length > 0 ? 'unchanged' : 'taken';
      }),
    operators: (rows, run) =>
      all(rows, run, { action: 'operators.imported' }, async (tx, row) => {
        const brandIds = await brandsNamed(tx, row.brands);
        if (brandIds === null) return 'unknown_brand';
        const id = newId();
        const { name, email, role } = row;
        const added = await tx
          .insert(operators)
          .values({ id, name, email, role, passwordHash: null })
          .onConflictDoNothing()
          .returning({ id: operators.id });
        if (added.length === 0) return 'taken';
        await setBrands(tx, id, brandIds);
        return 'created';
      }),
    tags: (channelId, rows, run) =>
      all(rows, run, { action: 'tags.imported', details: { channelId } }, async (tx, row) => {
        const [before] = await rowsOf<RowOf<typeof contacts, 'id' | 'tags'>>(
          tx,
          sql`select ${contact.id}, ${contact.tags} from ${contacts} where ${contact.channelId} = ${channelId}
                and ${contact.openId} = ${row.openId} and ${contact.erasedAt} is null for no key update`,
        );
        if (before === undefined) return 'unknown_contact';
        const tags = [...new Set([...before.tags, ...row.tags])];
        if (tags.length === before.tags.length) return 'unchanged';
        if (tags.length > MOST_TAGS) return 'too_many_tags';
        await tx.execute(
          sql`update ${contacts} set ${contact.tags} = ${toTextArray(tags)} where ${contact.id} = ${before.id}`,
        );
        return 'changed';
      }),
  };
}

/** Ends the transaction without a trace. */
class NotApplied extends Error {
  override readonly name = 'NotApplied';
}

/** Null: one of them does not exist. */
async function brandsNamed(tx: Db, names: readonly string[]): Promise<readonly string[] | null> {
  if (names.length === 0) return [];
  const found = await rowsOf<RowOf<typeof brands, 'id' | 'name'>>(
    tx,
    sql`select ${brands.id}, ${brands.name} from ${brands}
        where ${brands.id} = any(${toTextArray(names)}) or ${brands.name} = any(${toTextArray(names)})`,
  );
  const isFound = (name: string) => found.some((one) => one.id === name || one.name === name);
  return names.every(isFound) ? [...new Set(found.map(({ id }) => id))] : null;
}
