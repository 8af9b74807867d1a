/**
 * Slows down guessing of passwords. Attempts are counted in the database, so that all processes share the counts: by
 * account and address together, by account, and by address. After some free failures each one doubles the wait, up to
 * 15 minutes; an attempt during the wait is refused without checking the password, and changes nothing. For an address
 * from which the account has signed in recently, only the address's own failures count, so that no one else can lock
 * the owner out.
 */
import { and, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { sha256 } from '../../platform/ids';
import { createInTurn } from '../../platform/in-turn';
import type { Database, Db } from '../engine/database-types';
import { asRows } from '../engine/rows';
import { namesOf } from '../engine/sql';
import { signInGuards } from '../schema/people';
import { type AuditActor, appendAudit } from './audit-log';

/**
 * An attempt: the e-mail address that was entered, whether or not there is such an account, and where the attempt came
 * from.
 */
export type SignInAttempt = { readonly account: string; readonly address: string };

/** An attempt whose password may be checked. It counts as a failure until it is forgiven. */
export type ChargedAttempt = SignInAttempt & {
  /** If this is a failure, it begins a wait. */
  readonly locksOut: boolean;
  readonly isTrusted: boolean;
  /** Where it was counted, and until when (ISO 8601) that keeps the next attempt waiting; null: not at all. */
  readonly counted: readonly { readonly key: string; readonly blockedUntil: string | null }[];
};

export type SignInFailure = {
  readonly action: 'session.sign_in_failed' | 'password.change_failed' | 'two_factor.failed';
  readonly operatorId: string | null;
  /** What was wrong, if it was not the password. */
  readonly reason?: string;
  readonly by: AuditActor;
};

export type SignInGuard = {
  /**
   * Counts an attempt before its password is checked, so that a hundred at once cannot get around the limit; or returns
   * how long to wait.
   */
  charge(attempt: SignInAttempt): Promise<ChargedAttempt | { readonly waitMs: number }>;
  /** Records that a charged attempt failed; `operatorId`: whose account it was, null if there is none. */
  failed(attempt: Pick<ChargedAttempt, 'locksOut'>, failure: SignInFailure): Promise<void>;
  /** Takes a charged attempt back that succeeded. */
  forgive(attempt: ChargedAttempt): Promise<void>;
  /** Takes a charged attempt back whose password was never checked, as if it had not been made. */
  withdraw(attempt: Pick<ChargedAttempt, 'counted'>): Promise<void>;
  /**
   * For an attempt that goes on, with a code: it no longer counts for the address, from which many people sign in. For
   * the account it does, or knowing the password would buy guesses of codes.
   */
  excuseAddress(attempt: ChargedAttempt): Promise<void>;
  /** Deletes entries that no longer matter, and the oldest ones if there are too many. */
  sweep(): Promise<void>;
};

const LONGEST_WAIT_MS = 15 * 60_000;
const FIRST_WAIT_MS = 1_000;
const TRUST_DAYS = 30;
const MOST_ENTRIES = 100_000;
/** Attempts of a process that wait for their turn; it takes a few ms, unless the database is slow. */
const MOST_WAITING = 1_000;
const FULL_WAIT_MS = 2_000;
const MINUTE_MS = 60_000;

/** How many failures are free, and after how long without one they are forgotten. */
const LIMITS = {
  pair: { free: 4, forgetAfterMs: 24 * 60 * MINUTE_MS },
  account: { free: 10, forgetAfterMs: 24 * 60 * MINUTE_MS },
  // In an office with many people behind one address, someone mistypes now and then.
  address: { free: 20, forgetAfterMs: 60 * MINUTE_MS },
} as const;
type Kind = keyof typeof LIMITS;

/** The wait after this many failures beyond the free ones, ms. */
export function waitAfter(failuresBeyondFree: number): number {
  if (failuresBeyondFree <= 0) return 0;
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(failuresBeyondFree - 1, 30), LONGEST_WAIT_MS);
}

