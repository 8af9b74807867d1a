import type { Logger } from 'pino';
import type { Alert, Alerts } from '../../store/alerts/alerts';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { Conversations } from '../../store/conversations/conversations';
import type { Database } from '../../store/engine/database-types';
import type { ErasedContact, ErasedContacts } from '../../store/privacy/erased-contacts';
import { CHANGES_CHANNEL, type Changes, parseChanges } from '../../store/transcript/changes';
import type { LastMessage, Transcript, TranscriptMessage } from '../../store/transcript/transcript';

/** Rows that have changed, as they are now. */
export type ChangedRows = {
  readonly conversations: readonly StoredConversation[];
  readonly messages: readonly TranscriptMessage[];
  readonly alerts: readonly Alert[];
  /** Contacts that were erased. */
  readonly erased: readonly ErasedContact[];
  /** The last message of each of these conversations. */
  readonly lastMessages: ReadonlyMap<string, LastMessage>;
};

/** A subscriber to all changes: an event stream. */
export type Subscriber = {
  /**
   * True: it wants the rows that are read from now on. False: it only notes what changes, and reads the rows itself.
   */
  readonly isLive: () => boolean;
  /** Called with every notice, before anything is read. */
  readonly noticed: (changes: Changes) => void;
  readonly changed: (rows: ChangedRows) => void;
  /** Notices may have been lost: look again for recent changes. */
  readonly missed: () => void;
};

export type MessageWaiter = {
  /** The message, as soon as `isDone` holds for it; null after `withinMs`. */
  readonly until: (
    isDone: (message: TranscriptMessage) => boolean,
    withinMs: number,
  ) => Promise<TranscriptMessage | null>;
  readonly close: () => void;
};

export type ChangeHub = {
  /** Begins to listen. Also resolves while the database is down: it listens as soon as the database is back. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Watches a message from now on. Close it after use. */
  readonly waitFor: (messageId: string) => MessageWaiter;
  /** Returns the function that ends it. */
  readonly subscribe: (subscriber: Subscriber) => () => void;
  /** Reads rows for one subscriber. */
  readonly read: (changes: Changes) => Promise<ChangedRows>;
};

export type ChangeHubDeps = {
  readonly database: Pick<Database, 'listen'>;
  readonly conversations: Conversations;
  readonly transcript: Transcript;
  readonly alerts: Pick<Alerts, 'getMany'>;
  readonly erasedContacts: Pick<ErasedContacts, 'getMany'>;
  readonly logger: Logger;
};

const READ_AGAIN_AFTER_MS = 500;
/** The most ids in one statement. */
const IDS_PER_READ = 500;
const NOTHING: Changes = { conversationIds: [], messageIds: [], alertIds: [] };

type Waiter = { readonly see: (message: TranscriptMessage) => void };

/**
 * The one listener of a process for changes of conversations and messages, whichever process made them. It reads what
 * changed once for all subscribers, and nothing if there are none; what is announced during a read waits for the next
 * read.
 */
