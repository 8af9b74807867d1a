import { LONGEST_SNOOZE_MS } from '../../domain/conversation/wishes/snooze';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import { invalidField } from '../problems';

/** When a snooze is to end: at a time (ISO 8601), after a time from now, or when the contact writes. */
export type SnoozeEnd =
  | { readonly until: string }
  | { readonly forSeconds: number }
  | { readonly untilReply: true };

/** When a snooze of `seconds` from now ends (ISO 8601), by the clock that the conversation is shown at. */
export function snoozeEndAfter(
  { clockOffsetMs, clockShiftMs }: Pick<StoredConversation, 'clockOffsetMs' | 'clockShiftMs'>,
  seconds: number,
  wallNow: number,
): string {
  return new Date(wallNow + clockOffsetMs + clockShiftMs + seconds * 1000).toISOString();
}

/**
 * The end of a snooze by the conversation's own clock (epoch ms); null: until the contact writes. `until` is by the clock
 * that the conversation is shown at. Throws `invalid_request` if it is not in the future, or more than a year away.
 */
export function requireSnoozeEnd(
  { clockOffsetMs, clockShiftMs }: StoredConversation,
  end: SnoozeEnd,
  wallNow: number,
): number | null {
  if ('untilReply' in end) return null;
  const now = wallNow + clockOffsetMs;
  const at = 'until' in end ? Date.parse(end.until) - clockShiftMs : now + end.forSeconds * 1000;
  if (at <= now) throw invalidField('until', 'has to be in the future');
  if (at > now + LONGEST_SNOOZE_MS) throw invalidField('until', 'may be at most a year away');
  return at;
}
