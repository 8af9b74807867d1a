import type { RoutingBody } from '../../contracts/people/routing';
import type { Routing } from '../../domain/routing/routing';

/** A brand's routing as the API shows it: field by field, because a newer release may have stored more. */
export function presentRouting(routing: Routing): RoutingBody {
  const { mode, order, preferLastOperator, offerSeconds, autoAttend } = routing;
  const { returnAfterSeconds, defaultCapacity, skipOlderThanHours } = routing;
  return {
    mode,
    order,
    preferLastOperator,
    offerSeconds,
    autoAttend,
    returnAfterSeconds,
    defaultCapacity,
    skipOlderThanHours,
  };
}
