import type { ColleagueAvailabilityBody } from '../../../contracts/people/availability';

type Colleague = Pick<
  ColleagueAvailabilityBody,
  'operator' | 'status' | 'isConnected' | 'isAvailable' | 'active'
>;

/**
 * Colleagues in the order in which one would ask them: available ones, then those whose places are all taken, those who
 * are away, and those who are not connected; in each, who has the fewest conversations first.
 */
export function inTransferOrder<One extends Colleague>(colleagues: readonly One[]): readonly One[] {
  return colleagues.toSorted((one, other) => rankOf(one) - rankOf(other) || one.active - other.active);
}

function rankOf({ isAvailable, isConnected, status }: Colleague): number {
  if (isAvailable) return 0;
  if (!isConnected) return 3;
  return status === 'online' ? 1 : 2;
}
