import { closingWarningAt } from '../conversation/closing-warning';
import { leavesUntil } from '../conversation/consecutive';
import type { Conversation, OutboundMessage } from '../conversation/conversation';
import { nextDeadline } from '../conversation/deadlines';
import type { Thread } from './thread';

/** What has to be done next for a chain. Derived from its state, so a crash or continue-as-new cannot lose it. */
export type Effect =
  /** Write rows and state to the store. */
  | { readonly type: 'project' }
  /** Send the first queued message; the delivery also writes what is not written yet. */
  | { readonly type: 'deliver'; readonly message: OutboundMessage }
  /** Ask WeChat whether the contact still follows the account. */
  | { readonly type: 'checkSubscription' }
  /** The next conversation has begun: continue as new, so that it gets a run of its own. */
  | { readonly type: 'renew' }
  /** Nothing is left to do for this contact. */
  | { readonly type: 'end' }
  /**
   * Nothing to do until `until` (null: until an event arrives), or until the operator who attends has to be warned at
   * `warnsAt` (null: never). If `isAtRest`, the run may continue as new.
   */
  | {
      readonly type: 'wait';
      readonly until: number | null;
      readonly warnsAt: number | null;
      readonly isAtRest: boolean;
    };

/**
 * The next effect at `now`, after `advance`. `projectedVersion`: the version up to which everything is written.
 * `hasRenewed`: whether a conversation of this run has been replaced by the next one; `isChecking`: whether WeChat is
 * being asked about the subscription.
 */
export function nextEffect(
  thread: Thread,
  now: number,
  host: { readonly projectedVersion: number; readonly hasRenewed: boolean; readonly isChecking: boolean },
): Effect {
  const { current } = thread;
  const isDirty = thread.version > host.projectedVersion;
  const sending = current?.outbound.some((one) => one.status === 'sending') ?? false;
  // The contact's items are filed first: operators must see them even while a send hangs.
  const isFiling = thread.ended.length > 0 || thread.rows.some((row) => row.type === 'file');
  if (isFiling) return { type: 'project' };
  const message = sending ? null : firstQueued(current);
  const waitsForChannel = message?.waitsForChannel === true;
  if (message !== null && !waitsForChannel && (message.notBefore ?? 0) <= now)
    return { type: 'deliver', message };
  if (isDirty) return { type: 'project' };
  const warnsAt = current === null ? null : closingWarningAt(current);
  if (sending || host.isChecking)
    return { type: 'wait', until: wakeAt(current, null), warnsAt, isAtRest: false };
  if (current?.subscriptionDoubted) return { type: 'checkSubscription' };
  if (current === null) return { type: 'end' };
  if (current.state === 'completed' && current.outbound.length === 0) return { type: 'end' };
  if (host.hasRenewed) return { type: 'renew' };
  const lookAt = waitsForChannel ? firstEnd(current) : (message?.notBefore ?? null);
  return { type: 'wait', until: wakeAt(current, lookAt), warnsAt, isAtRest: true };
}

/** Messages leave in the order in which they were accepted: only the first queued one may be sent. */
function firstQueued(current: Conversation | null): OutboundMessage | null {
  return current?.outbound.find((one) => one.status === 'queued') ?? null;
}

/** When the earliest time limit of a queued message is reached; completed conversations have such messages, too. */
function firstEnd(current: Conversation): number {
  const queued = current.outbound.filter((one) => one.status === 'queued');
  return Math.min(...queued.map((one) => leavesUntil(current, one)));
}

function wakeAt(current: Conversation | null, retryAt: number | null): number | null {
  const deadline = current === null ? null : nextDeadline(current);
  if (deadline === null) return retryAt;
  return retryAt === null ? deadline.at : Math.min(deadline.at, retryAt);
}
