import { addOpenTime, nextChange } from '../../domain/hours/open-times';
import type { RoutingActivities } from '../../domain/routing/claim';
import { clockOf } from '../../platform/time-zone';
import type { HoursStore } from '../../store/hours/hours';

export type ReadHoursDeps = { readonly hours: Pick<HoursStore, 'inForce'> };

/** Whether a channel is open, and when that changes. Its conversations know no time zone: they know the instants. */
export function createReadHours({ hours: store }: ReadHoursDeps): RoutingActivities['readHours'] {
  return async ({ channelId, now, returnFrom, returnAfterMs }) => {
    const hours = await store.inForce(channelId);
    const { isOpen, opensAt, closesAt } = nextChange(hours, now, clockOf);
    const changes = { isOpen, changesAt: isOpen ? closesAt : opensAt };
    if (returnFrom === undefined || returnAfterMs === undefined) return changes;
    return { ...changes, returnsAt: addOpenTime(hours, returnFrom, returnAfterMs, clockOf) };
  };
}
