import type { Logger } from 'pino';
import type { Alerts } from '../../store/alerts/alerts';
import type { Conversations } from '../../store/conversations/conversations';
import type { ErasedContacts } from '../../store/privacy/erased-contacts';
import type { Availability } from '../../store/routing/availability';
import type { Changes } from '../../store/transcript/changes';
import type { Transcript } from '../../store/transcript/transcript';
import { brandScope, maySee } from '../access/conversation-access';
import type { AvailabilityHub } from '../live/availability-hub';
import type { ChangedRows, ChangeHub, Subscriber } from '../live/change-hub';
import type { DraftHub } from '../live/draft-hub';
import type { Sink } from '../live/event-sink';
import type { PresenceHub } from '../live/presence-hub';
import { presentColleague } from '../present/present-availability';
import { toFrame } from './frame';
import type { Frame, RowPresenter, StreamViewer } from './present-rows';

/** A replay begins this long before the position, because commits are not in the order of `changedAt`. */
const OVERLAP_MS = 10_000;
/** With more missed rows than this, a client loads everything again instead. */
const MOST_MISSED_ROWS = 1_000;

export type EventClientDeps = {
  readonly hub: ChangeHub;
  readonly presence: Pick<PresenceHub, 'subscribe'>;
  readonly availabilityHub: Pick<AvailabilityHub, 'subscribe'>;
  readonly draftHub: Pick<DraftHub, 'subscribe'>;
  readonly conversations: Pick<Conversations, 'changedSince' | 'clock'>;
  readonly transcript: Pick<Transcript, 'changedSince' | 'lastOf'>;
  readonly alerts: Pick<Alerts, 'changedSince'>;
  readonly erasedContacts: Pick<ErasedContacts, 'erasedSince'>;
  readonly present: RowPresenter;
  readonly logger: Logger;
};

export type EventClient = {
  /** What they may see has changed: the new `brandIds` and `role` apply from now on. */
  readonly see: (viewer: StreamViewer) => void;
  readonly close: () => void;
};

/**
 * Feeds one event stream. It first catches up: it sends what has changed since `position` (null: nothing), then what
 * was announced meanwhile, until nothing is left. From then on it sends what the hub reads. So an older state of a row
 * never follows a newer one, and nothing is missed. If the database fails, the stream ends and the client reconnects.
 */
