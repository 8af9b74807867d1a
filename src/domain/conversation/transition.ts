import { judge } from './abilities';
import { accept, automaticMessage } from './accept';
import { advance } from './advance';
import { automaticPrepared, withoutToSay } from './automatic/automatic';
import { ratingPrepared, withRating } from './automatic/rating';
import { botAnswered, botSpoke, LAST_WORDS_MS } from './bot/answer';
import { botRemoved, handBack, silenceBot } from './bot/hand-over';
import { botReceives } from './bot/turn';
import { announcedClosing, isNoticeDue, isWarningDue, warnedOfClosing } from './closing-warning';
import { openTrigger, resetConsecutive } from './consecutive';
import type { Conversation } from './conversation';
import { deadlines } from './deadlines';
import type { ContactActed, ContactWrote, ConversationEvent, Wish } from './events';
import { answered } from './routing/answered';
import { hoursRead } from './routing/closed';
import { groupDeleted, transferToGroup } from './routing/group';
import { offerClaimed, passOn, wakeOffering } from './routing/offer';
import { giveBack, operatorDisabled, operatorHandsOver, operatorStays } from './routing/return';
import { cancelAnswered } from './scheduled';
import { replyWithdrawn, sendEnded } from './send-ended';
import { andThen, type Step, settled, unchanged, withMessage, withoutMessage } from './step';
import { effectOf } from './triggers';
import { releaseHeld, resumeSends, withoutChannelWait } from './unsettled-messages';
import { attend } from './wishes/attend';
import { cancelStranded, complete } from './wishes/complete';
import { withoutSnooze } from './wishes/snooze';

/**
 * Applies an event to a conversation at `now` (epoch ms of the conversation's own clock). In a completed conversation
 * only messages that were accepted before can still change. A wish that `judge` refuses changes nothing. The contact's
 * message is applied before overdue deadlines, everything else after them (docs/rules.md#7). A message from the contact
 * after the window has closed must not get here: it begins the next conversation (`domain/chain/thread.ts`).
 */
export function transition(conversation: Conversation, event: ConversationEvent, now: number): Step {
  if (event.type === 'contactWrote') {
    // Overdue deadlines are applied after it, at `now`.
    return andThen(contactWrote(conversation, event, now), (current) => applyConsequences(current, now, now));
  }
  if (event.type === 'settingsChanged') return settingsChanged(conversation, event.settings, now);
  // A deadline that the opening hours put into the past takes effect now.
  const notBefore = event.type === 'hoursRead' ? now : 0;
  return andThen(advance(conversation, now), (current) =>
    andThen(applyEvent(current, event, now), (after) => applyConsequences(after, now, notBefore)),
  );
}

/**
 * After every event: applies due deadlines. Then an open conversation drops blocked messages and queues held ones if
 * there is room, and a completed one cancels held ones.
 */
function applyConsequences(conversation: Conversation, now: number, notBefore = 0): Step {
  return andThen(advance(conversation, now, notBefore), (current) =>
    andThen(silenceBot(current), (silent) =>
      silent.state === 'completed' ? cancelStranded(silent) : releaseHeld(silent, now),
    ),
  );
}

/** The conversation with the newer of its own settings and these. */
export function withNewest(conversation: Conversation, settings: Conversation['settings']): Conversation {
  return settings.version > conversation.settings.version ? { ...conversation, settings } : conversation;
}

type OtherEvent = Exclude<ConversationEvent, { type: 'contactWrote' | 'settingsChanged' }>;

