/** Which operators are members of which brands. */
import { type AnyColumn, eq, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../engine/database-types';
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

/** Makes the operator a member of exactly `brandIds`. */
export async function setBrands(tx: Db, operatorId: string, brandIds: readonly string[]): Promise<void> {
  await tx.delete(brandMembers).where(eq(brandMembers.operatorId, operatorId));
  const unique = [...new Set(brandIds)];
  if (unique.length === 0) return;
  await tx.insert(brandMembers).values(unique.map((brandId) => ({ brandId, operatorId })));
}
