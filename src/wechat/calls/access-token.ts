import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { AccessTokenError, fetchStableToken, type WeChatCredentials } from './stable-token';

export type AccessToken = { readonly token: string; readonly version: number };

export type StoredAccessToken = {
  readonly token: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Rises with each save, and when the account changes. */
  readonly version: number;
};

/** One row per channel, shared by all processes. */
export type AccessTokenStore = {
  read(channelId: string): Promise<StoredAccessToken | null>;
  /**
   * Takes the lease to fetch a token, and returns the version that `save` expects; null while another holder has the
   * lease, or if the channel is gone.
   */
  claimRefresh(channelId: string, leaseMs: number): Promise<number | null>;
  /** Compare and set on the version; true gives the lease back too. */
  save(
    channelId: string,
    token: { readonly token: string; readonly expiresAt: number },
    expectedVersion: number,
  ): Promise<boolean>;
  /** Releases the lease without a new token. */
  releaseRefresh(channelId: string): Promise<void>;
  /** True at most once per `atMostEveryMs` for a channel: WeChat allows 20 forced renewals a day. */
  claimForcedRefresh(channelId: string, atMostEveryMs: number): Promise<boolean>;
};

export type AccessTokens = {
  /** A token that can be used now. Throws AccessTokenError only. */
  get(credentials: WeChatCredentials): Promise<AccessToken>;
  /** A token other than the one WeChat has just refused. Throws AccessTokenError only. */
  renew(credentials: WeChatCredentials, refusedToken: string): Promise<AccessToken>;
};

/** stable_token returns the same token until 5 minutes before its end, so asking earlier gains nothing. */
const RENEW_BEFORE_MS = 240_000;
/** A token this close to its end may have expired when the call arrives. */
const SAFETY_MS = 5_000;
/** While the old token still works, an endpoint that is down is tried this often. */
const BACKGROUND_EVERY_MS = 10_000;
/** The shortest time between two forced renewals: WeChat allows 20 a day, 30 s apart (docs/wechat.md#access-tokens). */
const FORCE_EVERY_MS = 600_000;

const DEFAULT_TIMEOUTS = {
  /** One call of the token endpoint. */
  fetchMs: 5_000,
  /** Longer than two calls (the second one forced), so that a lease never expires under its holder. */
  leaseMs: 15_000,
  /** How long a caller waits for another holder of the lease. */
  waitMs: 12_000,
  pollMs: 50,
};

/**
 * Access tokens from `stable_token`, with one fetch at a time per channel: callers in this process share a promise, and
 * processes share a lease in the store. Those that do not get the lease poll the store.
 *
 * A token is renewed in the background 4 minutes before its end, so that no call waits, and is used until its end if
 * WeChat is unavailable. A refused token is first fetched again without force. Only if WeChat returns the same one is a
 * new token forced, at most every 10 minutes.
 *
 * @param options.now epoch milliseconds
 * @param options.onBackgroundFailure for the log; the calls themselves still work at that time
 */
export function createAccessTokens(options: {
  readonly baseUrl: string;
  readonly store: AccessTokenStore;
  readonly now: () => number;
  readonly dispatcher: Dispatcher;
  readonly timeouts?: Partial<typeof DEFAULT_TIMEOUTS>;
  readonly onBackgroundFailure?: (channelId: string, error: AccessTokenError) => void;
}): AccessTokens {
  const { baseUrl, store, now, dispatcher } = options;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const flights = new Map<string, Promise<AccessToken>>();
  const backgroundAt = new Map<string, number>();

  async function get(credentials: WeChatCredentials): Promise<AccessToken> {
    const stored = await withTypedErrors(store.read(credentials.channelId));
    if (stored !== null && lifeOf(stored) > SAFETY_MS) {
      if (lifeOf(stored) <= RENEW_BEFORE_MS) renewInBackground(credentials);
      return stored;
    }
    return share(credentials, 'get', (row) => lifeOf(row) > SAFETY_MS, null);
  }

  function renew(credentials: WeChatCredentials, refusedToken: string): Promise<AccessToken> {
    const isAnother = (row: StoredAccessToken) => row.token !== refusedToken && lifeOf(row) > SAFETY_MS;
    return share(credentials, `renew ${refusedToken}`, isAnother, refusedToken);
  }

  function renewInBackground(credentials: WeChatCredentials): void {
    const { channelId } = credentials;
    const last = backgroundAt.get(channelId);
    if (last !== undefined && Math.abs(now() - last) < BACKGROUND_EVERY_MS) return;
    backgroundAt.set(channelId, now());
    share(credentials, 'early', (row) => lifeOf(row) > RENEW_BEFORE_MS, null).catch((error: unknown) => {
      if (error instanceof AccessTokenError) options.onBackgroundFailure?.(channelId, error);
    });
  }

  /** One fetch for all callers in this process that want the same. */
  function share(
    credentials: WeChatCredentials,
    purpose: string,
    isGood: (row: StoredAccessToken) => boolean,
    refusedToken: string | null,
  ): Promise<AccessToken> {
    const key = `${credentials.channelId} ${purpose}`;
    const running = flights.get(key);
    if (running !== undefined) return running;
    const flight = withTypedErrors(obtain(credentials, isGood, refusedToken)).finally(() =>
      flights.delete(key),
    );
    flights.set(key, flight);
    return flight;
  }

  async function obtain(
    credentials: WeChatCredentials,
    isGood: (row: StoredAccessToken) => boolean,
    refusedToken: string | null,
  ): Promise<AccessToken> {
    const { channelId } = credentials;
    for (let waitedMs = 0; waitedMs <= timeouts.waitMs; waitedMs += timeouts.pollMs) {
      const stored = await store.read(channelId);
      if (stored !== null && isGood(stored)) return stored;
      const version = await store.claimRefresh(channelId, timeouts.leaseMs);
      if (version !== null) return fetchUnderLease(credentials, isGood, refusedToken, version);
      await sleep(timeouts.pollMs);
    }
    throw new AccessTokenError('unreachable');
  }

  async function fetchUnderLease(
    credentials: WeChatCredentials,
    isGood: (row: StoredAccessToken) => boolean,
    refusedToken: string | null,
    version: number,
  ): Promise<AccessToken> {
    const { channelId } = credentials;
    let isSaved = false;
    try {
      // Checked again: the previous holder may have renewed the token between our read and our lease.
      const before = await store.read(channelId);
      if (before !== null && isGood(before)) return before;
      let fetched = await fetchToken(credentials, false);
      if (fetched.token === refusedToken) {
        const mayForce = await store.claimForcedRefresh(channelId, FORCE_EVERY_MS);
        if (!mayForce) throw new AccessTokenError('unreachable');
        fetched = await fetchToken(credentials, true);
      }
      isSaved = await store.save(channelId, fetched, version);
      const after = await store.read(channelId);
      if (after !== null && after.token !== refusedToken && lifeOf(after) > 0) return after;
      throw new AccessTokenError('unreachable');
    } finally {
      if (!isSaved) await store.releaseRefresh(channelId);
    }
  }

  function fetchToken(credentials: WeChatCredentials, isForced: boolean) {
    return fetchStableToken({ dispatcher, baseUrl, credentials, isForced, now, timeoutMs: timeouts.fetchMs });
  }

  function lifeOf(row: StoredAccessToken): number {
    return row.expiresAt - now();
  }

  return { get, renew };
}

/** An unavailable database is as good a reason to wait as an unreachable WeChat. */
async function withTypedErrors<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AccessTokenError) throw error;
    throw new AccessTokenError('unreachable', null, '', { cause: error });
  }
}
