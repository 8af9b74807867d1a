import type { VersionedSettings } from '../domain/settings';
import type { UntoldConversation } from '../store/open-conversations';
import type { ConversationClient } from '../temporal/conversation-client';
import type { SignalledFact } from '../workflows/messages';

export type NewsDispatcherDeps = {
  /** Open conversations that do not know yet what somebody has changed. */
  readonly untold: (limit: number) => Promise<readonly UntoldConversation[]>;
  readonly settingsOf: (channelId: string) => Promise<VersionedSettings | null>;
  readonly conversations: Pick<ConversationClient, 'signal'>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  readonly everyMs: number;
};

export type NewsDispatcher = {
  /** Something was changed: look now. */
  readonly poke: () => void;
  readonly close: () => Promise<void>;
};

const AT_ONCE = 200;
/** A conversation that was told is given this long to show it before it is told again. */
const TELL_AGAIN_AFTER_MS = 15_000;

/**
 * Tells open conversations what administrators have changed: settings of their channel, a channel that was switched
 * off, an operator who was disabled or removed from the brand, a contact who was blocked. The changed rows are the
 * durable message; this looks for conversations that do not show it yet.
 */
export function createNewsDispatcher(deps: NewsDispatcherDeps): NewsDispatcher {
  const told = new Map<string, number>();
  let running: Promise<void> | null = null;
  let isPoked = false;

  const tell = async (conversation: UntoldConversation): Promise<void> => {
    const fact = await toFact(deps, conversation);
    if (fact !== null) await deps.conversations.signal(conversation.contactId, [fact]);
  };

  const look = async (): Promise<void> => {
    const now = Date.now();
    for (const [key, at] of told) if (now - at > TELL_AGAIN_AFTER_MS) told.delete(key);
    // What was told a moment ago still stands in the list: ask for as many more.
    const untold = await deps.untold(AT_ONCE + told.size);
    const news = untold.filter((conversation) => !told.has(keyOf(conversation)));
    for (const conversation of news) {
      await tell(conversation);
      told.set(keyOf(conversation), now);
    }
    if (news.length > 0) isPoked = true;
  };

  const run = async (): Promise<void> => {
    do {
      isPoked = false;
      try {
        await look();
      } catch (error) {
        deps.logger.warn({ err: error }, 'open conversations could not be told of a change yet');
        return;
      }
    } while (isPoked);
  };

  const poke = (): void => {
    isPoked = true;
    running ??= run().finally(() => {
      running = null;
    });
  };

  const timer = setInterval(poke, deps.everyMs);
  timer.unref();
  return {
    poke() {
      told.clear();
      poke();
    },
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Two pieces of news for one conversation do not wait for each other. */
function keyOf({ contactId, news }: UntoldConversation): string {
  return `${contactId} ${news}`;
}

async function toFact(
  deps: NewsDispatcherDeps,
  conversation: UntoldConversation,
): Promise<SignalledFact | null> {
  switch (conversation.news) {
    case 'settings': {
      const settings = await deps.settingsOf(conversation.channelId);
      return settings === null ? null : { type: 'settingsChanged', settings };
    }
    case 'operator_gone':
      // The fact has the name of its first reason: what is recorded in histories is never renamed.
      return { type: 'operatorDisabled', operatorId: conversation.operatorId };
    case 'contact_blocked':
      return { type: 'contactBlocked' };
    default:
      return { type: 'channelClosed', reason: conversation.news };
  }
}
