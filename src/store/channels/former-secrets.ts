/**
 * The previous credentials of a channel. WeChat keeps using a token, key or mode for a while after it was changed, and
 * the two ends are rarely changed at the same moment: for a day both the old and the new ones are accepted.
 */
import { and, desc, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import { newId } from '../../platform/ids';
import type { SecretBox } from '../../platform/secrets/secret-box';
import type { Database, Db } from '../engine/database-types';
import { channelFormerSecrets as former } from '../schema/channels';
import { type ChannelRow, type FormerSecret, openSecret } from './channel-rows';

/** The kinds of credentials. */
export const FORMER_KINDS = ['token', 'encodingAesKey', 'encryption'] as const;
export type FormerKind = (typeof FORMER_KINDS)[number];

/** The previous credentials of one kind, as they are shown. Epoch ms. */
export type FormerUse = {
  readonly kind: FormerKind;
  readonly replacedAt: number;
  readonly acceptedUntil: number;
  /** When a delivery last used one; null: never. */
  readonly lastUsedAt: number | null;
};

export type FormerSecrets = {
  /** Records that a delivery used a previous credential of these kinds, at most every 10 s for each. */
  readonly recordUse: (channelId: string, kinds: readonly FormerKind[]) => Promise<void>;
  /** Deletes those that have expired. */
  readonly sweep: () => Promise<void>;
};

/** If there are more changes within a day, the oldest are forgotten. */
const KEPT_OF_A_KIND = 10;
const COLUMNS = {
  token: 'tokenSealed',
  encodingAesKey: 'encodingAesKeySealed',
  encryption: 'encryption',
} as const satisfies Record<FormerKind, keyof typeof former.$inferSelect>;
const RECORDED_EVERY_MS = 10_000;
const isInTime = gt(former.acceptedUntil, sql`clock_timestamp()`);

/** Keeps the credentials that a change replaces, still sealed. A draft's are not kept: nothing was delivered to it. */
export async function keepFormer(tx: Db, before: ChannelRow, after: ChannelRow): Promise<void> {
  if (before.status === 'draft') return;
  const replaced = Object.values(COLUMNS).filter(
    (column) => before[column] !== null && before[column] !== after[column],
  );
  if (replaced.length === 0) return;
  await tx
    .insert(former)
    .values(replaced.map((column) => ({ id: newId(), channelId: after.id, [column]: before[column] })));
  await tx.execute(
    sql`delete from ${former} where ${former.id} in (
          select id from (
            select ${former.id} as id, row_number() over (
              partition by ${former.tokenSealed} is null, ${former.encodingAesKeySealed} is null
              order by ${former.replacedAt} desc, ${former.id} desc
            ) as age
            from ${former} where ${former.channelId} = ${after.id}
          ) as aged where age > ${KEPT_OF_A_KIND})`,
  );
}

/** Deletes all previous credentials of a channel; false if there were none. */
export async function eraseFormer(tx: Db, channelId: string): Promise<boolean> {
  const erased = await tx.delete(former).where(eq(former.channelId, channelId)).returning({ id: former.id });
  return erased.length > 0;
}

/** The previous credentials of these channels that are still accepted, the newest first. */
export async function readFormer(
  db: Db,
  secretBox: SecretBox,
  channelIds: readonly string[],
): Promise<ReadonlyMap<string, readonly FormerSecret[]>> {
  if (channelIds.length === 0) return new Map();
  const rows = await db
    .select({
      row: former,
      leftMs: sql<string>`extract(epoch from ${former.acceptedUntil} - clock_timestamp()) * 1000`,
    })
    .from(former)
    .where(and(isInTime, inArray(former.channelId, [...channelIds])))
    .orderBy(desc(former.replacedAt), desc(former.id));
  const readAt = performance.now();
  const byChannel = new Map<string, FormerSecret[]>();
  for (const { row, leftMs } of rows) {
    const { channelId, tokenSealed, encodingAesKeySealed, encryption } = row;
    const list = byChannel.get(channelId) ?? [];
    list.push({
      token: openSecret(secretBox, 'token', channelId, tokenSealed),
      encodingAesKey: openSecret(secretBox, 'encodingAesKey', channelId, encodingAesKeySealed),
      encryption,
      takenUntil: readAt + Number(leftMs),
    });
    byChannel.set(channelId, list);
  }
  return byChannel;
}

/** A channel's previous credentials as they are shown, in the order of {@link FORMER_KINDS}, without expired ones. */
export async function describeFormer(db: Db, channelId: string): Promise<readonly FormerUse[]> {
  const rows = await db
    .select()
    .from(former)
    .where(and(isInTime, eq(former.channelId, channelId)));
  return FORMER_KINDS.flatMap((kind) => {
    const ofKind = rows.filter((row) => row[COLUMNS[kind]] !== null);
    if (ofKind.length === 0) return [];
    const latest = (times: readonly (Date | null)[]): number =>
      Math.max(...times.map((time) => time?.getTime() ?? 0));
    const lastUsedAt = latest(ofKind.map((row) => row.lastUsedAt));
    return {
      kind,
      replacedAt: latest(ofKind.map((row) => row.replacedAt)),
      acceptedUntil: latest(ofKind.map((row) => row.acceptedUntil)),
      lastUsedAt: lastUsedAt === 0 ? null : lastUsedAt,
    };
  });
}

/** The previous secrets in `database`. */
export function createFormerSecrets({ db }: Pick<Database, 'db'>): FormerSecrets {
  const recordedAt = new Map<string, number>();
  return {
    async recordUse(channelId, kinds) {
      for (const kind of kinds) {
        const key = `${channelId} ${kind}`;
        const now = performance.now();
        if (now - (recordedAt.get(key) ?? Number.NEGATIVE_INFINITY) < RECORDED_EVERY_MS) continue;
        recordedAt.set(key, now);
        await db
          .update(former)
          .set({ lastUsedAt: sql`clock_timestamp()` })
          .where(and(eq(former.channelId, channelId), sql`${former[COLUMNS[kind]]} is not null`));
      }
    },
    async sweep() {
      await db.delete(former).where(lte(former.acceptedUntil, sql`clock_timestamp()`));
    },
  };
}
