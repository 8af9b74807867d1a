import path from 'node:path';
import type { Logger } from 'pino';
import type { VersionedSettings } from '../domain/settings';
import { type ChangeDispatcher, createChangeDispatcher } from '../intake/change-dispatcher';
import { createErasureDispatcher } from '../intake/erasure-dispatcher';
import { createInboxDispatcher, type InboxDispatcher } from '../intake/inbox-dispatcher';
import { type InboxJournal, openInboxJournal } from '../intake/journal/inbox-journal';
import { createMediaDispatcher, type MediaDispatcher } from '../intake/media-dispatcher';
import { createOfferDispatcher } from '../intake/offer-dispatcher';
import { createReceiver, type ReceivedIn } from '../intake/receiver';
import { createUnfollowEraser } from '../intake/unfollow-eraser';
import { createBotFailures } from '../store/channels/bot-failures';
import { CHANNELS_NOTICE } from '../store/channels/channels';
import { toVersionedSettings } from '../store/channels/rules-settings';
import { createContactVisits } from '../store/contacts/contact-visits';
import { CONTACTS_NOTICE } from '../store/contacts/contacts';
import { createPendingChanges } from '../store/conversations/pending-changes';
import { isDatabaseAway, isDataRefused, isLockTimeout } from '../store/engine/errors';
import { OPERATORS_NOTICE } from '../store/people/operators';
import { ERASURES_NOTICE } from '../store/privacy/erasures';
import { createUnfollowed } from '../store/privacy/unfollowed';
import { createRatings } from '../store/ratings/ratings';
import { freeExpiredPlaces } from '../store/routing/claims';
import { createOfferQueue } from '../store/routing/offer-queue';
import { listenToRouting } from '../store/routing/routing-notices';
import { createGreetings } from '../store/transcript/greetings';
import { createInbox, type InboxItem, type Received } from '../store/transcript/inbox';
import { createInboxTurns } from '../store/transcript/inbox-turns';
import type { ConversationClient } from '../temporal/conversation-client';
import type { StartFetch } from '../temporal/media-client';
import type { RatingClient } from '../temporal/rating-client';
import type { Services } from './services';

/** Everything between the webhook and the conversations. */
export type Intake = {
  readonly receive: (item: InboxItem) => Promise<ReceivedIn>;
  readonly dispatcher: InboxDispatcher;
  readonly media: MediaDispatcher;
  readonly changes: ChangeDispatcher;
  readonly journal: InboxJournal;
  readonly close: () => Promise<void>;
};

/** Longer than a signal takes. After a process dies, the contacts it was working on wait this long. */
const LEASE_MS = 15_000;
const SIGNALS_AT_ONCE = 32;
/** While more webhooks than this are being answered, signals wait so that the processor is free for the answers. */
const ANSWERS_FIRST_FROM = 8;
/** Items that a process took and lost when it died: contacts wait for them. */
const INBOX_SWEPT_EVERY_MS = 2_000;
/** Files whose fetch could not begin, erasures, and contacts who no longer follow: a few seconds more do not matter there. */
const SWEPT_EVERY_MS = 5_000;
/**
 * Changes are announced by notices, and signalled again after 15 s or more. What is left are conversations whose projection was under
 * way for longer than until the second look after a notice. Each look compares all open conversations with what they should show.
 */
const CHANGES_SWEPT_EVERY_MS = 15_000;
/** Only for what was lost with a process: otherwise conversations are told by a notice. */
const OFFERS_SWEPT_EVERY_MS = 30_000;
/** Signals that have waited this long are sent even then. */
const SIGNALLED_AFTER_MS = 1_000;

