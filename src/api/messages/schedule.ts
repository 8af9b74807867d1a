import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { Schedule } from '../../store/transcript/outbox';
import { invalidField } from '../problems';

/**
 * When a message is to be sent, by the conversation's own clock; null: at once. `sendAt` is by the clock that the conversation
 * is shown at. Throws `invalid_request` if it is not in the future, or if only a scheduled message could be cancelled.
 */
export function requireSchedule(
  { clockOffsetMs, clockShiftMs }: Pick<StoredConversation, 'clockOffsetMs' | 'clockShiftMs'>,
  {
    sendAt,
    cancelOnReply = false,
  }: { readonly sendAt: string | undefined; readonly cancelOnReply: boolean | undefined },
  wallNow: number,
): Schedule | null {
  if (sendAt === undefined) {
    if (cancelOnReply) throw invalidField('cancelOnReply', 'needs sendAt');
    return null;
  }
  const at = Date.parse(sendAt) - clockShiftMs;
  if (at <= wallNow + clockOffsetMs) throw invalidField('sendAt', 'has to be in the future');
  return { at, shownAt: new Date(at + clockShiftMs).toISOString(), cancelsOnReply: cancelOnReply };
}
