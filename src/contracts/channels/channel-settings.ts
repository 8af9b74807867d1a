/** The settings of a channel in the API. Their ranges come from the rules (domain/settings.ts). */
import { z } from 'zod';
import { LONGEST_CONTINUE_TEXT_BYTES } from '../../domain/bots/shaping/divide-answer';
import { OPENS_AT, withLongestOpensAt } from '../../domain/hours/render-opens-at';
import { LONGEST_MENU_ITEM_BYTES, LONGEST_MENU_TEXT_BYTES } from '../../domain/messages/message-limits';
import { LONGEST_TEXT_BYTES, textBytes } from '../../domain/messages/message-text';
import { ASK_REASON_BELOW, RATING_IDS, RATING_OPTIONS } from '../../domain/rating/rating';
import { RETENTION_DAYS } from '../../domain/retention';
import { NUDGE_BEFORE_CLOSE_MINUTES, SETTING_RANGES, WINDOW_ANCHORS } from '../../domain/settings';
import { idSchema } from '../common';
import { messageTextSchema, plainTextSchema, textOfBytes } from '../plain-text';

const within = ({ min, max }: { readonly min: number; readonly max: number }) => z.int().min(min).max(max);

const MOST_KEYWORDS = 50;

const botSchema = z.strictObject({
  botId: idSchema.nullable().meta({
    description: 'The bot with which new conversations begin; null: none. Open conversations keep theirs.',
  }),
  idleAfterSeconds: within(SETTING_RANGES.botIdleAfterSeconds).meta({
    description: 'Replaces both close limits in conversations with a bot, before and after the hand-over.',
  }),
  handoverKeywords: z.array(plainTextSchema.max(50)).max(MOST_KEYWORDS).meta({
    description: 'A message that is one of these words, and nothing else, asks for a person.',
  }),
  handoverAfterTurns: within(SETTING_RANGES.handoverAfterTurns)
    .nullable()
    .meta({ description: 'After so many answers the contact’s next message goes to people; null: never.' }),
  keepPlaces: within(SETTING_RANGES.keepPlaces).meta({
    description: 'How many places of the consecutive limit only people may use. Below `consecutiveLimit`.',
  }),
  continueText: textOfBytes(LONGEST_CONTINUE_TEXT_BYTES).meta({
    description: 'What the last message ends with while the rest of an answer waits.',
  }),
  handoverText: messageTextSchema.nullable().meta({
    description: 'What the contact is told at a hand-over, if a message may be sent then; null: nothing.',
  }),
  failureGroupId: idSchema.nullable().meta({
    description:
      'A group of the channel’s brand that is asked when the bot has failed; null: for whom the conversation is already.',
  }),
});

/** The texts that greet new followers, people who scan a QR code, and people who open a mini program's desk; null: no greeting. */
const greetingSchema = z.strictObject({
  follow: messageTextSchema.nullable(),
  scan: messageTextSchema.nullable(),
  enter: messageTextSchema.nullable().meta({
    description: 'Of a mini program only: when its customer service is opened. It has neither of the others.',
  }),
});

const ratingSchema = z.strictObject({
  isEnabled: z.boolean().meta({
    description:
      'Whether the contact is asked when an operator completes the conversation. Not in a mini program.',
  }),
  text: textOfBytes(LONGEST_MENU_TEXT_BYTES).meta({ description: 'What stands above the choices.' }),
  options: z
    .array(z.strictObject({ id: z.enum(RATING_IDS), label: textOfBytes(LONGEST_MENU_ITEM_BYTES) }))
    .min(RATING_OPTIONS.min)
    .max(RATING_OPTIONS.max)
    .refine(
      (options) => new Set(options.map(({ id }) => id)).size === options.length,
      'must have each id once',
    )
    .meta({ description: 'The choices, in the order in which they are shown. The id is the score.' }),
  thanks: messageTextSchema
    .nullable()
    .meta({ description: 'What is said after the first tap; null: nothing.' }),
  onAutomaticClose: z.boolean().meta({
    description: 'Whether the contact is asked also where a time limit completes the conversation.',
  }),
  askReasonBelow: within(ASK_REASON_BELOW).nullable().meta({
    description:
      'After a lower score the contact’s next text, within ten minutes, is the comment; null: never.',
  }),
  reasonText: messageTextSchema.nullable().meta({
    description: 'What asks for the reason after such a score; null: nothing is said.',
  }),
});

/** What the desk says by itself; null: nothing. Each at most once in a conversation, and never in the last of the five. */
const automaticSchema = z.strictObject({
  welcome: messageTextSchema.nullable().meta({ description: 'With the first message of a conversation.' }),
  outOfHours: messageTextSchema
    .refine(
      (text) => textBytes(withLongestOpensAt(text)) <= LONGEST_TEXT_BYTES,
      `must be at most ${LONGEST_TEXT_BYTES} bytes in UTF-8 with the time of the opening`,
    )
    .nullable()
    .meta({
      description:
        `Outside the opening hours; a desk without opening hours is always open. \`${OPENS_AT}\` is the time of the next ` +
        'opening, with the date where that is not today.',
    }),
  closed: messageTextSchema.nullable().meta({
    description: 'When an operator completes the conversation, or a time limit does.',
  }),
  nudge: z
    .strictObject({ text: messageTextSchema, beforeCloseMinutes: within(NUDGE_BEFORE_CLOSE_MINUTES) })
    .nullable()
    .meta({
      description:
        'Before the messaging window closes, if the contact has not answered; once for each window.',
    }),
  rating: ratingSchema.meta({
    description: 'Asks the contact to rate the conversation, once; it may be the last of the five.',
  }),
});

/** What is not kept; see docs/retention.md. */
const retentionSchema = z.strictObject({
  messagesDays: within(RETENTION_DAYS).nullable().meta({
    description: 'So many days after its completion the texts of a conversation are removed; null: never.',
  }),
  filesDays: within(RETENTION_DAYS).nullable().meta({ description: 'The same of its files; null: never.' }),
  eraseOnUnfollow: z.boolean().meta({
    description: 'Contacts who unfollow are erased, also those who unfollowed before this was switched on.',
  }),
});

/** All settings, as they are returned. */
export const channelSettingsSchema = z
  .strictObject({
    ringTimeSeconds: within(SETTING_RANGES.ringTimeSeconds),
    closeMissedAfterSeconds: within(SETTING_RANGES.closeMissedAfterSeconds)
      .nullable()
      .meta({ description: 'null: never.' }),
    closeIdleAfterSeconds: within(SETTING_RANGES.closeIdleAfterSeconds),
    windowAnchor: z.enum(WINDOW_ANCHORS),
    consecutiveLimit: within(SETTING_RANGES.consecutiveLimit),
    bot: botSchema,
    greeting: greetingSchema,
    automatic: automaticSchema,
    retention: retentionSchema,
  })
  .meta({ id: 'ChannelSettings' });

/** A change: any part of the settings. What is left out stays as it is. */
export const channelSettingsChangeSchema = channelSettingsSchema
  .extend({
    bot: botSchema
      .extend({
        mode: z.literal('off').meta({
          description: 'Of the release before bots, and taken in this one only: the same as `botId: null`.',
        }),
      })
      .partial()
      // What is stored as `mode` is always `off`.
      .transform(({ mode, ...bot }) => (mode === undefined ? bot : { botId: null, ...bot })),
    greeting: greetingSchema.partial(),
    automatic: automaticSchema.extend({ rating: ratingSchema.partial() }).partial(),
    retention: retentionSchema.partial(),
  })
  .partial()
  .meta({ id: 'ChannelSettingsChange' });
