/** Sessions of the console: a random cookie, of which only the SHA-256 is stored. */
import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { newSecret, sha256 } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { operators, sessions } from '../schema/people';
import { type AuditActor, appendAudit } from './audit-log';
import { type ChargedAttempt, forgiveAttempt } from './sign-in-guard';
import { type Identity, identityFields } from './viewers';

const IDLE_HOURS = 8;
const ABSOLUTE_HOURS = 12;

export type NewSession = {
  readonly operatorId: string;
  /** The session that the browser had before, which is ended. */
  readonly formerSecret?: string | undefined;
  /** The attempt that succeeded; it no longer counts as a failure. */
  readonly attempt: ChargedAttempt;
};

export type SessionStore = {
  /** Begins a session, always with a new secret; returns the secret for the cookie. */
  begin(session: NewSession): Promise<string>;
  /**
   * Whose cookie it is; null if it is unknown, was idle for 8 h or is 12 h old, or if its operator is disabled. Its
   * use is recorded at most once a minute.
   */
  authenticate(secret: string): Promise<Identity | null>;
  /** The same, without recording a use: an open event stream alone does not keep a session alive. */
  peek(secret: string): Promise<Identity | null>;
  /** The same for many cookies in one query; those for which `peek` returns null are left out. */
  peekAll(secrets: readonly string[]): Promise<ReadonlyMap<string, Identity>>;
  end(secret: string, by: AuditActor): Promise<void>;
  /** Signs an operator out everywhere. */
  endAll(operatorId: string, by: AuditActor): Promise<void>;
  /** Removes the sessions that are over. */
  sweep(): Promise<void>;
};

/** The sessions in `database`. */
export function createSessionStore({ db }: Database): SessionStore {
  const isOver = or(
    lt(sessions.lastUsedAt, sql`now() - make_interval(hours => ${IDLE_HOURS})`),
    lt(sessions.createdAt, sql`now() - make_interval(hours => ${ABSOLUTE_HOURS})`),
  );
  const findAll = (idHashes: readonly string[]) =>
    db
      .select({
        idHash: sessions.idHash,
        identity: identityFields,
        isUseStale: sql<boolean>`${sessions.lastUsedAt} < now() - interval '1 minute'`,
      })
      .from(sessions)
      .innerJoin(operators, eq(operators.id, sessions.operatorId))
      .where(and(inArray(sessions.idHash, idHashes), sql`not (${isOver})`, isNull(operators.disabledAt)));
  const find = async (secret: string) => (await findAll([sha256(secret)]))[0];
  return {
    async begin({ operatorId, formerSecret, attempt }) {
      const secret = newSecret();
      await db.transaction(async (tx) => {
        await forgiveAttempt(tx, attempt);
        if (formerSecret !== undefined) {
          await tx.delete(sessions).where(eq(sessions.idHash, sha256(formerSecret)));
        }
        await tx.insert(sessions).values({ idHash: sha256(secret), operatorId });
        const by = { operatorId, via: 'session', address: attempt.address } as const;
        await appendAudit(tx, by, { action: 'session.signed_in' });
      });
      return secret;
    },
    async authenticate(secret) {
      const found = await find(secret);
      if (found?.isUseStale === true) {
        await db
          .update(sessions)
          .set({ lastUsedAt: sql`now()` })
          .where(eq(sessions.idHash, sha256(secret)));
      }
      return found?.identity ?? null;
    },
    async peek(secret) {
      return (await find(secret))?.identity ?? null;
    },
    async peekAll(secrets) {
      const secretOf = new Map(secrets.map((secret) => [sha256(secret), secret]));
      const found = await findAll([...secretOf.keys()]);
      return new Map(found.map(({ idHash, identity }) => [secretOf.get(idHash) ?? '', identity]));
    },
    async end(secret, by) {
      await db.transaction(async (tx) => {
        await tx.delete(sessions).where(eq(sessions.idHash, sha256(secret)));
        await appendAudit(tx, by, { action: 'session.signed_out' });
      });
    },
    async endAll(operatorId, by) {
      await db.transaction(async (tx) => {
        await tx.delete(sessions).where(eq(sessions.operatorId, operatorId));
        const target = { type: 'operator', id: operatorId } as const;
        await appendAudit(tx, by, { action: 'session.all_ended', target });
      });
    },
    async sweep() {
      await db.delete(sessions).where(isOver);
    },
  };
}
