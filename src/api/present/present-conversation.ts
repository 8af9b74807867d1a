import type {
  AbilityBody,
  ConversationBody,
  ErasedConversationBody,
} from '../../contracts/conversations/conversation';
import { judgeKind } from '../../domain/channel-kinds';
import { contactName } from '../../domain/contact';
import { type Ability, abilities } from '../../domain/conversation/abilities';
import { advance } from '../../domain/conversation/advance';
import { triggerRoom } from '../../domain/conversation/consecutive';
import type { Actor, Conversation } from '../../domain/conversation/conversation';
import { type Deadline, deadlines } from '../../domain/conversation/deadlines';
import { isWindowOpen, windowClosesAt } from '../../domain/conversation/window';
import { urgencyOf } from '../../domain/lists/urgency';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { LastMessage } from '../../store/transcript/transcript';
import { type ConversationView, conversationWorkflowId } from '../../workflows/conversation/messages';
import { presentMessage } from './present-message';

/** A conversation at one instant of its own clock, with what is known about its people. */
export type ConversationAt = {
  readonly conversation: Conversation;
  readonly version: number;
  /** The conversation's own clock, epoch ms. */
  readonly now: number;
  /** The contact's clock minus the conversation's: all its times are shown by the contact's clock. */
  readonly clockShiftMs: number;
  readonly runId: string;
  readonly contact: StoredConversation['contact'];
  readonly operatorName: string | null;
  /** The name of the group that it is for, and of the operator to whom it is offered. */
  readonly groupName: string | null;
  readonly offeredName: string | null;
  readonly bot: StoredConversation['bot'];
  readonly completedByName: string | null;
  readonly reopenObstacle: StoredConversation['reopenObstacle'];
  readonly facts: StoredConversation['facts'];
  readonly rating: StoredConversation['rating'];
  /** The conversation's clock minus the wall clock, ms. */
  readonly clockOffsetMs: number;
};

/** Where engineers find the Temporal UI; `url` is undefined if it is not configured. */
export type TemporalUi = { readonly url: string | undefined; readonly namespace: string };

export type PresentationContext = {
  readonly by: Actor;
  readonly lastMessage: LastMessage | null;
  readonly temporalUi: TemporalUi;
};

/** A projection at the wall clock's `wallNow`: its own clock may be ahead of it (docs/rules.md#39). */
export function storedAt(stored: StoredConversation, wallNow: number): ConversationAt {
  return { ...stored, now: wallNow + stored.clockOffsetMs };
}

/** The workflow's answer to a wish, together with what only the store knows. */
export function viewedAt(
  view: ConversationView,
  stored: StoredConversation,
  names: Pick<ConversationAt, 'operatorName' | 'completedByName' | 'groupName' | 'offeredName'>,
): ConversationAt {
  const { runId, clockShiftMs, clockOffsetMs, contact, facts, rating, reopenObstacle, bot } = stored;
  return {
    ...view,
    ...names,
    runId,
    clockShiftMs,
    clockOffsetMs,
    contact,
    facts,
    rating,
    reopenObstacle,
    bot,
  };
}

/** Deadlines that stand only in the list of all: nothing that happens to the conversation as a whole. */
const ONLY_LISTED: ReadonlySet<Deadline['kind']> = new Set([
  'offer',
  'return',
  'snooze',
  'window_closing',
  'nudge',
  'send_at',
]);

/** A conversation as the API shows it to one operator. All of it comes from the rules at its own clock. */
export function presentConversation(at: ConversationAt, context: PresentationContext): ConversationBody {
  const { conversation, now, contact } = at;
  const { settings, consecutive } = conversation;
  const toIso = isoAt(at);
  const toIsoOrNull = (time: number | null) => (time === null ? null : toIso(time));
  const pending = deadlines(conversation).map((deadline) => presentDeadline(deadline, toIso));
  return {
    id: conversation.id,
    channelId: conversation.channelId,
    brandId: conversation.brandId,
    version: at.version,
    contact: { id: contact.id, openId: contact.openId, name: contactName(contact) },
    state: conversation.state,
    operator: presentOperator(at),
    group: presentGroup(at),
    offer: presentOffer(at),
    startedAt: toIso(conversation.startedAt),
    attendedAt: toIsoOrNull(conversation.attendedAt),
    missedAt: toIsoOrNull(conversation.missedAt),
    completedAt: toIsoOrNull(conversation.completedAt),
    completedReason: conversation.completedReason,
    completedBy: presentCompletedBy(at),
    window: {
      anchor: settings.windowAnchor,
      closesAt: toIso(windowClosesAt(conversation)),
      open: isWindowOpen(conversation, now),
      trigger: presentTrigger(conversation, now, toIso),
    },
    consecutive: {
      // If the limit has been lowered, this must not show "7 of 5".
      sent: Math.min(consecutive.sent, settings.consecutiveLimit),
      limit: settings.consecutiveLimit,
    },
    bot: presentBot(at),
    handover: presentHandover(conversation, toIso),
    rating: presentRating(at),
    nextDeadline: pending.find(({ kind }) => !ONLY_LISTED.has(kind)) ?? null,
    deadlines: pending,
    reopenedFrom: conversation.reopenedFrom ?? null,
    snoozedUntil: presentSnooze(conversation, toIso),
    unread: conversation.unread,
    ...presentFacts(at, context),
    lastMessage: context.lastMessage === null ? null : presentMessage(context.lastMessage),
    now: toIso(now),
    abilities: presentAbilities(at, context.by),
    workflow: presentWorkflow(at, context.temporalUi),
  };
}

