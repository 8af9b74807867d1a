import { LONGEST_SNOOZE_MS } from '../../domain/conversation/wishes/snooze';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import { invalidField } from '../problems';

/** When a snooze of `seconds` from now ends, as {@link requireSnoozeEnd} takes it: by the clock that is shown. */
export function snoozeEndAfter(
  { clockOffsetMs, clockShiftMs }: Pick<StoredConversation, 'clockOffsetMs' | 'clockShiftMs'>,
  seconds: number,
  wallNow: number,
): string {
  return new Date(wallNow + clockOffsetMs + clockShiftMs + seconds * 1000).toISOString();
}

/**
 * The end of a snooze by the conversation's own clock (epoch ms). The caller gives it by the clock with which the
 * conversation is shown. Throws `invalid_request` if it is not in the future, or more than a year away.
 */
export function requireSnoozeEnd(
  { clockOffsetMs, clockShiftMs }: StoredConversation,
  until: string,
  wallNow: number,
): number {
  const end = Date.parse(until) - clockShiftMs;
  const now = wallNow + clockOffsetMs;
  if (end <= now) throw invalidField('until', 'must be in the future');
  if (end > now + LONGEST_SNOOZE_MS) throw invalidField('until', 'must be at most a year from now');
  return end;
}
