import { addOpenTime, nextChange } from '../../domain/hours/open-times';
import { clockOf } from '../../platform/time-zone';
import type { HoursStore } from '../../store/hours/hours';

export type ReadHoursDeps = { readonly hours: Pick<HoursStore, 'inForce'> };

/** All instants are epoch ms of the conversation's own clock. */
export type ReadHoursInput = {
  readonly channelId: string;
  readonly now: number;
  /** Where both are given, it is also said when so much open time has passed since `returnFrom`. */
  readonly returnFrom?: number;
  readonly returnAfterMs?: number;
};

export type HoursNow = {
  readonly isOpen: boolean;
  /** When that changes; null: never. */
  readonly changesAt: number | null;
  /** When `returnAfterMs` of open time have passed since `returnFrom`; null: never. Absent if it was not asked for. */
  readonly returnsAt?: number | null;
};

/** Whether a channel is open, and when that changes. Its conversations know no time zone: they know the instants. */
export function createReadHours({ hours: store }: ReadHoursDeps) {
  return async ({ channelId, now, returnFrom, returnAfterMs }: ReadHoursInput): Promise<HoursNow> => {
    const hours = await store.inForce(channelId);
    const { isOpen, opensAt, closesAt } = nextChange(hours, now, clockOf);
    const changes = { isOpen, changesAt: isOpen ? closesAt : opensAt };
    if (returnFrom === undefined || returnAfterMs === undefined) return changes;
    return { ...changes, returnsAt: addOpenTime(hours, returnFrom, returnAfterMs, clockOf) };
  };
}
