/** How a connected channel is doing, and whether WeChat accepts it. */
import { z } from 'zod';
import { idSchema, timeSchema } from '../common';
import { refusalFields } from './wechat-refusal';

const sendsSchema = z.strictObject({
  total: z.int().meta({ description: 'Messages whose outcome is final, unknown ones included.' }),
  failed: z.int(),
  unknown: z.int().meta({ description: 'They may have arrived.' }),
  failedShare: z.number().min(0).max(1).nullable().meta({ description: 'null where nothing was sent.' }),
});

const troubleFields = {
  since: timeSchema,
  wechatCode: z.int(),
  ...refusalFields,
  advice: z.string().meta({ description: 'What it means, what to do, and on which page of WeChat’s.' }),
  address: z.string().optional().meta({
    description: 'Under which WeChat saw this server, where it is not on the allowlist. For administrators.',
  }),
};

const troubleSchema = z.strictObject({
  ...troubleFields,
  waitingConversations: z.int().meta({
    description: 'Conversations with messages that wait until the channel works again.',
  }),
});

/** A channel that WeChat refuses, for everybody who works with it. */
const channelAlarmSchema = z
  .strictObject({ channelId: idSchema, brandId: idSchema, name: z.string(), ...troubleFields })
  .meta({ id: 'ChannelAlarm' });

export const channelAlarmListSchema = z
  .strictObject({ items: z.array(channelAlarmSchema) })
  .meta({ id: 'ChannelAlarmList' });

export const channelHealthSchema = z
  .strictObject({
    status: z.enum(['draft', 'live', 'disabled', 'unhealthy']).meta({
      description: '`unhealthy`: live, but WeChat refuses the channel itself, whatever is asked.',
    }),
    verifiedAt: timeSchema.nullable(),
    lastInboundAt: timeSchema.nullable().meta({ description: 'Message or event.' }),
    lastSentAt: timeSchema.nullable(),
    lastError: z
      .strictObject({
        at: timeSchema,
        wechatCode: z
          .int()
          .nullable()
          .meta({ description: 'null: WeChat gave no answer that could be used.' }),
        ...refusalFields,
        advice: z.string(),
      })
      .nullable()
      .meta({ description: 'The last error of a call to WeChat, and what to do about it.' }),
    accessToken: z.strictObject({ ageSeconds: z.int().min(0), expiresAt: timeSchema }).nullable(),
    pausedUntil: timeSchema.nullable().meta({
      description: 'WeChat’s call limit is used up; messages wait until then, or until a probe goes through.',
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
    trouble: troubleSchema.nullable().meta({ description: 'null: WeChat takes calls of the channel.' }),
    sends: z.strictObject({ lastHour: sendsSchema, lastDay: sendsSchema }),
    formerSecrets: z
      .array(
        z.strictObject({
          kind: z.enum(['token', 'encodingAesKey', 'encryption']),
          replacedAt: timeSchema,
          acceptedUntil: timeSchema,
          lastUsedAt: timeSchema
            .nullable()
            .meta({ description: 'When a delivery last used it: WeChat still has it.' }),
        }),
      )
      .meta({
        description: 'For 24 hours after a change deliveries by the former token, key or mode are taken too.',
      }),
    rejectedDeliveries: z.int().min(0).meta({
      description: 'How many deliveries could not be taken and are kept aside.',
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
            .meta({ description: 'Under which WeChat saw this server, where it is not on the allowlist.' }),
        }),
      )
      .meta({ description: 'What could not be judged, because something else is wrong, is left out.' }),
  })
  .meta({ id: 'ChannelCheck' });

export type ChannelHealthBody = z.infer<typeof channelHealthSchema>;
export type ChannelAlarmBody = z.infer<typeof channelAlarmSchema>;
export type ChannelCheckBody = z.infer<typeof channelCheckSchema>;
