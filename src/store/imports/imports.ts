/** Rows of files that administrators import: all of a file or none. */
import { MOST_TAGS } from '../../domain/contact';
import { newId } from '../../platform/ids';
import type { Database, Db } from '../engine/database-types';
import { asRows, rowsOf, toTextArray } from '../engine/rows';
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
  const all = async (
    { isDryRun, by }: Run,
    entry: Pick<AuditEntry, 'action' | 'details'>,
    apply: (
      tx: Db,
    ) => Promise<{ readonly outcomes: readonly ImportOutcome[]; readonly entries?: readonly AuditEntry[] }>,
  ): Promise<Imported> => {
    let outcomes: readonly ImportOutcome[] = [];
    try {
      await db.transaction(async (tx) => {
        const applied = await apply(tx);
        outcomes = applied.outcomes;
        if (isDryRun || outcomes.some((one) => FAILURES.has(one))) throw new NotApplied();
        // The end of the log is locked from here to the commit.
        for (const one of applied.entries ?? []) await appendAudit(tx, by, one);
        await appendAudit(tx, by, { ...entry, details: { ...entry.details, rows: outcomes.length } });
      });
    } catch (error) {
      if (!(error instanceof NotApplied)) throw error;
      return { outcomes, isApplied: false };
    }
    return { outcomes, isApplied: true };
  };
  return {
    cannedReplies: (brandId, rows, run) =>
      all(run, { action: 'canned_replies.imported', details: { brandId } }, async (tx) => {
        const outcomes: ImportOutcome[] = [];
        for (const row of rows) outcomes.push(await addReply(tx, brandId, row));
        return { outcomes };
      }),
    operators: (rows, run) =>
      all(run, { action: 'operators.imported' }, async (tx) => {
        const outcomes: ImportOutcome[] = [];
        const entries: AuditEntry[] = [];
        for (const row of rows) {
          const added = await addOperator(tx, row);
          outcomes.push(added.outcome);
          if ('entry' in added) entries.push(added.entry);
        }
        return { outcomes, entries };
      }),
    tags: (channelId, rows, run) =>
      all(run, { action: 'tags.imported', details: { channelId } }, async (tx) => ({
        outcomes: await addTags(tx, channelId, rows, run.isDryRun),
      })),
  };
}

async function addReply(tx: Db, brandId: string, row: ImportedReply): Promise<ImportOutcome> {
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
}

async function addOperator(
  tx: Db,
  { name, email, role, brands: named }: ImportedOperator,
): Promise<
  { readonly outcome: ImportOutcome } | { readonly outcome: 'created'; readonly entry: AuditEntry }
> {
  const brandIds = await brandsNamed(tx, named);
  if (brandIds === null) return { outcome: 'unknown_brand' };
  const id = newId();
  const added = await tx
    .insert(operators)
    .values({ id, name, email, role, passwordHash: null })
    .onConflictDoNothing()
    .returning({ id: operators.id });
  if (added.length === 0) return { outcome: 'taken' };
  await setBrands(tx, id, brandIds);
  const entry: AuditEntry = {
    action: 'operator.created',
    target: { type: 'operator', id },
    details: { role, brandIds },
  };
  return { outcome: 'created', entry };
}

/** Two statements for all rows: contacts are locked in the order in which others lock them, and not by a dry run. */
async function addTags(
  tx: Db,
  channelId: string,
  rows: readonly ImportedTags[],
  isDryRun: boolean,
): Promise<readonly ImportOutcome[]> {
  const found = await rowsOf<RowOf<typeof contacts, 'id' | 'openId' | 'tags'>>(
    tx,
    sql`select ${contact.id}, ${contact.openId}, ${contact.tags} from ${contacts}
        where ${contact.channelId} = ${channelId} and ${contact.openId} = any(${toTextArray(rows.map(({ openId }) => openId))})
          and ${contact.erasedAt} is null order by ${contact.id} ${isDryRun ? sql`` : sql`for no key update`}`,
  );
  const tagsOf = new Map(found.map(({ open_id: openId, tags }) => [openId, tags as readonly string[]]));
  const outcomes = rows.map(({ openId, tags: more }): ImportOutcome => {
    const before = tagsOf.get(openId);
    if (before === undefined) return 'unknown_contact';
    const tags = [...new Set([...before, ...more])];
    if (tags.length === before.length) return 'unchanged';
    if (tags.length > MOST_TAGS) return 'too_many_tags';
    tagsOf.set(openId, tags);
    return 'changed';
  });
  const changed = found.map(({ id, open_id: openId }) => ({ id, tags: tagsOf.get(openId) ?? [] }));
  if (!isDryRun) {
    await tx.execute(
      sql`update ${contacts} set ${contact.tags} = array(select jsonb_array_elements_text(input.tags))
          from ${asRows(changed, 'id text, tags jsonb')} where ${contacts.id} = input.id
            and ${contacts.tags} <> array(select jsonb_array_elements_text(input.tags))`,
    );
  }
  return outcomes;
}

/** Ends the transaction without a trace. */
class NotApplied extends Error {
  override readonly name = 'NotApplied';
}

/** Null: one of them does not exist, or several have the same name. */
async function brandsNamed(tx: Db, names: readonly string[]): Promise<readonly string[] | null> {
  if (names.length === 0) return [];
  const found = await rowsOf<RowOf<typeof brands, 'id' | 'name'>>(
    tx,
    sql`select ${brands.id}, ${brands.name} from ${brands}
        where ${brands.id} = any(${toTextArray(names)}) or ${brands.name} = any(${toTextArray(names)})`,
  );
  // A name that several brands have does not say which one is meant.
  const isClear = (name: string) => found.filter((one) => one.id === name || one.name === name).length === 1;
  return names.every(isClear) ? [...new Set(found.map(({ id }) => id))] : null;
}
