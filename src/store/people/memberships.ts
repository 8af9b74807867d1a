/** Which operators are members of which brands. */
import { type AnyColumn, and, eq, notInArray, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../engine/database-types';
import { leaveGroups } from '../routing/groups';
import { brandMembers, brands } from '../schema/people';

/** A selected field: the ids of the brands that the operator in `operatorId` is a member of. */
export function brandIdsOf(operatorId: AnyColumn): SQL<string[]> {
  return sql<string[]>`array(
    select ${brandMembers.brandId} from ${brandMembers}
    where ${brandMembers.operatorId} = ${operatorId} order by ${brandMembers.brandId})`;
}

/** A selected field: the ids of the brands whose conversations they may see. Administrators see all. */
export function visibleBrandIds(operatorId: AnyColumn, role: AnyColumn): SQL<string[]> {
  return sql<string[]>`case when ${role} = 'administrator'
    then array(select ${brands.id} from ${brands} order by ${brands.id})
    else ${brandIdsOf(operatorId)} end`;
}

/** Makes the operator a member of exactly `brandIds`; who leaves a brand leaves its groups. */
export async function setBrands(tx: Db, operatorId: string, brandIds: readonly string[]): Promise<void> {
  const unique = [...new Set(brandIds)];
  const others = unique.length === 0 ? undefined : notInArray(brandMembers.brandId, unique);
  // Memberships that stay are not touched: a group that is changed at this moment relies on them.
  await tx.delete(brandMembers).where(and(eq(brandMembers.operatorId, operatorId), others));
  if (unique.length > 0) {
    const rows = unique.map((brandId) => ({ brandId, operatorId }));
    await tx.insert(brandMembers).values(rows).onConflictDoNothing();
  }
  await leaveGroups(tx, operatorId, unique);
}
