/** WeChat's access tokens, one row for each channel, shared by all processes (implements an interface of `wechat/`). */
import { and, eq, sql } from 'drizzle-orm';
import type { SecretBox } from '../../platform/secrets/secret-box';
import type { Database, Db } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { channels, channelAccessTokens as table } from '../schema/channels';

const PURPOSE = 'channel_access_tokens.token';

type Token = { readonly token: string; readonly expiresAt: number };

export type AccessTokens = {
  /** The stored token, with its expiry in epoch milliseconds; null if none was ever saved. */
  read(channelId: string): Promise<(Token & { readonly version: number }) | null>;
  /**
   * Takes the lease to fetch a new token, and returns the version that `save` expects; null while another process has
   * the lease, or if the channel is deleted.
   */
  claimRefresh(channelId: string, leaseMs: number): Promise<number | null>;
  /**
   * Saves the token if the version is still `expectedVersion`, and gives the lease back. False if another process was
   * faster, the account has changed meanwhile, or the channel is deleted.
   */
  save(channelId: string, token: Token, expectedVersion: number): Promise<boolean>;
  /** Gives the lease back without a new token. */
  releaseRefresh(channelId: string): Promise<void>;
  /** True at most once in `atMostEveryMs` for a channel. */
  claimForcedRefresh(channelId: string, atMostEveryMs: number): Promise<boolean>;
};

/** Leases and limits run on the database's clock, so that processes with different clocks agree. */
export function createAccessTokens(
  { db }: Database,
  { secretBox }: { readonly secretBox: SecretBox },
): AccessTokens {
  const inMs = (ms: number) => sql`now() + make_interval(secs => ${ms / 1000}::float8)`;
  /** Locked, so that no row can appear while the channel is being deleted. */
  const liveChannel = (channelId: string) =>
    sql`(select ${channels.id} from ${channels}
         where ${channels.id} = ${channelId} and ${channels.status} <> 'deleted' for share) as live`;
  const msAgo = (ms: number) => sql`now() - make_interval(secs => ${ms / 1000}::float8)`;
  return {
    async read(channelId) {
      const [row] = await db.select().from(table).where(eq(table.channelId, channelId));
      if (row === undefined || row.tokenSealed === null || row.expiresAt === null) return null;
      const token = secretBox.open(PURPOSE, channelId, row.tokenSealed);
      return { token, expiresAt: row.expiresAt.getTime(), version: row.version };
    },
    async claimRefresh(channelId, leaseMs) {
      const [claimed] = await rowsOf<{ version: number }>(
        db,
        sql`insert into ${table} (channel_id, refresh_lease_until)
            select id, ${inMs(leaseMs)} from ${liveChannel(channelId)}
            on conflict (channel_id) do update set refresh_lease_until = excluded.refresh_lease_until
              where ${table.refreshLeaseUntil} is null or ${table.refreshLeaseUntil} < now()
            returning version`,
      );
      return claimed?.version ?? null;
    },
    async save(channelId, { token, expiresAt }, expectedVersion) {
      const saved = await db
        .update(table)
        .set({
          tokenSealed: secretBox.seal(PURPOSE, channelId, token),
          expiresAt: new Date(expiresAt),
          version: expectedVersion + 1,
          refreshLeaseUntil: null,
        })
        .where(and(eq(table.channelId, channelId), eq(table.version, expectedVersion)))
        .returning({ version: table.version });
      return saved.length === 1;
    },
    async releaseRefresh(channelId) {
      await db.update(table).set({ refreshLeaseUntil: null }).where(eq(table.channelId, channelId));
    },
    async claimForcedRefresh(channelId, atMostEveryMs) {
      const claimed = await rowsOf(
        db,
        sql`insert into ${table} (channel_id, forced_at) select id, now() from ${liveChannel(channelId)}
            on conflict (channel_id) do update set forced_at = excluded.forced_at
              where ${table.forcedAt} is null or ${table.forcedAt} < ${msAgo(atMostEveryMs)}
            returning channel_id`,
      );
      return claimed.length === 1;
    },
  };
}

/**
 * Forgets the token of a channel whose account has changed, inside the caller's transaction. The version rises, so that
 * a token that is just being fetched for the previous account will not be saved.
 */
export async function voidAccessToken(tx: Db, channelId: string): Promise<void> {
  await tx
    .update(table)
    .set({ tokenSealed: null, expiresAt: null, refreshLeaseUntil: null, version: sql`${table.version} + 1` })
    .where(eq(table.channelId, channelId));
}

/** Deletes everything a deleted channel has here, inside the caller's transaction. */
export async function eraseAccessToken(tx: Db, channelId: string): Promise<void> {
  await tx.delete(table).where(eq(table.channelId, channelId));
}
