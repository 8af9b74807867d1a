import { eventStreamRoutes } from '../../contracts/conversations/event-stream';
import type { Alerts } from '../../store/alerts/alerts';
import type { Conversations } from '../../store/conversations/conversations';
import type { ErasedContacts } from '../../store/privacy/erased-contacts';
import type { Transcript } from '../../store/transcript/transcript';
import type { AvailabilityHub } from '../live/availability-hub';
import type { ChangeHub } from '../live/change-hub';
import type { DraftHub } from '../live/draft-hub';
import { openSink, type SinkLimits } from '../live/event-sink';
import type { PresenceHub } from '../live/presence-hub';
import type { TemporalUi } from '../present/present-conversation';
import { implement, type Route } from '../route';
import { createEventClient } from './client';
import { HEARTBEAT, parsePosition, toFrame } from './frame';
import { createRowPresenter } from './present-rows';
import { createViewerWatch, credentialOf, type ViewerWatchDeps } from './viewer-watch';

type Deps = ViewerWatchDeps & {
  readonly hub: ChangeHub;
  readonly presence: Pick<PresenceHub, 'subscribe'>;
  readonly availabilityHub: Pick<AvailabilityHub, 'subscribe' | 'connect'>;
  readonly draftHub: Pick<DraftHub, 'subscribe'>;
  readonly conversations: Conversations;
  readonly transcript: Transcript;
  readonly alerts: Pick<Alerts, 'changedSince'>;
  readonly erasedContacts: Pick<ErasedContacts, 'erasedSince'>;
  readonly temporalUi: TemporalUi;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
  /** Ends all streams, so that the server can close. */
  readonly closing: AbortSignal;
  /** For tests. */
  readonly sinkLimits?: SinkLimits | undefined;
};

const HEARTBEAT_EVERY_MS = 15_000;

/** The event stream: changes of conversations and messages as they happen. */
export function createEventRoutes(deps: Deps): readonly Route[] {
  const { closing } = deps;
  const watch = createViewerWatch(deps);
  const present = createRowPresenter(deps);

  return implement(eventStreamRoutes)({
    streamEvents({ viewer, headers, request, response }) {
      const lastEventId = headers['Last-Event-ID'];
      const position = parsePosition(lastEventId);
      const sink = openSink(response, deps.sinkLimits);
      // An invalid position says only that something was missed.
      if (lastEventId !== undefined && position === null) sink.write(toFrame('resync', {}, null));
      const client = createEventClient({ ...deps, present }, sink, { viewer, position });
      // Before the stream says that it is ready: what the caller loads then shows them as connected, or soon will.
      const disconnect = deps.availabilityHub.connect(viewer.operatorId);
      const unwatch = watch.watch(credentialOf(request, viewer), client);
      const heartbeat = setInterval(() => {
        if (!sink.write(HEARTBEAT)) client.close();
      }, HEARTBEAT_EVERY_MS);
      closing.addEventListener('abort', client.close);
      response.once('close', () => {
        clearInterval(heartbeat);
        closing.removeEventListener('abort', client.close);
        unwatch();
        disconnect();
        client.close();
      });
      if (closing.aborted) client.close();
    },
  });
}
