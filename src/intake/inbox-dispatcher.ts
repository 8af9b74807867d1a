import { kindOfChannel } from '../domain/channel-kinds';
import { hintOf } from '../domain/conversation/bot/hint';
import { effectOf } from '../domain/conversation/triggers';
import { greetingBot, greetingText, isGreeted } from '../domain/greeting';
import type { ContactAction } from '../domain/messages/inbound';
import type { BotTexts, VersionedSettings } from '../domain/settings';
import type { Concurrency } from '../platform/keyed-queue';
import { type ItemKey, inSpan } from '../platform/tracing';
import type { BotFailures } from '../store/channels/bot-failures';
import type { ContactVisits } from '../store/contacts/contact-visits';
import type { Greetings } from '../store/transcript/greetings';
import type { Inbox } from '../store/transcript/inbox';
import type { InboxTurns, UnfiledItem } from '../store/transcript/inbox-turns';
import type { ConversationClient } from '../temporal/conversation-client';
import type { RatingClient } from '../temporal/rating-client';
import type { SignalledFact } from '../workflows/conversation/messages';
import { createSweptQueue } from './swept-queue';
import { type RatingPart, type TakeRatingsDeps, takeRatings } from './take-ratings';

/** What the dispatcher needs to know about a channel. */
export type DispatchChannel = {
  readonly brandId: string;
  readonly isLive: boolean;
  readonly settings: VersionedSettings;
  /** The channel's words about its bot, which only the dispatcher reads. */
  readonly botTexts: BotTexts;
};

export type InboxDispatcherDeps = {
  readonly inbox: Pick<Inbox, 'fileOnContact' | 'overdueContacts'>;
  readonly turns: InboxTurns;
  readonly conversations: Pick<ConversationClient, 'signal' | 'signalWithStart' | 'greet'>;
  readonly visits: ContactVisits;
  readonly ratings: TakeRatingsDeps['ratings'];
  readonly ratingClient: RatingClient;
  readonly greetings: Pick<Greetings, 'event'>;
  readonly botFailures: Pick<BotFailures, 'isPaused'>;
  readonly channelOf: (channelId: string) => Promise<DispatchChannel | null>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** For how many contacts Temporal is called at once (`createKeyedQueue`). */
  readonly concurrency: Concurrency;
  /** How often overdue rows are looked for, in ms. */
  readonly sweepEveryMs: number;
};

