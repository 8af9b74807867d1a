import type { ContactAction } from '../messages/inbound';
import type { ClaimResult } from '../routing/claim';
import type { VersionedSettings } from '../settings';
import type { ToSay } from './automatic/automatic-kinds';
import type { BotAnswer } from './bot/answer';
import type { BotHint } from './bot/bot-part';
import type { Actor, WhenBlocked } from './conversation';
import type { SendOutcome } from './delivery';
import type { KnownHours } from './routing/known-hours';

/** Everything that can change a conversation: facts, wishes, and the passing of time. */
export type ConversationEvent = Fact | Wish | { readonly type: 'timePassed' };

/**
 * Facts cannot be refused. `ageMs`: how long ago the item was received; a duration, because the conversation's clock
 * may be ahead of the store's.
 */
export type Fact = ContactWrote | ContactActed | InternalFact;

/** The fact as it is `ms` later: ages have grown, and the time that is left has shrunk. */
export function olderBy(fact: Fact, ms: number): Fact {
  switch (fact.type) {
    case 'contactWrote':
    case 'contactActed':
      return { ...fact, ageMs: fact.ageMs + ms };
    case 'greetingAsked':
      return { ...fact, leavesWithinMs: fact.leavesWithinMs - ms };
    default:
      return fact;
  }
}

/** A message from the contact. `newConversationId` is the id of the conversation that it begins, if it begins one. */
export type ContactWrote = {
  readonly type: 'contactWrote';
  readonly messageId: string;
  readonly ageMs: number;
  readonly settings: VersionedSettings;
  readonly newConversationId: string;
  /** What its text means to a bot; left out: nothing in particular. */
  readonly botHint?: BotHint | undefined;
  /** The channel's bot is paused: a conversation that begins with this message begins without it (docs/rules.md#65). */
  readonly isBotPaused?: true | undefined;
  /** The bot's turn is due by when the message was received, not by when the conversation learned of it. */
  readonly isDueByReceipt?: true | undefined;
  /** The group for which a conversation that begins with this message is; left out: the channel's. */
  readonly groupId?: string | undefined;
  /** It is the comment of a rating: it begins no conversation; in an open one it is a message (docs/rules.md#102). */
  readonly isComment?: true | undefined;
};

/** Anything else that the contact did; it starts no conversation. */
export type ContactActed = {
  readonly type: 'contactActed';
  readonly messageId: string;
  readonly action: Exclude<ContactAction, 'message'>;
  readonly ageMs: number;
  /** They tapped a rating: it is nothing that they say to a bot (docs/rules.md#101). */
  readonly isRating?: true | undefined;
};

