import { beginConversation } from '../../src/domain/chain/begin-conversation';
import { applyToThread, emptyThread, type Thread } from '../../src/domain/chain/thread';
import type { BotAnswer } from '../../src/domain/conversation/bot/answer';
import type {
  Actor,
  Conversation,
  OutboundMessage,
  WhenBlocked,
} from '../../src/domain/conversation/conversation';
import type { DeliveryErrorCode, SendOutcome } from '../../src/domain/conversation/delivery';
import type {
  ContactActed,
  ContactWrote,
  ConversationEvent,
  Wish,
} from '../../src/domain/conversation/events';
import type { KnownHours } from '../../src/domain/conversation/routing/known-hours';
import type { NumberedEvent, StatusChange, Step } from '../../src/domain/conversation/step';
import { transition } from '../../src/domain/conversation/transition';
import type { ClaimResult } from '../../src/domain/routing/claim';
import { DEFAULT_ROUTING, type RoutingRules } from '../../src/domain/routing/routing';
import { DEFAULT_SETTINGS, type VersionedSettings } from '../../src/domain/settings';

/** When every conversation of these tests begins; the times of steps are offsets from it. */
export const T0 = Date.UTC(2026, 0, 5, 8);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const anna: Actor = { operatorId: 'anna', isAdministrator: false };
export const ben: Actor = { operatorId: 'ben', isAdministrator: false };
export const chief: Actor = { operatorId: 'chief', isAdministrator: true };

export function settings(changes: Partial<VersionedSettings> = {}): VersionedSettings {
  return { ...DEFAULT_SETTINGS, version: 1, ...changes };
}

/** Settings of a channel whose chatbot is enabled. */
export function botSettings(idleAfterSeconds = 3600): VersionedSettings {
  return settings({ bot: { botId: 'bot', idleAfterSeconds, keepPlaces: 0 } });
}

/** A conversation that the contact has just begun, at `T0`. */
export function begun(changes: Partial<VersionedSettings> = {}, ageMs = 0): Conversation {
  return beginConversation({
    id: 'conversation-1',
    contactId: 'contact',
    channelId: 'channel',
    brandId: 'brand',
    settings: settings(changes),
    ageMs,
    now: T0,
  });
}

/** The same, attended by Anna at `T0`. */
export function attended(changes: Partial<VersionedSettings> = {}): Conversation {
  return play(begun(changes), [0, attend(anna)]).conversation;
}

/** The conversation while its bot is asked turn 1: the contact wrote at `T0`, and a second has passed. */
export function asked(conversation: Conversation): Conversation {
  const { settings: same } = conversation;
  return play(conversation, [0, wrote('asked', { settings: same })], [SECOND, timePassed]).conversation;
}

/** The bot's answer to a turn; all of its parts leave as far as there is room. */
export function answered(
  turn: number,
  messageIds: readonly string[],
  then?: BotAnswer['then'],
): ConversationEvent {
  const parts = messageIds.map((messageId) => ({ messageId, kind: 'text' }));
  return { type: 'botAnswered', turn, parts, leaving: parts.length, then };
}

export type Timed = readonly [atMs: number, ...events: readonly ConversationEvent[]];

/** Applies events at their times (offsets from `T0`) and collects the status changes of messages. */
export function play(conversation: Conversation, ...steps: readonly Timed[]): Step {
  let current = conversation;
  const changes: StatusChange[] = [];
  const shown: NumberedEvent[] = [];
  for (const [at, ...events] of steps) {
    for (const event of events) {
      const step = transition(current, event, T0 + at);
      current = step.conversation;
      changes.push(...step.changes);
      shown.push(...(step.events ?? []));
    }
  }
  return { conversation: current, changes, ...(shown.length === 0 ? {} : { events: shown }) };
}

export function newThread(): Thread {
  return emptyThread({ contactId: 'contact', channelId: 'channel', brandId: 'brand' });
}

/** Like `play`, for the chain of one contact. */
export function playThread(thread: Thread, ...steps: readonly Timed[]): Thread {
  let current = thread;
  for (const [at, ...events] of steps) {
    for (const event of events) current = applyToThread(current, event, T0 + at);
  }
  return current;
}

/** The current conversation, open or completed; fails the test if there is none. */
export function currentOf(thread: Thread): Conversation {
  if (thread.current === null) throw new Error('the chain holds no conversation');
  return thread.current;
}

export const timePassed: ConversationEvent = { type: 'timePassed' };

export function wrote(messageId: string, changes: Partial<ContactWrote> = {}): ContactWrote {
  return {
    type: 'contactWrote',
    messageId,
    ageMs: 0,
    settings: settings(),
    newConversationId: `conversation-of-${messageId}`,
    ...changes,
  };
}

export function acted(
  action: ContactActed['action'],
  messageId = `event-${action}`,
  ageMs = 0,
): ContactActed {
  return { type: 'contactActed', messageId, action, ageMs };
}

export function attend(by: Actor): Wish {
  return { type: 'attend', by };
}

export function reply(by: Actor, messageId: string, whenBlocked: WhenBlocked = 'reject'): Wish {
  return { type: 'reply', by, messageId, kind: 'text', whenBlocked };
}