export type InboxDispatcher = {
  /** Something was stored for this contact: signal it soon. `turn`: the contact's turn, if storing it took that too. */
  readonly enqueue: (contactId: string, turn?: string | null) => void;
  /** Looks once for rows that were not signalled; resolves when they have been queued. */
  readonly sweep: () => Promise<void>;
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The pause before a second look: another process has the turn, or too much is under way. */
const LOOK_AGAIN_MS = 200;
const SWEEP_LIMIT = 500;
/** Past this age an unsignalled row is overdue: the process that stored it has failed to signal it. */
const OVERDUE_AFTER_MS = 1_000;

/**
 * Signals stored items to their conversations. The signal after each webhook and the recovery after a crash or an
 * outage of Temporal take the same path. Items of one contact are signalled in order, by one process at a time; during
 * a call to Temporal only a lease is held, no lock.
 */
export function createInboxDispatcher(deps: InboxDispatcherDeps): InboxDispatcher {
  const { inbox, turns, logger } = deps;
  /** Turns that came with an item and have not been used yet. */
  const unusedTurns = new Map<string, string>();

  const work = async (contactId: string): Promise<void> => {
    let turn = unusedTurns.get(contactId) ?? null;
    unusedTurns.delete(contactId);
    try {
      let mine = await turns.take({ contactId, turn });
      while (mine.turn !== null && mine.items.length > 0) {
        turn = mine.turn;
        const signalledIds = await traced(contactId, mine.items, () => dispatch(deps, contactId, mine.items));
        mine = await turns.next({ contactId, turn, signalledIds });
        turn = mine.turn;
      }
      if (mine.mustLookAgain) setTimeout(() => queue.add(contactId), LOOK_AGAIN_MS).unref();
    } catch (error) {
      // The rows are unchanged, so the next sweep tries again.
      logger.warn({ err: error, contactId }, 'items of a contact could not be signalled yet');
    }
    if (turn !== null) await release(contactId, turn);
  };

  /** If this fails, the turn expires. */
  const release = async (contactId: string, turn: string): Promise<void> => {
    try {
      await turns.release({ contactId, turn });
    } catch (error) {
      logger.warn({ err: error, contactId }, 'the turn of a contact could not be released');
    }
  };

  const queue = createSweptQueue({
    concurrency: deps.concurrency,
    work,
    findDue: () => inbox.overdueContacts(OVERDUE_AFTER_MS, SWEEP_LIMIT),
    onSweepFailure: (error) =>
      logger.warn({ err: error }, 'the inbox could not be searched for overdue items'),
    sweepEveryMs: deps.sweepEveryMs,
  });

  return {
    enqueue: (contactId, turn = null) => {
      if (queue.isClosed()) return;
      if (turn !== null) unusedTurns.set(contactId, turn);
      queue.add(contactId);
    },
    sweep: queue.sweep,
    idle: queue.idle,
    close: queue.close,
  };
}

/** The way from the table to the workflow, in the traces of the deliveries that brought the items. */
function traced<T>(contactId: string, items: readonly UnfiledItem[], work: () => Promise<T>): Promise<T> {
  return inSpan(
    {
      name: 'dispatch',
      attributes: {
        'duihua.contact.id': contactId,
        'duihua.channel.id': items[0]?.channelId ?? '',
        'duihua.message.id': items[0]?.messageId ?? '',
        'duihua.items': items.length,
      },
      items: items.flatMap(keyOf),
    },
    work,
  );
}

function keyOf({ channelId, dedupKey }: UnfiledItem): readonly ItemKey[] {
  return dedupKey === null ? [] : [{ channelId, dedupKey }];
}

/**
 * Signals items of one contact in order; a message and everything after it share one signal. Before that it records visits
 * (follows, scans, unfollows) and starts greetings. Returns the ids of those that were signalled; the others are filed on
 * the contact.
 */
async function dispatch(
  deps: InboxDispatcherDeps,
  contactId: string,
  unread: readonly UnfiledItem[],
): Promise<readonly string[]> {
  const { inbox, conversations } = deps;
  const [first] = unread;
  if (first === undefined) return [];
  const channel = await deps.channelOf(first.channelId);
  // What they scanned just now was not known yet when the items were read.
  let groupId = unread.find(({ action }) => action === 'message')?.groupId ?? null;
  const { follow } = kindOfChannel(channel?.settings.channelKind).features;
  for (const { messageId, action } of unread)
    if (follow && cameOrLeft(action)) groupId = await deps.visits.record(messageId);
  if (follow && unread.some(seemsBack)) await deps.visits.doubtAbsence(contactId);
  // For a channel that is off, or a blocked contact, items are kept and shown but start nothing.
  if (channel === null || !channel.isLive || unread.some((item) => item.isContactBlocked)) {
    await inbox.fileOnContact(contactId, idsOf(unread));
    return [];
  }
  // Before the signal: until then the items are still in the inbox, so anything that fails here is tried again.
  const parts = await takeRatings(deps, contactId, unread);
  const items = unread.map((item) => ({ ...item, rating: parts.get(item.messageId) }));
  for (const item of items) if (isGreeted(effectiveAction(item))) await greet(deps, item);
  const startsAt = items.findIndex(needsConversation);
  const events = startsAt === -1 ? items : items.slice(0, startsAt);
  const rest = startsAt === -1 ? [] : items.slice(startsAt);
  const { settings } = channel;
  // With a bot the rules have to know what a text asks for.
  const hasBot = (settings.bot.botId ?? null) !== null;
  const factOf = (item: HeardItem, isPaused: boolean): SignalledFact =>
    hasBot || item.hasBot ? toBotFact(item, channel.botTexts, isPaused) : toFact(item);
  const signalledIds: string[] = [];
  if (events.length > 0) {
    const facts = events.map((item) => factOf(item, false));
    if (await conversations.signal(contactId, { facts, settings })) {
      signalledIds.push(...idsOf(events));
    } else await inbox.fileOnContact(contactId, idsOf(events));
  }
  if (rest.length > 0) {
    // Also whether a new conversation may begin with the bot: an open one too may complete because of this message, and
    // another one begin.
    const mayProbe = !first.hasUnfinished;
    const isPaused = hasBot && (await deps.botFailures.isPaused(first.channelId, { mayProbe }));
    const told = { facts: rest.map((item) => withGroup(factOf(item, isPaused), groupId)), settings };
    // If the run that should exist was lost, the conversation continues from its stored state.
    const isTold = first.hasUnfinished && (await conversations.signal(contactId, told));
    if (!isTold) {
      const { channelId } = first;
      await conversations.signalWithStart({ contactId, channelId, brandId: channel.brandId }, told);
    }
    signalledIds.push(...idsOf(rest));
  }
  return signalledIds;
}

function idsOf(items: readonly UnfiledItem[]): readonly string[] {
  return items.map((item) => item.messageId);
}

/** Whether the contact came or left, which we learn here without asking WeChat. */
function cameOrLeft(action: ContactAction): boolean {
  return action === 'follow' || action === 'scan' || action === 'unfollow';
}

/** Whether a contact recorded as gone writes or taps: their follow event was lost or has not arrived yet. */
function seemsBack({ action, isContactGone }: UnfiledItem): boolean {
  return isContactGone && !cameOrLeft(action) && action !== 'none';
}

/** An item, and what it is to a rating; undefined: nothing. */
type HeardItem = UnfiledItem & { readonly rating: RatingPart | undefined };

/** What the item means for the conversation: nothing if a newer one was handled first. It is shown in any case. */
function effectiveAction({ action, isOvertaken }: HeardItem): ContactAction {
  return isOvertaken ? 'none' : action;
}

/** Whether a run is started for the item, if there is none. The comment of a rating is a message only to an open conversation. */
function needsConversation(item: HeardItem): boolean {
  if (item.rating === 'comment') return item.hasUnfinished;
  return effectOf(effectiveAction(item)).startsConversation;
}

/** Starts the greeting workflow if there is a greeting to send, or a bot to be told. */
async function greet(
  { greetings, conversations }: InboxDispatcherDeps,
  { contactId, channelId, messageId }: UnfiledItem,
): Promise<void> {
  const event = await greetings.event(messageId);
  if (event === null) return;
  const asksBot = greetingBot(event) !== null;
  if (!asksBot && greetingText(event) === null) return;
  const input = { contactId, eventMessageId: messageId, ...(asksBot ? { asksBot } : {}) };
  await conversations.greet(input, channelId);
}

/** The fact with what it means to a bot: no text enters a workflow. */
function toBotFact(item: HeardItem, texts: BotTexts, isBotPaused: boolean): SignalledFact {
  const fact = toFact(item);
  if (fact.type !== 'contactWrote') return fact;
  const botHint = item.words === null ? null : hintOf(item.words, texts);
  return {
    ...fact,
    ...(botHint === null ? {} : { botHint }),
    ...(isBotPaused ? { isBotPaused } : {}),
  };
}

/** The group of the QR code that the contact scanned last is for a conversation that begins with the message. */
function withGroup(fact: SignalledFact, groupId: string | null): SignalledFact {
  return fact.type === 'contactWrote' && groupId !== null ? { ...fact, groupId } : fact;
}

function toFact(item: HeardItem): SignalledFact {
  const { messageId, ageMs, rating } = item;
  const action = effectiveAction(item);
  return action === 'message'
    ? { type: 'contactWrote', messageId, ageMs, ...(rating === 'comment' ? { isComment: true } : {}) }
    : { type: 'contactActed', messageId, action, ageMs, ...(rating === 'tap' ? { isRating: true } : {}) };
}
