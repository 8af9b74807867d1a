import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import { SimulatorError } from './problems';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** `plain`: clear body; `compatible`: clear and encrypted; `safe`: encrypted only (docs "Message encryption and decryption"). */
export const ENCRYPTION_MODES = ['plain', 'compatible', 'safe'] as const;

/** `mini_program`: the customer service of a mini program. */
export const ACCOUNT_KINDS = ['official_account', 'mini_program'] as const;
/** How messages are pushed: an Official Account has XML only, the administrator of a mini program chooses. */
export const PUSH_FORMATS = ['xml', 'json'] as const;

export const accountSchema = z.strictObject({
  kind: z.enum(ACCOUNT_KINDS),
  format: z.enum(PUSH_FORMATS),
  name: z.string().max(100),
  originalId: z.string().regex(/^gh_[A-Za-z0-9_]{1,61}$/, 'begins with gh_'),
  appId: z.string().regex(/^wx[A-Za-z0-9_-]{1,62}$/, 'begins with wx'),
  appSecret: z.string().min(1).max(128),
  token: z.string().regex(/^[A-Za-z0-9]{3,32}$/, '3 to 32 letters and digits'),
  encodingAesKey: z.string().regex(/^[A-Za-z0-9]{43}$/, '43 letters and digits'),
  encryption: z.enum(ENCRYPTION_MODES),
  /** Where messages and events are delivered; null: nowhere (they are still recorded). */
  webhookUrl: z.url({ protocol: /^https?$/ }).nullable(),
  /** Addresses that calls may come from (40164); null: all. */
  allowedIps: z.array(z.string()).nullable(),
  /** A test account can't send msgmenu (40200). */
  isTestAccount: z.boolean(),
  /**
   * `secret_frozen`: no token (40243); `barred`: no call at all (50002); `unverified`: no customer service messages
   * (48001).
   */
  restriction: z.enum(['none', 'secret_frozen', 'barred', 'unverified']),
});
/** One Official Account or mini program of the simulated platform. */
export type Account = Readonly<z.infer<typeof accountSchema>>;

/** The input for a new account; everything left out is generated or off. */
export const accountInputSchema = accountSchema.partial();
export type AccountInput = z.infer<typeof accountInputSchema>;

export type Accounts = ReturnType<typeof createAccounts>;

/** Keeps the accounts by app id. */
export function createAccounts(changed: () => void) {
  const byAppId = new Map<string, Account>();

  /**
   * Adds an account, or replaces the one with the same app id, which keeps its contacts. Throws a ZodError for
   * malformed values.
   */
  function add(input: AccountInput): Account {
    const account = accountSchema.parse({
      kind: input.kind ?? 'official_account',
      format: input.format ?? 'xml',
      name: input.name ?? 'Simulated account',
      originalId: input.originalId ?? `gh_${randomBytes(6).toString('hex')}`,
      appId: input.appId ?? `wx${randomBytes(8).toString('hex')}`,
      appSecret: input.appSecret ?? randomBytes(16).toString('hex'),
      token: input.token ?? randomText(24),
      encodingAesKey: input.encodingAesKey ?? randomText(43),
      encryption: input.encryption ?? 'plain',
      webhookUrl: input.webhookUrl ?? null,
      allowedIps: input.allowedIps ?? null,
      isTestAccount: input.isTestAccount ?? false,
      restriction: input.restriction ?? 'none',
    });
    byAppId.set(account.appId, account);
    changed();
    return account;
  }

  /** Changes some fields, as an administrator does in WeChat's console. Throws `unknown_account`. */
  function update(appId: string, patch: AccountInput): Account {
    return add({ ...get(appId), ...withoutUndefined(patch), appId });
  }

  /** The account with this app id; throws `unknown_account`. */
  function get(appId: string): Account {
    const account = byAppId.get(appId);
    if (account === undefined) throw new SimulatorError('unknown_account', `There is no account ${appId}.`);
    return account;
  }

  /**
   * The account with this app id, or the only one if none is named. Throws `unknown_account` or `ambiguous_account`.
   */
  function named(appId: string | undefined): Account {
    if (appId !== undefined) return get(appId);
    const [first, second] = byAppId.values();
    if (first === undefined)
      throw new SimulatorError('unknown_account', 'There is no account yet: add one first.');
    if (second !== undefined)
      throw new SimulatorError('ambiguous_account', 'There are several accounts: name one by appId.');
    return first;
  }

  return {
    add,
    /** Restores saved accounts. */
    load(saved: readonly Account[]): void {
      for (const account of saved) byAppId.set(account.appId, account);
    },
    update,
    get,
    named,
    find: (appId: string): Account | undefined => byAppId.get(appId),
    all: (): readonly Account[] => [...byAppId.values()],
  };
}

function withoutUndefined(patch: AccountInput): AccountInput {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

function randomText(length: number): string {
  return Array.from({ length }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
}