/** Thrown to roll back what a refused attempt has begun to write. */
class Refused extends Error {
  constructor(readonly waitMs: number) {
    super('too early');
  }
}

/**
 * The guard in `database`. A process does this work for one attempt at a time: attempts on one account wait for each other in the
 * database, and a few hundred at once would hold all its connections meanwhile, for which webhooks would wait.
 */
export function createSignInGuard({ db }: Database): SignInGuard {
  const inTurn = createInTurn();
  let waiting = 0;
  return {
    async charge(attempt) {
      if (waiting >= MOST_WAITING) return { waitMs: FULL_WAIT_MS };
      waiting += 1;
      try {
        return await inTurn(() => db.transaction((tx) => charge(tx, attempt)));
      } catch (error) {
        if (error instanceof Refused) return { waitMs: error.waitMs };
        throw error;
      } finally {
        waiting -= 1;
      }
    },
    async failed({ locksOut }, { action, operatorId, reason, by }) {
      const target = operatorId === null ? {} : { target: { type: 'operator', id: operatorId } as const };
      const details = reason === undefined ? {} : { details: { reason } };
      await inTurn(() =>
        db.transaction(async (tx) => {
          await appendAudit(tx, by, { action, ...target, ...details });
          if (locksOut) await appendAudit(tx, by, { action: 'session.locked_out', ...target });
        }),
      );
    },
    forgive: (attempt) => inTurn(() => db.transaction((tx) => forgiveAttempt(tx, attempt))),
    withdraw: ({ counted }) => inTurn(() => withdrawAttempt(db, counted)),
    async excuseAddress(attempt) {
      if (attempt.isTrusted) return;
      await inTurn(() =>
        db
          .update(signInGuards)
          .set({ failures: oneLess })
          .where(eq(signInGuards.key, keysOf(attempt).address)),
      );
    },
    async sweep() {
      const isUntrusted = or(
        isNull(signInGuards.trustedUntil),
        lt(signInGuards.trustedUntil, sql`clock_timestamp()`),
      );
      const isQuiet = lt(signInGuards.lastTriedAt, sql`clock_timestamp() - interval '24 hours'`);
      await db.delete(signInGuards).where(and(isQuiet, isUntrusted));
      const tooMany = db
        .select({ key: signInGuards.key })
        .from(signInGuards)
        .orderBy(desc(signInGuards.lastTriedAt))
        .offset(MOST_ENTRIES);
      await db.delete(signInGuards).where(inArray(signInGuards.key, tooMany));
    },
  };
}

/** The password was right: the account is free again, and the address is trusted for this account for 30 days. */
export async function forgiveAttempt(tx: Db, attempt: ChargedAttempt): Promise<void> {
  const keys = keysOf(attempt);
  await lockEntries(tx, Object.values(keys));
  const values = { failures: 0, blockedUntil: null };
  const trustedUntil = sql`clock_timestamp() + make_interval(days => ${TRUST_DAYS})`;
  const set = { ...values, trustedUntil };
  await tx.update(signInGuards).set(set).where(eq(signInGuards.key, keys.pair));
  if (attempt.isTrusted) return;
  await tx.update(signInGuards).set(values).where(eq(signInGuards.key, keys.account));
  // Only this attempt is taken back: otherwise anyone who has an account could guess at other accounts for free.
  await tx
    .update(signInGuards)
    .set({ failures: oneLess, blockedUntil: null })
    .where(eq(signInGuards.key, keys.address));
}

/** A wait that another attempt has begun meanwhile stays. */
async function withdrawAttempt(db: Db, counted: ChargedAttempt['counted']): Promise<void> {
  const rows = counted.map(({ key, blockedUntil }) => ({ key, blocked_until: blockedUntil }));
  await db.transaction(async (tx) => {
    await lockEntries(
      tx,
      counted.map(({ key }) => key),
    );
    await tx.execute(
      sql`update ${signInGuards} set ${guard.failures} = ${oneLess},
            ${guard.blockedUntil} = nullif(${signInGuards.blockedUntil}, input.blocked_until)
          from ${asRows(rows, 'key text, blocked_until timestamptz')}
          where ${signInGuards.key} = input.key`,
    );
  });
}