function refusedAll(abilities: ConversationBody['abilities']): ConversationBody['abilities'] {
  const refused = Object.keys(abilities).map((name) => [name, { allowed: false, code: 'not_found' }]);
  return Object.fromEntries(refused) as ConversationBody['abilities'];
}

/** A conversation whose contact was erased: the facts that stay, without a word. Everything that is asked of it is 404. */
export function presentErased(
  at: ConversationAt,
  context: Omit<PresentationContext, 'lastMessage'>,
): ErasedConversationBody {
  const {
    contact,
    lastMessage: _,
    rating,
    abilities: named,
    ...facts
  } = presentConversation(at, { ...context, lastMessage: null });
  return {
    ...facts,
    contact: { id: contact.id, openId: null, name: null },
    lastMessage: null,
    rating: rating && { ...rating, comment: null },
    abilities: refusedAll(named),
  };
}

/**
 * What of a viewer decides how a conversation is shown to them. Viewers with the same key are shown the same body, so a
 * change that fifty of them look at is presented once or twice.
 */
export function viewKey(
  { conversation, facts }: Pick<StoredConversation, 'conversation' | 'facts'>,
  { by, lastMessage }: Pick<PresentationContext, 'by' | 'lastMessage'>,
): string {
  return [
    by.isAdministrator,
    conversation.operatorId === by.operatorId,
    conversation.offering?.offer?.operatorId === by.operatorId,
    facts.seenBy[by.operatorId] ?? 0,
    lastMessage?.sender.id === by.operatorId,
  ].join(' ');
}

/** What the store knows about it, and what follows for this viewer and the order by urgency. */
function presentFacts(
  { conversation, facts, clockOffsetMs }: ConversationAt,
  { by, lastMessage }: PresentationContext,
) {
  const { version: factsVersion, priority, tags, trouble, seenBy } = facts;
  const isUnanswered = facts.isUnanswered && conversation.state !== 'completed';
  const seenSeq = seenBy[by.operatorId] ?? 0;
  const isOwn = lastMessage?.sender.id === by.operatorId;
  // Whoever writes without having looked has still not seen what stands before their own messages.
  const newestSeq = (isOwn ? lastMessage?.othersSeq : lastMessage?.seq) ?? 0;
  return {
    factsVersion,
    priority,
    tags: [...tags],
    trouble,
    isUnanswered,
    isUnread: newestSeq > seenSeq,
    seenSeq,
    urgency: urgencyOf(conversation, { isUnanswered, priority, clockOffsetMs }),
  };
}

/** Judged as by the workflow's validator: after the due deadlines. */
function presentAbilities(at: ConversationAt, by: Actor): ConversationBody['abilities'] {
  const { conversation } = advance(at.conversation, at.now);
  const judged = abilities(conversation, by, at.now);
  const present = (ability: Ability): AbilityBody => presentAbility(ability, at);
  return {
    reply: present(judged.reply),
    hold: present(judged.hold),
    attend: present(judged.attend),
    decline: present(judged.decline),
    transfer: present(judged.transfer),
    transferToGroup: present(judged.transferToGroup),
    complete: present(judged.complete),
    reopen:
      judged.reopen.allowed && at.reopenObstacle !== null
        ? { allowed: false, code: 'not_reopenable', reason: at.reopenObstacle }
        : present(judged.reopen),
    snooze: present(judged.snooze),
    handback: present(judged.handback),
    askRating: presentAskRating(at, present(judged.askRating)),
    note: present(judged.note),
    typing: present(judged.typing),
  };
}

