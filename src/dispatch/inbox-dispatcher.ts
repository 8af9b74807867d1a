import { setTimeout as sleep } from 'node:timers/promises';
import { ACTION_EFFECTS } from '../domain/conversation/triggers';
import { greetingText, isGreeted } from '../domain/greeting';
import type { ContactAction } from '../domain/inbound';
import type { VersionedSettings } from '../domain/settings';
import type { ContactVisits } from '../store/contact-visits';
import type { Greetings } from '../store/greetings';
import type { Inbox, UnfiledItem } from '../store/inbox';
import type { ConversationClient } from '../temporal/conversation-client';
import type { SignalledFact } from '../workflows/messages';
import { createContactQueue } from './contact-queue';

/** What the dispatcher has to know of a channel. */
export type DispatchChannel = {
  readonly brandId: string;
  readonly isLive: boolean;
  readonly settings: VersionedSettings;
};

export type InboxDispatcherDeps = {
  readonly inbox: Inbox;
  readonly conversations: Pick<ConversationClient, 'signal' | 'signalWithStart' | 'greet'>;
  readonly visits: ContactVisits;
  readonly greetings: Pick<Greetings, 'event'>;
  readonly channelOf: (channelId: string) => Promise<DispatchChannel | null>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** Temporal is asked for this many contacts at once. */
  readonly concurrency: number;
  /** How often rows without a signal are looked for, in ms. */
  readonly sweepEveryMs: number;
};

export type InboxDispatcher = {
  /** Something was stored for this contact: signal it soon. */
  readonly poke: (contactId: string) => void;
  /** Looks once for rows that nobody signalled; resolves when it has asked for them. */
  readonly sweep: () => Promise<void>;
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The right to signal is asked for again this often while another process has it. */
const CLAIM_RETRY_MS = 200;
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
  const { inbox, logger } = deps;
  let isClosed = false;

  const work = async (contactId: string): Promise<void> => {
    try {
      if (!(await inbox.claim(contactId))) {
        if (!isClosed) setTimeout(() => queue.poke(contactId), CLAIM_RETRY_MS).unref();
        return;
      }
      try {
        for (;;) {
          const items = await inbox.unsignalled(contactId);
          if (items.length === 0) return;
          await dispatch(deps, contactId, items);
        }
      } finally {
        await inbox.release(contactId);
      }
    } catch (error) {
      // The rows stand: the next sweep tries again.
      logger.warn({ err: error, contactId }, 'items of a contact could not be signalled yet');
    }
  };

  const queue = createContactQueue({ concurrency: deps.concurrency, work });

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
    poke: (contactId) => {
      if (!isClosed) queue.poke(contactId);
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

/** Signals items of one contact in order; messages and what follows them share one signal. */
async function dispatch(
  deps: InboxDispatcherDeps,
  contactId: string,
  items: readonly UnfiledItem[],
): Promise<void> {
  const { inbox, conversations } = deps;
  const [first] = items;
  if (first === undefined) return;
  const channel = await deps.channelOf(first.channelId);
  const ids = items.map((item) => item.messageId);
  for (const { messageId, action } of items) if (isVisit(action)) await deps.visits.record(messageId);
  if (items.some(seemsBack)) await deps.visits.doubtAbsence(contactId);
  // Kept and shown, but nothing may be started for a channel that is off, or a contact who is blocked.
  if (channel === null || !channel.isLive || items.some((item) => item.isContactBlocked)) {
    return inbox.fileOnContact(contactId, ids);
  }
  // Before the items are signalled: until then they stand in the inbox, and whatever fails here is tried again.
  for (const item of items) if (isGreeted(effectiveAction(item))) await greet(deps, item);
  const startsAt = items.findIndex((item) => ACTION_EFFECTS[effectiveAction(item)].startsConversation);
  const events = startsAt === -1 ? items : items.slice(0, startsAt);
  const rest = startsAt === -1 ? [] : items.slice(startsAt);
  if (events.length > 0) {
    const isRunning = await conversations.signal(
      contactId,
      events.map((item) => toFact(item, channel)),
    );
    const eventIds = events.map((item) => item.messageId);
    if (isRunning) await Promise.all(eventIds.map((id) => inbox.markSignalled(id)));
    else await inbox.fileOnContact(contactId, eventIds);
  }
  if (rest.length > 0) {
    const facts = rest.map((item) => toFact(item, channel));
    // A run that should be there may have been lost: then the conversation goes on from what the store holds of it.
    const isTold = first.isHosted && (await conversations.signal(contactId, facts));
    if (!isTold) {
      const { channelId } = first;
      await conversations.signalWithStart({ contactId, channelId, brandId: channel.brandId }, facts);
    }
    await Promise.all(rest.map((item) => inbox.markSignalled(item.messageId)));
  }
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

function toFact(item: UnfiledItem, { settings }: DispatchChannel): SignalledFact {
  const { messageId, receivedAt } = item;
  const action = effectiveAction(item);
  const ageMs = Math.max(0, Date.now() - receivedAt);
  return action === 'message'
    ? { type: 'contactWrote', messageId, ageMs, settings }
    : { type: 'contactActed', messageId, action, ageMs };
}
