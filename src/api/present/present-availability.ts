import type { AvailabilityBody, ColleagueAvailabilityBody } from '../../contracts/people/availability';
import type { Availability } from '../../store/routing/availability';
import { toIsoOrNull } from './times';

/** An operator's availability as they see it themselves. */
export function presentAvailability(one: Availability): AvailabilityBody {
  const { status, isConnected, isAvailable, active, capacity, lastOfferedAt } = one;
  return { status, isConnected, isAvailable, active, capacity, lastOfferedAt: toIsoOrNull(lastOfferedAt) };
}

/** The same, with whose it is. */
export function presentColleague(one: Availability): ColleagueAvailabilityBody {
  const { id, name } = one.operator;
  return { operator: { id, name }, ...presentAvailability(one) };
}
