import type { TriggerKind } from '../channel-kinds';
import type { VersionedSettings } from '../settings';
import type { ToSay } from './automatic/automatic-kinds';
import type { BotPart, Handover } from './bot/bot-part';
import type { Milestones } from './milestones';
import type { KnownHours } from './routing/known-hours';
import type { AskedOperator, Offering } from './routing/offering';

/**
 * One chat with one contact, from its first message until it is completed (docs/rules.md#1). Plain JSON: Temporal and
 * PostgreSQL store it unchanged. All times are epoch milliseconds of the conversation's own clock. It holds ids, kinds,
 * times and counts only, nothing personal.
 */
export type Conversation = {
  /** Shape of this record; older shapes are brought to it by `upgradeThread` (domain/chain/upgrade.ts). */
  readonly schema: 1;
  readonly id: string;
  readonly contactId: string;
  readonly channelId: string;
  readonly brandId: string;
  /** The group that it is for; left out: all members of the brand. */
  readonly groupId?: string | undefined;
  readonly state: ConversationState;
  readonly operatorId: string | null;
  readonly settings: VersionedSettings;
  /** Whether a chatbot takes part: decided when the conversation begins, for its whole life. */
  readonly hasBot: boolean;
  /** The bot's part; left out if none took part. */
  readonly bot?: BotPart | undefined;
  /** Why people have the conversation, and not a bot; left out while the bot has it, and if there never was one. */
  readonly handover?: Handover | undefined;
  /** What the desk says by itself, in this order; left out: nothing. */
  readonly toSay?: readonly ToSay[] | undefined;
  /** How many events the rules have written into the timeline: the number of the newest one. */
  readonly timelineEvents?: number | undefined;
  readonly startedAt: number;
  /** Since when operators are being rung: the start, or the moment it went back to `waiting`. */
  readonly ringingSince: number;
  readonly attendedAt: number | null;
  readonly missedAt: number | null;
  /**
   * What the close-missed limit counts from: `missedAt`, unless the contact wrote after the deadline was due, or the channel
   * is closed: then the next opening. Null: it never was missed, or the channel never opens.
   */
  readonly closeMissedFrom: number | null;
  /** It is missed because the channel is closed: it rings at the opening (docs/rules.md#79). */
  readonly isClosedMissed?: true | undefined;
  /** Its bot knows that nobody is there: as soon as it is known that the channel is open, it is missed without ringing. */
  readonly isBusy?: true | undefined;
  /** What is known of the opening hours; left out: nothing, or there are none. */
  readonly hours?: KnownHours | undefined;
  /** The contact's first message that nobody has answered; left out: the contact waits for no answer. */
  readonly unansweredSince?: number | undefined;
  /** From whom it was taken back since then, because they were silent. */
  readonly silentIds?: readonly string[] | undefined;
  /** When an operator last passed it to this one; left out: they attended it themselves. */
  readonly transferredAt?: number | undefined;
  /**
   * Its operator hands over: it goes back when the contact writes (docs/rules.md#77). False: they have taken it since they began
   * to, and keep it. Left out: they do not hand over.
   */
  readonly handsOver?: boolean | undefined;
  /** Whom it is offered to; only while it is to be offered (docs/rules.md#74). */
  readonly offering?: Offering | undefined;
  /** From which number on the next offering counts its claims: numbers rise through the conversation's life. Left out: 0. */
  readonly claimsBefore?: number | undefined;
  /** Who was asked in offerings that are over: the next one does not ask them again at once. */
  readonly askedBefore?: readonly AskedOperator[] | undefined;
  /** When the contact was last told that the channel is closed, in this conversation or an earlier one (docs/rules.md#79). */
  readonly outOfHoursSaidAt?: number | undefined;
  readonly completedAt: number | null;
  readonly completedReason: CompletedReason | null;
  /** The operator who completed it; left out if no operator did. */
  readonly completedBy?: string | undefined;
  /** The last attend, hand-over, answer of the bot or message of either side: what the idle limits count from. */
  readonly lastActivityAt: number;
  readonly window: MainWindow;
  readonly consecutive: { readonly sent: number };
  readonly trigger: TriggerWindow | null;
  /** The contact's messages since the last attend or accepted reply. */
  readonly unread: number;
  /** Our messages that are not settled yet, in the order in which they were accepted. */
  readonly outbound: readonly OutboundMessage[];
  /** Set when WeChat said that nothing can be sent to this contact; cleared by the contact's next action. */
  readonly unreachable: { readonly wechatCode: number; readonly since: number } | null;
  readonly lastWeChatRefusal: { readonly wechatCode: number; readonly at: number } | null;
  /** 45015 means "window closed" or "unsubscribed": true until WeChat's `user/info` has been asked which. */
  readonly subscriptionDoubted: boolean;
  /** The completed conversation that this one reopens (docs/rules.md#46); absent if the contact began it. */
  readonly reopenedFrom?: string | undefined;
  /** The contact was asked to rate it, which is done once (docs/rules.md#100); left out: they were not. */
  readonly ratingAsked?: true | undefined;
  /** Set while it is snoozed (docs/rules.md#47). */
  readonly snooze?: Snooze | undefined;
  /** Whether any of its messages failed or became unknown, for engineers; absent if none did. */
  readonly troubled?: { readonly failed: boolean; readonly unknown: boolean } | undefined;
  /** What happened first, for reports; left out: nothing has been noted yet. */
  readonly milestones?: Milestones | undefined;
};

