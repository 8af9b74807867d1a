/** Groups: the departments of a brand, and the operators in each (docs/rules.md#73). */
import { and, asc, eq, gt, inArray, isNull, notExists, notInArray, or, sql } from 'drizzle-orm';
import { newId } from '../../platform/ids';
import { changeChannels } from '../channels/change-channels';
import type { Database, Db } from '../engine/database-types';
import { uniqueViolation } from '../engine/errors';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { toMs } from '../engine/rows';
import { type AuditActor, type AuditEntry, appendAudit } from '../people/audit-log';
import { channels } from '../schema/channels';
import { brandMembers, operators } from '../schema/people';
import { groupMembers, groups } from '../schema/routing';
import { notifyRouting } from './routing-notices';

export type Group = {
  readonly id: string;
  readonly brandId: string;
  readonly name: string;
  /** Members of the brand, by their ids. */
  readonly operatorIds: readonly string[];
  /** Epoch ms. */
  readonly createdAt: number;
};

export type NewGroup = Pick<Group, 'brandId' | 'name' | 'operatorIds'>;
export type GroupChange = {
  readonly name?: string | undefined;
  readonly operatorIds?: readonly string[] | undefined;
};

/** Why a group was not written: another one of the brand has the name, or somebody is no member of the brand. */
export type GroupRefusal = 'name_taken' | 'no_member';
export type GroupResult = { readonly group: Group } | { readonly refusal: GroupRefusal };

export type GroupStore = {
  /** The groups of these brands, oldest first. */
  readonly list: (brandIds: readonly string[], page: PageRequest) => Promise<Page<Group>>;
  /** A group of one of these brands; null if there is none. */
  readonly find: (id: string, brandIds: readonly string[]) => Promise<Group | null>;
  /**
   * The groups of these brands whose conversations an operator is there for, by their ids: those in which they are, and those
   * without an enabled member, which count as the brand.
   */
  readonly servedBy: (operatorId: string, brandIds: readonly string[]) => Promise<readonly string[]>;
  readonly create: (group: NewGroup, by: AuditActor) => Promise<GroupResult>;
  /** Null if there is no such group. */
  readonly change: (id: string, change: GroupChange, by: AuditActor) => Promise<GroupResult | null>;
  /** Its channels and QR codes are for all members of the brand from then on. False: there is none. */
  readonly remove: (id: string, by: AuditActor) => Promise<boolean>;
};

type Row = typeof groups.$inferSelect;

const operatorIds = sql<string[]>`array(select ${groupMembers.operatorId} from ${groupMembers}
  where ${groupMembers.groupId} = ${groups.id} order by ${groupMembers.operatorId})`;

/** The groups in `database`. */
export function createGroupStore({ db }: Pick<Database, 'db'>): GroupStore {
  const select = (executor: Db) => executor.select({ row: groups, operatorIds }).from(groups);
  return {
    async list(brandIds, { limit, after }) {
      if (brandIds.length === 0) return { items: [], nextCursor: null };
      const further = after === undefined ? undefined : gt(groups.id, after);
      const rows = await select(db)
        .where(and(inArray(groups.brandId, [...brandIds]), further))
        .orderBy(asc(groups.id))
        .limit(limit + 1);
      return toPage(rows.map(toGroup), limit);
    },
    async find(id, brandIds) {
      if (brandIds.length === 0) return null;
      const [row] = await select(db).where(and(eq(groups.id, id), inArray(groups.brandId, [...brandIds])));
      return row === undefined ? null : toGroup(row);
    },
    async servedBy(operatorId, brandIds) {
      if (brandIds.length === 0) return [];
      const enabled = db
        .select({ id: operators.id })
        .from(groupMembers)
        .innerJoin(operators, eq(operators.id, groupMembers.operatorId))
        .where(and(eq(groupMembers.groupId, groups.id), isNull(operators.disabledAt)));
      const own = db
        .select({ id: groupMembers.groupId })
        .from(groupMembers)
        .where(eq(groupMembers.operatorId, operatorId));
      const rows = await db
        .select({ id: groups.id })
        .from(groups)
        .where(and(inArray(groups.brandId, [...brandIds]), or(inArray(groups.id, own), notExists(enabled))));
      return rows.map(({ id }) => id);
    },
    create: (group, by) =>
      refusable(() =>
        db.transaction(async (tx): Promise<GroupResult> => {
          const id = newId();
          const { brandId, name } = group;
          const [row] = await tx.insert(groups).values({ id, brandId, name }).returning();
          if (row === undefined) throw new Error('The insert of a group returned no row.');
          const made = toGroup({ row, operatorIds: await setMembers(tx, row, group.operatorIds) });
          await notifyRouting(tx, { brandIds: [brandId] });
          const details = { brandId, operatorIds: made.operatorIds };
          await appendAudit(tx, by, { action: 'group.created', target: { type: 'group', id }, details });
          return { group: made };
        }),
      ),
    async change(id, { name, operatorIds: members }, by) {
      return refusable(() =>
        db.transaction(async (tx): Promise<GroupResult | null> => {
          const [found] = await select(tx).where(eq(groups.id, id)).for('update');
          if (found === undefined) return null;
          const before = toGroup(found);
          const row = { ...found.row, name: name ?? before.name };
          if (row.name !== before.name)
            await tx.update(groups).set({ name: row.name }).where(eq(groups.id, id));
          const after = toGroup({
            row,
            operatorIds: members === undefined ? found.operatorIds : await setMembers(tx, row, members),
          });
          await notifyRouting(tx, { brandIds: [row.brandId] });
          const entry = changeEntry(before, after);
          if (entry !== null) await appendAudit(tx, by, entry);
          return { group: after };
        }),
      );
    },
    remove: (id, by) =>
      db.transaction(async (tx) => {
        // Locked first: no channel can get this group between the two statements.
        const [row] = await tx.select().from(groups).where(eq(groups.id, id)).for('update');
        if (row === undefined) return false;
        await changeChannels(tx, eq(channels.groupId, id), { groupId: null });
        await tx.delete(groups).where(eq(groups.id, id));
        await notifyRouting(tx, { brandIds: [row.brandId] });
        const details = { brandId: row.brandId };
        await appendAudit(tx, by, { action: 'group.deleted', target: { type: 'group', id }, details });
        return true;
      }),
  };
}