function presentAbility(ability: Ability, at: ConversationAt): AbilityBody {
  const toIso = isoAt(at);
  if (ability.allowed) {
    const { until, remaining } = ability;
    return { allowed: true, until: until === undefined ? undefined : toIso(until), remaining };
  }
  const { allowed, code } = ability;
  switch (ability.code) {
    case 'window_closed':
      return { allowed, code, since: toIso(ability.since) };
    case 'consecutive_limit_reached':
      return { allowed, code, limit: ability.limit, sent: ability.sent };
    case 'too_many_held':
      return { allowed, code, limit: ability.limit };
    case 'attended_by_other':
      return { allowed, code, operator: presentOperator(at) ?? { id: ability.operatorId, name: '' } };
    case 'not_reopenable':
      return { allowed, code, reason: ability.reason };
    default:
      return { allowed, code };
  }
}

function presentOperator({ conversation, operatorName }: ConversationAt): ConversationBody['operator'] {
  const { operatorId } = conversation;
  return operatorId === null ? null : { id: operatorId, name: operatorName ?? operatorId };
}

/** A group that was deleted is shown no more, also where its conversation does not know of it yet. */
function presentGroup({ conversation: { groupId }, groupName }: ConversationAt): ConversationBody['group'] {
  return groupId === undefined || groupName === null ? null : { id: groupId, name: groupName };
}

/** Whom it is offered to, and until when; null: nobody. */
export function presentOffer(at: ConversationAt): ConversationBody['offer'] {
  const offer = at.conversation.offering?.offer;
  if (offer === undefined) return null;
  const { operatorId: id, until } = offer;
  return { operator: { id, name: at.offeredName ?? id }, until: isoAt(at)(until) };
}

function presentCompletedBy({
  conversation,
  completedByName,
}: ConversationAt): ConversationBody['completedBy'] {
  const { completedBy: id } = conversation;
  return id === undefined ? null : { id, name: completedByName ?? id };
}

function presentTrigger(
  conversation: Conversation,
  now: number,
  toIso: ToIso,
): ConversationBody['window']['trigger'] {
  const { trigger } = conversation;
  if (trigger === null || now >= trigger.closesAt) return null;
  return {
    kind: trigger.kind,
    remaining: triggerRoom(conversation, now),
    closesAt: toIso(trigger.closesAt),
  };
}

function presentBot({ conversation, bot: known }: ConversationAt): ConversationBody['bot'] {
  const { bot } = conversation;
  if (bot === undefined) return null;
  const { name, kind } = known ?? { name: null, kind: null };
  return { id: bot.botId, name, kind, isThinking: bot.asking !== null, turns: bot.turns };
}

function presentHandover({ handover }: Conversation, toIso: ToIso): ConversationBody['handover'] {
  return handover === undefined ? null : { ...handover, at: toIso(handover.at) };
}

function presentRating({ rating }: ConversationAt): ConversationBody['rating'] {
  return rating === null ? null : { ...rating, at: new Date(rating.at).toISOString() };
}

/** Where WeChat has no menu messages nobody is asked. */
/** A chain asks only about its newest conversation. */
function presentAskRating(
  { conversation: { settings }, reopenObstacle }: ConversationAt,
  judged: AbilityBody,
): AbilityBody {
  const refusal = judgeKind(settings.channelKind ?? 'official_account', 'msgmenu');
  if (refusal !== null) return { allowed: false, code: refusal.code };
  if (!judged.allowed || reopenObstacle !== 'newer_conversation') return judged;
  return { allowed: false, code: 'conversation_completed' };
}

function presentSnooze({ snooze }: Conversation, toIso: ToIso): ConversationBody['snoozedUntil'] {
  if (snooze === undefined) return null;
  return snooze.until === null ? 'reply' : toIso(snooze.until);
}

function presentDeadline({ kind, at }: Deadline, toIso: ToIso): ConversationBody['deadlines'][number] {
  return { kind, at: toIso(at) };
}

function presentWorkflow(
  { conversation, runId }: ConversationAt,
  { url, namespace }: TemporalUi,
): ConversationBody['workflow'] {
  const workflowId = conversationWorkflowId(conversation.contactId);
  const path = ['namespaces', namespace, 'workflows', workflowId, runId, 'history'].map(encodeURIComponent);
  return {
    workflowId,
    runId,
    url: url === undefined ? null : `${url.replace(/\/$/, '')}/${path.join('/')}`,
  };
}

type ToIso = (at: number) => string;

/** Instants of the conversation's clock, converted to the contact's clock, which the times of messages use too. */
export function isoAt({ clockShiftMs }: Pick<ConversationAt, 'clockShiftMs'>): ToIso {
  return (at) => new Date(at + clockShiftMs).toISOString();
}
