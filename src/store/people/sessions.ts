/** Sessions of the console: a random cookie, of which only the SHA-256 is stored. */
import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { SignInMethod } from '../../domain/sign-in/sign-in-methods';
import { newSecret, sha256 } from '../../platform/ids';
import type { SecretBox } from '../../platform/secrets/secret-box';
import type { Database } from '../engine/database-types';
import { operators, sessions } from '../schema/people';
import { type AuditActor, appendAudit } from './audit-log';
import { endSessions } from './end-sessions';
import { type ChargedAttempt, forgiveAttempt } from './sign-in-guard';
import { isTwoFactorDemanded } from './sign-in-policy';
import { hasTwoFactor } from './two-factor-rows';
import { type Identity, identityFields } from './viewers';

/** Demands on passwords are made only of those who came by one. */
const cameByPassword = inArray(sessions.method, ['password', 'emergency'] satisfies SignInMethod[]);
const sessionIdentity = {
  ...identityFields,
  mustChangePassword: sql<boolean>`${operators.mustChangePassword} and ${sessions.method} not in ('oidc', 'emergency')`,
  mustSetUpTwoFactor: sql<boolean>`${cameByPassword} and ${isTwoFactorDemanded(operators.role)}
    and not ${hasTwoFactor(operators.id)}`,
};

const ID_TOKEN = 'sessions.id_token';
const IDLE_HOURS = 8;
const ABSOLUTE_HOURS = 12;

export type NewSession = {
  readonly operatorId: string;
  /** The session that the browser had before, which is ended. */
  readonly formerSecret?: string | undefined;
  /** The attempt that succeeded; it no longer counts as a failure. Undefined: nothing could be guessed. */
  readonly attempt?: ChargedAttempt | undefined;
  /** Default: by a password. */
  readonly method?: SignInMethod | undefined;
  /** Where the browser is, if there is no attempt that says so. */
  readonly address?: string | null | undefined;
  /** The provider's proof, with `method: 'oidc'`; it is sealed. */
  readonly idToken?: string | undefined;
};

/** A session that has ended. */
export type EndedSession = {
  /** Present if it began at the provider. */
  readonly idToken?: string | undefined;
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
  end(secret: string, by: AuditActor): Promise<EndedSession>;
  /** Signs an operator out everywhere. */
  endAll(operatorId: string, by: AuditActor): Promise<void>;
  /** Removes the sessions that are over. */
  sweep(): Promise<void>;
};

/** The sessions in `database`. */
export function createSessionStore(
  { db }: Database,
  { secretBox }: { readonly secretBox: Pick<SecretBox, 'seal' | 'open'> },
): SessionStore {
  const opened = (idHash: string, sealed: string | null): EndedSession => {
    if (sealed === null) return {};
    try {
      return { idToken: secretBox.open(ID_TOKEN, idHash, sealed) };
    } catch {
      // Its key is gone: the session has ended here all the same.
      return {};
    }
  };
  const isOver = or(
    lt(sessions.lastUsedAt, sql`now() - make_interval(hours => ${IDLE_HOURS})`),
    lt(sessions.createdAt, sql`now() - make_interval(hours => ${ABSOLUTE_HOURS})`),
  );
  const findAll = (idHashes: readonly string[]) =>
    db
      .select({
        idHash: sessions.idHash,
        identity: sessionIdentity,
        isUseStale: sql<boolean>`${sessions.lastUsedAt} < now() - interval '1 minute'`,
      })
      .from(sessions)
      .innerJoin(operators, eq(operators.id, sessions.operatorId))
      .where(and(inArray(sessions.idHash, idHashes), sql`not (${isOver})`, isNull(operators.disabledAt)));
  const find = async (secret: string) => (await findAll([sha256(secret)]))[0];
  return {
    async begin({ operatorId, formerSecret, attempt, address, method = 'password', idToken }) {
      const secret = newSecret();
      const idHash = sha256(secret);
      const idTokenSealed = idToken === undefined ? null : secretBox.seal(ID_TOKEN, idHash, idToken);
      await db.transaction(async (tx) => {
        if (attempt !== undefined) await forgiveAttempt(tx, attempt);
        if (formerSecret !== undefined) {
          await tx.delete(sessions).where(eq(sessions.idHash, sha256(formerSecret)));
        }
        await tx.insert(sessions).values({ idHash, operatorId, method, idTokenSealed });
        const by = { operatorId, via: 'session', address: attempt?.address ?? address ?? null } as const;
        const details = method === 'password' ? {} : { details: { method } };
        await appendAudit(tx, by, { action: 'session.signed_in', ...details });
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
      const idHash = sha256(secret);
      return db.transaction(async (tx) => {
        const [ended] = await tx
          .delete(sessions)
          .where(eq(sessions.idHash, idHash))
          .returning({ idTokenSealed: sessions.idTokenSealed });
        await appendAudit(tx, by, { action: 'session.signed_out' });
        return opened(idHash, ended?.idTokenSealed ?? null);
      });
    },
    async endAll(operatorId, by) {
      await db.transaction(async (tx) => {
        await endSessions(tx, operatorId);
        const target = { type: 'operator', id: operatorId } as const;
        await appendAudit(tx, by, { action: 'session.all_ended', target });
      });
    },
    async sweep() {
      await db.delete(sessions).where(isOver);
    },
  };
}
