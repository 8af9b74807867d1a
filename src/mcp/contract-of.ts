import type { RouteContract } from '../contracts/route-contract';

/** The contract with this id; throws if the list has none. */
export function contractOf(routes: readonly RouteContract[], id: string): RouteContract {
  const found = routes.find((route) => route.id === id);
  if (found === undefined) throw new Error(`There is no route ${id}.`);
  return found;
}
