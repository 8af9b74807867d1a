import type { AccessTokenStore, StoredAccessToken } from '../../../src/wechat/calls/access-token';

/** The token store in memory, with the contract of the database's: leases, compare and set, one forced renewal. */
export type MemoryTokenStore = AccessTokenStore & {
  readonly rows: Map<string, StoredAccessToken>;
  readonly leases: Map<string, number>;
};

export function createMemoryTokenStore(now: () => number): MemoryTokenStore {
  const rows = new Map<string, StoredAccessToken>();
  const leases = new Map<string, number>();
  const forcedAt = new Map<string, number>();
  return {
    rows,
    leases,
    read: async (channelId) => rows.get(channelId) ?? null,
    claimRefresh: async (channelId, leaseMs) => {
      if ((leases.get(channelId) ?? 0) > now()) return null;
      leases.set(channelId, now() + leaseMs);
      return rows.get(channelId)?.version ?? 0;
    },
    save: async (channelId, token, expectedVersion) => {
      const version = rows.get(channelId)?.version ?? 0;
      if (version !== expectedVersion) return false;
      rows.set(channelId, { ...token, version: version + 1 });
      leases.delete(channelId);
      return true;
    },
    releaseRefresh: async (channelId) => void leases.delete(channelId),
    claimForcedRefresh: async (channelId, atMostEveryMs) => {
      const last = forcedAt.get(channelId);
      if (last !== undefined && now() - last < atMostEveryMs) return false;
      forcedAt.set(channelId, now());
      return true;
    },
  };
}
