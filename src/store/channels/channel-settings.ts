/** The settings of a channel as they are stored: the rules' part (domain/settings.ts) and the desk's own. */
import { z } from 'zod';
import type { Greeting } from '../../domain/greeting';
import { DEFAULT_RATING, RATING_IDS, type RatingSettings } from '../../domain/rating/rating';
import { NO_RETENTION, type Retention } from '../../domain/retention';
import {
  type BotRules,
  type BotTexts,
  type ChannelSettings,
  DEFAULT_BOT_TEXTS,
  DEFAULT_SETTINGS,
  WINDOW_ANCHORS,
} from '../../domain/settings';
import { wordOf } from '../engine/stored-words';

type DeskBotSettings = Omit<BotRules, 'tellsHandover' | 'failureGroupId'> &
  BotTexts & {
    /** The group that is asked when the bot has failed; null: for whom the conversation is already. */
    readonly failureGroupId: string | null;
  };

/** What the desk says by itself; null: nothing. */
type AutomaticTexts = {
  readonly welcome: string | null;
  readonly outOfHours: string | null;
  readonly closed: string | null;
  readonly nudge: { readonly text: string; readonly beforeCloseMinutes: number } | null;
  /** How the contact is asked for a rating; also where a person asks by hand. */
  readonly rating: RatingSettings;
};

/** What stands in other columns of the channel. */
type Elsewhere = 'channelKind' | 'routing' | 'groupId' | 'hoursVersion';

export type DeskSettings = Omit<ChannelSettings, 'bot' | 'automatic' | Elsewhere> & {
  readonly bot: DeskBotSettings;
  readonly greeting: Greeting;
  readonly automatic: AutomaticTexts;
  readonly retention: Retention;
};

const { tellsHandover: _, ...DEFAULT_BOT } = DEFAULT_SETTINGS.bot;

export const DEFAULT_DESK_SETTINGS: DeskSettings = {
  ...DEFAULT_SETTINGS,
  bot: { ...DEFAULT_BOT, ...DEFAULT_BOT_TEXTS, failureGroupId: null },
  greeting: { follow: null, scan: null, enter: null },
  automatic: { welcome: null, outOfHours: null, closed: null, nudge: null, rating: DEFAULT_RATING },
  retention: NO_RETENTION,
};

type Change<Settings> = { readonly [Key in keyof Settings]?: Settings[Key] | undefined };

/** A change of some of the settings; what is left out stays as it is. */
export type DeskSettingsChange = Change<
  Omit<DeskSettings, 'bot' | 'greeting' | 'automatic' | 'retention'> & {
    readonly bot: Change<DeskSettings['bot']>;
    readonly greeting: Change<DeskSettings['greeting']>;
    readonly automatic: Change<Omit<AutomaticTexts, 'rating'> & { readonly rating: Change<RatingSettings> }>;
    readonly retention: Change<Retention>;
  }
>;

/**
 * Checks only shapes: ranges were checked when the row was saved. A setting that is newer than the row gets its
 * default. One that only a newer release knows stays, even if another one is changed here.
 */
const storedSchema = z.looseObject({
  ringTimeSeconds: z.number().default(DEFAULT_DESK_SETTINGS.ringTimeSeconds),
  closeMissedAfterSeconds: z.number().nullable().default(DEFAULT_DESK_SETTINGS.closeMissedAfterSeconds),
  closeIdleAfterSeconds: z.number().default(DEFAULT_DESK_SETTINGS.closeIdleAfterSeconds),
  windowAnchor: wordOf(WINDOW_ANCHORS).default(DEFAULT_DESK_SETTINGS.windowAnchor),
  consecutiveLimit: z.number().default(DEFAULT_DESK_SETTINGS.consecutiveLimit),
  bot: z
    .looseObject({
      botId: z.string().nullable().default(null),
      idleAfterSeconds: z.number(),
      handoverAfterTurns: z.number().nullable().default(DEFAULT_DESK_SETTINGS.bot.handoverAfterTurns),
      keepPlaces: z.number().default(DEFAULT_DESK_SETTINGS.bot.keepPlaces),
      mode: z.string().default(DEFAULT_DESK_SETTINGS.bot.mode),
      handoverKeywords: z.array(z.string()).default([...DEFAULT_DESK_SETTINGS.bot.handoverKeywords]),
      continueText: z.string().default(DEFAULT_DESK_SETTINGS.bot.continueText),
      handoverText: z.string().nullable().default(DEFAULT_DESK_SETTINGS.bot.handoverText),
      failureGroupId: z.string().nullable().default(DEFAULT_DESK_SETTINGS.bot.failureGroupId),
    })
    .default({
      ...DEFAULT_DESK_SETTINGS.bot,
      handoverKeywords: [...DEFAULT_DESK_SETTINGS.bot.handoverKeywords],
    }),
  greeting: z
    .looseObject({
      follow: z.string().nullable(),
      scan: z.string().nullable(),
      enter: z.string().nullable().default(null),
    })
    .default({ ...DEFAULT_DESK_SETTINGS.greeting }),
  automatic: z
    .looseObject({
      welcome: z.string().nullable(),
      outOfHours: z.string().nullable(),
      closed: z.string().nullable(),
      nudge: z.looseObject({ text: z.string(), beforeCloseMinutes: z.number() }).nullable(),
      rating: z
        .looseObject({
          isEnabled: z.boolean(),
          text: z.string(),
          options: z.array(z.looseObject({ id: wordOf(RATING_IDS), label: z.string() })),
          thanks: z.string().nullable(),
          onAutomaticClose: z.boolean(),
          askReasonBelow: z.number().nullable(),
          reasonText: z.string().nullable(),
        })
        .default(defaultRating()),
    })
    .default({ ...DEFAULT_DESK_SETTINGS.automatic, rating: defaultRating() }),
  retention: z
    .looseObject({
      messagesDays: z.number().nullable().default(null),
      filesDays: z.number().nullable().default(null),
      eraseOnUnfollow: z.boolean().default(false),
    })
    .default({ ...DEFAULT_DESK_SETTINGS.retention }),
});

/** A copy that may be changed, as zod wants its defaults. */
function defaultRating() {
  return { ...DEFAULT_RATING, options: [...DEFAULT_RATING.options] };
}

/** Reads stored settings. Throws if a value of the wrong shape was written by hand. */
export function parseDeskSettings(stored: unknown): DeskSettings {
  return storedSchema.parse(stored);
}

/** `settings` with `change` applied. The fields of `bot`, `greeting`, `automatic` with its `rating`, and `retention` are changed one by one. */
export function changeDeskSettings(settings: DeskSettings, change: DeskSettingsChange): DeskSettings {
  const { bot, greeting, automatic, retention, ...rest } = change;
  return {
    ...settings,
    ...given(rest),
    bot: { ...settings.bot, ...given(bot) },
    greeting: { ...settings.greeting, ...given(greeting) },
    automatic: {
      ...settings.automatic,
      ...given(automatic),
      rating: { ...settings.automatic.rating, ...given(automatic?.rating) },
    },
    retention: { ...settings.retention, ...given(retention) },
  };
}

function given(change: object = {}): object {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
