import { judge } from '../conversation/abilities';
import { withWelcome } from '../conversation/automatic/automatic';
import { ratingNotAsked } from '../conversation/automatic/rating';
import { beginWithoutBot } from '../conversation/bot/hand-over';
import { botReceives } from '../conversation/bot/turn';
import type { Conversation } from '../conversation/conversation';
import type { ContactActed, ContactWrote, ConversationEvent, Wish } from '../conversation/events';
import { withMilestones } from '../conversation/note-milestones';
import {
  andThen,
  type NumberedEvent,
  type StatusChange,
  type Step,
  settled,
  unchanged,
  withoutMessage,
} from '../conversation/step';
import { transition, withNewest } from '../conversation/transition';
import { blockedCode, dropBlocked, hold, releaseHeld } from '../conversation/unsettled-messages';
import { isWindowOpen } from '../conversation/window';
import { complete } from '../conversation/wishes/complete';
import { reopen } from '../conversation/wishes/reopen';
import { beginConversation } from './begin-conversation';
import { noteTrouble } from './trouble';

/**
 * The state of one contact's chain: the current conversation, the ones it replaced (until they are written), and the
 * changes that still have to be written to the transcript. Plain JSON; carried through continue-as-new.
 */
export type Thread = {
  readonly schema: 1;
  readonly contactId: string;
  readonly channelId: string;
  readonly brandId: string;
  /** Rises with every change; a projection of an older version never overwrites a newer one. */
  readonly version: number;
  readonly current: Conversation | null;
  /** Conversations that have been replaced by the next one, until they are known to be written. */
  readonly ended: readonly EndedConversation[];
  /** Changes to transcript rows that are not known to be written yet, oldest first. */
  readonly rows: readonly RowChange[];
  /** Ids of recent items and of accepted messages. Trimmed to `SEEN_LIMIT` when one is added. */
  readonly seen: readonly string[];
};

export type EndedConversation = { readonly version: number; readonly conversation: Conversation };

export type RowChange =
  /** An item of the contact is filed under its conversation, or (`null`) only under the contact. */
  | {
      readonly type: 'file';
      readonly messageId: string;
      readonly conversationId: string | null;
      readonly version: number;
    }
  /** The rules write an event into the timeline. */
  | ({ readonly type: 'event'; readonly conversationId: string; readonly version: number } & NumberedEvent)
  /** One of our messages has a new status. */
  | ({
      readonly type: 'status';
      /** Null: no conversation was open, so the message belongs to none. */
      readonly conversationId: string | null;
      readonly version: number;
    } & StatusChange);

/**
 * The store returns at most this many `acceptedIds` (store/conversations/open-conversations.ts, `write_projections`).
 */
export const SEEN_LIMIT = 50;

/** The thread of a chain before its first event. */
export function emptyThread({
  contactId,
  channelId,
  brandId,
}: Pick<Thread, 'contactId' | 'channelId' | 'brandId'>): Thread {
  return {
    schema: 1,
    contactId,
    channelId,
    brandId,
    version: 0,
    current: null,
    ended: [],
    rows: [],
    seen: [],
  };
}

/**
 * Applies an event to the thread. Recently seen inbound items and replies change nothing. A message from the contact
 * begins the next conversation if none is open or its window has closed; in the latter case the old one is completed as
 * `window_renewed` in the same step, and its unsettled messages move into the next one (docs/rules.md#16).
 */
export function applyToThread(thread: Thread, event: ConversationEvent, now: number): Thread {
  const key = repeatKey(event);
  if (key === null) return applyOnce(thread, event, now);
  if (thread.seen.includes(key) || isBeingFiled(thread, key)) return thread;
  const after = applyOnce(thread, event, now);
  // A refused reply leaves no row: if it is repeated, it is judged again (docs/rules.md#30).
  if (!after.rows.some((row) => row.type !== 'event' && row.messageId === key)) return after;
  return { ...after, seen: withSeen(after.seen, [key]) };
}

/** Adds ids to the seen ones, and forgets the oldest. */
export function withSeen(seen: readonly string[], ids: readonly string[]): readonly string[] {
  const known = new Set(seen);
  return [...seen, ...ids.filter((id) => !known.has(id))].slice(-SEEN_LIMIT);
}

