/** The settings of a channel in the API. Their ranges come from the rules (domain/settings.ts). */
import { z } from 'zod';
import { SETTING_RANGES, WINDOW_ANCHORS } from '../../domain/settings';
import { messageTextSchema } from '../plain-text';

const within = ({ min, max }: { readonly min: number; readonly max: number }) => z.int().min(min).max(max);

/** The built-in chatbot and the webhook chatbot do not exist yet. */
const botModeSchema = z.enum(['off']);

/** The texts that greet new followers and people who scan a QR code; null: no greeting. */
const greetingSchema = z.strictObject({
  follow: messageTextSchema.nullable(),
  scan: messageTextSchema.nullable(),
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
    bot: z.strictObject({
      mode: z.enum(['off', 'built-in', 'webhook']),
      idleAfterSeconds: within(SETTING_RANGES.botIdleAfterSeconds),
    }),
    greeting: greetingSchema,
  })
  .meta({ id: 'ChannelSettings' });

/** A change: any part of the settings. What is left out stays as it is. */
export const channelSettingsChangeSchema = channelSettingsSchema
  .extend({
    bot: z
      .strictObject({ mode: botModeSchema, idleAfterSeconds: within(SETTING_RANGES.botIdleAfterSeconds) })
      .partial(),
    greeting: greetingSchema.partial(),
  })
  .partial()
  .meta({ id: 'ChannelSettingsChange' });
