import type { Conversation } from '../conversation/conversation';
import type { Thread } from './thread';

/** Until 0.1 `emptyThread` copied this member from its input by mistake. */
type WithHostInput = Thread & { readonly rollAfterEvents?: number };

/**
 * Brings a thread to the current shape. The thread comes from the input of a run (from the previous run or from the
 * store), or continues from a stored conversation. Only this function knows older shapes: a member that a release adds
 * gets its value for older threads here, and `schema` rises when a member changes its meaning. Members of a newer
 * release are kept, so that a rollback does not lose them.
 */
export function upgradeThread(carried: Thread): Thread {
  const { rollAfterEvents: _hostInput, ...thread }: WithHostInput = carried;
  return thread.current === null ? thread : { ...thread, current: withUnanswered(thread.current) };
}

/**
 * Until 0.1 nobody noted since when the contact waits for a person. In what rings or has rung it is at the latest since then;
 * what the bot has answered is read.
 */
function withUnanswered(conversation: Conversation): Conversation {
  const { state, unread, unansweredSince, window, ringingSince, handover } = conversation;
  if (unansweredSince !== undefined) return conversation;
  const { lastInboundAt } = window;
  if (state === 'active')
    return unread === 0 ? conversation : { ...conversation, unansweredSince: lastInboundAt };
  if (state !== 'waiting' && state !== 'missed') return conversation;
  if (unread > 0) return { ...conversation, unansweredSince: Math.min(lastInboundAt, ringingSince) };
  return handover === undefined ? conversation : { ...conversation, unansweredSince: ringingSince };
}