/**
 * Whether a fact has to wait for the send in flight: it would begin the next conversation, and the outcome of a send
 * belongs to the one in which it was begun (docs/rules.md#16).
 */
export function mustAwaitSend(thread: Thread, event: ConversationEvent, now: number): boolean {
  const isSending = thread.current?.outbound.some((one) => one.status === 'sending') ?? false;
  if (!isSending || event.type !== 'contactWrote' || event.isComment === true) return false;
  return beginsConversation(thread.current, event, now);
}

/** Drops the row changes and replaced conversations that have been written: everything up to `version`. */
export function forgetWritten(thread: Thread, version: number): Thread {
  return {
    ...thread,
    rows: thread.rows.filter((row) => row.version > version),
    ended: thread.ended.filter((one) => one.version > version),
  };
}

function beginsConversation(current: Conversation | null, event: ContactWrote, now: number): boolean {
  if (current === null || current.state === 'completed') return true;
  return !isWindowOpen(withNewest(current, event.settings), now);
}

function applyOnce(thread: Thread, event: ConversationEvent, now: number): Thread {
  if (event.type === 'contactWrote') return contactWrote(thread, event, now);
  if (event.type === 'contactActed') return contactActed(thread, event, now);
  if (event.type === 'reopen') return reopened(thread, event, now);
  if (thread.current === null) {
    return event.type === 'greetingAsked' ? greetingFailed(thread, event.messageId) : thread;
  }
  const after = withStep(thread, stepOf(thread.current, event, now), now);
  // The stored projection shows the previous clock, so it is written again even if nothing else has changed.
  return event.type === 'clockMoved' && after === thread ? raiseVersion(thread) : after;
}

function contactWrote(thread: Thread, event: ContactWrote, now: number): Thread {
  const { current } = thread;
  if (current !== null && !beginsConversation(current, event, now)) {
    return withFiledItem(withStep(thread, stepOf(current, event, now), now), event.messageId);
  }
  const { messageId, settings, ageMs } = event;
  // Only shown, where it would have begun a conversation.
  if (event.isComment === true)
    return contactActed(thread, { type: 'contactActed', messageId, action: 'none', ageMs }, now);
  const { contactId, channelId, brandId } = thread;
  const { isBotPaused, groupId } = event;
  const begun = firstStep(
    beginConversation({
      id: event.newConversationId,
      contactId,
      channelId,
      brandId,
      settings: current === null ? settings : withNewest(current, settings).settings,
      ageMs,
      isBotPaused,
      groupId,
      outOfHoursSaidAt: current?.outOfHoursSaidAt,
      now,
    }),
    event,
    now,
  );
  if (current === null) return withFiledItem(withStep(thread, begun, now), event.messageId);
  // First, messages whose window has just closed fail or are held; then the conversation completes, and the remaining
  // ones move.
  const { conversation: old, changes } = andThen(dropBlocked(current, now), (one) =>
    complete(one, now, 'window_renewed'),
  );
  // They did not wait for the question that was about to follow the end.
  const { conversation: emptied, events = [] } = ratingNotAsked({ ...old, outbound: [] }, 'contact_wrote');
  const closed = withStep(thread, { conversation: emptied, changes, events }, now);
  const last = { version: closed.version, conversation: emptied };
  const next = andThen(begun, (one) => moveOutbound(one, old, now));
  return withFiledItem(withStep({ ...closed, ended: [...closed.ended, last] }, next, now), event.messageId);
}

/** What its first message means to the bot of the conversation. */
function firstStep(begun: Conversation, event: ContactWrote, now: number): Step {
  const isPaused = !begun.hasBot && (begun.settings.bot.botId ?? null) !== null;
  if (isPaused) return beginWithoutBot(withWelcome(begun), now);
  return botReceives(withWelcome(begun), event, now);
}

/**
 * Begins the conversation that reopens the completed one (docs/rules.md#46). The completed one stays in `ended` until
 * it is known to be written.
 */
