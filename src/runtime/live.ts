import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import { createAvailabilityHub } from '../api/live/availability-hub';
import { createChangeHub } from '../api/live/change-hub';
import { createDraftHub } from '../api/live/draft-hub';
import { createPresenceHub } from '../api/live/presence-hub';
import type { Conversing, Live } from '../api/parts';
import type { Alerts } from '../store/alerts/alerts';
import type { Database } from '../store/engine/database-types';
import { createPresenceNotices } from '../store/presence/presence-notices';
import type { AvailabilityStore } from '../store/routing/availability';
import type { OperatorStreams } from '../store/routing/operator-streams';

export type RunningLive = Live & {
  /** Ends the clients' streams; call it before the server closes. */
  readonly endStreams: () => void;
  readonly close: () => Promise<void>;
};

/** Starts to listen for changes, which clients get as they happen. */
export async function startLive({
  database,
  conversations,
  transcript,
  drafts,
  alerts,
  erasedContacts,
  availability,
  operatorStreams,
  logger,
}: Pick<Conversing, 'conversations' | 'transcript' | 'drafts' | 'erasedContacts'> & {
  readonly alerts: Alerts;
  readonly availability: AvailabilityStore;
  readonly operatorStreams: OperatorStreams;
  readonly database: Database;
  readonly logger: Logger;
}): Promise<RunningLive> {
  const hub = createChangeHub({ database, conversations, transcript, alerts, erasedContacts, logger });
  await hub.start();
  const presence = createPresenceHub(createPresenceNotices(database));
  await presence.start();
  const draftHub = createDraftHub(drafts);
  await draftHub.start();
  const availabilityHub = createAvailabilityHub({ database, availability, operatorStreams, logger });
  await availabilityHub.start();
  const streams = new AbortController();
  // Each open stream adds a listener; Node would report more than ten as a leak.
  setMaxListeners(0, streams.signal);
  return {
    hub,
    presence,
    availabilityHub,
    draftHub,
    closing: streams.signal,
    endStreams: () => streams.abort(),
    async close() {
      await availabilityHub.stop();
      await draftHub.stop();
      await presence.stop();
      await hub.stop();
    },
  };
}
