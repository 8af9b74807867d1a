import type { ContactAction } from '../messages/inbound';
import type { VersionedSettings } from '../settings';
import type { Actor, WhenBlocked } from './conversation';
import type { SendOutcome } from './delivery';

/** What happened, and what was wished: everything that can change a conversation. */
export type ConversationEvent = Fact | Wish | { readonly type: 'timePassed' };

/** Facts cannot be refused. `ageMs`: how long ago the item was received (a duration survives virtual time). */
export type Fact = ContactWrote | ContactActed | InternalFact;

/** A real message of the contact. `newConversationId` names the conversation that it begins, should it begin one. */
export type ContactWrote = {
  readonly type: 'contactWrote';
  readonly messageId: string;
  readonly ageMs: number;
  readonly settings: VersionedSettings;
  readonly newConversationId: string;
};

/** Anything else the contact did: it starts no conversation. */
export type ContactActed = {
  readonly type: 'contactActed';
  readonly messageId: string;
  readonly action: Exclude<ContactAction, 'message'>;
  readonly ageMs: number;
};

export type InternalFact =
  | { readonly type: 'settingsChanged'; readonly settings: VersionedSettings }
  /** The operator may not go on with it: disabled, or no member of its brand any more. */
  | { readonly type: 'operatorDisabled'; readonly operatorId: string }
  | { readonly type: 'channelClosed'; readonly reason: 'channel_disabled' | 'channel_deleted' }
  | { readonly type: 'contactBlocked' }
  /** The channel may work again: what waits for it is tried. */
  | { readonly type: 'channelResumed' }
  | { readonly type: 'subscriptionChecked'; readonly subscribed: boolean | null }
  | { readonly type: 'botForwarded' }
  | { readonly type: 'botEnded' }
  | { readonly type: 'botReplied'; readonly messageId: string; readonly kind: string }
  /** The contact followed or scanned: a greeting is to leave within so many ms, or not at all (docs/rules.md#21). */
  | {
      readonly type: 'greetingAsked';
      readonly messageId: string;
      readonly kind: string;
      readonly leavesWithinMs: number;
      /** How many attempts to send it were made outside any conversation, and how many WeChat was too busy for. */
      readonly attempts?: number;
      readonly busyAnswers?: number;
    }
  | { readonly type: 'sendStarted'; readonly messageId: string }
  | { readonly type: 'sendEnded'; readonly messageId: string; readonly outcome: SendOutcome }
  | { readonly type: 'replyWithdrawn'; readonly messageId: string }
  /** The conversation's clock was moved from outside (demo, tests): it has to be shown again. */
  | { readonly type: 'clockMoved' };

/** Wishes of an operator: judged by `judge` before they are applied. */
export type Wish =
  | { readonly type: 'attend'; readonly by: Actor }
  | { readonly type: 'transfer'; readonly by: Actor; readonly toOperatorId: string }
  | { readonly type: 'complete'; readonly by: Actor }
  | {
      readonly type: 'reply';
      readonly by: Actor;
      readonly messageId: string;
      readonly kind: string;
      readonly whenBlocked: WhenBlocked;
    }
  | { readonly type: 'cancel'; readonly by: Actor; readonly messageId: string };