function reopened(thread: Thread, wish: Extract<Wish, { type: 'reopen' }>, now: number): Thread {
  const { current, version } = thread;
  if (current?.id !== wish.conversationId || judge(current, wish, now) !== null) return thread;
  const { newConversationId: newId, by } = wish;
  const last = { version, conversation: current };
  const next = reopen(current, { operatorId: by.operatorId, newId, now });
  return withStep({ ...thread, ended: [...thread.ended, last] }, unchanged(next), now);
}

/**
 * Moves unsettled messages, in order, into the next conversation; they leave as its limit allows (docs/rules.md#16).
 */
function moveOutbound(begun: Conversation, old: Conversation, now: number): Step {
  const moved = old.outbound.map(hold);
  const released = releaseHeld({ ...begun, outbound: moved }, now);
  let { conversation } = released;
  const changes: StatusChange[] = [];
  for (const message of conversation.outbound) {
    const isStuck = message.status === 'held' && message.whenBlocked === 'reject';
    if (isStuck) conversation = withoutMessage(conversation, message.messageId);
    changes.push(
      isStuck
        ? settled(message.messageId, 'failed', blockedCode(conversation, now))
        : { messageId: message.messageId, status: message.status, error: null },
    );
  }
  return noteTrouble(begun, { type: 'timePassed' }, { conversation, changes });
}

function contactActed(thread: Thread, event: ContactActed, now: number): Thread {
  const { current } = thread;
  const isOpen = current !== null && current.state !== 'completed';
  const after = isOpen ? withStep(thread, stepOf(current, event, now), now) : raiseVersion(thread);
  // The unfollow that ends a conversation is the last item in it. If an overdue limit ended it first, the item is not.
  const isPartOfIt =
    after.current?.state !== 'completed' || (isOpen && after.current.completedReason === 'unsubscribed');
  return withFiledItem(after, event.messageId, isPartOfIt ? (after.current?.id ?? null) : null);
}

/** A greeting was asked for, but no conversation is open: the message that opened it was a repeat and was undone. */
function greetingFailed(thread: Thread, messageId: string): Thread {
  const version = thread.version + 1;
  const change = settled(messageId, 'failed', 'conversation_completed');
  return {
    ...thread,
    version,
    rows: [...thread.rows, { type: 'status', conversationId: null, version, ...change }],
  };
}

/** Applies the rules to an event, and notes the trouble that engineers look for. */
function stepOf(current: Conversation, event: ConversationEvent, now: number): Step {
  return noteTrouble(current, event, transition(current, event, now));
}

function withStep(
  thread: Thread,
  { conversation: stepped, changes, events = [] }: Step,
  now: number,
): Thread {
  if (stepped === thread.current && changes.length === 0) return thread;
  const conversation = withMilestones(stepped, now);
  const version = thread.version + 1;
  const at = { conversationId: conversation.id, version };
  const rows: readonly RowChange[] = [
    ...events.map((one) => ({ type: 'event', ...at, ...one }) as const),
    ...changes.map((change) => ({ type: 'status', ...at, ...change }) as const),
  ];
  return { ...thread, version, current: conversation, rows: [...thread.rows, ...rows] };
}

function raiseVersion(thread: Thread): Thread {
  return { ...thread, version: thread.version + 1 };
}

function withFiledItem(
  thread: Thread,
  messageId: string,
  conversationId: string | null = thread.current?.id ?? null,
): Thread {
  const row: RowChange = { type: 'file', messageId, conversationId, version: thread.version };
  return { ...thread, rows: [...thread.rows, row] };
}

/**
 * Whether an item is among the changes that are not written yet: then it counts as seen, however many items came after
 * it.
 */
function isBeingFiled({ rows }: Thread, messageId: string): boolean {
  return rows.some((row) => row.type === 'file' && row.messageId === messageId);
}

function repeatKey(event: ConversationEvent): string | null {
  switch (event.type) {
    case 'contactWrote':
    case 'contactActed':
    case 'reply':
    case 'greetingAsked':
      return event.messageId;
    case 'botSpoke':
      return event.parts[0]?.messageId ?? null;
    default:
      return null;
  }
}