function applyEvent(conversation: Conversation, event: OtherEvent, now: number): Step {
  if (event.type === 'sendStarted') return unchanged(sendStarted(conversation, event.messageId, now));
  if (event.type === 'sendEnded') return sendEnded(conversation, event.messageId, event.outcome, now);
  if (event.type === 'replyWithdrawn') return unchanged(replyWithdrawn(conversation, event.messageId));
  // Messages of a completed conversation may be waiting for the channel, too.
  if (event.type === 'channelResumed') return unchanged(resumeSends(conversation));
  if (conversation.state === 'completed') {
    if (event.type === 'askRating') return applyWish(conversation, event, now);
    // Its last words leave soon, or not at all (docs/rules.md#68).
    if (event.type === 'automaticPrepared') {
      const leavesBefore = now + LAST_WORDS_MS;
      return prepared(conversation, event, now, (current, messageId) =>
        accept(current, { ...automaticMessage(messageId, event.kind), leavesBefore }, now),
      );
    }
    // The conversation completed just before it was asked to greet: nothing is sent, and the transcript says so.
    return event.type === 'greetingAsked'
      ? { conversation, changes: [settled(event.messageId, 'failed', 'conversation_completed')] }
      : unchanged(conversation);
  }
  switch (event.type) {
    case 'timePassed':
    case 'clockMoved':
      return unchanged(conversation);
    case 'closingNeared':
      return unchanged(isWarningDue(conversation, now) ? warnedOfClosing(conversation) : conversation);
    case 'closingAnnounced':
      return unchanged(isNoticeDue(conversation, now) ? announcedClosing(conversation) : conversation);
    case 'contactActed':
      return contactActed(conversation, event, now);
    case 'operatorDisabled':
      return operatorDisabled(conversation, event.operatorId, now);
    case 'operatorHandsOver':
      return operatorHandsOver(conversation, event, now);
    case 'operatorStays':
      return unchanged(operatorStays(conversation, event.operatorId));
    case 'operatorAvailable':
      return unchanged(wakeOffering(conversation));
    case 'groupDeleted':
      return unchanged(groupDeleted(conversation, event.groupId));
    case 'hoursRead':
      return hoursRead(conversation, event, now);
    case 'offerClaimed':
      return claimed(conversation, event, now);
    case 'channelClosed':
      return complete(conversation, now, event.reason);
    case 'contactBlocked':
      return complete(conversation, now, 'contact_blocked');
    case 'contactErased':
      return complete(conversation, now, 'contact_erased');
    case 'subscriptionChecked': {
      // The contact may have followed, scanned or tapped since WeChat was asked.
      if (!conversation.subscriptionDoubted) return unchanged(conversation);
      const checked = { ...conversation, subscriptionDoubted: false };
      return event.subscribed === false ? complete(checked, now, 'unsubscribed') : unchanged(checked);
    }
    case 'botAnswered':
      return botAnswered(conversation, event.turn, event, now);
    case 'botSpoke':
      return botSpoke(conversation, event.turn, event, now);
    case 'automaticPrepared':
      return prepared(conversation, event, now, (current, messageId) =>
        accept(current, automaticMessage(messageId, event.kind), now),
      );
    case 'botRemoved':
      return botRemoved(conversation, event.botId, now);
    case 'greetingAsked':
      return greetingAsked(conversation, event, now);
    default:
      return applyWish(conversation, event, now);
  }
}

/** What the desk says by itself is stored. */
function prepared(
  conversation: Conversation,
  event: Extract<OtherEvent, { type: 'automaticPrepared' }>,
  now: number,
  take: (conversation: Conversation, messageId: string) => Step,
): Step {
  const { kind, ...rest } = event;
  return kind === 'rating'
    ? ratingPrepared(conversation, rest, now, take)
    : automaticPrepared(conversation, { kind, ...rest }, now, take);
}

function contactWrote(conversation: Conversation, event: ContactWrote, now: number): Step {
  if (conversation.state === 'completed') return unchanged(conversation);
  const receivedAt = now - Math.max(0, event.ageMs);
  const fresh = withoutToSay(
    withoutSnooze(withNewest(conversation, event.settings)),
    (kind) => kind === 'nudge',
  );
  const lastInboundAt = Math.max(fresh.window.lastInboundAt, receivedAt);
  const isCloseMissedDue = deadlines(fresh).some((one) => one.kind === 'close_missed' && one.at <= now);
  const received = resetConsecutive({
    ...fresh,
    unread: fresh.unread + 1,
    lastActivityAt: now,
    unansweredSince: fresh.unansweredSince ?? now,
    // The message prevents a close-missed deadline that is due: the limit starts again, so operators can see it.
    closeMissedFrom: isCloseMissedDue ? now : fresh.closeMissedFrom,
    window: { ...fresh.window, lastInboundAt },
    unreachable: null,
  });
  const after = andThen(cancelAnswered(received), (current) => botReceives(current, event, now));
  if (conversation.handsOver !== true) return after;
  return andThen(after, (current) => giveBack(current, 'handing_over', now));
}

/**
 * The claim of an offer has come back: somebody is asked, or attends at once if the brand wants that. Who has let this contact
 * wait, or passed them on, is asked: made to attend, they would be silent for the whole return time again.
 */
function claimed(
  conversation: Conversation,
  event: Extract<OtherEvent, { type: 'offerClaimed' }>,
  now: number,
): Step {
  const after = offerClaimed(conversation, event, now);
  const offer = after === conversation ? undefined : after.offering?.offer;
  if (offer === undefined || conversation.settings.routing?.autoAttend !== true) return unchanged(after);
  const { silentIds = [], offering } = after;
  const mustBeAsked = offering?.lastAsked === offer.operatorId || silentIds.includes(offer.operatorId);
  return mustBeAsked ? unchanged(after) : attend(after, offer.operatorId, now);
}

