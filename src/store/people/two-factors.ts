/** Second factors of passwords: an authenticator app for each operator, and recovery codes. */
import { and, count, eq, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import { sha256 } from '../../platform/ids';
import { newRecoveryCodes, normalCode, stepOfCode } from '../../platform/secrets/authenticator';
import type { SecretBox } from '../../platform/secrets/secret-box';
import type { Database, Db } from '../engine/database-types';
import { toMs } from '../engine/rows';
import { sessions } from '../schema/people';
import { operatorTwoFactors, recoveryCodes } from '../schema/sign-in';
import { type AuditActor, appendAudit } from './audit-log';
import { endSessions } from './end-sessions';

export type TwoFactorState =
  | { readonly isOn: false }
  | {
      readonly isOn: true;
      /** Epoch ms. */
      readonly since: number;
      readonly recoveryCodesLeft: number;
    };

export type TwoFactorStore = {
  state(operatorId: string): Promise<TwoFactorState>;
  /** Keeps a new secret, which does not count before a code of it is entered; false if a second factor is on. */
  setUp(operatorId: string, secret: string): Promise<boolean>;
  /**
   * Turns it on with a first code; returns the recovery codes, or null if the code is wrong or nothing is set up. All
   * sessions that began without a code end, except for the one given.
   */
  turnOn(
    operatorId: string,
    code: string,
    by: AuditActor,
    keptSessionHash?: string,
  ): Promise<readonly string[] | null>;
  /**
   * Accepts a code of the app or a recovery code, each of them once, whoever asks at the same time. False if it is wrong
   * or was used; also if no second factor is on.
   */
  accept(operatorId: string, code: string, by: AuditActor): Promise<boolean>;
  /** New recovery codes in place of all earlier ones; null if no second factor is on. */
  renewRecoveryCodes(operatorId: string, by: AuditActor): Promise<readonly string[] | null>;
  /** Turns it off; false if it was not on. */
  turnOff(operatorId: string, by: AuditActor): Promise<boolean>;
  /** The same by an administrator; it also ends all sessions of the operator, and alerts to browsers. */
  reset(operatorId: string, by: AuditActor): Promise<boolean>;
};

const PURPOSE = 'operator_two_factors.secret';

type Deps = {
  readonly secretBox: Pick<SecretBox, 'seal' | 'open'>;
  /** Epoch ms; that of the process, like the clock of the app in the operator's hand. */
  readonly clock: () => number;
};

/** The second factors in `database`. */
export function createTwoFactorStore({ db }: Database, { secretBox, clock }: Deps): TwoFactorStore {
  const own = (operatorId: string) => eq(operatorTwoFactors.operatorId, operatorId);
  const isOn = isNotNull(operatorTwoFactors.confirmedAt);
  const find = async (operatorId: string) => {
    const [row] = await db.select().from(operatorTwoFactors).where(own(operatorId));
    return row;
  };
  /** The step of a right code that was not used yet; only one of several callers gets it. */
  const takeStep = async (tx: Db, operatorId: string, sealed: string, code: string) => {
    const step = stepOfCode(secretBox.open(PURPOSE, operatorId, sealed), normalCode(code), clock());
    if (step === null) return null;
    const [taken] = await tx
      .update(operatorTwoFactors)
      .set({ lastStep: step })
      .where(and(own(operatorId), lt(operatorTwoFactors.lastStep, step)))
      .returning({ step: operatorTwoFactors.lastStep });
    return taken?.step ?? null;
  };
  /** What is set up and not yet on stays: nothing was turned off. */
  const remove = async (tx: Db, operatorId: string): Promise<boolean> => {
    const gone = await tx
      .delete(operatorTwoFactors)
      .where(and(own(operatorId), isOn))
      .returning({ operatorId: operatorTwoFactors.operatorId });
    if (gone.length === 0) return false;
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.operatorId, operatorId));
    return true;
  };

  return {
    async state(operatorId) {
      const row = await find(operatorId);
      if (row === undefined || row.confirmedAt === null) return { isOn: false };
      const [left] = await db
        .select({ count: count() })
        .from(recoveryCodes)
        .where(and(eq(recoveryCodes.operatorId, operatorId), isNull(recoveryCodes.usedAt)));
      return { isOn: true, since: toMs(row.confirmedAt), recoveryCodesLeft: left?.count ?? 0 };
    },
    async setUp(operatorId, secret) {
      const values = { secretSealed: secretBox.seal(PURPOSE, operatorId, secret), lastStep: 0 };
      const kept = await db
        .insert(operatorTwoFactors)
        .values({ operatorId, ...values })
        .onConflictDoUpdate({
          target: operatorTwoFactors.operatorId,
          set: values,
          setWhere: isNull(operatorTwoFactors.confirmedAt),
        })
        .returning({ operatorId: operatorTwoFactors.operatorId });
      return kept.length > 0;
    },
    async turnOn(operatorId, code, by, keptSessionHash) {
      return db.transaction(async (tx) => {
        const [row] = await tx.select().from(operatorTwoFactors).where(own(operatorId)).for('update');
        if (row === undefined || row.confirmedAt !== null) return null;
        if ((await takeStep(tx, operatorId, row.secretSealed, code)) === null) return null;
        await tx.update(operatorTwoFactors).set({ confirmedAt: sql`now()` }).where(own(operatorId));
        const others = keptSessionHash === undefined ? undefined : ne(sessions.idHash, keptSessionHash);
        await endSessions(tx, operatorId, and(ne(sessions.method, 'oidc'), others));
        const codes = await replaceCodes(tx, operatorId);
        await appendAudit(tx, by, { action: 'two_factor.turned_on', ...targetOf(operatorId) });
        return codes;
      });
    },
    async accept(operatorId, code, by) {
      const row = await find(operatorId);
      if (row === undefined || row.confirmedAt === null) return false;
      if ((await takeStep(db, operatorId, row.secretSealed, code)) !== null) return true;
      return db.transaction(async (tx) => {
        const [used] = await tx
          .update(recoveryCodes)
          .set({ usedAt: sql`now()` })
          .where(
            and(
              eq(recoveryCodes.operatorId, operatorId),
              eq(recoveryCodes.codeHash, hashOf(operatorId, code)),
              isNull(recoveryCodes.usedAt),
            ),
          )
          .returning({ operatorId: recoveryCodes.operatorId });
        if (used === undefined) return false;
        await appendAudit(tx, by, { action: 'two_factor.recovery_code_used', ...targetOf(operatorId) });
        return true;
      });
    },
    async renewRecoveryCodes(operatorId, by) {
      return db.transaction(async (tx) => {
        const on = await tx
          .select()
          .from(operatorTwoFactors)
          .where(and(own(operatorId), isOn))
          .for('update');
        if (on.length === 0) return null;
        const codes = await replaceCodes(tx, operatorId);
        await appendAudit(tx, by, { action: 'two_factor.recovery_codes_made', ...targetOf(operatorId) });
        return codes;
      });
    },
    async turnOff(operatorId, by) {
      return db.transaction(async (tx) => {
        if (!(await remove(tx, operatorId))) return false;
        await appendAudit(tx, by, { action: 'two_factor.turned_off', ...targetOf(operatorId) });
        return true;
      });
    },
    async reset(operatorId, by) {
      return db.transaction(async (tx) => {
        if (!(await remove(tx, operatorId))) return false;
        await endSessions(tx, operatorId);
        await appendAudit(tx, by, { action: 'operator.two_factor_reset', ...targetOf(operatorId) });
        return true;
      });
    },
  };
}

async function replaceCodes(tx: Db, operatorId: string): Promise<readonly string[]> {
  const codes = newRecoveryCodes();
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.operatorId, operatorId));
  await tx
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ operatorId, codeHash: hashOf(operatorId, code) })));
  return codes;
}

/** 80 random bits need no argon2id. */
function hashOf(operatorId: string, code: string): string {
  return sha256(`recovery code\n${operatorId}\n${normalCode(code)}`);
}

function targetOf(operatorId: string) {
  return { target: { type: 'operator', id: operatorId } as const };
}
