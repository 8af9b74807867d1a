import type { VersionedSettings } from '../domain/settings';
import { createWorkLoop, type WorkLoop } from '../platform/work-loop';
import type { PendingChange, PendingChanges } from '../store/conversations/pending-changes';
import type { ConversationClient } from '../temporal/conversation-client';
import type { SignalledFact } from '../workflows/conversation/messages';
import { notifyConversations } from './notify-conversations';

export type ChangeDispatcherDeps = {
  /** Changes that open conversations do not reflect yet. */
  readonly changes: Pick<PendingChanges, 'claimPending' | 'giveBack'>;
  /** The settings that this process knows; null for an unknown channel. */
  readonly settingsOf: (channelId: string) => Promise<VersionedSettings | null>;
  readonly conversations: Pick<ConversationClient, 'signal'>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often such conversations are looked for, in ms. */
  readonly everyMs: number;
};

/** What is under way when something changes is written by then. */
const SECOND_LOOK_AFTER_MS = 2_000;

/** `wake`: something has changed. */
export type ChangeDispatcher = Pick<WorkLoop, 'wake' | 'idle' | 'close'>;

/**
 * Notifies open conversations of what administrators have changed: channel settings, a channel that was switched off,
 * an operator who was disabled, was removed from the brand, hands over or no longer does, a deleted bot or group, a blocked
 * contact. The changed rows are the durable record;
 * this finds the conversations that do not reflect them yet, at once and once more a little later. Each change is signalled at once and then repeated after
 * growing pauses, shared by all processes, until the conversation reflects it.
 */
export function createChangeDispatcher(deps: ChangeDispatcherDeps): ChangeDispatcher {
  const { changes, conversations, logger, everyMs } = deps;
  const loop: WorkLoop = createWorkLoop({
    work: () =>
      notifyConversations({
        claim: changes.claimPending,
        giveBack: changes.giveBack,
        async notify(conversation) {
          const fact = await toFact(deps, conversation);
          if (fact === null) return 'notKnown';
          await conversations.signal(conversation.contactId, { facts: [fact] });
          return 'notified';
        },
        logger,
        isClosed: () => loop.isClosed(),
      }),
    onFailure: (error) =>
      logger.warn({ err: error }, 'open conversations could not be notified of changes yet'),
    everyMs,
  });
  let secondLook: NodeJS.Timeout | undefined;
  return {
    ...loop,
    wake() {
      loop.wake();
      // A conversation may take on at this moment what has just changed: an operator who is being disabled.
      clearTimeout(secondLook);
      secondLook = setTimeout(loop.wake, SECOND_LOOK_AFTER_MS).unref();
    },
    async close() {
      clearTimeout(secondLook);
      await loop.close();
    },
  };
}

/** Null if this process has not seen the change yet. */
async function toFact(
  deps: ChangeDispatcherDeps,
  conversation: PendingChange,
): Promise<SignalledFact | null> {
  switch (conversation.news) {
    case 'settings': {
      const settings = await deps.settingsOf(conversation.channelId);
      const isOld = settings === null || settings.version < Number(conversation.change);
      return isOld ? null : { type: 'settingsChanged', settings };
    }
    case 'operator_gone':
      // Named after the first such reason: names in recorded histories never change.
      return { type: 'operatorDisabled', operatorId: conversation.change };
    case 'bot_removed':
      return { type: 'botRemoved', botId: conversation.change };
    case 'group_gone':
      return { type: 'groupDeleted', groupId: conversation.change };
    case 'operator_hands_over': {
      const [operatorId = '', since] = conversation.change.split(' ');
      return { type: 'operatorHandsOver', operatorId, agoMs: Math.max(0, Date.now() - Number(since)) };
    }
    case 'operator_stays':
      return { type: 'operatorStays', operatorId: conversation.change };
    case 'contact_blocked':
      return { type: 'contactBlocked' };
    case 'contact_erased':
      return { type: 'contactErased' };
    default:
      return { type: 'channelClosed', reason: conversation.news };
  }
}
