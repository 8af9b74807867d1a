import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Account, Accounts } from '../accounts';
import { beijingDay, type Clock } from '../clock';
import { PlatformError } from './errcodes';

const LIFE_MS = 7_200_000;
/** Near the end of a token's life, and after it was replaced, two tokens are valid for this long. */
const OVERLAP_MS = 300_000;
const FORCED_APART_MS = 30_000;
const FORCED_A_DAY = 20;

const issuedSchema = z.object({
  token: z.string(),
  appId: z.string(),
  expiresAt: z.number(),
  isRevoked: z.boolean(),
});
const stableSchema = z.object({
  token: z.string(),
  lastForcedAt: z.number().nullable(),
  forcedDay: z.string(),
  forcedThatDay: z.number(),
  /** The platform returns a revoked token again until a new one is forced. */
  isStuck: z.boolean(),
});
export const tokensSchema = z.object({
  issued: z.array(issuedSchema),
  stable: z.record(z.string(), stableSchema),
  plain: z.record(z.string(), z.string()),
});
export type TokensState = z.infer<typeof tokensSchema>;
type Issued = z.infer<typeof issuedSchema>;
type Stable = z.infer<typeof stableSchema>;

/** The parameters of both token calls, as received. */
export type TokenRequest = {
  readonly grantType: unknown;
  readonly appId: unknown;
  readonly secret: unknown;
  readonly ip: string;
};
/** WeChat's answer: `expires_in` in seconds. */
export type TokenAnswer = { readonly access_token: string; readonly expires_in: number };

export type Tokens = ReturnType<typeof createTokens>;

/** Issues and checks access tokens (docs "Get access token", "Get stable access token"). They use real time. */
export function createTokens(clock: Clock, accounts: Accounts, changed: () => void) {
  const issued = new Map<string, Issued>();
  const stable = new Map<string, Stable>();
  const plain = new Map<string, string>();

  function issue(appId: string): Issued {
    for (const old of issued.values()) if (old.expiresAt < clock() - LIFE_MS) issued.delete(old.token);
    const entry = {
      token: `99_${randomBytes(100).toString('base64url')}`,
      appId,
      expiresAt: clock() + LIFE_MS,
      isRevoked: false,
    };
    issued.set(entry.token, entry);
    changed();
    return entry;
  }

  function answer(entry: Issued): TokenAnswer {
    return {
      access_token: entry.token,
      expires_in: Math.max(1, Math.floor((entry.expiresAt - clock()) / 1000)),
    };
  }

  /**
   * A new token at every call; the previous one stays valid for five minutes. Refusals: 40002, 41002, 41004, 40013,
   * 40125, 40164.
   */
  function plainToken(request: TokenRequest): TokenAnswer {
    const { appId } = checkCredentials(request, accounts);
    const former = issued.get(plain.get(appId) ?? '');
    if (former !== undefined) former.expiresAt = Math.min(former.expiresAt, clock() + OVERLAP_MS);
    const entry = issue(appId);
    plain.set(appId, entry.token);
    return answer(entry);
  }

  /**
   * The same token until five minutes before its end. `isForced` replaces it at once and revokes the old one: at most
   * 20 a day (45009), 30 s apart (45011). Other refusals as for the plain token.
   */
  function stableToken(request: TokenRequest, isForced: boolean): TokenAnswer {
    const { appId } = checkCredentials(request, accounts);
    const state = stable.get(appId) ?? {
      token: '',
      lastForcedAt: null,
      forcedDay: '',
      forcedThatDay: 0,
      isStuck: false,
    };
    const current = issued.get(state.token);
    if (isForced) {
      const today = beijingDay(clock());
      if (state.lastForcedAt !== null && clock() - state.lastForcedAt < FORCED_APART_MS)
        throw new PlatformError(45011);
      const forcedThatDay = state.forcedDay === today ? state.forcedThatDay : 0;
      if (forcedThatDay >= FORCED_A_DAY) throw new PlatformError(45009);
      if (current !== undefined) current.isRevoked = true;
      const entry = issue(appId);
      stable.set(appId, {
        token: entry.token,
        lastForcedAt: clock(),
        forcedDay: today,
        forcedThatDay: forcedThatDay + 1,
        isStuck: false,
      });
      return answer(entry);
    }
    const isFresh = current !== undefined && current.expiresAt - clock() > OVERLAP_MS;
    if (isFresh && (!current.isRevoked || state.isStuck)) return answer(current);
    const entry = issue(appId);
    stable.set(appId, { ...state, token: entry.token, isStuck: false });
    return answer(entry);
  }

  /**
   * The account that a call's `access_token` belongs to. Refusals: 41001 missing, 40014 malformed, 42001 expired, 40001
   * unknown or revoked, 40164 the caller's address is not on the allowlist, 50002 the account is barred.
   */
  function authenticate(token: string | undefined, ip: string): Account {
    if (token === undefined || token === '') throw new PlatformError(41001);
    if (!/^[A-Za-z0-9_-]{20,512}$/.test(token)) throw new PlatformError(40014);
    const entry = issued.get(token);
    if (entry === undefined || entry.isRevoked) throw new PlatformError(40001);
    if (clock() >= entry.expiresAt) throw new PlatformError(42001);
    const account = accounts.find(entry.appId);
    if (account === undefined) throw new PlatformError(40001);
    checkAllowlist(account, ip);
    if (account.restriction === 'barred') throw new PlatformError(50002);
    return account;
  }

  /**
   * Revokes every token of an account, as WeChat does or another program that fetches tokens: 40001 from now on. With
   * `untilForced` the stable token call keeps returning the revoked one until a new one is forced.
   */
  function invalidate(appId: string, untilForced: boolean): void {
    for (const entry of issued.values()) if (entry.appId === appId) entry.isRevoked = true;
    const state = stable.get(appId);
    if (state !== undefined) stable.set(appId, { ...state, isStuck: untilForced });
    changed();
  }

  return {
    plainToken,
    stableToken,
    authenticate,
    invalidate,
    /** Whose token this is, valid or not: for aiming faults before the call is checked. */
    ownerOf: (token: string | undefined): string | null => issued.get(token ?? '')?.appId ?? null,
    save: (): TokensState => ({
      issued: [...issued.values()],
      stable: Object.fromEntries(stable),
      plain: Object.fromEntries(plain),
    }),
    load(saved: TokensState): void {
      for (const entry of saved.issued) issued.set(entry.token, entry);
      for (const [appId, state] of Object.entries(saved.stable)) stable.set(appId, state);
      for (const [appId, token] of Object.entries(saved.plain)) plain.set(appId, token);
    },
  };
}

function checkCredentials(request: TokenRequest, accounts: Accounts): Account {
  if (request.grantType !== 'client_credential') throw new PlatformError(40002);
  if (typeof request.appId !== 'string' || request.appId === '') throw new PlatformError(41002);
  if (typeof request.secret !== 'string' || request.secret === '') throw new PlatformError(41004);
  const account = accounts.find(request.appId);
  if (account === undefined) throw new PlatformError(40013);
  if (account.appSecret !== request.secret) throw new PlatformError(40125);
  checkAllowlist(account, request.ip);
  if (account.restriction === 'secret_frozen') throw new PlatformError(40243);
  return account;
}

/** Checked for every call of an Official Account (docs "API IP allowlist"). */
function checkAllowlist({ allowedIps }: Account, ip: string): void {
  if (allowedIps !== null && !allowedIps.includes(ip)) {
    throw new PlatformError(40164, `invalid ip ${ip} ipv6 ::ffff:${ip}, not in whitelist`);
  }
}