export function createEventClient(
  deps: EventClientDeps,
  sink: Sink,
  start: { readonly viewer: StreamViewer; readonly position: number | null },
): EventClient {
  const {
    hub,
    presence,
    availabilityHub,
    draftHub,
    conversations,
    transcript,
    alerts,
    erasedContacts,
    present,
    logger,
  } = deps;
  let { viewer } = start;
  let position = start.position;
  let isLive = false;
  let isOver = false;
  let announced = noIds();

  const close = (): void => {
    if (isOver) return;
    isOver = true;
    leave();
    leavePresence();
    leaveAvailability();
    leaveDrafts();
    sink.end();
  };

  const writeOne = ({ text, position: at }: Frame): boolean => {
    if (!sink.write(text)) close();
    position = Math.max(position ?? 0, at);
    return !isOver;
  };

  const writeLive = (rows: ChangedRows): void => {
    for (const frame of present(rows, viewer)) if (!writeOne(frame)) return;
  };

  /** However much there is to catch up on, only a little at a time is buffered for the client. */
  const writePatiently = async (rows: ChangedRows): Promise<void> => {
    for (const frame of present(rows, viewer)) {
      await sink.drained();
      if (!writeOne(frame)) return;
    }
  };

  const resync = (): void => void sink.write(toFrame('resync', {}, position));

  const replay = async (since: number): Promise<void> => {
    const from = since - OVERLAP_MS;
    const brandIds = brandScope(viewer);
    const limit = MOST_MISSED_ROWS + 1;
    const [changed, messages, own, erased] = await Promise.all([
      conversations.changedSince(from, limit, brandIds),
      transcript.changedSince(from, limit, brandIds),
      alerts.changedSince({ operatorId: viewer.operatorId, brandIds }, from, limit),
      erasedContacts.erasedSince(from, limit, brandIds),
    ]);
    const count = changed.length + messages.length + own.length + erased.length;
    if (count > MOST_MISSED_ROWS) return resync();
    const lastMessages = await transcript.lastOf(changed.map(({ conversation }) => conversation.id));
    await writePatiently({ conversations: changed, messages, lastMessages, alerts: own, erased });
  };

  const catchUp = async (): Promise<void> => {
    const now = await conversations.clock();
    if (position !== null) await replay(position);
    position = Math.max(position ?? 0, now);
    while (countOf(announced) > 0) {
      const missed = announced;
      announced = noIds();
      if (countOf(missed) > MOST_MISSED_ROWS) resync();
      else await writePatiently(await hub.read(toChanges(missed)));
    }
    if (isOver) return;
    isLive = true;
    sink.write(toFrame('ready', {}, position));
  };

  const fail = (error: unknown): void => {
    if (!isOver) logger.warn({ err: error }, 'an event stream was cut; its client will reconnect');
    close();
  };

  const begin = (): void => {
    isLive = false;
    catchUp().catch(fail);
  };

  const subscriber: Subscriber = {
    isLive: () => isLive,
    noticed({ conversationIds, messageIds, alertIds = [], erasedIds = [] }) {
      if (isLive) return;
      for (const id of conversationIds) announced.conversationIds.add(id);
      for (const id of messageIds) announced.messageIds.add(id);
      for (const id of alertIds) announced.alertIds.add(id);
      for (const id of erasedIds) announced.erasedIds.add(id);
    },
    changed(rows) {
      if (!isLive) return;
      try {
        writeLive(rows);
      } catch (error) {
        fail(error);
      }
    },
    missed() {
      // While it is catching up it does not know what it has missed.
      if (isLive) begin();
      else close();
    },
  };
  const leave = hub.subscribe(subscriber);
  const leavePresence = presence.subscribe(({ brandId, ...notice }) => {
    const isOwn = notice.operator.id === viewer.operatorId;
    if (isOver || isOwn || !maySee(viewer, brandId)) return;
    if (!sink.write(toFrame('presence', notice, null))) close();
  });
  const leaveAvailability = availabilityHub.subscribe(({ availability, isOwn }) => {
    if (isOver || !maySeeAvailability(viewer, availability, isOwn)) return;
    if (!sink.write(toFrame('availability', presentColleague(availability), null))) close();
  });
  const leaveDrafts = draftHub.subscribe(({ operatorId, brandId, conversationId }) => {
    if (isOver || operatorId !== viewer.operatorId || !maySee(viewer, brandId)) return;
    if (!sink.write(toFrame('draft', { conversationId }, null))) close();
  });
  begin();

  return {
    see(next) {
      const seesOthers = next.role !== viewer.role || next.brandIds.join() !== viewer.brandIds.join();
      viewer = next;
      if (seesOthers) resync();
    },
    close,
  };
}

/** Colleagues are who may attend conversations of a brand that the viewer sees. */
function maySeeAvailability(
  viewer: StreamViewer,
  { operator, role, brandIds }: Availability,
  isOwn: boolean,
): boolean {
  if (operator.id === viewer.operatorId) return true;
  return !isOwn && (role === 'administrator' || brandIds.some((brandId) => maySee(viewer, brandId)));
}

type Ids = Readonly<Record<'conversationIds' | 'messageIds' | 'alertIds' | 'erasedIds', Set<string>>>;

function noIds(): Ids {
  return {
    conversationIds: new Set(),
    messageIds: new Set(),
    alertIds: new Set(),
    erasedIds: new Set(),
  };
}

function countOf(ids: Ids): number {
  return Object.values(ids).reduce((sum, { size }) => sum + size, 0);
}

function toChanges(ids: Ids): Changes {
  return {
    conversationIds: [...ids.conversationIds],
    messageIds: [...ids.messageIds],
    alertIds: [...ids.alertIds],
    erasedIds: [...ids.erasedIds],
  };
}