export type InternalFact =
  | { readonly type: 'settingsChanged'; readonly settings: VersionedSettings }
  /** The operator may no longer attend the conversation: they were disabled, or are no longer a member of its brand. */
  | { readonly type: 'operatorDisabled'; readonly operatorId: string }
  /**
   * The operator gives back what they have (docs/rules.md#77). `agoMs`: since when; what they attended later stays until
   * the contact writes. Left out: since now.
   */
  | { readonly type: 'operatorHandsOver'; readonly operatorId: string; readonly agoMs?: number | undefined }
  /** The operator no longer hands over. */
  | { readonly type: 'operatorStays'; readonly operatorId: string }
  /** Somebody may be there for a conversation that could be offered to nobody. */
  | { readonly type: 'operatorAvailable' }
  /** The group was deleted: its conversations are for the whole brand. */
  | { readonly type: 'groupDeleted'; readonly groupId: string }
  /**
   * What the store says about the opening hours, and when the contact was last told that the channel is closed (epoch ms; left
   * out: never, or it was not asked). The chain's own fact.
   */
  | {
      readonly type: 'hoursRead';
      readonly hours: KnownHours;
      readonly toldClosedAt?: number | undefined;
    }
  /** What became of claim `number`; an operator, or when to look again (`ClaimResult`). The chain's own fact. */
  | ({ readonly type: 'offerClaimed'; readonly number: number } & ClaimResult)
  | { readonly type: 'channelClosed'; readonly reason: 'channel_disabled' | 'channel_deleted' }
  | { readonly type: 'contactBlocked' }
  /** Everything that was stored of the contact is being erased; who writes again is another contact. */
  | { readonly type: 'contactErased' }
  /** The channel may work again: messages that wait for it are tried. */
  | { readonly type: 'channelResumed' }
  | { readonly type: 'subscriptionChecked'; readonly subscribed: boolean | null }
  /** What became of a turn: the chain's own fact. Nothing of it counts if the bot is no longer being asked that turn. */
  | ({ readonly type: 'botAnswered'; readonly turn: number } & BotAnswer)
  /** A bot says something by itself, after `turn`, for which it had no answer yet; older histories do not name it. */
  | ({ readonly type: 'botSpoke'; readonly turn?: number | undefined } & BotAnswer)
  /** What the desk says by itself is stored; null: there is nothing to say any more. The chain's own fact. */
  | ({ readonly type: 'automaticPrepared'; readonly messageId: string | null } & ToSay)
  /** The bot was deleted. */
  | { readonly type: 'botRemoved'; readonly botId: string }
  /**
   * The contact followed or scanned: a greeting has to leave within `leavesWithinMs`, or not at all (docs/rules.md#21).
   */
  | {
      readonly type: 'greetingAsked';
      readonly messageId: string;
      readonly kind: string;
      readonly leavesWithinMs: number;
      /** How many attempts were made outside any conversation, and how many of them WeChat answered with "busy". */
      readonly attempts?: number;
      readonly busyAnswers?: number;
      /** The bot says it: nothing of it leaves where people have the conversation. */
      readonly isOfBot?: true;
    }
  | { readonly type: 'sendStarted'; readonly messageId: string }
  | { readonly type: 'sendEnded'; readonly messageId: string; readonly outcome: SendOutcome }
  | { readonly type: 'replyWithdrawn'; readonly messageId: string }
  /** The window closes soon, and the operator who attends has to be warned (docs/rules.md#53). */
  | { readonly type: 'closingNeared' }
  /** The window closes soon, and programs have to be told (docs/rules.md#53). */
  | { readonly type: 'closingAnnounced' }
  /** The conversation's clock was moved from outside (demo, tests), so its projection has to be written again. */
  | { readonly type: 'clockMoved' };

/** What an operator asks for. `judge` decides before it is applied. */
export type Wish =
  | { readonly type: 'attend'; readonly by: Actor }
  | { readonly type: 'transfer'; readonly by: Actor; readonly toOperatorId: string }
  /** To a group: it waits again, in the queue of that group. */
  | { readonly type: 'transferToGroup'; readonly by: Actor; readonly groupId: string }
  /** The operator to whom it is offered does not want it. */
  | { readonly type: 'decline'; readonly by: Actor }
  | { readonly type: 'complete'; readonly by: Actor }
  /** The only wish about a completed conversation. `newConversationId` is the conversation that continues it. */
  | {
      readonly type: 'reopen';
      readonly by: Actor;
      readonly conversationId: string;
      readonly newConversationId: string;
    }
  | { readonly type: 'snooze'; readonly by: Actor; readonly until: number | null }
  | { readonly type: 'unsnooze'; readonly by: Actor }
  /** Gives the conversation back to its bot. */
  | { readonly type: 'handback'; readonly by: Actor }
  /** Asks the contact to rate the conversation, which may be completed. */
  | { readonly type: 'askRating'; readonly by: Actor }
  | {
      readonly type: 'reply';
      readonly by: Actor;
      readonly messageId: string;
      readonly kind: string;
      readonly whenBlocked: WhenBlocked;
      /** It is not to be sent before this instant. */
      readonly sendAt?: number | undefined;
      /** The contact's next message cancels it. */
      readonly cancelsOnReply?: true | undefined;
    }
  | { readonly type: 'cancel'; readonly by: Actor; readonly messageId: string };