export function transfer(by: Actor, to: Actor): Wish {
  return { type: 'transfer', by, toOperatorId: to.operatorId };
}

export function transferToGroup(by: Actor, groupId: string): Wish {
  return { type: 'transferToGroup', by, groupId };
}

export function decline(by: Actor): Wish {
  return { type: 'decline', by };
}

/** Settings of a brand that offers its conversations one operator after the other, for half a minute each. */
export function offers(changes: Partial<RoutingRules> = {}): Pick<VersionedSettings, 'routing'> {
  const { autoAttend, returnAfterSeconds, skipOlderThanHours } = DEFAULT_ROUTING;
  const rules = {
    mode: 'offer' as const,
    offerSeconds: 30,
    autoAttend,
    returnAfterSeconds,
    skipOlderThanHours,
  };
  return { routing: { ...rules, ...changes } };
}

/** The store found an operator for a claim; null: nobody, to look again after `retryInMs` (null: when somebody is there). */
export function claimed(
  number: number,
  operator: Actor | null,
  changes: Partial<ClaimResult> = {},
): ConversationEvent {
  const operatorId = operator?.operatorId ?? null;
  return { type: 'offerClaimed', number, operatorId, retryInMs: null, beginsRound: false, ...changes };
}

/** The store says that the channel is open or closed until `untilMs` (an offset from `T0`); null: for ever. */
export function told(
  isOpen: boolean,
  untilMs: number | null,
  changes: Partial<KnownHours> = {},
): ConversationEvent {
  const changesAt = untilMs === null ? null : T0 + untilMs;
  return { type: 'hoursRead', hours: { version: 1, isOpen, changesAt, ...changes } };
}

export function complete(by: Actor): Wish {
  return { type: 'complete', by };
}

export function reopen(by: Actor, conversationId: string, newConversationId: string): Wish {
  return { type: 'reopen', by, conversationId, newConversationId };
}

/** `until`: epoch ms; null: until the contact writes. */
export function snooze(by: Actor, until: number | null): Wish {
  return { type: 'snooze', by, until };
}

export function unsnooze(by: Actor): Wish {
  return { type: 'unsnooze', by };
}

export function askRating(by: Actor): Wish {
  return { type: 'askRating', by };
}

export function handback(by: Actor): Wish {
  return { type: 'handback', by };
}

export function cancel(by: Actor, messageId: string): Wish {
  return { type: 'cancel', by, messageId };
}

export function changed(changes: Partial<VersionedSettings>): ConversationEvent {
  return { type: 'settingsChanged', settings: settings({ version: 2, ...changes }) };
}

export function started(messageId: string): ConversationEvent {
  return { type: 'sendStarted', messageId };
}

export function ended(messageId: string, outcome: SendOutcome): ConversationEvent {
  return { type: 'sendEnded', messageId, outcome };
}

/** An attempt from its start to its outcome. */
export function sent(
  messageId: string,
  outcome: SendOutcome = { type: 'sent' },
): readonly ConversationEvent[] {
  return [started(messageId), ended(messageId, outcome)];
}

/** Replies of one operator, each accepted and sent at once. */
export function sentReplies(by: Actor, ...messageIds: readonly string[]): readonly ConversationEvent[] {
  return messageIds.flatMap((id) => [reply(by, id), ...sent(id)]);
}

export function refused(code: DeliveryErrorCode, wechatCode: number): SendOutcome {
  return { type: 'refused', code, wechatCode };
}

export const outcomes = {
  sent: { type: 'sent' },
  unknown: { type: 'unknown' },
  withdrawn: { type: 'withdrawn' },
  notSent: { type: 'notSent', retryAfterMs: null },
  paused: { type: 'paused', wechatCode: 45009, retryAfterMs: 10 * MINUTE },
  channelDown: { type: 'channelDown', wechatCode: 40164 },
  windowClosed: refused('window_closed', 45015),
  limitReached: refused('consecutive_limit_reached', 45047),
  unreachable: refused('contact_unreachable', 43004),
  busy: refused('wechat_busy', -1),
  refused: refused('wechat_refused', 40007),
  tooLate: refused('window_closed', 0),
  misconfigured: refused('channel_misconfigured', 48008),
} as const satisfies Record<string, SendOutcome>;

/** An accepted message that waits for its turn. */
export function queued(messageId: string, changes: Partial<OutboundMessage> = {}): OutboundMessage {
  return {
    messageId,
    operatorId: 'anna',
    kind: 'text',
    whenBlocked: 'reject',
    status: 'queued',
    chargedToMain: true,
    chargedToTrigger: null,
    attempts: 0,
    busyAnswers: 0,
    notBefore: null,
    ...changes,
  };
}

/** Unsettled messages as `id:status`, in order. */
export function outbox(conversation: Conversation): readonly string[] {
  return conversation.outbound.map((message) => `${message.messageId}:${message.status}`);
}

export const channelResumed: ConversationEvent = { type: 'channelResumed' };

/** Status changes as `id:status` or `id:status:reason`, in order. */
export function given(changes: readonly StatusChange[]): readonly string[] {
  return changes.map(({ messageId, status, error }) =>
    error === null ? `${messageId}:${status}` : `${messageId}:${status}:${error.code}`,
  );
}
