import type { ToSay } from '../conversation/automatic/automatic-kinds';
import { turnDueAt } from '../conversation/bot/turn';
import { closingNoticeAt, closingWarningAt } from '../conversation/closing-warning';
import { leavesUntil } from '../conversation/consecutive';
import type { Conversation, OutboundMessage } from '../conversation/conversation';
import { nextDeadline } from '../conversation/deadlines';
import { offeredUntil } from '../conversation/routing/offer';
import type { ClaimInput } from '../routing/claim';
import { type AskedHours, claimToMake, hoursToRead, routingWakesAt } from './routing-questions';
import type { Thread } from './thread';

/** What has to be done next for a chain. Derived from its state, so a crash or continue-as-new cannot lose it. */
export type Effect =
  /** Ask the store whether the channel is open: whether anybody is rung depends on it. */
  | { readonly type: 'readHours'; readonly question: AskedHours }
  /** Find an operator to whom the conversation is offered. */
  | { readonly type: 'claimOffer'; readonly claim: ClaimInput }
  /** Write rows and state to the store. */
  | { readonly type: 'project' }
  /** Send the first queued message; the delivery also writes what is not written yet. */
  | { readonly type: 'deliver'; readonly message: OutboundMessage }
  /** Ask the bot the turn that has begun. */
  | { readonly type: 'askBot' }
  /** Store what the desk says next by itself. */
  | { readonly type: 'prepareAutomatic'; readonly toSay: ToSay }
  /** Ask WeChat whether the contact still follows the account. */
  | { readonly type: 'checkSubscription' }
  /** Continue as new: the next conversation has begun, or the run is long and the bot's next turn can begin in a new one. */
  | { readonly type: 'renew' }
  /** Nothing is left to do for this contact. */
  | { readonly type: 'end' }
  /**
   * Nothing to do until `until` (null: until an event arrives), until the operator who attends has to be warned at `warnsAt`
   * (null: never), until the bot's next turn begins at `turnAt`, or until routing looks again at `routingAt`. If `isAtRest`, the
   * run may continue as new.
   */
  | {
      readonly type: 'wait';
      readonly until: number | null;
      readonly warnsAt: number | null;
      /** Programs have to be told then that the window is about to close. */
      readonly announcesAt: number | null;
      /** Left out: no turn is about to begin. */
      readonly turnAt?: number;
      /** Left out: nothing of routing is about to happen. */
      readonly routingAt?: number;
      readonly isAtRest: boolean;
    };

/** What the host has under way. */
export type HostState = {
  /** The version up to which everything is written. */
  readonly projectedVersion: number;
  /** The conversation as it was written last; null: none was. */
  readonly written: Conversation | null;
  /** A conversation of this run has been replaced by the next one. */
  readonly hasRenewed: boolean;
  /** WeChat is being asked about the subscription. */
  readonly isChecking: boolean;
  /** The bot is being asked, or an answer that came too late is being put away. */
  readonly isAsking: boolean;
  /** What the desk says by itself is being stored. */
  readonly isPreparing: boolean;
  /**
   * The run is so long that the next one asks the bot. A contact who writes during every turn would keep this one from
   * ever being at rest. Left out: it is not.
   */
  readonly isLong?: boolean;
};

/** The next effect at `now`, after `advance`. */
export function nextEffect(thread: Thread, now: number, host: HostState): Effect {
  const { current } = thread;
  const isDirty = thread.version > host.projectedVersion;
  const sending = current?.outbound.some((one) => one.status === 'sending') ?? false;
  // Nothing may be shown as waiting that is missed at once, because the channel is closed.
  const question = current === null ? null : hoursToRead(current, now);
  if (question !== null) return { type: 'readHours', question };
  // The contact's items are filed first: operators must see them even while a send hangs.
  const isFiling = thread.ended.length > 0 || thread.rows.some((row) => row.type === 'file');
  if (isFiling) return { type: 'project' };
  const message = sending ? null : firstQueued(current);
  const waitsForChannel = message?.waitsForChannel === true;
  if (message !== null && !waitsForChannel && (message.notBefore ?? 0) <= now)
    return { type: 'deliver', message };
  const claim = current === null ? null : claimToMake(current, now);
  // A place is given away only where the store shows that the conversation is to be offered. Once it does, nothing is written
  // between two offers: the end of the one is written together with the other.
  if (claim !== null && (!isDirty || isOffered(host.written, claim))) return { type: 'claimOffer', claim };
  if (isDirty) return { type: 'project' };
  const warnsAt = current === null ? null : closingWarningAt(current);
  const announcesAt = current === null ? null : closingNoticeAt(current);
  // The store knows what is asked, so a lost run can ask it again.
  if (!host.isAsking && (current?.bot?.asking ?? null) !== null) {
    if (host.isLong !== true) return { type: 'askBot' };
    if (!sending && !host.isChecking && !host.isPreparing) return { type: 'renew' };
  }
  const [toSay] = current?.toSay ?? [];
  if (!host.isPreparing && toSay !== undefined) return { type: 'prepareAutomatic', toSay };
  const isBusy = host.isAsking || host.isPreparing;
  const dueAt = current === null ? null : turnDueAt(current);
  const routingAt = current === null ? null : routingWakesAt(current);
  const turn = {
    ...(dueAt === null ? {} : { turnAt: dueAt }),
    ...(routingAt === null ? {} : { routingAt }),
  };
  if (sending || host.isChecking)
    return { type: 'wait', until: wakeAt(current, null), warnsAt, announcesAt, ...turn, isAtRest: false };
  if (current?.subscriptionDoubted) return { type: 'checkSubscription' };
  if (!isBusy) {
    if (current === null) return { type: 'end' };
    if (current.state === 'completed' && current.outbound.length === 0) return { type: 'end' };
    if (host.hasRenewed) return { type: 'renew' };
  }
  const lookAt = waitsForChannel ? firstEnd(current) : (message?.notBefore ?? null);
  return { type: 'wait', until: wakeAt(current, lookAt), warnsAt, announcesAt, ...turn, isAtRest: !isBusy };
}

/** Messages leave in the order in which they were accepted: only the first queued one may be sent. */
function firstQueued(current: Conversation | null): OutboundMessage | null {
  return current?.outbound.find((one) => one.status === 'queued') ?? null;
}

/** When the earliest time limit of a queued message is reached; completed conversations have such messages, too. */
function firstEnd(current: Conversation | null): number | null {
  if (current === null) return null;
  const queued = current.outbound.filter((one) => one.status === 'queued');
  return Math.min(...queued.map((one) => leavesUntil(current, one)));
}

/** Whether the store shows this conversation as one that is to be offered. */
function isOffered(written: Conversation | null, { conversationId }: ClaimInput): boolean {
  return written?.id === conversationId && written.offering !== undefined;
}

/**
 * When the timer for deadlines wakes the host, epoch ms: at the next deadline, at `retryAt`, or when a missed conversation
 * becomes too old to be offered. Not at the end of an offer: the timer of `routingAt` does that.
 */
function wakeAt(current: Conversation | null, retryAt: number | null): number | null {
  if (current === null) return retryAt;
  const offeredLast = current.offering === undefined ? null : offeredUntil(current);
  return earliestOf(nextDeadline(current, 'offer')?.at ?? null, retryAt, offeredLast);
}

function earliestOf(...times: readonly (number | null)[]): number | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}
