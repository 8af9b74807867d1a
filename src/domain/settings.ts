/**
 * The settings of a channel that the rules use, with their ranges and defaults (from docs/rules.md#2 on). The API's
 * schema, the console's form and the workflow all take them from here.
 */

import { type ChannelKind, kindOfChannel } from './channel-kinds';
import type { RoutingRules } from './routing/routing';

export const WINDOW_ANCHORS = ['conversation-start', 'last-inbound'] as const;
export type WindowAnchor = (typeof WINDOW_ANCHORS)[number];

/** What the rules have to know about a channel's bot. */
export type BotRules = {
  /** The bot with which new conversations begin; null: none. */
  readonly botId: string | null;
  /** After how many seconds without a message a conversation with a bot completes. */
  readonly idleAfterSeconds: number;
  /** After how many answers the bot hands over, at the contact's next message; null: never. */
  readonly handoverAfterTurns: number | null;
  /** How many places of the consecutive limit only people may use. */
  readonly keepPlaces: number;
  /** Whether the contact is told of a hand-over; the text is not part of the rules. */
  readonly tellsHandover: boolean;
  /** The group that a conversation is for when the bot has failed; null or left out: as before. */
  readonly failureGroupId?: string | null | undefined;
  /** Read by releases that know no bots, and always `off`: they begin every conversation without one. */
  readonly mode: string;
};

/** The same as a conversation holds it: settings of a release that knew no bots have less. */
export type BotSettings = Pick<BotRules, 'idleAfterSeconds'> & {
  readonly [Key in keyof BotRules]?: BotRules[Key] | undefined;
};

/** What the rules have to know about what the desk says by itself: the texts are not part of them. */
export type AutomaticRules = {
  /** Whether a conversation's first message is welcomed. */
  readonly welcomes: boolean;
  /** Whether the contact is told that the conversation was completed. */
  readonly saysClosed: boolean;
  /** How long before the window closes the contact is reminded, in minutes; null: never. */
  readonly nudgesBeforeMinutes: number | null;
  /** Whether the contact is told that the channel is closed; left out by releases that knew no opening hours: no. */
  readonly saysOutOfHours?: boolean | undefined;
  /** The contact is asked for a rating when an operator completes the conversation; left out: they are not. */
  readonly rating?: { readonly onAutomaticClose: boolean } | undefined;
};

/** A channel's texts about its bot: they never enter a workflow, so they are no part of the rules. */
export type BotTexts = {
  /** What a contact writes to get a person. */
  readonly handoverKeywords: readonly string[];
  /** What the last part of a longer answer ends with. */
  readonly continueText: string;
  /** What the contact is told at a hand-over; null: nothing. */
  readonly handoverText: string | null;
};

export const DEFAULT_BOT_TEXTS: BotTexts = {
  handoverKeywords: ['人工', '转人工', '客服', 'human', 'agent', 'オペレーター'],
  continueText: '回复任意内容查看余下内容',
  handoverText: null,
};

/** What the administrator of a channel may set. */
export type ChannelSettings = {
  /** Left out by releases that knew no others: an Official Account. */
  readonly channelKind?: ChannelKind | undefined;
  /** `waiting` → `missed`, in seconds. */
  readonly ringTimeSeconds: number;
  /** `missed` → `completed`, counted from when it was missed, in seconds; null: never. */
  readonly closeMissedAfterSeconds: number | null;
  /** `active` → `completed`, counted from the attend and again from each message of either side, in seconds. */
  readonly closeIdleAfterSeconds: number;
  readonly windowAnchor: WindowAnchor;
  /** How many messages may be sent without an answer from the contact. */
  readonly consecutiveLimit: number;
  readonly bot: BotSettings;
  /** Left out by releases that said nothing by themselves: nothing. */
  readonly automatic?: AutomaticRules | undefined;
  /** Who is rung; left out: everyone (docs/rules.md#71). */
  readonly routing?: RoutingRules | undefined;
  /** The group that new conversations are for; left out: all members of the brand (docs/rules.md#73). */
  readonly groupId?: string | undefined;
  /** Rises when the opening hours change; left out: always open (docs/rules.md#78). */
  readonly hoursVersion?: number | undefined;
};

/** Channel settings as a conversation holds them: only a higher version replaces them. */
export type VersionedSettings = ChannelSettings & { readonly version: number };

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;

type Range = { readonly min: number; readonly max: number };

/** Inclusive ranges of the numeric settings. */
export const SETTING_RANGES = {
  ringTimeSeconds: { min: 10, max: HOUR_SECONDS },
  closeMissedAfterSeconds: { min: 15 * MINUTE_SECONDS, max: 31 * DAY_SECONDS },
  closeIdleAfterSeconds: { min: MINUTE_SECONDS, max: DAY_SECONDS },
  consecutiveLimit: { min: 1, max: kindOfChannel().message.limit },
  botIdleAfterSeconds: { min: MINUTE_SECONDS, max: DAY_SECONDS },
  handoverAfterTurns: { min: 1, max: 100 },
  keepPlaces: { min: 0, max: 2 },
} as const satisfies Record<string, Range>;

/** How long before the window closes the contact may be reminded, in minutes. */
export const NUDGE_BEFORE_CLOSE_MINUTES = { min: 5, max: 24 * 60 } as const satisfies Range;

export const DEFAULT_SETTINGS: ChannelSettings & { readonly bot: BotRules } = {
  ringTimeSeconds: MINUTE_SECONDS,
  closeMissedAfterSeconds: DAY_SECONDS,
  closeIdleAfterSeconds: DAY_SECONDS,
  windowAnchor: 'conversation-start',
  consecutiveLimit: 5,
  bot: {
    botId: null,
    idleAfterSeconds: HOUR_SECONDS,
    handoverAfterTurns: null,
    keepPlaces: 1,
    tellsHandover: false,
    mode: 'off',
  },
};
