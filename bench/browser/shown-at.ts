import type { Sighting } from './probe-calls';

/**
 * When each of these messages was on the screen, epoch ms; undefined if one was not. `numbers`: all that were sent
 * since the page has been watched, in order. If more arrive at once than fit on the screen, a list renders only the
 * last of them: the others count as shown when one below them is.
 */
export function shownAt(
  numbers: readonly number[],
  sightings: readonly Sighting[],
): ReadonlyMap<number, number> | undefined {
  const seen = new Map(sightings.map((one) => [one.number, one.at]));
  const atPlace = new Map(sightings.map(({ place, at }) => [place, at]));
  // The last message must be in the last place; otherwise rows are missing, or there are more than were sent.
  if (Math.max(...atPlace.keys()) !== numbers.length) return undefined;
  const notSeen = numbers.filter((number) => !seen.has(number)).reverse();
  let atBelow = Number.POSITIVE_INFINITY;
  let next = 0;
  for (let place = numbers.length; place > 0; place -= 1) {
    const at = atPlace.get(place);
    atBelow = Math.min(atBelow, at ?? atBelow);
    const number = notSeen[next];
    if (at !== undefined || number === undefined) continue;
    seen.set(number, atBelow);
    next += 1;
  }
  return seen.size === numbers.length ? seen : undefined;
}
