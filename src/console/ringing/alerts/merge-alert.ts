import type { AlertBody } from '../../../contracts/conversations/alert';

/** Older alerts are not loaded: no one works through them. */
export const SHOWN_ALERTS = 50;

/**
 * A list, the newest first, with an alert that was made or seen. Of new messages the alert with the highest id stands
 * for all that were not seen; what was seen once stays seen, whatever comes late.
 */
export function mergeAlert(list: readonly AlertBody[], alert: AlertBody): readonly AlertBody[] {
  const known = list.find(({ id }) => id === alert.id);
  const merged = { ...alert, seenAt: alert.seenAt ?? known?.seenAt ?? null };
  const all = [merged, ...list.filter(({ id }) => id !== alert.id)];
  const newest = Math.max(...all.filter((one) => standsFor(one, merged)).map(({ id }) => Number(id)));
  return all
    .filter((one) => !standsFor(one, merged) || Number(one.id) === newest)
    .sort((one, other) => Number(other.id) - Number(one.id))
    .slice(0, SHOWN_ALERTS);
}

/** Whether two alerts that were not seen are the same, or about the same messages. */
export function standsFor(one: AlertBody, other: AlertBody): boolean {
  if (one.seenAt !== null || other.seenAt !== null) return false;
  return one.id === other.id || (isOfMessages(one) && isOfMessages(other) && isOfSame(one, other));
}

const isOfMessages = ({ kind }: AlertBody): boolean => kind === 'new_message';
const isOfSame = (one: AlertBody, other: AlertBody): boolean => one.conversationId === other.conversationId;