function contactActed(conversation: Conversation, event: ContactActed, now: number): Step {
  const effect = effectOf(event.action, conversation.settings.channelKind);
  if (effect.endsConversation) return complete(conversation, now, 'unsubscribed');
  const reachable = { ...conversation, unreachable: null };
  if (effect.opensTrigger === null) return unchanged(reachable);
  const { kind, limit, durationMs } = effect.opensTrigger;
  const openedAt = now - Math.max(0, event.ageMs);
  // Only a follower can do these things, so there is no need to ask WeChat.
  const follower = { ...reachable, subscriptionDoubted: false };
  const opened = openTrigger(follower, { kind, openedAt, closesAt: openedAt + durationMs, limit });
  // The newest menu message in a conversation of the bot is the bot's.
  if (kind !== 'menu_message_tap' || event.isRating === true) return unchanged(opened);
  return botReceives(opened, event, now);
}

function greetingAsked(
  conversation: Conversation,
  event: Extract<OtherEvent, { type: 'greetingAsked' }>,
  now: number,
): Step {
  const { messageId, kind, leavesWithinMs, attempts = 0, busyAnswers = 0, isOfBot } = event;
  if (isOfBot === true && conversation.state !== 'bot') {
    return { conversation, changes: [settled(messageId, 'cancelled', 'handed_over')] };
  }
  const greeting = { ...automaticMessage(messageId), kind, attempts, busyAnswers };
  const leavesBefore = now + leavesWithinMs;
  return accept(conversation, { ...greeting, leavesBefore, ...(isOfBot === true ? OF_NO_TURN : {}) }, now);
}

function settingsChanged(conversation: Conversation, settings: Conversation['settings'], now: number): Step {
  return andThen(advance(conversation, now), (current) =>
    applyConsequences(current.state === 'completed' ? current : withNewest(current, settings), now, now),
  );
}

function applyWish(conversation: Conversation, wish: Wish, now: number): Step {
  if (judge(conversation, wish, now) !== null) return unchanged(conversation);
  switch (wish.type) {
    case 'attend':
      return attend(conversation, wish.by.operatorId, now);
    case 'transfer':
      return unchanged(transferTo(conversation, wish.toOperatorId, now));
    case 'transferToGroup':
      return transferToGroup(conversation, wish.groupId, now);
    case 'decline':
      return unchanged(passOn(conversation, now, { hasDeclined: true }));
    case 'complete':
      return complete(conversation, now, 'operator', wish.by.operatorId);
    case 'snooze':
      return unchanged({ ...conversation, snooze: { until: wish.until } });
    case 'unsnooze':
      return unchanged(withoutSnooze(conversation));
    case 'handback':
      return handBack(conversation, wish.by.operatorId, now);
    case 'askRating':
      return unchanged(withRating(conversation));
    // It is about a completed conversation and begins another one (`domain/chain/thread.ts`).
    case 'reopen':
      return unchanged(conversation);
    case 'reply': {
      const { operatorId } = wish.by;
      return andThen(attend(conversation, operatorId, now), (attended) =>
        // A scheduled one answers when it leaves.
        accept(
          { ...(wish.sendAt === undefined ? answered(attended) : attended), unread: 0 },
          { ...wish, operatorId },
          now,
        ),
      );
    }
    case 'cancel':
      return {
        conversation: withoutMessage(conversation, wish.messageId),
        changes: [{ messageId: wish.messageId, status: 'cancelled', error: null }],
      };
    default:
      return wish satisfies never;
  }
}

function transferTo(conversation: Conversation, operatorId: string, now: number): Conversation {
  const awake = withoutSnooze(conversation);
  // A change all the same: older histories have written one to the store.
  if (conversation.operatorId === operatorId) return { ...awake };
  const { handsOver: _, ...rest } = awake;
  return { ...rest, operatorId, transferredAt: now };
}

/** The bot said it before its first turn: nothing of it leaves once people have the conversation. */
const OF_NO_TURN = { botTurn: 0 } as const;

function sendStarted(conversation: Conversation, messageId: string, now: number): Conversation {
  const message = conversation.outbound.find((one) => one.messageId === messageId);
  if (message === undefined || message.status !== 'queued') return conversation;
  return withMessage(conversation, {
    ...withoutChannelWait(message),
    status: 'sending',
    attempts: message.attempts + 1,
    sendingSince: now,
    notBefore: null,
  });
}
