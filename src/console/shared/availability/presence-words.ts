import type { TFunction } from 'i18next';
import type { ColleagueAvailabilityBody } from '../../../contracts/people/availability';

/** What a colleague's status is called: who is not connected is not there, whatever they have chosen. */
export function presenceOf({
  status,
  isConnected,
}: Pick<ColleagueAvailabilityBody, 'status' | 'isConnected'>): 'offline' | typeof status {
  return isConnected ? status : 'offline';
}

export function presenceWords(
  colleague: Pick<ColleagueAvailabilityBody, 'status' | 'isConnected'>,
  t: TFunction,
): string {
  return t(`availability.status_${presenceOf(colleague)}`);
}
