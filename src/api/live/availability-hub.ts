import type { Logger } from 'pino';
import type { Database } from '../../store/engine/database-types';
import type { Availability, AvailabilityStore } from '../../store/routing/availability';
import { listenToAvailability } from '../../store/routing/availability-notices';
import type { OperatorStreams } from '../../store/routing/operator-streams';

/** `isOwn`: for nobody but the operator themselves; their colleagues are told a little later. */
export type AvailabilityChange = { readonly availability: Availability; readonly isOwn: boolean };

/** Who is connected to this process, and whose availability changes, in any process. */
export type AvailabilityHub = {
  /** Begins to listen, to renew and to look for who has gone. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** An event stream of the operator is open; returns the function to be called when it has closed. */
  readonly connect: (operatorId: string) => () => void;
  /** Calls `hear` for every change; returns the function that ends it. */
  readonly subscribe: (hear: (change: AvailabilityChange) => void) => () => void;
};

export type AvailabilityHubDeps = {
  readonly database: Pick<Database, 'listen'>;
  readonly availability: Pick<AvailabilityStore, 'findMany'>;
  readonly operatorStreams: Pick<OperatorStreams, 'touch' | 'connectedIds'>;
  readonly logger: Pick<Logger, 'warn'>;
};

/** Three renewals fit into the time that an operator counts as connected after the last one. */
const RENEW_EVERY_MS = 20_000;
/** Nobody announces that a process has died or that a minute is over. */
const LOOK_EVERY_MS = 5_000;
/** What is announced together is read together. */
const READ_AFTER_MS = 50;
/** At most this often are colleagues told how many an operator attends, which changes with every conversation. */
const LOADS_EVERY_MS = 2_000;

/**
 * The one listener of a process for availability. It reads who was announced once for all streams, and nothing if there are
 * none.
 */
export function createAvailabilityHub(deps: AvailabilityHubDeps): AvailabilityHub {
  const { database, availability, operatorStreams, logger } = deps;
  const open = new Map<string, number>();
  const listeners = new Set<(change: AvailabilityChange) => void>();
  const announced = new Set<string>();
  /** Whose load colleagues are told of when the time has come, and of whose it has. */
  const loads = new Set<string>();
  const due = new Set<string>();
  /** What was last shown of each operator. */
  const shown = new Map<string, Shown>();
  /** Who was last shown as connected. */
  const connected = new Set<string>();
  let isLooking = false;
  let reading: NodeJS.Timeout | undefined;
  let loading: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  let leave: (() => Promise<void>) | undefined;
  let timers: readonly NodeJS.Timeout[] = [];

  /** One after the other; whatever fails is tried again at the next renewal or look. */
  const inTurn = (work: () => Promise<void>, failure: string): void => {
    working = working.then(work).catch((error: unknown) => logger.warn({ err: error }, failure));
  };
  const touch = (operatorIds: readonly string[]): void =>
    inTurn(() => operatorStreams.touch(operatorIds), 'connected operators could not be recorded yet');

  const announce = (operatorIds: Iterable<string>): void => {
    if (listeners.size === 0) return;
    for (const id of operatorIds) announced.add(id);
    if (announced.size > 0)
      reading ??= setTimeout(() => inTurn(read, 'availability could not be read'), READ_AFTER_MS);
  };

  const announceLoad = (operatorId: string): void => {
    if (listeners.size === 0) return;
    loads.add(operatorId);
    loading ??= setTimeout(() => {
      loading = undefined;
      for (const id of loads) due.add(id);
      loads.clear();
      announce(due);
    }, LOADS_EVERY_MS);
  };

  const read = async (): Promise<void> => {
    const ids = [...announced];
    announced.clear();
    reading = undefined;
    try {
      const found = await availability.findMany(ids);
      for (const id of ids) connected.delete(id);
      for (const one of found) tell(one, due.delete(one.operator.id));
    } catch (error) {
      // The next look reads them.
      for (const id of ids) announced.add(id);
      throw error;
    }
  };

  const tell = (one: Availability, isLoadDue: boolean): void => {
    const { id } = one.operator;
    if (one.isConnected) connected.add(id);
    const before = shown.get(id);
    const { urgent, load } = toShown(one);
    const isForAll = before?.urgent !== urgent || (isLoadDue && before.load !== load);
    if (!isForAll && before.ownLoad === load) return;
    shown.set(id, { urgent, load: isForAll ? load : before.load, ownLoad: load });
    for (const hear of listeners) hear({ availability: one, isOwn: !isForAll });
  };

  const look = async (): Promise<void> => {
    if (listeners.size === 0) return;
    const now = new Set(await operatorStreams.connectedIds());
    announce([...connected].filter((id) => !now.has(id)));
    announce([...now].filter((id) => !connected.has(id)));
  };
  const lookFor = (): void => {
    if (isLooking) return;
    isLooking = true;
    inTurn(() => look().finally(() => (isLooking = false)), 'it is not known yet who is connected');
  };

  return {
    async start() {
      leave = await listenToAvailability(
        database,
        ({ operatorId, isOwn = false }) => {
          if (!isOwn || open.has(operatorId)) announce([operatorId]);
          if (isOwn) announceLoad(operatorId);
        },
        () => {
          lookFor();
          announce(connected);
        },
      );
      timers = [
        setInterval(() => {
          if (open.size > 0) touch([...open.keys()]);
        }, RENEW_EVERY_MS),
        setInterval(lookFor, LOOK_EVERY_MS),
      ];
      for (const timer of timers) timer.unref();
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      clearTimeout(reading);
      clearTimeout(loading);
      await leave?.();
      await working;
    },
    connect(operatorId) {
      const count = open.get(operatorId) ?? 0;
      open.set(operatorId, count + 1);
      if (count === 0) touch([operatorId]);
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        const left = (open.get(operatorId) ?? 1) - 1;
        if (left > 0) return void open.set(operatorId, left);
        open.delete(operatorId);
        touch([operatorId]);
      };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** What was last told of an operator: at once to all, of their load to all, and of their load to themselves. */
type Shown = { readonly urgent: string; readonly load: string; readonly ownLoad: string };

function toShown({ operator, status, isConnected, capacity, ...rest }: Availability): Omit<Shown, 'ownLoad'> {
  const { isAvailable, active } = rest;
  return {
    urgent: JSON.stringify([operator.name, status, isConnected, capacity]),
    load: JSON.stringify([isAvailable, active]),
  };
}
