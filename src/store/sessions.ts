/** Sessions of the console: a random cookie, of which only the SHA-256 is stored. */
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { newSecret, sha256 } from '../platform/ids';
import type { Database } from './database-types';
import { operators, sessions } from './schema/administration';
import { type Identity, identityFields } from './viewers';

const IDLE_HOURS = 8;
const ABSOLUTE_HOURS = 12;

export type SessionStore = {
  /** Begins a session and returns its secret for the cookie. Old sessions are cleared away on the way. */
  create(operatorId: string): Promise<string>;
  /**
   * Who is behind a cookie; undefined where it is unknown, was idle for 8 h or is 12 h old, or where its operator
   * is disabled. Its use is recorded at most once a minute.
   */
  authenticate(secret: string): Promise<Identity | undefined>;
  end(secret: string): Promise<void>;
};

/** The sessions in `database`. */
export function createSessionStore({ db }: Database): SessionStore {
  const isOver = or(
    lt(sessions.lastUsedAt, sql`now() - make_interval(hours => ${IDLE_HOURS})`),
    lt(sessions.createdAt, sql`now() - make_interval(hours => ${ABSOLUTE_HOURS})`),
  );
  return {
    async create(operatorId) {
      const secret = newSecret();
      await db.delete(sessions).where(isOver);
      await db.insert(sessions).values({ idHash: sha256(secret), operatorId });
      return secret;
    },
    async authenticate(secret) {
      const idHash = sha256(secret);
      const [found] = await db
        .select({
          identity: identityFields,
          isUseStale: sql<boolean>`${sessions.lastUsedAt} < now() - interval '1 minute'`,
        })
        .from(sessions)
        .innerJoin(operators, eq(operators.id, sessions.operatorId))
        .where(and(eq(sessions.idHash, idHash), sql`not (${isOver})`, isNull(operators.disabledAt)));
      if (found === undefined) return undefined;
      if (found.isUseStale) {
        await db.update(sessions).set({ lastUsedAt: sql`now()` }).where(eq(sessions.idHash, idHash));
      }
      return found.identity;
    },
    async end(secret) {
      await db.delete(sessions).where(eq(sessions.idHash, sha256(secret)));
    },
  };
}