/** Takes an operator out of the groups of brands that they are no longer a member of. */
export async function leaveGroups(tx: Db, operatorId: string, brandIds: readonly string[]): Promise<void> {
  const others = brandIds.length === 0 ? undefined : notInArray(groups.brandId, [...brandIds]);
  await tx
    .delete(groupMembers)
    .where(
      and(
        eq(groupMembers.operatorId, operatorId),
        inArray(groupMembers.groupId, tx.select({ id: groups.id }).from(groups).where(others)),
      ),
    );
}

/** Puts exactly these operators into a group, and returns their ids; refuses who is no member of the brand. */
async function setMembers(
  tx: Db,
  { id: groupId, brandId }: Pick<Row, 'id' | 'brandId'>,
  wanted: readonly string[],
): Promise<string[]> {
  const unique = [...new Set(wanted)].sort();
  // Locked, so that who leaves the brand at this moment leaves the group as well (`leaveGroups`); before the group's own rows
  // and in one order, as whoever leaves does (`setBrands`).
  const members = await tx
    .select({ id: brandMembers.operatorId })
    .from(brandMembers)
    .where(and(eq(brandMembers.brandId, brandId), inArray(brandMembers.operatorId, unique)))
    .orderBy(brandMembers.operatorId)
    .for('share');
  if (members.length < unique.length) throw new NoMember();
  await tx.delete(groupMembers).where(eq(groupMembers.groupId, groupId));
  if (unique.length === 0) return unique;
  await tx.insert(groupMembers).values(unique.map((operatorId) => ({ groupId, operatorId })));
  return unique;
}

/** Rolls the transaction back. */
class NoMember extends Error {}

async function refusable<Result extends GroupResult | null>(
  work: () => Promise<Result>,
): Promise<Result | { readonly refusal: GroupRefusal }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NoMember) return { refusal: 'no_member' };
    if (uniqueViolation(error) === 'groups_name_unique') return { refusal: 'name_taken' };
    throw error;
  }
}

function changeEntry(before: Group, after: Group): AuditEntry | null {
  const hasOtherName = before.name !== after.name;
  const hasOthers = before.operatorIds.join() !== after.operatorIds.join();
  if (!hasOtherName && !hasOthers) return null;
  return {
    action: 'group.changed',
    target: { type: 'group', id: after.id },
    details: {
      fields: [...(hasOtherName ? ['name'] : []), ...(hasOthers ? ['operatorIds'] : [])],
      ...(hasOthers ? { operatorIds: after.operatorIds, formerOperatorIds: before.operatorIds } : {}),
    },
  };
}

function toGroup({ row, operatorIds }: { readonly row: Row; readonly operatorIds: string[] }): Group {
  const { id, brandId, name, createdAt } = row;
  return { id, brandId, name, operatorIds, createdAt: toMs(createdAt) };
}
