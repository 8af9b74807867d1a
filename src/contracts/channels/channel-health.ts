/** How a connected channel is doing, and whether WeChat accepts it. */
import { z } from 'zod';
import { idSchema, timeSchema } from '../common';
import { refusalFields } from './wechat-refusal';

const sendsSchema = z.strictObject({
  total: z.int().meta({ description: 'Messages with a final outcome, including unknown ones.' }),
  failed: z.int(),
  unknown: z.int().meta({ description: 'They may have arrived.' }),
  failedShare: z.number().min(0).max(1).nullable().meta({ description: 'null if nothing was sent.' }),
});

const troubleFields = {
  since: timeSchema,
  wechatCode: z.int(),
  ...refusalFields,
  advice: z.string().meta({ description: 'What it means, what to do about it, and on which WeChat page.' }),
  address: z.string().optional().meta({
    description:
      'The address that WeChat saw this server use, if the allowlist lacks it. For administrators.',
  }),
};

const troubleSchema = z.strictObject({
  ...troubleFields,
  waitingConversations: z.int().meta({
    description: 'Conversations with messages waiting for the channel to work again.',
  }),
});

/** A channel that WeChat refuses, as shown to everyone who works with it. */
const channelAlarmSchema = z
  .strictObject({ channelId: idSchema, brandId: idSchema, name: z.string(), ...troubleFields })
  .meta({ id: 'ChannelAlarm' });

export const channelAlarmListSchema = z
  .strictObject({ items: z.array(channelAlarmSchema) })
  .meta({ id: 'ChannelAlarmList' });

export const channelHealthSchema = z
  .strictObject({
    status: z.enum(['draft', 'live', 'disabled', 'unhealthy']).meta({
      description: '`unhealthy`: live, but WeChat refuses every call for the channel.',
    }),
    verifiedAt: timeSchema.nullable(),
    lastInboundAt: timeSchema.nullable().meta({ description: 'The last message or event.' }),
    lastSentAt: timeSchema.nullable(),
    lastError: z
      .strictObject({
        at: timeSchema,
        wechatCode: z.int().nullable().meta({ description: 'null: WeChat gave no usable answer.' }),
        ...refusalFields,
        advice: z.string(),
      })
      .nullable()
      .meta({ description: 'The last error of a call to WeChat, and what to do about it.' }),
    accessToken: z.strictObject({ ageSeconds: z.int().min(0), expiresAt: timeSchema }).nullable(),
    pausedUntil: timeSchema.nullable().meta({
      description:
        'WeChat’s call limit is used up; messages wait until this time, or until a probe succeeds.',
    }),
    bot: z
      .strictObject({
        id: idSchema,
        failuresInARow: z.int().min(0),
        pausedUntil: timeSchema.nullable().meta({
          description: 'Until then conversations begin without the bot, because it keeps failing.',
        }),
      })
      .nullable()
      .meta({ description: 'The bot with which new conversations begin; null: none.' }),
    trouble: troubleSchema.nullable().meta({ description: 'null: WeChat accepts the channel’s calls.' }),
    sends: z.strictObject({ lastHour: sendsSchema, lastDay: sendsSchema }),
    formerSecrets: z
      .array(
        z.strictObject({
          kind: z.enum(['token', 'encodingAesKey', 'encryption']),
          replacedAt: timeSchema,
          acceptedUntil: timeSchema,
          lastUsedAt: timeSchema
            .nullable()
            .meta({ description: 'When a delivery last used it: WeChat is still configured with it.' }),
        }),
      )
      .meta({
        description:
          'For 24 hours after a change, deliveries that use the previous token, key or mode are accepted too.',
      }),
    rejectedDeliveries: z.int().min(0).meta({
      description: 'How many deliveries could not be accepted and were set aside.',
    }),
  })
  .meta({ id: 'ChannelHealth' });

export const channelCheckSchema = z
  .strictObject({
    ok: z.boolean(),
    checks: z
      .array(
        z.strictObject({
          name: z.enum([
            'account_details',
            'wechat',
            'app_id',
            'app_secret',
            'ip_allowlist',
            'permission',
            'webhook',
          ]),
          ok: z.boolean(),
          detail: z.string(),
          address: z
            .string()
            .optional()
            .meta({ description: 'The address that WeChat saw this server use, if the allowlist lacks it.' }),
        }),
      )
      .meta({ description: 'Checks that could not be made because something else is wrong are left out.' }),
  })
  .meta({ id: 'ChannelCheck' });

export type ChannelHealthBody = z.infer<typeof channelHealthSchema>;
export type ChannelAlarmBody = z.infer<typeof channelAlarmSchema>;
export type ChannelCheckBody = z.infer<typeof channelCheckSchema>;
