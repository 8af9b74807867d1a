import { setTimeout as sleep } from 'node:timers/promises';
import { ACTION_EFFECTS } from '../domain/conversation/triggers';
import { greetingText, isGreeted } from '../domain/greeting';
import type { ContactAction } from '../domain/messages/inbound';
import type { VersionedSettings } from '../domain/settings';
import type { ContactVisits } from '../store/contacts/contact-visits';
import type { Greetings } from '../store/transcript/greetings';
import type { Inbox } from '../store/transcript/inbox';
import type { InboxTurns, UnfiledItem } from '../store/transcript/inbox-turns';
import type { ConversationClient } from '../temporal/conversation-client';
import type { SignalledFact } from '../workflows/conversation/messages';
import { createContactQueue } from './contact-queue';

/** What the dispatcher has to know of a channel. */
export type DispatchChannel = {
  readonly brandId: string;
  readonly isLive: boolean;
  readonly settings: VersionedSettings;
};

export type InboxDispatcherDeps = {
  readonly inbox: Pick<Inbox, 'fileOnContact' | 'overdueContacts'>;
  readonly turns: InboxTurns;
  readonly conversations: Pick<ConversationClient, 'signal' | 'signalWithStart' | 'greet'>;
  readonly visits: ContactVisits;
  readonly greetings: Pick<Greetings, 'event'>;
  readonly channelOf: (channelId: string) => Promise<DispatchChannel | null>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** For how many contacts Temporal may be asked at once, by how long the one waiting longest waits (ms). */
  readonly atOnce: (waitedMs: number) => number;
  /** How often rows without a signal are looked for, in ms. */
  readonly sweepEveryMs: number;
};