/** Creates the intake; items left behind by an earlier process are handled at once. */
export async function createIntake(options: {
  readonly services: Services;
  readonly conversations: ConversationClient;
  readonly ratingClient: RatingClient;
  readonly startFetch: StartFetch;
  readonly dataDir: string;
  readonly logger: Logger;
  /** How often overdue rows are looked for, in ms; by default it depends on the kind. */
  readonly sweepEveryMs?: number;
}): Promise<Intake> {
  const { services, conversations, dataDir, logger } = options;
  const everyMs = options.sweepEveryMs ?? SWEPT_EVERY_MS;
  const { database, channelCache, secretBox } = services;
  const inbox = createInbox(database, { leaseMs: LEASE_MS });
  const settingsOf = async (channelId: string): Promise<VersionedSettings | null> => {
    const found = await channelCache.get(channelId);
    return found === null ? null : toVersionedSettings(found.channel);
  };
  /** Webhooks that are being answered. */
  let underWay = 0;
  const dispatcher = createInboxDispatcher({
    inbox,
    turns: createInboxTurns(database, { leaseMs: LEASE_MS }),
    conversations,
    visits: createContactVisits(database),
    ratings: createRatings(database),
    ratingClient: options.ratingClient,
    greetings: createGreetings(database),
    botFailures: createBotFailures(database),
    logger,
    // WeChat waits for the answer, but nothing waits for the signal. Items of a contact that gather meanwhile share one
    // signal.
    concurrency: (longestWaitMs) =>
      underWay > ANSWERS_FIRST_FROM && longestWaitMs < SIGNALLED_AFTER_MS ? 1 : SIGNALS_AT_ONCE,
    sweepEveryMs: options.sweepEveryMs ?? INBOX_SWEPT_EVERY_MS,
    async channelOf(channelId) {
      const found = await channelCache.get(channelId);
      const settings = await settingsOf(channelId);
      if (found === null || settings === null) return null;
      const { brandId, status, settings: all } = found.channel;
      return { brandId, isLive: status === 'live', settings, botTexts: all.bot };
    },
  });
  const media = createMediaDispatcher({
    attachments: services.attachments,
    startFetch: options.startFetch,
    logger,
    sweepEveryMs: everyMs,
  });
  const onStored = ({ contactId, attachmentId, isRepeat, turn }: Received): void => {
    // A repeat contains nothing new, but may have taken the turn, which has to be used or released.
    if (!isRepeat || turn !== null) dispatcher.enqueue(contactId, turn);
    if (attachmentId !== null) media.enqueue(attachmentId);
  };
  // The contact's turn is taken in the same statement.
  const receive = (item: InboxItem): Promise<Received> => inbox.receive({ ...item, takesTurn: true });
  /** Returns the items whose contact is locked in the database; throws if it is unavailable. */
  const store = async (items: readonly InboxItem[]): Promise<readonly InboxItem[]> => {
    const results = await Promise.allSettled(items.map(receive));
    const blocked: InboxItem[] = [];
    let failure: { readonly error: unknown } | null = null;
    for (const [index, result] of results.entries()) {
      const item = items[index];
      if (item === undefined) continue;
      if (result.status === 'rejected') {
        if (isLockTimeout(result.reason)) blocked.push(item);
        else failure ??= { error: result.reason };
      } else onStored(result.value);
    }
    if (failure !== null) throw failure.error;
    return blocked;
  };
  const journal = await openInboxJournal({
    folder: path.join(dataDir, 'journal'),
    secretBox,
    store,
    isRefused: isDataRefused,
    drainEveryMs: 1_000,
    logger,
  });
  const changes = createChangeDispatcher({
    changes: createPendingChanges(database),
    settingsOf,
    conversations,
    logger,
    everyMs: options.sweepEveryMs ?? CHANGES_SWEPT_EVERY_MS,
  });
  const offers = createOfferDispatcher({
    queue: createOfferQueue(database),
    freeExpiredPlaces: () => freeExpiredPlaces(database),
    conversations,
    logger,
    everyMs: OFFERS_SWEPT_EVERY_MS,
  });
  const erasing = createErasureDispatcher({
    erasures: services.erasures,
    eraseWords: services.eraseWords,
    sweepFiles: services.sweepFiles,
    logger,
    everyMs,
  });
  const unfollowing = createUnfollowEraser({
    unfollowed: createUnfollowed(database),
    erasures: services.erasures,
    logger,
    everyMs,
  });
  const leave = await Promise.all([
    database.listen(ERASURES_NOTICE, erasing.wake, erasing.wake),
    listenToRouting(
      database,
      ({ operatorId, brandIds }) => {
        offers.wake();
        // A notice about a conversation names neither: nobody has changed anything that conversations have to learn.
        if (operatorId !== undefined || brandIds !== undefined) changes.wake();
      },
      () => {
        offers.wake();
        changes.wake();
      },
    ),
    ...[CHANNELS_NOTICE, OPERATORS_NOTICE, CONTACTS_NOTICE].map((notice) =>
      database.listen(notice, changes.wake, changes.wake),
    ),
  ]);
  // What an earlier process has left behind.
  offers.wake();
  const receiver = createReceiver({ inbox: { receive }, journal, onStored, isAway: isDatabaseAway });
  return {
    async receive(item) {
      underWay += 1;
      try {
        return await receiver(item);
      } finally {
        underWay -= 1;
      }
    },
    dispatcher,
    media,
    changes,
    journal,
    async close() {
      await Promise.all(leave.map((one) => one()));
      await Promise.all([
        changes.close(),
        offers.close(),
        erasing.close(),
        unfollowing.close(),
        media.close(),
        dispatcher.close(),
        journal.close(),
      ]);
    },
  };
}
