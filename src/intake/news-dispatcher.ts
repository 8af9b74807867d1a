import type { VersionedSettings } from '../domain/settings';
import type { PendingChange, PendingChanges } from '../store/conversations/pending-changes';
import type { ConversationClient } from '../temporal/conversation-client';
import type { SignalledFact } from '../workflows/conversation/messages';
import { createPokedLoop, type PokedLoop } from './poked-loop';
import { tellInTurn } from './tell-in-turn';

export type NewsDispatcherDeps = {
  /** Open conversations that do not know yet what somebody has changed. */
  readonly news: Pick<PendingChanges, 'claimPending' | 'giveBack'>;
  readonly settingsOf: (channelId: string) => Promise<VersionedSettings | null>;
  readonly conversations: Pick<ConversationClient, 'signal'>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  readonly everyMs: number;
};

/** `poke`: something was changed. */
export type NewsDispatcher = Pick<PokedLoop, 'poke' | 'idle' | 'close'>;

/**
 * Tells open conversations what administrators have changed: settings of their channel, a channel that was switched
 * off, an operator who was disabled or removed from the brand, a contact who was blocked. The changed rows are the
 * durable message; this looks for conversations that do not show it yet. Each change is told at once, and again ever
 * more seldom, by all processes together.
 */
export function createNewsDispatcher(deps: NewsDispatcherDeps): NewsDispatcher {
  const { news, conversations, logger, everyMs } = deps;
  const loop: PokedLoop = createPokedLoop({
    work: () =>
      tellInTurn({
        claim: news.claimPending,
        giveBack: news.giveBack,
        async tell(conversation) {
          const fact = await toFact(deps, conversation);
          if (fact === null) return 'untold';
          await conversations.signal(conversation.contactId, { facts: [fact] });
          return 'told';
        },
        logger,
        isClosed: () => loop.isClosed(),
      }),
    onFailure: (error) => logger.warn({ err: error }, 'open conversations could not be told of a change yet'),
    everyMs,
  });
  return loop;
}

/** Null where this process does not know the change itself yet. */
async function toFact(deps: NewsDispatcherDeps, conversation: PendingChange): Promise<SignalledFact | null> {
  switch (conversation.news) {
    case 'settings': {
      const settings = await deps.settingsOf(conversation.channelId);
      const isOld = settings === null || settings.version < Number(conversation.change);
      return isOld ? null : { type: 'settingsChanged', settings };
    }
    case 'operator_gone':
      // The fact has the name of its first reason: what is recorded in histories is never renamed.
      return { type: 'operatorDisabled', operatorId: conversation.change };
    case 'contact_blocked':
      return { type: 'contactBlocked' };
    default:
      return { type: 'channelClosed', reason: conversation.news };
  }
}