export type InboxDispatcher = {
  /** Something was stored for this contact: signal it soon. `turn`: the contact's turn, where it was taken along. */
  readonly poke: (contactId: string, turn?: string | null) => void;
  /** Looks once for rows that nobody signalled; resolves when it has asked for them. */
  readonly sweep: () => Promise<void>;
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Whoever has to look again, because another process has the turn or much is under way, waits this long. */
const LOOK_AGAIN_MS = 200;
const CLOSE_WITHIN_MS = 5_000;
const SWEEP_LIMIT = 500;
/** Older than this without being signalled, a row has been forgotten by whoever stored it. */
const OVERDUE_AFTER_MS = 1_000;

/**
 * Brings stored items to their conversations: the signal after each webhook's answer, and the making up for it after
 * a crash or while Temporal was away, take the same path. In order for each contact, by one
 * process at a time; no lock is held across a call to Temporal but a lease.
 */
export function createInboxDispatcher(deps: InboxDispatcherDeps): InboxDispatcher {
  const { inbox, turns, logger } = deps;
  /** Turns that came with an item and are not used yet. */
  const given = new Map<string, string>();
  let isClosed = false;

  const lookAgain = (contactId: string): void => {
    if (!isClosed) setTimeout(() => queue.poke(contactId), LOOK_AGAIN_MS).unref();
  };

  const work = async (contactId: string): Promise<void> => {
    let turn = given.get(contactId) ?? null;
    given.delete(contactId);
    try {
      let mine = await turns.take({ contactId, turn });
      while (mine.turn !== null && mine.items.length > 0) {
        turn = mine.turn;
        const signalledIds = await dispatch(deps, contactId, mine.items);
        mine = await turns.next({ contactId, turn, signalledIds });
        turn = mine.turn;
      }
      if (mine.looksAgain) lookAgain(contactId);
    } catch (error) {
      // The rows stand: the next sweep tries again.
      logger.warn({ err: error, contactId }, 'items of a contact could not be signalled yet');
    }
    if (turn !== null) await giveBack(contactId, turn);
  };

  /** Where that fails it ends by itself. */
  const giveBack = async (contactId: string, turn: string): Promise<void> => {
    try {
      await turns.release({ contactId, turn });
    } catch (error) {
      logger.warn({ err: error, contactId }, 'the turn of a contact could not be given back');
    }
  };

  const queue = createContactQueue({ atOnce: deps.atOnce, work });

  const sweep = async (): Promise<void> => {
    try {
      for (const contactId of await inbox.overdueContacts(OVERDUE_AFTER_MS, SWEEP_LIMIT))
        queue.poke(contactId);
    } catch (error) {
      logger.warn({ err: error }, 'the inbox could not be looked through');
    }
  };

  const timer = setInterval(() => void sweep(), deps.sweepEveryMs);
  timer.unref();
  return {
    poke: (contactId, turn = null) => {
      if (isClosed) return;
      if (turn !== null) given.set(contactId, turn);
      queue.poke(contactId);
    },
    sweep,
    idle: queue.idle,
    async close() {
      isClosed = true;
      clearInterval(timer);
      // A signal that Temporal does not take now would hold up the stop for a minute; its row stands.
      await Promise.race([queue.idle(), sleep(CLOSE_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

/**
 * Signals items of one contact in order; messages and what follows them share one signal. Gives the ids of those that
 * were signalled; others are filed.
 */
async function dispatch(
  deps: InboxDispatcherDeps,
  contactId: string,
  items: readonly UnfiledItem[],
): Promise<readonly string[]> {
  const { inbox, conversations } = deps;
  const [first] = items;
  if (first === undefined) return [];
  const channel = await deps.channelOf(first.channelId);
  for (const { messageId, action } of items) if (isVisit(action)) await deps.visits.record(messageId);
  if (items.some(seemsBack)) await deps.visits.doubtAbsence(contactId);
  // Kept and shown, but nothing may be started for a channel that is off, or a contact who is blocked.
  if (channel === null || !channel.isLive || items.some((item) => item.isContactBlocked)) {
    await inbox.fileOnContact(contactId, idsOf(items));
    return [];
  }
  // Before the items are signalled: until then they stand in the inbox, and whatever fails here is tried again.
  for (const item of items) if (isGreeted(effectiveAction(item))) await greet(deps, item);
  const startsAt = items.findIndex((item) => ACTION_EFFECTS[effectiveAction(item)].startsConversation);
  const events = startsAt === -1 ? items : items.slice(0, startsAt);
  const rest = startsAt === -1 ? [] : items.slice(startsAt);
  const { settings } = channel;
  const signalledIds: string[] = [];
  if (events.length > 0) {
    if (await conversations.signal(contactId, { facts: events.map(toFact), settings })) {
      signalledIds.push(...idsOf(events));
    } else await inbox.fileOnContact(contactId, idsOf(events));
  }
  if (rest.length > 0) {
    const told = { facts: rest.map(toFact), settings };
    // A run that should be there may have been lost: then the conversation goes on from what the store holds of it.
    const isTold = first.isHosted && (await conversations.signal(contactId, told));
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

/** A contact came or went: what is to be known of them without asking WeChat. */
function isVisit(action: ContactAction): boolean {
  return action === 'follow' || action === 'scan' || action === 'unfollow';
}

/** Somebody who is known to have left writes or taps: their follow was lost, or is still to come. */
function seemsBack({ action, isContactGone }: UnfiledItem): boolean {
  return isContactGone && !isVisit(action) && action !== 'none';
}

/** What it means for the conversation: nothing where something newer came before it. It is shown all the same. */
function effectiveAction({ action, isOvertaken }: UnfiledItem): ContactAction {
  return isOvertaken ? 'none' : action;
}

/** Starts the greeting where there is one to send. */
async function greet(
  { greetings, conversations }: InboxDispatcherDeps,
  { contactId, messageId }: UnfiledItem,
): Promise<void> {
  const event = await greetings.event(messageId);
  if (event === null || greetingText(event.action, event.ofChannel, event.ofQrCode) === null) return;
  await conversations.greet({ contactId, eventMessageId: messageId });
}

function toFact(item: UnfiledItem): SignalledFact {
  const { messageId, ageMs } = item;
  const action = effectiveAction(item);
  return action === 'message'
    ? { type: 'contactWrote', messageId, ageMs }
    : { type: 'contactActed', messageId, action, ageMs };
}