export function createChangeHub(deps: ChangeHubDeps): ChangeHub {
  const { database, conversations, transcript, alerts, erasedContacts, logger } = deps;
  const subscribers = new Set<Subscriber>();
  const waiters = new Map<string, Set<Waiter>>();
  const pending = {
    conversationIds: new Set<string>(),
    messageIds: new Set<string>(),
    alertIds: new Set<string>(),
    erasedIds: new Set<string>(),
  };
  let isReading = false;
  let leave: (() => Promise<void>) | undefined;
  let again: NodeJS.Timeout | undefined;

  const note = ({ conversationIds, messageIds, alertIds = [], erasedIds = [] }: Changes): void => {
    const all = subscribers.size > 0;
    if (all) for (const id of conversationIds) pending.conversationIds.add(id);
    if (all) for (const id of alertIds) pending.alertIds.add(id);
    if (all) for (const id of erasedIds) pending.erasedIds.add(id);
    for (const id of messageIds) if (all || waiters.has(id)) pending.messageIds.add(id);
    const count = Object.values(pending).reduce((sum, { size }) => sum + size, 0);
    if (count === 0 || isReading) return;
    isReading = true;
    // After the current turn, so that what arrives together is read together.
    setImmediate(() => void readPending());
  };

  const heard = (payload: string): void => {
    const changes = parseChanges(payload);
    for (const one of subscribers) one.noticed(changes);
    note(changes);
  };

  const read: ChangeHub['read'] = async ({ conversationIds, messageIds, alertIds = [], erasedIds = [] }) => {
    const [changed, messages, lastMessages, ofOperators, erased] = await Promise.all([
      conversations.getMany(conversationIds),
      transcript.messages(messageIds),
      transcript.lastOf(conversationIds),
      alerts.getMany(alertIds),
      erasedContacts.getMany(erasedIds),
    ]);
    return { conversations: changed, messages, lastMessages, alerts: ofOperators, erased };
  };

  const ofWaiters = ({ messageIds }: Changes): Changes => ({
    conversationIds: [],
    messageIds: messageIds.filter((id) => waiters.has(id)),
  });

  const goOn = (): void => {
    isReading = false;
    note(NOTHING);
  };

  const readPending = async (): Promise<void> => {
    const changes = {
      conversationIds: take(pending.conversationIds, IDS_PER_READ),
      messageIds: take(pending.messageIds, IDS_PER_READ),
      alertIds: take(pending.alertIds, IDS_PER_READ),
      erasedIds: take(pending.erasedIds, IDS_PER_READ),
    };
    // A subscriber that becomes live during this read has noted these changes itself, and may read newer rows than
    // this.
    const live = [...subscribers].filter((one) => one.isLive());
    try {
      const rows = await read(live.length > 0 ? changes : ofWaiters(changes));
      for (const message of rows.messages) waiters.get(message.id)?.forEach((one) => one.see(message));
      for (const one of live) one.changed(rows);
      goOn();
    } catch (error) {
      logger.warn({ err: error }, 'changes could not be read yet');
      for (const id of changes.conversationIds) pending.conversationIds.add(id);
      for (const id of changes.messageIds) pending.messageIds.add(id);
      for (const id of changes.alertIds) pending.alertIds.add(id);
      for (const id of changes.erasedIds) pending.erasedIds.add(id);
      again = setTimeout(goOn, READ_AGAIN_AFTER_MS);
    }
  };

  return {
    async start() {
      leave = await database.listen(CHANGES_CHANNEL, heard, () => {
        for (const one of subscribers) one.missed();
        note({ conversationIds: [], messageIds: [...waiters.keys()] });
      });
    },
    async stop() {
      clearTimeout(again);
      await leave?.();
    },
    subscribe(subscriber) {
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    waitFor(messageId) {
      const ofMessage = waiters.get(messageId) ?? new Set();
      waiters.set(messageId, ofMessage);
      const waiter = createWaiter(() => {
        ofMessage.delete(waiter);
        if (ofMessage.size === 0 && waiters.get(messageId) === ofMessage) waiters.delete(messageId);
      });
      ofMessage.add(waiter);
      return waiter;
    },
    read,
  };
}

function createWaiter(close: () => void): Waiter & MessageWaiter {
  let last: TranscriptMessage | null = null;
  let wake = (): void => undefined;
  return {
    see(message) {
      last = message;
      wake();
    },
    until(isDone, withinMs) {
      return new Promise((resolve) => {
        const end = (message: TranscriptMessage | null): void => {
          clearTimeout(timer);
          wake = () => undefined;
          resolve(message);
        };
        const timer = setTimeout(() => end(null), Math.max(0, withinMs));
        wake = () => {
          if (last !== null && isDone(last)) end(last);
        };
        wake();
      });
    },
    close,
  };
}

/** Removes and returns up to `limit` ids of a set. */
function take(ids: Set<string>, limit: number): readonly string[] {
  const taken = [...ids].slice(0, limit);
  for (const id of taken) ids.delete(id);
  return taken;
}
