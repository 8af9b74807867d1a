import type { AlertBody } from '../../../contracts/conversations/alert';
import { standsFor } from './merge-alert';

/**
 * The alerts of a list that are news to whoever knew the list `before`: not seen yet, and newer than all of those,
 * unless the same alert was waiting to be seen already. How many messages one covers does not matter: several may arrive
 * at once, or while the connection is lost.
 */
export function alertsToSignal(
  before: readonly AlertBody[],
  alerts: readonly AlertBody[],
): readonly AlertBody[] {
  // What an older one was moves up when newer ones are removed; that is no news.
  const newest = Math.max(0, ...before.map(({ id }) => Number(id)));
  return alerts.filter(
    (alert) =>
      alert.seenAt === null &&
      Number(alert.id) > newest &&
      !before.some((one) => standsFor(one, alert) && !isSeen(one, alerts)),
  );
}

function isSeen({ id }: AlertBody, alerts: readonly AlertBody[]): boolean {
  return alerts.some((one) => one.id === id && one.seenAt !== null);
}
