/** WeChat's access tokens, one row for each channel, shared by all processes (the interface is `wechat`'s). */
import { eq, sql } from 'drizzle-orm';
import type { SecretBox } from '../../platform/secrets/secret-box';
import type { Database } from '../engine/database-types';
import { channelAccessTokens as table } from '../schema/channels';

const PURPOSE = 'channel_access_tokens.token';

type Token = { readonly token: string; readonly expiresAt: number };

export type AccessTokens = {
  /** The stored token, with its expiry in epoch milliseconds; null if none was ever saved. */
  read(channelId: string): Promise<(Token & { readonly version: number }) | null>;
  /** Takes the lease to fetch a new token; false while somebody else has it. */
  claimRefresh(channelId: string, leaseMs: number): Promise<boolean>;
  /** Saves if the version is still `expectedVersion` (0: none saved yet), and gives the lease back. */
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
  const msAgo = (ms: number) => sql`now() - make_interval(secs => ${ms / 1000}::float8)`;
  return {
    async read(channelId) {
      const [row] = await db.select().from(table).where(eq(table.channelId, channelId));
      if (row === undefined || row.tokenSealed === null || row.expiresAt === null) return null;
      const token = secretBox.open(PURPOSE, channelId, row.tokenSealed);
      return { token, expiresAt: row.expiresAt.getTime(), version: row.version };
    },
    async claimRefresh(channelId, leaseMs) {
      const claimed = await db
        .insert(table)
        .values({ channelId, refreshLeaseUntil: inMs(leaseMs) })
        .onConflictDoUpdate({
          target: table.channelId,
          set: { refreshLeaseUntil: inMs(leaseMs) },
          setWhere: sql`${table.refreshLeaseUntil} is null or ${table.refreshLeaseUntil} < now()`,
        })
        .returning({ channelId: table.channelId });
      return claimed.length === 1;
    },
    async save(channelId, { token, expiresAt }, expectedVersion) {
      const values = {
        tokenSealed: secretBox.seal(PURPOSE, channelId, token),
        expiresAt: new Date(expiresAt),
        version: expectedVersion + 1,
        refreshLeaseUntil: null,
      };
      const isExpected = sql`${table.channelId} = ${channelId} and ${table.version} = ${expectedVersion}`;
      const saved =
        expectedVersion === 0
          ? await db
              .insert(table)
              .values({ channelId, ...values })
              .onConflictDoUpdate({ target: table.channelId, set: values, setWhere: isExpected })
              .returning({ version: table.version })
          : await db.update(table).set(values).where(isExpected).returning({ version: table.version });
      return saved.length === 1;
    },
    async releaseRefresh(channelId) {
      await db.update(table).set({ refreshLeaseUntil: null }).where(eq(table.channelId, channelId));
    },
    async claimForcedRefresh(channelId, atMostEveryMs) {
      const claimed = await db
        .insert(table)
        .values({ channelId, forcedAt: sql`now()` })
        .onConflictDoUpdate({
          target: table.channelId,
          set: { forcedAt: sql`now()` },
          setWhere: sql`${table.forcedAt} is null or ${table.forcedAt} < ${msAgo(atMostEveryMs)}`,
        })
        .returning({ channelId: table.channelId });
      return claimed.length === 1;
    },
  };
}
