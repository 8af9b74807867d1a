/** Whether operators are there for conversations, as this page knows it (docs/rules.md#72). */
import type { QueryClient } from '@tanstack/react-query';
import type { AvailabilityBody, ColleagueAvailabilityBody } from '../../../contracts/people/availability';
import { loadAgain } from '../api/after-loading';

export const availabilityKeys = {
  all: ['availability'] as const,
  own: ['availability', 'own'] as const,
  colleagues: ['availability', 'colleagues'] as const,
  colleaguesOf: (brandId: string) => ['availability', 'colleagues', brandId] as const,
};

/** Takes over what the event stream says about an operator; `meId` is the reader. */
export function putAvailability(
  client: QueryClient,
  { operator, ...body }: ColleagueAvailabilityBody,
  meId: string,
): void {
  if (operator.id === meId) client.setQueryData<AvailabilityBody>(availabilityKeys.own, body);
  // The event has no brand, whose default capacity may apply: only the API knows the numbers of a list.
  loadAgain(client, availabilityKeys.colleagues);
}
