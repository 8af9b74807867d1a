/** Opening hours of brands, and of channels that have their own (docs/rules.md#78). */
import { isDeepStrictEqual } from 'node:util';
import { and, eq, inArray, isNull, ne } from 'drizzle-orm';
import type { OpeningHours } from '../../domain/hours/opening-hours';
import { changeChannels } from '../channels/change-channels';
import type { Database, Db } from '../engine/database-types';
import { type AuditActor, appendAudit } from '../people/audit-log';
import { channels } from '../schema/channels';
import { brands } from '../schema/people';
import { type OwnHours, parseHours, parseOwnHours } from './stored-hours';

/** Null: always open. */
type MaybeHours = OpeningHours | null;

/** The hours that hold for a channel. */
export type ChannelHours = {
  readonly hours: MaybeHours;
  /** They are its own; false: its brand's. */
  readonly isOwn: boolean;
};

export type HoursStore = {
  /** The hours of a brand; null if there is no such brand. */
  readonly ofBrand: (brandId: string) => Promise<{ readonly hours: MaybeHours } | null>;
  /** Sets the hours of a brand; false if there is no such brand. Open conversations of its channels follow. */
  readonly setOfBrand: (brandId: string, hours: MaybeHours, by: AuditActor) => Promise<boolean>;
  /** The hours that hold for a channel of one of these brands; null if there is none, or if it is deleted. */
  readonly ofChannel: (channelId: string, brandIds: readonly string[]) => Promise<ChannelHours | null>;
  /**
   * Gives a channel of one of these brands hours of its own, or takes them away (null); false if there is no such channel.
   * Its open conversations follow.
   */
  readonly setOfChannel: (
    channelId: string,
    brandIds: readonly string[],
    own: OwnHours | null,
    by: AuditActor,
  ) => Promise<boolean>;
  /** The hours that hold for a channel, deleted or not; null: always open. */
  readonly inForce: (channelId: string) => Promise<MaybeHours>;
};

/** The opening hours in `database`. */
export function createHoursStore({ db }: Pick<Database, 'db'>): HoursStore {
  return {
    async ofBrand(brandId) {
      const [row] = await db.select({ hours: brands.hours }).from(brands).where(eq(brands.id, brandId));
      return row === undefined ? null : { hours: parseHours(row.hours) };
    },
    setOfBrand: (brandId, hours, by) =>
      db.transaction(async (tx) => {
        const before = await lockedBrand(tx, brandId, 'no key update');
        if (before === null) return false;
        if (isDeepStrictEqual(before.hours, hours)) return true;
        await tx.update(brands).set({ hours }).where(eq(brands.id, brandId));
        const followers = and(eq(channels.brandId, brandId), isNull(channels.hours));
        await changeChannels(tx, followers, { hasHours: hours !== null });
        const target = { type: 'brand', id: brandId } as const;
        await appendAudit(tx, by, { action: 'brand.changed', target, details: { fields: ['hours'] } });
        return true;
      }),
    async ofChannel(channelId, brandIds) {
      if (brandIds.length === 0) return null;
      const [row] = await db
        .select({ own: channels.hours, ofBrand: brands.hours })
        .from(channels)
        .innerJoin(brands, eq(brands.id, channels.brandId))
        .where(isChannelOf(channelId, brandIds));
      return row === undefined ? null : toChannelHours(row);
    },
    async setOfChannel(channelId, brandIds, own, by) {
      if (brandIds.length === 0) return false;
      return db.transaction(async (tx) => {
        const isOne = isChannelOf(channelId, brandIds);
        const [found] = await tx.select({ brandId: channels.brandId }).from(channels).where(isOne);
        // First the brand, as when a brand is changed: its hours stay what they are until the copy is made.
        const brand = found && (await lockedBrand(tx, found.brandId, 'share'));
        const [row] = await tx.select({ own: channels.hours }).from(channels).where(isOne).for('update');
        if (row === undefined || brand === undefined || brand === null) return false;
        if (isDeepStrictEqual(parseOwnHours(row.own), own)) return true;
        const { hours } = own ?? brand;
        await changeChannels(tx, eq(channels.id, channelId), { hours: own, hasHours: hours !== null });
        const target = { type: 'channel', id: channelId } as const;
        await appendAudit(tx, by, { action: 'channel.changed', target, details: { fields: ['hours'] } });
        return true;
      });
    },
    async inForce(channelId) {
      const [row] = await db
        .select({ own: channels.hours, ofBrand: brands.hours })
        .from(channels)
        .innerJoin(brands, eq(brands.id, channels.brandId))
        .where(eq(channels.id, channelId));
      return row === undefined ? null : toChannelHours(row).hours;
    },
  };
}

function isChannelOf(channelId: string, brandIds: readonly string[]) {
  return and(
    eq(channels.id, channelId),
    inArray(channels.brandId, [...brandIds]),
    ne(channels.status, 'deleted'),
  );
}

function toChannelHours({
  own,
  ofBrand,
}: {
  readonly own: unknown;
  readonly ofBrand: unknown;
}): ChannelHours {
  const parsed = parseOwnHours(own);
  return parsed === null
    ? { hours: parseHours(ofBrand), isOwn: false }
    : { hours: parsed.hours, isOwn: true };
}

/** The hours of a brand, which is locked until the transaction ends; null if there is no such brand. */
async function lockedBrand(
  tx: Db,
  brandId: string,
  lock: 'share' | 'no key update',
): Promise<{ readonly hours: MaybeHours } | null> {
  const [row] = await tx.select({ hours: brands.hours }).from(brands).where(eq(brands.id, brandId)).for(lock);
  return row === undefined ? null : { hours: parseHours(row.hours) };
}
