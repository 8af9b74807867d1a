import { addOpenTime, nextChange } from '../../domain/hours/open-times';
import type { RoutingActivities } from '../../domain/routing/claim';
import { clockOf } from '../../platform/time-zone';
import type { HoursStore } from '../../store/hours/hours';
import type { AutomaticMessages } from '../../store/transcript/automatic-messages';

export type ReadHoursDeps = {
  readonly hours: Pick<HoursStore, 'inForce'>;
  readonly automatic: Pick<AutomaticMessages, 'toldClosedAt'>;
};

/** Whether a channel is open, and when that changes. Its conversations know no time zone: they know the instants. */
export function createReadHours({ hours: store, automatic }: ReadHoursDeps): RoutingActivities['readHours'] {
  return async ({ channelId, contactId, now, returnFrom, returnAfterMs }) => {
    const hours = await store.inForce(channelId);
    const { isOpen, opensAt, closesAt } = nextChange(hours, now, clockOf);
    const changes = { isOpen, changesAt: isOpen ? closesAt : opensAt };
    const told = contactId === undefined ? {} : { toldClosedAt: await automatic.toldClosedAt(contactId) };
    if (returnFrom === undefined || returnAfterMs === undefined) return { ...changes, ...told };
    return { ...changes, ...told, returnsAt: addOpenTime(hours, returnFrom, returnAfterMs, clockOf) };
  };
}
