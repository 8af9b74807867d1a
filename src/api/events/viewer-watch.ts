import type { Request } from 'express';
import type { Logger } from 'pino';
import type { ApiTokenStore } from '../../store/api-tokens';
import type { SessionStore } from '../../store/sessions';
import type { Viewer } from '../middleware/viewer';
import type { StreamViewer } from './present-rows';

/** By what somebody has proved who they are. */
export type Credential = Pick<Viewer, 'via'> & { readonly secret: string };

/** A stream whose viewer has to be known anew again and again. */
export type Watched = { readonly see: (viewer: StreamViewer) => void; readonly close: () => void };

export type ViewerWatchDeps = {
  readonly apiTokens: Pick<ApiTokenStore, 'authenticate'>;
  readonly sessions: Pick<SessionStore, 'peek'>;
  readonly logger: Logger;
};

export type ViewerWatch = {
  /** Returns the function that ends it. */
  readonly watch: (credential: Credential, watched: Watched) => () => void;
};

/** With the look-up itself a stream ends within 2 s of what ends it (fault-matrix.md S5). */
const EVERY_MS = 1_000;
const AT_ONCE = 8;

/** The credential of a request that was let in. */
export function credentialOf(request: Request, { via, sessionSecret }: Viewer): Credential {
  const bearer = request.headers.authorization?.replace(/^Bearer +/i, '').trim();
  return { via, secret: (via === 'session' ? sessionSecret : bearer) ?? '' };
}

/**
 * Asks every second who is behind each credential with an open stream, once for all its streams: tells the streams
 * what their viewer may see now, and closes them where the credential is no longer good.
 */
export function createViewerWatch({ apiTokens, sessions, logger }: ViewerWatchDeps): ViewerWatch {
  const entries = new Map<string, { readonly credential: Credential; readonly streams: Set<Watched> }>();
  let timer: NodeJS.Timeout | undefined;

  const identify = async ({ via, secret }: Credential): Promise<StreamViewer | undefined> =>
    via === 'token' ? (await apiTokens.authenticate(secret))?.identity : sessions.peek(secret);

  const check = async (key: string): Promise<void> => {
    const entry = entries.get(key);
    if (entry === undefined) return;
    const viewer = await identify(entry.credential);
    for (const stream of entry.streams) {
      if (viewer === undefined) stream.close();
      else stream.see(viewer);
    }
  };

  const checkAll = async (): Promise<void> => {
    const startedAt = performance.now();
    const keys = [...entries.keys()];
    while (keys.length > 0) {
      const results = await Promise.allSettled(keys.splice(0, AT_ONCE).map(check));
      // The database is away: nobody gets any event either.
      const failed = results.find((one) => one.status === 'rejected');
      if (failed !== undefined) logger.warn({ err: failed.reason }, 'viewers could not be checked');
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
      const entry = entries.get(key) ?? { credential, streams: new Set() };
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
