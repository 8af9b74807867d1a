import type { Request } from 'express';
import type { Logger } from 'pino';
import type { ApiTokenStore } from '../../store/people/api-tokens';
import type { SessionStore } from '../../store/people/sessions';
import type { Identity } from '../../store/people/viewers';
import type { Viewer } from '../middleware/viewer';
import type { StreamViewer } from './present-rows';

/** How a caller has proved who they are. */
export type Credential = Pick<Viewer, 'via'> & { readonly secret: string };

/** A stream whose viewer has to be checked again and again. */
export type Watched = { readonly see: (viewer: StreamViewer) => void; readonly close: () => void };

type Entry = { readonly credential: Credential; readonly streams: Set<Watched> };

export type ViewerWatchDeps = {
  readonly apiTokens: Pick<ApiTokenStore, 'authenticate'>;
  readonly sessions: Pick<SessionStore, 'peekAll'>;
  readonly logger: Logger;
};

export type ViewerWatch = {
  /** Returns the function that ends it. */
  readonly watch: (credential: Credential, watched: Watched) => () => void;
};

/** Together with the query, a stream ends within 2 s of losing its access. */
const EVERY_MS = 1_000;
/** There are few tokens, and each use is recorded separately. */
const AT_ONCE = 8;

/** The credential of an authenticated request. */
export function credentialOf(request: Request, { via, sessionSecret }: Viewer): Credential {
  const bearer = request.headers.authorization?.replace(/^Bearer +/i, '').trim();
  return { via, secret: (via === 'session' ? sessionSecret : bearer) ?? '' };
}

/**
 * Checks every second who is behind each credential with an open stream: once for all its streams, and in one query for
 * all sessions. Tells the streams what their viewer may see now, and closes them if the credential is no longer valid, or
 * if its session has to do something else first (`authentication.ts`).
 */
export function createViewerWatch({ apiTokens, sessions, logger }: ViewerWatchDeps): ViewerWatch {
  const entries = new Map<string, Entry>();
  let timer: NodeJS.Timeout | undefined;

  const checkSessions = async (asked: readonly Entry[]): Promise<void> => {
    if (asked.length === 0) return;
    const viewers = await sessions.peekAll(asked.map(({ credential }) => credential.secret));
    for (const entry of asked) {
      const viewer = viewers.get(entry.credential.secret);
      tell(entry, viewer !== undefined && mayUseSession(viewer) ? viewer : undefined);
    }
  };

  const checkTokens = async (asked: readonly Entry[]): Promise<void> => {
    const waiting = [...asked];
    while (waiting.length > 0) {
      const some = waiting.splice(0, AT_ONCE);
      const viewers = await Promise.all(
        some.map(({ credential }) => apiTokens.authenticate(credential.secret)),
      );
      for (const [index, entry] of some.entries()) tell(entry, viewers[index]?.identity);
    }
  };

  const checkAll = async (): Promise<void> => {
    const startedAt = performance.now();
    const all = [...entries.values()];
    try {
      await checkSessions(all.filter(({ credential }) => credential.via === 'session'));
      await checkTokens(all.filter(({ credential }) => credential.via === 'token'));
    } catch (err) {
      // The database is down, so no stream gets any events either.
      logger.warn({ err }, 'viewers could not be checked');
    }
    timer = undefined;
    schedule(Math.max(0, EVERY_MS - (performance.now() - startedAt)));
  };

  const schedule = (waitMs: number): void => {
    if (timer !== undefined || entries.size === 0) return;
    timer = setTimeout(() => void checkAll(), waitMs);
    timer.unref();
  };

  return {
    watch(credential, watched) {
      const key = `${credential.via} ${credential.secret}`;
      const entry: Entry = entries.get(key) ?? { credential, streams: new Set() };
      entries.set(key, entry);
      entry.streams.add(watched);
      schedule(EVERY_MS);
      return () => {
        entry.streams.delete(watched);
        if (entry.streams.size === 0 && entries.get(key) === entry) entries.delete(key);
      };
    },
  };
}

/** Whether the session may do more than choose a password or set up a second factor. */
function mayUseSession({ mustChangePassword, mustSetUpTwoFactor }: Identity): boolean {
  return !mustChangePassword && !mustSetUpTwoFactor;
}

/** Tells all streams of a credential, including those opened in the meantime, what it may see now. */
function tell({ streams }: Entry, viewer: StreamViewer | undefined): void {
  for (const stream of streams) {
    if (viewer === undefined) stream.close();
    else stream.see(viewer);
  }
}
