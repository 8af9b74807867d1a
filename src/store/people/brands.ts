/** Brands: the companies or product lines that channels belong to and operators are members of. */
import { and, asc, eq, gt, inArray, or } from 'drizzle-orm';
import { newId } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { toMs } from '../engine/rows';
import { brands } from '../schema/people';
import { type AuditActor, appendAudit, SYSTEM } from './audit-log';

export type Brand = {
  readonly id: string;
  readonly name: string;
  /** Epoch ms. */
  readonly createdAt: number;
};

export type BrandStore = {
  /** The brands among `brandIds`, oldest first. */
  list(brandIds: readonly string[], page: PageRequest): Promise<Page<Brand>>;
  create(brand: { readonly name: string }, by?: AuditActor): Promise<Brand>;
  /** Renames it; null if there is no such brand. */
  update(id: string, change: { readonly name: string }, by?: AuditActor): Promise<Brand | null>;
  /** The brands with these ids or names; what fits none is left out. */
  idsNamed(idsOrNames: readonly string[]): Promise<readonly string[]>;
  /** The oldest brand; null if there is none. */
  first(): Promise<Brand | null>;
};

/** The brands in `database`. */
export function createBrandStore({ db }: Database): BrandStore {
  return {
    async list(brandIds, { limit, after }) {
      if (brandIds.length === 0) return { items: [], nextCursor: null };
      const rows = await db
        .select()
        .from(brands)
        .where(and(inArray(brands.id, [...brandIds]), after === undefined ? undefined : gt(brands.id, after)))
        .orderBy(asc(brands.id))
        .limit(limit + 1);
      return toPage(rows.map(toBrand), limit);
    },
    async create({ name }, by = SYSTEM) {
      return db.transaction(async (tx) => {
        const [row] = await tx.insert(brands).values({ id: newId(), name }).returning();
        if (row === undefined) throw new Error('The insert of a brand returned no row.');
        await appendAudit(tx, by, { action: 'brand.created', target: { type: 'brand', id: row.id } });
        return toBrand(row);
      });
    },
    async update(id, { name }, by = SYSTEM) {
      return db.transaction(async (tx) => {
        const [row] = await tx.update(brands).set({ name }).where(eq(brands.id, id)).returning();
        if (row === undefined) return null;
        const details = { fields: ['name'] };
        await appendAudit(tx, by, { action: 'brand.changed', target: { type: 'brand', id }, details });
        return toBrand(row);
      });
    },
    async idsNamed(idsOrNames) {
      if (idsOrNames.length === 0) return [];
      const rows = await db
        .select({ id: brands.id })
        .from(brands)
        .where(or(inArray(brands.id, [...idsOrNames]), inArray(brands.name, [...idsOrNames])))
        .orderBy(asc(brands.id));
      return rows.map(({ id }) => id);
    },
    async first() {
      const [row] = await db.select().from(brands).orderBy(asc(brands.createdAt), asc(brands.id)).limit(1);
      return row === undefined ? null : toBrand(row);
    },
  };
}

function toBrand({ id, name, createdAt }: typeof brands.$inferSelect): Brand {
  return { id, name, createdAt: toMs(createdAt) };
}
