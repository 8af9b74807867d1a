/** Who is rung for the conversations of a brand: its setting, and the copies in its channels (docs/rules.md#71). */

import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import type { Routing } from '../../domain/routing/routing';
import { changeChannels } from '../channels/change-channels';
import type { Database } from '../engine/database-types';
import { type AuditActor, appendAudit } from '../people/audit-log';
import { channels } from '../schema/channels';
import { brands } from '../schema/people';
import { notifyRouting } from './routing-notices';
import { parseRouting } from './stored-routing';

export type RoutingChange = { readonly [Key in keyof Routing]?: Routing[Key] | undefined };

export type BrandRouting = {
  /** Null if there is no such brand. */
  readonly find: (brandId: string) => Promise<Routing | null>;
  /**
   * Changes the fields that are given, in the brand and in its channels; their open conversations follow. Null if there is no
   * such brand.
   */
  readonly change: (brandId: string, change: RoutingChange, by: AuditActor) => Promise<Routing | null>;
};

/** The routing of the brands in `database`. */
export function createBrandRouting({ db }: Pick<Database, 'db'>): BrandRouting {
  return {
    async find(brandId) {
      const [row] = await db.select({ routing: brands.routing }).from(brands).where(eq(brands.id, brandId));
      return row === undefined ? null : parseRouting(row.routing);
    },
    change: (brandId, change, by) =>
      db.transaction(async (tx) => {
        const [row] = await tx
          .select({ routing: brands.routing })
          .from(brands)
          .where(eq(brands.id, brandId))
          .for('no key update');
        if (row === undefined) return null;
        const before = parseRouting(row.routing);
        const given = Object.entries(change).filter(([, value]) => value !== undefined);
        const after: Routing = { ...before, ...Object.fromEntries(given) };
        if (isDeepStrictEqual(before, after)) return after;
        await tx.update(brands).set({ routing: after }).where(eq(brands.id, brandId));
        await changeChannels(tx, eq(channels.brandId, brandId), { routing: after });
        await notifyRouting(tx, { brandIds: [brandId] });
        const target = { type: 'brand', id: brandId } as const;
        const details = changedValues(before, after);
        await appendAudit(tx, by, { action: 'brand.routing_changed', target, details });
        return after;
      }),
  };
}

/** The new and former values of what has changed, e.g. `offerSeconds` and `formerOfferSeconds`. */
function changedValues(before: Routing, after: Routing): Readonly<Record<string, Routing[keyof Routing]>> {
  const names = Object.keys(after) as (keyof Routing)[];
  return Object.fromEntries(
    names
      .filter((name) => before[name] !== after[name])
      .flatMap((name) => [
        [name, after[name]],
        [`former${name.charAt(0).toUpperCase()}${name.slice(1)}`, before[name]],
      ]),
  );
}