const guard = namesOf(signInGuards);
const oneLess = sql`greatest(${signInGuards.failures} - 1, 0)`;

type Entry = {
  readonly key: string;
  readonly failures: number;
  readonly blockedUntil: Date | null;
  readonly lastTriedAt: Date;
  readonly trustedUntil: Date | null;
};

async function charge(tx: Db, attempt: SignInAttempt): Promise<ChargedAttempt> {
  const keys = keysOf(attempt);
  const rows = await lockEntries(tx, Object.values(keys));
  const now = await clockOf(tx);
  const entries = new Map(rows.map((row) => [row.key, row]));
  const isTrusted = (entries.get(keys.pair)?.trustedUntil?.getTime() ?? 0) > now;
  const kinds: readonly Kind[] = isTrusted ? ['pair'] : ['pair', 'account', 'address'];
  const charged = kinds.flatMap((kind) => {
    const entry = entries.get(keys[kind]);
    return entry === undefined ? [] : [chargedEntry(kind, entry, now)];
  });
  const waitMs = Math.max(...charged.map((one) => one.waitMs));
  if (waitMs > 0) throw new Refused(waitMs);
  const changes = charged.map(({ key, failures, blockedUntil }) => ({
    key,
    failures,
    blocked_until: blockedUntil,
  }));
  await tx.execute(
    sql`update ${signInGuards} set ${guard.failures} = input.failures, ${guard.blockedUntil} = input.blocked_until,
          ${guard.lastTriedAt} = clock_timestamp()
        from ${asRows(changes, 'key text, failures int, blocked_until timestamptz')}
        where ${signInGuards.key} = input.key`,
  );
  return {
    ...attempt,
    isTrusted,
    locksOut: charged.some((one) => one.isFirstWait),
    counted: charged.map(({ key, blockedUntil }) => ({ key, blockedUntil })),
  };
}

/** Locks the rows, after inserting missing ones, always in the same order to avoid deadlocks. */
async function lockEntries(tx: Db, keys: readonly string[]): Promise<readonly Entry[]> {
  const sorted = keys.toSorted();
  await tx
    .insert(signInGuards)
    .values(sorted.map((key) => ({ key })))
    .onConflictDoNothing();
  return tx
    .select()
    .from(signInGuards)
    .where(inArray(signInGuards.key, sorted))
    .orderBy(signInGuards.key)
    .for('update');
}

function chargedEntry(kind: Kind, entry: Entry, now: number) {
  const { free, forgetAfterMs } = LIMITS[kind];
  const isForgotten = now - entry.lastTriedAt.getTime() > forgetAfterMs;
  const failures = (isForgotten ? 0 : entry.failures) + 1;
  const nextWaitMs = waitAfter(failures - free);
  return {
    key: entry.key,
    failures,
    blockedUntil: nextWaitMs === 0 ? null : new Date(now + nextWaitMs).toISOString(),
    /** How much too early this attempt is. */
    waitMs: Math.max(0, (entry.blockedUntil?.getTime() ?? 0) - now),
    isFirstWait: failures === free + 1,
  };
}

/** The database's own clock: that of the processes may differ. */
async function clockOf(tx: Db): Promise<number> {
  const { rows } = await tx.execute<{ ms: string | number }>(
    sql`select floor(extract(epoch from clock_timestamp()) * 1000) as ms`,
  );
  return Number(rows[0]?.ms ?? 0);
}

/** Hashes, so that the table does not show who has tried to sign in from where. */
function keysOf({ account, address }: SignInAttempt): Readonly<Record<Kind, string>> {
  const name = account.trim().toLowerCase();
  return {
    pair: sha256(`pair\n${name}\n${address}`),
    account: sha256(`account\n${name}`),
    address: sha256(`address\n${address}`),
  };
}