/**
 * Out of the lists until `until` (epoch ms); null: until the contact writes. Either way, a message from the contact
 * ends it.
 */
export type Snooze = { readonly until: number | null };

export const CONVERSATION_STATES = ['bot', 'waiting', 'missed', 'active', 'completed'] as const;
export type ConversationState = (typeof CONVERSATION_STATES)[number];

export const COMPLETED_REASONS = [
  'operator',
  'missed_timeout',
  'idle_timeout',
  'bot_ended',
  'bot_idle_timeout',
  'window_renewed',
  'unsubscribed',
  'channel_disabled',
  'channel_deleted',
  'contact_blocked',
  'contact_erased',
] as const;
export type CompletedReason = (typeof COMPLETED_REASONS)[number];

export type MainWindow = {
  /** When the contact's last message was received. */
  readonly lastInboundAt: number;
  /** When WeChat's 45015 told us that the window is closed, whatever our own calculation says. */
  readonly closedByWeChatAt: number | null;
  /** The closing time that has been handled, so that it is no longer a pending deadline. */
  readonly closingHandledAt: number | null;
  /** The closing time of which the operator who attends was warned (docs/rules.md#53); left out: of none. */
  readonly warnedOf?: number | undefined;
  /** The closing time of which programs were told (docs/rules.md#53); left out: of none. */
  readonly announcedOf?: number | undefined;
  /** The closing time of which the contact was reminded (docs/rules.md#67); left out: of none. */
  readonly nudgedOf?: number | undefined;
  /**
   * What the anchor `conversation-start` counts from, if not from the conversation's `startedAt`. A reopened
   * conversation keeps it.
   */
  readonly startedAt?: number | undefined;
};

/** A short window, opened by an action of the contact other than a message (`triggers.ts`). */
export type TriggerWindow = {
  readonly kind: TriggerKind;
  readonly openedAt: number;
  readonly closesAt: number;
  readonly limit: number;
  readonly sent: number;
};

export const WHEN_BLOCKED = ['reject', 'hold'] as const;
export type WhenBlocked = (typeof WHEN_BLOCKED)[number];

/** The contact has to ask for it (docs/rules.md#62), or it waits for its time (docs/rules.md#69). */
export const HOLD_REASONS = ['bot_remainder', 'scheduled'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** One of our messages on its way. It is removed from this record when its status is final. */
export type OutboundMessage = {
  readonly messageId: string;
  /** Null for the bot's messages and for greetings. */
  readonly operatorId: string | null;
  /** The turn that it answers; left out if the bot did not say it. */
  readonly botTurn?: number | undefined;
  readonly kind: string;
  readonly whenBlocked: WhenBlocked;
  readonly status: 'queued' | 'held' | 'sending';
  /** Whether it takes one of the places of the main window. */
  readonly chargedToMain: boolean;
  /** `openedAt` of the trigger window in which it takes a place, or null. */
  readonly chargedToTrigger: number | null;
  /** How many attempts to send it have begun; numbers the rows of the send ledger. */
  readonly attempts: number;
  /** When the last attempt began; absent before the first one. */
  readonly sendingSince?: number | undefined;
  /** How many of those attempts WeChat answered with "busy". */
  readonly busyAnswers: number;
  /** Not to be sent before this instant: the pause between two attempts. */
  readonly notBefore: number | null;
  /** WeChat refuses the channel, not the message: it keeps its place and waits for `channelResumed`. */
  readonly waitsForChannel?: true | undefined;
  /** Why it is held, if neither the window nor the limit blocks it. */
  readonly holdReason?: HoldReason | undefined;
  /** Not to be sent before this instant, and without a place until then (docs/rules.md#69); left out: at once. */
  readonly sendAt?: number | undefined;
  /** The contact's next message cancels it. */
  readonly cancelsOnReply?: true | undefined;
  /** Not to be sent after this instant (a greeting). If absent, it waits as long as its window is open. */
  readonly leavesBefore?: number | undefined;
};

/** The operator who makes a wish, and their role. */
export type Actor = { readonly operatorId: string; readonly isAdministrator: boolean };
